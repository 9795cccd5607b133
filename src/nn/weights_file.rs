//! Networks as `.safetensors` files, which PyTorch and many others read.
//!
//! Layer i has the tensors `layers.i.weight` (out, in) and, if it has a bias,
//! `layers.i.bias` (out), both F32: the names and shapes of a PyTorch `ModuleList` of
//! `Linear` called `layers`. The
//! metadata entry `network` holds the [`NetworkSpec`] as JSON, activations and loss
//! included, so that the file alone is enough to run the network.
//!
//! Files of other programs, whose layers have other names: [`read_foreign`].
//!
//! Format: <https://github.com/huggingface/safetensors>.

mod foreign;

pub use foreign::{MAX_FOREIGN_BYTES, read_foreign, spec_of_foreign};

use std::collections::BTreeMap;

use ndarray::{Array, Array1, Dimension, IntoDimension};
use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, Metadata, SafeTensors};

use super::tensor_file::TensorFile;
use super::{DenseLayer, Network, NetworkSpec, SpecError};
use crate::count::grouped;

/// The metadata entry with the network's description.
const SPEC_KEY: &str = "network";

/// A file that holds no network that can be run; the text says why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// More than the largest network needs.
    #[error("the file has {bytes} bytes; the largest network needs {max}: is it the right file?", bytes = grouped(*bytes as u64), max = grouped(*max as u64))]
    TooLarge {
        /// Bytes given.
        bytes: usize,
        /// Bytes that the largest network needs.
        max: usize,
    },
    /// Not a safetensors file, or cut off.
    #[error(
        "this is not a .safetensors file, or it is cut off ({0}): choose the file that was saved, or save it once more"
    )]
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
    /// Nothing in it.
    #[error(
        "the file has no layers: they would be tensors NAME.weight (out×in) and NAME.bias (out)"
    )]
    NoLayers,
    /// A tensor that is not of a layer of this kind.
    #[error(
        "{name} ({shape}) belongs to no layer as they are here: a layer has NAME.weight (out×in) and, with a bias, NAME.bias (out), as PyTorch's Linear"
    )]
    NoLayer {
        /// Its name.
        name: String,
        /// Its shape.
        shape: String,
    },
    /// More or fewer layers than the network has.
    #[error("the file's layers are {found}; this network, {needs}, has {n_needs}")]
    LayerCount {
        /// Names and shapes of the file's.
        found: String,
        /// Widths of the network.
        needs: String,
        /// How many layers it has.
        n_needs: usize,
    },
    /// A layer that does not take what the one before gives.
    #[error("{layer} takes {n_in} inputs, and {before} before it gives {n_out}")]
    Unchained {
        /// Its weights' name.
        layer: String,
        /// Its inputs.
        n_in: usize,
        /// The name of the weights before.
        before: String,
        /// Their outputs.
        n_out: usize,
    },
    /// A layer of another shape.
    #[error("{name} is {found}; this network's layer {layer} needs {needs}")]
    OtherShape {
        /// The tensor's name.
        name: String,
        /// Its shape.
        found: String,
        /// Counted from 1.
        layer: usize,
        /// The shape that fits.
        needs: String,
    },
    /// A layer without its bias.
    #[error(
        "there is no {name}; this network's layer {layer} needs one of {needs}: take its bias away, or save zeros"
    )]
    NoBias {
        /// The name it would have.
        name: String,
        /// Counted from 1.
        layer: usize,
        /// Units of the layer.
        needs: usize,
    },
    /// A bias for a layer that has none.
    #[error("this network's layer {layer} has no bias, and {name} is not all 0: give it one")]
    HasBias {
        /// The tensor's name.
        name: String,
        /// Counted from 1.
        layer: usize,
    },
    /// Numbers that are no parameters.
    #[error("{name} holds numbers of type {found}; F64, F32, F16 and BF16 are read")]
    NumberType {
        /// The tensor's name.
        name: String,
        /// What they are.
        found: String,
    },
    /// Of the file's layers no network can be built.
    #[error("a network of the file's layers can't be: {0}")]
    Spec(#[from] SpecError),
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
    if let Some(found) =
        described.as_ref().map(NetworkSpec::widths).filter(|found| *found != spec.widths())
    {
        return Err(WeightsError::OtherWidths { found, needs: spec.widths() });
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
            Err(WeightsError::Surplus { names, needs: spec.widths() })
        }
        network => Ok((network?, described)),
    }
}

/// The network that a file says its weights are of, if it says so and can be understood.
pub fn described_in(bytes: &[u8]) -> Option<NetworkSpec> {
    let (_, header) = open_at_most(bytes, MAX_FOREIGN_BYTES).ok()?;
    described(&header).ok()?
}

/// The file's tensors, and its header, which has the metadata.
fn open(bytes: &[u8]) -> Result<(SafeTensors<'_>, Metadata), WeightsError> {
    open_at_most(bytes, MAX_BYTES)
}

/// The same of a file of at most so many bytes.
fn open_at_most(bytes: &[u8], max: usize) -> Result<(SafeTensors<'_>, Metadata), WeightsError> {
    if bytes.len() > max {
        return Err(WeightsError::TooLarge { bytes: bytes.len(), max });
    }
    let header_len = bytes.first_chunk().map_or(0, |&len| u64::from_le_bytes(len));
    if header_len > MAX_HEADER as u64 {
        return Err(WeightsError::NotSafetensors("it does not begin as one does".to_owned()));
    }
    let not_safetensors = |error| WeightsError::NotSafetensors(damage(bytes, &error));
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
    let file = SafeTensors::deserialize(bytes).map_err(not_safetensors)?;
    Ok((file, header))
}

/// What there is in place of a whole file, without the words of those who wrote the format.
fn damage(bytes: &[u8], error: &SafeTensorError) -> String {
    match error {
        _ if bytes.is_empty() => "it is empty".to_owned(),
        SafeTensorError::HeaderTooSmall => "it has only a few bytes".to_owned(),
        SafeTensorError::InvalidHeaderLength | SafeTensorError::MetadataIncompleteBuffer => {
            "it is shorter or longer than it says itself".to_owned()
        }
        SafeTensorError::InvalidOffset(name) => {
            format!("the numbers of \"{name}\" are not where it says")
        }
        _ => "it does not begin as one does".to_owned(),
    }
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
    let numbers = finite(&name, numbers)?;
    Ok(Array::from_shape_vec(shape, numbers).expect("the file's shape was checked"))
}

/// A tensor's numbers, if they can be parameters.
fn finite(name: &str, numbers: Vec<f32>) -> Result<Vec<f32>, WeightsError> {
    if numbers.iter().all(|number| number.is_finite()) {
        return Ok(numbers);
    }
    Err(WeightsError::NotFinite { name: name.to_owned() })
}
