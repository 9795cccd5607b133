//! plotters on a canvas, sharp.
//!
//! `plotters-canvas` counts in the canvas' own pixels, whole ones, so its curves are
//! stairs and its grid lines blur; it has the size of a text measured by the page's
//! layout, and that is slow. This wrapper counts in fractions of a device pixel, puts
//! straight lines on the pixel grid, and lets the canvas measure. The rest is passed on.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};
use plotters_canvas::CanvasBackend;
use web_sys::CanvasRenderingContext2d;

use super::Surface;

/// Units of this backend to a device pixel.
pub const UNITS: u32 = 8;

/// A plotters backend on a [`Surface`].
pub struct SharpBackend {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl SharpBackend {
    /// Empties the surface and returns it as a drawing area, with the number of its
    /// units to a CSS pixel.
    pub fn begin(surface: &Surface, ratio: f64) -> Option<(DrawingArea<Self, Shift>, f64)> {
        let (width, height) = surface.begin(ratio);
        let inner = CanvasBackend::with_canvas_object(surface.canvas().clone())?;
        let context = surface.context().clone();
        let unit = 1.0 / f64::from(UNITS);
        context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
        context.set_line_join("round");
        context.set_line_cap("round");
        let size = (width * UNITS, height * UNITS);
        Some((Self { inner, context, size }.into_drawing_area(), f64::from(UNITS) * ratio))
    }

    /// A horizontal or vertical line as a rectangle of whole device pixels.
    fn straight<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S) -> Drawn {
        let unit = UNITS as i32;
        let width = style.stroke_width() as i32;
        let thickness = (width / unit).max(1) * unit;
        let across = |at: i32| {
            let start = (f64::from(at - thickness / 2) / f64::from(unit)).round() as i32 * unit;
            (start, start + thickness)
        };
        let along = |from: i32, to: i32| (from.min(to), from.max(to));
        let (x, y) = if a.0 == b.0 {
            (across(a.0), along(a.1, b.1))
        } else {
            (along(a.0, b.0), across(a.1))
        };
        self.inner.draw_rect((x.0, y.0), (x.1, y.1), style, true)
    }

    /// Sets the font at its true size, in device pixels: a face with optical sizes
    /// would look wrong if it were set large and scaled down.
    fn set_font<S: BackendTextStyle>(&self, style: &S) {
        let (face, family) = (style.style(), style.family());
        let size = style.size() / f64::from(UNITS);
        self.context.set_font(&format!("{} {size}px {}", face.as_str(), family.as_str()));
    }
}

impl DrawingBackend for SharpBackend {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S) -> Drawn {
        if a.0 == b.0 || a.1 == b.1 {
            self.straight(a, b, style)
        } else {
            self.inner.draw_line(a, b, style)
        }
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let path: Vec<_> = path.into_iter().collect();
        match path[..] {
            [a, b] => self.draw_line(a, b, style),
            _ => self.inner.draw_path(path, style),
        }
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.inner.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let turns = match style.transform() {
            FontTransform::None => 0.0,
            FontTransform::Rotate90 => 0.25,
            FontTransform::Rotate180 => 0.5,
            FontTransform::Rotate270 => 0.75,
        };
        let context = &self.context;
        context.save();
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        context.set_text_baseline(match style.anchor().v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        let BackendColor { rgb: (r, g, b), alpha } = style.color();
        context.set_fill_style_str(&format!("rgba({r}, {g}, {b}, {alpha})"));
        self.set_font(style);
        // On the pixel grid vertically, where blur shows most in small letters. None of
        // the calls can fail: their numbers are finite.
        let unit = f64::from(UNITS);
        let (x, y) = (f64::from(at.0) / unit, (f64::from(at.1) / unit).round());
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, x, y);
        let _ = context.rotate(turns * std::f64::consts::TAU);
        let _ = context.fill_text(text, 0.0, 0.0);
        context.restore();
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.context.save();
        self.set_font(style);
        let measured = self.context.measure_text(text).map(|metrics| metrics.width());
        self.context.restore();
        // A browser that does not measure is no reason not to draw.
        let guess = 0.6 * style.size() * text.chars().count() as f64;
        let width = measured.map_or(guess, |width| width * f64::from(UNITS));
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
