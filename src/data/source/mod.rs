//! Data sets: one file each, one line in [`ALL`].

mod fashion_mnist;
mod mnist;

pub use fashion_mnist::FASHION_MNIST;
pub use mnist::MNIST;

use crate::data::scaling::FeatureStats;
use crate::registry::entry;

/// Every data set, in menu order.
pub static ALL: &[&Source] = &[&MNIST, &FASHION_MNIST];

/// A data set that ships with the site.
#[derive(Debug)]
pub struct Source {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Its folder, relative to the page, with a `manifest.json`.
    pub folder: &'static str,
    /// What its examples are, in the plural.
    pub examples: &'static str,
    /// Bytes on the wire: the length of all parts' files.
    pub bytes: u64,
    /// Rows of an image.
    pub rows: usize,
    /// Columns of an image.
    pub cols: usize,
    /// Names of the classes; a label is an index into them.
    pub classes: &'static [&'static str],
    /// Training examples.
    pub n_train: usize,
    /// Held-out examples.
    pub n_test: usize,
    /// Mean of gray/255 over the training examples.
    pub mean: f64,
    /// Standard deviation of gray/255 over the training examples.
    pub std: f64,
    /// Credit and licence, one line.
    pub credit: &'static str,
}

impl Source {
    /// What scaling needs to know of the pixels. A constant, so that a run does not depend
    /// on which parts have arrived.
    pub fn stats(&self) -> FeatureStats {
        FeatureStats::of_gray(self.mean, self.std)
    }
}

entry!(Source, "data set");
