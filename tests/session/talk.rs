//! A conversation with a session: what is said, what comes back, and a clock that
//! moves only when the session asks.

use std::path::Path;
use std::sync::LazyLock;

use descent::data::Manifest;
use descent::data::source::MNIST;
use descent::nn::activation::{RELU, SOFTMAX};
use descent::nn::init::HE;
use descent::nn::{DenseLayer, LayerSpec, NetworkSpec, StepTrace};
use descent::protocol::{Command, Event, HistoryPoint, Progress, RunId, Status, Ticket};
use descent::registry::Choice;
use descent::session::Session;
use descent::training::{LearningRate, RunConfig};

/// The shipped files: the manifest, and the parts in loading order.
pub static FILES: LazyLock<(Vec<u8>, Vec<Vec<u8>>)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(MNIST.folder);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("the shipped data are here");
    let json = read("manifest.json");
    let manifest = Manifest::parse(&json, &MNIST).expect("the shipped manifest is right");
    let parts = manifest.parts().iter().map(|part| read(&part.file)).collect();
    (json, parts)
});

/// Parts that hold the first 5,000 training examples and all held-out ones.
pub const FIRST_AND_TEST: usize = 3;

/// What a pass seems to take unless said otherwise, in seconds.
const TICK: f64 = 1.0 / 1024.0;

/// A slice of work, as in the worker.
const SLICE: f64 = 0.012;

pub struct Talk {
    pub session: Session,
    pub events: Vec<Event>,
    pub now: f64,
    /// Seconds between two looks at the clock: what a pass seems to take.
    pub tick: f64,
    n_parts: usize,
}

impl Talk {
    /// A session with a run and the first `n_parts` parts.
    pub fn about(config: &RunConfig, n_parts: usize) -> Self {
        let mut talk = Self::empty();
        talk.say(Command::Configure { run: RunId(1), config: config.clone() });
        talk.session.add_manifest(&FILES.0).unwrap();
        talk.bring_parts(n_parts);
        talk
    }

    pub fn empty() -> Self {
        Self { session: Session::default(), events: Vec::new(), now: 100.0, tick: TICK, n_parts: 0 }
    }

    pub fn bring_parts(&mut self, n: usize) {
        for file in &FILES.1[self.n_parts..self.n_parts + n] {
            self.session.add_part(file, self.now).unwrap();
        }
        self.n_parts += n;
        self.listen();
    }

    /// Says something; the answers that came at once.
    pub fn say(&mut self, command: Command) -> &[Event] {
        let from = self.events.len();
        self.session.handle(command, self.now);
        self.listen();
        &self.events[from..]
    }

    /// One slice of work.
    pub fn work_for(&mut self, seconds: f64) {
        let Self { session, now, tick, .. } = self;
        session.work(*now + seconds, &mut || {
            *now += *tick;
            *now
        });
        self.listen();
    }

    /// Slices of work until nothing is left to do.
    pub fn finish(&mut self) {
        while self.session.has_work() {
            self.work_for(SLICE);
        }
    }

    /// So many seconds pass: slices of work when there is some, sleep when there is none.
    pub fn live(&mut self, seconds: f64) {
        let until = self.now + seconds;
        while self.now < until {
            let from = self.session.next_work().unwrap_or(f64::INFINITY);
            if from > self.now {
                self.now = from.min(until);
            } else {
                self.work_for(SLICE);
            }
        }
    }

    /// Trains until `n` updates are made in all, then pauses.
    pub fn train_to(&mut self, n: u64) {
        self.say(Command::Train);
        while self.step() < n {
            assert!(self.session.has_work(), "stopped at {:?}", self.progress());
            // One pass and no more: to stop at the very step.
            self.work_for(0.0);
        }
        self.say(Command::Pause);
    }

    fn listen(&mut self) {
        self.events.append(&mut self.session.take_events());
    }

    /// The latest report.
    pub fn progress(&self) -> &Progress {
        let events = self.events.iter().rev();
        let mut reports = events.filter_map(|event| match event {
            Event::Progress { progress, .. }
            | Event::Configured { progress, .. }
            | Event::Rewound { progress, .. } => Some(progress),
            _ => None,
        });
        reports.next().expect("a run has been configured")
    }

    pub fn status(&self) -> Status {
        self.progress().status
    }

    /// Updates made, as the answer to a question: reports come only now and then.
    pub fn step(&mut self) -> u64 {
        let reader = descent::protocol::Reader::Run;
        match self.say(Command::GetParameters { ticket: Ticket(0), reader }) {
            [Event::Parameters { parameters, .. }] => parameters.step,
            other => panic!("{other:?}"),
        }
    }

    /// All points of the curves so far.
    pub fn history(&self) -> impl Iterator<Item = &HistoryPoint> {
        self.events.iter().flat_map(|event| match event {
            Event::Progress { history, .. } => history.as_slice(),
            _ => &[],
        })
    }

    /// The parameters of the run.
    pub fn layers(&self) -> &[DenseLayer] {
        self.session.network().expect("a run has been configured").layers()
    }

    /// The trace of the next step.
    pub fn trace(&mut self) -> StepTrace {
        match self.say(Command::Trace { ticket: Ticket(7) }).last() {
            Some(Event::Traced { ticket: Ticket(7), trace, .. }) => (**trace).clone(),
            other => panic!("{other:?}"),
        }
    }

    /// The latest checkpoint.
    pub fn checkpoint(&self) -> Option<(u64, &[u8])> {
        self.events.iter().rev().find_map(|event| match event {
            Event::Checkpoint { step, bytes, .. } => Some((*step, bytes.as_slice())),
            _ => None,
        })
    }

    /// What the last command failed with.
    pub fn failure(&self) -> &str {
        match self.events.last() {
            Some(Event::Failed { message }) => message,
            other => panic!("{other:?}"),
        }
    }
}

/// 784-24-10 with ReLU: quick, and it learns.
pub fn small() -> RunConfig {
    let layers =
        vec![LayerSpec::new(24, Choice::of(&RELU)), LayerSpec::new(10, Choice::of(&SOFTMAX))];
    let lesson = RunConfig::default();
    RunConfig {
        network: NetworkSpec::new(784, layers, lesson.network.loss()).unwrap(),
        initializer: Choice::of(&HE),
        learning_rate: rate(0.1),
        ..lesson
    }
}

pub fn rate(rate: f32) -> LearningRate {
    LearningRate::new(rate).unwrap()
}
