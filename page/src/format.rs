//! Numbers as people read them: few digits, a true minus sign, thin groups.
//! Full precision stays in `data-value` and titles.

use descent::protocol::Metrics;
pub use descent::walk::digits::{apart, grouped, multiplied, pair, significant};

/// Three significant digits: 0.512, −1.23, 12.3, 1,234, 2.3×10⁻⁵.
pub fn number(value: f64) -> String {
    significant(value, 3)
}

/// All digits that the engine's precision has.
pub fn all_digits(value: f64) -> String {
    (value as f32).to_string().replace('-', "−")
}

/// The parts of a sum and the sum itself with the same number of decimals, so that they
/// add up as shown: three significant digits of the largest.
pub fn together<const N: usize>(values: [f64; N]) -> [String; N] {
    let largest = values.iter().fold(0.0f64, |m, v| if v.is_finite() { m.max(v.abs()) } else { m });
    let before = if largest > 0.0 { largest.log10().floor() as i32 + 1 } else { 1 };
    let decimals = (3 - before).clamp(1, 6) as usize;
    values.map(|value| if value.is_finite() { fixed(value, decimals) } else { number(value) })
}

/// With its sign always: +0.512, −1.23.
pub fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", number(value)) } else { number(value) }
}

/// A number that is added to what stands before it: its sign as an operator, and its size. What
/// is added as −0.5 is taken away as 0.5.
pub fn added(value: f64) -> (&'static str, String) {
    if value < 0.0 { (" − ", number(-value)) } else { (" + ", number(value)) }
}

/// A fixed number of decimals, with a true minus.
pub fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "−")
}

/// 97.42 %.
/// A share that would be rounded to 0 is told as less than the smallest shown.
pub fn percent(share: f64, decimals: usize) -> String {
    let smallest = 10f64.powi(-(decimals as i32));
    if share > 0.0 && share * 100.0 < smallest / 2.0 {
        return format!("<{smallest:.decimals$} %");
    }
    if share < 1.0 && share * 100.0 > 100.0 - smallest / 2.0 {
        return format!(">{:.decimals$} %", 100.0 - smallest);
    }
    format!("{:.decimals$} %", share * 100.0)
}

/// The share that is right. Where the loss is no number, neither are the answers: then there is
/// no share.
pub fn accuracy(metrics: &Metrics) -> Option<f64> {
    metrics.accuracy.filter(|_| metrics.loss.is_finite()).map(f64::from)
}

/// A whole number with groups of three.
pub fn count(value: usize) -> String {
    grouped(value as f64)
}
