//! Arrays that are made item by item: `a.map(f)`, `collect` and `array::from_fn`.
//!
//! Items that are numbers, or arrays of them, become one definition with an index for the item, however many there
//! are. Other items, and those whose index picks from values that are no array, are read one by one, if they are few.

use super::body::{anchor, strip};
use super::fields::REST_OF;
use super::records::{Others, Record};
use super::state::{Eval, Reader, Scopes};
use super::types::{self, Dim};
use super::value::{Array, Iter, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent, Symbol};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;
use quote::ToTokens;
use std::borrow::Cow;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, GenericArgument, PathArguments, Stmt, Type};

/// At most so many items are read one by one.
const SINGLY: u64 = 16;

/// A number with indices of its own, and their lengths.
type Numbers = (Vec<Symbol>, Vec<Extent>, ExprId);

/// What an item is.
enum Made {
    Numbers(Numbers),
    /// A tuple or a struct.
    Item(Value),
    /// A struct that is not seen into, by its numbers, and the name of its type.
    Struct(Numbers, Rc<str>),
}

const ITEMS: &str = "the items here must be floats, arrays, or tuples or structs of them; other items only if there are at most 16";

impl Reader {
    /// The closure that a method is given, or one that calls the function it is given.
    pub fn closure(&mut self, function: &Expr, advice: &str) -> Eval<(syn::ExprClosure, Scopes)> {
        match strip(function) {
            Expr::Closure(closure) => {
                let scopes = self.captured(closure);
                Ok((closure.clone(), scopes))
            }
            Expr::Path(path) => {
                // `.map(f64::sqrt)`, `.map(sigmoid)`
                let closure = syn::parse_quote_spanned!(anchor(function)=> |v| #path(v));
                Ok((closure, self.scopes.clone()))
            }
            other => self.error(other.span(), format_args!("write a closure here: {advice}")),
        }
    }

    /// The array of the items of an iterator that is counted.
    pub fn made(&mut self, iter: &Rc<Iter>, hint: &str, span: Span) -> Eval<Array> {
        let (_, end) = self.bounds(iter, false, span)?;
        let len = self.length_of(end);
        // Its index begins at 0.
        let numbered = Rc::new(Iter::Enumerate(iter.clone()));
        let (level, requests, mark) = (self.loops.len(), self.requests.len(), self.mark());
        let read = self.each(&numbered, "i", span, |r, item, _| {
            let Value::Tuple(mut pair) = item else { unreachable!("items are numbered") };
            let item = pair.pop().unwrap_or(Value::Unit);
            if let Some(ty) = r.unseen_struct(&item) {
                let numbers = r.numbers_of(item, span)?;
                return Ok(r.by_indices(Value::Array(numbers), span)?.map(|numbers| Made::Struct(numbers, ty)));
            }
            let item = r.settled(item, span)?;
            if Record::of(&item).is_some() || matches!(item, Value::Int(_)) {
                return Ok(Some(Made::Item(item)));
            }
            Ok(r.by_indices(item, span)?.map(Made::Numbers))
        });
        let picks = self.unroll.remove(&level);
        if self.requests.len() != requests {
            // A loop around is read again.
            return Err(super::state::Reported);
        }
        let (body, binder) = read?;
        let few = match len {
            Extent::Number(n) if n <= SINGLY => Some(n),
            _ => None,
        };
        match (body, few) {
            (Some(Made::Item(item)), None) => {
                let records = self.array_of(&item, &mut |r, field| {
                    let field = r.settled(field, span)?;
                    match r.by_indices(field, span)? {
                        Some(numbers) => r.defined(hint, binder.name, (end, len.clone()), numbers, span).map(Some),
                        None => Ok(None),
                    }
                })?;
                match records {
                    Some(array) => Ok(array),
                    None => self.error(span, ITEMS),
                }
            }
            (Some(Made::Struct(numbers, ty)), few) if !picks || few.is_none() => {
                let numbers = self.defined(hint, binder.name, (end, len), numbers, span)?;
                Ok(Array::Records(Rc::new(Record::Numbers(numbers, Others::Items(iter.clone()), ty))))
            }
            (Some(Made::Numbers(numbers)), few) if !picks || few.is_none() => self.defined(hint, binder.name, (end, len), numbers, span),
            (_, Some(n)) => {
                self.take_back(mark);
                self.unrolled += 1;
                let items = (0..n).map(|k| {
                    let k = self.number(k as f64, span);
                    let item = self.item(iter, k, false, span)?;
                    if self.unseen_struct(&item).is_some() { Ok(item) } else { self.settled(item, span) }
                });
                let items = items.try_collect_vec();
                self.unrolled -= 1;
                Ok(Array::Items(items?))
            }
            _ => self.error(span, ITEMS),
        }
    }

    /// The name of the type of a struct of which not all fields are seen.
    fn unseen_struct(&self, item: &Value) -> Option<Rc<str>> {
        match item {
            _ if self.table.is_none() => None,
            Value::Part(part) => self.struct_type(part),
            Value::Struct(path, fields) => fields.iter().any(|f| f.0 == REST_OF).then(|| path.clone()),
            _ => None,
        }
    }

    /// A number, or that of an array at indices of its own; nothing of what is neither.
    fn by_indices(&mut self, item: Value, span: Span) -> Eval<Option<Numbers>> {
        let Some(lens) = self.lengths_of(&item) else { return Ok(None) };
        let symbols: Vec<Symbol> = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Node::Name(*s), span)).collect_vec();
        let element = self.index(item, &ids, span)?;
        Ok(Some((symbols, lens, self.float(element, span)?)))
    }

    /// The array that has such numbers for each item.
    fn defined(&mut self, hint: &str, of: Symbol, (end, len): (ExprId, Extent), numbers: Numbers, span: Span) -> Eval<Array> {
        let (symbols, lens, body) = numbers;
        let indices: Vec<Symbol> = std::iter::once(of).chain(symbols).collect_vec();
        if self.differs_by_pass(&len)
            && let Some(most) = self.widen(end, true)
            && self.linear(most).is_some()
        {
            // As long as in the longest of the passes, with nothing behind.
            let (index, zero) = (self.push(Node::Name(of), span), self.number(0.0, span));
            let condition = self.compare(BinaryOp::Lt, index, end, span);
            let body = self.push(Node::If { condition, then: body, otherwise: zero }, span);
            let lens = std::iter::once(self.length_of(most)).chain(lens).collect_vec();
            let array = self.new_definition(hint, &indices, lens, body, span);
            return Ok(Array::Part(Box::new(array), zero, len));
        }
        let lens = std::iter::once(len).chain(lens).collect_vec();
        Ok(self.new_definition(hint, &indices, lens, body, span))
    }

    /// `array::from_fn::<_, N, _>(|i| ...)`, which [`typed`] has given its length.
    pub fn array_from_fn(&mut self, path: &syn::Path, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let [function] = arguments else {
            return self.error(span, "`from_fn` takes one closure: `from_fn(|i| ...)`");
        };
        let Some(len) = path.segments.last().and_then(length) else {
            return self
                .error(span, "how many elements these are must be written: `let a: [f64; N] = ..`, or `from_fn::<_, N, _>(..)`, instead");
        };
        let (closure, scopes) = self.closure(function, "`from_fn(|i| ...)`")?;
        let (zero, end) = (self.number(0.0, span), self.length_expression(&len, span)?);
        let iter = Iter::Map(Rc::new(Iter::Range(zero, end)), closure, scopes);
        self.made(&Rc::new(iter), "made", span).map(Value::Array)
    }

    /// As [`typed`], for what is assigned to a place with so many indices in a variable.
    pub fn typed_as_place<'e>(&self, variable: usize, indices: usize, e: &'e Expr) -> Cow<'e, Expr> {
        let lens = self.variables[variable].value.as_ref().and_then(|value| self.lengths_of(value));
        let Some(lens) = lens.filter(|lens| lens.len() > indices && is_made(e)) else { return Cow::Borrowed(e) };
        let mut ty: Type = syn::parse_quote!(f64);
        for len in lens[indices..].iter().rev() {
            let len: Option<Expr> = match len {
                Extent::Number(n) => syn::parse_str(&n.to_string()).ok(),
                Extent::Name(name) => syn::parse_str(self.ast.name(*name)).ok(),
                Extent::Expr(_) => None,
            };
            let Some(len) = len else { return Cow::Borrowed(e) };
            ty = syn::parse_quote!([#ty; #len]);
        }
        typed(e, &ty)
    }

    /// An array length as it is written.
    fn length_expression(&mut self, len: &Expr, span: Span) -> Eval<ExprId> {
        if let Dim::Number(n) = types::dim(len) {
            return Ok(self.number(n as f64, span));
        }
        let value = self.eval(len)?;
        self.int(value, span)
    }
}

fn is_from_fn(function: &Expr) -> bool {
    matches!(strip(function), Expr::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "from_fn"))
}

/// Whether the value of an expression may be that of such a call.
fn is_made(e: &Expr) -> bool {
    match strip(e) {
        Expr::Call(call) => is_from_fn(&call.func),
        Expr::Block(_) | Expr::If(_) | Expr::Array(_) => true,
        _ => false,
    }
}

/// The length among the generic arguments of `from_fn`.
fn length(segment: &syn::PathSegment) -> Option<Expr> {
    let PathArguments::AngleBracketed(given) = &segment.arguments else { return None };
    match given.args.iter().nth(1)? {
        GenericArgument::Const(len) => Some(len.clone()),
        // A name alone is read as a type.
        GenericArgument::Type(ty @ Type::Path(_)) => syn::parse2(ty.to_token_stream()).ok(),
        _ => None,
    }
}

/// An expression of a type that is known, with the lengths written into calls of `from_fn` that make its value.
pub(super) fn typed<'e>(e: &'e Expr, ty: &Type) -> Cow<'e, Expr> {
    let mut copy = e.clone();
    if write_lengths(&mut copy, ty) { Cow::Owned(copy) } else { Cow::Borrowed(e) }
}

/// [`typed`] for the value of a body; `false` if nothing was written.
pub(super) fn write_lengths_at_end(block: &mut syn::Block, ty: &Type) -> bool {
    match block.stmts.last_mut() {
        Some(Stmt::Expr(e, None)) => write_lengths(e, ty),
        _ => false,
    }
}

fn write_lengths(e: &mut Expr, ty: &Type) -> bool {
    match (e, ty) {
        (e, Type::Paren(ty)) => write_lengths(e, &ty.elem),
        (e, Type::Group(ty)) => write_lengths(e, &ty.elem),
        (Expr::Paren(e), ty) => write_lengths(&mut e.expr, ty),
        (Expr::Group(e), ty) => write_lengths(&mut e.expr, ty),
        (Expr::Block(e), ty) => write_lengths_at_end(&mut e.block, ty),
        (Expr::If(e), ty) => {
            let then = write_lengths_at_end(&mut e.then_branch, ty);
            let otherwise = e.else_branch.as_mut().is_some_and(|(_, e)| write_lengths(e, ty));
            then || otherwise
        }
        (Expr::Tuple(e), Type::Tuple(ty)) => any(e.elems.iter_mut().zip(&ty.elems).map(|(e, ty)| write_lengths(e, ty))),
        (Expr::Array(e), Type::Array(ty)) => any(e.elems.iter_mut().map(|e| write_lengths(e, &ty.elem))),
        (Expr::Call(call), Type::Array(ty)) if is_from_fn(&call.func) => {
            if let Some(Expr::Closure(closure)) = call.args.first_mut() {
                write_lengths(&mut closure.body, &ty.elem);
            }
            let Expr::Path(path) = &mut *call.func else { return false };
            let Some(name) = path.path.segments.last_mut() else { return false };
            if !name.arguments.is_none() {
                return true;
            }
            let len = &ty.len;
            name.arguments = PathArguments::AngleBracketed(syn::parse_quote_spanned!(len.span()=> ::<_, { #len }, _>));
            true
        }
        _ => false,
    }
}

/// Whether any of these is so, with all of them done.
fn any(written: impl Iterator<Item = bool>) -> bool {
    written.fold(false, std::ops::BitOr::bitor)
}
