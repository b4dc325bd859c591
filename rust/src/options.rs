//! `Option`s, and `Result`s without what failed: a condition under which there is a value, and the value.
//!
//! The value counts only under the condition: whatever reads it stands in a branch. Of what type the value of a `None`
//! is, the other branches say, and of one that a loop begins with the end of a pass (`carry.rs`). What finds one item of
//! an iterator is a loop that carries an `Option`.

use super::body::{anchor, strip};
use super::control::Flow;
use super::late::Blank;
use super::state::{Eval, Reader};
use super::value::{Array, Fold, Iter, Value};
use super::{Checks, types};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
use syn::{BinOp, Expr, Pat};

/// An `Option`.
#[derive(Clone)]
pub(super) struct Maybe {
    /// The condition under which there is a value.
    pub some: ExprId,
    /// The value; nothing of a `None` that nothing else has said the type of.
    pub value: Option<Box<Value>>,
    /// Whether computing the value panics where there is none, as reading an element does.
    pub panics: bool,
    /// What a `Result` holds where there is no value, if that is known.
    pub error: Option<Box<Value>>,
}

/// Whether a path is one of the names of a variant, with or without its type.
fn is_variant(path: &syn::Path, wanted: &[&str]) -> bool {
    let of = path.segments.iter().rev().nth(1).is_none_or(|s| s.ident == "Option" || s.ident == "Result");
    of && path.segments.last().is_some_and(|s| wanted.iter().any(|w| s.ident == w))
}

/// Whether a path is `None`.
pub(super) fn is_none(path: &syn::Path) -> bool {
    is_variant(path, &["None"])
}

/// Whether a path is `Some`, `Ok` or `Err`.
pub(super) fn is_made(path: &syn::Path) -> bool {
    is_variant(path, &["Some", "Ok", "Err"])
}

/// What is inside of `Some(p)` or `Ok(p)`.
fn inside(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::TupleStruct(p) if is_variant(&p.path, &["Some", "Ok"]) && p.elems.len() == 1 => p.elems.first(),
        _ => None,
    }
}

/// Whether a pattern is `Some(p)`.
pub(super) fn is_some(pat: &Pat) -> bool {
    inside(pat).is_some()
}

/// Methods that only an `Option` has.
pub(super) const OWN: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "map_or",
    "map_or_else",
    "is_some",
    "is_none",
    "is_some_and",
    "is_none_or",
    "and_then",
];

/// Whether a pattern can only fit a value whose type nothing has said yet: what it guards never happens.
pub(super) fn never_fits(pat: &Pat, value: &Value) -> bool {
    match (pat, value) {
        (Pat::Paren(p), value) => never_fits(&p.pat, value),
        (Pat::Reference(p), value) => never_fits(&p.pat, value),
        (Pat::Guard(p), value) => never_fits(&p.pat, value),
        (Pat::Or(p), value) => p.cases.iter().all(|p| never_fits(p, value)),
        (Pat::Tuple(p), Value::Tuple(items)) if p.elems.len() == items.len() => p.elems.iter().zip(items).any(|(p, v)| never_fits(p, v)),
        (Pat::Slice(p), Value::Array(array)) => match super::items::array_length(array) {
            Some(Extent::Number(len)) => {
                let open = p.elems.iter().any(super::body::is_rest);
                let named = p.elems.len() as u64 - u64::from(open);
                named > len || (named < len && !open)
            }
            _ => false,
        },
        (pat, Value::Maybe(maybe)) => match (inside(pat), &maybe.value) {
            (Some(_), None) => true,
            (Some(pat), Some(value)) => never_fits(pat, value),
            (None, _) => false,
        },
        _ => false,
    }
}

impl Reader {
    /// `Some(value)`
    pub fn some(&mut self, value: Value, span: Span) -> Value {
        let some = self.truth(true, span);
        Value::Maybe(Maybe { some, value: Some(Box::new(value)), panics: false, error: None })
    }

    /// `None`
    pub fn none(&mut self, span: Span) -> Value {
        let some = self.truth(false, span);
        Value::Maybe(Maybe { some, value: None, panics: false, error: None })
    }

    /// What is read, if it is understood.
    fn understood(&mut self, read: impl FnOnce(&mut Self) -> Eval<Value>) -> Option<Value> {
        let mark = self.mark();
        match read(self) {
            Ok(value) => Some(value),
            Err(_) => {
                self.take_back(mark);
                None
            }
        }
    }

    /// `Some(a)`, `Ok(a)` or `Err(a)`: what failed may be of a type that is not understood.
    pub fn made_option(&mut self, path: &syn::Path, arguments: &[&Expr], span: Span) -> Eval<Value> {
        if is_variant(path, &["Err"]) {
            let error = match arguments {
                [error] => self.understood(|r| r.eval(error)).filter(|error| !matches!(error, Value::Outside(..) | Value::Never)),
                _ => None,
            };
            let some = self.truth(false, span);
            return Ok(Value::Maybe(Maybe { some, value: None, panics: false, error: error.map(Box::new) }));
        }
        let [argument] = arguments else { return self.arity(span, "Some", 1, arguments.len()) };
        let value = self.eval(argument)?;
        Ok(self.some(value, span))
    }

    /// `condition.then(|| value)` or `condition.then_some(value)`
    pub fn value_if(&mut self, some: ExprId, later: bool, value: &Expr, span: Span) -> Eval<Value> {
        let value = match later {
            true => self.if_some(some, span, |r| r.applied(value, Vec::new(), span))?,
            false => self.eval(value)?,
        };
        Ok(Value::Maybe(Maybe { some, value: Some(Box::new(value)), panics: false, error: None }))
    }

    /// A value that is there if a slice or an iterator is longer than that; whether computing it `panics` where it is not.
    pub fn item_if(
        &mut self,
        index: ExprId,
        len: ExprId,
        panics: bool,
        span: Span,
        value: impl FnOnce(&mut Self) -> Eval<Value>,
    ) -> Eval<Value> {
        let some = match (self.ast.expr(index), self.ast.expr(len)) {
            (&Node::Number(k), &Node::Number(n)) => self.truth(k < n, span),
            _ => {
                let (k, n) = (self.int_to_float(index, span), self.int_to_float(len, span));
                self.binary(BinaryOp::Lt, k, n, span)
            }
        };
        if self.known(some) == Some(false) {
            return Ok(self.none(span));
        }
        let value = match self.known(some) {
            Some(_) => value(self)?,
            None => self.branch(some, value).0?,
        };
        Ok(Value::Maybe(Maybe { some, value: Some(Box::new(value)), panics, error: None }))
    }

    /// What a condition is, if that does not depend on anything.
    pub fn known(&self, condition: ExprId) -> Option<bool> {
        match *self.ast.expr(condition) {
            Node::Binary(op, a, b) => match (self.ast.expr(a), self.ast.expr(b), op) {
                (Node::Number(a), Node::Number(b), BinaryOp::Ne) => Some(a != b),
                (Node::Number(a), Node::Number(b), BinaryOp::Eq) => Some(a == b),
                (Node::Number(a), Node::Number(b), BinaryOp::Lt) => Some(a < b),
                (Node::Number(a), Node::Number(b), BinaryOp::Le) => Some(a <= b),
                (Node::Number(a), Node::Number(b), BinaryOp::Gt) => Some(a > b),
                (Node::Number(a), Node::Number(b), BinaryOp::Ge) => Some(a >= b),
                (_, _, BinaryOp::And) => match (self.known(a), self.known(b)) {
                    (Some(true), Some(true)) => Some(true),
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    _ => None,
                },
                (_, _, BinaryOp::Or) => match (self.known(a), self.known(b)) {
                    (Some(false), Some(false)) => Some(false),
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    _ => None,
                },
                _ => None,
            },
            Node::Unary(UnaryOp::Not, a) => self.known(a).map(|a| !a),
            _ => None,
        }
    }

    /// Whether a condition says in so many words that another one holds.
    fn implies(&self, condition: ExprId, wanted: ExprId) -> bool {
        condition == wanted
            || match *self.ast.expr(condition) {
                Node::Binary(BinaryOp::And, a, b) => self.implies(a, wanted) || self.implies(b, wanted),
                Node::Unary(UnaryOp::Not, a) => match *self.ast.expr(a) {
                    Node::Unary(UnaryOp::Not, a) => self.implies(a, wanted),
                    _ => false,
                },
                _ => false,
            }
    }

    /// Which branch of a condition is taken in a call, if its arguments say: a function that calls itself ends there.
    pub fn decided(&self, condition: ExprId) -> Option<bool> {
        self.known(condition).filter(|_| self.calls > 0)
    }

    /// `if condition { a } else { b }`
    pub fn select_option(&mut self, condition: ExprId, a: Maybe, b: Maybe, span: Span) -> Eval<Value> {
        let some = match self.select(condition, Value::Bool(a.some), Value::Bool(b.some), span)? {
            Value::Bool(some) => some,
            _ => unreachable!("a choice between conditions is one"),
        };
        let panics = a.panics && b.panics;
        // What is sure to have a value holds nothing else.
        let error = match (a.error, b.error) {
            (Some(a), Some(b)) => self.understood(|r| r.select(condition, *a, *b, span)).map(Box::new),
            (Some(error), None) if self.known(b.some) == Some(true) => Some(error),
            (None, Some(error)) if self.known(a.some) == Some(true) => Some(error),
            _ => None,
        };
        let value = match (a.value, b.value) {
            (Some(a), Some(b)) => Some(Box::new(self.select(condition, *a, *b, span)?)),
            (a, b) => a.or(b),
        };
        Ok(Value::Maybe(Maybe { some, value, panics, error }))
    }

    /// The condition under which a pattern fits an `Option`, with its names bound; nothing if this is no such pattern.
    pub fn option_matches(&mut self, pat: &Pat, maybe: &Maybe) -> Eval<Option<ExprId>> {
        use syn::spanned::Spanned;
        let span = pat.span();
        let nothing = match pat {
            Pat::Ident(p) => p.ident == "None" && p.subpat.is_none(),
            Pat::Path(p) => is_none(&p.path),
            Pat::TupleStruct(p) => is_variant(&p.path, &["Err"]) && p.elems.iter().all(|p| matches!(p, Pat::Wild(_) | Pat::Rest(_))),
            _ => false,
        };
        if nothing {
            return Ok(Some(self.push(Node::Unary(UnaryOp::Not, maybe.some), span)));
        }
        if let (Pat::TupleStruct(p), Some(error)) = (pat, &maybe.error)
            && is_variant(&p.path, &["Err"])
            && let Some(inner) = p.elems.first()
        {
            let not = self.push(Node::Unary(UnaryOp::Not, maybe.some), span);
            let fits = self.matches(inner, error)?;
            return Ok(self.both(Some(not), fits, span));
        }
        match (inside(pat), &maybe.value) {
            (Some(pat), Some(value)) => {
                let fits = self.matches(pat, value)?;
                Ok(self.both(Some(maybe.some), fits, span))
            }
            (Some(pat), None) => {
                self.poison(pat);
                Ok(Some(self.truth(false, span)))
            }
            _ => self.error(
                span,
                "this pattern does not fit an `Option`: write `Some(name)`, `None` or `_`; what an `Err` holds is not known here",
            ),
        }
    }

    /// `a == b` and `a != b` of `Option`s.
    pub fn option_comparison(&mut self, op: &BinOp, a: &Value, b: &Value, (left, right): (&Expr, &Expr)) -> Eval<Option<Value>> {
        use syn::spanned::Spanned;
        let span = op.span();
        let (a, b) = match (a, b) {
            (Value::Maybe(a), Value::Maybe(b)) => (a.clone(), b.clone()),
            (Value::Part(part), Value::Maybe(b)) if !part.is_result() && b.value.is_some() => (self.part_as_option(part, span), b.clone()),
            (Value::Maybe(a), Value::Part(part)) if !part.is_result() && a.value.is_some() => (a.clone(), self.part_as_option(part, span)),
            _ => return Ok(None),
        };
        if !matches!(op, BinOp::Eq(_) | BinOp::Ne(_)) {
            return self.error(span, "an `Option` cannot be ordered here: compare what it holds in an `if let`");
        }
        let (no_a, no_b) = (self.push(Node::Unary(UnaryOp::Not, a.some), span), self.push(Node::Unary(UnaryOp::Not, b.some), span));
        let neither = self.binary(BinaryOp::And, no_a, no_b, span);
        let equal = match (a.value, b.value) {
            (Some(x), Some(y)) => {
                let equal: BinOp = syn::parse_quote_spanned!(span=> ==);
                let equal = self.operate(&equal, *x, *y, left, right)?;
                let equal = self.condition(equal, span)?;
                let both = self.binary(BinaryOp::And, a.some, b.some, span);
                let both = self.binary(BinaryOp::And, both, equal, span);
                self.binary(BinaryOp::Or, neither, both, span)
            }
            _ => neither,
        };
        Ok(Some(Value::Bool(match op {
            BinOp::Eq(_) => equal,
            _ => self.push(Node::Unary(UnaryOp::Not, equal), span),
        })))
    }

    /// The value of an `Option` that there is none of under the condition is not used, so it may be one of any kind.
    pub fn fill_in(&mut self, value: Value, kind: &Blank, span: Span) -> Value {
        match (value, kind) {
            (Value::Maybe(maybe), Blank::Maybe(Some(kind))) => {
                let value = match maybe.value {
                    Some(value) => self.fill_in(*value, kind, span),
                    None => self.blank((**kind).clone(), span),
                };
                Value::Maybe(Maybe { value: Some(Box::new(value)), ..maybe })
            }
            (Value::Tuple(items), Blank::Tuple(kinds)) if items.len() == kinds.len() => {
                Value::Tuple(items.into_iter().zip(kinds).map(|(v, k)| self.fill_in(v, k, span)).collect_vec())
            }
            (Value::Struct(path, fields), Blank::Struct(_, kinds)) if fields.len() == kinds.len() => {
                let fields = fields.into_iter().zip(kinds).map(|((name, v), (_, k))| (name, self.fill_in(v, k, span)));
                Value::Struct(path, fields.collect_vec())
            }
            (value, _) => value,
        }
    }

    /// A method of an `Option`.
    pub fn option_method(&mut self, e: &syn::ExprMethodCall, maybe: Maybe, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let method = e.method.to_string();
        match (method.as_str(), arguments) {
            ("copied" | "cloned" | "clone" | "as_ref" | "as_deref" | "to_owned", []) => Ok(Value::Maybe(maybe)),
            ("ok", []) => Ok(Value::Maybe(Maybe { error: None, ..maybe })),
            ("ok_or", [error]) => {
                let error = self.understood(|r| r.eval(error)).map(Box::new);
                Ok(Value::Maybe(Maybe { error, ..maybe }))
            }
            ("ok_or_else", [_]) => Ok(Value::Maybe(maybe)),
            ("is_some" | "is_ok", []) => Ok(Value::Bool(maybe.some)),
            ("is_none" | "is_err", []) => Ok(Value::Bool(self.push(Node::Unary(UnaryOp::Not, maybe.some), span))),
            ("unwrap", []) | ("expect", [_]) => self.unwrap(e, maybe),
            ("unwrap_or", [default]) => {
                let otherwise = self.eval(default)?;
                let Some(value) = maybe.value else { return Ok(otherwise) };
                self.select(maybe.some, *value, otherwise, span)
            }
            ("unwrap_or_default", []) => {
                let Some(value) = maybe.value else {
                    return self.error(span, "what the default is does not follow from what is here: write `.unwrap_or(0.0)`");
                };
                let Some(kind) = self.kind_of((*value).clone(), span)? else {
                    return self.error(span, "what the default is does not follow from what is here: write `.unwrap_or(..)`");
                };
                let otherwise = self.blank(kind, span);
                self.select(maybe.some, *value, otherwise, span)
            }
            ("unwrap_or_else", [default]) => {
                let error: Vec<Value> = match (strip(default), maybe.error.clone()) {
                    (Expr::Closure(closure), Some(error)) if closure.inputs.len() == 1 => vec![*error],
                    _ => Vec::new(),
                };
                let otherwise = |r: &mut Self| r.applied(default, error, span);
                self.either(maybe, span, |_, value| Ok(value), otherwise)
            }
            ("map", [function]) => {
                let value = match maybe.value {
                    Some(value) => Some(Box::new(self.if_some(maybe.some, span, |r| r.applied(function, vec![*value], span))?)),
                    None => None,
                };
                Ok(Value::Maybe(Maybe { some: maybe.some, value, panics: false, error: maybe.error }))
            }
            ("map_err", [function]) => {
                let not = self.push(Node::Unary(UnaryOp::Not, maybe.some), span);
                let error = match maybe.error {
                    Some(error) => self.understood(|r| r.if_some(not, span, |r| r.applied(function, vec![*error], span))),
                    None => None,
                };
                Ok(Value::Maybe(Maybe { error: error.map(Box::new), ..maybe }))
            }
            ("map_or", [_, function]) | ("is_some_and" | "is_ok_and" | "is_none_or" | "and_then", [function]) => {
                let otherwise = match (method.as_str(), arguments) {
                    ("map_or", [default, _]) => self.eval(default)?,
                    ("and_then", _) => self.none(span),
                    _ => Value::Bool(self.truth(method == "is_none_or", span)),
                };
                self.either(maybe, span, |r, value| r.applied(function, vec![value], span), |_| Ok(otherwise))
            }
            ("map_or_else", [default, function]) => {
                let otherwise = |r: &mut Self| r.applied(default, Vec::new(), span);
                self.either(maybe, span, |r, value| r.applied(function, vec![value], span), otherwise)
            }
            ("filter", [function]) => {
                let Some(value) = &maybe.value else { return Ok(Value::Maybe(maybe)) };
                let value = (**value).clone();
                let holds = self.if_some(maybe.some, span, |r| r.applied(function, vec![value], span))?;
                let holds = self.condition(holds, span)?;
                let some = self.binary(BinaryOp::And, maybe.some, holds, span);
                Ok(Value::Maybe(Maybe { some, value: maybe.value, panics: false, error: None }))
            }
            ("or", [other]) => match self.eval(other)? {
                Value::Maybe(other) => self.select_option(maybe.some, maybe, other, span),
                _ => self.error(span, "`or` takes an `Option`"),
            },
            ("or_else", [function]) => {
                let some = maybe.some;
                let not = self.push(Node::Unary(UnaryOp::Not, some), span);
                match self.if_some(not, span, |r| r.applied(function, Vec::new(), span))? {
                    Value::Maybe(other) => self.select_option(some, maybe, other, span),
                    _ => self.error(span, "the closure of `or_else` gives an `Option`"),
                }
            }
            ("zip", [other]) => match self.eval(other)? {
                Value::Maybe(other) => {
                    let some = self.binary(BinaryOp::And, maybe.some, other.some, span);
                    let value = maybe.value.zip(other.value).map(|(a, b)| Box::new(Value::Tuple(vec![*a, *b])));
                    Ok(Value::Maybe(Maybe { some, value, panics: false, error: None }))
                }
                _ => self.error(span, "`zip` of an `Option` takes an `Option`"),
            },
            _ => self.error(
                span,
                format_args!(
                    "the method `{method}` of an `Option` is not supported yet: use `unwrap_or`, `map`, `map_or`, `and_then`, \
                     `filter`, `is_some`, `if let` or `match` instead"
                ),
            ),
        }
    }

    /// What is computed under a condition alone.
    fn if_some(&mut self, some: ExprId, span: Span, run: impl FnOnce(&mut Self) -> Eval<Value>) -> Eval<Value> {
        let (value, changes) = self.branch(some, run);
        let value = value?;
        self.merge(some, changes, Default::default(), span)?;
        Ok(value)
    }

    /// One value for what an `Option` holds, and another where there is nothing.
    fn either(
        &mut self,
        maybe: Maybe,
        span: Span,
        then: impl FnOnce(&mut Self, Value) -> Eval<Value>,
        otherwise: impl FnOnce(&mut Self) -> Eval<Value>,
    ) -> Eval<Value> {
        let Some(value) = maybe.value else { return otherwise(self) };
        let then = |r: &mut Self| then(r, *value).map(Flow::Value);
        match self.conditional(maybe.some, span, then, |r| otherwise(r).map(Flow::Value))? {
            Flow::Value(value) => Ok(value),
            Flow::Return(_) | Flow::Next => self.misplaced(span),
        }
    }

    /// Calls a closure or a function that a method is given.
    fn applied(&mut self, function: &Expr, values: Vec<Value>, span: Span) -> Eval<Value> {
        match strip(function) {
            Expr::Closure(closure) => {
                let scopes = self.captured(closure);
                self.apply(closure, values, &scopes, span)
            }
            Expr::Path(path) => {
                // `.map(f64::sqrt)`, `.and_then(inverse)`, `.map(Some)`
                let names = (0..values.len()).map(|k| syn::Ident::new(&format!("__v{k}"), span)).collect_vec();
                let closure: syn::ExprClosure = syn::parse_quote_spanned!(anchor(function)=> |#(#names),*| #path(#(#names),*));
                let scopes = self.scopes.clone();
                self.apply(&closure, values, &scopes, span)
            }
            _ => self.error(anchor(function), "write a closure here: `|v| ...`"),
        }
    }

    /// The value, and a panic where there is none: by the expression itself in front of the gradient, if that needs no
    /// more than the arguments, and else by running the function.
    fn unwrap(&mut self, e: &syn::ExprMethodCall, maybe: Maybe) -> Eval<Value> {
        let known = match self.path.iter().chain(&self.holds).any(|&c| self.implies(c, maybe.some)) {
            true => Some(true),
            false => self.known(maybe.some),
        };
        if !maybe.panics && known != Some(true) {
            let tokens = super::passes::unmarked(e.to_token_stream());
            match self.path.is_empty() && !self.in_loop() && self.unrolled == 0 && self.calls == 0 && self.only_arguments(tokens.clone()) {
                true => self.asserts.push(quote::quote!(let _ = #tokens)),
                false => self.checks = Checks::Always,
            }
        }
        match maybe.value {
            Some(value) if known != Some(false) => Ok(*value),
            // It always panics.
            _ => Ok(Value::Never),
        }
    }

    // One item of an iterator.

    /// `find`, `position` and `find_map`: a loop that ends with the first item of which a closure says so.
    pub fn find(&mut self, method: &str, iter: &Rc<Iter>, function: &Expr, span: Span) -> Eval<Value> {
        let (closure, scopes) = self.closure(function, "`.find(|v| ...)`")?;
        let test = self.captured_closure(closure, scopes);
        if method == "find"
            && let Some(items) = self.structs_in(iter)
        {
            let body = syn::parse_quote_spanned!(span=> {
                let mut found = None;
                for (at, item) in __iter { if __test(item) { found = Some(at); break; } }
                found.map(|at| &__items[at])
            });
            return self.with_names(&[("__iter", numbered(iter)), ("__items", items), ("__test", test)], &body);
        }
        let iter = match method {
            "position" => Rc::new(Iter::Enumerate(iter.clone())),
            _ => iter.clone(),
        };
        let body: syn::Block = match method {
            "position" => syn::parse_quote_spanned!(span=> {
                let mut found = None;
                for (at, item) in __iter { if __test(item) { found = Some(at); break; } }
                found
            }),
            "find" => syn::parse_quote_spanned!(span=> {
                let mut found = None;
                for item in __iter { if __test(item) { found = Some(item); break; } }
                found
            }),
            _ => syn::parse_quote_spanned!(span=> {
                let mut found = None;
                for item in __iter {
                    let __made = __test(item);
                    if __made.is_some() { found = __made; break; }
                }
                found
            }),
        };
        self.with_names(&[("__iter", Value::Iter(iter)), ("__test", test)], &body)
    }

    /// `max_by_key` and `min_by_key`: as [`Reader::extreme`].
    pub fn extreme_by_key(&mut self, method: &str, iter: &Rc<Iter>, key: &Expr, span: Span) -> Eval<Value> {
        let (closure, scopes) = self.closure(key, "`.min_by_key(|v| ...)`")?;
        let key = self.captured_closure(closure, scopes);
        let stays: Expr = match method {
            "max_by_key" => syn::parse_quote_spanned!(span=> __key(__best) > __key(__item)),
            _ => syn::parse_quote_spanned!(span=> __key(__best) <= __key(__item)),
        };
        self.best(iter, &stays, ("__key", key), span)
    }

    /// The item that stays when all are gone through, the best one so far being `__best`.
    fn best(&mut self, iter: &Rc<Iter>, stays: &Expr, other: (&str, Value), span: Span) -> Eval<Value> {
        if let Some(items) = self.structs_in(iter) {
            let body = syn::parse_quote_spanned!(span=> {
                let mut best = None;
                for (__at, __item) in __iter {
                    best = match best {
                        Some(__best_at) if { let __best = &__items[__best_at]; #stays } => Some(__best_at),
                        _ => Some(__at),
                    };
                }
                best.map(|at| &__items[at])
            });
            return self.with_names(&[("__iter", numbered(iter)), ("__items", items), other], &body);
        }
        let body: syn::Block = syn::parse_quote_spanned!(span=> {
            let mut best = None;
            for __item in __iter {
                best = match best {
                    Some(__best) if #stays => Some(__best),
                    _ => Some(__item),
                };
            }
            best
        });
        self.with_names(&[("__iter", Value::Iter(iter.clone())), other], &body)
    }

    /// The array that is gone through, if it is one of structs: of these a loop carries the index.
    fn structs_in(&self, iter: &Iter) -> Option<Value> {
        match iter {
            Iter::Elements(array) if self.lengths(array).is_none() => Some(Value::Array(array.clone())),
            _ => None,
        }
    }

    /// `max_by` and `min_by` with a closure that compares what it makes of two items: of equal ones the last of the
    /// largest and the first of the smallest.
    pub fn extreme(&mut self, method: &str, iter: &Rc<Iter>, order: &Expr, span: Span) -> Eval<Value> {
        let compared = match strip(order) {
            Expr::Closure(closure) => comparison(closure),
            _ => None,
        };
        let Some((closure, left, right, total)) = compared else {
            return self.error(
                anchor(order),
                "only an order by `|a, b| a.total_cmp(b)`, of the items or of what is computed from them, is supported here",
            );
        };
        let [first, second] = &closure.inputs.iter().collect_vec()[..] else {
            return self.arity(span, "the closure", 2, closure.inputs.len());
        };
        // `total_cmp` has NaN as the largest.
        let stays: Expr = match (method, total) {
            ("max_by", true) => syn::parse_quote_spanned!(span=> #left > #right || (#left).is_nan() && !(#right).is_nan()),
            ("max_by", false) => syn::parse_quote_spanned!(span=> #left > #right),
            (_, true) => syn::parse_quote_spanned!(span=> #left <= #right || (#right).is_nan()),
            (_, false) => syn::parse_quote_spanned!(span=> #left <= #right),
        };
        let stays = syn::parse_quote_spanned!(span=> { let #first = __best; let #second = __item; #stays });
        self.best(iter, &stays, ("__none", Value::Unit), span)
    }

    fn captured_closure(&mut self, closure: syn::ExprClosure, scopes: super::state::Scopes) -> Value {
        Value::Closure(Rc::new(super::functions::Function::of_closure(closure, scopes)))
    }

    fn with_names(&mut self, names: &[(&str, Value)], body: &syn::Block) -> Eval<Value> {
        self.scopes.push(Map::default());
        for (name, value) in names {
            self.bind(name, false, Some(value.clone()));
        }
        let value = self.block_value(body);
        self.scopes.pop();
        value
    }

    /// The largest or smallest of numbers, if there are any.
    pub fn largest(&mut self, iter: &Rc<Iter>, fold: Fold, counted: bool, span: Span) -> Eval<Value> {
        let value = self.reduce_items(iter, fold, span)?;
        let len = match counted {
            true => self.bounds(iter, false, span)?.1,
            false => self.count_items(iter, span, |_, _| Ok(None))?,
        };
        let zero = self.number(0.0, span);
        self.item_if(zero, len, false, span, |_| Ok(value))
    }

    /// `a.get(k)`, `a.first()` and `a.last()`. Reading an element panics where there is none.
    pub fn element_if(&mut self, array: &Array, method: &str, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let len = self.length(array);
        let len = self.extent(&len, span);
        let (wanted, index) = self.which(method, arguments, len, span)?;
        self.item_if(wanted, len, true, span, |r| r.element(array, index, span))
    }

    /// Of what `get`, `first`, `last` and their likes with `mut` give of an array: an index that has to be in it for there to
    /// be any, and its own.
    pub fn which(&mut self, method: &str, arguments: &[&Expr], len: ExprId, span: Span) -> Eval<(ExprId, ExprId)> {
        if let [index] = arguments {
            let value = self.eval(index)?;
            let index = self.int(value, anchor(index))?;
            return Ok((index, index));
        }
        let zero = self.number(0.0, span);
        if !method.starts_with("last") {
            return Ok((zero, zero));
        }
        let one = self.number(1.0, span);
        Ok((zero, self.minus(len, one, span)))
    }

    /// `let p = e?;` in a function inside or a closure: what follows is read where there is a value.
    pub fn tried(&mut self, e: &Expr) -> Option<Expr> {
        let Expr::Try(tried) = e else { return None };
        (self.calls > 0 || self.outer.is_some()).then(|| (*tried.expr).clone())
    }
}

/// The closure and the two sides of `|p, q| a.total_cmp(b)`, with `unwrap` after it or not, and whether it is `total_cmp`.
fn comparison(closure: &syn::ExprClosure) -> Option<(&syn::ExprClosure, Expr, Expr, bool)> {
    let mut body = super::iterators::tail(&closure.body);
    while let Expr::MethodCall(m) = body
        && (m.method == "unwrap" || m.method == "expect")
    {
        body = &m.receiver;
    }
    match body {
        Expr::MethodCall(m) if ["total_cmp", "partial_cmp", "cmp"].iter().any(|name| m.method == name) && m.args.len() == 1 => {
            Some((closure, (*m.receiver).clone(), m.args[0].clone(), m.method == "total_cmp"))
        }
        _ => None,
    }
}

/// What a type says of the value of an `Option`: nothing, where that is no number.
pub(super) fn kind_in(ty: &syn::Type) -> Option<Blank> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|s| s.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(given) = &last.arguments else { return None };
    let Some(syn::GenericArgument::Type(inner)) = given.args.first() else { return None };
    let kind = match types::Type::parse(inner).ok()?.kind {
        types::Kind::Float(_, dims) if dims.is_empty() => Blank::Float,
        types::Kind::Integer => Blank::Int,
        types::Kind::Bool => Blank::Bool,
        _ => return None,
    };
    Some(Blank::Maybe(Some(Box::new(kind))))
}

/// The items of an iterator with their numbers.
fn numbered(iter: &Rc<Iter>) -> Value {
    Value::Iter(Rc::new(Iter::Enumerate(iter.clone())))
}
