//! Images of one's own in a pair of IDX files: a pair that is taken has as many labels
//! as images, and all of them are classes.
//!
//! The first two bytes are the length of the images' file, little-endian.
#![no_main]

use descent::data::own_idx::{IdxPair, from_idx};
use descent::data::{FeatureShape, TargetShape};
use descent_fuzz::real::idx_file as file;
use libfuzzer_sys::fuzz_target;

fn pair(images: &[u8], labels: &[u8]) -> Vec<u8> {
    [&(images.len() as u16).to_le_bytes(), images, labels].concat()
}

fuzz_target!(
    init: descent_fuzz::plant([
        pair(&file(&[3, 2, 2], &[9; 12]), &file(&[3], &[0, 1, 2])),
        pair(&file(&[1, 1, 1], &[255]), &file(&[1], &[7])),
    ]),
    |data: &[u8]| {
        let Some((len, files)) = data.split_first_chunk() else { return };
        let Some((images, labels)) =
            files.split_at_checked(usize::from(u16::from_le_bytes(*len)))
        else {
            return;
        };
        let train = IdxPair { images, labels };
        let Ok(own) = from_idx("own", train, None, None) else { return };
        let n_train = own.spec.n_train();
        let FeatureShape::Image { rows, cols } = own.spec.features() else {
            panic!("images have rows and columns")
        };
        let TargetShape::Classes(classes) = own.spec.targets() else {
            panic!("labels are classes")
        };
        let shape = [n_train, rows, cols].map(|size| size as u32);
        assert_eq!(file(&shape, own.data.train.pixels()), images);
        assert_eq!(file(&[n_train as u32], own.data.train.labels()), labels);
        assert!(own.data.train.labels().iter().all(|&label| usize::from(label) < classes.len()));
        // Held out as well, it is the same.
        let both = from_idx("own", train, Some(train), None).expect("it was taken before");
        assert_eq!(both.data.test, own.data.train);
    }
);
