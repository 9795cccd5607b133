//! MNIST: 60,000 + 10,000 handwritten digits, 28×28 gray values.

use super::Source;

/// The genuine MNIST.
pub static MNIST: Source = Source {
    key: "mnist",
    name: "MNIST",
    folder: "data/mnist",
    examples: "digits",
    bytes: 11_311_542,
    rows: 28,
    cols: 28,
    classes: &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    n_train: 60_000,
    n_test: 10_000,
    mean: 0.1307,
    std: 0.3081,
    credit: "MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, CC BY-SA 3.0",
};
