//! A run's configuration as a short text for an address, and back.
//!
//! ```text
//! text  = "1." or "2.", then base64url(bytes), without padding
//! bytes = deflate(JSON, with a dictionary), then 2 bytes: the low half of the
//!         JSON's CRC-32, little-endian
//! JSON  = the configuration file's, without version and without the fields that are
//!         at their defaults; here the network may be left out, too
//! ```
//!
//! The dictionary is a text in which the usual JSON is already found, so that only what
//! is special about a run has to be written. "2." has another, which knows runs on points, too;
//! all other runs are written as before, so that older pages read them. Python's
//! `zlib.decompressobj(-15, zdict=DICTIONARY)` unpacks it as well. Deflate: RFC 1951;
//! base64url: RFC 4648, § 5.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use super::RunConfig;
use super::config_file::{ConfigFileError, Document};
use super::crc32::crc32;

/// The version of the form, of the dictionary, and of the defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// "1."
    One,
    /// "2.": its dictionary knows runs on points.
    Two,
}

impl Version {
    /// Every version, the oldest first.
    pub const ALL: [Self; 2] = [Self::One, Self::Two];

    /// Before all else.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::One => "1.",
            Self::Two => "2.",
        }
    }

    fn dictionary(self) -> Vec<u8> {
        match self {
            Self::One => DICTIONARY.to_vec(),
            Self::Two => [DICTIONARY, ON_POINTS].concat(),
        }
    }
}

/// Longest text. Browsers and messengers take less.
pub const MAX_TEXT: usize = 32 << 10;

/// Longest JSON that a text is unpacked to, in bytes.
pub const MAX_JSON: usize = 256 << 10;

/// Deflate can't make less than one byte from so many.
const LARGEST_RATIO: usize = 1032;

const CHECKSUM_LEN: usize = 2;

/// What JSON is likely to contain, the likeliest last. It belongs to its [`Version`]: with another dictionary, links that are about could not be read.
const DICTIONARY: &[u8] = br#"perceptron","step"absolute_errorbinary_cross_entropysquared_error"reduction":"half_meanmean_of_all","sum"{"step":{"every":{"steps":{"linear":{"over":{"epochs":{"cosine":{"over":{"epochs":0.1,"floor":0.01"factor":0.5"zeros","plain_normal","xavier_normal","xavier","he","hyperparameters":{"alpha":0.9,"eps":1e-10"momentum":0.9"beta1":0.9,"beta2":0.999,"eps":1e-8,"weight_decay":0.01}},"dataset":{"name":".csv","n_train":1000,"features":{"columns":{"image":{"rows":28,"cols":28}},"targets":{"values":1}{"classes":["0","1","2","3","4","5","6","7","8","9"]}},"scaling":"min_max","standardize","raw","augmentation":{"shift":1.5,"rotation":0.2,"zoom":0.15,"shear":0.25,"elastic":1.1,"thickness":0.4,"crop":0.0,"flip":true},"shuffle":false{"network":{"n_inputs":2,"layers":[{"width":128,"activation":"tanh","dropout":0.2},{"width":64,"activation":"identity","dropout":0.0},"loss":"squared_error","reduction":"mean"},"initializer":"he","optimizer":{"rule":"nesterov","adagrad","rmsprop","adamw","momentum","sgd","adam","hyperparameters":{}},"schedule":{"warmup":{"epochs":1.0},"decay":{"cosine":{"over":{"epochs":10.0},"floor":0.0}}},"warmup":null,"decay":"constant"},"batch_size":64,"all","penalty":{"l1":0.0,"l2":0.0001},"clipping":{"norm":1.0},{"value":"stop":{"max_steps":null,"max_epochs":null,"tolerance":{"min_change":0.001,"patience":null,"target_accuracy":0.95},"seed":{"network":{"n_inputs":784,"layers":[{"width":16,"activation":"relu","dropout":0.0},{"width":16,"activation":"sigmoid","dropout":0.0},{"width":10,"activation":"softmax","dropout":0.0}],"loss":"cross_entropy","reduction":"mean"},"learning_rate":0.0"#;

/// The same of runs on points, behind it in the second version.
const ON_POINTS: &[u8] = br#""clusters","gaussians","hills","wave","plane","line","xor","moons","checkerboard","spiral","product","sin_x1","sin_x2","x1_squared","x2_squared","absolute_error"{"places":[[-3.0,-3.0,0.0],[3.0,-3.0,0.0],[-3.0,3.0,0.0],[3.0,3.0,1.0]],"targets":{"classes":["0","1"]},"inputs":["x1","x2"]}}{"network":{"n_inputs":1,"layers":[{"width":1,"activation":"step","dropout":0.0}],"loss":"perceptron","reduction":"mean"},"learning_rate":0.5,"batch_size":1,"dataset":{"places":[[{"network":{"n_inputs":2,"layers":[{"width":8,"activation":"tanh","dropout":0.0},{"width":4,"activation":"tanh","dropout":0.0},{"width":2,"activation":"tanh","dropout":0.0},{"width":1,"activation":"sigmoid","dropout":0.0}],"loss":"binary_cross_entropy","reduction":"mean"},"learning_rate":0.1,"batch_size":10,"dataset":{"points":"circle","n":300,"noise":0.1,"held_out":0.5,"seed":1,"inputs":["x1","x2"]}}"#;

/// A text that gives no configuration; it says what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// Not such a text at all, or of a later version.
    #[error(
        "this link does not begin with \"1.\" or \"2.\": it is no link to a run, or was made by a later version; ask for it again, or take a newer version of Descent"
    )]
    Foreign,
    /// More than any configuration needs.
    #[error("this link is too long: ask for the configuration as a file")]
    TooLong,
    /// Cut off or altered.
    #[error("this link is damaged or cut off: copy the whole of it, or ask for it again")]
    Damaged,
    /// What it holds is no configuration.
    #[error("this link holds a configuration that can't be read: {0}")]
    Config(#[from] ConfigFileError),
}

impl RunConfig {
    /// The configuration as a short text of letters, digits, `-`, `_` and `.`: all that
    /// may stand in an address. Data of one's own are in it by name and shape only.
    ///
    /// # Errors
    /// [`LinkError::TooLong`], if names of classes make it longer than is read.
    pub fn to_link(&self) -> Result<String, LinkError> {
        let json = serde_json::to_vec(&Document::brief(self));
        let json = json.expect("plain data always has a JSON form");
        // The older form for all that it is short for: older pages read it.
        let version = match self.dataset.points() {
            Some(_) => Version::Two,
            None => Version::One,
        };
        let mut bytes = deflate(&json, &version.dictionary());
        bytes.extend_from_slice(&checksum(&json));
        let text = version.prefix().to_owned() + &URL_SAFE_NO_PAD.encode(bytes);
        if json.len() > MAX_JSON || text.len() > MAX_TEXT {
            return Err(LinkError::TooLong);
        }
        Ok(text)
    }

    /// Reads a configuration from a text that [`to_link`](Self::to_link) made.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub fn from_link(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        let of = |version: Version| Some((version, text.strip_prefix(version.prefix())?));
        let (version, coded) = Version::ALL.into_iter().find_map(of).ok_or(LinkError::Foreign)?;
        if coded.len() > MAX_TEXT {
            return Err(LinkError::TooLong);
        }
        let bytes = URL_SAFE_NO_PAD.decode(coded).map_err(|_| LinkError::Damaged)?;
        let (packed, sum) = bytes.split_last_chunk::<CHECKSUM_LEN>().ok_or(LinkError::Damaged)?;
        let json = unpacked(packed, version)?;
        if checksum(&json) != *sum {
            return Err(LinkError::Damaged);
        }
        let json = std::str::from_utf8(&json).map_err(|_| LinkError::Damaged)?;
        let document = Document::read(json)?.or_usual_network();
        Ok(document.into_config().map_err(ConfigFileError::from)?)
    }
}

fn checksum(json: &[u8]) -> [u8; CHECKSUM_LEN] {
    (crc32(json) as u16).to_le_bytes()
}

/// Deflate, as if the dictionary had been written before.
fn deflate(json: &[u8], dictionary: &[u8]) -> Vec<u8> {
    // The best there is, and raw: no header.
    let flags = create_comp_flags_from_zip_params(9, -15, 0);
    let mut compressor = CompressorOxide::new(flags);
    // Incompressible bytes grow by 5 in each 32 kB.
    let mut out = vec![0; 2 * json.len().max(dictionary.len()) + 64];
    // A flush ends at a whole byte, and what follows may refer to what came before.
    compress(&mut compressor, dictionary, &mut out, TDEFLFlush::Sync);
    let (_, _, len) = compress(&mut compressor, json, &mut out, TDEFLFlush::Finish);
    out.truncate(len);
    out
}

/// What a link's bytes without their checksum are unpacked to: at most [`MAX_JSON`] bytes,
/// and no more memory is taken for them.
///
/// # Errors
/// If they are damaged, or it would be more.
pub fn unpacked(packed: &[u8], version: Version) -> Result<Vec<u8>, LinkError> {
    let dictionary = version.dictionary();
    let start = dictionary.len();
    let room = packed.len().saturating_mul(LARGEST_RATIO).min(MAX_JSON);
    let mut out = vec![0; start + room];
    out[..start].copy_from_slice(&dictionary);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut decompressor = DecompressorOxide::new();
    let (status, n_read, n_written) = decompress(&mut decompressor, packed, &mut out, start, flags);
    match status {
        TINFLStatus::Done if n_read == packed.len() => {
            out.truncate(start + n_written);
            out.drain(..start);
            Ok(out)
        }
        TINFLStatus::HasMoreOutput => Err(LinkError::TooLong),
        _ => Err(LinkError::Damaged),
    }
}
