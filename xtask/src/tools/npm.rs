//! Packages from the npm registry, in the cache folder: wasm-opt, and the library
//! that drives the browsers of the end-to-end tests.

use std::path::{Path, PathBuf};

use super::{Environment, apt, folder, install_into};
use crate::failure::{Failure, Result};
use crate::{process, ui};

/// Also in Trunk.toml, as `version_132`.
const BINARYEN: &str = "132";
/// Of the last major version that runs in Node.js 18.
const PUPPETEER: &str = "24.43.1";
/// Only for the tests; nothing of it ships.
const AXE: &str = "4.14.1";
const NODE_OLDEST: u32 = 18;

/// What `cargo xtask bench --peers` compares with, of fixed versions. To change one, count
/// up the folder's.
const BENCH_PEERS: [&str; 4] = [
    "@tensorflow/tfjs@4.22.0",
    "@tensorflow/tfjs-backend-wasm@4.22.0",
    "onnxruntime-web@1.19.2",
    "convnetjs@0.3.0",
];
const BENCH_PEERS_VERSION: &str = "1";

/// Installs one package with its dependencies into `folder/node_modules`.
pub fn install(package: &str, folder: &Path) -> Result {
    install_all(&[package], folder)
}

/// Installs packages with their dependencies into `folder/node_modules`.
/// Install scripts don't run: what is wanted from npm here is files.
fn install_all(packages: &[&str], folder: &Path) -> Result {
    install_into(folder, |unfinished| {
        process::run(
            process::program("npm")
                .args([
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--loglevel=error",
                ])
                .arg("--prefix")
                .arg(unfinished)
                .args(packages),
            "If the npm registry cannot be reached, check the network and try again.",
        )
    })
}

/// Puts wasm-opt on PATH. Without Node.js it is left to trunk, which downloads one.
pub fn wasm_opt(environment: &mut Environment) -> Result {
    let folder = folder("binaryen", BINARYEN)?;
    if !folder.is_dir() {
        let own = process::output(environment.command("wasm-opt").arg("--version"));
        if own.is_some_and(|text| text.split_whitespace().nth(2) == Some(BINARYEN)) {
            return Ok(());
        }
        ui::heading(&format!("Installing wasm-opt (binaryen {BINARYEN})"));
        if let Err(failure) = node() {
            ui::note(&format!("{failure}\nLeaving wasm-opt to trunk, which downloads it."));
            return Ok(());
        }
        install(&format!("binaryen@{BINARYEN}"), &folder)?;
    }
    environment.prepend(folder.join("node_modules/.bin"));
    Ok(())
}

/// The folder whose `node_modules` has puppeteer-core.
pub fn puppeteer() -> Result<PathBuf> {
    test_package("puppeteer-core", PUPPETEER)
}

/// The folder whose `node_modules` has axe-core, which looks for barriers in the page.
pub fn axe() -> Result<PathBuf> {
    test_package("axe-core", AXE)
}

/// The folder whose `node_modules` has the libraries that the bench compares with.
pub fn bench_peers() -> Result<PathBuf> {
    node()?;
    let folder = folder("bench-peers", BENCH_PEERS_VERSION)?;
    if !folder.is_dir() {
        ui::heading("Installing the libraries to compare with");
        install_all(&BENCH_PEERS, &folder)?;
    }
    Ok(folder)
}

fn test_package(name: &str, version: &str) -> Result<PathBuf> {
    node()?;
    let folder = folder(name, version)?;
    if !folder.is_dir() {
        ui::heading(&format!("Installing {name} {version}"));
        install(&format!("{name}@{version}"), &folder)?;
    }
    Ok(folder)
}

/// Sees to it that Node.js and npm are there.
pub fn node() -> Result {
    if process::find("node").is_none() || process::find("npm").is_none() {
        if !apt::is_here() {
            return Err(Failure::new(format!(
                "Node.js or npm is missing: install Node.js {NODE_OLDEST} or newer."
            )));
        }
        ui::heading("Installing Node.js");
        apt::install(&["nodejs", "npm"])?;
    }
    let version = process::output(process::program("node").arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if major.is_some_and(|major: u32| major >= NODE_OLDEST) {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "Node.js is {version}: version {NODE_OLDEST} or newer is needed."
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_toml_names_the_installed_wasm_opt() {
        let line = format!("wasm_opt = \"version_{BINARYEN}\"");
        assert!(include_str!("../../../Trunk.toml").contains(&line), "Trunk.toml lacks {line}");
    }
}
