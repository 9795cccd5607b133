//! Maximize the log-likelihood, or minimize the cross-entropy: the same path, and the same
//! curve mirrored (CURRICULUM A13).

use leptos::html;
use leptos::prelude::*;

use super::HOME;
use super::choose::{choose_points, choose_unit, unit};
use super::equation::Equation;
use super::which::{Preset, Unit};
use crate::format;
use crate::small::asked::{self, round_up};
use crate::small::pages::Page;
use crate::small::transport::Transport;
use crate::state::use_state;
use crate::widget::plot::{Plot, path};
use crate::widget::segmented::Segmented;
use crate::widget::visible::use_visible;
use descent::nn::Reduction;
use descent::plots::Axis;
use descent::protocol::RunId;

/// The page.
pub static PAGE: Page = Page {
    key: "ascent",
    title: "Up or down",
    home: Some(&HOME),
    body: || view! { <Ascent /> }.into_any(),
};

/// Points of the curve; when there are more, every second one goes.
const MOST: usize = 800;

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stood {
    step: u64,
    loss: f64,
    log_likelihood: f64,
}

#[component]
fn Ascent() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let unit = unit(state);
    let is_up = RwSignal::new(false);
    let course = RwSignal::new(Vec::<Stood>::new());
    Effect::new(move |before: Option<RunId>| {
        let told = losses.get();
        let run = state.run_id();
        if before.is_some_and(|before| before != run) {
            course.set(Vec::new());
        }
        let Some(told) = told else { return run };
        let Some(log_likelihood) = told.log_likelihood else {
            course.set(Vec::new());
            return run;
        };
        let (step, loss) = (told.step, told.loss);
        course.update(|course| {
            // Begun anew, or gone back.
            course.retain(|before| before.step < step);
            course.push(Stood { step, loss, log_likelihood });
            if course.len() > MOST {
                let mut at = 0;
                course.retain(|_| {
                    at += 1;
                    at % 2 == 1
                });
            }
        });
        run
    });
    // Told by the losses; until they are there, nothing is said against it.
    let has_likelihood =
        Memo::new(move |_| losses.get().is_none_or(|it| it.log_likelihood.is_some()));
    // What goes on can be stopped, whatever it is.
    let can_train = Memo::new(move |_| has_likelihood.get() || state.is_training());
    let value = move |of: Stood| if is_up.get() { of.log_likelihood } else { of.loss };
    let now = Signal::derive(move || course.with(|course| course.last().copied()).map(value));
    let x_end = Memo::new(move |_| {
        round_up(course.with(|all| all.last().map_or(10.0, |it| it.step.max(10) as f64)))
    });
    let reach = Memo::new(move |_| {
        round_up(course.with(|all| all.iter().map(|&it| value(it).abs()).fold(0.0, f64::max)))
    });
    let plot = move || {
        let y = if is_up.get() { (-reach.get(), 0.0) } else { (0.0, reach.get()) };
        let (x, y) =
            (Axis::linear(0.0, x_end.get()).with_ticks(5), Axis::linear(y.0, y.1).with_ticks(5));
        let line = {
            let (x, y) = (x.clone(), y.clone());
            move || {
                course.with(|all| path(&x, &y, all.iter().map(|&it| (it.step as f64, value(it)))))
            }
        };
        let y_label = if is_up.get() { "ℓ" } else { "cross-entropy" };
        view! {
            <Plot x y x_label="step" y_label over=|| ()>
                <path class="fit" d=line />
            </Plot>
        }
    };
    let reduction = asked::reduction(state);
    let n = Memo::new(move |_| state.config.with(|config| config.dataset.n_train()));
    // L as the run adds it up; ℓ is always the whole sum.
    let rule = move || {
        let (n, up) = (n.get(), is_up.get());
        let share = match reduction.get() {
            Reduction::Sum => String::new(),
            Reduction::Mean | Reduction::MeanOfAll => format!(" / {n}"),
            Reduction::HalfMean => format!(" / (2 · {n})"),
        };
        if up {
            format!("w ← w + η · ∂ℓ/∂w{share}  (uphill on ℓ)")
        } else {
            format!("w ← w − η · ∂L/∂w  (downhill on L = −ℓ{share})")
        }
    };
    let label = move || {
        let name = if is_up.get() { "log-likelihood" } else { "cross-entropy" };
        format!(
            "{name}: {} after {} steps",
            now.get().map(format::number).unwrap_or_default(),
            course.with(|all| all.last().map_or(0, |it| it.step))
        )
    };
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <p class="idea__words">
                    "How likely are these answers, if the unit is right about the chances? The logarithm of that is ℓ. To \
                     make ℓ as large as can be, or −ℓ as small: it is the same path. Turn the switch while it trains: \
                     only the curve is mirrored; the weights don't care."
                </p>
                <Segmented label="Which way" options=vec![(false, "minimize cross-entropy"), (true, "maximize ℓ")]
                    value=is_up on_choose=move |up| is_up.set(up) />
                {move || if has_likelihood.get() {
                    view! {
                        <div class="idea__plot" role="img" aria-label=label>{plot}</div>
                        <p class="number idea__figure" data-testid="ascent"
                            data-value=move || now.get().map(|value| value.to_string())>{label}</p>
                    }.into_any()
                } else {
                    view! {
                        <div class="line__way">
                            <p>"This unit's loss is no likelihood: it says no chances. Logistic regression does."</p>
                            <button type="button" class="button" data-testid="line-logistic"
                                on:click=move |_| choose_unit(state, Unit::Logistic)>"Logistic regression"</button>
                        </div>
                    }.into_any()
                }}
            </section>
            <section class="panel idea__side">
                {move || has_likelihood.get().then(|| view! { <p class="update__rule" data-testid="ascent-rule">{rule}</p> })}
                {move || (unit.get() != Unit::Hidden).then(|| view! { <Equation /> })}
                <button type="button" class="button" data-testid="line-w5"
                    on:click=move |_| choose_points(state, Preset::Worked)>"Begin worked example W5"</button>
                <Show when=move || can_train.get()><Transport /></Show>
            </section>
        </div>
    }
}
