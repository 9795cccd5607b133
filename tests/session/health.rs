//! A run's health, from the engine's own numbers to the words.

use descent::gallery::{self, Failure};
use descent::health::{Checkup, Finding, HeldOut, Monitor, Trend, words};
use descent::protocol::seen::LayerHealth;
use descent::protocol::{Command, Look, Reader, Seen, Status};
use descent::training::{History, RunConfig};

use crate::looks::look;
use crate::talk::{FILES, Talk, small};

fn layers(talk: &mut Talk) -> Vec<LayerHealth> {
    match look(talk, Look::Health { reader: Reader::Run }) {
        Ok(Seen::Health(layers)) => layers,
        other => panic!("{other:?}"),
    }
}

/// Trains and looks now and then, as the page does; what was told in the end, and whether
/// anything was told on the way.
fn watched(config: &RunConfig, every: u64, n_looks: u64) -> (Vec<Finding>, bool) {
    let mut talk = Talk::about(config, FILES.1.len());
    talk.finish();
    let loss_at_start = talk.progress().test.map(|metrics| metrics.loss);
    let mut monitor = Monitor::default();
    let (mut was_told, mut least) = (false, f32::INFINITY);
    for n in 1..=n_looks {
        talk.say(Command::TrainTo { step: n * every });
        talk.finish();
        let layers = layers(&mut talk);
        let (step, train, test) = (talk.step(), talk.progress().train, talk.progress().test);
        let mut history = History::default();
        talk.history().for_each(|point| history.push(*point));
        least = test.map_or(least, |metrics| metrics.loss.min(least));
        monitor.note(&Checkup {
            step,
            network: &config.network,
            batch_len: 32,
            layers: &layers,
            loss_at_start,
            loss: train.map(|metrics| metrics.loss),
            accuracy: train.and_then(|metrics| metrics.accuracy),
            held_out: test.map(|now| HeldOut { now, least }),
            trend: Trend::of(&history, step),
            // The strictest: what is seen once is told.
            is_at_rest: true,
            has_diverged: talk.status() == Status::Diverged,
        });
        was_told |= !monitor.told().is_empty();
        if talk.status() == Status::Diverged {
            break;
        }
    }
    (monitor.told().into_iter().cloned().collect(), was_told)
}

fn failure(key: &str) -> &'static Failure {
    gallery::ALL.iter().find(|failure| failure.key == key).unwrap()
}

fn told_of(key: &str) -> String {
    let (told, _) = watched(&(failure(key).config)(), 300, 6);
    let texts: Vec<String> = told.iter().map(words::what).collect();
    texts.join(" ")
}

#[test]
fn networks_that_learn_are_not_spoken_of() {
    for config in [RunConfig::default(), small()] {
        assert_eq!(watched(&config, 100, 20), (Vec::new(), false));
    }
    for key in ["zeros", "sigmoid", "dead", "raw", "overfitting"] {
        let failure = failure(key);
        let (told, was_told) = watched(&failure.cures[0].of(failure), 200, 10);
        assert!(!was_told, "{key}: {told:?}");
    }
}

#[test]
fn what_goes_wrong_is_told() {
    let zeros = told_of("zeros");
    assert!(zeros.contains("All 32 units of hidden layers 1 and 2 are alike"), "{zeros}");
    let sigmoid = told_of("sigmoid");
    assert!(sigmoid.contains("vanishes on its way back"), "{sigmoid}");
    let dead = told_of("dead");
    assert!(dead.contains("are dead: they answer 0 to every example"), "{dead}");
    let raw = told_of("raw");
    // Of many the slope is 0 to the last digit: they are no ReLUs, and not called dead.
    assert!(raw.contains("are saturated: flat for every example"), "{raw}");
    assert!(!raw.contains("dead"), "{raw}");
    let exploding = told_of("exploding");
    assert!(
        exploding.contains("no finite number any more, after the loss has grown"),
        "{exploding}"
    );
    let overfitting = told_of("overfitting");
    assert!(overfitting.contains("training examples it gets 100 % right"), "{overfitting}");
}

#[test]
fn a_gradient_that_explodes_is_seen_at_the_first_look() {
    let config = (failure("exploding").config)();
    let mut talk = Talk::about(&config, FILES.1.len());
    talk.say(Command::Step);
    talk.finish();
    let layers = layers(&mut talk);
    let checkup = Checkup {
        step: 1,
        network: &config.network,
        batch_len: 32,
        layers: &layers,
        loss_at_start: None,
        loss: None,
        accuracy: None,
        held_out: None,
        trend: None,
        is_at_rest: true,
        has_diverged: false,
    };
    let found = descent::health::findings(&checkup);
    assert!(matches!(found[0], Finding::Exploding { norm, .. } if norm > 1e3), "{found:?}");
}
