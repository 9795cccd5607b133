//! What happens, in words: while it goes the step that comes, at the end what happened.

use leptos::prelude::*;

use super::model::{Model, moment, steps};
use super::race::Mark;
use crate::format;
use descent::protocol::field::Course;

/// The words under the picture.
#[component]
pub fn Story(
    /// The lab.
    model: Model,
) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let step = model.shown();
        let told = model.with_race(|race| {
            let told = |course: &Course| {
                let is_over = step >= steps(course);
                (is_over, if is_over { course.story.clone() } else { next_step(course, step) })
            };
            race.courses.iter().map(told).collect::<Vec<_>>()
        });
        told.unwrap_or_default()
    });
    let items = move || {
        let is_race = lines.with(Vec::len) > 1;
        let item = |(idx, (is_over, text)): (usize, (bool, String))| {
            view! {
                <li class="descent__line" class:descent__line--over=is_over
                    data-testid=format!("field-story-{idx}") data-value=if is_over { "over" } else { "going" }>
                    {is_race.then(|| view! { <Mark idx /> })}
                    <span>{text}</span>
                </li>
            }
        };
        lines.get().into_iter().enumerate().map(item).collect::<Vec<_>>()
    };
    let spoken = move || {
        let all_over = lines.with(|lines| lines.iter().all(|(is_over, _)| *is_over));
        let texts =
            lines.with(|lines| lines.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>());
        if all_over { texts.join(" ") } else { String::new() }
    };
    view! {
        <div role="alert" data-testid="field-refusal">
            {move || model.refusal().map(|why| view! { <div class="notice notice--bad"><p>{why}</p></div> })}
        </div>
        <ul class="descent__story" data-testid="field-story">{items}</ul>
        <span class="visually-hidden" role="status">{spoken}</span>
    }
}

/// The step that comes: how it is made of slope and rate, and what it brings.
fn next_step(course: &Course, step: usize) -> String {
    let (Some(now), Some(next)) = (moment(course, step), moment(course, step + 1)) else {
        return String::new();
    };
    let slope = now.gradient[0].hypot(now.gradient[1]);
    let rate = course.runner.learning_rate;
    let by = format::number(next.value - now.value).replace('−', "");
    let lands = if next.value < now.value {
        format!("{by} lower")
    } else if next.value > now.value {
        format!("{by} higher")
    } else {
        "no lower".to_owned()
    };
    // Only a rule without memory goes exactly as far as rate times slope.
    let how = if course.descent.slots.is_empty() {
        let digits = format::multiplied(rate, slope);
        let [slope, length] = [slope, rate * slope].map(|it| format::significant(it, digits));
        format!("rate {rate} × slope {slope} = {length} long")
    } else {
        let length = (next.at[0] - now.at[0]).hypot(next.at[1] - now.at[1]);
        format!("slope {}, the step {} long", format::number(slope), format::number(length))
    };
    format!("Step {}: {how}, lands {lands}.", step + 1)
}
