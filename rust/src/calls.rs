//! Float methods, functions of the table, and iterators.

use super::UnknownMethod;
use super::body::{anchor, strip};
use super::state::{Eval, Reader};
use super::value::{Array, Iter, Value};
use chainrule_parser::ast::{BinaryOp, Callee, Expr as Node, ExprId, Extent, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::suggest;
use quote::ToTokens;
use std::rc::Rc;
use syn::Expr;
use syn::spanned::Spanned;

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
];

/// Names that mean something else in a formula than a function of numbers.
const NOT_IN_THE_TABLE: &[&str] =
    &["sum", "prod", "mean", "max", "min", "softmax", "logsumexp", "argmax", "argmin", "dot", "norm", "if", "where", "transpose"];

/// Names that calls from Rust may make, so nothing else may have them.
pub(super) fn table_names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|m| m.1).chain(NOT_IN_THE_TABLE.iter().copied())
}

/// Float methods that are written with more than one function of the table.
const COMPOSED: &[&str] = &[
    "powi",
    "powf",
    "log",
    "mul_add",
    "clamp",
    "recip",
    "sin_cos",
    "copysign",
    "rem_euclid",
    "div_euclid",
    "signum",
    "fract",
    "trunc",
    "is_sign_negative",
    "is_sign_positive",
    "is_nan",
    "is_finite",
    "is_infinite",
    "midpoint",
    "to_radians",
    "to_degrees",
    "clone",
    "cloned",
    "copied",
    "to_owned",
    "into",
];

/// Whether a method is one of floats.
pub(super) fn is_float_method(method: &str) -> bool {
    COMPOSED.contains(&method) || METHODS.iter().any(|m| m.0 == method)
}

impl Reader {
    /// `f(a, b)`
    pub fn function_call(&mut self, e: &syn::ExprCall) -> Eval<Value> {
        let Expr::Path(path) = strip(&e.func) else {
            return self.error(e.func.span(), "only functions called by name are supported");
        };
        let segments: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect_vec();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect_vec();
        let span = anchor(&e.func);
        let arguments: Vec<&Expr> = e.args.iter().collect_vec();
        if path.qself.is_some() && segments.last() == Some(&"try_from") {
            return self.error(span, format_args!("`try_from` is not supported here: {INTO_ARRAY}"));
        }
        if path.qself.is_some() {
            return self.error(e.func.span(), "functions of a trait are not supported yet: call the method `x.f()` instead");
        }
        match segments[..] {
            [.., "mem", "swap"] => self.swap_call(&arguments, span),
            [.., "mem", "replace"] if arguments.len() == 2 => self.replace_call(arguments[0], Some(arguments[1]), span),
            [.., "mem", "take"] if arguments.len() == 1 => self.replace_call(arguments[0], None, span),
            ["iter", name] | ["std" | "core", "iter", name] if let Some(iter) = self.iter_function(name, &arguments)? => Ok(iter),
            [.., "array", "from_fn"] | ["from_fn"] if self.lookup("from_fn").is_none() => self.array_from_fn(&path.path, &arguments, span),
            [.., "Vec", "new" | "with_capacity"] => Ok(Value::Array(Array::Items(Vec::new()))),
            ["Default", "default"] | [.., "default", "Default", "default"] => {
                self.error(span, "what `Default::default()` gives is not seen here: write the value, or every field of the struct, instead")
            }
            [.., "Box", "new"] if arguments.len() == 1 => self.eval(arguments[0]),
            [.., "Some" | "Ok" | "Err"] if super::options::is_made(&path.path) => self.made_option(&path.path, &arguments, span),
            // A tuple struct.
            [.., name] if name.starts_with(char::is_uppercase) && self.lookup(name).is_none() => {
                if !name.contains(char::is_lowercase) && !self.local_structs.iter().any(|local| local == name) {
                    // `RGB(r, g, b)`, unless it is a function of that name: the compiler knows.
                    let (path, fields) = (&path.path, arguments.iter().map(|_| quote::quote!(_)));
                    self.asserts.push(quote::quote_spanned!(span=> let _ = |__value| match __value { #path(#(#fields),*) => {} _ => {} }));
                }
                Ok(Value::Tuple(arguments.iter().map(|a| self.eval(a)).try_collect_vec()?))
            }
            [float, name] if self.is_generic(float) => self.generic_call(name, &arguments, span),
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
                let before = self.unknown.len();
                let result = self.float_method(method, receiver, rest, span);
                self.unknown[before..].iter_mut().for_each(|method| method.by_path = true);
                result
            }
            [.., integer, method] if super::integers::range(integer).is_some() && !arguments.is_empty() => {
                let value = self.eval(arguments[0])?;
                if method == "from"
                    && let Value::Bool(condition) = value
                {
                    return Ok(Value::Int(self.zero_or_one(condition, span)));
                }
                let base = self.int(value, anchor(arguments[0]))?;
                if method == "from" { Ok(Value::Int(base)) } else { self.int_method(method, base, &arguments[1..], span) }
            }
            [name] | [.., "functions", name] | ["chainrule", name] => {
                if segments.len() == 1
                    && let Some(variable) = self.lookup(name)
                {
                    return self.call_of_variable(variable, &path.path.segments[0], &arguments, span);
                }
                if name == "stop_gradient"
                    && let [argument] = arguments[..]
                    && let Value::Part(part) = self.eval(argument)?
                {
                    return self.part_constant(&part, span).map(Value::Float);
                }
                let pair = matches!(name, "max" | "min") && arguments.len() == 2;
                let reduction = NOT_IN_THE_TABLE.contains(&name) && !pair;
                // One of the user's own may have the name of one of the table, and other arguments.
                let own =
                    self.table.is_some_and(|in_table| !in_table(name)) || self.takes.is_some_and(|takes| !takes(name, arguments.len()));
                if segments.len() == 1 && (reduction || own) {
                    return match self.changed_by_path(e)? {
                        Some(value) => Ok(value),
                        None => self.external(e, &path.path, &arguments, span),
                    };
                }
                if self.takes.is_some_and(|takes| !takes(name, arguments.len())) && self.table.is_some_and(|in_table| in_table(name)) {
                    // One of the table, by its path: the compiler counts, too.
                    return self.rust_error(span, format_args!("`{name}` takes another number of arguments"));
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
            _ => match self.changed_by_path(e)? {
                Some(value) => Ok(value),
                None => self.external(e, &path.path, &arguments, span),
            },
        }
    }

    /// Of a closure, a function inside or a method of floats, as the compiler knows.
    pub fn arity<T>(&mut self, span: proc_macro2::Span, name: &str, wanted: usize, found: usize) -> Eval<T> {
        let plural = if wanted == 1 { "" } else { "s" };
        self.rust_error(span, format_args!("`{name}` takes {wanted} argument{plural}, {found} given"))
    }

    /// `a.f(b)`
    pub fn method_call(&mut self, e: &syn::ExprMethodCall) -> Eval<Value> {
        let method = e.method.to_string();
        let span = e.method.span();
        let arguments: Vec<&Expr> = e.args.iter().collect_vec();
        if let Some(value) = self.changed_by_method(e)? {
            return Ok(value);
        }
        if self.grow(e)?.is_some() {
            return Ok(Value::Unit);
        }
        if matches!(method.as_str(), "last" | "len" | "is_empty")
            && arguments.is_empty()
            && let Some((variable, len)) = self.growing(&e.receiver, span)?
        {
            let (zero, one) = (self.number(0.0, span), self.number(1.0, span));
            return match method.as_str() {
                "len" => Ok(Value::Int(len)),
                "is_empty" => {
                    let len = self.int_to_float(len, span);
                    Ok(Value::Bool(self.binary(BinaryOp::Eq, len, zero, span)))
                }
                _ => {
                    let last = self.minus(len, one, span);
                    self.item_if(zero, len, true, span, |r| r.read_element(variable, &[last], span))
                }
            };
        }
        if matches!(method.as_str(), "len" | "is_empty")
            && arguments.is_empty()
            && let Some(len) = self.length_unread(&e.receiver)
        {
            let len = self.extent(&len, span);
            if method == "len" {
                return Ok(Value::Int(len));
            }
            let (len, zero) = (self.int_to_float(len, span), self.number(0.0, span));
            return Ok(Value::Bool(self.binary(BinaryOp::Eq, len, zero, span)));
        }
        if let Some(value) = self.writing_method(e)? {
            return Ok(value);
        }
        if let Some(value) = self.advancing_method(e, &arguments)? {
            return Ok(value);
        }
        if method == "contains"
            && let (Expr::Range(range), [value]) = (strip(&e.receiver), &arguments[..])
        {
            return self.contains(range, value, span);
        }
        let before = self.ast.calls.len();
        let value = self.method_of_value(e, &method, &arguments, span)?;
        if let Some(call) = self.ast.calls.get(before..).and_then(<[_]>::last)
            && call.callee == Callee::Method
            && call.path == method
            && self.is_in_mutable(&e.receiver)
        {
            self.may_change.insert(self.ast.calls.len() - 1);
        }
        Ok(value)
    }

    fn method_of_value(&mut self, e: &syn::ExprMethodCall, method: &str, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        const CHANGING: &[&str] = &["pop", "sort_by", "sort_unstable_by", "extend", "insert", "remove", "truncate"];
        match self.eval(&e.receiver)? {
            Value::Array(array) if CHANGING.contains(&method) => {
                // What it would have changed is not known any more.
                if let Expr::Path(path) = strip(&e.receiver)
                    && let Some(variable) = path.path.get_ident().and_then(|i| self.lookup(&i.to_string()))
                {
                    self.variables[variable].poisoned = true;
                }
                self.array_method(method, array, arguments, span)
            }
            Value::Array(array) => self.array_method(method, array, arguments, span),
            Value::Iter(iter) => self.iter_method(method, iter, arguments, span),
            Value::Never => Ok(Value::Never),
            Value::Maybe(maybe) => self.option_method(e, maybe, arguments, span),
            Value::Bool(some) if matches!(method, "then" | "then_some") && arguments.len() == 1 => {
                self.value_if(some, method == "then", arguments[0], span)
            }
            Value::Int(base) => self.int_method(method, base, arguments, span),
            Value::Part(part) if super::options::OWN.contains(&method) && !part.is_result() => {
                let maybe = self.part_as_option(&part, span);
                self.option_method(e, maybe, arguments, span)
            }
            Value::Part(part) => {
                self.declare_named(e.turbofish.to_token_stream());
                self.method_generics = e.turbofish.as_ref().map_or_else(String::new, |t| super::types::text(t.to_token_stream()));
                self.part_method(method, part, arguments, span)
            }
            Value::Outside(name, at) if super::parts::ARRAY.contains(&method) => {
                let part = self.outside_part(&name, at);
                self.part_method(method, part, arguments, span)
            }
            Value::Outside(name, at) if name == "self" => self.rust_error(at, "there is no `self` here"),
            value @ Value::Struct(..) if matches!(method, "clone" | "to_owned") && arguments.is_empty() => Ok(value),
            value @ Value::Struct(..) => {
                self.declare_named(e.turbofish.to_token_stream());
                self.method_generics = e.turbofish.as_ref().map_or_else(String::new, |t| super::types::text(t.to_token_stream()));
                self.method_of(value, method, arguments, span)
            }
            value => {
                let receiver = self.float(value, anchor(&e.receiver))?;
                self.float_method(method, receiver, arguments, span)
            }
        }
    }

    /// `(a..b).contains(&x)`
    fn contains(&mut self, range: &syn::ExprRange, value: &Expr, span: proc_macro2::Span) -> Eval<Value> {
        let mut inside = None;
        let upper: syn::BinOp = match range.limits {
            syn::RangeLimits::Closed(_) => syn::parse_quote_spanned!(span=> <=),
            syn::RangeLimits::HalfOpen(_) => syn::parse_quote_spanned!(span=> <),
        };
        for (end, op) in [(&range.start, syn::parse_quote_spanned!(span=> >=)), (&range.end, upper)] {
            if let Some(end) = end {
                let (a, b) = (self.eval(value)?, self.eval(end)?);
                let compared = self.operate(&op, a, b, value, end)?;
                let compared = self.condition(compared, span)?;
                inside = self.both(inside, Some(compared), span);
            }
        }
        Ok(Value::Bool(inside.unwrap_or_else(|| self.truth(true, span))))
    }

    /// The length of a variable or a part of one, which is known whatever its elements are.
    fn length_unread(&mut self, receiver: &Expr) -> Option<Extent> {
        let mut at = strip(receiver);
        let mut depth = 0;
        while let Expr::Index(e) = at {
            if let Expr::Range(_) = strip(&e.index) {
                return None;
            }
            depth += 1;
            at = strip(&e.expr);
        }
        let Expr::Path(path) = at else { return None };
        let variable = self.lookup(&path.path.get_ident()?.to_string())?;
        let value = self.variables[variable].value.clone()?;
        self.lengths_of(&value)?.into_iter().nth(depth)
    }

    pub fn int_method(&mut self, method: &str, base: ExprId, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        let mut others = Vec::new();
        for argument in arguments {
            let value = self.eval(argument)?;
            others.push(self.int(value, anchor(argument))?);
        }
        let zero = self.number(0.0, span);
        let id = match (method, &others[..]) {
            ("clone" | "into" | "to_owned", []) => base,
            ("pow", &[exponent]) => match (self.ast.expr(base), self.ast.expr(exponent)) {
                (&Node::Number(a), &Node::Number(b)) => self.number(a.powf(b), span),
                _ => {
                    let (a, b) = (self.int_to_float(base, span), self.int_to_float(exponent, span));
                    self.binary(BinaryOp::Pow, a, b, span)
                }
            },
            ("min" | "max", &[other]) => match (self.ast.expr(base), self.ast.expr(other)) {
                (&Node::Number(a), &Node::Number(b)) => self.number(if method == "min" { a.min(b) } else { a.max(b) }, span),
                _ => self.call(method, vec![base, other], span),
            },
            ("clamp", &[lo, hi]) => match (self.ast.expr(base), self.ast.expr(lo), self.ast.expr(hi)) {
                (&Node::Number(n), &Node::Number(lo), &Node::Number(hi)) if lo <= hi => self.number(n.clamp(lo, hi), span),
                _ => {
                    let above = self.call("max", vec![base, lo], span);
                    self.call("min", vec![above, hi], span)
                }
            },
            ("signum", []) => {
                let x = self.int_to_float(base, span);
                let (above, below) = (self.binary(BinaryOp::Gt, x, zero, span), self.binary(BinaryOp::Lt, x, zero, span));
                let (above, below) = (self.zero_or_one(above, span), self.zero_or_one(below, span));
                self.minus(above, below, span)
            }
            ("abs" | "unsigned_abs", []) => {
                let x = self.int_to_float(base, span);
                self.call("abs", vec![x], span)
            }
            ("abs_diff", &[other]) => {
                let distance = self.minus(base, other, span);
                let x = self.int_to_float(distance, span);
                self.call("abs", vec![x], span)
            }
            ("saturating_sub", &[other]) => {
                let distance = self.minus(base, other, span);
                match *self.ast.expr(distance) {
                    Node::Number(n) => self.number(n.max(0.0), span),
                    _ => self.call("max", vec![distance, zero], span),
                }
            }
            ("wrapping_add" | "saturating_add", _) => {
                return self.error(span, format_args!("`{method}` is not supported: write `+`, which must not overflow"));
            }
            ("rem_euclid" | "div_euclid", &[other]) => match (self.ast.expr(base), self.ast.expr(other)) {
                (&Node::Number(a), &Node::Number(b)) if b != 0.0 => {
                    self.number(if method == "rem_euclid" { a.rem_euclid(b) } else { a.div_euclid(b) }, span)
                }
                _ => {
                    let (a, b) = (self.int_to_float(base, span), self.int_to_float(other, span));
                    self.euclid(method, a, b, span)
                }
            },
            ("is_multiple_of", &[other]) => {
                let rest = self.remainder(base, other, span);
                return Ok(Value::Bool(self.binary(BinaryOp::Eq, rest, zero, span)));
            }
            ("is_positive" | "is_negative", []) => {
                let x = self.int_to_float(base, span);
                let op = if method == "is_positive" { BinaryOp::Gt } else { BinaryOp::Lt };
                return Ok(Value::Bool(self.binary(op, x, zero, span)));
            }
            _ => {
                return self.error(span, format_args!("the method `{method}` of integers is not supported yet: use arithmetic, `min`, `max`, `abs`, `pow` or `rem_euclid`, or convert with `as f64` first"));
            }
        };
        Ok(Value::Int(id))
    }

    /// `a.rem_euclid(b)` or `a.div_euclid(b)`
    fn euclid(&mut self, method: &str, a: ExprId, b: ExprId, span: proc_macro2::Span) -> ExprId {
        // The remainder lies between 0 and |b|: a = |b| * floor(a / |b|) + r.
        let size = match *self.ast.expr(b) {
            Node::Number(n) => self.number(n.abs(), span),
            _ => self.call("abs", vec![b], span),
        };
        let ratio = self.binary(BinaryOp::Div, a, size, span);
        let floor = self.call("floor", vec![ratio], span);
        if method == "rem_euclid" {
            let multiple = self.binary(BinaryOp::Mul, size, floor, span);
            return self.binary(BinaryOp::Sub, a, multiple, span);
        }
        let zero = self.number(0.0, span);
        let condition = self.binary(BinaryOp::Lt, b, zero, span);
        let then = self.push(Node::Unary(UnaryOp::Neg, floor), span);
        self.push(Node::If { condition, then, otherwise: floor }, span)
    }

    pub fn float_method(&mut self, method: &str, x: ExprId, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        if let Some((_, function, arity)) = METHODS.iter().find(|m| m.0 == method) {
            if arguments.len() + 1 != *arity {
                return self.arity(span, method, arity - 1, arguments.len());
            }
            let mut ids = vec![x];
            ids.extend(self.floats(arguments)?);
            // Of NaN and a number these are the number.
            if let ("max" | "min", &[a, b]) = (method, &ids[..])
                && (self.is_nan(a) || self.is_nan(b))
            {
                return Ok(Value::Float(if self.is_nan(a) { b } else { a }));
            }
            return Ok(Value::Float(self.call(function, ids, span)));
        }
        let wanted = match method {
            "powi" | "powf" | "log" | "copysign" | "rem_euclid" | "div_euclid" | "midpoint" => 1,
            "mul_add" | "clamp" => 2,
            _ => 0,
        };
        if matches!(method, "total_cmp" | "partial_cmp" | "cmp") {
            return self
                .error(span, format_args!("`{method}` is not supported here: compare with `<`, `<=`, `>` and `>=` in an `if` instead"));
        }
        // `T::from(2.0).unwrap()`
        if matches!(method, "unwrap" | "expect") {
            return Ok(Value::Float(x));
        }
        if !is_float_method(method) {
            self.note_items(x)?;
            if suggest(method, METHODS.iter().map(|m| m.0).chain(COMPOSED.iter().copied())).is_some() {
                return self.rust_error(span, format_args!("there is no method `{method}` of floats"));
            }
            let name = method.to_owned();
            self.unknown.push(UnknownMethod { name, returns: None, arguments: arguments.len(), by_path: false });
            if self.table.is_some_and(|is_known| is_known(method)) {
                let message = format!(
                    "numbers have no method `{method}`: call the function, `{method}(..)`, after `use chainrule::functions::{method};`"
                );
                return self.error(span, message);
            }
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
                let at = anchor(arguments[0]);
                if let Value::Float(_) = n {
                    return self.rust_error(at, "`powi` takes an integer: write `powf`");
                }
                let n = self.int(n, at)?;
                let n = self.int_to_float(n, span);
                let power = self.binary(BinaryOp::Pow, x, n, span);
                match self.ast.expr(n) {
                    Node::Number(_) => power,
                    Node::Unary(_, a) if matches!(self.ast.expr(*a), Node::Number(_)) => power,
                    _ => {
                        // x^0 is 1 everywhere, and has no slope even at 0.
                        let (zero, one) = (self.number(0.0, span), self.number(1.0, span));
                        let condition = self.binary(BinaryOp::Eq, n, zero, span);
                        self.push(Node::If { condition, then: one, otherwise: power }, span)
                    }
                }
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
            "copysign" => {
                let sign = self.floats(arguments)?[0];
                let size = self.call("abs", vec![x], span);
                let zero = self.number(0.0, span);
                let condition = self.binary(BinaryOp::Lt, sign, zero, span);
                let then = self.push(Node::Unary(UnaryOp::Neg, size), span);
                self.push(Node::If { condition, then, otherwise: size }, span)
            }
            "rem_euclid" | "div_euclid" => {
                let by = self.floats(arguments)?[0];
                self.euclid(method, x, by, span)
            }
            "signum" => {
                let (zero, then, otherwise) = (self.number(0.0, span), self.number(-1.0, span), self.number(1.0, span));
                let condition = self.binary(BinaryOp::Lt, x, zero, span);
                let sign = self.push(Node::If { condition, then, otherwise }, span);
                // That of NaN is NaN.
                let (condition, nan) = (self.binary(BinaryOp::Eq, x, x, span), self.number(f64::NAN, span));
                self.push(Node::If { condition, then: sign, otherwise: nan }, span)
            }
            "fract" => {
                let whole = self.trunc(x, span);
                self.binary(BinaryOp::Sub, x, whole, span)
            }
            "trunc" => self.trunc(x, span),
            "is_sign_negative" | "is_sign_positive" => {
                let zero = self.number(0.0, span);
                let op = if method == "is_sign_negative" { BinaryOp::Lt } else { BinaryOp::Ge };
                return Ok(Value::Bool(self.binary(op, x, zero, span)));
            }
            "is_nan" => return Ok(Value::Bool(self.binary(BinaryOp::Ne, x, x, span))),
            "is_finite" | "is_infinite" => {
                let (size, infinity) = (self.call("abs", vec![x], span), self.number(f64::INFINITY, span));
                let op = if method == "is_finite" { BinaryOp::Lt } else { BinaryOp::Eq };
                return Ok(Value::Bool(self.binary(op, size, infinity, span)));
            }
            "midpoint" => {
                let y = self.floats(arguments)?[0];
                let (sum, half) = (self.binary(BinaryOp::Add, x, y, span), self.number(0.5, span));
                self.binary(BinaryOp::Mul, half, sum, span)
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

    pub fn array_method(&mut self, method: &str, array: Array, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        match (method, arguments) {
            ("len", []) => {
                let len = self.length(&array);
                Ok(Value::Int(self.extent(&len, span)))
            }
            ("is_empty", []) => {
                let len = self.length(&array);
                let (len, zero) = (self.extent(&len, span), self.number(0.0, span));
                let len = self.int_to_float(len, span);
                Ok(Value::Bool(self.binary(BinaryOp::Eq, len, zero, span)))
            }
            ("iter" | "into_iter", []) => Ok(Value::Iter(Rc::new(self.elements_of(array, span)))),
            ("clone" | "to_owned" | "as_slice" | "as_ref" | "each_ref" | "to_vec", []) => Ok(Value::Array(array)),
            ("map", [function]) => {
                let (closure, scopes) = self.closure(function, "`.map(|v| ...)`")?;
                let iter = Iter::Map(Rc::new(Iter::Elements(array)), closure, scopes);
                self.made(&Rc::new(iter), "mapped", span).map(Value::Array)
            }
            ("windows" | "chunks_exact" | "chunks", [size]) => {
                let value = self.eval(size)?;
                let count = self.int(value, anchor(size))?;
                self.not_zero(size, count, method);
                self.parts(method, array, count, span)
            }
            ("split_first" | "split_last", []) => {
                let (len, one) = (self.length(&array), self.number(1.0, span));
                let len = self.extent(&len, span);
                let rest = self.minus(len, one, span);
                let from = if method == "split_first" { one } else { self.number(0.0, span) };
                let others = Value::Array(Array::Part(Box::new(array.clone()), from, self.length_of(rest)));
                let (wanted, index) = self.which(method.trim_start_matches("split_"), arguments, len, span)?;
                self.item_if(wanted, len, true, span, |r| Ok(Value::Tuple(vec![r.element(&array, index, span)?, others])))
            }
            ("first" | "last", []) => self.element_if(&array, method, arguments, span),
            ("get", [index]) if !matches!(strip(index), Expr::Range(_)) => self.element_if(&array, method, arguments, span),
            ("split_at", [at]) => {
                let value = self.eval(at)?;
                let value = self.int(value, anchor(at))?;
                let at = self.as_length(value, anchor(at));
                let len = self.length(&array);
                let (zero, len) = (self.number(0.0, span), self.extent(&len, span));
                let rest = self.minus(len, at, span);
                let (before, after) = (self.length_of(at), self.length_of(rest));
                Ok(Value::Tuple(vec![
                    Value::Array(Array::Part(Box::new(array.clone()), zero, before)),
                    Value::Array(Array::Part(Box::new(array), at, after)),
                ]))
            }
            ("try_into", _) => self.error(span, format_args!("`try_into` is not supported here: {INTO_ARRAY}")),
            // Floats have no such order: the compiler says so.
            ("sort" | "sort_unstable", []) if self.lengths(&array).is_some() => self.rust_error(span, "floats are not sorted so"),
            _ if method.starts_with("sort") || method.starts_with("select_nth") => self.error(
                span,
                format_args!(
                    "`{method}` is not supported: which number comes where depends on all of them; sort before the function is called, \
                     whose gradient is then in the order of the sorted array, or write comparisons and `swap`"
                ),
            ),
            _ => {
                let (name, returns) = (method.to_owned(), self.scalar.map(super::types::Scalar::name));
                self.unknown.push(UnknownMethod { name, returns, arguments: arguments.len(), by_path: false });
                self.error(
                    span,
                    format_args!(
                        "the method `{method}` of arrays is not supported yet: index the elements in a `for` loop, \
                     or use `.iter()` with `.zip(..)`, `.map(..)` and `.sum()` instead"
                    ),
                )
            }
        }
    }
}

/// What to write in the place of an array of a slice's elements.
const INTO_ARRAY: &str = "name the elements, `[x[0], x[1], x[2]]`, or take the slice as it is, `&x[0..3]`, where that will do";

/// All names in some tokens.
pub(super) fn identifiers(tokens: proc_macro2::TokenStream, out: &mut impl Extend<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => out.extend([ident.to_string()]),
            proc_macro2::TokenTree::Group(group) => identifiers(group.stream(), out),
            _ => {}
        }
    }
}
