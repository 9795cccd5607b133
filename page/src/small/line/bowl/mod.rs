//! The bowl (CURRICULUM F7): the logistic loss over two of the unit's three parameters, with
//! the way the run goes down in it. Wherever it starts, it ends in the same place.

mod map;
mod picture;
mod words;

use leptos::html;
use leptos::prelude::*;

use self::map::{Axes, Map, use_map};
use self::picture::Picture;
use super::equation::{Boundary, Equation, parameters};
use super::which;
use crate::format;
use crate::small::asked;
use crate::small::pages::{Home, Page};
use crate::small::plane::{Hand, PlaneView, Tools};
use crate::small::rows::Rows;
use crate::small::transport::Transport;
use crate::state::{State, use_state};
use crate::widget::losses_table::LossesTable;
use crate::widget::segmented::Segmented;
use crate::widget::visible::use_visible;
use descent::protocol::PlacedStep;

/// The page.
pub static PAGE: Page = Page {
    key: "bowl",
    title: "The bowl",
    home: Some(&HOME),
    body: || view! { <Bowl /> }.into_any(),
};

/// Points that no line parts, all of them at once: a smooth way down, and an end to it.
static HOME: Home = Home { key: "line-bowl", start: which::bowl, steps_per_second: 20 };

#[component]
fn Bowl() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let map_section = NodeRef::<html::Section>::new();
    let map = use_map(use_visible(map_section));
    let reduction = asked::reduction(state);
    let hand = Hand::new();
    let n_wrong = Memo::new(move |_| losses.get().and_then(|told| told.n_wrong));
    // The place that is pointed at is a line, too.
    let pointed = Memo::new(move |_| {
        let now = parameters(state)?;
        Some(map.axes.get().with_values(now, map.pointed.get()?))
    });
    let now = Memo::new(move |_| parameters(state));
    view! {
        <div class="idea__grid bowl" node_ref=root>
            <section class="panel idea__picture" node_ref=map_section>
                <p class="idea__words">
                    "Every place on this map is a whole line: two of its numbers to the right and up, and the color is \
                     the loss of all points, dark where it is small. Click anywhere: the line starts from there and \
                     rolls down. Then start it elsewhere."
                </p>
                <div class="idea__head">
                    <AxesChoice map />
                    <button type="button" class="button" data-testid="bowl-another"
                        title="Starts near the border of the map, each time on another side"
                        on:click=move |_| map.start_elsewhere()>"Start somewhere else"</button>
                </div>
                <Picture map />
                <div class="bowl__said" aria-live="polite" data-testid="bowl-said"
                    data-value=move || map.n_ways().to_string()>
                    {move || words::said(map.n_ways(), n_wrong.get()).into_iter()
                        .map(|line| view! { <p>{line}</p> }).collect::<Vec<_>>()}
                </div>
                <p class="field__hint" data-testid="bowl-cut">{move || cut(state, map)}</p>
                <Ways map />
                <LossesTable shown=map.shown />
            </section>
            <section class="panel idea__side">
                <div class="idea__square bowl__points">
                    <PlaneView hand over=ViewFn::from(move || view! {
                        <Boundary of=pointed is_ghost=true />
                        <Boundary of=now />
                    }) />
                </div>
                <Tools hand />
                <Equation />
                <p class="idea__figure number" data-testid="loss"
                    data-value=move || losses.get().map(|told| told.loss.to_string())>
                    {move || losses.get().map(|told| format!(
                        "{} of the losses {}, {} of {} wrong", asked::total(reduction.get()), format::number(told.loss), told.n_wrong.unwrap_or(0), told.losses.len()))}
                </p>
                <Transport />
                <p class="field__hint">
                    "It stops by itself where a step hardly makes the loss smaller. “Reset” clears the map of the ways so far."
                </p>
            </section>
        </div>
    }
}

/// Which two parameters the map is of.
#[component]
fn AxesChoice(map: Map) -> impl IntoView {
    let options = Axes::ALL.into_iter().map(|axes| (axes, axes.title())).collect();
    view! {
        <div data-testid="bowl-axes">
            <Segmented label="The map's two numbers" options value=map.axes
                on_choose=move |axes| map.axes.set(axes) />
        </div>
    }
}

/// What the map leaves out.
fn cut(state: State, map: Map) -> Option<String> {
    let (name, at) = map.axes.get().third();
    let value = parameters(state)?[at];
    Some(format!(
        "The third number, {name}, learns as well. The map is of the lines with {name} = {}, as it is now, and is drawn \
         anew with each step.",
        format::number(value)
    ))
}

/// Where each way began and where it is: the map for those who do not see it.
#[component]
fn Ways(map: Map) -> impl IntoView {
    let rows = Signal::derive(move || {
        let row = |way: &[PlacedStep]| {
            let (first, last) = (way.first()?, way.last()?);
            Some(vec![first.x, first.y, last.x, last.y, (last.step - first.step) as f64])
        };
        map.with_ways(|ways| ways.filter_map(row).collect())
    });
    view! {
        <div data-testid="bowl-ways" data-value=move || {
            let ends = rows.get().into_iter().map(|row| row.iter().map(f64::to_string).collect::<Vec<_>>().join(" "));
            ends.collect::<Vec<_>>().join(";")
        }>
            {move || view! { <Rows name="the starts" heads=map.axes.get().heads() rows /> }}
        </div>
    }
}
