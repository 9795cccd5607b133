//! The paper: which side of it the ink is on, and its light and shade.

use super::Gray;

/// Half the window in which a pixel is compared with its surroundings, as a share of the
/// longer side.
const SURROUNDINGS: f32 = 0.125;
/// Half the window that no stroke fills, likewise.
const WIDER_THAN_INK: f32 = 1.0 / 6.0;
/// Skewness that decides; where it is less, the picture's edge does.
const SKEWED: f32 = 0.3;

/// Whether ink is darker than paper.
///
/// Ink is rare: most pixels are about as bright as what surrounds them, and those that
/// are far from it are ink. So the differences are skewed towards the ink's side. Light
/// that falls unevenly changes slowly, and drops out of the differences.
pub(super) fn is_ink_dark(picture: &Gray) -> bool {
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len().max(1) as f32;
    let around = windowed(picture, reach(picture, SURROUNDINGS), mean);
    let differences: Vec<f32> =
        picture.values.iter().zip(&around.values).map(|(value, around)| value - around).collect();
    let power = |n: i32| differences.iter().map(|d| f64::from(*d).powi(n)).sum::<f64>();
    let n = differences.len() as f64;
    let spread = (power(2) / n).sqrt();
    let skewness = if spread > 0.0 { power(3) / n / spread.powi(3) } else { 0.0 };
    if skewness.abs() > f64::from(SKEWED) {
        return skewness < 0.0;
    }
    // As much ink as paper: then what is at the edge is paper.
    let (width, height) = (picture.width, picture.height);
    let is_edge = |idx: usize| {
        let (x, y) = (idx % width, idx / width);
        x == 0 || y == 0 || x + 1 == width || y + 1 == height
    };
    let edge: Vec<f32> =
        picture.values.iter().enumerate().filter(|(i, _)| is_edge(*i)).map(|(_, v)| *v).collect();
    mean(&edge) > mean(&picture.values)
}

/// Takes the paper's brightness off a picture with bright ink: what is left is how much
/// brighter than the paper around it each pixel is (a white top-hat).
pub(super) fn flatten(picture: &mut Gray) {
    let reach = reach(picture, WIDER_THAN_INK);
    let least = |values: &[f32]| values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = |values: &[f32]| values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let paper = windowed(&windowed(picture, reach, least), reach, most);
    picture.values.iter_mut().zip(&paper.values).for_each(|(value, paper)| *value -= paper);
}

fn reach(picture: &Gray, share: f32) -> usize {
    ((picture.width.max(picture.height) as f32 * share).round() as usize).max(2)
}

/// Each pixel replaced by `of` the pixels around it: along the rows, then along the columns.
fn windowed(picture: &Gray, reach: usize, of: impl Fn(&[f32]) -> f32) -> Gray {
    let Gray { width, height, values } = picture;
    let along = |line: &[f32]| -> Vec<f32> {
        let window = |i: usize| &line[i.saturating_sub(reach)..(i + reach + 1).min(line.len())];
        (0..line.len()).map(|i| of(window(i))).collect()
    };
    let rows: Vec<f32> = values.chunks(*width).flat_map(along).collect();
    let mut columns = vec![0.0; rows.len()];
    for x in 0..*width {
        let column: Vec<f32> = (0..*height).map(|y| rows[y * width + x]).collect();
        for (y, value) in along(&column).into_iter().enumerate() {
            columns[y * width + x] = value;
        }
    }
    Gray { width: *width, height: *height, values: columns }
}
