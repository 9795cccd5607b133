//! Which pixels speak for a class: the slope of its score by each of them.

use leptos::prelude::*;

use super::{answered, version};
use crate::format;
use crate::state::looks::Slot;
use crate::state::use_state;
use crate::widget::as_table::AsTable;
use crate::widget::picture::{Picture, Pointed};
use crate::widget::visible::use_visible;
use descent::data::DigitImage;
use descent::plots::{Colormap, Limit};
use descent::protocol::{Look, Seen};

#[component]
pub fn Pixels() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Section>::new();
    let is_visible = use_visible(frame);
    // None: the answer, whatever it is.
    let chosen = RwSignal::new(None::<usize>);
    let answer = Memo::new(move |_| answered());
    let output = Memo::new(move |_| {
        let n = state.n_classes(state.reader.get());
        chosen.get().filter(|class| *class < n).or(answer.get())
    });
    let version = Memo::new(move |_| version());
    Effect::new(move |_| {
        let (true, (reader, _)) = (is_visible.get(), version.get()) else { return };
        if let (Some(image), Some(output)) = (state.image.get(), output.get()) {
            state.look(Slot::Saliency, Look::Saliency { reader, image, output });
        }
    });
    let seen = state.answers.of(Slot::Saliency);
    let slopes = Signal::derive(move || {
        seen.with(|seen| match seen {
            Some(Ok(Seen::Saliency(slopes))) => slopes.to_vec(),
            _ => Vec::new(),
        })
    });
    let error = move || {
        seen.with(|seen| match seen {
            Some(Err(message)) => Some(view! { <p class="field__error">{message.clone()}</p> }),
            _ => None,
        })
    };
    let input = Signal::derive(move || {
        state.image.with(|image| image.as_ref().map(DigitImage::to_input).unwrap_or_default())
    });
    let name = move || {
        output.get().map(|output| state.class_name(state.reader.get(), output)).unwrap_or_default()
    };
    let pointed = RwSignal::new(None::<usize>);
    let on_point = Callback::new(move |(at,): (Pointed,)| pointed.set(at.map(|(idx, _)| idx)));
    let readout = move || {
        let at = pointed.get()?;
        let (x, slope) =
            (input.with(|x| x.get(at).copied())?, slopes.with(|slopes| slopes.get(at).copied())?);
        Some(format!(
            "Row {}, column {}: ink {}, slope {}",
            at / DigitImage::SIDE,
            at % DigitImage::SIDE,
            format::number(f64::from(x)),
            format::signed(f64::from(slope)),
        ))
    };
    let steepest = move || slopes.with(|s| s.iter().fold(0.0_f32, |most, s| most.max(s.abs())));
    let classes = move || {
        let reader = state.reader.get();
        (0..state.n_classes(reader))
            .map(|class| {
                let is_on = move || output.get() == Some(class);
                view! {
                    <button type="button" class="why__class number" data-testid=format!("why-class-{class}")
                        aria-pressed=move || is_on().to_string()
                        on:click=move |_| chosen.set(Some(class))>
                        {state.class_name(reader, class)}
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section class="why__part" node_ref=frame aria-labelledby="why-pixels">
            <h3 id="why-pixels">"Which pixels speak for " <span class="number">{name}</span></h3>
            <div class="why__classes" role="group" aria-label="The class asked about">
                {classes}
                <button type="button" class="button button--quiet" data-testid="why-class-answer"
                    disabled=move || chosen.get().is_none()
                    on:click=move |_| chosen.set(None)>"Follow the answer"</button>
            </div>
            <div class="why__beside">
                <figure class="why__picture">
                    <Picture values=input limit=Limit::Fixed(1.0) label="The network's input" on_point />
                    <figcaption>"What the network sees"</figcaption>
                </figure>
                <figure class="why__picture" data-testid="saliency"
                    data-value=move || slopes.with(|s| (!s.is_empty()).then(|| s.iter().map(|s| s.abs()).sum::<f32>().to_string())).unwrap_or_default()
                    data-class=move || output.get().map(|class| class.to_string()).unwrap_or_default()>
                    <Picture values=slopes colormap=Colormap::Diverging on_point
                        label=Signal::derive(move || format!("Slope of the score of {} by each pixel", name())) />
                    <figcaption>
                        "∂z/∂x, up to ±" <span class="number">{move || format::number(f64::from(steepest()))}</span>
                    </figcaption>
                    <AsTable name="the slopes" values=slopes cols=DigitImage::SIDE />
                </figure>
                <div class="why__reading">
                    <p>
                        "More ink on a " <strong class="why__up">"blue"</strong> " pixel raises the score z of "
                        <span class="number">{name}</span> ", on an " <strong class="why__down">"orange"</strong>
                        " pixel it lowers it; the stronger the color, the more."
                    </p>
                    <p class="field__hint">
                        "So blue where there is no ink yet is what it misses, and orange under ink \
                         is what speaks against it. Choose another class above to see what would \
                         have to change for that one."
                    </p>
                    <p class="field__hint number" aria-live="polite">
                        {move || readout().unwrap_or_else(|| "Point at a pixel to read its numbers.".to_owned())}
                    </p>
                    {error}
                </div>
            </div>
        </section>
    }
}
