//! `cargo xtask screenshots`: the README's pictures, of the page as it is now.

use crate::failure::{Failure, Result};
use crate::{build, process, test, tools};

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    if !arguments.is_empty() {
        return Err(Failure::new("Usage: cargo xtask screenshots"));
    }
    build::site(&tools::for_building()?)?;
    process::run(
        test::with_browsers()?.args(["tests/e2e/screenshots.mjs", "dist", "docs"]),
        "The message above says at what it stopped.",
    )
}
