//! The nudge test: one parameter moved a little up and a little down, the loss measured
//! both times; its slope beside the gradient that backpropagation gives.

use leptos::prelude::*;

use super::pick::WeightFields;
use super::shown::Shown;
use crate::format;
use crate::state::use_state;
use descent::training::{Agreement, Nudge};

/// The test of any of the unit's parameters.
#[component]
pub fn NudgeTest(shown: Shown) -> impl IntoView {
    let state = use_state();
    let nudge = Memo::new(move |_| {
        let (parameter, nudge) = state.nudged.get()?;
        (parameter == shown.weight.get().parameter()).then_some(nudge)
    });
    let outcome = move || nudge.get().map(|nudge| view! { <Outcome shown nudge /> });
    let told = move || nudge.get().map(|nudge| verdict(&nudge));
    view! {
        <div class="nudge-test">
            <h3>"Is the gradient right?"</h3>
            <p>"Nudge " {move || shown.name_of(shown.weight.get().input_idx)}
                " a little down and a little up, and measure the loss of the batch both times."</p>
            <WeightFields shown />
            <button type="button" class="button" data-testid="nudge"
                on:click=move |_| state.ask_nudge(shown.weight.get_untracked().parameter())>"Nudge test"</button>
            {outcome}
            <p class="nudge-test__verdict" role="status" data-testid="nudge-verdict">{told}</p>
        </div>
    }
}

#[component]
fn Outcome(shown: Shown, nudge: Nudge) -> impl IntoView {
    let Nudge { distance, below, above, slope, gradient, .. } = nudge;
    // In double precision, of which "all digits" shows all.
    let pair = move |a: f64, b: f64| {
        if shown.cursor.precise.get() {
            [a, b].map(|value| value.to_string().replace('-', "−"))
        } else {
            format::pair(a, b)
        }
    };
    let losses = move || pair(below, above);
    let slopes = move || pair(slope, gradient.into());
    view! {
        <table class="nudge-test__numbers" data-testid="nudge-outcome">
            <tbody>
                <tr><th scope="row">{format!("loss at w − {distance}")}</th>
                    <td data-value=below.to_string()>{move || losses()[0].clone()}</td></tr>
                <tr><th scope="row">{format!("loss at w + {distance}")}</th>
                    <td data-value=above.to_string()>{move || losses()[1].clone()}</td></tr>
                <tr class="nudge-test__slopes"><th scope="row">{format!("their slope: difference / {}", 2.0 * distance)}</th>
                    <td data-testid="nudge-slope" data-value=slope.to_string()>
                        <strong>{move || slopes()[0].clone()}</strong></td></tr>
                <tr><th scope="row">"backpropagation’s gradient"</th>
                    <td data-testid="nudge-gradient" data-value=gradient.to_string()>
                        <strong>{move || slopes()[1].clone()}</strong></td></tr>
            </tbody>
        </table>
    }
}

/// Whether they agree, and if not, why.
fn verdict(nudge: &Nudge) -> String {
    match nudge.agreement() {
        Agreement::Nothing => "✓ They agree: both are 0. Nothing in this batch depends on it: its input is 0 in \
             every example, or nothing gets through its unit."
            .to_owned(),
        Agreement::Digits(7..) => "✓ They agree, to all digits that single precision has.".to_owned(),
        Agreement::Digits(n) => format!(
            "✓ They agree, to {n} digits. The gradient is worked out in single precision, which has about 7."
        ),
        Agreement::Rounding => "✓ They agree as far as they can: the examples’ nudges cancel here, and what is left is as \
             small as the rounding of single precision."
            .to_owned(),
        Agreement::Kink(left, right) => format!(
            "They differ: there is a kink within the nudge, where a unit switches on or off. To the left \
             of it the slope is {}, to the right {}; backpropagation takes one side.",
            format::number(left),
            format::number(right)
        ),
        Agreement::No => "✗ They differ, and neither a kink nor rounding explains it.".to_owned(),
    }
}
