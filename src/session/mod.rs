//! L4, the engine behind the protocol: a [`Command`] in, [`Event`]s out. No clock, no
//! IO, no JavaScript, so that whole conversations are tested on the host.
//!
//! Someone else brings the time (as seconds from any fixed moment) and the files. Work
//! is done in [`Session::work`], in slices as long as the caller likes; between two
//! slices the session takes commands. How the work is sliced, and when the files come,
//! changes nothing in what is computed: a run is determined by its configuration.

mod batch;
mod cards;
mod checkpoint;
mod diff;
mod examples;
mod field;
mod files;
mod grid;
mod handwriting;
mod held_out;
mod intake;
mod landscape;
mod linking;
mod look;
mod metering;
mod pacing;
mod past;
mod points;
mod probing;
mod rivals;
mod run;
mod schedule;
mod ways;

use std::collections::{BTreeMap, VecDeque};

use crate::data::handwriting::Record;
use crate::data::{Dataset, DatasetSpec, DigitImage, Source, Split};
use crate::nn::{Network, forward};
use crate::protocol::{Command, DataState, Event, Inspection, Pace, Parameters, Reader, Ticket};
use crate::registry::Choice;
use crate::worked::Card;

use diff::Diffing;
use grid::Gridding;
pub use intake::{Intake, IntakeError};
use landscape::Charts;
use look::Survey;
use run::{Goal, Run};

/// All that lives on the engine's thread: the data, the shipped model, the run.
#[derive(Debug)]
pub struct Session {
    intake: Intake,
    /// The run's data, if they are not the shipped ones, which stay meanwhile: those of a
    /// worked example, or our handwriting.
    own_data: Option<Dataset>,
    /// Drawings of this class, by id.
    handwriting: BTreeMap<String, Record>,
    pretrained: Option<Network>,
    run: Option<Run>,
    /// Those beside it.
    rivals: Vec<Run>,
    pace: Pace,
    /// Questions that take more than one slice, in the order in which they came.
    surveys: VecDeque<Survey>,
    /// The loss surface that is being worked out.
    charts: Charts,
    /// The grid of runs that is being tried.
    grid: Option<Gridding>,
    /// What has changed from one kept state to another, being worked out.
    diffing: Option<Diffing>,
    /// What the step view looks at in place of the next batch.
    chosen: Option<Split>,
    events: Vec<Event>,
    /// When arrived bytes were last told of.
    told_bytes_at: f64,
}

/// What the run learns from. (Not a method: the run itself is borrowed meanwhile.)
fn run_data<'a>(own_data: &'a Option<Dataset>, intake: &'a Intake) -> &'a Dataset {
    own_data.as_ref().unwrap_or_else(|| intake.dataset())
}

/// Least time between two reports of arrived bytes, in seconds.
const TELL_BYTES_EVERY: f64 = 0.1;

impl Default for Session {
    fn default() -> Self {
        Self::new(Choice::of(&crate::data::source::MNIST))
    }
}

impl Session {
    /// A session without a run, that expects the files of `source`.
    pub fn new(source: Choice<Source>) -> Self {
        Self {
            intake: Intake::new(source),
            own_data: None,
            handwriting: BTreeMap::new(),
            pretrained: None,
            run: None,
            rivals: Vec::new(),
            pace: Pace::default(),
            surveys: VecDeque::new(),
            charts: Charts::default(),
            grid: None,
            diffing: None,
            chosen: None,
            events: Vec::new(),
            told_bytes_at: f64::NEG_INFINITY,
        }
    }

    /// Carries out a command that came at `now`. Of [`Command::Load`] it does what can
    /// be done without files: tells what is here.
    pub fn handle(&mut self, command: Command, now: f64) {
        match command {
            Command::Load { .. } => self.announce(),
            Command::Configure { run, config } => match cards::at_start(config) {
                Ok(trainer) => self.begin(Run::new(run, trainer)),
                Err(error) => self.fail(format!("This network can't be trained: {error}.")),
            },
            Command::Compete { runs } => self.compete(runs),
            Command::OpenCard { run, key } => self.open_card(run, &key),
            Command::OpenLink { run, text, weights, step } => {
                self.open_link(run, &text, weights.as_deref(), step, now);
            }
            Command::StartFrom { run, config, weights } => self.start_from(run, config, &weights),
            Command::Restore { run, learning_rate, batch_size, checkpoint } => {
                match Run::restore(run, &checkpoint) {
                    Ok(mut run) => {
                        if let Some(rate) = learning_rate {
                            run.trainer.set_learning_rate(rate);
                        }
                        if let Some(size) = batch_size {
                            run.trainer.set_batch_size(size);
                        }
                        self.begin(run);
                    }
                    Err(error) => self.fail(format!("The run can't be taken up again: {error}.")),
                }
            }
            Command::Train => self.pursue(Goal::Train, now),
            Command::Step => self.pursue(Goal::Step, now),
            Command::TrainEpoch => self.pursue(Goal::EndOfEpoch, now),
            Command::TrainTo { step } => self.pursue(Goal::UpTo(step), now),
            Command::Pause => self.pursue(Goal::Stand, now),
            Command::SetLearningRate(rate) => {
                self.with_run(|run, _, events| run.set_learning_rate(rate, now, events));
            }
            Command::SetBatchSize(size) => {
                self.with_run(|run, _, _| run.trainer.set_batch_size(size));
                // Smaller batches may go on where larger ones had to wait.
                self.look_again(now);
            }
            Command::SetPenalty(penalty) => {
                self.with_run(|run, _, events| {
                    if let Err(message) = run.set_penalty(penalty, now, events) {
                        events.push(Event::Failed { message });
                    }
                });
            }
            Command::SetPace(pace) => {
                self.pace = pace;
                for run in self.run.iter_mut().chain(&mut self.rivals) {
                    run.set_pace(pace);
                }
            }
            Command::Inspect { ticket, reader, image } => self.inspect(ticket, reader, &image),
            Command::GetParameters { ticket, reader } => self.parameters(ticket, reader),
            Command::Trace { ticket } => self.trace(ticket, now),
            Command::Nudge { ticket, parameter, distance } => {
                self.nudge(ticket, parameter, distance, now);
            }
            Command::ProbeStep { ticket } => self.probe_step(ticket, now),
            Command::Amend { config } => self.amend(config, now),
            Command::Collect { ticket, text } => self.collect(ticket, &text),
            Command::CollectDrawing { ticket, record } => self.collect_drawing(ticket, record),
            Command::Discard { ids } => self.discard(&ids),
            Command::LearnHandwriting { run, config, start } => {
                self.learn_handwriting(run, config, start);
            }
            Command::SetPoints { points } => self.set_points(points, now),
            Command::SetParameter { parameter, value } => {
                self.with_run(|run, _, events| {
                    if let Err(message) = run.set_parameter(parameter, value, now, events) {
                        events.push(Event::Failed { message });
                    }
                });
            }
            Command::Choose { example } => self.choose(example),
            Command::GoTo { step } => {
                self.with_run(|run, _, events| {
                    if let Err(message) = run.go_to(step, now, events) {
                        events.push(Event::Failed { message });
                    }
                });
            }
            Command::Look { ticket, look } => self.look(ticket, look),
            Command::GiveUp { ticket } => self.give_up(ticket),
            Command::ExportRun { ticket, what } => self.export(ticket, what),
            Command::OpenWeights { ticket, run, config, hidden, bytes } => {
                self.open_weights(ticket, run, config, hidden, &bytes);
            }
            Command::Save => {
                if let Some(run) = &mut self.run {
                    run.save(now, &mut self.events);
                }
            }
        }
    }

    /// Works until the clock reads `until` or nothing is left to do now. `clock` tells the
    /// seconds and is asked once per pass (a few hundred examples, or one update).
    pub fn work(&mut self, until: f64, clock: &mut dyn FnMut() -> f64) {
        self.go_on_surveying();
        self.go_on_diffing();
        self.go_on_charting(until, clock);
        self.go_on_gridding(until, clock);
        if !self.rivals.is_empty() {
            self.work_abreast(until, clock);
        } else if let Some(run) = &mut self.run {
            let data = run_data(&self.own_data, &self.intake);
            run.work(data, until, clock, &mut self.events);
        }
    }

    /// Whether [`work`](Self::work) has anything to do, now or when the next step is due.
    pub fn has_work(&self) -> bool {
        self.next_work().is_some()
    }

    /// The moment from which on [`work`](Self::work) has something to do: one in the past
    /// if that is now, one to come if it waits for the next step at the set pace, none if
    /// nothing is left to do.
    pub fn next_work(&self) -> Option<f64> {
        if self.is_surveying()
            || self.diffing.is_some()
            || self.charts.is_under_way()
            || self.grid.is_some()
        {
            return Some(f64::NEG_INFINITY);
        }
        let data = run_data(&self.own_data, &self.intake);
        rivals::next_work(self.run.iter().chain(&self.rivals), data)
    }

    /// What there is to tell since the last call, in order.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// The data set as far as it has come.
    pub fn intake(&self) -> &Intake {
        &self.intake
    }

    /// Takes the data set's manifest.
    ///
    /// # Errors
    /// If it is not the manifest of this data set; nothing has changed then.
    pub fn add_manifest(&mut self, file: &[u8]) -> Result<(), IntakeError> {
        self.intake.add_manifest(file)?;
        self.announce();
        Ok(())
    }

    /// Takes the file of the part that comes next ([`Intake::missing`]), at `now`.
    ///
    /// # Errors
    /// If the file is not what the manifest says; nothing has changed then.
    pub fn add_part(&mut self, file: &[u8], now: f64) -> Result<(), IntakeError> {
        self.intake.add_part(file)?;
        self.announce();
        self.look_again(now);
        Ok(())
    }

    /// Takes note that `bytes` of the file of part `part_idx` have arrived by `now`.
    pub fn note_bytes(&mut self, part_idx: usize, bytes: usize, now: f64) {
        self.intake.note_bytes(part_idx, bytes);
        if now - self.told_bytes_at >= TELL_BYTES_EVERY {
            self.told_bytes_at = now;
            self.announce();
        }
    }

    /// The data set can't be completed for now; `message` says why and what to do.
    pub fn fail_data(&mut self, message: String) {
        self.events.push(Event::Data(DataState::Failed { message }));
    }

    /// The shipped model can't be had for now; `message` says why and what to do.
    pub fn fail_pretrained(&mut self, message: String) {
        self.events.push(Event::PretrainedFailed { message });
    }

    /// Takes the shipped model.
    pub fn set_pretrained(&mut self, network: Network) {
        self.events.push(Event::PretrainedReady { network: network.spec().clone() });
        self.pretrained = Some(network);
    }

    /// The shipped model, once it is here.
    pub fn pretrained(&self) -> Option<&Network> {
        self.pretrained.as_ref()
    }

    /// The network of the run, if there is a run.
    pub fn network(&self) -> Option<&Network> {
        self.run.as_ref().map(|run| run.trainer.network())
    }

    /// Tells what is here of the data and the shipped model.
    fn announce(&mut self) {
        self.events.push(Event::Data(self.intake.state()));
    }

    /// Puts a run in place of the old one.
    fn begin(&mut self, mut run: Run) {
        let dataset = &run.trainer.config().dataset;
        let card = Card::of(dataset);
        let own_data = match dataset {
            DatasetSpec::Shipped(source) => {
                if *source != self.intake.source() {
                    self.intake = Intake::new(*source);
                    self.announce();
                }
                None
            }
            DatasetSpec::Points(points) => Some(points.data()),
            DatasetSpec::Own(own) => {
                match card.map(Card::data).or_else(|| self.handwriting_of(dataset)) {
                    Some(data) => Some(data),
                    None => {
                        let text = format!(
                            "This run learns from \"{}\", {} training examples, which this page \
                             does not have as they were.",
                            own.name(),
                            own.n_train()
                        );
                        return self.fail(text);
                    }
                }
            }
        };
        run.set_pace(self.pace);
        self.chosen = None;
        self.forget_charts();
        self.events.push(run.configured());
        self.own_data = own_data;
        if let Some(card) = card {
            self.events.push(cards::told(run.id, card));
        }
        self.run = Some(run);
        self.rivals.clear();
        self.grid = None;
    }

    fn pursue(&mut self, goal: Goal, now: f64) {
        if !self.rivals.is_empty() {
            return self.rivals_pursue(goal, now);
        }
        self.with_run(|run, data, events| {
            if let Err(message) = run.pursue(goal, data, now, events) {
                events.push(Event::Failed { message });
            }
        });
    }

    /// The data or the settings have changed: the run may have to wait no longer.
    fn look_again(&mut self, now: f64) {
        let data = run_data(&self.own_data, &self.intake);
        for run in self.run.iter_mut().chain(&mut self.rivals) {
            run.look_again(data, now, &mut self.events);
        }
    }

    fn with_run(&mut self, act: impl FnOnce(&mut Run, &Dataset, &mut Vec<Event>)) {
        match &mut self.run {
            Some(run) => act(run, run_data(&self.own_data, &self.intake), &mut self.events),
            None => self.fail("There is no network to train yet. Set one up first.".to_owned()),
        }
    }

    fn fail(&mut self, message: String) {
        self.events.push(Event::Failed { message });
    }

    /// The network that answers for `reader`, with the updates behind it.
    fn reader(&self, reader: Reader) -> Result<(&Network, u64), String> {
        match reader {
            Reader::Pretrained => self
                .pretrained
                .as_ref()
                .map(|network| (network, 0))
                .ok_or_else(|| "The shipped model is not here yet.".to_owned()),
            Reader::Run => self
                .run
                .as_ref()
                .map(|run| (run.trainer.network(), run.trainer.step_count()))
                .ok_or_else(|| "There is no network to ask yet. Set one up first.".to_owned()),
        }
    }

    fn inspect(&mut self, ticket: Ticket, reader: Reader, image: &DigitImage) {
        let answer = self.reader(reader).and_then(|(network, step)| {
            let mut input = image.to_input();
            if let (Reader::Run, Some(run)) = (reader, &self.run) {
                let stats = run_data(&self.own_data, &self.intake).train.stats();
                run.trainer.config().scaling.apply(stats, &mut input);
            }
            let n_inputs = network.spec().n_inputs();
            if input.len() != n_inputs {
                return Err(format!(
                    "This network reads {n_inputs} numbers; a drawing has {}.",
                    input.len()
                ));
            }
            let layers = forward::read(network, &input);
            Ok(Inspection { reader, step, input: input.into(), layers })
        });
        self.events.push(match answer {
            Ok(inspection) => Event::Inspected { ticket, inspection },
            Err(message) => Event::Refused { ticket, message },
        });
    }

    fn parameters(&mut self, ticket: Ticket, reader: Reader) {
        self.events.push(match self.reader(reader) {
            Ok((network, step)) => {
                Event::Parameters { ticket, reader, parameters: Parameters::of(network, step) }
            }
            Err(message) => Event::Refused { ticket, message },
        });
    }
}
