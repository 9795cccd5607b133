//! From words to operations (recursive descent; no deeper than [`DEEPEST`]).

use super::token::{Placed, Token, error, tokens};
use super::{DEEPEST, FUNCTIONS, FormulaError, MOST_CHARS, Node};

/// Reads a formula of the first `n_variables` of x and y.
pub(super) fn parse(text: &str, n_variables: usize) -> Result<Vec<Node>, FormulaError> {
    let n_chars = text.chars().count();
    if n_chars > MOST_CHARS {
        let what = format!("a formula has at most {MOST_CHARS} characters");
        return Err(error(text, MOST_CHARS, what));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(error(text, n_chars, "write a formula, like x^2".to_owned()));
    }
    let mut parser =
        Parser { text, n_chars, n_variables, tokens, at: 0, depth: 0, nodes: Vec::new() };
    parser.sum()?;
    match parser.peek() {
        None => Ok(parser.nodes),
        Some(Token::Sign(')')) => Err(parser.wrong("there is no “(” before this “)”")),
        Some(_) => Err(parser.wrong("a sign (+ − * / ^) is missing here")),
    }
}

struct Parser<'a> {
    text: &'a str,
    n_chars: usize,
    n_variables: usize,
    tokens: Vec<Placed>,
    at: usize,
    depth: usize,
    nodes: Vec<Node>,
}

type Parsed = Result<usize, FormulaError>;

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    /// Goes past a sign, if it is the next word.
    fn takes(&mut self, sign: char) -> bool {
        let is_there = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(is_there);
        is_there
    }

    fn wrong(&self, what: impl Into<String>) -> FormulaError {
        let at = self.tokens.get(self.at).map_or(self.n_chars, |&(at, _)| at);
        error(self.text, at, what.into())
    }

    fn push(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn nested(&mut self, inner: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth == DEEPEST {
            return Err(self.wrong(format!("this is nested more than {DEEPEST} deep")));
        }
        self.depth += 1;
        let parsed = inner(self);
        self.depth -= 1;
        parsed
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let node: fn(usize, usize) -> Node = if self.takes('+') {
                Node::Sum
            } else if self.takes('-') {
                Node::Difference
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.push(node(left, right));
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.signed()?;
        loop {
            let node: fn(usize, usize) -> Node = if self.takes('/') {
                Node::Quotient
            } else if self.takes('*') || self.continues() {
                Node::Product
            } else {
                return Ok(left);
            };
            let right = self.signed()?;
            left = self.push(node(left, right));
        }
    }

    /// Whether a factor follows without a sign. Not a number: "x 2" is more likely a slip.
    fn continues(&self) -> bool {
        matches!(self.peek(), Some(Token::Name(_) | Token::Sign('(')))
    }

    /// A minus binds less than a power: −x² is −(x²).
    fn signed(&mut self) -> Parsed {
        if self.takes('+') {
            return self.nested(Self::signed);
        }
        if self.takes('-') {
            let inner = self.nested(Self::signed)?;
            return Ok(self.push(Node::Minus(inner)));
        }
        self.power()
    }

    fn power(&mut self) -> Parsed {
        let base = self.atom()?;
        if !self.takes('^') {
            return Ok(base);
        }
        let exponent = self.nested(Self::signed)?;
        Ok(self.push(Node::Power(base, exponent)))
    }

    fn atom(&mut self) -> Parsed {
        match self.peek().cloned() {
            Some(Token::Number(value)) => {
                self.at += 1;
                Ok(self.push(Node::Constant(value)))
            }
            Some(Token::Name(name)) => self.named(&name),
            Some(Token::Sign('(')) => {
                self.at += 1;
                self.nested(Self::in_parentheses)
            }
            _ => Err(self.wrong("a number, x or “(” is missing here")),
        }
    }

    fn in_parentheses(&mut self) -> Parsed {
        let inner = self.sum()?;
        if self.takes(')') { Ok(inner) } else { Err(self.wrong("“)” is missing here")) }
    }

    fn named(&mut self, name: &str) -> Parsed {
        if let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) {
            self.at += 1;
            if !self.takes('(') {
                return Err(self.wrong(format!("“{name}” needs its “(”: {name}(x)")));
            }
            let inner = self.nested(Self::in_parentheses)?;
            return Ok(self.push(Node::Call(function, inner)));
        }
        let node = match name {
            "x" => Node::Variable(0),
            "y" if self.n_variables > 1 => Node::Variable(1),
            "y" => return Err(self.wrong("here there is only x; y is for surfaces")),
            "pi" => Node::Constant(std::f64::consts::PI),
            "e" => Node::Constant(std::f64::consts::E),
            "xy" => return Err(self.wrong("“xy” is not known; x·y is written x*y")),
            _ => {
                let known: Vec<_> = FUNCTIONS.iter().map(|function| function.name).collect();
                let known = known.join(", ");
                return Err(self.wrong(format!("“{name}” is not known; there are {known}, pi, e")));
            }
        };
        self.at += 1;
        Ok(self.push(node))
    }
}
