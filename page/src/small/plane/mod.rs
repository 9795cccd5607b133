//! The plane of a run on points: what the network makes of every place, live, with the points
//! over it; these can be set, moved, taken away and told to be of another class, by mouse,
//! touch and keyboard.

mod hand;
mod tools;

use leptos::html;
use leptos::prelude::*;

pub use self::hand::Hand;
pub use self::tools::{Tool, Tools};
use crate::canvas::{on_frame, pixels, use_canvas, use_display};
use crate::state::looks::Slot;
use crate::state::use_state;
use descent::data::Points;
use descent::plots::plane::{Dot, DotKind, Plane, Shades, boundary, paint};
use descent::protocol::{Look, Seen};
use descent::training::PlaneMap;

/// Places in a row of the picture: its edges are smoothed.
const SIDE: usize = 96;

/// What the numbers of the output's map are.
pub fn shades(points: &Points) -> Shades {
    match points.n_classes() {
        Some(_) => Shades::Classes,
        None => Shades::Signed(1.0),
    }
}

/// The points as they are drawn.
pub fn dots(points: &Points, with_held_out: bool, marked: Option<usize>) -> Vec<Dot> {
    let n_train = points.n_train();
    let has_classes = points.n_classes().is_some();
    let n = if with_held_out { usize::MAX } else { n_train };
    let dot = |(idx, place): (usize, descent::data::points::Place)| Dot {
        x: place.x.into(),
        y: place.y.into(),
        kind: match has_classes {
            true => DotKind::Class(place.target as usize),
            false => DotKind::Value(place.target),
        },
        is_held_out: idx >= n_train,
        is_marked: marked == Some(idx),
    };
    points.places().into_iter().enumerate().take(n).map(dot).collect()
}

/// The plane, a square as wide as there is room.
#[component]
pub fn PlaneView(
    /// Who sets points; none: they stay as they are.
    #[prop(optional)]
    hand: Option<Hand>,
    /// The points that are held out are shown, too.
    #[prop(into, default = false.into())]
    with_held_out: Signal<bool>,
    /// The boundary's two sides in full color, whatever the network's confidence.
    #[prop(into, default = false.into())]
    discrete: Signal<bool>,
    /// What is shown in place of the output: places in a row, and a unit's numbers.
    #[prop(into, default = None.into())]
    unit_map: Signal<Option<(usize, Vec<f32>)>>,
    /// A point that is pointed out, by its number.
    #[prop(into, default = None.into())]
    marked: Signal<Option<usize>>,
    /// Drawn over the plane, in a square of 12 by 12 with the origin in its middle, y down.
    #[prop(optional, into)]
    over: Option<ViewFn>,
) -> impl IntoView {
    let state = use_state();
    let display = use_display();
    let back = NodeRef::<html::Canvas>::new();
    let points = Memo::new(move |_| state.config.with(|it| it.dataset.points().cloned()));
    let step = Memo::new(move |_| state.progress.with(|it| it.as_ref().map(|it| it.step)));
    let answer = state.answers.of(Slot::Plane);
    let map = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Plane(map))) => Some(map.clone()),
            _ => None,
        })
    });
    let shown = Memo::new(move |_| hand.map_or_else(|| points.get(), Hand::shown));
    let held = Memo::new(move |_| hand.and_then(Hand::held));
    let cursor = Memo::new(move |_| hand.and_then(Hand::cursor));
    on_frame(
        move || {
            map.track();
            discrete.track();
            unit_map.track();
            display.theme.track();
        },
        move || {
            let Some(canvas) = back.get() else { return };
            if let Some((side, values)) = unit_map.get() {
                let mut rgba = Vec::new();
                let limit = values.iter().fold(0.0_f32, |most, a| most.max(a.abs()));
                let shades = Shades::Signed(if limit > 0.0 { limit } else { 1.0 });
                if let Ok(values) = ndarray::Array2::from_shape_vec((1, values.len()), values) {
                    display.theme.with(|theme| paint(&values, shades, theme, &mut rgba));
                }
                return pixels::put(&canvas, side, rgba);
            }
            let shades = points.with(|points| points.as_ref().map(shades));
            let picture = map.with(|map| {
                let map = map.as_ref()?;
                let mut rgba = Vec::new();
                let values = sharpened(map, shades?, discrete.get());
                let shades = shades?;
                display.theme.with(|theme| paint(&values, shades, theme, &mut rgba));
                Some((map.side, rgba))
            });
            if let Some((side, rgba)) = picture {
                pixels::put(&canvas, side, rgba);
            }
        },
    );
    let canvas = use_canvas(
        move || {
            map.track();
            unit_map.track();
            shown.track();
            held.track();
            cursor.track();
            with_held_out.track();
            marked.track();
        },
        move |area, theme, units| {
            let Some(points) = shown.get() else { return };
            let marked = held.get().or(marked.get());
            let dots = dots(&points, with_held_out.get(), marked);
            let line = map.with(|map| match (map, points.n_classes()) {
                (Some(map), Some(_)) if unit_map.with(Option::is_none) => {
                    boundary(&map.layers[0], map.side, Shades::Classes)
                }
                _ => Vec::new(),
            });
            let plane = Plane { boundary: &line, dots: &dots, cursor: cursor.get() };
            // An error would be of the canvas, which has none to give while it exists.
            let _ = plane.draw(area, theme, units);
        },
    );
    Effect::new(move |_| {
        state.config.track();
        // Set by hand, parameters change without a step.
        state.progress.track();
        if canvas.is_visible.get() && points.with(Option::is_some) {
            state.look(Slot::Plane, Look::Plane { side: SIDE, hidden: false });
        }
    });
    let label = move || {
        let what = shown.with(|points| {
            points.as_ref().map(|points| format!("{}: {} points", points.name(), points.n()))
        });
        let how = match hand {
            Some(_) => {
                ". Arrow keys move a cross, Enter uses the tool there, Delete takes a point away"
            }
            None => "",
        };
        format!("The plane. {}{how}", what.unwrap_or_default())
    };
    let over = over.map(|over| {
        view! {
            <svg class="plane__over" viewBox="-6 -6 12 12" aria-hidden="true">{move || over.run()}</svg>
        }
    });
    view! {
        <div class="plane" node_ref=canvas.frame data-testid="plane" class:plane--live=hand.is_some()
            data-value=move || step.get().map(|step| step.to_string())
            data-map-step=move || map.with(|map| map.as_ref().map(|map| map.step.to_string()))
            data-space="page" tabindex=hand.is_some().then_some("0")
            role=if hand.is_some() { "application" } else { "img" } aria-label=label
            on:pointerdown=move |event| if let Some(hand) = hand { hand.down(&event) }
            on:pointermove=move |event| if let Some(hand) = hand { hand.moved(&event) }
            on:pointerup=move |event| if let Some(hand) = hand { hand.up(&event) }
            on:pointercancel=move |event| if let Some(hand) = hand { hand.cancel(&event) }
            on:touchstart=move |event| if let Some(hand) = hand { hand.touch(&event) }
            on:keydown=move |event| if let Some(hand) = hand { hand.key(&event) }
            on:blur=move |_| if let Some(hand) = hand { hand.leave() }>
            <canvas class="plane__map" node_ref=back aria-hidden="true"></canvas>
            <div class="plane__dots"><canvas node_ref=canvas.element aria-hidden="true"></canvas></div>
            {over}
            <span class="visually-hidden" role="status">{move || hand.map(Hand::spoken)}</span>
        </div>
    }
}

/// The output's map; where `discrete`, each place wholly of the class that it is read as.
fn sharpened(map: &PlaneMap, shades: Shades, discrete: bool) -> ndarray::Array2<f32> {
    let mut values = map.layers[0].clone();
    if !discrete {
        return values;
    }
    for mut place in values.columns_mut() {
        match (shades, place.len()) {
            (Shades::Signed(limit), _) => place.mapv_inplace(|a| limit.copysign(a)),
            (Shades::Classes, 1) => place.mapv_inplace(|a| f32::from(u8::from(a >= 0.5))),
            (Shades::Classes, _) => {
                let most = place.iter().copied().fold(f32::MIN, f32::max);
                place.mapv_inplace(|a| f32::from(u8::from(a == most)));
            }
        }
    }
    values
}
