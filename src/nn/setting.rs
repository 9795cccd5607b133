//! A number that a configuration sets, and the range it has to be in.

use std::fmt;

/// A setting out of its range; the text names it and says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "{field} is a {}number from {min} to {max}; {given} is not",
    if matches!(given, Number::Whole(_)) { "whole " } else { "" }
)]
pub struct SettingError {
    /// Where it stands in the configuration, e.g. "penalty.l2".
    pub field: &'static str,
    /// Smallest allowed value.
    pub min: Number,
    /// Largest allowed value.
    pub max: Number,
    /// What was given.
    pub given: Number,
}

impl SettingError {
    /// Checks one number; NaN is in no range.
    pub fn check<T>(field: &'static str, given: T, min: T, max: T) -> Result<(), Self>
    where
        T: PartialOrd + Into<Number>,
    {
        let is_allowed = (&min..=&max).contains(&&given);
        if is_allowed {
            return Ok(());
        }
        Err(Self { field, min: min.into(), max: max.into(), given: given.into() })
    }
}

/// A number in the precision in which it is set, and so shown as it was written: 0.1 in
/// single precision is 0.1, and not 0.10000000149.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// No others than whole numbers are allowed.
    Whole(u64),
    /// In single precision.
    Single(f32),
    /// In double precision.
    Double(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Single(number) => number.fmt(f),
            Self::Double(number) => number.fmt(f),
        }
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<f32> for Number {
    fn from(number: f32) -> Self {
        Self::Single(number)
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self::Double(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_allowed_and_nothing_beyond() {
        for given in [0.1_f32, 0.5, 2.0] {
            assert_eq!(SettingError::check("x", given, 0.1_f32, 2.0_f32), Ok(()));
        }
        for given in [0.0999_f32, 2.0001, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let error = SettingError::check("x", given, 0.1_f32, 2.0_f32).unwrap_err();
            let (min, max) = (Number::Single(0.1), Number::Single(2.0));
            assert_eq!((error.field, error.min, error.max), ("x", min, max));
        }
    }

    /// The text speaks of the numbers as they were written.
    #[test]
    fn decimals_are_shown_as_they_were_meant() {
        let error = SettingError::check("penalty.l2", -0.1_f32, 0.0_f32, 0.3_f32).unwrap_err();
        assert_eq!(error.to_string(), "penalty.l2 is a number from 0 to 0.3; -0.1 is not");
        let error = SettingError::check("stop.max_steps", 0_u64, 1_u64, 10_u64).unwrap_err();
        assert_eq!(error.to_string(), "stop.max_steps is a whole number from 1 to 10; 0 is not");
    }
}
