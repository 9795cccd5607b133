//! The map as a picture: from above, or from the side and turned by hand.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use super::follow::Map;
use super::words;
use crate::canvas::use_canvas;
use crate::format;
use crate::widget::keys::arrow;
use descent::plots::Tint;
use descent::plots::terrain::{Camera, HeightMap, Places, Symbol, Trail, View};
use descent::protocol::Landscape;

/// Bands of color.
const BANDS: usize = 16;
/// A whole turn for a drag over so many pixels.
const TURN_PX: f64 = 700.0;
/// A key turns so far, in radians.
const KEY_TURN: f64 = 0.12;

/// What is drawn, made of an answer once.
fn ground(landscape: &Landscape) -> Option<HeightMap> {
    let ranges = [landscape.extent.x, landscape.extent.y];
    HeightMap::new(landscape.losses.clone(), landscape.side as usize, ranges, BANDS)
}

/// The picture.
#[component]
pub fn Picture(map: Map) -> impl IntoView {
    let is_relief = map.settings.is_relief;
    let camera = RwSignal::new(Camera::default());
    let pointed = RwSignal::new(None::<(f64, f64)>);
    let dragged = StoredValue::new(None::<(f64, f64)>);
    let places = StoredValue::new(None::<Places>);
    let ground = Memo::new(move |_| map.shown.with(|shown| shown.as_ref().and_then(ground)));
    let trail = Memo::new(move |_| {
        map.path.with(|path| path.points.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>())
    });
    let canvas = use_canvas(
        move || {
            ground.track();
            trail.track();
            camera.track();
            pointed.track();
            is_relief.track();
        },
        move |area, theme, units| {
            let view = if is_relief.get() { View::Relief(camera.get()) } else { View::Map };
            let marked = pointed.get().into_iter().collect::<Vec<_>>();
            let here = map.shown.with(|m| m.as_ref().map(|m| m.here));
            let here = here.into_iter().collect::<Vec<_>>();
            ground.with(|ground| {
                let Some(ground) = ground else { return };
                trail.with(|points| {
                    let line = |points, tint, symbol| Trail { points, tint, symbol, arrow: None };
                    let path = if points.is_empty() { &here } else { points };
                    let mut trails = vec![line(path, Tint::Train, Symbol::Disc)];
                    if !marked.is_empty() {
                        trails.push(line(&marked, Tint::Ink, Symbol::Cross));
                    }
                    let terrain = ground.terrain(["1st", "2nd"], &trails);
                    // An error would be of the canvas, which has none to give while it exists.
                    places.set_value(terrain.draw(area, view, theme, units).ok().flatten());
                });
            });
        },
    );

    let on_down = move |event: PointerEvent| {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        dragged.set_value(canvas.place_of(&event));
        if let Some(frame) = canvas.frame.get_untracked() {
            // Without it a drag ends at the border; nothing else is lost.
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
    };
    let on_move = move |event: PointerEvent| {
        let Some(at) = canvas.place_of(&event) else { return };
        match dragged.get_value() {
            Some(from) if is_relief.get_untracked() => {
                let turn = std::f64::consts::TAU / TURN_PX;
                camera.update(|camera| {
                    *camera = camera.turned((at.0 - from.0) * turn, (at.1 - from.1) * turn);
                });
                dragged.set_value(Some(at));
            }
            _ => {
                let place = places.with_value(|places| places.as_ref()?.at(at.0, at.1));
                let nearest = |place| ground.with_untracked(|g| Some(g.as_ref()?.nearest(place).0));
                pointed.set(place.and_then(nearest));
            }
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            return pointed.set(None);
        }
        let Some((right, up)) = arrow(&event) else { return };
        event.prevent_default();
        if is_relief.get_untracked() {
            return camera.update(|c| *c = c.turned(right * KEY_TURN, up * KEY_TURN));
        }
        let from = pointed.get_untracked();
        let from = from.or(map.shown.with_untracked(|m| m.as_ref().map(|m| m.here)));
        let next = ground.with_untracked(|ground| {
            let (ground, (x, y)) = (ground.as_ref()?, from?);
            let (width, height) = ground.spacing();
            Some(ground.nearest((x + right * width, y + up * height)).0)
        });
        pointed.set(next);
    };
    let reading = Memo::new(move |_| {
        let at = pointed.get()?;
        let (at, loss) = ground.with(|ground| Some(ground.as_ref()?.nearest(at)))?;
        Some(format!(
            "loss {} at ({}, {})",
            format::number(f64::from(loss)),
            format::number(at.0),
            format::number(at.1)
        ))
    });
    let label = move || {
        map.shown.with(|m| m.as_ref().map(|m| words::label(m, is_relief.get()))).unwrap_or_default()
    };
    let azimuth = move || format!("{:.3}", camera.get().azimuth());
    view! {
        <figure class="landscape__figure">
            <div class="landscape__plot" class:landscape__plot--relief=move || is_relief.get()
                node_ref=canvas.frame tabindex="0" role="group" aria-roledescription="landscape" aria-label=label
                data-testid="landscape-picture" data-value=azimuth
                data-step=move || map.path.with(|path| path.points.last().map(|point| point.step.to_string()))
                on:pointerdown=on_down on:pointermove=on_move
                on:pointerup=move |_| dragged.set_value(None)
                on:pointercancel=move |_| dragged.set_value(None)
                on:pointerleave=move |_| pointed.set(None)
                on:keydown=on_key
                on:blur=move |_| { let _ = pointed.try_set(None); }>
                <canvas node_ref=canvas.element aria-hidden="true"></canvas>
            </div>
            <figcaption class="landscape__caption">
                <Heights ground />
                <span class="landscape__key"><i class="landscape__path"></i>"the run's path; the large dot is where it stands"</span>
                <span class="landscape__reading number" role="status" data-testid="landscape-reading">
                    {move || reading.get().unwrap_or_else(|| if is_relief.get() {
                        "Drag it to turn it; point at it to read its losses.".to_owned()
                    } else {
                        "Point at it to read its losses.".to_owned()
                    })}
                </span>
            </figcaption>
        </figure>
    }
}

/// Which color is which loss.
#[component]
fn Heights(ground: Memo<Option<HeightMap>>) -> impl IntoView {
    let ends = move || {
        ground.with(|ground| {
            let levels = ground.as_ref()?.levels();
            let middle = levels.level(levels.n_bands() / 2);
            Some([levels.low(), middle, levels.high()].map(format::number))
        })
    };
    let end = move |i: usize| move || ends().map(|ends| ends[i].clone());
    view! {
        <span class="landscape__heights">
            "loss"
            <span class="landscape__scale">
                <i class="landscape__bands"></i>
                <span class="landscape__ends number"><span>{end(0)}</span><span>{end(1)}</span><span>{end(2)}</span></span>
            </span>
        </span>
    }
}
