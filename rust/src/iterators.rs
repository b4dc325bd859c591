//! Iterators: their methods, their items, and how many there are.

use super::body::{anchor, strip};
use super::state::{Array, Eval, Fold, Iter, Reader, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Reader {
    pub fn iter_method(&mut self, method: &str, iter: Rc<Iter>, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        match (method, arguments) {
            ("iter" | "into_iter" | "copied" | "cloned" | "by_ref", []) => Ok(Value::Iter(iter)),
            ("enumerate", []) if counted(&iter) => Ok(Value::Iter(Rc::new(Iter::Enumerate(iter)))),
            ("zip", [other]) if counted(&iter) => {
                let value = self.moved(other)?;
                let at = anchor(other);
                let other = self.iterate(value, other)?;
                if !counted(&other) {
                    return self.error(at, "`zip` with `filter` or `step_by` is not supported: write a `for i in a..b` loop instead");
                }
                Ok(Value::Iter(Rc::new(Iter::Zip(iter, other))))
            }
            ("map", [function]) => {
                let (closure, scopes) = self.closure(function, "`.map(|v| ...)`")?;
                Ok(Value::Iter(Rc::new(Iter::Map(iter, closure, scopes))))
            }
            ("sum" | "product", []) => {
                let fold = if method == "sum" { Fold::Sum } else { Fold::Product };
                self.reduce_items(&iter, fold, span)
            }
            ("for_each", [function]) => {
                let Expr::Closure(closure) = strip(function) else {
                    return self.error(function.span(), "write a closure here: `.for_each(|v| ...)`");
                };
                let scopes = self.scopes.clone();
                self.each(&iter, "i", span, |r, item, guard| {
                    r.guarded(guard, span, |r| r.apply(closure, vec![item], &scopes, span).map(|_| ()))
                })?;
                Ok(Value::Unit)
            }
            ("fold", [init, function]) => {
                let start = match self.eval(init)? {
                    v @ (Value::Outside(..) | Value::Unit | Value::Iter(_)) => Value::Float(self.float(v, anchor(init))?),
                    v => v,
                };
                self.fold(&iter, start, function, span)
            }
            ("rev", []) if counted(&iter) => Ok(Value::Iter(Rc::new(Iter::Reversed(iter)))),
            ("step_by", [step]) => {
                let value = self.eval(step)?;
                let step_by = self.int(value, anchor(step))?;
                match *self.ast.expr(step_by) {
                    Node::Number(n) if n >= 1.0 => Ok(Value::Iter(Rc::new(Iter::Stepped(iter, n as u64)))),
                    _ => self.error(anchor(step), "the step must be a number here: write `i * step` for an index of smaller range instead"),
                }
            }
            ("take", [count]) if counted(&iter) => {
                let value = self.eval(count)?;
                let count = self.int(value, anchor(count))?;
                Ok(Value::Iter(Rc::new(Iter::Taken(iter, count))))
            }
            ("skip", [count]) => {
                let value = self.eval(count)?;
                let count = self.int(value, anchor(count))?;
                self.skip(&iter, count, span)
            }
            ("filter", [function]) => {
                let (closure, scopes) = self.closure(function, "`.filter(|v| ...)`")?;
                Ok(Value::Iter(Rc::new(Iter::Filter(iter, closure, scopes))))
            }
            ("filter_map", [function]) => {
                let (closure, scopes) = self.closure(function, "`.filter_map(|v| ...)`")?;
                Ok(Value::Iter(Rc::new(Iter::Somes(Rc::new(Iter::Map(iter, closure, scopes))))))
            }
            ("min_by" | "max_by", [order]) if compares(order) => {
                let fold = if method == "max_by" { Fold::Max } else { Fold::Min };
                self.largest(&iter, fold, counted(&iter), span)
            }
            ("min_by" | "max_by", [order]) => self.extreme(method, &iter, order, span),
            ("reduce", [function]) if counted(&iter) => {
                let (zero, one) = (self.number(0.0, span), self.number(1.0, span));
                let len = self.bounds(&iter, false, span)?.1;
                if let Some(fold) = picks(function) {
                    return self.largest(&iter, fold, true, span);
                }
                self.item_if(zero, len, false, span, |r| {
                    let first = r.item(&iter, zero, false, span)?;
                    let Value::Iter(rest) = r.skip(&iter, one, span)? else { unreachable!("`skip` gives an iterator") };
                    r.fold(&rest, first, function, span)
                })
            }
            ("find" | "position" | "find_map", [function]) => self.find(method, &iter, function, span),
            ("count", []) if counted(&iter) => Ok(Value::Int(self.bounds(&iter, false, span)?.1)),
            ("count", []) => self.count_items(&iter, span, |_, _| Ok(None)).map(Value::Int),
            ("any" | "all", [function]) => {
                let (closure, scopes) = self.closure(function, "`.any(|v| ...)`")?;
                // All do if none does not.
                let count = self.count_items(&iter, span, |r, item| {
                    let holds = r.apply(&closure, vec![item], &scopes, span)?;
                    let holds = r.condition(holds, span)?;
                    Ok(Some(if method == "any" { holds } else { r.push(Node::Unary(UnaryOp::Not, holds), span) }))
                })?;
                let zero = self.number(0.0, span);
                let op = if method == "any" { BinaryOp::Gt } else { BinaryOp::Eq };
                Ok(Value::Bool(self.binary(op, count, zero, span)))
            }
            ("last", []) if counted(&iter) => {
                let (len, zero, one) = (self.bounds(&iter, false, span)?.1, self.number(0.0, span), self.number(1.0, span));
                let last = self.minus(len, one, span);
                self.item_if(zero, len, true, span, |r| r.item(&iter, last, false, span))
            }
            ("nth", [k]) if counted(&iter) => {
                let value = self.eval(k)?;
                let k = self.int(value, anchor(k))?;
                let len = self.bounds(&iter, false, span)?.1;
                self.item_if(k, len, true, span, |r| r.item(&iter, k, false, span))
            }
            ("collect", []) if counted(&iter) => self.made(&iter, "collected", span).map(Value::Array),
            ("rev" | "enumerate" | "zip", _) => self.error(
                span,
                format_args!("`{method}` after `filter` or `step_by` is not supported: write a `for i in a..b` loop with an `if` instead"),
            ),
            ("max" | "min" | "collect" | "take" | "last" | "nth" | "count" | "reduce", _) => {
                self.error(span, format_args!("the iterator method `{method}` is not supported yet: write a `for i in a..b` loop instead"))
            }
            _ => self.error(
                span,
                format_args!(
                    "the iterator method `{method}` is not supported yet: use `zip`, `enumerate`, `map`, `sum`, `product` \
                     or `fold`, or write a `for` loop instead"
                ),
            ),
        }
    }

    /// `.fold(start, |acc, v| acc + ...)` is a loop with an accumulator.
    fn fold(&mut self, iter: &Rc<Iter>, start: Value, function: &Expr, span: proc_macro2::Span) -> Eval<Value> {
        let closure = match strip(function) {
            Expr::Closure(closure) => closure.clone(),
            Expr::Path(path) => syn::parse_quote_spanned!(span=> |a, v| #path(a, v)),
            other => {
                return self.error(other.span(), "write a closure here: `.fold(0.0, |sum, v| sum + v)`");
            }
        };
        let [accumulator, item] = &closure.inputs.iter().collect_vec()[..] else {
            return self.error(closure.span(), "the closure of `fold` takes two arguments");
        };
        let named = pattern_name(accumulator).filter(|_| matches!(start, Value::Float(_)));
        self.scopes.push(Map::default());
        let variable = self.bind(named.as_deref().unwrap_or("a"), true, Some(start));
        let result = self.each(iter, "i", span, |r, value, guard| {
            r.guarded(guard, span, |r| {
                r.scopes.push(Map::default());
                let result = r.pattern(item, value).and_then(|()| match named {
                    Some(_) => r.assign_expr(variable, Vec::new(), tail(&closure.body), span),
                    None => {
                        let old = r.read(variable, span)?;
                        r.pattern(accumulator, old)?;
                        let new = r.eval(&closure.body)?;
                        r.assign(variable, new, span)
                    }
                });
                r.scopes.pop();
                result
            })
        });
        let value = result.and_then(|_| self.read(variable, span));
        self.scopes.pop();
        value
    }

    /// The sum, product, largest or smallest of the items.
    pub fn reduce_items(&mut self, iter: &Rc<Iter>, fold: Fold, span: proc_macro2::Span) -> Eval<Value> {
        let ((body, integer), binder) = self.each(iter, "i", span, |r, item, guard| {
            let (then, integer) = match item {
                Value::Int(id) => (r.int_to_float(id, span), true),
                item => (r.float(item, span)?, false),
            };
            let Some(condition) = guard else { return Ok((then, integer)) };
            let otherwise = r.number(fold.identity(), span);
            Ok((r.push(Node::If { condition, then, otherwise }, span), integer))
        })?;
        let sum = self.reduce(fold, binder, body, span);
        if integer {
            return Ok(Value::Int(sum));
        }
        if self.in_loop() {
            return Ok(Value::Float(sum));
        }
        match self.new_definition("total", &[], Vec::new(), sum, span) {
            Array::View { base, .. } => Ok(Value::Float(base)),
            _ => unreachable!("a definition is read by its name"),
        }
    }

    /// How many items there are for which a condition holds.
    pub fn count_items(
        &mut self,
        iter: &Rc<Iter>,
        span: proc_macro2::Span,
        mut holds: impl FnMut(&mut Self, Value) -> Eval<Option<ExprId>>,
    ) -> Eval<ExprId> {
        let (body, binder) = self.each(iter, "i", span, |r, item, guard| {
            let holds = holds(r, item)?;
            let (then, otherwise) = (r.number(1.0, span), r.number(0.0, span));
            Ok(match r.both(guard, holds, span) {
                Some(condition) => r.push(Node::If { condition, then, otherwise }, span),
                None => then,
            })
        })?;
        Ok(self.reduce(Fold::Sum, binder, body, span))
    }

    fn skip(&mut self, iter: &Rc<Iter>, count: ExprId, span: proc_macro2::Span) -> Eval<Value> {
        match &**iter {
            Iter::Range(lo, hi) => {
                let lo = self.plus(*lo, count, span);
                Ok(Value::Iter(Rc::new(Iter::Range(lo, *hi))))
            }
            Iter::Elements(array) => {
                let len = self.length(array);
                let len = self.extent(&len, span);
                let rest = self.minus(len, count, span);
                let part = Array::Part(Box::new(array.clone()), count, self.length_of(rest));
                Ok(Value::Iter(Rc::new(Iter::Elements(part))))
            }
            Iter::Map(inner, closure, scopes) => {
                let Value::Iter(inner) = self.skip(inner, count, span)? else { unreachable!("`skip` gives an iterator") };
                Ok(Value::Iter(Rc::new(Iter::Map(inner, closure.clone(), scopes.clone()))))
            }
            Iter::Zip(a, b) => match (self.skip(a, count, span)?, self.skip(b, count, span)?) {
                (Value::Iter(a), Value::Iter(b)) => Ok(Value::Iter(Rc::new(Iter::Zip(a, b)))),
                _ => unreachable!("`skip` gives an iterator"),
            },
            // The numbers go on where they are.
            Iter::Enumerate(inner) => {
                let (_, len) = self.bounds(inner, false, span)?;
                let numbers = Rc::new(Iter::Range(count, len));
                let Value::Iter(inner) = self.skip(inner, count, span)? else { unreachable!("`skip` gives an iterator") };
                Ok(Value::Iter(Rc::new(Iter::Zip(numbers, inner))))
            }
            inner if counted(inner) => Ok(Value::Iter(Rc::new(Iter::Skipped(iter.clone(), count)))),
            _ => self.error(span, "`skip` after `filter` or `step_by` is not supported: write a `for i in a..b` loop instead"),
        }
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
            Iter::Somes(inner) => {
                let kept = self.keeps(inner, index, span)?;
                let some = match self.item(inner, index, true, span)? {
                    Value::Maybe(maybe) => maybe.some,
                    _ => return self.error(span, "the closure of `filter_map` gives an `Option`"),
                };
                Ok(self.both(kept, Some(some), span))
            }
            Iter::Stepped(inner, step) => {
                let kept = self.keeps(inner, index, span)?;
                if self.stepped(inner, *step, span)?.is_some() {
                    return Ok(kept);
                }
                let lo = self.bounds(inner, true, span)?.0;
                let step = self.number(*step as f64, span);
                let distance = self.minus(index, lo, span);
                let rest = self.remainder(distance, step, span);
                let zero = self.number(0.0, span);
                let hit = self.binary(BinaryOp::Eq, rest, zero, span);
                Ok(self.both(kept, Some(hit), span))
            }
            Iter::Parts(array, size, step) if *step > 1 => {
                let len = self.length(array);
                if let Extent::Number(_) = len {
                    return Ok(None);
                }
                let (size, step) = (self.number(*size as f64, span), self.number(*step as f64, span));
                let start = self.binary(BinaryOp::Mul, step, index, span);
                let end = self.plus(start, size, span);
                let len = self.extent(&len, span);
                let len = self.int_to_float(len, span);
                Ok(Some(self.binary(BinaryOp::Le, end, len, span)))
            }
            _ => Ok(None),
        }
    }

    /// How many items `step_by` leaves, if that is a number.
    fn stepped(&mut self, inner: &Iter, step: u64, span: proc_macro2::Span) -> Eval<Option<u64>> {
        let (_, len) = self.bounds(inner, false, span)?;
        Ok(match *self.ast.expr(len) {
            Node::Number(n) if counted(inner) => Some((n.max(0.0) as u64).div_ceil(step)),
            _ => None,
        })
    }

    /// Anything that `for` accepts.
    pub fn iterate(&mut self, value: Value, expr: &Expr) -> Eval<Rc<Iter>> {
        match self.by_parts(value) {
            Value::Iter(iter) => Ok(iter),
            Value::Slot(slot) => self.places_in(slot, expr.span()),
            Value::Array(array) => Ok(Rc::new(Iter::Elements(array))),
            Value::Part(part) => Ok(Rc::new(Iter::Elements(self.part_array(part)))),
            _ => self.error(expr.span(), "only ranges, arrays, slices and their iterators can be looped over"),
        }
    }

    /// Runs a body that only counts where `guard` holds.
    pub fn guarded(&mut self, guard: Option<ExprId>, span: proc_macro2::Span, body: impl FnOnce(&mut Self) -> Eval<()>) -> Eval<()> {
        let Some(condition) = guard else {
            return body(self);
        };
        let (result, changes) = self.branch(condition, body);
        result?;
        self.merge(condition, changes, Default::default(), span)
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
            Iter::Places(_, len) => Ok((self.number(0.0, span), self.extent(len, span))),
            Iter::Chunks(_, _, count) => Ok((self.number(0.0, span), self.number(*count as f64, span))),
            Iter::Map(inner, ..) | Iter::Filter(inner, ..) | Iter::Somes(inner) => self.bounds(inner, raw, span),
            Iter::Reversed(inner) => self.bounds(inner, false, span),
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
                    _ => self.call("min", vec![len, *count], span),
                };
                Ok((lo, taken))
            }
            Iter::Stepped(inner, step) => match self.stepped(inner, *step, span)? {
                Some(count) => Ok((self.number(0.0, span), self.number(count as f64, span))),
                None => self.bounds(inner, true, span),
            },
            Iter::Parts(array, size, step) => {
                let zero = self.number(0.0, span);
                let len = self.length(array);
                if let Extent::Number(n) = len {
                    let count = if n < *size { 0 } else { (n - size) / step + 1 };
                    return Ok((zero, self.number(count as f64, span)));
                }
                let len = self.extent(&len, span);
                if *step > 1 {
                    return Ok((zero, len));
                }
                let short = self.number(*size as f64 - 1.0, span);
                Ok((zero, self.minus(len, short, span)))
            }
            Iter::Enumerate(inner) => self.bounds(inner, false, span),
            Iter::Skipped(inner, count) => {
                let (lo, len) = self.bounds(inner, false, span)?;
                Ok((lo, self.minus(len, *count, span)))
            }
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
                        (Some(a), Some(b)) => {
                            // `zip` would stop at the shorter one; lengths that differ are a mistake.
                            if let (Extent::Name(_), _) | (_, Extent::Name(_)) = (&a, &b) {
                                self.equal.push((a, b));
                            }
                            x
                        }
                        _ => {
                            return self.error(
                                span,
                                "the lengths of what is zipped are not known to be equal: index both in a `for` loop instead",
                            );
                        }
                    },
                };
                Ok((lo, shorter))
            }
        }
    }

    /// How much larger one integer is than another, if that is a number.
    fn difference(&self, x: ExprId, y: ExprId) -> Option<i64> {
        let ((a, more), (b, less)) = (self.linear(x)?, self.linear(y)?);
        (a == b).then_some(more - less)
    }

    /// The item at `index`; `raw` as in [`Reader::bounds`].
    pub fn item(&mut self, iter: &Iter, index: ExprId, raw: bool, span: proc_macro2::Span) -> Eval<Value> {
        match iter {
            Iter::Range(..) if raw => Ok(Value::Int(index)),
            Iter::Range(lo, _) => match self.ast.expr(*lo) {
                Node::Number(0.0) => Ok(Value::Int(index)),
                _ => Ok(Value::Int(self.binary(BinaryOp::Add, *lo, index, span))),
            },
            Iter::Elements(array) => self.element(array, index, span),
            Iter::Places(slot, _) => Ok(self.place_at(slot, index)),
            Iter::Chunks(slot, size, _) => Ok(self.chunk_at(slot, *size, index, span)),
            Iter::Map(inner, closure, scopes) => {
                let item = self.item(inner, index, raw, span)?;
                self.apply(closure, vec![item], scopes, span)
            }
            Iter::Filter(inner, ..) => self.item(inner, index, raw, span),
            Iter::Somes(inner) => match self.item(inner, index, raw, span)? {
                Value::Maybe(maybe) => Ok(maybe.value.map_or(Value::Never, |value| *value)),
                _ => self.error(span, "the closure of `filter_map` gives an `Option`"),
            },
            Iter::Taken(inner, _) => self.item(inner, index, false, span),
            Iter::Reversed(inner) => {
                let (_, len) = self.bounds(inner, false, span)?;
                let one = self.number(1.0, span);
                let last = self.minus(len, one, span);
                let index = self.minus(last, index, span);
                self.item(inner, index, false, span)
            }
            Iter::Stepped(inner, step) => match self.stepped(inner, *step, span)? {
                Some(_) => {
                    let step = self.number(*step as f64, span);
                    let index = self.binary(BinaryOp::Mul, step, index, span);
                    self.item(inner, index, false, span)
                }
                None => self.item(inner, index, true, span),
            },
            Iter::Parts(array, size, step) => {
                let step = self.number(*step as f64, span);
                let start = if self.is_number(step, 1.0) { index } else { self.binary(BinaryOp::Mul, step, index, span) };
                Ok(Value::Array(Array::Part(Box::new(array.clone()), start, Extent::Number(*size))))
            }
            Iter::Skipped(inner, count) => {
                let index = self.plus(index, *count, span);
                self.item(inner, index, false, span)
            }
            Iter::Enumerate(inner) => {
                let item = self.item(inner, index, false, span)?;
                Ok(Value::Tuple(vec![Value::Int(index), item]))
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
fn counted(iter: &Iter) -> bool {
    match iter {
        Iter::Range(..) | Iter::Elements(_) | Iter::Places(..) | Iter::Chunks(..) => true,
        Iter::Parts(array, _, step) => *step == 1 || matches!(array_length(array), Some(Extent::Number(_))),
        Iter::Zip(a, b) => counted(a) && counted(b),
        Iter::Enumerate(inner) | Iter::Map(inner, ..) | Iter::Reversed(inner) | Iter::Taken(inner, _) | Iter::Skipped(inner, _) => {
            counted(inner)
        }
        // As many as a number says, or found by a condition.
        Iter::Stepped(inner, _) => match &**inner {
            Iter::Elements(array) => matches!(array_length(array), Some(Extent::Number(_))),
            _ => false,
        },
        Iter::Filter(..) | Iter::Somes(_) => false,
    }
}

fn array_length(array: &Array) -> Option<Extent> {
    match array {
        Array::View { lens, .. } => lens.first().cloned(),
        Array::Items(items) => Some(Extent::Number(items.len() as u64)),
        Array::Fill(_, len) | Array::Part(_, _, len) | Array::Of(_, len) => Some(len.clone()),
    }
}

/// What a function picks of two numbers, if it is `f64::max` or the like.
fn picks(function: &Expr) -> Option<Fold> {
    let Expr::Path(path) = strip(function) else { return None };
    match &path.path.segments.iter().map(|s| s.ident.to_string()).collect_vec()[..] {
        [.., of, name] if of == "f64" || of == "f32" => match name.as_str() {
            "max" => Some(Fold::Max),
            "min" => Some(Fold::Min),
            _ => None,
        },
        _ => None,
    }
}

/// Whether this is `|a, b| a.total_cmp(b)` or `f64::total_cmp`.
fn compares(order: &Expr) -> bool {
    match strip(order) {
        Expr::Path(p) => p.path.segments.last().is_some_and(|s| s.ident == "total_cmp"),
        Expr::Closure(c) => {
            let (Some(a), Some(b), 2) = (c.inputs.first().and_then(pattern_name), c.inputs.last().and_then(pattern_name), c.inputs.len())
            else {
                return false;
            };
            let is = |e: &Expr, name: &str| matches!(strip(e), Expr::Path(p) if p.path.is_ident(name));
            let mut body = tail(&c.body);
            while let Expr::MethodCall(m) = body
                && (m.method == "unwrap" || m.method == "expect")
            {
                body = &m.receiver;
            }
            matches!(body, Expr::MethodCall(m) if (m.method == "total_cmp" || m.method == "partial_cmp")
                && is(&m.receiver, &a) && m.args.len() == 1 && is(&m.args[0], &b))
        }
        _ => false,
    }
}

fn pattern_name(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(p) => Some(p.ident.to_string()),
        Pat::Type(p) => pattern_name(&p.pat),
        Pat::Reference(p) => pattern_name(&p.pat),
        Pat::Paren(p) => pattern_name(&p.pat),
        _ => None,
    }
}

/// The expression of a block that has nothing else.
pub(super) fn tail(expr: &Expr) -> &Expr {
    match expr {
        Expr::Block(b) => match &b.block.stmts[..] {
            [syn::Stmt::Expr(e, None)] => e,
            _ => expr,
        },
        other => other,
    }
}
