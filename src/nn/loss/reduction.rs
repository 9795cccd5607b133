//! From the losses of examples and outputs to the one number that is lowered.

use serde::{Deserialize, Serialize};

/// How a batch of m examples with k outputs is added up: the conventions of the
/// literature (CURRICULUM B1), for every loss alike.
///
/// They differ by a factor, and so do all gradients: a learning rate that suits one is
/// too large or too small by that factor for another. Each is the product of what
/// belongs to an example and what belongs to the batch, so that an example's loss and δ
/// follow the convention, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reduction {
    /// 1/m ΣΣ: sum over the outputs, mean over the examples.
    #[default]
    Mean,
    /// 1/(2m) ΣΣ: half of that, so that the 2 of the square cancels in the gradient.
    HalfMean,
    /// 1/(m·k) ΣΣ: mean over all outputs of all examples, as PyTorch's `MSELoss` has it.
    MeanOfAll,
    /// ΣΣ: the plain sum; the gradient grows with the batch.
    Sum,
}

impl Reduction {
    /// In menu order.
    pub const ALL: [Self; 4] = [Self::Mean, Self::HalfMean, Self::MeanOfAll, Self::Sum];

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mean => "Mean over examples",
            Self::HalfMean => "Half the mean",
            Self::MeanOfAll => "Mean over examples and outputs",
            Self::Sum => "Sum",
        }
    }

    /// The factor before the double sum, as a line of text.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Mean => "1/m · Σ",
            Self::HalfMean => "1/(2m) · Σ",
            Self::MeanOfAll => "1/(m·k) · Σ",
            Self::Sum => "Σ",
        }
    }

    /// The part of the factor that belongs to each example.
    pub fn of_example(self, n_outputs: usize) -> f64 {
        match self {
            Self::Mean | Self::Sum => 1.0,
            Self::HalfMean => 0.5,
            Self::MeanOfAll => 1.0 / n_outputs as f64,
        }
    }

    /// The part of the factor that belongs to the batch: the examples' losses, added up
    /// and times this, are the number that is differentiated.
    pub fn of_batch(self, batch_len: usize) -> f64 {
        match self {
            Self::Mean | Self::HalfMean | Self::MeanOfAll => 1.0 / batch_len as f64,
            Self::Sum => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three examples with two outputs, all of whose terms are 1: six in all.
    #[test]
    fn the_conventions_differ_by_their_factors() {
        let total = |reduction: Reduction| reduction.of_batch(3) * reduction.of_example(2) * 6.0;
        let totals = Reduction::ALL.map(total);
        for (total, expected) in totals.into_iter().zip([2.0, 1.0, 1.0, 6.0]) {
            assert!((total - expected).abs() < 1e-15, "{totals:?}");
        }
        // One example with one output: nothing to take a mean of.
        let single = Reduction::ALL.map(|r| r.of_batch(1) * r.of_example(1));
        assert_eq!(single, [1.0, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn names_in_files_stay() {
        let names = Reduction::ALL.map(|reduction| serde_json::to_string(&reduction).unwrap());
        assert_eq!(names, ["\"mean\"", "\"half_mean\"", "\"mean_of_all\"", "\"sum\""]);
    }
}
