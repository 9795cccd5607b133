//! Drawing no more often than the screen shows it.

use std::rc::Rc;

use leptos::leptos_dom::helpers::AnimationFrameRequestHandle;
use leptos::prelude::*;

/// Calls `draw` in the next animation frame after anything that `track` reads has
/// changed, however often it has; and a first time. A hidden page draws nothing.
pub fn on_frame(track: impl Fn() + 'static, draw: impl Fn() + 'static) {
    let draw = Rc::new(draw);
    let pending = StoredValue::new(None::<AnimationFrameRequestHandle>);
    Effect::new(move |_| {
        track();
        if pending.with_value(Option::is_some) {
            return;
        }
        let draw = Rc::clone(&draw);
        let handle = request_animation_frame_with_handle(move || {
            pending.set_value(None);
            untrack(|| draw());
        });
        pending.set_value(handle.ok());
    });
    on_cleanup(move || {
        if let Some(handle) = pending.get_value() {
            handle.cancel();
        }
    });
}
