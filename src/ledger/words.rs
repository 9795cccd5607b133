//! A run's configuration in few words: for lists, names and searching.

use std::collections::BTreeSet;

use super::{Label, Summary};
use crate::nn::NetworkSpec;
use crate::training::RunConfig;

/// All widths in one line: 784-16-16-10.
pub fn layers(spec: &NetworkSpec) -> String {
    let widths = spec.layers().iter().map(|layer| layer.width);
    let all = std::iter::once(spec.n_inputs()).chain(widths);
    all.map(|width| width.to_string()).collect::<Vec<_>>().join("-")
}

/// The activations of the hidden layers, each once, or the output's where there are none.
pub fn activations(spec: &NetworkSpec) -> String {
    let layers = spec.layers();
    let shown = if layers.len() > 1 { &layers[..layers.len() - 1] } else { layers };
    let mut names = Vec::new();
    for layer in shown {
        if !names.contains(&layer.activation.name) {
            names.push(layer.activation.name);
        }
    }
    names.join(", ")
}

/// Bytes that are left for a number behind a name.
const ROOM_FOR_NUMBER: usize = 8;

/// The largest rate that comes with an optimizer where points are learned.
const MOST_FOR_POINTS: f32 = 0.1;

/// What a run is called before anyone has named it: its data and its layers.
pub fn usual_name(config: &RunConfig) -> String {
    format!("{} {}", config.dataset.name(), layers(&config.network))
}

/// What a run is called that went off from one of this name and configuration: by what it does
/// otherwise. None if that is nothing that fits in a name.
pub fn branch_name(parent: &str, before: &RunConfig, now: &RunConfig) -> Option<String> {
    let mut changes = Vec::new();
    if now.optimizer.rule != before.optimizer.rule {
        let (rule, rate) = (now.optimizer.rule, now.learning_rate.get());
        // The rate that suits it comes with it; what suits digits is too much for points.
        let suits = rule.suggested_learning_rate;
        changes.push(match [suits, suits.min(MOST_FOR_POINTS)].contains(&rate) {
            true => rule.name.to_owned(),
            false => format!("{} at {rate}", rule.name),
        });
    } else if now.learning_rate != before.learning_rate {
        changes.push(format!("rate {}", now.learning_rate.get()));
    }
    if now.batch_size != before.batch_size {
        changes.push(format!("batch size {}", now.batch_size));
    }
    (!changes.is_empty()).then(|| format!("{parent}, with {}", changes.join(" and ")))
}

/// A name that may be kept and that none has yet: this one, or with a number behind it.
pub fn free_name<'a>(base: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let mut base = Label::clean_name(base).unwrap_or_else(|| "Run".to_owned());
    let taken: BTreeSet<&str> = taken.collect();
    if !taken.contains(base.as_str()) {
        return base;
    }
    while base.len() > Label::MAX_NAME - ROOM_FOR_NUMBER {
        base.pop();
    }
    // Each number is tried once; one more than there are names is free.
    let mut numbered = (2..=taken.len() + 2).map(|n| format!("{base}, {n}"));
    numbered.find(|name| !taken.contains(name.as_str())).unwrap_or_default()
}

/// What a version of a run is called before anyone has named it, after so many others.
pub fn version_name<'a>(
    run: &str,
    n_before: usize,
    taken: impl Iterator<Item = &'a str> + Clone,
) -> String {
    let numbered = (n_before + 1..).map(|n| format!("Version {n} of {run}"));
    let mut free = numbered.filter(|name| !taken.clone().any(|taken| taken == name));
    free.next().unwrap_or_else(|| format!("Version of {run}"))
}

/// All that one may search a run by, in small letters.
pub fn haystack(summary: &Summary) -> String {
    let Summary { label, config, standing, home, .. } = summary;
    let network = &config.network;
    let start = match &summary.origin {
        Some(origin) => origin.told(),
        None => config.initializer.name.to_owned(),
    };
    let mut text = format!(
        " {} {} {home} {} {} {} {} {} {} seed {} rate {} batch {}",
        label.name,
        config.dataset.name(),
        layers(network),
        activations(network),
        network.loss().name,
        config.optimizer.rule.name,
        start,
        standing.word(),
        config.seed.0,
        config.learning_rate.get(),
        config.batch_size,
    );
    if summary.is_version {
        text.push_str(" version");
    }
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::OptimizerSpec;
    use crate::nn::optimizer::ADAM;
    use crate::registry::Choice;
    use crate::training::{BatchSize, LearningRate};

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let base = usual_name(&RunConfig::default());
        let name = |taken: &[&'static str]| free_name(&base, taken.iter().copied());
        assert_eq!(name(&[]), "MNIST 784-16-16-10");
        assert_eq!(name(&["MNIST 784-16-16-10"]), "MNIST 784-16-16-10, 2");
        let taken = ["MNIST 784-16-16-10", "MNIST 784-16-16-10, 2", "MNIST 784-16-16-10, 3"];
        assert_eq!(name(&taken), "MNIST 784-16-16-10, 4");
        let long = "n".repeat(Label::MAX_NAME);
        let numbered = free_name(&long, [long.as_str()].into_iter());
        assert!(numbered.ends_with("n, 2") && numbered.len() <= Label::MAX_NAME);
        assert_eq!(free_name(" \t", std::iter::empty()), "Run");
    }

    #[test]
    fn a_branch_is_called_by_what_it_does_otherwise() {
        let before = RunConfig::default();
        let name = |change: fn(&mut RunConfig)| {
            let mut now = before.clone();
            change(&mut now);
            branch_name("Moons", &before, &now)
        };
        let rate = |config: &mut RunConfig| {
            config.learning_rate = LearningRate::new(0.3).unwrap();
        };
        let batch = |config: &mut RunConfig| {
            config.batch_size = BatchSize::examples(8).unwrap();
        };
        assert_eq!(name(rate).as_deref(), Some("Moons, with rate 0.3"));
        assert_eq!(name(batch).as_deref(), Some("Moons, with batch size 8"));
        let adam = |config: &mut RunConfig| {
            config.optimizer = OptimizerSpec::defaults(Choice::of(&ADAM));
            config.learning_rate = LearningRate::new(0.001).unwrap();
        };
        assert_eq!(name(adam).as_deref(), Some("Moons, with Adam"));
        let slow = |config: &mut RunConfig| {
            config.optimizer = OptimizerSpec::defaults(Choice::of(&ADAM));
            config.learning_rate = LearningRate::new(0.0001).unwrap();
        };
        assert_eq!(name(slow).as_deref(), Some("Moons, with Adam at 0.0001"));
        let both = |config: &mut RunConfig| {
            config.learning_rate = LearningRate::new(0.3).unwrap();
            config.batch_size = BatchSize::examples(8).unwrap();
        };
        assert_eq!(name(both).as_deref(), Some("Moons, with rate 0.3 and batch size 8"));
        assert_eq!(name(|_| {}), None);
    }

    #[test]
    fn versions_are_counted() {
        let name = |n_before, taken: &[&'static str]| {
            version_name("Moons", n_before, taken.iter().copied())
        };
        assert_eq!(name(0, &[]), "Version 1 of Moons");
        assert_eq!(name(1, &["Version 1 of Moons"]), "Version 2 of Moons");
        assert_eq!(name(1, &["Version 2 of Moons"]), "Version 3 of Moons", "one was deleted");
    }
}
