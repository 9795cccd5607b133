//! What the network says: the digit, how sure it is, the runner-up, ten bars.

use leptos::prelude::*;

use super::Panel;
use crate::format;
use crate::state::{Pretrained, use_state};
use crate::widget::segmented::Segmented;
use descent::protocol::{Inspection, Reader};

/// The panel.
pub static PANEL: Panel = Panel {
    key: "answer",
    title: "The network says",
    head: None,
    body: || view! { <Answer /> }.into_any(),
    shown: None,
};

/// The ten outputs, strongest first, as (class, share).
fn ranked(inspection: &Inspection) -> Vec<(usize, f32)> {
    let mut ranked: Vec<(usize, f32)> = inspection
        .layers
        .last()
        .map(|output| output.activations.iter().copied().enumerate().collect())
        .unwrap_or_default();
    // A network that has diverged has no answer.
    if ranked.iter().any(|(_, share)| !share.is_finite()) {
        ranked.clear();
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked
}

#[component]
fn Answer() -> impl IntoView {
    let state = use_state();
    let ranked =
        Memo::new(move |_| state.inspection.with(|i| i.as_ref().map(ranked).unwrap_or_default()));
    let first = move || ranked.with(|r| r.first().copied());
    let value = move || first().map(|(class, _)| class.to_string()).unwrap_or_default();
    let name = move |class: usize| state.class_name(state.reader.get(), class);
    let is_digits = Memo::new(move |_| state.reads_digits(state.reader.get()));
    let verdict = move || {
        let (Some((_, share)), Some(second)) = (first(), ranked.with(|r| r.get(1).copied())) else {
            return view! { <p class="answer__empty">{move || empty_text(
                state.reader.get(), is_digits.get(), &state.pretrained.get(), state.image.with(Option::is_some) && state.has_diverged(),
            )}</p> }
                .into_any();
        };
        let sure = match share {
            s if s >= 0.9 => "quite sure",
            s if s >= 0.6 => "fairly sure",
            s if s >= 0.35 => "unsure",
            _ => "guessing",
        };
        view! {
            <p class="answer__sure">
                <strong class="number">{format::percent(f64::from(share), 1)}</strong>
            </p>
            <p class="answer__how">{sure}</p>
            <p class="answer__second">
                {format!("Runner-up: {} with {}", name(second.0), format::percent(f64::from(second.1), 1))}
            </p>
        }
        .into_any()
    };
    let n_classes = Memo::new(move |_| state.n_classes(state.reader.get()));
    let bars = move || {
        (0..n_classes.get()).map(|class| view! { <Bar class ranked /> }).collect::<Vec<_>>()
    };
    let odd = move || {
        (state.reader.get() == Reader::Pretrained && !state.reads_digits(Reader::Run))
            .then_some("The shipped model reads digits, whatever the run learns.")
    };
    view! {
        <Segmented label="Which network reads"
            options=vec![(Reader::Pretrained, "Shipped model"), (Reader::Run, "In training")]
            value=state.reader on_choose=move |reader| state.choose_reader(reader) />
        <p class="field__hint" data-testid="reads-digits-only">{odd}</p>
        <div class="answer" class:answer--words=move || !is_digits.get() aria-live="polite">
            <p class="answer__digit number" data-testid="prediction" data-value=value
                aria-label=move || first().map(|(class, _)| match is_digits.get() {
                    true => format!("It reads a {class}"),
                    false => format!("It takes it for: {}", name(class)),
                })>
                {move || first().map_or_else(|| "–".to_owned(), |(class, _)| name(class))}
            </p>
            <div>{verdict}</div>
        </div>
        <ol class="bars" class:bars--words=move || !is_digits.get()
            aria-label=move || if is_digits.get() { "Share of each digit" } else { "Share of each class" }>{bars}</ol>
    }
}

fn empty_text(
    reader: Reader,
    is_digits: bool,
    pretrained: &Pretrained,
    diverged: bool,
) -> &'static str {
    match (reader, pretrained) {
        (Reader::Run, _) if diverged => "No answer: its numbers are no longer finite.",
        (Reader::Pretrained, Pretrained::Loading) => "The shipped model is loading …",
        (Reader::Pretrained, Pretrained::Failed(_)) => "The shipped model is missing.",
        _ if is_digits => "Draw a digit and it will say what it reads.",
        _ => "Draw one of these and it will say what it takes it for.",
    }
}

/// One class: its name, a bar, its share.
#[component]
fn Bar(class: usize, ranked: Memo<Vec<(usize, f32)>>) -> impl IntoView {
    let state = use_state();
    let name = move || state.class_name(state.reader.get(), class);
    let share = Memo::new(move |_| {
        ranked.with(|r| r.iter().find(|(c, _)| *c == class).map(|(_, share)| *share))
    });
    let wins = move || ranked.with(|r| r.first().is_some_and(|(c, _)| *c == class));
    view! {
        <li class="bar" class:bar--wins=wins data-testid=format!("probability-{class}")
            data-value=move || share.get().map(|s| s.to_string()).unwrap_or_default()>
            <span class="bar__name number">{name}</span>
            <span class="bar__track" aria-hidden="true">
                <span class="bar__fill"
                    style:transform=move || format!("scaleX({})", share.get().unwrap_or(0.0))></span>
            </span>
            <span class="bar__share number">
                {move || share.get().map(|s| format::percent(f64::from(s), 1)).unwrap_or_default()}
            </span>
        </li>
    }
}
