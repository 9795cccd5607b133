//! Softmax (CURRICULUM C6).

use super::{Activation, Derived, Kind, Place, Real};

/// Shares that sum to 1; computed from z − max z, so that nothing overflows.
pub static SOFTMAX: Activation = Activation {
    key: "softmax",
    name: "Softmax",
    formula: "e^zⱼ / Σₖ e^zₖ",
    slope_formula: "∂aⱼ/∂zₖ = aⱼ · ([j = k] − aₖ)",
    derivation: |_| {
        &[
            Derived {
                formula: "(eᶻ · (eᶻ + 2) − eᶻ · eᶻ) / (eᶻ + 2)²",
                why: "The rule for u/v, (u′·v − u·v′)/v², where two other units stand at 0: u = eᶻ \
                      and v = eᶻ + 2, and both have the derivative eᶻ.",
            },
            Derived {
                formula: "eᶻ / (eᶻ + 2) · (1 − eᶻ / (eᶻ + 2))",
                why: "Divided, and eᶻ/v, which is a, taken out of both terms.",
            },
            Derived {
                formula: "a · (1 − a)",
                why: "As the sigmoid's. What this unit gains the others lose: ∂aₖ/∂z = −aₖ · a.",
            },
        ]
    },
    pytorch: "torch.softmax(z, dim=1)",
    kind: Kind::Softmax,
    place: Place::Output,
};

/// aⱼ = e^(zⱼ − max z) / Σₖ e^(zₖ − max z), for one example's row z (out), a (out).
///
/// Taking the maximum away leaves the shares as they are and keeps every exponent
/// at or below 0.
pub fn shares<T: Real>(z: &[T], a: &mut [T]) {
    let max = z.iter().copied().fold(T::neg_infinity(), T::max);
    let mut sum = T::zero();
    for (a, &z) in a.iter_mut().zip(z) {
        *a = (z - max).exponential();
        sum += *a;
    }
    for a in a {
        *a = *a / sum;
    }
}

/// δₖ = Σⱼ daⱼ · ∂aⱼ/∂zₖ = aₖ · (daₖ − Σⱼ daⱼ·aⱼ), for one example's rows (out).
///
/// Each share depends on every logit, so the slope is a matrix; multiplied out, its
/// product with da needs one sum.
pub fn pull_back<T: Real>(a: &[T], da: &[T], dz: &mut [T]) {
    let mean = a.iter().zip(da).fold(T::zero(), |sum, (&a, &da)| sum + a * da);
    for ((dz, &a), &da) in dz.iter_mut().zip(a).zip(da) {
        *dz = a * (da - mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logits_of_any_size_have_shares() {
        let mut a = [0.0_f32; 3];
        shares(&[1000.0, 999.0, -1000.0], &mut a);
        assert!((a[0] - 0.731_058_6).abs() < 1e-6 && (a[1] - 0.268_941_4).abs() < 1e-6, "{a:?}");
        assert_eq!(a[2], 0.0);
        shares(&[f32::MAX, -f32::MAX, 0.0], &mut a);
        assert_eq!(a, [1.0, 0.0, 0.0]);
        shares(&[-2000.0, -2000.0, -2000.0], &mut a);
        assert!(a.iter().all(|share| (share - 1.0 / 3.0).abs() < 1e-6), "{a:?}");
    }
}
