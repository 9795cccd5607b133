//! What goes wrong, goes wrong, and what cures it, does: every run of the gallery is trained.

mod support;

use descent::data::Dataset;
use descent::gallery::{self, Failure};
use descent::training::{Evaluation, Metrics, RunConfig, Trainer};
use support::mnist;

/// How a run ends: on the held-out digits, and after how many updates.
fn outcome(config: RunConfig) -> (Metrics, u64, bool) {
    let data: &Dataset = mnist();
    let mut trainer = Trainer::new(config).expect("it fits");
    let diverged = loop {
        let report = trainer.step(data).expect("all data are here");
        if report.diverged || report.stop.is_some() {
            break report.diverged;
        }
    };
    let mut evaluation = Evaluation::new(&data.test);
    while evaluation.result().is_none() {
        trainer.evaluate(&mut evaluation, &data.test);
    }
    (evaluation.result().unwrap(), trainer.step_count(), diverged)
}

fn by_key(key: &str) -> &'static Failure {
    gallery::ALL.iter().find(|failure| failure.key == key).unwrap()
}

#[test]
fn every_failure_is_clearly_worse_than_its_cures() {
    for failure in gallery::ALL {
        let (failed, _, diverged) = outcome((failure.config)());
        let failed = failed.accuracy.unwrap();
        for cure in failure.cures {
            let (cured, _, exploded) = outcome(cure.of(failure));
            let cured = cured.accuracy.unwrap();
            assert!(!exploded && cured > 0.85, "{} {}: {cured}", failure.key, cure.change);
            assert!(diverged || failed < cured - 0.2, "{}: {failed} and {cured}", failure.key);
        }
    }
}

#[test]
fn a_cure_changes_one_thing() {
    for failure in gallery::ALL {
        let before: serde_json::Value =
            serde_json::from_str(&(failure.config)().to_json()).unwrap();
        for cure in failure.cures {
            let after: serde_json::Value =
                serde_json::from_str(&cure.of(failure).to_json()).unwrap();
            let fields = |one: &serde_json::Value, other: &serde_json::Value| {
                let fields = one.as_object().unwrap().iter();
                fields.filter(|(key, value)| other.get(key.as_str()) != Some(*value)).count()
            };
            let n = fields(&before, &after).max(fields(&after, &before));
            assert_eq!(n, 1, "{} {}", failure.key, cure.change);
        }
        assert!(!failure.cures.is_empty() && (failure.config)().stop.max_steps.is_some());
    }
}

#[test]
fn what_explodes_is_no_number_after_a_few_updates() {
    let (_, n_steps, diverged) = outcome((by_key("exploding").config)());
    assert!(diverged && n_steps < 20, "{n_steps}");
}

#[test]
fn what_is_learned_by_heart_is_told_apart_by_what_is_held_out() {
    let config = (by_key("overfitting").config)();
    let early = RunConfig {
        stop: descent::training::StopRules { max_steps: Some(100), ..config.stop },
        ..config.clone()
    };
    let (early, late) = (outcome(early).0, outcome(config).0);
    assert!(late.loss > 1.15 * early.loss, "{} and {}", early.loss, late.loss);
}
