//! Who runs, with which rate, and how each is doing.

use leptos::prelude::*;

use super::model::{Lane, MOST, Model, moment};
use crate::format;
use crate::widget::icon::{CLEAR, Icon};
use crate::widget::slider::Slider;
use descent::field::{Runner, two_digits};
use descent::nn::optimizer::{self, Optimizer};
use descent::plots::terrain::Symbol;
use descent::protocol::field::Course;
use descent::registry::Choice;

/// A runner's mark, as it is in the picture.
#[component]
pub fn Mark(
    /// Its place in the list.
    idx: usize,
) -> impl IntoView {
    let symbol = Symbol::ALL[idx % Symbol::ALL.len()];
    let points: Vec<String> =
        symbol.outline().iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
    view! {
        <svg class="descent__mark" viewBox="-2 -2 4 4" aria-hidden="true"
            style=format!("color: var(--runner-{})", idx % MOST + 1)>
            <polygon points=points.join(" ") fill="currentColor" />
        </svg>
    }
}

/// "Adam, η 0.1", with its batch if it has one.
pub fn name(runner: &Runner) -> String {
    let batch = match runner.batch {
        Some(batch) if batch.size == 1 => ", one example at a time".to_owned(),
        Some(batch) => format!(", batches of {}", batch.size),
        None => String::new(),
    };
    format!("{}, η {}{batch}", runner.optimizer.rule.name, runner.learning_rate)
}

/// The runners, one under another.
#[component]
pub fn Runners(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let n = Memo::new(move |_| model.lanes.with(Vec::len));
    let add = move |_| {
        // The first rule that nobody runs yet.
        let used = |rule: &&&'static Optimizer| {
            model
                .lanes
                .with_untracked(|lanes| lanes.iter().any(|lane| lane.optimizer.key == rule.key))
        };
        let free = optimizer::ALL.iter().find(|rule| !used(rule)).copied();
        let rule = free.unwrap_or(&optimizer::SGD);
        let rate = model.suggested(rule);
        model.lanes.update(|lanes| lanes.push(Lane::new(rule, rate)));
    };
    let lanes =
        move || (0..n.get()).map(|idx| view! { <LaneView model idx /> }).collect::<Vec<_>>();
    view! {
        <section class="panel" aria-labelledby="descent-runners">
            <div class="panel__head">
                <h2 id="descent-runners">{move || if n.get() > 1 { "The race" } else { "The ball" }}</h2>
                <button type="button" class="button button--small" data-testid="field-add"
                    disabled=move || { n.get() >= MOST } on:click=add>"Add a runner"</button>
            </div>
            <div class="descent__lanes">{lanes}</div>
        </section>
    }
}

#[component]
fn LaneView(model: Model, idx: usize) -> impl IntoView {
    let lane = Memo::new(move |_| model.lanes.with(|lanes| lanes.get(idx).copied()));
    let change = move |change: &dyn Fn(&mut Lane)| {
        model.lanes.update(|lanes| {
            if let Some(lane) = lanes.get_mut(idx) {
                change(lane);
            }
        });
    };
    let rate = Signal::derive(move || lane.get().map_or(0.1, |lane| lane.rate));
    let wrong = RwSignal::new(false);
    let choose = move |key: String| {
        if let Some(rule) = optimizer::ALL.iter().find(|rule| rule.key == key) {
            let rate = model.suggested(rule);
            change(&|lane| {
                lane.optimizer = Choice::of(rule);
                lane.rate = rate;
            });
        }
    };
    let options = optimizer::ALL
        .iter()
        .map(|rule| {
            let is_it = move || lane.get().is_some_and(|lane| lane.optimizer.key == rule.key);
            view! { <option value=rule.key selected=is_it>{rule.name}</option> }
        })
        .collect::<Vec<_>>();
    let n_parts = move || {
        model.land.with(|land| match land {
            descent::field::Land::Known(surface) => surface.parts.as_ref().map(|parts| parts.n),
            descent::field::Land::Own { .. } => None,
        })
    };
    view! {
        <div class="descent__lane" role="group" aria-label=format!("Runner {}", idx + 1)>
            <Mark idx />
            <select class="input descent__rule" aria-label=format!("Optimizer of runner {}", idx + 1)
                data-testid=format!("field-optimizer-{idx}")
                data-value=move || lane.get().map_or("", |lane| lane.optimizer.key)
                prop:value=move || lane.get().map_or("", |lane| lane.optimizer.key)
                on:change=move |event| choose(event_target_value(&event))>{options}</select>
            <Slider label="Learning rate η" min=-5.0 max=1.0 step=0.02
                value=Signal::derive(move || rate.get().log10())
                text=Signal::derive(move || format!("learning rate {}", rate.get()))
                on_input=move |log: f64| {
                    let rate = two_digits(10f64.powf(log));
                    change(&|lane| lane.rate = rate);
                } />
            <input class="input input--short" type="number" step="any" inputmode="decimal"
                aria-label=format!("Learning rate η of runner {}", idx + 1)
                data-testid=format!("field-rate-{idx}") data-value=move || rate.get().to_string()
                aria-invalid=move || wrong.get().to_string()
                prop:value=move || rate.get().to_string()
                on:change=move |event| {
                    let rate = event_target_value(&event).trim().parse::<f64>();
                    let rate = rate.ok().filter(|rate| *rate > 0.0 && *rate <= 1e6);
                    wrong.set(rate.is_none());
                    if let Some(rate) = rate {
                        change(&|lane| lane.rate = rate);
                    }
                } />
            <Show when=move || { model.lanes.with(Vec::len) > 1 }>
                <button type="button" class="button button--quiet button--round" title="Takes this runner out"
                    aria-label=format!("Remove runner {}", idx + 1) data-testid=format!("field-remove-{idx}")
                    on:click=move |_| model.lanes.update(|lanes| {
                        if idx < lanes.len() {
                            lanes.remove(idx);
                        }
                    })>
                    <Icon path=CLEAR />
                </button>
            </Show>
            {move || n_parts().map(|n| view! { <BatchField model idx n /> })}
        </div>
        <p class="field__error" role="alert">
            {move || wrong.get().then_some("A learning rate is a number above 0.")}
        </p>
    }
}

/// How many examples a step looks at.
#[component]
fn BatchField(model: Model, idx: usize, n: usize) -> impl IntoView {
    let batch = move || model.lanes.with(|lanes| lanes.get(idx).and_then(|lane| lane.batch));
    let value = move || batch().map_or_else(|| "all".to_owned(), |size| size.to_string());
    let mut sizes = vec![("all".to_owned(), format!("all {n} points"))];
    sizes.extend([12, 6, 3, 1].map(|size| {
        let text = if size == 1 { "1 point".to_owned() } else { format!("{size} points") };
        (size.to_string(), text)
    }));
    let option = move |(key, text): (String, String)| {
        let is_it = {
            let key = key.clone();
            move || value() == key
        };
        view! { <option value=key.clone() selected=is_it>{text}</option> }
    };
    view! {
        <label class="descent__batch">
            "Each step looks at"
            <select class="input" data-testid=format!("field-batch-{idx}")
                data-value=value prop:value=value
                on:change=move |event| {
                    let batch = event_target_value(&event).parse().ok();
                    model.lanes.update(|lanes| {
                        if let Some(lane) = lanes.get_mut(idx) {
                            lane.batch = batch;
                        }
                    });
                }>{sizes.into_iter().map(option).collect::<Vec<_>>()}</select>
        </label>
    }
}

/// Place, height, slope and memory of each, now.
#[component]
pub fn States(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let rows = move || {
        let step = model.shown();
        let n = model.n_inputs();
        let rows = model.with_race(|race| {
            let row = |(idx, course): (usize, &Course)| {
                let now = moment(course, step)?;
                let next = moment(course, step + 1)?;
                let length = (next.at[0] - now.at[0]).hypot(next.at[1] - now.at[1]);
                let slots = course.descent.slots.iter().zip(&now.slots).map(|(name, pair)| {
                    view! { <span class="descent__slot">{format!("{name} {}", place(&pair[..n]))}</span> }
                });
                let slots = slots.collect::<Vec<_>>();
                let remembers_nothing = slots.is_empty().then_some("nothing");
                let value = if idx == 0 { "field-value".to_owned() } else { format!("field-value-{idx}") };
                let at = now.at[..n].iter().map(f64::to_string).collect::<Vec<_>>().join(" ");
                Some(view! {
                    <tr data-testid=format!("field-row-{idx}") data-value=at>
                        <th scope="row"><Mark idx /><span class="visually-hidden">{name(&course.runner)}</span></th>
                        <td class="number">{place(&now.at[..n])}</td>
                        <td class="number" data-testid=value data-value=now.value.to_string()
                            title=now.value.to_string()>{format::number(now.value)}</td>
                        <td class="number">{place(&now.gradient[..n])}</td>
                        <td class="number" data-testid=format!("field-length-{idx}")
                            data-value=length.to_string()>{format::number(length)}</td>
                        <td class="number">{slots}{remembers_nothing}</td>
                    </tr>
                })
            };
            race.courses.iter().enumerate().filter_map(row).collect::<Vec<_>>()
        });
        rows.unwrap_or_default()
    };
    view! {
        <div class="descent__states" tabindex="0" role="region" aria-label="How each runner is doing">
            <table>
                <thead><tr>
                    <th scope="col"><span class="visually-hidden">"runner"</span></th>
                    <th scope="col">"place"</th><th scope="col">"f"</th><th scope="col">"slope g"</th>
                    <th scope="col">"step"</th><th scope="col">"remembers"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// One number, or two in parentheses.
fn place(numbers: &[f64]) -> String {
    match numbers {
        [x] => format::number(*x),
        _ => {
            let numbers: Vec<String> = numbers.iter().map(|&it| format::number(it)).collect();
            format!("({})", numbers.join(", "))
        }
    }
}
