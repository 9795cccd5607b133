//! Its weights: the first layer as pictures, and how all layers are.

pub mod layers;
mod unit;
pub mod wall;

use std::time::Duration;

use leptos::prelude::*;

use self::layers::Layer;
use self::unit::Unit;
use self::wall::Wall;
use super::View;
use super::training::Training;
use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::segmented::Segmented;
use crate::widget::visible::use_visible;
use descent::data::DigitImage;
use descent::protocol::{Look, Reader, Seen};

/// The view.
pub static VIEW: View = View {
    key: "weights",
    title: "Its weights",
    about: "What the network has learned, as pictures, and how well its layers are.",
    body: || view! { <Weights /> }.into_any(),
};

/// What the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Weights,
    Gradients,
}

/// So much of the numbers is told apart by its color; the few beyond have the full one.
const TOLD_APART: f64 = 0.99;

#[component]
fn Weights() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    state.show_parameters(is_visible);
    let what = RwSignal::new(What::Weights);
    let picked = RwSignal::new(None::<usize>);
    // Seconds in sight, while anything can have changed.
    let seconds = RwSignal::new(0_u64);
    let training = Memo::new(move |_| state.is_training());
    let step = Memo::new(move |_| state.progress.with(|p| p.as_ref().map_or(0, |p| p.step)));
    let timer = set_interval_with_handle(
        move || {
            if training.get_untracked() && is_visible.get_untracked() {
                seconds.update(|seconds| *seconds += 1);
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    // At rest, each step is looked at; on the way, only every second.
    let now = Memo::new(move |_| (seconds.get(), (!training.get()).then(|| step.get())));
    Effect::new(move |_| {
        now.track();
        let reader = state.reader.get();
        let evaluated = state.progress.with(|p| p.as_ref().is_some_and(|p| p.test.is_some()));
        if is_visible.get() && (evaluated || reader == Reader::Pretrained) {
            state.look(Slot::Health, Look::Health { reader });
        }
    });
    // As often as the parameters come.
    Effect::new(move |_| {
        state.parameters.track();
        if is_visible.get() && what.get() == What::Gradients && state.reader.get() == Reader::Run {
            state.look(Slot::Gradients, Look::Gradients { layer_idx: 0 });
        }
    });

    let gradients = state.answers.of(Slot::Gradients);
    let values = Memo::new(move |_| {
        let pictures = |weights: &ndarray::Array2<f32>| {
            (weights.ncols() == DigitImage::LEN).then(|| weights.iter().copied().collect())
        };
        let found: Option<Vec<f32>> = match what.get() {
            What::Weights => state.parameters.with(|p| pictures(p.as_ref()?.weights.first()?)),
            What::Gradients if state.reader.get() == Reader::Run => {
                gradients.with(|answer| match answer {
                    Some(Ok(Seen::Gradients(gradients))) => pictures(gradients),
                    _ => None,
                })
            }
            What::Gradients => None,
        };
        found.unwrap_or_default()
    });
    let limit = Memo::new(move |_| values.with(|values| full_color(values)));
    let symbol = Signal::derive(move || match what.get() {
        What::Weights => "w",
        What::Gradients => "∂L/∂w",
    });
    let n_units = Memo::new(move |_| values.with(|values| values.len() / DigitImage::LEN));
    // A network with fewer units has no such one.
    let unit = Memo::new(move |_| picked.get().filter(|unit| *unit < n_units.get()));
    let label = Signal::derive(move || {
        format!("{} of the first layer, {} pictures of 28 by 28", symbol.get(), n_units.get())
    });
    let whose = move || {
        match (
        state.reader.get(),
        state.parameters.with(|p| p.as_ref().map(|p| p.step)),
    ) {
        (Reader::Pretrained, _) => {
            "The shipped model. Train, or let \"In training\" read, to see the run's own."
                .to_owned()
        }
        (Reader::Run, Some(0)) => match state.origin_of_run() {
            Some(origin) => format!("The network in training, at its start: weights {}.", origin.told()),
            None => "The network in training, at its start: random weights, as the initializer draws them."
                .to_owned(),
        },
        (Reader::Run, Some(step)) => {
            format!("The network in training, after {} updates.", format::grouped(step as f64))
        }
        (Reader::Run, None) => "The network in training.".to_owned(),
    }
    };
    let missing = move || {
        match (what.get(), state.reader.get()) {
        (What::Gradients, Reader::Pretrained) => "The shipped model is not trained here: it has no gradient. Press Train, or let \"In training\" read.".to_owned(),
        (What::Gradients, Reader::Run) => gradients.with(|answer| match answer {
            Some(Err(message)) => format!("{message} Press Train."),
            _ => "The gradient is on its way.".to_owned(),
        }),
        _ if state.parameters.with(Option::is_some) => "This network's first layer does not see 28×28 pixels: there is no picture of it.".to_owned(),
        _ => "The weights are on their way.".to_owned(),
    }
    };
    view! {
        <div class="stack" node_ref=frame>
            <Training />
            <p class="number" data-testid="weights-of">{whose}</p>
            <div class="weights__head wrap wrap--apart">
                <Segmented label="What the pictures show"
                    options=vec![(What::Weights, "Weights w"), (What::Gradients, "Gradient ∂L/∂w")]
                    value=what on_choose=move |choice| what.set(choice) />
                <Legend limit symbol />
            </div>
            <Show when=move || { n_units.get() > 0 }
                fallback=move || view! { <p class="exam__empty" data-testid="wall-missing">{missing}</p> }>
                <Wall values limit picked label />
                <p class="field__hint">
                    "One picture a unit of the first layer: how each of the 784 pixels moves it. Choose one to see it large."
                </p>
                {move || unit.get().map(|unit_idx| view! {
                    <Unit unit_idx values limit what=symbol now=Signal::derive(move || now.get().0 / 2 + now.get().1.unwrap_or(0)) />
                })}
            </Show>
            <Layers />
        </div>
    }
}

/// All layers, in their order.
#[component]
fn Layers() -> impl IntoView {
    let state = use_state();
    let answer = state.answers.of(Slot::Health);
    let health = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Health(layers))) => layers.clone(),
            _ => Vec::new(),
        })
    });
    let spec = Memo::new(move |_| state.parameters.with(|p| p.as_ref().map(|p| p.network.clone())));
    let n = Memo::new(move |_| health.with(Vec::len));
    let layers = move || {
        (0..n.get()).map(|layer_idx| view! { <Layer layer_idx health spec /> }).collect::<Vec<_>>()
    };
    let text = move || {
        answer.with(|answer| match answer {
            Some(Err(message)) => message.clone(),
            _ => "The layers are being looked at.".to_owned(),
        })
    };
    view! {
        <h2>"How its layers are"</h2>
        <Show when=move || { n.get() > 0 } fallback=move || view! { <p class="exam__empty">{text}</p> }>
            <p class="weights__note">
                "Of 256 held-out examples. Where the gradient grows shorter from layer to layer toward \
                 the first, the early layers hardly learn (it vanishes); where it grows far longer, the \
                 steps tear the weights apart (it explodes). A unit is dead where its slope is 0 for all of \
                 them, and saturated where it never reaches 5 % of the steepest: neither learns from them."
            </p>
            <div class="layers" data-testid="layers">{layers}</div>
        </Show>
    }
}

/// One legend for all pictures of the wall.
#[component]
fn Legend(limit: Memo<f32>, symbol: Signal<&'static str>) -> impl IntoView {
    let end = move |sign: f64| format::signed(sign * f64::from(limit.get()));
    view! {
        <p class="scale number" data-testid="wall-scale">
            <span>{symbol} " ≤ " {move || end(-1.0)}</span>
            <span class="scale__bar" aria-hidden="true"></span>
            <span>"≥ " {move || end(1.0)}</span>
        </p>
    }
}

/// The number that gets the full color: two digits, so that it stands still for a while.
pub fn full_color(values: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = values.iter().map(|v| v.abs()).filter(|v| v.is_finite()).collect();
    if sizes.is_empty() {
        return 1.0;
    }
    let at = ((sizes.len() - 1) as f64 * TOLD_APART) as usize;
    let (_, &mut size, _) = sizes.select_nth_unstable_by(at, f32::total_cmp);
    if size <= 0.0 {
        return 1.0;
    }
    let unit = 10f32.powf(size.log10().floor() - 1.0);
    (size / unit).ceil() * unit
}
