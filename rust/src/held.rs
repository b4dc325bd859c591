//! Elements that a loop works on as if they were variables.
//!
//! ```text
//! for k in 0..n { b[i] = b[i].max(x[i][k]); }
//! ```
//!
//! changes one element, which is the same in every pass: it is read as
//!
//! ```text
//! let mut held = b[i];
//! for k in 0..n { held = held.max(x[i][k]); }
//! b[i] = held;
//! ```
//!
//! so that a number is carried from pass to pass and no array. Sums, `b[i] += ..` without a read, are left as they are.

use super::body::strip;
use super::calls::identifiers;
use super::passes::{each_child, each_in_block};
use chainrule_parser::table::{Map, Set};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{BinOp, Block, Expr, ExprForLoop, Stmt};

/// What the body of a loop does with an array.
#[derive(Default)]
struct Use {
    /// The indices of its element, and the names in them.
    element: Option<(String, Set<String>)>,
    /// Other elements are used, or the array as a whole.
    other: bool,
    written: bool,
    /// Read, or written otherwise than by adding to it.
    changed: bool,
    /// Whether a pass uses it in any case: if not, there may be no such element.
    sure: bool,
}

#[derive(Default)]
struct Uses {
    arrays: Map<String, Use>,
    /// Names that are bound or assigned in the loop.
    bound: Set<String>,
    /// Something leaves more than this loop, or cannot be looked into.
    opaque: bool,
    /// The names in the ranges of the loops around what is looked at.
    ranges: Vec<Set<String>>,
    /// What is looked at may not be done in every pass.
    unsure: bool,
    /// So may all that follows.
    left: bool,
}

/// Gives the loops of a function variables for the elements they work on.
pub(super) fn hold_elements(block: &mut Block) {
    each_in_block(block, &mut hold);
}

fn hold(e: &mut Expr) {
    if let Expr::ForLoop(l) = e
        && let Some(held) = with_elements_held(l)
    {
        *e = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: held });
    }
    each_child(e, &mut hold);
}

/// A loop over elements as a block with variables for them, if there are any such.
fn with_elements_held(e: &ExprForLoop) -> Option<Block> {
    let mut copy = e.clone();
    let mut uses = Uses::default();
    identifiers(e.pat.to_token_stream(), &mut uses.bound);
    // Over a range that is empty for some of them there may be no such element.
    uses.range(&e.expr);
    uses.block(&mut copy.body);
    if uses.opaque {
        return None;
    }
    let (mut before, mut after): (Vec<Stmt>, Vec<Stmt>) = Default::default();
    for (array, used) in uses.arrays.iter() {
        let Some((_, names)) = &used.element else { continue };
        let its_own = !used.other && !uses.bound.contains(array) && !uses.ranges[0].contains(array);
        if !its_own || !used.written || !used.changed || !used.sure || names.iter().any(|name| uses.bound.contains(name)) {
            continue;
        }
        let Some(place) = find(&mut copy.body, array) else { continue };
        let held = proc_macro2::Ident::new(&format!("__{array}_held"), proc_macro2::Span::call_site());
        before.push(syn::parse_quote!(let mut #held = #place;));
        after.push(syn::parse_quote!(#place = #held;));
        each_in_block(&mut copy.body, &mut |e| replace(e, array, &syn::parse_quote!(#held)));
    }
    if before.is_empty() {
        return None;
    }
    Some(syn::parse_quote!({ #(#before)* #copy #(#after)* }))
}

/// The name of the array and the indices, of `b[i][j]` with a number or a name for each index.
fn element(e: &Expr) -> Option<(String, String)> {
    let mut at = e;
    let mut indices = Vec::new();
    while let Expr::Index(index) = at {
        match &*index.index {
            Expr::Lit(_) => {}
            Expr::Path(p) if p.path.get_ident().is_some() => {}
            _ => return None,
        }
        indices.push(index.index.to_token_stream().to_string());
        at = strip(&index.expr);
    }
    indices.reverse();
    match at {
        Expr::Path(p) if !indices.is_empty() => Some((p.path.get_ident()?.to_string(), indices.join(" , "))),
        _ => None,
    }
}

/// The first element of an array that is used.
fn find(block: &mut Block, array: &str) -> Option<Expr> {
    let mut found = None;
    fn look(e: &mut Expr, array: &str, found: &mut Option<Expr>) {
        if element(e).is_some_and(|(name, _)| name == array) {
            found.get_or_insert_with(|| e.clone());
            return;
        }
        each_child(e, &mut |e| look(e, array, found));
    }
    each_in_block(block, &mut |e| look(e, array, &mut found));
    found
}

fn replace(e: &mut Expr, array: &str, held: &Expr) {
    if element(e).is_some_and(|(name, _)| name == array) {
        *e = held.clone();
        return;
    }
    each_child(e, &mut |e| replace(e, array, held));
}

impl Uses {
    fn block(&mut self, block: &mut Block) {
        for statement in &mut block.stmts {
            match statement {
                Stmt::Local(local) => {
                    identifiers(local.pat.to_token_stream(), &mut self.bound);
                    if let Some(init) = &mut local.init {
                        self.opaque |= init.diverge.is_some();
                        self.expr(&mut init.expr);
                    }
                }
                Stmt::Expr(e, _) => self.expr(e),
                Stmt::Item(_) => self.opaque = true,
                Stmt::Macro(m) => self.whole(m.mac.tokens.clone()),
            }
        }
    }

    /// All names in it are used as a whole.
    fn whole(&mut self, tokens: TokenStream) {
        let mut all = Set::default();
        identifiers(tokens, &mut all);
        for name in all {
            self.arrays.entry(name).or_default().other = true;
        }
    }

    fn element(&mut self, e: &Expr, written: bool, changed: bool) -> bool {
        let Some((name, indices)) = element(e) else { return false };
        let mut inside = Set::default();
        identifiers(indices.parse().unwrap_or_default(), &mut inside);
        let sure = !self.unsure && !self.left && self.ranges.iter().all(|r| !inside.iter().any(|name| r.contains(name)));
        let used = self.arrays.entry(name).or_default();
        used.other |= used.element.get_or_insert_with(|| (indices.clone(), inside)).0 != indices;
        used.written |= written;
        used.changed |= changed;
        used.sure |= sure;
        true
    }

    /// A place that is assigned.
    fn place(&mut self, e: &mut Expr, changed: bool) {
        if self.element(e, true, changed) {
            return;
        }
        let mut root = &*e;
        while let Expr::Index(_) | Expr::Field(_) | Expr::Unary(_) | Expr::Paren(_) = root {
            root = match root {
                Expr::Index(e) => &e.expr,
                Expr::Field(e) => &e.base,
                Expr::Unary(e) => &e.expr,
                Expr::Paren(e) => &e.expr,
                other => other,
            };
        }
        identifiers(root.to_token_stream(), &mut self.bound);
        each_child(e, &mut |e| self.expr(e));
    }

    /// What may be done or not.
    fn perhaps(&mut self, look: impl FnOnce(&mut Self)) {
        let unsure = std::mem::replace(&mut self.unsure, true);
        look(self);
        self.unsure = unsure;
    }

    fn range(&mut self, range: &Expr) {
        let mut ends = Set::default();
        identifiers(range.to_token_stream(), &mut ends);
        self.ranges.push(ends);
    }

    fn expr(&mut self, e: &mut Expr) {
        match e {
            Expr::Assign(a) => {
                self.expr(&mut a.right);
                self.place(&mut a.left, true);
            }
            Expr::Binary(b) if super::body::is_assignment(&b.op) => {
                self.expr(&mut b.right);
                let sum = matches!(b.op, BinOp::AddAssign(_) | BinOp::SubAssign(_));
                self.place(&mut b.left, !sum);
            }
            Expr::Binary(b) if matches!(b.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.expr(&mut b.left);
                self.perhaps(|u| u.expr(&mut b.right));
            }
            Expr::Index(_) => {
                if !self.element(e, false, true) {
                    each_child(e, &mut |e| self.expr(e));
                }
            }
            // A name that is not indexed, or indexed otherwise.
            Expr::Path(_) | Expr::Macro(_) | Expr::Struct(_) => self.whole(e.to_token_stream()),
            // What is borrowed or called with `&mut self` may be written.
            Expr::Reference(r) if r.mutability.is_some() => self.whole(r.to_token_stream()),
            Expr::MethodCall(m) if super::slots::writes(&m.method) => self.whole(m.to_token_stream()),
            Expr::If(i) => {
                self.expr(&mut i.cond);
                self.perhaps(|u| {
                    u.block(&mut i.then_branch);
                    if let Some((_, e)) = &mut i.else_branch {
                        u.expr(e);
                    }
                });
            }
            Expr::Match(m) => {
                self.expr(&mut m.expr);
                self.perhaps(|u| {
                    for arm in &mut m.arms {
                        identifiers(arm.pat.to_token_stream(), &mut u.bound);
                        u.expr(&mut arm.body);
                    }
                });
            }
            Expr::ForLoop(l) => {
                self.expr(&mut l.expr);
                identifiers(l.pat.to_token_stream(), &mut self.bound);
                self.range(&l.expr);
                self.block(&mut l.body);
                self.ranges.pop();
            }
            Expr::Block(b) if b.label.is_none() => self.block(&mut b.block),
            Expr::While(w) => {
                self.expr(&mut w.cond);
                self.perhaps(|u| u.block(&mut w.body));
            }
            Expr::Loop(l) => self.block(&mut l.body),
            Expr::Closure(c) => {
                c.inputs.iter().for_each(|p| identifiers(p.to_token_stream(), &mut self.bound));
                self.perhaps(|u| u.expr(&mut c.body));
            }
            Expr::Continue(c) if c.label.is_none() => self.left = true,
            Expr::Break(b) if b.label.is_none() && b.expr.is_none() => self.left = true,
            Expr::Block(_) | Expr::Let(_) => self.opaque = true,
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Try(_) | Expr::Unsafe(_) => self.opaque = true,
            _ => each_child(e, &mut |e| self.expr(e)),
        }
    }
}
