//! Images of one's own in two IDX files: one of images, one of their labels.

use super::idx::{Idx, IdxError};
use super::{
    Dataset, FeatureShape, Features, OwnData, OwnDataError, OwnDataset, Split, SplitError,
    TargetShape, Targets,
};
use crate::count::grouped;

/// The two files of a split.
#[derive(Clone, Copy, Debug)]
pub struct IdxPair<'a> {
    /// Images (examples, rows, columns), gray 0 to 255.
    pub images: &'a [u8],
    /// Labels (examples).
    pub labels: &'a [u8],
}

/// Files that are not a data set of labeled images; the text says why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum IdxPairError {
    /// The images' file is no IDX file.
    #[error("images: {0}")]
    Images(#[source] IdxError),
    /// The labels' file is no IDX file.
    #[error("labels: {0}")]
    Labels(#[source] IdxError),
    /// Not (examples, rows, columns).
    #[error("images have 3 dimensions (examples, rows, columns); the file has {n}")]
    ImageDimensions {
        /// Dimensions given.
        n: usize,
    },
    /// Not (examples).
    #[error("labels have 1 dimension (examples); the file has {n}: are the files swapped?")]
    LabelDimensions {
        /// Dimensions given.
        n: usize,
    },
    /// Another number of labels than of images.
    #[error("there are {n_images} images, but {n_labels} labels", n_images = grouped(*n_images as u64), n_labels = grouped(*n_labels as u64))]
    Counts {
        /// Images.
        n_images: usize,
        /// Labels.
        n_labels: usize,
    },
    /// A label beyond the classes.
    #[error("example {example} has label {label}, but there are {n_classes} classes, from 0")]
    Label {
        /// Which one, counted from 1.
        example: usize,
        /// Its label.
        label: u8,
        /// Number of classes.
        n_classes: usize,
    },
    /// Held-out images of another size than those that are trained on.
    #[error("the held-out images are {test:?} pixels (rows, columns), the others {train:?}")]
    Sizes {
        /// Of the training images.
        train: (usize, usize),
        /// Of the held-out images.
        test: (usize, usize),
    },
    /// The data set as a whole can't be learned from.
    #[error(transparent)]
    Shape(#[from] OwnDataError),
    /// Its parts don't belong together.
    #[error(transparent)]
    Split(#[from] SplitError),
}

/// Reads a data set from a pair of files to train on and, if there is one, a pair that is
/// held out. Without names, the classes are the numbers from 0 to the largest label that
/// is trained on.
///
/// # Errors
/// If a file is no IDX file, or they don't fit each other.
pub fn from_idx(
    name: &str,
    train: IdxPair<'_>,
    test: Option<IdxPair<'_>>,
    class_names: Option<Vec<String>>,
) -> Result<OwnDataset, IdxPairError> {
    let (train, size) = images(train)?;
    let classes = class_names.unwrap_or_else(|| {
        let n = train.labels().iter().max().map_or(0, |&label| usize::from(label) + 1);
        // A single class is nothing to learn; what is held out may show the other.
        (0..n.max(2)).map(|label| label.to_string()).collect()
    });
    let n_classes = classes.len();
    let test = match test {
        Some(pair) => {
            let (test, test_size) = images(pair)?;
            if test_size != size {
                return Err(IdxPairError::Sizes { train: size, test: test_size });
            }
            test
        }
        None => {
            let (features, targets) = (Features::Gray(Vec::new()), Targets::Labels(Vec::new()));
            Split::complete(train.n_features(), features, targets)?
        }
    };
    let (rows, cols) = size;
    let shape = FeatureShape::Image { rows, cols };
    let spec = OwnData::new(name.to_owned(), train.len(), shape, TargetShape::Classes(classes))?;
    for split in [&train, &test] {
        let beyond = |&label: &u8| usize::from(label) >= n_classes;
        if let Some(at) = split.labels().iter().position(beyond) {
            let (example, label) = (at + 1, split.label(at));
            return Err(IdxPairError::Label { example, label, n_classes });
        }
    }
    Ok(OwnDataset { data: Dataset::own(train, test)?, spec })
}

/// The examples of a pair, and rows and columns of the images.
fn images(pair: IdxPair<'_>) -> Result<(Split, (usize, usize)), IdxPairError> {
    let images = Idx::parse(pair.images).map_err(IdxPairError::Images)?;
    let labels = Idx::parse(pair.labels).map_err(IdxPairError::Labels)?;
    let [n_images, rows, cols] = images.shape[..] else {
        return Err(IdxPairError::ImageDimensions { n: images.shape.len() });
    };
    let [n_labels] = labels.shape[..] else {
        return Err(IdxPairError::LabelDimensions { n: labels.shape.len() });
    };
    if n_images != n_labels {
        return Err(IdxPairError::Counts { n_images, n_labels });
    }
    let features = Features::Gray(images.values.to_vec());
    let targets = Targets::Labels(labels.values.to_vec());
    let split = Split::complete(rows.saturating_mul(cols), features, targets)?;
    Ok((split, (rows, cols)))
}
