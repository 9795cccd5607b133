//! The data of a run: from the command line, or as the configuration says.

use std::path::Path;

use descent::data::csv::{self, CsvError};
use descent::data::idx::Idx;
use descent::data::{Dataset, DatasetSpec, IdxPair, OwnDataset, from_idx, load_folder, read_csv};

use crate::Result;
use crate::files::read;
use crate::options::{DataOptions, UsageError};

/// Largest IDX file that is read; those of MNIST have 47 MB.
const MAX_IDX_BYTES: usize = 512 << 20;

/// Reads the data; `configured` is what a configuration says they are.
pub fn load(
    options: &DataOptions,
    folder: &Path,
    configured: &DatasetSpec,
) -> Result<(Dataset, DatasetSpec)> {
    match options {
        DataOptions::Idx { train, test } => {
            let train_bytes = read_pair(train)?;
            let test_bytes = test.as_ref().map(read_pair).transpose()?;
            let OwnDataset { data, spec } = from_idx(
                &name(&train.0),
                pair(&train_bytes),
                test_bytes.as_ref().map(pair),
                None,
            )
            .map_err(|error| {
                let files = [Some(train), test.as_ref()].into_iter().flatten();
                let files: Vec<String> =
                    files.map(|(a, b)| format!("{}, {}", a.display(), b.display())).collect();
                format!("{}: {error}", files.join(", "))
            })?;
            Ok((data, spec.into()))
        }
        DataOptions::Csv { file, options } => {
            let table = read_csv(&read(file, csv::MAX_BYTES)?, &name(file), options)
                .map_err(|error| format!("{}: {}{error}", file.display(), option_of(&error)))?;
            let OwnDataset { data, spec } = table.own;
            println!(
                "{}: {} examples to train on, {} held out; {} → {}",
                name(file),
                data.train.len(),
                data.test.len(),
                some(&table.feature_names),
                some(&table.target_names),
            );
            Ok((data, spec.into()))
        }
        DataOptions::AsConfigured => match configured {
            DatasetSpec::Shipped(source) => {
                let data = load_folder(folder, source).map_err(|error| {
                    let is_there = folder.join("manifest.json").exists();
                    let hint = " If they are elsewhere: --data FOLDER";
                    format!("{error}{}", if is_there { "" } else { hint })
                })?;
                Ok((data, configured.clone()))
            }
            DatasetSpec::Points(points) => Ok((points.data(), configured.clone())),
            DatasetSpec::Own(own) => Err(UsageError(format!(
                "dataset: the configuration is for \"{}\"; say where it is: --csv FILE, or --images \
                 FILE --labels FILE",
                own.name()
            ))
            .into()),
        },
    }
}

/// The option that an error is about, if it is about one.
fn option_of(error: &CsvError) -> &'static str {
    match error {
        CsvError::NoColumn { .. }
        | CsvError::SameName { .. }
        | CsvError::TargetTwice { .. }
        | CsvError::SeveralClassColumns { .. } => "--target: ",
        CsvError::HeldOut { .. } => "--held-out: ",
        _ => "",
    }
}

type Paths = (std::path::PathBuf, std::path::PathBuf);

fn read_pair((images, labels): &Paths) -> Result<(Vec<u8>, Vec<u8>)> {
    let read = |path: &Path| -> Result<Vec<u8>> {
        let bytes = read(path, MAX_IDX_BYTES)?;
        // Here it is known which file it is.
        Idx::parse(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(bytes)
    };
    Ok((read(images)?, read(labels)?))
}

fn pair((images, labels): &(Vec<u8>, Vec<u8>)) -> IdxPair<'_> {
    IdxPair { images, labels }
}

/// A file's name without its folder: what the data set is called.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The first few names.
fn some(names: &[String]) -> String {
    const N: usize = 8;
    let more = if names.len() > N { ", …" } else { "" };
    names.iter().take(N).cloned().collect::<Vec<_>>().join(", ") + more
}
