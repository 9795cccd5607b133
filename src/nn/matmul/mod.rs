//! The three products of a dense layer: the one place where the engine multiplies
//! matrices, and so the one to change for a faster kernel. Nearly all of training's time
//! is spent here.
//!
//! - [`dense`]: everything times everything, in single precision;
//! - [`small`]: the same where one factor is small, without any preparation;
//! - [`sparse`]: over those inputs alone that are not 0;
//! - [`single`]: of one example, where there is nothing to pack for;
//! - [`plain`]: the sums written out, for double precision, which only checks.

pub(super) mod dense;
mod lanes;
pub(super) mod plain;
mod single;
mod small;
pub(super) mod sparse;

pub use dense::Packing;
pub use sparse::{Ink, Sparse, Term};

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::real::Real;

/// The same weights (out, in), with the memory layout of a layer: input by input, so that
/// what an input is multiplied with lies together. Gradients and optimizer state are laid
/// out as the weights are, since updates walk through all of them side by side.
pub fn laid_out<T: Real>(weights: Array2<T>) -> Array2<T> {
    weights.t().as_standard_layout().into_owned().reversed_axes()
}

/// What becomes of a product's sums.
#[derive(Clone, Copy, Debug)]
pub struct Put<T> {
    /// What they are multiplied with.
    pub scale: T,
    /// They are added to what is there; else that is gone, even NaN.
    pub keep: bool,
}

impl<T: Real> Put<T> {
    /// The sums as they are, in the place of what was there.
    fn plain() -> Self {
        Self { scale: T::one(), keep: false }
    }

    /// What is to be there, given what is.
    #[inline(always)]
    fn apply(self, before: T, sum: T) -> T {
        if self.keep { before + self.scale * sum } else { self.scale * sum }
    }
}

/// Forward: z = x·wᵀ, for x (batch, in), w (out, in), z (batch, out).
pub fn times_transposed<T: Real>(
    x: ArrayView2<T>,
    w: ArrayView2<T>,
    mut z: ArrayViewMut2<T>,
    packing: &mut Packing,
) {
    match (row(&x), input_major(&w)) {
        (Some(x), Some(w)) => single::times_transposed(x, w, z.as_slice_mut().expect(WHOLE)),
        _ => T::product(x, w, Put::plain(), z, packing),
    }
}

/// Backward, into the layer below: dx = dz·w, for dz (batch, out), w (out, in),
/// dx (batch, in).
pub fn times<T: Real>(
    dz: ArrayView2<T>,
    w: ArrayView2<T>,
    mut dx: ArrayViewMut2<T>,
    packing: &mut Packing,
) {
    match (row(&dz), input_major(&w)) {
        (Some(dz), Some(w)) => single::times(dz, w, dx.as_slice_mut().expect(WHOLE)),
        _ => T::product(dz, w.reversed_axes(), Put::plain(), dx, packing),
    }
}

/// Backward, into the weights: dw = scale·dzᵀ·x, or that added to dw, for dz (batch, out),
/// x (batch, in), dw (out, in) input by input.
pub fn transposed_times<T: Real>(
    dz: ArrayView2<T>,
    x: ArrayView2<T>,
    put: Put<T>,
    dw: ArrayViewMut2<T>,
    packing: &mut Packing,
) {
    let mut dw = dw.reversed_axes();
    match (row(&dz), row(&x)) {
        (Some(dz), Some(x)) => {
            single::transposed_times(dz, x, put, dw.as_slice_mut().expect(INPUT_MAJOR));
        }
        _ => T::product(x.reversed_axes(), dz.reversed_axes(), put, dw, packing),
    }
}

/// The only row of a batch of one.
fn row<'a, T>(batch: &ArrayView2<'a, T>) -> Option<&'a [T]> {
    if batch.nrows() == 1 { batch.to_slice() } else { None }
}

/// Weights (out, in) as they lie in memory.
fn input_major<'a, T>(w: &ArrayView2<'a, T>) -> Option<&'a [T]> {
    w.reversed_axes().to_slice()
}

const WHOLE: &str = "a batch's rows follow each other without gaps";
const INPUT_MAJOR: &str = "weights are kept input by input";

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

    /// Sizes around those of tiles and strips, and both ways to pack.
    #[test]
    fn products_are_their_sums_for_one_example_and_for_many() {
        let mut stream = stream(1, Purpose::Weights);
        let mut packing = Packing::default();
        for (batch, n_in, n_out) in [
            (1, 5, 3),
            (1, 1, 1),
            (1, 33, 18),
            (2, 17, 9),
            (4, 8, 8),
            (5, 40, 7),
            (7, 1, 33),
            (10, 2, 8),
            (10, 8, 8),
            (10, 8, 1),
            (6, 100, 45),
            (3, 70, 70),
            (33, 12, 50),
            (65, 40, 10),
        ] {
            let x = random((batch, n_in), &mut stream);
            let w = laid_out(random((n_out, n_in), &mut stream));
            let dz = random((batch, n_out), &mut stream);

            let mut z = Array2::from_elem((batch, n_out), f32::NAN);
            times_transposed(x.view(), w.view(), z.view_mut(), &mut packing);
            assert_close(&z, &product(x.view(), w.t()));

            let mut dx = Array2::from_elem((batch, n_in), f32::NAN);
            times(dz.view(), w.view(), dx.view_mut(), &mut packing);
            assert_close(&dx, &product(dz.view(), w.view()));

            let mut dw = laid_out(Array2::from_elem((n_out, n_in), f32::NAN));
            let put = Put { scale: 0.5, keep: false };
            transposed_times(dz.view(), x.view(), put, dw.view_mut(), &mut packing);
            let once = product(dz.t(), x.view()) * 0.5;
            assert_close(&dw, &once);
            let first = s![..1, ..];
            let (dz, x) = (dz.slice(first), x.slice(first));
            let put = Put { scale: 2.0, keep: true };
            transposed_times(dz, x, put, dw.view_mut(), &mut packing);
            assert_close(&dw, &(once + product(dz.t(), x) * 2.0));
        }
    }
}
