//! What the network gets to see: scaled, augmented while training, in the wanted order.

mod support;

use descent::data::scaling::{self, MIN_MAX, RAW, STANDARDIZE, UNIT};
use descent::data::{Augmentation, FeatureShape, Features, OwnData, Scaling, TargetShape};
use descent::nn::StepTrace;
use descent::registry::Choice;
use descent::training::{BatchSize, ConfigError, Evaluation, RunConfig, Trainer};
use support::{digits, mnist};

/// The x of an example in the next batch.
fn input(trace: &StepTrace, example: u32) -> Vec<f32> {
    let row = trace.examples.iter().position(|&e| e == example).expect("it is in the batch");
    trace.inputs.row(row).to_vec()
}

#[test]
fn images_are_scaled_as_configured() {
    let of = |scaling: &'static Scaling| {
        let config = RunConfig { scaling: Choice::of(scaling), ..RunConfig::default() };
        let trace = Trainer::new(config).unwrap().trace_next(mnist()).unwrap();
        let grays = mnist().train.image(trace.examples[0] as usize);
        (trace.inputs.row(0).to_vec(), grays)
    };
    for (scaling, expected) in [
        (&UNIT, (|gray| gray / 255.0) as fn(f32) -> f32),
        (&MIN_MAX, |gray| gray / 255.0),
        (&STANDARDIZE, |gray| (gray / 255.0 - 0.1307) / 0.3081),
        (&RAW, |gray| gray),
    ] {
        let (x, grays) = of(scaling);
        for (x, &gray) in x.iter().zip(grays) {
            let expected = expected(f32::from(gray));
            assert!((x - expected).abs() <= 1e-6, "{}: {x} for {expected}", scaling.key);
        }
    }
}

/// The constants of the shipped set are those of its training examples.
#[test]
fn mean_and_deviation_of_the_shipped_set_are_true() {
    let pixels = Features::Gray(mnist().train.pixels().to_vec());
    let computed = scaling::FeatureStats::of(&pixels, 784)[0];
    let stated = mnist().train.stats()[0];
    assert!((computed.mean - stated.mean).abs() < 5e-5, "{computed:?}");
    assert!((computed.std - stated.std).abs() < 5e-5, "{computed:?}");
}

#[test]
fn held_out_examples_are_scaled_as_those_that_are_trained_on() {
    let (data, dataset) = digits(30);
    assert_eq!(data.train.stats(), data.test.stats());
    let scaling = Choice::of(&STANDARDIZE);
    let mut trainer = Trainer::new(RunConfig { dataset, scaling, ..RunConfig::default() }).unwrap();
    let mut evaluation = Evaluation::new(&data.test);
    trainer.evaluate(&mut evaluation, &data.test);
    let loss: f64 = (0..30)
        .map(|example| {
            let mut x = vec![0.0; 784];
            data.test.write_input(example, &mut x);
            scaling.apply(data.train.stats(), &mut x);
            let shares = &trainer.read(&x)[2].activations;
            -f64::from(shares[usize::from(data.test.label(example))]).ln()
        })
        .sum();
    let difference = f64::from(evaluation.result().unwrap().loss) - loss / 30.0;
    assert!(difference.abs() < 1e-5, "{difference}");
}

#[test]
fn an_augmented_image_depends_on_seed_epoch_and_example_alone() {
    let (data, dataset) = digits(40);
    let config = |batch: u32| RunConfig {
        dataset: dataset.clone(),
        augmentation: Augmentation { flip: true, crop: 0.2, ..Augmentation::DIGITS },
        batch_size: BatchSize::examples(batch).unwrap(),
        ..RunConfig::default()
    };
    let whole = Trainer::new(config(40)).unwrap().trace_next(&data).unwrap();
    let mut trainer = Trainer::new(config(8)).unwrap();
    for step in 0..5 {
        let mut taken_up = Trainer::restore(&trainer.checkpoint()).unwrap();
        let trace = trainer.trace_next(&data).unwrap();
        assert_eq!(taken_up.trace_next(&data).unwrap().inputs, trace.inputs, "step {step}");
        for &example in &trace.examples {
            assert_eq!(input(&trace, example), input(&whole, example), "example {example}");
        }
        // What is traced is what is then done.
        let report = trainer.step(&data).unwrap();
        assert_eq!(report.loss.to_bits(), trace.loss.to_bits());
        assert_eq!(taken_up.step(&data).unwrap(), report);
    }
    trainer.set_batch_size(BatchSize::All);
    let later = trainer.trace_next(&data).unwrap();
    assert_eq!(later.epoch, 1);
    let plain = RunConfig { augmentation: Augmentation::NONE, ..config(40) };
    let plain = Trainer::new(plain).unwrap().trace_next(&data).unwrap();
    for example in 0..40 {
        assert_ne!(input(&later, example), input(&whole, example), "anew in each epoch");
        assert_ne!(input(&plain, example), input(&whole, example));
    }
}

#[test]
fn what_is_held_out_is_never_augmented() {
    let (data, dataset) = digits(40);
    let plain = RunConfig { dataset, ..RunConfig::default() };
    let augmented = RunConfig { augmentation: Augmentation::DIGITS, ..plain.clone() };
    let metrics = [plain, augmented].map(|config| {
        let mut trainer = Trainer::new(config).unwrap();
        let mut evaluation = Evaluation::new(&data.test);
        trainer.evaluate(&mut evaluation, &data.test);
        evaluation.result().unwrap()
    });
    assert_eq!(metrics[0], metrics[1]);
}

#[test]
fn augmentation_is_for_images_and_within_bounds() {
    let columns = FeatureShape::Columns(784);
    let classes = TargetShape::Classes((0..10).map(|digit| digit.to_string()).collect());
    let table = OwnData::new("table".to_owned(), 9, columns, classes).unwrap();
    let augmentation = Augmentation { shift: 1.0, ..Augmentation::NONE };
    let config = RunConfig { dataset: table.into(), augmentation, ..RunConfig::default() };
    let error = config.check().unwrap_err();
    assert_eq!(error, ConfigError::NoImages { dataset: "table".to_owned() });
    let augmentation = Augmentation { shift: 29.0, ..Augmentation::NONE };
    let error = RunConfig { augmentation, ..RunConfig::default() }.check().unwrap_err();
    assert_eq!(error.to_string(), "augmentation.shift is a number from 0 to 28; 29 is not");
}

#[test]
fn without_shuffling_the_examples_come_as_they_are_in_the_file() {
    let (data, dataset) = digits(40);
    let batch_size = BatchSize::examples(15).unwrap();
    let config = RunConfig { dataset, batch_size, shuffle: false, ..RunConfig::default() };
    let mut trainer = Trainer::new(config).unwrap();
    for _epoch in 0..2 {
        for expected in [0..15_u32, 15..30, 30..40] {
            assert_eq!(trainer.next_batch(), expected.collect::<Vec<_>>());
            trainer.step(&data).unwrap();
        }
    }
    let taken_up = Trainer::restore(&trainer.checkpoint()).unwrap();
    assert_eq!(taken_up.next_batch(), trainer.next_batch());
}
