//! What a plane shows and what it hides, in words.

use crate::format;
use descent::protocol::Landscape;
use descent::training::landscape::Directions;

/// In a few sentences, one paragraph each.
pub fn said(landscape: &Landscape, share: Option<f64>, n_parameters: usize) -> Vec<String> {
    let n = format::count(n_parameters);
    let finite = || landscape.losses.iter().copied().filter(|loss| loss.is_finite());
    let (low, high) =
        finite().fold((f32::INFINITY, 0.0_f32), |(low, high), l| (low.min(l), high.max(l)));
    let number = |loss: f32| format::number(f64::from(loss));
    let heights = format!(
        "Each point is a whole network, and its height the mean loss of {} training examples, the \
         same for all. The run stands at {}; here the loss goes from {} to {}.",
        format::count(landscape.n_examples as usize),
        number(landscape.here_loss),
        number(low),
        number(high),
    );
    // A line never breaks before the sign.
    let percent =
        |share: f64| format::percent(share, if share < 0.1 { 2 } else { 1 }).replace(' ', "\u{a0}");
    let is_own = landscape.request.directions == Directions::Path;
    let plane = match (is_own, share) {
        (true, Some(share)) => format!(
            "The plane is laid along the two directions in which the run has gone farthest: it \
             holds {} of the path's variance around where the run stands. The rest of that, and \
             all other directions, lie beside it. The axes count distance through the space of \
             all parameters.",
            percent(share)
        ),
        (false, Some(share)) if share < 0.5 => format!(
            "Two random directions, of {n}: they hold {} of the path's variance around where the \
             run stands. Seen from here it has hardly moved; it went another way. 1 on an axis is as far as the \
             weights themselves are from 0, unit by unit; biases stay.",
            percent(share)
        ),
        (false, Some(share)) => format!(
            "Two random directions, of {n}: they hold {} of the path's variance around where the \
             run stands.",
            percent(share)
        ),
        (_, None) => "Two random directions through where the run stands; it has not gone from \
                      there yet. 1 on an axis is as far as the weights themselves are from 0, \
                      unit by unit; biases stay."
            .to_owned(),
    };
    // Taken up again after a reload, a run does not know where it was before.
    let from = landscape.path.points.first().map_or(0, |point| point.step);
    let plane = match from {
        0 => plane,
        step => format!("{plane} The path is known from update {step} on."),
    };
    let hides = format!(
        "It is a cut: two dimensions out of {n}. A wall here may have a way around it, a pit may \
         go on downward beside the plane, and the path is drawn where its shadow falls."
    );
    vec![heights, plane, hides]
}

/// What the picture is, for those who do not see it.
pub fn label(landscape: &Landscape, is_relief: bool) -> String {
    let number = |loss: f32| format::number(f64::from(loss));
    let border = || {
        let side = landscape.side as usize;
        let at = |(i, _): &(usize, &f32)| {
            let (row, col) = (i / side, i % side);
            row % (side - 1) == 0 || col % (side - 1) == 0
        };
        let border = landscape.losses.iter().enumerate().filter(at).map(|(_, &loss)| loss);
        border.filter(|loss| loss.is_finite()).fold(f32::INFINITY, f32::min)
    };
    format!(
        "The loss over a plane through the network, {}. At the run's place it is {}; along the \
         border nowhere below {}. The arrow keys {}.",
        if is_relief { "seen from the side" } else { "as a map" },
        number(landscape.here_loss),
        number(border()),
        if is_relief { "turn it" } else { "go over it and read its losses" },
    )
}
