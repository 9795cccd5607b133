//! A dense layer's products.

use wasm_bindgen::prelude::*;

/// See [`descent_kernels::Products`].
#[wasm_bindgen]
pub struct Products(descent_kernels::Products);

#[wasm_bindgen]
impl Products {
    /// Of a layer `n_out` × `n_in`.
    #[wasm_bindgen(constructor)]
    pub fn new(n_out: usize, n_in: usize, batch: usize) -> Self {
        Self(descent_kernels::Products::new(n_out, n_in, batch))
    }

    /// z = x·wᵀ, so many times.
    pub fn forward(&mut self, n_times: usize) {
        self.0.forward(n_times);
    }

    /// dw = dzᵀ·x, so many times.
    pub fn weights_backward(&mut self, n_times: usize) {
        self.0.weights_backward(n_times);
    }

    /// dx = dz·w, so many times.
    pub fn inputs_backward(&mut self, n_times: usize) {
        self.0.inputs_backward(n_times);
    }
}
