//! The whole engine behind its protocol: commands, slices of work, encoded events.

use descent::data::{Dataset, DigitImage};
use descent::protocol::{Command, Event, Progress, Reader, RunId, Status, Ticket, codec};
use descent::session::Session;
use descent::training::RunConfig;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, Performance};

/// As long as the worker's.
const SLICE: f64 = 0.012;

/// A session with its clock, and what it told last.
#[wasm_bindgen]
pub struct Engine {
    session: Session,
    clock: Performance,
    progress: Option<Progress>,
    checkpoint: Vec<u8>,
    /// The encoded events of the latest slice.
    encoded: Vec<Vec<u8>>,
    failure: Option<String>,
}

#[wasm_bindgen]
impl Engine {
    /// Without data.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let scope: DedicatedWorkerGlobalScope = web_sys::js_sys::global().unchecked_into();
        Self {
            session: Session::default(),
            clock: scope.performance().expect("workers have a clock"),
            progress: None,
            checkpoint: Vec::new(),
            encoded: Vec::new(),
            failure: None,
        }
    }

    /// Takes the data set's manifest.
    pub fn add_manifest(&mut self, file: &[u8]) -> Result<(), JsError> {
        Ok(self.session.add_manifest(file)?)
    }

    /// The file of the part that comes next, if any is missing.
    pub fn missing(&self) -> Option<String> {
        self.session.intake().missing().next().map(|(_, part)| part.file.clone())
    }

    /// Takes that file.
    pub fn add_part(&mut self, file: &[u8]) -> Result<(), JsError> {
        Ok(self.session.add_part(file, self.now())?)
    }

    /// Gray values, image after image.
    pub fn pixels(&self, is_test: bool) -> Vec<u8> {
        let data = self.data();
        if is_test { data.test.pixels().to_vec() } else { data.train.pixels().to_vec() }
    }

    /// The digits' names.
    pub fn labels(&self, is_test: bool) -> Vec<u8> {
        let data = self.data();
        if is_test { data.test.labels().to_vec() } else { data.train.labels().to_vec() }
    }

    /// Begins a run from a configuration file's text.
    pub fn configure(&mut self, json: &str) -> Result<(), JsError> {
        let config = RunConfig::from_json(json)?;
        self.checkpoint.clear();
        self.say(Command::Configure { run: RunId(1), config })
    }

    /// Takes a run up again where [`checkpoint`](Self::checkpoint) was made.
    pub fn restore(&mut self, checkpoint: Vec<u8>) -> Result<(), JsError> {
        self.checkpoint.clone_from(&checkpoint);
        self.say(Command::Restore {
            run: RunId(1),
            learning_rate: None,
            batch_size: None,
            checkpoint,
        })
    }

    /// The run as it stood at the latest pause; nothing before its first step.
    pub fn checkpoint(&self) -> Vec<u8> {
        self.checkpoint.clone()
    }

    /// Goes on until paused.
    pub fn train(&mut self) -> Result<(), JsError> {
        self.say(Command::Train)
    }

    /// Goes on to the end of the epoch.
    pub fn train_epoch(&mut self) -> Result<(), JsError> {
        self.say(Command::TrainEpoch)
    }

    /// Stands still.
    pub fn pause(&mut self) -> Result<(), JsError> {
        self.say(Command::Pause)
    }

    /// A slice of work, its events encoded as for the page. Whether there is more to do.
    pub fn work(&mut self) -> Result<bool, JsError> {
        let until = self.now() + SLICE;
        let Self { session, clock, .. } = self;
        session.work(until, &mut || clock.now() / 1000.0);
        self.take_events()?;
        Ok(self.session.has_work())
    }

    /// Examples that the run has learned from, as told last.
    pub fn n_examples(&self) -> f64 {
        let n_train = self.data().train.expected() as f64;
        self.progress.as_ref().map_or(0.0, |progress| (progress.epoch * n_train).round())
    }

    /// Seconds of updates alone, as told last.
    pub fn train_seconds(&self) -> f64 {
        self.progress.as_ref().map_or(0.0, |progress| progress.train_seconds)
    }

    /// Accuracy on the held-out digits at the latest evaluation; NaN before the first.
    pub fn test_accuracy(&self) -> f64 {
        let test = self.progress.as_ref().and_then(|progress| progress.test);
        test.and_then(|test| test.accuracy).map_or(f64::NAN, f64::from)
    }

    /// Whether the run stands, as told last.
    pub fn is_standing(&self) -> bool {
        let status = self.progress.as_ref().map(|progress| progress.status);
        !matches!(status, Some(Status::Training | Status::WaitingForData))
    }

    /// The run's network reads so many digits, each asked for and answered as a drawing.
    pub fn predict(&mut self, n_times: usize) -> Result<(), JsError> {
        for idx in 0..n_times {
            let pixels = self.data().test.image(idx % 1000).to_vec();
            let image = DigitImage::from_pixels(pixels).expect("28 by 28");
            self.say(Command::Inspect { ticket: Ticket(1), reader: Reader::Run, image })?;
        }
        Ok(())
    }

    /// So many traces of the update that comes next, each with all its numbers encoded.
    pub fn trace(&mut self, n_times: usize) -> Result<(), JsError> {
        for _ in 0..n_times {
            self.say(Command::Trace { ticket: Ticket(1) })?;
        }
        Ok(())
    }

    fn say(&mut self, command: Command) -> Result<(), JsError> {
        let now = self.now();
        self.session.handle(command, now);
        self.take_events()
    }

    fn now(&self) -> f64 {
        self.clock.now() / 1000.0
    }

    fn take_events(&mut self) -> Result<(), JsError> {
        self.encoded.clear();
        for event in self.session.take_events() {
            self.encoded.push(codec::encode(&event));
            match event {
                Event::Configured { progress, .. } | Event::Progress { progress, .. } => {
                    self.progress = Some(progress);
                }
                Event::Checkpoint { bytes, .. } => self.checkpoint = bytes,
                Event::Failed { message } | Event::Refused { message, .. } => {
                    self.failure = Some(message);
                }
                _ => {}
            }
        }
        match self.failure.take() {
            Some(message) => Err(JsError::new(&message)),
            None => Ok(()),
        }
    }
}

impl Engine {
    /// The digits as far as they have come.
    pub fn data(&self) -> &Dataset {
        self.session.intake().dataset()
    }
}
