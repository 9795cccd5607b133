//! Augmentation (CURRICULUM E3): one digit as a run would see it epoch by epoch, by the
//! engine's own function, and the way to take it into the lesson.

use leptos::prelude::*;

use super::digit::Digit;
use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::picture::Picture;
use crate::widget::slider::Slider;
use crate::widget::visible::use_visible;
use descent::data::Augmentation;
use descent::plots::Limit;
use descent::protocol::{Look, Seen};
use descent::training::Seed;

/// Epochs that are shown.
const N: usize = 11;

type Read = fn(&Augmentation) -> f32;
type Write = fn(&mut Augmentation, f32);

/// A way to change an image.
struct Change {
    key: &'static str,
    name: &'static str,
    /// What it does.
    about: &'static str,
    /// Its amount.
    get: Read,
    set: Write,
    /// What it becomes when it is switched on.
    usual: f32,
    /// The largest that the slider reaches: beyond it nobody knows the digit again.
    most: f32,
    /// The amount for people.
    text: fn(f32) -> String,
}

macro_rules! amount {
    ($field:ident) => {
        (|a: &Augmentation| a.$field, |a: &mut Augmentation, amount: f32| a.$field = amount)
    };
}

const fn change(
    key: &'static str,
    (name, about): (&'static str, &'static str),
    (get, set): (Read, Write),
    (usual, most): (f32, f32),
    text: fn(f32) -> String,
) -> Change {
    Change { key, name, about, get, set, usual, most, text }
}

fn pixels(amount: f32) -> String {
    format!("up to ±{} pixels", format::fixed(f64::from(amount), 1))
}

fn share(amount: f32) -> String {
    format!("up to ±{:.0} %", 100.0 * amount)
}

fn at_most(amount: f32) -> String {
    format!("up to {:.0} %", 100.0 * amount)
}

/// Flip is apart: it has no amount.
static CHANGES: [Change; 7] = [
    change(
        "shift",
        ("Shift", "moved, in both directions"),
        amount!(shift),
        (Augmentation::DIGITS.shift, 8.0),
        pixels,
    ),
    change(
        "rotation",
        ("Rotate", "turned around the center"),
        amount!(rotation),
        (Augmentation::DIGITS.rotation, 1.0),
        |amount| format!("up to ±{:.0}°", amount.to_degrees()),
    ),
    change(
        "zoom",
        ("Zoom", "wider or narrower, higher or lower"),
        amount!(zoom),
        (Augmentation::DIGITS.zoom, 0.6),
        share,
    ),
    change(
        "crop",
        ("Crop", "a window of it, as large as the whole again"),
        amount!(crop),
        (0.25, 0.6),
        |amount| format!("up to {:.0} % of a side cut off", 100.0 * amount),
    ),
    change(
        "shear",
        ("Slant", "as another hand slants"),
        amount!(shear),
        (Augmentation::DIGITS.shear, 1.0),
        share,
    ),
    change(
        "elastic",
        ("Bend", "by a smooth random field, as a hand trembles"),
        amount!(elastic),
        (Augmentation::DIGITS.elastic, 4.0),
        |amount| format!("by {} pixels", format::fixed(f64::from(amount), 1)),
    ),
    change(
        "thickness",
        ("Thicker, thinner", "as with another pen"),
        amount!(thickness),
        (Augmentation::DIGITS.thickness, 1.0),
        at_most,
    ),
];

/// What the page begins with.
const FIRST: Augmentation = Augmentation {
    shift: Augmentation::DIGITS.shift,
    rotation: Augmentation::DIGITS.rotation,
    zoom: Augmentation::DIGITS.zoom,
    ..Augmentation::NONE
};

/// Toggles, and the digit in each of its first epochs.
#[component]
pub fn Augment(digit: Digit) -> impl IntoView {
    let state = use_state();
    let amount = RwSignal::new(FIRST);
    let seed = RwSignal::new(Seed(1));
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    Effect::new(move |_| {
        let (true, Some(image)) = (is_visible.get(), digit.image.get()) else { return };
        let (example_idx, augmentation, seed) = (digit.number(), amount.get(), seed.get());
        let n = N as u32;
        state.look(Slot::Augmented, Look::Augmented { image, example_idx, augmentation, seed, n });
    });
    let answer = state.answers.of(Slot::Augmented);
    let draws = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Augmented(draws))) => draws.clone(),
            _ => Vec::new(),
        })
    });
    let pictures = (0..N)
        .map(|epoch| {
            let values = Signal::derive(move || draws.with(|draws| draws.get(epoch).cloned().unwrap_or_default()));
            let ink = move || values.with(|x| x.iter().sum::<f32>().to_string());
            view! {
                <figure class="augment__draw" data-testid=format!("draw-{epoch}") data-value=ink>
                    <Picture values limit=Limit::Fixed(1.0) label=format!("The digit in epoch {}", epoch + 1) />
                    <figcaption class="number">"epoch "{epoch + 1}</figcaption>
                </figure>
            }
        })
        .collect::<Vec<_>>();
    let original = Signal::derive(move || digit.x.get());
    let changes = CHANGES.iter().map(|change| view! { <Row change amount /> }).collect::<Vec<_>>();
    let flip = move || amount.with(|amount| amount.flip);
    let is_none = move || amount.with(|amount| *amount == Augmentation::NONE);
    view! {
        <p class="numbers__idea">
            "Each time it is seen, the digit is changed a little: so the network learns the digit and \
             not the picture. What is held out stays as it is."
        </p>
        <div class="augment stack" node_ref=frame>
            <div class="augment__pictures">
                <figure class="augment__draw augment__draw--first">
                    <Picture values=original limit=Limit::Fixed(1.0) label="The digit as it is in the data" />
                    <figcaption>"as it is"</figcaption>
                </figure>
                {pictures}
            </div>
            <div class="augment__changes">
                {changes}
                <div class="augment__change" class:augment__change--wrong=flip>
                    <label class="augment__toggle">
                        <input type="checkbox" data-testid="augment-flip" prop:checked=flip
                            aria-describedby="flip-why"
                            on:change=move |event| amount.update(|a| a.flip = event_target_checked(&event)) />
                        <span>"Flip"</span>
                    </label>
                    <p class="augment__wrong" id="flip-why" data-testid="flip-why">
                        <strong>"Wrong for digits: "</strong>
                        "a mirrored 2 is no digit, and a mirrored 3 looks like an E. The network would learn \
                         what it never has to read. (For coats and shoes it is right.)"
                    </p>
                </div>
            </div>
        </div>
        <div class="numbers__buttons">
            <button type="button" class="button" data-testid="augment-again"
                on:click=move |_| seed.update(|seed| seed.0 += 1)>"Other draws"</button>
            <button type="button" class="button" data-testid="augment-digits"
                on:click=move |_| amount.set(Augmentation::DIGITS)>"All that suit digits"</button>
            <button type="button" class="button" data-testid="augment-none"
                on:click=move |_| amount.set(Augmentation::NONE)>"None"</button>
            <button type="button" class="button button--primary" data-testid="augment-take"
                disabled=is_none
                on:click=move |_| state.learn_augmented(amount.get_untracked())>
                "Train the lesson's network on such digits"
            </button>
        </div>
    }
}

/// One change: on or off, and how much.
#[component]
fn Row(change: &'static Change, amount: RwSignal<Augmentation>) -> impl IntoView {
    let Change { key, name, about, get, set, usual, most, text } = *change;
    let now = Memo::new(move |_| amount.with(get));
    let is_on = move || now.get() > 0.0;
    let told = Signal::derive(move || text(now.get()));
    view! {
        <div class="augment__change">
            <label class="augment__toggle">
                <input type="checkbox" data-testid=format!("augment-{key}") prop:checked=is_on
                    on:change=move |event| {
                        let to = if event_target_checked(&event) { usual } else { 0.0 };
                        amount.update(|amount| set(amount, to));
                    } />
                <span>{name}</span>
            </label>
            <div class="augment__much">
                <Slider label=name min=0.0 max=100.0 step=1.0
                    value=Signal::derive(move || f64::from(100.0 * now.get() / most).round())
                    text=told
                    on_input=move |place| amount.update(|amount| set(amount, most * place as f32 / 100.0)) />
                <span class="field__hint number">
                    {move || if is_on() { told.get() } else { about.to_owned() }}
                </span>
            </div>
        </div>
    }
}
