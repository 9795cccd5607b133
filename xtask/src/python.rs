//! `cargo xtask python SCRIPT …`: the Python that has PyTorch, as
//! tests/golden/make.py wants it.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process;
use crate::tools::python;

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    if arguments.is_empty() {
        return Err(Failure::new("Usage: cargo xtask python SCRIPT [ARGUMENT …]"));
    }
    process::run(
        Command::new(python::with_torch()?).args(arguments),
        "The message above is the script's.",
    )
}
