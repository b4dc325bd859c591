//! Arrays to whose elements a loop adds in several places: `g[i] += a; g[i + 1] -= b`, `f[i] += d; f[j] -= d`.
//!
//! What is added is the same in any order. So each place has a sum of its own, a hidden variable that is 0 before the loop,
//! and after the loop they are added up.

use super::progress::Places;
use super::state::{Eval, Reader, Write};
use super::value::{Array, Value};
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;

/// The sums of a variable, each with the places that it has elements at.
#[derive(Clone)]
pub(super) struct Terms {
    pub parts: Vec<(Places, usize)>,
}

/// The places at which writes add, if they do nothing else, and there are several.
pub(super) fn places(writes: &[&Write]) -> Option<Vec<Places>> {
    let mut out: Vec<Places> = Vec::new();
    for write in writes {
        let places = write.places.as_ref().filter(|_| write.adds)?;
        if !out.contains(places) {
            out.push(places.clone());
        }
    }
    (out.len() > 1).then_some(out)
}

impl Reader {
    /// Makes a sum for each place.
    pub fn split_into_terms(&mut self, variable: usize, places: &[Places], span: Span) -> Eval<Terms> {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        let Some(lens) = lens.filter(|lens| !lens.is_empty()) else { return self.carried(variable, span) };
        let zero = Value::Float(self.number(0.0, span));
        let zeros = lens.iter().rev().fold(zero, |inner, len| Value::Array(Array::Fill(Box::new(inner), len.clone())));
        let parts = places.iter().map(|places| {
            let name = self.variables[variable].name.clone();
            (places.clone(), self.stand_in(variable, name, zeros.clone()))
        });
        Ok(Terms { parts: parts.collect_vec() })
    }

    /// The sum of a place.
    pub fn term_at(&self, variable: usize, terms: &Terms, ids: &[ExprId]) -> Option<usize> {
        let places = self.places(variable, ids)?;
        terms.parts.iter().find(|(own, _)| places == *own).map(|(_, part)| *part)
    }

    /// An array and all that was added to it.
    pub fn sum_of_terms(&mut self, variable: usize, terms: &Terms, span: Span) -> Eval<Value> {
        let mut all = self.variables[variable].value.iter().cloned().collect_vec();
        all.extend(terms.parts.iter().filter_map(|(_, part)| self.variables[*part].value.clone()));
        let Some(lens) = all.first().and_then(|v| self.lengths_of(v)) else { return self.carried(variable, span) };
        let symbols: Vec<Symbol> = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let mut sum: Option<ExprId> = None;
        for array in all {
            let element = self.index(array, &ids, span)?;
            let element = self.float(element, span)?;
            sum = Some(match sum {
                Some(sum) if !self.is_number(sum, 0.0) => self.binary(BinaryOp::Add, sum, element, span),
                _ => element,
            });
        }
        let name = self.variables[variable].name.clone();
        let sum = sum.expect("there is the array");
        Ok(Value::Array(self.new_definition(&name, &symbols, lens, sum, span)))
    }
}
