//! Expressions, assignments and the patterns of `let`.

use super::integers;
use super::options;
use super::passes;
use super::slots::Slot;
use super::state::{Eval, Reader};
use super::types::{self, Dim};
use super::value::{Array, Fold, Iter, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use chainrule_parser::list::CollectVec;
use quote::ToTokens;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Pat, UnOp};

/// The place of one token that stands for an expression, found without walking it.
pub(super) fn anchor(expr: &Expr) -> proc_macro2::Span {
    match expr {
        Expr::Binary(e) => e.op.span(),
        Expr::MethodCall(e) => e.method.span(),
        Expr::Path(e) => e.path.segments.last().map_or_else(|| e.span(), |s| s.ident.span()),
        Expr::Lit(e) => e.lit.span(),
        Expr::Paren(e) => anchor(&e.expr),
        Expr::Group(e) => anchor(&e.expr),
        Expr::Unary(e) => e.op.span(),
        Expr::Index(e) => anchor(&e.expr),
        Expr::Call(e) => anchor(&e.func),
        Expr::If(e) => e.if_token.span,
        Expr::ForLoop(e) => e.for_token.span,
        other => other.span(),
    }
}

/// The expression inside parentheses, `&` and `*`.
pub(super) fn strip(mut expr: &Expr) -> &Expr {
    loop {
        expr = match expr {
            Expr::Paren(e) => &e.expr,
            Expr::Group(e) => &e.expr,
            Expr::Reference(e) if e.mutability.is_none() => &e.expr,
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => &e.expr,
            other => return other,
        };
    }
}

/// The expression inside parentheses.
pub(super) fn bare(mut expr: &Expr) -> &Expr {
    loop {
        expr = match expr {
            Expr::Paren(e) => &e.expr,
            Expr::Group(e) => &e.expr,
            other => return other,
        };
    }
}

const BITS: &str = "this bit operator is not supported here: both sides must be integers, or conditions; or use arithmetic";

impl Reader {
    /// Binds the names of a pattern.
    pub fn pattern(&mut self, pat: &Pat, value: Value) -> Eval<()> {
        match pat {
            Pat::Ident(syn::PatIdent { by_ref: Some(_), mutability: Some(_), .. }) => self
                .error(pat.span(), "`ref mut` is not supported in this pattern: borrow the place by a `let` before, `let v = &mut a[i];`"),
            Pat::Ident(p) if p.subpat.is_none() => {
                let name = p.ident.unraw().to_string();
                if let Value::Slot(Slot { variable, ids, part: None }) = &value
                    && ids.is_empty()
                    && self.holds_struct(*variable)
                {
                    self.bind_reference(&name, *variable);
                    return Ok(());
                }
                self.label(&name, &value);
                let value = if p.mutability.is_some() { self.struct_constant(value) } else { value };
                self.bind(&name, p.mutability.is_some(), Some(value));
                Ok(())
            }
            Pat::Type(p) => {
                let value = self.as_typed(value, &p.ty)?;
                self.pattern(&p.pat, value)
            }
            Pat::Paren(p) => self.pattern(&p.pat, value),
            Pat::Reference(p) => {
                let value = self.held(value, p.and_token.span)?;
                self.pattern(&p.pat, value)
            }
            Pat::Wild(_) => Ok(()),
            Pat::Tuple(_) | Pat::Slice(_) if matches!(value, Value::Slot(_)) => {
                let Value::Slot(slot) = value else { unreachable!("checked above") };
                self.places_pattern(pat, &slot, false)
            }
            Pat::Tuple(p) => match value {
                value @ (Value::Part(_) | Value::Outside(..)) => self.part_pattern(pat, value),
                value => self.of_tuple(p, value)?.into_iter().try_for_each(|(p, v)| self.pattern(p, v)),
            },
            Pat::Slice(_) if matches!(value, Value::Part(_) | Value::Outside(..)) => self.part_pattern(pat, value),
            Pat::Slice(p) => {
                let Value::Array(array) = value else {
                    return self.misfit(p.span(), &value, "an array is needed");
                };
                let len = self.length(&array);
                for (pat, at, rest) in self.of_slice(p, &len)? {
                    let index = self.number(at as f64, pat.span());
                    match (rest, pat) {
                        (None, pat) => {
                            let item = self.element(&array, index, pat.span())?;
                            self.pattern(pat, item)?;
                        }
                        (Some(len), Pat::Ident(p)) => {
                            let part = Array::Part(Box::new(array.clone()), index, Extent::Number(len));
                            self.bind(&p.ident.unraw().to_string(), p.mutability.is_some(), Some(Value::Array(part)));
                        }
                        (Some(_), _) => {}
                    }
                }
                Ok(())
            }
            other => self.part_pattern(other, value),
        }
    }

    /// A pattern that does not fit a value. What is surely of another form in Rust is left to the compiler.
    pub fn misfit<T>(&mut self, span: proc_macro2::Span, value: &Value, needed: &str) -> Eval<T> {
        let foreign = value.is_no_number() && !matches!(value, Value::Maybe(_)) || self.is_surely_float(value);
        self.unless_foreign(foreign, |r| r.error(span, format_args!("this pattern does not fit: {needed}")))
    }

    /// The patterns in one of a tuple, each with its item.
    pub fn of_tuple<'p>(&mut self, p: &'p syn::PatTuple, value: Value) -> Eval<Vec<(&'p Pat, Value)>> {
        let open = p.elems.iter().position(is_rest);
        let named = p.elems.len() - usize::from(open.is_some());
        let mut items = match value {
            Value::Tuple(items) if items.len() == named || (open.is_some() && items.len() > named) => items,
            other => return self.misfit(p.span(), &other, "a tuple of that length is needed"),
        };
        if let Some(open) = open {
            items.drain(open..open + items.len() - named);
        }
        Ok(p.elems.iter().filter(|pat| !is_rest(pat)).zip(items).collect_vec())
    }

    /// The patterns in one of an array, the element at which each stands, and of what stands for all the others, how many those are.
    pub fn of_slice<'p>(&mut self, p: &'p syn::PatSlice, len: &Extent) -> Eval<Vec<(&'p Pat, u64, Option<u64>)>> {
        let open = p.elems.iter().position(is_rest);
        let named = p.elems.len() as u64 - u64::from(open.is_some());
        let &Extent::Number(len) = len else {
            // That of a slice is surely not known in Rust.
            let slice =
                matches!(len, Extent::Name(name) if self.runtime.iter().any(|d| d.name == self.ast.name(*name) && d.part.is_none()));
            return self.unless_foreign(slice, |r| r.error(p.span(), "this pattern does not fit: the array must be of known length"));
        };
        if named > len || (open.is_none() && named < len) {
            return self.rust_error(p.span(), format_args!("this pattern does not fit: the array has {len} elements"));
        }
        let at = |k: usize| if open.is_some_and(|open| k > open) { k as u64 + len - named - 1 } else { k as u64 };
        Ok(p.elems.iter().enumerate().map(|(k, pat)| (pat, at(k), (open == Some(k)).then_some(len - named))).collect_vec())
    }

    pub fn unsupported<T>(&mut self, expr: &Expr, advice: &str) -> Eval<T> {
        let what = match expr {
            Expr::Closure(_) => "a closure here",
            Expr::Try(_) => "`?`",
            Expr::Await(_) | Expr::Async(_) => "`async`",
            Expr::Unsafe(_) => "`unsafe`",
            Expr::Let(_) => "`if let`",
            Expr::Range(_) => "a range here",
            _ => "this expression",
        };
        self.error(expr.span(), format_args!("{what} is not supported yet: {advice}"))
    }

    /// The value of an expression.
    pub fn eval(&mut self, expr: &Expr) -> Eval<Value> {
        match expr {
            Expr::Paren(e) => match passes::number(&e.attrs) {
                Some(number) => self.marked_range(&e.expr, number).map(Value::Iter),
                None => self.eval(&e.expr),
            },
            Expr::Group(e) => self.eval(&e.expr),
            Expr::Reference(e) => match &e.mutability {
                Some(_) => self.borrowed(&e.expr),
                None => self.eval(&e.expr),
            },
            Expr::Lit(e) => self.literal(&e.lit),
            Expr::Path(e) => self.path(e),
            Expr::Unary(e) => self.unary(e),
            Expr::Binary(e) => match compound(&e.op) {
                Some(op) => self.compound_assign(e, op),
                None => self.binary_chain(e),
            },
            Expr::Assign(e) => self.assignment(e),
            Expr::Block(e) => {
                self.unlabelled(e)?;
                self.block_value(&e.block)
            }
            Expr::If(e) => self.if_else(e),
            Expr::Index(_) => self.indexing(expr),
            Expr::Array(e) => {
                let items = e.elems.iter().map(|e| self.eval(e)).try_collect_vec()?;
                let items = items.into_iter().zip(&e.elems).map(|(v, e)| match v {
                    Value::Outside(..) => self.float(v, anchor(e)).map(Value::Float),
                    v => Ok(v),
                });
                Ok(Value::Array(Array::Items(items.try_collect_vec()?)))
            }
            Expr::Repeat(e) => {
                let mut value = self.eval(&e.expr)?;
                if let Value::Outside(..) = value {
                    value = Value::Float(self.float(value, anchor(&e.expr))?);
                }
                value = self.settled(value, anchor(&e.expr))?;
                // What has variables in it is known here only.
                let mut names = Vec::new();
                super::calls::identifiers(e.len.to_token_stream(), &mut names);
                let of_variables = names.iter().any(|name| self.lookup(name).is_some());
                let len = match self.eval(&e.len)? {
                    Value::Int(id) => match self.as_extent(id) {
                        None if of_variables => {
                            let id = self.as_length(id, anchor(&e.len));
                            Some(self.length_of(id))
                        }
                        extent => extent,
                    },
                    _ => None,
                };
                let len = len.unwrap_or_else(|| match types::dim(&e.len) {
                    Dim::Number(n) => Extent::Number(n),
                    Dim::Const(text) => Extent::Name(self.ast.intern(&text)),
                    Dim::Slice => unreachable!("a length is written"),
                });
                Ok(Value::Array(Array::Fill(Box::new(value), len)))
            }
            Expr::Tuple(e) if e.elems.is_empty() => Ok(Value::Unit),
            Expr::Tuple(e) => Ok(Value::Tuple(e.elems.iter().map(|e| self.eval(e)).try_collect_vec()?)),
            Expr::Field(_) if self.is_field_of_record(expr) => self.read_field_of_record(expr),
            Expr::Field(e) => {
                let base = self.eval(&e.base)?;
                self.field(base, &e.member)
            }
            Expr::Cast(e) => self.cast(e),
            Expr::Call(e) => self.function_call(e),
            Expr::MethodCall(e) => self.method_call(e),
            Expr::Range(syn::ExprRange { start: Some(start), end: None, .. }) => {
                let value = self.eval(start)?;
                let lo = self.int(value, anchor(start))?;
                Ok(Value::Iter(Rc::new(Iter::From(lo))))
            }
            Expr::Range(_) => {
                let (lo, hi) = self.range(expr)?;
                Ok(Value::Iter(Rc::new(Iter::Range(lo, hi))))
            }
            Expr::ForLoop(e) => self.for_loop(e).map(|()| Value::Unit),
            Expr::Match(e) => self.match_value(e),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => self.misplaced(expr.span()),
            Expr::While(_) | Expr::Loop(_) => self.open_loop(expr),
            Expr::Let(_) => self.unsupported(expr, "compare numbers, or use `matches!` for an enum, instead"),
            Expr::Closure(_) => self.unsupported(expr, "bind it with `let` and call it, or write the formula in place instead"),
            Expr::Macro(e) => self.macro_value(&e.mac),
            Expr::Struct(e) => self.make_struct(e),
            Expr::Try(_) => {
                self.unsupported(expr, "bind what it gives before it is used, `let v = e?;`, in a closure or a function inside")
            }
            Expr::Unsafe(_) => self.unsupported(expr, "use safe indexing, `x[i]`, instead"),
            other => self.unsupported(other, "use arithmetic, float methods, `let`, `if` and `for i in 0..N` instead"),
        }
    }

    pub fn literal(&mut self, lit: &syn::Lit) -> Eval<Value> {
        let span = lit.span();
        match lit {
            syn::Lit::Float(n) => match n.base10_digits().parse::<f64>() {
                Ok(v) if v.is_finite() => Ok(Value::Float(self.number(v, span))),
                _ => self.error(span, "this number is too large for `f64`"),
            },
            syn::Lit::Int(n) if matches!(n.suffix(), "f64" | "f32") => match n.base10_digits().parse::<f64>() {
                Ok(v) => Ok(Value::Float(self.number(v, span))),
                Err(e) => self.error(span, e),
            },
            syn::Lit::Int(n) => match n.base10_parse::<i64>() {
                Ok(v) if v.unsigned_abs() <= 1 << 53 => Ok(Value::Int(self.number(v as f64, span))),
                Ok(_) => self.error(span, "this integer is too large: at most 2^53 is supported"),
                Err(e) => self.error(span, e),
            },
            syn::Lit::Byte(b) => Ok(Value::Int(self.number(f64::from(b.value()), span))),
            syn::Lit::Bool(b) => {
                let (a, b) = (self.number(f64::from(u8::from(b.value)), span), self.number(0.0, span));
                Ok(Value::Bool(self.binary(BinaryOp::Ne, a, b, span)))
            }
            _ => self.error(span, "only numbers can be used in a differentiated function"),
        }
    }

    fn path(&mut self, e: &syn::ExprPath) -> Eval<Value> {
        let span = anchor_path(&e.path);
        if e.qself.is_some() {
            return self.error(e.span(), "associated constants of a type are not supported yet: use a plain constant instead");
        }
        if let Some(ident) = e.path.get_ident() {
            let name = ident.unraw().to_string();
            if let Some(variable) = self.lookup(&name) {
                return self.read_list(variable, ident.span());
            }
            if name == "None" {
                return Ok(self.none(span));
            }
            self.note_outside(&e.path);
            return Ok(self.outside(name, span));
        }
        if options::is_none(&e.path) {
            return Ok(self.none(span));
        }
        let text = types::text(e.path.to_token_stream());
        let short: Vec<String> = e.path.segments.iter().rev().take(2).map(|s| s.ident.to_string()).collect_vec();
        if e.path.segments.len() == 2
            && self.is_generic(&short[1])
            && let Some(id) = self.generic_constant(&short[0], span)
        {
            return Ok(Value::Float(id));
        }
        let value = match (short[1].as_str(), short[0].as_str()) {
            ("f64", "EPSILON") => Some(f64::EPSILON),
            ("f64", "MAX") => Some(f64::MAX),
            ("f64", "MIN") => Some(f64::MIN),
            ("f64", "MIN_POSITIVE") => Some(f64::MIN_POSITIVE),
            ("f32", "EPSILON") => Some(f64::from(f32::EPSILON)),
            ("f32", "MAX") => Some(f64::from(f32::MAX)),
            ("f32", "MIN") => Some(f64::from(f32::MIN)),
            ("f32", "MIN_POSITIVE") => Some(f64::from(f32::MIN_POSITIVE)),
            ("f64" | "f32", "INFINITY") => Some(f64::INFINITY),
            ("f64" | "f32", "NEG_INFINITY") => Some(f64::NEG_INFINITY),
            ("f64" | "f32", "NAN") => Some(f64::NAN),
            _ => None,
        };
        match value {
            Some(v) => Ok(Value::Float(self.number(v, span))),
            None => {
                self.note_outside(&e.path);
                Ok(self.outside(text, span))
            }
        }
    }

    fn unary(&mut self, e: &syn::ExprUnary) -> Eval<Value> {
        let span = e.op.span();
        let value = self.eval(&e.expr)?;
        match (&e.op, value) {
            (UnOp::Deref(_), v) => Ok(self.dereference(&e.expr, v)),
            (UnOp::Neg(_), Value::Int(a)) => {
                if let Node::Number(n) = *self.ast.expr(a) {
                    return Ok(Value::Int(self.number(-n, span)));
                }
                Ok(Value::Int(self.push(Node::Unary(UnaryOp::Neg, a), span)))
            }
            (UnOp::Neg(_), v) => {
                let a = self.operand(v, anchor(&e.expr))?;
                if let Node::Number(n) = *self.ast.expr(a) {
                    return Ok(Value::Float(self.number(-n, span)));
                }
                Ok(Value::Float(self.push(Node::Unary(UnaryOp::Neg, a), span)))
            }
            (UnOp::Not(_), v) => {
                let a = self.condition(v, anchor(&e.expr))?;
                Ok(Value::Bool(self.push(Node::Unary(UnaryOp::Not, a), span)))
            }
            _ => self.error(span, "this operator is not supported"),
        }
    }

    /// A chain of operators that lean to the left, without recursion along it.
    fn binary_chain(&mut self, e: &syn::ExprBinary) -> Eval<Value> {
        let mut chain = vec![e];
        let mut left = &*e.left;
        loop {
            match left {
                Expr::Binary(inner) if compound(&inner.op).is_none() => {
                    chain.push(inner);
                    left = &inner.left;
                }
                Expr::Group(g) => left = &g.expr,
                _ => break,
            }
        }
        let compared = matches!(chain.last().map(|e| &e.op), Some(BinOp::Eq(_) | BinOp::Ne(_)));
        let mut value = if compared { self.compared(left)? } else { self.eval(left)? };
        while let Some(e) = chain.pop() {
            // The condition on the left, and what it is where the right side is looked at.
            let left = match (&e.op, &value) {
                (BinOp::And(_), Value::Bool(a)) => Some((*a, true)),
                (BinOp::Or(_), Value::Bool(a)) => Some((*a, false)),
                _ => None,
            };
            let holds = self.holds.len();
            if let Some((condition, looked_at)) = left {
                // What is not looked at may be what an `Option` does not hold.
                if self.known(condition) == Some(!looked_at) {
                    continue;
                }
                let holding = if looked_at { condition } else { self.push(Node::Unary(UnaryOp::Not, condition), e.op.span()) };
                self.holds.push(holding);
                if self.may_act(&e.right) {
                    // What the right side changes, it changes only where it is looked at.
                    let (right, changes) = self.branch(holding, |r| r.beside(&value, &e.right));
                    self.holds.truncate(holds);
                    let right = right?;
                    self.merge(holding, changes, Default::default(), e.op.span())?;
                    value = self.operate(&e.op, value, right, &e.left, &e.right)?;
                    continue;
                }
            }
            let right = self.beside(&value, &e.right);
            self.holds.truncate(holds);
            let right = right?;
            value = self.operate(&e.op, value, right, &e.left, &e.right)?;
        }
        Ok(value)
    }

    /// Whether an expression may change variables: it has a block, or calls a closure.
    fn may_act(&self, e: &Expr) -> bool {
        let closure = |name: &str| self.lookup(name).is_some_and(|v| matches!(self.variables[v].value, Some(Value::Closure(_))));
        fn inside(tokens: proc_macro2::TokenStream, closure: &dyn Fn(&str) -> bool) -> bool {
            tokens.into_iter().any(|token| match token {
                proc_macro2::TokenTree::Ident(ident) => closure(&ident.unraw().to_string()),
                proc_macro2::TokenTree::Group(group) => {
                    group.delimiter() == proc_macro2::Delimiter::Brace || inside(group.stream(), closure)
                }
                _ => false,
            })
        }
        inside(e.to_token_stream(), &closure)
    }

    /// Whether an expression with an integer as its value is one as it is written: no constant of unknown type.
    pub fn is_integer(&self, e: &Expr) -> bool {
        match strip(e) {
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Int(_) | syn::Lit::Byte(_)),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.lookup(&name.unraw().to_string()).is_some()),
            _ => false,
        }
    }

    pub fn operate(&mut self, op: &BinOp, a: Value, b: Value, left: &Expr, right: &Expr) -> Eval<Value> {
        let span = op.span();
        // `x * 2` is no Rust where x is a float, nor is `x * n`.
        let mixed = match (&a, &b) {
            (Value::Float(_), Value::Int(_)) => self.is_integer(right),
            (Value::Int(_), Value::Float(_)) => self.is_integer(left),
            _ => false,
        };
        if mixed {
            return self.rust_error(span, "a float and an integer");
        }
        if let Some(compared) = self.option_comparison(op, &a, &b, (left, right))? {
            return Ok(compared);
        }
        if let BinOp::Eq(_) | BinOp::Ne(_) = op
            && let Some((x, y)) = self.two_variants(&a, &b, span)
        {
            let same = self.same_variant(x, y, span);
            let equal = matches!(op, BinOp::Eq(_));
            return Ok(Value::Bool(if equal { same } else { self.push(Node::Unary(UnaryOp::Not, same), span) }));
        }
        // A constant may be an `Option`.
        let named = |value: Value, other: &Value| match (value, other) {
            (Value::Maybe(options::Maybe { value: None, .. }), Value::Part(_) | Value::Outside(..)) => {
                Value::Outside("None".to_owned(), span)
            }
            (value, _) => value,
        };
        let (a, b) = (named(a.clone(), &b), named(b, &a));
        // What a function returns is a number where it is computed with.
        let (a, b) = (self.number_of_result(a, anchor(left))?, self.number_of_result(b, anchor(right))?);
        let (node, kind) = match op {
            BinOp::Add(_) => (BinaryOp::Add, 0),
            BinOp::Sub(_) => (BinaryOp::Sub, 0),
            BinOp::Mul(_) => (BinaryOp::Mul, 0),
            BinOp::Div(_) => (BinaryOp::Div, 0),
            BinOp::Lt(_) => (BinaryOp::Lt, 1),
            BinOp::Le(_) => (BinaryOp::Le, 1),
            BinOp::Gt(_) => (BinaryOp::Gt, 1),
            BinOp::Ge(_) => (BinaryOp::Ge, 1),
            BinOp::Eq(_) => (BinaryOp::Eq, 1),
            BinOp::Ne(_) => (BinaryOp::Ne, 1),
            BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_) | BinOp::Shl(_) | BinOp::Shr(_)
                if matches!(
                    (&a, &b),
                    (Value::Int(_) | Value::Outside(..) | Value::Part(_), Value::Int(_))
                        | (Value::Int(_), Value::Outside(..) | Value::Part(_))
                ) =>
            {
                let (a, b) = (self.int(a, anchor(left))?, self.int(b, anchor(right))?);
                return match self.bits(op, a, b, span) {
                    Some(id) => Ok(Value::Int(self.named_if_natural(id, span))),
                    None => self.error(span, BITS),
                };
            }
            BinOp::And(_) | BinOp::BitAnd(_) => (BinaryOp::And, 2),
            BinOp::Or(_) | BinOp::BitOr(_) => (BinaryOp::Or, 2),
            // Of conditions.
            BinOp::BitXor(_) => (BinaryOp::Ne, 1),
            BinOp::Rem(_) => {
                let (a, b, integers) = self.two_numbers(a, b, left, right)?;
                let id = self.remainder(a, b, span);
                return Ok(if integers { Value::Int(id) } else { Value::Float(id) });
            }
            _ => {
                return self.error(span, BITS);
            }
        };
        if kind == 2 {
            let a = self.condition(a, anchor(left))?;
            let b = self.condition(b, anchor(right))?;
            return Ok(Value::Bool(self.binary(node, a, b, span)));
        }
        let (a, b) = match (a, b) {
            (Value::Part(part), b @ Value::Bool(_)) if kind == 1 => (Value::Bool(self.condition(Value::Part(part), anchor(left))?), b),
            (a @ Value::Bool(_), Value::Part(part)) if kind == 1 => (a, Value::Bool(self.condition(Value::Part(part), anchor(right))?)),
            both => both,
        };
        if kind == 1
            && let Some(condition) = self.part_comparison(op, &a, &b)
        {
            return Ok(Value::Bool(condition));
        }
        if kind == 1
            && let (Value::Bool(x), Value::Bool(y)) = (&a, &b)
        {
            let (x, y) = (self.zero_or_one(*x, span), self.zero_or_one(*y, span));
            return Ok(Value::Bool(self.binary(node, x, y, span)));
        }
        for (one, other) in [(&a, &b), (&b, &a)] {
            if let (Value::Outside(name, _), true) = (one, self.is_surely_float(other)) {
                self.computed.insert(name.clone());
            }
        }
        let foreign = kind == 0 && (a.is_no_number() || b.is_no_number());
        let (a, b, integers) = self.unless_foreign(foreign, |r| r.two_numbers(a, b, left, right))?;
        let (a, b) = if integers && kind == 1 { (self.int_to_float(a, span), self.int_to_float(b, span)) } else { (a, b) };
        if integers && node == BinaryOp::Div {
            let quotient = self.quotient(a, b, span);
            return Ok(Value::Int(self.named_if_natural(quotient, span)));
        }
        let id = match (integers, self.ast.expr(a), self.ast.expr(b)) {
            (true, &Node::Number(x), &Node::Number(y)) if kind == 0 => {
                let value = match node {
                    BinaryOp::Add => x + y,
                    BinaryOp::Sub => x - y,
                    _ => x * y,
                };
                self.number(value, span)
            }
            _ => self.binary(node, a, b, span),
        };
        Ok(match (kind, integers) {
            (1, _) => Value::Bool(id),
            (_, true) => Value::Int(id),
            (_, false) => Value::Float(id),
        })
    }

    /// The number that the result of a call is; any other value as it is.
    fn number_of_result(&mut self, value: Value, span: proc_macro2::Span) -> Eval<Value> {
        match value {
            Value::Part(part) if part.is_result() => self.part_float(&part, span).map(Value::Float),
            other => Ok(other),
        }
    }

    /// Two operands, and whether they are integers.
    fn two_numbers(&mut self, a: Value, b: Value, left: &Expr, right: &Expr) -> Eval<(ExprId, ExprId, bool)> {
        let integers = matches!(
            (&a, &b),
            (Value::Int(_), Value::Int(_) | Value::Outside(..) | Value::Part(_)) | (Value::Outside(..) | Value::Part(_), Value::Int(_))
        );
        Ok(if integers {
            (self.int(a, anchor(left))?, self.int(b, anchor(right))?, true)
        } else {
            // What is compared may be anything.
            (self.float(a, anchor(left))?, self.float(b, anchor(right))?, false)
        })
    }

    /// A condition as a number.
    pub fn zero_or_one(&mut self, condition: ExprId, span: proc_macro2::Span) -> ExprId {
        let (then, otherwise) = (self.number(1.0, span), self.number(0.0, span));
        self.push(Node::If { condition, then, otherwise }, span)
    }

    /// `a / b` without its fraction.
    pub fn quotient(&mut self, a: ExprId, b: ExprId, span: proc_macro2::Span) -> ExprId {
        if let (&Node::Number(x), &Node::Number(y)) = (self.ast.expr(a), self.ast.expr(b))
            && y != 0.0
        {
            return self.number((x / y).trunc(), span);
        }
        let (a, b) = (self.int_to_float(a, span), self.int_to_float(b, span));
        let ratio = self.binary(BinaryOp::Div, a, b, span);
        self.trunc(ratio, span)
    }

    /// `x.trunc()`
    pub fn trunc(&mut self, x: ExprId, span: proc_macro2::Span) -> ExprId {
        let zero = self.number(0.0, span);
        let condition = self.binary(BinaryOp::Lt, x, zero, span);
        let (then, otherwise) = (self.call("ceil", vec![x], span), self.call("floor", vec![x], span));
        self.push(Node::If { condition, then, otherwise }, span)
    }

    /// `a % b`
    pub fn remainder(&mut self, a: ExprId, b: ExprId, span: proc_macro2::Span) -> ExprId {
        if let (&Node::Number(x), &Node::Number(y)) = (self.ast.expr(a), self.ast.expr(b))
            && y != 0.0
        {
            return self.number(x % y, span);
        }
        let (a, b) = (self.int_to_float(a, span), self.int_to_float(b, span));
        let whole = self.quotient(a, b, span);
        let multiple = self.binary(BinaryOp::Mul, b, whole, span);
        self.binary(BinaryOp::Sub, a, multiple, span)
    }

    fn compound_assign(&mut self, e: &syn::ExprBinary, op: Compound) -> Eval<Value> {
        let span = e.op.span();
        let plain = plain(&e.op);
        if self.assign_field(&e.left, Some(&plain), &e.right)?.is_some() {
            return Ok(Value::Unit);
        }
        let (variable, ids, at) = self.place(&e.left)?;
        let value = self.eval(&e.right)?;
        let held = &self.variables[variable].value;
        let integers = matches!(value, Value::Int(_) | Value::Part(_))
            && matches!(held, Some(Value::Int(_) | Value::Part(_)))
            && !matches!((&value, held), (Value::Part(_), Some(Value::Part(_))));
        if let Compound::Other = op
            && !ids.is_empty()
        {
            let old = self.read_element(variable, &ids, at)?;
            let new = self.operate(&plain, old, value, &e.left, &e.right)?;
            self.store(variable, ids, new, &e.right, at)?;
            return Ok(Value::Unit);
        }
        if ids.is_empty() && (integers || matches!(op, Compound::Other)) {
            let old = self.read(variable, at)?;
            let new = self.operate(&plain, old, value, &e.left, &e.right)?;
            self.assign(variable, new, at)?;
            return Ok(Value::Unit);
        }
        if let (false, Value::Int(_)) = (ids.is_empty(), &value) {
            return self.integer_element(variable, anchor(&e.right));
        }
        let id = self.operand(value, anchor(&e.right))?;
        if !ids.is_empty() {
            let (id, add) = match op {
                Compound::Add => (id, true),
                Compound::Sub => (self.push(Node::Unary(UnaryOp::Neg, id), span), true),
                Compound::Mul | Compound::Div => {
                    let old = self.read_element(variable, &ids, at)?;
                    let old = self.float(old, at)?;
                    let op = if matches!(op, Compound::Mul) { BinaryOp::Mul } else { BinaryOp::Div };
                    (self.binary(op, old, id, span), false)
                }
                Compound::Other => unreachable!("done above"),
            };
            self.write_element(variable, ids, id, add, at)?;
            return Ok(Value::Unit);
        }
        match op {
            Compound::Add => self.accumulate(variable, Fold::Sum, id, at)?,
            Compound::Sub => {
                let id = self.push(Node::Unary(UnaryOp::Neg, id), span);
                self.accumulate(variable, Fold::Sum, id, at)?;
            }
            Compound::Mul => self.accumulate(variable, Fold::Product, id, at)?,
            Compound::Div if self.is_outside_loop(variable) => {
                let one = self.number(1.0, span);
                let id = self.binary(BinaryOp::Div, one, id, span);
                self.accumulate(variable, Fold::Product, id, at)?;
            }
            Compound::Div => {
                let old = self.read(variable, at)?;
                let old = self.float(old, at)?;
                let new = self.binary(BinaryOp::Div, old, id, span);
                self.assign(variable, Value::Float(new), at)?;
            }
            Compound::Other => unreachable!("done above"),
        }
        Ok(Value::Unit)
    }

    fn assignment(&mut self, e: &syn::ExprAssign) -> Eval<Value> {
        if let (Expr::Tuple(left), Expr::Tuple(right)) = (&*e.left, &*e.right)
            && left.elems.len() == right.elems.len()
        {
            let values = right.elems.iter().map(|e| self.eval(e)).try_collect_vec()?;
            for (place, value) in left.elems.iter().zip(values) {
                let (variable, ids, at) = self.place(place)?;
                self.store(variable, ids, value, &e.right, at)?;
            }
            return Ok(Value::Unit);
        }
        if let Expr::Tuple(syn::ExprTuple { elems, .. }) | Expr::Array(syn::ExprArray { elems, .. }) = &*e.left {
            // `(a, b) = e` is `let t = e; a = t.0; b = t.1;`
            let value = self.eval(&e.right)?;
            let name = syn::Ident::new(&format!("__assigned{}", self.variables.len()), anchor(&e.right));
            self.bind(&name.to_string(), false, Some(value));
            for (k, place) in elems.iter().enumerate() {
                let item: Expr = match &*e.left {
                    Expr::Tuple(_) => {
                        let k = syn::Index::from(k);
                        syn::parse_quote_spanned!(name.span()=> #name.#k)
                    }
                    _ => syn::parse_quote_spanned!(name.span()=> #name[#k]),
                };
                self.assignment(&syn::parse_quote_spanned!(e.eq_token.span=> #place = #item))?;
            }
            return Ok(Value::Unit);
        }
        if let Expr::Infer(_) = &*e.left {
            self.eval(&e.right)?;
            return Ok(Value::Unit);
        }
        if self.assign_field(&e.left, None, &e.right)?.is_some() {
            return Ok(Value::Unit);
        }
        self.refuse_to_borrow_anew(&e.left, &e.right)?;
        let (variable, ids, at) = self.place(&e.left)?;
        let right = self.typed_as_place(variable, ids.len(), &e.right);
        let assigned = self.assign_expr(variable, ids, &right, at);
        if assigned.is_err() && self.variables[variable].value.is_none() {
            // That it has no value then is not reported again.
            self.variables[variable].poisoned = true;
        }
        assigned?;
        Ok(Value::Unit)
    }

    /// `v = expr`, where `v = v + a` in a loop is an accumulation.
    pub fn assign_expr(&mut self, variable: usize, ids: Vec<ExprId>, right: &Expr, at: proc_macro2::Span) -> Eval<()> {
        if ids.is_empty() && self.is_outside_loop(variable) {
            return match self.accumulation(variable, right)? {
                Some((fold, terms)) => terms.into_iter().try_for_each(|t| self.accumulate(variable, fold, t, at)),
                None => {
                    // The right side may have errors of its own.
                    self.eval(right)?;
                    self.assign(variable, Value::Unit, at)
                }
            };
        }
        let value = self.eval(right)?;
        self.store(variable, ids, value, right, at)
    }

    fn store(&mut self, variable: usize, ids: Vec<ExprId>, value: Value, right: &Expr, at: proc_macro2::Span) -> Eval<()> {
        if ids.is_empty() {
            return self.assign(variable, value, at);
        }
        self.note_elements(variable, &value, ids.len())?;
        if self.variables[variable].record.is_some() {
            return self.write_place(variable, ids, value, at);
        }
        if let Value::Tuple(_) | Value::Struct(..) = &value {
            return self.replace_item(variable, &ids, value, at);
        }
        if let (Value::Part(_), Some(Value::Array(array @ (Array::Items(_) | Array::Fill(..) | Array::Records(_))))) =
            (&value, &self.variables[variable].value)
            && self.lengths(array).is_none()
        {
            // What a call returns, in the place of one of a few structs.
            return self.replace_item(variable, &ids, value, at);
        }
        match self.as_in_place(variable, &ids, value, anchor(right))? {
            value @ Value::Array(_) => self.write_place(variable, ids, value, at),
            Value::Int(_) => self.integer_element(variable, anchor(right)),
            value => {
                let value = self.float(value, anchor(right))?;
                self.write_element(variable, ids, value, false, at)
            }
        }
    }

    fn integer_element<T>(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<T> {
        let name = self.variables[variable].name.clone();
        self.error(
            span,
            format_args!(
                "expected a float, found an integer: write `as f64` or `as f32`; or if `{name}` holds integers: elements of such arrays \
                 cannot be assigned yet, so make it one of floats, and convert what is read to an index, `{name}[i] as usize`"
            ),
        )
    }

    fn is_variable(&self, expr: &Expr, variable: usize) -> bool {
        match strip(expr) {
            Expr::Path(p) => p.path.get_ident().and_then(|i| self.lookup(&i.unraw().to_string())) == Some(variable),
            _ => false,
        }
    }

    /// What `right` does to `variable`, if it is `variable + a - b`, `variable * a` or `variable.max(a)`.
    fn accumulation(&mut self, variable: usize, right: &Expr) -> Eval<Option<(Fold, Vec<ExprId>)>> {
        let mut terms: Vec<(&Expr, bool)> = Vec::new();
        let mut left = strip(right);
        let mut found = false;
        while let Expr::Binary(e) = left {
            let negative = match e.op {
                BinOp::Add(_) => false,
                BinOp::Sub(_) => true,
                _ => break,
            };
            if !negative && self.is_variable(&e.right, variable) {
                terms.push((&e.left, false));
                found = true;
                break;
            }
            terms.push((&e.right, negative));
            left = strip(&e.left);
        }
        if found || !terms.is_empty() && self.is_variable(left, variable) {
            let mut ids = Vec::new();
            for (term, negative) in terms.into_iter().rev() {
                let value = self.eval(term)?;
                let id = self.float(value, anchor(term))?;
                ids.push(if negative { self.push(Node::Unary(UnaryOp::Neg, id), anchor(term)) } else { id });
            }
            return Ok(Some((Fold::Sum, ids)));
        }
        let (fold, term) = match strip(right) {
            Expr::Binary(e) if matches!(e.op, BinOp::Mul(_)) && self.is_variable(&e.left, variable) => (Fold::Product, &*e.right),
            Expr::Binary(e) if matches!(e.op, BinOp::Mul(_)) && self.is_variable(&e.right, variable) => (Fold::Product, &*e.left),
            Expr::MethodCall(e)
                if e.args.len() == 1 && (e.method == "max" || e.method == "min") && self.is_variable(&e.receiver, variable) =>
            {
                (if e.method == "max" { Fold::Max } else { Fold::Min }, &e.args[0])
            }
            Expr::Call(e) if e.args.len() == 2 && self.is_variable(&e.args[0], variable) => {
                match types::text(e.func.to_token_stream()).rsplit("::").next() {
                    Some("max") => (Fold::Max, &e.args[1]),
                    Some("min") => (Fold::Min, &e.args[1]),
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        let value = self.eval(term)?;
        Ok(Some((fold, vec![self.float(value, anchor(term))?])))
    }

    fn indexing(&mut self, expr: &Expr) -> Eval<Value> {
        let mut indices = Vec::new();
        let mut at = strip(expr);
        while let Expr::Index(e) = at {
            indices.push(&*e.index);
            at = strip(&e.expr);
        }
        let mut ids = Vec::new();
        for index in indices.into_iter().rev() {
            if let Expr::Range(_) = strip(index) {
                return self.slicing(expr);
            }
            let value = self.eval(index)?;
            ids.push(self.int(value, anchor(index))?);
        }
        let span = anchor(at);
        if let Expr::Path(p) = at
            && let Some(ident) = p.path.get_ident()
            && let Some(variable) = self.lookup(&ident.unraw().to_string())
        {
            return self.read_element(variable, &ids, span);
        }
        let base = self.eval(at)?;
        self.index(base, &ids, span)
    }

    /// `x[a..b]`
    fn slicing(&mut self, expr: &Expr) -> Eval<Value> {
        let Expr::Index(e) = strip(expr) else { unreachable!("checked by the caller") };
        let span = anchor(expr);
        let Expr::Range(range) = strip(&e.index) else {
            let base = self.eval(&e.expr)?;
            let index = self.eval(&e.index)?;
            let index = self.int(index, anchor(&e.index))?;
            return self.index(base, &[index], span);
        };
        let sliced = self.eval(&e.expr)?;
        let array = match self.by_parts(sliced) {
            Value::Array(array) => array,
            Value::Part(part) => self.part_array(part),
            _ => return self.error(span, "only arrays and slices can be indexed"),
        };
        let whole = self.length(&array);
        let (start, len) = self.part_bounds(range, &whole, span)?;
        self.part_is_there(expr, start, &len, &whole, span);
        Ok(Value::Array(Array::Part(Box::new(array), start, len)))
    }

    /// Has the gradient panic, too, where a part reaches beyond its array: none of its elements need be read.
    fn part_is_there(&mut self, written: &Expr, start: ExprId, len: &Extent, whole: &Extent, span: proc_macro2::Span) {
        if self.in_loop() || self.calls > 0 || self.unrolled > 0 {
            return;
        }
        let (len, whole) = (self.extent(len, span), self.extent(whole, span));
        let end = self.plus(start, len, span);
        let rest = self.minus(whole, end, span);
        let natural = |r: &Self, id| matches!(r.linear(id), Some((sum, n)) if n >= 0 && sum.values().all(|k| *k >= 0));
        if natural(self, start) && natural(self, len) && natural(self, rest) {
            return;
        }
        let tokens = super::passes::unmarked(written.to_token_stream());
        if self.path.is_empty() && self.only_arguments(tokens.clone()) {
            self.asserts.push(quote::quote!(let _ = &#tokens));
        } else {
            // The function itself says it.
            self.checks = self.checks.max(crate::Checks::Debug);
        }
    }

    /// Where a part of an array of some length begins, and its length.
    pub fn part_bounds(&mut self, range: &syn::ExprRange, len: &Extent, span: proc_macro2::Span) -> Eval<(ExprId, Extent)> {
        let end_of = |r: &mut Self, end: &Option<Box<Expr>>| match end {
            None => Ok(None),
            Some(end) => {
                let value = r.eval(end)?;
                r.int(value, anchor(end)).map(Some)
            }
        };
        let (start, end) = (end_of(self, &range.start)?, end_of(self, &range.end)?);
        let start = match start {
            Some(start) => start,
            None => self.number(0.0, span),
        };
        let whole = self.extent(len, span);
        let end = match (end, &range.limits) {
            (None, _) => whole,
            (Some(end), syn::RangeLimits::HalfOpen(_)) => end,
            (Some(end), syn::RangeLimits::Closed(_)) => {
                let one = self.number(1.0, span);
                self.plus(end, one, span)
            }
        };
        if let (&Node::Number(n), &Node::Number(len)) = (self.ast.expr(end), self.ast.expr(whole))
            && n > len
        {
            return self.error(span, format_args!("this range ends at {n}, but the array has {len} elements"));
        }
        let (start, end) = (self.as_length(start, span), self.as_length(end, span));
        let len = self.distance(start, end, span);
        Ok((start, self.length_of(len)))
    }

    fn cast(&mut self, e: &syn::ExprCast) -> Eval<Value> {
        let span = e.as_token.span;
        let target = types::text(e.ty.to_token_stream());
        let value = self.eval(&e.expr)?;
        let value = self.number_of_result(value, anchor(&e.expr))?;
        let own = self.scalar.map_or("f64", types::Scalar::name);
        match (target.as_str(), value) {
            ("f64" | "f32", Value::Float(id)) if target == own => Ok(Value::Float(id)),
            ("f64" | "f32", Value::Float(_)) => {
                self.error(span, format_args!(
                    "a conversion of a float to {target} is not supported, because everything is computed in {own} here and the rounding would be \
                     lost: leave it out and use {own} throughout"
                ))
            }
            ("f64" | "f32", v @ (Value::Int(_) | Value::Outside(..) | Value::Part(_))) => {
                let id = self.int(v, anchor(&e.expr))?;
                Ok(Value::Float(self.int_to_float(id, span)))
            }
            ("usize" | "isize" | "u8" | "u32" | "i32" | "u64" | "i64" | "u128" | "i128", Value::Bool(condition)) => {
                Ok(Value::Int(self.zero_or_one(condition, span)))
            }
            (
                "usize" | "isize" | "u32" | "i32" | "u64" | "i64" | "u128" | "i128",
                v @ (Value::Int(_) | Value::Outside(..) | Value::Part(_)),
            ) => Ok(Value::Int(self.int(v, anchor(&e.expr))?)),
            (_, Value::Float(id)) if integers::range(&target).is_some() => Ok(Value::Int(self.truncated(id, &target, span))),
            _ => self.error(span, format_args!("this conversion to {target} is not supported yet")),
        }
    }

    /// The bounds of `a..b`, half open.
    pub fn range(&mut self, expr: &Expr) -> Eval<(ExprId, ExprId)> {
        let Expr::Range(r) = strip(expr) else {
            return self.error(expr.span(), "expected a range, such as `0..N`");
        };
        let (Some(start), Some(end)) = (&r.start, &r.end) else {
            return self.error(expr.span(), "a range needs both ends here: write `0..N`");
        };
        let lo = self.eval(start)?;
        let lo = self.int(lo, anchor(start))?;
        let hi = self.eval(end)?;
        let mut hi = self.int(hi, anchor(end))?;
        if matches!(r.limits, syn::RangeLimits::Closed(_)) {
            hi = match *self.ast.expr(hi) {
                Node::Number(n) => self.number(n + 1.0, anchor(end)),
                _ => {
                    let one = self.number(1.0, anchor(end));
                    self.binary(BinaryOp::Add, hi, one, anchor(end))
                }
            };
        }
        // A range of numbers that are not negative ends where it is empty at 0 at the latest.
        let natural = self.is_natural(lo);
        let lo = self.named_if_natural(lo, anchor(start));
        let hi = if natural { self.as_length(hi, anchor(end)) } else { self.named_if_natural(hi, anchor(end)) };
        Ok((lo, hi))
    }
}

/// Whether a pattern stands for all elements that others do not: `..` or `rest @ ..`.
pub(super) fn is_rest(pat: &Pat) -> bool {
    match pat {
        Pat::Rest(_) => true,
        Pat::Ident(p) => matches!(&p.subpat, Some((_, sub)) if matches!(**sub, Pat::Rest(_))),
        _ => false,
    }
}

fn anchor_path(path: &syn::Path) -> proc_macro2::Span {
    path.segments.last().map_or_else(|| path.span(), |s| s.ident.span())
}

/// A compound assignment.
#[derive(Clone, Copy)]
enum Compound {
    Add,
    Sub,
    Mul,
    Div,
    /// One that nothing is gathered by: `a %= b`, `a |= b`.
    Other,
}

pub(super) fn is_assignment(op: &BinOp) -> bool {
    compound(op).is_some()
}

fn compound(op: &BinOp) -> Option<Compound> {
    match op {
        BinOp::AddAssign(_) => Some(Compound::Add),
        BinOp::SubAssign(_) => Some(Compound::Sub),
        BinOp::MulAssign(_) => Some(Compound::Mul),
        BinOp::DivAssign(_) => Some(Compound::Div),
        BinOp::RemAssign(_)
        | BinOp::BitAndAssign(_)
        | BinOp::BitOrAssign(_)
        | BinOp::BitXorAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => Some(Compound::Other),
        _ => None,
    }
}

/// The operator of a compound assignment.
fn plain(op: &BinOp) -> BinOp {
    let span = op.span();
    match op {
        BinOp::AddAssign(_) => syn::parse_quote_spanned!(span=> +),
        BinOp::SubAssign(_) => syn::parse_quote_spanned!(span=> -),
        BinOp::MulAssign(_) => syn::parse_quote_spanned!(span=> *),
        BinOp::DivAssign(_) => syn::parse_quote_spanned!(span=> /),
        BinOp::RemAssign(_) => syn::parse_quote_spanned!(span=> %),
        BinOp::BitAndAssign(_) => syn::parse_quote_spanned!(span=> &),
        BinOp::BitOrAssign(_) => syn::parse_quote_spanned!(span=> |),
        BinOp::BitXorAssign(_) => syn::parse_quote_spanned!(span=> ^),
        BinOp::ShlAssign(_) => syn::parse_quote_spanned!(span=> <<),
        BinOp::ShrAssign(_) => syn::parse_quote_spanned!(span=> >>),
        other => *other,
    }
}
