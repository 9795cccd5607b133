//! A Python with PyTorch, which the engine is compared with.
//!
//! A virtual environment in the cache folder, named by PyTorch's version, filled from the
//! Python package registry. Nothing of it ships, and nothing of it is in the machine's
//! own Python.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[cfg(target_os = "linux")]
use super::torch_on_linux;
use super::{apt, folder, install_into};
use crate::failure::{Doing, Failure, Result};
use crate::{process, ui};

/// Also in the head of tests/golden/make.py, whose files it made.
pub const TORCH: &str = "2.15.0";
/// The minor versions of Python 3 that this PyTorch is published for.
const MINORS: std::ops::RangeInclusive<u32> = 11..=15;
/// Names another Python that has PyTorch; the tests read it.
pub const VARIABLE: &str = "DESCENT_TORCH_PYTHON";
/// How the failures of a download end.
pub const ADVICE: &str = "If the Python package registry cannot be reached, check the network \
                          and try again.";

/// What must work before the folder counts: training on the CPU, and what the tests import.
const CHECK: &str = "
import numpy, safetensors.torch, torch
for dtype in (torch.float32, torch.float64):
    layer = torch.nn.Linear(3, 2, dtype=dtype)
    optimizer = torch.optim.Adam(layer.parameters())
    torch.nn.functional.cross_entropy(layer(torch.ones(4, 3, dtype=dtype)), torch.tensor([0, 1, 0, 1])).backward()
    optimizer.step()
";

/// The interpreter whose `import torch` works.
pub fn with_torch() -> Result<PathBuf> {
    if let Some(own) = env::var_os(VARIABLE) {
        return Ok(own.into());
    }
    let folder = folder("torch", TORCH)?;
    let python = interpreter(&folder);
    if folder.is_dir() {
        if has_torch(&python) {
            return Ok(python);
        }
        // The machine's Python, which a virtual environment leans on, is another by now.
        ui::note("The Python below PyTorch has gone; installing it anew.");
        fs::remove_dir_all(&folder).doing(format_args!("removing {}", folder.display()))?;
    }
    ui::heading(&format!("Installing PyTorch {TORCH} for the tests (some minutes, once)"));
    let base = base()?;
    install_into(&folder, |unfinished| {
        process::run(
            Command::new(&base).args(["-I", "-m", "venv"]).arg(unfinished),
            "Python cannot make virtual environments: install its package for them (python3-venv).",
        )?;
        let python = interpreter(unfinished);
        pip(&python, &["numpy", "safetensors"])?;
        #[cfg(target_os = "linux")]
        torch_on_linux::install(&python)?;
        #[cfg(not(target_os = "linux"))]
        pip(&python, &[&format!("torch=={TORCH}")])?;
        process::run(
            Command::new(&python).args(["-I", "-c", CHECK]),
            "PyTorch was installed, but does not run here.",
        )
    })?;
    Ok(python)
}

/// `pip install` of ready-made packages only: nothing is compiled.
pub fn pip(python: &Path, arguments: &[&str]) -> Result {
    let mut command = Command::new(python);
    command.args(["-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    // What is kept is the environment, not the packages that it came from.
    command.args(["--no-input", "--no-cache-dir", "--only-binary", ":all:"]);
    command.args(["--timeout", "60", "--retries", "4"]).args(arguments);
    process::run(&mut command, ADVICE)
}

/// The folder of packages of a Python.
pub fn packages(python: &Path) -> Result<PathBuf> {
    let ask = "import sysconfig; print(sysconfig.get_path('purelib'))";
    process::output(Command::new(python).args(["-I", "-c", ask]))
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new(format!("{} does not run.", python.display())))
}

/// The interpreter of a virtual environment.
pub fn interpreter(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

fn has_torch(python: &Path) -> bool {
    let look = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
    process::output(Command::new(python).args(["-I", "-c", look])).is_some()
}

/// A Python of the machine that can make virtual environments.
pub fn base() -> Result<PathBuf> {
    if let Some(python) = find() {
        return Ok(python);
    }
    let newest = MINORS.end();
    let by_hand = format!(
        "PyTorch {TORCH} needs Python 3.{} to 3.{newest} with venv and pip: install one, or set \
         {VARIABLE} to a Python that has PyTorch.",
        MINORS.start(),
    );
    if !apt::is_here() {
        return Err(Failure::new(by_hand));
    }
    apt::install(&["python3", "python3-venv"])
        .map_err(|failure| Failure::new(format!("{failure}\n{by_hand}")))?;
    find().ok_or_else(|| Failure::new(by_hand))
}

fn find() -> Option<PathBuf> {
    let numbered = MINORS.rev().map(|minor| format!("python3.{minor}"));
    let names = ["python3".to_owned()].into_iter().chain(numbered).chain(["python".to_owned()]);
    let system = PathBuf::from("/usr/bin/python3");
    names.filter_map(|name| process::find(&name)).chain([system]).find(|python| fits(python))
}

/// Whether it has the right version, and what Debian packages apart from it.
fn fits(python: &Path) -> bool {
    let ask = "import ensurepip, venv, sys; print(sys.version_info.major, sys.version_info.minor)";
    let answer = process::output(Command::new(python).args(["-I", "-c", ask]));
    answer.is_some_and(|text| is_fitting(&text))
}

fn is_fitting(version: &str) -> bool {
    let minor = version.strip_prefix("3 ").and_then(|minor| minor.parse().ok());
    minor.is_some_and(|minor| MINORS.contains(&minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pythons_that_torch_is_made_for() {
        assert!(is_fitting("3 11"));
        assert!(!is_fitting("3 10"));
        assert!(!is_fitting("2 7"));
        assert!(!is_fitting("3 101"));
        assert!(!is_fitting(""));
    }

    #[test]
    fn the_golden_files_say_the_same_version() {
        let script = include_str!("../../../tests/golden/make.py");
        assert!(script.contains(&format!("PyTorch {TORCH}")), "make.py names another version");
    }
}
