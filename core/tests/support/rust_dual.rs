//! Rust functions run as they stand, with dual numbers: an interpreter of statements that shares nothing
//! with the reader of `#[gradient]`, so that the two can be compared.

use std::collections::HashMap;
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
    Unit,
}

enum Flow {
    Return(V),
    Break,
    Continue,
}

type Run<T> = Result<T, Flow>;

pub struct Machine {
    scopes: Vec<HashMap<String, V>>,
}

/// Runs a function: its arguments by name.
pub fn run(function: &syn::ItemFn, arguments: &[(&str, V)]) -> (f64, f64) {
    let scope = arguments.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    let mut machine = Machine { scopes: vec![scope] };
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

fn path_name(e: &Expr) -> Option<String> {
    match e {
        Expr::Path(p) => p.path.get_ident().map(ToString::to_string),
        Expr::Paren(e) => path_name(&e.expr),
        Expr::Reference(e) => path_name(&e.expr),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => path_name(&e.expr),
        _ => None,
    }
}

impl Machine {
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
                    let init = local.init.as_ref().expect("a value");
                    let v = self.eval(&init.expr)?;
                    self.bind(&local.pat, v);
                }
                Stmt::Expr(e, semi) => {
                    let v = self.eval(e)?;
                    if semi.is_none() {
                        value = v;
                    }
                }
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
            Pat::Slice(p) => p.elems.iter().zip(value.items()).for_each(|(p, v)| self.bind(p, v)),
            _ => panic!("a pattern"),
        }
    }

    fn fits(&mut self, pat: &Pat, value: &V) -> Run<bool> {
        Ok(match (pat, value) {
            (Pat::Wild(_), _) => true,
            (Pat::Ident(_), v) => {
                self.bind(pat, v.clone());
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

    fn place(&mut self, e: &Expr) -> Run<(String, Vec<usize>)> {
        match e {
            Expr::Index(i) => {
                let (name, mut at) = self.place(&i.expr)?;
                let k = self.eval(&i.index)?.int();
                at.push(usize::try_from(k).expect("in range"));
                Ok((name, at))
            }
            other => Ok((path_name(other).expect("a place"), Vec::new())),
        }
    }

    fn slot(&mut self, name: &str, at: &[usize]) -> &mut V {
        let scope = self.scopes.iter_mut().rev().find(|s| s.contains_key(name)).unwrap_or_else(|| panic!("`{name}` is unknown"));
        let mut slot = scope.get_mut(name).unwrap();
        for k in at {
            slot = match slot {
                V::A(items) => &mut items[*k],
                _ => panic!("no array"),
            };
        }
        slot
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
            Expr::Reference(e) => self.eval(&e.expr)?,
            Expr::Lit(l) => match &l.lit {
                Lit::Float(f) => V::F(f.base10_parse().unwrap(), 0.0),
                Lit::Int(n) => V::I(n.base10_parse().unwrap()),
                Lit::Bool(b) => V::B(b.value),
                _ => panic!("a literal"),
            },
            Expr::Path(_) => {
                let name = path_name(e).expect("a variable");
                self.slot(&name, &[]).clone()
            }
            Expr::Unary(u) => {
                let v = self.eval(&u.expr)?;
                match (&u.op, v) {
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
            Expr::Block(b) => self.block(&b.block)?,
            Expr::If(i) => {
                if self.eval(&i.cond)?.bool() {
                    self.block(&i.then_branch)?
                } else {
                    match &i.else_branch {
                        Some((_, e)) => self.eval(e)?,
                        None => V::Unit,
                    }
                }
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
                let base = self.eval(&i.expr)?.items();
                let index = self.eval(&i.index)?;
                match index {
                    V::Range(a, b) => V::A(base[a as usize..b as usize].to_vec()),
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
                let float = path_of(&c.ty) == "f64";
                match v {
                    V::I(n) if float => V::F(n as f64, 0.0),
                    V::B(b) => V::I(i64::from(b)),
                    v => v,
                }
            }
            Expr::Range(r) => {
                let a = self.eval(r.start.as_ref().unwrap())?.int();
                let b = self.eval(r.end.as_ref().unwrap())?.int();
                V::Range(a, if matches!(r.limits, syn::RangeLimits::Closed(_)) { b + 1 } else { b })
            }
            Expr::MethodCall(m) => self.method(m)?,
            Expr::ForLoop(f) => {
                for item in self.eval(&f.expr)?.items() {
                    self.scopes.push(HashMap::new());
                    self.bind(&f.pat, item);
                    let result = self.block(&f.body);
                    self.scopes.pop();
                    match result {
                        Ok(_) | Err(Flow::Continue) => {}
                        Err(Flow::Break) => break,
                        Err(other) => return Err(other),
                    }
                }
                V::Unit
            }
            Expr::Return(r) => {
                let v = self.eval(r.expr.as_ref().unwrap())?;
                return Err(Flow::Return(v));
            }
            Expr::Break(_) => return Err(Flow::Break),
            Expr::Continue(_) => return Err(Flow::Continue),
            Expr::Field(f) => match &f.member {
                syn::Member::Unnamed(n) => self.eval(&f.base)?.items().swap_remove(n.index as usize),
                syn::Member::Named(_) => panic!("a field"),
            },
            _ => panic!("an expression"),
        })
    }

    fn binary(&mut self, b: &syn::ExprBinary) -> Run<V> {
        let plain: Option<BinOp> = match b.op {
            BinOp::AddAssign(_) => Some(syn::parse_quote!(+)),
            BinOp::SubAssign(_) => Some(syn::parse_quote!(-)),
            BinOp::MulAssign(_) => Some(syn::parse_quote!(*)),
            BinOp::DivAssign(_) => Some(syn::parse_quote!(/)),
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
        Ok(operate(&b.op, left, right))
    }

    fn method(&mut self, m: &syn::ExprMethodCall) -> Run<V> {
        let receiver = self.eval(&m.receiver)?;
        let arguments = m.args.iter().map(|a| self.eval(a)).collect::<Run<Vec<V>>>()?;
        let name = m.method.to_string();
        Ok(match (receiver, &arguments[..]) {
            (V::A(items), []) if name == "len" => V::I(items.len() as i64),
            (V::A(items), [n]) if name == "windows" => V::A(items.windows(n.int() as usize).map(|w| V::A(w.to_vec())).collect()),
            (V::A(items), [n]) if name == "chunks_exact" => V::A(items.chunks_exact(n.int() as usize).map(|w| V::A(w.to_vec())).collect()),
            (v, []) if name == "iter" => v,
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
            (V::I(a), [b]) => match name.as_str() {
                "rem_euclid" => V::I(a.rem_euclid(b.int())),
                "min" => V::I(a.min(b.int())),
                "max" => V::I(a.max(b.int())),
                _ => panic!("a method of integers: {name}"),
            },
            (V::F(v, d), []) => match name.as_str() {
                "sin_cos" => V::T(vec![V::F(v.sin(), v.cos() * d), V::F(v.cos(), -v.sin() * d)]),
                _ => {
                    let (w, s) = match name.as_str() {
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
            (V::F(v, d), [V::F(w, e)]) => match name.as_str() {
                "max" => {
                    if w > &v {
                        V::F(*w, *e)
                    } else {
                        V::F(v, d)
                    }
                }
                "min" => {
                    if w < &v {
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
                "hypot" => V::F(v.hypot(*w), (v * d + w * e) / v.hypot(*w)),
                _ => panic!("a method: {name}"),
            },
            (V::F(v, d), [V::F(a, e), V::F(b, f)]) => match name.as_str() {
                "mul_add" => V::F(v * a + b, v * e + d * a + f),
                "clamp" => {
                    if v < *a {
                        V::F(*a, *e)
                    } else if v > *b {
                        V::F(*b, *f)
                    } else {
                        V::F(v, d)
                    }
                }
                _ => panic!("a method: {name}"),
            },
            _ => panic!("a method: {name}"),
        })
    }
}

fn path_of(ty: &syn::Type) -> String {
    match ty {
        syn::Type::Path(p) => p.path.segments.last().unwrap().ident.to_string(),
        _ => String::new(),
    }
}

fn operate(op: &BinOp, a: V, b: V) -> V {
    match (a, b) {
        (V::F(a, x), V::F(b, y)) => match op {
            BinOp::Add(_) => V::F(a + b, x + y),
            BinOp::Sub(_) => V::F(a - b, x - y),
            BinOp::Mul(_) => V::F(a * b, a * y + b * x),
            BinOp::Div(_) => V::F(a / b, (x - a / b * y) / b),
            BinOp::Rem(_) => V::F(a % b, x - (a / b).trunc() * y),
            op => V::B(compare(op, &a, &b)),
        },
        (V::I(a), V::I(b)) => match op {
            BinOp::Add(_) => V::I(a + b),
            BinOp::Sub(_) => V::I(a - b),
            BinOp::Mul(_) => V::I(a * b),
            BinOp::Div(_) => V::I(a / b),
            BinOp::Rem(_) => V::I(a % b),
            op => V::B(compare(op, &a, &b)),
        },
        (V::B(a), V::B(b)) => match op {
            BinOp::BitAnd(_) => V::B(a & b),
            BinOp::BitOr(_) => V::B(a | b),
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
