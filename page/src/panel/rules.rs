//! Controls of a run's rules that more than one place has: what weights cost, and when the
//! run stops.

mod penalty;
mod stop;

pub use penalty::{PenaltyField, PenaltyOf};
pub use stop::{StopFields, told as stops_told};

use crate::state::State;
use descent::training::RunConfig;

impl State {
    /// Begins the run anew with something changed about it.
    ///
    /// # Errors
    /// A text for people, if that can't be; nothing has changed then.
    pub fn begin_changed(
        self,
        what: &str,
        edit: impl FnOnce(&mut RunConfig),
    ) -> Result<(), String> {
        let before = self.current_config();
        let mut config = before.clone();
        edit(&mut config);
        config.check().map_err(|error| format!("{error}."))?;
        if config != before {
            self.begin(config, Some(&format!("{what}, from the same start.")));
        }
        Ok(())
    }
}
