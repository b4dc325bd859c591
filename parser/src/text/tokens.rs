//! Formulas that come in tokens, as those in a macro do.

use super::grammar::Grammar;
use super::lexer::{NO_FIELDS, keyword, number, number_value};
use super::token::{Token, TokenKind, Tokens, pair, single};
use crate::ast::{Ast, Span};
use crate::error::Error;
use crate::limits::Limits;

/// Takes the tokens of a formula one by one, and reads what they are together. Our grammar reads them, not that of the
/// language which they are from, so `x^2 + 1` is what it looks like.
///
/// A [`Span`] of the tree and of an error counts tokens.
///
/// ```
/// use chainrule_parser::{TokenReader, print_expression};
///
/// let mut reader = TokenReader::default();
/// reader.name("x");
/// reader.character('^');
/// reader.literal("2");
/// let ast = reader.expression()?;
/// assert_eq!(print_expression(&ast, ast.output.unwrap()), "x^2");
/// # Ok::<(), chainrule_parser::Error>(())
/// ```
#[derive(Debug)]
pub struct TokenReader {
    tokens: Vec<Token>,
    error: Option<Error>,
    limits: Limits,
    ast: Ast,
}

impl Default for TokenReader {
    fn default() -> Self {
        TokenReader { tokens: Vec::new(), error: None, limits: Limits::default(), ast: Ast::of_tokens() }
    }
}

impl TokenReader {
    /// Whether a token was none of ours. Those after it are not looked at.
    pub fn is_refused(&self) -> bool {
        self.error.is_some()
    }

    /// A name or a keyword; `r#` in front makes it a name.
    pub fn name(&mut self, text: &str) {
        let name = text.strip_prefix("r#").unwrap_or(text);
        let kind = self.limits.check_name(name, self.place()).map(|()| {
            let word = if name.len() == text.len() { keyword(name) } else { None };
            word.unwrap_or_else(|| TokenKind::Name(self.ast.intern(name)))
        });
        self.push(kind);
    }

    /// A number.
    pub fn literal(&mut self, text: &str) {
        self.push(literal_value(text, self.place()));
    }

    /// An operator or a bracket of one character.
    pub fn character(&mut self, c: char) {
        self.push(single(c).ok_or_else(|| unknown(c, self.place())));
    }

    /// An operator of two characters, if there is one; else nothing.
    pub fn pair(&mut self, first: char, second: char) -> bool {
        let kind = pair(first, second);
        kind.is_some_and(|kind| {
            self.push(Ok(kind));
            true
        })
    }

    /// What was given, as one formula: [`parse_expression`](crate::parse_expression) of it.
    ///
    /// # Errors
    /// As [`parse_expression`](crate::parse_expression), and a token that is none of ours.
    pub fn expression(mut self) -> Result<Ast, Error> {
        let tokens = self.finish();
        let output = Grammar::new(&tokens, &mut self.ast, None, &self.limits, false).single()?;
        self.ast.output = Some(output);
        Ok(self.ast)
    }

    /// What was given, as a model: [`parse_model`](crate::parse_model) of it with `;` after every statement, because
    /// tokens know no lines.
    ///
    /// # Errors
    /// As [`parse_model`](crate::parse_model), and a token that is none of ours.
    pub fn model(mut self) -> Result<Ast, Error> {
        let tokens = self.finish();
        super::model::model(&mut Grammar::new(&tokens, &mut self.ast, None, &self.limits, true))?;
        Ok(self.ast)
    }

    fn place(&self) -> Span {
        Span::new(self.tokens.len(), self.tokens.len() + 1)
    }

    fn push(&mut self, kind: Result<TokenKind, Error>) {
        if self.is_refused() {
            return;
        }
        match kind {
            Ok(kind) => self.tokens.push(Token { kind, span: self.place() }),
            Err(error) => self.error = Some(error),
        }
    }

    fn finish(&mut self) -> Tokens {
        let kind = if self.is_refused() { TokenKind::Invalid } else { TokenKind::End };
        let end = Span::new(self.tokens.len(), self.tokens.len());
        self.tokens.push(Token { kind, span: end });
        Tokens { tokens: std::mem::take(&mut self.tokens), error: self.error.take() }
    }
}

fn unknown(c: char, at: Span) -> Error {
    let error = Error::new(format!("unexpected `{c}`"), at);
    match c {
        '{' => error.with_hint("use `(` and `)`"),
        '.' => error.with_hint(NO_FIELDS),
        '&' => error.with_hint("write `and` or `&&`; there are no references in a formula"),
        '|' => error.with_hint("write `or` or `||`, or `abs(x)` for |x|"),
        '%' => error.with_hint("there is no remainder operator"),
        _ => error,
    }
}

fn literal_value(text: &str, at: Span) -> Result<TokenKind, Error> {
    let Ok((suffix, digits)) = number(text) else {
        return Err(Error::new(format!("unexpected {text}"), at).with_hint("a formula has numbers and names only"));
    };
    if suffix.is_empty() {
        return number_value(digits, at).map(TokenKind::Number);
    }
    let plain = match suffix {
        "f32" | "f64" | "_f32" | "_f64" => digits.to_owned(),
        _ if suffix.starts_with('_') => text.replace('_', ""),
        _ => {
            return Err(Error::new(format!("the number `{text}` cannot be read"), at).with_hint("write it in decimal digits"));
        }
    };
    Err(Error::new(format!("unexpected `{suffix}` in the number `{text}`"), at).with_hint(format!("write `{plain}`")))
}
