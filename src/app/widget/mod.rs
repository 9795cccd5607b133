//! Parts that pages are made of; they know nothing of runs and networks.

pub mod chart;
pub mod picture;

pub use chart::Chart;
pub use picture::Picture;
