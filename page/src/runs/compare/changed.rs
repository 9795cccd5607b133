//! Two runs: what has changed from one to the other in figures, weights and answers. The engine
//! works it out.

use leptos::prelude::*;

use super::Compared;
use super::layers::Layers;
use super::turned::Turning;
use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use descent::ledger::{Contents, Summary};
use descent::protocol::diff::{Diff, DiffRequest, Examined};
use descent::protocol::{Look, Seen};

/// What has changed; nothing but how to come to it if they are not two.
#[component]
pub fn Changed(
    /// The runs.
    runs: Signal<Vec<Compared>>,
) -> impl IntoView {
    runs.with_untracked(|runs| match &runs[..] {
        [a, b] => view! { <OfTwo a=a.clone() b=b.clone() /> }.into_any(),
        _ => view! {
            <p class="field__hint" data-testid="runs-not-two">
                "Tick two runs or versions, and no more, to see what has changed from one to the other."
            </p>
        }
        .into_any(),
    })
}

#[component]
fn OfTwo(a: Compared, b: Compared) -> impl IntoView {
    let state = use_state();
    let answer = state.answers.of(Slot::Diff);
    let request = request(&a, &b);
    let is_asked = request.is_ok();
    let has_stopped = RwSignal::new(false);
    let refused = request.as_ref().err().cloned();
    answer.set(None);
    if let Ok(request) = request {
        state.give_up(Slot::Diff);
        state.look(Slot::Diff, Look::Diff(request));
    }
    on_cleanup(move || {
        if is_asked {
            state.give_up(Slot::Diff);
        }
        answer.set(None);
    });
    let stop = Callback::new(move |()| {
        has_stopped.set(true);
        state.give_up(Slot::Diff);
    });
    let diff = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Diff(diff))) => Some((**diff).clone()),
            _ => None,
        })
    });
    let trouble = move || {
        refused.clone().or_else(|| {
            answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err().cloned()))
        })
    };
    // Once they are there they stay, while it is told how far the examples are.
    let layers = Memo::new(move |_| diff.with(|it| it.as_ref().map(|diff| diff.layers.clone())));
    let spec = a.0.config.network.clone();
    let dataset = StoredValue::new(a.0.config.dataset.clone());
    let has_one_loss = a.0.config.network.loss() == b.0.config.network.loss();
    let intro = format!(
        "From A, {}, to B, {}. Each number is of the weights that are kept.",
        named(&a.0),
        named(&b.0)
    );
    let examples = move || {
        diff.with(|diff| {
            let Diff { examples, .. } = diff.as_ref()?;
            Some(match examples {
                Examined::UnderWay { .. } if has_stopped.get() => view! {
                    <p class="field__hint">"Stopped: the examples are not asked."</p>
                }
                .into_any(),
                Examined::UnderWay { done, n } => under_way(*done, *n, stop),
                Examined::Impossible(why) => view! {
                    <p data-testid="diff-impossible">{why.clone()}</p>
                }
                .into_any(),
                Examined::Done(sides) => {
                    let sides = (**sides).clone();
                    view! { <Turning sides dataset has_one_loss /> }.into_any()
                }
            })
        })
    };
    let is_done = move || diff.with(|diff| diff.as_ref().is_some_and(Diff::is_done)).to_string();
    view! {
        <section class="diff stack" aria-labelledby="runs-diff-heading" data-testid="runs-diff" data-value=is_done>
            <h3 id="runs-diff-heading">"What changed from A to B"</h3>
            <p class="field__hint">{intro}</p>
            {move || trouble().map(|why| view! { <p role="status" data-testid="diff-refused">{why}</p> })}
            {examples}
            {move || layers.get().map(|layers| view! { <Layers layers spec=spec.clone() /> })}
        </section>
    }
}

fn named(summary: &Summary) -> String {
    let s = if summary.step == 1 { "" } else { "s" };
    format!("\"{}\" after {} update{s}", summary.label.name, format::count(summary.step as usize))
}

/// What is asked of the engine.
fn request(a: &(Summary, Contents), b: &(Summary, Contents)) -> Result<DiffRequest, String> {
    let checkpoint = |name: &str, contents: &Contents| match &contents.saved {
        Some(saved) => Ok(saved.checkpoint.clone()),
        None => Err(format!("{name} exploded before its weights could be kept: there are none.")),
    };
    Ok(DiffRequest { a: checkpoint("A", &a.1)?, b: checkpoint("B", &b.1)? })
}

fn under_way(done: usize, n: usize, stop: Callback<()>) -> AnyView {
    view! {
        <div class="wrap" data-testid="diff-under-way">
            <label class="diff__progress">
                "Both are asked about the same examples"
                <progress max=n.to_string() value=done.to_string()></progress>
            </label>
            <button type="button" class="button button--small" data-testid="diff-stop"
                on:click=move |_| stop.run(())>"Stop"</button>
        </div>
    }
    .into_any()
}
