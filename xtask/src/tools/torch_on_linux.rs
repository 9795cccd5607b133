//! PyTorch from the registry's Linux package, for the CPU only.
//!
//! That package is made for graphics cards: it is 0.5 GB, depends on 2.4 GB of NVIDIA's
//! libraries, and cannot be imported without them, although on a CPU none of them is ever
//! called. (Packages for CPUs are published elsewhere, not in the registry.) So of them
//! only the two small ones are installed that take part in loading; for the others a
//! library of the same name is compiled here, with the names that PyTorch looks for and
//! no content. Whoever calls one of them has the program end at once.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{apt, python};
use crate::failure::{Doing, Failure, Result};
use crate::{process, ui};

/// What PyTorch imports, of that which it depends on.
const DEPENDENCIES: [&str; 7] =
    ["filelock", "fsspec", "jinja2", "networkx", "setuptools>=77", "sympy", "typing-extensions"];
/// These register code when they are loaded: 14 MB. The release is the one that this
/// PyTorch depends on.
const LOADED: [&str; 2] = ["nvidia-cuda-runtime~=13.2.0", "nvidia-cuda-cupti~=13.2.0"];

/// A library that is never called.
struct StandIn {
    file: &'static str,
    /// All its functions, and no other's, begin with one of these …
    prefix: &'static str,
    /// … and not with this.
    but: Option<&'static str>,
}

const fn stand_in(file: &'static str, prefix: &'static str) -> StandIn {
    StandIn { file, prefix, but: None }
}

const STAND_INS: [StandIn; 10] = [
    StandIn { file: "libcublas.so.13", prefix: "cublas", but: Some("cublasLt") },
    stand_in("libcublasLt.so.13", "cublasLt"),
    stand_in("libcudnn.so.9", "cudnn"),
    stand_in("libcufft.so.12", "cufft"),
    stand_in("libcufile.so.0", "cuFile"),
    StandIn { file: "libcusparse.so.12", prefix: "cusparse", but: Some("cusparseLt") },
    stand_in("libcusparseLt.so.0", "cusparseLt"),
    stand_in("libnccl.so.2", "nccl"),
    stand_in("libnvrtc.so.13", "nvrtc"),
    stand_in("libnvshmem_host.so.3", "nvshmem"),
];

/// Fills a virtual environment.
pub fn install(python: &Path) -> Result {
    if process::find("cc").is_none() || process::find("nm").is_none() {
        apt::install(&["gcc", "libc6-dev", "binutils"])?;
    }
    let torch = format!("torch=={}", python::TORCH);
    // PyTorch last: pip would complain of all that it lacks.
    python::pip(python, &DEPENDENCIES)?;
    python::pip(python, &[&["--no-deps", &torch], &LOADED[..]].concat())?;
    let ask = "import sysconfig; print(sysconfig.get_path('platlib'))";
    let packages = process::output(Command::new(python).args(["-I", "-c", ask]))
        .ok_or_else(|| Failure::new("The new Python does not say where its packages are."))?;
    let packages = Path::new(&packages);

    ui::note("Compiling empty stand-ins for the graphics card's libraries");
    let wanted = wanted(&packages.join("torch/lib"))?;
    STAND_INS.iter().try_for_each(|library| {
        // Where PyTorch looks for all of them.
        compile(library, &wanted, &packages.join("nvidia/cu13/lib"))
    })
}

/// The names that PyTorch's libraries expect elsewhere, as `name` or `name@version`.
fn wanted(folder: &Path) -> Result<Vec<String>> {
    let files = fs::read_dir(folder).doing("looking for PyTorch's libraries")?;
    let libraries = files.flatten().map(|file| file.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libtorch") || name.starts_with("libc10")
    });
    let listing = process::output(
        Command::new("nm").args(["-D", "--undefined-only", "--format=posix"]).args(libraries),
    )
    .ok_or_else(|| Failure::new("nm cannot read PyTorch's libraries."))?;
    let names = listing.lines().filter_map(|line| line.split_whitespace().next());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

fn compile(library: &StandIn, wanted: &[String], folder: &Path) -> Result {
    let (source, versions) = source(library, wanted)?;
    let unit = folder.join("stand_in.c");
    let map = folder.join("stand_in.map");
    fs::write(&unit, source).doing("writing a stand-in")?;
    let mut cc = process::program("cc");
    cc.args(["-shared", "-fPIC", "-nostdlib", "-w"]).arg(format!("-Wl,-soname,{}", library.file));
    if let Some(version) = versions {
        // The loader insists on the version that PyTorch was linked against.
        fs::write(&map, format!("{version} {{ *; }};\n")).doing("writing a stand-in")?;
        cc.arg(format!("-Wl,--version-script={}", map.display()));
    }
    cc.arg("-o").arg(folder.join(library.file)).arg(&unit);
    process::run(&mut cc, "The C compiler is needed to build Rust programs, too.")?;
    let _ = fs::remove_file(unit);
    let _ = fs::remove_file(map);
    Ok(())
}

/// The C text of a stand-in, and the version of its names, if they have one.
fn source(library: &StandIn, wanted: &[String]) -> Result<(String, Option<String>)> {
    let mut source = String::new();
    let mut versions = Vec::new();
    let mut last = "";
    for symbol in wanted {
        let (name, version) = match symbol.split_once('@') {
            Some((name, version)) => (name, Some(version.trim_start_matches('@'))),
            None => (symbol.as_str(), None),
        };
        let others = library.but.is_some_and(|other| name.starts_with(other));
        if !name.starts_with(library.prefix) || others {
            continue;
        }
        versions.extend(version.map(str::to_owned));
        // Some libraries name the version, some don't.
        if name != last {
            let _ = writeln!(source, "void {name}(void) {{ __builtin_trap(); }}");
        }
        last = name;
    }
    versions.dedup();
    match versions.as_slice() {
        [] => Ok((source, None)),
        [version] => Ok((source, Some(version.clone()))),
        _ => Err(Failure::new(format!("{} has names of several versions.", library.file))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_has_its_own_names_only() {
        let wanted = ["cublasCreate@libcublas.so.13", "cublasLtCreate@other", "malloc"];
        let (source, version) = source(&STAND_INS[0], &wanted.map(str::to_owned)).ok().unwrap();
        assert_eq!(source, "void cublasCreate(void) { __builtin_trap(); }\n");
        assert_eq!(version.as_deref(), Some("libcublas.so.13"));
    }

    #[test]
    fn a_name_counts_once() {
        let wanted = ["nvshmem_init", "nvshmem_init@NVSHMEM"].map(str::to_owned);
        let (source, version) = source(&STAND_INS[9], &wanted).ok().unwrap();
        assert_eq!(source.lines().count(), 1);
        assert_eq!(version.as_deref(), Some("NVSHMEM"));
    }
}
