//! c = a·bᵀ in single precision, at a good part of what the processor can do.
//!
//! The innermost loop makes a tile of c, 4 rows by 8 columns, whose sums stay in
//! registers: each turn takes 4 numbers of a and 8 of b, and makes 32 products of them.
//! More would not fit: WebAssembly's engines have 16 registers for this, and spill what
//! does not find room. So that each turn reads the next numbers in memory and no others,
//! a and b are first *packed*: copied into strips, 4 or 8 rows wide, in the order in
//! which they are read. Goto & van de Geijn (2008) has the idea and why it pays.
//!
//! The factor with fewer rows is packed as a whole; of the other one a strip at a time,
//! which then still lies in the fastest cache.

use ndarray::{ArrayView2, ArrayViewMut2, Axis};

use super::lanes::{Lanes, N_LANES, load, put_sums, transposed};
use super::{Put, small};

/// Rows of a tile.
const HEIGHT: usize = 4;
/// Columns of a tile.
const WIDTH: usize = 8;
const LANES_A_ROW: usize = WIDTH / N_LANES;

/// The sums of a tile.
type Tile = [[Lanes; LANES_A_ROW]; HEIGHT];

/// Room for packed strips; it grows to what the largest product needs, and stays.
#[derive(Clone, Debug, Default)]
pub struct Packing {
    whole: Vec<f32>,
    strip: Vec<f32>,
}

/// c = a·bᵀ, for a (m, depth), b (n, depth), c (m, n), of which c lies in memory row by row
/// without gaps.
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
pub(crate) fn product(
    a: ArrayView2<f32>,
    b: ArrayView2<f32>,
    put: Put<f32>,
    mut c: ArrayViewMut2<f32>,
    packing: &mut Packing,
) {
    let (n_columns, depth) = b.dim();
    let c = c.as_slice_mut().expect("c has no gaps");
    let (strip_of_a, strip_of_b) = ((HEIGHT * depth).max(1), (WIDTH * depth).max(1));
    let Packing { whole, strip } = packing;
    if small::suits(&b) {
        return small::product(a, b, put, c, whole);
    }
    if a.nrows() <= n_columns {
        pack_all::<HEIGHT>(a, whole);
        for column in (0..n_columns).step_by(WIDTH) {
            let b = pack::<WIDTH>(b, column, strip);
            let rows = c.chunks_mut(HEIGHT * n_columns);
            for (a, rows) in whole.chunks_exact(strip_of_a).zip(rows) {
                write(tile(a, b), put, rows, n_columns, column);
            }
        }
    } else {
        pack_all::<WIDTH>(b, whole);
        for (idx, rows) in c.chunks_mut(HEIGHT * n_columns).enumerate() {
            let a = pack::<HEIGHT>(a, idx * HEIGHT, strip);
            let columns = (0..n_columns).step_by(WIDTH);
            for (b, column) in whole.chunks_exact(strip_of_b).zip(columns) {
                write(tile(a, b), put, rows, n_columns, column);
            }
        }
    }
}

/// The sums of one tile, from a strip of a and a strip of b.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn tile(a: &[f32], b: &[f32]) -> Tile {
    let mut sums = [[Lanes::splat(0.0); LANES_A_ROW]; HEIGHT];
    for (a, b) in a.as_chunks::<HEIGHT>().0.iter().zip(b.as_chunks::<WIDTH>().0) {
        let b: [Lanes; LANES_A_ROW] = load(b);
        for (sums, &a) in sums.iter_mut().zip(a) {
            let a = Lanes::splat(a);
            for (sum, &b) in sums.iter_mut().zip(&b) {
                *sum = sum.plus_product(a, b);
            }
        }
    }
    sums
}

/// Brings a tile's sums into its rows of c, from `column` on. Beyond c's edges there is
/// only padding.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn write(tile: Tile, put: Put<f32>, rows: &mut [f32], n_columns: usize, column: usize) {
    for (sums, row) in tile.into_iter().zip(rows.chunks_exact_mut(n_columns)) {
        match row[column..].first_chunk_mut::<WIDTH>() {
            Some(row) => put_sums(put, sums, row),
            None => {
                let sums = sums.map(Lanes::to_array);
                for (c, &sum) in row[column..].iter_mut().zip(sums.as_flattened()) {
                    *c = put.apply(*c, sum);
                }
            }
        }
    }
}

/// Packs all rows in strips.
fn pack_all<const ROWS: usize>(factor: ArrayView2<f32>, packed: &mut Vec<f32>) {
    let depth = factor.ncols();
    let n_strips = factor.nrows().div_ceil(ROWS);
    packed.resize(n_strips * ROWS * depth, 0.0);
    for (idx, strip) in packed.chunks_exact_mut((ROWS * depth).max(1)).enumerate() {
        pack_strip::<ROWS>(factor, idx * ROWS, strip);
    }
}

/// Packs the strip of rows that begins at `first_row`.
fn pack<'a, const ROWS: usize>(
    factor: ArrayView2<f32>,
    first_row: usize,
    packed: &'a mut Vec<f32>,
) -> &'a [f32] {
    packed.resize(ROWS * factor.ncols(), 0.0);
    pack_strip::<ROWS>(factor, first_row, packed);
    packed
}

/// Of rows `first_row` to `first_row + ROWS`: their first numbers, then their second
/// ones, and so on. Rows that are not there count as 0.
fn pack_strip<const ROWS: usize>(factor: ArrayView2<f32>, first_row: usize, strip: &mut [f32]) {
    let n_rows = ROWS.min(factor.nrows() - first_row);
    let (strip, _) = strip.as_chunks_mut::<ROWS>();
    if n_rows < ROWS {
        strip.fill([0.0; ROWS]);
    }
    if let Some(columns) = factor.t().to_slice() {
        for (packed, column) in strip.iter_mut().zip(columns.chunks_exact(factor.nrows())) {
            match column[first_row..].first_chunk() {
                Some(numbers) => *packed = *numbers,
                None => packed[..n_rows].copy_from_slice(&column[first_row..]),
            }
        }
        return;
    }
    let row = |idx| {
        let row = factor.index_axis_move(Axis(0), first_row + idx);
        row.to_slice().expect("a factor's rows or columns have no gaps")
    };
    let mut idx = 0;
    while idx + N_LANES <= n_rows {
        pack_four([row(idx), row(idx + 1), row(idx + 2), row(idx + 3)], idx, strip);
        idx += N_LANES;
    }
    for idx in idx..n_rows {
        for (packed, &number) in strip.iter_mut().zip(row(idx)) {
            packed[idx] = number;
        }
    }
}

/// Packs four rows as those from `first` on of a strip, in squares of 4 × 4.
#[inline]
fn pack_four<const ROWS: usize>(rows: [&[f32]; N_LANES], first: usize, strip: &mut [[f32; ROWS]]) {
    let (squares, rest) = strip.as_chunks_mut::<N_LANES>();
    let [a, b, c, d] = rows.map(|row| row.as_chunks::<N_LANES>().0);
    for ((((square, a), b), c), d) in squares.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let columns = transposed([a, b, c, d].map(Lanes::load));
        for (packed, column) in square.iter_mut().zip(columns) {
            packed[first..first + N_LANES].copy_from_slice(&column.to_array());
        }
    }
    let n_done = squares.len() * N_LANES;
    for (packed, at) in rest.iter_mut().zip(n_done..) {
        for (packed, row) in packed[first..].iter_mut().zip(rows) {
            *packed = row[at];
        }
    }
}
