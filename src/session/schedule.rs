//! When a run puts points on its curves. It goes by examples seen and by nothing else,
//! so that the same run has the same points on every machine.

/// Where a run stands: whole epochs, and examples seen of the one under way.
pub(super) type Position = (u32, usize);

/// Evaluations an epoch: each takes about a twelfth of the epoch's time, so that many
/// more would slow down what they report of.
const PER_EPOCH: usize = 2;

/// More evaluations in the first epoch, where most is learned: at these parts of it.
const EARLY: [usize; 2] = [16, 4];

/// Held-out examples so many times those of an epoch make evaluations rare.
const MANY: usize = 4;

/// Whether an evaluation of `n_test` examples is due, now that a step has led from `before`
/// to `after` in epochs of `n_train` examples.
pub(super) fn evaluation_due(
    before: Position,
    after: Position,
    n_train: usize,
    n_test: usize,
) -> bool {
    let until = if n_test > MANY * n_train { rare_until } else { evaluations_until };
    until(after, n_train) > until(before, n_train)
}

/// The same as [`evaluations_until`] where epochs are short and evaluations long, as they
/// are when 100 digits are trained on and 10,000 held out: early in the first epoch, then
/// after each epoch, and from the 16th on whenever an eighth more epochs are done.
fn rare_until((epoch, position): Position, n_train: usize) -> u64 {
    if epoch == 0 {
        return EARLY.iter().filter(|&part| position * part >= n_train).count() as u64;
    }
    let (mut n, mut moment) = (EARLY.len() as u64, 1);
    while moment <= epoch {
        n += 1;
        moment += (moment / 8).max(1);
    }
    n
}

/// A small data set counts as one of so many examples: its epochs are over in no time, and
/// two evaluations in each of them would cost as much as the training.
const LEAST: usize = 4096;

/// Whether a data set is such a one.
pub(super) fn is_small(n_train: usize) -> bool {
    n_train < LEAST
}

/// Moments for an evaluation from the start, exclusive, to a position, inclusive.
fn evaluations_until((epoch, position): Position, n_train: usize) -> u64 {
    let n = n_train.max(LEAST) as u64;
    let seen = u64::from(epoch) * n_train as u64 + position as u64;
    let early = EARLY.iter().filter(|&&part| seen * part as u64 >= n).count();
    seen * PER_EPOCH as u64 / n + early as u64
}

/// How many examples the next point of the training curve averages over, when `seen`
/// examples have been seen: every step at first, and 1/128 of an epoch from an eighth
/// of the first epoch on. That is about 170 points for the first epoch. With a small data
/// set, more and more examples: a thousandth of all so far.
pub(super) fn examples_a_point(seen: u64, n_train: usize) -> u64 {
    let most = n_train.max(LEAST) as u64 / 128;
    let least = if is_small(n_train) { seen / 1024 } else { 0 };
    (seen / 16).min(most).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 60_000;

    /// Positions after each step of two epochs in batches of `batch`.
    fn positions(batch: usize) -> Vec<Position> {
        let epoch = |epoch| {
            let ends = (1..).map(move |step| step * batch).take_while(|&end| end < N);
            ends.map(move |end| (epoch, end)).chain([(epoch + 1, 0)])
        };
        std::iter::once((0, 0)).chain(epoch(0)).chain(epoch(1)).collect()
    }

    fn due(batch: usize) -> Vec<f64> {
        positions(batch)
            .windows(2)
            .filter(|pair| evaluation_due(pair[0], pair[1], N, 10_000))
            .map(|pair| f64::from(pair[1].0) + pair[1].1 as f64 / N as f64)
            .collect()
    }

    #[test]
    fn evaluates_at_halves_and_early_in_the_first_epoch() {
        let expected = [1.0 / 16.0, 0.25, 0.5, 1.0, 1.5, 2.0];
        assert_eq!(due(15), expected);
        // A step that leads over the moment is the one after which it is done.
        for (due, expected) in due(64).iter().zip(expected) {
            assert!((0.0..64.0 / N as f64).contains(&(due - expected)), "{due} for {expected}");
        }
        assert_eq!(due(64).len(), expected.len());
    }

    #[test]
    fn a_step_over_several_moments_is_followed_by_one_evaluation() {
        assert_eq!(due(N), [1.0, 2.0]);
        assert_eq!(due(40_000), [40_000.0 / N as f64, 1.0, 1.0 + 40_000.0 / N as f64, 2.0]);
    }

    #[test]
    fn long_evaluations_are_rare_in_short_epochs() {
        let steps: Vec<Position> =
            (0..200).flat_map(|epoch| (0..10).map(move |step| (epoch, 10 * step))).collect();
        let due: Vec<f64> = steps
            .windows(2)
            .filter(|pair| evaluation_due(pair[0], pair[1], 100, 10_000))
            .map(|pair| f64::from(pair[1].0) + pair[1].1 as f64 / 100.0)
            .collect();
        assert_eq!(due[..6], [0.1, 0.3, 1.0, 2.0, 3.0, 4.0]);
        let late: Vec<f64> = due.iter().copied().filter(|&epoch| epoch >= 14.0).collect();
        assert_eq!(late[..6], [14.0, 15.0, 16.0, 18.0, 20.0, 22.0]);
        assert!(due.len() < 45, "{}", due.len());
        // With as few held out they go by the examples seen: two in 4,096, and two early ones.
        let usual = steps.windows(2).filter(|pair| evaluation_due(pair[0], pair[1], 100, 100));
        assert_eq!(usual.count(), 11);
    }

    #[test]
    fn the_training_curve_is_dense_at_first() {
        for batch in [1_u64, 32, 64, 256] {
            let mut points = vec![0];
            for seen in (batch..=N as u64).step_by(batch as usize) {
                if seen - points[points.len() - 1] >= examples_a_point(seen, N) {
                    points.push(seen);
                }
            }
            assert_eq!(points[..8], [0, 1, 2, 3, 4, 5, 6, 7].map(|step| step * batch));
            assert!((100..=260).contains(&points.len()), "{} points", points.len());
        }
    }
}
