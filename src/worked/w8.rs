//! W8: squared error of one number, and the first step of each optimizer.

use ndarray::array;

use super::rehearsal::{unit, weight};
use super::{Card, GivenLayer, Instead, Number, Printed, Wanted};
use crate::nn::Reduction;
use crate::nn::activation::IDENTITY;
use crate::nn::loss::SQUARED_ERROR;
use crate::nn::optimizer::{ADAGRAD, ADAM, MOMENTUM, RMSPROP};

const W: Number = Number::Value(weight(0, 0, 0));

/// x = 3, w = 2, y = 10, η = 0.01.
pub static W8: Card = Card {
    key: "w8",
    title: "Squared error, and the first step of each optimizer",
    about: "One input of 3 and one weight of 2 make 6, where 10 was wanted: the slope of the \
            square is 2·(6 − 10), and the weight's gradient that times 3. The learning rate is \
            0.01. Plain descent and momentum go by the size of the gradient; AdaGrad and Adam \
            divide by it, so that the first step is as long as the learning rate itself.",
    inputs: || array![[3.0]],
    wanted: Wanted::Values(&[10.0]),
    layers: || vec![GivenLayer::new(&IDENTITY, array![[2.0]])],
    loss: &SQUARED_ERROR,
    reduction: Reduction::Mean,
    learning_rate: 0.01,
    printed: &[
        Printed::new("prediction", Number::Activation(unit(0, 0)), "6"),
        Printed::new("slope", Number::Delta(unit(0, 0)), "−8"),
        Printed::new("∂w", Number::Gradient(weight(0, 0, 0)), "−24"),
        Printed::new("new w", W, "2.24").after(1),
        Printed::new("new w by momentum", W, "2.24")
            .after(1)
            .with(Instead::Optimizer(&MOMENTUM))
            .noted("The first step has nothing yet to keep up from the one before."),
        Printed::new("new w by AdaGrad", W, "2.01").after(1).with(Instead::Optimizer(&ADAGRAD)),
        Printed::new("new w by Adam", W, "2.01").after(1).with(Instead::Optimizer(&ADAM)),
        Printed::new("new w by RMSprop", W, "2.0316228")
            .after(1)
            .with(Instead::Optimizer(&RMSPROP))
            .noted("Its mean of squares starts at 0 and has taken in a tenth: 0.01/√0.1."),
    ],
};
