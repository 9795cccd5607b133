//! Text for other programs: onto the clipboard, from a button that says what came of it.

use std::time::Duration;

use leptos::prelude::*;

/// How long it is told what came of it.
const TOLD_FOR: Duration = Duration::from_secs(3);

/// Copies `text` and tells in `told` what came of it; `usual` comes back after a while. Where
/// there is no leave to copy, `refused` is told.
pub fn copy(text: &str, told: RwSignal<&'static str>, usual: &'static str, refused: &'static str) {
    let copied = window().navigator().clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        let outcome = match wasm_bindgen_futures::JsFuture::from(copied).await {
            Ok(_) => "Copied",
            Err(_) => refused,
        };
        // The button may be gone by now.
        let _ = told.try_set(outcome);
        set_timeout(
            move || {
                let _ = told.try_set(usual);
            },
            TOLD_FOR,
        );
    });
}
