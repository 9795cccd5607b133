//! Weights that other programs have saved: a PyTorch `state_dict` of `Linear` layers.
//!
//! A layer has the tensors `NAME.weight` (out, in) and, if it has a bias, `NAME.bias` (out),
//! whatever it is called: `layers.0`, `2`, `fc1`, `module.net.4`. The file says nothing of
//! the order of its layers, so it is that of their names, with numbers by their size, if
//! each layer then takes what the one before gives; else the only order in which it is so.
//! F64, F16 and BF16 are rounded to, or read as, single precision.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};
use safetensors::tensor::{Dtype, TensorView};

use super::{MAX_HEADER, WeightsError, finite, open_at_most};
use crate::nn::{Activation, DenseLayer, LayerSpec, Network, NetworkSpec};
use crate::registry::Choice;

/// Largest file: the parameters of the largest network in double precision.
pub const MAX_FOREIGN_BYTES: usize = 8 * NetworkSpec::MAX_PARAMETERS + MAX_HEADER;

/// The weights in the bytes of a `.safetensors` file as those of the network `spec`, whatever
/// its layers are called there. What Descent has saved is such a file, too; what it says of
/// activations and loss does not count.
///
/// # Errors
/// If the file is too large, cut off, of another kind, has tensors that are no layer's, or
/// layers of other shapes, or values that are not finite numbers.
pub fn read_foreign(bytes: &[u8], spec: &NetworkSpec) -> Result<Network, WeightsError> {
    let (file, _) = open_at_most(bytes, MAX_FOREIGN_BYTES)?;
    let found = in_order(found(file.iter())?);
    if found.len() != spec.layers().len() {
        return Err(WeightsError::LayerCount {
            found: shapes(&found),
            needs: spec.widths(),
            n_needs: spec.layers().len(),
        });
    }
    let layers = found
        .iter()
        .zip(spec.shapes().zip(spec.layers()))
        .enumerate()
        .map(|(layer_idx, (layer, (shape, spec)))| layer.read(layer_idx + 1, shape, spec.bias))
        .collect::<Result<_, _>>()?;
    Ok(Network::from_layers(spec.clone(), layers).expect("every shape has been checked"))
}

/// The network that such a file's weights are of, for [`read_foreign`]: widths and biases
/// are the file's, and what it does not say is given: the hidden layers' activation, and of
/// `like` the output's activation, the loss, and how a batch's losses are added up.
///
/// # Errors
/// As [`read_foreign`], and if its layers don't follow each other, or there can be no such
/// network.
pub fn spec_of_foreign(
    bytes: &[u8],
    hidden: Choice<Activation>,
    like: &NetworkSpec,
) -> Result<NetworkSpec, WeightsError> {
    let (file, _) = open_at_most(bytes, MAX_FOREIGN_BYTES)?;
    let found = in_order(found(file.iter())?);
    if let Some([before, layer]) = found.array_windows().find(|[a, b]| a.n_out() != b.n_in()) {
        return Err(WeightsError::Unchained {
            layer: layer.told(),
            n_in: layer.n_in(),
            before: before.told(),
            n_out: before.n_out(),
        });
    }
    let output = like.layers()[like.layers().len() - 1].activation;
    let last = found.len() - 1;
    let layers = found.iter().enumerate().map(|(layer_idx, layer)| {
        let activation = if layer_idx == last { output } else { hidden };
        let bias = layer.bias.is_some();
        LayerSpec { bias, ..LayerSpec::new(layer.n_out(), activation) }
    });
    let spec = NetworkSpec::new(found[0].n_in(), layers.collect(), like.loss())?;
    Ok(spec.with_reduction(like.reduction()))
}

/// A layer of the file.
struct Found<'a> {
    /// What stands before `weight` and `bias`, with its dot.
    prefix: String,
    weight: TensorView<'a>,
    bias: Option<TensorView<'a>>,
}

/// The layers, sorted by name; at least one.
fn found<'a>(
    tensors: impl Iterator<Item = (&'a str, TensorView<'a>)>,
) -> Result<Vec<Found<'a>>, WeightsError> {
    let mut weights = BTreeMap::new();
    let mut biases = BTreeMap::new();
    for (name, tensor) in tensors {
        let (kind, n_dimensions) =
            if name.ends_with("weight") { (&mut weights, 2) } else { (&mut biases, 1) };
        let prefix = name.strip_suffix("weight").or_else(|| name.strip_suffix("bias"));
        let prefix = prefix.filter(|prefix| prefix.is_empty() || prefix.ends_with('.'));
        match prefix {
            Some(prefix) if tensor.shape().len() == n_dimensions => {
                kind.insert(by_number(prefix), (prefix.to_owned(), tensor));
            }
            _ => return Err(no_layer(name, &tensor)),
        }
    }
    let mut found = Vec::with_capacity(weights.len());
    for (key, (prefix, weight)) in weights {
        if weight.shape().contains(&0) {
            return Err(no_layer(&format!("{prefix}weight"), &weight));
        }
        let bias = biases.remove(&key).map(|(_, bias)| bias);
        found.push(Found { prefix, weight, bias });
    }
    if let Some((prefix, bias)) = biases.into_values().next() {
        return Err(no_layer(&format!("{prefix}bias"), &bias));
    }
    if found.is_empty() { Err(WeightsError::NoLayers) } else { Ok(found) }
}

fn no_layer(name: &str, tensor: &TensorView<'_>) -> WeightsError {
    WeightsError::NoLayer { name: name.to_owned(), shape: shape(tensor.shape()) }
}

/// A name's parts in the order of which names are sorted: numbers by their size, before other
/// text.
fn by_number(name: &str) -> Vec<(bool, usize, String)> {
    let is_digit = |c: &char| c.is_ascii_digit();
    let chars: Vec<char> = name.chars().collect();
    let parts = chars.chunk_by(|a, b| is_digit(a) == is_digit(b));
    let parts = parts.map(|part| {
        let text: String = part.iter().collect();
        if !is_digit(&part[0]) {
            return (true, 0, text);
        }
        let number = text.trim_start_matches('0');
        (false, number.len(), number.to_owned())
    });
    // At last as it is: 01 and 1 are two names.
    parts.chain([(true, 0, name.to_owned())]).collect()
}

/// The layers in the order in which they follow each other.
fn in_order(found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let follow =
        |order: &[usize]| order.array_windows().all(|&[a, b]| found[a].n_out() == found[b].n_in());
    let by_name: Vec<usize> = (0..found.len()).collect();
    if found.len() > NetworkSpec::MAX_LAYERS || follow(&by_name) {
        return found;
    }
    let mut orders = Vec::new();
    add_orders(&found, &mut Vec::new(), &mut orders);
    let [order] = orders.as_slice() else { return found };
    let mut found: Vec<_> = found.into_iter().map(Some).collect();
    order.iter().filter_map(|&idx| found[idx].take()).collect()
}

/// Orders in which each layer takes what the one before gives, and which begin so; no more
/// than two.
fn add_orders(found: &[Found<'_>], begun: &mut Vec<usize>, orders: &mut Vec<Vec<usize>>) {
    if begun.len() == found.len() {
        orders.push(begun.clone());
    }
    for next in 0..found.len() {
        let follows = begun.last().is_none_or(|&last| found[last].n_out() == found[next].n_in());
        if orders.len() < 2 && follows && !begun.contains(&next) {
            begun.push(next);
            add_orders(found, begun, orders);
            begun.pop();
        }
    }
}

impl Found<'_> {
    fn n_in(&self) -> usize {
        self.weight.shape()[1]
    }

    fn n_out(&self) -> usize {
        self.weight.shape()[0]
    }

    /// Its weight's name.
    fn told(&self) -> String {
        format!("{}weight", self.prefix)
    }

    /// Its parameters, as those of the network's layer with this number.
    fn read(
        &self,
        layer: usize,
        (fan_in, fan_out): (usize, usize),
        has_bias: bool,
    ) -> Result<DenseLayer, WeightsError> {
        let weights = numbers(&self.told(), &self.weight, layer, &[fan_out, fan_in])?;
        let name = format!("{}bias", self.prefix);
        let bias = match &self.bias {
            Some(bias) => numbers(&name, bias, layer, &[fan_out])?,
            None if has_bias => {
                return Err(WeightsError::NoBias { name, layer, needs: fan_out });
            }
            None => vec![0.0; fan_out],
        };
        if !has_bias && bias.iter().any(|&b| b != 0.0) {
            return Err(WeightsError::HasBias { name, layer });
        }
        let weights = Array2::from_shape_vec((fan_out, fan_in), weights);
        Ok(DenseLayer { weights: weights.expect("it was checked"), bias: Array1::from_vec(bias) })
    }
}

/// A tensor's numbers, if it has the shape that the network's layer needs.
fn numbers(
    name: &str,
    tensor: &TensorView<'_>,
    layer: usize,
    needs: &[usize],
) -> Result<Vec<f32>, WeightsError> {
    if tensor.shape() != needs {
        let (found, needs) = (shape(tensor.shape()), shape(needs));
        return Err(WeightsError::OtherShape { name: name.to_owned(), found, layer, needs });
    }
    let data = tensor.data();
    let numbers = match tensor.dtype() {
        Dtype::F32 => data.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect(),
        Dtype::F64 => data.as_chunks().0.iter().map(|&b| f64::from_le_bytes(b) as f32).collect(),
        Dtype::F16 => data.as_chunks().0.iter().map(|&b| half(u16::from_le_bytes(b))).collect(),
        Dtype::BF16 => {
            let single = |&[low, high]: &[u8; 2]| f32::from_le_bytes([0, 0, low, high]);
            data.as_chunks().0.iter().map(single).collect()
        }
        other => {
            let (name, found) = (name.to_owned(), format!("{other:?}"));
            return Err(WeightsError::NumberType { name, found });
        }
    };
    finite(name, numbers)
}

/// An IEEE half-precision number: sign, 5 bits of exponent, 10 of fraction.
fn half(bits: u16) -> f32 {
    let (exponent, fraction) = (u32::from(bits >> 10 & 31), u32::from(bits & 0x3ff));
    let magnitude = match exponent {
        // 2⁻²⁴ times the fraction.
        0 => fraction as f32 / (1 << 24) as f32,
        31 => f32::from_bits(0xff << 23 | fraction << 13),
        _ => f32::from_bits((exponent + 127 - 15) << 23 | fraction << 13),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}

/// 10×128.
fn shape(sizes: &[usize]) -> String {
    if sizes.is_empty() {
        return "a single number".to_owned();
    }
    let sizes: Vec<String> = sizes.iter().map(usize::to_string).collect();
    sizes.join("×")
}

/// The layers' weights, by name and shape.
fn shapes(found: &[Found<'_>]) -> String {
    let told = found.iter().take(NetworkSpec::MAX_LAYERS);
    let mut told: Vec<String> =
        told.map(|layer| format!("{} {}", layer.told(), shape(layer.weight.shape()))).collect();
    if found.len() > told.len() {
        told.push("…".to_owned());
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_count() {
        let mut names = ["fc10.", "fc2.", "fc1.", "a.10.b.", "a.9.b.", "", "2.", "10.", "fc02."];
        names.sort_by_key(|name| by_number(name));
        assert_eq!(names, ["2.", "10.", "", "a.9.b.", "a.10.b.", "fc1.", "fc02.", "fc2.", "fc10."]);
    }

    #[test]
    fn every_half_is_the_number_it_stands_for() {
        for bits in 0..=u16::MAX {
            let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 0x3ff));
            let magnitude = match exponent {
                0 => fraction / 1024.0 * 2_f64.powi(-14),
                31 if fraction == 0.0 => f64::INFINITY,
                31 => f64::NAN,
                _ => (1.0 + fraction / 1024.0) * 2_f64.powi(exponent - 15),
            };
            let expected = if bits >> 15 == 1 { -magnitude } else { magnitude };
            let number = f64::from(half(bits));
            assert!(number == expected || number.is_nan() && expected.is_nan(), "{bits:#x}");
        }
        assert_eq!(half(0x8000).to_bits(), (-0.0_f32).to_bits());
    }
}
