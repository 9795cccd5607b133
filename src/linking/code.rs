//! A text as a QR code: which squares are dark.

use crate::count::grouped;
use qrcodegen::{QrCode, QrCodeEcc};

/// Light squares all around, as the standard asks for.
pub const QUIET: usize = 4;

/// Longest text, in bytes: more makes squares that a camera no longer tells apart at a distance.
pub const MOST_BYTES: usize = 1_200;

/// A text that is too long for a code; it says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This link has {len} characters, and a QR code that a camera can read takes {most}: send the link itself.",
    len = grouped(*len as u64), most = grouped(MOST_BYTES as u64)
)]
pub struct TooLong {
    /// Its length.
    pub len: usize,
}

/// A code, with its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Squares in a row, those of the quiet zone included.
    pub side: usize,
    is_dark: Vec<bool>,
}

impl Code {
    /// The code of a text.
    ///
    /// # Errors
    /// If it is too long.
    pub fn of(text: &str) -> Result<Self, TooLong> {
        let too_long = TooLong { len: text.len() };
        if text.len() > MOST_BYTES {
            return Err(too_long);
        }
        // As much redundancy as comes without more squares is added by the crate.
        let code = QrCode::encode_text(text, QrCodeEcc::Low).map_err(|_| too_long)?;
        let n = code.size() as usize;
        let side = n + 2 * QUIET;
        let inside = |at: usize| (QUIET..QUIET + n).contains(&at).then(|| (at - QUIET) as i32);
        let dark = |at: usize| match (inside(at % side), inside(at / side)) {
            (Some(x), Some(y)) => code.get_module(x, y),
            _ => false,
        };
        Ok(Self { side, is_dark: (0..side * side).map(dark).collect() })
    }

    /// Whether the square in this column and row is dark.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.side && self.is_dark.get(row * self.side + column) == Some(&true)
    }

    /// The dark squares as the path of an SVG in which each is 1 by 1: one run of squares in a
    /// row at a time.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for row in 0..self.side {
            let mut column = 0;
            while column < self.side {
                let n = (column..self.side).take_while(|&at| self.is_dark(at, row)).count();
                if n > 0 {
                    path.push_str(&format!("M{column} {row}h{n}v1h-{n}z"));
                }
                column += n.max(1);
            }
        }
        path
    }
}
