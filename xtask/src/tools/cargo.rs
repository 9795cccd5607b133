//! Tools from the crates registry: wasm-bindgen (with the runner of the tests in
//! the browser) and trunk.

use std::fs;
use std::process::Command;

use super::{Environment, folder, install_into};
use crate::failure::{Doing, Failure, Result};
use crate::{process, repo, ui};

/// The version that is installed. Any from `TRUNK_OLDEST` on will do.
const TRUNK: &str = "0.21.14";
const TRUNK_OLDEST: (u32, u32) = (0, 21);

/// Puts both on PATH.
pub fn wasm_bindgen_and_trunk(environment: &mut Environment) -> Result {
    let bindgen = locked_version("wasm-bindgen")?;
    tool(environment, "wasm-bindgen-cli", &bindgen, &[], |environment| {
        ["wasm-bindgen", "wasm-bindgen-test-runner"].iter().all(|program| {
            let version = version(&mut environment.command(program));
            // They must be of the very version of the crate.
            version.is_some_and(|version| version == bindgen)
        })
    })?;
    tool(environment, "trunk", TRUNK, &["--locked"], |environment| {
        version(&mut environment.command("trunk"))
            .is_some_and(|version| major_minor(&version) >= Some(TRUNK_OLDEST))
    })?;
    // What both have in common is compiled once, then nobody needs it any more.
    let build = repo::cache()?.join("build/tools");
    if build.is_dir() {
        let _ = fs::remove_dir_all(build);
    }
    Ok(())
}

/// A tool from the cache, else the machine's own if it `fits`, else a new one.
fn tool(
    environment: &mut Environment,
    name: &str,
    version: &str,
    options: &[&str],
    fits: impl FnOnce(&Environment) -> bool,
) -> Result {
    let folder = folder(name, version)?;
    if !folder.is_dir() {
        if fits(environment) {
            return Ok(());
        }
        ui::heading(&format!("Installing {name} {version} (some minutes, once)"));
        install_into(&folder, |unfinished| {
            let mut cargo = environment.command("cargo");
            cargo.args(["install", name, "--version", version]).args(options);
            cargo.arg("--root").arg(unfinished);
            // Away from the repository, whose settings are not for tools.
            cargo.current_dir(repo::cache()?);
            cargo.env("CARGO_TARGET_DIR", repo::cache()?.join("build/tools"));
            cargo.env_remove("CARGO_BUILD_TARGET");
            // These tools wait for others most of the time: what counts is how long
            // they take to compile.
            cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
            cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
            process::run(
                &mut cargo,
                &format!(
                    "If the crates registry cannot be reached, check the network and try again; \
                     what was compiled is kept. Or install {name} {version} by other means."
                ),
            )
        })?;
    }
    environment.prepend(folder.join("bin"));
    Ok(())
}

/// The version of a crate in Cargo.lock.
fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(repo::root()?.join("Cargo.lock")).doing("reading Cargo.lock")?;
    version_in_lock(&lock, name)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no package {name}.")))
}

fn version_in_lock(lock: &str, name: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("\nname = \"{name}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version.to_owned())
}

/// The second word of what a program says to `--version`.
fn version(command: &mut Command) -> Option<String> {
    let text = process::output(command.arg("--version"))?;
    text.split_whitespace().nth(1).map(str::to_owned)
}

fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(major_minor("0.21.14") >= Some(TRUNK_OLDEST));
        assert!(major_minor("1.0.0") >= Some(TRUNK_OLDEST));
        assert!(major_minor("0.9.2") < Some(TRUNK_OLDEST));
        assert!(major_minor("nightly") < Some(TRUNK_OLDEST));
    }

    #[test]
    fn trunk_toml_names_the_locked_wasm_bindgen() {
        let lock = include_str!("../../../Cargo.lock");
        let version = version_in_lock(lock, "wasm-bindgen").unwrap();
        let line = format!("wasm_bindgen = \"{version}\"");
        assert!(include_str!("../../../Trunk.toml").contains(&line), "Trunk.toml lacks {line}");
    }
}
