//! L2, the field: descent where one can see it, on functions of one or two numbers instead
//! of thousands of weights (CURRICULUM F4, D2, D4, D5).
//!
//! | file | what is there |
//! |---|---|
//! | `surface/` | functions to descend on: one file each, listed in `ALL` |
//! | `formula/`, `dual.rs` | a function of one's own, with its exact slope |
//! | `land.rs` | either of them |
//! | `descent.rs` | a runner's path, by the engine's own optimizers |
//! | `lie.rs` | how the ground curves at a place |
//! | `rates.rs` | a learning rate to begin with |
//! | `story.rs` | what happened, in a sentence |

mod descent;
mod dual;
pub mod formula;
mod land;
mod lie;
mod rates;
mod story;
pub mod surface;

pub use descent::{Batch, Descent, DescentError, End, MOST_STEPS, Moment, Runner, descend};
pub use dual::Dual;
pub use formula::{Formula, FormulaError};
pub use land::{Ground, Land, Place};
pub use lie::{Lie, lie};
pub use rates::{suggested_rate, two_digits};
pub use story::story;
pub use surface::Surface;
