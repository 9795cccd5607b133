//! The three products of a dense layer: the one place where the engine multiplies
//! matrices, and so the one to change for a faster kernel.
//!
//! They are matrixmultiply's `sgemm`, reached through ndarray: FMA or AVX on a desktop
//! processor, SIMD128 in the browser. Nearly all of training's time is spent here.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

/// Forward: z = x·wᵀ, for x (batch, in), w (out, in), z (batch, out).
pub fn times_transposed(x: ArrayView2<f32>, w: ArrayView2<f32>, mut z: ArrayViewMut2<f32>) {
    general_mat_mul(1.0, &x, &w.t(), 0.0, &mut z);
}

/// Backward, into the layer below: dx = dz·w, for dz (batch, out), w (out, in),
/// dx (batch, in).
pub fn times(dz: ArrayView2<f32>, w: ArrayView2<f32>, mut dx: ArrayViewMut2<f32>) {
    general_mat_mul(1.0, &dz, &w, 0.0, &mut dx);
}

/// Backward, into the weights: dw = keep·dw + scale·dzᵀ·x, for dz (batch, out),
/// x (batch, in), dw (out, in).
///
/// `keep` is 0 to start a sum over a batch (whatever `dw` held is gone, even NaN)
/// and 1 to go on with it.
pub fn transposed_times(
    dz: ArrayView2<f32>,
    x: ArrayView2<f32>,
    scale: f32,
    keep: f32,
    mut dw: ArrayViewMut2<f32>,
) {
    general_mat_mul(scale, &dz.t(), &x, keep, &mut dw);
}
