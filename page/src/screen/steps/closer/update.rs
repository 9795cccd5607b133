//! One unit's update: its weights before and after, one of them step by step.

use leptos::prelude::*;

use super::super::of_trace;
use super::Signs;
use super::changes::Changes;
use super::nudge_test::NudgeTest;
use super::pick::WeightPicture;
use super::shown::Shown;
use super::substeps::Substeps;
use super::unit::UnitHead;
use crate::state::use_state;
use descent::nn::LayerTrace;

/// One unit's update.
#[component]
pub fn Update(shown: Shown) -> impl IntoView {
    let state = use_state();
    let step = Signal::derive(move || {
        let at = shown.at.get();
        of_trace(state, |trace| {
            let layer = &trace.layers[at.layer_idx];
            let (old, new) = (layer.weights.row(at.unit_idx), layer.new_weights.row(at.unit_idx));
            new.iter().zip(old).map(|(new, old)| new - old).collect::<Vec<f32>>()
        })
        .unwrap_or_default()
    });
    let has_pixels = Memo::new(move |_| shown.has_pixels());
    view! {
        <UnitHead shown />
        <div class="split split--two">
            <div>
                <Show when=move || has_pixels.get()>
                    <div class="neuron__pictures update__pictures">
                        <WeightPicture shown name="old weights" values=shown.row(|layer| &layer.weights) />
                        <WeightPicture shown name="gradient" values=shown.row(LayerTrace::optimizer_weight_gradients) />
                        <WeightPicture shown name="change" values=step />
                        <WeightPicture shown name="new weights" values=shown.row(|layer| &layer.new_weights) />
                    </div>
                </Show>
                <Substeps shown />
            </div>
            <div>
                <Changes shown />
                <NudgeTest shown />
            </div>
        </div>
        <Signs />
    }
}
