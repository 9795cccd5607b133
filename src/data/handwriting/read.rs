//! Reading a file of drawings: what is whole is kept, and what is not is told.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{FORMAT, Line, MAX_BYTES, MAX_NAME, MAX_POINTS, MAX_RECORDS, Record, drawing};
use crate::data::digit::Normalization;

/// The drawings of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handwriting {
    /// Those that can be used, in the file's order, each once.
    pub records: Vec<Record>,
    /// Those that can't.
    pub bad: Vec<BadRecord>,
    /// How many came twice, or were among those already there.
    pub n_known: usize,
}

/// A line that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRecord {
    /// Which one: the line's number, from 1; the header is line 1.
    pub line: usize,
    /// Why, for people.
    pub reason: String,
}

/// A text that is no such file at all; it says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandwritingError {
    /// Not such a file.
    #[error(
        "this is no file of drawings: its first line should be {{\"descent_handwriting\":{FORMAT}}}"
    )]
    Foreign,
    /// Of a later format.
    #[error(
        "this file was written by a newer version (format {0}): reload the page, then try again"
    )]
    Newer(u32),
    /// Longer than any class writes.
    #[error("this file has more than {} MB: split it into several", MAX_BYTES >> 20)]
    TooLong,
}

#[derive(Deserialize)]
struct Header {
    descent_handwriting: u32,
}

impl Handwriting {
    /// Reads a file. Drawings whose id is among `known` are counted and left out.
    ///
    /// # Errors
    /// If it is no such file; a line that can't be used is no error.
    pub fn parse(text: &str, known: &HashSet<String>) -> Result<Self, HandwritingError> {
        if text.len() > MAX_BYTES {
            return Err(HandwritingError::TooLong);
        }
        // Some programs put a mark before a text's first character.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let header = lines.next().filter(|(_, line)| is_object(line));
        let header = header.and_then(|(_, line)| serde_json::from_str::<Header>(line).ok());
        match header.ok_or(HandwritingError::Foreign)?.descent_handwriting {
            FORMAT => {}
            format => return Err(HandwritingError::Newer(format)),
        }
        let mut read = Self::default();
        let mut ids = HashSet::new();
        for (line_idx, line) in lines {
            let record = match record(line) {
                Ok(record) if read.records.len() < MAX_RECORDS => record,
                Ok(_) => {
                    let reason = format!("more than {MAX_RECORDS} drawings: split the file");
                    read.bad.push(BadRecord { line: line_idx + 1, reason });
                    break;
                }
                Err(reason) => {
                    read.bad.push(BadRecord { line: line_idx + 1, reason });
                    continue;
                }
            };
            if known.contains(&record.id) || !ids.insert(record.id.clone()) {
                read.n_known += 1;
            } else {
                read.records.push(record);
            }
        }
        Ok(read)
    }
}

/// One line; else why it can't be used.
fn record(line: &str) -> Result<Record, String> {
    if !is_object(line) {
        return Err("it is no object {…}".to_owned());
    }
    let line: Line = serde_json::from_str(line).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => "it is cut off".to_owned(),
        serde_json::error::Category::Syntax => {
            format!("it is damaged at character {}", error.column())
        }
        _ => misshapen(&error.to_string()),
    })?;
    let Line { id, label, writer, strokes } = line;
    let is_name = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_NAME;
    if !is_name(&id) {
        return Err(format!("its id should have 1 to {MAX_NAME} characters"));
    }
    if label > 9 {
        return Err(format!("its label is {label}, and digits go from 0 to 9"));
    }
    let writer = writer.filter(|name| !name.trim().is_empty());
    if writer.as_deref().is_some_and(|name| !is_name(name)) {
        return Err(format!("its writer's name has more than {MAX_NAME} characters"));
    }
    if strokes.iter().map(Vec::len).sum::<usize>() > MAX_POINTS {
        return Err(format!("it has more than {MAX_POINTS} points"));
    }
    let is_off = |[x, y, _]: &[f32; 3]| [x, y].into_iter().any(|at| !FAR.contains(at));
    if strokes.iter().flatten().any(is_off) {
        return Err("a point of it lies far off the board, whose x and y go from 0 to 1".to_owned());
    }
    let drawing = drawing(strokes);
    if Normalization::FULL.apply(&drawing).is_none() {
        return Err("there is no ink in it".to_owned());
    }
    Ok(Record { id, label, writer, drawing })
}

/// A pen may leave the board; so far nobody draws.
const FAR: std::ops::RangeInclusive<f32> = -1.0..=2.0;

/// What serde says of JSON that has another shape, for people.
fn misshapen(said: &str) -> String {
    let said = said.split(" at line").next().unwrap_or_default();
    if said.contains("expected f32") {
        "one of its points has something else than numbers".to_owned()
    } else if said.contains("expected u8") {
        "its label is no whole number from 0 to 9".to_owned()
    } else if said.contains("array of length 3") {
        "a point needs three numbers: x, y and the time".to_owned()
    } else if let Some(field) = said.strip_prefix("missing field ") {
        format!("it has no {}", field.replace('`', ""))
    } else {
        "it is not written as such a file's lines are (docs/handwriting.md)".to_owned()
    }
}

/// Lists would pass for objects otherwise, their entries for the fields in order.
fn is_object(line: &str) -> bool {
    line.trim_start().starts_with('{')
}
