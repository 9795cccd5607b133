//! Single images: one of the training examples, what augmentation makes of one, what a
//! network says to one.

use super::Session;
use super::look::shown;
use crate::data::{Augmentation, DigitImage};
use crate::nn::forward;
use crate::protocol::look::MOST_EXAMPLES;
use crate::protocol::seen::Example;
use crate::protocol::{Reader, Seen};
use crate::random::{Purpose, stream_of};
use crate::training::Seed;

impl Session {
    /// A training example of the shipped data: they stay while a run learns from others.
    pub(super) fn example(&self, example_idx: u32) -> Result<Seen, String> {
        let source = self.intake.source();
        let train = &self.intake.dataset().train;
        let shown = shown(train, example_idx as usize, 0.0).ok_or_else(|| {
            let (name, last) = (source.name, source.n_train - 1);
            if example_idx as usize > last {
                format!("{name}'s training examples have numbers from 0 to {last}.")
            } else {
                format!("Example {example_idx} of {name} has not arrived yet.")
            }
        })?;
        let class_name = source.classes.get(usize::from(shown.label));
        Ok(Seen::Example(Example {
            class_name: class_name.map_or_else(|| shown.label.to_string(), |name| (*name).into()),
            shown,
            n_train: source.n_train as u32,
            mean: source.mean,
            std: source.std,
        }))
    }

    /// What a network says to an image.
    pub(super) fn outputs(&self, reader: Reader, image: &DigitImage) -> Result<Seen, String> {
        let (network, _) = self.reader(reader)?;
        let mut x = image.to_input();
        self.scale(reader, &mut x);
        if x.len() != network.spec().n_inputs() {
            let n_inputs = network.spec().n_inputs();
            return Err(format!("This network reads {n_inputs} numbers, not {}.", x.len()));
        }
        let last = forward::read(network, &x).pop();
        Ok(Seen::Outputs(last.map(|layer| layer.activations).unwrap_or_default()))
    }
}

/// An image as a run with this seed would get to see it in its epochs 0 to n − 1, by the
/// very random numbers that the run's feed draws.
pub(super) fn augmented(
    image: &DigitImage,
    example_idx: u32,
    augmentation: &Augmentation,
    seed: Seed,
    n: u32,
) -> Result<Seen, String> {
    augmentation.check().map_err(|error| error.to_string())?;
    let draws = (0..n.min(MOST_EXAMPLES as u32)).map(|epoch| {
        let purpose = Purpose::Augmentation { epoch };
        let mut random = stream_of(seed.0, purpose, u64::from(example_idx));
        let mut x = vec![0.0; DigitImage::LEN];
        augmentation.apply(image.pixels(), &mut random, &mut x);
        x
    });
    Ok(Seen::Augmented(draws.collect()))
}
