//! How examples reach the network: images changed a little while training, then scaled.

use super::config::RunConfig;
use crate::data::augment::Augmentation;
use crate::data::scaling::Scaling;
use crate::data::{Features, Split};
use crate::nn::{Target, Workspace};
use crate::random::{Purpose, stream_of};
use crate::registry::Choice;

/// What happens to examples on their way into a workspace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Feed<'a> {
    /// One for each class; none if all count the same.
    class_weights: &'a [f32],
    scaling: Choice<Scaling>,
    augmenting: Option<Augmenting>,
}

/// Changes that depend on seed, epoch and example alone: not on the batch size, nor on
/// how the work is cut up, nor on where a run was taken up.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Augmenting {
    amount: Augmentation,
    seed: u64,
    epoch: u32,
}

impl<'a> Feed<'a> {
    /// Of what is trained on in `epoch`. The configuration has been checked.
    pub fn training(config: &'a RunConfig, epoch: u32) -> Self {
        let (amount, seed) = (config.augmentation, config.seed.0);
        let is_wanted = amount != Augmentation::NONE;
        let augmenting = is_wanted.then_some(Augmenting { amount, seed, epoch });
        Self { class_weights: &config.class_weights, scaling: config.scaling, augmenting }
    }

    /// Of what is measured: images as they are.
    pub fn evaluation(config: &'a RunConfig) -> Self {
        Self { class_weights: &[], scaling: config.scaling, augmenting: None }
    }

    /// Fills a workspace with examples of a split.
    pub fn load(
        self,
        workspace: &mut Workspace,
        split: &Split,
        examples: impl Iterator<Item = usize>,
    ) {
        workspace.clear();
        // (256 numbers would be more work than a small network's whole step on points.)
        let values = match split.features() {
            Features::Gray(_) => self.gray_values(split),
            _ => [0.0; 256],
        };
        for example in examples {
            let target = split.target(example);
            match (self.augmenting, split.features()) {
                (Some(Augmenting { amount, seed, epoch }), Features::Gray(_)) => {
                    let purpose = Purpose::Augmentation { epoch };
                    let mut random = stream_of(seed, purpose, example as u64);
                    workspace.push(target, |x| {
                        amount.apply(split.image(example), &mut random, x);
                        self.scaling.apply(split.stats(), x);
                    });
                }
                _ => match split.ink(example).filter(|_| values[0] == 0.0) {
                    Some(ink) => workspace.push_ink(target, ink, &values),
                    None => workspace.push(target, |x| {
                        split.write_input(example, x);
                        self.scaling.apply(split.stats(), x);
                    }),
                },
            }
            if let (Target::Class(class), false) = (target, self.class_weights.is_empty()) {
                workspace.weigh(self.class_weights[usize::from(class)]);
            }
        }
    }

    /// The gray values of an image as the network gets to see it, before scaling.
    ///
    /// # Panics
    /// If the example is not here or is no image.
    pub fn picture(self, split: &Split, example: usize) -> Vec<u8> {
        let pixels = split.image(example);
        let Some(Augmenting { amount, seed, epoch }) = self.augmenting else {
            return pixels.to_vec();
        };
        let mut random = stream_of(seed, Purpose::Augmentation { epoch }, example as u64);
        let mut x = vec![0.0; pixels.len()];
        amount.apply(pixels, &mut random, &mut x);
        x.into_iter().map(|x| (255.0 * x).round() as u8).collect()
    }

    /// What each of the 256 grays is as an input.
    fn gray_values(self, split: &Split) -> [f32; 256] {
        let mut values = std::array::from_fn(|gray| gray as f32 / 255.0);
        self.scaling.apply(split.stats(), &mut values);
        values
    }
}
