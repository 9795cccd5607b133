//! The equations at the place where one stands: symbols, and below them numbers.

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::number::{Light, Num, go_to, light};
use super::super::of_trace;
use crate::state::use_state;
use descent::walk::math::Shown;
use descent::walk::{Line, Math, lines};

/// The pane.
#[component]
pub fn Equations(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let all = move || {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        let lines =
            of_trace(state, |trace| cursor.places.with(|places| lines(trace, places, place, row)));
        let lines = lines.unwrap_or_default();
        lines.into_iter().map(|line| equation(cursor, line)).collect::<Vec<_>>()
    };
    view! { <div class="equations" data-testid="equations">{all}</div> }
}

fn equation(cursor: Cursor, line: Line) -> impl IntoView {
    let Line { symbols, numbers, .. } = line;
    view! {
        <div class="equation">
            <div class="equation__symbols"><math displaystyle="true">{typeset(cursor, &symbols)}</math></div>
            {numbers.map(|numbers| view! { <div class="equation__numbers">{in_parts(cursor, numbers)}</div> })}
        </div>
    }
}

/// A long sum goes on in the next line: MathML doesn't break, but parts of it do.
fn in_parts(cursor: Cursor, numbers: Math) -> Vec<AnyView> {
    let parts = match numbers {
        Math::Row(parts) => parts,
        other => vec![other],
    };
    parts.into_iter().map(|part| part_view(cursor, &part)).collect()
}

/// What stands alone can be reached by the keyboard, which within a formula nothing can.
fn part_view(cursor: Cursor, part: &Math) -> AnyView {
    match part {
        Math::Number(Shown { quantity: Some(quantity), .. }) => {
            view! { <Num cursor quantity=*quantity reachable=true /> }.into_any()
        }
        Math::Fenced(inner) if matches!(**inner, Math::Number(_)) => {
            view! { <span class="fenced">"("{part_view(cursor, inner)}")"</span> }.into_any()
        }
        part => view! { <math displaystyle="true">{typeset(cursor, part)}</math> }.into_any(),
    }
}

/// A formula as MathML.
pub fn typeset(cursor: Cursor, math: &Math) -> AnyView {
    let set = |part: &Math| typeset(cursor, part);
    match math {
        Math::Name(name) if name.chars().count() > 1 => {
            view! { <mi mathvariant="normal" class="word">{name.clone()}</mi> }.into_any()
        }
        Math::Name(name) => view! { <mi>{name.clone()}</mi> }.into_any(),
        Math::Constant(digits) => view! { <mn>{digits.clone()}</mn> }.into_any(),
        Math::Sign(sign) => view! { <mo>{sign.to_string()}</mo> }.into_any(),
        Math::Text(text) => view! { <mtext>{text.clone()}</mtext> }.into_any(),
        Math::Number(shown) => number(cursor, *shown),
        Math::Row(parts) => {
            view! { <mrow>{parts.iter().map(set).collect::<Vec<_>>()}</mrow> }.into_any()
        }
        Math::Fenced(inner) => {
            view! { <mrow><mo>"("</mo>{set(inner)}<mo>")"</mo></mrow> }.into_any()
        }
        Math::Fraction(above, below) => {
            view! { <mfrac><mrow>{set(above)}</mrow><mrow>{set(below)}</mrow></mfrac> }.into_any()
        }
        // Not <msqrt>: where no font for formulas is installed its sign is not drawn.
        Math::Root(of) => {
            view! { <mrow><mo>"√"</mo><mrow class="radicand">{set(of)}</mrow></mrow> }.into_any()
        }
        Math::Sub(base, low) if **base == Math::Sign('Σ') => {
            view! { <munder><mo>"∑"</mo>{set(low)}</munder> }.into_any()
        }
        Math::Sub(base, low) => view! { <msub>{set(base)}{set(low)}</msub> }.into_any(),
        Math::Sup(base, high) if high.plain() == "′" => {
            view! { <mrow>{set(base)}<mo class="prime">"′"</mo></mrow> }.into_any()
        }
        Math::Sup(base, high) => view! { <msup>{set(base)}{set(high)}</msup> }.into_any(),
        Math::Hat(base) => {
            view! { <mover accent="true">{set(base)}<mo>"^"</mo></mover> }.into_any()
        }
    }
}

/// A number of the trace can be pointed at and chosen; others only be read.
fn number(cursor: Cursor, Shown { value, quantity }: Shown) -> AnyView {
    let text = move || cursor.show(value);
    let Some(quantity) = quantity else {
        return view! { <mn data-value=value.to_string()>{text}</mn> }.into_any();
    };
    let lit = Memo::new(move |_| light(cursor, quantity));
    view! {
        <mn class="num"
            class:num--pointed=move || lit.get() == Light::Pointed
            class:num--source=move || lit.get() == Light::Source
            class:num--negative=value < 0.0
            data-value=value.to_string()
            on:pointerenter=move |_| cursor.pointed.set(Some(quantity))
            on:pointerleave=move |_| cursor.pointed.set(None)
            on:click=move |_| go_to(cursor, quantity)>{text}</mn>
    }
    .into_any()
}
