//! Lines told apart without color: dashes, and letters that keep off each other.

use super::course::Point;

/// The strokes of a line that is dashed: lengths of strokes and gaps by turns, in units of
/// `unit`; the line itself without any.
pub(super) fn dashed(path: &[Point], dashes: &[f64], unit: f64) -> Vec<Vec<Point>> {
    if dashes.is_empty() || path.len() < 2 {
        return vec![path.to_vec()];
    }
    let mut strokes = Vec::new();
    let mut stroke = vec![path[0]];
    let (mut at, mut left) = (0, dashes[0] * unit);
    for pair in path.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = dx.hypot(dy);
            let is_stroke = at % 2 == 0;
            if length <= left || !length.is_finite() {
                left -= length;
                if is_stroke {
                    stroke.push(to);
                }
                break;
            }
            let turn = (from.0 + dx * left / length, from.1 + dy * left / length);
            if is_stroke {
                stroke.push(turn);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![turn];
            }
            from = turn;
            at = (at + 1) % dashes.len();
            left = dashes[at] * unit;
        }
    }
    strokes.extend((stroke.len() > 1).then_some(stroke));
    strokes
}

/// Moves places up and down until no two of them are nearer than `room` in both directions;
/// within the bounds, as long as there is room.
pub(super) fn apart(places: &mut [Point], room: f64, (top, bottom): (f64, f64)) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].1.total_cmp(&places[b].1));
    // Downward: each below those that are there already; and from the bottom up again.
    let push = |places: &mut [Point], order: &[usize], sign: f64, limit: f64| {
        for (n, &idx) in order.iter().enumerate() {
            let mut y = places[idx].1;
            for &other in &order[..n] {
                let (x, other) = (places[idx].0, places[other]);
                if (x - other.0).abs() < room && sign * (y - other.1) < room {
                    y = other.1 + sign * room;
                }
            }
            places[idx].1 = if sign * (y - limit) > 0.0 && n == 0 { limit } else { y };
        }
    };
    push(places, &order, 1.0, bottom);
    order.reverse();
    let lowest = order.first().map_or(bottom, |&idx| places[idx].1);
    if lowest > bottom {
        for &idx in &order {
            places[idx].1 = places[idx].1.min(bottom);
        }
        push(places, &order, -1.0, top);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_and_gaps_take_turns_around_corners() {
        let path = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)];
        assert_eq!(dashed(&path, &[], 1.0), [path.to_vec()]);
        let expected = [vec![(0.0, 0.0), (3.0, 0.0)], vec![(4.0, 0.0), (4.0, 3.0)]];
        assert_eq!(dashed(&path, &[3.0, 1.0], 1.0), expected);
        assert_eq!(dashed(&path, &[1.5, 0.5], 2.0), expected);
        // A stroke that goes on around the corner is one stroke.
        assert_eq!(dashed(&path, &[6.0, 9.0], 1.0), [vec![(0.0, 0.0), (4.0, 0.0), (4.0, 2.0)]]);
    }

    #[test]
    fn letters_keep_off_each_other() {
        let mut places = [(10.0, 50.0), (10.0, 52.0), (10.0, 51.0), (90.0, 50.0)];
        apart(&mut places, 13.0, (0.0, 100.0));
        assert_eq!(places, [(10.0, 50.0), (10.0, 76.0), (10.0, 63.0), (90.0, 50.0)]);
        let mut low = [(10.0, 99.0), (10.0, 98.0), (10.0, 97.0)];
        apart(&mut low, 13.0, (0.0, 100.0));
        let mut ys = low.map(|place| place.1);
        ys.sort_by(f64::total_cmp);
        assert!(ys[2] <= 100.0 && ys.windows(2).all(|pair| pair[1] - pair[0] >= 13.0), "{ys:?}");
    }
}
