//! Branches, blocks and loops in another form that means the same, so that there are fewer forms to read.

use super::body::{anchor, strip};
use super::passes::{each_child, each_function, each_in_block, own_block};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, Stmt};

/// Gives a range without end that a loop goes through a variable, and `while let` over an iterator a `for`.
pub(super) fn name_loops(block: &mut syn::Block) {
    each_function(block, &mut |f| name_loops(&mut f.block));
    let mut number = 0;
    each_in_block(block, &mut |e| name_loop(e, &mut number));
}

fn name_loop(e: &mut Expr, number: &mut usize) {
    if let Some(block) = own_block(e) {
        each_function(block, &mut |f| name_loops(&mut f.block));
    }
    each_child(e, &mut |e| name_loop(e, number));
    match e {
        // `for i in a.. { .. }` is `let mut next = a; loop { let i = next; next += 1; .. }`.
        Expr::ForLoop(l) => {
            let Expr::Range(syn::ExprRange { start: Some(start), end: None, .. }) = strip(&l.expr) else { return };
            let span = l.for_token.span;
            let next = syn::Ident::new(&format!("__next{number}"), span);
            *number += 1;
            let (label, pattern, body) = (&l.label, &l.pat, &l.body.stmts);
            *e = syn::parse_quote_spanned!(span=> { let mut #next = #start; #label loop { let #pattern = #next; #next += 1; #(#body)* } });
        }
        // `while let Some(v) = items.next() { .. }` is `for v in items.by_ref() { .. }`.
        Expr::While(l) => {
            let Expr::Let(condition) = &*l.cond else { return };
            let (syn::Pat::TupleStruct(pattern), Expr::MethodCall(call)) = (&*condition.pat, strip(&condition.expr)) else { return };
            let (Expr::Path(items), true) = (strip(&call.receiver), call.method == "next" && call.args.is_empty()) else { return };
            let mut used = Vec::new();
            super::calls::identifiers(l.body.to_token_stream(), &mut used);
            let (Some(name), Some(item), true) = (items.path.get_ident(), pattern.elems.first(), pattern.path.is_ident("Some")) else {
                return;
            };
            if used.iter().any(|used| *name == used) {
                return;
            }
            let (span, label, body) = (l.while_token.span, &l.label, &l.body);
            *e = syn::parse_quote_spanned!(span=> #label for #item in #name.by_ref() #body);
        }
        _ => {}
    }
}

/// An expression that assigns its value, where it has one, instead of being it.
pub(super) fn assigned(e: &Expr, place: &syn::Ident) -> Expr {
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
pub(super) fn as_block(e: &Expr, number: usize) -> Expr {
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
pub(super) fn binds(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => binds(&e.left) || binds(&e.right),
        _ => false,
    }
}

/// `if let pattern = e && condition { a } else { b }` as a `match`.
pub(super) fn as_match(e: &syn::ExprIf) -> Expr {
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
