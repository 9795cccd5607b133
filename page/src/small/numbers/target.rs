//! A digit's one-hot target beside what a network says (CURRICULUM E4).

use leptos::prelude::*;

use super::digit::Digit;
use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::data::encoding::one_hot;
use descent::protocol::{Look, Reader, Seen};

/// Classes of the shipped model.
const N: usize = 10;

/// Ten rows: class, target, output.
#[component]
pub fn Target(digit: Digit) -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    let is_visible = use_visible(frame);
    Effect::new(move |_| {
        state.pretrained.track();
        if let (true, Some(image)) = (is_visible.get(), digit.image.get()) {
            state.look(Slot::Outputs, Look::Outputs { reader: Reader::Pretrained, image });
        }
    });
    let answer = state.answers.of(Slot::Outputs);
    let outputs = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Outputs(outputs))) => outputs.to_vec(),
            _ => Vec::new(),
        })
    });
    let error =
        move || answer.with(|answer| answer.as_ref().and_then(|a| a.as_ref().err().cloned()));
    let target = Memo::new(move |_| {
        let rows = one_hot(&[digit.label()?], N).ok()?;
        Some(rows.iter().copied().collect::<Vec<f32>>())
    });
    // Of clothes the shipped model has nothing to say.
    let is_digit = Memo::new(move |_| {
        digit.example.with(|e| e.as_ref().is_none_or(|e| e.class_name == e.shown.label.to_string()))
    });
    let row = move |class: usize| {
        let y = Memo::new(move |_| target.with(|y| y.as_ref().map(|y| y[class])));
        let a = Memo::new(move |_| outputs.with(|a| a.get(class).copied()));
        view! {
            <tr data-testid=format!("target-{class}")
                data-value=move || y.get().map(|y| y.to_string()).unwrap_or_default()
                data-output=move || a.get().map(|a| a.to_string()).unwrap_or_default()>
                <th scope="row">{class}</th>
                <td class="hot" class:hot--on=move || y.get() == Some(1.0)>{move || y.get()}</td>
                <td class="target__output">
                    <span class="target__track" aria-hidden="true">
                        <span class="target__fill"
                            style:transform=move || format!("scaleX({})", a.get().unwrap_or(0.0))></span>
                    </span>
                    <span>{move || a.get().map(|a| format::fixed(f64::from(a), 3))}</span>
                </td>
            </tr>
        }
    };
    let table = move || {
        let rows = (0..N).map(row).collect::<Vec<_>>();
        view! {
            <table class="numbers__table target" data-testid="target">
                <thead><tr>
                    <th scope="col">"class"</th><th scope="col">"target y"</th>
                    <th scope="col">"output a of the shipped model"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    };
    view! {
        <div class="stack">
        <h3>"A digit's target beside the ten outputs"</h3>
        <p class="numbers__idea">
            "Training pulls each output a toward its y: the one up to 1, the nine others down to 0."
        </p>
        <div node_ref=frame>
            <Show when=move || is_digit.get() fallback=|| view! {
                <p class="numbers__note">
                    "These examples are no digits, and the shipped model reads digits only. Choose \
                     MNIST in the lesson to compare."
                </p>
            }>{table}</Show>
            <p class="field__error">{error}</p>
        </div>
        </div>
    }
}
