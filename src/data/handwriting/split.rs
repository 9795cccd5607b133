//! Drawings as a data set: which are trained on, and which are held out.

use super::Record;
use crate::data::digit::Normalization;
use crate::data::{
    Dataset, DigitImage, FeatureShape, Features, OwnData, OwnDataError, OwnDataset, Split,
    TargetShape, Targets,
};

/// What such a data set is called.
pub const NAME: &str = "our handwriting";

/// One drawing in so many is held out.
const ONE_IN: u32 = 5;

/// Whether a drawing is held out: by its id alone, so that it stays on its side whatever is
/// drawn, merged or deleted later, on every device.
pub fn is_held_out(id: &str) -> bool {
    // FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo): mixes short texts well, in two lines.
    let hash = id
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 8) % ONE_IN == 0
}

/// The drawings as images, made as any drawing is ([`Normalization::FULL`]), and divided.
///
/// # Errors
/// If there is none to train on.
pub fn dataset<'a>(
    records: impl IntoIterator<Item = &'a Record>,
) -> Result<OwnDataset, OwnDataError> {
    let (mut train, mut test) = (Images::default(), Images::default());
    for record in records {
        let part = if is_held_out(&record.id) { &mut test } else { &mut train };
        part.push(record);
    }
    let side = DigitImage::SIDE;
    let classes = TargetShape::Classes((0..10).map(|digit| digit.to_string()).collect());
    let shape = FeatureShape::Image { rows: side, cols: side };
    let spec = OwnData::new(NAME.to_owned(), train.labels.len(), shape, classes)?;
    Ok(OwnDataset { data: Dataset { train: train.into_split(), test: test.into_split() }, spec })
}

#[derive(Default)]
struct Images {
    labels: Vec<u8>,
    pixels: Vec<u8>,
}

impl Images {
    fn push(&mut self, record: &Record) {
        if let Some(image) = Normalization::FULL.apply(&record.drawing) {
            self.labels.push(record.label);
            self.pixels.extend(image.pixels());
        }
    }

    fn into_split(self) -> Split {
        let (features, targets) = (Features::Gray(self.pixels), Targets::Labels(self.labels));
        Split::complete(DigitImage::LEN, features, targets).expect("each label came with its image")
    }
}
