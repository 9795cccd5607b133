//! What can be wrong with examples.

/// Examples that don't fit together, or not into the split; nothing was added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// Targets and features don't belong together.
    #[error(
        "{n_targets} targets came with {n_numbers} numbers; {n_features} numbers belong to each"
    )]
    Mismatch {
        /// Examples that have a target.
        n_targets: usize,
        /// Pixels or numbers given.
        n_numbers: usize,
        /// Pixels or numbers an example.
        n_features: usize,
    },
    /// The targets are no whole rows.
    #[error("{n_values} target values can't be shared out in rows of {width}")]
    Ragged {
        /// Values given.
        n_values: usize,
        /// Values an example.
        width: usize,
    },
    /// NaN or infinite.
    #[error("example {example} has a number that is not finite")]
    NotFinite {
        /// Which one, counted from 1.
        example: usize,
    },
    /// Held-out examples of another kind than those that are trained on.
    #[error("the held-out examples have other {what} than the training examples")]
    Shape {
        /// What differs.
        what: &'static str,
    },
    /// More than the split was made for.
    #[error("{n} examples came, but only {room} of {expected} are missing")]
    TooMany {
        /// Examples given.
        n: usize,
        /// Examples that are missing.
        room: usize,
        /// Examples in all.
        expected: usize,
    },
}
