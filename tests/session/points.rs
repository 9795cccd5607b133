//! Runs on points in the plane: what the network makes of every place, what each point costs,
//! and changes by hand.

use std::num::NonZeroU32;

use descent::data::points::input::{PRODUCT, X1, X2};
use descent::data::points::{Pattern, Place, Points, What, pattern};
use descent::data::{DatasetSpec, TargetShape};
use descent::nn::activation::{IDENTITY, SIGMOID, SOFTMAX, TANH};
use descent::nn::forward::read;
use descent::nn::init::XAVIER;
use descent::nn::loss::{BINARY_CROSS_ENTROPY, CROSS_ENTROPY, SQUARED_ERROR};
use descent::nn::optimizer::ADAM;
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec, Parameter, Penalty};
use descent::protocol::{Command, Event, Look, RunId, Seen, Status, Ticket};
use descent::registry::Choice;
use descent::training::plane::place_of;
use descent::training::{BatchSize, LearningRate, RunConfig, StopReason, StopRules};

use crate::talk::Talk;

pub fn spiral() -> RunConfig {
    let what = What::Made {
        pattern: Choice::of(&pattern::SPIRAL),
        n: 300,
        noise: 0.1,
        held_out: 0.5,
        seed: 3,
    };
    let inputs = vec![Choice::of(&X1), Choice::of(&X2), Choice::of(&PRODUCT)];
    let layers = vec![
        LayerSpec::new(6, Choice::of(&TANH)),
        LayerSpec::new(5, Choice::of(&TANH)),
        LayerSpec::new(1, Choice::of(&SIGMOID)),
    ];
    RunConfig {
        dataset: Points::new(what, inputs).unwrap().into(),
        network: NetworkSpec::new(3, layers, Choice::of(&BINARY_CROSS_ENTROPY)).unwrap(),
        learning_rate: LearningRate::new(0.05).unwrap(),
        batch_size: BatchSize::examples(10).unwrap(),
        ..RunConfig::default()
    }
}

pub fn begun(config: RunConfig) -> Talk {
    let mut talk = Talk::empty();
    talk.say(Command::Configure { run: RunId(1), config });
    talk
}

pub fn look(talk: &mut Talk, look: Look) -> Result<Seen, String> {
    let answers = talk.say(Command::Look { ticket: Ticket(7), look });
    let answer = answers.iter().find_map(|event| match event {
        Event::Seen { ticket: Ticket(7), seen } => Some(Ok(seen.clone())),
        Event::Refused { ticket: Ticket(7), message } => Some(Err(message.clone())),
        _ => None,
    });
    answer.expect("answered at once")
}

#[test]
fn a_penalty_is_turned_on_the_way_and_its_cost_told() {
    let mut talk = begun(spiral());
    talk.train_to(50);
    assert_eq!(talk.progress().penalty, 0.0, "nothing without one");
    // While it trains, it goes on.
    talk.say(Command::Train);
    talk.work_for(0.0);
    talk.say(Command::SetPenalty(Penalty { l1: 0.0, l2: 0.5 }));
    assert_eq!(talk.status(), Status::Training);
    talk.work_for(0.0);
    assert!(talk.step() > 50);
    talk.say(Command::Pause);
    let network = talk.session.network().unwrap().clone();
    let sum: f64 =
        network.layers().iter().flat_map(|it| &it.weights).map(|&w| f64::from(w).powi(2)).sum();
    assert!(sum > 0.0);
    assert!((talk.progress().penalty - 0.5 * sum).abs() < 1e-9);
    // It does hold the weights back, and is the run's from then on.
    let before = talk.progress().penalty;
    talk.train_to(400);
    assert!(talk.progress().penalty < 0.5 * before, "{before} to {}", talk.progress().penalty);
    let bytes = talk.checkpoint().unwrap().1.to_vec();
    let again = talk.say(Command::Restore {
        run: RunId(2),
        learning_rate: None,
        batch_size: None,
        checkpoint: bytes,
    });
    assert!(again.iter().any(|event| {
        matches!(event, Event::Configured { config, .. } if config.penalty.l2 == 0.5)
    }));

    let refused = talk.say(Command::SetPenalty(Penalty { l1: -1.0, l2: 0.0 }));
    assert!(refused.iter().any(|event| matches!(event, Event::Failed { .. })));
    assert!(talk.progress().penalty > 0.0);
}

#[test]
fn a_link_to_a_run_makes_the_same_one() {
    let mut talk = begun(spiral());
    talk.say(Command::SetLearningRate(LearningRate::new(0.02).unwrap()));
    talk.say(Command::SetPenalty(Penalty { l1: 0.0, l2: 0.001 }));
    let Ok(Seen::Link(text)) = look(&mut talk, Look::Link) else { panic!("a link") };
    talk.train_to(40);
    let there = talk.session.network().unwrap().clone();

    let mut other = Talk::empty();
    other.say(Command::OpenLink { run: RunId(1), text, weights: None, step: 40 });
    other.finish();
    assert_eq!(other.status(), Status::Paused);
    assert_eq!(other.session.network().unwrap(), &there, "number for number");

    assert!(look(&mut Talk::empty(), Look::Link).is_err(), "of no run");
}

#[test]
fn a_run_on_points_needs_no_files_and_every_pattern_is_learned() {
    for pattern in Choice::<Pattern>::all() {
        let what = What::Made { pattern, n: 400, noise: 0.0, held_out: 0.5, seed: 3 };
        let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).unwrap();
        let hidden = [16, 16].map(|width| LayerSpec::new(width, Choice::of(&TANH)));
        let (n_out, activation, loss) = match points.n_classes() {
            None => (1, &IDENTITY, &SQUARED_ERROR),
            Some(2) => (1, &SIGMOID, &BINARY_CROSS_ENTROPY),
            Some(n) => (n, &SOFTMAX, &CROSS_ENTROPY),
        };
        let out = LayerSpec::new(n_out, Choice::of(activation));
        let layers = hidden.into_iter().chain([out]).collect();
        let mut talk = begun(RunConfig {
            dataset: points.into(),
            network: NetworkSpec::new(2, layers, Choice::of(loss)).unwrap(),
            initializer: Choice::of(&XAVIER),
            optimizer: OptimizerSpec::defaults(Choice::of(&ADAM)),
            learning_rate: LearningRate::new(0.01).unwrap(),
            batch_size: BatchSize::examples(20).unwrap(),
            ..RunConfig::default()
        });
        talk.train_to(3_000);
        talk.finish();
        let progress = talk.progress();
        assert_eq!((progress.step, progress.status), (3_000, Status::Paused));
        let test = progress.test.unwrap();
        match test.accuracy {
            Some(share) => assert!(share > 0.9, "{pattern}: {test:?}"),
            None => assert!(test.loss < 0.02, "{pattern}: {test:?}"),
        }
    }
}

#[test]
fn the_plane_is_what_the_network_makes_of_each_place() {
    let mut talk = begun(spiral());
    talk.train_to(50);
    talk.finish();
    let network = talk.session.network().unwrap().clone();
    for (hidden, n_layers, first) in [(true, 2, 0), (false, 1, 2)] {
        let answer = look(&mut talk, Look::Plane { side: 20, hidden });
        let Ok(Seen::Plane(map)) = answer else { panic!("{answer:?}") };
        assert_eq!((map.step, map.side, map.first_layer), (50, 20, first));
        assert_eq!(map.layers.len(), n_layers);
        for place in [0, 19, 137, 399] {
            // From above, and from the left.
            let (x, y) = (place_of(place % 20, 20), -place_of(place / 20, 20));
            let values = read(&network, &[x, y, x * y]);
            for (layer_idx, layer) in map.layers.iter().enumerate() {
                for (unit, &a) in values[first + layer_idx].activations.iter().enumerate() {
                    assert!((layer[[unit, place]] - a).abs() < 1e-5);
                }
            }
        }
        assert!(place_of(0, 20) < -5.6 && place_of(19, 20) > 5.6);
    }
}

#[test]
fn every_point_has_its_loss_and_the_loss_is_their_mean() {
    let mut talk = begun(spiral());
    talk.train_to(50);
    talk.finish();
    let Ok(Seen::Losses(told)) = look(&mut talk, Look::Losses) else { panic!() };
    assert_eq!((told.losses.len(), told.outputs.dim()), (150, (150, 1)));
    let mean = told.losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / 150.0;
    assert!((mean - told.loss).abs() < 1e-9);
    let places = spiral().dataset.points().unwrap().places();
    let p = told.outputs[[7, 0]];
    let by_hand = if places[7].target == 1.0 { -p.ln() } else { -(1.0 - p).ln() };
    assert!((told.losses[7] - by_hand).abs() < 1e-5, "{} {by_hand}", told.losses[7]);
    let n_wrong = (0..150).filter(|&i| (told.outputs[[i, 0]] >= 0.5) != (places[i].target == 1.0));
    assert_eq!(told.n_wrong, Some(n_wrong.count() as u32));

    // Along one parameter: at its own value it is the loss of now.
    let parameter = Parameter::Weight { layer_idx: 0, unit_idx: 2, input_idx: 1 };
    let now = parameter.of(talk.session.network().unwrap()).unwrap();
    let question = Look::Sweep { parameter, range: (now - 2.0, now + 2.0), n: 41 };
    let Ok(Seen::Sweep(sweep)) = look(&mut talk, question) else { panic!() };
    assert_eq!((sweep.step, sweep.now, sweep.outcomes.len()), (50, now, 41));
    let here = sweep.outcomes[20];
    assert!((here.value - now).abs() < 1e-6 && (here.loss - told.loss).abs() < 1e-4);
    assert_eq!(here.n_wrong, told.n_wrong);
    assert!(sweep.outcomes.iter().any(|there| (there.loss - here.loss).abs() > 0.001));
    // None of it has changed the run.
    talk.train_to(80);
    let mut other = begun(spiral());
    other.train_to(80);
    assert_eq!(talk.session.network(), other.session.network());
}

pub fn placed(places: &[(f32, f32, f32)]) -> Points {
    let places = places.iter().map(|&place| Place::from(place)).collect();
    let targets = TargetShape::Classes(vec!["A".to_owned(), "B".to_owned()]);
    Points::new(What::Placed { places, targets }, vec![Choice::of(&X1), Choice::of(&X2)]).unwrap()
}

pub fn a_line() -> RunConfig {
    let layers = vec![LayerSpec::new(1, Choice::of(&SIGMOID))];
    RunConfig {
        dataset: placed(&[(1.0, 1.0, 0.0), (2.0, 2.0, 1.0)]).into(),
        network: NetworkSpec::new(2, layers, Choice::of(&BINARY_CROSS_ENTROPY)).unwrap(),
        batch_size: BatchSize::All,
        ..RunConfig::default()
    }
}

#[test]
fn points_are_moved_while_it_learns() {
    let mut talk = begun(a_line());
    talk.say(Command::Train);
    talk.work_for(0.05);
    let (step, network) = (talk.progress().step, talk.session.network().unwrap().clone());
    assert!(step > 0);
    let moved = placed(&[(1.0, -1.0, 0.0), (2.0, 2.0, 1.0), (-3.0, 2.0, 1.0)]);
    let told = talk.say(Command::SetPoints { points: moved.clone() }).to_vec();
    let config = told.iter().find_map(|event| match event {
        Event::Configured { config, progress, .. } => Some((config, progress)),
        _ => None,
    });
    let (config, progress) = config.expect("told");
    assert_eq!(config.dataset, DatasetSpec::from(moved.clone()));
    assert_eq!((progress.step, progress.status), (step, Status::Training));
    assert_eq!(talk.session.network(), Some(&network), "parameters stay");
    talk.work_for(0.05);
    assert!(talk.progress().step > step);
    // Taken up again from its checkpoint, it is on the new points.
    let paused = talk.say(Command::Pause).to_vec();
    let bytes = paused.iter().find_map(|event| match event {
        Event::Checkpoint { bytes, .. } => Some(bytes.clone()),
        _ => None,
    });
    let mut again = Talk::empty();
    let (learning_rate, batch_size) = (None, None);
    let checkpoint = bytes.expect("saved");
    again.say(Command::Restore { run: RunId(2), learning_rate, batch_size, checkpoint });
    assert_eq!(again.session.network(), talk.session.network());
    let Ok(Seen::Losses(told)) = look(&mut again, Look::Losses) else { panic!() };
    assert_eq!(told.losses.len(), 3);

    // What does not fit is refused, and the run stays.
    let one_input = Points::new(moved.what().clone(), vec![Choice::of(&X1)]).unwrap();
    let told = again.say(Command::SetPoints { points: one_input }).to_vec();
    assert!(matches!(&told[..], [Event::Failed { message }] if message.contains("inputs")));
    assert_eq!(again.session.network(), talk.session.network());
}

#[test]
fn what_was_reached_on_other_points_is_not_reached_on_these() {
    let stop = StopRules { max_steps: Some(5), ..StopRules::default() };
    let mut talk = begun(RunConfig { stop, ..a_line() });
    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), Status::Finished(StopReason::MaxSteps));
    let points = placed(&[(1.0, -1.0, 0.0), (2.0, 2.0, 1.0)]);
    talk.say(Command::SetPoints { points });
    assert_eq!((talk.status(), talk.progress().step), (Status::Paused, 5));
}

#[test]
fn a_parameter_is_set_by_hand() {
    let mut talk = begun(a_line());
    let bias = Parameter::Bias { layer_idx: 0, unit_idx: 0 };
    let told = talk.say(Command::SetParameter { parameter: bias, value: 1.25 }).to_vec();
    assert!(told.iter().any(|event| matches!(event, Event::Progress { .. })), "{told:?}");
    assert!(told.iter().any(|event| matches!(event, Event::Checkpoint { .. })), "{told:?}");
    assert_eq!(bias.of(talk.session.network().unwrap()), Some(1.25));
    talk.train_to(1);
    let after = bias.of(talk.session.network().unwrap()).unwrap();
    assert!(after != 1.25 && (after - 1.25).abs() < 0.1, "it goes on from there: {after}");
    for (parameter, value) in
        [(bias, f32::NAN), (Parameter::Bias { layer_idx: 1, unit_idx: 0 }, 0.0)]
    {
        let told = talk.say(Command::SetParameter { parameter, value });
        assert!(matches!(told, [Event::Failed { .. }]));
    }
    assert_eq!(bias.of(talk.session.network().unwrap()), Some(after));
}

#[test]
fn values_are_learned_too() {
    let what = What::Made {
        pattern: Choice::of(&pattern::LINE),
        n: 40,
        noise: 0.0,
        held_out: 0.0,
        seed: 1,
    };
    let layers = vec![LayerSpec::new(1, Choice::of(&IDENTITY))];
    let config = RunConfig {
        dataset: Points::new(what, vec![Choice::of(&X1)]).unwrap().into(),
        network: NetworkSpec::new(1, layers, Choice::of(&SQUARED_ERROR)).unwrap(),
        batch_size: BatchSize::All,
        learning_rate: LearningRate::new(0.05).unwrap(),
        ..RunConfig::default()
    };
    let mut talk = begun(config);
    talk.train_to(2_000);
    let network = talk.session.network().unwrap();
    let weight = Parameter::Weight { layer_idx: 0, unit_idx: 0, input_idx: 0 };
    let bias = Parameter::Bias { layer_idx: 0, unit_idx: 0 };
    // The pattern's own line.
    assert!((weight.of(network).unwrap() - 0.15).abs() < 1e-4);
    assert!((bias.of(network).unwrap() - 0.1).abs() < 1e-4);
    let Ok(Seen::Losses(told)) = look(&mut talk, Look::Losses) else { panic!() };
    assert_eq!(told.n_wrong, None);
}

/// The loss changes by its slope times a little way, over the examples that it learns from and
/// whatever is dropped while training.
#[test]
fn a_sweep_tells_the_slope_at_the_present_value() {
    let mut config = spiral();
    let mut layers = config.network.layers().to_vec();
    layers[0].dropout = 0.5;
    config.network = NetworkSpec::new(3, layers, Choice::of(&BINARY_CROSS_ENTROPY)).unwrap();
    for train_on in [None, NonZeroU32::new(40)] {
        check_slopes(RunConfig { train_on, ..config.clone() });
    }
}

fn check_slopes(config: RunConfig) {
    let mut talk = begun(config);
    talk.train_to(50);
    for parameter in [
        Parameter::Weight { layer_idx: 0, unit_idx: 2, input_idx: 1 },
        Parameter::Bias { layer_idx: 2, unit_idx: 0 },
    ] {
        let now = parameter.of(talk.session.network().unwrap()).unwrap();
        let range = (now - 0.02, now + 0.02);
        let question = Look::Sweep { parameter, range, n: 3 };
        let Ok(Seen::Sweep(sweep)) = look(&mut talk, question) else { panic!() };
        let rise = (sweep.outcomes[2].loss - sweep.outcomes[0].loss) / 0.04;
        let slope = f64::from(sweep.slope);
        assert!(slope.abs() > 1e-5, "{slope}: nothing to compare");
        assert!((rise - slope).abs() < 0.02 * slope.abs().max(0.01), "{rise} {slope}");
    }
}
