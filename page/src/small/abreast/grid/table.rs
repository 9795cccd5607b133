//! What came of each pair: a table in colors, in which each cell can be trained.

use leptos::prelude::*;

use super::Grid;
use super::cell::{Cell, Measure, best_of, cell_of, color, share_of};
use crate::canvas::use_display;
use crate::small::abreast::ground::Ground;
use crate::small::abreast::knob::Knob;
use crate::small::abreast::{LAB, Setup, side};
use crate::state::{Control, State, use_state};
use crate::widget::segmented::Segmented;
use descent::training::RunConfig;

/// The panel.
#[component]
pub fn Outcomes() -> impl IntoView {
    let state = use_state();
    let measure = RwSignal::new(Measure::Accuracy);
    let grid = state.abreast.grid;
    let cells = Memo::new(move |_| {
        let n = grid.with(|grid| grid.as_ref().map_or(0, |grid| grid.cells.len()));
        let outcomes = state.grid_seen().map(|seen| seen.outcomes).unwrap_or_default();
        let cell = |idx: usize| cell_of(outcomes.get(idx).copied().flatten(), measure.get());
        (0..n).map(cell).collect::<Vec<_>>()
    });
    // The same table as long as it is the same grid.
    let shown = Memo::new(move |_| {
        grid.with(|grid| grid.as_ref().map(|grid| Grid { end: None, ..grid.clone() }))
    });
    let best = Memo::new(move |_| cells.with(|cells| best_of(cells, measure.get())));
    let table = move || {
        match shown.get() {
        Some(grid) => view! { <Table grid cells best measure /> }.into_any(),
        None => view! {
            <p class="field__hint">
                "Press Start: each pair is trained from the same start, and how it does on examples \
                 that it has not seen is written here."
            </p>
        }
        .into_any(),
    }
    };
    let told = move || said(state, best.get(), measure.get());
    view! {
        <section class="panel abreast__outcomes" aria-labelledby="grid-outcomes">
            <div class="panel__head">
                <h2 id="grid-outcomes">"How they do"</h2>
                <Segmented label="Held out" value=measure on_choose=move |chosen| measure.set(chosen)
                    options=vec![(Measure::Accuracy, "right, held out"), (Measure::Loss, "loss, held out")] />
            </div>
            {table}
            <p role="status" data-testid="grid-told">{told}</p>
        </section>
    }
}

/// What there is to say of it in a sentence.
fn said(state: State, best: Option<(usize, f64)>, measure: Measure) -> String {
    if let Some(Err(why)) = state.answers.of(crate::state::looks::Slot::Grid).get() {
        return why;
    }
    state.abreast.grid.with(|grid| {
        let Some(grid) = grid else { return String::new() };
        if let Some(end) = grid.end {
            return end.to_owned();
        }
        if state.is_gridding() {
            return String::new();
        }
        let Some((idx, value)) = best else {
            return "Done. None of them came to anything.".to_owned();
        };
        let (row, column) = named(grid, idx);
        let value = measure.told(value);
        let value = match measure {
            Measure::Accuracy => format!("{value} right"),
            Measure::Loss => format!("a loss of {value}"),
        };
        format!("Done. Best: {row}, {column}, with {value}.")
    })
}

/// "learning rate 0.1", "batch size 32".
fn named(grid: &Grid, idx: usize) -> (String, String) {
    let (n, across) = (grid.form.columns.len(), grid.form.across);
    let row = format!("{} {}", Knob::Rate.name(), grid.form.rates[idx / n]);
    let column = format!("{} {}", across.name(), across.told(&grid.form.columns[idx % n]));
    (row, column)
}

#[component]
fn Table(
    grid: Grid,
    cells: Memo<Vec<Cell>>,
    best: Memo<Option<(usize, f64)>>,
    measure: RwSignal<Measure>,
) -> impl IntoView {
    let state = use_state();
    let across = grid.form.across;
    let n_columns = grid.form.columns.len();
    let heads = grid.form.columns.iter().map(|value| {
        view! { <th scope="col">{across.told(value)}</th> }
    });
    let heads = heads.collect::<Vec<_>>();
    let rows = grid.form.rates.iter().enumerate().map(|(row, rate)| {
        let cells = (0..n_columns).map(|column| {
            let idx = row * n_columns + column;
            let config = grid.cells[idx].clone();
            let (ground, name) = (grid.ground, named(&grid, idx));
            view! {
                <CellView name=format!("{}, {}", name.0, name.1) testid=format!("grid-cell-{row}-{column}")
                    idx cells best measure
                    on_train=move || train(state, ground, config.clone()) />
            }
        });
        view! { <tr><th scope="row">{rate.clone()}</th>{cells.collect::<Vec<_>>()}</tr> }
    });
    let rows = rows.collect::<Vec<_>>();
    let caption = format!(
        "{}, {} epochs each. Rows: {}. Columns: {}. A stronger color is better; a click trains one.",
        grid.ground.name(),
        grid.n_epochs,
        Knob::Rate.plural(),
        across.plural()
    );
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="The grid">
            <table class="abreast__table" data-testid="grid-table">
                <caption>{caption}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A cell: what came of it, and a click trains it.
#[component]
fn CellView(
    name: String,
    testid: String,
    idx: usize,
    cells: Memo<Vec<Cell>>,
    best: Memo<Option<(usize, f64)>>,
    measure: RwSignal<Measure>,
    on_train: impl Fn() + 'static,
) -> impl IntoView {
    let theme = use_display().theme;
    let cell =
        Memo::new(move |_| cells.with(|cells| cells.get(idx).copied().unwrap_or(Cell::Open)));
    let is_best = Memo::new(move |_| best.get().is_some_and(|(best, _)| best == idx));
    let text = move || match cell.get() {
        Cell::Open => "…".to_owned(),
        Cell::Diverged => "diverged".to_owned(),
        Cell::Odd => "–".to_owned(),
        Cell::Done(value) => measure.get().told(value),
    };
    let value = move || match cell.get() {
        Cell::Open => String::new(),
        Cell::Diverged => "diverged".to_owned(),
        Cell::Odd => "–".to_owned(),
        Cell::Done(value) => value.to_string(),
    };
    let style = move || match cell.get() {
        Cell::Done(value) => {
            let share = cells.with(|cells| share_of(value, cells, measure.get()));
            theme.with(|theme| format!("background: {}", color(share, theme)))
        }
        _ => String::new(),
    };
    let label = move || {
        let best = if is_best.get() { " best" } else { "" };
        let text = if cell.get() == Cell::Open { "not done yet".to_owned() } else { text() };
        format!("{name}: {text}{best}. Train this one")
    };
    view! {
        <td>
            <button type="button" class="abreast__cell" data-testid=testid data-value=value
                class:abreast__cell--odd=move || matches!(cell.get(), Cell::Diverged)
                class:abreast__cell--best=is_best style=style title="Train this one"
                aria-label=label on:click=move |_| on_train()>
                <span class="number">{text}</span>
                <span class="abreast__best">{move || is_best.get().then_some("best")}</span>
            </button>
        </td>
    }
}

/// Begins a cell's run as the first of those side by side, and lets it train there.
fn train(state: State, ground: Ground, config: RunConfig) {
    let now = state.abreast.setup.get_untracked();
    let now = if now.ground == ground { now } else { Setup::usual(ground, now.knob) };
    let begun = state.race_at_once(now.led_by(config));
    if let Err(wrong) = begun {
        return state.tell(&wrong);
    }
    state.show_page(&LAB, &side::PAGE);
    state.return_to(Control::Train);
}
