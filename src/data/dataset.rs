//! A data set in memory, filled part by part while training may already run.

use super::{Part, Source, SplitName};

/// Training and held-out examples.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// What is trained on.
    pub train: Split,
    /// What is held out.
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

/// Examples in their order: gray values as they are stored (0 to 255), and labels.
///
/// Examples arrive strictly in order, so that "the first n" is always well defined:
/// a seeded order over them is the same however fast they come.
#[derive(Clone, Debug)]
pub struct Split {
    n_features: usize,
    expected: usize,
    labels: Vec<u8>,
    /// (examples, features), row by row.
    pixels: Vec<u8>,
}

/// Examples that don't fit the split; nothing was added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// Labels and pixels don't belong together.
    #[error("{n_labels} labels came with {n_pixels} pixels; {n_features} pixels belong to each")]
    Mismatch {
        /// Labels given.
        n_labels: usize,
        /// Pixels given.
        n_pixels: usize,
        /// Pixels an example.
        n_features: usize,
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

impl Split {
    /// An empty split that will hold `expected` examples of `n_features` pixels each.
    pub fn new(n_features: usize, expected: usize) -> Self {
        Self { n_features, expected, labels: Vec::new(), pixels: Vec::new() }
    }

    /// Pixels an example.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Examples that are here.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether no example is here yet.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Examples that will be here in the end.
    pub fn expected(&self) -> usize {
        self.expected
    }

    /// Whether all are here.
    pub fn is_complete(&self) -> bool {
        self.len() == self.expected
    }

    /// The gray values of an example, row by row.
    ///
    /// # Panics
    /// If the example is not here (`example_idx` ≥ [`len`](Self::len)).
    pub fn image(&self, example_idx: usize) -> &[u8] {
        &self.pixels[example_idx * self.n_features..][..self.n_features]
    }

    /// The label of an example, an index into [`Source::classes`].
    ///
    /// # Panics
    /// If the example is not here (`example_idx` ≥ [`len`](Self::len)).
    pub fn label(&self, example_idx: usize) -> u8 {
        self.labels[example_idx]
    }

    /// The labels of all examples that are here.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// The gray values of all examples that are here, (examples, features) row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Adds the examples that come next: their labels, and their pixels row by row.
    pub fn push(&mut self, labels: &[u8], pixels: &[u8]) -> Result<(), SplitError> {
        let n = labels.len();
        if n.checked_mul(self.n_features) != Some(pixels.len()) {
            return Err(SplitError::Mismatch {
                n_labels: n,
                n_pixels: pixels.len(),
                n_features: self.n_features,
            });
        }
        let room = self.expected - self.len();
        if n > room {
            return Err(SplitError::TooMany { n, room, expected: self.expected });
        }
        // Room for all at once: growing by doubling would take twice the memory.
        self.labels.reserve_exact(room);
        self.pixels.reserve_exact(room * self.n_features);
        self.labels.extend_from_slice(labels);
        self.pixels.extend_from_slice(pixels);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_order() {
        let mut split = Split::new(2, 3);
        assert!(split.is_empty() && !split.is_complete());
        split.push(&[7, 8], &[1, 2, 3, 4]).unwrap();
        split.push(&[9], &[5, 6]).unwrap();
        assert!(split.is_complete());
        assert_eq!((split.image(1), split.label(1)), (&[3, 4][..], 8));
        assert_eq!((split.image(2), split.label(2)), (&[5, 6][..], 9));
    }

    #[test]
    fn refuses_what_does_not_fit_and_stays_as_it_was() {
        let mut split = Split::new(2, 3);
        split.push(&[7, 8], &[1, 2, 3, 4]).unwrap();
        let mismatch = split.push(&[9], &[5]).unwrap_err();
        assert_eq!(mismatch, SplitError::Mismatch { n_labels: 1, n_pixels: 1, n_features: 2 });
        let too_many = split.push(&[9, 9], &[5, 6, 7, 8]).unwrap_err();
        assert_eq!(too_many, SplitError::TooMany { n: 2, room: 1, expected: 3 });
        assert_eq!(split.len(), 2);
    }
}
