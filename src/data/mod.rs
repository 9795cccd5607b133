//! L1, data: data sets and their files, batches, and drawings made into 28×28 images.

pub mod augment;
pub mod batches;
pub mod csv;
pub mod dataset;
pub mod digit;
pub mod encoding;
#[cfg(not(target_arch = "wasm32"))]
pub mod folder;
pub mod handwriting;
mod held_out;
pub mod idx;
pub mod manifest;
pub mod own_idx;
pub mod part;
pub mod points;
pub mod scaling;
pub mod source;
pub mod spec;
pub mod split;

pub use augment::{Augmentation, AugmentationError};
pub use batches::EpochOrder;
pub use csv::{ColumnRef, CsvError, CsvOptions, Separator, Table, TargetKind, read_csv};
pub use dataset::{Dataset, OwnDataset};
pub use digit::DigitImage;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::{FolderError, load_folder};
pub use manifest::{Manifest, ManifestError, PartEntry, SplitName};
pub use own_idx::{IdxPair, IdxPairError, from_idx};
pub use part::{Part, PartError, decode_part};
pub use points::{Points, PointsError};
pub use scaling::Scaling;
pub use source::Source;
pub use spec::{DatasetSpec, FeatureShape, OwnData, OwnDataError, TargetShape};
pub use split::{Features, Split, SplitError, Targets};
