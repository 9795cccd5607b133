//! A batch in words.

use crate::format;
use crate::lab::exam::words::{name_of, with_article};
use descent::protocol::seen::{Batch, Shown};

/// Where it is in the run, and what its loss is.
pub fn said(batch: &Batch) -> String {
    let count = |n: u32| format::count(n as usize);
    let mean = format::number(f64::from(batch.loss));
    if batch.len == batch.n_epoch {
        return format!(
            "Update {}, epoch {}: all {} training examples at once. Mean loss {}{mean}.",
            format::grouped((batch.step + 1) as f64),
            batch.epoch + 1,
            count(batch.len),
            if batch.n_measured < batch.len {
                format!("of the first {}: ", count(batch.n_measured))
            } else {
                String::new()
            },
        );
    }
    let measured = if batch.n_measured < batch.len {
        format!(" (of the first {})", count(batch.n_measured))
    } else {
        String::new()
    };
    format!(
        "Update {}, epoch {}: examples {} to {} of {} in this epoch's shuffled order. Their mean \
         loss{measured} is {mean}, and that one number is what the update lowers.",
        format::grouped((batch.step + 1) as f64),
        batch.epoch + 1,
        count(batch.position + 1),
        count(batch.position + batch.len),
        count(batch.n_epoch),
    )
}

/// What is not shown.
pub fn rest(batch: &Batch) -> Option<String> {
    let (n, shown) = (batch.len as usize, batch.examples.len());
    let text = "Choose one: it is laid onto the board, and can be stepped through.";
    Some(if shown < n {
        format!(
            "The first {} are shown; {} more belong to the batch. {text}",
            format::count(shown),
            format::count(n - shown)
        )
    } else {
        text.to_owned()
    })
}

/// Whether it is read as what it is; none without an answer.
pub fn is_right(shown: &Shown) -> Option<bool> {
    shown.reading?.class.map(|class| class == shown.label)
}

/// "a 4 read as 9, wrong, loss 2.31".
pub fn example(shown: &Shown, names: &[String]) -> String {
    let label = with_article(&name_of(names, usize::from(shown.label)));
    let loss = format::number(f64::from(shown.score));
    match shown.reading.and_then(|reading| reading.class) {
        Some(class) => {
            let verdict = if class == shown.label { "right" } else { "wrong" };
            let class = name_of(names, usize::from(class));
            format!("{label} read as {class}, {verdict}, loss {loss}")
        }
        None => format!("{label} without an answer, loss {loss}"),
    }
}
