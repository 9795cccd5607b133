//! A terrain from the side: a grid of quads, the far ones first (Newell, Newell & Sancha's
//! painter's algorithm, 1972; over a grid the order is that of its rows and columns), lit
//! from the upper left, without perspective.

use plotters::prelude::{Color as _, DrawingBackend};
use plotters::style::text_anchor::{HPos, VPos};

use super::brush::{Brush, Point, clip, height_color, mix};
use super::camera::Camera;
use super::grid::Grid;
use super::map::NIGHT;
use super::rings::lines_at;
use super::trail::{self, Ground};
use super::{Drawn, Fog, Levels, Terrain};
use crate::plots::{Axis, Color, Tint};

/// Cells along a side: more would cost time, and show no more.
const MOST_CELLS: usize = 64;
/// The height of a relief, in half widths.
const HEIGHT: f64 = 0.95;
/// To the right, away and up: where the light comes from, of length 1.
const LIGHT: [f64; 3] = [-0.566, -0.36, 0.742];
const MARGIN_PX: f64 = 26.0;

/// The solid, and where it is in the drawing.
#[derive(Clone, Debug)]
pub(super) struct Body {
    grid: Grid,
    /// How high each corner rises, 0 to 1.
    rise: Grid,
    /// The heights of level lines, and how high they rise.
    lines: Vec<(f64, f64)>,
    levels: Levels,
    x: Axis,
    y: Axis,
    camera: Camera,
    /// Half of the lengths of its sides, the longer one 1.
    half: (f64, f64),
    center: Point,
    scale: f64,
}

impl Body {
    fn new<DB: DrawingBackend>(
        terrain: &Terrain,
        brush: &Brush<DB>,
        grid: &Grid,
        camera: Camera,
    ) -> Self {
        let aspect = terrain.aspect().unwrap_or(1.0);
        let half = (aspect.min(1.0), (1.0 / aspect).min(1.0));
        let (width, height) = brush.size();
        let radius = half.0.hypot(half.1);
        let (sin, cos) = camera.elevation().sin_cos();
        let margin = 2.0 * brush.px(MARGIN_PX);
        let scale = ((width - margin) / (2.0 * radius))
            .min((height - margin) / (2.0 * radius * sin + HEIGHT * cos))
            .max(1.0);
        let (grid, levels) = (grid.coarser(MOST_CELLS), terrain.levels);
        let heights = (1..levels.n_bands()).map(|k| levels.level(k));
        Self {
            rise: grid.map(|height| levels.rise(height)),
            lines: heights.map(|height| (height, levels.rise(height))).collect(),
            grid,
            levels: levels.clone(),
            x: terrain.x.clone(),
            y: terrain.y.clone(),
            camera,
            half,
            center: (width / 2.0, height / 2.0 + scale * HEIGHT * cos / 2.0),
            scale,
        }
    }

    /// Where a place of the ground (columns, rows) is, `rise` (0 to 1) above it.
    fn project(&self, (col, row): (f64, f64), rise: f64) -> Point {
        let (u, v) = self.ground((col, row));
        let (sin, cos) = self.camera.azimuth().sin_cos();
        let (right, away) = (u * cos - v * sin, u * sin + v * cos);
        let up =
            rise * HEIGHT * self.camera.elevation().cos() + away * self.camera.elevation().sin();
        (self.center.0 + self.scale * right, self.center.1 - self.scale * up)
    }

    /// Half widths from the middle of the ground.
    fn ground(&self, (col, row): (f64, f64)) -> (f64, f64) {
        let along = |at: f64, n: usize| 2.0 * at / (n - 1) as f64 - 1.0;
        (self.half.0 * along(col, self.grid.cols), self.half.1 * along(row, self.grid.rows))
    }

    fn corner(&self, row: usize, col: usize) -> Point {
        self.project((col as f64, row as f64), self.rise.height(row, col))
    }

    fn on_top(&self, at: (f64, f64)) -> Point {
        self.project(at, self.rise.between(at.0, at.1))
    }

    /// Columns and rows of x and y, inside or not.
    fn cell_of(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        let along = |axis: &Axis, at: f64, n: usize| {
            axis.position(at).map(|share| share.clamp(-1e3, 1e3) * (n - 1) as f64)
        };
        Some((along(&self.x, x, self.grid.cols)?, along(&self.y, y, self.grid.rows)?))
    }

    fn is_inside(&self, (col, row): (f64, f64)) -> bool {
        let within = |at: f64, n: usize| (0.0..=(n - 1) as f64).contains(&at);
        within(col, self.grid.cols) && within(row, self.grid.rows)
    }

    /// Whether no part of the terrain stands between a place on it and the eye.
    fn is_seen(&self, (col, row): (f64, f64)) -> bool {
        let (sin, cos) = self.camera.azimuth().sin_cos();
        let rise = |at: (f64, f64)| self.rise.between(at.0, at.1) * HEIGHT;
        let start = rise((col, row));
        // Towards the eye, half a cell at a time.
        let cells = ((self.grid.cols - 1) as f64, (self.grid.rows - 1) as f64);
        let step = 1.0 / cells.0.max(cells.1);
        let (right, up) =
            (-sin * cells.0 / (2.0 * self.half.0), -cos * cells.1 / (2.0 * self.half.1));
        let steepness = self.camera.elevation().tan();
        (1..)
            .map(|n| f64::from(n) * step)
            .find_map(|way| {
                let at = (col + way * right, row + way * up);
                let sight = start + way * steepness;
                if !self.is_inside(at) || sight > HEIGHT {
                    return Some(true);
                }
                // What is almost at one height hides nothing.
                (rise(at) > sight + 0.02).then_some(false)
            })
            .unwrap_or(true)
    }

    pub(super) fn place(&self, at: (f64, f64)) -> Option<Point> {
        let cell = self.cell_of(at).filter(|&cell| self.is_inside(cell))?;
        Some(self.on_top(cell))
    }

    /// The place under a point of the drawing: of the nearest quad that covers it.
    pub(super) fn at(&self, point: Point) -> Option<(f64, f64)> {
        let mut cells = self.far_to_near();
        cells.reverse();
        let (row, col) = cells.into_iter().find(|&cell| covers(&self.quad(cell), point))?;
        // Within the quad: the nearest of a few places.
        let near = |n: i32| (f64::from(n) + 0.5) / 8.0;
        let places = (0..64).map(|n| (col as f64 + near(n % 8), row as f64 + near(n / 8)));
        let distance = |&at: &(f64, f64)| {
            let top = self.on_top(at);
            (top.0 - point.0).hypot(top.1 - point.1)
        };
        let (col, row) = places.min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        let share = |at: f64, n: usize| at / (n - 1) as f64;
        let x = self.x.value_at(share(col, self.grid.cols));
        Some((x, self.y.value_at(share(row, self.grid.rows))))
    }

    /// Cells (row, column) such that none is covered by one before it.
    fn far_to_near(&self) -> Vec<(usize, usize)> {
        let order = |n: usize, is_back_first: bool| -> Vec<usize> {
            if is_back_first { (0..n).rev().collect() } else { (0..n).collect() }
        };
        let (sin, cos) = self.camera.azimuth().sin_cos();
        let rows = order(self.grid.rows - 1, cos >= 0.0);
        let cols = order(self.grid.cols - 1, sin >= 0.0);
        rows.into_iter().flat_map(|row| cols.iter().map(move |&col| (row, col))).collect()
    }

    fn quad(&self, (row, col): (usize, usize)) -> [Point; 4] {
        let corners = [(row, col), (row, col + 1), (row + 1, col + 1), (row + 1, col)];
        corners.map(|(row, col)| self.corner(row, col))
    }

    /// The color of a cell: of its height, in its light.
    fn color(&self, theme: &crate::plots::Theme, (row, col): (usize, usize)) -> Color {
        let corners = [(row, col), (row, col + 1), (row + 1, col + 1), (row + 1, col)];
        let [ra, rb, rc, rd] = corners.map(|(row, col)| self.rise.height(row, col) * HEIGHT);
        let height = corners.map(|(row, col)| self.grid.height(row, col)).iter().sum::<f64>() / 4.0;
        let width = |half: f64, n: usize| 2.0 * half / (n - 1) as f64;
        let across = (rb + rc - ra - rd) / (2.0 * width(self.half.0, self.grid.cols));
        let along = (rd + rc - ra - rb) / (2.0 * width(self.half.1, self.grid.rows));
        let (sin, cos) = self.camera.azimuth().sin_cos();
        let [right, away, up] = LIGHT;
        let (light_u, light_v) = (right * cos + away * sin, away * cos - right * sin);
        let length = (1.0 + across * across + along * along).sqrt();
        let lit = (up - across * light_u - along * light_v) / length - up;
        let shade = self.levels.shade(height);
        let color = height_color(theme, shade);
        if lit < 0.0 {
            mix(color, Color(0, 0, 0, 1.0), (-0.5 * lit).min(0.5))
        } else {
            mix(color, Color(255, 255, 255, 1.0), lit)
        }
    }
}

impl Ground for Body {
    fn spot(&self, at: (f64, f64)) -> Option<(Point, bool)> {
        let cell = self.cell_of(at).filter(|&cell| self.is_inside(cell))?;
        Some((self.on_top(cell), self.is_seen(cell)))
    }

    fn stretch(&self, from: (f64, f64), to: (f64, f64)) -> Vec<(Point, bool)> {
        let Some((a, b)) = self.cell_of(from).zip(self.cell_of(to)) else { return vec![] };
        let edge = |n: usize| (0.0, (n - 1) as f64);
        let Some((from, to)) = clip((a, b), edge(self.grid.cols), edge(self.grid.rows)) else {
            return vec![];
        };
        let length = (b.0 - a.0).hypot(b.1 - a.1) * (to - from);
        // It follows the ground: half a cell at a time.
        let n = (2.0 * length).ceil().clamp(1.0, 400.0) as u32;
        let at = |idx: u32| {
            let share = from + (to - from) * f64::from(idx) / f64::from(n);
            let cell = (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
            (self.on_top(cell), self.is_seen(cell))
        };
        (0..=n).map(at).collect()
    }
}

impl Terrain<'_> {
    /// The relief.
    pub(super) fn draw_relief<DB: DrawingBackend>(
        &self,
        brush: &Brush<DB>,
        grid: Grid,
        camera: Camera,
    ) -> Drawn<DB, Body> {
        let body = Body::new(self, brush, &grid, camera);
        let ink = brush.color(Tint::Ink).mix(0.22);
        if self.fog.is_some() {
            let (width, height) = brush.size();
            brush.fill(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], NIGHT)?;
        }
        for cell in body.far_to_near() {
            let light = self.fog.map_or(1.0, |fog| body.light(fog, cell));
            if light <= 0.0 {
                continue;
            }
            let quad = body.quad(cell);
            let color = mix(NIGHT, body.color(brush.theme, cell), light);
            brush.fill(&grown(&quad, 0.45 * brush.units), color)?;
            let (row, col) = cell;
            let heights = [(row, col), (row, col + 1), (row + 1, col + 1), (row + 1, col)]
                .map(|(row, col)| body.grid.height(row, col));
            for (rise, [from, to]) in lines_at(heights, &body.lines) {
                let at = |(x, y): (f64, f64)| body.project((col as f64 + x, row as f64 + y), rise);
                brush.line(&[at(from), at(to)], ink, 1.0)?;
            }
        }
        if self.fog.is_none() {
            walls(brush, &body)?;
            names(brush, &body, self.labels)?;
        }
        trail::draw(brush, &body, self.trails)?;
        Ok(body)
    }
}

impl Body {
    /// How much of a cell is seen in the fog, 0 to 1.
    fn light(&self, fog: Fog, (row, col): (usize, usize)) -> f64 {
        let Some(stand) = self.cell_of(fog.at) else { return 0.0 };
        let here = self.ground((col as f64 + 0.5, row as f64 + 0.5));
        let stand = self.ground(stand);
        let distance = (here.0 - stand.0).hypot(here.1 - stand.1) / (2.0 * self.half.0);
        ((fog.reach - distance) / (0.3 * fog.reach)).clamp(0.0, 1.0)
    }
}

/// The two sides that face the eye, down to the ground.
fn walls<DB: DrawingBackend>(brush: &Brush<DB>, body: &Body) -> Drawn<DB> {
    let (rows, cols) = (body.grid.rows, body.grid.cols);
    let (sin, cos) = body.camera.azimuth().sin_cos();
    let row = if cos >= 0.0 { 0 } else { rows - 1 };
    let col = if sin >= 0.0 { 0 } else { cols - 1 };
    let along_x: Vec<(usize, usize)> = (0..cols).map(|col| (row, col)).collect();
    let along_y: Vec<(usize, usize)> = (0..rows).map(|row| (row, col)).collect();
    let stone = mix(brush.color(Tint::Valley), brush.color(Tint::Surface), 0.35);
    // The darker one is turned away from the light.
    let is_x_left = (cos >= 0.0) == (sin >= 0.0);
    for (edge, is_lit) in [(along_x, !is_x_left), (along_y, is_x_left)] {
        let Some((&first, &last)) = edge.first().zip(edge.last()) else { continue };
        let foot = |(row, col): (usize, usize)| body.project((col as f64, row as f64), 0.0);
        let top: Vec<Point> = edge.iter().map(|&(row, col)| body.corner(row, col)).collect();
        let outline: Vec<Point> = top.iter().copied().chain([foot(last), foot(first)]).collect();
        let color = mix(stone, Color(0, 0, 0, 1.0), if is_lit { 0.05 } else { 0.2 });
        brush.fill(&outline, color)?;
        brush.line(&top, brush.color(Tint::Ink).mix(0.35), 1.0)?;
    }
    Ok(())
}

/// Names and ends of the two axes, at the edges that face the eye.
fn names<DB: DrawingBackend>(brush: &Brush<DB>, body: &Body, labels: [&str; 2]) -> Drawn<DB> {
    let (right, up) = ((body.grid.cols - 1) as f64, (body.grid.rows - 1) as f64);
    let (sin, cos) = body.camera.azimuth().sin_cos();
    let row = if cos >= 0.0 { 0.0 } else { up };
    let col = if sin >= 0.0 { 0.0 } else { right };
    let edges = [
        (&body.x, labels[0], [(0.0, row), (right / 2.0, row), (right, row)]),
        (&body.y, labels[1], [(col, 0.0), (col, up / 2.0), (col, up)]),
    ];
    for (axis, name, places) in edges {
        let [from, middle, to] = places.map(|at| body.project(at, 0.0));
        // A little outside of the edge's middle.
        let below = brush.px(10.0);
        let across = if middle.0 < body.center.0 { HPos::Right } else { HPos::Left };
        let aside = if middle.0 < body.center.0 { -below } else { below };
        // An edge that is seen end on has no room for its numbers.
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let near = |at: Point, share: f64| {
            (at.0 + share * (middle.0 - at.0), at.1 + share * (middle.1 - at.1))
        };
        let text = |value: f64| format!("{}", (value * 1e3).round() / 1e3).replace('-', "−");
        if length > brush.px(90.0) {
            for (value, at) in [(axis.start(), near(from, 0.15)), (axis.end(), near(to, 0.15))] {
                let at = (at.0 + aside / 2.0, at.1 + below / 2.0);
                brush.text(&text(value), at, (across, VPos::Top))?;
            }
        }
        let at = (middle.0 + aside, middle.1 + below);
        brush.text(name, at, (across, VPos::Top))?;
    }
    Ok(())
}

/// Whether a point lies within a quad.
fn covers(quad: &[Point; 4], (x, y): Point) -> bool {
    let crossed = (0..4).filter(|&idx| {
        let (a, b) = (quad[idx], quad[(idx + 1) % 4]);
        (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
    });
    crossed.count() % 2 == 1
}

/// A quad a little larger on all sides: neighbors then leave no seam.
fn grown(quad: &[Point; 4], by: f64) -> [Point; 4] {
    let center = quad.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0 / 4.0, sum.1 + at.1 / 4.0));
    quad.map(|at| {
        let (x, y) = (at.0 - center.0, at.1 - center.1);
        let length = x.hypot(y).max(1e-9);
        (at.0 + by * x / length, at.1 + by * y / length)
    })
}
