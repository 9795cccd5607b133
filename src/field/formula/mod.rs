//! A function of one's own, read from text: `sin(3x) + x^2/4`.
//!
//! Sums, products, quotients and powers with the usual precedence (`-x^2` is −(x²), `2^3^2`
//! is 2^(3^2)), a product may be written without its sign (`2x`, `3(x+1)`), and ·, −, ², ³
//! are as good as *, -, ^2, ^3. A text has at most [`MOST_CHARS`] characters, nested at most
//! [`DEEPEST`] deep, so that whatever is typed is read and computed in no time.

mod parse;
mod token;

use super::dual::Dual;

/// Longest formula, in characters.
pub const MOST_CHARS: usize = 200;
/// Most parentheses, signs and powers within each other.
pub const DEEPEST: usize = 40;

/// A function of x, or of x and y.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Each works on the results of those before it; the last one is the whole.
    nodes: Vec<Node>,
}

/// One operation; the numbers are places in the list of nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Node {
    Constant(f64),
    Variable(usize),
    Sum(usize, usize),
    Difference(usize, usize),
    Product(usize, usize),
    Quotient(usize, usize),
    Power(usize, usize),
    Minus(usize),
    Call(&'static Function, usize),
}

/// A function that formulas may call.
#[derive(Debug)]
pub struct Function {
    /// What it is called.
    pub name: &'static str,
    /// Its value and its slope.
    of: fn(f64) -> (f64, f64),
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Every function. libm's, since platforms' own differ in the last bit.
pub static FUNCTIONS: &[Function] = &[
    Function { name: "sin", of: |x| (libm::sin(x), libm::cos(x)) },
    Function { name: "cos", of: |x| (libm::cos(x), -libm::sin(x)) },
    Function {
        name: "tan",
        of: |x| {
            let tan = libm::tan(x);
            (tan, 1.0 + tan * tan)
        },
    },
    Function { name: "exp", of: |x| (libm::exp(x), libm::exp(x)) },
    Function { name: "ln", of: |x| (libm::log(x), 1.0 / x) },
    Function { name: "sqrt", of: |x| (x.sqrt(), 0.5 / x.sqrt()) },
    Function { name: "abs", of: |x| (x.abs(), if x == 0.0 { 0.0 } else { x.signum() }) },
    Function {
        name: "tanh",
        of: |x| {
            let tanh = libm::tanh(x);
            (tanh, 1.0 - tanh * tanh)
        },
    },
];

/// What is wrong with a formula, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{what}, at character {}: {}", .at + 1, self.pointed())]
pub struct FormulaError {
    /// What is wrong.
    pub what: String,
    /// The character it is at, from 0; the number of characters if something is missing at
    /// the end.
    pub at: usize,
    /// The formula.
    pub text: String,
}

impl FormulaError {
    /// The formula with a mark before the mistake.
    fn pointed(&self) -> String {
        let text = || self.text.chars().take(MOST_CHARS);
        let before: String = text().take(self.at).collect();
        let after: String = text().skip(self.at).collect();
        format!("{before}▸{after}")
    }
}

impl Formula {
    /// Reads a formula of x and, if there are two `variables`, of y.
    ///
    /// # Errors
    ///
    /// What is wrong, and at which character.
    pub fn parse(text: &str, variables: usize) -> Result<Self, FormulaError> {
        parse::parse(text, variables).map(|nodes| Self { nodes })
    }

    /// Its value and slopes at a place (x, y).
    pub fn at(&self, place: [f64; 2]) -> Dual {
        let mut results: Vec<Dual> = Vec::with_capacity(self.nodes.len());
        for &node in &self.nodes {
            let result = match node {
                Node::Constant(value) => Dual::constant(value),
                Node::Variable(which) => Dual::variable(place[which], which),
                Node::Sum(a, b) => results[a] + results[b],
                Node::Difference(a, b) => results[a] - results[b],
                Node::Product(a, b) => results[a] * results[b],
                Node::Quotient(a, b) => results[a] / results[b],
                Node::Power(a, b) => results[a].power(results[b]),
                Node::Minus(a) => -results[a],
                Node::Call(function, a) => {
                    let (value, slope) = (function.of)(results[a].value);
                    results[a].through(value, slope)
                }
            };
            results.push(result);
        }
        results.last().copied().unwrap_or(Dual::constant(f64::NAN))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(text: &str) -> f64 {
        Formula::parse(text, 2).unwrap_or_else(|error| panic!("{error}")).at([3.0, -2.0]).value
    }

    #[test]
    fn formulas_are_read_as_people_mean_them() {
        for (text, expected) in [
            ("x", 3.0),
            ("-x^2", -9.0),
            ("(-x)^2", 9.0),
            ("2^3^2", 512.0),
            ("2x y", -12.0),
            ("3(x+1)(y-1)", -36.0),
            ("1/2x", 1.5),
            ("8/2/2", 2.0),
            ("5-3-1", 1.0),
            ("2^-1", 0.5),
            ("−x² + 2·y³", -25.0),
            ("abs(y) + sqrt(x+1)", 4.0),
            ("ln(e^2)", 2.0),
            ("cos(2pi) + sin(0)", 1.0),
            ("exp(0)tanh(0)+tan(0)", 0.0),
            (".5x + 1.25e1", 14.0),
            ("2e", 2.0 * std::f64::consts::E),
            ("--x", 3.0),
            ("x*-y", 6.0),
            ("((((x))))", 3.0),
            ("100(y - x^2)^2 + (1 - x)^2", 12104.0),
        ] {
            let ours = value(text);
            assert!((ours - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{text}: {ours}");
        }
    }

    #[test]
    fn mistakes_are_named_where_they_are() {
        for (text, variables, at, what) in [
            ("", 1, 0, "write a formula"),
            ("   ", 1, 3, "write a formula"),
            ("x +", 1, 3, "is missing"),
            ("x + * 2", 1, 4, "is missing"),
            ("(x + 1", 1, 6, "“)” is missing"),
            ("x)", 1, 1, "no “(” before"),
            ("foo(x)", 1, 0, "“foo” is not known"),
            ("x + xy", 2, 4, "“xy” is not known; x·y"),
            ("sin x", 1, 4, "“sin” needs its “(”"),
            ("x + y", 1, 4, "only x"),
            ("x & 2", 1, 2, "“&” has no meaning"),
            ("0,5x²", 1, 1, "with a point, as 0.5"),
            ("1.2.3", 1, 3, "number"),
            ("x 2", 1, 2, "sign"),
            ("x^", 1, 2, "is missing"),
            ("()", 1, 1, "is missing"),
        ] {
            let error = Formula::parse(text, variables).unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
            assert!(error.what.contains(what), "{text}: {error}");
        }
        let error = Formula::parse("x^2 + * y", 2).unwrap_err().to_string();
        assert!(error.contains("at character 7: x^2 + ▸* y"), "{error}");
    }

    #[test]
    fn length_and_depth_have_an_end() {
        let deep = |n: usize| format!("{}x{}", "(".repeat(n), ")".repeat(n));
        assert!(Formula::parse(&deep(DEEPEST - 1), 1).is_ok());
        assert!(Formula::parse(&deep(DEEPEST + 1), 1).unwrap_err().what.contains("nested"));
        for text in ["-".repeat(150) + "x", "2^".repeat(90) + "x"] {
            assert!(Formula::parse(&text, 1).unwrap_err().what.contains("nested"), "{text}");
        }
        let long = "x".to_owned() + &"+x".repeat(100);
        assert!(Formula::parse(&long, 1).unwrap_err().what.contains("200"));
        assert!(Formula::parse(&long[..199], 1).is_ok());
    }

    /// What the slopes are is said by differences.
    #[test]
    fn slopes_are_exact() {
        for text in [
            "x^3 - 2x y + y^2",
            "sin(x) cos(2y) + tan(x/3)",
            "exp(-x^2/4) / (1 + y^2)",
            "ln(x + 3) sqrt(y + 4) + abs(x - 5)",
            "tanh(x y) - x^y + 2^(x + y)",
            "(x + y)^4 / pi - e^(x/2)",
        ] {
            let formula = Formula::parse(text, 2).unwrap();
            for place in [[0.7, 1.3], [1.6, 0.4], [2.2, 2.1]] {
                let exact = formula.at(place);
                for which in 0..2 {
                    let h = 1e-5;
                    let nudged = |by: f64| {
                        let mut place = place;
                        place[which] += by;
                        formula.at(place).value
                    };
                    let measured = (nudged(h) - nudged(-h)) / (2.0 * h);
                    let allowed = 1e-7 * (1.0 + measured.abs());
                    let slope = exact.slope[which];
                    assert!((slope - measured).abs() < allowed, "{text}: {slope}, {measured}");
                }
            }
        }
    }

    #[test]
    fn slopes_at_special_places() {
        let slope = |text: &str, x: f64| Formula::parse(text, 1).unwrap().at([x, 0.0]).slope[0];
        assert_eq!(slope("x^2", 0.0), 0.0);
        assert_eq!(slope("x^2", -3.0), -6.0);
        assert_eq!(slope("abs(x)", 0.0), 0.0);
        assert_eq!(slope("sqrt(0) + x", 1.0), 1.0);
        assert_eq!(slope("0^0 x", 1.0), 1.0);
        assert!(slope("ln(x)", -1.0).is_finite());
        assert!(slope("sqrt(x)", -1.0).is_nan());
    }

    proptest! {
        /// Whatever is typed is read or refused; what is read can be computed.
        #[test]
        fn no_text_stops_the_reading(text in "[-+*/^()xye0-9. sincotaqrlbhp²·−é]{0,220}") {
            match Formula::parse(&text, 2) {
                Ok(formula) => { formula.at([0.5, -1.5]); }
                Err(error) => prop_assert!(error.at <= text.chars().count(), "{}", error),
            }
        }
    }
}
