//! Networks as `.safetensors` files, which PyTorch and many others read.
//!
//! Layer i has the tensors `layers.i.weight` (out, in) and, if it has a bias,
//! `layers.i.bias` (out), both F32: the names and shapes of a PyTorch `ModuleList` of
//! `Linear` called `layers`. The
//! metadata entry `network` holds the [`NetworkSpec`] as JSON, activations and loss
//! included, so that the file alone is enough to run the network.
//!
//! Format: <https://github.com/huggingface/safetensors>.

use std::collections::BTreeMap;
use std::iter;

use ndarray::{Array, Array1, Dimension, IntoDimension};
use safetensors::tensor::{Dtype, Metadata, SafeTensors};

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
    /// A description of a network of other widths than the one that is wanted.
    #[error("the file's weights are of a network {found}; the one that is wanted is {needs}")]
    OtherWidths {
        /// Widths in the file, from inputs to outputs.
        found: String,
        /// Widths that are wanted.
        needs: String,
    },
    /// Tensors that the network has no place for.
    #[error("the network {needs} has no place for: {}", names.join(", "))]
    Surplus {
        /// Their names.
        names: Vec<String>,
        /// Widths of the network.
        needs: String,
    },
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

/// Widths of a network from its inputs to its outputs, as they are written: 784-16-10.
fn widths(spec: &NetworkSpec) -> String {
    let layers = spec.layers().iter().map(|layer| layer.width);
    let widths: Vec<String> =
        iter::once(spec.n_inputs()).chain(layers).map(|n| n.to_string()).collect();
    widths.join("-")
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
        if network.spec().layers()[layer_idx].bias {
            file.push(bias_name(layer_idx), bias);
        }
    }
    file.to_bytes()
}

/// The network in the bytes of a `.safetensors` file.
///
/// # Errors
/// If the file is too large, cut off, of another kind, lacks the description or a tensor,
/// or has one of another shape or with values that are not finite numbers.
pub fn from_bytes(bytes: &[u8]) -> Result<Network, WeightsError> {
    let (file, header) = open(bytes)?;
    whole(&file, &header)
}

/// The same, and all entries of the metadata.
pub fn from_bytes_with(bytes: &[u8]) -> Result<(Network, BTreeMap<String, String>), WeightsError> {
    let (file, header) = open(bytes)?;
    let network = whole(&file, &header)?;
    let entries = header.metadata().iter().flatten();
    Ok((network, entries.map(|(key, text)| (key.clone(), text.clone())).collect()))
}

/// The parameters in the bytes of a `.safetensors` file as those of the network `spec`,
/// whether or not the file says which network they are of; and what it says, if it does.
/// Activations and loss may then be others than those of `spec`, which the parameters
/// don't show.
///
/// # Errors
/// As [`from_bytes`], and if the file's description is of other widths, or if the file has
/// tensors besides the network's.
pub fn read_into(
    spec: &NetworkSpec,
    bytes: &[u8],
) -> Result<(Network, Option<NetworkSpec>), WeightsError> {
    let (file, header) = open(bytes)?;
    let described = described(&header)?;
    if let Some(found) = described.as_ref().map(widths).filter(|found| *found != widths(spec)) {
        return Err(WeightsError::OtherWidths { found, needs: widths(spec) });
    }
    let belongs = |name: &str| {
        let mut layers = spec.layers().iter().enumerate();
        layers
            .any(|(idx, layer)| name == weight_name(idx) || (layer.bias && name == bias_name(idx)))
    };
    let mut names: Vec<String> = file.names().into_iter().map(str::to_owned).collect();
    names.retain(|name| !belongs(name));
    names.sort_unstable();
    let network = fill(spec.clone(), &file);
    match network {
        // A layer more in the file shows in the shape of the last one, too: this says it better.
        Ok(_) | Err(WeightsError::Mismatch { .. } | WeightsError::Missing { .. })
            if !names.is_empty() =>
        {
            Err(WeightsError::Surplus { names, needs: widths(spec) })
        }
        network => Ok((network?, described)),
    }
}

/// The file's tensors, and its header, which has the metadata.
fn open(bytes: &[u8]) -> Result<(SafeTensors<'_>, Metadata), WeightsError> {
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
    Ok((file, header))
}

/// The network that the file describes, with its parameters.
fn whole(file: &SafeTensors<'_>, header: &Metadata) -> Result<Network, WeightsError> {
    fill(described(header)?.ok_or(WeightsError::NoDescription)?, file)
}

/// The network that the metadata describe, if they do.
fn described(header: &Metadata) -> Result<Option<NetworkSpec>, WeightsError> {
    let text = header.metadata().as_ref().and_then(|entries| entries.get(SPEC_KEY));
    let spec = text.map(|text| serde_json::from_str(text));
    spec.transpose().map_err(WeightsError::Description)
}

/// The network with the file's parameters.
fn fill(spec: NetworkSpec, file: &SafeTensors<'_>) -> Result<Network, WeightsError> {
    let layers = spec
        .shapes()
        .enumerate()
        .map(|(layer_idx, (fan_in, fan_out))| {
            Ok(DenseLayer {
                weights: read(file, weight_name(layer_idx), (fan_out, fan_in))?,
                bias: if spec.layers()[layer_idx].bias {
                    read(file, bias_name(layer_idx), fan_out)?
                } else {
                    Array1::zeros(fan_out)
                },
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
