//! The lines that are drawn at a place, and which number each of them shows. Pure.

use super::layout::Layout;
use crate::widget::edges::{Line, Sheaf, Spot};
use descent::nn::StepTrace;
use descent::walk::{Level, Phase, Place, Places, Quantity, Term, UnitAt, Weight, terms};

/// Lines from a picture into one unit.
const FROM_PICTURE: usize = 40;
/// The same into each of many units.
const FROM_PICTURE_TO_EACH: usize = 5;
/// What is there, but not looked at.
const FAINT: f64 = 0.14;

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Told {
    /// w.
    Weight,
    /// w after the update.
    NewWeight,
    /// w·x: what comes forward over it.
    Product,
    /// w·δ: what comes back over it.
    Share,
    /// ∂loss/∂w.
    Gradient,
    /// What the update adds to w.
    Change,
}

impl Told {
    /// What the lines show that a place is about; of those out of a unit see [`Told::Share`].
    /// What is asked for is not shown: `hides` says that new values are not to be seen yet.
    pub fn at(places: &Places, place: Place, hides: bool) -> Self {
        let is_close = place.part(Level::Neuron).is_some();
        match place.phase() {
            Phase::Forward if is_close => Self::Product,
            Phase::Backward if is_close => Self::Gradient,
            Phase::Update if hides => Self::Weight,
            Phase::Update if place == places.after() => Self::NewWeight,
            Phase::Update if places.layer_idx(place).is_some() => Self::Change,
            _ => Self::Weight,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weight => "weights w",
            Self::NewWeight => "the new weights",
            Self::Product => "w·x, what comes over each weight",
            Self::Share => "w·δ, the blame that comes back",
            Self::Gradient => "∂loss/∂w of the batch",
            Self::Change => "what the update adds to w",
        }
    }

    /// The number that a weight's line shows.
    pub fn value(self, trace: &StepTrace, row: usize, weight: Weight) -> Option<f32> {
        let Weight { layer_idx, unit_idx, input_idx } = weight;
        let at = UnitAt { row, layer_idx, unit_idx };
        match self {
            Self::Weight => Quantity::Old(weight).value(trace),
            Self::NewWeight => Quantity::New(weight).value(trace),
            Self::Product => Quantity::Product(at, input_idx?).value(trace),
            Self::Share => {
                let below = at.other(layer_idx.checked_sub(1)?, input_idx?);
                Quantity::Share(below, unit_idx).value(trace)
            }
            Self::Gradient => Quantity::Gradient(weight).value(trace),
            Self::Change => {
                Some(Quantity::New(weight).value(trace)? - Quantity::Old(weight).value(trace)?)
            }
        }
    }
}

/// The lines of a place: those into (backward: also out of) its unit, else those of its
/// layer, else all between units. The rest stands back.
pub fn edges(
    trace: &StepTrace,
    places: &Places,
    place: Place,
    row: usize,
    layout: &Layout,
    told: Told,
) -> Vec<Sheaf> {
    let pen = Pen { trace, layout, row };
    let mut sheaves = Vec::new();
    let mut add = |lines: Vec<Line>, dim: f64| sheaves.push(Sheaf { lines, dim });
    let layer_idx = places.layer_idx(place);
    let Some(layer_idx) = layer_idx else {
        for layer_idx in 0..places.n_layers() {
            add(pen.layer(layer_idx, told), 0.6);
        }
        return sheaves;
    };
    for other in 0..places.n_layers() {
        let is_pixels = other == 0 && layout.picture.is_some();
        if !is_pixels {
            let dim = if layout.has_numbers { 0.35 } else { FAINT };
            add(pen.layer(other, Told::Weight), dim);
        }
    }
    let has_next = layer_idx + 1 < places.n_layers();
    let Some(unit_idx) = place.part(Level::Neuron) else {
        let is_back = place.phase() == Phase::Backward && has_next;
        let gap = if is_back { layer_idx + 1 } else { layer_idx };
        add(pen.layer(gap, told), 1.0);
        return sheaves;
    };
    let at = UnitAt { row, layer_idx, unit_idx };
    let term = terms::term(trace, places, place, row);
    let is_back = place.phase() == Phase::Backward;
    if is_back && has_next {
        let is_past = matches!(term, Some(Term::Gradient(_)));
        add(pen.out_of(at), if is_past { 0.25 } else { 1.0 });
    }
    let dim = match &term {
        Some(Term::Share(_) | Term::RestOfShares(_) | Term::Delta) => FAINT,
        Some(_) => 0.4,
        None if is_back && has_next => 0.35,
        None => 1.0,
    };
    add(pen.leading_to(layer_idx, unit_idx, told, FROM_PICTURE), dim);
    if let Some((weight, told)) = term.as_ref().and_then(|term| weight_of(term, at, told)) {
        add(pen.line(weight, told).into_iter().collect(), 2.0);
    }
    sheaves
}

/// The one weight that a term is about.
fn weight_of(term: &Term, at: UnitAt, told: Told) -> Option<(Weight, Told)> {
    match term {
        &Term::Product(k) => Some((at.weight(Some(k)), told)),
        &Term::Share(next) => {
            let next = at.other(at.layer_idx + 1, next);
            Some((next.weight(Some(at.unit_idx)), Told::Share))
        }
        Term::Gradient(weight) | Term::Update(weight) => Some((*weight, told)),
        _ => None,
    }
}

struct Pen<'a> {
    trace: &'a StepTrace,
    layout: &'a Layout,
    row: usize,
}

impl Pen<'_> {
    fn line(&self, weight: Weight, told: Told) -> Option<Line> {
        let value = told.value(self.trace, self.row, weight)?;
        let (from, to) = self.layout.ends(weight)?;
        Some(Line { weight, value, from, to })
    }

    /// Those from all drawn inputs into one unit; from a picture so many, the strongest.
    fn leading_to(&self, layer_idx: usize, unit_idx: usize, told: Told, most: usize) -> Vec<Line> {
        let weight = |k| Weight { layer_idx, unit_idx, input_idx: Some(k) };
        if layer_idx > 0 || self.layout.picture.is_none() {
            let shown = self.layout.columns[layer_idx].shown.iter();
            return shown.filter_map(|&(k, _)| self.line(weight(k), told)).collect();
        }
        let size =
            |k: usize| told.value(self.trace, self.row, weight(k)).map_or(0.0, |value| value.abs());
        let sizes: Vec<f32> = (0..self.trace.inputs.ncols()).map(size).collect();
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        if most < order.len() {
            order.select_nth_unstable_by(most, |&i, &j| sizes[j].total_cmp(&sizes[i]));
            order.truncate(most);
        }
        order.into_iter().filter_map(|k| self.line(weight(k), told)).collect()
    }

    fn out_of(&self, at: UnitAt) -> Vec<Line> {
        let next =
            self.layout.columns.get(at.layer_idx + 2).map_or(&[][..], |column| &column.shown);
        let weight = |&(unit_idx, _): &(usize, f64)| {
            at.other(at.layer_idx + 1, unit_idx).weight(Some(at.unit_idx))
        };
        next.iter().filter_map(|unit| self.line(weight(unit), Told::Share)).collect()
    }

    /// All between the drawn units; from a picture, few into each.
    fn layer(&self, layer_idx: usize, told: Told) -> Vec<Line> {
        let units = self.layout.columns[layer_idx + 1].shown.iter();
        units
            .flat_map(|&(unit_idx, _)| {
                self.leading_to(layer_idx, unit_idx, told, FROM_PICTURE_TO_EACH)
            })
            .collect()
    }
}

/// Where a line begins and ends, at the rims of two circles or in a picture.
pub fn between(from: Spot, to: Spot, (from_radius, to_radius): (f64, f64)) -> (Spot, Spot) {
    (Spot { x: from.x + from_radius, y: from.y }, Spot { x: to.x - to_radius, y: to.y })
}
