//! Which networks go side by side.

use super::ground::Ground;
use super::knob::Knob;
use descent::training::RunConfig;

/// Most of them.
pub const MOST: usize = 4;
/// Fewest.
pub const FEWEST: usize = 2;

/// What they share, and in what they differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// What all learn from.
    pub ground: Ground,
    /// The thing in which they differ.
    pub knob: Knob,
    /// Its value in each.
    pub values: Vec<String>,
    /// All else.
    pub base: RunConfig,
}

impl Default for Setup {
    fn default() -> Self {
        Self::usual(Ground::Digits, Knob::Rate)
    }
}

impl Setup {
    /// A ground's usual network with a knob's usual values.
    pub fn usual(ground: Ground, knob: Knob) -> Self {
        let base = ground.base();
        Self { ground, knob, values: Vec::new(), base }.with_knob(knob)
    }

    /// The same network with another knob, at its usual values.
    pub fn with_knob(self, knob: Knob) -> Self {
        let (n, mut values) = knob.usual(self.ground);
        values.truncate(n);
        Self { knob, values, ..self }
    }

    /// With one value more: a usual one that is not there yet.
    pub fn with_another(mut self) -> Self {
        let (_, usual) = self.knob.usual(self.ground);
        let is_new = |value: &String| !self.values.contains(value);
        let more = usual.into_iter().find(is_new).or_else(|| self.values.last().cloned());
        self.values.extend(more);
        self.values.truncate(MOST);
        self
    }

    /// With another value of one of them.
    pub fn with_value(mut self, idx: usize, value: String) -> Self {
        if let Some(old) = self.values.get_mut(idx) {
            *old = value;
        }
        self
    }

    /// Without one of them.
    pub fn without(mut self, idx: usize) -> Self {
        if idx < self.values.len() && self.values.len() > FEWEST {
            self.values.remove(idx);
        }
        self
    }

    /// The first of them becomes this run; the others differ from it by the knob.
    pub fn led_by(mut self, config: RunConfig) -> Self {
        let value = self.knob.of(&config);
        // The one that has this value already gives its place to the first one's.
        match self.values.iter().position(|it| *it == value) {
            Some(at) => self.values.swap(0, at),
            None => self = self.with_value(0, value),
        }
        Self { base: config, ..self }
    }

    /// What sets each of the runs apart from the others: "Rate 0.1".
    pub fn apart(&self) -> Vec<String> {
        self.values.iter().map(|value| self.knob.apart(value)).collect()
    }

    /// The runs.
    ///
    /// # Errors
    /// A text for people, if one of them can't be.
    pub fn configs(&self) -> Result<Vec<RunConfig>, String> {
        self.values.iter().map(|value| self.knob.set(self.base.clone(), value)).collect()
    }
}
