//! Calls of functions that are not seen into, and what is read of their results.

use super::{Lowering, Result, Scope, Value};
use crate::affine::Affine;
use crate::graph::{self, Argument, Index, Invocation, Node};
use chainrule_parser::Error;
use chainrule_parser::ast::*;
use chainrule_parser::list::CollectVec;

impl Lowering<'_> {
    /// A call; its value is the node that outputs read.
    pub(super) fn lower_invoke(&mut self, call: u32, arguments: &[ExprId], condition: Option<ExprId>, scope: &Scope) -> Result<Value> {
        let ast = self.ast;
        let mut list = Vec::with_capacity(arguments.len());
        for (&argument, passed) in arguments.iter().zip(&ast.calls[call as usize].arguments) {
            // An integer that is affine stays one, so that no digit of it is lost.
            let integer = if *passed == Passed::Integer { self.affine(argument, scope) } else { None };
            if let Some(affine) = integer {
                list.push(Argument { axes: Box::new([]), value: self.graph.position(affine) });
                continue;
            }
            let mut value = scope.memo[&argument].clone();
            if let (Passed::Part(_), Node::Element { array, indices, .. }) = (passed, self.graph.node(value.node).clone()) {
                // It is read where the call is made, and no number could stand in for it.
                value.node = self.graph.element(array, indices.to_vec(), false);
            }
            if self.graph.facts(value.node).condition != (*passed == Passed::Condition) {
                return Err(self.kind_error(*passed != Passed::Condition, ast.span(argument)));
            }
            if value.axes.is_empty() == passed.is_array() {
                return Err(Error::new("an array and a number are not the same argument", ast.span(argument)));
            }
            list.push(Argument { axes: value.axes.into(), value: value.node });
        }
        let condition = condition.map(|c| scope.memo[&c].node).filter(|c| self.graph.as_condition(*c) != Some(true));
        Ok(Value::scalar(self.graph.invoke(Invocation {
            call,
            arguments: list.into(),
            seeds: None,
            of: None,
            active: Box::new([]),
            lanes: None,
            condition,
        })))
    }

    /// A number in the result of a call.
    pub(super) fn lower_output(&mut self, call: ExprId, part: u32, indices: &[ExprId], guarded: bool, scope: &mut Scope) -> Result<Value> {
        let ast = self.ast;
        let ResultPart { template, shape, whole } = &ast.parts[part as usize];
        let shape = shape
            .iter()
            .map(|extent| self.extent(&Axis { index: None, extent: Some(extent.clone()), span: ast.span(call) }))
            .try_collect_vec()?;
        let part =
            self.graph.intern_part(graph::ResultPart { argument: None, template: template.clone(), shape: shape.clone(), whole: *whole });
        let mut places: Vec<Index> = self.places(indices, guarded, scope)?;
        let safe = self.inside(&places, &shape, indices, guarded)?;
        let call = scope.memo[&call].node;
        let mut axes = Vec::new();
        for extent in &shape[places.len()..] {
            let axis = self.fresh_axis(extent.clone(), None);
            places.push(Index::Affine(Affine::axis(axis)));
            axes.push(axis);
        }
        Ok(Value { node: self.graph.output(call, part, places, guarded && !safe), axes })
    }

    /// More indices of a part of a result.
    pub(super) fn lower_output_index(
        &mut self,
        base: ExprId,
        value: &Value,
        places: &[Index],
        indices: &[ExprId],
        guarded: bool,
    ) -> Result<Option<Value>> {
        let Expr::Output { .. } = self.ast.expr(base) else { return Ok(None) };
        let Node::Output { call, part, indices: before, guarded: was } = self.graph.node(value.node).clone() else { return Ok(None) };
        let (first, shape) = (before.len() - value.axes.len(), self.graph.part(part).shape.clone());
        let safe = self.inside(places, &shape[first..], indices, guarded)?;
        let mut all = before.to_vec();
        all[first..first + places.len()].clone_from_slice(places);
        let node = self.graph.output(call, part, all, was || (guarded && !safe));
        Ok(Some(Value { node, axes: value.axes[places.len()..].to_vec() }))
    }

    /// Whether indices are inside some extents for sure.
    fn inside(&self, places: &[Index], shape: &[Affine], indices: &[ExprId], guarded: bool) -> Result<bool> {
        let mut safe = true;
        for ((place, extent), index) in places.iter().zip(shape).zip(indices) {
            match place {
                Index::Affine(a) => safe &= self.check_range(a, extent, guarded, None, self.ast.span(*index))?,
                Index::Value(_) => safe = false,
            }
        }
        Ok(safe)
    }
}
