//! A picture of numbers, one pixel each: an image, a neuron's weights, their product.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use crate::canvas::{on_frame, pixels, use_display};
use descent::plots::{Colormap, Limit};

/// The number that is pointed at, by its index and value, if any.
pub type Pointed = Option<(usize, f32)>;

/// A picture that is painted again, at most once per animation frame, when its
/// values or the theme change. Its edges are sharpest at a width that is a multiple
/// of `cols`.
#[component]
pub fn Picture(
    /// Row by row.
    #[prop(into)]
    values: Signal<Vec<f32>>,
    /// Numbers in a row.
    #[prop(default = 28)]
    cols: usize,
    /// Rows.
    #[prop(default = 28)]
    rows: usize,
    /// Gray for images, diverging for what has a sign.
    #[prop(default = Colormap::Gray)]
    colormap: Colormap,
    /// Which number gets the full color. Pictures with a common fixed limit can be
    /// compared.
    #[prop(into, default = Limit::Largest.into())]
    limit: Signal<Limit>,
    /// What it shows, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
    /// Called with the number under the pointer or the keyboard's cursor. Without it
    /// the picture is no more than a picture.
    #[prop(optional, into)]
    on_point: Option<Callback<(Pointed,)>>,
) -> impl IntoView {
    let theme = use_display().theme;
    let canvas = NodeRef::<html::Canvas>::new();
    on_frame(
        move || {
            values.track();
            limit.track();
            theme.track();
        },
        move || {
            if let Some(canvas) = canvas.get() {
                values.with(|values| {
                    let values = &values[..values.len().min(rows * cols)];
                    theme.with(|theme| {
                        pixels::paint(&canvas, cols, values, (colormap, limit.get()), theme);
                    });
                });
            }
        },
    );

    let cursor = RwSignal::new(None::<usize>);
    let point = move |idx: Option<usize>| {
        // What has the focus loses it, too, when it goes.
        if cursor.try_set(idx).is_some() {
            return;
        }
        if let Some(on_point) = on_point {
            let value = |idx: usize| values.with_untracked(|values| values.get(idx).copied());
            on_point.run((idx.and_then(|idx| Some((idx, value(idx)?))),));
        }
    };
    let point_at = move |event: PointerEvent| {
        let Some(bounds) = canvas.get_untracked().map(|it| it.get_bounding_client_rect()) else {
            return;
        };
        let cell = |at: i32, start: f64, size: f64, n: usize| {
            let share = (f64::from(at) - start) / size;
            (0.0..1.0).contains(&share).then_some((share * n as f64) as usize)
        };
        let col = cell(event.client_x(), bounds.left(), bounds.width(), cols);
        let row = cell(event.client_y(), bounds.top(), bounds.height(), rows);
        point(col.zip(row).map(|(col, row)| row * cols + col));
    };
    let move_cursor = move |event: KeyboardEvent| {
        let at = cursor.get_untracked();
        let (row, col) = at.map_or((rows / 2, cols / 2), |at| (at / cols, at % cols));
        let (row, col) = match event.key().as_str() {
            "ArrowLeft" => (row, col.saturating_sub(1)),
            "ArrowRight" => (row, (col + 1).min(cols - 1)),
            "ArrowUp" => (row.saturating_sub(1), col),
            "ArrowDown" => ((row + 1).min(rows - 1), col),
            "Escape" => return point(None),
            _ => return,
        };
        event.prevent_default();
        point(Some(row * cols + col));
    };
    let cursor_style = move || {
        let percent = |part: usize, n: usize| 100.0 * part as f64 / n as f64;
        cursor.get().map(|at| {
            format!(
                "left: {}%; top: {}%; width: {}%; height: {}%",
                percent(at % cols, cols),
                percent(at / cols, rows),
                percent(1, cols),
                percent(1, rows)
            )
        })
    };
    let is_live = on_point.is_some();
    // Where something else says what it shows, it is not named a second time.
    let is_named = move || label.with(|label| !label.is_empty());
    view! {
        <div
            class="picture"
            class:picture--live=is_live
            style=format!("aspect-ratio: {cols} / {rows}")
            tabindex=is_live.then_some("0")
            role=is_live.then_some("group")
            aria-label=move || is_live.then(|| format!("{}: read values with the arrow keys", label.get()))
            on:pointermove=move |event| if is_live { point_at(event) }
            on:pointerdown=move |event| if is_live { point_at(event) }
            on:pointerleave=move |_| if is_live { point(None) }
            on:keydown=move |event| if is_live { move_cursor(event) }
            on:blur=move |_| if is_live { point(None) }
        >
            <canvas class="picture__pixels" node_ref=canvas
                role=move || is_named().then_some("img") aria-hidden=move || (!is_named()).then_some("true")
                aria-label=move || is_named().then(|| label.get())></canvas>
            {move || cursor_style().map(|style| view! { <span class="picture__cursor" style=style></span> })}
        </div>
    }
}
