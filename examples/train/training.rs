//! The run: from its configuration to its files.

use std::path::Path;
use std::time::Instant;

use descent::data::Dataset;
use descent::nn::{NetworkSpec, trace_file, weights_file};
use descent::training::{
    ConfigError, Evaluation, Meter, Metrics, RunConfig, StepReport, StopReason, Trainer,
    config_file,
};
use serde_json::Value;

use crate::Result;
use crate::data;
use crate::files::{self, Folder, Log, number, read};
use crate::options::{Begin, DataOptions, Limit, Options, UsageError};
use crate::progress::Progress;

/// Epochs, where nothing says how many.
const USUAL_EPOCHS: u32 = 5;

/// Does what the command line says.
pub fn run(options: &Options) -> Result<()> {
    let (trainer, data) = prepare(options)?;
    check_traces(&trainer, options)?;
    let folder = Folder::create(&options.out)?;
    let is_new = matches!(options.begin, Begin::New { .. });
    if !is_new {
        folder.check_is_of(trainer.config())?;
    }
    for (_, file) in &options.traces {
        files::check_writable(file).map_err(|error| format!("--trace: {error}"))?;
    }
    for (_, file) in &options.traces {
        files::remove(file)?;
    }
    if is_new {
        if folder.clear()? {
            eprintln!("{}: the older run in this folder is replaced", folder.path().display());
        }
        folder.write_start(&trainer)?;
    } else {
        folder.write_config(trainer.config())?;
        folder.write_state(&trainer)?;
    }
    let log = folder.log((!is_new).then(|| trainer.step_count()))?;
    let progress = Progress::new(trainer.step_count(), n_steps(&trainer));
    let saved = (!is_new).then(|| (trainer.step_count(), trainer.epoch()));
    Running { trainer, data, folder, log, progress, options, saved }.go_on()
}

/// Refuses traces of steps that are made already.
fn check_traces(trainer: &Trainer, options: &Options) -> Result<()> {
    let made = trainer.step_count();
    match options.traces.iter().find(|(step, _)| *step <= made) {
        Some((step, _)) => Err(format!(
            "--trace: step {step} is made already; the state is that after step {made}"
        )
        .into()),
        None => Ok(()),
    }
}

/// Whether every weight and bias is a finite number.
fn is_finite(trainer: &Trainer) -> bool {
    trainer
        .network()
        .layers()
        .iter()
        .all(|layer| layer.weights.iter().chain(&layer.bias).all(|parameter| parameter.is_finite()))
}

/// The run at its beginning, or where it is taken up, and its data.
fn prepare(options: &Options) -> Result<(Trainer, Dataset)> {
    match &options.begin {
        Begin::New { config, start } => {
            let text = String::from_utf8(read(config, config_file::MAX_BYTES)?);
            let text = text.map_err(|_| format!("{}: this is no text", config.display()))?;
            let of_file = |error: &dyn std::error::Error| format!("{}: {error}", config.display());
            let mut run = RunConfig::from_json(&text).map_err(|error| of_file(&error))?;
            let (data, dataset) = data::load(&options.data, &options.folder, &run.dataset)?;
            run.dataset = dataset;
            run.shuffle &= options.shuffle;
            limit(&mut run, options.limit);
            check(&run, config, &options.data)?;
            run.check_data(&data)?;
            let trainer = match start {
                Some(path) => {
                    let of_file =
                        |error: &dyn std::error::Error| format!("{}: {error}", path.display());
                    let bytes = read(path, weights_file::MAX_BYTES)?;
                    let (start, described) = weights_file::read_into(&run.network, &bytes)
                        .map_err(|error| of_file(&error))?;
                    note_differences(path, described.as_ref(), &run.network);
                    Trainer::with_start(run, &start).map_err(|error| of_file(&error))?
                }
                None => Trainer::new(run)?,
            };
            Ok((trainer, data))
        }
        Begin::Resume(state) => {
            let trainer = Trainer::restore(&read(state, Trainer::MAX_CHECKPOINT_BYTES)?);
            let trainer = trainer.map_err(|error| format!("{}: {error}", state.display()))?;
            if !is_finite(&trainer) {
                let state = state.display();
                return Err(format!("{state}: this run has diverged: take an older state").into());
            }
            let mut run = trainer.config().clone();
            let (data, dataset) = data::load(&options.data, &options.folder, &run.dataset)?;
            if dataset != run.dataset {
                let name = run.dataset.name();
                return Err(format!(
                    "dataset: the state is of a run on \"{name}\": give the same data and options"
                )
                .into());
            }
            run.check_data(&data)?;
            run.learning_rate = trainer.learning_rate();
            run.batch_size = trainer.batch_size();
            run.shuffle &= options.shuffle;
            limit(&mut run, options.limit);
            let trainer = if run == *trainer.config() { trainer } else { trainer.branched(run)? };
            if is_at_end(&trainer) {
                return Err(UsageError(format!(
                    "this run is at its end, after {} steps in {:.2} epochs; say how far it shall go \
                     on from its start: --epochs N or --steps N",
                    trainer.step_count(),
                    trainer.epoch()
                ))
                .into());
            }
            Ok((trainer, data))
        }
    }
}

/// Says where start weights come from a network that computes something else.
fn note_differences(file: &Path, described: Option<&NetworkSpec>, network: &NetworkSpec) {
    let Some(described) = described else { return };
    let has_same_activations = described
        .layers()
        .iter()
        .map(|layer| layer.activation)
        .eq(network.layers().iter().map(|layer| layer.activation));
    let what = match (has_same_activations, described.loss() == network.loss()) {
        (true, true) => return,
        (false, true) => "activations",
        (true, false) => "a loss",
        (false, false) => "activations and a loss",
    };
    eprintln!(
        "{}: its network has {what} other than the configuration's, which count",
        file.display()
    );
}

/// Names the field, and the file that it stands in.
fn check(run: &RunConfig, file: &Path, data: &DataOptions) -> Result<()> {
    run.check().map_err(|error| {
        let can_differ = matches!(
            error,
            ConfigError::Inputs { .. }
                | ConfigError::Outputs { .. }
                | ConfigError::NeedsClasses { .. }
        );
        let hint = match (can_differ, data, run.dataset.n_classes()) {
            (true, DataOptions::Csv { .. }, Some(_)) => {
                ". The targets were read as classes; --values reads them as numbers, --target \
                 says which columns they are"
            }
            (true, DataOptions::Csv { .. }, None) => {
                ". The targets were read as values; --classes reads them as classes, --target \
                 says which columns they are"
            }
            _ => "",
        };
        let field = error.field().map(|field| format!("{field}: ")).unwrap_or_default();
        format!("{}: {field}{error}{hint}", file.display()).into()
    })
}

/// How far the run goes becomes part of its configuration, so that it goes as far when it
/// is run again.
fn limit(run: &mut RunConfig, limit: Limit) {
    let stop = &mut run.stop;
    let is_limited = stop.max_steps.is_some()
        || stop.max_epochs.is_some()
        || stop.tolerance.is_some()
        || stop.target_accuracy.is_some();
    (stop.max_steps, stop.max_epochs) = match limit {
        Limit::Steps(n) => (Some(n), None),
        Limit::Epochs(n) => (None, Some(n)),
        Limit::AsConfigured if is_limited => return,
        Limit::AsConfigured => (None, Some(USUAL_EPOCHS)),
    };
}

fn is_at_end(trainer: &Trainer) -> bool {
    let stop = &trainer.config().stop;
    stop.max_steps.is_some_and(|n| trainer.step_count() >= n)
        || stop.max_epochs.is_some_and(|n| trainer.epoch() >= f64::from(n))
}

/// Steps in all, unless another rule stops the run before.
fn n_steps(trainer: &Trainer) -> Option<u64> {
    let config = trainer.config();
    let n_train = config.n_train();
    let of_epoch = n_train.div_ceil(config.batch_size.resolve(n_train)) as u64;
    let of_epochs = config.stop.max_epochs.map(|n| u64::from(n) * of_epoch);
    match (config.stop.max_steps, of_epochs) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Why a run has ended.
enum End {
    Stopped(StopReason),
    Diverged,
}

struct Running<'a> {
    trainer: Trainer,
    data: Dataset,
    folder: Folder,
    log: Log,
    progress: Progress,
    options: &'a Options,
    /// Step and epoch of the state that is in the folder.
    saved: Option<(u64, f64)>,
}

impl Running<'_> {
    /// To the end of the run.
    fn go_on(mut self) -> Result<()> {
        let (start, first) = (Instant::now(), self.trainer.epoch());
        let end = self.train()?;
        self.progress.end();
        let seconds = start.elapsed().as_secs_f64();
        let n_seen = (self.trainer.epoch() - first) * self.trainer.config().n_train() as f64;
        let (step, epoch) = (self.trainer.step_count(), self.trainer.epoch());
        if matches!(end, End::Stopped(_)) {
            self.save()?;
        }

        let reason = match &end {
            End::Stopped(reason) => serde_json::to_value(reason)?,
            End::Diverged => "diverged".into(),
        };
        let test = self.evaluate();
        self.log.line(
            "end",
            [
                ("step", Some(step.into())),
                ("epoch", Some(epoch.into())),
                ("reason", Some(reason)),
                ("test_loss", test.and_then(|test| number(test.loss))),
                ("test_accuracy", test.and_then(|test| number(test.accuracy?))),
            ],
        )?;

        let rate = self.trainer.scheduled_rate();
        let out = self.folder.path().display();
        println!("{step} steps in {epoch:.2} epochs, {:.0} examples/s; {out}", n_seen / seconds);
        let missed = self.missed_trace();
        match end {
            End::Stopped(reason) => {
                println!("It has stopped: {}.", reason.text());
                missed.map_or(Ok(()), |text| Err(text.into()))
            }
            End::Diverged => {
                if let Some(text) = missed {
                    eprintln!("{text}");
                }
                let kept = match self.saved {
                    Some((step, epoch)) => format!(
                        "weights.safetensors and state.descent in {out} are those after epoch \
                         {epoch:.2}, step {step}"
                    ),
                    None => {
                        format!("No epoch was finished; start.safetensors in {out} is the start")
                    }
                };
                Err(format!(
                    "After step {step} loss or weights are no longer finite numbers: the run has \
                     diverged. {kept}. Choose a learning_rate below {rate}, or clipping."
                )
                .into())
            }
        }
    }

    /// Writes what has come of the run, in place of what was there.
    fn save(&mut self) -> Result<()> {
        self.folder.write_state(&self.trainer)?;
        self.saved = Some((self.trainer.step_count(), self.trainer.epoch()));
        Ok(())
    }

    fn train(&mut self) -> Result<End> {
        let mut meter = Meter::default();
        loop {
            self.trace()?;
            let learning_rate = self.trainer.scheduled_rate();
            let penalty = self.penalty();
            let Some(report) = self.trainer.step(&self.data) else {
                return Err("the data are not complete".into());
            };
            if report.diverged {
                return Ok(End::Diverged);
            }
            meter.add(&report);
            self.tell(&report, learning_rate, penalty)?;
            // The last update may have been the one that was too large: what is in the folder
            // is better then.
            if (report.epoch_ended || report.stop.is_some()) && !is_finite(&self.trainer) {
                return Ok(End::Diverged);
            }
            let mut stop = report.stop;
            if report.epoch_ended {
                stop = self.end_epoch(&mut meter)?.or(stop);
            }
            if let Some(reason) = stop {
                return Ok(End::Stopped(reason));
            }
        }
    }

    /// What the penalty adds to the loss, if there is one.
    fn penalty(&self) -> Option<f32> {
        let penalty = self.trainer.config().penalty;
        (!penalty.is_none()).then(|| penalty.value(self.trainer.network()) as f32)
    }

    fn tell(
        &mut self,
        report: &StepReport,
        learning_rate: f32,
        penalty: Option<f32>,
    ) -> Result<()> {
        let (step, epoch) = (self.trainer.step_count(), self.trainer.epoch());
        self.progress.step(step, epoch, report.loss);
        if !step.is_multiple_of(self.options.log_every) {
            return Ok(());
        }
        let accuracy = report.n_correct as f32 / report.n_classified as f32;
        let gradient_norm = self.trainer.gradient_norm() as f32;
        self.log.line(
            "step",
            [
                ("step", Some(step.into())),
                ("epoch", Some(epoch.into())),
                ("loss", number(report.loss)),
                ("accuracy", number(accuracy).filter(|_| report.n_classified > 0)),
                ("penalty", penalty.and_then(number)),
                ("learning_rate", number(learning_rate)),
                ("gradient_norm", number(gradient_norm)),
                ("n_examples", Some(report.n_examples.into())),
            ],
        )
    }

    /// Measures, tells, and saves what there is.
    fn end_epoch(&mut self, meter: &mut Meter) -> Result<Option<StopReason>> {
        let train = meter.take().ok_or("an epoch has a step")?;
        let test = self.evaluate();
        let stop = test.and_then(|test| self.trainer.note_evaluation(&test));
        let (epoch, _) = self.trainer.position();
        self.progress.epoch(epoch, &train, test.as_ref());
        self.log.line(
            "epoch",
            [
                ("step", Some(Value::from(self.trainer.step_count()))),
                ("epoch", Some(self.trainer.epoch().into())),
                ("train_loss", number(train.loss)),
                ("train_accuracy", train.accuracy.and_then(number)),
                ("test_loss", test.and_then(|test| number(test.loss))),
                ("test_accuracy", test.and_then(|test| number(test.accuracy?))),
            ],
        )?;
        self.save()?;
        Ok(stop)
    }

    /// On what is held out, if anything is.
    fn evaluate(&mut self) -> Option<Metrics> {
        let mut evaluation = Evaluation::new(&self.data.test);
        while !self.data.test.is_empty() && evaluation.result().is_none() {
            self.trainer.evaluate(&mut evaluation, &self.data.test);
        }
        evaluation.result()
    }

    /// Writes the trace of the step that comes next, if it is wanted.
    fn trace(&self) -> Result<()> {
        let next = self.trainer.step_count() + 1;
        for (_, file) in self.options.traces.iter().filter(|(step, _)| *step == next) {
            let trace = self.trainer.trace_next(&self.data).ok_or("the data are not complete")?;
            files::write(file, &trace_file::to_bytes(&trace))?;
        }
        Ok(())
    }

    /// What there is to say of a trace that was wanted and has not come.
    fn missed_trace(&self) -> Option<String> {
        let reached = self.trainer.step_count();
        let (step, _) = self.options.traces.iter().find(|(step, _)| *step > reached)?;
        Some(format!("--trace: the run ended after {reached} steps, before step {step}"))
    }
}
