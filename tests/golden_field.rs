//! The field against PyTorch: every optimizer's path on every surface, from a file that
//! `tests/golden/field.py` made with PyTorch's own optimizers and gradients in float64.

use std::collections::BTreeSet;

use descent::field::{End, Land, Runner, Surface, descend, surface};
use descent::nn::optimizer;
use descent::nn::{Optimizer, OptimizerSpec};
use descent::registry::Choice;
use serde::Deserialize;

/// Of 1 + the number. Both compute in float64; sums in another order, and Adam's division
/// saved, differ in the last digits, and a hundred steps on curved ground make that larger.
const TOLERANCE: f64 = 1e-10;

#[derive(Deserialize)]
struct Case {
    surface: Choice<Surface>,
    optimizer: Choice<Optimizer>,
    learning_rate: f64,
    start: Vec<f64>,
    every: usize,
    /// x, y if there is one, and the value.
    path: Vec<Vec<f64>>,
}

fn cases() -> Vec<Case> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/field.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn every_path_is_pytorchs() {
    let mut off = Vec::new();
    for case in cases() {
        let name = format!("{} on {}", case.optimizer.key, case.surface.key);
        let start = [case.start[0], case.start.get(1).copied().unwrap_or(0.0)];
        let runner = Runner {
            optimizer: OptimizerSpec::defaults(case.optimizer),
            learning_rate: case.learning_rate,
            start,
            batch: None,
        };
        let ground = Land::Known(case.surface).ground().unwrap();
        let n_steps = case.every * (case.path.len() - 1);
        assert_eq!(n_steps, 100, "{name}");
        let ours = descend(&ground, &runner, n_steps).unwrap();
        assert_ne!(ours.end, End::Diverged, "{name}");
        let away = |at: [f64; 2]| (at[0] - start[0]).hypot(at[1] - start[1]);
        let moved = ours.moments.iter().map(|moment| away(moment.at)).fold(0.0, f64::max);
        assert!(moved > 1e-2, "{name} moved by {moved}: such a path would tell nothing");
        for (idx, theirs) in case.path.iter().enumerate() {
            let moment = &ours.moments[idx * case.every];
            let ours = moment.at[..case.start.len()].iter().chain([&moment.value]);
            for (&ours, &theirs) in ours.zip(theirs) {
                // NaN is off, too.
                let is_near = (ours - theirs).abs() <= TOLERANCE * (1.0 + theirs.abs());
                if !is_near {
                    let step = idx * case.every;
                    off.push(format!("{name}, step {step}: {ours}, PyTorch {theirs}"));
                }
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}

#[test]
fn no_surface_and_no_optimizer_is_left_out() {
    let cases = cases();
    let there: BTreeSet<_> =
        cases.iter().map(|case| (case.surface.key, case.optimizer.key)).collect();
    for surface in surface::ALL {
        for rule in optimizer::ALL {
            assert!(
                there.contains(&(surface.key, rule.key)),
                "no path of {} on {}: add it to tests/golden/field.py",
                rule.key,
                surface.key
            );
        }
    }
}
