//! A panic in WebAssembly reaches the page as "unreachable executed", if at all. So
//! its text is sent first, as a plain object: the codec might be what is broken.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// From now on a panic is told to the page as `{kind: "panic", message}`, and to the
/// console; then the worker is dead.
pub(super) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        let message = Object::new();
        for (name, value) in [("kind", "panic"), ("message", text.as_str())] {
            // Nothing is left to be done if even this fails.
            let _ = Reflect::set(&message, &name.into(), &value.into());
        }
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let _ = scope.post_message(&message);
        web_sys::console::error_1(&JsValue::from_str(&text));
        // No tick and no command must find what the panic left half done.
        scope.close();
    }));
}
