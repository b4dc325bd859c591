//! Rewrites of logarithms: sums of exponentials by their largest one, and what is inside of the range of numbers only as a logarithm.

use super::*;

impl Graph {
    pub(super) fn has_exponential_factor(&self, id: NodeId) -> bool {
        match self.node(id) {
            Node::Apply(Function::Exp, _) => true,
            Node::Product(f) => f.iter().any(|&(n, e)| e.is(1) && self.as_apply(n, Function::Exp).is_some()),
            _ => false,
        }
    }

    /// `ln` of a sum of exponentials (at least two, or a reduction of one), as a logsumexp.
    pub(super) fn log_of_exponentials(&mut self, id: NodeId) -> Option<NodeId> {
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

    pub(super) fn rewrite_ln(&mut self, a: NodeId) -> Option<NodeId> {
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
}
