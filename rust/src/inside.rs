//! Functions inside a function, in the copy of it that counts the passes of its loops.
//!
//! They see no variables of what is around them, so each is there a second time, with the counters as one more argument,
//! and whatever names it names that one instead. What macros name stays as it is: they are not looked into.

use super::calls::identifiers;
use super::passes::{each_child, each_function, instrument, unmark};
use chainrule_parser::list::{CollectVec, PushAll};
use proc_macro2::Ident;
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Block, Expr, Pat, Stmt};

/// Makes the second functions, which hand the counters on, and has them called.
pub(super) fn hand_counters_on(block: &mut Block, passes: &Ident, counted: &[usize]) {
    Names { passes, counters: counted, known: Vec::new() }.block(block);
}

/// The names in scope.
struct Names<'a> {
    passes: &'a Ident,
    /// The numbers of what is counted.
    counters: &'a [usize],
    /// Each with the number of arguments, if it is a function inside.
    known: Vec<(String, Option<usize>)>,
}

/// What the second one is called.
fn counted(name: &Ident) -> Ident {
    format_ident!("__{}_counted", name.unraw(), span = name.span())
}

impl Names<'_> {
    /// The number of arguments of a function inside.
    fn function(&self, e: &Expr) -> Option<usize> {
        let Expr::Path(path) = e else { return None };
        let name = &path.path.segments.first().filter(|_| path.path.segments.len() == 1)?.ident;
        self.known.iter().rfind(|k| *name == k.0)?.1
    }

    /// Variables of these names are in the way of functions.
    fn bind(&mut self, pattern: &Pat) {
        let mut names = Vec::new();
        identifiers(pattern.to_token_stream(), &mut names);
        self.known.push_all(names.into_iter().map(|name| (name, None)));
    }

    fn block(&mut self, block: &mut Block) {
        let around = self.known.len();
        each_function(block, &mut |f| self.known.push((f.sig.ident.to_string(), Some(f.sig.inputs.len()))));
        let mut seconds = Vec::new();
        each_function(block, &mut |f| {
            seconds.push(Stmt::Item(syn::Item::Fn(self.second(f))));
            unmark(&mut f.block);
        });
        for statement in &mut block.stmts {
            match statement {
                Stmt::Local(local) => {
                    if let Some(init) = &mut local.init {
                        self.expr(&mut init.expr);
                        if let Some((_, otherwise)) = &mut init.diverge {
                            self.expr(otherwise);
                        }
                    }
                    self.bind(&local.pat);
                }
                Stmt::Expr(e, _) => self.expr(e),
                Stmt::Item(_) | Stmt::Macro(_) => {}
            }
        }
        block.stmts.splice(0..0, seconds);
        self.known.truncate(around);
    }

    fn second(&self, function: &syn::ItemFn) -> syn::ItemFn {
        let (passes, count) = (self.passes, self.counters.len());
        let mut second = function.clone();
        second.sig.ident = counted(&function.sig.ident);
        second.sig.constness = None;
        // A reference would take part in the elision of lifetimes.
        second.sig.inputs.push(syn::parse_quote! {
            #passes: impl ::core::ops::Deref<Target = [::core::cell::Cell<usize>; #count]> + ::core::marker::Copy
        });
        let known = self.known.iter().filter(|k| k.1.is_some()).cloned().collect_vec();
        let mut names = Names { known, ..*self };
        for input in &function.sig.inputs {
            if let syn::FnArg::Typed(input) = input {
                names.bind(&input.pat);
            }
        }
        names.block(&mut second.block);
        super::passes::each_in_block(&mut second.block, &mut |e| instrument(e, passes, self.counters));
        second
    }

    fn expr(&mut self, e: &mut Expr) {
        let around = self.known.len();
        match e {
            Expr::Block(e) => self.block(&mut e.block),
            Expr::Loop(e) => self.block(&mut e.body),
            Expr::While(e) => {
                self.condition(&mut e.cond);
                self.block(&mut e.body);
            }
            Expr::If(e) => {
                self.condition(&mut e.cond);
                self.block(&mut e.then_branch);
                self.known.truncate(around);
                if let Some((_, otherwise)) = &mut e.else_branch {
                    self.expr(otherwise);
                }
            }
            Expr::ForLoop(e) => {
                self.expr(&mut e.expr);
                self.bind(&e.pat);
                self.block(&mut e.body);
            }
            Expr::Closure(e) => {
                e.inputs.iter().for_each(|p| self.bind(p));
                self.expr(&mut e.body);
            }
            Expr::Match(e) => {
                self.expr(&mut e.expr);
                for arm in &mut e.arms {
                    self.bind(&arm.pat);
                    self.expr(&mut arm.body);
                    self.known.truncate(around);
                }
            }
            Expr::Call(call) => {
                call.args.iter_mut().for_each(|a| self.expr(a));
                match (self.function(&call.func), &mut *call.func) {
                    (Some(_), Expr::Path(path)) => {
                        let name = &mut path.path.segments[0].ident;
                        *name = counted(name);
                        let passes = self.passes;
                        call.args.push(syn::parse_quote!(#passes));
                    }
                    (_, other) => self.expr(other),
                }
            }
            Expr::Path(_) => {
                if let (Some(arity), Expr::Path(path)) = (self.function(e), &mut *e) {
                    let name = &mut path.path.segments[0].ident;
                    *name = counted(name);
                    let given: Vec<Ident> =
                        (0..arity).map(|k| format_ident!("__a{k}", span = proc_macro2::Span::mixed_site())).collect_vec();
                    let passes = self.passes;
                    *e = syn::parse_quote!(|#(#given),*| #path(#(#given,)* #passes));
                }
            }
            other => each_child(other, &mut |e| self.expr(e)),
        }
        self.known.truncate(around);
    }

    /// A condition, of which `let` binds names for what follows.
    fn condition(&mut self, e: &mut Expr) {
        match e {
            Expr::Let(condition) => {
                self.expr(&mut condition.expr);
                self.bind(&condition.pat);
            }
            Expr::Binary(e) => {
                self.condition(&mut e.left);
                self.condition(&mut e.right);
            }
            other => self.expr(other),
        }
    }
}
