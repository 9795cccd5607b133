//! What the followed example wants of each output: an arrow, as long as its δ.

use leptos::prelude::*;

use super::super::of_trace;
use super::shown::Shown;
use crate::format;
use crate::state::use_state;
use descent::walk::{Phase, Quantity, UnitAt};

/// Longest arrow, in percent of its field's height from the middle.
const LONGEST: f64 = 46.0;
/// Arrows shorter than this share of the longest are no more than a dash.
const DASH: f32 = 0.01;

/// The outputs side by side; the shown one is marked.
#[component]
pub fn Wants(shown: Shown) -> impl IntoView {
    let state = use_state();
    let cursor = shown.cursor;
    let about = move || {
        let row = cursor.row.get();
        of_trace(state, |trace| {
            let label = trace.labels.get(row).copied();
            let is_shared = trace.layers[trace.layers.len() - 1].activations.ncols() > 1;
            match label.map(usize::from).filter(|_| is_shared) {
                Some(label) => format!(
                    "The label says {}: its output should be 1, all others 0.",
                    class_name(label)
                ),
                None => "Each output should be what stands beside its line.".to_owned(),
            }
        })
    };
    let outputs = move || {
        let row = cursor.row.get();
        of_trace(state, |trace| {
            let layer_idx = trace.layers.len() - 1;
            let deltas = trace.layers[layer_idx].deltas.row(row);
            let largest =
                deltas.iter().fold(0.0f32, |m, d| if d.is_finite() { m.max(d.abs()) } else { m });
            (0..deltas.len())
                .map(|unit_idx| {
                    let at = UnitAt { row, layer_idx, unit_idx };
                    let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
                    let (a, y, delta) = (
                        value(Quantity::Activation(at)),
                        value(Quantity::Target(at)),
                        value(Quantity::Delta(at)),
                    );
                    let share = if largest > 0.0 { -delta / largest } else { 0.0 };
                    view! { <Output shown unit_idx a y delta share /> }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <h3>"What this example wants"</h3>
        <p>{about}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="What this example wants of each output">
            <ul class="wishes" data-testid="wants">{outputs}</ul>
        </div>
        <p class="key">
            <span class="key__item"><i class="key__arrow">"↑"</i>"should rise"</span>
            <span class="key__item"><i class="key__arrow key__arrow--down">"↓"</i>"should fall"</span>
            <span class="key__item">"as long as −δ"</span>
            <span class="key__item"><i class="key__box key__box--is"></i>"output a"</span>
            <span class="key__item"><i class="key__line key__line--thick key__line--ink"></i>"target y"</span>
        </p>
    }
}

#[component]
fn Output(shown: Shown, unit_idx: usize, a: f32, y: f32, delta: f32, share: f32) -> impl IntoView {
    let cursor = shown.cursor;
    let name = class_name(unit_idx);
    let is_word = is_word(&name);
    let is_here = move || shown.at.get().unit_idx == unit_idx;
    let wish = if share.abs() < DASH {
        "is just right"
    } else if share > 0.0 {
        "should rise"
    } else {
        "should fall"
    };
    let text = Signal::derive(move || {
        format!(
            "Output {name}: {}, should be {}. It {wish}: δ = {}",
            cursor.show(a.into()),
            cursor.show(y.into()),
            cursor.show(delta.into())
        )
    });
    let tip = 50.0 - LONGEST * f64::from(share);
    // A short arrow has a small head.
    let head = (50.0 - tip).clamp(-9.0, 9.0);
    let arrow = if share.abs() < DASH {
        "M8 50H16".to_owned()
    } else {
        let (left, right) = (12.0 - head.abs() * 0.78, 12.0 + head.abs() * 0.78);
        let back = tip + head;
        format!("M12 50V{tip:.1}M{left:.1} {back:.1}L12 {tip:.1}L{right:.1} {back:.1}")
    };
    let height = |value: f32| format!("{:.1}%", (value.clamp(0.0, 1.0) * 100.0).max(0.5));
    let go = move |_| {
        let layer_idx = cursor.places.with_untracked(|places| places.n_layers() - 1);
        cursor
            .go(cursor.places.with_untracked(|p| p.of_unit(Phase::Backward, layer_idx, unit_idx)));
    };
    // So short that they keep clear of their neighbors; the title has more.
    let sign = if delta < 0.0 { "+" } else { "" };
    let wished = format!("{sign}{}", format::significant(-f64::from(delta), 2));
    view! {
        <li>
            <button type="button" class="wish" class:wish--here=is_here class:wish--wanted=y == 1.0
                title=move || text.get() aria-pressed=move || is_here().to_string() on:click=go>
                <svg class="wish__arrow" class:wish__arrow--down={ share < 0.0 }
                    class:wish__arrow--none={ share.abs() < DASH } viewBox="0 0 24 100" aria-hidden="true">
                    <path class="wish__zero" d="M0 50H24" /><path d=arrow />
                </svg>
                <span class="wish__number number">{wished}</span>
                <span class="wish__bars">
                    <span class="against__is" style:height=height(a)></span>
                    <span class="against__should" style:bottom=height(y)></span>
                </span>
                <span class="wish__number number">{format::significant(a.into(), 2)}</span>
                <strong class="wish__name" class:class-name--word=is_word>{class_name(unit_idx)}</strong>
                <span class="visually-hidden">{move || text.get()}</span>
            </button>
        </li>
    }
}

/// What an output stands for.
pub fn class_name(unit_idx: usize) -> String {
    let state = use_state();
    let name = |config: &descent::training::RunConfig| {
        config.dataset.class_name(unit_idx).map(str::to_owned)
    };
    state.config.with_untracked(name).unwrap_or_else(|| unit_idx.to_string())
}

/// Whether a name is longer than a number: it takes smaller type.
pub fn is_word(name: &str) -> bool {
    name.chars().count() > 2
}
