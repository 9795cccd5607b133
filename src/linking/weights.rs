//! The weights of a small network as text for an address, and back, bit for bit.
//!
//! ```text
//! text  = "1." base64url(bytes), without padding
//! bytes = deflate(planes), then 2 bytes: the low half of the CRC-32 of the planes, little-endian
//! planes = of all parameters, as 32-bit floats, the highest bytes, then the next, …
//! ```
//!
//! The parameters come layer by layer, the weights input by input, then the biases. Signs and
//! exponents are alike from weight to weight: side by side they pack, the rest hardly does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::count::grouped;
use crate::nn::init::ZEROS;
use crate::nn::{Network, NetworkSpec};
use crate::training::crc32::crc32;

/// Before all else: the version of the form.
const PREFIX: &str = "1.";

/// Longest text: with more a link is no longer one for a chat.
pub const MOST_CHARS: usize = 2_000;

/// Deflate's best.
const LEVEL: u8 = 9;

const CHECKSUM_LEN: usize = 2;

const PLANES: usize = size_of::<f32>();

/// Weights that can't be written or read; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// More than a link takes.
    #[error("this network has {n} weights, and a link takes about 420 of them", n = grouped(*n as u64))]
    TooMany {
        /// Parameters of the network.
        n: usize,
    },
    /// One is no finite number.
    #[error("a weight is no finite number any more")]
    NotFinite,
    /// Not such a text at all, or of a later version.
    #[error("its weights were written by a later version of Descent")]
    Foreign,
    /// Cut off or altered.
    #[error("its weights are damaged or cut off: copy the whole of it, or ask for it again")]
    Damaged,
    /// They are another network's.
    #[error("its weights are {n} numbers, and its network has {needs}", n = grouped(*n as u64), needs = grouped(*needs as u64))]
    OtherNetwork {
        /// Numbers there are.
        n: usize,
        /// Numbers there should be.
        needs: usize,
    },
}

/// All parameters of a network as text.
///
/// # Errors
/// If they are too many, or one is no number.
pub fn write(network: &Network) -> Result<String, WeightsError> {
    let n = network.spec().n_parameters();
    let too_many = WeightsError::TooMany { n };
    // No packing makes so many so short.
    if n > MOST_CHARS {
        return Err(too_many);
    }
    let flat = network.to_flat();
    if !flat.iter().all(|weight| weight.is_finite()) {
        return Err(WeightsError::NotFinite);
    }
    let bytes: Vec<[u8; PLANES]> = flat.iter().map(|weight| weight.to_be_bytes()).collect();
    let planes: Vec<u8> =
        (0..PLANES).flat_map(|plane| bytes.iter().map(move |bytes| bytes[plane])).collect();
    let mut packed = compress_to_vec(&planes, LEVEL);
    packed.extend_from_slice(&checksum(&planes));
    let text = PREFIX.to_owned() + &URL_SAFE_NO_PAD.encode(packed);
    if text.len() > MOST_CHARS { Err(too_many) } else { Ok(text) }
}

/// A network with the parameters that a text holds.
///
/// # Errors
/// If the text is damaged, or holds those of another network.
pub fn read(text: &str, spec: &NetworkSpec) -> Result<Network, WeightsError> {
    let coded = text.strip_prefix(PREFIX).ok_or(WeightsError::Foreign)?;
    if text.len() > MOST_CHARS {
        return Err(WeightsError::Damaged);
    }
    let bytes = URL_SAFE_NO_PAD.decode(coded).map_err(|_| WeightsError::Damaged)?;
    let (packed, sum) = bytes.split_last_chunk().ok_or(WeightsError::Damaged)?;
    let planes = decompress_to_vec_with_limit(packed, PLANES * MOST_CHARS)
        .map_err(|_| WeightsError::Damaged)?;
    if checksum(&planes) != *sum || !planes.len().is_multiple_of(PLANES) {
        return Err(WeightsError::Damaged);
    }
    let (n, needs) = (planes.len() / PLANES, spec.n_parameters());
    if n != needs {
        return Err(WeightsError::OtherNetwork { n, needs });
    }
    let number =
        |idx: usize| f32::from_be_bytes(std::array::from_fn(|plane| planes[plane * n + idx]));
    let flat: Vec<f32> = (0..n).map(number).collect();
    if !flat.iter().all(|weight| weight.is_finite()) {
        return Err(WeightsError::NotFinite);
    }
    let mut network = Network::initialized(spec.clone(), &ZEROS, 0);
    network.set_flat(&flat);
    Ok(network)
}

fn checksum(planes: &[u8]) -> [u8; CHECKSUM_LEN] {
    (crc32(planes) as u16).to_le_bytes()
}
