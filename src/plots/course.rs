//! From many points to a line worth drawing: all in pixels, y downward.
//!
//! A long run has far more points than the chart has pixel columns. Each column
//! keeps its first, lowest, highest and last point, which draws the same picture
//! (Jugel et al., "M4", VLDB 2014). The smoothed course is a local linear fit with
//! Gaussian weights (Cleveland, JASA 1979): it does not lag behind the data as a
//! moving average does, and goes through them where they are sparse.

/// A point, in pixels.
pub(super) type Point = (f64, f64);

/// All the points of one pixel column.
struct Column {
    first: Point,
    lowest: Point,
    highest: Point,
    last: Point,
    sum: Point,
    n: f64,
}

impl Column {
    fn new(point: Point) -> Self {
        let (first, lowest, highest, last) = (point, point, point, point);
        Self { first, lowest, highest, last, sum: point, n: 1.0 }
    }

    fn add(&mut self, point: Point) {
        if point.1 < self.lowest.1 {
            self.lowest = point;
        }
        if point.1 > self.highest.1 {
            self.highest = point;
        }
        self.last = point;
        self.sum = (self.sum.0 + point.0, self.sum.1 + point.1);
        self.n += 1.0;
    }

    fn mean(&self) -> Point {
        (self.sum.0 / self.n, self.sum.1 / self.n)
    }
}

/// A stretch of points without a gap.
pub(super) struct Course {
    columns: Vec<Column>,
}

impl Course {
    /// Splits points at the gaps (`None`) and gathers each stretch by columns of
    /// `column_width`.
    pub fn gather(points: impl Iterator<Item = Option<Point>>, column_width: f64) -> Vec<Self> {
        let mut courses = Vec::<Self>::new();
        let mut in_gap = true;
        for point in points {
            let Some(point) = point else {
                in_gap = true;
                continue;
            };
            if std::mem::take(&mut in_gap) {
                courses.push(Self { columns: vec![] });
            }
            let Some(course) = courses.last_mut() else { continue };
            match course.columns.last_mut() {
                Some(column) if column.first.0 + column_width > point.0 => column.add(point),
                _ => course.columns.push(Column::new(point)),
            }
        }
        courses
    }

    /// The points themselves, thinned to what can be seen.
    pub fn path(&self) -> Vec<Point> {
        let mut path = Vec::with_capacity(self.columns.len() * 4);
        for column in &self.columns {
            path.extend([column.first, column.lowest, column.highest, column.last]);
        }
        path.dedup();
        path
    }

    /// The course without its noise; `width` is the standard deviation of the weights.
    pub fn smooth(&self, width: f64) -> Vec<Point> {
        let means: Vec<(Point, f64)> = self.columns.iter().map(|c| (c.mean(), c.n)).collect();
        let reach = 3.0 * width;
        let mut from = 0;
        means
            .iter()
            .map(|&((x, y), _)| {
                while means[from].0.0 < x - reach {
                    from += 1;
                }
                let near = means[from..].iter().take_while(|(point, _)| point.0 <= x + reach);
                (x, local_fit(near, x, width).unwrap_or(y))
            })
            .collect()
    }
}

/// The weighted least-squares line through `near`, read off at `x`.
fn local_fit<'a>(near: impl Iterator<Item = &'a (Point, f64)>, x: f64, width: f64) -> Option<f64> {
    let (mut s0, mut s1, mut s2, mut t0, mut t1) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for &(point, n) in near {
        let d = (point.0 - x) / width;
        let weight = n * (-0.5 * d * d).exp();
        s0 += weight;
        s1 += weight * d;
        s2 += weight * d * d;
        t0 += weight * point.1;
        t1 += weight * d * point.1;
    }
    let determinant = s0 * s2 - s1 * s1;
    // Too few or too close points for a slope: their mean.
    let y = if determinant > 1e-3 * s0 * s0 { (s2 * t0 - s1 * t1) / determinant } else { t0 / s0 };
    y.is_finite().then_some(y)
}

/// The parts of a path that lie between `top` and `bottom`.
pub(super) fn clip(path: &[Point], top: f64, bottom: f64) -> Vec<Vec<Point>> {
    let inside = |y: f64| (top..=bottom).contains(&y);
    let mut parts = Vec::<Vec<Point>>::new();
    let mut open = false;
    if let &[only] = path
        && inside(only.1)
    {
        return vec![vec![only]];
    }
    for pair in path.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        // Where the segment crosses a height, from either side.
        let enter = |from: Point, to: Point| {
            let edge = from.1.clamp(top, bottom);
            (from.0 + (to.0 - from.0) * (edge - from.1) / (to.1 - from.1), edge)
        };
        let same_side = (a.1 < top && b.1 < top) || (a.1 > bottom && b.1 > bottom);
        if same_side {
            open = false;
            continue;
        }
        if !open {
            parts.push(vec![if inside(a.1) { a } else { enter(a, b) }]);
        }
        open = inside(b.1);
        if let Some(part) = parts.last_mut() {
            part.push(if open { b } else { enter(b, a) });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather(points: &[Option<Point>]) -> Vec<Course> {
        Course::gather(points.iter().copied(), 1.0)
    }

    #[test]
    fn gaps_split_and_columns_keep_extremes() {
        let courses = gather(&[None, Some((0.0, 1.0)), None, None, Some((1.0, 2.0)), None]);
        assert_eq!(courses.len(), 2);

        let dense: Vec<_> =
            (0..1000).map(|i| Some((f64::from(i) / 100.0, f64::from(i % 7)))).collect();
        let path = gather(&dense)[0].path();
        assert!(path.len() <= 4 * 11, "{}", path.len());
        assert_eq!(path.iter().map(|p| p.1).fold(0.0, f64::max), 6.0);
        assert_eq!(path.last(), Some(&(9.99, f64::from(999 % 7))));
    }

    #[test]
    fn smoothing_keeps_lines_and_removes_noise() {
        let line: Vec<_> = (0..100).map(|i| Some((f64::from(i), 3.0 * f64::from(i)))).collect();
        for (x, y) in gather(&line)[0].smooth(4.0) {
            assert!((y - 3.0 * x).abs() < 1e-6, "no bias, not even at the ends: {x} {y}");
        }
        let noise: Vec<_> = (0..100).map(|i| Some((f64::from(i), f64::from(i % 2)))).collect();
        for (x, y) in gather(&noise)[0].smooth(4.0) {
            let tolerance = if (8.0..92.0).contains(&x) { 0.01 } else { 0.3 };
            assert!((y - 0.5).abs() < tolerance, "{x} {y}");
        }
        let sparse = [Some((0.0, 5.0)), Some((50.0, 1.0)), Some((100.0, 3.0))];
        assert_eq!(gather(&sparse)[0].smooth(4.0), [(0.0, 5.0), (50.0, 1.0), (100.0, 3.0)]);
    }

    #[test]
    fn clipping_cuts_at_the_edges() {
        let path = [(0.0, -10.0), (10.0, 10.0), (20.0, 30.0), (30.0, 10.0)];
        assert_eq!(
            clip(&path, 0.0, 20.0),
            [vec![(5.0, 0.0), (10.0, 10.0), (15.0, 20.0)], vec![(25.0, 20.0), (30.0, 10.0)]]
        );
        // A single segment right through.
        assert_eq!(clip(&[(0.0, -10.0), (4.0, 30.0)], 0.0, 20.0), [vec![(1.0, 0.0), (3.0, 20.0)]]);
        assert_eq!(clip(&[(0.0, 5.0)], 0.0, 20.0), [vec![(0.0, 5.0)]]);
        assert!(clip(&[(0.0, -5.0), (1.0, -6.0)], 0.0, 20.0).is_empty());
        assert!(clip(&[], 0.0, 20.0).is_empty());
    }
}
