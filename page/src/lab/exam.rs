//! Its mistakes

use leptos::prelude::*;

use super::View;

/// The view.
pub static VIEW: View = View {
    key: "exam",
    title: "Its mistakes",
    about: "Held-out examples that the run has never learned from: how it reads them, and which it gets wrong.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    view! { <div></div> }
}
