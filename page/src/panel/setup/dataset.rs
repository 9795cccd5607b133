//! What is learned: the data sets that ship with the site.

use leptos::prelude::*;

use super::{hidden_widths, network};
use crate::format;
use crate::state::{hidden_activation, use_state};
use descent::data::Source;
use descent::registry::Choice;
use descent::training::RunConfig;

/// The menu of data sets, each with what it takes to load it.
#[component]
pub(super) fn DatasetField() -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let source = Memo::new(move |_| state.config.with(|config| config.dataset.source()));
    let choose = move |source: Choice<Source>| {
        let now = state.current_config();
        let config = RunConfig { dataset: source.into(), class_weights: Vec::new(), ..now };
        let spec = &config.network;
        // As many inputs and outputs as the new data want.
        let fitted = network(&config, &hidden_widths(spec), hidden_activation(spec), spec.loss());
        match fitted {
            Ok(network) => {
                error.set(None);
                let text = format!("{source}; a new network at its start.");
                state.begin(RunConfig { network, ..config }, Some(&text));
            }
            Err(wrong) => error.set(Some(wrong)),
        }
    };
    let options = Choice::<Source>::all().map(|choice| {
        let text = format!("{choice} ({} MB)", megabytes(choice));
        let is_chosen = move || source.get() == Some(choice);
        view! { <option value=choice.key selected=is_chosen>{text}</option> }
    });
    // Data of one's own are not chosen here, only left.
    let own = move || {
        source.get().is_none().then(|| {
            let name = state.config.with(|config| config.dataset.name().to_owned());
            view! { <option value="" selected=true>{name}</option> }
        })
    };
    let key = move || source.get().map_or("", |source| source.key);
    let hint = move || {
        source.get().map(|source| {
            let n = format::count(source.n_train + source.n_test);
            format!("{n} {}. Another set is loaded when it is chosen.", source.examples)
        })
    };
    view! {
        <div class="field setup__dataset">
            <label for="dataset">"Data set"</label>
            <select id="dataset" class="input" data-testid="dataset" aria-describedby="dataset-hint"
                data-value=key prop:value=key
                on:change=move |event| {
                    if let Some(choice) = Choice::by_key(&event_target_value(&event)) {
                        choose(choice);
                    }
                }>{own}{options.collect::<Vec<_>>()}</select>
            <p class="field__hint" id="dataset-hint">{hint}</p>
            <p class="field__error" role="alert">{move || error.get()}</p>
        </div>
    }
}

/// What comes over the wire, in whole megabytes.
fn megabytes(source: Choice<Source>) -> u64 {
    (source.bytes + 500_000) / 1_000_000
}
