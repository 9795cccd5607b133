//! What one can do to the points: move, set those of each class, take away, take back.

use leptos::prelude::*;

use super::hand::Hand;
use crate::widget::segmented::Segmented;
use descent::plots::plane::{class_symbol, class_tint};

/// What a pointer or a key does to the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tool {
    /// Takes the nearest point along.
    Move,
    /// Sets a point of this class or value, or makes the one that is there such a one.
    Set(f32),
    /// Takes the nearest point away.
    Erase,
}

/// Values that can be set where values are learned.
pub(super) const VALUES: [(f32, &str); 3] = [(-1.0, "−1"), (0.0, "0"), (1.0, "+1")];

/// The tools of a hand.
#[component]
pub fn Tools(hand: Hand) -> impl IntoView {
    // Text, so that it is made anew only when the classes change.
    let classes = Memo::new(move |_| {
        let points = hand.shown()?;
        let n = points.n_classes();
        let name = |label| points.class_name(label).unwrap_or_default().to_owned();
        Some(n.map(|n| (0..n).map(name).collect::<Vec<_>>()))
    });
    let group = move || {
        classes.get().map(|classes| {
            let set: Vec<(Tool, AnyView, String)> = match classes {
                Some(names) => names
                    .into_iter()
                    .enumerate()
                    .map(|(label, name)| {
                        (Tool::Set(label as f32), view! { <Mark label /> }.into_any(), name)
                    })
                    .collect(),
                None => VALUES
                    .map(|(value, text)| (Tool::Set(value), ().into_any(), text.to_owned()))
                    .into_iter()
                    .collect(),
            };
            let buttons = set.into_iter().enumerate().map(move |(idx, (tool, mark, name))| {
                let is_on = move || hand.tool.get() == tool;
                view! {
                    <button type="button" class="button button--small plane-tools__set"
                        data-testid=format!("plane-set-{idx}") aria-pressed=move || is_on().to_string()
                        title=format!("A click sets a point \"{name}\", or makes one that is there such a one")
                        on:click=move |_| hand.tool.set(tool)>{mark}{name.clone()}</button>
                }
            });
            buttons.collect::<Vec<_>>()
        })
    };
    view! {
        <div class="plane-tools" role="group" aria-label="Points by hand">
            <Segmented label="What a click does" options=vec![(Tool::Move, "Move"), (Tool::Erase, "Erase")]
                value=hand.tool on_choose=move |tool| hand.tool.set(tool) />
            <span class="plane-tools__add">"Add"</span>
            {group}
            <button type="button" class="button button--small" data-testid="plane-undo"
                aria-disabled=move || (!hand.can_undo()).to_string() on:click=move |_| hand.undo()>"Undo"</button>
        </div>
    }
}

/// The mark of a class, in its color.
#[component]
pub fn Mark(label: usize) -> impl IntoView {
    let corners: Vec<String> = class_symbol(label)
        .outline()
        .into_iter()
        .map(|(x, y)| format!("{:.2},{:.2}", 5.0 * x, 5.0 * y))
        .collect();
    let color = format!("fill: var({})", class_tint(label).css_property());
    view! {
        <svg class="plane-mark" viewBox="-9 -9 18 18" aria-hidden="true">
            <polygon points=corners.join(" ") style=color />
        </svg>
    }
}
