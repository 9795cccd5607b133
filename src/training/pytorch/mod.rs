//! A run as a PyTorch script: the same network, loss, optimizer, order of the examples
//! and dropout, starting from the same weights.
//!
//! The script is one file for people to read and to go on from; it needs `torch`, `numpy`
//! and `safetensors`. What an activation, a loss or an optimizer is called there stands in
//! its own file (`pytorch`). `tests/torch.rs` runs such scripts and compares.

use std::fmt::Write;

use super::config::{BatchSize, RunConfig};
use super::schedule::{Decay, Length, Schedule};
use crate::data::augment::Augmentation;
use crate::data::{DatasetSpec, FeatureShape};
use crate::nn::loss::PERCEPTRON;
use crate::nn::{Clipping, NetworkSpec, OptimizerSpec, Penalty, Reduction};
use crate::registry::Choice;

/// The script of a run.
pub fn script(config: &RunConfig) -> String {
    let classes = class_names(&config.dataset);
    let parts = [
        head(config),
        constants(config, classes.as_deref()),
        network(&config.network),
        output_and_loss(&config.network, !config.class_weights.is_empty()),
        penalty(&config.penalty),
        optimizer(&config.optimizer),
        clip(config.clipping),
        learning_rate(config.learning_rate.get(), &config.schedule),
        data(config, classes.is_some()),
        random(config),
        main(config),
    ];
    parts.map(|part| part.trim_end().to_owned()).join("\n\n\n") + "\n"
}

fn head(config: &RunConfig) -> String {
    let widths: Vec<String> = std::iter::once(config.network.n_inputs())
        .chain(config.network.layers().iter().map(|layer| layer.width))
        .map(|width| width.to_string())
        .collect();
    let mut text = format!(
        "\"\"\"{}, trained in PyTorch as Descent trains it.\n\n\
         Needs: pip install torch numpy safetensors\n",
        widths.join("-")
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
    for (module, is_used) in
        [("argparse", true), ("csv", !is_image), ("math", is_wave_or_stair), ("pathlib", is_image)]
    {
        if is_used {
            let _ = writeln!(text, "import {module}");
        }
    }
    text += "\nimport numpy as np\nimport torch\n\
             from safetensors.torch import load_file, save_file\nfrom torch import nn";
    text
}

/// Whether only the first of the examples are trained on.
fn has_first_only(config: &RunConfig) -> bool {
    config.n_train() < config.dataset.n_train()
}

fn main(config: &RunConfig) -> String {
    let text = include_str!("main.py");
    if !has_first_only(config) {
        return text.to_owned();
    }
    // Scaling goes by the measures of all, as in Descent.
    text.replace("batches(len(inputs))", "batches(TRAIN_ON)")
        .replace("(\"train\", (x, y))", "(\"train\", (x[:TRAIN_ON], y[:TRAIN_ON]))")
}

fn class_names(dataset: &DatasetSpec) -> Option<Vec<String>> {
    let n = dataset.n_classes()?;
    let name = |label| dataset.class_name(label).unwrap_or_default().to_owned();
    Some((0..n).map(name).collect())
}

fn constants(config: &RunConfig, classes: Option<&[String]>) -> String {
    let batch_size = match config.batch_size {
        BatchSize::Examples(n) => n.to_string(),
        BatchSize::All => "None".to_owned(),
    };
    let mut text = format!(
        "SEED = {}\nN_TRAIN = {}\nBATCH_SIZE = {batch_size}",
        config.seed.0,
        config.dataset.n_train()
    );
    if has_first_only(config) {
        let _ = write!(text, "\nTRAIN_ON = {}  # the first examples alone", config.n_train());
    }
    if config.batch_size == BatchSize::All {
        text += "  # all examples at once";
    }
    let epochs = match (config.stop.max_steps, config.stop.max_epochs) {
        (Some(steps), _) if config.stop.max_epochs.is_none() => {
            let batch = config.batch_size.resolve(config.n_train()).max(1);
            format!("{}", steps as f64 * batch as f64 / config.n_train() as f64)
        }
        (_, Some(epochs)) => epochs.to_string(),
        _ => "5".to_owned(),
    };
    let _ = write!(text, "\nEPOCHS = {epochs}");
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

fn has_dropout(spec: &NetworkSpec) -> bool {
    spec.layers().iter().any(|layer| layer.dropout > 0.0)
}

fn network(spec: &NetworkSpec) -> String {
    let mut text = String::from(
        "class Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n        \
         self.layers = nn.ModuleList([\n",
    );
    for ((fan_in, fan_out), layer) in spec.shapes().zip(spec.layers()) {
        let bias = if layer.bias { "" } else { ", bias=False" };
        let _ = writeln!(text, "            nn.Linear({fan_in}, {fan_out}{bias}),");
    }
    let (masks, drawn) = if has_dropout(spec) {
        (", masks=None", ", masks(step, len(x), x.dtype)")
    } else {
        ("", "")
    };
    let _ = write!(
        text,
        "        ])\n\n    def forward(self, x{masks}):\n        \
         \"\"\"The output layer's z (batch, out).\"\"\"\n"
    );
    let last = spec.layers().len() - 1;
    for (layer_idx, layer) in spec.layers()[..last].iter().enumerate() {
        let _ = writeln!(text, "        z = self.layers[{layer_idx}](x)");
        let _ = writeln!(text, "        x = {}", layer.activation.pytorch);
        if layer.dropout > 0.0 {
            let _ = writeln!(
                text,
                "        if masks is not None:  # dropout of {}\n            x = x * masks[{layer_idx}]",
                layer.dropout
            );
        }
    }
    let _ = writeln!(text, "        return self.layers[{last}](x)");
    let _ = write!(
        text,
        "\n\ndef forward_in_training(network, x, step):\n    return network(x{drawn})\n"
    );
    text
}

fn output_and_loss(spec: &NetworkSpec, is_weighted: bool) -> String {
    let output = spec.layers()[spec.layers().len() - 1].activation;
    let loss = spec.loss();
    let reduced = match spec.reduction() {
        Reduction::Mean => "each.sum() / len(z)",
        Reduction::HalfMean => "each.sum() / (2 * len(z))",
        Reduction::MeanOfAll => "each.mean()",
        Reduction::Sum => "each.sum()",
    };
    let needs_a = loss.on == crate::nn::loss::On::Activations || loss.pytorch.contains("(a ");
    let weigh = match (is_weighted, spec.n_outputs()) {
        (false, _) => "",
        (true, 1) => "    each = each * CLASS_WEIGHTS.to(y.dtype)[y.long()]\n",
        (true, _) => "    each = each * (y @ CLASS_WEIGHTS.to(y.dtype))[:, None]\n",
    };
    let a = if needs_a { "    a = output(z)\n" } else { "" };
    format!(
        "def output(z):\n    \"\"\"{}: a (batch, out).\"\"\"\n    return {}\n\n\n\
         def loss(z, y):\n    \"\"\"{}, {}; z and y (batch, out).\"\"\"\n{a}    each = {}\n{weigh}    \
         return {reduced}\n",
        output.name,
        output.pytorch,
        loss.name,
        spec.reduction().name().to_lowercase(),
        loss.pytorch,
    )
}

fn penalty(penalty: &Penalty) -> String {
    let term = |lambda: f32, of: &str| {
        format!("{lambda} * sum(layer.weight{of}.sum() for layer in network.layers)")
    };
    let mut terms = Vec::new();
    if penalty.l1 > 0.0 {
        terms.push(term(penalty.l1, ".abs()"));
    }
    if penalty.l2 > 0.0 {
        terms.push(term(penalty.l2, ".square()"));
    }
    let value = if terms.is_empty() { "0.0".to_owned() } else { terms.join(" + ") };
    format!(
        "def penalty(network):\n    \"\"\"What large weights cost; biases are exempt.\"\"\"\n    \
         return {value}\n"
    )
}

fn optimizer(spec: &OptimizerSpec) -> String {
    let mut call = spec.rule.pytorch.to_owned();
    for (setting, value) in spec.rule.hyperparameters.iter().zip(&spec.hyperparameters) {
        call = call.replace(&format!("{{{}}}", setting.key), &format!("{value:?}"));
    }
    // The rate is set anew before each step.
    format!(
        "def make_optimizer(network):\n    parameters = network.parameters()\n    return {call}\n"
    )
}

fn clip(clipping: Clipping) -> String {
    let body = match clipping {
        Clipping::None => "pass".to_owned(),
        Clipping::Norm(bound) => {
            format!("nn.utils.clip_grad_norm_(network.parameters(), {bound:?})")
        }
        Clipping::Value(bound) => {
            format!("nn.utils.clip_grad_value_(network.parameters(), {bound:?})")
        }
    };
    format!(
        "def clip(network):\n    \"\"\"What is done to a gradient that is too large.\"\"\"\n    {body}\n"
    )
}

fn learning_rate(rate: f32, schedule: &Schedule) -> String {
    let passed = |length: Length| match length {
        Length::Steps(n) => format!("step / {n}"),
        Length::Epochs(n) => format!("epoch / {n:?}"),
    };
    let mut lines = Vec::new();
    match schedule.warmup {
        None => {}
        Some(Length::Steps(n)) => lines.push(format!("rate *= min(1.0, (step + 1) / {n})")),
        Some(Length::Epochs(n)) => lines.push(format!("rate *= min(1.0, epoch / {n:?})")),
    }
    match schedule.decay {
        Decay::Constant => {}
        Decay::Step { every, factor } => {
            lines.push(format!("rate *= {factor:?} ** math.floor({})", passed(every)));
        }
        Decay::Linear { over, floor } => {
            lines.push(format!("rate *= 1 - (1 - {floor:?}) * min(1.0, {})", passed(over)));
        }
        Decay::Cosine { over, floor } => lines.push(format!(
            "rate *= {floor:?} + (1 - {floor:?}) * (1 + math.cos(math.pi * min(1.0, {}))) / 2",
            passed(over)
        )),
    }
    let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    format!(
        "def learning_rate(step, epoch):\n    \
         \"\"\"Of the step that comes after `step` steps and `epoch` epochs.\"\"\"\n    \
         rate = {rate:?}\n{lines}    return rate\n"
    )
}

fn data(config: &RunConfig, has_classes: bool) -> String {
    let mut text = match config.dataset.features() {
        FeatureShape::Image { .. } => include_str!("idx.py").to_owned(),
        FeatureShape::Columns(_) => {
            let table = if has_classes {
                include_str!("csv_classes.py")
            } else {
                include_str!("csv_values.py")
            };
            format!("{table}\n\n{}", include_str!("csv.py"))
        }
    };
    text += "\n\n";
    text += &scaling(config);
    let targets = match (has_classes, config.network.n_outputs()) {
        (true, 1) => "torch.from_numpy(y[:, None]).to(dtype)  # two classes, one output: 0 or 1",
        (true, _) => "nn.functional.one_hot(torch.from_numpy(y), len(CLASSES)).to(dtype)",
        (false, _) => "torch.from_numpy(y).to(dtype)",
    };
    let _ = write!(
        text,
        "\n\ndef to_tensors(x, y, measures, dtype):\n    \
         \"\"\"What the network takes, x (n, in), and should say, y (n, out).\"\"\"\n    \
         offset, scale = measures\n    \
         inputs = ((x - offset) * scale).astype(np.float32)\n    \
         return torch.from_numpy(inputs).to(dtype), {targets}\n"
    );
    let accuracy = if has_classes {
        let says = match config.network.n_outputs() {
            1 => "(output(z)[:, 0] >= 0.5).long()",
            // Of steps several may be 1: how far beyond the edge decides.
            _ if config.network.loss() == Choice::of(&PERCEPTRON) => "z.argmax(dim=1)",
            _ => "output(z).argmax(dim=1)",
        };
        format!(
            "    says = {says}\n    share = (says == torch.from_numpy(classes)).double().mean()\n    \
             return f\"  accuracy {{share:.4f}}\""
        )
    } else {
        "    return \"\"  # numbers have none".to_owned()
    };
    let _ = write!(text, "\n\ndef accuracy(z, classes):\n{accuracy}\n");
    text
}

/// x′ = (x − offset) · scale, as `data::scaling` has it.
fn scaling(config: &RunConfig) -> String {
    let is_image = config.dataset.image_size().is_some();
    let body = match (config.scaling.key, is_image) {
        ("raw", true) => "return 0.0, 255.0",
        ("min_max", false) => {
            "spread = x.max(axis=0) - x.min(axis=0)\n    \
             return x.min(axis=0), np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)"
        }
        ("standardize", false) => {
            "spread = np.where(x.max(axis=0) > x.min(axis=0), x.std(axis=0), 0.0)\n    \
             return x.mean(axis=0), np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)"
        }
        ("standardize", true) => match config.dataset.source() {
            Some(source) => {
                return measure(&format!("return {:?}, 1 / {:?}", source.mean, source.std));
            }
            None => "return x.mean(), 1 / x.std() if x.std() > 0 else 0.0",
        },
        _ => "return 0.0, 1.0",
    };
    measure(body)
}

fn measure(body: &str) -> String {
    format!(
        "def measure(x):\n    \
         \"\"\"(offset, scale) of the training examples' features: x' = (x - offset) * scale.\"\"\"\n    \
         {body}\n"
    )
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
