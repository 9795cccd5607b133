//! What is worth seeing first, one click each.

use leptos::prelude::*;

use super::model::{Lane, Model};
use super::transport::play;
use descent::field::{Land, Surface, surface};
use descent::nn::optimizer::{ADAGRAD, ADAM, MOMENTUM, NESTEROV, Optimizer, RMSPROP, SGD};
use descent::registry::Choice;

/// A scene: where, who, how far.
struct Preset {
    key: &'static str,
    title: &'static str,
    about: &'static str,
    surface: &'static Surface,
    start: Option<[f64; 2]>,
    /// Rule, rate, batch.
    lanes: &'static [(&'static Optimizer, f64, Option<usize>)],
    n_steps: usize,
}

static ALL: &[Preset] = &[
    Preset {
        key: "small",
        title: "η too small",
        about: "The rate is too small: it crawls.",
        surface: &surface::PARABOLA,
        start: None,
        lanes: &[(&SGD, 0.001, None)],
        n_steps: 60,
    },
    Preset {
        key: "right",
        title: "η right",
        about: "A rate that suits: long steps far out, short ones near the floor.",
        surface: &surface::PARABOLA,
        start: None,
        lanes: &[(&SGD, 0.1, None)],
        n_steps: 60,
    },
    Preset {
        key: "large",
        title: "η too large",
        about: "The rate is too large: each step lands higher.",
        surface: &surface::PARABOLA,
        start: Some([0.4, 0.0]),
        lanes: &[(&SGD, 1.06, None)],
        n_steps: 60,
    },
    Preset {
        key: "rates",
        title: "Three rates race",
        about: "Three rates from one start.",
        surface: &surface::PARABOLA,
        start: None,
        lanes: &[(&SGD, 0.002, None), (&SGD, 0.1, None), (&SGD, 0.95, None)],
        n_steps: 60,
    },
    Preset {
        key: "valleys",
        title: "Two valleys",
        about: "SGD stays in the shallower valley; with enough momentum one rolls over the pass.",
        surface: &surface::TWO_VALLEYS,
        start: None,
        lanes: &[(&SGD, 0.05, None), (&MOMENTUM, 0.05, None)],
        n_steps: 100,
    },
    Preset {
        key: "ravine",
        title: "Ravine",
        about: "SGD zigzags from wall to wall; momentum averages that out and runs along the floor.",
        surface: &surface::RAVINE,
        start: None,
        lanes: &[(&SGD, 0.197, None), (&MOMENTUM, 0.05, None)],
        n_steps: 100,
    },
    Preset {
        key: "saddle",
        title: "Saddle",
        about: "Nearly level in the middle: who leaves it soonest?",
        surface: &surface::SADDLE,
        start: None,
        lanes: &[(&SGD, 0.1, None), (&MOMENTUM, 0.05, None), (&ADAM, 0.05, None)],
        n_steps: 100,
    },
    Preset {
        key: "plateau",
        title: "Plateau",
        about: "Hardly a slope: SGD hardly moves, Adam goes by the slope's sign.",
        surface: &surface::PLATEAU,
        start: None,
        lanes: &[(&SGD, 0.3, None), (&RMSPROP, 0.05, None), (&ADAM, 0.1, None)],
        n_steps: 100,
    },
    Preset {
        key: "banana",
        title: "All on the banana",
        about: "Six optimizers in Rosenbrock's bent valley.",
        surface: &surface::ROSENBROCK,
        start: None,
        lanes: &[
            (&SGD, 0.001, None),
            (&MOMENTUM, 0.0005, None),
            (&NESTEROV, 0.0005, None),
            (&ADAGRAD, 0.3, None),
            (&RMSPROP, 0.02, None),
            (&ADAM, 0.1, None),
        ],
        n_steps: 300,
    },
    Preset {
        key: "batches",
        title: "Batches",
        about: "The same loss by all 24 points, by 6 at a time, and by one at a time.",
        surface: &surface::LINE,
        start: None,
        lanes: &[(&SGD, 0.1, None), (&SGD, 0.1, Some(6)), (&SGD, 0.1, Some(1))],
        n_steps: 100,
    },
];

impl Preset {
    /// Its ground is still the one that is there. Tracked.
    fn is_open(&self, model: Model) -> bool {
        model.land.with(|land| *land == Land::Known(Choice::of(self.surface)))
    }

    fn set(&self, model: Model) {
        model.rewind();
        model.is_foggy.set(false);
        model.land.set(Land::Known(Choice::of(self.surface)));
        model.ranges.set(self.surface.ranges);
        model.start.set(self.start.unwrap_or(self.surface.start));
        let lane = |&(rule, rate, batch): &(_, _, _)| Lane { batch, ..Lane::new(rule, rate) };
        model.lanes.set(self.lanes.iter().map(lane).collect());
        model.n_steps.set(self.n_steps);
        play(model);
    }
}

/// The scenes, in a row.
#[component]
pub fn Presets(
    /// The lab.
    model: Model,
) -> impl IntoView {
    // What a scene is about: of the one that is pointed at, or else of the one that plays.
    let (pointed, chosen) = (RwSignal::new(None::<usize>), RwSignal::new(None::<usize>));
    let about = move || {
        let chosen = chosen.get().filter(|&idx| ALL[idx].is_open(model));
        let idx = pointed.get().or(chosen);
        idx.map_or("Ground, ball and pace in one click.", |idx| ALL[idx].about)
    };
    let buttons = ALL
        .iter()
        .enumerate()
        .map(|(idx, preset)| {
            view! {
                <button type="button" class="button button--small"
                    data-testid=format!("field-preset-{}", preset.key)
                    aria-describedby="field-scene"
                    on:pointerenter=move |_| pointed.set(Some(idx)) on:pointerleave=move |_| pointed.set(None)
                    on:focus=move |_| pointed.set(Some(idx))
                    on:blur=move |_| { let _ = pointed.try_set(None); }
                    on:click=move |_| {
                        preset.set(model);
                        chosen.set(Some(idx));
                    }>{preset.title}</button>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="panel descent__scenes" aria-labelledby="descent-scenes">
            <div class="panel__head"><h2 id="descent-scenes">"Scenes to begin with"</h2></div>
            <div class="descent__presets" role="group" aria-labelledby="descent-scenes">{buttons}</div>
            <p class="field__hint" id="field-scene" data-testid="field-scene">{about}</p>
        </section>
    }
}
