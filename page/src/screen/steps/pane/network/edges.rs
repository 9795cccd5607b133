//! The weights that are drawn at a place, bundled into few paths. Pure.

use super::layout::Layout;
use descent::nn::StepTrace;
use descent::walk::{Level, Phase, Place, Places, Term, UnitAt, terms};

/// Strengths that are told apart.
const LEVELS: usize = 4;
/// Weights drawn from a picture into one unit.
const FROM_PICTURE: usize = 40;

/// All edges of one sign and one strength, as one SVG path.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgePath {
    /// Path data.
    pub d: String,
    /// Sign of the weights.
    pub positive: bool,
    /// Stroke opacity.
    pub opacity: f64,
    /// Stroke width in pixels.
    pub width: f64,
}

/// An edge: its gap (into which layer), from which input, into which unit.
struct Edge {
    layer_idx: usize,
    input_idx: usize,
    unit_idx: usize,
}

/// The edges of a place: those into (backward: also out of) its unit, else those of its
/// layer, else all between units.
pub fn edges(
    trace: &StepTrace,
    places: &Places,
    place: Place,
    row: usize,
    layout: &Layout,
) -> Vec<EdgePath> {
    let mut paths = Vec::new();
    if layout.has_numbers {
        // A small network is always whole.
        for layer_idx in 0..places.n_layers() {
            add(&mut paths, trace, layout, &all_into(trace, layout, layer_idx), 0.35);
        }
    }
    let layer_idx = places.layer_idx(place);
    let unit = layer_idx.zip(place.part(Level::Neuron));
    match (layer_idx, unit) {
        (_, Some((layer_idx, unit_idx))) => {
            let at = UnitAt { row, layer_idx, unit_idx };
            let term = terms::term(trace, places, place, row);
            if place.phase() == Phase::Backward && layer_idx + 1 < places.n_layers() {
                let out = out_of(layout, at);
                add(&mut paths, trace, layout, &out, if is_gradient(&term) { 0.25 } else { 1.0 });
            }
            let into = into_unit(trace, layout, layer_idx, unit_idx);
            let dim = match (place.phase(), &term) {
                (Phase::Backward, Some(Term::Share(_) | Term::RestOfShares(_) | Term::Delta)) => {
                    0.15
                }
                (_, Some(_)) => 0.35,
                (Phase::Backward, None) if layer_idx + 1 < places.n_layers() => 0.25,
                _ => 1.0,
            };
            add(&mut paths, trace, layout, &into, dim);
            if let Some(one) = term.as_ref().and_then(|term| edge_of(term, at)) {
                add(&mut paths, trace, layout, &[one], 2.0);
            }
        }
        (Some(layer_idx), None) => {
            let gap = if place.phase() == Phase::Backward {
                (layer_idx + 1).min(places.n_layers() - 1)
            } else {
                layer_idx
            };
            add(&mut paths, trace, layout, &all_into(trace, layout, gap), 1.0);
        }
        (None, None) => {
            for layer_idx in 0..places.n_layers() {
                add(&mut paths, trace, layout, &all_into(trace, layout, layer_idx), 0.6);
            }
        }
    }
    paths
}

fn is_gradient(term: &Option<Term>) -> bool {
    matches!(term, Some(Term::Gradient(_)))
}

fn edge_of(term: &Term, at: UnitAt) -> Option<Edge> {
    let UnitAt { layer_idx, unit_idx, .. } = at;
    match term {
        &Term::Product(input_idx) => Some(Edge { layer_idx, input_idx, unit_idx }),
        &Term::Share(next) => {
            Some(Edge { layer_idx: layer_idx + 1, input_idx: unit_idx, unit_idx: next })
        }
        Term::Gradient(weight) | Term::Update(weight) => {
            weight.input_idx.map(|input_idx| Edge { layer_idx, input_idx, unit_idx })
        }
        _ => None,
    }
}

/// Those from all shown inputs into one unit; from a picture the strongest.
fn into_unit(trace: &StepTrace, layout: &Layout, layer_idx: usize, unit_idx: usize) -> Vec<Edge> {
    let edge = |input_idx| Edge { layer_idx, input_idx, unit_idx };
    if layer_idx > 0 || layout.picture.is_none() {
        return layout.columns[layer_idx]
            .shown
            .iter()
            .map(|&(input_idx, _)| edge(input_idx))
            .collect();
    }
    let weights = trace.layers[layer_idx].weights.row(unit_idx);
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let n = FROM_PICTURE.min(order.len().saturating_sub(1));
    order.select_nth_unstable_by(n, |&i, &j| weights[j].abs().total_cmp(&weights[i].abs()));
    order.truncate(n);
    order.into_iter().map(edge).collect()
}

fn out_of(layout: &Layout, at: UnitAt) -> Vec<Edge> {
    let next = layout.columns.get(at.layer_idx + 2).map_or(&[][..], |column| &column.shown);
    next.iter()
        .map(|&(unit_idx, _)| Edge {
            layer_idx: at.layer_idx + 1,
            input_idx: at.unit_idx,
            unit_idx,
        })
        .collect()
}

/// All between the shown units; from a picture, few into each.
fn all_into(trace: &StepTrace, layout: &Layout, layer_idx: usize) -> Vec<Edge> {
    let units = layout.columns[layer_idx + 1].shown.iter().map(|&(unit_idx, _)| unit_idx);
    let few = if layer_idx == 0 && layout.picture.is_some() { 5 } else { usize::MAX };
    units
        .flat_map(|unit_idx| into_unit(trace, layout, layer_idx, unit_idx).into_iter().take(few))
        .collect()
}

fn add(paths: &mut Vec<EdgePath>, trace: &StepTrace, layout: &Layout, edges: &[Edge], dim: f64) {
    let drawn: Vec<(f32, String)> = edges
        .iter()
        .filter_map(|edge| {
            let weight =
                *trace.layers.get(edge.layer_idx)?.weights.get([edge.unit_idx, edge.input_idx])?;
            let from = layout.spot(edge.layer_idx, edge.input_idx)?;
            let to = layout.spot(edge.layer_idx + 1, edge.unit_idx)?;
            let is_pixel = edge.layer_idx == 0 && layout.picture.is_some();
            let start = from.x + if is_pixel { 0.0 } else { layout.radius };
            let end = to.x - layout.radius;
            Some((weight, format!("M{start:.1} {:.1}L{end:.1} {:.1}", from.y, to.y)))
        })
        .collect();
    let largest =
        drawn.iter().fold(0.0f32, |m, (w, _)| if w.is_finite() { m.max(w.abs()) } else { m });
    if largest == 0.0 {
        return;
    }
    let is_one = edges.len() == 1;
    for positive in [false, true] {
        for level in 0..LEVELS {
            let of_level = |w: f32| {
                let share = (w.abs() / largest).sqrt();
                ((share * LEVELS as f32) as usize).min(LEVELS - 1) == level && (w > 0.0) == positive
            };
            let d: String =
                drawn.iter().filter(|(w, _)| of_level(*w)).map(|(_, d)| d.as_str()).collect();
            if !d.is_empty() {
                let strength = (level + 1) as f64 / LEVELS as f64;
                paths.push(EdgePath {
                    d,
                    positive,
                    opacity: ((0.1 + 0.75 * strength * strength) * dim).min(1.0),
                    width: if is_one { 3.0 } else { 0.6 + 1.6 * strength },
                });
            }
        }
    }
}
