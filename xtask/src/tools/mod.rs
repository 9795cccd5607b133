//! The tools that building and testing need, and how to get what is missing.
//!
//! All go into the cache folder, one folder per tool and version. A tool is
//! installed beside its folder and then renamed: a folder that is there is whole,
//! so a warm start only looks whether folders exist.

pub mod apt;
pub mod browsers;
pub mod cargo;
#[cfg(unix)]
pub mod debian_rust;
pub mod npm;
pub mod onnx_training;
pub mod python;
pub mod rust;
#[cfg(target_os = "linux")]
mod torch_on_linux;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Doing, Result};
use crate::{process, repo};

/// What other programs are started with: where they look for tools, and the
/// variables that tell them which ones to use.
#[derive(Clone, Default)]
pub struct Environment {
    path: Vec<PathBuf>,
    variables: Vec<(&'static str, OsString)>,
}

impl Environment {
    /// Programs in this folder go before all others.
    pub fn prepend(&mut self, folder: PathBuf) {
        self.path.insert(0, folder);
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.variables.push((name, value.into()));
    }

    /// A program by name, to be run with all this.
    pub fn command(&self, name: &str) -> Command {
        let own = process::find_in(self.path.iter().cloned(), name);
        let mut command = own.map_or_else(|| process::program(name), Command::new);
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.path.iter().cloned().chain(env::split_paths(&inherited));
        if let Ok(path) = env::join_paths(folders) {
            command.env("PATH", path);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// A program by name, run in the repository's root.
    pub fn at_root(&self, name: &str) -> Result<Command> {
        let mut command = self.command(name);
        command.current_dir(repo::root()?);
        Ok(command)
    }
}

/// Rust for wasm32 and the three tools that make the site.
pub fn for_building() -> Result<Environment> {
    let mut environment = rust::for_wasm32()?;
    cargo::wasm_bindgen_and_trunk(&mut environment)?;
    npm::wasm_opt(&mut environment)?;
    Ok(environment)
}

/// Where a tool of this version lives.
pub fn folder(tool: &str, version: &str) -> Result<PathBuf> {
    Ok(repo::cache()?.join("tools").join(format!("{tool}-{version}")))
}

/// Makes `folder` by letting `fill` fill a folder beside it, which gets the name
/// only when it is complete: an interrupted install leaves nothing that counts.
pub fn install_into(folder: &Path, fill: impl FnOnce(&Path) -> Result) -> Result {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = folder.with_file_name(format!(".{name}.{}", std::process::id()));
    fs::create_dir_all(&unfinished).doing(format_args!("making {}", unfinished.display()))?;
    let filled = fill(&unfinished).and_then(|()| {
        // Another clone may have installed the same at the same time.
        if folder.is_dir() {
            return Ok(());
        }
        fs::rename(&unfinished, folder).doing(format_args!("making {}", folder.display()))
    });
    let _ = fs::remove_dir_all(&unfinished);
    filled
}
