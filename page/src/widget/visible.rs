//! Whether an element can be seen, as a signal: what can't be need not be drawn.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::canvas::{on_page_shown, on_scroll_into_view};

/// Whether any of an element is in the window, and the page is not hidden; false until
/// the element is there.
pub fn use_visible<E>(element: NodeRef<E>) -> Signal<bool>
where
    E: leptos::html::ElementType,
    E::Output: JsCast + Clone + 'static,
{
    visible_by(element, |element| element)
}

/// The same of the nearest element around it that a selector names: whether any of that is in
/// the window.
pub fn use_visible_around<E>(element: NodeRef<E>, selector: &'static str) -> Signal<bool>
where
    E: leptos::html::ElementType,
    E::Output: JsCast + Clone + 'static,
{
    visible_by(element, move |element| {
        // The selector is a constant and valid.
        element.closest(selector).ok().flatten().unwrap_or(element)
    })
}

fn visible_by<E>(
    element: NodeRef<E>,
    watched: impl Fn(web_sys::Element) -> web_sys::Element + 'static,
) -> Signal<bool>
where
    E: leptos::html::ElementType,
    E::Output: JsCast + Clone + 'static,
{
    let is_in_window = RwSignal::new(false);
    let is_page_shown = RwSignal::new(!document().hidden());
    on_page_shown(move || is_page_shown.set(!document().hidden()));
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let watched = watched(element.unchecked_into());
        on_scroll_into_view(&watched, move |is_there| is_in_window.set(is_there));
    });
    Memo::new(move |_| is_in_window.get() && is_page_shown.get()).into()
}
