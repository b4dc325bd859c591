//! Iterators that a condition ends or begins, those with a state, those without end, and what `std::iter` makes.
//!
//! `take_while` and its like have a flag, which says whether the items so far have passed: a variable that is carried from pass
//! to pass. The state of `scan` is such a variable, too.

use super::body::{anchor, strip};
use super::items::{counted, endless};
use super::slots::Slot;
use super::state::{Eval, Reader};
use super::value::{Array, Iter, Test, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, UnaryOp};
use chainrule_parser::table::Map;
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Reader {
    /// `take_while`, `skip_while`, `map_while`, `scan`, and `cycle`; nothing if a method is none of these.
    pub fn adaptor(&mut self, method: &str, iter: &Rc<Iter>, arguments: &[&Expr], span: Span) -> Eval<Option<Value>> {
        let made = match (method, arguments) {
            ("take_while" | "skip_while", [function]) => {
                let test = self.closure(function, "`.take_while(|v| ...)`")?;
                self.tested(iter.clone(), Some(test), method == "skip_while", span)
            }
            ("map_while", [function]) => {
                let (closure, scopes) = self.closure(function, "`.map_while(|v| ...)`")?;
                let options = Rc::new(Iter::Map(iter.clone(), closure, scopes));
                Iter::Somes(Rc::new(self.tested(options, None, false, span)))
            }
            ("scan", [init, function]) => return self.scan(iter, init, function, span).map(Some),
            ("cycle", []) if counted(iter) && !endless(iter) => Iter::Cycle(iter.clone()),
            _ => return Ok(None),
        };
        Ok(Some(Value::Iter(Rc::new(made))))
    }

    fn tested(&mut self, iter: Rc<Iter>, test: Test, from: bool, span: Span) -> Iter {
        let yes = self.truth(true, span);
        let flag = self.hidden("going", Value::Bool(yes));
        Iter::While { iter, test, flag, from }
    }

    /// Whether an item is one before, or from, the first that does not pass a test; to be asked once of each.
    pub fn passes_test(&mut self, kept: Option<ExprId>, item: Value, test: &Test, (flag, from): (usize, bool), span: Span) -> Eval<ExprId> {
        let passes = match (test, item) {
            (Some((closure, scopes)), item) => {
                let passes = self.apply(closure, vec![item], scopes, span)?;
                self.condition(passes, span)?
            }
            (None, Value::Maybe(maybe)) => maybe.some,
            (None, _) => return self.error(span, "the closure gives an `Option` here"),
        };
        let before = self.read(flag, span)?;
        let before = self.condition(before, span)?;
        // What is no item decides nothing.
        let passes = match kept {
            Some(kept) => {
                let none = self.push(Node::Unary(UnaryOp::Not, kept), span);
                self.binary(BinaryOp::Or, none, passes, span)
            }
            None => passes,
        };
        let going = self.binary(BinaryOp::And, before, passes, span);
        self.assign(flag, Value::Bool(going), span)?;
        let going = self.read(flag, span)?;
        let going = self.condition(going, span)?;
        let counts = if from { self.push(Node::Unary(UnaryOp::Not, going), span) } else { going };
        Ok(self.both(kept, Some(counts), span).unwrap_or(counts))
    }

    /// `scan(start, |state, v| ...)`: a closure that sees a variable more.
    fn scan(&mut self, iter: &Rc<Iter>, init: &Expr, function: &Expr, span: Span) -> Eval<Value> {
        let Expr::Closure(closure) = strip(function) else {
            return self.error(function.span(), "write a closure here: `.scan(0.0, |state, v| ...)`");
        };
        let start = match self.eval(init)? {
            v @ (Value::Outside(..) | Value::Part(_)) => Value::Float(self.float(v, anchor(init))?),
            v => v,
        };
        let mut closure = closure.clone();
        let mut inputs = std::mem::take(&mut closure.inputs).into_iter();
        let Some(state) = inputs.next() else { return self.error(function.span(), "the closure of `scan` takes two arguments") };
        closure.inputs = inputs.collect();
        self.scopes.push(Map::default());
        let bound = self.bind_state(&state, start);
        let scopes = self.captured(&closure);
        self.scopes.pop();
        bound?;
        let always = always_some(&closure.body);
        let options = Rc::new(Iter::Map(iter.clone(), closure, scopes));
        if always && counted(iter) && !endless(iter) {
            // Each item once, whatever follows.
            return Ok(Value::Iter(Rc::new(Iter::Elements(self.made(&Rc::new(Iter::Somes(options)), "scanned", span)?))));
        }
        Ok(Value::Iter(Rc::new(Iter::Somes(Rc::new(self.tested(options, None, false, span))))))
    }

    /// Gives names to places of a state.
    fn bind_state(&mut self, pattern: &Pat, start: Value) -> Eval<()> {
        match (pattern, start) {
            (Pat::Paren(p), start) => self.bind_state(&p.pat, start),
            (Pat::Type(p), start) => self.bind_state(&p.pat, start),
            (Pat::Wild(_), _) => Ok(()),
            (Pat::Tuple(p), Value::Tuple(items)) if p.elems.len() == items.len() => {
                p.elems.iter().zip(items).try_for_each(|(p, item)| self.bind_state(p, item))
            }
            (pattern, start) => {
                let variable = self.hidden("state", start);
                self.places_pattern(pattern, &Slot { variable, ids: Vec::new(), part: None }, false)
            }
        }
    }

    /// Methods that leave an iterator in a variable at a later item: `next()`, `nth(k)` and `by_ref().take(n)`. Those of which it is
    /// not seen how far they go leave nothing that could be gone on with.
    pub fn advancing_method(&mut self, e: &syn::ExprMethodCall, arguments: &[&Expr]) -> Eval<Option<Value>> {
        let span = e.method.span();
        let method = e.method.to_string();
        let by_ref = match strip(&e.receiver) {
            Expr::MethodCall(inner) if inner.method == "by_ref" && method == "take" => Some(&*inner.receiver),
            _ => None,
        };
        let Expr::Path(path) = strip(by_ref.unwrap_or(&e.receiver)) else { return Ok(None) };
        let Some(variable) = path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string())) else { return Ok(None) };
        let Some(Value::Iter(iter)) = self.variables[variable].value.clone() else { return Ok(None) };
        let (zero, one) = (self.number(0.0, span), self.number(1.0, span));
        let (item, steps) = match (method.as_str(), arguments) {
            ("take", [count]) if by_ref.is_some() => {
                let count = self.eval(count)?;
                let count = self.int(count, span)?;
                (None, self.as_length(count, span))
            }
            ("next", []) => (Some(zero), one),
            ("nth", [k]) => {
                let k = self.eval(k)?;
                let k = self.int(k, span)?;
                (Some(k), self.plus(k, one, span))
            }
            ("by_ref" | "any" | "all" | "find" | "find_map" | "position", _) => {
                let value = self.iter_method(&method, iter, arguments, span)?;
                self.variables[variable].value = Some(Value::Unit);
                return Ok(Some(value));
            }
            _ => return Ok(None),
        };
        if self.is_outside_loop(variable) || !counted(&iter) {
            return self.error(
                span,
                "how far this iterator has been gone through is not seen here: go through it by `for`, or index what it gives, instead",
            );
        }
        let value = match item {
            None => Value::Iter(Rc::new(Iter::Taken(iter.clone(), steps))),
            Some(index) if endless(&iter) => self.item(&iter, index, false, span)?,
            Some(index) => {
                let len = self.bounds(&iter, false, span)?.1;
                self.item_if(index, len, true, span, |r| r.item(&iter, index, false, span))?
            }
        };
        let rest = self.skip(&iter, steps, span)?;
        self.assign(variable, rest, span)?;
        Ok(Some(value))
    }

    /// `std::iter::once(v)` and its like; nothing if a function is none of these.
    pub fn iter_function(&mut self, name: &str, arguments: &[&Expr]) -> Eval<Option<Value>> {
        let iter = match (name, arguments) {
            ("once", [value]) => Iter::Elements(Array::Items(vec![self.moved(value)?])),
            ("repeat", [value]) => Iter::Repeat(self.moved(value)?),
            ("repeat_n", [value, count]) => {
                let value = self.moved(value)?;
                let n = self.eval(count)?;
                let n = self.int(n, anchor(count))?;
                let n = self.as_length(n, anchor(count));
                Iter::Elements(Array::Fill(Box::new(value), self.length_of(n)))
            }
            ("zip", [a, b]) => {
                let message = "`zip` with `filter` is not supported: write a `for i in a..b` loop instead";
                Iter::Zip(self.counted_other(a, message)?, self.counted_other(b, message)?)
            }
            _ => return Ok(None),
        };
        Ok(Some(Value::Iter(Rc::new(iter))))
    }
}

/// Whether a closure gives something for every item: it ends with `Some(..)` and is left nowhere else.
fn always_some(body: &Expr) -> bool {
    fn leaves(tokens: proc_macro2::TokenStream) -> bool {
        tokens.into_iter().any(|t| match t {
            proc_macro2::TokenTree::Ident(i) => i == "return",
            proc_macro2::TokenTree::Punct(p) => p.as_char() == '?',
            proc_macro2::TokenTree::Group(g) => leaves(g.stream()),
            proc_macro2::TokenTree::Literal(_) => false,
        })
    }
    let last = match strip(body) {
        Expr::Block(b) => match b.block.stmts.last() {
            Some(syn::Stmt::Expr(e, None)) => strip(e),
            _ => return false,
        },
        e => e,
    };
    let some = matches!(last, Expr::Call(call) if matches!(&*call.func, Expr::Path(p) if p.path.is_ident("Some")));
    some && !leaves(body.to_token_stream())
}
