//! How both do on the same examples, and those that changed side: how many, and pictures of some.

use leptos::prelude::*;

use super::figures::Figures;
use crate::format;
use crate::lab::exam::words::with_article;
use crate::widget::picture::Picture;
use descent::data::DatasetSpec;
use descent::plots::{Colormap, Limit};
use descent::protocol::diff::{Counts, Sides, Turned};
use descent::training::Reading;

/// Pictures at first, and more at a time.
const AT_A_TIME: usize = 8;

/// Who is right about how many, and what changed side.
#[component]
pub fn Turning(
    /// How both do.
    sides: Sides,
    /// What they learn from: it has the classes' names.
    dataset: StoredValue<DatasetSpec>,
    /// Whether both losses are the same function.
    has_one_loss: bool,
) -> impl IntoView {
    let figures = view! { <Figures sides=sides.clone() has_one_loss /> };
    let Sides { counts, lost, gained, .. } = sides;
    let Some(counts) = counts else {
        return view! {
            {figures}
            <p class="field__hint" data-testid="diff-no-sides">
                "They learn numbers: no answer is right or wrong, only nearer or further away."
            </p>
        }
        .into_any();
    };
    let cell = |testid: &'static str, n: u32, is_turned: bool| {
        view! {
            <td class:diff__turned=is_turned data-testid=testid data-value=n.to_string()>
                {format::count(n as usize)}
            </td>
        }
    };
    let Counts { both, lost: n_lost, gained: n_gained, neither } = counts;
    view! {
        <div class="diff__tables">
            {figures}
            <table class="diff__sides number">
                <caption>"Who is right about how many"</caption>
                <thead><tr><td></td><th scope="col">"B is right"</th><th scope="col">"B is wrong"</th></tr></thead>
                <tbody>
                    <tr><th scope="row">"A is right"</th>{cell("diff-both", both, false)}{cell("diff-lost", n_lost, true)}</tr>
                    <tr><th scope="row">"A is wrong"</th>{cell("diff-gained", n_gained, true)}{cell("diff-neither", neither, false)}</tr>
                </tbody>
            </table>
        </div>
        <Pictures testid="gained" n=n_gained turned=gained dataset
            title="Gained: wrong in A, right in B" order="A's surest first" />
        <Pictures testid="lost" n=n_lost turned=lost dataset
            title="Lost: right in A, wrong in B" order="B's surest first" />
    }
    .into_any()
}

#[component]
fn Pictures(
    testid: &'static str,
    n: u32,
    turned: Vec<Turned>,
    dataset: StoredValue<DatasetSpec>,
    title: &'static str,
    order: &'static str,
) -> impl IntoView {
    if turned.is_empty() {
        return ().into_any();
    }
    let n_pictures = turned.len();
    let n_shown = RwSignal::new(AT_A_TIME.min(n_pictures));
    let turned = StoredValue::new(turned);
    let told = move || {
        let shown = n_shown.get();
        let of = format::count(n as usize);
        if shown as u32 == n { order.to_owned() } else { format!("{shown} of {of}, {order}") }
    };
    let tiles = move || {
        turned.with_value(|turned| {
            let tile = |turned: &Turned| dataset.with_value(|dataset| tile(turned, dataset));
            turned.iter().take(n_shown.get()).map(tile).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="stack stack--tight diff__turns" data-testid=format!("diff-pictures-{testid}")>
            <h4>{title}</h4>
            <p class="field__hint">{told}</p>
            <ul class="diff__tiles" aria-label=title>{tiles}</ul>
            {move || (n_shown.get() < n_pictures).then(|| view! {
                <button type="button" class="button button--small runs__on" data-testid=format!("diff-more-{testid}")
                    on:click=move |_| n_shown.update(|n| *n = (*n + 2 * AT_A_TIME).min(n_pictures))>"Show more"</button>
            })}
        </div>
    }
    .into_any()
}

fn tile(turned: &Turned, dataset: &DatasetSpec) -> AnyView {
    let name = |class: u8| {
        let name = dataset.class_name(usize::from(class));
        name.map_or_else(|| class.to_string(), str::to_owned)
    };
    let says = |reading: &Reading| match reading.class {
        Some(class) => {
            format!("{}, {}", name(class), format::percent(f64::from(reading.confidence), 0))
        }
        None => "nothing".to_owned(),
    };
    let (label, a, b) = (name(turned.label), says(&turned.a), says(&turned.b));
    let values = turned.image.to_input();
    let told = format!("{}: A says {a}; B says {b}", with_article(&label));
    view! {
        <li class="diff__tile">
            <Picture values=Signal::stored(values) colormap=Colormap::Gray limit=Limit::Fixed(1.0) label=told />
            <p aria-hidden="true"><strong>{label}</strong></p>
            <p class="number" aria-hidden="true">"A: " {a}</p>
            <p class="number" aria-hidden="true">"B: " {b}</p>
        </li>
    }
    .into_any()
}
