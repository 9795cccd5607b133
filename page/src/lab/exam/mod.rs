//! Its mistakes: what the run makes of the held-out examples, as a confusion matrix and as
//! the examples themselves.

mod gallery;
mod matrix;
pub mod words;

use leptos::prelude::*;

use self::gallery::Gallery;
pub use self::gallery::Taken;
use self::matrix::Matrix;
use super::View;
use super::training::Training;
use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::protocol::seen::Shown;
use descent::protocol::{Look, Seen};
use descent::training::{Choosing, Confusion};

/// The view.
pub static VIEW: View = View {
    key: "exam",
    title: "Its mistakes",
    about: "Held-out examples that the run has never learned from: how it reads them, and which it gets wrong.",
    body: || view! { <Exam /> }.into_any(),
};

/// Pictures at a time.
const PICTURES: usize = 48;

/// What the engine has answered.
#[derive(Clone, Debug, PartialEq)]
struct Results {
    step: u64,
    confusion: Confusion,
    choosing: Choosing,
    examples: Vec<Shown>,
}

#[component]
fn Exam() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    let chosen = RwSignal::new(Choosing::Mistakes);
    let taken = RwSignal::new(None::<Shown>);
    // A new evaluation has other figures; another run has none at first.
    let evaluation = Memo::new(move |_| state.progress.with(|p| p.as_ref().and_then(|p| p.test)));
    let names = class_names();
    Effect::new(move |_| {
        evaluation.track();
        let choosing = chosen.get();
        if is_visible.get() {
            state.look(Slot::Readings, Look::Readings { choosing, n: PICTURES });
        }
    });
    // Of another data set there may be no such class.
    Effect::new(move |before: Option<Vec<String>>| {
        let names = names.get();
        if before.is_some_and(|before| before != names) {
            chosen.set(Choosing::Mistakes);
            taken.set(None);
        }
        names
    });

    let answer = state.answers.of(Slot::Readings);
    let results = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Readings { step, confusion, choosing, examples })) => Some(Results {
                step: *step,
                confusion: confusion.clone(),
                choosing: *choosing,
                examples: examples.clone(),
            }),
            _ => None,
        })
    });
    let confusion = Memo::new(move |_| results.with(|r| r.as_ref().map(|r| r.confusion.clone())));
    let has_results = Memo::new(move |_| confusion.with(Option::is_some));
    let shown = Memo::new(move |_| {
        results.with(|results| match results {
            Some(results) if results.choosing == chosen.get() => results.examples.clone(),
            _ => Vec::new(),
        })
    });
    let verdict = move || {
        results.with(|r| {
            let r = r.as_ref()?;
            Some(names.with(|names| words::verdict(r.step, &r.confusion, names)))
        })
    };
    let accuracy = move || {
        confusion.with(|c| {
            let c = c.as_ref()?;
            Some((f64::from(c.n_right()) / f64::from(c.n_answered())).to_string())
        })
    };
    let heading = Signal::derive(move || names.with(|names| words::heading(chosen.get(), names)));
    view! {
        <div class="stack" node_ref=frame>
            <Training />
            <Show when=move || has_results.get() fallback=move || view! { <Nothing /> }>
                <p class="exam__verdict number" data-testid="exam-verdict" data-value=accuracy>{verdict}</p>
                <div class="exam__parts stack">
                    <div class="exam__part stack stack--tight">
                        <Matrix confusion names chosen />
                        <p class="field__hint">
                            "The more of its row a mistake takes, the stronger its color. Choose a cell to \
                             see its pictures; with the keyboard, go by the arrow keys and press Enter."
                        </p>
                    </div>
                    <div class="exam__part stack stack--tight">
                        <Taken taken names />
                        <div class="exam__head wrap wrap--apart">
                            <h3 data-testid="gallery-heading">{heading}</h3>
                            <Show when=move || chosen.get() != Choosing::Mistakes>
                                <button type="button" class="button button--small" data-testid="all-mistakes"
                                    on:click=move |_| chosen.set(Choosing::Mistakes)>"All mistakes"</button>
                            </Show>
                        </div>
                        <p class="field__hint number">{move || how_many(&confusion.get(), chosen.get(), shown.with(Vec::len))}</p>
                        <Gallery shown names taken label=heading />
                    </div>
                </div>
            </Show>
        </div>
    }
}

/// The names of the classes that the run learns. Tracked.
pub fn class_names() -> Memo<Vec<String>> {
    let state = use_state();
    Memo::new(move |_| {
        state.config.with(|config| {
            let classes = 0..config.dataset.n_classes().unwrap_or(0);
            let name = |class| config.dataset.class_name(class).unwrap_or_default().to_owned();
            classes.map(name).collect::<Vec<_>>()
        })
    })
}

/// How many of how many pictures there are.
fn how_many(confusion: &Option<Confusion>, choosing: Choosing, n_shown: usize) -> Option<String> {
    let confusion = confusion.as_ref()?;
    let n = match choosing {
        Choosing::Mistakes => confusion.n_answered() - confusion.n_right(),
        Choosing::Cell { label, answer } => {
            let (label, answer) = (usize::from(label), usize::from(answer));
            (label.max(answer) < confusion.n_classes()).then(|| confusion.count(label, answer))?
        }
    } as usize;
    Some(match (n, n_shown) {
        (0, 0) => "There are none.".to_owned(),
        (n, shown) if shown < n => {
            format!(
                "{} of {} are shown. Choose one: it is laid onto the board.",
                format::count(shown),
                format::count(n)
            )
        }
        _ => "Choose one: it is laid onto the board.".to_owned(),
    })
}

/// Why there is nothing to see yet, and what to do.
#[component]
fn Nothing() -> impl IntoView {
    let state = use_state();
    let answer = state.answers.of(Slot::Readings);
    let text = move || {
        answer.with(|answer| match answer {
            Some(Err(message)) => message.clone(),
            _ => "The held-out examples are being read.".to_owned(),
        })
    };
    view! {
        <p class="exam__empty" data-testid="exam-empty">
            {text} " Train in the lesson or press Train here."
        </p>
    }
}
