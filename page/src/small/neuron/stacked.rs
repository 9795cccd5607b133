//! Two linear layers are one (CURRICULUM C4): W₂·W₁ gives the same line, whatever is learned.

use leptos::html;
use leptos::prelude::*;
use ndarray::Array2;

use super::homes;
use super::line::dot;
use crate::small::asked;
use crate::small::pages::Page;
use crate::small::transport::Transport;
use crate::state::{State, use_state};
use crate::widget::formula::formula;
use crate::widget::plot::{Plot, path};
use crate::widget::visible::use_visible;
use descent::nn::DenseLayer;
use descent::plots::Axis;
use descent::walk::Math;
use descent::walk::math::Shown;

/// The page.
pub static PAGE: Page = Page {
    key: "stacked",
    title: "Two linear layers",
    home: Some(&homes::STACKED),
    body: || view! { <Stacked /> }.into_any(),
};

/// Both layers, and the one that does the same.
pub(super) type Layers = (DenseLayer, DenseLayer, DenseLayer);

/// Two layers of so many inputs and two units in between, once they are told.
pub(super) fn layers(state: State, n_inputs: usize) -> Memo<Option<Layers>> {
    Memo::new(move |_| {
        state.parameters.with(|parameters| {
            let parameters = parameters.as_ref()?;
            let (weights, biases) = (&parameters.weights, &parameters.biases);
            let layer = |idx: usize| {
                let (weights, bias) = (weights.get(idx)?.clone(), biases.get(idx)?.clone());
                Some(DenseLayer { weights, bias })
            };
            let (first, second) = (layer(0)?, layer(1)?);
            let fits = weights.len() == 2 && first.weights.dim() == (2, n_inputs);
            fits.then(|| (first.clone(), second.clone(), first.then(&second)))
        })
    })
}

#[component]
fn Stacked() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let layers = layers(state, 1);
    let (x, y) = (Axis::linear(-6.0, 6.0).with_ticks(7), Axis::linear(-1.5, 1.5).with_ticks(7));
    let dots = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let places = asked::places(state);
            places.iter().map(|it| dot(&x, &y, (it.x.into(), it.target.into()))).collect::<String>()
        }
    };
    // What the network says to its points, from left to right.
    let said = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let Some(told) = losses.get() else { return String::new() };
            let outputs = told.outputs.column(0).to_vec();
            let mut said: Vec<_> =
                asked::places(state).into_iter().map(|it| it.x).zip(outputs).collect();
            said.sort_by(|a, b| a.0.total_cmp(&b.0));
            path(&x, &y, said.into_iter().map(|(x, y)| (x.into(), y.into())))
        }
    };
    let one = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let Some((_, _, one)) = layers.get() else { return String::new() };
            let (w, b) = (f64::from(one.weights[[0, 0]]), f64::from(one.bias[0]));
            path(&x, &y, [x.start(), x.end()].map(|at| (at, w * at + b)).into_iter())
        }
    };
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <p class="idea__words">
                    "Here x goes through two units without an activation, and both go into a third. Seven parameters, and \
                     what comes out is a line all the same: the broad one. The thin dashed line is that of a single \
                     neuron, whose weight and bias are multiplied out at the right."
                </p>
                <div class="idea__plot idea__plot--tall" role="img"
                    aria-label="The line of the two layers and that of the single neuron are the same.">
                    <Plot x y x_label="x" y_label="y" over=|| ()>
                        <path class="fit fit--broad" data-testid="stacked-said" d=said />
                        <path class="fit fit--dashed" data-testid="stacked-one" d=one />
                        <path class="dots" d=dots />
                    </Plot>
                </div>
                <Transport />
            </section>
            <section class="panel idea__side">
                <h2>"The single neuron"</h2>
                {move || layers.get().map(|layers| view! { <Products layers /> })}
                <p class="idea__words">
                    "So depth needs something between the layers that is no line: an activation."
                </p>
            </section>
        </div>
    }
}

/// w = W₂·W₁ and b = W₂·b₁ + b₂, in numbers.
#[component]
pub(super) fn Products(layers: Layers) -> impl IntoView {
    let (first, second, one) = layers;
    let number = |value: f32| Math::Number(Shown::new(value.into(), None));
    let matrix = |of: &Array2<f32>| {
        Math::Matrix(
            of.rows().into_iter().map(|row| row.iter().map(|&it| number(it)).collect()).collect(),
        )
    };
    let b = one.bias[0];
    // Of one input it is a number, of more a row.
    let w = match one.weights.len() {
        1 => number(one.weights[[0, 0]]),
        _ => matrix(&one.weights),
    };
    // W₁ | b₁ | W₂ | b₂ | w | b, for those who check.
    let all = [&first, &second, &one].map(|layer| {
        let numbers = |values: &mut dyn Iterator<Item = &f32>| {
            values.map(f32::to_string).collect::<Vec<_>>().join(" ")
        };
        format!("{}|{}", numbers(&mut layer.weights.iter()), numbers(&mut layer.bias.iter()))
    });
    let b_1 = first.bias.clone().insert_axis(ndarray::Axis(1));
    // In two parts: where there is no room for both, the result stands below.
    let weight = [
        Math::row([
            Math::read("w ="),
            matrix(&second.weights),
            Math::Sign('·'),
            matrix(&first.weights),
        ]),
        Math::row([Math::Sign('='), w]),
    ];
    let bias = [
        Math::row([
            Math::read("b ="),
            matrix(&second.weights),
            Math::Sign('·'),
            matrix(&b_1),
            Math::Sign('+'),
            number(second.bias[0]).fenced_if_negative(),
        ]),
        Math::row([Math::Sign('='), number(b)]),
    ];
    let parts = |of: [Math; 2]| of.map(|part| formula(&part)).into_iter().collect::<Vec<_>>();
    view! {
        <div class="derivation" tabindex="0" role="group" aria-label="The products, in numbers" data-testid="products" data-value=all.join("|")>
            <div class="derivation__symbols">{formula(&Math::read("w = W₂ · W₁"))}</div>
            <div class="derivation__numbers derivation__parts">{parts(weight)}</div>
            <div class="derivation__symbols">{formula(&Math::read("b = W₂ · b₁ + b₂"))}</div>
            <div class="derivation__numbers derivation__parts">{parts(bias)}</div>
        </div>
    }
}
