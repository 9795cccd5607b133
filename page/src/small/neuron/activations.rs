//! What an activation does, and its slope (CURRICULUM C1–C5): the curves of f and f′, and how
//! f′ is found, with the numbers at the present z.

use leptos::prelude::*;

use crate::format;
use crate::small::handle::Handle;
use crate::small::pages::Page;
use crate::widget::curve::SlopeKey;
use crate::widget::formula::formula;
use crate::widget::plot::{Plot, path};
use crate::widget::segmented::Segmented;
use crate::widget::slider::Slider;
use descent::nn::Activation;
use descent::nn::activation::{
    self, Derived, IDENTITY, RELU, SIGMOID, SOFTMAX, STEP, TANH, softmax,
};
use descent::plots::Axis;
use descent::registry::Choice;
use descent::walk::Math;
use descent::walk::math::Shown;
use std::collections::HashMap;

/// The page.
pub static PAGE: Page = Page {
    key: "activations",
    title: "Activations",
    home: None,
    body: || view! { <Activations /> }.into_any(),
};

/// z goes this far to both sides.
const REACH: f64 = 6.0;
/// A little way from z, for the slope of a straight piece.
const H: f64 = 0.1;

/// f and f′ at z. Softmax is of a whole layer: of the first of three units, while the two
/// others stay at 0.
fn at(activation: &Activation, z: f64) -> (f64, f64) {
    activation.at(z).unwrap_or_else(|| {
        let (mut a, mut slope) = ([0.0; 3], [0.0; 3]);
        softmax::shares(&[z, 0.0, 0.0], &mut a);
        softmax::pull_back(&a, &[1.0, 0.0, 0.0], &mut slope);
        (a[0], slope[0])
    })
}

/// What is to be said of each.
fn note(activation: Choice<Activation>) -> &'static str {
    let is = |other: &'static Activation| activation == Choice::of(other);
    if is(&SIGMOID) {
        "Between 0 and 1, like a probability. Its slope is at most 0.25, at z = 0: through each layer the blame becomes \
         a quarter or less. Far to either side it is saturated, and hardly any gets through."
    } else if is(&TANH) {
        "Between −1 and 1, and 0 at 0. Its slope reaches 1, but only in the middle."
    } else if is(&RELU) {
        "Nothing below 0, everything above: the slope is 0 or 1. At z = 0 itself, where there is a corner, it is taken as 0."
    } else if is(&IDENTITY) {
        "Nothing is done to z. Stacked, such layers are no more than one: see the next page."
    } else if is(&STEP) {
        "Yes or no, and no gradient: the slope is 0 wherever there is one. A perceptron learns without it, by its own rule."
    } else if is(&SOFTMAX) {
        "The shares of a whole layer: they add up to 1. Here is the first of three units, while the two others stay at z = 0."
    } else {
        ""
    }
}

#[component]
fn Activations() -> impl IntoView {
    let chosen = RwSignal::new(Choice::of(&SIGMOID));
    let z = RwSignal::new(0.8);
    let here = Signal::derive(move || at(&chosen.get(), z.get()));
    let options = activation::ALL.iter().map(|&it| (Choice::of(it), it.name)).collect();
    view! {
        <Segmented label="Activation" options value=chosen on_choose=move |it| chosen.set(it) />
        <div class="idea__grid">
            <section class="panel idea__picture">
                <p class="idea__words" data-testid="activation-note">{move || note(chosen.get())}</p>
                {move || view! { <Curves activation=chosen.get() z here /> }}
                <div class="field">
                    <div class="field__line">
                        <label for="explore-z">"z"</label>
                        <span class="field__value number" aria-hidden="true">{move || format::number(z.get())}</span>
                    </div>
                    <Slider id="explore-z" label="z" min=-REACH max=REACH step=0.1 value=z.into()
                        text=Signal::derive(move || format::number(z.get())) on_input=move |to: f64| z.set(to) />
                </div>
                <p class="number idea__figure" data-testid="activation-slope"
                    data-value=move || here.get().1.to_string()>
                    {move || {
                        let (a, slope) = here.get();
                        let z = format::number(z.get());
                        format!("f({z}) = {},  f′({z}) = {}", format::number(a), format::number(slope))
                    }}
                </p>
            </section>
            <section class="panel idea__side">
                <h2>"Where the slope comes from"</h2>
                <Derivation chosen z here />
            </section>
        </div>
    }
}

/// f, f′ and the tangent, with z to be dragged.
#[component]
fn Curves(
    activation: Choice<Activation>,
    z: RwSignal<f64>,
    here: Signal<(f64, f64)>,
) -> impl IntoView {
    // A jump is drawn as one: points close to each other on both sides of 0.
    let zs = (0..=240)
        .map(|i| REACH * (f64::from(i) / 120.0 - 1.0))
        .flat_map(|z| if z == 0.0 { vec![-1e-9, 0.0, 1e-9] } else { vec![z] });
    let points: Vec<_> = zs.map(|z| (z, at(&activation, z))).collect();
    let both = || points.iter().flat_map(|&(_, (a, slope))| [a, slope]);
    let low = both().fold(0.0, f64::min).max(-2.0);
    let high = both().fold(1.0, f64::max).min(3.0);
    let x = Axis::linear(-REACH, REACH).with_ticks(7);
    let y = Axis::linear(low - 0.1, high + 0.15).with_ticks(5);
    let values = path(&x, &y, points.iter().map(|&(z, (a, _))| (z, a)));
    let slopes = path(&x, &y, points.iter().map(|&(z, (_, slope))| (z, slope)));
    let zero = path(&x, &y, [(-REACH, 0.0), (REACH, 0.0)].into_iter());
    let tangent = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let ((a, slope), z) = (here.get(), z.get());
            path(&x, &y, [z - 1.4, z + 1.4].map(|at| (at, a + slope * (at - z))).into_iter())
        }
    };
    let drop = {
        let (x, y) = (x.clone(), y.clone());
        move || path(&x, &y, [(z.get(), 0.0), (z.get(), here.get().0)].into_iter())
    };
    let on_slope = {
        let (x, y) = (x.clone(), y.clone());
        move || super::line::dot(&x, &y, (z.get(), here.get().1))
    };
    let text = Signal::derive(move || {
        let (a, slope) = here.get();
        format!(
            "z = {}: f {}, slope {}",
            format::number(z.get()),
            format::number(a),
            format::number(slope)
        )
    });
    let over = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            view! {
                <Handle label="z" testid="z-handle" x=x.clone() y=y.clone()
                    at=Signal::derive(move || Some((z.get(), here.get().0))) step=(0.1, 0.0) text
                    on_move=move |to: f64, _| z.set((to * 100.0).round() / 100.0) />
            }
        }
    };
    view! {
        <figure class="small__figure">
            <div class="idea__plot">
                <Plot x y x_label="z" y_label="f(z), f′(z)" over>
                    <path class="curve__axis" d=zero />
                    <path class="curve__slopes" d=slopes />
                    <path class="curve__line" d=values />
                    <path class="curve__tangent" d=tangent />
                    <path class="curve__drop" d=drop />
                    <path class="dots dots--slope" d=on_slope />
                </Plot>
            </div>
            <figcaption>
                <SlopeKey />
            </figcaption>
        </figure>
    }
}

/// Line by line, in symbols and in numbers.
#[component]
fn Derivation(
    chosen: RwSignal<Choice<Activation>>,
    z: RwSignal<f64>,
    here: Signal<(f64, f64)>,
) -> impl IntoView {
    let lines = move || {
        let (activation, z, (a, slope)) = (chosen.get(), z.get(), here.get());
        let number = |value: f64| Shown::new(value, None);
        let numbers = HashMap::from([("z", number(z)), ("a", number(a)), ("h", number(H))]);
        let first = Math::read(&format!("f(z) = {}", right_side(activation.formula)));
        let result = Math::row([Math::read("f′(z) ="), Math::Number(number(slope))]);
        let line = |line: &Derived| {
            let symbols = Math::read(line.formula);
            let filled = symbols.with(&numbers);
            // What is a number already stands there once.
            let in_numbers = (filled != symbols).then(|| view! { <div class="derivation__numbers">{formula(&Math::row([Math::Sign('='), filled]))}</div> });
            view! {
                <li>
                    <div class="derivation__symbols">{formula(&Math::row([Math::Sign('='), symbols]))}</div>
                    {in_numbers}
                    <p>{line.why}</p>
                </li>
            }
        };
        let lines = (activation.derivation)(z).iter().map(line).collect::<Vec<_>>();
        view! {
            <div class="derivation__symbols">{formula(&first)}</div>
            <p class="derivation__symbols">{formula(&Math::read("f′(z)"))}</p>
            <ol class="derivation__lines">{lines}</ol>
            <p class="derivation__result">{formula(&result)}</p>
        }
    };
    view! { <div class="derivation" data-testid="derivation">{lines}</div> }
}

fn right_side(formula: &str) -> &str {
    formula
        .split_once('=')
        .filter(|(left, _)| left.trim().ends_with(')'))
        .map_or(formula, |(_, right)| right.trim())
}
