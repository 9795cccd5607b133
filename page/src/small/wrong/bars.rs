//! The gradient's length layer by layer, on a logarithmic axis, and the units that don't learn.

use leptos::prelude::*;

use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use descent::protocol::Seen;
use descent::protocol::seen::LayerHealth;

/// Powers of ten that a length is drawn between.
const POWERS: (f64, f64) = (-8.0, 4.0);

/// The latest look at the run's layers. Tracked.
pub fn layers() -> Vec<LayerHealth> {
    use_state().answers.of(Slot::Vitals).with(|answer| match answer {
        Some(Ok(Seen::Health(layers))) => layers.clone(),
        _ => Vec::new(),
    })
}

/// A row a layer.
#[component]
pub fn Bars() -> impl IntoView {
    let state = use_state();
    let all = Memo::new(move |_| {
        let n = state.config.with(|config| config.network.layers().len());
        let began =
            state.progress.with(|p| p.as_ref().is_some_and(|p| p.step > 0)) || state.has_diverged();
        Some(layers()).filter(|all| began && all.len() == n).unwrap_or_default()
    });
    let rows = move || {
        all.with(|all| {
            let n = all.len();
            all.iter().enumerate().map(|(idx, layer)| row(idx, n, layer)).collect::<Vec<_>>()
        })
    };
    view! {
        <h3 id="bars-heading">"The gradient’s length, and units that learn nothing"</h3>
        <Show when=move || all.with(|all| !all.is_empty()) fallback=|| view! {
            <p class="field__hint">"Here the layers are told of while it trains, about once a second."</p>
        }>
            <table class="wrong__bars" aria-labelledby="bars-heading" data-testid="bars">
                <thead><tr>
                    <th scope="col">"layer"</th>
                    <th scope="col" class="wrong__axis"><span>"10⁻⁸"</span><span>"√Σg²"</span><span>"10⁴"</span></th>
                    <th scope="col">"length"</th>
                    <th scope="col">"units"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Show>
    }
}

fn row(idx: usize, n_layers: usize, layer: &LayerHealth) -> AnyView {
    let name = match n_layers - idx {
        1 => "output".to_owned(),
        _ => format!("hidden {}", idx + 1),
    };
    let norm = layer.gradient_norm;
    let share = norm.map_or(0.0, |norm| {
        let share = (norm.log10() - POWERS.0) / (POWERS.1 - POWERS.0);
        // What is no number is beyond every length; what is 0 below each.
        if norm.is_finite() { share.clamp(0.0, 1.0) } else { 1.0 }
    });
    let length = match norm {
        Some(norm) if !norm.is_finite() => "no number".to_owned(),
        Some(norm) => format::significant(norm, 2),
        None => "–".to_owned(),
    };
    let counts = [
        (layer.n_dead, "dead"),
        (layer.n_saturated, "saturated"),
        (if idx + 1 < n_layers { layer.n_alike } else { 0 }, "alike"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|&(n, _)| n > 0)
        .map(|(n, what)| format!("{n} of {} {what}", layer.n_units))
        .collect();
    let is_number = norm.is_none_or(f64::is_finite);
    let told = match counts.as_slice() {
        // Of what is no number any more there is nothing to count.
        _ if !is_number => "–".to_owned(),
        [] => "well".to_owned(),
        counts => counts.join(", "),
    };
    view! {
        <tr data-testid=format!("bar-{idx}") data-value=norm.map(|norm| norm.to_string()).unwrap_or_default()
            data-dead=layer.n_dead.to_string() data-saturated=layer.n_saturated.to_string()
            data-alike=layer.n_alike.to_string()>
            <th scope="row">{name}</th>
            <td class="wrong__bar" aria-hidden="true">
                <span class="wrong__fill" class:wrong__fill--odd={!is_number}
                    style:transform=format!("scaleX({share:.4})")></span>
            </td>
            <td>{length}</td>
            <td class="wrong__units">{told}</td>
        </tr>
    }
    .into_any()
}
