//! Lists that grow: `push`, and `extend` outside of loops.
//!
//! Outside of loops a list that grows is a new array. In a loop whose body pushes in every pass, the list has its last length
//! before the loop begins, and a variable of its own says how many elements there are so far: `list.push(e)` is
//! `list[len] = e; len += 1`, and what is read of the list is what is before `len`. So it is with an array whose length is not the
//! same in every pass of the loop in which it is made: it has the largest. A list that grows in some passes only has room for all of
//! them, and `len` is data: what is pushed is added to a 0 there, and after the loop the list still is what is before `len`.

use super::body::strip;
use super::calls::identifiers;
use super::records::Record;
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

/// What a loop pushes: the list, what is gone through by the loops inside around it, and of what kind it is.
struct Push<'e> {
    list: String,
    inside: Vec<&'e Expr>,
    item: Kind<'e>,
    /// Whether there are passes that do not push.
    perhaps: bool,
}

/// What is pushed, as far as it is written out.
enum Kind<'e> {
    Number,
    /// `[a, b]`
    Of(usize, Box<Kind<'e>>),
    /// `[a; n]`
    Is(&'e Expr, Box<Kind<'e>>),
    /// `(a, b)`
    Tuple(Vec<Kind<'e>>),
    /// `P { x: a, y: b }`
    Struct(&'e syn::ExprStruct, Vec<Kind<'e>>),
}

/// The kind of what is written out, or of a variable that was before.
fn kind_written<'e>(e: &'e Expr, lets: &[(String, &'e Expr)]) -> Kind<'e> {
    let first = |first: Option<&'e Expr>| Box::new(first.map_or(Kind::Number, |e| kind_written(e, lets)));
    match strip(e) {
        Expr::Array(array) => Kind::Of(array.elems.len(), first(array.elems.first())),
        Expr::Repeat(repeat) => Kind::Is(&repeat.len, first(Some(&repeat.expr))),
        Expr::Tuple(tuple) if !tuple.elems.is_empty() => Kind::Tuple(tuple.elems.iter().map(|e| kind_written(e, lets)).collect_vec()),
        Expr::Struct(made) if made.rest.is_none() => {
            Kind::Struct(made, made.fields.iter().map(|f| kind_written(&f.expr, lets)).collect_vec())
        }
        Expr::Path(_) => {
            let name = named(e);
            let known = lets.iter().rposition(|l| Some(&l.0) == name.as_ref());
            known.map_or(Kind::Number, |at| kind_written(lets[at].1, &lets[..at]))
        }
        _ => Kind::Number,
    }
}

/// What statements push in every pass, or `perhaps` only in some.
fn pushes<'e>(statements: &'e [Stmt], bound: &mut Vec<String>, (inside, perhaps): (&[&'e Expr], bool), out: &mut Vec<Push<'e>>) {
    let mut lets: Vec<(String, &'e Expr)> = Vec::new();
    for statement in statements {
        match statement {
            Stmt::Expr(Expr::MethodCall(e), _) if e.method == "push" && e.args.len() == 1 => {
                if let Some(list) = named(&e.receiver).filter(|list| !bound.contains(list)) {
                    out.push(Push { list, inside: inside.to_vec(), item: kind_written(&e.args[0], &lets), perhaps });
                }
            }
            Stmt::Expr(Expr::If(e), _) => {
                let mut branch = e;
                loop {
                    let known = bound.len();
                    pushes(&branch.then_branch.stmts, bound, (inside, true), out);
                    bound.truncate(known);
                    match branch.else_branch.as_ref().map(|b| &*b.1) {
                        Some(Expr::If(next)) => branch = next,
                        Some(Expr::Block(block)) => {
                            pushes(&block.block.stmts, bound, (inside, true), out);
                            bound.truncate(known);
                            break;
                        }
                        _ => break,
                    }
                }
            }
            Stmt::Expr(Expr::ForLoop(e), _) => {
                let mut names = Vec::new();
                identifiers(e.expr.to_token_stream(), &mut names);
                // How often a loop inside runs is known before the one around it where it does not depend on that.
                if names.iter().all(|name| !bound.contains(name)) {
                    let known = bound.len();
                    let perhaps = perhaps || super::leaving::leaves(&e.body.stmts);
                    identifiers(e.pat.to_token_stream(), bound);
                    pushes(&e.body.stmts, bound, (&[inside, &[&*e.expr]].concat(), perhaps), out);
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
            && self.variables[variable].grows.is_some_and(|so_far| self.variables[so_far].mutable)
            && let Some((variable, at)) = self.growing(&e.receiver, span)?
        {
            match self.linear(at) {
                Some(_) => self.write_place(variable, vec![at], value, span)?,
                None => self.fill_place(variable, at, value, span)?,
            }
            let one = self.number(1.0, span);
            let next = self.plus(at, one, span);
            let len = self.variables[variable].grows.expect("it grows");
            return self.assign(len, Value::Int(next), span).map(Some);
        }
        if self.is_outside_loop(variable) || self.variables[variable].grows.is_some() {
            return self.error(
                span,
                "how often a loop grows this `Vec` is not seen: `push` as a statement of a `for` or `while` loop, or of an `if` in one, or fill \
                 `vec![0.0; n]` by index, instead",
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

    /// Gives an element that is 0 a value, at an index that is data: what is added is gathered like any sum.
    fn fill_place(&mut self, variable: usize, at: ExprId, value: Value, span: Span) -> Eval<()> {
        match self.settled(value, span)? {
            Value::Float(value) => self.write_element(variable, vec![at], value, true, span),
            value => match (self.variables[variable].record.clone(), Record::of(&value)) {
                (Some(fields), Some(given)) if fields.fields().count() == given.fields().count() => {
                    let pairs = fields.fields().copied().zip(given.fields().cloned()).collect_vec();
                    pairs.into_iter().try_for_each(|(field, value)| self.fill_place(field, at, value, span))
                }
                _ => self.write_place(variable, vec![at], value, span),
            },
        }
    }

    /// The items of an iterator of which a condition says whether they are some, as a list.
    pub fn collected(&mut self, iter: &Rc<Iter>, span: Span) -> Eval<Array> {
        let (lo, hi) = self.bounds(iter, true, span)?;
        let most = self.minus(hi, lo, span);
        let most = self.widen(most, true).map(|most| self.as_length(most, span));
        let Some(most) = most.filter(|most| self.linear(*most).is_some()) else {
            return self.error(span, "how many items there are at most is not known before: fill `vec![0.0; n]` by index instead");
        };
        let zero = self.number(0.0, span);
        let list = self.hidden("kept", Value::Array(Array::Fill(Box::new(Value::Float(zero)), self.length_of(most))));
        let so_far = self.hidden("len", Value::Int(zero));
        self.each(iter, "i", span, |r, item, guard| {
            r.guarded(guard, span, |r| {
                let at = r.read(so_far, span)?;
                let at = r.int(at, span)?;
                let value = r.float(item, span)?;
                r.write_element(list, vec![at], value, true, span)?;
                let one = r.number(1.0, span);
                let next = r.plus(at, one, span);
                r.assign(so_far, Value::Int(next), span)
            })
        })?;
        let (all, len) = (self.read(list, span)?, self.read(so_far, span)?);
        let len = self.int(len, span)?;
        match all {
            Value::Array(all) => Ok(Array::Part(Box::new(all), zero, self.length_of(len))),
            _ => unreachable!("it is an array"),
        }
    }

    /// Goes through an array. Of one whose length is data, the items are those of all that there is room for, before that.
    pub fn elements_of(&mut self, array: Array, span: Span) -> Iter {
        if let Array::Part(whole, start, Extent::Expr(len)) = &array
            && self.widen(*len, true).is_none_or(|most| self.linear(most).is_none())
        {
            let room = self.length(whole);
            let room = self.extent(&room, span);
            let room = self.minus(room, *start, span);
            // Where that depends on data, too, elements behind the last one are none.
            let room = if self.linear(room).is_some() { self.length_of(room) } else { self.length(whole) };
            let all = Array::Part(whole.clone(), *start, room);
            return Iter::Before(Rc::new(Iter::Elements(all)), *len);
        }
        Iter::Elements(array)
    }

    /// Zeros in the place of all numbers of a kind.
    fn zero_of(&mut self, kind: &Kind<'_>, span: Span) -> Eval<Value> {
        Ok(match kind {
            Kind::Number => Value::Float(self.number(0.0, span)),
            Kind::Of(n, item) => Value::Array(Array::Fill(Box::new(self.zero_of(item, span)?), Extent::Number(*n as u64))),
            Kind::Is(len, item) => {
                let value = self.eval(len)?;
                let len = self.int(value, span)?;
                Value::Array(Array::Fill(Box::new(self.zero_of(item, span)?), self.length_of(len)))
            }
            Kind::Tuple(items) => Value::Tuple(items.iter().map(|kind| self.zero_of(kind, span)).try_collect_vec()?),
            Kind::Struct(made, kinds) => {
                let fields =
                    made.fields.iter().zip(kinds).map(|(f, kind)| Ok((f.member.to_token_stream().to_string(), self.zero_of(kind, span)?)));
                let mut fields = fields.try_collect_vec()?;
                chainrule_parser::sort::by(&mut fields, |a, b| a.0.cmp(&b.0));
                Value::Struct(super::types::text(made.path.to_token_stream()).into(), fields)
            }
        })
    }

    /// Gives an array whose length is not the same in every pass of the loops around room for that of the longest.
    pub fn give_room(&mut self, variable: usize) {
        let known = &self.variables[variable];
        let Some(Value::Array(array)) = &known.value else { return };
        let Extent::Expr(len) = self.length(array) else { return };
        if !known.mutable || !self.differs_by_pass(&Extent::Expr(len)) {
            return;
        }
        let whole = match array {
            Array::Part(whole, start, _) if self.is_number(*start, 0.0) => (**whole).clone(),
            Array::Fill(item, _) => {
                let item = item.clone();
                let Some(most) = self.widen(len, true).filter(|most| self.linear(*most).is_some()) else { return };
                Array::Fill(item, self.length_of(most))
            }
            _ => return,
        };
        self.variables[variable].value = Some(Value::Array(whole));
        self.scopes.push(chainrule_parser::table::Map::default());
        let so_far = self.bind("len", false, Some(Value::Int(len)));
        self.scopes.pop();
        self.variables[variable].grows = Some(so_far);
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

    /// Where the loop ends that [`Reader::make_room`] was called for.
    pub fn leave_lists(&mut self, grown: Vec<(usize, bool)>) {
        for (variable, full) in grown {
            self.growing_lists.retain(|list| *list != variable);
            if full {
                self.variables[variable].grows = None;
            }
        }
    }

    /// Gives the lists that a loop pushes to the length that they have after it, and says which are full then.
    pub fn make_room(&mut self, pattern: Option<&syn::Pat>, body: &syn::Block, iter: &Rc<Iter>, span: Span) -> Eval<Vec<(usize, bool)>> {
        let mut bound = Vec::new();
        if let Some(pattern) = pattern {
            identifiers(pattern.to_token_stream(), &mut bound);
        }
        let mut found = Vec::new();
        let leaves = super::leaving::leaves(&body.stmts);
        pushes(&body.stmts, &mut bound, (&[], leaves), &mut found);
        let mut grown = Vec::new();
        for push in &found {
            let Some(variable) = self.lookup(&push.list) else { continue };
            let known = &self.variables[variable];
            let (Some(Value::Array(array)), before, true) = (known.value.clone(), known.grows, known.depth == self.loops.len()) else {
                continue;
            };
            let known = known.record.clone();
            // One in a branch, say, is not followed.
            let seen = found.iter().filter(|other| other.list == push.list).count();
            let perhaps = !super::items::counted(iter) || found.iter().any(|other| other.list == push.list && other.perhaps);
            let of_data = before.is_some_and(|so_far| self.variables[so_far].mutable);
            if self.growing_lists.contains(&variable)
                || changes(body.to_token_stream(), &push.list) != seen
                || super::items::endless(iter)
                || before.is_some() && (known.is_some() || !of_data || self.lengths(&array).is_none())
            {
                continue;
            }
            let mut more = self.number(0.0, span);
            for other in found.iter().filter(|other| other.list == push.list) {
                let (lo, hi) = self.bounds(iter, true, span)?;
                let mut passes = self.minus(hi, lo, span);
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
            let zero = self.zero_of(&push.item, span)?;
            let room = Array::Fill(Box::new(zero), self.length_of(more));
            let whole = self.appended(array, room, span)?;
            self.assign(variable, Value::Array(whole), span)?;
            self.split_records_of(variable)?;
            let len = self.extent(&len, span);
            self.scopes.push(chainrule_parser::table::Map::default());
            let counter = before.unwrap_or_else(|| self.bind("len", true, Some(Value::Int(len))));
            self.scopes.pop();
            self.variables[variable].grows = Some(counter);
            // One that grows in some passes has its length from then on.
            grown.push((variable, !perhaps && before.is_none()));
            self.growing_lists.push(variable);
        }
        Ok(grown)
    }
}
