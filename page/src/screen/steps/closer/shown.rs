//! What a closer look is about: one unit, and one of its parameters. Both are what one
//! stands at, if one stands so close; else what tells most, or what was chosen here.

use leptos::prelude::*;
use ndarray::Array2;

use super::super::of_trace;
use super::Cursor;
use crate::format;
use crate::state::use_state;
use descent::data::DigitImage;
use descent::nn::LayerTrace;
use descent::walk::{
    Level, Phase, Place, Places, Term, UnitAt, Weight, short_source_name, source_name, terms,
};

/// The unit and the parameter.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Where one stands.
    pub cursor: Cursor,
    /// The unit, as the followed example sees it.
    pub at: Memo<UnitAt>,
    /// One of its weights, or its bias.
    pub weight: Memo<Weight>,
    /// Whether the place is about a parameter, or about all of a unit's.
    pub is_about_weights: Memo<bool>,
    /// The unit that was stepped to, at a place that is farther off than a unit.
    stepped: RwSignal<Option<(Place, usize)>>,
}

impl Shown {
    /// Of the cursor's place.
    pub fn new(cursor: Cursor) -> Self {
        let state = use_state();
        let stepped = RwSignal::new(None);
        let at = Memo::new(move |_| unit(cursor, stepped.get()));
        let here = Memo::new(move |_| {
            let (place, row) = (cursor.place.get(), cursor.row.get());
            of_trace(state, |trace| {
                cursor.places.with(|places| terms::term(trace, places, place, row))
            })
            .flatten()
        });
        let is_about_weights = Memo::new(move |_| match (cursor.place.get().phase(), here.get()) {
            (Phase::Forward, term) => matches!(term, Some(Term::Product(_) | Term::Bias)),
            (Phase::Backward, term) => matches!(term, None | Some(Term::Gradient(_))),
            (Phase::Update, _) => cursor.layer_idx().is_some(),
            _ => false,
        });
        let weight = Memo::new(move |_| {
            let at = at.get();
            if let Some((_, input_idx)) =
                cursor.picked.get().filter(|(place, _)| *place == scope(cursor.place.get()))
            {
                return at.weight(input_idx);
            }
            match here.get() {
                Some(Term::Product(k)) => at.weight(Some(k)),
                Some(Term::Bias) => at.weight(None),
                Some(Term::Gradient(weight) | Term::Update(weight)) => weight,
                _ => telling(cursor, at).unwrap_or(at.weight(None)),
            }
        });
        Self { cursor, at, weight, is_about_weights, stepped }
    }

    /// Chooses the weight of an input, or the bias.
    pub fn pick(self, input_idx: Option<usize>) {
        let place = scope(self.cursor.place.get_untracked());
        self.cursor.picked.set(Some((place, input_idx)));
    }

    /// Goes to another unit of the layer: where one stands at a unit one goes there, else
    /// only the closer look does.
    pub fn go_to_unit(self, unit_idx: usize) {
        let place = self.cursor.place.get_untracked();
        match place.part(Level::Neuron) {
            Some(now) => {
                self.cursor.to_sibling(unit_idx as isize - now as isize);
            }
            None => self.stepped.set(Some((place, unit_idx))),
        }
    }

    /// Inputs of each unit of the layer.
    pub fn n_inputs(self) -> usize {
        let layer_idx = self.at.get().layer_idx;
        self.cursor.places.with(|places| places.n_in(layer_idx))
    }

    /// Whether the unit's inputs are a picture's pixels.
    pub fn has_pixels(self) -> bool {
        self.at.get().layer_idx == 0 && self.n_inputs() == DigitImage::LEN
    }

    /// The unit's row of a matrix of its layer's.
    pub fn row(self, of: fn(&LayerTrace) -> &Array2<f32>) -> Signal<Vec<f32>> {
        let state = use_state();
        Signal::derive(move || {
            let at = self.at.get();
            of_trace(state, |trace| of(&trace.layers[at.layer_idx]).row(at.unit_idx).to_vec())
                .unwrap_or_default()
        })
    }

    /// A parameter's name: "the weight from pixel row 3, column 12 (input 96)".
    pub fn name_of(self, input_idx: Option<usize>) -> String {
        match input_idx {
            Some(k) => {
                let layer_idx = self.at.get().layer_idx;
                let name = |places: &Places| source_name(places, layer_idx, k);
                format!("the weight from {}", self.cursor.places.with(name))
            }
            None => "the bias".to_owned(),
        }
    }

    /// An input's name for the head of a row or column: "input 96", "unit 4".
    pub fn short_name_of_input(self, input_idx: usize) -> String {
        short_source_name(self.at.get().layer_idx, input_idx)
    }

    /// Two numbers whose difference is what is looked at: all digits, if that is wished,
    /// else as many as tell them apart.
    pub fn pair(self, a: f64, b: f64) -> [String; 2] {
        if self.cursor.precise.get() {
            [a, b].map(|value| self.cursor.show(value))
        } else {
            format::pair(a, b)
        }
    }
}

/// A choice lasts as long as one stays at a term, else as one stays in the layer.
pub fn scope(place: Place) -> Place {
    if place.level() == Level::Term { place } else { place.up_to(Level::Layer) }
}

/// Farther off than a neuron, one neuron still stands for all: the telling one.
fn unit(cursor: Cursor, stepped: Option<(Place, usize)>) -> UnitAt {
    cursor.unit().unwrap_or_else(|| {
        let place = cursor.place.get();
        let layer_idx = cursor.layer_idx().unwrap_or(match place.phase() {
            Phase::Backward => cursor.places.with(|p| p.n_layers() - 1),
            _ => 0,
        });
        let telling = cursor.telling(layer_idx);
        match stepped {
            Some((at, unit_idx)) if at == place => UnitAt { unit_idx, ..telling },
            _ => telling,
        }
    })
}

/// The weight of a unit with the largest gradient.
fn telling(cursor: Cursor, at: UnitAt) -> Option<Weight> {
    of_trace(cursor.state(), |trace| {
        cursor.places.with(|places| {
            let unit = places.of_unit(Phase::Backward, at.layer_idx, at.unit_idx);
            let gradients = terms::terms(trace, places, unit, at.row).into_iter();
            let weights = gradients.filter_map(|term| match term {
                Term::Gradient(weight) => Some(weight),
                _ => None,
            });
            let layer = &trace.layers[at.layer_idx].weight_gradients;
            let size = |weight: &Weight| {
                let gradient = weight.input_idx.map(|k| layer[[at.unit_idx, k]]);
                gradient.map_or(-1.0, f32::abs)
            };
            weights.max_by(|a, b| size(a).total_cmp(&size(b)))
        })
    })
    .flatten()
}
