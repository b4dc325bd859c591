//! Rewrites of sums and other reductions over an axis: what does not depend on it, and sums of which one term is chosen.

use super::*;

impl Graph {
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

    /// An affine expression where it is least over its axes, if their extents depend on no axis.
    pub(crate) fn lowest(&self, affine: &Affine) -> Option<Affine> {
        affine.lowest(|a| Some(self.axis(a).extent.clone()).filter(|extent| extent.axes().next().is_none()))
    }

    /// The least value of an affine expression over its axes, if it does not depend on dimensions
    /// other than with a positive coefficient (a dimension is at least 0).
    pub fn least(&self, affine: &Affine) -> Option<i64> {
        let low = self.lowest(affine)?;
        low.terms.iter().all(|t| t.1 > 0).then_some(low.constant)
    }
}
