//! The records of a CSV file, one by one, within bounded memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::CsvError;
use super::error::MAX_COLUMNS;

/// Longest record. Only a quote that is not closed makes one longer.
const MAX_RECORD: usize = 1 << 20;

/// Reads records into the same two buffers again and again.
pub(super) struct Records<'a> {
    rest: &'a [u8],
    reader: Reader,
    delimiter: u8,
    /// Line of the file, counted from 1, at which `rest` begins.
    line: usize,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// One record: its cells, without the white space around them.
pub(super) struct Record<'a> {
    /// Line at which it begins, counted from 1.
    pub line: usize,
    text: &'a str,
    /// Where each cell ends in `text`.
    ends: &'a [usize],
}

impl<'a> Records<'a> {
    /// The records of a text.
    pub fn new(file: &'a str, delimiter: u8) -> Self {
        Self {
            rest: file.as_bytes(),
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            line: 1,
            text: vec![0; MAX_RECORD],
            ends: vec![0; MAX_COLUMNS],
        }
    }

    /// The next record, if there is one. Empty lines are none.
    pub fn next(&mut self) -> Result<Option<Record<'_>>, CsvError> {
        let n_empty = self.rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.skip(n_empty);
        let line = self.line;
        let from_here = self.rest;
        let (mut text_len, mut n_cells) = (0, 0);
        loop {
            let (result, n_read, n_text, n_ends) = self.reader.read_record(
                self.rest,
                &mut self.text[text_len..],
                &mut self.ends[n_cells..],
            );
            self.skip(n_read);
            text_len += n_text;
            n_cells += n_ends;
            match result {
                // The file ends without a line break: asked again, the reader says so.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => return Err(CsvError::LongRecord { line }),
                ReadRecordResult::OutputEndsFull => return Err(CsvError::TooManyColumns { line }),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => break,
            }
        }
        if self.rest.is_empty()
            && let Some(at) = open_quote(from_here, self.delimiter)
        {
            let before = from_here[..at].iter().filter(|&&byte| byte == b'\n').count();
            return Err(CsvError::OpenQuote { line: line + before });
        }
        let text =
            std::str::from_utf8(&self.text[..text_len]).map_err(|_| CsvError::NotUtf8 { line })?;
        Ok(Some(Record { line, text, ends: &self.ends[..n_cells] }))
    }

    fn skip(&mut self, n: usize) {
        let (before, rest) = self.rest.split_at(n);
        self.line += before.iter().filter(|&&byte| byte == b'\n').count();
        self.rest = rest;
    }
}

/// Where the quote is that is open at the end of a record, if one is. The reader closes it
/// without a word.
fn open_quote(record: &[u8], delimiter: u8) -> Option<usize> {
    enum At {
        Start,
        Plain,
        Quoted {
            since: usize,
        },
        /// After a quote in a quoted cell: its end, or the first of two that stand for one.
        Quote {
            since: usize,
        },
    }
    let mut at = At::Start;
    for (idx, &byte) in record.iter().enumerate() {
        let ends_cell = byte == delimiter || matches!(byte, b'\r' | b'\n');
        at = match at {
            At::Start if byte == b'"' => At::Quoted { since: idx },
            At::Quoted { since } if byte == b'"' => At::Quote { since },
            At::Quoted { since } => At::Quoted { since },
            At::Quote { since } if byte == b'"' => At::Quoted { since },
            _ if ends_cell => At::Start,
            _ => At::Plain,
        };
    }
    if let At::Quoted { since } = at { Some(since) } else { None }
}

impl<'a> Record<'a> {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell; empty beyond the last.
    pub fn cell(&self, idx: usize) -> &'a str {
        let from = if idx == 0 { Some(&0) } else { self.ends.get(idx - 1) };
        let cell = from.zip(self.ends.get(idx)).and_then(|(&from, &to)| self.text.get(from..to));
        cell.unwrap_or_default().trim()
    }

    /// All cells, in their order.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + '_ {
        (0..self.len()).map(|idx| self.cell(idx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(file: &str) -> Vec<(usize, Vec<String>)> {
        let mut records = Records::new(file, b',');
        let mut all = Vec::new();
        while let Some(record) = records.next().unwrap() {
            all.push((record.line, record.cells().map(str::to_owned).collect()));
        }
        all
    }

    #[test]
    fn lines_are_counted_through_quotes_and_empty_lines() {
        let cells = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            all("a, b\r\n\r\n\"1\n\"\"x\"\"\",2\n\n3,\"ä,ö\""),
            [(1, cells(&["a", "b"])), (3, cells(&["1\n\"x\"", "2"])), (6, cells(&["3", "ä,ö"]))]
        );
        assert_eq!(all(",\n"), [(1, cells(&["", ""]))]);
        assert!(all("").is_empty() && all("\n\r\n").is_empty());
    }

    #[test]
    fn a_quote_that_stays_open_is_told_with_its_line() {
        let last = |file: &str| {
            let mut records = Records::new(file, b',');
            loop {
                match records.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => return None,
                    Err(error) => return Some(error),
                }
            }
        };
        let open = |line| Some(CsvError::OpenQuote { line });
        assert_eq!(last("a,b\n1,\"2\n3,4\n"), open(2));
        assert_eq!(last("a,b\n\"1\n2\",\"\"\"3"), open(3));
        assert_eq!(last("\""), open(1));
        for closed in ["a,\"b\"", "a,\"b\"\"\"\r\n", "a,b\"", "\"a\"b\",c", "\"\""] {
            assert_eq!(last(closed), None, "{closed}");
        }
    }

    #[test]
    fn records_without_end_are_refused() {
        let mut commas = Records::new(&",".repeat(100_000), b',').next().err();
        assert_eq!(commas.take(), Some(CsvError::TooManyColumns { line: 1 }));
        let open = format!("1,2\n\"{}", "x\n".repeat(1 << 20));
        let mut records = Records::new(&open, b',');
        assert!(records.next().is_ok());
        assert_eq!(records.next().err(), Some(CsvError::LongRecord { line: 2 }));
    }
}
