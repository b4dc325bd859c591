//! Arrays of tuples and of structs that the body makes: an array for each number in an item.
//!
//! A variable that holds one has a variable for each field, which is an array like any other: `p[i].x = e` writes an element of
//! that of `x`, and nothing else has to know that there is a struct.

use super::body::{anchor, strip};
use super::fields::REST_OF;
use super::slots::Slot;
use super::state::{Eval, Reader};
use super::value::{Array, Value};
use chainrule_parser::ast::{ExprId, Extent};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::{Expr, Member};

/// At most so many items are kept one by one, whatever they are.
const SINGLY: u64 = 16;

/// What is in every item, with something in the place of each field.
#[derive(Clone)]
pub(super) enum Record<T> {
    Tuple(Vec<T>),
    Struct(Rc<str>, Vec<(String, T)>),
}

impl<T> Record<T> {
    pub fn fields(&self) -> impl Iterator<Item = &T> {
        let (items, named) = match self {
            Record::Tuple(items) => (&items[..], &[][..]),
            Record::Struct(_, fields) => (&[][..], &fields[..]),
        };
        items.iter().chain(named.iter().map(|f| &f.1))
    }

    fn field(&self, member: &Member) -> Option<&T> {
        match (self, member) {
            (Record::Tuple(items), Member::Unnamed(n)) => items.get(n.index as usize),
            (Record::Struct(_, fields), Member::Named(name)) => fields.iter().find(|f| *name == f.0).map(|f| &f.1),
            _ => None,
        }
    }

    pub fn map<U>(&self, mut f: impl FnMut(&T) -> Eval<U>) -> Eval<Record<U>> {
        Ok(match self {
            Record::Tuple(items) => Record::Tuple(items.iter().map(f).try_collect_vec()?),
            Record::Struct(path, fields) => {
                Record::Struct(path.clone(), fields.iter().map(|(name, of)| Ok((name.clone(), f(of)?))).try_collect_vec()?)
            }
        })
    }
}

impl Record<Value> {
    /// What a tuple or a struct has in its fields, if all of them are seen.
    pub fn of(value: &Value) -> Option<Record<Value>> {
        match value {
            Value::Tuple(items) if !items.is_empty() => Some(Record::Tuple(items.clone())),
            Value::Struct(path, fields) if !fields.is_empty() && fields.iter().all(|f| f.0 != REST_OF) => {
                Some(Record::Struct(path.clone(), fields.clone()))
            }
            _ => None,
        }
    }

    fn value(self) -> Value {
        match self {
            Record::Tuple(items) => Value::Tuple(items),
            Record::Struct(path, fields) => Value::Struct(path, fields),
        }
    }
}

impl Reader {
    /// The array of items one of which is this, by arrays of numbers.
    pub fn array_of(&mut self, item: &Value, make: &mut dyn FnMut(&mut Self, Value) -> Eval<Option<Array>>) -> Eval<Option<Array>> {
        // As a field of its own.
        Ok(match self.records(&Value::Tuple(vec![item.clone()]), make)? {
            Some(Array::Records(record)) => record.fields().next().cloned(),
            _ => None,
        })
    }

    /// The arrays of the fields, of items one of which is this; nothing if it is no tuple and no struct of numbers and arrays.
    pub fn records(&mut self, item: &Value, make: &mut dyn FnMut(&mut Self, Value) -> Eval<Option<Array>>) -> Eval<Option<Array>> {
        let Some(record) = Record::of(item) else { return Ok(None) };
        let mut whole = true;
        let arrays = record.map(|field| {
            let made = match field {
                Value::Tuple(_) | Value::Struct(..) => self.records(field, make)?,
                Value::Float(_) | Value::Array(_) | Value::Part(_) | Value::Outside(..) => make(self, field.clone())?,
                &Value::Int(number) => {
                    let number = self.int_to_float(number, Span::call_site());
                    make(self, Value::Float(number))?.map(|numbers| Array::Integers(Box::new(numbers)))
                }
                _ => None,
            };
            whole &= made.is_some();
            Ok(made.unwrap_or(Array::Items(Vec::new())))
        })?;
        Ok(whole.then(|| Array::Records(Rc::new(arrays))))
    }

    /// `[(a, b), (c, d)]` as an array for each field, if that is what these are.
    pub fn records_of(&mut self, items: &[Value]) -> Option<Array> {
        let records = items.iter().map(Record::of).collect::<Option<Vec<_>>>()?;
        let first = records.first()?.map(|_| Ok(Vec::new())).ok()?;
        let same = |r: &Record<Value>| match (r, &first) {
            (Record::Tuple(a), Record::Tuple(b)) => a.len() == b.len(),
            (Record::Struct(_, a), Record::Struct(_, b)) => a.iter().map(|f| &f.0).eq(b.iter().map(|f| &f.0)),
            _ => false,
        };
        if !records.iter().all(same) {
            return None;
        }
        let mut at = 0;
        let arrays = first.map(|_: &Vec<Value>| {
            let column = records.iter().filter_map(|r| r.fields().nth(at).cloned()).collect_vec();
            at += 1;
            Ok(Array::Items(column))
        });
        Some(Array::Records(Rc::new(arrays.ok()?)))
    }

    /// An item of an array of tuples or structs.
    pub fn record_at(&mut self, record: &Record<Array>, index: ExprId, span: Span) -> Eval<Value> {
        Ok(record.map(|array| self.element(array, index, span))?.value())
    }

    /// Gives a variable that holds such an array one for each field, where its items are not kept one by one.
    pub fn split_records(&mut self, variable: usize) -> Eval<()> {
        let of = &self.variables[variable];
        match &of.value {
            Some(Value::Array(array)) if of.mutable && !matches!(self.length(array), Extent::Number(n) if n <= SINGLY) => {
                self.split_records_of(variable)
            }
            _ => Ok(()),
        }
    }

    /// As [`Reader::split_records`], however few items there are.
    pub fn split_records_of(&mut self, variable: usize) -> Eval<()> {
        let name = self.variables[variable].name.clone();
        let Some(Value::Array(array)) = self.variables[variable].value.clone() else { return Ok(()) };
        let record = match &array {
            Array::Records(record) => Some((**record).clone()),
            Array::Fill(item, len) => {
                let filled = self.records(item, &mut |_, field| Ok(Some(Array::Fill(Box::new(field), len.clone()))))?;
                match filled {
                    Some(Array::Records(record)) => Some((*record).clone()),
                    _ => None,
                }
            }
            _ => None,
        };
        let Some(record) = record else { return Ok(()) };
        self.scopes.push(Map::default());
        let fields = record.map(|array| {
            let numbers = !matches!(array, Array::Integers(_));
            let field = self.bind(&name, numbers, Some(Value::Array(array.clone())));
            self.split_records_of(field)?;
            Ok(field)
        });
        self.scopes.pop();
        self.variables[variable].record = Some(Rc::new(fields?));
        Ok(())
    }

    /// What a variable holds that has one for each field, or an item of it.
    pub fn read_record(&mut self, record: &Record<usize>, ids: &[ExprId], span: Span) -> Eval<Value> {
        if !ids.is_empty() {
            return Ok(record.map(|field| self.read_element(*field, ids, span))?.value());
        }
        let arrays = record.map(|field| match self.read(*field, span)? {
            Value::Array(array) => Ok(array),
            _ => self.error(span, "an array is needed here"),
        })?;
        Ok(Value::Array(Array::Records(Rc::new(arrays))))
    }

    /// Writes an item to the variables of its fields, or all items.
    pub fn write_record(&mut self, record: &Record<usize>, ids: &[ExprId], value: Value, span: Span) -> Eval<()> {
        let given: Option<Vec<Value>> = match &value {
            Value::Array(Array::Records(arrays)) if ids.is_empty() => Some(arrays.fields().cloned().map(Value::Array).collect_vec()),
            value if ids.is_empty() => {
                return match value {
                    // Others of the same kind.
                    Value::Array(Array::Fill(item, len)) => {
                        let len = len.clone();
                        let filled = self.records(item, &mut |_, field| Ok(Some(Array::Fill(Box::new(field), len.clone()))))?;
                        match filled {
                            Some(array @ Array::Records(_)) => self.write_record(record, ids, Value::Array(array), span),
                            _ => self.error(span, "an array of the same tuples or structs is needed here"),
                        }
                    }
                    _ => self.error(span, "an array of the same tuples or structs is needed here"),
                };
            }
            value => Record::of(value).map(|r| r.fields().cloned().collect_vec()),
        };
        let fields = record.fields().copied().collect_vec();
        let Some(given) = given.filter(|given| given.len() == fields.len()) else {
            return self
                .error(span, "which fields this has is not seen here: make the tuple or the struct in place, with all of its fields");
        };
        fields.into_iter().zip(given).try_for_each(|(field, value)| {
            let value = self.as_in_place(field, ids, value, span)?;
            self.write_place(field, ids.to_vec(), value, span)
        })
    }

    /// The place of a field of a place.
    pub fn field_of_place(&mut self, slot: Slot, member: &Member) -> Option<Slot> {
        let record = self.variables[slot.variable].record.clone()?;
        Some(Slot { variable: *record.field(member)?, ..slot })
    }

    /// Whether an expression is a field of a place whose fields have variables of their own.
    pub fn is_field_of_record(&self, e: &Expr) -> bool {
        let mut first = None;
        let mut at = strip(e);
        loop {
            at = match at {
                Expr::Field(e) => {
                    first = Some(&e.member);
                    strip(&e.base)
                }
                Expr::Index(e) if !matches!(strip(&e.index), Expr::Range(_)) => strip(&e.expr),
                Expr::Path(path) => {
                    let Some(mut variable) = path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string())) else {
                        return false;
                    };
                    if let Some(Value::Slot(slot)) = &self.variables[variable].value {
                        variable = slot.variable;
                    }
                    return first.is_some_and(|first| self.variables[variable].record.is_some() && !self.is_other_field(variable, first));
                }
                _ => return false,
            };
        }
    }

    /// What is in a field of such a place.
    pub fn read_field_of_record(&mut self, e: &Expr) -> Eval<Value> {
        let slot = self.place_in(e)?.0;
        self.held(Value::Slot(slot), anchor(e))
    }
}
