//! Our handwriting

use leptos::prelude::*;

use super::View;

/// The view.
pub static VIEW: View = View {
    key: "class",
    title: "Our handwriting",
    about: "Digits of your own class: collected here, read, and learned from.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    view! { <div></div> }
}
