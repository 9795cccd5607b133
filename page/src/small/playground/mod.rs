//! The playground (CURRICULUM A16, C4): points in the plane, a network of any shape, and the
//! boundary that it draws, live.

use leptos::prelude::*;

use super::Lab;
use super::plane::{Hand, PlaneView, Tools};
use crate::panel::{self, PanelView};
use descent::data::points::input::{X1, X2};
use descent::data::points::{Points, What, pattern};
use descent::nn::activation::{SIGMOID, TANH};
use descent::nn::loss::BINARY_CROSS_ENTROPY;
use descent::nn::{LayerSpec, NetworkSpec};
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
    let hand = Hand::new();
    view! {
        <PanelView panel=panel::train() />
        <Tools hand />
        <PlaneView hand />
        <PanelView panel=panel::curves() />
    }
}
