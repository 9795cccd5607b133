//! A run that is taken to PyTorch goes on there: as one process, and as two that share each
//! batch, to the weights that the engine itself comes to.
//!
//! Each case trains in the engine, is exported in the middle of an epoch, and unpacked by
//! Python's `zipfile`. Its script then makes the rest of the steps, in double precision, so
//! that what two processes do differently would show: batches that don't divide evenly,
//! shares without an example, penalties that count once, dropout that goes by the place in
//! the batch. The processes talk on the loopback interface, by ports that are free.
//!
//! Without PyTorch (`DESCENT_TORCH_PYTHON`, see CONTRIBUTING.md) this is skipped.

use std::ffi::OsString;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use descent::data::points::{self, Points, What};
use descent::data::{
    ColumnRef, CsvOptions, Dataset, DatasetSpec, IdxPair, TargetKind, from_idx, read_csv,
};
use descent::nn::{
    Clipping, LayerSpec, Network, NetworkSpec, OptimizerSpec, Penalty, Reduction, weights_file,
};
use descent::registry::{Choice, Entry};
use descent::training::{
    BatchSize, Decay, Export, LearningRate, Length, RunConfig, Schedule, Trainer,
};

/// Steps before the export, and after it.
const STEPS: (u64, u64) = (17, 23);

/// One process in double precision and the engine in single, as a share of a layer's largest
/// number.
const TO_ENGINE: f32 = 1e-4;
/// Two processes and one, read as single precision.
const TO_ALONE: f32 = 1e-6;

/// Long enough for any machine; one process that waits for another must not wait forever.
const AT_MOST: Duration = Duration::from_secs(300);

fn python() -> Option<OsString> {
    let python = std::env::var_os("DESCENT_TORCH_PYTHON");
    if python.is_none() {
        println!("SKIPPED: no PyTorch. `cargo xtask test` installs one.");
    }
    python
}

fn key<T: Entry>(key: &str) -> Choice<T> {
    Choice::by_key(key).unwrap()
}

/// Layers that go with the data.
fn network(data: &DatasetSpec, hidden: &[LayerSpec], loss: &str) -> NetworkSpec {
    let output = match loss {
        "cross_entropy" => "softmax",
        "binary_cross_entropy" => "sigmoid",
        _ => "identity",
    };
    let mut layers = hidden.to_vec();
    layers.push(LayerSpec::new(data.n_outputs(), key(output)));
    NetworkSpec::new(data.n_inputs(), layers, key(loss)).unwrap()
}

fn config(dataset: DatasetSpec, hidden: &[LayerSpec], loss: &str, rule: &str) -> RunConfig {
    RunConfig {
        network: network(&dataset, hidden, loss),
        optimizer: OptimizerSpec::defaults(key(rule)),
        learning_rate: LearningRate::new(0.02).unwrap(),
        batch_size: BatchSize::examples(7).unwrap(),
        dataset,
        ..RunConfig::default()
    }
}

fn of_pattern(pattern: &str, n: usize, inputs: &[&str]) -> Points {
    let pattern = key::<points::Pattern>(pattern);
    let what = What::Made { pattern, n, noise: 0.2, held_out: 0.25, seed: 3 };
    Points::new(what, inputs.iter().map(|name| key(name)).collect()).unwrap()
}

fn layer(width: usize, activation: &str) -> LayerSpec {
    LayerSpec::new(width, key(activation))
}

/// Dropout, penalty and clipping; 45 points in batches of 7, the last of 3.
fn points_with_all() -> (RunConfig, Dataset) {
    let points = of_pattern("spiral", 60, &["x1", "x2", "sin_x1", "product"]);
    let data = points.data();
    let hidden = [LayerSpec { dropout: 0.3, ..layer(9, "tanh") }, layer(5, "sigmoid")];
    let decay = Decay::Cosine { over: Length::Steps(60), floor: 0.1 };
    let config = RunConfig {
        penalty: Penalty { l1: 0.001, l2: 0.01 },
        clipping: Clipping::Norm(0.3),
        schedule: Schedule { warmup: Some(Length::Steps(5)), decay },
        ..config(points.into(), &hidden, "cross_entropy", "adam")
    };
    (config, data)
}

/// Numbers to learn, each alone in its batch: the other process has nothing to do.
fn points_one_by_one() -> (RunConfig, Dataset) {
    let points = of_pattern("hills", 20, &["x1", "x2"]);
    let data = points.data();
    let mut config =
        config(points.into(), &[layer(6, "tanh").without_bias()], "squared_error", "nesterov");
    config.learning_rate = LearningRate::new(0.002).unwrap();
    config.batch_size = BatchSize::examples(1).unwrap();
    config.network = config.network.with_reduction(Reduction::HalfMean);
    config.clipping = Clipping::Value(0.5);
    (config, data)
}

/// A table with class weights, names that have to be quoted, and losses that are added up.
fn table() -> (RunConfig, Dataset) {
    let names = ["a, \"b\"", "c\u{e9}", "plain"];
    let mut text = "one,two,what\n".to_owned();
    for i in 0..41 {
        let (x, class) = (f64::from(i) / 7.0, i % 3);
        let name = names[class as usize].replace('"', "\"\"");
        text += &format!("{},{},\"{name}\"\n", x.sin() * 3.0, (x * 1.3).cos() + f64::from(class));
    }
    let options = CsvOptions {
        targets: vec!["what".parse::<ColumnRef>().unwrap()],
        target_kind: TargetKind::Classes,
        held_out: 0.25,
        ..CsvOptions::default()
    };
    let own = read_csv(text.as_bytes(), "table.csv", &options).unwrap().own;
    let mut config = config(own.spec.into(), &[layer(6, "sigmoid")], "cross_entropy", "adagrad");
    config.network = config.network.with_reduction(Reduction::Sum);
    config.class_weights = vec![0.5, 2.0, 1.0];
    config.scaling = key("standardize");
    (config, own.data)
}

/// Images of which only the first are trained on, all in one batch.
fn images() -> (RunConfig, Dataset) {
    let file = |shape: &[u32], bytes: Vec<u8>| {
        let mut file = vec![0, 0, 8, shape.len() as u8];
        file.extend(shape.iter().flat_map(|size| size.to_be_bytes()));
        [file, bytes].concat()
    };
    let pixels = |n: usize| (0..n * 12).map(|i| (i * i * 7 % 256) as u8).collect();
    let labels = |n: usize| (0..n).map(|i| (i % 4) as u8).collect();
    let (train, test) = (
        (file(&[33, 3, 4], pixels(33)), file(&[33], labels(33))),
        (file(&[9, 3, 4], pixels(9)), file(&[9], labels(9))),
    );
    let pair = |(images, labels): &'static (Vec<u8>, Vec<u8>)| IdxPair { images, labels };
    let (train, test) = (Box::leak(Box::new(train)), Box::leak(Box::new(test)));
    let own = from_idx("small images", pair(train), Some(pair(test)), None).unwrap();
    let mut config = config(own.spec.into(), &[layer(8, "relu")], "binary_cross_entropy", "adamw");
    config.network = config.network.with_reduction(Reduction::MeanOfAll);
    config.train_on = NonZeroU32::new(21);
    config.batch_size = BatchSize::All;
    config.scaling = key("standardize");
    config.shuffle = false;
    (config, own.data)
}

/// The optimizers that the others have not.
fn momentum_and_rmsprop() -> [(RunConfig, Dataset); 2] {
    ["momentum", "rmsprop"].map(|rule| {
        let points = of_pattern("circle", 40, &["x1_squared", "x2_squared"]).placed();
        let data = points.data();
        (config(points.into(), &[layer(4, "tanh")], "cross_entropy", rule), data)
    })
}

/// How many of them two processes make, too: each takes seconds to start.
const N_TOGETHER: usize = 4;

fn cases() -> Vec<(RunConfig, Dataset)> {
    let mut cases = vec![points_with_all(), points_one_by_one(), table(), images()];
    cases.extend(momentum_and_rmsprop());
    cases
}

/// Unpacks a run's bundle into a new folder, by Python, and gives the folder in it.
fn unpack(python: &OsString, trainer: &Trainer, data: &Dataset, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("in_pytorch").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let file = Export::PyTorch.of(trainer, data);
    std::fs::write(folder.join(&file.name), &file.bytes).unwrap();
    let unzip = ["-m", "zipfile", "-e", file.name.as_str(), "."];
    run(Command::new(python).args(unzip).current_dir(&folder));
    let test = ["-m", "zipfile", "-t", file.name.as_str()];
    let said = run(Command::new(python).args(test).current_dir(&folder));
    assert!(!String::from_utf8_lossy(&said.stdout).contains("corrupted"));
    folder.join(file.name.strip_suffix(".zip").unwrap())
}

/// Runs a program to its end, which must be a good one.
fn run(command: &mut Command) -> Output {
    let output = finish(command);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{text}");
    output
}

fn finish(command: &mut Command) -> Output {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("Python starts");
    let until = Instant::now() + AT_MOST;
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("{command:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.wait_with_output().unwrap()
}

/// The script, under torchrun if it is for several processes.
fn script(python: &OsString, folder: &Path, n_processes: usize) -> Command {
    let mut command = Command::new(python);
    command.current_dir(folder).env("OMP_NUM_THREADS", "1");
    if n_processes > 1 {
        // Alone on this machine, with a port that is free.
        let n_processes = format!("--nproc-per-node={n_processes}");
        command.args(["-m", "torch.distributed.run", "--standalone", &n_processes]);
        command.env("GLOO_SOCKET_IFNAME", "lo").arg("--local-addr=127.0.0.1");
    }
    command.arg("script.py");
    command
}

fn read(spec: &NetworkSpec, path: &Path) -> Network {
    weights_file::read_foreign(&std::fs::read(path).unwrap(), spec).unwrap()
}

/// The largest difference of two networks' parameters, as a share of the largest of a layer.
fn difference(a: &Network, b: &Network) -> f32 {
    let layers = a.layers().iter().zip(b.layers());
    let differences = layers.map(|(a, b)| {
        let numbers = || a.weights.iter().chain(&a.bias).zip(b.weights.iter().chain(&b.bias));
        let scale = numbers().fold(0.0_f32, |most, (a, _)| most.max(a.abs()));
        numbers().fold(0.0_f32, |most, (a, b)| most.max((a - b).abs())) / scale
    });
    differences.fold(0.0, f32::max)
}

#[test]
fn a_run_goes_on_in_pytorch_alone_and_in_two_processes() {
    let Some(python) = python() else { return };
    for (number, (config, data)) in cases().into_iter().enumerate() {
        let mut trainer = Trainer::new(config).unwrap();
        (0..STEPS.0).for_each(|_| assert!(!trainer.step(&data).unwrap().diverged));
        let folder = unpack(&python, &trainer, &data, &number.to_string());
        let before = trainer.network().clone();
        (0..STEPS.1).for_each(|_| assert!(!trainer.step(&data).unwrap().diverged));

        let steps = STEPS.1.to_string();
        let arguments = ["--double", "--steps", &steps, "--out"];
        let said = run(script(&python, &folder, 1).args(arguments).arg("one.safetensors"));
        let lines = String::from_utf8(said.stdout).unwrap();
        assert!(lines.contains("step 17  epoch"), "{lines}");
        assert!(lines.contains("train loss") && lines.contains("test loss") != (number > 3));
        let spec = trainer.network().spec();
        let one = read(spec, &folder.join("one.safetensors"));
        let engine = difference(trainer.network(), &one);
        println!("case {number}: {engine:.1e} from the engine");
        assert!(difference(trainer.network(), &before) > 100.0 * TO_ENGINE, "it learns");
        assert!(engine < TO_ENGINE, "case {number}: {engine}");
        if number >= N_TOGETHER {
            continue;
        }

        let together = [&arguments[..], &["two.safetensors", "--distributed"]].concat();
        let said = run(script(&python, &folder, 2).args(together).args(["--device", "cpu"]));
        // One of them speaks, and it says the same.
        assert_eq!(String::from_utf8(said.stdout).unwrap(), lines);
        let alone = difference(&one, &read(spec, &folder.join("two.safetensors")));
        println!("        {alone:.1e} from one process");
        assert!(alone < TO_ALONE, "case {number}: {alone}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let Some(python) = python() else { return };
    let (config, data) = points_with_all();
    let trainer = Trainer::new(config).unwrap();
    let folder = unpack(&python, &trainer, &data, "wrong");
    let says = |arguments: &[&str]| {
        let output = finish(script(&python, &folder, 1).args(arguments).args(["--steps", "1"]));
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(says(&["--distributed"]).contains("start it so: torchrun"));
    assert!(says(&["--device", "mps", "--double"]).contains("mps has no float64"));
    let onnx = ["-c", "import onnx, onnxscript"];
    if !finish(Command::new(&python).args(onnx)).status.success() {
        assert!(says(&["--onnx", "a.onnx"]).contains("pip install onnx onnxscript"));
    }
}
