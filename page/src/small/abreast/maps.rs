//! What the runs look like, a few times a second while one watches: what each makes of the
//! plane, or the weights of its first layer as pictures.

use std::time::Duration;

use leptos::prelude::*;

use crate::canvas::{on_frame, pixels, use_canvas, use_display};
use crate::lab::weights::full_color;
use crate::lab::weights::wall::Wall;
use crate::small::plane::{dots, shades};
use crate::state::looks::Slot;
use crate::state::{State, use_state};
use descent::data::DigitImage;
use descent::plots::plane::{Plane, Shades, boundary, paint};
use descent::protocol::seen::Rival;
use descent::protocol::{self, Seen};
use descent::training::PlaneMap;

/// Between two looks while training.
const EVERY: Duration = Duration::from_millis(200);
/// Places in a row of a plane.
const SIDE: usize = 64;
/// Most pictures of weights.
const MOST_UNITS: usize = 16;

/// Looks at the runs as long as the current component lives and can be seen.
pub fn watch(state: State, is_visible: Signal<bool>) {
    let ticks = RwSignal::new(0_u32);
    let training = Memo::new(move |_| state.is_training());
    let handle = set_interval_with_handle(
        move || {
            if training.get_untracked() && is_visible.get_untracked() {
                ticks.update(|ticks| *ticks += 1);
            }
        },
        EVERY,
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let at_rest = Memo::new(move |_| {
        let step = |idx| state.lane_progress(idx).map(|it| it.step);
        let steps = || (0..state.n_lanes()).map(step).collect::<Vec<_>>();
        (!training.get()).then(steps)
    });
    Effect::new(move |_| {
        ticks.track();
        at_rest.track();
        // Others may stand at the same steps.
        state.config.track();
        if is_visible.get() && state.is_abreast() {
            state.look(Slot::SideBySide, protocol::Look::SideBySide { side: SIDE });
        }
    });
}

/// What is known of one of the runs.
fn seen(state: State, idx: usize) -> Memo<Option<Rival>> {
    let answer = state.answers.of(Slot::SideBySide);
    Memo::new(move |_| {
        let run = state.lane_run(idx)?;
        answer.with(|answer| match answer {
            Some(Ok(Seen::SideBySide(all))) => all.iter().find(|it| it.run == run).cloned(),
            _ => None,
        })
    })
}

/// The picture that suits its examples.
#[component]
pub fn Look(
    /// Which of the runs.
    idx: usize,
) -> impl IntoView {
    let state = use_state();
    let rival = seen(state, idx);
    let is_points = Memo::new(move |_| state.config.with(|it| it.dataset.points().is_some()));
    move || match is_points.get() {
        true => view! { <Map idx rival /> }.into_any(),
        false => view! { <Weights idx rival /> }.into_any(),
    }
}

#[component]
fn Map(idx: usize, rival: Memo<Option<Rival>>) -> impl IntoView {
    let state = use_state();
    let display = use_display();
    let back = NodeRef::<leptos::html::Canvas>::new();
    let points = Memo::new(move |_| state.config.with(|it| it.dataset.points().cloned()));
    let map = Memo::new(move |_| rival.with(|it| it.as_ref()?.plane.clone()));
    on_frame(
        move || {
            map.track();
            display.theme.track();
        },
        move || {
            let (Some(canvas), Some(shades)) =
                (back.get(), points.with(|points| points.as_ref().map(shades)))
            else {
                return;
            };
            map.with(|map: &Option<PlaneMap>| {
                let Some((map, values)) =
                    map.as_ref().and_then(|it| Some((it, it.layers.first()?)))
                else {
                    return;
                };
                let mut rgba = Vec::new();
                display.theme.with(|theme| paint(values, shades, theme, &mut rgba));
                pixels::put(&canvas, map.side, rgba);
            });
        },
    );
    let canvas = use_canvas(
        move || {
            map.track();
            points.track();
        },
        move |area, theme, units| {
            let dots = points.with(|it| it.as_ref().map(|it| dots(it, false, None)));
            let line = map.with(|map: &Option<PlaneMap>| {
                let map = map.as_ref()?;
                Some(boundary(map.layers.first()?, map.side, Shades::Classes))
            });
            let (line, dots) = (line.unwrap_or_default(), dots.unwrap_or_default());
            let plane = Plane { boundary: &line, dots: &dots, cursor: None };
            // An error would be of the canvas, which has none to give while it exists.
            let _ = plane.draw(area, theme, units);
        },
    );
    let name = super::letter(idx);
    view! {
        <div class="plane" node_ref=canvas.frame role="img" data-testid=format!("abreast-map-{idx}")
            data-value=move || map.with(|map| map.as_ref().map(|map| map.step.to_string()))
            aria-label=format!("What {name} makes of the plane, with the points it learns from")>
            <canvas class="plane__map" node_ref=back aria-hidden="true"></canvas>
            <div class="plane__dots"><canvas node_ref=canvas.element aria-hidden="true"></canvas></div>
        </div>
    }
}

#[component]
fn Weights(idx: usize, rival: Memo<Option<Rival>>) -> impl IntoView {
    let n_all = Memo::new(move |_| {
        rival.with(|it| Some(it.as_ref()?.parameters.as_ref()?.weights.first()?.nrows()))
    });
    let values = Memo::new(move |_| {
        let values = rival.with(|it| {
            let weights = it.as_ref()?.parameters.as_ref()?.weights.first()?;
            let n = weights.nrows().min(MOST_UNITS);
            let shown = weights.slice(ndarray::s![..n, ..]);
            (weights.ncols() == DigitImage::LEN).then(|| shown.iter().copied().collect::<Vec<_>>())
        });
        values.unwrap_or_default()
    });
    let limit = Memo::new(move |_| values.with(|values: &Vec<f32>| full_color(values)));
    let n = Memo::new(move |_| values.with(|values| values.len() / DigitImage::LEN));
    let name = super::letter(idx);
    let caption = move || match (n.get(), n_all.get()) {
        (0, _) => None,
        (n, Some(all)) if n < all => {
            Some(format!("Its first layer’s weights: {n} of {all} units."))
        }
        _ => Some("Its first layer’s weights, a picture a unit.".to_owned()),
    };
    let is_too_large =
        move || rival.with(|it| it.as_ref().is_some_and(|it| it.parameters.is_none()));
    view! {
        <div class="abreast__wall" data-testid=format!("abreast-map-{idx}")
            data-value=move || rival.with(|it| Some(it.as_ref()?.parameters.as_ref()?.step.to_string()))>
            <Show when=move || { n.get() > 0 }>
                <Wall values limit picked=RwSignal::new(None)
                    label=Signal::derive(move || format!("Weights of the first layer of {name}, {} pictures of 28 by 28", n.get())) />
            </Show>
        </div>
        <p class="field__hint">{caption}</p>
        <p class="field__hint" hidden=move || !is_too_large()>
            "This network has too many weights to be shown live."
        </p>
    }
}
