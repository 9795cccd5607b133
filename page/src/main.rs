//! The page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    descent_page::start();
}
