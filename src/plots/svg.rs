//! Charts as SVG, for files. (plotters' own backend counts in whole pixels, and so its curves
//! are stairs.)

use std::fmt::Write as _;

use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

use super::{LineChart, Theme};

/// Units of a drawing to a pixel of the picture.
const UNITS: u32 = 8;

/// A picture under way.
#[derive(Debug)]
pub struct Svg {
    text: String,
    size: (u32, u32),
}

impl Svg {
    /// An empty one, in pixels, on this ground.
    pub fn new(size: (u32, u32), ground: super::Color) -> Self {
        let (width, height) = size;
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\">\n<rect width=\"{width}\" height=\"{height}\" \
             fill=\"{}\"/>\n",
            color(ground)
        );
        Self { text, size }
    }

    /// Its size in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Adds a chart, so large, with its left upper corner there.
    pub fn chart(
        &mut self,
        chart: &LineChart<'_>,
        theme: &Theme,
        at: (u32, u32),
        size: (u32, u32),
    ) {
        let scale = 1.0 / f64::from(UNITS);
        let _ =
            writeln!(self.text, "<g transform=\"translate({} {}) scale({scale})\">", at.0, at.1);
        let size = (size.0 * UNITS, size.1 * UNITS);
        let root = Backend { text: &mut self.text, size }.into_drawing_area();
        // Writing to a text can't fail.
        let _ = chart.draw(&root, theme, f64::from(UNITS));
        drop(root);
        self.text.push_str("</g>\n");
    }

    /// Adds a line of text, whose foot is there.
    pub fn text(
        &mut self,
        at: (f64, f64),
        size: f64,
        weight: u32,
        ink: super::Color,
        font: &str,
        text: &str,
    ) {
        let _ = writeln!(
            self.text,
            "<text x=\"{}\" y=\"{}\" font-family=\"{}\" font-size=\"{size}\" \
             font-weight=\"{weight}\" fill=\"{}\">{}</text>",
            at.0,
            at.1,
            escaped(font),
            color(ink),
            escaped(text)
        );
    }

    /// Adds a straight line that is dashed so.
    pub fn line(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        width: f64,
        ink: super::Color,
        dashes: &[f64],
    ) {
        let dashes: Vec<String> = dashes.iter().map(f64::to_string).collect();
        let _ = writeln!(
            self.text,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{width}\" \
             stroke-dasharray=\"{}\"/>",
            from.0,
            from.1,
            to.0,
            to.1,
            color(ink),
            dashes.join(" ")
        );
    }

    /// The whole picture.
    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }
}

fn color(super::Color(r, g, b, _): super::Color) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Not allowed in XML at all.
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// Where plotters draws.
struct Backend<'a> {
    text: &'a mut String,
    size: (u32, u32),
}

/// Nothing can go wrong.
type Drawn = Result<(), DrawingErrorKind<std::convert::Infallible>>;

impl Backend<'_> {
    fn shape(&mut self, shape: &str, paint: BackendColor, stroke: Option<u32>) {
        let BackendColor { rgb: (r, g, b), alpha } = paint;
        if alpha <= 0.0 {
            return;
        }
        let (ink, opacity) = (format!("#{r:02x}{g:02x}{b:02x}"), alpha);
        let _ = match stroke {
            Some(width) => writeln!(
                self.text,
                "<{shape} fill=\"none\" stroke=\"{ink}\" stroke-opacity=\"{opacity}\" \
                 stroke-width=\"{width}\" stroke-linejoin=\"round\"/>"
            ),
            None => writeln!(self.text, "<{shape} fill=\"{ink}\" fill-opacity=\"{opacity}\"/>"),
        };
    }

    fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
        let points = path.into_iter().map(|(x, y)| format!("{x},{y}"));
        points.collect::<Vec<_>>().join(" ")
    }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = std::convert::Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.shape(&format!("rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\""), color, None);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S) -> Drawn {
        self.draw_path([a, b], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (width, height) = ((to.0 - from.0).max(0), (to.1 - from.1).max(0));
        let shape =
            format!("rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"", from.0, from.1);
        self.shape(&shape, style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let shape = format!("polyline points=\"{}\"", Self::points(path));
        self.shape(&shape, style.color(), Some(style.stroke_width()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let shape = format!("circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"");
        self.shape(&shape, style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.shape(&format!("polygon points=\"{}\"", Self::points(path)), style.color(), None);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Its foot, by what a digit reaches up.
        let drop = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.35,
            VPos::Bottom => -0.1,
        };
        let size = style.size();
        let BackendColor { rgb: (r, g, b), .. } = style.color();
        let weight = if style.style().as_str() == "bold" { 700 } else { 400 };
        let _ = writeln!(
            self.text,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" font-family=\"{}\" \
             font-size=\"{size}\" font-weight=\"{weight}\" fill=\"#{r:02x}{g:02x}{b:02x}\">{}</text>",
            at.0,
            f64::from(at.1) + drop * size,
            escaped(style.family().as_str()),
            escaped(text)
        );
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let width = 0.6 * style.size() * text.chars().count() as f64;
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
