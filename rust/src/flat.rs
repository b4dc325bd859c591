//! Arrays that are rows in one piece: `v[3 * i] = a; v[3 * i + 1] = b`, `v[4 * i + j] = c`.
//!
//! While a loop writes one in such steps, it is read as the array of its rows, a hidden variable, `rows[i][0] = a`. Of rows that
//! begin elsewhere than the array, `v[4 * i + j + 1] = c`, the first one is only in part there. After the loop what is read in
//! the same steps is read of the rows, and for all else there is the array itself, made of them.

use super::state::{Eval, Range, Reader, Write};
use super::value::{Array, Value};
use chainrule_parser::ast::{Axis, BinaryOp, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Pass, Symbol};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;

/// Of rows of at most so many elements an array is made: a definition for each of these.
const NARROW: u64 = 16;

/// How an axis is in rows.
#[derive(Clone, PartialEq)]
pub(super) struct Steps {
    /// The length of a row.
    size: Extent,
    /// How many elements of the first row are not there: fewer than in a row.
    before: i64,
}

/// An array that is read as that of its rows.
#[derive(Clone)]
pub(super) struct Rows {
    /// The axis that is in rows.
    pub position: usize,
    /// How it is.
    pub steps: Steps,
    /// The variable that holds the rows.
    pub part: usize,
}

/// An array of rows, as one in which an axis goes through all rows.
#[derive(Clone)]
pub(super) struct Flat {
    /// The axis.
    pub position: usize,
    /// How it is in rows.
    pub steps: Steps,
    /// With an axis more.
    pub rows: Box<Array>,
    /// Its lengths.
    pub lens: Vec<Extent>,
    /// The array itself, if the rows are short.
    pub whole: Option<Box<Array>>,
}

impl Reader {
    /// The axis of which some writes write rows in one piece, and how.
    pub fn steps(&self, writes: &[&Write]) -> Option<(usize, Steps)> {
        let mut found: Option<(usize, i64)> = None;
        for write in writes {
            for (position, id) in write.ids.iter().enumerate() {
                let Some((sum, _)) = self.linear(*id) else { return self.steps_of_a_name(writes) };
                for factor in sum.values().map(|f| f.abs()).filter(|f| *f > 1) {
                    match &mut found {
                        Some((at, _)) if *at != position => return None,
                        Some((_, size)) => *size = (*size).min(factor),
                        None => found = Some((position, factor)),
                    }
                }
            }
        }
        match found {
            Some((position, size)) => {
                // Rows begin where the writes of one do that would else be in two.
                let places = writes.iter().filter_map(|w| self.places_in_row(*w.ids.get(position)?, size, &w.ranges));
                let mut places = places.map(|(least, most)| (least.rem_euclid(size), most - least));
                let across = places.find(|(first, more)| first + more >= size);
                let before = across.map_or(0, |(first, _)| size - first);
                Some((position, Steps { size: Extent::Number(size as u64), before }))
            }
            None => self.steps_of_a_name(writes),
        }
    }

    /// The open loops.
    pub fn ranges(&self) -> Vec<Range> {
        self.loops.iter().map(|l| (l.symbol, l.lo, l.hi)).collect_vec()
    }

    /// The least and the most of what is no multiple of the length of a row in an index.
    fn places_in_row(&self, id: ExprId, size: i64, ranges: &[Range]) -> Option<(i64, i64)> {
        let (sum, constant) = self.linear(id)?;
        let (mut least, mut most) = (constant, constant);
        for (symbol, factor) in sum.iter() {
            let rest = factor.rem_euclid(size);
            if rest != 0 {
                let (_, lo, hi) = ranges.iter().find(|range| range.0 == *symbol)?;
                let number = |end: ExprId| self.linear(end).filter(|(names, _)| names.is_empty()).map(|(_, n)| n);
                let (lo, hi) = (number(*lo)?, number(*hi)?);
                least += rest * lo;
                most += rest * (hi - 1);
            }
        }
        Some((least, most))
    }

    /// The same, `v[i * n + j]` and `v[i + n]`, for an integer `n` that is given.
    fn steps_of_a_name(&self, writes: &[&Write]) -> Option<(usize, Steps)> {
        writes.iter().find_map(|write| {
            write.ids.iter().enumerate().find_map(|(position, id)| {
                let terms = self.products(*id)?;
                let name = terms
                    .iter()
                    .filter(|(_, factor)| **factor > 0)
                    .find_map(|(names, _)| names.iter().copied().find(|s| self.is_given(*s)))?;
                Some((position, Steps { size: Extent::Name(name), before: 0 }))
            })
        })
    }

    /// Whether an integer is given to the function, and no index of a loop.
    pub fn is_given(&self, symbol: Symbol) -> bool {
        let name = self.ast.name(symbol);
        self.integers.contains(name) || self.const_generics.contains(name) || self.runtime.iter().any(|d| d.name == name)
    }

    /// The row that an element of an array of rows in one piece is in, and its place there, where that is seen.
    pub fn row_of(&mut self, id: ExprId, steps: &Steps, span: Span) -> Option<(ExprId, ExprId)> {
        let size = match steps.size {
            Extent::Number(size) => i64::try_from(size).ok()?,
            Extent::Name(size) => return self.row_of_a_name(id, size, span),
            Extent::Expr(_) => return None,
        };
        let (sum, constant) = self.linear(id)?;
        let (mut row, mut place): (Map<Symbol, i64>, Map<Symbol, i64>) = Default::default();
        for (symbol, factor) in sum.iter() {
            let (whole, rest) = (factor.div_euclid(size), factor.rem_euclid(size));
            for (map, n) in [(&mut row, whole), (&mut place, rest)] {
                if n != 0 {
                    map.insert(*symbol, n);
                }
            }
        }
        let (least, most) = self.places_in_row(id, size, &self.ranges())?;
        let first = (least + steps.before).div_euclid(size);
        if (most + steps.before).div_euclid(size) != first {
            return None;
        }
        let constant = constant + steps.before - first * size;
        Some((self.sum_of(&row, first, span), self.sum_of(&place, constant, span)))
    }

    /// The same for rows whose length is a name: what has it as a factor is the row, and a loop over a row, or a number that is
    /// 0, the place.
    fn row_of_a_name(&mut self, id: ExprId, size: Symbol, span: Span) -> Option<(ExprId, ExprId)> {
        let (mut row, mut first): (Map<Symbol, i64>, i64) = Default::default();
        let (mut place, mut constant): (Option<Symbol>, i64) = (None, 0);
        for (names, factor) in self.products(id)?.iter() {
            match (names.iter().position(|name| *name == size), &names[..]) {
                (Some(_), [_]) => first += factor,
                (Some(at), [_, _]) => *row.entry(names[1 - at]).or_insert(0) += factor,
                (None, []) => constant = *factor,
                (None, [name]) if *factor == 1 && place.is_none() => place = Some(*name),
                _ => return None,
            }
        }
        let at = match place {
            None => (constant == 0).then(|| self.number(0.0, span))?,
            Some(name) => {
                let l = self.loops.iter().find(|l| l.symbol == name)?;
                let &Expr::Number(lo) = self.ast.expr(l.lo) else { return None };
                let (end, less) = self.linear(l.hi)?;
                let whole = end.len() == 1 && end.get(&size) == Some(&1);
                if !whole || less + constant > 0 || (lo as i64) + constant < 0 {
                    return None;
                }
                self.sum_of(&[(name, 1)].into_iter().collect(), constant, span)
            }
        };
        Some((self.sum_of(&row, first, span), at))
    }

    /// How many rows there are in an array of a length that have an element at a place.
    fn rows_in(&mut self, len: &Extent, steps: &Steps, place: u64, span: Span) -> Option<Extent> {
        let size = match steps.size {
            Extent::Number(size) => i64::try_from(size).ok()?,
            Extent::Name(size) => return self.rows_of_a_name(len, size, span),
            Extent::Expr(_) => return None,
        };
        let more = size - 1 + steps.before - place as i64;
        if let Extent::Number(n) = len {
            return Some(Extent::Number(u64::try_from((*n as i64 + more) / size).unwrap_or(0)));
        }
        let len = self.extent(len, span);
        if let Some((sum, constant)) = self.linear(len)
            && sum.values().all(|f| f % size == 0)
        {
            let sum = sum.iter().map(|(symbol, f)| (*symbol, f / size)).collect();
            let rows = self.sum_of(&sum, (constant + more).div_euclid(size), span);
            return Some(self.length_of(rows));
        }
        let more = self.number(more as f64, span);
        let (len, by) = (self.plus(len, more, span), self.number(size as f64, span));
        let rows = self.quotient(len, by, span);
        let rows = self.as_length(rows, span);
        matches!(self.ast.expr(rows), Expr::Name(_)).then(|| self.length_of(rows))
    }

    /// The same where the length is a multiple of the name.
    fn rows_of_a_name(&mut self, len: &Extent, size: Symbol, span: Span) -> Option<Extent> {
        let len = match len {
            Extent::Name(name) => self.sizes.iter().find(|s| s.0 == self.ast.name(*name)).map(|s| s.1),
            _ => None,
        }
        .unwrap_or_else(|| self.extent(len, span));
        let (mut rows, mut constant): (Map<Symbol, i64>, i64) = Default::default();
        for (names, factor) in self.products(len)?.iter() {
            let at = names.iter().position(|name| *name == size)?;
            match &names[..] {
                [_] => constant += factor,
                [_, _] => *rows.entry(names[1 - at]).or_insert(0) += factor,
                _ => return None,
            }
        }
        let rows = self.sum_of(&rows, constant, span);
        Some(self.length_of(rows))
    }

    /// Reads a variable as the array of its rows.
    pub fn split_into_rows(&mut self, variable: usize, (position, steps): (usize, &Steps), span: Span) -> Eval<Rows> {
        let value = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let Some(lens) = self.lengths_of(&value).filter(|lens| lens.len() > position) else { return self.carried(variable, span) };
        let Some(count) = self.rows_in(&lens[position], steps, 0, span) else { return self.carried(variable, span) };
        let Value::Array(array) = value else { unreachable!("it has lengths") };
        let rows = self.in_rows(&array, position, (steps, &count, &lens), span)?;
        let name = format!("{}_rows", self.variables[variable].name);
        let part = self.stand_in(variable, name, Value::Array(rows));
        Ok(Rows { position, steps: steps.clone(), part })
    }

    fn in_rows(&mut self, array: &Array, position: usize, (steps, count, lens): (&Steps, &Extent, &[Extent]), span: Span) -> Eval<Array> {
        let size = &steps.size;
        if let Array::Fill(value, len) = array {
            return Ok(match (position, &**value) {
                (0, value) => Array::Fill(Box::new(Value::Array(Array::Fill(Box::new(value.clone()), size.clone()))), count.clone()),
                (_, Value::Array(inner)) => {
                    let inner = self.in_rows(inner, position - 1, (steps, count, &lens[1..]), span)?;
                    Array::Fill(Box::new(Value::Array(inner)), len.clone())
                }
                _ => unreachable!("the array has so many axes"),
            });
        }
        let len = &lens[position];
        let lens = [&lens[..position], &[count.clone(), size.clone()], &lens[position + 1..]].concat();
        self.by_elements("rows", lens, span, |r, ids| {
            let mut ids = ids.to_vec();
            let place = ids.remove(position + 1);
            let by = r.extent(size, span);
            let row = r.binary(BinaryOp::Mul, by, ids[position], span);
            let before = r.number(steps.before as f64, span);
            let place = r.minus(place, before, span);
            ids[position] = r.plus(row, place, span);
            let (at, end) = (r.int_to_float(ids[position], span), r.extent(len, span));
            let end = r.int_to_float(end, span);
            let then = r.number_at(Value::Array(array.clone()), &ids, span)?;
            // The last row may end beyond the array, and the first one begin before it.
            let (mut condition, otherwise) = (r.binary(BinaryOp::Lt, at, end, span), r.number(0.0, span));
            if steps.before > 0 {
                let there = r.binary(BinaryOp::Ge, at, otherwise, span);
                condition = r.binary(BinaryOp::And, there, condition, span);
            }
            Ok(r.push(Expr::If { condition, then, otherwise }, span))
        })
    }

    /// The indices of the rows that stand for those of the array, if that is seen.
    pub fn in_row(&mut self, rows: &Rows, ids: &[ExprId], span: Span) -> Option<Vec<ExprId>> {
        let id = *ids.get(rows.position)?;
        let (row, place) = self.row_of(id, &rows.steps, span)?;
        Some([&ids[..rows.position], &[row, place], &ids[rows.position + 1..]].concat())
    }

    /// The rows as one array.
    pub fn of_rows(&mut self, variable: usize, rows: &Rows, span: Span) -> Eval<Value> {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        let (Some(lens), Some(Value::Array(array))) = (lens, self.variables[rows.part].value.clone()) else {
            unreachable!("both are arrays")
        };
        let len = lens[rows.position].clone();
        self.in_one_piece(rows.position, (rows.steps.clone(), len), array, span).map(Value::Array)
    }

    /// The array of which these are the rows: of the length `len` along the axis.
    fn in_one_piece(&mut self, position: usize, (steps, len): (Steps, Extent), rows: Array, span: Span) -> Eval<Array> {
        let Some(mut lens) = self.lengths(&rows) else { return self.error(span, "only arrays of numbers can be filled this way") };
        lens.remove(position + 1);
        lens[position] = len.clone();
        let width = match steps.size {
            Extent::Number(width) if width <= NARROW => width,
            _ => return Ok(Array::Flat(Flat { position, steps, rows: Box::new(rows), lens, whole: None })),
        };
        let name = self.fresh("flat");
        let at = self.span(span);
        for place in 0..width {
            let Some(count) = self.rows_in(&len, &steps, place, span) else { unreachable!("there are so many rows") };
            let symbols: Vec<Symbol> = lens.iter().map(|_| self.fresh("k")).collect_vec();
            let mut ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
            let from = if (place as i64) < steps.before { 1.0 } else { 0.0 };
            let (from, count) = (self.number(from, span), self.extent(&count, span));
            let (by, first) = (self.number(width as f64, span), self.number(place as f64, span));
            let to = self.binary(BinaryOp::Mul, by, ids[position], span);
            let more = self.number((place as i64 - steps.before) as f64, span);
            let to = self.plus(to, more, span);
            let mut indices = self.enclosing(self.loops.len(), span).0;
            indices.extend(symbols.iter().zip(&lens).enumerate().map(|(axis, (symbol, len))| match axis == position {
                true => DefinitionIndex::Pass(Pass { index: *symbol, range: (from, count), place: Some((to, len.clone())), span: at }),
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
        Ok(Array::Flat(Flat { position, steps, rows: Box::new(rows), lens, whole }))
    }

    /// An element, or a part, of an array of rows in one piece.
    pub fn element_of_rows(&mut self, flat: &Flat, index: ExprId, span: Span) -> Eval<Value> {
        let Flat { position, steps, rows, lens, whole } = flat;
        if *position > 0 {
            let mut inside = |array: &Array| match self.element(array, index, span)? {
                Value::Array(array) => Ok(Box::new(array)),
                _ => unreachable!("there are more axes"),
            };
            let (rows, whole) = (inside(rows)?, whole.as_ref().map(|whole| inside(whole)).transpose()?);
            return Ok(Value::Array(Array::Flat(Flat {
                position: position - 1,
                steps: steps.clone(),
                rows,
                lens: lens[1..].to_vec(),
                whole,
            })));
        }
        let (row, place) = match (self.row_of(index, steps, span), whole) {
            (Some(found), _) => found,
            (None, Some(whole)) => return self.element(whole, index, span),
            (None, None) => {
                let (size, before) = (self.extent(&steps.size, span), self.number(steps.before as f64, span));
                let index = self.plus(index, before, span);
                (self.quotient(index, size, span), self.remainder(index, size, span))
            }
        };
        self.index(Value::Array((**rows).clone()), &[row, place], span)
    }
}
