//! The loss as a surface: over a plane through the space of all parameters, around a network
//! (H. Li, Z. Xu, G. Taylor, C. Studer and T. Goldstein, "Visualizing the Loss Landscape of
//! Neural Nets", 2018).
//!
//! A [`Plane`] is a center and two directions; a [`Grid`] says where on it the loss is asked
//! for, coarse first; a [`LossMap`] works it out, a pass at a time, by the engine's own
//! forward pass and loss.

mod grid;
mod map;
mod plane;
mod principal;

pub use grid::{Extent, Grid};
pub use map::{LossMap, MOST_SAMPLED, sample_of};
pub use plane::{Directions, Plane, PlaneError, Shadow};
