//! The playground (CURRICULUM A16, C4): points in the plane, a network of any shape, and the
//! boundary that it draws, live.

mod by_hand;
mod data;
mod larger;
mod network;
mod settings;
pub(super) mod shape;
mod share;

use leptos::prelude::*;

use self::data::Data;
use self::larger::Larger;
use self::network::{Network, UnitIdx};
use self::settings::Settings;
use self::share::Share;
use super::Lab;
use super::plane::{Hand, PlaneView, Tools};
use crate::panel::{self, PanelView};
use crate::state::looks::Slot;
use crate::state::use_state;
use descent::data::points::input::{X1, X2};
use descent::data::points::{Points, What, pattern};
use descent::nn::activation::{SIGMOID, TANH};
use descent::nn::loss::BINARY_CROSS_ENTROPY;
use descent::nn::{LayerSpec, NetworkSpec};
use descent::protocol::Seen;
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};

/// The lab.
pub static LAB: Lab = Lab {
    key: "playground",
    title: "Playground",
    about: "Two numbers in, a class out. Each unit draws a line; the next layer bends them into a \
            boundary.",
    body: || view! { <Playground /> }.into_any(),
    start: Some(start),
    steps_per_second: Some(25),
};

/// Two rings, and six units to tell them apart.
fn start() -> RunConfig {
    let what = What::Made {
        pattern: Choice::of(&pattern::CIRCLE),
        n: 300,
        noise: 0.1,
        held_out: 0.5,
        seed: 1,
    };
    let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]);
    let layers = vec![
        LayerSpec::new(4, Choice::of(&TANH)),
        LayerSpec::new(2, Choice::of(&TANH)),
        LayerSpec::new(1, Choice::of(&SIGMOID)),
    ];
    RunConfig {
        dataset: points.expect("in range").into(),
        network: NetworkSpec::new(2, layers, Choice::of(&BINARY_CROSS_ENTROPY)).expect("in range"),
        learning_rate: LearningRate::new(0.1).expect("in range"),
        batch_size: BatchSize::examples(10).expect("in range"),
        ..RunConfig::default()
    }
}

#[component]
fn Playground() -> impl IntoView {
    let state = use_state();
    let hand = Hand::new();
    let looked_at = RwSignal::new(None::<UnitIdx>);
    let (discrete, with_held_out) = (RwSignal::new(false), RwSignal::new(false));
    let maps = state.answers.of(Slot::UnitPlanes);
    // What a unit that is pointed at makes of the plane, in place of the whole network.
    let unit_map = Signal::derive(move || {
        let (layer_idx, unit_idx) = looked_at.get()?;
        maps.with(|maps| match maps {
            Some(Ok(Seen::Plane(map))) => {
                Some((map.side, network::values_of(Some(map), layer_idx, unit_idx)?))
            }
            _ => None,
        })
    });
    let title = move || match looked_at.get() {
        None => "What the network makes of the plane".to_owned(),
        Some((layer, unit)) => format!("What unit {} of layer {} makes of it", unit + 1, layer + 1),
    };
    view! {
        <div class="playground stack">
            <div class="playground__column--set stack">
                <PanelView panel=panel::train() />
                <Data hand />
            </div>
            <div class="stack">
                <Network looked_at />
                <PanelView panel=panel::curves() />
            </div>
            <div class="playground__column--plane stack">
                <section class="panel" aria-labelledby="plane-heading">
                    <h2 id="plane-heading">{title}</h2>
                    <PlaneView hand with_held_out discrete unit_map />
                    <Larger />
                    <Tools hand />
                    <div class="playground__switches">
                        <label class="check">
                            <input type="checkbox" data-testid="show-held-out" prop:checked=with_held_out
                                on:change=move |event| with_held_out.set(event_target_checked(&event)) />
                            "Held-out points, hollow"
                        </label>
                        <label class="check">
                            <input type="checkbox" data-testid="discrete" prop:checked=discrete
                                on:change=move |event| discrete.set(event_target_checked(&event)) />
                            "Sides only"
                        </label>
                    </div>
                </section>
                <PanelView panel=panel::figures() />
                <section class="panel" aria-labelledby="share-heading">
                    <h2 id="share-heading">"Share"</h2>
                    <Share />
                </section>
            </div>
            <Settings />
        </div>
    }
}
