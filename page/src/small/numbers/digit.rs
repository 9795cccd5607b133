//! The digit that the page is about: one of the training examples, or the board's.

use leptos::prelude::*;

use crate::format;
use crate::panel::{self, PanelView};
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::segmented::Segmented;
use descent::data::DigitImage;
use descent::protocol::look::Look;
use descent::protocol::seen::{Example, Seen};

/// The example that is shown first: a clear digit of the first part.
const FIRST: u32 = 7;

/// Where the digit is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The training examples.
    Training,
    /// The drawing board.
    Board,
}

/// The digit, and the pixel of it that one looks at.
#[derive(Clone, Copy)]
pub struct Digit {
    from: RwSignal<From>,
    number: RwSignal<u32>,
    /// What the drawing is said to be.
    drawn: RwSignal<u8>,
    /// The training example, once it is here.
    pub example: Memo<Option<Example>>,
    /// Its picture.
    pub image: Memo<Option<DigitImage>>,
    /// Its gray values as x = gray/255.
    pub x: Memo<Vec<f32>>,
    /// The index of the pixel.
    pub pixel: RwSignal<usize>,
}

impl Digit {
    /// Asks for the example as soon as it has arrived.
    pub fn new() -> Self {
        let state = use_state();
        let (from, number) = (RwSignal::new(From::Training), RwSignal::new(FIRST));
        let answer = state.answers.of(Slot::Example);
        let example = Memo::new(move |before: Option<&Option<Example>>| {
            answer.with(|answer| match answer {
                Some(Ok(Seen::Example(example))) => Some(example.clone()),
                // While another is on its way this one stays.
                _ => before.cloned().flatten(),
            })
        });
        Effect::new(move |_| {
            state.data.track();
            let example_idx = number.get();
            if example.with(|e| e.as_ref().is_none_or(|e| e.shown.example_idx != example_idx)) {
                state.look(Slot::Example, Look::Example { example_idx });
            }
        });
        let image = Memo::new(move |_| match from.get() {
            From::Training => example.with(|e| e.as_ref().map(|e| e.shown.image.clone())),
            From::Board => state.image.get(),
        });
        let x = Memo::new(move |_| {
            image.with(|image| image.as_ref().map(DigitImage::to_input).unwrap_or_default())
        });
        // A pixel in the middle of what most digits cover.
        let pixel = RwSignal::new(13 * DigitImage::SIDE + 14);
        Self { from, number, drawn: RwSignal::new(0), example, image, x, pixel }
    }

    /// Its class; of a drawing what one says it is. Tracked.
    pub fn label(self) -> Option<u8> {
        match self.from.get() {
            From::Training => self.example.with(|e| e.as_ref().map(|e| e.shown.label)),
            From::Board => Some(self.drawn.get()),
        }
    }

    /// Its number among the training examples; a drawing has the first one's. Tracked.
    pub fn number(self) -> u32 {
        match self.from.get() {
            From::Training => self.example.with(|e| e.as_ref().map_or(0, |e| e.shown.example_idx)),
            From::Board => 0,
        }
    }

    /// Mean and standard deviation of gray/255 over the training examples. Tracked.
    pub fn measures(self) -> Option<(f64, f64)> {
        self.example.with(|e| e.as_ref().map(|e| (e.mean, e.std)))
    }
}

/// Which digit it is.
#[component]
pub fn Chooser(digit: Digit) -> impl IntoView {
    let state = use_state();
    let Digit { from, number, drawn, example, .. } = digit;
    let last = move || example.with(|e| e.as_ref().map_or(0, |e| e.n_train.saturating_sub(1)));
    let go = move |by: i64| {
        let last = i64::from(untrack(last));
        number.update(|number| *number = (i64::from(*number) + by).clamp(0, last) as u32);
    };
    // A large step that comes by all examples before it comes back.
    let another = move || {
        let n = u64::from(untrack(last)) + 1;
        number.update(|number| *number = ((u64::from(*number) + 7_919) % n.max(1)) as u32);
    };
    let told = move || {
        let text = example.with(|e| {
            let e = e.as_ref()?;
            let (name, idx) = (&e.class_name, e.shown.example_idx);
            Some(format!(
                "Training example {} of {}: a {name}",
                format::count(idx as usize),
                format::count(e.n_train as usize)
            ))
        });
        text.unwrap_or_else(|| "The digits are on their way.".to_owned())
    };
    let waits = state.answers.of(Slot::Example);
    let error = move || {
        let is_other =
            example.with(|e| e.as_ref().is_none_or(|e| e.shown.example_idx != number.get()));
        waits.with(|answer| match answer {
            Some(Err(message)) if is_other => Some(message.clone()),
            _ => None,
        })
    };
    let option = move |label: u8| {
        view! {
            <option value=label.to_string() selected=move || drawn.get() == label>{label}</option>
        }
    };
    let is_board = Memo::new(move |_| from.get() == From::Board);
    view! {
        <div class="numbers__chooser" data-testid="numbers-digit"
            data-value=move || digit.number().to_string()>
            <Segmented label="Where the digit is from"
                options=vec![(From::Training, "A training digit"), (From::Board, "My drawing")]
                value=from on_choose=move |choice| from.set(choice) />
            <Show when=move || !is_board.get()>
                <button type="button" class="button" data-testid="digit-before"
                    aria-label="The example before" aria-disabled=move || (number.get() == 0).to_string()
                    on:click=move |_| go(-1)>"‹"</button>
                <button type="button" class="button" data-testid="digit-after"
                    aria-label="The example after" aria-disabled=move || (number.get() >= last()).to_string()
                    on:click=move |_| go(1)>"›"</button>
                <button type="button" class="button" data-testid="digit-another"
                    on:click=move |_| another()>"Another"</button>
                <span class="field__hint number" role="status">
                    {move || error().unwrap_or_else(told)}
                </span>
            </Show>
            <Show when=move || is_board.get()>
                <label class="numbers__said">
                    "It is a "
                    <select class="input number" data-testid="drawn-label"
                        on:change=move |event| drawn.set(event_target_value(&event).parse().unwrap_or(0))>
                        {(0..10).map(option).collect::<Vec<_>>()}
                    </select>
                </label>
            </Show>
        </div>
        <Show when=move || is_board.get()>
            <div class="numbers__board"><PanelView panel=panel::draw() /></div>
        </Show>
    }
}
