//! The few icons, drawn here so that nothing is fetched.

use leptos::prelude::*;

/// A 24×24 icon in the color of the text, hidden from screen readers.
#[component]
pub fn Icon(
    /// Its path, stroked.
    path: &'static str,
) -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor"
            stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
            <path d=path />
        </svg>
    }
}

/// ▶
pub const PLAY: &str = "M7 4.5v15l12-7.5z";
/// ‖
pub const PAUSE: &str = "M8 5v14M16 5v14";
/// One step on.
pub const STEP: &str = "M6 5v14l9-7zM19 5v14";
/// To the end of the epoch.
pub const EPOCH: &str = "M4 5v14l8-7zM12 5v14l8-7z";
/// Back to the start.
pub const RESET: &str = "M4 4v6h6M4.6 10A8 8 0 1 1 4 13";
/// Undo.
pub const UNDO: &str = "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3";
/// Clear.
pub const CLEAR: &str = "M6 6l12 12M18 6 6 18";
/// Dice: another random start.
pub const DICE: &str = "M5 4h14v16H5zM9 8.5h.01M15 8.5h.01M12 12h.01M9 15.5h.01M15 15.5h.01";
/// Handing on.
pub const SHARE: &str = "M12 15V3M8 6.5 12 3l4 3.5M7 10H5v11h14V10h-2";
/// Look closer.
pub const MAGNIFIER: &str = "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM20 20l-4.9-4.9";
/// Back.
pub const LEFT: &str = "M15 5l-7 7 7 7";
/// Forward.
pub const RIGHT: &str = "M9 5l7 7-7 7";
/// To the very start.
pub const START: &str = "M18 5l-7 7 7 7M7 5v14";
/// To the newest.
pub const END: &str = "M6 5l7 7-7 7M17 5v14";
/// Sun: light.
pub const SUN: &str = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4";
/// Moon: dark.
pub const MOON: &str = "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z";
/// Half: as the system.
pub const SYSTEM: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18";
/// A lock: nothing gets through.
pub const LOCK: &str = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2";
/// Sliders: options.
pub const SETTINGS: &str = "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h11M19 17h1M17 15v4";
/// Back to where one was.
pub const RETURN: &str = "M8 5 4 9l4 4M4 9h9a6 6 0 0 1 0 12H8";
