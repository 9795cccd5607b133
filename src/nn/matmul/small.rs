//! c = a·bᵀ where b is small: nothing is packed, since all of b lies in the fastest cache
//! anyway, and for a few hundred sums the packing takes as long as they do. Networks for
//! points in the plane are all made of such products.
//!
//! The sums are those of [`dense`](super::dense), term by term in the same order.

use ndarray::ArrayView2;

use super::Put;
use super::lanes::{Lanes, N_LANES, load, put_sums};

/// Most numbers of b: 16 kB.
const MOST: usize = 4096;

/// Whether b is small.
pub(super) fn suits(b: &ArrayView2<f32>) -> bool {
    b.len() <= MOST
}

/// c = a·bᵀ, for a (m, depth), b (n, depth), c (m, n) without gaps, row by row. `room` is
/// for b, if it has to be turned.
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
pub(super) fn product(
    a: ArrayView2<f32>,
    b: ArrayView2<f32>,
    put: Put<f32>,
    c: &mut [f32],
    room: &mut Vec<f32>,
) {
    let (m, (n, depth)) = (a.nrows(), b.dim());
    if let (1, Some(lines), Some(b)) = (n, lines(&a), b.to_slice()) {
        // c is a column, and as good as a row: then its numbers come four at a time.
        return rows(&Numbers::ByRow(b), &Shape { m: 1, n: m, depth }, lines, put, c);
    }
    let a = match lines(&a) {
        Some(lines) if m > 1 => Numbers::ByColumn(lines),
        _ => Numbers::ByRow(a.to_slice().expect("a factor's rows or columns have no gaps")),
    };
    let shape = Shape { m, n, depth };
    match lines(&b) {
        Some(lines) => rows(&a, &shape, lines, put, c),
        None => {
            turn(b, room);
            rows(&a, &shape, room, put, c);
        }
    }
}

struct Shape {
    m: usize,
    n: usize,
    depth: usize,
}

/// A factor (m, depth) as it lies in memory.
enum Numbers<'a> {
    ByRow(&'a [f32]),
    ByColumn(&'a [f32]),
}

/// The columns of a factor one after another, if that is how they lie in memory.
fn lines<'a>(factor: &ArrayView2<'a, f32>) -> Option<&'a [f32]> {
    factor.reversed_axes().to_slice()
}

/// The columns of b one after another.
fn turn(b: ArrayView2<f32>, room: &mut Vec<f32>) {
    let (n, depth) = b.dim();
    let b = b.to_slice().expect("a factor's rows or columns have no gaps");
    room.resize(n * depth, 0.0);
    for (column, b) in b.chunks_exact(depth.max(1)).enumerate() {
        for (line, &b) in room.chunks_exact_mut(n).zip(b) {
            line[column] = b;
        }
    }
}

/// All rows of c, four at a time.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn rows(a: &Numbers, shape: &Shape, lines: &[f32], put: Put<f32>, c: &mut [f32]) {
    let mut row = 0;
    while row + 4 <= shape.m {
        some_rows::<4>(a, row, shape, lines, put, c);
        row += 4;
    }
    match shape.m - row {
        0 => {}
        1 => some_rows::<1>(a, row, shape, lines, put, c),
        2 => some_rows::<2>(a, row, shape, lines, put, c),
        _ => some_rows::<3>(a, row, shape, lines, put, c),
    }
}

/// `ROWS` rows of c from `row` on.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn some_rows<const ROWS: usize>(
    a: &Numbers,
    row: usize,
    shape: &Shape,
    lines: &[f32],
    put: Put<f32>,
    c: &mut [f32],
) {
    let &Shape { m, n, depth } = shape;
    let c = &mut c[row * n..(row + ROWS) * n];
    match a {
        Numbers::ByRow(a) => {
            let a: [&[f32]; ROWS] =
                std::array::from_fn(|idx| &a[(row + idx) * depth..(row + idx + 1) * depth]);
            columns(move |k| a.map(|a| a[k]), depth, lines, n, put, c);
        }
        Numbers::ByColumn(a) => {
            let a = |k| *a[k * m + row..].first_chunk::<ROWS>().expect("within the column");
            columns(a, depth, lines, n, put, c);
        }
    }
}

/// The columns of some rows of c: eight at a time, then four, then one by one. `a` gives the
/// k-th number of each of the rows.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn columns<const ROWS: usize>(
    a: impl Fn(usize) -> [f32; ROWS],
    depth: usize,
    lines: &[f32],
    n: usize,
    put: Put<f32>,
    c: &mut [f32],
) {
    let mut column = 0;
    while column + 2 * N_LANES <= n {
        let sums = tile::<ROWS, 2>(&a, depth, lines, n, column);
        for (sums, row) in sums.into_iter().zip(c.chunks_exact_mut(n)) {
            put_sums(put, sums, &mut row[column..column + 2 * N_LANES]);
        }
        column += 2 * N_LANES;
    }
    if column + N_LANES <= n {
        let sums = tile::<ROWS, 1>(&a, depth, lines, n, column);
        for (sums, row) in sums.into_iter().zip(c.chunks_exact_mut(n)) {
            put_sums(put, sums, &mut row[column..column + N_LANES]);
        }
        column += N_LANES;
    }
    for column in column..n {
        let mut sums = [0.0; ROWS];
        for k in 0..depth {
            let b = lines[k * n + column];
            for (sum, a) in sums.iter_mut().zip(a(k)) {
                *sum += a * b;
            }
        }
        for (sum, row) in sums.into_iter().zip(c.chunks_exact_mut(n)) {
            row[column] = put.apply(row[column], sum);
        }
    }
}

/// The sums of `ROWS` rows and 4·`LANES` columns from `column` on.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn tile<const ROWS: usize, const LANES: usize>(
    a: &impl Fn(usize) -> [f32; ROWS],
    depth: usize,
    lines: &[f32],
    n: usize,
    column: usize,
) -> [[Lanes; LANES]; ROWS] {
    let mut sums = [[Lanes::splat(0.0); LANES]; ROWS];
    for (k, line) in lines.chunks_exact(n).enumerate().take(depth) {
        let b: [Lanes; LANES] = load(&line[column..]);
        for (sums, a) in sums.iter_mut().zip(a(k)) {
            let a = Lanes::splat(a);
            for (sum, &b) in sums.iter_mut().zip(&b) {
                *sum = sum.plus_product(a, b);
            }
        }
    }
    sums
}
