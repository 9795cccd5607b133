//! Networks as `.safetensors` files, which PyTorch and many others read.
//!
//! Layer i has the tensors `layers.i.weight` (out, in) and `layers.i.bias` (out), both
//! F32: the names and shapes of a PyTorch `ModuleList` of `Linear` called `layers`. The
//! metadata entry `network` holds the [`NetworkSpec`] as JSON, activations and loss
//! included, so that the file alone is enough to run the network.
//!
//! Format: <https://github.com/huggingface/safetensors>.

use std::collections::BTreeMap;

use ndarray::{Array, Dimension, IntoDimension};
use safetensors::tensor::{Dtype, SafeTensors};

use super::tensor_file::TensorFile;
use super::{DenseLayer, Network, NetworkSpec};

/// The metadata entry with the network's description.
const SPEC_KEY: &str = "network";

/// A file that holds no network that can be run; the text says why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// More than the largest network needs.
    #[error(
        "the file has {bytes} bytes; the largest network needs {MAX_BYTES}: is it the right file?"
    )]
    TooLarge {
        /// Bytes given.
        bytes: usize,
    },
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

/// Bytes besides the parameters that a file may have: names, shapes, metadata.
const MAX_HEADER: usize = 1 << 20;

/// Largest file: the parameters of the largest network, and what belongs to them.
pub const MAX_BYTES: usize = 4 * NetworkSpec::MAX_PARAMETERS + MAX_HEADER;

/// A network as the bytes of a `.safetensors` file. The same network gives the same bytes.
pub fn to_bytes(network: &Network) -> Vec<u8> {
    to_bytes_with(network, &[])
}

/// The same with further entries in the metadata, whatever they are about.
pub fn to_bytes_with(network: &Network, notes: &[(&str, &str)]) -> Vec<u8> {
    let mut file = TensorFile::default();
    for &(key, text) in notes {
        file.note(key, text);
    }
    let spec = serde_json::to_string(network.spec()).expect("plain data always has a JSON form");
    file.note(SPEC_KEY, spec);
    for (layer_idx, DenseLayer { weights, bias }) in network.layers().iter().enumerate() {
        file.push(weight_name(layer_idx), weights);
        file.push(bias_name(layer_idx), bias);
    }
    file.to_bytes()
}

/// The network in the bytes of a `.safetensors` file.
///
/// # Errors
/// If the file is too large, cut off, of another kind, lacks the description or a tensor,
/// or has one of another shape or with values that are not finite numbers.
pub fn from_bytes(bytes: &[u8]) -> Result<Network, WeightsError> {
    Ok(from_bytes_with(bytes)?.0)
}

/// The same, and all entries of the metadata.
pub fn from_bytes_with(bytes: &[u8]) -> Result<(Network, BTreeMap<String, String>), WeightsError> {
    if bytes.len() > MAX_BYTES {
        return Err(WeightsError::TooLarge { bytes: bytes.len() });
    }
    let header_len = bytes.first_chunk().map_or(0, |&len| u64::from_le_bytes(len));
    if header_len > MAX_HEADER as u64 {
        let problem = format!("its header would have {header_len} bytes");
        return Err(WeightsError::NotSafetensors(problem));
    }
    let not_safetensors =
        |error: safetensors::SafeTensorError| WeightsError::NotSafetensors(error.to_string());
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
    let file = SafeTensors::deserialize(bytes).map_err(not_safetensors)?;
    let metadata: BTreeMap<String, String> =
        header.metadata().iter().flatten().map(|(key, text)| (key.clone(), text.clone())).collect();
    let spec = metadata.get(SPEC_KEY).ok_or(WeightsError::NoDescription)?;
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
    let network = Network::from_layers(spec, layers).expect("every shape has been checked");
    Ok((network, metadata))
}

fn weight_name(layer_idx: usize) -> String {
    format!("layers.{layer_idx}.weight")
}

fn bias_name(layer_idx: usize) -> String {
    format!("layers.{layer_idx}.bias")
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
