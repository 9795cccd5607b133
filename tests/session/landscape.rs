//! The loss surface of a run, asked for while it stands and while it trains.

use descent::nn::Parameter;
use descent::protocol::{
    Command, Event, Landscape, LandscapeRequest, Look, RunId, Seen, Span, Ticket,
};
use descent::training::landscape::{Directions, Extent};

use crate::talk::{FIRST_AND_TEST, Talk, small};

const RANDOM: LandscapeRequest = LandscapeRequest {
    directions: Directions::Random { seed: 4 },
    span: Span::Around(1.0),
    fineness: 4,
    n_examples: 200,
};

const OWN: LandscapeRequest =
    LandscapeRequest { directions: Directions::Path, span: Span::Path(1.0), ..RANDOM };

fn ask(talk: &mut Talk, ticket: u32, request: LandscapeRequest) {
    talk.say(Command::Look { ticket: Ticket(ticket), look: Look::Landscape(request) });
}

/// All that was told to a question: pictures, or why not.
fn told(talk: &Talk, ticket: u32) -> Vec<Result<Landscape, String>> {
    let all = talk.events.iter().filter_map(|event| match event {
        Event::Seen { ticket: Ticket(t), seen: Seen::Landscape(landscape) } if *t == ticket => {
            Some(Ok((**landscape).clone()))
        }
        Event::Refused { ticket: Ticket(t), message } if *t == ticket => Some(Err(message.clone())),
        _ => None,
    });
    all.collect()
}

#[test]
fn a_map_is_told_ever_finer_until_it_is_done() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(30);
    talk.finish();
    ask(&mut talk, 1, RANDOM);
    talk.finish();
    let told: Vec<Landscape> = told(&talk, 1).into_iter().map(Result::unwrap).collect();
    assert!(told.len() > 2, "{}", told.len());
    assert!(told.is_sorted_by(|a, b| a.n_known < b.n_known));
    assert!(told[0].n_known >= 25 && !told[0].is_done());
    let last = told.last().unwrap();
    assert!(last.is_done());
    assert_eq!((last.step, last.side, last.losses.len(), last.n_examples), (30, 17, 289, 200));
    assert_eq!((last.here, last.losses[8 * 17 + 8]), ((0.0, 0.0), last.here_loss));
    assert!(told.iter().all(|one| one.losses.iter().all(|loss| loss.is_finite())));
    // The same question, the same answer.
    ask(&mut talk, 2, RANDOM);
    talk.finish();
    let mut again = self::told(&talk, 2).pop().unwrap().unwrap();
    assert_eq!((last.path.plane, again.path.plane), (Ticket(1), Ticket(2)));
    again.path.plane = Ticket(1);
    assert_eq!(again, *last);
}

#[test]
fn the_plane_stays_the_same_while_training_goes_on_and_the_path_goes_on_upon_it() {
    let mut still = Talk::about(&small(), FIRST_AND_TEST);
    still.train_to(30);
    ask(&mut still, 1, OWN);
    still.finish();

    let mut moving = Talk::about(&small(), FIRST_AND_TEST);
    moving.train_to(30);
    ask(&mut moving, 1, OWN);
    moving.train_to(60);
    moving.finish();
    let picture = |talk: &Talk| told(talk, 1).pop().unwrap().unwrap();
    assert_eq!(picture(&still), picture(&moving));

    let path = &picture(&still).path;
    assert_eq!(path.points.len(), 31);
    assert!(path.share.unwrap() > 0.7, "{:?}", path.share);
    let last = path.points.last().unwrap();
    assert_eq!((last.step, last.x, last.y), (30, 0.0, 0.0));
    let extent = picture(&still).extent;
    for point in &path.points {
        assert!(point.x > extent.x.0 && point.x < extent.x.1);
        assert!(point.y > extent.y.0 && point.y < extent.y.1);
    }
    let later = moving.say(Command::Look { ticket: Ticket(2), look: Look::PathOnPlane }).to_vec();
    let [Event::Seen { seen: Seen::PathOnPlane(later), .. }] = later.as_slice() else {
        panic!("{later:?}");
    };
    assert_eq!((later.points.len(), &later.points[..31]), (61, &path.points[..]));
    assert_eq!((later.points[60].step, later.plane), (60, Ticket(1)));
}

#[test]
fn a_map_that_is_given_up_says_nothing_more() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(20);
    talk.finish();
    ask(&mut talk, 1, LandscapeRequest { fineness: 7, ..RANDOM });
    talk.work_for(0.1);
    assert!(talk.session.has_work());
    talk.say(Command::GiveUp { ticket: Ticket(99) });
    assert!(talk.session.has_work(), "that was another question");
    talk.say(Command::GiveUp { ticket: Ticket(1) });
    assert!(!talk.session.has_work());
    assert!(told(&talk, 1).iter().all(Result::is_ok));
    // Its plane is still there to see the path on.
    let answer = talk.say(Command::Look { ticket: Ticket(2), look: Look::PathOnPlane });
    assert!(matches!(answer, [Event::Seen { .. }]));
}

#[test]
fn another_question_takes_its_place_and_another_run_ends_it() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(20);
    ask(&mut talk, 1, LandscapeRequest { fineness: 7, ..RANDOM });
    ask(&mut talk, 2, RANDOM);
    assert_eq!(told(&talk, 1), [Err("Given up for another question.".to_owned())]);
    talk.say(Command::Configure { run: RunId(2), config: small() });
    assert!(told(&talk, 2)[0].as_ref().unwrap_err().contains("run has been changed"));
    let answer = talk.say(Command::Look { ticket: Ticket(3), look: Look::PathOnPlane });
    assert!(matches!(answer, [Event::Refused { .. }]));
    ask(&mut talk, 4, OWN);
    assert!(told(&talk, 4)[0].as_ref().unwrap_err().contains("train for a few updates"));
    for span in [Span::Around(0.0), Span::Path(1.0), Span::Around(f64::NAN)] {
        ask(&mut talk, 5, LandscapeRequest { span, ..RANDOM });
    }
    assert_eq!(told(&talk, 5).iter().filter(|told| told.is_err()).count(), 3);
}

#[test]
fn without_examples_there_is_no_loss() {
    let mut talk = Talk::about(&small(), 0);
    ask(&mut talk, 1, RANDOM);
    assert!(told(&talk, 1)[0].as_ref().unwrap_err().contains("not here yet"));
}

#[test]
fn two_parameters_of_a_digit_reader_can_be_walked_over_too() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(10);
    talk.finish();
    let one = Parameter::Bias { layer_idx: 0, unit_idx: 0 };
    let other = Parameter::Bias { layer_idx: 1, unit_idx: 5 };
    let extent = Extent { x: (-1.0, 1.0), y: (-2.0, 2.0) };
    let directions = Directions::Parameters(one, other);
    let request = LandscapeRequest { directions, span: Span::Between(extent), ..RANDOM };
    ask(&mut talk, 1, request);
    talk.finish();
    let Landscape { here, path, extent: told, .. } = told(&talk, 1).pop().unwrap().unwrap();
    let network = talk.session.network().unwrap();
    let values = (one.of(network).unwrap(), other.of(network).unwrap());
    assert_eq!(here, (f64::from(values.0), f64::from(values.1)));
    assert_eq!((path.points[0].x, path.points[0].y, told), (0.0, 0.0, extent), "biases begin at 0");
    assert_eq!(path.points.len(), 11);

    // Set by hand, the run begins another path there.
    talk.say(Command::SetParameter { parameter: one, value: 0.75 });
    talk.say(Command::Step);
    talk.finish();
    ask(&mut talk, 2, request);
    talk.finish();
    let path = self::told(&talk, 2).pop().unwrap().unwrap().path;
    assert_eq!((path.points.len(), path.points[0].x, path.points[1].step), (2, 0.75, 11));
}

#[test]
fn charting_a_run_changes_nothing_in_it() {
    let mut watched = Talk::about(&small(), FIRST_AND_TEST);
    watched.say(Command::Train);
    for n in 0..20 {
        watched.work_for(0.004);
        let look = match n % 4 {
            0 => Look::Landscape(RANDOM),
            1 => Look::PathOnPlane,
            2 => Look::Landscape(OWN),
            _ => Look::Batch { n: 32 },
        };
        watched.say(Command::Look { ticket: Ticket(n), look });
    }
    let steps = watched.step() + 50;
    watched.train_to(steps);
    let mut alone = Talk::about(&small(), FIRST_AND_TEST);
    alone.train_to(steps);
    assert_eq!(watched.layers(), alone.layers());
}
