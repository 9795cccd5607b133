//! Formulas as MathML.

use leptos::prelude::*;

use descent::walk::Math;
use descent::walk::math::Shown;

/// How a number among the letters is shown.
pub type Number<'a> = &'a dyn Fn(Shown) -> AnyView;

/// A number that can only be read.
pub fn plain_number(shown: Shown) -> AnyView {
    view! { <mn data-value=shown.value.to_string()>{shown.text()}</mn> }.into_any()
}

/// A formula of its own, whose numbers can only be read.
pub fn formula(math: &Math) -> AnyView {
    view! { <math displaystyle="true">{typeset(math, &plain_number)}</math> }.into_any()
}

/// A formula as MathML.
pub fn typeset(math: &Math, number: Number<'_>) -> AnyView {
    let set = |part: &Math| typeset(part, number);
    match math {
        Math::Name(name) if name.chars().count() > 1 => {
            view! { <mi mathvariant="normal" class="word">{name.clone()}</mi> }.into_any()
        }
        Math::Name(name) => view! { <mi>{name.clone()}</mi> }.into_any(),
        Math::Constant(digits) => view! { <mn>{digits.clone()}</mn> }.into_any(),
        Math::Sign(sign) => view! { <mo>{sign.to_string()}</mo> }.into_any(),
        Math::Text(text) => view! { <mtext>{text.clone()}</mtext> }.into_any(),
        Math::Number(shown) => number(*shown),
        Math::Told(words, shown) => {
            // The space is a no-break one: MathML drops others at an end.
            let words = format!("({words}:\u{a0}");
            view! { <mrow><mtext>{words}</mtext>{number(*shown)}<mtext>")"</mtext></mrow> }
                .into_any()
        }
        Math::Row(parts) => row(parts, number),
        Math::Fenced(fence, inner) => {
            let [open, close] = fence.signs();
            view! { <mrow><mo fence="true">{open}</mo>{set(inner)}<mo fence="true">{close}</mo></mrow> }.into_any()
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
        Math::Matrix(rows) => matrix(rows, number),
    }
}

/// Side by side. A word keeps a distance from what it stands next to: "ln a", "1 if z".
pub fn row(parts: &[Math], number: Number<'_>) -> AnyView {
    let mut views = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        if at > 0 && needs_space(&parts[at - 1], part) {
            views.push(view! { <mspace width="0.22em" /> }.into_any());
        }
        views.push(typeset(part, number));
    }
    view! { <mrow>{views}</mrow> }.into_any()
}

fn needs_space(before: &Math, after: &Math) -> bool {
    let is_word = |part: &Math| matches!(part, Math::Name(name) if name.chars().count() > 1);
    let is_open = |part: &Math| matches!(part, Math::Sign(_));
    match (is_word(before), is_word(after)) {
        (true, _) => !is_open(after) && !matches!(after, Math::Fenced(..)),
        (false, true) => !is_open(before),
        (false, false) => false,
    }
}

/// Rows and columns between brackets, which are borders: stretched signs need a font for
/// formulas.
fn matrix(rows: &[Vec<Math>], number: Number<'_>) -> AnyView {
    let row = |row: &Vec<Math>| {
        let cells = row.iter().map(|cell| view! { <mtd>{typeset(cell, number)}</mtd> });
        view! { <mtr>{cells.collect::<Vec<_>>()}</mtr> }
    };
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! { <mtable class="bracketed">{rows}</mtable> }.into_any()
}
