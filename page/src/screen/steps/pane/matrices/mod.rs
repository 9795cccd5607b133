//! The same as matrices: which shapes are multiplied, and where in them one stands.
//! Small ones show every number, large ones are pictures.

mod grid;
mod marks;
mod numbers;
mod pictures;
mod scene;

use leptos::prelude::*;

use super::super::cursor::Cursor;
use super::super::of_trace;
use crate::state::use_state;
use descent::walk::{Level, Phase};
use grid::Grid;
use scene::Reader;

/// Matrices of up to so many columns and rows show their numbers.
const SMALL: usize = 6;

/// The pane.
#[component]
pub fn Matrices(cursor: Cursor) -> impl IntoView {
    let state = use_state();
    // The matrices are the same in all of a layer: only the marks go from stop to stop.
    let scene = Memo::new(move |_| cursor.place.get().up_to(Level::Layer));
    let grids = move || {
        let (place, row) = (scene.get(), cursor.row.get());
        let grids = of_trace(state, |trace| {
            cursor.places.with(|places| Reader { trace, places, row, cursor }.grids(place))
        });
        let grids = grids.unwrap_or_default().into_iter();
        grids.map(|grid| grid_view(cursor, grid)).collect::<Vec<_>>()
    };
    // Other matrices begin at their top, however far the last ones were scrolled.
    let frame = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        scene.track();
        let frame = frame.get();
        if let Some(pane) = frame.and_then(|f| f.closest(".pane--numbers").ok().flatten()) {
            pane.set_scroll_top(0);
        }
    });
    let has_any = Memo::new(move |_| {
        let place = cursor.place.get();
        place.phase() != Phase::Update
            || cursor.places.with(|places| places.layer_idx(place)).is_some()
    });
    view! {
        <Show when=move || has_any.get()>
            <div class="panel pane matrices" node_ref=frame role="group" aria-label="The matrices">{grids}</div>
        </Show>
    }
}

fn grid_view(cursor: Cursor, grid: Grid) -> AnyView {
    let is_small = grid.rows <= SMALL && grid.cols <= SMALL;
    let (title, shapes) = (grid.name.clone(), grid.shapes.clone());
    let body = if is_small || grid.cells.is_none() {
        numbers::table(cursor, &grid)
    } else {
        pictures::picture(grid)
    };
    view! {
        <figure class="matrix">
            <figcaption><span class="matrix__title">{title}</span>
                <span class="matrix__shapes number">{shapes}</span></figcaption>
            {body}
        </figure>
    }
    .into_any()
}
