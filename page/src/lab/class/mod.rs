//! Our handwriting

mod collect;
mod files;
mod gallery;
mod learn;
mod scores;
mod shelf;

use leptos::prelude::*;

use self::collect::Collect;
use self::files::Files;
use self::gallery::Gallery;
use self::learn::Learn;
use self::scores::{Scores, use_scores};
use super::View;
use crate::state::collection::Storage;
use crate::state::use_state;
use crate::widget::visible::use_visible;

/// The view.
pub static VIEW: View = View {
    key: "class",
    title: "Our handwriting",
    about: "Digits of your own class: collected here, read, and learned from.",
    body: || view! { <Body /> }.into_any(),
};

#[component]
fn Body() -> impl IntoView {
    let state = use_state();
    state.open_collection();
    let whole = NodeRef::<leptos::html::Div>::new();
    let assessed = use_scores(use_visible(whole));
    view! {
        <div class="class" node_ref=whole>
            <Troubles />
            <Collect />
            <Scores assessed />
            <Learn />
            <Gallery assessed />
            <Files />
        </div>
    }
}

/// What went wrong with keeping drawings, and what to do.
#[component]
fn Troubles() -> impl IntoView {
    let state = use_state();
    let storage = move || match state.collection.storage.get() {
        Storage::Failing(why) => Some(format!(
            "This browser does not keep the drawings for the next visit ({why}). They are here as \
             long as this page is open: export the file before you close it."
        )),
        _ => None,
    };
    view! {
        <p class="class__trouble" role="alert" data-testid="class-storage">{storage}</p>
        <p class="class__trouble" role="alert" data-testid="class-trouble">
            {move || state.collection.trouble.get()}
        </p>
    }
}
