//! What a run is: determined by its configuration, steered without a reset, stopped at
//! once, and taken up again.

use descent::data::DigitImage;
use descent::nn::activation::{IDENTITY, RELU};
use descent::nn::loss::SQUARED_ERROR;
use descent::nn::optimizer::ADAM;
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec};
use descent::protocol::{Command, Event, Look, Reader, RunId, Seen, Status, Ticket};
use descent::registry::Choice;
use descent::training::{BatchSize, RunConfig, Seed};

use crate::talk::{FILES, FIRST_AND_TEST, Talk, rate, small};

fn adam() -> RunConfig {
    let optimizer = OptimizerSpec::defaults(Choice::of(&ADAM));
    RunConfig { optimizer, learning_rate: rate(0.001), ..small() }
}

#[test]
fn a_run_is_saved_when_asked_and_goes_on() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.say(Command::Train);
    talk.work_for(0.05);
    let step = talk.step();
    let [Event::Checkpoint { step: saved, .. }] = talk.say(Command::Save) else {
        panic!("{:?}", talk.events);
    };
    assert_eq!(*saved, step);
    assert!(talk.say(Command::Save).is_empty(), "it is saved already");
    talk.work_for(0.05);
    assert!(talk.step() > step && talk.status() == Status::Training);
}

#[test]
fn configurations_are_told_as_the_texts_of_files() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let configs = vec![small(), adam()];
    let look = Look::AsJson(configs.clone());
    let [Event::Seen { seen: Seen::AsJson(texts), .. }] =
        talk.say(Command::Look { ticket: Ticket(7), look })
    else {
        panic!("{:?}", talk.events);
    };
    let read: Vec<_> = texts.iter().map(|text| RunConfig::from_json(text).unwrap()).collect();
    assert_eq!(read, configs);
}

#[test]
fn a_lesson() {
    let mut talk = Talk::empty();
    let config = small();
    let [Event::Configured { run: RunId(5), config: answered, progress }] =
        talk.say(Command::Configure { run: RunId(5), config: config.clone() })
    else {
        panic!("{:?}", talk.events);
    };
    assert_eq!(*answered, config);
    assert_eq!((progress.status, progress.step, progress.epoch), (Status::Paused, 0, 0.0));

    talk.session.add_manifest(&FILES.0).unwrap();
    talk.bring_parts(FIRST_AND_TEST);
    talk.finish();
    let start = talk.progress().test.expect("evaluated at step 0");
    assert!(start.accuracy.unwrap() < 0.25, "an untrained network guesses: {start:?}");

    talk.say(Command::Train);
    assert_eq!(talk.status(), Status::Training);
    talk.work_for(0.05);
    talk.say(Command::Pause);
    let paused = talk.progress().clone();
    assert_eq!(paused.status, Status::Paused);
    assert!(paused.step > 10 && paused.train_seconds > 0.0 && paused.samples_per_second == 0.0);

    let trace = talk.trace();
    assert_eq!(trace.step, paused.step);
    talk.say(Command::Step);
    talk.finish();
    let stepped = talk.progress().clone();
    assert_eq!((stepped.status, stepped.step), (Status::Paused, paused.step + 1));
    // The figure on display is that of the step, measured before its update.
    assert_eq!(stepped.train.unwrap().loss, trace.loss);
    for (layer, traced) in talk.layers().iter().zip(&trace.layers) {
        assert_eq!(layer.weights, traced.new_weights);
        assert_eq!(layer.bias, traced.new_bias);
    }

    talk.train_to(150);
    talk.finish();
    let learned = talk.progress().test.unwrap();
    assert!(learned.accuracy.unwrap() > 0.8, "after all 5,000 examples: {learned:?}");
}

#[test]
fn the_same_configuration_is_the_same_run_however_it_is_sliced() {
    let reference = {
        let mut talk = Talk::about(&adam(), FIRST_AND_TEST);
        talk.train_to(40);
        talk.layers().to_vec()
    };

    // With pauses, evaluations, questions and a reset in between.
    let mut talk = Talk::about(&adam(), FIRST_AND_TEST);
    talk.train_to(7);
    talk.say(Command::Configure { run: RunId(2), config: adam() });
    for n in [1, 3, 17, 39] {
        talk.train_to(n);
        talk.finish();
        talk.trace();
    }
    talk.say(Command::Step);
    talk.finish();
    assert_eq!(talk.layers(), reference);

    let mut talk = Talk::about(&RunConfig { seed: Seed(2), ..adam() }, FIRST_AND_TEST);
    talk.train_to(40);
    assert_ne!(talk.layers(), reference);
}

#[test]
fn examples_may_come_late() {
    let mut early = Talk::about(&small(), FILES.1.len());
    early.say(Command::TrainEpoch);
    early.finish();
    assert_eq!((early.status(), early.progress().epoch), (Status::Paused, 1.0));

    let mut late = Talk::about(&small(), 0);
    late.say(Command::TrainEpoch);
    assert_eq!(late.status(), Status::WaitingForData);
    for _ in &FILES.1 {
        assert!(!late.session.has_work() || late.status() != Status::WaitingForData);
        late.bring_parts(1);
        late.finish();
    }
    assert!(late.events.iter().any(|event| matches!(
        event,
        Event::Progress { progress, .. }
            if progress.status == Status::WaitingForData && progress.step > 0
    )));
    assert_eq!((late.status(), late.progress().epoch), (Status::Paused, 1.0));
    assert_eq!(late.layers(), early.layers());
    assert_eq!(late.progress().test, early.progress().test);
}

#[test]
fn settings_change_while_training() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.finish();
    talk.say(Command::Train);
    talk.work_for(0.02);
    let step = talk.step();
    talk.say(Command::SetLearningRate(rate(0.007)));
    talk.say(Command::SetBatchSize(BatchSize::examples(100).unwrap()));
    assert_eq!(talk.status(), Status::Training);
    talk.work_for(0.02);
    assert!(talk.step() > step, "no reset, and no stop");

    let trace = talk.trace();
    assert_eq!((trace.learning_rate, trace.batch_len), (0.007, 100));
    // Plain gradient descent: the change is η·g, of the very rate that was set.
    let layer = &trace.layers[1];
    let expected = &layer.weights - &(&layer.weight_gradients * 0.007);
    assert!(expected.iter().zip(&layer.new_weights).all(|(a, b)| (a - b).abs() < 1e-6));
}

#[test]
fn a_restored_run_goes_on_bit_for_bit() {
    let mut talk = Talk::about(&adam(), FIRST_AND_TEST);
    talk.say(Command::SetLearningRate(rate(0.002)));
    talk.train_to(20);
    let (step, bytes) = talk.checkpoint().unwrap();
    assert_eq!(step, 20);
    let bytes = bytes.to_vec();
    let (train_seconds, train) = (talk.progress().train_seconds, talk.progress().train);
    assert!(train.is_some());
    talk.train_to(35);

    // A new worker, which knows nothing; the run is restored before the data are here.
    let mut new = Talk::empty();
    let restore = |run, checkpoint| Command::Restore {
        run: RunId(run),
        learning_rate: None,
        batch_size: None,
        checkpoint,
    };
    let answer = new.say(restore(9, bytes.clone()));
    let [Event::Configured { run: RunId(9), config, progress, .. }] = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((progress.step, progress.status), (20, Status::Paused));
    // Its rate is the one of now, not the one it began with.
    let now = RunConfig { learning_rate: rate(0.002), ..adam() };
    assert_eq!((config, progress.train_seconds), (&now, train_seconds));
    assert_eq!(progress.train, train, "the training figures are those of the run restored");
    new.session.add_manifest(&FILES.0).unwrap();
    new.bring_parts(FIRST_AND_TEST);
    new.train_to(35);
    assert_eq!(new.layers(), talk.layers());

    // One altered byte, and the run that is there stays.
    for position in [0, bytes.len() / 2, bytes.len() - 18] {
        let mut altered = bytes.clone();
        altered[position] ^= 1;
        new.say(restore(10, altered));
        assert!(new.failure().contains("can't be taken up again"), "{}", new.failure());
    }
    new.say(restore(10, Vec::new()));
    assert!(new.failure().contains("cut off"));
    assert_eq!(new.layers(), talk.layers());
}

#[test]
fn a_restored_run_goes_on_with_what_was_set_after_its_checkpoint() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(5);
    let checkpoint = talk.checkpoint().unwrap().1.to_vec();
    let (learning_rate, batch_size) = (rate(0.02), BatchSize::examples(7).unwrap());
    let answer = talk.say(Command::Restore {
        run: RunId(2),
        learning_rate: Some(learning_rate),
        batch_size: Some(batch_size),
        checkpoint,
    });
    let [Event::Configured { config, progress, .. }] = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((config.learning_rate, config.batch_size), (learning_rate, batch_size));
    assert_eq!(progress.learning_rate, 0.02);
    let trace = talk.trace();
    assert_eq!((trace.step, trace.learning_rate, trace.batch_len), (5, 0.02, 7));
}

#[test]
fn pause_waits_for_no_large_batch() {
    let config = RunConfig { batch_size: BatchSize::All, ..small() };
    let mut talk = Talk::about(&config, FILES.1.len());
    talk.finish();
    talk.say(Command::Train);
    // One pass of 60,000 examples' 235: the batch is far from done.
    talk.work_for(0.0);
    assert_eq!(talk.step(), 0);
    let paused = talk.say(Command::Pause);
    assert!(
        matches!(paused, [Event::Progress { progress, .. }] if progress.status == Status::Paused)
    );
    assert!(!talk.session.has_work());

    let trace = talk.trace();
    assert_eq!(trace.batch_len, 60_000);
    talk.say(Command::Step);
    talk.finish();
    assert_eq!((talk.progress().step, talk.progress().epoch), (1, 1.0));
    // The half-made step was finished, not begun anew: it is still the traced one.
    assert_eq!(talk.layers()[0].weights, trace.layers[0].new_weights);
}

#[test]
fn a_run_that_diverges_stops_by_itself() {
    let layers =
        vec![LayerSpec::new(24, Choice::of(&RELU)), LayerSpec::new(10, Choice::of(&IDENTITY))];
    let network = NetworkSpec::new(784, layers, Choice::of(&SQUARED_ERROR)).unwrap();
    let config = RunConfig { network, learning_rate: rate(30.0), ..small() };
    let mut talk = Talk::about(&config, FIRST_AND_TEST);
    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), Status::Diverged);
    assert!(talk.layers().iter().all(|layer| layer.weights.iter().all(|w| w.is_finite())));
    let step = talk.step();

    for command in [Command::Train, Command::Step, Command::TrainEpoch] {
        talk.say(command);
        assert!(talk.failure().contains("rate 30 ") && talk.failure().contains("reset"));
        assert!(!talk.session.has_work());
    }
    talk.say(Command::Pause);
    assert_eq!((talk.status(), talk.step()), (Status::Diverged, step));
    assert_ne!(talk.checkpoint().map(|(step, _)| step), Some(step), "nothing worth going back to");

    talk.say(Command::Configure { run: RunId(2), config: small() });
    talk.train_to(3);
    assert_eq!(talk.status(), Status::Paused);
}

#[test]
fn what_is_not_there_is_refused_in_words() {
    let mut talk = Talk::empty();
    let ticket = Ticket(3);
    let image = DigitImage::from_pixels(vec![0; DigitImage::LEN]).unwrap();
    let is_refused = |events: &[Event]| matches!(events, [Event::Refused { ticket: Ticket(3), message }] if message.len() > 20);
    for reader in [Reader::Run, Reader::Pretrained] {
        assert!(is_refused(talk.say(Command::Inspect { ticket, reader, image: image.clone() })));
        assert!(is_refused(talk.say(Command::GetParameters { ticket, reader })));
    }
    assert!(is_refused(talk.say(Command::Trace { ticket })));
    for command in [
        Command::Train,
        Command::Pause,
        Command::Step,
        Command::TrainEpoch,
        Command::SetLearningRate(rate(1.0)),
        Command::SetBatchSize(BatchSize::All),
    ] {
        talk.say(command);
        assert!(talk.failure().contains("Set one up"));
    }

    // With a run, but before its data: the trace must wait.
    talk.say(Command::Configure { run: RunId(1), config: small() });
    let answers = talk.say(Command::Trace { ticket });
    assert!(matches!(answers, [Event::Progress { .. }, Event::Refused { .. }]), "{answers:?}");

    // A network that doesn't fit the data leaves the old run alone.
    let layers = small().network.layers().to_vec();
    let network = NetworkSpec::new(100, layers, small().network.loss()).unwrap();
    talk.say(Command::Configure { run: RunId(2), config: RunConfig { network, ..small() } });
    assert!(talk.failure().contains("784 inputs"), "{}", talk.failure());
    talk.say(Command::Pause);
    assert!(matches!(talk.events.last(), Some(Event::Progress { run: RunId(1), .. })));
}

#[test]
fn a_link_leads_to_the_same_run_and_a_mangled_one_changes_nothing() {
    let config = small();
    let mut first = Talk::about(&config, FIRST_AND_TEST);
    // What is set before the first step belongs to the link.
    first.say(Command::SetLearningRate(rate(0.3)));
    first.say(Command::TrainTo { step: 20 });
    first.finish();
    let [.., Event::Traced { link: Some(text), .. }] =
        first.say(Command::Trace { ticket: Ticket(1) })
    else {
        panic!("{:?}", first.events);
    };
    let text = text.clone();
    let as_made = RunConfig { learning_rate: rate(0.3), ..config };
    assert_eq!(RunConfig::from_link(&text), Ok(as_made));

    let mut second = Talk::about(&adam(), FIRST_AND_TEST);
    let damaged = text[..text.len() - 1].to_owned();
    let answer =
        second.say(Command::OpenLink { run: RunId(2), text: damaged, weights: None, step: 20 });
    assert!(
        matches!(answer, [Event::LinkRefused { run: RunId(2), message }] if message.contains("damaged")),
        "{answer:?}"
    );
    assert_eq!(second.say(Command::Pause).len(), 1, "the run from before is still there");

    second.say(Command::OpenLink { run: RunId(3), text, weights: None, step: 20 });
    second.finish();
    assert_eq!(second.progress().step, 20);
    assert_eq!(second.session.network(), first.session.network(), "bit for bit");
}
