//! Float methods, functions of the table, and iterators.

use super::body::{anchor, strip};
use super::state::{Array, Eval, Fold, Iter, Reader, Value};
use super::types;
use crate::ast::{BinaryOp, Expr as Node, ExprId, Extent};
use quote::ToTokens;
use std::collections::HashMap;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

/// Float methods that are a function of the table: the method, the function, the number of arguments.
const METHODS: &[(&str, &str, usize)] = &[
    ("abs", "abs", 1),
    ("acos", "acos", 1),
    ("acosh", "acosh", 1),
    ("asin", "asin", 1),
    ("asinh", "asinh", 1),
    ("atan", "atan", 1),
    ("atan2", "atan2", 2),
    ("atanh", "atanh", 1),
    ("cbrt", "cbrt", 1),
    ("ceil", "ceil", 1),
    ("cos", "cos", 1),
    ("cosh", "cosh", 1),
    ("exp", "exp", 1),
    ("exp2", "exp2", 1),
    ("exp_m1", "expm1", 1),
    ("floor", "floor", 1),
    ("hypot", "hypot", 2),
    ("ln", "ln", 1),
    ("ln_1p", "log1p", 1),
    ("log10", "log10", 1),
    ("log2", "log2", 1),
    ("max", "max", 2),
    ("min", "min", 2),
    ("round", "round", 1),
    ("sin", "sin", 1),
    ("sinh", "sinh", 1),
    ("sqrt", "sqrt", 1),
    ("tan", "tan", 1),
    ("tanh", "tanh", 1),
    ("trunc", "trunc", 1),
];

/// Names that mean something else in a formula than a function of numbers.
const NOT_IN_THE_TABLE: &[&str] =
    &["sum", "prod", "mean", "max", "min", "softmax", "logsumexp", "argmax", "argmin", "dot", "norm", "if", "where", "transpose"];

/// Names that calls from Rust may make, so nothing else may have them.
pub(super) fn table_names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|m| m.1).chain(NOT_IN_THE_TABLE.iter().copied())
}

impl Reader {
    /// `f(a, b)`
    pub fn function_call(&mut self, e: &syn::ExprCall) -> Eval<Value> {
        let Expr::Path(path) = strip(&e.func) else {
            return self.error(e.func.span(), "only functions called by name are supported");
        };
        let segments: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let span = anchor(&e.func);
        let arguments: Vec<&Expr> = e.args.iter().collect();
        if path.qself.is_some() {
            return self.error(e.func.span(), "functions of a trait are not supported yet: call the method `x.f()` instead");
        }
        match segments[..] {
            [.., "f64" | "f32", "from"] => {
                let [argument] = arguments[..] else {
                    return self.arity(span, "from", 1, arguments.len());
                };
                match self.eval(argument)? {
                    Value::Bool(condition) => {
                        let (then, otherwise) = (self.number(1.0, span), self.number(0.0, span));
                        Ok(Value::Float(self.push(Node::If { condition, then, otherwise }, span)))
                    }
                    Value::Float(id) => Ok(Value::Float(id)),
                    v => {
                        let id = self.int(v, anchor(argument))?;
                        Ok(Value::Float(self.int_to_float(id, span)))
                    }
                }
            }
            [.., "f64" | "f32", method] => {
                let Some((receiver, rest)) = arguments.split_first() else {
                    return self.arity(span, method, 1, 0);
                };
                let value = self.eval(receiver)?;
                let receiver = self.float(value, anchor(receiver))?;
                self.float_method(method, receiver, rest, span)
            }
            [name] | [.., "functions", name] | ["chainrule", name] => {
                if segments.len() == 1 && self.lookup(name).is_some() {
                    return self.error(span, "calling a variable is not supported yet: write the formula in place instead");
                }
                let pair = matches!(name, "max" | "min") && arguments.len() == 2;
                if NOT_IN_THE_TABLE.contains(&name) && segments.len() == 1 && !pair {
                    return self.helper(span, name);
                }
                if name == "powi"
                    && let [x, n] = arguments[..]
                {
                    let x = self.floats(&[x])?[0];
                    return self.float_method("powi", x, &[n], span);
                }
                let ids = self.floats(&arguments)?;
                let path = path.path.to_token_stream();
                if !self.called.iter().any(|(p, _)| p.to_string() == path.to_string()) {
                    self.called.push((path, ids.len()));
                }
                Ok(Value::Float(self.call(name, ids, span)))
            }
            _ => {
                let name = types::text(path.path.to_token_stream());
                self.helper(span, &name)
            }
        }
    }

    fn helper<T>(&mut self, span: proc_macro2::Span, name: &str) -> Eval<T> {
        self.error(
            span,
            format_args!(
                "calls of other functions, such as `{name}`, are not supported yet: \
                 write the formula in place, or use a float method or one of `chainrule::functions` instead"
            ),
        )
    }

    fn arity<T>(&mut self, span: proc_macro2::Span, name: &str, wanted: usize, found: usize) -> Eval<T> {
        let plural = if wanted == 1 { "" } else { "s" };
        self.error(span, format_args!("`{name}` takes {wanted} argument{plural}, {found} given"))
    }

    /// `a.f(b)`
    pub fn method_call(&mut self, e: &syn::ExprMethodCall) -> Eval<Value> {
        let method = e.method.to_string();
        let span = e.method.span();
        let arguments: Vec<&Expr> = e.args.iter().collect();
        match self.eval(&e.receiver)? {
            Value::Array(array) => self.array_method(&method, array, &arguments, span),
            Value::Iter(iter) => self.iter_method(&method, iter, &arguments, span),
            Value::Int(base) => match (method.as_str(), arguments.len()) {
                ("pow", 1) => {
                    let exponent = self.eval(arguments[0])?;
                    let exponent = self.int(exponent, anchor(arguments[0]))?;
                    Ok(Value::Int(self.binary(BinaryOp::Pow, base, exponent, span)))
                }
                ("clone" | "into" | "to_owned", 0) => Ok(Value::Int(base)),
                _ => self.error(span, format_args!("the method `{method}` of integers is not supported yet: convert with `as f64` first")),
            },
            value => {
                let receiver = self.float(value, anchor(&e.receiver))?;
                self.float_method(&method, receiver, &arguments, span)
            }
        }
    }

    fn float_method(&mut self, method: &str, x: ExprId, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        if let Some((_, function, arity)) = METHODS.iter().find(|m| m.0 == method) {
            if arguments.len() + 1 != *arity {
                return self.arity(span, method, arity - 1, arguments.len());
            }
            let mut ids = vec![x];
            ids.extend(self.floats(arguments)?);
            return Ok(Value::Float(self.call(function, ids, span)));
        }
        let wanted = match method {
            "powi" | "powf" | "log" => 1,
            "mul_add" | "clamp" => 2,
            _ => 0,
        };
        let known = matches!(
            method,
            "powi"
                | "powf"
                | "log"
                | "mul_add"
                | "clamp"
                | "recip"
                | "sin_cos"
                | "to_radians"
                | "to_degrees"
                | "clone"
                | "to_owned"
                | "into"
        );
        if !known {
            return self.error(
                span,
                format_args!(
                    "the method `{method}` is not supported here: use arithmetic, a float method with a derivative, \
                     or one of `chainrule::functions` instead"
                ),
            );
        }
        if arguments.len() != wanted {
            return self.arity(span, method, wanted, arguments.len());
        }
        let id = match method {
            "powi" => {
                let n = self.eval(arguments[0])?;
                let n = self.int(n, anchor(arguments[0]))?;
                let n = self.int_to_float(n, span);
                self.binary(BinaryOp::Pow, x, n, span)
            }
            "powf" => {
                let y = self.floats(arguments)?[0];
                self.binary(BinaryOp::Pow, x, y, span)
            }
            "log" => {
                let base = self.floats(arguments)?[0];
                let (a, b) = (self.call("ln", vec![x], span), self.call("ln", vec![base], span));
                self.binary(BinaryOp::Div, a, b, span)
            }
            "mul_add" => {
                let [a, b] = self.floats(arguments)?[..] else { unreachable!("two were counted") };
                let product = self.binary(BinaryOp::Mul, x, a, span);
                self.binary(BinaryOp::Add, product, b, span)
            }
            "clamp" => {
                let [lo, hi] = self.floats(arguments)?[..] else { unreachable!("two were counted") };
                let above = self.call("max", vec![x, lo], span);
                self.call("min", vec![above, hi], span)
            }
            "recip" => {
                let one = self.number(1.0, span);
                self.binary(BinaryOp::Div, one, x, span)
            }
            "to_radians" | "to_degrees" => {
                let half_turn = std::f64::consts::PI / 180.0;
                let factor = if method == "to_radians" { half_turn } else { 180.0 / std::f64::consts::PI };
                let factor = self.number(factor, span);
                self.binary(BinaryOp::Mul, x, factor, span)
            }
            "sin_cos" => {
                let (s, c) = (self.call("sin", vec![x], span), self.call("cos", vec![x], span));
                return Ok(Value::Tuple(vec![Value::Float(s), Value::Float(c)]));
            }
            _ => x,
        };
        Ok(Value::Float(id))
    }

    fn floats(&mut self, arguments: &[&Expr]) -> Eval<Vec<ExprId>> {
        let mut ids = Vec::new();
        for argument in arguments {
            let value = self.eval(argument)?;
            ids.push(self.float(value, anchor(argument))?);
        }
        Ok(ids)
    }

    fn array_method(&mut self, method: &str, array: Array, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        match (method, arguments) {
            ("len", []) => {
                let len = self.length(&array);
                Ok(Value::Int(self.extent(&len, span)))
            }
            ("iter" | "into_iter", []) => Ok(Value::Iter(Rc::new(Iter::Elements(array)))),
            ("clone" | "to_owned" | "as_slice" | "as_ref" | "each_ref" | "to_vec", []) => Ok(Value::Array(array)),
            ("map", [Expr::Closure(closure)]) => {
                let len = self.length(&array);
                let hi = self.extent(&len, span);
                let lo = self.number(0.0, span);
                let scopes = self.scopes.clone();
                let iter = Iter::Map(Rc::new(Iter::Elements(array)), closure.clone(), scopes);
                let (body, binder) = self.with_loop("i", lo, hi, span, |r, index| {
                    let item = r.item(&iter, index, true, span)?;
                    r.float(item, span)
                })?;
                Ok(Value::Array(self.new_definition("mapped", &[binder.name], vec![len], body, span)))
            }
            ("push", _) => self.error(span, "growing a `Vec` is not supported: fill an array of fixed length, `[0.0; N]`, instead"),
            _ => self.error(
                span,
                format_args!(
                    "the method `{method}` of arrays is not supported yet: index the elements in a `for` loop, \
                     or use `.iter()` with `.zip(..)`, `.map(..)` and `.sum()` instead"
                ),
            ),
        }
    }

    fn iter_method(&mut self, method: &str, iter: Rc<Iter>, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        match (method, arguments) {
            ("iter" | "into_iter" | "copied" | "cloned" | "by_ref", []) => Ok(Value::Iter(iter)),
            ("enumerate", []) => Ok(Value::Iter(Rc::new(Iter::Enumerate(iter)))),
            ("zip", [other]) => {
                let value = self.eval(other)?;
                let other = self.iterate(value, other)?;
                Ok(Value::Iter(Rc::new(Iter::Zip(iter, other))))
            }
            ("map", [function]) => match strip(function) {
                Expr::Closure(closure) => {
                    let scopes = self.scopes.clone();
                    Ok(Value::Iter(Rc::new(Iter::Map(iter, closure.clone(), scopes))))
                }
                Expr::Path(path) => {
                    // `.map(f64::sqrt)`, `.map(sigmoid)`
                    let closure: syn::ExprClosure = syn::parse_quote_spanned!(span=> |v| #path(v));
                    Ok(Value::Iter(Rc::new(Iter::Map(iter, closure, self.scopes.clone()))))
                }
                other => self.error(other.span(), "write a closure here: `.map(|v| ...)`"),
            },
            ("sum" | "product", []) => {
                let fold = if method == "sum" { Fold::Sum } else { Fold::Product };
                let (body, binder) = self.each(&iter, "i", span, |r, item, guard| {
                    let then = r.float(item, span)?;
                    let Some(condition) = guard else { return Ok(then) };
                    let otherwise = r.number(if fold == Fold::Sum { 0.0 } else { 1.0 }, span);
                    Ok(r.push(Node::If { condition, then, otherwise }, span))
                })?;
                let sum = self.reduce(fold, binder, body, span);
                if self.in_loop() {
                    return Ok(Value::Float(sum));
                }
                let Array::View { base, .. } = self.new_definition("total", &[], Vec::new(), sum, span) else {
                    unreachable!("a definition is read by its name")
                };
                Ok(Value::Float(base))
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
                let init_value = self.eval(init)?;
                let start = self.float(init_value, anchor(init))?;
                self.fold(&iter, start, function, span)
            }
            ("max" | "min" | "collect" | "rev" | "skip" | "take" | "filter" | "last" | "nth" | "count", _) => {
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
    fn fold(&mut self, iter: &Rc<Iter>, start: ExprId, function: &Expr, span: proc_macro2::Span) -> Eval<Value> {
        let closure = match strip(function) {
            Expr::Closure(closure) => closure.clone(),
            Expr::Path(path) => syn::parse_quote_spanned!(span=> |a, v| #path(a, v)),
            other => {
                return self.error(other.span(), "write a closure here: `.fold(0.0, |sum, v| sum + v)`");
            }
        };
        let [accumulator, item] = &closure.inputs.iter().collect::<Vec<_>>()[..] else {
            return self.error(closure.span(), "the closure of `fold` takes two arguments");
        };
        let Some(name) = pattern_name(accumulator) else {
            return self.error(accumulator.span(), "give the accumulator a name: `.fold(0.0, |sum, v| sum + v)`");
        };
        self.scopes.push(HashMap::new());
        let variable = self.bind(&name, true, Some(Value::Float(start)));
        let result = self.each(iter, "i", span, |r, value, guard| {
            r.guarded(guard, span, |r| {
                r.scopes.push(HashMap::new());
                let bound = r.pattern(item, value);
                let result = bound.and_then(|()| r.assign_expr(variable, Vec::new(), tail(&closure.body), span));
                r.scopes.pop();
                result
            })
        });
        let value = result.and_then(|_| self.read(variable, span));
        self.scopes.pop();
        value
    }

    /// Anything that `for` accepts.
    pub fn iterate(&mut self, value: Value, expr: &Expr) -> Eval<Rc<Iter>> {
        match value {
            Value::Iter(iter) => Ok(iter),
            Value::Array(array) => Ok(Rc::new(Iter::Elements(array))),
            _ => self.error(expr.span(), "only ranges, arrays, slices and their iterators can be looped over"),
        }
    }

    /// Runs `body` once for the items of `iter`. A range that depends on the index of a loop around it
    /// is widened to one that does not; the condition that `body` is given says where it counts.
    pub fn each<T>(
        &mut self,
        iter: &Rc<Iter>,
        hint: &str,
        span: proc_macro2::Span,
        body: impl FnOnce(&mut Self, Value, Option<ExprId>) -> Eval<T>,
    ) -> Eval<(T, crate::ast::Binder)> {
        let (lo, hi) = self.bounds(iter, true, span)?;
        let widened = (self.widen(lo, false), self.widen(hi, true));
        let (Some(first), Some(last)) = widened else {
            return self.error(
                span,
                "this range depends on a loop around it in a way that is not supported yet: \
                 range over all values and put an `if` into the body instead",
            );
        };
        self.with_loop(hint, first, last, span, |r, index| {
            let above = (first != lo).then(|| r.binary(BinaryOp::Ge, index, lo, span));
            let below = (last != hi).then(|| r.binary(BinaryOp::Lt, index, hi, span));
            let guard = match (above, below) {
                (Some(a), Some(b)) => Some(r.binary(BinaryOp::And, a, b, span)),
                (a, b) => a.or(b),
            };
            let item = r.item(iter, index, true, span)?;
            body(r, item, guard)
        })
    }

    /// Runs a body that only counts where `guard` holds.
    pub fn guarded(&mut self, guard: Option<ExprId>, span: proc_macro2::Span, body: impl FnOnce(&mut Self) -> Eval<()>) -> Eval<()> {
        let Some(condition) = guard else {
            return body(self);
        };
        let (result, changes) = self.branch(body);
        result?;
        self.merge(condition, changes, Default::default(), span)
    }

    /// First index and one past the last; ranges keep theirs when `raw`, and count from 0 otherwise.
    fn bounds(&mut self, iter: &Iter, raw: bool, span: proc_macro2::Span) -> Eval<(ExprId, ExprId)> {
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
            Iter::Map(inner, ..) => self.bounds(inner, raw, span),
            Iter::Enumerate(inner) => self.bounds(inner, false, span),
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
                    (a, b) if a == b => x,
                    _ => match (self.as_extent(x), self.as_extent(y)) {
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

    /// The item at `index`; `raw` as in [`Reader::bounds`].
    fn item(&mut self, iter: &Iter, index: ExprId, raw: bool, span: proc_macro2::Span) -> Eval<Value> {
        match iter {
            Iter::Range(..) if raw => Ok(Value::Int(index)),
            Iter::Range(lo, _) => match self.ast.expr(*lo) {
                Node::Number(0.0) => Ok(Value::Int(index)),
                _ => Ok(Value::Int(self.binary(BinaryOp::Add, *lo, index, span))),
            },
            Iter::Elements(array) => self.element(array, index, span),
            Iter::Map(inner, closure, scopes) => {
                let item = self.item(inner, index, raw, span)?;
                self.apply(closure, vec![item], scopes, span)
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

    /// Calls a closure.
    fn apply(
        &mut self,
        closure: &syn::ExprClosure,
        arguments: Vec<Value>,
        scopes: &[HashMap<String, usize>],
        span: proc_macro2::Span,
    ) -> Eval<Value> {
        if closure.inputs.len() != arguments.len() {
            return self.arity(span, "the closure", arguments.len(), closure.inputs.len());
        }
        let outer = std::mem::replace(&mut self.scopes, scopes.to_vec());
        self.scopes.push(HashMap::new());
        let bound = closure.inputs.iter().zip(arguments).try_for_each(|(p, v)| self.pattern(p, v));
        let result = bound.and_then(|()| self.eval(&closure.body));
        self.scopes = outer;
        result
    }
}

fn pattern_name(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(p) => Some(p.ident.to_string()),
        Pat::Type(p) => pattern_name(&p.pat),
        _ => None,
    }
}

/// The expression of a block that has nothing else.
fn tail(expr: &Expr) -> &Expr {
    match expr {
        Expr::Block(b) => match &b.block.stmts[..] {
            [syn::Stmt::Expr(e, None)] => e,
            _ => expr,
        },
        other => other,
    }
}
