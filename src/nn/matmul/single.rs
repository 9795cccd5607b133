//! The products of one example: a line of weights for each input, and each is needed
//! once. Lines of inputs that are 0 are not needed at all.

use super::Put;
use crate::nn::real::Real;

/// z = Σₖ xₖ · (line k of w), for x (in), w (in, out), z (out).
pub(super) fn times_transposed<T: Real>(x: &[T], w: &[T], z: &mut [T]) {
    z.fill(T::zero());
    for (&x, w) in x.iter().zip(w.chunks_exact(z.len())) {
        if x != T::zero() {
            for (z, &w) in z.iter_mut().zip(w) {
                *z += x * w;
            }
        }
    }
}

/// dxₖ = dz · (line k of w), for dz (out), w (in, out), dx (in).
pub(super) fn times<T: Real>(dz: &[T], w: &[T], dx: &mut [T]) {
    for (dx, w) in dx.iter_mut().zip(w.chunks_exact(dz.len())) {
        *dx = dot(dz, w);
    }
}

/// Line k of dw = scale · xₖ · dz, or that added to it, for dz (out), x (in), dw (in, out).
pub(super) fn transposed_times<T: Real>(dz: &[T], x: &[T], put: Put<T>, dw: &mut [T]) {
    for (&x, dw) in x.iter().zip(dw.chunks_exact_mut(dz.len())) {
        for (dw, &dz) in dw.iter_mut().zip(dz) {
            *dw = put.apply(*dw, x * dz);
        }
    }
}

/// Σ aᵢ·bᵢ, in eight sums side by side: one after another each would wait for the last.
fn dot<T: Real>(a: &[T], b: &[T]) -> T {
    const N: usize = 8;
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<N>(), b.as_chunks::<N>());
    let mut sums = [T::zero(); N];
    for (a, b) in a.iter().zip(b) {
        for (sum, (&a, &b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    let rest = rest_of_a.iter().zip(rest_of_b).map(|(&a, &b)| a * b);
    sums.into_iter().chain(rest).fold(T::zero(), |sum, term| sum + term)
}
