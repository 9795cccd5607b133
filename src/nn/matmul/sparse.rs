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
//! A line has one number for each unit, next to each other in memory; so the first
//! layer's weights are kept input by input (see [`laid_out`](super::laid_out)).

use ndarray::{ArrayView2, ArrayViewMut2};

use crate::nn::real::Real;

/// A line of a table, and what it is multiplied with.
#[derive(Clone, Copy, Debug)]
struct Term<T> {
    line: u32,
    factor: T,
}

/// The inputs of some examples that are not 0, example by example and input by input.
/// Its memory is allocated once.
#[derive(Clone, Debug)]
pub struct Sparse<T> {
    n_rows: usize,
    n_inputs: usize,
    /// The inputs of each example.
    by_row: Lists<T>,
    /// The examples that have something at each input.
    by_input: Lists<T>,
}

/// Lists of terms, one after another.
#[derive(Clone, Debug)]
struct Lists<T> {
    /// Where each list begins, and where the last one ends.
    starts: Vec<u32>,
    terms: Vec<Term<T>>,
}

impl<T: Real> Lists<T> {
    fn new(n_lists: usize, n_terms: usize) -> Self {
        Self { starts: vec![0; n_lists + 1], terms: Vec::with_capacity(n_terms) }
    }

    fn list(&self, idx: usize) -> &[Term<T>] {
        &self.terms[self.starts[idx] as usize..self.starts[idx + 1] as usize]
    }
}

impl<T: Real> Sparse<T> {
    /// The largest share of inputs other than 0 with which walking over them is quicker
    /// than multiplying everything, by measurement (`benches/train_step.rs`).
    pub const MAX_DENSITY: f64 = 0.4;

    /// Room for the inputs of `rows` examples.
    pub fn new(rows: usize, n_inputs: usize) -> Self {
        let by_row = Lists::new(rows, rows * n_inputs);
        let by_input = Lists::new(n_inputs, rows * n_inputs);
        Self { n_rows: 0, n_inputs, by_row, by_input }
    }

    /// Takes the inputs of other examples, x (rows, in).
    pub fn fill(&mut self, x: ArrayView2<T>) {
        self.n_rows = x.nrows();
        let Lists { starts, terms } = &mut self.by_row;
        terms.clear();
        for (row, x) in x.rows().into_iter().enumerate() {
            for (line, &factor) in x.iter().enumerate() {
                if factor != T::zero() {
                    terms.push(Term { line: line as u32, factor });
                }
            }
            starts[row + 1] = terms.len() as u32;
        }
    }

    /// Share of the inputs that are not 0.
    pub fn density(&self) -> f64 {
        self.by_row.terms.len() as f64 / (self.n_rows * self.n_inputs).max(1) as f64
    }

    /// Forward: z = x·wᵀ, for w (out, in) input by input, z (rows, out).
    pub fn times_transposed(&self, w: ArrayView2<T>, mut z: ArrayViewMut2<T>) {
        let w = w.to_slice_memory_order().expect(INPUT_MAJOR);
        for (row, mut z) in z.rows_mut().into_iter().enumerate() {
            let z = z.as_slice_mut().expect("rows are contiguous");
            sum_lines(self.by_row.list(row), w, z, |_, sum| sum);
        }
    }

    /// Backward, into the weights: dw = keep·dw + scale·dzᵀ·x, for dz (rows, out), dw
    /// (out, in) input by input. `keep` is as in
    /// [`transposed_times`](super::transposed_times).
    pub fn transposed_times(
        &mut self,
        dz: ArrayView2<T>,
        scale: T,
        keep: T,
        mut dw: ArrayViewMut2<T>,
    ) {
        self.sort_by_input();
        let n_units = dz.ncols();
        let dz = dz.to_slice().expect("rows are contiguous, and follow each other");
        let dw = dw.as_slice_memory_order_mut().expect(INPUT_MAJOR);
        for (input, dw) in dw.chunks_exact_mut(n_units).enumerate() {
            let examples = self.by_input.list(input);
            if keep == T::zero() {
                sum_lines(examples, dz, dw, |_, sum| scale * sum);
            } else {
                sum_lines(examples, dz, dw, |before, sum| before + scale * sum);
            }
        }
    }

    /// Fills `by_input` from `by_row`, in the order of the examples (counting sort).
    fn sort_by_input(&mut self) {
        let Lists { starts, terms } = &mut self.by_input;
        starts.fill(0);
        for term in &self.by_row.terms {
            starts[term.line as usize + 1] += 1;
        }
        for input in 0..self.n_inputs {
            starts[input + 1] += starts[input];
        }
        terms.clear();
        terms.resize(self.by_row.terms.len(), Term { line: 0, factor: T::zero() });
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

const INPUT_MAJOR: &str = "the first layer's weights are kept input by input";

/// out ← finish(out, Σ factor · line) over the `terms`, for lines as long as `out`.
///
/// In panels of so many numbers that their sums stay in registers.
#[inline]
fn sum_lines<T: Real>(
    terms: &[Term<T>],
    table: &[T],
    out: &mut [T],
    finish: impl Fn(T, T) -> T + Copy,
) {
    let mut first = 0;
    while first < out.len() {
        first += match out.len() - first {
            32.. => panel::<T, 32>(terms, table, out, first, finish),
            16.. => panel::<T, 16>(terms, table, out, first, finish),
            4.. => panel::<T, 4>(terms, table, out, first, finish),
            _ => panel::<T, 1>(terms, table, out, first, finish),
        };
    }
}

/// One panel of [`sum_lines`]; its width comes back.
#[inline]
fn panel<T: Real, const WIDTH: usize>(
    terms: &[Term<T>],
    table: &[T],
    out: &mut [T],
    first: usize,
    finish: impl Fn(T, T) -> T,
) -> usize {
    let width = out.len();
    let mut sums = [T::zero(); WIDTH];
    for &Term { line, factor } in terms {
        let line = &table[line as usize * width + first..][..WIDTH];
        for (sum, &number) in sums.iter_mut().zip(line) {
            *sum += factor * number;
        }
    }
    for (out, sum) in out[first..first + WIDTH].iter_mut().zip(sums) {
        *out = finish(*out, sum);
    }
    WIDTH
}

#[cfg(test)]
mod tests {
    use super::super::laid_out;
    use super::*;
    use crate::random::{Purpose, Stream, stream};
    use ndarray::Array2;

    /// Numbers of which about so many are not 0.
    fn random(shape: (usize, usize), density: f32, random: &mut Stream) -> Array2<f64> {
        Array2::from_shape_simple_fn(shape, || {
            if random.unit() < density { f64::from(random.normal()) } else { 0.0 }
        })
    }

    fn assert_close(ours: &Array2<f64>, exact: &Array2<f64>) {
        assert_eq!(ours.dim(), exact.dim());
        assert!(ours.iter().zip(exact).all(|(a, b)| (a - b).abs() < 1e-12), "{ours}, not {exact}");
    }

    /// Widths around those of the panels; examples and inputs without anything at all.
    #[test]
    fn products_over_what_is_not_0_are_those_over_everything() {
        let mut stream = stream(1, Purpose::Weights);
        let mut sparse = Sparse::new(9, 20);
        for n_units in [1, 3, 4, 5, 15, 16, 20, 31, 32, 33, 52, 101] {
            for (rows, density) in [(1, 0.5), (9, 0.2), (7, 0.0), (9, 1.0)] {
                let x = random((rows, 20), density, &mut stream);
                let w = laid_out(0, random((n_units, 20), 1.0, &mut stream));
                let dz = random((rows, n_units), 0.9, &mut stream);

                sparse.fill(x.view());
                let share = x.iter().filter(|&&x| x != 0.0).count() as f64 / x.len() as f64;
                assert_eq!(sparse.density(), share);
                let mut z = Array2::from_elem((rows, n_units), f64::NAN);
                sparse.times_transposed(w.view(), z.view_mut());
                assert_close(&z, &x.dot(&w.t()));

                let mut dw = laid_out(0, Array2::from_elem((n_units, 20), f64::NAN));
                sparse.transposed_times(dz.view(), 0.5, 0.0, dw.view_mut());
                let once = dz.t().dot(&x) * 0.5;
                assert_close(&dw, &once);
                sparse.transposed_times(dz.view(), 2.0, 1.0, dw.view_mut());
                assert_close(&dw, &(&once + &(dz.t().dot(&x) * 2.0)));
            }
        }
    }

    /// NaN and infinity are not 0, and must not be lost.
    #[test]
    fn what_is_no_number_stays_so() {
        let mut sparse = Sparse::new(1, 3);
        sparse.fill(ndarray::arr2(&[[0.0, f64::NAN, 0.0]]).view());
        let mut z = Array2::zeros((1, 1));
        sparse.times_transposed(ndarray::arr2(&[[1.0, 1.0, 1.0]]).view(), z.view_mut());
        assert!(z[[0, 0]].is_nan());
    }
}
