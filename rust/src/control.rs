//! Statements: blocks, `let`, branches, and what follows those that may leave. Loops: `jumps.rs`.
//!
//! What follows an `if` that may leave (`return`, `continue`, `break`) is read once in each branch that
//! goes on, so that at its end there is one value for every variable, chosen by the condition.

use super::body::anchor;
use super::jumps::{Labelled, Way};
use super::leaving::{has, jumps, leaves_expr, leaving, leaving_loop, looped};
use super::made::typed;
use super::options::Maybe;
use super::rewritten::{as_block, as_match, assigned, binds};
use super::slots::borrows;
use super::state::{Eval, Reader, Reported};
use super::types;
use super::value::Value;
use super::variables::Changes;
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use quote::ToTokens;
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
pub(super) struct Rest<'a> {
    statements: &'a [Stmt],
    depth: usize,
}

/// Whether a type is left to the compiler, if only in part: `Vec<_>`.
fn inferred(tokens: proc_macro2::TokenStream) -> bool {
    tokens.into_iter().any(|t| match t {
        proc_macro2::TokenTree::Ident(i) => i == "_",
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
        proc_macro2::TokenTree::Group(g) => inferred(g.stream()),
    })
}

pub(super) fn is_cfg(attributes: &[syn::Attribute]) -> Option<&syn::Attribute> {
    attributes.iter().find(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr"))
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
        // A literal, or what is made here, is of no other type than it seems.
        let integer = |block: &syn::Block| matches!(block.stmts.last(), Some(Stmt::Expr(e, None)) if self.is_integer(e));
        match self.result.clone() {
            Some(form) => self.objective(&form, value, span).ok(),
            None => {
                let foreign = match &value {
                    Value::Int(_) => integer(block),
                    value => matches!(value, Value::Struct(..)) || value.is_no_number(),
                };
                self.unless_foreign(foreign, |r| r.float(value, span)).ok()
            }
        }
    }

    /// A block that does not leave what is around it.
    pub fn block_value(&mut self, block: &syn::Block) -> Eval<Value> {
        match self.statements(&block.stmts, &[])? {
            Flow::Value(value) => Ok(value),
            Flow::Return(_) | Flow::Next => self.misplaced(leaving(&block.stmts).unwrap_or_else(|| block.span())),
        }
    }

    /// The body of a closure or of a function inside, which may return.
    pub fn body_value(&mut self, block: &syn::Block) -> Eval<Value> {
        match self.statements(&block.stmts, &[])? {
            Flow::Value(value) | Flow::Return(value) => Ok(value),
            Flow::Next => self.misplaced(leaving(&block.stmts).unwrap_or_else(|| block.span())),
        }
    }

    pub fn misplaced<T>(&mut self, span: Span) -> Eval<T> {
        self.error(
            span,
            "a `return`, `break` or `continue` here is not supported yet: write it as a statement in an `if` or `match` that is a statement itself",
        )
    }

    /// Runs statements in a scope of their own, then those that follow the block they are in.
    pub fn statements(&mut self, statements: &[Stmt], rest: &[Rest<'_>]) -> Eval<Flow> {
        self.scopes.push(Map::default());
        let result = self.statements_here(statements, rest);
        self.scopes.pop();
        match result? {
            (Flow::Value(_), false) if !rest.is_empty() => self.go_on(rest),
            (flow, _) => Ok(flow),
        }
    }

    /// Runs what follows, in the scopes that it stands in.
    pub fn go_on(&mut self, rest: &[Rest<'_>]) -> Eval<Flow> {
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
        // Items are known before they stand.
        for statement in statements {
            if let Stmt::Item(syn::Item::Fn(item)) = statement {
                self.inner_function(item)?;
            }
            if let Stmt::Item(syn::Item::Struct(syn::ItemStruct { ident, .. }) | syn::Item::Enum(syn::ItemEnum { ident, .. })) = statement {
                self.local_structs.push(ident.to_string());
            }
        }
        for (k, statement) in statements.iter().enumerate() {
            let last = k + 1 == statements.len();
            if let Stmt::Local(local) = statement
                && let Some(syn::LocalInit { expr, diverge: Some((token, otherwise)), .. }) = &local.init
            {
                // `let p = e else { return a }; rest` is `match e { p => { rest } _ => { return a } }`.
                let (pattern, following) = (&local.pat, &statements[k + 1..]);
                let branches = syn::parse_quote_spanned!(token.span()=> match #expr { #pattern => { #(#following)* } _ => #otherwise });
                let flow = self.fork(&branches, rest)?;
                return if failed { Err(Reported) } else { Ok((flow, true)) };
            }
            if let Stmt::Local(local) = statement
                && let Some(syn::LocalInit { expr, diverge: None, .. }) = &local.init
                && let Some(tried) = self.tried(expr)
            {
                // `let p = e?; rest` is `let Some(p) = e else { return None }; rest`, but for the type of `p`.
                let (pattern, following) = (&local.pat, &statements[k + 1..]);
                let value = self.moved(&tried)?;
                let nothing: syn::Arm = match &value {
                    Value::Maybe(Maybe { error: Some(_), .. }) => syn::parse_quote!(Err(__error) => return Err(__error),),
                    _ => syn::parse_quote!(_ => return None,),
                };
                let name = syn::Ident::new(&format!("__maybe{}", self.variables.len()), anchor(expr));
                self.bind(&name.to_string(), false, Some(value));
                let branches = syn::parse_quote_spanned!(anchor(expr)=> match #name {
                    Some(__tried) => { let #pattern = __tried; #(#following)* }
                    #nothing
                });
                let flow = self.fork(&branches, rest)?;
                return if failed { Err(Reported) } else { Ok((flow, true)) };
            }
            if let Stmt::Local(local) = statement
                && let Some(init) = &local.init
                && init.diverge.is_none()
                && matches!(&*init.expr, Expr::Loop(_))
                && leaves_expr(&init.expr)
            {
                // `let v = loop { break a; }` is `let v = 'value: { loop { break 'value a; } };`
                let mut flat = vec![statement.clone()];
                if let Stmt::Local(local) = &mut flat[0]
                    && let Some(init) = &mut local.init
                {
                    *init.expr = as_block(&init.expr, self.variables.len());
                }
                flat.extend_from_slice(&statements[k + 1..]);
                let flow = self.statements_here(&flat, rest)?;
                return if failed { Err(Reported) } else { Ok(flow) };
            }
            if let Stmt::Local(local) = statement
                && let Some(init) = &local.init
                && init.diverge.is_none()
                && matches!(&*init.expr, Expr::If(_) | Expr::Match(_) | Expr::Block(_))
                && leaves_expr(&init.expr)
            {
                // `let v = if c { return a } else { b };` assigns to `v` in the branches that go on.
                let place = syn::Ident::new(&format!("__let{}", self.variables.len()), local.pat.span());
                let variable = self.bind(&place.to_string(), true, None);
                self.late.insert(variable);
                let mut flat = vec![Stmt::Expr(assigned(&init.expr, &place), None)];
                let mut bound = local.clone();
                bound.init = Some(syn::LocalInit { expr: Box::new(syn::parse_quote!(#place)), ..init.clone() });
                flat.push(Stmt::Local(bound));
                flat.extend_from_slice(&statements[k + 1..]);
                let flow = self.statements_here(&flat, rest)?;
                return if failed { Err(Reported) } else { Ok(flow) };
            }
            if let Stmt::Expr(e, _) = statement
                && (looped(e).is_some() || matches!(e, Expr::If(_) | Expr::Match(_) | Expr::Block(_)))
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
            if let Stmt::Expr(e, _) = statement
                && let Some(mut flat) = self.with_field_borrowed(e)
            {
                flat.extend_from_slice(&statements[k + 1..]);
                let flow = self.statements_here(&flat, rest)?;
                return if failed { Err(Reported) } else { Ok(flow) };
            }
            if let Stmt::Expr(Expr::Break(b), _) = statement
                && let Some(block) = self.block_left(b)
            {
                if let Some(next) = statements.get(k + 1) {
                    return self.error(next.span(), "this is never reached");
                }
                let value = match &b.expr {
                    Some(value) => self.eval(value)?,
                    None => Value::Unit,
                };
                let flow = match self.way_to(block) {
                    Way::Block(0) => Flow::Value(value),
                    Way::Block(after) => self.go_on(&rest[rest.len() - after..])?,
                    _ => {
                        let Some(left) = self.blocks[block].left else { return self.misplaced(b.break_token.span) };
                        let yes = self.truth(true, b.break_token.span);
                        self.assign(left, Value::Bool(yes), b.break_token.span)?;
                        Flow::Next
                    }
                };
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
            Expr::If(e) if binds(&e.cond) => self.fork(&as_match(e), after),
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
                let value = self.compared(&e.expr)?;
                self.choose(e, &value, 0, &|r, body| r.fork(body, after))
            }
            Expr::Block(b) => {
                let blocks = self.blocks.len();
                if let Some(label) = &b.label {
                    let span = label.name.span();
                    let label = label.name.ident.to_string();
                    let in_loops = |e: &Expr| looped(e).is_some_and(|l| jumps(l).contains(&label));
                    let valued =
                        |e: &Expr| matches!(e, Expr::Break(b) if b.expr.is_some() && b.label.as_ref().is_some_and(|l| l.ident == label));
                    let by_loop = has(&b.block.stmts, &in_loops, true);
                    if by_loop && has(&b.block.stmts, &valued, true) {
                        let place = syn::Ident::new("__block", span);
                        let bound: syn::Block = syn::parse_quote_spanned!(span=> { let #place = #b; #place });
                        return self.statements(&bound.stmts, after);
                    }
                    let left = by_loop.then(|| self.hidden_flag("left", span));
                    self.blocks.push(Labelled { label, after: after.len(), around: self.around.len(), left });
                }
                let flow = self.statements(&b.block.stmts, after);
                self.blocks.truncate(blocks);
                flow
            }
            e if looped(e).and_then(leaving_loop).is_some() => self.loop_that_leaves(e, after),
            other => {
                let statement = [Stmt::Expr(other.clone(), None)];
                self.statements(&statement, after)
            }
        }
    }

    /// Two branches of which one is executed.
    pub fn conditional(
        &mut self,
        condition: ExprId,
        span: Span,
        then: impl FnOnce(&mut Self) -> Eval<Flow>,
        otherwise: impl FnOnce(&mut Self) -> Eval<Flow>,
    ) -> Eval<Flow> {
        match self.decided(condition) {
            Some(true) => return then(self),
            Some(false) => return otherwise(self),
            None => {}
        }
        let (a, then) = self.branch(condition, then);
        let not = self.push(Node::Unary(UnaryOp::Not, condition), span);
        let (b, otherwise) = self.branch(not, otherwise);
        self.join_flows(condition, (a?, then), (b?, otherwise), span)
    }

    fn join_flows(&mut self, condition: ExprId, (a, then): (Flow, Changes), (b, otherwise): (Flow, Changes), span: Span) -> Eval<Flow> {
        match (a, b) {
            (Flow::Value(a), Flow::Value(b)) => {
                self.merge(condition, then, otherwise, span)?;
                Ok(Flow::Value(self.select(condition, a, b, span)?))
            }
            (Flow::Next, Flow::Next | Flow::Value(_)) | (Flow::Value(_), Flow::Next) => {
                self.merge(condition, then, otherwise, span)?;
                Ok(Flow::Next)
            }
            (Flow::Return(a) | Flow::Value(a), Flow::Return(b) | Flow::Value(b)) => {
                let value = self.select(condition, a, b, span)?;
                self.merge_left(condition, then, otherwise, span)?;
                Ok(Flow::Return(value))
            }
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
            Stmt::Expr(Expr::Continue(e), _) => {
                let target = self.target(e.label.as_ref(), e.continue_token.span)?;
                self.jump(target, e.continue_token.span)
            }
            Stmt::Expr(Expr::Break(e), _) => self.break_statement(e),
            Stmt::Expr(e, None) if last => self.eval(e).map(Flow::Value),
            Stmt::Expr(e, _) => {
                // Nothing is done with the result.
                let e = match e {
                    Expr::Assign(e) if matches!(&*e.left, Expr::Infer(_)) => &e.right,
                    e => e,
                };
                if self.changed_by_statement(e)?.is_none() {
                    self.eval(e)?;
                }
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Macro(m) => self.macro_value(&m.mac).map(Flow::Value),
            Stmt::Item(
                item @ (syn::Item::Const(syn::ItemConst { ident, expr, .. }) | syn::Item::Static(syn::ItemStatic { ident, expr, .. })),
            ) => {
                self.declared.push((ident.clone(), item.to_token_stream()));
                let value = self.eval(expr)?;
                self.bind(&ident.unraw().to_string(), false, Some(value));
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Item(syn::Item::Use(item)) => {
                self.uses.push(item.to_token_stream());
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Item(syn::Item::Fn(item)) => self.inner_function(item).map(|()| Flow::Value(Value::Unit)),
            // What the body makes of it is read where it is made.
            Stmt::Item(syn::Item::Struct(_) | syn::Item::Enum(_)) => Ok(Flow::Value(Value::Unit)),
            Stmt::Item(item) => self.error(
                item.span(),
                "an item of this kind inside a differentiated function is not supported yet: write it before the function",
            ),
        }
    }

    pub fn truth(&mut self, value: bool, span: Span) -> ExprId {
        let (a, b) = (self.number(f64::from(u8::from(value)), span), self.number(0.0, span));
        self.binary(BinaryOp::Ne, a, b, span)
    }

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
            return self.misplaced(token.span());
        }
        if let Pat::Type(t) = &local.pat {
            self.annotation(&t.ty)?;
        }
        match &local.pat {
            Pat::Wild(_) if self.changed_by_statement(&init.expr)?.is_some() => return Ok(()),
            Pat::Ident(p) if p.ident.to_string().starts_with('_') => self.refuse_unseen_change(&init.expr)?,
            _ => {}
        }
        if borrows(&local.pat) {
            let (slot, _) = self.slot(&init.expr)?;
            return self.places_pattern(&local.pat, &slot, true);
        }
        let value = match (&*init.expr, &local.pat) {
            (Expr::Closure(c), Pat::Ident(_)) => Value::Closure(self.closure_value(c)),
            (e, Pat::Type(t)) => self.moved(&typed(e, &t.ty))?,
            (e, _) => self.moved(e)?,
        };
        let value = self.kept_by(&local.pat, value);
        let refers = |tree: proc_macro2::TokenTree| matches!(tree, proc_macro2::TokenTree::Ident(word) if word == "ref");
        let owned = self.is_owned(&init.expr) && !local.pat.to_token_stream().into_iter().any(refers);
        let first = self.variables.len();
        self.pattern(&local.pat, value)?;
        for variable in first..self.variables.len() {
            self.split_records(variable)?;
            self.open_elements(variable)?;
            self.give_room(variable);
        }
        if owned {
            self.owned.extend(first..self.variables.len());
        }
        Ok(())
    }

    /// The numbers that a pattern gives names, as [`Reader::kept`].
    fn kept_by(&mut self, pat: &Pat, value: Value) -> Value {
        match (pat, value) {
            (Pat::Type(t), value) => self.kept_by(&t.pat, value),
            (Pat::Ident(p), Value::Float(id)) => Value::Float(self.kept(&p.ident.unraw().to_string(), id, p.ident.span())),
            (Pat::Tuple(p), Value::Tuple(items)) if p.elems.len() == items.len() => {
                Value::Tuple(p.elems.iter().zip(items).map(|(p, v)| self.kept_by(p, v)).collect_vec())
            }
            (_, value) => value,
        }
    }

    /// A type that is written must be one that can be computed with.
    fn annotation(&mut self, ty: &syn::Type) -> Eval<()> {
        if matches!(ty, syn::Type::Infer(_) | syn::Type::Tuple(_)) || inferred(ty.to_token_stream()) {
            return Ok(());
        }
        match types::Type::parse(types::innermost(ty)) {
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
}

pub(super) const CFG: &str = "`#[cfg]` inside a differentiated function is not supported: put it on two functions instead";
