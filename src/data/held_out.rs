//! Examples set aside before training, to see whether what is learned holds for others.

use super::{Features, Split, SplitError, Targets};
use crate::random::{Purpose, stream};

/// Divides examples into those that are trained on and a `share` (0 to 1, rounded to
/// whole examples; at least one is left to train on) that is held out, drawn at random.
/// Both keep the order of the file.
///
/// # Errors
/// If features and targets don't belong together.
pub(super) fn hold_out(
    n_features: usize,
    features: Features,
    targets: Targets,
    share: f32,
    seed: u64,
) -> Result<(Split, Split), SplitError> {
    let all = Split::complete(n_features, features, targets)?;
    let n = all.len();
    let n_test = (f64::from(share) * n as f64).round() as usize;
    let n_test = n_test.min(n.saturating_sub(1));
    let mut order: Vec<u32> = (0..n as u32).collect();
    if n_test > 0 {
        stream(seed, Purpose::HeldOut).shuffle(&mut order);
    }
    let (test, train) = order.split_at_mut(n_test);
    train.sort_unstable();
    test.sort_unstable();
    Ok((all.select(train), all.select(test)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(n: usize, share: f32, seed: u64) -> (Vec<u8>, Vec<u8>) {
        let features = Features::Numbers((0..n).map(|x| x as f32).collect());
        let labels = Targets::Labels((0..n).map(|label| label as u8).collect());
        let (train, test) = hold_out(1, features, labels, share, seed).unwrap();
        for split in [&train, &test] {
            let mut x = [0.0];
            for example in 0..split.len() {
                split.write_input(example, &mut x);
                assert_eq!(x[0] as u8, split.label(example), "they stay together");
            }
        }
        (train.labels().to_vec(), test.labels().to_vec())
    }

    #[test]
    fn every_example_is_on_one_side_in_the_order_of_the_file() {
        let (train, test) = divided(200, 0.25, 1);
        assert_eq!((train.len(), test.len()), (150, 50));
        assert!(train.is_sorted() && test.is_sorted());
        let mut both = [train.clone(), test.clone()].concat();
        both.sort_unstable();
        assert_eq!(both, (0..200).collect::<Vec<u8>>());
        assert_eq!(divided(200, 0.25, 1), (train, test.clone()));
        assert_ne!(divided(200, 0.25, 2).1, test);
    }

    #[test]
    fn there_is_always_something_to_train_on() {
        assert_eq!(divided(1, 0.9, 1), (vec![0], vec![]));
        assert_eq!(divided(3, 0.0, 1), (vec![0, 1, 2], vec![]));
        assert_eq!(divided(0, 0.9, 1), (vec![], vec![]));
    }
}
