//! The exam's results in words.

use crate::format;
use descent::protocol::seen::Shown;
use descent::training::{Choosing, Confusion};

/// "a 4", "an 8", "a shirt".
pub fn with_article(name: &str) -> String {
    let is_an = name == "8" || name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    format!("{} {name}", if is_an { "an" } else { "a" })
}

/// A class's name, or its number where it has none.
pub fn name_of(names: &[String], class: usize) -> String {
    names.get(class).cloned().unwrap_or_else(|| class.to_string())
}

/// What the matrix says, in two or three sentences.
pub fn verdict(step: u64, confusion: &Confusion, names: &[String]) -> String {
    let (n_right, n) = (confusion.n_right(), confusion.n_answered());
    let count = |n: u32| format::count(n as usize);
    if n == 0 {
        return "It answers nothing any more: its numbers are no longer finite. Reset it in the \
                lesson."
            .to_owned();
    }
    let when = match step {
        0 => "Before its first update".to_owned(),
        1 => "After 1 update".to_owned(),
        step => format!("After {} updates", format::grouped(step as f64)),
    };
    // A line never breaks before the sign.
    let accuracy = format::percent(f64::from(n_right) / f64::from(n), 1).replace(' ', "\u{a0}");
    let mut text = format!(
        "{when} the run reads {} of {} held-out examples correctly: {accuracy}. ",
        count(n_right),
        count(n)
    );
    text += &match confusion.worst_pair() {
        Some((label, answer)) => format!(
            "{} {}; most often {} is taken for {} ({} of {}).",
            count(n - n_right),
            if n - n_right == 1 { "mistake" } else { "mistakes" },
            with_article(&name_of(names, label)),
            with_article(&name_of(names, answer)),
            count(confusion.count(label, answer)),
            count(confusion.of_class(label)),
        ),
        None => "Not one mistake.".to_owned(),
    };
    text
}

/// A cell of the matrix.
pub fn cell(confusion: &Confusion, (label, answer): (usize, usize), names: &[String]) -> String {
    let n = confusion.count(label, answer) as usize;
    let (n, all) = (format::count(n), format::count(confusion.of_class(label) as usize));
    let (label, answer) = (name_of(names, label), name_of(names, answer));
    format!("{label} read as {answer}: {n} of {all}")
}

/// An example and its answer: "a 4 read as 9, 98 %".
pub fn example(shown: &Shown, names: &[String]) -> String {
    let label = with_article(&name_of(names, usize::from(shown.label)));
    match shown.reading.and_then(|reading| Some((reading.class?, reading.confidence))) {
        Some((class, confidence)) => {
            let class = name_of(names, usize::from(class));
            format!("{label} read as {class}, {}", format::percent(f64::from(confidence), 0))
        }
        None => format!("{label} without an answer"),
    }
}

/// Heading of the pictures.
pub fn heading(choosing: Choosing, names: &[String]) -> String {
    match choosing {
        Choosing::Mistakes => "Its worst mistakes: wrong, and sure of it".to_owned(),
        Choosing::Cell { label, answer } if label == answer => {
            format!("{} read correctly, the least sure first", name_of(names, usize::from(label)))
        }
        Choosing::Cell { label, answer } => {
            let [label, answer] = [label, answer].map(|class| name_of(names, usize::from(class)));
            format!("{label} read as {answer}, the surest first")
        }
    }
}
