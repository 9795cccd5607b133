//! The record loop (CURRICULUM A7): Δw = 0; for each record δ, and Δw += δ·x; at the end
//! w += η·Δw/m.

use leptos::html;
use leptos::prelude::*;

use super::HOME;
use super::choose::{Presets, Units, unit};
use super::update::next_step;
use super::which::{Unit, delta};
use crate::format;
use crate::small::asked;
use crate::small::pages::Page;
use crate::state::use_state;
use crate::widget::health::HealthLine;
use crate::widget::icon::{Icon, STEP};
use crate::widget::segmented::Segmented;
use crate::widget::train_button::take_focus_back;
use crate::widget::visible::use_visible;
use descent::nn::{Reduction, StepTrace};
use descent::training::BatchSize;
use descent::walk::records::{Record, mean_asked, records};

/// The page.
pub static PAGE: Page = Page {
    key: "records",
    title: "Record by record",
    home: Some(&HOME),
    body: || view! { <Loop /> }.into_any(),
};

/// What stands in a record's row, after its number; the last three are the sums. On a phone a
/// number stands below its name, and a row in three lines.
const HEADS: [&str; 10] = ["x₁", "x₂", "y", "ŷ", "δ", "δ·x₁", "δ·x₂", "Δw₁", "Δw₂", "Δb"];
const N_BEFORE_SUMS: usize = 7;

/// Records that are shown one by one; the sums of the others are those of the last.
const MOST: usize = 12;

#[component]
fn Loop() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    let next = next_step(state, is_visible);
    let unit = unit(state);
    let n_shown = RwSignal::new(1usize);
    // Another update begins with its first record.
    let make = NodeRef::<html::Button>::new();
    take_focus_back(make, None);
    let step = Memo::new(move |_| next.get().map(|next| (next.step, next.batch_len)));
    Effect::new(move |_| {
        step.get();
        n_shown.set(1);
    });
    let all = Signal::derive(move || next.get().map(|next| records(&next)).unwrap_or_default());
    let n = Memo::new(move |_| all.with(Vec::len).min(MOST));
    let is_done = Memo::new(move |_| n_shown.get() >= n.get());
    let is_all = Memo::new(move |_| state.batch_size.get() == BatchSize::All);
    let reduction = asked::reduction(state);
    let formula = move || format!("δ = {},  Δw += δ · x", delta(unit.get(), reduction.get()));
    let ending_word = move || match reduction.get() {
        Reduction::Sum => "by the whole sum",
        _ => "by the mean",
    };
    view! {
        <div class="records" node_ref=root>
            <section class="panel">
                <p class="idea__words">
                    "The textbook's loop over the records of a batch. The sums begin at 0; each record adds what it asks \
                     for; at the end the weights move once, " {ending_word} "."
                </p>
                <div class="idea__head">
                    <Presets />
                    <Units options=vec![
                        (Unit::Perceptron, "perceptron"),
                        (Unit::Logistic, "logistic"),
                        (Unit::Squared, "squared error"),
                    ] />
                    <Segmented label="Records of a batch" options=vec![(false, "one record"), (true, "all records")]
                        value=is_all on_choose=move |all| {
                            let one = BatchSize::examples(1).unwrap_or(BatchSize::All);
                            state.set_batch_size(if all { BatchSize::All } else { one });
                        } />
                </div>
                <p class="update__rule">{formula}</p>
                {move || (unit.get() == Unit::Hidden).then_some(
                    "This run has a hidden layer; choose a single unit above to see its loop.")}
                <div class="as-table__scroll" tabindex="0" role="region" aria-label="The record loop">
                    <table class="records__table" data-testid="records"
                        data-value=move || n_shown.get().min(n.get()).to_string()>
                        <thead><tr>
                            {["record"].into_iter().chain(HEADS)
                                .map(|head| view! { <th scope="col">{head}</th> }).collect::<Vec<_>>()}
                        </tr></thead>
                        <tbody>
                            {move || {
                                let (shown, all) = (n_shown.get(), all.get());
                                let rows = all.iter().take(shown.min(MOST)).enumerate();
                                rows.map(|(at, record)| row(record, at + 1 == shown)).collect::<Vec<_>>()
                            }}
                        </tbody>
                        <tfoot>{move || is_done.get().then(|| next.get().and_then(|next| ending(&next)))}</tfoot>
                    </table>
                </div>
                <div class="transport records__keys">
                    <button type="button" class="button" data-testid="record-next"
                        aria-disabled=move || is_done.get().to_string()
                        on:click=move |_| if !is_done.get_untracked() { n_shown.update(|n| *n += 1) }>"Next record"</button>
                    <button type="button" class="button" data-testid="record-all"
                        aria-disabled=move || is_done.get().to_string()
                        on:click=move |_| n_shown.set(MOST)>"All records"</button>
                    <button type="button" class="button button--primary" data-testid="step"
                        node_ref=make aria-disabled=move || (!is_done.get()).to_string()
                        on:click=move |_| if is_done.get_untracked() { state.step() }>
                        <Icon path=STEP /> "Make this update"
                    </button>
                </div>
                <HealthLine />
            </section>
        </div>
    }
}

fn row(record: &Record, is_last: bool) -> AnyView {
    let Record { example, inputs, target, output, delta, asked, sums } = record;
    let before = [inputs[0], inputs[1], *target, *output, *delta, asked[0], asked[1]];
    let cells = before.iter().zip(HEADS).map(|(&value, head)| {
        view! { <td data-head=head>{format::number(value.into())}</td> }.into_any()
    });
    let sums = sums.iter().zip(&HEADS[N_BEFORE_SUMS..]).map(|(&value, &head)| {
        view! { <td class="records__sum" data-head=head data-value=value.to_string()>{format::number(value.into())}</td> }.into_any()
    });
    view! {
        <tr class:records__row--now=is_last>
            <th scope="row">{example + 1}</th>
            {cells.chain(sums).collect::<Vec<_>>()}
        </tr>
    }
    .into_any()
}

/// The mean, and the new weights.
fn ending(next: &StepTrace) -> Option<AnyView> {
    let mean = mean_asked(next)?;
    let layer = &next.layers[0];
    let new = [layer.new_weights[[0, 0]], layer.new_weights[[0, 1]], layer.new_bias[0]];
    let numbers = |values: &[f32], heads: [&'static str; 3], testid: &'static str| {
        let cells = values.iter().zip(heads).enumerate().map(|(at, (&value, head))| {
            view! {
                <td class="records__sum" data-head=head data-testid=format!("{testid}-{at}") data-value=value.to_string()>
                    {format::number(value.into())}
                </td>
            }
        });
        cells.collect::<Vec<_>>()
    };
    let is_sum = next.network.reduction() == Reduction::Sum;
    let more = next.batch_len.saturating_sub(MOST);
    let name = match (is_sum, more) {
        (true, _) => "Δ, a plain sum".to_owned(),
        (false, 0) => format!("Δ / {}, the mean", next.batch_len),
        (false, more) => format!("Δ / {}, the mean of these and {more} more", next.batch_len),
    };
    let rate = format::number(next.learning_rate.into());
    Some(
        view! {
            <tr><th scope="row" colspan="8">{name}</th>{numbers(&mean, ["w₁", "w₂", "b"], "record-mean")}</tr>
            <tr><th scope="row" colspan="8">{format!("w + {rate} · that: the new weights")}</th>{numbers(&new, ["w₁", "w₂", "b"], "record-new")}</tr>
        }
        .into_any(),
    )
}
