//! The command line.

use std::path::{Path, PathBuf};

use descent::data::source::MNIST;
use descent::data::{ColumnRef, CsvOptions, Separator, TargetKind};
use lexopt::prelude::*;

pub const HELP: &str = "\
Trains a network as a configuration says.

  train CONFIG.json [options]
  train --resume run/state.descent [options]

Data; without any, the configuration's, which is MNIST if it names none:
  --images FILE --labels FILE            images to train on, IDX
  --test-images FILE --test-labels FILE  images that are held out, IDX
  --csv FILE            a table, a line an example
    --target COLUMN     by name or number, from 1; may be given again [the last]
    --classes, --values what the targets are [guessed]
    --no-header         the first line is an example
    --separator CHAR    comma, semicolon or tab [comma]
    --held-out SHARE    0 to 0.9, drawn at random [0.2]
    --held-out-seed N   drives which ones [1]
  --data FOLDER         of the shipped MNIST [public/data/mnist]

The run:
  --start FILE          weights to start from, .safetensors
  --resume FILE         go on where a state was written, bit for bit
  --no-shuffle          examples as they are in the file, whatever the configuration says
  --epochs N, --steps N how far, counted from the start, whatever its stop rules say
                        [its stop rules; without any, 5 epochs]

What is written, into --out FOLDER [run]:
  config.json           the whole configuration
  start.safetensors     weights at the start
  script.py             the same run in PyTorch
  weights.safetensors   weights at the end, and after each epoch
  state.descent         for --resume, likewise
  log.jsonl             a line of JSON for each step, epoch and end
    --log-every N       steps [1]
  --trace STEP FILE     besides: every number of one update, .safetensors;
                        steps are counted from 1

Exit codes: 0 done; 1 something is wrong with a file or a number in it, the run has
diverged, or a trace's step was not reached; 2 something is wrong with the command line.
";

/// What is wanted.
pub enum Asked {
    Help,
    Run(Box<Options>),
}

pub struct Options {
    pub begin: Begin,
    pub data: DataOptions,
    /// `--data`.
    pub folder: PathBuf,
    pub shuffle: bool,
    pub limit: Limit,
    pub out: PathBuf,
    pub log_every: u64,
    /// Step, counted from 1, and file.
    pub traces: Vec<(u64, PathBuf)>,
}

/// Where a run begins.
pub enum Begin {
    New { config: PathBuf, start: Option<PathBuf> },
    Resume(PathBuf),
}

/// Data from the command line.
pub enum DataOptions {
    AsConfigured,
    Idx { train: (PathBuf, PathBuf), test: Option<(PathBuf, PathBuf)> },
    Csv { file: PathBuf, options: CsvOptions },
}

/// How far.
#[derive(Clone, Copy)]
pub enum Limit {
    AsConfigured,
    Epochs(u32),
    Steps(u64),
}

/// A command line that can't be followed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

impl From<lexopt::Error> for UsageError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

fn usage<T>(text: impl Into<String>) -> Result<T, UsageError> {
    Err(UsageError(text.into()))
}

/// Options as they come, before it is known what goes with what.
#[derive(Default)]
struct Given {
    config: Option<PathBuf>,
    start: Option<PathBuf>,
    resume: Option<PathBuf>,
    images: Option<PathBuf>,
    labels: Option<PathBuf>,
    test_images: Option<PathBuf>,
    test_labels: Option<PathBuf>,
    csv: Option<PathBuf>,
    csv_options: CsvOptions,
    /// An option that only tables have.
    of_csv: Option<&'static str>,
}

/// The options on a command line.
pub fn parse(mut arguments: lexopt::Parser) -> Result<Asked, UsageError> {
    let mut given = Given::default();
    let mut folder = Path::new("public").join(MNIST.folder);
    let (mut shuffle, mut limit) = (true, Limit::AsConfigured);
    let (mut out, mut log_every, mut traces) = (PathBuf::from("run"), 1, Vec::new());

    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) if given.config.is_none() => given.config = Some(path.into()),
            Long("images") => given.images = Some(arguments.value()?.into()),
            Long("labels") => given.labels = Some(arguments.value()?.into()),
            Long("test-images") => given.test_images = Some(arguments.value()?.into()),
            Long("test-labels") => given.test_labels = Some(arguments.value()?.into()),
            Long("csv") => given.csv = Some(arguments.value()?.into()),
            Long("target") => {
                let column: ColumnRef = arguments.value()?.parse()?;
                given.csv_options.targets.push(column);
                given.of_csv = Some("--target");
            }
            Long("classes") => given.kind(TargetKind::Classes, "--classes")?,
            Long("values") => given.kind(TargetKind::Values, "--values")?,
            Long("no-header") => {
                given.csv_options.has_header = false;
                given.of_csv = Some("--no-header");
            }
            Long("separator") => {
                given.csv_options.separator = separator(&arguments.value()?.string()?)?;
                given.of_csv = Some("--separator");
            }
            Long("held-out") => {
                given.csv_options.held_out = parsed(&mut arguments, "--held-out")?;
                given.of_csv = Some("--held-out");
            }
            Long("held-out-seed") => {
                given.csv_options.seed = parsed(&mut arguments, "--held-out-seed")?;
                given.of_csv = Some("--held-out-seed");
            }
            Long("data") => folder = arguments.value()?.into(),
            Long("start") => given.start = Some(arguments.value()?.into()),
            Long("resume") => given.resume = Some(arguments.value()?.into()),
            Long("no-shuffle") => shuffle = false,
            Long(option @ ("epochs" | "steps")) => {
                let is_epochs = option == "epochs";
                if !matches!(limit, Limit::AsConfigured) {
                    return usage("--epochs or --steps can be given once: which one?");
                }
                limit = if is_epochs {
                    Limit::Epochs(parsed(&mut arguments, "--epochs")?)
                } else {
                    Limit::Steps(parsed(&mut arguments, "--steps")?)
                };
            }
            Long("out") => out = arguments.value()?.into(),
            Long("log-every") => {
                log_every = parsed(&mut arguments, "--log-every")?;
                if log_every == 0 {
                    return usage("--log-every is a whole number from 1; 0 is not");
                }
            }
            Long("trace") => {
                let step = parsed(&mut arguments, "--trace")?;
                if step == 0 {
                    return usage("--trace: steps are counted from 1");
                }
                traces.push((step, arguments.value()?.into()));
            }
            Long("help") | Short('h') => return Ok(Asked::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    let (begin, data) = (given.begin()?, given.data()?);
    let options = Options { begin, data, folder, shuffle, limit, out, log_every, traces };
    Ok(Asked::Run(Box::new(options)))
}

impl Given {
    fn kind(&mut self, kind: TargetKind, option: &'static str) -> Result<(), UsageError> {
        if self.csv_options.target_kind != TargetKind::Guess {
            return usage("the targets are either --classes or --values: leave one out");
        }
        self.csv_options.target_kind = kind;
        self.of_csv = Some(option);
        Ok(())
    }

    fn begin(&mut self) -> Result<Begin, UsageError> {
        match (self.config.take(), self.resume.take(), self.start.take()) {
            (Some(config), None, start) => Ok(Begin::New { config, start }),
            (None, Some(state), None) => Ok(Begin::Resume(state)),
            (None, None, _) => usage("CONFIG.json is missing, or --resume FILE"),
            (Some(_), Some(_), _) => {
                usage("a state has its configuration in it: leave CONFIG.json or --resume out")
            }
            (None, Some(_), Some(_)) => {
                usage("a state has its weights in it: leave --start or --resume out")
            }
        }
    }

    fn data(self) -> Result<DataOptions, UsageError> {
        let pair = |images: Option<PathBuf>, labels: Option<PathBuf>, names: [&str; 2]| match (
            images, labels,
        ) {
            (Some(images), Some(labels)) => Ok(Some((images, labels))),
            (None, None) => Ok(None),
            (Some(_), None) => usage(format!("{} needs {}", names[0], names[1])),
            (None, Some(_)) => usage(format!("{} needs {}", names[1], names[0])),
        };
        let train = pair(self.images, self.labels, ["--images", "--labels"])?;
        let test = pair(self.test_images, self.test_labels, ["--test-images", "--test-labels"])?;
        match (self.csv, train, test, self.of_csv) {
            (Some(_), Some(_), _, _) | (Some(_), _, Some(_), _) => {
                usage("data are either a table (--csv) or images: leave one out")
            }
            (Some(file), None, None, _) => Ok(DataOptions::Csv { file, options: self.csv_options }),
            (None, _, _, Some(option)) => usage(format!("{option} needs --csv FILE")),
            (None, Some(train), test, None) => Ok(DataOptions::Idx { train, test }),
            (None, None, Some(_), None) => usage("--test-images needs --images and --labels"),
            (None, None, None, None) => Ok(DataOptions::AsConfigured),
        }
    }
}

/// The value of an option; an error names the option.
fn parsed<T>(arguments: &mut lexopt::Parser, option: &str) -> Result<T, UsageError>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let value = arguments.value()?;
    value.parse().map_err(|error| UsageError(format!("{option}: {error}")))
}

fn separator(text: &str) -> Result<Separator, UsageError> {
    match text {
        "," | "comma" => Ok(Separator::Comma),
        ";" | "semicolon" => Ok(Separator::Semicolon),
        "\t" | "tab" => Ok(Separator::Tab),
        other => usage(format!("--separator is comma, semicolon or tab; \"{other}\" is not")),
    }
}
