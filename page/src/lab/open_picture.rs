//! A picture of a digit onto the board: from a file, from the clipboard, or dropped.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, CanvasRenderingContext2d, DragEvent, FileList, HtmlCanvasElement, ImageBitmap,
};

use crate::state::{Laid, use_state};
use descent::data::digit::{Normalization, Photo};

/// Longest side of a picture as the browser hands it out: enough for a mean of several
/// pixels each at the size that digits are looked for at.
const LARGEST: f64 = 1024.0;

/// Around the board: what is dropped on it is taken; below it stands a button for files.
#[component]
pub fn OpenPicture(children: Children) -> impl IntoView {
    let state = use_state();
    let input = NodeRef::<leptos::html::Input>::new();
    let message = RwSignal::new(None::<String>);
    let is_reading = RwSignal::new(false);
    let is_over = RwSignal::new(false);
    // Of several pictures the one asked for last is laid on the board.
    let latest = StoredValue::new(0_u32);

    let take = move |blob: Blob| {
        let number = latest.get_value() + 1;
        latest.set_value(number);
        is_reading.set(true);
        message.set(None);
        spawn_local(async move {
            let found = match gray(&blob).await {
                Some((width, height, gray)) => {
                    Photo::find(width, height, &gray).map_err(|error| error.to_string())
                }
                None => Err(NO_PICTURE.to_owned()),
            };
            if latest.try_get_value() != Some(number) {
                return;
            }
            is_reading.set(false);
            match found {
                Ok(photo) => state.lay(Laid::Photo(Arc::new(photo))),
                Err(text) => message.set(Some(text)),
            }
        });
    };
    let take_first = move |files: Option<FileList>| {
        let all = files.map(|files| (0..files.length()).filter_map(|i| files.get(i)).collect());
        let all: Vec<web_sys::File> = all.unwrap_or_default();
        match all.into_iter().find(|file| file.type_().starts_with("image/")) {
            Some(file) => take(file.into()),
            None => message.set(Some(NO_PICTURE.to_owned())),
        }
    };
    let pasted = window_event_listener(ev::paste, move |event| {
        // What is pasted into a field is the field's.
        if is_in_field(event.target()) {
            return;
        }
        take_first(event.clipboard_data().and_then(|data| data.files()));
    });
    on_cleanup(move || pasted.remove());
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take_first(event.data_transfer().and_then(|data| data.files()));
    };
    let on_files = move |_| {
        if let Some(input) = input.get_untracked() {
            take_first(input.files());
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    // What was said of a picture is over when one draws.
    Effect::new(move |_| {
        state.drawing.track();
        message.set(None);
    });
    let is_full = move || state.normalization.get() == Normalization::FULL;
    view! {
        <div class="lab__board" class:lab__board--over=move || is_over.get() data-testid="lab-board"
            on:dragover=move |event: DragEvent| { event.prevent_default(); is_over.set(true) }
            on:dragleave=move |_| is_over.set(false)
            on:drop=on_drop>
            {children()}
            <div class="lab__open">
                <button type="button" class="button" data-testid="open-picture"
                    on:click=move |_| if let Some(input) = input.get_untracked() { input.click() }>
                    "Open a picture"
                </button>
                <span class="field__hint">"or paste it, or drop it on the board: a photo of one digit"</span>
                <input type="file" accept="image/*" class="visually-hidden" tabindex="-1"
                    aria-label="A picture of a digit" data-testid="picture-file"
                    node_ref=input on:change=on_files />
            </div>
            <p class="lab__picture-note" role="status" data-testid="picture-message">
                {move || if is_reading.get() { Some("Looking for the digit …".to_owned()) } else { message.get() }}
            </p>
            <Show when=move || !is_full()>
                <p class="lab__steps-off" role="status">
                    <span>"Steps to the network are switched off."</span>
                    <button type="button" class="button" data-testid="all-steps-on-board"
                        on:click=move |_| state.normalization.set(Normalization::FULL)>
                        "All steps on"
                    </button>
                </p>
            </Show>
        </div>
    }
}

const NO_PICTURE: &str = "There is no picture that the browser can read. Open a photo or a drawing \
    of one digit, as PNG or JPEG.";

/// A picture's width, height and gray values, 0 black to 255 white, row by row; none if it
/// can't be decoded.
///
/// Reading pixels back from a canvas is fine here: the picture is the person's own, and
/// nothing of it leaves the page. (Browsers that blur what is read back against
/// fingerprinting change it by less than its noise.)
async fn gray(blob: &Blob) -> Option<(usize, usize, Vec<u8>)> {
    let bitmap = window().create_image_bitmap_with_blob(blob).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.dyn_into().ok()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LARGEST / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // What is transparent is paper.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height).ok()?;
    bitmap.close();
    let rgba = context.get_image_data(0.0, 0.0, width, height).ok()?.data();
    let gray = rgba.0.chunks_exact(4).map(|pixel| {
        // How bright the eye finds red, green and blue (Rec. 601).
        let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
        (0.299 * r + 0.587 * g + 0.114 * b).round() as u8
    });
    Some((width as usize, height as usize, gray.collect()))
}

/// Whether something is typed into.
fn is_in_field(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    // The selector is a constant and valid.
    element.is_some_and(|e| {
        e.closest("input:not([type=range]), textarea, select").ok().flatten().is_some()
    })
}
