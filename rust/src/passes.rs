//! Loops whose number of passes the data decides, `while` and `loop`, and ranges whose length is no sum of numbers, lengths
//! and integer arguments: they are counted first.
//!
//! Such a loop is read as `for _ in 0..n`, where n comes from a copy of the function that is run
//! before the gradient and counts. In the function itself each loop and each range is marked with its number; in the
//! copy those that were read so have a counter, and every `return` returns the counts. A loop that is gone through more than
//! once, inside another, in a closure or in a function inside, has the largest of its counts, and its condition is
//! kept; so has a range, and an item counts only if it is before the end. A function inside sees no variables, so in the copy it
//! is there a second time with the counters as one more argument (`inside.rs`).

use super::body::anchor;
use super::inside;
use super::state::{Eval, Reader};
use super::value::Iter;
use chainrule_parser::ast::ExprId;
use chainrule_parser::list::CollectVec;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Block, Expr, Stmt};

/// A copy of a function that counts the passes of its loops.
#[derive(Clone, Debug)]
pub struct Counter {
    /// Statements and, at their end, an array with a number for each loop.
    pub body: TokenStream,
    /// Name of each number in the tree.
    pub names: Vec<String>,
}

/// The attribute that marks a loop with its number, or the parentheses around a range.
const MARK: &str = "passes";

/// Marks the loops and the ranges of a function; of each is said whether it is a range.
pub(super) fn mark_all(block: &mut Block) -> Vec<bool> {
    let mut marked = Vec::new();
    mark_block(block, &mut marked);
    marked
}

/// The copy of a function with marks that counts those loops and ranges.
pub(super) fn counter(block: &Block, returns: &syn::ReturnType, counted: &[usize]) -> TokenStream {
    let result: syn::Type = match returns {
        syn::ReturnType::Type(_, ty) => (**ty).clone(),
        syn::ReturnType::Default => syn::parse_quote!(()),
    };
    let mut copy = block.clone();
    let passes = Ident::new("__passes", Span::mixed_site());
    inside::hand_counters_on(&mut copy, &passes, counted);
    each_in_block(&mut copy, &mut |e| instrument(e, &passes, counted));
    each_in_block(&mut copy, &mut |e| leave_with(e, &passes, &result));
    let tail = match copy.stmts.last() {
        Some(Stmt::Expr(_, None)) => match copy.stmts.pop() {
            Some(Stmt::Expr(e, None)) => quote! { let _: #result = #e; },
            _ => unreachable!("seen above"),
        },
        _ => TokenStream::new(),
    };
    let (statements, count) = (&copy.stmts, counted.len());
    // Closures may share a `Cell`. No constant has these names: a pattern that is the name of one compares with it.
    let begin = quote! { let #passes = &[const { ::core::cell::Cell::new(0usize) }; #count]; };
    let end = end(&passes);
    quote! { #begin #(#statements)* #tail #end }
}

fn end(passes: &Ident) -> TokenStream {
    quote! { #passes.each_ref().map(::core::cell::Cell::get) }
}

/// Numbers the loops and ranges of a block, and those of functions inside.
fn mark_block(block: &mut Block, marked: &mut Vec<bool>) {
    each_function(block, &mut |f| mark_block(&mut f.block, marked));
    each_in_block(block, &mut |e| mark(e, marked));
}

/// Numbers a loop or a range.
fn mark(e: &mut Expr, marked: &mut Vec<bool>) {
    if let Some(block) = own_block(e) {
        each_function(block, &mut |f| mark_block(&mut f.block, marked));
    }
    each_child(e, &mut |e| mark(e, marked));
    let number = proc_macro2::Literal::usize_unsuffixed(marked.len());
    let mark = Ident::new(MARK, Span::mixed_site());
    match e {
        Expr::While(syn::ExprWhile { attrs, .. }) | Expr::Loop(syn::ExprLoop { attrs, .. }) => {
            attrs.push(syn::parse_quote!(#[#mark(#number)]));
            marked.push(false);
        }
        // Wherever tokens are read again, the mark of the inner parentheses is not taken for one of more than these.
        Expr::Range(syn::ExprRange { start: Some(_), end: Some(_), .. }) => {
            let span = anchor(e);
            let range = std::mem::replace(e, Expr::Verbatim(TokenStream::new()));
            let paren = |attrs, e| Expr::Paren(syn::ExprParen { attrs, paren_token: syn::token::Paren(span), expr: Box::new(e) });
            *e = paren(Vec::new(), paren(vec![syn::parse_quote!(#[#mark(#number)])], range));
            marked.push(true);
        }
        _ => {}
    }
}

/// The number of a loop or a range that is marked.
pub(super) fn number(attributes: &[syn::Attribute]) -> Option<usize> {
    let mark = attributes.iter().find(|a| a.path().is_ident(MARK))?;
    mark.parse_args::<syn::LitInt>().ok()?.base10_parse().ok()
}

/// Tokens of the function as they were before it was marked.
pub(super) fn unmarked(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    std::iter::from_fn(move || {
        loop {
            let tree = tokens.next()?;
            let begins = matches!(&tree, TokenTree::Punct(p) if p.as_char() == '#');
            let marks = |next: &TokenTree| {
                matches!(next, TokenTree::Group(g) if matches!(g.stream().into_iter().next(), Some(TokenTree::Ident(i)) if i == MARK))
            };
            if begins && tokens.peek().is_some_and(marks) {
                tokens.next();
                continue;
            }
            let TokenTree::Group(group) = &tree else { return Some(tree) };
            let mut plain = proc_macro2::Group::new(group.delimiter(), unmarked(group.stream()));
            plain.set_span(group.span());
            return Some(TokenTree::Group(plain));
        }
    })
    .collect()
}

/// Takes the marks from a function inside that stays as it is.
pub(super) fn unmark(block: &mut Block) {
    let nobody = Ident::new("_", Span::mixed_site());
    fn inside(e: &mut Expr, nobody: &Ident) {
        instrument(e, nobody, &[]);
        functions(e);
    }
    fn functions(e: &mut Expr) {
        if let Some(block) = own_block(e) {
            each_function(block, &mut |f| unmark(&mut f.block));
        }
        each_child(e, &mut functions);
    }
    each_function(block, &mut |f| unmark(&mut f.block));
    each_in_block(block, &mut |e| inside(e, &nobody));
}

/// Gives a loop or a range that is marked a counter, if it is one of those that are counted, and takes the marks.
pub(super) fn instrument(e: &mut Expr, passes: &Ident, counted: &[usize]) {
    each_child(e, &mut |e| instrument(e, passes, counted));
    let (attributes, body) = match e {
        Expr::While(e) => (&mut e.attrs, Some(&mut e.body)),
        Expr::Loop(e) => (&mut e.attrs, Some(&mut e.body)),
        Expr::Paren(e) => (&mut e.attrs, None),
        _ => return,
    };
    let at = number(attributes).and_then(|number| counted.iter().position(|c| *c == number));
    attributes.retain(|a| !a.path().is_ident(MARK));
    let Some(at) = at else { return };
    let Some(body) = body else {
        let range = Ident::new("__range", Span::mixed_site());
        *e = syn::parse_quote! {{
            let #range = #e;
            #passes[#at].set(#passes[#at].get().max(::core::iter::Iterator::size_hint(&#range).0));
            #range
        }};
        return;
    };
    let pass = Ident::new("__pass", Span::mixed_site());
    let step = syn::parse_quote! {{
        #pass += 1;
        #passes[#at].set(#passes[#at].get().max(#pass));
    }};
    body.stmts.insert(0, Stmt::Expr(step, None));
    *e = syn::parse_quote! {{ let mut #pass = 0usize; #e }};
}

/// Makes every `return` of the function, but not of a closure, one of the counts. What was returned stays for the
/// types that it fixes.
fn leave_with(e: &mut Expr, passes: &Ident, result: &syn::Type) {
    if let Expr::Closure(_) = e {
        return;
    }
    each_child(e, &mut |e| leave_with(e, passes, result));
    if let Expr::Return(back) = e {
        let value = back.expr.take();
        let value = value.map(|v| quote! { let _: #result = #v; });
        let end = end(passes);
        back.expr = Some(syn::parse_quote! {{ #value #end }});
    }
}

/// The functions that are defined in a block.
pub(super) fn each_function(block: &mut Block, visit: &mut dyn FnMut(&mut syn::ItemFn)) {
    for statement in &mut block.stmts {
        if let Stmt::Item(syn::Item::Fn(item)) = statement {
            visit(item);
        }
    }
}

/// The block that is directly in an expression.
pub(super) fn own_block(e: &mut Expr) -> Option<&mut Block> {
    match e {
        Expr::Block(e) => Some(&mut e.block),
        Expr::ForLoop(e) => Some(&mut e.body),
        Expr::If(e) => Some(&mut e.then_branch),
        Expr::Loop(e) => Some(&mut e.body),
        Expr::While(e) => Some(&mut e.body),
        _ => None,
    }
}

pub(super) fn each_in_block(block: &mut Block, visit: &mut dyn FnMut(&mut Expr)) {
    for statement in &mut block.stmts {
        match statement {
            Stmt::Local(local) => {
                if let Some(init) = &mut local.init {
                    visit(&mut init.expr);
                }
            }
            Stmt::Expr(e, _) => visit(e),
            Stmt::Item(_) | Stmt::Macro(_) => {}
        }
    }
}

/// The expressions directly inside one, of the kinds that a function may have.
pub(super) fn each_child(e: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    let mut all = |items: &mut dyn Iterator<Item = &mut Expr>| items.for_each(&mut *visit);
    match e {
        Expr::Array(e) => all(&mut e.elems.iter_mut()),
        Expr::Assign(e) => all(&mut [&mut *e.left, &mut *e.right].into_iter()),
        Expr::Binary(e) => all(&mut [&mut *e.left, &mut *e.right].into_iter()),
        Expr::Block(e) => each_in_block(&mut e.block, visit),
        Expr::Break(e) => all(&mut e.expr.iter_mut().map(|e| &mut **e)),
        Expr::Call(e) => all(&mut e.args.iter_mut()),
        Expr::Cast(e) => visit(&mut e.expr),
        Expr::Closure(e) => visit(&mut e.body),
        Expr::Field(e) => visit(&mut e.base),
        Expr::ForLoop(e) => {
            visit(&mut e.expr);
            each_in_block(&mut e.body, visit);
        }
        Expr::Group(e) => visit(&mut e.expr),
        Expr::If(e) => {
            visit(&mut e.cond);
            each_in_block(&mut e.then_branch, visit);
            if let Some((_, otherwise)) = &mut e.else_branch {
                visit(otherwise);
            }
        }
        Expr::Index(e) => all(&mut [&mut *e.expr, &mut *e.index].into_iter()),
        Expr::Let(e) => visit(&mut e.expr),
        Expr::Loop(e) => each_in_block(&mut e.body, visit),
        Expr::Match(e) => {
            visit(&mut e.expr);
            e.arms.iter_mut().for_each(|a| visit(&mut a.body));
        }
        Expr::MethodCall(e) => {
            visit(&mut e.receiver);
            e.args.iter_mut().for_each(visit);
        }
        Expr::Paren(e) => visit(&mut e.expr),
        Expr::Range(e) => all(&mut e.start.iter_mut().chain(&mut e.end).map(|e| &mut **e)),
        Expr::Reference(e) => visit(&mut e.expr),
        Expr::Repeat(e) => visit(&mut e.expr),
        Expr::Return(e) => all(&mut e.expr.iter_mut().map(|e| &mut **e)),
        Expr::Struct(e) => e.fields.iter_mut().for_each(|f| visit(&mut f.expr)),
        Expr::Try(e) => visit(&mut e.expr),
        Expr::Tuple(e) => all(&mut e.elems.iter_mut()),
        Expr::Unary(e) => visit(&mut e.expr),
        Expr::While(e) => {
            visit(&mut e.cond);
            each_in_block(&mut e.body, visit);
        }
        _ => {}
    }
}

impl Reader {
    /// How many passes a loop that is marked has, and whether it has that many each time it is run.
    pub fn counted_passes(&mut self, attributes: &[syn::Attribute], span: Span) -> Eval<(ExprId, bool)> {
        let marked: Vec<_> = attributes.iter().filter(|a| !a.path().is_ident(MARK)).collect_vec();
        if let Some(other) = marked.first() {
            return self.error(other.span(), "attributes of loops are not supported: put them on the function instead");
        }
        let Some(counted) = number(attributes).and_then(|n| self.count_of(n, span)) else {
            return self.error(span, "a loop without bounds is not supported here: write it as a statement of the function instead");
        };
        Ok(counted)
    }

    /// What was counted of a loop or a range, and whether that is so each time it is run.
    fn count_of(&mut self, number: usize, span: Span) -> Option<(ExprId, bool)> {
        let name = self.passes.get(number).cloned()?;
        let symbol = self.ast.intern(&name);
        let count = self.push(chainrule_parser::ast::Expr::Name(symbol), span);
        Some((count, !self.in_loop() && self.unrolled == 0 && self.calls == 0))
    }

    /// `a..b`, where it is marked. Where the loops around do not tell what its ends are, its length is what was counted.
    pub fn marked_range(&mut self, expr: &Expr, number: usize) -> Eval<Rc<Iter>> {
        let (lo, hi) = self.range(expr)?;
        let first = self.widen(lo, false).is_some_and(|end| self.linear(end).is_some());
        let last = self.widen(hi, true).is_some_and(|end| self.linear(end).is_some());
        let span = anchor(expr);
        let counted = if first && last { None } else { self.count_of(number, span) };
        let Some((count, exact)) = counted else { return Ok(Rc::new(Iter::Range(lo, hi))) };
        self.unroll_at(lo);
        self.unroll_at(hi);
        if exact && self.linear(lo).is_some() {
            let hi = self.plus(lo, count, span);
            return Ok(Rc::new(Iter::Range(lo, hi)));
        }
        Ok(Rc::new(Iter::Within(lo, count, (!exact).then_some(hi))))
    }

    /// Declares the numbers of passes.
    pub fn declare_passes(&mut self, marked: &[bool]) {
        for range in marked {
            let symbol = self.fresh(if *range { "count" } else { "passes" });
            let name = self.ast.name(symbol).to_owned();
            self.integers.insert(name.clone());
            self.passes.push(name);
        }
    }
}
