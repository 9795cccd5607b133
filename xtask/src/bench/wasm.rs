//! The bench's builds of the engine, made as trunk makes the workers: same profile, flags
//! and wasm-opt, so that they run as quickly and share what is compiled.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Doing, Result};
use crate::tools::{Environment, rust};
use crate::{process, repo, ui};

const PACKAGE: &str = "descent-bench";

/// The builds, by the names that benches/browser/driver/site.mjs knows them by, and what
/// tells them to cargo.
const BUILDS: [(&str, &[&str]); 2] =
    [("simd128", &[]), ("relaxed", &["--features", "relaxed-simd"])];

/// What rustc has used has to be named, as in index.html.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-relaxed-simd",
];

/// Puts both builds into target/bench/site.
pub fn engines(environment: &Environment) -> Result {
    BUILDS.iter().try_for_each(|&(name, features)| {
        ui::heading(&format!("Building the engine for the bench ({name})"));
        let folder = repo::root()?.join("target/bench/site").join(name);
        engine(environment, features, &folder)
    })
}

fn engine(environment: &Environment, features: &[&str], folder: &Path) -> Result {
    let mut cargo = environment.at_root("cargo")?;
    cargo.args(["build", "--release", "--target", rust::WASM32, "--package", PACKAGE]);
    process::run(cargo.args(features), "The messages above are the compiler's.")?;

    let file = PACKAGE.replace('-', "_");
    let compiled = target()?.join(rust::WASM32).join("release").join(format!("{file}.wasm"));
    fs::create_dir_all(folder).doing(format_args!("making {}", folder.display()))?;
    let mut bindgen = environment.at_root("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(folder).arg(compiled);
    process::run(&mut bindgen, "It has to be of the same version as the crate wasm-bindgen.")?;

    let module = folder.join(format!("{file}_bg.wasm"));
    let mut wasm_opt = environment.at_root("wasm-opt")?;
    wasm_opt.arg("-O3").args(FEATURES).arg(&module).arg("-o").arg(&module);
    process::run(&mut wasm_opt, "An older wasm-opt may not know all features: Trunk.toml names it.")
}

/// Where cargo puts what it builds.
fn target() -> Result<PathBuf> {
    let root = repo::root()?;
    Ok(env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), |target| root.join(target)))
}
