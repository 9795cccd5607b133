//! Whole numbers as people read them.

/// With groups of three: 13002 as "13,002".
pub fn grouped(n: u64) -> String {
    in_groups(&n.to_string())
}

/// Digits in groups of three, counted from the right.
pub(crate) fn in_groups(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_of_three_from_the_right() {
        let told = [0, 999, 1_000, 13_002, 4_000_000, u64::MAX].map(grouped);
        let expected = ["0", "999", "1,000", "13,002", "4,000,000", "18,446,744,073,709,551,615"];
        assert_eq!(told, expected);
    }
}
