//! Functions to descend on: one file each, one line in [`ALL`].

mod beale;
mod bowl;
mod edge;
mod himmelblau;
mod hollow;
mod line;
mod parabola;
mod plateau;
mod ravine;
mod rosenbrock;
mod saddle;
mod two_valleys;
mod waves;

pub use beale::BEALE;
pub use bowl::BOWL;
pub use edge::EDGE;
pub use himmelblau::HIMMELBLAU;
pub use hollow::HOLLOW;
pub use line::LINE;
pub use parabola::PARABOLA;
pub use plateau::PLATEAU;
pub use ravine::RAVINE;
pub use rosenbrock::ROSENBROCK;
pub use saddle::SADDLE;
pub use two_valleys::TWO_VALLEYS;
pub use waves::WAVES;

use crate::registry::entry;

/// Every surface, in menu order: of one number, then of two.
pub static ALL: &[&Surface] = &[
    &PARABOLA,
    &TWO_VALLEYS,
    &WAVES,
    &HOLLOW,
    &EDGE,
    &BOWL,
    &RAVINE,
    &ROSENBROCK,
    &BEALE,
    &HIMMELBLAU,
    &SADDLE,
    &PLATEAU,
    &LINE,
];

/// A function of one or two numbers. A place is always a pair; of one number, y is ignored.
#[derive(Debug)]
pub struct Surface {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The function, as a line of text that [`Formula`](super::Formula) reads as the same
    /// function, but for those that are made of `parts`.
    pub formula: &'static str,
    /// What it is there to show, in a sentence.
    pub about: &'static str,
    /// 1 or 2.
    pub n_inputs: usize,
    /// What its numbers are called.
    pub labels: [&'static str; 2],
    /// The part of the plane to look at: from, to, of x and of y.
    pub ranges: [(f64, f64); 2],
    /// A good place to begin.
    pub start: [f64; 2],
    /// Where it is lowest, and lower than all around: the minima worth naming.
    pub minima: &'static [[f64; 2]],
    /// A learning rate that suits SGD on it.
    pub learning_rate: f64,
    /// f at a place.
    pub value: fn([f64; 2]) -> f64,
    /// (∂f/∂x, ∂f/∂y) at a place; the second is 0 if there is no y.
    pub gradient: fn([f64; 2]) -> [f64; 2],
    /// The examples that it is the mean loss of, if it is one.
    pub parts: Option<Parts>,
}

/// A surface that is the mean of many, as a loss is over examples (CURRICULUM A2 to A4).
#[derive(Debug)]
pub struct Parts {
    /// How many there are.
    pub n: usize,
    /// The gradient of one of them at a place.
    pub gradient: fn([f64; 2], usize) -> [f64; 2],
}

entry!(Surface, "surface");

#[cfg(test)]
mod tests {
    use super::super::Formula;
    use super::*;

    /// Places all over the part of the plane to look at, none of them on an edge.
    fn places(surface: &Surface) -> Vec<[f64; 2]> {
        let [(x0, x1), (y0, y1)] = surface.ranges;
        let at = |(from, to): (f64, f64), i: u32| from + (to - from) * (f64::from(i) + 0.37) / 13.0;
        (0..13).flat_map(|i| (0..13).map(move |j| [at((x0, x1), i), at((y0, y1), j)])).collect()
    }

    #[test]
    fn gradients_are_what_differences_say() {
        for surface in ALL {
            for place in places(surface) {
                let exact = (surface.gradient)(place);
                for which in 0..surface.n_inputs {
                    let h = 1e-5;
                    let nudged = |by: f64| {
                        let mut place = place;
                        place[which] += by;
                        (surface.value)(place)
                    };
                    let measured = (nudged(h) - nudged(-h)) / (2.0 * h);
                    let size = (surface.value)(place).abs() + measured.abs();
                    let allowed = 1e-9 * size / h * 1e-3 + 1e-6 * (1.0 + measured.abs());
                    let off = (exact[which] - measured).abs();
                    assert!(off < allowed, "{} at {place:?}: {exact:?}, {measured}", surface.key);
                }
                assert!(surface.n_inputs == 2 || exact[1] == 0.0, "{}", surface.key);
            }
        }
    }

    /// The text is the function: read as a formula it has the same values and slopes.
    #[test]
    fn formulas_say_what_is_computed() {
        for surface in ALL.iter().filter(|surface| surface.parts.is_none()) {
            let formula = Formula::parse(surface.formula, surface.n_inputs)
                .unwrap_or_else(|error| panic!("{}: {error}", surface.key));
            for place in places(surface) {
                let (read, value) = (formula.at(place), (surface.value)(place));
                let off = (read.value - value).abs();
                assert!(off < 1e-11 * (1.0 + value.abs()), "{} at {place:?}", surface.key);
                let gradient = (surface.gradient)(place);
                for (ours, exact) in read.slope.iter().zip(gradient) {
                    let off = (ours - exact).abs();
                    let size = 1.0 + exact.abs() + value.abs();
                    assert!(off < 1e-11 * size, "{} at {place:?}", surface.key);
                }
            }
        }
    }

    #[test]
    fn minima_are_level_and_lower_than_all_around() {
        for surface in ALL {
            assert!(!surface.minima.is_empty(), "{}", surface.key);
            for &minimum in surface.minima {
                let slope = (surface.gradient)(minimum);
                let steepness = slope[0].hypot(slope[1]);
                assert!(steepness < 1e-9, "{} at {minimum:?}: {slope:?}", surface.key);
                let lowest = (surface.value)(minimum);
                for turn in 0..16 {
                    let angle = std::f64::consts::TAU * f64::from(turn) / 16.0 + 0.1;
                    let (sin, cos) = angle.sin_cos();
                    let beside = [minimum[0] + 1e-3 * cos, minimum[1] + 1e-3 * sin];
                    assert!((surface.value)(beside) > lowest, "{} at {minimum:?}", surface.key);
                }
            }
            let least = |of: &mut dyn Iterator<Item = f64>| of.fold(f64::INFINITY, f64::min);
            let anywhere = least(&mut places(surface).into_iter().map(surface.value));
            let named = least(&mut surface.minima.iter().copied().map(surface.value));
            assert!(named <= anywhere, "{} is lower elsewhere", surface.key);
        }
    }

    #[test]
    fn one_begins_within_sight_and_not_at_the_goal() {
        for surface in ALL {
            for which in 0..surface.n_inputs {
                let (from, to) = surface.ranges[which];
                assert!((from..=to).contains(&surface.start[which]), "{}", surface.key);
                for minimum in surface.minima {
                    assert!((from..=to).contains(&minimum[which]), "{}", surface.key);
                }
            }
            let slope = (surface.gradient)(surface.start);
            assert!(slope[0].hypot(slope[1]) > 1e-3, "{}", surface.key);
        }
    }

    #[test]
    fn parts_have_the_mean_gradient() {
        for surface in ALL {
            let Some(parts) = &surface.parts else { continue };
            for place in places(surface) {
                let whole = (surface.gradient)(place);
                let gradients = (0..parts.n).map(|part| (parts.gradient)(place, part));
                let sum = gradients.fold([0.0; 2], |sum, g| [sum[0] + g[0], sum[1] + g[1]]);
                for which in 0..2 {
                    let mean = sum[which] / parts.n as f64;
                    assert!((mean - whole[which]).abs() < 1e-11, "{}", surface.key);
                }
            }
        }
    }
}
