//! The batch that comes next, as the engine tells it.

use descent::data::DigitImage;
use descent::data::augment::Augmentation;
use descent::protocol::look::MOST_EXAMPLES;
use descent::protocol::seen::Batch;
use descent::protocol::{Command, Event, Look, Seen, Ticket};
use descent::training::{BatchSize, RunConfig};

use crate::talk::{FIRST_AND_TEST, Talk, small};

fn batch(talk: &mut Talk, n: usize) -> Batch {
    match talk.say(Command::Look { ticket: Ticket(3), look: Look::Batch { n } }) {
        [Event::Seen { ticket: Ticket(3), seen: Seen::Batch(batch) }] => batch.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_is_the_batch_that_the_step_view_shows_and_the_next_step_is_made_with() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.train_to(7);
    talk.finish();
    let found = batch(&mut talk, 200);
    let trace = talk.trace();
    assert_eq!((found.step, found.epoch, found.position, found.n_epoch), (7, 0, 7 * 32, 60_000));
    assert_eq!((found.len, found.n_measured, found.examples.len()), (32, 32, 32));
    let examples: Vec<u32> = found.examples.iter().map(|shown| shown.example_idx).collect();
    let labels: Vec<u8> = found.examples.iter().map(|shown| shown.label).collect();
    let losses: Vec<f32> = found.examples.iter().map(|shown| shown.score).collect();
    assert_eq!((examples, labels), (trace.examples.clone(), trace.labels.clone()));
    assert_eq!(losses, trace.example_losses.to_vec());
    assert!((found.loss - trace.loss).abs() < 1e-6);
    let train = &talk.session.intake().dataset().train;
    for (shown, a) in found.examples.iter().zip(trace.layers[1].activations.rows()) {
        let image = DigitImage::from_pixels(train.image(shown.example_idx as usize).to_vec());
        assert_eq!(Some(&shown.image), image.as_ref());
        let class = usize::from(shown.reading.unwrap().class.unwrap());
        assert!(a.iter().all(|&share| share <= a[class]));
        assert_eq!(shown.reading.unwrap().confidence, a[class]);
    }
    talk.say(Command::Step);
    talk.finish();
    assert_eq!(talk.history().last().map(|point| point.step), Some(8));
    let told = talk.history().filter_map(|point| point.train).last().unwrap();
    assert!((told.loss - found.loss).abs() < 1e-6, "the step's loss is the mean of these");
    assert_ne!(batch(&mut talk, 200).examples[0].example_idx, found.examples[0].example_idx);
}

#[test]
fn of_a_large_batch_the_first_are_shown_and_all_are_counted() {
    let mut talk = Talk::about(&small(), FIRST_AND_TEST);
    talk.say(Command::SetBatchSize(BatchSize::examples(1_000).unwrap()));
    let found = batch(&mut talk, 999);
    assert_eq!((found.len, found.n_measured, found.examples.len()), (1_000, 1_000, MOST_EXAMPLES));
    let some = batch(&mut talk, 20);
    assert_eq!((some.examples.as_slice(), some.loss), (&found.examples[..20], found.loss));
    let shown = found.examples.iter().map(|shown| shown.score).sum::<f32>() / 200.0;
    assert_ne!(shown, found.loss, "the mean is that of the whole batch");
    // Batch "all" is too much to be measured at once.
    talk.say(Command::SetBatchSize(BatchSize::examples(5_000).unwrap()));
    let found = batch(&mut talk, 10);
    assert_eq!((found.len, found.n_measured), (5_000, 4_096));
    talk.say(Command::SetBatchSize(BatchSize::All));
    let answer = talk.say(Command::Look { ticket: Ticket(3), look: Look::Batch { n: 9 } });
    assert!(matches!(answer, [Event::Refused { message, .. }] if message.contains("being loaded")));
}

#[test]
fn augmented_examples_are_shown_as_the_network_gets_them() {
    let augmentation = Augmentation { shift: 0.2, ..Augmentation::NONE };
    let mut talk = Talk::about(&RunConfig { augmentation, ..small() }, FIRST_AND_TEST);
    let found = batch(&mut talk, 32);
    let trace = talk.trace();
    let train = &talk.session.intake().dataset().train;
    let mut n_moved = 0;
    for (shown, x) in found.examples.iter().zip(trace.inputs.rows()) {
        n_moved += usize::from(shown.image.pixels() != train.image(shown.example_idx as usize));
        for (&pixel, &x) in shown.image.pixels().iter().zip(x) {
            assert!((f32::from(pixel) / 255.0 - x).abs() < 0.5 / 255.0 + 1e-6);
        }
    }
    assert!(n_moved > 20, "{n_moved}");
}
