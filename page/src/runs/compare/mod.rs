//! Several runs laid over each other: their curves, and where their settings differ; of two,
//! what has changed from one to the other.

mod changed;
mod charts;
mod exports;
mod figures;
mod layers;
mod settings;
mod turned;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use self::changed::Changed;
use self::charts::Charts;
use self::exports::Exports;
use self::settings::Settings;
use super::Shelf;
use crate::state::use_state;
use crate::widget::focus;
use crate::widget::icon::{Icon, LEFT};
use descent::ledger::order::in_order;
use descent::ledger::overlay::{Across, Part, View};
use descent::ledger::{Contents, Summary};
use descent::plots::Scale;
use descent::plots::learning_curve::Quantity;

/// A run that is compared.
pub type Compared = Arc<(Summary, Contents)>;

/// How they are looked at.
#[derive(Clone, Copy)]
pub struct Looking {
    /// Which curves.
    pub part: RwSignal<Part>,
    /// Along what.
    pub across: RwSignal<Across>,
    /// Over which share of its length each is averaged.
    pub smoothing: RwSignal<f64>,
    /// How the loss is measured.
    pub scale: RwSignal<Scale>,
    /// Whether x goes in equal factors.
    pub has_logarithmic_x: RwSignal<bool>,
}

impl Looking {
    /// As a view of the overlay. Tracked.
    pub fn view(self, quantity: Quantity) -> View {
        View {
            quantity,
            part: self.part.get(),
            across: self.across.get(),
            smoothing: self.smoothing.get(),
        }
    }
}

/// The runs as the overlay takes them.
pub fn borrowed(runs: &[Compared]) -> Vec<(&Summary, &Contents)> {
    runs.iter().map(|run| (&run.0, &run.1)).collect()
}

/// The runs that are compared.
#[component]
pub fn Compare() -> impl IntoView {
    let state = use_state();
    let shelf = expect_context::<Shelf>();
    let runs = RwSignal::new(Vec::<Compared>::new());
    let troubles = RwSignal::new(Vec::<String>::new());
    let is_read = RwSignal::new(false);
    // Not as they were ticked: what changed is told from the earlier to the later.
    let ids = state.ledger.listed.with_untracked(|listed| {
        in_order(listed.as_deref().unwrap_or_default(), &shelf.compared.get_untracked())
    });
    leptos::task::spawn_local(async move {
        for id in ids {
            let run = state.kept_run(id).await;
            // One may have gone back to the list meanwhile.
            let _ = match run {
                Ok(run) => runs.try_update(|runs| runs.push(Arc::new(run))),
                Err(why) => troubles.try_update(|troubles| troubles.push(why)),
            };
        }
        let _ = is_read.try_set(true);
    });
    let looking = Looking {
        part: RwSignal::new(Part::HeldOut),
        across: RwSignal::new(Across::Epoch),
        smoothing: RwSignal::new(0.0),
        scale: RwSignal::new(Scale::Linear),
        has_logarithmic_x: RwSignal::new(false),
    };
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            focus(&heading);
        }
    });
    // It stands above what is made anew when they change places, and keeps the focus.
    let are_two = Memo::new(move |_| runs.with(Vec::len) == 2);
    let swapped = RwSignal::new(String::new());
    let swap = move |_| {
        runs.update(|runs| runs.reverse());
        let names = runs.with_untracked(|runs| {
            let name = |idx: usize| runs[idx].0.label.name.clone();
            format!("A is now {}, B is {}.", name(0), name(1))
        });
        swapped.set(names);
    };
    let back = move |_| {
        shelf.compared.set(Vec::new());
        request_animation_frame(|| {
            let button = document().query_selector("[data-testid=\"runs-compare\"]").ok().flatten();
            if let Some(button) = button {
                focus(&button);
            }
        });
    };
    let told = move || {
        let all = troubles.get().into_iter().map(|why| view! { <li>{why}</li> });
        all.collect::<Vec<_>>()
    };
    view! {
        <section class="panel runs__panel" aria-labelledby="runs-compare-heading" data-testid="runs-comparison"
            data-value=move || runs.with(Vec::len)>
            <div class="runs__over">
                <button type="button" class="button" data-testid="runs-back" on:click=back>
                    <Icon path=LEFT />"All runs"
                </button>
                <h2 id="runs-compare-heading" tabindex="-1" node_ref=heading>"Runs laid over each other"</h2>
                <Show when=move || are_two.get()>
                    <button type="button" class="button runs__swap" data-testid="runs-swap" on:click=swap>
                        "Swap A and B"
                    </button>
                </Show>
                <span class="visually-hidden" role="status">{swapped}</span>
            </div>
            <Show when=move || !troubles.with(Vec::is_empty)>
                <ul class="runs__troubles" role="alert">{told}</ul>
            </Show>
            {move || is_read.get().then(|| {
                let runs = runs.get();
                let runs = Signal::stored(runs);
                (!runs.with_untracked(Vec::is_empty)).then(|| view! {
                    <Charts runs looking />
                    <Exports runs looking />
                    <Settings runs />
                    <Changed runs />
                })
            })}
        </section>
    }
}
