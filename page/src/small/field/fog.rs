//! How one sees the field: from above or from the side, in clear sight or in the fog.

use leptos::prelude::*;

use super::model::Model;
use crate::widget::segmented::Segmented;

/// The switches.
#[component]
pub fn Sight(
    /// The lab.
    model: Model,
) -> impl IntoView {
    view! {
        <div class="descent__sight">
            <Show when=move || model.n_inputs() == 2>
                <div data-testid="field-view" data-value=move || if model.is_relief.get() { "relief" } else { "map" }>
                    <Segmented label="View" options=vec![(false, "Map"), (true, "3-D")]
                        value=model.is_relief on_choose=move |is_relief| model.is_relief.set(is_relief) />
                </div>
            </Show>
            <button type="button" class="button button--small" data-testid="field-fog"
                aria-pressed=move || model.is_foggy.get().to_string()
                title="See only what is under your feet: all that the optimizer knows"
                on:click=move |_| {
                    let is_foggy = !model.is_foggy.get_untracked();
                    model.is_foggy.set(is_foggy);
                    if is_foggy && untrack(|| model.is_over()) {
                        model.rewind();
                    }
                }>
                {move || if model.is_foggy.get() { "Lift the fog" } else { "Fog" }}
            </button>
        </div>
    }
}
