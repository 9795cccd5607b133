//! Maximum likelihood (CURRICULUM A13): going up the log-likelihood is going down the loss.

mod support;

use descent::data::{Dataset, Split};
use descent::nn::Reduction;
use descent::training::{BatchSize, RunConfig, Trainer};
use ndarray::{Array1, Array2};
use support::kinds::{kinds, single, yes_or_no};
use support::run;

/// x with a 1 behind it, for the bias, in double precision; and y.
fn matrix(split: &Split) -> (Array2<f64>, Array1<f64>) {
    let n_columns = split.n_features();
    let mut x = Array2::ones((split.len(), n_columns + 1));
    let mut y = Array1::zeros(split.len());
    let mut row = vec![0.0; n_columns];
    for example in 0..split.len() {
        split.write_input(example, &mut row);
        (0..n_columns).for_each(|k| x[[example, k]] = f64::from(row[k]));
        y[example] = f64::from(split.label(example));
    }
    (x, y)
}

/// Logistic regression, written down from its likelihood p(y|x) = ŷ^y · (1 − ŷ)^(1−y):
/// ℓ = Σ ln p(y|x), ∂ℓ/∂w = Σ (y − ŷ)·x, and w ← w + η/m · ∂ℓ/∂w.
fn ascend(w: &mut Array1<f64>, data: &Dataset, rate: f64) -> f64 {
    let (x, y) = matrix(&data.train);
    let p = x.dot(w).mapv(|z| 1.0 / (1.0 + (-z).exp()));
    let likelihood = y.iter().zip(&p).map(|(y, p)| if *y == 1.0 { p.ln() } else { (1.0 - p).ln() });
    let likelihood = likelihood.sum();
    let slope = x.t().dot(&(&y - &p));
    *w += &(slope * (rate / y.len() as f64));
    likelihood
}

#[test]
fn ascent_on_the_log_likelihood_is_the_path_of_descent_on_the_loss() {
    let (data, dataset) = yes_or_no(160);
    let config = RunConfig {
        dataset,
        batch_size: BatchSize::All,
        ..run(single(&[], "sigmoid", "binary_cross_entropy"), "sgd", 0.5)
    };
    let mut trainer = Trainer::new(config).unwrap();
    let start = &trainer.network().layers()[0];
    let mut w: Array1<f64> =
        start.weights.iter().chain(&start.bias).map(|&w| f64::from(w)).collect();
    let mut before = f64::NEG_INFINITY;
    for step in 0..30 {
        let trace = trainer.trace_next(&data).unwrap();
        let likelihood = ascend(&mut w, &data, 0.5);
        let told = f64::from(trace.log_likelihood().unwrap());
        assert!((told - likelihood).abs() < 1e-5 * likelihood.abs(), "{told}, not {likelihood}");
        assert!(likelihood > before, "up it goes");
        before = likelihood;
        trainer.step(&data).unwrap();
        let layer = &trainer.network().layers()[0];
        for (ours, &w) in layer.weights.iter().chain(&layer.bias).zip(&w) {
            assert!((f64::from(*ours) - w).abs() < 2e-6, "step {step}: {ours}, not {w}");
        }
    }
}

#[test]
fn the_likelihood_is_that_of_the_right_answers_whatever_the_reduction() {
    for kind in kinds() {
        for reduction in Reduction::ALL {
            let network = kind.config.network.clone().with_reduction(reduction);
            let config = RunConfig { network, ..kind.config.clone() };
            let mut trainer = Trainer::new(config).unwrap();
            let trace = trainer.trace_next(&kind.data).unwrap();
            let outputs = &trace.layers.last().unwrap().activations;
            let of_label = |(row, &label): (usize, &u8)| match outputs.ncols() {
                1 if label == 0 => 1.0 - f64::from(outputs[[row, 0]]),
                1 => f64::from(outputs[[row, 0]]),
                _ => f64::from(outputs[[row, usize::from(label)]]),
            };
            let expected: f64 = trace.labels.iter().enumerate().map(of_label).map(f64::ln).sum();
            let is_one =
                ["cross_entropy", "binary_cross_entropy"].contains(&trace.network.loss().key);
            match trace.log_likelihood() {
                None => assert!(!is_one, "{}", kind.name),
                Some(told) => {
                    assert!(is_one);
                    let difference = (f64::from(told) - expected).abs();
                    assert!(
                        difference < 1e-4 * expected.abs(),
                        "{}: {told}, {expected}",
                        kind.name
                    );
                }
            }
            assert!(!trainer.step(&kind.data).unwrap().diverged);
        }
    }
}
