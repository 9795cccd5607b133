//! Which of the ink is the digit: connected parts, without frames and specks.

/// A part that is smaller than this share of the largest is a speck.
const SPECK: f32 = 0.03;
/// What is at the picture's edge is left out if something within is at least this share of
/// its size: a table's edge, a shadow, the rim of a scan.
const WITHIN: f32 = 0.1;
/// A frame goes around more than this share of the picture both ways.
const FRAME: f32 = 0.75;

/// Ink that hangs together.
struct Part {
    pixels: Vec<usize>,
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

/// The mask with the digit only; none if there is none.
pub(super) fn digit(width: usize, height: usize, mask: &[bool]) -> Option<Vec<bool>> {
    let mut parts = connected(width, height, mask);
    let touches = |part: &Part| {
        part.left == 0 || part.top == 0 || part.right + 1 == width || part.bottom + 1 == height
    };
    let surrounds = |part: &Part| {
        let share = |from: usize, to: usize, n: usize| (to - from + 1) as f32 / n as f32;
        share(part.left, part.right, width) > FRAME && share(part.top, part.bottom, height) > FRAME
    };
    let (outer, inner): (Vec<Part>, Vec<Part>) =
        parts.drain(..).partition(|part| touches(part) || surrounds(part));
    let largest = |parts: &[Part]| parts.iter().map(|part| part.pixels.len()).max().unwrap_or(0);
    let is_rim = largest(&inner) as f32 >= WITHIN * largest(&outer) as f32 && !inner.is_empty();
    let kept: Vec<Part> = if is_rim { inner } else { outer.into_iter().chain(inner).collect() };
    let least = (largest(&kept) as f32 * SPECK).ceil() as usize;
    let mut digit = vec![false; mask.len()];
    for pixel in kept.iter().filter(|part| part.pixels.len() >= least).flat_map(|p| &p.pixels) {
        digit[*pixel] = true;
    }
    digit.iter().any(|&is_ink| is_ink).then_some(digit)
}

/// The mask and all pixels beside it.
pub(super) fn grown(width: usize, height: usize, mask: &[bool]) -> Vec<bool> {
    (0..mask.len()).map(|at| mask[at] || neighbors(width, height, at).any(|i| mask[i])).collect()
}

fn connected(width: usize, height: usize, mask: &[bool]) -> Vec<Part> {
    let mut is_seen = vec![false; mask.len()];
    let mut parts = Vec::new();
    for start in 0..mask.len() {
        if is_seen[start] || !mask[start] {
            continue;
        }
        is_seen[start] = true;
        let mut part = Part { pixels: vec![start], left: width, right: 0, top: height, bottom: 0 };
        let mut next = 0;
        while let Some(&at) = part.pixels.get(next) {
            next += 1;
            let (x, y) = (at % width, at / width);
            part.left = part.left.min(x);
            part.right = part.right.max(x);
            part.top = part.top.min(y);
            part.bottom = part.bottom.max(y);
            for neighbor in neighbors(width, height, at) {
                if mask[neighbor] && !is_seen[neighbor] {
                    is_seen[neighbor] = true;
                    part.pixels.push(neighbor);
                }
            }
        }
        parts.push(part);
    }
    parts
}

/// The up to eight pixels around one.
fn neighbors(width: usize, height: usize, at: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width, at / width);
    let xs = x.saturating_sub(1)..(x + 2).min(width);
    let ys = y.saturating_sub(1)..(y + 2).min(height);
    ys.flat_map(move |y| xs.clone().map(move |x| y * width + x)).filter(move |&i| i != at)
}
