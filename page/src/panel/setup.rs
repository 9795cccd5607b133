//! What the network is: layers, activation, start weights, optimizer, schedule, seed. A
//! change begins a new run; the old one can be had back by Undo.

mod dataset;
mod presets;
mod rarer;
mod schedule;

use leptos::prelude::*;

use self::dataset::DatasetField;
use self::presets::Presets;
use self::rarer::Rarer;
use self::schedule::ScheduleField;
use super::Panel;
use crate::format;
use crate::state::{State, hidden_activation, use_state};
use crate::widget::menu::Menu;
use descent::nn::activation::{IDENTITY, Place, SOFTMAX};
use descent::nn::{
    Activation, Initializer, LayerSpec, Loss, NetworkSpec, Optimizer, OptimizerSpec,
};
use descent::registry::Choice;
use descent::training::{LearningRate, RunConfig, Seed};

/// The panel.
pub static PANEL: Panel = Panel {
    key: "setup",
    title: "The network in training",
    head: Some(|| view! { <Presets /> }.into_any()),
    body: || view! { <Setup /> }.into_any(),
    shown: None,
};

/// A learning rate with which linear layers don't explode at once.
const GENTLE: f32 = 0.05;

/// The network with these hidden layers between the data set's inputs and classes.
fn network(
    config: &RunConfig,
    hidden: &[usize],
    activation: Choice<Activation>,
    loss: Choice<Loss>,
) -> Result<NetworkSpec, String> {
    let dataset = &config.dataset;
    let mut layers: Vec<LayerSpec> =
        hidden.iter().map(|&width| LayerSpec::new(width, activation)).collect();
    layers.push(LayerSpec::new(
        dataset.n_outputs(),
        Choice::of(loss.needs_output.unwrap_or(&SOFTMAX)),
    ));
    NetworkSpec::new(dataset.n_inputs(), layers, loss).map_err(|error| error.to_string())
}

fn hidden_widths(spec: &NetworkSpec) -> Vec<usize> {
    let layers = spec.layers();
    layers[..layers.len() - 1].iter().map(|layer| layer.width).collect()
}

/// All widths in one line: 784-16-16-10.
pub fn architecture(spec: &NetworkSpec) -> String {
    let widths = spec.layers().iter().map(|layer| layer.width);
    std::iter::once(spec.n_inputs())
        .chain(widths)
        .map(|w| w.to_string())
        .collect::<Vec<_>>()
        .join("-")
}

/// Reads "16-16", "784-16-16-10", "16, 16", or nothing (no hidden layer).
fn parse_widths(text: &str, config: &RunConfig) -> Result<Vec<usize>, String> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut widths = Vec::new();
    for word in words {
        let width = word.parse::<usize>().map_err(|_| {
            format!("\"{word}\" is not a number of units; write widths like 16-16.")
        })?;
        widths.push(width);
    }
    // The whole chain may be given, inputs and outputs included.
    let (n_inputs, n_outputs) = (config.network.n_inputs(), config.network.n_outputs());
    if widths.len() >= 2 && widths[0] == n_inputs && widths[widths.len() - 1] == n_outputs {
        widths.pop();
        widths.remove(0);
    }
    Ok(widths)
}

impl State {
    /// A run of these layers, with everything else as in `config`.
    fn rebuild(
        self,
        config: RunConfig,
        hidden: &[usize],
        activation: Choice<Activation>,
        loss: Choice<Loss>,
        text: &str,
    ) -> Result<(), String> {
        let network = network(&config, hidden, activation, loss)?;
        if network != config.network {
            self.begin(RunConfig { network, ..config }, Some(text));
        }
        Ok(())
    }
}

#[component]
fn Setup() -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let spec = move || state.config.with(|config| config.network.clone());

    let set_hidden = move |widths: &[usize], text: &str| {
        let config = state.current_config();
        let (activation, loss) = (hidden_activation(&config.network), config.network.loss());
        match state.rebuild(config, widths, activation, loss, text) {
            Ok(()) => error.set(None),
            Err(wrong) => error.set(Some(wrong)),
        }
    };
    let set_architecture = move |text: String| match parse_widths(&text, &state.current_config()) {
        Ok(widths) => set_hidden(&widths, "A new network, at its start."),
        Err(wrong) => error.set(Some(wrong)),
    };
    let add_layer = move |_: leptos::ev::MouseEvent| {
        let mut widths = hidden_widths(&state.current_config().network);
        widths.push(widths.last().copied().unwrap_or(16));
        set_hidden(&widths, "One more layer; a new network at its start.");
    };
    let remove_layer = move |_: leptos::ev::MouseEvent| {
        let mut widths = hidden_widths(&state.current_config().network);
        widths.pop();
        set_hidden(&widths, "One layer less; a new network at its start.");
    };
    let set_activation = move |activation: Choice<Activation>| {
        let mut config = state.current_config();
        let mut text = format!("{activation} in the hidden layers; a new network at its start.");
        // Without a bend nothing holds the activations back: what suits sigmoids explodes.
        if activation == Choice::of(&IDENTITY)
            && config.learning_rate.get() > GENTLE
            && let Ok(gentle) = LearningRate::new(GENTLE)
        {
            config.learning_rate = gentle;
            text += &format!(" The learning rate is now {GENTLE}: more would make it explode.");
        }
        let (hidden, loss) = (hidden_widths(&config.network), config.network.loss());
        if let Err(wrong) = state.rebuild(config, &hidden, activation, loss, &text) {
            error.set(Some(wrong));
        }
    };
    let set_loss = move |loss: Choice<Loss>| {
        let config = state.current_config();
        let text = format!(
            "{loss}; a new network at its start. A learning rate that suits one \
            loss need not suit another."
        );
        let (hidden, activation) =
            (hidden_widths(&config.network), hidden_activation(&config.network));
        if let Err(wrong) = state.rebuild(config, &hidden, activation, loss, &text) {
            error.set(Some(wrong));
        }
    };
    let set_initializer = move |initializer: Choice<Initializer>| {
        let text = format!("Start weights drawn from {}.", initializer.formula);
        state.begin(RunConfig { initializer, ..state.current_config() }, Some(&text));
    };
    let set_optimizer = move |rule: Choice<Optimizer>| {
        let config = state.current_config();
        let suits = LearningRate::new(rule.suggested_learning_rate).unwrap_or(config.learning_rate);
        let text = format!(
            "{rule}, from the start, with the learning rate that suits it: {}.",
            suits.get()
        );
        let optimizer = OptimizerSpec::defaults(rule);
        state.begin(RunConfig { optimizer, learning_rate: suits, ..config }, Some(&text));
    };
    let set_seed = move |text: String| {
        if let Ok(seed) = text.trim().parse() {
            state.set_seed(Seed(seed));
        } else {
            error.set(Some("A seed is a whole number from 0.".to_owned()));
        }
    };
    // A run of opened weights has drawn none.
    let origin = Memo::new(move |_| state.origin_of_run().map(|origin| origin.told()));
    let n_hidden = move || spec().layers().len() - 1;
    let is_full = move || n_hidden() + 1 >= NetworkSpec::MAX_LAYERS;

    view! {
        <div class="setup">
            <DatasetField />
            <div class="field setup__layers">
                <label for="architecture">"Layers, inputs to outputs"</label>
                <div class="field__row">
                    <input id="architecture" class="input" type="text" spellcheck="false" autocomplete="off"
                        data-testid="architecture" data-value=move || architecture(&spec())
                        aria-invalid=move || error.get().is_some().to_string()
                        aria-describedby="architecture-hint"
                        prop:value=move || architecture(&spec())
                        on:change=move |event| set_architecture(event_target_value(&event)) />
                    <button type="button" class="button button--round" aria-label="Remove a hidden layer"
                        disabled=move || n_hidden() == 0 on:click=remove_layer>"−"</button>
                    <button type="button" class="button button--round" aria-label="Add a hidden layer"
                        disabled=is_full
                        on:click=add_layer>"+"</button>
                </div>
                <p class="field__hint" id="architecture-hint">
                    {move || format!("{} weights and biases. Type widths, such as 784-32-16-10.",
                        format::count(spec().n_parameters()))}
                </p>
            </div>
            <Menu testid="activation" label="Hidden activation"
                value=Signal::derive(move || hidden_activation(&spec()))
                allowed=|a: &Activation| a.place == Place::Any on_choose=set_activation />
            <Menu testid="loss" label="Loss" value=Signal::derive(move || spec().loss())
                allowed=|l: &Loss| l.suits_classes on_choose=set_loss />
            <Menu testid="initializer" label="Start weights"
                value=Signal::derive(move || state.config.with(|c| c.initializer)) instead=origin
                allowed=|_| true on_choose=set_initializer />
            <Menu class="setup__optimizer" testid="optimizer" label="Optimizer"
                value=Signal::derive(move || state.config.with(|c| c.optimizer.rule))
                allowed=|_| true on_choose=set_optimizer />
            <ScheduleField />
            <div class="field">
                <label for="seed">"Seed"</label>
                <input id="seed" class="input" type="number" min="0" step="1" data-testid="seed"
                    data-value=move || state.config.with(|c| c.seed.0.to_string())
                    prop:value=move || state.config.with(|c| c.seed.0.to_string())
                    on:change=move |event| set_seed(event_target_value(&event)) />
                <p class="field__hint">"Same seed, same run."</p>
            </div>
            <Rarer />
        </div>
        <p class="field__error" role="alert" data-testid="setup-error">{move || error.get()}</p>
    }
}
