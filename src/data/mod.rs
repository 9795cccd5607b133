//! L1, data: data sets and their files, batches, and drawings made into 28×28 images.

pub mod digit;
pub mod source;

pub use digit::DigitImage;
pub use source::Source;
