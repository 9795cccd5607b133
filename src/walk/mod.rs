//! L4, the walk through a trace: its stops in order, and one sentence at each. Pure:
//! a function of the trace and the cursor, which computes nothing that the engine knows.

pub mod lines;
pub mod math;
mod phase;
mod place;
mod quantity;
pub mod terms;

pub use lines::{Line, lines};
pub use math::Math;
pub use phase::Phase;
pub use place::{Level, NoPlace, Place, Places};
pub use quantity::{Quantity, UnitAt, Weight};

use crate::nn::StepTrace;

/// A place at which the walk can stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The examples of the batch.
    Batch,
    /// z and a of a layer.
    Forward(usize),
    /// The loss of each example and their mean.
    Loss,
    /// δ of a layer.
    Backward(usize),
    /// New parameters of a layer.
    Update(usize),
    /// The same batch once more, with the new parameters.
    After,
}

impl Stop {
    /// The phase it belongs to.
    pub fn phase(self) -> Phase {
        match self {
            Self::Batch => Phase::Batch,
            Self::Forward(_) => Phase::Forward,
            Self::Loss => Phase::Loss,
            Self::Backward(_) => Phase::Backward,
            Self::Update(_) | Self::After => Phase::Update,
        }
    }

    /// The layer it looks at, if one.
    pub fn layer_idx(self) -> Option<usize> {
        match self {
            Self::Forward(layer_idx) | Self::Backward(layer_idx) | Self::Update(layer_idx) => {
                Some(layer_idx)
            }
            Self::Batch | Self::Loss | Self::After => None,
        }
    }
}

/// Every stop of a network with this many layers, in order.
pub fn stops(n_layers: usize) -> Vec<Stop> {
    std::iter::once(Stop::Batch)
        .chain((0..n_layers).map(Stop::Forward))
        .chain([Stop::Loss])
        .chain((0..n_layers).rev().map(Stop::Backward))
        .chain((0..n_layers).map(Stop::Update))
        .chain([Stop::After])
        .collect()
}

/// "hidden layer 2" or "the output layer".
pub fn layer_name(layer_idx: usize, n_layers: usize) -> String {
    if layer_idx + 1 == n_layers {
        "the output layer".to_owned()
    } else {
        format!("hidden layer {}", layer_idx + 1)
    }
}

/// What happens at a stop, in one or two sentences, with its numbers written by `show`.
pub fn sentence(
    trace: &StepTrace,
    stop: Stop,
    example_idx: usize,
    show: impl Fn(f32) -> String,
) -> String {
    let n_layers = trace.layers.len();
    let label = trace.labels.get(example_idx).copied().unwrap_or_default();
    let name = |layer_idx| layer_name(layer_idx, n_layers);
    match stop {
        Stop::Batch if trace.batch_len == 1 => {
            format!("The next example is drawn: a {label}. It alone decides this update.")
        }
        Stop::Batch => format!(
            "The next {} examples are drawn. Follow one of them: this one is a {label}.",
            trace.batch_len
        ),
        Stop::Forward(layer_idx) => {
            let activation = trace.network.layers()[layer_idx].activation;
            let then = match activation.name {
                "Softmax" => "Softmax then turns all the z into shares that sum to 1.".to_owned(),
                name => format!("The activation a is {name} of z."),
            };
            format!(
                "Each unit of {} multiplies what comes in by its weights and adds its bias: \
                 that is z. {then}",
                name(layer_idx)
            )
        }
        Stop::Loss => format!(
            "How wrong is it? The label {label} costs this example {}; the mean over the \
             batch, {}, is the number that training lowers.",
            trace.example_losses.get(example_idx).map(|&loss| show(loss)).unwrap_or_default(),
            show(trace.loss)
        ),
        Stop::Backward(layer_idx) if layer_idx + 1 == n_layers => format!(
            "What does this example want? More of output {label}, less of all others: \
             δ says how much the loss changes with each z."
        ),
        Stop::Backward(layer_idx) => format!(
            "Each unit of {} is blamed for what it sent on: the δ it feeds, times the \
             weights on the way, times its own slope.",
            name(layer_idx)
        ),
        Stop::Update(layer_idx) => format!(
            "Every weight of {} moves against its gradient, the mean over the batch, with \
             η = {}: {}.",
            name(layer_idx),
            trace.learning_rate,
            trace.rules.optimizer.rule.formula
        ),
        Stop::After => format!(
            "The same batch, read again with the new weights: the loss went from {} to {}.",
            show(trace.loss),
            show(trace.loss_after)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_go_forward_then_backward_through_the_phases() {
        let stops = stops(3);
        assert_eq!(stops.first(), Some(&Stop::Batch));
        assert_eq!(stops[1..5], [Stop::Forward(0), Stop::Forward(1), Stop::Forward(2), Stop::Loss]);
        assert_eq!(stops[5..8], [Stop::Backward(2), Stop::Backward(1), Stop::Backward(0)]);
        assert_eq!(stops.last(), Some(&Stop::After));
        let phases: Vec<Phase> = stops.iter().map(|stop| stop.phase()).collect();
        let mut once = phases.clone();
        once.dedup();
        assert_eq!(once, Phase::ALL, "phases come in order and none returns");
    }
}
