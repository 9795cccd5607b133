//! A value that changes now and then in the course of a run.

/// A value at every step, of which only the changes are kept.
#[derive(Clone, Debug)]
pub(super) struct Log<T> {
    /// From which step on, and what; oldest first, never empty.
    changes: Vec<(u64, T)>,
}

impl<T: Clone + PartialEq> Log<T> {
    /// The value from `start` on.
    pub fn new(start: u64, value: T) -> Self {
        Self { changes: vec![(start, value)] }
    }

    /// Whether it has ever been another than at the start.
    pub fn has_changes(&self) -> bool {
        self.changes.len() > 1
    }

    /// The value at a step (before the start: that of the start).
    pub fn at(&self, step: u64) -> &T {
        let after = self.changes.partition_point(|&(from, _)| from <= step);
        &self.changes[after.saturating_sub(1)].1
    }

    /// The value is `value` from `step` on; what was known of later steps is forgotten.
    pub fn set(&mut self, step: u64, value: T) {
        // Nearly always nothing changes.
        if let Some((from, last)) = self.changes.last()
            && *from <= step
            && *last == value
        {
            return;
        }
        self.truncate(step);
        if *self.at(step) == value {
            return;
        }
        match self.changes.last_mut() {
            Some((from, last)) if *from == step => *last = value,
            _ => self.changes.push((step, value)),
        }
    }

    /// Forgets the changes after `step`, but not the first value.
    pub fn truncate(&mut self, step: u64) {
        let kept = self.changes.partition_point(|&(from, _)| from <= step);
        self.changes.truncate(kept.max(1));
    }

    /// The value from one step to another, both included.
    pub fn between(&self, from: u64, to: u64) -> Self {
        let first = self.changes.partition_point(|&(at, _)| at <= from).saturating_sub(1);
        let end = self.changes.partition_point(|&(at, _)| at <= to).max(first + 1);
        Self { changes: self.changes[first..end].to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_value_of_every_step_and_forgets_what_is_overwritten() {
        let mut log = Log::new(5, 'a');
        log.set(8, 'b');
        log.set(8, 'c');
        log.set(20, 'c');
        log.set(30, 'd');
        assert_eq!(log.changes.len(), 3);
        let at = |log: &Log<char>| [4, 5, 7, 8, 29, 30, 99].map(|step| *log.at(step));
        assert_eq!(at(&log), ['a', 'a', 'a', 'c', 'c', 'd', 'd']);
        let part = log.between(8, 29);
        assert_eq!((part.changes.len(), *part.at(8), *part.at(99)), (1, 'c', 'c'));
        assert_eq!(log.between(7, 30).changes.len(), 3);
        log.set(8, 'e');
        assert_eq!(at(&log), ['a', 'a', 'a', 'e', 'e', 'e', 'e']);
        log.set(5, 'f');
        assert_eq!(at(&log), ['f'; 7]);
    }
}
