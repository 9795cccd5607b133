//! The runs side by side: what is compared, the buttons for all of them, their curves, and a
//! column for each.

use leptos::html;
use leptos::prelude::*;

use super::charts::Charts;
use super::column::Column;
use super::settings::{Presets, Settings};
use super::{HOME, maps};
use crate::panel::train::PaceField;
use crate::small::pages::Page;
use crate::state::use_state;
use crate::widget::train_button::{
    EpochButton, ResetButton, StepButton, TrainButton, take_focus_back,
};
use crate::widget::visible::use_visible;

/// The page.
pub static PAGE: Page = Page {
    key: "side",
    title: "Side by side",
    home: Some(&HOME),
    body: || view! { <Side /> }.into_any(),
};

#[component]
fn Side() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<html::Div>::new();
    maps::watch(state, use_visible(frame));
    let n = Memo::new(move |_| state.abreast.setup.with(|it| it.values.len()));
    let columns = move || (0..n.get()).map(|idx| view! { <Column idx /> }).collect::<Vec<_>>();
    view! {
        <div class="abreast">
            <Settings />
            <section class="panel abreast__race" aria-labelledby="abreast-race">
                <div class="panel__head">
                    <h2 id="abreast-race">"How they learn"</h2>
                    <Presets />
                </div>
                <Buttons />
                <Charts />
            </section>
            <div class="abreast__runs" node_ref=frame>{columns}</div>
        </div>
    }
}

/// For all of the runs at once.
#[component]
fn Buttons() -> impl IntoView {
    let train = NodeRef::<html::Button>::new();
    take_focus_back(train, None);
    view! {
        <div class="abreast__buttons">
            <div class="transport">
                <TrainButton testid="train" node_ref=train />
                <StepButton />
                <EpochButton title="Until all of them have seen every training example once more" />
                <ResetButton title="All back to their start weights" />
            </div>
            <PaceField />
        </div>
    }
}
