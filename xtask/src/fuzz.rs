//! `cargo xtask fuzz`: every parser against bytes that want to break it.
//!
//! The targets (fuzz/fuzz_targets) are libFuzzer's. Stable Rust can tell it which code an
//! input reaches: the compiler's own pass for that is a code generation option, and no
//! sanitizer is needed, since nothing here is unsafe. What was found to reach new code is
//! kept below target/fuzz, and the next run goes on from it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Doing, Failure, Result};
use crate::tools::{Environment, apt, rust};
use crate::{process, repo, ui};

const USAGE: &str = "Usage: cargo xtask fuzz [--seconds N] [TARGET …]";
/// What one target gets, if nothing else is said.
const SECONDS: u64 = 60;
/// A single input may take this long …
const TIMEOUT_SECONDS: u32 = 5;
/// … and a target this much memory in all. The cap on one allocation is in fuzz/src/cap.rs.
const MEMORY_MB: u32 = 512;

/// Counters at each edge of the control flow, where they are, and what is compared.
const COVERAGE: [&str; 7] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    let fuzz = repo::root()?.join("fuzz");
    let (seconds, targets) = parse(arguments, &targets(&fuzz)?)?;
    let environment = rust::for_wasm32()?;
    let programs = build(&environment)?;
    let mut rows = Vec::new();
    for target in &targets {
        ui::heading(&format!("Fuzzing {target} for {seconds} s"));
        rows.push(Row::measure(target, &programs, seconds)?);
    }
    ui::heading("Fuzzing");
    let line = |cells: [&str; 6]| {
        let [target, executions, time, coverage, memory, result] = cells;
        ui::note(&format!(
            "{target:<16}{executions:>13}{time:>13}{coverage:>16}{memory:>13}  {result}"
        ));
    };
    line(["target", "executions", "time", "edges", "memory", "result"]);
    for Row { target, stats, time, finding } in &rows {
        line([
            target,
            &stats.executions.to_string(),
            &ui::minutes(*time),
            &format!("{} → {}", stats.edges_at_start, stats.edges),
            &format!("{} MB", stats.peak_mb),
            finding.as_ref().map_or("nothing found", |_| "FAILED"),
        ]);
    }
    let findings: Vec<&str> = rows.iter().filter_map(|row| row.finding.as_deref()).collect();
    if findings.is_empty() { Ok(()) } else { Err(Failure::new(findings.join("\n"))) }
}

/// The names of all targets: one file each.
fn targets(fuzz: &Path) -> Result<Vec<String>> {
    let folder = fuzz.join("fuzz_targets");
    let files = fs::read_dir(&folder).doing(format_args!("reading {}", folder.display()))?;
    let stem = |file: fs::DirEntry| Some(file.path().file_stem()?.to_string_lossy().into_owned());
    let mut names: Vec<String> = files.flatten().filter_map(stem).collect();
    names.sort();
    Ok(names)
}

fn parse(arguments: &[String], known: &[String]) -> Result<(u64, Vec<String>)> {
    let (mut seconds, mut chosen) = (SECONDS, Vec::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--seconds" {
            let number = arguments.next().and_then(|number| number.parse().ok());
            // libFuzzer takes 0 for "without end".
            seconds = number.filter(|&n| n > 0).ok_or_else(|| Failure::new(USAGE))?;
        } else if known.contains(argument) {
            chosen.push(argument.clone());
        } else {
            let known = known.join(", ");
            return Err(Failure::new(format!("{USAGE}\nThe targets are: {known}")));
        }
    }
    Ok((seconds, if chosen.is_empty() { known.to_vec() } else { chosen }))
}

/// Compiles all targets; returns the folder they are in.
fn build(environment: &Environment) -> Result<PathBuf> {
    ui::heading("Building the fuzz targets");
    if process::find("c++").is_none() && apt::is_here() {
        apt::install(&["g++"])?;
    }
    let version = process::output(environment.command("rustc").arg("-vV")).unwrap_or_default();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or_else(|| Failure::new("rustc does not say which machine this is."))?;
    let target_dir = repo::root()?.join("target/fuzz");
    let mut cargo = environment.at_root("cargo")?;
    cargo.args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--bins"]);
    // With a target named, build scripts and macros are compiled without the counters.
    cargo.args(["--target", host]).env("CARGO_TARGET_DIR", &target_dir);
    cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env("RUSTFLAGS", COVERAGE.join(" "));
    process::run(&mut cargo, "libFuzzer needs a C++ compiler.")?;
    Ok(target_dir.join(host).join("release"))
}

/// What one target did.
struct Row {
    target: String,
    stats: Stats,
    time: Duration,
    /// What went wrong, and where the input is that does it.
    finding: Option<String>,
}

impl Row {
    fn measure(target: &str, programs: &Path, seconds: u64) -> Result<Self> {
        let fuzz = repo::root()?.join("target/fuzz");
        let (corpus, artifacts) = (fuzz.join("corpus").join(target), fuzz.join("artifacts"));
        for folder in [&corpus, &artifacts] {
            fs::create_dir_all(folder).doing(format_args!("making {}", folder.display()))?;
        }
        let log = fuzz.join(format!("{target}.log"));
        let output = File::create(&log).doing(format_args!("writing {}", log.display()))?;
        let mut command = Command::new(programs.join(target));
        command.arg(&corpus).env("DESCENT_FUZZ_SEEDS", &corpus);
        command.arg(format!("-max_total_time={seconds}"));
        command.arg(format!("-timeout={TIMEOUT_SECONDS}"));
        command.arg(format!("-rss_limit_mb={MEMORY_MB}"));
        command.arg(format!("-artifact_prefix={}/{target}-", artifacts.display()));
        command.arg("-print_final_stats=1");
        let dictionary = repo::root()?.join(format!("fuzz/dictionaries/{target}.dict"));
        if dictionary.exists() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        let started = Instant::now();
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output).status();
        let status = status.doing(format_args!("starting {target}"))?;
        let text = fs::read(&log).doing(format_args!("reading {}", log.display()))?;
        let text = String::from_utf8_lossy(&text);
        let stats = Stats::read(&text);
        let finding = finding(target, status, &stats, &text);
        Ok(Self { target: target.to_owned(), stats, time: started.elapsed(), finding })
    }
}

/// What is wrong, if anything is: a run that reached nothing new is no good news either.
fn finding(target: &str, status: ExitStatus, stats: &Stats, log: &str) -> Option<String> {
    if !status.success() {
        let lines: Vec<&str> = log.lines().collect();
        let tail = lines[lines.len().saturating_sub(25)..].join("\n");
        let input = log.lines().find_map(|line| line.split_once("Test unit written to "));
        let again = input.map_or(String::new(), |(_, path)| {
            format!("\nTo see it again: give the program {path} as its only argument.")
        });
        return Some(format!("{target} ended with {status}:\n{tail}{again}"));
    }
    (stats.edges == 0)
        .then(|| format!("{target} says nothing about coverage: the compiler has no counters."))
}

/// What libFuzzer counts.
#[derive(Debug, Default, PartialEq)]
struct Stats {
    executions: u64,
    edges_at_start: u64,
    edges: u64,
    peak_mb: u64,
}

impl Stats {
    fn read(log: &str) -> Self {
        let mut stats = Self::default();
        for line in log.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let after = |name| {
                let position = words.iter().position(|&word| word == name)?;
                words.get(position + 1)?.parse().ok()
            };
            if let Some(edges) = after("cov:") {
                if words.contains(&"INITED") {
                    stats.edges_at_start = edges;
                }
                stats.edges = edges;
            }
            stats.executions = after("stat::number_of_executed_units:").unwrap_or(stats.executions);
            stats.peak_mb = after("stat::peak_rss_mb:").unwrap_or(stats.peak_mb);
        }
        stats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_libfuzzer_counts() {
        let log = "#4	INITED cov: 46 ft: 55 corp: 2/29b exec/s: 0 rss: 29Mb\n\
                   #9	NEW    cov: 61 ft: 70 corp: 3/40b lim: 4 exec/s: 0 rss: 29Mb\n\
                   Done 4051169 runs in 9 second(s)\n\
                   stat::number_of_executed_units: 4051169\n\
                   stat::peak_rss_mb:              29\n";
        let expected = Stats { executions: 4_051_169, edges_at_start: 46, edges: 61, peak_mb: 29 };
        assert_eq!(Stats::read(log), expected);
    }

    #[test]
    fn every_target_is_built() {
        let manifest = include_str!("../../fuzz/Cargo.toml");
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("fuzz");
        for target in targets(&fuzz).ok().unwrap() {
            let line = format!("name = \"{target}\"");
            assert!(manifest.contains(&line), "fuzz/Cargo.toml lacks {target}");
        }
    }
}
