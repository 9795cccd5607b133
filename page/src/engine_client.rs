//! The page's end of the wire: starts the worker, sends it [`Command`]s, hands its
//! [`Event`]s on, and notices when it fails.
//!
//! A message sent before the worker's code runs would be lost, so commands wait here
//! until [`Event::Ready`]. A worker that crashed stays down until
//! [`EngineClient::restart`]; the new one knows nothing, so the page loads the data
//! and restores its last checkpoint again.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, UrlSearchParams, Worker, WorkerOptions, WorkerType};

use descent::protocol::codec;
use descent::protocol::{BUILD, Command, Event};

/// How long a worker may take from its start to [`Event::Ready`], in milliseconds.
const READY_WITHIN_MS: u32 = 20_000;

/// Why there is no worker any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crash {
    /// What happened and what to do, for people.
    pub message: String,
}

/// A handle to the worker; clones share it. The last one dropped ends it.
#[derive(Clone)]
pub struct EngineClient {
    inner: Rc<Inner>,
}

struct Inner {
    on_event: Box<dyn Fn(Event)>,
    on_crash: Box<dyn Fn(Crash)>,
    wire: RefCell<Option<Wire>>,
}

/// One living worker. Its callbacks hold the client weakly and live as long as it.
struct Wire {
    worker: Worker,
    /// Commands that wait for [`Event::Ready`]; `None` once it has come.
    queue: Option<Vec<Command>>,
    /// Runs out if the worker never says Ready.
    ready_timeout: Option<Timeout>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl EngineClient {
    /// Starts a worker. `on_event` gets all its events, [`Event::Ready`] first;
    /// `on_crash` is called once for each worker that fails, after which commands are
    /// dropped until [`restart`](Self::restart). Both may call the client again.
    ///
    /// # Errors
    /// A text for people when the browser refuses to make a worker at all.
    pub fn start(
        on_event: impl Fn(Event) + 'static,
        on_crash: impl Fn(Crash) + 'static,
    ) -> Result<Self, String> {
        let inner = Rc::new(Inner {
            on_event: Box::new(on_event),
            on_crash: Box::new(on_crash),
            wire: RefCell::new(None),
        });
        inner.open()?;
        Ok(Self { inner })
    }

    /// Sends a command, or keeps it until the worker is ready.
    pub fn send(&self, command: Command) {
        let failure = match &mut *self.inner.wire.borrow_mut() {
            None => return,
            Some(Wire { queue: Some(queue), .. }) => {
                queue.push(command);
                return;
            }
            Some(wire) => wire.post(&command).err(),
        };
        if let Some(message) = failure {
            self.inner.crash(message);
        }
    }

    /// Ends the worker, if there is one, with all that it was doing, and starts a new
    /// one; commands sent from now on wait for it.
    pub fn restart(&self) {
        self.inner.wire.replace(None);
        if let Err(message) = self.inner.open() {
            self.inner.crash(message);
        }
    }
}

impl Inner {
    /// Starts a worker in place of none.
    fn open(self: &Rc<Self>) -> Result<(), String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&boot_address(), &options).map_err(|error| {
            format!(
                "This browser does not start the training engine ({}). \
                     Try a current Chrome, Edge, Firefox or Safari.",
                text_of(&error)
            )
        })?;

        let client = Rc::downgrade(self);
        let on_message = Closure::new(move |event: MessageEvent| {
            with(&client, |inner| inner.receive(&event.data()));
        });
        let client = Rc::downgrade(self);
        let on_error = Closure::new(move |event: web_sys::Event| {
            with(&client, |inner| inner.crash(describe_error(&event)));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));

        let client = Rc::downgrade(self);
        let ready_timeout = Timeout::new(READY_WITHIN_MS, move || {
            with(&client, |inner| {
                let seconds = READY_WITHIN_MS / 1000;
                inner.crash(format!(
                    "The training engine did not start within {seconds} seconds. \
                     Check the connection, then restart the engine."
                ));
            });
        });
        self.wire.replace(Some(Wire {
            worker,
            queue: Some(Vec::new()),
            ready_timeout: Some(ready_timeout),
            _on_message: on_message,
            _on_error: on_error,
        }));
        Ok(())
    }

    /// A message of the worker: an event's bytes, or a plain object in which the boot
    /// script tells what it loads, or it or the panic hook why the worker is about to die.
    fn receive(&self, data: &JsValue) {
        let Some(buffer) = data.dyn_ref::<ArrayBuffer>() else {
            return match field(data, "engine") {
                Some(name) => show_engine(&name),
                None => self.crash(describe_obituary(data)),
            };
        };
        match codec::decode(&Uint8Array::new(buffer).to_vec()) {
            Ok(Event::Ready { build }) if build != BUILD => self.crash(
                "The page and its training engine are of different versions. Reload the page."
                    .to_owned(),
            ),
            Ok(event) => {
                if matches!(event, Event::Ready { .. }) {
                    self.flush();
                }
                (self.on_event)(event);
            }
            Err(error) => self.crash(format!("The training engine is not understood: {error}.")),
        }
    }

    /// The worker is ready: sends what waited.
    fn flush(&self) {
        let mut failure = None;
        if let Some(wire) = &mut *self.wire.borrow_mut() {
            wire.ready_timeout = None;
            for command in wire.queue.take().unwrap_or_default() {
                failure = failure.or(wire.post(&command).err());
            }
        }
        if let Some(message) = failure {
            self.crash(message);
        }
    }

    /// Ends the worker and tells the page, once.
    fn crash(&self, message: String) {
        // Taken first: `on_crash` may restart at once.
        let wire = self.wire.replace(None);
        if wire.is_some() {
            drop(wire);
            (self.on_crash)(Crash { message });
        }
    }
}

impl Wire {
    /// Sends a command's bytes, handing their memory over.
    fn post(&self, command: &Command) -> Result<(), String> {
        let buffer = Uint8Array::from(codec::encode(command).as_slice()).buffer();
        self.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer)).map_err(|error| {
            format!("A command did not reach the training engine ({}).", text_of(&error))
        })
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // What the worker has already posted must not arrive any more.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

/// The address of the worker's boot script. Relative, so that the site may lie under any
/// path; the build id keeps caches from handing out the worker of another version. The
/// page's `?engine=` goes along: it forces one of the engine's builds.
fn boot_address() -> String {
    let search = window().location().search().unwrap_or_default();
    let wish = UrlSearchParams::new_with_str(&search).ok().and_then(|query| query.get("engine"));
    let wish = wish.map_or_else(String::new, |name| {
        format!("&engine={}", String::from(js_sys::encode_uri_component(&name)))
    });
    format!("./boot_worker.js?v={BUILD}{wish}")
}

/// Says on the root element which of the engine's builds runs, for whoever measures.
fn show_engine(name: &str) {
    if let Some(root) = document().document_element() {
        // Setting an attribute of the root element can't fail for a valid name.
        let _ = root.set_attribute("data-engine-build", name);
    }
}

/// Calls `act` if the client still lives.
fn with(client: &Weak<Inner>, act: impl FnOnce(&Rc<Inner>)) {
    if let Some(inner) = client.upgrade() {
        act(&inner);
    }
}

/// What an `error` event of the worker says: one without a message means that its
/// script could not be loaded.
fn describe_error(event: &web_sys::Event) -> String {
    match event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message) {
        Some(message) if !message.is_empty() => {
            format!("The training engine stopped with an error: {message}")
        }
        _ => "The training engine could not be loaded. \
              Check the connection, then restart the engine."
            .to_owned(),
    }
}

/// A text in a plain object.
fn field(data: &JsValue, name: &str) -> Option<String> {
    Reflect::get(data, &JsValue::from_str(name)).ok()?.as_string()
}

/// What a plain object `{kind, message}` of a dying worker says.
fn describe_obituary(data: &JsValue) -> String {
    let message = field(data, "message").unwrap_or_else(|| "no reason given".to_owned());
    match field(data, "kind").as_deref() {
        Some("panic") => format!("The training engine stopped with an error: {message}"),
        Some("boot-error") => format!(
            "The training engine could not be loaded: {message}. \
             Check the connection, then restart the engine."
        ),
        _ => {
            "The training engine sent a message that is not understood. Reload the page.".to_owned()
        }
    }
}

/// A JavaScript error as text.
fn text_of(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
