//! What one sets more rarely, folded: what weights cost, how the data are scaled, when the run
//! stops. The line that opens it says what is set, if anything is.

use leptos::prelude::*;

use crate::format;
use crate::panel::rules::{PenaltyField, PenaltyOf, StopFields, stops_told};
use crate::state::use_state;
use crate::widget::menu::Menu;
use descent::data::scaling::{Scaling, UNIT};
use descent::registry::Choice;
use descent::training::RunConfig;

/// What differs from the usual, in a few words each.
fn told(config: &RunConfig) -> Vec<String> {
    let mut told = Vec::new();
    for (name, lambda) in [("L1", config.penalty.l1), ("L2", config.penalty.l2)] {
        if lambda > 0.0 {
            told.push(format!("{name} penalty {}", format::number(f64::from(lambda))));
        }
    }
    if config.scaling != Choice::of(&UNIT) {
        told.push(format!("scaling: {}", config.scaling));
    }
    told.extend(stops_told(&config.stop));
    told
}

/// The fields, and the line that opens them.
#[component]
pub(super) fn Rarer() -> impl IntoView {
    let state = use_state();
    let told = Memo::new(move |_| state.config.with(told));
    let set_scaling = move |scaling: Choice<Scaling>| {
        let config = RunConfig { scaling, ..state.current_config() };
        let text = format!("Scaling: {scaling}, {}; a network at its start.", scaling.formula);
        state.begin(config, Some(&text));
    };
    view! {
        <details class="setup__rarer" data-testid="setup-rarer">
            <summary>
                "Penalty, scaling, stop rules"
                <span class="field__hint" data-testid="setup-rarer-told">
                    {move || told.with(|told| match told.as_slice() {
                        [] => "none set".to_owned(),
                        told => told.join(", "),
                    })}
                </span>
            </summary>
            <div class="setup__fields">
                <PenaltyField of=PenaltyOf::L2 />
                <PenaltyField of=PenaltyOf::L1 />
                <Menu testid="scaling" label="Scaling of the inputs"
                    value=Signal::derive(move || state.config.with(|config| config.scaling))
                    allowed=|_: &Scaling| true on_choose=set_scaling />
                <StopFields />
            </div>
        </details>
    }
}
