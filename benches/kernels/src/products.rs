//! The three products of a dense layer, by the functions that the engine multiplies with.

use std::hint::black_box;

use descent::nn::matmul::{laid_out, times, times_transposed, transposed_times};
use ndarray::Array2;

/// Matrices of a layer and a batch, filled with numbers of both signs, none of them 0.
pub struct Products {
    x: Array2<f32>,
    w: Array2<f32>,
    dz: Array2<f32>,
    z: Array2<f32>,
    dx: Array2<f32>,
    dw: Array2<f32>,
}

impl Products {
    /// Of a layer `n_out` × `n_in`; `is_first` gives its weights the first layer's place
    /// in memory.
    pub fn new(n_out: usize, n_in: usize, batch: usize, is_first: bool) -> Self {
        let layer_idx = usize::from(!is_first);
        Self {
            x: numbers(batch, n_in),
            w: laid_out(layer_idx, numbers(n_out, n_in)),
            dz: numbers(batch, n_out),
            z: Array2::zeros((batch, n_out)),
            dx: Array2::zeros((batch, n_in)),
            dw: laid_out(layer_idx, Array2::zeros((n_out, n_in))),
        }
    }

    /// z = x·wᵀ, so many times.
    pub fn forward(&mut self, n_times: usize) {
        for _ in 0..n_times {
            times_transposed(black_box(self.x.view()), self.w.view(), self.z.view_mut());
            black_box(&self.z);
        }
    }

    /// dw = dzᵀ·x, so many times.
    pub fn weights_backward(&mut self, n_times: usize) {
        for _ in 0..n_times {
            let dz = black_box(self.dz.view());
            transposed_times(dz, self.x.view(), 1.0, 0.0, self.dw.view_mut());
            black_box(&self.dw);
        }
    }

    /// dx = dz·w, so many times.
    pub fn inputs_backward(&mut self, n_times: usize) {
        for _ in 0..n_times {
            times(black_box(self.dz.view()), self.w.view(), self.dx.view_mut());
            black_box(&self.dx);
        }
    }
}

fn numbers(rows: usize, cols: usize) -> Array2<f32> {
    Array2::from_shape_fn((rows, cols), |(i, j)| ((i * 31 + j * 17) % 23) as f32 / 23.0 - 0.51)
}
