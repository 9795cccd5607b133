//! Draws series as lines: faint horizontal grid, epoch marks, few labels, no boxes.
//! Title and legend belong to the page, where they are text.

use plotters::coord::Shift;
use plotters::prelude::{
    ChartBuilder, Circle, Color as _, DrawingArea, DrawingAreaErrorKind, DrawingBackend, FontStyle,
    IntoFont, LabelAreaPosition, PathElement, Rectangle, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::course::{Course, Point, clip};
use super::dash::{apart, dashed};
use super::series::DASHES;
use super::{Axes, Axis, Mark, Series, Theme, Tint};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct LineChart<'a> {
    /// The lines; later ones over earlier ones.
    pub series: &'a [Series],
    /// The part of the plane, as from [`Axes::fit`].
    pub axes: &'a Axes,
    /// What x is called, in the singular: "epoch".
    pub x_label: &'a str,
    /// An x to mark, with each series' value nearest to it.
    pub crosshair: Option<f64>,
    /// An x beyond which all is veiled: where a run that has gone back stands.
    pub now: Option<f64>,
}

/// Where the lines are within the drawing, in CSS pixels: for pointers.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotBox {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl PlotBox {
    /// The value of `axis` under a pointer `x` pixels from the left of the drawing.
    pub fn x_at(&self, axis: &Axis, x: f64) -> f64 {
        axis.value_at(((x - self.left) / self.width).clamp(0.0, 1.0))
    }
}

const FONT_PX: f64 = 12.0;
/// About how wide a digit of such a label is.
const LETTER_PX: f64 = 6.8;
const LEFT_PX: f64 = 46.0;
const RIGHT_PX: f64 = 16.0;
const TOP_PX: f64 = 8.0;
/// Dots that touch are a bar.
const DOT_SPACING_PX: f64 = 12.0;
const BOTTOM_PX: f64 = 24.0;
/// What a letter takes up, to each side.
const LETTER_ROOM_PX: f64 = 13.0;

impl LineChart<'_> {
    /// Draws onto `root`, whose pixels are `1 / units` CSS pixels: plotters counts in
    /// whole numbers, and lines of whole CSS pixels would look like stairs.
    ///
    /// A drawing too small for its labels stays empty: `None`.
    pub fn draw<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        theme: &Theme,
        units: f64,
    ) -> Result<Option<PlotBox>, DrawingAreaErrorKind<DB::ErrorType>> {
        let (width, height) = root.dim_in_pixel();
        let inner_width = f64::from(width) / units - LEFT_PX - RIGHT_PX;
        let inner_height = f64::from(height) / units - TOP_PX - BOTTOM_PX;
        if !(inner_width >= 40.0 && inner_height >= 30.0) {
            return Ok(None);
        }
        let px = |length: f64| (length * units).round() as i32;
        let x_axis = self.axes.x.clone().with_ticks((inner_width / 56.0) as usize);
        let y_axis = self.axes.y.clone().with_ticks((inner_height / 34.0) as usize);

        let mut chart = ChartBuilder::on(root)
            .margin_top(px(TOP_PX))
            .margin_right(px(RIGHT_PX))
            .x_label_area_size(px(BOTTOM_PX))
            .y_label_area_size(px(LEFT_PX))
            .build_cartesian_2d(x_axis.clone(), y_axis.clone())?;
        let (xs, ys) = chart.plotting_area().get_pixel_range();
        let canvas = Canvas { root, theme, units, xs: (xs.start, xs.end), ys: (ys.start, ys.end) };

        canvas.epoch_marks(&x_axis)?;
        let label = theme.font.as_str();
        let label = (label, FONT_PX * units).into_font().color(&theme.color(Tint::InkSoft));
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(theme.color(Tint::Line).stroke_width(px(1.0) as u32))
            .axis_style(theme.color(Tint::Line).mix(0.0))
            // Invisible, but labels keep their distance by them.
            .set_tick_mark_size(LabelAreaPosition::Left, px(4.0))
            .set_tick_mark_size(LabelAreaPosition::Bottom, px(4.0))
            .label_style(label)
            .x_label_formatter(&|&x| {
                // The first one says what x is.
                if x == 0.0 || x_axis.is_logarithmic() && x_axis.ticks().first() == Some(&x) {
                    return format!(
                        "{} {}",
                        self.x_label,
                        if x == 0.0 { "0".to_owned() } else { x_axis.label(x) }
                    );
                }
                // A long one at the right end would be cut off.
                let label = x_axis.label(x);
                let room = (1.0 - x_axis.position(x).unwrap_or(0.0)) * inner_width + RIGHT_PX;
                let reach = LETTER_PX * label.chars().count() as f64 / 2.0;
                if reach > room { String::new() } else { label }
            })
            .draw()?;

        if let Some(x) = self.crosshair {
            canvas.vertical(&x_axis, x, Tint::InkFaint)?;
        }
        for series in self.series {
            canvas.line(series, &x_axis, &y_axis)?;
        }
        if let Some(x) = self.now {
            canvas.veil_after(&x_axis, x)?;
            canvas.vertical(&x_axis, x, Tint::Ink)?;
        }
        canvas.letters(self.series, &x_axis, &y_axis)?;
        for series in self.series {
            if let Some(point) = self.crosshair.and_then(|x| series.nearest(x)) {
                canvas.ring(canvas.place(&x_axis, &y_axis, point), series.tint)?;
            }
        }
        let css = |length: i32| f64::from(length) / units;
        Ok(Some(PlotBox {
            left: css(xs.start),
            top: css(ys.start),
            width: css(xs.end - xs.start),
            height: css(ys.end - ys.start),
        }))
    }
}

/// The place for the lines, in backend units.
struct Canvas<'a, DB: DrawingBackend> {
    root: &'a DrawingArea<DB, Shift>,
    theme: &'a Theme,
    units: f64,
    xs: (i32, i32),
    ys: (i32, i32),
}

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl<DB: DrawingBackend> Canvas<'_, DB> {
    fn stroke(&self, tint: Tint, opacity: f64, width_px: f64) -> ShapeStyle {
        let width = (width_px * self.units).round().max(1.0) as u32;
        self.theme.color(tint).mix(opacity).stroke_width(width)
    }

    /// Where a point lies; `None` if nowhere (not finite, not on a logarithmic axis).
    /// It may lie above or below the place for the lines, but not without end.
    fn place(&self, x_axis: &Axis, y_axis: &Axis, (x, y): Point) -> Option<Point> {
        let at_x = x_axis.position(x).filter(|at| (0.0..=1.0).contains(at))?;
        let at_y = y_axis.position(y)?.clamp(-100.0, 100.0);
        let along = |(from, to): (i32, i32), at: f64| f64::from(from) + at * f64::from(to - from);
        Some((along(self.xs, at_x), along(self.ys, 1.0 - at_y)))
    }

    fn epoch_marks(&self, x_axis: &Axis) -> Drawn<DB> {
        if x_axis.is_logarithmic() {
            return Ok(());
        }
        let n = x_axis.end().floor();
        let spacing = f64::from(self.xs.1 - self.xs.0) / (x_axis.end() * self.units);
        if spacing >= 8.0 {
            for epoch in 1..=n as u32 {
                self.vertical(x_axis, f64::from(epoch), Tint::Line)?;
            }
        }
        Ok(())
    }

    fn vertical(&self, x_axis: &Axis, x: f64, tint: Tint) -> Drawn<DB> {
        let Some(at) = x_axis.position(x).filter(|at| (0.0..=1.0).contains(at)) else {
            return Ok(());
        };
        let x = self.xs.0 + (at * f64::from(self.xs.1 - self.xs.0)).round() as i32;
        let line = vec![(x, self.ys.0), (x, self.ys.1)];
        self.root.draw(&PathElement::new(line, self.stroke(tint, 1.0, 1.0)))
    }

    /// Draws a veil over what comes after x.
    fn veil_after(&self, x_axis: &Axis, x: f64) -> Drawn<DB> {
        let Some(at) = x_axis.position(x).filter(|at| (0.0..=1.0).contains(at)) else {
            return Ok(());
        };
        let left = self.xs.0 + (at * f64::from(self.xs.1 - self.xs.0)).round() as i32;
        // The dots of the last points reach over the edge.
        let right = self.xs.1 + (RIGHT_PX * self.units / 2.0) as i32;
        let style = self.theme.color(Tint::Surface).mix(0.65).filled();
        self.root.draw(&Rectangle::new([(left, self.ys.0), (right, self.ys.1)], style))
    }

    fn line(&self, series: &Series, x_axis: &Axis, y_axis: &Axis) -> Drawn<DB> {
        let points = series.points.iter().map(|&point| self.place(x_axis, y_axis, point));
        let courses = Course::gather(points, self.units);
        let mut last_dot = f64::NEG_INFINITY;
        for course in &courses {
            let path = course.path();
            match series.mark {
                Mark::Smoothed => {
                    // A little of the width, but never less than a few pixels.
                    let width = (f64::from(self.xs.1 - self.xs.0) * 0.015).max(3.0 * self.units);
                    let smooth = course.smooth(width);
                    // Where each point shows, the faint line would only smudge the bold one.
                    if smooth != path {
                        self.path(&path, self.stroke(series.tint, 0.25, 1.0))?;
                    }
                    self.path(&smooth, self.stroke(series.tint, 1.0, 2.0))?;
                    if let [only] = path[..] {
                        self.dot(only, series.tint)?;
                    }
                }
                Mark::Dots => {
                    self.path(&path, self.stroke(series.tint, 1.0, 1.5))?;
                    // Without room some are left out, never the latest.
                    for (idx, &point) in path.iter().enumerate() {
                        let room = point.0 - last_dot >= DOT_SPACING_PX * self.units;
                        if room || idx + 1 == path.len() {
                            self.dot(point, series.tint)?;
                            last_dot = point.0;
                        }
                    }
                }
                Mark::Lettered { idx, is_faint } => {
                    let (opacity, width) = if is_faint { (0.5, 1.0) } else { (1.0, 2.0) };
                    let style = self.stroke(series.tint, opacity, width);
                    let (top, bottom) = (f64::from(self.ys.0), f64::from(self.ys.1));
                    for part in clip(&path, top, bottom) {
                        for stroke in dashed(&part, DASHES[idx % DASHES.len()], self.units) {
                            self.path(&stroke, style)?;
                        }
                    }
                    if let [only] = path[..] {
                        self.dot(only, series.tint)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The letters of the runs, each behind its line's end; none upon another.
    fn letters(&self, all: &[Series], x_axis: &Axis, y_axis: &Axis) -> Drawn<DB> {
        let (mut places, mut letters) = (Vec::new(), Vec::new());
        for series in all {
            let Mark::Lettered { idx, is_faint: false } = series.mark else { continue };
            let ends = series.points.iter().rev();
            let end = ends.filter_map(|&point| self.place(x_axis, y_axis, point)).next();
            if let Some((x, y)) = end {
                let y = y.clamp(f64::from(self.ys.0), f64::from(self.ys.1));
                places.push((x + 5.0 * self.units, y));
                letters.push((idx, series.tint));
            }
        }
        let bounds = (f64::from(self.ys.0), f64::from(self.ys.1));
        apart(&mut places, LETTER_ROOM_PX * self.units, bounds);
        // Lines that pass under a letter shine through its ground, and don't cross it out.
        let ground = self.theme.color(Tint::Surface).mix(0.8).filled();
        for &(x, y) in &places {
            let middle = whole((x + 0.5 * LETTER_PX * self.units, y));
            let radius = (0.5 * LETTER_ROOM_PX * self.units).round() as i32;
            self.root.draw(&Circle::new(middle, radius, ground))?;
        }
        for (place, (idx, tint)) in places.into_iter().zip(letters) {
            let letter = char::from(b'A' + (idx % 26) as u8).to_string();
            let font = (self.theme.font.as_str(), FONT_PX * self.units).into_font();
            let style = font.style(FontStyle::Bold).color(&self.theme.color(tint));
            let style = style.pos(Pos::new(HPos::Left, VPos::Center));
            self.root.draw(&Text::new(letter, whole(place), style))?;
        }
        Ok(())
    }

    fn path(&self, path: &[Point], style: ShapeStyle) -> Drawn<DB> {
        for part in clip(path, f64::from(self.ys.0), f64::from(self.ys.1)) {
            if part.len() > 1 {
                let points: Vec<_> = part.into_iter().map(whole).collect();
                self.root.draw(&PathElement::new(points, style))?;
            }
        }
        Ok(())
    }

    /// A filled dot with a rim of background, which keeps it apart from its line.
    fn dot(&self, point: Point, tint: Tint) -> Drawn<DB> {
        self.disc(point, 4.5, Tint::Surface)?;
        self.disc(point, 3.0, tint)
    }

    fn ring(&self, point: Option<Point>, tint: Tint) -> Drawn<DB> {
        let Some(point) = point else { return Ok(()) };
        self.disc(point, 5.0, tint)?;
        self.disc(point, 2.5, Tint::Surface)
    }

    fn disc(&self, point: Point, radius_px: f64, tint: Tint) -> Drawn<DB> {
        let visible = (f64::from(self.ys.0)..=f64::from(self.ys.1)).contains(&point.1);
        if !visible {
            return Ok(());
        }
        let radius = (radius_px * self.units).round() as i32;
        self.root.draw(&Circle::new(whole(point), radius, self.theme.color(tint).filled()))
    }
}

fn whole((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
