//! Which column of a table is what, and what its cells say.

use super::records::{Record, Records};
use super::{ColumnRef, CsvError, CsvOptions, TargetKind, beginning};
use crate::data::OwnDataError;
use crate::nn::NetworkSpec;

/// Which column is what.
pub(super) struct Columns {
    /// From the header, if there is one.
    names: Option<Vec<String>>,
    /// Indices, in the order of the network's inputs.
    pub features: Vec<usize>,
    /// Indices, in the order of the network's outputs.
    pub targets: Vec<usize>,
}

impl Columns {
    pub fn of(text: &str, options: &CsvOptions) -> Result<Self, CsvError> {
        let mut records = Records::new(text, options.separator.byte());
        let first = records.next()?.ok_or(CsvError::Empty)?;
        let n_columns = first.len();
        let names: Option<Vec<String>> =
            options.has_header.then(|| first.cells().map(str::to_owned).collect());
        let mut targets = Vec::new();
        for wanted in &options.targets {
            let idx = find(wanted, names.as_deref(), n_columns)?;
            if targets.contains(&idx) {
                return Err(CsvError::TargetTwice { column: wanted.label() });
            }
            targets.push(idx);
        }
        if targets.is_empty() {
            targets.push(n_columns - 1);
        }
        let mut is_target = vec![false; n_columns];
        targets.iter().for_each(|&idx| is_target[idx] = true);
        let features: Vec<usize> = (0..n_columns).filter(|&idx| !is_target[idx]).collect();
        if features.is_empty() {
            return Err(CsvError::TooFewColumns { n_columns });
        }
        // Seen at once, before a long file is read.
        if features.len() > NetworkSpec::MAX_INPUTS {
            return Err(OwnDataError::Features { n: features.len() }.into());
        }
        if targets.len() > NetworkSpec::MAX_WIDTH {
            return Err(OwnDataError::Values { n: targets.len() }.into());
        }
        Ok(Self { names, features, targets })
    }

    /// Goes through the examples; each has all its cells.
    pub fn each_example(
        &self,
        text: &str,
        options: &CsvOptions,
        mut act: impl FnMut(&Record) -> Result<(), CsvError>,
    ) -> Result<(), CsvError> {
        let mut records = Records::new(text, options.separator.byte());
        if options.has_header {
            records.next()?;
        }
        let expected = self.features.len() + self.targets.len();
        let mut n_examples = 0_usize;
        while let Some(record) = records.next()? {
            let (line, given) = (record.line, record.len());
            if given != expected {
                return Err(CsvError::Ragged { line, given, expected });
            }
            act(&record)?;
            n_examples += 1;
        }
        if n_examples == 0 { Err(CsvError::Empty) } else { Ok(()) }
    }

    /// What the targets hold, by the rule in the module's description.
    pub fn guess(&self, text: &str, options: &CsvOptions) -> Result<TargetKind, CsvError> {
        let [target] = self.targets[..] else { return Ok(TargetKind::Values) };
        let (mut all_numbers, mut all_whole) = (true, true);
        self.each_example(text, options, |record| {
            match record.cell(target).parse::<f64>() {
                Ok(number) => all_whole &= number.fract() == 0.0,
                Err(_) => all_numbers &= record.cell(target).is_empty(),
            }
            Ok(())
        })?;
        Ok(if all_numbers && !all_whole { TargetKind::Values } else { TargetKind::Classes })
    }

    /// A cell that is a number.
    pub fn number(&self, record: &Record, idx: usize, is_feature: bool) -> Result<f32, CsvError> {
        let cell = self.filled(record, idx)?;
        let (line, column) = (record.line, || self.label(idx));
        match cell.parse::<f32>() {
            Ok(number) if number.is_finite() => Ok(number),
            Ok(_) => Err(CsvError::NotFinite { line, column: column(), text: beginning(cell) }),
            Err(_) if is_feature => {
                Err(CsvError::TextFeature { line, column: column(), text: beginning(cell) })
            }
            Err(_) => Err(CsvError::TextTarget { line, column: column(), text: beginning(cell) }),
        }
    }

    /// A cell that is not empty.
    pub fn filled<'a>(&self, record: &Record<'a>, idx: usize) -> Result<&'a str, CsvError> {
        match record.cell(idx) {
            "" => Err(CsvError::Missing { line: record.line, column: self.label(idx) }),
            cell => Ok(cell),
        }
    }

    /// What a column is called in a table's description.
    pub fn name(&self, idx: usize) -> String {
        match self.names.as_ref().map(|names| names[idx].as_str()) {
            None | Some("") => (idx + 1).to_string(),
            Some(name) => name.to_owned(),
        }
    }

    /// What a column is called in a message.
    pub fn label(&self, idx: usize) -> String {
        match self.names.as_ref().map(|names| names[idx].as_str()) {
            None | Some("") => (idx + 1).to_string(),
            Some(name) => format!("{} (\"{}\")", idx + 1, beginning(name)),
        }
    }
}

/// The index of a wanted column.
fn find(wanted: &ColumnRef, names: Option<&[String]>, n_columns: usize) -> Result<usize, CsvError> {
    if let (ColumnRef::Name(name), Some(names)) = (wanted, names) {
        let same = names.iter().zip(1..).filter(|(other, _)| *other == name.trim());
        let numbers: Vec<String> = same.map(|(_, number): (_, usize)| number.to_string()).collect();
        if numbers.len() > 1 {
            let numbers = numbers.join(", ");
            return Err(CsvError::SameName { wanted: wanted.label(), numbers });
        }
    }
    let found = match wanted {
        ColumnRef::Number(number) => number.checked_sub(1).filter(|&idx| idx < n_columns),
        ColumnRef::Name(name) => {
            names.and_then(|names| names.iter().position(|other| other == name.trim()))
        }
    };
    found.ok_or_else(|| {
        let known = match (wanted, names) {
            (ColumnRef::Name(_), Some(names)) => {
                let shown: Vec<_> = names.iter().take(20).map(|name| beginning(name)).collect();
                let more = if names.len() > shown.len() { ", …" } else { "" };
                format!("{}{more}", shown.join(", "))
            }
            (ColumnRef::Name(_), None) => {
                format!("no names without a header, but numbers from 1 to {n_columns}")
            }
            (ColumnRef::Number(_), _) => format!("columns 1 to {n_columns}"),
        };
        CsvError::NoColumn { wanted: wanted.label(), known }
    })
}
