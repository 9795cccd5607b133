//! One parameter's update, sub-step by sub-step, and its way on the number line.

use leptos::prelude::*;

use super::super::of_trace;
use super::super::pane::equations::typeset;
use super::shown::Shown;
use crate::format;
use crate::state::use_state;
use crate::widget::plot::percent;
use descent::plots::Axis;
use descent::walk::{Math, Quantity};

/// One row of the account.
struct Substep {
    name: &'static str,
    formula: &'static str,
    /// What was remembered of it.
    before: Option<f32>,
    value: f32,
}

/// What the optimizer does with the chosen parameter: one row each sub-step.
#[component]
pub fn Substeps(shown: Shown) -> impl IntoView {
    let state = use_state();
    let account = move || {
        let weight = shown.weight.get();
        of_trace(state, |trace| {
            let value = |quantity: Quantity| quantity.value(trace).unwrap_or(f32::NAN);
            let (old, new, given) = (
                value(Quantity::Old(weight)),
                value(Quantity::New(weight)),
                value(Quantity::Given(weight)),
            );
            let slots = trace.rules.optimizer.rule.slots;
            let mut steps = trace.substeps(weight.parameter()).unwrap_or_default();
            // The last is the new value.
            let formula = steps.pop().map_or("", |last| last.formula);
            let between = steps.into_iter().map(|step| {
                let slot = slots.iter().position(|name| *name == step.name);
                let before = slot.map(|slot| value(Quantity::Remembered(weight, slot)));
                Substep { name: step.name, formula: step.formula, before, value: step.value }
            });
            let rows = between.map(|step| row(shown, &step)).collect::<Vec<_>>();
            let name = if weight.input_idx.is_some() { "w" } else { "b" };
            let [old_text, new_text] = shown.pair(old.into(), new.into());
            let given_text = shown.cursor.show(given.into());
            view! {
                <table class="substeps" data-testid="substeps">
                    <thead><tr><th scope="col">"number"</th><th scope="col">"how"</th><th scope="col" class="number">"value"</th></tr></thead>
                    <tbody>
                        <tr><th scope="row">{name}</th><td>"before the step"</td>{cell(old, old_text)}</tr>
                        <tr><th scope="row">"g"</th><td>"its gradient"</td>{cell(given, given_text)}</tr>
                        {rows}
                        <tr class="substeps__new"><th scope="row">"new "{name}</th><td>{formula_view(shown, formula)}</td>{cell(new, new_text)}</tr>
                    </tbody>
                </table>
                <Line shown old new />
            }
        })
    };
    let name = move || shown.name_of(shown.weight.get().input_idx);
    view! { <h3>"Step by step: "{name}</h3>{account} }
}

fn row(shown: Shown, step: &Substep) -> impl IntoView + use<> {
    let text = match step.before {
        // What was remembered, and what is from now on; between them a line may end.
        Some(before) => {
            let [before, after] = shown.pair(before.into(), step.value.into());
            view! { <span>{before}" → "</span><wbr /><span>{after}</span> }.into_any()
        }
        None => shown.cursor.show(step.value.into()).into_any(),
    };
    let name = step.name;
    let memory = step.before.is_some().then(|| {
        view! { <span class="field__hint substeps__memory">"what is remembered: before → after"</span> }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{formula_view(shown, step.formula)}{memory}</td>
            {cell(step.value, text)}
        </tr>
    }
}

fn formula_view(shown: Shown, formula: &'static str) -> impl IntoView {
    view! { <math>{typeset(shown.cursor, &Math::read(formula))}</math> }
}

fn cell(value: f32, text: impl IntoView) -> impl IntoView {
    view! { <td class="number" title=value.to_string() data-value=value.to_string()>{text}</td> }
}

/// From the old value to the new one, magnified.
#[component]
fn Line(shown: Shown, old: f32, new: f32) -> impl IntoView {
    let (old, new) = (f64::from(old), f64::from(new));
    let step = new - old;
    if step == 0.0 || !step.is_finite() {
        return view! { <p class="field__hint">"It stays where it is."</p> }.into_any();
    }
    let margin = 0.6 * step.abs();
    let axis = Axis::linear(old.min(new) - margin, old.max(new) + margin).with_ticks(3);
    let left = |value: f64| format!("{:.2}%", percent(&axis, value));
    let ticks = axis
        .ticks()
        .iter()
        .filter(|&&tick| (12.0..88.0).contains(&percent(&axis, tick)))
        .map(|&tick| {
            // The axis is short: its numbers differ in their last digits.
            let text = format::significant(tick, format::apart(old, new));
            view! { <span class="steps-line__tick" style:left=left(tick)>{text}</span> }
        })
        .collect::<Vec<_>>();
    let color =
        if step < 0.0 { "steps-line__step steps-line__step--down" } else { "steps-line__step" };
    let (from, to) =
        (left(old.min(new)), percent(&axis, old.max(new)) - percent(&axis, old.min(new)));
    let way = format!("left:{from};width:{to:.2}%");
    let [old_text, new_text] = shown.pair(old, new);
    let text = format!("From {old_text} to {new_text}, a change of {}", format::signed(step));
    view! {
        <div class="steps-line" role="img" aria-label=text>
            <span class=color style=way></span>
            <span class="steps-line__end steps-line__end--old" style:left=left(old)></span>
            <span class="steps-line__name" style:left=left(old)>"old"</span>
            <span class="steps-line__end" style:left=left(new)></span>
            <span class="steps-line__name" style:left=left(new)>"new"</span>
            {ticks}
        </div>
        <p class="field__hint number">{format!("A change of {}; the number line is magnified.", format::signed(step))}</p>
    }
    .into_any()
}
