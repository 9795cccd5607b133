//! The next visit starts from what the browser kept of this one, and needs no network:
//! `public/service_worker.js` does that, and says how.

use js_sys::Reflect;
use leptos::prelude::{document, window};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use descent::protocol::BUILD;

/// Has the site kept. To be called when all that the page needs is here: then nothing of
/// it is downloaded once more.
pub(super) fn keep_site() {
    let engine = document()
        .document_element()
        .and_then(|root| root.get_attribute("data-engine-build"))
        .unwrap_or_default();
    let navigator = window().navigator();
    // While one writes code, files change under the same names. And there are pages
    // without service workers: those that come by plain http, for one.
    let is_offered = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    if cfg!(debug_assertions) || !is_offered {
        return;
    }
    let address = format!("./service_worker.js?v={BUILD}&engine={engine}");
    let registered = navigator.service_worker().register(&address);
    // Refused, by a private window or a full disk, there is no cache, and no harm.
    spawn_local(async move { drop(JsFuture::from(registered).await) });
}
