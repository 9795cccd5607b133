//! The forward pass: from inputs to outputs and their loss.

use ndarray::{ArrayView2, s};

use super::activation::{self, softmax};
use super::loss;
use super::matmul;
use super::network::Network;
use super::workspace::{LayerBuffers, LayerValues, Target, Workspace};

/// Layer by layer: z = x·wᵀ + b, a = f(z); the next layer's x is this layer's a.
///
/// x (batch, in), w (out, in), b (out), z and a (batch, out).
pub fn forward(network: &Network, workspace: &mut Workspace) {
    let rows = workspace.len;
    for (layer_idx, layer) in network.layers().iter().enumerate() {
        let (below, buffers) = split_below(workspace, layer_idx);
        let mut z = buffers.pre_activations.slice_mut(s![..rows, ..]);
        matmul::times_transposed(below, layer.weights.view(), z.view_mut());
        z += &layer.bias;
        activate(&network.spec().layers()[layer_idx].activation.kind, buffers, rows);
    }
}

/// a = f(z), in the first `rows` rows.
fn activate(kind: &activation::Kind, buffers: &mut LayerBuffers, rows: usize) {
    let z = buffers.pre_activations.slice(s![..rows, ..]);
    let mut a = buffers.activations.slice_mut(s![..rows, ..]);
    match kind {
        activation::Kind::Elementwise { values, .. } => {
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

/// z and a of every layer for one input x (in), the output layer last.
///
/// # Panics
/// If `x` hasn't one number an input.
pub fn read(network: &Network, x: &[f32]) -> Vec<LayerValues> {
    let mut workspace = Workspace::new(network.spec(), 1);
    workspace.push(Target::Values(&vec![0.0; network.spec().n_outputs()]), |inputs| {
        inputs.copy_from_slice(x)
    });
    forward(network, &mut workspace);
    workspace.layer_values(0)
}

/// What a pass says about its examples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Examples.
    pub n_examples: usize,
    /// Sum of their losses.
    pub loss_sum: f64,
    /// How many have their strongest output at the label.
    pub n_correct: usize,
}

impl Score {
    /// The score of both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            n_examples: self.n_examples + other.n_examples,
            loss_sum: self.loss_sum + other.loss_sum,
            n_correct: self.n_correct + other.n_correct,
        }
    }

    /// Mean loss.
    pub fn loss(self) -> f32 {
        (self.loss_sum / self.n_examples as f64) as f32
    }

    /// Share of correct examples, 0 to 1.
    pub fn accuracy(self) -> f32 {
        (self.n_correct as f64 / self.n_examples as f64) as f32
    }
}

/// The loss of each example of a forward pass, and their score.
pub fn measure(network: &Network, workspace: &mut Workspace) -> Score {
    let rows = workspace.len;
    let output = &workspace.layers[workspace.layers.len() - 1];
    let mut score = Score { n_examples: rows, ..Score::default() };
    for row in 0..rows {
        let z = output.pre_activations.row(row);
        let a = output.activations.row(row);
        let y = workspace.targets.row(row);
        let a = a.to_slice().expect(WHOLE_ROWS);
        let y = y.to_slice().expect(WHOLE_ROWS);
        let example_loss = match network.spec().loss().kind {
            loss::Kind::OnActivations { value, .. } => value(a, y),
            loss::Kind::OnLogits { value, .. } => value(z.to_slice().expect(WHOLE_ROWS), y),
        };
        workspace.losses[row] = example_loss;
        score.loss_sum += f64::from(example_loss);
        score.n_correct += usize::from(strongest(a) == strongest(y));
    }
    score
}

/// Index of the largest output; of equal ones the first, of NaN none.
pub fn strongest(outputs: &[f32]) -> Option<usize> {
    let mut best = None;
    let mut best_value = f32::NEG_INFINITY;
    for (class, &value) in outputs.iter().enumerate() {
        if value > best_value {
            (best, best_value) = (Some(class), value);
        }
    }
    best
}

/// A layer's x (its lower neighbor's a, or the input), and its own buffers.
pub(super) fn split_below(
    workspace: &mut Workspace,
    layer_idx: usize,
) -> (ArrayView2<'_, f32>, &mut LayerBuffers) {
    let rows = workspace.len;
    let (below, from_here) = workspace.layers.split_at_mut(layer_idx);
    let x = match below.last() {
        Some(layer) => layer.activations.slice(s![..rows, ..]),
        None => workspace.inputs.slice(s![..rows, ..]),
    };
    (x, &mut from_here[0])
}

pub(super) const WHOLE_ROWS: &str = "buffers are row-major and sliced by whole rows";
