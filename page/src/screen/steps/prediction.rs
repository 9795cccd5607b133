//! Predict, then reveal: at each weight's update the view asks first which way it will
//! go, and keeps the score of the class.

use leptos::prelude::*;

use super::cursor::Cursor;
use super::{of_trace, of_trace_untracked};
use crate::state::State;
use descent::walk::{Level, Phase, Place, Places, Quantity, Term, Weight, terms};

/// What a weight may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Rise,
    Fall,
    Stay,
}

impl Guess {
    const ALL: [(Self, &str, &str); 3] = [
        (Self::Rise, "It rises ↑", "rise"),
        (Self::Stay, "It stays", "stay"),
        (Self::Fall, "It falls ↓", "fall"),
    ];

    /// What a weight really does.
    fn of(old: f32, new: f32) -> Self {
        if new > old {
            Self::Rise
        } else if new < old {
            Self::Fall
        } else {
            Self::Stay
        }
    }
}

/// Whether it is played, what has been answered, and the score.
#[derive(Clone, Copy)]
pub struct Prediction {
    state: State,
    is_on: RwSignal<bool>,
    /// The weight one stands at, in which update.
    here: Memo<Option<(u64, Weight)>>,
    answered: RwSignal<Option<((u64, Weight), Guess)>>,
    /// Right, of how many.
    score: RwSignal<(u32, u32)>,
}

impl Prediction {
    /// Not played yet.
    pub fn new(state: State, place: RwSignal<Place>, places: Memo<Places>) -> Self {
        let here = Memo::new(move |_| {
            let place = place.get();
            if place.phase() != Phase::Update || place.level() != Level::Term {
                return None;
            }
            // Which weights are shown in the update does not depend on the example.
            let term = of_trace(state, |trace| {
                places
                    .with(|places| terms::term(trace, places, place, 0))
                    .map(|term| (trace.step, term))
            });
            match term.flatten()? {
                (step, Term::Update(weight)) => Some((step, weight)),
                _ => None,
            }
        });
        Self {
            state,
            is_on: RwSignal::new(false),
            here,
            answered: RwSignal::new(None),
            score: RwSignal::new((0, 0)),
        }
    }

    /// A question is open: what the weight does is not to be seen yet.
    pub fn is_asking(self) -> bool {
        let Some(here) = self.here.get() else { return false };
        self.is_on.get() && self.answered.get().is_none_or(|(answered, _)| answered != here)
    }

    fn truth(self) -> Option<Guess> {
        let (_, weight) = self.here.get_untracked()?;
        of_trace_untracked(self.state, |trace| {
            let value = |quantity: Quantity| quantity.value(trace);
            Some(Guess::of(value(Quantity::Old(weight))?, value(Quantity::New(weight))?))
        })
        .flatten()
    }

    fn answer(self, guess: Guess) {
        if let (Some(here), Some(truth)) = (self.here.get_untracked(), self.truth()) {
            self.score.update(|(right, all)| {
                *right += u32::from(guess == truth);
                *all += 1;
            });
            self.answered.set(Some((here, guess)));
        }
    }
}

/// Switches the game on; beside it the score.
#[component]
pub fn Switch(cursor: Cursor) -> impl IntoView {
    let prediction = cursor.prediction;
    let score = move || {
        let (right, all) = prediction.score.get();
        let verdict = prediction.here.get().and_then(|here| {
            let (answered, guess) = prediction.answered.get()?;
            (answered == here)
                .then(|| if prediction.truth() == Some(guess) { "Right! " } else { "Not so. " })
        });
        (all > 0).then(|| format!("{}{right} of {all} right", verdict.unwrap_or_default()))
    };
    view! {
        <label class="check" title="Before each weight's update, guess which way it goes">
            <input type="checkbox" data-testid="predict" prop:checked=move || prediction.is_on.get()
                on:change=move |event| prediction.is_on.set(event_target_checked(&event)) />
            " Predict first"
        </label>
        <span class="number check" role="status" data-testid="score">{score}</span>
    }
}

/// The question, in the place of the equations.
#[component]
pub fn Question(cursor: Cursor) -> impl IntoView {
    let prediction = cursor.prediction;
    let buttons = Guess::ALL
        .map(|(guess, text, key)| {
            view! {
                <button type="button" class="button" data-testid=format!("guess-{key}")
                    on:click=move |_| prediction.answer(guess)>{text}</button>
            }
        })
        .to_vec();
    let known = move || {
        let (_, weight) = prediction.here.get()?;
        of_trace(prediction.state, |trace| {
            let show = |quantity: Quantity| quantity.value(trace).map(|v| cursor.show(v.into()));
            Some(format!(
                "w = {}, and its gradient is {}.",
                show(Quantity::Old(weight))?,
                show(Quantity::Given(weight))?
            ))
        })
        .flatten()
    };
    view! {
        <div class="question" role="group" aria-label="Your prediction">
            <p class="number">{known}</p>
            <div class="question__answers">{buttons}</div>
        </div>
    }
}
