//! Four numbers side by side, as processors hold them: what the kernels are made of.
//!
//! In the browser they are one SIMD128 value, and with the feature `relaxed-simd` a
//! product is added to a sum in one instruction, rounded once. Elsewhere they are an
//! array, which compilers turn into the same: so the tests on the host run the very
//! kernels that the browser runs.

use super::Put;

#[cfg(target_arch = "wasm32")]
use std::arch::wasm32::{self as simd, v128};

/// Four numbers.
#[derive(Clone, Copy)]
#[cfg(target_arch = "wasm32")]
pub(super) struct Lanes(v128);

/// Four numbers.
#[derive(Clone, Copy)]
#[cfg(not(target_arch = "wasm32"))]
pub(super) struct Lanes([f32; 4]);

/// How many they are.
pub(super) const N_LANES: usize = 4;

#[cfg(target_arch = "wasm32")]
impl Lanes {
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self(simd::f32x4_splat(value))
    }

    #[inline(always)]
    pub fn load(&[a, b, c, d]: &[f32; N_LANES]) -> Self {
        // The compiler makes one load of it.
        Self(simd::f32x4(a, b, c, d))
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; N_LANES] {
        [
            simd::f32x4_extract_lane::<0>(self.0),
            simd::f32x4_extract_lane::<1>(self.0),
            simd::f32x4_extract_lane::<2>(self.0),
            simd::f32x4_extract_lane::<3>(self.0),
        ]
    }

    /// a₀ b₀ a₁ b₁ and a₂ b₂ a₃ b₃.
    #[inline(always)]
    pub fn interleaved(self, b: Self) -> (Self, Self) {
        let (a, b) = (self.0, b.0);
        (
            Self(simd::i32x4_shuffle::<0, 4, 1, 5>(a, b)),
            Self(simd::i32x4_shuffle::<2, 6, 3, 7>(a, b)),
        )
    }

    /// self + a·b, rounded once where the processor can.
    #[cfg(feature = "relaxed-simd")]
    #[inline]
    #[target_feature(enable = "relaxed-simd")]
    pub fn plus_product(self, a: Self, b: Self) -> Self {
        Self(simd::f32x4_relaxed_madd(a.0, b.0, self.0))
    }

    /// self + a·b.
    #[cfg(not(feature = "relaxed-simd"))]
    #[inline(always)]
    pub fn plus_product(self, a: Self, b: Self) -> Self {
        Self(simd::f32x4_add(self.0, simd::f32x4_mul(a.0, b.0)))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Lanes {
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self([value; N_LANES])
    }

    #[inline(always)]
    pub fn load(numbers: &[f32; N_LANES]) -> Self {
        Self(*numbers)
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; N_LANES] {
        self.0
    }

    /// a₀ b₀ a₁ b₁ and a₂ b₂ a₃ b₃.
    #[inline(always)]
    pub fn interleaved(self, b: Self) -> (Self, Self) {
        let (a, b) = (self.0, b.0);
        (Self([a[0], b[0], a[1], b[1]]), Self([a[2], b[2], a[3], b[3]]))
    }

    /// self + a·b.
    #[inline(always)]
    pub fn plus_product(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] + a.0[lane] * b.0[lane]))
    }
}

/// The first numbers of a row.
#[inline(always)]
pub(super) fn load<const N: usize>(row: &[f32]) -> [Lanes; N] {
    let fours = row.as_chunks::<N_LANES>().0.first_chunk::<N>().expect("a row of N lanes");
    fours.each_ref().map(Lanes::load)
}

/// Puts sums where they belong, at the beginning of a row.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
pub(super) fn put_sums<const N: usize>(put: Put<f32>, sums: [Lanes; N], row: &mut [f32]) {
    let scale = Lanes::splat(put.scale);
    for (row, sum) in row.as_chunks_mut::<N_LANES>().0.iter_mut().zip(sums) {
        let before = if put.keep { Lanes::load(row) } else { Lanes::splat(0.0) };
        *row = before.plus_product(scale, sum).to_array();
    }
}

/// Four rows of four numbers, as columns.
#[inline(always)]
pub(super) fn transposed([a, b, c, d]: [Lanes; N_LANES]) -> [Lanes; N_LANES] {
    let ((a, c), (b, d)) = (a.interleaved(c), b.interleaved(d));
    let ((first, second), (third, fourth)) = (a.interleaved(b), c.interleaved(d));
    [first, second, third, fourth]
}
