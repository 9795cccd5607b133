//! The forward pass: from inputs to outputs and their loss.

use ndarray::{ArrayView2, Zip};

use super::activation::{self, softmax};
use super::loss::On;
use super::matmul::{self, Packing, Sparse};
use super::network::Network;
use super::real::Real;
use super::rows::{first_rows, first_rows_mut};
use super::workspace::{LayerBuffers, LayerValues, Target, Workspace};
use super::{NetworkSpec, activation::Activation};
use crate::random::Noise;

/// What a forward pass is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// To use the network as it is.
    Evaluate,
    /// To train it: some activations are dropped, if the network says so.
    Train {
        /// This step's random numbers.
        noise: Noise,
        /// Examples of the batch that earlier passes have handled.
        first: usize,
    },
}

/// Layer by layer: z = x·wᵀ + b, a = f(z); the next layer's x is this layer's a, or
/// a ⊙ mask if some are dropped.
///
/// x (batch, in), w (out, in), b (out), z and a (batch, out).
pub fn forward<T: Real>(network: &Network<T>, workspace: &mut Workspace<T>, mode: Mode) {
    let rows = workspace.len;
    workspace.is_training = matches!(mode, Mode::Train { .. });
    workspace.look_for_zeros();
    for (layer_idx, layer) in network.layers().iter().enumerate() {
        let spec = &network.spec().layers()[layer_idx];
        let LayerInput { x, sparse, buffers, packing } = split_below(workspace, layer_idx);
        let mut z = first_rows_mut(&mut buffers.pre_activations, rows);
        match sparse {
            Some(sparse) => sparse.times_transposed(layer.weights.view(), z.view_mut()),
            None => matmul::times_transposed(x, layer.weights.view(), z.view_mut(), packing),
        }
        let bias = layer.bias.as_slice().expect("a vector has no gaps");
        for z in z.as_slice_mut().expect(WHOLE_ROWS).chunks_exact_mut(bias.len()) {
            z.iter_mut().zip(bias).for_each(|(z, &b)| *z += b);
        }
        activate(&spec.activation.kind, buffers, rows);
        if let Mode::Train { noise, first } = mode
            && spec.dropout > 0.0
        {
            drop_some(spec.dropout, buffers, noise.of_layer(layer_idx), first, rows);
        }
    }
}

/// a = f(z), in the first `rows` rows.
fn activate<T: Real>(kind: &activation::Kind, buffers: &mut LayerBuffers<T>, rows: usize) {
    let z = first_rows(&buffers.pre_activations, rows);
    let mut a = first_rows_mut(&mut buffers.activations, rows);
    match kind {
        activation::Kind::Elementwise(formulas) => {
            let values = T::activation(formulas).values;
            values(z.as_slice().expect(WHOLE_ROWS), a.as_slice_mut().expect(WHOLE_ROWS));
        }
        activation::Kind::Softmax => {
            for (z, mut a) in z.rows().into_iter().zip(a.rows_mut()) {
                softmax::shares(
                    z.as_slice().expect(WHOLE_ROWS),
                    a.as_slice_mut().expect(WHOLE_ROWS),
                );
            }
        }
    }
}

/// Sets each activation to 0 with probability `dropout`, and multiplies the others by
/// 1/(1 − dropout), so that their sum is the same on average.
///
/// Which ones depends on the example's place in its batch, and so not on how the batch
/// is divided into passes.
fn drop_some<T: Real>(
    dropout: f32,
    buffers: &mut LayerBuffers<T>,
    noise: Noise,
    first: usize,
    rows: usize,
) {
    let kept = T::of(1.0 / (1.0 - f64::from(dropout)));
    let width = buffers.activations.ncols();
    for row in 0..rows {
        for unit in 0..width {
            let place = ((first + row) * width + unit) as u64;
            let is_dropped = noise.unit(place) < dropout;
            buffers.masks[[row, unit]] = if is_dropped { T::zero() } else { kept };
        }
    }
    Zip::from(first_rows_mut(&mut buffers.sent, rows))
        .and(first_rows(&buffers.activations, rows))
        .and(first_rows(&buffers.masks, rows))
        .for_each(|sent, &a, &mask| *sent = a * mask);
}

/// z and a of every layer for one input x (in), the output layer last.
///
/// # Panics
/// If `x` hasn't one number an input.
pub fn read<T: Real>(network: &Network<T>, x: &[T]) -> Vec<LayerValues<T>> {
    let mut workspace = Workspace::new(network.spec(), 1);
    workspace.push(Target::Class(0), |inputs| inputs.copy_from_slice(x));
    forward(network, &mut workspace, Mode::Evaluate);
    workspace.layer_values(0)
}

/// What a pass says about its examples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Examples.
    pub n_examples: usize,
    /// Sum of their losses.
    pub loss_sum: f64,
    /// Those of them that have a class.
    pub n_classified: usize,
    /// How many of those the network puts into it.
    pub n_correct: usize,
}

impl Score {
    /// The score of both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            n_examples: self.n_examples + other.n_examples,
            loss_sum: self.loss_sum + other.loss_sum,
            n_classified: self.n_classified + other.n_classified,
            n_correct: self.n_correct + other.n_correct,
        }
    }

    /// Mean of the examples' losses, whatever the [`Reduction`](super::loss::Reduction):
    /// the number that can be compared between batches of different sizes.
    pub fn loss(self) -> f32 {
        (self.loss_sum / self.n_examples as f64) as f32
    }

    /// The number that training lowers: the examples' losses, reduced.
    pub fn reduced_loss(self, network: &NetworkSpec) -> f64 {
        network.reduction().of_batch(self.n_examples) * self.loss_sum
    }

    /// ℓ = −Σ losses, the log-likelihood of the targets, where the loss is one
    /// (CURRICULUM A13): gradient ascent on ℓ is gradient descent on the loss.
    pub fn log_likelihood(self, network: &NetworkSpec) -> Option<f64> {
        let factor = network.reduction().of_example(network.n_outputs());
        network.loss().is_log_likelihood.then(|| -self.loss_sum / factor)
    }

    /// Share of correct examples, 0 to 1; none if the targets are no classes.
    pub fn accuracy(self) -> Option<f32> {
        let share = self.n_correct as f64 / self.n_classified as f64;
        (self.n_classified > 0).then_some(share as f32)
    }
}

/// The loss of each example of a forward pass, and their score.
pub fn measure<T: Real>(network: &Network<T>, workspace: &mut Workspace<T>) -> Score {
    let rows = workspace.len;
    let spec = network.spec();
    let output = &workspace.layers[workspace.layers.len() - 1];
    let output_activation = &spec.layers()[spec.layers().len() - 1].activation;
    let loss = spec.loss();
    let factor = T::of(spec.reduction().of_example(spec.n_outputs()));
    let z = first_rows(&output.pre_activations, rows).to_slice().expect(WHOLE_ROWS);
    let a = first_rows(&output.activations, rows).to_slice().expect(WHOLE_ROWS);
    let y = first_rows(&workspace.targets, rows).to_slice().expect(WHOLE_ROWS);
    let of = match loss.on {
        On::Activations => a,
        On::Logits => z,
    };
    let losses = &mut workspace.losses.as_slice_mut().expect("a vector has no gaps")[..rows];
    (T::loss(&loss.formulas).values)(of, y, losses);

    let mut score = Score { n_examples: rows, ..Score::default() };
    let width = spec.n_outputs();
    for (row, value) in losses.iter_mut().enumerate() {
        *value = workspace.weights[row] * factor * *value;
        score.loss_sum += (*value).into();
        if let Some(class) = workspace.classes[row] {
            score.n_classified += 1;
            let outputs = row * width..(row + 1) * width;
            let says = classify(output_activation, &z[outputs.clone()], &a[outputs]);
            score.n_correct += usize::from(says == Some(usize::from(class)));
        }
    }
    score
}

/// The class that a row of outputs stands for: the strongest; of a single output 1 from
/// one half on, else 0. NaN stands for none.
pub fn classify<T: Real>(activation: &Activation, z: &[T], a: &[T]) -> Option<usize> {
    match a {
        [single] if single.is_nan() => None,
        [single] => Some(usize::from(*single >= T::of(0.5))),
        // Steps are 0 or 1, and several may be 1: how far beyond the edge decides.
        _ if activation.place == activation::Place::OutputWithoutSlope => strongest(z),
        _ => strongest(a),
    }
}

/// Index of the largest output; of equal ones the first, of NaN none.
pub fn strongest<T: Real>(outputs: &[T]) -> Option<usize> {
    let mut best = None;
    let mut best_value = T::neg_infinity();
    for (class, &value) in outputs.iter().enumerate() {
        if value > best_value {
            (best, best_value) = (Some(class), value);
        }
    }
    best
}

/// What a layer multiplies its weights with, and its own buffers.
pub(super) struct LayerInput<'a, T> {
    /// x (batch, in): what its lower neighbor sends, or the input.
    pub x: ArrayView2<'a, T>,
    /// The same, if it is the input and most of it is 0.
    pub sparse: Option<&'a mut Sparse<T>>,
    pub buffers: &'a mut LayerBuffers<T>,
    /// Room for the product.
    pub packing: &'a mut Packing,
}

/// See [`LayerInput`].
pub(super) fn split_below<T: Real>(
    workspace: &mut Workspace<T>,
    layer_idx: usize,
) -> LayerInput<'_, T> {
    let rows = workspace.len;
    let is_training = workspace.is_training;
    let packing = &mut workspace.packing;
    let (below, from_here) = workspace.layers.split_at_mut(layer_idx);
    let x = match below.last() {
        Some(layer) if is_training && !layer.sent.is_empty() => &layer.sent,
        Some(layer) => &layer.activations,
        None => &workspace.inputs,
    };
    let sparse = (layer_idx == 0 && workspace.is_sparse).then_some(&mut workspace.sparse);
    LayerInput { x: first_rows(x, rows), sparse, buffers: &mut from_here[0], packing }
}

pub(super) const WHOLE_ROWS: &str = "buffers are row-major and sliced by whole rows";
