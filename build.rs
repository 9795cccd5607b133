//! Gives page and worker the same build id: a hash of the sources they are made of.
//!
//! It is part of the worker's address, so that no cache hands an old worker to a new
//! page, and of the worker's first message, so that the page notices if one did.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut hash = Fnv::new();
    // And the files below plain names that are kept from visit to visit: with them
    // changes the address under which they are asked for.
    let kept =
        ["public/boot_worker.js", "public/service_worker.js", "public/models", "public/fonts"];
    for name in ["Cargo.toml", "Cargo.lock", "src", "page"].into_iter().chain(kept) {
        println!("cargo::rerun-if-changed={name}");
        hash_path(Path::new(name), &mut hash)?;
    }
    // A debug worker and a release worker are different files, too.
    hash.write(env::var("PROFILE").unwrap_or_default().as_bytes());
    hash.write(env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default().as_bytes());
    println!("cargo::rustc-env=DESCENT_BUILD={:016x}", hash.0);
    Ok(())
}

/// Hashes a file, or a folder's files in the order of their names.
fn hash_path(path: &Path, hash: &mut Fnv) -> io::Result<()> {
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries {
            hash_path(&entry, hash)?;
        }
    } else {
        hash.write(path.to_string_lossy().as_bytes());
        hash.write(&fs::read(path)?);
    }
    Ok(())
}

/// 64-bit FNV-1a: small, and the same in every version of Rust.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
