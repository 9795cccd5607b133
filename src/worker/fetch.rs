//! Files of the site, as bytes.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, ReadableStreamDefaultReader, RequestCache, RequestInit,
    RequestMode, Response,
};

/// A file that didn't come; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchError {
    /// No answer at all.
    #[error("The file {file} can't be reached. Check the connection. Try again.")]
    Unreachable {
        /// Its name.
        file: String,
    },
    /// The server answers, but without the file.
    #[error(
        "The server does not give out the file {file} (status {status}). Try again; if that \
         does not help, the site is incomplete."
    )]
    Status {
        /// Its name.
        file: String,
        /// HTTP status.
        status: u16,
    },
    /// The connection broke on the way.
    #[error("The connection broke after {arrived} bytes of the file {file}. Try again.")]
    Interrupted {
        /// Its name.
        file: String,
        /// Bytes that came.
        arrived: usize,
    },
}

/// Fetches the file at `url`, which must be of the site's own origin. `on_bytes` is
/// told the number of bytes that are here, as they come.
pub(super) async fn fetch(
    url: &str,
    cache: RequestCache,
    mut on_bytes: impl FnMut(usize),
) -> Result<Vec<u8>, FetchError> {
    let file =
        || url.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or(url).to_owned();
    let response =
        request(url, cache).await.map_err(|_| FetchError::Unreachable { file: file() })?;
    if !response.ok() {
        return Err(FetchError::Status { file: file(), status: response.status() });
    }
    let mut bytes = Vec::new();
    match read(&response, &mut bytes, &mut on_bytes).await {
        Ok(()) => Ok(bytes),
        Err(_) => Err(FetchError::Interrupted { file: file(), arrived: bytes.len() }),
    }
}

async fn request(url: &str, cache: RequestCache) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    options.set_cache(cache);
    options.set_mode(RequestMode::SameOrigin);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    JsFuture::from(scope.fetch_with_str_and_init(url, &options)).await?.dyn_into()
}

/// Appends the body to `bytes`, chunk by chunk.
async fn read(
    response: &Response,
    bytes: &mut Vec<u8>,
    on_bytes: &mut impl FnMut(usize),
) -> Result<(), JsValue> {
    let Some(body) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let chunk: Uint8Array = Reflect::get(&chunk, &"value".into())?.dyn_into()?;
        let from = bytes.len();
        bytes.resize(from + chunk.length() as usize, 0);
        chunk.copy_to(&mut bytes[from..]);
        on_bytes(bytes.len());
    }
}
