//! Numbers as a picture, one pixel each. The style sheet makes it larger, with
//! `image-rendering: pixelated`, so that the pixels keep their edges.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use descent::plots::{Colormap, Limit, Theme};

/// Paints `values`, row by row, onto a canvas that becomes `cols` wide and as high as
/// there are rows; what is missing in the last row stays empty.
pub fn paint(
    canvas: &HtmlCanvasElement,
    cols: usize,
    values: &[f32],
    (map, limit): (Colormap, Limit),
    theme: &Theme,
) {
    let mut rgba = Vec::new();
    map.paint(values, limit, theme, &mut rgba);
    put(canvas, cols, rgba);
}

/// Puts pixels, 4 bytes each and row by row, onto a canvas that becomes `cols` wide and as high
/// as there are rows; what is missing in the last row stays empty.
pub fn put(canvas: &HtmlCanvasElement, cols: usize, mut rgba: Vec<u8>) {
    let rows = (rgba.len() / 4).div_ceil(cols.max(1));
    let (width, height) = (cols as u32, rows as u32);
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    rgba.resize(rows * cols * 4, 0);
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok());
    // Fails for a picture without pixels only: then there is nothing to paint.
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), width, height);
    if let (Some(context), Ok(image)) = (context, image) {
        // Cannot fail: the picture lies within the canvas.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}
