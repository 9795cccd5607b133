//! Points in the plane, which a script has with it.

use std::fmt::Write;

use crate::data::Points;

/// How the script makes features and targets of them.
pub(super) fn reader(points: &Points) -> String {
    let inputs: Vec<&str> = points.inputs().iter().map(|input| input.numpy).collect();
    let targets = match points.n_classes() {
        Some(_) => "targets.astype(np.int64)",
        None => "targets[:, None]",
    };
    let text = include_str!("points.py").replace("{inputs}", &inputs.join(", "));
    text.replace("{targets}", targets)
}

/// Longest line of points.
const WIDTH: usize = 98;

/// The points themselves, several a line. There are never more than [`Points::MAX`] of them:
/// some 150 kB, at the script's end.
pub(super) fn list(points: &Points) -> String {
    let target = match points.n_classes() {
        Some(_) => "the number of its class",
        None => "its value",
    };
    let mut text = format!(
        "# The points: x1, x2 and {target}. The first N_TRAIN are learned from.\nPOINTS = ["
    );
    let mut room = 0;
    for place in points.places() {
        let point = match points.n_classes() {
            Some(_) => format!("[{}, {}, {}],", place.x, place.y, place.target as usize),
            None => format!("[{}, {}, {}],", place.x, place.y, place.target),
        };
        if room < point.len() + 1 {
            text += "\n   ";
            room = WIDTH;
        }
        let _ = write!(text, " {point}");
        room -= point.len() + 1;
    }
    text + "\n]\n"
}
