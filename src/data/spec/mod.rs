//! Which data a run learns from: a shipped set, data of one's own, or points in the plane. Of
//! one's own only the shape is here, the data stay in their file; points are all here.

mod error;
mod json;

pub use error::OwnDataError;

use serde::{Deserialize, Serialize};

use super::{Points, Source};
use crate::nn::NetworkSpec;
use crate::registry::Choice;

/// A data set, by name and shape.
#[derive(Clone, Debug, PartialEq)]
pub enum DatasetSpec {
    /// One that ships with the site.
    Shipped(Choice<Source>),
    /// Data of one's own.
    Own(OwnData),
    /// Points in the plane.
    Points(Points),
}

/// The shape of data of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct OwnData {
    name: String,
    n_train: usize,
    features: FeatureShape,
    targets: TargetShape,
}

/// The same fields before [`OwnData::new`] has looked at them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    name: String,
    n_train: usize,
    features: FeatureShape,
    targets: TargetShape,
}

/// What an example consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeatureShape {
    /// The gray values of an image.
    Image {
        /// Rows.
        rows: usize,
        /// Columns.
        cols: usize,
    },
    /// This many numbers.
    Columns(usize),
}

/// What is to be learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetShape {
    /// One of these classes, by their names; a label is an index into them.
    Classes(Vec<String>),
    /// This many numbers.
    Values(usize),
}

impl OwnData {
    /// Longest name.
    pub const MAX_NAME: usize = 255;
    /// Most training examples.
    pub const MAX_EXAMPLES: usize = 1 << 22;
    /// Most classes: a label is a byte.
    pub const MAX_CLASSES: usize = 256;

    /// Checks and builds a description.
    pub fn new(
        name: String,
        n_train: usize,
        features: FeatureShape,
        targets: TargetShape,
    ) -> Result<Self, OwnDataError> {
        if name.is_empty() || name.len() > Self::MAX_NAME {
            return Err(OwnDataError::Name { len: name.len() });
        }
        if n_train == 0 || n_train > Self::MAX_EXAMPLES {
            return Err(OwnDataError::Examples { n: n_train });
        }
        let n = features.n_features();
        if n == 0 || n > NetworkSpec::MAX_INPUTS {
            return Err(OwnDataError::Features { n });
        }
        match &targets {
            TargetShape::Classes(names) => {
                let n = names.len();
                if !(2..=Self::MAX_CLASSES).contains(&n) {
                    return Err(OwnDataError::Classes { n });
                }
            }
            TargetShape::Values(n) => {
                if *n == 0 || *n > NetworkSpec::MAX_WIDTH {
                    return Err(OwnDataError::Values { n: *n });
                }
            }
        }
        Ok(Self { name, n_train, features, targets })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Training examples.
    pub fn n_train(&self) -> usize {
        self.n_train
    }

    /// What an example consists of.
    pub fn features(&self) -> FeatureShape {
        self.features
    }

    /// What is to be learned.
    pub fn targets(&self) -> &TargetShape {
        &self.targets
    }
}

impl FeatureShape {
    /// Features an example.
    pub fn n_features(self) -> usize {
        match self {
            Self::Image { rows, cols } => rows.saturating_mul(cols),
            Self::Columns(n) => n,
        }
    }
}

impl DatasetSpec {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Shipped(source) => source.name,
            Self::Own(own) => &own.name,
            Self::Points(points) => points.name(),
        }
    }

    /// The shipped set, if it is one.
    pub fn source(&self) -> Option<Choice<Source>> {
        match self {
            Self::Shipped(source) => Some(*source),
            Self::Own(_) | Self::Points(_) => None,
        }
    }

    /// The points, if it is some.
    pub fn points(&self) -> Option<&Points> {
        match self {
            Self::Points(points) => Some(points),
            Self::Shipped(_) | Self::Own(_) => None,
        }
    }

    /// Credit and licence of a shipped set; nothing for one's own.
    pub fn credit(&self) -> &'static str {
        self.source().map_or("", |source| source.credit)
    }

    /// What its examples are, in the plural.
    pub fn examples(&self) -> &'static str {
        match self {
            Self::Shipped(source) => source.examples,
            Self::Own(_) => "examples",
            Self::Points(_) => "points",
        }
    }

    /// Training examples.
    pub fn n_train(&self) -> usize {
        match self {
            Self::Shipped(source) => source.n_train,
            Self::Own(own) => own.n_train,
            Self::Points(points) => points.n_train(),
        }
    }

    /// How many of them arrive at a time; 0: all at once.
    pub fn part_len(&self) -> usize {
        match self {
            Self::Shipped(_) => super::Manifest::PART_LEN,
            Self::Own(_) | Self::Points(_) => 0,
        }
    }

    /// What an example consists of.
    pub fn features(&self) -> FeatureShape {
        match self {
            Self::Shipped(source) => FeatureShape::Image { rows: source.rows, cols: source.cols },
            Self::Own(own) => own.features,
            Self::Points(points) => FeatureShape::Columns(points.inputs().len()),
        }
    }

    /// Numbers that a network gets for an example.
    pub fn n_inputs(&self) -> usize {
        self.features().n_features()
    }

    /// Rows and columns, if the examples are images.
    pub fn image_size(&self) -> Option<(usize, usize)> {
        match self.features() {
            FeatureShape::Image { rows, cols } => Some((rows, cols)),
            FeatureShape::Columns(_) => None,
        }
    }

    /// Number of classes; `None` if numbers are to be learned.
    pub fn n_classes(&self) -> Option<usize> {
        match self {
            Self::Shipped(source) => Some(source.classes.len()),
            Self::Own(own) => match &own.targets {
                TargetShape::Classes(names) => Some(names.len()),
                TargetShape::Values(_) => None,
            },
            Self::Points(points) => points.n_classes(),
        }
    }

    /// Name of a class, if there is such a one.
    pub fn class_name(&self, label: usize) -> Option<&str> {
        match self {
            Self::Shipped(source) => source.classes.get(label).copied(),
            Self::Own(own) => match &own.targets {
                TargetShape::Classes(names) => names.get(label).map(String::as_str),
                TargetShape::Values(_) => None,
            },
            Self::Points(points) => points.class_name(label),
        }
    }

    /// Outputs of a network with one for each class or value.
    pub fn n_outputs(&self) -> usize {
        match self {
            Self::Shipped(source) => source.classes.len(),
            Self::Own(own) => match &own.targets {
                TargetShape::Classes(names) => names.len(),
                TargetShape::Values(n) => *n,
            },
            Self::Points(points) => points.n_classes().unwrap_or(1),
        }
    }
}

impl From<Points> for DatasetSpec {
    fn from(points: Points) -> Self {
        Self::Points(points)
    }
}

impl From<Choice<Source>> for DatasetSpec {
    fn from(source: Choice<Source>) -> Self {
        Self::Shipped(source)
    }
}

impl From<OwnData> for DatasetSpec {
    fn from(own: OwnData) -> Self {
        Self::Own(own)
    }
}

impl TryFrom<Unchecked> for OwnData {
    type Error = OwnDataError;
    fn try_from(raw: Unchecked) -> Result<Self, OwnDataError> {
        Self::new(raw.name, raw.n_train, raw.features, raw.targets)
    }
}

impl From<OwnData> for Unchecked {
    fn from(own: OwnData) -> Self {
        let OwnData { name, n_train, features, targets } = own;
        Self { name, n_train, features, targets }
    }
}
