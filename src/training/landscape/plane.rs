//! A plane through the space of all parameters.

use serde::{Deserialize, Serialize};

use super::principal::{dot, two_directions};
use crate::nn::{Network, Parameter};
use crate::random::{Purpose, stream};

/// Which plane through a network.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Directions {
    /// Two random directions, each as long as the network's own weights are, unit by unit
    /// ("filter-normalized"), so that 1 means the same in every network. Biases stay, as in
    /// the paper's own pictures.
    Random {
        /// Of the random numbers.
        seed: u64,
    },
    /// The two directions of length 1 in which the run's path has gone farthest from where
    /// it is now.
    Path,
    /// Two parameters; the axes are their values.
    Parameters(Parameter, Parameter),
}

/// A center and two directions at right angles.
///
/// ```text
/// at (x, y):  center + (x − x₀)·d₁ + (y − y₀)·d₂
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// The network at (x₀, y₀).
    center: Network,
    /// Its parameters.
    flat: Vec<f32>,
    /// d₁ and d₂, one number a parameter.
    directions: [Vec<f32>; 2],
    /// Σd².
    squares: [f64; 2],
    /// (x₀, y₀).
    origin: (f64, f64),
}

/// Why there is no such plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaneError {
    /// All weights are 0.
    #[error(
        "all weights are 0, so there is no length to give a direction: train a little, or begin \
         from other start weights"
    )]
    NoLength,
    /// The path is a point or a line.
    #[error(
        "the run has not made a path yet that two directions could be taken of: train for a few \
         updates first"
    )]
    NoPath,
    /// The network has no such parameter, or the two are one.
    #[error("there are no two such parameters in this network")]
    NoParameters,
    /// Something of the network is no finite number.
    #[error("the network's numbers are no longer finite: reset the run, with a smaller rate")]
    NotFinite,
}

impl Plane {
    /// A plane through `network`, whose run has come along `path`.
    ///
    /// # Errors
    /// If these directions don't span one.
    pub fn new<'a>(
        network: &Network,
        directions: Directions,
        path: impl Iterator<Item = &'a [f32]>,
    ) -> Result<Self, PlaneError> {
        let flat = network.to_flat();
        if flat.iter().any(|number| !number.is_finite()) {
            return Err(PlaneError::NotFinite);
        }
        let (mut origin, mut path_start) = ((0.0, 0.0), None);
        let directions = match directions {
            Directions::Random { seed } => random(network, seed),
            Directions::Path => {
                let differences: Vec<Vec<f32>> = path
                    .map(|point| {
                        point.iter().zip(&flat).map(|(there, here)| there - here).collect()
                    })
                    .collect();
                let [first, second] = two_directions(&differences);
                path_start = differences.into_iter().next();
                [first.ok_or(PlaneError::NoPath)?, second.ok_or(PlaneError::NoPath)?]
            }
            Directions::Parameters(one, other) => {
                let value = |parameter: Parameter| parameter.of(network);
                let (Some(x), Some(y)) = (value(one), value(other)) else {
                    return Err(PlaneError::NoParameters);
                };
                origin = (f64::from(x), f64::from(y));
                [one, other].map(|parameter| axis(network, &flat, parameter))
            }
        };
        let squares = [0, 1].map(|i| dot(&directions[i], &directions[i]));
        if squares.contains(&0.0) {
            return Err(PlaneError::NoLength);
        }
        if dot(&directions[0], &directions[1]).abs() > 0.01 * squares[0].min(squares[1]) {
            return Err(PlaneError::NoParameters);
        }
        let mut plane = Self { center: network.clone(), flat, directions, squares, origin };
        // Which way is forward is chance; so the path comes from the left and from above.
        if let Some(start) = path_start {
            for (direction, is_right) in plane.directions.iter_mut().zip([false, true]) {
                if (dot(direction, &start) > 0.0) != is_right {
                    direction.iter_mut().for_each(|number| *number = -*number);
                }
            }
        }
        Ok(plane)
    }

    /// The network that the plane was laid through.
    pub fn center(&self) -> &Network {
        &self.center
    }

    /// Its place on the plane.
    pub fn origin(&self) -> (f64, f64) {
        self.origin
    }

    /// √Σd² of both directions.
    pub fn lengths(&self) -> (f64, f64) {
        (self.squares[0].sqrt(), self.squares[1].sqrt())
    }

    /// Both directions, one number a parameter ([`Network::to_flat`]).
    pub fn directions(&self) -> &[Vec<f32>; 2] {
        &self.directions
    }

    /// Takes `network`, of the same shape, to a place of the plane. `room` holds the numbers
    /// on the way.
    pub fn go_to(&self, (x, y): (f64, f64), network: &mut Network, room: &mut Vec<f32>) {
        let (x, y) = (x - self.origin.0, y - self.origin.1);
        let [first, second] = &self.directions;
        room.clear();
        room.extend(self.flat.iter().zip(first).zip(second).map(|((&center, &first), &second)| {
            (f64::from(center) + x * f64::from(first) + y * f64::from(second)) as f32
        }));
        network.set_flat(room);
    }

    /// Where a point of the space falls onto the plane: the place that is nearest to it.
    pub fn shadow(&self, parameters: &[f32]) -> Shadow {
        let difference: Vec<f32> =
            parameters.iter().zip(&self.flat).map(|(there, here)| there - here).collect();
        let [x, y] = [0, 1].map(|i| dot(&self.directions[i], &difference) / self.squares[i]);
        Shadow {
            place: (self.origin.0 + x, self.origin.1 + y),
            along: x * x * self.squares[0] + y * y * self.squares[1],
            all: dot(&difference, &difference),
        }
    }
}

/// Where a point of the space falls onto a plane, and how far off it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    /// On the plane.
    pub place: (f64, f64),
    /// Squared distance from the center, along the plane.
    along: f64,
    /// Squared distance from the center, through the whole space.
    all: f64,
}

impl Shadow {
    /// How much of a path the plane holds, 0 to 1: of the sum of its points' squared distances
    /// from the center, what lies along the plane. (The variance of the path around where the
    /// run stood.) None if it has not left the center.
    pub fn share_of(path: &[Self]) -> Option<f64> {
        let sum = |of: fn(&Self) -> f64| path.iter().map(of).sum::<f64>();
        let (along, all) = (sum(|shadow| shadow.along), sum(|shadow| shadow.all));
        (all > 0.0).then(|| (along / all).min(1.0))
    }
}

/// Two random directions. Unit by unit each is as long as the unit's weights, and the second
/// is at a right angle to the first; so the whole are, too. A unit with a single weight has
/// room for one direction only: units take turns in which it is.
fn random(network: &Network, seed: u64) -> [Vec<f32>; 2] {
    let mut stream = stream(seed, Purpose::Directions);
    let mut directions = [network, network].map(|network| {
        let mut direction = network.clone();
        direction.set_flat(&vec![0.0; network.spec().n_parameters()]);
        direction.layers().to_vec()
    });
    for (layer_idx, layer) in network.layers().iter().enumerate() {
        for (unit_idx, weights) in layer.weights.rows().into_iter().enumerate() {
            let norm = weights.iter().map(|&w| f64::from(w) * f64::from(w)).sum::<f64>().sqrt();
            let mut draw = || (0..weights.len()).map(|_| f64::from(stream.normal())).collect();
            let (mut first, mut second): (Vec<f64>, Vec<f64>) = (draw(), draw());
            if weights.len() == 1 {
                (if unit_idx % 2 == 0 { &mut second } else { &mut first }).fill(0.0);
            }
            scale(&mut first, norm);
            let along = product(&first, &second) / product(&first, &first).max(f64::MIN_POSITIVE);
            second.iter_mut().zip(&first).for_each(|(second, first)| *second -= along * first);
            scale(&mut second, norm);
            for (direction, numbers) in directions.iter_mut().zip([first, second]) {
                let mut row = direction[layer_idx].weights.row_mut(unit_idx);
                row.iter_mut().zip(numbers).for_each(|(place, number)| *place = number as f32);
            }
        }
    }
    directions.map(|layers| {
        Network::from_layers(network.spec().clone(), layers)
            .expect("it has the layers of the network")
            .to_flat()
    })
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Makes a vector so long, unless it has no direction.
fn scale(vector: &mut [f64], norm: f64) {
    let length = product(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|number| *number *= norm / length);
    }
}

/// 1 at a parameter, 0 at all others.
fn axis(network: &Network, flat: &[f32], parameter: Parameter) -> Vec<f32> {
    let nudged = parameter.nudged(network, 1.0).to_flat();
    nudged.iter().zip(flat).map(|(after, before)| f32::from(u8::from(after != before))).collect()
}
