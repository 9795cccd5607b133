//! The run that is open as files for other programs, and a run that starts from a file's
//! weights.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::download::download;
use crate::format;
use crate::panel::setup::architecture;
use crate::state::looks::Slot;
use crate::state::once::Once;
use crate::state::use_state;
use descent::nn::weights_file::MAX_FOREIGN_BYTES;
use descent::protocol::Seen;
use descent::training::Export;

/// What can be saved: a key for tests, the button, and what it is good for.
const SAVED: [(Export, &str, &str, &str); 3] = [
    (
        Export::Weights,
        "weights",
        "Save weights",
        "One .safetensors file, for PyTorch and NumPy, and to open here again.",
    ),
    (
        Export::PyTorch,
        "pytorch",
        "Continue in PyTorch",
        "A .zip with a script, the weights and what the optimizer remembers. It goes on from this \
         very update, on one processor, one GPU or several.",
    ),
    (
        Export::Config,
        "config",
        "Save configuration",
        "A .json file with all that determines the run: network, data, rate, seed.",
    ),
];

/// Buttons to save the run, and to open weights.
#[component]
pub fn RunFiles() -> impl IntoView {
    let state = use_state();
    let problem = RwSignal::new(None::<String>);
    let done = RwSignal::new(None::<String>);
    let exported = state.once(Slot::Exported, move |answer| match answer {
        Ok(Seen::File(file)) => {
            match download(&file.name, "application/octet-stream", &file.bytes) {
                Ok(()) => done.set(Some(format!(
                    "{}, {}, is among your downloads.",
                    file.name,
                    size(file.bytes.len())
                ))),
                Err(why) => problem
                    .set(Some(format!("The browser did not take the file: {why}. Try again."))),
            }
        }
        Ok(_) => {}
        Err(message) => problem.set(Some(message)),
    });
    let opened = state.once(Slot::Opened, move |answer| problem.set(answer.err()));
    let busy = Memo::new(move |_| exported.is_waiting() || opened.is_waiting());
    let begin = move || {
        problem.set(None);
        done.set(None);
    };
    let ways = SAVED.map(|(what, key, label, use_of)| {
        let save = move |_| {
            begin();
            exported.expect();
            state.export_run(what);
        };
        view! {
            <div class="run-files__way">
                <button type="button" class="button" data-testid=format!("files-{key}") disabled=busy
                    on:click=save>{label}</button>
                <p class="field__hint">{use_of}</p>
            </div>
        }
    });
    let of_run = move || {
        let config = state.config.get();
        let step = state.progress.with(|progress| progress.as_ref().map_or(0, |it| it.step));
        let at = match step {
            0 => "at its start".to_owned(),
            1 => "after 1 update".to_owned(),
            n => format!("after {} updates", format::count(n as usize)),
        };
        let name = state.name_of_run().map_or_else(String::new, |name| format!("\"{name}\": "));
        // Of runs side by side it is the first one's.
        let lane = if state.is_abreast() { "A of the runs side by side. " } else { "" };
        let what = format!("{} on {}", architecture(&config.network), config.dataset.name());
        format!("{lane}{name}{what}, {at}.")
    };
    view! {
        <p data-testid="files-of">{of_run}</p>
        <div class="run-files">
            {ways.into_iter().collect::<Vec<_>>()}
            <Open busy opened begin problem />
        </div>
        <p class="field__hint" role="status" data-testid="files-done">{move || done.get()}</p>
        <p class="field__error" role="alert" data-testid="files-problem">{move || problem.get()}</p>
    }
}

/// A file of weights, chosen.
#[component]
fn Open(
    /// A question is on its way.
    busy: Memo<bool>,
    /// The answer to this one.
    opened: Once,
    /// To be called before one is asked.
    begin: impl Fn() + Copy + 'static,
    /// What went wrong.
    problem: RwSignal<Option<String>>,
) -> impl IntoView {
    let state = use_state();
    let input = NodeRef::<html::Input>::new();
    let is_abreast = Memo::new(move |_| state.is_abreast());
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        // So that the same file can be chosen again.
        input.set_value("");
        let Some(file) = file else { return };
        begin();
        opened.expect();
        leptos::task::spawn_local(async move {
            let failed = |why: &str| {
                // The room may have been left meanwhile.
                opened.forget();
                let _ = problem.try_set(Some(format!("{}: {why}.", file.name())));
            };
            // What is far too long is not even read.
            if file.size() > MAX_FOREIGN_BYTES as f64 {
                return failed("this is larger than the weights of any network that fits here");
            }
            match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => {
                    state.open_weights(file.name(), js_sys::Uint8Array::new(&buffer).to_vec());
                }
                Err(_) => failed("the browser can't read it: choose it again"),
            }
        });
    };
    let fits = move || {
        if is_abreast.get() {
            return "Not for runs side by side: open a run of another room first.".to_owned();
        }
        state.config.with(|config| {
            format!(
                "A .safetensors file, saved here or from a state_dict in PyTorch, starts a new run on the \
                 same data: {} inputs, {} outputs.",
                config.dataset.n_inputs(),
                config.dataset.n_outputs()
            )
        })
    };
    let is_off = move || busy.get() || is_abreast.get();
    view! {
        <div class="run-files__way">
            <label class="button file-button" class:file-button--off=is_off>
                "Open weights"
                <input class="visually-hidden" type="file" accept=".safetensors" data-testid="files-open"
                    disabled=is_off node_ref=input on:change=choose />
            </label>
            <p class="field__hint">{fits}</p>
        </div>
    }
}

/// A file's size.
fn size(n_bytes: usize) -> String {
    match n_bytes {
        n if n < 100_000 => format!("{} kB", format::fixed(n as f64 / 1e3, 1)),
        n => format!("{} kB", format::count(n / 1000)),
    }
}
