//! The constructors of graph nodes: the only way into a [`Graph`].
//!
//! Each puts its operands into canonical order, folds constants, applies the local rewrites of
//! `simplify.rs` and returns the existing node when there is one.

use crate::affine::{Affine, AxisId};
use crate::functions::Function;
use crate::graph::*;
use crate::number::Number;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::{Map, hash_of};

/// A nested sum or product is merged into the one around it only while it is this short, so that
/// building a long chain step by step stays linear.
const MERGE_LIMIT: usize = 8;

/// Up to so many conditions that all hold are told apart.
const CONJUNCTS: usize = 32;

/// Numbers that multiply a product: one, unless their product is out of range.
#[derive(Default)]
struct Coefficients(Vec<Number>);

impl Coefficients {
    fn push(&mut self, number: Number) {
        if number.is(1) {
            return;
        }
        for c in &mut self.0 {
            if let Some(product) = c.checked_mul(number) {
                *c = product;
                return;
            }
        }
        self.0.push(number);
    }
}

impl Graph {
    // ----- constants and leaves

    /// 0
    pub fn zero(&mut self) -> NodeId {
        self.constant(Number::ZERO)
    }

    /// 1
    pub fn one(&mut self) -> NodeId {
        self.constant(Number::ONE)
    }

    /// NaN
    pub fn not_a_number(&mut self) -> NodeId {
        self.constant(Number::Float(f64::NAN))
    }

    /// A constant.
    pub fn constant(&mut self, value: Number) -> NodeId {
        self.intern(Node::Constant(value))
    }

    /// The constant `value`.
    pub fn float(&mut self, value: f64) -> NodeId {
        self.constant(Number::from(value))
    }

    /// The value, if the node is a constant.
    pub fn as_constant(&self, id: NodeId) -> Option<Number> {
        match self.node(id) {
            Node::Constant(n) => Some(*n),
            _ => None,
        }
    }

    /// Whether the node is exactly the integer `n`.
    pub fn is(&self, id: NodeId, n: i64) -> bool {
        self.as_constant(id).is_some_and(|c| c.is(n))
    }

    /// An element of an array.
    pub fn element(&mut self, array: ArrayId, indices: Vec<Index>, guarded: bool) -> NodeId {
        debug_assert_eq!(indices.len(), self.array(array).shape.len());
        self.intern(Node::Element { array, indices: indices.into(), guarded })
    }

    /// An affine expression of axes and dimensions, as a number.
    pub fn position(&mut self, affine: Affine) -> NodeId {
        match affine.as_constant() {
            Some(n) => self.constant(Number::integer(n)),
            None => self.intern(Node::Position(affine)),
        }
    }

    /// A call of a function that is not seen into. Like a reduction it binds the lowest axes that are not in use, so that it is
    /// the same call wherever it is made with the same arguments.
    pub fn invoke(&mut self, mut invocation: Invocation) -> NodeId {
        let bound = invocation.bound();
        if !bound.is_empty() {
            let mut used: Vec<AxisId> = Vec::new();
            invocation.for_each_operand(&mut |o| used.extend_from_slice(self.free(o)));
            used.extend(invocation.seeds.iter().flatten().flat_map(|s| axes_of(&s.indices)));
            used.retain(|a| !bound.contains(a));
            for axis in &bound {
                let Axis { extent, name, .. } = self.axis(*axis).clone();
                let mut level = Axis::CALLED;
                let lowest = loop {
                    let candidate = self.intern_axis(extent.clone(), level, name.as_deref());
                    if !used.contains(&candidate) {
                        break candidate;
                    }
                    level += 1;
                };
                used.push(lowest);
            }
            let lowest = &used[used.len() - bound.len()..];
            if lowest != bound {
                if lowest.iter().any(|a| bound.contains(a)) {
                    self.bind(&mut invocation, &mut |graph, axis| graph.fresh_like(axis));
                }
                let mut lowest = lowest.iter();
                self.bind(&mut invocation, &mut |_, _| *lowest.next().expect("one for each axis"));
            }
        }
        self.intern(Node::Invoke(Box::new(invocation)))
    }

    /// Lets a call bind other axes, of the same extents, that are not in use in it.
    fn bind(&mut self, call: &mut Invocation, other: &mut dyn FnMut(&mut Graph, AxisId) -> AxisId) {
        for argument in &mut call.arguments {
            for axis in &mut argument.axes {
                let to = other(self, *axis);
                argument.value = self.substitute(argument.value, *axis, &Affine::axis(to));
                *axis = to;
            }
        }
        for seed in call.seeds.iter_mut().flatten() {
            for axis in &mut seed.axes {
                let id = other(self, *axis);
                let to = Affine::axis(id);
                seed.value = self.substitute(seed.value, *axis, &to);
                for index in &mut seed.indices {
                    match index {
                        Index::Affine(a) => *a = a.substitute(*axis, &to),
                        Index::Value(n) => *n = self.substitute(*n, *axis, &to),
                    }
                }
                *axis = id;
            }
        }
    }

    /// An axis like this one that nothing has.
    fn fresh_like(&mut self, axis: AxisId) -> AxisId {
        let Axis { extent, name, .. } = self.axis(axis).clone();
        self.free_axis(extent, name.as_deref())
    }

    /// A number in what a call returns.
    pub fn output(&mut self, call: NodeId, part: u32, indices: Vec<Index>, guarded: bool) -> NodeId {
        debug_assert_eq!(indices.len(), self.part(part).shape.len());
        self.intern(Node::Output { call, part, indices: indices.into(), guarded })
    }

    /// Gives a node a name from the source; the first one stays.
    pub fn set_label(&mut self, id: NodeId, name: &str) {
        if !matches!(self.node(id), Node::Constant(_) | Node::Element { .. } | Node::Position(_)) {
            self.labels.entry(id).or_insert_with(|| name.to_owned());
        }
    }

    // ----- sums

    /// a + b
    pub fn add(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.sum(Number::ZERO, &[(Number::ONE, a), (Number::ONE, b)])
    }

    /// a - b
    pub fn sub(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.sum(Number::ZERO, &[(Number::ONE, a), (Number::MINUS_ONE, b)])
    }

    /// -a
    pub fn neg(&mut self, a: NodeId) -> NodeId {
        self.scale(Number::MINUS_ONE, a)
    }

    /// c * a
    pub fn scale(&mut self, c: Number, a: NodeId) -> NodeId {
        self.sum(Number::ZERO, &[(c, a)])
    }

    /// c + a
    pub fn offset(&mut self, c: Number, a: NodeId) -> NodeId {
        self.sum(c, &[(Number::ONE, a)])
    }

    /// The sum of all nodes.
    pub fn add_all(&mut self, nodes: &[NodeId]) -> NodeId {
        let terms: Vec<_> = nodes.iter().map(|n| (Number::ONE, *n)).collect_vec();
        self.sum(Number::ZERO, &terms)
    }

    /// `constant + sum of coefficient * node`.
    pub fn sum(&mut self, mut constant: Number, terms: &[(Number, NodeId)]) -> NodeId {
        let mut list: Vec<(Number, NodeId)> = Vec::with_capacity(terms.len());
        let mut nested = false;
        for &(c, n) in terms {
            if c.is(0) && !self.facts(n).total {
                // 0 * f is 0 only where f is defined.
                let defined = self.apply(Function::Defined, &[n]);
                list.push((Number::ONE, defined));
                constant = constant.add(Number::MINUS_ONE);
                continue;
            }
            match self.node(n) {
                _ if c.is(0) => {}
                Node::Constant(k) => constant = constant.add(c.mul(*k)),
                Node::Sum { constant: k, terms: inner } if inner.len() == 1 && k.is(0) => list.push(self.merge_scales(c, n)),
                Node::Sum { .. } => {
                    nested = true;
                    list.push((c, n));
                }
                _ => list.push((c, n)),
            }
        }
        if nested {
            list = self.merge_nested_sums(&mut constant, list);
        }
        let list = combine(list, |c| *c, |c, d| c.add(d), |c| c.is(0));
        if let Some(rewritten) = self.rewrite_sum(constant, &list) {
            return rewritten;
        }
        self.finish_sum(constant, list)
    }

    /// Merges a nested sum where something in it combines with what stands beside it.
    fn merge_nested_sums(&mut self, constant: &mut Number, list: Vec<(Number, NodeId)>) -> Vec<(Number, NodeId)> {
        let mut out = Vec::with_capacity(list.len());
        let alone = list.len() == 1;
        for at in 0..list.len() {
            let (c, n) = list[at];
            let Node::Sum { constant: k, terms: inner } = self.node(n) else {
                out.push((c, n));
                continue;
            };
            let meets = |m: NodeId| {
                list.iter().enumerate().any(|(i, &(_, other))| {
                    i != at
                        && (other == m
                            || matches!(self.node(other), Node::Sum { terms, .. } if terms.len() <= MERGE_LIMIT && terms.iter().any(|t| t.1 == m)))
                })
            };
            let constants_meet = !k.is(0) && !constant.is(0) && !alone;
            let short = inner.len() <= MERGE_LIMIT && list.len() <= MERGE_LIMIT && inner.iter().all(|t| c.checked_mul(t.0).is_some());
            // Alone with coefficient 1 it is the sum itself.
            if (alone && c.is(1)) || (short && (constants_meet || inner.iter().any(|t| meets(t.1)))) {
                *constant = constant.add(c.mul(*k));
                out.push_all(inner.iter().map(|&(d, m)| (c.mul(d), m)));
            } else {
                out.push((c, n));
            }
        }
        out
    }

    /// Whole numbers times positions are a position.
    fn sum_of_positions(&self, constant: Number, list: &[(Number, NodeId)]) -> Option<Affine> {
        let whole = |n: Number| n.as_integer().filter(|n| n.abs() < 1 << 31);
        list.iter().try_fold(Affine::constant(whole(constant)?), |sum, (c, n)| match self.node(*n) {
            Node::Position(a) => Some(sum.add_scaled(whole(*c)?, a)),
            _ => None,
        })
    }

    pub(crate) fn finish_sum(&mut self, constant: Number, list: Vec<(Number, NodeId)>) -> NodeId {
        if list.is_empty() {
            return self.constant(constant);
        }
        if let Some(position) = self.sum_of_positions(constant, &list) {
            return self.position(position);
        }
        if constant.is(0) {
            if let [(c, n)] = list[..] {
                if c.is(1) {
                    return n;
                }
                // -(k - f) is f - k: a sign goes into a nested sum that has a constant.
                if c.is(-1)
                    && let Node::Sum { constant: k, terms } = self.node(n)
                    && !k.is(0)
                    && terms.len() == 1
                    && terms[0].0.is_negative()
                {
                    let (k, t) = (k.neg(), terms.iter().map(|&(d, m)| (d.neg(), m)).collect_vec());
                    return self.finish_sum(k, t);
                }
            }
            // One common factor, and the leading coefficient positive: a - b and b - a share a node.
            if list.len() > 1 {
                let first = list[self.leading(&list)].0;
                let common = list.iter().all(|t| t.0.abs() == first.abs());
                let factor = if common {
                    first
                } else if first.is_negative() {
                    Number::MINUS_ONE
                } else {
                    Number::ONE
                };
                if !factor.is(1) {
                    let inverse = if common { None } else { Some(factor) };
                    let inner = list
                        .iter()
                        .map(|&(c, n)| (inverse.map_or(if c == factor { Number::ONE } else { Number::MINUS_ONE }, |f| c.mul(f)), n))
                        .collect_vec();
                    let inner = self.finish_sum(Number::ZERO, inner);
                    return self.intern(Node::Sum { constant, terms: Box::new([(factor, inner)]) });
                }
            }
        }
        self.intern(Node::Sum { constant, terms: list.into() })
    }

    /// The term of a sum whose sign is that of the sum: of two neighbours, `x[i + 1]` and `x[i]`, the later one, whatever the axes
    /// are called and in whichever order the two were met; otherwise the first one.
    pub(crate) fn leading(&self, terms: &[(Number, NodeId)]) -> usize {
        let [(_, a), (_, b)] = *terms else { return 0 };
        let (Node::Element { array, indices: a, .. }, Node::Element { array: other, indices: b, .. }) = (self.node(a), self.node(b)) else {
            return 0;
        };
        let constants = |indices: &[Index]| indices.iter().map(|i| if let Index::Affine(a) = i { a.constant } else { 0 }).collect_vec();
        usize::from(array == other && constants(a) < constants(b))
    }

    /// `c * (d * n)` as `(c*d) * n`, where that is no number out of range: then the two stay apart.
    fn merge_scales(&self, mut c: Number, mut n: NodeId) -> (Number, NodeId) {
        while let (d, inner) = self.split_scale(n)
            && inner != n
            && let Some(product) = c.checked_mul(d)
        {
            (c, n) = (product, inner);
        }
        (c, n)
    }

    /// Coefficient and node of `c * n`.
    pub(crate) fn split_scale(&self, id: NodeId) -> (Number, NodeId) {
        match self.node(id) {
            Node::Sum { constant, terms } if constant.is(0) && terms.len() == 1 => terms[0],
            _ => (Number::ONE, id),
        }
    }

    // ----- products and powers

    /// a * b
    pub fn mul(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.product(&[(a, Number::ONE), (b, Number::ONE)])
    }

    /// a / b
    pub fn div(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.product(&[(a, Number::ONE), (b, Number::MINUS_ONE)])
    }

    /// 1 / a
    pub fn reciprocal(&mut self, a: NodeId) -> NodeId {
        self.power(a, Number::MINUS_ONE)
    }

    /// a^n
    pub fn powi(&mut self, a: NodeId, n: i64) -> NodeId {
        self.power(a, Number::integer(n))
    }

    /// c * a^n
    pub fn scaled_power(&mut self, c: Number, a: NodeId, n: i64) -> NodeId {
        let p = self.powi(a, n);
        self.scale(c, p)
    }

    /// (1 - a)^k * (1 + a)^k, which is (1 - a^2)^k without the cancellation near |a| = 1.
    pub fn one_minus_square_power(&mut self, a: NodeId, k: Number) -> NodeId {
        let m = self.neg(a);
        let (low, high) = (self.offset(Number::ONE, m), self.offset(Number::ONE, a));
        self.product(&[(low, k), (high, k)])
    }

    /// c * exp(-a^2)
    pub fn gaussian(&mut self, c: Number, a: NodeId) -> NodeId {
        let s = self.scaled_power(Number::MINUS_ONE, a, 2);
        let e = self.apply(Function::Exp, &[s]);
        self.scale(c, e)
    }

    /// a^b for any b; a constant exponent becomes a [`Node::Product`].
    pub fn pow(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match self.as_constant(b) {
            Some(n) => self.power(a, n),
            None => self.apply(Function::Pow, &[a, b]),
        }
    }

    /// a^n for a constant n. a^0 is 1 for every a.
    pub fn power(&mut self, a: NodeId, n: Number) -> NodeId {
        self.product(&[(a, n)])
    }

    /// The product of `base ^ exponent`.
    pub fn product(&mut self, factors: &[(NodeId, Number)]) -> NodeId {
        let mut coefficients = Coefficients::default();
        let mut list: Vec<(NodeId, Number)> = Vec::with_capacity(factors.len());
        let bases: Vec<NodeId> = factors.iter().take(MERGE_LIMIT).map(|f| f.0).collect_vec();
        // If every factor is a product, the first is merged: `(a*b)*(c*d)` is written a*b*(c*d).
        let mut merge_first = factors.len() > 1
            && factors
                .iter()
                .all(|f| f.1.is(1) && matches!(self.node(self.split_scale(f.0).1), Node::Product(p) if p.len() <= MERGE_LIMIT));
        for &(base, exponent) in factors {
            let merge = std::mem::take(&mut merge_first);
            self.push_factor(&mut coefficients, &mut list, base, exponent, &bases, merge || factors.len() == 1);
        }
        let mut list = combine_factors(list);
        // A base that cancelled still has to be defined: x/x is 1 where x is.
        for at in (0..list.len()).rev() {
            if list[at].1.is(0) {
                let base = list.remove(at).0;
                let cancelled = factors.len() > 1;
                if cancelled && !self.facts(base).total {
                    let d = self.apply(Function::Defined, &[base]);
                    list.push((d, Number::ONE));
                }
            }
        }
        if coefficients.0.iter().any(|c| c.is(0)) {
            let node = self.finish_product(list);
            return self.scale(Number::ZERO, node);
        }
        let node = match self.rewrite_product(&list) {
            Some(node) => node,
            None => self.finish_product(list),
        };
        coefficients.0.into_iter().fold(node, |node, c| self.scale(c, node))
    }

    fn push_factor(
        &mut self,
        coefficients: &mut Coefficients,
        list: &mut Vec<(NodeId, Number)>,
        base: NodeId,
        exponent: Number,
        bases: &[NodeId],
        merge: bool,
    ) {
        if exponent.is(0) {
            list.push((base, exponent));
            return;
        }
        let (c, inner) = self.split_scale(base);
        if !c.is(1) {
            // (c*a)^(p/q) splits only where the root of c is exact, and (c*a)^n only where c^n is in range.
            let power = match exponent.as_integer() {
                Some(n) => Some(c.powi(n)).filter(|power| power.to_f64().is_normal() || !c.to_f64().is_normal()),
                None => exact_root(c, exponent),
            };
            let Some(power) = power else {
                list.push((base, exponent));
                return;
            };
            coefficients.push(power);
            if self.split_scale(inner).1 != inner {
                return self.push_factor(coefficients, list, inner, exponent, bases, merge);
            }
        }
        let base = inner;
        match self.node(base).clone() {
            Node::Constant(k) => {
                let value = match exponent.as_integer() {
                    // The inverse of a tiny number is infinite: it is divided by in two steps.
                    Some(-1) if k.recip().to_f64().is_infinite() && !k.is_zero() => {
                        let step = Number::from(f64::powi(2.0, 100));
                        coefficients.push(step);
                        k.mul(step).recip()
                    }
                    Some(n) => k.powi(n),
                    None => exact_root(k, exponent).unwrap_or_else(|| Number::from(crate::rt::pow(k.to_f64(), exponent.to_f64()))),
                };
                coefficients.push(value);
            }
            Node::Product(inner) => {
                let shares = |b: NodeId| bases.contains(&b) || list.iter().rev().take(MERGE_LIMIT).any(|f| f.0 == b);
                // So are those that stay in range with one of the others.
                let meets = || bases.iter().any(|f| self.tames(base, *f, Number::ONE) || self.tames_terms(&inner, *f));
                let open = !exponent.is(1)
                    || merge
                    || inner.len() == 1
                    || (inner.len() <= MERGE_LIMIT && (inner.iter().any(|f| shares(f.0)) || meets()));
                if !open {
                    list.push((base, exponent));
                    return;
                }
                // (a^p)^q is a^(pq) where that has the same domain.
                let integer = exponent.as_integer().is_some();
                let splits = inner.len() == 1
                    || integer
                    || inner.iter().all(|&(b, e)| self.facts(b).nonnegative || e.as_integer().is_some_and(|n| n % 2 == 0));
                if !splits {
                    list.push((base, exponent));
                    return;
                }
                for (b, e) in inner {
                    let nonnegative = self.facts(b).nonnegative;
                    let even = e.as_integer().is_some_and(|n| n % 2 == 0);
                    if (e.as_integer().is_some() && integer)
                        || nonnegative
                        || (integer && exponent.as_integer().is_some_and(|n| n % 2 != 0))
                    {
                        let e = e.mul(exponent);
                        let nested =
                            e.is(1) && matches!(self.node(b), Node::Product(_)) && bases.iter().any(|f| self.tames(b, *f, Number::ONE));
                        if nested || matches!(self.node(b), Node::Apply(..)) {
                            self.push_factor(coefficients, list, b, e, bases, false);
                        } else {
                            list.push((b, e));
                        }
                    } else if e.as_integer().is_some() && !even && e.mul(exponent).as_integer().is_none() {
                        // (u^3)^(1/2) is u^(3/2): both are defined where u is not negative.
                        list.push((b, e.mul(exponent)));
                    } else if even && !integer {
                        let m = self.apply(Function::Abs, &[b]);
                        list.push((m, e.mul(exponent)));
                    } else {
                        let p = self.intern_product(vec![(b, e)]);
                        list.push((p, exponent));
                    }
                }
            }
            // exp(u)^k is exp(k*u)
            Node::Apply(Function::Exp, args) if !exponent.is(1) => {
                let scaled = self.scale(exponent, args[0]);
                let e = self.apply(Function::Exp, &[scaled]);
                list.push((e, Number::ONE));
            }
            Node::Apply(Function::Abs, args) if exponent.as_integer().is_some_and(|n| n % 2 == 0) => list.push((args[0], exponent)),
            // The square of a norm needs no root.
            Node::Apply(Function::Norm, args) if exponent.as_integer().is_some_and(|n| n > 0 && n % 2 == 0) => {
                let squares: Vec<_> = args.iter().map(|a| (Number::ONE, self.powi(*a, 2))).collect_vec();
                let s = self.sum(Number::ZERO, &squares);
                list.push((s, exponent.mul(Number::ratio(1, 2))));
            }
            _ => {
                if exponent == Number::ratio(1, 2)
                    && let Some(norm) = self.root_of_squares(base)
                {
                    let (c, norm) = self.split_scale(norm);
                    coefficients.push(c);
                    list.push((norm, Number::ONE));
                    return;
                }
                list.push((base, exponent));
            }
        }
    }

    /// `sqrt(sum of c_i * a_i^2)` as a norm (of even powers, too), where the roots of the c_i are exact.
    fn root_of_squares(&mut self, base: NodeId) -> Option<NodeId> {
        let Node::Sum { constant, terms } = self.node(base).clone() else { return None };
        if terms.len() + usize::from(!constant.is(0)) < 2 || terms.len() > MERGE_LIMIT {
            return None;
        }
        let half = Number::ratio(1, 2);
        let mut args = Vec::new();
        for (c, n) in terms {
            let root = exact_root(c, half)?;
            let Node::Product(f) = self.node(n) else { return None };
            let halves = f.iter().map(|&(b, e)| Some((b, Number::integer(e.as_integer().filter(|n| n % 2 == 0)? / 2))));
            let factors: Vec<_> = halves.collect::<Option<_>>()?;
            let square = self.product(&factors);
            args.push(self.scale(root, square));
        }
        if !constant.is(0) {
            let root = exact_root(constant, half)?;
            args.push(self.constant(root));
        }
        Some(self.apply(Function::Norm, &args))
    }

    pub(crate) fn finish_product(&mut self, list: Vec<(NodeId, Number)>) -> NodeId {
        match list[..] {
            [] => self.one(),
            [(n, e)] if e.is(1) => n,
            _ => self.intern_product(list),
        }
    }

    /// A product of factors as they are: those that are products stay nodes of their own.
    pub(crate) fn intern_product(&mut self, list: Vec<(NodeId, Number)>) -> NodeId {
        self.intern(Node::Product(list.into()))
    }

    // ----- functions

    /// A function of the table.
    ///
    /// # Panics
    /// If the number of arguments is not the function's arity.
    pub fn apply(&mut self, function: Function, args: &[NodeId]) -> NodeId {
        assert!(function.arity().map_or(!args.is_empty(), |n| n == args.len()), "wrong number of arguments for {}", function.name());
        let values = args.iter().map_while(|a| self.as_constant(*a).map(Number::to_f64)).collect_vec();
        if values.len() == args.len() {
            return self.float(function.evaluate(&values));
        }
        if let Some(rewritten) = self.rewrite_apply(function, args) {
            return rewritten;
        }
        self.intern_apply(function, args)
    }

    pub(crate) fn intern_apply(&mut self, function: Function, args: &[NodeId]) -> NodeId {
        self.intern(Node::Apply(function, args.to_vec()))
    }

    /// A function of two arguments applied from left to right: `max(a, b, c)`.
    pub fn fold(&mut self, function: Function, args: &[NodeId]) -> NodeId {
        args[1..].iter().fold(args[0], |a, b| self.apply(function, &[a, *b]))
    }

    // ----- conditions

    /// A comparison.
    pub fn compare(&mut self, op: Comparison, a: NodeId, b: NodeId) -> NodeId {
        if let (Some(x), Some(y)) = (self.as_constant(a), self.as_constant(b)) {
            return self.condition(op.holds(x.to_f64(), y.to_f64()));
        }
        if let Some(apart) = self.difference(a, b).and_then(|d| d.as_constant()) {
            return self.condition(op.holds(apart as f64, 0.0));
        }
        // relu(u) is positive where u is.
        if op == Comparison::Lt
            && self.is(a, 0)
            && let Node::Apply(Function::Relu, args) = self.node(b)
        {
            let u = args[0];
            return self.compare(op, a, u);
        }
        self.intern(Node::Compare(op, a, b))
    }

    /// 1 where `a op b` holds, 0 elsewhere.
    pub fn indicator(&mut self, op: Comparison, a: NodeId, b: NodeId) -> NodeId {
        let c = self.compare(op, a, b);
        let (one, zero) = (self.one(), self.zero());
        self.select(c, one, zero)
    }

    /// A condition that always or never holds: `0 == 0` or `0 != 0`.
    pub fn condition(&mut self, holds: bool) -> NodeId {
        let zero = self.zero();
        self.intern(Node::Compare(if holds { Comparison::Eq } else { Comparison::Ne }, zero, zero))
    }

    /// The truth value of a condition that does not depend on anything.
    pub fn as_condition(&self, id: NodeId) -> Option<bool> {
        match self.node(id) {
            Node::Compare(op, a, b) if a == b && self.as_constant(*a).is_some() => Some(*op == Comparison::Eq),
            _ => None,
        }
    }

    /// Both conditions.
    pub fn and(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.as_condition(a), self.as_condition(b)) {
            (Some(true), _) => b,
            (_, Some(true)) => a,
            (Some(false), _) | (_, Some(false)) => self.condition(false),
            _ if a == b => a,
            _ => match self.both(a, b) {
                Some(one) => one,
                None => self.intern(Node::And(a, b)),
            },
        }
    }

    /// Two comparisons of positions as one: `j <= i and j != i` is `j < i`, `j <= i and j == i` is `j == i`.
    fn both(&mut self, a: NodeId, b: NodeId) -> Option<NodeId> {
        if self.implies(a, b) {
            return Some(a);
        }
        if self.implies(b, a) {
            return Some(b);
        }
        for (order, other) in [(a, b), (b, a)] {
            let (Node::Compare(op @ (Comparison::Lt | Comparison::Le), x, y), &Node::Compare(Comparison::Ne, u, v)) =
                (self.node(order).clone(), self.node(other))
            else {
                continue;
            };
            let (room, apart) = (self.room(order)?, self.difference(u, v)?);
            if ![1, -1].iter().any(|sign| room.add_scaled(*sign, &apart).as_constant() == Some(0)) {
                continue;
            }
            if op == Comparison::Le {
                return Some(self.compare(Comparison::Lt, x, y));
            }
            let next = self.as_affine(x)?.add_scaled(1, &Affine::constant(1));
            let next = self.position(next);
            return Some(self.compare(Comparison::Lt, next, y));
        }
        None
    }

    /// `a - b` of positions.
    pub(crate) fn difference(&self, a: NodeId, b: NodeId) -> Option<Affine> {
        Some(self.as_affine(a)?.add_scaled(-1, &self.as_affine(b)?))
    }

    /// What is at least 0 where one position is before another.
    fn room(&self, condition: NodeId) -> Option<Affine> {
        match *self.node(condition) {
            Node::Compare(Comparison::Lt, x, y) => Some(self.difference(y, x)?.add_scaled(-1, &Affine::constant(1))),
            Node::Compare(Comparison::Le, x, y) => self.difference(y, x),
            _ => None,
        }
    }

    /// Whether a condition on positions follows from another.
    fn implies(&self, a: NodeId, b: NodeId) -> bool {
        let (Node::Compare(p, x, y), Node::Compare(q, u, v)) = (self.node(a), self.node(b)) else { return a == b };
        let follows = || {
            let (first, second) = (self.difference(*x, *y)?, self.difference(*u, *v)?);
            // What one of them is where the other is 0, whichever way round.
            let at_zero = |one: &Affine, zero: &Affine| [1, -1].iter().find_map(|sign| one.add_scaled(*sign, zero).as_constant());
            match (p, q) {
                (Comparison::Eq, Comparison::Lt | Comparison::Le) => Some(at_zero(&self.room(b)?, &first)? >= 0),
                (Comparison::Eq, Comparison::Ne) => Some(at_zero(&second, &first)? != 0),
                (Comparison::Lt | Comparison::Le, Comparison::Ne) => Some(at_zero(&self.room(a)?, &second)? < 0),
                (Comparison::Lt | Comparison::Le, Comparison::Lt | Comparison::Le) => {
                    Some(self.room(b)?.add_scaled(-1, &self.room(a)?).as_constant()? >= 0)
                }
                _ => Some(false),
            }
        };
        a == b || follows().unwrap_or(false)
    }

    /// One of the conditions.
    pub fn or(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.as_condition(a), self.as_condition(b)) {
            (Some(false), _) => b,
            (_, Some(false)) => a,
            (Some(true), _) | (_, Some(true)) => self.condition(true),
            _ if a == b => a,
            _ => self.intern(Node::Or(a, b)),
        }
    }

    /// Not the condition. Comparisons are not turned round: with NaN `not a < b` is not `b <= a`.
    pub fn not(&mut self, a: NodeId) -> NodeId {
        if let Some(holds) = self.as_condition(a) {
            return self.condition(!holds);
        }
        match self.node(a) {
            Node::Not(inner) => *inner,
            Node::Compare(Comparison::Eq, x, y) => self.intern(Node::Compare(Comparison::Ne, *x, *y)),
            Node::Compare(Comparison::Ne, x, y) => self.intern(Node::Compare(Comparison::Eq, *x, *y)),
            _ => self.intern(Node::Not(a)),
        }
    }

    /// The conditions that all hold where one holds. Of very many the first ones stay together.
    pub(crate) fn conjuncts(&self, condition: NodeId) -> Vec<NodeId> {
        let mut out: Vec<NodeId> = Vec::new();
        let mut stack = vec![condition];
        while let Some(c) = stack.pop() {
            match self.node(c) {
                Node::And(a, b) if out.len() + stack.len() < CONJUNCTS => stack.extend([*a, *b]),
                _ => out.push(c),
            }
        }
        out.reverse();
        out
    }

    /// What a choice comes to where the condition holds, or where it does not.
    fn chosen(&self, condition: NodeId, holds: bool, mut value: NodeId) -> NodeId {
        while let Node::Select(c, a, b) = *self.node(value) {
            if c == condition {
                value = if holds { a } else { b };
            } else if holds && {
                let known = self.conjuncts(condition);
                self.conjuncts(c).iter().all(|c| known.iter().any(|k| self.implies(*k, *c)))
            } {
                value = a;
            } else {
                break;
            }
        }
        value
    }

    /// `a` where the condition holds, `b` elsewhere.
    pub fn select(&mut self, condition: NodeId, a: NodeId, b: NodeId) -> NodeId {
        let (a, b) = (self.chosen(condition, true, a), self.chosen(condition, false, b));
        match self.as_condition(condition) {
            Some(true) => return a,
            Some(false) => return b,
            None if a == b => return a,
            None => {}
        }
        if let Node::Not(inner) = self.node(condition) {
            let inner = *inner;
            return self.select(inner, b, a);
        }
        // What is undefined stands last, where differentiation looks for it.
        let undefined = |g: &Self, n| g.as_constant(n).is_some_and(|k| k.to_f64().is_nan());
        if undefined(self, a) && !undefined(self, b) {
            let other = self.intern(Node::Not(condition));
            return self.intern(Node::Select(other, b, a));
        }
        self.intern(Node::Select(condition, a, b))
    }

    // ----- reductions

    /// Reduces `body` over `axis`, which may be any axis free in the body (or not free in it at all).
    pub fn reduce(&mut self, op: ReduceOp, axis: AxisId, body: NodeId) -> NodeId {
        if let Some(rewritten) = self.rewrite_reduce(op, axis, body) {
            return rewritten;
        }
        // The canonical axis: the lowest level above the reductions inside that is not in use.
        let extent = self.axis(axis).extent.clone();
        let name = self.axis(axis).name.clone();
        let mut level = self.height[body.0 as usize];
        let bound = loop {
            let candidate = self.intern_axis(extent.clone(), level, name.as_deref());
            if candidate == axis || !self.free(body).contains(&candidate) {
                break candidate;
            }
            level += 1;
        };
        let body = if bound == axis { body } else { self.substitute(body, axis, &Affine::axis(bound)) };
        self.intern(Node::Reduce { op, axis: bound, body })
    }

    /// Replaces an axis by an affine expression of other axes.
    pub fn substitute(&mut self, root: NodeId, axis: AxisId, by: &Affine) -> NodeId {
        self.substitute_at(root, axis, by, false)
    }

    /// [`Graph::substitute`]; `outside`: by what may not be a value of the axis, so that elements at it may not be there.
    pub(crate) fn substitute_at(&mut self, root: NodeId, axis: AxisId, by: &Affine, outside: bool) -> NodeId {
        if self.free(root).binary_search(&axis).is_err() || by.as_axis() == Some(axis) {
            return root;
        }
        // Every node below the root that has the axis, operands first.
        let mut below: Vec<NodeId> = Vec::new();
        let mut seen: Map<NodeId, NodeId> = Map::default();
        let mut stack = vec![root];
        while let Some(n) = stack.pop() {
            if self.free(n).binary_search(&axis).is_err() || seen.insert(n, n).is_some() {
                continue;
            }
            below.push(n);
            self.for_each_operand(n, |o| stack.push(o));
        }
        below.sort_unstable();
        let captured = by.axes().collect_vec();
        let at = |index: &Index, seen: &Map<NodeId, NodeId>| match index {
            Index::Affine(a) => Index::Affine(a.substitute(axis, by)),
            Index::Value(n) => Index::Value(seen.get(n).copied().unwrap_or(*n)),
        };
        for n in below {
            let new = match self.node(n).clone() {
                Node::Reduce { op, axis: bound, body } if captured.contains(&bound) => {
                    let fresh = self.fresh_like(bound);
                    let body = self.substitute(body, bound, &Affine::axis(fresh));
                    let body = self.substitute_at(body, axis, by, outside);
                    self.reduce(op, fresh, body)
                }
                Node::Invoke(mut call) if call.bound().iter().any(|a| captured.contains(a)) => {
                    self.bind(&mut call, &mut |graph, axis| graph.fresh_like(axis));
                    let (mut operands, mut new) = (Vec::new(), Map::default());
                    call.for_each_operand(&mut |o| operands.push(o));
                    for operand in operands {
                        new.insert(operand, self.substitute_at(operand, axis, by, outside));
                    }
                    self.rebuild(&Node::Invoke(call), &|o| new[&o], &|affine| affine.substitute(axis, by))
                }
                // Every node here has the axis: in its indices, or in what they are computed from.
                Node::Element { array, indices: old, guarded } if outside => {
                    let indices = old.iter().map(|i| at(i, &seen)).collect_vec();
                    let guarded = guarded || self.may_leave(&old, &indices, &self.array(array).shape);
                    self.element(array, indices, guarded)
                }
                Node::Output { call, part, indices: old, guarded } if outside => {
                    let indices = old.iter().map(|i| at(i, &seen)).collect_vec();
                    let guarded = guarded || self.may_leave(&old, &indices, &self.part(part).shape);
                    self.output(seen.get(&call).copied().unwrap_or(call), part, indices, guarded)
                }
                node => {
                    let map = |id: NodeId| seen.get(&id).copied().unwrap_or(id);
                    self.rebuild(&node, &map, &|affine| affine.substitute(axis, by))
                }
            };
            if let Some(name) = self.labels.get(&n).cloned() {
                self.set_label(new, &name);
            }
            seen.insert(n, new);
        }
        seen[&root]
    }

    /// Whether indices that are no longer the same may be outside of an array.
    fn may_leave(&self, old: &[Index], new: &[Index], shape: &[Affine]) -> bool {
        old.iter().zip(new).zip(shape).filter(|((old, new), _)| old != new).any(|((_, new), extent)| match new {
            Index::Affine(a) => {
                let room = extent.add_scaled(-1, a).add_scaled(-1, &Affine::constant(1));
                !(self.least(a) >= Some(0) && self.least(&room) >= Some(0))
            }
            Index::Value(_) => true,
        })
    }

    /// Makes a node like `node` with its operands and indices mapped.
    pub(crate) fn rebuild(&mut self, node: &Node, map: &dyn Fn(NodeId) -> NodeId, affine: &dyn Fn(&Affine) -> Affine) -> NodeId {
        match node {
            Node::Constant(n) => self.constant(*n),
            Node::Element { array, indices, guarded } => self.element(*array, mapped(indices, map, affine), *guarded),
            Node::Position(a) => self.position(affine(a)),
            Node::Sum { constant, terms } => {
                let terms: Vec<_> = terms.iter().map(|t| (t.0, map(t.1))).collect_vec();
                self.sum(*constant, &terms)
            }
            Node::Product(factors) => {
                let factors: Vec<_> = factors.iter().map(|f| (map(f.0), f.1)).collect_vec();
                self.product(&factors)
            }
            Node::Apply(f, args) => {
                let args: Vec<NodeId> = args.iter().map(|a| map(*a)).collect_vec();
                self.apply(*f, &args)
            }
            Node::Compare(op, a, b) => self.compare(*op, map(*a), map(*b)),
            Node::And(a, b) => self.and(map(*a), map(*b)),
            Node::Or(a, b) => self.or(map(*a), map(*b)),
            Node::Not(a) => self.not(map(*a)),
            Node::Select(c, a, b) => self.select(map(*c), map(*a), map(*b)),
            Node::Reduce { op, axis, body } => self.reduce(*op, *axis, map(*body)),
            Node::Invoke(call) => {
                let mut call = (**call).clone();
                call.condition = call.condition.map(map);
                call.of = call.of.map(map);
                call.arguments.iter_mut().for_each(|a| a.value = map(a.value));
                for seed in call.seeds.iter_mut().flatten() {
                    seed.value = map(seed.value);
                    seed.indices = mapped(&seed.indices, map, affine).into();
                }
                self.invoke(call)
            }
            Node::Output { call, part, indices, guarded } => self.output(map(*call), *part, mapped(indices, map, affine), *guarded),
        }
    }

    // ----- interning

    fn intern(&mut self, node: Node) -> NodeId {
        let hash = hash_of(&node);
        if let Some(id) = self.index.find(hash, &|id| self.nodes[id] == node) {
            return NodeId(id as u32);
        }
        let (free, facts, height) = (self.free_axes_of(&node), self.facts_of(&node), self.height_of(&node));
        let id = NodeId(u32::try_from(self.nodes.len()).expect("the node limit is far below u32::MAX"));
        self.index.push(hash);
        self.nodes.push(node);
        self.free.push(free);
        self.facts.push(facts);
        self.height.push(height);
        id
    }

    fn free_axes_of(&mut self, node: &Node) -> u32 {
        let mut set: Option<AxisSet> = None;
        let mut single = 0u32;
        let mut join = |graph: &Graph, other: u32| {
            if other == 0 || (set.is_none() && other == single) {
                return;
            }
            if set.is_none() && single == 0 {
                single = other;
                return;
            }
            let set = set.get_or_insert_with(|| graph.axis_sets[single as usize].clone());
            for &axis in &graph.axis_sets[other as usize] {
                if let Err(at) = set.binary_search(&axis) {
                    set.insert(at, axis);
                }
            }
        };
        let mut extra = AxisSet::new();
        let mut remove = AxisSet::new();
        for_each_operand(node, &mut |o| join(self, self.free[o.0 as usize]));
        match node {
            Node::Element { indices, .. } | Node::Output { indices, .. } => extra.extend(axes_of(indices)),
            Node::Position(a) => extra.extend(affine_axes(a)),
            Node::Reduce { axis, .. } => remove.push(*axis),
            Node::Invoke(call) => {
                extra.extend(call.seeds.iter().flatten().flat_map(|s| axes_of(&s.indices)));
                remove.extend(call.bound());
            }
            _ => {}
        }
        if extra.is_empty() && remove.is_empty() && set.is_none() {
            return single;
        }
        let mut set = set.unwrap_or_else(|| self.axis_sets[single as usize].clone());
        set.extend(extra);
        sort::ascending(&mut set);
        set.dedup();
        set.retain(|a| !remove.contains(a));
        if let Some(&id) = self.axis_set_index.get(&set) {
            return id;
        }
        let id = self.axis_sets.len() as u32;
        self.axis_sets.push(set.clone());
        self.axis_set_index.insert(set, id);
        id
    }

    fn height_of(&self, node: &Node) -> u32 {
        let mut height = 0;
        for_each_operand(node, &mut |o| height = height.max(self.height[o.0 as usize]));
        height + u32::from(matches!(node, Node::Reduce { .. }))
    }

    fn facts_of(&self, node: &Node) -> Facts {
        let all_total = |graph: &Graph| {
            let mut total = true;
            for_each_operand(node, &mut |o| total &= graph.facts(o).total);
            total
        };
        let total = all_total(self);
        let base = Facts { total, ..Facts::default() };
        match node {
            Node::Constant(n) => {
                let x = n.to_f64();
                Facts { nonnegative: x >= 0.0, positive: x > 0.0, total: !x.is_nan(), condition: false }
            }
            Node::Element { guarded, .. } => Facts { total: total && !guarded, ..base },
            Node::Position(a) => Facts { nonnegative: a.constant >= 0 && a.terms.iter().all(|t| t.1 > 0), ..base },
            Node::Sum { constant, terms } => {
                let nonnegative = !constant.is_negative() && terms.iter().all(|&(c, n)| c.is_positive() && self.facts(n).nonnegative);
                let positive = nonnegative && (constant.is_positive() || terms.iter().any(|t| self.facts(t.1).positive));
                Facts { nonnegative, positive, ..base }
            }
            Node::Product(factors) => {
                let nonnegative = factors.iter().all(|&(n, e)| self.facts(n).nonnegative || e.as_integer().is_none_or(|k| k % 2 == 0));
                let positive = factors.iter().all(|&(n, _)| self.facts(n).positive);
                let roots = factors.iter().all(|&(n, e)| e.as_integer().is_some() || self.facts(n).nonnegative);
                Facts { nonnegative, positive, total: total && roots, condition: false }
            }
            Node::Apply(f, args) => {
                let (mut nonnegative, mut positive) = f.sign_facts();
                match f {
                    Function::Max => {
                        nonnegative = args.iter().any(|a| self.facts(*a).nonnegative);
                        positive = args.iter().any(|a| self.facts(*a).positive);
                    }
                    Function::Min => {
                        nonnegative = args.iter().all(|a| self.facts(*a).nonnegative);
                        positive = args.iter().all(|a| self.facts(*a).positive);
                    }
                    Function::Pow => {
                        nonnegative = self.facts(args[0]).nonnegative;
                        positive = self.facts(args[0]).positive;
                    }
                    Function::Tanh
                    | Function::Sinh
                    | Function::Asinh
                    | Function::Atan
                    | Function::Erf
                    | Function::Expm1
                    | Function::Cbrt => {
                        nonnegative = self.facts(args[0]).nonnegative;
                        positive = self.facts(args[0]).positive;
                    }
                    Function::Norm => positive = args.iter().any(|a| self.facts(*a).positive),
                    _ => {}
                }
                let defined = match f {
                    // On this part of their domain these are total.
                    Function::Ln | Function::Log2 | Function::Log10 | Function::Log1p => self.facts(args[0]).nonnegative,
                    Function::Pow => self.facts(args[0]).nonnegative,
                    _ => f.is_total(),
                };
                Facts { nonnegative, positive, total: total && defined, condition: false }
            }
            Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => Facts { condition: true, ..base },
            Node::Select(_, a, b) => {
                let (a, b) = (self.facts(*a), self.facts(*b));
                Facts { nonnegative: a.nonnegative && b.nonnegative, positive: a.positive && b.positive, ..base }
            }
            Node::Reduce { op, body, .. } => {
                let b = self.facts(*body);
                match op {
                    ReduceOp::Sum | ReduceOp::Product => Facts { nonnegative: b.nonnegative, ..base },
                    ReduceOp::Max | ReduceOp::Min | ReduceOp::LogSumExp => base,
                    ReduceOp::ArgMax | ReduceOp::ArgMin => Facts { nonnegative: true, ..base },
                }
            }
            // Nothing is known of what a function returns.
            Node::Invoke(_) | Node::Output { .. } => Facts::default(),
        }
    }
}

/// Indices with their nodes and affine expressions mapped.
fn mapped(indices: &[Index], map: &dyn Fn(NodeId) -> NodeId, affine: &dyn Fn(&Affine) -> Affine) -> Vec<Index> {
    let one = |index: &Index| match index {
        Index::Affine(a) => Index::Affine(affine(a)),
        Index::Value(n) => Index::Value(map(*n)),
    };
    indices.iter().map(one).collect_vec()
}

/// The axes that indices mention themselves.
fn axes_of(indices: &[Index]) -> impl Iterator<Item = AxisId> + '_ {
    indices.iter().filter_map(|i| if let Index::Affine(a) = i { Some(a) } else { None }).flat_map(affine_axes)
}

impl Comparison {
    /// Whether `a op b`.
    pub fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Comparison::Lt => a < b,
            Comparison::Le => a <= b,
            Comparison::Eq => a == b,
            Comparison::Ne => a != b,
        }
    }
}

/// `c^e` where it is exact: a rational power of a rational.
pub(crate) fn exact_root(c: Number, e: Number) -> Option<Number> {
    let (Number::Rational(n, d), Number::Rational(p, q)) = (c, e) else { return None };
    if n <= 0 || q <= 0 || q > 8 || p.abs() > 64 {
        return None;
    }
    let root = |x: i64| {
        let r = (x as f64).powf(1.0 / q as f64).round() as i64;
        (r.checked_pow(q as u32) == Some(x)).then_some(r)
    };
    Some(Number::ratio(root(n)?, root(d)?).powi(p))
}

/// Adds up entries with the same node; the result is sorted by node.
fn combine(
    mut list: Vec<(Number, NodeId)>,
    of: impl Fn(&Number) -> Number,
    add: impl Fn(Number, Number) -> Number,
    drop: impl Fn(&Number) -> bool,
) -> Vec<(Number, NodeId)> {
    sort::by_key(&mut list, |t| t.1);
    let mut out: Vec<(Number, NodeId)> = Vec::with_capacity(list.len());
    for (c, n) in list {
        match out.last_mut() {
            Some(last) if last.1 == n => last.0 = add(of(&last.0), c),
            _ => out.push((c, n)),
        }
    }
    out.retain(|t| !drop(&t.0));
    out
}

/// Adds up the exponents of equal bases; zero exponents stay for the caller to see.
fn combine_factors(list: Vec<(NodeId, Number)>) -> Vec<(NodeId, Number)> {
    let swapped = list.into_iter().map(|(n, e)| (e, n)).collect_vec();
    combine(swapped, |c| *c, |c, d| c.add(d), |_| false).into_iter().map(|(e, n)| (n, e)).collect_vec()
}
