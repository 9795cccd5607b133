//! What a link may hide, so that a lesson has on its page only what it is about.

use leptos::prelude::*;

use super::State;

/// Something that a link may hide.
#[derive(Debug)]
pub struct Control {
    /// Names it in links and `data-testid`s: it never changes.
    pub key: &'static str,
    /// Its name for whoever chooses.
    pub name: &'static str,
    /// Where it is on the page.
    pub selector: &'static str,
}

impl PartialEq for Control {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

const fn control(key: &'static str, name: &'static str, selector: &'static str) -> Control {
    Control { key, name, selector }
}

/// "Train" and "Pause".
pub const TRAIN: &str = "train";
/// The way into the step view.
pub const STEPS: &str = "steps";
/// All that a run is driven with, both of these among it.
const TRANSPORT: &str = "transport";

/// All of it: first what one turns and presses, then whole panels, as they stand on the page.
pub static ALL: &[Control] = &[
    control(TRAIN, "Train and pause", "[data-testid='train']"),
    control("step", "One step", "[data-testid='step']"),
    control("epoch", "One epoch", "[data-testid='epoch-once']"),
    control("reset", "Reset", "[data-testid='reset']"),
    control("seed", "New start", "[data-testid='new-seed']"),
    control("rate", "Learning rate", ".field:has(#learning-rate)"),
    control("batch", "Batch size", ".field:has(#batch-size)"),
    control("speed", "Speed", ".field:has([data-testid='speed'])"),
    control(STEPS, "Step through the next update", "[data-testid='open-steps']"),
    control("rewind", "Going back in the run", ".rewind"),
    control("draw", "The drawing board", ".panel--draw"),
    control("answer", "What the network reads", ".panel--answer"),
    control(TRANSPORT, "All of Train", ".panel--train, .small__transport"),
    control("figures", "Where it stands", ".panel--figures"),
    control("curves", "How it learns", ".panel--curves"),
    control("network", "The network", ".panel--network, .panel--net, .panel--unit"),
    control("setup", "Set-up of the run", ".panel--setup, .panel[aria-labelledby='rules-heading']"),
    control("data", "The points", ".panel[aria-labelledby='points-heading']"),
    control("plane", "The plane", ".panel[aria-labelledby='plane-heading']"),
    control("share", "Share", ".masthead__share, .panel[aria-labelledby='share-heading']"),
    control("rooms", "The ways to other rooms", ".rooms"),
    control("labs", "The tabs of other labs", ".small > .lab__tabs"),
    control("cards", "The worked examples", ".cards"),
];

impl State {
    /// Hides what is of these keys, and shows all else. A key that this version does not have
    /// hides nothing.
    pub(super) fn hide(&self, keys: &[String]) {
        let hidden = ALL.iter().filter(|control| keys.iter().any(|key| key == control.key));
        self.hidden.set(hidden.collect());
    }

    /// Shows all that a link has hidden.
    pub fn show_all(&self) {
        self.hidden.set(Vec::new());
        let leads_inside = self.screen.get_untracked() == super::Screen::Steps;
        if !leads_inside {
            self.clear_link();
        }
    }

    /// The keys of what is hidden. Not tracked.
    pub fn hidden_keys(&self) -> Vec<String> {
        self.hidden.with_untracked(|all| all.iter().map(|control| control.key.to_owned()).collect())
    }

    /// Whether a key of the keyboard does nothing here, since its control is hidden.
    pub fn hides(&self, key: &str) -> bool {
        let is_of_it = |control: &&Control| control.key == key || control.key == TRANSPORT;
        self.hidden.with_untracked(|all| all.iter().copied().any(|control| is_of_it(&control)))
    }

    /// The rules that hide it: not shown, and so not to be focused either. Tracked.
    pub fn hiding_rules(&self) -> String {
        self.hidden.with(|all| {
            all.iter()
                .map(|control| format!("{} {{ display: none !important; }}\n", control.selector))
                .collect()
        })
    }
}
