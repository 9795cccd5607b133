//! An activation's curve with the point at which a unit stands, and its tangent there.

use leptos::prelude::*;

use crate::format;
use descent::nn::Activation;
use descent::registry::Choice;

/// Size of the drawing, in its own units.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 130.0;
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
            <p class="field__hint">"It takes all the layer's z at once, so it has no curve of its own."</p>
        }
        .into_any();
    };
    let reach = f64::from(z).abs().max(4.0) * 1.15;
    let points: Vec<(f64, f64, f64)> = (0..POINTS)
        .map(|i| {
            let at = reach * (2.0 * i as f64 / (POINTS - 1) as f64 - 1.0);
            let (a, slope) = activation.at(at).unwrap_or_default();
            (at, a, slope)
        })
        .collect();
    let values: Vec<(f64, f64)> = points.iter().map(|&(at, a, _)| (at, a)).collect();
    let (low, high) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), (_, a)| (l.min(*a), h.max(*a)));
    let margin = 0.12 * (high - low).max(1e-6);
    let (low, high) = (low - margin, high + margin);
    let x = move |at: f64| (at + reach) / (2.0 * reach) * WIDTH;
    let y = move |value: f64| HEIGHT - (value - low) / (high - low) * HEIGHT;
    let path = |points: &mut dyn Iterator<Item = (f64, f64)>| -> String {
        let points = points.enumerate();
        points
            .map(|(i, (at, a))| {
                format!("{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, x(at), y(a))
            })
            .collect()
    };
    let d = path(&mut values.iter().copied());
    let slopes = slope.map(|_| {
        let d = path(&mut points.iter().map(|&(at, _, slope)| (at, slope.clamp(low, high))));
        view! { <path class="curve__slopes" d=d /> }
    });
    let (point_x, point_y) = (x(z.into()), y(a));
    let tangent = slope.map(|slope| {
        let run = reach * 0.35;
        let rise = f64::from(slope) * run;
        let z = f64::from(z);
        let d =
            format!("M{:.1} {:.1}L{:.1} {:.1}", x(z - run), y(a - rise), x(z + run), y(a + rise));
        view! { <path class="curve__tangent" d=d /> }
    });
    let verdict = slope.map(|slope| match slope {
        0.0 => "🔒 Dead for this example: its slope is 0, nothing gets through.",
        slope if slope.abs() < SATURATED => "🔒 Saturated: hardly anything gets through.",
        _ => "",
    });
    let caption = match slope {
        Some(slope) => {
            format!("f′({}) = {}", format::number(z.into()), format::number(slope.into()))
        }
        None => format!("f({}) = {}", format::number(z.into()), format::number(a)),
    };
    view! {
        <figure class="curve">
            <svg viewBox=format!("0 -4 {WIDTH} {}", HEIGHT + 8.0) role="img" aria-label=format!("{}: {caption}", activation.name)>
                <path class="curve__axis" d=format!("M0 {:.1}H{WIDTH}M{:.1} 0V{HEIGHT}", y(0.0).clamp(0.0, HEIGHT), x(0.0)) />
                {slopes}
                <path class="curve__line" d=d />
                {tangent}
                <path class="curve__drop" d=format!("M{point_x:.1} {point_y:.1}V{:.1}", y(0.0).clamp(0.0, HEIGHT)) />
                <circle class="curve__point" cx=point_x cy=point_y r="4.5" />
            </svg>
            <figcaption><span class="equation__symbols">{formula}</span><strong class="number">{caption}</strong>
                {slope.map(|_| view! { <span class="field__hint">"Solid: f. Dashed: its slope f′. The line at the point is the tangent."</span> })}
                <span class="field__hint">{verdict}</span></figcaption>
        </figure>
    }
    .into_any()
}
