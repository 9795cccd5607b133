//! Calls back, at once or when it is time.
//!
//! At once means as soon as the browser has looked at its other messages: `setTimeout`
//! would wait 4 ms each time, and a microtask would never let a command in between.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessagePort};

/// Ticks once for each time it is scheduled.
pub(super) struct Ticker {
    on_tick: Rc<dyn Fn()>,
    port: MessagePort,
    /// A message to itself is on its way.
    is_posted: Rc<Cell<bool>>,
    /// Runs out when it is time.
    timer: RefCell<Option<Timeout>>,
    _on_message: Closure<dyn FnMut()>,
}

impl Ticker {
    /// A ticker that stands still.
    pub fn new(on_tick: impl Fn() + 'static) -> Self {
        let on_tick: Rc<dyn Fn()> = Rc::new(on_tick);
        let channel = MessageChannel::new().expect("workers have message channels");
        let is_posted = Rc::new(Cell::new(false));
        let on_message = Closure::<dyn FnMut()>::new({
            let (on_tick, is_posted) = (Rc::clone(&on_tick), Rc::clone(&is_posted));
            move || {
                is_posted.set(false);
                on_tick();
            }
        });
        channel.port1().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Self {
            on_tick,
            port: channel.port2(),
            is_posted,
            timer: RefCell::default(),
            _on_message: on_message,
        }
    }

    /// Ticks in so many seconds, and at once if they are over; what was scheduled before is
    /// forgotten, but a tick that is already on its way comes.
    pub fn schedule(&self, seconds: f64) {
        self.stop();
        if self.is_posted.get() {
            return;
        }
        if seconds > 0.0 {
            // Rounded up: a tick that comes too early has to be scheduled again.
            let milliseconds = (seconds * 1000.0).ceil() as u32;
            let on_tick = Rc::clone(&self.on_tick);
            let timer = Timeout::new(milliseconds, move || on_tick());
            self.timer.replace(Some(timer));
        } else {
            self.is_posted.set(true);
            self.port.post_message(&JsValue::NULL).expect("null can be posted");
        }
    }

    /// Ticks no more, but for a tick that is already on its way.
    pub fn stop(&self) {
        self.timer.replace(None);
    }
}
