//! How a data set is written in files.
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

use super::{DatasetSpec, OwnData};
use crate::data::Source;
use crate::registry::Choice;

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
    use crate::data::{FeatureShape, TargetShape};

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
