//! Where on a plane the loss is asked for: a square grid, its coarse points first, so that a
//! picture of the whole is there at once and becomes finer.

/// From where to where, along both axes of a plane.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Extent {
    /// Of the first column and of the last.
    pub x: (f64, f64),
    /// Of the first row and of the last.
    pub y: (f64, f64),
}

impl Extent {
    /// A square that reaches as far in all directions.
    pub fn around((x, y): (f64, f64), reach: f64) -> Self {
        Self { x: (x - reach, x + reach), y: (y - reach, y + reach) }
    }

    /// A square, of one scale for both axes, that holds all points with a margin of about a
    /// fifth of their width around them, between numbers of few digits; `wider` times as wide.
    pub fn enclosing(points: impl IntoIterator<Item = (f64, f64)>, wider: f64) -> Option<Self> {
        let nothing = ((f64::INFINITY, f64::NEG_INFINITY), (f64::INFINITY, f64::NEG_INFINITY));
        let grow = |(low, high): (f64, f64), at: f64| (low.min(at), high.max(at));
        let (x, y) =
            points.into_iter().fold(nothing, |(xs, ys), (x, y)| (grow(xs, x), grow(ys, y)));
        let half = 0.5 * (x.1 - x.0).max(y.1 - y.0);
        let center = (0.5 * (x.0 + x.1), 0.5 * (y.0 + y.1));
        let half = 1.4 * half * wider;
        if !(half > 0.0 && half.is_finite()) {
            return None;
        }
        // Two digits of it: the margin is larger than what is rounded off.
        let digits = 1 - half.log10().floor() as i32;
        let short = |number: f64| {
            let unit = 10f64.powi(digits.abs());
            if digits < 0 { (number / unit).round() * unit } else { (number * unit).round() / unit }
        };
        Some(Self::around((short(center.0), short(center.1)), short(half)))
    }

    /// Whether there is anything in it.
    pub fn is_valid(&self) -> bool {
        let grows = |(from, to): (f64, f64)| from < to && (to - from).is_finite();
        grows(self.x) && grows(self.y)
    }
}

/// A square grid of 2ᵏ + 1 points a side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    extent: Extent,
    fineness: u32,
}

impl Grid {
    /// k at least, and at most: 9 to 129 points a side.
    pub const FINENESS: std::ops::RangeInclusive<u32> = 3..=7;

    /// Points of a side in the coarsest picture: 5.
    const COARSEST: u32 = 2;

    /// A grid over `extent` of 2ᵏ + 1 points a side; k is brought into
    /// [`FINENESS`](Self::FINENESS).
    pub fn new(extent: Extent, fineness: u32) -> Self {
        let fineness = fineness.clamp(*Self::FINENESS.start(), *Self::FINENESS.end());
        Self { extent, fineness }
    }

    /// Points of a side.
    pub fn side(&self) -> usize {
        (1 << self.fineness) + 1
    }

    /// Points in all.
    pub fn n_points(&self) -> usize {
        self.side() * self.side()
    }

    /// Over what.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The place on the plane of a point (row, column); row 0 is the lowest y.
    pub fn place(&self, (row, col): (usize, usize)) -> (f64, f64) {
        let n = (self.side() - 1) as f64;
        let at = |(from, to): (f64, f64), i: usize| {
            // The ends and the middle are exact.
            let share = i as f64 / n;
            (1.0 - share) * from + share * to
        };
        (at(self.extent.x, col), at(self.extent.y, row))
    }

    /// Distances between the points of each picture, the coarsest first.
    fn strides(&self) -> impl Iterator<Item = usize> + use<> {
        (0..=self.fineness - Self::COARSEST).rev().map(|power| 1 << power)
    }

    /// All points (row, column): those of the coarsest picture, then those that the next one
    /// has besides, and so on; each picture row by row.
    pub fn order(&self) -> Vec<(u32, u32)> {
        let side = self.side();
        let mut all = Vec::with_capacity(self.n_points());
        for (level, stride) in self.strides().enumerate() {
            for row in (0..side).step_by(stride) {
                for col in (0..side).step_by(stride) {
                    let was_there = level > 0 && row % (2 * stride) == 0 && col % (2 * stride) == 0;
                    if !was_there {
                        all.push((row as u32, col as u32));
                    }
                }
            }
        }
        all
    }

    /// How many points of [`order`](Self::order) each picture has, the coarsest first.
    pub fn levels(&self) -> impl Iterator<Item = usize> + use<> {
        let side = self.side();
        self.strides().map(move |stride| ((side - 1) / stride + 1).pow(2))
    }

    /// All heights, row by row, when the first of [`order`](Self::order) are known: those that
    /// are not are between their known neighbors of the coarser picture, straight lines both
    /// ways.
    pub fn filled(&self, order: &[(u32, u32)], known: &[f32]) -> Vec<f32> {
        let side = self.side();
        let mut heights = vec![f32::NAN; self.n_points()];
        let mut is_known = vec![false; self.n_points()];
        for (&(row, col), &height) in order.iter().zip(known) {
            let at = row as usize * side + col as usize;
            (heights[at], is_known[at]) = (height, true);
        }
        // The finest picture that is whole.
        let whole = self.levels().zip(self.strides()).take_while(|(n, _)| *n <= known.len()).last();
        let Some((_, stride)) = whole else { return heights };
        for row in 0..side {
            for col in 0..side {
                if is_known[row * side + col] {
                    continue;
                }
                let low = |at: usize| (at / stride * stride).min(side - 1 - stride);
                let (top, left) = (low(row), low(col));
                let share = |at: usize, from: usize| (at - from) as f32 / stride as f32;
                let (down, right) = (share(row, top), share(col, left));
                let along = |row: usize| {
                    let at = row * side + left;
                    between(heights[at], heights[at + stride], right)
                };
                heights[row * side + col] = between(along(top), along(top + stride), down);
            }
        }
        heights
    }
}

/// On the line from `a` to `b`; infinity is not multiplied with 0.
fn between(a: f32, b: f32, share: f32) -> f32 {
    match share {
        0.0 => a,
        1.0 => b,
        share => (1.0 - share) * a + share * b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        Grid::new(Extent { x: (-1.0, 3.0), y: (10.0, 20.0) }, 4)
    }

    #[test]
    fn every_point_once_and_the_coarse_ones_first() {
        let order = grid().order();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!((order.len(), sorted.len(), grid().n_points()), (289, 289, 289));
        assert_eq!(grid().levels().collect::<Vec<_>>(), [25, 81, 289]);
        assert!(order[..25].iter().all(|(row, col)| row % 4 == 0 && col % 4 == 0));
        assert!(order[..81].iter().all(|(row, col)| row % 2 == 0 && col % 2 == 0));
        assert_eq!(
            (Grid::new(grid().extent(), 0).side(), Grid::new(grid().extent(), 99).side()),
            (9, 129)
        );
    }

    #[test]
    fn corners_and_center_are_where_they_should_be() {
        assert_eq!(grid().place((0, 0)), (-1.0, 10.0));
        assert_eq!(grid().place((16, 16)), (3.0, 20.0));
        assert_eq!(grid().place((8, 8)), (1.0, 15.0));
        let around = Grid::new(Extent::around((0.0, 0.0), 0.7), 5);
        assert_eq!(around.place((16, 16)), (0.0, 0.0));
    }

    #[test]
    fn what_is_not_known_lies_between_what_is() {
        let (grid, order) = (grid(), grid().order());
        let height = |&(row, col): &(u32, u32)| (3 * row + 2 * col) as f32;
        let all: Vec<f32> = order.iter().map(height).collect();
        let expected: Vec<f32> =
            (0..289).map(|at| height(&((at / 17) as u32, (at % 17) as u32))).collect();
        for n in [25, 30, 81, 200, 289] {
            assert_eq!(grid.filled(&order, &all[..n]), expected, "after {n}");
        }
        assert!(grid.filled(&order, &all[..24]).iter().filter(|h| h.is_nan()).count() == 289 - 24);
        // A wall of infinity stays where it is.
        let mut all = all;
        all[4] = f32::INFINITY;
        let filled = grid.filled(&order, &all[..25]);
        assert_eq!((filled[16], filled[12], filled[13]), (f32::INFINITY, 24.0, f32::INFINITY));
    }

    #[test]
    fn a_square_encloses_a_path() {
        let square = Extent::enclosing([(0.0, 0.0), (10.0, 2.0), (4.0, -2.0)], 1.0).unwrap();
        assert_eq!((square.x, square.y), ((-2.0, 12.0), (-7.0, 7.0)));
        let odd = Extent::enclosing([(-22.07, 6.01), (0.0, 0.0), (-8.0, -3.51)], 1.0).unwrap();
        assert_eq!((odd.x, odd.y), ((-26.0, 4.0), (-14.0, 16.0)));
        let tiny = Extent::enclosing([(0.01, 0.0), (0.0, 0.001_234)], 1.0).unwrap();
        assert_eq!(tiny.x.0, 0.005 - 0.007);
        assert!(square.is_valid());
        assert_eq!(Extent::enclosing([(1.0, 1.0)], 1.0), None);
        assert_eq!(Extent::enclosing([], 1.0), None);
        assert!(!Extent { x: (0.0, f64::NAN), y: (0.0, 1.0) }.is_valid());
    }
}
