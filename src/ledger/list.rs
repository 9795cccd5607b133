//! Kept runs in a list: found by words, in the order of a column.

use std::cmp::Ordering;

use super::overlay::MOST_RUNS;
use super::{EntryId, Summary, words};

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Its name.
    Name,
    /// When it was last kept.
    When,
    /// What it learns from.
    Data,
    /// Parameters of its network.
    Network,
    /// Its learning rate.
    Rate,
    /// Its seed.
    Seed,
    /// Updates made.
    Steps,
    /// How well it does: see [`quality`].
    Quality,
    /// Seconds spent on updates.
    Time,
}

impl Column {
    /// In the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::When,
        Self::Data,
        Self::Network,
        Self::Rate,
        Self::Seed,
        Self::Steps,
        Self::Quality,
        Self::Time,
    ];

    /// Whether one wants to see the largest first.
    pub fn begins_with_largest(self) -> bool {
        matches!(self, Self::When | Self::Steps | Self::Quality | Self::Time)
    }

    fn compare(self, a: &Summary, b: &Summary) -> Ordering {
        let text = |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase());
        match self {
            Self::Name => text(&a.label.name, &b.label.name),
            Self::When => a.label.updated.cmp(&b.label.updated),
            Self::Data => text(a.config.dataset.name(), b.config.dataset.name()),
            Self::Network => a.config.network.n_parameters().cmp(&b.config.network.n_parameters()),
            Self::Rate => a.config.learning_rate.get().total_cmp(&b.config.learning_rate.get()),
            Self::Seed => a.config.seed.0.cmp(&b.config.seed.0),
            Self::Steps => a.step.cmp(&b.step),
            Self::Quality => quality(a).total_cmp(&quality(b)),
            Self::Time => a.train_seconds.total_cmp(&b.train_seconds),
        }
    }
}

/// How well a run does, the more the better: the share of examples that are right, held out if
/// any are; where numbers are learned and nothing is right or wrong, less than that: the
/// negative of its loss. A loss that is no number is the worst.
pub fn quality(summary: &Summary) -> f32 {
    match summary.test.or(summary.train) {
        Some(metrics) => match metrics.accuracy {
            Some(accuracy) => accuracy,
            None if metrics.loss.is_finite() => -metrics.loss,
            None => f32::NEG_INFINITY,
        },
        None => f32::NEG_INFINITY,
    }
}

/// The runs that have all words of a query in their name or configuration, as indices in the
/// order of a column; those that are alike in it, the newest first.
pub fn found(all: &[Summary], query: &str, column: Column, is_descending: bool) -> Vec<usize> {
    let wanted = wanted(query);
    let is_found = |summary: &Summary| {
        if wanted.is_empty() {
            return true;
        }
        let haystack = words::haystack(summary) + " ";
        wanted.iter().all(|text| haystack.contains(text))
    };
    let mut found: Vec<usize> = (0..all.len()).filter(|&idx| is_found(&all[idx])).collect();
    found.sort_by(|&a, &b| {
        let (a, b) = (&all[a], &all[b]);
        let order = column.compare(a, b);
        let order = if is_descending { order.reverse() } else { order };
        order.then_with(|| b.label.updated.cmp(&a.label.updated))
    });
    found
}

/// The runs of a race, in the order in which they stood there; as many as can be compared.
pub fn in_race(all: &[Summary], race: u64) -> Vec<EntryId> {
    let lane =
        |run: &Summary| run.race.filter(|it| it.id == race).map(|it| (it.lane, run.label.id));
    let mut runs: Vec<_> = all.iter().filter_map(lane).collect();
    runs.sort_unstable();
    runs.into_iter().map(|(_, id)| id).take(MOST_RUNS).collect()
}

/// What must be there for a query: each of its words, anywhere; but a setting that is named
/// before its value has that value, and 7 is not 77.
fn wanted(query: &str) -> Vec<String> {
    let query = query.to_lowercase();
    let mut words = query.split_whitespace().peekable();
    let mut wanted = Vec::new();
    while let Some(word) = words.next() {
        let is_named = ["seed", "rate", "batch"].contains(&word);
        wanted.push(match words.next_if(|_| is_named) {
            Some(value) => format!(" {word} {value} "),
            None => word.to_owned(),
        });
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Race;
    use crate::ledger::Start;
    use crate::ledger::tests::summary;
    use crate::training::{Metrics, Seed};

    fn three() -> Vec<Summary> {
        let mut all = vec![summary(1), summary(2), summary(3)];
        all[0].label.name = "Große Stufe".to_owned();
        all[1].label.name = "almost".to_owned();
        all[1].config.seed = Seed(77);
        all[2].label.name = "Zebra".to_owned();
        all[0].test = Some(Metrics { loss: 0.5, accuracy: Some(0.9) });
        all[1].test = Some(Metrics { loss: 0.1, accuracy: None });
        all[2].test = Some(Metrics { loss: f32::NAN, accuracy: None });
        all
    }

    #[test]
    fn all_words_must_be_there_somewhere() {
        let all = three();
        let find = |query: &str| found(&all, query, Column::When, false);
        assert_eq!(find(""), [0, 1, 2]);
        assert_eq!(find("  große  "), [0]);
        assert_eq!(find("MNIST sigmoid"), [0, 1, 2]);
        assert_eq!(find("seed 77 almost"), [1]);
        assert_eq!(find("seed 1"), [0, 2], "and not 77");
        assert_eq!(find("seed 7"), [0; 0]);
        assert_eq!(find("rate 0.5 batch 32 seed 77"), [1]);
        assert_eq!(find("784-16 relu"), [0; 0]);
    }

    #[test]
    fn runs_are_found_by_the_words_of_a_default_name_and_by_the_file_that_they_began_with() {
        let mut all = three();
        for (run, name) in all.iter_mut().zip([
            "Batch size 8 · race of Nov 23, 14:02",
            "Rate 0.1 · race of Nov 23, 14:02",
            "Rate 1 · race of Nov 23, 14:03",
        ]) {
            run.label.name = name.to_owned();
        }
        let file = Start::file("Mine.safetensors".to_owned(), b"1");
        all[2].origin = Some(file.origin().clone());
        let find = |query: &str| found(&all, query, Column::Name, false);
        assert_eq!(find("race of Nov 23, 14:02"), [0, 1]);
        assert_eq!(find("Batch size 8 · race of Nov 23, 14:02"), [0]);
        assert_eq!(find("Rate 1 · race of Nov 23, 14:03"), [2]);
        assert_eq!(find("from the file mine"), [2]);
        let drawn = all[0].config.initializer.name;
        assert_eq!(find(drawn), [0, 1], "and not the one that began elsewhere");
    }

    #[test]
    fn the_runs_of_a_race_are_found_in_their_order() {
        let mut all = vec![summary(1), summary(2), summary(3), summary(4)];
        all[0].race = Some(Race { id: 9, lane: 1 });
        all[1].race = Some(Race { id: 8, lane: 0 });
        all[3].race = Some(Race { id: 9, lane: 0 });
        assert_eq!(in_race(&all, 9), [EntryId(4), EntryId(1)]);
        assert_eq!(in_race(&all, 7), []);
    }

    #[test]
    fn columns_order_by_what_they_show() {
        let all = three();
        let by = |column| found(&all, "", column, false);
        assert_eq!(by(Column::Name), [1, 0, 2]);
        assert_eq!(by(Column::Quality), [2, 1, 0], "what is right or wrong before a loss");
        assert_eq!(found(&all, "", Column::When, true), [2, 1, 0]);
        // All alike: the newest first, whichever way the column goes.
        assert_eq!(by(Column::Data), [2, 1, 0]);
        assert_eq!(found(&all, "", Column::Data, true), [2, 1, 0]);
        for column in Column::ALL {
            assert_eq!(by(column).len(), 3);
        }
    }
}
