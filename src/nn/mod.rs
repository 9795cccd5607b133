//! L0, the network: what it is made of, forward, backward, losses, optimizers
//! and the trace of one update. Knows nothing of data sets, pages or time.
//!
//! An update has five phases (CURRICULUM A5): 1 draw a batch ([`Workspace::push`]),
//! 2 forward ([`forward::forward`]), 3 loss ([`forward::measure`]), 4 backward
//! ([`backward::backward`]), 5 update ([`Learner::update`]: penalty, clipping, optimizer).
//!
//! Shapes are row-major and batch first: `x (batch, in)`, `w (out, in)`,
//! `b (out)`, and z = x·wᵀ + b. Numbers are `f32`; the same
//! code in `f64` checks them (see [`Real`]).

pub mod activation;
pub mod backward;
pub mod clipping;
mod elementary;
pub mod forward;
pub mod init;
mod learner;
pub mod loss;
pub mod matmul;
mod network;
pub mod optimizer;
mod parameter;
mod penalty;
mod real;
mod rows;
pub mod saliency;
mod setting;
pub mod spec;
mod tensor_file;
pub mod terms;
pub mod trace;
pub mod trace_file;
pub mod weights_file;
mod workspace;

pub use activation::Activation;
pub use backward::{LayerGradients, Part};
pub use clipping::{Clipped, Clipping};
pub use forward::{Mode, Score, classify, strongest};
pub use init::Initializer;
pub use learner::{Learner, UpdateError, UpdateSpec};
pub use loss::{Loss, Reduction};
pub use network::{DenseLayer, Network, ShapeError};
pub use optimizer::{Optimizer, OptimizerSpec, OptimizerState};
pub use parameter::Parameter;
pub use penalty::Penalty;
pub use real::Real;
pub use setting::{Number, SettingError};
pub use spec::{LayerSpec, NetworkSpec, SpecError};
pub use tensor_file::TensorFile;
pub use trace::{LayerTrace, StepTrace};
pub use workspace::{LayerValues, Target, Workspace};
