//! Fields of elements that are assigned, of arrays of structs that are copies of arguments: `let mut b = bodies.to_vec(); b[i].x += v;`.
//!
//! A struct whose fields are not seen has those that are assigned in variables of their own, as one that the body makes has all of
//! them, and the others where it comes from. Which they are is not known before they are met, in a loop or in a branch, and the
//! variables belong to where the array is declared: so the function is read again with each one that was found.

use super::fields::{REST_OF, Step, UNKNOWN, steps};
use super::parts::{Part, PartKind};
use super::records::Record;
use super::state::{Eval, Reader, Reported};
use super::value::{Array, Value};
use chainrule_parser::ast::Expr as Node;
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::{BinOp, Expr, Member};

/// A field of the elements of a variable.
#[derive(Clone, PartialEq)]
pub(super) struct ElementField {
    /// The name of the variable.
    variable: String,
    member: syn::Ident,
    /// The axes of the array of all of them.
    rank: usize,
}

impl Reader {
    /// Gives a variable one for each field of its elements that is known to be assigned.
    pub fn open_elements(&mut self, variable: usize) {
        let v = &self.variables[variable];
        let Some(part) = copied(v.value.as_ref()).filter(|_| v.mutable && v.record.is_none()) else { return };
        let (name, part) = (v.name.clone(), part.clone());
        let known = self.element_fields.iter().filter(|f| f.variable == name).cloned().collect_vec();
        if known.is_empty() {
            return;
        }
        self.scopes.push(Map::default());
        let others = Value::Array(self.part_array(part.clone()));
        let mut fields = vec![(REST_OF.to_owned(), self.bind(&name, false, Some(others)))];
        for field in known {
            let array = self.field_of_all(&part, &field);
            let member = field.member.unraw().to_string();
            fields.push((member.clone(), self.bind(&member, true, Some(Value::Array(array)))));
        }
        self.scopes.pop();
        self.variables[variable].record = Some(Rc::new(Record::Struct(UNKNOWN.into(), fields)));
    }

    /// An array of what all elements have in a field.
    fn field_of_all(&mut self, part: &Part, field: &ElementField) -> Array {
        let zero = self.number(0.0, part.span());
        let mut lens = vec![self.part_length(part)];
        let mut at = part.at(zero).field(&Member::Named(field.member.clone()));
        for _ in 1..field.rank {
            lens.push(self.part_length(&at));
            at = at.at(zero);
        }
        let name = self.declare_part(&at, PartKind::Float, at.template(), part.is_differentiated());
        let base = self.push(Node::Name(name), part.span());
        Array::View { base, indices: part.indices(), lens }
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
        let [Step::Field(Member::Named(member)), inside @ ..] = steps else { return Ok(()) };
        let v = &self.variables[variable];
        if copied(v.value.as_ref()).is_none() || !v.mutable || inside.iter().any(|s| !matches!(s, Step::Index(_))) {
            return Ok(());
        }
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
        let field =
            ElementField { variable: self.variables[variable].name.clone(), member: (*member).clone(), rank: 1 + inside.len() + own };
        if self.element_fields.iter().any(|f| f.variable == field.variable && f.member == field.member) {
            return Ok(());
        }
        self.element_fields.push(field);
        Err(Reported)
    }

    /// Whether a field of the elements of a variable, whose other fields are where these come from, is one of the others.
    pub fn is_other_field(&self, variable: usize, member: &Member) -> bool {
        match self.variables[variable].record.as_deref() {
            Some(Record::Struct(_, fields)) => {
                let has = |name: &str| fields.iter().any(|f| f.0 == name);
                has(REST_OF) && !matches!(member, Member::Named(name) if has(&name.unraw().to_string()))
            }
            _ => false,
        }
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
