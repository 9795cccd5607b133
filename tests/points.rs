//! Points in the plane: the same for the same description, as it says, and told apart by
//! what can tell them apart.

use descent::data::points::input::{X1, X2};
use descent::data::points::{Input, Pattern, Place, Points, PointsError, SIDE, What, pattern};
use descent::data::{DatasetSpec, TargetShape};
use descent::registry::{Choice, Entry};

fn plain(pattern: Choice<Pattern>, n: usize, noise: f32) -> Points {
    let inputs = vec![Choice::of(&X1), Choice::of(&X2)];
    Points::new(What::Made { pattern, n, noise, held_out: 0.5, seed: 1 }, inputs).unwrap()
}

#[test]
fn every_pattern_fills_its_classes_evenly_and_stays_in_the_plane() {
    for pattern in Choice::<Pattern>::all() {
        let points = plain(pattern, 400, 0.0);
        let places = points.places();
        assert_eq!(places.len(), 400);
        assert!(places.iter().all(|p| p.x.abs() <= SIDE && p.y.abs() <= SIDE), "{pattern}");
        match points.n_classes() {
            Some(n_classes) => {
                for label in 0..n_classes {
                    let n = places.iter().filter(|p| p.target == label as f32).count();
                    assert_eq!(n, 400 / n_classes, "{pattern}, {:?}", points.class_name(label));
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
        let mean = |all: &[descent::data::points::Place]| {
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
    let what = What::Made { pattern: xor, n: 100, noise: 0.3, held_out: 0.5, seed: 2 };
    let other = Points::new(what, vec![Choice::of(&X1)]).unwrap();
    assert_ne!(few, other.places());
}

#[test]
fn data_are_the_inputs_asked_for() {
    let circle = Choice::<Pattern>::by_key("circle").unwrap();
    let inputs: Vec<Choice<Input>> = Choice::all().collect();
    let what = What::Made { pattern: circle, n: 50, noise: 0.1, held_out: 0.2, seed: 7 };
    let points = Points::new(what, inputs).unwrap();
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
    let error = |n, noise, held_out, inputs| {
        Points::new(What::Made { pattern: circle, n, noise, held_out, seed: 1 }, inputs)
    };
    assert_eq!(error(1, 0.0, 0.5, x1()), Err(PointsError::Number { n: 1 }));
    assert!(matches!(error(50, f32::NAN, 0.5, x1()), Err(PointsError::Noise { .. })));
    assert!(matches!(error(50, 0.0, 0.95, x1()), Err(PointsError::HeldOut { .. })));
    assert_eq!(error(50, 0.0, 0.5, Vec::new()), Err(PointsError::Inputs));
    assert_eq!(error(50, 0.0, 0.5, [x1(), x1()].concat()), Err(PointsError::Inputs));
}

#[test]
fn points_set_by_hand_are_what_was_set() {
    let inputs = vec![Choice::of(&X1), Choice::of(&X2)];
    let place = |x, y, target| Place { x, y, target };
    let places = vec![place(1.0, 2.0, 0.0), place(-1.5, 0.0, 1.0), place(0.0, -6.0, 1.0)];
    let two = TargetShape::Classes(vec!["A".to_owned(), "B".to_owned()]);
    let new = |places: &[Place], targets: &TargetShape| {
        let (places, targets) = (places.to_vec(), targets.clone());
        Points::new(What::Placed { places, targets }, inputs.clone())
    };
    let points = new(&places, &two).unwrap();
    assert_eq!(
        (points.n_train(), points.n_classes(), points.class_name(1)),
        (3, Some(2), Some("B"))
    );
    let data = points.data();
    assert_eq!((data.train.len(), data.test.len()), (3, 0));
    assert_eq!(data.train.labels(), [0, 1, 1]);
    // Written and read, in both forms.
    let spec = DatasetSpec::from(points);
    let text = r#"{"places":[[1.0,2.0,0.0],[-1.5,0.0,1.0],[0.0,-6.0,1.0]],"targets":{"classes":["A","B"]},"inputs":["x1","x2"]}"#;
    assert_eq!(serde_json::to_string(&spec).unwrap(), text);
    assert_eq!(serde_json::from_str::<DatasetSpec>(text).unwrap(), spec);
    let bytes = postcard::to_allocvec(&spec).unwrap();
    assert_eq!(postcard::from_bytes::<DatasetSpec>(&bytes).unwrap(), spec);
    // A point outside, one of no class, too many values.
    let outside = [places[0], place(6.5, 0.0, 0.0)];
    assert_eq!(new(&outside, &two), Err(PointsError::Place { number: 2 }));
    let between = [places[0], place(0.0, 0.0, 0.5)];
    assert_eq!(new(&between, &two), Err(PointsError::Place { number: 2 }));
    assert!(new(&between, &TargetShape::Values(1)).is_ok());
    assert_eq!(new(&between, &TargetShape::Values(2)), Err(PointsError::Targets));
}

#[test]
fn a_pattern_taken_in_hand_is_the_same_points() {
    for pattern in Choice::<Pattern>::all() {
        let made = plain(pattern, 60, 0.0);
        let placed = made.placed();
        assert_eq!(placed.places(), made.places(), "{pattern}");
        assert_eq!(placed.n_classes(), made.n_classes());
        assert_eq!((placed.n_train(), placed.inputs()), (60, made.inputs()));
    }
}

#[test]
fn points_are_described_by_what_makes_them() {
    let spec: DatasetSpec = plain(Choice::of(&pattern::SPIRAL), 80, 0.25).into();
    let text =
        r#"{"points":"spiral","n":80,"noise":0.25,"held_out":0.5,"seed":1,"inputs":["x1","x2"]}"#;
    assert_eq!(serde_json::to_string(&spec).unwrap(), text);
    assert_eq!(serde_json::from_str::<DatasetSpec>(text).unwrap(), spec);
    let bytes = postcard::to_allocvec(&spec).unwrap();
    assert_eq!(postcard::from_bytes::<DatasetSpec>(&bytes).unwrap(), spec);
    let error = |text: &str| serde_json::from_str::<DatasetSpec>(text).unwrap_err().to_string();
    assert!(error(r#"{"points":"spiral"}"#).contains("missing field `n`"));
    assert!(error(&text.replace("80", "1")).contains("2 to 5000 points"));
    assert!(error(&text.replace("spiral", "snail")).contains("unknown pattern of points"));
    assert!(error(r#"{"points":"spiral","name":"x"}"#).contains("are mixed"));
    assert!(error(r#"{"name":"x","seed":3}"#).contains("are mixed"));
}
