//! W1: one whole update of a small network.

use ndarray::array;

use super::rehearsal::{unit, weight};
use super::{Card, GivenLayer, Instead, Number, Printed, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::SIGMOID;
use crate::nn::loss::{BINARY_CROSS_ENTROPY, SQUARED_ERROR};

const BY_CROSS_ENTROPY: Instead = Instead::Loss(&BINARY_CROSS_ENTROPY, Reduction::Mean);

/// 2-1-1, x = (0.1, 0.3), w = (0.4, −0.2), W = 0.1, y = 1.
pub static W1: Card = Card {
    key: "w1",
    title: "One update of a 2-1-1 network",
    about: "Two inputs, one hidden unit, one output, sigmoid in both and no biases; half the \
            squared error, learning rate 0.5. Forwards, backwards, and one step: the whole of \
            learning with three weights.",
    inputs: || array![[0.1, 0.3]],
    wanted: Wanted::Values(&[1.0]),
    layers: || {
        vec![
            GivenLayer::new(&SIGMOID, array![[0.4, -0.2]]),
            GivenLayer::new(&SIGMOID, array![[0.1]]),
        ]
    },
    loss: &SQUARED_ERROR,
    reduction: Reduction::HalfMean,
    learning_rate: 0.5,
    printed: &[
        Printed::new("h", Number::PreActivation(unit(0, 0)), "−0.02"),
        Printed::new("a", Number::Activation(unit(0, 0)), "0.49500016666"),
        Printed::new("z", Number::PreActivation(unit(1, 0)), "0.0495000166660"),
        Printed::new("ŷ", Number::Activation(unit(1, 0)), "0.512372477963"),
        Printed::new("loss", Number::Loss, "0.1188903"),
        Printed::new("δₒ", Number::Downhill(unit(1, 0)), "0.121832235361")
            .noted("(y − ŷ)·ŷ·(1 − ŷ), which points downhill: −∂loss/∂z."),
        Printed::new("δₕ", Number::Downhill(unit(0, 0)), "0.00304550132373"),
        Printed::new("ΔW", Number::Change(weight(1, 0, 0)), "0.0301534884040").after(1),
        Printed::new("Δw₁", Number::Change(weight(0, 0, 0)), "0.000152275066187").after(1),
        Printed::new("Δw₂", Number::Change(weight(0, 0, 1)), "0.00045").after(1).noted(
            "A slip in the notes: 0.000456… is nearer to 0.00046. The digits that were left out \
             were cut off and not rounded.",
        ),
        Printed::new("ŷ after the update", Number::Activation(unit(1, 0)), "0.5161021681")
            .after(1),
        Printed::new("loss after the update", Number::Loss, "0.1170786").after(1),
        Printed::new("δₒ by cross-entropy", Number::Downhill(unit(1, 0)), "0.4876275")
            .with(BY_CROSS_ENTROPY)
            .noted("y − ŷ alone: the slope ŷ·(1 − ŷ) has canceled, and the step is four times as long."),
        Printed::new("ΔW by cross-entropy", Number::Change(weight(1, 0, 0)), "0.1206879")
            .after(1)
            .with(BY_CROSS_ENTROPY),
    ],
};
