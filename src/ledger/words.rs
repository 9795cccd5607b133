//! A run's configuration in few words: for lists, names and searching.

use super::Summary;
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

/// What a run is called before anyone has named it: its data and its layers, and a number if
/// there is one of that name.
pub fn usual_name<'a>(config: &RunConfig, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let base = format!("{} {}", config.dataset.name(), layers(&config.network));
    let is_free = |name: &str| !taken.clone().any(|taken| taken == name);
    if is_free(&base) {
        return base;
    }
    let numbered = (2..).map(|n| format!("{base}, {n}"));
    numbered.into_iter().find(|name| is_free(name)).unwrap_or(base)
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
    let mut text = format!(
        "{} {} {home} {} {} {} {} {} {} seed {} rate {} batch {}",
        label.name,
        config.dataset.name(),
        layers(network),
        activations(network),
        network.loss().name,
        config.optimizer.rule.name,
        config.initializer.name,
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

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let config = RunConfig::default();
        let name = |taken: &[&'static str]| usual_name(&config, taken.iter().copied());
        assert_eq!(name(&[]), "MNIST 784-16-16-10");
        assert_eq!(name(&["MNIST 784-16-16-10"]), "MNIST 784-16-16-10, 2");
        let taken = ["MNIST 784-16-16-10", "MNIST 784-16-16-10, 2", "MNIST 784-16-16-10, 3"];
        assert_eq!(name(&taken), "MNIST 784-16-16-10, 4");
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
