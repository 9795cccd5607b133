//! From strokes to 28×28: what a drawing looks like to the network.

mod drawings;

use descent::data::DigitImage;
use descent::data::digit::{Centering, Drawing, Normalization, PEN_WIDTH, Point};
use proptest::prelude::*;

const SIDE: usize = DigitImage::SIDE;

fn drawing(strokes: &[&[(f32, f32)]]) -> Drawing {
    let mut drawing = Drawing::new(280.0, 280.0);
    for stroke in strokes {
        for (point_idx, &(x, y)) in stroke.iter().enumerate() {
            let point = Point { x, y, t: 0.0 };
            if point_idx == 0 { drawing.begin_stroke(point) } else { drawing.extend_stroke(point) }
        }
    }
    drawing
}

fn full(strokes: &[&[(f32, f32)]]) -> DigitImage {
    Normalization::default().apply(&drawing(strokes)).expect("there is ink")
}

fn center_of_mass(image: &DigitImage) -> (f32, f32) {
    let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
    for (pixel_idx, &gray) in image.pixels().iter().enumerate() {
        mass += f32::from(gray);
        x += f32::from(gray) * (pixel_idx % SIDE) as f32;
        y += f32::from(gray) * (pixel_idx / SIDE) as f32;
    }
    (x / mass, y / mass)
}

/// Columns and rows that have pixels brighter than half.
fn size(image: &DigitImage) -> (usize, usize) {
    let is_bright = |pixel_idx: usize| image.pixels()[pixel_idx] > 127;
    let cols = (0..SIDE).filter(|col| (0..SIDE).any(|row| is_bright(row * SIDE + col))).count();
    let rows = (0..SIDE).filter(|row| (0..SIDE).any(|col| is_bright(row * SIDE + col))).count();
    (cols, rows)
}

fn ink(image: &DigitImage) -> f32 {
    image.pixels().iter().map(|&gray| f32::from(gray)).sum::<f32>() / 255.0
}

fn largest_difference(a: &DigitImage, b: &DigitImage) -> u8 {
    a.pixels().iter().zip(b.pixels()).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

fn as_text(image: &DigitImage) -> String {
    let row = |row: &[u8]| -> String {
        row.iter().map(|&gray| b" .:-=+*#%@"[(usize::from(gray) * 9 + 127) / 255] as char).collect()
    };
    let rows: Vec<_> = image.pixels().chunks(SIDE).map(row).collect();
    rows.iter().map(|row| row.trim_end().to_owned() + "\n").collect()
}

#[test]
fn a_seven_looks_like_this() {
    let image = full(&[&[(60.0, 50.0), (200.0, 50.0), (110.0, 250.0)]]);
    assert_eq!(as_text(&image), include_str!("digit/seven.txt"));
}

#[test]
fn without_ink_there_is_no_image() {
    assert_eq!(Normalization::FULL.apply(&drawing(&[])), None);
    assert_eq!(
        Normalization::FULL.apply(&drawing(&[&[(f32::NAN, 1.0), (1.0, f32::INFINITY)]])),
        None
    );
}

#[test]
fn every_hand_fills_the_box_and_is_centered_by_mass() {
    for (style, drawing) in drawings::all() {
        let image = Normalization::FULL.apply(&drawing).unwrap();
        let (cols, rows) = size(&image);
        let what = format!("{} ({})", style.digit, style.name);
        assert!((19..=21).contains(&cols.max(rows)), "{what} {cols}×{rows}");
        let (x, y) = center_of_mass(&image);
        // MNIST's own mean; a lopsided digit that would be cut off may lie beside it.
        assert!((x - 14.0).abs() < 0.1 && (y - 14.0).abs() < 0.6, "{what} {x} {y}");
        assert!((30.0..150.0).contains(&ink(&image)), "{what} {}", ink(&image));
    }
}

#[test]
fn size_place_and_unit_do_not_matter() {
    let seven = [(60.0, 50.0), (200.0, 55.0), (110.0, 250.0)];
    let reference = full(&[&seven]);
    for (scale, left, top) in
        [(0.05, 3.0, 260.0), (0.1, 0.0, 0.0), (1.0, 70.0, -20.0), (1.3, -60.0, 0.0)]
    {
        let moved = seven.map(|(x, y)| (x * scale + left, y * scale + top));
        let difference = largest_difference(&full(&[&moved]), &reference);
        assert!(difference <= 2, "{difference} at scale {scale}");
    }
    let mut in_other_units = drawing(&[&seven.map(|(x, y)| (x / 280.0, y / 280.0))]);
    (in_other_units.width, in_other_units.height) = (1.0, 1.0);
    let image = Normalization::FULL.apply(&in_other_units).unwrap();
    assert!(largest_difference(&image, &reference) <= 2);
}

#[test]
fn the_number_of_points_does_not_matter() {
    let few = full(&[&[(50.0, 20.0), (150.0, 220.0)]]);
    let at = |share: f32| (50.0 + 100.0 * share, 20.0 + 200.0 * share);
    let many: Vec<_> = (0..=20_000).map(|n| at(n as f32 / 20_000.0)).collect();
    assert!(largest_difference(&full(&[&many]), &few) <= 2);
    // A pen that rests, and one that goes back and forth.
    let resting: Vec<_> =
        many.iter().flat_map(|&point| [point; 2]).chain(many.iter().rev().copied()).collect();
    assert!(largest_difference(&full(&[&resting]), &few) <= 2);
}

#[test]
fn a_straight_one_stays_thin() {
    let (cols, rows) = size(&full(&[&[(140.0, 30.0), (140.0, 250.0)]]));
    assert!(cols <= 3 && rows >= 19, "{cols}×{rows}");
}

#[test]
fn a_tap_is_a_dot_in_the_middle() {
    for tap in [&[(30.0, 40.0)][..], &[(30.0, 40.0); 3], &[(30.0, 40.0), (31.0, 41.5)]] {
        let image = full(&[tap]);
        let (cols, rows) = size(&image);
        assert!(cols <= 4 && rows <= 4 && cols + rows > 2, "{cols}×{rows}");
        let (x, y) = center_of_mass(&image);
        assert!((x - 14.0).abs() < 0.1 && (y - 14.0).abs() < 0.1);
    }
    // A dot beside a line counts as ink.
    let line = [(140.0, 30.0), (140.0, 250.0)];
    assert!(ink(&full(&[&line, &[(40.0, 40.0)]])) > ink(&full(&[&line])));
}

#[test]
fn stages_show_what_each_step_does() {
    // Small, in the upper left corner, and with most of its ink at its left.
    let drawing = drawing(&[&[(20.0, 20.0), (20.0, 60.0), (20.0, 20.0), (50.0, 20.0)]]);
    let raw = Normalization::RAW.apply(&drawing).unwrap();
    let (x, y) = center_of_mass(&raw);
    assert!(x < 4.0 && y < 5.0, "stays in its corner: {x} {y}");
    assert!(size(&raw).1 < 8, "stays small");
    let boxed = Normalization::BOXED.apply(&drawing).unwrap();
    assert!((19..=21).contains(&size(&boxed).1));
    assert!(center_of_mass(&boxed).0 < 12.0, "the box is in the middle, not the mass");
    let centered = Normalization::FULL.apply(&drawing).unwrap();
    assert!((center_of_mass(&centered).0 - 14.0).abs() < 0.1);
    let unscaled = Normalization { scale_to_box: false, centering: Centering::Mass };
    let unscaled = unscaled.apply(&drawing).unwrap();
    assert!(size(&unscaled).1 < 8 && (center_of_mass(&unscaled).0 - 14.0).abs() < 0.1);
}

#[test]
fn the_stages_lead_to_what_the_network_gets() {
    for (style, drawing) in drawings::all() {
        let what = format!("{} ({})", style.digit, style.name);
        for scale_to_box in [false, true] {
            for centering in [Centering::Off, Centering::Box, Centering::Mass] {
                let normalization = Normalization { scale_to_box, centering };
                let stages = normalization.stages(&drawing).unwrap();
                assert_eq!(Some(&stages.image), normalization.apply(&drawing).as_ref(), "{what}");
                let before = if scale_to_box { Normalization::BOXED } else { Normalization::RAW };
                assert_eq!(Some(&stages.scaled), before.apply(&drawing).as_ref(), "{what}");
                let (x, y) = center_of_mass(&stages.scaled);
                let (dx, dy) = (stages.center.0 - 0.5 - x, stages.center.1 - 0.5 - y);
                assert!(dx.abs() < 0.05 && dy.abs() < 0.05, "{what} {dx} {dy}");
            }
        }
    }
    let seven = drawing(&[&[(60.0, 50.0), (200.0, 50.0), (110.0, 250.0)]]);
    let bounds = Normalization::FULL.stages(&seven).unwrap().bounds.map(|share| share * 280.0);
    for (is, should) in bounds.into_iter().zip([60.0, 50.0, 140.0, 200.0]) {
        assert!((is - should).abs() < 1e-3, "{bounds:?}");
    }
    assert_eq!(Normalization::FULL.stages(&drawing(&[])), None);
}

#[test]
fn ink_is_never_cut_off() {
    // All mass at one end: centering it would push the other end out of the image.
    let blot: Vec<_> = (0..400).map(|n| ((n % 20) as f32 * 4.0, (n / 20) as f32 * 4.0)).collect();
    let image = full(&[&blot, &[(0.0, 0.0), (270.0, 0.0)]]);
    let (cols, _) = size(&image);
    assert!(cols >= 19, "{cols}");
}

proptest! {
    #[test]
    fn any_points_are_taken(
        points in prop::collection::vec((any::<f32>(), any::<f32>()), 0..30),
        width: f32,
        height: f32,
    ) {
        let mut drawing = drawing(&[&points]);
        (drawing.width, drawing.height) = (width, height);
        let has_ink = points.iter().any(|(x, y)| x.is_finite() && y.is_finite());
        for normalization in [Normalization::RAW, Normalization::BOXED, Normalization::FULL] {
            prop_assert_eq!(normalization.apply(&drawing).is_some(), has_ink);
        }
        if let Some(image) = Normalization::FULL.apply(&drawing) {
            prop_assert!(ink(&image) > PEN_WIDTH);
        }
    }
}

#[test]
fn an_image_of_another_length_is_refused() {
    let json = |len: usize| format!("{{\"pixels\":{:?}}}", vec![7; len]);
    let image: DigitImage = serde_json::from_str(&json(784)).unwrap();
    assert_eq!(serde_json::to_string(&image).unwrap().len(), json(784).replace(' ', "").len());
    let error = serde_json::from_str::<DigitImage>(&json(783)).unwrap_err();
    assert!(error.to_string().contains("784 pixels; this one has 783"), "{error}");
}
