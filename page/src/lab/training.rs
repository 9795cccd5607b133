//! Train and pause where the lesson's controls are out of sight, and how far the run is.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use crate::widget::health::HealthLine;
use crate::widget::train_button::{TrainButton, take_focus_back};
use descent::protocol::DataState;

/// The button and a line beside it.
#[component]
pub fn Training() -> impl IntoView {
    let state = use_state();
    let train = NodeRef::<leptos::html::Button>::new();
    take_focus_back(train, None);
    let step = Memo::new(move |_| state.progress.with(|p| p.as_ref().map_or(0, |p| p.step)));
    let line = move || {
        if let DataState::Loading { n_train, .. } = state.data.get() {
            return format!(
                "The data are loading: {} examples so far.",
                format::count(n_train as usize)
            );
        }
        match step.get() {
            0 => "The run has not learned anything yet.".to_owned(),
            1 => "1 update so far.".to_owned(),
            n => format!("{} updates so far.", format::grouped(n as f64)),
        }
    };
    view! {
        <div class="wrap">
            <TrainButton testid="lab-train" node_ref=train />
            <span class="lab-training__line number" data-testid="lab-steps"
                data-value=move || step.get().to_string()>{line}</span>
        </div>
        <HealthLine />
    }
}
