//! Lists that grow: `push`, and `extend` outside of loops.
//!
//! Outside of loops a list that grows is a new array. In a loop whose body pushes in every pass, the list has its last length
//! before the loop begins, and a variable of its own says how many elements there are so far: `list.push(e)` is
//! `list[len] = e; len += 1`, and what is read of the list is what is before `len`.

use super::body::strip;
use super::calls::identifiers;
use super::state::{Eval, Reader};
use super::value::{Array, Iter, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::{Expr, Stmt};

/// Lists of at most so many elements are kept one by one.
const SINGLY: u64 = 64;

/// What a loop pushes: the list, what is gone through by the loops inside around it, and how long the rows are if it pushes
/// arrays that are written out.
struct Push<'e> {
    list: String,
    inside: Vec<&'e Expr>,
    row: Vec<Length<'e>>,
}

/// How long an array is that is written out.
#[derive(Clone, Copy)]
enum Length<'e> {
    /// `[a, b]`
    Of(usize),
    /// `[a; n]`
    Is(&'e Expr),
}

/// The lengths of an array that is written out, or of a variable that was before.
fn lengths_written<'e>(e: &'e Expr, lets: &[(String, &'e Expr)]) -> Vec<Length<'e>> {
    let rest = |first: Option<&'e Expr>| first.map_or_else(Vec::new, |e| lengths_written(e, lets));
    match strip(e) {
        Expr::Array(array) => [vec![Length::Of(array.elems.len())], rest(array.elems.first())].concat(),
        Expr::Repeat(repeat) => [vec![Length::Is(&repeat.len)], rest(Some(&repeat.expr))].concat(),
        Expr::Path(_) => {
            let name = named(e);
            let known = lets.iter().rposition(|l| Some(&l.0) == name.as_ref());
            known.map_or_else(Vec::new, |at| lengths_written(lets[at].1, &lets[..at]))
        }
        _ => Vec::new(),
    }
}

/// What statements push in every pass.
fn pushes<'e>(statements: &'e [Stmt], bound: &mut Vec<String>, inside: &[&'e Expr], out: &mut Vec<Push<'e>>) {
    let mut lets: Vec<(String, &'e Expr)> = Vec::new();
    for statement in statements {
        match statement {
            Stmt::Expr(Expr::MethodCall(e), _) if e.method == "push" && e.args.len() == 1 => {
                if let Some(list) = named(&e.receiver).filter(|list| !bound.contains(list)) {
                    out.push(Push { list, inside: inside.to_vec(), row: lengths_written(&e.args[0], &lets) });
                }
            }
            Stmt::Expr(Expr::ForLoop(e), _) => {
                let mut names = Vec::new();
                identifiers(e.expr.to_token_stream(), &mut names);
                // How often a loop inside runs is known before the one around it where it does not depend on that.
                if names.iter().all(|name| !bound.contains(name)) && !super::leaving::leaves(&e.body.stmts) {
                    let known = bound.len();
                    identifiers(e.pat.to_token_stream(), bound);
                    pushes(&e.body.stmts, bound, &[inside, &[&*e.expr]].concat(), out);
                    bound.truncate(known);
                }
            }
            Stmt::Local(local) => {
                identifiers(local.pat.to_token_stream(), bound);
                if let (syn::Pat::Ident(name), Some(init)) = (&local.pat, &local.init) {
                    lets.push((name.ident.unraw().to_string(), &init.expr));
                }
            }
            _ => {}
        }
    }
}

/// How often tokens call a method that makes a list longer or shorter, or replace it.
fn changes(tokens: TokenStream, list: &str) -> usize {
    const CHANGING: &[&str] = &["push", "pop", "extend", "extend_from_slice", "insert", "remove", "truncate", "clear", "append", "drain"];
    let tokens = tokens.into_iter().collect_vec();
    let inside = tokens.iter().map(|t| match t {
        TokenTree::Group(g) => changes(g.stream(), list),
        _ => 0,
    });
    let text = |t: &TokenTree, text: &str| t.to_string() == text;
    let replaced = tokens.windows(3).filter(|w| {
        w[0].to_string() == list && text(&w[1], "=") && !text(&w[2], "=")
            || text(&w[0], "&") && text(&w[1], "mut") && w[2].to_string() == list
    });
    let own = tokens.windows(3).filter(|w| match w {
        [TokenTree::Ident(of), TokenTree::Punct(dot), TokenTree::Ident(method)] => {
            *of == list && dot.as_char() == '.' && CHANGING.iter().any(|c| method == c)
        }
        _ => false,
    });
    inside.sum::<usize>() + own.count() + replaced.count()
}

fn named(e: &Expr) -> Option<String> {
    match strip(e) {
        Expr::Path(path) => Some(path.path.get_ident()?.unraw().to_string()),
        _ => None,
    }
}

impl Reader {
    /// A variable that a loop pushes to, and how long it is so far.
    pub fn growing(&mut self, e: &Expr, span: Span) -> Eval<Option<(usize, ExprId)>> {
        let Some(variable) = named(e).and_then(|name| self.lookup(&name)) else { return Ok(None) };
        let Some(len) = self.variables[variable].grows else { return Ok(None) };
        let len = self.read(len, span)?;
        Ok(Some((variable, self.int(len, span)?)))
    }

    /// What is read of a list: while it grows, what is there so far.
    pub fn read_list(&mut self, variable: usize, span: Span) -> Eval<Value> {
        let value = self.read(variable, span)?;
        let (Some(len), Value::Array(array)) = (self.variables[variable].grows, &value) else { return Ok(value) };
        let len = self.read(len, span)?;
        let (zero, len) = (self.number(0.0, span), self.int(len, span)?);
        Ok(Value::Array(Array::Part(Box::new(array.clone()), zero, self.length_of(len))))
    }

    /// `list.push(value)` and `list.extend(values)`; nothing of what is no list.
    pub fn grow(&mut self, e: &syn::ExprMethodCall) -> Eval<Option<()>> {
        let span = e.method.span();
        let ([argument], "push" | "extend" | "extend_from_slice") = (&e.args.iter().collect_vec()[..], &*e.method.to_string()) else {
            return Ok(None);
        };
        let Some(variable) = named(&e.receiver).and_then(|name| self.lookup(&name)) else { return Ok(None) };
        let Some(Value::Array(array)) = self.variables[variable].value.clone() else { return Ok(None) };
        self.check_mutable(variable, span)?;
        let mut value = self.eval(argument)?;
        if let Value::Outside(..) = value {
            value = Value::Float(self.float(value, span)?);
        }
        if e.method == "push"
            && let Some((variable, at)) = self.growing(&e.receiver, span)?
        {
            self.write_place(variable, vec![at], value, span)?;
            let one = self.number(1.0, span);
            let next = self.plus(at, one, span);
            let len = self.variables[variable].grows.expect("it grows");
            return self.assign(len, Value::Int(next), span).map(Some);
        }
        if self.is_outside_loop(variable) {
            return self.error(
                span,
                "how often a loop grows this `Vec` is not seen: `push` in every pass, as a statement of a `for` loop that nothing leaves \
                 early, or fill `vec![0.0; n]` by index instead",
            );
        }
        let added = match &*e.method.to_string() {
            "push" => Array::Items(vec![self.settled(value, span)?]),
            _ => {
                let iter = self.iterate(value, argument)?;
                match &*iter {
                    Iter::Elements(array) => array.clone(),
                    _ if super::items::counted(&iter) => self.made(&iter, "extended", span)?,
                    _ => return self.error(span, "how many elements these are is not known before: fill `vec![0.0; n]` by index instead"),
                }
            }
        };
        let whole = self.appended(array, added, span)?;
        self.assign(variable, Value::Array(whole), span).map(Some)
    }

    /// An array and another one behind it.
    fn appended(&mut self, first: Array, second: Array, span: Span) -> Eval<Array> {
        let lens = (self.length(&first), self.length(&second));
        if let (Extent::Number(n), Extent::Number(m)) = lens
            && n + m <= SINGLY
        {
            let mut items = Vec::new();
            for (array, len) in [(&first, n), (&second, m)] {
                for k in 0..len {
                    let k = self.number(k as f64, span);
                    items.push(self.element(array, k, span)?);
                }
            }
            return Ok(Array::Items(items));
        }
        let (n, m) = (self.extent(&lens.0, span), self.extent(&lens.1, span));
        if self.is_number(n, 0.0) {
            return Ok(second);
        }
        let rows = self.lengths(&second).map_or_else(Vec::new, |lens| lens[1..].to_vec());
        let symbols = (0..=rows.len()).map(|_| self.fresh("k")).collect_vec();
        let ids = symbols.iter().map(|s| self.push(Node::Name(*s), span)).collect_vec();
        let index = ids[0];
        let (position, end) = (self.int_to_float(index, span), self.int_to_float(n, span));
        let condition = self.binary(BinaryOp::Lt, position, end, span);
        let then = self.index(Value::Array(first), &ids, span)?;
        let then = self.float(then, span)?;
        let behind = self.minus(index, n, span);
        // The only element is itself at any place.
        let behind = if self.is_number(m, 1.0) { self.number(0.0, span) } else { behind };
        let otherwise = self.index(Value::Array(second), &[&[behind], &ids[1..]].concat(), span)?;
        let otherwise = self.float(otherwise, span)?;
        let body = self.push(Node::If { condition, then, otherwise }, span);
        let len = self.plus(n, m, span);
        let len = self.length_of(len);
        Ok(self.new_definition("grown", &symbols, [&[len], &rows[..]].concat(), body, span))
    }

    /// Gives the lists that a loop pushes to the length that they have after it.
    pub fn make_room(&mut self, pattern: Option<&syn::Pat>, body: &syn::Block, iter: &Rc<Iter>, span: Span) -> Eval<Vec<usize>> {
        let mut bound = Vec::new();
        if let Some(pattern) = pattern {
            identifiers(pattern.to_token_stream(), &mut bound);
        }
        let mut found = Vec::new();
        pushes(&body.stmts, &mut bound, &[], &mut found);
        let mut grown = Vec::new();
        for push in &found {
            let Some(variable) = self.lookup(&push.list) else { continue };
            let known = &self.variables[variable];
            let (Some(Value::Array(array)), None, true) = (known.value.clone(), known.grows, known.depth == self.loops.len()) else {
                continue;
            };
            // One in a branch, say, is not followed.
            let seen = found.iter().filter(|other| other.list == push.list).count();
            if !super::items::counted(iter) || grown.contains(&variable) || changes(body.to_token_stream(), &push.list) != seen {
                continue;
            }
            let mut more = self.number(0.0, span);
            for other in found.iter().filter(|other| other.list == push.list) {
                let mut passes = self.bounds(iter, false, span)?.1;
                for inside in &other.inside {
                    let value = self.eval(inside)?;
                    let inside = self.iterate(value, inside)?;
                    let len = self.bounds(&inside, false, span)?.1;
                    passes = match (self.ast.expr(passes), self.ast.expr(len)) {
                        (&Node::Number(a), &Node::Number(b)) => self.number(a * b, span),
                        (Node::Number(1.0), _) => len,
                        (_, Node::Number(1.0)) => passes,
                        _ => self.binary(BinaryOp::Mul, passes, len, span),
                    };
                }
                more = self.plus(more, passes, span);
            }
            let more = self.as_length(more, span);
            let len = self.length(&array);
            let mut zero = Value::Float(self.number(0.0, span));
            for length in push.row.iter().rev() {
                let length = match length {
                    Length::Of(n) => Extent::Number(*n as u64),
                    Length::Is(e) => {
                        let value = self.eval(e)?;
                        let length = self.int(value, span)?;
                        self.length_of(length)
                    }
                };
                zero = Value::Array(Array::Fill(Box::new(zero), length));
            }
            let room = Array::Fill(Box::new(zero), self.length_of(more));
            let whole = self.appended(array, room, span)?;
            self.assign(variable, Value::Array(whole), span)?;
            let len = self.extent(&len, span);
            self.scopes.push(chainrule_parser::table::Map::default());
            let counter = self.bind("len", true, Some(Value::Int(len)));
            self.scopes.pop();
            self.variables[variable].grows = Some(counter);
            grown.push(variable);
        }
        Ok(grown)
    }
}
