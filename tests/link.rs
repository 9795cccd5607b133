//! Configurations as links: short, exact, or refused with what to do.

use std::num::NonZeroU32;

use descent::data::augment::Augmentation;
use descent::data::{FeatureShape, OwnData, TargetShape};
use descent::nn::{Clipping, LayerSpec, NetworkSpec, OptimizerSpec, Penalty, Reduction};
use descent::registry::Choice;
use descent::training::link::MAX_TEXT;
use descent::training::{
    BatchSize, Decay, LearningRate, Length, LinkError, RunConfig, Schedule, Seed, StopRules,
    Tolerance,
};
use proptest::prelude::*;

#[path = "support/mod.rs"]
mod support;

use support::configs;

/// With everything changed that can be.
fn full() -> RunConfig {
    let layer = |width, key, dropout| LayerSpec {
        dropout,
        ..LayerSpec::new(width, Choice::by_key(key).unwrap())
    };
    let layers = vec![
        layer(100, "tanh", 0.3),
        layer(50, "relu", 0.1),
        layer(25, "identity", 0.0),
        layer(3, "sigmoid", 0.0),
    ];
    let loss = Choice::by_key("squared_error").unwrap();
    let network = NetworkSpec::new(196, layers, loss).unwrap();
    let mut optimizer = OptimizerSpec::defaults(Choice::by_key("adamw").unwrap());
    optimizer.hyperparameters = vec![0.85, 0.995, 1e-6, 0.02];
    let classes = ["setosa", "versicolor", "virginica"].map(str::to_owned).to_vec();
    let shape = FeatureShape::Image { rows: 14, cols: 14 };
    let dataset =
        OwnData::new("flowers".to_owned(), 1234, shape, TargetShape::Classes(classes)).unwrap();
    RunConfig {
        network: network.with_reduction(Reduction::MeanOfAll),
        initializer: Choice::by_key("xavier").unwrap(),
        optimizer,
        penalty: Penalty { l1: 0.0003, l2: 0.002 },
        clipping: Clipping::Norm(2.5),
        learning_rate: LearningRate::new(0.0123).unwrap(),
        schedule: Schedule {
            warmup: Some(Length::Steps(150)),
            decay: Decay::Cosine { over: Length::Epochs(12.5), floor: 0.05 },
        },
        batch_size: BatchSize::examples(77).unwrap(),
        seed: Seed(123_456_789),
        stop: StopRules {
            max_steps: Some(98_765),
            max_epochs: Some(43),
            tolerance: Some(Tolerance { min_change: 0.0005, patience: 7 }),
            target_accuracy: Some(0.987),
        },
        dataset: dataset.into(),
        scaling: Choice::by_key("standardize").unwrap(),
        augmentation: Augmentation { shift: 2.25, crop: 0.12, flip: true, ..Augmentation::DIGITS },
        class_weights: Vec::new(),
        shuffle: false,
        train_on: None,
    }
}

#[test]
fn links_are_short() {
    let lesson = RunConfig::default();
    assert!(lesson.to_link().unwrap().len() < 20, "{}", lesson.to_link().unwrap());
    let strong = RunConfig::from_json(
        r#"{"network":{"n_inputs":784,"layers":[{"width":128,"activation":"relu"},
        {"width":10,"activation":"softmax"}],"loss":"cross_entropy"},"optimizer":"adam"}"#,
    );
    let strong = strong.unwrap().to_link().unwrap();
    assert!(strong.len() < 60, "{strong}");
    let full = full().to_link().unwrap();
    assert!(full.len() < 400, "{}: {full}", full.len());

    let few = RunConfig { train_on: NonZeroU32::new(100), ..lesson.clone() };
    assert!(few.to_link().unwrap().len() < 40, "{}", few.to_link().unwrap());
    assert_eq!(RunConfig::from_link(&few.to_link().unwrap()).unwrap(), few);

    // A usual bias takes no place, a missing one is kept.
    let mut layers = lesson.network.layers().to_vec();
    layers[1] = layers[1].without_bias();
    let network = NetworkSpec::new(784, layers, lesson.network.loss()).unwrap();
    let without = RunConfig { network, ..lesson };
    assert_eq!(RunConfig::from_link(&without.to_link().unwrap()).unwrap(), without);
}

/// Links that are about must go on meaning what they meant: these never change.
#[test]
fn old_links_are_read() {
    assert_eq!(RunConfig::from_link("1.q8YUM60FAP8I").unwrap(), RunConfig::default());
    assert_eq!(RunConfig::from_link("1.rZVLDgIhDEBvZGihwBzGxcSFmZWJk-iKuwsoDGARFu5LST-vr1M2LJotW4ghdrKogsSwTVCEh0syR2l-Iucae57mOlnwC--sHg7xxDBjpCwbS5Vt6LCNZmyDjp0XoOyx_8EFaBZ9PFGFPkX2S7KN4ZgWQh5YI0v1OzUD82KNpppmJQcsCyphNo5H2RpWz768Z5hEaWiUqjZ0o2VQScugGi0XKvb_3PbVJ_Z93TcfH_fpsd2vfnEuayvhWr0d6WK06X-tC_hTu-kAhq6QNnZxL7Pl").unwrap(), full());
}

#[test]
fn what_is_no_link_is_refused() {
    let link = full().to_link().unwrap();
    for len in 2..link.len() {
        assert_eq!(RunConfig::from_link(&link[..len]), Err(LinkError::Damaged), "cut to {len}");
    }
    for text in ["", "1", "3.AAAA", "https://example.org/"] {
        assert_eq!(RunConfig::from_link(text), Err(LinkError::Foreign));
    }
    for text in ["1.", "1.A", "1.====", "1.ä", "1.AAAAAAA"] {
        assert_eq!(RunConfig::from_link(text), Err(LinkError::Damaged), "{text}");
    }
    assert_eq!(
        RunConfig::from_link(&format!("1.{}", "A".repeat(MAX_TEXT + 1))),
        Err(LinkError::TooLong)
    );
    assert_eq!(RunConfig::from_link(&format!(" {link}\n")).unwrap(), full());
}

/// 20 kB that unpack to 20 MB.
#[test]
fn a_bomb_does_not_go_off() {
    use base64::Engine as _;
    let packed = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 20 << 20], 9);
    let bomb = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(packed);
    assert!(bomb.len() < MAX_TEXT);
    assert_eq!(RunConfig::from_link(&format!("1.{bomb}")), Err(LinkError::TooLong));
}

#[test]
fn too_many_names_are_for_a_file() {
    let name = |n: u64| {
        // Names that can't be compressed.
        (0..24).map(|k| format!("{:x}", (n * 24 + k).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect()
    };
    let classes = TargetShape::Classes((0..256).map(name).collect());
    let data = OwnData::new("names".to_owned(), 1, FeatureShape::Columns(1), classes).unwrap();
    let config = RunConfig { dataset: data.into(), ..RunConfig::default() };
    assert!(config.to_link() == Err(LinkError::TooLong));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_configuration_comes_back_as_it_was(config in configs::config()) {
        let link = config.to_link().unwrap();
        prop_assert!(link.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)));
        prop_assert_eq!(RunConfig::from_link(&link).unwrap(), config);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(1\\.)?[A-Za-z0-9_-]{0,60}") {
        let _ = RunConfig::from_link(&text);
    }

    #[test]
    fn damage_is_noticed(config in configs::config(), at: prop::sample::Index, to in "[A-Za-z0-9_-]") {
        let link = config.to_link().unwrap();
        let at = at.index(link.len());
        let mut damaged = link.clone();
        damaged.replace_range(at..=at, &to);
        // One in 65,536 may slip through, and is then a configuration all the same.
        if damaged != link {
            let _ = RunConfig::from_link(&damaged);
        }
    }
}
