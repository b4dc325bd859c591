//! Rust functions run as they stand, with dual numbers: an interpreter of statements that shares nothing
//! with the reader of `#[gradient]`, so that the two can be compared.

use std::collections::HashMap;
use std::rc::Rc;
use syn::{BinOp, Expr, Lit, Pat, Stmt, UnOp};

/// A value; a float has its derivative beside it.
#[derive(Clone, Debug)]
pub enum V {
    F(f64, f64),
    I(i64),
    B(bool),
    A(Vec<V>),
    T(Vec<V>),
    Range(i64, i64),
    /// A struct: fields by name.
    #[allow(dead_code)]
    S(Vec<(String, V)>),
    /// A variant of an enum, and what it holds.
    E(String, Box<V>),
    /// A place that is borrowed: a variable, and the way from there.
    P(String, Vec<At>),
    Closure(Code),
    Unit,
}

/// A step from a variable to a place in it.
#[derive(Clone, Debug, PartialEq)]
pub enum At {
    Item(usize),
    Field(String),
}

/// A closure as it is written, with the variables that one with `move` took along.
#[derive(Clone)]
pub struct Code(Rc<syn::ExprClosure>, Option<Vec<HashMap<String, V>>>);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a closure")
    }
}

/// Arithmetic in which every result is off by a random part of itself, and what was decided on the way (Parker, *Monte Carlo
/// arithmetic*, 1997): how much that moves the end says how well it can be known.
#[derive(Clone, Copy)]
struct Noise {
    state: u64,
    size: f64,
    decisions: u64,
}

thread_local! {
    static NOISE: std::cell::Cell<Noise> = const { std::cell::Cell::new(Noise { state: 0, size: 0.0, decisions: 0 }) };
}

/// What a computation gives if each of its results is off by up to `size` of itself, and a number for the way that it took.
#[allow(dead_code)]
pub fn with_noise<T>(seed: u64, size: f64, run: impl FnOnce() -> T) -> (T, u64) {
    NOISE.set(Noise { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, size, decisions: 0 });
    let result = run();
    let decisions = NOISE.get().decisions;
    NOISE.set(Noise { state: 0, size: 0.0, decisions: 0 });
    (result, decisions)
}

/// What a function gives with one of the ways that roundings can go; 0 is that of the machine.
#[allow(dead_code)]
pub fn rounded(way: u64, run: &dyn Fn() -> f64) -> f64 {
    with_noise(way, if way == 0 { 0.0 } else { f64::EPSILON }, run).0
}

/// How far a result moves if everything on the way to it is off by a rounding; 0 where that changes what is decided on the way,
/// as at a kink, and says nothing of rounding.
#[allow(dead_code)]
pub fn deviation(way: u64, run: &dyn Fn() -> f64) -> f64 {
    let (exact, decisions) = with_noise(way, if way == 0 { 0.0 } else { f64::EPSILON }, run);
    let moved = (1..=16).map(|seed| with_noise(seed, f64::EPSILON, run)).filter(|(_, other)| *other == decisions);
    moved.map(|(x, _)| (x - exact).abs()).filter(|d| d.is_finite()).fold(0.0, f64::max)
}

/// A number as the arithmetic of the moment gives it.
fn off(x: f64) -> f64 {
    let mut noise = NOISE.get();
    if noise.size == 0.0 {
        return x;
    }
    noise.state ^= noise.state << 13;
    noise.state ^= noise.state >> 7;
    noise.state ^= noise.state << 17;
    NOISE.set(noise);
    x * (1.0 + noise.size * ((noise.state >> 11) as f64 / (1u64 << 52) as f64 - 1.0))
}

/// Notes what was decided.
fn decided(which: bool) -> bool {
    let mut noise = NOISE.get();
    noise.decisions = (noise.decisions ^ (1 + u64::from(which))).wrapping_mul(0x0100_0000_01b3).rotate_left(9);
    NOISE.set(noise);
    which
}

enum Flow {
    Return(V),
    Break(Option<String>, V),
    Continue(Option<String>),
}

type Run<T> = Result<T, Flow>;

pub struct Machine<'a> {
    scopes: Vec<HashMap<String, V>>,
    /// The items around: constants and functions that may be called.
    items: &'a [syn::Item],
}

/// Runs a function of a file: its arguments in order, `self` first.
#[allow(dead_code)]
pub fn run_named(file: &syn::File, name: &str, arguments: Vec<V>) -> (f64, f64) {
    let mut machine = Machine { scopes: Vec::new(), items: &file.items };
    let (signature, block) = find_function(&file.items, name).unwrap_or_else(|| panic!("no function `{name}`"));
    machine.call(signature, block, arguments).float()
}

/// Runs a copy of a function that counts passes.
#[allow(dead_code)]
pub fn count(block: &syn::Block, arguments: &[(&str, V)]) -> Vec<usize> {
    let scope = arguments.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    let value = match (Machine { scopes: vec![scope], items: &[] }).block(block) {
        Ok(v) | Err(Flow::Return(v)) => v,
        Err(_) => panic!("a loop is left outside of one"),
    };
    value.items().iter().map(|n| n.int() as usize).collect()
}

/// Runs a function: its arguments by name.
#[allow(dead_code)]
pub fn run(function: &syn::ItemFn, arguments: &[(&str, V)]) -> (f64, f64) {
    let scope = arguments.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    let mut machine = Machine { scopes: vec![scope], items: &[] };
    let value = match machine.block(&function.block) {
        Ok(v) | Err(Flow::Return(v)) => v,
        Err(_) => panic!("a loop is left outside of one"),
    };
    value.float()
}

impl V {
    fn float(&self) -> (f64, f64) {
        match self {
            V::F(v, d) => (*v, *d),
            other => panic!("no float: {other:?}"),
        }
    }

    fn int(&self) -> i64 {
        match self {
            V::I(n) => *n,
            other => panic!("no integer: {other:?}"),
        }
    }

    fn bool(&self) -> bool {
        match self {
            V::B(b) => *b,
            other => panic!("no condition: {other:?}"),
        }
    }

    fn items(self) -> Vec<V> {
        match self {
            V::A(items) | V::T(items) => items,
            V::Range(a, b) => (a..b).map(V::I).collect(),
            other => panic!("no items: {other:?}"),
        }
    }
}

fn find_function<'a>(items: &'a [syn::Item], name: &str) -> Option<(&'a syn::Signature, &'a syn::Block)> {
    items.iter().find_map(|item| match item {
        syn::Item::Fn(f) if f.sig.ident == name => Some((&f.sig, &*f.block)),
        syn::Item::Impl(block) => block.items.iter().find_map(|i| match i {
            syn::ImplItem::Fn(f) if f.sig.ident == name => Some((&f.sig, &f.block)),
            _ => None,
        }),
        _ => None,
    })
}

fn find_constant<'a>(items: &'a [syn::Item], name: &str) -> Option<&'a Expr> {
    items.iter().find_map(|item| match item {
        syn::Item::Const(c) if c.ident == name => Some(&*c.expr),
        syn::Item::Static(c) if c.ident == name => Some(&*c.expr),
        _ => None,
    })
}

/// Constants of the standard library.
fn known_constant(name: &str) -> Option<f64> {
    use std::f64::consts;
    Some(match name {
        "PI" => consts::PI,
        "TAU" => consts::TAU,
        "E" => consts::E,
        "FRAC_PI_2" => consts::FRAC_PI_2,
        "FRAC_PI_4" => consts::FRAC_PI_4,
        "FRAC_2_SQRT_PI" => consts::FRAC_2_SQRT_PI,
        "SQRT_2" => consts::SQRT_2,
        "LN_2" => consts::LN_2,
        "INFINITY" => f64::INFINITY,
        "NEG_INFINITY" => f64::NEG_INFINITY,
        "NAN" => f64::NAN,
        "EPSILON" => f64::EPSILON,
        "MIN_POSITIVE" => f64::MIN_POSITIVE,
        "MAX" => f64::MAX,
        _ => return None,
    })
}

fn path_name(e: &Expr) -> Option<String> {
    match e {
        Expr::Path(p) => p.path.get_ident().map(ToString::to_string),
        Expr::Paren(e) => path_name(&e.expr),
        Expr::Reference(e) => path_name(&e.expr),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => path_name(&e.expr),
        _ => None,
    }
}

impl<'a> Machine<'a> {
    /// Calls a function that sees nothing of its caller.
    fn call(&mut self, signature: &syn::Signature, block: &syn::Block, arguments: Vec<V>) -> V {
        let outer = std::mem::replace(&mut self.scopes, vec![HashMap::new()]);
        for (input, value) in signature.inputs.iter().zip(arguments) {
            match input {
                syn::FnArg::Receiver(_) => {
                    self.scopes[0].insert("self".to_owned(), value);
                }
                syn::FnArg::Typed(t) => self.bind(&t.pat, value),
            }
        }
        let result = self.block(block);
        self.scopes = outer;
        match result {
            Ok(v) | Err(Flow::Return(v)) => v,
            Err(_) => panic!("a loop is left outside of one"),
        }
    }

    /// Calls a closure, which sees the variables where it is called.
    fn apply(&mut self, closure: &Code, arguments: Vec<V>) -> Run<V> {
        let outer = closure.1.clone().map(|taken| std::mem::replace(&mut self.scopes, taken));
        let closure = &closure.0;
        self.scopes.push(HashMap::new());
        closure.inputs.iter().zip(arguments).for_each(|(p, v)| self.bind(p, v));
        let result = self.eval(&closure.body);
        self.scopes.pop();
        if let Some(outer) = outer {
            self.scopes = outer;
        }
        match result {
            Err(Flow::Return(v)) => Ok(v),
            other => other,
        }
    }

    fn function_call(&mut self, c: &syn::ExprCall) -> Run<V> {
        let mut arguments = c.args.iter().map(|a| self.eval(a)).collect::<Run<Vec<V>>>()?;
        let Expr::Path(path) = &*c.func else { panic!("a call") };
        let segments: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
        let name = segments.last().expect("a name").clone();
        if let Some(V::Closure(closure)) = self.scopes.iter().rev().find_map(|s| s.get(&name)).cloned() {
            return self.apply(&closure, arguments);
        }
        if let Some((signature, block)) = find_function(self.items, &name) {
            return Ok(self.call(signature, block, arguments));
        }
        if name.starts_with(char::is_uppercase) && name != "Some" {
            return Ok(V::E(name, Box::new(V::T(arguments))));
        }
        if name.starts_with("from") || name == "Some" {
            return Ok(match arguments.remove(0) {
                V::I(n) => V::F(n as f64, 0.0),
                v => v,
            });
        }
        match segments.len() {
            2 => Ok(self.on_value(&name, arguments.remove(0), arguments)),
            _ => panic!("a call of {name}"),
        }
    }

    fn block(&mut self, block: &syn::Block) -> Run<V> {
        self.scopes.push(HashMap::new());
        let result = self.statements(&block.stmts);
        self.scopes.pop();
        result
    }

    fn statements(&mut self, statements: &[Stmt]) -> Run<V> {
        let mut value = V::Unit;
        for statement in statements {
            value = V::Unit;
            match statement {
                Stmt::Local(local) => {
                    let v = match &local.init {
                        Some(init) => self.eval(&init.expr)?,
                        None => V::Unit,
                    };
                    if let Some((_, otherwise)) = local.init.as_ref().and_then(|init| init.diverge.as_ref()) {
                        if !self.fits(&local.pat, &v)? {
                            self.eval(otherwise)?;
                        }
                    } else {
                        self.bind(&local.pat, v);
                    }
                }
                Stmt::Expr(e, semi) => {
                    let v = self.eval(e)?;
                    if semi.is_none() {
                        value = v;
                    }
                }
                Stmt::Macro(m) if m.mac.path.segments.last().is_some_and(|s| s.ident.to_string().contains("assert")) => {}
                Stmt::Item(syn::Item::Const(c)) => {
                    let v = self.eval(&c.expr)?;
                    self.scopes.last_mut().unwrap().insert(c.ident.to_string(), v);
                }
                Stmt::Item(syn::Item::Use(_) | syn::Item::Struct(_) | syn::Item::Enum(_)) => {}
                _ => panic!("an item or a macro"),
            }
        }
        Ok(value)
    }

    fn bind(&mut self, pat: &Pat, value: V) {
        match pat {
            Pat::Ident(p) => {
                self.scopes.last_mut().unwrap().insert(p.ident.to_string(), value);
            }
            Pat::Type(p) => self.bind(&p.pat, value),
            Pat::Reference(p) => self.bind(&p.pat, value),
            Pat::Wild(_) => {}
            Pat::Tuple(p) => p.elems.iter().zip(value.items()).for_each(|(p, v)| self.bind(p, v)),
            Pat::Slice(p) => {
                let items = value.items();
                let rest = p.elems.iter().position(|p| matches!(p, Pat::Rest(_)) || matches!(p, Pat::Ident(p) if p.subpat.is_some()));
                for (k, item) in p.elems.iter().enumerate() {
                    match rest {
                        Some(at) if k == at => {
                            if let Pat::Ident(name) = item {
                                let inside = items[at..items.len() + at + 1 - p.elems.len()].to_vec();
                                self.scopes.last_mut().unwrap().insert(name.ident.to_string(), V::A(inside));
                            }
                        }
                        Some(at) if k > at => self.bind(item, items[items.len() + k - p.elems.len()].clone()),
                        _ => self.bind(item, items[k].clone()),
                    }
                }
            }
            Pat::Struct(p) => {
                let V::S(fields) = value else { panic!("a pattern of a struct") };
                for f in &p.fields {
                    let syn::Member::Named(name) = &f.member else { panic!("a name") };
                    let value = fields.iter().find(|(n, _)| name == n).expect("a field").1.clone();
                    self.bind(&f.pat, value);
                }
            }
            _ => panic!("a pattern"),
        }
    }

    fn fits(&mut self, pat: &Pat, value: &V) -> Run<bool> {
        Ok(match (pat, value) {
            (Pat::Wild(_), _) => true,
            (Pat::Ident(p), v) => {
                if let Some((_, inside)) = &p.subpat
                    && !self.fits(inside, v)?
                {
                    return Ok(false);
                }
                self.bind(pat, v.clone());
                true
            }
            (Pat::Path(p), V::E(name, _)) => p.path.segments.last().unwrap().ident == name,
            (Pat::TupleStruct(p), V::E(name, held)) => {
                if p.path.segments.last().unwrap().ident != name {
                    return Ok(false);
                }
                for (p, v) in p.elems.iter().zip(held.clone().items()) {
                    if !self.fits(p, &v)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Pat::Struct(p), V::E(name, held)) => {
                let fits = p.path.segments.last().unwrap().ident == name;
                if fits {
                    self.bind(pat, (**held).clone());
                }
                fits
            }
            (Pat::Struct(_), V::S(_)) => {
                self.bind(pat, value.clone());
                true
            }
            (Pat::Lit(l), v) => match (&l.lit, v) {
                (Lit::Int(n), V::I(m)) => n.base10_parse::<i64>().unwrap() == *m,
                (Lit::Bool(b), V::B(c)) => b.value == *c,
                _ => panic!("a literal pattern"),
            },
            (Pat::Range(r), V::I(m)) => {
                let end = |m: &mut Self, e: &Option<Box<Expr>>| e.as_ref().map(|e| m.eval(e)).transpose();
                let (a, b) = (end(self, &r.start)?, end(self, &r.end)?);
                let closed = matches!(r.limits, syn::RangeLimits::Closed(_));
                a.is_none_or(|a| a.int() <= *m) && b.is_none_or(|b| if closed { *m <= b.int() } else { *m < b.int() })
            }
            (Pat::Or(p), v) => {
                for case in &p.cases {
                    if self.fits(case, v)? {
                        return Ok(true);
                    }
                }
                false
            }
            (Pat::Tuple(p), V::T(items)) => {
                for (p, v) in p.elems.iter().zip(items) {
                    if !self.fits(p, v)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Pat::Guard(p), v) => self.fits(&p.pat, v)? && self.eval(&p.guard)?.bool(),
            _ => panic!("a pattern of a match"),
        })
    }

    fn place(&mut self, e: &Expr) -> Run<(String, Vec<At>)> {
        match e {
            Expr::Index(i) => {
                let (name, mut at) = self.place(&i.expr)?;
                let k = self.eval(&i.index)?.int();
                at.push(At::Item(usize::try_from(k).expect("in range")));
                // A chunk is a list of places.
                match self.slot(&name, &at) {
                    V::P(of, place) => Ok((of.clone(), place.clone())),
                    _ => Ok((name, at)),
                }
            }
            Expr::Field(f) => {
                let (name, mut at) = self.place(&f.base)?;
                at.push(match &f.member {
                    syn::Member::Named(name) => At::Field(name.to_string()),
                    syn::Member::Unnamed(n) => At::Item(n.index as usize),
                });
                Ok((name, at))
            }
            other => {
                let name = path_name(other).expect("a place");
                match self.scopes.iter().rev().find_map(|s| s.get(&name)) {
                    Some(V::P(of, at)) => Ok((of.clone(), at.clone())),
                    _ => Ok((name, Vec::new())),
                }
            }
        }
    }

    fn slot(&mut self, name: &str, at: &[At]) -> &mut V {
        let scope = self.scopes.iter_mut().rev().find(|s| s.contains_key(name)).unwrap_or_else(|| panic!("`{name}` is unknown"));
        let mut slot = scope.get_mut(name).unwrap();
        for step in at {
            slot = match (slot, step) {
                (V::A(items) | V::T(items), At::Item(k)) => &mut items[*k],
                (V::S(fields), At::Field(name)) => &mut fields.iter_mut().find(|f| f.0 == *name).expect("a field").1,
                _ => panic!("no array and no struct"),
            };
        }
        slot
    }

    /// What is at a place that is borrowed, or a value as it is.
    fn read(&mut self, v: V) -> V {
        match v {
            V::P(name, at) => self.slot(&name, &at).clone(),
            v => v,
        }
    }

    fn assign(&mut self, e: &Expr, value: V) -> Run<()> {
        match e {
            Expr::Tuple(t) => t.elems.iter().zip(value.items()).try_for_each(|(e, v)| self.assign(e, v)),
            other => {
                let (name, at) = self.place(other)?;
                *self.slot(&name, &at) = value;
                Ok(())
            }
        }
    }

    fn eval(&mut self, e: &Expr) -> Run<V> {
        Ok(match e {
            Expr::Paren(e) => self.eval(&e.expr)?,
            Expr::Const(e) => self.block(&e.block)?,
            Expr::Call(e) if matches!(&*e.func, Expr::Path(p) if p.path.segments.last().unwrap().ident == "new") => {
                self.eval(&e.args[0])?
            }
            Expr::Reference(e) if e.mutability.is_some() => {
                let (name, at) = self.place(&e.expr)?;
                V::P(name, at)
            }
            Expr::Reference(e) => self.eval(&e.expr)?,
            Expr::Lit(l) => match &l.lit {
                Lit::Float(f) => V::F(f.base10_parse().unwrap(), 0.0),
                Lit::Int(n) if n.suffix() == "f64" || n.suffix() == "f32" => V::F(n.base10_digits().parse().unwrap(), 0.0),
                Lit::Int(n) => V::I(n.base10_parse().unwrap()),
                Lit::Bool(b) => V::B(b.value),
                _ => panic!("a literal"),
            },
            Expr::Path(p) => {
                let name = p.path.segments.last().expect("a name").ident.to_string();
                if let Some(v) = self.scopes.iter().rev().find_map(|s| s.get(&name)) {
                    return Ok(v.clone());
                }
                if p.path.segments.len() == 2 && known_constant(&name).is_none() && find_constant(self.items, &name).is_none() {
                    return Ok(V::E(name, Box::new(V::Unit)));
                }
                match (find_constant(self.items, &name), known_constant(&name)) {
                    (Some(e), _) => self.eval(e)?,
                    (None, Some(x)) => V::F(x, 0.0),
                    (None, None) => panic!("`{name}` is unknown"),
                }
            }
            Expr::Closure(c) => V::Closure(Code(Rc::new(c.clone()), c.capture.is_some().then(|| self.scopes.clone()))),
            Expr::Struct(made) => {
                let mut fields = Vec::new();
                for f in &made.fields {
                    let syn::Member::Named(name) = &f.member else { panic!("a name") };
                    let value = self.eval(&f.expr)?;
                    fields.push((name.to_string(), self.read(value)));
                }
                if let Some(base) = &made.rest {
                    let V::S(others) = self.eval(base)? else { panic!("no struct") };
                    let others: Vec<(String, V)> = others.into_iter().filter(|(n, _)| fields.iter().all(|f| f.0 != *n)).collect();
                    fields.extend(others);
                }
                match made.path.segments.len() {
                    1 => V::S(fields),
                    _ => V::E(made.path.segments.last().unwrap().ident.to_string(), Box::new(V::S(fields))),
                }
            }
            Expr::Call(c) => self.function_call(c)?,
            Expr::Unary(u) => {
                let v = self.eval(&u.expr)?;
                match (&u.op, self.read(v)) {
                    (UnOp::Deref(_), v) => v,
                    (UnOp::Neg(_), V::F(v, d)) => V::F(-v, -d),
                    (UnOp::Neg(_), V::I(n)) => V::I(-n),
                    (UnOp::Not(_), V::B(b)) => V::B(!b),
                    _ => panic!("an operator"),
                }
            }
            Expr::Binary(b) => self.binary(b)?,
            Expr::Assign(a) => {
                let v = self.eval(&a.right)?;
                self.assign(&a.left, v)?;
                V::Unit
            }
            Expr::Block(b) => match self.block(&b.block) {
                Err(Flow::Break(Some(label), value)) if b.label.as_ref().is_some_and(|l| l.name.ident == label) => value,
                other => other?,
            },
            Expr::Let(l) => {
                let value = self.eval(&l.expr)?;
                V::B(self.fits(&l.pat, &value)?)
            }
            Expr::If(i) => {
                // What the condition binds is known in the branch.
                self.scopes.push(HashMap::new());
                let result = match self.eval(&i.cond) {
                    Ok(V::B(true)) => self.block(&i.then_branch),
                    Ok(_) => match &i.else_branch {
                        Some((_, e)) => self.eval(e),
                        None => Ok(V::Unit),
                    },
                    Err(flow) => Err(flow),
                };
                self.scopes.pop();
                result?
            }
            Expr::Match(m) => {
                let value = self.eval(&m.expr)?;
                for arm in &m.arms {
                    self.scopes.push(HashMap::new());
                    let fits = self.fits(&arm.pat, &value);
                    let result = match fits {
                        Ok(true) => Some(self.eval(&arm.body)),
                        Ok(false) => None,
                        Err(flow) => Some(Err(flow)),
                    };
                    self.scopes.pop();
                    if let Some(result) = result {
                        return result;
                    }
                }
                panic!("no arm fits")
            }
            Expr::Index(i) => {
                let base = self.eval(&i.expr)?;
                let base = self.read(base).items();
                let index = self.eval(&i.index)?;
                match index {
                    V::Range(a, b) => V::A(base[a as usize..(b as usize).min(base.len())].to_vec()),
                    index => base[index.int() as usize].clone(),
                }
            }
            Expr::Array(a) => V::A(a.elems.iter().map(|e| self.eval(e)).collect::<Run<_>>()?),
            Expr::Repeat(r) => {
                let (v, n) = (self.eval(&r.expr)?, self.eval(&r.len)?.int());
                V::A(vec![v; n as usize])
            }
            Expr::Tuple(t) if t.elems.is_empty() => V::Unit,
            Expr::Tuple(t) => V::T(t.elems.iter().map(|e| self.eval(e)).collect::<Run<_>>()?),
            Expr::Cast(c) => {
                let v = self.eval(&c.expr)?;
                let v = self.read(v);
                let to = path_of(&c.ty);
                match v {
                    V::I(n) if to == "f64" || to == "f32" => V::F(n as f64, 0.0),
                    V::F(x, _) if to != "f64" && to != "f32" => V::I(if to.starts_with('u') { x as u64 as i64 } else { x as i64 }),
                    V::B(b) => V::I(i64::from(b)),
                    v => v,
                }
            }
            Expr::Range(r) => {
                let a = r.start.as_ref().map_or(Ok(V::I(0)), |e| self.eval(e))?.int();
                let b = r.end.as_ref().map_or(Ok(V::I(i64::MAX)), |e| self.eval(e))?.int();
                V::Range(a, if matches!(r.limits, syn::RangeLimits::Closed(_)) { b + 1 } else { b })
            }
            Expr::MethodCall(m) => self.method(m)?,
            Expr::ForLoop(f) => {
                for item in self.eval(&f.expr)?.items() {
                    self.scopes.push(HashMap::new());
                    self.bind(&f.pat, item);
                    let result = self.block(&f.body);
                    self.scopes.pop();
                    if let Some(value) = goes_on(result, &f.label)? {
                        return Ok(value);
                    }
                }
                V::Unit
            }
            Expr::While(w) => {
                while self.eval(&w.cond)?.bool() {
                    let result = self.block(&w.body);
                    if let Some(value) = goes_on(result, &w.label)? {
                        return Ok(value);
                    }
                }
                V::Unit
            }
            Expr::Loop(l) => loop {
                let result = self.block(&l.body);
                if let Some(value) = goes_on(result, &l.label)? {
                    return Ok(value);
                }
            },
            Expr::Return(r) => {
                let v = self.eval(r.expr.as_ref().unwrap())?;
                return Err(Flow::Return(v));
            }
            Expr::Break(b) => {
                let value = b.expr.as_ref().map_or(Ok(V::Unit), |e| self.eval(e))?;
                return Err(Flow::Break(b.label.as_ref().map(|l| l.ident.to_string()), value));
            }
            Expr::Continue(c) => return Err(Flow::Continue(c.label.as_ref().map(|l| l.ident.to_string()))),
            Expr::Field(f) => match &f.member {
                syn::Member::Unnamed(n) => self.eval(&f.base)?.items().swap_remove(n.index as usize),
                syn::Member::Named(name) => match self.eval(&f.base).map(|v| self.read(v))? {
                    V::S(fields) => fields.into_iter().find(|f| name == &f.0).expect("a field").1,
                    other => panic!("no struct: {other:?}"),
                },
            },
            // `vec![value; n]`
            Expr::Macro(m) if m.mac.path.is_ident("vec") => {
                let inside = &m.mac.tokens;
                self.eval(&syn::parse_quote!([#inside]))?
            }
            _ => panic!("an expression"),
        })
    }

    fn binary(&mut self, b: &syn::ExprBinary) -> Run<V> {
        let plain: Option<BinOp> = match b.op {
            BinOp::AddAssign(_) => Some(syn::parse_quote!(+)),
            BinOp::SubAssign(_) => Some(syn::parse_quote!(-)),
            BinOp::MulAssign(_) => Some(syn::parse_quote!(*)),
            BinOp::DivAssign(_) => Some(syn::parse_quote!(/)),
            BinOp::RemAssign(_) => Some(syn::parse_quote!(%)),
            BinOp::BitAndAssign(_) => Some(syn::parse_quote!(&)),
            BinOp::BitOrAssign(_) => Some(syn::parse_quote!(|)),
            BinOp::BitXorAssign(_) => Some(syn::parse_quote!(^)),
            BinOp::ShlAssign(_) => Some(syn::parse_quote!(<<)),
            BinOp::ShrAssign(_) => Some(syn::parse_quote!(>>)),
            _ => None,
        };
        if let Some(op) = plain {
            let right = self.eval(&b.right)?;
            let (name, at) = self.place(&b.left)?;
            let old = self.slot(&name, &at).clone();
            *self.slot(&name, &at) = operate(&op, old, right);
            return Ok(V::Unit);
        }
        let left = self.eval(&b.left)?;
        match (&b.op, &left) {
            (BinOp::And(_), V::B(false)) | (BinOp::Or(_), V::B(true)) => return Ok(left),
            (BinOp::And(_) | BinOp::Or(_), _) => return self.eval(&b.right),
            _ => {}
        }
        let right = self.eval(&b.right)?;
        let (left, right) = (self.read(left), self.read(right));
        Ok(operate(&b.op, left, right))
    }

    /// An argument of a method: also a method by its path, `f64::max`.
    fn argument(&mut self, e: &Expr) -> Run<V> {
        let Expr::Path(p) = e else { return self.eval(e) };
        let names: Vec<String> = p.path.segments.iter().map(|s| s.ident.to_string()).collect();
        match &names[..] {
            [ty, name] if ty == "f64" && name.starts_with(char::is_lowercase) => {
                let name = syn::Ident::new(name, proc_macro2::Span::call_site());
                self.eval(&match name.to_string().as_str() {
                    "max" | "min" | "total_cmp" => syn::parse_quote!(|__a, __b| __a.#name(__b)),
                    _ => syn::parse_quote!(|__a| __a.#name()),
                })
            }
            _ => self.eval(e),
        }
    }

    fn method(&mut self, m: &syn::ExprMethodCall) -> Run<V> {
        // Cells, in the copy that counts.
        match m.method.to_string().as_str() {
            "get" | "each_ref" if m.args.is_empty() => return self.eval(&m.receiver),
            "map" if matches!(&*m.receiver, Expr::MethodCall(r) if r.method == "each_ref") => return self.eval(&m.receiver),
            "reverse" => {
                let (name, at) = self.place(&m.receiver)?;
                match self.slot(&name, &at) {
                    V::A(items) => items.reverse(),
                    _ => panic!("no array"),
                }
                return Ok(V::Unit);
            }
            "fill" | "rotate_left" | "rotate_right" | "copy_from_slice" | "push" => {
                let value = self.eval(&m.args[0])?;
                let (name, at) = self.place(&m.receiver)?;
                let V::A(items) = self.slot(&name, &at) else { panic!("no array") };
                match m.method.to_string().as_str() {
                    "fill" => items.fill(value),
                    "rotate_left" => items.rotate_left(value.int() as usize),
                    "rotate_right" => items.rotate_right(value.int() as usize),
                    "push" => items.push(value),
                    _ => *items = value.items(),
                }
                return Ok(V::Unit);
            }
            "iter_mut" | "chunks_exact_mut" => {
                let size = m.args.first().map(|n| self.eval(n)).transpose()?.map(|n| n.int() as usize);
                let (name, at) = self.place(&m.receiver)?;
                let V::A(items) = self.slot(&name, &at) else { panic!("no array") };
                let place = |k| V::P(name.clone(), [at.clone(), vec![At::Item(k)]].concat());
                let places: Vec<V> = (0..items.len()).map(place).collect();
                return Ok(V::A(match size {
                    Some(n) => places.chunks_exact(n).map(|c| V::A(c.to_vec())).collect(),
                    None => places,
                }));
            }
            "swap" => {
                let (name, mut at) = self.place(&m.receiver)?;
                let (a, b) = (self.eval(&m.args[0])?.int() as usize, self.eval(&m.args[1])?.int() as usize);
                at.push(At::Item(a));
                let x = self.slot(&name, &at).clone();
                *at.last_mut().unwrap() = At::Item(b);
                let y = std::mem::replace(self.slot(&name, &at), x);
                *at.last_mut().unwrap() = At::Item(a);
                *self.slot(&name, &at) = y;
                return Ok(V::Unit);
            }
            "set" => {
                let value = self.eval(&m.args[0])?;
                self.assign(&m.receiver, value)?;
                return Ok(V::Unit);
            }
            _ => {}
        }
        let receiver = self.eval(&m.receiver)?;
        let receiver = self.read(receiver);
        let name = m.method.to_string();
        let arguments = m.args.iter().map(|a| self.argument(a)).collect::<Run<Vec<V>>>()?;
        Ok(match (name.as_str(), &arguments[..]) {
            ("map", [V::Closure(f)]) => V::A(receiver.items().into_iter().map(|v| self.apply(f, vec![v])).collect::<Run<Vec<V>>>()?),
            ("filter", [V::Closure(f)]) => {
                let mut kept = Vec::new();
                for item in receiver.items() {
                    if self.apply(f, vec![item.clone()])?.bool() {
                        kept.push(item);
                    }
                }
                V::A(kept)
            }
            ("any" | "all", [V::Closure(f)]) => {
                let mut holds = Vec::new();
                for item in receiver.items() {
                    holds.push(self.apply(f, vec![item])?.bool());
                }
                V::B(if name == "any" { holds.contains(&true) } else { !holds.contains(&false) })
            }
            ("map_or", [V::Closure(_), _]) => panic!("no options"),
            ("for_each", [V::Closure(f)]) => {
                for item in receiver.items() {
                    self.apply(f, vec![item])?;
                }
                V::Unit
            }
            ("take_while" | "skip_while", [V::Closure(f)]) => {
                let items = receiver.items();
                let mut n = 0;
                while n < items.len() && self.apply(f, vec![items[n].clone()])?.bool() {
                    n += 1;
                }
                V::A(if name == "take_while" { items[..n].to_vec() } else { items[n..].to_vec() })
            }
            ("min_by" | "max_by", [V::Closure(f)]) => {
                let mut items = receiver.items().into_iter();
                let mut best = items.next().expect("an item");
                for item in items {
                    let order = self.apply(f, vec![best.clone(), item.clone()])?.int();
                    if decided(if name == "min_by" { order > 0 } else { order <= 0 }) {
                        best = item;
                    }
                }
                best
            }
            ("reduce", [V::Closure(f)]) => {
                let mut items = receiver.items().into_iter();
                let mut value = items.next().expect("an item");
                for item in items {
                    value = self.apply(f, vec![value, item])?;
                }
                value
            }
            ("fold", [start, V::Closure(f)]) => {
                let mut value = start.clone();
                for item in receiver.items() {
                    value = self.apply(f, vec![value, item])?;
                }
                value
            }
            ("unwrap" | "into_iter" | "iter" | "to_vec" | "copied" | "cloned" | "clone" | "collect" | "to_owned" | "by_ref", []) => {
                receiver
            }
            ("sum", []) => receiver.items().into_iter().fold(V::F(0.0, 0.0), |a, b| operate(&syn::parse_quote!(+), a, b)),
            ("product", []) => receiver.items().into_iter().fold(V::F(1.0, 0.0), |a, b| operate(&syn::parse_quote!(*), a, b)),
            _ => match find_function(self.items, &name) {
                Some((signature, block)) => self.call(signature, block, [vec![receiver], arguments].concat()),
                None => self.on_value(&name, receiver, arguments),
            },
        })
    }

    /// A method of numbers, arrays and ranges.
    fn on_value(&mut self, name: &str, receiver: V, arguments: Vec<V>) -> V {
        match self.exact(name, receiver, arguments) {
            V::F(v, d) => V::F(off(v), off(d)),
            v => v,
        }
    }

    fn exact(&mut self, name: &str, receiver: V, arguments: Vec<V>) -> V {
        match (receiver, &arguments[..]) {
            (V::A(items), []) if name == "len" => V::I(items.len() as i64),
            (V::A(items), [n]) if name == "windows" => V::A(items.windows(n.int() as usize).map(|w| V::A(w.to_vec())).collect()),
            (V::A(items), [n]) if name == "chunks_exact" => V::A(items.chunks_exact(n.int() as usize).map(|w| V::A(w.to_vec())).collect()),
            (V::A(items), [n]) if name == "chunks" => V::A(items.chunks(n.int() as usize).map(|w| V::A(w.to_vec())).collect()),
            (v, [n]) if name == "take" => V::A(v.items().into_iter().take(n.int() as usize).collect()),
            (V::F(a, _), [V::F(b, _)]) if matches!(name, "total_cmp" | "partial_cmp") => V::I(a.total_cmp(b) as i64),
            (V::I(a), [V::I(b)]) if name == "cmp" => V::I(a.cmp(b) as i64),
            (v, [other]) if name == "chain" => V::A([v.items(), other.clone().items()].concat()),
            (v, []) if name == "count" => V::I(v.items().len() as i64),
            (v, []) if name == "last" => v.items().pop().unwrap(),
            (v, [n]) if name == "nth" => v.items().swap_remove(n.int() as usize),
            (v, []) if name == "rev" => {
                let mut items = v.items();
                items.reverse();
                V::A(items)
            }
            (v, []) if name == "enumerate" => V::A(v.items().into_iter().enumerate().map(|(k, v)| V::T(vec![V::I(k as i64), v])).collect()),
            (v, [n]) if name == "step_by" => V::A(v.items().into_iter().step_by(n.int() as usize).collect()),
            (v, [n]) if name == "skip" => V::A(v.items().into_iter().skip(n.int() as usize).collect()),
            (v, [other]) if name == "zip" => {
                V::A(v.items().into_iter().zip(other.clone().items()).map(|(a, b)| V::T(vec![a, b])).collect())
            }
            (V::I(a), [b]) => match name {
                "rem_euclid" => V::I(a.rem_euclid(b.int())),
                "min" => V::I(a.min(b.int())),
                "max" => V::I(a.max(b.int())),
                _ => panic!("a method of integers: {name}"),
            },
            (V::F(v, d), []) => match name {
                "sin_cos" => V::T(vec![V::F(v.sin(), v.cos() * d), V::F(v.cos(), -v.sin() * d)]),
                _ => {
                    let (w, s) = match name {
                        "sin" => (v.sin(), v.cos()),
                        "cos" => (v.cos(), -v.sin()),
                        "tanh" => (v.tanh(), 1.0 - v.tanh() * v.tanh()),
                        "exp" => (v.exp(), v.exp()),
                        "atan" => (v.atan(), 1.0 / (1.0 + v * v)),
                        "sqrt" => (v.sqrt(), 0.5 / v.sqrt()),
                        "abs" => (
                            v.abs(),
                            if v > 0.0 {
                                1.0
                            } else if v < 0.0 {
                                -1.0
                            } else {
                                0.0
                            },
                        ),
                        "tan" => (v.tan(), 1.0 + v.tan() * v.tan()),
                        "asin" => (v.asin(), 1.0 / (1.0 - v * v).sqrt()),
                        "acos" => (v.acos(), -1.0 / (1.0 - v * v).sqrt()),
                        "sinh" => (v.sinh(), v.cosh()),
                        "cosh" => (v.cosh(), v.sinh()),
                        "asinh" => (v.asinh(), 1.0 / (1.0 + v * v).sqrt()),
                        "acosh" => (v.acosh(), 1.0 / ((v - 1.0).sqrt() * (v + 1.0).sqrt())),
                        "atanh" => (v.atanh(), 1.0 / (1.0 - v * v)),
                        "exp2" => (v.exp2(), v.exp2() * std::f64::consts::LN_2),
                        "exp_m1" => (v.exp_m1(), v.exp()),
                        "ln" => (v.ln(), if v < 0.0 { f64::NAN } else { 1.0 / v }),
                        "ln_1p" => (v.ln_1p(), 1.0 / (1.0 + v)),
                        "log10" => (v.log10(), 1.0 / (v * std::f64::consts::LN_10)),
                        "log2" => (v.log2(), 1.0 / (v * std::f64::consts::LN_2)),
                        "cbrt" => (v.cbrt(), 1.0 / (3.0 * v.cbrt() * v.cbrt())),
                        "floor" => (v.floor(), 0.0),
                        "ceil" => (v.ceil(), 0.0),
                        "round" => (v.round(), 0.0),
                        "trunc" => (v.trunc(), 0.0),
                        "signum" => (v.signum(), 0.0),
                        "to_degrees" => (v.to_degrees(), 1f64.to_degrees()),
                        "is_nan" => return V::B(v.is_nan()),
                        "is_finite" => return V::B(v.is_finite()),
                        "is_infinite" => return V::B(v.is_infinite()),
                        "is_sign_negative" => return V::B(v.is_sign_negative()),
                        "is_sign_positive" => return V::B(v.is_sign_positive()),
                        "recip" => (1.0 / v, -1.0 / (v * v)),
                        "to_radians" => (v.to_radians(), 1f64.to_radians()),
                        "fract" => (v.fract(), 1.0),
                        _ => panic!("a method: {name}"),
                    };
                    V::F(w, s * d)
                }
            },
            (V::F(v, d), [V::I(n)]) if name == "powi" => {
                V::F(v.powi(*n as i32), if *n == 0 { 0.0 } else { *n as f64 * v.powi(*n as i32 - 1) * d })
            }
            (V::F(v, d), [V::F(w, e)]) => match name {
                "max" => {
                    if decided(w > &v) {
                        V::F(*w, *e)
                    } else {
                        V::F(v, d)
                    }
                }
                "min" => {
                    if decided(w < &v) {
                        V::F(*w, *e)
                    } else {
                        V::F(v, d)
                    }
                }
                "copysign" => {
                    let same = (v < 0.0) == (*w < 0.0);
                    V::F(v.copysign(*w), if same { d } else { -d })
                }
                "rem_euclid" => V::F(v.rem_euclid(*w), d - (v / w).floor() * e),
                "powf" => {
                    let by_base = if d == 0.0 { 0.0 } else { w * v.powf(w - 1.0) * d };
                    let by_exponent = if *e == 0.0 { 0.0 } else { v.powf(*w) * v.ln() * e };
                    V::F(v.powf(*w), by_base + by_exponent)
                }
                "atan2" => V::F(v.atan2(*w), (d * w - v * e) / (v * v + w * w)),
                "log" => V::F(v.log(*w), d / (v * w.ln()) - v.ln() / (w.ln() * w.ln()) * e / w),
                "midpoint" => V::F(v.midpoint(*w), 0.5 * (d + e)),
                "hypot" => V::F(v.hypot(*w), (v * d + w * e) / v.hypot(*w)),
                _ => panic!("a method: {name}"),
            },
            (V::F(v, d), [V::F(a, e), V::F(b, f)]) => match name {
                "mul_add" => V::F(v * a + b, v * e + d * a + f),
                "clamp" => {
                    if decided(v < *a) {
                        V::F(*a, *e)
                    } else if decided(v > *b) {
                        V::F(*b, *f)
                    } else {
                        V::F(v, d)
                    }
                }
                _ => panic!("a method: {name}"),
            },
            _ => panic!("a method: {name}"),
        }
    }
}

/// Whether a loop ends after a pass, and with which value.
fn goes_on(pass: Run<V>, label: &Option<syn::Label>) -> Run<Option<V>> {
    let own = |l: &Option<String>| l.is_none() || label.as_ref().is_some_and(|own| Some(own.name.ident.to_string()) == *l);
    match pass {
        Ok(_) => Ok(None),
        Err(Flow::Continue(l)) if own(&l) => Ok(None),
        Err(Flow::Break(l, value)) if own(&l) => Ok(Some(value)),
        Err(other) => Err(other),
    }
}

fn path_of(ty: &syn::Type) -> String {
    match ty {
        syn::Type::Path(p) => p.path.segments.last().unwrap().ident.to_string(),
        _ => String::new(),
    }
}

fn operate(op: &BinOp, a: V, b: V) -> V {
    match exactly(op, a, b) {
        V::F(v, d) => V::F(off(v), off(d)),
        v => v,
    }
}

fn exactly(op: &BinOp, a: V, b: V) -> V {
    match (a, b) {
        (V::F(a, x), V::F(b, y)) => match op {
            BinOp::Add(_) => V::F(a + b, x + y),
            BinOp::Sub(_) => V::F(a - b, x - y),
            BinOp::Mul(_) => V::F(a * b, a * y + b * x),
            BinOp::Div(_) => V::F(a / b, (x - a / b * y) / b),
            BinOp::Rem(_) => V::F(a % b, x - (a / b).trunc() * y),
            op => V::B(decided(compare(op, &a, &b))),
        },
        (V::I(a), V::I(b)) => match op {
            BinOp::Add(_) => V::I(a + b),
            BinOp::Sub(_) => V::I(a - b),
            BinOp::Mul(_) => V::I(a * b),
            BinOp::Div(_) => V::I(a / b),
            BinOp::Rem(_) => V::I(a % b),
            BinOp::BitAnd(_) => V::I(a & b),
            BinOp::BitOr(_) => V::I(a | b),
            BinOp::BitXor(_) => V::I(a ^ b),
            BinOp::Shl(_) => V::I(a << b),
            BinOp::Shr(_) => V::I(a >> b),
            op => V::B(compare(op, &a, &b)),
        },
        (V::B(a), V::B(b)) => match op {
            BinOp::BitAnd(_) => V::B(a & b),
            BinOp::BitOr(_) => V::B(a | b),
            BinOp::BitXor(_) => V::B(a ^ b),
            op => V::B(compare(op, &a, &b)),
        },
        (a, b) => panic!("operands: {a:?}, {b:?}"),
    }
}

fn compare<T: PartialOrd>(op: &BinOp, a: &T, b: &T) -> bool {
    match op {
        BinOp::Lt(_) => a < b,
        BinOp::Le(_) => a <= b,
        BinOp::Gt(_) => a > b,
        BinOp::Ge(_) => a >= b,
        BinOp::Eq(_) => a == b,
        BinOp::Ne(_) => a != b,
        _ => panic!("an operator"),
    }
}
