//! What each point costs, each at the point's own place, and the mean of it all (or the
//! sum, as the run has it): the loss (CURRICULUM F5).

use leptos::prelude::*;

use crate::format;
use crate::small::asked::{self, round_up};
use crate::state::use_state;
use crate::widget::plot::{Plot, path, percent};
use descent::data::points::Place;
use descent::plots::Axis;
use descent::training::ExampleLosses;

/// The strip; its x is that of the picture above it.
#[component]
pub fn Bars(
    /// To the right.
    x: Axis,
    /// The points.
    #[prop(into)]
    places: Signal<Vec<Place>>,
    /// What each costs.
    losses: Signal<Option<ExampleLosses>>,
) -> impl IntoView {
    let reduction = asked::reduction(use_state());
    let largest =
        move |told: &ExampleLosses| f64::from(told.losses.iter().copied().fold(0.0f32, f32::max));
    let end = Memo::new(move |_| round_up(losses.get().as_ref().map_or(1.0, largest)));
    let plot = move || {
        let (x, y) = (x.clone(), Axis::linear(0.0, end.get()).with_ticks(3));
        let bars = {
            let (x, y) = (x.clone(), y.clone());
            move || {
                let Some(told) = losses.get() else { return String::new() };
                let pairs = places.get().into_iter().zip(told.losses);
                pairs
                    .map(|(place, loss)| {
                        let at = f64::from(place.x);
                        path(&x, &y, [(at, 0.0), (at, loss.into())].into_iter())
                    })
                    .collect()
            }
        };
        let top = {
            let y = y.clone();
            Signal::derive(move || losses.get().map(|told| 100.0 - percent(&y, told.loss)))
        };
        // A sum has no place among its parts: it is told alone.
        let mean = move || {
            let top = top.get().filter(|_| asked::total(reduction.get()) == "mean");
            top.map(|top| format!("M0 {top:.2}H100")).unwrap_or_default()
        };
        let note = move || {
            let told = losses.get()?;
            Some(format!("{} {}", asked::total(reduction.get()), format::number(told.loss)))
        };
        let over = move || {
            view! {
                <span class="plot__note plot__note--now" hidden=move || top.get().is_none()
                    style:top=move || format!("{:.2}%", top.get().unwrap_or_default().clamp(18.0, 100.0))>{note}</span>
            }
        };
        view! {
            <Plot x y x_label="x" y_label="loss of each point" over>
                <path class="costs__bars" d=bars />
                <path class="costs__mean" d=mean />
            </Plot>
        }
    };
    let label = move || match losses.get() {
        Some(told) => format!(
            "The loss of each of {} points; their {} is {}.",
            told.losses.len(),
            asked::total(reduction.get()),
            format::number(told.loss)
        ),
        None => "Nothing is known yet.".to_owned(),
    };
    view! { <div class="costs" role="img" aria-label=label data-testid="strip">{plot}</div> }
}
