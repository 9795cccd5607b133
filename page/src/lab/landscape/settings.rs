//! Which plane, how much of it, how fine.

use leptos::prelude::*;

use crate::format;
use crate::widget::icon::{DICE, Icon};
use crate::widget::segmented::Segmented;
use descent::protocol::{LandscapeRequest, Span};
use descent::training::landscape::Directions;

/// What can be chosen.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Along the run's own path; else in random directions.
    pub is_own: RwSignal<bool>,
    /// Of the random directions.
    pub seed: RwSignal<u64>,
    /// How many times as wide as the usual.
    pub width: RwSignal<f64>,
    /// k: 2ᵏ + 1 points a side.
    pub fineness: RwSignal<u32>,
    /// Examples of the sample.
    pub n_examples: RwSignal<u32>,
    /// A plane is taken anew as the run goes on.
    pub follows: RwSignal<bool>,
    /// Turned by hand, else seen from above.
    pub is_relief: RwSignal<bool>,
}

impl Settings {
    /// As the view opens.
    pub fn new() -> Self {
        Self {
            is_own: RwSignal::new(true),
            seed: RwSignal::new(1),
            width: RwSignal::new(1.0),
            fineness: RwSignal::new(5),
            n_examples: RwSignal::new(1000),
            follows: RwSignal::new(true),
            is_relief: RwSignal::new(true),
        }
    }

    /// As they were for a picture that is still there.
    pub fn take_over(self, request: &LandscapeRequest) {
        if let Directions::Random { seed } = request.directions {
            self.seed.set(seed);
        }
        self.is_own.set(request.directions == Directions::Path);
        if let Span::Path(width) | Span::Around(width) = request.span {
            self.width.set(width);
        }
        self.fineness.set(request.fineness);
        self.n_examples.set(request.n_examples);
    }

    /// The question that they are. Tracked.
    pub fn request(self) -> LandscapeRequest {
        let width = self.width.get();
        let (directions, span) = match self.is_own.get() {
            true => (Directions::Path, Span::Path(width)),
            false => (Directions::Random { seed: self.seed.get() }, Span::Around(width)),
        };
        let (fineness, n_examples) = (self.fineness.get(), self.n_examples.get());
        LandscapeRequest { directions, span, fineness, n_examples }
    }
}

/// The controls.
#[component]
pub fn Controls(settings: Settings) -> impl IntoView {
    let Settings { is_own, seed, width, fineness, n_examples, follows, is_relief } = settings;
    let another = move |_| {
        is_own.set(false);
        seed.update(|seed| *seed += 1);
    };
    view! {
        <div class="landscape__controls">
            <div class="landscape__field" data-testid="landscape-plane"
                data-value=move || if is_own.get() { "path".to_owned() } else { format!("random {}", seed.get()) }>
                <Segmented label="Which plane" value=is_own on_choose=move |own| is_own.set(own)
                    options=vec![(true, "Along its path"), (false, "A random plane")] />
                <Show when=move || !is_own.get()>
                    <button type="button" class="button" data-testid="landscape-another" on:click=another
                        title="Two other random directions">
                        <Icon path=DICE /> "Another plane"
                    </button>
                </Show>
            </div>
            <div class="landscape__field" data-testid="landscape-view"
                data-value=move || if is_relief.get() { "relief" } else { "map" }>
                <Segmented label="Seen from" value=is_relief on_choose=move |relief| is_relief.set(relief)
                    options=vec![(true, "The side"), (false, "Above")] />
            </div>
            <details class="landscape__more">
                <summary data-testid="landscape-more">"Range, resolution, examples"</summary>
                <div class="landscape__fields">
                    <label class="field" for="landscape-width">
                        <span>"Range"</span>
                        <select class="input" id="landscape-width" data-testid="landscape-width"
                            on:change=move |event| if let Ok(to) = event_target_value(&event).parse() { width.set(to) }>
                            {[0.25, 0.5, 1.0, 2.0, 4.0].into_iter().map(|times| view! {
                                <option value=times.to_string() selected=move || width.get() == times>{format!("{times} ×")}</option>
                            }).collect::<Vec<_>>()}
                        </select>
                    </label>
                    <label class="field" for="landscape-fineness">
                        <span>"Resolution"</span>
                        <select class="input" id="landscape-fineness" data-testid="landscape-fineness"
                            on:change=move |event| if let Ok(to) = event_target_value(&event).parse() { fineness.set(to) }>
                            {(3..=7_u32).map(|k| {
                                let side = (1_u32 << k) + 1;
                                view! { <option value=k.to_string() selected=move || fineness.get() == k>{format!("{side} × {side}")}</option> }
                            }).collect::<Vec<_>>()}
                        </select>
                    </label>
                    <label class="field" for="landscape-examples">
                        <span>"Examples a loss"</span>
                        <select class="input" id="landscape-examples" data-testid="landscape-examples"
                            on:change=move |event| if let Ok(to) = event_target_value(&event).parse() { n_examples.set(to) }>
                            {[250, 1_000, 5_000].into_iter().map(|n: usize| view! {
                                <option value=n.to_string() selected=move || n_examples.get() as usize == n>{format::count(n)}</option>
                            }).collect::<Vec<_>>()}
                        </select>
                    </label>
                    <label class="landscape__check">
                        <input type="checkbox" data-testid="landscape-follow"
                            prop:checked=move || follows.get()
                            on:change=move |event| follows.set(event_target_checked(&event)) />
                        "Lay a new plane as the run goes on"
                    </label>
                </div>
            </details>
        </div>
    }
}
