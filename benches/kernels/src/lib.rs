//! The engine's products, set up to be repeated and timed. What is repeated is repeated
//! in here, by the caller's count.

mod first_layer;
mod products;

pub use first_layer::FirstLayer;
pub use products::Products;
