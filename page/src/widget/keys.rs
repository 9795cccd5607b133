//! Keys of the whole page: when they are free to be used, and the sheets that list them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::dialog::Dialog;

/// A row of a sheet: keys or a gesture, and what they do.
pub type Row = (&'static str, &'static str);

/// Who has the keyboard when a key comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody: all keys are free.
    Nobody,
    /// Something that Enter and Space act on.
    Button,
    /// Something that the arrow keys, Home and End move or scroll.
    Mover,
    /// A text field, a menu or a dialog: no key is free.
    Field,
}

impl Holder {
    /// Whether Enter and Space are free.
    pub fn leaves_enter(self) -> bool {
        !matches!(self, Self::Button | Self::Field)
    }

    /// Whether the arrow keys, Home and End are free.
    pub fn leaves_arrows(self) -> bool {
        !matches!(self, Self::Mover | Self::Field)
    }
}

/// Hands each key that is free to the caller, as long as it stands. Those that it takes (it
/// says so) do nothing else.
pub fn on_page(take: impl Fn(&web_sys::KeyboardEvent) -> bool + 'static) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if !event.repeat() && holder(&event) != Holder::Field && take(&event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Who has the keyboard. A key that somebody has used already, or that is pressed together
/// with Ctrl, Alt or Meta, is not free either.
pub fn holder(event: &web_sys::KeyboardEvent) -> Holder {
    if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return Holder::Field;
    }
    let open = "dialog[open], [popover]:popover-open";
    // A browser that knows no popovers refuses the selector; then none is open.
    if document().query_selector(open).ok().flatten().is_some() {
        return Holder::Field;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return Holder::Nobody };
    // The selectors are constants and valid.
    let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
    if is_in("input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]") {
        Holder::Field
    } else if is_in("[data-keys=page]") {
        Holder::Nobody
    } else if is_in("input[type=range], [role=slider], [role=application]") || scrolls(&target) {
        Holder::Mover
    } else if is_in("button, input, summary, a, [role=button]") {
        Holder::Button
    } else {
        Holder::Nobody
    }
}

/// What an element has that is pressed as a button is, though it is none: by pointer, Enter
/// and Space.
pub fn pressed(press: impl Fn() + Copy + 'static) -> impl leptos::attr::Attribute + Clone {
    view! {
        <{..}
            on:click=move |_| press()
            on:keydown=move |event| if event.key() == "Enter" || event.key() == " " {
                event.prevent_default();
                event.stop_propagation();
                press();
            } />
    }
}

/// Where an arrow key leads: to the right and up, by 1.
pub fn arrow(event: &web_sys::KeyboardEvent) -> Option<(f64, f64)> {
    match event.key().as_str() {
        "ArrowLeft" => Some((-1.0, 0.0)),
        "ArrowRight" => Some((1.0, 0.0)),
        "ArrowUp" => Some((0.0, 1.0)),
        "ArrowDown" => Some((0.0, -1.0)),
        _ => None,
    }
}

/// Whether an element has the focus so that its contents can be scrolled.
fn scrolls(element: &web_sys::Element) -> bool {
    element.get_attribute("role").is_some_and(|role| role == "region")
        && (element.scroll_width() > element.client_width()
            || element.scroll_height() > element.client_height())
}

/// A sheet that lists keys and gestures; on a touch screen the gestures come first.
#[component]
pub fn Sheet(
    /// Whether it is open.
    is_open: RwSignal<bool>,
    /// Its keys.
    keys: &'static [Row],
    /// What fingers do.
    gestures: &'static [Row],
) -> impl IntoView {
    view! {
        <Dialog is_open title="Keys and gestures" testid="keys-sheet">
            <div class="sheet-of-keys">
                {table("Keys", keys)}
                {(!gestures.is_empty()).then(|| table("On a touch screen", gestures))}
            </div>
        </Dialog>
    }
}

fn table(caption: &'static str, rows: &[Row]) -> impl IntoView + use<> {
    let rows = rows
        .iter()
        .map(
            |(key, what)| view! { <tr><th scope="row"><kbd>{*key}</kbd></th><td>{*what}</td></tr> },
        )
        .collect::<Vec<_>>();
    view! { <table><caption>{caption}</caption><tbody>{rows}</tbody></table> }
}
