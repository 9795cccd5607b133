//! A number's name as a short text, for what can only hold text: an element's attribute.

use super::Quantity;

impl Quantity {
    /// The name as text: letters and digits.
    pub fn key(self) -> String {
        let bytes = postcard::to_allocvec(&self).unwrap_or_default();
        let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// Back from [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        let nibbles = key.chars().map(|digit| digit.to_digit(16)).collect::<Option<Vec<_>>>()?;
        let byte = |pair: &[u32]| Some((pair.first()? << 4 | pair.get(1)?) as u8);
        let bytes = nibbles.chunks(2).map(byte).collect::<Option<Vec<_>>>()?;
        postcard::from_bytes(&bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{UnitAt, Weight};
    use super::*;

    #[test]
    fn a_key_leads_back() {
        let unit = UnitAt { row: 3, layer_idx: 0, unit_idx: 127 };
        let weight = Weight { layer_idx: 1, unit_idx: 9, input_idx: Some(783) };
        for quantity in [
            Quantity::Loss,
            Quantity::Input { row: 200, input_idx: 783 },
            Quantity::Product(unit, 500),
            Quantity::Remembers(weight, 1),
            Quantity::PenaltyAfter,
        ] {
            assert_eq!(Quantity::from_key(&quantity.key()), Some(quantity));
        }
        for no_key in ["", "0", "zz", "ffff", "\u{30}é"] {
            assert_eq!(Quantity::from_key(no_key), None, "{no_key}");
        }
    }
}
