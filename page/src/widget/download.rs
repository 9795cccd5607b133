//! Files for the person: handed to the browser as downloads.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser may take to begin a download.
const STARTS_WITHIN: Duration = Duration::from_secs(10);

/// Hands bytes to the browser as a file of this name and type.
///
/// # Errors
/// Why it does not take them, as half a sentence.
pub fn download(name: &str, kind: &str, bytes: &[u8]) -> Result<(), String> {
    let address = address_of(kind, bytes)?;
    download_from(name, &address)?;
    // The download has its own hold on it once it has begun.
    set_timeout(move || drop(Url::revoke_object_url(&address)), STARTS_WITHIN);
    Ok(())
}

/// The same of what is at an address within the page, or is all in it.
///
/// # Errors
/// Why the browser does not take it, as half a sentence.
pub fn download_from(name: &str, address: &str) -> Result<(), String> {
    let link = document().create_element("a").map_err(refused)?;
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}

/// An address within the page for bytes of this type.
///
/// # Errors
/// Why there is none, as half a sentence.
pub fn address_of(kind: &str, bytes: &[u8]) -> Result<String, String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(refused)?;
    Url::create_object_url_with_blob(&blob).map_err(refused)
}

fn refused(_: JsValue) -> String {
    "it takes no file from a page".to_owned()
}
