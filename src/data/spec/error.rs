//! What can be wrong with the shape of a data set.

use super::OwnData;
use crate::count::grouped;
use crate::nn::NetworkSpec;

/// A shape that no data of one's own can have; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OwnDataError {
    /// No name, or a story.
    #[error("the name of a data set has 1 to {max} bytes; this one has {len}", max = OwnData::MAX_NAME)]
    Name {
        /// Bytes given.
        len: usize,
    },
    /// Nothing to train on, or too much.
    #[error("a data set has 1 to {max} training examples (n_train); this one has {n}", n = grouped(*n as u64), max = grouped(OwnData::MAX_EXAMPLES as u64))]
    Examples {
        /// Training examples given.
        n: usize,
    },
    /// No feature, or too many.
    #[error("an example has 1 to {max} features; here it has {n}", max = NetworkSpec::MAX_INPUTS)]
    Features {
        /// Features given.
        n: usize,
    },
    /// No class to tell from another, or more than a label can name.
    #[error("there are 2 to {max} classes; here are {n}", max = OwnData::MAX_CLASSES)]
    Classes {
        /// Classes given.
        n: usize,
    },
    /// No value, or too many.
    #[error("an example has 1 to {max} target values; here it has {n}", max = NetworkSpec::MAX_WIDTH)]
    Values {
        /// Values given.
        n: usize,
    },
}
