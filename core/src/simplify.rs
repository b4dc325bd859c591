//! The local rewrites, each named, that run as a node is made.
//!
//! A rewrite answers `Some(node)` when it applies. It may only replace a node by one of the same
//! meaning wherever the original is defined over the reals; where it would be defined in more places
//! it is not made, or keeps the domain with `defined`. Each is smaller in the order (number of
//! transcendental functions, number of nodes), or numerically better with the same count and not
//! matched by another rule, so rewriting ends. Here are those of sums and of functions of one argument; the others are
//! in the modules below.

mod logarithms;
mod products;
mod reductions;

use crate::affine::{Affine, AxisId, Term};
use crate::functions::Function;
use crate::graph::*;
use crate::number::Number;
use chainrule_parser::list::CollectVec;

/// Coefficients and nodes.
type Terms = Vec<(Number, NodeId)>;

/// Sums longer than this are not searched for pairs.
const PATTERN_LIMIT: usize = 16;

impl Graph {
    fn as_apply(&self, id: NodeId, function: Function) -> Option<NodeId> {
        match self.node(id) {
            Node::Apply(f, args) if *f == function && args.len() == 1 => Some(args[0]),
            _ => None,
        }
    }

    /// A single power `base ^ exponent` (exponent not 1).
    fn as_power(&self, id: NodeId) -> Option<(NodeId, Number)> {
        match self.node(id) {
            Node::Product(f) if f.len() == 1 => Some(f[0]),
            _ => None,
        }
    }

    /// `1 + c*node`, a sum of a constant 1 and one term.
    fn as_one_plus(&self, id: NodeId) -> Option<(Number, NodeId)> {
        match self.node(id) {
            Node::Sum { constant, terms } if constant.is(1) && terms.len() == 1 => Some(terms[0]),
            _ => None,
        }
    }

    /// Whether the node reads `-(...)` and its negation does not.
    fn is_negated(&self, id: NodeId) -> bool {
        match self.node(id) {
            Node::Sum { constant, terms } if constant.is(0) => terms[self.leading(terms)].0.is_negative(),
            Node::Sum { constant, terms } => terms.len() == 1 && terms[0].0.is_negative() && constant.is_negative(),
            Node::Constant(n) => n.is_negative(),
            _ => false,
        }
    }

    pub(crate) fn rewrite_sum(&mut self, constant: Number, list: &[(Number, NodeId)]) -> Option<NodeId> {
        if list.len() > PATTERN_LIMIT {
            return None;
        }
        if !constant.is_zero() {
            for (at, &(c, n)) in list.iter().enumerate() {
                let replaced = match self.node(n) {
                    Node::Apply(f, args) => {
                        let a = args[0];
                        let opposite = c == constant.neg();
                        match f {
                            // expm1: c*exp(a) - c
                            Function::Exp if opposite => Some((Number::ZERO, c, self.apply(Function::Expm1, &[a]))),
                            // cosm1: c*cos(a) - c
                            Function::Cos if opposite => Some((Number::ZERO, c, self.apply(Function::Cosm1, &[a]))),
                            // erfc: c - c*erf(a), and c + c*erf(a)
                            Function::Erf if opposite => Some((Number::ZERO, constant, self.apply(Function::Erfc, &[a]))),
                            Function::Erf if c == constant => {
                                let m = self.neg(a);
                                Some((Number::ZERO, constant, self.apply(Function::Erfc, &[m])))
                            }
                            _ => None,
                        }
                    }
                    _ => None,
                };
                if let Some((k, c, node)) = replaced {
                    let mut terms = list.to_vec();
                    terms[at] = (c, node);
                    return Some(self.sum(k, &terms));
                }
            }
        }
        if list.len() < 2 {
            return None;
        }
        for i in 0..list.len() {
            for j in 0..list.len() {
                if i == j {
                    continue;
                }
                if let Some((k, replacement)) = self.rewrite_pair(list[i], list[j]) {
                    let mut terms: Vec<_> = list.iter().enumerate().filter(|(at, _)| *at != i && *at != j).map(|(_, t)| *t).collect_vec();
                    terms.extend(replacement);
                    return Some(self.sum(constant.add(k), &terms));
                }
            }
        }
        None
    }

    /// Rewrites of two terms of a sum; called for both orders.
    fn rewrite_pair(&mut self, (c, a): (Number, NodeId), (d, b): (Number, NodeId)) -> Option<(Number, Terms)> {
        let one = |c, n| Some((Number::ZERO, vec![(c, n)]));
        // sinh and cosh: c*exp(u) -+ c*exp(-u)
        if let (Some(u), Some(v)) = (self.as_apply(a, Function::Exp), self.as_apply(b, Function::Exp))
            && c.abs() == d.abs()
            && self.is_negated(v)
            && !self.is_negated(u)
            && self.neg(v) == u
        {
            let f = if c == d { Function::Cosh } else { Function::Sinh };
            let node = self.apply(f, &[u]);
            return one(c.mul(Number::integer(2)), node);
        }
        // c*u^(p-1)*v^q - c*u^p*v^(q-1) = c*u^(p-1)*v^(q-1)*(v - u) for u = 1 - n and v = 1 + n: where one of them is 0,
        // infinity and not the difference of two.
        if let Some((k, n)) = self.opposite_slopes((c, a), (d, b)) {
            return one(k, n);
        }
        if let Some((k, n)) = self.quotient_slopes((c, a), (d, b)) {
            return one(k, n);
        }
        // sin(u)^2 + cos(u)^2, and cosh(u)^2 - sinh(u)^2
        if let (Some((s, p)), Some((k, q))) = (self.as_power(a), self.as_power(b))
            && p.is(2)
            && q.is(2)
            && let (Node::Apply(f, u), Node::Apply(g, v)) = (self.node(s), self.node(k))
            && u == v
            && (matches!((f, g), (Function::Sin, Function::Cos)) && c == d
                || matches!((f, g), (Function::Cosh, Function::Sinh)) && c == d.neg())
        {
            return Some((c, Vec::new()));
        }
        // cosh(u) - sinh(u) = exp(-u), and the sum is exp(u)
        if c.abs() == d.abs()
            && let (Some(u), Some(v)) = (self.as_apply(a, Function::Cosh), self.as_apply(b, Function::Sinh))
            && u == v
        {
            let exponent = if c == d { u } else { self.neg(u) };
            let e = self.apply(Function::Exp, &[exponent]);
            return one(c, e);
        }
        // Cross-entropy of a sigmoid: t*softplus(-z) + (k - t)*softplus(z) = k*softplus(z) - t*z
        if let (Some((t, u)), Some((s, z))) = (self.softplus_factor(a), self.softplus_factor(b))
            && self.is_negated(u)
            && !self.is_negated(z)
            && self.neg(u) == z
        {
            let (t, s) = (self.scale(c, t), self.scale(d, s));
            let total = self.add(t, s);
            if let Some(k) = self.as_constant(total) {
                let soft = self.apply(Function::Softplus, &[z]);
                let linear = self.mul(t, z);
                return Some((Number::ZERO, vec![(k, soft), (Number::MINUS_ONE, linear)]));
            }
        }
        None
    }

    /// `factor * softplus(u)` as (factor, u).
    fn softplus_factor(&mut self, id: NodeId) -> Option<(NodeId, NodeId)> {
        if let Some(u) = self.as_apply(id, Function::Softplus) {
            return Some((self.one(), u));
        }
        let Node::Product(factors) = self.node(id) else { return None };
        let at = factors.iter().position(|&(n, e)| e.is(1) && self.as_apply(n, Function::Softplus).is_some())?;
        let u = self.as_apply(factors[at].0, Function::Softplus)?;
        let mut rest = factors.to_vec();
        rest.remove(at);
        Some((self.product(&rest), u))
    }

    /// See [`Graph::rewrite_pair`].
    fn opposite_slopes(&mut self, (c, a): (Number, NodeId), (d, b): (Number, NodeId)) -> Option<(Number, NodeId)> {
        let (Node::Product(f), Node::Product(g)) = (self.node(a), self.node(b)) else { return None };
        if c != d.neg() || f.len() != g.len() || f.len() > PATTERN_LIMIT || f.iter().zip(g).any(|(x, y)| x.0 != y.0) {
            return None;
        }
        let mut apart = f.iter().zip(g).filter(|(x, y)| x.1 != y.1);
        let (x, y) = (apart.next()?, apart.next()?);
        let lower = |(x, y): (&(NodeId, Number), &(NodeId, Number))| x.1.add(Number::ONE) == y.1 && x.1.is_negative();
        let (u, v) = match (lower(x), lower(y), apart.next()) {
            (true, _, None) if lower((y.1, y.0)) => (x.0.0, y.0.0),
            (_, true, None) if lower((x.1, x.0)) => (y.0.0, x.0.0),
            _ => return None,
        };
        let ((s, n), (t, m)) = (self.as_one_plus(u)?, self.as_one_plus(v)?);
        if n != m || s != t.neg() {
            return None;
        }
        let mut factors = f.iter().zip(g).map(|(x, y)| if x.0 == v { *y } else { *x }).collect_vec();
        factors.push((n, Number::ONE));
        Some((c.mul(t.add(t)), self.product(&factors)))
    }

    /// c*r*s^p - c*r*t*s^(p-1) = c*r*(s - t)*s^(p-1) for a t that is part of s, as in the derivative 1/(x + k) - x/(x + k)^2 of
    /// a quotient: for large x nothing is left of the difference of two but what is rounded. For s = norm(x, y) so
    /// 1/s - x^2/s^3 = y^2/s^3, also where the second is left out at s = 0, as the first is infinite there.
    fn quotient_slopes(&mut self, (c, a): (Number, NodeId), (d, b): (Number, NodeId)) -> Option<(Number, NodeId)> {
        let Node::Product(f) = self.node(a) else { return None };
        let divides =
            |f: &(NodeId, Number)| f.1.is_negative() && matches!(self.node(f.0), Node::Sum { .. } | Node::Apply(Function::Norm, _));
        if f.len() > PATTERN_LIMIT || !f.iter().any(divides) {
            return None;
        }
        let f = f.to_vec();
        let (mut d, mut b, mut at_zero) = (d, b, None);
        if let &Node::Select(condition, zero, value) = self.node(b)
            && self.is(zero, 0)
            && let &Node::Compare(Comparison::Eq, s, zero) = self.node(condition)
            && self.is(zero, 0)
        {
            let (k, value) = self.split_scale(value);
            (d, b, at_zero) = (d.mul(k), value, Some(s));
        }
        let g = self.factors(b);
        let exponent = |list: &[(NodeId, Number)], n: NodeId| list.iter().find(|f| f.0 == n).map_or(Number::ZERO, |f| f.1);
        if g.len() > PATTERN_LIMIT {
            return None;
        }
        let (s, p, step) = f.iter().find_map(|&(s, p)| {
            let step = match self.node(s) {
                Node::Sum { .. } => -1,
                Node::Apply(Function::Norm, _) => -2,
                _ => return None,
            };
            let below = p.is_negative() && exponent(&g, s) == p.add(Number::integer(step)) && at_zero.is_none_or(|n| n == s);
            below.then_some((s, p, step))
        })?;
        // What the second has besides is t.
        let mut t: Vec<(NodeId, Number)> = Vec::new();
        for &(n, e) in &g {
            let more = e.add(exponent(&f, n).neg());
            if n != s && !more.is(0) {
                t.push((n, more));
            }
        }
        let left_out = f.iter().any(|f| exponent(&g, f.0).is(0));
        if left_out || t.is_empty() || t.iter().any(|f| f.1.is_negative()) {
            return None;
        }
        let t = self.product(&t);
        let whole = self.powi(s, -step);
        // The first multiplied by s is c*r*s^(p + 1), of which t takes d/c away.
        let size = |g: &Graph, n: NodeId| match g.node(n) {
            Node::Sum { constant, terms } => terms.len() + usize::from(!constant.is(0)),
            _ => 1,
        };
        let part = |n: NodeId| match self.node(whole) {
            Node::Sum { terms, .. } => terms.iter().any(|t| t.1 == n),
            _ => false,
        };
        let partial = match self.node(t) {
            Node::Sum { terms, .. } => part(t) || terms.iter().any(|t| part(t.1)),
            _ => part(t),
        };
        if !partial || size(self, whole) > PATTERN_LIMIT {
            return None;
        }
        let rest = self.sum(Number::ZERO, &[(Number::ONE, whole), (d.mul(c.recip()), t)]);
        let (k, rest) = self.split_scale(rest);
        // A norm is scaled against overflow, and a sum of squares is not.
        if size(self, rest) >= if step == -1 { size(self, whole) } else { 2 } {
            return None;
        }
        let mut factors = f;
        let at = factors.iter().position(|f| f.0 == s)?;
        factors[at].1 = p.add(Number::integer(step));
        factors.push((rest, Number::ONE));
        Some((c.mul(k), self.product(&factors)))
    }

    /// A node as a product.
    fn factors(&self, id: NodeId) -> Vec<(NodeId, Number)> {
        match self.node(id) {
            Node::Product(factors) => factors.to_vec(),
            _ => vec![(id, Number::ONE)],
        }
    }

    pub(crate) fn rewrite_apply(&mut self, function: Function, args: &[NodeId]) -> Option<NodeId> {
        let a = args[0];
        use Function::*;
        match function {
            Ln => self.rewrite_ln(a),
            Exp => match *self.node(a) {
                Node::Apply(Ln, ref u) if self.facts(u[0]).nonnegative => Some(u[0]),
                _ => None,
            },
            Abs if self.facts(a).nonnegative => Some(a),
            Relu if self.facts(a).nonnegative => Some(a),
            Defined if self.facts(a).total => Some(self.one()),
            // What a total function is of is defined where its argument is, and may be out of range: sinh(sqrt(x)).
            Defined if !self.facts(a).total => {
                let parts = self.composed_of(a)?;
                let parts = parts.into_iter().filter(|n| !self.facts(*n).total).collect_vec();
                let factors = parts.iter().map(|n| (self.apply(Defined, &[*n]), Number::ONE)).collect_vec();
                Some(self.product(&factors))
            }
            Sign if self.facts(a).positive => Some(self.one()),
            Min | Max if args[0] == args[1] => Some(a),
            LogSumExp if args.len() == 1 => Some(a),
            Norm if args.len() == 1 => Some(self.apply(Abs, &[a])),
            Log1p => match *self.node(a) {
                // ln(1 + exp(u))
                Node::Apply(Exp, ref u) => {
                    let u = u[0];
                    Some(self.apply(Softplus, &[u]))
                }
                Node::Apply(Expm1, ref u) => Some(u[0]),
                _ => None,
            },
            Logit => self.as_apply(a, Sigmoid),
            Atanh if self.as_apply(a, Tanh).is_some() => self.as_apply(a, Tanh),
            Asinh if self.as_apply(a, Sinh).is_some() => self.as_apply(a, Sinh),
            // cbrt(u^n) = cbrt(u)^n
            Cbrt if self.as_power(a).is_some_and(|p| p.1.as_integer().is_some()) => {
                let (u, n) = self.as_power(a)?;
                let root = self.apply(Cbrt, &[u]);
                Some(self.power(root, n))
            }
            // arcosh(1 + u) = 2*arsinh(sqrt(u/2)): near u = 0 nothing cancels
            Acosh if matches!(self.node(a), Node::Sum { constant, .. } if constant.is(1)) => {
                let u = self.offset(Number::MINUS_ONE, a);
                let half = self.scale(Number::ratio(1, 2), u);
                let root = self.power(half, Number::ratio(1, 2));
                let h = self.apply(Asinh, &[root]);
                Some(self.scale(Number::integer(2), h))
            }
            // odd and even functions of -u
            Sin | Tan | Asin | Atan | Sinh | Tanh | Asinh | Atanh | Erf | Cbrt | Sign if self.is_negated(a) => {
                let m = self.neg(a);
                let f = self.apply(function, &[m]);
                Some(self.neg(f))
            }
            Cos | Cosh | Abs | LogCosh | Cosm1 if self.is_negated(a) => {
                let m = self.neg(a);
                Some(self.apply(function, &[m]))
            }
            // The distance between two points is the same node whichever comes first.
            Norm if args.iter().any(|a| self.is_negated(*a)) => {
                let args = args.iter().map(|a| if self.is_negated(*a) { self.neg(*a) } else { *a }).collect_vec();
                Some(self.apply(Norm, &args))
            }
            Pow => {
                if self.is(a, 1) {
                    return Some(self.one());
                }
                if self.as_constant(a).is_some_and(|c| c.to_f64() == core::f64::consts::E) {
                    return Some(self.apply(Exp, &[args[1]]));
                }
                if self.is(a, 2) {
                    return Some(self.apply(Exp2, &[args[1]]));
                }
                // exp(u)^v
                let u = self.as_apply(a, Exp)?;
                let p = self.mul(u, args[1]);
                Some(self.apply(Exp, &[p]))
            }
            _ => None,
        }
    }

    /// The operands of a node that has a value wherever they have.
    fn composed_of(&mut self, id: NodeId) -> Option<Vec<NodeId>> {
        match self.node(id).clone() {
            Node::Apply(f, args) if f.is_total() => Some(args),
            Node::Sum { terms, .. } if terms.len() <= PATTERN_LIMIT => Some(terms.iter().map(|t| t.1).collect_vec()),
            Node::Product(factors) if (2..=PATTERN_LIMIT).contains(&factors.len()) && factors.iter().all(|f| f.1.is_positive()) => {
                Some(factors.iter().map(|&(n, e)| self.power(n, e)).collect_vec())
            }
            _ => None,
        }
    }
}
