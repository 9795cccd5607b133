//! The network that ships with the site, as it ships: what it reads, measured here.

mod drawings;

use std::path::{Path, PathBuf};

use descent::data::digit::{DigitImage, Normalization};
use descent::data::load_folder;
use descent::data::source::MNIST;
use descent::nn::{Network, forward, strongest, weights_file};

fn public() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("public")
}

fn shipped() -> Network {
    let file = public().join("models/digits.safetensors");
    weights_file::from_bytes(&std::fs::read(file).expect("the file ships")).expect("it is sound")
}

fn reads(network: &Network, image: &DigitImage) -> usize {
    let layers = forward::read(network, &image.to_input());
    let output = &layers.last().expect("a network has layers").activations;
    strongest(output.as_slice().expect("contiguous")).expect("ten outputs")
}

#[test]
fn reads_mnist() {
    let network = shipped();
    let data = load_folder(&public().join(MNIST.folder), &MNIST).unwrap();
    let is_right = |&idx: &usize| {
        let image = DigitImage::from_pixels(data.test.image(idx).to_vec()).unwrap();
        reads(&network, &image) == usize::from(data.test.label(idx))
    };
    let n_right = (0..data.test.len()).filter(is_right).count();
    assert_eq!(data.test.len(), 10_000);
    assert!(n_right >= 9_850, "{n_right} of 10,000");
}

#[test]
fn reads_pen_drawings() {
    let network = shipped();
    let (mut n, mut wrong) = (0, Vec::new());
    for (style, drawing) in drawings::all() {
        let image = Normalization::FULL.apply(&drawing).unwrap();
        let read = reads(&network, &image);
        if read != usize::from(style.digit) {
            wrong.push(format!("{} ({}) read as {read}", style.digit, style.name));
        }
        n += 1;
    }
    assert!(n >= 700 && wrong.len() * 100 <= n * 2, "wrong of {n}: {wrong:#?}");
}

#[test]
fn is_small_on_the_wire() {
    let file = std::fs::read(public().join("models/digits.safetensors")).unwrap();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&file, 6);
    assert!(
        file.len() <= 1_000_000 && packed.len() <= 500_000,
        "{} → {}",
        file.len(),
        packed.len()
    );
}
