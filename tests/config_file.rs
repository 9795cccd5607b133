//! Configurations as files: whole and exact, or refused with the field's name and what is
//! allowed there.

use descent::data::{FeatureShape, OwnData, TargetShape};
use descent::nn::OptimizerSpec;
use descent::registry::Choice;
use descent::training::config_file::MAX_BYTES;
use descent::training::{BatchSize, ConfigError, ConfigFileError, LearningRate, RunConfig, Seed};
use proptest::prelude::*;
use serde_json::Value;

#[path = "support/mod.rs"]
mod support;

use support::configs;

/// The shortest file.
const SHORT: &str = r#"{"network":{"n_inputs":784,"layers":[{"width":16,"activation":"sigmoid"},
{"width":16,"activation":"sigmoid"},{"width":10,"activation":"softmax"}],"loss":"cross_entropy"}}"#;

/// With one field set to a value, both JSON.
fn with(field: &str, value: &str) -> String {
    SHORT.replacen('{', &format!("{{\"{field}\":{value},"), 1)
}

fn error(text: &str) -> String {
    RunConfig::from_json(text).unwrap_err().to_string()
}

/// What is wrong with one field.
#[track_caller]
fn assert_refused(field: &str, value: &str, beginning: &str, part: &str) {
    let error = error(&with(field, value));
    assert!(error.starts_with(&format!("{beginning}: ")), "{error}");
    assert!(error.contains(part), "{error}");
}

#[test]
fn what_is_left_out_is_usual() {
    let rate = LearningRate::new(0.3).unwrap();
    let usual = RunConfig { learning_rate: rate, ..RunConfig::default() };
    assert_eq!(RunConfig::from_json(SHORT).unwrap(), usual);
    assert_eq!(RunConfig::from_json(&with("version", "1")).unwrap(), usual);
    assert_eq!(RunConfig::from_json(&with("seed", "null")).unwrap(), usual);
    let adam = RunConfig::from_json(&with("optimizer", r#""adam""#)).unwrap();
    let rule = Choice::by_key("adam").unwrap();
    assert_eq!(adam.optimizer, OptimizerSpec::defaults(rule));
    assert_eq!(adam.learning_rate.get(), rule.suggested_learning_rate);
    let all = RunConfig::from_json(&with("batch_size", r#""all""#)).unwrap();
    assert_eq!(all.batch_size, BatchSize::All);
    let seed = RunConfig::from_json(&with("seed", "18446744073709551615")).unwrap();
    assert_eq!(seed.seed, Seed(u64::MAX));
}

/// What each default means is promised to files and links that are about.
#[test]
fn the_lessons_file_is_this() {
    let expected = r#"{
  "version": 1,
  "network": {
    "n_inputs": 784,
    "layers": [
      {
        "width": 16,
        "activation": "sigmoid",
        "dropout": 0.0
      },
      {
        "width": 16,
        "activation": "sigmoid",
        "dropout": 0.0
      },
      {
        "width": 10,
        "activation": "softmax",
        "dropout": 0.0
      }
    ],
    "loss": "cross_entropy",
    "reduction": "mean"
  },
  "initializer": "scaled_normal",
  "optimizer": {
    "rule": "sgd",
    "hyperparameters": {}
  },
  "learning_rate": 0.5,
  "schedule": {
    "warmup": null,
    "decay": "constant"
  },
  "batch_size": 32,
  "penalty": {
    "l1": 0.0,
    "l2": 0.0
  },
  "clipping": "none",
  "stop": {
    "max_steps": null,
    "max_epochs": null,
    "tolerance": null,
    "target_accuracy": null
  },
  "dataset": "mnist",
  "class_weights": [],
  "scaling": "unit",
  "augmentation": {
    "shift": 0.0,
    "rotation": 0.0,
    "zoom": 0.0,
    "shear": 0.0,
    "elastic": 0.0,
    "thickness": 0.0,
    "crop": 0.0,
    "flip": false
  },
  "shuffle": true,
  "seed": 1
}
"#;
    assert_eq!(RunConfig::default().to_json(), expected);
}

#[test]
fn errors_name_the_field_and_what_is_allowed() {
    let n = |value: &str| SHORT.replacen("784", value, 1);
    assert_eq!(error(&n("0")), "network.n_inputs: 0 inputs; allowed are 1 to 4096",);
    assert_eq!(
        error(&n("-3")),
        "network.n_inputs: invalid value: integer `-3`; allowed is a whole number from 1 to 4096 (line 1, column 25)",
    );
    let layer = |from: &str, to: &str| error(&SHORT.replacen(from, to, 1));
    let typo = layer("softmax", "softmx");
    assert!(
        typo.starts_with(
            "network.layers[2].activation: unknown activation \"softmx\"; known are sigmoid, tanh"
        ),
        "{typo}"
    );
    let missing = layer(r#""width":10,"#, "");
    assert!(missing.starts_with("network.layers[2].width: this field is missing; needed is a whole number from 1 to 2048"), "{missing}");
    let wide = layer(r#""width":10"#, r#""width":99999"#);
    assert!(wide.starts_with("network.layers[2].width: ") && wide.contains("1 to 2048"), "{wide}");
    let place = layer("sigmoid", "softmax");
    assert!(place.starts_with("network.layers[0].activation: "), "{place}");
    let dropout = layer(r#""activation""#, r#""dropout":0.99,"activation""#);
    assert!(
        dropout.starts_with("network.layers[0].dropout: ") && dropout.contains("0 to 0.95"),
        "{dropout}"
    );
    let bias = layer(r#""activation""#, r#""bias":0,"activation""#);
    assert!(
        bias.starts_with("network.layers[0].bias: ") && bias.contains("true or false"),
        "{bias}"
    );
    let loss = layer("cross_entropy", "binary_cross_entropy");
    assert_eq!(loss, "network.loss: Binary cross-entropy needs a Sigmoid output layer");

    assert_refused(
        "learning_rate",
        "0",
        "learning_rate",
        "a number from 0.000001 to 100; 0 is not",
    );
    assert_refused(
        "learning_rate",
        "\"fast\"",
        "learning_rate",
        "allowed is a number from 0.000001 to 100",
    );
    assert_refused(
        "learning_rat",
        "1",
        "learning_rat",
        "unknown field `learning_rat`, expected one of `version`, `network`",
    );
    assert_refused(
        "batch_size",
        "0",
        "batch_size",
        "a whole number from 1 to 4294967295, or \"all\"",
    );
    assert_refused("batch_size", "5000000000", "batch_size", "a whole number from 1 to 4294967295");
    assert_refused("batch_size", "\"most\"", "batch_size", "or \"all\"");
    assert_refused("optimizer", "\"newton\"", "optimizer", "known are sgd, momentum");
    assert_refused("optimizer", "3", "optimizer", "one of \"sgd\", \"momentum\"");
    let adam = |settings: &str| format!(r#"{{"rule":"adam","hyperparameters":{settings}}}"#);
    let beta = "optimizer.hyperparameters.beta1";
    assert_refused("optimizer", &adam(r#"{"beta1":1.5}"#), beta, "from 0 to 0.9999; 1.5 is not");
    assert_refused("optimizer", &adam(r#"{"beta1":[]}"#), beta, "a number from 0 to 0.9999");
    let mu = "optimizer.hyperparameters.mu";
    assert_refused("optimizer", &adam(r#"{"mu":1}"#), mu, "it has beta1, beta2, eps");
    assert_refused("seed", "-1", "seed", "a whole number from 0 to 18446744073709551615");
    assert_refused("learning_rate", "1e999", "learning_rate", "number out of range; allowed is");
    assert_refused("seed", "1.5", "seed", "a whole number from 0");
    assert_refused("shuffle", "1", "shuffle", "true or false");
    assert_refused("train_on", "0", "train_on", "a whole number from 1 to 4294967295");
    assert_refused("train_on", "\"few\"", "train_on", "a whole number from 1 to 4294967295");
    assert_refused("class_weights", "[1, \"a\"]", "class_weights[1]", "a number from 0 to 1000");
    assert_refused(
        "clipping",
        r#"{"norm":"x"}"#,
        "clipping.norm",
        "a number from 0.000001 to 1000000",
    );
    assert_refused(
        "schedule",
        r#"{"decay":{"cosine":{}}}"#,
        "schedule.decay.cosine.over",
        "{\"steps\": number} or",
    );
    assert_refused(
        "schedule",
        r#"{"decay":"cubic"}"#,
        "schedule.decay",
        "`constant`, `step`, `linear`, `cosine`",
    );
    assert_refused("dataset", "\"minst\"", "dataset", "known are mnist");
    assert_refused(
        "augmentation",
        r#"{"shift":"a"}"#,
        "augmentation.shift",
        "a number from 0 to 28",
    );
}

#[test]
fn what_is_no_configuration_is_refused() {
    assert!(error("").starts_with("the configuration is not JSON: EOF"));
    assert!(error("{").contains("line 1 column 1"));
    assert!(error("[]").starts_with("the configuration: "), "{}", error("[]"));
    assert!(error("{}").starts_with("network: this field is missing"), "{}", error("{}"));
    assert!(error(&format!("{SHORT} 7")).contains("trailing characters"));
    let later = r#"{"version":2,"layers":3}"#;
    assert_eq!(RunConfig::from_json(later), Err(ConfigFileError::Version { found: 2 }));
    let none = RunConfig::from_json(r#"{"version":0}"#).unwrap_err().to_string();
    assert!(none.contains("reads version 1, the first there is"), "{none}");
    let marked = format!("\u{feff}{}", RunConfig::default().to_json());
    assert_eq!(RunConfig::from_json(&marked), Ok(RunConfig::default()));
    assert!(error(&with("version", "\"1\"")).starts_with("version: "));
    let long = " ".repeat(MAX_BYTES + 1);
    assert_eq!(RunConfig::from_json(&long), Err(ConfigFileError::TooLong { bytes: MAX_BYTES + 1 }));
    for deep in ["[", "{\"network\":", "{\"dataset\":{\"targets\":"] {
        let text = deep.repeat(MAX_BYTES / deep.len());
        assert!(RunConfig::from_json(&text).is_err());
    }
}

#[test]
fn parts_that_do_not_fit_are_named() {
    let config = |from: &str, to: &str| RunConfig::from_json(&SHORT.replacen(from, to, 1)).unwrap();
    let error = config("784", "700").check().unwrap_err();
    assert_eq!(error.field(), Some("network.n_inputs"));
    let values = OwnData::new(
        "table.csv".to_owned(),
        10,
        FeatureShape::Columns(784),
        TargetShape::Values(10),
    );
    let numeric = RunConfig { dataset: values.unwrap().into(), ..config("784", "784") };
    let error = numeric.check().unwrap_err();
    assert!(matches!(error, ConfigError::NeedsClasses { .. }), "{error}");
    assert!(error.to_string().contains("take Squared error"), "{error}");
    let two = TargetShape::Classes(vec!["no".to_owned(), "yes".to_owned()]);
    let two = OwnData::new("table.csv".to_owned(), 10, FeatureShape::Columns(784), two);
    let single =
        RunConfig { dataset: two.unwrap().into(), ..config(r#""width":10"#, r#""width":1"#) };
    let error = single.check().unwrap_err();
    assert!(matches!(error, ConfigError::SingleOutput { .. }), "{error}");
    assert!(error.to_string().contains("is always 1"), "{error}");
}

/// The path of every value in a document that is neither object nor list.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                leaves(value, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (idx, value) in items.iter().enumerate() {
                leaves(value, &format!("{path}/{idx}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

/// `/network/layers/1/width` as errors write it.
fn shown(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1).map(|part| match part.parse::<usize>() {
        Ok(idx) => format!("[{idx}]"),
        Err(_) => format!(".{part}"),
    });
    parts.collect::<String>().trim_start_matches('.').to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_configuration_comes_back_as_it_was(config in configs::config()) {
        let text = config.to_json();
        prop_assert_eq!(&RunConfig::from_json(&text).unwrap(), &config);
        let bytes = postcard::to_allocvec(&config).unwrap();
        prop_assert_eq!(postcard::from_bytes::<RunConfig>(&bytes).unwrap(), config);
    }

    /// Whatever field is of the wrong type, it is named, and what is allowed is said.
    #[test]
    fn any_wrong_field_is_named(config in configs::config(), which: prop::sample::Index) {
        let document: Value = serde_json::from_str(&config.to_json()).unwrap();
        let mut found = Vec::new();
        leaves(&document, "", &mut found);
        let pointer = &found[which.index(found.len())];
        for wrong in ["[[]]", "{\"a\":{}}"] {
            let mut document = document.clone();
            *document.pointer_mut(pointer).unwrap() = serde_json::from_str(wrong).unwrap();
            let error = error(&document.to_string());
            let field = shown(pointer);
            prop_assert!(error.starts_with(&field), "{}: {}", field, error);
            let says = ["allowed is", "expected `", "expected one of", "this field is missing; needed is"];
            prop_assert!(says.iter().any(|says| error.contains(says)), "{}: {}", field, error);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text: String) {
        let _ = RunConfig::from_json(&text);
    }

    /// A file that was damaged is read or refused, and what is read can be written.
    #[test]
    fn no_damage_makes_it_panic(
        config in configs::config(),
        at: prop::sample::Index,
        byte in b' '..=b'~',
    ) {
        let mut text = config.to_json().into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        let text = String::from_utf8_lossy(&text);
        if let Ok(config) = RunConfig::from_json(&text) {
            prop_assert_eq!(RunConfig::from_json(&config.to_json()).unwrap(), config);
        }
    }
}
