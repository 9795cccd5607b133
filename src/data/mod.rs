//! L1, data: data sets and their files, batches, and drawings made into 28×28 images.

pub mod batches;
pub mod dataset;
pub mod digit;
pub mod source;

pub use batches::EpochOrder;
pub use dataset::{Dataset, Split, SplitError};
pub use digit::DigitImage;
pub use source::Source;
