//! Starts that no seed leads to, as they are kept with the runs that began there.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::training::crc32::crc32;

/// Weights that a run began with, as they came.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    origin: Origin,
    bytes: Arc<[u8]>,
}

impl Start {
    /// Weights as a link holds them.
    pub fn link(weights: &str) -> Self {
        let bytes = weights.as_bytes();
        Self { origin: Origin::Link { sum: crc32(bytes) }, bytes: bytes.into() }
    }

    /// A file of weights, by its name and all of its bytes.
    pub fn file(mut name: String, bytes: &[u8]) -> Self {
        while name.len() > Origin::MAX_NAME {
            name.pop();
        }
        Self { origin: Origin::File { name, sum: crc32(bytes) }, bytes: bytes.into() }
    }

    /// What came from there; none if it is something else.
    pub(super) fn read(origin: &Origin, bytes: &[u8]) -> Option<Self> {
        let start = match origin {
            Origin::Link { .. } => Self::link(str::from_utf8(bytes).ok()?),
            Origin::File { name, .. } => Self::file(name.clone(), bytes),
        };
        (start.origin == *origin).then_some(start)
    }

    /// Where they came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The weights themselves: a file, or a link's text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The weights as a link holds them, if one brought them.
    pub fn as_link(&self) -> Option<&str> {
        match self.origin {
            Origin::Link { .. } => str::from_utf8(&self.bytes).ok(),
            Origin::File { .. } => None,
        }
    }
}

/// Where the weights came from that a run began with. The sums tell weights apart that came
/// under the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A link.
    Link {
        /// CRC-32 of its text.
        sum: u32,
    },
    /// A file.
    File {
        /// What it is called.
        name: String,
        /// CRC-32 of its bytes.
        sum: u32,
    },
}

impl Origin {
    /// Longest name of a file, in bytes.
    pub const MAX_NAME: usize = 255;

    /// In words: "from the file model.safetensors".
    pub fn told(&self) -> String {
        match self {
            Self::Link { .. } => "from a link".to_owned(),
            Self::File { name, .. } => format!("from the file {name}"),
        }
    }

    /// The same, where others are told in the same words.
    pub fn told_apart(&self) -> String {
        let (Self::Link { sum } | Self::File { sum, .. }) = self;
        format!("{} ({sum:08x})", self.told())
    }

    pub(super) fn is_short(&self) -> bool {
        match self {
            Self::Link { .. } => true,
            Self::File { name, .. } => name.len() <= Self::MAX_NAME,
        }
    }
}

/// A run's place among others that were raced against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Race {
    /// Which race; drawn at random, as a run's id.
    pub id: u64,
    /// Its place in it, from 0.
    pub lane: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_comes_back_from_its_bytes_and_from_no_others() {
        let file = Start::file("model.safetensors".to_owned(), &[1, 0xff]);
        for start in [Start::link("1.abc"), file.clone()] {
            let back = Start::read(start.origin(), start.bytes());
            assert_eq!(back, Some(start.clone()));
            assert_eq!(Start::read(start.origin(), b"other"), None);
        }
        assert_eq!(Start::link("1.abc").as_link(), Some("1.abc"));
        assert_eq!(file.as_link(), None);
        let no_text = Origin::Link { sum: crc32(file.bytes()) };
        assert_eq!(Start::read(&no_text, file.bytes()), None);
    }

    #[test]
    fn where_it_came_from_is_told() {
        let file = |bytes: &[u8]| Start::file("a.safetensors".to_owned(), bytes).origin;
        assert_eq!(file(b"1").told(), "from the file a.safetensors");
        assert_eq!(file(b"1").told(), file(b"2").told());
        assert_ne!(file(b"1").told_apart(), file(b"2").told_apart());
        assert_eq!(Start::link("").origin.told(), "from a link");
        let Origin::File { name, .. } = Start::file("ä".repeat(300), b"").origin else { panic!() };
        assert_eq!(name.len(), Origin::MAX_NAME - 1);
    }
}
