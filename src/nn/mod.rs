//! L0, the network: what it is made of, forward, backward, losses, optimizers
//! and the trace of one update. Knows nothing of data sets, pages or time.
//!
//! Shapes are row-major and batch first: `x (batch, in)`, `w (out, in)`,
//! `b (out)`, and z = x·wᵀ + b. All numbers are `f32`.

pub mod activation;
pub mod init;
pub mod loss;
pub mod optimizer;
pub mod spec;
pub mod trace;

pub use activation::Activation;
pub use init::Initializer;
pub use loss::Loss;
pub use optimizer::{Optimizer, OptimizerSpec};
pub use spec::{LayerSpec, NetworkSpec, SpecError};
pub use trace::{LayerTrace, StepTrace};
