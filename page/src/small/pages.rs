//! Labs of several pages, one idea each: a row of tabs below the lab's own. A page may have a
//! run of its own, or share one with others; see [`crate::state`]'s homes.

use leptos::prelude::*;

use super::Lab;
use crate::state::use_state;
use crate::widget::tabs::Tabs;
use descent::training::RunConfig;

/// One idea of a lab.
pub struct Page {
    /// Names it in `data-testid`s.
    pub key: &'static str,
    /// Its name on the tab.
    pub title: &'static str,
    /// The run that it is about; none if it leaves the run alone.
    pub home: Option<&'static Home>,
    /// The page itself.
    pub body: fn() -> AnyView,
}

/// A run that pages share. It waits while none of them is open.
pub struct Home {
    /// Names it among the runs that wait.
    pub key: &'static str,
    /// What it begins as.
    pub start: fn() -> RunConfig,
    /// Steps a second at first: slow enough to be followed. What one makes of it stays
    /// here, and does not become that of the digits.
    pub steps_per_second: u32,
}

/// The pages of a lab; none if it is one by itself.
pub fn of(lab: &Lab) -> &'static [&'static Page] {
    match lab.key {
        "neuron" => super::neuron::PAGES,
        "line" => super::line::PAGES,
        "abreast" => super::abreast::PAGES,
        _ => &[],
    }
}

/// The open lab's tabs, and its open page.
#[component]
pub fn Pages(lab: &'static Lab) -> impl IntoView {
    let state = use_state();
    let open = Memo::new(move |_| state.open_page(lab).map(|page| page.key));
    let choose = move |key: &'static str| {
        if let Some(page) = of(lab).iter().find(|page| page.key == key) {
            state.show_page(lab, page);
        }
    };
    let body = move || {
        open.track();
        let page = untrack(|| state.open_page(lab))?;
        Some(view! {
            <div class="idea" role="tabpanel" id="small-page" aria-label=page.title
                data-testid=format!("page-{}", page.key)>
                {(page.body)()}
            </div>
        })
    };
    view! {
        <div class="small__pages">
            <Tabs label=lab.title testid="page-tab" controls="small-page"
                tabs=of(lab).iter().map(|page| (page.key, page.title)).collect()
                open=Signal::derive(move || open.get().unwrap_or_default()) choose />
        </div>
        {body}
    }
}
