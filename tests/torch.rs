//! The engine against real PyTorch: random configurations through both, by the script that
//! Descent generates for each.
//!
//! `cargo xtask test` provides the PyTorch. Without it (`DESCENT_TORCH_PYTHON` names no
//! interpreter) the comparison is skipped, and says so.
//!
//! Numbers are compared layer by layer: the largest difference as a share of the layer's
//! largest number. Where rounding alone moves the result farther than the bounds, no two
//! float32 programs agree to them: sums that are the small difference of large ones
//! (saturated tanh and sigmoid units), and jumps that a last digit decides (the sign of a
//! weight under an L1 penalty, of an error under absolute error, of z in a step). Such
//! cases are found by the difference between float32 and float64, of PyTorch and of the
//! engine, and by starting from weights that differ in the last digit. The engine must then
//! be as near as those are, and in float64, where rounding is no excuse, it must be PyTorch's
//! equal; in all other cases it must keep the bounds.
//!
//! Learning rates are such as suit the optimizer, lowered until a run's loss stays below ten
//! times its start: of one that explodes, the last digits are noise times the explosion. A
//! case's folder (`target/tmp/torch/NUMBER`) has its configuration, data, start weights and
//! script, to run it alone.

#[path = "torch/cases.rs"]
mod cases;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use cases::{Case, N_STEPS};
use descent::data::EpochOrder;
use descent::data::points::{Input, Pattern, What};
use descent::nn::{
    DenseLayer, LayerSpec, Learner, Network, NetworkSpec, Part, Target, Workspace, activation,
    forward, weights_file,
};
use descent::random::{Noise, Purpose, stream};
use descent::registry::Choice;
use descent::training::{Trainer, pytorch};
use safetensors::SafeTensors;

const N_CASES: usize = 300;
/// Of those, how many must be decided by more than rounding.
const N_SOUND: usize = 200;

/// z of the first batch, and its gradients.
const FIRST: f64 = 1e-5;
/// Parameters after 50 steps.
const END: f64 = 1e-4;
/// z and gradients where both compute in double precision (from inputs in single).
const DOUBLE: f64 = 1e-6;
/// How much farther than rounding's own effect the engine may be where that is large.
const LEEWAY: f64 = 30.0;

/// Tensors by name, flat.
type Numbers = HashMap<String, Vec<f64>>;

/// How far the engine is from PyTorch in one case.
struct Deviation {
    case: usize,
    what: String,
    /// What makes rounding large, if it is.
    why: String,
    /// Engine and PyTorch, both in float32.
    z: f64,
    gradients: f64,
    end: f64,
    /// Engine and PyTorch, both in float64: z and gradients.
    double: f64,
    /// The same after 50 steps.
    double_end: f64,
    /// What rounding alone does: PyTorch in float32 and in float64, z and gradients.
    rounding_first: f64,
    /// The same after 50 steps; or the engine in both precisions; or from a start that
    /// differs in the last digit; whichever is largest.
    rounding_end: f64,
}

impl Deviation {
    fn is_sound(&self) -> bool {
        self.rounding_first <= FIRST && self.rounding_end <= END / 10.0
    }

    /// Whether the engine is as near as can be.
    fn is_near(&self) -> bool {
        let first = if self.rounding_first <= FIRST { FIRST } else { LEEWAY * self.rounding_first };
        let end =
            if self.rounding_end <= END / 10.0 { END } else { END.max(LEEWAY * self.rounding_end) };
        // Their inputs are in single precision, and may be rounded differently.
        let double = if self.rounding_first <= FIRST {
            DOUBLE.max(self.rounding_first)
        } else {
            f64::INFINITY
        };
        // In double precision all must agree, or rounding would excuse what is wrong; but
        // for runs in which the last digit of an input or a rate, which are in single
        // precision, decides on another way altogether.
        let double_end = if self.rounding_end < 10.0 * END { END } else { f64::INFINITY };
        self.z <= FIRST
            && self.gradients <= first
            && self.end <= end
            && self.double <= double
            && self.double_end <= double_end
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "case {:3}: z {:.1e}, gradients {:.1e}, after {N_STEPS} steps {:.1e}; in float64 \
             {:.1e}, {:.1e}; rounding alone {:.1e}, {:.1e} | {}",
            self.case,
            self.z,
            self.gradients,
            self.end,
            self.double,
            self.double_end,
            self.rounding_first,
            self.rounding_end,
            self.what
        )?;
        if !self.is_sound() {
            write!(f, "\n        why: {}", self.why)?;
        }
        Ok(())
    }
}

#[test]
fn random_configurations_agree_with_pytorch() {
    let Some(python) = std::env::var_os("DESCENT_TORCH_PYTHON") else {
        println!(
            "SKIPPED: no PyTorch. `cargo xtask test` installs one; or name a Python that has \
             torch, numpy and safetensors in DESCENT_TORCH_PYTHON."
        );
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("torch");
    let _ = std::fs::remove_dir_all(&folder);
    let cases: Vec<Case> = (0..N_CASES).map(Case::random).collect();
    let engine: Vec<Engine> = cases.iter().map(|case| case.write(&folder)).collect();

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torch/run.py");
    let status = Command::new(python).arg(script).arg(&folder).status().expect("Python starts");
    assert!(status.success(), "PyTorch failed; see above");

    let deviations: Vec<Deviation> = cases
        .iter()
        .zip(&engine)
        .map(|(case, engine)| compare(case, engine, &case.folder(&folder)))
        .collect();

    println!(
        "{N_CASES} random configurations, {N_STEPS} steps each, engine and PyTorch in float32. \
         Bounds: {FIRST:.0e} for z and gradients of the first batch, {END:.0e} for parameters \
         and losses after all steps; each relative to the largest number of its layer. The \
         cases are in {}.",
        folder.display()
    );
    let (sound, unsound): (Vec<_>, Vec<_>) = deviations.iter().partition(|d| d.is_sound());
    type Of = fn(&Deviation) -> f64;
    let measures: [(&str, Of); 3] =
        [("z", |d| d.z), ("gradients", |d| d.gradients), ("end", |d| d.end)];
    let sound_text = "are decided by more than rounding, and must keep the bounds";
    let unsound_text = "are not: float32 itself moves their results farther than that";
    for (which, mut group) in [(sound_text, sound), (unsound_text, unsound)] {
        println!("{} of the {N_CASES} cases {which}. The largest differences:", group.len());
        for (name, of) in measures {
            group.sort_by(|a, b| of(b).total_cmp(&of(a)));
            println!("  in {name}:");
            group.iter().take(4).for_each(|deviation| println!("    {deviation}"));
        }
    }
    assert!(deviations.iter().filter(|d| d.is_sound()).count() >= N_SOUND);
    for deviation in &deviations {
        assert!(deviation.is_near(), "{deviation}");
    }
}

/// What the engine makes of a case.
struct Engine {
    single: Numbers,
    double: Numbers,
    /// The parameters after all steps, from starts that differ in the last digit.
    nearby: Vec<Numbers>,
}

impl Case {
    fn folder(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{:03}", self.number))
    }

    /// Runs the case in the engine, and writes what PyTorch needs to do the same.
    fn write(&self, folder: &Path) -> Engine {
        let folder = self.folder(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let trainer = self.trainer();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
        write("script.py", pytorch::script(&self.config).as_bytes());
        write("start.safetensors", &weights_file::to_bytes(trainer.network()));
        write("config.json", self.config.to_json().as_bytes());
        write("steps", N_STEPS.to_string().as_bytes());
        for (name, bytes) in &self.files {
            write(name, bytes);
        }

        let (double, losses) = self.double(trainer.clone());
        let trace = trainer.trace_next(&self.data).unwrap();
        let mut single = Numbers::new();
        let last = trace.layers.len() - 1;
        single.insert("z".to_owned(), flat(&trace.layers[last].pre_activations));
        for (layer_idx, layer) in trace.layers.iter().enumerate() {
            let (weight, bias) = names("gradient", layer_idx);
            single.insert(weight, flat(layer.optimizer_weight_gradients()));
            single.insert(bias, flat(layer.optimizer_bias_gradients()));
        }
        let nearby = (1..=3).map(|seed| self.end(self.nearby(trainer.network(), seed)));
        let nearby = nearby.collect();
        single.insert("losses".to_owned(), losses);
        single.extend(self.end(trainer));
        Engine { single, double, nearby }
    }

    /// The parameters after all steps.
    fn end(&self, mut trainer: Trainer) -> Numbers {
        for _ in 0..N_STEPS {
            trainer.step(&self.data).unwrap();
        }
        let mut numbers = Numbers::new();
        for (layer_idx, layer) in trainer.network().layers().iter().enumerate() {
            let (weight, bias) = names("end", layer_idx);
            numbers.insert(weight, flat(&layer.weights));
            numbers.insert(bias, flat(&layer.bias));
        }
        numbers
    }

    /// The same run from weights that differ by about one rounding.
    fn nearby(&self, network: &Network, seed: u64) -> Trainer {
        let mut random = stream(seed, Purpose::Weights);
        let layers = network.layers().iter().map(|layer| DenseLayer {
            weights: layer.weights.mapv(|w| w * (1.0 + 1e-7 * random.normal())),
            bias: layer.bias.clone(),
        });
        let start = Network::from_layers(network.spec().clone(), layers.collect()).unwrap();
        Trainer::with_start(self.config.clone(), &start).unwrap()
    }

    /// η of the trainer's next step as the script has it: in double precision, from the
    /// digits that the script says it with.
    fn rate(&self, trainer: &Trainer) -> f64 {
        let rate = self.config.learning_rate.get().to_string();
        let factor = self.config.schedule.factor(trainer.step_count(), trainer.epoch());
        rate.parse::<f64>().unwrap() * factor
    }

    /// The same run by the same engine in double precision, from the same numbers; and the
    /// losses of the run in single precision.
    fn double(&self, mut trainer: Trainer) -> (Numbers, Vec<f64>) {
        let spec = &self.config.network;
        let mut numbers = Numbers::new();
        let mut losses = Vec::new();
        let mut learner = Learner::new(trainer.network().to_double(), self.config.rules());
        for step in 0..N_STEPS {
            let trace = trainer.trace_next(&self.data).unwrap();
            losses.push(f64::from(trace.loss));
            let n = trace.batch_len;
            let mut workspace = Workspace::<f64>::new(spec, n);
            for row in 0..n {
                let y = trace.targets.row(row).to_vec();
                workspace.push(Target::Values(&y), |x| {
                    let numbers = trace.inputs.row(row);
                    x.iter_mut().zip(numbers).for_each(|(x, &number)| *x = number.into());
                });
                workspace.weigh(trace.example_weights[row]);
            }
            let noise = Noise::of_step(self.config.seed.0, step as u64);
            learner.learn_from(&mut workspace, Part { batch_len: n, first: 0, noise });
            learner.finish_gradient();
            if step == 0 {
                let z = (0..n).flat_map(|row| {
                    let layers = workspace.layer_values(row);
                    layers[layers.len() - 1].pre_activations.to_vec()
                });
                numbers.insert("z".to_owned(), z.collect());
                for (layer_idx, layer) in learner.gradients().iter().enumerate() {
                    let (weight, bias) = names("gradient", layer_idx);
                    numbers.insert(weight, layer.weights.iter().copied().collect());
                    numbers.insert(bias, layer.bias.to_vec());
                }
            }
            learner.apply(self.rate(&trainer));
            trainer.step(&self.data).unwrap();
        }
        for (layer_idx, layer) in learner.network().layers().iter().enumerate() {
            let (weight, bias) = names("end", layer_idx);
            numbers.insert(weight, layer.weights.iter().copied().collect());
            numbers.insert(bias, layer.bias.to_vec());
        }
        (numbers, losses)
    }
}

fn names(kind: &str, layer_idx: usize) -> (String, String) {
    (format!("{kind}.layers.{layer_idx}.weight"), format!("{kind}.layers.{layer_idx}.bias"))
}

fn flat<'a>(numbers: impl IntoIterator<Item = &'a f32>) -> Vec<f64> {
    numbers.into_iter().map(|&number| f64::from(number)).collect()
}

fn read(path: &Path) -> Numbers {
    let bytes = std::fs::read(path).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let numbers = |data: &[u8]| -> Vec<f64> {
        data.as_chunks().0.iter().map(|&number| f64::from_le_bytes(number)).collect()
    };
    file.iter().map(|(name, tensor)| (name.to_owned(), numbers(tensor.data()))).collect()
}

/// The largest difference of the tensors whose names begin so, as a share of each one's
/// largest number.
fn difference(ours: &Numbers, theirs: &Numbers, kind: &str) -> f64 {
    let mut largest = 0.0_f64;
    let magnitude = |name: &str| {
        let numbers = theirs.get(name).into_iter().flatten();
        numbers.fold(0.0_f64, |largest, number| largest.max(number.abs()))
    };
    let scale = |name: &str| match name.rsplit_once('.') {
        Some((layer, "weight" | "bias")) => {
            magnitude(&format!("{layer}.weight")).max(magnitude(&format!("{layer}.bias")))
        }
        _ => magnitude(name),
    };
    for (name, theirs) in theirs.iter().filter(|(name, _)| name.starts_with(kind)) {
        let ours = &ours[name];
        assert_eq!(ours.len(), theirs.len(), "{name}");
        // Gradients that are 0 but for rounding have no size to be compared with.
        let scale = if kind == "gradient" { scale(name).max(1e-6) } else { scale(name) };
        for (a, b) in ours.iter().zip(theirs) {
            let difference = (a - b).abs();
            if difference != 0.0 {
                let share = difference / scale.max(1e-30);
                largest = largest.max(if share.is_nan() { f64::INFINITY } else { share });
            }
        }
    }
    largest
}

fn compare(case: &Case, engine: &Engine, folder: &Path) -> Deviation {
    let (torch32, torch64) = (read(&folder.join("torch32")), read(&folder.join("torch64")));
    let first = |a: &Numbers, b: &Numbers| difference(a, b, "z").max(difference(a, b, "gradient"));
    Deviation {
        case: case.number,
        what: case.config.describe(),
        why: case.config.amplifies(),
        z: difference(&engine.single, &torch32, "z"),
        gradients: difference(&engine.single, &torch32, "gradient"),
        end: difference(&engine.single, &torch32, "end").max(difference(
            &engine.single,
            &torch32,
            "losses",
        )),
        double: first(&engine.double, &torch64),
        double_end: difference(&engine.double, &torch64, "end"),
        rounding_first: first(&torch32, &torch64),
        rounding_end: engine
            .nearby
            .iter()
            .map(|nearby| difference(nearby, &engine.single, "end"))
            .chain([difference(&engine.single, &engine.double, "end")])
            .fold(difference(&torch32, &torch64, "end"), f64::max),
    }
}

trait Describe {
    /// In a line; all of it is in the case's folder.
    fn describe(&self) -> String;
    /// What in it makes rounding errors large.
    fn amplifies(&self) -> String;
}

impl Describe for descent::training::RunConfig {
    fn amplifies(&self) -> String {
        let has = |key: &str| self.network.layers().iter().any(|layer| layer.activation.key == key);
        let raw = self.scaling.key == "raw";
        let reasons = [
            (
                self.initializer.key == "plain_normal" || raw,
                "large z saturate units, whose slopes are differences of nearly equal numbers",
            ),
            (
                self.initializer.key == "zeros",
                "from zeros, exact gradients are 0, and rounding's are not",
            ),
            (self.network.loss().key == "absolute_error", "the sign of an error of nearly 0 jumps"),
            (has("step"), "a step of z of nearly 0 jumps"),
            (self.penalty.l1 > 0.0, "under L1 the sign of a weight of nearly 0 jumps"),
            (has("relu"), "the slope of ReLU at nearly 0 jumps"),
            (
                matches!(self.optimizer.rule.key, "adagrad" | "rmsprop" | "adam" | "adamw"),
                "the optimizer divides by the gradient's size, and so makes tiny ones large",
            ),
        ];
        let reasons: Vec<&str> =
            reasons.iter().filter(|(holds, _)| *holds).map(|&(_, reason)| reason).collect();
        reasons.join("; ")
    }

    fn describe(&self) -> String {
        let layers: Vec<String> = self
            .network
            .layers()
            .iter()
            .map(|layer| format!("{} {:?}", layer.width, layer.activation))
            .collect();
        format!(
            "{} → {}; {:?} {:?}; {:?} from {:?}; rate {} {:?}; batch {}; {:?}; {:?}",
            self.network.n_inputs(),
            layers.join(" → "),
            self.network.loss(),
            self.network.reduction(),
            self.optimizer.rule,
            self.initializer,
            self.learning_rate.get(),
            self.schedule.decay,
            self.batch_size,
            self.clipping,
            self.penalty,
        )
    }
}

/// The order of the shipped data, whose first epoch shuffles within parts.
#[test]
fn the_script_goes_through_the_examples_in_the_same_order() {
    let Some(python) = std::env::var_os("DESCENT_TORCH_PYTHON") else {
        println!("SKIPPED: no PyTorch; see above.");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("order");
    std::fs::create_dir_all(&folder).unwrap();
    let config = descent::training::RunConfig::default();
    std::fs::write(folder.join("script.py"), pytorch::script(&config)).unwrap();
    let (n, part_len) = (config.dataset.n_train(), config.dataset.part_len());
    for epoch in 0..2 {
        let print = format!("import script; print(*script.order_of_epoch({epoch}, {n})[:20000])");
        let output = Command::new(&python).args(["-c", &print]).current_dir(&folder).output();
        let text = String::from_utf8(output.expect("Python starts").stdout).unwrap();
        let theirs: Vec<u32> = text.split_whitespace().map(|n| n.parse().unwrap()).collect();
        let ours = EpochOrder::new(config.seed.0, epoch, n, part_len);
        assert_eq!(theirs, ours.examples(0, 20_000));
    }
}

/// Models that never saw Descent: whatever their layers are called and in whatever precision
/// they were saved, the engine says what they say.
#[test]
fn models_that_pytorch_saved_say_the_same_here() {
    let Some(python) = std::env::var_os("DESCENT_TORCH_PYTHON") else {
        println!("SKIPPED: no PyTorch; see above.");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torch/foreign.py");
    let status = Command::new(python).arg(script).arg(&folder).status().expect("Python starts");
    assert!(status.success(), "PyTorch failed; see above");

    let relu = Choice::of(&activation::RELU);
    let output = LayerSpec::new(3, Choice::of(&activation::SOFTMAX));
    let loss = Choice::by_key("cross_entropy").unwrap();
    let like = NetworkSpec::new(5, vec![output], loss).unwrap();
    let mut n_models = 0;
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "safetensors") {
            continue;
        }
        n_models += 1;
        let bytes = std::fs::read(&path).unwrap();
        let spec = weights_file::spec_of_foreign(&bytes, relu, &like).unwrap();
        let network = weights_file::read_foreign(&bytes, &spec).unwrap();
        let said = std::fs::read(path.with_extension("said")).unwrap();
        let said = SafeTensors::deserialize(&said).unwrap();
        let numbers = |name| -> Vec<f32> {
            let data = said.tensor(name).unwrap().data();
            data.as_chunks().0.iter().map(|&number| f32::from_le_bytes(number)).collect()
        };
        for (x, z) in numbers("x").chunks(5).zip(numbers("z").chunks(3)) {
            let layers = forward::read(&network, x);
            let ours = &layers[layers.len() - 1].pre_activations;
            for (ours, theirs) in ours.iter().zip(z) {
                assert!((ours - theirs).abs() < 1e-5, "{}: {ours} {theirs}", path.display());
            }
        }
    }
    assert_eq!(n_models, 9);
}

/// Every member takes part, so that a new one does, too.
#[test]
fn every_member_is_among_the_cases() {
    use descent::nn::{Activation, Initializer, Loss, Optimizer, Reduction};
    use descent::registry::Entry;
    let configs: Vec<_> = (0..N_CASES).map(|number| Case::random(number).config).collect();
    fn missing<T: Entry>(used: impl Fn(Choice<T>) -> bool) -> Vec<Choice<T>> {
        Choice::all().filter(|&member| !used(member)).collect()
    }
    let activations = missing(|member: Choice<Activation>| {
        configs.iter().any(|c| c.network.layers().iter().any(|l| l.activation == member))
    });
    assert!(activations.is_empty(), "{activations:?}");
    let losses = missing(|m: Choice<Loss>| configs.iter().any(|c| c.network.loss() == m));
    assert!(losses.is_empty(), "{losses:?}");
    let optimizers = missing(|m: Choice<Optimizer>| configs.iter().any(|c| c.optimizer.rule == m));
    assert!(optimizers.is_empty(), "{optimizers:?}");
    let starts = missing(|m: Choice<Initializer>| configs.iter().any(|c| c.initializer == m));
    assert!(starts.is_empty(), "{starts:?}");
    for reduction in Reduction::ALL {
        assert!(configs.iter().any(|c| c.network.reduction() == reduction), "{reduction:?}");
    }
    assert!(configs.iter().any(|c| c.network.layers().iter().any(|l| l.dropout > 0.0)));
    let points = || configs.iter().filter_map(|c| c.dataset.points());
    let inputs = missing(|m: Choice<Input>| points().any(|points| points.inputs().contains(&m)));
    assert!(inputs.is_empty(), "{inputs:?}");
    let patterns = missing(|m: Choice<Pattern>| {
        points().any(|p| matches!(p.what(), What::Made { pattern, .. } if *pattern == m))
    });
    assert!(patterns.is_empty(), "{patterns:?}");
    assert!(points().any(|points| matches!(points.what(), What::Placed { .. })));
}
