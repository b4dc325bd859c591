//! Arrays to whose elements a loop adds in several places, `g[i] += a; g[i + 1] -= b`, or in places that are data,
//! `h[bin[i]] += x[i]`.
//!
//! What is added is the same in any order. So each place has a sum of its own, a hidden variable that is 0 before the loop,
//! and after the loop they are added up. A place that is data is read as what it means, `h[k] += if k == bin[i] { x[i] } else
//! { 0.0 }` for all k, which lowering reads back (`scatter.rs` of `chainrule-core`).

use super::progress::Places;
use super::state::{Eval, Reader, Seen};
use super::value::{Array, Fold, Value};
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Extent, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;

/// The sums of a variable, each with the places that it has elements at; none if these are data.
#[derive(Clone)]
pub(super) struct Terms {
    parts: Vec<(Option<Places>, usize)>,
    /// The indices of all elements, for places that are data, and the lengths.
    indices: Vec<Symbol>,
    lens: Vec<Extent>,
}

/// The places at which writes add, if they do nothing else, and there is no other way.
pub(super) fn places(writes: &[Seen]) -> Option<Vec<Option<Places>>> {
    let mut out: Vec<Option<Places>> = Vec::new();
    for write in writes {
        if !write.adds || write.numbers {
            return None;
        }
        if !out.contains(&write.places) {
            out.push(write.places.clone());
        }
    }
    (out.len() > 1 || out.contains(&None)).then_some(out)
}

impl Reader {
    /// Makes a sum for each place.
    pub fn split_into_terms(&mut self, variable: usize, places: &[Option<Places>], span: Span) -> Eval<Terms> {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        let Some(lens) = lens.filter(|lens| !lens.is_empty()) else { return self.carried(variable, span) };
        let zero = Value::Float(self.number(0.0, span));
        let zeros = lens.iter().rev().fold(zero, |inner, len| Value::Array(Array::Fill(Box::new(inner), len.clone())));
        let parts = places.iter().map(|places| {
            let name = self.variables[variable].name.clone();
            (places.clone(), self.stand_in(variable, name, zeros.clone()))
        });
        let parts = parts.collect_vec();
        let indices = lens.iter().map(|_| self.fresh("k")).collect_vec();
        Ok(Terms { parts, indices, lens })
    }

    /// Adds to the sum of a place, if there is one.
    pub fn add_term(&mut self, variable: usize, terms: &Terms, ids: &[ExprId], value: ExprId, span: Span) -> Option<Eval<()>> {
        let places = self.places(variable, ids).filter(|places| !self.is_diagonal(places));
        let part = terms.parts.iter().find(|(own, _)| places == *own)?.1;
        Some(match places {
            Some(_) => self.write_element(part, ids.to_vec(), value, true, span),
            None => self.add_anywhere((part, terms), ids, Vec::new(), None, value, span),
        })
    }

    /// Adds to all elements for which the indices are these, of which `open` are known.
    fn add_anywhere(
        &mut self,
        (part, terms): (usize, &Terms),
        ids: &[ExprId],
        open: Vec<ExprId>,
        here: Option<ExprId>,
        value: ExprId,
        span: Span,
    ) -> Eval<()> {
        let Some(&id) = ids.get(open.len()) else {
            let Some(condition) = here else { unreachable!("an element has an index") };
            let otherwise = self.number(0.0, span);
            let value = self.push(Expr::If { condition, then: value, otherwise }, span);
            return self.write_element(part, open, value, true, span);
        };
        let (zero, end) = (self.number(0.0, span), self.extent(&terms.lens[open.len()], span));
        let symbol = terms.indices[open.len()];
        let all = self.with_loop_of(symbol, zero, end, false, span, |r, index| {
            let id = r.int_to_float(id, span);
            let equal = r.binary(BinaryOp::Eq, index, id, span);
            let here = r.both(here, Some(equal), span);
            r.add_anywhere((part, terms), ids, [&open[..], &[index]].concat(), here, value, span)
        });
        all.map(|_| ())
    }

    /// An array and all that was added to it.
    pub fn sum_of_terms(&mut self, variable: usize, terms: &Terms, span: Span) -> Eval<Value> {
        let mut all = self.variables[variable].value.iter().cloned().collect_vec();
        all.extend(terms.parts.iter().filter_map(|(_, part)| self.variables[*part].value.clone()));
        let Some(lens) = all.first().and_then(|v| self.lengths_of(v)) else { return self.carried(variable, span) };
        let name = self.variables[variable].name.clone();
        let sum = self.by_elements(&name, lens, span, |r, ids| {
            let mut all = all.into_iter().map(|array| r.number_at(array, ids, span)).try_collect_vec()?;
            let start = all.remove(0);
            Ok(r.gather(Fold::Sum, Some(start), &all, span))
        });
        sum.map(Value::Array)
    }
}
