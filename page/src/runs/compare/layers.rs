//! How the weights have changed, layer by layer.

use leptos::prelude::*;

use crate::format;
use crate::lab::weights::full_color;
use crate::lab::weights::wall::Wall;
use crate::widget::picture::Picture;
use descent::nn::NetworkSpec;
use descent::plots::{Colormap, Limit};
use descent::training::changed::{ChangePicture, LayerChange, UnitChange};

/// All layers.
#[component]
pub fn Layers(
    /// How each has changed.
    layers: Vec<LayerChange>,
    /// The network.
    spec: NetworkSpec,
) -> impl IntoView {
    let n = layers.len();
    let of = |(idx, layer): (usize, LayerChange)| {
        let title = match n - idx {
            1 => "Output layer".to_owned(),
            _ => format!("Hidden layer {}", idx + 1),
        };
        let activation = spec.layers().get(idx).map_or("", |layer| layer.activation.name);
        view! { <Layer idx title activation layer /> }
    };
    let layers = layers.into_iter().enumerate().map(of).collect::<Vec<_>>();
    view! {
        <div class="stack">
            <h4>"Their weights"</h4>
            <p class="field__hint">
                "ΔW is the weights of B less those of A. Blue: larger in B; orange: smaller."
            </p>
            <div class="diff__layers">{layers}</div>
        </div>
    }
}

#[component]
fn Layer(idx: usize, title: String, activation: &'static str, layer: LayerChange) -> impl IntoView {
    let LayerChange { n_units, n_inputs, mean, bias_mean, .. } = layer;
    let relative = layer.relative();
    let what = format!(
        "{title}: {} by {} weights, {activation}",
        format::count(n_units),
        format::count(n_inputs)
    );
    let share = relative.map_or_else(|| "–".to_owned(), |share| format::percent(share, 1));
    let picture = match layer.picture {
        ChangePicture::Units(units) => view! { <Units units n_units /> }.into_any(),
        ChangePicture::Matrix { values, block } => view! {
            <Matrix values block n_units n_inputs />
        }
        .into_any(),
    };
    view! {
        <section class="diff__layer stack stack--tight" aria-label=title.clone() data-testid=format!("diff-layer-{idx}")
            data-value=layer.norm.to_string()>
            <h5>{what}</h5>
            <dl class="diff__numbers number">
                <div><dt>"mean |ΔW|"</dt><dd data-testid=format!("diff-mean-{idx}")>{format::number(mean)}</dd></div>
                <div><dt>"‖ΔW‖ / ‖W‖"</dt><dd data-testid=format!("diff-relative-{idx}")>{share}</dd></div>
                <div><dt>"mean |Δb|"</dt><dd>{format::number(bias_mean)}</dd></div>
            </dl>
            {picture}
        </section>
    }
}

/// Each unit's change as a picture of what it looks at.
#[component]
fn Units(units: Vec<UnitChange>, n_units: usize) -> impl IntoView {
    let all: Vec<f32> = units.iter().flat_map(|unit| &unit.values).copied().collect();
    let limit = full_color(&all);
    let names: Vec<(usize, f64)> = units.iter().map(|unit| (unit.unit_idx, unit.norm)).collect();
    let hint = match names.len() {
        n if n < n_units => format!("The {n} units that changed most, the most first."),
        _ => "One picture a unit, the one that changed most first.".to_owned(),
    };
    let values = Memo::new(move |_| all.clone());
    let picked = RwSignal::new(None::<usize>);
    let told = move || match picked.get().and_then(|idx| names.get(idx).copied()) {
        Some((unit, norm)) => {
            format!("Unit {}: ‖Δw‖ = {}.", unit + 1, format::number(norm))
        }
        None => format!(
            "Full color: {} and more. Choose a picture for its unit.",
            format::number(f64::from(limit))
        ),
    };
    view! {
        <p class="field__hint">{hint}</p>
        <Wall values limit=Memo::new(move |_| limit) picked label="ΔW of the first layer, a picture a unit" />
        <p class="field__hint number" role="status">{told}</p>
    }
}

/// The whole matrix as one picture.
#[component]
fn Matrix(
    values: ndarray::Array2<f32>,
    block: (usize, usize),
    n_units: usize,
    n_inputs: usize,
) -> impl IntoView {
    let (rows, cols) = values.dim();
    let values: Vec<f32> = values.iter().copied().collect();
    let limit = full_color(&values);
    let pointed = RwSignal::new(None::<(usize, f32)>);
    // "unit 3", "units 5 to 8".
    let range = |what: &str, idx: usize, block: usize, n: usize| {
        let (from, to) = (idx * block + 1, ((idx + 1) * block).min(n));
        if from == to { format!("{what} {from}") } else { format!("{what}s {from} to {to}") }
    };
    let of_blocks = match block {
        (1, 1) => "",
        _ => " Each place stands for a block, by what changed most in it.",
    };
    let told = move || match pointed.get() {
        Some((idx, value)) => {
            let (row, col) = (idx / cols, idx % cols);
            format!(
                "{}, {}: {}",
                range("unit", row, block.0, n_units),
                range("input", col, block.1, n_inputs),
                format::signed(f64::from(value))
            )
        }
        None => format!("Full color: {} and more.{of_blocks}", format::number(f64::from(limit))),
    };
    // Small ones are not lost, large ones keep their pixels.
    let side = (16.0 / cols.max(rows) as f64).clamp(0.3, 1.6);
    let width = format!("min(100%, {:.2}rem)", side * cols as f64);
    view! {
        <p class="field__hint">"A row a unit, a column an input."</p>
        <div class="diff__matrix" style:width=width>
            <Picture values=Signal::stored(values) cols rows colormap=Colormap::Diverging limit=Limit::Fixed(limit)
                label="ΔW, a row a unit" on_point=Callback::new(move |(at,)| pointed.set(at)) />
        </div>
        <p class="field__hint number">{told}</p>
    }
}
