//! The table behind a chart. It exists only while it is open, and follows a running
//! chart once in two seconds: nobody reads faster.

use std::time::Duration;

use leptos::prelude::*;

use descent::plots::readout::format_x;
use descent::plots::table::{Row, rows};
use descent::plots::{Scale, Series};

const MAX_ROWS: usize = 200;
const REFRESH: Duration = Duration::from_secs(2);

/// A disclosure with the numbers of the series, thinned to a readable number of rows.
#[component]
pub fn Numbers(
    series: Signal<Vec<Series>>,
    scale: Signal<Scale>,
    x_label: &'static str,
    caption: &'static str,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let toggle = move |event: leptos::ev::Event| {
        is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    view! {
        <details class="chart__numbers" on:toggle=toggle>
            <summary>"Numbers as a table"</summary>
            {move || is_open.get().then(|| view! { <Table series scale x_label caption /> })}
        </details>
    }
}

#[component]
fn Table(
    series: Signal<Vec<Series>>,
    scale: Signal<Scale>,
    x_label: &'static str,
    caption: &'static str,
) -> impl IntoView {
    let read = move || series.with_untracked(|series| rows(series, MAX_ROWS));
    let table = RwSignal::new(read());
    let refresh = move || {
        let now = read();
        if table.with_untracked(|before| *before != now) {
            table.set(now);
        }
    };
    if let Ok(interval) = set_interval_with_handle(refresh, REFRESH) {
        on_cleanup(move || interval.clear());
    }
    let heads = move || {
        table.track();
        series.with_untracked(|series| {
            let head = |series: &Series| view! { <th scope="col">{series.label.clone()}</th> };
            series.iter().map(head).collect_view()
        })
    };
    let row = move |row: &Row| {
        let value = |value: &Option<f64>| {
            let text = value.map_or_else(|| "–".to_owned(), |y| scale.get().format(y));
            view! { <td>{text}</td> }
        };
        view! {
            <tr>
                <th scope="row">{format_x(row.x)}</th>
                {row.values.iter().map(value).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="chart__table" tabindex="0" role="region" aria-label=format!("{caption}, numbers")>
            <table>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{x_label}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{move || table.with(|rows| rows.iter().map(row).collect_view())}</tbody>
            </table>
        </div>
    }
}
