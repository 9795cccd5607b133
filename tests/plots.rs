//! Charts as SVG, compared with the files in `tests/plots`. After an intended change,
//! `UPDATE_GOLDEN=1 cargo test --test plots` rewrites them; look at them before you commit.

use std::path::PathBuf;

use descent::ledger::overlay;
use descent::plots::{Axes, LineChart, Mark, Scale, Series, Theme, Tint};
use plotters::prelude::{Color, IntoDrawingArea, SVGBackend};

/// What is marked in a chart.
#[derive(Clone, Copy, Default)]
struct Marks {
    crosshair: Option<f64>,
    now: Option<f64>,
}

fn svg(series: &[Series], scale: Scale, marks: Marks, size: (u32, u32)) -> String {
    let Marks { crosshair, now } = marks;
    let axes = Axes::fit(series, scale, None);
    let theme = Theme::light();
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        root.fill(&theme.color(Tint::Surface).mix(1.0)).unwrap();
        let chart = LineChart { series, axes: &axes, x_label: "epoch", crosshair, now };
        chart.draw(&root, &theme, 1.0).unwrap();
        root.present().unwrap();
    }
    svg
}

fn check(name: &str, series: &[Series], scale: Scale) {
    check_marked(name, series, scale, Marks::default());
}

fn check_marked(name: &str, series: &[Series], scale: Scale, marks: Marks) {
    let actual = svg(series, scale, marks, (480, 260));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/plots/{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "{} is no longer what is drawn. If that is meant: UPDATE_GOLDEN=1 cargo test --test plots",
        path.display()
    );
}

/// A repeatable stand-in for the noise of mini-batches, −1 to 1.
fn noise(i: u32) -> f64 {
    f64::from(i.wrapping_mul(2_654_435_761) >> 16) / 32_768.0 - 1.0
}

/// Something shaped like a run: `n_epochs`, `n` training points, one evaluation an epoch.
fn run(n: u32, n_epochs: u32, f: impl Fn(f64, f64) -> f64) -> Vec<Series> {
    let mut train = Series::new("training", Tint::Train, Mark::Smoothed);
    let mut test = Series::new("held-out", Tint::Test, Mark::Dots);
    let x = |i: u32| f64::from(i) / f64::from(n) * f64::from(n_epochs);
    train.points = (1..=n).map(|i| (x(i), f(x(i), noise(i)))).collect();
    test.points = (0..=n_epochs).map(f64::from).map(|x| (x, f(x, 0.2))).collect();
    vec![train, test]
}

fn loss(x: f64, noise: f64) -> f64 {
    (0.06 + 2.24 / (1.0 + 12.0 * x)) * (1.0 + 0.25 * noise)
}

fn accuracy(x: f64, noise: f64) -> f64 {
    (0.98 - 0.88 / (1.0 + 40.0 * x) + 0.01 * noise).min(1.0)
}

#[test]
fn nothing() {
    check("empty", &[], Scale::Linear);
}

#[test]
fn one_point() {
    let mut series = run(1, 1, loss);
    series[0].points = vec![(0.25, 2.3)];
    series[1].points = vec![(0.0, 2.4)];
    check("one_point", &series, Scale::Linear);
}

#[test]
fn a_normal_run() {
    check("loss", &run(400, 5, loss), Scale::Linear);
    check("loss_logarithmic", &run(400, 5, loss), Scale::Logarithmic);
    check("accuracy", &run(400, 5, accuracy), Scale::Share);
    check("accuracy_start", &run(40, 5, accuracy)[..1], Scale::Share);
}

#[test]
fn a_run_that_has_gone_back() {
    let marks = Marks { now: Some(1.75), ..Marks::default() };
    check_marked("gone_back", &run(400, 5, loss), Scale::Linear, marks);
}

#[test]
fn several_runs_whose_letters_lie_on_lines() {
    let lettered = |idx: usize| {
        let mark = Mark::Lettered { idx, is_faint: false };
        let mut series = Series::new("run", overlay::tint(idx), mark);
        // Some end where others pass.
        let n = if idx < 4 { 60 } else { 30 };
        let point = |i: u32| (f64::from(i) / 12.0, loss(f64::from(i) / 12.0, 0.4 * idx as f64));
        series.points = (0..=n).map(point).collect();
        series
    };
    let series: Vec<_> = (0..8).map(lettered).collect();
    check("several_runs", &series, Scale::Logarithmic);
}

#[test]
fn the_start_of_a_run() {
    let mut series = run(400, 5, loss);
    series[0].points.truncate(12);
    series[1].points.truncate(1);
    check("loss_start", &series, Scale::Linear);
}

#[test]
fn a_run_that_diverges() {
    let mut series = run(200, 2, |x, noise| if x < 1.2 { loss(x, noise) } else { f64::NAN });
    series[0].points.extend([(1.4, 5.0), (1.41, f64::INFINITY), (1.5, 4.0), (1.6, 7.5)]);
    series[0].points.sort_by(|a, b| a.0.total_cmp(&b.0));
    check("diverged", &series, Scale::Linear);
}

#[test]
fn a_long_run() {
    let series = run(40_000, 200, loss);
    check("long", &series, Scale::Logarithmic);
    let size = svg(&series, Scale::Logarithmic, Marks::default(), (480, 260)).len();
    assert!(size < 80_000, "40,000 points are thinned to what can be seen, not {size} bytes");
}

#[test]
fn no_number_and_no_size_stops_the_drawing() {
    let odd = [0.0, -1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    let sizes = [(0, 0), (1, 1), (90, 90), (480, 10), (60, 400), (480, 260)];
    for scale in [Scale::Linear, Scale::Logarithmic, Scale::Share] {
        for size in sizes {
            let nowhere = Some(f64::NAN);
            svg(&[], scale, Marks { crosshair: nowhere, now: nowhere }, size);
            for mark in [Mark::Smoothed, Mark::Dots] {
                let mut series = Series::new("odd", Tint::Train, mark);
                for a in odd {
                    series.points.push((0.5, a));
                    series.points.push((a, 0.5));
                    svg(&[series.clone()], scale, Marks { crosshair: Some(a), now: Some(a) }, size);
                }
            }
        }
    }
}
