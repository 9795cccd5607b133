//! The map as a picture: from above, or from the side and turned by hand.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use ndarray::Array2;

use super::follow::Map;
use super::words;
use crate::canvas::{SharpBackend, Surface, on_frame, on_resize, use_display};
use crate::format;
use crate::widget::visible::use_visible;
use descent::plots::terrain::{Camera, Levels, Places, Symbol, Terrain, Trail, View};
use descent::plots::{Axis, Tint};
use descent::protocol::Landscape;

/// Bands of color.
const BANDS: usize = 16;
/// A whole turn for a drag over so many pixels.
const TURN_PX: f64 = 700.0;
/// A key turns so far, in radians.
const KEY_TURN: f64 = 0.12;

/// What is drawn, made of an answer once.
#[derive(Clone, Debug, PartialEq)]
struct Ground {
    heights: Array2<f32>,
    levels: Levels,
    x: Axis,
    y: Axis,
    names: [&'static str; 2],
}

impl Ground {
    fn of(landscape: &Landscape) -> Option<Self> {
        let side = landscape.side as usize;
        let heights = Array2::from_shape_vec((side, side), landscape.losses.clone()).ok()?;
        let levels = Levels::fit(heights.iter(), BANDS);
        let axis = |(from, to): (f64, f64)| Axis::linear(from, to);
        let names = ["1st", "2nd"];
        let (x, y) = (axis(landscape.extent.x), axis(landscape.extent.y));
        Some(Self { heights, levels, x, y, names })
    }

    /// The place of the nearest point of the grid, and its loss.
    fn nearest(&self, (x, y): (f64, f64)) -> Option<((f64, f64), f32)> {
        let (rows, cols) = self.heights.dim();
        let on = |axis: &Axis, at: f64, n: usize| {
            let share = (at - axis.start()) / (axis.end() - axis.start());
            let i = (share.clamp(0.0, 1.0) * (n - 1) as f64).round();
            (i as usize, axis.start() + i / (n - 1) as f64 * (axis.end() - axis.start()))
        };
        let ((col, x), (row, y)) = (on(&self.x, x, cols), on(&self.y, y, rows));
        Some(((x, y), *self.heights.get([row, col])?))
    }
}

/// The picture.
#[component]
pub fn Picture(map: Map) -> impl IntoView {
    let display = use_display();
    let plot = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let is_visible = use_visible(plot);
    let resized = Trigger::new();
    let is_relief = map.settings.is_relief;
    let camera = RwSignal::new(Camera::default());
    let pointed = RwSignal::new(None::<(f64, f64)>);
    let dragged = StoredValue::new(None::<(f64, f64)>);
    let places = StoredValue::new(None::<Places>);
    let surface = StoredValue::new_local(None::<Surface>);
    let ground = Memo::new(move |_| map.shown.with(|shown| shown.as_ref().and_then(Ground::of)));
    let trail = Memo::new(move |_| {
        map.path.with(|path| path.points.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>())
    });

    Effect::new(move |_| {
        surface.set_value(canvas.get().and_then(Surface::new));
        if let Some(plot) = plot.get() {
            on_resize(&plot, move || resized.notify());
        }
    });
    let paint = move || {
        let ratio = display.pixel_ratio.get();
        let area = surface.with_value(|it| SharpBackend::begin(it.as_ref()?, ratio));
        let Some((area, units)) = area else { return };
        let view = if is_relief.get() { View::Relief(camera.get()) } else { View::Map };
        let marked = pointed.get().into_iter().collect::<Vec<_>>();
        let here = map.shown.with(|m| m.as_ref().map(|m| m.here)).into_iter().collect::<Vec<_>>();
        ground.with(|ground| {
            let Some(ground) = ground else { return };
            trail.with(|points| {
                let line = |points, tint, symbol| Trail { points, tint, symbol, arrow: None };
                let path = if points.is_empty() { &here } else { points };
                let mut trails = vec![line(path, Tint::Train, Symbol::Disc)];
                if !marked.is_empty() {
                    trails.push(line(&marked, Tint::Ink, Symbol::Cross));
                }
                let terrain = Terrain {
                    heights: &ground.heights,
                    x: &ground.x,
                    y: &ground.y,
                    labels: ground.names,
                    is_isotropic: true,
                    levels: &ground.levels,
                    trails: &trails,
                    fog: None,
                };
                // An error would be of the canvas, which has none to give while it exists.
                let drawn = display.theme.with(|theme| terrain.draw(&area, view, theme, units));
                places.set_value(drawn.ok().flatten());
            });
        });
    };
    on_frame(
        move || {
            ground.track();
            trail.track();
            camera.track();
            pointed.track();
            is_relief.track();
            display.theme.track();
            display.pixel_ratio.track();
            resized.track();
            is_visible.track();
        },
        move || {
            if is_visible.get() {
                paint();
            }
        },
    );

    let inside = move |event: &PointerEvent| {
        let bounds = plot.get_untracked()?.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some((x - bounds.left(), y - bounds.top()))
    };
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        dragged.set_value(inside(&event));
        if let Some(plot) = plot.get_untracked() {
            // Without it a drag ends at the border; nothing else is lost.
            let _ = plot.set_pointer_capture(event.pointer_id());
        }
    };
    let on_move = move |event: PointerEvent| {
        let Some(at) = inside(&event) else { return };
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
                let nearest =
                    |place| ground.with_untracked(|g| Some(g.as_ref()?.nearest(place)?.0));
                pointed.set(place.and_then(nearest));
            }
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let (right, up) = match event.key().as_str() {
            "ArrowLeft" => (-1.0, 0.0),
            "ArrowRight" => (1.0, 0.0),
            "ArrowUp" => (0.0, 1.0),
            "ArrowDown" => (0.0, -1.0),
            "Escape" => return pointed.set(None),
            _ => return,
        };
        event.prevent_default();
        if is_relief.get_untracked() {
            return camera.update(|c| *c = c.turned(right * KEY_TURN, up * KEY_TURN));
        }
        let from = pointed.get_untracked();
        let from = from.or(map.shown.with_untracked(|m| m.as_ref().map(|m| m.here)));
        let next = ground.with_untracked(|ground| {
            let (ground, (x, y)) = (ground.as_ref()?, from?);
            let step = |axis: &Axis, n: usize| (axis.end() - axis.start()) / (n - 1) as f64;
            let (rows, cols) = ground.heights.dim();
            let to = (x + right * step(&ground.x, cols), y + up * step(&ground.y, rows));
            Some(ground.nearest(to)?.0)
        });
        pointed.set(next);
    };
    let reading = Memo::new(move |_| {
        let at = pointed.get()?;
        let (at, loss) = ground.with(|ground| ground.as_ref()?.nearest(at))?;
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
                node_ref=plot tabindex="0" role="group" aria-roledescription="landscape" aria-label=label
                data-testid="landscape-picture" data-value=azimuth
                data-step=move || map.path.with(|path| path.points.last().map(|point| point.step.to_string()))
                on:pointerdown=on_down on:pointermove=on_move
                on:pointerup=move |_| dragged.set_value(None)
                on:pointercancel=move |_| dragged.set_value(None)
                on:pointerleave=move |_| pointed.set(None)
                on:keydown=on_key
                on:blur=move |_| { let _ = pointed.try_set(None); }>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
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
fn Heights(ground: Memo<Option<Ground>>) -> impl IntoView {
    let ends = move || {
        ground.with(|ground| {
            let levels = &ground.as_ref()?.levels;
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
