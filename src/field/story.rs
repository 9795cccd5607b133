//! What happened on a path, in a sentence, decided from its numbers (CURRICULUM D2, D4, D5).

use super::descent::{Descent, End, Moment};
use super::land::Ground;
use super::lie::lie;

/// Arrived: of the height there was to lose, less than this share is left.
const ARRIVED: f64 = 1e-3;
/// It turns back at more than this share of its steps: it goes to and fro.
const OFTEN: f64 = 0.5;
/// A step shorter than this share of the field is a crawl.
const CRAWL: f64 = 2e-3;
/// Ground that curves this many times as much across as along is a ravine.
const RAVINE: f64 = 8.0;
/// So near to the field's edge, as a share of its width, a place that still slopes is not the
/// bottom of anything: it is on its way out.
const EDGE: f64 = 0.05;
/// A slope below this share of the field's usual one is hardly any.
const LEVEL: f64 = 0.08;

/// One sentence, or two. `ranges` is the field as it is seen, `lowest` its least height.
pub fn story(ground: &Ground, ranges: [(f64, f64); 2], lowest: f64, path: &Descent) -> String {
    let [first, .., last] = &path.moments[..] else {
        let is_here = path.moments.first().is_some_and(|moment| moment.value.is_finite());
        return match is_here {
            true => "The ball lies where it was dropped.".to_owned(),
            false => "There is no height here: drop the ball elsewhere.".to_owned(),
        };
    };
    let course = Course { ground, ranges, lowest, moments: &path.moments, first, last };
    match path.end {
        End::Diverged => course.lost(),
        End::AtRest => course.at_rest(),
        End::Going => course.going(),
    }
}

struct Course<'a> {
    ground: &'a Ground,
    ranges: [(f64, f64); 2],
    lowest: f64,
    moments: &'a [Moment],
    first: &'a Moment,
    last: &'a Moment,
}

impl Course<'_> {
    fn n_steps(&self) -> usize {
        self.moments.len() - 1
    }

    fn lost(&self) -> String {
        let steps = count(self.n_steps());
        if self.rises(self.n_steps()) > OFTEN {
            return format!(
                "Overshoots: each step lands higher than the last, until after {steps} the ball is lost. A smaller rate stays on the field."
            );
        }
        if self.last.value < self.lowest {
            return format!(
                "Falls without end: there is no lowest place, and after {steps} the ball is out of sight."
            );
        }
        format!("Ends after {steps}, where the ground has no height or no slope.")
    }

    fn at_rest(&self) -> String {
        let lie = lie(self.ground, self.last.at, 1e-4 * self.width());
        if lie.is_saddle() {
            return "At rest on the saddle: level there, yet lower to either side. The smallest nudge would set it free.".to_owned();
        }
        if lie.is_hilltop() {
            return "At rest on top of a hill: level there, and lower all around.".to_owned();
        }
        if !lie.is_valley() {
            return "At rest where the ground is level: no slope, no step.".to_owned();
        }
        if !self.is_seen(self.last, 0.0) {
            return format!(
                "Rests in a valley outside of the part that is seen, at height {}.",
                short(self.last.value)
            );
        }
        if self.is_low() { self.arrival("and rests there") } else { self.stuck() }
    }

    fn going(&self) -> String {
        let (turns, steps) = (self.turns(), count(self.n_steps()));
        if self.is_low() {
            let how =
                if turns > OFTEN { "going to and fro across it" } else { "and comes to rest" };
            return self.arrival(how);
        }
        if self.last.value > self.first.value && self.rises(self.n_steps()) == 1.0 {
            return "Overshoots: each step lands higher than the last. A smaller rate stays on the field.".to_owned();
        }
        if self.last.value > self.first.value {
            return format!(
                "Overshoots: after {steps} the ball is higher than where it began. A smaller rate stays on the field."
            );
        }
        if !self.is_seen(self.last, 0.0) && self.last.value < self.lowest {
            return format!(
                "Runs out of sight, downward: after {steps} the ball is lower than any place that is seen."
            );
        }
        let is_plane = self.ground.n_inputs() == 2;
        let lie = lie(self.ground, self.last.at, 1e-4 * self.width());
        // Not where it bends down as much: a slope of a hill.
        let is_ravine = is_plane && lie.most > RAVINE * lie.least.abs();
        let n_turns = (turns * self.late().len() as f64).round() as usize;
        if turns > OFTEN && is_ravine {
            return format!(
                "Zigzags from wall to wall: {n_turns} of the last {} turn back on the one before, while it creeps along the floor.",
                count(self.late().len())
            );
        }
        if turns > OFTEN {
            return format!(
                "Goes to and fro: {n_turns} of the last {} turn back, since each carries past the floor.",
                count(self.late().len())
            );
        }
        let crawls = self.stride() < CRAWL * self.width();
        let fall = self.fall();
        let steepness = self.last.gradient[0].hypot(self.last.gradient[1]);
        if crawls && steepness < LEVEL * self.usual_slope() && fall < 0.3 && !is_ravine {
            return format!(
                "Hardly moves: the ground is nearly level here (slope {}), and where there is hardly a slope there is hardly a step.",
                short(steepness)
            );
        }
        if crawls && is_ravine && fall > 0.3 {
            return format!(
                "Crawls along the floor of the ravine: {} of the height was lost at once, and now a step is only {} long.",
                percent(fall),
                short(self.stride())
            );
        }
        if crawls && self.is_settled() && lie.is_valley() {
            return self.stuck();
        }
        if crawls {
            return format!(
                "Crawls: after {steps} only {} of the height is lost, a step is {} long. A larger rate would be quicker.",
                percent(fall),
                short(self.stride())
            );
        }
        if turns > 0.02 {
            return format!(
                "Swings: it rolls past the floor and turns back, and loses height with each swing: {} of it after {steps}.",
                percent(fall)
            );
        }
        format!("On its way down: after {steps}, {} of the height is lost.", percent(fall))
    }

    fn arrival(&self, how: &str) -> String {
        let since = self.moments.iter().rposition(|moment| !self.is_near(moment));
        let since = since.map_or(0, |idx| idx + 1);
        format!("Arrives at the lowest place within {}, {how}.", count(since))
    }

    fn stuck(&self) -> String {
        format!(
            "Stuck in a shallower valley: {} deep, where the deepest place has {}. Every way out goes uphill.",
            short(self.last.value),
            short(self.lowest)
        )
    }

    /// The share of the height there was to lose that is still to be lost.
    fn left(&self, value: f64) -> f64 {
        let whole = self.first.value - self.lowest;
        let left = (value - self.lowest) / whole;
        if whole > 0.0 && left.is_finite() { left } else { 0.0 }
    }

    fn fall(&self) -> f64 {
        1.0 - self.left(self.last.value)
    }

    /// Low, and low for a while: not only on its way through.
    fn is_low(&self) -> bool {
        let recent = &self.moments[self.moments.len().saturating_sub(3)..];
        let is_leaving = !self.is_seen(self.last, EDGE) && !self.is_settled();
        recent.iter().all(|moment| self.is_near(moment)) && !is_leaving
    }

    /// All but as low as the lowest place that is seen. (A little lower than any that was looked
    /// at is that place, too; lower outside of the field is not.)
    fn is_near(&self, moment: &Moment) -> bool {
        self.is_seen(moment, 0.0) && self.left(moment.value) < ARRIVED
    }

    /// Whether it is within the ranges, away from their ends by this share of their widths.
    fn is_seen(&self, moment: &Moment, margin: f64) -> bool {
        let seen = self.ranges.iter().zip(moment.at).take(self.ground.n_inputs());
        seen.into_iter().all(|(&(from, to), at)| {
            let margin = margin * (to - from);
            (from + margin..=to - margin).contains(&at)
        })
    }

    /// The slope has all but gone, next to what it was.
    fn is_settled(&self) -> bool {
        let slope = |moment: &Moment| moment.gradient[0].hypot(moment.gradient[1]);
        slope(self.last) < 0.02 * self.usual_slope()
    }

    fn width(&self) -> f64 {
        let [x, y] = self.ranges.map(|(from, to)| to - from);
        if self.ground.n_inputs() == 1 { x } else { x.max(y) }
    }

    /// The slope that would lead from the start to the lowest height over half the field.
    fn usual_slope(&self) -> f64 {
        (self.first.value - self.lowest).max(0.0) / (0.5 * self.width())
    }

    /// The second half of the path: how it goes once it has set out.
    fn late(&self) -> &[Moment] {
        &self.moments[self.moments.len() / 2..]
    }

    /// The mean length of the latest steps.
    fn stride(&self) -> f64 {
        let recent = &self.moments[self.moments.len().saturating_sub(11)..];
        let steps = recent.windows(2).map(|pair| {
            let [dx, dy] = step(&pair[0], &pair[1]);
            dx.hypot(dy)
        });
        steps.sum::<f64>() / recent.len().saturating_sub(1).max(1) as f64
    }

    /// The share of the late steps that turn back on the one before.
    fn turns(&self) -> f64 {
        let late = self.late();
        let back = late.windows(3).filter(|three| {
            let (a, b) = (step(&three[0], &three[1]), step(&three[1], &three[2]));
            a[0] * b[0] + a[1] * b[1] < 0.0
        });
        back.count() as f64 / late.len().saturating_sub(2).max(1) as f64
    }

    /// The share of the last `n` steps that end higher than they began.
    fn rises(&self, n: usize) -> f64 {
        let recent = &self.moments[self.moments.len().saturating_sub(n + 1)..];
        let higher = |pair: &&[Moment]| pair[1].value > pair[0].value || pair[1].value.is_nan();
        let n = recent.windows(2).filter(higher).count();
        n as f64 / recent.len().saturating_sub(1).max(1) as f64
    }
}

fn step(from: &Moment, to: &Moment) -> [f64; 2] {
    [to.at[0] - from.at[0], to.at[1] - from.at[1]]
}

fn count(n: usize) -> String {
    if n == 1 { "1 step".to_owned() } else { format!("{n} steps") }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = usize::from(percent < 10.0);
    format!("{percent:.decimals$} %").replace('-', "−")
}

/// Three significant digits.
fn short(value: f64) -> String {
    let size = value.abs();
    let text = if value == 0.0 {
        "0".to_owned()
    } else if (1e-3..1e4).contains(&size) {
        let decimals = (2 - size.log10().floor() as i32).clamp(0, 5) as usize;
        format!("{value:.decimals$}")
    } else {
        format!("{value:.1e}")
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::super::{Batch, Formula, Runner, Surface, descend, surface};
    use super::*;
    use crate::nn::optimizer::{self, Optimizer, OptimizerSpec};
    use crate::registry::Choice;

    fn told(ground: &Ground, ranges: [(f64, f64); 2], runner: &Runner, n: usize) -> String {
        let path = descend(ground, runner, n).unwrap();
        story(ground, ranges, ground.lowest(ranges), &path)
    }

    fn on(surface: &'static Surface, rule: &'static Optimizer, rate: f64, at: [f64; 2]) -> String {
        let optimizer = OptimizerSpec::defaults(Choice::of(rule));
        let runner = Runner { optimizer, learning_rate: rate, start: at, batch: None };
        told(&Ground::Known(Choice::of(surface)), surface.ranges, &runner, 100)
    }

    #[test]
    fn what_happens_is_said() {
        use optimizer::{ADAM, MOMENTUM, SGD};
        use surface::*;
        let mut wrong = Vec::new();
        for (surface, rule, rate, at, expected) in [
            (&PARABOLA, &SGD, 0.002, [2.4, 0.0], "Crawls: "),
            (&PARABOLA, &SGD, 0.1, [2.4, 0.0], "Arrives at the lowest place within 16 steps"),
            (&PARABOLA, &SGD, 1.05, [2.4, 0.0], "Overshoots: "),
            (&PARABOLA, &SGD, 3.0, [2.4, 0.0], "Overshoots: each step lands higher"),
            (&PARABOLA, &SGD, 0.999, [2.4, 0.0], "Goes to and fro"),
            (&EDGE, &SGD, 0.3, [2.35, 0.0], "Goes to and fro"),
            (&TWO_VALLEYS, &SGD, 0.05, [2.1, 0.0], "Stuck in a shallower valley: −0.588"),
            (&TWO_VALLEYS, &SGD, 0.05, [-2.1, 0.0], "Arrives"),
            (&WAVES, &SGD, 0.02, [4.6, 0.0], "Stuck"),
            (&HOLLOW, &SGD, 0.1, [3.4, 0.0], "Hardly moves"),
            (&RAVINE, &SGD, 0.197, [-2.6, 0.7], "Zigzags from wall to wall"),
            (&RAVINE, &SGD, 0.02, [-2.6, 0.7], "Crawls along the floor"),
            (&ROSENBROCK, &SGD, 0.001, [-1.2, 1.0], "Crawls along the floor"),
            (&SADDLE, &SGD, 0.3, [2.0, 0.0], "At rest on the saddle"),
            (&SADDLE, &SGD, 0.3, [2.0, 0.001], "Arrives"),
            (&PLATEAU, &SGD, 0.3, [3.0, 2.2], "Hardly moves"),
            (&PLATEAU, &ADAM, 0.2, [3.0, 2.2], "Arrives"),
            (&HIMMELBLAU, &SGD, 0.01, [-0.4, -1.0], "Arrives"),
            (&PARABOLA, &MOMENTUM, 0.01, [2.4, 0.0], "Arrives"),
        ]
            as [(&'static Surface, &'static Optimizer, f64, [f64; 2], &str); 19]
        {
            let text = on(surface, rule, rate, at);
            if !text.starts_with(expected) {
                wrong.push(format!("{} by {} at {rate}: {text}", surface.key, rule.key));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn formulas_of_ones_own_have_stories_too() {
        let optimizer = OptimizerSpec::defaults(Choice::of(&optimizer::SGD));
        let own = |formula: &str, start: f64, n: usize| {
            let ground = Ground::Own(Formula::parse(formula, 1).unwrap(), 1);
            let optimizer = optimizer.clone();
            let runner = Runner { optimizer, learning_rate: 0.2, start: [start, 0.0], batch: None };
            told(&ground, [(-3.0, 3.0), (-3.0, 3.0)], &runner, n)
        };
        assert!(own("-x^2", 1.0, 200).starts_with("Falls without end"));
        assert!(own("sqrt(x)", -1.0, 9).starts_with("There is no height here"));
        assert!(own("sqrt(x)", 1.0, 90).contains("no height or no slope"));
        assert!(own("-x^2", 0.0, 9).starts_with("At rest on top of a hill"));
        assert!(own("3", 1.0, 9).starts_with("At rest where the ground is level"));
        assert!(own("x^2", 1.0, 0).starts_with("The ball lies"));
        // Out of the field, downward: nobody has arrived anywhere.
        assert!(own("x", 1.0, 9).starts_with("On its way down"));
        for (formula, start, n) in [("x", 1.0, 40), ("-x^2", 1.0, 5), ("-x^2", 5.0, 3)] {
            let text = own(formula, start, n);
            assert!(text.starts_with("Runs out of sight, downward"), "{formula}: {text}");
        }
        assert!(own("(x - 5)^2", 1.0, 90).starts_with("Rests in a valley outside"));
        // Past the lowest place that is seen, and on: each moment of it.
        for n in 1..300 {
            assert!(!own("exp(x)", 1.0, n).starts_with("Arrives"), "after {n} steps");
        }
        assert!(own("(x + 2)^2", 1.0, 90).starts_with("Arrives"));
    }

    /// A batch never comes quite to rest.
    #[test]
    fn a_batch_goes_to_and_fro() {
        let optimizer = OptimizerSpec::defaults(Choice::of(&optimizer::SGD));
        let ground = Ground::Known(Choice::of(&surface::LINE));
        let batch = Some(Batch { size: 1, seed: 1 });
        let runner = Runner { optimizer, learning_rate: 0.1, start: surface::LINE.start, batch };
        let text = told(&ground, surface::LINE.ranges, &runner, 200);
        assert!(!text.contains("rest"), "{text}");
    }
}
