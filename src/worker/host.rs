//! The session's host: hands it commands, slices of time and files, and posts what it
//! has to tell.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Performance};

use super::loader::Loader;
use super::ticker::Ticker;
use crate::protocol::{BUILD, Command, Event, codec};
use crate::session::Session;

/// Seconds of work between two looks at the messages. Pause answers that quickly, and
/// a drawing is read that late at most.
const SLICE: f64 = 0.012;

/// The engine's thread.
pub(super) struct Host {
    session: RefCell<Session>,
    loader: Loader,
    scope: DedicatedWorkerGlobalScope,
    clock: Performance,
    ticker: OnceCell<Ticker>,
}

impl Host {
    /// Listens from now on.
    pub fn start() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let clock = scope.performance().expect("workers have a clock");
        let host = Rc::new(Self {
            session: RefCell::default(),
            loader: Loader::default(),
            scope,
            clock,
            ticker: OnceCell::new(),
        });

        let ticking = Rc::clone(&host);
        let _ = host.ticker.set(Ticker::new(move || ticking.work()));
        let listening = Rc::clone(&host);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            listening.receive(&message);
        });
        host.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The worker listens as long as it lives.
        on_message.forget();
        host.post(&Event::Ready { build: BUILD.to_owned() });
    }

    /// Seconds since the worker began.
    pub fn now(&self) -> f64 {
        self.clock.now() / 1000.0
    }

    /// Does something with the session, posts what it tells, and goes on working as soon
    /// as there is work.
    pub fn with_session<T>(&self, act: impl FnOnce(&mut Session, f64) -> T) -> T {
        let mut session = self.session.borrow_mut();
        let outcome = act(&mut session, self.now());
        for event in session.take_events() {
            self.post(&event);
        }
        if let Some(ticker) = self.ticker.get() {
            match session.next_work() {
                Some(from) => ticker.schedule(from - self.now()),
                None => ticker.stop(),
            }
        }
        outcome
    }

    fn work(&self) {
        self.with_session(|session, now| session.work(now + SLICE, &mut || self.now()));
    }

    fn receive(self: &Rc<Self>, message: &MessageEvent) {
        let Ok(buffer) = message.data().dyn_into::<ArrayBuffer>() else { return };
        match codec::decode(&Uint8Array::new(&buffer).to_vec()) {
            Ok(command) => self.carry_out(command),
            Err(error) => self.post(&Event::Failed { message: error.to_string() }),
        }
    }

    fn carry_out(self: &Rc<Self>, command: Command) {
        let mut needs_files = false;
        if let Command::Load { base_url } = &command {
            self.loader.set_base_url(base_url.clone());
            needs_files = true;
        }
        self.with_session(|session, now| {
            let source = session.intake().source();
            session.handle(command, now);
            needs_files |= session.intake().source() != source;
        });
        if needs_files {
            Loader::load(self);
        }
    }

    /// What loads files.
    pub fn loader(&self) -> &Loader {
        &self.loader
    }

    /// Sends an event's bytes, handing their memory over.
    fn post(&self, event: &Event) {
        let buffer = Uint8Array::from(codec::encode(event).as_slice()).buffer();
        self.scope
            .post_message_with_transfer(&buffer, &Array::of1(&buffer))
            .expect("a fresh buffer can be transferred");
    }
}
