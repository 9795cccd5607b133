//! What the page knows, as a few plain signals. One writer: `apply` for what the engine
//! tells; what the person does goes through `actions`.

pub mod abreast;
mod apply;
mod board;
mod card;
mod classes;
pub mod collection;
mod entries;
pub mod hidden;
mod homes;
pub mod ledger;
mod lessons;
pub mod link;
mod linked;
pub mod looks;
mod made;
pub mod once;
mod outcome;
mod questions;
pub mod readings;
mod rewind;
mod runs;
mod sent;
mod starts;
pub mod vitals;
mod waiting;
mod weights;

use std::collections::BTreeMap;

use leptos::prelude::*;

pub use self::board::Laid;
pub use self::card::OpenCard;
pub use self::classes::reads_digits;
use self::entries::Entries;
pub use self::lessons::is_ours;
pub use self::made::Made;
pub use self::outcome::Wreck;
use self::questions::Question;
use self::sent::Sent;
use self::starts::Starts;
use self::waiting::Waiting;
use self::weights::OfFiles;
pub use self::weights::hidden_activation;
use crate::engine_client::{Crash, EngineClient};
use crate::pace;
use crate::small::pages::Page;
use crate::small::wrong::Tried;
use descent::data::DigitImage;
use descent::data::digit::{Drawing, Normalization};
use descent::ledger::{EntryId, Saved};
use descent::linking::Address;
use descent::nn::{NetworkSpec, Parameter, StepTrace};
use descent::protocol::{
    Command, DataState, Inspection, Pace, Parameters, Progress, Reader, RunId,
};
use descent::training::{BatchSize, History, LearningRate, Nudge, RateOutcome, RunConfig};
use descent::walk::{Place, Weight};

/// What fills the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Draw, train, watch.
    Lesson,
    /// The next update, number by number.
    Steps,
}

/// What stands where the step view does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Draw, train, watch.
    Lesson,
    /// Why it is read so.
    Lab,
    /// One idea on one screen.
    Small,
    /// The runs that are kept.
    Runs,
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
    /// What is offered beside it.
    pub way: Option<Way>,
}

/// A way back.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// To this run, as it was.
    Undo(Kept),
    /// To the run's start.
    Reset,
    /// To where it is kept.
    ToRuns,
}

/// A run as it was: enough to go back to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Which entry of the ledger it is kept as; none for a worked example.
    entry: Option<EntryId>,
    saved: Saved,
    /// With rate and batch size as they were set at last, which may be after the checkpoint.
    config: Box<RunConfig>,
    history: History,
    made: Made,
}

/// A control of the lesson that can lead away from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// "Train".
    Train,
    /// "Step through the next update".
    Steps,
}

/// The loss of a batch along the update that would come next.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Updates made before it.
    pub step: u64,
    /// By learning rate, ascending; the first is at 0.
    pub outcomes: Vec<RateOutcome>,
}

/// Everything the page knows. `Copy`: all fields are handles.
#[derive(Clone, Copy)]
pub struct State {
    /// What fills the page.
    pub screen: RwSignal<Screen>,
    /// What stands there when the step view does not.
    pub room: RwSignal<Room>,
    /// The lab's view that is open.
    pub lab_view: RwSignal<&'static crate::lab::View>,
    /// The small lab that is open.
    pub small_lab: RwSignal<&'static crate::small::Lab>,
    /// Which page is open of each small lab that has several, by the lab's key.
    pub small_pages: RwSignal<BTreeMap<&'static str, &'static Page>>,
    /// What becomes of a drawing before a network sees it.
    pub normalization: RwSignal<Normalization>,
    /// The latest answers to the lab's questions.
    pub answers: looks::Answers,
    /// How the run is.
    pub vitals: vitals::Vitals,
    /// Runs side by side, and grids of runs.
    pub abreast: abreast::Abreast,
    /// What has been tried of what goes wrong.
    pub tried: RwSignal<Tried>,
    /// Our handwriting.
    pub collection: collection::Collection,
    /// The kept runs.
    pub ledger: ledger::Ledger,
    /// What the next update is of is one example that was chosen, and not the run's batch.
    pub is_chosen: RwSignal<bool>,
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
    /// How fast the run goes on.
    pub pace: RwSignal<Pace>,
    /// Where the run stands.
    pub progress: RwSignal<Option<Progress>>,
    /// The run's curves; of a long run its points are fewer than were told.
    pub history: RwSignal<History>,
    /// Which network reads the drawing.
    pub reader: RwSignal<Reader>,
    /// The drawing, in units of the canvas' side (0 to 1).
    pub drawing: RwSignal<Drawing>,
    /// The drawing that was cleared last, for undo.
    pub cleared: RwSignal<Drawing>,
    /// The picture that is on the board in place of strokes.
    pub laid: RwSignal<Option<Laid>>,
    /// The picture that was there before the strokes, or before it was cleared, for undo.
    pub covered: RwSignal<Option<Laid>>,
    /// What the network gets to see; none for an empty canvas.
    pub image: RwSignal<Option<DigitImage>>,
    /// How the reader reads it.
    pub inspection: RwSignal<Option<Inspection>>,
    /// How both networks read it, while a view shows that.
    pub readings: readings::Readings,
    /// The reader's parameters.
    pub parameters: RwSignal<Option<Parameters>>,
    /// The unit whose numbers are shown.
    pub selected: RwSignal<Option<UnitRef>>,
    /// The weight that was chosen last; it is told with its unit's numbers.
    pub chosen_weight: RwSignal<Option<Weight>>,
    /// The worked example that is open.
    pub card: RwSignal<Option<OpenCard>>,
    /// The next update.
    pub trace: RwSignal<Option<StepTrace>>,
    /// The loss of its batch at other rates, once asked for.
    pub probe: RwSignal<Option<Probe>>,
    /// The latest nudge test.
    pub nudged: RwSignal<Option<(Parameter, Nudge)>>,
    /// Where a link leads, until the step view has gone there.
    pub linked: RwSignal<Option<Address>>,
    /// What a link has hidden.
    pub hidden: RwSignal<Vec<&'static hidden::Control>>,
    /// The sheet from which one hands on a link is open.
    pub sharing: RwSignal<bool>,
    /// Why there is no trace, if it was refused.
    pub trace_refused: RwSignal<Option<String>>,
    /// With which settings the run's steps so far were made.
    pub made: RwSignal<Made>,
    /// The browser has gone back to where so many jumps had been made in the step view.
    pub went_back: RwSignal<u32>,
    /// The sheet of keys is open.
    pub sheet: RwSignal<bool>,
    /// Something to tell.
    pub notice: RwSignal<Option<Notice>>,
    /// That the run has stopped by itself need not be told any more, until the next one has.
    pub finish_dismissed: RwSignal<bool>,
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
    probe: Question,
    nudge: Question,
    looks: looks::Looks,
    readings: readings::Asked,
    parameters_at: f64,
    /// Views of the parameters that can be seen now.
    parameter_views: usize,
    /// The person has chosen the reader; it no longer follows the lesson.
    reader_chosen: bool,
    saved: Option<Saved>,
    /// Which entry of the ledger the present run is kept as; a worked example is not.
    entry: Option<EntryId>,
    /// What was asked for and is not confirmed yet.
    sent: Option<Sent>,
    /// The run's configuration as text for an address.
    link: Option<String>,
    /// Where one is in the step view: place and example.
    at: Option<(Place, usize)>,
    /// The link that the engine reads.
    opening: Option<linked::Opening>,
    /// What has come since the page was opened is a link, and it is not open yet.
    is_arriving: bool,
    /// What is to be told of the lab that a link names.
    told_of_spot: Option<String>,
    /// The link that the present run began with, until it makes an update: from then on it is
    /// kept, and a reload does not need the link.
    began_with: Option<Address>,
    /// The weights that links and files have brought.
    starts: Starts,
    /// The run that waits while a worked example is open.
    before_card: Option<Waiting>,
    /// Where the present run lives: see [`homes`].
    home: &'static str,
    /// The run that waited, if it was taken up before it had told its last steps.
    returned_from: Option<RunId>,
    /// The runs of the other homes.
    waiting: Vec<(&'static str, Waiting)>,
    /// How fast the others go on.
    paces: BTreeMap<&'static str, Pace>,
    /// Who read the board when the digits' rooms were left.
    reader_of_digits: Reader,
    /// The next step's trace is wanted as soon as the step is made.
    trace_after: Option<u64>,
    /// Gets the keyboard's focus when the lesson is there again.
    returns_to: Option<Control>,
    /// What it has in the browser's history.
    entries: Entries,
    /// Files of weights on their way into a run.
    of_files: OfFiles,
}

impl State {
    /// Starts the worker, asks for the data and sets up the default run.
    pub fn start() -> Self {
        let config = RunConfig::default();
        let state = Self {
            screen: RwSignal::new(Screen::Lesson),
            room: RwSignal::new(Room::Lesson),
            lab_view: RwSignal::new(crate::lab::ALL[0]),
            small_lab: RwSignal::new(crate::small::ALL[0]),
            small_pages: RwSignal::new(BTreeMap::new()),
            normalization: RwSignal::new(Normalization::FULL),
            answers: looks::Answers::new(),
            vitals: vitals::Vitals::new(),
            abreast: abreast::Abreast::new(),
            tried: RwSignal::new(Tried::default()),
            collection: collection::Collection::new(),
            ledger: ledger::Ledger::new(),
            is_chosen: RwSignal::new(false),
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
            pace: RwSignal::new(pace::stored()),
            progress: RwSignal::new(None),
            history: RwSignal::new(History::default()),
            reader: RwSignal::new(Reader::Pretrained),
            drawing: RwSignal::new(Drawing::new(1.0, 1.0)),
            cleared: RwSignal::new(Drawing::new(1.0, 1.0)),
            laid: RwSignal::new(None),
            covered: RwSignal::new(None),
            image: RwSignal::new(None),
            inspection: RwSignal::new(None),
            readings: readings::Readings::new(),
            parameters: RwSignal::new(None),
            selected: RwSignal::new(None),
            chosen_weight: RwSignal::new(None),
            card: RwSignal::new(None),
            trace: RwSignal::new(None),
            probe: RwSignal::new(None),
            nudged: RwSignal::new(None),
            linked: RwSignal::new(None),
            hidden: RwSignal::new(Vec::new()),
            sharing: RwSignal::new(false),
            trace_refused: RwSignal::new(None),
            made: RwSignal::new(Made::None),
            went_back: RwSignal::new(0),
            sheet: RwSignal::new(false),
            notice: RwSignal::new(None),
            finish_dismissed: RwSignal::new(false),
            inner: StoredValue::new_local(Inner {
                client: None,
                run: RunId(1),
                tickets: 0,
                inspect: Question::default(),
                parameters: Question::default(),
                trace: Question::default(),
                probe: Question::default(),
                nudge: Question::default(),
                looks: looks::Looks::default(),
                readings: readings::Asked::default(),
                parameters_at: f64::NEG_INFINITY,
                parameter_views: 0,
                reader_chosen: false,
                saved: None,
                entry: Some(ledger::new_id()),
                sent: None,
                link: None,
                at: None,
                opening: None,
                is_arriving: true,
                told_of_spot: None,
                began_with: None,
                starts: Starts::default(),
                before_card: None,
                home: homes::DIGITS,
                returned_from: None,
                waiting: Vec::new(),
                paces: BTreeMap::new(),
                reader_of_digits: Reader::Pretrained,
                trace_after: None,
                returns_to: None,
                entries: Entries::default(),
                of_files: OfFiles::default(),
            }),
        };
        state.watch_entries();
        state.keep_when_left();
        state.tend_vitals();
        match EngineClient::start(
            move |event| state.apply(event),
            move |crash: Crash| state.crashed(crash.message),
        ) {
            Ok(client) => {
                state.inner.update_value(|inner| inner.client = Some(client));
                state.load();
                state.send(Command::SetPace(state.pace.get_untracked()));
                state.configure_default();
                match link::read() {
                    Ok(Some(address)) => state.open_link(address),
                    Ok(None) => {
                        state.inner.update_value(|inner| inner.is_arriving = false);
                        state.offer_last_run();
                    }
                    Err(why) => state.refuse_link(&why.to_string()),
                }
            }
            Err(message) => state.crashed(message),
        }
        state
    }

    /// Begins the usual run, where there is none.
    pub(super) fn configure_default(&self) {
        let run = self.inner.with_value(|inner| inner.run);
        self.send(Command::Configure { run, config: RunConfig::default() });
    }

    /// Sends a command; before the worker is ready it waits in the client.
    pub(super) fn send(&self, command: Command) {
        self.note_sent(&command);
        self.inner.with_value(|inner| {
            if let Some(client) = &inner.client {
                client.send(command);
            }
        });
    }

    /// The control that gets the keyboard's focus when the lesson is there again.
    pub(crate) fn return_to(&self, control: Control) {
        self.inner.update_value(|inner| inner.returns_to = Some(control));
    }

    /// The same, once.
    pub fn take_return(&self) -> Option<Control> {
        self.inner.try_update_value(|inner| inner.returns_to.take()).flatten()
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
}

/// The page's state, from anywhere below [`super::App`].
pub fn use_state() -> State {
    expect_context::<State>()
}
