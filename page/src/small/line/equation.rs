//! The boundary as an equation with the present numbers, and as a line with its normal arrow
//! (CURRICULUM F3).

use leptos::prelude::*;

use super::choose::unit;
use super::which::Unit;
use crate::format;
use crate::small::asked::{self, BIAS, weight};
use crate::state::{State, use_state};

/// w₁, w₂ and b, once they are known and there is one unit alone. Tracked.
pub fn parameters(state: State) -> Option<[f64; 3]> {
    if state.config.with(|config| config.network.layers().len()) != 1 {
        return None;
    }
    let [w_1, w_2, b] = [weight(0, 0), weight(0, 1), BIAS].map(|it| asked::value_of(state, it));
    Some([w_1?, w_2?, b?])
}

/// w₁·x₁ + w₂·x₂ + b = 0, in numbers.
#[component]
pub fn Equation() -> impl IntoView {
    let state = use_state();
    let unit = unit(state);
    let there = move || match unit.get() {
        // It knows no chances.
        Unit::Perceptron => "The line is where the sum is 0.",
        _ => "The line is where the sum is 0: there p is a half.",
    };
    let all = move || {
        let [w_1, w_2, b] = parameters(state)?;
        let number = |testid: &'static str, value: f64, text: String| {
            view! { <strong data-testid=testid data-value=value.to_string()>{text}</strong> }
        };
        let [(sign_2, text_2), (sign_b, text_b)] = [w_2, b].map(format::added);
        Some(view! {
            <p class="number idea__figure">
                {number("w1", w_1, format::number(w_1))}" · x₁"{sign_2}{number("w2", w_2, text_2)}
                " · x₂"{sign_b}{number("b", b, text_b)}" = 0"
            </p>
        })
    };
    view! {
        <div class="idea__equation">
            {all}
            <p class="field__hint">
                {there}
                " The arrow is w itself; it stands at a right angle to the line and points to where the answer is 1."
            </p>
        </div>
    }
}

/// How far away the line is drawn to.
const FAR: f64 = 20.0;
/// How far from the middle the arrow stands at most, in both directions.
const SEEN: f64 = 5.0;
/// Length of the arrow, where the plane is 12 wide.
const ARROW: f64 = 1.7;

/// A line and its arrow over the plane.
#[component]
pub fn Boundary(
    /// w₁, w₂ and b, while there is such a line.
    of: Memo<Option<[f64; 3]>>,
    /// One that could be, beside the one that is: the line alone, dashed.
    #[prop(optional)]
    is_ghost: bool,
) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        let [w_1, w_2, b] = of.get()?;
        let length = w_1.hypot(w_2);
        if length < 1e-9 {
            return None;
        }
        // The line's place nearest to the middle, and w as long as the arrow; y goes down.
        let (right, up) = (w_1 / length, w_2 / length);
        let (x, y) = (-right * b / length, up * b / length);
        let line = format!(
            "M{:.3} {:.3}L{:.3} {:.3}",
            x - FAR * up,
            y - FAR * right,
            x + FAR * up,
            y + FAR * right
        );
        // As near to that as the line can be seen; where it can't, its arrow can't either.
        let (from, to) = [(x, up), (y, right)].into_iter().fold(
            (f64::NEG_INFINITY, f64::INFINITY),
            |(from, to), (at, by)| {
                if by.abs() < 1e-12 {
                    return if at.abs() <= SEEN { (from, to) } else { (1.0, -1.0) };
                }
                let ends = [(-SEEN - at) / by, (SEEN - at) / by];
                (from.max(ends[0].min(ends[1])), to.min(ends[0].max(ends[1])))
            },
        );
        if from > to {
            return Some((line, None));
        }
        let along = 0_f64.max(from).min(to);
        let (x, y) = (x + along * up, y + along * right);
        let (tip_x, tip_y) = (x + ARROW * right, y - ARROW * up);
        let barb = |side: f64| {
            let (back_x, back_y) =
                (-0.36 * right + side * 0.2 * up, 0.36 * up + side * 0.2 * right);
            format!("M{tip_x:.3} {tip_y:.3}l{back_x:.3} {back_y:.3}")
        };
        let arrow = format!("M{x:.3} {y:.3}L{tip_x:.3} {tip_y:.3}{}{}", barb(1.0), barb(-1.0));
        Some((line, Some((arrow, (tip_x + 0.35 * right, tip_y - 0.35 * up)))))
    });
    let line = move || drawn.get().map(|it| it.0).unwrap_or_default();
    let arrow = move || drawn.get().and_then(|it| it.1).map(|it| it.0).unwrap_or_default();
    let label = move || {
        drawn.get().and_then(|it| it.1).map(|(_, (x, y))| {
            view! { <text class="boundary__name" x=format!("{x:.2}") y=format!("{y:.2}")>"w"</text> }
        })
    };
    if is_ghost {
        return view! {
            <path class="boundary boundary--halo" d=line />
            <path class="boundary boundary--ghost" d=line data-testid="boundary-ghost" />
        }
        .into_any();
    }
    view! {
        <path class="boundary boundary--halo" d=line />
        <path class="boundary" d=line data-testid="boundary-line" />
        <path class="boundary boundary--halo" d=arrow />
        <path class="boundary boundary__arrow" d=arrow />
        {label}
    }
    .into_any()
}
