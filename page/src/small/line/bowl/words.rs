//! What there is to see in the bowl, in words.

use super::map::Axes;
use crate::format;
use descent::protocol::Landscape;

/// Why the ways meet, or why they don't.
pub fn said(n_ways: usize, n_wrong: Option<u32>) -> Vec<String> {
    if n_wrong == Some(0) {
        return vec![
            "A line parts these points, so this bowl has no floor: the loss goes on falling as the weights grow, without \
             end. Set a point among those of the other class, and there is a lowest place."
                .to_owned(),
        ];
    }
    let meet = match n_ways {
        0 => "Start it somewhere.".to_owned(),
        1 => "One way down so far. Start it from another side: where does it end?".to_owned(),
        n => format!("{n} starts so far, and all ways lead to one place."),
    };
    let why = "The logistic loss is convex. Walk straight across it in any direction: once it rises, it never falls \
               again. So it is one bowl: there is one lowest place, and downhill leads there from everywhere.";
    vec![meet, why.to_owned()]
}

/// What the picture is, for those who do not see it.
pub fn label(landscape: &Landscape, axes: Axes) -> String {
    let number = |value: f64| format::number(value);
    let [x, y] = axes.names();
    let lowest = landscape.losses.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    let place = |at: usize| {
        let side = landscape.side as usize;
        let on =
            |(from, to): (f64, f64), i: usize| from + (to - from) * i as f64 / (side - 1) as f64;
        (on(landscape.extent.x, at % side), on(landscape.extent.y, at / side))
    };
    let lowest = lowest.map(|(at, &loss)| {
        let (left, up) = place(at);
        format!(
            " It is lowest, {}, near {x} = {}, {y} = {}.",
            number(loss.into()),
            number(left),
            number(up)
        )
    });
    format!(
        "The loss as a map: {x} to the right, {y} up. The run stands at {x} = {}, {y} = {}, where it is {}.{} The arrow \
         keys move a cross, Enter starts there.",
        number(landscape.here.0),
        number(landscape.here.1),
        number(landscape.here_loss.into()),
        lowest.unwrap_or_default(),
    )
}
