//! The terms of a sum, for looking at: products one by one, largest first.

/// w⊙x (in): the products that add up to z − b.
pub fn products(weights: &[f32], input: &[f32]) -> Vec<f32> {
    weights.iter().zip(input).map(|(w, x)| w * x).collect()
}

/// A sum folded for showing.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// Indices of the terms largest in magnitude, largest first.
    pub largest: Vec<usize>,
    /// Number of other terms that are not 0.
    pub n_rest: usize,
    /// Their sum.
    pub rest: f32,
    /// Number of terms that are 0.
    pub n_zero: usize,
}

/// Keeps the `n` largest terms apart and adds up the rest.
pub fn fold(terms: &[f32], n: usize) -> Fold {
    let mut order: Vec<usize> = (0..terms.len()).filter(|&i| terms[i] != 0.0).collect();
    let n_zero = terms.len() - order.len();
    order.sort_by(|&i, &j| terms[j].abs().total_cmp(&terms[i].abs()));
    let others = order.split_off(n.min(order.len()));
    // Summed in f64, so that the rest is right to the last digit shown.
    let rest = others.iter().map(|&i| f64::from(terms[i])).sum::<f64>() as f32;
    Fold { largest: order, n_rest: others.len(), rest, n_zero }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fold_keeps_the_sum() {
        let terms = products(&[1.0, -3.0, 0.5, 2.0], &[1.0, 1.0, 0.0, 0.25]);
        let folded = fold(&terms, 1);
        assert_eq!(folded, Fold { largest: vec![1], n_rest: 2, rest: 1.5, n_zero: 1 });
    }
}
