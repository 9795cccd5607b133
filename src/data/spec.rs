//! Which data a run learns from: a shipped set, or data of one's own. Of the latter only
//! the shape is here; the data stay in their file.
//!
//! In JSON a shipped set is its key, and own data an object:
//!
//! ```json
//! "mnist"
//! {
//!   "name": "iris.csv",
//!   "n_train": 120,
//!   "features": { "columns": 4 },
//!   "targets": { "classes": ["setosa", "versicolor", "virginica"] }
//! }
//! ```
//!
//! Images have `"features": {"image": {"rows": 28, "cols": 28}}`, and where numbers are
//! to be learned `"targets": {"values": 1}` says how many.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Source;
use crate::nn::NetworkSpec;
use crate::registry::Choice;

/// A data set, by name and shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatasetSpec {
    /// One that ships with the site.
    Shipped(Choice<Source>),
    /// Data of one's own.
    Own(OwnData),
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

/// A shape that no data of one's own can have; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OwnDataError {
    /// No name, or a story.
    #[error("the name of a data set has 1 to {max} bytes; this one has {len}", max = OwnData::MAX_NAME)]
    Name {
        /// Bytes given.
        len: usize,
    },
    /// Nothing to train on, or too much.
    #[error("a data set has 1 to {max} training examples (n_train); this one has {n}", max = OwnData::MAX_EXAMPLES)]
    Examples {
        /// Training examples given.
        n: usize,
    },
    /// No feature, or too many.
    #[error("an example has 1 to {max} features; here it has {n}", max = NetworkSpec::MAX_INPUTS)]
    Features {
        /// Features given.
        n: usize,
    },
    /// No class to tell from another, or more than a label can name.
    #[error("there are 2 to {max} classes; here are {n}", max = OwnData::MAX_CLASSES)]
    Classes {
        /// Classes given.
        n: usize,
    },
    /// No value, or too many.
    #[error("an example has 1 to {max} target values; here it has {n}", max = NetworkSpec::MAX_WIDTH)]
    Values {
        /// Values given.
        n: usize,
    },
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
        }
    }

    /// The shipped set, if it is one.
    pub fn source(&self) -> Option<Choice<Source>> {
        match self {
            Self::Shipped(source) => Some(*source),
            Self::Own(_) => None,
        }
    }

    /// Credit and licence of a shipped set; nothing for one's own.
    pub fn credit(&self) -> &'static str {
        self.source().map_or("", |source| source.credit)
    }

    /// Training examples.
    pub fn n_train(&self) -> usize {
        match self {
            Self::Shipped(source) => source.n_train,
            Self::Own(own) => own.n_train,
        }
    }

    /// How many of them arrive at a time; 0: all at once.
    pub fn part_len(&self) -> usize {
        match self {
            Self::Shipped(_) => super::Manifest::PART_LEN,
            Self::Own(_) => 0,
        }
    }

    /// What an example consists of.
    pub fn features(&self) -> FeatureShape {
        match self {
            Self::Shipped(source) => FeatureShape::Image { rows: source.rows, cols: source.cols },
            Self::Own(own) => own.features,
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
        }
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

/// The form in files that are not for people, which can't tell text from an object.
#[derive(Serialize, Deserialize)]
enum Tagged {
    Shipped(Choice<Source>),
    Own(OwnData),
}

impl Serialize for DatasetSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self, serializer.is_human_readable()) {
            (Self::Shipped(source), true) => source.serialize(serializer),
            (Self::Own(own), true) => own.serialize(serializer),
            (Self::Shipped(source), false) => Tagged::Shipped(*source).serialize(serializer),
            (Self::Own(own), false) => Tagged::Own(own.clone()).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for DatasetSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(KeyOrObject);
        }
        Ok(match Tagged::deserialize(deserializer)? {
            Tagged::Shipped(source) => Self::Shipped(source),
            Tagged::Own(own) => Self::Own(own),
        })
    }
}

struct KeyOrObject;

impl<'de> Visitor<'de> for KeyOrObject {
    type Value = DatasetSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of a shipped data set, or an object that describes your own")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<DatasetSpec, E> {
        Choice::deserialize(serde::de::value::StrDeserializer::<E>::new(key))
            .map(DatasetSpec::Shipped)
            .map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DatasetSpec, A::Error> {
        OwnData::deserialize(MapAccessDeserializer::new(map))
            .map(DatasetSpec::Own)
            .map_err(A::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::source::MNIST;

    fn iris() -> OwnData {
        let classes = ["setosa", "versicolor", "virginica"].map(str::to_owned).to_vec();
        let (features, targets) = (FeatureShape::Columns(4), TargetShape::Classes(classes));
        OwnData::new("iris.csv".to_owned(), 120, features, targets).unwrap()
    }

    #[test]
    fn json_is_a_key_or_an_object() {
        let shipped = DatasetSpec::from(Choice::of(&MNIST));
        assert_eq!(serde_json::to_string(&shipped).unwrap(), r#""mnist""#);
        let iris_text = r#"{"name":"iris.csv","n_train":120,"features":{"columns":4},"targets":{"classes":["setosa","versicolor","virginica"]}}"#;
        assert_eq!(serde_json::to_string(&DatasetSpec::from(iris())).unwrap(), iris_text);
        let faces_text = r#"{"targets":{"values":2},"n_train":7,"name":"faces","features":{"image":{"rows":8,"cols":5}}}"#;
        let faces: DatasetSpec = serde_json::from_str(faces_text).unwrap();
        assert_eq!((faces.n_inputs(), faces.n_outputs(), faces.n_classes()), (40, 2, None));
        for spec in [shipped, iris().into(), faces] {
            let text = serde_json::to_string(&spec).unwrap();
            assert_eq!(serde_json::from_str::<DatasetSpec>(&text).unwrap(), spec);
            let bytes = postcard::to_allocvec(&spec).unwrap();
            assert_eq!(postcard::from_bytes::<DatasetSpec>(&bytes).unwrap(), spec);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let error = |text: &str| serde_json::from_str::<DatasetSpec>(text).unwrap_err().to_string();
        assert!(error(r#""minst""#).contains(r#"unknown data set "minst"; known are mnist"#));
        assert!(error("7").contains("the key of a shipped data set, or an object"));
        assert!(error(r#"{"name":"x"}"#).contains("missing field `n_train`"));
        let own = |features: &str, targets: &str, n_train: &str| {
            error(&format!(
                r#"{{"name":"x","n_train":{n_train},"features":{features},"targets":{targets}}}"#
            ))
        };
        let (columns, values) = (r#"{"columns":4}"#, r#"{"values":1}"#);
        assert!(own(r#"{"columns":0}"#, values, "3").contains("1 to 4096 features"));
        let huge = r#"{"image":{"rows":9999999999999,"cols":9999999999999}}"#;
        assert!(own(huge, values, "3").contains("1 to 4096 features"));
        assert!(own(columns, r#"{"values":0}"#, "3").contains("1 to 2048 target values"));
        assert!(own(columns, r#"{"classes":["one"]}"#, "3").contains("2 to 256 classes"));
        assert!(own(columns, values, "0").contains("n_train"));
        assert!(own(columns, values, "5000000").contains("1 to 4194304"));
    }
}
