//! Matrices that a loop fills on both sides of the diagonal, `m[i][j] = v; m[j][i] = v` for `j <= i`.
//!
//! No pass writes an element of another one, because the ranges keep `j` on one side of `i`. So each of the two places has an
//! array of its own, a hidden variable, and after the loop the elements are taken from the one whose side they are on.

use super::progress::{Place, Places};
use super::split::Split;
use super::state::{Eval, Reader, Seen};
use super::value::Value;
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;

/// The two arrays of a variable.
#[derive(Clone)]
pub(super) struct Sides {
    parts: [(Places, usize); 2],
    /// Where the second place was written: the condition, and the loops' indices in it that are those of the element.
    written: Option<(ExprId, Vec<Symbol>)>,
    /// The number of conditions around the loop.
    path: usize,
}

/// The places of writes to `m[i][j]` and `m[j][i]`, if there are no others.
pub(super) fn places(writes: &[Seen]) -> Option<[Places; 2]> {
    let mut out: Vec<&Places> = Vec::new();
    for write in writes {
        let places = write.places.as_ref().filter(|_| !write.adds)?;
        if !out.contains(&places) {
            out.push(places);
        }
    }
    let [first, second] = out[..] else { return None };
    let turns = |places: &Places| places.iter().all(Place::is_index);
    let apart = (0..first.len()).filter(|p| first.get(*p) != second.get(*p)).collect_vec();
    let [p, q] = apart[..] else { return None };
    let swapped = first.len() == second.len() && first[p] == second[q] && first[q] == second[p];
    (swapped && turns(first)).then(|| [first.clone(), second.clone()])
}

impl Reader {
    /// Makes an array for each side.
    pub fn split_into_sides(&mut self, variable: usize, places: &[Places; 2], span: Span) -> Eval<Sides> {
        let Some(value) = self.variables[variable].value.clone().filter(|v| self.lengths_of(v).is_some()) else {
            return self.carried(variable, span);
        };
        let parts = places.clone().map(|places| {
            let name = self.variables[variable].name.clone();
            (places, self.stand_in(variable, name, value.clone()))
        });
        Ok(Sides { parts, written: None, path: self.path.len() })
    }

    /// The array of a place that is written, if all passes write to different elements.
    pub fn side_at(&mut self, variable: usize, sides: &Sides, ids: &[ExprId], span: Span) -> Option<usize> {
        let places = self.places(variable, ids)?;
        let at = sides.parts.iter().position(|(own, _)| places == *own)?;
        let depth = self.variables[variable].depth;
        let (first, second) = (&sides.parts[0].0, &sides.parts[1].0);
        let level = |places: &Places, p: usize| places[p].turn().map(|t| t.0);
        let p = (0..first.len()).find(|p| first[*p] != second[*p])?;
        let (one, other) = (level(first, p)?, level(second, p)?);
        let levels: Vec<usize> = (0..first.len()).map(|p| level(second, p)).collect::<Option<_>>()?;
        // That the index is in its range is a condition, too.
        let ranges = self.loops[depth..].iter().filter(|l| l.guard.is_some()).count();
        let all = (depth..self.loops.len()).all(|l| levels.contains(&l)) && self.path.len() == sides.path + ranges;
        if !all || !self.on_one_side(one, other) {
            return None;
        }
        if at == 1 && sides.written.is_none() {
            let mut here = None;
            let open = self.loops[depth..].to_vec();
            for l in open {
                for (op, end) in [(BinaryOp::Ge, l.lo), (BinaryOp::Lt, l.hi)] {
                    let (index, end) = (self.int_to_float(l.index, span), self.int_to_float(end, span));
                    let within = self.binary(op, index, end, span);
                    here = self.both(here, Some(within), span);
                }
                here = self.both(here, l.guard, span);
            }
            let symbols = levels.iter().map(|l| self.loops[*l].symbol).collect_vec();
            let mut sides = sides.clone();
            sides.written = here.map(|here| (here, symbols));
            self.variables[variable].split = Some(Split::Sides(sides));
        }
        Some(sides.parts[at].1)
    }

    /// The array of a place that is read: the first, before the pass writes the second, which on the diagonal is the same.
    pub fn side_read(&self, variable: usize, sides: &Sides, ids: &[ExprId]) -> Option<usize> {
        let (places, part) = &sides.parts[0];
        (sides.written.is_none() && self.places(variable, ids).as_ref() == Some(places)).then_some(*part)
    }

    /// Whether the ranges keep the index of one loop from passing that of another, and nothing else is asked of them.
    fn on_one_side(&self, one: usize, other: usize) -> bool {
        let (inner, outer) = (one.max(other), one.min(other));
        let (inner, outer) = (&self.loops[inner], &self.loops[outer]);
        let Some(guard) = inner.guard.filter(|_| outer.guard.is_none()) else { return false };
        let Expr::Binary(op, a, b) = *self.ast.expr(guard) else { return false };
        let (Some((a, x)), Some((b, y))) = (self.linear(a), self.linear(b)) else { return false };
        let alone = |sum: &chainrule_parser::table::Map<Symbol, i64>, symbol: Symbol| sum.iter().eq([(&symbol, &1)]);
        // inner op outer + n
        let n = y - x;
        alone(&a, inner.symbol)
            && alone(&b, outer.symbol)
            && match op {
                BinaryOp::Lt => n <= 1,
                BinaryOp::Le => n <= 0,
                BinaryOp::Gt => n >= -1,
                BinaryOp::Ge => n >= 0,
                _ => false,
            }
    }

    /// Both sides as one array.
    pub fn both_sides(&mut self, variable: usize, sides: &Sides, span: Span) -> Eval<Value> {
        let [first, second] = sides.parts.each_ref().map(|(_, part)| self.variables[*part].value.clone().unwrap_or(Value::Unit));
        let (Some((here, symbols)), Some(lens)) = (&sides.written, self.lengths_of(&first)) else { return Ok(first) };
        let name = self.variables[variable].name.clone();
        let both = self.by_elements(&name, lens, span, |r, ids| {
            let condition = r.with_indices(*here, &|s| symbols.iter().position(|o| *o == s).map(|at| ids[at]), span);
            let (then, otherwise) = (r.number_at(second, ids, span)?, r.number_at(first, ids, span)?);
            Ok(r.push(Expr::If { condition, then, otherwise }, span))
        });
        both.map(Value::Array)
    }

    /// A condition on indices with others in the place of some names.
    fn with_indices(&mut self, id: ExprId, by: &dyn Fn(Symbol) -> Option<ExprId>, span: Span) -> ExprId {
        match *self.ast.expr(id) {
            Expr::Name(symbol) => by(symbol).unwrap_or(id),
            Expr::Unary(op, a) => {
                let a = self.with_indices(a, by, span);
                self.push(Expr::Unary(op, a), span)
            }
            Expr::Binary(op, a, b) => {
                let (a, b) = (self.with_indices(a, by, span), self.with_indices(b, by, span));
                self.binary(op, a, b, span)
            }
            _ => id,
        }
    }
}
