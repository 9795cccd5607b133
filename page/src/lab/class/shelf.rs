//! The drawings of one digit: a canvas with a small picture of each. The arrow keys go from
//! one to the next, Delete takes one out.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, KeyboardEvent, PointerEvent};

use super::gallery::Item;
use crate::canvas::{on_frame, pixels, use_display};
use crate::format;
use crate::state::use_state;
use crate::widget::size::use_size;
use crate::widget::visible::use_visible;
use descent::data::DigitImage;
use descent::plots::{Color, Colormap, Limit, Theme, Tint};

/// Side of a picture's place in CSS pixels: what a finger needs.
const CELL: f64 = 48.0;
/// What is left free around a picture.
const MARGIN: f64 = 4.0;
/// Thickness of a frame.
const FRAME: f64 = 2.0;

#[component]
pub(super) fn Shelf(
    digit: u8,
    items: Memo<Vec<Item>>,
    selected: RwSignal<Option<String>>,
) -> impl IntoView {
    let state = use_state();
    let display = use_display();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = use_size(canvas);
    let is_visible = use_visible(canvas);
    let cols = Memo::new(move |_| ((size.get().0 / CELL) as usize).max(1));
    let height = move || CELL * items.with(Vec::len).div_ceil(cols.get()) as f64;
    on_frame(
        move || {
            items.track();
            selected.track();
            size.track();
            is_visible.track();
            display.theme.track();
            display.pixel_ratio.track();
        },
        move || {
            if let (Some(canvas), true) = (canvas.get(), is_visible.get()) {
                let chosen = selected.get();
                items.with(|items| {
                    display.theme.with(|theme| {
                        let ratio = display.pixel_ratio.get();
                        paint(&canvas, items, cols.get(), chosen.as_deref(), theme, ratio);
                    });
                });
            }
        },
    );

    let choose = move |idx: usize| {
        selected.set(items.with_untracked(|items| items.get(idx).map(|it| it.kept.id.clone())));
    };
    let on_down = move |event: PointerEvent| {
        let Some(bounds) = canvas.get_untracked().map(|it| it.get_bounding_client_rect()) else {
            return;
        };
        let at = |at: i32, start: f64| (f64::from(at) - start).max(0.0) / CELL;
        let col = at(event.client_x(), bounds.left()) as usize;
        let row = at(event.client_y(), bounds.top()) as usize;
        if col < cols.get_untracked() {
            choose(row * cols.get_untracked() + col);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let id = selected.get_untracked();
        let at = items
            .with_untracked(|items| items.iter().position(|it| Some(&it.kept.id) == id.as_ref()));
        let (n, cols) = (items.with_untracked(Vec::len), cols.get_untracked());
        let next = |by: usize| at.map_or(0, |at| (at + by).min(n.saturating_sub(1)));
        let back = |by: usize| at.map_or(0, |at| at.saturating_sub(by));
        let to = match event.key().as_str() {
            "ArrowRight" => next(1),
            "ArrowLeft" => back(1),
            "ArrowDown" => next(cols),
            "ArrowUp" => back(cols),
            "Delete" => {
                if let (Some(id), Some(at)) = (id, at) {
                    state.delete_drawings(&[id]);
                    choose(at.min(n.saturating_sub(2)));
                }
                return event.prevent_default();
            }
            _ => return,
        };
        event.prevent_default();
        choose(to);
    };
    let counts = move || {
        items.with(|items| {
            let n_held_out = items.iter().filter(|item| item.kept.is_held_out).count();
            let n_wrong = items.iter().filter(|item| item.is_wrong()).count();
            (items.len(), n_held_out, n_wrong)
        })
    };
    let summary = move || {
        let (n, n_held_out, n_wrong) = counts();
        format!(
            "Drawings of {digit}: {}, {n_held_out} held out, {n_wrong} read wrongly. The arrow keys \
             choose one, Delete takes it out",
            format::count(n)
        )
    };
    view! {
        <div class="shelf" class:shelf--empty=move || items.with(Vec::is_empty)>
            <p class="shelf__name number">{digit}</p>
            <canvas class="shelf__pictures" node_ref=canvas tabindex="0" role="application"
                style:height=move || format!("{}px", height())
                data-testid=format!("class-shelf-{digit}")
                data-value=move || { let (n, held, wrong) = counts(); format!("{n}/{held}/{wrong}") }
                aria-label=summary on:pointerdown=on_down on:keydown=on_key></canvas>
        </div>
    }
}

/// Paints every picture with its marks.
fn paint(
    canvas: &HtmlCanvasElement,
    items: &[Item],
    cols: usize,
    chosen: Option<&str>,
    theme: &Theme,
    ratio: f64,
) {
    let context = |canvas: &HtmlCanvasElement| {
        let context = canvas.get_context("2d").ok().flatten();
        context.and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok())
    };
    let width = (f64::from(canvas.client_width()) * ratio).round();
    let height = (CELL * items.len().div_ceil(cols) as f64 * ratio).round();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let small = document().create_element("canvas").ok();
    let small = small.and_then(|it| it.dyn_into::<HtmlCanvasElement>().ok());
    let (Some(context), Some(small)) = (context(canvas), small) else { return };
    // A scale that is a number can always be set.
    let _ = context.scale(ratio, ratio);
    let side = CELL - 2.0 * MARGIN;
    for (idx, item) in items.iter().enumerate() {
        let x = CELL * (idx % cols) as f64 + MARGIN;
        let y = CELL * (idx / cols) as f64 + MARGIN;
        if let Some(image) = &item.kept.image {
            let look = (Colormap::Gray, Limit::Fixed(1.0));
            pixels::paint(&small, DigitImage::SIDE, &image.to_input(), look, theme);
            // Cannot fail: the picture has pixels.
            let _ =
                context.draw_image_with_html_canvas_element_and_dw_and_dh(&small, x, y, side, side);
        }
        let frame = |tint: Tint, gap: f64| {
            context.set_stroke_style_str(&css(theme.color(tint)));
            context.set_line_width(FRAME);
            let out = gap + FRAME / 2.0;
            context.stroke_rect(x - out, y - out, side + 2.0 * out, side + 2.0 * out);
        };
        if item.kept.is_held_out {
            frame(Tint::Test, 0.0);
        }
        if chosen == Some(&item.kept.id) {
            frame(Tint::Ink, FRAME);
        }
        if item.is_wrong() {
            let read = item.reading.and_then(|reading| reading.class);
            let text = read.map_or_else(|| "?".to_owned(), |class| class.to_string());
            context.set_fill_style_str(&css(theme.color(Tint::Surface)));
            context.fill_rect(x + side - 14.0, y, 14.0, 16.0);
            context.set_fill_style_str(&css(theme.color(Tint::Negative)));
            context.set_font(&format!("700 14px {}", theme.font));
            context.set_text_align("center");
            // A text at a place that is a number can always be written.
            let _ = context.fill_text(&text, x + side - 7.0, y + 13.0);
        }
    }
}

fn css(Color(r, g, b, alpha): Color) -> String {
    format!("rgb({r} {g} {b} / {alpha})")
}
