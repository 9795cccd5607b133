//! The link as a QR code, drawn here: no other service sees the link.

use leptos::prelude::*;

use crate::format;
use descent::linking::code::Code;

/// Longest link, in characters, that is shown to be typed where there is only its code.
const MOST_TYPED: usize = 120;

/// The code, and as large as the screen.
#[component]
pub(super) fn Picture(
    /// The link, when it is there.
    text: Memo<Option<String>>,
) -> impl IntoView {
    let is_large = RwSignal::new(false);
    let code = Memo::new(move |_| text.get().map(|text| Code::of(&text)));
    let large = move |_| is_large.update(|is_large| *is_large = !*is_large);
    let body = move || match code.get()? {
        Ok(code) => {
            let (side, path) = (code.side, code.path());
            let label = move || {
                let n = text.with(|text| text.as_ref().map_or(0, String::len));
                let n = format::count(n);
                format!("QR code of the link above, {n} characters")
            };
            Some(
                view! {
                    <svg class="qr__code" role="img" aria-label=label data-testid="share-qr"
                        data-value=side.to_string() viewBox=format!("0 0 {side} {side}")
                        shape-rendering="crispEdges">
                        <rect width=side height=side fill="#fff" />
                        <path d=path fill="#000" />
                    </svg>
                    <button type="button" class="button" data-testid="share-large"
                        aria-pressed=move || is_large.get().to_string() on:click=large>
                        {move || if is_large.get() { "Smaller" } else { "Full screen" }}
                    </button>
                }
                .into_any(),
            )
        }
        Err(why) => Some(
            view! { <p class="field__hint" data-testid="share-no-qr">{why.to_string()}</p> }
                .into_any(),
        ),
    };
    // Wherever the focus is: it would close the sheet.
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && is_large.get_untracked() {
            event.prevent_default();
            is_large.set(false);
        }
    });
    on_cleanup(move || keys.remove());
    // Who has no camera reads it off the wall.
    let typed = move || {
        let text = text.get().filter(|text| is_large.get() && text.len() <= MOST_TYPED)?;
        Some(view! { <p class="qr__address" data-testid="share-typed">{text}</p> })
    };
    view! {
        <div class="qr" class:qr--large=is_large>
            {body}
            {typed}
        </div>
    }
}
