//! L1, data: data sets and their files, batches, and drawings made into 28×28 images.

pub mod augment;
pub mod batches;
pub mod dataset;
pub mod digit;
#[cfg(not(target_arch = "wasm32"))]
pub mod folder;
pub mod idx;
pub mod manifest;
pub mod part;
pub mod scaling;
pub mod source;
pub mod spec;
pub mod split;

pub use augment::{Augmentation, AugmentationError};
pub use batches::EpochOrder;
pub use dataset::Dataset;
pub use digit::DigitImage;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::{FolderError, load_folder};
pub use manifest::{Manifest, ManifestError, PartEntry, SplitName};
pub use part::{Part, PartError, decode_part};
pub use scaling::Scaling;
pub use source::Source;
pub use spec::{DatasetSpec, FeatureShape, OwnData, OwnDataError, TargetShape};
pub use split::{Features, Split, SplitError, Targets};
