//! Canvases: charts and pictures, sharp at any pixel ratio, in the page's colors,
//! drawn at most once per animation frame.

pub mod backend;
pub mod display;
pub mod drawn;
pub mod frame;
pub mod pixels;
pub mod surface;
mod watch;

pub use backend::SharpBackend;
pub use display::{Display, use_display};
pub use drawn::{Area, Canvas, use_canvas};
pub use frame::on_frame;
pub use surface::Surface;
pub use watch::{on_before_print, on_page_shown, on_resize, on_scroll_into_view};
