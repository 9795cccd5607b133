//! The one error type: a sentence for people, which says what to do.

use std::fmt::{self, Display};

/// Why a command stopped. The text is shown as it is.
pub struct Failure(String);

/// What every step returns.
pub type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure that says this.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what was being done when something else's error came.
pub trait Doing<T> {
    /// `doing` completes the sentence "Failed while …".
    fn doing(self, doing: impl Display) -> Result<T>;
}

impl<T, E: Display> Doing<T> for std::result::Result<T, E> {
    fn doing(self, doing: impl Display) -> Result<T> {
        self.map_err(|error| Failure::new(format!("Failed while {doing}: {error}")))
    }
}
