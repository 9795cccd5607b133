//! The colors of charts and pictures, as plain numbers.
//!
//! The page keeps its colors in CSS custom properties, one per [`Tint`]; a canvas
//! needs numbers. `app::canvas` reads the properties into a [`Theme`]; on the host
//! (SVG, tests) there is [`Theme::light`].

pub use plotters::style::RGBAColor as Color;

/// What a color is for. The page's style sheet has a custom property for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// Text.
    Ink,
    /// Secondary text: labels of an axis.
    InkSoft,
    /// Barely there: crosshair, what is not a number.
    InkFaint,
    /// Grid lines.
    Line,
    /// What everything stands on.
    Surface,
    /// Training data.
    Train,
    /// Held-out data.
    Test,
    /// Numbers above zero.
    Positive,
    /// Numbers below zero.
    Negative,
    /// What is chosen.
    Accent,
    /// The lowest parts of a [terrain](super::terrain).
    Valley,
    /// Its parts halfway up.
    Slope,
    /// Its highest parts.
    Peak,
    /// Those who take part in a race, first to seventh, and classes of points: each has a mark
    /// of its own, too.
    Runner1,
    /// The second.
    Runner2,
    /// The third.
    Runner3,
    /// The fourth.
    Runner4,
    /// The fifth.
    Runner5,
    /// The sixth.
    Runner6,
    /// The seventh.
    Runner7,
}

impl Tint {
    /// Every tint, in the order of declaration.
    pub const ALL: [Self; 20] = [
        Self::Ink,
        Self::InkSoft,
        Self::InkFaint,
        Self::Line,
        Self::Surface,
        Self::Train,
        Self::Test,
        Self::Positive,
        Self::Negative,
        Self::Accent,
        Self::Valley,
        Self::Slope,
        Self::Peak,
        Self::Runner1,
        Self::Runner2,
        Self::Runner3,
        Self::Runner4,
        Self::Runner5,
        Self::Runner6,
        Self::Runner7,
    ];

    /// Those of a race, in order.
    pub const RUNNERS: [Self; 7] = [
        Self::Runner1,
        Self::Runner2,
        Self::Runner3,
        Self::Runner4,
        Self::Runner5,
        Self::Runner6,
        Self::Runner7,
    ];

    /// The CSS custom property that holds it.
    pub const fn css_property(self) -> &'static str {
        match self {
            Self::Ink => "--ink",
            Self::InkSoft => "--ink-soft",
            Self::InkFaint => "--ink-faint",
            Self::Line => "--line",
            Self::Surface => "--surface",
            Self::Train => "--train",
            Self::Test => "--test",
            Self::Positive => "--positive",
            Self::Negative => "--negative",
            Self::Accent => "--accent",
            Self::Valley => "--valley",
            Self::Slope => "--slope",
            Self::Peak => "--peak",
            Self::Runner1 => "--runner-1",
            Self::Runner2 => "--runner-2",
            Self::Runner3 => "--runner-3",
            Self::Runner4 => "--runner-4",
            Self::Runner5 => "--runner-5",
            Self::Runner6 => "--runner-6",
            Self::Runner7 => "--runner-7",
        }
    }

    /// The color of the light theme, for SVG and where the style sheet has none.
    const fn light(self) -> Color {
        match self {
            Self::Ink => Color(0x1d, 0x1f, 0x24, 1.0),
            Self::InkSoft => Color(0x5c, 0x61, 0x6b, 1.0),
            Self::InkFaint => Color(0x9a, 0x9f, 0xa8, 1.0),
            Self::Line => Color(0xe4, 0xe4, 0xe0, 1.0),
            Self::Surface => Color(0xff, 0xff, 0xff, 1.0),
            Self::Train => Color(0x2f, 0x6f, 0xb5, 1.0),
            Self::Test => Color(0xc2, 0x5a, 0x12, 1.0),
            Self::Positive => Color(0x1f, 0x6f, 0xc4, 1.0),
            Self::Negative => Color(0xd1, 0x4b, 0x1f, 1.0),
            Self::Accent => Color(0x6a, 0x4f, 0xc4, 1.0),
            Self::Valley => Color(0x4d, 0x7f, 0x99, 1.0),
            Self::Slope => Color(0xa5, 0xc3, 0xc6, 1.0),
            Self::Peak => Color(0xf4, 0xef, 0xe1, 1.0),
            Self::Runner1 => Color(0x14, 0x16, 0x1b, 1.0),
            Self::Runner2 => Color(0xc9, 0x2a, 0x68, 1.0),
            Self::Runner3 => Color(0x1d, 0x5c, 0xc0, 1.0),
            Self::Runner4 => Color(0xa0, 0x6c, 0x00, 1.0),
            Self::Runner5 => Color(0x6a, 0x3f, 0xb5, 1.0),
            Self::Runner6 => Color(0x08, 0x81, 0x6d, 1.0),
            Self::Runner7 => Color(0x8a, 0x4b, 0x2a, 1.0),
        }
    }
}

/// A color for each [`Tint`], and the type face.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    colors: [Color; Tint::ALL.len()],
    /// CSS font family (a list is fine).
    pub font: String,
}

impl Theme {
    /// Dark on white.
    pub fn light() -> Self {
        Self { colors: Tint::ALL.map(Tint::light), font: "system-ui, sans-serif".to_owned() }
    }

    /// Takes each color from `lookup`; what it does not have is as in the light theme.
    pub fn from_tints(lookup: impl Fn(Tint) -> Option<Color>, font: String) -> Self {
        Self { colors: Tint::ALL.map(|tint| lookup(tint).unwrap_or_else(|| tint.light())), font }
    }

    /// The color for a tint.
    pub fn color(&self, tint: Tint) -> Color {
        self.colors[tint as usize]
    }
}

/// Reads a *computed* CSS color in sRGB, `rgb(…)`, `rgba(…)` or `color(srgb …)`: the
/// forms in which browsers answer. `None` for anything else.
pub fn parse_computed_color(text: &str) -> Option<Color> {
    let (name, rest) = text.trim().split_once('(')?;
    let inner = rest.strip_suffix(')')?;
    // Channels are 0 to 255 in rgb(), 0 to 1 in color(srgb).
    let (inner, unit) = match name {
        "rgb" | "rgba" => (inner, 1.0),
        "color" => (inner.trim_start().strip_prefix("srgb ")?, 255.0),
        _ => return None,
    };
    let numbers: Vec<f64> = inner
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let channel = |value: f64| (value * unit).round().clamp(0.0, 255.0) as u8;
    match numbers[..] {
        [r, g, b] => Some(Color(channel(r), channel(g), channel(b), 1.0)),
        [r, g, b, alpha] => Some(Color(channel(r), channel(g), channel(b), alpha.clamp(0.0, 1.0))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_colors_of_all_browsers_are_read() {
        assert_eq!(parse_computed_color("rgb(47, 111, 181)"), Some(Color(47, 111, 181, 1.0)));
        assert_eq!(parse_computed_color("rgba(0, 0, 0, 0.25)"), Some(Color(0, 0, 0, 0.25)));
        assert_eq!(
            parse_computed_color("color(srgb 1 0.5 0 / 0.5)"),
            Some(Color(255, 128, 0, 0.5))
        );
        for other in ["", "red", "#fff", "oklch(0.7 0.1 50)", "rgb(1, 2)", "rgb(a, b, c)"] {
            assert_eq!(parse_computed_color(other), None, "{other}");
        }
    }

    #[test]
    fn a_theme_keeps_each_color_under_its_tint() {
        let theme = Theme::from_tints(
            |tint| (tint == Tint::Test).then_some(Color(1, 2, 3, 1.0)),
            String::new(),
        );
        assert_eq!(theme.color(Tint::Test), Color(1, 2, 3, 1.0));
        assert_eq!(theme.color(Tint::Train), Theme::light().color(Tint::Train));
    }
}
