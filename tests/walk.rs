//! The walk through an update says what the engine's trace says, and what it says is
//! true: each number on display is the trace's, and each equation in numbers holds when
//! it is worked out anew, for runs of every kind.

mod support;

use descent::nn::{OptimizerSpec, Penalty, StepTrace};
use descent::registry::{Choice, Entry};
use descent::training::{BatchSize, LearningRate, RunConfig, Trainer};
use descent::walk::math::{Shown, sum};
use descent::walk::{
    Level, Line, Math, Phase, Place, Places, Quantity, Term, UnitAt, digits, lines, sentence, terms,
};
use descent::worked::Card;
use support::kinds::{Kind, kinds};
use support::mnist;

fn trace_of(Kind { data, config, .. }: &Kind) -> StepTrace {
    let mut trainer = Trainer::new(config.clone()).unwrap();
    for _ in 0..3 {
        trainer.step(data).unwrap();
    }
    trainer.trace_next(data).unwrap()
}

/// What the step view shows of each worked example, W1 first.
fn card_traces() -> impl Iterator<Item = (String, StepTrace)> {
    Card::all().iter().map(|card| {
        let trainer = Trainer::with_start(card.config(), &card.network()).unwrap();
        (card.key.to_owned(), trainer.trace_next(&card.data()).unwrap())
    })
}

/// Runs of every kind, the lesson, the worked examples.
fn all_traces() -> impl Iterator<Item = (String, StepTrace)> {
    let runs =
        kinds().into_iter().chain([lesson()]).map(|kind| (kind.name.clone(), trace_of(&kind)));
    runs.chain(card_traces())
}

fn lesson() -> Kind {
    let batch_size = BatchSize::examples(8).unwrap();
    let config = RunConfig { batch_size, ..RunConfig::default() };
    Kind { name: "the lesson".to_owned(), data: mnist().clone(), config }
}

/// Every stop of a walk at a level, there and back.
fn stops(places: &Places, level: Level) -> Vec<Place> {
    let n = places.n_stops(level);
    let mut there = vec![Place::START];
    while there.len() < n {
        there.push(places.next(there[there.len() - 1], level));
    }
    let mut place = there[n - 1];
    for expected in there.iter().rev().skip(1) {
        place = places.previous(place, level);
        assert_eq!(place, *expected, "the way back is the way there");
    }
    there
}

#[test]
fn every_number_is_the_traces_and_every_equation_is_true() {
    for (name, trace) in all_traces() {
        let places = Places::of(&trace.network);
        let (mut n_equations, mut n_worked_out, mut n_as_written) = (0, 0, 0);
        for level in Level::ALL {
            for place in stops(&places, level) {
                for row in [0, trace.inputs.nrows() - 1] {
                    let lines = lines(&trace, &places, place, row);
                    assert!(!lines.is_empty(), "{}: nothing at {place}", name);
                    let said = sentence(
                        &trace,
                        &places,
                        place,
                        row,
                        |v, _| v.to_string(),
                        |l| l.to_string(),
                    );
                    assert!(said.ends_with('.') && !said.contains("NaN"), "{place}: {said}");
                    for line in &lines {
                        check_numbers(line, &trace, &name);
                        if let Some(is_true) = is_true(line) {
                            assert!(is_true, "{}, {place}: {:?}", name, line.numbers);
                            n_worked_out += 1;
                            let is_claimed = has_equals_last(line);
                            let is_so = is_true_as_written(line) == Some(true);
                            assert!(is_so || !is_claimed, "{name}, {place}: {:?}", line.numbers);
                            n_as_written += usize::from(is_claimed);
                        }
                        n_equations += usize::from(line.result.is_some());
                    }
                }
            }
        }
        let share = f64::from(n_worked_out) / n_equations as f64;
        // What is left: sums over the whole batch or all outputs, "1 if z > 0, else 0".
        assert!(share >= 0.5, "{}: only {share} of the equations could be worked out", name);
        let share = n_as_written as f64 / f64::from(n_worked_out);
        assert!(share >= 0.95, "{name}: only {share} of the equations are true as written");
    }
}

/// An equation ends in "= result", or in "≈ result" where its numbers have too few digits.
fn has_equals_last(line: &Line) -> bool {
    let Some(Math::Row(parts)) = &line.numbers else { return false };
    let mut signs = parts.iter().filter(|part| matches!(part, Math::Sign('=' | '≈')));
    signs.next_back() == Some(&Math::Sign('='))
}

fn check_numbers(line: &Line, trace: &StepTrace, name: &str) {
    let numbers = line.numbers.iter().flat_map(Math::numbers);
    for number in numbers {
        assert!(number.value.is_finite(), "{name}: {line:?}");
        if let Some(quantity) = number.quantity {
            assert_eq!(quantity.value(trace).map(f64::from), Some(number.value), "{quantity:?}");
        }
    }
    if let (Some(result), Some(numbers)) = (line.result, &line.numbers) {
        let last = numbers.numbers().last().and_then(|number| number.quantity);
        assert_eq!(last, Some(result), "an equation ends in its result");
    }
}

/// Whether the last two sides of an equation are equal, their numbers read by `read`;
/// `None` if something in it is no number.
fn holds(
    line: &Line,
    read: impl Fn(&Shown) -> f64,
    within: impl Fn(f64, f64) -> f64,
) -> Option<bool> {
    let Math::Row(parts) = line.numbers.as_ref()? else { return None };
    let sides: Vec<&[Math]> = parts.split(|part| matches!(part, Math::Sign('=' | '≈'))).collect();
    let [.., left, right] = sides[..] else { return None };
    let (left, right) = (sum(left, &read)?, sum(right, &read)?);
    assert_eq!(left.numbers().len(), right.numbers().len(), "{line:?}");
    // What cancels may leave little of much.
    let numbers = line.numbers.as_ref()?.numbers();
    let size = numbers.iter().fold(0.0, |size: f64, n| size.max(n.value.abs()));
    let mut pairs = left.numbers().iter().zip(right.numbers());
    Some(pairs.all(|(left, right)| (left - right).abs() <= within(size, *right)))
}

/// As far as single precision goes.
fn is_true(line: &Line) -> Option<bool> {
    holds(line, |shown| shown.value, |size, right| 2e-6 * size + 3e-5 * right.abs() + 1e-7)
}

/// With the digits that are written: whoever works out what stands there gets what stands
/// there, to the last digit.
fn is_true_as_written(line: &Line) -> Option<bool> {
    let read = |shown: &Shown| digits::rounded(shown.value, shown.digits);
    let last_digit = |right: f64| 0.5000001 * 10f64.powf(right.abs().log10().floor() - 2.0);
    holds(line, read, |_, right| if right == 0.0 { 0.0 } else { last_digit(right) })
}

/// What is worked out of a number is where the number says, and uses what stands there.
#[test]
fn every_number_leads_to_a_place_where_it_is_worked_out() {
    for (name, trace) in all_traces() {
        let places = Places::of(&trace.network);
        for place in stops(&places, Level::Term) {
            for line in lines(&trace, &places, place, 0) {
                let Some(result) = line.result else { continue };
                let home = result.place(&places);
                assert!(places.contains(home), "{result:?} is at {home}");
                let closest = result.closest_place(&trace, &places);
                assert!(
                    places.contains(closest) && closest.up_to(home.level()) == home,
                    "{closest}"
                );
                let numbers = line.numbers.as_ref().map(Math::numbers).unwrap_or_default();
                let sources = numbers.iter().filter_map(|number| number.quantity);
                for source in sources.filter(|&source| source != result) {
                    assert!(result.uses(source), "{}: {result:?} of {source:?}", name);
                }
            }
        }
    }
}

/// The lesson's own formulas, as people will read them.
#[test]
fn the_lesson_says_its_formulas() {
    let trace = trace_of(&lesson());
    let places = Places::of(&trace.network);
    let symbols = |place: &str| -> Vec<String> {
        let place = place.parse().unwrap();
        lines(&trace, &places, place, 0).iter().map(|line| line.symbols.plain()).collect()
    };
    assert_eq!(symbols("forward.0.3"), ["z_j=Σ_kw_jk·x_k+b_j", "a_j=1/1+e^−z_j"]);
    assert_eq!(symbols("loss.0"), ["L=−Σ_jy_j·lna_j"]);
    assert_eq!(symbols("backward.0.3"), ["δ_j=a_j−y_j"]);
    assert_eq!(
        symbols("backward.1.3"),
        ["∂L/∂a_j=Σ_kw_kj·δ_k", "f^′(z_j)=a_j·(1−a_j)", "δ_j=∂L/∂a_j·f^′(z_j)"]
    );
    // A weight's gradient: three factors, of which the first two are one at the outputs.
    let of_weight = |unit: &str| {
        let unit: Place = unit.parse().unwrap();
        let all = terms::terms(&trace, &places, unit, 0);
        let is_weight =
            |term: &Term| matches!(term, Term::Gradient(weight) if weight.input_idx.is_some());
        symbols(&unit.child(all.iter().position(is_weight).unwrap()).to_string())
    };
    assert_eq!(of_weight("backward.2.3")[..2], ["nudge=δ_j·x_k", "nudge=∂L/∂a_j·f^′(z_j)·x_k"]);
    assert_eq!(of_weight("backward.0.3")[..2], ["nudge=δ_j·a_k", "nudge=(a_j−y_j)·a_k"]);
    let numbers = |place: &str| -> Vec<Option<Quantity>> {
        let place = place.parse().unwrap();
        lines(&trace, &places, place, 0).iter().map(|line| line.result).collect()
    };
    assert!(numbers("update.0.3.0").iter().any(|q| matches!(q, Some(Quantity::New(_)))));
    assert_eq!(places.stop(0, Level::Term).phase(), Phase::Batch);
}

/// W5 has one output for two classes: of a 0 it does not say that output 0 should be 1.
#[test]
fn a_single_output_is_not_taken_for_a_class() {
    let (_, trace) = card_traces().find(|(key, _)| key == "w5").unwrap();
    let places = Places::of(&trace.network);
    let said = sentence(
        &trace,
        &places,
        "loss.0".parse().unwrap(),
        0,
        |v, _| v.to_string(),
        |l| l.to_string(),
    );
    assert_eq!(trace.targets[[0, 0]], 0.0);
    assert!(!said.contains("should say 1"), "{said}");
}

/// After a step that made it worse: without a memory, and with nothing added to the gradient,
/// the direction was the batch's own, so that its length alone can be to blame.
#[test]
fn a_step_against_the_gradient_can_only_be_too_long() {
    let Kind { data, config, .. } = lesson();
    let said = |optimizer: &str, penalty: Penalty| {
        let mut config = config.clone();
        config.optimizer = OptimizerSpec::defaults(Choice::by_key(optimizer).unwrap());
        config.penalty = penalty;
        config.learning_rate = LearningRate::new(50.0).unwrap();
        let trace = Trainer::new(config).unwrap().trace_next(&data).unwrap();
        assert!(trace.loss_after > trace.loss, "{optimizer}: it got no worse");
        let places = Places::of(&trace.network);
        sentence(
            &trace,
            &places,
            "update.3".parse().unwrap(),
            0,
            |v, _| v.to_string(),
            |l| l.to_string(),
        )
    };
    let blame = "or more than this batch’s gradient led it";
    let alone = said("sgd", Penalty::default());
    assert!(alone.ends_with("worse: the step was too long."), "{alone}");
    assert!(said("momentum", Penalty::default()).contains(blame));
    assert!(said("sgd", Penalty { l2: 0.01, ..Penalty::default() }).contains(blame));
}

/// With dropout a unit's shares add up to what the engine has left of them, before the mask.
#[test]
fn the_blame_is_the_sum_of_its_shares() {
    for (name, trace) in all_traces() {
        for layer_idx in 0..trace.layers.len() - 1 {
            let at = UnitAt { row: 0, layer_idx, unit_idx: 0 };
            let n_next = trace.layers[layer_idx + 1].bias.len();
            let shares = (0..n_next).map(|k| Quantity::Share(at, k).value(&trace).unwrap());
            let mask = Quantity::Mask(at).value(&trace).unwrap_or(1.0);
            let engine = Quantity::OutputGradient(at).value(&trace).unwrap();
            let blame = terms::blame(&trace, at);
            let size: f32 = shares.clone().map(f32::abs).sum();
            assert!((blame - shares.sum::<f32>()).abs() <= 1e-5 * size, "{name}: {at:?}");
            assert!((blame * mask - engine).abs() <= 1e-5 * size * mask.max(1.0), "{name}: {at:?}");
        }
    }
}
