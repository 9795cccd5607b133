//! An activation's curve with the point at which a unit stands, and its tangent there.

use leptos::prelude::*;

use super::icon::{Icon, LOCK};
use super::plot::{Plot, path, percent};
use crate::format;
use descent::nn::Activation;
use descent::plots::Axis;
use descent::registry::Choice;

/// Points of the curve.
const POINTS: usize = 97;
/// A slope so small that hardly anything gets through.
const SATURATED: f32 = 0.01;

/// The curve around z.
#[component]
pub fn Curve(
    /// The activation.
    activation: Choice<Activation>,
    /// Where the unit stands.
    z: f32,
    /// f′(z), if the tangent is wanted; from the trace.
    slope: Option<f32>,
) -> impl IntoView {
    let formula = format!(
        "f(z) = {}",
        activation.formula.split_once('=').map_or(activation.formula, |(_, f)| f.trim())
    );
    let Some((a, _)) = activation.at(z.into()) else {
        return view! {
            <p class="equation__symbols">{formula}</p>
            <p class="field__hint">"It takes all the layer's z at once, so it has no curve of its own: the \
                equations have its numbers."</p>
        }
        .into_any();
    };
    let z = f64::from(z);
    let reach = (z.abs() * 1.15).max(4.5);
    let points: Vec<(f64, f64, f64)> = (0..POINTS)
        .map(|i| {
            let at = reach * (2.0 * i as f64 / (POINTS - 1) as f64 - 1.0);
            let (a, slope) = activation.at(at).unwrap_or_default();
            (at, a, slope)
        })
        .collect();
    // With a tangent the slope is drawn, too, and its numbers are read off the same axis.
    let values = points.iter().flat_map(|&(_, a, slope_at)| [a, slope.map_or(a, |_| slope_at)]);
    let (low, high) = values.fold((0.0f64, 0.0f64), |(l, h), a| (l.min(a), h.max(a)));
    let margin = 0.1 * (high - low).max(1e-6);
    let x = Axis::linear(-reach, reach).with_ticks(5);
    let y = Axis::linear(low - margin, high + margin).with_ticks(4);
    let line = path(&x, &y, points.iter().map(|&(at, a, _)| (at, a)));
    let slopes = slope.map(|_| {
        let d = path(&x, &y, points.iter().map(|&(at, _, slope)| (at, slope)));
        view! { <path class="curve__slopes" d=d /> }
    });
    let tangent = slope.map(|slope| {
        let run = reach * 0.4;
        let ends = [z - run, z + run].map(|at| (at, a + f64::from(slope) * (at - z)));
        view! { <path class="curve__tangent" d=path(&x, &y, ends.into_iter()) /> }
    });
    let zero = path(&x, &y, [(-reach, 0.0), (reach, 0.0)].into_iter());
    let drop = path(&x, &y, [(z, 0.0), (z, a)].into_iter());
    let (left, top) =
        (format!("{:.2}%", percent(&x, z)), format!("{:.2}%", 100.0 - percent(&y, a)));
    let dot = move || view! { <span class="plot__dot" style:left=left.clone() style:top=top.clone()></span> };
    let verdict = slope.and_then(|slope| match slope {
        0.0 => Some("Dead for this example: f′ = 0, no blame gets through."),
        slope if slope.abs() < SATURATED => {
            Some("Saturated: f′ ≈ 0, hardly any blame gets through.")
        }
        _ => None,
    });
    let caption = match slope {
        Some(slope) => format!("f′({}) = {}", format::number(z), format::number(slope.into())),
        None => format!("f({}) = {}", format::number(z), format::number(a)),
    };
    let label = format!("{}: {caption}", activation.name);
    view! {
        <figure class="curve">
            <div role="img" aria-label=label>
                <Plot x y x_label="z" y_label=if slope.is_some() { "f(z), f′(z)" } else { "a = f(z)" } over=dot>
                    <path class="curve__axis" d=zero />
                    {slopes}
                    <path class="curve__line" d=line />
                    {tangent}
                    <path class="curve__drop" d=drop />
                </Plot>
            </div>
            <figcaption>
                <span class="equation__symbols">{formula}</span>
                <strong class="number">{caption}</strong>
                {verdict.map(|text| view! { <span class="curve__verdict"><Icon path=LOCK />{text}</span> })}
                {slope.map(|_| view! { <SlopeKey /> })}
            </figcaption>
        </figure>
    }
    .into_any()
}

/// Which line is which, where a curve is drawn with its slope.
#[component]
pub fn SlopeKey() -> impl IntoView {
    view! {
        <span class="key">
            <span class="key__item"><i class="key__line"></i>"f"</span>
            <span class="key__item"><i class="key__line key__line--dashed"></i>"its slope f′"</span>
            <span class="key__item"><i class="key__line key__line--thick"></i>"tangent"</span>
        </span>
    }
}
