//! Results: what a function returns, and what it writes to `&mut` arguments.
//!
//! A `&mut` argument is a variable that begins with what the argument holds; what the function leaves in it is a result. A
//! function with more than one number as its result is differentiated by the sum of the products of all of them with
//! seeds. A call that writes to places returns what they hold after it, beside its own result.

use super::body::anchor;
use super::fields::{REST, REST_OF};
use super::options::Maybe;
use super::parts::Part;
use super::slots::Slot;
use super::state::{Eval, Reader};
use super::types::{Dim, Form};
use super::value::{Array, Iter, Value};
use super::variables::Changes;
use chainrule_parser::ast::{Axis, BinaryOp, Declaration, DeclarationKind, Expr as Node, ExprId, Extent, Passed, ResultPart};
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use proc_macro2::Span;
use std::rc::Rc;
use syn::Expr;
use syn::ext::IdentExt;

/// Tuples in an array that is returned have seeds of their own, if there are at most so many.
const MOST_TUPLES: u64 = 16;

/// A `&mut` argument.
pub(super) struct Output {
    /// Its variable.
    pub variable: usize,
    /// Its name in the tree.
    pub name: String,
    pub dims: Vec<Dim>,
    pub lens: Vec<Extent>,
}

impl Reader {
    /// The sum of the products of all numbers that a function returns or leaves in `&mut` arguments with seeds.
    pub fn objective(&mut self, form: &Form, value: Value, span: Span) -> Eval<ExprId> {
        let mut sum = match form {
            Form::Tuple(items) if items.is_empty() => None,
            form => Some(self.times_seeds(form, value, String::new(), span)?),
        };
        for at in 0..self.outputs.len() {
            let Output { variable, ref name, ref dims, ref lens } = self.outputs[at];
            let (name, dims, lens) = (name.clone(), dims.clone(), lens.clone());
            let left = self.read(variable, span)?;
            let product = self.times_seed(left, dims, &lens, (String::new(), Some(name)), span)?;
            sum = Some(match sum {
                Some(sum) => self.binary(BinaryOp::Add, sum, product, span),
                None => product,
            });
        }
        match sum {
            Some(sum) => Ok(sum),
            None => self.error(span, "there is nothing to differentiate in an empty tuple"),
        }
    }

    /// The sum of the products of all numbers in a result with seeds that are declared here.
    fn times_seeds(&mut self, form: &Form, value: Value, place: String, span: Span) -> Eval<ExprId> {
        let mut dims = Vec::new();
        let mut at = form;
        while let Form::Array(dim, element) = at {
            dims.push(dim.clone());
            at = element;
        }
        if let (Form::Tuple(items), true) = (at, dims.is_empty()) {
            let mut sum = None;
            for (k, item) in items.iter().enumerate() {
                let part = self.field(value.clone(), &syn::Member::from(k))?;
                let product = self.times_seeds(item, part, format!("{place}.{k}"), span)?;
                sum = Some(match sum {
                    Some(sum) => self.binary(BinaryOp::Add, sum, product, span),
                    None => product,
                });
            }
            return match sum {
                Some(sum) => Ok(sum),
                None => self.error(span, "there is nothing to differentiate in an empty tuple"),
            };
        }
        if let (Form::Opaque(_), true) = (at, dims.is_empty()) {
            return match self.parts_times_seeds(value, place, span)? {
                Some(sum) => Ok(sum),
                None if !self.copies.is_empty() => Ok(self.number(0.0, span)),
                None => self.error(span, "there is nothing to differentiate in the struct that is returned"),
            };
        }
        let Form::Float(_) = at else {
            let (Form::Array(Dim::Number(len @ 1..=MOST_TUPLES), element), Form::Tuple(_)) = (form, at) else {
                return self.error(
                    span,
                    format_args!(
                        "tuples in arrays are not supported as a result, but in those of at most {MOST_TUPLES}: return an array for each of \
                         their fields"
                    ),
                );
            };
            let mut sum = None;
            for k in 0..*len {
                let index = self.number(k as f64, span);
                let item = self.index(value.clone(), &[index], span)?;
                let product = self.times_seeds(element, item, format!("{place}[{k}]"), span)?;
                sum = Some(match sum {
                    Some(sum) => self.binary(BinaryOp::Add, sum, product, span),
                    None => product,
                });
            }
            return Ok(sum.unwrap_or_else(|| self.number(0.0, span)));
        };
        let lens: Vec<Extent> = dims
            .iter()
            .map(|dim| match dim {
                Dim::Number(n) => Extent::Number(*n),
                Dim::Const(text) => Extent::Name(self.ast.intern(text)),
                Dim::Slice => unreachable!("refused at the signature"),
            })
            .collect_vec();
        self.times_seed(value, dims, &lens, (place, None), span)
    }

    /// As [`Reader::times_seeds`], of a struct that the body makes: what its fields are follows from what is in them.
    fn parts_times_seeds(&mut self, value: Value, place: String, span: Span) -> Eval<Option<ExprId>> {
        // An argument as it is, unless its type is an alias of an array of numbers.
        if let Value::Part(part) = &value
            && self.rank_as_numbers(part).is_none()
            && let Some(copied) = part.copied()
        {
            self.copies.extend(copied.map(|template| super::Copied { template, place, except: Vec::new() }));
            return Ok(None);
        }
        // What a call returned, number by number.
        if let Value::Part(part) = &value
            && part.is_result()
            && self.rank_as_numbers(part).is_none()
        {
            let numbers = self.numbers_of(value, span)?;
            let len = self.length(&numbers);
            let place = (format!("{place}.__numbers()"), None);
            return self.times_seed(Value::Array(numbers), vec![Dim::Slice], &[len], place, span).map(Some);
        }
        // A name that is no struct is one of an array of numbers.
        if !matches!(value, Value::Struct(..) | Value::Tuple(_)) && self.lengths_of(&value).is_none_or(|lens| lens.is_empty()) {
            return self.error(span, "a struct that is returned has to be made here: write `Name { a: .., b: .. }`");
        }
        let value = match value {
            Value::Struct(path, fields) if fields.iter().all(|f| f.0 != REST_OF) => {
                let fields = self.with_rest(&path, fields);
                Value::Struct(path, fields)
            }
            other => other,
        };
        // What is taken from results, number by number.
        if of_results(&value) {
            let numbers = self.numbers_of(value, span)?;
            let len = self.length(&numbers);
            let place = (format!("{place}.__numbers()"), None);
            return self.times_seed(Value::Array(numbers), vec![Dim::Slice], &[len], place, span).map(Some);
        }
        let mut leaves = Vec::new();
        for rest in fields(value, place, &mut leaves) {
            match rest.0.copied() {
                Some(copied) => self.copies.extend(copied.map(|template| super::Copied { template, place: rest.1, except: rest.2 })),
                None => return self.error(span, REST),
            }
        }
        // The others say more of what a part of an argument is.
        sort::by_key(&mut leaves, |(_, value)| matches!(value, Value::Part(_)));
        let mut sum = None;
        for (place, value) in leaves {
            let name = place.rsplit('.').next().unwrap_or_default().to_owned();
            if let Value::Part(part) = &value
                && self.rank_as_numbers(part).is_none()
            {
                if part.is_result() {
                    // What a call returned, number by number.
                    let numbers = self.numbers_of(value, span)?;
                    let len = self.length(&numbers);
                    let place = (format!("{place}.__numbers()"), None);
                    let product = self.times_seed(Value::Array(numbers), vec![Dim::Slice], &[len], place, span)?;
                    sum = Some(match sum {
                        Some(sum) => self.binary(BinaryOp::Add, sum, product, span),
                        None => product,
                    });
                    continue;
                }
                // A field of the argument's own type: whatever that is, its gradient is the seed.
                let Some(copied) = part.copied() else {
                    return self.error(
                        span,
                        format_args!(
                            "what is copied to the field `{name}` is not known to be a number here: write its elements, \
                             `[p.w[0], p.w[1]]`, `1.0 * p.b` for a number, or `p.n as usize` for an integer"
                        ),
                    );
                };
                self.copies.extend(copied.map(|template| super::Copied { template, place, except: Vec::new() }));
                continue;
            }
            let value = self.settled(value, span)?;
            let Some(lens) = self.lengths_of(&value) else {
                return self.error(span, format_args!("the field `{name}` of what is returned is no number and no array of numbers"));
            };
            let product = self.times_seed(value, vec![Dim::Slice; lens.len()], &lens, (place, None), span)?;
            sum = Some(match sum {
                Some(sum) => self.binary(BinaryOp::Add, sum, product, span),
                None => product,
            });
        }
        Ok(sum)
    }

    /// The sum of the products of the numbers in an array, or of a number, with a seed of the same shape.
    fn times_seed(
        &mut self,
        value: Value,
        dims: Vec<Dim>,
        lens: &[Extent],
        (place, of): (String, Option<String>),
        span: Span,
    ) -> Eval<ExprId> {
        // No variable has this name.
        let name = format!("seed{}'", self.seeds.len());
        let at = self.span(span);
        let symbol = self.ast.intern(&name);
        let axes = lens.iter().map(|len| Axis { index: None, extent: Some(len.clone()), span: at }).collect_vec();
        self.ast.declarations.push(Declaration { kind: DeclarationKind::Input, name: symbol, span: at, axes, init: None, opaque: false });
        let seed = self.push(Node::Name(symbol), span);
        if lens.is_empty() {
            let value = self.float(value, span)?;
            self.seeds.push(super::Seed { name, place, of, value, dims });
            return Ok(self.binary(BinaryOp::Mul, seed, value, span));
        }
        let value = self.as_rows(value, lens, span)?;
        let rank = self.lengths_of(&value).map(|own| own.len());
        if rank != Some(lens.len()) {
            // What is of no type that chainrule does not see is not of that of the signature.
            let foreign =
                value.is_no_number() && rank.is_some() || matches!(value, Value::Float(_) | Value::Int(_) | Value::Bool(_) | Value::Unit);
            return self.unless_foreign(foreign, |r| r.error(span, "the result is no array of numbers as the signature says"));
        }
        let (binders, indices) = self.over_elements(lens, span);
        let element = self.index(value, &indices, span)?;
        let element = self.float(element, span)?;
        let function = self.ast.intern(chainrule_parser::ast::ARRAY);
        let value = self.push(Node::Reduce { function, binders: binders.clone(), body: element }, span);
        self.seeds.push(super::Seed { name, place, of, value, dims });
        let seed = self.push(Node::Index { base: seed, indices }, span);
        let body = self.binary(BinaryOp::Mul, seed, element, span);
        let function = self.ast.intern("sum");
        Ok(self.push(Node::Reduce { function, binders, body }, span))
    }

    /// A value that is an array with these lengths, which says what results of calls in it are.
    fn as_rows(&mut self, value: Value, lens: &[Extent], span: Span) -> Eval<Value> {
        match value {
            Value::Part(part) if part.is_result() && !lens.is_empty() => self.as_array_of(Value::Part(part), lens, span),
            Value::Array(Array::Items(items)) if lens.len() > 1 => {
                let items = items.into_iter().map(|item| self.as_rows(item, &lens[1..], span));
                Ok(Value::Array(Array::Items(items.try_collect_vec()?)))
            }
            other => self.settled(other, span),
        }
    }

    /// The variable of a name that stands for a place: a `&mut` argument, or what is bound to `&mut`.
    pub fn reference(&self, e: &Expr) -> Option<usize> {
        let mut at = e;
        let name = loop {
            at = match at {
                Expr::Paren(e) => &e.expr,
                Expr::Group(e) => &e.expr,
                Expr::Path(e) => break e.path.get_ident()?.unraw().to_string(),
                _ => return None,
            };
        };
        let variable = self.lookup(&name)?;
        let borrowed = matches!(self.variables[variable].value, Some(Value::Slot(..))) || self.is_reference(at);
        (borrowed || self.outputs.iter().any(|o| o.variable == variable)).then_some(variable)
    }

    /// The value of an expression that something is bound to: a name of a place hands the place on.
    pub fn moved(&mut self, e: &Expr) -> Eval<Value> {
        match self.reference(e) {
            Some(variable) if !self.variables[variable].poisoned => Ok(Value::Slot(self.behind(variable, Vec::new()))),
            _ => self.eval(e),
        }
    }

    /// `y = &mut z` of a `&mut` argument would leave its place.
    pub fn refuse_to_borrow_anew(&mut self, left: &Expr, right: &Expr) -> Eval<()> {
        match self.reference(left) {
            Some(variable) if self.outputs.iter().any(|o| o.variable == variable) => {
                let name = self.variables[variable].name.clone();
                let number = matches!(right, Expr::Binary(_) | Expr::Unary(_) | Expr::Lit(_) | Expr::Array(_));
                let number = number || matches!(right, Expr::Path(_)) && self.reference(right).is_none();
                let message = format!("`{name}` cannot be made to borrow another place: write to it by `*{name} = ..` or to its elements");
                self.unless_foreign(number, |r| r.error(anchor(left), message))
            }
            _ => Ok(()),
        }
    }

    /// The place that an argument lets a function write to, if it does.
    pub fn written_place(&mut self, argument: &Expr) -> Eval<Option<Slot>> {
        let mut at = argument;
        loop {
            at = match at {
                Expr::Paren(e) => &e.expr,
                Expr::Group(e) => &e.expr,
                Expr::Reference(e) if e.mutability.is_some() => {
                    return Ok(Some(self.slot(&e.expr)?.0));
                }
                other => {
                    let place = self.reference(other).map(|variable| self.behind(variable, Vec::new()));
                    return Ok(place);
                }
            };
        }
    }

    /// What a place holds, and how it is passed.
    pub fn pass_output(&mut self, slot: &Slot, span: Span) -> Eval<(Passed, ExprId)> {
        let held = self.held(Value::Slot(slot.clone()), span)?;
        let is_struct = match &held {
            Value::Part(part) => self.is_struct(part),
            value => matches!(value, Value::Struct(..)),
        };
        if is_struct {
            return self.error(
                span,
                "a function that changes a struct is not followed: make it a method that takes `&mut self`, or let it return the struct",
            );
        }
        match self.settled(held, span)? {
            Value::Array(array) => {
                let (passed, id) = self.pass_array(array, span)?;
                let Passed::Array(lens) = passed else { unreachable!("an array is passed") };
                Ok((Passed::Output(lens), id))
            }
            other => Ok((Passed::Output(Vec::new()), self.float(other, span)?)),
        }
    }

    /// Puts what a call left in places there.
    pub fn write_outputs(&mut self, invoke: ExprId, call: u32, outputs: Vec<Slot>, span: Span) -> Eval<()> {
        let passed = self.ast.calls[call as usize].arguments.clone();
        let shapes = passed.into_iter().filter_map(|p| match p {
            Passed::Output(lens) => Some(lens),
            _ => None,
        });
        for (k, (slot, lens)) in outputs.into_iter().zip(shapes).enumerate() {
            let template = format!(".1.{k}{}", "[]".repeat(lens.len()));
            self.ast.parts.push(ResultPart { template, shape: lens.clone(), whole: false });
            let part = self.ast.parts.len() as u32 - 1;
            let base = self.push(Node::Output { call: invoke, part, indices: Vec::new() }, span);
            let value = match lens.is_empty() {
                true => Value::Float(base),
                false => Value::Array(Array::View { base, indices: Vec::new(), lens }),
            };
            self.write_slot(slot, value, span)?;
        }
        Ok(())
    }

    /// `v[ids] = value`, where the value may be a row.
    pub fn write_place(&mut self, variable: usize, ids: Vec<ExprId>, value: Value, span: Span) -> Eval<()> {
        if let Some(record) = self.variables[variable].record.clone() {
            return self.write_record(&record, &ids, value, span);
        }
        match value {
            value if ids.is_empty() => self.assign(variable, value, span),
            // A row outside of loops is one change of the array, not one for each element, where these are not kept one by one.
            Value::Array(_) if !self.is_outside_loop(variable) && (self.is_long(variable) || !self.are_numbers(&ids)) => {
                let value = self.settled(value, span)?;
                self.settle(variable, ids.len() + self.lengths_of(&value).map_or(0, |lens| lens.len()), span)?;
                self.whole.insert(variable);
                self.update_element(variable, &ids, value, false, span)
            }
            // What is written one by one is read so.
            Value::Array(Array::Items(items)) => items.into_iter().enumerate().try_for_each(|(k, item)| {
                let k = self.number(k as f64, span);
                self.write_place(variable, [&ids[..], &[k]].concat(), item, span)
            }),
            Value::Array(array) => {
                let len = self.length(&array);
                let (start, end) = (self.number(0.0, span), self.extent(&len, span));
                let iter = Rc::new(Iter::Range(start, end));
                self.each_pass(&iter, "k", span, |r, item, _| {
                    let Value::Int(k) = item else { unreachable!("the item of a range") };
                    let element = r.element(&array, k, span)?;
                    r.write_place(variable, [&ids[..], &[k]].concat(), element, span)
                })
            }
            value => {
                let value = self.float(value, span)?;
                self.write_element(variable, ids, value, false, span)
            }
        }
    }

    /// Joins what branches that return did to the variables that are still there when they have.
    pub fn merge_left(&mut self, condition: ExprId, mut then: Changes, mut otherwise: Changes, span: Span) -> Eval<()> {
        for changes in [&mut then, &mut otherwise] {
            changes.retain(|id, _| match self.outer {
                Some(outer) => *id < outer,
                None => self.outputs.iter().any(|o| o.variable == *id),
            });
        }
        self.merge(condition, then, otherwise, span)
    }
}

/// What a struct has from another one by `..`, with its place and the fields that it does not have from there.
type Rest = (Part, String, Vec<String>);

/// Whether a struct has other fields from what is no argument, in itself or in one of its fields.
fn of_results(value: &Value) -> bool {
    let Value::Struct(_, fields) = value else { return false };
    fields.iter().any(|(name, value)| match value {
        Value::Part(rest) if name == REST_OF => rest.copied().is_none(),
        value => of_results(value),
    })
}

/// What is in the fields of a struct, and where; integers and conditions are no results.
fn fields(value: Value, place: String, out: &mut Vec<(String, Value)>) -> Vec<Rest> {
    let constant = |value: &Value| matches!(value, Value::Int(_) | Value::Bool(_) | Value::Maybe(Maybe { value: None, .. }));
    let mut rests = Vec::new();
    let mut inside = |name: &str, v: Value| fields(v, format!("{place}.{name}"), out);
    match value {
        Value::Struct(_, list) => {
            let except = list.iter().filter(|f| f.0 != REST_OF && !constant(&f.1)).map(|f| f.0.clone()).collect_vec();
            for (name, v) in list {
                match v {
                    Value::Part(rest) if name == REST_OF => rests.push((rest, place.clone(), except.clone())),
                    v => rests.append(&mut inside(&name, v)),
                }
            }
        }
        Value::Tuple(items) => items.into_iter().enumerate().for_each(|(k, v)| rests.append(&mut inside(&k.to_string(), v))),
        value if constant(&value) => {}
        value => out.push((place, value)),
    }
    rests
}
