//! A grid: learning rates against batch sizes, optimizers or penalties, each pair trained for a
//! while from the same start.

mod cell;
mod form;
mod list;
mod table;

use leptos::prelude::*;

use self::form::FormPanel;
use self::table::Outcomes;
use super::HOME;
use super::ground::Ground;
use super::knob::Knob;
use crate::small::pages::Page;
use crate::state::use_state;
use descent::training::RunConfig;

/// The page.
pub static PAGE: Page = Page {
    key: "grid",
    title: "A grid",
    home: Some(&HOME),
    body: || view! { <GridPage /> }.into_any(),
};

/// Most values along a side.
pub const MOST: usize = 5;

/// Why a grid was given up.
pub type Ending = &'static str;

/// Which grid is to be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Rows.
    pub rates: Vec<String>,
    /// What the columns are.
    pub across: Knob,
    /// Columns.
    pub columns: Vec<String>,
    /// How long each is trained.
    pub n_epochs: f64,
}

impl Form {
    /// One that takes seconds.
    pub fn of(ground: Ground) -> Self {
        let n_epochs = if ground == Ground::Digits { 0.2 } else { 30.0 };
        let rates = ["0.01", "0.1", "1"].map(str::to_owned).to_vec();
        Self { rates, across: Knob::Batch, columns: usual(Knob::Batch, ground), n_epochs }
    }

    /// The runs, row by row.
    ///
    /// # Errors
    /// A text for people, if one of them can't be.
    pub fn cells(&self, base: &RunConfig) -> Result<Vec<RunConfig>, String> {
        let mut cells = Vec::new();
        for rate in &self.rates {
            for column in &self.columns {
                // The rate after the optimizer, which would bring its own.
                let config = self.across.set(base.clone(), column)?;
                cells.push(Knob::Rate.set(config, rate)?);
            }
        }
        Ok(cells)
    }
}

/// What the columns begin with.
pub fn usual(across: Knob, ground: Ground) -> Vec<String> {
    let (n, mut values) = across.usual(ground);
    values.truncate(n.min(MOST));
    values
}

/// A grid that was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// What was asked for.
    pub form: Form,
    /// What all learn from.
    pub ground: Ground,
    /// The runs, row by row.
    pub cells: Vec<RunConfig>,
    /// How long each is trained.
    pub n_epochs: f64,
    /// Why it was given up, if it was.
    pub end: Option<Ending>,
    /// When it was begun, in milliseconds.
    pub began: f64,
}

#[component]
fn GridPage() -> impl IntoView {
    let state = use_state();
    // What can't be seen must not go on: neither the runs here, nor the grid elsewhere.
    if untrack(|| state.is_training()) {
        state.toggle_training();
    }
    on_cleanup(move || state.cancel_grid("Cancelled when you went elsewhere."));
    view! {
        <div class="abreast abreast--grid">
            <FormPanel />
            <Outcomes />
        </div>
    }
}
