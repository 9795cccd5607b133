//! The room of the kept runs: the list of them, one file a part, and several laid over each
//! other ([`compare`]).

pub mod cells;
mod closed;
pub mod compare;
mod family;
pub mod list;
mod row;
mod tools;

use leptos::prelude::*;

use descent::ledger::EntryId;
use descent::ledger::list::Column;

/// Rows that are made at a time: a list of a thousand runs is there at once.
pub const ROWS_AT_A_TIME: usize = 100;

/// What is looked at of the list.
#[derive(Clone, Copy)]
pub struct Shelf {
    /// Words that a run must have.
    pub query: RwSignal<String>,
    /// What it is ordered by.
    pub column: RwSignal<Column>,
    /// Whether the largest come first.
    pub is_descending: RwSignal<bool>,
    /// Rows that are made.
    pub n_rows: RwSignal<usize>,
    /// Those that are ticked, in the order in which they were.
    pub ticked: RwSignal<Vec<EntryId>>,
    /// Those that are laid over each other; none: the list is shown.
    pub compared: RwSignal<Vec<EntryId>>,
    /// The one whose name is being written.
    pub renaming: RwSignal<Option<EntryId>>,
}

impl Shelf {
    /// The newest first.
    pub fn new() -> Self {
        Self {
            query: RwSignal::new(String::new()),
            column: RwSignal::new(Column::When),
            is_descending: RwSignal::new(true),
            n_rows: RwSignal::new(ROWS_AT_A_TIME),
            ticked: RwSignal::new(Vec::new()),
            compared: RwSignal::new(Vec::new()),
            renaming: RwSignal::new(None),
        }
    }

    /// Orders by a column; by the one that it is ordered by, the other way around.
    pub fn order_by(self, column: Column) {
        if self.column.get_untracked() == column {
            self.is_descending.update(|is_descending| *is_descending = !*is_descending);
        } else {
            self.column.set(column);
            self.is_descending.set(column.begins_with_largest());
        }
    }
}
