//! Versions: a run as it is shown, kept beside it; and what has changed from one to another.

use descent::data::points::input::{X1, X2};
use descent::data::points::pattern::PLANE;
use descent::data::points::{Points, What};
use descent::nn::activation::IDENTITY;
use descent::nn::forward::read;
use descent::nn::loss::SQUARED_ERROR;
use descent::nn::{DenseLayer, LayerSpec, NetworkSpec};
use descent::protocol::diff::{Counts, Diff, DiffRequest, Examined, Sides, Version};
use descent::protocol::{Command, Event, HistoryPoint, Look, RunId, Seen, Status, Ticket};
use descent::registry::Choice;
use descent::training::changed::{ChangePicture, LayerChange};
use descent::training::{BatchSize, RunConfig, Seed};

use crate::points::{a_line, begun, spiral};
use crate::talk::{FIRST_AND_TEST, Talk, rate, small};

fn version(talk: &mut Talk) -> Result<Version, String> {
    match crate::points::look(talk, Look::Version) {
        Ok(Seen::Version(version)) => Ok(*version),
        Ok(other) => panic!("{other:?}"),
        Err(message) => Err(message),
    }
}

/// All answers to a question about two checkpoints.
fn all_told(talk: &mut Talk, a: &Version, b: &Version) -> Vec<Result<Diff, String>> {
    let from = talk.events.len();
    let request = DiffRequest { a: a.checkpoint.clone(), b: b.checkpoint.clone() };
    talk.say(Command::Look { ticket: Ticket(9), look: Look::Diff(request) });
    talk.finish();
    let answers = talk.events[from..].iter().filter_map(|event| match event {
        Event::Seen { ticket: Ticket(9), seen: Seen::Diff(diff) } => Some(Ok((**diff).clone())),
        Event::Refused { ticket: Ticket(9), message } => Some(Err(message.clone())),
        _ => None,
    });
    answers.collect()
}

fn diff(talk: &mut Talk, a: &Version, b: &Version) -> (Diff, Sides) {
    let answers = all_told(talk, a, b);
    let (last, before) = answers.split_last().expect("an answer");
    assert!(before.iter().all(|told| told.as_ref().is_ok_and(|told| !told.is_done())));
    let last = last.clone().unwrap();
    match &last.examples {
        Examined::Done(sides) => (last.clone(), (**sides).clone()),
        other => panic!("{other:?}"),
    }
}

fn restored(version: &Version) -> Command {
    let checkpoint = version.checkpoint.clone();
    Command::Restore { run: RunId(2), learning_rate: None, batch_size: None, checkpoint }
}

/// Mean |Δw| and √ΣΔw², by hand.
fn by_hand(before: &DenseLayer, after: &DenseLayer) -> (f64, f64) {
    let changes = before.weights.iter().zip(&after.weights);
    let changes: Vec<f64> = changes.map(|(&a, &b)| f64::from(b - a)).collect();
    let sum: f64 = changes.iter().map(|change| change.abs()).sum();
    let squares: f64 = changes.iter().map(|change| change * change).sum();
    (sum / changes.len() as f64, squares.sqrt())
}

#[test]
fn a_version_of_an_earlier_step_goes_on_as_the_run_did() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    assert!(version(&mut talk).unwrap_err().contains("no update yet"));
    talk.train_to(30);
    talk.say(Command::SetLearningRate(rate(0.02)));
    talk.train_to(60);
    let there = talk.layers().to_vec();
    talk.train_to(120);
    let (newest, seconds) = (talk.layers().to_vec(), talk.progress().train_seconds);

    talk.say(Command::GoTo { step: 60 });
    talk.work_for(0.0);
    if talk.status() == Status::Rewinding {
        assert!(version(&mut talk).unwrap_err().contains("on its way"));
    }
    talk.finish();
    let kept = version(&mut talk).unwrap();
    assert_eq!((kept.run, kept.step, talk.layers()), (RunId(1), 60, &there[..]));
    assert_eq!(kept.config.learning_rate, rate(0.02), "the rate of then");
    assert_eq!(kept.test, talk.progress().test, "measured where it stands");
    assert!(kept.train_seconds > 0.0 && kept.train_seconds < seconds);
    let is_before = |point: &HistoryPoint| point.step > 60 || point.seconds <= kept.train_seconds;
    assert!(talk.history().all(is_before), "time runs forward");

    // To keep one changes nothing: the run goes forward again.
    talk.say(Command::GoTo { step: 120 });
    talk.finish();
    assert_eq!(talk.layers(), newest);

    // Taken up elsewhere, it makes the very updates that followed.
    let mut other = Talk::about(&small(), FIRST_AND_TEST);
    other.say(restored(&kept));
    assert_eq!((other.step(), other.layers()), (60, &there[..]));
    other.train_to(120);
    assert_eq!(other.layers(), newest);
}

#[test]
fn a_version_can_be_kept_while_it_trains() {
    let mut talk = begun(spiral());
    talk.say(Command::Train);
    talk.work_for(0.05);
    let kept = version(&mut talk).unwrap();
    assert_eq!(talk.status(), Status::Training);
    assert_eq!(kept.step, talk.step());
    talk.work_for(0.05);
    assert!(talk.step() > kept.step);
    talk.say(Command::Pause);

    let (to, layers) = (talk.step(), talk.layers().to_vec());
    let mut other = begun(spiral());
    other.say(restored(&kept));
    other.say(Command::TrainTo { step: to });
    other.finish();
    assert_eq!(other.layers(), layers);
}

/// A sloping plane to learn: numbers, and no classes.
fn numbers() -> RunConfig {
    let pattern = Choice::of(&PLANE);
    let what = What::Made { pattern, n: 60, noise: 0.0, held_out: 0.5, seed: 3 };
    let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).unwrap();
    let layers = vec![LayerSpec::new(1, Choice::of(&IDENTITY))];
    RunConfig {
        dataset: points.into(),
        network: NetworkSpec::new(2, layers, Choice::of(&SQUARED_ERROR)).unwrap(),
        learning_rate: rate(0.01),
        ..RunConfig::default()
    }
}

#[test]
fn what_exploded_is_no_version() {
    let mut talk = begun(RunConfig { learning_rate: rate(100.0), ..numbers() });
    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), Status::Diverged);
    assert!(version(&mut talk).unwrap_err().contains("earlier update"));
}

#[test]
fn a_version_differs_from_itself_in_nothing() {
    let mut talk = begun(spiral());
    talk.train_to(80);
    talk.finish();
    let kept = version(&mut talk).unwrap();
    let (diff, sides) = diff(&mut talk, &kept, &kept);
    assert_eq!((diff.steps, diff.layers.len()), ((80, 80), 3));
    for layer in &diff.layers {
        assert_eq!((layer.mean, layer.norm, layer.bias_mean), (0.0, 0.0, 0.0));
        assert!(layer.norm_before > 0.0);
        assert_eq!(layer.picture.largest(), 0.0);
    }
    let right = (150.0 * talk.progress().test.unwrap().accuracy.unwrap()).round() as u32;
    let counts = Counts { both: right, neither: 150 - right, ..Counts::default() };
    assert_eq!((sides.n, sides.is_held_out, sides.counts), (150, true, Some(counts)));
    assert_eq!(sides.metrics.0, sides.metrics.1);
    assert_eq!(Some(sides.metrics.0), talk.progress().test);
}

#[test]
fn weights_figures_and_sides_are_those_of_the_two() {
    let mut talk = begun(spiral());
    let mut states = Vec::new();
    for step in [40, 900] {
        talk.train_to(step);
        talk.finish();
        let test = talk.progress().test.unwrap();
        let network = talk.session.network().unwrap().clone();
        states.push((version(&mut talk).unwrap(), test, network));
    }
    let [(a, test_a, from), (b, test_b, to)] = &states[..] else { panic!() };
    let (diff, sides) = diff(&mut talk, a, b);
    assert_eq!((diff.steps, sides.metrics), ((40, 900), (*test_a, *test_b)));
    for (layer, (before, after)) in diff.layers.iter().zip(from.layers().iter().zip(to.layers())) {
        let (mean, norm) = by_hand(before, after);
        assert!(norm > 0.0);
        assert!((layer.mean - mean).abs() < 1e-9 && (layer.norm - norm).abs() < 1e-6);
        let ChangePicture::Matrix { values, block: (1, 1) } = &layer.picture else { panic!() };
        assert_eq!(*values, &after.weights - &before.weights);
    }
    // Each held-out point, asked by hand.
    let dataset = spiral().dataset;
    let test = dataset.points().unwrap().data().test;
    let mut counts = Counts::default();
    for example in 0..test.len() {
        let mut x = vec![0.0; 3];
        test.write_input(example, &mut x);
        let is_right = |network| {
            let says = read(network, &x).last().unwrap().activations[0] > 0.5;
            says == (test.label(example) == 1)
        };
        match (is_right(from), is_right(to)) {
            (true, true) => counts.both += 1,
            (true, false) => counts.lost += 1,
            (false, true) => counts.gained += 1,
            (false, false) => counts.neither += 1,
        }
    }
    assert_eq!(sides.counts, Some(counts));
    assert!(counts.gained > 0);
    assert!(sides.gained.is_empty(), "points are no pictures");
}

#[test]
fn digits_that_changed_side_are_told_with_both_answers_and_training_goes_on() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(20);
    talk.finish();
    let a = version(&mut talk).unwrap();
    talk.train_to(120);
    talk.finish();
    let b = version(&mut talk).unwrap();

    // While it trains: neither waits for the other, and the run is what it would have been.
    let request = DiffRequest { a: a.checkpoint.clone(), b: b.checkpoint.clone() };
    talk.say(Command::Train);
    talk.say(Command::Look { ticket: Ticket(9), look: Look::Diff(request) });
    talk.work_for(0.0);
    talk.say(Command::GiveUp { ticket: Ticket(9) });
    let n_told = talk.events.len();
    talk.train_to(140);
    let seen = |event: &Event| matches!(event, Event::Seen { .. });
    assert!(!talk.events[n_told..].iter().any(seen), "nothing is told of what was given up");
    let mut straight = Talk::about(&small(), FIRST_AND_TEST);
    straight.train_to(140);
    assert_eq!(talk.layers(), straight.layers());

    let answers = all_told(&mut talk, &a, &b).len();
    assert!(answers > 2, "it is told how far it is");
    let (diff, sides) = diff(&mut talk, &a, &b);
    let counts = sides.counts.unwrap();
    assert_eq!(counts.both + counts.lost + counts.gained + counts.neither, 10_000);
    let share = |n: u32| f64::from(n) / 10_000.0;
    let [of_a, of_b] = [sides.metrics.0, sides.metrics.1].map(|it| it.accuracy.unwrap());
    assert!((share(counts.both + counts.lost) - f64::from(of_a)).abs() < 1e-6);
    assert!((share(counts.both + counts.gained) - f64::from(of_b)).abs() < 1e-6);
    assert_eq!(sides.gained.len(), 96.min(counts.gained as usize));
    assert!(sides.gained.is_sorted_by_key(|turned| -turned.a.confidence));
    assert!(sides.lost.is_sorted_by_key(|turned| -turned.b.confidence));
    let test = &talk.session.intake().dataset().test;
    for turned in &sides.gained {
        let label = test.label(turned.example_idx as usize);
        assert_eq!((turned.label, turned.b.class), (label, Some(label)));
        assert_ne!(turned.a.class, Some(label));
        assert_eq!(turned.image.pixels(), test.image(turned.example_idx as usize));
    }
    for turned in &sides.lost {
        assert_eq!(turned.a.class, Some(turned.label));
        assert_ne!(turned.b.class, Some(turned.label));
    }
    let ChangePicture::Units(units) = &diff.layers[0].picture else { panic!() };
    assert_eq!((units.len(), units[0].values.len()), (24, 784));
    assert!(units.is_sorted_by_key(|unit| -unit.norm));
    let squares: f64 = units.iter().map(|unit| unit.norm.powi(2)).sum();
    assert!((squares.sqrt() - diff.layers[0].norm).abs() < 1e-9);
}

#[test]
fn what_cant_be_set_against_each_other_says_why() {
    let mut talk = begun(spiral());
    talk.train_to(10);
    talk.finish();
    let spiral_kept = version(&mut talk).unwrap();
    // The same points, from another start and in other batches.
    let mut config = spiral();
    (config.seed, config.batch_size) = (Seed(5), BatchSize::examples(7).unwrap());
    talk.say(Command::Configure { run: RunId(2), config });
    talk.train_to(10);
    let other = version(&mut talk).unwrap();
    assert!(diff(&mut talk, &spiral_kept, &other).0.layers.iter().all(|layer| layer.norm > 0.1));

    // Other points: the weights, and no examples.
    let (mut config, points) = (spiral(), spiral().dataset.points().unwrap().clone());
    let mut what = points.what().clone();
    if let What::Made { seed, .. } = &mut what {
        *seed += 1;
    }
    config.dataset = Points::new(what, points.inputs().to_vec()).unwrap().into();
    talk.say(Command::Configure { run: RunId(3), config });
    talk.train_to(10);
    let elsewhere = version(&mut talk).unwrap();
    match &all_told(&mut talk, &spiral_kept, &elsewhere)[..] {
        [Ok(Diff { layers, examples: Examined::Impossible(why), .. })] => {
            assert_eq!(layers.len(), 3);
            assert!(layers.iter().all(|layer: &LayerChange| layer.norm.is_finite()));
            assert!(why.contains("different examples"), "{why}");
        }
        other => panic!("{other:?}"),
    }

    // Another shape, and no checkpoint at all.
    talk.say(Command::Configure { run: RunId(4), config: a_line() });
    talk.train_to(10);
    let line = version(&mut talk).unwrap();
    let refused = |answers: Vec<Result<Diff, String>>| match &answers[..] {
        [Err(message)] => message.clone(),
        other => panic!("{other:?}"),
    };
    let message = refused(all_told(&mut talk, &spiral_kept, &line));
    assert!(message.contains("as wide"), "{message}");
    let odd = Version { checkpoint: b"GIF89a".to_vec(), ..line.clone() };
    let message = refused(all_told(&mut talk, &line, &odd));
    assert!(message.contains("B can't be looked into"), "{message}");
}

#[test]
fn where_numbers_are_learned_nothing_is_right_or_wrong() {
    let mut talk = begun(numbers());
    let mut kept = Vec::new();
    for step in [5, 50] {
        talk.train_to(step);
        talk.finish();
        kept.push((version(&mut talk).unwrap(), talk.progress().test.unwrap()));
    }
    let (_, sides) = diff(&mut talk, &kept[0].0, &kept[1].0);
    assert_eq!((sides.n, sides.counts), (30, None));
    assert_eq!(sides.metrics, (kept[0].1, kept[1].1));
    assert!(sides.metrics.1.loss < sides.metrics.0.loss);
}
