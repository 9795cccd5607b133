//! `docs/run-configuration.md` says what is so: its examples can be read, and everything
//! that a configuration may name is in it, with its defaults and ranges.

use std::fs;
use std::path::Path;

use descent::data::points::{Input, Pattern, Points};
use descent::data::{Augmentation, Scaling};
use descent::nn::{
    Activation, Initializer, LayerSpec, Loss, NetworkSpec, Optimizer, Reduction, StepTrace,
};
use descent::registry::Entry;
use descent::training::{Length, RunConfig};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(root().join("docs/run-configuration.md")).unwrap()
}

/// What stands between fences of a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let rest = page.split(&opening).skip(1);
    rest.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// The rows of tables that begin with one of these cells.
fn row<'a>(page: &'a str, first: &str) -> &'a str {
    let beginning = format!("| {first} |");
    let row = page.lines().find(|line| line.starts_with(&beginning));
    row.unwrap_or_else(|| panic!("no row for {first}"))
}

/// 1e-8 as 1e-8, 0.9 as 0.9.
fn shown(number: f64) -> String {
    if number != 0.0 && number < 1e-4 { format!("{number:e}") } else { number.to_string() }
}

#[test]
fn its_examples_are_configurations_that_fit() {
    let page = page();
    let examples = blocks(&page, "json");
    assert!(examples.len() >= 3);
    for text in examples {
        let config = RunConfig::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        config.check().unwrap_or_else(|error| panic!("{error}: {text}"));
    }
}

#[test]
fn every_pattern_and_input_of_points_is_in_it() {
    let page = page();
    let patterns = Pattern::all().iter().map(|pattern| pattern.key);
    for key in patterns.chain(Input::all().iter().map(|input| input.key)) {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
    let range = format!("{} to {}", Points::MIN, Points::MAX);
    assert!(row(&page, "`n`").contains(&range));
    assert!(row(&page, "`places`").contains(&range));
}

#[test]
fn every_field_is_in_it() {
    fn names(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                found.push(name.clone());
                names(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    names(&serde_json::from_str(&RunConfig::default().to_json()).unwrap(), &mut found);
    let page = page();
    // Written only where it is not all.
    found.push("train_on".to_owned());
    for name in found {
        let is_there = [format!("`{name}`"), format!(".{name}`"), format!("\"{name}\"")]
            .iter()
            .any(|form| page.contains(form));
        assert!(is_there, "{name}");
    }
}

#[test]
fn every_member_is_in_it_with_its_settings() {
    let page = page();
    let of = |key: &str| row(&page, &format!("`{key}`"));
    for activation in Activation::all() {
        assert!(of(activation.key).contains(activation.pytorch), "{}", activation.key);
    }
    for loss in Loss::all() {
        let output =
            loss.needs_output.map_or("any but `step`".to_owned(), |a| format!("`{}`", a.key));
        assert!(of(loss.key).contains(&output), "{}", loss.key);
    }
    for initializer in Initializer::all() {
        of(initializer.key);
    }
    for scaling in Scaling::all() {
        of(scaling.key);
    }
    for reduction in Reduction::ALL {
        let key = serde_json::to_value(reduction).unwrap();
        of(key.as_str().unwrap());
    }
    for optimizer in Optimizer::all() {
        let row = of(optimizer.key);
        assert!(row.contains(&format!("| {} |", optimizer.suggested_learning_rate)), "{row}");
        for setting in optimizer.hyperparameters {
            let (min, max) = setting.range;
            let (default, min, max) = (shown(setting.default), shown(min), shown(max));
            let text = format!("`{}` {}: {default}, {min} to {max}", setting.key, setting.name);
            // AdamW's row refers to Adam's.
            let is_there =
                row.contains(&text) || optimizer.key == "adamw" && of("adam").contains(&text);
            assert!(is_there, "{}: {text}", optimizer.key);
        }
    }
    for (field, most) in Augmentation::RANGES {
        assert!(of(field).contains(&format!("| 0 to {most} |")), "{field}");
    }
}

#[test]
fn ranges_are_those_of_the_code() {
    let page = page();
    for (field, range) in [
        ("`n_inputs`", format!("1 to {}", NetworkSpec::MAX_INPUTS)),
        ("`layers`", format!("1 to {}", NetworkSpec::MAX_LAYERS)),
        ("`layers[i].width`", format!("1 to {}", NetworkSpec::MAX_WIDTH)),
        ("`layers[i].dropout`", format!("0 to {}", LayerSpec::MAX_DROPOUT)),
        ("`class_weights`", format!("0 to {}", RunConfig::MAX_CLASS_WEIGHT)),
    ] {
        assert!(row(&page, field).contains(&range), "{field}: {range}");
    }
    assert!(page.contains(&format!("1 to {}", Length::MAX_STEPS)));
    assert!(page.contains(&format!("{} to {}", Length::EPOCHS.0, Length::EPOCHS.1)));
    assert!(page.contains(&format!("the first {} rows", StepTrace::MAX_EXAMPLES)));
    assert!(NetworkSpec::MAX_PARAMETERS == 4_000_000 && page.contains("4,000,000 parameters"));
}

/// The generator on the page is the one that the generated scripts use, and those are
/// compared with the engine.
#[test]
fn its_random_numbers_are_those_of_the_scripts() {
    let python = blocks(&page(), "python").join("\n");
    for file in ["random.py", "shuffled.py", "dropout.py"] {
        let code = fs::read_to_string(root().join("src/training/pytorch").join(file)).unwrap();
        assert!(python.contains(code.trim()), "{file}");
    }
}
