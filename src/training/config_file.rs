//! The run's configuration as a file: JSON, versioned, made to be written by hand too.
//!
//! ```json
//! {
//!   "version": 1,
//!   "network": {
//!     "n_inputs": 784,
//!     "layers": [
//!       { "width": 128, "activation": "relu" },
//!       { "width": 10, "activation": "softmax" }
//!     ],
//!     "loss": "cross_entropy"
//!   },
//!   "optimizer": "adam"
//! }
//! ```
//!
//! Every field but the network may be left out, or be `null`: it is then as in
//! [`RunConfig::default`], and the learning rate the one that suits the optimizer. All fields with their formulas and ranges are
//! described in `docs/run-configuration.md`.
//!
//! What is read has each field within its own range. Whether the fields fit each other
//! and the data, [`RunConfig::check`] and [`RunConfig::check_data`] say.

mod allowed;
mod document;

pub(super) use document::Document;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_path_to_error::Path;

use super::RunConfig;
use crate::count::grouped;
use allowed::allowed;
use document::DocumentError;

/// The version that is written, and the only one there has been.
pub const VERSION: u64 = 1;

/// Longest file. A full configuration has less than 2 kB; names of classes may add to it.
pub const MAX_BYTES: usize = 1 << 20;

/// A text that is no run configuration; it says where, and what is allowed there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigFileError {
    /// More than is read.
    #[error(
        "the configuration has {bytes} bytes; at most {max} are read: is it the right file?",
        bytes = grouped(*bytes as u64), max = grouped(MAX_BYTES as u64)
    )]
    TooLong {
        /// Bytes given.
        bytes: usize,
    },
    /// Not JSON, or cut off, or nested too deeply.
    #[error("the configuration is not JSON: {problem}")]
    NotJson {
        /// What is wrong, with line and column.
        problem: String,
    },
    /// Written by a later version of Descent, or by none.
    #[error(
        "version: the configuration is of version {found}; this program reads version {VERSION}{}: {}write \"version\": {VERSION} and adapt the fields",
        if *found < VERSION { ", the first there is" } else { "" },
        if *found > VERSION { "take a newer program, or " } else { "" }
    )]
    Version {
        /// The version it says it has.
        found: u64,
    },
    /// A field that is missing, unknown, of another type, or out of its range.
    #[error("{field}: {problem}")]
    Field {
        /// Which one, e.g. `network.layers[1].activation`; empty if it is the whole.
        field: String,
        /// What is wrong with it, and what is allowed.
        problem: String,
    },
}

impl RunConfig {
    /// The configuration as JSON, with every field (but `bias` where a layer has one): the
    /// same configuration gives the same text.
    pub fn to_json(&self) -> String {
        let document = Document::complete(self);
        let text = serde_json::to_string_pretty(&document);
        text.expect("plain data always has a JSON form") + "\n"
    }

    /// Reads a configuration from JSON.
    ///
    /// # Errors
    /// Names the first field that is wrong, and what is allowed; see [`ConfigFileError`].
    pub fn from_json(text: &str) -> Result<Self, ConfigFileError> {
        Document::read(text)?.into_config().map_err(ConfigFileError::from)
    }
}

/// The version alone: a later one may have fields that are unknown now.
#[derive(Deserialize)]
struct Versioned {
    version: Option<u64>,
}

impl Document {
    /// The document in a text.
    pub(super) fn read(text: &str) -> Result<Self, ConfigFileError> {
        if text.len() > MAX_BYTES {
            return Err(ConfigFileError::TooLong { bytes: text.len() });
        }
        // Some editors put a mark before UTF-8.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let is_json: Result<IgnoredAny, _> = serde_json::from_str(text);
        is_json.map_err(|error| ConfigFileError::NotJson { problem: error.to_string() })?;
        // Serde would take a list for an object's fields in their order.
        if text.trim_start().starts_with('[') {
            let problem = format!("a list; allowed is {}", allowed("").expect("it is listed"));
            return Err(ConfigFileError::Field { field: "the configuration".to_owned(), problem });
        }
        // If the version can't be read, the document as a whole says why.
        if let Ok(Versioned { version: Some(found) }) = serde_json::from_str(text)
            && found != VERSION
        {
            return Err(ConfigFileError::Version { found });
        }
        let mut json = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut json)
            .map_err(|error| field_error(&error.path().clone(), &error.into_inner()))
    }
}

impl From<DocumentError> for ConfigFileError {
    fn from(error: DocumentError) -> Self {
        Self::Field { field: error.field(), problem: error.to_string() }
    }
}

/// What serde says of a field, in the reader's words.
fn field_error(path: &Path, error: &serde_json::Error) -> ConfigFileError {
    let text = error.to_string();
    let (line, column) = (error.line(), error.column());
    let text = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    let place = format!("(line {line}, column {column})");

    let whole = |field: &str| field == ".";
    let mut field = path.to_string();
    if let Some(missing) = text.strip_prefix("missing field `") {
        let missing = missing.trim_end_matches('`');
        field = if whole(&field) { missing.to_owned() } else { format!("{field}.{missing}") };
        let needed = allowed(&field).map(|what| format!("; needed is {what}")).unwrap_or_default();
        return ConfigFileError::Field {
            field,
            problem: format!("this field is missing{needed} {place}"),
        };
    }
    if whole(&field) {
        field = String::new();
    }
    // Of what is sound JSON, serde_json says such things as "expected value" where a list
    // stands for one of several names.
    let mut problem =
        if error.is_data() || text == "number out of range" { text } else { "invalid type" };
    if allowed(&field).is_none() && field.ends_with(']') {
        // Serde took a list for an object's fields in their order.
        field.truncate(field.rfind('[').unwrap_or_default());
        problem = "invalid type: a list";
    }
    let problem = match allowed(&field) {
        // Serde's expectations are in terms of Rust's types.
        Some(allowed) if problem.starts_with("invalid") || !error.is_data() => {
            let given = problem.split(", expected").next().unwrap_or(problem);
            format!("{given}; allowed is {allowed} {place}")
        }
        _ => format!("{problem} {place}"),
    };
    if field.is_empty() {
        field = "the configuration".to_owned();
    }
    ConfigFileError::Field { field, problem }
}
