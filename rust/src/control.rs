//! Statements: blocks, branches, loops, and what leaves them early.
//!
//! What follows an `if` that may leave (`return`, `continue`, `break`) is read once in each branch that
//! goes on, so that at its end there is one value for every variable, chosen by the condition.

use super::Checks;
use super::body::anchor;
use super::made::typed;
use super::options::{Maybe, is_some, never_fits};
use super::state::{Changes, Eval, Iter, Reader, Reported, Value};
use super::types;
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
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

/// Whether a type is left to the compiler, if only in part: `Vec<_>`.
fn inferred(tokens: proc_macro2::TokenStream) -> bool {
    tokens.into_iter().any(|t| match t {
        proc_macro2::TokenTree::Ident(i) => i == "_",
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
        proc_macro2::TokenTree::Group(g) => inferred(g.stream()),
    })
}

fn is_cfg(attributes: &[syn::Attribute]) -> Option<&syn::Attribute> {
    attributes.iter().find(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr"))
}

/// The expressions that are statements, or the values of a `let`.
fn expressions(statements: &[Stmt]) -> Vec<&Expr> {
    let mut list = Vec::new();
    for statement in statements {
        match statement {
            Stmt::Expr(e, _) => list.push(e),
            Stmt::Local(syn::Local { init: Some(init), .. }) => {
                list.push(&*init.expr);
                list.extend(init.diverge.as_ref().map(|d| &*d.1));
            }
            _ => {}
        }
    }
    list
}

/// Whether statements may leave what is around them; those of loops inside only by `return`.
pub(super) fn leaves(statements: &[Stmt]) -> bool {
    expressions(statements).into_iter().any(leaves_expr)
}

pub(super) fn leaves_expr(e: &Expr) -> bool {
    match e {
        Expr::Return(_) | Expr::Continue(_) | Expr::Break(_) | Expr::Try(_) => true,
        Expr::If(e) => leaves(&e.then_branch.stmts) || e.else_branch.as_ref().is_some_and(|(_, b)| leaves_expr(b)),
        Expr::Match(e) => e.arms.iter().any(|a| leaves_expr(&a.body)),
        Expr::Block(e) => leaves(&e.block.stmts),
        _ => looped(e).is_some_and(|l| returns(&l.body.stmts) || !jumps(l).is_empty()),
    }
}

/// A loop of any kind.
#[derive(Clone, Copy)]
struct Looped<'a> {
    label: Option<&'a syn::Lifetime>,
    body: &'a syn::Block,
    span: Span,
    /// Whether it ends by `break` or `return` only.
    endless: bool,
}

fn looped(e: &Expr) -> Option<Looped<'_>> {
    let (label, body, span) = match e {
        Expr::ForLoop(e) => (&e.label, &e.body, e.for_token.span),
        Expr::While(e) => (&e.label, &e.body, e.while_token.span),
        Expr::Loop(e) => (&e.label, &e.body, e.loop_token.span),
        _ => return None,
    };
    Some(Looped { label: label.as_ref().map(|l| &l.name), body, span, endless: matches!(e, Expr::Loop(_)) })
}

/// Whether a `break` may end a loop.
fn stops(l: Looped<'_>) -> bool {
    ends_by(l, &|_| true)
}

/// Whether such a `break` may end a loop.
fn ends_by(l: Looped<'_>, wanted: &dyn Fn(&syn::ExprBreak) -> bool) -> bool {
    let labelled = |b: &syn::ExprBreak| b.label.as_ref().is_some_and(|b| l.label.is_some_and(|l| b.ident == l.ident));
    has(&l.body.stmts, &|e| matches!(e, Expr::Break(b) if b.label.is_none() && wanted(b)), false)
        || has(&l.body.stmts, &|e| matches!(e, Expr::Break(b) if labelled(b) && wanted(b)), true)
}

/// A loop that is being read.
#[derive(Clone)]
pub(super) struct Around {
    label: Option<String>,
    end: End,
    /// Says that a loop inside has ended this pass.
    skipped: Option<usize>,
    /// What a `break` with a value sets.
    result: Option<usize>,
}

/// A block with a label that is being read.
pub(super) struct Labelled {
    label: String,
    /// How many parts of what follows come after it.
    after: usize,
    /// Number of loops around it.
    around: usize,
    /// Says that a loop inside has left it.
    left: Option<usize>,
}

/// Where a loop goes that ends by more than its last pass.
#[derive(Clone, Copy)]
enum Way {
    /// Out of the function, with what this variable holds.
    Return(Option<usize>),
    /// To the end of a block, which so many parts of what follows come after.
    Block(usize),
    /// To the next pass of the loop around.
    Next,
}

/// How a loop ends.
#[derive(Clone, Copy)]
enum End {
    /// After the last item only.
    Bounds,
    /// After the last item, or when a `break` has set this.
    Flag(usize),
    /// After as many passes as were counted: a `break` is in the last of them.
    Counted,
}

/// The labels of loops around this one that it goes on with or ends.
fn jumps(l: Looped<'_>) -> Vec<String> {
    fn inside(e: &Expr, own: &mut Vec<String>, out: &mut Vec<String>) {
        let label = match e {
            Expr::Continue(e) => e.label.as_ref(),
            Expr::Break(e) => e.label.as_ref(),
            _ => None,
        };
        if let Some(label) = label.map(|l| l.ident.to_string())
            && !own.contains(&label)
            && !out.contains(&label)
        {
            out.push(label);
        }
        let inner = match e {
            Expr::Block(block) => block.label.as_ref().map(|l| &l.name),
            other => looped(other).and_then(|l| l.label),
        };
        let known = own.len();
        own.extend(inner.map(|l| l.ident.to_string()));
        each_branch(e, true, &mut |e| inside(e, own, out));
        own.truncate(known);
    }
    let mut own: Vec<String> = l.label.map(|l| l.ident.to_string()).into_iter().collect_vec();
    let mut out = Vec::new();
    for e in expressions(&l.body.stmts) {
        inside(e, &mut own, &mut out);
    }
    out
}

/// The statements of the branches of an expression, and of the loops in it.
fn each_branch(e: &Expr, in_loops: bool, visit: &mut dyn FnMut(&Expr)) {
    let mut all = |statements: &[Stmt]| expressions(statements).into_iter().for_each(&mut *visit);
    match e {
        Expr::If(e) => {
            all(&e.then_branch.stmts);
            if let Some((_, b)) = &e.else_branch {
                visit(b);
            }
        }
        Expr::Match(e) => e.arms.iter().for_each(|a| visit(&a.body)),
        Expr::Block(e) => all(&e.block.stmts),
        _ if in_loops => {
            if let Some(l) = looped(e) {
                all(&l.body.stmts);
            }
        }
        _ => {}
    }
}

/// The first place that leaves.
fn leaving(statements: &[Stmt]) -> Option<Span> {
    fn inside(e: &Expr) -> Option<Span> {
        match e {
            Expr::Return(_) | Expr::Continue(_) | Expr::Break(_) | Expr::Try(_) => Some(e.span()),
            Expr::If(e) => leaving(&e.then_branch.stmts).or_else(|| e.else_branch.as_ref().and_then(|(_, b)| inside(b))),
            Expr::Match(e) => e.arms.iter().find_map(|a| inside(&a.body)),
            Expr::Block(e) => leaving(&e.block.stmts),
            _ => looped(e).and_then(|l| leaving(&l.body.stmts)),
        }
    }
    expressions(statements).into_iter().find_map(inside)
}

/// An expression that assigns its value, where it has one, instead of being it.
fn assigned(e: &Expr, place: &syn::Ident) -> Expr {
    fn block(block: &syn::Block, place: &syn::Ident) -> syn::Block {
        let mut block = block.clone();
        if let Some(Stmt::Expr(e, None)) = block.stmts.last() {
            let e = assigned(e, place);
            block.stmts.pop();
            block.stmts.push(Stmt::Expr(e, None));
        }
        block
    }
    match e {
        Expr::If(e) => {
            let mut e = e.clone();
            e.then_branch = block(&e.then_branch, place);
            e.else_branch = e.else_branch.map(|(token, branch)| (token, Box::new(assigned(&branch, place))));
            Expr::If(e)
        }
        Expr::Match(e) => {
            let mut e = e.clone();
            for arm in &mut e.arms {
                *arm.body = assigned(&arm.body, place);
            }
            Expr::Match(e)
        }
        Expr::Block(e) => {
            let mut e = e.clone();
            if let Some(label) = &e.label {
                let label = label.name.ident.to_string();
                e.block.stmts.iter_mut().for_each(|s| assign_at_breaks(s, &label, place));
            }
            e.block = block(&e.block, place);
            Expr::Block(e)
        }
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_) => e.clone(),
        e => syn::parse_quote_spanned!(anchor(e)=> #place = #e),
    }
}

/// Makes `break 'label value` of `place = value; break 'label`.
fn assign_at_breaks(statement: &mut Stmt, label: &str, place: &syn::Ident) {
    fn inside(e: &mut Expr, label: &str, place: &syn::Ident) {
        let all = |block: &mut syn::Block| block.stmts.iter_mut().for_each(|s| assign_at_breaks(s, label, place));
        match e {
            Expr::If(e) => {
                all(&mut e.then_branch);
                if let Some((_, branch)) = &mut e.else_branch {
                    inside(branch, label, place);
                }
            }
            Expr::Match(e) => e.arms.iter_mut().for_each(|a| inside(&mut a.body, label, place)),
            Expr::Block(e) => all(&mut e.block),
            Expr::ForLoop(e) => all(&mut e.body),
            Expr::While(e) => all(&mut e.body),
            Expr::Loop(e) => all(&mut e.body),
            Expr::Break(b) if b.label.as_ref().is_some_and(|l| l.ident == label) => {
                if let Some(value) = b.expr.take() {
                    let plain = b.clone();
                    *e = syn::parse_quote_spanned!(anchor(&value)=> { #place = #value; #plain });
                }
            }
            _ => {}
        }
    }
    match statement {
        Stmt::Expr(e, _) => inside(e, label, place),
        Stmt::Local(syn::Local { init: Some(init), .. }) => {
            inside(&mut init.expr, label, place);
            if let Some((_, otherwise)) = &mut init.diverge {
                inside(otherwise, label, place);
            }
        }
        _ => {}
    }
}

/// A loop with a value as a block that its `break`s leave with the value.
fn as_block(e: &Expr, number: usize) -> Expr {
    fn inside(e: &mut Expr, own: Option<&syn::Lifetime>, here: bool, label: &syn::Lifetime) {
        let all = |block: &mut syn::Block, here: bool| {
            for statement in &mut block.stmts {
                match statement {
                    Stmt::Expr(e, _) => inside(e, own, here, label),
                    Stmt::Local(syn::Local { init: Some(init), .. }) => {
                        inside(&mut init.expr, own, here, label);
                        if let Some((_, otherwise)) = &mut init.diverge {
                            inside(otherwise, own, here, label);
                        }
                    }
                    _ => {}
                }
            }
        };
        match e {
            Expr::If(e) => {
                all(&mut e.then_branch, here);
                if let Some((_, branch)) = &mut e.else_branch {
                    inside(branch, own, here, label);
                }
            }
            Expr::Match(e) => e.arms.iter_mut().for_each(|a| inside(&mut a.body, own, here, label)),
            Expr::Block(e) => all(&mut e.block, here),
            Expr::ForLoop(e) => all(&mut e.body, false),
            Expr::While(e) => all(&mut e.body, false),
            Expr::Loop(e) => all(&mut e.body, false),
            Expr::Break(b) => {
                let means_it = match &b.label {
                    None => here,
                    Some(l) => own.is_some_and(|own| own.ident == l.ident),
                };
                if means_it {
                    b.label = Some(label.clone());
                }
            }
            _ => {}
        }
    }
    let mut e = e.clone();
    let span = e.span();
    let label = syn::Lifetime::new(&format!("'__value{number}"), span);
    if let Expr::Loop(l) = &mut e {
        let own = l.label.take().map(|l| l.name);
        for statement in &mut l.body.stmts {
            match statement {
                Stmt::Expr(e, _) => inside(e, own.as_ref(), true, &label),
                Stmt::Local(syn::Local { init: Some(init), .. }) => inside(&mut init.expr, own.as_ref(), true, &label),
                _ => {}
            }
        }
        // `continue` may name the loop.
        l.label = own.map(|name| syn::Label { name, colon_token: Default::default() });
    }
    syn::parse_quote_spanned!(span=> #label: { #e; })
}

/// Whether a condition binds names: `let pattern = e`, or such between conditions, `a && let pattern = e && b`.
fn binds(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => binds(&e.left) || binds(&e.right),
        _ => false,
    }
}

/// `if let pattern = e && condition { a } else { b }` as a `match`.
fn as_match(e: &syn::ExprIf) -> Expr {
    fn terms<'e>(condition: &'e Expr, out: &mut Vec<&'e Expr>) {
        match condition {
            Expr::Binary(e) if binds(condition) => {
                terms(&e.left, out);
                terms(&e.right, out);
            }
            other => out.push(other),
        }
    }
    fn nested(terms: &[&Expr], then: &syn::Block, otherwise: &Expr, span: Span) -> Expr {
        let Some((first, rest)) = terms.split_first() else { return syn::parse_quote!(#then) };
        match first {
            Expr::Let(condition) => {
                let (pattern, value) = (&condition.pat, &condition.expr);
                match rest {
                    [guard] if !binds(guard) => {
                        syn::parse_quote_spanned!(span=> match #value { #pattern if #guard => #then _ => #otherwise })
                    }
                    rest => {
                        let then = nested(rest, then, otherwise, span);
                        syn::parse_quote_spanned!(span=> match #value { #pattern => { #then } _ => #otherwise })
                    }
                }
            }
            condition => {
                let then = nested(rest, then, otherwise, span);
                syn::parse_quote_spanned!(span=> if #condition { #then } else { #otherwise })
            }
        }
    }
    let mut list = Vec::new();
    terms(&e.cond, &mut list);
    let otherwise: Expr = match &e.else_branch {
        Some((_, branch)) => (**branch).clone(),
        None => syn::parse_quote!({}),
    };
    let mut out = nested(&list, &e.then_branch, &otherwise, e.if_token.span);
    match &mut out {
        Expr::Match(out) => out.attrs.clone_from(&e.attrs),
        Expr::If(out) => out.attrs.clone_from(&e.attrs),
        _ => {}
    }
    out
}

/// Whether there is a `return` in loops or branches.
fn returns(statements: &[Stmt]) -> bool {
    has(statements, &|e| matches!(e, Expr::Return(_)), true)
}

fn has(statements: &[Stmt], wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> bool {
    fn inside(e: &Expr, wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> bool {
        let mut found = wanted(e);
        each_branch(e, in_loops, &mut |e| found = found || inside(e, wanted, in_loops));
        found
    }
    expressions(statements).into_iter().any(|e| inside(e, wanted, in_loops))
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
        match self.result.clone() {
            Some(form) => self.objective(&form, value, span).ok(),
            None => self.float(value, span).ok(),
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
    fn statements(&mut self, statements: &[Stmt], rest: &[Rest<'_>]) -> Eval<Flow> {
        self.scopes.push(Map::default());
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
        // Items are known before they stand.
        for statement in statements {
            if let Stmt::Item(syn::Item::Fn(item)) = statement {
                self.inner_function(item)?;
            }
            if let Stmt::Item(syn::Item::Struct(item)) = statement {
                self.local_structs.push(item.ident.to_string());
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
                let value = self.eval(&e.expr)?;
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
            e if looped(e).is_some_and(|l| returns(&l.body.stmts) || !jumps(l).is_empty()) => self.loop_that_leaves(e, after),
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
                self.eval(e)?;
                Ok(Flow::Value(Value::Unit))
            }
            Stmt::Macro(m) => self.macro_value(&m.mac).map(Flow::Value),
            Stmt::Item(syn::Item::Const(syn::ItemConst { ident, expr, .. }) | syn::Item::Static(syn::ItemStatic { ident, expr, .. })) => {
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
            Stmt::Item(syn::Item::Struct(_)) => Ok(Flow::Value(Value::Unit)),
            Stmt::Item(item) => self.error(item.span(), "items inside a differentiated function are not supported yet"),
        }
    }

    pub fn truth(&mut self, value: bool, span: Span) -> ExprId {
        let (a, b) = (self.number(f64::from(u8::from(value)), span), self.number(0.0, span));
        self.binary(BinaryOp::Ne, a, b, span)
    }

    fn return_statement(&mut self, e: &syn::ExprReturn) -> Eval<Flow> {
        let span = e.return_token.span;
        let (value, at) = match &e.expr {
            Some(value) => (self.eval(value)?, anchor(value)),
            None => (Value::Unit, span),
        };
        if self.loops.len() == self.entry {
            return Ok(Flow::Return(value));
        }
        let Some((flag, result)) = self.returned else { return self.misplaced(span) };
        let assigned = match value {
            Value::Unit => Ok(()),
            value @ (Value::Outside(..) | Value::Part(_)) => {
                let value = self.float(value, at)?;
                self.assign(result, Value::Float(value), span)
            }
            value => self.assign(result, value, span),
        };
        let yes = self.truth(true, span);
        self.assign(flag, Value::Bool(yes), span)?;
        assigned?;
        Ok(Flow::Next)
    }

    fn break_statement(&mut self, e: &syn::ExprBreak) -> Eval<Flow> {
        let span = e.break_token.span;
        let target = self.target(e.label.as_ref(), span)?;
        let around = self.around[target].clone();
        let value = match &e.expr {
            None => None,
            Some(value) => Some(self.eval(value)?),
        };
        if let (Some(result), Some(value)) = (around.result, value) {
            self.assign(result, value, span)?;
        }
        match around.end {
            End::Counted => {}
            End::Flag(flag) => {
                let yes = self.truth(true, span);
                self.assign(flag, Value::Bool(yes), span)?;
            }
            End::Bounds => return self.misplaced(e.span()),
        }
        self.jump(target, span)
    }

    /// Refuses a block with a label that is left by it, where that is no statement.
    pub fn unlabelled(&mut self, block: &syn::ExprBlock) -> Eval<()> {
        match &block.label {
            Some(label) if leaves(&block.block.stmts) => self.error(
                label.name.span(),
                "a block with a label is a statement or the value of a `let`: bind its value with `let` before it is used",
            ),
            _ => Ok(()),
        }
    }

    /// The block that a `break` leaves, if it leaves one.
    fn block_left(&self, e: &syn::ExprBreak) -> Option<usize> {
        self.labelled(&e.label.as_ref()?.ident.to_string())
    }

    fn labelled(&self, label: &str) -> Option<usize> {
        let block = self.blocks.iter().rposition(|b| b.label == label)?;
        let inner = self.around[self.blocks[block].around..].iter().any(|l| l.label.as_deref() == Some(label));
        (!inner).then_some(block)
    }

    /// How a block is left from here: from inside a loop after the passes that the loop is in.
    fn way_to(&self, block: usize) -> Way {
        let block = &self.blocks[block];
        if block.around == self.around.len() { Way::Block(block.after) } else { Way::Next }
    }

    /// The loop around that a `break` or `continue` means.
    fn target(&mut self, label: Option<&syn::Lifetime>, span: Span) -> Eval<usize> {
        let target = match label {
            None => self.around.len().checked_sub(1),
            Some(label) => {
                let label = label.ident.to_string();
                self.around.iter().rposition(|l| l.label.as_ref() == Some(&label))
            }
        };
        match (target, label) {
            (Some(target), _) => Ok(target),
            (None, None) => self.misplaced(span),
            (None, Some(label)) => self.error(label.span(), format_args!("there is no loop with the label `{label}` around this")),
        }
    }

    /// Ends this pass of the loop `target`, and the loops inside it.
    fn jump(&mut self, target: usize, span: Span) -> Eval<Flow> {
        if let Some(skipped) = self.around[target].skipped
            && target + 1 < self.around.len()
        {
            let yes = self.truth(true, span);
            self.assign(skipped, Value::Bool(yes), span)?;
        }
        Ok(Flow::Next)
    }

    /// A loop that may leave what is around it, and all that follows it.
    fn loop_that_leaves(&mut self, e: &Expr, after: &[Rest<'_>]) -> Eval<Flow> {
        let Some(l) = looped(e) else { unreachable!("checked by the caller") };
        let span = l.span;
        let outermost = self.returned.is_none() && returns(&l.body.stmts);
        if outermost {
            let flag = self.hidden_flag("returned", span);
            let result = self.late("result");
            self.returned = Some((flag, result));
        }
        self.may_leave = true;
        let value = self.eval(e);
        self.may_leave = false;
        let valued = has(&l.body.stmts, &|e| matches!(e, Expr::Return(r) if r.expr.is_some()), true);
        let mut ways: Vec<(usize, Way)> = Vec::new();
        if returns(&l.body.stmts)
            && let Some((flag, result)) = self.returned
        {
            ways.push((flag, if outermost { Way::Return(valued.then_some(result)) } else { Way::Next }));
        }
        for label in jumps(l) {
            let block = self.labelled(&label).and_then(|block| Some((self.blocks[block].left?, self.way_to(block))));
            ways.extend(block.or_else(|| Some((self.skipped(&label)?, Way::Next))));
        }
        if outermost {
            self.returned = None;
        }
        let value = value?;
        self.leave_by(&ways, l.endless && !stops(l), value, after, span)
    }

    /// Goes on after a loop, by the first of these ways that is taken, or else (which does not happen after `endless` loops)
    /// with what follows.
    fn leave_by(&mut self, ways: &[(usize, Way)], endless: bool, value: Value, after: &[Rest<'_>], span: Span) -> Eval<Flow> {
        let Some((&(flag, way), others)) = ways.split_first() else {
            return if after.is_empty() { Ok(Flow::Value(value)) } else { self.go_on(after) };
        };
        let left = |r: &mut Self| match way {
            Way::Return(Some(result)) => r.read(result, span).map(Flow::Return),
            Way::Return(None) => Ok(Flow::Return(Value::Unit)),
            Way::Block(end) => r.go_on(&after[after.len() - end..]),
            Way::Next => Ok(Flow::Next),
        };
        if endless && others.is_empty() {
            return left(self);
        }
        let taken = self.read(flag, span)?;
        let taken = self.condition(taken, span)?;
        self.conditional(taken, span, left, |r| r.leave_by(others, endless, value, after, span))
    }

    /// The flag by which a loop inside ends a pass of the loop with a label.
    fn skipped(&self, label: &str) -> Option<usize> {
        self.around.iter().rfind(|a| a.label.as_deref() == Some(label)).and_then(|a| a.skipped)
    }

    /// The flags by which a loop ends passes of loops around it, and leaves blocks around it.
    fn skipping(&self, l: Looped<'_>) -> Vec<usize> {
        let flag = |label: &String| match self.labelled(label) {
            Some(block) => self.blocks[block].left,
            None => self.skipped(label),
        };
        jumps(l).iter().filter_map(flag).collect_vec()
    }

    /// A variable that no name finds.
    fn hidden(&mut self, hint: &str, value: Value) -> usize {
        self.scopes.push(Map::default());
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
        if short == "vec" {
            let tokens = &mac.tokens;
            return match syn::parse2::<Expr>(quote::quote_spanned!(mac.path.span()=> [#tokens])) {
                Ok(array) => self.eval(&array),
                Err(error) => {
                    self.errors.push(error);
                    Err(Reported)
                }
            };
        }
        if short == "cfg" {
            let condition = format!("::core::cfg!({})", mac.tokens);
            return Ok(Value::Bool(self.outside_condition(&condition, mac.path.span())));
        }
        if short == "matches" {
            return self.matches_macro(mac);
        }
        if matches!(short, "dbg" | "print" | "println" | "eprint" | "eprintln") {
            return self.error(
                mac.path.span(),
                format_args!("`{name}!` inside a differentiated function is not supported: the gradient would not print, so print in the caller instead"),
            );
        }
        if !matches!(short.trim_start_matches("debug_"), "assert" | "assert_eq" | "assert_ne") {
            return self.error(
                mac.path.span(),
                format_args!(
                    "the macro `{name}!` cannot be looked into: write what it stands for in place, or a closure bound by `let`, instead"
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
        if never_fits(&pattern, &value) {
            return Ok(Value::Bool(self.truth(false, span)));
        }
        self.scopes.push(Map::default());
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
    pub fn only_arguments(&self, tokens: proc_macro2::TokenStream) -> bool {
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
            return self.misplaced(token.span());
        }
        if let Pat::Type(t) = &local.pat {
            self.annotation(&t.ty)?;
        }
        let value = match (&*init.expr, &local.pat) {
            (Expr::Closure(c), Pat::Ident(_)) => Value::Closure(self.closure_value(c)),
            (e, Pat::Type(t)) => self.moved(&typed(e, &t.ty))?,
            (e, _) => self.moved(e)?,
        };
        let value = self.kept_by(&local.pat, value);
        self.pattern(&local.pat, value)
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
        if binds(&e.cond) {
            return self.eval(&as_match(e));
        }
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
        if never_fits(&arm.pat, value) {
            return self.choose(e, value, at + 1, run);
        }
        let span = arm.pat.span();
        if let Some(a) = is_cfg(&arm.attrs) {
            return self.error(a.span(), CFG);
        }
        self.scopes.push(Map::default());
        let condition = self.matches(&arm.pat, value);
        let scope = self.scopes.pop().expect("pushed above");
        let mut condition = condition?;
        // The compiler sees to it that one of the arms fits.
        if e.arms[at + 1..].iter().all(|a| never_fits(&a.pat, value)) && !matches!(arm.pat, Pat::Guard(_)) {
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
    pub fn matches(&mut self, pat: &Pat, value: &Value) -> Eval<Option<ExprId>> {
        let span = pat.span();
        if let Value::Part(part) = value
            && let Some(condition) = self.part_matches(pat, part)
        {
            return Ok(Some(condition));
        }
        if let Value::Part(part) = value
            && !part.is_result()
            && is_some(pat)
        {
            let maybe = self.part_as_option(&part.clone(), span);
            return self.option_matches(pat, &maybe);
        }
        if let (Value::Maybe(maybe), Pat::TupleStruct(_) | Pat::Path(_) | Pat::Struct(_) | Pat::Lit(_)) = (value, pat) {
            return self.option_matches(pat, maybe);
        }
        match pat {
            Pat::Wild(_) => Ok(None),
            Pat::Paren(p) => self.matches(&p.pat, value),
            Pat::Reference(p) => self.matches(&p.pat, value),
            Pat::Ident(p) if p.subpat.is_none() && !p.ident.to_string().starts_with(char::is_uppercase) => {
                self.pattern(pat, value.clone())?;
                Ok(None)
            }
            Pat::Ident(p) if p.subpat.is_some() => {
                self.bind(&p.ident.unraw().to_string(), p.mutability.is_some(), Some(value.clone()));
                match &p.subpat {
                    Some((_, inner)) => self.matches(inner, value),
                    None => Ok(None),
                }
            }
            Pat::Ident(p) => {
                if let Value::Maybe(maybe) = value {
                    return self.option_matches(pat, maybe);
                }
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
            Pat::TupleStruct(_) | Pat::Struct(_) => self.error(
                span,
                "what is inside an enum cannot be bound here: pass the number, and a `bool` that says whether there is one, or mark the \
                 variant only, `Name(_)` or `Name { .. }`",
            ),
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
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), CFG);
        }
        let source = self.moved(&e.expr)?;
        let iter = self.iterate(source, &e.expr)?;
        let hint = match &*e.pat {
            Pat::Ident(p) if matches!(*iter, Iter::Range(..) | Iter::Within(..)) => p.ident.unraw().to_string(),
            Pat::Tuple(t) => match t.elems.first() {
                Some(Pat::Ident(p)) if matches!(*iter, Iter::Enumerate(_)) => p.ident.unraw().to_string(),
                _ => "i".to_owned(),
            },
            _ => "i".to_owned(),
        };
        let label = e.label.as_ref().map(|l| &l.name);
        let l = Looped { label, body: &e.body, span: e.for_token.span, endless: false };
        let end = match stops(l) {
            true => End::Flag(self.hidden_flag("done", l.span)),
            false => End::Bounds,
        };
        let grown = match leaves(&l.body.stmts) {
            false => self.make_room(Some(&e.pat), l.body, &iter, l.span)?,
            true => Vec::new(),
        };
        let read = self.passes_of(l, &iter, &hint, (end, None), Some(&e.pat), None);
        for variable in grown {
            self.variables[variable].grows = None;
        }
        read
    }

    /// `while condition { ... }` or `loop { ... }`
    pub fn open_loop(&mut self, e: &Expr) -> Eval<Value> {
        let (attributes, condition) = match e {
            Expr::While(e) => (&e.attrs, Some(&*e.cond)),
            Expr::Loop(e) => (&e.attrs, None),
            _ => unreachable!("checked by the caller"),
        };
        let Some(l) = looped(e) else { unreachable!("checked by the caller") };
        if let Some(a) = is_cfg(attributes) {
            return self.error(a.span(), CFG);
        }
        if let Some(Expr::Let(_)) = condition {
            return self.error(l.span, "`while let` is not supported: an iterator is gone through by `for`");
        }
        let (count, exact) = self.counted_passes(attributes, l.span)?;
        let zero = self.number(0.0, l.span);
        let iter = Rc::new(Iter::Range(zero, count));
        let valued = ends_by(l, &|b| b.expr.is_some());
        let result = valued.then(|| self.late("result"));
        let end = match exact {
            true => End::Counted,
            false if stops(l) => End::Flag(self.hidden_flag("done", l.span)),
            false => End::Bounds,
        };
        // Where the number of passes is exact, the condition holds in each.
        self.passes_of(l, &iter, "pass", (end, result), None, condition.filter(|_| !exact))?;
        match result {
            Some(result) => self.read(result, l.span),
            None if l.endless && !stops(l) => Ok(Value::Never),
            None => Ok(Value::Unit),
        }
    }

    /// Reads the body of a loop, for a pass that is not the one after the last.
    fn passes_of(
        &mut self,
        l: Looped<'_>,
        iter: &Rc<Iter>,
        hint: &str,
        (end, result): (End, Option<usize>),
        pattern: Option<&Pat>,
        condition: Option<&Expr>,
    ) -> Eval<()> {
        let span = l.span;
        let leaves = returns(&l.body.stmts) || !jumps(l).is_empty();
        if leaves && !std::mem::take(&mut self.may_leave) {
            // Nothing would look whether it did.
            return self.misplaced(leaving(&l.body.stmts).unwrap_or(span));
        }
        let mut flags = self.skipping(l);
        if let End::Flag(flag) = end {
            flags.push(flag);
        }
        if !matches!(end, End::Counted) {
            flags.extend(self.returned.map(|r| r.0).filter(|_| returns(&l.body.stmts)));
        }
        let label = l.label.map(|l| l.ident.to_string());
        let skips = label.as_ref().is_some_and(|label| has(&l.body.stmts, &|e| looped(e).is_some_and(|l| jumps(l).contains(label)), true));
        self.around.push(Around { label, end, skipped: None, result });
        let straight = flags.is_empty();
        let body = |r: &mut Self, item: Value, mut guard: Option<ExprId>| -> Eval<()> {
            for &flag in &flags {
                let done = r.read(flag, span)?;
                let done = r.condition(done, span)?;
                let not = r.push(Node::Unary(UnaryOp::Not, done), span);
                guard = r.both(guard, Some(not), span);
            }
            if let Some(condition) = condition {
                let at = anchor(condition);
                let condition = r.eval(condition)?;
                let condition = r.condition(condition, at)?;
                guard = r.both(guard, Some(condition), span);
            }
            r.guarded(guard, span, |r| {
                r.scopes.push(Map::default());
                if skips {
                    let flag = r.hidden_flag("skipped", span);
                    r.around.last_mut().expect("pushed above").skipped = Some(flag);
                }
                let mut bound = Ok(());
                if let Some(pattern) = pattern {
                    let items = std::mem::replace(&mut r.items, true);
                    bound = r.pattern(pattern, item);
                    r.items = items;
                    if bound.is_err() {
                        r.poison(pattern);
                    }
                }
                let result = r.statements(&l.body.stmts, &[]);
                r.scopes.pop();
                bound?;
                match result? {
                    Flow::Value(_) | Flow::Next => Ok(()),
                    Flow::Return(_) => r.misplaced(span),
                }
            })
        };
        let read = match straight {
            true => self.each_pass(iter, hint, span, body),
            false => self.each(iter, hint, span, body).map(|_| ()),
        };
        self.around.pop();
        read
    }

    fn hidden_flag(&mut self, hint: &str, span: Span) -> usize {
        let no = self.truth(false, span);
        self.hidden(hint, Value::Bool(no))
    }
}

const CFG: &str = "`#[cfg]` inside a differentiated function is not supported: put it on two functions instead";
