//! The field (CURRICULUM F4, D2, D4, D5): a ball descends on a curve or a surface by the
//! engine's own optimizers; alone or in a race, in clear sight or in the fog.

mod fog;
mod ground;
mod model;
mod numbers;
mod picture;
mod presets;
mod race;
mod stage;
mod story;
mod transport;

use leptos::html;
use leptos::prelude::*;

use self::fog::Sight;
use self::ground::GroundPanel;
use self::model::Model;
use self::numbers::{Path, Substeps};
use self::presets::Presets;
pub(super) use self::race::Mark;
use self::race::{Runners, States};
use self::stage::Stage;
use self::story::Story;
use self::transport::Transport;
use super::Lab;
use crate::widget::visible::use_visible;

/// The lab.
pub static LAB: Lab = Lab {
    key: "field",
    title: "The field",
    about: "All that descent knows is the slope under its feet. Drop the ball anywhere and watch \
            how it comes down.",
    body: || view! { <Field /> }.into_any(),
    start: None,
    steps_per_second: None,
};

#[component]
fn Field() -> impl IntoView {
    let model = Model::new();
    let root = NodeRef::<html::Div>::new();
    // Of all of it: on a phone the picture is out of sight while one reads the numbers.
    let is_visible = use_visible(root);
    Effect::new(move |_| model.is_visible.set(is_visible.get()));
    view! {
        <div class="descent" node_ref=root data-testid="field" data-steps=move || model.shown().to_string()>
            <Presets model />
            <section class="panel descent__stage" class:descent__stage--map=move || model.n_inputs() == 2
                aria-labelledby="descent-stage">
                <div class="panel__head">
                    <h2 id="descent-stage" data-testid="field-title">{move || model.title()}</h2>
                    <Sight model />
                </div>
                <div class="descent__view"><Stage model /></div>
                <div class="descent__told">
                    <Transport model />
                    <Story model />
                </div>
                <States model />
            </section>
            <div class="descent__side">
                <GroundPanel model />
                <Runners model />
                <Substeps model />
                <Path model />
            </div>
        </div>
    }
}
