//! Predict, then reveal: at each weight's update the view asks first which way it will
//! go, and keeps the score of the class.

use gloo::storage::{LocalStorage, Storage};
use leptos::html;
use leptos::prelude::*;

use super::cursor::Cursor;
use super::{of_trace, of_trace_untracked};
use crate::format;
use crate::state::State;
use crate::widget;
use descent::walk::{Level, Phase, Place, Places, Quantity, Term, Weight, telling_unit, terms};

/// Where the score is kept.
const KEY: &str = "descent.predictions";

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

    fn name(self) -> &'static str {
        match self {
            Self::Rise => "rises",
            Self::Fall => "falls",
            Self::Stay => "stays",
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
    /// Whether new values are not to be seen yet.
    hides: Memo<bool>,
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
        let is_on = RwSignal::new(false);
        let answered = RwSignal::new(None::<((u64, Weight), Guess)>);
        let is_answered =
            move || here.get().is_some_and(|here| answered.get().is_some_and(|(at, _)| at == here));
        // All of the update but its last stop, where the losses are: everything there is a
        // new value, or the way to one.
        let hides = Memo::new(move |_| {
            let place = place.get();
            is_on.get()
                && place.phase() == Phase::Update
                && place != places.with(Places::after)
                && !is_answered()
        });
        Self {
            state,
            is_on,
            here,
            answered,
            score: RwSignal::new(LocalStorage::get(KEY).unwrap_or_default()),
            hides,
        }
    }

    /// New values are not to be seen yet: neither this weight's nor, farther off, those of
    /// weights that can still be asked for.
    pub fn is_asking(self) -> bool {
        self.hides.get()
    }

    /// What is asked, or what to do to be asked, while new values are hidden.
    pub fn question(self) -> &'static str {
        if self.here.get().is_some() {
            "Before you look: what will this weight do?"
        } else {
            "New values are hidden here: go to one weight, and say first what it will do."
        }
    }

    fn truth(self) -> Option<(Guess, f32, f32)> {
        let (_, weight) = self.here.get_untracked()?;
        of_trace_untracked(self.state, |trace| {
            let value = |quantity: Quantity| quantity.value(trace);
            let (old, new) = (value(Quantity::Old(weight))?, value(Quantity::New(weight))?);
            Some((Guess::of(old, new), old, new))
        })
        .flatten()
    }

    fn answer(self, guess: Guess) {
        if let (Some(here), Some((truth, ..))) = (self.here.get_untracked(), self.truth()) {
            let (right, all) = self.score.get_untracked();
            self.set_score((right + u32::from(guess == truth), all + 1));
            self.answered.set(Some((here, guess)));
        }
    }

    fn set_score(self, score: (u32, u32)) {
        self.score.set(score);
        // Storage may be full or forbidden: the score then lasts as long as the view.
        drop(LocalStorage::set(KEY, score));
    }
}

/// Switches the game on.
#[component]
pub fn Switch(cursor: Cursor) -> impl IntoView {
    let prediction = cursor.prediction;
    view! {
        <label class="check" title="Before each weight's update, guess which way it goes">
            <input type="checkbox" data-testid="predict" prop:checked=move || prediction.is_on.get()
                on:change=move |event| prediction.is_on.set(event_target_checked(&event)) />
            " Predict first"
        </label>
    }
}

/// Where the game stands: what to do, what came of the last answer, the score.
#[component]
pub fn Game(cursor: Cursor) -> impl IntoView {
    let prediction = cursor.prediction;
    let told = move || {
        // What is asked stands where the sentence stands else.
        if prediction.is_asking() {
            return "Predict, then reveal".to_owned();
        }
        let here = prediction.here.get();
        let answer = prediction.answered.get().filter(|(at, _)| Some(*at) == here);
        match answer.and_then(|(_, guess)| Some((guess, prediction.truth()?))) {
            Some((guess, (truth, old, new))) => {
                let verdict = if guess == truth { "Right!" } else { "Not so." };
                let [old, new] = format::pair(old.into(), new.into());
                format!("{verdict} It {}, from {old} to {new}.", truth.name())
            }
            None => {
                "You are asked at each weight of the update: go to the update, and press “Closer” \
                     (Enter) until you stand at a weight."
                    .to_owned()
            }
        }
    };
    let score = move || {
        let (right, all) = prediction.score.get();
        if all == 0 { "No answers yet".to_owned() } else { format!("{right} of {all} right") }
    };
    // Who has answered hears what was right, and goes on from there with the same keys.
    let verdict = NodeRef::<html::P>::new();
    Effect::new(move |before: Option<Option<((u64, Weight), Guess)>>| {
        let answered = prediction.answered.get();
        if before.is_some_and(|before| before != answered)
            && let Some(verdict) = verdict.get_untracked()
        {
            widget::focus(&verdict);
        }
        answered
    });
    view! {
        <Show when=move || prediction.is_on.get()>
            <div class="panel game" role="group" aria-label="Predict, then reveal" data-testid="game">
                <p class="game__told" role="status" tabindex="-1" node_ref=verdict data-testid="verdict">{told}</p>
                <div class="game__ways">
                    <Show when=move || prediction.here.get().is_none() && !prediction.is_asking()>
                        <Lead cursor />
                    </Show>
                    <span class="number" data-testid="score">{score}</span>
                    <button type="button" class="button button--quiet" data-testid="reset-score"
                        disabled=move || prediction.score.get().1 == 0
                        on:click=move |_| prediction.set_score((0, 0))>"Reset the score"</button>
                </div>
            </div>
        </Show>
    }
}

/// The way to a weight that is asked for.
#[component]
fn Lead(cursor: Cursor) -> impl IntoView {
    view! {
        <button type="button" class="button button--primary" data-testid="go-to-weight"
            on:click=move |_| go_to_telling(cursor)>"Go to a telling weight"</button>
    }
}

/// Goes to the first weight of the unit that tells most, in the layer one stands in.
fn go_to_telling(cursor: Cursor) {
    let row = cursor.row.get_untracked();
    let here = cursor.place.get_untracked();
    let place = cursor.places.with_untracked(|places| {
        let layer_idx = places.layer_idx(here).unwrap_or(0);
        let unit_idx = of_trace_untracked(cursor.state(), |t| telling_unit(t, layer_idx, row));
        places.of_unit(Phase::Update, layer_idx, unit_idx.unwrap_or(0)).child(0)
    });
    cursor.go(place);
}

/// The question, in the place of the equations.
#[component]
pub fn Question(cursor: Cursor) -> impl IntoView {
    let prediction = cursor.prediction;
    let buttons = move || {
        Guess::ALL
            .map(|(guess, text, key)| {
                view! {
                    <button type="button" class="button" data-testid=format!("guess-{key}")
                        on:click=move |_| prediction.answer(guess)>{text}</button>
                }
            })
            .into_iter()
            .collect::<Vec<_>>()
    };
    // What the answer follows from: with an optimizer that remembers, the sign of the
    // gradient alone doesn't decide.
    let known = move || {
        let (_, weight) = prediction.here.get()?;
        of_trace(prediction.state, |trace| {
            let show = |quantity: Quantity| quantity.value(trace).map(|v| cursor.show(v.into()));
            let rule = trace.rules.optimizer.rule;
            let name = if weight.input_idx.is_some() { "w" } else { "b" };
            let mut known = vec![
                (name.to_owned(), show(Quantity::Old(weight))?, "its value now"),
                ("g".to_owned(), show(Quantity::Given(weight))?, "its gradient"),
            ];
            for (slot, slot_name) in rule.slots.iter().enumerate() {
                known.push((
                    (*slot_name).to_owned(),
                    show(Quantity::Remembered(weight, slot))?,
                    "what the optimizer remembers",
                ));
            }
            known.push(("η".to_owned(), show(Quantity::LearningRate)?, "the learning rate"));
            let rows = known
                .into_iter()
                .map(|(name, value, what)| view! {
                    <tr><th scope="row">{name}</th><td class="number">{value}</td><td class="field__hint">{what}</td></tr>
                })
                .collect::<Vec<_>>();
            let hint = (!rule.slots.is_empty()).then_some(
                "What it remembers of earlier gradients counts, too: it can outweigh this one.",
            );
            Some(view! {
                <table class="question__known" aria-label="What is known"><tbody>{rows}</tbody></table>
                <p class="field__hint">{format!("{}: {}", rule.name, rule.formula)}</p>
                {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
            })
        })
        .flatten()
    };
    view! {
        <Show when=move || prediction.here.get().is_some()
            fallback=move || view! {
                <div class="question">
                    <p>"Press “Closer” (Enter) until you stand at a weight, or let yourself be led to one. \
                        There you are asked, and see what it does once you have answered."</p>
                    <Lead cursor />
                </div>
            }>
            <div class="question" role="group" aria-label="Your prediction">
                {known}
                <div class="question__answers">{buttons}</div>
            </div>
        </Show>
    }
}
