//! The stages in a row.

use leptos::prelude::*;

use super::figure::Figure;
use super::play::Play;
use super::switches::{AllOn, Middle, Places, Scaling};
use crate::format;
use crate::state::{Laid, use_state};
use crate::widget::as_table::AsTable;
use crate::widget::motion::is_motion_reduced;
use crate::widget::picture::{Picture, Pointed};
use descent::data::DigitImage;
use descent::data::digit::{Centering, Drawing, Stages};
use descent::plots::Limit;

/// All stages, the switches, and the button that plays them.
#[component]
pub fn Row(is_visible: Signal<bool>) -> impl IntoView {
    let state = use_state();
    let play = Play::new(is_visible);
    let stages = Memo::new(move |_| {
        is_visible.get().then(|| state.stages_by(state.normalization.get())).flatten()
    });
    // An image of the data has been through all this long ago: only its numbers are shown.
    let is_data = Memo::new(move |_| state.is_data_on_board());
    let has_photo = Memo::new(move |_| {
        state.drawing.with(Drawing::is_empty)
            && state.laid.with(|laid| matches!(laid, Some(Laid::Photo(_))))
    });
    view! {
        <div class="lens__tools">
            <Show when=move || !is_data.get()><AllOn /></Show>
            <Show when=move || !state.drawing.with(Drawing::is_empty)><Places /></Show>
            <Show when=move || !is_data.get() && !is_motion_reduced()>
                <button type="button" class="button button--quiet" data-testid="lens-play"
                    on:click=move |_| if play.is_on.get_untracked() { play.stop() } else { play.start() }>
                    {move || if play.is_on.get() { "Skip" } else { "Play the steps" }}
                </button>
            </Show>
        </div>
        <ol class="lens__row" class:lens__row--playing=move || play.is_on.get()
            style=move || stages.with(|stages| stages.as_ref().map(motion).unwrap_or_default())>
            {move || (!is_data.get()).then(|| {
                let found = has_photo.get().then(|| view! { <Ink /> });
                let first = 1 + usize::from(has_photo.get());
                view! { <Origin stages has_photo /> {found} <Scaled stages place=first /> <Centered stages place=first + 1 /> }
            })}
            {move || {
                let place = if is_data.get() { 0 } else { 3 + usize::from(has_photo.get()) };
                view! { <Numbers place is_data=is_data.get() /> }
            }}
        </ol>
    }
}

/// From where, and how large, the ink comes to its place in the box, and from there to the
/// middle: for the style sheet.
fn motion(stages: &Stages) -> String {
    let [left, top, width, height] = stages.bounds;
    let box_share = 20.0 / DigitImage::SIDE as f32;
    let scale = (width.max(height) / box_share).clamp(0.05, 4.0);
    let (x, y) = ((left + width / 2.0 - 0.5) * 100.0, (top + height / 2.0 - 0.5) * 100.0);
    let off = |at: f32| (at - Stages::CENTER) / DigitImage::SIDE as f32 * 100.0;
    let (dx, dy) = (off(stages.center.0), off(stages.center.1));
    format!("--scale: {scale}; --x: {x}%; --y: {y}%; --dx: {dx}%; --dy: {dy}%")
}

type Now = Memo<Option<Stages>>;

fn shown(stages: Now, which: fn(&Stages) -> &DigitImage) -> Signal<Vec<f32>> {
    Signal::derive(move || {
        stages.with(|stages| stages.as_ref().map(|s| which(s).to_input()).unwrap_or_default())
    })
}

/// What is on the board, and the box around its ink.
#[component]
fn Origin(stages: Now, has_photo: Memo<bool>) -> impl IntoView {
    let state = use_state();
    let strokes = Memo::new(move |_| state.drawing.with(path));
    let photo = move || {
        let Some(Laid::Photo(photo)) = state.laid.get() else { return None };
        let (cols, rows) = photo.size();
        let longer = cols.max(rows) as f64;
        let style = format!("width: {}%", 100.0 * cols as f64 / longer);
        Some(view! {
            <div style=style>
                <Picture values=Signal::stored(photo.seen().to_vec()) cols rows limit=Limit::Fixed(1.0)
                    label="The picture, in gray" />
            </div>
        })
    };
    let boxed = move || {
        stages.with(|stages| {
            let [x, y, width, height] = stages.as_ref()?.bounds.map(|share| share * 100.0);
            Some(view! { <rect class="lens__mark" x=x y=y width=width height=height /> })
        })
    };
    let picture = view! {
        {photo}
        <svg class="lens__over" viewBox="0 0 100 100" role="img" aria-label="What is on the board">
            <path class="lens__strokes" d=move || strokes.get() />
            {boxed}
        </svg>
    };
    let text = Signal::derive(move || {
        stages.with(|stages| match stages {
            Some(Stages { bounds: [.., width, height], .. }) => format!(
                "The box around {}: {} × {} of the board's side.",
                if has_photo.get() { "the ink" } else { "the pen's path" },
                format::percent(f64::from(*width), 0),
                format::percent(f64::from(*height), 0),
            ),
            None => String::new(),
        })
    });
    view! { <Figure key="strokes" place=0 title="As drawn" text picture=picture.into_any() /> }
}

/// Strokes as an SVG path, in percent of the board.
fn path(drawing: &Drawing) -> String {
    let mut path = String::new();
    for stroke in &drawing.strokes {
        let points = stroke.points.iter().filter(|p| p.x.is_finite() && p.y.is_finite());
        for (i, point) in points.enumerate() {
            let (x, y) = (point.x * 100.0, point.y * 100.0);
            // A tap is a line of no length: round ends make a dot of it.
            path += &if i == 0 { format!("M{x:.1} {y:.1}h0") } else { format!("L{x:.1} {y:.1}") };
        }
    }
    path
}

/// The ink that was found in a picture.
#[component]
fn Ink() -> impl IntoView {
    let state = use_state();
    let photo = move || match state.laid.get() {
        Some(Laid::Photo(photo)) => Some(photo),
        _ => None,
    };
    let picture = move || {
        let photo = photo()?;
        let (cols, rows) = photo.size();
        let style = format!("width: {}%", 100.0 * cols as f64 / cols.max(rows) as f64);
        Some(view! {
            <div style=style>
                <Picture values=Signal::stored(photo.ink().to_vec()) cols rows limit=Limit::Fixed(1.0)
                    label="The ink that was found" />
            </div>
        })
    };
    let text = Signal::derive(move || {
        let swapped = photo().is_some_and(|photo| photo.is_inverted());
        let first =
            if swapped { "Dark ink: black and white are swapped. " } else { "Bright ink. " };
        format!(
            "{first}Paper and its shade are taken off; a threshold, and frames and specks are gone."
        )
    });
    view! { <Figure key="ink" place=1 title="Ink" text picture=picture.into_any() /> }
}

/// Scaled to the box of 20 pixels.
#[component]
fn Scaled(stages: Now, place: usize) -> impl IntoView {
    let state = use_state();
    let picture = view! {
        <div class="lens__ink lens__ink--scaled">
            <Picture values=shown(stages, |s| &s.scaled) limit=Limit::Fixed(1.0) label="After scaling" />
        </div>
        <svg class="lens__over" viewBox="0 0 28 28" aria-hidden="true">
            <rect class="lens__mark" x="4" y="4" width="20" height="20" />
        </svg>
    };
    let text = Signal::derive(move || {
        match state.normalization.get().scale_to_box {
            true => "The longer side of the ink, pen included, becomes 20 pixels; soft edges reach beyond.",
            false => "Off: the whole board is shrunk to 28 pixels.",
        }
        .to_owned()
    });
    view! {
        <Figure key="scaled" place title="Into a box of 20 pixels" text picture=picture.into_any()
            control=view! { <Scaling /> }.into_any() />
    }
}

/// The center of mass, and where it goes.
#[component]
fn Centered(stages: Now, place: usize) -> impl IntoView {
    let state = use_state();
    let mass = move || {
        stages.with(|stages| {
            let (x, y) = stages.as_ref()?.center;
            Some(view! { <circle class="lens__mark lens__mark--solid" cx=x cy=y r="1.6" /> })
        })
    };
    let at = Stages::CENTER;
    let cross = format!("M{at} {}v6M{} {at}h6", at - 3.0, at - 3.0);
    let picture = view! {
        <Picture values=shown(stages, |s| &s.scaled) limit=Limit::Fixed(1.0)
            label="The ink's center of mass, and the middle" />
        <svg class="lens__over" viewBox="0 0 28 28" aria-hidden="true">
            <path class="lens__mark lens__mark--solid" d=cross />
            {mass}
        </svg>
    };
    let text = Signal::derive(move || {
        let (x, y) = stages.with(|s| s.as_ref().map_or((0.0, 0.0), |s| s.center));
        let off = |at: f32| format::signed(f64::from(at - Stages::CENTER));
        match state.normalization.get().centering {
            Centering::Mass => format!(
                "The ink's center of mass ○ goes to the middle +: it is off by {} and {} pixels.",
                off(x),
                off(y)
            ),
            Centering::Box => "The middle of the ink's box lies in the middle.".to_owned(),
            Centering::Off => "Off: the ink stays where it was drawn.".to_owned(),
        }
    });
    view! {
        <Figure key="centered" place title="Its mass to the middle" text picture=picture.into_any()
            control=view! { <Middle /> }.into_any() />
    }
}

/// What the network gets.
#[component]
fn Numbers(place: usize, is_data: bool) -> impl IntoView {
    let state = use_state();
    let values = Signal::derive(move || {
        state.image.with(|image| image.as_ref().map(DigitImage::to_input).unwrap_or_default())
    });
    let pointed = RwSignal::new(None::<(usize, f32)>);
    let on_point = Callback::new(move |(at,): (Pointed,)| pointed.set(at));
    let picture = view! {
        <div class="lens__ink lens__ink--centered">
            <Picture values limit=Limit::Fixed(1.0) on_point label="What the network gets" />
        </div>
    };
    let text = Signal::derive(move || match pointed.get() {
        Some((at, x)) => format!(
            "Row {}, column {}: x = {}",
            at / DigitImage::SIDE,
            at % DigitImage::SIDE,
            format::number(f64::from(x))
        ),
        None if is_data => "One of the data's own images: it was made like that.".to_owned(),
        None => "28 × 28 = 784 numbers, 0 black to 1 white. Point at one.".to_owned(),
    });
    let sum = move || values.with(|v| v.iter().sum::<f32>().to_string());
    view! {
        <Figure key="numbers" place title="What the network gets" text picture=picture.into_any()
            control=view! {
                <div data-testid="lens-input" data-value=sum>
                    <AsTable name="the network's input" values cols=DigitImage::SIDE />
                </div>
            }.into_any() />
    }
}
