//! The equations at the place where one stands: symbols, and below them numbers.

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::number::{Num, pointing};
use super::super::of_trace;
use crate::state::use_state;
use crate::widget::formula;
use descent::walk::math::{Fence, Shown};
use descent::walk::{Line, Math, legend, lines};

/// The pane.
#[component]
pub fn Equations(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let all = move || {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        let lines =
            of_trace(state, |trace| cursor.places.with(|places| lines(trace, places, place, row)));
        let lines = lines.unwrap_or_default();
        let letters = letters(cursor, &lines);
        let lines = lines.into_iter().map(|line| equation(cursor, line)).collect::<Vec<_>>();
        view! { {lines} {letters} }
    };
    view! { <div class="equations" data-testid="equations">{all}</div> }
}

fn equation(cursor: Cursor, line: Line) -> impl IntoView {
    let Line { symbols, numbers, .. } = line;
    view! {
        <div class="equation">
            <div class="equation__symbols"><math displaystyle="true">{typeset(cursor, &symbols)}</math></div>
            {numbers.map(|numbers| view! { <div class="equation__numbers">{in_parts(cursor, &numbers)}</div> })}
        </div>
    }
}

/// What the letters stand for that equations do not explain themselves.
fn letters(cursor: Cursor, lines: &[Line]) -> Option<AnyView> {
    let letters = legend(lines);
    let entry = |(letter, words): (Math, &'static str)| {
        view! { <li><math>{typeset(cursor, &letter)}</math> " " {words}</li> }
    };
    (!letters.is_empty()).then(|| {
        let entries = letters.into_iter().map(entry).collect::<Vec<_>>();
        view! { <ul class="equations__legend" data-testid="legend" aria-label="Letters">{entries}</ul> }
            .into_any()
    })
}

/// A long sum goes on in the next line: MathML doesn't break, but parts of it do.
fn in_parts(cursor: Cursor, numbers: &Math) -> Vec<AnyView> {
    let Math::Row(parts) = numbers else { return vec![part_view(cursor, numbers)] };
    let mut views = Vec::with_capacity(parts.len());
    let mut rest = &parts[..];
    while let Some((first, others)) = rest.split_first() {
        let (view, n) = match (first, others.first()) {
            // A function, and what it is of, stay side by side; so does a sign before the
            // first number.
            (Math::Name(_), Some(of)) if !matches!(of, Math::Sign(_)) => {
                (together(cursor, &rest[..2]), 2)
            }
            (Math::Sign('−'), Some(of)) if begins(parts, rest) => {
                let n = if matches!(of, Math::Name(_)) { 3 } else { 2 };
                (together(cursor, &rest[..n.min(rest.len())]), n.min(rest.len()))
            }
            _ => (part_view(cursor, first), 1),
        };
        views.push(view);
        rest = &rest[n..];
    }
    views
}

/// Whether a rest of a row begins one of its sides.
fn begins(parts: &[Math], rest: &[Math]) -> bool {
    match (parts.len() - rest.len()).checked_sub(1).map(|before| &parts[before]) {
        Some(Math::Sign(sign)) => "=≈→".contains(*sign),
        Some(_) => false,
        None => true,
    }
}

fn together(cursor: Cursor, parts: &[Math]) -> AnyView {
    view! { <math displaystyle="true">{row(cursor, parts)}</math> }.into_any()
}

/// What stands alone can be reached by the keyboard, which within a formula nothing can.
fn part_view(cursor: Cursor, part: &Math) -> AnyView {
    match part {
        Math::Number(shown @ Shown { quantity: Some(quantity), .. }) => {
            view! { <Num cursor quantity=*quantity shown=*shown reachable=true /> }.into_any()
        }
        Math::Told(words, shown) => {
            view! {
                <span class="equation__told">
                    "(" {words.clone()} ": " <math>{number(cursor, *shown)}</math> ")"
                </span>
            }
            .into_any()
        }
        Math::Fenced(Fence::Round, inner) if is_long(inner) => {
            view! { <span class="fenced">"("</span> {in_parts(cursor, inner)} <span class="fenced">")"</span> }
                .into_any()
        }
        Math::Fenced(Fence::Round, inner) if matches!(**inner, Math::Number(_)) => {
            view! { <span class="fenced">"("{part_view(cursor, inner)}")"</span> }.into_any()
        }
        part => view! { <math displaystyle="true">{typeset(cursor, part)}</math> }.into_any(),
    }
}

/// A sum that may have to break.
fn is_long(inner: &Math) -> bool {
    matches!(inner, Math::Row(parts) if parts.len() > 3
        && parts.iter().filter(|part| **part == Math::Sign('+')).count() > 1)
}

/// A formula as MathML.
pub fn typeset(cursor: Cursor, math: &Math) -> AnyView {
    formula::typeset(math, &|shown| number(cursor, shown))
}

fn row(cursor: Cursor, parts: &[Math]) -> AnyView {
    formula::row(parts, &|shown| number(cursor, shown))
}

/// A number of the trace can be pointed at and chosen; others only be read.
fn number(cursor: Cursor, shown: Shown) -> AnyView {
    let Shown { value, quantity, .. } = shown;
    let text = move || cursor.show_in(shown);
    let Some(quantity) = quantity else {
        return view! { <mn data-value=value.to_string()>{text}</mn> }.into_any();
    };
    view! {
        <mn class="num" class:num--negative=value < 0.0 data-value=value.to_string()
            {..pointing(quantity)}>{text}</mn>
    }
    .into_any()
}
