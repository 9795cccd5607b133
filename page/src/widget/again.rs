//! "Again from here with …": the stretch that was made already, once more with one setting
//! changed. How it went before stays among the kept runs.

use leptos::prelude::*;

use crate::state::{State, use_state};
use descent::nn::{Optimizer, OptimizerSpec};
use descent::protocol::Command;
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig};

/// Rates to try, as multiples of the present one.
const RATES: [(&str, f32, &str); 4] = [
    ("rate-x10", 10.0, "ten times the rate"),
    ("rate-x3", 3.0, "three times the rate"),
    ("rate-d3", 1.0 / 3.0, "a third of the rate"),
    ("rate-d10", 0.1, "a tenth of the rate"),
];
/// Batch sizes to try.
const BATCHES: [u32; 4] = [1, 8, 32, 128];

/// What is changed.
#[derive(Clone, Debug, PartialEq)]
struct Other {
    key: String,
    name: String,
    config: RunConfig,
}

/// All that there is to try with a run of this configuration.
fn others(now: &RunConfig) -> Vec<Other> {
    let rates = RATES.iter().filter_map(|&(key, times, name)| {
        let learning_rate = LearningRate::new(rounded(now.learning_rate.get() * times)).ok()?;
        let name = format!("{name}, {}", learning_rate.get());
        Some(Other {
            key: key.to_owned(),
            name,
            config: RunConfig { learning_rate, ..now.clone() },
        })
    });
    let batches = BATCHES.iter().filter_map(|&n| {
        let batch_size = BatchSize::examples(n).ok()?;
        let name =
            if n == 1 { "one example at a time".to_owned() } else { format!("batches of {n}") };
        let config = RunConfig { batch_size, ..now.clone() };
        (batch_size != now.batch_size).then(|| Other { key: format!("batch-{n}"), name, config })
    });
    let rules = Choice::<Optimizer>::all().filter(|rule| *rule != now.optimizer.rule);
    let rules = rules.map(|rule| {
        // What suits digits is large for points that lie −6 to 6.
        let most = if now.dataset.points().is_some() { 0.1 } else { f32::INFINITY };
        let rate = LearningRate::new(rule.suggested_learning_rate.min(most));
        let learning_rate = rate.unwrap_or(now.learning_rate);
        let config =
            RunConfig { optimizer: OptimizerSpec::defaults(rule), learning_rate, ..now.clone() };
        let name = format!("{} at {}", rule.name, learning_rate.get());
        Other { key: rule.key.to_owned(), name, config }
    });
    rates.chain(batches).chain(rules).collect()
}

/// A rate that a person would write: three digits of it.
fn rounded(rate: f32) -> f32 {
    format!("{rate:.2e}").parse().unwrap_or(rate)
}

impl State {
    /// Makes the steps from here to the newest one again with this configuration.
    fn again_with(&self, config: RunConfig) {
        let Some(progress) = self.progress.get_untracked() else { return };
        let now = self.current_config();
        if config.optimizer.rule == now.optimizer.rule {
            self.set_learning_rate(config.learning_rate);
            self.set_batch_size(config.batch_size);
        } else {
            self.send_amended(config);
        }
        self.go_on(Command::TrainTo { step: progress.newest });
    }
}

/// The choice, and the button.
#[component]
pub fn Again() -> impl IntoView {
    let state = use_state();
    let others = Memo::new(move |_| {
        let (learning_rate, batch_size) = (state.learning_rate.get(), state.batch_size.get());
        others(&RunConfig { learning_rate, batch_size, ..state.config.get() })
    });
    let chosen = RwSignal::new(RATES[0].0.to_owned());
    let options = move || {
        let option = |other: Other| {
            let key = other.key.clone();
            let is_on = move || chosen.with(|chosen| *chosen == key);
            view! { <option value=other.key selected=is_on>{other.name}</option> }
        };
        others.get().into_iter().map(option).collect::<Vec<_>>()
    };
    let go = move |_| {
        let chosen = chosen.get_untracked();
        // What was chosen may be what the run has by now: then the first one is shown.
        let found =
            |all: &Vec<Other>| all.iter().find(|it| it.key == chosen).or(all.first()).cloned();
        let other = others.with_untracked(found);
        if let Some(other) = other {
            state.again_with(other.config);
        }
    };
    view! {
        <div class="again">
            <label class="again__label" for="again-with">"Again from here with"</label>
            <select id="again-with" class="input" data-testid="again-with"
                on:change=move |event| chosen.set(event_target_value(&event))>{options}</select>
            <button type="button" class="button" data-testid="again" on:click=go
                title="Trains to where the run had come, with this one change">"Go"</button>
        </div>
    }
}
