//! A modal dialog: the browser keeps the keyboard in it, closes it with Escape, and gives
//! the focus back to where it was.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{CLEAR, Icon};

/// A dialog with a title and a button that closes it. What it shows is there only while it
/// is open.
#[component]
pub fn Dialog(
    /// Whether it is open; closing it by itself sets this, too.
    is_open: RwSignal<bool>,
    /// Its title.
    title: &'static str,
    /// For tests: what is there while it is open.
    testid: &'static str,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (is_open.get(), dialog.open()) {
            (true, false) => {
                // Only a dialog that is out of the page can't be shown.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Around what it shows there is no room of its own: a click on itself is beside it.
    let close_beside = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "DIALOG") {
            is_open.set(false);
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog class="dialog" node_ref=dialog aria-label=title
            on:close=move |_| is_open.set(false) on:click=close_beside>
            <Show when=move || is_open.get()>
                <div class="dialog__sheet" data-testid=testid>
                    <div class="dialog__head">
                        // Read first; no button begins with a ring around it.
                        <h2 tabindex="-1" autofocus=true>{title}</h2>
                        <button type="button" class="button button--quiet button--round" aria-label="Close"
                            title="Close" on:click=move |_| is_open.set(false)><Icon path=CLEAR /></button>
                    </div>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}
