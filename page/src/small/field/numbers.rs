//! The numbers behind the picture: how a step is worked out, and the path as a table.

use leptos::prelude::*;

use super::model::{Model, moment};
use super::race::name;
use crate::format;

/// Rows of the path's table at most; of a longer path every so many are left out.
const MOST_ROWS: usize = 200;

/// The arithmetic of the step that comes, of the first runner.
#[component]
pub fn Substeps(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let rows = move || {
        let step = model.shown();
        let n = model.n_inputs();
        let rows = model.with_race(|race| {
            let course = race.courses.first()?;
            let now = moment(course, step)?;
            let named = course.descent.substeps.iter().zip(&now.substeps);
            let rows = named.map(|((name, formula), pair)| {
                let cells = pair[..n].iter().map(|&value| {
                    view! { <td class="number" title=value.to_string()>{format::number(value)}</td> }
                });
                let cells = cells.collect::<Vec<_>>();
                view! {
                    <tr><th scope="row">{name.clone()}</th><td class="descent__formula">{formula.clone()}</td>{cells}</tr>
                }
            });
            Some(rows.collect::<Vec<_>>())
        });
        rows.flatten().unwrap_or_default()
    };
    let head = move || {
        let labels = model.labels();
        labels[..model.n_inputs()]
            .iter()
            .map(|label| view! { <th scope="col">{*label}</th> })
            .collect::<Vec<_>>()
    };
    let who = move || {
        model.with_race(|race| race.courses.first().map(|course| name(&course.runner))).flatten()
    };
    view! {
        <details class="as-table" data-testid="field-substeps">
            <summary>"How the next step is worked out"</summary>
            <p class="field__hint">{who}</p>
            <div class="as-table__scroll" tabindex="0" role="region" aria-label="The next step's numbers">
                <table>
                    <thead><tr><td></td><td></td>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

/// Every runner's path, step by step, when it is opened.
#[component]
pub fn Path(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let tables = move || {
        let labels = model.labels();
        let n = model.n_inputs();
        let tables = model.with_race(|race| {
            let table = |(idx, course): (usize, &descent::protocol::field::Course)| {
                let moments = &course.descent.moments;
                let every = moments.len().div_ceil(MOST_ROWS).max(1);
                let rows = moments.iter().enumerate().step_by(every).map(|(step, moment)| {
                    let numbers = moment.at[..n].iter().chain([&moment.value]);
                    let slope = moment.gradient[0].hypot(moment.gradient[1]);
                    let cells = numbers.copied().chain([slope]).map(|value| {
                        view! { <td class="number" title=value.to_string()>{format::number(value)}</td> }
                    });
                    view! { <tr><th scope="row">{step}</th>{cells.collect::<Vec<_>>()}</tr> }
                });
                let heads = labels[..n].iter().map(|label| view! { <th scope="col">{*label}</th> });
                view! {
                    <table data-testid=format!("field-path-{idx}")>
                        <caption>{name(&course.runner)}</caption>
                        <thead><tr><th scope="col">"step"</th>{heads.collect::<Vec<_>>()}
                            <th scope="col">"f"</th><th scope="col">"slope"</th></tr></thead>
                        <tbody>{rows.collect::<Vec<_>>()}</tbody>
                    </table>
                }
            };
            race.courses.iter().enumerate().map(table).collect::<Vec<_>>()
        });
        tables.unwrap_or_default()
    };
    view! {
        <details class="as-table" data-testid="field-path" on:toggle=move |event| is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary>"The path as numbers"</summary>
            {move || is_open.get().then(|| view! {
                <div class="as-table__scroll" tabindex="0" role="region" aria-label="The path as numbers">{tables}</div>
            })}
        </details>
    }
}
