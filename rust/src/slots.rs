//! Places that are borrowed to be written: `&mut a[i]`, `a.iter_mut()`, and methods that write to arrays.
//!
//! A borrowed place is the variable and the indices that it stands for; reading or assigning what holds it
//! reads or assigns that variable.

use super::body::{anchor, strip};
use super::state::{Array, Eval, Iter, Reader, Value};
use chainrule_parser::ast::{ExprId, Extent};
use chainrule_parser::list::CollectVec;
use std::rc::Rc;
use syn::Expr;

/// Methods of arrays that write to them.
pub(super) const WRITING: &[&str] = &["iter_mut", "reverse", "fill", "copy_from_slice", "clone_from_slice", "swap"];

impl Reader {
    /// `&mut place`
    pub fn borrowed(&mut self, place: &Expr) -> Eval<Value> {
        let (variable, ids, _) = self.place(place)?;
        Ok(Value::Slot(variable, ids))
    }

    /// What a place holds, if this is one.
    pub fn held(&mut self, value: Value, span: proc_macro2::Span) -> Eval<Value> {
        match value {
            Value::Slot(variable, ids) if ids.is_empty() => self.read(variable, span),
            Value::Slot(variable, ids) => self.read_element(variable, &ids, span),
            other => Ok(other),
        }
    }

    /// The place that a variable stands for: itself, or what it has borrowed.
    pub fn behind(&self, variable: usize, ids: Vec<ExprId>) -> (usize, Vec<ExprId>) {
        match &self.variables[variable].value {
            Some(Value::Slot(target, outer)) => (*target, outer.iter().copied().chain(ids).collect_vec()),
            _ => (variable, ids),
        }
    }

    /// Gives `variable[ids]` as an iterator over the places in it.
    pub fn places_in(&mut self, variable: usize, ids: Vec<ExprId>, span: proc_macro2::Span) -> Eval<Rc<Iter>> {
        let held = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let held = self.settled(held, span)?;
        let Some(len) = self.lengths_of(&held).and_then(|lens| lens.get(ids.len()).cloned()) else {
            return self.error(span, "only arrays and slices of numbers can be gone through this way");
        };
        Ok(Rc::new(Iter::Places(variable, ids, len)))
    }

    /// A method that writes to an array, or `None` if it is none of these.
    pub fn writing_method(&mut self, e: &syn::ExprMethodCall) -> Eval<Option<Value>> {
        let span = e.method.span();
        let arguments: Vec<&Expr> = e.args.iter().collect_vec();
        let method = e.method.to_string();
        // Methods of other things have other arguments.
        let wanted = match method.as_str() {
            "iter_mut" | "reverse" => 0,
            "swap" => 2,
            _ => 1,
        };
        if !WRITING.contains(&method.as_str()) || arguments.len() != wanted {
            return Ok(None);
        }
        let (variable, ids, at) = self.place(&e.receiver)?;
        match (method.as_str(), &arguments[..]) {
            ("iter_mut", _) => return self.places_in(variable, ids, span).map(|iter| Some(Value::Iter(iter))),
            ("reverse", _) => {
                let held = self.held(Value::Slot(variable, ids.clone()), span)?;
                let Value::Array(array) = self.settled(held, span)? else {
                    return self.error(span, "only arrays and slices of numbers can be reversed");
                };
                let backwards = Rc::new(Iter::Reversed(Rc::new(Iter::Elements(array))));
                let reversed = self.made(&backwards, "reversed", span)?;
                self.write_place(variable, ids, Value::Array(reversed), at)?;
            }
            ("swap", [a, b]) => {
                let mut pair = Vec::new();
                for index in [a, b] {
                    let value = self.eval(index)?;
                    let index = self.int(value, anchor(index))?;
                    pair.push([&ids[..], &[index]].concat());
                }
                self.exchange((variable, pair.swap_remove(0)), (variable, pair.swap_remove(0)), at)?;
            }
            ("fill", [value]) => {
                let number = self.eval(value)?;
                let number = self.float(number, anchor(value))?;
                let filled = |lens: &[Extent]| {
                    Some(lens.iter().rev().fold(Value::Float(number), |v, len| Value::Array(Array::Fill(Box::new(v), len.clone()))))
                };
                self.overwrite(variable, &ids, at, |_, lens| filled(lens))?;
            }
            (_, [other]) => {
                let value = self.eval(other)?;
                let value = self.as_in_place(variable, &ids, value, anchor(other))?;
                let value = self.settled(value, anchor(other))?;
                self.overwrite(variable, &ids, at, |r, lens| {
                    let fits = r.lengths_of(&value).is_some_and(|own| r.lengths_agree(lens, &own));
                    fits.then_some(value)
                })?;
            }
            _ => unreachable!("counted above"),
        }
        Ok(Some(Value::Unit))
    }

    /// Every number of a place becomes that of what `make` gives for its lengths, if it fits.
    fn overwrite(
        &mut self,
        variable: usize,
        ids: &[ExprId],
        span: proc_macro2::Span,
        make: impl FnOnce(&mut Self, &[Extent]) -> Option<Value>,
    ) -> Eval<()> {
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let old = self.settled(old, span)?;
        let Some(lens) = self.lengths_of(&old).and_then(|lens| lens.get(ids.len()..).map(<[Extent]>::to_vec)) else {
            return self.error(span, "only arrays and slices of numbers can be written as a whole");
        };
        let Some(value) = make(self, &lens) else {
            return self.error(span, "what is copied here must be an array of the same length");
        };
        self.write_place(variable, ids.to_vec(), value, span)
    }

    /// Exchanges what two places hold.
    pub fn exchange(&mut self, a: (usize, Vec<ExprId>), b: (usize, Vec<ExprId>), span: proc_macro2::Span) -> Eval<()> {
        let x = self.held(Value::Slot(a.0, a.1.clone()), span)?;
        let y = self.held(Value::Slot(b.0, b.1.clone()), span)?;
        for ((variable, ids), value) in [(a, y), (b, x)] {
            if ids.is_empty() {
                self.assign(variable, value, span)?;
            } else {
                self.write_place(variable, ids, value, span)?;
            }
        }
        Ok(())
    }

    /// `std::mem::swap(&mut a, &mut b)`
    pub fn swap_call(&mut self, arguments: &[&Expr], span: proc_macro2::Span) -> Eval<Value> {
        let [a, b] = arguments else { return self.error(span, "`swap` takes two places: `swap(&mut a, &mut b)`") };
        let mut places = Vec::new();
        for argument in [a, b] {
            let place = match strip(argument) {
                Expr::Reference(e) => &*e.expr,
                other => other,
            };
            let (variable, ids, _) = self.place(place)?;
            places.push((variable, ids));
        }
        let (b, a) = (places.pop(), places.pop());
        if let (Some(a), Some(b)) = (a, b) {
            self.exchange(a, b, span)?;
        }
        Ok(Value::Unit)
    }
}
