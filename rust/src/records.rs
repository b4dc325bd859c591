//! Arrays of tuples and of structs that the body makes: an array for each number in an item.
//!
//! A variable that holds one has a variable for each field, which is an array like any other: `p[i].x = e` writes an element of
//! that of `x`, and nothing else has to know that there is a struct.

use super::body::{anchor, strip};
use super::fields::REST_OF;
use super::parts::Part;
use super::slots::Slot;
use super::state::{Eval, Reader};
use super::value::{Array, Iter, Value};
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
    /// Structs whose fields are not seen: the numbers of each, beside others of their type, and the name of that.
    Numbers(T, Others, Rc<str>),
}

/// Structs in an array.
#[derive(Clone)]
pub(super) enum Others {
    /// The elements of an array.
    Elements(Part),
    /// The items of an iterator.
    Items(Rc<Iter>),
}

impl<T> Record<T> {
    pub fn fields(&self) -> impl Iterator<Item = &T> {
        let (items, named) = match self {
            Record::Tuple(items) => (&items[..], &[][..]),
            Record::Struct(_, fields) => (&[][..], &fields[..]),
            Record::Numbers(numbers, ..) => (std::slice::from_ref(numbers), &[][..]),
        };
        items.iter().chain(named.iter().map(|f| &f.1))
    }

    fn field(&self, member: &Member) -> Option<&T> {
        match (self, member) {
            (Record::Tuple(items), Member::Unnamed(n)) => items.get(n.index as usize),
            (Record::Struct(_, fields), Member::Named(name)) => fields.iter().find(|f| name.unraw() == f.0).map(|f| &f.1),
            _ => None,
        }
    }

    /// Whether there are fields of which nothing is known but where they come from.
    fn has_others(&self) -> bool {
        match self {
            Record::Tuple(_) => false,
            Record::Struct(_, fields) => fields.iter().any(|f| f.0 == REST_OF),
            Record::Numbers(..) => true,
        }
    }

    /// What something makes of the name of each field.
    fn map_members<U>(&self, mut f: impl FnMut(&Member) -> Eval<U>) -> Eval<Vec<U>> {
        match self {
            Record::Tuple(items) => (0..items.len()).map(|k| f(&Member::from(k))).try_collect_vec(),
            Record::Struct(_, fields) => {
                let member = |name: &str| syn::parse_str::<Member>(name).expect("a field has a name");
                fields.iter().map(|(name, _)| f(&member(name))).try_collect_vec()
            }
            Record::Numbers(..) => Ok(Vec::new()),
        }
    }

    pub fn map<U>(&self, mut f: impl FnMut(&T) -> Eval<U>) -> Eval<Record<U>> {
        Ok(match self {
            Record::Tuple(items) => Record::Tuple(items.iter().map(f).try_collect_vec()?),
            Record::Struct(path, fields) => {
                Record::Struct(path.clone(), fields.iter().map(|(name, of)| Ok((name.clone(), f(of)?))).try_collect_vec()?)
            }
            Record::Numbers(numbers, others, ty) => Record::Numbers(f(numbers)?, others.clone(), ty.clone()),
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
        let item = record.map(|array| self.element(array, index, span))?;
        self.of_fields(item, &[index], span)
    }

    /// An item of arrays of such, at these indices, by what is in its fields.
    fn of_fields(&mut self, record: Record<Value>, ids: &[ExprId], span: Span) -> Eval<Value> {
        match record {
            Record::Tuple(items) => Ok(Value::Tuple(items)),
            Record::Struct(path, fields) => Ok(Value::Struct(path, fields)),
            Record::Numbers(Value::Array(numbers), others, ty) => {
                let other = match others {
                    Others::Elements(part) => ids.iter().fold(part, |of, id| of.at(*id)),
                    Others::Items(iter) => {
                        let item = self.item(&iter, ids[0], false, span)?;
                        return self.of_numbers(item, numbers, Some(&ty), span);
                    }
                };
                match self.lengths(&numbers) {
                    Some(lens) if lens.len() > 1 => {
                        Ok(Value::Array(Array::Records(Rc::new(Record::Numbers(numbers, Others::Elements(other), ty)))))
                    }
                    _ => self.of_numbers(Value::Part(other), numbers, Some(&ty), span),
                }
            }
            Record::Numbers(..) => self.error(span, "an array of structs is needed here"),
        }
    }

    /// The numbers of structs that are not seen into: of one, or of so many for each index.
    pub fn numbers_in(&mut self, part: &Part, depth: usize, span: Span) -> Eval<Array> {
        let (mut lens, mut at) = (Vec::new(), part.clone());
        let zero = self.number(0.0, span);
        for _ in 0..depth {
            lens.push(self.part_length(&at));
            at = at.at(zero);
        }
        let one = self.numbers_of(Value::Part(at), span)?;
        lens.push(self.length(&one));
        self.by_elements("numbers", lens, span, |r, ids| {
            let (number, ids) = ids.split_last().expect("there is one axis more");
            let at = ids.iter().fold(part.clone(), |at, id| at.at(*id));
            let numbers = r.numbers_of(Value::Part(at), span)?;
            r.number_at(Value::Array(numbers), &[*number], span)
        })
    }

    /// Gives a variable that holds such an array one for each field, where its items are not kept one by one.
    pub fn split_records(&mut self, variable: usize) -> Eval<()> {
        let of = &self.variables[variable];
        match &of.value {
            Some(Value::Array(array)) if of.mutable => {
                let few = matches!(self.length(array), Extent::Number(n) if n <= SINGLY);
                // What is not seen into is one array anyway.
                let unseen = matches!(array, Array::Records(record) if matches!(**record, Record::Numbers(..)));
                if few && !unseen { Ok(()) } else { self.split_records_of(variable) }
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
            Array::Items(items) => match self.records_of(items) {
                Some(Array::Records(record)) => Some((*record).clone()),
                _ => None,
            },
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
            let item = record.map(|field| self.read_element(*field, ids, span))?;
            return self.of_fields(item, ids, span);
        }
        let arrays = record.map(|field| match self.read(*field, span)? {
            Value::Array(array) => Ok(array),
            _ => self.error(span, "an array is needed here"),
        })?;
        Ok(Value::Array(Array::Records(Rc::new(arrays))))
    }

    /// Writes an item to the variables of its fields, or all items.
    pub fn write_record(&mut self, record: &Record<usize>, ids: &[ExprId], value: Value, span: Span) -> Eval<()> {
        if let (Record::Numbers(numbers, ..), Value::Part(_) | Value::Struct(..)) = (record, &value) {
            let row = self.numbers_of(value, span)?;
            let row = self.as_in_place(*numbers, ids, Value::Array(row), span)?;
            return self.write_place(*numbers, ids.to_vec(), row, span);
        }
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
            // What a call returns has the fields that the others have.
            Value::Part(_) if !record.has_others() => Some(record.map_members(|member| self.field(value.clone(), member))?),
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
        let mut members = Vec::new();
        let mut at = strip(e);
        let mut variable = loop {
            at = match at {
                Expr::Field(e) => {
                    members.push(&e.member);
                    strip(&e.base)
                }
                Expr::Index(e) if !matches!(strip(&e.index), Expr::Range(_)) => strip(&e.expr),
                Expr::Path(path) => match path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string())) {
                    Some(variable) => break variable,
                    None => return false,
                },
                _ => return false,
            };
        };
        if let Some(Value::Slot(slot)) = &self.variables[variable].value {
            variable = slot.variable;
        }
        let mut found = false;
        for member in members.into_iter().rev() {
            let Some(record) = self.variables[variable].record.as_deref() else { break };
            match record.field(member) {
                Some(field) => variable = *field,
                // It is one of the others, which are where these come from.
                None if record.has_others() => return false,
                None => return true,
            }
            found = true;
        }
        found
    }

    /// What is in a field of such a place.
    pub fn read_field_of_record(&mut self, e: &Expr) -> Eval<Value> {
        let slot = self.place_in(e)?.0;
        self.held(Value::Slot(slot), anchor(e))
    }
}
