//! A matrix as it is shown, and the vectors beside it.

use leptos::prelude::Signal;

use super::marks::Marks;
use descent::plots::Colormap;
use descent::walk::Quantity;

/// A matrix with the vectors that belong to its columns (above) and rows (beside).
pub struct Grid {
    /// What it is.
    pub name: String,
    /// Which shapes are multiplied.
    pub shapes: String,
    /// Of the matrix.
    pub rows: usize,
    /// Of the matrix.
    pub cols: usize,
    /// Row by row; none if only the vectors are shown.
    pub cells: Option<Vec<f32>>,
    /// Of the cells.
    pub colormap: Colormap,
    /// Of the columns.
    pub above: Option<Vector>,
    /// Of the rows.
    pub beside: Vec<Vector>,
    /// Where one stands or points, in any place of the same layer and phase.
    pub marks: Signal<Marks>,
    /// What a cell is.
    pub quantity: Box<dyn Fn(usize, usize) -> Quantity>,
}

/// A row or a column of numbers.
pub struct Vector {
    /// What it is.
    pub name: &'static str,
    /// Its numbers.
    pub values: Vec<f32>,
    /// Of its picture.
    pub colormap: Colormap,
    /// What each of them is.
    pub quantity: Box<dyn Fn(usize) -> Quantity>,
}
