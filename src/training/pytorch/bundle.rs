//! All that PyTorch needs to go on with a run, as one .zip file.

use std::fmt::Write;

use ndarray::{Axis, arr0};

use super::zip::Zip;
use super::{config_now, script_from};
use crate::data::{Dataset, DatasetSpec, Features, Split, Targets};
use crate::nn::TensorFile;
use crate::training::{Trainer, weights};

/// The run from where it stands, in a folder of this name: `script.py`, `start.safetensors`
/// with the weights of now, what the optimizer remembers, the configuration, the run's own
/// data (points are in the script; shipped data are not in it), and `README.txt`.
pub fn bundle(trainer: &Trainer, data: &Dataset, folder: &str) -> Vec<u8> {
    let config = config_now(trainer);
    let mut files = vec![
        ("script.py", script_from(trainer).into_bytes()),
        (
            "start.safetensors",
            weights::to_bytes(trainer.network(), &config).expect("the network is the run's"),
        ),
        ("config.json", config.to_json().into_bytes()),
    ];
    if remembers(trainer) {
        files.push(("optimizer.safetensors", memory(trainer)));
    }
    if let DatasetSpec::Own(_) = config.dataset {
        files.extend(own_data(&config.dataset, data));
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let readme = readme(trainer, &config.dataset, &names);
    let mut zip = Zip::default();
    zip.push(&format!("{folder}/README.txt"), readme.as_bytes());
    for (name, bytes) in &files {
        zip.push(&format!("{folder}/{name}"), bytes);
    }
    zip.into_bytes()
}

/// Whether the optimizer remembers anything of the steps that were made.
pub(super) fn remembers(trainer: &Trainer) -> bool {
    let state = trainer.optimizer_state();
    state.t > 0 && state.n_slots() > 0
}

/// What the optimizer remembers, as PyTorch's has it: for each parameter a tensor a name, and
/// how many steps it has made.
fn memory(trainer: &Trainer) -> Vec<u8> {
    let state = trainer.optimizer_state();
    let layers = trainer.config().network.layers();
    let slots = trainer.config().optimizer.rule.pytorch_slots;
    let mut file = TensorFile::default();
    for (layer_idx, (remembered, layer)) in state.layers.iter().zip(layers).enumerate() {
        for (slot_idx, slot) in slots.iter().enumerate() {
            let weights = remembered.weights.index_axis(Axis(0), slot_idx).to_owned();
            file.push(format!("layers.{layer_idx}.weight.{slot}"), &weights);
            if layer.bias {
                let bias = remembered.bias.row(slot_idx).to_owned();
                file.push(format!("layers.{layer_idx}.bias.{slot}"), &bias);
            }
        }
        file.push(format!("layers.{layer_idx}.weight.step"), &arr0(state.t as f32));
        if layer.bias {
            file.push(format!("layers.{layer_idx}.bias.step"), &arr0(state.t as f32));
        }
    }
    file.to_bytes()
}

/// Data of one's own as files that the script finds beside it.
fn own_data(spec: &DatasetSpec, data: &Dataset) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = Vec::new();
    for (split, table, images, labels) in [
        (&data.train, "train.csv", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        (&data.test, "test.csv", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
    ] {
        if split.is_empty() {
            continue;
        }
        match (split.features(), split.targets(), spec.image_size()) {
            (Features::Gray(pixels), Targets::Labels(classes), Some((rows, cols))) => {
                files.push((images, idx(&[split.len(), rows, cols], pixels)));
                files.push((labels, idx(&[split.len()], classes)));
            }
            _ => files.push((table, csv(spec, split).into_bytes())),
        }
    }
    files
}

fn idx(shape: &[usize], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, shape.len() as u8];
    file.extend(shape.iter().flat_map(|&size| (size as u32).to_be_bytes()));
    file.extend(bytes);
    file
}

/// A line an example, what is to be learned last. Numbers have the digits that give the same
/// number back.
fn csv(spec: &DatasetSpec, split: &Split) -> String {
    let mut text: String = (1..=split.n_features()).map(|i| format!("x{i},")).collect();
    match split.targets() {
        Targets::Labels(_) => text += "class",
        Targets::Values { width, .. } => {
            text += &(1..=*width).map(|i| format!("y{i}")).collect::<Vec<_>>().join(",");
        }
    }
    let mut x = vec![0.0; split.n_features()];
    for example_idx in 0..split.len() {
        text.push('\n');
        split.write_input(example_idx, &mut x);
        for x in &x {
            let _ = write!(text, "{x},");
        }
        match split.targets() {
            Targets::Labels(labels) => {
                let name = spec.class_name(labels[example_idx].into()).unwrap_or_default();
                let _ = write!(text, "\"{}\"", name.replace('"', "\"\""));
            }
            Targets::Values { width, values } => {
                let values = values[example_idx * width..][..*width].iter();
                text += &values.map(f32::to_string).collect::<Vec<_>>().join(",");
            }
        }
    }
    text + "\n"
}

fn readme(trainer: &Trainer, dataset: &DatasetSpec, names: &[&str]) -> String {
    let (step, epoch) = (trainer.step_count(), trainer.epoch());
    let mut text = format!(
        "A run of Descent, to go on with in PyTorch\n\n\
         It stands after {step} updates, {epoch:.2} epochs.\n\n"
    );
    for (name, what) in [
        ("script.py", "the network and its training, to read and to change"),
        ("start.safetensors", "the weights as they are now"),
        ("optimizer.safetensors", "what the optimizer remembers of the updates made"),
        ("config.json", "all that determines the run, for Descent"),
        ("train.csv", "what it learns from"),
        ("test.csv", "what is held out"),
        ("train-images-idx3-ubyte", "the images it learns from"),
        ("train-labels-idx1-ubyte", "their labels"),
        ("t10k-images-idx3-ubyte", "the held-out images"),
        ("t10k-labels-idx1-ubyte", "their labels"),
    ] {
        if names.contains(&name) {
            let _ = writeln!(text, "{name:<24} {what}");
        }
    }
    text += "\nWith Python, in this folder:\n\n    \
             pip install torch numpy safetensors\n    \
             python script.py\n\n\
             It goes on with the same examples in the same order, and writes its weights to\n\
             pytorch.safetensors, which Descent opens. On a graphics card:\n\n    \
             python script.py --device cuda\n\n\
             On several, and on several machines:\n\n    \
             torchrun --nproc-per-node=2 script.py --distributed\n    \
             torchrun --nnodes=2 --nproc-per-node=2 --rdzv-backend=c10d \\\n        \
             --rdzv-endpoint=FIRST_MACHINE:29500 script.py --distributed\n\n\
             The processes share each batch and make the same updates as one alone. With a\n\
             network as small as this, one is likely to be the fastest.\n\n\
             python script.py --help lists what else it can do.\n";
    if let Some(source) = dataset.source() {
        let _ = write!(
            text,
            "\nThe data are not in this folder. Put the four files of {name} into it, as they\n\
             are published, compressed (.gz) or not:\n\n    \
             train-images-idx3-ubyte    train-labels-idx1-ubyte\n    \
             t10k-images-idx3-ubyte     t10k-labels-idx1-ubyte\n\n\
             With torchvision installed, this downloads them into {class}/raw:\n\n    \
             python -c \"import torchvision; torchvision.datasets.{class}('.', download=True)\"\n\n\
             {credit}\n",
            name = source.name,
            class = source.name.replace('-', ""),
            credit = source.credit,
        );
    }
    text
}
