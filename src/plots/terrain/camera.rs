//! From where a relief is seen.

use std::f64::consts::{FRAC_PI_2, TAU};

/// A direction to look from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    azimuth: f64,
    elevation: f64,
}

impl Default for Camera {
    /// From the front, a little from the left, and from above.
    fn default() -> Self {
        Self::new(0.55, 0.62)
    }
}

impl Camera {
    /// Turned by `azimuth` around the vertical, and `elevation` above the ground, both in
    /// radians. The elevation is kept between what shows the ground and straight above.
    pub fn new(azimuth: f64, elevation: f64) -> Self {
        let azimuth = if azimuth.is_finite() { azimuth.rem_euclid(TAU) } else { 0.0 };
        let elevation = if elevation.is_finite() { elevation } else { 0.6 };
        Self { azimuth, elevation: elevation.clamp(0.12, FRAC_PI_2 - 0.02) }
    }

    /// Turned further, by hand.
    pub fn turned(self, azimuth: f64, elevation: f64) -> Self {
        Self::new(self.azimuth + azimuth, self.elevation + elevation)
    }

    /// Around the vertical: 0 to 2π.
    pub fn azimuth(self) -> f64 {
        self.azimuth
    }

    /// Above the ground: 0 is from the side, π/2 from above.
    pub fn elevation(self) -> f64 {
        self.elevation
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    #[test]
    fn a_camera_stays_above_the_ground() {
        let camera = Camera::default().turned(-20.0 * PI, -9.0);
        assert!((camera.azimuth() - Camera::default().azimuth()).abs() < 1e-9);
        assert!(camera.elevation() > 0.0);
        assert!(camera.turned(0.0, 99.0).elevation() < FRAC_PI_2);
        assert!(Camera::new(f64::NAN, f64::INFINITY).elevation() > 0.0);
    }
}
