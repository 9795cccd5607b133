//! The engine against PyTorch: logits, gradients, ten losses and the parameters after
//! ten updates, from files that `tests/golden/make.py` made: they need no PyTorch, while
//! `tests/torch.rs`, which needs one, has cases for every member of every registry.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use descent::nn::{
    DenseLayer, Learner, Network, NetworkSpec, Optimizer, OptimizerSpec, Part, Target, Workspace,
};
use descent::registry::Choice;
use ndarray::{Array, ArrayD, Dimension, Ix1, Ix2};
use safetensors::tensor::{Dtype, SafeTensors};
use serde::Deserialize;

/// PyTorch computed in float64 and the engine in float32: about six digits agree.
const TOLERANCE: f32 = 5e-6;

#[derive(Deserialize)]
struct Case {
    network: NetworkSpec,
    optimizer: Choice<Optimizer>,
    learning_rate: f32,
    batch_size: usize,
}

struct Golden {
    case: Case,
    numbers: HashMap<String, ArrayD<f32>>,
    labels: Vec<u8>,
}

impl Golden {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let (_, header) = SafeTensors::read_metadata(&bytes).unwrap();
        let case = serde_json::from_str(&header.metadata().as_ref().unwrap()["case"]).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let floats = file.iter().filter(|(_, tensor)| tensor.dtype() == Dtype::F32);
        let numbers = floats.map(|(name, tensor)| {
            let numbers = tensor.data().as_chunks().0.iter().map(|&b| f32::from_le_bytes(b));
            let array = ArrayD::from_shape_vec(tensor.shape(), numbers.collect()).unwrap();
            (name.to_owned(), array)
        });
        let labels = file.tensor("labels").unwrap().data().to_vec();
        Self { case, numbers: numbers.collect(), labels }
    }

    fn array<D: Dimension>(&self, name: &str) -> Array<f32, D> {
        self.numbers[name].clone().into_dimensionality().unwrap()
    }

    fn start(&self) -> Network {
        let layers = (0..self.case.network.layers().len()).map(|layer_idx| DenseLayer {
            weights: self.array(&format!("start.{layer_idx}.weight")),
            bias: self.array(&format!("start.{layer_idx}.bias")),
        });
        Network::from_layers(self.case.network.clone(), layers.collect()).unwrap()
    }

    /// Compares with the stored array of that name.
    fn expect<'a>(&self, name: &str, ours: impl IntoIterator<Item = &'a f32>) {
        let theirs = &self.numbers[name];
        let ours: Vec<f32> = ours.into_iter().copied().collect();
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for (idx, (&ours, &theirs)) in ours.iter().zip(theirs).enumerate() {
            let allowed = TOLERANCE * (1.0 + theirs.abs());
            assert!((ours - theirs).abs() <= allowed, "{name}[{idx}]: {ours}, PyTorch {theirs}");
        }
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|end| end == "safetensors")).collect()
}

fn compare(golden: &Golden) {
    let x: Array<f32, Ix2> = golden.array("x");
    let losses: Array<f32, Ix1> = golden.array("losses");
    let optimizer = OptimizerSpec::defaults(golden.case.optimizer);
    let mut learner = Learner::new(golden.start(), optimizer);
    let mut workspace = Workspace::new(&golden.case.network, golden.case.batch_size);

    let mut start = 0;
    let mut our_losses = Vec::new();
    for step in 0..losses.len() {
        let end = (start + golden.case.batch_size).min(x.nrows());
        workspace.clear();
        for row in start..end {
            let x = x.row(row);
            workspace.push(Target::Class(golden.labels[row]), |inputs| {
                inputs.copy_from_slice(x.as_slice().unwrap())
            });
        }
        let part = Part::whole(end - start);
        our_losses.push(learner.learn_from(&mut workspace, part).loss());
        if step == 0 {
            let logits = (0..end).flat_map(|row| {
                let layers = workspace.layer_values(row);
                layers[layers.len() - 1].pre_activations.to_vec()
            });
            golden.expect("logits", &logits.collect::<Vec<_>>());
            for (layer_idx, gradient) in learner.gradients().iter().enumerate() {
                golden.expect(&format!("gradient.{layer_idx}.weight"), &gradient.weights);
                golden.expect(&format!("gradient.{layer_idx}.bias"), &gradient.bias);
            }
        }
        learner.update(golden.case.learning_rate);
        start = if end == x.nrows() { 0 } else { end };
    }
    golden.expect("losses", &our_losses);
    for (layer_idx, layer) in learner.network().layers().iter().enumerate() {
        golden.expect(&format!("end.{layer_idx}.weight"), &layer.weights);
        golden.expect(&format!("end.{layer_idx}.bias"), &layer.bias);
    }
}

#[test]
fn ten_steps_agree_with_pytorch() {
    for path in files() {
        println!("{}", path.display());
        compare(&Golden::read(&path));
    }
}
