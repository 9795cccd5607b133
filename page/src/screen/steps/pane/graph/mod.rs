//! The update as a computation graph (CURRICULUM A10): values and operations from left to
//! right, above each line what goes forward, below it what of the loss comes back. What
//! `descent::walk::graph` has laid out, drawn.

mod boxes;
mod table;

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::of_trace;
use crate::state::use_state;
use boxes::{FoldedBox, Op, ValueBox};
use descent::nn::StepTrace;
use descent::walk::graph::{EdgeLabel, Graph, Kind, Part, is_here, is_known, worked_out_at};
use descent::walk::{Phase, Place, Places, Quantity, terms, unit_name};

/// Of a digit, at most; in CSS pixels.
const DIGIT: f64 = 7.6;
/// What scrolls stands this far from the edge of its box.
const AHEAD: f64 = 90.0;

/// A number of the graph, and from where in the walk on it is known.
#[derive(Clone, Copy)]
struct Known {
    quantity: Quantity,
    worked_out_at: Option<Place>,
}

impl Known {
    fn of(quantity: Quantity, trace: &StepTrace, places: &Places) -> Self {
        Self { quantity, worked_out_at: worked_out_at(quantity, trace, places) }
    }

    fn by(self, place: Place) -> bool {
        is_known(self.worked_out_at, place)
    }
}

/// What the graph needs to know of where one stands.
#[derive(Clone, Copy)]
struct Here {
    cursor: Cursor,
    term: Memo<Option<descent::walk::Term>>,
}

impl Here {
    fn is_at(self, part: Part) -> bool {
        let place = self.cursor.place.get();
        let places = self.cursor.places;
        self.term.with(|term| places.with(|places| is_here(part, places, place, term.as_ref())))
    }
}

/// The pane.
#[component]
pub fn ComputationGraph(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    let is_whole = Memo::new(move |_| cursor.places.with(Graph::is_whole));
    // A whole network's graph is the same wherever one stands in it.
    let of = Memo::new(move |_| {
        let last = cursor.places.with(|places| places.n_layers() - 1);
        if is_whole.get() {
            return cursor.telling(last);
        }
        cursor.unit().unwrap_or_else(|| cursor.telling(cursor.layer_idx().unwrap_or(0)))
    });
    let graph = Memo::new(move |_| {
        let of = of.get();
        of_trace(state, |trace| {
            cursor.places.with(|places| {
                let width = number_width(cursor, trace, &Graph::new(trace, places, of, 0.0));
                Graph::new(trace, places, of, width)
            })
        })
    });
    let term = Memo::new(move |_| {
        let (place, row) = (cursor.place.get(), cursor.row.get());
        of_trace(state, |trace| cursor.places.with(|places| terms::term(trace, places, place, row)))
            .flatten()
    });
    let here = Here { cursor, term };
    let scroller = NodeRef::<leptos::html::Div>::new();
    // What the place is about comes into sight.
    Effect::new(move |_| {
        let target = graph.with(|graph| {
            let nodes = graph.iter().flat_map(|graph| &graph.nodes);
            nodes
                .filter(|node| here.is_at(node.part))
                .map(|node| (node.frame.x, node.frame.y))
                .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
        });
        if let (Some((x, y)), Some(scroller)) = (target, scroller.get()) {
            let natural = graph.with_untracked(|graph| graph.as_ref().map_or(1.0, |g| g.width));
            let scale = f64::from(scroller.scroll_width()) / natural;
            scroller.set_scroll_left((x * scale - AHEAD) as i32);
            scroller.set_scroll_top((y * scale - AHEAD) as i32);
        }
    });
    let drawing = move || {
        graph.with(|graph| {
            let graph = graph.as_ref()?;
            of_trace(state, |trace| {
                cursor.places.with(|places| drawing(here, trace, places, graph))
            })
        })
    };
    let about = move || {
        graph.with(|graph| {
            let of = graph.as_ref()?.of?;
            let n_layers = cursor.places.with(|places| places.n_layers());
            let name = unit_name(of.layer_idx, of.unit_idx, n_layers);
            Some(format!(
                "The graph of {name}, its largest terms; choose a unit in the network for another. "
            ))
        })
    };
    let is_backward = move || cursor.place.get().phase() == Phase::Backward;
    view! {
        <div class="cgraph" class:cgraph--backward=is_backward data-testid="computation-graph">
            <div class="cgraph__scroll" node_ref=scroller tabindex="0" role="group"
                aria-label="The computation, from the inputs to the loss">{drawing}</div>
            <p class="cgraph__key field__hint">{about}
                "In each box above, what goes forward; below, ∂L/∂ of it: what a small rise of it \
                 would add to this example's loss L. What is blank is not yet worked out."</p>
            <table::Table cursor graph />
        </div>
    }
}

/// The room that the longest of its numbers takes.
fn number_width(cursor: Cursor, trace: &StepTrace, graph: &Graph) -> f64 {
    let letters = |quantity: Quantity| {
        let value = quantity.value(trace).unwrap_or(0.0);
        cursor.show(value.into()).chars().count()
    };
    let all = graph.numbers().flat_map(|(_, value, gradient)| value.into_iter().chain(gradient));
    DIGIT * all.map(letters).max().unwrap_or(0) as f64
}

fn drawing(here: Here, trace: &StepTrace, places: &Places, graph: &Graph) -> AnyView {
    let known = |quantity: Quantity| Known::of(quantity, trace, places);
    let edges = graph.edges.iter().map(|edge| {
        let part = edge.part;
        let label = edge.label.clone().map(|EdgeLabel { spoken, value, gradient, frame }| {
            let (x, y) = (frame.x, frame.y);
            // Of two, one stands above the line and one below.
            let below = if value.is_some() { y + 29.0 } else { y + 12.0 };
            view! {
                {value.map(|value| boxes::number(here.cursor, known(value), &spoken, (x, y + 12.0), false, part, here))}
                {gradient.map(|gradient| boxes::number(here.cursor, known(gradient), &format!("∂L/∂ {spoken}"), (x, below), true, part, here))}
            }
        });
        view! {
            <path class="cgraph__edge" class:cgraph__edge--here=move || here.is_at(part)
                d=edge.path() marker-end="url(#cgraph-head)" />
            {label}
        }
    });
    let edges = edges.collect::<Vec<_>>();
    let nodes = graph.nodes.iter().map(|node| {
        let (part, frame, spoken) = (node.part, node.frame, node.spoken.clone());
        match &node.kind {
            Kind::Value { name, value, gradient } => {
                let (value, gradient) = (known(*value), gradient.map(known));
                view! { <ValueBox here part frame spoken name=name.clone() value gradient /> }
                    .into_any()
            }
            Kind::Operation(symbol) => {
                view! { <Op here part frame symbol=symbol.clone() spoken /> }.into_any()
            }
            Kind::Folded { name, sum } => {
                let name = name.clone();
                let sum = sum.map(|(sum, of)| (sum, known(of)));
                view! { <FoldedBox here part frame name sum /> }.into_any()
            }
        }
    });
    let nodes = nodes.collect::<Vec<_>>();
    let (width, height) = (graph.width, graph.height);
    view! {
        <svg class="cgraph__svg" viewBox=format!("0 0 {width} {height}") style=format!("--natural:{width}px")
            role="group" aria-label="The graph's numbers; each leads to where it is worked out">
            <defs>
                <marker id="cgraph-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"
                    markerHeight="7" orient="auto" markerUnits="userSpaceOnUse">
                    <path d="M0 0.5L8 4L0 7.5z" />
                </marker>
            </defs>
            <g>{edges}</g>
            <g>{nodes}</g>
        </svg>
    }
    .into_any()
}
