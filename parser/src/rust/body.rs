//! Statements and expressions.

use super::state::{Array, Eval, Fold, Iter, Reader, Reported, Value};
use super::types::{self, Dim};
use crate::ast::{BinaryOp, Expr as Node, ExprId, Extent, UnaryOp};
use quote::ToTokens;
use std::collections::HashMap;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Pat, Stmt, UnOp};

/// How a block ends.
pub(super) enum Flow {
    /// With the value of its last expression.
    Value(Value),
    /// With a `return`.
    Return(Value),
}

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

fn is_cfg(attributes: &[syn::Attribute]) -> Option<&syn::Attribute> {
    attributes.iter().find(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr"))
}

impl Reader {
    /// The value of a function.
    pub fn function(&mut self, block: &syn::Block) -> Option<ExprId> {
        let flow = self.block(block).ok()?;
        let (Flow::Value(value) | Flow::Return(value)) = flow;
        let span = match block.stmts.last() {
            Some(Stmt::Expr(e, _)) => anchor(e),
            _ => block.brace_token.span.close(),
        };
        // A result of a wrong type was reported at the signature.
        self.scalar?;
        self.float(value, span).ok()
    }

    /// A block in a scope of its own.
    fn block(&mut self, block: &syn::Block) -> Eval<Flow> {
        self.statements(&block.stmts, &[])
    }

    /// A block that does not return.
    fn block_value(&mut self, block: &syn::Block) -> Eval<Value> {
        match self.block(block)? {
            Flow::Value(value) => Ok(value),
            Flow::Return(_) => self.misplaced_return(block.stmts.last().map_or_else(|| block.span(), Spanned::span)),
        }
    }

    fn misplaced_return<T>(&mut self, span: proc_macro2::Span) -> Eval<T> {
        self.error(span, "a `return` here is not supported yet: return at the end of the function or of an `if` instead")
    }

    /// Runs statements, then those that follow the block they are in.
    fn statements(&mut self, statements: &[Stmt], rest: &[&[Stmt]]) -> Eval<Flow> {
        self.scopes.push(HashMap::new());
        let result = self.statements_here(statements, rest);
        self.scopes.pop();
        result
    }

    fn statements_here(&mut self, statements: &[Stmt], rest: &[&[Stmt]]) -> Eval<Flow> {
        let mut failed = false;
        let mut value = Value::Unit;
        for (k, statement) in statements.iter().enumerate() {
            let last = k + 1 == statements.len();
            if let Stmt::Expr(Expr::If(e), _) = statement
                && self.returns_early(e, last && rest.is_empty())
            {
                let mut after = vec![&statements[k + 1..]];
                after.extend_from_slice(rest);
                let value = self.early_return(e, &after);
                return if failed { Err(Reported) } else { value };
            }
            match self.statement(statement, last) {
                Ok(Flow::Value(v)) => value = v,
                Ok(Flow::Return(v)) => {
                    if let Some(next) = statements.get(k + 1) {
                        return self.error(next.span(), "this is never reached");
                    }
                    return if failed { Err(Reported) } else { Ok(Flow::Return(v)) };
                }
                Err(Reported) => {
                    failed = true;
                    if let Stmt::Local(local) = statement {
                        self.poison(&local.pat);
                    }
                }
            }
        }
        if let Some((next, rest)) = rest.split_first() {
            let flow = self.statements(next, rest)?;
            return if failed { Err(Reported) } else { Ok(flow) };
        }
        if failed { Err(Reported) } else { Ok(Flow::Value(value)) }
    }

    /// Whether a branch of a statement `if` returns from the function while the rest goes on.
    fn returns_early(&self, e: &syn::ExprIf, at_end: bool) -> bool {
        fn returns(block: &syn::Block) -> bool {
            match block.stmts.last() {
                Some(Stmt::Expr(Expr::Return(_), _)) => true,
                Some(Stmt::Expr(Expr::If(e), _)) => {
                    returns(&e.then_branch)
                        && e.else_branch.as_ref().is_some_and(|(_, b)| match &**b {
                            Expr::Block(b) => returns(&b.block),
                            Expr::If(e) => returns_if(e),
                            _ => false,
                        })
                }
                _ => false,
            }
        }
        fn returns_if(e: &syn::ExprIf) -> bool {
            returns(&e.then_branch)
                || e.else_branch.as_ref().is_some_and(|(_, b)| match &**b {
                    Expr::Block(b) => returns(&b.block),
                    Expr::If(e) => returns_if(e),
                    _ => false,
                })
        }
        !self.in_loop() && !at_end && returns_if(e) || at_end && returns_if(e)
    }

    /// `if c { return a; } rest` is `if c { a } else { rest }`.
    fn early_return(&mut self, e: &syn::ExprIf, rest: &[&[Stmt]]) -> Eval<Flow> {
        let span = e.if_token.span;
        if self.in_loop() {
            return self.error(span, "a `return` inside a loop is not supported yet: compute the value after the loop instead");
        }
        let condition = self.eval(&e.cond)?;
        let condition = self.condition(condition, anchor(&e.cond))?;
        let (then, _) = self.branch(|r| r.statements(&e.then_branch.stmts, rest));
        let (otherwise, _) = self.branch(|r| match &e.else_branch {
            None => match rest.split_first() {
                Some((next, rest)) => r.statements(next, rest),
                None => Ok(Flow::Value(Value::Unit)),
            },
            Some((_, branch)) => match &**branch {
                Expr::Block(b) => r.statements(&b.block.stmts, rest),
                Expr::If(e) => r.early_return(e, rest),
                other => r.unsupported(other, "write a block instead"),
            },
        });
        let (Flow::Value(a) | Flow::Return(a)) = then?;
        let (Flow::Value(b) | Flow::Return(b)) = otherwise?;
        Ok(Flow::Return(self.select(condition, a, b, span)?))
    }

    fn poison(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(p) => self.bind_poisoned(&p.ident.unraw().to_string()),
            Pat::Type(p) => self.poison(&p.pat),
            Pat::Paren(p) => self.poison(&p.pat),
            Pat::Reference(p) => self.poison(&p.pat),
            Pat::Tuple(p) => p.elems.iter().for_each(|p| self.poison(p)),
            Pat::Slice(p) => p.elems.iter().for_each(|p| self.poison(p)),
            _ => {}
        }
    }

    fn statement(&mut self, statement: &Stmt, last: bool) -> Eval<Flow> {
        match statement {
            Stmt::Local(local) => self.local(local).map(|()| Flow::Value(Value::Unit)),
            Stmt::Expr(Expr::Return(e), _) => {
                if self.in_loop() {
                    return self.error(
                        e.return_token.span,
                        "a `return` inside a loop is not supported yet: compute the value after the loop instead",
                    );
                }
                match &e.expr {
                    Some(e) => Ok(Flow::Return(self.eval(e)?)),
                    None => self.error(e.return_token.span, "a `return` needs a value here"),
                }
            }
            Stmt::Expr(e, None) if last => self.eval(e).map(Flow::Value),
            Stmt::Expr(e, _) => {
                self.eval(e)?;
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Macro(m) => {
                let name = types::text(m.mac.path.to_token_stream());
                self.error(
                    m.mac.path.span(),
                    format_args!("the macro `{name}!` is not supported here yet: call the function from one that has it instead"),
                )
            }
            Stmt::Item(syn::Item::Const(item)) => {
                let value = self.eval(&item.expr)?;
                self.bind(&item.ident.unraw().to_string(), false, Some(value));
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Item(syn::Item::Use(item)) => {
                self.uses.push(item.to_token_stream());
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Item(syn::Item::Fn(item)) => self.error(
                item.sig.ident.span(),
                "functions inside a differentiated function are not supported yet: write the formula in place instead",
            ),
            Stmt::Item(item) => self.error(item.span(), "items inside a differentiated function are not supported yet"),
        }
    }

    fn local(&mut self, local: &syn::Local) -> Eval<()> {
        if let Some(a) = is_cfg(&local.attrs) {
            return self.error(a.span(), "`#[cfg]` inside a differentiated function is not supported: put it on two functions instead");
        }
        let Some(init) = &local.init else {
            return match &local.pat {
                Pat::Ident(p) => {
                    self.bind(&p.ident.unraw().to_string(), true, None);
                    Ok(())
                }
                Pat::Type(t) if matches!(&*t.pat, Pat::Ident(_)) => {
                    if let Pat::Ident(p) = &*t.pat {
                        self.bind(&p.ident.unraw().to_string(), true, None);
                    }
                    Ok(())
                }
                other => self.error(other.span(), "a `let` without a value is not supported yet: give it one instead"),
            };
        };
        if let Some((token, _)) = &init.diverge {
            return self.error(token.span(), "`let ... else` is not supported: a number always matches");
        }
        if let Pat::Type(t) = &local.pat {
            self.annotation(&t.ty)?;
        }
        let value = self.eval(&init.expr)?;
        self.pattern(&local.pat, value)
    }

    /// A type that is written must be one that can be computed with.
    fn annotation(&mut self, ty: &syn::Type) -> Eval<()> {
        if matches!(ty, syn::Type::Infer(_) | syn::Type::Tuple(_)) {
            return Ok(());
        }
        match types::Type::parse(ty) {
            Ok(parsed) => match (parsed.scalar(), self.scalar) {
                (Some(a), Some(s)) if a != s => {
                    let (a, s) = (a.name(), s.name());
                    self.error(ty.span(), format_args!("{a} inside a function that returns {s} is not supported: use {s} throughout"))
                }
                _ => Ok(()),
            },
            Err(error) => {
                self.errors.push(error);
                Err(Reported)
            }
        }
    }

    /// Binds the names of a pattern.
    pub fn pattern(&mut self, pat: &Pat, value: Value) -> Eval<()> {
        match pat {
            Pat::Ident(p) if p.subpat.is_none() => {
                let name = p.ident.unraw().to_string();
                self.label(&name, &value);
                self.bind(&name, p.mutability.is_some(), Some(value));
                Ok(())
            }
            Pat::Type(p) => self.pattern(&p.pat, value),
            Pat::Paren(p) => self.pattern(&p.pat, value),
            Pat::Reference(p) => self.pattern(&p.pat, value),
            Pat::Wild(_) => Ok(()),
            Pat::Tuple(p) => match value {
                Value::Tuple(items) if items.len() == p.elems.len() => p.elems.iter().zip(items).try_for_each(|(p, v)| self.pattern(p, v)),
                _ => self.error(p.span(), "this pattern does not fit: a tuple of that length is needed"),
            },
            Pat::Slice(p) => {
                let Value::Array(array) = value else {
                    return self.error(p.span(), "this pattern does not fit: an array is needed");
                };
                if self.length(&array) != Extent::Number(p.elems.len() as u64) {
                    return self.error(p.span(), "this pattern does not fit: name every element of an array of known length");
                }
                for (k, pat) in p.elems.iter().enumerate() {
                    let index = self.number(k as f64, pat.span());
                    let item = self.element(&array, index, pat.span())?;
                    self.pattern(pat, item)?;
                }
                Ok(())
            }
            other => self.error(other.span(), "this pattern is not supported yet: bind a name, `(a, b)` or `[a, b]` instead"),
        }
    }

    pub fn unsupported<T>(&mut self, expr: &Expr, advice: &str) -> Eval<T> {
        let what = match expr {
            Expr::Match(_) => "`match`",
            Expr::While(_) => "`while`",
            Expr::Loop(_) => "`loop`",
            Expr::Break(_) => "`break`",
            Expr::Continue(_) => "`continue`",
            Expr::Closure(_) => "a closure here",
            Expr::Struct(_) => "a struct here",
            Expr::Try(_) => "`?`",
            Expr::Await(_) | Expr::Async(_) => "`async`",
            Expr::Unsafe(_) => "`unsafe`",
            Expr::Macro(_) => "a macro here",
            Expr::Let(_) => "`if let`",
            Expr::Range(_) => "a range here",
            _ => "this expression",
        };
        self.error(expr.span(), format_args!("{what} is not supported yet: {advice}"))
    }

    /// The value of an expression.
    pub fn eval(&mut self, expr: &Expr) -> Eval<Value> {
        match expr {
            Expr::Paren(e) => self.eval(&e.expr),
            Expr::Group(e) => self.eval(&e.expr),
            Expr::Reference(e) => match &e.mutability {
                Some(m) => self.error(m.span(), "`&mut` is not supported yet: return the value and assign it instead"),
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
            Expr::Block(e) if e.label.is_none() => self.block_value(&e.block),
            Expr::If(e) => self.if_else(e),
            Expr::Index(_) => self.indexing(expr),
            Expr::Array(e) => {
                let items = e.elems.iter().map(|e| self.eval(e)).collect::<Eval<Vec<_>>>()?;
                let items = items.into_iter().zip(&e.elems).map(|(v, e)| match v {
                    Value::Outside(..) => self.float(v, anchor(e)).map(Value::Float),
                    v => Ok(v),
                });
                Ok(Value::Array(Array::Items(items.collect::<Eval<_>>()?)))
            }
            Expr::Repeat(e) => {
                let mut value = self.eval(&e.expr)?;
                if let Value::Outside(..) = value {
                    value = Value::Float(self.float(value, anchor(&e.expr))?);
                }
                let len = match self.eval(&e.len) {
                    Ok(Value::Int(id)) => self.as_extent(id),
                    Ok(_) => None,
                    Err(Reported) => return Err(Reported),
                };
                let len = len.unwrap_or_else(|| match types::dim(&e.len) {
                    Dim::Number(n) => Extent::Number(n),
                    Dim::Const(text) => Extent::Name(self.ast.intern(&text)),
                    Dim::Slice => unreachable!("a length is written"),
                });
                Ok(Value::Array(Array::Fill(Box::new(value), len)))
            }
            Expr::Tuple(e) if e.elems.is_empty() => Ok(Value::Unit),
            Expr::Tuple(e) => Ok(Value::Tuple(e.elems.iter().map(|e| self.eval(e)).collect::<Eval<_>>()?)),
            Expr::Field(e) => match (self.eval(&e.base)?, &e.member) {
                (Value::Tuple(items), syn::Member::Unnamed(n)) => match items.into_iter().nth(n.index as usize) {
                    Some(item) => Ok(item),
                    None => self.error(n.span, "the tuple has no such field"),
                },
                (_, member) => self.error(member.span(), "fields of structs are not supported yet: pass the field as an argument instead"),
            },
            Expr::Cast(e) => self.cast(e),
            Expr::Call(e) => self.function_call(e),
            Expr::MethodCall(e) => self.method_call(e),
            Expr::Range(_) => {
                let (lo, hi) = self.range(expr)?;
                Ok(Value::Iter(Rc::new(Iter::Range(lo, hi))))
            }
            Expr::ForLoop(e) => self.for_loop(e).map(|()| Value::Unit),
            Expr::Return(e) => self.misplaced_return(e.return_token.span),
            Expr::While(_) | Expr::Loop(_) => self.unsupported(expr, "write `for i in 0..N` with a known bound instead"),
            Expr::Match(_) => self.unsupported(expr, "write `if` and `else if` instead"),
            Expr::Let(_) => self.unsupported(expr, "write a comparison instead"),
            Expr::Break(_) | Expr::Continue(_) => self.unsupported(expr, "put the rest of the loop's body into an `if` instead"),
            Expr::Closure(_) => self.unsupported(expr, "write the formula in place instead"),
            Expr::Macro(_) => self.unsupported(expr, "write what it expands to instead"),
            Expr::Struct(_) => self.unsupported(expr, "use a tuple or plain variables instead"),
            Expr::Unsafe(_) => self.unsupported(expr, "use safe indexing, `x[i]`, instead"),
            other => self.unsupported(other, "use arithmetic, float methods, `let`, `if` and `for i in 0..N` instead"),
        }
    }

    fn literal(&mut self, lit: &syn::Lit) -> Eval<Value> {
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
            syn::Lit::Int(n) => match n.base10_parse::<u64>() {
                Ok(v) if v <= 1 << 53 => Ok(Value::Int(self.number(v as f64, span))),
                Ok(_) => self.error(span, "this integer is too large: at most 2^53 is supported"),
                Err(e) => self.error(span, e),
            },
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
                return self.read(variable, ident.span());
            }
            return Ok(self.outside(name, span));
        }
        let text = types::text(e.path.to_token_stream());
        let short: Vec<String> = e.path.segments.iter().rev().take(2).map(|s| s.ident.to_string()).collect();
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
            ("f64" | "f32", "NAN") => {
                return self.error(span, "NaN in a differentiated function is not supported: return a number instead");
            }
            _ => None,
        };
        match value {
            Some(v) => Ok(Value::Float(self.number(v, span))),
            None => Ok(self.outside(text, span)),
        }
    }

    fn unary(&mut self, e: &syn::ExprUnary) -> Eval<Value> {
        let span = e.op.span();
        let value = self.eval(&e.expr)?;
        match (&e.op, value) {
            (UnOp::Deref(_), v) => Ok(v),
            (UnOp::Neg(_), Value::Int(a)) => {
                if let Node::Number(n) = *self.ast.expr(a) {
                    return Ok(Value::Int(self.number(-n, span)));
                }
                Ok(Value::Int(self.push(Node::Unary(UnaryOp::Neg, a), span)))
            }
            (UnOp::Neg(_), v) => {
                let a = self.float(v, anchor(&e.expr))?;
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
        let mut value = self.eval(left)?;
        while let Some(e) = chain.pop() {
            let right = self.eval(&e.right)?;
            value = self.operate(&e.op, value, right, &e.left, &e.right)?;
        }
        Ok(value)
    }

    fn operate(&mut self, op: &BinOp, a: Value, b: Value, left: &Expr, right: &Expr) -> Eval<Value> {
        let span = op.span();
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
            BinOp::And(_) | BinOp::BitAnd(_) => (BinaryOp::And, 2),
            BinOp::Or(_) | BinOp::BitOr(_) => (BinaryOp::Or, 2),
            BinOp::Rem(_) => {
                return self.error(span, "the remainder `%` is not supported yet: subtract a multiple instead");
            }
            _ => {
                return self.error(span, "bit operators are not supported: they have no derivative");
            }
        };
        if kind == 2 {
            let a = self.condition(a, anchor(left))?;
            let b = self.condition(b, anchor(right))?;
            return Ok(Value::Bool(self.binary(node, a, b, span)));
        }
        let integers = matches!((&a, &b), (Value::Int(_), Value::Int(_) | Value::Outside(..)) | (Value::Outside(..), Value::Int(_)));
        let (a, b) = if integers {
            let (a, b) = (self.int(a, anchor(left))?, self.int(b, anchor(right))?);
            if kind == 1 { (self.int_to_float(a, span), self.int_to_float(b, span)) } else { (a, b) }
        } else {
            (self.float(a, anchor(left))?, self.float(b, anchor(right))?)
        };
        if integers && node == BinaryOp::Div {
            return self.error(span, "integer division is not supported yet: convert to a float first, `i as f64 / 2.0`");
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

    /// The variable and the indices of a place that is written to.
    fn place(&mut self, expr: &Expr) -> Eval<(usize, Vec<ExprId>, proc_macro2::Span)> {
        let mut indices = Vec::new();
        let mut at = strip(expr);
        while let Expr::Index(e) = at {
            indices.push(&*e.index);
            at = strip(&e.expr);
        }
        let Expr::Path(path) = at else {
            return self.error(expr.span(), "only variables and their elements can be assigned here");
        };
        let Some(ident) = path.path.get_ident() else {
            return self.error(expr.span(), "only variables of this function can be assigned");
        };
        let Some(variable) = self.lookup(&ident.unraw().to_string()) else {
            return self.error(ident.span(), format_args!("`{ident}` is not a variable of this function"));
        };
        self.check_mutable(variable, ident.span())?;
        let mut ids = Vec::new();
        for index in indices.into_iter().rev() {
            let value = self.eval(index)?;
            ids.push(self.int(value, anchor(index))?);
        }
        Ok((variable, ids, ident.span()))
    }

    fn compound_assign(&mut self, e: &syn::ExprBinary, op: Compound) -> Eval<Value> {
        let span = e.op.span();
        let (variable, ids, at) = self.place(&e.left)?;
        let value = self.eval(&e.right)?;
        if ids.is_empty()
            && matches!(value, Value::Int(_))
            && !self.is_outside_loop(variable)
            && let Ok(old @ Value::Int(_)) = self.read(variable, at)
        {
            let plain = match op {
                Compound::Add => syn::parse_quote!(+),
                Compound::Sub => syn::parse_quote!(-),
                Compound::Mul => syn::parse_quote!(*),
                Compound::Div => syn::parse_quote!(/),
            };
            let new = self.operate(&plain, old, value, &e.left, &e.right)?;
            self.assign(variable, new, at)?;
            return Ok(Value::Unit);
        }
        let id = self.float(value, anchor(&e.right))?;
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
        }
        Ok(Value::Unit)
    }

    fn assignment(&mut self, e: &syn::ExprAssign) -> Eval<Value> {
        if let (Expr::Tuple(left), Expr::Tuple(right)) = (&*e.left, &*e.right)
            && left.elems.len() == right.elems.len()
        {
            let values = right.elems.iter().map(|e| self.eval(e)).collect::<Eval<Vec<_>>>()?;
            for (place, value) in left.elems.iter().zip(values) {
                let (variable, ids, at) = self.place(place)?;
                self.store(variable, ids, value, &e.right, at)?;
            }
            return Ok(Value::Unit);
        }
        if let Expr::Infer(_) = &*e.left {
            self.eval(&e.right)?;
            return Ok(Value::Unit);
        }
        let (variable, ids, at) = self.place(&e.left)?;
        self.assign_expr(variable, ids, &e.right, at)?;
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
        let value = self.float(value, anchor(right))?;
        self.write_element(variable, ids, value, false, at)
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

    fn if_else(&mut self, e: &syn::ExprIf) -> Eval<Value> {
        let span = e.if_token.span;
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), "`#[cfg]` inside a differentiated function is not supported: put it on two functions instead");
        }
        let condition = self.eval(&e.cond).and_then(|c| self.condition(c, anchor(&e.cond)));
        let (a, then) = self.branch(|r| r.block_value(&e.then_branch));
        let (b, otherwise) = self.branch(|r| match &e.else_branch {
            Some((_, branch)) => r.eval(branch),
            None => Ok(Value::Unit),
        });
        let (condition, a, b) = (condition?, a?, b?);
        self.merge(condition, then, otherwise, span)?;
        self.select(condition, a, b, span)
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
                return self.unsupported(strip(index), "index single elements, `x[i]`, instead");
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

    fn cast(&mut self, e: &syn::ExprCast) -> Eval<Value> {
        let span = e.as_token.span;
        let target = types::text(e.ty.to_token_stream());
        let value = self.eval(&e.expr)?;
        let own = self.scalar.map_or("f64", types::Scalar::name);
        match (target.as_str(), value) {
            ("f64" | "f32", Value::Float(id)) if target == own => Ok(Value::Float(id)),
            ("f64" | "f32", Value::Float(_)) => {
                self.error(span, format_args!("a conversion of a float to {target} is not supported: use {own} throughout"))
            }
            ("f64" | "f32", v @ (Value::Int(_) | Value::Outside(..))) => {
                let id = self.int(v, anchor(&e.expr))?;
                Ok(Value::Float(self.int_to_float(id, span)))
            }
            ("usize" | "isize" | "u32" | "i32" | "u64" | "i64" | "u128" | "i128", v @ (Value::Int(_) | Value::Outside(..))) => {
                Ok(Value::Int(self.int(v, anchor(&e.expr))?))
            }
            (_, Value::Float(_)) => {
                self.error(span, format_args!("a conversion of a float to {target} has no derivative: compute with {own} instead"))
            }
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
        Ok((lo, hi))
    }

    fn for_loop(&mut self, e: &syn::ExprForLoop) -> Eval<()> {
        if let Some(label) = &e.label {
            return self.error(label.span(), "loop labels are not supported: leave the label out");
        }
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), "`#[cfg]` inside a differentiated function is not supported: put it on two functions instead");
        }
        let source = self.eval(&e.expr)?;
        let iter = self.iterate(source, &e.expr)?;
        let hint = match &*e.pat {
            Pat::Ident(p) if matches!(*iter, Iter::Range(..)) => p.ident.unraw().to_string(),
            Pat::Tuple(t) => match t.elems.first() {
                Some(Pat::Ident(p)) if matches!(*iter, Iter::Enumerate(_)) => p.ident.unraw().to_string(),
                _ => "i".to_owned(),
            },
            _ => "i".to_owned(),
        };
        let span = e.for_token.span;
        self.each(&iter, &hint, span, |r, item, guard| {
            r.guarded(guard, span, |r| {
                r.scopes.push(HashMap::new());
                let result = match r.pattern(&e.pat, item) {
                    Ok(()) => r.block_value(&e.body).map(|_| ()),
                    Err(Reported) => {
                        r.poison(&e.pat);
                        let _ = r.block_value(&e.body);
                        Err(Reported)
                    }
                };
                r.scopes.pop();
                result
            })
        })
        .map(|_| ())
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
}

fn compound(op: &BinOp) -> Option<Compound> {
    match op {
        BinOp::AddAssign(_) => Some(Compound::Add),
        BinOp::SubAssign(_) => Some(Compound::Sub),
        BinOp::MulAssign(_) => Some(Compound::Mul),
        BinOp::DivAssign(_) => Some(Compound::Div),
        _ => None,
    }
}
