//! A data set in memory: shipped, then filled part by part while training may already
//! run; or of one's own, then whole.

use super::{Part, Source, Split, SplitError, SplitName};

/// Training and held-out examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// What is trained on.
    pub train: Split,
    /// What is held out; it may be empty.
    pub test: Split,
}

impl Dataset {
    /// An empty data set that expects all of `source`.
    pub fn new(source: &Source) -> Self {
        let n_features = source.rows * source.cols;
        Self {
            train: Split::new(n_features, source.n_train),
            test: Split::new(n_features, source.n_test),
        }
    }

    /// Adds the part that comes next in its split.
    pub fn push(&mut self, split: SplitName, part: &Part) -> Result<(), SplitError> {
        match split {
            SplitName::Train => self.train.push(part.labels(), part.pixels()),
            SplitName::Test => self.test.push(part.labels(), part.pixels()),
        }
    }
}
