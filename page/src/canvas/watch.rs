//! What a canvas must know about and no signal tells: sizes, media, attributes.
//! Each watch lasts as long as the component that began it.

use gloo::events::EventListener;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, MutationObserver,
    MutationObserverInit, ResizeObserver,
};

/// Ends an observer when dropped.
struct Guard<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for Guard<F> {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}

/// Ties something to the life of the current component.
fn keep<T: 'static>(thing: T) {
    StoredValue::new_local(thing);
}

/// Calls back when the size of `element` has changed, and once at the beginning.
pub fn on_resize(element: &Element, callback: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(callback);
    if let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
        observer.observe(element);
        keep(Guard(Some(move || {
            observer.disconnect();
            drop(closure);
        })));
    }
}

/// Calls back when `element` comes into the window or has left it, and once at the
/// beginning, with whether any of it is there.
pub fn on_scroll_into_view(element: &Element, callback: impl Fn(bool) + 'static) {
    let closure = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        // Those that happened together come together; the last one holds.
        let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
        if let Ok(entry) = last {
            callback(entry.is_intersecting());
        }
    });
    if let Ok(observer) = IntersectionObserver::new(closure.as_ref().unchecked_ref()) {
        observer.observe(element);
        keep(Guard(Some(move || {
            observer.disconnect();
            drop(closure);
        })));
    }
}

/// Calls back when the page is shown or hidden, as a tab is.
pub fn on_page_shown(callback: impl Fn() + 'static) {
    keep(EventListener::new(&document(), "visibilitychange", move |_| callback()));
}

/// Calls back before the page is printed.
pub fn on_before_print(callback: impl Fn() + 'static) {
    keep(EventListener::new(&window(), "beforeprint", move |_| callback()));
}

/// Calls back when one of the attributes of `element` has changed.
pub(super) fn on_attributes(element: &Element, names: &[&str], callback: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(callback);
    let options = MutationObserverInit::new();
    options.set_attributes(true);
    options.set_attribute_filter(&names.iter().copied().map(JsValue::from_str).collect::<Array>());
    if let Ok(observer) = MutationObserver::new(closure.as_ref().unchecked_ref())
        && observer.observe_with_options(element, &options).is_ok()
    {
        keep(Guard(Some(move || {
            observer.disconnect();
            drop(closure);
        })));
    }
}

/// Calls back when a media query begins or ceases to hold.
pub(super) fn on_media(query: &str, callback: impl Fn() + 'static) {
    if let Ok(Some(list)) = window().match_media(query) {
        keep(EventListener::new(&list, "change", move |_| callback()));
    }
}

/// Calls back when fonts have been loaded.
pub(super) fn on_fonts(callback: impl Fn() + 'static) {
    keep(EventListener::new(&document().fonts(), "loadingdone", move |_| callback()));
}
