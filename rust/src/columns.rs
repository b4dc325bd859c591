//! Arrays whose elements along a short axis a loop writes one by one: `out[n][0] = a; out[n][1] = b`, `out[n] = [a, b]`.
//!
//! While such a loop is read, the array is split along that axis: for each of its indices there is a hidden variable, a
//! *column*, which holds the elements at that index and is read and written as any array is. So the loop fills each column
//! element by element, or computes it from its own elements, and nothing is carried from pass to pass. After the loop the
//! columns are put together again.

use super::progress::{Place, Places};
use super::state::{Eval, Reader, Seen};
use super::value::{Array, Value};
use chainrule_parser::ast::{Expr, ExprId, Extent};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;

/// An array is split into so many columns at most.
const MOST: u64 = 32;

/// The columns of a variable, in a loop that writes them.
#[derive(Clone)]
pub(super) struct Columns {
    /// The axes along which the array is split, in order.
    positions: Vec<usize>,
    /// Their lengths.
    lens: Vec<u64>,
    /// A variable for each choice of the indices, the last of which changes first.
    parts: Vec<usize>,
}

/// Along which axes an array with these lengths would be split for these writes: those where the writes differ, and one of them
/// has a number.
pub(super) fn positions(writes: &[Seen], lens: &[Extent]) -> Option<Vec<usize>> {
    let writes: Vec<&Places> = writes.iter().map(|w| w.places.as_ref()).collect::<Option<_>>()?;
    let (first, rest) = writes.split_first()?;
    let number = |place: &Place| matches!(place, Place::Fixed((names, _)) if names.is_empty());
    let differs = |p: &usize| rest.iter().any(|w| w.get(*p) != first.get(*p));
    let apart = |p: &usize| writes.iter().any(|w| w.get(*p).is_some_and(number));
    let positions = (0..first.len()).filter(|p| differs(p) && apart(p)).collect_vec();
    let count = positions.iter().try_fold(1u64, |n, p| match lens.get(*p) {
        Some(Extent::Number(len)) => n.checked_mul(*len),
        _ => None,
    });
    (!positions.is_empty() && lens.len() == first.len() && count.is_some_and(|n| n <= MOST)).then_some(positions)
}

impl Reader {
    /// Makes a hidden variable for each column.
    pub fn split_into_columns(&mut self, variable: usize, positions: &[usize], span: Span) -> Eval<Columns> {
        let value = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let Some(all) = self.lengths_of(&value) else { return self.carried(variable, span) };
        let number = |p: &usize| if let Some(Extent::Number(n)) = all.get(*p) { Some(*n) } else { None };
        let Some(lens) = positions.iter().map(number).collect::<Option<Vec<u64>>>() else { return self.carried(variable, span) };
        let mut parts = Vec::new();
        for column in 0..lens.iter().product::<u64>() {
            let at = indices(column, &lens);
            let value = self.column(&value, positions, &at, span)?;
            let name = at.iter().fold(self.variables[variable].name.clone(), |name, k| format!("{name}_{k}"));
            parts.push(self.stand_in(variable, name, value));
        }
        Ok(Columns { positions: positions.to_vec(), lens, parts })
    }

    /// The columns as one array.
    pub fn of_columns(&self, columns: &Columns) -> Value {
        let value = |part: &usize| self.variables[*part].value.clone().unwrap_or(Value::Unit);
        joined(&columns.positions, &columns.lens, columns.parts.iter().map(value).collect_vec())
    }

    /// The column that has an element, and its indices there, if the numbers are seen.
    pub fn column_at(&self, columns: &Columns, ids: &[ExprId]) -> Option<(usize, Vec<ExprId>)> {
        match self.columns_at(columns, ids) {
            (which, own) if which.len() == 1 => Some((columns.parts[which[0]], own)),
            _ => None,
        }
    }

    /// Has the loops read pass by pass whose indices say which column it is.
    pub fn unroll_columns(&mut self, columns: &Columns, ids: &[ExprId]) {
        for p in &columns.positions {
            if let Some(id) = ids.get(*p) {
                self.unroll_at(*id);
            }
        }
    }

    /// The elements of an array at some indices of some axes, as an array over the others.
    fn column(&mut self, value: &Value, positions: &[usize], at: &[u64], span: Span) -> Eval<Value> {
        let Some((&position, rest)) = positions.split_first() else { return Ok(value.clone()) };
        let Value::Array(array) = value else { unreachable!("an array has as many axes as lengths") };
        if position == 0 {
            let index = self.number(at[0] as f64, span);
            let element = self.element(array, index, span)?;
            let rest = rest.iter().map(|p| p - 1).collect_vec();
            return self.column(&element, &rest, &at[1..], span);
        }
        if let Array::Fill(inner, len) = array {
            let positions = positions.iter().map(|p| p - 1).collect_vec();
            let inner = self.column(inner, &positions, at, span)?;
            return Ok(Value::Array(Array::Fill(Box::new(inner), len.clone())));
        }
        let lens = self.lengths(array).expect("it was asked before");
        let symbols = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let mut ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        for (p, k) in positions.iter().zip(at) {
            ids[*p] = self.number(*k as f64, span);
        }
        let left = |p: &usize| !positions.contains(p);
        let body = self.index(value.clone(), &ids, span)?;
        let body = self.float(body, span)?;
        let (symbols, lens): (Vec<_>, Vec<_>) = (0..lens.len()).filter(left).map(|p| (symbols[p], lens[p].clone())).unzip();
        Ok(Value::Array(self.new_definition("column", &symbols, lens, body, span)))
    }

    /// The elements of an array at an index of one axis.
    pub fn along(&mut self, array: &Array, position: usize, at: u64, span: Span) -> Eval<Value> {
        match array {
            Array::Columns(own, parts) if *own == position => Ok(Value::Array(parts[at as usize].clone())),
            other => self.column(&Value::Array(other.clone()), &[position], &[at], span),
        }
    }

    /// The columns that may have an element, and how the others of its indices are counted in them.
    fn columns_at(&self, columns: &Columns, ids: &[ExprId]) -> (Vec<usize>, Vec<ExprId>) {
        let within = |column: usize| {
            let at = indices(column as u64, &columns.lens);
            columns.positions.iter().zip(at).all(|(p, k)| match ids.get(*p).map(|id| self.ast.expr(*id)) {
                Some(Expr::Number(n)) => *n == k as f64,
                _ => true,
            })
        };
        let left = ids.iter().enumerate().filter(|(p, _)| !columns.positions.contains(p)).map(|(_, id)| *id);
        ((0..columns.parts.len()).filter(|c| within(*c)).collect_vec(), left.collect_vec())
    }

    /// Reads an element, or a part, of an array in columns.
    pub fn read_columns(&mut self, columns: &Columns, ids: &[ExprId], span: Span) -> Eval<Value> {
        // The axes that are left: those whose index is no number, and those behind the indices.
        let number = |p: &usize| ids.get(*p).is_some_and(|id| matches!(self.ast.expr(*id), Expr::Number(_)));
        let open = (0..columns.positions.len()).filter(|k| !number(&columns.positions[*k])).collect_vec();
        let (which, own) = self.columns_at(columns, ids);
        let mut values = Vec::new();
        for column in &which {
            let part = columns.parts[*column];
            values.push(if own.is_empty() { self.read(part, span)? } else { self.read_element(part, &own, span)? });
        }
        let lens = open.iter().map(|k| columns.lens[*k]).collect_vec();
        if lens.iter().product::<u64>() != values.len() as u64 {
            return self.error(span, "this index is out of bounds");
        }
        // Those with an index come first, one after the other.
        let inside = |k: &usize| columns.positions[*k] < ids.len();
        let chosen = open.iter().filter(|k| inside(k)).map(|k| ids[columns.positions[*k]]).collect_vec();
        let positions = open.iter().enumerate().map(|(n, k)| match inside(k) {
            true => n,
            false => chosen.len() + columns.positions[*k] - ids.len(),
        });
        let value = joined(&positions.collect_vec(), &lens, values);
        self.index(value, &chosen, span)
    }
}

/// The indices of a column by its number.
fn indices(mut number: u64, lens: &[u64]) -> Vec<u64> {
    let mut at = Vec::new();
    for len in lens.iter().rev() {
        at.push(number % len);
        number /= len;
    }
    at.reverse();
    at
}

/// Values, one for each choice of indices, as an array with axes of these lengths at these positions.
fn joined(positions: &[usize], lens: &[u64], mut values: Vec<Value>) -> Value {
    let (Some((position, positions)), Some((len, lens))) = (positions.split_first(), lens.split_first()) else {
        return values.pop().unwrap_or(Value::Unit);
    };
    let size = values.len() / (*len).max(1) as usize;
    let mut items = Vec::new();
    let positions = positions.iter().map(|p| p - 1).collect_vec();
    for chunk in values.chunks(size.max(1)) {
        items.push(joined(&positions, lens, chunk.to_vec()));
    }
    columns_of(*position, items)
}

/// Values as an array with an axis more at a position.
pub(super) fn columns_of(position: usize, items: Vec<Value>) -> Value {
    let arrays =
        |items: &[Value]| items.iter().map(|v| if let Value::Array(a) = v { Some(a.clone()) } else { None }).collect::<Option<Vec<_>>>();
    match arrays(&items) {
        Some(parts) if position > 0 => Value::Array(Array::Columns(position, parts)),
        _ => Value::Array(Array::Items(items)),
    }
}
