//! Run configurations of every kind, for property tests.

use std::num::NonZeroU32;

use descent::data::augment::Augmentation;
use descent::data::source::MNIST;
use descent::data::{DatasetSpec, FeatureShape, OwnData, TargetShape};
use descent::nn::{Clipping, LayerSpec, NetworkSpec, OptimizerSpec, Penalty, Reduction};
use descent::registry::{Choice, Entry};
use descent::training::{
    BatchSize, Decay, LearningRate, Length, RunConfig, Schedule, Seed, StopRules, Tolerance,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Any member of a registry.
pub fn choice<T: Entry>() -> impl Strategy<Value = Choice<T>> {
    select(Choice::all().collect::<Vec<_>>())
}

/// Any network that is allowed.
pub fn network() -> impl Strategy<Value = NetworkSpec> {
    let layer = (1_usize..50, choice(), option::of(0.0_f32..0.9), any::<bool>());
    let reduction = select(&Reduction::ALL[..]);
    (1_usize..800, vec(layer, 1..4), 1_usize..12, choice(), choice(), reduction).prop_filter_map(
        "not every output goes with every loss",
        |(n_inputs, hidden, n_outputs, output, loss, reduction)| {
            let hidden = hidden.into_iter().map(|(width, activation, dropout, bias)| LayerSpec {
                dropout: dropout.unwrap_or_default(),
                bias,
                ..LayerSpec::new(width, activation)
            });
            let layers = hidden.chain([LayerSpec::new(n_outputs, output)]).collect();
            let spec = NetworkSpec::new(n_inputs, layers, loss).ok()?;
            Some(spec.with_reduction(reduction))
        },
    )
}

/// Any run; its parts need not fit each other.
pub fn config() -> impl Strategy<Value = RunConfig> {
    let start = (choice(), any::<u64>());
    let update = (optimizer(), penalty(), clipping());
    let pace = (1e-6_f32..100.0, schedule(), batch_size(), stop_rules());
    let weights = prop_oneof![Just(Vec::new()), vec(0.0_f32..10.0, 1..12)];
    let train_on = option::of(1_u32..100_000);
    let data = (dataset(), weights, choice(), augmentation(), any::<bool>(), train_on);
    (network(), start, update, pace, data).prop_map(|(network, start, update, pace, data)| {
        let (initializer, seed) = start;
        let (optimizer, penalty, clipping) = update;
        let (learning_rate, schedule, batch_size, stop) = pace;
        let (dataset, class_weights, scaling, augmentation, shuffle, train_on) = data;
        RunConfig {
            network,
            initializer,
            optimizer,
            penalty,
            clipping,
            learning_rate: LearningRate::new(learning_rate).unwrap(),
            schedule,
            batch_size,
            seed: Seed(seed),
            stop,
            dataset,
            class_weights,
            scaling,
            augmentation,
            shuffle,
            train_on: train_on.and_then(NonZeroU32::new),
        }
    })
}

fn optimizer() -> impl Strategy<Value = OptimizerSpec> {
    (choice(), vec(0.0_f64..=1.0, 4)).prop_map(|(rule, shares)| {
        let mut spec = OptimizerSpec::defaults(rule);
        for ((value, setting), share) in
            spec.hyperparameters.iter_mut().zip(rule.hyperparameters).zip(shares)
        {
            let (min, max) = setting.range;
            *value = (min + share * (max - min)).clamp(min, max);
        }
        spec
    })
}

fn penalty() -> impl Strategy<Value = Penalty> {
    (0.0_f32..1.0, 0.0_f32..1.0).prop_map(|(l1, l2)| Penalty { l1, l2 })
}

fn clipping() -> impl Strategy<Value = Clipping> {
    prop_oneof![
        Just(Clipping::None),
        (1e-3_f32..10.0).prop_map(Clipping::Norm),
        (1e-3_f32..10.0).prop_map(Clipping::Value),
    ]
}

fn length() -> impl Strategy<Value = Length> {
    prop_oneof![
        (1_u64..100_000).prop_map(Length::Steps),
        (0.001_f64..1_000.0).prop_map(Length::Epochs),
    ]
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let share = || 0.0_f64..=1.0;
    let decay = prop_oneof![
        Just(Decay::Constant),
        (length(), share()).prop_map(|(every, factor)| Decay::Step { every, factor }),
        (length(), share()).prop_map(|(over, floor)| Decay::Linear { over, floor }),
        (length(), share()).prop_map(|(over, floor)| Decay::Cosine { over, floor }),
    ];
    (option::of(length()), decay).prop_map(|(warmup, decay)| Schedule { warmup, decay })
}

/// Any batch size.
pub fn batch_size() -> impl Strategy<Value = BatchSize> {
    prop_oneof![
        (1_u32..100_000).prop_map(|n| BatchSize::examples(n).unwrap()),
        Just(BatchSize::All)
    ]
}

fn stop_rules() -> impl Strategy<Value = StopRules> {
    let tolerance = (0.0_f32..1.0, 1_u32..100)
        .prop_map(|(min_change, patience)| Tolerance { min_change, patience });
    let steps = option::of(1_u64..1_000_000);
    (steps, option::of(1_u32..1_000), option::of(tolerance), option::of(0.0_f32..=1.0)).prop_map(
        |(max_steps, max_epochs, tolerance, target_accuracy)| StopRules {
            max_steps,
            max_epochs,
            tolerance,
            target_accuracy,
        },
    )
}

fn dataset() -> impl Strategy<Value = DatasetSpec> {
    let features = prop_oneof![
        (1_usize..64, 1_usize..64).prop_map(|(rows, cols)| FeatureShape::Image { rows, cols }),
        (1_usize..=4096).prop_map(FeatureShape::Columns),
    ];
    let targets = prop_oneof![
        vec(any::<String>(), 2..9).prop_map(TargetShape::Classes),
        (1_usize..=2048).prop_map(TargetShape::Values),
    ];
    let own = ("[a-zä]{1,9}", 1_usize..9999, features, targets).prop_map(
        |(name, n_train, features, targets)| {
            OwnData::new(name, n_train, features, targets).unwrap().into()
        },
    );
    prop_oneof![Just(Choice::of(&MNIST).into()), own]
}

pub fn augmentation() -> impl Strategy<Value = Augmentation> {
    vec(0.0_f32..0.5, 7).prop_map(|amounts| {
        let [shift, rotation, zoom, shear, elastic, thickness, crop] = amounts[..] else {
            unreachable!("seven amounts")
        };
        let flip = shift > 0.25;
        Augmentation { shift, rotation, zoom, shear, elastic, thickness, crop, flip }
    })
}
