//! Mini-batches: in which order an epoch goes through the training examples
//! (CURRICULUM A2–A4, E5).

use crate::random::{Purpose, stream};

/// The order of one epoch: every example once. The same seed and epoch give the
/// same order, however fast the examples arrive.
///
/// Epoch 0 stays within consecutive parts (the first 5,000 examples in random
/// order, then the next 5,000, …), so that training can begin when the first part
/// is here. Later epochs shuffle the whole set.
#[derive(Clone, Debug)]
pub struct EpochOrder {
    epoch: u32,
    part_len: usize,
    is_shuffled: bool,
    order: Vec<u32>,
}

impl EpochOrder {
    /// The order of `epoch` over `n_train` examples that arrive in parts of
    /// `part_len` (0: all at once).
    ///
    /// # Panics
    /// If `n_train` is 2³² or more.
    pub fn new(seed: u64, epoch: u32, n_train: usize, part_len: usize) -> Self {
        let n = u32::try_from(n_train).expect("fewer than 2³² examples");
        let part_len = if part_len == 0 { n_train.max(1) } else { part_len };
        let mut order = Self { epoch, part_len, is_shuffled: true, order: (0..n).collect() };
        order.reshuffle(seed, epoch);
        order
    }

    /// The order of `epoch` over `n_train` examples that are not shuffled: 0, 1, 2, …, as
    /// in the file, in every epoch.
    ///
    /// # Panics
    /// If `n_train` is 2³² or more.
    pub fn unshuffled(epoch: u32, n_train: usize) -> Self {
        let n = u32::try_from(n_train).expect("fewer than 2³² examples");
        Self { epoch, part_len: n_train.max(1), is_shuffled: false, order: (0..n).collect() }
    }

    /// Becomes the order of another epoch, without allocating.
    pub fn reshuffle(&mut self, seed: u64, epoch: u32) {
        self.epoch = epoch;
        if !self.is_shuffled {
            return;
        }
        // From 0, 1, 2, … each time: the order of an epoch does not depend on the
        // epochs before it, so that a run can be taken up anywhere.
        for (position, example) in self.order.iter_mut().enumerate() {
            *example = position as u32;
        }
        let mut stream = stream(seed, Purpose::Order { epoch });
        if epoch == 0 {
            self.order.chunks_mut(self.part_len).for_each(|part| stream.shuffle(part));
        } else {
            stream.shuffle(&mut self.order);
        }
    }

    /// The epoch, counted from 0.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Examples in the epoch.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The batch that begins at position `from`: up to `len` example indices. At the
    /// end of the epoch it is shorter, and empty beyond the end.
    pub fn examples(&self, from: usize, len: usize) -> &[u32] {
        let from = from.min(self.order.len());
        let to = from.saturating_add(len).min(self.order.len());
        &self.order[from..to]
    }

    /// How many of the first examples must be here before the batch
    /// `examples(from, len)` can be used.
    pub fn required(&self, from: usize, len: usize) -> usize {
        self.examples(from, len).iter().max().map_or(0, |&last| last as usize + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_permutation(order: &[u32]) -> bool {
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        sorted.iter().enumerate().all(|(position, &example)| position as u32 == example)
    }

    #[test]
    fn every_example_once_and_a_smaller_last_batch() {
        let order = EpochOrder::new(1, 5, 103, 20);
        let batches: Vec<_> = (0..103).step_by(10).map(|from| order.examples(from, 10)).collect();
        assert_eq!(batches.len(), 11);
        assert_eq!(batches[10].len(), 3);
        assert!(is_permutation(&batches.concat()));
        assert!(order.examples(103, 10).is_empty());
        assert!(order.examples(500, usize::MAX).is_empty());
    }

    #[test]
    fn the_first_epoch_asks_only_for_parts_that_have_come() {
        let order = EpochOrder::new(1, 0, 103, 20);
        for (part_idx, part) in order.examples(0, 103).chunks(20).enumerate() {
            let first = part_idx as u32 * 20;
            let shifted: Vec<u32> = part.iter().map(|example| example - first).collect();
            assert!(is_permutation(&shifted), "part {part_idx}: {part:?}");
            assert!(shifted.windows(2).any(|pair| pair[0] > pair[1]), "part {part_idx} in order");
        }
        assert!(order.required(0, 20) <= 20);
        assert!(order.required(15, 10) <= 40);
        assert_eq!(order.required(0, 103), 103);
        assert_eq!(order.required(103, 10), 0);
    }

    #[test]
    fn later_epochs_mix_all_parts() {
        let order = EpochOrder::new(1, 1, 1000, 100);
        let from_first_part = order.examples(0, 100).iter().filter(|&&idx| idx < 100).count();
        assert!(from_first_part < 40, "{from_first_part} of the first 100 are of the first part");
    }

    #[test]
    fn depends_on_seed_and_epoch_alone() {
        let mut reused = EpochOrder::new(1, 0, 500, 100);
        reused.reshuffle(1, 1);
        reused.reshuffle(1, 2);
        let fresh = EpochOrder::new(1, 2, 500, 100);
        assert_eq!(reused.examples(0, 500), fresh.examples(0, 500));
        assert_eq!(reused.epoch(), 2);
        for other in [EpochOrder::new(2, 2, 500, 100), EpochOrder::new(1, 3, 500, 100)] {
            assert_ne!(other.examples(0, 500), fresh.examples(0, 500));
        }
    }

    #[test]
    fn without_shuffling_every_epoch_is_as_the_file() {
        let mut order = EpochOrder::unshuffled(0, 5);
        assert_eq!(order.examples(0, 9), [0, 1, 2, 3, 4]);
        order.reshuffle(1, 7);
        assert_eq!((order.epoch(), order.examples(0, 9)), (7, &[0, 1, 2, 3, 4][..]));
        assert_eq!(order.required(1, 2), 3);
        assert!(EpochOrder::unshuffled(0, 0).is_empty());
    }

    #[test]
    fn takes_odd_sizes() {
        assert!(EpochOrder::new(1, 0, 0, 0).is_empty());
        assert_eq!(EpochOrder::new(1, 0, 1, 0).examples(0, 9), [0]);
        assert!(is_permutation(EpochOrder::new(1, 0, 50, 0).examples(0, 50)));
        assert!(is_permutation(EpochOrder::new(1, 0, 50, 1000).examples(0, 50)));
    }
}
