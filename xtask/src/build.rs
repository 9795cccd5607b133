//! `cargo xtask build`: the static site in `dist/`.

use std::path::PathBuf;

use crate::failure::{Failure, Result};
use crate::tools::{self, Environment};
use crate::{process, repo, ui};

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    if !arguments.is_empty() {
        return Err(Failure::new("Usage: cargo xtask build"));
    }
    let site = site(&tools::for_building()?)?;
    ui::note(&format!("The site is in {}: copy it to any folder of any server.", site.display()));
    Ok(())
}

/// Builds the release site and returns its folder.
pub fn site(environment: &Environment) -> Result<PathBuf> {
    ui::heading("Building the site (trunk build --release)");
    process::run(
        environment.at_root("trunk")?.args(["build", "--release"]),
        "The messages above say what is wrong with the page or the engine.",
    )?;
    Ok(repo::root()?.join("dist"))
}
