//! What leaves a block or a loop early, and what of it a statement has: seen from the syntax, before anything is read.

use chainrule_parser::list::CollectVec;
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Stmt};

/// The expressions that are statements, or the values of a `let`.
pub(super) fn expressions(statements: &[Stmt]) -> Vec<&Expr> {
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

/// A loop of any kind.
#[derive(Clone, Copy)]
pub(super) struct Looped<'a> {
    pub label: Option<&'a syn::Lifetime>,
    pub body: &'a syn::Block,
    pub span: Span,
    /// Whether it ends by `break` or `return` only.
    pub endless: bool,
}

pub(super) fn looped(e: &Expr) -> Option<Looped<'_>> {
    let (label, body, span) = match e {
        Expr::ForLoop(e) => (&e.label, &e.body, e.for_token.span),
        Expr::While(e) => (&e.label, &e.body, e.while_token.span),
        Expr::Loop(e) => (&e.label, &e.body, e.loop_token.span),
        _ => return None,
    };
    Some(Looped { label: label.as_ref().map(|l| &l.name), body, span, endless: matches!(e, Expr::Loop(_)) })
}

/// Whether a `break` may end a loop.
pub(super) fn stops(l: Looped<'_>) -> bool {
    ends_by(l, &|_| true)
}

/// Whether such a `break` may end a loop.
pub(super) fn ends_by(l: Looped<'_>, wanted: &dyn Fn(&syn::ExprBreak) -> bool) -> bool {
    let labelled = |b: &syn::ExprBreak| b.label.as_ref().is_some_and(|b| l.label.is_some_and(|l| b.ident == l.ident));
    has(&l.body.stmts, &|e| matches!(e, Expr::Break(b) if b.label.is_none() && wanted(b)), false)
        || has(&l.body.stmts, &|e| matches!(e, Expr::Break(b) if labelled(b) && wanted(b)), true)
}

/// Whether statements may leave what is around them; those of loops inside only by `return` or a label.
pub(super) fn leaves(statements: &[Stmt]) -> bool {
    leaving(statements).is_some()
}

pub(super) fn leaves_expr(e: &Expr) -> bool {
    leaving_expr(e).is_some()
}

/// The first place that leaves what is around the statements.
pub(super) fn leaving(statements: &[Stmt]) -> Option<Span> {
    expressions(statements).into_iter().find_map(leaving_expr)
}

fn leaving_expr(e: &Expr) -> Option<Span> {
    match e {
        Expr::Return(_) | Expr::Continue(_) | Expr::Break(_) | Expr::Try(_) => Some(e.span()),
        Expr::If(e) => leaving(&e.then_branch.stmts).or_else(|| e.else_branch.as_ref().and_then(|(_, b)| leaving_expr(b))),
        Expr::Match(e) => e.arms.iter().find_map(|a| leaving_expr(&a.body)),
        Expr::Block(e) => leaving(&e.block.stmts),
        _ => looped(e).and_then(leaving_loop),
    }
}

/// The first place in a loop that leaves what is around the loop, too.
pub(super) fn leaving_loop(l: Looped<'_>) -> Option<Span> {
    let returned = first(&l.body.stmts, &|e| matches!(e, Expr::Return(_)), true);
    returned.or_else(|| labels_left(l).first().map(|l| l.1))
}

/// The labels of loops around this one that it goes on with or ends.
pub(super) fn jumps(l: Looped<'_>) -> Vec<String> {
    labels_left(l).into_iter().map(|l| l.0).collect_vec()
}

/// The same, with the first place that names each.
fn labels_left(l: Looped<'_>) -> Vec<(String, Span)> {
    fn inside(e: &Expr, own: &mut Vec<String>, out: &mut Vec<(String, Span)>) {
        let label = match e {
            Expr::Continue(e) => e.label.as_ref(),
            Expr::Break(e) => e.label.as_ref(),
            _ => None,
        };
        if let Some(label) = label.map(|l| l.ident.to_string())
            && !own.contains(&label)
            && out.iter().all(|l| l.0 != label)
        {
            out.push((label, e.span()));
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

/// Whether there is a `return` in loops or branches.
pub(super) fn returns(statements: &[Stmt]) -> bool {
    has(statements, &|e| matches!(e, Expr::Return(_)), true)
}

pub(super) fn has(statements: &[Stmt], wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> bool {
    first(statements, wanted, in_loops).is_some()
}

/// The first such expression among statements and in their branches.
pub(super) fn first(statements: &[Stmt], wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> Option<Span> {
    fn inside(e: &Expr, wanted: &dyn Fn(&Expr) -> bool, in_loops: bool) -> Option<Span> {
        let mut found = wanted(e).then(|| e.span());
        each_branch(e, in_loops, &mut |e| found = found.or_else(|| inside(e, wanted, in_loops)));
        found
    }
    expressions(statements).into_iter().find_map(|e| inside(e, wanted, in_loops))
}
