//! What is compared: presets, the examples, the knob and its values, and what all share.

use leptos::html;
use leptos::prelude::*;

use super::ground::Ground;
use super::knob::Knob;
use super::letter;
use super::setup::{FEWEST, MOST, Setup};
use super::value::ValueField;
use crate::small::field::Mark;
use crate::state::{State, use_state};
use crate::widget::focus;
use crate::widget::icon::{CLEAR, Icon};

/// What is said when something that was set has put all at their start again.
fn anew(state: State) -> Option<&'static str> {
    let had_begun = state.history.with_untracked(|history| !history.train().is_empty());
    had_begun.then_some("All of them are back at their start.")
}

/// What is worth seeing first, one click each: it begins, and trains at once.
#[component]
pub fn Presets() -> impl IntoView {
    let state = use_state();
    let begin = move |knob: Knob| {
        let ground = state.abreast.setup.with_untracked(|it| it.ground);
        if let Err(wrong) = state.race_at_once(Setup::usual(ground, knob)) {
            state.tell(&wrong);
        }
    };
    view! {
        <div class="abreast__presets" role="group" aria-label="One click each">
            <button type="button" class="button" data-testid="abreast-preset-rates"
                title="Learning rates 0.01, 0.1 and 1 from one start"
                on:click=move |_| begin(Knob::Rate)>"Three rates race"</button>
            <button type="button" class="button" data-testid="abreast-preset-optimizers"
                title="SGD, momentum, RMSProp and Adam from one start, each with the rate that suits it"
                on:click=move |_| begin(Knob::Optimizer)>"Four optimizers"</button>
        </div>
    }
}

/// The panel.
#[component]
pub fn Settings() -> impl IntoView {
    let state = use_state();
    let setup = state.abreast.setup;
    let knob = Memo::new(move |_| setup.with(|it| it.knob));
    let n = Memo::new(move |_| setup.with(|it| it.values.len()));
    // From what is set now; each change begins the runs anew.
    let change =
        move |edit: &dyn Fn(Setup) -> Setup| state.race(edit(setup.get_untracked()), anew(state));
    let knobs = Knob::ALL.map(|one| {
        view! { <option value=one.key() selected=move || knob.get() == one>{one.title()}</option> }
    });
    let add = NodeRef::<html::Button>::new();
    let values = move || {
        let knob = knob.get();
        let values = (0..n.get()).map(|idx| view! { <LaneValue knob idx add /> });
        values.collect::<Vec<_>>()
    };
    let shared = move || {
        let varied = knob.get();
        // The optimizers' rates are their own.
        let is_shared = move |knob: &Knob| {
            *knob != varied && !(varied == Knob::Optimizer && *knob == Knob::Rate)
        };
        let fields = Knob::ALL.into_iter().filter(is_shared).map(|knob| {
            let value = Signal::derive(move || setup.with(|it| knob.of(&it.base)));
            view! {
                <ValueField knob testid=format!("abreast-shared-{}", knob.key()) label=knob.title() value
                    on_set=move |text| {
                        let now = setup.get_untracked();
                        let base = knob.set(now.base.clone(), &text)?;
                        state.race(Setup { base, ..now }, anew(state))
                    } />
            }
        });
        fields.collect::<Vec<_>>()
    };
    view! {
        <section class="panel abreast__choose" aria-labelledby="abreast-heading">
            <h2 id="abreast-heading">"What is compared"</h2>
            <GroundField />
            <div class="field">
                <label for="abreast-knob">"They differ in"</label>
                <select id="abreast-knob" class="input" data-testid="abreast-knob"
                    data-value=move || knob.get().key() prop:value=move || knob.get().key()
                    on:change=move |event| {
                        if let Some(knob) = Knob::by_key(&event_target_value(&event)) {
                            // The usual values are in order.
                            let _ = change(&|it| it.with_knob(knob));
                        }
                    }>{knobs.into_iter().collect::<Vec<_>>()}</select>
            </div>
            <p class="field__hint" hidden=move || knob.get() != Knob::Optimizer>
                "Each with the learning rate that suits it."
            </p>
            <div class="abreast__values" role="group" aria-label="Values">{values}</div>
            <button type="button" class="button button--small" data-testid="abreast-add" node_ref=add
                disabled=move || n.get() == MOST
                on:click=move |_| { let _ = change(&Setup::with_another); }>"Add one"</button>
            <details class="abreast__shared">
                <summary>"What all share"</summary>
                <div class="abreast__fields">{shared}</div>
            </details>
        </section>
    }
}

/// The value of one of them, and the way to leave it out.
#[component]
fn LaneValue(knob: Knob, idx: usize, add: NodeRef<html::Button>) -> impl IntoView {
    let state = use_state();
    let setup = state.abreast.setup;
    let value =
        Signal::derive(move || setup.with(|it| it.values.get(idx).cloned().unwrap_or_default()));
    let is_removable = Memo::new(move |_| setup.with(|it| it.values.len() > FEWEST));
    let name = letter(idx);
    view! {
        <div class="abreast__lane">
            <Mark idx />
            <ValueField knob testid=format!("abreast-value-{idx}") value
                label=format!("{name}: {}", knob.name())
                on_set=move |text| {
                    let next = setup.get_untracked().with_value(idx, text.trim().to_owned());
                    state.race(next, anew(state))
                } />
            <button type="button" class="button button--quiet button--round"
                data-testid=format!("abreast-remove-{idx}") disabled=move || !is_removable.get()
                aria-label=format!("Leave {name} out") title=format!("Leave {name} out")
                on:click=move |_| {
                    let _ = state.race(setup.get_untracked().without(idx), anew(state));
                    // This button goes; who came by key is not left without a place.
                    if let Some(add) = add.get_untracked() {
                        add.set_disabled(false);
                        focus(&add);
                    }
                }><Icon path=CLEAR /></button>
        </div>
    }
}

/// What all learn from: the networks become the usual ones for that.
#[component]
pub fn GroundField() -> impl IntoView {
    let state = use_state();
    let setup = state.abreast.setup;
    let ground = Memo::new(move |_| setup.with(|it| it.ground));
    let options = Ground::all().map(|one| {
        view! { <option value=one.key() selected=move || ground.get() == one>{one.name()}</option> }
    });
    let options = options.collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for="abreast-ground">"They learn from"</label>
            <select id="abreast-ground" class="input" data-testid="abreast-ground"
                data-value=move || ground.get().key() prop:value=move || ground.get().key()
                on:change=move |event| {
                    if let Some(ground) = Ground::by_key(&event_target_value(&event)) {
                        let knob = setup.with_untracked(|it| it.knob);
                        let _ = state.race(Setup::usual(ground, knob), anew(state));
                        state.abreast.form.set(super::Form::of(ground));
                    }
                }>{options}</select>
        </div>
    }
}
