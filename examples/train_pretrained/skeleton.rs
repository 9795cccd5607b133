//! MNIST's digits as pen strokes: what the hand may have drawn to get this image.
//!
//! The image is enlarged, made black and white, and thinned to lines of one pixel
//! (T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital
//! patterns", 1984). The lines become strokes, which the product's own pen can redraw:
//! 60,000 hands, seen through the pipeline that drawings go through.

use descent::data::DigitImage;
use descent::data::digit::{Drawing, Point, Stroke};

/// How many times the image is enlarged.
const ZOOM: usize = 3;
/// Side of the enlarged image, with a border of one empty pixel.
const SIDE: usize = DigitImage::SIDE * ZOOM + 2;

/// The digit's lines, on a canvas of 28×28.
pub fn strokes(image: &[u8]) -> Drawing {
    let mut ink = enlarge(image);
    thin(&mut ink);
    trace(&ink)
}

/// The image `ZOOM` times as large, interpolated and cut at half gray.
fn enlarge(image: &[u8]) -> Vec<bool> {
    let gray = |row: isize, col: isize| {
        let inside = 0..DigitImage::SIDE as isize;
        if inside.contains(&row) && inside.contains(&col) {
            f32::from(image[row as usize * DigitImage::SIDE + col as usize])
        } else {
            0.0
        }
    };
    let mut ink = vec![false; SIDE * SIDE];
    for row in 1..SIDE - 1 {
        for col in 1..SIDE - 1 {
            let y = (row as f32 - 0.5) / ZOOM as f32 - 0.5;
            let x = (col as f32 - 0.5) / ZOOM as f32 - 0.5;
            let (top, left) = (y.floor(), x.floor());
            let (down, right) = (y - top, x - left);
            let (top, left) = (top as isize, left as isize);
            let upper = gray(top, left) * (1.0 - right) + gray(top, left + 1) * right;
            let lower = gray(top + 1, left) * (1.0 - right) + gray(top + 1, left + 1) * right;
            ink[row * SIDE + col] = upper * (1.0 - down) + lower * down > 127.5;
        }
    }
    ink
}

/// The eight pixels around a pixel, clockwise from the one above.
fn around(position: usize) -> [usize; 8] {
    let (above, below) = (position - SIDE, position + SIDE);
    [above, above + 1, position + 1, below + 1, below, below - 1, position - 1, above - 1]
}

/// Peels the ink until lines are left. Each round has two halves, which peel from the
/// lower right and from the upper left.
fn thin(ink: &mut [bool]) {
    let mut half_rounds_without_change = 0;
    let mut is_first_half = true;
    while half_rounds_without_change < 2 {
        let peeled: Vec<usize> = (SIDE + 1..SIDE * (SIDE - 1) - 1)
            .filter(|&position| ink[position] && can_go(ink, position, is_first_half))
            .collect();
        for &position in &peeled {
            ink[position] = false;
        }
        half_rounds_without_change =
            if peeled.is_empty() { half_rounds_without_change + 1 } else { 0 };
        is_first_half = !is_first_half;
    }
}

fn can_go(ink: &[bool], position: usize, is_first_half: bool) -> bool {
    let p = around(position).map(|neighbor| ink[neighbor]);
    let n_neighbors = p.iter().filter(|&&is_ink| is_ink).count();
    let n_runs = (0..8).filter(|&i| !p[i] && p[(i + 1) % 8]).count();
    let [up, _, right, _, down, _, left, _] = p;
    let is_on_its_side = if is_first_half {
        !(right && down && (up || left))
    } else {
        !(up && left && (right || down))
    };
    (2..=6).contains(&n_neighbors) && n_runs == 1 && is_on_its_side
}

/// Follows the lines from pixel to pixel. Every link between neighbors is in exactly
/// one stroke; a diagonal link is left out where two straight ones do the same.
fn trace(ink: &[bool]) -> Drawing {
    let is_linked = |a: usize, direction: usize| {
        let p = around(a);
        let is_diagonal = direction % 2 == 1;
        ink[p[direction]]
            && !(is_diagonal && (ink[p[direction - 1]] || ink[p[(direction + 1) % 8]]))
    };
    let at = |position: usize| Point {
        x: (position % SIDE) as f32 / ZOOM as f32,
        y: (position / SIDE) as f32 / ZOOM as f32,
        t: 0.0,
    };
    let mut drawing = Drawing::new(DigitImage::SIDE as f32, DigitImage::SIDE as f32);
    let mut is_used = vec![[false; 8]; ink.len()];
    let degree = |position: usize| (0..8).filter(|&d| is_linked(position, d)).count();
    let mut starts: Vec<usize> = (0..ink.len()).filter(|&position| ink[position]).collect();
    // Ends and crossings first; what is left then are closed loops.
    starts.sort_by_key(|&position| degree(position) == 2);
    for start in starts {
        if degree(start) == 0 {
            drawing.strokes.push(Stroke { points: vec![at(start)] });
        }
        while let Some(first) = (0..8).find(|&d| is_linked(start, d) && !is_used[start][d]) {
            let mut points = vec![at(start)];
            let (mut position, mut direction) = (start, first);
            loop {
                is_used[position][direction] = true;
                position = around(position)[direction];
                is_used[position][(direction + 4) % 8] = true;
                points.push(at(position));
                let next = (0..8).find(|&d| is_linked(position, d) && !is_used[position][d]);
                match next {
                    Some(next) if degree(position) == 2 => direction = next,
                    _ => break,
                }
            }
            drawing.strokes.push(Stroke { points: smoothed(&points) });
        }
    }
    drawing
}

/// Takes out the stairs: each point becomes the mean of itself and its neighbors, ends
/// stay.
fn smoothed(points: &[Point]) -> Vec<Point> {
    let mut smooth = points.to_vec();
    for (window, middle) in points.windows(3).zip(&mut smooth[1..]) {
        middle.x = window.iter().map(|point| point.x).sum::<f32>() / 3.0;
        middle.y = window.iter().map(|point| point.y).sum::<f32>() / 3.0;
    }
    smooth
}
