//! `cargo xtask test`: everything that must hold, in the order in which it fails
//! soonest.

use std::env;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::tools::{self, Environment, browsers, npm, python, rust};
use crate::{build, process, repo, ui};

const USAGE: &str = "Usage: cargo xtask test [--only lint|host|wasm|e2e]";

/// The builds of the worker, and what tells them to cargo. The second one compiles only
/// this package again.
const ENGINES: [(&str, &[&str]); 2] =
    [("simd128", &[]), ("relaxed SIMD", &["--features", "relaxed-simd"])];

/// What `--only` chooses from.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Lint,
    Host,
    Wasm,
    EndToEnd,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    let only = parse(arguments)?;
    let mut report =
        Report { only, steps: Vec::new(), skipped: Vec::new(), started: Instant::now() };
    let result = steps(&mut report);
    report.print(result.is_ok());
    result
}

fn parse(arguments: &[String]) -> Result<Option<Group>> {
    match arguments {
        [] => Ok(None),
        [flag, group] if flag == "--only" => match group.as_str() {
            "lint" => Ok(Some(Group::Lint)),
            "host" => Ok(Some(Group::Host)),
            "wasm" => Ok(Some(Group::Wasm)),
            "e2e" => Ok(Some(Group::EndToEnd)),
            _ => Err(Failure::new(USAGE)),
        },
        _ => Err(Failure::new(USAGE)),
    }
}

fn steps(report: &mut Report) -> Result {
    use Group::{EndToEnd, Host, Lint, Wasm};

    // One toolchain for all, host steps too: then nothing is compiled twice.
    let mut environment = Environment::default();
    report.step("toolchain", &[Lint, Host, Wasm, EndToEnd], || {
        environment = rust::for_wasm32()?;
        rust::with_lints(&environment)
    })?;
    report.step("format", &[Lint], || {
        let advice = "Run `cargo fmt --all`.";
        cargo(&environment, &["fmt", "--all", "--check"], advice)?;
        let fuzz = ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"];
        cargo(&environment, &fuzz, "Run `cargo fmt --manifest-path fuzz/Cargo.toml`.")
    })?;
    let clippy = "Mend what clippy says above.";
    report.step("clippy, host", &[Lint], || {
        let all = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        cargo(&environment, &all, clippy)
    })?;
    report.step("clippy, fuzz targets", &[Lint], || {
        // They are run by `cargo xtask fuzz` only, but have to keep up with the parsers.
        let mut command = environment.at_root("cargo")?;
        command.args(["clippy", "--manifest-path", "fuzz/Cargo.toml", "--no-default-features"]);
        command.args(["--all-targets", "--", "-D", "warnings"]);
        command.env("CARGO_TARGET_DIR", repo::root()?.join("target"));
        process::run(&mut command, clippy)
    })?;
    report.step("clippy, wasm32", &[Lint], || {
        // Release and one package at a time, as the site and the tests in the browser:
        // one set of dependencies for all.
        let lint = |package: &str, rest: &[&str]| {
            let all = ["clippy", "--release", "--target", rust::WASM32, "--package", package];
            let deny = ["--", "-D", "warnings"];
            cargo(&environment, &[&all[..], rest, &deny[..]].concat(), clippy)
        };
        lint("descent-page", &["--lib", "--bins"])?;
        ENGINES.iter().try_for_each(|(_, features)| {
            lint("descent", &[&["--lib", "--bins", "--test", "browser"][..], features].concat())
        })
    })?;
    let mut torch = None;
    let mut skipped = None;
    report.step("torch", &[Host], || {
        match python::with_torch() {
            Ok(python) => torch = Some(python),
            // Where a machine is made for the tests, it has to have what they need.
            Err(failure) if env::var_os("CI").is_some_and(|value| !value.is_empty()) => {
                return Err(failure);
            }
            Err(failure) => {
                ui::note(&failure.to_string());
                ui::note("Going on without it.");
                skipped = Some("SKIPPED: the comparison with PyTorch, which is not here");
            }
        }
        Ok(())
    })?;
    report.skipped.extend(skipped);
    report.step("tests, host", &[Host], || {
        let mut command = environment.at_root("cargo")?;
        command.args(["test", "--workspace"]);
        if let Some(python) = torch {
            command.env(python::VARIABLE, python);
        }
        process::run(&mut command, "The failed tests are named above.")
    })?;

    report.step("tools for wasm", &[Wasm, EndToEnd], || {
        environment = tools::for_building()?;
        Ok(())
    })?;
    let mut chromedriver = None;
    report.step("browsers", &[Wasm, EndToEnd], || {
        chromedriver = Some(browsers::chromedriver()?);
        browsers::chromium_and_firefox()?;
        npm::puppeteer()?;
        npm::axe().map(drop)
    })?;
    for (engine, features) in ENGINES {
        report.step(&format!("tests, wasm in Chromium, {engine}"), &[Wasm], || {
            let mut command = environment.at_root("cargo")?;
            command.args(["test", "--release", "--target", rust::WASM32, "--package", "descent"]);
            command.args(["--test", "browser"]).args(features);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
            if let Some(driver) = &chromedriver {
                command.env("CHROMEDRIVER", driver);
            }
            process::run(&mut command, "The failed tests are named above (tests/browser.rs).")
        })?;
    }
    report.step("site", &[EndToEnd], || build::site(&environment).map(drop))?;
    for browser in ["chromium", "firefox"] {
        report.step(&format!("end to end, {browser}"), &[EndToEnd], || end_to_end(browser))?;
    }
    Ok(())
}

fn cargo(environment: &Environment, arguments: &[&str], advice: &str) -> Result {
    process::run(environment.at_root("cargo")?.args(arguments), advice)
}

fn end_to_end(browser: &str) -> Result {
    process::run(
        with_browsers()?.args(["tests/e2e/run.mjs", browser, "dist"]),
        "Screenshots and logs of the failed tests are in target/e2e/.",
    )
}

/// Node at the root of the repository, told where to find what drives browsers.
pub fn with_browsers() -> Result<Command> {
    let (chromium, firefox) = browsers::chromium_and_firefox()?;
    let mut command = process::program("node");
    command
        .current_dir(repo::root()?)
        .env("PUPPETEER", npm::puppeteer()?)
        .env("AXE", npm::axe()?)
        .env("CHROMIUM", chromium)
        .env("FIREFOX", firefox);
    Ok(command)
}

/// What ran, and how long it took.
struct Report {
    only: Option<Group>,
    steps: Vec<(String, Duration)>,
    /// What did not run, though it was asked for.
    skipped: Vec<&'static str>,
    started: Instant,
}

impl Report {
    fn step(&mut self, name: &str, groups: &[Group], work: impl FnOnce() -> Result) -> Result {
        if self.only.is_some_and(|only| !groups.contains(&only)) {
            return Ok(());
        }
        ui::heading(&format!("[{}] {name}", ui::minutes(self.started.elapsed())));
        let started = Instant::now();
        let result = work();
        self.steps.push((name.to_owned(), started.elapsed()));
        result
    }

    fn print(&self, passed: bool) {
        let Some(((last, _), _)) = self.steps.split_last() else { return };
        ui::heading("Time by step");
        for (name, time) in &self.steps {
            ui::note(&format!("{name:<26}{:>12}", ui::minutes(*time)));
        }
        ui::note(&format!("{:<26}{:>12}", "in all", ui::minutes(self.started.elapsed())));
        for text in &self.skipped {
            ui::note(text);
        }
        ui::note(&if passed { "All passed.".to_owned() } else { format!("Failed in: {last}") });
    }
}
