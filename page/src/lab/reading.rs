//! How both networks read what is on the board.

use leptos::prelude::*;

use crate::format;
use crate::state::readings::Steps;
use crate::state::{Pretrained, use_state};
use descent::data::DigitImage;
use descent::data::digit::Normalization;
use descent::protocol::{Inspection, Reader};

/// Both networks, with the keys of their `data-testid`s and their names.
pub const READERS: [(Reader, &str, &str); 2] = [
    (Reader::Pretrained, "pretrained", "The shipped model"),
    (Reader::Run, "run", "The network in training"),
];

/// Has both networks read what is on the board as long as that can be seen: the pen and
/// the run's training are followed.
pub fn follow(is_visible: Signal<bool>, steps: Steps) {
    let state = use_state();
    let step = Memo::new(move |_| state.progress.with(|p| p.as_ref().map(|p| p.step)));
    let image = Memo::new(move |_| match steps {
        Steps::AsSet => state.image.get(),
        // With all steps on it is the same image: once is enough.
        Steps::All if state.normalization.get() == Normalization::FULL => None,
        Steps::All => state.image_by(Normalization::FULL),
    });
    Effect::new(move |_| {
        if is_visible.get() {
            state.pretrained.track();
            state.read(Reader::Pretrained, steps, image.get());
        }
    });
    Effect::new(move |_| {
        if is_visible.get() {
            // (A memo that nobody reads is not worked out, and tells nothing.)
            let _ = step.get();
            state.config.track();
            state.read(Reader::Run, steps, image.get());
        }
    });
}

/// The class read and its share; none of a network whose numbers are no longer finite.
pub fn answer(inspection: &Inspection) -> Option<(usize, f32)> {
    let shares = &inspection.layers.last()?.activations;
    if shares.iter().any(|share| !share.is_finite()) {
        return None;
    }
    shares
        .iter()
        .copied()
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Whether a network reads 28×28 pixels. Tracked.
pub fn reads_images(reader: Reader) -> bool {
    reader == Reader::Pretrained
        || use_state().config.with(|config| config.network.n_inputs() == DigitImage::LEN)
}

/// A network's answer: the class, large, and how sure it is.
#[component]
pub fn Verdict(
    /// Which network.
    reader: Reader,
    /// What it is given.
    steps: Steps,
    /// Its `data-testid`.
    testid: String,
) -> impl IntoView {
    let state = use_state();
    let reading = state.readings.of(reader, steps);
    let best = Memo::new(move |_| reading.with(|reading| reading.as_ref().and_then(answer)));
    let name = move || best.get().map(|(class, _)| state.class_name(reader, class));
    let how = move || match best.get() {
        Some((_, share)) => format::percent(f64::from(share), 1),
        None => why_not(reader, reading.with(Option::is_some)).to_owned(),
    };
    view! {
        <span class="verdict">
            <span class="verdict__class number" class:verdict__class--word=move || name().is_some_and(|n| n.len() > 2)
                data-testid=testid
                data-value=move || best.get().map(|(class, _)| class.to_string()).unwrap_or_default()>
                {move || name().unwrap_or_else(|| "–".to_owned())}
            </span>
            <span class="verdict__how number">{how}</span>
        </span>
    }
}

/// Why there is no answer.
fn why_not(reader: Reader, has_read: bool) -> &'static str {
    let state = use_state();
    match (reader, state.pretrained.get()) {
        _ if has_read => "its numbers are no longer finite",
        _ if state.image.with(Option::is_none) => "nothing drawn yet",
        (Reader::Pretrained, Pretrained::Loading) => "on its way …",
        (Reader::Pretrained, Pretrained::Failed(_)) => "could not be loaded",
        (Reader::Run, _) if !reads_images(Reader::Run) => "reads no images",
        _ => "reading …",
    }
}

/// After how many updates a network reads. Tracked.
pub fn age(reader: Reader) -> String {
    let state = use_state();
    match reader {
        Reader::Pretrained => "trained before".to_owned(),
        Reader::Run => {
            let step = state.progress.with(|p| p.as_ref().map_or(0, |p| p.step));
            match step {
                0 => "untrained yet".to_owned(),
                1 => "after 1 step".to_owned(),
                _ => format!("after {} steps", format::grouped(step as f64)),
            }
        }
    }
}
