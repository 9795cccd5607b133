//! The plane as SVG, compared with the files in `tests/plots`. After an intended change,
//! `UPDATE_GOLDEN=1 cargo test --test plane` rewrites them; look at them before you commit.

use std::path::PathBuf;

use descent::data::points::{Pattern, Points, SIDE, What, input::X1};
use descent::plots::plane::{Dot, DotKind, Plane, Shades, boundary};
use descent::plots::{Theme, Tint};
use descent::registry::Choice;
use descent::training::plane::place_of;
use ndarray::Array2;
use plotters::prelude::{Color, IntoDrawingArea, SVGBackend};

fn check(name: &str, plane: &Plane) {
    let theme = Theme::light();
    let mut actual = String::new();
    {
        let root = SVGBackend::with_string(&mut actual, (300, 300)).into_drawing_area();
        root.fill(&theme.color(Tint::Surface).mix(1.0)).unwrap();
        plane.draw(&root, &theme, 1.0).unwrap();
        root.present().unwrap();
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/plots/{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "{} is no longer what is drawn. If that is meant: UPDATE_GOLDEN=1 cargo test --test plane",
        path.display()
    );
}

fn points(key: &str, n: usize) -> Points {
    let pattern = Choice::<Pattern>::by_key(key).unwrap();
    let what = What::Made { pattern, n, noise: 0.0, held_out: 0.4, seed: 1 };
    Points::new(what, vec![Choice::of(&X1)]).unwrap()
}

fn dots(points: &Points, kind: impl Fn(f32) -> DotKind) -> Vec<Dot> {
    let n_train = points.n_train();
    let dot = |(idx, place): (usize, descent::data::points::Place)| Dot {
        x: place.x.into(),
        y: place.y.into(),
        kind: kind(place.target),
        is_held_out: idx >= n_train,
        is_marked: idx == 3,
    };
    points.places().into_iter().enumerate().map(dot).collect()
}

#[test]
fn classes_with_a_boundary() {
    const N: usize = 30;
    let map = Array2::from_shape_fn((1, N * N), |(_, place)| {
        let (x, y) = (place_of(place % N, N), -place_of(place / N, N));
        1.0 / (1.0 + (-(x.hypot(y) - 3.0)).exp())
    });
    let line = boundary(&map, N, Shades::Classes);
    let dots = dots(&points("circle", 40), |target| DotKind::Class(target as usize));
    check("plane_circle", &Plane { boundary: &line, dots: &dots, cursor: Some((1.0, -2.0)) });
}

#[test]
fn many_classes_and_values() {
    let dots_of_four = dots(&points("clusters", 60), |target| DotKind::Class(target as usize));
    check("plane_clusters", &Plane { boundary: &[], dots: &dots_of_four, cursor: None });
    let values = dots(&points("hills", 60), DotKind::Value);
    check("plane_hills", &Plane { boundary: &[], dots: &values, cursor: None });
}

#[test]
fn whatever_comes_it_can_be_drawn() {
    let odd = [0.0, f64::NAN, f64::INFINITY, -1e300, f64::from(SIDE)];
    let dots: Vec<Dot> = odd
        .into_iter()
        .flat_map(|x| odd.map(|y| (x, y)))
        .map(|(x, y)| Dot {
            x,
            y,
            kind: DotKind::Value(x as f32),
            is_held_out: true,
            is_marked: true,
        })
        .collect();
    let theme = Theme::light();
    for size in [(0, 0), (1, 1), (300, 300)] {
        let mut svg = String::new();
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let plane = Plane { boundary: &[((0.0, 0.0), (f64::NAN, 1.0))], dots: &dots, cursor: None };
        plane.draw(&root, &theme, 1.0).unwrap();
    }
}
