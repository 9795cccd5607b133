//! One update as a `.safetensors` file: every number of its [trace](StepTrace), to be
//! compared with what another program computes.
//!
//! | tensor | content |
//! |---|---|
//! | `examples` | index in the training set of each example of the batch, I64 |
//! | `inputs`, `targets` | x (batch, in), y (batch, out) |
//! | `example_weights` | how much each example counts: 1, or its class's weight |
//! | `example_losses` | loss of each example |
//! | `layers.i.weight`, `.bias` | parameters before the update |
//! | `layers.i.z`, `.a`, `.delta` | pre-activations, activations, ∂(example's loss)/∂z |
//! | `layers.i.mask` | dropout: 0 or 1/(1 − p); missing without dropout |
//! | `layers.i.weight.grad`, `.bias.grad` | gradient of the loss alone |
//! | `layers.i.weight.step_grad`, `.bias.step_grad` | what the optimizer was given: with penalty, clipped |
//! | `layers.i.weight.before.NAME`, `.after.NAME` | the optimizer's memory, slot by slot; likewise `.bias` |
//! | `layers.i.weight.new`, `.bias.new` | parameters after the update |
//!
//! Of large batches the arrays with one row an example hold the first rows only. The
//! metadata has the numbers that belong to no layer, and the network.

use super::{StepTrace, TensorFile};

/// The trace as the bytes of a file.
pub fn to_bytes(trace: &StepTrace) -> Vec<u8> {
    let mut file = TensorFile::default();
    let network = serde_json::to_string(&trace.network);
    file.note("network", network.expect("plain data always has a JSON form"));
    file.note("step", trace.step.to_string());
    file.note("epoch", trace.epoch.to_string());
    file.note("optimizer_t", trace.t.to_string());
    file.note("learning_rate", trace.learning_rate.to_string());
    file.note("batch_len", trace.batch_len.to_string());
    file.note("loss", trace.loss.to_string());
    file.note("penalty", trace.penalty.to_string());
    file.note("loss_after", trace.loss_after.to_string());
    file.note("penalty_after", trace.penalty_after.to_string());
    if let Some(clipped) = trace.clipped {
        file.note("gradient_norm", clipped.norm.to_string());
        file.note("clipping_factor", clipped.factor.to_string());
        file.note("n_cut", clipped.n_cut.to_string());
    }
    file.push_indices("examples", &trace.examples);
    file.push("inputs", &trace.inputs);
    file.push("targets", &trace.targets);
    file.push("example_weights", &trace.example_weights);
    file.push("example_losses", &trace.example_losses);
    let slots = trace.rules.optimizer.rule.slots;
    for (layer_idx, layer) in trace.layers.iter().enumerate() {
        let name = |what: &str| format!("layers.{layer_idx}.{what}");
        file.push(name("weight"), &layer.weights);
        file.push(name("bias"), &layer.bias);
        file.push(name("z"), &layer.pre_activations);
        file.push(name("a"), &layer.activations);
        file.push(name("delta"), &layer.deltas);
        if !layer.masks.is_empty() {
            file.push(name("mask"), &layer.masks);
        }
        file.push(name("weight.grad"), &layer.weight_gradients);
        file.push(name("bias.grad"), &layer.bias_gradients);
        file.push(name("weight.step_grad"), layer.optimizer_weight_gradients());
        file.push(name("bias.step_grad"), layer.optimizer_bias_gradients());
        for (when, state) in [("before", &layer.state_before), ("after", &layer.state_after)] {
            for (slot, values) in slots.iter().zip(state) {
                file.push(name(&format!("weight.{when}.{slot}")), &values.weights);
                file.push(name(&format!("bias.{when}.{slot}")), &values.bias);
            }
        }
        file.push(name("weight.new"), &layer.new_weights);
        file.push(name("bias.new"), &layer.new_bias);
    }
    file.to_bytes()
}
