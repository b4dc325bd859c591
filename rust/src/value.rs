//! What expressions are worth: numbers, arrays, tuples, iterators and the rest; and values as what a use needs.

use super::flat::Flat;
use super::parts::Part;
use super::records::Record;
use super::slots::Slot;
use super::state::{Eval, Reader, Scopes};
use chainrule_parser::ast::{Expr, ExprId, Extent};
use std::rc::Rc;

/// What an expression is worth.
#[derive(Clone)]
pub(super) enum Value {
    Float(ExprId),
    Int(ExprId),
    Bool(ExprId),
    /// A constant of the surrounding code; its first use says whether it is a float or an integer.
    Outside(String, proc_macro2::Span),
    /// One of the variants of an enum, by its number.
    Variant(ExprId),
    Array(Array),
    Tuple(Vec<Value>),
    /// A struct that the body makes: its name as it is written, and its fields.
    Struct(Rc<str>, Vec<(String, Value)>),
    /// A part of an argument whose type is not known here; its use says what it is.
    Part(Part),
    Iter(Rc<Iter>),
    /// A place that is borrowed to be written.
    Slot(Slot),
    Closure(Rc<super::functions::Function>),
    /// An `Option`.
    Maybe(super::options::Maybe),
    /// Of a branch that panics.
    Never,
    Unit,
}

/// An array, or a part of one.
#[derive(Clone)]
pub(super) enum Array {
    /// `base[indices]`, with these axes left.
    View { base: ExprId, indices: Vec<ExprId>, lens: Vec<Extent> },
    /// `[a, b, c]`
    Items(Vec<Value>),
    /// `[a; N]`
    Fill(Box<Value>, Extent),
    /// So many elements of another array, from a place on.
    Part(Box<Array>, ExprId, Extent),
    /// Arrays of the same lengths, put together along an axis of this number, which is not the first.
    Columns(usize, Vec<Array>),
    /// Rows in one piece.
    Flat(Flat),
    /// Integers, by an array of numbers.
    Integers(Box<Array>),
    /// Tuples or structs: an array for each field.
    Records(Rc<Record<Array>>),
    /// A part of an argument, of this length, whose elements are of a type that is not known here.
    Of(Part, Extent),
}

/// An iterator: nothing happens before it is consumed.
pub(super) enum Iter {
    Range(ExprId, ExprId),
    /// So many numbers from one on, of which those before an end are items, if there is one.
    Within(ExprId, ExprId, Option<ExprId>),
    /// The same with a step between the numbers.
    Strided {
        from: ExprId,
        step: ExprId,
        most: ExprId,
        end: Option<ExprId>,
    },
    Elements(Array),
    /// The places in a place, and how many there are.
    Places(Slot, Extent),
    /// The parts of so many elements of a place, and how many there are; if the last one may be shorter, the length of all.
    Chunks(Slot, ExprId, ExprId, Option<ExprId>),
    Zip(Rc<Iter>, Rc<Iter>),
    Chain(Rc<Iter>, Rc<Iter>),
    /// The items of items, so many in each.
    Flat(Rc<Iter>, ExprId),
    Enumerate(Rc<Iter>),
    Map(Rc<Iter>, syn::ExprClosure, Scopes),
    Filter(Rc<Iter>, syn::ExprClosure, Scopes),
    /// What is in items that are `Option`s.
    Somes(Rc<Iter>),
    Reversed(Rc<Iter>),
    /// At most so many items.
    Taken(Rc<Iter>, ExprId),
    /// All but so many.
    Skipped(Rc<Iter>, ExprId),
    /// One item of so many, from the first on; and how many there are, if that is known before the loop.
    Stepped(Rc<Iter>, u64, Option<ExprId>),
    /// The items before the first one that does not pass a test, or else (`from`) that one and all after it. A variable says whether
    /// all so far have passed.
    While {
        iter: Rc<Iter>,
        test: Test,
        flag: usize,
        from: bool,
    },
    /// So many of the items, a number that is computed.
    Before(Rc<Iter>, ExprId),
    /// All numbers from one on.
    From(ExprId),
    /// The items over and over.
    Cycle(Rc<Iter>),
    /// One item without end.
    Repeat(Value),
    /// Parts of so many elements, one after the other, or else one at every element; and how many there are, if that is known
    /// before the loop and takes a division.
    Parts(Array, ExprId, bool, Option<ExprId>),
    /// Parts of so many elements, one after the other; the last one has those that are left. How many there are, if that is
    /// known before the loop.
    Pieces(Array, ExprId, Option<ExprId>),
}

/// A closure that gives a condition; without one items pass that are `Some`.
pub(super) type Test = Option<(syn::ExprClosure, Scopes)>;

/// How a variable gathers values in a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Sum,
    Product,
    Max,
    Min,
}

impl Fold {
    pub fn reduction(self) -> &'static str {
        match self {
            Fold::Sum => "sum",
            Fold::Product => "prod",
            Fold::Max => "max",
            Fold::Min => "min",
        }
    }

    pub fn identity(self) -> f64 {
        match self {
            Fold::Sum => 0.0,
            Fold::Product => 1.0,
            Fold::Max => f64::NEG_INFINITY,
            Fold::Min => f64::INFINITY,
        }
    }
}

impl Value {
    /// Whether Rust has no arithmetic with it, nor anything else that numbers have, and nobody can add that: it is of a type of
    /// the language or of its library.
    pub fn is_no_number(&self) -> bool {
        matches!(
            self,
            Value::Array(_) | Value::Tuple(_) | Value::Closure(..) | Value::Maybe(_) | Value::Iter(_) | Value::Bool(_) | Value::Unit
        )
    }
}

impl Reader {
    /// Whether a value is a float in Rust, too: an argument. What is computed from constants of the code around may be of any type.
    pub fn is_surely_float(&self, value: &Value) -> bool {
        let Value::Float(id) = value else { return false };
        match self.ast.expr(*id) {
            Expr::Name(name) => self.ast.declarations.iter().any(|d| d.name == *name),
            _ => false,
        }
    }

    /// A number in arithmetic, or one that is returned: what is none there is no Rust.
    pub fn operand(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        self.unless_foreign(value.is_no_number(), |r| r.float(value, span))
    }

    pub fn float(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Float(id) => Ok(id),
            slot @ Value::Slot(..) => {
                let value = self.held(slot, span)?;
                self.float(value, span)
            }
            Value::Outside(name, at) => Ok(self.constant(&name, false, at)),
            Value::Part(part) => self.part_float(&part, span),
            Value::Struct(..) => self.error(span, "expected a float, found a struct: use its fields"),
            // As `else { 1 }`: a literal takes no other type.
            Value::Int(id) if matches!(self.ast.expr(id), Expr::Number(_)) => self.rust_error(span, "expected a float, found an integer"),
            Value::Int(_) => self.error(span, "expected a float, found an integer: write `as f64` or `as f32`"),
            Value::Bool(_) => self.error(span, "expected a float, found a condition: write `if c { 1.0 } else { 0.0 }`"),
            Value::Array(_) => self.error(span, "expected a float, found an array: use its elements, `v[i]`"),
            Value::Tuple(_) => {
                self.error(span, "expected a float, found a tuple: use its numbers, or write arrays, `[a, b]`, where it is one of many")
            }
            Value::Variant(_) => self.error(span, "expected a float, found an enum: say in a `match` which number each variant is"),
            Value::Closure(..) => self.error(span, "expected a float, found a closure: call it"),
            Value::Maybe(_) => {
                self.error(span, "expected a float, found an `Option`: write `.unwrap_or(..)`, or bind what it holds in an `if let`")
            }
            Value::Iter(_) => self.error(span, "an iterator is not a number: end it with `.sum::<f64>()`"),
            // Nothing is computed from it.
            Value::Never => Ok(self.number(0.0, span)),
            Value::Unit => self.rust_error(span, "expected a float, found `()`"),
        }
    }

    pub fn int(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Int(id) => Ok(id),
            Value::Outside(name, at) => Ok(self.constant(&name, true, at)),
            Value::Part(part) => self.part_int(&part, span),
            Value::Never => Ok(self.number(0.0, span)),
            other => {
                let foreign = self.is_surely_float(&other);
                let message = "expected an integer: indices and bounds are integers, constants or loop variables";
                self.unless_foreign(foreign, |r| r.error(span, message))
            }
        }
    }

    pub fn condition(&mut self, value: Value, span: proc_macro2::Span) -> Eval<ExprId> {
        match value {
            Value::Bool(id) => Ok(id),
            Value::Part(part) if part.is_result() => {
                self.error(span, "a function that is called here returns floats and arrays and tuples of them, no conditions")
            }
            Value::Part(part) => Ok(self.part_condition(&[&part], |texts| texts[0].to_owned(), span)),
            Value::Outside(name, at) => Ok(self.outside_condition(&name, at)),
            Value::Never => Ok(self.truth(false, span)),
            _ => self.rust_error(span, "expected a condition, such as `x > 0.0`"),
        }
    }

    /// An extent as an expression.
    pub fn extent(&mut self, extent: &Extent, span: proc_macro2::Span) -> ExprId {
        match extent {
            Extent::Number(n) => self.number(*n as f64, span),
            Extent::Name(symbol) => {
                let name = self.ast.name(*symbol).to_owned();
                let known =
                    self.const_generics.contains(&name) || self.integers.contains(&name) || self.runtime.iter().any(|d| d.name == name);
                if known { self.push(Expr::Name(*symbol), span) } else { self.constant(&name, true, span) }
            }
            Extent::Expr(id) => *id,
        }
    }

    /// An integer expression as an extent, if it is a number or a name.
    pub fn as_extent(&self, id: ExprId) -> Option<Extent> {
        match *self.ast.expr(id) {
            Expr::Number(n) if n >= 0.0 && n.fract() == 0.0 => Some(Extent::Number(n as u64)),
            Expr::Name(symbol) if !self.loops.iter().any(|l| l.symbol == symbol) => Some(Extent::Name(symbol)),
            _ => None,
        }
    }
}
