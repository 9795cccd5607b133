//! Digits drawn with a pen: several ways of writing each, by many unsteady hands.
//!
//! The ways are written down by hand, as the points that the pen passes through. A hand
//! is made from a seed: how slanted, wide, large and rough it writes, where on the
//! canvas, and how often the browser notes where the pen is. Nothing of this was
//! trained on.

use descent::data::digit::{Drawing, Point};
use descent::random::{Purpose, Stream, stream};

/// One way to write a digit.
pub struct Style {
    /// What it is to be read as.
    pub digit: u8,
    /// What is special about it.
    pub name: &'static str,
    /// Strokes on a field 10 wide and 14 high, y downwards: the pen goes smoothly
    /// through the points, with a corner where a point stands twice.
    strokes: &'static [&'static [(f32, f32)]],
}

/// Every way to write every digit.
#[rustfmt::skip]
const STYLES: &[Style] = &[
    Style { digit: 0, name: "oval", strokes: &[&[(5.5, 0.0), (2.0, 2.0), (0.5, 7.0), (2.0, 12.5), (5.0, 14.0), (8.5, 11.5), (9.5, 7.0), (8.0, 2.0), (5.3, 0.1)]] },
    Style { digit: 0, name: "narrow", strokes: &[&[(5.0, 0.0), (2.8, 3.0), (2.2, 8.0), (3.2, 12.5), (5.0, 14.0), (7.0, 12.0), (7.8, 7.0), (7.0, 2.5), (5.0, 0.0)]] },
    Style { digit: 0, name: "open at the top", strokes: &[&[(4.5, 0.4), (1.5, 3.5), (0.8, 8.0), (2.5, 12.8), (5.2, 14.0), (8.4, 11.8), (9.4, 7.0), (8.0, 2.2), (5.9, 0.6)]] },
    Style { digit: 0, name: "clockwise, ends cross", strokes: &[&[(3.5, 1.0), (6.5, 0.2), (9.0, 3.5), (9.3, 8.0), (7.5, 12.5), (4.6, 14.0), (1.5, 11.5), (0.7, 7.0), (2.0, 2.5), (5.0, 0.0), (6.5, 1.5)]] },
    Style { digit: 1, name: "line", strokes: &[&[(5.0, 0.0), (5.0, 14.0)]] },
    Style { digit: 1, name: "leaning line", strokes: &[&[(6.5, 0.0), (3.5, 14.0)]] },
    Style { digit: 1, name: "flag", strokes: &[&[(2.8, 3.2), (5.5, 0.0), (5.5, 0.0), (5.3, 14.0)]] },
    Style { digit: 1, name: "small flag and base", strokes: &[&[(3.2, 2.4), (5.2, 0.0), (5.2, 0.0), (5.2, 14.0)], &[(2.2, 14.0), (8.2, 14.0)]] },
    Style { digit: 2, name: "angled", strokes: &[&[(1.0, 3.0), (3.0, 0.5), (6.5, 0.2), (8.7, 2.8), (7.8, 6.0), (4.5, 10.0), (0.8, 14.0), (0.8, 14.0), (9.5, 14.0)]] },
    Style { digit: 2, name: "loop at the base", strokes: &[&[(1.2, 2.5), (4.0, 0.0), (7.8, 1.2), (8.0, 4.8), (5.0, 9.5), (2.0, 13.0), (0.6, 12.6), (1.4, 11.2), (3.6, 12.0), (6.5, 13.6), (9.5, 12.8)]] },
    Style { digit: 2, name: "like a z", strokes: &[&[(0.8, 1.0), (5.0, 0.2), (8.5, 1.2), (8.5, 1.2), (4.5, 7.5), (0.8, 13.6), (0.8, 13.6), (9.2, 13.4)]] },
    Style { digit: 2, name: "swan", strokes: &[&[(1.5, 4.2), (2.0, 1.2), (5.0, 0.0), (8.2, 1.8), (8.0, 5.0), (5.5, 9.0), (1.5, 13.2), (1.5, 13.2), (4.5, 12.4), (7.0, 13.8), (9.5, 12.2)]] },
    Style { digit: 3, name: "round", strokes: &[&[(1.5, 1.5), (4.5, 0.0), (7.8, 1.2), (8.0, 4.5), (4.2, 6.6), (4.2, 6.6), (7.8, 7.6), (9.0, 10.5), (6.8, 13.4), (3.5, 14.0), (0.8, 12.2)]] },
    Style { digit: 3, name: "flat top", strokes: &[&[(1.0, 0.3), (8.5, 0.3), (8.5, 0.3), (4.2, 5.6), (4.2, 5.6), (7.8, 6.8), (9.0, 10.0), (7.0, 13.2), (3.5, 14.0), (0.8, 12.4)]] },
    Style { digit: 3, name: "curled middle", strokes: &[&[(1.0, 2.0), (3.5, 0.2), (7.0, 0.8), (7.6, 3.8), (5.0, 6.4), (3.4, 6.8), (5.0, 7.0), (8.2, 9.0), (8.0, 12.0), (5.0, 14.0), (1.5, 13.4), (0.4, 12.0)]] },
    Style { digit: 4, name: "open, two strokes", strokes: &[&[(1.8, 0.0), (1.2, 4.0), (0.8, 8.2), (0.8, 8.2), (9.4, 7.8)], &[(7.2, 0.4), (6.8, 14.0)]] },
    Style { digit: 4, name: "closed, two strokes", strokes: &[&[(6.6, 0.0), (3.4, 5.0), (0.4, 9.4), (0.4, 9.4), (9.6, 9.4)], &[(6.6, 0.0), (6.6, 14.0)]] },
    Style { digit: 4, name: "closed, one stroke", strokes: &[&[(9.2, 9.0), (0.6, 9.0), (0.6, 9.0), (6.8, 0.2), (6.8, 0.2), (6.6, 14.0)]] },
    Style { digit: 4, name: "round shoulder", strokes: &[&[(1.6, 0.4), (0.9, 4.2), (1.6, 7.2), (4.5, 7.8), (7.8, 6.6), (8.3, 0.8), (8.3, 0.8), (8.0, 7.0), (7.4, 14.0)]] },
    Style { digit: 4, name: "short leg", strokes: &[&[(3.0, 0.0), (0.6, 7.4), (0.6, 7.4), (9.0, 7.2)], &[(7.6, 3.2), (6.4, 14.0)]] },
    Style { digit: 5, name: "hat last", strokes: &[&[(1.8, 0.6), (1.4, 6.0), (1.4, 6.0), (5.0, 5.2), (8.6, 7.8), (8.4, 11.8), (5.0, 14.0), (0.8, 12.6)], &[(1.8, 0.6), (8.8, 0.2)]] },
    Style { digit: 5, name: "one stroke", strokes: &[&[(8.6, 0.4), (2.2, 0.4), (2.2, 0.4), (1.6, 6.2), (1.6, 6.2), (5.4, 5.6), (8.6, 8.2), (8.0, 12.0), (4.8, 14.0), (0.8, 12.8)]] },
    Style { digit: 5, name: "like an s", strokes: &[&[(8.8, 0.6), (5.5, 0.2), (2.6, 1.2), (1.8, 4.6), (3.8, 6.4), (7.0, 7.6), (8.4, 10.4), (6.4, 13.4), (3.2, 14.0), (0.6, 12.8)]] },
    Style { digit: 5, name: "long hat", strokes: &[&[(3.0, 0.4), (2.2, 5.6), (2.2, 5.6), (6.2, 5.8), (7.8, 9.0), (6.4, 12.6), (3.2, 14.0), (0.6, 12.6)], &[(3.0, 0.4), (9.8, 0.0)]] },
    Style { digit: 6, name: "curled", strokes: &[&[(7.0, 0.0), (3.2, 3.8), (1.2, 9.0), (2.4, 13.2), (5.4, 14.0), (8.4, 11.6), (7.6, 8.4), (4.6, 7.6), (1.6, 10.2)]] },
    Style { digit: 6, name: "straight stem", strokes: &[&[(4.2, 0.0), (2.6, 5.0), (1.6, 10.0), (3.0, 13.6), (6.0, 13.8), (8.4, 11.0), (6.6, 8.2), (3.8, 8.6), (1.8, 11.0)]] },
    Style { digit: 6, name: "bent over", strokes: &[&[(8.6, 1.4), (6.2, 0.0), (3.0, 2.4), (1.0, 7.8), (1.8, 12.6), (5.0, 14.0), (8.8, 11.8), (8.6, 8.4), (5.2, 7.0), (1.6, 9.2)]] },
    Style { digit: 7, name: "plain", strokes: &[&[(0.8, 0.4), (9.0, 0.4), (9.0, 0.4), (4.2, 14.0)]] },
    Style { digit: 7, name: "bar", strokes: &[&[(0.8, 0.4), (9.0, 0.4), (9.0, 0.4), (4.0, 14.0)], &[(3.2, 7.2), (8.6, 7.0)]] },
    Style { digit: 7, name: "curved leg", strokes: &[&[(0.8, 1.2), (4.8, 0.6), (9.0, 0.4), (9.0, 0.4), (6.4, 4.8), (4.6, 9.2), (4.0, 14.0)]] },
    Style { digit: 7, name: "serif", strokes: &[&[(1.0, 2.6), (1.2, 0.4), (1.2, 0.4), (9.0, 0.6), (9.0, 0.6), (6.0, 6.0), (4.4, 14.0)]] },
    Style { digit: 8, name: "one stroke", strokes: &[&[(7.8, 1.8), (5.0, 0.0), (2.0, 1.8), (2.6, 4.8), (5.4, 6.8), (8.4, 9.6), (7.6, 13.0), (4.6, 14.0), (1.6, 12.6), (1.6, 9.6), (4.6, 6.8), (7.6, 4.4), (7.9, 2.0)]] },
    Style { digit: 8, name: "two circles", strokes: &[&[(5.0, 0.0), (2.2, 1.8), (2.4, 5.0), (5.0, 6.6), (7.6, 5.0), (7.8, 1.8), (5.0, 0.0)], &[(5.0, 6.6), (1.6, 8.6), (1.4, 12.0), (5.0, 14.0), (8.6, 12.0), (8.4, 8.6), (5.0, 6.6)]] },
    Style { digit: 8, name: "from the crossing", strokes: &[&[(5.0, 6.4), (2.4, 4.2), (2.8, 1.0), (5.4, 0.0), (7.8, 1.6), (7.2, 4.4), (5.0, 6.4), (2.2, 9.2), (2.0, 12.4), (4.8, 14.0), (8.0, 12.6), (8.2, 9.4), (5.0, 6.4)]] },
    Style { digit: 9, name: "straight leg", strokes: &[&[(8.2, 2.0), (5.2, 0.0), (1.8, 1.8), (1.6, 5.2), (4.6, 7.0), (7.6, 5.0), (8.3, 1.6), (8.3, 1.6), (7.8, 8.0), (7.4, 14.0)]] },
    Style { digit: 9, name: "curved leg", strokes: &[&[(8.2, 2.4), (5.6, 0.0), (2.0, 1.6), (1.6, 5.0), (4.4, 6.8), (7.6, 5.0), (8.4, 2.0), (8.6, 7.0), (7.2, 12.0), (4.6, 14.0), (1.8, 12.8)]] },
    Style { digit: 9, name: "circle and line", strokes: &[&[(7.6, 3.4), (6.2, 0.6), (3.2, 0.4), (1.6, 3.4), (3.2, 6.4), (6.2, 6.2), (7.6, 3.4)], &[(7.8, 0.4), (6.2, 14.0)]] },
    Style { digit: 9, name: "one sweep", strokes: &[&[(7.8, 1.4), (4.8, 0.0), (1.8, 2.6), (2.8, 6.0), (6.0, 5.6), (7.9, 1.8), (7.4, 6.5), (5.8, 10.5), (4.4, 14.0)]] },
];

/// Hands that draw each style.
const HANDS: u64 = 20;

/// Every style, drawn by [`HANDS`] different hands.
pub fn all() -> impl Iterator<Item = (&'static Style, Drawing)> {
    STYLES.iter().zip(0..).flat_map(|(style, style_idx)| {
        (0..HANDS).map(move |hand| (style, draw(style, HANDS * style_idx + hand)))
    })
}

/// The digit drawn by the hand with this seed.
fn draw(style: &Style, hand: u64) -> Drawing {
    let mut random = stream(hand, Purpose::Augmentation { epoch: 0 });
    let slant = random.range(-0.15, 0.35);
    let turn = random.range(-0.1, 0.1);
    let width = random.range(0.65, 1.15);
    let tremble = random.range(0.05, 0.5);
    let canvas = [1.0, 280.0, 600.0][random.below(3) as usize];
    let size = canvas * random.range(0.12, 0.85) / 14.0;
    let samples = [3, 6, 12, 40][random.below(4) as usize];
    let (sin, cos) = turn.sin_cos();

    let mut drawing = Drawing::new(canvas, canvas);
    let (left, top) = (random.range(0.0, 0.4) * canvas, random.range(0.0, 0.3) * canvas);
    let mut t = 0.0;
    for stroke in style.strokes {
        let guides = unsteady(stroke, tremble, &mut random);
        for (point_idx, (x, y)) in smooth(&guides, samples).into_iter().enumerate() {
            let (x, y) = ((x - 5.0) * width + (7.0 - y) * slant, y - 7.0);
            let (x, y) = (x * cos - y * sin + 5.0, x * sin + y * cos + 7.0);
            let point = Point { x: left + x * size, y: top + y * size, t };
            t += 8.0;
            if point_idx == 0 { drawing.begin_stroke(point) } else { drawing.extend_stroke(point) }
        }
    }
    drawing
}

/// The guide points, each a little off; corners stay corners.
fn unsteady(stroke: &[(f32, f32)], tremble: f32, random: &mut Stream) -> Vec<(f32, f32)> {
    let mut guides: Vec<(f32, f32)> = Vec::new();
    for (point_idx, &(x, y)) in stroke.iter().enumerate() {
        let is_corner = point_idx > 0 && stroke[point_idx - 1] == (x, y);
        let guide = match guides.last() {
            Some(&last) if is_corner => last,
            _ => (x + tremble * random.normal(), y + tremble * random.normal()),
        };
        guides.push(guide);
    }
    guides
}

/// Points on the curve through the guides (Catmull and Rom), `samples` from one to the
/// next.
fn smooth(guides: &[(f32, f32)], samples: usize) -> Vec<(f32, f32)> {
    let mut curve = vec![guides[0]];
    for i in 1..guides.len() {
        let (a, b) = (guides[i - 1], guides[i]);
        if a == b {
            continue;
        }
        // At an end or a corner the curve sets out straight.
        let before = if i >= 2 && guides[i - 2] != a { guides[i - 2] } else { a };
        let after = guides.get(i + 1).copied().unwrap_or(b);
        for sample in 1..=samples {
            let u = sample as f32 / samples as f32;
            let blend = |p0: f32, p1: f32, p2: f32, p3: f32| {
                let (v0, v1) = ((p2 - p0) / 2.0, (p3 - p1) / 2.0);
                (2.0 * (p1 - p2) + v0 + v1) * u.powi(3)
                    + (3.0 * (p2 - p1) - 2.0 * v0 - v1) * u.powi(2)
                    + v0 * u
                    + p1
            };
            curve.push((blend(before.0, a.0, b.0, after.0), blend(before.1, a.1, b.1, after.1)));
        }
    }
    curve
}
