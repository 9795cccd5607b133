//! Training from a terminal: a run configuration, data, and what becomes of them.
//!
//! ```text
//! cargo run --release --example train -- examples/configs/lesson.json
//! cargo run --release --example train -- examples/configs/regression.json --csv examples/configs/wave.csv
//! cargo run --release --example train -- --help
//! ```
//!
//! What the configuration may say, the formulas behind it, and all files that are read
//! and written are described in `docs/run-configuration.md`.

mod data;
mod files;
mod options;
mod progress;
mod training;

use std::error::Error;
use std::process::ExitCode;

use options::{Asked, UsageError};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Something is wrong with a file or a number in it.
const FAILURE: u8 = 1;
/// Something is wrong with the command line.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    match options::parse(lexopt::Parser::from_env()) {
        Ok(Asked::Help) => {
            print!("{}", options::HELP);
            ExitCode::SUCCESS
        }
        Ok(Asked::Run(options)) => match training::run(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::from(if error.is::<UsageError>() { USAGE } else { FAILURE })
            }
        },
        Err(error) => {
            eprintln!("{error}\nAll options: cargo run --example train -- --help");
            ExitCode::from(USAGE)
        }
    }
}
