//! The other trainers that `cargo xtask bench --peers` compares with. They are installed
//! into the cache folder when they are asked for; nothing of them ships.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Result;
use crate::tools::{npm, onnx_training, python};
use crate::{process, repo, ui};

/// The networks that onnxruntime-web trains, as benches/browser/driver/peers.mjs asks.
const NETWORKS: [&str; 2] = ["784-128-10", "784-512-256-10"];

/// Tells the bench where they are. Those from Python may be missing: not every machine
/// has a Python that they are made for.
pub fn set(node: &mut Command) -> Result {
    node.env("PEERS", npm::bench_peers()?);
    let torch = python::with_torch().map_err(|failure| ui::note(&failure.to_string())).ok();
    if let Some(torch) = torch {
        match graphs(&torch) {
            Ok(graphs) => {
                node.env("ONNX_GRAPHS", graphs);
            }
            Err(failure) => ui::note(&format!("{failure}\nGoing on without onnxruntime-web.")),
        }
        node.env("TORCH_PYTHON", torch);
    }
    Ok(())
}

/// The folder of the graphs that onnxruntime-web trains; made if they are missing.
fn graphs(torch: &Path) -> Result<PathBuf> {
    let folder = repo::root()?.join("target/bench/onnx");
    let last = NETWORKS[NETWORKS.len() - 1];
    if folder.join(format!("{last}_optimizer_model.onnx")).is_file() {
        return Ok(folder);
    }
    let mut command = Command::new(onnx_training::python()?);
    command.arg(repo::root()?.join("benches/browser/peers/onnx_artifacts.py"));
    command.arg(&folder).args(NETWORKS);
    command.env("DESCENT_TORCH_PACKAGES", python::packages(torch)?);
    ui::heading("Making the graphs that onnxruntime-web trains");
    process::run(&mut command, "The message above is onnxruntime-training's.")?;
    Ok(folder)
}
