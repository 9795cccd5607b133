//! The field, as the page asks for it.

use descent::field::{Batch, End, Land, MOST_STEPS, Runner, surface};
use descent::nn::{OptimizerSpec, optimizer};
use descent::protocol::field::{Heights, MOST_RUNNERS, Race};
use descent::protocol::{Command, Event, Look, Seen, Ticket};
use descent::registry::Choice;

use crate::talk::Talk;

fn ask(look: Look) -> Result<Seen, String> {
    match Talk::empty().say(Command::Look { ticket: Ticket(9), look }) {
        [Event::Seen { ticket: Ticket(9), seen }] => Ok(seen.clone()),
        [Event::Refused { ticket: Ticket(9), message }] => Err(message.clone()),
        other => panic!("{other:?}"),
    }
}

fn runner(rule: &'static optimizer::Optimizer, learning_rate: f64) -> Runner {
    let optimizer = OptimizerSpec::defaults(Choice::of(rule));
    Runner { optimizer, learning_rate, start: [-2.6, 0.7], batch: None }
}

const RANGES: [(f64, f64); 2] = [(-3.0, 3.0), (-2.0, 2.0)];

fn own(formula: &str, n_inputs: usize) -> Land {
    Land::Own { formula: formula.to_owned(), n_inputs }
}

fn heights(land: Land, n: usize) -> Result<Heights, String> {
    match ask(Look::Terrain { land, ranges: RANGES, n })? {
        Seen::Terrain(heights) => Ok(*heights),
        other => panic!("{other:?}"),
    }
}

fn race(land: Land, runners: Vec<Runner>, n_steps: usize) -> Result<Race, String> {
    match ask(Look::Descents { land, ranges: RANGES, runners, n_steps })? {
        Seen::Descents(race) => Ok(*race),
        other => panic!("{other:?}"),
    }
}

/// The field needs no run, no data and no network.
#[test]
fn heights_are_told_over_the_range_that_was_asked_for() {
    let told = heights(own("x + 10y", 2), 5).unwrap();
    assert_eq!(told.heights.dim(), (5, 5));
    assert_eq!(
        [told.heights[[0, 0]], told.heights[[0, 4]], told.heights[[4, 0]]],
        [-23.0, -17.0, 17.0]
    );
    assert_eq!(told.lowest, -23.0);
    assert_eq!(heights(own("x^2", 1), 7).unwrap().heights.dim(), (1, 7));
    let bowl = heights(Land::Known(Choice::of(&surface::BOWL)), 9999).unwrap();
    assert_eq!(bowl.heights.dim(), (161, 161));
}

#[test]
fn a_race_is_told_runner_by_runner() {
    let land = Land::Known(Choice::of(&surface::RAVINE));
    let batch = Runner { batch: Some(Batch { size: 3, seed: 1 }), ..runner(&optimizer::SGD, 0.1) };
    assert!(race(land.clone(), vec![batch], 5).unwrap_err().contains("batch"), "it has no parts");
    let runners = vec![
        runner(&optimizer::SGD, 0.197),
        runner(&optimizer::MOMENTUM, 0.05),
        runner(&optimizer::SGD, 0.3),
    ];
    let told = race(land.clone(), runners.clone(), 100).unwrap();
    assert_eq!(told.land, land);
    assert_eq!(
        told.courses.iter().map(|course| course.runner.clone()).collect::<Vec<_>>(),
        runners
    );
    let story = |idx: usize| &told.courses[idx].story;
    assert!(story(0).starts_with("Zigzags"), "{}", story(0));
    assert!(story(1).starts_with("Arrives"), "{}", story(1));
    assert!(story(2).starts_with("Overshoots"), "{}", story(2));
    assert_eq!(told.courses[2].descent.end, End::Diverged);
    assert_eq!(told.courses[1].descent.slots, ["velocity"]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let refusal = heights(own("x^2 + * y", 2), 9).unwrap_err();
    assert!(refusal.contains("at character 7"), "{refusal}");
    assert!(heights(own("ln(-1 - x^2)", 1), 9).unwrap_err().contains("no height anywhere"));
    let land = || Land::Known(Choice::of(&surface::BOWL));
    for ranges in
        [[(1.0, 1.0), (0.0, 1.0)], [(0.0, f64::NAN), (0.0, 1.0)], [(0.0, 1.0), (2.0, -2.0)]]
    {
        let refusal = ask(Look::Terrain { land: land(), ranges, n: 5 }).unwrap_err();
        assert!(refusal.contains("to a larger one"), "{refusal}");
    }
    let many = vec![runner(&optimizer::SGD, 0.1); MOST_RUNNERS + 1];
    assert!(race(land(), many, 5).unwrap_err().contains("at most 8"));
    let one = |rate| vec![runner(&optimizer::ADAM, rate)];
    assert!(race(land(), one(-1.0), 5).unwrap_err().contains("learning rate"));
    assert!(race(land(), one(0.1), MOST_STEPS + 1).unwrap_err().contains("1000"));
}
