//! Integer expressions: sums of names and numbers, compared and simplified as far as lengths need it.

use super::lengths::SHORT;
use super::state::Reader;
use chainrule_parser::ast::{BinaryOp, Binder, Expr, ExprId, Extent, Symbol, UnaryOp};
use chainrule_parser::table::Map;
use proc_macro2::Span;

/// The largest integer up to which every one is a float.
const LARGEST: f64 = 9_007_199_254_740_991.0;
const LARGEST_BITS: u32 = 53;

/// The least and the largest value of an integer type, as floats.
pub(super) fn range(ty: &str) -> Option<(f64, f64)> {
    let (signed, bits) = (ty.starts_with('i'), ty.get(1..)?);
    let bits = match bits {
        "size" => 64,
        "8" | "16" | "32" | "64" | "128" if ty.starts_with(['i', 'u']) => bits.parse::<i32>().ok()?,
        _ => return None,
    };
    let two = 2f64;
    Some(match signed {
        true => (-two.powi(bits - 1), two.powi(bits - 1) - 1.0),
        false => (0.0, two.powi(bits) - 1.0),
    })
}

impl Reader {
    /// `x as i32`: without the fraction, and within the range of the type. It is constant between its jumps.
    pub fn truncated(&mut self, x: ExprId, ty: &str, span: Span) -> ExprId {
        let Some((least, largest)) = range(ty) else { return x };
        if let Expr::Number(n) = *self.ast.expr(x) {
            return self.number(if n.is_nan() { 0.0 } else { n.trunc().clamp(least, largest) }, span);
        }
        // What is out of range, and NaN, is rare: one comparison tells it.
        let whole = self.trunc(x, span);
        let (least, largest, zero) = (self.number(least, span), self.number(largest, span), self.number(0.0, span));
        let above = self.binary(BinaryOp::Gt, x, largest, span);
        let below = self.binary(BinaryOp::Lt, x, least, span);
        let number = self.binary(BinaryOp::Eq, x, x, span);
        let rest = self.push(Expr::If { condition: number, then: whole, otherwise: zero }, span);
        let rest = self.push(Expr::If { condition: below, then: least, otherwise: rest }, span);
        self.push(Expr::If { condition: above, then: largest, otherwise: rest }, span)
    }

    /// The bit operators of integers, as arithmetic.
    pub fn bits(&mut self, op: &syn::BinOp, a: ExprId, b: ExprId, span: Span) -> Option<ExprId> {
        let known = |r: &Self, id| match *r.ast.expr(id) {
            Expr::Number(n) if n.abs() < 2f64.powi(53) => Some(n as i64),
            _ => None,
        };
        match (op, known(self, a), known(self, b)) {
            (syn::BinOp::BitAnd(_), Some(a), Some(b)) => Some(self.number((a & b) as f64, span)),
            (syn::BinOp::BitOr(_), Some(a), Some(b)) => Some(self.number((a | b) as f64, span)),
            (syn::BinOp::BitXor(_), Some(a), Some(b)) => Some(self.number((a ^ b) as f64, span)),
            (syn::BinOp::BitAnd(_), _, Some(mask)) if mask >= 0 => Some(self.masked(a, mask as u64, span)),
            (syn::BinOp::BitAnd(_), Some(mask), _) if mask >= 0 => Some(self.masked(b, mask as u64, span)),
            (syn::BinOp::Shl(_), _, Some(n @ 0..64)) => {
                let size = self.number((n as f64).exp2(), span);
                match *self.ast.expr(a) {
                    Expr::Number(a) => Some(self.number(a * (n as f64).exp2(), span)),
                    _ => Some(self.binary(BinaryOp::Mul, a, size, span)),
                }
            }
            (syn::BinOp::Shr(_), Some(a), Some(n @ 0..64)) => Some(self.number((a >> n) as f64, span)),
            (syn::BinOp::Shl(_) | syn::BinOp::Shr(_), _, n) if n.is_none_or(|n| (0..64).contains(&n)) => {
                let (a, b) = (self.int_to_float(a, span), self.int_to_float(b, span));
                let size = match n {
                    Some(n) => self.number((n as f64).exp2(), span),
                    None => self.call("exp2", vec![b], span),
                };
                if let syn::BinOp::Shl(_) = op {
                    return Some(self.binary(BinaryOp::Mul, a, size, span));
                }
                let ratio = self.binary(BinaryOp::Div, a, size, span);
                Some(self.call("floor", vec![ratio], span))
            }
            (syn::BinOp::BitAnd(_), ..) => Some(self.both_bits(a, b, span)),
            (syn::BinOp::BitOr(_) | syn::BinOp::BitXor(_), x, y) => {
                // `a | b` is `a + b - (a & b)`, and `a ^ b` is without both.
                let both = match (x, y) {
                    (_, Some(mask)) if mask >= 0 => self.masked(a, mask as u64, span),
                    (Some(mask), _) if mask >= 0 => self.masked(b, mask as u64, span),
                    _ => self.both_bits(a, b, span),
                };
                let both = match op {
                    syn::BinOp::BitOr(_) => both,
                    _ => {
                        let two = self.number(2.0, span);
                        self.binary(BinaryOp::Mul, two, both, span)
                    }
                };
                let (a, b) = (self.int_to_float(a, span), self.int_to_float(b, span));
                let sum = self.binary(BinaryOp::Add, a, b, span);
                Some(self.binary(BinaryOp::Sub, sum, both, span))
            }
            _ => None,
        }
    }

    /// How many bits an integer has that is surely not negative, if that is known: at most so many matter.
    fn bits_of(&self, id: ExprId) -> Option<u32> {
        let largest = match *self.ast.expr(id) {
            Expr::Name(symbol) => match self.loops.iter().find(|l| l.symbol == symbol) {
                Some(l) if self.is_natural(l.lo) => match *self.ast.expr(l.hi) {
                    Expr::Number(n) => n - 1.0,
                    _ => LARGEST,
                },
                Some(_) => return None,
                None if self.is_natural(id) => LARGEST,
                None => return None,
            },
            Expr::Number(n) if n >= 0.0 => n,
            Expr::Call { function, .. } if self.ast.name(function) == "exp2" => LARGEST,
            _ if self.is_natural(id) => LARGEST,
            _ => return None,
        };
        Some(64 - (largest.clamp(0.0, LARGEST) as u64).leading_zeros())
    }

    /// `a & b`, bit by bit. Those of a negative number begin with ones, which 53 bits and a sign stand for.
    fn both_bits(&mut self, a: ExprId, b: ExprId, span: Span) -> ExprId {
        let known = [a, b].into_iter().filter_map(|id| self.bits_of(id)).min();
        let bits = known.unwrap_or(LARGEST_BITS);
        let (a, b) = (self.int_to_float(a, span), self.int_to_float(b, span));
        let symbol = self.fresh("bit");
        let place = self.span(span);
        let (zero, end) = (self.number(0.0, span), self.number(f64::from(bits), span));
        let binder = Binder { name: symbol, span: place, range: Some((zero, end)) };
        let k = self.push(Expr::Name(symbol), span);
        let size = self.call("exp2", vec![k], span);
        let mut product = size;
        for id in [a, b] {
            let two = self.number(2.0, span);
            let ratio = self.binary(BinaryOp::Div, id, size, span);
            let above = self.call("floor", vec![ratio], span);
            let half = self.binary(BinaryOp::Div, above, two, span);
            let half = self.call("floor", vec![half], span);
            let twice = self.binary(BinaryOp::Mul, two, half, span);
            let bit = self.binary(BinaryOp::Sub, above, twice, span);
            product = self.binary(BinaryOp::Mul, product, bit, span);
        }
        let function = self.ast.intern("sum");
        let sum = self.push(Expr::Reduce { function, binders: vec![binder], body: product }, span);
        if known.is_some() {
            return sum;
        }
        let (x, y) = (self.binary(BinaryOp::Lt, a, zero, span), self.binary(BinaryOp::Lt, b, zero, span));
        let condition = self.binary(BinaryOp::And, x, y, span);
        let beyond = self.number(LARGEST + 1.0, span);
        let then = self.binary(BinaryOp::Sub, sum, beyond, span);
        self.push(Expr::If { condition, then, otherwise: sum }, span)
    }

    /// `a & mask`: each run of ones in the mask takes a remainder, which is never negative.
    fn masked(&mut self, a: ExprId, mask: u64, span: Span) -> ExprId {
        let a = self.int_to_float(a, span);
        let mut sum = None;
        let mut rest = mask;
        while rest != 0 {
            let from = rest.trailing_zeros();
            let ones = (rest >> from).trailing_ones();
            rest &= !(((1u64 << ones) - 1) << from);
            let (least, size) = (self.number((1u64 << from) as f64, span), self.number((1u64 << ones) as f64, span));
            let mut bits = a;
            if from > 0 {
                let ratio = self.binary(BinaryOp::Div, a, least, span);
                bits = self.call("floor", vec![ratio], span);
            }
            let ratio = self.binary(BinaryOp::Div, bits, size, span);
            let floor = self.call("floor", vec![ratio], span);
            let above = self.binary(BinaryOp::Mul, size, floor, span);
            bits = self.binary(BinaryOp::Sub, bits, above, span);
            if from > 0 {
                bits = self.binary(BinaryOp::Mul, least, bits, span);
            }
            sum = Some(match sum {
                Some(sum) => self.binary(BinaryOp::Add, sum, bits, span),
                None => bits,
            });
        }
        sum.unwrap_or_else(|| self.number(0.0, span))
    }

    /// An integer expression as a sum: what each name is multiplied by, and a number.
    pub fn linear(&self, id: ExprId) -> Option<(Map<Symbol, i64>, i64)> {
        let mut sum = Map::default();
        let mut rest = 0;
        let mut stack = vec![(id, 1i64)];
        while let Some((id, factor)) = stack.pop() {
            match *self.ast.expr(id) {
                Expr::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => rest += factor * n as i64,
                Expr::Name(symbol) => *sum.entry(symbol).or_insert(0) += factor,
                Expr::Unary(UnaryOp::Neg, a) => stack.push((a, -factor)),
                Expr::Binary(BinaryOp::Add, a, b) => stack.extend([(a, factor), (b, factor)]),
                Expr::Binary(BinaryOp::Sub, a, b) => stack.extend([(a, factor), (b, -factor)]),
                Expr::Binary(BinaryOp::Mul, a, b) => match (self.ast.expr(a), self.ast.expr(b)) {
                    (&Expr::Number(n), _) if n.fract() == 0.0 && n.abs() < 1e6 => stack.push((b, factor.checked_mul(n as i64)?)),
                    (_, &Expr::Number(n)) if n.fract() == 0.0 && n.abs() < 1e6 => stack.push((a, factor.checked_mul(n as i64)?)),
                    _ => return None,
                },
                _ => return None,
            }
        }
        sum.retain(|_, factor| *factor != 0);
        Some((sum, rest))
    }

    /// An integer expression multiplied out: what each product of names is multiplied by.
    fn multiplied(&self, id: ExprId, room: &mut usize) -> Option<Map<Vec<Symbol>, i64>> {
        *room = room.checked_sub(1)?;
        let sum = |a: Map<Vec<Symbol>, i64>, b: Map<Vec<Symbol>, i64>, sign: i64| {
            let mut out = a;
            for (names, factor) in b.iter() {
                *out.entry(names.clone()).or_insert(0) += sign * factor;
            }
            out
        };
        let one = |names: Vec<Symbol>, factor: i64| [(names, factor)].into_iter().collect::<Map<_, _>>();
        let terms = match *self.ast.expr(id) {
            Expr::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => one(Vec::new(), n as i64),
            Expr::Name(symbol) => one(vec![symbol], 1),
            Expr::Unary(UnaryOp::Neg, a) => sum(Map::default(), self.multiplied(a, room)?, -1),
            Expr::Binary(BinaryOp::Add, a, b) => sum(self.multiplied(a, room)?, self.multiplied(b, room)?, 1),
            Expr::Binary(BinaryOp::Sub, a, b) => sum(self.multiplied(a, room)?, self.multiplied(b, room)?, -1),
            Expr::Binary(BinaryOp::Mul, a, b) => {
                let (a, b) = (self.multiplied(a, room)?, self.multiplied(b, room)?);
                let mut out = Map::default();
                for ((x, m), (y, n)) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
                    let mut names = [&x[..], &y[..]].concat();
                    chainrule_parser::sort::ascending(&mut names);
                    *out.entry(names).or_insert(0) += m.checked_mul(*n)?;
                }
                out
            }
            _ => return None,
        };
        (terms.len() <= SHORT).then_some(terms)
    }

    /// What each product of names in an integer expression is multiplied by, if there are few.
    pub fn products(&self, id: ExprId) -> Option<Map<Vec<Symbol>, i64>> {
        let mut terms = self.multiplied(id, &mut { SHORT })?;
        terms.retain(|_, factor| *factor != 0);
        Some(terms)
    }

    /// `end - start` of integers, multiplied out where it is no sum before: `(i + 1) * n - i * n` is n.
    pub fn distance(&mut self, start: ExprId, end: ExprId, span: Span) -> ExprId {
        let plain = self.minus(end, start, span);
        if self.linear(plain).is_some() {
            return plain;
        }
        let mut room = SHORT;
        let (Some(from), Some(to)) = (self.multiplied(start, &mut room), self.multiplied(end, &mut room)) else { return plain };
        let mut terms = to;
        for (names, factor) in from.iter() {
            *terms.entry(names.clone()).or_insert(0) -= factor;
        }
        let mut out = self.number(0.0, span);
        for (names, factor) in terms.iter().filter(|(_, factor)| **factor != 0) {
            let mut term = self.number(*factor as f64, span);
            for name in names {
                let name = self.push(Expr::Name(*name), span);
                term = if self.is_number(term, 1.0) { name } else { self.binary(BinaryOp::Mul, term, name, span) };
            }
            out = self.plus(out, term, span);
        }
        // What is left may be a product that is given before the loops.
        self.as_length(out, span)
    }

    /// The expression of a sum, as [`Reader::linear`] takes it apart.
    pub fn sum_of(&mut self, sum: &Map<Symbol, i64>, constant: i64, span: Span) -> ExprId {
        let mut out = self.number(constant as f64, span);
        for (symbol, factor) in sum.iter() {
            let name = self.push(Expr::Name(*symbol), span);
            let term = match factor {
                1 => name,
                _ => {
                    let factor = self.number(*factor as f64, span);
                    self.binary(BinaryOp::Mul, factor, name, span)
                }
            };
            out = self.plus(term, out, span);
        }
        out
    }

    /// Whether two integer expressions are the same number.
    pub fn same_number(&self, a: ExprId, b: ExprId) -> bool {
        a == b || self.linear(a).is_some_and(|a| Some(a) == self.linear(b))
    }

    pub fn same_lengths(&self, a: &[Extent], b: &[Extent]) -> bool {
        a.len() == b.len()
            && a.iter().zip(b).all(|(a, b)| match (a, b) {
                (Extent::Expr(a), Extent::Expr(b)) => self.same_number(*a, *b),
                (a, b) => a == b,
            })
    }

    /// `a + b` of integers.
    pub fn plus(&mut self, a: ExprId, b: ExprId, span: Span) -> ExprId {
        match (self.ast.expr(a), self.ast.expr(b)) {
            (&Expr::Number(x), &Expr::Number(y)) => self.number(x + y, span),
            (Expr::Number(0.0), _) => b,
            (_, Expr::Number(0.0)) => a,
            _ => self.binary(BinaryOp::Add, a, b, span),
        }
    }

    /// `a - b` of integers.
    pub fn minus(&mut self, a: ExprId, b: ExprId, span: Span) -> ExprId {
        match (self.ast.expr(a), self.ast.expr(b)) {
            (&Expr::Number(x), &Expr::Number(y)) => self.number(x - y, span),
            (_, Expr::Number(0.0)) => a,
            _ if self.same_number(a, b) => self.number(0.0, span),
            _ => self.binary(BinaryOp::Sub, a, b, span),
        }
    }

    /// An integer expression as the extent of an axis.
    pub fn length_of(&self, id: ExprId) -> Extent {
        self.as_extent(id).unwrap_or(match self.ast.expr(id) {
            Expr::Number(_) => Extent::Number(0),
            _ => Extent::Expr(id),
        })
    }
}
