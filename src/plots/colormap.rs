//! From numbers to the colors of pixels.

use super::{Color, Theme, Tint};

/// How a picture shows its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colormap {
    /// Black for 0, white for the limit, as in MNIST.
    Gray,
    /// The sign as color, its size as strength; nothing for 0.
    Diverging,
}

/// Which number gets the full color.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// The largest absolute value of the picture.
    Largest,
    /// This one; larger numbers look the same.
    Fixed(f32),
}

impl Limit {
    /// The limit for these values: positive and finite.
    pub fn resolve(self, values: &[f32]) -> f32 {
        let limit = match self {
            Self::Fixed(limit) => limit,
            Self::Largest => values
                .iter()
                .map(|value| value.abs())
                .filter(|size| size.is_finite())
                .fold(0.0, f32::max),
        };
        if limit.is_finite() && limit > 0.0 { limit } else { 1.0 }
    }
}

impl Colormap {
    /// Writes the pixels of `values` as RGBA, 4 bytes each, into `rgba`.
    pub fn paint(self, values: &[f32], limit: Limit, theme: &Theme, rgba: &mut Vec<u8>) {
        let limit = limit.resolve(values);
        let map = match self {
            Self::Gray => [BLACK, BLACK, WHITE],
            Self::Diverging => {
                [Tint::Negative, Tint::Surface, Tint::Positive].map(|tint| theme.color(tint))
            }
        };
        let odd = theme.color(Tint::InkFaint);
        rgba.clear();
        rgba.extend(values.iter().flat_map(|&value| {
            let Color(r, g, b, _) = if value.is_nan() { odd } else { blend(map, value / limit) };
            [r, g, b, 255]
        }));
    }
}

const BLACK: Color = Color(0, 0, 0, 1.0);
const WHITE: Color = Color(255, 255, 255, 1.0);

/// The color at −1, 0 or 1, and a straight mixture between.
fn blend([negative, zero, positive]: [Color; 3], at: f32) -> Color {
    let end = if at < 0.0 { negative } else { positive };
    let share = f64::from(at.abs().min(1.0));
    let mix = |from: u8, to: u8| {
        (f64::from(from) + share * (f64::from(to) - f64::from(from))).round() as u8
    };
    Color(mix(zero.0, end.0), mix(zero.1, end.1), mix(zero.2, end.2), 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paint(map: Colormap, values: &[f32], limit: Limit) -> Vec<[u8; 4]> {
        let mut rgba = vec![7; 3];
        map.paint(values, limit, &Theme::light(), &mut rgba);
        rgba.chunks_exact(4).map(|pixel| pixel.try_into().unwrap()).collect()
    }

    #[test]
    fn gray_goes_from_black_to_white() {
        let pixels = paint(Colormap::Gray, &[0.0, 0.2, 1.0, 3.0, -1.0], Limit::Fixed(1.0));
        let gray = |level| [level, level, level, 255];
        assert_eq!(pixels, [gray(0), gray(51), gray(255), gray(255), gray(0)]);
    }

    #[test]
    fn signs_have_their_colors_and_zero_has_none() {
        let theme = Theme::light();
        let color = |tint| {
            let Color(r, g, b, _) = theme.color(tint);
            [r, g, b, 255]
        };
        let pixels = paint(Colormap::Diverging, &[-4.0, 0.0, 4.0, f32::NAN], Limit::Largest);
        assert_eq!(
            pixels,
            [Tint::Negative, Tint::Surface, Tint::Positive, Tint::InkFaint].map(color)
        );
        let halves = paint(Colormap::Diverging, &[-2.0, 2.0], Limit::Fixed(4.0));
        assert_ne!(halves[0], color(Tint::Negative));
        assert_ne!(halves[1], color(Tint::Surface));
    }

    #[test]
    fn limits_are_usable_whatever_comes() {
        assert_eq!(Limit::Largest.resolve(&[1.0, -3.0, f32::NAN, f32::INFINITY]), 3.0);
        for values in [&[][..], &[0.0], &[f32::NAN]] {
            assert_eq!(Limit::Largest.resolve(values), 1.0);
        }
        assert_eq!(Limit::Fixed(f32::NAN).resolve(&[]), 1.0);
        let infinite =
            paint(Colormap::Diverging, &[f32::INFINITY, f32::NEG_INFINITY], Limit::Largest);
        assert_ne!(infinite[0], infinite[1]);
    }
}
