//! Data sets: one file each, one line in [`ALL`].

mod mnist;

pub use mnist::MNIST;

use crate::registry::Entry;

/// Every data set, in menu order.
pub static ALL: &[&Source] = &[&MNIST];

/// A data set that ships with the site.
#[derive(Debug)]
pub struct Source {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Its folder, relative to the page, with a `manifest.json`.
    pub folder: &'static str,
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
    /// Credit and licence, one line.
    pub credit: &'static str,
}

impl Entry for Source {
    const KIND: &'static str = "data set";
    fn all() -> &'static [&'static Self] {
        ALL
    }
    fn key(&self) -> &'static str {
        self.key
    }
    fn name(&self) -> &'static str {
        self.name
    }
}
