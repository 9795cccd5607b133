//! The first layer's two products over the ink of genuine digits.

use std::hint::black_box;

use descent::data::Split;
use descent::nn::matmul::{Sparse, laid_out};
use ndarray::Array2;

/// A first layer, and batches of digits.
pub struct FirstLayer {
    batches: Vec<Array2<f32>>,
    sparse: Sparse<f32>,
    w: Array2<f32>,
    dz: Array2<f32>,
    z: Array2<f32>,
    dw: Array2<f32>,
}

/// Different batches, so that a processor can't learn one by heart.
const N_BATCHES: usize = 64;

impl FirstLayer {
    /// Of `n_units` units, with the first digits of a split.
    pub fn new(digits: &Split, n_units: usize, batch: usize) -> Self {
        let n_inputs = digits.n_features();
        let batch_of = |batch_idx: usize| {
            let mut x = Array2::zeros((batch, n_inputs));
            for (row, mut x) in x.rows_mut().into_iter().enumerate() {
                let x = x.as_slice_mut().expect("rows are contiguous");
                digits.write_input(batch_idx * batch + row, x);
                x.iter_mut().for_each(|x| *x /= 255.0);
            }
            x
        };
        Self {
            batches: (0..N_BATCHES).map(batch_of).collect(),
            sparse: Sparse::new(batch, n_inputs),
            w: laid_out(0, Array2::from_elem((n_units, n_inputs), 0.01)),
            dz: Array2::from_elem((batch, n_units), 0.01),
            z: Array2::zeros((batch, n_units)),
            dw: laid_out(0, Array2::zeros((n_units, n_inputs))),
        }
    }

    /// Share of the inputs that are not 0.
    pub fn density(&self) -> f64 {
        let inked = |x: &Array2<f32>| x.iter().filter(|&&x| x != 0.0).count();
        let n_inked: usize = self.batches.iter().map(inked).sum();
        n_inked as f64 / self.batches.iter().map(Array2::len).sum::<usize>() as f64
    }

    /// Finds the ink, for so many batches: what [`forward`](Self::forward) and
    /// [`backward`](Self::backward) contain besides their sums.
    pub fn find(&mut self, n_times: usize) {
        for batch_idx in 0..n_times {
            self.sparse.fill(black_box(self.batches[batch_idx % N_BATCHES].view()));
            black_box(&self.sparse);
        }
    }

    /// Finds the ink, then z = x·wᵀ over it, for so many batches.
    pub fn forward(&mut self, n_times: usize) {
        for batch_idx in 0..n_times {
            self.sparse.fill(self.batches[batch_idx % N_BATCHES].view());
            self.sparse.times_transposed(black_box(self.w.view()), self.z.view_mut());
            black_box(&self.z);
        }
    }

    /// Finds the ink, then dw = dzᵀ·x over it, for so many batches.
    pub fn backward(&mut self, n_times: usize) {
        for batch_idx in 0..n_times {
            self.sparse.fill(self.batches[batch_idx % N_BATCHES].view());
            self.sparse.transposed_times(black_box(self.dz.view()), 1.0, 0.0, self.dw.view_mut());
            black_box(&self.dw);
        }
    }
}
