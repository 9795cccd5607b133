//! A neuron as a drawing: its inputs, and the constant 1 that the bias multiplies (CURRICULUM
//! F2). A wire is as thick as its weight, and has the color of its sign.

use leptos::prelude::*;

use crate::format;

/// One wire: what comes in, and what it is multiplied with.
#[derive(Clone, Copy)]
pub struct Wire {
    /// What comes in.
    pub input: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it is multiplied with, once it is known.
    pub weight: Signal<Option<f64>>,
}

/// Its height for each wire, in the drawing's own units.
const STEP: f64 = 46.0;
const WIDTH: f64 = 320.0;

/// The drawing.
#[component]
pub fn Wires(
    /// From above.
    wires: Vec<Wire>,
    /// What comes out.
    output: &'static str,
) -> impl IntoView {
    let height = STEP * wires.len() as f64;
    let middle = height / 2.0;
    let label = {
        let wires = wires.clone();
        move || {
            let terms = wires.iter().map(|wire| {
                let weight = wire.weight.get().map(format::number).unwrap_or_default();
                format!("{weight} times {}", wire.input)
            });
            format!("A neuron: {} is {}", output, terms.collect::<Vec<_>>().join(" plus "))
        }
    };
    let drawn = wires.into_iter().enumerate().map(|(idx, wire)| {
        let y = STEP * (idx as f64 + 0.5);
        let Wire { input, name, weight } = wire;
        let width = move || (1.0 + 5.0 * weight.get().unwrap_or(0.0).abs()).min(8.0);
        let is_negative = move || weight.get().is_some_and(|w| w < 0.0);
        let text = move || {
            let sign = weight.get().map(format::number).unwrap_or_default();
            format!("{name} = {sign}")
        };
        // On the side that the wire turns away from.
        let text_at = if y > middle { y + 19.0 } else { y - 9.0 };
        view! {
            <g>
                <path class="wires__wire" class:wires__wire--negative=is_negative stroke-width=width
                    d=format!("M40 {y}C120 {y} 140 {middle} 216 {middle}") />
                <circle class="wires__input" cx="24" cy=y r="16" />
                <text class="wires__text" x="24" y=y>{input}</text>
                <text class="wires__weight" x="50" y=text_at>{text}</text>
            </g>
        }
    });
    view! {
        <svg class="wires" viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=label>
            {drawn.collect::<Vec<_>>()}
            <path class="wires__out" d=format!("M236 {middle}H284") />
            <circle class="wires__unit" cx="232" cy=middle r="19" />
            <text class="wires__text wires__text--unit" x="232" y=middle>"Σ"</text>
            <text class="wires__text" x="300" y=middle>{output}</text>
        </svg>
    }
}
