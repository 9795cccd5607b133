//! Runs laid over each other as a picture, for files: charts, and whose line is whose.

use super::overlay::{View, series};
use super::{Contents, Summary};
use crate::plots::learning_curve::Quantity;
use crate::plots::series::DASHES;
use crate::plots::svg::Svg;
use crate::plots::{Axes, LineChart, Mark, Scale, Theme, Tint};

/// How a chart is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Of the loss.
    pub loss: Scale,
    /// Whether x goes in equal factors.
    pub has_logarithmic_x: bool,
}

const WIDTH: u32 = 960;
const CHART_HEIGHT: u32 = 300;
const MARGIN: u32 = 24;
const TITLE: u32 = 44;
const LINE: u32 = 22;

/// The chart of the loss, and that of the accuracy where there is one, with a legend.
pub fn svg(runs: &[(&Summary, &Contents)], view: View, scales: Scales, theme: &Theme) -> String {
    let charts =
        [(Quantity::Loss, "Loss", scales.loss), (Quantity::Accuracy, "Accuracy", Scale::Share)];
    let charts = charts.map(|(quantity, title, scale)| {
        let mut series = series(runs, View { quantity, ..view });
        series.retain(|series| !series.points.is_empty());
        (series, title, scale)
    });
    let charts: Vec<_> = charts.into_iter().filter(|(series, ..)| !series.is_empty()).collect();
    let legend = charts.first().map_or(&[][..], |(series, ..)| series);
    let height = MARGIN
        + charts.len() as u32 * (TITLE + CHART_HEIGHT)
        + MARGIN
        + LINE * legend.len() as u32
        + MARGIN;
    let mut svg = Svg::new((WIDTH, height), theme.color(Tint::Surface));
    let ink = theme.color(Tint::Ink);
    let mut top = MARGIN;
    for (series, title, scale) in &charts {
        let mut axes = Axes::fit(series, *scale, None);
        if scales.has_logarithmic_x {
            axes = axes.with_logarithmic_x(series);
        }
        svg.text((f64::from(MARGIN), f64::from(top) + 22.0), 17.0, 600, ink, &theme.font, title);
        let chart = LineChart {
            series,
            axes: &axes,
            x_label: view.across.name(),
            crosshair: None,
            now: None,
        };
        let size = (WIDTH - 2 * MARGIN, CHART_HEIGHT);
        svg.chart(&chart, theme, (MARGIN, top + TITLE - 10), size);
        top += TITLE + CHART_HEIGHT;
    }
    top += MARGIN;
    for series in legend {
        let Mark::Lettered { idx, is_faint } = series.mark else { continue };
        let (left, middle) = (f64::from(MARGIN), f64::from(top) + 5.0);
        let width = if is_faint { 1.0 } else { 2.0 };
        let dashes = DASHES[idx % DASHES.len()];
        svg.line((left, middle), (left + 40.0, middle), width, theme.color(series.tint), dashes);
        let place = (left + 52.0, f64::from(top) + 10.0);
        svg.text(place, 14.0, 400, ink, &theme.font, &series.label);
        top += LINE;
    }
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::overlay::{Across, Part};
    use crate::ledger::tests::{contents, summary};

    #[test]
    fn a_picture_has_its_charts_its_letters_and_its_legend() {
        let (mut a, b, contents) = (summary(1), summary(2), contents());
        a.label.name = "less < more & \"so\"".to_owned();
        let view = View {
            quantity: Quantity::Loss,
            part: Part::HeldOut,
            across: Across::Step,
            smoothing: 0.0,
        };
        let scales = Scales { loss: Scale::Logarithmic, has_logarithmic_x: true };
        let text = svg(&[(&a, &contents), (&b, &contents)], view, scales, &Theme::light());
        assert!(text.starts_with("<svg xmlns=") && text.ends_with("</svg>\n"));
        assert_eq!(text.matches("<svg").count(), 1);
        assert!(text.contains(">Loss</text>") && text.contains(">Accuracy</text>"));
        assert!(text.contains("A less &lt; more &amp; &quot;so&quot;, held-out"));
        // In both charts, each line's letter.
        assert_eq!(text.matches(">A</text>").count(), 2);
        assert_eq!(text.matches(">B</text>").count(), 2);
        let opened = text.matches("<g ").count();
        assert_eq!((opened, text.matches("</g>").count()), (2, 2));
        assert!(!text.contains("NaN") && !text.contains("inf"));
        let none = svg(&[], view, scales, &Theme::light());
        assert!(none.ends_with("</svg>\n"));
    }
}
