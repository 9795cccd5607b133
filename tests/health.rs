//! The rules of health: what is found in numbers, when it is told, and how.

use descent::health::{Checkup, Finding, HeldOut, Monitor, Trend, findings, words};
use descent::nn::{NetworkSpec, Reduction};
use descent::protocol::histogram::Histogram;
use descent::protocol::seen::LayerHealth;
use descent::training::{Metrics, RunConfig};

/// Two hidden layers of 16 and the output, that are well.
fn well() -> Vec<LayerHealth> {
    let layer = |n_units, gradient_norm| LayerHealth {
        weights: Histogram::default(),
        activations: Histogram::default(),
        gradient_norm: Some(gradient_norm),
        n_units,
        n_dead: 0,
        n_saturated: 0,
        n_alike: 0,
    };
    vec![layer(16, 0.05), layer(16, 0.2), layer(10, 0.6)]
}

fn lesson() -> NetworkSpec {
    RunConfig::default().network
}

fn checkup<'a>(network: &'a NetworkSpec, layers: &'a [LayerHealth], step: u64) -> Checkup<'a> {
    Checkup {
        step,
        network,
        batch_len: 32,
        layers,
        loss_at_start: Some(2.4),
        loss: Some(0.5),
        accuracy: Some(0.8),
        held_out: None,
        trend: None,
        is_at_rest: false,
        has_diverged: false,
    }
}

fn found(change: impl Fn(&mut Vec<LayerHealth>)) -> Vec<String> {
    let (network, mut layers) = (lesson(), well());
    change(&mut layers);
    findings(&checkup(&network, &layers, 500)).iter().map(words::what).collect()
}

#[test]
fn nothing_is_said_of_what_is_well() {
    assert_eq!(found(|_| {}), [""; 0]);
    // A few dead units are in nearly every network; outputs are not hidden units.
    assert_eq!(
        found(|layers| {
            layers[0].n_dead = 7;
            layers[1].n_saturated = 7;
            layers[2].n_dead = 10;
        }),
        [""; 0]
    );
    // A single layer has nothing to vanish on its way to.
    let (network, layers) = (lesson(), vec![well().remove(2)]);
    assert_eq!(findings(&checkup(&network, &layers, 500)), []);
    // Before the first update there is no gradient.
    assert_eq!(found(|layers| layers.iter_mut().for_each(|l| l.gradient_norm = None)), [""; 0]);
}

#[test]
fn each_failure_has_its_words() {
    assert_eq!(
        found(|layers| layers[1].n_dead = 12),
        [
            "12 of 16 units of hidden layer 2 are dead: their slope is 0 for every example, and they learn nothing."
        ]
    );
    assert_eq!(
        found(|layers| {
            layers[0].n_alike = 16;
            layers[1].n_alike = 16;
        }),
        [
            "All 32 units of hidden layers 1 and 2 are alike: the same weights, the same answers, the same updates."
        ]
    );
    assert_eq!(
        found(|layers| layers[0].gradient_norm = Some(1.4e-5)),
        [
            "The gradient vanishes on its way back: the first layer's is 40,000 times shorter than the last's, so that it hardly learns."
        ]
    );
    assert_eq!(
        found(|layers| layers[0].n_saturated = 8),
        [
            "8 of 16 units of hidden layer 1 are saturated: flat for every example, they hardly learn."
        ]
    );
    assert_eq!(
        found(|layers| layers.iter_mut().for_each(|l| l.gradient_norm = Some(5e4 / 3_f64.sqrt()))),
        ["The gradient explodes: its length √Σg² is 50,000."]
    );
    assert_eq!(
        found(|layers| layers[2].gradient_norm = Some(f64::NAN))[0],
        "The gradient explodes: it is no finite number any more."
    );
    // Beside an infinite one no other is so and so many times shorter.
    assert_eq!(
        found(|layers| layers[2].gradient_norm = Some(f64::INFINITY)),
        ["The gradient explodes: it is no finite number any more."]
    );
}

#[test]
fn a_sum_over_a_batch_is_longer_by_its_examples() {
    let network = lesson().with_reduction(Reduction::Sum);
    let mut layers = well();
    layers.iter_mut().for_each(|layer| layer.gradient_norm = Some(5e3));
    assert_eq!(findings(&checkup(&network, &layers, 500)), []);
}

#[test]
fn a_loss_that_stays_is_told_after_a_while_only() {
    let (network, layers) = (lesson(), well());
    let stuck = |step, loss, accuracy| {
        let usual = checkup(&network, &layers, step);
        findings(&Checkup { loss: Some(loss), accuracy: Some(accuracy), ..usual })
    };
    assert_eq!(stuck(299, 2.4, 0.1), []);
    assert_eq!(stuck(300, 2.35, 0.1), [Finding::NotFalling { from: 2.4, now: 2.35 }]);
    assert_eq!(stuck(300, 2.3, 0.1), []);
    // What began well has nothing to fall.
    assert_eq!(stuck(300, 2.4, 0.95), []);
}

#[test]
fn a_finding_must_hold_before_it_is_told_and_be_gone_before_it_is_not() {
    let (network, fine) = (lesson(), well());
    let mut bad = well();
    bad[0].n_saturated = 16;
    let mut monitor = Monitor::default();
    let mut told = Vec::new();
    let looks =
        [&bad, &bad, &fine, &bad, &bad, &bad, &fine, &fine, &bad, &fine, &fine, &fine, &bad];
    for (step, layers) in looks.into_iter().enumerate() {
        monitor.note(&checkup(&network, layers, 10 * step as u64));
        told.push(u8::from(!monitor.told().is_empty()));
    }
    assert_eq!(told, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0]);
}

#[test]
fn looking_again_at_rest_says_nothing_new_and_another_run_begins_anew() {
    let network = lesson();
    let mut bad = well();
    bad[0].n_dead = 16;
    let mut monitor = Monitor::default();
    for _ in 0..9 {
        monitor.note(&checkup(&network, &bad, 7));
    }
    assert!(monitor.told().is_empty());
    for step in [8, 9] {
        monitor.note(&checkup(&network, &bad, step));
    }
    assert_eq!(monitor.told().len(), 1);
    monitor.note(&checkup(&network, &bad, 0));
    assert!(monitor.told().is_empty());
}

#[test]
fn a_run_that_stands_is_told_of_at_once() {
    let network = lesson();
    let mut bad = well();
    bad[0].n_dead = 16;
    for (step, is_told) in [(99, false), (100, true)] {
        let mut monitor = Monitor::default();
        monitor.note(&checkup(&network, &bad, step));
        assert!(monitor.told().is_empty());
        monitor.note(&Checkup { is_at_rest: true, ..checkup(&network, &bad, step) });
        assert_eq!(monitor.told().len(), usize::from(is_told), "{step}");
    }
}

#[test]
fn the_cause_is_told_and_not_what_follows_from_it() {
    let network = lesson();
    let mut bad = well();
    bad[0].n_dead = 16;
    bad[0].gradient_norm = Some(0.0);
    let mut monitor = Monitor::default();
    for step in 300..303 {
        monitor.note(&Checkup { loss: Some(2.4), ..checkup(&network, &bad, step) });
    }
    assert!(matches!(monitor.told()[..], [Finding::Dead(_)]), "{:?}", monitor.told());
    for finding in monitor.told() {
        assert!(words::advice(finding).ends_with('.'));
    }
}

#[test]
fn what_exploded_is_told_at_once_and_with_how_it_grew() {
    let network = lesson();
    let mut bad = well();
    bad[2].gradient_norm = Some(f64::NAN);
    for (has_diverged, expected) in [(false, 0), (true, 1)] {
        let mut monitor = Monitor::default();
        let usual = checkup(&network, &bad, 12);
        monitor.note(&Checkup { loss: Some(3e20), is_at_rest: true, has_diverged, ..usual });
        assert_eq!(monitor.told().len(), expected);
        for finding in monitor.told() {
            assert_eq!(
                words::what(finding),
                "The gradient explodes: it is no finite number any more, after the loss has grown \
                 from 2.4 to 3.0×10²⁰ within 12 updates."
            );
        }
    }
}

/// The loss of what is held out, the least it was, and the shares that are right.
fn parting(now: f32, least: f32, shares: Option<(f32, f32)>) -> Vec<String> {
    let (network, layers) = (lesson(), well());
    let held_out = Metrics { loss: now, accuracy: shares.map(|(_, there)| there) };
    let checkup = Checkup {
        loss: Some(0.1),
        accuracy: shares.map(|(here, _)| here),
        held_out: Some(HeldOut { now: held_out, least }),
        ..checkup(&network, &layers, 500)
    };
    findings(&checkup).iter().map(words::what).collect()
}

#[test]
fn what_is_learned_by_heart_is_told() {
    assert_eq!(
        parting(1.6, 1.2, Some((1.0, 0.71))),
        [
            "It learns by heart: of the training examples it gets 100 % right, of the held-out ones 71 %, and their loss has risen from 1.20 to 1.60."
        ]
    );
    assert_eq!(
        parting(1.6, 1.2, None),
        [
            "It learns by heart: on the training examples the loss is 0.100, on the held-out ones it has risen from 1.20 to 1.60."
        ]
    );
    // Not while it goes on falling there, nor for a few odd ones, nor near the training loss.
    assert_eq!(parting(1.3, 1.2, Some((1.0, 0.71))), [""; 0]);
    assert_eq!(parting(1.6, 1.2, Some((1.0, 0.96))), [""; 0]);
    assert_eq!(parting(0.29, 0.2, None), [""; 0]);
}

#[test]
fn at_rest_a_later_evaluation_is_another_look() {
    let (network, layers) = (lesson(), well());
    let mut monitor = Monitor::default();
    for (now, is_told) in [(1.2, false), (1.6, true)] {
        let now = Metrics { loss: now, accuracy: Some(0.7) };
        monitor.note(&Checkup {
            loss: Some(0.01),
            accuracy: Some(1.0),
            held_out: Some(HeldOut { now, least: 1.2 }),
            is_at_rest: true,
            ..checkup(&network, &layers, 500)
        });
        assert_eq!(!monitor.told().is_empty(), is_told);
    }
}

#[test]
fn what_gets_no_better_is_told_where_it_is_not_good() {
    let (network, layers) = (lesson(), well());
    let seen = |step, before, now, accuracy| {
        let metrics = |loss| Metrics { loss, accuracy };
        let trend = Some(Trend { before: metrics(before), now: metrics(now) });
        let checkup = Checkup { trend, ..checkup(&network, &layers, step) };
        findings(&checkup).iter().map(words::what).collect::<Vec<_>>()
    };
    assert_eq!(
        seen(1_000, 0.66, 0.652, Some(0.61)),
        ["It gets 61 % of the training examples right and no better: the loss stays at 0.652."]
    );
    assert_eq!(seen(1_000, 1.4, 1.4, None), ["It gets no better: the loss stays at 1.40."]);
    // Not early, nor while it falls, nor where it is good.
    assert_eq!(seen(999, 0.66, 0.652, Some(0.61)), [""; 0]);
    assert_eq!(seen(1_000, 0.66, 0.6, Some(0.61)), [""; 0]);
    assert_eq!(seen(1_000, 0.3, 0.3, Some(0.85)), [""; 0]);
    assert_eq!(seen(1_000, 1.1, 1.1, None), [""; 0]);
}
