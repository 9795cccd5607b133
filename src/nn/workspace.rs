//! The buffers of a forward and backward pass, allocated once: a training step only
//! overwrites them.
//!
//! A pass handles at most [`Workspace::MAX_ROWS`] examples. A larger batch, up to the
//! whole data set, goes through in several passes whose gradients add up: memory
//! stays small, and between two passes there is time to answer a command.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, s};

use super::NetworkSpec;
use super::loss::Kind;

/// All numbers of one pass but the gradients. Arrays have one row an example; only the
/// first [`len`](Self::len) rows are in use.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) len: usize,
    /// x (rows, in).
    pub(super) inputs: Array2<f32>,
    /// y (rows, out).
    pub(super) targets: Array2<f32>,
    pub(super) layers: Vec<LayerBuffers>,
    /// The loss of each example (rows).
    pub(super) losses: Array1<f32>,
}

/// One layer's numbers, as [`LayerTrace`](super::LayerTrace) describes them.
#[derive(Clone, Debug)]
pub(super) struct LayerBuffers {
    /// z (rows, out).
    pub pre_activations: Array2<f32>,
    /// a (rows, out).
    pub activations: Array2<f32>,
    /// f′(z) (rows, out); (0, 0) for softmax.
    pub slopes: Array2<f32>,
    /// ∂loss/∂a (rows, out); (0, 0) where the loss is differentiated on logits.
    pub output_gradients: Array2<f32>,
    /// δ = ∂loss/∂z (rows, out).
    pub deltas: Array2<f32>,
}

/// What the outputs should have been.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target<'a> {
    /// A class: y is 1 at its output and 0 at the others (one-hot). A network with a
    /// single output has two classes, and y is 0 or 1.
    Class(u8),
    /// The numbers themselves, y (out).
    Values(&'a [f32]),
}

/// One layer's numbers for one example.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LayerValues {
    /// z (out).
    pub pre_activations: Array1<f32>,
    /// a (out).
    pub activations: Array1<f32>,
}

impl Workspace {
    /// Most examples of one pass. Enough for the products to run at full speed, few
    /// enough for the buffers to stay in the processor's cache.
    pub const MAX_ROWS: usize = 256;

    /// Fewer rows than this would leave the products slow: each reads all weights anew.
    const MIN_ROWS: usize = 32;

    /// Multiplications in a forward pass beyond which a large network gets fewer rows,
    /// so that a pass stays a matter of tens of milliseconds.
    const PASS_SIZE: usize = 1 << 26;

    /// Buffers for passes of up to `rows` examples (at least 1, at most
    /// [`MAX_ROWS`](Self::MAX_ROWS), less in a large network) through a network of this
    /// shape.
    pub fn new(network: &NetworkSpec, rows: usize) -> Self {
        let most = Self::PASS_SIZE / network.n_parameters();
        let rows = rows.clamp(1, most.clamp(Self::MIN_ROWS, Self::MAX_ROWS));
        let n_layers = network.layers().len();
        let layers = network
            .layers()
            .iter()
            .enumerate()
            .map(|(layer_idx, layer)| {
                let all = (rows, layer.width);
                let unless = |absent| if absent { (0, 0) } else { all };
                let is_softmax = matches!(layer.activation.kind, super::activation::Kind::Softmax);
                let on_logits = layer_idx + 1 == n_layers
                    && matches!(network.loss().kind, Kind::OnLogits { .. });
                LayerBuffers {
                    pre_activations: Array2::zeros(all),
                    activations: Array2::zeros(all),
                    slopes: Array2::zeros(unless(is_softmax || on_logits)),
                    output_gradients: Array2::zeros(unless(on_logits)),
                    deltas: Array2::zeros(all),
                }
            })
            .collect();
        Self {
            len: 0,
            inputs: Array2::zeros((rows, network.n_inputs())),
            targets: Array2::zeros((rows, network.n_outputs())),
            layers,
            losses: Array1::zeros(rows),
        }
    }

    /// Most examples this workspace takes.
    pub fn capacity(&self) -> usize {
        self.inputs.nrows()
    }

    /// Rows in use.
    pub fn len(&self) -> usize {
        self.len
    }

    /// No row in use.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Empties the workspace for the next pass.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Adds an example with its target; `fill` writes its x (in).
    ///
    /// # Panics
    /// If the workspace is full or the target doesn't fit the outputs: the trainer has
    /// seen to both.
    pub fn push(&mut self, target: Target<'_>, fill: impl FnOnce(&mut [f32])) {
        let row = self.len;
        let mut y = self.targets.row_mut(row);
        match target {
            Target::Class(label) if y.len() == 1 => y[0] = f32::from(label),
            Target::Class(label) => {
                y.fill(0.0);
                y[usize::from(label)] = 1.0;
            }
            Target::Values(values) => {
                y.as_slice_mut().expect("rows are contiguous").copy_from_slice(values);
            }
        }
        fill(self.inputs.row_mut(row).as_slice_mut().expect("rows are contiguous"));
        self.len += 1;
    }

    /// x (len, in).
    pub fn inputs(&self) -> ArrayView2<'_, f32> {
        self.inputs.slice(s![..self.len, ..])
    }

    /// y, one-hot (len, out).
    pub fn targets(&self) -> ArrayView2<'_, f32> {
        self.targets.slice(s![..self.len, ..])
    }

    /// The last layer's a (len, out).
    pub fn outputs(&self) -> ArrayView2<'_, f32> {
        let last = self.layers.len() - 1;
        self.layers[last].activations.slice(s![..self.len, ..])
    }

    /// The loss of each example (len), after [`measure`](super::forward::measure).
    pub fn losses(&self) -> ArrayView1<'_, f32> {
        self.losses.slice(s![..self.len])
    }

    /// z and a of every layer for one example, after a forward pass.
    pub fn layer_values(&self, row: usize) -> Vec<LayerValues> {
        self.layers
            .iter()
            .map(|layer| LayerValues {
                pre_activations: layer.pre_activations.row(row).to_owned(),
                activations: layer.activations.row(row).to_owned(),
            })
            .collect()
    }
}
