//! `cargo xtask bench`: measures the site in Chromium and prints a table. Figures, not
//! tests: nothing fails because a machine is slow.

use crate::failure::{Failure, Result};
use crate::{build, process, test, tools};

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    if !arguments.is_empty() {
        return Err(Failure::new("Usage: cargo xtask bench"));
    }
    build::site(&tools::for_building()?)?;
    process::run(
        test::with_browsers()?.args(["tests/e2e/measure.mjs", "dist"]),
        "The message above says at what it stopped.",
    )
}
