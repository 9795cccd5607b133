//! How fast a run goes on: as many steps as the pace says, and the same steps.

use descent::protocol::{Command, Event, Pace, RunId, Status};
use descent::training::BatchSize;

use crate::talk::{FILES, FIRST_AND_TEST, Talk, small};

fn pace(steps_per_second: u32) -> Command {
    Command::SetPace(Pace::steps_per_second(steps_per_second).unwrap())
}

/// A run whose start is evaluated, at this pace.
fn at_pace(steps_per_second: u32, n_parts: usize) -> Talk {
    let mut talk = Talk::about(&small(), n_parts);
    talk.finish();
    talk.say(pace(steps_per_second));
    talk
}

/// Steps made in so many seconds from now.
fn steps_in(talk: &mut Talk, seconds: f64) -> f64 {
    let before = talk.step();
    talk.live(seconds);
    (talk.step() - before) as f64
}

#[test]
fn a_second_has_as_many_steps_as_the_pace_says() {
    for (per_second, seconds) in [(1, 20.0), (2, 7.3), (10, 10.0), (50, 6.0), (250, 2.0)] {
        let mut talk = at_pace(per_second, FILES.1.len());
        talk.say(Command::Train);
        let n = steps_in(&mut talk, seconds);
        let expected = f64::from(per_second) * seconds;
        assert!((n - expected).abs() <= 1.0, "{n} steps of {expected} at {per_second} a second");
        // It sleeps until the next is due, and no longer.
        let wait = talk.session.next_work().unwrap() - talk.now;
        assert!(wait <= 1.0 / f64::from(per_second), "{wait}");
    }
}

#[test]
fn pauses_and_other_paces_neither_lose_steps_nor_save_them_up() {
    let mut talk = at_pace(10, FILES.1.len());
    talk.say(Command::Train);
    assert!((steps_in(&mut talk, 2.0) - 20.0).abs() <= 1.0);
    talk.say(Command::Pause);
    assert_eq!(talk.status(), Status::Paused);
    talk.finish();
    assert_eq!(steps_in(&mut talk, 30.0), 0.0);
    talk.say(Command::Train);
    assert!((steps_in(&mut talk, 2.0) - 20.0).abs() <= 1.0, "the pause is not made up for");

    talk.say(pace(1));
    assert!((steps_in(&mut talk, 5.0) - 5.0).abs() <= 1.0);
    talk.live(0.4);
    // From slow to fast: nobody waits for the second to be over.
    talk.say(pace(50));
    assert!((steps_in(&mut talk, 2.0) - 100.0).abs() <= 1.0);
    talk.say(pace(2));
    assert!((steps_in(&mut talk, 5.0) - 10.0).abs() <= 1.0);

    talk.say(Command::SetPace(Pace::Unlimited));
    assert!(steps_in(&mut talk, 0.5) > 300.0);
    talk.say(pace(5));
    assert!((steps_in(&mut talk, 4.0) - 20.0).abs() <= 1.0, "what went fast is no debt");
}

#[test]
fn slow_steps_do_not_pile_up() {
    let mut talk = at_pace(10, FILES.1.len());
    talk.say(Command::Train);
    talk.live(1.0);
    // A pass, and so a step, takes three times the interval; looking at the clock before
    // work begins takes as long, in this conversation.
    talk.tick = 0.3;
    let n = steps_in(&mut talk, 6.0);
    assert!((8.0..=20.0).contains(&n), "as fast as they can: {n}");
    talk.tick = 1.0 / 1024.0;
    let n = steps_in(&mut talk, 3.0);
    assert!((n - 30.0).abs() <= 1.0, "{n} steps in three seconds, none to catch up");
}

#[test]
fn a_batch_in_many_passes_is_one_step() {
    let mut talk = at_pace(1, FILES.1.len());
    talk.say(Command::SetBatchSize(BatchSize::All));
    talk.say(Command::Train);
    // 235 passes of 1/1024 s each.
    assert_eq!(steps_in(&mut talk, 0.1), 0.0);
    assert!(talk.session.next_work().unwrap() < talk.now, "it is under way, and goes on");
    talk.say(Command::Pause);
    assert_eq!(talk.session.next_work(), None);
    talk.say(Command::Train);
    assert!((steps_in(&mut talk, 5.0) - 5.0).abs() <= 1.0);
}

#[test]
fn the_run_is_the_same_at_any_pace() {
    let mut fast = Talk::about(&small(), FIRST_AND_TEST);
    fast.train_to(60);

    let mut slow = at_pace(10, FIRST_AND_TEST);
    slow.say(Command::Train);
    slow.live(1.0);
    slow.say(Command::Pause);
    slow.say(Command::Step);
    slow.live(1.0);
    slow.say(pace(100));
    slow.train_to(60);
    assert_eq!(slow.layers(), fast.layers());

    slow.finish();
    fast.finish();
    assert_eq!(slow.progress().test, fast.progress().test);
    let evaluations = |talk: &Talk| {
        talk.history().filter(|p| p.test.is_some()).map(|p| p.step).collect::<Vec<_>>()
    };
    let scheduled = evaluations(&fast);
    assert!(scheduled.iter().all(|step| evaluations(&slow).contains(step)));
}

#[test]
fn each_slow_step_is_told_with_a_point_of_its_own() {
    let mut talk = at_pace(5, FIRST_AND_TEST);
    talk.train_to(1);
    talk.events.clear();
    talk.say(Command::Train);
    talk.live(20.0);
    let steps: Vec<u64> =
        talk.history().filter(|p| p.train.is_some()).map(|point| point.step).collect();
    assert!((99..=101).contains(&steps.len()), "{}", steps.len());
    assert_eq!(steps, (2..2 + steps.len() as u64).collect::<Vec<_>>());
    let told: Vec<u64> = talk
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { progress, history, .. } if !history.is_empty() => Some(progress.step),
            _ => None,
        })
        .collect();
    assert!(steps.iter().all(|step| told.contains(step)), "{told:?}");
    // What is told of the speed is what goes on, not what could.
    assert_eq!(talk.progress().samples_per_second, 5.0 * 32.0);

    // Steps that nobody can follow are not told one by one.
    talk.say(pace(1000));
    talk.events.clear();
    talk.live(1.0);
    assert!(talk.events.len() < 40, "{} events", talk.events.len());
}

#[test]
fn the_pace_outlives_the_run_and_does_not_need_one() {
    let mut talk = Talk::empty();
    assert!(talk.say(pace(4)).is_empty());
    talk.say(Command::Configure { run: RunId(1), config: small() });
    talk.session.add_manifest(&FILES.0).unwrap();
    talk.bring_parts(FIRST_AND_TEST);
    talk.say(Command::Train);
    assert!((steps_in(&mut talk, 3.0) - 12.0).abs() <= 1.0);
    talk.say(Command::Configure { run: RunId(2), config: small() });
    talk.finish();
    talk.say(Command::Train);
    assert!((steps_in(&mut talk, 3.0) - 12.0).abs() <= 1.0);
    // One step is made at once at any pace.
    talk.say(Command::Pause);
    talk.say(Command::Step);
    assert_eq!(steps_in(&mut talk, 0.01), 1.0);
    assert_eq!(talk.status(), Status::Paused);
}
