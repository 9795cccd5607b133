//! Where one stands in an update: a tree of places, four levels deep, and the moves in
//! it. What there is at which level depends on the shape of the network alone, so that a
//! place means the same in every step of a run.
//!
//! | level | batch | forward | loss | backward | update |
//! |---|---|---|---|---|---|
//! | phase | the batch | all layers | both | all layers | all layers |
//! | layer | | each, first to last | this example, the batch | each, last to first | each, then the same batch read again |
//! | neuron | | each unit | | each unit | each unit |
//! | term | | each product, the bias, a | | each share of the blame, δ, each weight's gradient | each weight's new value |

use std::fmt;
use std::str::FromStr;

use super::Phase;
use crate::nn::NetworkSpec;

/// How close one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One of the five phases.
    Phase,
    /// One layer of it.
    Layer,
    /// One neuron of that.
    Neuron,
    /// One term of its sum.
    Term,
}

impl Level {
    /// From afar to close by.
    pub const ALL: [Self; 4] = [Self::Phase, Self::Layer, Self::Neuron, Self::Term];

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phase => "Phase",
            Self::Layer => "Layer",
            Self::Neuron => "Neuron",
            Self::Term => "Term",
        }
    }
}

/// A place in an update: a phase, and perhaps one of its parts, one of that's, and so on,
/// each counted from 0 in the order of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    path: [usize; 4],
    depth: usize,
}

impl Place {
    /// Where a walk begins.
    pub const START: Self = Self::of(Phase::Batch);

    /// A whole phase.
    pub const fn of(phase: Phase) -> Self {
        Self { path: [phase as usize, 0, 0, 0], depth: 1 }
    }

    /// The phase.
    pub fn phase(self) -> Phase {
        Phase::ALL[self.path[0]]
    }

    /// How close it is.
    pub fn level(self) -> Level {
        Level::ALL[self.depth - 1]
    }

    /// Its number within what it is a part of, at `level`; `None` if it is not so close.
    pub fn part(self, level: Level) -> Option<usize> {
        (level <= self.level()).then(|| self.path[level as usize])
    }

    /// Its part number `idx`; a term has none.
    pub fn child(self, idx: usize) -> Self {
        let mut child = self;
        child.path[self.depth] = idx;
        child.depth += 1;
        child
    }

    /// What it is a part of; a phase is part of nothing here.
    pub fn parent(self) -> Option<Self> {
        (self.depth > 1).then(|| self.up_to(Level::ALL[self.depth - 2]))
    }

    /// The same, looked at from no closer than `level`.
    pub fn up_to(self, level: Level) -> Self {
        let depth = self.depth.min(level as usize + 1);
        let mut path = self.path;
        path[depth..].fill(0);
        Self { path, depth }
    }
}

/// `forward.0.5.3`: the phase, then the parts.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phase().key())?;
        self.path[1..self.depth].iter().try_for_each(|idx| write!(f, ".{idx}"))
    }
}

/// A text that names no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no place in an update; one is e.g. \"backward.0.3\"")]
pub struct NoPlace {
    text: String,
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let no_place = || NoPlace { text: text.chars().take(40).collect() };
        let mut words = text.split('.');
        let key = words.next().unwrap_or_default();
        let phase = Phase::ALL.into_iter().find(|phase| phase.key() == key);
        let mut place = Self::of(phase.ok_or_else(no_place)?);
        for word in words {
            if place.depth == Level::ALL.len() {
                return Err(no_place());
            }
            place = place.child(word.parse().map_err(|_| no_place())?);
        }
        Ok(place)
    }
}

/// All places of an update of one network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    n_inputs: usize,
    widths: Vec<usize>,
    /// Whether the units of each layer have one.
    biases: Vec<bool>,
}

impl Places {
    /// Inputs of which each is a term of its own; of more, only some are.
    pub const SMALL: usize = 16;
    /// How many of them are, if not all.
    pub const LARGEST: usize = 8;

    /// Of the updates of a network.
    pub fn of(network: &NetworkSpec) -> Self {
        let widths = network.layers().iter().map(|layer| layer.width).collect();
        let biases = network.layers().iter().map(|layer| layer.bias).collect();
        Self { n_inputs: network.n_inputs(), widths, biases }
    }

    /// Layers of the network.
    pub fn n_layers(&self) -> usize {
        self.widths.len()
    }

    /// Whether the units of a layer have a bias.
    pub fn has_bias(&self, layer_idx: usize) -> bool {
        self.biases[layer_idx]
    }

    /// What each unit of a layer gets: so many numbers.
    pub fn n_in(&self, layer_idx: usize) -> usize {
        layer_idx.checked_sub(1).map_or(self.n_inputs, |below| self.widths[below])
    }

    /// Of `n` terms, so many are shown one by one.
    pub fn n_shown(n: usize) -> usize {
        if n <= Self::SMALL { n } else { Self::LARGEST }
    }

    /// The layer that a place is in, the first one 0; `None` where it is in none.
    pub fn layer_idx(&self, place: Place) -> Option<usize> {
        let part = place.part(Level::Layer)?;
        let last = self.n_layers() - 1;
        match place.phase() {
            Phase::Batch | Phase::Loss => None,
            Phase::Forward => Some(part),
            Phase::Backward => Some(last - part),
            Phase::Update => (part <= last).then_some(part),
        }
    }

    /// The place of a layer in a phase.
    pub fn of_layer(&self, phase: Phase, layer_idx: usize) -> Place {
        let part = match phase {
            Phase::Backward => self.n_layers() - 1 - layer_idx,
            _ => layer_idx,
        };
        Place::of(phase).child(part)
    }

    /// The place of a unit in a phase.
    pub fn of_unit(&self, phase: Phase, layer_idx: usize, unit_idx: usize) -> Place {
        self.of_layer(phase, layer_idx).child(unit_idx)
    }

    /// Where the same batch is read again, with the new parameters.
    pub fn after(&self) -> Place {
        Place::of(Phase::Update).child(self.n_layers())
    }

    /// Whether there is such a place.
    pub fn contains(&self, place: Place) -> bool {
        place.parent().is_none_or(|parent| {
            self.contains(parent) && place.path[place.depth - 1] < self.n_parts(parent)
        })
    }

    /// The place itself if there is such a place, or else the nearest one that there is:
    /// as deep as one can go towards it, and of too few parts the last.
    pub fn nearest(&self, place: Place) -> Place {
        let mut nearest = Place::of(place.phase());
        for &idx in &place.path[1..place.depth] {
            let Some(last) = self.n_parts(nearest).checked_sub(1) else { break };
            nearest = nearest.child(idx.min(last));
        }
        nearest
    }

    /// How many parts a place has; 0 if one can't look closer.
    pub fn n_parts(&self, place: Place) -> usize {
        let n_layers = self.n_layers();
        match (place.level(), place.phase()) {
            (Level::Phase, Phase::Batch) => 0,
            (Level::Phase, Phase::Loss) => 2,
            (Level::Phase, Phase::Forward | Phase::Backward) => n_layers,
            (Level::Phase, Phase::Update) => n_layers + 1,
            (Level::Term, _) => 0,
            (level, phase) => {
                let Some(layer_idx) = self.layer_idx(place) else { return 0 };
                if level == Level::Layer {
                    self.widths[layer_idx]
                } else {
                    self.n_terms(phase, layer_idx)
                }
            }
        }
    }

    fn n_terms(&self, phase: Phase, layer_idx: usize) -> usize {
        let shown = |n| Self::n_shown(n) + usize::from(n > Self::SMALL);
        let n_in = self.n_in(layer_idx);
        let bias = usize::from(self.has_bias(layer_idx));
        match phase {
            // Products, bias, activation.
            Phase::Forward => shown(n_in) + bias + 1,
            // Shares of the blame, δ, gradients of the weights and of the bias.
            Phase::Backward => {
                let blame = self.widths.get(layer_idx + 1).map_or(0, |&n| shown(n));
                blame + 1 + Self::n_shown(n_in) + bias
            }
            Phase::Update => Self::n_shown(n_in) + bias,
            Phase::Batch | Phase::Loss => 0,
        }
    }

    /// So many stops has a walk at this level. Where one can't look so close, it stops
    /// as close as one can.
    pub fn n_stops(&self, level: Level) -> usize {
        Phase::ALL.into_iter().map(|phase| self.n_stops_in(Place::of(phase), level)).sum()
    }

    fn n_stops_in(&self, place: Place, level: Level) -> usize {
        let n_parts = self.n_parts(place);
        if place.level() >= level || n_parts == 0 {
            1
        } else if place.level() == Level::Phase {
            (0..n_parts).map(|idx| self.n_stops_in(place.child(idx), level)).sum()
        } else {
            // All units of a layer have the same parts.
            n_parts * self.n_stops_in(place.child(0), level)
        }
    }

    /// Which stop of the walk at `level` a place is, or, if it is not so close, its first
    /// one.
    pub fn stop_of(&self, place: Place, level: Level) -> usize {
        let place = place.up_to(level);
        let Some(parent) = place.parent() else {
            let earlier = Phase::ALL.into_iter().take(place.path[0]);
            return earlier.map(|phase| self.n_stops_in(Place::of(phase), level)).sum();
        };
        let elders = (0..place.path[place.depth - 1]).map(|idx| parent.child(idx));
        self.stop_of(parent, level)
            + elders.map(|elder| self.n_stops_in(elder, level)).sum::<usize>()
    }

    /// The place of a stop of the walk at `level`; the last one if there are fewer.
    pub fn stop(&self, mut stop: usize, level: Level) -> Place {
        let mut places: Vec<Place> = Phase::ALL.into_iter().map(Place::of).collect();
        loop {
            let mut inside = places[places.len() - 1];
            for place in places {
                let n_stops = self.n_stops_in(place, level);
                if stop < n_stops {
                    inside = place;
                    break;
                }
                stop -= n_stops;
            }
            let n_parts = self.n_parts(inside);
            if inside.level() >= level || n_parts == 0 {
                return inside;
            }
            places = (0..n_parts).map(|idx| inside.child(idx)).collect();
        }
    }

    /// The stop after a place, in a walk at `level`; the last one stays.
    pub fn next(&self, place: Place, level: Level) -> Place {
        self.stop((self.stop_of(place, level) + 1).min(self.n_stops(level) - 1), level)
    }

    /// The stop before a place, in a walk at `level`; the first one stays.
    pub fn previous(&self, place: Place, level: Level) -> Place {
        self.stop(self.stop_of(place, level).saturating_sub(1), level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::LayerSpec;
    use crate::registry::Choice;

    fn places(n_inputs: usize, widths: &[usize]) -> Places {
        let sigmoid = Choice::by_key("sigmoid").unwrap();
        let layers = widths.iter().map(|&width| LayerSpec::new(width, sigmoid)).collect();
        let loss = Choice::by_key("squared_error").unwrap();
        Places::of(&NetworkSpec::new(n_inputs, layers, loss).unwrap())
    }

    #[test]
    fn every_walk_goes_through_the_five_phases_and_back_the_same_way() {
        for places in [places(2, &[1]), places(3, &[2, 1]), places(784, &[16, 17, 10])] {
            for level in Level::ALL {
                let n = places.n_stops(level);
                let walk: Vec<Place> = (0..n).map(|stop| places.stop(stop, level)).collect();
                assert_eq!(walk[0], Place::START);
                let mut phases: Vec<Phase> = walk.iter().map(|place| place.phase()).collect();
                phases.dedup();
                assert_eq!(phases, Phase::ALL, "in order, and none returns");
                for (stop, &place) in walk.iter().enumerate() {
                    assert!(places.contains(place), "{place}");
                    assert!(place.level() <= level);
                    assert_eq!(places.stop_of(place, level), stop);
                    assert_eq!(place.to_string().parse(), Ok(place));
                    assert_eq!(places.next(place, level), walk[(stop + 1).min(n - 1)]);
                    assert_eq!(places.previous(place, level), walk[stop.saturating_sub(1)]);
                }
            }
            assert_eq!(places.stop(usize::MAX, Level::Layer), places.after());
        }
    }

    #[test]
    fn forward_goes_up_and_backward_comes_down() {
        let places = places(784, &[16, 16, 10]);
        let layers = |phase| {
            let n = places.n_parts(Place::of(phase));
            (0..n).map(|i| places.layer_idx(Place::of(phase).child(i))).collect::<Vec<_>>()
        };
        assert_eq!(layers(Phase::Forward), [Some(0), Some(1), Some(2)]);
        assert_eq!(layers(Phase::Backward), [Some(2), Some(1), Some(0)]);
        assert_eq!(layers(Phase::Update), [Some(0), Some(1), Some(2), None]);
        for phase in [Phase::Forward, Phase::Backward, Phase::Update] {
            for layer_idx in 0..3 {
                assert_eq!(places.layer_idx(places.of_unit(phase, layer_idx, 4)), Some(layer_idx));
            }
        }
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for text in ["", "sideways", "forward.", "forward.x", "forward.1.2.3.4", "forward.-1"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
        let far: Place = "forward.7".parse().unwrap();
        assert!(!places(2, &[1]).contains(far));
        assert!(!places(2, &[1]).contains("loss.0.0".parse().unwrap()));
    }

    #[test]
    fn instead_of_a_place_that_there_is_not_the_nearest_one_is_found() {
        let places = places(2, &[3, 1]);
        for (asked, found) in [
            ("forward.1.0", "forward.1.0"),
            ("forward.7", "forward.1"),
            ("forward.0.9.1", "forward.0.2.1"),
            ("loss.0.4.2", "loss.0"),
            ("batch.3", "batch"),
        ] {
            let nearest = places.nearest(asked.parse().unwrap());
            assert_eq!(nearest, found.parse().unwrap(), "{asked}");
            assert!(places.contains(nearest));
        }
    }
}
