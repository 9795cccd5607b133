//! The first layer's two products over those inputs alone that are not 0.
//!
//! Of a digit's 784 pixels four in five are 0, and what is multiplied by 0 need not be
//! multiplied: the sums are the same, up to their order. Both products are sums of the
//! lines of a table, each line times a number:
//!
//! - forward, an example's z = Σ xₖ · (line k of w), over the pixels k that have ink;
//! - backward, the gradient's line k = Σ xₖ · (the example's δ), over the examples in
//!   which pixel k has ink.
//!
//! A line has one number for each unit, next to each other in memory: that is how weights
//! are kept (see [`laid_out`](super::laid_out)).

use ndarray::{ArrayView2, ArrayViewMut2};

use super::lanes::{Lanes, N_LANES, load, put_sums};
use super::{INPUT_MAJOR, Put, WHOLE};
use crate::nn::real::Real;

/// A line of a table, and what it is multiplied with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Term<T> {
    line: u32,
    factor: T,
}

/// A pixel that is not black.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Which one, row by row.
    pub pixel: u16,
    /// Its gray value, 1 to 255 white.
    pub gray: u8,
}

/// The inputs of some examples that are not 0, example by example and input by input.
/// Its memory is allocated once.
#[derive(Clone, Debug)]
pub struct Sparse<T> {
    n_rows: usize,
    n_inputs: usize,
    /// The inputs of each example.
    by_row: Lists<T>,
    /// The examples that have something at each input; up to date after
    /// [`sort_by_input`](Self::sort_by_input).
    by_input: Lists<T>,
}

/// Lists of terms, one after another.
#[derive(Clone, Debug)]
struct Lists<T> {
    /// Where each list begins, and where the last one ends.
    starts: Vec<u32>,
    /// Room for the longest lists there can be.
    terms: Vec<Term<T>>,
}

impl<T: Real> Lists<T> {
    fn new(n_lists: usize, n_terms: usize) -> Self {
        Self { starts: vec![0; n_lists + 1], terms: vec![Term::default(); n_terms] }
    }

    fn list(&self, idx: usize) -> &[Term<T>] {
        &self.terms[self.starts[idx] as usize..self.starts[idx + 1] as usize]
    }
}

impl<T: Real> Sparse<T> {
    /// The largest share of inputs other than 0 with which walking over them is quicker
    /// than multiplying everything, by measurement in Chromium: layers of 16 units take
    /// as long either way, of 128 units 0.6 of the time (and are even at 0.65).
    pub const MAX_DENSITY: f64 = 0.4;

    /// Room for the inputs of `rows` examples.
    pub fn new(rows: usize, n_inputs: usize) -> Self {
        let by_row = Lists::new(rows, rows * n_inputs);
        let by_input = Lists::new(n_inputs, rows * n_inputs);
        Self { n_rows: 0, n_inputs, by_row, by_input }
    }

    /// Forgets all examples.
    pub fn clear(&mut self) {
        self.n_rows = 0;
    }

    /// Adds an example, x (in).
    pub fn push(&mut self, x: &[T]) {
        let (row, room) = self.next_row();
        let mut n = 0;
        for (line, &factor) in (0..).zip(x) {
            // Written in any case, and written over if it is 0: quicker than a branch
            // that no processor can foresee.
            room[n] = Term { line, factor };
            n += usize::from(factor != T::zero());
        }
        self.by_row.starts[row + 1] = self.by_row.starts[row] + n as u32;
    }

    /// Adds an image: where it has ink, and what each of the 256 grays is as an input;
    /// black is 0.
    pub fn push_ink(&mut self, ink: &[Ink], values: &[T; 256]) {
        let (row, room) = self.next_row();
        for (term, ink) in room.iter_mut().zip(ink) {
            *term = Term { line: ink.pixel.into(), factor: values[usize::from(ink.gray)] };
        }
        self.by_row.starts[row + 1] = self.by_row.starts[row] + ink.len() as u32;
    }

    /// The next example's row, and room for its terms.
    fn next_row(&mut self) -> (usize, &mut [Term<T>]) {
        let row = self.n_rows;
        self.n_rows += 1;
        let start = self.by_row.starts[row] as usize;
        (row, &mut self.by_row.terms[start..start + self.n_inputs])
    }

    /// Share of the inputs that are not 0.
    pub fn density(&self) -> f64 {
        let n_terms = self.by_row.starts[self.n_rows];
        f64::from(n_terms) / (self.n_rows * self.n_inputs).max(1) as f64
    }

    /// Writes an example as x (in).
    pub fn write(&self, row: usize, mut x: ndarray::ArrayViewMut1<T>) {
        x.fill(T::zero());
        for term in self.by_row.list(row) {
            x[term.line as usize] = term.factor;
        }
    }

    /// Forward: z = x·wᵀ, for w (out, in) input by input, z (rows, out).
    pub fn times_transposed(&self, w: ArrayView2<T>, mut z: ArrayViewMut2<T>) {
        let w = w.to_slice_memory_order().expect(INPUT_MAJOR);
        for (row, mut z) in z.rows_mut().into_iter().enumerate() {
            T::sum_lines(self.by_row.list(row), w, Put::plain(), z.as_slice_mut().expect(WHOLE));
        }
    }

    /// Backward, into the weights: dw = scale·dzᵀ·x, or that added to dw, for dz (rows,
    /// out), dw (out, in) input by input.
    ///
    /// `blank` (in) keeps account of the lines of dw that are 0, so that they need not be
    /// made so again; it must be true of none that are not.
    pub fn transposed_times(
        &mut self,
        dz: ArrayView2<T>,
        put: Put<T>,
        mut dw: ArrayViewMut2<T>,
        blank: &mut [bool],
    ) {
        self.sort_by_input();
        let n_units = dz.ncols();
        let dz = dz.to_slice().expect(WHOLE);
        let dw = dw.as_slice_memory_order_mut().expect(INPUT_MAJOR);
        for (input, (dw, blank)) in dw.chunks_exact_mut(n_units).zip(blank).enumerate() {
            let examples = self.by_input.list(input);
            if !examples.is_empty() {
                T::sum_lines(examples, dz, put, dw);
                *blank = false;
            } else if !put.keep && !*blank {
                dw.fill(T::zero());
                *blank = true;
            }
        }
    }

    /// Fills `by_input` from `by_row`, in the order of the examples (counting sort).
    fn sort_by_input(&mut self) {
        let Lists { starts, terms } = &mut self.by_input;
        starts.fill(0);
        let n_terms = self.by_row.starts[self.n_rows] as usize;
        for term in &self.by_row.terms[..n_terms] {
            starts[term.line as usize + 1] += 1;
        }
        for input in 0..self.n_inputs {
            starts[input + 1] += starts[input];
        }
        // Each list is written from its start, which moves on; in the end each stands
        // where the next began.
        for row in 0..self.n_rows {
            for &Term { line: input, factor } in self.by_row.list(row) {
                let place = &mut starts[input as usize];
                terms[*place as usize] = Term { line: row as u32, factor };
                *place += 1;
            }
        }
        starts.copy_within(0..self.n_inputs, 1);
        starts[0] = 0;
    }
}

/// Puts Σ factor · line over the `terms` into `out`, in single precision; lines are as
/// long as `out`. In panels of so many numbers that their sums stay in registers.
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
pub(crate) fn sum_lines(terms: &[Term<f32>], table: &[f32], put: Put<f32>, out: &mut [f32]) {
    let mut first = 0;
    while first < out.len() {
        first += match out.len() - first {
            32.. => panel::<8>(terms, table, put, out, first),
            16.. => panel::<4>(terms, table, put, out, first),
            8.. => panel::<2>(terms, table, put, out, first),
            4.. => panel::<1>(terms, table, put, out, first),
            _ => single_column(terms, table, put, out, first),
        };
    }
}

/// The columns from `first` on that `N` lanes hold; their number comes back.
#[inline]
#[cfg_attr(
    all(target_arch = "wasm32", feature = "relaxed-simd"),
    target_feature(enable = "relaxed-simd")
)]
fn panel<const N: usize>(
    terms: &[Term<f32>],
    table: &[f32],
    put: Put<f32>,
    out: &mut [f32],
    first: usize,
) -> usize {
    let width = out.len();
    let mut sums = [Lanes::splat(0.0); N];
    for &Term { line, factor } in terms {
        let line: [Lanes; N] = load(&table[line as usize * width + first..][..N * N_LANES]);
        let factor = Lanes::splat(factor);
        for (sum, line) in sums.iter_mut().zip(line) {
            *sum = sum.plus_product(factor, line);
        }
    }
    put_sums(put, sums, &mut out[first..first + N * N_LANES]);
    N * N_LANES
}

/// The column `first`, in any precision; 1 comes back.
fn single_column<T: Real>(
    terms: &[Term<T>],
    table: &[T],
    put: Put<T>,
    out: &mut [T],
    first: usize,
) -> usize {
    let width = out.len();
    let column = |line: u32| table[line as usize * width + first];
    let sum = terms.iter().fold(T::zero(), |sum, term| sum + term.factor * column(term.line));
    out[first] = put.apply(out[first], sum);
    1
}

/// [`sum_lines`] column by column: for double precision, and for comparison.
pub(crate) fn sum_columns<T: Real>(terms: &[Term<T>], table: &[T], put: Put<T>, out: &mut [T]) {
    for column in 0..out.len() {
        single_column(terms, table, put, out, column);
    }
}

#[cfg(test)]
mod tests {
    use super::super::laid_out;
    use super::*;
    use crate::random::{Purpose, Stream, stream};
    use ndarray::{Array2, arr2};

    /// Numbers of which about so many are not 0.
    fn random(shape: (usize, usize), density: f32, random: &mut Stream) -> Array2<f32> {
        let number =
            |random: &mut Stream| if random.unit() < density { random.normal() } else { 0.0 };
        Array2::from_shape_simple_fn(shape, || number(random))
    }

    fn listed(x: &Array2<f32>) -> Sparse<f32> {
        let mut sparse = Sparse::new(x.nrows(), x.ncols());
        x.rows().into_iter().for_each(|x| sparse.push(x.to_slice().unwrap()));
        sparse
    }

    fn assert_close(ours: &Array2<f32>, exact: &Array2<f32>) {
        assert_eq!(ours.dim(), exact.dim());
        assert!(ours.iter().zip(exact).all(|(a, b)| (a - b).abs() < 1e-5), "{ours}, not {exact}");
    }

    /// Widths around those of the panels; examples and inputs without anything at all.
    #[test]
    fn products_over_what_is_not_0_are_those_over_everything() {
        let mut stream = stream(1, Purpose::Weights);
        for n_units in [1, 3, 4, 5, 15, 16, 20, 31, 32, 33, 52, 101] {
            for (rows, density) in [(1, 0.5), (9, 0.2), (7, 0.0), (9, 1.0)] {
                let x = random((rows, 20), density, &mut stream);
                let w = laid_out(random((n_units, 20), 1.0, &mut stream));
                let dz = random((rows, n_units), 1.0, &mut stream);

                let mut sparse = listed(&x);
                let share = x.iter().filter(|&&x| x != 0.0).count() as f64 / x.len() as f64;
                assert_eq!(sparse.density(), share);
                let mut z = Array2::from_elem((rows, n_units), f32::NAN);
                sparse.times_transposed(w.view(), z.view_mut());
                assert_close(&z, &x.dot(&w.t()));

                let mut dw = laid_out(Array2::from_elem((n_units, 20), f32::NAN));
                let mut blank = vec![false; 20];
                let mut add = |put, dw: &mut Array2<f32>| {
                    sparse.transposed_times(dz.view(), put, dw.view_mut(), &mut blank);
                    for (line, &blank) in dw.columns().into_iter().zip(&blank) {
                        assert_eq!(blank, line.iter().all(|&g| g == 0.0));
                    }
                };
                add(Put { scale: 0.5, keep: false }, &mut dw);
                let once = dz.t().dot(&x) * 0.5;
                assert_close(&dw, &once);
                add(Put { scale: 2.0, keep: true }, &mut dw);
                assert_close(&dw, &(&once + &(dz.t().dot(&x) * 2.0)));
                add(Put { scale: 0.5, keep: false }, &mut dw);
                assert_close(&dw, &once);
            }
        }
    }

    /// Panels of lanes, and column by column.
    #[test]
    fn lanes_add_up_as_single_numbers_do() {
        let mut stream = stream(2, Purpose::Weights);
        for width in 1..70 {
            let table = random((12, width), 1.0, &mut stream);
            let x = random((1, 12), 0.6, &mut stream);
            let terms = listed(&x);
            let put = Put { scale: -0.5, keep: true };
            let mut sums = [vec![1.0; width], vec![1.0; width]];
            sum_lines(terms.by_row.list(0), table.as_slice().unwrap(), put, &mut sums[0]);
            sum_columns(terms.by_row.list(0), table.as_slice().unwrap(), put, &mut sums[1]);
            assert!(sums[0].iter().zip(&sums[1]).all(|(a, b)| (a - b).abs() < 1e-5), "{sums:?}");
        }
    }

    #[test]
    fn images_are_listed_as_their_numbers_are() {
        let values = std::array::from_fn(|gray| gray as f32 / 255.0);
        let ink = [(1, 7), (2, 255), (4, 1)].map(|(pixel, gray)| Ink { pixel, gray });
        let mut images = Sparse::new(3, 5);
        let mut numbers = images.clone();
        for ink in [&ink[..], &[], &ink[1..2]] {
            let mut x = [0.0; 5];
            ink.iter()
                .for_each(|&Ink { pixel, gray }| x[usize::from(pixel)] = values[usize::from(gray)]);
            images.push_ink(ink, &values);
            numbers.push(&x);
            let mut written = ndarray::Array1::from_elem(5, f32::NAN);
            images.write(images.n_rows - 1, written.view_mut());
            assert_eq!(written.to_vec(), x);
        }
        assert_eq!(images.by_row.starts, numbers.by_row.starts);
    }

    /// NaN and infinity are not 0, and must not be lost.
    #[test]
    fn what_is_no_number_stays_so() {
        let sparse = listed(&arr2(&[[0.0, f32::NAN, 0.0]]));
        let mut z = Array2::zeros((1, 1));
        sparse.times_transposed(arr2(&[[1.0, 1.0, 1.0]]).view(), z.view_mut());
        assert!(z[[0, 0]].is_nan());
    }
}
