//! A board to draw a digit on, by pen, finger, mouse or keys, and beside it the 28×28
//! that the network sees. Strokes are kept, not pixels.

mod paint;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, PointerEvent};

use super::Panel;
use crate::canvas::on_frame;
use crate::state::{Laid, use_state};
use crate::widget::icon::{CLEAR, Icon, UNDO};
use crate::widget::picture::Picture;
use crate::widget::size::use_size;
use descent::data::DigitImage;
use descent::data::digit::{Drawing, Point};
use descent::plots::{Colormap, Limit};
use paint::paint;

/// The panel.
pub static PANEL: Panel = Panel {
    key: "draw",
    title: "Draw a digit",
    head: Some(|| view! { <Buttons /> }.into_any()),
    body: || view! { <Draw /> }.into_any(),
    shown: None,
};

/// How far an arrow key moves the pen, as a share of the side.
const KEY_STEP: f32 = 0.04;

/// The pointer that draws.
#[derive(Clone, Debug)]
struct Hand {
    pointer: i32,
    /// "mouse", "pen" or "touch".
    kind: String,
    /// Its events say which buttons are down; those that a program makes need not.
    tells_buttons: bool,
    /// Strokes on the board, its own included.
    n_strokes: usize,
    /// How wide the window was when the stroke began.
    window_width: Option<f64>,
}

impl Hand {
    /// The same stroke can go on: it is still the last one, and the board where it was. What
    /// a finger draws while the phone is turned would be flung across the board.
    fn can_go_on(&self, drawing: &Drawing) -> bool {
        drawing.strokes.len() == self.n_strokes && window_width() == self.window_width
    }
}

/// The pen moved by keys.
#[derive(Clone, Copy, Debug, PartialEq)]
struct KeyPen {
    x: f32,
    y: f32,
    down: bool,
}

/// Undo and clear.
#[component]
fn Buttons() -> impl IntoView {
    let state = use_state();
    let empty = move || state.is_board_empty();
    view! {
        <div class="board__buttons">
            <button type="button" class="button button--quiet button--round" data-testid="undo"
                aria-label="Undo the last stroke" title="Undo the last stroke" disabled=move || !state.can_undo()
                on:click=move |_| state.undo_stroke()><Icon path=UNDO /></button>
            <button type="button" class="button button--quiet button--round" data-testid="clear"
                aria-label="Clear the board" title="Clear the board" disabled=empty
                on:click=move |_| state.clear_drawing()><Icon path=CLEAR /></button>
        </div>
    }
}

#[component]
fn Draw() -> impl IntoView {
    let state = use_state();
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    let size = use_size(canvas);
    let hand = StoredValue::new(None::<Hand>);
    let key_pen = RwSignal::new(None::<KeyPen>);

    // Where an event is on the board, in shares of its side.
    let point_of = move |event: &PointerEvent| {
        let rect = canvas.get_untracked()?.get_bounding_client_rect();
        // Beyond the edge nobody sees what is drawn: the network must not, either.
        let share = |at: i32, start: f64, side: f64| {
            ((f64::from(at) - start) / side).clamp(0.0, 1.0) as f32
        };
        (rect.width() > 0.0 && rect.height() > 0.0).then(|| Point {
            x: share(event.client_x(), rect.left(), rect.width()),
            y: share(event.client_y(), rect.top(), rect.height()),
            t: event.time_stamp() as f32,
        })
    };
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let kind = event.pointer_type();
        if let Some(holder) = hand.get_value() {
            // A pen comes down beside the palm of its hand. What the palm drew is no stroke.
            let is_palm = kind == "pen" && holder.kind == "touch";
            // The first of its kind: whoever held the board has gone, though nobody told.
            let is_gone = kind == holder.kind && event.is_primary();
            if !is_palm && !is_gone {
                // A second finger, or a palm laid on while the pen draws.
                return;
            }
            if is_palm && state.drawing.with_untracked(|drawing| holder.can_go_on(drawing)) {
                state.drawing.update(|drawing| {
                    drawing.undo();
                });
            }
        }
        // Without a place there is no stroke.
        let Some(point) = point_of(&event) else { return };
        event.prevent_default();
        if let Some(board) = canvas.get_untracked() {
            // Without capture a stroke would end at the edge; it is then merely shorter.
            let _ = board.set_pointer_capture(event.pointer_id());
        }
        // The keys would go on with the stroke that begins.
        key_pen.set(None);
        state.drawing.update(|drawing| drawing.begin_stroke(point));
        hand.set_value(Some(Hand {
            pointer: event.pointer_id(),
            kind,
            tells_buttons: event.buttons() & 1 == 1,
            n_strokes: state.drawing.with_untracked(|drawing| drawing.strokes.len()),
            window_width: window_width(),
        }));
    };
    let on_move = move |event: PointerEvent| {
        let Some(holder) = hand.get_value().filter(|it| it.pointer == event.pointer_id()) else {
            return;
        };
        event.prevent_default();
        // Lifted where nobody told; or the stroke has to end for another reason.
        let is_lifted = holder.tells_buttons && event.buttons() & 1 == 0;
        if is_lifted || !state.drawing.with_untracked(|drawing| holder.can_go_on(drawing)) {
            hand.set_value(None);
            return;
        }
        // Between two frames a pen moves many times; browsers hand that out together.
        let mut events: Vec<PointerEvent> =
            event.get_coalesced_events().iter().filter_map(|e| e.dyn_into().ok()).collect();
        if events.is_empty() {
            events.push(event);
        }
        state.drawing.update(|drawing| {
            for point in events.iter().filter_map(point_of) {
                drawing.extend_stroke(point);
            }
        });
    };
    let on_up = move |event: PointerEvent| {
        let Some(holder) = hand.get_value().filter(|it| it.pointer == event.pointer_id()) else {
            return;
        };
        hand.set_value(None);
        // A quick finger is lifted where no move has told that it is. (What takes a pointer
        // away has no place.)
        let is_last = event.type_() == "pointerup"
            && state.drawing.with_untracked(|drawing| holder.can_go_on(drawing));
        let Some(point) = point_of(&event).filter(|_| is_last) else { return };
        let is_new = state.drawing.with_untracked(|drawing| {
            let last = drawing.strokes.last().and_then(|stroke| stroke.points.last());
            last.is_none_or(|last| (last.x, last.y) != (point.x, point.y))
        });
        if is_new {
            state.drawing.update(|drawing| drawing.extend_stroke(point));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let pen = key_pen.get_untracked().unwrap_or(KeyPen { x: 0.5, y: 0.5, down: false });
        let moved = |dx: f32, dy: f32| KeyPen {
            x: (pen.x + dx * KEY_STEP).clamp(0.02, 0.98),
            y: (pen.y + dy * KEY_STEP).clamp(0.02, 0.98),
            ..pen
        };
        let next = match event.key().as_str() {
            "ArrowLeft" => moved(-1.0, 0.0),
            "ArrowRight" => moved(1.0, 0.0),
            "ArrowUp" => moved(0.0, -1.0),
            "ArrowDown" => moved(0.0, 1.0),
            " " | "Enter" => KeyPen { down: !pen.down, ..pen },
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        key_pen.set(Some(next));
        if next.down {
            let point = Point { x: next.x, y: next.y, t: event.time_stamp() as f32 };
            state.drawing.update(|drawing| {
                if pen.down {
                    drawing.extend_stroke(point);
                } else {
                    drawing.begin_stroke(point);
                }
            });
        }
    };
    // What the network gets to see follows the strokes.
    Effect::new(move |_| {
        if !state.drawing.with(Drawing::is_empty) && state.laid.with_untracked(Option::is_some) {
            // Who draws, draws on an empty board.
            state.covered.set(state.laid.get_untracked());
            state.laid.set(None);
        }
        let image = state.image_by(state.normalization.get());
        if state.image.with_untracked(|now| *now != image) {
            state.set_image(image);
        }
    });
    // The board follows them, too, at most once a frame.
    on_frame(
        move || {
            state.drawing.track();
            key_pen.track();
            size.track();
        },
        move || {
            if let Some(board) = canvas.get() {
                state.drawing.with(|drawing| paint(&board, drawing, key_pen.get()));
            }
        },
    );

    let empty = move || state.is_board_empty();
    let laid = move || {
        let (values, (cols, rows)) = match state.laid.get()? {
            Laid::Digit(image) => (image.to_input(), (DigitImage::SIDE, DigitImage::SIDE)),
            Laid::Photo(photo) => (photo.seen().to_vec(), photo.size()),
        };
        // The full color is 1, however dark the picture.
        Some(view! {
            <div class="board__laid" data-testid="laid">
                <Picture values=Signal::stored(values) cols rows limit=Limit::Fixed(1.0)
                    label="The picture on the board" />
            </div>
        })
    };
    let input = Signal::derive(move || {
        state.image.with(|image| image.as_ref().map(|i| i.to_input()).unwrap_or_default())
    });
    view! {
        <div class="board">
            <canvas class="board__canvas" node_ref=canvas tabindex="0" role="application"
                data-testid="draw"
                aria-label="Board. Draw with a pointer; or move with the arrow keys and press Space to \
                    put the pen down or lift it"
                on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_up
                on:pointercancel=on_up on:lostpointercapture=on_up
                // It loses the focus, too, when it goes.
                on:blur=move |_| { let _ = key_pen.try_set(None); }
                on:keydown=on_key></canvas>
            {laid}
            <Show when=move || empty() && key_pen.get().is_none()>
                <p class="board__hint" aria-hidden="true">
                    {move || if state.reads_digits(state.reader.get()) { "Draw here, 0 to 9" } else { "Draw here" }}
                </p>
            </Show>
        </div>
        <div class="board__row">
            <div class="seen">
                <Picture values=input colormap=Colormap::Gray
                    label="What the network sees: 28 by 28 gray values" />
                <p class="seen__text">"What the network sees: 28×28 = 784 numbers from 0 to 1"</p>
            </div>
        </div>
    }
}

/// In CSS pixels. It changes when a phone is turned, and not when the page is scrolled.
fn window_width() -> Option<f64> {
    window().inner_width().ok()?.as_f64()
}
