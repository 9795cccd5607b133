//! The record loop of one unit (CURRICULUM A7): what each record of a batch asks of its
//! weights, and the sums that grow record by record until they are divided and added.
//!
//! Here with the signs of that loop: δ = −∂loss/∂z, which for squared error is (y − ŷ)·f′(z)
//! and for cross-entropy y − ŷ, so that Δw is *added*.

use crate::nn::StepTrace;

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its number in the training set.
    pub example: u32,
    /// x (in).
    pub inputs: Vec<f32>,
    /// y.
    pub target: f32,
    /// ŷ.
    pub output: f32,
    /// δ.
    pub delta: f32,
    /// δ·x for each weight, and δ for the bias last (in + 1).
    pub asked: Vec<f32>,
    /// Δ: what it and all before it ask together (in + 1).
    pub sums: Vec<f32>,
}

/// The records of a batch; none if the network has more than one unit.
pub fn records(trace: &StepTrace) -> Vec<Record> {
    let [layer] = &trace.layers[..] else { return Vec::new() };
    if layer.bias.len() != 1 {
        return Vec::new();
    }
    let mut sums = vec![0.0; trace.inputs.ncols() + 1];
    let record = |(row, &example): (usize, &u32)| {
        let inputs = trace.inputs.row(row).to_vec();
        let delta = -layer.deltas[[row, 0]];
        let asked: Vec<f32> = (0..inputs.len())
            .map(|input| -trace.example_weight_gradient(0, row, 0, input))
            .chain([delta])
            .collect();
        for (sum, asked) in sums.iter_mut().zip(&asked) {
            *sum += asked;
        }
        Record {
            example,
            inputs,
            target: trace.targets[[row, 0]],
            output: layer.activations[[row, 0]],
            delta,
            asked,
            sums: sums.clone(),
        }
    };
    trace.examples.iter().enumerate().map(record).collect()
}

/// What the loop ends with: Δ/m (or Δ itself, if the loss is a plain sum) for each weight, the
/// bias last (in + 1); none if the network has more than one unit.
pub fn mean_asked(trace: &StepTrace) -> Option<Vec<f32>> {
    let [layer] = &trace.layers[..] else { return None };
    let weights = layer.weight_gradients.iter().chain(layer.bias_gradients.iter());
    (layer.bias.len() == 1).then(|| weights.map(|gradient| -gradient).collect())
}
