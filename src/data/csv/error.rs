//! What can be wrong with a table.

use crate::count::grouped;
use crate::data::{OwnData, OwnDataError, SplitError};
use crate::nn::NetworkSpec;

/// Most columns: features and target values together.
pub(super) const MAX_COLUMNS: usize = NetworkSpec::MAX_INPUTS + NetworkSpec::MAX_WIDTH;

/// Bytes that are no table to learn from; the text says where, and what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// More bytes than are read.
    #[error("the file has {bytes} bytes; at most {max} are read", bytes = grouped(*bytes as u64), max = grouped(super::MAX_BYTES as u64))]
    TooLarge {
        /// Bytes given.
        bytes: usize,
    },
    /// Another encoding, or no text at all.
    #[error("line {line} is not UTF-8 text: save the table as \"CSV UTF-8\"")]
    NotUtf8 {
        /// Counted from 1.
        line: usize,
    },
    /// Nothing in it, or nothing but a header.
    #[error("there are no examples in the file")]
    Empty,
    /// A record that does not end.
    #[error("the record that begins in line {line} is longer than a mebibyte: is a quote open?")]
    LongRecord {
        /// Counted from 1.
        line: usize,
    },
    /// A quote that is not closed before the file ends.
    #[error("the quote that opens in line {line} is not closed: close it, or take it out")]
    OpenQuote {
        /// Counted from 1.
        line: usize,
    },
    /// More columns than a network has inputs and outputs.
    #[error("line {line} has more than {MAX_COLUMNS} columns")]
    TooManyColumns {
        /// Counted from 1.
        line: usize,
    },
    /// Nothing but targets.
    #[error(
        "there {} {n_columns} column{}, but at least one feature and one target are needed: are \
         the columns separated by another character?",
        if *n_columns == 1 { "is" } else { "are" }, if *n_columns == 1 { "" } else { "s" }
    )]
    TooFewColumns {
        /// Columns in all.
        n_columns: usize,
    },
    /// Another number of cells than in the first line.
    #[error("line {line} has {given} cells; the first has {expected}")]
    Ragged {
        /// Counted from 1.
        line: usize,
        /// Cells given.
        given: usize,
        /// Cells of the first line.
        expected: usize,
    },
    /// A target column that does not exist.
    #[error("there is no column {wanted}; there are {known}")]
    NoColumn {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// A name that several columns have.
    #[error("columns {numbers} are all called {wanted}: give the column's number")]
    SameName {
        /// What was asked for.
        wanted: String,
        /// Numbers of these columns, from 1.
        numbers: String,
    },
    /// The same target column twice.
    #[error("column {column} is given twice as a target")]
    TargetTwice {
        /// Its name or number.
        column: String,
    },
    /// Several columns can't be one class.
    #[error("classes are in one column, but {n} target columns are given")]
    SeveralClassColumns {
        /// Target columns given.
        n: usize,
    },
    /// An empty cell.
    #[error("line {line}, column {column}: a value is missing; fill it in or leave the line out")]
    Missing {
        /// Counted from 1.
        line: usize,
        /// Its name or number.
        column: String,
    },
    /// Text among the features.
    #[error(
        "line {line}, column {column}: \"{text}\" is not a number, and columns of text can't be \
         learned from yet; leave the column out, or write numbers for its words"
    )]
    TextFeature {
        /// Counted from 1.
        line: usize,
        /// Its name or number.
        column: String,
        /// The cell, or its beginning.
        text: String,
    },
    /// Text among target values.
    #[error("line {line}, column {column}: \"{text}\" is not a number, as a target value must be")]
    TextTarget {
        /// Counted from 1.
        line: usize,
        /// Its name or number.
        column: String,
        /// The cell, or its beginning.
        text: String,
    },
    /// NaN, infinite, or too large for a 32-bit float.
    #[error(
        "line {line}, column {column}: \"{text}\" is not a finite number of up to 3.4e38; correct \
         it or leave the line out"
    )]
    NotFinite {
        /// Counted from 1.
        line: usize,
        /// Its name or number.
        column: String,
        /// The cell, or its beginning.
        text: String,
    },
    /// More classes than a label can name.
    #[error(
        "line {line}, column {column}: more than {max} classes. If these are numbers to be \
         learned, say that the targets are values",
        max = OwnData::MAX_CLASSES
    )]
    TooManyClasses {
        /// Where the first too many stands, counted from 1.
        line: usize,
        /// Its name or number.
        column: String,
    },
    /// A share that leaves nothing to train on.
    #[error("the held-out share is a number from 0 to 0.9; {share} is not")]
    HeldOut {
        /// What was given.
        share: f32,
    },
    /// The table as a whole can't be learned from.
    #[error(transparent)]
    Shape(#[from] OwnDataError),
    /// Its numbers don't belong together.
    #[error(transparent)]
    Split(#[from] SplitError),
}
