//! What has shown for a while: a finding that comes and goes is no finding.

use super::{Checkup, Finding, findings};

/// Looks in a row that must show a finding before it is told.
pub const TOLD_AFTER: u32 = 3;

/// Updates after which a run that stands is told of at its first look: it will not change.
pub const TOLD_AT_REST_AFTER: u64 = 100;

/// Looks in a row that must not show it before it is withdrawn.
pub const GONE_AFTER: u32 = 3;

/// Watches one run. The same look again, at rest, says nothing new: only looks after further
/// updates count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Monitor {
    suspects: Vec<Suspect>,
    latest: Option<Sight>,
}

/// What makes a look another one than the latest.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sight {
    /// Updates behind it.
    step: u64,
    /// The run stood.
    is_at_rest: bool,
    /// What is held out is evaluated after the last update.
    held_out: Option<f32>,
}

#[derive(Clone, Debug, PartialEq)]
struct Suspect {
    finding: Finding,
    n_seen: u32,
    n_missed: u32,
    is_told: bool,
}

impl Monitor {
    /// Takes in a look at the run.
    pub fn note(&mut self, checkup: &Checkup<'_>) {
        let now = Sight {
            step: checkup.step,
            is_at_rest: checkup.is_at_rest,
            held_out: checkup.held_out.map(|it| it.now.loss).filter(|loss| loss.is_finite()),
        };
        match self.latest {
            // Back at the start, or at an older step: another run.
            Some(latest) if latest.step > checkup.step => *self = Self::default(),
            Some(latest) if latest == now => return,
            _ => {}
        }
        self.latest = Some(now);
        // What has come to its end by exploding was not long on its way.
        let is_certain =
            checkup.has_diverged || (checkup.is_at_rest && checkup.step >= TOLD_AT_REST_AFTER);
        let found = findings(checkup);
        for suspect in &mut self.suspects {
            match found.iter().find(|finding| finding.is_like(&suspect.finding)) {
                Some(finding) => {
                    suspect.finding = finding.clone();
                    suspect.n_seen += 1;
                    suspect.n_missed = 0;
                    suspect.is_told |= is_certain || suspect.n_seen >= TOLD_AFTER;
                }
                None => {
                    suspect.n_missed += 1;
                    if !suspect.is_told {
                        suspect.n_seen = 0;
                    }
                }
            }
        }
        self.suspects.retain(|suspect| {
            if suspect.is_told { suspect.n_missed < GONE_AFTER } else { suspect.n_missed == 0 }
        });
        for finding in found {
            if !self.suspects.iter().any(|suspect| suspect.finding.is_like(&finding)) {
                let is_told = is_certain;
                self.suspects.push(Suspect { finding, n_seen: 1, n_missed: 0, is_told });
            }
        }
    }

    /// What is to be told, the gravest first.
    pub fn told(&self) -> Vec<&Finding> {
        let mut told: Vec<&Finding> =
            self.suspects.iter().filter(|it| it.is_told).map(|it| &it.finding).collect();
        told.sort_by_key(|finding| finding.rank());
        // That it gets no better is what the others lead to: told alone.
        let is_outcome =
            |it: &&Finding| matches!(it, Finding::Stalled { .. } | Finding::NotFalling { .. });
        if !told.iter().all(is_outcome) {
            told.retain(|it| !is_outcome(it));
        }
        told
    }
}

impl Finding {
    /// Its place among others: 0 is the gravest.
    fn rank(&self) -> u8 {
        match self {
            Self::Exploding { .. } => 0,
            Self::Dead(_) => 1,
            Self::Alike(_) => 2,
            Self::Vanishing { .. } => 3,
            Self::Saturated(_) => 4,
            Self::ByHeart { .. } => 5,
            Self::Stalled { .. } => 6,
            Self::NotFalling { .. } => 7,
        }
    }
}
