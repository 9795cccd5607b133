//! By which rules it learns: loss, optimizer, start weights, what holds weights back, when it
//! stops. A change begins a new run from the same seed; the old one can be had back. Only what
//! weights cost is turned while training.

use leptos::prelude::*;

use super::shape::{hidden, shaped, suits};
use crate::panel::rules::{PenaltyField, PenaltyOf, StopFields};
use crate::state::use_state;
use crate::widget::menu::Menu;
use crate::widget::number_field::NumberField;
use descent::nn::{Clipping, Initializer, LayerSpec, Loss, Optimizer, OptimizerSpec};
use descent::registry::Choice;
use descent::training::{LearningRate, RunConfig};

/// The settings.
#[component]
pub(super) fn Settings() -> impl IntoView {
    let state = use_state();
    let config = state.config;
    let set_loss = move |loss: Choice<Loss>| {
        let config = state.current_config();
        if let Some(points) = config.dataset.points().cloned() {
            let layers = hidden(&config);
            if let Ok(config) = shaped(config, points, layers, loss) {
                state.begin(config, Some(&format!("{loss}, from the same start.")));
            }
        }
    };
    let set_optimizer = move |rule: Choice<Optimizer>| {
        let config = state.current_config();
        // What suits digits is large for points that lie −6 to 6.
        let suits = LearningRate::new(rule.suggested_learning_rate.min(0.1));
        let learning_rate = suits.unwrap_or(config.learning_rate);
        let optimizer = OptimizerSpec::defaults(rule);
        let text = format!("{rule}, from the same start, with a rate of {}.", learning_rate.get());
        state.begin(RunConfig { optimizer, learning_rate, ..config }, Some(&text));
    };
    let set_initializer = move |initializer: Choice<Initializer>| {
        let text = format!("Start weights drawn from {}.", initializer.formula);
        state.begin(RunConfig { initializer, ..state.current_config() }, Some(&text));
    };
    // Made anew where other losses suit.
    let suiting = Memo::new(move |_| {
        let points = config.with(|it| it.dataset.points().cloned());
        let suits = |loss: &Choice<Loss>| points.as_ref().is_some_and(|it| suits(it, loss));
        Choice::<Loss>::all().filter(suits).map(|loss| loss.key).collect::<Vec<_>>()
    });
    let losses = move || {
        let keys = StoredValue::new(suiting.get());
        view! {
            <Menu testid="loss" label="Loss"
                value=Signal::derive(move || config.with(|it| it.network.loss()))
                allowed=move |loss: &Loss| keys.with_value(|keys| keys.contains(&loss.key))
                on_choose=set_loss />
        }
    };
    // A run of opened weights has drawn none.
    let origin = Memo::new(move |_| state.origin_of_run().map(|origin| origin.told()));
    let dropout = move || {
        let layers = config.with(hidden);
        layers.first().map(|layer| f64::from(layer.dropout))
    };
    view! {
        <section class="panel" aria-labelledby="rules-heading">
            <h2 id="rules-heading">"Rules"</h2>
            <div class="rules">
                {losses}
                <Menu testid="optimizer" label="Optimizer"
                    value=Signal::derive(move || config.with(|it| it.optimizer.rule))
                    allowed=|_: &Optimizer| true on_choose=set_optimizer />
                <Menu testid="initializer" label="Start weights"
                    value=Signal::derive(move || config.with(|it| it.initializer)) instead=origin
                    allowed=|_: &Initializer| true on_choose=set_initializer />
                <PenaltyField of=PenaltyOf::L2 />
                <PenaltyField of=PenaltyOf::L1 />
                <NumberField testid="dropout" label="Dropout, hidden layers" step=0.05
                    value=Signal::derive(dropout)
                    on_set=move |to| {
                        let config = state.current_config();
                        let dropout = to.unwrap_or(0.0) as f32;
                        let layers = hidden(&config).into_iter().map(|it| LayerSpec { dropout, ..it });
                        let layers: Vec<_> = layers.collect();
                        let loss = config.network.loss();
                        let points = config.dataset.points().cloned().ok_or(NO_POINTS)?;
                        let config = shaped(config, points, layers, loss)?;
                        state.begin(config, Some("Another dropout, from the same start."));
                        Ok(())
                    } />
                <NumberField testid="clip-norm" label="Clip the gradient's norm at" placeholder="never" step=0.1
                    value=Signal::derive(move || config.with(|it| match it.clipping {
                        Clipping::Norm(norm) => Some(f64::from(norm)),
                        _ => None,
                    }))
                    on_set=move |to| state.begin_changed("Other clipping", |config| {
                        config.clipping = to.map_or(Clipping::None, |norm| Clipping::Norm(norm as f32));
                    }) />
                <StopFields />
            </div>
        </section>
    }
}

const NO_POINTS: &str = "This run learns from no points.";
