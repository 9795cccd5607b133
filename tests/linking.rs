//! Links as a whole: they come back as they were written, old ones still open, mangled ones are
//! refused in words, and their QR codes can be read.

use descent::data::points::input::{X1, X2};
use descent::data::points::{Points, What, pattern};
use descent::linking::code::{Code, MOST_BYTES, TooLong};
use descent::linking::{Address, AddressError, MOST_CHARS, MOST_STEPS, Spot, weights};
use descent::nn::activation::{SIGMOID, TANH};
use descent::nn::loss::BINARY_CROSS_ENTROPY;
use descent::nn::{LayerSpec, Network, NetworkSpec, Parameter};
use descent::protocol::{Command, Event, Look, RunId, Seen, Ticket};
use descent::registry::Choice;
use descent::session::Session;
use descent::training::{BatchSize, LearningRate, RunConfig, Seed};
use descent::walk::Place;
use proptest::prelude::*;

/// The spiral, by 8-8-8-1.
fn spiral() -> RunConfig {
    let what = What::Made {
        pattern: Choice::of(&pattern::SPIRAL),
        n: 300,
        noise: 0.1,
        held_out: 0.5,
        seed: 1,
    };
    let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).unwrap();
    let hidden = LayerSpec::new(8, Choice::of(&TANH));
    let layers = vec![hidden, hidden, hidden, LayerSpec::new(1, Choice::of(&SIGMOID))];
    RunConfig {
        network: NetworkSpec::new(2, layers, Choice::of(&BINARY_CROSS_ENTROPY)).unwrap(),
        dataset: points.into(),
        learning_rate: LearningRate::new(0.05).unwrap(),
        batch_size: BatchSize::examples(10).unwrap(),
        seed: Seed(7),
        ..RunConfig::default()
    }
}

fn network(config: &RunConfig) -> Network {
    Network::initialized(config.network.clone(), &config.initializer, config.seed.0)
}

fn spot(lab: &str, page: Option<&str>) -> Option<Spot> {
    Some(Spot { lab: lab.to_owned(), page: page.map(str::to_owned) })
}

/// Links of many kinds.
fn typical() -> Vec<Address> {
    let lesson = RunConfig::default().to_link().unwrap();
    let tuned =
        RunConfig { learning_rate: LearningRate::new(0.3).unwrap(), ..RunConfig::default() };
    let spiral = spiral();
    let with_weights = Address {
        spot: spot("playground", None),
        run: Some(spiral.to_link().unwrap()),
        weights: Some(weights::write(&network(&spiral)).unwrap()),
        step: 40,
        ..Address::default()
    };
    vec![
        Address { run: Some(lesson.clone()), ..Address::default() },
        Address {
            run: Some(tuned.to_link().unwrap()),
            step: 500,
            place: Some("forward.0.5.3".parse().unwrap()),
            row: 2,
            ..Address::default()
        },
        with_weights,
        Address {
            spot: spot("line", Some("records")),
            hide: ["rate", "batch", "setup"].map(str::to_owned).to_vec(),
            ..Address::default()
        },
        Address { spot: spot("digits", Some("lens")), run: Some(lesson), ..Address::default() },
    ]
}

#[test]
fn what_is_written_is_read() {
    for address in typical() {
        let text = address.write();
        assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || "=&-_.".contains(c)), "{text}");
        assert_eq!(Address::read(&text), Ok(Some(address.clone())));
        assert_eq!(Address::read(&format!("#{text}")), Ok(Some(address.clone())));
        // As mail and chat hand it on.
        let encoded = text.replace('&', "%26").replace('=', "%3D");
        assert_eq!(Address::read(&encoded), Ok(Some(address.clone())));
        assert_eq!(Address::read(&format!("{text}).")), Ok(Some(address)));
    }
    assert_eq!(Address::default().write(), "");
}

/// Links that are about must go on meaning what they meant: these never change.
#[test]
fn old_links_are_read() {
    let lesson = Some("1.q8YUM60FAP8I".to_owned());
    let started = Address { run: lesson.clone(), ..Address::default() };
    assert_eq!(Address::read("#run=1.q8YUM60FAP8I&step=0"), Ok(Some(started)));
    let placed = Address {
        run: lesson.clone(),
        step: 137,
        place: Some("forward.2".parse().unwrap()),
        ..Address::default()
    };
    let text = "#run=1.q8YUM60FAP8I&step=137&at=forward.2&example=1";
    assert_eq!(Address::read(text), Ok(Some(placed)));
    let nowhere = Address {
        run: lesson.clone(),
        place: Some(Place::START),
        no_place: Some("nowhere".to_owned()),
        ..Address::default()
    };
    assert_eq!(Address::read("#run=1.q8YUM60FAP8I&at=nowhere"), Ok(Some(nowhere)));
    let full = Address {
        spot: spot("line", Some("records")),
        run: lesson,
        step: 12,
        row: 3,
        hide: vec!["rate".to_owned(), "batch".to_owned()],
        ..Address::default()
    };
    let text = "v=2&lab=line.records&run=1.q8YUM60FAP8I&step=12&example=4&hide=rate.batch&sum=pOGs";
    assert_eq!(Address::read(text), Ok(Some(full.clone())), "{}", full.write());
}

/// The same of runs on points: as they were written at first, and as they are since.
#[test]
fn old_links_to_points_are_read() {
    let at_first = "1.IyXTEc5yyD6gpWpD4oITETjYqkWiw8gUNbmDogaSZsxR6oOC_My8EnDRUZBZBK6tgMYagyqDvPzM4lRoBZiRmpMSD3WhKcwgQ1BZAgn5aKUKUPleYQQqxAEMsw";
    let since = "2.o12c0FI1XePEwBQzUiCBao49duDFDMWxAwAMsw";
    assert_eq!(RunConfig::from_link(at_first).unwrap(), spiral());
    assert_eq!(RunConfig::from_link(since).unwrap(), spiral());
    let now = spiral().to_link().unwrap();
    assert!(now.len() < 60, "{now}");
}

#[test]
fn what_is_no_link_is_none_or_refused() {
    for text in ["", "#", "#main", "#steps-view", "#:~:text=a=b"] {
        assert_eq!(Address::read(text), Ok(None), "{text}");
    }
    assert_eq!(Address::read("#foo=bar"), Err(AddressError::Unknown));
    assert_eq!(Address::read("#v=3&run=1.q8YUM60FAP8I"), Err(AddressError::Later));
    assert_eq!(Address::read("#v=2&run=1.q8YUM60FAP8I"), Err(AddressError::Damaged));
    assert_eq!(Address::read("#run=x&step=1e9"), Err(AddressError::NoNumber { name: "step" }));
    let step = MOST_STEPS + 1;
    assert_eq!(Address::read(&format!("#run=x&step={step}")), Err(AddressError::TooFar { step }));
    let long = format!("#run={}", "A".repeat(MOST_CHARS));
    assert_eq!(Address::read(&long), Err(AddressError::TooLong));
}

/// Wherever a link is cut off and whichever letter is another, it leads nowhere else.
#[test]
fn damage_is_noticed() {
    for address in typical() {
        let text = address.write();
        for len in 0..text.len() {
            let cut = &text[..len];
            assert!(matches!(Address::read(cut), Err(_) | Ok(None)), "{cut}");
        }
        for at in 0..text.len() {
            let mut damaged = text.clone();
            let other = if &text[at..=at] == "q" { "r" } else { "q" };
            damaged.replace_range(at..=at, other);
            assert!(Address::read(&damaged).is_err(), "{damaged}");
        }
    }
}

/// 10,000 mangled links, and what becomes of them: a message, or a run that is there.
#[test]
fn mangled_links_end_in_words_or_in_a_run() {
    // Numerical Recipes' generator: the same links every time.
    let mut state = 2_026_u32;
    let mut next = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % n
    };
    let letters: Vec<char> =
        ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("=&.-_%#+ é\0".chars()).collect();
    let links: Vec<String> = typical().iter().map(Address::write).collect();
    let mut session = Session::new(Choice::by_key("mnist").unwrap());
    let config = spiral();
    session.handle(Command::Configure { run: RunId(1), config: config.clone() }, 0.0);
    let (mut n_refused, mut n_none, mut n_begun) = (0, 0, 0);
    for round in 0..10_000_u32 {
        let mut text: Vec<char> = links[next(links.len())].chars().collect();
        // Half of them without version and sum: else nearly all would end at the sum.
        if round % 2 == 0 {
            let end = text.len() - "&sum=xxxx".len();
            text = text["v=2&".len()..end].to_vec();
        }
        for _ in 0..=next(3) {
            let at = next(text.len() + 1).min(text.len().saturating_sub(1));
            match next(5) {
                0 => text.truncate(at),
                1 => text.insert(at, letters[next(letters.len())]),
                2 if !text.is_empty() => drop(text.remove(at)),
                3 if !text.is_empty() => text[at] = letters[next(letters.len())],
                _ => {
                    let (from, to) = (at.min(next(text.len() + 1)), at);
                    text.extend_from_within(from..to);
                }
            }
        }
        let text: String = text.into_iter().collect();
        let address = match Address::read(&text) {
            Err(error) => {
                assert!(!error.to_string().is_empty());
                n_refused += 1;
                continue;
            }
            Ok(None) => {
                n_none += 1;
                continue;
            }
            Ok(Some(address)) => address,
        };
        // What is read can be written, and says the same then.
        let again = Address { no_place: None, ..address.clone() };
        if again.spot.is_none() && again.run.is_none() && again == Address::default() {
            continue;
        }
        let Some(run) = address.run else { continue };
        session.take_events();
        let look = Look::ReadLink { text: run.clone(), weights: address.weights.clone() };
        session.handle(Command::Look { ticket: Ticket(round), look }, 0.0);
        let is_read = match &session.take_events()[..] {
            [Event::Seen { seen: Seen::LinkRead(_), .. }] => true,
            [Event::Refused { message, .. }] => {
                assert!(!message.is_empty());
                false
            }
            other => panic!("{text}: {other:?}"),
        };
        let open = Command::OpenLink {
            run: RunId(round + 2),
            text: run,
            weights: address.weights,
            step: address.step,
        };
        session.handle(open, 0.0);
        let events = session.take_events();
        let is_refused = matches!(&events[..], [Event::LinkRefused { .. }]);
        assert_ne!(is_refused, is_read, "{text}: {events:?}");
        match is_refused {
            true => n_refused += 1,
            false => n_begun += 1,
        }
        assert!(session.network().is_some());
    }
    println!("{n_refused} refused, {n_none} no links, {n_begun} begun");
    assert!(
        n_refused > 5_000 && n_begun > 200,
        "{n_refused} refused, {n_none} none, {n_begun} begun"
    );
}

#[test]
fn weights_come_back_bit_for_bit_and_large_ones_are_refused() {
    let config = spiral();
    let network = network(&config);
    let text = weights::write(&network).unwrap();
    assert!(text.len() < 900, "{} characters for 177 weights", text.len());
    assert_eq!(weights::read(&text, &config.network).unwrap(), network);
    for len in 0..text.len() {
        assert!(weights::read(&text[..len], &config.network).is_err(), "cut to {len}");
    }
    let lesson = RunConfig::default();
    let large = Network::initialized(lesson.network.clone(), &lesson.initializer, 1);
    let refused = weights::write(&large).unwrap_err();
    assert!(refused.to_string().contains("13,002"), "{refused}");
    assert!(matches!(
        weights::read(&text, &lesson.network),
        Err(weights::WeightsError::OtherNetwork { n: 177, needs: 13_002 })
    ));
    let mut broken = network.clone();
    Parameter::Bias { layer_idx: 0, unit_idx: 0 }.set(&mut broken, f32::NAN);
    assert_eq!(weights::write(&broken), Err(weights::WeightsError::NotFinite));
}

/// A run that began with weights of its own, opened by its link, is that run.
#[test]
fn a_link_with_weights_leads_to_the_same_run() {
    let config = spiral();
    let by_hand = Parameter::Weight { layer_idx: 0, unit_idx: 3, input_idx: 1 };
    let trained = |command: Command, n: u64| {
        let mut session = Session::new(Choice::by_key("mnist").unwrap());
        session.handle(command, 0.0);
        session.handle(Command::SetParameter { parameter: by_hand, value: 1.25 }, 0.0);
        session.handle(Command::TrainTo { step: n }, 0.0);
        let mut now = 0.0;
        while session.has_work() {
            session.work(now + 1.0, &mut || {
                now += 1e-3;
                now
            });
        }
        session
    };
    let mut first = trained(Command::Configure { run: RunId(1), config: config.clone() }, 0);
    first.take_events();
    first.handle(Command::Look { ticket: Ticket(1), look: Look::LinkWeights }, 0.0);
    let events = first.take_events();
    let [Event::Seen { seen: Seen::LinkWeights(weights), .. }] = &events[..] else {
        panic!("{events:?}");
    };
    let straight = trained(Command::Configure { run: RunId(1), config: config.clone() }, 60);
    let open = |weights: &str| Command::OpenLink {
        run: RunId(1),
        text: config.to_link().unwrap(),
        weights: Some(weights.to_owned()),
        step: 0,
    };
    let linked = trained(open(weights), 60);
    assert_eq!(linked.network(), straight.network(), "bit for bit");
    let start = Command::StartFrom { run: RunId(1), config, weights: weights.clone() };
    assert_eq!(trained(start, 60).network(), straight.network(), "begun again, too");
}

/// The picture of a code, four dots a square, as a reader of codes sees it.
fn seen(code: &Code) -> String {
    let dots = 4 * code.side;
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(dots, dots, |x, y| {
        if code.is_dark(x / 4, y / 4) { 0 } else { 255 }
    });
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().unwrap().1
}

#[test]
fn codes_can_be_read() {
    for address in typical() {
        let text = format!("https://example.org/descent/#{}", address.write());
        let code = Code::of(&text).unwrap();
        assert_eq!(seen(&code), text);
        // The path is of the same squares.
        let lengths = code
            .path()
            .split('h')
            .skip(1)
            .filter_map(|rest| rest.split('v').next()?.parse::<usize>().ok())
            .sum::<usize>();
        let n_dark = (0..code.side * code.side)
            .filter(|at| code.is_dark(at % code.side, at / code.side))
            .count();
        assert_eq!(lengths, n_dark);
    }
    let longest = "x".repeat(MOST_BYTES);
    assert_eq!(seen(&Code::of(&longest).unwrap()), longest);
    assert_eq!(Code::of(&"x".repeat(MOST_BYTES + 1)), Err(TooLong { len: MOST_BYTES + 1 }));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", hash in "(#?v=2&)?(lab|run|at|step|hide)=[%A-Za-z0-9._-]{0,40}(&sum=[a-z]{4})?") {
        for text in [text, hash] {
            if let Ok(Some(address)) = Address::read(&text) {
                let address = Address { no_place: None, ..address };
                let _ = Address::read(&address.write());
            }
        }
    }
}
