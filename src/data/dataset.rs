//! A data set in memory: shipped, then filled part by part while training may already
//! run; or of one's own, then whole.

use super::{OwnData, Part, Source, Split, SplitError, SplitName};

/// Training and held-out examples.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Dataset {
    /// What is trained on.
    pub train: Split,
    /// What is held out; it may be empty.
    pub test: Split,
}

/// Data of one's own as they were read, and their description for a
/// [run's configuration](crate::training::RunConfig::dataset).
#[derive(Clone, Debug, PartialEq)]
pub struct OwnDataset {
    /// The examples.
    pub data: Dataset,
    /// Name and shape.
    pub spec: OwnData,
}

impl Dataset {
    /// An empty data set that expects all of `source`.
    pub fn new(source: &Source) -> Self {
        let n_features = source.rows * source.cols;
        Self {
            train: Split::awaiting(n_features, source.n_train, source.stats()),
            test: Split::awaiting(n_features, source.n_test, source.stats()),
        }
    }

    /// Data of one's own. Held-out examples are scaled as those that are trained on.
    ///
    /// # Errors
    /// If the two are not of the same shape.
    pub fn own(train: Split, test: Split) -> Result<Self, SplitError> {
        train.check_same_shape(&test)?;
        let test = test.scaled_as(&train);
        Ok(Self { train, test })
    }

    /// Adds the part that comes next in its split.
    pub fn push(&mut self, split: SplitName, part: &Part) -> Result<(), SplitError> {
        match split {
            SplitName::Train => self.train.push(part.labels(), part.pixels()),
            SplitName::Test => self.test.push(part.labels(), part.pixels()),
        }
    }
}
