//! Parts that panels are made of; one component a file.

pub mod again;
pub mod as_table;
pub mod cards;
pub mod chart;
pub mod copied;
pub mod curve;
pub mod dialog;
pub mod download;
pub mod edges;
pub mod footer;
pub mod formula;
pub mod health;
pub mod icon;
pub mod keys;
pub mod losses_table;
pub mod masthead;
pub mod menu;
pub mod motion;
pub mod neuron;
pub mod notices;
pub mod number_field;
pub mod picture;
pub mod plot;
pub mod rewind;
pub mod run_files;
pub mod segmented;
pub mod size;
pub mod slider;
pub mod tabs;
pub mod train_button;
pub mod versions;
pub mod visible;
pub mod waterfall;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Moves the keyboard's focus to an element, if it can take it.
pub fn focus(element: &web_sys::Element) {
    let focused = match element.dyn_ref::<web_sys::HtmlElement>() {
        Some(element) => element.focus(),
        None => element.dyn_ref::<web_sys::SvgElement>().map_or(Ok(()), |e| e.focus()),
    };
    // An element that went away in the meantime can't take focus; nothing is lost.
    drop(focused);
}

/// The same without scrolling to it.
pub fn focus_quietly(element: &web_sys::HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Gives a text field the focus, all of its text selected, once it stands in the page, and after
/// a dialog that opens around it has given the focus to something else.
pub fn select_when_there(field: NodeRef<html::Input>) {
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                let _ = field.focus();
                field.select();
            });
        }
    });
}

/// Whether nothing has the keyboard's focus.
pub fn is_focus_lost() -> bool {
    let document = document();
    document.active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether the element that a key was pressed in does something of its own with Space.
/// Sliders don't: who has just turned the rate can train at once.
pub fn uses_space(event: &web_sys::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    // The selector is a constant and valid.
    let own = "button, input:not([type=range]), select, summary, a, [role=button], \
               [role=application]:not([data-space=page])";
    element.is_some_and(|element| element.closest(own).ok().flatten().is_some())
}
