//! Networks as `.safetensors` files, which PyTorch and many others read.
//!
//! Layer i has the tensors `layers.i.weight` (out, in) and `layers.i.bias` (out), both
//! F32: the names and shapes of a PyTorch `ModuleList` of `Linear` called `layers`. The
//! metadata entry `network` holds the [`NetworkSpec`] as JSON, activations and loss
//! included, so that the file alone is enough to run the network.
//!
//! Format: <https://github.com/huggingface/safetensors>.

use ndarray::{Array, Dimension, IntoDimension};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use super::{DenseLayer, Network, NetworkSpec};

/// The metadata entry with the network's description.
const SPEC_KEY: &str = "network";

/// A file that holds no network that can be run; the text says why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// Not a safetensors file, or cut off.
    #[error("this is not a whole .safetensors file: {0}")]
    NotSafetensors(String),
    /// No description of the network.
    #[error(
        "the file does not say which network its weights belong to: its metadata need an entry \"{SPEC_KEY}\""
    )]
    NoDescription,
    /// A description that can't be read or can't be built.
    #[error("the file's description of the network is wrong: {0}")]
    Description(#[source] serde_json::Error),
    /// A tensor is missing.
    #[error("the file has no tensor \"{name}\"")]
    Missing {
        /// Its name.
        name: String,
    },
    /// A tensor of another shape or number type.
    #[error("tensor \"{name}\" is {found}; the network needs F32 {needs:?}")]
    Mismatch {
        /// Its name.
        name: String,
        /// Number type and shape in the file.
        found: String,
        /// Shape that fits.
        needs: Vec<usize>,
    },
    /// A parameter that is no finite number.
    #[error("tensor \"{name}\" holds a value that is not a finite number")]
    NotFinite {
        /// Its name.
        name: String,
    },
}

/// A network as the bytes of a `.safetensors` file. The same network gives the same bytes.
pub fn to_bytes(network: &Network) -> Vec<u8> {
    to_bytes_with(network, &[])
}

/// The same with further entries in the metadata, for people to read.
pub fn to_bytes_with(network: &Network, notes: &[(&str, &str)]) -> Vec<u8> {
    let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = network
        .layers()
        .iter()
        .enumerate()
        .flat_map(|(layer_idx, DenseLayer { weights, bias })| {
            [
                (weight_name(layer_idx), weights.shape().to_vec(), to_le_bytes(weights)),
                (bias_name(layer_idx), bias.shape().to_vec(), to_le_bytes(bias)),
            ]
        })
        .collect();
    let views = tensors.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes);
        (name.as_str(), view.expect("four bytes for each element"))
    });
    let spec = serde_json::to_string(network.spec()).expect("plain data always has a JSON form");
    let notes = notes.iter().map(|&(key, text)| (key.to_owned(), text.to_owned()));
    let metadata = notes.chain([(SPEC_KEY.to_owned(), spec)]).collect();
    safetensors::serialize(views, Some(metadata)).expect("names are unique, lengths are right")
}

/// The network in the bytes of a `.safetensors` file.
///
/// # Errors
/// If the file is cut off, of another kind, lacks the description or a tensor, or has
/// one of another shape or with values that are not finite numbers.
pub fn from_bytes(bytes: &[u8]) -> Result<Network, WeightsError> {
    let not_safetensors =
        |error: safetensors::SafeTensorError| WeightsError::NotSafetensors(error.to_string());
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
    let file = SafeTensors::deserialize(bytes).map_err(not_safetensors)?;
    let spec = header.metadata().as_ref().and_then(|metadata| metadata.get(SPEC_KEY));
    let spec = spec.ok_or(WeightsError::NoDescription)?;
    let spec: NetworkSpec = serde_json::from_str(spec).map_err(WeightsError::Description)?;

    let layers = spec
        .shapes()
        .enumerate()
        .map(|(layer_idx, (fan_in, fan_out))| {
            Ok(DenseLayer {
                weights: read(&file, weight_name(layer_idx), (fan_out, fan_in))?,
                bias: read(&file, bias_name(layer_idx), fan_out)?,
            })
        })
        .collect::<Result<_, WeightsError>>()?;
    Ok(Network::from_layers(spec, layers).expect("every shape has been checked"))
}

fn weight_name(layer_idx: usize) -> String {
    format!("layers.{layer_idx}.weight")
}

fn bias_name(layer_idx: usize) -> String {
    format!("layers.{layer_idx}.bias")
}

fn to_le_bytes<D: Dimension>(array: &Array<f32, D>) -> Vec<u8> {
    array.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// One tensor, checked.
fn read<D: Dimension>(
    file: &SafeTensors<'_>,
    name: String,
    shape: impl IntoDimension<Dim = D>,
) -> Result<Array<f32, D>, WeightsError> {
    let shape = shape.into_dimension();
    let Ok(tensor) = file.tensor(&name) else {
        return Err(WeightsError::Missing { name });
    };
    if tensor.dtype() != Dtype::F32 || tensor.shape() != shape.slice() {
        let found = format!("{:?} {:?}", tensor.dtype(), tensor.shape());
        return Err(WeightsError::Mismatch { name, found, needs: shape.slice().to_vec() });
    }
    let (chunks, _) = tensor.data().as_chunks::<4>();
    let numbers: Vec<f32> = chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    if !numbers.iter().all(|number| number.is_finite()) {
        return Err(WeightsError::NotFinite { name });
    }
    Ok(Array::from_shape_vec(shape, numbers).expect("the file's shape was checked"))
}
