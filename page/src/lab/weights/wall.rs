//! The first layer as a wall of pictures, one a unit, on one canvas.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::canvas::{on_frame, use_display};
use crate::widget::size::use_size;
use descent::data::DigitImage;
use descent::plots::{Colormap, Limit, Theme};

/// Pixels of a picture's side.
const SIDE: usize = DigitImage::SIDE;
/// The same with the gap beside it.
const PITCH: usize = SIDE + 1;

/// Pictures are as large as they can be in a wall no higher than this, in CSS pixels.
const MOST_HIGH: usize = 400;

/// CSS pixels of a picture's pixel, and pictures in a row, for a wall of this width; all rows
/// full, where that costs no more than half of the width, or else as full as each other.
fn arrange(n_units: usize, width: usize) -> (usize, usize) {
    let n_units = n_units.max(1);
    let of = |scale: usize| {
        let fitting = ((width / scale + 1) / PITCH).clamp(1, n_units);
        let full = |cols: &usize| n_units.is_multiple_of(*cols) && 2 * cols > fitting;
        let cols = (1..=fitting).rev().find(full);
        let cols = cols.unwrap_or_else(|| n_units.div_ceil(n_units.div_ceil(fitting)));
        (scale, cols, n_units.div_ceil(cols))
    };
    let fits = |&(scale, _, rows): &(usize, usize, usize)| rows * PITCH * scale <= MOST_HIGH;
    let (scale, cols, _) = (2..=6).rev().map(of).find(fits).unwrap_or_else(|| of(2));
    (scale, cols)
}

/// The wall. Choose a unit by pointer, or with the arrow keys.
#[component]
pub fn Wall(
    /// Numbers of all units, 784 each.
    values: Memo<Vec<f32>>,
    /// Which number gets the full color.
    limit: Memo<f32>,
    /// The unit that is looked at.
    picked: RwSignal<Option<usize>>,
    /// What it shows, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let theme = use_display().theme;
    let frame = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = use_size(frame);
    let n_units = Memo::new(move |_| values.with(|values| values.len() / DigitImage::LEN));
    let arrangement = Memo::new(move |_| arrange(n_units.get(), size.get().0 as usize));
    let scale = Signal::derive(move || arrangement.get().0);
    let cols = Signal::derive(move || arrangement.get().1);
    on_frame(
        move || {
            values.track();
            limit.track();
            theme.track();
            cols.track();
        },
        move || {
            if let Some(canvas) = canvas.get() {
                let limit = Limit::Fixed(limit.get());
                values.with(|values| {
                    theme.with(|theme| paint(&canvas, values, cols.get(), limit, theme));
                });
            }
        },
    );
    let rows = move || n_units.get().div_ceil(cols.get());
    let width = move || scale.get() * (cols.get() * PITCH - 1);
    let height = move || scale.get() * (rows() * PITCH).saturating_sub(1);
    let pick_at = move |event: web_sys::MouseEvent| {
        let pitch = (scale.get_untracked() * PITCH) as i32;
        let (col, row) = (event.offset_x().max(0) / pitch, event.offset_y().max(0) / pitch);
        let unit = row as usize * cols.get_untracked() + col as usize;
        if (col as usize) < cols.get_untracked() && unit < n_units.get_untracked() {
            picked.set(Some(unit));
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = n_units.get_untracked().saturating_sub(1);
        let cols = cols.get_untracked();
        let next = match (picked.get_untracked(), event.key().as_str()) {
            (Some(_), "Escape") => return picked.set(None),
            (None, "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Enter") => 0,
            (Some(unit), "ArrowLeft") => unit.saturating_sub(1),
            (Some(unit), "ArrowRight") => (unit + 1).min(last),
            (Some(unit), "ArrowUp") => unit.checked_sub(cols).unwrap_or(unit),
            (Some(unit), "ArrowDown") => Some(unit + cols).filter(|n| *n <= last).unwrap_or(unit),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        picked.set(Some(next));
    };
    let cursor = move || {
        let unit = picked.get().filter(|unit| *unit < n_units.get())?;
        let pitch = scale.get() * PITCH;
        let (left, top) = ((unit % cols.get()) * pitch, (unit / cols.get()) * pitch);
        let side = scale.get() * SIDE;
        let style = format!("left:{left}px;top:{top}px;width:{side}px;height:{side}px");
        Some(view! { <span class="wall__cursor" style=style></span> })
    };
    view! {
        <div class="wall" node_ref=frame tabindex="0" role="group" data-testid="wall"
            aria-label=move || format!("{}. Arrow keys go from unit to unit", label.get())
            on:keydown=on_key>
            <canvas class="wall__pixels" node_ref=canvas role="img" aria-label=move || label.get()
                style:width=move || format!("{}px", width())
                style:height=move || format!("{}px", height())
                on:click=pick_at></canvas>
            {cursor}
        </div>
    }
}

/// Paints all units' pictures, with gaps of nothing between them.
fn paint(canvas: &HtmlCanvasElement, values: &[f32], cols: usize, limit: Limit, theme: &Theme) {
    let n_units = values.len() / DigitImage::LEN;
    if n_units == 0 {
        return;
    }
    let (width, height) = (cols * PITCH - 1, n_units.div_ceil(cols) * PITCH - 1);
    if (canvas.width(), canvas.height()) != (width as u32, height as u32) {
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
    }
    let mut colors = Vec::new();
    Colormap::Diverging.paint(values, limit, theme, &mut colors);
    let mut rgba = vec![0; width * height * 4];
    for (line, colors) in colors.chunks_exact(SIDE * 4).enumerate() {
        let (unit, row) = (line / SIDE, line % SIDE);
        let (x, y) = ((unit % cols) * PITCH, (unit / cols) * PITCH + row);
        let start = (y * width + x) * 4;
        if let Some(pixels) = rgba.get_mut(start..start + SIDE * 4) {
            pixels.copy_from_slice(colors);
        }
    }
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok());
    let image =
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), width as u32, height as u32);
    if let (Some(context), Ok(image)) = (context, image) {
        // Cannot fail: the picture lies within the canvas.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}
