//! Whether things may move.

use leptos::prelude::*;

/// Whether the person wants things to stand still.
pub fn is_motion_reduced() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
