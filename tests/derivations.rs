//! The lines that lead to an activation's slope: each comes to the number that the engine
//! trains with (CURRICULUM C1–C5).

use std::collections::HashMap;

use descent::nn::activation::{self, Activation, Kind, softmax};
use descent::walk::Math;
use descent::walk::math::{Shown, value};

/// f and f′ at z; of softmax, of the first of three units of which the others are at 0.
fn at(activation: &Activation, z: f64) -> (f64, f64) {
    activation.at(z).unwrap_or_else(|| {
        let (mut a, mut slope) = ([0.0; 3], [0.0; 3]);
        softmax::shares(&[z, 0.0, 0.0], &mut a);
        softmax::pull_back(&a, &[1.0, 0.0, 0.0], &mut slope);
        (a[0], slope[0])
    })
}

#[test]
fn every_line_of_a_derivation_comes_to_the_engines_slope() {
    for activation in activation::ALL {
        for z in [-6.0, -2.5, -1.0, -0.1, 0.0, 0.1, 1.0, 2.5, 6.0] {
            let (a, slope) = at(activation, z);
            let lines = (activation.derivation)(z);
            assert!(!lines.is_empty() && lines.iter().all(|line| !line.why.is_empty()));
            for line in lines {
                let number = |value| Shown::new(value, None);
                let numbers =
                    HashMap::from([("z", number(z)), ("a", number(a)), ("h", number(0.5))]);
                let formula = Math::read(line.formula).with(&numbers);
                let comes_to = value(&formula, &|shown| shown.value).and_then(|v| v.number());
                let is_right = comes_to.is_some_and(|it| (it - slope).abs() < 1e-12);
                let name = activation.name;
                assert!(is_right, "{name} at {z}: {} is {comes_to:?}, not {slope}", line.formula);
            }
        }
    }
}

#[test]
fn the_sigmoids_slope_is_at_most_a_quarter_and_steps_have_none() {
    let slope = |activation: &Activation, z| at(activation, z).1;
    let zs = || (-800..=800).map(|z| f64::from(z) / 100.0);
    let largest = zs().map(|z| slope(&activation::SIGMOID, z)).fold(0.0, f64::max);
    assert_eq!(largest, 0.25);
    assert!(zs().all(|z| slope(&activation::STEP, z) == 0.0));
    assert_eq!(slope(&activation::RELU, 0.0), 0.0);
    assert!(matches!(activation::SOFTMAX.kind, Kind::Softmax));
}
