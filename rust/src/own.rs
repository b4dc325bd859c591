//! Arrays of which each pass of a loop writes a row of its own, as often as it likes: `for i { for k in 0..i { for j { q[i][j] -=
//! d * q[k][j] } } }`, `for i { for _ in 0..5 { y[i] = step(y[i]) } }`.
//!
//! In a pass the row is a variable, which loops inside may carry, and which is what the array has there when the pass ends. So
//! there is a row for each pass of those loops, and not the array.

use super::progress::{Place, Places, When};
use super::split::{How, Split};
use super::state::{Eval, Loop, Reader};
use super::value::{Array, Fold, Value};
use chainrule_parser::ast::{Axis, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Pass, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;

/// The row that a pass writes of an array.
#[derive(Clone)]
pub(super) struct Own {
    /// The axis along which each pass has a row, and which of them it is.
    position: usize,
    place: Place,
    /// The array of the rows that have been left.
    name: Symbol,
    lens: Vec<Extent>,
    /// The variable that holds the row of this pass.
    row: Option<usize>,
}

/// The way in which passes of a loop at a level write rows of their own, if they do.
pub(super) fn way(writes: &[Option<Places>], level: usize) -> Option<How> {
    let first = writes.first()?.as_ref()?;
    let position = first.iter().position(|p| p.turn().is_some_and(|t| t.0 == level))?;
    let same = |places: &Option<Places>| places.as_ref().is_some_and(|p| p.get(position) == first.get(position));
    writes.iter().all(same).then(|| How::Own(position, first[position].clone()))
}

impl Reader {
    /// Makes a name for the rows.
    pub fn split_into_own(&mut self, variable: usize, position: usize, place: &Place, span: Span) -> Eval<Own> {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        let Some(lens) = lens.filter(|lens| self.far && lens.len() > position) else { return self.carried(variable, span) };
        self.read_far = true;
        let name = self.variables[variable].name.clone();
        Ok(Own { position, place: place.clone(), name: self.fresh(&name), lens, row: None })
    }

    /// Opens the row of a pass, where it begins.
    pub fn open_row(&mut self, variable: usize, index: ExprId, span: Span) -> Eval<()> {
        let Some(Split::Own(mut own)) = self.variables[variable].split.clone() else { return Ok(()) };
        let at = self.row_index(&own, index, span);
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let value = match (own.position, own.lens.len()) {
            (0, _) => self.index(old, &[at], span)?,
            (position, _) => {
                let mut lens = own.lens.clone();
                lens.remove(position);
                let row = self.by_elements("row", lens, span, |r, ids| {
                    let mut ids = ids.to_vec();
                    ids.insert(position, at);
                    r.number_at(old, &ids, span)
                });
                Value::Array(row?)
            }
        };
        let name = self.variables[variable].name.clone();
        let row = self.stand_in(variable, name, value);
        self.variables[row].depth = self.loops.len();
        own.row = Some(row);
        self.variables[variable].split = Some(Split::Own(own));
        Ok(())
    }

    /// Leaves the row of a pass to the array, where it ends.
    pub fn close_row(&mut self, variable: usize, frame: &Loop, span: Span) -> Eval<()> {
        let Some(Split::Own(own)) = self.variables[variable].split.clone() else { return Ok(()) };
        let Some(value) = own.row.and_then(|row| self.variables[row].value.clone()) else { return self.carried(variable, span) };
        let to = self.row_index(&own, frame.index, span);
        let mut rest = own.lens.clone();
        let len = rest.remove(own.position);
        let pass = Pass { index: frame.symbol, range: (frame.lo, frame.hi), place: Some((to, len)), span: frame.span };
        self.define_rows(&own, pass, &rest, frame.depth - 1, span, |r, ids| r.number_at(value, ids, span))
    }

    /// The array, with the rows that no pass has written as they were.
    pub fn all_rows(&mut self, own: &Own, span: Span) -> Value {
        let base = self.push(Expr::Name(own.name), span);
        let indices = self.enclosing(self.loops.len(), span).1;
        Value::Array(Array::View { base, indices, lens: own.lens.clone() })
    }

    /// Defines the rows that the passes of a loop do not write.
    pub fn define_other_rows(&mut self, variable: usize, (lo, hi): (ExprId, ExprId), span: Span) -> Eval<()> {
        let Some(Split::Own(own)) = self.variables[variable].split.clone() else { return Ok(()) };
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let mut rest = own.lens.clone();
        let len = rest.remove(own.position);
        let (zero, end) = (self.number(0.0, span), self.extent(&len, span));
        let (from, to) = (self.row_index(&own, lo, span), self.row_index(&own, hi, span));
        for (lo, hi) in [(zero, from), (to, end)] {
            let size = self.minus(hi, lo, span);
            if matches!(self.ast.expr(size), Expr::Number(n) if *n <= 0.0) {
                continue;
            }
            let index = self.fresh("k");
            let id = self.push(Expr::Name(index), span);
            let pass = Pass { index, range: (lo, hi), place: Some((id, len.clone())), span: self.span(span) };
            let old = old.clone();
            let position = own.position;
            self.define_rows(&own, pass, &rest, self.loops.len(), span, |r, ids| {
                let mut ids = ids.to_vec();
                ids.insert(position, id);
                r.number_at(old, &ids, span)
            })?;
        }
        Ok(())
    }

    fn define_rows(
        &mut self,
        own: &Own,
        pass: Pass,
        rest: &[Extent],
        depth: usize,
        span: Span,
        element: impl FnOnce(&mut Self, &[ExprId]) -> Eval<ExprId>,
    ) -> Eval<()> {
        let symbols: Vec<Symbol> = rest.iter().map(|_| self.fresh("k")).collect_vec();
        let ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let body = element(self, &ids)?;
        let body = self.on_path(body, span);
        let at = self.span(span);
        let axes = symbols.iter().zip(rest);
        let mut own_axes =
            axes.map(|(s, e)| DefinitionIndex::Axis(Axis { index: Some(*s), extent: Some(e.clone()), span: at })).collect_vec();
        own_axes.insert(own.position, DefinitionIndex::Pass(pass));
        let mut indices = self.enclosing(depth, span).0;
        indices.extend(own_axes);
        self.ast.definitions.push(Definition { name: own.name, span: at, kind: DefinitionKind::Value(indices), body });
        Ok(())
    }

    fn row_index(&mut self, own: &Own, index: ExprId, span: Span) -> ExprId {
        let Place::Turn(_, (names, constant), _) = &own.place else { unreachable!("it is a loop's index") };
        let shift = self.sum_of(names, *constant, span);
        self.plus(index, shift, span)
    }

    /// The indices in the row of this pass, if an element is in it.
    pub fn own_at(&mut self, variable: usize, own: &Own, ids: &[ExprId]) -> Option<Vec<ExprId>> {
        let place = self.places(variable, ids)?.get(own.position)?.clone();
        let mut rest = ids.to_vec();
        rest.remove(own.position);
        (place == own.place && own.row.is_some()).then_some(rest)
    }

    /// Writes to the row of this pass.
    pub fn write_own(&mut self, own: &Own, rest: Vec<ExprId>, (value, add): (ExprId, bool), span: Span) -> Eval<()> {
        let Some(row) = own.row else { unreachable!("it was asked for") };
        match (rest.is_empty(), add) {
            (false, _) => self.write_element(row, rest, value, add, span),
            (true, true) => self.accumulate(row, Fold::Sum, value, span),
            (true, false) => self.assign(row, Value::Float(value), span),
        }
    }

    /// Reads an element, or a row: of this pass, of one that has been left, or as it was.
    pub fn read_own(&mut self, variable: usize, own: &Own, ids: &[ExprId], span: Span) -> Eval<Value> {
        let (Some(&id), Some(row)) = (ids.get(own.position), own.row) else { return self.carried(variable, span) };
        let v = self.variables[variable].clone();
        match self.when(&v, &vec![own.place.clone()], &[id]) {
            When::Now => {
                let mut rest = ids.to_vec();
                rest.remove(own.position);
                if rest.is_empty() { self.read(row, span) } else { self.read_element(row, &rest, span) }
            }
            When::Earlier => {
                let base = self.push(Expr::Name(own.name), span);
                let indices = self.enclosing(v.depth, span).1;
                self.index(Value::Array(Array::View { base, indices, lens: own.lens.clone() }), ids, span)
            }
            When::Never | When::Later => self.index(v.value.unwrap_or(Value::Unit), ids, span),
            When::Unknown => self.carried(variable, span),
        }
    }
}
