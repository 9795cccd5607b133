//! The update that comes next, with its point's numbers: w ← w + η(y − ŷ)x (CURRICULUM A14).

use leptos::prelude::*;

use super::which::{Unit, delta};
use crate::format;
use crate::small::asked;
use crate::state::looks::Slot;
use crate::state::{State, use_state};
use descent::nn::{Reduction, StepTrace};
use descent::protocol::{Look, Seen};
use descent::walk::records::{Record, records};

/// The next update, asked whenever something has changed.
pub fn next_step(state: State, is_visible: Signal<bool>) -> Signal<Option<StepTrace>> {
    Effect::new(move |_| {
        state.progress.track();
        state.config.track();
        state.batch_size.track();
        state.learning_rate.track();
        if is_visible.get() {
            state.look(Slot::NextStep, Look::NextStep);
        }
    });
    let answer = state.answers.of(Slot::NextStep);
    Signal::derive(move || match answer.get() {
        Some(Ok(Seen::NextStep(trace))) => {
            // Of a run before this one it says nothing.
            let fits = state.config.with(|config| config.network == trace.network);
            fits.then_some(*trace)
        }
        _ => None,
    })
}

/// The point that is learned from next, if it is a single one.
pub fn marked(next: Signal<Option<StepTrace>>) -> Signal<Option<usize>> {
    Signal::derive(move || {
        next.get()
            .filter(|it| it.batch_len == 1)
            .and_then(|it| it.examples.first().map(|&i| i as usize))
    })
}

/// The equations.
#[component]
pub fn Update(
    /// The next update.
    next: Signal<Option<StepTrace>>,
    /// What learns.
    unit: Memo<Unit>,
) -> impl IntoView {
    let state = use_state();
    let all = move || {
        let next = next.get()?;
        if next.batch_len > 1 {
            let text = format!(
                "The next update goes by all {} points at once: see “Record by record”.",
                next.batch_len
            );
            return Some(view! { <p class="field__hint">{text}</p> }.into_any());
        }
        if unit.get() == Unit::Hidden {
            let text = "The next update moves the weights of all five units: step through it.";
            return Some(view! { <p class="field__hint">{text}</p> }.into_any());
        }
        let record = records(&next).into_iter().next()?;
        let place = asked::places(state).get(record.example as usize).copied()?;
        let layer = &next.layers[0];
        let old = [layer.weights[[0, 0]], layer.weights[[0, 1]], layer.bias[0]];
        let new = [layer.new_weights[[0, 0]], layer.new_weights[[0, 1]], layer.new_bias[0]];
        let delta = delta_of(&record, unit.get(), next.network.reduction());
        let (y, output) = (f64::from(record.target), f64::from(record.output));
        let is_right = record.delta == 0.0;
        let x = [record.inputs[0], record.inputs[1], 1.0];
        let rows = ["w₁", "w₂", "b"].into_iter().enumerate().map(|(at, name)| {
            let text = format!(
                "{name} ← {} + {} · {delta} · {} = {}",
                format::number(old[at].into()),
                format::number(next.learning_rate.into()),
                in_parentheses(x[at].into()),
                format::number(new[at].into()),
            );
            view! { <li class="number" data-value=new[at].to_string()>{text}</li> }
        });
        let told = format!(
            "Next: the point ({}, {}) of class {}. The unit says {}{}",
            format::number(place.x.into()),
            format::number(place.y.into()),
            format::number(y),
            format::number(output),
            if is_right { ": right, so nothing changes." } else { "." },
        );
        Some(
            view! {
                <p>{told}</p>
                <ol class="update__lines">{rows.collect::<Vec<_>>()}</ol>
            }
            .into_any(),
        )
    };
    let reduction = asked::reduction(state);
    let rule = move || {
        let delta = delta(unit.get(), reduction.get());
        match unit.get() {
            Unit::Perceptron | Unit::Logistic => Some(format!("w ← w + η · {delta} · x")),
            Unit::Squared => Some(format!("δ = {delta},  w ← w + η · δ · x")),
            Unit::Hidden => None,
        }
    };
    view! {
        <div class="update" data-testid="update"
            data-value=move || next.get().map(|next| next.step.to_string())>
            <p class="update__rule">{rule}</p>
            {all}
        </div>
    }
}

/// δ as it stands in the rule: y − ŷ with its numbers, or, where f′ has its share, their product.
fn delta_of(record: &Record, unit: Unit, reduction: Reduction) -> String {
    let error = || {
        let (y, output) = (record.target.into(), record.output.into());
        format!("({} − {})", format::number(y), format::number(output))
    };
    match (unit, reduction) {
        (Unit::Squared, _) => in_parentheses(record.delta.into()),
        (_, Reduction::HalfMean) => format!("½ · {}", error()),
        _ => error(),
    }
}

fn in_parentheses(value: f64) -> String {
    let text = format::number(value);
    if value < 0.0 { format!("({text})") } else { text }
}
