//! The map with the ways on it, and the hand that starts one.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;

use super::map::{Axes, Map};
use super::words;
use crate::canvas::use_canvas;
use crate::format;
use crate::widget::keys::arrow;
use descent::plots::terrain::{HeightMap, Levels, Places, Symbol, Trail, View};
use descent::plots::{Axis, Tint};
use descent::protocol::Landscape;

/// Bands of color.
const BANDS: usize = 18;
/// A key moves the cross by so large a share of the map, and with Shift.
const STRIDE: (f64, f64) = (0.05, 0.01);

/// What is drawn, made of an answer once.
#[derive(Clone, Debug, PartialEq)]
struct Ground {
    map: HeightMap,
    axes: Axes,
    ways: Vec<Vec<(f64, f64)>>,
}

impl Ground {
    fn of(landscape: &Landscape, axes: Axes) -> Option<Self> {
        let ranges = [landscape.extent.x, landscape.extent.y];
        let side = landscape.side as usize;
        let path = &landscape.path;
        let ways = path.earlier.iter().chain([&path.points]);
        Some(Self {
            map: HeightMap::new(landscape.losses.clone(), side, ranges, BANDS)?,
            axes,
            ways: ways.map(|way| way.iter().map(|it| (it.x, it.y)).collect()).collect(),
        })
    }

    fn trails<'a>(&'a self, marked: &'a [(f64, f64)]) -> Vec<Trail<'a>> {
        let ways = self.ways.iter().enumerate().map(|(at, points)| Trail {
            points,
            tint: Tint::RUNNERS[at % Tint::RUNNERS.len()],
            symbol: Symbol::ALL[at % Symbol::ALL.len()],
            arrow: None,
        });
        let cross = Trail { points: marked, tint: Tint::Ink, symbol: Symbol::Cross, arrow: None };
        ways.chain((!marked.is_empty()).then_some(cross)).collect()
    }
}

/// The picture.
#[component]
pub fn Picture(map: Map) -> impl IntoView {
    let places = StoredValue::new(None::<Places>);
    let pointed = map.pointed;
    let ground = Memo::new(move |_| {
        let axes = map.axes.get();
        map.shown.with(|shown| Ground::of(shown.as_ref()?, axes))
    });
    let canvas = use_canvas(
        move || {
            ground.track();
            pointed.track();
        },
        move |area, theme, units| {
            let marked = pointed.get().into_iter().collect::<Vec<_>>();
            ground.with(|ground| {
                let Some(ground) = ground else { return };
                let trails = ground.trails(&marked);
                let terrain = ground.map.terrain(ground.axes.names(), &trails);
                // An error would be of the canvas, which has none to give while it exists.
                places.set_value(terrain.draw(area, View::Map, theme, units).ok().flatten());
            });
        },
    );

    let place_of = move |event: &MouseEvent| {
        let (left, top) = canvas.place_of(event)?;
        places.with_value(|places| places.as_ref()?.at(left, top))
    };
    let on_click = move |event: MouseEvent| {
        if let Some(place) = place_of(&event) {
            map.start_at(place);
        }
    };
    let on_move = move |event: PointerEvent| {
        // A finger covers what it points at.
        if event.pointer_type() == "mouse" {
            pointed.set(place_of(&event));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => return pointed.set(None),
            "Enter" => {
                event.prevent_default();
                return pointed.get_untracked().map_or((), |place| map.start_at(place));
            }
            _ => {}
        }
        let Some((right, up)) = arrow(&event) else { return };
        event.prevent_default();
        let stride = if event.shift_key() { STRIDE.1 } else { STRIDE.0 };
        let here = map.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.here));
        let next = ground.with_untracked(|ground| {
            let (ground, (x, y)) = (ground.as_ref()?, pointed.get_untracked().or(here)?);
            let step = |axis: &Axis, at: f64, by: f64| {
                let to = at + by * stride * (axis.end() - axis.start());
                to.clamp(axis.start(), axis.end())
            };
            Some((step(ground.map.x(), x, right), step(ground.map.y(), y, up)))
        });
        pointed.set(next);
    };
    let reading = Memo::new(move |_| {
        let at = pointed.get()?;
        ground.with(|ground| {
            let ground = ground.as_ref()?;
            let ([x, y], (_, loss)) = (ground.axes.names(), ground.map.nearest(at));
            let number = |value: f64| format::number(value);
            Some(format!(
                "{x} = {}, {y} = {}: loss {}",
                number(at.0),
                number(at.1),
                number(loss.into())
            ))
        })
    });
    let label = move || {
        let axes = map.axes.get();
        map.shown.with(|shown| shown.as_ref().map(|shown| words::label(shown, axes)))
    };
    let has_none = move || ground.with(Option::is_none);
    view! {
        <figure class="bowl__figure">
            <div class="bowl__map" node_ref=canvas.frame tabindex="0" role="application"
                aria-roledescription="map" aria-label=label
                data-testid="bowl-map"
                data-value=move || ground.with(|g| g.as_ref().map(|g| g.axes.names().join(" ")))
                data-step=move || map.shown.with(|m| m.as_ref().map(|m| m.step.to_string()))
                data-low=move || ground.with(|g| g.as_ref().map(|g| g.map.levels().low().to_string()))
                data-reach=move || ground.with(|g| g.as_ref().map(|g| g.map.x().end().to_string()))
                on:click=on_click on:pointermove=on_move on:keydown=on_key
                on:pointerleave=move |_| pointed.set(None)
                on:blur=move |_| { let _ = pointed.try_set(None); }>
                <canvas node_ref=canvas.element aria-hidden="true"></canvas>
                {move || has_none().then(|| view! {
                    <p class="bowl__none">{map.refused.get().unwrap_or_else(|| "The map is being worked out …".to_owned())}</p>
                })}
            </div>
            <figcaption class="bowl__caption">
                <Heights ground />
                <span class="number" role="status" data-testid="bowl-reading">
                    {move || reading.get().unwrap_or_else(|| "Click or tap to start there; arrow keys and Enter do it, too.".to_owned())}
                </span>
            </figcaption>
        </figure>
    }
}

/// Which color is which loss.
#[component]
fn Heights(ground: Memo<Option<Ground>>) -> impl IntoView {
    let end = move |of: fn(&Levels) -> f64| {
        move || ground.with(|ground| ground.as_ref().map(|it| format::number(of(it.map.levels()))))
    };
    view! {
        <span class="bowl__heights">
            "mean loss " <span class="number">{end(Levels::low)}</span>
            <i class="bowl__bands" aria-hidden="true"></i>
            <span class="number">{end(Levels::high)}</span>
        </span>
    }
}
