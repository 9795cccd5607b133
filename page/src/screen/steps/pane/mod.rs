//! The linked panes: each shows the same place of the same trace in its own way.

pub mod equations;
pub mod graph;
pub mod matrices;
pub mod network;
