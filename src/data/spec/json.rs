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
//!
//! Points in the plane are made from a pattern, or each one is there:
//!
//! ```json
//! { "points": "spiral", "n": 400, "noise": 0.1, "held_out": 0.5, "seed": 1, "inputs": ["x1", "x2"] }
//! { "places": [[-1.5, 2.0, 0], [1.0, 0.5, 1]], "targets": { "classes": ["A", "B"] }, "inputs": ["x1", "x2"] }
//! ```

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{DatasetSpec, FeatureShape, OwnData, TargetShape};
use crate::data::Source;
use crate::data::points::form::{Form, Made, Placed};
use crate::data::points::{Input, Pattern, Place, Points};
use crate::registry::Choice;

/// The form in files that are not for people, which can't tell text from an object.
#[derive(Serialize, Deserialize)]
enum Tagged {
    Shipped(Choice<Source>),
    Own(OwnData),
    Points(Points),
}

impl Serialize for DatasetSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self, serializer.is_human_readable()) {
            (Self::Shipped(source), true) => source.serialize(serializer),
            (Self::Own(own), true) => own.serialize(serializer),
            (Self::Points(points), true) => match Form::from(points.clone()) {
                Form::Made(made) => made.serialize(serializer),
                Form::Placed(placed) => placed.serialize(serializer),
            },
            (Self::Shipped(source), false) => Tagged::Shipped(*source).serialize(serializer),
            (Self::Own(own), false) => Tagged::Own(own.clone()).serialize(serializer),
            (Self::Points(points), false) => Tagged::Points(points.clone()).serialize(serializer),
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
            Tagged::Points(points) => Self::Points(points),
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
        Fields::deserialize(MapAccessDeserializer::new(map))?.into_spec()
    }
}

/// The fields of every kind of data that is an object; which are there tells which it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    name: Option<String>,
    n_train: Option<usize>,
    features: Option<FeatureShape>,
    targets: Option<TargetShape>,
    points: Option<Choice<Pattern>>,
    n: Option<usize>,
    noise: Option<f32>,
    held_out: Option<f32>,
    seed: Option<u64>,
    inputs: Option<Vec<Choice<Input>>>,
    places: Option<Vec<Place>>,
}

impl Fields {
    fn into_spec<E: serde::de::Error>(self) -> Result<DatasetSpec, E> {
        fn there<T, E: serde::de::Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
            field.ok_or_else(|| E::missing_field(name))
        }
        let Self { name, n_train, features, targets, points, .. } = self;
        let Self { n, noise, held_out, seed, inputs, places, .. } = self;
        // What belongs to another kind, by kind: own data, points made, points placed.
        let own = name.is_some() || n_train.is_some() || features.is_some();
        let made = n.is_some() || noise.is_some() || held_out.is_some() || seed.is_some();
        let mixed = match (points.is_some(), places.is_some()) {
            (true, _) => own || targets.is_some() || places.is_some(),
            (false, true) => own || made,
            (false, false) => made || inputs.is_some(),
        };
        if mixed {
            return Err(E::custom(
                "a data set is own data (name, n_train, features, targets), or points of a \
                 pattern (points, n, noise, held_out, seed, inputs), or points set by hand \
                 (places, targets, inputs); here fields of several are mixed",
            ));
        }
        if let Some(points) = points {
            let made = Made {
                points,
                n: there(n, "n")?,
                noise: there(noise, "noise")?,
                held_out: there(held_out, "held_out")?,
                seed: there(seed, "seed")?,
                inputs: there(inputs, "inputs")?,
            };
            return made.try_into().map(DatasetSpec::Points).map_err(E::custom);
        }
        if let Some(places) = places {
            let (targets, inputs) = (there(targets, "targets")?, there(inputs, "inputs")?);
            let placed = Placed { places, targets, inputs };
            return placed.try_into().map(DatasetSpec::Points).map_err(E::custom);
        }
        OwnData::new(
            there(name, "name")?,
            there(n_train, "n_train")?,
            there(features, "features")?,
            there(targets, "targets")?,
        )
        .map(DatasetSpec::Own)
        .map_err(E::custom)
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
        assert!(own(columns, values, "5000000").contains("1 to 4,194,304"));
    }
}
