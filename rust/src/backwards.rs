//! Arrays that a loop writes from the end, `y[n - 1 - i] = a`: while the loop is read, they are read backwards, and the index is
//! that of the loop.

use super::state::{Eval, Reader, Write};
use super::value::{Array, Value};
use chainrule_parser::ast::{ExprId, Extent};
use proc_macro2::Span;

/// The array that holds the elements of another one backwards along an axis.
#[derive(Clone)]
pub(super) struct Backwards {
    position: usize,
    len: Extent,
    part: usize,
}

impl Reader {
    /// The axis along which all writes count down.
    pub fn counts_down(&self, writes: &[&Write]) -> Option<usize> {
        let down = |id: &ExprId| {
            self.linear(*id).is_some_and(|(sum, _)| sum.iter().any(|(symbol, factor)| *factor == -1 && !self.is_given(*symbol)))
        };
        let first = writes.first()?;
        (0..first.ids.len()).find(|p| writes.iter().all(|w| w.ids.get(*p).is_some_and(down)))
    }

    /// Reads a variable backwards along an axis.
    pub fn turn_around(&mut self, variable: usize, position: usize, span: Span) -> Eval<Backwards> {
        let value = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let Some(lens) = self.lengths_of(&value).filter(|lens| lens.len() > position) else { return self.carried(variable, span) };
        let len = lens[position].clone();
        let turned = self.turned(value, position, lens, span)?;
        let name = self.variables[variable].name.clone();
        let part = self.stand_in(variable, name, turned);
        Ok(Backwards { position, len, part })
    }

    /// Where an element is in the array that is read backwards.
    pub fn place_backwards(&mut self, backwards: &Backwards, ids: &[ExprId], span: Span) -> Option<(usize, Vec<ExprId>)> {
        let id = *ids.get(backwards.position)?;
        let mut own = ids.to_vec();
        own[backwards.position] = self.counted_down(&backwards.len, id, span);
        Some((backwards.part, own))
    }

    /// The array as it was, with what the loop has written.
    pub fn turn_back(&mut self, variable: usize, backwards: &Backwards, span: Span) -> Eval<Value> {
        let turned = self.variables[backwards.part].value.clone().unwrap_or(Value::Unit);
        let Some(lens) = self.lengths_of(&turned) else { return self.carried(variable, span) };
        self.turned(turned, backwards.position, lens, span)
    }

    fn counted_down(&mut self, len: &Extent, id: ExprId, span: Span) -> ExprId {
        let (len, one) = (self.extent(len, span), self.number(1.0, span));
        let last = self.minus(len, one, span);
        self.minus(last, id, span)
    }

    fn turned(&mut self, value: Value, position: usize, lens: Vec<Extent>, span: Span) -> Eval<Value> {
        // All elements are the same.
        if let (Value::Array(Array::Fill(..)), 0) = (&value, position) {
            return Ok(value);
        }
        let len = lens[position].clone();
        let turned = self.by_elements("turned", lens, span, |r, ids| {
            let mut ids = ids.to_vec();
            ids[position] = r.counted_down(&len, ids[position], span);
            r.number_at(value, &ids, span)
        });
        turned.map(Value::Array)
    }
}
