//! In what two runs differ, in words.

use super::knob::Knob;
use super::letter;
use descent::training::RunConfig;

/// The sentence about one of the runs, beside the first.
pub fn told(first: &RunConfig, other: &RunConfig, idx: usize, varied: Knob) -> String {
    let name = letter(idx);
    // First what was turned; what comes along with it is told after that.
    let others = Knob::ALL.into_iter().filter(|knob| *knob != varied);
    let parts: Vec<_> = std::iter::once(varied)
        .chain(others)
        .filter(|knob| knob.of(first) != knob.of(other))
        .map(|knob| {
            let [before, now] = [first, other].map(|config| knob.told(&knob.of(config)));
            format!("the {}: {now} instead of {before}", knob.name())
        })
        .collect();
    if parts.is_empty() {
        return format!("{name} is the same as A, number for number.");
    }
    format!("{name} differs from A in {}. {}", parts.join(", and in "), shared(first, other))
}

/// What is the same all the same.
fn shared(a: &RunConfig, b: &RunConfig) -> &'static str {
    let widths = |config: &RunConfig| {
        config.network.layers().iter().map(|layer| layer.width).collect::<Vec<_>>()
    };
    let is_same_start =
        a.seed == b.seed && a.initializer == b.initializer && widths(a) == widths(b);
    let is_same_order = a.seed == b.seed && a.shuffle == b.shuffle;
    match (is_same_start, is_same_order, a.batch_size == b.batch_size) {
        (true, true, true) => "Same start weights, same batches.",
        (true, true, false) => {
            "Same start weights, and the same order of the examples, but cut into other batches: \
             they go by examples seen."
        }
        (false, true, true) => "Its start weights are others; the batches are the same.",
        (false, true, false) => "Its start weights and its batches are others.",
        (_, false, _) => "Its start weights are others, and so is the order of the examples.",
    }
}
