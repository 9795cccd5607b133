//! Where things are: the repository's root and the cache folder.

use std::env;
use std::path::PathBuf;

use crate::failure::{Doing, Failure, Result};

/// The repository's root: cargo names this crate's folder to the program it runs.
pub fn root() -> Result<PathBuf> {
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("Start this as `cargo xtask …`, from the repository."))?;
    xtask.parent().map(PathBuf::from).ok_or_else(|| Failure::new("xtask lies outside a repository"))
}

/// `<the user's cache folder>/descent`, made if it is missing. A second clone of
/// the repository finds there what the first one installed.
pub fn cache() -> Result<PathBuf> {
    let home = || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(PathBuf::from);
    let base = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::var_os("LOCALAPPDATA").map(PathBuf::from))
        .or_else(|| {
            let home = home()?;
            let mac = home.join("Library/Caches");
            Some(if cfg!(target_os = "macos") { mac } else { home.join(".cache") })
        })
        .ok_or_else(|| {
            Failure::new(
                "There is no home folder to keep the tools in. Set XDG_CACHE_HOME to a folder.",
            )
        })?;
    let cache = base.join("descent");
    std::fs::create_dir_all(&cache).doing(format_args!("making {}", cache.display()))?;
    Ok(cache)
}
