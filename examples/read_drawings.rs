//! What the shipped model reads: MNIST's held-out images, and the pen drawings
//! (`tests/drawings`), for each way of writing, with the steps from strokes to 28×28 switched
//! off in turn.
//!
//! ```sh
//! cargo run --release --example read_drawings
//! ```

#[path = "../tests/drawings/mod.rs"]
mod drawings;

use std::collections::BTreeMap;
use std::path::Path;

use descent::data::digit::{Centering, DigitImage, Normalization};
use descent::data::load_folder;
use descent::data::source::MNIST;
use descent::nn::{forward, strongest, weights_file};

/// Which steps are taken, and how the table calls that.
const STEPS: [(&str, Normalization); 5] = [
    ("all steps", Normalization::FULL),
    ("not scaled", Normalization { scale_to_box: false, centering: Centering::Mass }),
    ("centered by its box", Normalization::BOXED),
    ("not centered", Normalization { scale_to_box: true, centering: Centering::Off }),
    ("neither", Normalization::RAW),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("public");
    let file = std::fs::read(public.join("models/digits.safetensors"))?;
    let network = weights_file::from_bytes(&file)?;
    let reads = |x: &[f32]| -> Option<usize> {
        let layers = forward::read(&network, x);
        strongest(&layers.last()?.activations.to_vec())
    };
    let test = load_folder(&public.join(MNIST.folder), &MNIST)?.test;
    let mut x = vec![0.0; DigitImage::LEN];
    let n_right = (0..test.len()).filter(|&idx| {
        test.write_input(idx, &mut x);
        reads(&x) == Some(usize::from(test.label(idx)))
    });
    println!("MNIST: {} of {} held-out images\n", n_right.count(), test.len());
    // Of each way of writing: how many were read correctly with which steps, and of how many.
    let mut styles: BTreeMap<(u8, &str), ([u32; STEPS.len()], u32)> = BTreeMap::new();
    for (style, drawing) in drawings::all() {
        let (n_right, n) = styles.entry((style.digit, style.name)).or_default();
        *n += 1;
        for (n_right, (_, steps)) in n_right.iter_mut().zip(STEPS) {
            let Some(image) = steps.apply(&drawing) else { continue };
            *n_right += u32::from(reads(&image.to_input()) == Some(usize::from(style.digit)));
        }
    }
    println!("| digit | way of writing | {} |", STEPS.map(|(name, _)| name).join(" | "));
    println!("|---|---|{}", "---:|".repeat(STEPS.len()));
    let mut sums = ([0; STEPS.len()], 0);
    for ((digit, name), (n_right, n)) in &styles {
        println!(
            "| {digit} | {name} | {} |",
            n_right.map(|right| format!("{right}/{n}")).join(" | ")
        );
        for (sum, right) in sums.0.iter_mut().zip(n_right) {
            *sum += right;
        }
        sums.1 += n;
    }
    let share = |right| format!("**{:.1} %**", 100.0 * f64::from(right) / f64::from(sums.1));
    println!("| | **all {}** | {} |", sums.1, sums.0.map(share).join(" | "));
    Ok(())
}
