//! Numbers as people read them: few digits, a true minus sign, thin groups; and how many
//! digits it takes for what is said of them to be seen in them. 0.99954 written as 1.00
//! makes "1 − a" a lie, and a weight does not fall from −0.777 to −0.777.

use crate::count;

/// Significant digits where nothing asks for more.
pub const FEW: usize = 3;
/// Most that are ever shown of an equation's numbers: about what single precision has.
pub const MANY: usize = 8;
/// Most that two numbers are told apart by: losses are measured in double precision.
const MOST: usize = 15;
/// How far the difference of two numbers as shown may be from their true one.
const SLACK: f64 = 0.05;

/// Numbers whose decimals differ by more are of different sizes, and each has its own.
const ALIKE: usize = 2;

/// With this many significant digits: 0.512, −1.23, 12.3, 1,234, 2.30×10⁻⁵. Whole numbers
/// are written in full, and of more than [`FEW`] digits none is a 0 at the end.
pub fn significant(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let text = match notation(value, digits) {
        Notation::Whole => grouped(value),
        Notation::Decimals(decimals) => {
            let few = decimals.min(decimals_of(value, FEW));
            let text = without_zeros(format!("{value:.decimals$}"), few);
            in_groups(&text)
        }
        Notation::PowersOfTen => powers_of_ten(value, digits, FEW),
    };
    text.replace('-', "−")
}

/// The number that [`significant`] writes.
pub fn rounded(value: f64, digits: usize) -> f64 {
    if !value.is_finite() {
        return value;
    }
    let text = match notation(value, digits) {
        Notation::Whole => return value,
        Notation::Decimals(decimals) => format!("{value:.decimals$}"),
        Notation::PowersOfTen => format!("{value:.*e}", digits.saturating_sub(1)),
    };
    text.parse().unwrap_or(value)
}

/// So few digits, and no fewer than [`FEW`], as tell two numbers apart: as written they
/// differ by what they really differ by, but for a twentieth.
pub fn apart(a: f64, b: f64) -> usize {
    let difference = (b - a).abs();
    if difference == 0.0 || !difference.is_finite() {
        return FEW;
    }
    let is_seen = |&digits: &usize| {
        let shown = (rounded(b, digits) - rounded(a, digits)).abs();
        (shown - difference).abs() <= SLACK * difference
    };
    (FEW..=MOST).find(is_seen).unwrap_or(MOST)
}

/// So few digits, and no fewer than [`FEW`], that a product as written comes to what is written
/// after it: `factor`, which is written in full, times `value`.
pub fn multiplied(factor: f64, value: f64) -> usize {
    let is_true = |&digits: &usize| {
        rounded(factor * rounded(value, digits), digits) == rounded(factor * value, digits)
    };
    (FEW..=MANY).find(is_true).unwrap_or(MANY)
}

/// Two numbers whose difference matters, with [as many digits](apart) as show it.
pub fn pair(a: f64, b: f64) -> [String; 2] {
    let digits = apart(a, b);
    [beside(a, b, digits), beside(b, a, digits)]
}

/// A number that stands beside one that it differs from: with so many digits, and as many
/// decimals as the other has, zeros at the end too. What falls from 0.8540 to 0.8495 doesn't
/// fall from 0.854.
pub fn beside(value: f64, other: f64, digits: usize) -> String {
    let text = match (notation(value, digits), notation(other, digits)) {
        (Notation::Decimals(one), Notation::Decimals(two)) if one.abs_diff(two) <= ALIKE => {
            let decimals = one.max(two);
            in_groups(&format!("{value:.decimals$}"))
        }
        (Notation::PowersOfTen, Notation::PowersOfTen) => powers_of_ten(value, digits, digits),
        _ => return significant(value, digits),
    };
    text.replace('-', "−")
}

/// A whole number with groups of three: 13,002.
pub fn grouped(value: f64) -> String {
    in_groups(&format!("{value:.0}")).replace('-', "−")
}

enum Notation {
    Whole,
    Decimals(usize),
    PowersOfTen,
}

fn notation(value: f64, digits: usize) -> Notation {
    let magnitude = value.abs();
    if value.fract() == 0.0 && magnitude < 1e7 {
        Notation::Whole
    } else if (1e-4..1e7).contains(&magnitude) {
        Notation::Decimals(decimals_of(value, digits))
    } else {
        Notation::PowersOfTen
    }
}

/// Digits after the point.
fn decimals_of(value: f64, digits: usize) -> usize {
    // As it is once rounded: 0.9996 has one digit before the point at three digits.
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let exponent = scientific.split_once('e').and_then(|(_, e)| e.parse::<i32>().ok());
    (digits as i32 - 1 - exponent.unwrap_or(0)).max(0) as usize
}

/// Without zeros at its end, but with so many decimals at least.
fn without_zeros(mut text: String, decimals: usize) -> String {
    let Some(point) = text.find('.') else { return text };
    while text.len() > point + 1 + decimals && text.ends_with('0') {
        text.pop();
    }
    text
}

/// 2.3e-5 as 2.30×10⁻⁵; zeros at the end are left out of more than `few` digits.
fn powers_of_ten(value: f64, digits: usize, few: usize) -> String {
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let mantissa = without_zeros(mantissa.to_owned(), digits.min(few).saturating_sub(1));
    let raised = exponent.chars().map(|c| match c {
        '-' => '⁻',
        digit => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']
            [digit.to_digit(10).unwrap_or(0) as usize],
    });
    format!("{mantissa}×10{}", raised.collect::<String>())
}

/// What stands before the point in groups of three.
fn in_groups(text: &str) -> String {
    let digits = text.trim_start_matches('-');
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    // What is rounded to 0 has no sign.
    if digits.len() < text.len() && digits.contains(|c| ('1'..='9').contains(&c)) {
        grouped.push('-');
    }
    grouped + &count::in_groups(whole) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_few_digits() {
        for (value, digits, expected) in [
            (0.512_37, 3, "0.512"),
            (-1.234, 3, "−1.23"),
            (12.34, 3, "12.3"),
            (1234.4, 3, "1,234"),
            (1234.567, 6, "1,234.57"),
            (-0.25, 3, "−0.250"),
            (0.999_6, 3, "1.00"),
            (0.999_543, 6, "0.999543"),
            (2.3e-5, 3, "2.30×10⁻⁵"),
            (-6.02e23, 3, "−6.02×10²³"),
            (1.0, 3, "1"),
            (12_544.0, 3, "12,544"),
            (0.0, 3, "0"),
            (f64::NEG_INFINITY, 3, "−∞"),
            // More digits than a number has are not made up.
            (0.1, 7, "0.100"),
            (0.125_5, 7, "0.1255"),
            (99.96, 2, "100"),
        ] {
            assert_eq!(significant(value, digits), expected);
        }
    }

    #[test]
    fn what_is_rounded_is_what_is_written() {
        for value in [0.512_37, -1.234, 12.34, 1234.4, -0.25, 0.999_6, 2.345e-5, -6.023e23, 7.0] {
            for digits in 1..12 {
                let text = significant(value, digits).replace('−', "-").replace(',', "");
                let read = match text.split_once("×10") {
                    None => text.parse::<f64>().unwrap(),
                    Some((mantissa, _)) => {
                        let ten = 10f64.powf(rounded(value, digits).abs().log10().floor());
                        mantissa.parse::<f64>().unwrap() * ten
                    }
                };
                let rounded = rounded(value, digits);
                assert!((read - rounded).abs() <= 1e-12 * rounded.abs(), "{value}, {digits}");
            }
        }
    }

    #[test]
    fn two_numbers_that_differ_are_written_apart() {
        let (old, new) = (-0.776_91_f32, -0.777_02_f32);
        assert_eq!(pair(old.into(), new.into()), ["−0.77691", "−0.77702"]);
        assert_eq!(pair(0.5, 0.5), ["0.500", "0.500"]);
        assert_eq!(pair(1.0, 0.999_543), ["1", "0.99954"]);
        assert_eq!(pair(2.0, 1.0), ["2", "1"]);
        // Both have as many decimals, be they zeros.
        assert_eq!(pair(0.854, 0.849_5), ["0.8540", "0.8495"]);
        assert_eq!(pair(0.322_14, 0.318_96), ["0.3221", "0.3190"]);
        assert_eq!(pair(2.3e-5, 2.312e-5), ["2.300×10⁻⁵", "2.312×10⁻⁵"]);
        assert_eq!(pair(12.3, 0.004_56), ["12.3", "0.00456"]);
        assert_eq!(pair(f64::NAN, 1.0), ["NaN", "1"]);
        // Down to single precision's last digit, and beyond it.
        let next = f32::from_bits(0.777f32.to_bits() + 1);
        let [a, b] = pair(0.777f32.into(), next.into());
        assert_ne!(a, b);
        let [below, above] = pair(2.312_585_092_9, 2.312_585_093_1);
        assert_ne!(below, above);
    }

    #[test]
    fn a_product_comes_to_what_is_written() {
        for (factor, value, expected) in [
            (0.1, 3.84, ["3.84", "0.384"]),
            // Not 0.3 × 1.23 = 0.370, for that is 0.369.
            (0.3, 1.234_4, ["1.2344", "0.37032"]),
            (0.05, 2.0, ["2", "0.100"]),
            (0.7, 1.015_3e-5, ["1.0153×10⁻⁵", "7.1071×10⁻⁶"]),
        ] {
            let digits = multiplied(factor, value);
            let written = [value, factor * value].map(|it| significant(it, digits));
            assert_eq!(written, expected);
        }
    }

    /// As shown, they differ by what they differ by.
    #[test]
    fn the_difference_is_seen_in_the_digits() {
        for difference in [0.3, 4e-3, -7e-5, 2.6e-7] {
            for a in [-0.776_91, 0.000_31, 5.123_4, 812.0, 2e-6] {
                let digits = apart(a, a + difference);
                let seen = rounded(a + difference, digits) - rounded(a, digits);
                assert!((seen / difference - 1.0).abs() <= 0.0501, "{a}, {difference}: {seen}");
            }
        }
    }
}
