//! What a run leaves behind, and how files are read. Files appear whole or not at all, and
//! the log has whole lines only, whenever the program is ended.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use descent::training::{RunConfig, StopRules, Trainer, config_file, pytorch, weights};
use serde_json::{Map, Value};

use crate::Result;

/// All that is written into a run's folder. What tells how far it came is first: a run
/// that lacks only that is one that has not begun.
const OF_A_RUN: [&str; 6] = [
    "state.descent",
    "weights.safetensors",
    "log.jsonl",
    "script.py",
    "start.safetensors",
    "config.json",
];

/// The folder that a run writes into.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn create(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path: path.to_owned() })
    }

    /// Removes an older run, so that no two ever mix; whether there was one.
    pub fn clear(&self) -> Result<bool> {
        let mut had_one = false;
        for name in OF_A_RUN {
            had_one |= remove(&self.path.join(name))?;
        }
        Ok(had_one)
    }

    /// Refuses to go on with a run in the folder of another one. How far it goes, and what
    /// may be changed on the way, may differ.
    pub fn check_is_of(&self, run: &RunConfig) -> Result<()> {
        let path = self.path.join("config.json");
        if !path.exists() {
            return Ok(());
        }
        let text = String::from_utf8(read(&path, config_file::MAX_BYTES)?)?;
        let is_same = RunConfig::from_json(&text).is_ok_and(|other| {
            let other = RunConfig {
                stop: StopRules::default(),
                learning_rate: run.learning_rate,
                batch_size: run.batch_size,
                shuffle: run.shuffle,
                ..other
            };
            other == RunConfig { stop: StopRules::default(), ..run.clone() }
        });
        if is_same {
            return Ok(());
        }
        let path = path.display();
        Err(format!(
            "{path}: this folder is another run's; nothing was changed. Name the folder of the \
             state's own run, or a new one: --out FOLDER"
        )
        .into())
    }

    /// The configuration of what goes on here.
    pub fn write_config(&self, run: &RunConfig) -> Result<()> {
        self.write("config.json", run.to_json().as_bytes())
    }

    /// What a run can be begun with again.
    pub fn write_start(&self, trainer: &Trainer) -> Result<()> {
        let config = trainer.config();
        self.write_config(config)?;
        self.write("start.safetensors", &weights::to_bytes(trainer.network(), config)?)?;
        self.write("script.py", pytorch::script(config).as_bytes())
    }

    /// What has become of it.
    pub fn write_state(&self, trainer: &Trainer) -> Result<()> {
        let bytes = weights::to_bytes(trainer.network(), trainer.config())?;
        self.write("weights.safetensors", &bytes)?;
        self.write("state.descent", &trainer.checkpoint())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        write(&self.path.join(name), bytes)
    }

    /// A log that begins with the lines of an older one up to a step, if there is one: those
    /// after it will be written again.
    pub fn log(&self, goes_on_after: Option<u64>) -> Result<Log> {
        let path = self.path.join("log.jsonl");
        let old = goes_on_after.and_then(|step| Some((step, fs::read_to_string(&path).ok()?)));
        let mut kept = String::new();
        if let Some((step, old)) = old {
            for line in old.lines() {
                let of_step = serde_json::from_str::<Value>(line).ok();
                let of_step = of_step.filter(|line| line["event"] != "end");
                if of_step.and_then(|line| line["step"].as_u64()).is_some_and(|n| n <= step) {
                    kept += line;
                    kept.push('\n');
                }
            }
        }
        write(&path, kept.as_bytes())?;
        let file = File::options().append(true).open(&path);
        let file = file.map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Log { file, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Under another name first: a reader never sees half of it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = part(path);
    fs::write(&part, bytes).and_then(|()| fs::rename(&part, path)).map_err(|error| {
        let _ = fs::remove_file(&part);
        format!("{}: {error}", path.display()).into()
    })
}

/// The name that a file has while it is written.
fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Whether a file can be written, before there is anything to write.
pub fn check_writable(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(format!("{}: this is a folder; name a file", path.display()).into());
    }
    let part = part(path);
    File::create(&part)
        .and_then(|_| fs::remove_file(&part))
        .map_err(|error| format!("{}: it can't be written: {error}", path.display()).into())
}

/// Removes a file, if it is there; whether it was.
pub fn remove(path: &Path) -> Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(format!("{}: {error}", path.display()).into()),
    }
}

/// The bytes of a file of at most `max`; an error names it.
pub fn read(path: &Path, max: usize) -> Result<Vec<u8>> {
    let of_file = |error| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(of_file)?;
    let len = file.metadata().map_err(of_file)?.len();
    let mut bytes = Vec::new();
    if len <= max as u64 {
        // What is no regular file may have a length of 0 and not end.
        file.take(max as u64 + 1).read_to_end(&mut bytes).map_err(of_file)?;
        if bytes.len() <= max {
            return Ok(bytes);
        }
    }
    Err(format!(
        "{}: it has more than {max} bytes, the most that are read: is it the right file?",
        path.display()
    )
    .into())
}

/// Lines of JSON.
pub struct Log {
    file: File,
    path: PathBuf,
}

impl Log {
    /// Adds a line; fields without a value are left out.
    pub fn line<const N: usize>(
        &mut self,
        event: &str,
        fields: [(&str, Option<Value>); N],
    ) -> Result<()> {
        let mut line = Map::from_iter([("event".to_owned(), event.into())]);
        for (name, value) in fields {
            line.extend(value.map(|value| (name.to_owned(), value)));
        }
        // At once, and without a buffer: whoever ends the program ends it between lines.
        let line = format!("{}\n", Value::from(line));
        let written = self.file.write_all(line.as_bytes());
        written.map_err(|error| format!("{}: {error}", self.path.display()).into())
    }
}

/// A number as it is written: 0.1 in single precision is 0.1. What is not finite is null.
pub fn number(number: f32) -> Option<Value> {
    Some(number.to_string().parse::<f64>().ok().map_or(Value::Null, Value::from))
}
