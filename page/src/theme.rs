//! Light, dark, or as the system has it. Kept in local storage; a browser that
//! refuses storage simply follows the system.

use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::document;

const KEY: &str = "descent.theme";

/// Which colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Ink on paper.
    Light,
    /// For a dim room.
    Dark,
}

impl Theme {
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// What was chosen last time.
    pub fn stored() -> Self {
        match LocalStorage::get::<String>(KEY).as_deref() {
            Ok("light") => Self::Light,
            Ok("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Shows it, and remembers it.
    pub fn choose(self) {
        self.apply();
        match self.attribute() {
            // Storage may be full or forbidden: the choice then lasts for this visit.
            Some(value) => drop(LocalStorage::set(KEY, value)),
            None => LocalStorage::delete(KEY),
        }
    }

    fn apply(self) {
        let Some(root) = document().document_element() else { return };
        // Setting an attribute of the root element can't fail for a valid name.
        let _ = match self.attribute() {
            Some(value) => root.set_attribute("data-theme", value),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// Shows what was chosen last time.
pub fn restore() {
    Theme::stored().apply();
}
