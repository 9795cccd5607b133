//! The field: heights, and races over them. All of it is worked out at once; the bounds keep
//! it to a few milliseconds.

use crate::field::{Land, Runner, descend, story};
use crate::protocol::field::{Course, Heights, MOST_RUNNERS, Race, Ranges};
use crate::protocol::seen::Seen;

/// Most places along a side, of one number and of two.
const MOST_PLACES: [usize; 2] = [2001, 161];

/// Heights over a part of a land.
pub(super) fn terrain(land: Land, ranges: Ranges, n: usize) -> Result<Seen, String> {
    let ground = land.ground().map_err(|error| error.to_string())?;
    check(ranges)?;
    let n = n.clamp(2, MOST_PLACES[ground.n_inputs() - 1]);
    let heights = ground.heights(ranges, n);
    if !heights.iter().any(|height| height.is_finite()) {
        return Err("There is no height anywhere in this range: choose another one.".to_owned());
    }
    let lowest = ground.lowest(ranges);
    Ok(Seen::Terrain(Box::new(Heights { land, ranges, heights, lowest })))
}

/// A race over a part of a land.
pub(super) fn descents(
    land: Land,
    ranges: Ranges,
    runners: Vec<Runner>,
    n_steps: usize,
) -> Result<Seen, String> {
    let ground = land.ground().map_err(|error| error.to_string())?;
    check(ranges)?;
    if runners.len() > MOST_RUNNERS {
        return Err(format!(
            "A race has at most {MOST_RUNNERS} runners; {} are too many.",
            runners.len()
        ));
    }
    let lowest = ground.lowest(ranges);
    let course = |runner: Runner| {
        let descent = descend(&ground, &runner, n_steps).map_err(|error| error.to_string())?;
        let story = story(&ground, ranges, lowest, &descent);
        Ok(Course { runner, descent, story })
    };
    let courses = runners.into_iter().map(course).collect::<Result<_, String>>()?;
    Ok(Seen::Descents(Box::new(Race { land, courses })))
}

fn check(ranges: Ranges) -> Result<(), String> {
    let is_range = |&(from, to): &(f64, f64)| {
        from.is_finite() && to.is_finite() && from < to && to - from <= 1e6
    };
    match ranges.iter().find(|range| !is_range(range)) {
        None => Ok(()),
        Some((from, to)) => Err(format!(
            "A range goes from a number to a larger one, at most a million away; {from} to {to} does not."
        )),
    }
}
