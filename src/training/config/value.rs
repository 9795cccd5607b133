//! The single values of a run's configuration: each is checked where it is made.

use crate::count::grouped;
use std::fmt;
use std::num::NonZeroU32;

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How "the whole data set" is written.
const ALL: &str = "all";

/// A setting out of its range; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Not a number, zero, negative, or beyond the range.
    #[error("the learning rate is a number from {min} to {max}; {given} is not", min = LearningRate::MIN, max = LearningRate::MAX)]
    LearningRate {
        /// What was given.
        given: f32,
    },
    /// Zero.
    #[error("the batch size is a whole number from 1 to {max}, or \"all\"", max = grouped(u32::MAX.into()))]
    BatchSize,
}

/// η, finite and within [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct LearningRate(f32);

impl LearningRate {
    /// Smallest rate.
    pub const MIN: f32 = 1e-6;
    /// Largest rate: far beyond what diverges.
    pub const MAX: f32 = 100.0;

    /// Checks a rate.
    pub fn new(rate: f32) -> Result<Self, ValueError> {
        // NaN fails both comparisons.
        if (Self::MIN..=Self::MAX).contains(&rate) {
            Ok(Self(rate))
        } else {
            Err(ValueError::LearningRate { given: rate })
        }
    }

    /// The number.
    pub fn get(self) -> f32 {
        self.0
    }
}

impl TryFrom<f32> for LearningRate {
    type Error = ValueError;
    fn try_from(rate: f32) -> Result<Self, ValueError> {
        Self::new(rate)
    }
}

impl From<LearningRate> for f32 {
    fn from(rate: LearningRate) -> f32 {
        rate.0
    }
}

/// Examples an update. In JSON a number or "all".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchSize {
    /// This many; an epoch's last batch may be smaller.
    Examples(NonZeroU32),
    /// The whole data set: batch gradient descent (CURRICULUM A2).
    All,
}

impl BatchSize {
    /// A number of examples, at least 1.
    pub fn examples(n: u32) -> Result<Self, ValueError> {
        NonZeroU32::new(n).map(Self::Examples).ok_or(ValueError::BatchSize)
    }

    /// The number for a data set of `n_examples`, never more than that.
    pub fn resolve(self, n_examples: usize) -> usize {
        match self {
            Self::Examples(n) => (n.get() as usize).min(n_examples),
            Self::All => n_examples,
        }
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Examples(n) => write!(f, "{n}"),
            Self::All => f.write_str(ALL),
        }
    }
}

/// The form in files that are not for people, which can't tell text from a number.
#[derive(Serialize, Deserialize)]
enum Tagged {
    Examples(NonZeroU32),
    All,
}

impl Serialize for BatchSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (*self, serializer.is_human_readable()) {
            (Self::Examples(n), true) => n.serialize(serializer),
            (Self::All, true) => serializer.serialize_str(ALL),
            (Self::Examples(n), false) => Tagged::Examples(n).serialize(serializer),
            (Self::All, false) => Tagged::All.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for BatchSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(NumberOrAll);
        }
        Ok(match Tagged::deserialize(deserializer)? {
            Tagged::Examples(n) => Self::Examples(n),
            Tagged::All => Self::All,
        })
    }
}

struct NumberOrAll;

impl Visitor<'_> for NumberOrAll {
    type Value = BatchSize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number from 1 or \"all\"")
    }

    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<BatchSize, E> {
        u32::try_from(n)
            .map_err(|_| ValueError::BatchSize)
            .and_then(BatchSize::examples)
            .map_err(|_| E::invalid_value(Unexpected::Unsigned(n), &self))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<BatchSize, E> {
        if text == ALL {
            Ok(BatchSize::All)
        } else {
            Err(E::invalid_value(Unexpected::Str(text), &self))
        }
    }
}

/// The seed of everything random in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(pub u64);
