//! A link to the run as it stands: its configuration with the points, and how many updates it
//! has made.

use leptos::prelude::*;

use crate::state::link::Lead;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::copied::copy;
use descent::protocol::{Look, Seen};

const USUAL: &str = "Copy link";

/// The button, what the link leads to, and the way to all else that a link can say.
#[component]
pub(super) fn Share() -> impl IntoView {
    let state = use_state();
    let told = RwSignal::new(USUAL);
    let address = RwSignal::new(None::<String>);
    let link = state.once(Slot::Link, move |answer| match answer {
        Ok(Seen::Link(run)) => {
            let lead = untrack(|| state.leads_to_step()).map_or(Lead::Start, Lead::Update);
            let link = state.address(Some(&run), &lead, state.hidden_keys());
            let text = state.address_text(&link);
            copy(&text, told, USUAL, "It stands in the address bar");
            state.show_address(&link);
            address.set(Some(text));
        }
        Ok(_) => {}
        Err(message) => state.tell(&message),
    });
    let leads = Memo::new(move |_| state.leads_to_step());
    let hint = move || match leads.get() {
        Ok(0) => {
            "The link leads to this run's start: the same points, the same network.".to_owned()
        }
        Ok(step) => format!(
            "The link leads to this run at update {}, number for number.",
            crate::format::count(step as usize)
        ),
        Err(why) => why.to_owned(),
    };
    view! {
        <div class="share wrap">
            <button type="button" class="button button--small" data-testid="copy-run-link" aria-live="polite"
                data-value=move || address.get().unwrap_or_default()
                on:click=move |_| {
                    link.expect();
                    state.look(Slot::Link, Look::Link);
                }>{told}</button>
            <button type="button" class="button button--small" data-testid="share-more"
                aria-haspopup="dialog" on:click=move |_| state.share()>"QR code and more"</button>
            <p class="field__hint" data-testid="link-leads">{hint}</p>
        </div>
    }
}
