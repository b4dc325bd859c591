//! Places that are borrowed to be written: `&mut a[i]`, `&mut a[2..5]`, `a.iter_mut()`, and methods that write to arrays.
//!
//! A borrowed place is the variable and the indices that it stands for; reading or assigning what holds it
//! reads or assigns that variable.

use super::body::{anchor, strip};
use super::options::Maybe;
use super::state::{Eval, Reader};
use super::value::{Array, Iter, Value};
use chainrule_parser::ast::{BinaryOp, Expr as Node, ExprId, Extent};
use chainrule_parser::list::CollectVec;
use proc_macro2::Span;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

/// Methods of arrays that write to them, or borrow from them what may be written, and the number of their arguments.
const METHODS: &[(&str, usize)] = &[
    ("iter_mut", 0),
    ("reverse", 0),
    ("fill", 1),
    ("copy_from_slice", 1),
    ("clone_from_slice", 1),
    ("copy_within", 2),
    ("swap", 2),
    ("rotate_left", 1),
    ("rotate_right", 1),
    ("split_at_mut", 1),
    ("chunks_exact_mut", 1),
    ("chunks_mut", 1),
    ("first_mut", 0),
    ("last_mut", 0),
    ("get_mut", 1),
    ("as_mut_slice", 0),
];

/// Those that write all of what they are called on.
const WHOLE: &[&str] = &["reverse", "rotate_left", "rotate_right", "fill", "copy_from_slice", "clone_from_slice", "copy_within"];

/// Whether a method writes to what it is called on.
pub(super) fn writes(method: &syn::Ident) -> bool {
    METHODS.iter().any(|m| method == m.0)
}

/// A place in a variable.
#[derive(Clone)]
pub(super) struct Slot {
    pub variable: usize,
    pub ids: Vec<ExprId>,
    /// If it is a part of the array there, the index at which that begins, and its length.
    pub part: Option<(ExprId, Extent)>,
}

/// The first field of a variable that an expression borrows to write, and the same expression with something else in its place.
fn borrowed_field(e: &mut Expr, other: &syn::Ident) -> Option<Expr> {
    match e {
        Expr::Paren(e) => borrowed_field(&mut e.expr, other),
        Expr::ForLoop(e) => borrowed_field(&mut e.expr, other),
        Expr::MethodCall(e) if writes(&e.method) => field_in(&mut e.receiver, other),
        Expr::MethodCall(e) => borrowed_field(&mut e.receiver, other).or_else(|| e.args.iter_mut().find_map(|a| borrowed_field(a, other))),
        Expr::Call(e) => e.args.iter_mut().find_map(|a| borrowed_field(a, other)),
        Expr::Reference(e) if e.mutability.is_some() => field_in(&mut e.expr, other),
        _ => None,
    }
}

/// The same of a place: `v.a.b`, or in one `v.a.b[i][..n]`.
fn field_in(place: &mut Expr, other: &syn::Ident) -> Option<Expr> {
    let plain = |mut at: &Expr| loop {
        match at {
            Expr::Field(e) => at = &e.base,
            at => return matches!(at, Expr::Path(_)),
        }
    };
    match place {
        Expr::Paren(e) => field_in(&mut e.expr, other),
        Expr::Index(e) => field_in(&mut e.expr, other),
        Expr::Field(_) if plain(place) => Some(std::mem::replace(place, syn::parse_quote!(#other))),
        _ => None,
    }
}

impl Reader {
    /// A statement that borrows a field to write it: `for x in v.a.iter_mut() { .. }` is
    /// `let mut f = v.a; for x in f.iter_mut() { .. } v.a = f;`, as nothing else sees the field meanwhile.
    pub fn with_field_borrowed(&self, statement: &Expr) -> Option<Vec<syn::Stmt>> {
        if !matches!(statement, Expr::ForLoop(_) | Expr::MethodCall(_) | Expr::Call(_)) {
            return None;
        }
        let name = syn::Ident::new(&format!("__field{}", self.variables.len()), anchor(statement));
        let mut other = statement.clone();
        let field = borrowed_field(&mut other, &name)?;
        // What leaves the loop for one further out does not come back here.
        if self.is_field_of_record(&field) || super::leaving::leaves_expr(statement) {
            return None;
        }
        let block: syn::Block = syn::parse_quote_spanned!(anchor(statement)=> { let mut #name = #field; #other; #field = #name; });
        Some(block.stmts)
    }

    /// `&mut place`
    pub fn borrowed(&mut self, place: &Expr) -> Eval<Value> {
        Ok(Value::Slot(self.slot(place)?.0))
    }

    /// What a place holds, if this is one.
    pub fn held(&mut self, value: Value, span: Span) -> Eval<Value> {
        let Value::Slot(Slot { variable, ids, part }) = value else { return Ok(value) };
        let whole = match ids.is_empty() {
            true => self.read_list(variable, span)?,
            false => self.read_element(variable, &ids, span)?,
        };
        let Some((start, len)) = part else { return Ok(whole) };
        match self.settled(whole, span)? {
            Value::Array(array) => Ok(Value::Array(Array::Part(Box::new(array), start, len))),
            _ => self.error(span, "only arrays and slices can be indexed"),
        }
    }

    /// The place that a variable stands for: itself, or what it has borrowed.
    pub fn behind(&mut self, variable: usize, ids: Vec<ExprId>) -> Slot {
        match &self.variables[variable].value {
            Some(Value::Slot(slot)) => {
                let slot = slot.clone();
                self.inside(slot, ids)
            }
            _ => Slot { variable, ids, part: None },
        }
    }

    /// A place in a place.
    fn inside(&mut self, mut slot: Slot, ids: Vec<ExprId>) -> Slot {
        for id in ids {
            let id = match slot.part.take() {
                Some((start, _)) => self.plus(start, id, Span::call_site()),
                None => id,
            };
            slot.ids.push(id);
        }
        slot
    }

    /// A part of the array in a place.
    fn part_of(&mut self, slot: Slot, start: ExprId, len: Extent) -> Slot {
        let start = match slot.part {
            Some((outer, _)) => self.plus(outer, start, Span::call_site()),
            None => start,
        };
        Slot { part: Some((start, len)), ..slot }
    }

    /// The lengths of the array of numbers in a place.
    fn lengths_at(&mut self, slot: &Slot, span: Span) -> Eval<Option<Vec<Extent>>> {
        let mut variable = slot.variable;
        while let Some(record) = &self.variables[variable].record {
            variable = record.fields().next().copied().unwrap_or(variable);
        }
        let held = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        // What is gone through is an array; of how many axes say those of its elements that are written.
        if let Value::Part(part) | Value::Array(Array::Of(part, _)) = &held
            && self.rank_as_numbers(part).is_none()
            && (matches!(held, Value::Array(_)) || !self.is_struct(part))
        {
            let at = slot.ids.iter().fold(part.clone(), |at, id| at.at(*id));
            let len = match &slot.part {
                Some((_, len)) => len.clone(),
                None => self.part_length(&at),
            };
            return Ok(Some(vec![len]));
        }
        // Structs and tuples that are kept one by one.
        if let Value::Array(array @ (Array::Items(_) | Array::Fill(..) | Array::Records(_))) = &held
            && self.lengths(array).is_none()
            && slot.ids.is_empty()
        {
            let len = slot.part.as_ref().map_or_else(|| self.length(array), |(_, len)| len.clone());
            return Ok(Some(vec![len]));
        }
        let held = self.settled(held, span)?;
        let mut lens = self.lengths_of(&held).and_then(|lens| lens.get(slot.ids.len()..).map(<[Extent]>::to_vec));
        let first = lens.as_mut().and_then(|lens| lens.first_mut());
        match (first, &slot.part, self.variables[slot.variable].grows.filter(|_| slot.ids.is_empty())) {
            (Some(first), Some((_, len)), _) => *first = len.clone(),
            (Some(first), None, Some(so_far)) => {
                let so_far = self.read(so_far, span)?;
                let so_far = self.int(so_far, span)?;
                *first = self.length_of(so_far);
            }
            _ => {}
        }
        Ok(lens)
    }

    /// The length of the array in a place.
    fn length_at(&mut self, slot: &Slot, span: Span) -> Eval<Extent> {
        match self.lengths_at(slot, span)?.and_then(|lens| lens.first().cloned()) {
            Some(len) => Ok(len),
            None => self.error(span, "only arrays and slices of numbers can be gone through this way"),
        }
    }

    /// A place that is written to, which may be a part of an array.
    pub fn slot(&mut self, expr: &Expr) -> Eval<(Slot, Span)> {
        let (slot, span) = self.place_in(expr)?;
        let v = &self.variables[slot.variable];
        if v.value.is_some() && !v.mutable && !v.poisoned && matches!(expr, Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_))) {
            let name = v.name.clone();
            return self
                .error(span, format_args!("which place `{name}` borrows is not seen here: assign it by its index, `a[i] = ..`, instead"));
        }
        self.check_mutable(slot.variable, span)?;
        Ok((slot, span))
    }

    /// A place, whether it may be written to or not.
    pub fn place_in(&mut self, expr: &Expr) -> Eval<(Slot, Span)> {
        let mut steps = Vec::new();
        let mut at = place_of(expr);
        loop {
            at = match at {
                Expr::Index(e) => {
                    steps.push(Ok(&*e.index));
                    place_of(&e.expr)
                }
                Expr::Field(e) => {
                    steps.push(Err(&e.member));
                    place_of(&e.base)
                }
                _ => break,
            };
        }
        let (mut slot, span) = match at {
            Expr::MethodCall(call) => match self.eval(at)? {
                Value::Slot(slot) => (slot, call.method.span()),
                _ => return self.error(expr.span(), "only variables and their elements can be assigned here"),
            },
            Expr::Path(path) => {
                let Some(ident) = path.path.get_ident() else {
                    return self.error(expr.span(), "only variables of this function can be assigned");
                };
                let Some(variable) = self.lookup(&ident.unraw().to_string()) else {
                    return self.error(ident.span(), format_args!("`{ident}` is not a variable of this function"));
                };
                (self.behind(variable, Vec::new()), ident.span())
            }
            _ => return self.error(expr.span(), "only variables and their elements can be assigned here"),
        };
        for step in steps.into_iter().rev() {
            let index = match step {
                Ok(index) => index,
                Err(member) => {
                    slot = match self.field_of_place(slot.clone(), member) {
                        Some(slot) => slot,
                        None => {
                            let message = match slot.ids.is_empty() {
                                true => "a field cannot be borrowed to be written here: assign it, or copy it to a variable first",
                                false => "a field of an element cannot be assigned yet: fill an array for each field instead",
                            };
                            return self.error(member.span(), message);
                        }
                    };
                    continue;
                }
            };
            slot = match strip(index) {
                Expr::Range(range) => {
                    let len = self.length_at(&slot, anchor(index))?;
                    let (start, len) = self.part_bounds(range, &len, anchor(index))?;
                    self.part_of(slot, start, len)
                }
                _ => {
                    let value = self.eval(index)?;
                    let id = self.int(value, anchor(index))?;
                    self.inside(slot, vec![id])
                }
            };
        }
        Ok((slot, span))
    }

    /// The variable and the indices of a place that is assigned.
    pub fn place(&mut self, expr: &Expr) -> Eval<(usize, Vec<ExprId>, Span)> {
        let (slot, span) = self.slot(expr)?;
        match slot.part {
            None => Ok((slot.variable, slot.ids, span)),
            Some(_) => {
                self.error(span, "a part of an array is no place for a value: write `copy_from_slice`, `fill` or its elements instead")
            }
        }
    }

    /// Gives a place as an iterator over the places in it.
    pub fn places_in(&mut self, slot: Slot, span: Span) -> Eval<Rc<Iter>> {
        let len = self.length_at(&slot, span)?;
        Ok(Rc::new(Iter::Places(slot, len)))
    }

    /// The place of an item of an iterator over places.
    pub fn place_at(&mut self, slot: &Slot, index: ExprId) -> Value {
        let slot = self.inside(slot.clone(), vec![index]);
        Value::Slot(slot)
    }

    /// The place of a chunk of so many elements.
    pub fn chunk_at(&mut self, slot: &Slot, (size, whole): (ExprId, Option<ExprId>), index: ExprId, span: Span) -> Value {
        let start = self.binary(BinaryOp::Mul, size, index, span);
        let len = match whole {
            Some(whole) => {
                let rest = self.minus(whole, start, span);
                self.call("min", vec![size, rest], span)
            }
            None => size,
        };
        let slot = self.part_of(slot.clone(), start, self.length_of(len));
        Value::Slot(slot)
    }

    /// A method that writes to an array, or `None` if it is none of these.
    pub fn writing_method(&mut self, e: &syn::ExprMethodCall) -> Eval<Option<Value>> {
        let span = e.method.span();
        let arguments: Vec<&Expr> = e.args.iter().collect_vec();
        let method = e.method.to_string();
        // Methods of other things have other arguments.
        if !METHODS.iter().any(|m| m.0 == method && m.1 == arguments.len()) {
            return Ok(None);
        }
        let (slot, at) = self.slot(&e.receiver)?;
        if WHOLE.contains(&method.as_str())
            && let Some(Value::Part(part) | Value::Array(Array::Of(part, _))) = &self.variables[slot.variable].value
            && self.rank_as_numbers(part).is_none()
        {
            // Nothing says otherwise so far.
            self.settle(slot.variable, slot.ids.len() + 1, at)?;
        }
        match (method.as_str(), &arguments[..]) {
            ("iter_mut", _) => return self.places_in(slot, span).map(|iter| Some(Value::Iter(iter))),
            ("as_mut_slice", _) => return Ok(Some(Value::Slot(slot))),
            ("chunks_exact_mut" | "chunks_mut", [size]) => return self.chunks_in(slot, &method, size, span).map(Some),
            ("first_mut" | "last_mut" | "get_mut", _) => return self.place_if(slot, &method, &arguments, span).map(Some),
            ("split_at_mut", [middle]) => {
                let value = self.eval(middle)?;
                let value = self.int(value, anchor(middle))?;
                let middle = self.as_length(value, anchor(middle));
                let len = self.length_at(&slot, span)?;
                let (zero, len) = (self.number(0.0, span), self.extent(&len, span));
                let rest = self.minus(len, middle, span);
                let (before, after) = (self.length_of(middle), self.length_of(rest));
                let (before, after) = (self.part_of(slot.clone(), zero, before), self.part_of(slot, middle, after));
                return Ok(Some(Value::Tuple(vec![Value::Slot(before), Value::Slot(after)])));
            }
            ("reverse", _) => {
                let array = self.array_in(&slot, span)?;
                let backwards = Rc::new(Iter::Reversed(Rc::new(Iter::Elements(array))));
                let reversed = self.made(&backwards, "reversed", span)?;
                self.write_slot(slot, Value::Array(reversed), at)?;
            }
            ("rotate_left" | "rotate_right", [by]) => {
                let value = self.eval(by)?;
                let by = self.int(value, anchor(by))?;
                let rotated = self.rotated(&slot, by, method == "rotate_left", span)?;
                self.write_slot(slot, Value::Array(rotated), at)?;
            }
            ("swap", [a, b]) => {
                let mut pair = Vec::new();
                for index in [a, b] {
                    let value = self.eval(index)?;
                    let index = self.int(value, anchor(index))?;
                    pair.push(self.inside(slot.clone(), vec![index]));
                }
                self.exchange(pair.swap_remove(0), pair.swap_remove(0), at)?;
            }
            ("fill", [value]) => {
                let number = self.eval(value)?;
                let number = self.float(number, anchor(value))?;
                let filled = |lens: &[Extent]| {
                    Some(lens.iter().rev().fold(Value::Float(number), |v, len| Value::Array(Array::Fill(Box::new(v), len.clone()))))
                };
                self.overwrite(slot, at, |_, lens| filled(lens))?;
            }
            ("copy_within", [from, to]) => {
                let Expr::Range(range) = strip(from) else { return self.error(anchor(from), "`copy_within` takes a range, `0..n`") };
                let len = self.length_at(&slot, span)?;
                let (start, len) = self.part_bounds(range, &len, anchor(from))?;
                let value = self.eval(to)?;
                let to = self.int(value, anchor(to))?;
                let (from, to) = (self.part_of(slot.clone(), start, len.clone()), self.part_of(slot, to, len));
                let copied = self.array_in(&from, span)?;
                self.write_slot(to, Value::Array(copied), at)?;
            }
            (_, [other]) => {
                let value = self.eval(other)?;
                let value = self.as_in_place(slot.variable, &slot.ids, value, anchor(other))?;
                let value = self.settled(value, anchor(other))?;
                self.overwrite(slot, at, |r, lens| {
                    let fits = r.lengths_of(&value).is_some_and(|own| r.lengths_agree(lens, &own));
                    fits.then_some(value)
                })?;
            }
            _ => unreachable!("counted above"),
        }
        Ok(Some(Value::Unit))
    }

    fn array_in(&mut self, slot: &Slot, span: Span) -> Eval<Array> {
        let held = self.held(Value::Slot(slot.clone()), span)?;
        match self.settled(held, span)? {
            Value::Array(array) => Ok(array),
            _ => self.error(span, "only arrays and slices of numbers can be written this way"),
        }
    }

    /// `chunks_exact_mut(size)`
    fn chunks_in(&mut self, slot: Slot, method: &str, size: &Expr, span: Span) -> Eval<Value> {
        let value = self.eval(size)?;
        let count = self.int(value, anchor(size))?;
        self.not_zero(size, count, method);
        let len = self.length_at(&slot, span)?;
        let size = self.as_length(count, span);
        let count = match (self.ast.expr(size), &len) {
            (&Node::Number(n), _) if n < 1.0 => return self.error(span, format_args!("the size for `{method}` must not be 0")),
            (&Node::Number(n), Extent::Number(len)) => (method == "chunks_exact_mut" || len % n as u64 == 0).then_some(*len / n as u64),
            _ => None,
        };
        let count = match count {
            Some(count) => Some(self.number(count as f64, span)),
            None => {
                let all = self.extent(&len, span);
                self.parts_of(method.trim_end_matches("_mut"), all, size, span)
            }
        };
        let whole = match &len {
            _ if method == "chunks_exact_mut" => None,
            Extent::Number(len) if matches!(self.ast.expr(size), Node::Number(n) if len % *n as u64 == 0) => None,
            len => Some(self.extent(len, span)),
        };
        match count {
            Some(count) => Ok(Value::Iter(Rc::new(Iter::Chunks(slot, size, count, whole)))),
            None => self.error(
                span,
                format_args!("the size for `{method}` must be given before the loops here: index `x[i + k]` in a `for` loop instead"),
            ),
        }
    }

    /// `first_mut()`, `last_mut()` and `get_mut(k)`
    fn place_if(&mut self, slot: Slot, method: &str, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let len = self.length_at(&slot, span)?;
        let len = self.extent(&len, span);
        let (wanted, index) = self.which(method, arguments, len, span)?;
        let item = self.place_at(&slot, index);
        Ok(match self.item_if(wanted, len, true, span, |_| Ok(item))? {
            // Nothing reads it.
            Value::Maybe(maybe) => Value::Maybe(Maybe { panics: false, ..maybe }),
            other => other,
        })
    }

    /// The array in a place, with every element moved.
    fn rotated(&mut self, slot: &Slot, by: ExprId, left: bool, span: Span) -> Eval<Array> {
        let array = self.array_in(slot, span)?;
        let len = self.length(&array);
        let end = self.extent(&len, span);
        // To the right by n is to the left by the rest.
        let by = if left { by } else { self.minus(end, by, span) };
        let rest = self.minus(end, by, span);
        let (before, after) = (self.length_of(by), self.length_of(rest));
        let zero = self.number(0.0, span);
        let parts = [Array::Part(Box::new(array.clone()), by, after), Array::Part(Box::new(array), zero, before)];
        self.joined(parts, len, rest, span)
    }

    /// Two arrays, one after the other.
    fn joined(&mut self, [first, second]: [Array; 2], len: Extent, middle: ExprId, span: Span) -> Eval<Array> {
        if let (Extent::Number(n @ ..=64), &Node::Number(m)) = (&len, self.ast.expr(middle)) {
            let mut items = Vec::new();
            for k in 0..*n {
                let (from, k) = if (k as f64) < m { (&first, k as f64) } else { (&second, k as f64 - m) };
                let k = self.number(k, span);
                items.push(self.element(from, k, span)?);
            }
            return Ok(Array::Items(items));
        }
        let Some(mut lens) = self.lengths(&first) else {
            return self.error(span, "only arrays and slices of numbers can be written this way");
        };
        lens[0] = len;
        let symbols: Vec<_> = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let here: Vec<ExprId> = symbols.iter().map(|s| self.push(Node::Name(*s), span)).collect_vec();
        let beyond = self.minus(here[0], middle, span);
        let (k, m) = (self.int_to_float(here[0], span), self.int_to_float(middle, span));
        let condition = self.binary(BinaryOp::Lt, k, m, span);
        let then = self.index(Value::Array(first), &here, span)?;
        let otherwise = self.index(Value::Array(second), &[&[beyond], &here[1..]].concat(), span)?;
        let (then, otherwise) = (self.float(then, span)?, self.float(otherwise, span)?);
        let body = self.push(Node::If { condition, then, otherwise }, span);
        Ok(self.new_definition("rotated", &symbols, lens, body, span))
    }

    /// Every number of a place becomes that of what `make` gives for its lengths, if it fits.
    fn overwrite(&mut self, slot: Slot, span: Span, make: impl FnOnce(&mut Self, &[Extent]) -> Option<Value>) -> Eval<()> {
        let Some(lens) = self.lengths_at(&slot, span)? else {
            return self.error(span, "only arrays and slices of numbers can be written as a whole");
        };
        let Some(value) = make(self, &lens) else {
            return self.error(span, "what is copied here must be an array of the same length");
        };
        self.write_slot(slot, value, span)
    }

    /// Gives a place a value.
    pub fn write_slot(&mut self, slot: Slot, value: Value, span: Span) -> Eval<()> {
        let Slot { variable, ids, part } = slot;
        let Some((start, len)) = part else { return self.write_place(variable, ids, value, span) };
        let Value::Array(array) = value else { return self.error(span, "an array is needed here") };
        let numbers = self.are_numbers(&ids) && self.are_numbers(&[start]);
        if !self.is_outside_loop(variable) && (self.is_long(variable) || !numbers) {
            let value = self.settled(Value::Array(array), span)?;
            self.settle(variable, ids.len() + self.lengths_of(&value).map_or(0, |lens| lens.len()), span)?;
            self.whole.insert(variable);
            return self.update_part(variable, &ids, (start, len), value, span);
        }
        let end = self.extent(&len, span);
        if let Node::Number(n @ ..=16.0) = *self.ast.expr(end) {
            return (0..n as u64).try_for_each(|k| {
                let k = self.number(k as f64, span);
                let (element, at) = (self.element(&array, k, span)?, self.plus(start, k, span));
                self.write_place(variable, [&ids[..], &[at]].concat(), element, span)
            });
        }
        let zero = self.number(0.0, span);
        let iter = Rc::new(Iter::Range(zero, end));
        self.each_pass(&iter, "k", span, |r, item, _| {
            let Value::Int(k) = item else { unreachable!("the item of a range") };
            let (element, at) = (r.element(&array, k, span)?, r.plus(start, k, span));
            r.write_place(variable, [&ids[..], &[at]].concat(), element, span)
        })
    }

    /// Binds names to the places in a place. Where the pattern says itself what it borrows, `ref mut a`, other names hold copies.
    pub fn places_pattern(&mut self, pat: &Pat, slot: &Slot, says: bool) -> Eval<()> {
        match pat {
            Pat::Wild(_) | Pat::Rest(_) => Ok(()),
            Pat::Paren(p) => self.places_pattern(&p.pat, slot, says),
            Pat::Type(p) => self.places_pattern(&p.pat, slot, says),
            Pat::Ident(p) if p.subpat.as_ref().is_none_or(|(_, rest)| matches!(**rest, Pat::Rest(_))) => {
                let borrows = !says || (p.by_ref.is_some() && p.mutability.is_some());
                let slot = Value::Slot(slot.clone());
                let value = if borrows { slot } else { self.held(slot, p.ident.span())? };
                self.bind(&p.ident.unraw().to_string(), !borrows && p.mutability.is_some(), Some(value));
                Ok(())
            }
            Pat::Slice(p) => {
                let len = self.length_at(slot, pat.span())?;
                for (pat, at, rest) in self.of_slice(p, &len)? {
                    let index = self.number(at as f64, pat.span());
                    let inside = match rest {
                        None => self.inside(slot.clone(), vec![index]),
                        Some(len) => self.part_of(slot.clone(), index, Extent::Number(len)),
                    };
                    self.places_pattern(pat, &inside, says)?;
                }
                Ok(())
            }
            _ => self.error(pat.span(), "only arrays can be borrowed part by part: of a tuple or a struct, assign the field, `p.0 = ..`"),
        }
    }

    /// Exchanges what two places hold.
    pub fn exchange(&mut self, a: Slot, b: Slot, span: Span) -> Eval<()> {
        let x = self.held(Value::Slot(a.clone()), span)?;
        let y = self.held(Value::Slot(b.clone()), span)?;
        self.write_slot(a, y, span)?;
        self.write_slot(b, x, span)
    }

    /// `std::mem::replace(&mut a, b)` and `std::mem::take(&mut a)`: what was there.
    pub fn replace_call(&mut self, place: &Expr, new: Option<&Expr>, span: Span) -> Eval<Value> {
        let (slot, at) = self.slot(place)?;
        let held = self.held(Value::Slot(slot.clone()), span)?;
        let old = self.settled(held, span)?;
        let new = match (new, &old) {
            (Some(new), _) => self.moved(new)?,
            (None, Value::Int(_)) => Value::Int(self.number(0.0, span)),
            (None, Value::Bool(_)) => Value::Bool(self.truth(false, span)),
            (None, Value::Float(_)) => Value::Float(self.number(0.0, span)),
            (None, _) => {
                return self.error(span, "what `take` leaves of this is not seen: write `std::mem::replace` with the new value instead");
            }
        };
        self.write_slot(slot, new, at)?;
        Ok(old)
    }

    /// `std::mem::swap(&mut a, &mut b)`
    pub fn swap_call(&mut self, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let [a, b] = arguments else { return self.error(span, "`swap` takes two places: `swap(&mut a, &mut b)`") };
        let (a, b) = (self.slot(a)?.0, self.slot(b)?.0);
        self.exchange(a, b, span)?;
        Ok(Value::Unit)
    }
}

/// Whether a pattern borrows what it is bound to, `ref mut a`.
pub(super) fn borrows(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(p) => p.by_ref.is_some() && p.mutability.is_some(),
        Pat::Paren(p) => borrows(&p.pat),
        Pat::Type(p) => borrows(&p.pat),
        Pat::Slice(p) => p.elems.iter().any(borrows),
        Pat::Tuple(p) => p.elems.iter().any(borrows),
        Pat::Struct(p) => p.fields.iter().any(|f| borrows(&f.pat)),
        Pat::TupleStruct(p) => p.elems.iter().any(borrows),
        _ => false,
    }
}

/// The place inside parentheses, `&`, `&mut` and `*`.
fn place_of(e: &Expr) -> &Expr {
    match strip(e) {
        Expr::Reference(e) => place_of(&e.expr),
        other => other,
    }
}
