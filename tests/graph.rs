//! The computation graph says what the trace says, and can be read: nothing in it covers
//! anything else, every line runs from left to right past what it doesn't concern.

mod support;

use descent::nn::StepTrace;
use descent::registry::Entry;
use descent::training::{BatchSize, RunConfig, Trainer};
use descent::walk::graph::{Edge, Frame, Graph, Kind, Part, is_here, is_known, worked_out_at};
use descent::walk::{Level, Phase, Place, Places, Quantity, Term, UnitAt, terms};
use descent::worked::Card;
use support::kinds::kinds;
use support::mnist;

/// Room for "−0.00123".
const NUMBER: f64 = 56.0;

/// Worked examples, runs of every kind, and the lesson.
fn traces() -> Vec<(String, StepTrace)> {
    let cards = Card::all().iter().map(|card| {
        let trainer = Trainer::with_start(card.config(), &card.network()).unwrap();
        (card.key.to_owned(), trainer.trace_next(&card.data()).unwrap())
    });
    let runs = kinds().into_iter().map(|kind| {
        let trainer = Trainer::new(kind.config.clone()).unwrap();
        (kind.name.clone(), trainer.trace_next(&kind.data).unwrap())
    });
    let batch_size = BatchSize::examples(4).unwrap();
    let lesson = RunConfig { batch_size, ..RunConfig::default() };
    let lesson = Trainer::new(lesson).unwrap().trace_next(mnist()).unwrap();
    cards.chain(runs).chain([("the lesson".to_owned(), lesson)]).collect()
}

/// The graphs of an update: one if it is whole, else one for each of a few units of a layer.
fn graphs(trace: &StepTrace, places: &Places) -> Vec<Graph> {
    let units = (0..places.n_layers()).flat_map(|layer_idx| {
        let n = places.n_in(layer_idx + 1);
        [0, n / 2, n - 1].map(|unit_idx| UnitAt { row: 0, layer_idx, unit_idx })
    });
    let n = if Graph::is_whole(places) { 1 } else { usize::MAX };
    units.take(n).map(|of| Graph::new(trace, places, of, NUMBER)).collect()
}

fn all() -> impl Iterator<Item = (String, StepTrace, Places, Graph)> {
    traces().into_iter().flat_map(|(name, trace)| {
        let places = Places::of(&trace.network);
        let graphs = graphs(&trace, &places);
        graphs.into_iter().map(move |graph| (name.clone(), trace.clone(), places.clone(), graph))
    })
}

/// The line, point by point, as [`Edge::path`] bends it.
fn along(edge: &Edge) -> Vec<(f64, f64)> {
    let bends = edge.points.windows(2).flat_map(|ends| {
        let [(x0, y0), (x1, y1)] = [ends[0], ends[1]];
        (0..=40).map(move |step| {
            let t = f64::from(step) / 40.0;
            let bezier = |a: f64, b: f64, c: f64, d: f64| {
                let s = 1.0 - t;
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            let bend = (x0 + x1) / 2.0;
            (bezier(x0, bend, bend, x1), bezier(y0, y0, y1, y1))
        })
    });
    bends.collect()
}

fn holds(frame: Frame, (x, y): (f64, f64)) -> bool {
    let margin = 0.5;
    x > frame.x + margin
        && x < frame.x + frame.width - margin
        && y > frame.y + margin
        && y < frame.y + frame.height - margin
}

#[test]
fn nothing_covers_anything_else() {
    for (name, _, _, graph) in all() {
        let nodes = graph.nodes.iter().map(|node| (node.spoken.clone(), node.frame));
        let labels = graph.edges.iter().filter_map(|edge| edge.label.as_ref());
        let frames: Vec<(String, Frame)> =
            nodes.chain(labels.map(|label| (label.spoken.clone(), label.frame))).collect();
        for (idx, (what, frame)) in frames.iter().enumerate() {
            let is_inside = frame.x >= 0.0
                && frame.y >= 0.0
                && frame.x + frame.width <= graph.width
                && frame.y + frame.height <= graph.height;
            assert!(is_inside, "{name}: {what} at {frame:?}");
            for (other, covered) in &frames[idx + 1..] {
                assert!(!frame.overlaps(*covered), "{name}: {what} and {other}");
            }
        }
    }
}

#[test]
fn lines_run_to_the_right_and_past_everything_else() {
    for (name, _, _, graph) in all() {
        for edge in &graph.edges {
            let (from, to) = (&graph.nodes[edge.from], &graph.nodes[edge.to]);
            let line = along(edge);
            let what = format!("{name}: from {} to {}", from.spoken, to.spoken);
            assert!(edge.from != edge.to, "{what}");
            assert!(line.windows(2).all(|ends| ends[0].0 <= ends[1].0 + 1e-9), "{what}");
            let others = graph.nodes.iter().enumerate();
            let others = others.filter(|(idx, _)| *idx != edge.from && *idx != edge.to);
            for (_, node) in others {
                let crossed = line.iter().find(|&&point| holds(node.frame, point));
                assert_eq!(crossed, None, "{what}, through {}", node.spoken);
            }
            for label in graph.edges.iter().filter(|other| *other != edge) {
                let Some(label) = &label.label else { continue };
                let crossed = line.iter().find(|&&point| holds(label.frame, point));
                assert_eq!(crossed, None, "{what}, through {}", label.spoken);
            }
        }
    }
}

#[test]
fn each_node_comes_after_what_leads_to_it() {
    for (name, _, places, graph) in all() {
        for edge in &graph.edges {
            let (from, to) = (graph.nodes[edge.from].frame, graph.nodes[edge.to].frame);
            assert!(from.x + from.width <= to.x, "{name}");
        }
        let ends = (0..graph.nodes.len())
            .filter(|&node| graph.edges.iter().all(|edge| edge.from != node))
            .map(|node| graph.nodes[node].part);
        assert_eq!(ends.collect::<Vec<_>>(), [Part::Loss], "{name}: all leads to the loss");
        if Graph::is_whole(&places) {
            let weights = graph.nodes.iter().filter(|n| matches!(n.part, Part::Weight(_))).count();
            let expected: usize = (0..places.n_layers())
                .map(|layer| {
                    let n = places.n_in(layer + 1);
                    n * (places.n_in(layer) + usize::from(places.has_bias(layer)))
                })
                .sum();
            assert_eq!(weights, expected, "{name}: every parameter once");
        }
    }
}

/// What is above and below each line is what the trace says, and sums hold.
#[test]
fn sums_are_those_of_what_leads_to_them() {
    for (name, trace, _, graph) in all() {
        let close = |a: f32, b: f32| (a - b).abs() <= 2e-4 * a.abs().max(b.abs()).max(0.01);
        for (spoken, value, gradient) in graph.numbers() {
            for quantity in value.into_iter().chain(gradient) {
                assert!(quantity.value(&trace).is_some(), "{name}: {spoken}, {quantity:?}");
            }
        }
        for (idx, node) in graph.nodes.iter().enumerate() {
            let into: Vec<&Edge> = graph.edges.iter().filter(|edge| edge.to == idx).collect();
            let is_all = into.len() > 1 || graph.of.is_none();
            if node.kind != Kind::Operation("Σ".to_owned()) || !is_all {
                continue;
            }
            let terms = into.iter().map(|edge| match (&edge.label, &graph.nodes[edge.from].kind) {
                (Some(label), _) => label.value.unwrap().value(&trace).unwrap(),
                (None, Kind::Value { value, .. }) => value.value(&trace).unwrap(),
                (None, Kind::Folded { sum, .. }) => sum.unwrap().0,
                (None, Kind::Operation(_)) => panic!("{name}: no number at a line into a sum"),
            });
            let Part::Sum(layer_idx, unit_idx) = node.part else { panic!("{name}") };
            let z = Quantity::PreActivation(UnitAt { row: 0, layer_idx, unit_idx });
            let (sum, z) = (terms.sum::<f32>(), z.value(&trace).unwrap());
            assert!(close(sum, z), "{name}, {}: {sum} and {z}", node.spoken);
        }
        // What comes back over all lines of a unit is what comes back to it.
        for (idx, node) in graph.nodes.iter().enumerate() {
            let Kind::Value { gradient: Some(gradient @ Quantity::OutputGradient(at)), .. } =
                node.kind
            else {
                continue;
            };
            let is_source = graph.of.is_some_and(|of| of.layer_idx != at.layer_idx);
            if is_source
                || at.layer_idx + 1 == trace.layers.len()
                || !trace.layers[at.layer_idx].sent.is_empty()
            {
                continue;
            }
            let shares: f32 = graph
                .edges
                .iter()
                .filter(|edge| edge.from == idx)
                .map(|edge| match (&edge.label, &graph.nodes[edge.to].kind) {
                    (Some(label), _) => label.gradient.unwrap().value(&trace).unwrap(),
                    (None, Kind::Folded { sum, .. }) => sum.unwrap().0,
                    _ => 0.0,
                })
                .sum();
            let all = gradient.value(&trace).unwrap();
            assert!(close(shares, all), "{name}, {}: {shares} and {all}", node.spoken);
        }
    }
}

#[test]
fn numbers_appear_in_the_order_of_the_walk_and_stay() {
    for (name, trace, places, graph) in all().take(24) {
        let numbers: Vec<_> = graph
            .numbers()
            .flat_map(|(_, value, gradient)| value.into_iter().chain(gradient))
            .map(|quantity| (quantity, worked_out_at(quantity, &trace, &places)))
            .collect();
        for level in [Level::Layer, Level::Term] {
            let n = places.n_stops(level);
            if n > 2000 {
                continue;
            }
            let mut before: Vec<bool> = Vec::new();
            for stop in 0..n {
                let place = places.stop(stop, level);
                let now: Vec<bool> = numbers.iter().map(|(_, at)| is_known(*at, place)).collect();
                let stays = before.iter().zip(&now).all(|(before, now)| !before || *now);
                assert!(stays, "{name} at {place}");
                before = now;
            }
            assert!(before.iter().all(|known| *known), "{name}: in the end all are there");
        }
        let first = numbers.iter().filter(|(_, at)| is_known(*at, Place::START));
        for (quantity, _) in first {
            let was =
                matches!(quantity, Quantity::Input { .. } | Quantity::Old(_) | Quantity::Target(_));
            assert!(was, "{name}: {quantity:?} at the start");
        }
    }
}

#[test]
fn every_stop_is_somewhere_in_its_graph() {
    for (name, trace, places, graph) in all() {
        for level in Level::ALL {
            for stop in 0..places.n_stops(level) {
                let place = places.stop(stop, level);
                // Of a large network there is a graph for each unit.
                let unit = places.layer_idx(place).zip(place.part(Level::Neuron));
                let is_its_own =
                    graph.of.is_none_or(|of| unit == Some((of.layer_idx, of.unit_idx)));
                if !is_its_own {
                    continue;
                }
                let term = terms::term(&trace, &places, place, 0);
                let here = |part| is_here(part, &places, place, term.as_ref());
                let n = graph.nodes.iter().filter(|node| here(node.part)).count();
                let is_after = place == places.after();
                // Which weights a gradient is greatest at is not which products are.
                let is_folded =
                    graph.of.is_some() && matches!(term, Some(Term::Gradient(_) | Term::Update(_)));
                assert!(n > 0 || is_after || is_folded, "{name} at {place}");
                assert!(n == 0 || !is_after, "{name} at {place}");
                let is_close = place.level() == Level::Term && place.phase() != Phase::Loss;
                assert!(!is_close || n <= 6, "{name} at {place}: {n} nodes for one term");
            }
        }
    }
}
