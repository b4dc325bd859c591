//! Arrays that are rows in one piece: `v[3 * i] = a; v[3 * i + 1] = b`, `v[4 * i + j] = c`.
//!
//! While a loop writes one in such steps, it is read as the array of its rows, a hidden variable, `rows[i][0] = a`. After the
//! loop what is read in the same steps is read of the rows, and for all else there is the array itself, made of them.

use super::columns::Split;
use super::state::{Eval, Reader};
use super::value::{Array, Value};
use chainrule_parser::ast::{Axis, BinaryOp, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Pass, Symbol};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;

/// Of rows of at most so many elements an array is made: a definition for each of these.
const NARROW: u64 = 16;

/// An array that is read as that of its rows.
#[derive(Clone)]
pub(super) struct Rows {
    /// The axis that is in rows.
    pub position: usize,
    /// The length of a row.
    pub size: u64,
    /// The variable that holds the rows.
    pub part: usize,
}

/// An array of rows, as one in which an axis goes through all rows.
#[derive(Clone)]
pub(super) struct Flat {
    /// The axis.
    pub position: usize,
    /// The length of a row.
    pub size: u64,
    /// With an axis more.
    pub rows: Box<Array>,
    /// Its lengths.
    pub lens: Vec<Extent>,
    /// The array itself, if the rows are short.
    pub whole: Option<Box<Array>>,
}

impl Reader {
    /// The axis of which some writes write rows in one piece, and how long these are.
    pub fn steps<'a>(&self, writes: impl Iterator<Item = &'a [ExprId]>) -> Option<(usize, u64)> {
        let mut found: Option<(usize, i64)> = None;
        for ids in writes {
            for (position, id) in ids.iter().enumerate() {
                let (sum, _) = self.linear(*id)?;
                for factor in sum.values().map(|f| f.abs()).filter(|f| *f > 1) {
                    match &mut found {
                        Some((at, _)) if *at != position => return None,
                        Some((_, size)) => *size = (*size).min(factor),
                        None => found = Some((position, factor)),
                    }
                }
            }
        }
        found.map(|(position, size)| (position, size as u64))
    }

    /// The row that an element of an array of rows in one piece is in, and its place there, where that is seen.
    pub fn row_of(&mut self, id: ExprId, size: u64, span: Span) -> Option<(ExprId, ExprId)> {
        let size = i64::try_from(size).ok()?;
        let (sum, constant) = self.linear(id)?;
        let (mut row, mut place): (Map<Symbol, i64>, Map<Symbol, i64>) = Default::default();
        let (mut least, mut most) = (constant, constant);
        for (symbol, factor) in sum.iter() {
            let (whole, rest) = (factor.div_euclid(size), factor.rem_euclid(size));
            if whole != 0 {
                row.insert(*symbol, whole);
            }
            if rest != 0 {
                let l = self.loops.iter().find(|l| l.symbol == *symbol)?;
                let (&Expr::Number(lo), &Expr::Number(hi)) = (self.ast.expr(l.lo), self.ast.expr(l.hi)) else { return None };
                place.insert(*symbol, rest);
                least += rest * lo as i64;
                most += rest * (hi as i64 - 1);
            }
        }
        let first = least.div_euclid(size);
        if most.div_euclid(size) != first {
            return None;
        }
        Some((self.sum_of(&row, first, span), self.sum_of(&place, constant - first * size, span)))
    }

    /// How many rows there are in an array of a length, some elements of the last of which may not be there.
    fn rows_in(&mut self, len: &Extent, size: u64, before: u64, span: Span) -> Option<Extent> {
        if let Extent::Number(n) = len {
            return Some(Extent::Number((n + size - 1 - before.min(*n + size - 1)) / size));
        }
        let len = self.extent(len, span);
        if let Some((sum, constant)) = self.linear(len)
            && sum.values().all(|f| f % size as i64 == 0)
        {
            let sum = sum.iter().map(|(symbol, f)| (*symbol, f / size as i64)).collect();
            let rest = (constant + size as i64 - 1 - before as i64).div_euclid(size as i64);
            let rows = self.sum_of(&sum, rest, span);
            return Some(self.length_of(rows));
        }
        let more = self.number((size - 1 - before) as f64, span);
        let (len, by) = (self.plus(len, more, span), self.number(size as f64, span));
        let rows = self.quotient(len, by, span);
        let rows = self.as_length(rows, span);
        matches!(self.ast.expr(rows), Expr::Name(_)).then(|| self.length_of(rows))
    }

    /// Reads a variable as the array of its rows.
    pub fn split_into_rows(&mut self, variable: usize, (position, size): (usize, u64), span: Span) -> Eval<()> {
        let value = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let Some(lens) = self.lengths_of(&value).filter(|lens| lens.len() > position) else { return self.carried(variable, span) };
        let Some(count) = self.rows_in(&lens[position], size, 0, span) else { return self.carried(variable, span) };
        let Value::Array(array) = value else { unreachable!("it has lengths") };
        let rows = self.in_rows(&array, position, (size, &count, &lens), span)?;
        let name = format!("{}_rows", self.variables[variable].name);
        let part = self.stand_in(variable, name, Value::Array(rows));
        self.variables[variable].split = Some(Split::Rows(Rows { position, size, part }));
        Ok(())
    }

    fn in_rows(&mut self, array: &Array, position: usize, (size, count, lens): (u64, &Extent, &[Extent]), span: Span) -> Eval<Array> {
        if let Array::Fill(value, len) = array {
            return Ok(match (position, &**value) {
                (0, value) => {
                    Array::Fill(Box::new(Value::Array(Array::Fill(Box::new(value.clone()), Extent::Number(size)))), count.clone())
                }
                (_, Value::Array(inner)) => {
                    let inner = self.in_rows(inner, position - 1, (size, count, &lens[1..]), span)?;
                    Array::Fill(Box::new(Value::Array(inner)), len.clone())
                }
                _ => unreachable!("the array has so many axes"),
            });
        }
        let symbols: Vec<Symbol> = (0..=lens.len()).map(|_| self.fresh("k")).collect_vec();
        let mut ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let place = ids.remove(position + 1);
        let by = self.number(size as f64, span);
        let row = self.binary(BinaryOp::Mul, by, ids[position], span);
        ids[position] = self.plus(row, place, span);
        let (at, end) = (self.int_to_float(ids[position], span), self.extent(&lens[position], span));
        let end = self.int_to_float(end, span);
        let body = self.index(Value::Array(array.clone()), &ids, span)?;
        let then = self.float(body, span)?;
        // The last row may be longer than the array.
        let (condition, otherwise) = (self.binary(BinaryOp::Lt, at, end, span), self.number(0.0, span));
        let body = self.push(Expr::If { condition, then, otherwise }, span);
        let mut lens = lens.to_vec();
        lens[position] = count.clone();
        lens.insert(position + 1, Extent::Number(size));
        Ok(self.new_definition("rows", &symbols, lens, body, span))
    }

    /// The indices of the rows that stand for those of the array, if that is seen; all of a row without an index for it.
    pub fn in_row(&mut self, rows: &Rows, ids: &[ExprId], span: Span) -> Option<Vec<ExprId>> {
        let Some(&id) = ids.get(rows.position) else { return Some(ids.to_vec()) };
        let (row, place) = self.row_of(id, rows.size, span)?;
        Some([&ids[..rows.position], &[row, place], &ids[rows.position + 1..]].concat())
    }

    /// The array of which these are the rows: of the length `len` along the axis.
    pub fn in_one_piece(&mut self, position: usize, (size, len): (u64, Extent), rows: Array, span: Span) -> Eval<Array> {
        let Some(mut lens) = self.lengths(&rows) else { return self.error(span, "only arrays of numbers can be filled this way") };
        lens.remove(position + 1);
        lens[position] = len.clone();
        if size > NARROW {
            return Ok(Array::Flat(Flat { position, size, rows: Box::new(rows), lens, whole: None }));
        }
        let name = self.fresh("flat");
        let at = self.span(span);
        for place in 0..size {
            let Some(count) = self.rows_in(&len, size, place, span) else { unreachable!("there are so many rows") };
            let symbols: Vec<Symbol> = lens.iter().map(|_| self.fresh("k")).collect_vec();
            let mut ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
            let (zero, count) = (self.number(0.0, span), self.extent(&count, span));
            let (by, first) = (self.number(size as f64, span), self.number(place as f64, span));
            let to = self.binary(BinaryOp::Mul, by, ids[position], span);
            let to = self.plus(to, first, span);
            let mut indices = self.enclosing(self.loops.len(), span).0;
            indices.extend(symbols.iter().zip(&lens).enumerate().map(|(axis, (symbol, len))| match axis == position {
                true => DefinitionIndex::Pass(Pass { index: *symbol, range: (zero, count), place: Some((to, len.clone())), span: at }),
                false => DefinitionIndex::Axis(Axis { index: Some(*symbol), extent: Some(len.clone()), span: at }),
            }));
            ids.insert(position + 1, first);
            let body = self.index(Value::Array(rows.clone()), &ids, span)?;
            let body = self.float(body, span)?;
            let body = self.on_path(body, span);
            self.ast.definitions.push(Definition { name, span: at, kind: DefinitionKind::Value(indices), body });
        }
        let base = self.push(Expr::Name(name), span);
        let indices = self.enclosing(self.loops.len(), span).1;
        let whole = Some(Box::new(Array::View { base, indices, lens: lens.clone() }));
        Ok(Array::Flat(Flat { position, size, rows: Box::new(rows), lens, whole }))
    }

    /// An element, or a part, of an array of rows in one piece.
    pub fn element_of_rows(&mut self, flat: &Flat, index: ExprId, span: Span) -> Eval<Value> {
        let Flat { position, size, rows, lens, whole } = flat;
        if *position > 0 {
            let mut inside = |array: &Array| match self.element(array, index, span)? {
                Value::Array(array) => Ok(Box::new(array)),
                _ => unreachable!("there are more axes"),
            };
            let (rows, whole) = (inside(rows)?, whole.as_ref().map(|whole| inside(whole)).transpose()?);
            return Ok(Value::Array(Array::Flat(Flat { position: position - 1, size: *size, rows, lens: lens[1..].to_vec(), whole })));
        }
        let (row, place) = match (self.row_of(index, *size, span), whole) {
            (Some(found), _) => found,
            (None, Some(whole)) => return self.element(whole, index, span),
            (None, None) => {
                let size = self.number(*size as f64, span);
                (self.quotient(index, size, span), self.remainder(index, size, span))
            }
        };
        self.index(Value::Array((**rows).clone()), &[row, place], span)
    }
}
