//! Sums of exponentials and softmax: shifted by the largest exponent, with one exponential for each term.

use super::expand::{Arg, Expanded, Op, Ref};
use crate::affine::AxisId;
use crate::functions::Function;
use crate::graph::{Comparison, Node, NodeId, ReduceOp};
use chainrule_parser::list::CollectVec;

impl Expanded<'_> {
    /// What is subtracted from exponents: the largest, where that is finite.
    pub(super) fn shift(&mut self, axis: AxisId, body: &Ref) -> Ref {
        let largest = self.reduce(ReduceOp::Max, axis, body);
        let (low, high, zero) = (self.number(f64::NEG_INFINITY), self.number(f64::INFINITY), self.number(0.0));
        let (above, below) =
            (self.binary(Op::Compare(Comparison::Lt), &low, &largest), self.binary(Op::Compare(Comparison::Lt), &largest, &high));
        let finite = self.binary(Op::And, &above, &below);
        self.make(Op::Select, &[finite, largest, zero], &[], &[])
    }

    /// `exp(body - shift)`; 0 where the body is the least of all numbers by a condition, as after the end of a row
    /// of a triangle, so that it becomes the end of a loop.
    pub(super) fn exponential(&mut self, body: &Ref, shift: &Ref) -> Ref {
        let low = Op::Constant(f64::NEG_INFINITY.to_bits());
        if let Some((condition, inside)) = self.masked(body)
            && self.op(self.op(body.id).args[2].id).op == low
        {
            let (e, zero) = (self.exponential(&inside, shift), self.number(0.0));
            return self.make(Op::Select, &[condition, e, zero], &[], &[]);
        }
        let shifted = self.binary(Op::Sub, body, shift);
        self.unary(Op::Call(Function::Exp), &shifted)
    }

    /// `exp(body - logsumexp(body))` by the exponentials that the sum has already: one exponential, not two.
    pub(super) fn softmax(&mut self, exponent: NodeId) -> Option<Ref> {
        let terms = |id: NodeId| match self.graph.node(id) {
            Node::Sum { constant, terms } if constant.is_zero() => &terms[..],
            _ => &[],
        };
        // a - b, or -(b - a).
        let (difference, sign) = match *terms(exponent) {
            [(c, inner)] if c.is(-1) => (terms(inner), -1),
            _ => (terms(exponent), 1),
        };
        let (a, b) = match *difference {
            [(c, a), (d, b)] if c.is(sign) && d.is(-sign) => (a, b),
            [(d, b), (c, a)] if c.is(sign) && d.is(-sign) => (a, b),
            _ => return None,
        };
        let Node::Reduce { op: ReduceOp::LogSumExp, axis, body } = *self.graph.node(b) else { return None };
        let (own, body) = (self.get(a), self.get(body));
        // The same operation, at another value of the axis that is summed over.
        let same = own.id == body.id && own.axes.iter().zip(&body.axes).all(|(x, y)| x == y || *y == axis);
        if !same {
            return None;
        }
        let shift = self.shift(axis, &body);
        let (e, terms) = (self.exponential(&own, &shift), self.exponential(&body, &shift));
        let sum = self.reduce(ReduceOp::Sum, axis, &terms);
        let one = self.number(1.0);
        let reciprocal = self.binary(Op::Div, &one, &sum);
        let quotient = self.binary(Op::Mul, &e, &reciprocal);
        Some(match self.masked(&e) {
            // Of an empty row the sum is 0, and nothing times infinity is still nothing.
            Some((condition, _)) => {
                let zero = self.number(0.0);
                self.make(Op::Select, &[condition, quotient, zero], &[], &[])
            }
            None => quotient,
        })
    }

    /// The condition of a select and what is taken where it holds.
    fn masked(&self, value: &Ref) -> Option<(Ref, Ref)> {
        let op = self.op(value.id);
        let of = |arg: &Arg| Ref { id: arg.id, axes: arg.axes.iter().map(|p| value.axes[*p as usize]).collect_vec() };
        matches!(op.op, Op::Select).then(|| (of(&op.args[0]), of(&op.args[1])))
    }
}
