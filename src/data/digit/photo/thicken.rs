//! Thin strokes made as thick as the digits that networks learn from: shrunk to 20 pixels,
//! a ballpoint's line would be a gray haze. Strokes on the board are drawn anew with a pen
//! of that width; here the ink is grown.

use super::super::normalize::BOX;
use super::super::raster::PEN_WIDTH;
use super::Gray;

/// Strokes of this width in the box are thick enough.
const ENOUGH: f64 = 1.8;

/// The ink with strokes of at least the pen's width, once it is in the box.
pub(super) fn to_pen(ink: &Gray, mask: &[bool]) -> Gray {
    let Some((side, stroke)) = measure(ink.width, mask) else { return ink.clone() };
    let pen = f64::from(PEN_WIDTH / BOX);
    if stroke >= side * ENOUGH / f64::from(BOX) {
        return ink.clone();
    }
    // Grown by r all around, the ink is 2r longer and 2r thicker.
    let reach = (pen * side - stroke) / (2.0 * (1.0 - pen));
    // There must be room for it.
    let margin = reach.ceil() as usize + 1;
    let (width, height) = (ink.width + 2 * margin, ink.height + 2 * margin);
    let mut values = vec![0.0_f32; width * height];
    let disk: Vec<(isize, isize, f32)> = disk(reach as f32, margin as isize);
    for (idx, &value) in ink.values.iter().enumerate().filter(|(_, value)| **value > 0.0) {
        let (x, y) = (idx % ink.width + margin, idx / ink.width + margin);
        for &(dx, dy, share) in &disk {
            let at = y.saturating_add_signed(dy) * width + x.saturating_add_signed(dx);
            values[at] = values[at].max(value * share);
        }
    }
    Gray { width, height, values }
}

/// The longer side of the mask's box, and the mean width of its strokes: twice its area by
/// the length of its edge. Pixels' sides are longer than the slanted edge that they follow,
/// by 4/π on the mean of all directions.
fn measure(width: usize, mask: &[bool]) -> Option<(f64, f64)> {
    let height = mask.len() / width.max(1);
    let is_ink = |x: usize, y: usize| x < width && y < height && mask[y * width + x];
    let (mut area, mut edge) = (0_u32, 0_u32);
    let (mut xs, mut ys) = ((usize::MAX, 0), (usize::MAX, 0));
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        if is_ink(x, y) {
            area += 1;
            xs = (xs.0.min(x), xs.1.max(x));
            ys = (ys.0.min(y), ys.1.max(y));
            // Below 0 wraps around to far beyond the picture, where there is no ink.
            let around = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
            edge += around.into_iter().filter(|&(x, y)| !is_ink(x, y)).count() as u32;
        }
    }
    if area == 0 {
        return None;
    }
    let side = (xs.1 - xs.0).max(ys.1 - ys.0) + 1;
    let edge = f64::from(edge) * std::f64::consts::FRAC_PI_4;
    Some((side as f64, 2.0 * f64::from(area) / edge))
}

/// A disk's pixels, and how much of each is in it.
fn disk(radius: f32, margin: isize) -> Vec<(isize, isize, f32)> {
    let all = (-margin..=margin).flat_map(|dy| (-margin..=margin).map(move |dx| (dx, dy)));
    all.map(|(dx, dy)| {
        let inside = radius + 0.5 - f32::hypot(dx as f32, dy as f32);
        (dx, dy, inside.clamp(0.0, 1.0))
    })
    .filter(|(.., share)| *share > 0.0)
    .collect()
}
