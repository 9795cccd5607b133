//! A canvas that has exactly as many pixels as the screen shows.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas that fills its parent element. The parent needs a size of its own and
/// `position: relative`.
#[derive(Clone)]
pub struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Surface {
    /// Takes a canvas; `None` if the browser refuses to draw on it.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, context })
    }

    /// Makes the canvas as large as its parent, in whole device pixels, and empties it.
    /// Returns its width and height in device pixels.
    pub fn begin(&self, pixel_ratio: f64) -> (u32, u32) {
        let parent = self.canvas.parent_element();
        let (width, height) = parent.map_or((0.0, 0.0), |parent| {
            let bounds = parent.get_bounding_client_rect();
            (bounds.width(), bounds.height())
        });
        let size = |css: f64| (css * pixel_ratio).floor().clamp(0.0, 16_384.0) as u32;
        let (width, height) = (size(width), size(height));
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            // Said in CSS too, or a fraction of a pixel would be scaled to blur all.
            let css = |pixels: u32| f64::from(pixels) / pixel_ratio;
            let style = format!(
                "position: absolute; inset: 0 auto auto 0; width: {}px; height: {}px",
                css(width),
                css(height)
            );
            // Cannot fail: "style" is a valid name.
            let _ = self.canvas.set_attribute("style", &style);
        }
        // Cannot fail: the numbers are finite.
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        (width, height)
    }

    /// The canvas.
    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// Where to draw, in device pixels.
    pub fn context(&self) -> &CanvasRenderingContext2d {
        &self.context
    }
}
