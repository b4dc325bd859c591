//! Rust tokens to our tokens. Our grammar reads them, not Rust's, so `x^2 + 1` is what it looks like.

use super::grammar::Grammar;
use super::lexer::{keyword, number, number_value};
use super::token::{Token, TokenKind, Tokens, pair, single};
use crate::ast::{Ast, Span};
use crate::error::Error;
use crate::limits::Limits;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Where the tokens of a formula stand in the Rust source. A [`Span`] of a tree made from tokens counts
/// tokens, and this finds them.
#[derive(Clone, Debug)]
pub struct TokenSpans {
    spans: Vec<proc_macro2::Span>,
}

impl TokenSpans {
    /// The place of the first token of `span`, or of the last token of all if the formula ended too early.
    pub fn get(&self, span: Span) -> proc_macro2::Span {
        let token = self.spans.get(span.start as usize).or(self.spans.last());
        token.copied().unwrap_or_else(proc_macro2::Span::call_site)
    }

    /// The place of an error.
    pub fn of_error(&self, error: &Error) -> proc_macro2::Span {
        error.span().map_or_else(proc_macro2::Span::call_site, |span| self.get(span))
    }

    /// The whole of `span` where the compiler can join tokens, else its first token.
    pub fn join(&self, span: Span) -> proc_macro2::Span {
        let first = self.get(span);
        let last = (span.end as usize).checked_sub(1).and_then(|k| self.spans.get(k));
        last.and_then(|last| first.join(*last)).unwrap_or(first)
    }
}

/// Reads one formula from Rust tokens: [`parse_expression`](crate::parse_expression) of what is written there.
///
/// # Errors
/// As [`parse_expression`](crate::parse_expression). The spans are given in any case.
///
/// ```
/// use chainrule_parser::{ast::{BinaryOp, Expr}, parse_tokens};
///
/// let (ast, _) = parse_tokens("x^2 + 1".parse().unwrap()).unwrap();
/// assert!(matches!(ast.expr(ast.output.unwrap()), Expr::Binary(BinaryOp::Add, ..)));
///
/// let (error, _) = parse_tokens("2.0f64 * x".parse().unwrap()).unwrap_err();
/// assert_eq!(error.hint(), Some("write `2.0`"));
/// ```
pub fn parse_tokens(stream: TokenStream) -> Result<(Ast, TokenSpans), (Error, TokenSpans)> {
    let limits = Limits::default();
    let mut ast = Ast::of_tokens();
    let (tokens, spans) = flatten(stream, &limits, &mut ast);
    match Grammar::new(&tokens, &mut ast, None, &limits, false).single() {
        Ok(output) => {
            ast.output = Some(output);
            Ok((ast, spans))
        }
        Err(error) => Err((error, spans)),
    }
}

/// Reads a model from Rust tokens: [`parse_model`](crate::parse_model) with `;` after every statement, because
/// tokens know no lines.
///
/// # Errors
/// As [`parse_model`](crate::parse_model). The spans are given in any case.
pub fn parse_model_tokens(stream: TokenStream) -> Result<(Ast, TokenSpans), (Error, TokenSpans)> {
    let limits = Limits::default();
    let mut ast = Ast::of_tokens();
    let (tokens, spans) = flatten(stream, &limits, &mut ast);
    match super::model::model(&mut Grammar::new(&tokens, &mut ast, None, &limits, true)) {
        Ok(()) => Ok((ast, spans)),
        Err(error) => Err((error, spans)),
    }
}

/// One flat list: the delimiters of a group become tokens.
fn flatten(stream: TokenStream, limits: &Limits, ast: &mut Ast) -> (Tokens, TokenSpans) {
    let mut tokens = Vec::new();
    let mut spans = Vec::new();
    let mut error = None;
    // The groups that are open: what is left of each, and the token that closes it.
    let mut open = vec![(stream.into_iter().peekable(), TokenKind::End, proc_macro2::Span::call_site())];
    while error.is_none() {
        let Some((rest, close, close_span)) = open.last_mut() else { break };
        let at = Span::new(tokens.len(), tokens.len() + 1);
        let (kind, place) = match rest.next() {
            None => {
                let (close, place) = (*close, *close_span);
                open.pop();
                if open.is_empty() {
                    break;
                }
                (Ok(close), place)
            }
            Some(TokenTree::Group(group)) => {
                let kinds = match group.delimiter() {
                    Delimiter::Parenthesis | Delimiter::None => Ok((TokenKind::Open, TokenKind::Close)),
                    Delimiter::Bracket => Ok((TokenKind::OpenSquare, TokenKind::CloseSquare)),
                    Delimiter::Brace => Err(Error::new("unexpected `{`", at).with_hint("use `(` and `)`")),
                };
                let kind = kinds.map(|(first, last)| {
                    open.push((group.stream().into_iter().peekable(), last, group.span_close()));
                    first
                });
                (kind, group.span_open())
            }
            Some(TokenTree::Ident(ident)) => {
                let text = ident.to_string();
                let name = text.strip_prefix("r#").unwrap_or(&text);
                let kind = limits.check_name(name, at).map(|()| {
                    let word = if name.len() == text.len() { keyword(name) } else { None };
                    word.unwrap_or_else(|| TokenKind::Name(ast.intern(name)))
                });
                (kind, ident.span())
            }
            Some(TokenTree::Literal(literal)) => (literal_value(&literal.to_string(), at), literal.span()),
            Some(TokenTree::Punct(punct)) => {
                let place = punct.span();
                let next = match (punct.spacing(), rest.peek()) {
                    (Spacing::Joint, Some(TokenTree::Punct(next))) => Some(next.as_char()),
                    _ => None,
                };
                let kind = match next.and_then(|next| pair(punct.as_char(), next)) {
                    Some(kind) => {
                        rest.next();
                        Ok(kind)
                    }
                    None => single(punct.as_char()).ok_or_else(|| unknown(punct.as_char(), at)),
                };
                (kind, place)
            }
        };
        spans.push(place);
        match kind {
            Ok(kind) => tokens.push(Token { kind, span: at }),
            Err(e) => error = Some(e),
        }
    }
    let kind = if error.is_some() { TokenKind::Invalid } else { TokenKind::End };
    let end = Span::new(tokens.len(), tokens.len());
    tokens.push(Token { kind, span: end });
    (Tokens { tokens, error }, TokenSpans { spans })
}

fn unknown(c: char, at: Span) -> Error {
    let error = Error::new(format!("unexpected `{c}`"), at);
    match c {
        '.' => error.with_hint("a formula has no fields and methods: write `sin(x)`, not `x.sin()`"),
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
