//! Fashion-MNIST: 60,000 + 10,000 pictures of clothes, 28×28 gray values: made to stand
//! where MNIST does, and harder to tell apart.

use super::Source;

/// The genuine Fashion-MNIST.
pub static FASHION_MNIST: Source = Source {
    key: "fashion_mnist",
    name: "Fashion-MNIST",
    folder: "data/fashion_mnist",
    examples: "pictures",
    bytes: 30_733_515,
    rows: 28,
    cols: 28,
    classes: &[
        "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
        "boot",
    ],
    n_train: 60_000,
    n_test: 10_000,
    mean: 0.2860,
    std: 0.3530,
    credit: "Fashion-MNIST by Han Xiao, Kashif Rasul and Roland Vollgraf (Zalando), MIT",
};
