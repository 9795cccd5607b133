//! Runs that come from each other, as a drawing: a row a run or version, along the updates
//! made; from where a run went off, a line leads down to its own row.
//!
//! What goes off later stands nearer to what it went off from. So no line that leads down
//! meets another run's: the rows that it passes begin to the right of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{EntryId, Summary};

/// Runs and versions that come from each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// From above; what a row comes from stands above it.
    pub rows: Vec<Row>,
    /// Most updates of any of them: where the drawing ends.
    pub last: u64,
}

/// A run, or a version of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which one.
    pub id: EntryId,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// The row that it comes from, and after which of its updates.
    pub from: Option<(usize, u64)>,
    /// Where its own line begins.
    pub first: u64,
    /// Updates made: where its line ends. A version's line has no length.
    pub last: u64,
    /// At which updates lines to rows further below pass by.
    pub passing: Vec<u64>,
    /// At which updates lines to rows below begin on it.
    pub leaving: Vec<u64>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A run that can be gone on with.
    Run,
    /// A run as it was, left so.
    Version,
    /// What others come from and is not there any more.
    Deleted,
}

impl Family {
    /// Where an update lies between the drawing's ends, from 0 to 1.
    pub fn share(&self, step: u64) -> f64 {
        if self.last == 0 { 0.0 } else { step as f64 / self.last as f64 }
    }

    /// What a row comes from, by its name, and after which of its updates.
    pub fn origin(&self, row: &Row) -> Option<(&str, u64)> {
        let (idx, step) = row.from?;
        Some((self.rows.get(idx)?.name.as_str(), step))
    }
}

/// What is shown in place of the name of what is not there any more.
pub const DELETED: &str = "deleted run";

/// All families of two and more, the one first that was kept last.
pub fn families(all: &[Summary]) -> Vec<Family> {
    let tree = Tree::of(all);
    let mut families: Vec<(u64, Family)> = tree
        .roots()
        .filter(|root| !tree.children(*root).is_empty())
        .map(|root| {
            let family = tree.drawn(root);
            let updated = |row: &Row| tree.known.get(&row.id).map_or(0, |it| it.label.updated);
            (family.rows.iter().map(updated).max().unwrap_or(0), family)
        })
        .collect();
    families.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.rows[0].id.cmp(&b.1.rows[0].id)));
    families.into_iter().map(|(_, family)| family).collect()
}

/// Who comes from whom.
pub(super) struct Tree<'a> {
    /// All that are kept.
    pub(super) known: BTreeMap<EntryId, &'a Summary>,
    /// What each comes from, and after which of its updates; it may not be there any more.
    pub(super) parents: BTreeMap<EntryId, (EntryId, u64)>,
    children: BTreeMap<EntryId, Vec<EntryId>>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(all: &'a [Summary]) -> Self {
        let known: BTreeMap<_, _> = all.iter().map(|summary| (summary.label.id, summary)).collect();
        let mut parents = BTreeMap::new();
        for (&id, summary) in &known {
            if let Some(parent) =
                summary.parent.filter(|parent| !is_own_ancestor(&known, id, *parent))
            {
                parents.insert(id, parent);
            }
        }
        let mut tree = Self { known, parents, children: BTreeMap::new() };
        let ids: Vec<EntryId> = tree.parents.keys().copied().collect();
        let settled: Vec<_> = ids.iter().map(|&id| (id, tree.settled(tree.parents[&id]))).collect();
        for (id, (parent, step)) in settled {
            tree.parents.insert(id, (parent, step));
            tree.children.entry(parent).or_default().push(id);
        }
        let Self { known, parents, children } = &mut tree;
        for children in children.values_mut() {
            let created = |id: &EntryId| known.get(id).map_or(0, |it| it.label.created);
            children.sort_by(|a, b| {
                let by_step = parents[b].1.cmp(&parents[a].1);
                by_step.then(created(a).cmp(&created(b))).then(a.cmp(b))
            });
        }
        tree
    }

    /// Whose line it is that a run goes off from: what was made before a line begins was made
    /// by the one that it comes from.
    fn settled(&self, (mut parent, step): (EntryId, u64)) -> (EntryId, u64) {
        while let Some(&(before, began)) = self.parents.get(&parent)
            && step < began
        {
            parent = before;
        }
        (parent, step)
    }

    fn children(&self, id: EntryId) -> &[EntryId] {
        self.children.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All that come from nothing else, and what is not there any more.
    fn roots(&self) -> impl Iterator<Item = EntryId> {
        let all: BTreeSet<EntryId> =
            self.known.keys().chain(self.children.keys()).copied().collect();
        all.into_iter().filter(|id| !self.parents.contains_key(id))
    }

    fn drawn(&self, root: EntryId) -> Family {
        let mut rows = Vec::new();
        let mut waiting = vec![(root, None)];
        while let Some((id, from)) = waiting.pop() {
            let idx = rows.len();
            rows.push(self.row(id, from));
            // The one that comes next is taken from the end.
            waiting.extend(
                self.children(id)
                    .iter()
                    .rev()
                    .map(|&child| (child, Some((idx, self.parents[&child].1)))),
            );
        }
        for idx in 0..rows.len() {
            let Some((from, step)) = rows[idx].from else { continue };
            let add = |steps: &mut Vec<u64>| {
                if !steps.contains(&step) {
                    steps.push(step);
                }
            };
            add(&mut rows[from].leaving);
            rows[from + 1..idx].iter_mut().for_each(|row| add(&mut row.passing));
        }
        let last = rows.iter().map(|row| row.last).max().unwrap_or(0);
        Family { rows, last }
    }

    fn row(&self, id: EntryId, from: Option<(usize, u64)>) -> Row {
        let summary = self.known.get(&id);
        let (kind, name) = match summary {
            None => (Kind::Deleted, DELETED.to_owned()),
            Some(summary) if summary.is_version => (Kind::Version, summary.label.name.clone()),
            Some(summary) => (Kind::Run, summary.label.name.clone()),
        };
        let first = from.map_or(0, |(_, step)| step);
        let furthest = self.children(id).iter().map(|child| self.parents[child].1).max();
        let last = summary.map_or(0, |summary| summary.step).max(first).max(furthest.unwrap_or(0));
        // A version whose run is not known stands alone where it is.
        let first = if kind == Kind::Version { last } else { first };
        Row { id, kind, name, from, first, last, passing: Vec::new(), leaving: Vec::new() }
    }
}

/// Whether one comes from itself, as files of others could have it.
fn is_own_ancestor(
    known: &BTreeMap<EntryId, &Summary>,
    id: EntryId,
    parent: (EntryId, u64),
) -> bool {
    let mut seen = BTreeSet::from([id]);
    let mut next = Some(parent.0);
    while let Some(here) = next {
        if !seen.insert(here) {
            // In a circle that does not lead through this one, the others are cut.
            return here == id;
        }
        next = known.get(&here).and_then(|summary| summary.parent).map(|parent| parent.0);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tests::summary;

    fn run(id: u64, step: u64, parent: Option<(u64, u64)>) -> Summary {
        let parent = parent.map(|(id, step)| (EntryId(id), step));
        Summary { step, parent, ..summary(id) }
    }

    fn version(id: u64, of: u64, step: u64) -> Summary {
        Summary { is_version: true, ..run(id, step, Some((of, step))) }
    }

    /// An id, what it comes from, and where its line begins and ends.
    type Told = (u64, Option<(usize, u64)>, u64, u64);

    fn told(family: &Family) -> Vec<Told> {
        family.rows.iter().map(|row| (row.id.0, row.from, row.first, row.last)).collect()
    }

    #[test]
    fn runs_that_nothing_comes_from_are_no_family() {
        assert_eq!(families(&[]), []);
        assert_eq!(families(&[run(1, 40, None), run(2, 90, None)]), []);
    }

    #[test]
    fn what_goes_off_later_stands_nearer_and_no_lines_meet() {
        let all = [
            run(1, 300, None),
            run(2, 200, Some((1, 120))),
            version(3, 1, 250),
            run(4, 400, Some((3, 250))),
            run(5, 350, Some((2, 150))),
            run(9, 7, None),
        ];
        let all = families(&all);
        let [family] = &all[..] else { panic!("{all:?}") };
        assert_eq!(
            told(family),
            [
                (1, None, 0, 300),
                (3, Some((0, 250)), 250, 250),
                (4, Some((1, 250)), 250, 400),
                (2, Some((0, 120)), 120, 200),
                (5, Some((3, 150)), 150, 350),
            ]
        );
        assert_eq!((family.last, family.share(100)), (400, 0.25));
        assert_eq!(family.rows[0].leaving, [250, 120]);
        assert_eq!(
            (&family.rows[1].passing[..], &family.rows[1].leaving[..]),
            (&[120][..], &[250][..])
        );
        assert_eq!(family.rows[2].passing, [120]);
        assert_eq!(family.rows[1].kind, Kind::Version);
        assert_eq!(family.origin(&family.rows[4]), Some(("Run 2", 150)));
        for row in &family.rows {
            assert!(row.passing.iter().all(|&step| step < row.first), "{row:?}");
        }
    }

    #[test]
    fn what_was_made_before_a_line_begins_is_of_the_line_before() {
        // A run that goes on from a version was rewound beyond it.
        let all = [
            run(1, 300, None),
            version(2, 1, 200),
            run(3, 500, Some((2, 200))),
            run(4, 90, Some((3, 60))),
        ];
        let all = families(&all);
        assert_eq!(
            told(&all[0]),
            [
                (1, None, 0, 300),
                (2, Some((0, 200)), 200, 200),
                (3, Some((1, 200)), 200, 500),
                (4, Some((0, 60)), 60, 90)
            ]
        );
    }

    #[test]
    fn what_was_deleted_is_still_what_they_come_from() {
        let all = [run(2, 200, Some((1, 120))), version(3, 1, 250), run(5, 60, Some((4, 60)))];
        let all = families(&all);
        assert_eq!(all.len(), 2, "of two that are gone nobody knows whether they were related");
        let family = all.iter().find(|family| family.rows.len() == 3).unwrap();
        assert_eq!(
            told(family),
            [(1, None, 0, 250), (3, Some((0, 250)), 250, 250), (2, Some((0, 120)), 120, 200)]
        );
        assert_eq!((family.rows[0].kind, family.rows[0].name.as_str()), (Kind::Deleted, DELETED));
    }

    #[test]
    fn the_family_that_was_kept_last_comes_first() {
        let all =
            [run(1, 9, None), run(2, 9, Some((1, 5))), run(3, 9, None), run(8, 9, Some((3, 5)))];
        let firsts: Vec<u64> = families(&all).iter().map(|family| family.rows[0].id.0).collect();
        assert_eq!(firsts, [3, 1]);
    }

    #[test]
    fn who_comes_from_himself_comes_from_nothing() {
        let all = [
            run(1, 9, Some((1, 3))),
            run(2, 9, Some((3, 5))),
            run(3, 9, Some((2, 5))),
            run(4, 9, Some((2, 1))),
        ];
        let n_rows: usize = families(&all).iter().map(|family| family.rows.len()).sum();
        assert_eq!(n_rows, 2, "{:?}", families(&all));
    }
}
