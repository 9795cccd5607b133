//! The worker once more, for browsers with relaxed SIMD (feature `relaxed-simd`).

fn main() {
    #[cfg(target_arch = "wasm32")]
    descent::worker::start();
}
