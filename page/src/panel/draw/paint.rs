//! The board as one sees it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::KeyPen;
use descent::data::digit::Drawing;

/// Width of the pen on the board, as a share of its side. Only for the eye: the
/// network's picture is drawn anew from the strokes.
const PEN: f64 = 0.065;

/// Draws the strokes in white on the board's black, at the display's resolution.
pub(super) fn paint(board: &HtmlCanvasElement, drawing: &Drawing, key_pen: Option<KeyPen>) {
    let side = f64::from(board.client_width());
    let pixels = (side * window().device_pixel_ratio()).round();
    if pixels < 1.0 {
        return;
    }
    // A canvas that nobody has sized is 300×150: its width may be right and its height not.
    if [board.width(), board.height()].map(f64::from) != [pixels; 2] {
        board.set_width(pixels as u32);
        board.set_height(pixels as u32);
    }
    let context = board.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return;
    };
    context.clear_rect(0.0, 0.0, pixels, pixels);
    context.set_stroke_style_str("#fff");
    context.set_fill_style_str("#fff");
    context.set_line_cap("round");
    context.set_line_join("round");
    context.set_line_width(PEN * pixels);
    for stroke in &drawing.strokes {
        let mut points =
            stroke.points.iter().map(|p| (f64::from(p.x) * pixels, f64::from(p.y) * pixels));
        let Some((x, y)) = points.next() else { continue };
        context.begin_path();
        context.move_to(x, y);
        // A tap is a dot: a line to where it stands.
        context.line_to(x, y);
        for (x, y) in points {
            context.line_to(x, y);
        }
        context.stroke();
    }
    if let Some(pen) = key_pen {
        let (x, y) = (f64::from(pen.x) * pixels, f64::from(pen.y) * pixels);
        context.set_line_width(2.0);
        context.set_stroke_style_str(if pen.down { "#ffb000" } else { "#8fb8ff" });
        context.begin_path();
        // A circle with a positive radius can always be drawn.
        let _ = context.arc(x, y, PEN * pixels * 0.7, 0.0, std::f64::consts::TAU);
        context.stroke();
    }
}
