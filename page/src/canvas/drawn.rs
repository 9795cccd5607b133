//! A canvas that plotters draws on: its elements, and when it is drawn.

use std::rc::Rc;

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use plotters::coord::Shift;
use plotters::prelude::DrawingArea;

use super::{SharpBackend, Surface, on_before_print, on_frame, on_resize, use_display};
use crate::widget::visible::use_visible;
use descent::plots::Theme;

/// What is drawn on.
pub type Area = DrawingArea<SharpBackend, Shift>;

/// A canvas and the element that it fills.
#[derive(Clone, Copy)]
pub struct Canvas {
    /// The element around it: its size is the canvas', and pointers are over it.
    pub frame: NodeRef<html::Div>,
    /// The canvas.
    pub element: NodeRef<html::Canvas>,
    /// Whether any of it can be seen.
    pub is_visible: Signal<bool>,
}

impl Canvas {
    /// Where a pointer is, in pixels from the left and the top of the frame.
    pub fn place_of(&self, event: &MouseEvent) -> Option<(f64, f64)> {
        let bounds = self.frame.get_untracked()?.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some((x - bounds.left(), y - bounds.top()))
    }
}

/// A canvas that `paint` draws, with a theme and a number of units to a CSS pixel: at most
/// once per animation frame, when anything that `track` reads, the theme or its size has
/// changed and it can be seen. Out of the window it is drawn for another theme, and before
/// the page is printed: a picture of the whole page has it, too.
pub fn use_canvas(
    track: impl Fn() + 'static,
    paint: impl Fn(&Area, &Theme, f64) + 'static,
) -> Canvas {
    let display = use_display();
    let (frame, element) = (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new());
    let is_visible = use_visible(frame);
    let resized = Trigger::new();
    let surface = StoredValue::new_local(None::<Surface>);
    // In which it was drawn last.
    let drawn = StoredValue::new(None::<Theme>);
    Effect::new(move |_| {
        surface.set_value(element.get().and_then(Surface::new));
        if let Some(frame) = frame.get() {
            on_resize(&frame, move || resized.notify());
        }
    });
    let paint = Rc::new(move || {
        let ratio = display.pixel_ratio.get();
        let area = surface.with_value(|it| SharpBackend::begin(it.as_ref()?, ratio));
        let Some((area, units)) = area else { return };
        let theme = display.theme.get();
        paint(&area, &theme, units);
        drawn.set_value(Some(theme));
    });
    let has_other_theme = move || {
        let is_other = |theme: &Theme| {
            drawn.with_value(|drawn| drawn.as_ref().is_some_and(|drawn| drawn != theme))
        };
        display.theme.with(is_other)
    };
    let for_printer = Rc::clone(&paint);
    on_frame(
        move || {
            track();
            display.theme.track();
            display.pixel_ratio.track();
            resized.track();
            is_visible.track();
        },
        move || {
            if is_visible.get() || has_other_theme() {
                paint();
            }
        },
    );
    on_before_print(move || untrack(|| for_printer()));
    Canvas { frame, element, is_visible }
}
