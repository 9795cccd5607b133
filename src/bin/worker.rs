//! The worker: the thread on which the engine trains.

fn main() {
    #[cfg(target_arch = "wasm32")]
    descent::worker::start();
}
