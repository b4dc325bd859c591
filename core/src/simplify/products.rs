//! Rewrites of products: functions that cancel, and factors of which one overflows where another is 0.

use super::*;

impl Graph {
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
}
