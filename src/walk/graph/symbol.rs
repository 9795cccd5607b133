//! A name with what is lowered and raised after it: w₁₂⁽¹⁾.

use super::super::quantity::Weight;

/// A name, for setting it in a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbol {
    /// The letter.
    pub base: String,
    /// Lowered.
    pub low: String,
    /// Raised.
    pub high: String,
}

impl Symbol {
    /// A letter alone.
    pub fn plain(base: &str) -> Self {
        Self { base: base.to_owned(), ..Self::default() }
    }

    /// xₖ; of a single input, x.
    pub fn input(input_idx: usize, n_inputs: usize) -> Self {
        Self { low: index(input_idx, n_inputs), ..Self::plain("x") }
    }

    /// A unit's number in layer `layer_idx`: z₂⁽¹⁾; of a single unit, z⁽¹⁾.
    pub fn of_unit(base: &str, layer_idx: usize, unit_idx: usize, n_units: usize) -> Self {
        Self { low: index(unit_idx, n_units), high: raised(layer_idx), ..Self::plain(base) }
    }

    /// w₁₂⁽¹⁾: of the unit first, then of its input, as the rows and columns of W; b₁⁽¹⁾.
    pub fn weight(weight: Weight, n_units: usize, n_inputs: usize) -> Self {
        let Weight { layer_idx, unit_idx, input_idx } = weight;
        let unit = index(unit_idx, n_units);
        let high = raised(layer_idx);
        match input_idx {
            None => Self { low: unit, high, ..Self::plain("b") },
            Some(input_idx) => {
                let input = index(input_idx, n_inputs);
                let comma = if unit.len() + input.len() > 2 { "," } else { "" };
                Self { low: format!("{unit}{comma}{input}"), high, ..Self::plain("w") }
            }
        }
    }

    /// About how wide it is, at 14 px with marks of 9 px.
    pub fn width(&self) -> f64 {
        let marks = self.low.chars().count().max(self.high.chars().count());
        9.0 * self.base.chars().count() as f64 + 5.8 * marks as f64
    }
}

/// Of one there is no need to say which.
fn index(idx: usize, n: usize) -> String {
    if n > 1 { idx.to_string() } else { String::new() }
}

fn raised(layer_idx: usize) -> String {
    format!("({})", layer_idx + 1)
}
