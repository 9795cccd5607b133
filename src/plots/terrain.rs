//! Heights over a plane, with paths on them: a map with level lines, or a relief seen from
//! the side. It knows nothing of what the heights are of.
//!
//! | file | what is there |
//! |---|---|
//! | `levels.rs` | which heights the level lines are drawn at |
//! | `grid.rs` | heights at any place |
//! | `height_map.rs` | a square of heights with its levels and axes, to be read and drawn |
//! | `rings.rs` | level lines as closed rings, and their order |
//! | `map.rs` | seen from above |
//! | `camera.rs` | from where a relief is seen |
//! | `relief.rs` | seen from the side, hidden parts hidden |
//! | `profile.rs` | one row of heights, as a curve |
//! | `trail.rs` | paths, marks and arrows on either |

mod brush;
mod camera;
mod grid;
mod height_map;
mod levels;
mod map;
pub mod profile;
mod relief;
mod rings;
mod trail;

use ndarray::Array2;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, DrawingBackend};

pub use camera::Camera;
pub use height_map::HeightMap;
pub use levels::Levels;
pub use trail::{Symbol, Trail};

use self::brush::Brush;
use self::grid::Grid;
use super::{Axis, Theme};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Terrain<'a> {
    /// Heights (rows, cols) at evenly spaced places: the first row at the start of `y`, the
    /// first column at the start of `x`, the last ones at their ends. What is not finite
    /// counts as highest.
    pub heights: &'a Array2<f32>,
    /// To the right.
    pub x: &'a Axis,
    /// Up.
    pub y: &'a Axis,
    /// What x and y are called: "x", "w₁".
    pub labels: [&'a str; 2],
    /// A unit of x is as long as a unit of y: a slope then stands at a right angle to the
    /// level lines. Otherwise the plane fills what room there is.
    pub is_isotropic: bool,
    /// Which heights have lines: as from [`Levels::fit`].
    pub levels: &'a Levels,
    /// Paths on it, later ones over earlier ones.
    pub trails: &'a [Trail<'a>],
    /// All is dark but for what is this near to a place.
    pub fog: Option<Fog>,
}

/// Sight that does not reach far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fog {
    /// Where one stands: x and y.
    pub at: (f64, f64),
    /// How far one sees, as a share of the width of what is drawn.
    pub reach: f64,
}

/// From where it is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum View {
    /// From above.
    Map,
    /// From the side.
    Relief(Camera),
}

/// Where things are within a drawing, in CSS pixels: for pointers.
#[derive(Clone, Debug)]
pub struct Places {
    shape: Shape,
    units: f64,
}

#[derive(Clone, Debug)]
enum Shape {
    Map(map::Frame),
    Relief(Box<relief::Body>),
}

impl Places {
    /// The x and y under a pointer, `left` and `top` pixels from the drawing's corner; none
    /// outside the terrain.
    pub fn at(&self, left: f64, top: f64) -> Option<(f64, f64)> {
        let point = (left * self.units, top * self.units);
        match &self.shape {
            Shape::Map(frame) => frame.at(point),
            Shape::Relief(body) => body.at(point),
        }
    }

    /// Where x and y are in the drawing, in pixels from its left and its top.
    pub fn of(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let point = match &self.shape {
            Shape::Map(frame) => frame.place((x, y)),
            Shape::Relief(body) => body.place((x, y)),
        }?;
        Some((point.0 / self.units, point.1 / self.units))
    }
}

/// What drawing comes to.
type Drawn<DB, T = ()> = Result<T, DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl Terrain<'_> {
    /// Draws onto `root`, whose pixels are `1 / units` CSS pixels.
    ///
    /// A drawing that is too small, or of fewer than 2 by 2 heights, stays empty: `None`.
    pub fn draw<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        view: View,
        theme: &Theme,
        units: f64,
    ) -> Drawn<DB, Option<Places>> {
        let Some(grid) = Grid::new(self.heights) else { return Ok(None) };
        let brush = Brush { root, theme, units };
        let (width, height) = brush.size();
        if !(width >= 100.0 * units && height >= 80.0 * units) {
            return Ok(None);
        }
        let shape = match view {
            View::Map => Shape::Map(self.draw_map(&brush, &grid)?),
            View::Relief(camera) => {
                Shape::Relief(Box::new(self.draw_relief(&brush, grid, camera)?))
            }
        };
        Ok(Some(Places { shape, units }))
    }

    /// How much longer x is than y as it is drawn; none: as there is room.
    fn aspect(&self) -> Option<f64> {
        let length = |axis: &Axis| axis.end() - axis.start();
        let aspect = length(self.x) / length(self.y);
        // Longer than that, and nothing could be seen.
        self.is_isotropic.then(|| aspect.clamp(0.2, 5.0))
    }
}
