//! The compared runs for other programs.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::{Compared, Looking, borrowed};
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::download::{address_of, download, download_from};
use descent::ledger::differences::rows;
use descent::ledger::export;
use descent::ledger::picture::{Scales, svg};
use descent::plots::Theme;
use descent::plots::learning_curve::Quantity;
use descent::protocol::{Look, Seen};

/// What the files are called.
const NAME: &str = "descent-runs";
/// Pixels of a PNG to one of the drawing.
const SHARPNESS: f64 = 2.0;

/// The buttons.
#[component]
pub fn Exports(
    /// The runs.
    runs: Signal<Vec<Compared>>,
    /// How they are looked at.
    looking: Looking,
) -> impl IntoView {
    let state = use_state();
    let problem = RwSignal::new(None::<String>);
    let tell = move |outcome: Result<(), String>| {
        let told = |why| format!("The browser did not take the file: {why}. Try again.");
        let _ = problem.try_set(outcome.err().map(told));
    };
    let save = move |ending: &str, kind: &str, text: &str| {
        tell(download(&format!("{NAME}.{ending}"), kind, text.as_bytes()));
    };
    let curves = move |_| {
        let text = runs.with_untracked(|runs| export::curves_csv(&borrowed(runs)));
        save("csv", "text/csv", &text);
    };
    let settings = move |_| {
        let text = runs.with_untracked(|runs| {
            let summaries: Vec<_> = runs.iter().map(|run| &run.0).collect();
            export::settings_csv(&summaries, &rows(&summaries))
        });
        save("settings.csv", "text/csv", &text);
    };
    // In the light theme: it is for paper and other people's pages.
    let picture = move || {
        let view = untrack(|| looking.view(Quantity::Loss));
        let scales = Scales {
            loss: looking.scale.get_untracked(),
            has_logarithmic_x: looking.has_logarithmic_x.get_untracked(),
        };
        runs.with_untracked(|runs| svg(&borrowed(runs), view, scales, &Theme::light()))
    };
    let drawing = move |_| save("svg", "image/svg+xml", &picture());
    let photo = move |_| {
        let text = picture();
        leptos::task::spawn_local(async move {
            let saved = async { download_from(&format!("{NAME}.png"), &png(&text).await?) };
            tell(saved.await);
        });
    };
    // The engine writes the configurations: the page has no JSON.
    let as_json = state.once(Slot::AsJson, move |answer| match answer {
        Ok(Seen::AsJson(configs)) => {
            let text = runs.with_untracked(|runs| export::json(&borrowed(runs), &configs));
            save("json", "application/json", &text);
        }
        Ok(_) => {}
        Err(message) => problem.set(Some(message)),
    });
    let json = move |_| {
        as_json.expect();
        let configs =
            runs.with_untracked(|runs| runs.iter().map(|run| run.0.config.clone()).collect());
        state.look(Slot::AsJson, Look::AsJson(configs));
    };
    view! {
        <div class="runs__exports" role="group" aria-label="Save as a file">
            <span class="field__hint">"Save as"</span>
            <button type="button" class="button" data-testid="runs-export-png" on:click=photo>"PNG"</button>
            <button type="button" class="button" data-testid="runs-export-svg" on:click=drawing>"SVG"</button>
            <button type="button" class="button" data-testid="runs-export-csv" on:click=curves>"Curves as CSV"</button>
            <button type="button" class="button" data-testid="runs-export-settings" on:click=settings>"Settings as CSV"</button>
            <button type="button" class="button" data-testid="runs-export-json" on:click=json>"JSON"</button>
        </div>
        <p class="field__error" role="alert">{move || problem.get()}</p>
    }
}

/// A drawing as the address of a PNG.
async fn png(text: &str) -> Result<String, String> {
    let refused = |_| "it can't draw the picture".to_owned();
    let address = address_of("image/svg+xml", text.as_bytes())?;
    let image = HtmlImageElement::new().map_err(refused)?;
    image.set_src(&address);
    let loaded = JsFuture::from(image.decode()).await;
    // It is loaded or never will be.
    let _ = Url::revoke_object_url(&address);
    loaded.map_err(refused)?;
    let canvas = document().create_element("canvas").map_err(refused)?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let [width, height] = [image.natural_width(), image.natural_height()].map(f64::from);
    canvas.set_width((width * SHARPNESS) as u32);
    canvas.set_height((height * SHARPNESS) as u32);
    let context = canvas.get_context("2d").map_err(refused)?;
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let context = context.ok_or_else(|| "it can't draw the picture".to_owned())?;
    let (width, height) = (width * SHARPNESS, height * SHARPNESS);
    let drawn =
        context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height);
    drawn.map_err(refused)?;
    canvas.to_data_url_with_type("image/png").map_err(refused)
}
