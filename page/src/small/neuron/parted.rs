//! Two linear layers part two classes by one line (CURRICULUM C4): that of the single neuron
//! W₂·W₁, wherever the run moves it.

use leptos::html;
use leptos::prelude::*;

use super::homes;
use super::stacked::{Products, layers};
use crate::small::asked;
use crate::small::line::equation::Boundary;
use crate::small::pages::Page;
use crate::small::plane::PlaneView;
use crate::small::transport::Transport;
use crate::state::use_state;
use crate::widget::visible::use_visible;

/// The page.
pub static PAGE: Page = Page {
    key: "parted",
    title: "… and two classes",
    home: Some(&homes::PARTED),
    body: || view! { <Parted /> }.into_any(),
};

#[component]
fn Parted() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let layers = layers(state, 2);
    let one = Memo::new(move |_| {
        let (_, _, one) = layers.get()?;
        Some([one.weights[[0, 0]], one.weights[[0, 1]], one.bias[0]].map(f64::from))
    });
    let n_wrong = move || losses.get().and_then(|told| told.n_wrong);
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <p class="idea__words">
                    "The same with two inputs and two classes. The colors are what both layers together say of each place, \
                     and change sides where their boundary is. The dashed line is the boundary of the single neuron whose \
                     numbers are W₂·W₁: the same one, and straight, at the start and after each step."
                </p>
                <div class="idea__square">
                    <PlaneView over=ViewFn::from(move || view! { <Boundary of=one is_ghost=true /> }) />
                </div>
            </section>
            <section class="panel idea__side">
                <h2>"The single neuron"</h2>
                {move || layers.get().map(|layers| view! { <Products layers /> })}
                <p class="number idea__figure" data-testid="n-wrong"
                    data-value=move || n_wrong().map(|n| n.to_string())>
                    {move || losses.get().map(|told| format!(
                        "{} of {} wrong", told.n_wrong.unwrap_or(0), told.losses.len()))}
                </p>
                <Transport />
            </section>
        </div>
    }
}
