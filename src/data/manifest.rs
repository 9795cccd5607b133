//! The list of a data set's parts: what `manifest.json` says, checked.
//!
//! A data set ships as a folder with a manifest and parts (see [`part`](super::part)),
//! in the order in which they are to be loaded: one training part to begin with, the
//! held-out parts so that accuracy can be measured from the first epoch on, then the rest.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::Source;

/// The parts of a data set, in loading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    parts: Vec<PartEntry>,
}

/// One part's entry in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PartEntry {
    /// File name within the data set's folder.
    pub file: String,
    /// Which split its examples belong to.
    pub split: SplitName,
    /// Number of examples.
    pub examples: usize,
    /// Length of the file.
    pub bytes: usize,
    /// Checksum of the file.
    pub sha256: Sha256Sum,
}

/// A split of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitName {
    /// Training examples.
    Train,
    /// Held-out examples.
    Test,
}

impl fmt::Display for SplitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Train => "training",
            Self::Test => "test",
        })
    }
}

/// A SHA-256 checksum; 64 hexadecimal digits in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sha256Sum(pub [u8; 32]);

impl<'de> Deserialize<'de> for Sha256Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bad = || D::Error::custom("a sha256 is 64 hexadecimal digits");
        if text.len() != 64 || !text.is_ascii() {
            return Err(bad());
        }
        let mut sum = [0; 32];
        for (byte_idx, byte) in sum.iter_mut().enumerate() {
            let digits = &text[2 * byte_idx..2 * byte_idx + 2];
            *byte = u8::from_str_radix(digits, 16).map_err(|_| bad())?;
        }
        Ok(Self(sum))
    }
}

/// A manifest that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// Not the JSON that it should be.
    #[error("The list of data files (manifest.json) can't be read: {reason}. Try again.")]
    Unreadable {
        /// What the parser says.
        reason: String,
    },
    /// Of a later version of Descent.
    #[error(
        "The list of data files has format {format}; this page reads format {known}. Reload the page.",
        known = Manifest::FORMAT
    )]
    Format {
        /// The format it says it has.
        format: u32,
    },
    /// Of another data set.
    #[error("The list of data files is not the one of {name}: {what}. Reload the page.")]
    OtherData {
        /// Name of the data set asked for.
        name: &'static str,
        /// What differs.
        what: String,
    },
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Deserialize)]
struct Unchecked {
    rows: usize,
    cols: usize,
    classes: usize,
    parts: Vec<PartEntry>,
}

impl Manifest {
    /// The format of manifest and parts that this code reads.
    pub const FORMAT: u32 = 1;
    /// Training examples a part; only the last part may have fewer. The order of the
    /// first epoch depends on it ([`EpochOrder`](super::EpochOrder)).
    pub const PART_LEN: usize = 5_000;

    /// Reads `manifest.json` and checks that it describes all of `source`.
    pub fn parse(json: &[u8], source: &Source) -> Result<Self, ManifestError> {
        let unreadable =
            |error: serde_json::Error| ManifestError::Unreadable { reason: error.to_string() };
        let Format { format } = serde_json::from_slice(json).map_err(unreadable)?;
        if format != Self::FORMAT {
            return Err(ManifestError::Format { format });
        }
        let manifest: Unchecked = serde_json::from_slice(json).map_err(unreadable)?;
        match manifest.difference(source) {
            Some(what) => Err(ManifestError::OtherData { name: source.name, what }),
            None => Ok(Self { parts: manifest.parts }),
        }
    }

    /// The parts, in loading order.
    pub fn parts(&self) -> &[PartEntry] {
        &self.parts
    }

    /// Length of all parts' files.
    pub fn total_bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.bytes as u64).sum()
    }
}

impl Unchecked {
    /// What keeps it from being the manifest of `source`, if anything does.
    fn difference(&self, source: &Source) -> Option<String> {
        if (self.rows, self.cols) != (source.rows, source.cols) {
            return Some(format!("its images have {} × {} pixels", self.rows, self.cols));
        }
        if self.classes != source.classes.len() {
            return Some(format!("it has {} classes", self.classes));
        }
        for (split, expected) in
            [(SplitName::Train, source.n_train), (SplitName::Test, source.n_test)]
        {
            let mut left = expected;
            for part in self.parts.iter().filter(|part| part.split == split) {
                let wanted = left.min(Manifest::PART_LEN);
                if part.examples != wanted || wanted == 0 {
                    return Some(format!(
                        "{} has {} examples instead of {wanted}",
                        part.file, part.examples
                    ));
                }
                left -= wanted;
            }
            if left > 0 {
                return Some(format!("{left} of {expected} {split} examples are missing"));
            }
        }
        // Packing never makes a part much longer. Beyond reason, lengths would not add up.
        let most = 2 * Manifest::PART_LEN * (source.rows * source.cols + 1);
        if let Some(part) = self.parts.iter().find(|part| part.bytes > most) {
            return Some(format!("{} would have {} bytes", part.file.escape_debug(), part.bytes));
        }
        let plain = |file: &str| {
            !file.starts_with('.')
                && file.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        self.parts
            .iter()
            .find(|part| part.file.is_empty() || !plain(&part.file))
            .map(|part| format!("\"{}\" is not a plain file name", part.file.escape_debug()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::source::MNIST;

    fn json(split: &str, n_parts: usize, examples: usize, file: &str) -> String {
        let part = |part_idx| {
            format!(
                r#"{{"file":"{file}{part_idx}","split":"{split}","examples":{examples},"bytes":9,"sha256":"{}"}}"#,
                "0f".repeat(32)
            )
        };
        (0..n_parts).map(part).collect::<Vec<_>>().join(",")
    }

    fn manifest(format: u32, rows: usize, parts: &[String]) -> String {
        format!(
            r#"{{"format":{format},"name":"mnist","rows":{rows},"cols":28,"classes":10,"parts":[{}]}}"#,
            parts.join(",")
        )
    }

    fn whole() -> [String; 2] {
        [json("train", 12, 5000, "a"), json("test", 2, 5000, "b")]
    }

    #[test]
    fn reads_a_whole_manifest() {
        let manifest = Manifest::parse(manifest(1, 28, &whole()).as_bytes(), &MNIST).unwrap();
        assert_eq!(manifest.parts().len(), 14);
        assert_eq!(manifest.parts()[13].split, SplitName::Test);
        assert_eq!(manifest.parts()[0].sha256, Sha256Sum([15; 32]));
        assert_eq!(manifest.total_bytes(), 14 * 9);
    }

    #[test]
    fn says_what_is_wrong() {
        let [train, test] = whole();
        let cases = [
            (manifest(2, 28, &whole()), "has format 2"),
            (manifest(1, 27, &whole()), "27 × 28 pixels"),
            (
                manifest(1, 28, std::slice::from_ref(&train)),
                "10000 of 10000 test examples are missing",
            ),
            (
                manifest(1, 28, &[json("train", 11, 5000, "a"), test.clone()]),
                "5000 of 60000 training",
            ),
            (
                manifest(1, 28, &[json("train", 13, 5000, "a"), test.clone()]),
                "5000 examples instead of 0",
            ),
            (
                manifest(1, 28, &[json("train", 12, 4000, "a"), test.clone()]),
                "4000 examples instead of 5000",
            ),
            (
                manifest(1, 28, &[train.clone(), json("test", 2, 5000, "../b")]),
                "not a plain file name",
            ),
            (
                manifest(1, 28, &[train.clone(), json("test", 2, 5000, "https://x/")]),
                "not a plain file name",
            ),
            (
                manifest(1, 28, &[train.clone(), test.replace(":9,", ":18446744073709551615,")]),
                "would have 18446744073709551615 bytes",
            ),
            (manifest(1, 28, &[train, test.replace("0f0f", "0x+f")]), "64 hexadecimal digits"),
            ("<!DOCTYPE html>".into(), "can't be read"),
        ];
        for (json, expected) in cases {
            let error = Manifest::parse(json.as_bytes(), &MNIST).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
