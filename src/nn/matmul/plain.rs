//! The product written out: what double precision computes with, since it only checks,
//! and what the kernels are compared with in tests.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::Put;
use crate::nn::real::Real;

/// See [`product`](super::product).
pub(crate) fn product<T: Real>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    put: Put<T>,
    mut c: ArrayViewMut2<T>,
) {
    for (a, mut c) in a.rows().into_iter().zip(c.rows_mut()) {
        for (b, c) in b.rows().into_iter().zip(&mut c) {
            let sum = a.iter().zip(&b).fold(T::zero(), |sum, (&a, &b)| sum + a * b);
            *c = put.apply(*c, sum);
        }
    }
}
