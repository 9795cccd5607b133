//! The first layer's two products over the ink of genuine digits.

use std::hint::black_box;

use descent::data::Split;
use descent::nn::matmul::{Put, Sparse, laid_out};
use ndarray::Array2;

/// A first layer, and batches of digits.
pub struct FirstLayer {
    digits: Split,
    batch: usize,
    /// What each of the 256 grays is as an input.
    values: [f32; 256],
    sparse: Sparse<f32>,
    w: Array2<f32>,
    dz: Array2<f32>,
    z: Array2<f32>,
    dw: Array2<f32>,
    blank: Vec<bool>,
}

/// Different batches, so that a processor can't learn one by heart.
const N_BATCHES: usize = 64;

impl FirstLayer {
    /// Of `n_units` units, with the first digits of a split.
    pub fn new(digits: &Split, n_units: usize, batch: usize) -> Self {
        let n_inputs = digits.n_features();
        Self {
            digits: digits.clone(),
            batch,
            values: std::array::from_fn(|gray| gray as f32 / 255.0),
            sparse: Sparse::new(batch, n_inputs),
            w: laid_out(Array2::from_elem((n_units, n_inputs), 0.01)),
            dz: Array2::from_elem((batch, n_units), 0.01),
            z: Array2::zeros((batch, n_units)),
            dw: laid_out(Array2::zeros((n_units, n_inputs))),
            blank: vec![true; n_inputs],
        }
    }

    /// Share of the inputs that are not 0.
    pub fn density(&self) -> f64 {
        let pixels = &self.digits.pixels()[..N_BATCHES * self.batch * self.blank.len()];
        let n_inked = pixels.iter().filter(|&&gray| gray != 0).count();
        n_inked as f64 / pixels.len() as f64
    }

    /// Takes up the ink of a batch.
    fn list(&mut self, batch_idx: usize) {
        self.sparse.clear();
        for example in (batch_idx % N_BATCHES * self.batch..).take(self.batch) {
            let ink = self.digits.ink(example).expect("digits are mostly black");
            self.sparse.push_ink(black_box(ink), &self.values);
        }
    }

    /// Takes up the ink, for so many batches: what [`forward`](Self::forward) and
    /// [`backward`](Self::backward) contain besides their sums.
    pub fn find(&mut self, n_times: usize) {
        for batch_idx in 0..n_times {
            self.list(batch_idx);
            black_box(&self.sparse);
        }
    }

    /// Takes up the ink, then z = x·wᵀ over it, for so many batches.
    pub fn forward(&mut self, n_times: usize) {
        for batch_idx in 0..n_times {
            self.list(batch_idx);
            self.sparse.times_transposed(black_box(self.w.view()), self.z.view_mut());
            black_box(&self.z);
        }
    }

    /// Takes up the ink, then dw = dzᵀ·x over it, for so many batches.
    pub fn backward(&mut self, n_times: usize) {
        for batch_idx in 0..n_times {
            self.list(batch_idx);
            let (dz, dw) = (black_box(self.dz.view()), self.dw.view_mut());
            let put = Put { scale: 1.0, keep: false };
            self.sparse.transposed_times(dz, put, dw, &mut self.blank);
            black_box(&self.dw);
        }
    }
}
