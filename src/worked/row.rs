//! What is printed beside what comes out.

use serde::{Deserialize, Serialize};

use super::card::Card;
use super::rehearsal::{Printed, Rehearsal};

/// A number of a card: printed, exact, and as the engine has it while it trains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardRow {
    /// What it is called in print.
    pub name: String,
    /// Its digits in print, with − for minus.
    pub printed: String,
    /// Computed by the engine in double precision.
    pub exact: f64,
    /// Computed by the engine in single precision.
    pub single: f32,
    /// What there is to say about it.
    pub note: Option<String>,
}

impl CardRow {
    /// Whether what is printed is the exact number, rounded to as many digits.
    pub fn is_well_rounded(&self) -> bool {
        let digits = self.printed.replace('−', "-");
        let n_decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let half = 0.5 * 10_f64.powi(-(n_decimals as i32));
        // Binary has no 0.05: the last digits of the halves themselves are open.
        let allowed = half * (1.0 + 1e-9) + 1e-15;
        digits.parse::<f64>().is_ok_and(|printed| (self.exact - printed).abs() <= allowed)
    }
}

impl Card {
    /// All that is printed of it, with what comes out in both precisions.
    pub fn rows(&self) -> Vec<CardRow> {
        self.printed.iter().map(|printed| self.row(printed)).collect()
    }

    fn row(&self, printed: &Printed) -> CardRow {
        let &Printed { name, number, printed, after_steps, instead, note } = printed;
        let mut exact = Rehearsal::<f64>::new(self, instead);
        let mut single = Rehearsal::<f32>::new(self, instead);
        exact.go_to(after_steps);
        single.go_to(after_steps);
        CardRow {
            name: name.to_owned(),
            printed: printed.to_owned(),
            exact: exact.read(number),
            single: single.read(number),
            note: note.map(str::to_owned),
        }
    }
}
