//! The five phases of an update (CURRICULUM A5).

/// What an update consists of, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Draw a batch.
    Batch,
    /// From the inputs to the outputs.
    Forward,
    /// How wrong it is.
    Loss,
    /// Who is to blame.
    Backward,
    /// Old minus rate times gradient.
    Update,
}

impl Phase {
    /// In order.
    pub const ALL: [Self; 5] =
        [Self::Batch, Self::Forward, Self::Loss, Self::Backward, Self::Update];

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Batch => "Draw a batch",
            Self::Forward => "Forward",
            Self::Loss => "Loss",
            Self::Backward => "Backward",
            Self::Update => "Update",
        }
    }

    /// Stable identifier, as it stands in links.
    pub fn key(self) -> &'static str {
        match self {
            Self::Batch => "batch",
            Self::Forward => "forward",
            Self::Loss => "loss",
            Self::Backward => "backward",
            Self::Update => "update",
        }
    }
}
