//! The backward pass: from the loss to the gradient of every parameter.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, s};

use super::NetworkSpec;
use super::activation::{self, softmax};
use super::forward::{WHOLE_ROWS, split_below};
use super::loss;
use super::matmul;
use super::network::Network;
use super::subnormal::flush;
use super::workspace::{LayerBuffers, Workspace};

/// One layer's gradient of the batch's mean loss.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerGradients {
    /// ∂loss/∂w (out, in).
    pub weights: Array2<f32>,
    /// ∂loss/∂b (out).
    pub bias: Array1<f32>,
}

impl LayerGradients {
    /// Zeros for every layer of a network.
    pub fn zeros(network: &NetworkSpec) -> Vec<Self> {
        network
            .shapes()
            .map(|(fan_in, fan_out)| Self {
                weights: Array2::zeros((fan_out, fan_in)),
                bias: Array1::zeros(fan_out),
            })
            .collect()
    }
}

/// Which part of a batch a pass handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Examples of the whole batch; the gradient is their mean.
    pub batch_len: usize,
    /// The batch's first pass, which starts the sums; a later one adds to them.
    pub is_first: bool,
}

/// From the last layer down, after [`forward`](super::forward::forward):
///
/// - δ = ∂loss/∂a · f′(z), where ∂loss/∂a comes from the loss at the output and is
///   δ·w of the layer above elsewhere;
/// - ∂loss/∂w = 1/m · δᵀ·x and ∂loss/∂b = 1/m · Σ δ over the batch of m examples.
///
/// x (batch, in), w (out, in), z, a and δ (batch, out). Inputs need no gradient, so
/// the first layer ends with its weights.
pub fn backward(
    network: &Network,
    workspace: &mut Workspace,
    gradients: &mut [LayerGradients],
    part: Part,
) {
    let rows = workspace.len;
    let n_layers = network.layers().len();
    let scale = 1.0 / part.batch_len as f32;
    let keep = if part.is_first { 0.0 } else { 1.0 };

    for layer_idx in (0..n_layers).rev() {
        let kind = &network.spec().layers()[layer_idx].activation.kind;
        if layer_idx + 1 == n_layers {
            output_delta(network, workspace, kind);
        } else {
            let (here, above) = workspace.layers.split_at_mut(layer_idx + 1);
            let buffers = &mut here[layer_idx];
            matmul::times(
                above[0].deltas.slice(s![..rows, ..]),
                network.layers()[layer_idx + 1].weights.view(),
                buffers.output_gradients.slice_mut(s![..rows, ..]),
            );
            through_activation(kind, buffers, rows);
        }

        let (x, buffers) = split_below(workspace, layer_idx);
        let mut dz = buffers.deltas.slice_mut(s![..rows, ..]);
        dz.mapv_inplace(flush);
        let gradient = &mut gradients[layer_idx];
        matmul::transposed_times(dz.view(), x, scale, keep, gradient.weights.view_mut());
        if part.is_first {
            gradient.bias.fill(0.0);
        }
        for dz in dz.rows() {
            gradient.bias.scaled_add(scale, &dz);
        }
    }
}

/// The output layer's δ: from the logits at once, or from the loss's ∂loss/∂a through
/// the activation.
fn output_delta(network: &Network, workspace: &mut Workspace, kind: &activation::Kind) {
    let rows = workspace.len;
    let y = workspace.targets.slice(s![..rows, ..]);
    let buffers = &mut workspace.layers[network.layers().len() - 1];
    let a = buffers.activations.slice(s![..rows, ..]);
    match network.spec().loss().kind {
        loss::Kind::OnLogits { delta, .. } => {
            by_row(delta, a, y, buffers.deltas.slice_mut(s![..rows, ..]));
        }
        loss::Kind::OnActivations { gradient, .. } => {
            by_row(gradient, a, y, buffers.output_gradients.slice_mut(s![..rows, ..]));
            through_activation(kind, buffers, rows);
        }
    }
}

/// δ from ∂loss/∂a: times f′(z) unit by unit, or times softmax's matrix of slopes.
fn through_activation(kind: &activation::Kind, buffers: &mut LayerBuffers, rows: usize) {
    let z = buffers.pre_activations.slice(s![..rows, ..]);
    let a = buffers.activations.slice(s![..rows, ..]);
    let da = buffers.output_gradients.slice(s![..rows, ..]);
    let mut dz = buffers.deltas.slice_mut(s![..rows, ..]);
    match kind {
        activation::Kind::Elementwise { slopes, .. } => {
            let mut slope = buffers.slopes.slice_mut(s![..rows, ..]);
            slopes(
                z.as_slice().expect(WHOLE_ROWS),
                a.as_slice().expect(WHOLE_ROWS),
                slope.as_slice_mut().expect(WHOLE_ROWS),
            );
            ndarray::Zip::from(&mut dz).and(&da).and(&slope).for_each(|dz, &da, &slope| {
                *dz = da * slope;
            });
        }
        activation::Kind::Softmax => by_row(softmax::pull_back, a, da, dz),
    }
}

/// Calls `f` with each example's rows of `a`, `b` and `out`.
fn by_row(
    f: fn(&[f32], &[f32], &mut [f32]),
    a: ArrayView2<f32>,
    b: ArrayView2<f32>,
    mut out: ArrayViewMut2<f32>,
) {
    for ((a, b), mut out) in a.axis_iter(Axis(0)).zip(b.axis_iter(Axis(0))).zip(out.rows_mut()) {
        f(
            a.to_slice().expect(WHOLE_ROWS),
            b.to_slice().expect(WHOLE_ROWS),
            out.as_slice_mut().expect(WHOLE_ROWS),
        );
    }
}
