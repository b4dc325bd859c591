//! Calls of functions that are not seen into, and what is read of their results.

use super::{Lowering, Result, Scope, Value};
use crate::graph::{self, Argument, Index, Invocation};
use chainrule_parser::Error;
use chainrule_parser::ast::*;

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
            let value = scope.memo[&argument].clone();
            if self.graph.facts(value.node).condition != (*passed == Passed::Condition) {
                return Err(self.kind_error(*passed != Passed::Condition, ast.span(argument)));
            }
            if !value.axes.is_empty() {
                return Err(Error::new("an array is passed where a number is expected", ast.span(argument)));
            }
            list.push(Argument { axes: Box::new([]), value: value.node });
        }
        let condition = condition.map(|c| scope.memo[&c].node).filter(|c| self.graph.as_condition(*c) != Some(true));
        Ok(Value::scalar(self.graph.invoke(Invocation { call, arguments: list.into(), seeds: None, active: Box::new([]), condition })))
    }

    /// A number in the result of a call.
    pub(super) fn lower_output(&mut self, call: ExprId, part: u32, indices: &[ExprId], guarded: bool, scope: &mut Scope) -> Result<Value> {
        let ast = self.ast;
        let ResultPart { template, shape } = &ast.parts[part as usize];
        let _ = guarded;
        let shape = shape
            .iter()
            .map(|extent| self.extent(&Axis { index: None, extent: Some(extent.clone()), span: ast.span(call) }))
            .collect::<Result<Vec<_>>>()?;
        let part = self.graph.intern_part(graph::ResultPart { argument: None, template: template.clone(), shape });
        let places: Vec<Index> = self.places(indices, scope)?;
        let call = scope.memo[&call].node;
        Ok(Value::scalar(self.graph.output(call, part, places)))
    }
}
