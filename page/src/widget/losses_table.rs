//! The losses of a landscape, as a table.

use leptos::prelude::*;

use super::as_table::AsTable;
use descent::protocol::Landscape;

/// The numbers of the map that is shown, if one is.
#[component]
pub fn LossesTable(
    /// What is known of the landscape.
    #[prop(into)]
    shown: Signal<Option<Landscape>>,
) -> impl IntoView {
    let side = Memo::new(move |_| shown.with(|m| m.as_ref().map_or(1, |m| m.side as usize)));
    let losses = Signal::derive(move || {
        // From above, as on the map: the highest row first.
        shown
            .with(|shown| {
                let shown = shown.as_ref()?;
                Some(shown.losses.chunks(shown.side as usize).rev().flatten().copied().collect())
            })
            .unwrap_or_default()
    });
    view! {
        {move || view! {
            <AsTable name="the losses, the top row of the map first" values=losses cols=side.get() />
        }}
    }
}
