//! What small labs ask of their run again and again, while one looks.

use leptos::prelude::*;

use crate::state::State;
use crate::state::looks::Slot;
use descent::data::points::{Place, Points};
use descent::nn::{Loss, Parameter, Reduction};
use descent::protocol::{Look, Seen};
use descent::registry::Choice;
use descent::training::{ExampleLosses, Sweep};

/// The weight of a unit of the first layer.
pub const fn weight(unit_idx: usize, input_idx: usize) -> Parameter {
    Parameter::Weight { layer_idx: 0, unit_idx, input_idx }
}

/// The bias of the first unit.
pub const BIAS: Parameter = Parameter::Bias { layer_idx: 0, unit_idx: 0 };

/// The present value of a parameter, once the engine has told it. Tracked; the view must have
/// said that it [shows parameters](State::show_parameters).
pub fn value_of(state: State, parameter: Parameter) -> Option<f64> {
    state.parameters.with(|parameters| {
        let parameters = parameters.as_ref()?;
        let value = match parameter {
            Parameter::Weight { layer_idx, unit_idx, input_idx } => {
                parameters.weights.get(layer_idx)?.get([unit_idx, input_idx])
            }
            Parameter::Bias { layer_idx, unit_idx } => {
                parameters.biases.get(layer_idx)?.get(unit_idx)
            }
        };
        value.map(|&value| value.into())
    })
}

/// The points of the run. Tracked.
pub fn places(state: State) -> Vec<Place> {
    state.config.with(|config| config.dataset.points().map(Points::places).unwrap_or_default())
}

/// The run's loss.
pub fn loss_of(state: State) -> Memo<Choice<Loss>> {
    Memo::new(move |_| state.config.with(|config| config.network.loss()))
}

/// How the run adds its points' losses up (CURRICULUM B1): it can be chosen in the step view.
pub fn reduction(state: State) -> Memo<Reduction> {
    Memo::new(move |_| state.config.with(|config| config.network.reduction()))
}

/// What [`ExampleLosses::loss`] is of [`ExampleLosses::losses`], which hold what the run makes
/// of each (half of it, say): their sum, or their mean. These networks have one output.
pub fn total(reduction: Reduction) -> &'static str {
    match reduction {
        Reduction::Sum => "sum",
        Reduction::Mean | Reduction::HalfMean | Reduction::MeanOfAll => "mean",
    }
}

/// What each point costs, asked whenever something has changed.
pub fn losses(state: State, is_visible: Signal<bool>) -> Signal<Option<ExampleLosses>> {
    Effect::new(move |_| {
        state.progress.track();
        state.config.track();
        if is_visible.get() {
            state.look(Slot::Losses, Look::Losses);
        }
    });
    let n = Memo::new(move |_| state.config.with(|config| config.dataset.n_train()));
    let answer = state.answers.of(Slot::Losses);
    // A run's last answer may come after the next run has begun.
    Signal::derive(move || match answer.get() {
        Some(Ok(Seen::Losses(losses))) if losses.losses.len() == n.get() => Some(losses),
        _ => None,
    })
}

/// The loss as a parameter changes, likewise.
pub fn sweep(
    state: State,
    is_visible: Signal<bool>,
    parameter: Signal<Parameter>,
    range: Signal<(f32, f32)>,
    n: usize,
) -> Signal<Option<Sweep>> {
    Effect::new(move |_| {
        state.progress.track();
        state.config.track();
        let (parameter, range) = (parameter.get(), range.get());
        if is_visible.get() {
            state.look(Slot::Sweep, Look::Sweep { parameter, range, n });
        }
    });
    let answer = state.answers.of(Slot::Sweep);
    Signal::derive(move || match answer.get() {
        Some(Ok(Seen::Sweep(sweep))) if sweep.parameter == parameter.get() => Some(sweep),
        _ => None,
    })
}

/// The end of an axis that begins at 0: 1, 2 or 5 times a power of ten, so that it holds still
/// while what is on it changes.
pub fn round_up(largest: f64) -> f64 {
    if !(largest.is_finite() && largest > 1e-6) {
        return 1.0;
    }
    let power = 10f64.powf(largest.log10().floor());
    let step = [1.0, 2.0, 5.0].into_iter().find(|step| step * power >= largest * 0.999_999);
    step.unwrap_or(10.0) * power
}
