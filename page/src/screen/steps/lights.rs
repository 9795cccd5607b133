//! What happens when a number is pointed at, focused or chosen: once for all of them, by
//! what their elements have in `data-number`.
//!
//! There are hundreds of numbers on the page, and most are drawn anew at every stop: six
//! listeners and a watcher for each would take longer than drawing them.

use leptos::html::Section;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::cursor::Cursor;
use super::number::go_to;
use descent::walk::Quantity;

/// The attribute that names an element's number.
pub const NUMBER: &str = "data-number";

/// Lights up the number within `view` that is pointed at, and its sources.
pub fn light_up(view: NodeRef<Section>, cursor: Cursor) {
    Effect::new(move |_| {
        let pointed = cursor.pointed.get();
        if let Some(view) = view.get() {
            paint(&view, pointed);
        }
    });
}

/// What the element does around all numbers: it notices which is pointed at, focused or
/// chosen.
pub fn noticing(cursor: Cursor) -> impl leptos::attr::Attribute + Clone {
    let point = move |number: Option<Quantity>| {
        // What has the focus loses it, too, when the view and its cursor go.
        if cursor.pointed.try_get_untracked().is_some_and(|pointed| pointed != number) {
            cursor.pointed.set(number);
        }
    };
    view! {
        <{..}
            on:pointerover=move |event| point(number_at(event.target()))
            on:pointerleave=move |_| point(None)
            on:focusin=move |event| point(number_at(event.target()))
            on:focusout=move |_| point(None)
            on:click=move |event| {
                if let Some(number) = number_at(event.target()) {
                    go_to(cursor, number);
                }
            }
            on:keydown=move |event| {
                // A button makes a click of it by itself.
                let is_button = event
                    .target()
                    .is_some_and(|target| target.has_type::<web_sys::HtmlButtonElement>());
                if let ("Enter" | " ", false, Some(number)) =
                    (event.key().as_str(), is_button, number_at(event.target()))
                {
                    event.prevent_default();
                    event.stop_propagation();
                    go_to(cursor, number);
                }
            } />
    }
}

/// Marks the number that is pointed at, and those that it is worked out from.
fn paint(view: &Element, pointed: Option<Quantity>) {
    let mark = |selector: &str, is_marked: &dyn Fn(Quantity) -> (bool, bool)| {
        let Ok(elements) = view.query_selector_all(selector) else { return };
        for idx in 0..elements.length() {
            let element = elements.item(idx).and_then(|node| node.dyn_into::<Element>().ok());
            let Some(element) = element else { continue };
            let Some(number) = number_of(&element) else { continue };
            let (is_pointed, is_source) = is_marked(number);
            let classes = element.class_list();
            // A class list takes any name without blanks.
            let _ = classes.toggle_with_force("num--pointed", is_pointed);
            let _ = classes.toggle_with_force("num--source", is_source);
        }
    };
    match pointed {
        None => mark(".num--pointed, .num--source", &|_| (false, false)),
        Some(pointed) => mark("[data-number]", &|number| {
            (number == pointed, number != pointed && pointed.uses(number))
        }),
    }
}

fn number_of(element: &Element) -> Option<Quantity> {
    Quantity::from_key(&element.get_attribute(NUMBER)?)
}

/// The number that an event is about.
fn number_at(target: Option<EventTarget>) -> Option<Quantity> {
    let element = target?.dyn_into::<Element>().ok()?;
    number_of(&element.closest("[data-number]").ok()??)
}
