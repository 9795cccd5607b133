//! What a run leaves behind. Files appear whole or not at all, and the log is whole up to
//! its last line, whenever the program is ended.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use descent::training::{Trainer, pytorch, weights};
use serde_json::{Map, Value};

use crate::Result;

/// The folder that a run writes into.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn create(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path: path.to_owned() })
    }

    /// What a run can be begun with again.
    pub fn write_start(&self, trainer: &Trainer) -> Result<()> {
        let config = trainer.config();
        self.write("config.json", config.to_json().as_bytes())?;
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
        Ok(Log { file: BufWriter::new(file) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Under another name first: a reader never sees half of it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut other_name = path.as_os_str().to_owned();
    other_name.push(".part");
    let part = PathBuf::from(other_name);
    fs::write(&part, bytes)
        .and_then(|()| fs::rename(&part, path))
        .map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Lines of JSON.
pub struct Log {
    file: BufWriter<File>,
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
        writeln!(self.file, "{}", Value::from(line))?;
        Ok(())
    }

    /// Hands on what has been written.
    pub fn flush(&mut self) -> Result<()> {
        Ok(self.file.flush()?)
    }
}

/// A number as it is written: 0.1 in single precision is 0.1. What is not finite is null.
pub fn number(number: f32) -> Option<Value> {
    Some(number.to_string().parse::<f64>().ok().map_or(Value::Null, Value::from))
}
