//! Our handwriting: labeled drawings of a class, collected on many devices, as one file
//! that a person can read.
//!
//! ```text
//! file   = header line, then one line a drawing; lines end with "\n"
//! header = {"descent_handwriting":1}
//! line   = {"id":"k3v9-17","label":7,"writer":"Ada","strokes":[[[x,y,t],…],…]}
//! ```
//!
//! Each line is a JSON value (RFC 8259; the whole is what is called JSON Lines). `x` and `y`
//! are in shares of the board's side, from the top left; `t` is milliseconds since the first
//! point. `id` is given once, where the drawing is made, so that files of several devices
//! can be put together, again and again, without any drawing in them twice. `writer` may be
//! left out.
//!
//! Reading is forgiving: a line that can't be used is left out, and told, and the others
//! are read.

mod read;
mod split;

pub use read::{BadRecord, Handwriting, HandwritingError};
pub use split::{NAME, dataset, is_held_out};

use serde::{Deserialize, Serialize};

use super::digit::{Drawing, Point, Stroke};

/// The format that is written.
pub const FORMAT: u32 = 1;
/// Longest file, in bytes: more than a year of a school.
pub const MAX_BYTES: usize = 64 << 20;
/// Most drawings in a file.
pub const MAX_RECORDS: usize = 50_000;
/// Most points of a drawing.
pub const MAX_POINTS: usize = 20_000;
/// Longest id and longest name, in characters.
pub const MAX_NAME: usize = 64;

/// A labeled drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Unique among all devices.
    pub id: String,
    /// What it shows.
    pub label: u8,
    /// Who drew it, if that is told.
    pub writer: Option<String>,
    /// The strokes, on a board of side 1.
    pub drawing: Drawing,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    label: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    writer: Option<String>,
    strokes: Vec<Vec<[f32; 3]>>,
}

impl Record {
    /// The record as a line of the file, without its end. Places are rounded to 1/10,000 of
    /// the board, times to whole milliseconds.
    pub fn to_line(&self) -> String {
        let round = |share: f32| (share * 1e4).round() / 1e4;
        let point = |point: &Point| [round(point.x), round(point.y), point.t.round()];
        let line = Line {
            id: self.id.clone(),
            label: self.label,
            writer: self.writer.clone(),
            strokes: (self.drawing.strokes.iter())
                .map(|stroke| stroke.points.iter().map(point).collect())
                .collect(),
        };
        serde_json::to_string(&line).expect("plain data always has a JSON form")
    }
}

/// All of them as a file.
pub fn to_text<'a>(records: impl IntoIterator<Item = &'a Record>) -> String {
    let mut text = format!("{{\"descent_handwriting\":{FORMAT}}}\n");
    for record in records {
        text.push_str(&record.to_line());
        text.push('\n');
    }
    text
}

/// The strokes of a line.
fn drawing(strokes: Vec<Vec<[f32; 3]>>) -> Drawing {
    let point = |[x, y, t]: [f32; 3]| Point { x, y, t };
    let strokes = strokes
        .into_iter()
        .map(|points| Stroke { points: points.into_iter().map(point).collect() });
    Drawing { width: 1.0, height: 1.0, strokes: strokes.collect() }
}
