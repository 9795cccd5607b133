//! The drawings as a file: written, and taken in from as many devices as there are.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File, FileList};

use crate::format;
use crate::state::collection::Import;
use crate::state::{State, use_state};
use crate::widget::download::download;
use descent::data::handwriting::MAX_BYTES;

/// What the file is called.
const NAME: &str = "descent-handwriting.jsonl";
/// Most lines that are told one by one.
const MOST_TOLD: usize = 8;

#[component]
pub(super) fn Files() -> impl IntoView {
    let state = use_state();
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let is_empty = Memo::new(move |_| state.collection.kept.with(Vec::is_empty));
    let on_choose = move |_| {
        if let Some(input) = input.get_untracked() {
            take_in(state, input.files());
            // So that the same file can be chosen again.
            input.set_value("");
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take_in(state, event.data_transfer().and_then(|data| data.files()));
    };
    let on_over = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    view! {
        <section class="class__part files" class:files--over=move || is_over.get()
            aria-labelledby="files-heading" data-testid="class-files"
            on:dragover=on_over on:dragleave=move |_| is_over.set(false) on:drop=on_drop>
            <h3 id="files-heading">"As a file"</h3>
            <p>
                "Put the drawings of several devices together: export on each, import here, all at once if \
                you like. No drawing comes in twice. Files can be dropped here, too."
            </p>
            <div class="class__row">
                <button type="button" class="button" data-testid="class-export" disabled=move || is_empty.get()
                    on:click=move |_| {
                        let text = state.collection.to_file();
                        let refused = download(NAME, "application/jsonl", text.as_bytes());
                        let told = |why| format!("The browser did not take the file: {why}. Try again.");
                        problem.set(refused.err().map(told));
                    }>
                    {move || format!("Export {}", drawings(state.collection.kept.with(Vec::len)))}
                </button>
                <label class="button file-button">
                    "Import files"
                    <input class="visually-hidden" type="file" multiple accept=".jsonl,.json,.txt"
                        data-testid="class-import" node_ref=input on:change=on_choose />
                </label>
            </div>
            <p class="class__trouble" role="alert">{move || problem.get()}</p>
            <div aria-live="polite">
                {move || state.collection.import.get().map(|import| view! { <Outcome import /> })}
            </div>
        </section>
    }
}

fn drawings(n: usize) -> String {
    format!("{} drawing{}", format::count(n), if n == 1 { "" } else { "s" })
}

/// What came of an import: what is new, what was there, and each line that is no good.
#[component]
fn Outcome(import: Import) -> impl IntoView {
    let Import { n_new, n_known, bad, refused, n_left } = import;
    let n_bad = bad.len();
    let summary = [
        Some(format!("{} new", format::count(n_new))),
        (n_known > 0).then(|| format!("{} already here", format::count(n_known))),
        (n_bad > 0).then(|| {
            format!(
                "{} line{} could not be read",
                format::count(n_bad),
                if n_bad == 1 { "" } else { "s" }
            )
        }),
    ];
    let summary = match n_left {
        0 => format!("{}.", summary.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        n => format!("Reading {n} file{} …", if n == 1 { "" } else { "s" }),
    };
    let refused = refused.into_iter().map(|(name, why)| format!("{name}: {why}."));
    let told = bad.iter().take(MOST_TOLD);
    let told = told.map(|(name, bad)| format!("{name}, line {}: {}.", bad.line, bad.reason));
    let lines: Vec<_> = refused.chain(told).map(|line| view! { <li>{line}</li> }).collect();
    view! {
        <p data-testid="class-import-outcome" data-value=format!("{n_new}/{n_known}/{n_bad}")>{summary}</p>
        <ul class="files__bad" data-testid="class-import-bad">{lines}</ul>
        {(n_bad > MOST_TOLD).then(|| view! {
            <p class="class__soft">{format!("… and {} more lines.", format::count(n_bad - MOST_TOLD))}</p>
        })}
    }
}

/// Reads the files' text and hands it on, all together.
fn take_in(state: State, files: Option<FileList>) {
    let Some(files) = files.filter(|files| files.length() > 0) else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|idx| files.get(idx)).collect();
    spawn_local(async move {
        let (mut texts, mut unread) = (Vec::new(), Vec::new());
        for file in files {
            // What is far too long is not even read.
            if file.size() > MAX_BYTES as f64 {
                let megabytes = MAX_BYTES >> 20;
                let why = format!("this file has more than {megabytes} MB: split it into several");
                unread.push((file.name(), why));
                continue;
            }
            match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                Some(text) => texts.push((file.name(), text)),
                None => unread
                    .push((file.name(), "the browser can't read it: choose it again".to_owned())),
            }
        }
        state.import_drawings(texts, unread);
    });
}
