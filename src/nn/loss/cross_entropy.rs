//! Categorical cross-entropy on logits (CURRICULUM B4).

use super::Loss;
use crate::nn::activation::SOFTMAX;

/// −Σ y·ln ŷ, computed as log-softmax of the logits so that nothing underflows.
pub static CROSS_ENTROPY: Loss = Loss {
    key: "cross_entropy",
    name: "Cross-entropy",
    formula: "−Σⱼ yⱼ · ln aⱼ",
    needs_output: Some(&SOFTMAX),
};
