//! Point by point the line moves (CURRICULUM A14, A15, F3).

use leptos::html;
use leptos::prelude::*;

use super::HOME;
use super::choose::{Presets, Units, add_hidden, unit};
use super::equation::{Boundary, Equation, parameters};
use super::update::{Update, marked, next_step};
use super::which::{self, Preset, Unit};
use crate::format;
use crate::small::asked;
use crate::small::pages::Page;
use crate::small::plane::{Hand, PlaneView, Tools};
use crate::small::transport::Transport;
use crate::state::use_state;
use crate::widget::visible::use_visible;

/// The page.
pub static PAGE: Page = Page {
    key: "points",
    title: "Point by point",
    home: Some(&HOME),
    body: || view! { <ByPoint /> }.into_any(),
};

#[component]
fn ByPoint() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let next = next_step(state, is_visible);
    let unit = unit(state);
    let reduction = asked::reduction(state);
    let hand = Hand::new();
    let now = Memo::new(move |_| parameters(state));
    let wrong = Memo::new(move |_| losses.get().and_then(|told| told.n_wrong));
    let of = move || losses.get().map_or(0, |told| told.losses.len());
    let is_xor = Memo::new(move |_| state.config.with(which::preset_of) == Some(Preset::Xor));
    let verdict = move || match (wrong.get(), unit.get()) {
        (None, _) => String::new(),
        (Some(0), Unit::Perceptron) => {
            "None is wrong: the line parts the classes, and nothing changes any more.".to_owned()
        }
        (Some(0), Unit::Hidden) => {
            "None is wrong, and the boundary is no line any more.".to_owned()
        }
        (Some(0), _) => {
            "None is wrong. It goes on all the same: larger weights are surer still.".to_owned()
        }
        (Some(n), _) => format!("{n} of {} wrong", of()),
    };
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <Presets />
                <div class="idea__square">
                    <PlaneView hand marked=marked(next) over=ViewFn::from(move || view! { <Boundary of=now /> }) />
                </div>
                <Tools hand />
                <p class="field__hint">{move || state.config.with(about)}</p>
            </section>
            <section class="panel idea__side">
                <Units options=vec![(Unit::Perceptron, "perceptron"), (Unit::Logistic, "logistic regression"), (Unit::Squared, "squared error")] />
                <Equation />
                <Update next unit />
                <p class="idea__figure number" role="status" data-testid="line-wrong"
                    data-value=move || wrong.get().map(|n| n.to_string())>{verdict}</p>
                {move || (is_xor.get() && unit.get() != Unit::Hidden).then(|| view! {
                    <div class="line__way">
                        <p>"No line has the two points of each class on one side: it will never be done."</p>
                        <button type="button" class="button" data-testid="line-hidden"
                            on:click=move |_| add_hidden(state)>"Give it a hidden layer"</button>
                    </div>
                })}
                <Transport />
                <p class="field__hint" data-testid="line-loss">
                    {move || losses.get().map(|told| format!(
                        "{} of the losses {}", asked::total(reduction.get()), format::number(told.loss)))}
                </p>
            </section>
        </div>
    }
}

/// What the points are.
fn about(config: &descent::training::RunConfig) -> &'static str {
    match which::preset_of(config) {
        Some(Preset::And | Preset::Or | Preset::Xor) => {
            "Left and below stand for 0, right and above for 1; a point's class is what the function says of it."
        }
        Some(Preset::Clouds) => "Forty points of two clouds.",
        Some(Preset::Worked) => {
            "The four points of worked example W5, which begins at 0 and sums the gradients of all four. A line parts \
             them, so the weights grow without end."
        }
        None => "Points of your own.",
    }
}
