//! A wide network in a narrow panel: it is scrolled from side to side, and what is out of
//! sight is said, with a button that brings it.

use leptos::html;
use leptos::prelude::*;

use crate::canvas::on_resize;

/// So few CSS pixels out of sight are none.
const HARDLY: i32 = 12;

/// What is out of sight of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hidden {
    left: bool,
    right: bool,
}

/// The frame.
#[component]
pub(super) fn Scrolled(
    /// How wide the network is: with another width other parts are out of sight.
    width: Signal<f64>,
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let hidden = RwSignal::new(Hidden::default());
    let measure = move || {
        let Some(frame) = frame.try_get_untracked().flatten() else { return };
        let (at, seen, whole) = (frame.scroll_left(), frame.client_width(), frame.scroll_width());
        let now = Hidden { left: at > HARDLY, right: at + seen < whole - HARDLY };
        if hidden.get_untracked() != now {
            hidden.set(now);
        }
    };
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            on_resize(&frame, measure);
        }
    });
    Effect::new(move |_| {
        width.track();
        // Once it is as wide.
        request_animation_frame(measure);
    });
    let go = move |to_right: bool| {
        let Some(frame) = frame.get_untracked() else { return };
        frame.set_scroll_left(if to_right { frame.scroll_width() } else { 0 });
    };
    let way = move |to_right: bool| {
        let (text, testid) = match to_right {
            true => ("Output ›", "net-to-output"),
            false => ("‹ Inputs", "net-to-inputs"),
        };
        let is_there = move || if to_right { hidden.get().right } else { hidden.get().left };
        view! {
            <button type="button" class="button button--small playnet__way" data-testid=testid
                disabled=move || !is_there() on:click=move |_| go(to_right)>{text}</button>
        }
    };
    let is_cut = move || hidden.get() != Hidden::default();
    view! {
        <div class="playnet__ways" hidden=move || !is_cut()>
            {way(false)}
            <span class="field__hint">"there is more to the side"</span>
            {way(true)}
        </div>
        <div class="playnet__scroll" tabindex="0" role="group" aria-label="The network's units"
            class:playnet__scroll--left=move || hidden.get().left
            class:playnet__scroll--right=move || hidden.get().right
            node_ref=frame on:scroll=move |_| measure()>
            {children()}
        </div>
    }
}
