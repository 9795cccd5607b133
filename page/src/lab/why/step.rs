//! From the drawing to the step view: what the run would learn from it.

use leptos::prelude::*;

use super::super::reading::{answer, reads_images};
use crate::state::readings::Steps;
use crate::state::use_state;
use descent::protocol::Reader;

#[component]
pub fn Step() -> impl IntoView {
    let state = use_state();
    let chosen = RwSignal::new(None::<usize>);
    let read = move |reader| {
        let reading = state.readings.of(reader, Steps::AsSet);
        reading.with(|r| r.as_ref().and_then(answer)).map(|(class, _)| class)
    };
    // What it is most likely meant to be: the shipped model reads best.
    let label = Memo::new(move |_| {
        let n = state.n_classes(Reader::Run);
        chosen
            .get()
            .or_else(|| read(Reader::Pretrained))
            .or_else(|| read(Reader::Run))
            .filter(|class| *class < n)
            .unwrap_or(0)
    });
    let can =
        move || reads_images(Reader::Run) && state.config.with(|c| c.dataset.n_classes().is_some());
    let options = move || {
        (0..state.n_classes(Reader::Run))
            .map(|class| {
                view! {
                    <option value=class.to_string() selected=move || label.get() == class>
                        {state.class_name(Reader::Run, class)}
                    </option>
                }
            })
            .collect::<Vec<_>>()
    };
    let go = move |_| {
        if let Some(image) = state.image.get_untracked() {
            state.step_through(image, label.get_untracked() as u8);
        }
    };
    view! {
        <section class="why__part" aria-labelledby="why-step">
            <h3 id="why-step">"Step through it"</h3>
            <Show when=can fallback=|| view! {
                <p class="field__hint">
                    "The run learns no images of classes now. Choose handwritten digits in the \
                     lesson's set-up to step through a drawing."
                </p>
            }>
                <p class="field__hint">
                    "The network in training reads this drawing, compares with the label, and \
                     learns from it: every number of that, in a batch of one. The run itself \
                     stays as it is."
                </p>
                <div class="field__row">
                    <label for="why-label">"Its label"</label>
                    <select id="why-label" class="input" data-testid="why-label"
                        prop:value=move || label.get().to_string()
                        on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                        {options}
                    </select>
                    <button type="button" class="button button--primary" data-testid="why-step-through"
                        on:click=go>"Step through it"</button>
                </div>
            </Show>
        </section>
    }
}
