//! A data set on its way: its manifest, then its parts in the manifest's order.

use crate::data::{
    Dataset, Manifest, ManifestError, PartEntry, PartError, Source, SplitError, decode_part,
};
use crate::protocol::DataState;
use crate::registry::Choice;

/// A data set as far as it has come.
#[derive(Debug)]
pub struct Intake {
    source: Choice<Source>,
    manifest: Option<Manifest>,
    /// Parts that are in the data set.
    n_parts: usize,
    /// Bytes that have arrived of each part's file.
    arrived: Vec<usize>,
    dataset: Dataset,
}

/// A file that is not what it should be; the text says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// The manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A part.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The parts don't add up to the data set.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// No part is missing, or it isn't known which.
    #[error("a part came that nothing had asked for")]
    Unexpected,
}

impl Intake {
    /// Nothing yet of `source`.
    pub fn new(source: Choice<Source>) -> Self {
        Self {
            dataset: Dataset::new(&source),
            source,
            manifest: None,
            n_parts: 0,
            arrived: Vec::new(),
        }
    }

    /// Which data set it is.
    pub fn source(&self) -> Choice<Source> {
        self.source
    }

    /// The examples that are here.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Whether the manifest is still missing.
    pub fn needs_manifest(&self) -> bool {
        self.manifest.is_none()
    }

    /// The parts that are not here, with their indices, in the order in which they must
    /// be added; none as long as the manifest is missing.
    pub fn missing(&self) -> impl Iterator<Item = (usize, &PartEntry)> {
        let parts = self.manifest.iter().flat_map(Manifest::parts);
        parts.enumerate().skip(self.n_parts)
    }

    /// How far it has come.
    pub fn state(&self) -> DataState {
        let (n_train, n_test) = (self.dataset.train.len() as u32, self.dataset.test.len() as u32);
        let total_bytes = self.manifest.as_ref().map_or(0, Manifest::total_bytes);
        if self.manifest.is_some() && self.missing().next().is_none() {
            return DataState::Ready { n_train, n_test };
        }
        let bytes = self.arrived.iter().map(|&bytes| bytes as u64).sum();
        DataState::Loading { bytes, total_bytes, n_train, n_test }
    }

    /// Takes note that `bytes` of a part's file have arrived.
    pub(super) fn note_bytes(&mut self, part_idx: usize, bytes: usize) {
        let Some(manifest) = &self.manifest else { return };
        if let (Some(arrived), Some(part)) =
            (self.arrived.get_mut(part_idx), manifest.parts().get(part_idx))
        {
            *arrived = bytes.min(part.bytes);
        }
    }

    pub(super) fn add_manifest(&mut self, file: &[u8]) -> Result<(), IntakeError> {
        // Parts that are here belong to the first manifest.
        if self.manifest.is_none() {
            let manifest = Manifest::parse(file, &self.source)?;
            self.arrived = vec![0; manifest.parts().len()];
            self.manifest = Some(manifest);
        }
        Ok(())
    }

    pub(super) fn add_part(&mut self, file: &[u8]) -> Result<(), IntakeError> {
        let (part_idx, entry) = self.missing().next().ok_or(IntakeError::Unexpected)?;
        let (split, n_bytes) = (entry.split, entry.bytes);
        let part = decode_part(file, entry, &self.source)?;
        self.dataset.push(split, &part)?;
        self.arrived[part_idx] = n_bytes;
        self.n_parts += 1;
        Ok(())
    }
}
