//! What it sees

use leptos::prelude::*;

use super::View;

/// The view.
pub static VIEW: View = View {
    key: "lens",
    title: "What it sees",
    about: "The steps from a drawing to the 784 numbers that the network gets, and what it reads without them.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    view! { <div></div> }
}
