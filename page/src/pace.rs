//! How fast to train, as it was chosen last. Kept in local storage; a browser that refuses
//! storage begins at full speed.

use gloo::storage::{LocalStorage, Storage};

use descent::protocol::Pace;

const KEY: &str = "descent.steps-per-second";

/// What was chosen last time.
pub fn stored() -> Pace {
    LocalStorage::get(KEY).ok().and_then(Pace::steps_per_second).unwrap_or_default()
}

/// Remembers it for the next visit.
pub fn remember(pace: Pace) {
    match pace {
        // Storage may be full or forbidden: the choice then lasts for this visit.
        Pace::StepsPerSecond(n) => drop(LocalStorage::set(KEY, n.get())),
        Pace::Unlimited => LocalStorage::delete(KEY),
    }
}
