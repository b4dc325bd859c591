//! Fields of elements that are assigned, of arrays of structs that are copies of arguments: `let mut b = bodies.to_vec(); b[i].x += v;`.
//!
//! A struct whose fields are not seen has those that are assigned in variables of their own, as one that the body makes has all of
//! them, and the others where it comes from. Which they are is not known before they are met, in a loop or in a branch, and the
//! variables belong to where the array is declared: so the function is read again with each one that was found.

use super::fields::{REST_OF, Step, UNKNOWN, steps};
use super::parts::{Part, PartKind};
use super::records::{Others, Record};
use super::state::{Eval, Reader, Reported};
use super::value::{Array, Value};
use chainrule_parser::ast::{Expr as Node, ExprId};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::{BinOp, Expr, Member};

/// A field of the elements of a variable, which may be one of a field.
#[derive(Clone, PartialEq)]
pub(super) struct ElementField {
    /// The name of the variable.
    variable: String,
    /// From an element to it; the first step is a field. There is none if it is elements as a whole that are assigned.
    path: Vec<Inside>,
    /// The axes of the array of all of them.
    rank: usize,
}

/// What is found only where it is used, after what has to know it was read: the function is then read again.
#[derive(Clone, Default)]
pub(super) struct Learned {
    /// Fields of elements that are assigned, of arrays of structs that are not made here.
    pub fields: Vec<ElementField>,
    /// Results of calls that are structs, and of which an array was made: their places.
    pub structs: Vec<String>,
    /// Constants of the code around that are structs, of which a loop changes a copy.
    pub constants: Vec<String>,
    /// Whether there is one that was not known before.
    pub more: bool,
}

/// A step in an element.
#[derive(Clone, PartialEq)]
enum Inside {
    Field(syn::Ident),
    Index,
}

impl Reader {
    /// Gives a variable one for each field of its elements that is known to be assigned.
    pub fn open_elements(&mut self, variable: usize) -> Eval<()> {
        let v = &self.variables[variable];
        let Some(part) = copied(v.value.as_ref()).filter(|_| v.mutable && v.record.is_none()) else { return Ok(()) };
        let (name, part) = (v.name.clone(), part.clone());
        let known = self.learned.fields.iter().filter(|f| f.variable == name).cloned().collect_vec();
        if let Some(whole) = known.iter().find(|f| f.path.is_empty()) {
            let (span, zero) = (part.span(), self.number(0.0, part.span()));
            let numbers = self.numbers_in(&part, whole.rank, span)?;
            self.scopes.push(Map::default());
            let numbers = self.bind(&name, true, Some(Value::Array(numbers)));
            self.scopes.pop();
            let ty = (0..whole.rank).fold(part.clone(), |at, _| at.at(zero)).struct_type().unwrap_or(UNKNOWN).into();
            self.variables[variable].record = Some(Rc::new(Record::Numbers(numbers, Others::Elements(part), ty)));
        } else if !known.is_empty() {
            let paths = known.iter().map(|f| (&f.path[..], f.rank)).collect_vec();
            self.open_fields_at(variable, &part.in_all(), &paths);
        }
        Ok(())
    }

    /// Notes that elements of a variable are assigned as a whole, if that is one whose structs are not seen into: the function is
    /// then read again.
    pub fn note_elements(&mut self, variable: usize, value: &Value, rank: usize) -> Eval<()> {
        let v = &self.variables[variable];
        let Some(part) = copied(v.value.as_ref()).filter(|_| v.mutable) else { return Ok(()) };
        let is_struct = |part: &Part| self.struct_type(part).is_some();
        let structs = match value {
            Value::Struct(..) => true,
            Value::Part(own) => is_struct(own) || is_struct(&(0..rank).fold(part.clone(), |at, _| at.in_all())),
            _ => false,
        };
        let field = ElementField { variable: v.name.clone(), path: Vec::new(), rank };
        if !structs || self.learned.fields.contains(&field) {
            return Ok(());
        }
        self.learned.fields.push(field);
        self.learned.more = true;
        Err(Reported)
    }

    /// Gives a variable one for each of these fields of what it has in all elements, which are at `all`, and one for the others.
    fn open_fields_at(&mut self, variable: usize, all: &Part, known: &[(&[Inside], usize)]) {
        let name = self.variables[variable].name.clone();
        self.scopes.push(Map::default());
        let others = Value::Array(self.part_array(all.clone()));
        let mut fields = vec![(REST_OF.to_owned(), self.bind(&name, false, Some(others)))];
        for (at, (path, rank)) in known.iter().enumerate() {
            let Some((Inside::Field(first), rest)) = path.split_first() else { continue };
            let begins = |path: &[Inside]| matches!(path.first(), Some(Inside::Field(member)) if member == first);
            if known[..at].iter().any(|(path, _)| begins(path)) {
                continue;
            }
            let (member, part) = (first.unraw().to_string(), all.field(&Member::Named(first.clone())));
            let indices = rest.iter().take_while(|step| **step == Inside::Index).count();
            let field = if indices == rest.len() {
                let array = self.numbers_in_all(&part, *rank);
                self.bind(&member, true, Some(Value::Array(array)))
            } else {
                let all = (0..indices).fold(part, |part, _| part.in_all());
                let inside =
                    known.iter().filter(|(path, _)| begins(path)).filter_map(|(path, rank)| Some((path.get(1 + indices..)?, *rank)));
                let field = self.bind(&member, true, Some(Value::Unit));
                self.open_fields_at(field, &all, &inside.collect_vec());
                field
            };
            fields.push((member, field));
        }
        self.scopes.pop();
        self.variables[variable].record = Some(Rc::new(Record::Struct(UNKNOWN.into(), fields)));
    }

    /// An array of so many axes of the numbers in a field of all elements.
    fn numbers_in_all(&mut self, field: &Part, rank: usize) -> Array {
        let (mut lens, mut at) = (Vec::new(), field.clone());
        let zero = self.number(0.0, field.span());
        for _ in 0..rank {
            lens.push(self.part_length(&at));
            at = at.at(zero);
        }
        let name = self.declare_part(&at, PartKind::Float, at.template(), field.is_differentiated());
        let base = self.push(Node::Name(name), field.span());
        Array::View { base, indices: field.indices(), lens }
    }

    /// Notes a field of an element that is assigned, if its variable has none for it: the function is then read again.
    pub fn note_element_field(&mut self, left: &Expr, op: Option<&BinOp>, right: &Expr) -> Eval<()> {
        let Some((path, steps)) = steps(left) else { return Ok(()) };
        let Some(variable) = path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string())) else { return Ok(()) };
        let (variable, steps) = match &self.variables[variable].value {
            Some(Value::Slot(slot)) if slot.part.is_none() && slot.ids.len() == 1 => (slot.variable, &steps[..]),
            _ => match &steps[..] {
                [Step::Index(_), rest @ ..] => (variable, rest),
                _ => return Ok(()),
            },
        };
        let v = &self.variables[variable];
        if matches!(v.record.as_deref(), Some(Record::Numbers(..)))
            || copied(v.value.as_ref()).is_none()
            || !v.mutable
            || !matches!(steps.first(), Some(Step::Field(_)))
        {
            return Ok(());
        }
        let inside = |step: &Step<'_>| match step {
            Step::Field(Member::Named(member)) => Some(Inside::Field((*member).clone())),
            Step::Field(Member::Unnamed(_)) => None,
            Step::Index(_) => Some(Inside::Index),
        };
        let Some(path) = steps.iter().map(inside).collect::<Option<Vec<_>>>() else { return Ok(()) };
        let own = match op {
            Some(_) => 0,
            None => {
                let mark = self.mark();
                let value = self.eval(right);
                let own = value.ok().and_then(|value| self.lengths_of(&value)).map(|lens| lens.len());
                self.take_back(mark);
                let Some(own) = own else { return Ok(()) };
                own
            }
        };
        let indices = path.iter().filter(|step| **step == Inside::Index).count();
        let field = ElementField { variable: self.variables[variable].name.clone(), path, rank: 1 + indices + own };
        if self.learned.fields.iter().any(|f| f.variable == field.variable && f.path == field.path) {
            return Ok(());
        }
        self.learned.fields.push(field);
        self.learned.more = true;
        Err(Reported)
    }

    /// Notes that items of an array that was made of the results of a call are structs, if a number is one of those: it is used as
    /// only a struct is.
    pub fn note_items(&mut self, number: ExprId) -> Eval<()> {
        let base = match *self.ast.expr(number) {
            Node::Index { base, .. } => base,
            _ => number,
        };
        let Node::Name(name) = *self.ast.expr(base) else { return Ok(()) };
        let Some(made) = self.ast.definitions.iter().rev().find(|d| d.name == name) else { return Ok(()) };
        let Node::Output { call, part, .. } = *self.ast.expr(made.body) else { return Ok(()) };
        let Node::Invoke { call, .. } = *self.ast.expr(call) else { return Ok(()) };
        let place = format!("@call{call}@{}", self.ast.parts[part as usize].template);
        // Another one may not be the same call the next time.
        if self.learned.more || self.learned.structs.contains(&place) {
            return Ok(());
        }
        self.learned.structs.push(place);
        self.learned.more = true;
        Err(Reported)
    }

    /// Notes that what a variable holds before a loop is a struct, if a number is one of its steps and it was a constant.
    pub fn note_constant(&mut self, number: ExprId) -> Eval<()> {
        let base = match *self.ast.expr(number) {
            Node::Index { base, .. } => base,
            _ => number,
        };
        let Node::Name(name) = *self.ast.expr(base) else { return Ok(()) };
        let Some(path) = self.begun.get(&name).cloned().filter(|path| !self.learned.constants.contains(path)) else { return Ok(()) };
        self.learned.constants.push(path);
        self.learned.more = true;
        Err(Reported)
    }

    /// A constant that is known to be a struct.
    pub fn struct_constant(&mut self, value: Value) -> Value {
        match value {
            Value::Outside(path, span) if self.learned.constants.contains(&path) => self.constant_of_type(&path, None, span),
            other => other,
        }
    }

    /// A constant that is a struct of this type; `Type::NAME` is mostly one of its own.
    pub fn constant_of_type(&mut self, path: &str, ty: Option<&str>, span: Span) -> Value {
        let own = path.rsplit_once("::").map(|(of, _)| of.trim()).filter(|of| {
            let last = of.rsplit("::").next().unwrap_or_default();
            last.trim().starts_with(char::is_uppercase)
        });
        let ty = ty.or(own).unwrap_or(UNKNOWN);
        Value::Part(self.outside_struct(path, span).of_type(ty))
    }

    /// What is said of a field of an element that has no variable.
    pub fn field_of_element<T>(&mut self, span: Span) -> Eval<T> {
        self.error(span, "a field of an element cannot be assigned yet: fill an array for each field instead")
    }
}

/// The array of structs of which a value is a copy.
fn copied(value: Option<&Value>) -> Option<&Part> {
    match value {
        Some(Value::Part(part) | Value::Array(Array::Of(part, _))) if !part.is_result() && !part.is_outside() => Some(part),
        _ => None,
    }
}
