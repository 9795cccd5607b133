//! What is told while a run goes on, and how often.

use descent::data::{Dataset, DigitImage};
use descent::nn::{LayerValues, forward, strongest};
use descent::protocol::{Command, Event, Reader, Status, Ticket};
use descent::training::BatchSize;

use crate::talk::{FILES, FIRST_AND_TEST, Talk, small};

#[test]
fn the_curves_of_an_epoch() {
    let mut talk = Talk::about(&small(), FILES.1.len());
    talk.say(Command::TrainEpoch);
    talk.finish();
    let tests: Vec<_> = talk.history().filter(|point| point.test.is_some()).collect();
    let moments = [0.0, 1.0 / 16.0, 0.25, 0.5, 1.0];
    assert_eq!(tests.len(), moments.len());
    for (point, moment) in tests.iter().zip(moments) {
        assert!((0.0..32.0 / 60_000.0).contains(&(point.epoch - moment)), "{point:?}");
    }
    let progress = talk.progress();
    assert_eq!((tests[4].step, tests[4].test), (progress.step, progress.test));
    assert!(tests[4].test.unwrap().accuracy.unwrap() > 0.9);

    // Accuracy on display is that of all held-out examples, one by one.
    let test = &talk.session.intake().dataset().test;
    let network = talk.session.network().unwrap();
    let n_correct = (0..test.len())
        .filter(|&example| {
            let x: Vec<f32> = test.image(example).iter().map(|&g| f32::from(g) / 255.0).collect();
            let layers = forward::read(network, &x);
            strongest(slice(&layers[1])) == Some(usize::from(test.label(example)))
        })
        .count();
    assert_eq!(progress.test.unwrap().accuracy, Some(n_correct as f32 / 10_000.0));

    let trained: Vec<_> = talk.history().filter(|point| point.train.is_some()).collect();
    assert!((120..250).contains(&trained.len()), "{} points", trained.len());
    assert_eq!(trained.last().unwrap().step, progress.step);
    assert!(trained.windows(2).all(|pair| pair[0].step < pair[1].step));
    assert!(trained[0].train.unwrap().loss > trained.last().unwrap().train.unwrap().loss);
}

#[test]
fn at_most_twenty_reports_a_second_and_a_checkpoint_every_two() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.finish();
    talk.events.clear();
    let (began, step) = (talk.now, talk.step());
    talk.say(Command::Train);
    // One example a step, so that the 5,000 that are here last long enough.
    talk.say(Command::SetBatchSize(BatchSize::examples(1).unwrap()));
    while talk.now < began + 4.5 {
        talk.work_for(0.012);
    }
    assert!(talk.step() > step + 4_000);
    assert_eq!(talk.status(), Status::Training);

    let progress: Vec<_> = talk
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { progress, .. } => Some(progress),
            _ => None,
        })
        .collect();
    assert!((60..=4 * 20 + 20).contains(&progress.len()), "{} reports", progress.len());
    // A pass a tick of 1/1024 s, one example each; evaluations are not training time.
    let last = progress[progress.len() - 1];
    assert_eq!(last.samples_per_second, 1024.0);
    assert!(last.train_seconds < talk.now - began);
    assert!(last.train_seconds > 0.9 * (talk.now - began) - 0.1);

    let n_checkpoints =
        talk.events.iter().filter(|event| matches!(event, Event::Checkpoint { .. })).count();
    assert_eq!(n_checkpoints, 2);
    talk.say(Command::Pause);
    let step = talk.step();
    assert_eq!(talk.checkpoint().map(|(step, _)| step), Some(step));
}

#[test]
fn drawings_are_read_while_training() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.finish();
    let test = talk.session.intake().dataset().test.clone();
    talk.say(Command::Train);
    let mut n_right = 0;
    for example in 0..100 {
        talk.work_for(0.001);
        let image = DigitImage::from_pixels(test.image(example).to_vec()).unwrap();
        let ticket = Ticket(example as u32);
        let answer =
            talk.say(Command::Inspect { ticket, reader: Reader::Run, image: image.clone() });
        let [Event::Inspected { ticket: answered, inspection }] = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(*answered, ticket);
        assert_eq!(inspection.input.to_vec(), image.to_input());
        let widths: Vec<_> =
            inspection.layers.iter().map(|layer| layer.activations.len()).collect();
        assert_eq!(widths, [24, 10]);
        let output = &inspection.layers[1].activations;
        assert!((output.sum() - 1.0).abs() < 1e-5);
        n_right += usize::from(
            strongest(slice(&inspection.layers[1])) == Some(usize::from(test.label(example))),
        );
    }
    assert!(n_right > 50, "it learns while it is asked: {n_right} of 100");
}

#[test]
fn the_shipped_model_answers_for_itself() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let network = talk.session.network().unwrap().clone();
    talk.session.set_pretrained(network.clone());
    talk.train_to(10);
    let is_ready = |event: &Event| matches!(event, Event::PretrainedReady { network: spec } if spec == network.spec());
    assert!(talk.events.iter().any(is_ready));
    let ask = |reader| Command::GetParameters { ticket: Ticket(1), reader };
    for (reader, step) in [(Reader::Pretrained, 0), (Reader::Run, 10)] {
        let [Event::Parameters { reader: answered, parameters, .. }] = talk.say(ask(reader)) else {
            panic!("{:?}", talk.events.last());
        };
        assert_eq!((*answered, parameters.step), (reader, step));
        let is_the_start = parameters.weights[0] == network.layers()[0].weights;
        assert_eq!(is_the_start, reader == Reader::Pretrained);
    }
}

#[test]
fn an_empty_data_set_is_never_evaluated() {
    let mut talk = Talk::about(&small(), 1);
    assert_eq!(talk.session.intake().dataset().train.len(), 5_000);
    let Dataset { test, .. } = talk.session.intake().dataset();
    assert!(test.is_empty());
    talk.train_to(5);
    talk.finish();
    assert_eq!(talk.progress().test, None);
    assert!(talk.history().all(|point| point.test.is_none()));
    // As soon as all held-out examples are here, they are used.
    talk.bring_parts(1);
    assert!(!talk.session.has_work());
    talk.bring_parts(1);
    talk.finish();
    assert!(talk.progress().test.is_some());
}

fn slice(layer: &LayerValues) -> &[f32] {
    layer.activations.as_slice().expect("one row")
}
