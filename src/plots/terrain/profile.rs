//! A row of heights, as a curve: a ball on it, its tangent, and the hops of its path.

use plotters::coord::Shift;
use plotters::prelude::{Color as _, DrawingArea, DrawingBackend};

use super::brush::{Brush, Point};
use super::map::{Frame, NIGHT, outline};
use super::trail::{self, Ground};
use super::{Drawn, Fog, Places, Shape, Trail};
use crate::plots::{Axis, Theme, Tint};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// Heights at evenly spaced places, from the start of `x` to its end. One that is not
    /// finite leaves a gap.
    pub heights: &'a [f32],
    /// To the right.
    pub x: &'a Axis,
    /// Up: from where to where heights are shown.
    pub y: &'a Axis,
    /// What x and the height are called.
    pub labels: [&'a str; 2],
    /// Paths over it, each point a place and its height.
    pub trails: &'a [Trail<'a>],
    /// Straight lines that touch it: place, height, slope, color.
    pub tangents: &'a [(f64, f64, f64, Tint)],
    /// All is dark but for what is this near to a place (its first number).
    pub fog: Option<Fog>,
}

/// A range of heights that shows what matters of a row of them: with a little room, and not
/// with walls so high that the rest is flat.
pub fn heights_to_show(heights: &[f32]) -> Axis {
    let finite = heights.iter().map(|&height| f64::from(height)).filter(|it| it.is_finite());
    let mut sorted: Vec<f64> = finite.collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| sorted.get((share * (sorted.len().max(1) - 1) as f64) as usize).copied();
    let (Some(low), Some(most), Some(high)) = (at(0.0), at(0.9), at(1.0)) else {
        return Axis::linear(0.0, 1.0);
    };
    // A wall at the border may be cut off, as long as nine tenths of the row are whole.
    let high = high.min(low + 2.5 * (most - low)).max(low + 1e-9 * (1.0 + low.abs()));
    let room = 0.08 * (high - low);
    Axis::linear(low - room, high + room)
}

impl Profile<'_> {
    /// Draws onto `root`, whose pixels are `1 / units` CSS pixels. A drawing that is too small,
    /// or of fewer than two heights, stays empty: `None`.
    pub fn draw<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        theme: &Theme,
        units: f64,
    ) -> Drawn<DB, Option<Places>> {
        let brush = Brush { root, theme, units };
        let (width, height) = brush.size();
        let n = self.heights.len();
        if n < 2 || !(width >= 100.0 * units && height >= 80.0 * units) {
            return Ok(None);
        }
        let frame = Frame::fit(&brush, (self.x, self.y), None);
        let curve: Vec<(f64, f64)> = (0..n)
            .map(|idx| (self.x.value_at(idx as f64 / (n - 1) as f64), self.heights[idx].into()))
            .collect();
        self.ground(&brush, &frame, &curve)?;
        outline(&brush, &frame, self.labels)?;
        for &(x, height, slope, tint) in self.tangents {
            let reach = 0.09 * (self.x.end() - self.x.start());
            let at = |by: f64| (x + by, height + slope * by);
            let line = points(&frame, at(-reach), at(reach));
            brush.line(&line, brush.color(Tint::Surface).mix(0.8), 5.0)?;
            brush.line(&line, brush.color(tint), 2.5)?;
        }
        trail::draw(&brush, &frame, self.trails)?;
        Ok(Some(Places { shape: Shape::Map(frame), units }))
    }

    /// The ground under the curve, and the curve.
    fn ground<DB: DrawingBackend>(
        &self,
        brush: &Brush<DB>,
        frame: &Frame,
        curve: &[(f64, f64)],
    ) -> Drawn<DB> {
        let is_lit = |x: f64| self.fog.is_none_or(|fog| self.is_near(fog, x));
        if self.fog.is_some() {
            brush.fill(&frame.corners(), NIGHT)?;
        }
        let soil = brush.color(Tint::Slope).mix(0.45);
        let (floor, sky) = (self.y.start(), self.y.end());
        let runs = curve.split(|&(x, height)| !height.is_finite() || !is_lit(x));
        for run in runs.filter(|run| run.len() > 1) {
            let (from, to) = (run[0].0, run[run.len() - 1].0);
            let place = |at: (f64, f64)| frame.anywhere(at);
            let air = [(from, floor), (from, sky), (to, sky), (to, floor)];
            let air: Vec<Point> = air.into_iter().filter_map(place).collect();
            if self.fog.is_some() {
                brush.fill(&air, brush.color(Tint::Surface))?;
            }
            let top = run.iter().map(|&(x, height)| (x, height.clamp(floor, sky)));
            let outline = [(from, floor)].into_iter().chain(top).chain([(to, floor)]);
            let outline: Vec<Point> = outline.filter_map(place).collect();
            brush.fill(&outline, soil)?;
            let mut line = Vec::<Point>::new();
            for pair in run.windows(2) {
                let stretch = points(frame, pair[0], pair[1]);
                // Where it leaves the frame, a new line begins.
                if stretch.first() != line.last() {
                    brush.line(&line, brush.color(Tint::InkSoft), 2.0)?;
                    line.clear();
                }
                line.extend(stretch);
            }
            brush.line(&line, brush.color(Tint::InkSoft), 2.0)?;
        }
        Ok(())
    }

    fn is_near(&self, fog: Fog, x: f64) -> bool {
        (x - fog.at.0).abs() <= fog.reach * (self.x.end() - self.x.start())
    }
}

fn points(frame: &Frame, from: (f64, f64), to: (f64, f64)) -> Vec<Point> {
    frame.stretch(from, to).into_iter().map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_does_not_flatten_the_rest() {
        let bowl: Vec<f32> = (-50..=50).map(|i| (i * i) as f32 / 2500.0).collect();
        let axis = heights_to_show(&bowl);
        assert!(axis.start() < 0.0 && axis.end() > 1.0 && axis.end() < 1.2, "{axis:?}");
        let mut wall = bowl.clone();
        wall[0] = 1e6;
        assert!(heights_to_show(&wall).end() < 5.0);
        for odd in [&[][..], &[f32::NAN], &[3.0, 3.0]] {
            let axis = heights_to_show(odd);
            assert!(axis.start() < axis.end());
        }
    }
}
