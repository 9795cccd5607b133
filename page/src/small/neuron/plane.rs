//! Two inputs: the line has become a plane (CURRICULUM F2), seen from above. Its height is a
//! color; each point's mistake is a bar.

use leptos::html;
use leptos::prelude::*;

use super::by_hand::ByHand;
use super::homes;
use super::wires::{Wire, Wires};
use crate::format;
use crate::small::asked::{self, BIAS, weight};
use crate::small::pages::Page;
use crate::small::plane::PlaneView;
use crate::small::rows::Rows;
use crate::small::transport::Transport;
use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::nn::Reduction;
use descent::training::ExampleLosses;

/// The page.
pub static PAGE: Page = Page {
    key: "plane",
    title: "A plane",
    home: Some(&homes::PLANE),
    body: || view! { <Slope /> }.into_any(),
};

/// How high a bar is for a mistake of 1, where the plane is 12 wide.
const BAR: f32 = 1.6;

#[component]
fn Slope() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let [w_1, w_2, b] = [weight(0, 0), weight(0, 1), BIAS]
        .map(|it| Signal::derive(move || asked::value_of(state, it)));
    let rows = Signal::derive(move || {
        let Some(told) = losses.get() else { return Vec::new() };
        let outputs = told.outputs.column(0).to_vec();
        let each = asked::places(state).into_iter().zip(outputs);
        let row = |(it, output): (descent::data::points::Place, f32)| {
            [it.x, it.y, it.target, output, output - it.target].map(f64::from).to_vec()
        };
        each.map(row).collect()
    });
    let reduction = asked::reduction(state);
    let squares = move || match reduction.get() {
        Reduction::HalfMean => "half squares",
        _ => "squares",
    };
    let text =
        |value: Signal<Option<f64>>| move || value.get().map(format::number).unwrap_or_default();
    let sign = |value: Signal<Option<f64>>| move || value.get().map(|it| format::added(it).0);
    let size = |value: Signal<Option<f64>>| move || value.get().map(|it| format::added(it).1);
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <p class="idea__words">
                    "One more input, one more weight: the line is a plane now, a slope over the ground. Blue is above 0, \
                     orange below. A point that has the color of its surroundings is well met; a bar at it is what is \
                     missing."
                </p>
                <div class="idea__square">
                    <PlaneView over=ViewFn::from(move || view! { <Missing losses /> }) />
                </div>
                <Rows name="the points" heads=&["point", "x₁", "x₂", "y", "ŷ", "ŷ − y"] rows />
            </section>
            <section class="panel idea__side">
                <div class="idea__equation">
                    <p class="number">
                        "ŷ = "<strong>{text(w_1)}</strong>" · x₁"{sign(w_2)}<strong>{size(w_2)}</strong>
                        " · x₂"{sign(b)}<strong>{size(b)}</strong>" · 1"
                    </p>
                </div>
                <Wires output="ŷ" wires=vec![
                    Wire { input: "x₁", name: "w₁", weight: w_1 },
                    Wire { input: "x₂", name: "w₂", weight: w_2 },
                    Wire { input: "1", name: "b", weight: b },
                ] />
                <ByHand name="w₁" label="Weight w₁" testid="hand-w1" parameter=weight(0, 0) value=w_1 />
                <ByHand name="w₂" label="Weight w₂" testid="hand-w2" parameter=weight(0, 1) value=w_2 />
                <ByHand name="b" label="Bias b" testid="hand-b" parameter=BIAS value=b />
                <p class="number idea__figure" data-testid="loss"
                    data-value=move || losses.get().map(|told| told.loss.to_string())>
                    {move || losses.get().map(|told| format!(
                        "L = {} of {} {} = {}", asked::total(reduction.get()), told.losses.len(), squares(), format::number(told.loss)))}
                </p>
                <Transport />
            </section>
        </div>
    }
}

/// What each answer is too high or too low, as a bar up or down from its point.
#[component]
fn Missing(losses: Signal<Option<ExampleLosses>>) -> impl IntoView {
    let state = use_state();
    let bars = move |wanted: fn(f32) -> bool| {
        let Some(told) = losses.get() else { return String::new() };
        let outputs = told.outputs.column(0).to_vec();
        let places = asked::places(state).into_iter().zip(outputs);
        let missed = places.filter(|(it, output)| wanted(output - it.target));
        missed
            .map(|(it, output)| {
                let by = BAR * (output - it.target).clamp(-2.0, 2.0);
                format!("M{:.2} {:.2}v{:.2}", it.x, -it.y, -by)
            })
            .collect::<String>()
    };
    view! {
        <path class="missing" d=move || bars(|_| true) />
        <path class="missing missing--above" d=move || bars(|by| by > 0.0) />
        <path class="missing missing--below" d=move || bars(|by| by <= 0.0) />
    }
}
