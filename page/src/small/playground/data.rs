//! Which points: a pattern, how many, how noisy, how many are held out.

use leptos::prelude::*;

use super::shape::{hidden, shaped};
use crate::format;
use crate::small::plane::Hand;
use crate::state::use_state;
use crate::widget::slider::Slider;
use descent::data::Points;
use descent::data::points::pattern::Kind;
use descent::data::points::{Pattern, SIDE, What};
use descent::plots::plane::class_tint;
use descent::registry::Choice;

/// Points in a small picture of a pattern.
const SAMPLE: usize = 90;
/// What a pattern begins with when the points before were set by hand.
const USUAL: (usize, f32, f32) = (300, 0.1, 0.5);

/// The choice of points.
#[component]
pub(super) fn Data(hand: Hand) -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let points = Memo::new(move |_| state.config.with(|it| it.dataset.points().cloned()));
    let made = Memo::new(move |_| points.with(|points| made_of(points.as_ref()?)));
    let choose = move |pattern: Choice<Pattern>| {
        let config = state.current_config();
        let Some(now) = config.dataset.points().cloned() else { return };
        let (n, noise, held_out, seed) = made_of(&now)
            .map_or((USUAL.0, USUAL.1, USUAL.2, 1), |(_, n, noise, share, seed)| {
                (n, noise, share, seed)
            });
        let what = What::Made { pattern, n, noise, held_out, seed };
        let begun = Points::new(what, now.inputs().to_vec())
            .map_err(|error| error.to_string())
            .and_then(|points| {
                let (layers, loss) = (hidden(&config), config.network.loss());
                shaped(config, points, layers, loss)
            });
        match begun {
            Ok(config) => {
                hand.forget();
                error.set(None);
                state.begin(config, Some(&format!("{}; a network at its start.", pattern.name)));
            }
            Err(wrong) => error.set(Some(wrong)),
        }
    };
    // The run goes on: as many inputs and classes.
    let change = move |edit: fn(&mut Measures, f64), to: f64| {
        let Some(now) = state.current_config().dataset.points().cloned() else { return };
        let Some(mut measures) = made_of(&now) else { return };
        edit(&mut measures, to);
        let (pattern, n, noise, held_out, seed) = measures;
        let what = What::Made { pattern, n, noise, held_out, seed };
        if let Ok(points) = Points::new(what, now.inputs().to_vec()) {
            hand.forget();
            state.set_points(points);
        }
    };
    let patterns = Choice::<Pattern>::all().map(|pattern| {
        let is_on = move || made.with(|made| made.is_some_and(|(now, ..)| now == pattern));
        view! {
            <button type="button" class="pattern" data-testid=format!("pattern-{}", pattern.key)
                aria-pressed=move || is_on().to_string() title=pattern.name
                on:click=move |_| choose(pattern)>
                <Sample pattern />
                // A long word may be parted.
                <span class="pattern__name">{pattern.name.replace("rboard", "r\u{ad}board")}</span>
            </button>
        }
    });
    let number = move |get: fn((usize, f32, f32)) -> f64| {
        Signal::derive(move || {
            made.with(|made| made.map_or(0.0, |(_, n, noise, share, _)| get((n, noise, share))))
        })
    };
    let (n, noise, share) =
        (number(|it| it.0 as f64), number(|it| f64::from(it.1)), number(|it| f64::from(it.2)));
    let percent = |value: f64| format::percent(value, 0);
    let sliders = move || {
        made.with(Option::is_some).then(|| {
            view! {
                <Line id="points-n" label="Points" value=n min=20.0 max=1000.0 step=20.0
                    show=|n| format::count(n as usize)
                    on_input=move |to| change(|made, to| made.1 = to as usize, to) />
                <Line id="points-noise" label="Noise" value=noise min=0.0 max=1.0 step=0.05 show=percent
                    on_input=move |to| change(|made, to| made.2 = to as f32, to) />
                <Line id="points-held-out" label="Held out" value=share min=0.0 max=0.9 step=0.1 show=percent
                    on_input=move |to| change(|made, to| made.3 = to as f32, to) />
                <button type="button" class="button button--small" data-testid="points-other"
                    title="The same pattern, drawn once more; the network goes on"
                    on:click=move |_| change(|made, by| made.4 += by as u64, 1.0)>
                    "Other points"</button>
            }
        })
    };
    view! {
        <section class="panel" aria-labelledby="points-heading">
            <h2 id="points-heading">"Points"</h2>
            <div class="patterns" role="group" aria-label="Pattern">{patterns.collect::<Vec<_>>()}</div>
            {sliders}
            <p class="field__hint" hidden=move || made.with(Option::is_some)>
                "Points of your own: all of them are learned from. A pattern takes their place."
            </p>
            <p class="field__error" role="alert">{move || error.get()}</p>
        </section>
    }
}

/// Pattern, number of points, noise, share held out, seed.
type Measures = (Choice<Pattern>, usize, f32, f32, u64);

/// How points were made; none, if they were set by hand.
fn made_of(points: &Points) -> Option<Measures> {
    match points.what() {
        What::Made { pattern, n, noise, held_out, seed } => {
            Some((*pattern, *n, *noise, *held_out, *seed))
        }
        What::Placed { .. } => None,
    }
}

/// A slider with its name and value in a line above.
#[component]
fn Line(
    id: &'static str,
    label: &'static str,
    value: Signal<f64>,
    min: f64,
    max: f64,
    step: f64,
    show: fn(f64) -> String,
    on_input: impl Fn(f64) + 'static,
) -> impl IntoView {
    let text = Signal::derive(move || show(value.get()));
    view! {
        <div class="field">
            <div class="field__line">
                <label for=id>{label}</label>
                <span class="field__value number" aria-hidden="true">{text}</span>
            </div>
            <Slider id label min max step value text
                data_value=Signal::derive(move || value.get().to_string()) on_input />
        </div>
    }
}

/// A pattern as a small picture.
#[component]
fn Sample(pattern: Choice<Pattern>) -> impl IntoView {
    let what = What::Made { pattern, n: SAMPLE, noise: 0.0, held_out: 0.0, seed: 1 };
    // In range: these are constants.
    let points = Points::new(what, vec![Choice::of(&descent::data::points::input::X1)]);
    let dots = points.map(|points| points.places()).unwrap_or_default().into_iter().map(|place| {
        let (color, opacity) = match pattern.kind {
            Kind::Classes { .. } => (class_tint(place.target as usize).css_property(), 1.0),
            Kind::Values { .. } if place.target < 0.0 => ("--negative", f64::from(-place.target)),
            Kind::Values { .. } => ("--positive", f64::from(place.target)),
        };
        let style = format!("fill: var({color}); opacity: {opacity:.2}");
        view! { <circle cx=place.x cy=-place.y r="0.42" style=style /> }
    });
    let side = SIDE;
    view! {
        <svg class="pattern__picture" viewBox=format!("-{side} -{side} {0} {0}", 2.0 * side) aria-hidden="true">
            {dots.collect::<Vec<_>>()}
        </svg>
    }
}
