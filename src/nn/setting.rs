//! A number that a configuration sets, and the range it has to be in.

/// A setting out of its range; the text names it and says what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{field} is a number from {min} to {max}; {given} is not")]
pub struct SettingError {
    /// Where it stands in the configuration, e.g. "penalty.l2".
    pub field: &'static str,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
    /// What was given.
    pub given: f64,
}

impl SettingError {
    /// Checks one number; NaN is in no range.
    pub fn check(
        field: &'static str,
        given: impl Into<Shown>,
        min: impl Into<Shown>,
        max: impl Into<Shown>,
    ) -> Result<(), Self> {
        let (Shown(given), Shown(min), Shown(max)) = (given.into(), min.into(), max.into());
        if (min..=max).contains(&given) { Ok(()) } else { Err(Self { field, min, max, given }) }
    }
}

/// A number as it is written: 0.1 in single precision is shown as 0.1, and not as
/// 0.10000000149.
pub struct Shown(f64);

impl From<f64> for Shown {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

impl From<f32> for Shown {
    fn from(number: f32) -> Self {
        Self(number.to_string().parse().unwrap_or(f64::from(number)))
    }
}

impl From<u64> for Shown {
    fn from(number: u64) -> Self {
        Self(number as f64)
    }
}
