//! Which matrices there are at a place.

use leptos::prelude::*;

use super::super::super::cursor::Cursor;
use super::grid::{Grid, Vector};
use super::marks::{Marked, Marks, marks};
use descent::nn::StepTrace;
use descent::plots::Colormap;
use descent::walk::{Phase, Place, Places, Quantity, UnitAt, Weight};

/// Reads the matrices of a place from the trace.
pub struct Reader<'a> {
    pub trace: &'a StepTrace,
    pub places: &'a Places,
    pub row: usize,
    pub cursor: Cursor,
}

impl Reader<'_> {
    /// All of them, from top to bottom.
    pub fn grids(&self, place: Place) -> Vec<Grid> {
        let n_layers = self.places.n_layers();
        match (place.phase(), self.places.layer_idx(place)) {
            (Phase::Batch, _) => vec![self.batch()],
            (Phase::Forward, Some(layer_idx)) => vec![self.forward(layer_idx)],
            (Phase::Forward, None) => (0..n_layers).map(|l| self.forward(l)).collect(),
            (Phase::Loss, _) => {
                let label = self.trace.labels.get(self.row).map(|&label| usize::from(label));
                vec![self.outputs(Signal::stored((label, None)))]
            }
            (Phase::Backward, Some(layer_idx)) => {
                let before = if layer_idx + 1 < n_layers {
                    self.blame(layer_idx)
                } else {
                    self.outputs(marks(self.cursor, Marked::Unit, layer_idx))
                };
                vec![before, self.gradient(layer_idx)]
            }
            (Phase::Backward, None) => (0..n_layers).rev().map(|l| self.gradient(l)).collect(),
            (Phase::Update, Some(layer_idx)) => self.update(layer_idx),
            (Phase::Update, None) => Vec::new(),
        }
    }

    fn at(&self, layer_idx: usize, unit_idx: usize) -> UnitAt {
        UnitAt { row: self.row, layer_idx, unit_idx }
    }

    fn unit_vector(
        &self,
        name: &'static str,
        layer_idx: usize,
        values: &ndarray::Array2<f32>,
        quantity: fn(UnitAt) -> Quantity,
    ) -> Vector {
        let row = self.row;
        Vector {
            name,
            values: values.row(row).to_vec(),
            colormap: Colormap::Diverging,
            quantity: Box::new(move |unit_idx| quantity(UnitAt { row, layer_idx, unit_idx })),
        }
    }

    /// What comes into a layer.
    fn inputs(&self, layer_idx: usize) -> Vector {
        let sources: Vec<Quantity> = (0..self.places.n_in(layer_idx))
            .map(|k| Quantity::into_layer(self.trace, self.at(layer_idx, 0), k))
            .collect();
        Vector {
            name: if layer_idx == 0 { "x" } else { "a" },
            values: self.trace.layer_inputs(layer_idx).row(self.row).to_vec(),
            colormap: if layer_idx == 0 { Colormap::Gray } else { Colormap::Diverging },
            quantity: Box::new(move |k| sources[k]),
        }
    }

    fn weights(
        &self,
        name: String,
        layer_idx: usize,
        values: &ndarray::Array2<f32>,
        quantity: fn(Weight) -> Quantity,
    ) -> Grid {
        let (rows, cols) = values.dim();
        Grid {
            name,
            shapes: format!("{rows} × {cols}"),
            rows,
            cols,
            cells: Some(values.iter().copied().collect()),
            colormap: Colormap::Diverging,
            above: None,
            beside: Vec::new(),
            marks: marks(self.cursor, Marked::Unit, layer_idx),
            quantity: Box::new(move |unit_idx, k| {
                quantity(Weight { layer_idx, unit_idx, input_idx: Some(k) })
            }),
        }
    }

    fn batch(&self) -> Grid {
        let inputs = &self.trace.inputs;
        Grid {
            name: "X, one example a row".to_owned(),
            shapes: format!("{} × {}", inputs.nrows(), inputs.ncols()),
            rows: inputs.nrows(),
            cols: inputs.ncols(),
            cells: Some(inputs.iter().copied().collect()),
            colormap: Colormap::Gray,
            above: None,
            beside: Vec::new(),
            marks: Signal::stored((Some(self.row), None)),
            quantity: Box::new(|row, input_idx| Quantity::Input { row, input_idx }),
        }
    }

    fn forward(&self, layer_idx: usize) -> Grid {
        let layer = &self.trace.layers[layer_idx];
        let x = if layer_idx == 0 { "x" } else { "a" };
        let with_bias = if self.places.has_bias(layer_idx) { " + b" } else { "" };
        let name = format!("W of layer {}, z = W·{x}{with_bias}", layer_idx + 1);
        let (n_out, n_in) = layer.weights.dim();
        let n = self.trace.batch_len;
        // One example is a column; the batch is multiplied all at once.
        let shapes = if n > 1 {
            format!("batch: {n}×{n_in} · {n_in}×{n_out} → {n}×{n_out}")
        } else {
            format!("{n_out}×{n_in} · {n_in}×1 → {n_out}×1")
        };
        let bias = Vector {
            name: "b",
            values: layer.bias.to_vec(),
            colormap: Colormap::Diverging,
            quantity: Box::new(move |unit_idx| {
                Quantity::Old(Weight { layer_idx, unit_idx, input_idx: None })
            }),
        };
        Grid {
            above: Some(self.inputs(layer_idx)),
            beside: self
                .places
                .has_bias(layer_idx)
                .then_some(bias)
                .into_iter()
                .chain([
                    self.unit_vector(
                        "z",
                        layer_idx,
                        &layer.pre_activations,
                        Quantity::PreActivation,
                    ),
                    self.unit_vector("a", layer_idx, &layer.activations, Quantity::Activation),
                ])
                .collect(),
            shapes,
            ..self.weights(name, layer_idx, &layer.weights, Quantity::Old)
        }
    }

    fn outputs(&self, marks: Signal<Marks>) -> Grid {
        let last = self.places.n_layers() - 1;
        let layer = &self.trace.layers[last];
        let rows = layer.bias.len();
        Grid {
            name: "The outputs: what they say, what they should, and δ".to_owned(),
            shapes: rows.to_string(),
            rows,
            cols: 0,
            cells: None,
            colormap: Colormap::Diverging,
            above: None,
            beside: vec![
                self.unit_vector("a", last, &layer.activations, Quantity::Activation),
                self.unit_vector("y", last, &self.trace.targets, Quantity::Target),
                self.unit_vector("δ", last, &layer.deltas, Quantity::Delta),
            ],
            marks,
            quantity: Box::new(|_, _| Quantity::Loss),
        }
    }

    /// The weights that a layer's blame comes back over.
    fn blame(&self, layer_idx: usize) -> Grid {
        let next = &self.trace.layers[layer_idx + 1];
        let layer = &self.trace.layers[layer_idx];
        let name = format!("W of layer {}, ∂L/∂a = Wᵀ·δ", layer_idx + 2);
        let (n_next, n_units) = next.weights.dim();
        let shapes = format!("{n_units}×{n_next} · {n_next}×1 → {n_units}×1");
        let has_blame = !layer.output_gradients.is_empty();
        Grid {
            above: has_blame.then(|| {
                self.unit_vector(
                    "∂L/∂a",
                    layer_idx,
                    &layer.output_gradients,
                    Quantity::OutputGradient,
                )
            }),
            beside: vec![self.unit_vector("δ", layer_idx + 1, &next.deltas, Quantity::Delta)],
            marks: marks(self.cursor, Marked::Next, layer_idx + 1),
            shapes,
            ..self.weights(name, layer_idx + 1, &next.weights, Quantity::Old)
        }
    }

    fn gradient(&self, layer_idx: usize) -> Grid {
        let layer = &self.trace.layers[layer_idx];
        let (n_out, n_in) = layer.weight_gradients.dim();
        let n = self.trace.batch_len;
        let name = format!("∂loss/∂W of layer {}, δ·xᵀ over the batch", layer_idx + 1);
        let name = if layer_idx == 0 { name } else { name.replace("xᵀ", "aᵀ") };
        let shapes = format!("{n_out}×{n} · {n}×{n_in} → {n_out}×{n_in}");
        Grid {
            above: Some(self.inputs(layer_idx)),
            beside: vec![self.unit_vector("δ", layer_idx, &layer.deltas, Quantity::Delta)],
            shapes,
            ..self.weights(name, layer_idx, &layer.weight_gradients, Quantity::Gradient)
        }
    }

    fn update(&self, layer_idx: usize) -> Vec<Grid> {
        let layer = &self.trace.layers[layer_idx];
        let n = layer_idx + 1;
        let grids = [
            self.weights(
                format!("W of layer {n}, before"),
                layer_idx,
                &layer.weights,
                Quantity::Old,
            ),
            self.weights(
                "g, what the optimizer is given".to_owned(),
                layer_idx,
                layer.optimizer_weight_gradients(),
                Quantity::Given,
            ),
            self.weights(
                format!("W of layer {n}, after"),
                layer_idx,
                &layer.new_weights,
                Quantity::New,
            ),
        ];
        grids.into()
    }
}
