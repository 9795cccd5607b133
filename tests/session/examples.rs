//! Single images, as the engine tells of them.

use descent::data::{Augmentation, DigitImage};
use descent::nn::forward::read;
use descent::protocol::{Command, Look, Reader, RunId, Seen};
use descent::training::{RunConfig, Seed};
use descent::worked;

use crate::looks::{look, test_image};
use crate::talk::{FIRST_AND_TEST, Talk, small};

fn augmented(talk: &mut Talk, image: &DigitImage, example_idx: u32, seed: Seed) -> Vec<Vec<f32>> {
    let augmentation = Augmentation::DIGITS;
    let question = Look::Augmented { image: image.clone(), example_idx, augmentation, seed, n: 3 };
    match look(talk, question) {
        Ok(Seen::Augmented(draws)) => draws,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_preview_is_what_the_run_gets_to_see() {
    let config = RunConfig { augmentation: Augmentation::DIGITS, seed: Seed(7), ..small() };
    let mut talk = Talk::about(&config, FIRST_AND_TEST);
    let trace = talk.trace();
    assert_eq!(trace.epoch, 0);
    for (row, &example_idx) in trace.examples.iter().enumerate().take(5) {
        let image = talk.session.intake().dataset().train.image(example_idx as usize).to_vec();
        let image = DigitImage::from_pixels(image).unwrap();
        let draws = augmented(&mut talk, &image, example_idx, Seed(7));
        assert_eq!(draws[0], trace.inputs.row(row).to_vec());
        assert!(draws[1] != draws[0] && draws[2] != draws[1], "each epoch has one of its own");
        assert_ne!(augmented(&mut talk, &image, example_idx, Seed(8)), draws);
    }
}

#[test]
fn amounts_out_of_range_are_refused() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let (image, augmentation) =
        (test_image(&talk, 0), Augmentation { crop: 2.0, ..Augmentation::NONE });
    let question = Look::Augmented { image, example_idx: 0, augmentation, seed: Seed(1), n: 3 };
    assert!(look(&mut talk, question).unwrap_err().contains("crop"));
}

#[test]
fn a_training_digit_is_told_whatever_the_run_learns_from() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let key = worked::ALL[0].key.to_owned();
    talk.say(Command::OpenCard { run: RunId(2), key });
    let Ok(Seen::Example(example)) = look(&mut talk, Look::Example { example_idx: 4321 }) else {
        panic!("{:?}", talk.events.last());
    };
    let train = &talk.session.intake().dataset().train;
    assert_eq!(example.shown.image.pixels(), train.image(4321));
    assert_eq!((example.shown.label, example.shown.example_idx), (train.label(4321), 4321));
    assert_eq!(example.class_name, train.label(4321).to_string());
    assert_eq!((example.n_train, example.mean, example.std), (60_000, 0.1307, 0.3081));

    let late = look(&mut talk, Look::Example { example_idx: 50_000 }).unwrap_err();
    assert!(late.contains("not arrived"), "{late}");
    let beyond = look(&mut talk, Look::Example { example_idx: 60_000 }).unwrap_err();
    assert!(beyond.contains("0 to 59999"), "{beyond}");
}

#[test]
fn outputs_are_the_last_layers() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    let image = test_image(&talk, 3);
    let expected = read(talk.session.network().unwrap(), &image.to_input());
    let question = Look::Outputs { reader: Reader::Run, image: image.clone() };
    assert_eq!(look(&mut talk, question), Ok(Seen::Outputs(expected[1].activations.clone())));
    let absent = Look::Outputs { reader: Reader::Pretrained, image: image.clone() };
    assert!(look(&mut talk, absent).unwrap_err().contains("not here yet"));
    let key = worked::ALL[0].key.to_owned();
    talk.say(Command::OpenCard { run: RunId(2), key });
    let small = look(&mut talk, Look::Outputs { reader: Reader::Run, image }).unwrap_err();
    assert!(small.contains("not 784"), "{small}");
}
