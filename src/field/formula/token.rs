//! The words of a formula.

use super::FormulaError;

/// A word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Name(String),
    /// + - * / ^ ( )
    Sign(char),
}

/// A word, and the character it begins with.
pub(super) type Placed = (usize, Token);

/// Splits a text into its words.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, FormulaError> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        let start = at;
        at += 1;
        let token = match first {
            _ if first.is_whitespace() => continue,
            '+' | '*' | '/' | '^' | '(' | ')' | '-' => Token::Sign(first),
            '−' | '–' => Token::Sign('-'),
            '·' | '×' => Token::Sign('*'),
            '²' | '³' => {
                tokens.push((start, Token::Sign('^')));
                Token::Number(if first == '²' { 2.0 } else { 3.0 })
            }
            'π' => Token::Name("pi".to_owned()),
            '0'..='9' | '.' => {
                at = end_of_number(&chars, start);
                let number: String = chars[start..at].iter().collect();
                let extra = chars.get(at).filter(|&&next| next == '.');
                match number.parse() {
                    Ok(number) if extra.is_none() => Token::Number(number),
                    _ => {
                        let place = if extra.is_some() { at } else { start };
                        return Err(error(text, place, "this is no number".to_owned()));
                    }
                }
            }
            _ if first.is_alphabetic() => {
                while chars.get(at).is_some_and(|next| next.is_ascii_alphanumeric()) {
                    at += 1;
                }
                Token::Name(chars[start..at].iter().collect())
            }
            ',' => {
                let what = "numbers are written with a point, as 0.5; “,” has no meaning here";
                return Err(error(text, start, what.to_owned()));
            }
            _ => return Err(error(text, start, format!("“{first}” has no meaning here"))),
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

/// Digits, a point, digits, and a power of ten if there is one: the e of 2e is a name.
fn end_of_number(chars: &[char], start: usize) -> usize {
    let digits = |mut at: usize| {
        while chars.get(at).is_some_and(char::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits(start);
    if chars.get(end) == Some(&'.') {
        end = digits(end + 1);
    }
    if matches!(chars.get(end), Some('e' | 'E')) {
        let sign = usize::from(matches!(chars.get(end + 1), Some('+' | '-')));
        let power = digits(end + 1 + sign);
        if power > end + 1 + sign {
            return power;
        }
    }
    end
}

pub(super) fn error(text: &str, at: usize, what: String) -> FormulaError {
    FormulaError { what, at, text: text.to_owned() }
}
