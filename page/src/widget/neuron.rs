//! A unit's arithmetic, drawn: its inputs, its weights, their products, the sum.
//! The lesson and the step view both use it.

use leptos::prelude::*;

use super::as_table::AsTable;
use super::picture::Picture;
use crate::format;
use descent::data::DigitImage;
use descent::nn::activation::Kind;
use descent::nn::{Activation, terms};
use descent::plots::Colormap;
use descent::registry::Choice;
use descent::walk::input_name;

/// Terms listed one by one; the rest are folded into one sum.
const LISTED: usize = 8;

/// All that a unit computes for one example; numbers from the engine.
#[derive(Clone, Debug, PartialEq)]
pub struct Neuron {
    /// Its activation.
    pub activation: Choice<Activation>,
    /// x (in): pixels or the activations before it.
    pub input: Vec<f32>,
    /// w (in).
    pub weights: Vec<f32>,
    /// b.
    pub bias: f32,
    /// z.
    pub pre_activation: f32,
    /// a.
    pub value: f32,
}

/// z = Σ w·x + b and a = f(z), with everything that goes into it. It stays as it is while
/// the numbers change.
#[component]
pub fn NeuronView(
    /// Its numbers; nothing is shown while there are none.
    #[prop(into)]
    neuron: Signal<Option<Neuron>>,
    /// Whether its sums stand below the pictures.
    #[prop(default = true)]
    sums: bool,
) -> impl IntoView {
    let values = move |read: fn(&Neuron) -> Vec<f32>| {
        Signal::derive(move || neuron.with(|n| n.as_ref().map(read).unwrap_or_default()))
    };
    let is_picture = Memo::new(move |_| {
        neuron.with(|n| n.as_ref().is_some_and(|n| n.input.len() == DigitImage::LEN))
    });
    let pictures = move || {
        is_picture.get().then(|| {
            view! {
                <div class="neuron__pictures">
                    <Pictured name="inputs x" values=values(|n| n.input.clone()) colormap=Colormap::Gray />
                    <span class="neuron__op" aria-hidden="true">"×"</span>
                    <Pictured name="weights w" values=values(|n| n.weights.clone()) colormap=Colormap::Diverging />
                    <span class="neuron__op" aria-hidden="true">"="</span>
                    <Pictured name="products w·x"
                        values=values(|n| terms::products(&n.weights, &n.input))
                        colormap=Colormap::Diverging />
                </div>
            }
        })
    };
    let has_sums = sums;
    let sums = move || {
        neuron.get().filter(|_| has_sums).map(|neuron| {
            let (z, a, b) = (neuron.pre_activation, neuron.value, neuron.bias);
            let symbols = format!("a = {}", neuron.activation.formula);
            let [sum_text, b_text, z_text] = format::together([z - b, b, z].map(f64::from));
            let b_text = if b < 0.0 { format!("({b_text})") } else { b_text };
            // Softmax needs all the layer's z, not this one alone.
            let (before, after) = match neuron.activation.kind {
                Kind::Softmax => ("a = e^(".to_owned(), ") / Σₖ e^zₖ = "),
                Kind::Elementwise { .. } => (format!("a = {}(", neuron.activation.name), ") = "),
            };
            view! {
                <p class="equation">
                    <span class="equation__symbols">"z = Σ w·x + b"</span>
                    <span class="equation__numbers number">
                        "z = " {exact(z - b, sum_text)} " + " {exact(b, b_text)} " = "
                        <strong>{exact(z, z_text)}</strong>
                    </span>
                </p>
                <p class="equation">
                    <span class="equation__symbols">{symbols}</span>
                    <span class="equation__numbers number">
                        {before} {num(z)} {after} <strong>{num(a)}</strong>
                    </span>
                </p>
                <TermTable weights=neuron.weights input=neuron.input
                    names=["from", "w", "x", "w·x"] pixels=is_picture.get() />
            }
        })
    };
    view! { <div class="neuron">{pictures} <div class="neuron__sums">{sums}</div></div> }
}

/// A number in three digits, with all of them on demand.
fn num(value: f32) -> impl IntoView {
    exact(value, format::number(f64::from(value)))
}

/// A number as this text, with all its digits on demand.
fn exact(value: f32, text: String) -> impl IntoView {
    view! { <span title=value.to_string() data-value=value.to_string()>{text}</span> }
}

/// A 28×28 picture with its name and range.
#[component]
pub fn Pictured(
    /// What it shows.
    name: &'static str,
    /// Row by row.
    #[prop(into)]
    values: Signal<Vec<f32>>,
    /// Gray for images, diverging for what has a sign.
    colormap: Colormap,
) -> impl IntoView {
    let range = move || {
        let ends = (f32::INFINITY, f32::NEG_INFINITY);
        let (low, high) = values
            .with(|values| values.iter().fold(ends, |(low, high), &v| (low.min(v), high.max(v))));
        let show = |end: f32| format::number(f64::from(end));
        (low <= high).then(|| format!("{} to {}", show(low), show(high)))
    };
    view! {
        <figure class="pictured">
            <Picture values colormap label=name />
            <figcaption>{name} <span class="field__hint number">{range}</span></figcaption>
            <AsTable name values cols=DigitImage::SIDE />
        </figure>
    }
}

/// The largest products of a sum, one by one, and the rest as one sum.
#[component]
pub fn TermTable(
    /// First factors.
    weights: Vec<f32>,
    /// Second factors.
    input: Vec<f32>,
    /// Headings: where a term comes from, its factors, their product.
    names: [&'static str; 4],
    /// The terms belong to pixels of a 28×28 picture.
    pixels: bool,
) -> impl IntoView {
    let products = terms::products(&weights, &input);
    let fold = terms::fold(&products, LISTED);
    let largest = fold.largest.first().map_or(1.0, |&i| products[i].abs()).max(f32::MIN_POSITIVE);
    let rows = fold
        .largest
        .iter()
        .map(|&i| {
            let place = if pixels { input_name(DigitImage::LEN, i) } else { format!("unit {i}") };
            let width = products[i].abs() / largest;
            view! {
                <tr>
                    <td>{place}</td>
                    <td>{num(weights[i])}</td>
                    <td>{num(input[i])}</td>
                    <td>{num(products[i])}</td>
                    <td class="terms__bar" aria-hidden="true">
                        <span class="terms__fill" class:terms__fill--negative=products[i] < 0.0
                            style:width=format!("{}%", width * 50.0)></span>
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let rest = (fold.n_rest > 0).then(|| {
        view! {
            <tr class="terms__rest">
                <td colspan="3">{format!("{} more", format::count(fold.n_rest))}</td>
                <td>{num(fold.rest)}</td>
                <td></td>
            </tr>
        }
    });
    let zeros = (fold.n_zero > 0).then(|| {
        let what = if pixels { "pixels are 0 and add nothing" } else { "inputs are 0 and add nothing" };
        view! { <p class="field__hint number">{format!("{} {what}.", format::count(fold.n_zero))}</p> }
    });
    view! {
        <table class="terms">
            <thead><tr>{names.map(|name| view! { <th scope="col">{name}</th> }).into_iter().collect::<Vec<_>>()}<td></td></tr></thead>
            <tbody>{rows}{rest}</tbody>
        </table>
        {zeros}
    }
}
