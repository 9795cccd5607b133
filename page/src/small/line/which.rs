//! Which points, and which unit learns from them.

use descent::data::TargetShape;
use descent::data::points::input::{X1, X2};
use descent::data::points::{Place, Points, What, pattern};
use descent::nn::activation::{SIGMOID, STEP, TANH};
use descent::nn::init::{SCALED_NORMAL, XAVIER, ZEROS};
use descent::nn::loss::{BINARY_CROSS_ENTROPY, PERCEPTRON, SQUARED_ERROR};
use descent::nn::{Activation, LayerSpec, Loss, NetworkSpec, Reduction};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig, StopRules, Tolerance};

/// What learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Step and its own rule.
    Perceptron,
    /// Sigmoid and cross-entropy.
    Logistic,
    /// Sigmoid and squared error.
    Squared,
    /// Four units before the one: no longer a line.
    Hidden,
}

/// Points that one can begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Both.
    And,
    /// At least one.
    Or,
    /// One, but not both.
    Xor,
    /// Two clouds.
    Clouds,
    /// Those of worked example W5.
    Worked,
}

/// Where 0 and 1 of the logical functions are in the plane.
const GATE: f32 = 3.0;

impl Preset {
    /// The points.
    pub fn points(self) -> Points {
        let inputs = vec![Choice::of(&X1), Choice::of(&X2)];
        let what = match self {
            Self::And => gate([0.0, 0.0, 0.0, 1.0]),
            Self::Or => gate([0.0, 1.0, 1.0, 1.0]),
            Self::Xor => gate([0.0, 1.0, 1.0, 0.0]),
            Self::Worked => {
                let at = [(1.0, 2.0, 0.0), (2.0, 3.0, 0.0), (3.0, 4.0, 1.0), (4.0, 5.0, 1.0)];
                placed(&at)
            }
            Self::Clouds => What::Made {
                pattern: Choice::of(&pattern::GAUSSIANS),
                n: 40,
                noise: 0.2,
                held_out: 0.0,
                seed: 2,
            },
        };
        Points::new(what, inputs).expect("in range")
    }
}

/// What a function says of (0, 0), (1, 0), (0, 1) and (1, 1).
fn gate(says: [f32; 4]) -> What {
    let at = [(-GATE, -GATE), (GATE, -GATE), (-GATE, GATE), (GATE, GATE)];
    let places: Vec<_> = at.into_iter().zip(says).map(|((x, y), says)| (x, y, says)).collect();
    placed(&places)
}

fn placed(places: &[(f32, f32, f32)]) -> What {
    What::Placed {
        places: places.iter().map(|&place| Place::from(place)).collect(),
        targets: TargetShape::Classes(["0", "1"].map(str::to_owned).to_vec()),
    }
}

/// The perceptron before AND.
pub fn start() -> RunConfig {
    run(Preset::And.points(), Unit::Perceptron)
}

/// The worked example's own run: from 0, by the summed gradient of all four.
pub fn worked() -> RunConfig {
    let config = run(Preset::Worked.points(), Unit::Logistic);
    RunConfig {
        network: config.network.clone().with_reduction(Reduction::Sum),
        initializer: Choice::of(&ZEROS),
        batch_size: BatchSize::All,
        ..config
    }
}

/// Logistic regression on two clouds that overlap: no line parts them, so the loss has a
/// lowest place (CURRICULUM F7). All points at once, until the loss hardly falls any more.
pub fn bowl() -> RunConfig {
    let pattern = Choice::of(&pattern::GAUSSIANS);
    let what = What::Made { pattern, n: 60, noise: 0.8, held_out: 0.0, seed: 2 };
    let points = Points::new(what, vec![Choice::of(&X1), Choice::of(&X2)]).expect("in range");
    let config = run(points, Unit::Logistic);
    let tolerance = Some(Tolerance { min_change: 1e-7, patience: 1 });
    RunConfig {
        learning_rate: LearningRate::new(0.5).expect("in range"),
        batch_size: BatchSize::All,
        stop: StopRules { tolerance, ..StopRules::default() },
        ..config
    }
}

/// A unit on points, at its start.
pub fn run(points: Points, unit: Unit) -> RunConfig {
    let one: (&'static Activation, &'static Loss, Reduction) = match unit {
        Unit::Perceptron => (&STEP, &PERCEPTRON, Reduction::Mean),
        Unit::Logistic | Unit::Hidden => (&SIGMOID, &BINARY_CROSS_ENTROPY, Reduction::Mean),
        // Half of the square, so that δ is (y − ŷ)·f′ without a 2.
        Unit::Squared => (&SIGMOID, &SQUARED_ERROR, Reduction::HalfMean),
    };
    let (activation, loss, reduction) = one;
    let is_hidden = unit == Unit::Hidden;
    let mut layers = vec![LayerSpec::new(1, Choice::of(activation))];
    if is_hidden {
        layers.insert(0, LayerSpec::new(4, Choice::of(&TANH)));
    }
    let network = NetworkSpec::new(2, layers, Choice::of(loss)).expect("in range");
    let one_record = BatchSize::examples(1).expect("not zero");
    let rate = if is_hidden { 0.3 } else { 0.1 };
    RunConfig {
        dataset: points.into(),
        network: network.with_reduction(reduction),
        initializer: Choice::of(if is_hidden { &XAVIER } else { &SCALED_NORMAL }),
        learning_rate: LearningRate::new(rate).expect("in range"),
        batch_size: if is_hidden { BatchSize::All } else { one_record },
        ..RunConfig::default()
    }
}

/// δ = −∂loss/∂z of one record, as the run adds losses up.
pub fn delta(unit: Unit, reduction: Reduction) -> &'static str {
    match (unit, reduction) {
        (Unit::Squared, Reduction::HalfMean) => "(y − ŷ) · f′(z)",
        (Unit::Squared, _) => "2 · (y − ŷ) · f′(z)",
        (_, Reduction::HalfMean) => "½ · (y − ŷ)",
        (_, _) => "(y − ŷ)",
    }
}

/// What learns in a run.
pub fn unit_of(config: &RunConfig) -> Unit {
    let loss = config.network.loss();
    if config.network.layers().len() > 1 {
        Unit::Hidden
    } else if loss == Choice::of(&PERCEPTRON) {
        Unit::Perceptron
    } else if loss == Choice::of(&SQUARED_ERROR) {
        Unit::Squared
    } else {
        Unit::Logistic
    }
}

/// The preset whose points a run has; none if they are of one's own.
pub fn preset_of(config: &RunConfig) -> Option<Preset> {
    let places = config.dataset.points()?.places();
    let all = [Preset::And, Preset::Or, Preset::Xor, Preset::Clouds, Preset::Worked];
    all.into_iter().find(|preset| preset.points().places() == places)
}
