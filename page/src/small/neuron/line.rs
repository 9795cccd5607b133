//! A line through points (CURRICULUM F2, F5, B2): drag it, or let it learn.

use leptos::html;
use leptos::prelude::*;

use super::bars::Bars;
use super::by_hand::{ByHand, RANGE};
use super::homes;
use super::loss_curve::LossCurve;
use super::wires::{Wire, Wires};
use crate::format;
use crate::small::asked::{self, BIAS, weight};
use crate::small::handle::Handle;
use crate::small::pages::Page;
use crate::small::rows::Rows;
use crate::small::transport::Transport;
use crate::state::use_state;
use crate::widget::plot::{Plot, path};
use crate::widget::segmented::Segmented;
use crate::widget::visible::use_visible;
use descent::nn::loss::{ABSOLUTE_ERROR, SQUARED_ERROR};
use descent::nn::{Parameter, Reduction};
use descent::plots::Axis;
use descent::registry::Choice;

/// The page.
pub static PAGE: Page = Page {
    key: "line",
    title: "A line",
    home: Some(&homes::LINE),
    body: || view! { <Line /> }.into_any(),
};

const W: Parameter = weight(0, 0);
/// Values of a parameter that its curve is made of.
const N_VALUES: usize = 121;
/// Where the line is held.
const HANDLES: (f64, f64) = (-4.0, 4.0);

/// From where to where the curve of a parameter goes.
fn range_of(parameter: Parameter) -> (f32, f32) {
    if parameter == W { (-0.6, 0.8) } else { RANGE }
}

fn axes() -> (Axis, Axis) {
    (Axis::linear(-6.0, 6.0).with_ticks(7), Axis::linear(-1.5, 1.5).with_ticks(7))
}

#[component]
fn Line() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let places = Memo::new(move |_| asked::places(state));
    let losses = asked::losses(state, is_visible);
    let reduction = asked::reduction(state);
    let swept = RwSignal::new(W);
    let range = Signal::derive(move || range_of(swept.get()));
    let sweep = asked::sweep(state, is_visible, swept.into(), range, N_VALUES);
    let (w, b) = (
        Signal::derive(move || asked::value_of(state, W)),
        Signal::derive(move || asked::value_of(state, BIAS)),
    );
    let rows = Signal::derive(move || {
        let Some(told) = losses.get() else { return Vec::new() };
        let each = places.get().into_iter().zip(told.outputs.column(0).to_vec()).zip(told.losses);
        each.map(|((place, output), loss)| {
            [place.x, place.target, output, loss].map(f64::from).to_vec()
        })
        .collect()
    });
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <p class="idea__words">
                    "Drag the line by its two handles until it lies well. The thin bars are its mistakes, one for each \
                     point; below stands what each of them costs. Then let it learn."
                </p>
                <Picture w b losses />
                <Bars x=axes().0 places losses />
                <Rows name="the points" heads=&["point", "x", "y", "ŷ", "loss"] rows />
            </section>
            <section class="panel idea__side">
                <Equation w b />
                <Wires output="ŷ" wires=vec![
                    Wire { input: "x", name: "w", weight: w },
                    Wire { input: "1", name: "b", weight: b },
                ] />
                <p class="field__hint">"The bias is a weight, too: on an input that is always 1."</p>
                <ByHand name="w" label="Weight w" testid="hand-w" parameter=W value=w />
                <ByHand name="b" label="Bias b" testid="hand-b" parameter=BIAS value=b />
                <Transport />
            </section>
            <section class="panel idea__below">
                <div class="idea__head">
                    <h2>"The loss is one number"</h2>
                    <LossChoice />
                </div>
                <p class="number idea__figure" data-testid="loss"
                    data-value=move || losses.get().map(|told| told.loss.to_string())>
                    {move || losses.get().map(|told| format!(
                        "L = {} of {} losses = {}", asked::total(reduction.get()), told.losses.len(), format::number(told.loss)))}
                </p>
                <p class="idea__words">
                    "For each value of a parameter it is another number: a valley. The ball is where you are. \
                     Learning is to roll it down, a little against the slope at each step."
                </p>
                <Segmented label="Along which parameter" options=vec![(W, "along w"), (BIAS, "along b")]
                    value=swept on_choose=move |parameter| swept.set(parameter) />
                {move || {
                    let parameter = swept.get();
                    let name = if parameter == W { "w" } else { "b" };
                    view! { <LossCurve parameter=(parameter, name, range_of(parameter)) sweep /> }
                }}
            </section>
        </div>
    }
}

/// The points, the line with its two handles, and the mistakes.
#[component]
fn Picture(
    w: Signal<Option<f64>>,
    b: Signal<Option<f64>>,
    losses: Signal<Option<descent::training::ExampleLosses>>,
) -> impl IntoView {
    let state = use_state();
    let (x, y) = axes();
    let places = Memo::new(move |_| asked::places(state));
    let at = move |x: f64| Some(w.get()? * x + b.get()?);
    let line = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let ends = [x.start(), x.end()].map(|end| at(end).map(|value| (end, value)));
            path(&x, &y, ends.into_iter().flatten())
        }
    };
    let dots = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let places = places.get();
            places.iter().map(|it| dot(&x, &y, (it.x.into(), it.target.into()))).collect::<String>()
        }
    };
    // Too high and too low, each in the color of its sign.
    let mistakes = |wanted: fn(f32) -> bool| {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let Some(told) = losses.get() else { return String::new() };
            let pairs = places.get().into_iter().zip(told.outputs.column(0).to_vec());
            let missed = pairs.filter(|(place, output)| wanted(output - place.target));
            missed
                .map(|(place, output)| {
                    let at = f64::from(place.x);
                    let ends = [place.target, output].map(|value| (at, value.into()));
                    path(&x, &y, ends.into_iter())
                })
                .collect::<String>()
        }
    };
    let (above, below) = (mistakes(|by| by > 0.0), mistakes(|by| by <= 0.0));
    // The other end stays where it is.
    let turn = move |is_left: bool, to: f64| {
        let (left, right) = HANDLES;
        let Some((y_left, y_right)) = untrack(|| at(left).zip(at(right))) else { return };
        let (y_left, y_right) = if is_left { (to, y_right) } else { (y_left, to) };
        let (w, b) = ((y_right - y_left) / (right - left), (y_left + y_right) / 2.0);
        state.set_parameters(&[(W, w as f32), (BIAS, b as f32)]);
    };
    let place = move |end: f64| Signal::derive(move || at(end).map(|value| (end, value)));
    let text = move |end: f64| {
        Signal::derive(move || {
            at(end).map(|y| format!("ŷ = {} at x = {end}", format::number(y))).unwrap_or_default()
        })
    };
    let over = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            view! {
                <Handle label="Left end of the line" testid="line-left" x=x.clone() y=y.clone()
                    at=place(HANDLES.0) step=(0.0, 0.02) text=text(HANDLES.0)
                    on_move=move |_, y| turn(true, y) />
                <Handle label="Right end of the line" testid="line-right" x=x.clone() y=y.clone()
                    at=place(HANDLES.1) step=(0.0, 0.02) text=text(HANDLES.1)
                    on_move=move |_, y| turn(false, y) />
            }
        }
    };
    view! {
        <div class="idea__plot idea__plot--tall">
            <Plot x y x_label="x" y_label="y" over>
                <path class="mistakes mistakes--above" d=above />
                <path class="mistakes mistakes--below" d=below />
                <path class="fit" d=line />
                <path class="dots" d=dots />
            </Plot>
        </div>
    }
}

/// A dot that is round however the picture is stretched: a line of no length, with round ends.
pub(super) fn dot(x: &Axis, y: &Axis, at: (f64, f64)) -> String {
    format!("{}h0", path(x, y, [at].into_iter()))
}

/// ŷ = w·x + b·1, with numbers.
#[component]
fn Equation(w: Signal<Option<f64>>, b: Signal<Option<f64>>) -> impl IntoView {
    let text =
        |value: Signal<Option<f64>>| move || value.get().map(format::number).unwrap_or_default();
    let exact = |value: Signal<Option<f64>>| move || value.get().map(|value| value.to_string());
    let sign = move || b.get().map(|b| format::added(b).0);
    let size = move || b.get().map(|b| format::added(b).1);
    view! {
        <div class="idea__equation">
            <math><mi>"ŷ"</mi><mo>"="</mo><mi>"w"</mi><mo>"·"</mo><mi>"x"</mi><mo>"+"</mo><mi>"b"</mi><mo>"·"</mo><mn>"1"</mn></math>
            <p class="number">
                "ŷ = "<strong data-testid="w" data-value=exact(w)>{text(w)}</strong>" · x"
                {sign}<strong data-testid="b" data-value=exact(b)>{size}</strong>" · 1"
            </p>
        </div>
    }
}

/// Squared or absolute (CURRICULUM B1, B2).
#[component]
fn LossChoice() -> impl IntoView {
    let state = use_state();
    let loss = asked::loss_of(state);
    let is_absolute = Memo::new(move |_| loss.get() == Choice::of(&ABSOLUTE_ERROR));
    let reduction = asked::reduction(state);
    let names = move || match reduction.get() {
        Reduction::HalfMean => ["½ (ŷ − y)²", "½ |ŷ − y|"],
        _ => ["(ŷ − y)²", "|ŷ − y|"],
    };
    view! {
        {move || {
            let [squared, absolute] = names();
            view! {
                <Segmented label="Loss of a point" options=vec![(false, squared), (true, absolute)]
                    value=is_absolute on_choose=move |absolute| {
                        state.set_loss(if absolute { &ABSOLUTE_ERROR } else { &SQUARED_ERROR });
                    } />
            }
        }}
    }
}
