//! One of a unit's parameters is chosen: in a picture of its weights, or by number.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::shown::Shown;
use crate::format;
use crate::widget::as_table::AsTable;
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::plots::Colormap;

const SIDE: usize = DigitImage::SIDE;

/// A picture with one number for each of a unit's weights, in which one is marked:
/// click another, or go to it with the arrow keys.
#[component]
pub fn WeightPicture(
    shown: Shown,
    /// What it shows.
    name: &'static str,
    /// One number a weight.
    #[prop(into)]
    values: Signal<Vec<f32>>,
) -> impl IntoView {
    let range = move || {
        let ends = (f32::INFINITY, f32::NEG_INFINITY);
        let (low, high) = values
            .with(|values| values.iter().fold(ends, |(low, high), &v| (low.min(v), high.max(v))));
        let show = |end: f32| format::significant(f64::from(end), 2);
        (low <= high).then(|| format!("{} to {}", show(low), show(high)))
    };
    let choose = move |event: web_sys::MouseEvent| {
        let target = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let Some(bounds) = target.map(|target| target.get_bounding_client_rect()) else { return };
        let cell = |at: i32, start: f64, size: f64| {
            let share = (f64::from(at) - start) / size;
            (share.clamp(0.0, 1.0) * SIDE as f64).min(SIDE as f64 - 1.0) as usize
        };
        let row = cell(event.client_y(), bounds.top(), bounds.height());
        let col = cell(event.client_x(), bounds.left(), bounds.width());
        shown.pick(Some(row * SIDE + col));
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let at = shown.weight.get_untracked().input_idx.unwrap_or((SIDE / 2) * (SIDE + 1));
        let (row, col) = (at / SIDE, at % SIDE);
        let (row, col) = match event.key().as_str() {
            "ArrowLeft" => (row, col.saturating_sub(1)),
            "ArrowRight" => (row, (col + 1).min(SIDE - 1)),
            "ArrowUp" => (row.saturating_sub(1), col),
            "ArrowDown" => ((row + 1).min(SIDE - 1), col),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        shown.pick(Some(row * SIDE + col));
    };
    let mark = move || {
        let at = shown.weight.get().input_idx?;
        let percent = |part: usize| 100.0 * part as f64 / SIDE as f64;
        let style = format!(
            "left: {}%; top: {}%; width: {}%; height: {}%",
            percent(at % SIDE),
            percent(at / SIDE),
            percent(1),
            percent(1)
        );
        Some(view! { <span class="picture__cursor" style=style></span> })
    };
    let text = move || {
        let at = shown.weight.get().input_idx;
        let value = at.and_then(|at| values.with(|values| values.get(at).copied()));
        value.map_or_else(String::new, |value| {
            format!("{}: {}", shown.name_of(at), format::number(value.into()))
        })
    };
    view! {
        <figure class="pictured">
            <div class="weight-picture" tabindex="0" role="group"
                aria-label=move || format!("{name}: choose a weight with the arrow keys. {}", text())
                on:click=choose on:keydown=on_key>
                <Picture values colormap=Colormap::Diverging label=name />
                {mark}
            </div>
            <figcaption>{name} <span class="field__hint number">{range}</span></figcaption>
            <AsTable name values cols=SIDE />
        </figure>
    }
}

/// The chosen weight, by row and column or by number; or the bias.
#[component]
pub fn WeightFields(shown: Shown) -> impl IntoView {
    let input_idx = move || shown.weight.get().input_idx;
    // Who goes from the bias back to a weight finds the last one again.
    let last = Memo::new(move |before: Option<&usize>| {
        input_idx().or(before.copied()).unwrap_or(0).min(shown.n_inputs().max(1) - 1)
    });
    let has_bias =
        move || shown.cursor.places.with(|places| places.has_bias(shown.at.get().layer_idx));
    let row = move || last.get() / SIDE;
    let col = move || last.get() % SIDE;
    let is_bias = move || input_idx().is_none();
    // Made anew for another kind of inputs only: who types keeps the focus.
    let kind = Memo::new(move |_| (shown.has_pixels(), shown.at.get().layer_idx, shown.n_inputs()));
    let fields = move || {
        let (has_pixels, layer_idx, n_inputs) = kind.get();
        if has_pixels {
            view! {
                <Number label="row" testid="weight-row" value=Signal::derive(row) most=SIDE - 1 is_off=Signal::derive(is_bias)
                    on_choose=move |row| shown.pick(Some(row * SIDE + untrack(col))) />
                <Number label="column" testid="weight-column" value=Signal::derive(col) most=SIDE - 1 is_off=Signal::derive(is_bias)
                    on_choose=move |col| shown.pick(Some(untrack(row) * SIDE + col)) />
            }
            .into_any()
        } else {
            let label = if layer_idx == 0 { "from input" } else { "from unit" };
            view! {
                <Number label=label testid="weight-input" value=last.into() most=n_inputs.max(1) - 1
                    is_off=Signal::derive(is_bias) on_choose=move |k| shown.pick(Some(k)) />
            }
            .into_any()
        }
    };
    view! {
        <div class="fields" role="group" aria-label="Which parameter">
            <span class="fields__head">"Weight"</span>
            {fields}
            <Show when=has_bias>
                <label class="check">
                    <input type="checkbox" data-testid="weight-is-bias" prop:checked=is_bias
                        on:change=move |event| {
                            let is_bias = event_target_checked(&event);
                            shown.pick((!is_bias).then(|| last.get_untracked()));
                        } />
                    " the bias instead"
                </label>
            </Show>
        </div>
    }
}

/// A whole number from 0.
#[component]
fn Number(
    label: &'static str,
    testid: &'static str,
    value: Signal<usize>,
    most: usize,
    is_off: Signal<bool>,
    on_choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let on_input = move |event: web_sys::Event| {
        if let Ok(number) = event_target_value(&event).parse::<usize>() {
            on_choose(number.min(most));
        }
    };
    view! {
        <label class="fields__field">
            <span>{label}</span>
            <input class="input number" type="number" inputmode="numeric" min="0" max=most
                data-testid=testid disabled=move || is_off.get()
                prop:value=move || value.get().to_string()
                on:keydown=|event| if event.key() != "Escape" { event.stop_propagation() }
                on:input=on_input />
        </label>
    }
}
