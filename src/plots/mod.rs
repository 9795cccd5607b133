//! L4, charts, drawn with plotters on any backend: SVG on the host, canvas in the page.
//!
//! A chart is [`Series`] (what to show) fitted into [`Axes`] (where) and drawn by
//! [`line_chart`] with the colors of a [`Theme`]; a [`Terrain`] is heights over a plane,
//! drawn as a map or as a relief, with paths over it. Whatever the numbers are, NaN,
//! infinities, nothing at all, drawing them is safe: see `tests/plots.rs`.

pub mod axes;
pub mod axis;
pub mod colormap;
mod course;
mod dash;
pub mod learning_curve;
pub mod line_chart;
pub mod plane;
pub mod readout;
pub mod series;
pub mod svg;
pub mod table;
pub mod terrain;
pub mod theme;

pub use axes::{Axes, Scale};
pub use axis::Axis;
pub use colormap::{Colormap, Limit};
pub use line_chart::{LineChart, PlotBox};
pub use series::{Mark, Series};
pub use terrain::{Terrain, Trail};
pub use theme::{Color, Theme, Tint};
