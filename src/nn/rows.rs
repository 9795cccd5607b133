//! The rows of a buffer that are in use: the first ones.
//!
//! (`slice` of ndarray does the same for any part of any array, and takes so long to find out
//! which that it was a quarter of a step of a small network.)

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

/// The first `n` rows.
#[inline]
pub(super) fn first_rows<T>(array: &Array2<T>, n: usize) -> ArrayView2<'_, T> {
    array.view().split_at(Axis(0), n).0
}

/// The same, to be written to.
#[inline]
pub(super) fn first_rows_mut<T>(array: &mut Array2<T>, n: usize) -> ArrayViewMut2<'_, T> {
    array.view_mut().split_at(Axis(0), n).0
}
