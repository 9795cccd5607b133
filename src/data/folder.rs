//! A shipped data set read from a folder: for programs that run outside the browser.

use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, ManifestError};
use super::part::{PartError, decode_part};
use super::{Dataset, Source, SplitError};

/// A data set that could not be read from its folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// A file that is not there or can't be read.
    #[error("{}: {source}. `cargo xtask data` makes the data files.", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The manifest is not right.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A part is not right.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The parts don't add up.
    #[error(transparent)]
    Split(#[from] SplitError),
}

/// Reads all of `source` from the folder that holds its `manifest.json`
/// (in this repository `public/` and [`Source::folder`]).
pub fn load_folder(folder: &Path, source: &Source) -> Result<Dataset, FolderError> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|source| FolderError::Io { path, source })
    };
    let manifest = Manifest::parse(&read("manifest.json")?, source)?;
    let mut dataset = Dataset::new(source);
    for entry in manifest.parts() {
        let part = decode_part(&read(&entry.file)?, entry, source)?;
        dataset.push(entry.split, &part)?;
    }
    Ok(dataset)
}
