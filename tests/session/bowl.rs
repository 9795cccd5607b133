//! The logistic loss is convex (CURRICULUM F7): on points that no line parts, every start
//! leads to the same place, and the ways there can be seen on one map.

use descent::data::Points;
use descent::data::points::input::{X1, X2};
use descent::data::points::{What, pattern};
use descent::nn::activation::SIGMOID;
use descent::nn::loss::{BINARY_CROSS_ENTROPY, SQUARED_ERROR};
use descent::nn::{LayerSpec, NetworkSpec, Parameter};
use descent::protocol::landscape::MOST_EARLIER;
use descent::protocol::{
    Command, Event, Landscape, LandscapeRequest, Look, PathOnPlane, Seen, Span, Status, Ticket,
};
use descent::registry::Choice;
use descent::training::landscape::{Directions, Extent};
use descent::training::{BatchSize, LearningRate, RunConfig, StopReason, StopRules, Tolerance};

use crate::points::{begun, look};
use crate::talk::Talk;

const W_1: Parameter = Parameter::Weight { layer_idx: 0, unit_idx: 0, input_idx: 0 };
const W_2: Parameter = Parameter::Weight { layer_idx: 0, unit_idx: 0, input_idx: 1 };
const B: Parameter = Parameter::Bias { layer_idx: 0, unit_idx: 0 };

/// Two clouds so wide that they overlap; noise 0 parts them.
fn clouds(noise: f32) -> Points {
    let pattern = Choice::of(&pattern::GAUSSIANS);
    let what = What::Made { pattern, n: 60, noise, held_out: 0.0, seed: 2 };
    Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).unwrap()
}

fn unit() -> RunConfig {
    let layers = vec![LayerSpec::new(1, Choice::of(&SIGMOID))];
    RunConfig {
        dataset: clouds(0.8).into(),
        network: NetworkSpec::new(2, layers, Choice::of(&BINARY_CROSS_ENTROPY)).unwrap(),
        learning_rate: LearningRate::new(0.5).unwrap(),
        batch_size: BatchSize::All,
        stop: StopRules {
            tolerance: Some(Tolerance { min_change: 1e-7, patience: 1 }),
            ..StopRules::default()
        },
        ..RunConfig::default()
    }
}

fn put(talk: &mut Talk, [w_1, w_2, b]: [f32; 3]) {
    for (parameter, value) in [(W_1, w_1), (W_2, w_2), (B, b)] {
        talk.say(Command::SetParameter { parameter, value });
    }
}

fn place(talk: &Talk) -> [f32; 3] {
    [W_1, W_2, B].map(|it| it.of(talk.session.network().unwrap()).unwrap())
}

fn n_wrong(talk: &mut Talk) -> u32 {
    let Ok(Seen::Losses(told)) = look(talk, Look::Losses) else { panic!() };
    told.n_wrong.unwrap()
}

fn map(talk: &mut Talk) -> Landscape {
    let request = LandscapeRequest {
        directions: Directions::Parameters(W_1, W_2),
        span: Span::Between(Extent { x: (-3.0, 3.0), y: (-3.0, 3.0) }),
        fineness: 5,
        n_examples: 1000,
    };
    talk.say(Command::Look { ticket: Ticket(9), look: Look::Landscape(request) });
    talk.finish();
    let told = talk.events.iter().rev().find_map(|event| match event {
        Event::Seen { seen: Seen::Landscape(told), .. } => Some((**told).clone()),
        _ => None,
    });
    told.unwrap()
}

fn path(talk: &mut Talk) -> PathOnPlane {
    let Ok(Seen::PathOnPlane(path)) = look(talk, Look::PathOnPlane) else { panic!() };
    path
}

const STARTS: [[f32; 3]; 5] =
    [[2.5, 2.5, 0.0], [-2.5, 2.0, 1.0], [-2.0, -2.5, -1.0], [2.4, -2.5, 2.0], [0.0, 0.0, -3.0]];

#[test]
fn every_start_leads_to_the_same_place_and_the_map_has_no_lower_one() {
    let mut talk = begun(unit());
    let mut ends: Vec<[f32; 3]> = Vec::new();
    for (at, start) in STARTS.into_iter().enumerate() {
        put(&mut talk, start);
        assert_eq!(talk.status(), Status::Paused, "what it has stopped for was elsewhere");
        talk.say(Command::Train);
        talk.finish();
        // Each time anew, though no start's loss falls below where the last one ended.
        assert_eq!(talk.status(), Status::Finished(StopReason::Tolerance), "{at}");
        assert!(n_wrong(&mut talk) > 0, "no line parts them");
        ends.push(place(&talk));
    }
    for end in &ends[1..] {
        for (one, other) in end.iter().zip(ends[0]) {
            assert!((one - other).abs() < 0.02, "{ends:?}");
        }
    }
    // Going downhill from the map's every place one comes to where the run stands.
    let map = map(&mut talk);
    let least = map.losses.iter().copied().fold(f32::INFINITY, f32::min);
    assert!(map.here_loss <= least, "{} {least}", map.here_loss);
    let side = map.side as usize;
    let at = |row: usize, col: usize| f64::from(map.losses[row * side + col]);
    for row in 1..side - 1 {
        for col in 1..side - 1 {
            // Convex: nowhere above the straight line between two neighbors, all four ways.
            let here = 2.0 * at(row, col) - 1e-5;
            assert!(at(row, col - 1) + at(row, col + 1) >= here);
            assert!(at(row - 1, col) + at(row + 1, col) >= here);
            assert!(at(row - 1, col - 1) + at(row + 1, col + 1) >= here);
            assert!(at(row - 1, col + 1) + at(row + 1, col - 1) >= here);
        }
    }
    // All the ways are on it, each from its start.
    assert_eq!(map.path.earlier.len(), STARTS.len() - 1, "the first leap was from no way");
    let ways = map.path.earlier.iter().chain([&map.path.points]);
    for (way, [w_1, w_2, _]) in ways.zip(STARTS) {
        let (first, last) = (way[0], way[way.len() - 1]);
        assert!((first.x - f64::from(w_1)).hypot(first.y - f64::from(w_2)) < 1e-6, "{first:?}");
        assert!((last.x - map.here.0).hypot(last.y - map.here.1) < 0.03, "{last:?}");
        assert!(way.len() > 5 && way.is_sorted_by(|a, b| a.step < b.step));
    }
}

#[test]
fn ways_are_remembered_as_long_as_they_lead_through_the_same_landscape() {
    let mut talk = begun(unit());
    let go = |talk: &mut Talk| {
        for n in 0..2 {
            put(talk, [1.0, n as f32, 0.5]);
            let to = talk.step() + 4;
            talk.train_to(to);
            talk.say(Command::Pause);
        }
    };
    for _ in 0..=MOST_EARLIER {
        go(&mut talk);
    }
    map(&mut talk);
    let told = path(&mut talk);
    assert_eq!((told.earlier.len(), told.points.len()), (MOST_EARLIER, 5));
    assert!(told.earlier.iter().all(|way| way.len() == 5));
    assert_eq!(told.earlier[MOST_EARLIER - 1][0].y, 0.0, "the latest comes last");
    // Another rate is another way of going, through the same landscape.
    talk.say(Command::SetLearningRate(LearningRate::new(0.1).unwrap()));
    assert_eq!(path(&mut talk), told);
    // Other points are another landscape.
    talk.say(Command::SetPoints { points: clouds(0.9) });
    let after = path(&mut talk);
    assert_eq!((after.earlier.len(), after.points.len()), (0, 1));
    // So is another loss.
    go(&mut talk);
    assert!(!path(&mut talk).earlier.is_empty());
    let config = unit();
    let layers = config.network.layers().to_vec();
    let network = NetworkSpec::new(2, layers, Choice::of(&SQUARED_ERROR)).unwrap();
    talk.say(Command::Amend {
        config: RunConfig { network, dataset: clouds(0.9).into(), ..config },
    });
    let after = path(&mut talk);
    assert_eq!((after.earlier.len(), after.points.len()), (0, 1));
}

/// Where a line parts the points, the valley has no end.
#[test]
fn points_that_a_line_parts_have_no_lowest_place() {
    let config = RunConfig { dataset: clouds(0.0).into(), stop: StopRules::default(), ..unit() };
    let mut talk = begun(config);
    let length = |[w_1, w_2, _]: [f32; 3]| w_1.hypot(w_2);
    talk.train_to(500);
    assert_eq!(n_wrong(&mut talk), 0);
    let before = length(place(&talk));
    talk.train_to(5_000);
    assert!(length(place(&talk)) > before + 0.5);
}
