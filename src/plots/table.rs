//! The numbers behind a chart, few enough to read.

use super::Series;

/// A row: x, and the value of each series there, if it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where.
    pub x: f64,
    /// In the order of the series.
    pub values: Vec<Option<f64>>,
}

/// At most `max_rows` rows with the points of all series, by x. If there are more
/// points, each row stands for a stretch of x and shows the last value of each
/// series within it; nothing is averaged.
pub fn rows(series: &[Series], max_rows: usize) -> Vec<Row> {
    let mut xs: Vec<f64> =
        series.iter().flat_map(|series| series.points.iter().map(|point| point.0)).collect();
    xs.sort_unstable_by(f64::total_cmp);
    xs.dedup();
    let stretch = xs.len().div_ceil(max_rows.max(1)).max(1);
    // Counted from the end, so that the latest row is always the latest point.
    let mut ends: Vec<f64> = xs.iter().rev().step_by(stretch).copied().collect();
    ends.reverse();
    let mut rows: Vec<Row> =
        ends.into_iter().map(|x| Row { x, values: vec![None; series.len()] }).collect();
    for (idx, series) in series.iter().enumerate() {
        for &(x, y) in &series.points {
            let row = rows.partition_point(|row| row.x.total_cmp(&x).is_lt());
            if let Some(row) = rows.get_mut(row) {
                row.values[idx] = Some(y);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plots::{Mark, Tint};

    fn series(points: Vec<(f64, f64)>) -> Series {
        Series { points, ..Series::new("s", Tint::Train, Mark::Dots) }
    }

    #[test]
    fn few_points_are_all_there() {
        let a = series(vec![(0.5, 1.0), (1.0, 2.0)]);
        let b = series(vec![(0.0, 9.0), (1.0, 8.0)]);
        let row = |x, a, b| Row { x, values: vec![a, b] };
        assert_eq!(
            rows(&[a, b], 200),
            [row(0.0, None, Some(9.0)), row(0.5, Some(1.0), None), row(1.0, Some(2.0), Some(8.0)),]
        );
        assert!(rows(&[], 200).is_empty());
    }

    #[test]
    fn many_points_become_few_rows_that_end_with_the_latest() {
        for n in [199, 200, 201, 1000, 12_345] {
            let long = series((0..n).map(|i| (f64::from(i), f64::from(2 * i))).collect());
            let sparse = series((0..n).step_by(100).map(|i| (f64::from(i), 0.5)).collect());
            let n_sparse = sparse.points.len();
            let rows = rows(&[long, sparse], 200);
            assert!(rows.len() <= 200 && rows.len() >= 100.min(n as usize), "{n}: {}", rows.len());
            assert_eq!(rows.last().unwrap().values[0], Some(f64::from(2 * (n - 1))));
            assert!(rows.iter().all(|row| row.values[0] == Some(2.0 * row.x)));
            let shown = rows.iter().filter(|row| row.values[1].is_some()).count();
            assert_eq!(
                shown,
                n_sparse.min(shown.max(100)),
                "no sparse point is lost while there is room"
            );
        }
    }
}
