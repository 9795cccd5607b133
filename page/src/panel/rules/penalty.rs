//! λ of a weight penalty (CURRICULUM B5), turned while training as the learning rate is.

use leptos::prelude::*;

use crate::format;
use crate::state::use_state;
use crate::widget::slider::Slider;
use descent::nn::Penalty;

/// λ that the slider has: none, and then from a hundred-thousandth to 1, three a decade. The
/// box takes any other.
const LAMBDAS: [f32; 17] = [
    0.0, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1.0,
];

/// Which of the two penalties.
pub struct PenaltyOf {
    /// Its id, also for tests; they read `data-value`.
    pub testid: &'static str,
    /// Its name.
    pub label: &'static str,
    get: fn(&Penalty) -> f32,
    set: fn(&mut Penalty, f32),
}

impl PenaltyOf {
    /// λ·Σ|w|.
    pub const L1: Self = Self {
        testid: "penalty-l1",
        label: "L1 penalty λ",
        get: |penalty| penalty.l1,
        set: |penalty, to| penalty.l1 = to,
    };
    /// λ·Σw².
    pub const L2: Self = Self {
        testid: "penalty-l2",
        label: "L2 penalty λ",
        get: |penalty| penalty.l2,
        set: |penalty, to| penalty.l2 = to,
    };
}

/// A slider over the powers of ten with 0 at its left end, and a box.
#[component]
pub fn PenaltyField(of: PenaltyOf) -> impl IntoView {
    let state = use_state();
    let error = RwSignal::new(None::<String>);
    let PenaltyOf { testid, label, get, set } = of;
    let lambda = Memo::new(move |_| state.config.with(|config| get(&config.penalty)));
    let take = move |to: f32| {
        let mut penalty = state.current_config().penalty;
        set(&mut penalty, to);
        match penalty.check() {
            Ok(()) => {
                error.set(None);
                state.set_penalty(penalty);
            }
            Err(_) => error.set(Some(format!(
                "λ is a number from 0 to {}. It is still {}.",
                Penalty::MAX,
                lambda.get_untracked()
            ))),
        }
    };
    let place = Signal::derive(move || {
        LAMBDAS.partition_point(|&it| it < lambda.get()).min(LAMBDAS.len() - 1) as f64
    });
    let text = Signal::derive(move || match lambda.get() {
        0.0 => "none".to_owned(),
        lambda => format::number(f64::from(lambda)),
    });
    let error_id = format!("{testid}-error");
    view! {
        <div class="field">
            <label for=testid>{label}</label>
            <div class="field__row">
                <Slider label min=0.0 max=(LAMBDAS.len() - 1) as f64 step=1.0 value=place text=text
                    on_input=move |place: f64| {
                        if let Some(&lambda) = LAMBDAS.get(place.max(0.0) as usize) {
                            take(lambda);
                        }
                    } />
                <input id=testid class="input input--short" type="number" inputmode="decimal"
                    min="0" max=Penalty::MAX step="any"
                    data-testid=testid data-value=move || lambda.get().to_string()
                    aria-invalid=move || error.get().is_some().to_string()
                    aria-describedby=error_id.clone()
                    prop:value=move || lambda.get().to_string()
                    on:change=move |event| {
                        take(event_target_value(&event).trim().parse().unwrap_or(f32::NAN));
                    } />
            </div>
            <p class="field__error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}
