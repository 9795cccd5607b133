//! The two browsers that tests run in, and the driver of one of them.

use std::env;
use std::path::PathBuf;

use super::apt;
use crate::failure::{Failure, Result};
use crate::{process, ui};

/// Where a program is, and how to get it.
struct Program {
    name: &'static str,
    /// A variable that names another one.
    variable: &'static str,
    /// Names on PATH.
    names: &'static [&'static str],
    /// Places outside PATH.
    places: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: Program = Program {
    name: "Chromium",
    variable: "CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    places: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
    ],
    package: "chromium",
};
const CHROMEDRIVER: Program = Program {
    name: "ChromeDriver",
    variable: "CHROMEDRIVER",
    names: &["chromedriver"],
    places: &[],
    package: "chromium-driver",
};
const FIREFOX: Program = Program {
    name: "Firefox",
    variable: "FIREFOX",
    names: &["firefox-esr", "firefox"],
    places: &[
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        "C:/Program Files/Mozilla Firefox/firefox.exe",
    ],
    package: "firefox-esr",
};

/// Chromium and its driver, for the wasm tests.
pub fn chromedriver() -> Result<PathBuf> {
    let found = all(&[&CHROMIUM, &CHROMEDRIVER])?;
    Ok(found[1].clone())
}

/// Chromium and Firefox, for the end-to-end tests.
pub fn chromium_and_firefox() -> Result<(PathBuf, PathBuf)> {
    let found = all(&[&CHROMIUM, &FIREFOX])?;
    Ok((found[0].clone(), found[1].clone()))
}

fn all(programs: &[&Program]) -> Result<Vec<PathBuf>> {
    let missing: Vec<&&Program> =
        programs.iter().filter(|program| find(program).is_none()).collect();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|program| program.name).collect();
        ui::heading(&format!("Installing {}", names.join(" and ")));
        let by_hand = || {
            let ways: Vec<String> = missing
                .iter()
                .map(|program| {
                    format!("{} (or set {} to its path)", program.name, program.variable)
                })
                .collect();
            format!("Missing: {}. Install it and try again.", ways.join(", "))
        };
        if !apt::is_here() {
            return Err(Failure::new(by_hand()));
        }
        let packages: Vec<&str> = missing.iter().map(|program| program.package).collect();
        apt::install(&packages)
            .map_err(|failure| Failure::new(format!("{failure}\n{}", by_hand())))?;
    }
    programs
        .iter()
        .map(|program| {
            find(program).ok_or_else(|| {
                Failure::new(format!(
                    "{} is not on PATH. Set {} to its path.",
                    program.name, program.variable
                ))
            })
        })
        .collect()
}

fn find(program: &Program) -> Option<PathBuf> {
    env::var_os(program.variable)
        .map(PathBuf::from)
        .or_else(|| program.names.iter().find_map(|name| process::find(name)))
        .or_else(|| program.places.iter().map(PathBuf::from).find(|path| path.exists()))
}
