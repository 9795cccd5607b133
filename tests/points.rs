//! Points in the plane: the same for the same description, as it says, and told apart by
//! what can tell them apart.

use descent::data::points::input::{X1, X2};
use descent::data::points::{Input, Pattern, Points, PointsError, SIDE};
use descent::registry::{Choice, Entry};

fn plain(pattern: Choice<Pattern>, n: usize, noise: f32) -> Points {
    let inputs = vec![Choice::of(&X1), Choice::of(&X2)];
    Points::new(pattern, n, noise, 0.5, 1, inputs).unwrap()
}

#[test]
fn every_pattern_fills_its_classes_evenly_and_stays_in_the_plane() {
    for pattern in Choice::<Pattern>::all() {
        let points = plain(pattern, 400, 0.0);
        let places = points.places();
        assert_eq!(places.len(), 400);
        assert!(places.iter().all(|p| p.x.abs() <= SIDE && p.y.abs() <= SIDE), "{pattern}");
        match points.classes() {
            Some(names) => {
                for label in 0..names.len() {
                    let n = places.iter().filter(|p| p.target == label as f32).count();
                    assert_eq!(n, 400 / names.len(), "{pattern}, {}", names[label]);
                }
            }
            None => {
                assert!(places.iter().all(|p| (-1.0..=1.0).contains(&p.target)), "{pattern}");
                let (low, high) = places
                    .iter()
                    .fold((0.0_f32, 0.0_f32), |(l, h), p| (l.min(p.target), h.max(p.target)));
                assert!(low < -0.5 && high > 0.5, "{pattern}: {low} to {high}");
            }
        }
    }
}

#[test]
fn held_out_points_are_as_good_a_sample_as_those_learned_from() {
    for pattern in Choice::<Pattern>::all() {
        let points = plain(pattern, 1_000, 0.0);
        let places = points.places();
        let (train, test) = places.split_at(points.n_train());
        let mean = |all: &[descent::data::points::pattern::Place]| {
            let n = all.len() as f32;
            (all.iter().map(|p| p.x).sum::<f32>() / n, all.iter().map(|p| p.y).sum::<f32>() / n)
        };
        let ((a, b), (c, d)) = (mean(train), mean(test));
        assert!((a - c).abs() < 0.6 && (b - d).abs() < 0.6, "{pattern}: {a} {b} and {c} {d}");
    }
}

#[test]
fn the_same_description_gives_the_same_points_and_more_of_them_the_same_first_ones() {
    let xor = Choice::<Pattern>::by_key("xor").unwrap();
    let few = plain(xor, 100, 0.3).places();
    assert_eq!(few, plain(xor, 100, 0.3).places());
    assert_eq!(few, plain(xor, 300, 0.3).places()[..100]);
    let other = Points::new(xor, 100, 0.3, 0.5, 2, vec![Choice::of(&X1)]).unwrap();
    assert_ne!(few, other.places());
}

#[test]
fn data_are_the_inputs_asked_for() {
    let circle = Choice::<Pattern>::by_key("circle").unwrap();
    let inputs: Vec<Choice<Input>> = Choice::all().collect();
    let points = Points::new(circle, 50, 0.1, 0.2, 7, inputs).unwrap();
    let (data, places) = (points.data(), points.places());
    assert_eq!((data.train.len(), data.test.len()), (40, 10));
    assert_eq!(data.train.n_features(), Input::all().len());
    let mut x = vec![0.0; Input::all().len()];
    data.train.write_input(3, &mut x);
    let place = places[3];
    let by_hand = [
        place.x,
        place.y,
        place.x * place.x,
        place.y * place.y,
        place.x * place.y,
        libm::sinf(place.x),
        libm::sinf(place.y),
    ];
    assert_eq!(x, by_hand);
    assert_eq!(f32::from(data.train.label(3)), place.target);
}

#[test]
fn what_is_out_of_range_is_named() {
    let circle = Choice::<Pattern>::by_key("circle").unwrap();
    let x1 = || vec![Choice::of(&X1)];
    let error = |n, noise, held_out, inputs| Points::new(circle, n, noise, held_out, 1, inputs);
    assert_eq!(error(9, 0.0, 0.5, x1()), Err(PointsError::Number { n: 9 }));
    assert!(matches!(error(50, f32::NAN, 0.5, x1()), Err(PointsError::Noise { .. })));
    assert!(matches!(error(50, 0.0, 0.95, x1()), Err(PointsError::HeldOut { .. })));
    assert_eq!(error(50, 0.0, 0.5, Vec::new()), Err(PointsError::Inputs));
    assert_eq!(error(50, 0.0, 0.5, [x1(), x1()].concat()), Err(PointsError::Inputs));
}
