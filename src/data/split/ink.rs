//! Where images are not black: what the first layer walks over, listed once instead of
//! each time an image is trained on.

use crate::nn::matmul::{Ink, Sparse};

/// The ink of a split's images, in parts as they came: one list of all would be moved
/// about as it grows, and take twice the memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct InkLists {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    /// Its first image, by its number in the split.
    first: usize,
    /// Where each image's ink begins, and where the last one's ends.
    starts: Vec<u32>,
    ink: Vec<Ink>,
}

impl InkLists {
    /// Of images of `n_pixels` each, row by row; none if they are mostly ink, so that
    /// lists would cost more than they save.
    pub fn of(pixels: &[u8], n_pixels: usize) -> Option<Self> {
        let is_listable = (1..=usize::from(u16::MAX)).contains(&n_pixels);
        let mut lists = Self::default();
        (is_listable && lists.push(pixels, n_pixels)).then_some(lists)
    }

    /// Adds the images that come next, or says that there is too much ink for lists.
    pub fn push(&mut self, pixels: &[u8], n_pixels: usize) -> bool {
        let n_ink = pixels.iter().filter(|&&gray| gray != 0).count();
        if n_ink as f64 > Sparse::<f32>::MAX_DENSITY * pixels.len() as f64 {
            return false;
        }
        let mut ink = Vec::with_capacity(n_ink);
        let mut starts = Vec::with_capacity(pixels.len() / n_pixels + 1);
        starts.push(0);
        for image in pixels.chunks_exact(n_pixels) {
            let grays = (0..).zip(image).filter(|&(_, &gray)| gray != 0);
            ink.extend(grays.map(|(pixel, &gray)| Ink { pixel, gray }));
            starts.push(ink.len() as u32);
        }
        self.parts.push(Part { first: self.len(), starts, ink });
        true
    }

    /// Images that are listed.
    fn len(&self) -> usize {
        self.parts.last().map_or(0, |part| part.first + part.starts.len() - 1)
    }

    /// Of one image, pixel by pixel.
    pub fn image(&self, example_idx: usize) -> &[Ink] {
        let later = self.parts.partition_point(|part| part.first <= example_idx);
        let Part { first, starts, ink } = &self.parts[later - 1];
        let at = example_idx - first;
        &ink[starts[at] as usize..starts[at + 1] as usize]
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
        assert!(in_parts.push(&[], 4) && in_parts.push(&pixels[4..], 4));
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
        assert!(!lists.push(&[1, 2, 0, 3], 4));
    }
}
