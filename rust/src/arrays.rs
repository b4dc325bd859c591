//! Arrays: their lengths and elements.

use super::columns::columns_of;
use super::state::{Eval, Reader};
use super::value::{Array, Value};
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Extent};
use chainrule_parser::list::CollectVec;

impl Reader {
    pub fn length(&self, array: &Array) -> Extent {
        match array {
            Array::View { lens, .. } => lens[0].clone(),
            Array::Items(items) => Extent::Number(items.len() as u64),
            Array::Fill(_, extent) | Array::Part(_, _, extent) | Array::Of(_, extent) => extent.clone(),
            Array::Columns(_, parts) => self.length(&parts[0]),
            Array::Flat(flat) => flat.lens[0].clone(),
            Array::Integers(numbers) => self.length(numbers),
            Array::Records(record) => record.fields().next().map_or(Extent::Number(0), |array| self.length(array)),
        }
    }

    pub fn element(&mut self, array: &Array, index: ExprId, span: proc_macro2::Span) -> Eval<Value> {
        if let (Expr::Number(n), Extent::Number(len)) = (self.ast.expr(index), self.length(array))
            && (*n < 0.0 || *n >= len as f64)
        {
            let message = format!("index {n} is out of bounds: the array has {len} elements");
            return self.error(span, message);
        }
        match array {
            Array::View { base, indices, lens } => {
                let mut indices = indices.clone();
                indices.push(index);
                match &lens[1..] {
                    [] => Ok(Value::Float(self.push(Expr::Index { base: *base, indices }, span))),
                    rest => Ok(Value::Array(Array::View { base: *base, indices, lens: rest.to_vec() })),
                }
            }
            Array::Fill(value, _) => Ok((**value).clone()),
            Array::Of(part, _) => {
                let part = part.at(index);
                self.part_value(part)
            }
            Array::Part(whole, start, _) => {
                let index = self.plus(*start, index, span);
                self.element(whole, index, span)
            }
            Array::Columns(position, parts) => {
                let items = parts.iter().map(|part| self.element(part, index, span)).try_collect_vec()?;
                Ok(columns_of(position - 1, items))
            }
            Array::Flat(flat) => self.element_of_rows(flat, index, span),
            Array::Records(record) => self.record_at(record, index, span),
            Array::Integers(numbers) => {
                let number = self.element(numbers, index, span)?;
                Ok(Value::Int(self.float(number, span)?))
            }
            Array::Items(items) => {
                if let Expr::Number(n) = self.ast.expr(index) {
                    return Ok(items[*n as usize].clone());
                }
                self.unroll_at(index);
                if let Some(records) = self.records_of(items) {
                    return self.element(&records, index, span);
                }
                if !items.is_empty() && items.iter().all(|item| matches!(item, Value::Int(_))) {
                    let numbers = items.iter().map(|item| match *item {
                        Value::Int(id) => Value::Float(self.int_to_float(id, span)),
                        _ => unreachable!("all are integers"),
                    });
                    let numbers = numbers.collect_vec();
                    let view = self.written_out(&numbers, span)?;
                    return self.element(&Array::Integers(Box::new(view)), index, span);
                }
                let view = self.written_out(items, span)?;
                self.element(&view, index, span)
            }
        }
    }

    /// `[a, b, c]` as an expression of its own.
    pub fn written_out(&mut self, items: &[Value], span: proc_macro2::Span) -> Eval<Array> {
        let unknown = |item: &Value| matches!(item, Value::Array(row) if !matches!(self.length(row), Extent::Number(_)));
        if items.iter().any(unknown) {
            return self.chosen_rows(items, span);
        }
        let mut ids = Vec::new();
        let mut inner: Option<Vec<Extent>> = None;
        for item in items {
            match item {
                Value::Array(Array::Items(row)) => match self.written_out(row, span)? {
                    Array::View { base, lens, .. } => {
                        ids.push(base);
                        inner = Some(lens);
                    }
                    _ => unreachable!("a written array is a view"),
                },
                Value::Array(row) => {
                    let Extent::Number(n) = self.length(row) else { unreachable!("others are chosen") };
                    let mut values = Vec::new();
                    for k in 0..n {
                        let k = self.number(k as f64, span);
                        values.push(self.element(row, k, span)?);
                    }
                    let row = Value::Array(Array::Items(values));
                    match self.written_out(&[row], span)? {
                        Array::View { base, lens, .. } => {
                            let Expr::Array(rows) = self.ast.expr(base) else { unreachable!("an array is written out") };
                            ids.push(rows[0]);
                            inner = Some(lens[1..].to_vec());
                        }
                        _ => unreachable!("a written array is a view"),
                    }
                }
                other => ids.push(self.float(other.clone(), span)?),
            }
        }
        let mut lens = vec![Extent::Number(ids.len() as u64)];
        lens.extend(inner.into_iter().flatten());
        let base = self.push(Expr::Array(ids), span);
        Ok(Array::View { base, indices: Vec::new(), lens })
    }

    /// As [`Reader::written_out`], of rows whose length is no number: the one of which it is the turn.
    fn chosen_rows(&mut self, items: &[Value], span: proc_macro2::Span) -> Eval<Array> {
        let all: Vec<Option<Vec<Extent>>> = items.iter().map(|item| self.lengths_of(item)).collect_vec();
        let Some(Some(lens)) = all.first().cloned() else {
            return self.error(span, "the items here must be floats, or arrays of them");
        };
        for other in &all[1..] {
            if !other.as_ref().is_some_and(|other| self.lengths_agree(&lens, other)) {
                return self.error(span, "these rows are of different lengths");
            }
        }
        let symbols: Vec<_> = std::iter::once("i").chain(lens.iter().map(|_| "k")).map(|hint| self.fresh(hint)).collect_vec();
        let ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let mut body = None;
        for (row, item) in items.iter().enumerate().rev() {
            let then = self.index(item.clone(), &ids[1..], span)?;
            let then = self.float(then, span)?;
            body = Some(match body {
                None => then,
                Some(otherwise) => {
                    let row = self.number(row as f64, span);
                    let condition = self.binary(BinaryOp::Eq, ids[0], row, span);
                    self.push(Expr::If { condition, then, otherwise }, span)
                }
            });
        }
        let body = body.expect("there is a first row");
        let lens = std::iter::once(Extent::Number(items.len() as u64)).chain(lens).collect_vec();
        Ok(self.new_definition("rows", &symbols, lens, body, span))
    }

    /// The number at some indices.
    pub fn number_at(&mut self, value: Value, ids: &[ExprId], span: proc_macro2::Span) -> Eval<ExprId> {
        let element = self.index(value, ids, span)?;
        self.float(element, span)
    }

    /// An array of these lengths by its element at indices.
    pub fn by_elements(
        &mut self,
        hint: &str,
        lens: Vec<Extent>,
        span: proc_macro2::Span,
        element: impl FnOnce(&mut Self, &[ExprId]) -> Eval<ExprId>,
    ) -> Eval<Array> {
        let symbols = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let ids = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let body = element(self, &ids)?;
        Ok(self.new_definition(hint, &symbols, lens, body, span))
    }

    /// The lengths of all axes, if this is an array of numbers.
    pub fn lengths(&self, array: &Array) -> Option<Vec<Extent>> {
        match array {
            Array::View { lens, .. } => Some(lens.clone()),
            Array::Items(items) => {
                let mut lens = vec![self.length(array)];
                lens.extend(self.lengths_of(items.first()?)?);
                Some(lens)
            }
            Array::Fill(value, len) => {
                let mut lens = vec![len.clone()];
                lens.extend(self.lengths_of(value)?);
                Some(lens)
            }
            Array::Part(whole, _, len) => {
                let mut lens = self.lengths(whole)?;
                lens[0] = len.clone();
                Some(lens)
            }
            Array::Columns(position, parts) => {
                let mut lens = self.lengths(&parts[0])?;
                lens.insert(*position, Extent::Number(parts.len() as u64));
                Some(lens)
            }
            Array::Flat(flat) => Some(flat.lens.clone()),
            Array::Of(..) | Array::Records(_) | Array::Integers(_) => None,
        }
    }

    /// As [`Reader::lengths`]; none for a number.
    pub fn lengths_of(&self, value: &Value) -> Option<Vec<Extent>> {
        match value {
            Value::Float(_) => Some(Vec::new()),
            Value::Array(array) => self.lengths(array),
            _ => None,
        }
    }

    /// `v[ids] = value` or `v[ids] += value` at indices that are no numbers: the array with that element, or that
    /// row, changed.
    pub fn update_element(&mut self, variable: usize, ids: &[ExprId], value: Value, add: bool, span: proc_macro2::Span) -> Eval<()> {
        self.update(variable, (ids, None), value, add, span)
    }

    /// `v[ids][start..start + len] = value` as [`Reader::update_element`].
    pub fn update_part(
        &mut self,
        variable: usize,
        ids: &[ExprId],
        part: (ExprId, Extent),
        value: Value,
        span: proc_macro2::Span,
    ) -> Eval<()> {
        self.update(variable, (ids, Some(part)), value, false, span)
    }

    fn update(
        &mut self,
        variable: usize,
        (ids, part): (&[ExprId], Option<(ExprId, Extent)>),
        value: Value,
        add: bool,
        span: proc_macro2::Span,
    ) -> Eval<()> {
        let old = self.read(variable, span)?;
        let name = self.variables[variable].name.clone();
        let rank = ids.len() + self.lengths_of(&value).map_or(0, |lens| lens.len());
        let Some(lens) = self.lengths_of(&old).filter(|l| l.len() == rank) else {
            return self.error(span, format_args!("`{name}` cannot be filled this way: assign numbers to elements of an array of numbers"));
        };
        let symbols: Vec<_> = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let here: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let before = self.index(old, &here, span)?;
        let before = self.float(before, span)?;
        let mut hit = None;
        for (&k, &id) in here.iter().zip(ids) {
            let id = self.int_to_float(id, span);
            let equal = self.binary(BinaryOp::Eq, k, id, span);
            hit = self.both(hit, Some(equal), span);
        }
        let mut inside = here[ids.len()..].to_vec();
        if let Some((start, len)) = part {
            let len = self.extent(&len, span);
            let end = self.plus(start, len, span);
            for (op, bound) in [(BinaryOp::Ge, start), (BinaryOp::Lt, end)] {
                let bound = self.int_to_float(bound, span);
                let within = self.binary(op, inside[0], bound, span);
                hit = self.both(hit, Some(within), span);
            }
            inside[0] = self.minus(inside[0], start, span);
        }
        let Some(condition) = hit else { return self.error(span, format_args!("`{name}` is not an array")) };
        let value = self.index(value, &inside, span)?;
        let value = self.float(value, span)?;
        let then = if add { self.binary(BinaryOp::Add, before, value, span) } else { value };
        let body = self.push(Expr::If { condition, then, otherwise: before }, span);
        let array = self.new_definition(&name, &symbols, lens, body, span);
        self.assign(variable, Value::Array(array), span)
    }
}
