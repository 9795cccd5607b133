//! What happens at a place, in one or two sentences: `whole` speaks of phases, layers and
//! losses, `unit` of a unit and of its terms.

mod unit;
mod whole;

use super::place::{Level, Place, Places};
use super::quantity::{Quantity, UnitAt, Weight};
use super::{Phase, name};
use crate::nn::StepTrace;

/// What happens at a place, for one example of the trace. `show` writes a number, or one of
/// two whose difference is spoken of, beside the other; `class` names what a label stands for.
pub fn sentence(
    trace: &StepTrace,
    places: &Places,
    place: Place,
    row: usize,
    show: impl Fn(f32, Option<f32>) -> String,
    class: impl Fn(u8) -> String,
) -> String {
    let class = trace.labels.get(row).map(|&label| class(label)).unwrap_or_default();
    Speaker { trace, places, row, show, class }.at(place)
}

struct Speaker<'a, S> {
    trace: &'a StepTrace,
    places: &'a Places,
    row: usize,
    show: S,
    /// The example's, if it has one.
    class: String,
}

impl<S: Fn(f32, Option<f32>) -> String> Speaker<'_, S> {
    fn at(&self, place: Place) -> String {
        let layer_idx = self.places.layer_idx(place);
        match (place.level(), layer_idx, place.part(Level::Neuron)) {
            (Level::Phase, ..) => self.phase(place.phase()),
            (Level::Layer, None, _) if place.phase() == Phase::Update => self.after(),
            (Level::Layer, None, _) => match place.part(Level::Layer) {
                Some(0) => self.example_loss(),
                _ => self.batch_loss(),
            },
            (Level::Layer, Some(layer_idx), _) => self.layer(place.phase(), layer_idx),
            (Level::Neuron, Some(layer_idx), Some(unit_idx)) => {
                self.neuron(place.phase(), UnitAt { row: self.row, layer_idx, unit_idx })
            }
            (_, Some(layer_idx), Some(unit_idx)) => {
                self.term(place, UnitAt { row: self.row, layer_idx, unit_idx })
            }
            _ => String::new(),
        }
    }

    fn value(&self, quantity: Quantity) -> f32 {
        quantity.value(self.trace).unwrap_or(f32::NAN)
    }

    fn show(&self, quantity: Quantity) -> String {
        self.number(self.value(quantity))
    }

    fn number(&self, value: f32) -> String {
        (self.show)(value, None)
    }

    /// Two numbers whose difference is spoken of.
    fn pair(&self, a: Quantity, b: Quantity) -> [String; 2] {
        let [a, b] = [a, b].map(|quantity| self.value(quantity));
        [(self.show)(a, Some(b)), (self.show)(b, Some(a))]
    }

    fn layer_name(&self, layer_idx: usize) -> String {
        name::layer_name(layer_idx, self.places.n_layers())
    }

    fn unit_name(&self, at: UnitAt) -> String {
        name::unit_name(at.layer_idx, at.unit_idx, self.places.n_layers())
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
