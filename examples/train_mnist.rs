//! The engine from a terminal: trains on the shipped MNIST and says how well it does.
//!
//! ```text
//! cargo run --release --example train_mnist -- --hidden 128 --activation relu
//! cargo run --release --example train_mnist -- --help
//! ```

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use descent::data::augment::Augmentation;
use descent::data::source::MNIST;
use descent::data::{Dataset, load_folder};
use descent::nn::{LayerSpec, NetworkSpec, OptimizerSpec, weights_file};
use descent::registry::{Choice, Entry};
use descent::training::{
    BatchSize, Evaluation, LearningRate, Meter, Metrics, RunConfig, Seed, Trainer,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Options {
    config: RunConfig,
    epochs: u32,
    /// The learning rate falls in a straight line to nearly 0 at the end.
    decay: bool,
    data: PathBuf,
    save: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(options) = parse(lexopt::Parser::from_env())? else {
        print!("{}", help());
        return Ok(());
    };
    let data = load_folder(&options.data, &MNIST)?;
    let mut trainer = Trainer::new(options.config.clone())?;
    describe(&options.config);

    let mut training = Duration::ZERO;
    for epoch in 0..options.epochs {
        let (train, seconds) = train_epoch(&mut trainer, &data, &options)?;
        training += seconds;
        let test = evaluate(&mut trainer, &data);
        println!(
            "epoch {:2}  {:6.2} s  train loss {:.4} accuracy {:6.2} %  test loss {:.4} accuracy {:6.2} %",
            epoch + 1,
            seconds.as_secs_f64(),
            train.loss,
            percent(train.accuracy),
            test.loss,
            percent(test.accuracy),
        );
    }
    let n_seen = f64::from(options.epochs) * data.train.len() as f64;
    println!("{:.0} examples/s", n_seen / training.as_secs_f64());
    if let Some(path) = options.save {
        std::fs::write(&path, weights_file::to_bytes(trainer.network()))?;
        println!("saved {}", path.display());
    }
    Ok(())
}

/// One epoch, with a line of progress on a terminal.
fn train_epoch(
    trainer: &mut Trainer,
    data: &Dataset,
    options: &Options,
) -> Result<(Metrics, Duration)> {
    let mut terminal = std::io::stderr();
    let shows_progress = terminal.is_terminal();
    let start = Instant::now();
    let mut shown = start;
    let mut meter = Meter::default();
    loop {
        if options.decay {
            let rest = 1.0 - trainer.epoch() / f64::from(options.epochs);
            let rate = options.config.learning_rate.get() * rest as f32;
            trainer.set_learning_rate(LearningRate::new(rate.max(LearningRate::MIN))?);
        }
        let report = trainer.step(data).ok_or("the data are not complete")?;
        if report.diverged {
            return Err("the loss is no longer a number: try a smaller --learning-rate".into());
        }
        meter.add(&report);
        if report.epoch_ended {
            let metrics = meter.take().expect("an epoch has a step");
            return Ok((metrics, start.elapsed()));
        }
        if shows_progress && shown.elapsed() > Duration::from_millis(100) {
            shown = Instant::now();
            write!(terminal, "\repoch {:.2}  loss {:.4} ", trainer.epoch(), report.loss)?;
            terminal.flush()?;
        }
    }
}

fn evaluate(trainer: &mut Trainer, data: &Dataset) -> Metrics {
    let mut evaluation = Evaluation::new(&data.test);
    loop {
        if let Some(metrics) = evaluation.result() {
            return metrics;
        }
        trainer.evaluate(&mut evaluation, &data.test);
    }
}

/// MNIST has classes, so there always is an accuracy.
fn percent(accuracy: Option<f32>) -> f32 {
    100.0 * accuracy.unwrap_or_default()
}

fn describe(config: &RunConfig) {
    let network = &config.network;
    let widths: Vec<_> = network.layers().iter().map(|layer| layer.width.to_string()).collect();
    println!(
        "{}-{}, {}, {}, {} at {}, batches of {}, seed {}",
        network.n_inputs(),
        widths.join("-"),
        network.layers()[0].activation,
        config.initializer,
        config.optimizer.rule,
        config.learning_rate.get(),
        config.batch_size,
        config.seed.0,
    );
}

/// The options on the command line; `None` if help is wanted.
fn parse(mut arguments: lexopt::Parser) -> Result<Option<Options>> {
    use lexopt::prelude::*;

    let mut config = RunConfig::default();
    let mut hidden: Vec<usize> = vec![16, 16];
    let mut activation = "sigmoid".to_owned();
    let mut output = "softmax".to_owned();
    let mut loss = "cross_entropy".to_owned();
    let mut learning_rate = None;
    let mut optimizer = config.optimizer.rule;
    let (mut epochs, mut decay, mut save) = (5, false, None);
    let mut data = Path::new("public").join(MNIST.folder);

    while let Some(argument) = arguments.next()? {
        match argument {
            Long("hidden") => {
                let widths = arguments.value()?.string()?;
                let widths = widths.split(',').filter(|width| !width.is_empty());
                hidden = widths.map(str::parse).collect::<std::result::Result<_, _>>()?;
            }
            Long("activation") => activation = arguments.value()?.string()?,
            Long("output") => output = arguments.value()?.string()?,
            Long("loss") => loss = arguments.value()?.string()?,
            Long("init") => config.initializer = choice(&arguments.value()?.string()?)?,
            Long("optimizer") => optimizer = choice(&arguments.value()?.string()?)?,
            Long("learning-rate") => learning_rate = Some(arguments.value()?.parse()?),
            Long("batch") => {
                let size = arguments.value()?.string()?;
                config.batch_size = match size.as_str() {
                    "all" => BatchSize::All,
                    number => BatchSize::examples(number.parse()?)?,
                };
            }
            Long("epochs") => epochs = arguments.value()?.parse()?,
            Long("seed") => config.seed = Seed(arguments.value()?.parse()?),
            Long("decay") => decay = true,
            Long("augment") => config.augmentation = Augmentation::DIGITS,
            Long("data") => data = arguments.value()?.into(),
            Long("save") => save = Some(arguments.value()?.into()),
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }

    let mut layers = Vec::new();
    for width in hidden {
        layers.push(LayerSpec::new(width, choice(&activation)?));
    }
    layers.push(LayerSpec::new(MNIST.classes.len(), choice(&output)?));
    config.network = NetworkSpec::new(MNIST.rows * MNIST.cols, layers, choice(&loss)?)?;
    if optimizer != config.optimizer.rule {
        config.optimizer = OptimizerSpec::defaults(optimizer);
        config.learning_rate = LearningRate::new(optimizer.suggested_learning_rate)?;
    }
    if let Some(rate) = learning_rate {
        config.learning_rate = LearningRate::new(rate)?;
    }
    Ok(Some(Options { config, epochs, decay, data, save }))
}

fn choice<T: Entry>(key: &str) -> Result<Choice<T>> {
    Choice::by_key(key)
        .ok_or_else(|| format!("unknown {} \"{key}\"; known are {}", T::KIND, keys::<T>()).into())
}

fn keys<T: Entry>() -> String {
    T::all().iter().map(|member| member.key()).collect::<Vec<_>>().join(", ")
}

fn help() -> String {
    format!(
        "\
Trains a network on the shipped MNIST. Without options: the lesson's, 784-16-16-10.

  --hidden W,W,…        widths of the hidden layers [16,16]
  --activation KEY      of the hidden layers: {activations} [sigmoid]
  --output KEY          activation of the output [softmax]
  --loss KEY            {losses} [cross_entropy]
  --init KEY            start weights: {initializers} [scaled_normal]
  --optimizer KEY       {optimizers} [sgd]
  --learning-rate RATE  [what suits the optimizer]
  --batch N             examples an update, or \"all\" [32]
  --epochs N            [5]
  --seed N              of start weights, order and augmentation [1]
  --decay               lower the learning rate in a straight line to nearly 0
  --augment             change every image a little, anew in each epoch
  --data FOLDER         with manifest.json [public/data/mnist]
  --save FILE           write the network as .safetensors
",
        activations = keys::<descent::nn::Activation>(),
        losses = keys::<descent::nn::Loss>(),
        initializers = keys::<descent::nn::Initializer>(),
        optimizers = keys::<descent::nn::Optimizer>(),
    )
}
