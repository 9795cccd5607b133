//! The data of a run: from the command line, or as the configuration says.

use std::fs;
use std::path::Path;

use descent::data::{Dataset, DatasetSpec, IdxPair, OwnDataset, from_idx, load_folder, read_csv};

use crate::Result;
use crate::options::{DataOptions, UsageError};

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
            )?;
            Ok((data, spec.into()))
        }
        DataOptions::Csv { file, options } => {
            let table = read_csv(&read(file)?, &name(file), options)
                .map_err(|error| format!("{}: {error}", file.display()))?;
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
                Ok((load_folder(folder, source)?, configured.clone()))
            }
            DatasetSpec::Own(own) => Err(UsageError(format!(
                "dataset: the configuration is for \"{}\"; say where it is: --csv FILE, or --images \
                 FILE --labels FILE",
                own.name()
            ))
            .into()),
        },
    }
}

/// The bytes of a file; an error names it.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

type Paths = (std::path::PathBuf, std::path::PathBuf);

fn read_pair((images, labels): &Paths) -> Result<(Vec<u8>, Vec<u8>)> {
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
