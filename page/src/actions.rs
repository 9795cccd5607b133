//! What the person does, as commands to the engine.

use leptos::prelude::*;

use super::state::{Control, Screen, State};
use descent::data::digit::Drawing;
use descent::data::{DigitImage, Points};
use descent::nn::{Loss, NetworkSpec, Parameter, Penalty, Reduction};
use descent::protocol::{ChosenExample, Command, Progress};
use descent::registry::Choice;
use descent::training::{BatchSize, LearningRate, RunConfig, Seed};

impl State {
    /// Whether the run is under way (or would be, if the data were here).
    pub fn is_training(&self) -> bool {
        self.progress.with(|progress| progress.as_ref().is_some_and(Progress::is_under_way))
            || self.is_a_rival_training()
    }

    /// Train, or pause.
    pub fn toggle_training(&self) {
        if untrack(|| self.is_training()) {
            self.send(Command::Pause);
            self.stop_on_the_way();
        } else {
            self.go_on(Command::Train);
        }
    }

    /// Goes on with the run as it is: what was done before can no longer be undone.
    pub(crate) fn go_on(&self, command: Command) {
        self.notice.set(None);
        self.follow_run();
        self.send(command);
    }

    /// Takes back the last stroke, the picture laid on the board, or the clear: whichever came
    /// last.
    pub fn undo_stroke(&self) {
        if !self.drawing.with_untracked(Drawing::is_empty) {
            self.drawing.update(|drawing| {
                drawing.undo();
            });
            if !self.drawing.with_untracked(Drawing::is_empty) {
                return;
            }
            // The first stroke had taken a picture's place.
            self.laid.set(self.covered.get_untracked());
            self.covered.set(None);
        } else if self.laid.with_untracked(Option::is_none)
            && self.covered.with_untracked(Option::is_some)
        {
            self.laid.set(self.covered.get_untracked());
            self.covered.set(None);
        } else {
            self.laid.set(None);
            self.drawing.set(self.cleared.get_untracked());
            self.cleared.update(Drawing::clear);
        }
    }

    /// Whether there is something to take back. Tracked.
    pub fn can_undo(&self) -> bool {
        !self.is_board_empty()
            || self.covered.with(Option::is_some)
            || !self.cleared.with(Drawing::is_empty)
    }

    /// Wipes the board.
    pub fn clear_drawing(&self) {
        if self.laid.get_untracked().is_some() {
            self.covered.set(self.laid.get_untracked());
            self.laid.set(None);
            return;
        }
        self.covered.set(None);
        self.cleared.set(self.drawing.get_untracked());
        self.drawing.update(Drawing::clear);
    }

    /// One update.
    pub fn step(&self) {
        self.go_on(Command::Step);
    }

    /// To the end of the epoch.
    pub fn train_epoch(&self) {
        self.go_on(Command::TrainEpoch);
    }

    /// Back to the same start: same weights, same order of examples.
    pub fn reset(&self) {
        if untrack(|| self.is_abreast()) {
            return self.race_again(Some("All of them are back at their start."));
        }
        let text = "Back at the same start.";
        if self.begin_again(text) {
            return;
        }
        let config = self.current_config();
        // It may have begun with weights that are not known any more.
        match untrack(|| self.can_be_linked()) {
            true => self.begin(config, Some(text)),
            false => {
                let text =
                    format!("At the start that seed {} draws, with these settings.", config.seed.0);
                self.begin(config, Some(&text));
            }
        }
    }

    /// The same configuration from another random start.
    pub fn new_seed(&self) {
        let seed = Seed(self.current_config().seed.0 + 1);
        self.set_seed(seed);
    }

    /// The same configuration from this random start.
    pub fn set_seed(&self, seed: Seed) {
        self.begin(
            RunConfig { seed, ..self.current_config() },
            Some(&format!("A new start, from seed {}.", seed.0)),
        );
    }

    /// Begins a run and trains it at once.
    pub fn train_anew(&self, config: RunConfig) {
        self.begin(config, None);
        self.go_on(Command::Train);
    }

    /// After a loss that exploded: the same start with a tenth of the rate.
    pub fn retry_slower(&self) {
        let config = self.current_config();
        // The smallest rate is far below any that diverges.
        let rate = LearningRate::new(config.learning_rate.get() / 10.0);
        let learning_rate = rate.unwrap_or(config.learning_rate);
        self.begin(RunConfig { learning_rate, ..config }, None);
    }

    /// η from the next step on; the run goes on.
    pub fn set_learning_rate(&self, rate: LearningRate) {
        self.learning_rate.set(rate);
        self.send(Command::SetLearningRate(rate));
    }

    /// What large weights cost from the next step on; the run goes on. One that is allowed.
    pub fn set_penalty(&self, penalty: Penalty) {
        self.config.update(|config| config.penalty = penalty);
        self.send(Command::SetPenalty(penalty));
    }

    /// η for the update that is being looked at.
    pub fn choose_rate(&self, rate: LearningRate) {
        self.set_learning_rate(rate);
        self.ask_trace();
    }

    /// Other points to learn from, from the next step on; the run goes on.
    pub fn set_points(&self, points: Points) {
        self.config.update(|config| config.dataset = points.clone().into());
        // Before the first step the configuration holds all of it.
        if self.progress.with_untracked(|it| it.as_ref().is_some_and(|it| it.step > 0)) {
            self.changed_by_hand();
        }
        self.send(Command::SetPoints { points });
    }

    /// Another value for a parameter of the run, by hand.
    pub fn set_parameter(&self, parameter: Parameter, value: f32) {
        self.set_parameters(&[(parameter, value)]);
    }

    /// The same of several, between which nothing is asked.
    pub fn set_parameters(&self, values: &[(Parameter, f32)]) {
        self.changed_by_hand();
        for &(parameter, value) in values {
            self.send(Command::SetParameter { parameter, value });
        }
        self.ask_parameters(true);
    }

    /// Batch size from the next step on; the run goes on.
    pub fn set_batch_size(&self, size: BatchSize) {
        self.batch_size.set(size);
        self.send(Command::SetBatchSize(size));
    }

    /// Freezes the run and opens the step view on its next update.
    pub fn open_steps(&self) {
        self.push_entry();
        self.reopen_steps();
    }

    /// The same where the browser's history has an entry for it already.
    pub(crate) fn reopen_steps(&self) {
        self.notice.set(None);
        self.trace.set(None);
        self.send(Command::Pause);
        self.ask_trace();
        self.screen.set(Screen::Steps);
    }

    /// Freezes the run and opens the step view on what it would learn from this example.
    pub fn step_through(&self, image: DigitImage, label: u8) {
        let example = Some(ChosenExample { image, label });
        self.send(Command::Pause);
        self.send(Command::Choose { example });
        self.open_steps();
    }

    /// Adds losses up by another convention from here on; the parameters stay.
    pub fn set_reduction(&self, reduction: Reduction) {
        let config = self.current_config();
        let network = config.network.clone().with_reduction(reduction);
        self.send_amended(RunConfig { network, ..config });
    }

    /// Another configuration from here on; the parameters stay.
    pub(crate) fn send_amended(&self, config: RunConfig) {
        self.send(Command::Amend { config });
    }

    /// Another loss from here on; the parameters stay. One that the network can do without
    /// another output for.
    pub fn set_loss(&self, loss: &'static Loss) {
        let config = self.current_config();
        let now = &config.network;
        let (n_inputs, layers, reduction) =
            (now.n_inputs(), now.layers().to_vec(), now.reduction());
        // A loss that does not fit is refused where it is made, and things stay as they are.
        if let Ok(network) = NetworkSpec::new(n_inputs, layers, Choice::of(loss)) {
            let network = network.with_reduction(reduction);
            self.send_amended(RunConfig { network, ..config });
        }
    }

    /// Back to the lesson, and to its run; that goes on if `train`.
    pub fn close_steps(&self, train: bool) {
        self.clear_link();
        self.pop_all_entries();
        self.linked.set(None);
        self.send(Command::Choose { example: None });
        self.leave_card();
        self.return_to(if train { Control::Train } else { Control::Steps });
        self.screen.set(Screen::Lesson);
        if train {
            self.go_on(Command::Train);
        }
    }
}
