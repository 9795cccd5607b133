//! A run as a PyTorch script: the same network, loss, optimizer, order of the examples
//! and dropout, starting from the same weights; in one process, or in several that share
//! each batch.
//!
//! The script is one file for people to read and to go on from; it needs `torch`, `numpy`
//! and `safetensors`. What an activation, a loss or an optimizer is called there stands in
//! its own file (`pytorch`). `tests/torch.rs` runs such scripts and compares.

mod bundle;
mod data;
mod model;
mod points;
mod zip;

pub use bundle::bundle;

use std::fmt::Write;

use super::config::{BatchSize, RunConfig};
use super::schedule::Decay;
use super::trainer::Trainer;
use crate::data::DatasetSpec;
use crate::data::augment::Augmentation;
use model::has_dropout;

/// The script of a run from its start.
pub fn script(config: &RunConfig) -> String {
    written(config, &Begin::default())
}

/// The script that goes on from where a run stands: with its step's dropout, the rest of its
/// epoch, and what its optimizer remembers, if that is beside it ([`bundle`]).
pub fn script_from(trainer: &Trainer) -> String {
    written(&config_now(trainer), &Begin::of(trainer))
}

/// The configuration with rate and batch size as they are now.
fn config_now(trainer: &Trainer) -> RunConfig {
    RunConfig {
        learning_rate: trainer.learning_rate(),
        batch_size: trainer.batch_size(),
        ..trainer.config().clone()
    }
}

/// Where a script begins.
#[derive(Default)]
struct Begin {
    /// Updates made.
    step: u64,
    /// The epoch under way, counted from 0.
    epoch: u32,
    /// Examples of it that updates have been made with.
    position: usize,
    /// Whether there is a file of what the optimizer remembers.
    remembers: bool,
}

impl Begin {
    fn of(trainer: &Trainer) -> Self {
        let (epoch, position) = trainer.position();
        Self { step: trainer.step_count(), epoch, position, remembers: bundle::remembers(trainer) }
    }
}

fn written(config: &RunConfig, begin: &Begin) -> String {
    let classes = class_names(&config.dataset);
    let memory = if begin.remembers { include_str!("memory.py") } else { "" };
    let points = config.dataset.points().map(points::list).unwrap_or_default();
    let parts = [
        head(config),
        constants(config, begin, classes.as_deref()),
        model::network(&config.network),
        model::output_and_loss(&config.network, !config.class_weights.is_empty()),
        model::penalty(&config.penalty),
        model::optimizer(&config.optimizer),
        memory.to_owned(),
        model::clip(config.clipping),
        model::learning_rate(config.learning_rate.get(), &config.schedule),
        data::data(config, classes.is_some()),
        random(config),
        include_str!("ranks.py").to_owned(),
        main(config, begin),
        points,
        include_str!("begin.py").to_owned(),
    ];
    let parts = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n\n") + "\n"
}

fn head(config: &RunConfig) -> String {
    let mut text = format!(
        "\"\"\"{}, trained in PyTorch as Descent trains it.\n\n\
         Needs: pip install torch numpy safetensors\n\n    \
         python script.py                     on the CPU\n    \
         python script.py --device cuda       on a GPU (mps: on Apple's)\n    \
         torchrun --nproc-per-node=2 script.py --distributed    on two\n",
        config.network.widths()
    );
    if config.augmentation != Augmentation::NONE {
        text += "\nDescent changes the images a little in each epoch (augmentation); this script\n\
                 takes them as they are.\n";
    }
    if config.stop.tolerance.is_some() || config.stop.target_accuracy.is_some() {
        text += "\nOf Descent's stop rules only steps and epochs are kept.\n";
    }
    text += "\"\"\"\n\n";
    let is_wave_or_stair =
        matches!(config.schedule.decay, Decay::Step { .. } | Decay::Cosine { .. });
    let is_image = config.dataset.image_size().is_some();
    let is_table = !is_image && config.dataset.points().is_none();
    for (module, is_used) in [
        ("argparse", true),
        ("csv", is_table),
        ("gc", true),
        ("gzip", is_image),
        ("math", is_wave_or_stair),
        ("os", true),
        ("pathlib", true),
    ] {
        if is_used {
            let _ = writeln!(text, "import {module}");
        }
    }
    text += "from importlib.util import find_spec\n\n\
             import numpy as np\nimport torch\nimport torch.distributed as dist\n\
             from safetensors.torch import load_file, save_file\nfrom torch import nn";
    text
}

/// Whether only the first of the examples are trained on.
fn has_first_only(config: &RunConfig) -> bool {
    config.n_train() < config.dataset.n_train()
}

fn main(config: &RunConfig, begin: &Begin) -> String {
    let mut text = include_str!("main.py").to_owned();
    if begin.remembers {
        let made = "optimizer = make_optimizer(network)\n";
        let from = "pathlib.Path(arguments.start).with_name(\"optimizer.safetensors\")";
        text = text.replace(made, &format!("{made}    remember(optimizer, network, {from})\n"));
    }
    if has_first_only(config) {
        // Scaling goes by the measures of all, as in Descent.
        text = text
            .replace("len(inputs)", "TRAIN_ON")
            .replace("(\"train\", (x, y))", "(\"train\", (x[:TRAIN_ON], y[:TRAIN_ON]))");
    }
    text
}

fn class_names(dataset: &DatasetSpec) -> Option<Vec<String>> {
    let n = dataset.n_classes()?;
    let name = |label| dataset.class_name(label).unwrap_or_default().to_owned();
    Some((0..n).map(name).collect())
}

fn constants(config: &RunConfig, begin: &Begin, classes: Option<&[String]>) -> String {
    let batch_size = match config.batch_size {
        BatchSize::Examples(n) => n.to_string(),
        BatchSize::All => "None  # all examples at once".to_owned(),
    };
    let mut text = format!(
        "HERE = pathlib.Path(__file__).resolve().parent\n\n\
         SEED = {}\nN_TRAIN = {}\nBATCH_SIZE = {batch_size}",
        config.seed.0,
        config.dataset.n_train()
    );
    if has_first_only(config) {
        let _ = write!(text, "\nTRAIN_ON = {}  # the first examples alone", config.n_train());
    }
    text += &length(config, begin);
    if config.shuffle {
        let _ = write!(text, "\nPART = {}", config.dataset.part_len());
    }
    match classes {
        Some(classes) => {
            let names: Vec<String> = classes.iter().map(|name| quoted(name)).collect();
            let _ = write!(text, "\nCLASSES = [{}]", names.join(", "));
        }
        None => {
            let _ = write!(text, "\nN_VALUES = {}", config.network.n_outputs());
        }
    }
    if !config.class_weights.is_empty() {
        let _ = write!(text, "\nCLASS_WEIGHTS = torch.tensor({:?})", config.class_weights);
    }
    let dropout: Vec<String> = config
        .network
        .layers()
        .iter()
        .map(|layer| format!("({}, {})", layer.width, layer.dropout))
        .collect();
    if has_dropout(&config.network) {
        let _ = write!(text, "\nDROPOUT = [{}]  # (width, p) of each layer", dropout.join(", "));
    }
    text
}

/// Where it begins, and how far it goes from there: to the end that the run's stop rules
/// have, or five epochs if that is past, or there is none.
fn length(config: &RunConfig, begin: &Begin) -> String {
    let Begin { step, epoch, position, .. } = *begin;
    let at = f64::from(epoch) + position as f64 / config.n_train() as f64;
    let steps = config.stop.max_steps.and_then(|most| most.checked_sub(step)).filter(|&n| n > 0);
    let epochs = config.stop.max_epochs.map(|most| f64::from(most) - at).filter(|&n| n > 0.0);
    let steps_text = steps.map_or("None".to_owned(), |n| n.to_string());
    let epochs_text = match epochs {
        Some(n) => n.to_string(),
        None if steps.is_some() => "None".to_owned(),
        None => "5".to_owned(),
    };
    format!(
        "\n# Updates made, epochs made, and examples of the one under way.\n\
         BEGIN_STEP, BEGIN_EPOCH, BEGIN_AT = {step}, {epoch}, {position}\n\
         # How many to make from there; the first that is reached ends it.\n\
         EPOCHS, STEPS = {epochs_text}, {steps_text}"
    )
}

/// A Python string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

fn random(config: &RunConfig) -> String {
    let mut parts = Vec::new();
    if config.shuffle || has_dropout(&config.network) {
        parts.push(include_str!("random.py"));
    }
    parts.push(if config.shuffle {
        include_str!("shuffled.py")
    } else {
        include_str!("unshuffled.py")
    });
    if has_dropout(&config.network) {
        parts.push(include_str!("dropout.py"));
    }
    parts.iter().map(|part| part.trim_end()).collect::<Vec<_>>().join("\n\n\n")
}
