//! What an iterator gives: how many items, which one in which pass, and under which condition it is one.

use super::state::{Eval, Reader};
use super::value::{Array, Iter, Value};
use crate::Checks;
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use quote::ToTokens;
use std::rc::Rc;

impl Reader {
    /// An item, if it is not known already, and the condition under which it is one. What closures make of an item they make once.
    pub fn item_and_condition(
        &mut self,
        iter: &Iter,
        (index, raw): (ExprId, bool),
        known: Option<Value>,
        span: proc_macro2::Span,
    ) -> Eval<(Value, Option<ExprId>)> {
        let outer = self.given.replace(Vec::new());
        let item = match known {
            Some(item) => Ok(item),
            None => self.item(iter, index, raw, span),
        };
        let read = item.and_then(|item| Ok((item, self.keeps(iter, index, span)?)));
        self.given = outer;
        read
    }

    /// The condition under which a pass is an item at all.
    pub fn keeps(&mut self, iter: &Iter, index: ExprId, span: proc_macro2::Span) -> Eval<Option<ExprId>> {
        match iter {
            Iter::Filter(inner, closure, scopes) => {
                let kept = self.keeps(inner, index, span)?;
                let item = self.item(inner, index, true, span)?;
                let condition = self.apply(closure, vec![item], scopes, span)?;
                let condition = self.condition(condition, span)?;
                Ok(self.both(kept, Some(condition), span))
            }
            Iter::Map(inner, ..) => self.keeps(inner, index, span),
            Iter::Within(_, _, Some(hi)) | Iter::Strided { end: Some(hi), .. } => {
                let Value::Int(item) = self.item(iter, index, false, span)? else { unreachable!("the item of a range") };
                let (item, hi) = (self.int_to_float(item, span), self.int_to_float(*hi, span));
                Ok(Some(self.binary(BinaryOp::Lt, item, hi, span)))
            }
            // Those that are none come first.
            Iter::Reversed(inner) if matches!(**inner, Iter::Within(..)) => {
                let index = self.backwards(inner, index, span)?;
                self.keeps(inner, index, span)
            }
            Iter::Somes(inner) => {
                let kept = self.keeps(inner, index, span)?;
                let some = match self.item(inner, index, true, span)? {
                    Value::Maybe(maybe) => maybe.some,
                    _ => return self.error(span, "the closure of `filter_map` gives an `Option`"),
                };
                Ok(self.both(kept, Some(some), span))
            }
            Iter::While { iter, test, flag, from } => {
                let kept = self.keeps(iter, index, span)?;
                let item = self.item(iter, index, true, span)?;
                self.passes_test(kept, item, test, (*flag, *from), span).map(Some)
            }
            Iter::Before(inner, end) => {
                let kept = self.keeps(inner, index, span)?;
                let (k, end) = (self.int_to_float(index, span), self.int_to_float(*end, span));
                let before = self.binary(BinaryOp::Lt, k, end, span);
                Ok(self.both(kept, Some(before), span))
            }
            Iter::Stepped(inner, _, Some(_)) => self.keeps(inner, index, span),
            Iter::Stepped(inner, step, None) => {
                let kept = self.keeps(inner, index, span)?;
                let lo = self.bounds(inner, true, span)?.0;
                let step = self.number(*step as f64, span);
                let distance = self.minus(index, lo, span);
                let rest = self.remainder(distance, step, span);
                let zero = self.number(0.0, span);
                let hit = self.binary(BinaryOp::Eq, rest, zero, span);
                Ok(self.both(kept, Some(hit), span))
            }
            Iter::Parts(array, size, true, None) => {
                let len = self.length(array);
                if let Extent::Number(_) = len {
                    return Ok(None);
                }
                let start = self.binary(BinaryOp::Mul, *size, index, span);
                let end = self.plus(start, *size, span);
                let len = self.extent(&len, span);
                let len = self.int_to_float(len, span);
                Ok(Some(self.binary(BinaryOp::Le, end, len, span)))
            }
            Iter::Pieces(array, size, None) => {
                let len = self.length(array);
                let start = self.binary(BinaryOp::Mul, *size, index, span);
                let len = self.extent(&len, span);
                let (start, len) = (self.int_to_float(start, span), self.int_to_float(len, span));
                Ok(Some(self.binary(BinaryOp::Lt, start, len, span)))
            }
            _ => Ok(None),
        }
    }

    /// How many items `step_by` leaves, if that is known before the loops.
    pub fn stepped(&mut self, inner: &Iter, step: u64, span: proc_macro2::Span) -> Eval<Option<ExprId>> {
        if !counted(inner) || endless(inner) {
            return Ok(None);
        }
        let (_, len) = self.bounds(inner, false, span)?;
        if let Node::Number(n) = *self.ast.expr(len) {
            return Ok(Some(self.number((n.max(0.0) as u64).div_ceil(step) as f64, span)));
        }
        let (step, short) = (self.number(step as f64, span), self.number(step as f64 - 1.0, span));
        let up = self.plus(len, short, span);
        let count = self.quotient(up, step, span);
        let count = self.as_length(count, span);
        Ok(self.linear(count).is_some().then_some(count))
    }

    /// `windows(size)`, `chunks_exact(size)` and `chunks(size)`
    pub fn parts(&mut self, method: &str, array: Array, size: ExprId, span: proc_macro2::Span) -> Eval<Value> {
        let (len, size) = (self.length(&array), self.as_length(size, span));
        let number = match *self.ast.expr(size) {
            Node::Number(n) if n >= 1.0 => Some(n as u64),
            Node::Number(_) => return self.error(span, format_args!("the size for `{method}` must not be 0")),
            _ => None,
        };
        let all = self.extent(&len, span);
        let count = match (method, number, &len) {
            ("windows", ..) | ("chunks_exact", Some(1), _) => return Ok(Value::Iter(Rc::new(Iter::Parts(array, size, false, None)))),
            ("chunks_exact", Some(_), Extent::Number(_)) => None,
            ("chunks", Some(n), Extent::Number(m)) if m % n == 0 => return Ok(Value::Iter(Rc::new(Iter::Parts(array, size, true, None)))),
            ("chunks", Some(n), Extent::Number(m)) => Some(self.number(m.div_ceil(n) as f64, span)),
            (_, Some(n), _) => {
                // Rounded up where the last part may be shorter.
                let short = self.number(if method == "chunks" { n as f64 - 1.0 } else { 0.0 }, span);
                let up = self.plus(all, short, span);
                let count = self.quotient(up, size, span);
                let count = self.as_length(count, span);
                self.linear(count).is_some().then_some(count)
            }
            (_, None, _) => self.parts_of(method, all, size, span),
        };
        if number.is_none() && count.is_none() {
            return self.error(
                span,
                format_args!("the size for `{method}` must be given before the loops here: index `x[i + k]` in a `for` loop instead"),
            );
        }
        Ok(Value::Iter(Rc::new(match method {
            "chunks" => Iter::Pieces(array, size, count),
            _ => Iter::Parts(array, size, true, count),
        })))
    }

    /// Has the gradient panic, too, where a size or a step is 0.
    pub fn not_zero(&mut self, written: &syn::Expr, size: ExprId, method: &str) {
        if matches!(self.ast.expr(size), Node::Number(_)) {
            return;
        }
        if self.path.is_empty() && !self.in_loop() && self.only_arguments(written.to_token_stream()) {
            let what = if method == "step_by" { "step" } else { "size" };
            let message = format!("the {what} for `{method}` must not be 0");
            self.asserts.push(quote::quote!(::core::assert!((#written) != 0, #message)));
        } else {
            // The function itself says it.
            self.checks = self.checks.max(Checks::Debug);
        }
    }

    /// How many parts of so many elements there are, if both are given before the loops.
    pub fn parts_of(&mut self, method: &str, all: ExprId, size: ExprId, span: proc_macro2::Span) -> Option<ExprId> {
        let up = match method {
            "chunks" => {
                let one = self.number(1.0, span);
                let short = self.minus(size, one, span);
                self.plus(all, short, span)
            }
            _ => all,
        };
        let count = self.quotient(up, size, span);
        let count = self.as_length(count, span);
        self.linear(count).is_some().then_some(count)
    }

    /// First index and one past the last; ranges keep theirs when `raw`, and count from 0 otherwise.
    pub fn bounds(&mut self, iter: &Iter, raw: bool, span: proc_macro2::Span) -> Eval<(ExprId, ExprId)> {
        match iter {
            Iter::Range(lo, hi) if raw => Ok((*lo, *hi)),
            Iter::Range(lo, hi) => {
                let zero = self.number(0.0, span);
                let len = match (self.ast.expr(*lo), self.ast.expr(*hi)) {
                    (Node::Number(0.0), _) => *hi,
                    (Node::Number(a), Node::Number(b)) => {
                        let len = (b - a).max(0.0);
                        self.number(len, span)
                    }
                    _ => self.binary(BinaryOp::Sub, *hi, *lo, span),
                };
                Ok((zero, len))
            }
            Iter::Elements(array) => {
                let zero = self.number(0.0, span);
                let len = self.length(array);
                Ok((zero, self.extent(&len, span)))
            }
            Iter::Within(_, most, _) | Iter::Strided { most, .. } => Ok((self.number(0.0, span), *most)),
            Iter::Places(_, len) => Ok((self.number(0.0, span), self.extent(len, span))),
            Iter::Chunks(_, _, count, _) => Ok((self.number(0.0, span), *count)),
            Iter::Map(inner, ..) | Iter::Filter(inner, ..) | Iter::Somes(inner) => self.bounds(inner, raw, span),
            Iter::Reversed(inner) => self.bounds(inner, false, span),
            Iter::Taken(inner, count) if endless(inner) => Ok((self.number(0.0, span), *count)),
            Iter::Taken(inner, count) => {
                let (lo, len) = self.bounds(inner, false, span)?;
                let taken = match (self.ast.expr(len), self.ast.expr(*count)) {
                    (Node::Number(a), Node::Number(b)) => {
                        if a <= b {
                            len
                        } else {
                            *count
                        }
                    }
                    _ if self.same_number(len, *count) => len,
                    _ => {
                        let taken = self.call("min", vec![len, *count], span);
                        self.as_length(taken, span)
                    }
                };
                Ok((lo, taken))
            }
            Iter::Stepped(_, _, Some(count)) => Ok((self.number(0.0, span), *count)),
            Iter::Stepped(inner, _, None) => self.bounds(inner, true, span),
            Iter::While { iter, .. } => self.bounds(iter, true, span),
            Iter::Before(inner, _) => self.bounds(inner, false, span),
            Iter::From(_) | Iter::Cycle(_) | Iter::Repeat(_) => {
                self.error(span, "this iterator has no end: `zip` it with one that has, or write `take(n)`")
            }
            Iter::Parts(_, _, _, Some(count)) => Ok((self.number(0.0, span), *count)),
            Iter::Parts(array, size, apart, None) => {
                let zero = self.number(0.0, span);
                let len = self.length(array);
                if let (Extent::Number(n), &Node::Number(size)) = (&len, self.ast.expr(*size)) {
                    let (n, size) = (*n, size as u64);
                    let count = if *apart { n / size } else { (n + 1).saturating_sub(size) };
                    return Ok((zero, self.number(count as f64, span)));
                }
                let len = self.extent(&len, span);
                if *apart {
                    return Ok((zero, len));
                }
                let one = self.number(1.0, span);
                let short = self.minus(*size, one, span);
                let count = self.minus(len, short, span);
                Ok((zero, self.as_length(count, span)))
            }
            Iter::Pieces(array, _, count) => {
                let len = self.length(array);
                Ok((self.number(0.0, span), count.unwrap_or_else(|| self.extent(&len, span))))
            }
            Iter::Enumerate(inner) => self.bounds(inner, false, span),
            Iter::Flat(inner, len) => {
                let (lo, rows) = self.bounds(inner, false, span)?;
                let all = match (self.ast.expr(rows), self.ast.expr(*len)) {
                    (&Node::Number(n), &Node::Number(m)) => self.number(n * m, span),
                    _ => self.binary(BinaryOp::Mul, rows, *len, span),
                };
                Ok((lo, self.as_length(all, span)))
            }
            Iter::Chain(a, b) => {
                let ((lo, x), (_, y)) = (self.bounds(a, false, span)?, self.bounds(b, false, span)?);
                Ok((lo, self.plus(x, y, span)))
            }
            Iter::Skipped(inner, count) => {
                let (lo, len) = self.bounds(inner, false, span)?;
                Ok((lo, self.minus(len, *count, span)))
            }
            Iter::Zip(a, b) if endless(a) => self.bounds(b, false, span),
            Iter::Zip(a, b) if endless(b) => self.bounds(a, false, span),
            Iter::Zip(a, b) => {
                let (lo, x) = self.bounds(a, false, span)?;
                let (_, y) = self.bounds(b, false, span)?;
                let shorter = match (self.ast.expr(x), self.ast.expr(y)) {
                    (Node::Number(a), Node::Number(b)) => {
                        if a <= b {
                            x
                        } else {
                            y
                        }
                    }
                    (a, b) if a == b || self.same_number(x, y) => x,
                    _ => match (self.as_extent(x), self.as_extent(y)) {
                        _ if self.difference(x, y).is_some() => match self.difference(x, y) {
                            Some(n) if n > 0 => y,
                            _ => x,
                        },
                        // What is computed of lengths may differ.
                        (Some(a), Some(b)) if ![&a, &b].into_iter().any(|len| self.is_computed(len)) => {
                            // `zip` would stop at the shorter one; lengths that differ are a mistake.
                            if let (Extent::Name(_), _) | (_, Extent::Name(_)) = (&a, &b) {
                                self.equal.push((a, b));
                            }
                            x
                        }
                        _ => {
                            let shorter = self.call("min", vec![x, y], span);
                            self.as_length(shorter, span)
                        }
                    },
                };
                Ok((lo, shorter))
            }
        }
    }

    /// Whether a length has a name because it is computed of others.
    fn is_computed(&self, len: &Extent) -> bool {
        matches!(len, Extent::Name(name) if self.sizes.iter().any(|s| s.0 == self.ast.name(*name)))
    }

    /// How much larger one integer is than another, if that is a number.
    fn difference(&self, x: ExprId, y: ExprId) -> Option<i64> {
        let ((a, more), (b, less)) = (self.linear(x)?, self.linear(y)?);
        (a == b).then_some(more - less)
    }

    /// The index of an item that is counted from the last one.
    fn backwards(&mut self, iter: &Iter, index: ExprId, span: proc_macro2::Span) -> Eval<ExprId> {
        let (_, len) = self.bounds(iter, false, span)?;
        let one = self.number(1.0, span);
        let last = self.minus(len, one, span);
        Ok(self.minus(last, index, span))
    }

    /// The item at `index`; `raw` as in [`Reader::bounds`].
    pub fn item(&mut self, iter: &Iter, index: ExprId, raw: bool, span: proc_macro2::Span) -> Eval<Value> {
        match iter {
            Iter::Range(..) if raw => Ok(Value::Int(index)),
            Iter::Range(lo, _) => match self.ast.expr(*lo) {
                Node::Number(0.0) => Ok(Value::Int(index)),
                _ => Ok(Value::Int(self.binary(BinaryOp::Add, *lo, index, span))),
            },
            Iter::Within(lo, ..) => Ok(Value::Int(self.plus(*lo, index, span))),
            Iter::Strided { from, step, .. } => {
                let behind = self.binary(BinaryOp::Mul, *step, index, span);
                Ok(Value::Int(self.plus(*from, behind, span)))
            }
            Iter::Elements(array) => self.element(array, index, span),
            Iter::Places(slot, _) => Ok(self.place_at(slot, index)),
            Iter::Chunks(slot, size, _, whole) => Ok(self.chunk_at(slot, (*size, *whole), index, span)),
            Iter::Map(inner, closure, scopes) => {
                let known = std::ptr::from_ref(iter);
                if let Some((_, _, item)) = self.given.iter().flatten().find(|g| std::ptr::eq(g.0, known) && g.1 == index) {
                    return Ok(item.clone());
                }
                let item = self.item(inner, index, raw, span)?;
                let item = self.apply(closure, vec![item], scopes, span)?;
                if let Some(given) = &mut self.given {
                    given.push((known, index, item.clone()));
                }
                Ok(item)
            }
            Iter::Filter(inner, ..) => self.item(inner, index, raw, span),
            Iter::Somes(inner) => match self.item(inner, index, raw, span)? {
                Value::Maybe(maybe) => Ok(maybe.value.map_or(Value::Never, |value| *value)),
                _ => self.error(span, "the closure of `filter_map` gives an `Option`"),
            },
            Iter::Taken(inner, _) => self.item(inner, index, false, span),
            Iter::Reversed(inner) => {
                let index = self.backwards(inner, index, span)?;
                self.item(inner, index, false, span)
            }
            Iter::Stepped(inner, step, Some(_)) => {
                let index = match *self.ast.expr(index) {
                    Node::Number(k) => self.number(k * *step as f64, span),
                    _ => {
                        let step = self.number(*step as f64, span);
                        self.binary(BinaryOp::Mul, step, index, span)
                    }
                };
                self.item(inner, index, false, span)
            }
            Iter::Stepped(inner, _, None) => self.item(inner, index, true, span),
            Iter::While { iter, .. } => self.item(iter, index, true, span),
            Iter::Before(inner, _) => self.item(inner, index, false, span),
            Iter::From(lo) => Ok(Value::Int(self.plus(*lo, index, span))),
            Iter::Repeat(value) => Ok(value.clone()),
            Iter::Cycle(inner) => {
                let (_, len) = self.bounds(inner, false, span)?;
                let index = self.remainder(index, len, span);
                self.item(inner, index, false, span)
            }
            Iter::Parts(array, size, apart, _) => {
                let start = if *apart { self.binary(BinaryOp::Mul, *size, index, span) } else { index };
                Ok(Value::Array(Array::Part(Box::new(array.clone()), start, self.length_of(*size))))
            }
            Iter::Pieces(array, size, _) => {
                let len = self.length(array);
                let (size, len) = (*size, self.extent(&len, span));
                let start = match (self.ast.expr(index), self.ast.expr(size)) {
                    (&Node::Number(k), &Node::Number(size)) => self.number(k * size, span),
                    _ => self.binary(BinaryOp::Mul, size, index, span),
                };
                let rest = self.minus(len, start, span);
                let len = match (self.ast.expr(size), self.ast.expr(rest)) {
                    (&Node::Number(a), &Node::Number(b)) => self.number(a.min(b), span),
                    _ => self.call("min", vec![size, rest], span),
                };
                Ok(Value::Array(Array::Part(Box::new(array.clone()), start, self.length_of(len))))
            }
            Iter::Skipped(inner, count) => {
                let index = self.plus(index, *count, span);
                self.item(inner, index, false, span)
            }
            Iter::Enumerate(inner) => {
                let item = self.item(inner, index, false, span)?;
                Ok(Value::Tuple(vec![Value::Int(index), item]))
            }
            Iter::Flat(inner, len) => {
                let row = self.quotient(index, *len, span);
                let before = match (self.ast.expr(*len), self.ast.expr(row)) {
                    (&Node::Number(m), &Node::Number(k)) => self.number(m * k, span),
                    _ => self.binary(BinaryOp::Mul, *len, row, span),
                };
                let column = self.minus(index, before, span);
                match self.item(inner, row, false, span)? {
                    Value::Iter(items) => self.item(&items, column, false, span),
                    items => self.index(items, &[column], span),
                }
            }
            Iter::Chain(a, b) => {
                let (_, len) = self.bounds(a, false, span)?;
                let behind = self.minus(index, len, span);
                let first = match (self.ast.expr(index), self.ast.expr(len)) {
                    (Node::Number(k), Node::Number(n)) => Some(k < n),
                    _ => None,
                };
                match first {
                    Some(true) => self.item(a, index, false, span),
                    Some(false) => self.item(b, behind, false, span),
                    None => {
                        let (k, n) = (self.int_to_float(index, span), self.int_to_float(len, span));
                        let condition = self.binary(BinaryOp::Lt, k, n, span);
                        let not = self.push(Node::Unary(UnaryOp::Not, condition), span);
                        let x = self.branch(condition, |r| r.item(a, index, false, span)).0?;
                        let y = self.branch(not, |r| r.item(b, behind, false, span)).0?;
                        self.select(condition, x, y, span)
                    }
                }
            }
            Iter::Zip(a, b) => {
                let a = self.item(a, index, false, span)?;
                let b = self.item(b, index, false, span)?;
                Ok(Value::Tuple(vec![a, b]))
            }
        }
    }
}

/// Whether every number below the length is an item.
pub(super) fn counted(iter: &Iter) -> bool {
    match iter {
        Iter::Range(..)
        | Iter::Elements(_)
        | Iter::Places(..)
        | Iter::Chunks(..)
        | Iter::Within(_, _, None)
        | Iter::Strided { end: None, .. } => true,
        Iter::Pieces(_, _, count) => count.is_some(),
        Iter::Parts(array, _, apart, count) => !apart || count.is_some() || matches!(array_length(array), Some(Extent::Number(_))),
        Iter::Zip(a, b) | Iter::Chain(a, b) => counted(a) && counted(b),
        Iter::Enumerate(inner) | Iter::Map(inner, ..) | Iter::Reversed(inner) | Iter::Taken(inner, _) | Iter::Skipped(inner, _) => {
            counted(inner)
        }
        Iter::Flat(inner, _) => counted(inner),
        // As many as was known before, or found by a condition.
        Iter::Stepped(_, _, count) => count.is_some(),
        Iter::From(_) | Iter::Cycle(_) | Iter::Repeat(_) => true,
        Iter::While { .. }
        | Iter::Before(..)
        | Iter::Filter(..)
        | Iter::Somes(_)
        | Iter::Within(_, _, Some(_))
        | Iter::Strided { end: Some(_), .. } => false,
    }
}

/// Whether there is no last item.
pub(super) fn endless(iter: &Iter) -> bool {
    match iter {
        Iter::From(_) | Iter::Cycle(_) | Iter::Repeat(_) => true,
        Iter::Zip(a, b) => endless(a) && endless(b),
        Iter::Chain(_, b) => endless(b),
        Iter::Enumerate(inner)
        | Iter::Map(inner, ..)
        | Iter::Filter(inner, ..)
        | Iter::Somes(inner)
        | Iter::Skipped(inner, _)
        | Iter::Flat(inner, _)
        | Iter::Stepped(inner, ..)
        | Iter::While { iter: inner, .. } => endless(inner),
        _ => false,
    }
}

/// The length of an array, if it is seen without one of its elements.
pub(super) fn array_length(array: &Array) -> Option<Extent> {
    match array {
        Array::View { lens, .. } => lens.first().cloned(),
        Array::Items(items) => Some(Extent::Number(items.len() as u64)),
        Array::Fill(_, len) | Array::Part(_, _, len) | Array::Of(_, len) => Some(len.clone()),
        Array::Columns(_, parts) => array_length(parts.first()?),
        Array::Flat(flat) => flat.lens.first().cloned(),
        Array::Records(record) => array_length(record.fields().next()?),
        Array::Integers(numbers) => array_length(numbers),
    }
}
