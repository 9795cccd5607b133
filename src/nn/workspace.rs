//! The buffers of a forward and backward pass, allocated once: a training step only
//! overwrites them.
//!
//! A pass handles at most [`Workspace::MAX_ROWS`] examples. A larger batch, up to the
//! whole data set, goes through in several passes whose gradients add up: memory
//! stays small, and between two passes there is time to answer a command.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, s};

use super::NetworkSpec;
use super::activation::Kind;
use super::loss::On;
use super::matmul::{Ink, Packing, Sparse};
use super::real::Real;
use super::rows::first_rows;

/// All numbers of one pass but the gradients. Arrays have one row an example; only the
/// first [`len`](Self::len) rows are in use.
#[derive(Clone, Debug)]
pub struct Workspace<T = f32> {
    pub(super) len: usize,
    /// x (rows, in), if [`has_rows`](Self::has_rows).
    pub(super) inputs: Array2<T>,
    /// `inputs` holds the examples; else only `sparse` does.
    has_rows: bool,
    /// What of x is not 0, if [`is_sparse`](Self::is_sparse) or there are no rows.
    pub(super) sparse: Sparse<T>,
    /// Most of x is 0, so that the first layer walks over the rest alone. Known after
    /// [`look_for_zeros`](Self::look_for_zeros).
    pub(super) is_sparse: bool,
    /// y (rows, out).
    pub(super) targets: Array2<T>,
    /// The class of each example (rows), where it has one.
    pub(super) classes: Vec<Option<u8>>,
    /// How much each example counts (rows).
    pub(super) weights: Array1<T>,
    pub(super) layers: Vec<LayerBuffers<T>>,
    /// The loss of each example (rows).
    pub(super) losses: Array1<T>,
    /// Room for the products.
    pub(super) packing: Packing,
    /// The latest forward pass was one of training, with dropout.
    pub(super) is_training: bool,
}

/// One layer's numbers, as [`LayerTrace`](super::LayerTrace) describes them.
#[derive(Clone, Debug)]
pub(super) struct LayerBuffers<T> {
    /// z (rows, out).
    pub pre_activations: Array2<T>,
    /// a (rows, out).
    pub activations: Array2<T>,
    /// 0 where a is dropped, else 1/(1 − dropout) (rows, out); (0, 0) without dropout.
    pub masks: Array2<T>,
    /// a ⊙ mask, what goes on to the next layer (rows, out); (0, 0) without dropout.
    pub sent: Array2<T>,
    /// f′(z) (rows, out); (0, 0) for softmax.
    pub slopes: Array2<T>,
    /// ∂loss/∂a (rows, out); (0, 0) where the loss is differentiated on logits.
    pub output_gradients: Array2<T>,
    /// δ = ∂loss/∂z (rows, out).
    pub deltas: Array2<T>,
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
pub struct LayerValues<T = f32> {
    /// z (out).
    pub pre_activations: Array1<T>,
    /// a (out).
    pub activations: Array1<T>,
}

impl Workspace {
    // The bounds stand here, for one precision, so that they can be named without it.

    /// Most examples of one pass. Enough for the products to run at full speed, few
    /// enough for the buffers to stay in the processor's cache.
    pub const MAX_ROWS: usize = 256;

    /// Fewer rows than this would leave the products slow: each reads all weights anew.
    const MIN_ROWS: usize = 32;

    /// Multiplications in a forward pass beyond which a large network gets fewer rows,
    /// so that a pass stays a matter of tens of milliseconds.
    const PASS_SIZE: usize = 1 << 26;
}

impl Workspace {
    /// The same examples in double precision, ready for a forward pass.
    pub fn to_double(&self, network: &NetworkSpec) -> Workspace<f64> {
        let mut double = Workspace::<f64>::new(network, self.capacity());
        for x in self.inputs().rows() {
            // The targets are copied below, all at once.
            double.push(Target::Class(0), |double| {
                double.iter_mut().zip(x).for_each(|(double, &x)| *double = x.into());
            });
        }
        double.targets.zip_mut_with(&self.targets, |double, &y| *double = y.into());
        double.weights.zip_mut_with(&self.weights, |double, &weight| *double = weight.into());
        double.classes.clone_from(&self.classes);
        double
    }
}

impl<T: Real> Workspace<T> {
    /// Buffers for passes of up to `rows` examples (at least 1, at most
    /// [`MAX_ROWS`](Workspace::MAX_ROWS), less in a large network) through a network of this
    /// shape.
    pub fn new(network: &NetworkSpec, rows: usize) -> Self {
        let most = Workspace::PASS_SIZE / network.n_parameters();
        let rows = rows.clamp(1, most.clamp(Workspace::MIN_ROWS, Workspace::MAX_ROWS));
        let n_layers = network.layers().len();
        let layers = network
            .layers()
            .iter()
            .enumerate()
            .map(|(layer_idx, layer)| {
                let all = (rows, layer.width);
                let unless = |absent| if absent { (0, 0) } else { all };
                let is_softmax = matches!(layer.activation.kind, Kind::Softmax);
                let on_logits = layer_idx + 1 == n_layers && network.loss().on == On::Logits;
                LayerBuffers {
                    pre_activations: Array2::zeros(all),
                    activations: Array2::zeros(all),
                    masks: Array2::zeros(unless(layer.dropout == 0.0)),
                    sent: Array2::zeros(unless(layer.dropout == 0.0)),
                    slopes: Array2::zeros(unless(is_softmax || on_logits)),
                    output_gradients: Array2::zeros(unless(on_logits)),
                    deltas: Array2::zeros(all),
                }
            })
            .collect();
        Self {
            len: 0,
            inputs: Array2::zeros((rows, network.n_inputs())),
            has_rows: true,
            sparse: Sparse::new(rows, network.n_inputs()),
            is_sparse: false,
            targets: Array2::zeros((rows, network.n_outputs())),
            classes: vec![None; rows],
            weights: Array1::ones(rows),
            layers,
            losses: Array1::zeros(rows),
            packing: Packing::default(),
            is_training: false,
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
        self.sparse.clear();
        self.has_rows = true;
    }

    /// Adds an example with its target; `fill` writes its x (in).
    ///
    /// # Panics
    /// If the workspace is full or the target doesn't fit the outputs: the trainer has
    /// seen to both.
    pub fn push(&mut self, target: Target<'_>, fill: impl FnOnce(&mut [T])) {
        self.write_rows();
        let row = self.add(target);
        fill(self.inputs.row_mut(row).into_slice().expect("rows are contiguous"));
    }

    /// Adds an image with its target: where it is not black, and what each of the 256
    /// grays is as an input; black must be 0.
    ///
    /// # Panics
    /// As [`push`](Self::push) does.
    pub fn push_ink(&mut self, target: Target<'_>, ink: &[Ink], values: &[T; 256]) {
        debug_assert!(values[0] == T::zero());
        if self.is_empty() {
            // The rows are written when they are asked for, which is seldom.
            self.has_rows = false;
        }
        if self.has_rows {
            self.push(target, |x| {
                x.fill(T::zero());
                for &Ink { pixel, gray } in ink {
                    x[usize::from(pixel)] = values[usize::from(gray)];
                }
            });
        } else {
            self.add(target);
            self.sparse.push_ink(ink, values);
        }
    }

    /// Adds an example's target; its row comes back.
    fn add(&mut self, target: Target<'_>) -> usize {
        let row = self.len;
        self.len += 1;
        self.weights[row] = T::one();
        self.classes[row] = None;
        let mut y = self.targets.row_mut(row);
        match target {
            Target::Class(label) => {
                self.classes[row] = Some(label);
                if y.len() == 1 {
                    y[0] = T::of(f64::from(label));
                } else {
                    y.fill(T::zero());
                    y[usize::from(label)] = T::one();
                }
            }
            Target::Values(values) => {
                assert_eq!(values.len(), y.len(), "one number an output");
                y.iter_mut().zip(values).for_each(|(y, &value)| *y = T::of(f64::from(value)));
            }
        }
        row
    }

    /// Sees to it that `inputs` holds the examples.
    fn write_rows(&mut self) {
        if !self.has_rows {
            for (row, x) in self.inputs.rows_mut().into_iter().take(self.len).enumerate() {
                self.sparse.write(row, x);
            }
            self.has_rows = true;
        }
    }

    /// Has the example that was pushed last count `weight` times as much as others, in
    /// its loss and in its gradient. A batch is divided by its number of examples all
    /// the same.
    pub fn weigh(&mut self, weight: f32) {
        self.weights[self.len - 1] = T::of(f64::from(weight));
    }

    /// Looks how much of x is 0, for the passes over these examples.
    pub(super) fn look_for_zeros(&mut self) {
        let is_sparse = |density: f64| density <= Sparse::<T>::MAX_DENSITY;
        if !self.has_rows {
            self.is_sparse = is_sparse(self.sparse.density());
            if !self.is_sparse {
                self.write_rows();
            }
            return;
        }
        let inputs = first_rows(&self.inputs, self.len);
        let n_others = inputs.iter().filter(|&&x| x != T::zero()).count();
        self.is_sparse = is_sparse(n_others as f64 / inputs.len().max(1) as f64);
        self.sparse.clear();
        if self.is_sparse {
            for x in inputs.rows() {
                self.sparse.push(x.to_slice().expect("rows are contiguous"));
            }
        }
    }

    /// x (len, in), a copy.
    pub fn inputs(&self) -> Array2<T> {
        let mut inputs = first_rows(&self.inputs, self.len).to_owned();
        if !self.has_rows {
            for (row, x) in inputs.rows_mut().into_iter().enumerate() {
                self.sparse.write(row, x);
            }
        }
        inputs
    }

    /// y, one-hot (len, out).
    pub fn targets(&self) -> ArrayView2<'_, T> {
        first_rows(&self.targets, self.len)
    }

    /// How much each example counts (len).
    pub fn weights(&self) -> ArrayView1<'_, T> {
        self.weights.slice(s![..self.len])
    }

    /// The classes of the examples that have one, in order.
    pub fn classes(&self) -> impl Iterator<Item = u8> + '_ {
        self.classes[..self.len].iter().filter_map(|&class| class)
    }

    /// The last layer's a (len, out).
    pub fn outputs(&self) -> ArrayView2<'_, T> {
        let last = self.layers.len() - 1;
        first_rows(&self.layers[last].activations, self.len)
    }

    /// The last layer's z (len, out).
    pub fn logits(&self) -> ArrayView2<'_, T> {
        let last = self.layers.len() - 1;
        first_rows(&self.layers[last].pre_activations, self.len)
    }

    /// z of a layer (len, out), after [`forward`](super::forward::forward).
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn pre_activations(&self, layer_idx: usize) -> ArrayView2<'_, T> {
        first_rows(&self.layers[layer_idx].pre_activations, self.len)
    }

    /// a of a layer (len, out), likewise.
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn activations(&self, layer_idx: usize) -> ArrayView2<'_, T> {
        first_rows(&self.layers[layer_idx].activations, self.len)
    }

    /// δ = ∂(example's loss)/∂z of a layer (len, out), after
    /// [`backward`](super::backward::backward).
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn deltas(&self, layer_idx: usize) -> ArrayView2<'_, T> {
        first_rows(&self.layers[layer_idx].deltas, self.len)
    }

    /// The loss of each example (len), after [`measure`](super::forward::measure).
    pub fn losses(&self) -> ArrayView1<'_, T> {
        self.losses.slice(s![..self.len])
    }

    /// z and a of every layer for one example, after a forward pass.
    pub fn layer_values(&self, row: usize) -> Vec<LayerValues<T>> {
        self.layers
            .iter()
            .map(|layer| LayerValues {
                pre_activations: layer.pre_activations.row(row).to_owned(),
                activations: layer.activations.row(row).to_owned(),
            })
            .collect()
    }
}
