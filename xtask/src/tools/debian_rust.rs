//! The road without rustup's downloads: the distribution's compiler, and its own
//! standard library compiled for wasm32.
//!
//! Debian ships a current Rust as `rustc-web` (for browsers), with the source of
//! the standard library, but not the library for wasm32. It is compiled here once,
//! and put into a toolchain folder in the cache: links to the system's toolchain,
//! plus the wasm32 library, plus two scripts that name this folder as the compiler's
//! root. So nothing under /usr is written but by apt, and rustup takes the folder
//! by its path, without having to know it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Environment, apt, folder, install_into, rust};
use crate::failure::{Doing, Failure, Result};
use crate::{process, repo, ui};

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const RUSTLIB: &str = "/usr/lib/rustlib";

/// The toolchain, if an earlier run has made it for the compiler that is here now.
pub fn installed() -> Result<Option<Environment>> {
    let Some(release) = rust::release(Path::new(RUSTC)) else { return Ok(None) };
    let toolchain = folder("rust-debian", &release)?;
    let complete = toolchain.is_dir() && lints_are_here() && Path::new(CARGO).exists();
    Ok(complete.then(|| environment(&toolchain)))
}

/// Installs the packages and compiles the library.
pub fn install() -> Result<Environment> {
    apt::install(&[
        "rustc-web",
        "cargo-web",
        "rust-web-src",
        "rust-web-llvm",
        "rust-web-clippy",
        "rustfmt-web",
        // The linker that is used for build scripts and tests on the host.
        "gcc",
        "libc6-dev",
    ])?;
    // `rust-lld` is a link to the linker's versioned name, which is its package's too.
    let linker = fs::read_link("/usr/bin/rust-lld").doing("looking for rust-lld")?;
    if !Path::new("/usr/bin/rust-lld").exists() {
        let package = linker.file_name().unwrap_or_default().to_string_lossy().into_owned();
        apt::install(&[&package])?;
    }
    let release = rust::release(Path::new(RUSTC))
        .ok_or_else(|| Failure::new("rustc-web is installed, but /usr/bin/rustc does not run."))?;
    let toolchain = folder("rust-debian", &release)?;
    if !toolchain.is_dir() {
        let library = compile_std(&release)?;
        ui::note(&format!("Toolchain folder {}", toolchain.display()));
        install_into(&toolchain, |unfinished| assemble(unfinished, &toolchain, &library))?;
        let _ = fs::remove_dir_all(&library.build);
    }
    Ok(environment(&toolchain))
}

/// The toolchain for everything: rustup's proxies take it by its path, and where
/// there is no rustup its programs are the first on PATH.
fn environment(toolchain: &Path) -> Environment {
    let mut environment = Environment::default();
    let bin = toolchain.join("bin");
    environment.set("RUSTUP_TOOLCHAIN", toolchain);
    environment.set("RUSTC", bin.join("rustc"));
    environment.set("RUSTDOC", bin.join("rustdoc"));
    environment.prepend(bin);
    environment
}

fn lints_are_here() -> bool {
    ["/usr/bin/cargo-clippy", "/usr/bin/rustfmt"].iter().all(|path| Path::new(path).exists())
}

struct Library {
    build: PathBuf,
    files: PathBuf,
}

/// Compiles std, with `test` for the tests in the browser, through an empty crate.
fn compile_std(release: &str) -> Result<Library> {
    ui::note("Compiling the standard library (a minute or two)");
    let build = repo::cache()?.join("build").join(format!("std-{release}"));
    let source = build.join("src");
    fs::create_dir_all(&source).doing(format_args!("making {}", source.display()))?;
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(build.join("Cargo.toml"), manifest).doing("writing a manifest")?;
    fs::write(source.join("lib.rs"), "#![no_std]\n").doing("writing an empty crate")?;
    process::run(
        Command::new(CARGO)
            .args(["build", "--release", "--target", rust::WASM32])
            .arg("-Zbuild-std=std,panic_abort,test")
            .current_dir(&build)
            .env("RUSTC", RUSTC)
            // -Zbuild-std is not in the stable compiler's promises, but this is the
            // compiler's own, matching source.
            .env("RUSTC_BOOTSTRAP", "1")
            // Without bitcode a later build with link-time optimization fails.
            .env("RUSTFLAGS", "-C embed-bitcode=yes")
            .env("CARGO_TARGET_DIR", build.join("target"))
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("RUSTUP_TOOLCHAIN"),
        "The standard library did not compile. It needs the crates registry.",
    )?;
    let files = build.join("target").join(rust::WASM32).join("release/deps");
    Ok(Library { build, files })
}

/// Fills `unfinished`, which will be called `toolchain`.
fn assemble(unfinished: &Path, toolchain: &Path, library: &Library) -> Result {
    let bin = unfinished.join("bin");
    let rustlib = unfinished.join("lib/rustlib");
    let wasm32 = rustlib.join(rust::WASM32).join("lib");
    for folder in [&bin, &wasm32] {
        fs::create_dir_all(folder).doing(format_args!("making {}", folder.display()))?;
    }
    for name in ["cargo", "rustdoc", "rustfmt", "cargo-fmt"] {
        link(&Path::new("/usr/bin").join(name), &bin.join(name))?;
    }
    // cargo-clippy looks for clippy-driver beside its own file, links followed;
    // it has to find the script below.
    fs::copy("/usr/bin/cargo-clippy", bin.join("cargo-clippy")).doing("copying cargo-clippy")?;
    // The compilers would look for the library beside their own files.
    let root = toolchain.display();
    script(&bin.join("rustc"), &format!("exec {RUSTC} --sysroot '{root}' \"$@\""))?;
    script(
        &bin.join("clippy-driver"),
        &format!("SYSROOT='{root}' exec /usr/bin/clippy-driver \"$@\""),
    )?;
    let entries = fs::read_dir(RUSTLIB).doing(format_args!("reading {RUSTLIB}"))?;
    for entry in entries.flatten().filter(|entry| entry.file_name() != rust::WASM32) {
        link(&entry.path(), &rustlib.join(entry.file_name()))?;
    }
    let built = fs::read_dir(&library.files).doing("reading what was compiled")?;
    for entry in built.flatten() {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libempty-") {
            fs::copy(entry.path(), wasm32.join(&name)).doing(format_args!("copying {text}"))?;
        }
    }
    if rust::holds_std(&wasm32) {
        Ok(())
    } else {
        Err(Failure::new("Compiling the standard library left no libstd."))
    }
}

fn link(target: &Path, name: &Path) -> Result {
    symlink(target, name).doing(format_args!("linking {}", name.display()))
}

fn script(path: &Path, line: &str) -> Result {
    fs::write(path, format!("#!/bin/sh\n{line}\n"))
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o755)))
        .doing(format_args!("writing {}", path.display()))
}
