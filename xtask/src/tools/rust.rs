//! A Rust toolchain that compiles for wasm32, and for tests also lints and formats.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Environment;
#[cfg(unix)]
use super::{apt, debian_rust};
use crate::failure::{Failure, Result};
use crate::{process, ui};

/// The target of both binaries.
pub const WASM32: &str = "wasm32-unknown-unknown";

/// The toolchain in use if it has the target; else the target is added by rustup;
/// else, where rustup cannot download, the distribution's toolchain is used.
///
/// Host steps use the same toolchain as the wasm32 ones: nothing compiles twice.
pub fn for_wasm32() -> Result<Environment> {
    let ambient = Environment::default();
    if has_wasm32(&ambient) {
        return Ok(ambient);
    }
    #[cfg(unix)]
    if let Some(environment) = debian_rust::installed()? {
        return Ok(environment);
    }
    ui::heading(&format!("Rust's standard library for {WASM32}"));
    if process::find("rustup").is_some() {
        ui::global_change(&format!("rustup target add {WASM32}"));
        let add = process::run(
            // Where it cannot download it says enough without its call stack.
            process::program("rustup").args(["target", "add", WASM32]).env("RUST_BACKTRACE", "0"),
            "rustup cannot download here.",
        );
        match add {
            Ok(()) if has_wasm32(&ambient) => return Ok(ambient),
            Ok(()) => {}
            Err(failure) => ui::note(&failure.to_string()),
        }
    }
    #[cfg(unix)]
    if apt::is_here() {
        ui::note("Taking the distribution's Rust and compiling its standard library instead.");
        return debian_rust::install();
    }
    Err(Failure::new(format!(
        "This Rust cannot compile for {WASM32}, and nothing here can add it.\n\
         With rustup: rustup target add {WASM32}. Otherwise install your system's package \
         of the standard library for that target."
    )))
}

/// Sees to it that `cargo fmt` and `cargo clippy` are there.
pub fn with_lints(environment: &Environment) -> Result {
    let lacks = |command: &str| {
        process::output(environment.command("cargo").args([command, "--version"])).is_none()
    };
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .iter()
        .filter(|(c, _)| lacks(c))
        .map(|(_, name)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    ui::heading(&format!("Rust's {}", missing.join(" and ")));
    ui::global_change(&format!("rustup component add {}", missing.join(" ")));
    process::run(
        process::program("rustup").args(["component", "add"]).args(missing),
        "Add rustfmt and clippy to the Rust toolchain in use.",
    )
}

fn has_wasm32(environment: &Environment) -> bool {
    let mut rustc = environment.command("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM32]);
    process::output(&mut rustc).is_some_and(|folder| holds_std(Path::new(&folder)))
}

/// Whether a compiled standard library lies in this folder.
pub fn holds_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

/// The release that a compiler calls itself, as in `1.96.0`.
pub fn release(rustc: &Path) -> Option<String> {
    let text = process::output(Command::new(rustc).arg("-vV"))?;
    text.lines().find_map(|line| line.strip_prefix("release: ")).map(str::to_owned)
}
