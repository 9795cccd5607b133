//! Inputs to start from, made by the code that makes the real ones: they are never out
//! of date, and the repository need not hold them.

use std::env;
use std::fs;
use std::path::Path;

/// Names the folder that seeds are written into; without it none are.
const FOLDER: &str = "DESCENT_FUZZ_SEEDS";

/// Writes seeds, before libFuzzer looks into the folder.
///
/// # Panics
/// If the folder can't be written to: fuzzing from nothing would look like fuzzing.
pub fn plant(seeds: impl IntoIterator<Item = Vec<u8>>) {
    let Some(folder) = env::var_os(FOLDER) else { return };
    for (seed_idx, seed) in seeds.into_iter().enumerate() {
        let path = Path::new(&folder).join(format!("seed-{seed_idx:02}"));
        fs::write(&path, seed).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
