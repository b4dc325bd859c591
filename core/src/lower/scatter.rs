//! Arrays to which loops add at places that are data: `h[k] = sum(i: if(k == place[i], x[i], 0))`.
//!
//! As a formula each element is a sum over all that is added anywhere. Such a definition becomes an array that is computed,
//! with a write `h[place[i]] += x[i]` for every i, so that it takes as many additions as there are terms.

use super::{Lowering, Value};
use crate::affine::{Affine, AxisId};
use crate::functions::Function;
use crate::graph::{Comparison, Index, Node, NodeId, ReduceOp};
use crate::number::Number;
use crate::target::Write;
use chainrule_parser::list::CollectVec;

/// What is added at a place.
struct Added {
    /// The axes of the sum.
    axes: Vec<AxisId>,
    /// The axis of the definition, and what is its index.
    at: (AxisId, NodeId),
    value: NodeId,
}

/// What stands around a part of a sum.
#[derive(Clone)]
struct Around {
    axes: Vec<AxisId>,
    conditions: Vec<NodeId>,
    factors: Vec<(NodeId, Number)>,
}

impl Lowering<'_> {
    /// A value as an array to which is added at places that are data, if it is a sum of that and of what is the same for all.
    pub(super) fn scattered(&mut self, name: &str, value: &Value) -> Option<Value> {
        let indices = value.axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec();
        let whole = Write { indices: indices.clone(), axes: value.axes.clone(), value: value.node, guarded: false };
        let writes = self.scattered_writes(&whole)?;
        let shape: Vec<Affine> = value.axes.iter().map(|a| self.graph.axis(*a).extent.clone()).collect_vec();
        let array = self.graph.define(name, shape, false);
        writes.into_iter().for_each(|write| self.graph.add_write(array, write));
        let node = self.graph.element(array, indices, false);
        Some(Value { node, axes: value.axes.clone() })
    }

    /// What adds up to a write of such a value.
    pub(super) fn scattered_writes(&mut self, whole: &Write) -> Option<Vec<Write>> {
        let (mut added, mut rest) = (Vec::new(), Vec::new());
        let around = Around { axes: Vec::new(), conditions: Vec::new(), factors: Vec::new() };
        // Only an axis whose index is the place itself can have data there.
        let plain = |a: &AxisId| whole.indices.iter().any(|i| matches!(i, Index::Affine(affine) if affine.as_axis() == Some(*a)));
        let axes = whole.axes.iter().copied().filter(plain).collect_vec();
        self.collect(whole.value, around, &axes, &mut added, &mut rest)?;
        if added.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        let rest = self.graph.add_all(&rest);
        if !self.graph.is(rest, 0) {
            out.push(Write { value: rest, ..whole.clone() });
        }
        for Added { axes, at: (axis, place), value } in added {
            let others = whole.axes.iter().copied().filter(|a| *a != axis);
            let index = |i: &Index| match i {
                Index::Affine(a) if a.as_axis() == Some(axis) => Index::Value(place),
                other => other.clone(),
            };
            let indices = whole.indices.iter().map(index).collect_vec();
            out.push(Write { indices, axes: axes.into_iter().chain(others).collect_vec(), value, guarded: true });
        }
        Some(out)
    }

    /// Takes a sum apart; nothing if it is no sum of such terms.
    fn collect(&mut self, node: NodeId, around: Around, axes: &[AxisId], added: &mut Vec<Added>, rest: &mut Vec<NodeId>) -> Option<()> {
        match self.graph.node(node).clone() {
            Node::Sum { constant, terms } if constant.is(0) || around.axes.is_empty() => {
                if !constant.is(0) {
                    let constant = self.graph.constant(constant);
                    rest.push(self.within(&around, constant));
                }
                terms.iter().try_for_each(|(factor, term)| {
                    let mut around = around.clone();
                    let factor = self.graph.constant(*factor);
                    around.factors.push((factor, Number::ONE));
                    self.collect(*term, around, axes, added, rest)
                })
            }
            Node::Product(factors) => {
                let is_sum = |n: NodeId| matches!(self.graph.node(n), Node::Reduce { op: ReduceOp::Sum, .. } | Node::Select(..));
                match factors.iter().position(|f| f.1.is(1) && is_sum(f.0)) {
                    Some(at) => {
                        let mut around = around;
                        around.factors.extend(factors.iter().enumerate().filter(|f| f.0 != at).map(|f| *f.1));
                        self.collect(factors[at].0, around, axes, added, rest)
                    }
                    None => self.keep(node, &around, rest),
                }
            }
            Node::Reduce { op: ReduceOp::Sum, axis, body } => {
                let (extent, name) = (self.graph.axis(axis).extent.clone(), self.graph.axis(axis).name.clone());
                let fresh = self.graph.free_axis(extent, name.as_deref());
                let body = self.graph.substitute(body, axis, &Affine::axis(fresh));
                let mut around = around;
                around.axes.push(fresh);
                self.collect(body, around, axes, added, rest)
            }
            Node::Select(condition, value, zero) if self.graph.is(zero, 0) && !around.axes.is_empty() => {
                let mut around = around;
                let own = self.graph.conjuncts(condition);
                let Some((which, at)) = own.iter().enumerate().find_map(|(k, c)| Some((k, self.place_in(*c, axes)?))) else {
                    around.conditions.push(condition);
                    return self.collect(value, around, axes, added, rest);
                };
                around.conditions.extend(own.iter().enumerate().filter(|c| c.0 != which).map(|c| *c.1));
                // What is no whole number is no place.
                if !matches!(self.graph.node(at.1), Node::Apply(Function::Floor | Function::Ceil | Function::Round, _)) {
                    let whole = self.graph.apply(Function::Floor, &[at.1]);
                    around.conditions.push(self.graph.compare(Comparison::Eq, at.1, whole));
                }
                let value = self.within(&around, value);
                let apart = |n: NodeId| !self.graph.free(n).contains(&at.0);
                if !apart(value) || !apart(at.1) {
                    return None;
                }
                added.push(Added { axes: around.axes, at, value });
                Some(())
            }
            _ => self.keep(node, &around, rest),
        }
    }

    fn keep(&mut self, node: NodeId, around: &Around, rest: &mut Vec<NodeId>) -> Option<()> {
        // A sum over all terms for each element is what is to be avoided.
        if !around.axes.is_empty() {
            return None;
        }
        rest.push(self.within(around, node));
        Some(())
    }

    /// A part of a sum with what stands around it.
    fn within(&mut self, around: &Around, node: NodeId) -> NodeId {
        let mut factors = around.factors.clone();
        factors.push((node, Number::ONE));
        let (product, zero) = (self.graph.product(&factors), self.graph.zero());
        around.conditions.iter().rev().fold(product, |value, c| self.graph.select(*c, value, zero))
    }

    /// `k == place` for an axis of the definition and data.
    fn place_in(&self, condition: NodeId, axes: &[AxisId]) -> Option<(AxisId, NodeId)> {
        let Node::Compare(Comparison::Eq, a, b) = *self.graph.node(condition) else { return None };
        let axis = |n: NodeId| match self.graph.node(n) {
            Node::Position(affine) => affine.as_axis().filter(|a| axes.contains(a)),
            _ => None,
        };
        let data = |n: NodeId| self.graph.as_affine(n).is_none();
        match (axis(a), axis(b)) {
            (Some(k), None) if data(b) => Some((k, b)),
            (None, Some(k)) if data(a) => Some((k, a)),
            _ => None,
        }
    }
}
