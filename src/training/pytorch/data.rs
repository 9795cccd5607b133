//! What the script says of the data: where they are, how they are scaled, and what the
//! network should say to them.

use std::fmt::Write;

use super::points;
use crate::data::FeatureShape;
use crate::nn::loss::PERCEPTRON;
use crate::registry::Choice;
use crate::training::RunConfig;

pub(super) fn data(config: &RunConfig, has_classes: bool) -> String {
    let mut text = match (config.dataset.points(), config.dataset.features()) {
        (Some(points), _) => points::reader(points),
        (None, FeatureShape::Image { .. }) => {
            format!("{}\n\n{}", include_str!("there.py"), include_str!("idx.py"))
        }
        (None, FeatureShape::Columns(_)) => {
            let table = if has_classes {
                include_str!("csv_classes.py")
            } else {
                include_str!("csv_values.py")
            };
            let parts = [include_str!("there.py"), table, include_str!("csv.py")];
            parts.join("\n\n")
        }
    };
    text += "\n\n";
    text += &scaling(config);
    let targets = match (has_classes, config.network.n_outputs()) {
        (true, 1) => "torch.from_numpy(y[:, None])  # two classes, one output: 0 or 1",
        (true, _) => "nn.functional.one_hot(torch.from_numpy(y), len(CLASSES))",
        (false, _) => "torch.from_numpy(y)",
    };
    let _ = write!(
        text,
        "\n\ndef to_tensors(x, y, measures, dtype):\n    \
         \"\"\"What the network takes, x (n, in), and should say, y (n, out).\"\"\"\n    \
         offset, scale = measures\n    \
         inputs = ((x - offset) * scale).astype(np.float32)\n    \
         targets = {targets}\n    \
         return torch.from_numpy(inputs).to(dtype), targets.to(dtype)\n"
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
