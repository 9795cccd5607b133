//! What is descended on: a surface of the list, or a formula of one's own.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::formula::{Formula, FormulaError};
use super::surface::{Parts, Surface};
use crate::registry::Choice;

/// A function to descend on, as it is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Land {
    /// One of the list.
    Known(Choice<Surface>),
    /// One's own.
    Own {
        /// See [`Formula`].
        formula: String,
        /// 1: of x; 2: of x and y.
        n_inputs: usize,
    },
}

/// The function itself.
#[derive(Clone, Debug)]
pub enum Ground {
    /// One of the list.
    Known(Choice<Surface>),
    /// One's own, of so many numbers.
    Own(Formula, usize),
}

/// The ground at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// f.
    pub value: f64,
    /// (∂f/∂x, ∂f/∂y).
    pub gradient: [f64; 2],
}

impl Place {
    /// Whether there is a height and a slope.
    pub fn is_finite(&self) -> bool {
        self.value.is_finite() && self.gradient.iter().all(|slope| slope.is_finite())
    }
}

impl Land {
    /// Reads the formula, if it is one.
    ///
    /// # Errors
    ///
    /// What is wrong with the formula, and where.
    pub fn ground(&self) -> Result<Ground, FormulaError> {
        match self {
            Self::Known(surface) => Ok(Ground::Known(*surface)),
            Self::Own { formula, n_inputs } => {
                let n_inputs = (*n_inputs).clamp(1, 2);
                Ok(Ground::Own(Formula::parse(formula, n_inputs)?, n_inputs))
            }
        }
    }
}

/// Corners along a side of the grid on which the lowest place is looked for: of one number,
/// and of two.
const SEARCHED: [usize; 2] = [4001, 129];

impl Ground {
    /// 1 or 2.
    pub fn n_inputs(&self) -> usize {
        match self {
            Self::Known(surface) => surface.n_inputs,
            Self::Own(_, n_inputs) => *n_inputs,
        }
    }

    /// Height and slope at a place.
    pub fn at(&self, place: [f64; 2]) -> Place {
        match self {
            Self::Known(surface) => {
                Place { value: (surface.value)(place), gradient: (surface.gradient)(place) }
            }
            Self::Own(formula, _) => {
                let dual = formula.at(place);
                Place { value: dual.value, gradient: dual.slope }
            }
        }
    }

    /// What it is the mean of, if of anything.
    pub fn parts(&self) -> Option<&Parts> {
        match self {
            Self::Known(surface) => surface.parts.as_ref(),
            Self::Own(..) => None,
        }
    }

    /// Heights on an even grid over `ranges`: (rows, cols), the lowest y first; of one number
    /// a single row.
    pub fn heights(&self, [x, y]: [(f64, f64); 2], n: usize) -> Array2<f32> {
        let at = |(from, to): (f64, f64), idx: usize| {
            from + (to - from) * idx as f64 / n.saturating_sub(1).max(1) as f64
        };
        let rows = if self.n_inputs() == 1 { 1 } else { n };
        Array2::from_shape_fn((rows, n), |(row, col)| {
            self.at([at(x, col), at(y, row)]).value as f32
        })
    }

    /// The least height within `ranges`, as far as a grid and the minima that are known tell.
    pub fn lowest(&self, ranges: [(f64, f64); 2]) -> f64 {
        let on_grid = self.heights(ranges, SEARCHED[self.n_inputs() - 1]);
        let on_grid = on_grid.iter().map(|&height| f64::from(height));
        let known: &[[f64; 2]] = match self {
            Self::Known(surface) => surface.minima,
            Self::Own(..) => &[],
        };
        let is_inside = |place: &&[f64; 2]| {
            (0..self.n_inputs()).all(|idx| (ranges[idx].0..=ranges[idx].1).contains(&place[idx]))
        };
        let known = known.iter().filter(is_inside).map(|&place| self.at(place).value);
        on_grid.chain(known).filter(|height| height.is_finite()).fold(f64::INFINITY, f64::min)
    }
}
