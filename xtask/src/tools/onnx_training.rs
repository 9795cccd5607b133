//! A Python with onnxruntime-training, which makes the graphs that onnxruntime-web trains.
//!
//! Its last version, as onnxruntime-web's last with training: 1.19.2. It is published for
//! Python 3.8 to 3.11.

use std::path::PathBuf;
use std::process::Command;

use super::python::{self, interpreter};
use super::{folder, install_into};
use crate::failure::Result;
use crate::{process, ui};

const VERSION: &str = "1.19.2";
/// Of its time; later ones write graphs that it does not read.
const PACKAGES: [&str; 3] = ["onnxruntime-training==1.19.2", "onnx==1.16.2", "numpy==1.26.4"];

/// The interpreter.
pub fn python() -> Result<PathBuf> {
    let folder = folder("onnxruntime-training", VERSION)?;
    if !folder.is_dir() {
        ui::heading(&format!("Installing onnxruntime-training {VERSION} (once)"));
        let base = python::base()?;
        install_into(&folder, |unfinished| {
            process::run(
                Command::new(&base).args(["-I", "-m", "venv"]).arg(unfinished),
                "Python cannot make virtual environments: install its package for them.",
            )?;
            python::pip(&interpreter(unfinished), &PACKAGES)
        })?;
    }
    Ok(interpreter(&folder))
}
