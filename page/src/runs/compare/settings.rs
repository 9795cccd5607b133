//! The settings of the compared runs side by side; where they differ is marked.

use leptos::prelude::*;

use super::Compared;
use crate::format;
use crate::runs::cells::{quality, stretch};
use descent::ledger::differences::{Row, rows};
use descent::ledger::overlay::letter;

/// The table.
#[component]
pub fn Settings(
    /// The runs.
    runs: Signal<Vec<Compared>>,
) -> impl IntoView {
    let is_all = RwSignal::new(false);
    let all = runs.with_untracked(|runs| {
        let summaries: Vec<_> = runs.iter().map(|run| &run.0).collect();
        rows(&summaries)
    });
    let n_differing = all.iter().filter(|row| row.differs()).count();
    let n_alike = all.len() - n_differing;
    let all = StoredValue::new(all);
    let heads = runs.with_untracked(|runs| {
        let head = |(idx, run): (usize, &Compared)| {
            view! {
                <th scope="col"><strong>{letter(idx)}</strong>" "{run.0.label.name.clone()}</th>
            }
        };
        runs.iter().enumerate().map(head).collect::<Vec<_>>()
    });
    let figures = runs.with_untracked(|runs| {
        let of = |name: &'static str, of: fn(&Compared) -> String| {
            let cells: Vec<_> = runs.iter().map(|run| view! { <td>{of(run)}</td> }).collect();
            view! { <tr class="runs__figure"><th scope="row">{name}</th>{cells}</tr> }
        };
        [
            of("Held-out", |run| quality(&run.0)),
            of("Updates", |run| format::count(run.0.step as usize)),
            of("Training", |run| stretch(run.0.train_seconds)),
        ]
        .into_iter()
        .collect::<Vec<_>>()
    });
    let body = move || {
        all.with_value(|all| {
            let shown = all.iter().filter(|row| is_all.get() || row.differs());
            shown.map(row).collect::<Vec<_>>()
        })
    };
    let told = match (n_differing, n_alike) {
        (0, _) => "All their settings are the same.".to_owned(),
        (1, n) => format!("One setting differs; {n} are the same."),
        (n, alike) => format!("{n} settings differ; {alike} are the same."),
    };
    view! {
        <section class="runs__settings" aria-labelledby="runs-settings-heading">
            <div class="runs__over">
                <h3 id="runs-settings-heading">"Their settings"</h3>
                <p class="field__hint" data-testid="runs-differing" data-value=n_differing>{told}</p>
                <button type="button" class="button button--small" data-testid="runs-all-settings"
                    aria-pressed=move || is_all.get().to_string()
                    on:click=move |_| is_all.update(|is_all| *is_all = !*is_all)>
                    "Show those that are the same"
                </button>
            </div>
            <div class="runs__scroll scroll" tabindex="0" role="region" aria-label="Settings of the compared runs">
                <table class="runs__side" data-testid="runs-table">
                    <thead><tr><th scope="col">"Setting"</th>{heads}</tr></thead>
                    <tbody>{figures}{body}</tbody>
                </table>
            </div>
        </section>
    }
}

/// A setting; what is not as in most of the runs is marked, by more than a color.
fn row(row: &Row) -> impl IntoView + use<> {
    let differs = row.differs();
    let cells = row.told().enumerate().map(|(idx, value)| match differs && !row.is_usual(idx) {
        true => view! { <td><mark class="runs__odd">{value}</mark></td> }.into_any(),
        false => view! { <td>{value}</td> }.into_any(),
    });
    let sign = differs.then(|| view! { <span class="runs__differs">"≠ "<span class="visually-hidden">"differs: "</span></span> });
    view! {
        <tr class:runs__differing=differs>
            <th scope="row">{sign}{row.name}</th>
            {cells.collect::<Vec<_>>()}
        </tr>
    }
}
