//! Which points, and what learns from them: two rows of choices.

use leptos::prelude::*;

use super::which::{self, Preset, Unit};
use crate::state::{State, use_state};
use crate::widget::segmented::Segmented;
use descent::protocol::Pace;

/// What learns. Tracked by who reads it.
pub fn unit(state: State) -> Memo<Unit> {
    Memo::new(move |_| state.config.with(which::unit_of))
}

/// Begins with the same points and another unit.
pub fn choose_unit(state: State, unit: Unit) {
    let points = state.config.with_untracked(|config| config.dataset.points().cloned());
    if let Some(points) = points {
        state.begin(which::run(points, unit), Some("A new start with the same points."));
    }
}

/// Gives XOR what it needs, at a pace at which one need not wait.
pub fn add_hidden(state: State) {
    choose_unit(state, Unit::Hidden);
    state.set_pace(Pace::steps_per_second(50).unwrap_or_default());
}

/// Begins with other points and the same unit; the worked example has its own.
pub fn choose_points(state: State, preset: Preset) {
    let config = match preset {
        Preset::Worked => which::worked(),
        preset => {
            let unit = state.config.with_untracked(which::unit_of);
            which::run(preset.points(), if unit == Unit::Hidden { Unit::Perceptron } else { unit })
        }
    };
    state.begin(config, Some("A new start with other points."));
}

/// The choice of points.
#[component]
pub fn Presets() -> impl IntoView {
    let state = use_state();
    let preset = Memo::new(move |_| state.config.with(which::preset_of));
    let options = vec![
        (Some(Preset::And), "AND"),
        (Some(Preset::Or), "OR"),
        (Some(Preset::Xor), "XOR"),
        (Some(Preset::Clouds), "two clouds"),
        (Some(Preset::Worked), "W5"),
    ];
    view! {
        <div data-testid="line-presets">
            <Segmented label="Points" options value=preset on_choose=move |preset| {
                if let Some(preset) = preset {
                    choose_points(state, preset);
                }
            } />
        </div>
    }
}

/// The choice of what learns.
#[component]
pub fn Units(
    /// Those that there are to choose from.
    options: Vec<(Unit, &'static str)>,
) -> impl IntoView {
    let state = use_state();
    view! {
        <div data-testid="line-units">
            <Segmented label="What learns" options value=unit(state)
                on_choose=move |unit| choose_unit(state, unit) />
        </div>
    }
}
