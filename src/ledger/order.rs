//! Which of several runs comes first when they are set against each other.

use super::family::Tree;
use super::{EntryId, Summary};

/// Those that were chosen, each after all that it comes from; what has nothing to do with each
/// other, the older first, and those of a race as they stood in it. A version stands for one update of its run: it comes before all that
/// were made of that update, its own run as it went on among them.
pub fn in_order(all: &[Summary], chosen: &[EntryId]) -> Vec<EntryId> {
    let tree = Tree::of(all);
    let mut waiting = chosen.to_vec();
    let begun = |race: u64| {
        let racers = all.iter().filter(|it| it.race.is_some_and(|it| it.id == race));
        racers.map(|it| it.label.created).min().unwrap_or_default()
    };
    waiting.sort_by_key(|id| {
        let known = tree.known.get(id);
        match known.and_then(|it| it.race) {
            // They are written one after the other, in no order.
            Some(race) => (begun(race.id), race.id, race.lane, *id),
            None => (known.map_or(0, |it| it.label.created), 0, 0, *id),
        }
    });
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_first = |id: &EntryId| !waiting.iter().any(|other| is_before(&tree, *other, *id));
        let next = waiting.iter().position(is_first).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

/// Whether one comes from the other: by the updates that were made, else by what it is of.
fn is_before(tree: &Tree<'_>, a: EntryId, b: EntryId) -> bool {
    match (is_passed(tree, a, b), is_passed(tree, b, a)) {
        (true, false) => true,
        (false, true) => false,
        _ => a != b && way(tree, b).any(|(id, _)| id == a),
    }
}

/// Whether `b` once stood where `a` stands.
fn is_passed(tree: &Tree<'_>, a: EntryId, b: EntryId) -> bool {
    let Some(summary) = tree.known.get(&a) else { return false };
    let line = match tree.parents.get(&a) {
        Some(&(line, _)) if summary.is_version => line,
        _ => a,
    };
    way(tree, b).any(|(id, last)| id == line && summary.step <= last)
}

/// The lines that a run was made on, from its own back to its start, each with the last update
/// made on it.
fn way<'a>(tree: &'a Tree<'_>, id: EntryId) -> impl Iterator<Item = (EntryId, u64)> + 'a {
    let step = tree.known.get(&id).map_or(0, |it| it.step);
    std::iter::successors(Some((id, step)), |(id, _)| tree.parents.get(id).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Race;
    use crate::ledger::tests::summary;

    /// As if each had been kept after those of smaller numbers.
    fn run(id: u64, step: u64, parent: Option<(u64, u64)>) -> Summary {
        let mut run = Summary { step, ..summary(id) };
        run.parent = parent.map(|(id, step)| (EntryId(id), step));
        run.label.created = id;
        run
    }

    fn version(id: u64, of: u64, step: u64) -> Summary {
        Summary { is_version: true, ..run(id, step, Some((of, step))) }
    }

    fn ordered(all: &[Summary], chosen: &[u64]) -> Vec<u64> {
        let chosen: Vec<_> = chosen.iter().copied().map(EntryId).collect();
        in_order(all, &chosen).into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn strangers_go_by_age() {
        let all = [run(1, 40, None), run(2, 90, None), run(3, 9, None)];
        assert_eq!(ordered(&all, &[3, 1, 2]), [1, 2, 3]);
        assert!(ordered(&all, &[]).is_empty());
    }

    #[test]
    fn those_of_a_race_go_as_they_stood_in_it() {
        let racer = |id, lane| Summary { race: Some(Race { id: 7, lane }), ..run(id, 9, None) };
        let all = [run(1, 5, None), racer(2, 2), racer(3, 0), run(4, 5, None), racer(5, 1)];
        assert_eq!(ordered(&all, &[1, 2, 3, 4, 5]), [1, 3, 5, 2, 4]);
    }

    #[test]
    fn a_version_comes_before_what_was_made_of_it_and_its_run_as_it_went_on() {
        // The run was kept first, and an earlier version after a later one.
        let all = [
            run(1, 300, None),
            version(2, 1, 250),
            version(3, 1, 100),
            run(4, 400, Some((3, 100))),
            run(5, 350, Some((2, 250))),
        ];
        assert_eq!(ordered(&all, &[1, 2]), [2, 1]);
        assert_eq!(ordered(&all, &[2, 3]), [3, 2]);
        assert_eq!(ordered(&all, &[4, 3]), [3, 4]);
        assert_eq!(ordered(&all, &[5, 3]), [3, 5], "on the way to where it went off");
        assert_eq!(ordered(&all, &[4, 2]), [2, 4], "neither comes from the other");
        assert_eq!(ordered(&all, &[5, 4, 3, 2, 1]), [3, 2, 1, 4, 5]);
    }

    #[test]
    fn what_goes_off_comes_after_its_run_however_far_that_went() {
        let older = |mut run: Summary| {
            run.label.created = 0;
            run
        };
        let all = [run(1, 300, None), older(run(2, 130, Some((1, 120))))];
        assert_eq!(ordered(&all, &[2, 1]), [1, 2]);
        // A version of it comes after the run that both are from, too.
        let all = [run(1, 300, None), run(2, 500, Some((1, 120))), version(3, 2, 200)];
        assert_eq!(ordered(&all, &[2, 3, 1]), [1, 3, 2]);
    }

    #[test]
    fn a_run_that_stands_at_its_version_comes_first() {
        let all = [run(1, 100, None), version(2, 1, 100)];
        assert_eq!(ordered(&all, &[2, 1]), [1, 2]);
    }

    #[test]
    fn those_of_a_run_that_is_gone_go_by_their_updates() {
        let all = [version(2, 1, 250), version(3, 1, 100), run(4, 200, Some((1, 150)))];
        assert_eq!(ordered(&all, &[2, 3, 4]), [3, 2, 4]);
    }
}
