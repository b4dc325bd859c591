//! Tokens to an expression, without recursion.
//!
//! [`Grammar::expression`] alternates between two states, "an operand is expected" and "an operand was
//! read". What is begun and not ended (brackets, calls, operators that wait for their right operand)
//! is a [`Frame`] on a stack of its own, so nesting costs memory and never the thread's stack.

use super::precedence::{Infix, NEGATE, NOT, QUESTION, ROOT};
use super::token::{Token, TokenKind, Tokens};
use crate::ast::{Ast, BinaryOp, Binder, Expr, ExprId, Span, Symbol, UnaryOp};
use crate::error::Error;
use crate::limits::Limits;
use crate::suggest::suggest;
use crate::table::Set;

/// The functions that may bind an index: `sum(i: ...)`.
pub(crate) const REDUCTIONS: [&str; 9] = ["sum", "prod", "max", "min", "mean", "softmax", "logsumexp", "argmax", "argmin"];

/// The most names that one list may bind.
const MOST_NAMES: usize = 1000;

/// An operand that was read.
#[derive(Clone, Copy)]
pub(crate) struct Value {
    pub id: ExprId,
    /// With its parentheses.
    pub span: Span,
    /// The operator, or the name, that makes it a condition and not a number.
    pub condition: Option<Span>,
}

/// What was begun and waits for more.
enum Frame {
    Prefix {
        op: Prefix,
        span: Span,
    },
    Infix {
        infix: &'static Infix,
        left: Value,
        span: Span,
    },
    Group {
        open: Span,
    },
    Array {
        open: Span,
        items: Vec<ExprId>,
    },
    Index {
        base: Value,
        open: Span,
        indices: Vec<ExprId>,
    },
    Call(Box<Call>),
    Reduce(Box<Reduction>),
    /// `c ?`, up to the colon.
    Then {
        condition: Value,
        question: Span,
    },
    /// `c ? a :`
    Else {
        condition: Value,
        then: Value,
    },
}

#[derive(Clone, Copy, PartialEq)]
enum Prefix {
    Negate,
    Not,
    Root,
}

struct Call {
    function: Symbol,
    /// `if` and `where`.
    conditional: bool,
    start: Span,
    open: Span,
    arguments: Vec<ExprId>,
}

struct Reduction {
    function: Symbol,
    start: Span,
    open: Span,
    binders: Vec<Binder>,
    part: Part,
}

/// Which expression of a reduction is being read.
enum Part {
    /// The first value of the last binder.
    Low,
    /// Its end.
    High(ExprId),
    Body,
}

impl Frame {
    /// How tightly an operator holds its right operand; `None` for what only its own closing token ends.
    fn power(&self) -> Option<u8> {
        match self {
            Frame::Prefix { op: Prefix::Negate, .. } => Some(NEGATE),
            Frame::Prefix { op: Prefix::Not, .. } => Some(NOT),
            Frame::Prefix { op: Prefix::Root, .. } => Some(ROOT),
            Frame::Infix { infix, .. } => Some(infix.right),
            Frame::Else { .. } => Some(QUESTION),
            _ => None,
        }
    }

    /// The token that closes the frame, and where the frame was opened.
    fn closing(&self) -> Option<(TokenKind, Span)> {
        match self {
            Frame::Group { open } => Some((TokenKind::Close, *open)),
            Frame::Array { open, .. } | Frame::Index { open, .. } => Some((TokenKind::CloseSquare, *open)),
            Frame::Call(call) => Some((TokenKind::Close, call.open)),
            Frame::Reduce(reduction) => Some((TokenKind::Close, reduction.open)),
            Frame::Then { question, .. } => Some((TokenKind::Colon, *question)),
            Frame::Prefix { .. } | Frame::Infix { .. } | Frame::Else { .. } => None,
        }
    }
}

/// What the token after an operand led to.
enum Next {
    /// Another operand is expected.
    Operand,
    /// A longer operand.
    Value(Value),
    /// The end of the expression.
    Done(Value),
}

/// A position in the tokens, and the tree that is being made.
pub(crate) struct Grammar<'a> {
    tokens: &'a [Token],
    position: usize,
    pub ast: &'a mut Ast,
    /// For messages that quote; Rust tokens have no text.
    source: Option<&'a str>,
    limits: &'a Limits,
    lexer_error: Option<Error>,
    /// In a model `e(x)` may be a function of the model.
    model: bool,
    /// The `in` of a binder, if the word occurs.
    word_in: Option<Symbol>,
    /// The names in front of a formula that stand for conditions.
    conditions: Set<Symbol>,
}

impl<'a> Grammar<'a> {
    pub fn new(tokens: &'a Tokens, ast: &'a mut Ast, source: Option<&'a str>, limits: &'a Limits, model: bool) -> Self {
        let word_in = ast.symbol("in");
        let lexer_error = tokens.error.clone();
        Grammar { tokens: &tokens.tokens, position: 0, ast, source, limits, lexer_error, model, word_in, conditions: Set::default() }
    }

    /// The whole input as one expression.
    pub fn single(&mut self) -> Result<ExprId, Error> {
        if self.peek().kind == TokenKind::End {
            return Err(self.error("the formula is empty", self.peek().span));
        }
        // `s = sigmoid(x); s*(1 - s)`: what is used more than once may be named in front.
        let mut known = super::model::Known::default();
        while let (TokenKind::Name(name), TokenKind::Assign) = (self.peek().kind, self.look(1).kind) {
            if !self.tokens[self.position..].iter().any(|t| t.kind == TokenKind::Semicolon) {
                break;
            }
            let body = super::model::definition(self, name, &mut known)?;
            if body.condition.is_some() {
                self.conditions.insert(name);
            }
            if self.peek().kind != TokenKind::Semicolon {
                return Err(self.after_operand(None));
            }
            self.advance();
        }
        let value = self.number_expression()?;
        if self.peek().kind != TokenKind::End {
            return Err(self.after_operand(None));
        }
        Ok(value.id)
    }

    /// What a definition may be: in front of a formula a condition, too.
    pub fn defined_expression(&mut self) -> Result<Value, Error> {
        if self.model { self.number_expression() } else { self.expression() }
    }

    /// An expression that is a number, up to the first token that cannot belong to it.
    pub fn number_expression(&mut self) -> Result<Value, Error> {
        let value = self.expression()?;
        // `x == y +` is wrong in two places; the first one is reported.
        self.number(value)
    }

    pub fn peek(&self) -> Token {
        self.look(0)
    }

    /// The token `ahead` of the present one; the last one is never passed.
    pub fn look(&self, ahead: usize) -> Token {
        self.tokens[(self.position + ahead).min(self.tokens.len() - 1)]
    }

    pub fn advance(&mut self) -> Token {
        let token = self.peek();
        self.position += 1;
        token
    }

    fn previous(&self) -> Option<Token> {
        self.position.checked_sub(1).map(|p| self.tokens[p])
    }

    pub fn push(&mut self, expr: Expr, span: Span) -> Result<ExprId, Error> {
        self.limits.check_nodes(self.ast.len() + 1, span)?;
        Ok(self.ast.push(expr, span))
    }

    fn expression(&mut self) -> Result<Value, Error> {
        let mut frames = Vec::new();
        loop {
            let Some(mut value) = self.operand(&mut frames)? else {
                self.limits.check_nesting(frames.len(), self.peek().span)?;
                continue;
            };
            loop {
                match self.after(&mut frames, value)? {
                    Next::Operand => break,
                    Next::Value(next) => value = next,
                    Next::Done(value) => return Ok(value),
                }
            }
            self.limits.check_nesting(frames.len(), self.peek().span)?;
        }
    }

    /// Reads one token where an operand is expected. `None` when the operand is still to come.
    fn operand(&mut self, frames: &mut Vec<Frame>) -> Result<Option<Value>, Error> {
        let Token { kind, span } = self.peek();
        match kind {
            TokenKind::Number(number) => {
                self.advance();
                let id = self.push(Expr::Number(number), span)?;
                return Ok(Some(Value { id, span, condition: None }));
            }
            TokenKind::Name(name) if self.takes_nothing(name) => {
                let span = span.to(self.look(2).span);
                self.position += 3;
                let value = self.value(Expr::Call { function: name, arguments: Vec::new() }, span)?;
                return Ok(Some(value));
            }
            TokenKind::Name(name) if self.look(1).kind == TokenKind::Open => self.call(frames, name)?,
            TokenKind::Name(name) => {
                if self.ast.name(name) == "if" {
                    return Err(self.error("expected `(` after `if`", self.look(1).span).with_hint("write `if(c, a, b)` or `c ? a : b`"));
                }
                self.advance();
                let id = self.push(Expr::Name(name), span)?;
                let condition = self.conditions.contains(&name).then_some(span);
                return Ok(Some(Value { id, span, condition }));
            }
            TokenKind::Plus => {
                self.advance();
            }
            TokenKind::Minus => self.open(frames, Frame::Prefix { op: Prefix::Negate, span }),
            TokenKind::Not => self.open(frames, Frame::Prefix { op: Prefix::Not, span }),
            TokenKind::Root => self.open(frames, Frame::Prefix { op: Prefix::Root, span }),
            TokenKind::Open => self.open(frames, Frame::Group { open: span }),
            TokenKind::OpenSquare => self.open(frames, Frame::Array { open: span, items: Vec::new() }),
            _ => return Err(self.no_operand(frames.last())),
        }
        Ok(None)
    }

    fn open(&mut self, frames: &mut Vec<Frame>, frame: Frame) {
        self.advance();
        frames.push(frame);
    }

    /// Whether a call has no arguments, as that of an objective without inputs.
    fn takes_nothing(&self, function: Symbol) -> bool {
        let name = self.ast.name(function);
        let reads = matches!(name, "if" | "where" | "e" | "pi") || REDUCTIONS.contains(&name);
        !reads && self.look(1).kind == TokenKind::Open && self.look(2).kind == TokenKind::Close
    }

    /// `f(`, `if(`, `sum(i in`, `sum(i:`.
    fn call(&mut self, frames: &mut Vec<Frame>, function: Symbol) -> Result<(), Error> {
        let start = self.peek().span;
        let open = self.look(1).span;
        let name = self.ast.name(function);
        if !self.model && matches!(name, "e" | "pi") {
            let hint = format!("write `{name}*(...)`");
            let message = format!("`{name}` is a number, not a function");
            return Err(self.error(message, open).with_hint(hint));
        }
        let conditional = matches!(name, "if" | "where");
        if REDUCTIONS.contains(&name) && self.binds() {
            self.position += 2;
            let mut reduction = Reduction { function, start, open, binders: Vec::new(), part: Part::Body };
            self.binders(&mut reduction)?;
            frames.push(Frame::Reduce(Box::new(reduction)));
            return Ok(());
        }
        if let (TokenKind::Name(_), TokenKind::Colon) = (self.look(2).kind, self.look(3).kind) {
            let message = format!("`{name}` does not range over an index");
            let hint = match suggest(name, REDUCTIONS) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("these do: {}", REDUCTIONS.join(", ")),
            };
            return Err(self.error(message, self.look(3).span).with_hint(hint));
        }
        self.position += 2;
        frames.push(Frame::Call(Box::new(Call { function, conditional, start, open, arguments: Vec::new() })));
        Ok(())
    }

    /// Whether `name(` is followed by `i:`, `i, j:` or `i in`.
    fn binds(&self) -> bool {
        let mut ahead = 2;
        while let TokenKind::Name(_) = self.look(ahead).kind {
            match self.look(ahead + 1).kind {
                TokenKind::Colon => return true,
                TokenKind::Name(next) => return Some(next) == self.word_in,
                TokenKind::Comma => ahead += 2,
                _ => return false,
            }
        }
        false
    }

    /// Reads binders up to the colon, or up to the first value of a range.
    fn binders(&mut self, reduction: &mut Reduction) -> Result<(), Error> {
        loop {
            let Token { kind: TokenKind::Name(name), span } = self.peek() else {
                return Err(self.expected("the name of an index", None));
            };
            if let Some(first) = reduction.binders.iter().find(|b| b.name == name) {
                return Err(Error::new(format!("the index `{}` is bound twice", self.ast.name(name)), span)
                    .with_related(first.span, "first bound here"));
            }
            self.check_list(reduction.binders.len())?;
            self.advance();
            reduction.binders.push(Binder { name, span, range: None });
            let next = self.peek();
            match next.kind {
                TokenKind::Name(word) if Some(word) == self.word_in => {
                    self.advance();
                    reduction.part = Part::Low;
                    return Ok(());
                }
                TokenKind::Comma => {
                    self.advance();
                }
                TokenKind::Colon => {
                    self.advance();
                    reduction.part = Part::Body;
                    return Ok(());
                }
                _ => return Err(self.expected("`:`, `,` or `in`", Some(reduction.open))),
            }
        }
    }

    /// Looks at the token after an operand.
    fn after(&mut self, frames: &mut Vec<Frame>, value: Value) -> Result<Next, Error> {
        let Token { kind, span } = self.peek();
        match kind {
            TokenKind::Prime => {
                let value = self.number(value)?;
                self.advance();
                let span = value.span.to(span);
                let expr = Expr::Unary(UnaryOp::Transpose, value.id);
                return self.value(expr, span).map(Next::Value);
            }
            TokenKind::Superscript(power) => {
                self.refuse_power_of_root(frames)?;
                self.advance();
                return self.superscript(value, power, span).map(Next::Value);
            }
            TokenKind::OpenSquare => {
                let base = self.number(value)?;
                if self.previous().is_some_and(|t| matches!(t.kind, TokenKind::Number(_))) {
                    return Err(self.error("a number has no elements", span));
                }
                self.open(frames, Frame::Index { base, open: span, indices: Vec::new() });
                return Ok(Next::Operand);
            }
            TokenKind::Question => {
                let value = self.reduce(frames, value, QUESTION)?;
                let condition = self.condition(value)?;
                self.open(frames, Frame::Then { condition, question: span });
                return Ok(Next::Operand);
            }
            _ => {}
        }
        if let Some(infix) = Infix::of_token(kind) {
            if kind == TokenKind::Caret {
                self.refuse_power_of_root(frames)?;
            }
            let left = self.reduce(frames, value, infix.left)?;
            self.check_left(infix, left, span)?;
            self.open(frames, Frame::Infix { infix, left, span });
            return Ok(Next::Operand);
        }
        let value = self.reduce(frames, value, 0)?;
        match frames.pop() {
            None => Ok(Next::Done(value)),
            Some(frame) => self.inside(frames, frame, value),
        }
    }

    /// A token after an operand inside a bracket or a ternary: it goes on or ends there.
    fn inside(&mut self, frames: &mut Vec<Frame>, mut frame: Frame, value: Value) -> Result<Next, Error> {
        let Token { kind, span } = self.peek();
        match (&mut frame, kind) {
            (Frame::Group { open }, TokenKind::Close) => {
                self.advance();
                return Ok(Next::Value(Value { span: open.to(span), ..value }));
            }
            (Frame::Array { open, items }, TokenKind::Comma | TokenKind::CloseSquare) => {
                items.push(self.number(value)?.id);
                if kind == TokenKind::CloseSquare {
                    self.advance();
                    let expr = Expr::Array(std::mem::take(items));
                    return self.value(expr, open.to(span)).map(Next::Value);
                }
            }
            (Frame::Index { base, indices, .. }, TokenKind::Comma | TokenKind::CloseSquare) => {
                indices.push(self.number(value)?.id);
                if kind == TokenKind::CloseSquare {
                    self.advance();
                    let expr = Expr::Index { base: base.id, indices: std::mem::take(indices) };
                    return self.value(expr, base.span.to(span)).map(Next::Value);
                }
            }
            (Frame::Call(call), TokenKind::Comma | TokenKind::Close) => {
                let argument = if call.conditional && call.arguments.is_empty() { self.condition(value)? } else { self.number(value)? };
                call.arguments.push(argument.id);
                let count = call.arguments.len();
                if call.conditional && (count == 3) != (kind == TokenKind::Close) {
                    let name = self.ast.name(call.function);
                    let message = format!("`{name}` takes a condition and two values");
                    return Err(self.error(message, span).with_hint(format!("write `{name}(c, a, b)`")));
                }
                if kind == TokenKind::Close {
                    self.advance();
                    return self.finish_call(call, span).map(Next::Value);
                }
            }
            (Frame::Reduce(reduction), _) => match (&reduction.part, kind) {
                (Part::Low, TokenKind::Range) => reduction.part = Part::High(self.number(value)?.id),
                (Part::High(low), TokenKind::Comma | TokenKind::Colon) => {
                    let range = Some((*low, self.number(value)?.id));
                    if let Some(binder) = reduction.binders.last_mut() {
                        binder.range = range;
                    }
                    if kind == TokenKind::Comma {
                        self.advance();
                        self.binders(reduction)?;
                        // The binders have read their last token themselves.
                        self.position -= 1;
                    } else {
                        reduction.part = Part::Body;
                    }
                }
                (Part::Body, TokenKind::Close) => {
                    let body = self.number(value)?.id;
                    self.advance();
                    let Reduction { function, start, binders, .. } = &mut **reduction;
                    let expr = Expr::Reduce { function: *function, binders: std::mem::take(binders), body };
                    return self.value(expr, start.to(span)).map(Next::Value);
                }
                _ => return Err(self.after_operand(Some(&frame))),
            },
            (Frame::Then { condition, .. }, TokenKind::Colon) => {
                let then = self.number(value)?;
                frame = Frame::Else { condition: *condition, then };
            }
            _ => return Err(self.after_operand(Some(&frame))),
        }
        self.open(frames, frame);
        Ok(Next::Operand)
    }

    fn finish_call(&mut self, call: &mut Call, close: Span) -> Result<Value, Error> {
        let span = call.start.to(close);
        let arguments = std::mem::take(&mut call.arguments);
        let expr = match arguments[..] {
            [condition, then, otherwise] if call.conditional => Expr::If { condition, then, otherwise },
            _ => Expr::Call { function: call.function, arguments },
        };
        self.value(expr, span)
    }

    fn superscript(&mut self, value: Value, power: f64, span: Span) -> Result<Value, Error> {
        let value = self.number(value)?;
        let mut exponent = self.push(Expr::Number(power.abs()), span)?;
        if power.is_sign_negative() {
            exponent = self.push(Expr::Unary(UnaryOp::Neg, exponent), span)?;
        }
        self.value(Expr::Binary(BinaryOp::Pow, value.id, exponent), value.span.to(span))
    }

    fn value(&mut self, expr: Expr, span: Span) -> Result<Value, Error> {
        Ok(Value { id: self.push(expr, span)?, span, condition: None })
    }

    /// Ends every operator that holds its right operand tighter than `power`.
    fn reduce(&mut self, frames: &mut Vec<Frame>, mut value: Value, power: u8) -> Result<Value, Error> {
        while frames.last().and_then(Frame::power).is_some_and(|p| p > power) {
            let Some(frame) = frames.pop() else { break };
            value = match frame {
                Frame::Prefix { op: Prefix::Negate, span } => {
                    let operand = self.number(value)?;
                    self.value(Expr::Unary(UnaryOp::Neg, operand.id), span.to(operand.span))?
                }
                Frame::Prefix { op: Prefix::Root, span } => {
                    let operand = self.number(value)?;
                    let function = self.ast.intern("sqrt");
                    self.value(Expr::Call { function, arguments: vec![operand.id] }, span.to(operand.span))?
                }
                Frame::Prefix { op: Prefix::Not, span } => {
                    let operand = self.condition(value)?;
                    let value = self.value(Expr::Unary(UnaryOp::Not, operand.id), span.to(operand.span))?;
                    Value { condition: Some(span), ..value }
                }
                Frame::Infix { infix, left, span } => self.infix(infix, left, value, span)?,
                Frame::Else { condition, then } => {
                    let otherwise = self.number(value)?.id;
                    let expr = Expr::If { condition: condition.id, then: then.id, otherwise };
                    self.value(expr, condition.span.to(value.span))?
                }
                frame => {
                    frames.push(frame);
                    break;
                }
            };
        }
        Ok(value)
    }

    fn infix(&mut self, infix: &Infix, left: Value, right: Value, operator: Span) -> Result<Value, Error> {
        let op = infix.op;
        let right = if matches!(op, BinaryOp::And | BinaryOp::Or) { self.condition(right)? } else { self.number(right)? };
        if op == BinaryOp::MatMul && self.is_literal(right) {
            return Err(self.literal_in_product(operator));
        }
        let value = self.value(Expr::Binary(op, left.id, right.id), left.span.to(right.span))?;
        Ok(Value { condition: op.is_condition().then_some(operator), ..value })
    }

    /// What can be said about the left operand as soon as the operator is seen.
    fn check_left(&self, infix: &Infix, left: Value, operator: Span) -> Result<(), Error> {
        match infix.op {
            BinaryOp::And | BinaryOp::Or => {
                self.condition(left)?;
            }
            BinaryOp::MatMul if self.is_literal(left) => return Err(self.literal_in_product(operator)),
            // In `a < b < c` the first comparison has just been reduced.
            _ if infix.is_comparison() && left.condition.is_some_and(|by| by != left.span) => {
                return Err(self.error("comparisons cannot be chained", operator).with_hint("write `a < b and b < c`"));
            }
            _ => {
                self.number(left)?;
            }
        }
        Ok(())
    }

    fn is_literal(&self, value: Value) -> bool {
        matches!(self.ast.expr(value.id), Expr::Number(_))
    }

    fn literal_in_product(&self, operator: Span) -> Error {
        self.error("`@` multiplies matrices, and this is a number", operator).with_hint("write `*`")
    }

    /// `√x^2` reads both ways.
    fn refuse_power_of_root(&self, frames: &[Frame]) -> Result<(), Error> {
        match frames.last() {
            Some(Frame::Prefix { op: Prefix::Root, .. }) => {
                Err(self.error("it is unclear what this is the power of", self.peek().span).with_hint("write `sqrt(x^2)` or `sqrt(x)^2`"))
            }
            _ => Ok(()),
        }
    }

    /// `value`, which must be a number and not a condition.
    fn number(&self, value: Value) -> Result<Value, Error> {
        match value.condition {
            None => Ok(value),
            Some(operator) => {
                Err(self.error("a condition stands where a number is expected", operator).with_hint("write `if(c, 1, 0)`, or `c ? a : b`"))
            }
        }
    }

    /// `value`, which must be a condition.
    fn condition(&self, value: Value) -> Result<Value, Error> {
        match value.condition {
            Some(_) => Ok(value),
            None => Err(self.error("expected a condition", value.span).with_hint("compare it with something: `x != 0`")),
        }
    }

    /// An error here, unless the lexer stopped at this place already.
    pub fn error(&self, message: impl Into<String>, span: Span) -> Error {
        if let Some(error) = &self.lexer_error {
            let lexed = error.span().map_or(0, |s| s.start);
            if lexed <= span.start {
                return error.clone();
            }
        }
        Error::new(message, span)
    }

    /// The token as it is written.
    pub fn quote(&self, token: Token) -> String {
        let written = self.source.map_or("", |s| &s[token.span.start as usize..token.span.end as usize]);
        let text = match token.kind {
            TokenKind::Newline | TokenKind::End | TokenKind::Invalid => return token.kind.text().to_owned(),
            _ if !written.is_empty() => written,
            TokenKind::Name(name) => self.ast.name(name),
            TokenKind::Number(number) => return format!("`{number}`"),
            kind => kind.text(),
        };
        match text.char_indices().nth(40) {
            Some((cut, _)) => format!("`{}...`", &text[..cut]),
            None => format!("`{text}`"),
        }
    }

    /// "expected `what`, found ..." at the present token.
    pub fn expected(&self, what: &str, open: Option<Span>) -> Error {
        let token = self.peek();
        let error = self.error(format!("expected {what}, found {}", self.quote(token)), token.span);
        match open {
            Some(open) => error.with_related(open, "opened here"),
            None => error,
        }
    }

    /// The error for a token where an operand should be.
    fn no_operand(&self, frame: Option<&Frame>) -> Error {
        let token = self.peek();
        let error = self.expected("a number, a name or `(`", None);
        let before = self.previous().map(|t| t.kind);
        match (token.kind, before, frame) {
            (TokenKind::Close | TokenKind::CloseSquare, Some(TokenKind::Comma), _) => {
                error.with_hint("remove the comma, or add what follows it")
            }
            (TokenKind::End | TokenKind::Newline, _, _) => match frame.and_then(Frame::closing) {
                Some((_, open)) => error.with_related(open, "opened here"),
                None => error,
            },
            (TokenKind::Close, Some(TokenKind::Open), Some(Frame::Call(call))) => {
                error.with_hint(format!("`{}` needs an argument", self.ast.name(call.function)))
            }
            (TokenKind::Star, Some(TokenKind::Star), _) => error.with_hint("a power is `^` or `**`"),
            (TokenKind::Assign, Some(TokenKind::Range), _) => error.with_hint("a range excludes its end: `0..n` is 0 to n - 1"),
            _ => error,
        }
    }

    /// The error for a token that can follow no expression.
    pub fn trailing(&self) -> Error {
        self.after_operand(None)
    }

    /// Refuses a list so long that it cannot be meant; lists of names are searched one by one.
    pub fn check_list(&self, names: usize) -> Result<(), Error> {
        match names {
            0..=MOST_NAMES => Ok(()),
            _ => Err(self.error(format!("more than {MOST_NAMES} names in one list"), self.peek().span)),
        }
    }

    /// The error for a token that can follow no operand here.
    fn after_operand(&self, frame: Option<&Frame>) -> Error {
        let token = self.peek();
        let Token { kind, span } = token;
        let found = self.quote(token);
        if kind.starts_operand() && kind != TokenKind::Not {
            let hint = match (self.previous(), kind) {
                (Some(before), _) if self.is_declaration(before) => {
                    format!("`{}` declares a name in a model: its lines are declarations and `name = ...`", self.bare(before))
                }
                (Some(before), _) if self.is_on_another_line(before, token) => {
                    "a formula goes on with an operator; in a model of several lines each is `name = ...`".to_owned()
                }
                (Some(before), TokenKind::Name(_) | TokenKind::Number(_)) if matches!(before.kind, TokenKind::Name(_)) => {
                    let (before, after) = (self.bare(before), self.bare(token));
                    format!("multiplication is never implied: write `{before}*{after}`; a function is called by `{before}({after})`")
                }
                (Some(before), TokenKind::Name(_)) if matches!(before.kind, TokenKind::Number(_)) => {
                    format!("multiplication is never implied: write `{}*{}`", self.bare(before), self.bare(token))
                }
                (Some(before), TokenKind::Open) if matches!(before.kind, TokenKind::Number(_)) => {
                    format!("multiplication is never implied: write `{}*(...)`", self.bare(before))
                }
                (_, TokenKind::Open) => "multiplication is never implied: write `(...)*(...)`".to_owned(),
                _ => "multiplication is never implied: put `*` between them".to_owned(),
            };
            return self.error(format!("expected an operator, found {found}"), span).with_hint(hint);
        }
        match kind {
            TokenKind::Assign => {
                return self
                    .error("unexpected `=`", span)
                    .with_hint("a definition stands on a line of its own in a model; to compare, write `if(a == b, ...)`");
            }
            TokenKind::Range => {
                return self.error("unexpected `..`", span).with_hint("a range belongs to an index: `sum(i in 0..n: ...)`");
            }
            TokenKind::Colon if frame.is_none() => {
                let hint = "it belongs to `sum(i: ...)` or `c ? a : b`; a function is called by its name alone: `sin(x)`";
                return self.error("unexpected `:`", span).with_hint(hint);
            }
            _ => {}
        }
        match frame.and_then(Frame::closing) {
            Some((_, open)) => {
                let what = match frame {
                    Some(Frame::Call(_)) => "an operator, `,` or `)`",
                    Some(Frame::Array { .. } | Frame::Index { .. }) => "an operator, `,` or `]`",
                    Some(Frame::Then { .. }) => "an operator or `:`",
                    Some(Frame::Reduce(reduction)) => match reduction.part {
                        Part::Low => "an operator or `..`",
                        Part::High(_) => "an operator, `:` or `,`",
                        Part::Body => "an operator or `)`",
                    },
                    _ => "an operator or `)`",
                };
                self.expected(what, Some(open))
            }
            None => match kind {
                TokenKind::Close | TokenKind::CloseSquare => {
                    self.error(format!("unmatched {found}"), span).with_hint("remove it, or open it before")
                }
                TokenKind::Comma => {
                    self.error("unexpected `,`", span).with_hint("a decimal point is `.`; a list belongs into a call or index")
                }
                TokenKind::Newline | TokenKind::End | TokenKind::Invalid => self.expected("an operator", None),
                _ => self.error(format!("unexpected {found}"), span),
            },
        }
    }

    /// Whether the formula begins with a word that declares something in a model.
    fn is_declaration(&self, token: Token) -> bool {
        matches!(token.kind, TokenKind::Name(name) if token.span.start == 0 && matches!(self.ast.name(name), "param" | "input"))
    }

    fn is_on_another_line(&self, before: Token, after: Token) -> bool {
        let between = self.source.and_then(|source| source.get(before.span.end as usize..after.span.start as usize));
        between.is_some_and(|between| between.contains('\n'))
    }

    /// The token without quotes, for a suggestion.
    fn bare(&self, token: Token) -> String {
        self.quote(token).trim_matches('`').to_owned()
    }
}
