//! Where a map over the plane changes from one class to another: marching squares (Maple
//! 2003), cell by cell, for as many lines as there are.

use ndarray::Array2;

use super::Shades;
use crate::training::plane::place_of;

/// A short piece of a line, in the plane's own units.
pub type Segment = ((f64, f64), (f64, f64));

/// The boundary of a map (unit, place) of `side` places in a row. Of numbers with a sign it is
/// where they are 0.
pub fn boundary(map: &Array2<f32>, side: usize, shades: Shades) -> Vec<Segment> {
    if side < 2 || map.ncols() != side * side {
        return Vec::new();
    }
    match (shades, map.nrows()) {
        (_, 0) => Vec::new(),
        (Shades::Signed(_), _) => zero_line(side, |place| map[[0, place]]),
        (Shades::Classes, 1) => zero_line(side, |place| map[[0, place]] - 0.5),
        (Shades::Classes, n) => {
            // Of each class: how far it is before all others. Each border is found twice, from
            // both its sides; the line of the class with the smaller number is kept.
            let lead = |class: usize, place: usize| {
                let others = (0..n).filter(|&other| other != class);
                let best = others.map(|other| map[[other, place]]).fold(f32::MIN, f32::max);
                map[[class, place]] - best
            };
            (0..n - 1).flat_map(|class| zero_line(side, |place| lead(class, place))).collect()
        }
    }
}

/// Where the numbers of a grid pass 0.
fn zero_line(side: usize, number: impl Fn(usize) -> f32) -> Vec<Segment> {
    let at = |col: usize, row: usize| {
        let value = f64::from(number(row * side + col));
        (f64::from(place_of(col, side)), -f64::from(place_of(row, side)), value)
    };
    let mut segments = Vec::new();
    for row in 0..side - 1 {
        for col in 0..side - 1 {
            let corners = [at(col, row), at(col + 1, row), at(col + 1, row + 1), at(col, row + 1)];
            if corners.iter().any(|corner| !corner.2.is_finite()) {
                continue;
            }
            let crossing = |i: usize| {
                let ((x0, y0, a), (x1, y1, b)) = (corners[i], corners[(i + 1) % 4]);
                ((a < 0.0) != (b < 0.0)).then(|| {
                    let share = a / (a - b);
                    (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
                })
            };
            let found: Vec<_> = (0..4).filter_map(crossing).collect();
            match found[..] {
                [from, to] => segments.push((from, to)),
                // A saddle: which corners hang together the middle says.
                [top, right, bottom, left] => {
                    let middle: f64 = corners.iter().map(|corner| corner.2).sum();
                    if (middle < 0.0) == (corners[0].2 < 0.0) {
                        segments.extend([(top, right), (bottom, left)]);
                    } else {
                        segments.extend([(top, left), (bottom, right)]);
                    }
                }
                _ => {}
            }
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(side: usize, of: impl Fn(f32, f32) -> Vec<f32>) -> Array2<f32> {
        let places = (0..side * side)
            .map(|place| of(place_of(place % side, side), -place_of(place / side, side)));
        let columns: Vec<Vec<f32>> = places.collect();
        Array2::from_shape_fn((columns[0].len(), side * side), |(unit, at)| columns[at][unit])
    }

    #[test]
    fn a_ring_is_found_where_it_is() {
        let sigmoid = |z: f32| 1.0 / (1.0 + (-z).exp());
        let ring = map(60, |x, y| vec![sigmoid(x.hypot(y) - 3.0)]);
        let found = boundary(&ring, 60, Shades::Classes);
        let length: f64 = found.iter().map(|((x0, y0), (x1, y1))| (x1 - x0).hypot(y1 - y0)).sum();
        assert!((length - 6.0 * std::f64::consts::PI).abs() < 0.1, "{length}");
        for ((x, y), _) in found {
            assert!((x.hypot(y) - 3.0).abs() < 0.02);
        }
    }

    #[test]
    fn three_classes_meet_in_a_point() {
        // The nearest of three directions.
        let thirds = map(40, |x, y| vec![y, -0.5 * y + 0.9 * x, -0.5 * y - 0.9 * x]);
        let found = boundary(&thirds, 40, Shades::Classes);
        let ends = |x: f64, y: f64| {
            found.iter().any(|&((a, b), _)| (a - x).abs() < 0.3 && (b - y).abs() < 0.3)
        };
        assert!(ends(0.0, 0.0) && ends(0.0, -5.5) && ends(-5.4, 3.2) && ends(5.4, 3.2));
        assert!(!ends(0.0, 4.0) && !ends(4.0, 0.0));
    }

    #[test]
    fn what_is_no_map_has_no_boundary() {
        assert!(boundary(&Array2::zeros((0, 16)), 4, Shades::Classes).is_empty());
        assert!(boundary(&Array2::zeros((1, 15)), 4, Shades::Classes).is_empty());
        let nan = Array2::from_elem((3, 16), f32::NAN);
        assert!(boundary(&nan, 4, Shades::Classes).is_empty());
        assert!(boundary(&Array2::zeros((1, 16)), 4, Shades::Signed(1.0)).is_empty());
    }
}
