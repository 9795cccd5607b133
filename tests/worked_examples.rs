//! The course's worked examples (CURRICULUM W), recomputed there in float64, on the
//! engine: in double precision to all the digits that are printed, in single precision,
//! in which it trains, as far as that goes: six or seven digits.

use descent::data::DatasetSpec;
use descent::nn::loss::SQUARED_ERROR;
use descent::nn::{
    DenseLayer, LayerSpec, Learner, Network, NetworkSpec, OptimizerSpec, Parameter, Part,
    Reduction, Target, Workspace,
};
use descent::registry::{Choice, Entry};
use descent::training::{RunConfig, Trainer};
use descent::worked::{Card, CardRow, Number, Rehearsal, W1};
use ndarray::{Array1, array};

fn assert_within(ours: f64, exact: f64, allowed: f64) {
    assert!((ours - exact).abs() < allowed, "{ours}, exactly {exact}");
}

/// How far single precision may be from double. A thousand steps keep five digits.
fn rounding_of(row: &CardRow) -> f64 {
    let share = if row.name.contains("1,000") { 1e-5 } else { 3e-7 };
    share * (1.0 + row.exact.abs())
}

/// The curriculum's digits, as they are printed, but for the one slip of the notes.
#[test]
fn every_printed_number_comes_out() {
    let mut slips = Vec::new();
    for card in Card::all() {
        for row in card.rows() {
            let text = format!("{}: {row:?}", card.key);
            assert!((f64::from(row.single) - row.exact).abs() < rounding_of(&row), "{text}");
            if !row.is_well_rounded() {
                slips.push((card.key, row));
                continue;
            }
            // So few digits stand for a number that has no more.
            let digits = row.printed.replace('−', "-");
            let n_digits = digits.trim_start_matches(['-', '0', '.']).replace('.', "").len();
            if n_digits < 4 {
                assert!((row.exact - digits.parse::<f64>().unwrap()).abs() < 1e-10, "{text}");
            }
        }
    }
    let [("w1", slip)] = &slips[..] else { panic!("{slips:?}") };
    assert_eq!((slip.name.as_str(), slip.printed.as_str()), ("Δw₂", "0.00045"));
    assert_within(slip.exact, 0.000456825198560, 1e-15);
    assert!(slip.note.as_deref().unwrap().contains("0.00046"));
}

/// What the table says of it is true: right after rounding is a digit more or less wrong.
#[test]
fn a_digit_too_many_or_too_few_is_noticed() {
    let of = |printed: &str, exact| {
        let (name, printed) = (String::new(), printed.to_owned());
        CardRow { name, printed, exact, single: 0.0, note: None }.is_well_rounded()
    };
    assert!(of("0.00046", 0.000456825) && !of("0.00045", 0.000456825));
    assert!(of("−2.14", -2.138293161) && !of("−2.13", -2.138293161) && !of("2.14", -2.138293161));
    assert!(of("9", 9.0) && of("0.5", 0.45) && !of("0.5", 0.56));
    assert!(!of("nine", 9.0) && !of("9", f64::NAN));
}

/// Configuration, data and start weights belong together, and to no other card.
#[test]
fn cards_hold_together() {
    for card in Card::all() {
        let config = card.config();
        config.check().unwrap();
        config.check_data(&card.data()).unwrap();
        assert_eq!(Card::of(&config.dataset).map(|found| found.key), Some(card.key));
        let from_file = RunConfig::from_json(&config.to_json()).unwrap();
        assert_eq!(from_file, config);
        let mut trainer = Trainer::with_start(config, &card.network()).unwrap();
        let before = trainer.network().clone();
        let report = trainer.step(&card.data()).unwrap();
        assert!(!report.diverged && trainer.network() != &before, "{} can be learned", card.key);
        assert!(!card.title.is_empty() && !card.about.contains("  "), "{}", card.about);
    }
    assert!(Card::of(&RunConfig::default().dataset).is_none());
    let DatasetSpec::Own(own) = W1.config().dataset else { panic!("a card's data are its own") };
    let other = descent::data::OwnData::new(
        own.name().to_owned(),
        own.n_train() + 1,
        own.features(),
        own.targets().clone(),
    );
    assert!(Card::of(&other.unwrap().into()).is_none(), "the name alone is not enough");
}

/// W1 without biases stays so, and the whole of its update is the one on the card.
#[test]
fn w1_has_three_weights_and_no_bias() {
    let mut run = Rehearsal::<f64>::new(&W1, None);
    run.go_to(1);
    let weight = |layer_idx, input_idx| Parameter::Weight { layer_idx, unit_idx: 0, input_idx };
    for (parameter, exact) in [
        (weight(1, 0), 0.0301534884040),
        (weight(0, 0), 0.000152275066187),
        (weight(0, 1), 0.000456825198560),
    ] {
        assert_within(run.read(Number::Change(parameter)), exact, 1e-13);
    }
    let network = W1.network::<f32>();
    assert_eq!(network.spec().n_parameters(), 3);
    assert_eq!(Parameter::Bias { layer_idx: 0, unit_idx: 0 }.of(&network), None);
}

/// B1: the same error in the four conventions, whose gradients differ by the same factor.
#[test]
fn b1_one_switch_for_every_convention_of_squared_error() {
    let of = |reduction| {
        let layer = LayerSpec::new(2, Choice::by_key("identity").unwrap());
        let spec = NetworkSpec::new(2, vec![layer], Choice::of(&SQUARED_ERROR)).unwrap();
        let weights = array![[1.0, 0.0], [0.0, 1.0]];
        let layers = vec![DenseLayer { weights, bias: Array1::zeros(2) }];
        let network = Network::<f64>::from_layers(spec.with_reduction(reduction), layers).unwrap();
        let sgd = OptimizerSpec::defaults(Choice::by_key("sgd").unwrap());
        let mut learner = Learner::new(network, sgd);
        let mut workspace = Workspace::new(learner.network().spec(), 3);
        for x in [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]] {
            workspace.push(Target::Values(&[0.0, 0.0]), |inputs| inputs.copy_from_slice(&x));
        }
        let score = learner.learn_from(&mut workspace, Part::whole(3));
        let delta = learner.gradients()[0].bias[0];
        (score.reduced_loss(learner.network().spec()), delta)
    };
    let (sum, slope) = of(Reduction::Sum);
    assert_eq!((sum, slope), (91.0, 18.0));
    for (reduction, factor) in [
        (Reduction::Mean, 1.0 / 3.0),
        (Reduction::HalfMean, 1.0 / 6.0),
        (Reduction::MeanOfAll, 1.0 / 6.0),
    ] {
        let (loss, delta) = of(reduction);
        assert_within(loss, factor * sum, 1e-12);
        assert_within(delta, factor * slope, 1e-12);
    }
}
