//! What a network sees and how well it does, as the engine tells it.

use descent::data::DigitImage;
use descent::nn::forward::read;
use descent::nn::init::{Initializer, ZEROS};
use descent::nn::saliency::saliency;
use descent::protocol::seen::{LayerHealth, Shown};
use descent::protocol::{ChosenExample, Command, Event, Look, Reader, Seen, Ticket};
use descent::registry::Choice;
use descent::training::{Choosing, RunConfig};

use crate::talk::{FIRST_AND_TEST, Talk, small};

fn trained() -> Talk {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(100);
    talk.finish();
    talk
}

pub fn look(talk: &mut Talk, look: Look) -> Result<Seen, String> {
    let from = talk.events.len();
    talk.say(Command::Look { ticket: Ticket(7), look });
    talk.finish();
    let answers = talk.events[from..].iter().filter_map(|event| match event {
        Event::Seen { ticket: Ticket(7), seen } => Some(Ok(seen.clone())),
        Event::Refused { ticket: Ticket(7), message } => Some(Err(message.clone())),
        _ => None,
    });
    let answers: Vec<_> = answers.collect();
    assert_eq!(answers.len(), 1, "every question gets one answer");
    answers.into_iter().next().unwrap()
}

fn examples(talk: &mut Talk, question: Look) -> Vec<Shown> {
    match look(talk, question) {
        Ok(Seen::Examples(examples) | Seen::Readings { examples, .. }) => examples,
        other => panic!("{other:?}"),
    }
}

pub fn test_image(talk: &Talk, example: usize) -> DigitImage {
    let pixels = talk.session.intake().dataset().test.image(example);
    DigitImage::from_pixels(pixels.to_vec()).unwrap()
}

#[test]
fn every_held_out_example_is_counted_once() {
    let mut talk = trained();
    let accuracy = talk.progress().test.unwrap().accuracy.unwrap();
    let question = Look::Readings { choosing: Choosing::Mistakes, n: 30 };
    let Ok(Seen::Readings { step: 100, confusion, examples: mistakes, .. }) =
        look(&mut talk, question)
    else {
        panic!("{:?}", talk.events.last());
    };
    let right: u32 = (0..10).map(|class| confusion.count(class, class)).sum();
    let all: u32 = (0..10).map(|class| confusion.of_class(class)).sum();
    assert_eq!(all, 10_000);
    assert!((right as f32 / all as f32 - accuracy).abs() < 1e-6);
    assert_eq!(mistakes.len(), 30);
    assert!(mistakes.is_sorted_by_key(|mistake| -mistake.reading.unwrap().confidence));
    for mistake in &mistakes {
        assert_ne!(mistake.reading.unwrap().class, Some(mistake.label));
        assert_eq!(mistake.image, test_image(&talk, mistake.example_idx as usize));
    }

    let (label, answer) = (mistakes[0].label, mistakes[0].reading.unwrap().class.unwrap());
    let cell = Choosing::Cell { label, answer };
    let of_cell = examples(&mut talk, Look::Readings { choosing: cell, n: 200 });
    assert_eq!(of_cell[0], mistakes[0], "the surest of all is the surest of its cell");
    assert_eq!(of_cell.len() as u32, confusion.count(label.into(), answer.into()).min(200));
}

#[test]
fn before_an_evaluation_there_is_nothing_to_count() {
    let mut talk = Talk::about(&small(), 0);
    let question = Look::Readings { choosing: Choosing::Mistakes, n: 3 };
    assert!(look(&mut talk, question).unwrap_err().contains("not read yet"));
}

#[test]
fn the_digits_that_excite_a_unit_are_the_ones_it_answers_to_most() {
    let mut talk = trained();
    let question = Look::Exciting { reader: Reader::Run, layer_idx: 0, unit_idx: 2, n: 5 };
    let found = examples(&mut talk, question);
    let network = talk.session.network().unwrap();
    let mut answers: Vec<(f32, u32)> = (0..10_000)
        .map(|example| {
            let x = test_image(&talk, example).to_input();
            (read(network, &x)[0].activations[2], example as u32)
        })
        .collect();
    answers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (shown, (activation, example)) in found.iter().zip(&answers) {
        // A pass of many examples adds up in another order than one of one.
        assert!((shown.score - activation).abs() < 1e-4, "{} and {activation}", shown.score);
        assert!(shown.example_idx == *example || (shown.score - activation).abs() < 1e-4);
    }
    assert_eq!(found.len(), 5);

    let nowhere = Look::Exciting { reader: Reader::Run, layer_idx: 0, unit_idx: 999, n: 5 };
    assert!(look(&mut talk, nowhere).unwrap_err().contains("no such unit"));
    let absent = Look::Exciting { reader: Reader::Pretrained, layer_idx: 0, unit_idx: 0, n: 5 };
    assert!(look(&mut talk, absent).is_err());
}

#[test]
fn the_nearest_training_digit_to_one_of_them_is_itself() {
    let mut talk = trained();
    let train = &talk.session.intake().dataset().train;
    let (image, label) = (train.image(4321).to_vec(), train.label(4321));
    let image = DigitImage::from_pixels(image).unwrap();
    let found = examples(&mut talk, Look::Nearest { image: image.clone(), n: 4 });
    let first = &found[0];
    assert_eq!((first.example_idx, first.label, first.score), (4321, label, 0.0));
    assert_eq!((found.len(), &first.image), (4, &image));
    assert!(found.is_sorted_by_key(|shown| shown.score));
    let by_hand = |other: &DigitImage| {
        let squares = image
            .to_input()
            .iter()
            .zip(other.to_input())
            .map(|(a, b)| (a - b).powi(2))
            .sum::<f32>();
        squares.sqrt()
    };
    assert!((found[3].score - by_hand(&found[3].image)).abs() < 1e-4);
}

fn health(talk: &mut Talk) -> Vec<LayerHealth> {
    match look(talk, Look::Health { reader: Reader::Run }) {
        Ok(Seen::Health(layers)) => layers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_network_that_starts_from_zeros_is_dead() {
    let config = RunConfig { initializer: Choice::of(&ZEROS), ..small() };
    let mut talk = Talk::about(&config, FIRST_AND_TEST);
    let layers = health(&mut talk);
    let hidden = &layers[0];
    assert_eq!(
        (hidden.n_dead, hidden.n_units),
        (hidden.n_units, small().network.layers()[0].width)
    );
    assert_eq!(hidden.weights.n_zero as usize, 784 * hidden.n_units);
    assert_eq!(hidden.gradient_norm, None, "no update has been made");
}

/// CURRICULUM E1: the histograms before the first update are those of the start weights.
#[test]
fn the_start_is_seen_in_weights_and_activations() {
    let at_start = |key: &str| {
        let config = RunConfig { initializer: Choice::by_key(key).unwrap(), ..small() };
        health(&mut Talk::about(&config, FIRST_AND_TEST))
    };
    let range = |layers: &[LayerHealth]| layers[0].weights.max - layers[0].weights.min;
    let activations = |layers: &[LayerHealth]| {
        let activations = &layers[0].activations;
        (activations.counts.iter().sum::<u32>() as usize % layers[0].n_units, activations.clone())
    };
    let zeros = at_start("zeros");
    assert_eq!(range(&zeros), 0.0);
    let (_, all_alike) = activations(&zeros);
    assert_eq!(all_alike.min, all_alike.max, "every unit says the same");
    let mut spreads = Vec::new();
    for initializer in Choice::<Initializer>::all().filter(|it| it.key != "zeros") {
        let layers = at_start(initializer.key);
        let (rest, seen) = activations(&layers);
        assert_eq!(rest, 0, "{}: as many of each unit", initializer.key);
        assert!(seen.max > seen.min, "{}", initializer.key);
        spreads.push((range(&layers), initializer.key));
    }
    // 1 where no fan-in is thought of; else about 1/√784 and the like.
    spreads.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (widest, key) = spreads.pop().unwrap();
    assert_eq!(key, "plain_normal");
    assert!(spreads.iter().all(|&(range, _)| range < 0.2 * widest), "{spreads:?}, {widest}");
}

#[test]
fn a_network_that_learns_is_well() {
    let mut talk = trained();
    let layers = health(&mut talk);
    for (layer, (fan_in, fan_out)) in layers.iter().zip(small().network.shapes()) {
        assert_eq!(layer.weights.counts.iter().sum::<u32>() as usize, fan_in * fan_out);
        assert!(layer.gradient_norm.unwrap() > 0.0);
        assert!(layer.n_dead < layer.n_units / 2, "{layer:?}");
    }
    assert_eq!(layers.len(), small().network.layers().len());
}

#[test]
fn saliency_and_gradients_are_those_of_the_run() {
    let mut talk = trained();
    let image = test_image(&talk, 3);
    let question = Look::Saliency { reader: Reader::Run, image: image.clone(), output: 4 };
    let expected = saliency(talk.session.network().unwrap(), &image.to_input(), 4);
    assert_eq!(look(&mut talk, question), Ok(Seen::Saliency(expected)));
    let Ok(Seen::Gradients(gradients)) = look(&mut talk, Look::Gradients { layer_idx: 1 }) else {
        panic!("{:?}", talk.events.last());
    };
    assert_eq!(gradients.dim(), talk.session.network().unwrap().layers()[1].weights.dim());
    assert!(gradients.iter().any(|&g| g != 0.0));
    assert!(look(&mut talk, Look::Gradients { layer_idx: 9 }).is_err());
}

#[test]
fn a_drawing_can_stand_in_for_the_next_batch() {
    let mut talk = trained();
    let usual = talk.trace();
    let image = test_image(&talk, 8);
    let example = Some(ChosenExample { image: image.clone(), label: 6 });
    assert!(talk.say(Command::Choose { example }).is_empty());
    let [.., Event::Traced { is_chosen: true, trace, .. }] =
        talk.say(Command::Trace { ticket: Ticket(1) })
    else {
        panic!("{:?}", talk.events.last());
    };
    assert_eq!((trace.batch_len, trace.labels.as_slice()), (1, &[6][..]));
    assert_eq!(trace.inputs.row(0).to_vec(), image.to_input());
    assert_eq!(trace.step, usual.step);

    let nowhere = Some(ChosenExample { image, label: 200 });
    assert!(matches!(talk.say(Command::Choose { example: nowhere }), [Event::Failed { .. }]));
    talk.say(Command::Choose { example: None });
    assert_eq!(talk.trace(), usual);
}

#[test]
fn looking_changes_nothing_in_a_run() {
    let mut watched = Talk::about(&small(), FIRST_AND_TEST);
    watched.say(Command::Train);
    let image = DigitImage::from_pixels(vec![128; DigitImage::LEN]).unwrap();
    for n in 0..20 {
        watched.work_for(0.004);
        let question = match n % 4 {
            0 => Look::Nearest { image: image.clone(), n: 9 },
            1 => Look::Exciting { reader: Reader::Run, layer_idx: 1, unit_idx: 0, n: 9 },
            2 => Look::Health { reader: Reader::Run },
            _ => Look::Readings { choosing: Choosing::Mistakes, n: 9 },
        };
        watched.say(Command::Look { ticket: Ticket(n), look: question });
    }
    let steps = watched.step() + 50;
    watched.train_to(steps);
    let mut alone = Talk::about(&small(), FIRST_AND_TEST);
    alone.train_to(steps);
    assert_eq!(watched.layers(), alone.layers());
}
