//! Models: declarations and definitions, one a line.

use super::grammar::{Grammar, Value};
use super::token::{Token, TokenKind, Tokens};
use crate::ast::{Axis, Declaration, DeclarationKind, Definition, DefinitionIndex, DefinitionKind, Extent, Span, Symbol};
use crate::error::Error;
use crate::table::Map;

/// Drops the line breaks that end no statement: those inside brackets, after an operator or a comma,
/// and after another line break.
pub(crate) fn join_lines(tokens: &mut Tokens) {
    let mut depth = 0usize;
    let mut before = TokenKind::Newline;
    tokens.tokens.retain(|token| {
        match token.kind {
            TokenKind::Open | TokenKind::OpenSquare => depth += 1,
            TokenKind::Close | TokenKind::CloseSquare => depth = depth.saturating_sub(1),
            TokenKind::Newline if depth > 0 || before == TokenKind::Newline || before.continues_line() => return false,
            _ => {}
        }
        before = token.kind;
        true
    });
}

/// Where a name was given its meaning, to report the second time.
#[derive(Default)]
pub(crate) struct Known {
    declared: Map<Symbol, Span>,
    /// By name and by what stands at the fixed positions: `a[0, i]` and `a[l, i]` are different.
    defined: Map<(Symbol, Vec<Option<u64>>), Span>,
    functions: Map<Symbol, Span>,
    values: Map<Symbol, Span>,
}

/// Reads all statements into the tree of `grammar`.
pub(crate) fn model(grammar: &mut Grammar<'_>) -> Result<(), Error> {
    let mut known = Known::default();
    loop {
        while matches!(grammar.peek().kind, TokenKind::Newline | TokenKind::Semicolon) {
            grammar.advance();
        }
        match grammar.peek().kind {
            TokenKind::End => return Ok(()),
            TokenKind::Name(name) => match declaration_kind(grammar, name) {
                Some(kind) => declarations(grammar, kind, &mut known)?,
                None => {
                    definition(grammar, name, &mut known)?;
                }
            },
            kind => {
                let error = grammar.expected("a name at the start of a statement", None);
                return Err(if kind.continues_line() || kind == TokenKind::Close {
                    error.with_hint("a line that goes on ends with an operator or a comma, or is inside brackets")
                } else {
                    error.with_hint("write `name = ...`, `param w`, or `input x[n]`")
                });
            }
        }
        if !matches!(grammar.peek().kind, TokenKind::Newline | TokenKind::Semicolon | TokenKind::End) {
            return Err(grammar.trailing());
        }
    }
}

/// `param` and `input` are words of the language only in front of a name.
fn declaration_kind(grammar: &Grammar<'_>, name: Symbol) -> Option<DeclarationKind> {
    let kind = match grammar.ast.name(name) {
        "param" => DeclarationKind::Param,
        "input" => DeclarationKind::Input,
        _ => return None,
    };
    matches!(grammar.look(1).kind, TokenKind::Name(_)).then_some(kind)
}

fn declarations(grammar: &mut Grammar<'_>, kind: DeclarationKind, known: &mut Known) -> Result<(), Error> {
    grammar.advance();
    loop {
        let Token { kind: TokenKind::Name(name), span } = grammar.peek() else {
            return Err(grammar.expected("a name", None));
        };
        if let Some(&first) = known.declared.get(&name).or_else(|| known.values.get(&name)).or_else(|| known.functions.get(&name)) {
            return Err(twice(grammar, name, span, first));
        }
        grammar.advance();
        let axes = match grammar.peek().kind {
            TokenKind::OpenSquare => axes(grammar)?,
            _ => Vec::new(),
        };
        let mut init = None;
        if grammar.peek().kind == TokenKind::Assign {
            if kind == DeclarationKind::Input {
                return Err(grammar
                    .error("an input has no initial value", grammar.peek().span)
                    .with_hint("inputs are given; a trained value is a `param`, a fixed one a definition"));
            }
            grammar.advance();
            init = Some(grammar.number_expression()?.id);
        }
        known.declared.insert(name, span);
        grammar.ast.declarations.push(Declaration { kind, name, span, axes, init, opaque: false });
        match grammar.peek().kind {
            TokenKind::Comma => {
                grammar.advance();
            }
            TokenKind::Newline | TokenKind::Semicolon | TokenKind::End => return Ok(()),
            _ if init.is_some() => return Err(grammar.trailing()),
            _ => return Err(grammar.expected("`[`, `=`, `,` or the end of the line", None)),
        }
    }
}

/// `[l: 4, i: n]`, `[4, n]`
fn axes(grammar: &mut Grammar<'_>) -> Result<Vec<Axis>, Error> {
    let open = grammar.advance().span;
    let mut axes: Vec<Axis> = Vec::new();
    loop {
        let Token { kind, span } = grammar.peek();
        let axis = match (kind, grammar.look(1).kind) {
            (TokenKind::Name(index), TokenKind::Colon) => {
                check_index(grammar, &axes, index, span)?;
                grammar.advance();
                grammar.advance();
                let (extent, end) = extent(grammar)?;
                Axis { index: Some(index), extent: Some(extent), span: span.to(end) }
            }
            _ => {
                let (extent, span) = extent(grammar)?;
                Axis { index: None, extent: Some(extent), span }
            }
        };
        axes.push(axis);
        grammar.check_list(axes.len())?;
        if separator(grammar, TokenKind::CloseSquare, open)? {
            return Ok(axes);
        }
    }
}

fn check_index(grammar: &Grammar<'_>, axes: &[Axis], index: Symbol, span: Span) -> Result<(), Error> {
    match axes.iter().find(|a| a.index == Some(index)) {
        Some(first) => Err(twice(grammar, index, span, first.span)),
        None => Ok(()),
    }
}

fn extent(grammar: &mut Grammar<'_>) -> Result<(Extent, Span), Error> {
    let Token { kind, span } = grammar.peek();
    let extent = match kind {
        TokenKind::Name(name) => Extent::Name(name),
        TokenKind::Number(number) => Extent::Number(whole(grammar, number, span)?),
        _ => return Err(grammar.expected("an extent, a number or a name", None)),
    };
    grammar.advance();
    Ok((extent, span))
}

/// A number of elements or a position.
fn whole(grammar: &Grammar<'_>, number: f64, span: Span) -> Result<u64, Error> {
    if number.fract() == 0.0 && number < 9.0e15 { Ok(number as u64) } else { Err(grammar.error("expected a whole number", span)) }
}

/// Reads `,` or `close`; whether it was `close`.
fn separator(grammar: &mut Grammar<'_>, close: TokenKind, open: Span) -> Result<bool, Error> {
    let kind = grammar.peek().kind;
    if kind != TokenKind::Comma && kind != close {
        return Err(grammar.expected(&format!("`,` or `{}`", close.text()), Some(open)));
    }
    grammar.advance();
    Ok(kind == close)
}

/// Reads `name = body`, and gives the body.
pub(crate) fn definition(grammar: &mut Grammar<'_>, name: Symbol, known: &mut Known) -> Result<Value, Error> {
    let span = grammar.advance().span;
    let kind = match grammar.peek().kind {
        TokenKind::OpenSquare => DefinitionKind::Value(definition_indices(grammar)?),
        TokenKind::Open => DefinitionKind::Function(function_arguments(grammar, name)?),
        _ => DefinitionKind::Value(Vec::new()),
    };
    if grammar.peek().kind != TokenKind::Assign {
        let error = grammar.expected("`=`", None);
        return Err(match grammar.peek().kind {
            TokenKind::Equal => error.with_hint("a definition has a single `=`"),
            TokenKind::Name(_) if matches!(grammar.ast.name(name), "let" | "parameter" | "params" | "inputs" | "def") => {
                error.with_hint("write `param w`, `input x`, or `name = ...`")
            }
            _ => error.with_hint("every line of a model is `name = ...`, `param ...`, or `input ...`"),
        });
    }
    grammar.advance();
    known.define(grammar, name, span, &kind)?;
    let body = grammar.defined_expression()?;
    grammar.ast.definitions.push(Definition { name, span, kind, body: body.id });
    Ok(body)
}

/// `[0, n, f: 3]`
fn definition_indices(grammar: &mut Grammar<'_>) -> Result<Vec<DefinitionIndex>, Error> {
    let open = grammar.advance().span;
    let mut indices = Vec::new();
    let mut axes: Vec<Axis> = Vec::new();
    loop {
        let Token { kind, span } = grammar.peek();
        match kind {
            TokenKind::Name(index) => {
                check_index(grammar, &axes, index, span)?;
                grammar.advance();
                let mut axis = Axis { index: Some(index), extent: None, span };
                if grammar.peek().kind == TokenKind::Colon {
                    grammar.advance();
                    let ends = |kind| matches!(kind, TokenKind::Comma | TokenKind::CloseSquare);
                    let (extent, end) = match ends(grammar.peek().kind) || ends(grammar.look(1).kind) {
                        true => extent(grammar)?,
                        false => {
                            let extent = grammar.number_expression()?;
                            (Extent::Expr(extent.id), extent.span)
                        }
                    };
                    axis = Axis { extent: Some(extent), span: span.to(end), ..axis };
                }
                axes.push(axis.clone());
                grammar.check_list(axes.len())?;
                indices.push(DefinitionIndex::Axis(axis));
            }
            TokenKind::Number(number) => {
                let at = whole(grammar, number, span)?;
                grammar.advance();
                indices.push(DefinitionIndex::At(at, span));
            }
            _ => return Err(grammar.expected("the name of an index or a number", None)),
        }
        if matches!(grammar.peek().kind, TokenKind::Plus | TokenKind::Minus) {
            return Err(grammar.expected("`,` or `]`", Some(open)).with_hint("shift the index on the right side: `a[l] = ... a[l-1]`"));
        }
        if grammar.peek().kind == TokenKind::Open {
            let hint =
                "a step is a number here; where a length says it, write a condition: `a[t: len(x)+1] = if(t == len(x), 0, ... a[t+1] ...)`";
            return Err(grammar.expected("`,` or `]`", Some(open)).with_hint(hint));
        }
        if separator(grammar, TokenKind::CloseSquare, open)? {
            return Ok(indices);
        }
    }
}

/// `(x, y)`
fn function_arguments(grammar: &mut Grammar<'_>, function: Symbol) -> Result<Vec<Symbol>, Error> {
    let open = grammar.advance().span;
    // A line that is an expression begins like one that defines a function.
    let hint = |error: Error, grammar: &Grammar<'_>| {
        let function = grammar.ast.name(function);
        error.with_hint(format!("`{function}(x) = ...` defines a function; what is computed needs a name, too: `y = {function}(...)`"))
    };
    let mut arguments: Vec<(Symbol, Span)> = Vec::new();
    loop {
        let Token { kind: TokenKind::Name(name), span } = grammar.peek() else {
            return Err(hint(grammar.expected("the name of an argument", None), grammar));
        };
        if let Some((_, first)) = arguments.iter().find(|(n, _)| *n == name) {
            return Err(twice(grammar, name, span, *first));
        }
        grammar.advance();
        arguments.push((name, span));
        grammar.check_list(arguments.len())?;
        if separator(grammar, TokenKind::Close, open).map_err(|error| hint(error, grammar))? {
            return Ok(arguments.into_iter().map(|(name, _)| name).collect());
        }
    }
}

impl Known {
    fn define(&mut self, grammar: &Grammar<'_>, name: Symbol, span: Span, kind: &DefinitionKind) -> Result<(), Error> {
        let (same, other) = match kind {
            DefinitionKind::Function(_) => (&mut self.functions, &self.values),
            DefinitionKind::Value(_) => (&mut self.values, &self.functions),
        };
        let mut first = self.declared.get(&name).or_else(|| other.get(&name)).copied();
        match kind {
            DefinitionKind::Function(_) => first = first.or_else(|| same.get(&name).copied()),
            DefinitionKind::Value(indices) => {
                let at = |index: &DefinitionIndex| match index {
                    DefinitionIndex::At(at, _) => Some(*at),
                    DefinitionIndex::Axis(_) | DefinitionIndex::Pass(_) => None,
                };
                let key = (name, indices.iter().map(at).collect());
                first = first.or_else(|| self.defined.get(&key).copied());
                self.defined.insert(key, span);
            }
        }
        same.entry(name).or_insert(span);
        match first {
            Some(first) => Err(twice(grammar, name, span, first)),
            None => Ok(()),
        }
    }
}

fn twice(grammar: &Grammar<'_>, name: Symbol, span: Span, first: Span) -> Error {
    grammar.error(format!("`{}` is defined twice", grammar.ast.name(name)), span).with_related(first, "first defined here")
}
