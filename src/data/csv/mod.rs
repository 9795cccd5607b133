//! Tables of one's own, as CSV (RFC 4180, and what spreadsheets make of it): a line an
//! example, columns of numbers as features, and one or more columns as targets.
//!
//! Targets are classes, by any names, or values. Where it is not said which, they are
//! values if there are several target columns, or if all cells are numbers and not all of
//! them whole; otherwise classes.

mod columns;
mod error;
mod records;

pub use error::CsvError;

use std::str::FromStr;

use super::encoding::Encoder;
use super::held_out::hold_out;
use super::{Dataset, FeatureShape, Features, OwnData, OwnDataset, TargetShape, Targets};
use columns::Columns;

/// Largest file, 64 MiB. What is made of it takes about five times as much at most: the
/// shortest cell has two bytes, a number four, and examples are copied once.
pub const MAX_BYTES: usize = 64 << 20;

/// How a file is read.
#[derive(Clone, Debug, PartialEq)]
pub struct CsvOptions {
    /// The first line holds the columns' names.
    pub has_header: bool,
    /// What is between two cells.
    pub separator: Separator,
    /// The target columns; none: the last column.
    pub targets: Vec<ColumnRef>,
    /// What they hold.
    pub target_kind: TargetKind,
    /// Share of the examples that is held out, 0 to 0.9, drawn at random.
    pub held_out: f32,
    /// Drives which ones.
    pub seed: u64,
}

impl Default for CsvOptions {
    /// With a header and commas; the last column is the target; a fifth is held out.
    fn default() -> Self {
        Self {
            has_header: true,
            separator: Separator::Comma,
            targets: Vec::new(),
            target_kind: TargetKind::Guess,
            held_out: 0.2,
            seed: 1,
        }
    }
}

/// The character between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`, as spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// A tab.
    Tab,
}

/// What the target columns hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// As the module's description says.
    Guess,
    /// Names of classes, in one column.
    Classes,
    /// Numbers.
    Values,
}

/// A column, by its name in the header or its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnRef {
    /// By name.
    Name(String),
    /// By number, counted from 1.
    Number(usize),
}

impl FromStr for ColumnRef {
    type Err = std::convert::Infallible;
    /// Digits are a number, anything else a name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.parse().map_or_else(|_| Self::Name(text.to_owned()), Self::Number))
    }
}

/// A table that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The examples, and their description.
    pub own: OwnDataset,
    /// Names of the feature columns, in the order of the network's inputs.
    pub feature_names: Vec<String>,
    /// Names of the target columns.
    pub target_names: Vec<String>,
}

/// Reads a whole file; `name` is what the data set will be called.
///
/// # Errors
/// Names line and column of the first cell that can't be used; see [`CsvError`].
pub fn read_csv(file: &[u8], name: &str, options: &CsvOptions) -> Result<Table, CsvError> {
    if file.len() > MAX_BYTES {
        return Err(CsvError::TooLarge { bytes: file.len() });
    }
    let held_out = options.held_out;
    if !(0.0..=0.9).contains(&held_out) {
        return Err(CsvError::HeldOut { share: held_out });
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        let before = &file[..error.valid_up_to()];
        CsvError::NotUtf8 { line: 1 + before.iter().filter(|&&byte| byte == b'\n').count() }
    })?;
    // Spreadsheets put a mark before UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let columns = Columns::of(text, options)?;
    let kind = match options.target_kind {
        TargetKind::Guess => columns.guess(text, options)?,
        kind => kind,
    };
    if kind == TargetKind::Classes && columns.targets.len() > 1 {
        return Err(CsvError::SeveralClassColumns { n: columns.targets.len() });
    }
    let mut numbers = Vec::new();
    let mut values = Vec::new();
    let mut encoder = Encoder::default();
    columns.each_example(text, options, |record| {
        for &idx in &columns.features {
            numbers.push(columns.number(record, idx, true)?);
        }
        for &idx in &columns.targets {
            match kind {
                TargetKind::Values => values.push(columns.number(record, idx, false)?),
                _ => encoder.push(columns.filled(record, idx)?).map_err(|_| {
                    let column = columns.label(idx);
                    CsvError::TooManyClasses { line: record.line, column }
                })?,
            }
        }
        Ok(())
    })?;
    let (targets, target_shape) = match kind {
        TargetKind::Values => {
            let width = columns.targets.len();
            (Targets::Values { width, values }, TargetShape::Values(width))
        }
        _ => {
            let encoded = encoder.finish();
            (Targets::Labels(encoded.labels), TargetShape::Classes(encoded.classes))
        }
    };
    let n_features = columns.features.len();
    let (train, test) =
        hold_out(n_features, Features::Numbers(numbers), targets, held_out, options.seed)?;
    let shape = FeatureShape::Columns(n_features);
    let spec = OwnData::new(name.to_owned(), train.len(), shape, target_shape)?;
    let names = |indices: &[usize]| indices.iter().map(|&idx| columns.name(idx)).collect();
    Ok(Table {
        own: OwnDataset { data: Dataset::own(train, test)?, spec },
        feature_names: names(&columns.features),
        target_names: names(&columns.targets),
    })
}

impl ColumnRef {
    fn label(&self) -> String {
        match self {
            Self::Name(name) => format!("\"{}\"", beginning(name)),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Separator {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// As much of a text as a message can take.
fn beginning(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
