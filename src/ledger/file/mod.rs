//! Kept runs as bytes: in the browser's storage, and as a file to hand on.
//!
//! ```text
//! magic     8 bytes  "DESCRUN\n"
//! version   u32
//! label     u32 length, then id, created, updated (u64 each), and the name as UTF-8
//! sections  any of these, in this order, each a tag of 4 bytes, a u32 length, and so much:
//!           "summ"  the postcard form of `Summary`
//!           "more"  that of `More`, if there is anything in it
//!           "past"  the postcard form of `Past`
//!           "curv"  the curves, see `curves`
//!           "save"  the checkpoint, in a form of its own
//!           "strt"  the postcard form of an `Origin`, then the weights that came from there, if
//!                   the run began with such
//! checksum  u32, CRC-32 of all before
//! ```
//!
//! All integers and floats are little-endian. What is kept for lists has a summary only; the
//! contents of a run have the others; a file to hand on has all. Version 1 had neither "more"
//! nor "strt", and is read. Up to its sections the
//! form is the same in every version: a run that another one has kept can be named, handed on
//! and deleted, though not opened. Nothing is allocated on the word of a length field.

mod curves;

use serde::{Deserialize, Serialize};

use super::{Contents, EntryId, Label, Origin, Race, Saved, Start, Summary};
use crate::count::grouped;
use crate::nn::weights_file::MAX_FOREIGN_BYTES;
use crate::training::crc32::crc32;
use crate::training::{ConfigError, RunConfig, Trainer};

const MAGIC: &[u8; 8] = b"DESCRUN\n";

/// Raise it when [`Summary`], [`Past`], or a type in them, changes its form, and when the
/// checkpoint's version is raised.
pub const VERSION: u32 = 2;

/// The oldest that is read.
const OLDEST: u32 = 1;

/// What the file's name ends with.
pub const EXTENSION: &str = "descent-run";

/// Largest file: the largest checkpoint, the largest file of weights, and room for the rest.
pub const MAX_BYTES: usize = Trainer::MAX_CHECKPOINT_BYTES + MAX_FOREIGN_BYTES + (4 << 20);

const CHECKSUM_LEN: usize = 4;

/// Bytes that are no kept run; the text says why and what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Something else altogether.
    #[error("this is not a run of Descent: choose a file that ends with .{EXTENSION}")]
    Foreign,
    /// More than is read.
    #[error("this file has {bytes} bytes, and no run has more than {max}", bytes = grouped(*bytes as u64), max = grouped(MAX_BYTES as u64))]
    TooLong {
        /// Bytes given.
        bytes: usize,
    },
    /// Of another version of Descent.
    #[error(
        "this run was kept by another version of Descent (format {found}; this one reads \
         {OLDEST} to {VERSION}): open it with that version"
    )]
    Version {
        /// The version it says it has.
        found: u32,
    },
    /// Cut off or altered.
    #[error("this run is damaged ({what}): it can't be opened any more")]
    Damaged {
        /// What does not fit.
        what: &'static str,
    },
    /// Its configuration does not hold together.
    #[error("this run can't be opened: {0}")]
    Config(#[from] ConfigError),
}

/// What stands in such bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// For lists.
    pub summary: Option<Summary>,
    /// To go on from.
    pub contents: Option<Contents>,
}

/// What of the contents is small.
#[derive(Serialize, Deserialize)]
struct Past {
    made: Option<RunConfig>,
    /// Updates behind the checkpoint, if there is one.
    saved_at: Option<u64>,
}

/// What of the summary version 1 did not have.
#[derive(Serialize, Deserialize)]
struct More {
    origin: Option<Origin>,
    race: Option<Race>,
}

/// A run for lists.
pub fn summary_to_bytes(summary: &Summary) -> Vec<u8> {
    let mut bytes = head(&summary.label);
    put_summary(&mut bytes, summary);
    closed(bytes)
}

/// What it takes to go on with a run.
pub fn contents_to_bytes(label: &Label, contents: &Contents) -> Vec<u8> {
    let mut bytes = head(label);
    put_contents(&mut bytes, contents);
    closed(bytes)
}

/// A whole run, to hand on.
pub fn run_to_bytes(summary: &Summary, contents: &Contents) -> Vec<u8> {
    let mut bytes = head(&summary.label);
    put_summary(&mut bytes, summary);
    put_contents(&mut bytes, contents);
    closed(bytes)
}

/// A whole run in one, of the two that the browser's storage has: of any version, as nothing
/// but the sections' order is looked at. None if they don't belong together.
pub fn joined(summary: &[u8], contents: &[u8]) -> Option<Vec<u8>> {
    let (head, sections) = opened(summary).ok()?;
    let (other, more) = opened(contents).ok()?;
    // One of the two may have been written again since, by a later version that reads both.
    let is_read = |version| (OLDEST..=VERSION).contains(&version);
    let fits = head.version == other.version || (is_read(head.version) && is_read(other.version));
    let is_same = fits && head.label.id == other.label.id;
    let start = summary.len() - sections.len() - CHECKSUM_LEN;
    let version = head.version.max(other.version).to_le_bytes();
    let label = &summary[MAGIC.len() + version.len()..start];
    is_same.then(|| closed([MAGIC, &version[..], label, sections, more].concat()))
}

/// Whose bytes these are, in whichever version.
///
/// # Errors
/// If they are foreign, cut off or altered.
pub fn read_label(bytes: &[u8]) -> Result<Label, FileError> {
    opened(bytes).map(|(head, _)| head.label)
}

/// Reads what is there.
///
/// # Errors
/// If the bytes are foreign, of another version, cut off, altered, or describe a run that
/// can't be.
pub fn read(bytes: &[u8]) -> Result<Parts, FileError> {
    if bytes.len() > MAX_BYTES {
        return Err(FileError::TooLong { bytes: bytes.len() });
    }
    let (Head { version, label }, mut rest) = opened(bytes)?;
    if !(OLDEST..=VERSION).contains(&version) {
        return Err(FileError::Version { found: version });
    }
    let summary = match take_section(&mut rest, b"summ")? {
        Some(section) => Some(read_summary(section, &mut rest, label)?),
        None => None,
    };
    let contents = match take_section(&mut rest, b"past")? {
        Some(section) => Some(read_contents(section, &mut rest)?),
        None => None,
    };
    if !rest.is_empty() {
        return Err(FileError::Damaged { what: "there is more than a run in it" });
    }
    Ok(Parts { summary, contents })
}

struct Head {
    version: u32,
    label: Label,
}

/// The head of a whole file, and its sections.
fn opened(bytes: &[u8]) -> Result<(Head, &[u8]), FileError> {
    let cut_off = FileError::Damaged { what: "it is cut off" };
    let rest = bytes.strip_prefix(MAGIC).ok_or(FileError::Foreign)?;
    let (mut rest, checksum) =
        rest.split_last_chunk::<CHECKSUM_LEN>().ok_or_else(|| cut_off.clone())?;
    if crc32(&bytes[..bytes.len() - CHECKSUM_LEN]) != u32::from_le_bytes(*checksum) {
        return Err(FileError::Damaged { what: "its checksum is wrong" });
    }
    let version = take_u32(&mut rest)?;
    let mut label = take(&mut rest)?;
    let (id, created) = (EntryId(take_u64(&mut label)?), take_u64(&mut label)?);
    let updated = take_u64(&mut label)?;
    let name = str::from_utf8(label).ok().filter(|name| name.len() <= Label::MAX_NAME);
    let name = name.ok_or(FileError::Damaged { what: "its name can't be read" })?.to_owned();
    Ok((Head { version, label: Label { id, name, created, updated } }, rest))
}

fn head(label: &Label) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    let Label { id, name, created, updated } = label;
    let numbers = [id.0, *created, *updated];
    let len = numbers.len() * size_of::<u64>() + name.len();
    bytes.extend_from_slice(&(len as u32).to_le_bytes());
    numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    bytes.extend_from_slice(name.as_bytes());
    bytes
}

fn closed(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

fn put(bytes: &mut Vec<u8>, tag: &[u8; 4], section: &[u8]) {
    bytes.extend_from_slice(tag);
    bytes.extend_from_slice(&(section.len() as u32).to_le_bytes());
    bytes.extend_from_slice(section);
}

fn put_summary(bytes: &mut Vec<u8>, summary: &Summary) {
    put(bytes, b"summ", &postcard::to_allocvec(summary).expect("plain data always has a form"));
    let Summary { origin, race, .. } = summary;
    if origin.is_some() || race.is_some() {
        let more = More { origin: origin.clone(), race: *race };
        put(bytes, b"more", &postcard::to_allocvec(&more).expect("plain data always has a form"));
    }
}

fn put_contents(bytes: &mut Vec<u8>, contents: &Contents) {
    let Contents { history, made, saved, start } = contents;
    let saved_at = saved.as_ref().map(|saved| saved.step);
    let past = Past { made: made.clone(), saved_at };
    let checkpoint = saved.as_ref().map_or(&[][..], |saved| &saved.checkpoint);
    let n_start = start.as_ref().map_or(0, |start| start.bytes().len());
    bytes.reserve(checkpoint.len() + curves::len(history) + n_start + 1024);
    put(bytes, b"past", &postcard::to_allocvec(&past).expect("plain data always has a form"));
    put(bytes, b"curv", &curves::to_bytes(history));
    put(bytes, b"save", checkpoint);
    if let Some(start) = start {
        let origin = postcard::to_allocvec(start.origin()).expect("plain data always has a form");
        put(bytes, b"strt", &[&origin, start.bytes()].concat());
    }
}

fn read_summary(section: &[u8], rest: &mut &[u8], label: Label) -> Result<Summary, FileError> {
    let unreadable = FileError::Damaged { what: "its description can't be read" };
    let Ok((mut summary, [])) = postcard::take_from_bytes::<Summary>(section) else {
        return Err(unreadable);
    };
    if let Some(more) = take_section(rest, b"more")? {
        let Ok((More { origin, race }, [])) = postcard::take_from_bytes(more) else {
            return Err(unreadable);
        };
        (summary.origin, summary.race) = (origin, race);
    }
    summary.config.check()?;
    let is_count = |number: f64| number.is_finite() && number >= 0.0;
    if summary.home.len() > Summary::MAX_HOME
        || summary.sketch.len() > Summary::MAX_SKETCH
        || summary.origin.as_ref().is_some_and(|origin| !origin.is_short())
        || !is_count(summary.epoch)
        || !is_count(summary.train_seconds)
    {
        return Err(FileError::Damaged { what: "its figures make no sense" });
    }
    summary.label = label;
    Ok(summary)
}

fn read_contents(past: &[u8], rest: &mut &[u8]) -> Result<Contents, FileError> {
    let Ok((Past { made, saved_at }, [])) = postcard::take_from_bytes(past) else {
        return Err(FileError::Damaged { what: "its past can't be read" });
    };
    if let Some(made) = &made {
        made.check()?;
    }
    let missing = FileError::Damaged { what: "a part of it is missing" };
    let curves = take_section(rest, b"curv")?.ok_or_else(|| missing.clone())?;
    let checkpoint = take_section(rest, b"save")?.ok_or(missing)?;
    let history =
        curves::read(curves).ok_or(FileError::Damaged { what: "its curves can't be read" })?;
    if saved_at.is_none() && !checkpoint.is_empty() {
        return Err(FileError::Damaged { what: "what it has saved makes no sense" });
    }
    let saved = saved_at.map(|step| Saved { step, checkpoint: checkpoint.to_vec() });
    let start = take_section(rest, b"strt")?.map(read_start).transpose()?;
    Ok(Contents { history, made, saved, start })
}

fn read_start(section: &[u8]) -> Result<Start, FileError> {
    let read = postcard::take_from_bytes::<Origin>(section).ok();
    let start = read.filter(|(origin, _)| origin.is_short());
    let start = start.and_then(|(origin, weights)| Start::read(&origin, weights));
    start.ok_or(FileError::Damaged { what: "its start weights can't be read" })
}

/// The next section, if it has this tag.
fn take_section<'a>(rest: &mut &'a [u8], tag: &[u8; 4]) -> Result<Option<&'a [u8]>, FileError> {
    let Some(mut behind) = rest.strip_prefix(tag) else { return Ok(None) };
    let section = take(&mut behind)?;
    *rest = behind;
    Ok(Some(section))
}

/// As many bytes as the number before them says.
fn take<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], FileError> {
    let len = take_u32(rest)? as usize;
    let (bytes, behind) =
        rest.split_at_checked(len).ok_or(FileError::Damaged { what: "a part of it is cut off" })?;
    *rest = behind;
    Ok(bytes)
}

fn take_chunk<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], FileError> {
    let (chunk, behind) =
        rest.split_first_chunk().ok_or(FileError::Damaged { what: "it is cut off" })?;
    *rest = behind;
    Ok(*chunk)
}

fn take_u32(rest: &mut &[u8]) -> Result<u32, FileError> {
    take_chunk(rest).map(u32::from_le_bytes)
}

fn take_u64(rest: &mut &[u8]) -> Result<u64, FileError> {
    take_chunk(rest).map(u64::from_le_bytes)
}
