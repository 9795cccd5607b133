//! A unit's weights and bias, set by hand; and taken back.

use leptos::html;
use leptos::prelude::*;

use super::network::UnitIdx;
use crate::format;
use crate::state::use_state;
use crate::widget::icon::{CLEAR, Icon};
use crate::widget::visible::use_visible;
use descent::nn::{NetworkSpec, Parameter};
use descent::protocol::Reader;

/// Most weights of a unit that have a field: more are no matter for hands.
const MOST: usize = 64;

/// The fields of the unit that was picked; a sentence that says how, while there is none.
#[component]
pub(super) fn ByHand(picked: RwSignal<Option<UnitIdx>>) -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<html::Div>::new();
    // On a phone the network may be out of sight while this is not.
    state.show_parameters(use_visible(frame));
    let spec = Memo::new(move |_| state.config.with(|config| config.network.clone()));
    // The layers may have changed since.
    let unit = Memo::new(move |_| {
        let (layer_idx, unit_idx) = picked.get()?;
        let width = spec.with(|spec| spec.layers().get(layer_idx).map(|layer| layer.width))?;
        (unit_idx < width).then_some((layer_idx, unit_idx))
    });
    // What was there before each change, the latest last.
    let before = RwSignal::new(Vec::<(Parameter, f32)>::new());
    let step = Memo::new(move |_| state.progress.with(|it| it.as_ref().map(|it| it.step)));
    Effect::new(move |_| {
        // Moved by an update, or of another run: there is no way back to it.
        // (A memo that nobody reads follows nothing.)
        step.get();
        state.config.track();
        before.set(Vec::new());
    });
    let value_of = move |parameter: Parameter| {
        let is_run = state.reader.get() == Reader::Run;
        state.parameters.with(|all| {
            let all = all.as_ref().filter(|all| is_run && spec.with(|it| all.network == *it))?;
            match parameter {
                Parameter::Weight { layer_idx, unit_idx, input_idx } => {
                    all.weights.get(layer_idx)?.get((unit_idx, input_idx)).copied()
                }
                Parameter::Bias { layer_idx, unit_idx } => {
                    all.biases.get(layer_idx)?.get(unit_idx).copied()
                }
            }
        })
    };
    let set = move |parameter: Parameter, to: f32| {
        if let Some(now) = untrack(|| value_of(parameter)).filter(|&now| now != to) {
            before.update(|before| before.push((parameter, now)));
            state.set_parameter(parameter, to);
        }
    };
    let undo = move |_| {
        if let Some((parameter, to)) = before.try_update(Vec::pop).flatten() {
            state.set_parameter(parameter, to);
        }
    };
    let names = move |layer_idx: usize| -> Vec<String> {
        let units = |n: usize| (1..=n).map(|unit| format!("unit {unit}")).collect();
        match layer_idx.checked_sub(1) {
            Some(from) => units(spec.with(|spec| spec.layers()[from].width)),
            None => state.config.with(|config| match config.dataset.points() {
                Some(points) => points.inputs().iter().map(|it| it.name.to_owned()).collect(),
                None => units(config.network.n_inputs()),
            }),
        }
    };
    let fields = move || {
        let Some((layer_idx, unit_idx)) = unit.get() else {
            return view! {
                <p class="field__hint">"Click a unit to see it large and to set its weights by hand."</p>
            }
            .into_any();
        };
        let names = names(layer_idx);
        let n = names.len();
        let weights = names.into_iter().take(MOST).enumerate().map(|(input_idx, name)| {
            let parameter = Parameter::Weight { layer_idx, unit_idx, input_idx };
            let value = Memo::new(move |_| value_of(parameter));
            let testid = format!("hand-weight-{input_idx}");
            view! { <Number testid label=format!("from {name}") value on_set=move |to| set(parameter, to) /> }
        });
        let weights = weights.collect::<Vec<_>>();
        let bias = Parameter::Bias { layer_idx, unit_idx };
        let bias_now = Memo::new(move |_| value_of(bias));
        let more = (n > MOST).then(|| {
            let text = format!("The first {MOST} of {} weights.", format::count(n));
            view! { <p class="field__hint">{text}</p> }
        });
        view! {
            <div class="by-hand" role="group" aria-label=name_of((layer_idx, unit_idx), &spec.get())
                data-testid="by-hand" data-value=format!("{layer_idx}-{unit_idx}")>
                <div class="by-hand__head">
                    <h3>{name_of((layer_idx, unit_idx), &spec.get())}", by hand"</h3>
                    <button type="button" class="button button--small" data-testid="hand-undo"
                        disabled=move || before.with(Vec::is_empty) on:click=undo>"Undo"</button>
                    <button type="button" class="button button--quiet button--round" data-testid="hand-close"
                        aria-label="Close" title="Close" on:click=move |_| picked.set(None)><Icon path=CLEAR /></button>
                </div>
                <div class="by-hand__fields">
                    <Number testid="hand-bias".to_owned() label="bias b".to_owned() value=bias_now
                        on_set=move |to| set(bias, to) />
                    {weights}
                </div>
                {more}
            </div>
        }
        .into_any()
    };
    view! { <div node_ref=frame>{fields}</div> }
}

/// What a unit is called.
fn name_of((layer_idx, unit_idx): UnitIdx, spec: &NetworkSpec) -> String {
    let unit = unit_idx + 1;
    match (layer_idx + 1 == spec.layers().len(), spec.n_outputs()) {
        (true, 1) => "The output".to_owned(),
        (true, _) => format!("Output {unit}"),
        (false, _) => format!("Layer {}, unit {unit}", layer_idx + 1),
    }
}

/// One number. While it is being typed it stays as it is, whatever an update makes of it.
#[component]
fn Number(
    testid: String,
    label: String,
    value: Memo<Option<f32>>,
    on_set: impl Fn(f32) + 'static,
) -> impl IntoView {
    let is_typed = RwSignal::new(false);
    let is_wrong = RwSignal::new(false);
    let text = Memo::new(move |before: Option<&String>| match before {
        Some(before) if is_typed.get() => before.clone(),
        _ => value.get().map(short).unwrap_or_default(),
    });
    view! {
        <label class="by-hand__field">
            <span>{label}</span>
            <input class="input" type="number" inputmode="decimal" step="0.1" data-testid=testid
                data-value=move || value.get().map(|it| it.to_string()) prop:value=text
                aria-invalid=move || is_wrong.get().to_string()
                title="A number; any that is finite"
                on:focus=move |_| is_typed.set(true)
                on:blur=move |_| is_typed.set(false)
                on:change=move |event| {
                    let typed = event_target_value(&event).trim().parse::<f32>();
                    let number = typed.ok().filter(|it| it.is_finite());
                    is_wrong.set(number.is_none());
                    if let Some(number) = number {
                        on_set(number);
                    }
                } />
        </label>
    }
}

/// Four decimals at most: what hands can tell apart.
fn short(value: f32) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
