//! What the script says of the network and its update: layers, loss, penalty, optimizer,
//! clipping, learning rate.

use std::fmt::Write;

use crate::nn::{Clipping, NetworkSpec, OptimizerSpec, Penalty, Reduction};
use crate::training::schedule::{Decay, Length, Schedule};

pub(super) fn has_dropout(spec: &NetworkSpec) -> bool {
    spec.layers().iter().any(|layer| layer.dropout > 0.0)
}

pub(super) fn network(spec: &NetworkSpec) -> String {
    let mut text = String::from(
        "class Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n        \
         self.layers = nn.ModuleList([\n",
    );
    for ((fan_in, fan_out), layer) in spec.shapes().zip(spec.layers()) {
        let bias = if layer.bias { "" } else { ", bias=False" };
        let _ = writeln!(text, "            nn.Linear({fan_in}, {fan_out}{bias}),");
    }
    let (masks, drawn) =
        if has_dropout(spec) { (", masks=None", ", masks(step, first, x)") } else { ("", "") };
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
        "\n\ndef forward_in_training(model, x, step, first):\n    \
         \"\"\"z of a batch's examples from number `first` on.\"\"\"\n    return model(x{drawn})\n"
    );
    text
}

pub(super) fn output_and_loss(spec: &NetworkSpec, is_weighted: bool) -> String {
    let output = spec.layers()[spec.layers().len() - 1].activation;
    let loss = spec.loss();
    let reduced = match spec.reduction() {
        Reduction::Mean => "each.sum() / n",
        Reduction::HalfMean => "each.sum() / (2 * n)",
        Reduction::MeanOfAll => "each.sum() / (n * z.shape[1])",
        Reduction::Sum => "each.sum()",
    };
    let needs_a = loss.on == crate::nn::loss::On::Activations || loss.pytorch.contains("(a ");
    let weigh = match (is_weighted, spec.n_outputs()) {
        (false, _) => "",
        (true, 1) => "    each = each * CLASS_WEIGHTS.to(y)[y.long()]\n",
        (true, _) => "    each = each * (y @ CLASS_WEIGHTS.to(y))[:, None]\n",
    };
    let a = if needs_a { "    a = output(z)\n" } else { "" };
    format!(
        "def output(z):\n    \"\"\"{}: a (batch, out).\"\"\"\n    return {}\n\n\n\
         def loss(z, y, n):\n    \"\"\"{}, {}; z and y (rows, out), of a batch of n.\"\"\"\n{a}    each = {}\n{weigh}    \
         return {reduced}\n",
        output.name,
        output.pytorch,
        loss.name,
        spec.reduction().name().to_lowercase(),
        loss.pytorch,
    )
}

pub(super) fn penalty(penalty: &Penalty) -> String {
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
    let value = match terms.as_slice() {
        [] => "0.0".to_owned(),
        [one] => one.clone(),
        several => format!("(\n        {}\n    )", several.join("\n        + ")),
    };
    format!(
        "def penalty(network):\n    \"\"\"What large weights cost; biases are exempt.\"\"\"\n    \
         return {value}\n"
    )
}

pub(super) fn optimizer(spec: &OptimizerSpec) -> String {
    let mut call = spec.rule.pytorch.to_owned();
    for (setting, value) in spec.rule.hyperparameters.iter().zip(&spec.hyperparameters) {
        call = call.replace(&format!("{{{}}}", setting.key), &format!("{value:?}"));
    }
    // The rate is set anew before each step.
    format!(
        "def make_optimizer(network):\n    parameters = network.parameters()\n    return {call}\n"
    )
}

pub(super) fn clip(clipping: Clipping) -> String {
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

pub(super) fn learning_rate(rate: f32, schedule: &Schedule) -> String {
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
