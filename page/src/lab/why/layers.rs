//! Each layer's activations as a network and as tiles, and the unit that is chosen among them.

use leptos::prelude::*;

use super::similar::Exciting;
use crate::format;
use crate::panel;
use crate::panel::network::reader_spec;
use crate::state::{UnitRef, use_state};
use crate::widget::picture::{Picture, Pointed};
use descent::plots::Colormap;

/// Tiles in a row, at most; fewer where the window is narrow, so that a tile stays large
/// enough to be met.
const MOST_COLS: usize = 32;
/// Least width of a tile, in CSS pixels.
const TILE: f64 = 24.0;

#[component]
pub fn Layers() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let size = crate::widget::size::use_size(frame);
    let most = Memo::new(move |_| ((size.get().0 / TILE) as usize).clamp(8, MOST_COLS));
    let widths = Memo::new(move |_| {
        reader_spec()
            .map(|spec| spec.layers().iter().map(|l| l.width).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let strips = move || {
        let (widths, most) = (widths.get(), most.get());
        let n = widths.len();
        let strip = |(layer_idx, width): (usize, usize)| {
            view! { <Strip layer_idx width most is_output=layer_idx + 1 == n /> }
        };
        widths.into_iter().enumerate().map(strip).collect::<Vec<_>>()
    };
    let (unit, network) = (panel::unit(), panel::network());
    view! {
        <section class="why__part" aria-labelledby="why-layers">
            <h3 id="why-layers">"Layer by layer"</h3>
            <div class="why__network" data-testid="why-network">
                {network.head.map(|head| head())}
                {(network.body)()}
            </div>
            <p class="field__hint">
                "The same as tiles, one a unit: the stronger its color, the larger its activation a; \
                 blank is 0. Click one, or a unit above, to see what it computes."
            </p>
            <div class="why__strips" node_ref=frame>{strips}</div>
            <Show when=move || state.selected.get().is_some()>
                <div class="why__unit" data-testid="why-unit">
                    <div class="panel__head">
                        <h4>"One unit, number by number"</h4>
                        {unit.head.map(|head| head())}
                    </div>
                    {(unit.body)()}
                    <Exciting />
                </div>
            </Show>
        </section>
    }
}

/// One layer.
#[component]
fn Strip(layer_idx: usize, width: usize, most: usize, is_output: bool) -> impl IntoView {
    let state = use_state();
    let values = Signal::derive(move || {
        state.inspection.with(|inspection| {
            let layer = inspection.as_ref().and_then(|i| i.layers.get(layer_idx));
            layer.map(|layer| layer.activations.to_vec()).unwrap_or_default()
        })
    });
    let cols = if is_output { width.max(1) } else { width.clamp(1, most) };
    let rows = width.div_ceil(cols);
    let name =
        if is_output { "Output".to_owned() } else { format!("Hidden layer {}", layer_idx + 1) };
    let pointed = RwSignal::new(None::<(usize, f32)>);
    let on_point = Callback::new(move |(at,): (Pointed,)| {
        pointed.set(at.filter(|(unit, _)| *unit < width));
    });
    let choose = move || {
        if let Some((unit_idx, _)) = pointed.get_untracked() {
            state.selected.set(Some(UnitRef { layer_idx, unit_idx }));
        }
    };
    let unit_name = move |unit: usize| {
        if is_output { state.class_name(state.reader.get(), unit) } else { format!("unit {unit}") }
    };
    let readout = move || match pointed.get() {
        Some((unit, a)) => format!("{}: a = {}", unit_name(unit), format::number(f64::from(a))),
        None => {
            let lit = values.with(|values| values.iter().filter(|a| **a != 0.0).count());
            format!("{} units, {} not 0", format::count(width), format::count(lit))
        }
    };
    // The chosen unit's tile is framed.
    let frame = move || {
        let unit = state.selected.get().filter(|unit| unit.layer_idx == layer_idx)?;
        let share = |part: usize, n: usize| 100.0 * part as f64 / n as f64;
        let style = format!(
            "left: {}%; top: {}%; width: {}%; height: {}%",
            share(unit.unit_idx % cols, cols),
            share(unit.unit_idx / cols, rows),
            share(1, cols),
            share(1, rows)
        );
        Some(view! { <span class="why__framed" style=style></span> })
    };
    let names = is_output.then(|| {
        let name =
            move |class| view! { <span>{move || state.class_name(state.reader.get(), class)}</span> };
        view! {
            <div class="why__names number" aria-hidden="true"
                class:why__names--words=move || (0..width).any(|class| state.class_name(state.reader.get(), class).len() > 2)
                style=format!("grid-template-columns: repeat({cols}, minmax(0, 1fr))")>
                {(0..width).map(name).collect::<Vec<_>>()}
            </div>
        }
    });
    let label = format!("{name}: activations of {width} units");
    view! {
        <div class="why__strip">
            <p class="why__strip-name"><strong>{name}</strong> <span class="field__hint number">{readout}</span></p>
            // The picture has the keyboard's cursor; Enter chooses what it is on.
            <div class="why__tiles" data-testid=format!("why-layer-{layer_idx}")
                style=format!("max-width: {}px", cols as f64 * 30.0)
                on:click=move |_| choose()
                on:keydown=move |event| if event.key() == "Enter" { choose() }>
                <Picture values cols rows colormap=Colormap::Diverging label on_point />
                {frame}
            </div>
            {names.map(|names| view! { <div style=format!("max-width: {}px", cols as f64 * 30.0)>{names}</div> })}
        </div>
    }
}
