//! A learning rate to begin with: what suits a surface's slopes suits SGD, but an optimizer
//! that divides by the slope's size wants one that suits the field's width.

use crate::nn::Optimizer;
use crate::nn::optimizer::TensorUpdate;

/// Steps that a rule is tried for.
const TRIED: u64 = 20;
/// A step that crosses this share of the field.
const STRIDE: f64 = 0.02;

/// A rate with which `rule` takes steps about as long as SGD's with `sgd_rate`; or, if its
/// steps don't depend on how steep it is, steps of a fiftieth of `width`. Two digits.
pub fn suggested_rate(rule: &Optimizer, sgd_rate: f64, width: f64) -> f64 {
    let (gentle, steep) = (usual_step(rule, 1.0), usual_step(rule, 100.0));
    // Twice as steep would be twice as long; a hundred times tells it from rounding.
    let goes_by_slope = steep > 10.0 * gentle;
    let rate = if goes_by_slope { sgd_rate / gentle } else { STRIDE * width / gentle };
    two_digits(rate)
}

/// The mean step at rate 1 on a slope that stays as it is.
fn usual_step(rule: &Optimizer, slope: f64) -> f64 {
    let settings: Vec<f64> = rule.hyperparameters.iter().map(|setting| setting.default).collect();
    let mut state = vec![0.0; rule.slots.len()];
    let mut way = 0.0;
    for t in 1..=TRIED {
        // From 0 each time: what decays a parameter has nothing to decay.
        let mut place = [0.0];
        (rule.rules.double.update)(TensorUpdate {
            gradient: &[slope],
            parameters: &mut place,
            state: &mut state,
            hyperparameters: &settings,
            learning_rate: 1.0,
            t,
        });
        way += place[0].abs();
    }
    way / TRIED as f64
}

/// Two significant digits of a rate, so that it can be said; 0.1 in place of what is none.
pub fn two_digits(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return 0.1;
    }
    let unit = 10f64.powf(value.log10().floor() - 1.0);
    // By way of text: 0.30000000000000004 becomes 0.3.
    format!("{:.9}", (value / unit).round() * unit).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::optimizer;

    #[test]
    fn rates_suit_what_a_rule_goes_by() {
        let rate = |rule| suggested_rate(rule, 0.1, 6.0);
        assert_eq!(rate(&optimizer::SGD), 0.1);
        // Momentum adds its steps up: about six of them over twenty.
        assert!((0.01..0.03).contains(&rate(&optimizer::MOMENTUM)));
        // Adam's steps are as long as its rate.
        assert_eq!(rate(&optimizer::ADAM), 0.12);
        assert!(rate(&optimizer::ADAGRAD) > rate(&optimizer::ADAM), "its steps shrink");
        for rule in optimizer::ALL {
            assert!(rate(rule) > 0.0 && rate(rule) < 1.0, "{}", rule.key);
        }
    }
}
