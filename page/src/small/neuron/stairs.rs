//! Why errors are not counted (CURRICULUM B6): their number is stairs, and on a stair there
//! is no slope. The log-loss of the same points is smooth.

use leptos::html;
use leptos::prelude::*;

use super::homes;
use super::line::dot;
use super::loss_curve::loss_at;
use crate::format;
use crate::small::asked::{self, BIAS, weight};
use crate::small::handle::Handle;
use crate::small::pages::Page;
use crate::small::rows::Rows;
use crate::small::transport::Transport;
use crate::state::use_state;
use crate::widget::plot::{Plot, path};
use crate::widget::segmented::Segmented;
use crate::widget::visible::use_visible;
use descent::nn::Parameter;
use descent::nn::activation::SIGMOID;
use descent::plots::Axis;
use descent::training::{ExampleLosses, Sweep};

/// The page.
pub static PAGE: Page = Page {
    key: "stairs",
    title: "Stairs",
    home: Some(&homes::CLASSES),
    body: || view! { <Stairs /> }.into_any(),
};

const W: Parameter = weight(0, 0);
/// The curves go from minus this to this; twice as far, and again, where the parameter is.
const REACH: f32 = 6.0;
const FARTHEST: f32 = 96.0;
const N_VALUES: usize = 241;

#[component]
fn Stairs() -> impl IntoView {
    let state = use_state();
    let root = NodeRef::<html::Div>::new();
    let is_visible = use_visible(root);
    state.show_parameters(is_visible);
    let losses = asked::losses(state, is_visible);
    let reduction = asked::reduction(state);
    let swept = RwSignal::new(BIAS);
    let range = Memo::new(move |_| {
        let value = asked::value_of(state, swept.get()).unwrap_or_default();
        let mut reach = REACH;
        while value.abs() > f64::from(reach) && reach < FARTHEST {
            reach *= 2.0;
        }
        (-reach, reach)
    });
    let sweep = asked::sweep(state, is_visible, swept.into(), range.into(), N_VALUES);
    let name = Signal::derive(move || if swept.get() == W { "w" } else { "b" });
    let n_wrong = move || losses.get().and_then(|told| told.n_wrong);
    let rows = Signal::derive(move || {
        sweep.get().map_or_else(Vec::new, |sweep| {
            let some = sweep.outcomes.iter().step_by(10);
            some.map(|it| vec![it.value.into(), it.n_wrong.unwrap_or(0).into(), it.loss]).collect()
        })
    });
    view! {
        <div class="idea__grid" node_ref=root>
            <section class="panel idea__picture">
                <p class="idea__words">
                    "Twelve points of two classes, and the neuron's answer p = σ(w·x + b) to every x. Where it crosses a \
                     half, it changes its mind: points on the wrong side are ringed. Drag that border by its handle, and see what the \
                     two curves make of it."
                </p>
                <Answers losses />
                <p class="number idea__figure" data-testid="n-wrong"
                    data-value=move || n_wrong().map(|n| n.to_string())>
                    {move || losses.get().map(|told| format!(
                        "{} of {} wrong, {} of the log-losses {}", told.n_wrong.unwrap_or(0), told.losses.len(),
                        asked::total(reduction.get()), format::number(told.loss)))}
                </p>
                <Transport />
            </section>
            <section class="panel idea__side">
                <Segmented label="Along which parameter" options=vec![(BIAS, "along b"), (W, "along w")]
                    value=swept on_choose=move |parameter| swept.set(parameter) />
                <h2>"The number of mistakes: stairs"</h2>
                {move || view! { <Counted parameter=swept.get() name=name.get() range=range.get() sweep /> }}
                <h2>"The log-loss of the same points: smooth"</h2>
                {move || view! {
                    <super::loss_curve::LossCurve parameter=(swept.get(), name.get(), range.get()) sweep />
                }}
                <p class="idea__words" data-testid="stairs-why">
                    "One cannot descend stairs: wherever you stand, it is flat, and nothing says which way is down. The \
                     smooth curve has a slope everywhere, and its valley lies near the lowest stairs."
                </p>
                <Rows name="both curves" heads=&["", "value", "wrong", "log-loss"] rows />
            </section>
        </div>
    }
}

/// The points at 0 and 1, and the curve of the answers.
#[component]
fn Answers(losses: Signal<Option<ExampleLosses>>) -> impl IntoView {
    let state = use_state();
    let (x, y) = (Axis::linear(-6.0, 6.0).with_ticks(7), Axis::linear(-0.1, 1.1).with_ticks(5));
    let places = Memo::new(move |_| asked::places(state));
    let (w, b) = (move || asked::value_of(state, W), move || asked::value_of(state, BIAS));
    let curve = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let Some((w, b)) = w().zip(b()) else { return String::new() };
            let at = (0..=96).map(|i| x.value_at(f64::from(i) / 96.0));
            path(&x, &y, at.filter_map(|at| Some((at, SIGMOID.at(w * at + b)?.0))))
        }
    };
    // Where w·x + b = 0.
    let border = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let at = w().zip(b()).map(|(w, b)| -b / w).filter(|at| at.abs() <= 6.0);
            at.map(|at| path(&x, &y, [(at, -0.1), (at, 1.1)].into_iter())).unwrap_or_default()
        }
    };
    let dots = |wanted: fn(target: f32, output: Option<f32>) -> bool| {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let outputs = losses.get().map(|told| told.outputs.column(0).to_vec());
            let places = places.get().into_iter().enumerate();
            let wanted = places.filter(|(idx, place)| {
                wanted(place.target, outputs.as_ref().and_then(|all| all.get(*idx).copied()))
            });
            wanted.map(|(_, it)| dot(&x, &y, (it.x.into(), it.target.into()))).collect::<String>()
        }
    };
    let is_wrong =
        |target: f32, output: Option<f32>| output.is_some_and(|p| (p >= 0.5) != (target == 1.0));
    let wrong = dots(is_wrong);
    let inner = dots(is_wrong);
    let (zeros, ones) = (dots(|target, _| target == 0.0), dots(|target, _| target == 1.0));
    let at = Signal::derive(move || {
        let (w, b) = w().zip(b())?;
        Some((-b / w, 0.5)).filter(|at| at.0.is_finite())
    });
    let text = Signal::derive(move || {
        let told = losses.get()?;
        let (at, n) = (at.get()?.0, told.n_wrong.unwrap_or(0));
        Some(format!("border at x = {}, {n} of {} wrong", format::number(at), told.losses.len()))
    });
    let text = Signal::derive(move || text.get().unwrap_or_default());
    // The slope stays, the border moves: w·x + b = 0 there.
    let drag = move |to: f64, _: f64| {
        if let Some(w) = untrack(w) {
            state.set_parameter(BIAS, (-w * to) as f32);
        }
    };
    let over = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            view! {
                <Handle label="The border between the two answers" testid="stairs-border"
                    x=x.clone() y=y.clone() at step=(0.1, 0.0) text on_move=drag />
            }
        }
    };
    view! {
        <div class="idea__plot">
            <Plot x y x_label="x" y_label="p" over>
                <path class="curve__drop" d=border />
                <path class="fit" d=curve />
                <path class="dots dots--ring" d=wrong />
                <path class="dots dots--gap" d=inner />
                <path class="dots dots--zero" d=zeros />
                <path class="dots dots--one" d=ones />
            </Plot>
        </div>
    }
}

/// How many are wrong, as a parameter changes.
#[component]
fn Counted(
    parameter: Parameter,
    name: &'static str,
    range: (f32, f32),
    sweep: Signal<Option<Sweep>>,
) -> impl IntoView {
    let state = use_state();
    let x = Axis::linear(range.0.into(), range.1.into()).with_ticks(5);
    let n = Memo::new(move |_| state.config.with(|config| config.dataset.n_train()));
    let y = Axis::linear(0.0, n.get_untracked() as f64).with_ticks(4);
    let stairs = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            let Some(sweep) = sweep.get() else { return String::new() };
            let mut before = None;
            let corners = sweep.outcomes.iter().flat_map(|it| {
                let n = f64::from(it.n_wrong.unwrap_or(0));
                let from = before.replace(n).unwrap_or(n);
                [(f64::from(it.value), from), (f64::from(it.value), n)]
            });
            path(&x, &y, corners)
        }
    };
    let at = Signal::derive(move || {
        let sweep = sweep.get()?;
        // Only where the curve has a place for it.
        loss_at(&sweep, sweep.now)?;
        let nearest = sweep
            .outcomes
            .iter()
            .min_by(|a, b| (a.value - sweep.now).abs().total_cmp(&(b.value - sweep.now).abs()))?;
        Some((f64::from(sweep.now), f64::from(nearest.n_wrong?)))
    });
    let text = Signal::derive(move || {
        at.get()
            .map(|(now, n)| format!("{name} = {}: {n} wrong", format::number(now)))
            .unwrap_or_default()
    });
    let over = {
        let (x, y) = (x.clone(), y.clone());
        move || {
            view! {
                <Handle label="The ball on the stairs: the parameter's present value" testid="stairs-ball"
                    x=x.clone() y=y.clone() at step=(f64::from(range.1 - range.0) / 100.0, 0.0) text
                    on_move=move |x: f64, _| state.set_parameter(parameter, x as f32) />
            }
        }
    };
    view! {
        <figure class="small__figure">
            <div data-testid="stairs-curve">
                <Plot x y x_label=name y_label="wrong" over>
                    <path class="curve__line" d=stairs />
                </Plot>
            </div>
            <figcaption><strong class="number">"slope = 0"</strong></figcaption>
        </figure>
    }
}
