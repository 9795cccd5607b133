//! One stage: a picture, what was done, and the switch for it.

use leptos::prelude::*;

/// A stage of the row.
#[component]
pub fn Figure(
    /// Names it in `data-testid`s.
    key: &'static str,
    /// Its place in the row, from 0: when it appears.
    place: usize,
    /// What is done.
    title: &'static str,
    /// The same in a sentence.
    #[prop(into)]
    text: Signal<String>,
    /// The picture.
    picture: AnyView,
    /// The switch, if it can be left out.
    #[prop(optional)]
    control: Option<AnyView>,
) -> impl IntoView {
    view! {
        <li class="lens__stage" data-testid=format!("lens-{key}") style=format!("--place: {place}")>
            <div class="lens__frame">{picture}</div>
            <h4>{title}</h4>
            <p class="field__hint">{text}</p>
            {control}
        </li>
    }
}
