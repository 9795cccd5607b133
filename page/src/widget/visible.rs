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
    let is_in_window = RwSignal::new(false);
    let is_page_shown = RwSignal::new(!document().hidden());
    on_page_shown(move || is_page_shown.set(!document().hidden()));
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        on_scroll_into_view(element.unchecked_ref(), move |is_there| is_in_window.set(is_there));
    });
    Memo::new(move |_| is_in_window.get() && is_page_shown.get()).into()
}
