//! The tools that building and testing need, and how to get what is missing.
//!
//! All go into the cache folder, one folder per tool and version. A tool is
//! installed beside its folder and then renamed: a folder that is there is whole.

pub mod npm;

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Doing, Result};
use crate::repo;

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

/// Where a tool of this version lives.
pub fn folder(tool: &str, version: &str) -> Result<PathBuf> {
    Ok(repo::cache()?.join("tools").join(format!("{tool}-{version}")))
}
