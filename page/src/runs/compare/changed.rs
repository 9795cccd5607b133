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
use descent::protocol::diff::{Diff, DiffRequest, Examined, Sides};
use descent::protocol::{Look, Metrics, Seen};

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
                    view! {
                        <Figures sides=sides.clone() has_one_loss />
                        <Turning sides dataset />
                    }
                    .into_any()
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

/// Loss and accuracy of both.
#[component]
fn Figures(sides: Sides, has_one_loss: bool) -> impl IntoView {
    let of = if sides.is_held_out {
        "held-out examples"
    } else {
        "training examples, none are held out"
    };
    let caption = format!("On the same {} {of}", format::count(sides.n));
    let loss = |metrics: &Metrics| format::number(f64::from(metrics.loss));
    let accuracy = |metrics: &Metrics| {
        format::accuracy(metrics).map_or_else(|| "–".to_owned(), |share| format::percent(share, 2))
    };
    let (a, b) = sides.metrics;
    let falls = f64::from(b.loss) - f64::from(a.loss);
    let of_loss = if has_one_loss && falls.is_finite() { signed(falls) } else { "–".to_owned() };
    let rise = format::accuracy(&b).zip(format::accuracy(&a)).map(|(b, a)| 100.0 * (b - a));
    let accuracies = rise.map(|rise| {
        view! {
            <tr data-testid="diff-accuracy">
                <th scope="row">"Accuracy"</th><td>{accuracy(&a)}</td><td>{accuracy(&b)}</td>
                <td>{format!("{} points", sign_of(rise, &format::fixed(rise.abs(), 2)))}</td>
            </tr>
        }
    });
    view! {
        <table class="diff__figures number" data-testid="diff-figures">
            <caption>{caption}</caption>
            <thead><tr><td></td><th scope="col">"A"</th><th scope="col">"B"</th><th scope="col">"B − A"</th></tr></thead>
            <tbody>
                {accuracies}
                <tr data-testid="diff-loss">
                    <th scope="row">"Loss"</th><td>{loss(&a)}</td><td>{loss(&b)}</td><td>{of_loss}</td>
                </tr>
            </tbody>
        </table>
        {(!has_one_loss).then(|| view! {
            <p class="field__hint">"Their losses are different ones: the two numbers can't be compared."</p>
        })}
    }
}

fn signed(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { format::signed(value) }
}

fn sign_of(value: f64, size: &str) -> String {
    let sign = if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{size}")
}
