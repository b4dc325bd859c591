//! Integer expressions: sums of names and numbers, compared and simplified as far as lengths need it.

use super::state::Reader;
use crate::ast::{BinaryOp, Expr, ExprId, Extent, Symbol, UnaryOp};
use proc_macro2::Span;
use std::collections::BTreeMap;

impl Reader {
    /// An integer expression as a sum: what each name is multiplied by, and a number.
    pub fn linear(&self, id: ExprId) -> Option<(BTreeMap<Symbol, i64>, i64)> {
        let mut sum = BTreeMap::new();
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
