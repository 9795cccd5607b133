//! An optimizer with its settings, as configurations have it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Optimizer;
use crate::registry::Choice;

/// An optimizer with the values of its hyperparameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Named", into = "Named")]
pub struct OptimizerSpec {
    /// The rule.
    pub rule: Choice<Optimizer>,
    /// One value per entry of `rule.hyperparameters`.
    pub hyperparameters: Vec<f64>,
}

/// The form in files and links: settings by their keys, those left out at their defaults.
/// For people, the rule's key alone will do.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Named {
    rule: Choice<Optimizer>,
    #[serde(default)]
    hyperparameters: BTreeMap<String, f64>,
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(KeyOrObject)
        } else {
            Self::deserialize(deserializer)
        }
    }
}

struct KeyOrObject;

impl<'de> Visitor<'de> for KeyOrObject {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of an optimizer, or an object with its rule and hyperparameters")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Named, E> {
        let rule = Choice::deserialize(serde::de::value::StrDeserializer::<E>::new(key))?;
        Ok(Named { rule, hyperparameters: BTreeMap::new() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Named, A::Error> {
        Named::deserialize(MapAccessDeserializer::new(map))
    }
}

/// Hyperparameters that don't fit the rule; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OptimizerError {
    /// Too few or too many values.
    #[error("{rule} has {needs} settings; {given} were given")]
    Count {
        /// Name of the rule.
        rule: &'static str,
        /// How many it has.
        needs: usize,
        /// How many were given.
        given: usize,
    },
    /// A setting that the rule hasn't got.
    #[error("{rule} has no setting \"{given}\"; it has {known}")]
    Unknown {
        /// Name of the rule.
        rule: &'static str,
        /// What was given.
        given: String,
        /// What there is.
        known: String,
    },
    /// A value out of range, or not a number.
    #[error("{rule}: {key} ({name}) is a number from {min} to {max}; {given} is not")]
    Value {
        /// Name of the rule.
        rule: &'static str,
        /// Key of the setting.
        key: &'static str,
        /// Letter of the setting.
        name: &'static str,
        /// Smallest allowed value.
        min: f64,
        /// Largest allowed value.
        max: f64,
        /// What was given.
        given: f64,
    },
}

impl OptimizerError {
    /// The field of the optimizer's description that it is about.
    pub fn field(&self) -> String {
        match self {
            Self::Count { .. } => "hyperparameters".to_owned(),
            Self::Unknown { given, .. } => format!("hyperparameters.{given}"),
            Self::Value { key, .. } => format!("hyperparameters.{key}"),
        }
    }
}

impl OptimizerSpec {
    /// The rule with its default hyperparameters.
    pub fn defaults(rule: Choice<Optimizer>) -> Self {
        let hyperparameters = rule.hyperparameters.iter().map(|h| h.default).collect();
        Self { rule, hyperparameters }
    }

    /// Checks number and ranges of the hyperparameters.
    pub fn check(&self) -> Result<(), OptimizerError> {
        let rule = self.rule.name;
        let (needs, given) = (self.rule.hyperparameters.len(), self.hyperparameters.len());
        if given != needs {
            return Err(OptimizerError::Count { rule, needs, given });
        }
        for (setting, &given) in self.rule.hyperparameters.iter().zip(&self.hyperparameters) {
            let (min, max) = setting.range;
            // NaN is in no range.
            if !(min..=max).contains(&given) {
                let (key, name) = (setting.key, setting.name);
                return Err(OptimizerError::Value { rule, key, name, min, max, given });
            }
        }
        Ok(())
    }
}

impl TryFrom<Named> for OptimizerSpec {
    type Error = OptimizerError;
    fn try_from(Named { rule, hyperparameters }: Named) -> Result<Self, OptimizerError> {
        let mut spec = Self::defaults(rule);
        for (given, value) in hyperparameters {
            let Some(idx) = rule.hyperparameters.iter().position(|h| h.key == given) else {
                let known: Vec<_> = rule.hyperparameters.iter().map(|h| h.key).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                return Err(OptimizerError::Unknown { rule: rule.name, given, known });
            };
            spec.hyperparameters[idx] = value;
        }
        spec.check()?;
        Ok(spec)
    }
}

impl From<OptimizerSpec> for Named {
    fn from(OptimizerSpec { rule, hyperparameters }: OptimizerSpec) -> Self {
        let keys = rule.hyperparameters.iter().map(|h| h.key.to_owned());
        Self { rule, hyperparameters: keys.zip(hyperparameters).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<OptimizerSpec, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_go_by_their_names_and_have_defaults() {
        let spec = read(r#"{"rule":"adam","hyperparameters":{"beta2":0.99}}"#).unwrap();
        assert_eq!(spec.hyperparameters, [0.9, 0.99, 1e-8]);
        assert_eq!(read(&serde_json::to_string(&spec).unwrap()).unwrap(), spec);
        for plain in [r#"{"rule":"sgd"}"#, r#""sgd""#] {
            let plain = read(plain).unwrap();
            assert_eq!(plain, OptimizerSpec::defaults(Choice::of(&super::super::SGD)));
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let error = |json| read(json).unwrap_err();
        let unknown = error(r#"{"rule":"momentum","hyperparameters":{"mu":0.5}}"#);
        assert!(unknown.contains("no setting \"mu\"; it has momentum"), "{unknown}");
        let range = error(r#"{"rule":"momentum","hyperparameters":{"momentum":1.5}}"#);
        assert!(range.contains("momentum (μ) is a number from 0 to 0.999; 1.5 is not"), "{range}");
        assert!(error(r#"{"rule":"newton"}"#).contains("unknown optimizer \"newton\""));
    }
}
