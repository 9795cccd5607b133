use super::super::{Drawing, Point};
use super::*;

/// Points that a pen passes through.
type Strokes = Vec<Vec<(f32, f32)>>;

/// A seven and a five as shares of a square, as a pen would write them.
fn digits() -> Vec<(&'static str, Strokes)> {
    let arc = (0..=16).map(|i| {
        let angle = (-100.0 + 250.0 * i as f32 / 16.0).to_radians();
        (0.48 + 0.2 * angle.cos(), 0.62 + 0.2 * angle.sin())
    });
    let five = [(0.68, 0.17), (0.4, 0.17), (0.37, 0.45)].into_iter().chain(arc).collect();
    let zero = (0..=24).map(|i| {
        let angle = (15.0 * i as f32).to_radians();
        (0.5 + 0.2 * angle.cos(), 0.5 + 0.3 * angle.sin())
    });
    vec![
        ("seven", vec![vec![(0.28, 0.2), (0.72, 0.2), (0.45, 0.85)]]),
        ("five", vec![five]),
        ("zero", vec![zero.collect()]),
    ]
}

/// How a picture is taken.
struct Taken {
    size: (usize, usize),
    /// Where the digit's square lies: its upper left corner and its side.
    at: (f32, f32, f32),
    pen: f32,
    /// The ink's gray.
    ink: f32,
    /// The paper's, at a place in shares of the picture.
    paper: fn(f32, f32) -> f32,
    /// Grays of noise.
    noise: f32,
}

/// A camera's picture of strokes.
fn picture(strokes: &[Vec<(f32, f32)>], taken: &Taken) -> Vec<u8> {
    let Taken { size: (width, height), at: (left, top, side), pen, ink, paper, noise } = *taken;
    let place = |(x, y): (f32, f32)| (left + x * side, top + y * side);
    let mut state = 1_u32;
    (0..width * height)
        .map(|idx| {
            let (x, y) = ((idx % width) as f32 + 0.5, (idx / width) as f32 + 0.5);
            let nearest = strokes.iter().flat_map(|stroke| stroke.windows(2)).map(|ends| {
                let ((ax, ay), (bx, by)) = (place(ends[0]), place(ends[1]));
                let (dx, dy) = (bx - ax, by - ay);
                let along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
                let along = along.clamp(0.0, 1.0);
                f32::hypot(x - ax - along * dx, y - ay - along * dy)
            });
            let share = (0.5 + pen / 2.0 - nearest.fold(f32::MAX, f32::min)).clamp(0.0, 1.0);
            let paper = paper(x / width as f32, y / height as f32);
            // A plain generator of noise: the same picture every time.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = noise * ((state >> 16) as f32 / 32_768.0 - 1.0);
            (paper + (ink - paper) * share + noise).round().clamp(0.0, 255.0) as u8
        })
        .collect()
}

/// The same strokes drawn on the board.
fn drawn(strokes: &[Vec<(f32, f32)>]) -> DigitImage {
    let mut drawing = Drawing::new(1.0, 1.0);
    for stroke in strokes {
        for (i, &(x, y)) in stroke.iter().enumerate() {
            let point = Point { x, y, t: 0.0 };
            if i == 0 { drawing.begin_stroke(point) } else { drawing.extend_stroke(point) }
        }
    }
    Normalization::FULL.apply(&drawing).unwrap()
}

/// Mean difference of two images' pixels, as a share of their ink.
fn difference(one: &DigitImage, other: &DigitImage) -> f32 {
    let pairs = one.pixels().iter().zip(other.pixels());
    let apart: u32 = pairs.map(|(&a, &b)| u32::from(a.abs_diff(b))).sum();
    apart as f32 / other.pixels().iter().map(|&p| f32::from(p)).sum::<f32>()
}

fn read(taken: &Taken) {
    for (name, strokes) in digits() {
        let gray = picture(&strokes, taken);
        let photo = Photo::find(taken.size.0, taken.size.1, &gray)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let apart = difference(&photo.apply(Normalization::FULL), &drawn(&strokes));
        assert!(apart < 0.35, "{name}: {apart}");
        let dark = (taken.paper)(0.5, 0.5) > taken.ink;
        assert_eq!(photo.is_inverted(), dark, "{name}");
    }
}

const PLAIN: Taken = Taken {
    size: (200, 200),
    at: (0.0, 0.0, 200.0),
    pen: 14.0,
    ink: 30.0,
    paper: |_, _| 230.0,
    noise: 0.0,
};

#[test]
fn dark_ink_on_paper_is_what_a_pen_would_draw() {
    read(&PLAIN);
    read(&Taken { noise: 8.0, ..PLAIN });
}

#[test]
fn light_that_falls_unevenly_is_taken_off() {
    // The paper's dark corner is as dark as the ink in its bright one.
    read(&Taken { ink: 10.0, paper: |x, y| 240.0 - 90.0 * x - 60.0 * y, noise: 4.0, ..PLAIN });
    let lamp =
        |x: f32, y: f32| 90.0 + 150.0 * (-((x - 0.2).powi(2) + (y - 0.3).powi(2)) * 2.0).exp();
    read(&Taken { paper: lamp, noise: 3.0, ..PLAIN });
}

#[test]
fn white_on_black_is_not_swapped() {
    read(&Taken { ink: 255.0, paper: |_, _| 0.0, ..PLAIN });
    read(&Taken { ink: 200.0, paper: |x, _| 20.0 + 60.0 * x, noise: 6.0, ..PLAIN });
}

#[test]
fn a_border_is_left_out() {
    let table = |x: f32, y: f32| {
        let is_rim = !(0.05..0.93).contains(&x) || !(0.04..0.96).contains(&y);
        if is_rim { 40.0 } else { 225.0 }
    };
    read(&Taken { at: (30.0, 30.0, 140.0), pen: 10.0, paper: table, ..PLAIN });
    // A box printed on a form.
    let form = |x: f32, y: f32| {
        let near = |at: f32| (at - 0.06).abs() < 0.012 || (at - 0.94).abs() < 0.012;
        let is_within = |at: f32| (0.05..0.95).contains(&at);
        if (near(x) && is_within(y)) || (near(y) && is_within(x)) { 60.0 } else { 225.0 }
    };
    read(&Taken { at: (30.0, 30.0, 140.0), pen: 10.0, paper: form, ..PLAIN });
}

#[test]
fn place_size_and_pen_do_not_matter() {
    read(&Taken { size: (320, 200), at: (200.0, 100.0, 90.0), pen: 8.0, ..PLAIN });
    // As large as a camera's.
    read(&Taken { size: (1600, 1200), at: (300.0, 100.0, 900.0), pen: 60.0, noise: 10.0, ..PLAIN });
    // A ballpoint on a large sheet.
    read(&Taken { size: (400, 400), at: (50.0, 50.0, 300.0), pen: 4.0, ..PLAIN });
    // As small as MNIST's own.
    read(&Taken {
        size: (28, 28),
        at: (-1.0, -1.0, 30.0),
        pen: 2.6,
        ink: 255.0,
        paper: |_, _| 0.0,
        ..PLAIN
    });
}

#[test]
fn specks_are_left_out() {
    let speckled = |x: f32, y: f32| {
        let is_speck = |at: (f32, f32)| f32::hypot(x - at.0, y - at.1) < 0.01;
        if [(0.1, 0.1), (0.9, 0.6), (0.15, 0.9)].into_iter().any(is_speck) { 30.0 } else { 230.0 }
    };
    read(&Taken { paper: speckled, ..PLAIN });
}

#[test]
fn nothing_to_be_found_is_said() {
    let blank = |paper, noise| picture(&[], &Taken { paper, noise, ..PLAIN });
    for gray in [
        blank(|_, _| 255.0, 0.0),
        blank(|_, _| 200.0, 12.0),
        blank(|x, y| 60.0 + 100.0 * x + 60.0 * y, 3.0),
    ] {
        assert_eq!(Photo::find(200, 200, &gray), Err(NoInk::Blank));
    }
    assert_eq!(Photo::find(0, 0, &[]), Err(NoInk::TooSmall));
    assert_eq!(Photo::find(7, 300, &[0; 2100]), Err(NoInk::TooSmall));
    assert_eq!(Photo::find(20, 20, &[0; 399]), Err(NoInk::TooSmall), "a part is missing");
    assert_eq!(Photo::find(usize::MAX, 2, &[0; 8]), Err(NoInk::TooSmall));
}

#[test]
fn steps_that_are_off_leave_the_picture_as_it_is() {
    let (_, strokes) = digits().remove(0);
    let small = Taken { at: (120.0, 10.0, 60.0), pen: 6.0, ..PLAIN };
    let photo = Photo::find(200, 200, &picture(&strokes, &small)).unwrap();
    let raw = photo.stages(Normalization::RAW);
    let of = |low: usize, high: usize, image: &DigitImage| -> u32 {
        let cells = (0..DigitImage::LEN).filter(|i| (low..high).contains(&(i % DigitImage::SIDE)));
        cells.map(|i| u32::from(image.pixels()[i])).sum()
    };
    assert_eq!(of(0, 14, &raw.image), 0, "all in the right half, where it was drawn");
    assert!(of(14, 28, &raw.image) > 0);
    assert_eq!(raw.scaled, raw.image);
    let full = photo.stages(Normalization::FULL);
    assert!(of(0, 14, &full.image) > 0);
    // A seven has most of its ink above the middle of its box, and goes down for it.
    assert!(full.center.1 < 13.5, "{:?}", full.center);
    let (_, y) =
        full.image.pixels().iter().enumerate().fold((0.0, 0.0), |(mass, y), (i, &gray)| {
            (mass + f32::from(gray), y + f32::from(gray) * ((i / DigitImage::SIDE) as f32 + 0.5))
        });
    let mass: f32 = full.image.pixels().iter().map(|&gray| f32::from(gray)).sum();
    assert!((y / mass - Stages::CENTER).abs() < 0.3, "{}", y / mass);
    let [left, top, width, height] = full.bounds;
    let ends = [
        (left, 0.6 + 0.3 * 0.28),
        (top, 0.05 + 0.3 * 0.2),
        (width, 0.3 * 0.44),
        (height, 0.3 * 0.65),
    ];
    for (is, should) in ends {
        assert!((is - should).abs() < 0.05, "{:?}", full.bounds);
    }
}
