//! Where the pixels of a changed image come from: the geometry of augmentation.

use super::{Augmentation, SIDE};
use crate::random::Stream;

/// Knots of the elastic field along one side, and their distance in pixels.
const KNOTS: usize = 7;
const SPACING: f32 = 7.0;

/// Where each pixel of one changed image comes from.
pub(super) struct Warp {
    /// A, row by row.
    matrix: [f32; 4],
    shift: (f32, f32),
    /// The elastic field's knots, x and y.
    field: [[(f32, f32); KNOTS]; KNOTS],
    has_field: bool,
    /// −1 if mirrored, else 1.
    side: f32,
    /// The window's size, as a share of the image's, and its center.
    window: f32,
    center: (f32, f32),
}

impl Warp {
    pub fn draw(amount: &Augmentation, random: &mut Stream) -> Self {
        // libm's, as platforms' own differ in the last bit.
        let (sin, cos) = libm::sincosf(random.range(-amount.rotation, amount.rotation));
        let shear = random.range(-amount.shear, amount.shear);
        let mut zoom = || 1.0 + random.range(-amount.zoom, amount.zoom);
        let (zoom_x, zoom_y) = (zoom(), zoom());
        // zoom · shear · rotation, multiplied out.
        let matrix = [
            zoom_x * (cos + shear * sin),
            zoom_x * (shear * cos - sin),
            zoom_y * sin,
            zoom_y * cos,
        ];
        let mut shift = || random.range(-amount.shift, amount.shift);
        let shift = (shift(), shift());
        let mut field = [[(0.0, 0.0); KNOTS]; KNOTS];
        let has_field = amount.elastic > 0.0;
        if has_field {
            for knot in field.as_flattened_mut() {
                *knot = (amount.elastic * random.normal(), amount.elastic * random.normal());
            }
        }
        // Drawn only where wanted: runs without go on drawing what they always drew.
        let is_mirrored = amount.flip && random.bits() < 1 << 31;
        let side = if is_mirrored { -1.0 } else { 1.0 };
        let (mut window, mut center) = (1.0, (0.0, 0.0));
        if amount.crop > 0.0 {
            let cut = random.range(0.0, amount.crop);
            let room = cut * SIDE as f32 / 2.0;
            (window, center) = (1.0 - cut, (random.range(-room, room), random.range(-room, room)));
        }
        Self { matrix, shift, field, has_field, side, window, center }
    }

    /// Column and row in the original, with pixel centers at whole numbers.
    pub fn source(&self, row: usize, col: usize) -> (f32, f32) {
        let middle = (SIDE - 1) as f32 / 2.0;
        let (x0, y0) = (col as f32 - middle, row as f32 - middle);
        let [xx, xy, yx, yy] = self.matrix;
        let (elastic_x, elastic_y) = self.elastic(row, col);
        let x = xx * x0 + xy * y0 + self.shift.0 + elastic_x;
        let y = yx * x0 + yy * y0 + self.shift.1 + elastic_y;
        (
            self.window * self.side * x + self.center.0 + middle,
            self.window * y + self.center.1 + middle,
        )
    }

    fn elastic(&self, row: usize, col: usize) -> (f32, f32) {
        if !self.has_field {
            return (0.0, 0.0);
        }
        let (first_row, row_weights) = b_spline(row);
        let (first_col, col_weights) = b_spline(col);
        let mut sum = (0.0, 0.0);
        for (knots, row_weight) in self.field[first_row..first_row + 4].iter().zip(row_weights) {
            for (knot, col_weight) in knots[first_col..first_col + 4].iter().zip(col_weights) {
                sum.0 += row_weight * col_weight * knot.0;
                sum.1 += row_weight * col_weight * knot.1;
            }
        }
        sum
    }
}

/// The first of the four knots around a pixel, and their weights.
fn b_spline(pixel: usize) -> (usize, [f32; 4]) {
    let position = pixel as f32 / SPACING;
    let first = position as usize;
    let u = position - first as f32;
    let v = 1.0 - u;
    let weights = [
        v * v * v,
        3.0 * u * u * u - 6.0 * u * u + 4.0,
        3.0 * v * v * v - 6.0 * v * v + 4.0,
        u * u * u,
    ];
    (first, weights.map(|weight| weight / 6.0))
}

/// The gray value between four pixels.
pub(super) fn interpolated(image: &[u8], (x, y): (f32, f32)) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (right, down) = (x - left, y - top);
    let gray = |row: f32, col: f32| {
        let inside = 0.0..SIDE as f32;
        if inside.contains(&row) && inside.contains(&col) {
            f32::from(image[row as usize * SIDE + col as usize])
        } else {
            0.0
        }
    };
    let upper = gray(top, left) * (1.0 - right) + gray(top, left + 1.0) * right;
    let lower = gray(top + 1.0, left) * (1.0 - right) + gray(top + 1.0, left + 1.0) * right;
    upper * (1.0 - down) + lower * down
}
