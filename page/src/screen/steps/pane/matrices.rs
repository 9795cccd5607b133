//! The same as matrices: which shapes are multiplied, and where in them one stands.
//! Small ones show every number, large ones are pictures.

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::number::Num;
use super::super::of_trace;
use crate::state::use_state;
use crate::widget::as_table::AsTable;
use crate::widget::picture::Picture;
use descent::nn::StepTrace;
use descent::plots::Colormap;
use descent::walk::{Level, Phase, Place, Places, Quantity, Term, UnitAt, Weight, terms};

/// Matrices of up to so many columns and rows show their numbers.
const SMALL: usize = 6;
/// Rows of a larger one in its table, where one stands at none of them.
const TABLE_ROWS: usize = 8;

/// A matrix with the vectors that belong to its columns (above) and rows (beside).
struct Grid {
    name: String,
    rows: usize,
    cols: usize,
    /// Row by row; none if only the vectors are shown.
    cells: Option<Vec<f32>>,
    colormap: Colormap,
    above: Option<Vector>,
    beside: Vec<Vector>,
    /// The row and column where one stands, in any place of the same layer and phase.
    marks: Signal<Marks>,
    /// What a cell is.
    quantity: Box<dyn Fn(usize, usize) -> Quantity>,
}

/// A row and a column.
type Marks = (Option<usize>, Option<usize>);

struct Vector {
    name: &'static str,
    values: Vec<f32>,
    colormap: Colormap,
    quantity: Box<dyn Fn(usize) -> Quantity>,
}

/// The pane.
#[component]
pub fn Matrices(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    // The matrices are the same in all of a layer: only the marks go from stop to stop.
    let scene = Memo::new(move |_| cursor.place.get().up_to(Level::Layer));
    let grids = move || {
        let (place, row) = (scene.get(), cursor.row.get());
        let grids = of_trace(state, |trace| {
            cursor.places.with(|places| Reader { trace, places, row, cursor }.grids(place))
        });
        grids
            .unwrap_or_default()
            .into_iter()
            .map(|grid| grid_view(cursor, grid))
            .collect::<Vec<_>>()
    };
    let has_any = Memo::new(move |_| {
        let place = cursor.place.get();
        place.phase() != Phase::Update
            || cursor.places.with(|places| places.layer_idx(place)).is_some()
    });
    view! {
        <Show when=move || has_any.get()>
            <div class="panel pane matrices" role="group" aria-label="The matrices">{grids}</div>
        </Show>
    }
}

struct Reader<'a> {
    trace: &'a StepTrace,
    places: &'a Places,
    row: usize,
    cursor: Cursor,
}

/// Which of a place's matrices is marked, and how.
#[derive(Clone, Copy)]
enum Marked {
    /// The row is the unit's, the column an input's.
    Unit,
    /// The column is the unit's, the row one of the next layer's.
    Next,
}

impl Reader<'_> {
    fn grids(&self, place: Place) -> Vec<Grid> {
        let n_layers = self.places.n_layers();
        match (place.phase(), self.places.layer_idx(place)) {
            (Phase::Batch, _) => vec![self.batch()],
            (Phase::Forward, Some(layer_idx)) => vec![self.forward(layer_idx)],
            (Phase::Forward, None) => (0..n_layers).map(|l| self.forward(l)).collect(),
            (Phase::Loss, _) => vec![self.outputs()],
            (Phase::Backward, Some(layer_idx)) => {
                let before =
                    if layer_idx + 1 < n_layers { self.blame(layer_idx) } else { self.outputs() };
                vec![before, self.gradient(layer_idx)]
            }
            (Phase::Backward, None) => (0..n_layers).rev().map(|l| self.gradient(l)).collect(),
            (Phase::Update, Some(layer_idx)) => self.update(layer_idx),
            (Phase::Update, None) => Vec::new(),
        }
    }

    /// Where one stands in a matrix, as long as the matrix is there.
    fn marks(&self, marked: Marked) -> Signal<Marks> {
        let cursor = self.cursor;
        let state = cursor.state();
        Memo::new(move |_| {
            let (place, row) = (cursor.place.get(), cursor.row.get());
            let unit_idx = place.part(Level::Neuron);
            let term = of_trace(state, |trace| {
                cursor.places.with(|places| terms::term(trace, places, place, row))
            });
            match (marked, term.flatten()) {
                (Marked::Unit, Some(Term::Product(k))) => (unit_idx, Some(k)),
                (Marked::Unit, Some(Term::Gradient(w) | Term::Update(w))) => {
                    (unit_idx, w.input_idx)
                }
                (Marked::Unit, _) => (unit_idx, None),
                (Marked::Next, Some(Term::Share(k))) => (Some(k), unit_idx),
                (Marked::Next, _) => (None, unit_idx),
            }
        })
        .into()
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
            rows,
            cols,
            cells: Some(values.iter().copied().collect()),
            colormap: Colormap::Diverging,
            above: None,
            beside: Vec::new(),
            marks: self.marks(Marked::Unit),
            quantity: Box::new(move |unit_idx, k| {
                quantity(Weight { layer_idx, unit_idx, input_idx: Some(k) })
            }),
        }
    }

    fn batch(&self) -> Grid {
        let inputs = &self.trace.inputs;
        Grid {
            name: "X, one example a row".to_owned(),
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
        let name = format!("W of layer {}", layer_idx + 1);
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
            ..self.weights(name, layer_idx, &layer.weights, Quantity::Old)
        }
    }

    fn outputs(&self) -> Grid {
        let last = self.places.n_layers() - 1;
        let layer = &self.trace.layers[last];
        let rows = layer.bias.len();
        Grid {
            name: "The outputs".to_owned(),
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
            marks: Signal::stored((None, None)),
            quantity: Box::new(|_, _| Quantity::Loss),
        }
    }

    /// The weights that a layer's blame comes back over.
    fn blame(&self, layer_idx: usize) -> Grid {
        let next = &self.trace.layers[layer_idx + 1];
        let layer = &self.trace.layers[layer_idx];
        let name = format!("W of layer {}", layer_idx + 2);
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
            marks: self.marks(Marked::Next),
            ..self.weights(name, layer_idx + 1, &next.weights, Quantity::Old)
        }
    }

    fn gradient(&self, layer_idx: usize) -> Grid {
        let layer = &self.trace.layers[layer_idx];
        let name = format!("∂loss/∂W of layer {}", layer_idx + 1);
        Grid {
            above: Some(self.inputs(layer_idx)),
            beside: vec![self.unit_vector("δ", layer_idx, &layer.deltas, Quantity::Delta)],
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
                "g".to_owned(),
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

fn grid_view(cursor: Cursor, grid: Grid) -> AnyView {
    let is_small = grid.rows <= SMALL && grid.cols <= SMALL;
    let shape = if grid.cells.is_some() {
        format!("{} × {}", grid.rows, grid.cols)
    } else {
        grid.rows.to_string()
    };
    let title = format!("{} ", grid.name);
    let body =
        if is_small || grid.cells.is_none() { numbers(cursor, &grid) } else { pictures(grid) };
    view! {
        <figure class="matrix">
            <figcaption>{title}<span class="number field__hint">{shape}</span></figcaption>
            {body}
        </figure>
    }
    .into_any()
}

fn numbers(cursor: Cursor, grid: &Grid) -> AnyView {
    let cols = if grid.cells.is_some() { grid.cols } else { 0 };
    let above = grid.above.as_ref().map(|above| {
        let cells = (0..cols).map(|k| {
            let quantity = (above.quantity)(k);
            view! { <td><Num cursor quantity /></td> }
        });
        let cells = cells.collect::<Vec<_>>();
        view! { <tr class="matrix__above"><th scope="row">{above.name}</th>{cells}</tr> }
    });
    let heads =
        grid.beside.iter().map(|v| view! { <th scope="col">{v.name}</th> }).collect::<Vec<_>>();
    let marks = grid.marks;
    let rows = (0..grid.rows)
        .map(|row| {
            let cells = (0..cols)
                .map(|col| {
                    let quantity = (grid.quantity)(row, col);
                    let is_marked = move || {
                        let (marked_row, marked_col) = marks.get();
                        marked_col == Some(col) && marked_row.is_none_or(|marked| marked == row)
                    };
                    view! { <td class:matrix__here=is_marked><Num cursor quantity /></td> }
                })
                .collect::<Vec<_>>();
            let beside = grid
                .beside
                .iter()
                .map(|v| view! { <td class="matrix__beside"><Num cursor quantity=(v.quantity)(row) /></td> })
                .collect::<Vec<_>>();
            let is_marked = move || marks.get().0 == Some(row);
            view! { <tr class:matrix__here=is_marked><th scope="row">{row}</th>{cells}{beside}</tr> }
        })
        .collect::<Vec<_>>();
    let empty = (0..cols).map(|_| view! { <td></td> }).collect::<Vec<_>>();
    view! {
        <div class="scroll"><table class="matrix__numbers">
            <thead>{above}<tr><td></td>{empty}{heads}</tr></thead><tbody>{rows}</tbody>
        </table></div>
    }
    .into_any()
}

fn pictures(grid: Grid) -> AnyView {
    let Grid { name, rows, cols, cells, colormap, above, beside, marks, .. } = grid;
    let percent = |part: usize, n: usize| 100.0 * part as f64 / n.max(1) as f64;
    let row_mark = move || {
        let style = |row| format!("top:{}%;height:{}%", percent(row, rows), percent(1, rows));
        marks.get().0.map(
            |row| view! { <span class="matrix__mark matrix__mark--row" style=style(row)></span> },
        )
    };
    let col_mark = move || {
        let style = |col| format!("left:{}%;width:{}%", percent(col, cols), percent(1, cols));
        marks.get().1.map(
            |col| view! { <span class="matrix__mark matrix__mark--col" style=style(col)></span> },
        )
    };
    let height = (rows as f64 * 9.0).clamp(28.0, 150.0);
    let n_beside = beside.len();
    let table_name = name.clone();
    let cells = cells.unwrap_or_default();
    let values = Signal::stored(cells.clone());
    // Of a large matrix the row where one stands is enough, or its first ones.
    let table = move || {
        let (first_row, n_rows) = match marks.get().0 {
            // On the way to another layer it may stand beyond this one's end.
            Some(row) if row < rows => (row, 1),
            _ => (0, rows.min(TABLE_ROWS)),
        };
        let values = cells[first_row * cols..(first_row + n_rows) * cols].to_vec();
        view! { <AsTable name=table_name.clone() values=Signal::stored(values) cols first_row /> }
    };
    let above = above.map(|above| {
        view! {
            <div class="matrix__strip">
                <Picture values=Signal::stored(above.values) cols rows=1 colormap=above.colormap
                    label=format!("{}, as a row", above.name) />
                <span class="matrix__name">{above.name}</span>
            </div>
        }
    });
    let beside = beside
        .into_iter()
        .map(|v| {
            view! {
                <div class="matrix__column">
                    <Picture values=Signal::stored(v.values) cols=1 rows colormap=v.colormap
                        label=format!("{}, as a column", v.name) />
                    <span class="matrix__name">{v.name}</span>
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="matrix__pictures" style=format!("--height:{height}px;--beside:{n_beside}")>
            {above}
            <div class="matrix__body">
                <div class="matrix__cells">
                    <Picture values cols rows colormap label=name />
                    {row_mark}
                    {col_mark}
                </div>
                {beside}
            </div>
            {table}
        </div>
    }
    .into_any()
}
