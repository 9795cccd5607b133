//! Heights over a square part of the plane, with all that they are drawn with.

use ndarray::Array2;

use super::{Levels, Terrain, Trail};
use crate::plots::Axis;

/// Heights at evenly spaced places, as many along x as along y.
#[derive(Clone, Debug, PartialEq)]
pub struct HeightMap {
    heights: Array2<f32>,
    levels: Levels,
    axes: [Axis; 2],
}

impl HeightMap {
    /// Of heights row by row, the row of the lowest y first, over these ranges of x and y;
    /// with level lines between `n_bands` bands. None unless there are `side` times `side`,
    /// and at least 2 by 2.
    pub fn new(
        heights: Vec<f32>,
        side: usize,
        ranges: [(f64, f64); 2],
        n_bands: usize,
    ) -> Option<Self> {
        let heights = Array2::from_shape_vec((side, side), heights).ok().filter(|_| side >= 2)?;
        let levels = Levels::fit(heights.iter(), n_bands);
        let axes = ranges.map(|(from, to)| Axis::linear(from, to));
        Some(Self { heights, levels, axes })
    }

    /// Which heights have lines.
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// To the right.
    pub fn x(&self) -> &Axis {
        &self.axes[0]
    }

    /// Up.
    pub fn y(&self) -> &Axis {
        &self.axes[1]
    }

    /// From one place to the next, in x and in y.
    pub fn spacing(&self) -> (f64, f64) {
        let spacing = |axis: &Axis| (axis.end() - axis.start()) / self.n_cells();
        (spacing(self.x()), spacing(self.y()))
    }

    /// The place that is nearest to x and y, and its height.
    pub fn nearest(&self, (x, y): (f64, f64)) -> ((f64, f64), f32) {
        let on = |axis: &Axis, at: f64| {
            let length = axis.end() - axis.start();
            let share = (at - axis.start()) / length;
            let idx = (share.clamp(0.0, 1.0) * self.n_cells()).round();
            (idx as usize, axis.start() + idx / self.n_cells() * length)
        };
        let ((col, x), (row, y)) = (on(self.x(), x), on(self.y(), y));
        ((x, y), self.heights[[row, col]])
    }

    /// What is drawn of it, with these paths on it: a unit of x as long as one of y.
    pub fn terrain<'a>(&'a self, labels: [&'a str; 2], trails: &'a [Trail<'a>]) -> Terrain<'a> {
        Terrain {
            heights: &self.heights,
            x: self.x(),
            y: self.y(),
            labels,
            is_isotropic: true,
            levels: &self.levels,
            trails,
            fog: None,
        }
    }

    /// Stretches between the places along a side.
    fn n_cells(&self) -> f64 {
        (self.heights.ncols() - 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> HeightMap {
        let heights = (0..9u8).map(f32::from).collect();
        HeightMap::new(heights, 3, [(-1.0, 1.0), (0.0, 4.0)], 4).unwrap()
    }

    #[test]
    fn the_nearest_place_has_its_own_height() {
        assert_eq!(map().nearest((0.4, 1.2)), ((0.0, 2.0), 4.0));
        assert_eq!(map().nearest((0.6, 0.0)), ((1.0, 0.0), 2.0));
        // Outside it is one of the border's.
        assert_eq!(map().nearest((-9.0, 9.0)), ((-1.0, 4.0), 6.0));
        assert_eq!(map().spacing(), (1.0, 2.0));
    }

    #[test]
    fn what_is_no_square_of_heights_is_none() {
        let ranges = [(0.0, 1.0); 2];
        assert!(HeightMap::new(vec![0.0; 8], 3, ranges, 4).is_none());
        assert!(HeightMap::new(vec![0.0], 1, ranges, 4).is_none());
        assert!(HeightMap::new(Vec::new(), 0, ranges, 4).is_none());
    }
}
