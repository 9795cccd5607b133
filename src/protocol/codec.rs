//! Messages as bytes: one version byte, then the message in [postcard]'s format.
//!
//! Both sides are built together, so the version guards against one thing only: a
//! page and a worker of different builds that meet through a cache. Floats travel
//! as their four bytes, so that a trace arrives bit for bit as the engine made it.
//!
//! [postcard]: https://postcard.jamesmunns.com/wire-format

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Command, Event};

/// The first byte of every message; raised when the meaning of messages changes.
pub const VERSION: u8 = 1;

/// What may be sent: [`Command`] and [`Event`].
pub trait Message: Serialize + DeserializeOwned {}
impl Message for Command {}
impl Message for Event {}

/// Why bytes are not a message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodecError {
    /// No byte at all.
    #[error("an empty message arrived; reload the page")]
    Empty,
    /// Sent by a page or worker of another version.
    #[error(
        "page and training engine are of different versions (message format {found}, \
         expected {VERSION}); reload the page"
    )]
    Version {
        /// The version byte found.
        found: u8,
    },
    /// The bytes behind the version are no message.
    #[error("a message could not be read ({0}); reload the page")]
    Malformed(#[from] postcard::Error),
    /// A whole message, and then more.
    #[error("a message has {n} bytes too many; reload the page")]
    Trailing {
        /// Bytes left over.
        n: usize,
    },
}

/// The bytes of a message.
pub fn encode<M: Message>(message: &M) -> Vec<u8> {
    postcard::to_extend(message, vec![VERSION])
        .expect("protocol types are plain data of known length, written to growing memory")
}

/// The message in `bytes`; the opposite of [`encode`].
///
/// # Errors
/// On anything that [`encode`] did not make, see [`CodecError`]; never panics.
pub fn decode<M: Message>(bytes: &[u8]) -> Result<M, CodecError> {
    match bytes {
        [] => Err(CodecError::Empty),
        [VERSION, body @ ..] => match postcard::take_from_bytes(body)? {
            (message, []) => Ok(message),
            (_, rest) => Err(CodecError::Trailing { n: rest.len() }),
        },
        [found, ..] => Err(CodecError::Version { found: *found }),
    }
}
