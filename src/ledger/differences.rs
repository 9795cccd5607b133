//! Configurations side by side: what is set, in words, and where they differ.

use crate::count::grouped;
use crate::nn::{Clipping, LayerSpec};
use crate::training::{Decay, Length, RunConfig, Schedule, StopRules};

use super::{Origin, Summary, words};

/// A setting of several runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is set.
    pub name: &'static str,
    /// How, in the order of the runs.
    pub values: Vec<String>,
}

impl Row {
    /// Whether it is not the same in all of them.
    pub fn differs(&self) -> bool {
        self.values.windows(2).any(|pair| pair[0] != pair[1])
    }

    /// Whether the run of this index has what most have: the value that is there most often,
    /// and of those that are there as often the first. What is marked in a table is the rest.
    pub fn is_usual(&self, idx: usize) -> bool {
        let count = |value: &String| self.values.iter().filter(|other| *other == value).count();
        let most = self.values.iter().map(count).max().unwrap_or(0);
        let usual = self.values.iter().find(|value| count(value) == most);
        usual.zip(self.values.get(idx)).is_none_or(|(usual, value)| usual == value)
    }

    /// How it is set, for people: counts in groups of three. A seed is none, but a name.
    pub fn told(&self) -> impl Iterator<Item = String> + '_ {
        let told = |value: &String| match value.parse() {
            Ok(n) if COUNTS.contains(&self.name) => grouped(n),
            _ => value.clone(),
        };
        self.values.iter().map(told)
    }
}

/// Settings that count something. As values of a table for other programs they stay plain.
const COUNTS: [&str; 2] = ["Training examples", "Batch size"];

type Setting = (&'static str, fn(&RunConfig) -> String);

/// Where a run begins: the initializer, or weights that a file or a link brought.
const START: &str = "Start weights";

/// Every setting of a run.
const SETTINGS: &[Setting] = &[
    ("Data", |it| it.dataset.name().to_owned()),
    ("Training examples", |it| it.n_train().to_string()),
    ("Points", points),
    ("Layers", |it| words::layers(&it.network)),
    ("Activations", activations),
    ("Dropout", |it| of_layers(it, |layer| number(layer.dropout))),
    ("Biases", |it| of_layers(it, |layer| if layer.bias { "yes" } else { "no" }.to_owned())),
    ("Loss", |it| it.network.loss().name.to_owned()),
    ("Losses added up by", |it| it.network.reduction().name().to_owned()),
    (START, |it| it.initializer.name.to_owned()),
    ("Optimizer", optimizer),
    ("Learning rate", |it| number(it.learning_rate.get())),
    ("Schedule", |it| schedule(&it.schedule)),
    ("Batch size", |it| it.batch_size.to_string()),
    ("Penalty", penalty),
    ("Clipping", |it| match it.clipping {
        Clipping::None => "none".to_owned(),
        Clipping::Norm(most) => format!("norm at most {most}"),
        Clipping::Value(most) => format!("components at most {most}"),
    }),
    ("Scaling", |it| it.scaling.name.to_owned()),
    ("Augmentation", augmentation),
    ("Class weights", |it| match &it.class_weights[..] {
        [] => "all alike".to_owned(),
        weights => weights.iter().map(|&it| number(it)).collect::<Vec<_>>().join(", "),
    }),
    ("Order", |it| if it.shuffle { "shuffled" } else { "as in the file" }.to_owned()),
    ("Stops", |it| stops(&it.stop)),
    ("Seed", |it| it.seed.0.to_string()),
];

/// Every setting of these runs.
pub fn rows(runs: &[&Summary]) -> Vec<Row> {
    let row = |&(name, of): &Setting| {
        let value = |run: &&Summary| match &run.origin {
            Some(origin) if name == START => brought(origin, runs),
            _ => of(&run.config),
        };
        Row { name, values: runs.iter().map(value).collect() }
    };
    SETTINGS.iter().map(row).collect()
}

/// Where start weights came from; told apart from others' that came under the same name.
fn brought(origin: &Origin, runs: &[&Summary]) -> String {
    let others = runs.iter().filter_map(|run| run.origin.as_ref());
    let is_twin = |other: &Origin| other != origin && other.told() == origin.told();
    if others.into_iter().any(is_twin) { origin.told_apart() } else { origin.told() }
}

fn number(value: f32) -> String {
    value.to_string()
}

/// One value if all layers have the same, otherwise all of them.
fn of_layers(config: &RunConfig, of: impl Fn(&LayerSpec) -> String) -> String {
    let mut values: Vec<String> = config.network.layers().iter().map(of).collect();
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        values.truncate(1);
    }
    values.join(", ")
}

fn activations(config: &RunConfig) -> String {
    let names = config.network.layers().iter().map(|layer| layer.activation.name);
    names.collect::<Vec<_>>().join(", ")
}

fn points(config: &RunConfig) -> String {
    use crate::data::points::What;
    let Some(points) = config.dataset.points() else { return "–".to_owned() };
    let inputs: Vec<&str> = points.inputs().iter().map(|input| input.name).collect();
    let inputs = inputs.join(", ");
    match points.what() {
        What::Made { n, noise, held_out, seed, .. } => format!(
            "{n}, noise {noise}, {}% held out, seed {seed}; inputs {inputs}",
            (100.0 * held_out).round()
        ),
        What::Placed { places, .. } => format!("{} set by hand; inputs {inputs}", places.len()),
    }
}

fn optimizer(config: &RunConfig) -> String {
    let rule = config.optimizer.rule;
    let settings = rule.hyperparameters.iter().zip(&config.optimizer.hyperparameters);
    let settings: Vec<String> =
        settings.map(|(setting, value)| format!("{} {value}", setting.name)).collect();
    if settings.is_empty() {
        return rule.name.to_owned();
    }
    format!("{} ({})", rule.name, settings.join(", "))
}

fn length(length: Length) -> String {
    match length {
        Length::Steps(1) => "1 step".to_owned(),
        Length::Steps(n) => format!("{} steps", grouped(n)),
        Length::Epochs(1.0) => "1 epoch".to_owned(),
        Length::Epochs(n) => format!("{n} epochs"),
    }
}

fn schedule(Schedule { warmup, decay }: &Schedule) -> String {
    let down_to = |floor: f64| if floor == 0.0 { "0".to_owned() } else { format!("{floor} of it") };
    let decay = match *decay {
        Decay::Constant => "constant".to_owned(),
        Decay::Step { every, factor } => format!("times {factor} every {}", length(every)),
        Decay::Linear { over, floor } => {
            format!("linear to {} over {}", down_to(floor), length(over))
        }
        Decay::Cosine { over, floor } => {
            format!("cosine to {} over {}", down_to(floor), length(over))
        }
    };
    match warmup {
        Some(over) => format!("warm-up over {}, then {decay}", length(*over)),
        None => decay,
    }
}

fn penalty(config: &RunConfig) -> String {
    let parts = [("L1", config.penalty.l1), ("L2", config.penalty.l2)];
    let parts = parts.into_iter().filter(|&(_, value)| value != 0.0);
    let parts: Vec<String> = parts.map(|(name, value)| format!("{name} {value}")).collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

fn augmentation(config: &RunConfig) -> String {
    let it = &config.augmentation;
    let amounts = [
        ("shift", it.shift),
        ("rotation", it.rotation),
        ("zoom", it.zoom),
        ("shear", it.shear),
        ("elastic", it.elastic),
        ("thickness", it.thickness),
        ("crop", it.crop),
    ];
    let amounts = amounts.into_iter().filter(|&(_, amount)| amount != 0.0);
    let mut parts: Vec<String> = amounts.map(|(name, it)| format!("{name} {it}")).collect();
    if it.flip {
        parts.push("mirrored".to_owned());
    }
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

fn stops(rules: &StopRules) -> String {
    let parts = [
        rules.max_steps.map(|n| format!("after {}", length(Length::Steps(n)))),
        rules.max_epochs.map(|n| format!("after {}", length(Length::Epochs(n.into())))),
        rules.tolerance.map(|it| {
            format!(
                "when it improves by less than {} for {}",
                it.min_change,
                length(Length::Epochs(it.patience.into()))
            )
        }),
        rules.target_accuracy.map(|share| format!("at {}% right", 100.0 * share)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "by hand".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Start;
    use crate::ledger::tests::summary;
    use crate::nn::Penalty;
    use crate::training::{LearningRate, Seed};

    #[test]
    fn what_differs_is_told_and_nothing_else() {
        let a = RunConfig::default();
        let b = RunConfig {
            learning_rate: LearningRate::new(0.1).unwrap(),
            penalty: Penalty { l1: 0.0, l2: 0.001 },
            ..a.clone()
        };
        let c = RunConfig { seed: Seed(2), ..a.clone() };
        let differing = |configs: &[&RunConfig]| {
            let run = |config: &&RunConfig| Summary { config: (*config).clone(), ..summary(1) };
            let runs: Vec<_> = configs.iter().map(run).collect();
            let rows = rows(&runs.iter().collect::<Vec<_>>()).into_iter().filter(Row::differs);
            rows.map(|row| (row.name, row.values)).collect::<Vec<_>>()
        };
        assert!(differing(&[&a, &a]).is_empty());
        let expected = [
            ("Learning rate", ["0.5", "0.1", "0.5"]),
            ("Penalty", ["none", "L2 0.001", "none"]),
            ("Seed", ["1", "1", "2"]),
        ];
        let expected = expected.map(|(name, values)| (name, values.map(String::from).to_vec()));
        assert_eq!(differing(&[&a, &b, &c]), expected);
    }

    #[test]
    fn start_weights_that_were_brought_differ_from_drawn_ones_and_from_each_other() {
        let file = |bytes: &[u8]| {
            Some(Start::file("model.safetensors".to_owned(), bytes).origin().clone())
        };
        let starts = |origins: &[Option<Origin>]| {
            let run = |origin: &Option<Origin>| Summary { origin: origin.clone(), ..summary(1) };
            let runs: Vec<_> = origins.iter().map(run).collect();
            let rows = rows(&runs.iter().collect::<Vec<_>>());
            rows.into_iter().find(|row| row.name == START).unwrap()
        };
        let drawn = RunConfig::default().initializer.name;
        let row = starts(&[None, file(b"1")]);
        assert_eq!(row.values, [drawn, "from the file model.safetensors"]);
        assert!(row.differs());
        assert!(!starts(&[file(b"1"), file(b"1")]).differs());
        assert!(starts(&[file(b"1"), file(b"2")]).differs(), "another file of the same name");
    }

    #[test]
    fn counts_are_told_in_groups_and_seeds_as_they_are() {
        let config = RunConfig { seed: Seed(12_345), ..RunConfig::default() };
        let told = |name: &str| {
            let all = rows(&[&Summary { config: config.clone(), ..summary(1) }]);
            let row = all.iter().find(|row| row.name == name).unwrap();
            (row.values[0].clone(), row.told().next().unwrap())
        };
        assert_eq!(told("Training examples"), ("60000".to_owned(), "60,000".to_owned()));
        assert_eq!(told("Seed").1, "12345");
        assert_eq!(length(Length::Steps(20_000)), "20,000 steps");
    }

    #[test]
    fn the_odd_one_out_is_marked() {
        let row = |values: &[&str]| Row {
            name: "Seed",
            values: values.iter().map(|it| (*it).to_owned()).collect(),
        };
        let usual = |values: &[&str]| {
            (0..values.len()).map(|idx| row(values).is_usual(idx)).collect::<Vec<_>>()
        };
        assert_eq!(usual(&["1", "2", "2"]), [false, true, true]);
        assert_eq!(usual(&["1", "2"]), [true, false]);
        assert_eq!(usual(&["1"]), [true]);
    }
}
