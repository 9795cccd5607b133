//! How the ground lies at a place: along which directions it curves up or down.

use super::land::Ground;

/// The curvatures of the ground at a place: eigenvalues of its Hessian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lie {
    /// Along the direction in which it curves least, or most downward.
    pub least: f64,
    /// Along the other; the same where there is one direction only.
    pub most: f64,
}

/// Curvatures smaller than this share of the largest count as none.
const LEVEL: f64 = 1e-6;

impl Lie {
    /// It curves up everywhere: a place without slope is lowest.
    pub fn is_valley(self) -> bool {
        self.least > self.floor()
    }

    /// Up along one direction, down along another.
    pub fn is_saddle(self) -> bool {
        self.least < -self.floor() && self.most > self.floor()
    }

    /// Down everywhere.
    pub fn is_hilltop(self) -> bool {
        self.most < -self.floor()
    }

    /// How many times as much it curves across as along, if it is curved at all: the
    /// condition number |most| / |least|.
    pub fn condition(self) -> f64 {
        let (a, b) = (self.least.abs(), self.most.abs());
        a.max(b) / a.min(b).max(1e-300)
    }

    fn floor(self) -> f64 {
        LEVEL * self.least.abs().max(self.most.abs()) + 1e-9
    }
}

/// The lie of the ground, from differences of its slope over `width` to either side.
pub fn lie(ground: &Ground, at: [f64; 2], width: f64) -> Lie {
    let column = |which: usize| {
        let slope = |by: f64| {
            let mut place = at;
            place[which] += by;
            ground.at(place).gradient
        };
        let (after, before) = (slope(width), slope(-width));
        [0, 1].map(|idx| (after[idx] - before[idx]) / (2.0 * width))
    };
    let [xx, yx] = column(0);
    if ground.n_inputs() == 1 {
        return Lie { least: xx, most: xx };
    }
    let [xy, yy] = column(1);
    let (mean, half, mixed) = ((xx + yy) / 2.0, (xx - yy) / 2.0, (xy + yx) / 2.0);
    let spread = half.hypot(mixed);
    Lie { least: mean - spread, most: mean + spread }
}

#[cfg(test)]
mod tests {
    use super::super::surface;
    use super::*;
    use crate::registry::Choice;

    #[test]
    fn valleys_saddles_and_hilltops_are_told_apart() {
        let lie = |surface: &'static surface::Surface, at| {
            lie(&Ground::Known(Choice::of(surface)), at, 1e-4)
        };
        let ravine = lie(&surface::RAVINE, [1.0, 0.3]);
        assert!((ravine.least - 0.1).abs() < 1e-6 && (ravine.most - 10.0).abs() < 1e-6);
        assert!(ravine.is_valley() && (ravine.condition() - 100.0).abs() < 1e-3);
        assert!(lie(&surface::SADDLE, [0.0, 0.0]).is_saddle());
        assert!(lie(&surface::TWO_VALLEYS, [0.1517, 0.0]).is_hilltop());
        for surface in surface::ALL {
            for &minimum in surface.minima {
                assert!(lie(surface, minimum).is_valley(), "{}", surface.key);
            }
        }
        // At (1, 1) Rosenbrock's curvatures are known: 1001.6 and 0.4.
        let banana = lie(&surface::ROSENBROCK, [1.0, 1.0]);
        assert!((banana.most - 1001.6).abs() < 0.01 && (banana.least - 0.4).abs() < 0.01);
    }
}
