//! Build, serve, test, bench and data commands of Descent: `cargo xtask help`.

mod bench;
mod build;
mod data;
mod failure;
mod fuzz;
mod process;
mod python;
mod repo;
mod screenshots;
mod serve;
mod test;
mod tools;
mod ui;

use std::process::ExitCode;

use failure::{Failure, Result};

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve   build the release site, serve it and print its address
            --port N         (default: the first free one from 8080 on)
            --host ADDRESS   (default: 127.0.0.1, this machine only)
            --sub-path PATH  serve below this folder, as GitHub Pages does
  build   the static site in dist/
  test    format, lints, tests on the host, in wasm and in two browsers
            --only lint|host|wasm|e2e
  bench   measure engine and site in both browsers: one run, one report
            --quick       a few minutes of it
            --peers       the same work by other libraries, in Chromium and natively
            --no-page     not the page as a person meets it
            --no-firefox  Chromium alone
            --no-build    of what was built for it last
            --write       the report into docs/benchmarks.md
  data    make the data sets' files in public/data from their sources
            KEY              of one data set only: mnist, fashion_mnist
            --idx [FOLDER]   MNIST's four plain IDX files instead
  fuzz    every parser against bytes that want to break it
            --seconds N      for each target (default: 60)
            TARGET …         only these
  python  run a script in the Python that the tests use: it has PyTorch
  screenshots  the README's pictures, of the page as it is now

Missing tools are installed into the user's cache folder.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failure::new(USAGE));
    };
    match command.as_str() {
        "serve" => serve::run(rest),
        "build" => build::run(rest),
        "test" => test::run(rest),
        "bench" => bench::run(rest),
        "data" => data::run(rest),
        "fuzz" => fuzz::run(rest),
        "python" => python::run(rest),
        "screenshots" => screenshots::run(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::new(format!("There is no command \"{other}\".\n\n{USAGE}"))),
    }
}
