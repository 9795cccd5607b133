//! The loss over a plane through a network: the plane, the map, and the path on it.

mod support;

use descent::data::{Dataset, FeatureShape, Features, OwnData, Split, TargetShape, Targets};
use descent::nn::{LayerSpec, Network, NetworkSpec, Parameter, activation, init, loss};
use descent::registry::Choice;
use descent::training::landscape::{
    Directions, Extent, Grid, LossMap, Plane, PlaneError, Shadow, sample_of,
};
use descent::training::{Evaluation, Path, RunConfig, Trainer};
use support::{digits, mnist, network, run};

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}

fn random_plane(network: &Network, seed: u64) -> Plane {
    Plane::new(network, Directions::Random { seed }, std::iter::empty()).unwrap()
}

fn finish(mut map: LossMap) -> LossMap {
    while !map.advance() {}
    map
}

/// A trainer after so many steps, and its path.
fn trained(config: &RunConfig, n_steps: usize) -> (Trainer, Path) {
    let mut trainer = Trainer::new(config.clone()).unwrap();
    let mut path = Path::new(&trainer);
    for _ in 0..n_steps {
        trainer.step(mnist()).unwrap();
        path.record(&trainer);
    }
    (trainer, path)
}

#[test]
fn each_unit_of_a_random_direction_is_as_long_as_its_weights_and_biases_stay() {
    let (trainer, _) = trained(&RunConfig::default(), 20);
    let plane = random_plane(trainer.network(), 7);
    let mut direction = trainer.network().clone();
    for flat in plane.directions() {
        direction.set_flat(flat);
        for (layer, of) in trainer.network().layers().iter().zip(direction.layers()) {
            assert!(of.bias.iter().all(|&b| b == 0.0) && layer.bias.iter().any(|&b| b != 0.0));
            for (weights, of) in layer.weights.rows().into_iter().zip(of.weights.rows()) {
                let norm = |row: ndarray::ArrayView1<f32>| {
                    row.iter().map(|&w| f64::from(w) * f64::from(w)).sum::<f64>().sqrt()
                };
                assert!((norm(of) / norm(weights) - 1.0).abs() < 1e-5);
            }
        }
    }
    let [first, second] = plane.directions();
    let cosine = dot(first, second) / (dot(first, first) * dot(second, second)).sqrt();
    assert!(cosine.abs() < 1e-6, "{cosine}");
    assert!((plane.lengths().0 - dot(first, first).sqrt()).abs() < 1e-9);
}

#[test]
fn a_random_plane_depends_on_its_seed_alone() {
    let network = Network::initialized(RunConfig::default().network, &init::HE, 1);
    assert_eq!(random_plane(&network, 1), random_plane(&network, 1));
    assert_ne!(random_plane(&network, 1).directions(), random_plane(&network, 2).directions());
}

#[test]
fn units_with_one_weight_have_room_for_two_directions_between_them() {
    let layer = |width, of| LayerSpec::new(width, Choice::of(of));
    let layers = vec![layer(4, &activation::TANH), layer(1, &activation::IDENTITY)];
    let spec = NetworkSpec::new(1, layers, Choice::of(&loss::SQUARED_ERROR)).unwrap();
    let plane = random_plane(&Network::initialized(spec, &init::HE, 1), 1);
    let [first, second] = plane.directions();
    assert!(dot(first, second).abs() < 1e-6);
    assert!(first[..4].iter().filter(|&&d| d != 0.0).count() == 2);
}

#[test]
fn where_there_is_no_plane_it_is_said_why() {
    let spec = RunConfig::default().network;
    let zeros = Network::initialized(spec.clone(), &init::ZEROS, 1);
    let of = |network: &Network, directions| Plane::new(network, directions, std::iter::empty());
    assert_eq!(of(&zeros, Directions::Random { seed: 1 }), Err(PlaneError::NoLength));
    assert_eq!(of(&zeros, Directions::Path), Err(PlaneError::NoPath));
    let bias = Parameter::Bias { layer_idx: 0, unit_idx: 3 };
    let nowhere = Parameter::Bias { layer_idx: 9, unit_idx: 3 };
    for pair in [(bias, nowhere), (bias, bias)] {
        let directions = Directions::Parameters(pair.0, pair.1);
        assert_eq!(of(&zeros, directions), Err(PlaneError::NoParameters));
    }
    let mut broken = Network::initialized(spec, &init::HE, 1);
    let mut flat = broken.to_flat();
    flat[5] = f32::NAN;
    broken.set_flat(&flat);
    assert_eq!(of(&broken, Directions::Random { seed: 1 }), Err(PlaneError::NotFinite));
}

#[test]
fn the_middle_of_the_map_is_the_engine_s_own_evaluation() {
    let (mut trainer, _) =
        trained(&run(network(&[16], "relu", "softmax", "cross_entropy"), "sgd", 0.1), 40);
    let sample = sample_of(&mnist().train, 600, 1);
    let mut evaluation = Evaluation::new(&sample);
    while evaluation.result().is_none() {
        trainer.evaluate(&mut evaluation, &sample);
    }
    let expected = evaluation.result().unwrap().loss;

    let plane = random_plane(trainer.network(), 3);
    let grid = Grid::new(Extent::around(plane.origin(), 1.0), 3);
    let map = finish(LossMap::new(plane, grid, sample, trainer.config().clone()));
    let losses = map.losses();
    assert_eq!((map.center_loss(), losses[4 * 9 + 4]), (Some(expected), expected));
    assert_eq!((map.n_known(), losses.len()), (81, 81));
    // A little trained, it lies lower than all that is far away.
    assert!(losses[..9].iter().all(|&loss| loss > expected));
}

#[test]
fn a_point_of_the_map_is_the_network_that_lies_there() {
    let config = RunConfig::default();
    let (trainer, _) = trained(&config, 10);
    let plane = random_plane(trainer.network(), 3);
    let [first, second] = plane.directions().clone();
    let (x, y) = (-0.75, 0.5);
    let flat: Vec<f32> = (trainer.network().to_flat().iter().zip(first).zip(second))
        .map(|((&w, d), e)| (f64::from(w) + x * f64::from(d) + y * f64::from(e)) as f32)
        .collect();
    let mut there = trainer.network().clone();
    there.set_flat(&flat);
    let sample = sample_of(&mnist().train, 300, 1);
    let mut other = Trainer::with_start(config.clone(), &there).unwrap();
    let mut evaluation = Evaluation::new(&sample);
    while evaluation.result().is_none() {
        other.evaluate(&mut evaluation, &sample);
    }
    let grid = Grid::new(Extent::around((0.0, 0.0), 1.0), 3);
    let map = finish(LossMap::new(plane, grid, sample, config));
    assert_eq!(map.losses()[6 * 9 + 1], evaluation.result().unwrap().loss);
}

/// One output of one input, y = w·x + b, and points (x, y).
fn line(points: &[(f32, f32)]) -> (RunConfig, Dataset) {
    let layers = vec![LayerSpec::new(1, Choice::of(&activation::IDENTITY))];
    let network = NetworkSpec::new(1, layers, Choice::of(&loss::SQUARED_ERROR)).unwrap();
    let xs = Features::Numbers(points.iter().map(|point| point.0).collect());
    let values = points.iter().map(|point| point.1).collect();
    let train = Split::complete(1, xs, Targets::Values { width: 1, values }).unwrap();
    let test =
        Split::complete(1, Features::Numbers(vec![]), Targets::Values { width: 1, values: vec![] });
    let shape = (FeatureShape::Columns(1), TargetShape::Values(1));
    let spec = OwnData::new("line".to_owned(), points.len(), shape.0, shape.1).unwrap();
    let scaling = Choice::by_key("raw").unwrap();
    let config = RunConfig { dataset: spec.into(), scaling, ..run(network, "sgd", 0.05) };
    (config, Dataset::own(train, test.unwrap()).unwrap())
}

const WEIGHT: Parameter = Parameter::Weight { layer_idx: 0, unit_idx: 0, input_idx: 0 };
const BIAS: Parameter = Parameter::Bias { layer_idx: 0, unit_idx: 0 };

#[test]
fn the_loss_over_two_parameters_is_the_bowl_that_it_is() {
    let points = [(-1.0, 0.5), (0.5, 1.0), (2.0, -1.0)];
    let (config, data) = line(&points);
    let mut trainer = Trainer::new(config.clone()).unwrap();
    trainer.step(&data).unwrap();
    let directions = Directions::Parameters(WEIGHT, BIAS);
    let plane = Plane::new(trainer.network(), directions, std::iter::empty()).unwrap();
    let here = (WEIGHT.of(trainer.network()).unwrap(), BIAS.of(trainer.network()).unwrap());
    assert_eq!(plane.origin(), (f64::from(here.0), f64::from(here.1)));
    let grid = Grid::new(Extent { x: (-3.0, 3.0), y: (-2.0, 2.0) }, 5);
    let sample = sample_of(&data.train, usize::MAX, 1);
    let map = finish(LossMap::new(plane, grid, sample, config.clone()));
    assert_eq!(map.n_examples(), 3);
    for (at, &found) in map.losses().iter().enumerate() {
        let (w, b) = grid.place((at / 33, at % 33));
        let squares = points.iter().map(|&(x, y)| (w * f64::from(x) + b - f64::from(y)).powi(2));
        let mean = squares.sum::<f64>() / 3.0;
        assert!((f64::from(found) - mean).abs() < 1e-5 * mean.max(1.0), "{found} and {mean}");
    }
}

#[test]
fn its_own_two_directions_hold_all_of_a_path_that_lies_in_a_plane() {
    // Two parameters: no path can leave their plane.
    let (config, data) = line(&[(-1.0, 0.5), (0.5, 1.0), (2.0, -1.0)]);
    let mut trainer = Trainer::new(config).unwrap();
    let mut path = Path::new(&trainer);
    for _ in 0..30 {
        trainer.step(&data).unwrap();
        path.record(&trainer);
    }
    let points = || path.points().iter().map(|point| point.parameters.as_slice());
    let plane = Plane::new(trainer.network(), Directions::Path, points()).unwrap();
    let shadows: Vec<Shadow> = points().map(|point| plane.shadow(point)).collect();
    assert!((Shadow::share_of(&shadows).unwrap() - 1.0).abs() < 1e-9);
    let start = shadows[0].place;
    assert!(start.0 < 0.0 && start.1 >= 0.0, "it comes from the left and from above: {start:?}");
    // What lies in the plane is found again from its place there.
    let (mut there, mut room) = (trainer.network().clone(), Vec::new());
    plane.go_to(start, &mut there, &mut room);
    for (found, first) in room.iter().zip(&path.points()[0].parameters) {
        assert!((found - first).abs() < 1e-5);
    }
}

#[test]
fn a_digit_reader_s_path_has_directions_and_random_ones_hold_next_to_nothing_of_it() {
    let (trainer, path) =
        trained(&run(network(&[16, 16], "sigmoid", "softmax", "cross_entropy"), "sgd", 0.5), 120);
    let points = || path.thinned(32).map(|point| point.parameters.as_slice());
    let share = |directions| {
        let plane = Plane::new(trainer.network(), directions, points()).unwrap();
        let [first, second] = plane.directions();
        let cosine = dot(first, second) / (plane.lengths().0 * plane.lengths().1);
        assert!(cosine.abs() < 1e-4, "{cosine}");
        Shadow::share_of(&points().map(|point| plane.shadow(point)).collect::<Vec<_>>()).unwrap()
    };
    let own = share(Directions::Path);
    let random = share(Directions::Random { seed: 1 });
    assert!(own > 0.8, "{own}");
    assert!(random < 0.02, "{random}");
}

#[test]
fn a_path_stays_within_its_budget_and_keeps_its_start() {
    let (data, dataset) = digits(64);
    let config =
        RunConfig { dataset, ..run(network(&[4], "relu", "softmax", "cross_entropy"), "sgd", 0.1) };
    let mut trainer = Trainer::new(config).unwrap();
    let n_bytes = 4 * trainer.network().spec().n_parameters();
    let start = trainer.network().to_flat();
    let mut path = Path::with_budget(&trainer, 10 * n_bytes);
    for _ in 0..100 {
        trainer.step(&data).unwrap();
        path.record(&trainer);
        assert!(path.points().len() <= 10);
    }
    let steps: Vec<u64> = path.points().iter().map(|point| point.step).collect();
    assert_eq!(steps, [0, 16, 32, 48, 64, 80, 96]);
    assert_eq!(path.points()[0].parameters, start);
    let thinned: Vec<u64> = path.thinned(3).map(|point| point.step).collect();
    assert_eq!(thinned, [0, 48, 96]);
    assert_eq!(path.thinned(99).count(), 7);
    // Where there is no room for a path, none is kept.
    let mut none = Path::with_budget(&trainer, 2 * n_bytes);
    none.record(&trainer);
    assert_eq!((none.points().len(), none.thinned(5).count()), (0, 0));
}

#[test]
fn a_sample_is_all_there_is_or_so_many_drawn_by_the_seed() {
    let train = &mnist().train;
    let labels = |n, seed| sample_of(train, n, seed).labels().to_vec();
    assert_eq!(labels(500, 1), labels(500, 1));
    assert_ne!(labels(500, 1), labels(500, 2));
    assert_ne!(labels(500, 1), train.labels()[..500]);
    let (data, _) = digits(20);
    assert_eq!(sample_of(&data.train, 20, 1), data.train);
    assert_eq!(sample_of(&data.train, usize::MAX, 1).labels(), data.train.labels());
    assert_eq!(sample_of(train, usize::MAX, 1).len(), 10_000);
}
