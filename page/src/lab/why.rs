//! Why this answer?

use leptos::prelude::*;

use super::View;

/// The view.
pub static VIEW: View = View {
    key: "why",
    title: "Why this answer?",
    about: "What in the drawing makes the network say what it says.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    view! { <div></div> }
}
