//! Runs that stop by themselves, say why, and go on when they are told to, if that can
//! change anything.

use descent::protocol::{Command, RunId, Status};
use descent::training::{
    BatchSize, Decay, Length, RunConfig, Schedule, StopReason, StopRules, Tolerance,
};

use crate::talk::{FILES, FIRST_AND_TEST, Talk, rate, small};

fn with(stop: StopRules) -> RunConfig {
    RunConfig { stop, ..small() }
}

const NONE: StopRules =
    StopRules { max_steps: None, max_epochs: None, tolerance: None, target_accuracy: None };

#[test]
fn a_run_stops_after_its_last_step_and_goes_on_when_told_to() {
    let config = with(StopRules { max_steps: Some(30), ..NONE });
    let mut talk = Talk::about(&config, FIRST_AND_TEST);
    talk.say(Command::Train);
    talk.finish();
    let finished = Status::Finished(StopReason::MaxSteps);
    let progress = talk.progress().clone();
    assert_eq!((progress.status, progress.step), (finished, 30));
    assert_eq!(progress.samples_per_second, 0.0);
    // All that belongs to a standing run: its figures, its curve to the end, a checkpoint.
    assert_eq!(talk.history().filter(|point| point.train.is_some()).last().unwrap().step, 30);
    assert_eq!(talk.history().filter(|point| point.test.is_some()).last().unwrap().step, 30);
    assert_eq!(talk.checkpoint().unwrap().0, 30);

    // Steered while it stands, it stays finished; paused, too.
    talk.say(Command::SetLearningRate(rate(0.05)));
    talk.say(Command::Pause);
    assert_eq!(talk.status(), finished);
    talk.say(Command::Step);
    assert_eq!(talk.status(), Status::Training);
    talk.finish();
    assert_eq!((talk.status(), talk.step()), (Status::Paused, 31));
    talk.train_to(50);
    assert_eq!(talk.status(), Status::Paused);

    talk.say(Command::Configure { run: RunId(2), config });
    assert_eq!(talk.status(), Status::Paused, "a new run is not finished");
}

#[test]
fn the_rule_is_told_even_if_the_run_would_have_stood_there_anyway() {
    let mut talk = Talk::about(&with(StopRules { max_steps: Some(1), ..NONE }), FIRST_AND_TEST);
    talk.say(Command::Step);
    talk.finish();
    assert_eq!(talk.status(), Status::Finished(StopReason::MaxSteps));
}

#[test]
fn epochs_and_a_loss_that_hardly_falls() {
    let stop = StopRules { max_epochs: Some(2), ..NONE };
    let config = RunConfig { batch_size: BatchSize::examples(20_000).unwrap(), ..with(stop) };
    let mut talk = Talk::about(&config, FILES.1.len());
    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), Status::Finished(StopReason::MaxEpochs));
    assert_eq!((talk.progress().step, talk.progress().epoch), (6, 2.0));

    // No epoch lowers the loss by a million; the first has nothing to be compared with.
    let tolerance = Some(Tolerance { min_change: 1e6, patience: 2 });
    let stop = StopRules { tolerance, ..NONE };
    let config = RunConfig { stop, ..config };
    talk.say(Command::Configure { run: RunId(2), config });
    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), Status::Finished(StopReason::Tolerance));
    assert_eq!(talk.progress().epoch, 3.0);
}

#[test]
fn a_target_is_reached_at_the_same_step_however_often_one_pauses() {
    let config = with(StopRules { target_accuracy: Some(0.8), ..NONE });
    let finished = Status::Finished(StopReason::TargetAccuracy);
    let mut talk = Talk::about(&config, FILES.1.len());
    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), finished);
    let progress = talk.progress().clone();
    assert!(progress.test.unwrap().accuracy.unwrap() >= 0.8, "{progress:?}");
    // The evaluation before did not reach it.
    let tests: Vec<_> = talk.history().filter_map(|point| point.test).collect();
    assert!(tests[..tests.len() - 1].iter().all(|test| test.accuracy.unwrap() < 0.8));

    // With many pauses, and so with many more evaluations.
    let mut slow = Talk::about(&config, FILES.1.len());
    let mut n_pauses = 0;
    while slow.status() != finished {
        slow.say(Command::Train);
        for _ in 0..20 {
            slow.work_for(0.0);
        }
        slow.say(Command::Pause);
        slow.finish();
        n_pauses += 1;
        assert!(n_pauses < 500, "{:?}", slow.progress());
    }
    assert!(n_pauses > 3);
    assert_eq!(slow.progress().step, progress.step);
    assert_eq!(slow.layers(), talk.layers());

    // It was said once.
    slow.say(Command::Train);
    slow.work_for(0.5);
    assert_eq!(slow.status(), Status::Training);
}

#[test]
fn the_rate_of_the_next_step_is_told_as_the_schedule_has_it() {
    let decay = Decay::Linear { over: Length::Steps(40), floor: 0.0 };
    let schedule = Schedule { decay, ..Schedule::default() };
    let config = RunConfig { schedule, ..with(StopRules { max_steps: Some(40), ..NONE }) };
    let mut talk = Talk::about(&config, FIRST_AND_TEST);
    assert_eq!(talk.progress().learning_rate, 0.1);
    talk.train_to(10);
    assert_eq!(talk.progress().learning_rate, 0.075);
    assert_eq!(talk.trace().learning_rate, 0.075, "the next update is made with it");

    // Set while the run stands, it is told at once.
    talk.say(Command::SetLearningRate(rate(0.4)));
    assert_eq!(talk.progress().learning_rate, 0.3);
    assert_eq!(talk.status(), Status::Paused);

    talk.say(Command::Train);
    talk.finish();
    assert_eq!(talk.status(), Status::Finished(StopReason::MaxSteps));
    assert_eq!(talk.progress().learning_rate, 0.0);

    talk.say(Command::Configure { run: RunId(2), config });
    assert_eq!(talk.progress().learning_rate, 0.1);
}

#[test]
fn a_run_whose_rate_has_come_to_0_is_not_sent_on_in_vain() {
    let decay = Decay::Linear { over: Length::Epochs(2.0), floor: 0.0 };
    let schedule = Schedule { decay, ..Schedule::default() };
    let batch_size = BatchSize::examples(20_000).unwrap();
    let stop = StopRules { max_epochs: Some(2), ..NONE };
    let config = RunConfig { schedule, batch_size, ..with(stop) };
    let mut talk = Talk::about(&config, FILES.1.len());
    talk.say(Command::Train);
    talk.finish();
    let finished = Status::Finished(StopReason::MaxEpochs);
    assert_eq!((talk.status(), talk.step()), (finished, 6));
    let checkpoint = talk.checkpoint().unwrap().1.to_vec();

    let refuses = |talk: &mut Talk| {
        for command in [Command::Train, Command::Step, Command::TrainEpoch] {
            talk.say(command);
            let text = talk.failure();
            assert!(text.contains("made all its 2 epochs") && text.contains("Reset"), "{text}");
            talk.finish();
            assert_eq!(talk.step(), 6);
        }
    };
    refuses(&mut talk);
    assert_eq!(talk.status(), finished, "it goes on being finished");
    // A larger rate is 0, too, by this schedule; and so it is for the run restored.
    talk.say(Command::SetLearningRate(rate(10.0)));
    refuses(&mut talk);
    let (learning_rate, batch_size) = (None, None);
    talk.say(Command::Restore { run: RunId(2), learning_rate, batch_size, checkpoint });
    refuses(&mut talk);
    assert_eq!(talk.trace().learning_rate, 0.0, "it may be looked at");

    // Only at its end: a warm-up over epochs begins with a rate of 0, and rises.
    let schedule = Schedule { warmup: Some(Length::Epochs(1.0)), decay };
    talk.say(Command::Configure { run: RunId(3), config: RunConfig { schedule, ..config } });
    assert_eq!(talk.progress().learning_rate, 0.0);
    talk.say(Command::Step);
    talk.finish();
    assert_eq!((talk.status(), talk.step()), (Status::Paused, 1));
}
