//! The map with the ways on it, and the hand that starts one.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use ndarray::Array2;

use super::map::{Axes, Map};
use super::words;
use crate::canvas::{SharpBackend, Surface, on_before_print, on_frame, on_resize, use_display};
use crate::format;
use crate::widget::visible::use_visible;
use descent::plots::terrain::{Levels, Places, Symbol, Terrain, Trail, View};
use descent::plots::{Axis, Tint};
use descent::protocol::Landscape;

/// Bands of color.
const BANDS: usize = 18;
/// A key moves the cross by so large a share of the map, and with Shift.
const STRIDE: (f64, f64) = (0.05, 0.01);

/// What is drawn, made of an answer once.
#[derive(Clone, Debug, PartialEq)]
struct Ground {
    heights: Array2<f32>,
    levels: Levels,
    x: Axis,
    y: Axis,
    axes: Axes,
    ways: Vec<Vec<(f64, f64)>>,
}

impl Ground {
    fn of(landscape: &Landscape, axes: Axes) -> Option<Self> {
        let side = landscape.side as usize;
        let heights = Array2::from_shape_vec((side, side), landscape.losses.clone()).ok()?;
        let path = &landscape.path;
        let ways = path.earlier.iter().chain([&path.points]);
        Some(Self {
            levels: Levels::fit(heights.iter(), BANDS),
            heights,
            x: Axis::linear(landscape.extent.x.0, landscape.extent.x.1),
            y: Axis::linear(landscape.extent.y.0, landscape.extent.y.1),
            axes,
            ways: ways.map(|way| way.iter().map(|it| (it.x, it.y)).collect()).collect(),
        })
    }

    /// The place of the map's grid that is nearest, and its loss.
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
    let display = use_display();
    let (frame, canvas) = (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new());
    let is_visible = use_visible(frame);
    let resized = Trigger::new();
    let places = StoredValue::new(None::<Places>);
    let surface = StoredValue::new_local(None::<Surface>);
    let pointed = map.pointed;
    let ground = Memo::new(move |_| {
        let axes = map.axes.get();
        map.shown.with(|shown| Ground::of(shown.as_ref()?, axes))
    });
    Effect::new(move |_| {
        surface.set_value(canvas.get().and_then(Surface::new));
        if let Some(frame) = frame.get() {
            on_resize(&frame, move || resized.notify());
        }
    });
    let paint = move || {
        let ratio = display.pixel_ratio.get();
        let area = surface.with_value(|it| SharpBackend::begin(it.as_ref()?, ratio));
        let Some((area, units)) = area else { return };
        let marked = pointed.get().into_iter().collect::<Vec<_>>();
        ground.with(|ground| {
            let Some(ground) = ground else { return };
            let terrain = Terrain {
                heights: &ground.heights,
                x: &ground.x,
                y: &ground.y,
                labels: ground.axes.names(),
                is_isotropic: true,
                levels: &ground.levels,
                trails: &ground.trails(&marked),
                fog: None,
            };
            // An error would be of the canvas, which has none to give while it exists.
            let drawn = display.theme.with(|theme| terrain.draw(&area, View::Map, theme, units));
            places.set_value(drawn.ok().flatten());
        });
    };
    on_frame(
        move || {
            ground.track();
            pointed.track();
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
    on_before_print(move || untrack(paint));

    let place_of = move |event: &MouseEvent| {
        let bounds = frame.get_untracked()?.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - bounds.left();
        let y = f64::from(event.client_y()) - bounds.top();
        places.with_value(|places| places.as_ref()?.at(x, y))
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
        let (right, up) = match event.key().as_str() {
            "ArrowLeft" => (-1.0, 0.0),
            "ArrowRight" => (1.0, 0.0),
            "ArrowUp" => (0.0, 1.0),
            "ArrowDown" => (0.0, -1.0),
            "Escape" => return pointed.set(None),
            "Enter" => {
                event.prevent_default();
                return pointed.get_untracked().map_or((), |place| map.start_at(place));
            }
            _ => return,
        };
        event.prevent_default();
        let stride = if event.shift_key() { STRIDE.1 } else { STRIDE.0 };
        let here = map.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.here));
        let next = ground.with_untracked(|ground| {
            let (ground, (x, y)) = (ground.as_ref()?, pointed.get_untracked().or(here)?);
            let step = |axis: &Axis, at: f64, by: f64| {
                let to = at + by * stride * (axis.end() - axis.start());
                to.clamp(axis.start(), axis.end())
            };
            Some((step(&ground.x, x, right), step(&ground.y, y, up)))
        });
        pointed.set(next);
    };
    let reading = Memo::new(move |_| {
        let at = pointed.get()?;
        ground.with(|ground| {
            let ground = ground.as_ref()?;
            let ([x, y], (_, loss)) = (ground.axes.names(), ground.nearest(at)?);
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
            <div class="bowl__map" node_ref=frame tabindex="0" role="application"
                aria-roledescription="map" aria-label=label
                data-testid="bowl-map"
                data-value=move || ground.with(|g| g.as_ref().map(|g| g.axes.names().join(" ")))
                data-step=move || map.shown.with(|m| m.as_ref().map(|m| m.step.to_string()))
                data-low=move || ground.with(|g| g.as_ref().map(|g| g.levels.low().to_string()))
                data-reach=move || ground.with(|g| g.as_ref().map(|g| g.x.end().to_string()))
                on:click=on_click on:pointermove=on_move on:keydown=on_key
                on:pointerleave=move |_| pointed.set(None)
                on:blur=move |_| { let _ = pointed.try_set(None); }>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
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
        move || ground.with(|ground| ground.as_ref().map(|it| format::number(of(&it.levels))))
    };
    view! {
        <span class="bowl__heights">
            "mean loss " <span class="number">{end(Levels::low)}</span>
            <i class="bowl__bands" aria-hidden="true"></i>
            <span class="number">{end(Levels::high)}</span>
        </span>
    }
}
