//! Level lines as closed rings (marching squares, Maple 2003), in an order in which each
//! may be filled over those before it.
//!
//! Around the grid lies one more row of corners that is lower than all, at no distance: so
//! every line closes, along the border if need be. Rings of all levels never cross, they
//! only lie within each other; filled from the largest to the smallest, each with the color
//! of the band just inside it, they make the map, without a seam between cells.

use std::collections::HashMap;

use super::grid::Grid;
use super::levels::Levels;

/// A closed level line.
#[derive(Debug)]
pub(super) struct Ring {
    /// Which level: where band `level` begins.
    pub level: usize,
    /// Corners, counted in columns and rows; what is higher lies to the left.
    pub points: Vec<(f64, f64)>,
    /// Twice the area; above 0 if what is within is higher.
    area: f64,
}

impl Ring {
    /// The band just within.
    pub fn band(&self) -> usize {
        if self.area > 0.0 { self.level } else { self.level - 1 }
    }
}

/// The rings of every level but the lowest, which is the border itself, the largest first.
pub(super) fn rings(grid: &Grid, levels: &Levels) -> Vec<Ring> {
    let padded = Padded(grid);
    let heights: Vec<(f64, usize)> = (1..levels.n_bands()).map(|k| (levels.level(k), k)).collect();
    // Of each level: which edge follows which.
    let mut following = vec![HashMap::<Edge, Edge>::new(); levels.n_bands()];
    for row in 0..grid.rows + 1 {
        for col in 0..grid.cols + 1 {
            let corners = padded.corners(row, col);
            let edge = |side: Side| match side {
                Side::Bottom => (row, col, false),
                Side::Right => (row, col + 1, true),
                Side::Top => (row + 1, col, false),
                Side::Left => (row, col, true),
            };
            for &(level, k) in crossed(corners, &heights) {
                for &(from, to) in lines(corners, level) {
                    following[k].insert(edge(from), edge(to));
                }
            }
        }
    }
    let mut rings: Vec<Ring> = Vec::new();
    for (level, k) in heights {
        rings.extend(padded.joined(std::mem::take(&mut following[k]), k, level));
    }
    // Of two that are the same, around a cliff, the inner band comes last.
    let inner = |ring: &Ring| if ring.area > 0.0 { ring.level } else { usize::MAX - ring.level };
    rings.sort_by(|a, b| {
        b.area.abs().total_cmp(&a.area.abs()).then_with(|| inner(a).cmp(&inner(b)))
    });
    rings
}

/// An edge of the padded grid: its lower left corner, and whether it goes up.
type Edge = (usize, usize, bool);

/// The grid with one more row of corners around it: lower than all, at no distance.
struct Padded<'a>(&'a Grid);

impl Padded<'_> {
    fn height(&self, row: usize, col: usize) -> f64 {
        let is_inside = (1..=self.0.rows).contains(&row) && (1..=self.0.cols).contains(&col);
        if is_inside { self.0.height(row - 1, col - 1) } else { f64::NEG_INFINITY }
    }

    fn corners(&self, row: usize, col: usize) -> [f64; 4] {
        [(row, col), (row, col + 1), (row + 1, col + 1), (row + 1, col)]
            .map(|(row, col)| self.height(row, col))
    }

    fn place(&self, row: usize, col: usize) -> (f64, f64) {
        let inside = |at: usize, n: usize| at.clamp(1, n) as f64 - 1.0;
        (inside(col, self.0.cols), inside(row, self.0.rows))
    }

    /// Where a level crosses an edge.
    fn crossing(&self, (row, col, is_up): Edge, level: f64) -> (f64, f64) {
        let (other_row, other_col) = if is_up { (row + 1, col) } else { (row, col + 1) };
        let (from, to) = (self.height(row, col), self.height(other_row, other_col));
        let share = (level - from) / (to - from);
        // Beyond the border both ends are at one place.
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        let (a, b) = (self.place(row, col), self.place(other_row, other_col));
        (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
    }

    /// A level's rings, given which edge follows which.
    fn joined(&self, mut next: HashMap<Edge, Edge>, k: usize, level: f64) -> Vec<Ring> {
        // In the order of the grid, and not of the map: the same picture every time.
        let mut starts: Vec<Edge> = next.keys().copied().collect();
        starts.sort_unstable();
        let mut rings = Vec::new();
        for start in starts {
            let mut points = Vec::new();
            let mut at = start;
            while let Some(following) = next.remove(&at) {
                points.push(self.crossing(at, level));
                at = following;
            }
            points.dedup();
            if points.len() > 2 {
                let area = doubled_area(&points);
                if area != 0.0 {
                    rings.push(Ring { level: k, points, area });
                }
            }
        }
        rings
    }
}

#[derive(Clone, Copy)]
enum Side {
    Bottom,
    Right,
    Top,
    Left,
}

/// The lines through a cell, with what is higher to their left. Corners: lower left, lower
/// right, upper right, upper left.
fn lines(corners: [f64; 4], level: f64) -> &'static [(Side, Side)] {
    use Side::{Bottom, Left, Right, Top};
    let high = corners.map(|height| height >= level);
    let which = high.iter().rev().fold(0, |sum, &is_high| 2 * sum + u8::from(is_high));
    let is_middle_high = || corners.iter().sum::<f64>() / 4.0 >= level;
    match which {
        1 => &[(Bottom, Left)],
        2 => &[(Right, Bottom)],
        3 => &[(Right, Left)],
        4 => &[(Top, Right)],
        5 if is_middle_high() => &[(Bottom, Right), (Top, Left)],
        5 => &[(Bottom, Left), (Top, Right)],
        6 => &[(Top, Bottom)],
        7 => &[(Top, Left)],
        8 => &[(Left, Top)],
        9 => &[(Bottom, Top)],
        10 if is_middle_high() => &[(Left, Bottom), (Right, Top)],
        10 => &[(Right, Bottom), (Left, Top)],
        11 => &[(Right, Top)],
        12 => &[(Left, Right)],
        13 => &[(Bottom, Right)],
        14 => &[(Left, Bottom)],
        _ => &[],
    }
}

/// Two ends of a line through a cell, 0 to 1 to the right and up.
pub(super) type Ends = [(f64, f64); 2];

/// The level lines through one cell, each with what goes with its level. `levels`: heights in
/// ascending order, and what goes with each. Corners: lower left, lower right, upper right,
/// upper left.
pub(super) fn lines_at<T: Copy>(
    corners: [f64; 4],
    levels: &[(f64, T)],
) -> impl Iterator<Item = (T, Ends)> {
    let [a, b, c, d] = corners;
    crossed(corners, levels).iter().flat_map(move |&(level, what)| {
        let share = move |from: f64, to: f64| (level - from) / (to - from);
        let end = move |side: Side| match side {
            Side::Bottom => (share(a, b), 0.0),
            Side::Right => (1.0, share(b, c)),
            Side::Top => (share(d, c), 1.0),
            Side::Left => (0.0, share(a, d)),
        };
        lines(corners, level).iter().map(move |&(from, to)| (what, [end(from), end(to)]))
    })
}

/// The levels above a cell's lowest corner and not above its highest.
fn crossed<T>(corners: [f64; 4], levels: &[(f64, T)]) -> &[(f64, T)] {
    let low = corners.into_iter().fold(f64::INFINITY, f64::min);
    let high = corners.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let from = levels.partition_point(|&(level, _)| level <= low);
    let to = levels.partition_point(|&(level, _)| level <= high);
    &levels[from..to.max(from)]
}

/// Twice the area within a ring; above 0 if it goes counterclockwise, y upward.
fn doubled_area(points: &[(f64, f64)]) -> f64 {
    let following = points.iter().cycle().skip(1);
    points.iter().zip(following).map(|(a, b)| a.0 * b.1 - a.1 * b.0).sum()
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    fn grid(n: usize, f: impl Fn(f64, f64) -> f64) -> (Grid, Levels) {
        let at = |i: usize| 2.0 * i as f64 / (n - 1) as f64 - 1.0;
        let heights = Array2::from_shape_fn((n, n), |(row, col)| f(at(col), at(row)) as f32);
        (Grid::new(&heights).unwrap(), Levels::fit(&heights, 8))
    }

    /// The bands that the filled rings leave at a place: the last ring that contains it.
    fn band_at(rings: &[Ring], (x, y): (f64, f64)) -> usize {
        let contains = |ring: &&Ring| {
            let following = ring.points.iter().cycle().skip(1);
            let crossed = ring.points.iter().zip(following).filter(|(a, b)| {
                (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
            });
            crossed.count() % 2 == 1
        };
        rings.iter().rev().find(contains).map_or(0, Ring::band)
    }

    /// Every corner of the grid has the color of its own height.
    #[test]
    fn filled_rings_show_each_height_in_its_band() {
        let surfaces: [fn(f64, f64) -> f64; 6] = [
            |x, y| x * x + y * y,
            |x, y| x * y,
            |x, y| (4.0 * x).sin() * (4.0 * y).cos(),
            |x, y| -(x * x + y * y),
            |x, _| if x > 0.1 { 1.0 } else { 0.0 },
            |x, y| (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2),
        ];
        for (idx, f) in surfaces.into_iter().enumerate() {
            let (grid, levels) = grid(33, f);
            let rings = rings(&grid, &levels);
            // Not the border, where a ring and the place are one.
            for row in 1..32 {
                for col in 1..32 {
                    // A little off the corner: on it lie the lines.
                    let (x, y) = (col as f64 + 0.013, row as f64 + 0.017);
                    let height = grid.between(x, y);
                    let k = band_at(&rings, (x, y));
                    // Lines are straight within a cell, heights are not; at the foot of a
                    // cliff all of them are near.
                    let is_cliff = idx == 4 && (17.0..19.0).contains(&x);
                    let (band, slack) = (8.0 * levels.shade(height), 0.35);
                    assert!(
                        is_cliff || (k as f64 - slack..=k as f64 + 1.0 + slack).contains(&band),
                        "surface {idx} at {x}, {y}: {height} is in band {band}, drawn in {k}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_plane_without_slope_has_no_lines() {
        let (grid, levels) = grid(9, |_, _| 2.5);
        assert!(rings(&grid, &levels).is_empty());
    }
}
