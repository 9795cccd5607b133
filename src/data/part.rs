//! One part of a shipped data set: examples that are loaded, checked and used together.
//!
//! The file is one zlib stream (RFC 1950) of `count` labels, a byte each, followed by
//! `count` images, a byte a pixel and row by row. `count` and everything else that is
//! needed to check it stand in the [manifest](super::manifest).

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use sha2::{Digest, Sha256};

use super::Source;
use super::manifest::PartEntry;
use crate::count::grouped;

/// The examples of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    n_examples: usize,
    /// Labels, then pixels.
    bytes: Vec<u8>,
}

impl Part {
    /// One label an example.
    pub fn labels(&self) -> &[u8] {
        &self.bytes[..self.n_examples]
    }

    /// Gray values, (examples, pixels) row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.bytes[self.n_examples..]
    }
}

/// A part that can't be used. The texts are for people; trying again is worth it for
/// all of them, since each can be the work of a bad connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// Cut short.
    #[error(
        "The file {file} is incomplete: {} of {} bytes arrived. Try again.",
        grouped(*arrived as u64), grouped(*expected as u64)
    )]
    Incomplete {
        /// Name of the file.
        file: String,
        /// Bytes that came.
        arrived: usize,
        /// Bytes that the manifest announced.
        expected: usize,
    },
    /// Longer than announced.
    #[error(
        "The file {file} has {} bytes, but {} were announced: it is not the one that belongs to \
         this page. Reload the page, then try again.",
        grouped(*arrived as u64), grouped(*expected as u64)
    )]
    TooLong {
        /// Name of the file.
        file: String,
        /// Bytes that came.
        arrived: usize,
        /// Bytes that the manifest announced.
        expected: usize,
    },
    /// Right length, other bytes.
    #[error(
        "The file {file} was altered on its way: its checksum is wrong. Try again; if that does \
         not help, the copy on the server is damaged."
    )]
    Checksum {
        /// Name of the file.
        file: String,
    },
    /// The announced bytes, but not examples of this data set.
    #[error(
        "The file {file} does not hold {} examples of {name}: {what}. The copy on the server is \
         damaged; it has to be made anew.",
        grouped(*examples as u64)
    )]
    Content {
        /// Name of the file.
        file: String,
        /// Name of the data set.
        name: &'static str,
        /// Examples that the manifest announced.
        examples: usize,
        /// What is wrong.
        what: String,
    },
}

/// Checks and unpacks the file of one part of `source`.
pub fn decode_part(file: &[u8], entry: &PartEntry, source: &Source) -> Result<Part, PartError> {
    let (arrived, expected) = (file.len(), entry.bytes);
    if arrived < expected {
        return Err(PartError::Incomplete { file: entry.file.clone(), arrived, expected });
    }
    if arrived > expected {
        return Err(PartError::TooLong { file: entry.file.clone(), arrived, expected });
    }
    if Sha256::digest(file).as_slice() != entry.sha256.0 {
        return Err(PartError::Checksum { file: entry.file.clone() });
    }
    unpack(file, entry.examples, source).map_err(|what| PartError::Content {
        file: entry.file.clone(),
        name: source.name,
        examples: entry.examples,
        what,
    })
}

/// Unpacks `n_examples`; says what is wrong if that can't be done.
fn unpack(file: &[u8], n_examples: usize, source: &Source) -> Result<Part, String> {
    let n_features = source.rows * source.cols;
    let len = n_examples.checked_mul(n_features + 1).ok_or("too many examples")?;
    // The limit keeps a file that unpacks to gigabytes from taking the memory.
    let bytes = decompress_to_vec_zlib_with_limit(file, len)
        .map_err(|error| format!("it can't be unpacked ({error})"))?;
    if bytes.len() != len {
        return Err(format!(
            "it unpacks to {} of {} bytes",
            grouped(bytes.len() as u64),
            grouped(len as u64)
        ));
    }
    let part = Part { n_examples, bytes };
    let n_classes = source.classes.len();
    match part.labels().iter().find(|&&label| usize::from(label) >= n_classes) {
        Some(label) => Err(format!("label {label} is not one of {n_classes} classes")),
        None => Ok(part),
    }
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec_zlib;
    use proptest::prelude::*;

    use super::*;
    use crate::data::manifest::{Sha256Sum, SplitName};

    static TINY: Source = Source {
        key: "tiny",
        name: "Tiny",
        folder: "",
        examples: "answers",
        bytes: 0,
        rows: 1,
        cols: 2,
        classes: &["no", "yes"],
        n_train: 3,
        n_test: 0,
        mean: 0.5,
        std: 0.5,
        credit: "",
    };

    fn entry(file: &[u8], examples: usize) -> PartEntry {
        PartEntry {
            file: "train-03.bin".into(),
            split: SplitName::Train,
            examples,
            bytes: file.len(),
            sha256: Sha256Sum(Sha256::digest(file).into()),
        }
    }

    /// The error's text for content that passes length and checksum.
    fn complaint(raw: &[u8], examples: usize) -> String {
        let file = compress_to_vec_zlib(raw, 9);
        decode_part(&file, &entry(&file, examples), &TINY).unwrap_err().to_string()
    }

    #[test]
    fn comes_back() {
        let file = compress_to_vec_zlib(&[0, 1, 1, 10, 11, 20, 21, 30, 31], 9);
        let part = decode_part(&file, &entry(&file, 3), &TINY).unwrap();
        assert_eq!(part.labels(), [0, 1, 1]);
        assert_eq!(part.pixels(), [10, 11, 20, 21, 30, 31]);
    }

    #[test]
    fn a_truncated_part_says_how_much_arrived() {
        let mut entry = entry(&[], 3);
        entry.bytes = 830_112;
        let error = decode_part(&[0; 512], &entry, &TINY).unwrap_err().to_string();
        assert_eq!(
            error,
            "The file train-03.bin is incomplete: 512 of 830,112 bytes arrived. Try again."
        );
    }

    #[test]
    fn content_is_checked() {
        assert!(complaint(&[0, 1, 2, 9, 9, 9, 9, 9, 9], 3).contains("label 2 is not one of 2"));
        assert!(complaint(&[0, 1, 1, 9, 9, 9], 3).contains("6 of 9 bytes"));
        // One byte too many, and a bomb: both stop at the limit.
        assert!(complaint(&[0; 10], 3).contains("can't be unpacked"));
        assert!(complaint(&vec![0; 10_000_000], 3).contains("can't be unpacked"));
        assert!(complaint(&[0; 9], usize::MAX).contains("too many examples"));
    }

    proptest! {
        #[test]
        fn every_altered_byte_is_noticed(position in 0_usize..30, change in 1_u8..) {
            let mut file = compress_to_vec_zlib(&[0, 1, 1, 10, 11, 20, 21, 30, 31], 9);
            let entry = entry(&file, 3);
            let position = position % file.len();
            file[position] ^= change;
            let error = decode_part(&file, &entry, &TINY).unwrap_err();
            prop_assert_eq!(error, PartError::Checksum { file: entry.file });
        }

        #[test]
        fn no_content_makes_it_panic(file: Vec<u8>, examples in 0_usize..100) {
            let _ = decode_part(&file, &entry(&file, examples), &TINY);
        }
    }
}
