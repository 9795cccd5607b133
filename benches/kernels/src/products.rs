//! The three products of a dense layer, by the functions that the engine multiplies with.

use std::hint::black_box;

use descent::nn::matmul::{Packing, Put, laid_out, times, times_transposed, transposed_times};
use ndarray::Array2;

/// Matrices of a layer and a batch, filled with numbers of both signs, none of them 0.
pub struct Products {
    x: Array2<f32>,
    w: Array2<f32>,
    dz: Array2<f32>,
    z: Array2<f32>,
    dx: Array2<f32>,
    dw: Array2<f32>,
    packing: Packing,
}

impl Products {
    /// Of a layer `n_out` × `n_in`.
    pub fn new(n_out: usize, n_in: usize, batch: usize) -> Self {
        Self {
            x: numbers(batch, n_in),
            w: laid_out(numbers(n_out, n_in)),
            dz: numbers(batch, n_out),
            z: Array2::zeros((batch, n_out)),
            dx: Array2::zeros((batch, n_in)),
            dw: laid_out(Array2::zeros((n_out, n_in))),
            packing: Packing::default(),
        }
    }

    /// z = x·wᵀ, so many times.
    pub fn forward(&mut self, n_times: usize) {
        for _ in 0..n_times {
            let (x, z) = (black_box(self.x.view()), self.z.view_mut());
            times_transposed(x, self.w.view(), z, &mut self.packing);
            black_box(&self.z);
        }
    }

    /// dw = dzᵀ·x, so many times.
    pub fn weights_backward(&mut self, n_times: usize) {
        for _ in 0..n_times {
            let dz = black_box(self.dz.view());
            let put = Put { scale: 1.0, keep: false };
            transposed_times(dz, self.x.view(), put, self.dw.view_mut(), &mut self.packing);
            black_box(&self.dw);
        }
    }

    /// dx = dz·w, so many times.
    pub fn inputs_backward(&mut self, n_times: usize) {
        for _ in 0..n_times {
            let (dz, dx) = (black_box(self.dz.view()), self.dx.view_mut());
            times(dz, self.w.view(), dx, &mut self.packing);
            black_box(&self.dx);
        }
    }
}

fn numbers(rows: usize, cols: usize) -> Array2<f32> {
    Array2::from_shape_fn((rows, cols), |(i, j)| ((i * 31 + j * 17) % 23) as f32 / 23.0 - 0.51)
}
