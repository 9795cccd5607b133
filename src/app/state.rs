//! What the page knows, as a few plain signals. One writer: [`State::apply`] for what
//! the engine tells; what the person does goes through `actions`.

use leptos::prelude::*;

use super::engine_client::{Crash, EngineClient};
use crate::data::DigitImage;
use crate::data::digit::Drawing;
use crate::nn::{NetworkSpec, StepTrace};
use crate::protocol::{
    Command, DataState, Event, HistoryPoint, Inspection, Parameters, Progress, Reader, RunId,
    Status, Ticket,
};
use crate::training::{BatchSize, LearningRate, RunConfig};

/// What fills the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Draw, train, watch.
    Lesson,
    /// The next update, number by number.
    Steps,
}

/// The engine's thread.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkerState {
    /// On its way.
    Loading,
    /// Listening.
    Ready,
    /// Gone; the text says why.
    Crashed(String),
}

/// The shipped model.
#[derive(Clone, Debug, PartialEq)]
pub enum Pretrained {
    /// On its way.
    Loading,
    /// Can read.
    Ready(NetworkSpec),
    /// Could not be loaded; the text says why.
    Failed(String),
}

/// A unit of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitRef {
    /// Layer, the first hidden one is 0.
    pub layer_idx: usize,
    /// Unit within its layer.
    pub unit_idx: usize,
}

/// Something to tell, with a way back if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The text.
    pub text: String,
    /// The run to go back to, offered as "Undo".
    pub undo: Option<Kept>,
}

/// A run as it was: enough to go back to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    checkpoint: Vec<u8>,
    history: Vec<HistoryPoint>,
}

/// Everything the page knows. `Copy`: all fields are handles.
#[derive(Clone, Copy)]
pub struct State {
    /// What fills the page.
    pub screen: RwSignal<Screen>,
    /// The engine's thread.
    pub worker: RwSignal<WorkerState>,
    /// The data set.
    pub data: RwSignal<DataState>,
    /// The shipped model.
    pub pretrained: RwSignal<Pretrained>,
    /// The current run's configuration.
    pub config: RwSignal<RunConfig>,
    /// η now.
    pub learning_rate: RwSignal<LearningRate>,
    /// Batch size now.
    pub batch_size: RwSignal<BatchSize>,
    /// Where the run stands.
    pub progress: RwSignal<Option<Progress>>,
    /// The run's curves.
    pub history: RwSignal<Vec<HistoryPoint>>,
    /// Which network reads the drawing.
    pub reader: RwSignal<Reader>,
    /// The drawing, in units of the canvas' side (0 to 1).
    pub drawing: RwSignal<Drawing>,
    /// The drawing that was cleared last, for undo.
    pub cleared: RwSignal<Drawing>,
    /// What the network gets to see; none for an empty canvas.
    pub image: RwSignal<Option<DigitImage>>,
    /// How the reader reads it.
    pub inspection: RwSignal<Option<Inspection>>,
    /// The reader's parameters.
    pub parameters: RwSignal<Option<Parameters>>,
    /// The unit whose numbers are shown.
    pub selected: RwSignal<Option<UnitRef>>,
    /// The next update.
    pub trace: RwSignal<Option<StepTrace>>,
    /// Why there is no trace, if it was refused.
    pub trace_refused: RwSignal<Option<String>>,
    /// Something to tell.
    pub notice: RwSignal<Option<Notice>>,
    inner: StoredValue<Inner, LocalStorage>,
}

/// What nobody watches.
struct Inner {
    client: Option<EngineClient>,
    run: RunId,
    tickets: u32,
    inspect: Question,
    parameters: Question,
    trace: Question,
    parameters_at: f64,
    /// The person has chosen the reader; it no longer follows the lesson.
    reader_chosen: bool,
    checkpoint: Option<Vec<u8>>,
    /// The next step's trace is wanted as soon as the step is made.
    trace_after: Option<u64>,
}

/// A kind of question of which one at a time is on its way.
#[derive(Default)]
struct Question {
    waiting_for: Option<Ticket>,
    ask_again: bool,
}

/// Least time between two snapshots of the parameters, in milliseconds.
const PARAMETERS_EVERY_MS: f64 = 200.0;

impl State {
    /// Starts the worker, asks for the data and sets up the default run.
    pub fn start() -> Self {
        let config = RunConfig::default();
        let state = Self {
            screen: RwSignal::new(Screen::Lesson),
            worker: RwSignal::new(WorkerState::Loading),
            data: RwSignal::new(DataState::Loading {
                bytes: 0,
                total_bytes: 0,
                n_train: 0,
                n_test: 0,
            }),
            pretrained: RwSignal::new(Pretrained::Loading),
            learning_rate: RwSignal::new(config.learning_rate),
            batch_size: RwSignal::new(config.batch_size),
            config: RwSignal::new(config),
            progress: RwSignal::new(None),
            history: RwSignal::new(Vec::new()),
            reader: RwSignal::new(Reader::Pretrained),
            drawing: RwSignal::new(Drawing::new(1.0, 1.0)),
            cleared: RwSignal::new(Drawing::new(1.0, 1.0)),
            image: RwSignal::new(None),
            inspection: RwSignal::new(None),
            parameters: RwSignal::new(None),
            selected: RwSignal::new(None),
            trace: RwSignal::new(None),
            trace_refused: RwSignal::new(None),
            notice: RwSignal::new(None),
            inner: StoredValue::new_local(Inner {
                client: None,
                run: RunId(1),
                tickets: 0,
                inspect: Question::default(),
                parameters: Question::default(),
                trace: Question::default(),
                parameters_at: f64::NEG_INFINITY,
                reader_chosen: false,
                checkpoint: None,
                trace_after: None,
            }),
        };
        match EngineClient::start(
            move |event| state.apply(event),
            move |crash: Crash| state.crashed(crash.message),
        ) {
            Ok(client) => {
                state.inner.update_value(|inner| inner.client = Some(client));
                state.load();
                state.send(Command::Configure {
                    run: RunId(1),
                    config: state.config.get_untracked(),
                });
            }
            Err(message) => state.crashed(message),
        }
        state
    }

    /// Sends a command; before the worker is ready it waits in the client.
    pub(super) fn send(&self, command: Command) {
        self.inner.with_value(|inner| {
            if let Some(client) = &inner.client {
                client.send(command);
            }
        });
    }

    /// Asks for the data set and the shipped model, or for what is missing of them.
    pub fn load(&self) {
        if matches!(self.data.get_untracked(), DataState::Failed { .. }) {
            self.data.set(DataState::Loading { bytes: 0, total_bytes: 0, n_train: 0, n_test: 0 });
        }
        if matches!(self.pretrained.get_untracked(), Pretrained::Failed(_)) {
            self.pretrained.set(Pretrained::Loading);
        }
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        // The folder of the page: what stands before the last "/" of its address.
        let end = base.split(['?', '#']).next().unwrap_or_default().rfind('/').map_or(0, |i| i + 1);
        self.send(Command::Load { base_url: base[..end].to_owned() });
    }

    fn crashed(&self, message: String) {
        self.worker.set(WorkerState::Crashed(message));
        self.inner.update_value(|inner| {
            inner.inspect = Question::default();
            inner.parameters = Question::default();
            inner.trace = Question::default();
            inner.trace_after = None;
        });
        self.progress.update(|progress| {
            if let Some(progress) = progress {
                progress.status = Status::Paused;
                progress.samples_per_second = 0.0;
            }
        });
    }

    /// A new worker, which goes on from the last checkpoint.
    pub fn restart_worker(&self) {
        self.worker.set(WorkerState::Loading);
        self.inner.with_value(|inner| {
            if let Some(client) = &inner.client {
                client.restart();
            }
        });
        self.load();
        let run = self.next_run();
        match self.inner.with_value(|inner| inner.checkpoint.clone()) {
            Some(checkpoint) => self.send(Command::Restore { run, checkpoint }),
            None => {
                self.history.set(Vec::new());
                self.send(Command::Configure { run, config: self.config.get_untracked() });
            }
        }
    }

    /// Begins a run at its start. The run so far can be had back from the notice.
    pub fn begin(&self, config: RunConfig, text: Option<&str>) {
        let kept = self.keep();
        self.notice.set(text.map(|text| Notice { text: text.to_owned(), undo: kept }));
        self.inner.update_value(|inner| inner.checkpoint = None);
        self.history.set(Vec::new());
        let run = self.next_run();
        self.send(Command::Configure { run, config });
    }

    /// Goes back to a run as it was.
    pub fn undo(&self, kept: Kept) {
        self.notice.set(None);
        self.history.set(kept.history);
        let run = self.next_run();
        self.inner.update_value(|inner| inner.checkpoint = Some(kept.checkpoint.clone()));
        self.send(Command::Restore { run, checkpoint: kept.checkpoint });
    }

    /// The run so far, if there is anything to keep.
    fn keep(&self) -> Option<Kept> {
        let trained = self.progress.with_untracked(|p| p.as_ref().is_some_and(|p| p.step > 0));
        let checkpoint = self.inner.with_value(|inner| inner.checkpoint.clone())?;
        trained.then(|| Kept { checkpoint, history: self.history.get_untracked() })
    }

    fn next_run(&self) -> RunId {
        self.inner.update_value(|inner| inner.run.0 += 1);
        self.inner.with_value(|inner| inner.run)
    }

    /// The person chose who reads the drawing.
    pub fn choose_reader(&self, reader: Reader) {
        self.inner.update_value(|inner| inner.reader_chosen = true);
        self.set_reader(reader);
    }

    /// The lesson goes on to the network in training, unless the person chose.
    pub fn follow_run(&self) {
        if !self.inner.with_value(|inner| inner.reader_chosen) {
            self.set_reader(Reader::Run);
        }
    }

    fn set_reader(&self, reader: Reader) {
        if self.reader.get_untracked() != reader {
            self.reader.set(reader);
            self.selected.set(None);
            self.parameters.set(None);
            self.ask_parameters(true);
            self.ask_inspection();
        }
    }

    /// The drawing has changed: what the network sees, and what it says.
    pub fn set_image(&self, image: Option<DigitImage>) {
        self.image.set(image);
        self.ask_inspection();
    }

    /// Asks how the reader reads the drawing; while a question is on its way the next
    /// one waits, and only the newest is asked.
    fn ask_inspection(&self) {
        let Some(image) = self.image.get_untracked() else {
            self.inspection.set(None);
            return;
        };
        if let Some(ticket) = self.open_question(|inner| &mut inner.inspect) {
            self.send(Command::Inspect { ticket, reader: self.reader.get_untracked(), image });
        }
    }

    /// Asks for the reader's parameters, not too often unless `now`.
    fn ask_parameters(&self, now: bool) {
        let time = window().performance().map_or(0.0, |performance| performance.now());
        let due = self.inner.with_value(|inner| time - inner.parameters_at >= PARAMETERS_EVERY_MS);
        if !(now || due) {
            return;
        }
        if let Some(ticket) = self.open_question(|inner| &mut inner.parameters) {
            self.inner.update_value(|inner| inner.parameters_at = time);
            self.send(Command::GetParameters { ticket, reader: self.reader.get_untracked() });
        }
    }

    /// Asks for the trace of the next update.
    pub fn ask_trace(&self) {
        self.trace_refused.set(None);
        if let Some(ticket) = self.open_question(|inner| &mut inner.trace) {
            self.send(Command::Trace { ticket });
        }
    }

    /// Makes the update that the trace shows, then asks for the next one.
    pub fn step_and_trace(&self) {
        let step = self.progress.with_untracked(|p| p.as_ref().map_or(0, |p| p.step));
        self.inner.update_value(|inner| inner.trace_after = Some(step + 1));
        self.send(Command::Step);
    }

    /// A ticket, or none (and a note to ask again) while the last one is unanswered.
    fn open_question(&self, which: impl Fn(&mut Inner) -> &mut Question) -> Option<Ticket> {
        let mut opened = None;
        self.inner.update_value(|inner| {
            let ticket = Ticket(inner.tickets + 1);
            let question = which(inner);
            if question.waiting_for.is_some() {
                question.ask_again = true;
            } else {
                question.waiting_for = Some(ticket);
                opened = Some(ticket);
                inner.tickets = ticket.0;
            }
        });
        opened
    }

    /// Closes a question: whether this was its answer, and whether to ask again.
    fn close_question(
        &self,
        ticket: Ticket,
        which: impl Fn(&mut Inner) -> &mut Question,
    ) -> (bool, bool) {
        let mut closed = (false, false);
        self.inner.update_value(|inner| {
            let question = which(inner);
            if question.waiting_for == Some(ticket) {
                closed = (true, question.ask_again);
                *question = Question::default();
            }
        });
        closed
    }

    /// Takes in what the engine tells.
    fn apply(&self, event: Event) {
        let current = self.inner.with_value(|inner| inner.run);
        match event {
            Event::Ready { .. } => self.worker.set(WorkerState::Ready),
            Event::Data(data) => self.data.set(data),
            Event::PretrainedReady { network } => {
                self.pretrained.set(Pretrained::Ready(network));
                self.ask_inspection();
                self.ask_parameters(true);
            }
            Event::PretrainedFailed { message } => self.pretrained.set(Pretrained::Failed(message)),
            Event::Configured { run, config, progress } if run == current => {
                self.learning_rate.set(config.learning_rate);
                self.batch_size.set(config.batch_size);
                self.config.set(config);
                self.history.update(|history| history.retain(|p| p.step <= progress.step));
                self.progress.set(Some(progress));
                if self.reader.get_untracked() == Reader::Run {
                    self.selected.set(None);
                    self.ask_inspection();
                    self.ask_parameters(true);
                }
                if self.screen.get_untracked() == Screen::Steps {
                    self.ask_trace();
                }
            }
            Event::Progress { run, progress, history } if run == current => {
                let (step, paused) = (progress.step, progress.status != Status::Training);
                if !history.is_empty() {
                    self.history.update(|all| all.extend(history));
                }
                self.progress.set(Some(progress));
                if self.reader.get_untracked() == Reader::Run {
                    self.ask_inspection();
                    self.ask_parameters(paused);
                }
                if self.inner.with_value(|inner| inner.trace_after.is_some_and(|at| at <= step)) {
                    self.inner.update_value(|inner| inner.trace_after = None);
                    self.ask_trace();
                }
            }
            Event::Inspected { ticket, inspection } => {
                let (ours, again) = self.close_question(ticket, |inner| &mut inner.inspect);
                if ours
                    && self.image.with_untracked(Option::is_some)
                    && inspection.reader == self.reader.get_untracked()
                {
                    self.inspection.set(Some(inspection));
                }
                if again {
                    self.ask_inspection();
                }
            }
            Event::Parameters { ticket, reader, parameters } => {
                let (_, again) = self.close_question(ticket, |inner| &mut inner.parameters);
                if reader == self.reader.get_untracked() {
                    self.parameters.set(Some(parameters));
                }
                if again {
                    self.ask_parameters(true);
                }
            }
            Event::Traced { ticket, run, trace } => {
                let (_, again) = self.close_question(ticket, |inner| &mut inner.trace);
                if again {
                    self.ask_trace();
                } else if run == current {
                    self.trace.set(Some(*trace));
                }
            }
            Event::Refused { ticket, message } => {
                self.close_question(ticket, |inner| &mut inner.inspect);
                self.close_question(ticket, |inner| &mut inner.parameters);
                if self.close_question(ticket, |inner| &mut inner.trace).0 {
                    self.trace_refused.set(Some(message));
                }
            }
            Event::Checkpoint { run, bytes, .. } if run == current => {
                self.inner.update_value(|inner| inner.checkpoint = Some(bytes));
            }
            Event::Failed { message } => {
                self.notice.set(Some(Notice { text: message, undo: None }));
            }
            // Late news of an old run.
            Event::Configured { .. } | Event::Progress { .. } | Event::Checkpoint { .. } => {}
        }
    }
}

/// The page's state, from anywhere below [`super::App`].
pub fn use_state() -> State {
    expect_context::<State>()
}
