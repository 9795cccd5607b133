//! Configurations of the playground: what changes along when one thing does.

use descent::data::Points;
use descent::nn::activation::{IDENTITY, SIGMOID, SOFTMAX};
use descent::nn::loss::{BINARY_CROSS_ENTROPY, CROSS_ENTROPY, PERCEPTRON, SQUARED_ERROR};
use descent::nn::{LayerSpec, Loss, NetworkSpec};
use descent::registry::Choice;
use descent::training::RunConfig;

/// The hidden layers.
pub fn hidden(config: &RunConfig) -> Vec<LayerSpec> {
    let layers = config.network.layers();
    layers[..layers.len() - 1].to_vec()
}

/// Whether a loss can be chosen for such points.
pub fn suits(points: &Points, loss: &Loss) -> bool {
    let is = |other: &Loss| loss.key == other.key;
    match points.n_classes() {
        None => loss.needs_output.is_none() && !is(&PERCEPTRON),
        // One output speaks for two classes; more have one each.
        Some(n) => {
            is(&SQUARED_ERROR) || is(&CROSS_ENTROPY) || (n == 2 && is(&BINARY_CROSS_ENTROPY))
        }
    }
}

/// The output layer for a loss on such points.
fn output(points: &Points, loss: Choice<Loss>) -> LayerSpec {
    let (width, activation) = match points.n_classes() {
        None => (1, &IDENTITY),
        Some(n) if loss == Choice::of(&CROSS_ENTROPY) => (n, &SOFTMAX),
        Some(2) => (1, &SIGMOID),
        Some(n) => (n, &SIGMOID),
    };
    LayerSpec::new(width, Choice::of(activation))
}

/// The same run on other points, with other hidden layers, or by another loss: what has to fit
/// them does.
///
/// # Errors
/// A text for people, if there can't be such a network.
pub fn shaped(
    config: RunConfig,
    points: Points,
    hidden: Vec<LayerSpec>,
    loss: Choice<Loss>,
) -> Result<RunConfig, String> {
    // Whoever goes from values to classes has not chosen the values' loss for them.
    let is_same_kind = config.dataset.n_classes().is_some() == points.n_classes().is_some();
    let loss = match points.n_classes() {
        _ if is_same_kind && suits(&points, &loss) => loss,
        None => Choice::of(&SQUARED_ERROR),
        Some(2) => Choice::of(&BINARY_CROSS_ENTROPY),
        Some(_) => Choice::of(&CROSS_ENTROPY),
    };
    let layers = hidden.into_iter().chain([output(&points, loss)]).collect();
    let network = NetworkSpec::new(points.inputs().len(), layers, loss)
        .map_err(|error| format!("{error}."))?
        .with_reduction(config.network.reduction());
    let config = RunConfig { network, dataset: points.into(), class_weights: Vec::new(), ..config };
    config.check().map_err(|error| format!("{error}."))?;
    Ok(config)
}
