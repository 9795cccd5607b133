//! The lesson's panels: one file each, one line in [`ALL`]; where each stands on the
//! page is said in `style/layout.css` by its key.

mod answer;
mod curves;
mod draw;
mod figures;
pub mod network;
pub mod rules;
pub mod setup;
pub mod train;
mod unit;

use leptos::prelude::*;

/// A part of the lesson.
pub struct Panel {
    /// Names its place in the layout and its heading's id.
    pub key: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands beside the heading.
    pub head: Option<fn() -> AnyView>,
    /// The panel itself.
    pub body: fn() -> AnyView,
    /// Whether it is there now; always, if none.
    pub shown: Option<fn() -> bool>,
}

/// Every panel, in reading order.
pub static ALL: &[&Panel] = &[
    &draw::PANEL,
    &answer::PANEL,
    &network::PANEL,
    &unit::PANEL,
    &train::PANEL,
    &figures::PANEL,
    &curves::PANEL,
    &setup::PANEL,
];

/// The board, for other rooms than the lesson.
pub fn draw() -> &'static Panel {
    &draw::PANEL
}

/// The network as a picture, likewise.
pub fn network() -> &'static Panel {
    &network::PANEL
}

/// One unit's numbers, likewise.
pub fn unit() -> &'static Panel {
    &unit::PANEL
}

/// Train and pause, rate and batch size, likewise.
pub fn train() -> &'static Panel {
    &train::PANEL
}

/// Where the run stands, likewise.
pub fn figures() -> &'static Panel {
    &figures::PANEL
}

/// Loss and accuracy, likewise.
pub fn curves() -> &'static Panel {
    &curves::PANEL
}

/// The answer, likewise.
pub fn answer() -> &'static Panel {
    &answer::PANEL
}

/// One panel with its heading.
#[component]
pub fn PanelView(panel: &'static Panel) -> impl IntoView {
    let heading_id = format!("{}-heading", panel.key);
    let shown = move || panel.shown.is_none_or(|shown| shown());
    let section = move || {
        view! {
            <section class=format!("panel panel--{}", panel.key) aria-labelledby=heading_id.clone()>
                <div class="panel__head">
                    <h2 id=heading_id.clone()>{panel.title}</h2>
                    {panel.head.map(|head| head())}
                </div>
                {(panel.body)()}
            </section>
        }
    };
    view! { <Show when=shown>{section.clone()}</Show> }
}
