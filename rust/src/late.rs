//! Hidden variables for what a loop is left with: by `return value`, `break value` and `break 'block value`.
//!
//! What kind of value that is says the first assignment, which is inside the loop, and the loop has to know it before: a
//! variable that is carried from pass to pass begins with something. So the loop is read once to find out, and then
//! again with a blank of that kind.

use super::fields::REST_OF;
use super::options::Maybe;
use super::state::{Eval, Reader};
use super::value::{Array, Value};
use chainrule_parser::ast::Extent;
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use std::rc::Rc;

/// A kind of value.
#[derive(Clone)]
pub(super) enum Blank {
    Float,
    Int,
    Bool,
    Tuple(Vec<Blank>),
    Struct(Rc<str>, Vec<(String, Blank)>),
    Items(Vec<Blank>),
    Array(Vec<Extent>),
    /// An `Option`, of a kind that is known or not yet.
    Maybe(Option<Box<Blank>>),
}

impl Blank {
    /// Whether it says of what kind the value of an `Option` is that is open in a value.
    pub fn says_more(&self, value: &Value) -> bool {
        match (self, value) {
            (Blank::Maybe(Some(kind)), Value::Maybe(maybe)) => maybe.value.as_ref().is_none_or(|value| kind.says_more(value)),
            (Blank::Tuple(kinds), Value::Tuple(items)) if kinds.len() == items.len() => {
                kinds.iter().zip(items).any(|(k, v)| k.says_more(v))
            }
            (Blank::Struct(_, kinds), Value::Struct(_, fields)) if kinds.len() == fields.len() => {
                kinds.iter().zip(fields).any(|(k, v)| k.1.says_more(&v.1))
            }
            _ => false,
        }
    }
}

impl Reader {
    /// A variable that no name finds, for a value that a loop is left with.
    pub fn late(&mut self, hint: &str) -> usize {
        self.scopes.push(Map::default());
        let id = self.bind(hint, true, None);
        self.scopes.pop();
        self.late.insert(id);
        id
    }

    /// Of what kind a value is, if it is one that a variable can begin with.
    pub fn kind_of(&mut self, value: Value, span: Span) -> Eval<Option<Blank>> {
        fn all<T>(items: impl Iterator<Item = Eval<Option<T>>>) -> Eval<Option<Vec<T>>> {
            let mut list = Vec::new();
            for item in items {
                let Some(item) = item? else { return Ok(None) };
                list.push(item);
            }
            Ok(Some(list))
        }
        Ok(match self.settled(value, span)? {
            Value::Float(_) => Some(Blank::Float),
            Value::Int(_) => Some(Blank::Int),
            Value::Bool(_) => Some(Blank::Bool),
            Value::Tuple(items) => all(items.into_iter().map(|v| self.kind_of(v, span)))?.map(Blank::Tuple),
            Value::Struct(_, fields) if fields.iter().any(|f| f.0 == REST_OF) => None,
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(name, v)| Ok(self.kind_of(v, span)?.map(|blank| (name, blank))));
                all(fields)?.map(|fields| Blank::Struct(path, fields))
            }
            Value::Maybe(Maybe { value: None, .. }) => Some(Blank::Maybe(None)),
            Value::Maybe(Maybe { value: Some(value), .. }) => self.kind_of(*value, span)?.map(|kind| Blank::Maybe(Some(Box::new(kind)))),
            Value::Array(array) => match (self.lengths(&array), array) {
                // Expressions do not outlast the reading.
                (Some(lens), _) if lens.iter().all(|l| !matches!(l, Extent::Expr(_))) => Some(Blank::Array(lens)),
                (None, Array::Items(items)) => all(items.into_iter().map(|v| self.kind_of(v, span)))?.map(Blank::Items),
                _ => None,
            },
            _ => None,
        })
    }

    /// Any value of a kind.
    pub fn blank(&mut self, kind: Blank, span: Span) -> Value {
        let zero = self.number(0.0, span);
        match kind {
            Blank::Float => Value::Float(zero),
            Blank::Int => Value::Int(zero),
            Blank::Bool => Value::Bool(self.truth(false, span)),
            Blank::Tuple(items) => Value::Tuple(items.into_iter().map(|k| self.blank(k, span)).collect_vec()),
            Blank::Struct(path, fields) => {
                Value::Struct(path, fields.into_iter().map(|(name, k)| (name, self.blank(k, span))).collect_vec())
            }
            Blank::Items(items) => Value::Array(Array::Items(items.into_iter().map(|k| self.blank(k, span)).collect_vec())),
            Blank::Maybe(kind) => {
                let value = kind.map(|kind| Box::new(self.blank(*kind, span)));
                Value::Maybe(Maybe { some: self.truth(false, span), value, panics: false, error: None })
            }
            Blank::Array(lens) => {
                lens.into_iter().rev().fold(Value::Float(zero), |inner, len| Value::Array(Array::Fill(Box::new(inner), len)))
            }
        }
    }
}
