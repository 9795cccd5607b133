//! The same strokes by another hand: slanted, turned, stretched and bent a little.

use descent::data::digit::{Drawing, Point, Stroke};
use descent::random::Stream;

/// Largest slant, turn (radians) and stretch, and the strength of the bends in pixels.
const SLANT: f32 = 0.25;
const TURN: f32 = 0.2;
const STRETCH: f32 = 0.2;
const BEND: f32 = 0.9;

/// Strokes on a canvas of 28×28, varied. Size and place are left to normalization.
pub fn varied(drawing: &Drawing, random: &mut Stream) -> Drawing {
    let (sin, cos) = random.range(-TURN, TURN).sin_cos();
    let slant = random.range(-SLANT, SLANT);
    let width = 1.0 + random.range(-STRETCH, STRETCH);
    // Bends: a few slow waves across the canvas, in both directions.
    let mut waves = [[0.0; 4]; 3];
    for [amount_x, amount_y, angle, phase] in &mut waves {
        *amount_x = BEND * random.normal();
        *amount_y = BEND * random.normal();
        *angle = random.range(0.0, std::f32::consts::TAU);
        *phase = random.range(0.0, std::f32::consts::TAU);
    }
    let directions = waves.map(|[_, _, angle, _]| angle.sin_cos());
    let moved = |point: &Point| {
        let (x, y) = (point.x - 14.0, point.y - 14.0);
        let (mut bent_x, mut bent_y) = (x, y);
        for ([amount_x, amount_y, _, phase], (sin, cos)) in waves.iter().zip(directions) {
            // One wave is about as long as the canvas.
            let wave = ((x * cos + y * sin) * 0.25 + phase).sin();
            bent_x += amount_x * wave;
            bent_y += amount_y * wave;
        }
        let (x, y) = (bent_x * width + bent_y * slant, bent_y);
        Point { x: 14.0 + x * cos - y * sin, y: 14.0 + x * sin + y * cos, t: point.t }
    };
    let mut varied = Drawing::new(drawing.width, drawing.height);
    for stroke in &drawing.strokes {
        // Every other point is enough: they are a third of a pixel apart.
        let last = stroke.points.len().saturating_sub(1);
        let kept = stroke.points.iter().enumerate().filter(|(idx, _)| idx % 2 == 0 || *idx == last);
        varied.strokes.push(Stroke { points: kept.map(|(_, point)| moved(point)).collect() });
    }
    varied
}
