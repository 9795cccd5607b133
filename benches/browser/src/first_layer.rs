//! The first layer's products over the ink of digits.

use wasm_bindgen::prelude::*;

use crate::engine::Engine;

/// See [`descent_kernels::FirstLayer`].
#[wasm_bindgen]
pub struct FirstLayer(descent_kernels::FirstLayer);

#[wasm_bindgen]
impl FirstLayer {
    /// Of `n_units` units, with digits of the engine's data.
    #[wasm_bindgen(constructor)]
    pub fn new(engine: &Engine, n_units: usize, batch: usize) -> Self {
        Self(descent_kernels::FirstLayer::new(&engine.data().train, n_units, batch))
    }

    /// Share of the inputs that are not 0.
    pub fn density(&self) -> f64 {
        self.0.density()
    }

    /// Finds the ink, for so many batches.
    pub fn find(&mut self, n_times: usize) {
        self.0.find(n_times);
    }

    /// Finds the ink, then z = x·wᵀ over it, for so many batches.
    pub fn forward(&mut self, n_times: usize) {
        self.0.forward(n_times);
    }

    /// Finds the ink, then dw = dzᵀ·x over it, for so many batches.
    pub fn backward(&mut self, n_times: usize) {
        self.0.backward(n_times);
    }
}
