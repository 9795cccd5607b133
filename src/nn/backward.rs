//! The backward pass: from the loss to the gradient of every parameter.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, Zip};

use super::NetworkSpec;
use super::activation::{self, softmax};
use super::forward::{LayerInput, WHOLE_ROWS, split_below};
use super::loss::On;
use super::matmul::{self, Put};
use super::network::Network;
use super::real::Real;
use super::rows::{first_rows, first_rows_mut};
use super::workspace::{LayerBuffers, Workspace};
use crate::random::Noise;

/// One layer's gradient of the batch's mean loss.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerGradients<T = f32> {
    /// ∂loss/∂w (out, in).
    pub weights: Array2<T>,
    /// ∂loss/∂b (out); zeros in a layer [without a bias](super::LayerSpec::bias).
    pub bias: Array1<T>,
}

impl<T: Real> LayerGradients<T> {
    /// Zeros for every layer of a network.
    pub fn zeros(network: &NetworkSpec) -> Vec<Self> {
        network
            .shapes()
            .map(|(fan_in, fan_out)| Self {
                weights: matmul::laid_out(Array2::zeros((fan_out, fan_in))),
                bias: Array1::zeros(fan_out),
            })
            .collect()
    }

    /// √Σg² over the layer (CURRICULUM D3).
    pub fn norm(&self) -> f64 {
        let squares = self.weights.iter().chain(&self.bias).map(|&g| {
            let g: f64 = g.into();
            g * g
        });
        squares.sum::<f64>().sqrt()
    }
}

/// Which part of a batch a pass handles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Examples of the whole batch; the gradient is their mean.
    pub batch_len: usize,
    /// Examples that earlier passes have handled. The first pass starts the sums, later
    /// ones add to them.
    pub first: usize,
    /// The step's random numbers, for dropout.
    pub noise: Noise,
}

impl Part {
    /// A batch of one pass, without dropout.
    pub fn whole(batch_len: usize) -> Self {
        Self { batch_len, first: 0, noise: Noise::default() }
    }
}

/// From the last layer down, after [`forward`](super::forward::forward):
///
/// - δ = ∂loss/∂a · f′(z), where ∂loss/∂a comes from the loss at the output and is
///   δ·w of the layer above elsewhere (⊙ the mask, where some were dropped);
/// - ∂loss/∂w = 1/m · δᵀ·x and ∂loss/∂b = 1/m · Σ δ over the batch of m examples (or
///   without 1/m, as the [`Reduction`](super::loss::Reduction) has it).
///
/// x (batch, in), w (out, in), z, a and δ (batch, out). Inputs need no gradient, so
/// the first layer ends with its weights. `blank` (in) keeps account of those inputs of
/// the first layer for which no example of the batch has anything, and whose weights'
/// gradients are 0 for that reason.
pub fn backward<T: Real>(
    network: &Network<T>,
    workspace: &mut Workspace<T>,
    gradients: &mut [LayerGradients<T>],
    blank: &mut [bool],
    part: Part,
) {
    let rows = workspace.len;
    let n_layers = network.layers().len();
    let scale = T::of(network.spec().reduction().of_batch(part.batch_len));
    let is_first = part.first == 0;
    let put = Put { scale, keep: !is_first };

    for layer_idx in (0..n_layers).rev() {
        let kind = &network.spec().layers()[layer_idx].activation.kind;
        if layer_idx + 1 == n_layers {
            output_delta(network, workspace, kind);
        } else {
            let Workspace { layers, packing, .. } = &mut *workspace;
            let (here, above) = layers.split_at_mut(layer_idx + 1);
            let buffers = &mut here[layer_idx];
            matmul::times(
                first_rows(&above[0].deltas, rows),
                network.layers()[layer_idx + 1].weights.view(),
                first_rows_mut(&mut buffers.output_gradients, rows),
                packing,
            );
            if !buffers.masks.is_empty() {
                let masks = first_rows(&buffers.masks, rows);
                Zip::from(first_rows_mut(&mut buffers.output_gradients, rows))
                    .and(masks)
                    .for_each(|da, &mask| *da *= mask);
            }
            through_activation(kind, buffers, rows);
        }

        let LayerInput { x, sparse, buffers, packing } = split_below(workspace, layer_idx);
        let mut dz = first_rows_mut(&mut buffers.deltas, rows);
        for dz in dz.as_slice_mut().expect(WHOLE_ROWS) {
            *dz = dz.flush();
        }
        let gradient = &mut gradients[layer_idx];
        let dw = gradient.weights.view_mut();
        match sparse {
            Some(sparse) => sparse.transposed_times(dz.view(), put, dw, blank),
            None => {
                matmul::transposed_times(dz.view(), x, put, dw, packing);
                if layer_idx == 0 {
                    blank.fill(false);
                }
            }
        }
        if is_first {
            gradient.bias.fill(T::zero());
        }
        if network.spec().layers()[layer_idx].bias {
            let db = gradient.bias.as_slice_mut().expect("a vector has no gaps");
            add_rows(scale, dz.as_slice().expect(WHOLE_ROWS), db);
        }
    }
}

/// sums += scale · row, for each row (n) of dz (batch, n), some columns at a time: so long
/// their sums stay in registers.
fn add_rows<T: Real>(scale: T, dz: &[T], sums: &mut [T]) {
    const N: usize = 8;
    let n = sums.len();
    let (chunks, rest) = sums.as_chunks_mut::<N>();
    for (idx, sums) in chunks.iter_mut().enumerate() {
        let mut local = *sums;
        for row in dz.chunks_exact(n) {
            let row = row[N * idx..].first_chunk::<N>().expect("a row is as long as the sums");
            for (sum, &dz) in local.iter_mut().zip(row) {
                *sum += scale * dz;
            }
        }
        *sums = local;
    }
    for (column, sum) in (n - rest.len()..).zip(rest) {
        for row in dz.chunks_exact(n) {
            *sum += scale * row[column];
        }
    }
}

/// The output layer's δ: from the logits at once, or from the loss's ∂loss/∂a through
/// the activation; both with what belongs to an example, its weight and its part of the
/// reduction.
fn output_delta<T: Real>(
    network: &Network<T>,
    workspace: &mut Workspace<T>,
    kind: &activation::Kind,
) {
    let rows = workspace.len;
    let spec = network.spec();
    let slopes = T::loss(&spec.loss().formulas).slopes;
    let y = first_rows(&workspace.targets, rows);
    let buffers = &mut workspace.layers[network.layers().len() - 1];
    let a = first_rows(&buffers.activations, rows);
    let out = match spec.loss().on {
        On::Logits => &mut buffers.deltas,
        On::Activations => &mut buffers.output_gradients,
    };
    let mut out = first_rows_mut(out, rows);
    slopes(
        a.as_slice().expect(WHOLE_ROWS),
        y.as_slice().expect(WHOLE_ROWS),
        out.as_slice_mut().expect(WHOLE_ROWS),
    );
    let factor = T::of(spec.reduction().of_example(spec.n_outputs()));
    for (mut out, &weight) in out.rows_mut().into_iter().zip(&workspace.weights) {
        let factor = weight * factor;
        // Nearly always 1: most reductions and all unweighted examples.
        if factor != T::one() {
            out.mapv_inplace(|out| factor * out);
        }
    }
    if spec.loss().on == On::Activations {
        through_activation(kind, buffers, rows);
    }
}

/// δ from ∂loss/∂a: times f′(z) unit by unit, or times softmax's matrix of slopes.
fn through_activation<T: Real>(
    kind: &activation::Kind,
    buffers: &mut LayerBuffers<T>,
    rows: usize,
) {
    let z = first_rows(&buffers.pre_activations, rows);
    let a = first_rows(&buffers.activations, rows);
    let da = first_rows(&buffers.output_gradients, rows);
    let mut dz = first_rows_mut(&mut buffers.deltas, rows);
    match kind {
        activation::Kind::Elementwise(formulas) => {
            let mut slope = first_rows_mut(&mut buffers.slopes, rows);
            (T::activation(formulas).slopes)(
                z.as_slice().expect(WHOLE_ROWS),
                a.as_slice().expect(WHOLE_ROWS),
                slope.as_slice_mut().expect(WHOLE_ROWS),
            );
            let (da, slope) =
                (da.as_slice().expect(WHOLE_ROWS), slope.as_slice().expect(WHOLE_ROWS));
            let dz = dz.as_slice_mut().expect(WHOLE_ROWS);
            for (dz, (&da, &slope)) in dz.iter_mut().zip(da.iter().zip(slope)) {
                *dz = da * slope;
            }
        }
        activation::Kind::Softmax => by_row(softmax::pull_back, a, da, dz),
    }
}

/// Calls `f` with each example's rows of `a`, `b` and `out`.
fn by_row<T: Real>(
    f: fn(&[T], &[T], &mut [T]),
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    mut out: ArrayViewMut2<T>,
) {
    for ((a, b), mut out) in a.axis_iter(Axis(0)).zip(b.axis_iter(Axis(0))).zip(out.rows_mut()) {
        f(
            a.to_slice().expect(WHOLE_ROWS),
            b.to_slice().expect(WHOLE_ROWS),
            out.as_slice_mut().expect(WHOLE_ROWS),
        );
    }
}
