//! `?` inside expressions: what it is applied to is bound before the statement, `let t = e?;`, where that is read (`control.rs`).
//!
//! It is taken only from where it is sure to be evaluated: not from the right side of `&&`, nor from branches, which are
//! blocks of their own.

use super::body::anchor;
use super::passes::{each_child, each_function};
use chainrule_parser::list::CollectVec;
use syn::{Block, Expr, Stmt};

/// Binds what is tried in the statements of a block and of all blocks inside.
pub(super) fn bind_tried(block: &mut Block) {
    let mut number = 0;
    in_block(block, &mut number);
}

fn in_block(block: &mut Block, number: &mut usize) {
    each_function(block, &mut |f| in_block(&mut f.block, number));
    let mut statements = Vec::new();
    for mut statement in std::mem::take(&mut block.stmts) {
        let mut before = Vec::new();
        match &mut statement {
            Stmt::Local(local) => {
                if let Some(init) = &mut local.init {
                    inside(&mut init.expr, init.diverge.is_none(), &mut before, number);
                    if let Some((_, otherwise)) = &mut init.diverge {
                        as_block(otherwise, number);
                    }
                }
            }
            Stmt::Expr(e, semicolon) => {
                let bare = matches!(e, Expr::Try(_)) && semicolon.is_some();
                // Branches are statements here.
                let stay = bare || !matches!(e, Expr::Try(_));
                inside(e, stay, &mut before, number);
                if bare {
                    let tried = e.clone();
                    statement = syn::parse_quote_spanned!(anchor(&tried)=> let _ = #tried;);
                }
            }
            Stmt::Item(_) | Stmt::Macro(_) => {}
        }
        statements.append(&mut before);
        statements.push(statement);
    }
    block.stmts = statements;
}

/// Whether something is assigned in an expression.
fn assigns(e: &mut Expr) -> bool {
    let mut found = match e {
        Expr::Assign(_) => true,
        Expr::Binary(e) => super::body::is_assignment(&e.op),
        _ => false,
    };
    each_child(e, &mut |e| found = found || assigns(e));
    found
}

/// A block in the place of an expression in which something is tried.
fn as_block(e: &mut Expr, number: &mut usize) {
    if let Expr::Block(e) = e {
        return in_block(&mut e.block, number);
    }
    let mut before = Vec::new();
    inside(e, false, &mut before, number);
    if !before.is_empty() {
        let value = e.clone();
        *e = syn::parse_quote_spanned!(anchor(&value)=> { #(#before)* #value });
    }
}

/// Takes what is tried out of an expression, and not itself if it may `stay`.
fn inside(e: &mut Expr, stay: bool, before: &mut Vec<Stmt>, number: &mut usize) {
    let mut all = |items: &mut dyn Iterator<Item = &mut Expr>| {
        let mut items = items.collect_vec();
        // What is taken out comes before what stays, which must not change anything.
        if items.len() == 1 || !items.iter_mut().any(|e| assigns(e)) {
            items.into_iter().for_each(|e| inside(e, false, before, number));
        }
    };
    match e {
        Expr::Array(e) => all(&mut e.elems.iter_mut()),
        Expr::Assign(e) => all(&mut [&mut *e.right].into_iter()),
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) => all(&mut [&mut *e.left].into_iter()),
        Expr::Binary(e) => all(&mut [&mut *e.left, &mut *e.right].into_iter()),
        Expr::Call(e) => all(&mut e.args.iter_mut()),
        Expr::Cast(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::Field(e) => all(&mut [&mut *e.base].into_iter()),
        Expr::Group(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::Index(e) => all(&mut [&mut *e.expr, &mut *e.index].into_iter()),
        Expr::MethodCall(e) => all(&mut std::iter::once(&mut *e.receiver).chain(&mut e.args)),
        Expr::Paren(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::Range(e) => all(&mut e.start.iter_mut().chain(&mut e.end).map(|e| &mut **e)),
        Expr::Reference(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::Return(e) => all(&mut e.expr.iter_mut().map(|e| &mut **e)),
        Expr::Struct(e) => all(&mut e.fields.iter_mut().map(|f| &mut f.expr)),
        Expr::Try(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::Tuple(e) => all(&mut e.elems.iter_mut()),
        Expr::Unary(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::ForLoop(e) => all(&mut [&mut *e.expr].into_iter()),
        Expr::If(e) => all(&mut [&mut *e.cond].into_iter()),
        Expr::Match(e) => all(&mut [&mut *e.expr].into_iter()),
        _ => {}
    }
    match e {
        Expr::Block(e) => in_block(&mut e.block, number),
        Expr::Closure(e) => as_block(&mut e.body, number),
        Expr::ForLoop(e) => in_block(&mut e.body, number),
        Expr::Loop(e) => in_block(&mut e.body, number),
        Expr::While(e) => in_block(&mut e.body, number),
        Expr::If(e) => {
            in_block(&mut e.then_branch, number);
            if let Some((_, otherwise)) = &mut e.else_branch {
                match &mut **otherwise {
                    Expr::If(_) => {
                        let mut tried = Vec::new();
                        inside(otherwise, false, &mut tried, number);
                        if !tried.is_empty() {
                            let value = otherwise.clone();
                            **otherwise = syn::parse_quote_spanned!(anchor(&value)=> { #(#tried)* #value });
                        }
                    }
                    other => as_block(other, number),
                }
            }
        }
        Expr::Match(e) => e.arms.iter_mut().for_each(|arm| as_block(&mut arm.body, number)),
        _ => {}
    }
    // A branch that is left is a statement of its own.
    let branches = matches!(e, Expr::If(_) | Expr::Match(_) | Expr::Block(_)) && super::leaving::leaves_expr(e);
    if !stay && (branches || matches!(e, Expr::Try(_))) {
        let span = anchor(e);
        let name = syn::Ident::new(&format!("__tried{number}"), span);
        *number += 1;
        before.push(syn::parse_quote_spanned!(span=> let #name = #e;));
        *e = syn::parse_quote_spanned!(span=> #name);
    }
}
