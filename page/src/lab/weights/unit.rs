//! One unit of the first layer: its weights, large, and the digits that excite it most.

use leptos::prelude::*;

use crate::format;
use crate::lab::tile::Tile;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::picture::Picture;
use descent::data::DigitImage;
use descent::plots::{Colormap, Limit};
use descent::protocol::seen::Shown;
use descent::protocol::{Look, Seen};

/// Digits that are shown.
const DIGITS: usize = 12;

/// The unit that is looked at.
#[component]
pub fn Unit(
    /// Which.
    unit_idx: usize,
    /// Numbers of all units, 784 each.
    values: Memo<Vec<f32>>,
    /// Which number gets the full color.
    limit: Memo<f32>,
    /// What the numbers are: "w" or "∂L/∂w".
    #[prop(into)]
    what: Signal<&'static str>,
    /// Changes when the digits are to be asked for anew.
    #[prop(into)]
    now: Signal<u64>,
) -> impl IntoView {
    let state = use_state();
    let answer = state.answers.of(Slot::Exciting);
    // Another unit's are not this one's.
    answer.set(None);
    Effect::new(move |_| {
        now.track();
        let reader = state.reader.get();
        state.look(Slot::Exciting, Look::Exciting { reader, layer_idx: 0, unit_idx, n: DIGITS });
    });
    let own = Signal::derive(move || {
        let range = unit_idx * DigitImage::LEN..(unit_idx + 1) * DigitImage::LEN;
        values.with(|values| values.get(range).map(<[f32]>::to_vec).unwrap_or_default())
    });
    let digits = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Some(Ok(Seen::Examples(examples))) => examples.clone(),
            _ => Vec::new(),
        })
    });
    let n = Memo::new(move |_| digits.with(Vec::len));
    let tiles = move || (0..n.get()).map(|idx| view! { <Digit idx digits /> }).collect::<Vec<_>>();
    let waiting = move || {
        let text = answer.with(|answer| match answer {
            None => Some("Going through all held-out examples …".to_owned()),
            Some(Err(message)) => Some(message.clone()),
            Some(Ok(_)) => None,
        });
        text.map(|text| view! { <p class="field__hint">{text}</p> })
    };
    view! {
        <section class="one-unit" data-testid="one-unit" data-value=unit_idx.to_string()
            aria-label=format!("Unit {unit_idx}")>
            <div class="one-unit__picture">
                <h3>{move || format!("{} of unit {unit_idx}", what.get())}</h3>
                <Picture values=own colormap=Colormap::Diverging
                    limit=Signal::derive(move || Limit::Fixed(limit.get()))
                    label=Signal::derive(move || format!("{} of unit {unit_idx}, 28 by 28", what.get())) />
            </div>
            <div>
                <h3>"The digits that excite it most"</h3>
                {waiting}
                <ul class="tiles gallery" data-testid="exciting">{tiles}</ul>
                <p class="field__hint one-unit__note">
                    "Do they have a stroke in common where the weights are blue, and none where they \
                     are orange? Often they do not: a small dense network learns few clean edges. \
                     Nothing in it tells one pixel from its neighbor, so most of its pictures look \
                     like smudges and noise, and still they add up to the right answer."
                </p>
            </div>
        </section>
    }
}

#[component]
fn Digit(idx: usize, digits: Memo<Vec<Shown>>) -> impl IntoView {
    let state = use_state();
    let here = Memo::new(move |_| digits.with(|all| all.get(idx).cloned()));
    let score = move || {
        here.with(|shown| shown.as_ref().map(|shown| format::number(f64::from(shown.score))))
    };
    let label = Signal::derive(move || {
        let class = here.with(|shown| shown.as_ref().map(|shown| shown.label)).unwrap_or_default();
        let name = state.config.with(|config| {
            config.dataset.class_name(usize::from(class)).unwrap_or_default().to_owned()
        });
        format!("{name}: a = {}", score().unwrap_or_default())
    });
    view! {
        <li>
            <Tile here label testid=format!("exciting-{idx}")>
                <span class="gallery__share number" aria-hidden="true">"a = " {score}</span>
            </Tile>
        </li>
    }
}
