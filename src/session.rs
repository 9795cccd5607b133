//! L4, the engine behind the protocol: a [`Command`](crate::protocol::Command) in,
//! [`Event`](crate::protocol::Event)s out. No clock, no IO, no JavaScript.
