//! What things are called: one name for one thing, in every pane.

use super::place::Places;
use crate::data::DigitImage;
use crate::nn::Activation;

/// "hidden layer 2", or "the output layer".
pub fn layer_name(layer_idx: usize, n_layers: usize) -> String {
    if layer_idx + 1 == n_layers {
        "the output layer".to_owned()
    } else {
        format!("hidden layer {}", layer_idx + 1)
    }
}

/// "unit 3 of hidden layer 2", or "output 3".
pub fn unit_name(layer_idx: usize, unit_idx: usize, n_layers: usize) -> String {
    if layer_idx + 1 == n_layers {
        format!("output {unit_idx}")
    } else {
        format!("unit {unit_idx} of {}", layer_name(layer_idx, n_layers))
    }
}

/// An input of the network where it is first spoken of: of a picture "pixel row 4, column
/// 16 (input 128)", else "input 2".
pub fn input_name(n_inputs: usize, input_idx: usize) -> String {
    if n_inputs == DigitImage::LEN {
        let (row, col) = (input_idx / DigitImage::SIDE, input_idx % DigitImage::SIDE);
        format!("pixel row {row}, column {col} (input {input_idx})")
    } else {
        format!("input {input_idx}")
    }
}

/// Where a unit's input comes from, where it is first spoken of.
pub fn source_name(places: &Places, layer_idx: usize, input_idx: usize) -> String {
    match layer_idx.checked_sub(1) {
        None => input_name(places.n_in(0), input_idx),
        Some(below) => unit_name(below, input_idx, places.n_layers()),
    }
}

/// The same in short, in tables and from then on: "input 128", "unit 3".
pub fn short_source_name(layer_idx: usize, input_idx: usize) -> String {
    let noun = if layer_idx == 0 { "input" } else { "unit" };
    format!("{noun} {input_idx}")
}

/// What an example is: of pictures "a 7", "an 8", "a coat"; of other data "one of class 1".
pub fn label_name(n_inputs: usize, class: &str) -> String {
    if n_inputs != DigitImage::LEN {
        return format!("one of class {class}");
    }
    let is_vowel = class.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    let article = if is_vowel || ["8", "11", "18"].contains(&class) { "an" } else { "a" };
    format!("{article} {class}")
}

/// An activation within a sentence or a formula: "sigmoid", "ReLU".
pub fn activation_name(activation: &Activation) -> String {
    let name = activation.name;
    let is_word = name.chars().skip(1).all(char::is_lowercase);
    if is_word { name.to_lowercase() } else { name.to_owned() }
}

/// So many of them: "1 unit", "12,544 weights".
pub fn count_of(n: usize, noun: &str) -> String {
    let plural = match (n, noun) {
        (1, _) => "",
        (_, "bias") => "es",
        _ => "s",
    };
    format!("{} {noun}{plural}", super::digits::grouped(n as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::activation::{RELU, SIGMOID};

    #[test]
    fn things_are_called_what_people_call_them() {
        assert_eq!(input_name(784, 128), "pixel row 4, column 16 (input 128)");
        assert_eq!(input_name(6, 5), "input 5");
        assert_eq!(label_name(784, "8"), "an 8");
        assert_eq!(label_name(784, "7"), "a 7");
        assert_eq!(label_name(784, "coat"), "a coat");
        assert_eq!(label_name(2, "0"), "one of class 0");
        assert_eq!(activation_name(&SIGMOID), "sigmoid");
        assert_eq!(activation_name(&RELU), "ReLU");
        assert_eq!(count_of(1, "unit"), "1 unit");
        assert_eq!(count_of(12_544, "weight"), "12,544 weights");
        assert_eq!(count_of(16, "bias"), "16 biases");
    }
}
