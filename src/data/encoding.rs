//! Classes as numbers (CURRICULUM E4): labels 0, 1, 2, … in sorted order, and one-hot rows.
//!
//! ```text
//! cat, dog, bird, cat, dog → 1, 2, 0, 1, 2     (bird 0, cat 1, dog 2)
//! 0, 2, 1 → 1 0 0
//!           0 0 1
//!           0 1 0
//! ```

use std::cmp::Ordering;
use std::collections::HashMap;

use ndarray::Array2;

use super::OwnData;

/// Names that became labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The classes in sorted order; a label is an index into them.
    pub classes: Vec<String>,
    /// The label of each name.
    pub labels: Vec<u8>,
}

/// More classes than a label can name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are more than {max} classes; the first too many is \"{name}\"", max = OwnData::MAX_CLASSES)]
pub struct TooManyClasses {
    /// The class that there is no label left for.
    pub name: String,
}

/// A label beyond the classes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("label {label} is not one of {n_classes} classes, which are 0 to {}", .n_classes.saturating_sub(1))]
pub struct LabelBeyond {
    /// The label.
    pub label: u8,
    /// Number of classes.
    pub n_classes: usize,
}

/// The label of each name. Names are sorted as numbers if all of them are numbers (2
/// before 10; 1 and 1.0 are the same class), otherwise as text, by their characters'
/// code points.
///
/// # Errors
/// If there are more than [`OwnData::MAX_CLASSES`] different names.
pub fn encode_labels<'a>(
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Encoded, TooManyClasses> {
    let mut encoder = Encoder::default();
    for name in names {
        encoder.push(name)?;
    }
    Ok(encoder.finish())
}

/// Takes names one by one.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    /// The different names, in the order in which they came.
    names: Vec<String>,
    indices: HashMap<String, u8>,
    /// An index into `names` for each name taken.
    taken: Vec<u8>,
}

impl Encoder {
    pub fn push(&mut self, name: &str) -> Result<(), TooManyClasses> {
        let idx = match self.indices.get(name) {
            Some(&idx) => idx,
            None => {
                let idx = u8::try_from(self.names.len())
                    .map_err(|_| TooManyClasses { name: name.to_owned() })?;
                self.names.push(name.to_owned());
                self.indices.insert(name.to_owned(), idx);
                idx
            }
        };
        self.taken.push(idx);
        Ok(())
    }

    pub fn finish(self) -> Encoded {
        let numbers: Option<Vec<f64>> = self.names.iter().map(|name| number(name)).collect();
        let compare = |&a: &usize, &b: &usize| match &numbers {
            Some(numbers) => numbers[a].total_cmp(&numbers[b]),
            None => self.names[a].cmp(&self.names[b]),
        };
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(compare);

        let mut classes: Vec<String> = Vec::new();
        let mut labels = vec![0; self.names.len()];
        for (place, &idx) in order.iter().enumerate() {
            let is_same = place > 0 && compare(&order[place - 1], &idx) == Ordering::Equal;
            if !is_same {
                classes.push(self.names[idx].clone());
            }
            // There are at most as many classes as names.
            labels[idx] = (classes.len() - 1) as u8;
        }
        Encoded {
            classes,
            labels: self.taken.iter().map(|&idx| labels[usize::from(idx)]).collect(),
        }
    }
}

/// The number that a text stands for; −0 is 0.
fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number + 0.0)
}

/// A row an example (labels, classes): 1 at its class, 0 elsewhere.
///
/// # Errors
/// If a label is beyond the classes.
pub fn one_hot(labels: &[u8], n_classes: usize) -> Result<Array2<f32>, LabelBeyond> {
    let mut rows = Array2::zeros((labels.len(), n_classes));
    for (mut row, &label) in rows.rows_mut().into_iter().zip(labels) {
        *row.get_mut(usize::from(label)).ok_or(LabelBeyond { label, n_classes })? = 1.0;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// The card's example.
    #[test]
    fn names_become_labels_in_sorted_order() {
        let encoded = encode_labels(["cat", "dog", "bird", "cat", "dog"]).unwrap();
        assert_eq!(encoded.classes, ["bird", "cat", "dog"]);
        assert_eq!(encoded.labels, [1, 2, 0, 1, 2]);
    }

    /// The card's example.
    #[test]
    fn labels_become_one_hot_rows() {
        let expected = array![
            [1.0, 0.0, 0.0],
            [0.0, 0.0, 1.0],
            [0.0, 1.0, 0.0],
            [0.0, 1.0, 0.0],
            [1.0, 0.0, 0.0],
            [0.0, 0.0, 1.0],
        ];
        assert_eq!(one_hot(&[0, 2, 1, 1, 0, 2], 3).unwrap(), expected);
        let error = one_hot(&[0, 3], 3).unwrap_err();
        assert_eq!(error.to_string(), "label 3 is not one of 3 classes, which are 0 to 2");
        assert_eq!(one_hot(&[0], 0), Err(LabelBeyond { label: 0, n_classes: 0 }));
    }

    #[test]
    fn numbers_are_sorted_as_numbers() {
        let encoded = encode_labels(["10", "2", "-1", "2.0", "0", "-0"]).unwrap();
        assert_eq!(encoded.classes, ["-1", "0", "2", "10"]);
        assert_eq!(encoded.labels, [3, 2, 0, 2, 1, 1]);
        // One that is no number makes all of them text.
        let encoded = encode_labels(["10", "2", "b"]).unwrap();
        assert_eq!(encoded.classes, ["10", "2", "b"]);
    }

    #[test]
    fn a_label_is_a_byte() {
        let names: Vec<String> = (0..257).map(|n| n.to_string()).collect();
        let names = |n: usize| names[..n].iter().map(String::as_str);
        assert_eq!(encode_labels(names(256)).unwrap().labels[255], 255);
        let error = encode_labels(names(257)).unwrap_err();
        assert_eq!(error, TooManyClasses { name: "256".to_owned() });
        assert_eq!(encode_labels([]).unwrap().classes, [""; 0]);
    }
}
