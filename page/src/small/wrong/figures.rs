//! The figures of the run, and beside them those of the one that failed.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use descent::protocol::Metrics;
use descent::training::History;

/// The latest figures of a run: held out, training, updates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Latest {
    test: Option<Metrics>,
    train: Option<Metrics>,
    step: u64,
}

impl Latest {
    fn of(history: &History) -> Self {
        let (train, test) = (history.train().last(), history.test().last());
        Self {
            test: test.and_then(|point| point.test),
            train: train.and_then(|point| point.train),
            step: train.map_or(0, |point| point.step),
        }
    }
}

/// The table.
#[component]
pub fn Figures() -> impl IntoView {
    let state = use_state();
    let cure = Memo::new(move |_| state.tried.with(|tried| tried.cure));
    let now = Memo::new(move |_| state.history.with(Latest::of));
    let failed = Memo::new(move |_| {
        state.tried.with(|tried| {
            let has_failed = tried.cure.is_some() && !tried.failed.train().is_empty();
            has_failed.then(|| Latest::of(&tried.failed))
        })
    });
    view! {
        <table class="wrong__figures" data-testid="wrong-figures">
            <thead><tr>
                <td></td>
                <th scope="col">"right, held out"</th>
                <th scope="col">"right, training"</th>
                <th scope="col">"loss, held out"</th>
                <th scope="col">"updates"</th>
            </tr></thead>
            <tbody>
                {move || failed.get().map(|failed| row("failed", "failed", failed))}
                {move || {
                    let (key, name) = match cure.get() {
                        Some(_) => ("cured", "cured"),
                        None => ("now", "this run"),
                    };
                    row(key, name, now.get())
                }}
            </tbody>
        </table>
    }
}

fn row(key: &'static str, name: &'static str, latest: Latest) -> impl IntoView {
    let accuracy = |metrics: Option<Metrics>| format::accuracy(&metrics?);
    let percent = |share: Option<f64>| share.map_or("–".to_owned(), |a| format::percent(a, 1));
    let held_out = accuracy(latest.test);
    view! {
        <tr data-testid=format!("figures-{key}") data-value=held_out.map(|a| a.to_string()).unwrap_or_default()
            data-train=accuracy(latest.train).map(|a| a.to_string()).unwrap_or_default()>
            <th scope="row">{name}</th>
            <td><strong>{percent(held_out)}</strong></td>
            <td>{percent(accuracy(latest.train))}</td>
            <td>{latest.test.map_or("–".to_owned(), |m| format::number(m.loss.into()))}</td>
            <td>{format::grouped(latest.step as f64)}</td>
        </tr>
    }
}
