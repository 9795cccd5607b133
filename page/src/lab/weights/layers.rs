//! How the layers are: their weights' and activations' spread, their gradients' length,
//! the units that learn nothing.

use leptos::prelude::*;

use crate::format;
use crate::widget::plot::{Plot, percent};
use descent::nn::NetworkSpec;
use descent::plots::Axis;
use descent::protocol::histogram::Histogram;
use descent::protocol::seen::LayerHealth;

/// Powers of ten that a gradient's length is drawn between.
const POWERS: (f64, f64) = (-6.0, 2.0);

/// A layer's numbers.
#[component]
pub fn Layer(
    /// Its index, the first hidden one is 0.
    layer_idx: usize,
    /// All layers.
    health: Memo<Vec<LayerHealth>>,
    /// The network.
    spec: Memo<Option<NetworkSpec>>,
) -> impl IntoView {
    let here = Memo::new(move |_| health.with(|all| all.get(layer_idx).cloned()));
    let title = move || {
        let n_layers = health.with(Vec::len);
        let n_units = here.with(|layer| layer.as_ref().map_or(0, |layer| layer.n_units));
        let name = match n_layers - layer_idx.min(n_layers) {
            1 => "Output layer".to_owned(),
            _ => format!("Hidden layer {}", layer_idx + 1),
        };
        let activation = spec.with(|spec| {
            let layer = spec.as_ref()?.layers().get(layer_idx)?;
            Some(format!(", {}", layer.activation.name))
        });
        format!("{name}: {n_units} units{}", activation.unwrap_or_default())
    };
    let is_relu = move || {
        spec.with(|spec| {
            let layer = spec.as_ref().and_then(|spec| spec.layers().get(layer_idx));
            layer.is_some_and(|layer| layer.activation.key == "relu")
        })
    };
    let norm = move || here.with(|layer| layer.as_ref().and_then(|layer| layer.gradient_norm));
    let gradient = move || match norm() {
        Some(norm) => {
            let share = (norm.log10() - POWERS.0) / (POWERS.1 - POWERS.0);
            view! {
                <p class="layer__gradient">
                    <span>"Length of the gradient √Σg²: "
                        <strong class="number">{format::number(norm)}</strong></span>
                    <span class="layer__track" aria-hidden="true">
                        <span class="layer__fill" style:width=format!("{:.1}%", 100.0 * share.clamp(0.0, 1.0))></span>
                    </span>
                    <span class="layer__ends number" aria-hidden="true"><span>"10⁻⁶"</span><span>"10²"</span></span>
                </p>
            }
            .into_any()
        }
        None => view! {
            <p class="layer__gradient">"No gradient: it has made no update."</p>
        }
        .into_any(),
    };
    let units = move || here.with(|layer| layer.as_ref().map(|layer| in_words(layer, is_relu())));
    view! {
        <section class="layer" data-testid=format!("layer-{layer_idx}")>
            <h3>{title}</h3>
            <div class="layer__plots">
                {move || here.with(|l| l.as_ref().map(|l| spread("weights", "w", &l.weights)))}
                {move || here.with(|l| l.as_ref().map(|l| spread("activations", "a", &l.activations)))}
            </div>
            {gradient}
            <p data-testid=format!("units-{layer_idx}")>{units}</p>
        </section>
    }
}

/// How many of its units learn nothing, or hardly.
fn in_words(layer: &LayerHealth, is_relu: bool) -> String {
    let n = layer.n_units;
    let told = |count: usize, what: &str, one: &str, many: &str| {
        let (verb, why) = if count == 1 { ("is", one) } else { ("are", many) };
        format!("{count} of {n} units {verb} {what}: {why}.")
    };
    let mut parts = Vec::new();
    if layer.n_dead > 0 {
        let (one, many) = if is_relu {
            (
                "it answers 0 to every example and learns nothing",
                "they answer 0 to every example and learn nothing",
            )
        } else {
            (
                "its slope is 0 for every example, and it learns nothing",
                "their slope is 0 for every example, and they learn nothing",
            )
        };
        parts.push(told(layer.n_dead, "dead", one, many));
    }
    if layer.n_saturated > 0 {
        parts.push(told(
            layer.n_saturated,
            "saturated",
            "its curve is flat wherever an example meets it, and it hardly learns",
            "their curve is flat wherever an example meets it, and they hardly learn",
        ));
    }
    if parts.is_empty() {
        parts.push("No unit is dead, none is saturated.".to_owned());
    }
    parts.join(" ")
}

/// One histogram, with its sentence.
fn spread(name: &'static str, symbol: &'static str, histogram: &Histogram) -> AnyView {
    let total: u32 = histogram.counts.iter().sum();
    if total == 0 {
        return view! { <p class="field__hint">{format!("No {name} that are numbers.")}</p> }
            .into_any();
    }
    let (min, max) = (f64::from(histogram.min), f64::from(histogram.max));
    // All the same: they stand in the middle.
    let (low, high) = if min < max { (min, max) } else { (min - 0.5, max + 0.5) };
    let shares: Vec<f64> =
        histogram.counts.iter().map(|&n| f64::from(n) / f64::from(total)).collect();
    let most = shares.iter().copied().fold(0.0, f64::max);
    let x = Axis::linear(low, high).with_ticks(4);
    let y = Axis::linear(0.0, most).in_percent().with_ticks(3);
    let bin = (high - low) / shares.len() as f64;
    let bars = |is_positive: bool| {
        let mut d = String::new();
        for (idx, &share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let left = low + idx as f64 * bin;
            if (left + bin / 2.0 >= 0.0) == is_positive {
                let (from, to) = (percent(&x, left), percent(&x, left + bin));
                let top = 100.0 - percent(&y, share);
                d += &format!("M{from:.2} 100V{top:.2}H{to:.2}V100Z");
            }
        }
        d
    };
    let (positive, negative) = (bars(true), bars(false));
    let zeros = f64::from(histogram.n_zero) / f64::from(total);
    let zeros = match histogram.n_zero {
        0 => String::new(),
        _ => format!("; {} are exactly 0", format::percent(zeros, 1)),
    };
    let (min, max) = (format::number(min), format::number(max));
    let told = format!("{} {name}, from {min} to {max}{zeros}.", format::count(total as usize));
    view! {
        <figure class="spread">
            <Plot x y x_label=symbol y_label="share" over=|| ()>
                <path class="spread__bars" d=positive />
                <path class="spread__bars spread__bars--negative" d=negative />
            </Plot>
            <figcaption class="number">{told}</figcaption>
        </figure>
    }
    .into_any()
}
