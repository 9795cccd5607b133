//! Where images are not black: what the first layer walks over, listed once instead of
//! each time an image is trained on.

use crate::nn::matmul::{Ink, Sparse};

/// The ink of a split's images, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct InkLists {
    /// Where each image's ink begins, and where the last one's ends.
    starts: Vec<u32>,
    ink: Vec<Ink>,
}

impl InkLists {
    /// Of images of `n_pixels` each, row by row; none if they are mostly ink, so that
    /// lists would cost more than they save.
    pub fn of(pixels: &[u8], n_pixels: usize) -> Option<Self> {
        let mut lists = Self { starts: vec![0], ink: Vec::new() };
        let is_listable = (1..=usize::from(u16::MAX)).contains(&n_pixels);
        is_listable.then_some(())?;
        lists.push(pixels, n_pixels, pixels.len()).then_some(lists)
    }

    /// Adds the images that come next, of `n_expected` pixels that are to come in all; or
    /// says that there is too much ink for lists.
    pub fn push(&mut self, pixels: &[u8], n_pixels: usize, n_expected: usize) -> bool {
        let n_ink = pixels.iter().filter(|&&gray| gray != 0).count();
        if n_ink as f64 > Sparse::<f32>::MAX_DENSITY * pixels.len() as f64 {
            return false;
        }
        // Room for all that is expected, by the first images: growing by doubling would
        // take twice the memory.
        let share = n_ink as f64 / pixels.len().max(1) as f64;
        let expected = (1.02 * share * n_expected as f64) as usize;
        self.ink.reserve_exact(n_ink.max(expected.saturating_sub(self.ink.len())));
        for image in pixels.chunks_exact(n_pixels) {
            let ink = (0..).zip(image).filter(|&(_, &gray)| gray != 0);
            self.ink.extend(ink.map(|(pixel, &gray)| Ink { pixel, gray }));
            self.starts.push(self.ink.len() as u32);
        }
        true
    }

    /// Of one image, pixel by pixel.
    pub fn image(&self, example_idx: usize) -> &[Ink] {
        &self.ink[self.starts[example_idx] as usize..self.starts[example_idx + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_the_ink_image_by_image_however_they_come() {
        let ink = |pixel, gray| Ink { pixel, gray };
        let pixels = [0, 7, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2];
        let at_once = InkLists::of(&pixels, 4).unwrap();
        let mut in_parts = InkLists::of(&pixels[..4], 4).unwrap();
        assert!(in_parts.push(&pixels[4..], 4, 12));
        for lists in [at_once, in_parts] {
            assert_eq!(lists.image(0), [ink(1, 7)]);
            assert_eq!(lists.image(1), []);
            assert_eq!(lists.image(2), [ink(0, 1), ink(3, 2)]);
        }
    }

    #[test]
    fn what_is_mostly_ink_is_not_listed() {
        assert_eq!(InkLists::of(&[1, 2, 0, 3], 4), None);
        let mut lists = InkLists::of(&[0, 0, 0, 3], 4).unwrap();
        assert!(!lists.push(&[1, 2, 0, 3], 4, 8));
    }
}
