//! The course's worked examples (CURRICULUM W) as cards: a run of the engine so small that
//! it can be checked by hand, and what is printed of it beside what comes out. One file
//! each, one line in [`ALL`].
//!
//! Nothing that comes out is written down: [`Card::rows`] carries the example out in double
//! precision, which is as exact as printed digits ask for, and in single precision, in
//! which runs train. A card's run is an ordinary one, on [data](Card::data) of its own and
//! from [weights](Card::network) that are given.

mod card;
mod chain;
mod expression;
mod rehearsal;
mod row;
mod w1;
mod w2;
mod w3;
mod w4;
mod w5;
mod w6;
mod w7;
mod w8;
mod w9;

pub use card::{Card, GivenLayer, Wanted};
pub use chain::CHAIN;
pub use expression::EXPRESSION;
pub use rehearsal::{Instead, Number, Printed, Rehearsal, UnitOf};
pub use row::CardRow;
pub use w1::W1;
pub use w2::W2;
pub use w3::W3;
pub use w4::{W4, W4B};
pub use w5::W5;
pub use w6::W6;
pub use w7::W7;
pub use w8::W8;
pub use w9::W9;

/// Every card, in the course's order.
pub static ALL: &[&Card] =
    &[&W1, &W2, &W3, &W4, &W4B, &W5, &W6, &W7, &W8, &W9, &CHAIN, &EXPRESSION];
