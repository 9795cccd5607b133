//! How well the networks read our handwriting: the shipped one, and the one in training.

use leptos::prelude::*;

use crate::format;
use crate::state::looks::Slot;
use crate::state::{Pretrained, reads_digits, use_state};
use descent::protocol::seen::Assessed;
use descent::protocol::{Look, Progress, Reader, Seen};

type Outcome = Option<Result<Assessed, String>>;

/// How each of the two networks reads the drawings.
#[derive(Clone, Copy)]
pub(super) struct BothAssessed {
    pretrained: RwSignal<Outcome>,
    run: RwSignal<Outcome>,
    /// Asked, and not answered yet.
    asked: StoredValue<Option<Reader>>,
    /// To be asked, the last one first.
    to_ask: StoredValue<Vec<Reader>>,
}

impl BothAssessed {
    /// How this network reads them.
    pub fn by(self, reader: Reader) -> RwSignal<Outcome> {
        match reader {
            Reader::Pretrained => self.pretrained,
            Reader::Run => self.run,
        }
    }
}

/// Asks, again and again, as long as it can be seen: when drawings have changed, when
/// another network is there, at each pause, and once a second while training.
pub(super) fn use_scores(is_visible: Signal<bool>) -> BothAssessed {
    let state = use_state();
    let both = BothAssessed {
        pretrained: RwSignal::new(None),
        run: RwSignal::new(None),
        asked: StoredValue::new(None),
        to_ask: StoredValue::new(Vec::new()),
    };
    let ask_next = move || {
        if both.asked.get_value().is_some() {
            return;
        }
        if let Some(reader) = both.to_ask.try_update_value(Vec::pop).flatten() {
            both.asked.set_value(Some(reader));
            state.look(Slot::Handwriting, Look::Handwriting { reader });
        }
    };
    let moment = Memo::new(move |_| {
        let at = |progress: &Progress| match progress.is_under_way() {
            true => (true, progress.train_seconds as u64),
            false => (false, progress.step),
        };
        state.progress.with(|progress| progress.as_ref().map(at))
    });
    let ids = Memo::new(move |_| {
        let kept = state.collection.kept;
        kept.with(|kept| kept.iter().map(|drawing| drawing.id.clone()).collect::<Vec<_>>())
    });
    let has_pretrained =
        Memo::new(move |_| state.pretrained.with(|it| matches!(it, Pretrained::Ready(_))));
    Effect::new(move |_| {
        moment.track();
        state.config.track();
        let readers = match (has_pretrained.get(), state.config.with(reads_digits)) {
            (true, true) => vec![Reader::Run, Reader::Pretrained],
            (true, false) => vec![Reader::Pretrained],
            (false, true) => vec![Reader::Run],
            (false, false) => vec![],
        };
        if !readers.contains(&Reader::Run) {
            both.run.set(None);
        }
        if ids.with(Vec::is_empty) {
            both.pretrained.set(None);
            both.run.set(None);
        } else if is_visible.get() {
            both.to_ask.set_value(readers);
            ask_next();
        }
    });
    let answer = state.answers.of(Slot::Handwriting);
    Effect::new(move |_| {
        match answer.get() {
            Some(Ok(Seen::Assessed(assessed))) => {
                let reader = assessed.reader;
                if both.asked.get_value() == Some(reader) {
                    both.asked.set_value(None);
                }
                both.by(reader).set(Some(Ok(assessed)));
            }
            Some(Err(why)) => {
                if let Some(reader) = both.asked.try_update_value(Option::take).flatten() {
                    both.by(reader).set(Some(Err(why)));
                }
            }
            _ => {}
        }
        ask_next();
    });
    // What was asked of a worker that has gone is never answered.
    Effect::new(move |_| {
        state.worker.track();
        both.asked.set_value(None);
    });
    both
}

/// The figures, held-out drawings and those to learn from apart.
#[component]
pub(super) fn Scores(assessed: BothAssessed) -> impl IntoView {
    let state = use_state();
    let is_empty = Memo::new(move |_| state.collection.kept.with(Vec::is_empty));
    let row = move |reader: Reader, key: &'static str, name: &'static str| {
        let cells = move || {
            match assessed.by(reader).get() {
            Some(Ok(assessed)) => view! {
                <td class="number" data-testid=format!("class-held-out-{key}")
                    data-value=plain(assessed.held_out)>{score(assessed.held_out)}</td>
                <td class="number" data-testid=format!("class-learned-{key}")
                    data-value=plain(assessed.learned_from)>{score(assessed.learned_from)}</td>
            }
            .into_any(),
            Some(Err(why)) => view! { <td colspan="2">{why}</td> }.into_any(),
            None if reader == Reader::Run && !state.config.with(reads_digits) => view! {
                <td colspan="2">
                    {format!("It learns {}, and knows no digits.", state.config.with(|c| c.dataset.name().to_owned()))}
                </td>
            }
            .into_any(),
            None => view! { <td colspan="2">"…"</td> }.into_any(),
        }
        };
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    view! {
        <section class="class__part" aria-labelledby="scores-heading">
            <h3 id="scores-heading">"How well are they read?"</h3>
            <Show when=move || !is_empty.get()
                fallback=|| view! { <p class="class__soft">"Keep a few drawings, and it stands here."</p> }>
                <table class="scores">
                    <thead>
                        <tr>
                            <th scope="col">"Right"</th>
                            <th scope="col">"of the held out"</th>
                            <th scope="col">"of the others"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {row(Reader::Pretrained, "pretrained", "Shipped model")}
                        {row(Reader::Run, "run", "In training")}
                    </tbody>
                </table>
                <p class="class__soft">
                    "One drawing in five, by chance, is held out: no network ever learns from it. Only \
                    these say how well it reads what it has not seen."
                </p>
            </Show>
        </section>
    }
}

fn score((n_right, n): (u32, u32)) -> String {
    if n == 0 {
        return "none yet".to_owned();
    }
    format!("{n_right} of {n} ({})", format::percent(f64::from(n_right) / f64::from(n), 0))
}

fn plain((n_right, n): (u32, u32)) -> String {
    format!("{n_right}/{n}")
}
