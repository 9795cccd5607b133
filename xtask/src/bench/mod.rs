//! `cargo xtask bench`: measures engine and site in Chromium and Firefox, one table after
//! another from one interleaved run. Figures, not tests: nothing fails because a machine
//! is slow.
//!
//! Here is what it needs built and installed; what is measured, and how, is in
//! benches/browser.

mod peers;
mod wasm;

use crate::failure::Result;
use crate::{build, process, test, tools};

/// Runs the command. Node.js reads the options, but for those that are about what it needs.
pub fn run(arguments: &[String]) -> Result {
    let is_asked = |option: &str| arguments.iter().any(|argument| argument == option);
    let mut node = test::with_browsers()?;
    if is_asked("--help") {
        return process::run(node.arg(MAIN).arg("--help"), "");
    }
    if !is_asked("--no-build") {
        let environment = tools::for_building()?;
        build::site(&environment)?;
        wasm::engines(&environment)?;
    }
    if is_asked("--peers") {
        peers::set(&mut node)?;
    }
    process::run(node.arg(MAIN).args(arguments), "The message above says at what it stopped.")
}

const MAIN: &str = "benches/browser/driver/main.mjs";
