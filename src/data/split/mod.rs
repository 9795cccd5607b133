//! Examples in their order, with what the network should say to each.
//!
//! Examples arrive strictly in order, so that "the first n" is always well defined:
//! a seeded order over them is the same however fast they come.

mod error;
mod ink;

pub use error::SplitError;

use super::scaling::FeatureStats;
use crate::nn::Target;
use crate::nn::matmul::Ink;
use ink::InkLists;

/// Examples that are trained on, or that are held out.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    n_features: usize,
    expected: usize,
    features: Features,
    /// Of images of which most is black.
    ink: Option<InkLists>,
    targets: Targets,
    /// One for all pixels, or one a column.
    stats: Vec<FeatureStats>,
}

/// What the network gets to see, (examples, features) row by row.
#[derive(Clone, Debug, PartialEq)]
pub enum Features {
    /// Gray values of images as they are stored, 0 black to 255 white.
    Gray(Vec<u8>),
    /// Numbers, all finite.
    Numbers(Vec<f32>),
}

/// What the network should say.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// A class each: an index into the data set's classes.
    Labels(Vec<u8>),
    /// Numbers, (examples, width) row by row, all finite.
    Values {
        /// Numbers an example, at least 1.
        width: usize,
        /// All of them.
        values: Vec<f32>,
    },
}

impl Split {
    /// An empty split that will hold `expected` labeled images of `n_features` pixels
    /// each; `stats` is known of them beforehand.
    pub(super) fn awaiting(n_features: usize, expected: usize, stats: FeatureStats) -> Self {
        let (features, targets) = (Features::Gray(Vec::new()), Targets::Labels(Vec::new()));
        let ink = InkLists::of(&[], n_features);
        Self { n_features, expected, features, ink, targets, stats: vec![stats] }
    }

    /// All examples at once, of `n_features` pixels or numbers each.
    ///
    /// # Errors
    /// If features and targets don't belong together, or a number is not finite.
    pub fn complete(
        n_features: usize,
        features: Features,
        targets: Targets,
    ) -> Result<Self, SplitError> {
        let n_targets = match &targets {
            Targets::Labels(labels) => labels.len(),
            Targets::Values { width, values } => {
                let (n_values, width) = (values.len(), *width);
                if width == 0 || !n_values.is_multiple_of(width) {
                    return Err(SplitError::Ragged { n_values, width });
                }
                check_finite(values, width)?;
                n_values / width
            }
        };
        let n_numbers = match &features {
            Features::Gray(pixels) => pixels.len(),
            Features::Numbers(numbers) => numbers.len(),
        };
        if n_targets.checked_mul(n_features) != Some(n_numbers) {
            return Err(SplitError::Mismatch { n_targets, n_numbers, n_features });
        }
        if let Features::Numbers(numbers) = &features {
            check_finite(numbers, n_features)?;
        }
        let stats = FeatureStats::of(&features, n_features);
        let ink = ink_of(&features, n_features);
        Ok(Self { n_features, expected: n_targets, features, ink, targets, stats })
    }

    /// One image, with what it shows, scaled as the examples of `train` are.
    ///
    /// # Errors
    /// If it has another number of pixels.
    pub fn of_image(pixels: &[u8], label: u8, train: &Self) -> Result<Self, SplitError> {
        let features = Features::Gray(pixels.to_vec());
        let one = Self::complete(train.n_features, features, Targets::Labels(vec![label]))?;
        Ok(one.scaled_as(train))
    }

    /// The examples of these indices, in their order.
    ///
    /// # Panics
    /// If one is not here.
    pub(super) fn select(&self, examples: &[u32]) -> Self {
        let features = match &self.features {
            Features::Gray(pixels) => Features::Gray(rows(pixels, self.n_features, examples)),
            Features::Numbers(numbers) => {
                Features::Numbers(rows(numbers, self.n_features, examples))
            }
        };
        let targets = match &self.targets {
            Targets::Labels(labels) => Targets::Labels(rows(labels, 1, examples)),
            &Targets::Values { width, ref values } => {
                Targets::Values { width, values: rows(values, width, examples) }
            }
        };
        let n_features = self.n_features;
        let stats = FeatureStats::of(&features, n_features);
        let ink = ink_of(&features, n_features);
        Self { n_features, expected: examples.len(), features, ink, targets, stats }
    }

    /// Some of the examples, in the order of these indices, scaled as all of them are.
    ///
    /// # Panics
    /// If one is not here.
    pub fn sample(&self, examples: &[u32]) -> Self {
        self.select(examples).scaled_as(self)
    }

    /// The same examples, scaled by the measures of those that are trained on.
    pub(super) fn scaled_as(self, train: &Self) -> Self {
        Self { stats: train.stats.clone(), ..self }
    }

    /// Whether another split can be of the same data set.
    pub(super) fn check_same_shape(&self, other: &Self) -> Result<(), SplitError> {
        let kind = std::mem::discriminant::<Features>;
        if self.n_features != other.n_features || kind(&self.features) != kind(&other.features) {
            return Err(SplitError::Shape { what: "features" });
        }
        let width = |targets: &Targets| match targets {
            Targets::Labels(_) => None,
            Targets::Values { width, .. } => Some(*width),
        };
        if width(&self.targets) != width(&other.targets) {
            return Err(SplitError::Shape { what: "targets" });
        }
        Ok(())
    }

    /// Pixels or numbers an example.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Examples that are here.
    pub fn len(&self) -> usize {
        match &self.targets {
            Targets::Labels(labels) => labels.len(),
            Targets::Values { width, values } => values.len() / width,
        }
    }

    /// Whether no example is here (yet).
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Examples that will be here in the end.
    pub fn expected(&self) -> usize {
        self.expected
    }

    /// Whether all are here.
    pub fn is_complete(&self) -> bool {
        self.len() == self.expected
    }

    /// All that is here of what the network gets to see.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// All that is here of what the network should say.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// What [scaling](super::scaling) goes by: one for all pixels, or one a column.
    pub fn stats(&self) -> &[FeatureStats] {
        &self.stats
    }

    /// What the network should say to an example.
    ///
    /// # Panics
    /// If the example is not here (`example_idx` ≥ [`len`](Self::len)).
    pub fn target(&self, example_idx: usize) -> Target<'_> {
        match &self.targets {
            Targets::Labels(labels) => Target::Class(labels[example_idx]),
            Targets::Values { width, values } => {
                Target::Values(&values[example_idx * width..][..*width])
            }
        }
    }

    /// Writes an example as x (in) before scaling: an image as gray/255 in [0, 1], numbers
    /// as they are.
    ///
    /// # Panics
    /// If the example is not here, or `x` has not [`n_features`](Self::n_features)
    /// places.
    pub fn write_input(&self, example_idx: usize, x: &mut [f32]) {
        let range = example_idx * self.n_features..(example_idx + 1) * self.n_features;
        match &self.features {
            Features::Gray(pixels) => {
                let pixels = &pixels[range];
                assert_eq!(pixels.len(), x.len());
                for (x, &gray) in x.iter_mut().zip(pixels) {
                    *x = f32::from(gray) / 255.0;
                }
            }
            Features::Numbers(numbers) => x.copy_from_slice(&numbers[range]),
        }
    }

    /// The gray values of an example, row by row.
    ///
    /// # Panics
    /// If the example is not here (`example_idx` ≥ [`len`](Self::len)) or is no image.
    pub fn image(&self, example_idx: usize) -> &[u8] {
        &self.pixels()[example_idx * self.n_features..][..self.n_features]
    }

    /// Where an image is not black, pixel by pixel; `None` where images are mostly ink,
    /// or examples are no images.
    ///
    /// # Panics
    /// If the example is not here (`example_idx` ≥ [`len`](Self::len)).
    pub fn ink(&self, example_idx: usize) -> Option<&[Ink]> {
        Some(self.ink.as_ref()?.image(example_idx))
    }

    /// The label of an example.
    ///
    /// # Panics
    /// If the example is not here (`example_idx` ≥ [`len`](Self::len)) or has no label.
    pub fn label(&self, example_idx: usize) -> u8 {
        self.labels()[example_idx]
    }

    /// The labels of all examples that are here; none if the targets are numbers.
    pub fn labels(&self) -> &[u8] {
        match &self.targets {
            Targets::Labels(labels) => labels,
            Targets::Values { .. } => &[],
        }
    }

    /// The gray values of all examples that are here, (examples, features) row by row;
    /// none if the examples are no images.
    pub fn pixels(&self) -> &[u8] {
        match &self.features {
            Features::Gray(pixels) => pixels,
            Features::Numbers(_) => &[],
        }
    }

    /// Adds the labeled images that come next: their labels, and their pixels row by row.
    ///
    /// # Errors
    /// If they don't fit. Where the split holds numbers, there is no room for images.
    pub fn push(&mut self, labels: &[u8], pixels: &[u8]) -> Result<(), SplitError> {
        let n = labels.len();
        if n.checked_mul(self.n_features) != Some(pixels.len()) {
            return Err(SplitError::Mismatch {
                n_targets: n,
                n_numbers: pixels.len(),
                n_features: self.n_features,
            });
        }
        let mut room = self.expected - self.len();
        if let (Features::Gray(all_pixels), Targets::Labels(all_labels)) =
            (&mut self.features, &mut self.targets)
        {
            if n <= room {
                // Room for all at once: growing by doubling would take twice the memory.
                all_labels.reserve_exact(room);
                all_pixels.reserve_exact(room * self.n_features);
                all_labels.extend_from_slice(labels);
                all_pixels.extend_from_slice(pixels);
                self.ink.take_if(|ink| !ink.push(pixels, self.n_features));
                return Ok(());
            }
        } else {
            room = 0;
        }
        Err(SplitError::TooMany { n, room, expected: self.expected })
    }
}

fn ink_of(features: &Features, n_features: usize) -> Option<InkLists> {
    match features {
        Features::Gray(pixels) => InkLists::of(pixels, n_features),
        Features::Numbers(_) => None,
    }
}

/// Some rows of an array, one after the other.
fn rows<T: Copy>(all: &[T], width: usize, indices: &[u32]) -> Vec<T> {
    let mut some = Vec::with_capacity(indices.len() * width);
    for &idx in indices {
        some.extend_from_slice(&all[idx as usize * width..][..width]);
    }
    some
}

fn check_finite(numbers: &[f32], width: usize) -> Result<(), SplitError> {
    match numbers.iter().position(|number| !number.is_finite()) {
        Some(at) => Err(SplitError::NotFinite { example: at / width + 1 }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_order() {
        let mut split = Split::awaiting(2, 3, FeatureStats::of_gray(0.5, 0.5));
        assert!(split.is_empty() && !split.is_complete());
        split.push(&[7, 8], &[1, 2, 3, 4]).unwrap();
        split.push(&[9], &[5, 6]).unwrap();
        assert!(split.is_complete());
        assert_eq!((split.image(1), split.label(1)), (&[3, 4][..], 8));
        assert_eq!((split.image(2), split.target(2)), (&[5, 6][..], Target::Class(9)));
    }

    #[test]
    fn refuses_what_does_not_fit_and_stays_as_it_was() {
        let mut split = Split::awaiting(2, 3, FeatureStats::of_gray(0.5, 0.5));
        split.push(&[7, 8], &[1, 2, 3, 4]).unwrap();
        let mismatch = split.push(&[9], &[5]).unwrap_err();
        assert_eq!(mismatch, SplitError::Mismatch { n_targets: 1, n_numbers: 1, n_features: 2 });
        let too_many = split.push(&[9, 9], &[5, 6, 7, 8]).unwrap_err();
        assert_eq!(too_many, SplitError::TooMany { n: 2, room: 1, expected: 3 });
        assert_eq!(split.len(), 2);
    }

    #[test]
    fn images_and_numbers_become_inputs() {
        let mut x = [9.0; 2];
        let labels = Targets::Labels(vec![0, 1]);
        let images = Split::complete(2, Features::Gray(vec![0, 51, 102, 255]), labels).unwrap();
        images.write_input(1, &mut x);
        assert_eq!(x, [0.4, 1.0]);

        let values = Targets::Values { width: 1, values: vec![5.0, 6.0] };
        let mut numbers =
            Split::complete(2, Features::Numbers(vec![-1.5, 2.0, 3e9, 0.0]), values).unwrap();
        assert!(numbers.is_complete());
        numbers.write_input(1, &mut x);
        assert_eq!(x, [3e9, 0.0]);
        assert_eq!(numbers.target(1), Target::Values(&[6.0]));
        assert!(numbers.labels().is_empty() && numbers.pixels().is_empty());
        assert!(matches!(numbers.push(&[1], &[2, 3]), Err(SplitError::TooMany { room: 0, .. })));
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let numbers = |n| Features::Numbers(vec![0.5; n]);
        let of = |features, targets| Split::complete(2, features, targets).unwrap_err();
        let values = |width, values: &[f32]| Targets::Values { width, values: values.to_vec() };
        let mismatch = of(numbers(5), Targets::Labels(vec![0, 1]));
        assert_eq!(mismatch, SplitError::Mismatch { n_targets: 2, n_numbers: 5, n_features: 2 });
        let ragged = of(numbers(4), values(2, &[1.0, 2.0, 3.0]));
        assert_eq!(ragged, SplitError::Ragged { n_values: 3, width: 2 });
        assert_eq!(of(numbers(0), values(0, &[])), SplitError::Ragged { n_values: 0, width: 0 });
        let not_finite = SplitError::NotFinite { example: 2 };
        assert_eq!(of(numbers(4), values(1, &[1.0, f32::NAN])), not_finite);
        let features = Features::Numbers(vec![0.0, 0.0, 0.0, f32::INFINITY]);
        assert_eq!(of(features, values(1, &[1.0, 2.0])), not_finite);
    }
}
