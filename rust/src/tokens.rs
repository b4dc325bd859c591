//! Formulas in Rust tokens.

use chainrule_parser::ast::{Ast, Span};
use chainrule_parser::{Error, TokenReader};
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

/// Reads one formula from Rust tokens: [`parse_expression`](chainrule_parser::parse_expression) of what is written there.
///
/// # Errors
/// As [`parse_expression`](chainrule_parser::parse_expression). The spans are given in any case.
///
/// ```
/// use chainrule_parser::ast::{BinaryOp, Expr};
/// use chainrule_rust::parse_tokens;
///
/// let (ast, _) = parse_tokens("x^2 + 1".parse().unwrap()).unwrap();
/// assert!(matches!(ast.expr(ast.output.unwrap()), Expr::Binary(BinaryOp::Add, ..)));
///
/// let (error, _) = parse_tokens("2.0f64 * x".parse().unwrap()).unwrap_err();
/// assert_eq!(error.hint(), Some("write `2.0`"));
/// ```
pub fn parse_tokens(stream: TokenStream) -> Result<(Ast, TokenSpans), (Error, TokenSpans)> {
    let (reader, spans) = flatten(stream);
    match reader.expression() {
        Ok(ast) => Ok((ast, spans)),
        Err(error) => Err((error, spans)),
    }
}

/// Reads a model from Rust tokens: [`parse_model`](chainrule_parser::parse_model) with `;` after every statement, because
/// tokens know no lines.
///
/// # Errors
/// As [`parse_model`](chainrule_parser::parse_model). The spans are given in any case.
pub fn parse_model_tokens(stream: TokenStream) -> Result<(Ast, TokenSpans), (Error, TokenSpans)> {
    let (reader, spans) = flatten(stream);
    match reader.model() {
        Ok(ast) => Ok((ast, spans)),
        Err(error) => Err((error, spans)),
    }
}

/// One flat list: the delimiters of a group become tokens.
fn flatten(stream: TokenStream) -> (TokenReader, TokenSpans) {
    let mut reader = TokenReader::default();
    let mut spans = Vec::new();
    // The groups that are open: what is left of each, and what closes it.
    let mut open = vec![(stream.into_iter().peekable(), ' ', proc_macro2::Span::call_site())];
    while !reader.is_refused() {
        let Some((rest, close, close_span)) = open.last_mut() else { break };
        let place = match rest.next() {
            None => {
                let (close, place) = (*close, *close_span);
                open.pop();
                if open.is_empty() {
                    break;
                }
                reader.character(close);
                place
            }
            Some(TokenTree::Group(group)) => {
                let (first, last) = match group.delimiter() {
                    Delimiter::Parenthesis | Delimiter::None => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::Brace => ('{', '}'),
                };
                reader.character(first);
                open.push((group.stream().into_iter().peekable(), last, group.span_close()));
                group.span_open()
            }
            Some(TokenTree::Ident(ident)) => {
                reader.name(&ident.to_string());
                ident.span()
            }
            Some(TokenTree::Literal(literal)) => {
                reader.literal(&literal.to_string());
                literal.span()
            }
            Some(TokenTree::Punct(punct)) => {
                let next = match (punct.spacing(), rest.peek()) {
                    (Spacing::Joint, Some(TokenTree::Punct(next))) => Some(next.as_char()),
                    _ => None,
                };
                if next.is_some_and(|next| reader.pair(punct.as_char(), next)) {
                    rest.next();
                } else {
                    reader.character(punct.as_char());
                }
                punct.span()
            }
        };
        spans.push(place);
    }
    (reader, TokenSpans { spans })
}
