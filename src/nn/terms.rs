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
    let by_size =
        |&i: &usize, &j: &usize| terms[j].abs().total_cmp(&terms[i].abs()).then(i.cmp(&j));
    if n < order.len() {
        // The rest need not be in order.
        order.select_nth_unstable_by(n, by_size);
    }
    let others = order.split_off(n.min(order.len()));
    order.sort_unstable_by(by_size);
    // Summed in f64, so that the rest is right to the last digit shown.
    let rest = others.iter().map(|&i| f64::from(terms[i])).sum::<f64>() as f32;
    Fold { largest: order, n_rest: others.len(), rest, n_zero }
}

/// The same with exactly `n` terms kept apart (if there are so many), some of which may
/// then be 0.
pub fn fold_of(terms: &[f32], n: usize) -> Fold {
    let mut folded = fold(terms, n);
    let zeros = (0..terms.len()).filter(|&i| terms[i] == 0.0);
    let missing = n.saturating_sub(folded.largest.len());
    let before = folded.largest.len();
    folded.largest.extend(zeros.take(missing));
    folded.n_zero -= folded.largest.len() - before;
    folded
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

    #[test]
    fn exactly_so_many_are_kept_apart() {
        let folded = fold_of(&[0.0, 2.0, 0.0, 0.0], 3);
        assert_eq!(folded, Fold { largest: vec![1, 0, 2], n_rest: 0, rest: 0.0, n_zero: 1 });
    }
}
