//! Text to tokens, with one nom production per kind of token.

use super::token::{Token, TokenKind, Tokens, pair as operator_pair, single};
use crate::ast::{Ast, Span};
use crate::error::Error;
use crate::limits::Limits;
use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{anychar, char, digit0, digit1, one_of, satisfy};
use nom::combinator::{not, opt, peek, value};
use nom::sequence::{pair, terminated};
use nom::{IResult, Parser};

/// Whether line breaks and comments mean anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One expression: a line break is a blank, `#` is an error.
    Expression,
    /// A model: a line break is a token, `#` starts a comment.
    Model,
}

/// Reads every token. An error stops the reading and is kept with what was read before it.
pub(crate) fn lex(source: &str, mode: Mode, limits: &Limits, ast: &mut Ast) -> Tokens {
    let mut tokens = Vec::with_capacity(source.len() / 2);
    let mut error = None;
    let mut rest = source;
    if mode == Mode::Model {
        // Editors on Windows put a byte order mark in front of a file.
        rest = rest.strip_prefix('\u{feff}').unwrap_or(rest);
    }
    loop {
        rest = blanks(rest, mode);
        let start = source.len() - rest.len();
        if rest.is_empty() {
            break;
        }
        let (after, lexeme) = match lexeme(rest) {
            Ok(found) => found,
            Err(_) => {
                error = Some(invalid(rest, start));
                break;
            }
        };
        let end = source.len() - after.len();
        let span = Span::new(start, end);
        let text = &source[start..end];
        let kind = match lexeme {
            Lexeme::Fixed(kind) => Ok(kind),
            Lexeme::Number => number_value(text, span).map(TokenKind::Number),
            Lexeme::Superscript => number_value(&plain_digits(text), span).map(TokenKind::Superscript),
            Lexeme::Word => word(text, span, limits, ast),
        };
        match kind {
            Ok(kind) => tokens.push(Token { kind, span }),
            Err(e) => {
                error = Some(e);
                break;
            }
        }
        if let Lexeme::Number = lexeme
            && let Some(e) = bad_number_end(text, after, end)
        {
            error = Some(e);
            rest = after;
            break;
        }
        rest = after;
    }
    // An error at the end points behind the last token, not behind trailing blanks.
    let (kind, at) = match &error {
        Some(e) => (TokenKind::Invalid, e.span().map_or(source.len() - rest.len(), |s| s.start as usize)),
        None => (TokenKind::End, tokens.last().map_or(0, |t: &Token| t.span.end as usize)),
    };
    tokens.push(Token { kind, span: Span::new(at, at) });
    Tokens { tokens, error }
}

#[derive(Clone, Copy)]
enum Lexeme {
    Fixed(TokenKind),
    Number,
    Superscript,
    Word,
}

fn lexeme(input: &str) -> IResult<&str, Lexeme> {
    match input.as_bytes().first() {
        Some(b'0'..=b'9') => value(Lexeme::Number, number).parse(input),
        Some(b'.') => alt((value(Lexeme::Number, number), operator.map(Lexeme::Fixed))).parse(input),
        Some(b'!'..=b'@' | b'['..=b'^' | b'{'..=b'~' | b'\n') => operator.map(Lexeme::Fixed).parse(input),
        _ => alt((value(Lexeme::Word, identifier), operator.map(Lexeme::Fixed), value(Lexeme::Superscript, superscript))).parse(input),
    }
}

/// The text that a production reads.
///
/// Like nom's `recognize`, but by length: some productions return an empty rest that does not point to
/// the end of their input, and `recognize` measures by pointers.
pub(crate) fn written<'a, P>(mut production: P) -> impl FnMut(&'a str) -> IResult<&'a str, &'a str>
where
    P: Parser<&'a str, Error = nom::error::Error<&'a str>>,
{
    move |input| {
        let (rest, _) = production.parse(input)?;
        Ok((rest, &input[..input.len() - rest.len()]))
    }
}

/// `1`, `1.`, `.5`, `1e-3`; not the dot of a range `1..n`.
pub(crate) fn number(input: &str) -> IResult<&str, &str> {
    let point = || terminated(char('.'), not(peek(char('.'))));
    let mantissa = alt((written((digit1, opt((point(), digit0)))), written((char('.'), digit1))));
    let exponent = (one_of("eE"), opt(one_of("+-")), digit1);
    written((mantissa, opt(exponent))).parse(input)
}

/// A letter or `_`, then letters, digits and `_`.
fn identifier(input: &str) -> IResult<&str, &str> {
    written(pair(satisfy(is_name_start), take_while(is_name_char))).parse(input)
}

pub(crate) fn is_name_start(c: char) -> bool {
    c == '_' || (c.is_alphabetic() && superscript_digit(c).is_none())
}

pub(crate) fn is_name_char(c: char) -> bool {
    c == '_' || (c.is_alphanumeric() && superscript_digit(c).is_none())
}

/// `²`, `⁻¹`, `¹²`.
fn superscript(input: &str) -> IResult<&str, &str> {
    written(pair(opt(char('⁻')), take_while1(|c| superscript_digit(c).is_some()))).parse(input)
}

fn superscript_digit(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        _ => return None,
    })
}

fn plain_digits(text: &str) -> String {
    text.chars().map(|c| superscript_digit(c).unwrap_or('-')).collect()
}

/// The longest operator that starts here.
fn operator(input: &str) -> IResult<&str, TokenKind> {
    let two = (anychar, anychar).map_opt(|(first, second)| operator_pair(first, second));
    alt((two, anychar.map_opt(single))).parse(input)
}

/// Skips blanks, and in a model comments.
fn blanks(input: &str, mode: Mode) -> &str {
    let rest = input.trim_start_matches(|c: char| c.is_whitespace() && (mode == Mode::Expression || c != '\n'));
    match mode {
        // After a comment only its line break can follow.
        Mode::Model if rest.starts_with('#') => &rest[rest.find('\n').unwrap_or(rest.len())..],
        _ => rest,
    }
}

/// A keyword or a name.
fn word(text: &str, span: Span, limits: &Limits, ast: &mut Ast) -> Result<TokenKind, Error> {
    limits.check_name(text, span)?;
    Ok(keyword(text).unwrap_or_else(|| TokenKind::Name(ast.intern(text))))
}

/// The words that can never be a name.
pub(crate) fn keyword(text: &str) -> Option<TokenKind> {
    match text {
        "and" => Some(TokenKind::And),
        "or" => Some(TokenKind::Or),
        "not" => Some(TokenKind::Not),
        _ => None,
    }
}

/// The nearest `f64`; a number beyond its range is an error.
pub(crate) fn number_value(text: &str, span: Span) -> Result<f64, Error> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(Error::new("this number is too large for an f64", span).with_hint("the largest is about 1.8e308")),
        Err(_) => Err(Error::new("this number cannot be read", span)),
    }
}

/// What cannot follow a number: the `e` of `1.23e`, `2e+a`, `3e-.5`, a second point, `1_000`, `0xff`.
fn bad_number_end(number: &str, after: &str, at: usize) -> Option<Error> {
    let word: &str = identifier(after).map_or("", |(_, word)| word);
    let next = after.chars().nth(word.chars().count());
    let error = |message: &str| Error::new(message, Span::new(at, at + word.len().max(1)));
    if matches!(word, "e" | "E") && matches!(next, Some('+' | '-' | '.') | None) {
        let hint = "write `1e5`, or `*` before the constant `e`: `2*e`";
        Some(error("an exponent needs digits").with_hint(hint))
    } else if word.starts_with('_') {
        Some(error("the digits of a number cannot be separated").with_hint("write `1000`"))
    } else if number == "0" && matches!(word.as_bytes(), [b'x' | b'b' | b'o', b'0'..=b'9', ..]) {
        Some(error("numbers are written in decimal digits"))
    } else if word.is_empty() && after.starts_with('.') && !after.starts_with("..") {
        Some(error("a number has one decimal point"))
    } else {
        None
    }
}

/// Advice where somebody writes `x.sin()`, or `layer.w`.
pub const NO_FIELDS: &str = "a formula has no fields and methods: write `sin(x)`, not `x.sin()`";

/// Spaces of no width, marks of direction and the like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}')
}

/// The error for a character that starts no token.
fn invalid(rest: &str, start: usize) -> Error {
    let c = rest.chars().next().unwrap_or(' ');
    let span = Span::new(start, start + c.len_utf8());
    match c {
        '#' => Error::new("a comment has no place in a single expression", span).with_hint("comments with `#` belong in model files"),
        '.' if rest[1..].starts_with(is_name_start) => Error::new("unexpected `.`", span).with_hint(NO_FIELDS),
        '.' => Error::new("unexpected `.`", span).with_hint("a number needs a digit beside the point; a range is `0..n`"),
        '"' => Error::new("unexpected `\"`", span).with_hint("a formula has numbers and names, no strings"),
        '\\' => Error::new("unexpected `\\`", span).with_hint("LaTeX is read by `parse_latex` (`--format latex`)"),
        '{' | '}' => Error::new(format!("unexpected `{c}`"), span).with_hint("use `(` and `)`"),
        '%' => Error::new("unexpected `%`", span).with_hint("there is no remainder operator"),
        '&' => Error::new("unexpected `&`", span).with_hint("write `and` or `&&`"),
        '|' => Error::new("unexpected `|`", span).with_hint("write `or` or `||`, or `abs(x)` for |x|"),
        '⁻' => Error::new("a superscript minus needs superscript digits", span).with_hint("write `x⁻¹` or `x^-1`"),
        '\u{feff}' => Error::new("unexpected byte order mark U+FEFF", span).with_hint("remove it"),
        c if c.is_numeric() => Error::new(format!("unexpected digit `{c}`"), span).with_hint("write numbers with the digits 0 to 9"),
        c if is_invisible(c) => Error::new(format!("unexpected invisible character U+{:04X}", c as u32), span).with_hint("remove it"),
        c if c.is_control() || ('\u{300}'..='\u{36f}').contains(&c) => Error::new(format!("unexpected character U+{:04X}", c as u32), span),
        c if c.is_ascii() => Error::new(format!("unexpected character `{c}`"), span),
        c => Error::new(format!("unexpected character `{c}`, U+{:04X}", c as u32), span),
    }
}
