//! What may help a network that gets no better: a larger one, by one click.

use leptos::html;
use leptos::prelude::*;

use super::shape::{hidden, shaped};
use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::health::words;
use descent::nn::LayerSpec;
use descent::nn::activation::TANH;
use descent::registry::Choice;
use descent::training::RunConfig;

/// Hidden layers of the larger network, and units in each: enough for the spiral.
const LAYERS: usize = 3;
const WIDTH: usize = 8;

/// What is so, and the button; nothing while the run gets better, or is as large already.
#[component]
pub(super) fn Larger() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<html::Div>::new();
    state.watch_vitals(use_visible(frame));
    let is_small = Memo::new(move |_| state.config.with(is_small));
    let told = Memo::new(move |_| {
        state.vitals.told.with(|told| {
            let stays = told.iter().find(|it| ["stalled", "not-falling"].contains(&it.key()));
            stays.map(words::what)
        })
    });
    let try_larger = move |_| {
        let config = state.current_config();
        let Some(points) = config.dataset.points().cloned() else { return };
        let loss = config.network.loss();
        let layers = vec![LayerSpec::new(WIDTH, Choice::of(&TANH)); LAYERS];
        if let Ok(config) = shaped(config, points, layers, loss) {
            state.begin(config, Some("Three hidden layers of 8; a network at its start."));
        }
    };
    let hint = move || {
        told.get().filter(|_| is_small.get()).map(|told| {
            view! {
                <div class="larger" data-testid="larger">
                    <p>{told}" It may be too small for this pattern."</p>
                    <button type="button" class="button" data-testid="try-larger"
                        on:click=try_larger>"Try three layers of 8"</button>
                </div>
            }
        })
    };
    view! { <div node_ref=frame>{hint}</div> }
}

/// Whether it has fewer layers, or fewer units in them.
fn is_small(config: &RunConfig) -> bool {
    let hidden = hidden(config);
    let n_units: usize = hidden.iter().map(|layer| layer.width).sum();
    hidden.len() < LAYERS || n_units < LAYERS * WIDTH
}
