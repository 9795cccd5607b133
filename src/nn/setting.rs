//! A number that a configuration sets, and the range it has to be in.

/// A setting out of its range; the text names it and says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "{field} is a {}number from {min} to {max}; {given} is not",
    if *is_whole { "whole " } else { "" }
)]
pub struct SettingError {
    /// Where it stands in the configuration, e.g. "penalty.l2".
    pub field: &'static str,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
    /// What was given.
    pub given: f64,
    /// Only whole numbers are allowed.
    pub is_whole: bool,
}

impl SettingError {
    /// Checks one number; NaN is in no range.
    pub fn check(
        field: &'static str,
        given: impl Into<Shown>,
        min: impl Into<Shown>,
        max: impl Into<Shown>,
    ) -> Result<(), Self> {
        let Shown { number: given, is_whole } = given.into();
        let (min, max) = (min.into().number, max.into().number);
        let is_allowed = (min..=max).contains(&given);
        if is_allowed { Ok(()) } else { Err(Self { field, min, max, given, is_whole }) }
    }
}

/// A number as it is written: 0.1 in single precision is shown as 0.1, and not as
/// 0.10000000149.
pub struct Shown {
    number: f64,
    is_whole: bool,
}

impl From<f64> for Shown {
    fn from(number: f64) -> Self {
        Self { number, is_whole: false }
    }
}

impl From<f32> for Shown {
    fn from(number: f32) -> Self {
        let number = number.to_string().parse().unwrap_or(f64::from(number));
        Self { number, is_whole: false }
    }
}

impl From<u64> for Shown {
    fn from(number: u64) -> Self {
        Self { number: number as f64, is_whole: true }
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
            assert_eq!((error.field, error.min, error.max), ("x", 0.1, 2.0));
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
