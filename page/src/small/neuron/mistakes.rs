//! Confident mistakes cost most (CURRICULUM B7): −ln p where the answer is yes, −ln(1 − p)
//! where it is no; and what each of the run's own points costs.

use leptos::html;
use leptos::prelude::*;

use super::{homes, stairs};
use crate::format;
use crate::small::asked;
use crate::small::handle::Handle;
use crate::small::pages::Page;
use crate::state::use_state;
use crate::widget::health::HealthLine;
use crate::widget::plot::{Plot, path};
use crate::widget::segmented::Segmented;
use crate::widget::slider::Slider;
use crate::widget::train_button::{TrainButton, take_focus_back};
use crate::widget::visible::use_visible;
use descent::nn::loss::BINARY_CROSS_ENTROPY;
use descent::plots::Axis;

/// The page.
pub static PAGE: Page = Page {
    key: "mistakes",
    title: "Confident mistakes",
    home: Some(&homes::CLASSES),
    body: || view! { <Mistakes /> }.into_any(),
};

/// p stays this far from 0 and 1, where the cost has no end.
const EDGE: f64 = 0.001;

/// What an answer p costs, by the engine's formula, which is of z = ln(p/(1 − p)).
fn cost(p: f64, is_yes: bool) -> f64 {
    let z = (p / (1.0 - p)).ln();
    BINARY_CROSS_ENTROPY.at(z, f64::from(u8::from(is_yes)))
}

#[component]
fn Mistakes() -> impl IntoView {
    let p = RwSignal::new(0.9);
    let is_yes = RwSignal::new(false);
    let price = Signal::derive(move || cost(p.get(), is_yes.get()));
    let words = move || {
        let (p, price) = (p.get(), price.get());
        let right = if is_yes.get() { p } else { 1.0 - p };
        let verdict = match right {
            right if right > 0.99 => "Sure, and right: that costs next to nothing.",
            right if right > 0.5 => "Right, but not quite sure: that costs a little.",
            0.5 => "A shrug: neither right nor wrong.",
            right if right > 0.2 => "Wrong, but it was not sure: bearable.",
            _ => "Sure, and wrong: the surer, the more that costs.",
        };
        format!(
            "{verdict} {} times as much as a shrug (p = 0.5).",
            format::number(price / cost(0.5, true))
        )
    };
    view! {
        <div class="idea__grid">
            <section class="panel idea__picture">
                <p class="idea__words">
                    "The neuron says p: how likely it thinks that the answer is yes. When the truth is known, it pays for \
                     its trust in the wrong answer."
                </p>
                <Segmented label="The truth" options=vec![(true, "the truth is yes"), (false, "the truth is no")]
                    value=is_yes on_choose=move |yes| is_yes.set(yes) />
                <Curves p is_yes />
                <div class="field">
                    <div class="field__line">
                        <label for="confidence">"It says p"</label>
                        <span class="field__value number" aria-hidden="true">{move || format::number(p.get())}</span>
                    </div>
                    <Slider id="confidence" label="It says p" min=EDGE max=1.0 - EDGE step=0.001
                        value=p.into() text=Signal::derive(move || format::number(p.get()))
                        on_input=move |to: f64| p.set(to.clamp(EDGE, 1.0 - EDGE)) />
                </div>
                <p class="number idea__figure" data-testid="cost" data-value=move || price.get().to_string()>
                    {move || {
                        let formula = if is_yes.get() { "−ln p" } else { "−ln(1 − p)" };
                        format!("{formula} = {}", format::number(price.get()))
                    }}
                </p>
                <p class="field__hint" aria-live="polite">{words}</p>
            </section>
            <Penalties />
        </div>
    }
}

/// Both curves, with the point on the one that counts.
#[component]
fn Curves(p: RwSignal<f64>, is_yes: RwSignal<bool>) -> impl IntoView {
    let (x, y) = (Axis::linear(0.0, 1.0).with_ticks(5), Axis::linear(0.0, 7.0).with_ticks(7));
    let curve = |yes: bool| {
        let at = (0..=200).map(|i| EDGE + (1.0 - 2.0 * EDGE) * f64::from(i) / 200.0);
        path(&x, &y, at.map(|p| (p, cost(p, yes))))
    };
    let (yes, no) = (curve(true), curve(false));
    let at = Signal::derive(move || Some((p.get(), cost(p.get(), is_yes.get()))));
    let text = Signal::derive(move || {
        format!(
            "p = {}, cost {}",
            format::number(p.get()),
            format::number(cost(p.get(), is_yes.get()))
        )
    });
    let over = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            view! {
                <Handle label="The answer p" testid="confidence-handle" x=x.clone() y=y.clone() at
                    step=(0.01, 0.0) text on_move=move |to: f64, _| p.set(to.clamp(EDGE, 1.0 - EDGE)) />
                <span class="plot__note" style:left="3%" style:top="2%" aria-hidden="true">"−ln p"</span>
                <span class="plot__note" style:right="3%" style:top="2%" aria-hidden="true">"−ln(1 − p)"</span>
            }
        }
    };
    view! {
        <div class="idea__plot">
            <Plot x y x_label="p" y_label="cost" over>
                <path class="curve__line" class:curve__line--other=move || !is_yes.get() d=yes />
                <path class="curve__line" class:curve__line--other=move || is_yes.get() d=no />
            </Plot>
        </div>
    }
}

/// What each of the run's points costs, the dearest first.
#[component]
fn Penalties() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Section>::new();
    let train = NodeRef::<html::Button>::new();
    take_focus_back(train, None);
    let losses = asked::losses(state, use_visible(root));
    let reduction = asked::reduction(state);
    let bars = move || {
        let told = losses.get()?;
        let places = asked::places(state).into_iter().zip(told.outputs.column(0).to_vec());
        let mut all: Vec<_> = places.zip(told.losses).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        let largest = all.first().map_or(1.0, |first| first.1.max(1.0));
        let bar = |((place, p), loss): ((descent::data::points::Place, f32), f32)| {
            let is_wrong = (p >= 0.5) != (place.target == 1.0);
            let width = format!("{:.1}%", 100.0 * (loss / largest).clamp(0.0, 1.0));
            let truth = if place.target == 1.0 { "yes" } else { "no" };
            view! {
                <li class="penalty" class:penalty--wrong=is_wrong>
                    <span class="number">{format!("x = {}, {truth}, p = {}", format::number(place.x.into()), format::number(p.into()))}</span>
                    <i class="penalty__bar" style:width=width></i>
                    <span class="number">{format::number(loss.into())}{is_wrong.then_some(" wrong")}</span>
                </li>
            }
        };
        Some(all.into_iter().map(bar).collect::<Vec<_>>())
    };
    view! {
        <section class="panel idea__side" node_ref=root>
            <h2>{format!("What each point of “{}” pays now", stairs::PAGE.title)}</h2>
            <p class="field__hint">"The dearest first. Train, and see who goes on paying."</p>
            <div class="transport"><TrainButton testid="train" node_ref=train /></div>
            <HealthLine />
            <ol class="penalties" data-testid="penalties">{bars}</ol>
            <p class="number idea__figure">
                {move || losses.get().map(|told| format!("together, as their {}: {}", asked::total(reduction.get()), format::number(told.loss)))}
            </p>
        </section>
    }
}
