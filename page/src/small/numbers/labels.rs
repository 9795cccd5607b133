//! Label encoding and one-hot rows (CURRICULUM E4), of a list of one's own.

use leptos::prelude::*;

use descent::data::encoding::{Encoded, encode_labels, one_hot};

/// The course's two examples.
const ANIMALS: &str = "cat, dog, bird, cat, dog";
const NUMBERS: &str = "0, 2, 1, 1, 0, 2";

/// Names that are encoded at most, and classes: more don't fit on the page.
const MOST: usize = 40;
const MOST_CLASSES: usize = 20;

/// The labels of the names of a text.
fn encoded(text: &str) -> Result<(Vec<String>, Encoded), String> {
    let names = text.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.is_empty() {
        return Err("Write a few names, with commas between them.".to_owned());
    }
    if names.len() > MOST {
        return Err(format!("These are {} names; {MOST} are the most that fit here.", names.len()));
    }
    let encoded = encode_labels(names.iter().map(String::as_str)).map_err(|e| e.to_string())?;
    let n = encoded.classes.len();
    if n > MOST_CLASSES {
        return Err(format!("These are {n} classes; {MOST_CLASSES} are the most that fit here."));
    }
    Ok((names, encoded))
}

/// The widget.
#[component]
pub fn Labels() -> impl IntoView {
    let text = RwSignal::new(ANIMALS.to_owned());
    let result = Memo::new(move |_| text.with(|text| encoded(text)));
    let classes = move || {
        result.with(|result| {
            let (_, encoded) = result.as_ref().ok()?;
            let classes = encoded.classes.iter().enumerate();
            Some(classes.map(|(label, class)| view! {
                <li><span>{class.clone()}</span>" "<strong class="number">{label}</strong></li>
            }).collect::<Vec<_>>())
        })
    };
    let heads = move || {
        result.with(|result| {
            let (_, encoded) = result.as_ref().ok()?;
            Some(
                encoded
                    .classes
                    .iter()
                    .map(|class| {
                        view! {
                            <th scope="col">{class.clone()}</th>
                        }
                    })
                    .collect::<Vec<_>>(),
            )
        })
    };
    let rows = move || {
        result.with(|result| {
            let (names, encoded) = result.as_ref().ok()?;
            // Labels are of these classes: it can't fail.
            let rows = one_hot(&encoded.labels, encoded.classes.len()).ok()?;
            let rows = names.iter().zip(&encoded.labels).zip(rows.rows()).enumerate();
            Some(rows.map(|(i, ((name, label), row))| {
                let bits: String = row.iter().map(|bit| bit.to_string()).collect();
                let cells = row.iter().map(|&bit| view! {
                    <td class="hot" class:hot--on={bit == 1.0}>{bit}</td>
                }).collect::<Vec<_>>();
                view! {
                    <tr data-testid=format!("encoded-{i}") data-value=label.to_string() data-row=bits>
                        <th scope="row">{name.clone()}</th>
                        <td><strong>{*label}</strong></td>
                        {cells}
                    </tr>
                }
            }).collect::<Vec<_>>())
        })
    };
    let shape = move || {
        result.with(|result| {
            let (names, encoded) = result.as_ref().ok()?;
            Some(format!("{} × {}", names.len(), encoded.classes.len()))
        })
    };
    view! {
        <div class="stack">
        <p class="numbers__idea">
            "Sorted, the classes are numbered 0, 1, 2, …: that is a name's label. But dog = 2 is not \
             twice cat = 1. So each label becomes a row with a place for each class, 1 at its own and \
             0 elsewhere: one-hot."
        </p>
        <div class="field">
            <label for="label-list">"Names, with commas between them"</label>
            <div class="field__row numbers__wrap">
                <input id="label-list" class="input numbers__list" type="text" data-testid="label-list"
                    autocomplete="off" aria-describedby="label-list-error"
                    aria-invalid=move || result.with(Result::is_err).to_string()
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event)) />
                <button type="button" class="button" data-testid="labels-animals"
                    on:click=move |_| text.set(ANIMALS.to_owned())>"Animals"</button>
                <button type="button" class="button" data-testid="labels-numbers"
                    on:click=move |_| text.set(NUMBERS.to_owned())>{NUMBERS}</button>
            </div>
            <p class="field__error" id="label-list-error" role="alert" data-testid="label-list-error">
                {move || result.get().err()}
            </p>
        </div>
        <Show when=move || result.with(Result::is_ok)>
            <ol class="numbers__classes" aria-label="The classes in sorted order" data-testid="label-classes">{classes}</ol>
            <p class="field__hint number">"One-hot: " <span data-testid="one-hot-shape">{shape}</span> " numbers, a row a name"</p>
            <div class="numbers__scroll" tabindex="0" role="region" aria-label="Labels and one-hot rows">
                <table class="numbers__table" data-testid="one-hot">
                    <thead><tr><td></td><th scope="col">"label"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
        </div>
    }
}
