//! Heights at the corners of a grid's cells, and between them.

use ndarray::Array2;

/// Heights, all finite, of at least 2 by 2 places.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub rows: usize,
    pub cols: usize,
    heights: Vec<f64>,
}

impl Grid {
    /// What is not finite becomes as high as the highest. None of fewer than 2 by 2.
    pub fn new(heights: &Array2<f32>) -> Option<Self> {
        let (rows, cols) = heights.dim();
        if rows < 2 || cols < 2 {
            return None;
        }
        let finite = heights.iter().copied().filter(|height| height.is_finite());
        let most = finite.reduce(f32::max).unwrap_or(0.0);
        let clean = |&height: &f32| f64::from(if height.is_finite() { height } else { most });
        Some(Self { rows, cols, heights: heights.iter().map(clean).collect() })
    }

    /// At a corner.
    pub fn height(&self, row: usize, col: usize) -> f64 {
        self.heights[row * self.cols + col]
    }

    /// At a place within the grid, counted in columns and rows; what lies outside has the
    /// height of the border.
    pub fn between(&self, col: f64, row: f64) -> f64 {
        let split = |at: f64, n: usize| {
            let at = at.clamp(0.0, (n - 1) as f64);
            let cell = (at as usize).min(n - 2);
            (cell, at - cell as f64)
        };
        let (col, right) = split(col, self.cols);
        let (row, up) = split(row, self.rows);
        let along = |row| {
            let left = self.height(row, col);
            left + right * (self.height(row, col + 1) - left)
        };
        let low = along(row);
        low + up * (along(row + 1) - low)
    }

    /// Another number for each height.
    pub fn map(&self, of: impl Fn(f64) -> f64) -> Self {
        let heights = self.heights.iter().map(|&height| of(height)).collect();
        Self { rows: self.rows, cols: self.cols, heights }
    }

    /// The same plane with fewer cells: at most `most` along a side.
    pub fn coarser(&self, most: usize) -> Self {
        let fewer = |n: usize| (n - 1).min(most.max(1)) + 1;
        let (rows, cols) = (fewer(self.rows), fewer(self.cols));
        if (rows, cols) == (self.rows, self.cols) {
            return self.clone();
        }
        let at = |idx: usize, n: usize, of: usize| (idx * (of - 1)) as f64 / (n - 1) as f64;
        let heights = (0..rows).flat_map(|row| {
            let row = at(row, rows, self.rows);
            (0..cols).map(move |col| self.between(at(col, cols, self.cols), row))
        });
        Self { rows, cols, heights: heights.collect() }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn heights_between_corners_are_on_straight_lines() {
        let grid = Grid::new(&array![[0.0, 2.0, 4.0], [10.0, 12.0, 14.0]]).unwrap();
        assert_eq!(grid.between(0.5, 0.0), 1.0);
        assert_eq!(grid.between(1.5, 0.5), 8.0);
        assert_eq!(grid.between(2.0, 1.0), 14.0);
        assert_eq!(grid.between(-5.0, 9.0), 10.0);
        let coarse = grid.coarser(1);
        assert_eq!((coarse.rows, coarse.cols), (2, 2));
        assert_eq!(coarse.height(1, 1), 14.0);
    }

    #[test]
    fn what_is_no_number_is_highest() {
        let grid = Grid::new(&array![[f32::NAN, 1.0], [f32::INFINITY, -3.0]]).unwrap();
        assert_eq!([grid.height(0, 0), grid.height(1, 0), grid.height(1, 1)], [1.0, 1.0, -3.0]);
        assert!(Grid::new(&array![[1.0, 2.0]]).is_none());
    }
}
