//! What is on the board: strokes, or a picture in their place.

use std::sync::Arc;

use leptos::prelude::*;

use super::State;
use descent::data::DigitImage;
use descent::data::digit::{Drawing, Normalization, Photo, Stages};

/// A picture that is on the board until one draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Laid {
    /// An image as the networks see it, one of the data's.
    Digit(DigitImage),
    /// A picture with a digit in it.
    Photo(Arc<Photo>),
}

impl State {
    /// Lays a picture on the board in place of the strokes; undo brings them back.
    pub fn lay(&self, picture: Laid) {
        if !self.drawing.with_untracked(Drawing::is_empty) {
            self.clear_drawing();
        }
        self.covered.set(None);
        self.laid.set(Some(picture));
    }

    /// Whether there is nothing on the board. Tracked.
    pub fn is_board_empty(&self) -> bool {
        self.drawing.with(Drawing::is_empty) && self.laid.with(Option::is_none)
    }

    /// Whether an image of the data is on the board. Tracked.
    pub fn is_data_on_board(&self) -> bool {
        self.drawing.with(Drawing::is_empty)
            && self.laid.with(|laid| matches!(laid, Some(Laid::Digit(_))))
    }

    /// What a network gets to see of the board. Tracked.
    pub fn image_by(&self, normalization: Normalization) -> Option<DigitImage> {
        match self.drawing.with(|drawing| normalization.apply(drawing)) {
            Some(image) => Some(image),
            None => self.laid.with(|laid| match laid {
                Some(Laid::Digit(image)) => Some(image.clone()),
                Some(Laid::Photo(photo)) => Some(photo.apply(normalization)),
                None => None,
            }),
        }
    }

    /// The same with what leads to it; none for an image of the data, which has been
    /// through these steps long ago. Tracked.
    pub fn stages_by(&self, normalization: Normalization) -> Option<Stages> {
        match self.drawing.with(|drawing| normalization.stages(drawing)) {
            Some(stages) => Some(stages),
            None => self.laid.with(|laid| match laid {
                Some(Laid::Photo(photo)) => Some(photo.stages(normalization)),
                _ => None,
            }),
        }
    }
}
