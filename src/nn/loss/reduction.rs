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
