//! Train, one step, the same start again, rate and speed: what a small lab needs of the
//! lesson's panel.

use leptos::html;
use leptos::prelude::*;

use crate::panel::train::{LearningRateField, PaceField};
use crate::state::use_state;
use crate::widget::health::HealthLine;
use crate::widget::icon::{Icon, MAGNIFIER, RESET};
use crate::widget::train_button::{StepButton, TrainButton, take_focus_back};

/// The row of buttons, and the two sliders below.
#[component]
pub fn Transport() -> impl IntoView {
    let state = use_state();
    let (train, to_steps) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    take_focus_back(train, Some(to_steps));
    let steps = move || state.progress.with(|p| p.as_ref().map_or(0, |p| p.step));
    view! {
        <div class="small__transport">
            <div class="transport">
                <TrainButton testid="train" node_ref=train />
                <StepButton />
                <button type="button" class="button" data-testid="reset"
                    title="Back to the same start weights" on:click=move |_| state.reset()>
                    <Icon path=RESET /> "Reset"
                </button>
                <button type="button" class="button" data-testid="open-steps" aria-keyshortcuts="S"
                    node_ref=to_steps
                    title="Freezes the run at its next update (key: S)"
                    on:click=move |_| state.open_steps()>
                    <Icon path=MAGNIFIER /> "Step through" <kbd class="kbd" aria-hidden="true">"S"</kbd>
                </button>
            </div>
            <div class="small__sliders">
                <LearningRateField />
                <PaceField />
            </div>
            <p class="field__hint number" data-testid="small-steps" data-value=steps>
                {move || match steps() {
                    1 => "after 1 step".to_owned(),
                    n => format!("after {} steps", crate::format::count(n as usize)),
                }}
            </p>
            <HealthLine />
        </div>
    }
}
