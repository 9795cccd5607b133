//! What each field of a configuration file may be, in words, for errors.

use crate::data::points::{self, Input, Pattern, Points};
use crate::data::{Augmentation, OwnData, Scaling};
use crate::nn::{
    Activation, Clipping, Initializer, LayerSpec, Loss, NetworkSpec, Optimizer, Penalty,
};
use crate::registry::Entry;
use crate::training::{LearningRate, Length, RunConfig};

/// What a field may be, given its path, e.g. `network.layers[1].width`.
pub(super) fn allowed(path: &str) -> Option<String> {
    let path = without_indices(path);
    let last = path.rsplit('.').next().unwrap_or(&path);
    let is_length = path.starts_with("schedule.");
    Some(match path.as_str() {
        "" => "an object with the fields of a configuration, at least \"network\"".to_owned(),
        "version" => super::VERSION.to_string(),
        "network" => "an object with \"n_inputs\", \"layers\" and \"loss\"".to_owned(),
        "network.n_inputs" => whole(1, NetworkSpec::MAX_INPUTS),
        "network.layers" => format!("a list of 1 to {} layers", NetworkSpec::MAX_LAYERS),
        "network.layers[]" => "an object with \"width\" and \"activation\"".to_owned(),
        "network.layers[].width" => whole(1, NetworkSpec::MAX_WIDTH),
        "network.layers[].activation" => one_of::<Activation>(),
        "network.layers[].dropout" => number(0, LayerSpec::MAX_DROPOUT),
        "network.layers[].bias" => "true or false".to_owned(),
        "network.loss" => one_of::<Loss>(),
        "network.reduction" => {
            "one of \"mean\", \"half_mean\", \"mean_of_all\", \"sum\"".to_owned()
        }
        "initializer" => one_of::<Initializer>(),
        "optimizer" => {
            format!("{}, or an object with \"rule\" and \"hyperparameters\"", one_of::<Optimizer>())
        }
        "optimizer.rule" => one_of::<Optimizer>(),
        "optimizer.hyperparameters" => "an object with the rule's settings".to_owned(),
        _ if path.starts_with("optimizer.hyperparameters.") => {
            let settings = Optimizer::all().iter().flat_map(|rule| rule.hyperparameters);
            let (min, max) = settings.filter(|h| h.key == last).map(|h| h.range).next()?;
            number(min, max)
        }
        "penalty" => "an object with \"l1\" and \"l2\"".to_owned(),
        "penalty.l1" | "penalty.l2" => number(0, Penalty::MAX),
        "clipping" => "\"none\", {\"norm\": number} or {\"value\": number}".to_owned(),
        "clipping.norm" | "clipping.value" => number(Clipping::RANGE.0, Clipping::RANGE.1),
        "learning_rate" => number(LearningRate::MIN, LearningRate::MAX),
        "schedule" => "an object with \"warmup\" and \"decay\"".to_owned(),
        "schedule.decay" => "\"constant\", {\"step\": …}, {\"linear\": …} or {\"cosine\": …}".to_owned(),
        "schedule.decay.step" => "an object with \"every\" and \"factor\"".to_owned(),
        "schedule.decay.linear" | "schedule.decay.cosine" => {
            "an object with \"over\" and \"floor\"".to_owned()
        }
        _ if is_length && last == "steps" => whole(1, Length::MAX_STEPS),
        _ if is_length && last == "epochs" => number(Length::EPOCHS.0, Length::EPOCHS.1),
        _ if is_length && matches!(last, "warmup" | "every" | "over") => {
            "{\"steps\": number} or {\"epochs\": number}".to_owned()
        }
        _ if is_length && matches!(last, "factor" | "floor") => number(0, 1),
        "batch_size" => format!("{}, or \"all\"", whole(1, u32::MAX)),
        "seed" => whole(0, u64::MAX),
        "train_on" => whole(1, u32::MAX),
        "stop" => {
            "an object with \"max_steps\", \"max_epochs\", \"tolerance\" and \"target_accuracy\"".to_owned()
        }
        "stop.max_steps" => whole(1, 1_000_000_000),
        "stop.max_epochs" | "stop.tolerance.patience" => whole(1, 1_000_000),
        "stop.tolerance" => "an object with \"min_change\" and \"patience\"".to_owned(),
        "stop.tolerance.min_change" => number(0, 1e6),
        "stop.target_accuracy" => number(0, 1),
        "dataset" => {
            "\"mnist\", or an object with \"name\", \"n_train\", \"features\" and \"targets\", or points".to_owned()
        }
        "dataset.points" => one_of::<Pattern>(),
        "dataset.n" => whole(Points::MIN, Points::MAX),
        "dataset.noise" => number(0, 1),
        "dataset.held_out" => number(0, 0.9),
        "dataset.seed" => whole(0, u64::MAX),
        "dataset.inputs" => "a list of inputs, none twice".to_owned(),
        "dataset.inputs[]" => one_of::<Input>(),
        "dataset.places" => {
            format!("a list of {} to {} points [x, y, label or value]", Points::MIN, Points::MAX)
        }
        _ if path.starts_with("dataset.places[]") => {
            format!("[x, y, label or value], numbers from -{0} to {0}", points::SIDE)
        }
        "dataset.name" => format!("a text of 1 to {} bytes", OwnData::MAX_NAME),
        "dataset.n_train" => whole(1, OwnData::MAX_EXAMPLES),
        "dataset.features" => {
            "{\"columns\": number} or {\"image\": {\"rows\": number, \"cols\": number}}".to_owned()
        }
        "dataset.features.image" => "an object with \"rows\" and \"cols\"".to_owned(),
        "dataset.features.columns"
        | "dataset.features.image.rows"
        | "dataset.features.image.cols" => whole(1, NetworkSpec::MAX_INPUTS),
        "dataset.targets" => "{\"classes\": list of names} or {\"values\": number}".to_owned(),
        "dataset.targets.classes" => format!("a list of 2 to {} names", OwnData::MAX_CLASSES),
        "dataset.targets.classes[]" => "a text".to_owned(),
        "dataset.targets.values" => whole(1, NetworkSpec::MAX_WIDTH),
        "class_weights" => "a list of numbers, one a class, or an empty one".to_owned(),
        "class_weights[]" => number(0, RunConfig::MAX_CLASS_WEIGHT),
        "scaling" => one_of::<Scaling>(),
        "augmentation" => {
            "an object with \"shift\", \"rotation\", \"zoom\", \"shear\", \"elastic\", \"thickness\", \"crop\" and \"flip\"".to_owned()
        }
        "augmentation.flip" | "shuffle" => "true or false".to_owned(),
        _ if path.starts_with("augmentation.") => {
            let (_, most) = Augmentation::RANGES.into_iter().find(|&(name, _)| name == last)?;
            number(0, most)
        }
        _ => return None,
    })
}

fn whole(min: impl std::fmt::Display, max: impl std::fmt::Display) -> String {
    format!("a whole number from {min} to {max}")
}

fn number(min: impl std::fmt::Display, max: impl std::fmt::Display) -> String {
    format!("a number from {min} to {max}")
}

fn one_of<T: Entry>() -> String {
    let keys: Vec<String> = T::all().iter().map(|member| format!("\"{}\"", member.key())).collect();
    format!("one of {}", keys.join(", "))
}

/// `layers[1]` becomes `layers[]`.
fn without_indices(path: &str) -> String {
    let mut is_index = false;
    path.chars()
        .filter(|&character| {
            is_index = (is_index || character == '[') && character != ']';
            !is_index || character == '['
        })
        .collect()
}
