//! Statements: blocks, branches, loops, and what leaves them early.
//!
//! What follows an `if` that may leave (`return`, `continue`, `break`) is read once in each branch that
//! goes on, so that at its end there is one value for every variable, chosen by the condition.

use super::Checks;
use super::body::anchor;
use super::state::{Eval, Iter, Reader, Reported, Value};
use super::types;
use crate::ast::{BinaryOp, Expr as Node, ExprId, UnaryOp};
use proc_macro2::Span;
use quote::ToTokens;
use std::collections::HashMap;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Stmt};

/// How a block ends.
pub(super) enum Flow {
    /// With the value of its last expression.
    Value(Value),
    /// With a `return`.
    Return(Value),
    /// With the end of this pass of a loop.
    Next,
}

/// Statements that follow a block, and how many scopes are around them.
#[derive(Clone, Copy)]
struct Rest<'a> {
    statements: &'a [Stmt],
    depth: usize,
}

fn is_cfg(attributes: &[syn::Attribute]) -> Option<&syn::Attribute> {
    attributes.iter().find(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr"))
}

/// Whether statements may leave what is around them; those of loops inside only by `return`.
fn leaves(statements: &[Stmt]) -> bool {
    statements.iter().any(|s| match s {
        Stmt::Expr(e, _) => leaves_expr(e),
        _ => false,
    })
}

fn leaves_expr(e: &Expr) -> bool {
    match e {
        Expr::Return(_) | Expr::Continue(_) | Expr::Break(_) => true,
        Expr::If(e) => leaves(&e.then_branch.stmts) || e.else_branch.as_ref().is_some_and(|(_, b)| leaves_expr(b)),
        Expr::Match(e) => e.arms.iter().any(|a| leaves_expr(&a.body)),
        Expr::Block(e) => leaves(&e.block.stmts),
        Expr::ForLoop(e) => returns(&e.body.stmts),
        _ => false,
    }
}

/// The first place that leaves.
fn leaving(statements: &[Stmt]) -> Option<Span> {
    fn inside(e: &Expr) -> Option<Span> {
        match e {
            Expr::Return(_) | Expr::Continue(_) | Expr::Break(_) => Some(e.span()),
            Expr::If(e) => leaving(&e.then_branch.stmts).or_else(|| e.else_branch.as_ref().and_then(|(_, b)| inside(b))),
            Expr::Match(e) => e.arms.iter().find_map(|a| inside(&a.body)),
            Expr::Block(e) => leaving(&e.block.stmts),
            Expr::ForLoop(e) => leaving(&e.body.stmts),
            _ => None,
        }
    }
    statements.iter().find_map(|s| match s {
        Stmt::Expr(e, _) => inside(e),
        _ => None,
    })
}

/// Whether there is a `return` in loops or branches.
fn returns(statements: &[Stmt]) -> bool {
    has(statements, &|e| matches!(e, Expr::Return(_)), true)
}

fn has(statements: &[Stmt], wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> bool {
    fn inside(e: &Expr, wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> bool {
        wanted(e)
            || match e {
                Expr::If(e) => {
                    has(&e.then_branch.stmts, wanted, in_loops) || e.else_branch.as_ref().is_some_and(|(_, b)| inside(b, wanted, in_loops))
                }
                Expr::Match(e) => e.arms.iter().any(|a| inside(&a.body, wanted, in_loops)),
                Expr::Block(e) => has(&e.block.stmts, wanted, in_loops),
                Expr::ForLoop(e) if in_loops => has(&e.body.stmts, wanted, in_loops),
                _ => false,
            }
    }
    statements.iter().any(|s| matches!(s, Stmt::Expr(e, _) if inside(e, wanted, in_loops)))
}

impl Reader {
    /// The value of a function.
    pub fn function(&mut self, block: &syn::Block) -> Option<ExprId> {
        self.arguments = self.variables.len();
        let flow = self.statements(&block.stmts, &[]).ok()?;
        let (Flow::Value(value) | Flow::Return(value)) = flow else { return None };
        let span = match block.stmts.last() {
            Some(Stmt::Expr(e, _)) => anchor(e),
            _ => block.brace_token.span.close(),
        };
        // A result of a wrong type was reported at the signature.
        self.scalar?;
        self.float(value, span).ok()
    }

    /// A block that does not leave what is around it.
    pub fn block_value(&mut self, block: &syn::Block) -> Eval<Value> {
        match self.statements(&block.stmts, &[])? {
            Flow::Value(value) => Ok(value),
            Flow::Return(_) | Flow::Next => self.misplaced(leaving(&block.stmts).unwrap_or_else(|| block.span())),
        }
    }

    pub fn misplaced<T>(&mut self, span: Span) -> Eval<T> {
        self.error(
            span,
            "a `return`, `break` or `continue` here is not supported yet: write it as a statement in an `if` or `match` that is a statement itself",
        )
    }

    /// Runs statements in a scope of their own, then those that follow the block they are in.
    fn statements(&mut self, statements: &[Stmt], rest: &[Rest<'_>]) -> Eval<Flow> {
        self.scopes.push(HashMap::new());
        let result = self.statements_here(statements, rest);
        self.scopes.pop();
        match result? {
            (Flow::Value(_), false) if !rest.is_empty() => self.go_on(rest),
            (flow, _) => Ok(flow),
        }
    }

    /// Runs what follows, in the scopes that it stands in.
    fn go_on(&mut self, rest: &[Rest<'_>]) -> Eval<Flow> {
        let Some((next, after)) = rest.split_first() else { return Ok(Flow::Value(Value::Unit)) };
        let inner = self.scopes.split_off(next.depth);
        let result = self.statements(next.statements, after);
        self.scopes.extend(inner);
        result
    }

    /// Runs statements, and says whether what follows their block was run, too: in the branches of one of them.
    fn statements_here(&mut self, statements: &[Stmt], rest: &[Rest<'_>]) -> Eval<(Flow, bool)> {
        let mut failed = false;
        let mut value = Value::Unit;
        for (k, statement) in statements.iter().enumerate() {
            let last = k + 1 == statements.len();
            if let Stmt::Expr(e @ (Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::ForLoop(_)), _) = statement
                && leaves_expr(e)
            {
                let mut after = Vec::new();
                if !last {
                    after.push(Rest { statements: &statements[k + 1..], depth: self.scopes.len() });
                }
                after.extend_from_slice(rest);
                let flow = self.fork(e, &after)?;
                return if failed { Err(Reported) } else { Ok((flow, true)) };
            }
            match self.statement(statement, last) {
                Ok(Flow::Value(v)) => value = v,
                Ok(flow) => {
                    if let Some(next) = statements.get(k + 1) {
                        return self.error(next.span(), "this is never reached");
                    }
                    return if failed { Err(Reported) } else { Ok((flow, false)) };
                }
                Err(Reported) => {
                    failed = true;
                    if let Stmt::Local(local) = statement {
                        self.poison(&local.pat);
                    }
                }
            }
        }
        if failed { Err(Reported) } else { Ok((Flow::Value(value), false)) }
    }

    /// A statement that may leave, and all that follows it.
    fn fork(&mut self, e: &Expr, after: &[Rest<'_>]) -> Eval<Flow> {
        match e {
            Expr::If(e) => {
                let span = e.if_token.span;
                if let Some(a) = is_cfg(&e.attrs) {
                    return self.error(a.span(), CFG);
                }
                let condition = self.eval(&e.cond)?;
                let condition = self.condition(condition, anchor(&e.cond))?;
                self.conditional(
                    condition,
                    span,
                    |r| r.statements(&e.then_branch.stmts, after),
                    |r| match &e.else_branch {
                        None => r.go_on(after),
                        Some((_, branch)) => r.fork(branch, after),
                    },
                )
            }
            Expr::Match(e) => {
                let value = self.eval(&e.expr)?;
                self.choose(e, &value, 0, &|r, body| r.fork(body, after))
            }
            Expr::Block(b) if b.label.is_none() => self.statements(&b.block.stmts, after),
            Expr::ForLoop(e) => self.loop_with_return(e, after),
            other => {
                let statement = [Stmt::Expr(other.clone(), None)];
                self.statements(&statement, after)
            }
        }
    }

    /// Two branches of which one is executed.
    fn conditional(
        &mut self,
        condition: ExprId,
        span: Span,
        then: impl FnOnce(&mut Self) -> Eval<Flow>,
        otherwise: impl FnOnce(&mut Self) -> Eval<Flow>,
    ) -> Eval<Flow> {
        let (a, then) = self.branch(condition, then);
        let not = self.push(Node::Unary(UnaryOp::Not, condition), span);
        let (b, otherwise) = self.branch(not, otherwise);
        match (a?, b?) {
            (Flow::Value(a), Flow::Value(b)) => {
                self.merge(condition, then, otherwise, span)?;
                Ok(Flow::Value(self.select(condition, a, b, span)?))
            }
            (Flow::Next, Flow::Next | Flow::Value(_)) | (Flow::Value(_), Flow::Next) => {
                self.merge(condition, then, otherwise, span)?;
                Ok(Flow::Next)
            }
            (Flow::Return(a) | Flow::Value(a), Flow::Return(b) | Flow::Value(b)) => Ok(Flow::Return(self.select(condition, a, b, span)?)),
            (Flow::Return(_), Flow::Next) | (Flow::Next, Flow::Return(_)) => self.misplaced(span),
        }
    }

    pub fn poison(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(p) => self.bind_poisoned(&p.ident.unraw().to_string()),
            Pat::Type(p) => self.poison(&p.pat),
            Pat::Paren(p) => self.poison(&p.pat),
            Pat::Reference(p) => self.poison(&p.pat),
            Pat::Tuple(p) => p.elems.iter().for_each(|p| self.poison(p)),
            Pat::Slice(p) => p.elems.iter().for_each(|p| self.poison(p)),
            Pat::TupleStruct(p) => p.elems.iter().for_each(|p| self.poison(p)),
            Pat::Struct(p) => p.fields.iter().for_each(|f| self.poison(&f.pat)),
            _ => {}
        }
    }

    fn statement(&mut self, statement: &Stmt, last: bool) -> Eval<Flow> {
        match statement {
            Stmt::Local(local) => self.local(local).map(|()| Flow::Value(Value::Unit)),
            Stmt::Expr(Expr::Return(e), _) => self.return_statement(e),
            Stmt::Expr(Expr::Continue(e), _) => match &e.label {
                Some(label) => self.error(label.span(), LABEL),
                None if self.in_loop() => Ok(Flow::Next),
                None => self.misplaced(e.span()),
            },
            Stmt::Expr(Expr::Break(e), _) => match (&e.label, self.breaks.last().copied().flatten()) {
                (Some(label), _) => self.error(label.span(), LABEL),
                (None, Some(flag)) if e.expr.is_none() => {
                    let yes = self.truth(true, e.break_token.span);
                    self.assign(flag, Value::Bool(yes), e.break_token.span)?;
                    Ok(Flow::Next)
                }
                _ => self.misplaced(e.span()),
            },
            Stmt::Expr(e, None) if last => self.eval(e).map(Flow::Value),
            Stmt::Expr(e, _) => {
                self.eval(e)?;
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Macro(m) => self.macro_value(&m.mac).map(Flow::Value),
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
                "functions inside a differentiated function are not supported yet: bind a closure with `let` instead",
            ),
            Stmt::Item(item) => self.error(item.span(), "items inside a differentiated function are not supported yet"),
        }
    }

    pub fn truth(&mut self, value: bool, span: Span) -> ExprId {
        let (a, b) = (self.number(f64::from(u8::from(value)), span), self.number(0.0, span));
        self.binary(BinaryOp::Ne, a, b, span)
    }

    fn return_statement(&mut self, e: &syn::ExprReturn) -> Eval<Flow> {
        let span = e.return_token.span;
        let Some(value) = &e.expr else { return self.error(span, "a `return` needs a value here") };
        let at = anchor(value);
        let value = self.eval(value)?;
        if !self.in_loop() {
            return Ok(Flow::Return(value));
        }
        let Some((flag, result)) = self.returned else { return self.misplaced(span) };
        let value = self.float(value, at)?;
        let yes = self.truth(true, span);
        let assigned = self.assign(result, Value::Float(value), span);
        self.assign(flag, Value::Bool(yes), span)?;
        assigned?;
        Ok(Flow::Next)
    }

    /// A loop that may return, and all that follows it.
    fn loop_with_return(&mut self, e: &syn::ExprForLoop, after: &[Rest<'_>]) -> Eval<Flow> {
        let span = e.for_token.span;
        let outermost = self.returned.is_none();
        if outermost {
            let (no, zero) = (self.truth(false, span), self.number(0.0, span));
            let flag = self.hidden("returned", Value::Bool(no));
            let result = self.hidden("result", Value::Float(zero));
            self.returned = Some((flag, result));
        }
        let done = self.for_loop(e);
        let (flag, result) = self.returned.expect("set above");
        if outermost {
            self.returned = None;
        }
        done?;
        let condition = self.read(flag, span)?;
        let condition = self.condition(condition, span)?;
        self.conditional(
            condition,
            span,
            |r| if outermost { r.read(result, span).map(Flow::Return) } else { Ok(Flow::Next) },
            |r| r.go_on(after),
        )
    }

    /// A variable that no name finds.
    fn hidden(&mut self, hint: &str, value: Value) -> usize {
        self.scopes.push(HashMap::new());
        let id = self.bind(hint, true, Some(value));
        self.scopes.pop();
        id
    }

    // Assertions.

    pub fn macro_value(&mut self, mac: &syn::Macro) -> Eval<Value> {
        let name = types::text(mac.path.to_token_stream());
        let short = name.rsplit("::").next().unwrap_or("");
        if matches!(short, "panic" | "unreachable" | "todo" | "unimplemented") {
            self.checks = Checks::Always;
            return Ok(Value::Never);
        }
        if short == "matches" {
            return self.matches_macro(mac);
        }
        if !matches!(short.trim_start_matches("debug_"), "assert" | "assert_eq" | "assert_ne") {
            return self.error(
                mac.path.span(),
                format_args!(
                    "the macro `{name}!` is not supported here: assert with `assert!`, or call the function from one that has it instead"
                ),
            );
        }
        if self.path.is_empty() && !self.in_loop() && self.only_arguments(mac.tokens.clone()) {
            self.asserts.push(mac.to_token_stream());
        } else {
            let checks = if short.starts_with("debug_") { Checks::Debug } else { Checks::Always };
            self.checks = self.checks.max(checks);
        }
        Ok(Value::Unit)
    }

    /// `matches!(e, pattern if guard)`
    fn matches_macro(&mut self, mac: &syn::Macro) -> Eval<Value> {
        let span = mac.path.span();
        let arm = |input: syn::parse::ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard = match input.parse::<Option<syn::Token![if]>>()? {
                Some(_) => Some(input.parse::<Expr>()?),
                None => None,
            };
            input.parse::<Option<syn::Token![,]>>()?;
            Ok((value, pattern, guard))
        };
        let (value, pattern, guard) = match mac.parse_body_with(arm) {
            Ok(parts) => parts,
            Err(error) => {
                self.errors.push(error);
                return Err(Reported);
            }
        };
        let value = self.eval(&value)?;
        self.scopes.push(HashMap::new());
        let fits = self.matches(&pattern, &value).and_then(|fits| match guard {
            None => Ok(fits),
            Some(guard) => {
                let condition = self.eval(&guard)?;
                let condition = self.condition(condition, anchor(&guard))?;
                Ok(self.both(fits, Some(condition), span))
            }
        });
        self.scopes.pop();
        let fits = match fits? {
            Some(condition) => condition,
            None => self.truth(true, span),
        };
        Ok(Value::Bool(fits))
    }

    /// Whether tokens name no variable but arguments that are as they were given.
    fn only_arguments(&self, tokens: proc_macro2::TokenStream) -> bool {
        let known = |name: &str| match self.lookup(name) {
            Some(variable) => variable < self.arguments && !self.changed.contains(&variable),
            None => true,
        };
        tokens.into_iter().all(|t| match t {
            proc_macro2::TokenTree::Ident(i) => known(&i.unraw().to_string()),
            proc_macro2::TokenTree::Group(g) => self.only_arguments(g.stream()),
            // A message may name variables.
            proc_macro2::TokenTree::Literal(l) => l.to_string().split(|c: char| !(c.is_alphanumeric() || c == '_')).all(known),
            proc_macro2::TokenTree::Punct(_) => true,
        })
    }

    // `let`

    fn local(&mut self, local: &syn::Local) -> Eval<()> {
        if let Some(a) = is_cfg(&local.attrs) {
            return self.error(a.span(), CFG);
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
        let value = match (&*init.expr, &local.pat) {
            (Expr::Closure(c), Pat::Ident(_)) => {
                let scopes = self.captured(c);
                Value::Closure(std::rc::Rc::new(c.clone()), scopes)
            }
            (e, _) => self.eval(e)?,
        };
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

    // Branches.

    pub fn if_else(&mut self, e: &syn::ExprIf) -> Eval<Value> {
        let span = e.if_token.span;
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), CFG);
        }
        let condition = self.eval(&e.cond).and_then(|c| self.condition(c, anchor(&e.cond)));
        // The branches may have errors of their own.
        let known = match condition {
            Ok(condition) => condition,
            Err(Reported) => self.truth(true, span),
        };
        let flow = self.conditional(
            known,
            span,
            |r| r.block_value(&e.then_branch).map(Flow::Value),
            |r| match &e.else_branch {
                Some((_, branch)) => r.eval(branch).map(Flow::Value),
                None => Ok(Flow::Value(Value::Unit)),
            },
        );
        condition?;
        self.value_of(flow, span)
    }

    fn value_of(&mut self, flow: Eval<Flow>, span: Span) -> Eval<Value> {
        match flow? {
            Flow::Value(value) => Ok(value),
            Flow::Return(_) | Flow::Next => self.misplaced(span),
        }
    }

    pub fn match_value(&mut self, e: &syn::ExprMatch) -> Eval<Value> {
        let value = self.eval(&e.expr)?;
        let flow = self.choose(e, &value, 0, &|r, body| r.eval(body).map(Flow::Value));
        self.value_of(flow, e.match_token.span)
    }

    /// The arms of a `match` from number `at` on.
    fn choose(&mut self, e: &syn::ExprMatch, value: &Value, at: usize, run: &dyn Fn(&mut Self, &Expr) -> Eval<Flow>) -> Eval<Flow> {
        let Some(arm) = e.arms.get(at) else { return self.error(e.match_token.span, "a `match` without arms has no value") };
        let span = arm.pat.span();
        if let Some(a) = is_cfg(&arm.attrs) {
            return self.error(a.span(), CFG);
        }
        self.scopes.push(HashMap::new());
        let condition = self.matches(&arm.pat, value);
        let scope = self.scopes.pop().expect("pushed above");
        let mut condition = condition?;
        // The compiler sees to it that one of the arms fits.
        if at + 1 == e.arms.len() && !matches!(arm.pat, Pat::Guard(_)) {
            condition = None;
        }
        let here = |r: &mut Self| {
            r.scopes.push(scope.clone());
            let flow = run(r, &arm.body);
            r.scopes.pop();
            flow
        };
        match condition {
            None => here(self),
            Some(condition) => self.conditional(condition, span, here, |r| r.choose(e, value, at + 1, run)),
        }
    }

    /// The condition under which a pattern fits, and its names bound.
    fn matches(&mut self, pat: &Pat, value: &Value) -> Eval<Option<ExprId>> {
        let span = pat.span();
        if let Value::Part(part) = value
            && let Some(condition) = self.part_matches(pat, part)
        {
            return Ok(Some(condition));
        }
        match pat {
            Pat::Wild(_) => Ok(None),
            Pat::Paren(p) => self.matches(&p.pat, value),
            Pat::Reference(p) => self.matches(&p.pat, value),
            Pat::Ident(p) if p.subpat.is_none() && !p.ident.to_string().starts_with(char::is_uppercase) => {
                self.pattern(pat, value.clone())?;
                Ok(None)
            }
            Pat::Ident(p) if p.subpat.is_none() => {
                let constant = self.outside(p.ident.unraw().to_string(), p.ident.span());
                self.equals(value, constant, span).map(Some)
            }
            Pat::Path(p) => {
                let constant = self.eval(&Expr::Path(p.clone()))?;
                self.equals(value, constant, span).map(Some)
            }
            Pat::Lit(p) => {
                let wanted = self.literal(&p.lit)?;
                self.equals(value, wanted, span).map(Some)
            }
            Pat::Range(p) => {
                let mut out = None;
                let upper = if matches!(p.limits, syn::RangeLimits::Closed(_)) { BinaryOp::Le } else { BinaryOp::Lt };
                for (end, op) in [(&p.start, BinaryOp::Ge), (&p.end, upper)] {
                    if let Some(end) = end {
                        let end = self.eval(end)?;
                        let (a, b) = self.numbers(value, end, span)?;
                        let inside = self.binary(op, a, b, span);
                        out = self.both(out, Some(inside), span);
                    }
                }
                Ok(out)
            }
            Pat::Or(p) => {
                let mut out = None;
                for case in &p.cases {
                    match (out, self.matches(case, value)?) {
                        (_, None) => return Ok(None),
                        (None, some) => out = some,
                        (Some(a), Some(b)) => out = Some(self.binary(BinaryOp::Or, a, b, span)),
                    }
                }
                Ok(out)
            }
            Pat::Tuple(p) => match value {
                Value::Tuple(items) if items.len() == p.elems.len() => {
                    let mut out = None;
                    for (p, v) in p.elems.iter().zip(items) {
                        let fits = self.matches(p, v)?;
                        out = self.both(out, fits, span);
                    }
                    Ok(out)
                }
                _ => self.error(span, "this pattern does not fit: a tuple of that length is needed"),
            },
            Pat::Guard(p) => {
                let fits = self.matches(&p.pat, value)?;
                let guard = self.eval(&p.guard)?;
                let guard = self.condition(guard, anchor(&p.guard))?;
                Ok(self.both(fits, Some(guard), span))
            }
            _ => self.error(
                span,
                "this pattern is not supported in a `match` yet: write numbers, ranges, `true`, variants without numbers in them, tuples of these, names or `_` instead",
            ),
        }
    }

    fn numbers(&mut self, a: &Value, b: Value, span: Span) -> Eval<(ExprId, ExprId)> {
        match (a, b) {
            (Value::Int(a), b) => {
                let b = self.int(b, span)?;
                Ok((self.int_to_float(*a, span), self.int_to_float(b, span)))
            }
            (a, b) => Ok((self.float(a.clone(), span)?, self.float(b, span)?)),
        }
    }

    fn equals(&mut self, value: &Value, wanted: Value, span: Span) -> Eval<ExprId> {
        match (value, wanted) {
            (Value::Bool(a), Value::Bool(b)) => match *self.ast.expr(b) {
                // A literal.
                Node::Binary(BinaryOp::Ne, one, _) if self.is_number(one, 1.0) => Ok(*a),
                _ => Ok(self.push(Node::Unary(UnaryOp::Not, *a), span)),
            },
            (value, wanted) => {
                let (a, b) = self.numbers(value, wanted, span)?;
                Ok(self.binary(BinaryOp::Eq, a, b, span))
            }
        }
    }

    // Loops.

    pub fn for_loop(&mut self, e: &syn::ExprForLoop) -> Eval<()> {
        if let Some(label) = &e.label {
            return self.error(label.span(), LABEL);
        }
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), CFG);
        }
        let span = e.for_token.span;
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
        let stops = has(&e.body.stmts, &|e| matches!(e, Expr::Break(_)), false);
        let flag = stops.then(|| {
            let no = self.truth(false, span);
            self.hidden("done", Value::Bool(no))
        });
        let flags: Vec<usize> = flag.into_iter().chain(self.returned.map(|r| r.0).filter(|_| returns(&e.body.stmts))).collect();
        self.breaks.push(flag);
        let result = self.each(&iter, &hint, span, |r, item, mut guard| {
            for &flag in &flags {
                let done = r.read(flag, span)?;
                let done = r.condition(done, span)?;
                let not = r.push(Node::Unary(UnaryOp::Not, done), span);
                guard = r.both(guard, Some(not), span);
            }
            r.guarded(guard, span, |r| {
                r.scopes.push(HashMap::new());
                let bound = r.pattern(&e.pat, item);
                if bound.is_err() {
                    r.poison(&e.pat);
                }
                let result = r.statements(&e.body.stmts, &[]);
                r.scopes.pop();
                bound?;
                match result? {
                    Flow::Value(_) | Flow::Next => Ok(()),
                    Flow::Return(_) => r.misplaced(span),
                }
            })
        });
        self.breaks.pop();
        result.map(|_| ())
    }
}

const CFG: &str = "`#[cfg]` inside a differentiated function is not supported: put it on two functions instead";
const LABEL: &str = "loop labels are not supported: leave the label out";
