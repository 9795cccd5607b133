//! Its weights

use leptos::prelude::*;

use super::View;

/// The view.
pub static VIEW: View = View {
    key: "weights",
    title: "Its weights",
    about: "What the run has learned, as pictures, and how well its layers are.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    view! { <div></div> }
}
