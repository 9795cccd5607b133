//! The picture that shows a failure best: the first layer's weights, or how a layer answers.

use leptos::prelude::*;

use super::bars::layers;
use crate::lab::weights::full_color;
use crate::lab::weights::layers::Layer;
use crate::lab::weights::wall::Wall;
use crate::state::use_state;
use crate::widget::visible::use_visible;
use descent::data::DigitImage;
use descent::gallery::Picture;

/// The picture, if there is one besides the curves and the bars.
#[component]
pub fn Shown(picture: Picture) -> impl IntoView {
    match picture {
        Picture::Weights => view! { <Weights /> }.into_any(),
        Picture::Activations { layer_idx } => view! { <Answers layer_idx /> }.into_any(),
        Picture::Gradients | Picture::Curves => ().into_any(),
    }
}

#[component]
fn Weights() -> impl IntoView {
    let state = use_state();
    let frame = NodeRef::<leptos::html::Div>::new();
    state.show_parameters(use_visible(frame));
    let values = Memo::new(move |_| {
        let pictures = state.parameters.with(|parameters| {
            let weights = parameters.as_ref()?.weights.first()?;
            (weights.ncols() == DigitImage::LEN).then(|| weights.iter().copied().collect())
        });
        pictures.unwrap_or_default()
    });
    let limit = Memo::new(move |_| values.with(|values: &Vec<f32>| full_color(values)));
    let picked = RwSignal::new(None::<usize>);
    let n = move || values.with(|values| values.len() / DigitImage::LEN);
    view! {
        <h3>"The first layer’s weights, a picture a unit"</h3>
        <div node_ref=frame data-testid="wrong-wall" data-value=move || n().to_string()>
            <Show when=move || { n() > 0 }>
                <Wall values limit picked label=Signal::derive(move || {
                    format!("Weights of the first layer, {} pictures of 28 by 28", n())
                }) />
            </Show>
        </div>
    }
}

#[component]
fn Answers(layer_idx: usize) -> impl IntoView {
    let state = use_state();
    let health = Memo::new(move |_| layers());
    let spec = Memo::new(move |_| Some(state.config.with(|config| config.network.clone())));
    let is_there = Memo::new(move |_| {
        health.with(Vec::len) == state.config.with(|config| config.network.layers().len())
    });
    view! {
        <Show when=move || is_there.get()><Layer layer_idx health spec /></Show>
    }
}
