//! The local rewrites, each named, that run as a node is made.
//!
//! A rewrite answers `Some(node)` when it applies. It may only replace a node by one of the same
//! meaning wherever the original is defined over the reals; where it would be defined in more places
//! it is not made, or keeps the domain with `defined`. Each is smaller in the order (number of
//! transcendental functions, number of nodes), or numerically better with the same count and not
//! matched by another rule, so rewriting ends.

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

    // ----- sums

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

    // ----- products

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

    pub(crate) fn rewrite_product(&mut self, list: &[(NodeId, Number)]) -> Option<NodeId> {
        if list.len() > PATTERN_LIMIT {
            return None;
        }
        // sigmoid: 1/(a + b*exp(u)) = sigmoid(-u - ln(b/a))/a
        for (at, &(n, e)) in list.iter().enumerate() {
            if e.as_integer().is_some_and(|k| k < 0)
                && let Node::Sum { constant: a, terms } = self.node(n)
                && let [(b, t)] = terms[..]
                && a.is_positive()
                && b.is_positive()
                && let Some(u) = self.as_apply(t, Function::Exp)
            {
                let a = *a;
                let shift = if a == b { Number::ZERO } else { Number::from((b.to_f64() / a.to_f64()).ln()) };
                let v = self.offset(shift, u);
                let m = self.neg(v);
                let s = self.apply(Function::Sigmoid, &[m]);
                let mut factors = list.to_vec();
                factors[at] = (s, e.neg());
                let product = self.product(&factors);
                let scale = self.constant(a);
                let scale = self.power(scale, e);
                return Some(self.mul(scale, product));
            }
        }
        // sinh(u)*(a/cosh(u)^2 + b) = a*tanh(u)/cosh(u) + b*sinh(u): one factor may overflow where the other is 0.
        for (at, &(n, e)) in list.iter().enumerate() {
            if let Node::Sum { constant, terms } = self.node(n)
                && e.is(1)
                && terms.len() <= PATTERN_LIMIT
                && list.iter().any(|&(f, k)| self.as_apply(f, Function::Sign).is_none() && terms.iter().any(|t| self.tames(t.1, f, k)))
            {
                let (constant, terms) = (*constant, terms.to_vec());
                let mut rest = list.to_vec();
                rest.remove(at);
                let rest = self.product(&rest);
                let mut sum: Vec<_> = terms.iter().map(|&(c, t)| (c, self.mul(rest, t))).collect_vec();
                sum.push((constant, rest));
                sum.retain(|t| !t.0.is(0));
                return Some(self.sum(Number::ZERO, &sum));
            }
        }
        for i in 0..list.len() {
            for j in 0..list.len() {
                if i != j
                    && let Some(replacement) = self.rewrite_factors(list[i], list[j])
                {
                    let mut factors: Vec<_> = list.iter().enumerate().filter(|(at, _)| *at != i && *at != j).map(|(_, f)| *f).collect_vec();
                    factors.extend(replacement);
                    return Some(self.product(&factors));
                }
            }
        }
        None
    }

    /// Rewrites of two factors; called for both orders.
    fn rewrite_factors(&mut self, (a, p): (NodeId, Number), (b, q): (NodeId, Number)) -> Option<Vec<(NodeId, Number)>> {
        let one = |n| Some(vec![(n, Number::ONE)]);
        let divides = q.is(-1) && p.is(1);
        if !divides
            && !matches!(
                self.node(a),
                Node::Apply(Function::Exp | Function::Expm1 | Function::Sinh | Function::Cosh | Function::Sin | Function::Sign, _)
            )
        {
            return None;
        }
        match (self.node(a).clone(), self.node(b).clone()) {
            (Node::Apply(Function::Exp, u), Node::Apply(Function::Exp, v)) if p.is(1) && q.is(1) && a < b => {
                // exp(u)*exp(v) = exp(u + v) where something cancels; otherwise it would only cost an exponential.
                let (u, v) = (u[0], v[0]);
                let merged = self.add(u, v);
                let size = |g: &Graph, n: NodeId| match g.node(n) {
                    Node::Constant(_) => 0,
                    Node::Sum { terms, .. } => terms.len(),
                    _ => 1,
                };
                let cancels = size(self, merged) < size(self, u) + size(self, v)
                    && !matches!(self.node(merged), Node::Sum { terms, .. } if terms.iter().any(|t| t.1 == u || t.1 == v));
                // So do exp(u) and exp(v - exp(u)), of which one may overflow where the other is 0.
                let decays = self.outweighs(v, a) || self.outweighs(u, b);
                if cancels || decays || self.is_negated(u) != self.is_negated(v) {
                    let e = self.apply(Function::Exp, &[merged]);
                    return one(e);
                }
                None
            }
            // u*sign(u) = |u|
            (Node::Apply(Function::Sign, u), _) if p.is(1) && u[0] == b && q.as_integer().is_some_and(|n| n > 0) => {
                let m = self.apply(Function::Abs, &[b]);
                Some(vec![(m, Number::ONE), (b, q.add(Number::MINUS_ONE))])
            }
            // exp(u)*sigmoid(-u) = sigmoid(u)
            (Node::Apply(Function::Exp, u), Node::Apply(Function::Sigmoid, v)) if p.is(1) && q.is_positive() && self.neg(v[0]) == u[0] => {
                let s = self.apply(Function::Sigmoid, &[u[0]]);
                Some(vec![(s, Number::ONE), (b, q.add(Number::MINUS_ONE))])
            }
            // exp(u)*(1 + exp(u))^q = sigmoid(u)*(1 + exp(u))^(q + 1), where q is no integer: both may overflow
            (Node::Apply(Function::Exp, u), Node::Sum { constant, terms })
                if p.is(1)
                    && constant.is(1)
                    && terms[..] == [(Number::ONE, a)]
                    && q.as_integer().is_none()
                    && q.add(Number::ONE).is_negative() =>
            {
                let s = self.apply(Function::Sigmoid, &[u[0]]);
                Some(vec![(s, Number::ONE), (b, q.add(Number::ONE))])
            }
            // exp(k*u)/expm1(u)^k = 1/(1 - exp(-u))^k: both may overflow
            (Node::Apply(Function::Exp, u), Node::Apply(Function::Expm1, v))
                if p.is(1) && q.as_integer().is_some_and(|n| n < 0) && self.multiple_of(u[0], v[0]) > 0 =>
            {
                let times = self.multiple_of(u[0], v[0]);
                let k = Number::integer(times.min(-q.as_integer()?));
                let m = self.neg(v[0]);
                let e = self.apply(Function::Expm1, &[m]);
                let e = self.neg(e);
                let rest = self.scale(k.neg(), v[0]);
                let rest = self.add(u[0], rest);
                let rest = self.apply(Function::Exp, &[rest]);
                Some(vec![(e, k.neg()), (b, q.add(k)), (rest, Number::ONE)])
            }
            // exp(u^2)*erfc(u) = erfcx(u), and exp(-u^2)/erfc(u) is its inverse: one may overflow where the other is 0
            (Node::Apply(Function::Exp, v), Node::Apply(Function::Erfc, u)) if p.is(1) && q.as_integer().is_some_and(|n| n != 0) => {
                let square = match self.as_power(u[0]) {
                    Some((square, root)) if root == Number::ratio(1, 2) => square,
                    _ => self.powi(u[0], 2),
                };
                let sign = self.multiple_of(v[0], square);
                if sign.abs() != 1 || (sign == 1) != q.is_positive() {
                    return None;
                }
                let scaled = self.apply(Function::Erfcx, &[u[0]]);
                Some(vec![(scaled, Number::integer(sign)), (b, q.add(Number::integer(-sign)))])
            }
            // exp(u)*sigmoid(-2u) = 1/(exp(u) + exp(-u))
            (Node::Apply(Function::Exp, u), Node::Apply(Function::Sigmoid, v))
                if p.is(1) && q.is_positive() && self.multiple_of(v[0], u[0]) == -2 =>
            {
                let c = self.apply(Function::Cosh, &[u[0]]);
                let c = self.scale(Number::integer(2), c);
                Some(vec![(c, Number::MINUS_ONE), (b, q.add(Number::MINUS_ONE))])
            }
            // exp(u)/(f*exp(u) + r) = 1/(f + r*exp(-u)): both may overflow
            (Node::Apply(Function::Exp, u), Node::Sum { constant, terms })
                if p.is(1) && q.as_integer().is_some_and(|n| n < 0) && self.overflow_together(a, b) =>
            {
                let growing = terms.iter().find_map(|t| self.exponential_in(t.1, u[0]))?;
                let v = self.as_apply(growing, Function::Exp)?;
                let k = Number::integer(self.multiple_of(u[0], v).min(-q.as_integer()?));
                let m = self.neg(v);
                let decayed = self.apply(Function::Exp, &[m]);
                let mut inverse = vec![(constant, decayed)];
                for &(c, n) in &terms {
                    let mut factors = match self.node(n) {
                        Node::Product(factors) => factors.to_vec(),
                        _ => vec![(n, Number::ONE)],
                    };
                    match factors.iter().position(|f| f.0 == growing) {
                        Some(at) => drop(factors.remove(at)),
                        None => factors.push((decayed, Number::ONE)),
                    }
                    inverse.push((c, self.product(&factors)));
                }
                inverse.retain(|t| !t.0.is(0));
                let inverse = self.sum(Number::ZERO, &inverse);
                let rest = self.scale(k.neg(), v);
                let rest = self.add(u[0], rest);
                let rest = self.apply(Function::Exp, &[rest]);
                Some(vec![(inverse, k.neg()), (b, q.add(k)), (rest, Number::ONE)])
            }
            // expm1(u)*sigmoid(-u) = (exp(u) - 1)/(exp(u) + 1) = tanh(u/2)
            (Node::Apply(Function::Expm1, u), Node::Apply(Function::Sigmoid, v))
                if p.is(1) && q.as_integer().is_some_and(|k| k > 0) && self.neg(v[0]) == u[0] =>
            {
                let half = self.scale(Number::from(0.5), u[0]);
                let t = self.apply(Function::Tanh, &[half]);
                Some(vec![(t, Number::ONE), (b, q.add(Number::MINUS_ONE))])
            }
            // sinh(u)^p*cosh(u)^q is a power of tanh(u) and what is left of one of them: both may overflow
            (Node::Apply(Function::Sinh, u), Node::Apply(Function::Cosh, v))
                if u == v
                    && (p == q.neg() || p.as_integer().is_some() && q.as_integer().is_some() && p.is_positive() == q.is_negative()) =>
            {
                let k = if p.abs().to_f64() < q.abs().to_f64() { p } else { q.neg() };
                let t = self.apply(Function::Tanh, &[u[0]]);
                Some(vec![(t, k), (a, p.add(k.neg())), (b, q.add(k))])
            }
            // sinh(u)/(f*cosh(u) + r) = tanh(u)/(f + r/cosh(u)), cosh(u)/(f*cosh(u) + r) = 1/(f + r/cosh(u)): both may overflow
            (Node::Apply(f @ (Function::Sinh | Function::Cosh), u), Node::Sum { constant, terms })
                if p.as_integer().is_some_and(|n| n > 0) && q.as_integer().is_some_and(|n| n < 0) && self.overflow_together(a, b) =>
            {
                let u = u[0];
                let cosh = self.apply(Function::Cosh, &[u]);
                let (tanh, decayed) = (self.apply(Function::Tanh, &[u]), self.reciprocal(cosh));
                let mut divided = vec![(constant, decayed)];
                for &(c, n) in &terms {
                    let mut factors = self.factors(n);
                    let grown = factors.iter().position(|f| f.1.is(1) && self.hyperbolic_of(f.0, u));
                    match grown.map(|at| factors.remove(at).0) {
                        Some(n) if n == cosh => {}
                        Some(_) => factors.push((tanh, Number::ONE)),
                        None => factors.push((decayed, Number::ONE)),
                    }
                    divided.push((c, self.product(&factors)));
                }
                divided.retain(|t| !t.0.is(0));
                let divided = self.sum(Number::ZERO, &divided);
                let k = Number::integer(p.as_integer()?.min(-q.as_integer()?));
                let numerator = if f == Function::Sinh { k } else { Number::ZERO };
                Some(vec![(tanh, numerator), (divided, k.neg()), (a, p.add(k.neg())), (b, q.add(k))])
            }
            // sinh(u)*exp(-u) = (1 - exp(-2u))/2, cosh(u)*exp(-u) = (1 + exp(-2u))/2: one factor may overflow, the other be 0
            (Node::Apply(f @ (Function::Sinh | Function::Cosh), u), Node::Apply(Function::Exp, v))
                if p.is(1) && q.is(1) && self.multiple_of(v[0], u[0]).abs() == 1 =>
            {
                let double = self.scale(Number::integer(2), v[0]);
                let grown = if f == Function::Sinh { Function::Expm1 } else { Function::Exp };
                let e = self.apply(grown, &[double]);
                let constant = if f == Function::Sinh { Number::ZERO } else { Number::ONE };
                let sum = self.offset(constant, e);
                let negated = f == Function::Sinh && v[0] != u[0];
                let half = self.scale(if negated { Number::ratio(-1, 2) } else { Number::ratio(1, 2) }, sum);
                one(half)
            }
            (Node::Apply(Function::Sin, u), Node::Apply(Function::Cos, v)) if u == v && p == q.neg() && p.as_integer().is_some() => {
                let t = self.apply(Function::Tan, &[u[0]]);
                Some(vec![(t, p)])
            }
            // softmax: exp(u)/sum(exp(v)) = exp(u - logsumexp(v)), and a weighted mean with such weights
            (_, _) if divides => {
                if self.as_apply(a, Function::Exp).is_some()
                    && let Some(log) = self.log_of_exponentials(b)
                {
                    let u = self.as_apply(a, Function::Exp)?;
                    let d = self.sub(u, log);
                    let e = self.apply(Function::Exp, &[d]);
                    return one(e);
                }
                if let Node::Sum { constant, terms } = self.node(a).clone()
                    && constant.is(0)
                    && terms.len() <= PATTERN_LIMIT
                    && terms.iter().all(|t| self.has_exponential_factor(t.1))
                    && let Some(log) = self.log_of_exponentials(b)
                {
                    let m = self.neg(log);
                    let weight = self.apply(Function::Exp, &[m]);
                    let terms: Vec<_> = terms.iter().map(|&(c, n)| (c, self.mul(n, weight))).collect_vec();
                    let s = self.sum(Number::ZERO, &terms);
                    return one(s);
                }
                // (u^2 - v^2)/(u - v) = u + v
                if let (Node::Sum { constant: k, terms: squares }, Node::Sum { constant: l, terms: linear }) =
                    (self.node(a).clone(), self.node(b).clone())
                    && k.is(0)
                    && l.is(0)
                    && let [(c1, s1), (c2, s2)] = squares[..]
                    && let [(d1, u), (d2, v)] = linear[..]
                    && c1.is(1)
                    && c2.is(-1)
                    && d1.is(1)
                    && d2.is(-1)
                    && self.as_power(s1).is_some_and(|(x, e)| x == u && e.is(2))
                    && self.as_power(s2).is_some_and(|(x, e)| x == v && e.is(2))
                {
                    let s = self.add(u, v);
                    return one(s);
                }
                None
            }
            _ => None,
        }
    }

    /// The whole number k for which `node` is k times `of`; 0 if there is none.
    fn multiple_of(&self, node: NodeId, of: NodeId) -> i64 {
        let ((c, n), (d, m)) = (self.split_scale(node), self.split_scale(of));
        if n != m {
            return 0;
        }
        c.mul(d.recip()).as_integer().unwrap_or(0)
    }

    /// Whether `rewrite_factors` has a quotient of these that does not overflow where both do.
    fn overflow_together(&self, over: NodeId, under: NodeId) -> bool {
        match (self.node(over), self.node(under)) {
            (Node::Apply(Function::Sinh, u), Node::Apply(Function::Cosh, v))
            | (Node::Apply(Function::Cosh, u), Node::Apply(Function::Sinh, v)) => u == v,
            (Node::Apply(Function::Exp, u), Node::Apply(Function::Expm1, v)) => self.multiple_of(u[0], v[0]) > 0,
            (Node::Apply(Function::Exp, _), Node::Sum { constant, terms }) if constant.is(1) && terms[..] == [(Number::ONE, over)] => true,
            (Node::Apply(Function::Sinh | Function::Cosh, u), Node::Sum { terms, .. }) => {
                let grows = |n: NodeId| match self.node(n) {
                    Node::Product(factors) => {
                        factors.len() <= PATTERN_LIMIT && factors.iter().any(|f| f.1.is(1) && self.hyperbolic_of(f.0, u[0]))
                    }
                    _ => self.hyperbolic_of(n, u[0]),
                };
                terms.len() <= PATTERN_LIMIT && terms.iter().any(|t| grows(t.1))
            }
            // Sums of nothing but exponentials have other rewrites.
            (Node::Apply(Function::Exp, u), Node::Sum { terms, .. }) => {
                terms.len() <= PATTERN_LIMIT
                    && terms.iter().any(|t| self.as_apply(t.1, Function::Exp).is_none())
                    && terms.iter().any(|t| self.exponential_in(t.1, u[0]).is_some())
            }
            _ => false,
        }
    }

    fn hyperbolic_of(&self, id: NodeId, u: NodeId) -> bool {
        matches!(self.node(id), Node::Apply(Function::Sinh | Function::Cosh, v) if v[0] == u)
    }

    /// The factor of a term that is an exponential of which `exponent` is a positive multiple.
    fn exponential_in(&self, term: NodeId, exponent: NodeId) -> Option<NodeId> {
        let grows = |n: NodeId| self.as_apply(n, Function::Exp).is_some_and(|v| self.multiple_of(exponent, v) > 0);
        match self.node(term) {
            Node::Product(factors) if factors.len() <= PATTERN_LIMIT => factors.iter().find(|f| f.1.is(1) && grows(f.0)).map(|f| f.0),
            _ => Some(term).filter(|n| grows(*n)),
        }
    }

    /// Whether an exponent has a multiple of an exponential taken away: its own exponential is 0 where that one overflows.
    fn outweighs(&self, exponent: NodeId, exponential: NodeId) -> bool {
        match self.node(exponent) {
            Node::Sum { terms, .. } => terms.iter().any(|t| t.1 == exponential && t.0.is_negative()),
            _ => false,
        }
    }

    /// Whether the product of a term with a factor stays in range, or is rewritten so that it does, where one of them overflows
    /// and the other is 0; and whether a sign meets what it is the sign of.
    pub(crate) fn tames(&self, term: NodeId, factor: NodeId, exponent: Number) -> bool {
        let kind = self.node(factor);
        let may = match kind {
            Node::Apply(function, _) => {
                matches!(function, Function::Exp | Function::Sinh | Function::Cosh | Function::Erfcx | Function::Sign)
            }
            Node::Sum { .. } => exponent.is_negative(),
            _ => false,
        };
        if !may {
            return false;
        }
        let one = |b: NodeId, e: Number| match kind {
            _ if exponent.is(1) && e.is_negative() => self.overflow_together(factor, b),
            Node::Apply(Function::Sign, u) => exponent.is(1) && b == u[0] && e.is_positive(),
            Node::Apply(Function::Erfcx, _) => exponent.is_negative() && e.is(1) && b == factor,
            _ if exponent.is_negative() => e.is(1) && self.overflow_together(b, factor),
            Node::Apply(Function::Exp, v) if e.is(1) => {
                self.as_apply(b, Function::Exp).is_some_and(|u| self.outweighs(v[0], b) || self.outweighs(u, factor))
            }
            _ => false,
        };
        // Products in products, and short sums in these, as the chain rule makes them.
        let mut stack = vec![term];
        for _ in 0..PATTERN_LIMIT {
            let Some(term) = stack.pop() else { break };
            match self.node(term) {
                Node::Product(factors) if factors.len() <= PATTERN_LIMIT => {
                    if factors.iter().any(|&(b, e)| one(b, e)) {
                        return true;
                    }
                    let inside = |n: NodeId| matches!(self.node(n), Node::Product(_) | Node::Sum { .. });
                    stack.extend(factors.iter().filter(|f| f.1.is(1) && inside(f.0)).map(|f| f.0));
                }
                Node::Product(_) => {}
                Node::Sum { terms, .. } if terms.len() <= 4 && !one(term, Number::ONE) => stack.extend(terms.iter().map(|t| t.1)),
                _ if one(term, Number::ONE) => return true,
                _ => {}
            }
        }
        false
    }

    /// Whether a product has a factor that tames terms of a sum beside it, as 1/erfcx(u)^2 does of 2*u*erfcx(u) - 1.
    pub(crate) fn tames_terms(&self, product: &[(NodeId, Number)], sum: NodeId) -> bool {
        let Node::Sum { terms, .. } = self.node(sum) else { return false };
        let small = |&(n, e): &(NodeId, Number)| e.is_negative() && self.as_apply(n, Function::Erfcx).is_some();
        terms.len() <= PATTERN_LIMIT && product.iter().any(|f| small(f) && terms.iter().any(|t| self.tames(t.1, f.0, f.1)))
    }

    fn has_exponential_factor(&self, id: NodeId) -> bool {
        match self.node(id) {
            Node::Apply(Function::Exp, _) => true,
            Node::Product(f) => f.iter().any(|&(n, e)| e.is(1) && self.as_apply(n, Function::Exp).is_some()),
            _ => false,
        }
    }

    /// `ln` of a sum of exponentials (at least two, or a reduction of one), as a logsumexp.
    fn log_of_exponentials(&mut self, id: NodeId) -> Option<NodeId> {
        match self.node(id).clone() {
            Node::Sum { constant, terms } => {
                let enough = terms.len() + usize::from(!constant.is_zero()) >= 2;
                if !enough || constant.is_negative() || terms.len() > 4096 {
                    return None;
                }
                let mut args = Vec::with_capacity(terms.len() + 1);
                if !constant.is_zero() {
                    args.push(self.float(constant.to_f64().ln()));
                }
                for (c, n) in terms {
                    let u = self.as_apply(n, Function::Exp)?;
                    if !c.is_positive() {
                        return None;
                    }
                    let shift = if c.is(1) { Number::ZERO } else { Number::from(c.to_f64().ln()) };
                    args.push(self.offset(shift, u));
                }
                Some(self.apply(Function::LogSumExp, &args))
            }
            Node::Reduce { op: ReduceOp::Sum, axis, body } => {
                let u = self.as_apply(body, Function::Exp)?;
                Some(self.reduce(ReduceOp::LogSumExp, axis, u))
            }
            _ => None,
        }
    }

    /// `ln` of a sum of terms `f*exp(u)`, as m + ln of the sum of `f*exp(u - m)` for the largest u: all of the exponentials may be
    /// 0, or one infinite. That m moves changes nothing, so it counts as a constant.
    fn log_of_weighted(&mut self, id: NodeId) -> Option<NodeId> {
        let (sum, reduced) = match *self.node(id) {
            Node::Reduce { op: ReduceOp::Sum, axis, body } => (body, Some(axis)),
            _ => (id, None),
        };
        let (constant, terms) = match self.node(sum) {
            Node::Sum { constant, terms } => (*constant, terms.to_vec()),
            _ => (Number::ZERO, vec![(Number::ONE, sum)]),
        };
        // What is added to 1 may be small.
        if terms.len() > PATTERN_LIMIT || constant.is(1) || reduced.is_none() && terms.len() + usize::from(!constant.is(0)) < 2 {
            return None;
        }
        let zero = self.zero();
        let mut parts = Vec::new();
        let mut any = false;
        for (c, n) in terms {
            let factors = self.factors(n);
            if factors.len() > PATTERN_LIMIT {
                return None;
            }
            let (grown, rest): (Vec<_>, Vec<_>) = factors.iter().partition(|f| f.1.is(1) && self.as_apply(f.0, Function::Exp).is_some());
            any |= !grown.is_empty();
            let exponents = grown.iter().filter_map(|f: &(NodeId, Number)| self.as_apply(f.0, Function::Exp)).collect_vec();
            // It has been done.
            let shifted = |n: NodeId| match self.node(n) {
                Node::Apply(f, _) => matches!(f, Function::StopGradient | Function::Max),
                Node::Reduce { op, .. } => *op == ReduceOp::Max,
                _ => false,
            };
            let less = |u: &NodeId| match self.node(self.split_scale(*u).1) {
                Node::Sum { terms, .. } => terms.iter().any(|t| shifted(t.1)),
                _ => shifted(self.split_scale(*u).1),
            };
            if exponents.iter().any(less) {
                return None;
            }
            let u = self.add_all(&exponents);
            parts.push((c, rest, u));
        }
        if !any {
            return None;
        }
        if !constant.is(0) {
            parts.push((constant, Vec::new(), zero));
        }
        let mut largest = self.float(f64::MIN);
        for part in &parts {
            let u = match reduced {
                Some(axis) => self.reduce(ReduceOp::Max, axis, part.2),
                None => part.2,
            };
            largest = self.apply(Function::Max, &[u, largest]);
        }
        let m = self.apply(Function::StopGradient, &[largest]);
        let mut sum = Vec::new();
        for (c, mut factors, u) in parts {
            let below = self.sub(u, m);
            factors.push((self.apply(Function::Exp, &[below]), Number::ONE));
            sum.push((c, self.product(&factors)));
        }
        let mut sum = self.sum(Number::ZERO, &sum);
        if let Some(axis) = reduced {
            sum = self.reduce(ReduceOp::Sum, axis, sum);
        }
        let log = match self.node(sum) {
            Node::Sum { .. } | Node::Reduce { .. } => self.intern_apply(Function::Ln, &[sum]),
            _ => self.apply(Function::Ln, &[sum]),
        };
        Some(self.add(m, log))
    }

    // ----- functions

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

    fn rewrite_ln(&mut self, a: NodeId) -> Option<NodeId> {
        use Function::*;
        match self.node(a).clone() {
            Node::Apply(f, u) => match f {
                Exp => Some(u[0]),
                Sinh => Some(self.apply(LogSinh, &[u[0]])),
                Cosh => Some(self.apply(LogCosh, &[u[0]])),
                Erfc => Some(self.apply(LogErfc, &[u[0]])),
                // ln(exp(u) - 1) = u + ln(1 - exp(-u)), the inverse of softplus
                Expm1 => {
                    let m = self.neg(u[0]);
                    let e = self.apply(Expm1, &[m]);
                    let positive = self.neg(e);
                    let log = self.apply(Ln, &[positive]);
                    Some(self.add(u[0], log))
                }
                // ln(sigmoid(u)) = -softplus(-u)
                Sigmoid => {
                    let m = self.neg(u[0]);
                    let s = self.apply(Softplus, &[m]);
                    Some(self.neg(s))
                }
                _ => None,
            },
            Node::Sum { constant, terms } => {
                if constant.is(1) && terms.len() == 1 {
                    let (c, t) = terms[0];
                    // ln(1 + tanh(u)) = u - ln(cosh(u)), and ln(1 - tanh(u)) = -u - ln(cosh(u))
                    if c.abs().is(1)
                        && let Some(u) = self.as_apply(t, Tanh)
                    {
                        let l = self.apply(LogCosh, &[u]);
                        return Some(self.sum(Number::ZERO, &[(c, u), (Number::MINUS_ONE, l)]));
                    }
                    // ln(1 - tanh(u)^2) = -2*ln(cosh(u))
                    if c.is(-1)
                        && let Some((base, e)) = self.as_power(t)
                        && e.is(2)
                        && let Some(u) = self.as_apply(base, Tanh)
                    {
                        let l = self.apply(LogCosh, &[u]);
                        return Some(self.scale(Number::integer(-2), l));
                    }
                    // ln(1 - sigmoid(u)) = -softplus(u)
                    if c.is(-1)
                        && let Some(u) = self.as_apply(t, Sigmoid)
                    {
                        let s = self.apply(Softplus, &[u]);
                        return Some(self.neg(s));
                    }
                    if c.is(1)
                        && let Some(u) = self.as_apply(t, Exp)
                    {
                        return Some(self.apply(Softplus, &[u]));
                    }
                }
                // ln(f + c*cosh(u)) = ln(cosh(u)) + ln(c + f/cosh(u))
                let cosh = terms.iter().find_map(|t| self.as_apply(t.1, Cosh).filter(|_| t.0.is_positive()).map(|_| t.1));
                if let Some(cosh) = cosh
                    && terms.len() <= PATTERN_LIMIT
                    && (terms.len() > 1 || constant.is_positive())
                {
                    let decayed = self.reciprocal(cosh);
                    let mut sum = terms.iter().map(|&(c, n)| (c, self.mul(n, decayed))).collect_vec();
                    sum.push((constant, decayed));
                    sum.retain(|t| !t.0.is(0));
                    let sum = self.sum(Number::ZERO, &sum);
                    let (l, rest) = (self.apply(Ln, &[cosh]), self.apply(Ln, &[sum]));
                    return Some(self.add(l, rest));
                }
                if let Some(log) = self.log_of_exponentials(a).or_else(|| self.log_of_weighted(a)) {
                    return Some(log);
                }
                if constant.is(1) {
                    let rest = self.finish_sum(Number::ZERO, terms.to_vec());
                    return Some(self.apply(Log1p, &[rest]));
                }
                // ln(c*t) = ln(c) + ln(t) where ln(t) becomes simpler
                if constant.is(0)
                    && let [(c, t)] = terms[..]
                    && c.is_positive()
                    && let Some(log) = self.rewrite_ln(t)
                {
                    let k = Number::from(c.to_f64().ln());
                    return Some(self.offset(k, log));
                }
                None
            }
            // The logarithm of what is picked is picked from the logarithms: ln(softmax(z)[label]).
            Node::Reduce { op: ReduceOp::Sum, axis, body } => {
                if let Node::Select(c, x, zero) = *self.node(body)
                    && self.is(zero, 0)
                    && let Node::Compare(Comparison::Eq, here, at) = *self.node(c)
                    && *self.node(here) == Node::Position(Affine::axis(axis))
                    && self.free(at).binary_search(&axis).is_err()
                    && let Some(log) = self.rewrite_ln(x)
                {
                    return Some(self.pick(log, axis, at));
                }
                self.log_of_exponentials(a).or_else(|| self.log_of_weighted(a))
            }
            Node::Select(c, x, nan) if self.as_constant(nan).is_some_and(|k| k.to_f64().is_nan()) => {
                let log = self.apply(Ln, &[x]);
                Some(self.select(c, log, nan))
            }
            Node::Product(factors) => {
                if let [(b, e)] = factors[..] {
                    // ln(u^e): an even power is defined for negative u, too.
                    let even = e.as_integer().is_some_and(|k| k % 2 == 0);
                    let b = if even { self.apply(Abs, &[b]) } else { b };
                    let l = self.apply(Ln, &[b]);
                    return Some(self.scale(e, l));
                }
                // ln(sinh(u)/u) and ln(expm1(u)/u) = u/2 + ln(sinh(u/2)/(u/2)), of which sinh may overflow; also with k*u in it
                for (at, &(x, p)) in factors.iter().enumerate() {
                    if p.is(1)
                        && let Node::Apply(f @ (Sinh | Expm1), u) = self.node(x)
                    {
                        let (f, u) = (*f, u[0]);
                        let mut rest = factors.to_vec();
                        rest.remove(at);
                        rest.iter_mut().for_each(|f| f.1 = f.1.neg());
                        let y = self.product(&rest);
                        let ((c, n), (d, m)) = (self.split_scale(u), self.split_scale(y));
                        let times = c.mul(d.recip());
                        if n == m && times.is_positive() {
                            let half = if f == Expm1 { Number::ratio(1, 2) } else { Number::ONE };
                            let (v, linear) = (self.scale(half, u), Number::ONE.add(half.neg()));
                            let m = self.apply(Abs, &[v]);
                            let (l, k) = (self.apply(LogSinh, &[m]), self.apply(Ln, &[m]));
                            let shift = if times.is(1) { Number::ZERO } else { Number::from(times.to_f64().ln()) };
                            return Some(self.sum(shift, &[(linear, u), (Number::ONE, l), (Number::MINUS_ONE, k)]));
                        }
                    }
                }
                if let [(x, p), (y, q)] = factors[..] {
                    for ((x, p), (y, q)) in [((x, p), (y, q)), ((y, q), (x, p))] {
                        if !(p.is(1) && q.is(-1)) {
                            continue;
                        }
                        let Some((c, t)) = self.as_one_plus(y) else { continue };
                        // ln(x/(1 - x)) = logit(x)
                        if c.is(-1) && t == x {
                            return Some(self.apply(Logit, &[x]));
                        }
                        // ln((1 + u)/(1 - u)) = 2*atanh(u)
                        if let Some((d, u)) = self.as_one_plus(x)
                            && u == t
                            && d == c.neg()
                        {
                            let v = self.scale(d, u);
                            let h = self.apply(Atanh, &[v]);
                            return Some(self.scale(Number::integer(2), h));
                        }
                    }
                }
                // Factors whose logarithm is exact and that are positive leave the product.
                let simple = |g: &Graph, n: NodeId| matches!(g.node(n), Node::Apply(Exp | Sigmoid | Cosh, _));
                if factors.len() <= PATTERN_LIMIT && factors.iter().any(|f| simple(self, f.0)) {
                    let (out, rest): (Vec<_>, Vec<_>) = factors.iter().partition(|f| simple(self, f.0));
                    let mut terms = Vec::new();
                    for (n, e) in out {
                        terms.push((e, self.apply(Ln, &[n])));
                    }
                    let rest = self.product(&rest);
                    let l = self.apply(Ln, &[rest]);
                    terms.push((Number::ONE, l));
                    return Some(self.sum(Number::ZERO, &terms));
                }
                None
            }
            _ => None,
        }
    }

    // ----- reductions

    pub(crate) fn rewrite_reduce(&mut self, op: ReduceOp, axis: AxisId, body: NodeId) -> Option<NodeId> {
        let extent = self.axis(axis).extent.clone();
        let count = extent.as_constant();
        if count == Some(1) && !matches!(op, ReduceOp::ArgMax | ReduceOp::ArgMin) {
            return Some(self.substitute(body, axis, &Affine::constant(0)));
        }
        let depends = |g: &Graph, n: NodeId| g.free(n).binary_search(&axis).is_ok();
        if op != ReduceOp::Sum {
            let nonempty = count.is_some_and(|n| n > 0);
            return (nonempty && !depends(self, body) && matches!(op, ReduceOp::Max | ReduceOp::Min)).then_some(body);
        }
        if count == Some(0) {
            return Some(self.zero());
        }
        if self.is(body, 0) {
            return Some(body);
        }
        if !depends(self, body) {
            let n = self.position(extent);
            return Some(self.mul(n, body));
        }
        match self.node(body).clone() {
            // sum(c*f) = c*sum(f); what does not depend on the axis leaves the sum
            Node::Sum { constant, terms } => {
                if constant.is(0)
                    && let [(c, n)] = terms[..]
                {
                    let r = self.reduce(op, axis, n);
                    return Some(self.scale(c, r));
                }
                let (inner, outer): (Vec<_>, Vec<_>) = terms.iter().partition(|t| depends(self, t.1));
                if outer.is_empty() {
                    return None;
                }
                let inner = self.sum(Number::ZERO, &inner);
                let r = self.reduce(op, axis, inner);
                let rest = self.sum(constant, &outer);
                let n = self.position(extent);
                let rest = self.mul(n, rest);
                Some(self.add(r, rest))
            }
            Node::Product(factors) => {
                let (inner, outer): (Vec<_>, Vec<_>) = factors.iter().partition(|f| depends(self, f.0));
                if outer.is_empty() {
                    return self.rewrite_chosen_sum(axis, body).or_else(|| self.rewrite_nested_sums(axis, body));
                }
                let inner = self.product(&inner);
                let mut factors = outer;
                factors.push((self.reduce(op, axis, inner), Number::ONE));
                Some(self.product(&factors))
            }
            // sum(if(c, f, 0)) = if(c, sum(f), 0) where the condition is the same for all terms
            Node::Select(condition, value, zero) if self.is(zero, 0) && !depends(self, condition) => {
                let r = self.reduce(op, axis, value);
                Some(self.select(condition, r, zero))
            }
            // sum(if(c, k*f, 0)) = k*sum(if(c, f, 0))
            Node::Select(condition, value, zero)
                if self.is(zero, 0)
                    && let Node::Sum { constant, terms } = self.node(value)
                    && constant.is(0)
                    && let [(c, n)] = terms[..] =>
            {
                let chosen = self.select(condition, n, zero);
                let r = self.reduce(op, axis, chosen);
                Some(self.scale(c, r))
            }
            Node::Select(..) => self.rewrite_chosen_sum(axis, body),
            Node::Reduce { op: ReduceOp::Sum, .. } => self.rewrite_nested_sums(axis, body),
            _ => None,
        }
    }

    /// sum(n: b[n]*sum(i: a[i, j]*c[n, i])) = sum(i: a[i, j]*sum(n: b[n]*c[n, i])), where `a` has an axis that `c` has not: the
    /// sum over n is not taken for each element of that axis any more. A sum that has a name is there anyway.
    fn rewrite_nested_sums(&mut self, axis: AxisId, body: NodeId) -> Option<NodeId> {
        let zero = self.zero();
        let outside = match self.node(body) {
            Node::Product(factors) if factors.len() <= PATTERN_LIMIT => factors.to_vec(),
            _ => vec![(body, Number::ONE)],
        };
        let sum = |(n, e): &(NodeId, Number)| e.is(1) && matches!(self.node(*n), Node::Reduce { op: ReduceOp::Sum, .. });
        let at = outside.iter().position(sum)?;
        let Node::Reduce { axis: summed, body: term, .. } = *self.node(outside[at].0) else { return None };
        let (condition, term) = match *self.node(term) {
            Node::Select(c, a, b) if b == zero => (Some(c), a),
            _ => (None, term),
        };
        let Node::Product(factors) = self.node(term) else { return None };
        if factors.len() > PATTERN_LIMIT || self.label(outside[at].0).is_some() {
            return None;
        }
        let depends = |n: NodeId| self.free(n).binary_search(&axis).is_ok();
        let (with, mut inside): (Vec<_>, Vec<_>) = factors.iter().copied().partition(|f: &(NodeId, Number)| !depends(f.0));
        let rest = outside.iter().enumerate().filter(|(k, _)| *k != at).map(|(_, f)| *f);
        // What stands before the inner sum has no axes that its terms have not.
        let axes: Vec<AxisId> = inside.iter().flat_map(|f| self.free(f.0)).copied().collect();
        let known = |n: NodeId| self.free(n).iter().all(|a| axes.contains(a));
        let fixed = condition.is_none_or(|c| !depends(c));
        let gains = with.iter().map(|f| f.0).chain(condition).any(|n| self.free(n).iter().any(|a| *a != summed && !axes.contains(a)));
        if with.is_empty() || !fixed || !gains || !rest.clone().all(|f| known(f.0) && !self.free(f.0).contains(&summed)) {
            return None;
        }
        inside.extend(rest);
        let inside = self.product(&inside);
        let mut factors = with;
        factors.push((self.reduce(ReduceOp::Sum, axis, inside), Number::ONE));
        let mut term = self.product(&factors);
        if let Some(condition) = condition {
            term = self.select(condition, term, zero);
        }
        Some(self.reduce(ReduceOp::Sum, summed, term))
    }

    /// sum(i: f(i)*if(i == e and c(i), g(i), 0)) = if(0 <= e < n, if(c(e), f(e)*g(e), 0), 0) for an affine e, and the same for
    /// the only i of so many for which none of the conditions holds in `if(i == 0, 0, if(i == 1, 0, g(i)))`.
    fn rewrite_chosen_sum(&mut self, axis: AxisId, body: NodeId) -> Option<NodeId> {
        let zero = self.zero();
        let factors = match self.node(body) {
            Node::Product(factors) if factors.len() <= PATTERN_LIMIT => factors.to_vec(),
            _ => vec![(body, Number::ONE)],
        };
        let chosen = |g: &Graph, n: NodeId| match *g.node(n) {
            Node::Select(c, a, b) if b == zero => Some((c, true, a)),
            Node::Select(c, a, b) if a == zero => Some((c, false, b)),
            _ => None,
        };
        for (which, &(factor, exponent)) in factors.iter().enumerate() {
            let (mut value, mut conditions) = (factor, Vec::new());
            while let Some((c, holds, a)) = chosen(self, value).filter(|_| conditions.len() < PATTERN_LIMIT) {
                match holds {
                    true => conditions.extend(self.conjuncts(c).into_iter().map(|c| (c, true))),
                    false => conditions.push((c, false)),
                }
                value = a;
            }
            let place = |c: NodeId| match *self.node(c) {
                Node::Compare(Comparison::Eq, x, y) => self.solve_for_axis(x, y, axis),
                _ => None,
            };
            let solution = conditions.iter().enumerate().find_map(|(k, (c, holds))| Some((Some(k), place(*c).filter(|_| *holds)?)));
            let solution = solution.or_else(|| {
                let n = self.axis(axis).extent.as_constant().filter(|n| *n <= PATTERN_LIMIT as i64)?;
                let others = conditions.iter().filter(|c| !c.1).filter_map(|c| place(c.0)?.as_constant());
                let others: Vec<i64> = others.collect_vec();
                let mut left = (0..n).filter(|k| !others.contains(k));
                let only = left.next().filter(|_| left.next().is_none())?;
                Some((None, Affine::constant(only)))
            });
            let Some((k, at)) = solution.filter(|_| exponent.is(1)) else { continue };
            if let Some(k) = k {
                conditions.remove(k);
            }
            let mut factors = factors;
            factors[which].0 = value;
            let value = self.product(&factors);
            let value = conditions.iter().rev().fold(value, |v, &(c, holds)| match holds {
                true => self.select(c, v, zero),
                false => self.select(c, zero, v),
            });
            let (e, extent) = (self.position(at.clone()), self.axis(axis).extent.clone());
            let n = self.position(extent.clone());
            let positive = self.least(&at) >= Some(0);
            let fits = self.least(&extent.add_scaled(-1, &at)) >= Some(1);
            let value = self.substitute_at(value, axis, &at, !(positive && fits));
            let low = if positive { self.condition(true) } else { self.compare(Comparison::Le, zero, e) };
            let high = if fits { self.condition(true) } else { self.compare(Comparison::Lt, e, n) };
            let inside = self.and(low, high);
            return Some(self.select(inside, value, zero));
        }
        None
    }

    /// `value` at `axis == at` for an index that is data, as `sum(k: if(k == at, value, 0))`; what does
    /// not depend on the axis stays outside. The index must be a whole number inside the axis.
    pub fn pick(&mut self, value: NodeId, axis: AxisId, at: NodeId) -> NodeId {
        let depends = |g: &Graph, n: NodeId| g.free(n).binary_search(&axis).is_ok();
        if !depends(self, value) {
            return value;
        }
        match self.node(value).clone() {
            Node::Sum { constant, terms }
                if terms.len() <= PATTERN_LIMIT && (terms.len() == 1 || terms.iter().any(|t| !depends(self, t.1))) =>
            {
                let (inner, mut outer): (Vec<_>, Vec<_>) = terms.iter().partition(|t| depends(self, t.1));
                if let [(c, n)] = inner[..] {
                    outer.push((c, self.pick(n, axis, at)));
                } else {
                    let inner = self.sum(Number::ZERO, &inner);
                    outer.push((Number::ONE, self.pick(inner, axis, at)));
                }
                self.sum(constant, &outer)
            }
            Node::Product(factors) if factors.iter().any(|f| !depends(self, f.0)) => {
                let (inner, mut outer): (Vec<_>, Vec<_>) = factors.iter().partition(|f| depends(self, f.0));
                let inner = self.product(&inner);
                outer.push((self.pick(inner, axis, at), Number::ONE));
                self.product(&outer)
            }
            _ => {
                let here = self.position(Affine::axis(axis));
                let hit = self.compare(Comparison::Eq, here, at);
                let zero = self.zero();
                let one = self.select(hit, value, zero);
                self.reduce(ReduceOp::Sum, axis, one)
            }
        }
    }

    /// A position or a whole number, as an affine expression of axes.
    pub(crate) fn as_affine(&self, id: NodeId) -> Option<Affine> {
        match self.node(id) {
            Node::Position(a) => Some(a.clone()),
            Node::Constant(c) => c.as_integer().map(Affine::constant),
            _ => None,
        }
    }

    /// Solves `x == y` for an axis that occurs with coefficient 1 or -1.
    fn solve_for_axis(&self, x: NodeId, y: NodeId, axis: AxisId) -> Option<Affine> {
        let difference = self.difference(x, y)?;
        let (_, c) = *difference.terms.iter().find(|(t, _)| *t == Term::Axis(axis))?;
        if c.abs() != 1 {
            return None;
        }
        let mut rest = difference.clone();
        rest.terms.retain(|(t, _)| *t != Term::Axis(axis));
        Some(rest.scaled(-c))
    }

    /// The least value of an affine expression over its axes, if it does not depend on dimensions
    /// other than with a positive coefficient (a dimension is at least 0).
    pub fn least(&self, affine: &Affine) -> Option<i64> {
        let low = affine.lowest(|a| Some(self.axis(a).extent.clone()).filter(|extent| extent.axes().next().is_none()))?;
        low.terms.iter().all(|t| t.1 > 0).then_some(low.constant)
    }
}
