//! Iterators: their methods. What they give: `items.rs`.

use super::body::{anchor, strip};
use super::items::{counted, endless};
use super::state::{Eval, Reader};
use super::value::{Array, Fold, Iter, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Reader {
    pub fn iter_method(&mut self, method: &str, iter: Rc<Iter>, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        match (method, arguments) {
            ("iter" | "into_iter" | "copied" | "cloned" | "by_ref" | "fuse", []) => Ok(Value::Iter(iter)),
            ("take_while" | "skip_while" | "map_while" | "scan" | "cycle", _)
                if let Some(value) = self.adaptor(method, &iter, arguments, span)? =>
            {
                Ok(value)
            }
            ("enumerate", []) if let Iter::Before(inner, end) = &*iter => {
                Ok(Value::Iter(Rc::new(Iter::Before(Rc::new(Iter::Enumerate(inner.clone())), *end))))
            }
            ("count", []) if let Iter::Before(_, end) = *iter => Ok(Value::Int(end)),
            ("enumerate", []) if counted(&iter) => Ok(Value::Iter(Rc::new(Iter::Enumerate(iter)))),
            ("zip", [other]) if counted(&iter) => {
                let other =
                    self.counted_other(other, "`zip` with `filter` or `step_by` is not supported: write a `for i in a..b` loop instead")?;
                Ok(Value::Iter(Rc::new(Iter::Zip(iter, other))))
            }
            ("chain", [other]) if counted(&iter) && !endless(&iter) => {
                let other =
                    self.counted_other(other, "`chain` with `filter` is not supported: write a loop for each of the two instead")?;
                Ok(Value::Iter(Rc::new(Iter::Chain(iter, other))))
            }
            ("map", [function]) => {
                let (closure, scopes) = self.closure(function, "`.map(|v| ...)`")?;
                Ok(Value::Iter(Rc::new(Iter::Map(iter, closure, scopes))))
            }
            ("flatten", []) if counted(&iter) => self.flattened(iter, span),
            ("flat_map", [function]) if counted(&iter) => {
                let (closure, scopes) = self.closure(function, "`.flat_map(|v| ...)`")?;
                self.flattened(Rc::new(Iter::Map(iter, closure, scopes)), span)
            }
            ("sum" | "product", []) => {
                let fold = if method == "sum" { Fold::Sum } else { Fold::Product };
                self.reduce_items(&iter, fold, span)
            }
            ("for_each", [function]) => {
                let Expr::Closure(closure) = strip(function) else {
                    return self.error(function.span(), "write a closure here: `.for_each(|v| ...)`");
                };
                let (scopes, mut closure) = (self.scopes.clone(), closure.clone());
                super::changing::end_calls_of_closure(&mut closure);
                self.each_pass(&iter, "i", span, |r, item, guard| {
                    r.guarded(guard, span, |r| r.apply(&closure, vec![item], &scopes, span).map(|_| ()))
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
            ("rev", []) if counted(&iter) || matches!(*iter, Iter::Within(..)) => Ok(Value::Iter(Rc::new(Iter::Reversed(iter)))),
            ("step_by", [step]) => {
                let value = self.eval(step)?;
                let step_by = self.int(value, anchor(step))?;
                self.not_zero(step, step_by, method);
                match *self.ast.expr(step_by) {
                    Node::Number(n) if n < 1.0 => self.error(anchor(step), "the step for `step_by` must not be 0"),
                    Node::Number(n) if n >= 1.0 => {
                        let count = self.stepped(&iter, n as u64, span)?;
                        Ok(Value::Iter(Rc::new(Iter::Stepped(iter, n as u64, count))))
                    }
                    _ if matches!(*iter, Iter::Range(..) | Iter::Within(..)) => self.strided(&iter, step_by, span),
                    _ => self.error(anchor(step), "the step must be a number here: write `i * step` for an index of smaller range instead"),
                }
            }
            ("take", [count]) if counted(&iter) => {
                let value = self.eval(count)?;
                let value = self.int(value, anchor(count))?;
                let count = self.as_length(value, anchor(count));
                Ok(Value::Iter(Rc::new(Iter::Taken(iter, count))))
            }
            ("skip", [count]) => {
                let value = self.eval(count)?;
                let value = self.int(value, anchor(count))?;
                let count = self.as_length(value, anchor(count));
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
            ("min_by_key" | "max_by_key", [key]) => self.extreme_by_key(method, &iter, key, span),
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
            ("collect", []) if !endless(&iter) => self.collected(&iter, span).map(Value::Array),
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

    /// The other iterator of two, which must have items that are counted.
    pub fn counted_other(&mut self, other: &Expr, refusal: &str) -> Eval<Rc<Iter>> {
        let value = self.moved(other)?;
        let iter = self.iterate(value, other)?;
        if counted(&iter) { Ok(iter) } else { self.error(anchor(other), refusal) }
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

    /// The items of arrays or iterators that are all of one length.
    fn flattened(&mut self, iter: Rc<Iter>, span: proc_macro2::Span) -> Eval<Value> {
        let mark = self.mark();
        let symbol = self.fresh("row");
        let row = self.push(Node::Name(symbol), span);
        let read = self.item(&iter, row, false, span);
        let mut unseen = None;
        let len = match read.map(|item| self.by_parts(item)) {
            Ok(Value::Array(array)) => Some(self.length(&array)),
            // A row of an array whose type is not seen.
            Ok(Value::Part(part)) => {
                unseen = Some(part.clone());
                Some(self.part_length(&part))
            }
            Ok(Value::Iter(inner)) if counted(&inner) => self.bounds(&inner, false, span).ok().map(|b| self.length_of(b.1)),
            Err(reported) => return Err(reported),
            _ => None,
        };
        let len = len.filter(|len| *len != Extent::Name(symbol));
        self.take_back(mark);
        // Its name was taken back.
        let len = unseen.map_or(len, |part| Some(self.part_length(&part)));
        match len {
            Some(Extent::Expr(_)) | None => self.error(
                span,
                "only arrays and iterators that are all of one length can be put one behind the other here: write a loop in a loop instead",
            ),
            Some(len) => {
                let len = self.extent(&len, span);
                Ok(Value::Iter(Rc::new(Iter::Flat(iter, len))))
            }
        }
    }

    /// A range with a step that is no number. Where lengths say what both are, so they do how many items there are.
    fn strided(&mut self, iter: &Iter, step: ExprId, span: proc_macro2::Span) -> Eval<Value> {
        let (from, len, end) = match *iter {
            Iter::Within(lo, most, hi) => (lo, most, hi),
            Iter::Range(lo, hi) => (lo, self.minus(hi, lo, span), Some(hi)),
            _ => unreachable!("checked by the caller"),
        };
        let one = self.number(1.0, span);
        let before = self.minus(step, one, span);
        let above = self.plus(len, before, span);
        let count = self.quotient(above, step, span);
        let most = self.as_length(count, span);
        let known = self.linear(most).is_some();
        let (most, end) = if known { (most, end.filter(|_| matches!(iter, Iter::Within(..)))) } else { (len, end) };
        Ok(Value::Iter(Rc::new(Iter::Strided { from, step, most, end })))
    }

    pub fn skip(&mut self, iter: &Rc<Iter>, count: ExprId, span: proc_macro2::Span) -> Eval<Value> {
        match &**iter {
            Iter::Range(lo, hi) => {
                let lo = self.plus(*lo, count, span);
                Ok(Value::Iter(Rc::new(Iter::Range(lo, *hi))))
            }
            Iter::From(lo) => Ok(Value::Iter(Rc::new(Iter::From(self.plus(*lo, count, span))))),
            Iter::Repeat(_) => Ok(Value::Iter(iter.clone())),
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

    /// Anything that `for` accepts.
    pub fn iterate(&mut self, value: Value, expr: &Expr) -> Eval<Rc<Iter>> {
        match self.by_parts(value) {
            Value::Iter(iter) => Ok(iter),
            Value::Slot(slot) => self.places_in(slot, expr.span()),
            Value::Array(array) => Ok(Rc::new(self.elements_of(array, expr.span()))),
            Value::Part(part) => Ok(Rc::new(Iter::Elements(self.part_array(part)))),
            other => {
                let integer = matches!(other, Value::Int(_)) && self.is_integer(expr);
                let foreign = integer || self.is_surely_float(&other) || other.is_no_number() && !matches!(other, Value::Maybe(_));
                let message = "only ranges, arrays, slices and their iterators can be looped over";
                self.unless_foreign(foreign, |r| r.error(expr.span(), message))
            }
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
