//! The loss as one parameter changes, with a ball where it is now and the tangent there: the
//! gradient is its slope (CURRICULUM F5).

use leptos::prelude::*;

use crate::format;
use crate::small::asked::round_up;
use crate::small::handle::Handle;
use crate::state::use_state;
use crate::widget::plot::{Plot, path};
use descent::nn::Parameter;
use descent::plots::Axis;
use descent::training::Sweep;

/// The curve.
#[component]
pub fn LossCurve(
    /// The parameter, what it is called, and from where to where it goes.
    parameter: (Parameter, &'static str, (f32, f32)),
    /// What its values would give.
    sweep: Signal<Option<Sweep>>,
) -> impl IntoView {
    let state = use_state();
    let (parameter, name, (from, to)) = parameter;
    let end = Memo::new(move |_| {
        let largest = sweep
            .get()
            .map(|sweep| sweep.outcomes.iter().map(|outcome| outcome.loss).fold(0.0, f64::max));
        round_up(largest.unwrap_or(1.0))
    });
    // What stands at the ball, between two values of the sweep.
    let at = Signal::derive(move || {
        let sweep = sweep.get()?;
        Some((f64::from(sweep.now), loss_at(&sweep, sweep.now)?))
    });
    let x = Axis::linear(from.into(), to.into()).with_ticks(5);
    let plot = move || {
        let (x, y) = (x.clone(), Axis::linear(0.0, end.get()).with_ticks(4));
        let curve = {
            let (x, y) = (x.clone(), y.clone());
            move || {
                let Some(sweep) = sweep.get() else { return String::new() };
                path(&x, &y, sweep.outcomes.iter().map(|it| (it.value.into(), it.loss)))
            }
        };
        let tangent = {
            let (x, y) = (x.clone(), y.clone());
            move || {
                let Some(((now, loss), sweep)) = at.get().zip(sweep.get()) else {
                    return String::new();
                };
                let run = 0.18 * f64::from(to - from);
                let ends = [now - run, now + run];
                path(
                    &x,
                    &y,
                    ends.map(|at| (at, loss + f64::from(sweep.slope) * (at - now))).into_iter(),
                )
            }
        };
        let text = Signal::derive(move || {
            at.get().map_or_else(String::new, |(now, loss)| {
                format!("{name} = {}, loss {}", format::number(now), format::number(loss))
            })
        });
        let over = {
            let (x, y) = (x.clone(), y.clone());
            move || {
                view! {
                    <Handle label="The ball: the parameter's present value" testid="ball"
                        x=x.clone() y=y.clone() at
                        step=(f64::from(to - from) / 100.0, 0.0) text
                        on_move=move |x: f64, _| state.set_parameter(parameter, x as f32) />
                }
            }
        };
        view! {
            <Plot x y x_label=name y_label="loss" over>
                <path class="curve__line" d=curve />
                <path class="curve__tangent" d=tangent />
            </Plot>
        }
    };
    let slope = move || sweep.get().map(|sweep| f64::from(sweep.slope));
    let words = move || {
        let slope = slope()?;
        Some(match slope {
            slope if slope.abs() < 5e-4 => {
                "Flat: here the loss is as low as this parameter alone can make it.".to_owned()
            }
            slope if slope > 0.0 => {
                format!("Uphill to the right: a smaller {name} makes the loss smaller.")
            }
            _ => format!("Downhill to the right: a larger {name} makes the loss smaller."),
        })
    };
    view! {
        <figure class="small__figure">
            <div data-testid="loss-curve">{plot}</div>
            <figcaption>
                <strong class="number" data-testid="slope" data-value=move || slope().map(|s| s.to_string())>
                    {move || slope().map(|slope| format!("slope ∂L/∂{name} = {}", format::number(slope)))}
                </strong>
                <span class="field__hint">{words}</span>
            </figcaption>
        </figure>
    }
}

/// The loss at a value, on the line between its neighbors.
pub fn loss_at(sweep: &Sweep, value: f32) -> Option<f64> {
    let (first, last) = (sweep.outcomes.first()?, sweep.outcomes.last()?);
    let share = f64::from(value - first.value) / f64::from(last.value - first.value);
    let place = share * (sweep.outcomes.len() - 1) as f64;
    let left = sweep.outcomes.get(if place < 0.0 { usize::MAX } else { place as usize })?;
    let right = sweep.outcomes.get(place as usize + 1).unwrap_or(left);
    Some(left.loss + (right.loss - left.loss) * place.fract())
}
