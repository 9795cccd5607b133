//! What a network makes of each example of a split, and what follows from that: the
//! confusion matrix, and the examples that are read wrongly.

use serde::{Deserialize, Serialize};

/// How one example is read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The class that it is put into; none where an output is NaN.
    pub class: Option<u8>,
    /// a of that output; of a single output that says 0, 1 − a. With softmax or sigmoid
    /// the probability that the network gives its answer. 0 without an answer.
    pub confidence: f32,
}

/// How often each class is taken for each (CURRICULUM F; Wikipedia, "Confusion matrix").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    n_classes: usize,
    /// Counts (true class, answered class) row by row.
    counts: Vec<u32>,
}

impl Confusion {
    /// Counts the answers; `labels` are the true classes, one a reading.
    /// An example without an answer, or of no such class, is not counted.
    pub fn of(n_classes: usize, labels: &[u8], readings: &[Reading]) -> Self {
        let mut counts = vec![0; n_classes * n_classes];
        for (&label, reading) in labels.iter().zip(readings) {
            let (label, answer) = (usize::from(label), reading.class.map(usize::from));
            if let Some(answer) = answer.filter(|&answer| answer.max(label) < n_classes) {
                counts[label * n_classes + answer] += 1;
            }
        }
        Self { n_classes, counts }
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// How often examples of class `label` were answered with `answer`.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn count(&self, label: usize, answer: usize) -> u32 {
        assert!(answer < self.n_classes, "there is no class {answer}");
        self.counts[label * self.n_classes + answer]
    }

    /// Examples of a class.
    pub fn of_class(&self, label: usize) -> u32 {
        (0..self.n_classes).map(|answer| self.count(label, answer)).sum()
    }

    /// How often a class was answered.
    pub fn of_answer(&self, answer: usize) -> u32 {
        (0..self.n_classes).map(|label| self.count(label, answer)).sum()
    }

    /// Examples that were answered.
    pub fn n_answered(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Examples that were answered correctly.
    pub fn n_right(&self) -> u32 {
        (0..self.n_classes).map(|class| self.count(class, class)).sum()
    }

    /// The class that is most often taken for another, with that one: (true class,
    /// answered class); none without a mistake.
    pub fn worst_pair(&self) -> Option<(usize, usize)> {
        let worst = self.worst();
        let pairs = (0..self.n_classes).flat_map(|l| (0..self.n_classes).map(move |a| (l, a)));
        pairs.filter(|(l, a)| l != a).find(|&(l, a)| worst > 0 && self.count(l, a) == worst)
    }

    /// The largest count beside the diagonal.
    pub fn worst(&self) -> u32 {
        let pairs = (0..self.n_classes).flat_map(|l| (0..self.n_classes).map(move |a| (l, a)));
        pairs.filter(|(l, a)| l != a).map(|(l, a)| self.count(l, a)).max().unwrap_or(0)
    }
}

/// Which examples of a split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choosing {
    /// Those read wrongly, the surest first.
    Mistakes,
    /// Those of one class that are taken for one: of a wrong one the surest first, of the
    /// right one the least sure first, since these are the ones worth a look.
    Cell {
        /// The true class.
        label: u8,
        /// The answer.
        answer: u8,
    },
}

/// At most `n` of the examples asked for, as indices.
pub fn choose(labels: &[u8], readings: &[Reading], choosing: Choosing, n: usize) -> Vec<usize> {
    let is_wanted = |label: u8, class: Option<u8>| match choosing {
        Choosing::Mistakes => class != Some(label),
        Choosing::Cell { label: row, answer } => label == row && class == Some(answer),
    };
    let all = labels.iter().zip(readings).enumerate();
    let mut chosen: Vec<usize> = all
        .filter(|(_, (label, reading))| is_wanted(**label, reading.class))
        .map(|(example, _)| example)
        .collect();
    let confidence = |&example: &usize| readings[example].confidence;
    chosen.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)).then(a.cmp(b)));
    if matches!(choosing, Choosing::Cell { label, answer } if label == answer) {
        chosen.reverse();
    }
    chosen.truncate(n);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(class: u8, confidence: f32) -> Reading {
        Reading { class: Some(class), confidence }
    }

    #[test]
    fn examples_are_counted_and_found() {
        let labels = [0, 1, 1, 2, 1, 2];
        let mut readings = [
            reading(0, 0.9),
            reading(2, 0.6),
            reading(1, 0.8),
            reading(1, 0.7),
            reading(2, 0.95),
            reading(2, 0.5),
        ];
        let confusion = Confusion::of(3, &labels, &readings);
        assert_eq!(
            (confusion.count(1, 2), confusion.count(2, 1), confusion.count(0, 0)),
            (2, 1, 1)
        );
        assert_eq!((confusion.of_class(1), confusion.worst()), (3, 2));
        assert_eq!(
            (confusion.of_answer(2), confusion.n_right(), confusion.n_answered()),
            (3, 3, 6)
        );
        assert_eq!(confusion.worst_pair(), Some((1, 2)));
        let right = Confusion::of(3, &labels[..1], &readings[..1]);
        assert_eq!((right.worst_pair(), right.n_right()), (None, 1));
        assert_eq!(choose(&labels, &readings, Choosing::Mistakes, 2), [4, 3]);
        let cell = Choosing::Cell { label: 1, answer: 2 };
        assert_eq!(choose(&labels, &readings, cell, 9), [4, 1]);

        // A network that has diverged answers nothing: that is a mistake, and no class.
        readings[5] = Reading { class: None, confidence: 0.0 };
        assert_eq!(Confusion::of(3, &labels, &readings).of_class(2), 1);
        assert_eq!(choose(&labels, &readings, Choosing::Mistakes, 9), [4, 3, 1, 5]);
    }

    #[test]
    fn right_answers_are_shown_least_sure_first() {
        let (labels, readings) = ([3, 3], [reading(3, 0.9), reading(3, 0.4)]);
        assert_eq!(choose(&labels, &readings, Choosing::Cell { label: 3, answer: 3 }, 2), [1, 0]);
    }
}
