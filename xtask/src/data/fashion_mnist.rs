//! Fashion-MNIST, from the Debian package that holds the original's four files.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{Split, read_idx};
use crate::failure::{Doing, Failure, Result};
use crate::{process, repo, ui};

/// The Debian package.
const PACKAGE: &str = "dataset-fashion-mnist";
/// Where it keeps the files.
const FILES: &str = "usr/share/datasets/fashion-mnist";
const CLASSES: usize = 10;
/// The known mean of gray/255 over the training images.
const TRAIN_MEAN: f64 = 0.286_04;

/// Training and held-out examples.
pub fn read() -> Result<(Split, Split)> {
    let train = split("train", "train", 60_000)?;
    let test = split("test", "t10k", 10_000)?;
    let sum: f64 = train.pixels.iter().map(|&gray| f64::from(gray)).sum();
    let mean = sum / 255.0 / train.pixels.len() as f64;
    if (mean - TRAIN_MEAN).abs() > 0.000_005 {
        return Err(Failure::new(format!(
            "The mean of the training images is {mean:.5}, and in Fashion-MNIST it is \
             {TRAIN_MEAN:.5}: this is not the original."
        )));
    }
    Ok((train, test))
}

fn split(name: &'static str, file: &str, count: usize) -> Result<Split> {
    let folder = fetch()?;
    let labels = read_idx(&folder.join(format!("{file}-labels-idx1-ubyte.gz")), &[count])?;
    let pixels = read_idx(&folder.join(format!("{file}-images-idx3-ubyte.gz")), &[count, 28, 28])?;
    Split { name, labels, pixels }.checked(&[count / CLASSES; CLASSES])
}

/// The folder with the four files, downloaded unless the cache has it.
fn fetch() -> Result<PathBuf> {
    let cache = repo::cache()?.join("data").join(PACKAGE);
    let files = cache.join(FILES);
    if files.is_dir() {
        return Ok(files);
    }
    if process::find("apt-get").is_none() {
        return Err(Failure::new(format!(
            "Fashion-MNIST comes from the Debian package {PACKAGE}, and there is no apt-get here. \
             Put its four files (*-ubyte.gz) into {} and try again.",
            files.display()
        )));
    }
    ui::heading(&format!("Downloading the Debian package {PACKAGE}"));
    let partial = cache.with_extension("partial");
    fs::create_dir_all(&partial).doing(format_args!("making {}", partial.display()))?;
    process::run(
        Command::new("apt-get").args(["download", PACKAGE]).current_dir(&partial),
        "Is the network up? `apt-get update` may help.",
    )?;
    let package = fs::read_dir(&partial)
        .doing(format_args!("looking into {}", partial.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| Failure::new(format!("apt-get has downloaded no {PACKAGE}.")))?;
    process::run(
        Command::new("dpkg-deb").arg("-x").args([&package, &partial]),
        "The package may be damaged: remove it and try again.",
    )?;
    fs::remove_file(&package).doing(format_args!("removing {}", package.display()))?;
    fs::rename(&partial, &cache).doing(format_args!("moving {}", partial.display()))?;
    Ok(files)
}
