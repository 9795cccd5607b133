//! L0, the network: what it is made of, forward, backward, losses, optimizers
//! and the trace of one update. Knows nothing of data sets, pages or time.
//!
//! Shapes are row-major and batch first: `x (batch, in)`, `w (out, in)`,
//! `b (out)`, and z = x·wᵀ + b. All numbers are `f32`.

pub mod activation;
pub mod backward;
pub mod forward;
pub mod init;
mod learner;
pub mod loss;
mod matmul;
mod network;
pub mod optimizer;
pub mod spec;
mod subnormal;
pub mod terms;
pub mod trace;
pub mod weights_file;
mod workspace;

pub use activation::Activation;
pub use backward::{LayerGradients, Part};
pub use forward::{Score, strongest};
pub use init::Initializer;
pub use learner::Learner;
pub use loss::Loss;
pub use network::{DenseLayer, Network, ShapeError};
pub use optimizer::{Optimizer, OptimizerSpec, OptimizerState};
pub use spec::{LayerSpec, NetworkSpec, SpecError};
pub use trace::{LayerTrace, StepTrace};
pub use workspace::{LayerValues, Target, Workspace};
