//! The three products of a dense layer: the one place where the engine multiplies
//! matrices, and so the one to change for a faster kernel.
//!
//! They are matrixmultiply's `sgemm`, reached through ndarray: FMA or AVX on a desktop
//! processor, SIMD128 in the browser. Nearly all of training's time is spent here.
//! A single example (batch size 1) goes row by row instead: `sgemm` would first copy
//! all of w into another order, which costs more than the product.

mod sparse;

pub use sparse::Sparse;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::real::Real;

/// The same weights (out, in), with the memory layout of a layer: unit by unit, but in
/// the first layer input by input, so that what an input is multiplied with lies together
/// for [`Sparse`]. Gradients and optimizer state are laid out as the weights are, since
/// updates walk through all of them side by side.
pub fn laid_out<T: Real>(layer_idx: usize, weights: Array2<T>) -> Array2<T> {
    if layer_idx == 0 {
        weights.t().as_standard_layout().into_owned().reversed_axes()
    } else {
        weights.as_standard_layout().into_owned()
    }
}

/// Forward: z = x·wᵀ, for x (batch, in), w (out, in), z (batch, out).
pub fn times_transposed<T: Real>(x: ArrayView2<T>, w: ArrayView2<T>, mut z: ArrayViewMut2<T>) {
    if x.nrows() == 1 {
        let x = x.row(0);
        for (z, w) in z.iter_mut().zip(w.rows()) {
            *z = w.dot(&x);
        }
    } else {
        general_mat_mul(T::one(), &x, &w.t(), T::zero(), &mut z);
    }
}

/// Backward, into the layer below: dx = dz·w, for dz (batch, out), w (out, in),
/// dx (batch, in).
pub fn times<T: Real>(dz: ArrayView2<T>, w: ArrayView2<T>, mut dx: ArrayViewMut2<T>) {
    if dz.nrows() == 1 {
        let mut dx = dx.row_mut(0);
        dx.fill(T::zero());
        for (&dz, w) in dz.row(0).iter().zip(w.rows()) {
            dx.scaled_add(dz, &w);
        }
    } else {
        general_mat_mul(T::one(), &dz, &w, T::zero(), &mut dx);
    }
}

/// Backward, into the weights: dw = keep·dw + scale·dzᵀ·x, for dz (batch, out),
/// x (batch, in), dw (out, in).
///
/// `keep` is 0 to start a sum over a batch (whatever `dw` held is gone, even NaN)
/// and 1 to go on with it; nothing else.
pub fn transposed_times<T: Real>(
    dz: ArrayView2<T>,
    x: ArrayView2<T>,
    scale: T,
    keep: T,
    mut dw: ArrayViewMut2<T>,
) {
    if dz.nrows() == 1 {
        let x = x.row(0);
        for (&dz, mut dw) in dz.row(0).iter().zip(dw.rows_mut()) {
            if keep == T::zero() {
                dw.fill(T::zero());
            }
            dw.scaled_add(scale * dz, &x);
        }
    } else {
        general_mat_mul(scale, &dz.t(), &x, keep, &mut dw);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use ndarray::{Array2, s};

    fn random(shape: (usize, usize), stream: &mut crate::random::Stream) -> Array2<f32> {
        Array2::from_shape_simple_fn(shape, || stream.normal())
    }

    fn assert_close(ours: &Array2<f32>, exact: &Array2<f32>) {
        assert_eq!(ours.dim(), exact.dim());
        for (ours, exact) in ours.iter().zip(exact) {
            assert!((ours - exact).abs() < 1e-4, "{ours}, exactly {exact}");
        }
    }

    /// Σₖ a[i, k]·b[k, j], term by term.
    fn product(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Array2<f32> {
        Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
            a.row(i).iter().zip(b.column(j)).map(|(a, b)| a * b).sum()
        })
    }

    #[test]
    fn products_are_their_sums_for_one_example_and_for_many() {
        let mut stream = stream(1, Purpose::Weights);
        for (batch, n_in, n_out) in [(1, 5, 3), (1, 1, 1), (2, 17, 9), (7, 1, 33), (65, 40, 10)] {
            let x = random((batch, n_in), &mut stream);
            let w = random((n_out, n_in), &mut stream);
            let dz = random((batch, n_out), &mut stream);

            let mut z = Array2::from_elem((batch, n_out), f32::NAN);
            times_transposed(x.view(), w.view(), z.view_mut());
            assert_close(&z, &product(x.view(), w.t()));

            let mut dx = Array2::from_elem((batch, n_in), f32::NAN);
            times(dz.view(), w.view(), dx.view_mut());
            assert_close(&dx, &product(dz.view(), w.view()));

            let mut dw = Array2::from_elem((n_out, n_in), f32::NAN);
            transposed_times(dz.view(), x.view(), 0.5, 0.0, dw.view_mut());
            let once = product(dz.t(), x.view()) * 0.5;
            assert_close(&dw, &once);
            let first = s![..1, ..];
            transposed_times(dz.slice(first), x.slice(first), 2.0, 1.0, dw.view_mut());
            assert_close(&dw, &(once + product(dz.slice(first).t(), x.slice(first)) * 2.0));
        }
    }
}
