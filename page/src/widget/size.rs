//! The size of an element, as a signal.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::canvas::on_resize;

/// (width, height) of an element in CSS pixels; (0, 0) until it is there.
pub fn use_size<E>(element: NodeRef<E>) -> Signal<(f64, f64)>
where
    E: leptos::html::ElementType,
    E::Output: JsCast + Clone + 'static,
{
    let size = RwSignal::new((0.0, 0.0));
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let element: web_sys::Element = element.unchecked_into();
        let watched = element.clone();
        on_resize(&watched, move || {
            let now = (f64::from(element.client_width()), f64::from(element.client_height()));
            if size.get_untracked() != now {
                size.set(now);
            }
        });
    });
    size.into()
}
