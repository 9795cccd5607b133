//! Calls back as soon as the browser has looked at its other messages: `setTimeout`
//! would wait 4 ms each time, and a microtask would never let a command in between.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessagePort};

/// Posts messages to itself, one at a time.
pub(super) struct Ticker {
    port: MessagePort,
    is_pending: Rc<Cell<bool>>,
    _on_tick: Closure<dyn FnMut()>,
}

impl Ticker {
    /// A ticker that stands still.
    pub fn new(mut on_tick: impl FnMut() + 'static) -> Self {
        let channel = MessageChannel::new().expect("workers have message channels");
        let is_pending = Rc::new(Cell::new(false));
        let on_tick = Closure::<dyn FnMut()>::new({
            let is_pending = Rc::clone(&is_pending);
            move || {
                is_pending.set(false);
                on_tick();
            }
        });
        channel.port1().set_onmessage(Some(on_tick.as_ref().unchecked_ref()));
        Self { port: channel.port2(), is_pending, _on_tick: on_tick }
    }

    /// Ticks once, soon.
    pub fn schedule(&self) {
        if !self.is_pending.replace(true) {
            self.port.post_message(&JsValue::NULL).expect("null can be posted");
        }
    }
}
