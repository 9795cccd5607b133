//! What the letters of equations stand for.

use super::Line;
use crate::walk::math::Math;

/// Letters that equations don't explain themselves.
const LETTERS: [(&str, &str); 22] = [
    ("m", "examples in the batch"),
    ("k", "outputs"),
    ("c", "the weight of the example's class"),
    ("η", "learning rate"),
    ("g", "gradient, as the optimizer is given it"),
    ("clip", "what clipping leaves of the gradient"),
    ("maskⱼ", "dropout: 0 if the unit is silenced, else what makes up for it"),
    ("δⱼ", "∂L/∂zⱼ: the unit's share of the blame"),
    ("f′(zⱼ)", "slope of the activation at z"),
    ("nudge", "what one example asks of the weight"),
    ("mₜ", "running mean of g"),
    ("vₜ", "what is remembered of earlier gradients"),
    ("sₜ", "running sum of g²"),
    ("t", "number of this update"),
    ("ε", "keeps from dividing by 0"),
    ("β₁", "share of m that is kept"),
    ("β₂", "share of v that is kept"),
    ("μ", "share of v that is kept"),
    ("ρ", "share of s that is kept"),
    ("λ", "weight decay"),
    ("⊙", "number by number"),
    ("ŷ", "outputs"),
];

/// What stands in these equations and is not explained there: letters, and words for them.
pub fn legend(lines: &[Line]) -> Vec<(Math, &'static str)> {
    let letters = LETTERS.into_iter().map(|(letter, words)| (Math::read(letter), words));
    letters.filter(|(letter, _)| lines.iter().any(|line| has(&line.symbols, letter))).collect()
}

/// Whether a letter stands in a formula by itself: not lowered, and not as another's part.
fn has(math: &Math, letter: &Math) -> bool {
    if math == letter {
        return true;
    }
    let has = |part: &Math| has(part, letter);
    match math {
        Math::Row(parts) => {
            let n = if let Math::Row(of) = letter { of.len() } else { 1 };
            parts.iter().any(has)
                || parts.windows(n).any(|some| matches!(letter, Math::Row(of) if of == some))
        }
        Math::Fenced(_, inner) | Math::Root(inner) => has(inner),
        Math::Fraction(a, b) | Math::Sup(a, b) => has(a) || has(b),
        Math::Matrix(rows) => rows.iter().flatten().any(has),
        Math::Sub(base, _) => **base == Math::Sign('Σ') && **base == *letter,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_explained_where_they_stand() {
        let of = |formula: &str| {
            let line = Line { symbols: Math::read(formula), numbers: None, result: None };
            legend(&[line]).into_iter().map(|(letter, _)| letter.plain()).collect::<Vec<_>>()
        };
        assert_eq!(of("loss = 1/m · Σᵢ Lᵢ"), ["m"]);
        assert_eq!(of("zⱼ = Σₖ wⱼₖ·xₖ + bⱼ"), [""; 0]);
        assert_eq!(of("δⱼ = ∂L/∂aⱼ · f′(zⱼ)"), ["δ_j", "f^′(z_j)"]);
        assert_eq!(of("mₜ = β₁·mₜ₋₁ + (1 − β₁)·g"), ["g", "m_t", "β_1"]);
    }
}
