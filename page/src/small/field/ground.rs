//! What to descend on: a surface of the list, or a formula of one's own; and where from.

use leptos::prelude::*;

use super::model::Model;
use descent::field::formula::MOST_CHARS;
use descent::field::{Formula, Land, surface};
use descent::registry::Choice;

/// A formula to begin with: of x, and of x and y.
const FIRST: [&str; 2] = ["x^4 - 3x^2 + x", "sin(x) + cos(y) + (x^2 + y^2)/10"];

/// The panel.
#[component]
pub fn GroundPanel(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        model.land.with(|land| match land {
            Land::Known(surface) => surface.key,
            Land::Own { n_inputs: 1, .. } => "own1",
            Land::Own { .. } => "own2",
        })
    });
    let choose = move |key: String| {
        if let Some(surface) = surface::ALL.iter().find(|surface| surface.key == key) {
            model.choose(surface);
            return;
        }
        let n_inputs = if key == "own1" { 1 } else { 2 };
        model.rewind();
        model.ranges.set([(-3.0, 3.0); 2]);
        model.start.set([2.0, if n_inputs == 1 { 0.0 } else { 1.5 }]);
        model.lanes.update(|lanes| lanes.iter_mut().for_each(|lane| lane.batch = None));
        model.land.set(Land::Own { formula: FIRST[n_inputs - 1].to_owned(), n_inputs });
    };
    let group = move |n_inputs: usize, own: &'static str| {
        let known = surface::ALL.iter().filter(move |surface| surface.n_inputs == n_inputs);
        let options =
            known.map(|surface| (surface.key, surface.name)).chain([(own, "Your own formula …")]);
        let option = move |(key, name): (&'static str, &'static str)| {
            view! { <option value=key selected=move || chosen.get() == key>{name}</option> }
        };
        options.map(option).collect::<Vec<_>>()
    };
    let about = move || {
        model.land.with(|land| match land {
            Land::Known(surface) => Some((pretty(surface), surface.about)),
            Land::Own { .. } => None,
        })
    };
    view! {
        <section class="panel" aria-labelledby="descent-ground">
            <div class="panel__head"><h2 id="descent-ground">"The ground"</h2></div>
            <div class="field">
                <label for="field-surface">"Surface"</label>
                <select id="field-surface" class="input" data-testid="field-surface"
                    data-value=move || chosen.get() prop:value=move || chosen.get()
                    on:change=move |event| choose(event_target_value(&event))>
                    <optgroup label="One number">{group(1, "own1")}</optgroup>
                    <optgroup label="Two numbers">{group(2, "own2")}</optgroup>
                </select>
            </div>
            {move || about().map(|(formula, about)| view! {
                <p class="descent__function" data-testid="field-function">{formula}</p>
                <p class="field__hint">{about}</p>
            })}
            <Show when=move || model.surface_is_own()>
                <Own model />
            </Show>
            <Start model />
        </section>
    }
}

/// A surface's formula as it is written by hand.
fn pretty(surface: &Choice<descent::field::Surface>) -> String {
    let text = surface.formula.replace("^2", "²").replace("^3", "³").replace("^4", "⁴");
    let text = text.replace('*', "·").replace('-', "−");
    let numbers = surface.labels[..surface.n_inputs].join(", ");
    format!("f({numbers}) = {text}")
}

/// The formula, and the part of the plane to look at.
#[component]
fn Own(model: Model) -> impl IntoView {
    let text = move || {
        model.land.with(|land| match land {
            Land::Own { formula, .. } => formula.clone(),
            Land::Known(_) => String::new(),
        })
    };
    // Of what was typed last; the ground stays as it was.
    let error = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        model.land.track();
        error.set(None);
    });
    let set = move |text: String| {
        if let Err(wrong) = Formula::parse(&text, untrack(|| model.n_inputs())) {
            error.set(Some(wrong.to_string()));
            return;
        }
        model.rewind();
        model.land.update(|land| {
            if let Land::Own { formula, .. } = land {
                *formula = text;
            }
        });
    };
    let has_y = move || model.n_inputs() == 2;
    view! {
        <div class="field">
            <label for="field-formula">{move || if has_y() { "f(x, y) =" } else { "f(x) =" }}</label>
            <input id="field-formula" class="input descent__typed" type="text" autocomplete="off"
                autocapitalize="off" spellcheck="false" maxlength=MOST_CHARS data-testid="field-formula"
                aria-describedby="field-formula-hint field-formula-error"
                aria-invalid=move || error.with(Option::is_some).to_string()
                prop:value=text
                on:change=move |event| set(event_target_value(&event)) />
            <p class="field__error" id="field-formula-error" role="alert" data-testid="field-formula-error">
                {move || error.get()}
            </p>
            <p class="field__hint" id="field-formula-hint">
                "+ − * / ^, sin cos tan exp ln sqrt abs tanh, pi, e. Enter draws it."
            </p>
        </div>
        <Range model which=0 />
        <Show when=has_y><Range model which=1 /></Show>
    }
}

/// From where to where one looks.
#[component]
fn Range(model: Model, which: usize) -> impl IntoView {
    let label = ["x", "y"][which];
    // As it is typed: between two changes the first may be beyond the second.
    let typed = RwSignal::new([const { String::new() }; 2]);
    let error = RwSignal::new(false);
    let range = Memo::new(move |_| model.ranges.get()[which]);
    Effect::new(move |_| {
        let (from, to) = range.get();
        typed.set([from, to].map(|end| end.to_string()));
        error.set(false);
    });
    let take = move || {
        let ends =
            typed.with_untracked(|typed| typed.each_ref().map(|end| end.trim().parse::<f64>()));
        let range = match ends {
            [Ok(from), Ok(to)] if from.is_finite() && to.is_finite() && from < to => {
                Some((from, to))
            }
            _ => None,
        };
        error.set(range.is_none());
        if let Some(range) = range {
            model.rewind();
            model.ranges.update(|ranges| ranges[which] = range);
        }
    };
    let end = move |is_to: bool| {
        let value = move || typed.with(|typed| typed[usize::from(is_to)].clone());
        view! {
            <input class="input input--short" type="number" step="any" inputmode="decimal"
                aria-label=format!("{label} {}", if is_to { "to" } else { "from" })
                data-testid=format!("field-range-{label}-{}", if is_to { "to" } else { "from" })
                aria-invalid=move || error.get().to_string()
                aria-describedby=format!("field-range-{label}-error")
                prop:value=value
                on:change=move |event| {
                    typed.update(|typed| typed[usize::from(is_to)] = event_target_value(&event));
                    take();
                } />
        }
    };
    view! {
        <div class="field__row descent__range">
            <span class="field__value" aria-hidden="true">{label}</span>
            {end(false)}
            <span class="field__value" aria-hidden="true">"to"</span>
            {end(true)}
        </div>
        <p class="field__error" id=format!("field-range-{label}-error") role="alert"
            data-testid=format!("field-range-{label}-error")>
            {move || error.get().then_some("From a number to a larger one.")}
        </p>
    }
}

/// Four decimals at most, as a field of the page takes them.
fn short(value: f64) -> String {
    ((value * 1e4).round() / 1e4).to_string()
}

/// Where the ball is dropped, as numbers.
#[component]
fn Start(model: Model) -> impl IntoView {
    let error = RwSignal::new(false);
    let place = move |which: usize| {
        let id = ["field-x", "field-y"][which];
        view! {
            <label class="descent__place">
                {move || format!("{} =", model.labels()[which])}
                <input class="input input--short" type="number" step="any" inputmode="decimal"
                    data-testid=id data-value=move || model.start.get()[which].to_string()
                    prop:value=move || short(model.start.get()[which])
                    on:change=move |event| {
                        let number = event_target_value(&event).trim().parse::<f64>();
                        let number = number.ok().filter(|number| number.is_finite());
                        error.set(number.is_none());
                        if let Some(number) = number {
                            let mut place = model.start.get_untracked();
                            place[which] = number;
                            model.drop_at(place);
                        }
                    } />
            </label>
        }
    };
    view! {
        <div class="field" role="group" aria-labelledby="descent-start">
            <span class="field__label" id="descent-start">"The ball is dropped at"</span>
            <div class="field__row">
                {place(0)}
                <Show when=move || model.n_inputs() == 2>{place(1)}</Show>
            </div>
            <p class="field__error" role="alert">{move || error.get().then_some("That is not a number.")}</p>
        </div>
    }
}
