//! What the branches of a condition did to variables, joined.

use super::fields::{REST, REST_OF, UNKNOWN};
use super::parts::Part;
use super::state::{Eval, Reader};
use super::value::{Array, Fold, Value};
use super::variables::{Changes, Pending, Variable, VariableState};
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Extent, UnaryOp};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::Map;

const CHOICE: &str = "choosing between these arrays is not supported: put the `if` around their elements instead";
use std::rc::Rc;

impl Reader {
    /// Runs one branch, which is executed under a condition, and takes back what it did.
    pub fn branch<T>(&mut self, condition: ExprId, run: impl FnOnce(&mut Self) -> T) -> (T, Changes) {
        self.journal.push(Map::default());
        self.path.push(condition);
        let known = self.variables.len();
        let result = run(self);
        (result, self.take_back_branch(known))
    }

    /// What a branch did to the variables that were known before it, which have their old values again.
    fn take_back_branch(&mut self, known: usize) -> Changes {
        self.path.pop();
        let before = self.journal.pop().expect("pushed above");
        let mut changes = Changes::default();
        for (id, old) in before {
            let new = std::mem::replace(&mut self.variables[id], old);
            if id < known {
                changes.insert(id, VariableState(new));
            }
        }
        changes
    }

    /// Joins what two branches did.
    pub fn merge(&mut self, condition: ExprId, mut then: Changes, mut otherwise: Changes, span: proc_macro2::Span) -> Eval<()> {
        let mut ids: Vec<usize> = then.keys().chain(otherwise.keys()).copied().collect_vec();
        sort::ascending(&mut ids);
        ids.dedup();
        for id in ids {
            self.touch(id);
            let before = self.variables[id].clone();
            let a = then.remove(&id).map_or_else(|| before.clone(), |v| v.0);
            let b = otherwise.remove(&id).map_or_else(|| before.clone(), |v| v.0);
            let mut merged = before.clone();
            merged.poisoned = a.poisoned || b.poisoned;
            if let Some(progress) = &mut merged.progress {
                // The loops that a branch has left.
                let left = |v: &Variable| {
                    v.progress.as_ref().map_or(Vec::new(), |p| p.frames[progress.frames.len().min(p.frames.len())..].to_vec())
                };
                let (one, other) = (left(&a), left(&b));
                if !one.is_empty() && !other.is_empty() {
                    return self.carried(id, span);
                }
                progress.frames.push_all(one.into_iter().chain(other));
            }
            merged.value = match (a.value, b.value) {
                (Some(a), Some(b)) if self.same_value(&a, &b) => Some(a),
                (Some(a), Some(b)) => Some(self.select(condition, a, b, span)?),
                // Assigned in one branch only: the compiler refuses a later use.
                (a, b) => a.or(b),
            };
            for level in 0..before.pending.len() {
                let at = |v: &[Pending]| v.get(level).cloned().unwrap_or(Pending::Nothing);
                let joined = self.join(id, condition, at(&before.pending), at(&a.pending), at(&b.pending), span)?;
                merged.pending[level] = joined;
            }
            self.variables[id] = merged;
        }
        Ok(())
    }

    /// Whether two values are the same expressions.
    pub fn same_value(&self, a: &Value, b: &Value) -> bool {
        let all = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same_value(a, b));
        match (a, b) {
            (Value::Float(a), Value::Float(b))
            | (Value::Int(a), Value::Int(b))
            | (Value::Bool(a), Value::Bool(b))
            | (Value::Variant(a), Value::Variant(b)) => a == b,
            (Value::Tuple(a), Value::Tuple(b)) | (Value::Array(Array::Items(a)), Value::Array(Array::Items(b))) => all(a, b),
            (Value::Array(Array::Fill(a, n)), Value::Array(Array::Fill(b, m))) => n == m && self.same_value(a, b),
            (Value::Array(Array::View { base, indices, .. }), Value::Array(Array::View { base: other, indices: others, .. })) => {
                self.same_indices(&[*base], &[*other]) && self.same_indices(indices, others)
            }
            (Value::Array(Array::Part(a, i, n)), Value::Array(Array::Part(b, j, m))) => {
                i == j && n == m && self.same_value(&Value::Array((**a).clone()), &Value::Array((**b).clone()))
            }
            (Value::Array(Array::Columns(i, a)), Value::Array(Array::Columns(j, b))) => {
                let same = |(a, b): (&Array, &Array)| self.same_value(&Value::Array(a.clone()), &Value::Array(b.clone()));
                i == j && a.len() == b.len() && a.iter().zip(b).all(same)
            }
            (Value::Array(Array::Flat(a)), Value::Array(Array::Flat(b))) => {
                let rows = |flat: &super::flat::Flat| Value::Array((*flat.rows).clone());
                a.position == b.position && a.steps == b.steps && self.same_value(&rows(a), &rows(b))
            }
            (Value::Array(Array::Integers(a)), Value::Array(Array::Integers(b))) => {
                self.same_value(&Value::Array((**a).clone()), &Value::Array((**b).clone()))
            }
            (Value::Array(Array::Records(a)), Value::Array(Array::Records(b))) => {
                let same = |(a, b): (&Array, &Array)| self.same_value(&Value::Array(a.clone()), &Value::Array(b.clone()));
                a.fields().count() == b.fields().count() && a.fields().zip(b.fields()).all(same)
            }
            (Value::Outside(a, _), Value::Outside(b, _)) => a == b,
            (Value::Struct(_, a), Value::Struct(_, b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && self.same_value(&a.1, &b.1))
            }
            (Value::Part(a), Value::Part(b)) => self.same_part(a, b),
            (Value::Array(Array::Of(a, _)), Value::Array(Array::Of(b, _))) => self.same_part(a, b),
            (Value::Maybe(a), Value::Maybe(b)) => {
                a.some == b.some
                    && match (&a.value, &b.value) {
                        (Some(a), Some(b)) => self.same_value(a, b),
                        (None, None) => true,
                        _ => false,
                    }
            }
            (Value::Unit, Value::Unit) => true,
            (Value::Iter(a), Value::Iter(b)) => std::rc::Rc::ptr_eq(a, b),
            (Value::Closure(a), Value::Closure(b)) => std::rc::Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    fn join(
        &mut self,
        variable: usize,
        condition: ExprId,
        before: Pending,
        a: Pending,
        b: Pending,
        span: proc_macro2::Span,
    ) -> Eval<Pending> {
        let set_of = |p: &Pending| match p {
            Pending::Element { set, .. } => *set,
            _ => None,
        };
        let terms_of = |p: &Pending| match p {
            Pending::Nothing => Vec::new(),
            Pending::Fold { terms, .. } | Pending::Element { terms, .. } => terms.clone(),
        };
        let shape = |p: &Pending| match p {
            Pending::Nothing => None,
            Pending::Fold { fold, .. } => Some((Some(*fold), Vec::new())),
            Pending::Element { indices, .. } => Some((None, indices.clone())),
        };
        let known: Vec<_> = [&before, &a, &b].into_iter().filter_map(shape).collect_vec();
        if known.windows(2).any(|w| w[0] != w[1]) {
            return self.carried(variable, span);
        }
        let (ta, tb, common) = (terms_of(&a), terms_of(&b), terms_of(&before));
        if set_of(&a) == set_of(&before) && set_of(&b) == set_of(&before) {
            let (new_a, new_b) = (&ta[common.len()..], &tb[common.len()..]);
            if new_a.is_empty() && new_b.is_empty() {
                return Ok(before);
            }
            let fold = match (&a, &b) {
                (Pending::Fold { fold, .. }, _) | (_, Pending::Fold { fold, .. }) => *fold,
                _ => Fold::Sum,
            };
            let then = self.gather(fold, None, new_a, span);
            let otherwise = self.gather(fold, None, new_b, span);
            let term = self.push(Expr::If { condition, then, otherwise }, span);
            let mut terms = common;
            terms.push(term);
            let some = if matches!(a, Pending::Nothing) { b } else { a };
            return Ok(match some {
                Pending::Fold { fold, .. } => Pending::Fold { fold, terms },
                Pending::Element { indices, ids, set, .. } => Pending::Element { indices, ids, set, terms },
                Pending::Nothing => Pending::Nothing,
            });
        }
        let template = if set_of(&a).is_some() { a.clone() } else { b.clone() };
        let Pending::Element { indices, ids, .. } = &template else { unreachable!("only elements are set") };
        if !self.fills_open_loops(&self.variables[variable], &template) {
            return self.carried(variable, span);
        }
        let empty = Pending::Element { indices: indices.clone(), ids: ids.clone(), set: None, terms: Vec::new() };
        let side = |p: &Pending| {
            if matches!(p, Pending::Nothing) { empty.clone() } else { p.clone() }
        };
        let then = self.pending_element(variable, &side(&a), span)?;
        let otherwise = self.pending_element(variable, &side(&b), span)?;
        let set = self.push(Expr::If { condition, then, otherwise }, span);
        Ok(Pending::Element { indices: indices.clone(), ids: ids.clone(), set: Some(set), terms: Vec::new() })
    }

    /// `if condition { a } else { b }` of values that exist.
    pub fn select(&mut self, condition: ExprId, a: Value, b: Value, span: proc_macro2::Span) -> Eval<Value> {
        match (a, b) {
            // The function itself is run for its panics.
            (Value::Never, other) | (other, Value::Never) => Ok(other),
            (Value::Float(a), Value::Float(b)) if a == b => Ok(Value::Float(a)),
            (Value::Int(a), Value::Int(b)) if a == b => Ok(Value::Int(a)),
            (Value::Bool(a), Value::Bool(b)) if a == b => Ok(Value::Bool(a)),
            (Value::Part(a), Value::Part(b)) if self.same_part(&a, &b) => Ok(Value::Part(a)),
            (a, b) if let Some((then, otherwise)) = self.two_variants(&a, &b, span) => {
                Ok(Value::Variant(match self.same_number(then, otherwise) {
                    true => then,
                    false => self.push(Expr::If { condition, then, otherwise }, span),
                }))
            }
            (a @ (Value::Int(_) | Value::Outside(..) | Value::Part(_)), b @ Value::Int(_))
            | (a @ Value::Int(_), b @ (Value::Outside(..) | Value::Part(_))) => {
                let (a, b) = (self.int(a, span)?, self.int(b, span)?);
                if self.same_number(a, b) {
                    return Ok(Value::Int(a));
                }
                let (then, otherwise) = (self.int_to_float(a, span), self.int_to_float(b, span));
                Ok(Value::Int(self.push(Expr::If { condition, then, otherwise }, span)))
            }
            (a @ (Value::Bool(_) | Value::Part(_)), b @ Value::Bool(_)) | (a @ Value::Bool(_), b @ Value::Part(_)) => {
                let (a, b) = (self.condition(a, span)?, self.condition(b, span)?);
                let not = self.push(Expr::Unary(UnaryOp::Not, condition), span);
                let then = self.binary(BinaryOp::And, condition, a, span);
                let otherwise = self.binary(BinaryOp::And, not, b, span);
                Ok(Value::Bool(self.binary(BinaryOp::Or, then, otherwise, span)))
            }
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                let items = a.into_iter().zip(b).map(|(a, b)| self.select(condition, a, b, span));
                Ok(Value::Tuple(items.try_collect_vec()?))
            }
            // A struct of which not all fields are seen is chosen number by number.
            (a @ (Value::Part(_) | Value::Struct(..)), b @ (Value::Part(_) | Value::Struct(..)))
                if let Some((like, ty)) = self.chosen_by_numbers(&a, &b) =>
            {
                let (a, b) = (self.numbers_of(a, span)?, self.numbers_of(b, span)?);
                let numbers = self.select_array(condition, a, b, span)?;
                self.of_numbers(like, numbers, Some(&ty), span)
            }
            (Value::Struct(path, a), Value::Struct(_, b)) if a.iter().map(|f| &f.0).eq(b.iter().map(|f| &f.0)) => {
                let fields = a.into_iter().zip(b).map(|((name, a), (_, b))| {
                    if name == REST_OF && !self.same_value(&a, &b) {
                        return self.error(span, REST);
                    }
                    Ok((name, self.select(condition, a, b, span)?))
                });
                Ok(Value::Struct(path, fields.try_collect_vec()?))
            }
            // Each has what only the other one was given from what both have the rest from.
            (Value::Struct(path, a), Value::Struct(_, b)) if let Some(rest) = self.same_rest(&a, &b) => {
                let (mut all_a, mut all_b) = (a.clone(), b.clone());
                for (mine, others) in [(&mut all_a, &b), (&mut all_b, &a)] {
                    for (name, _) in others.iter().filter(|o| a.iter().chain(&b).filter(|f| f.0 == o.0).count() == 1) {
                        let member = syn::Member::Named(syn::Ident::new(name, span));
                        mine.push((name.clone(), self.field(rest.clone(), &member)?));
                    }
                    sort::by(mine, |x, y| x.0.cmp(&y.0));
                }
                self.select(condition, Value::Struct(path.clone(), all_a), Value::Struct(path, all_b), span)
            }
            (a @ Value::Struct(..), b @ Value::Part(_)) => {
                let b = self.as_made(b, &a)?;
                self.select(condition, a, b, span)
            }
            (a @ Value::Part(_), b @ Value::Struct(..)) => {
                let a = self.as_made(a, &b)?;
                self.select(condition, a, b, span)
            }
            (a @ (Value::Array(_) | Value::Part(_)), b @ Value::Array(_)) | (a @ Value::Array(_), b @ Value::Part(_)) => {
                // A part is an array of numbers beside one.
                let (a, b) = match (self.lengths_of(&a), self.lengths_of(&b)) {
                    (Some(lens), None) => (a, self.as_array_of(b, &lens, span)?),
                    (None, Some(lens)) => (self.as_array_of(a, &lens, span)?, b),
                    _ => (a, b),
                };
                match (self.settled(a, span)?, self.settled(b, span)?) {
                    (Value::Array(a), Value::Array(b)) => Ok(Value::Array(self.select_array(condition, a, b, span)?)),
                    _ => self.error(span, CHOICE),
                }
            }
            // What they are says their use.
            (Value::Part(a), Value::Part(b)) if a.is_result() && b.is_result() => Ok(Value::Part(Part::chosen(condition, a, b))),
            (Value::Maybe(a), Value::Maybe(b)) => self.select_option(condition, a, b, span),
            (Value::Unit, Value::Unit) => Ok(Value::Unit),
            (a, b) => {
                let (a, b) = (self.settled(a, span)?, self.settled(b, span)?);
                if let (Value::Array(_), Value::Array(_)) = (&a, &b) {
                    return self.select(condition, a, b, span);
                }
                let then = self.float(a, span)?;
                let otherwise = self.float(b, span)?;
                Ok(Value::Float(self.push(Expr::If { condition, then, otherwise }, span)))
            }
        }
    }

    /// What a struct has the fields from that are not seen, and the name of its type.
    pub fn rest_of(&self, value: &Value) -> Option<(Value, Rc<str>)> {
        match value {
            Value::Struct(path, fields) if **path != *UNKNOWN => {
                let rest = fields.iter().find(|f| f.0 == REST_OF)?;
                Some((rest.1.clone(), path.clone()))
            }
            _ => None,
        }
    }

    /// What two structs with different fields of their own both have the others from.
    fn same_rest(&self, a: &[(String, Value)], b: &[(String, Value)]) -> Option<Value> {
        let [of_a, of_b] = [a, b].map(|fields| fields.iter().find(|f| f.0 == REST_OF));
        let (Some((_, of_a)), Some((_, of_b))) = (of_a, of_b) else { return None };
        (a.len() != b.len() || a.iter().any(|f| b.iter().all(|o| o.0 != f.0))).then_some(())?;
        self.same_value(of_a, of_b).then(|| of_a.clone())
    }

    /// Two structs of which not all fields are seen, to be chosen number by number: one of their type, and its name.
    fn chosen_by_numbers(&self, a: &Value, b: &Value) -> Option<(Value, Rc<str>)> {
        self.table?;
        let of_part = |v: &Value| match v {
            Value::Part(part) => Some((v.clone(), self.struct_type(part)?)),
            _ => None,
        };
        match (a, b) {
            (Value::Part(_), Value::Part(_)) => of_part(a).or_else(|| of_part(b)),
            (made @ Value::Struct(..), other @ Value::Part(_)) | (other @ Value::Part(_), made @ Value::Struct(..)) => {
                self.rest_of(made).filter(|rest| !self.same_value(&rest.0, other))
            }
            (Value::Struct(..), Value::Struct(..)) => match (self.rest_of(a), self.rest_of(b)) {
                (Some(a), Some(b)) if self.same_value(&a.0, &b.0) => None,
                (a, b) => a.or(b),
            },
            _ => None,
        }
    }

    /// An array that is one of two with the same lengths.
    pub fn one_of_two(&mut self, condition: ExprId, a: Array, b: Array, lens: Vec<Extent>, span: proc_macro2::Span) -> Array {
        let symbols: Vec<_> = lens.iter().map(|_| self.fresh("k")).collect_vec();
        let ids: Vec<ExprId> = symbols.iter().map(|s| self.push(Expr::Name(*s), span)).collect_vec();
        let [then, otherwise] = [a, b].map(|array| match array {
            Array::View { base, mut indices, .. } => {
                indices.extend(&ids);
                self.push(Expr::Index { base, indices }, span)
            }
            _ => unreachable!("parts of results are views"),
        });
        let body = self.push(Expr::If { condition, then, otherwise }, span);
        self.new_definition("chosen", &symbols, lens, body, span)
    }

    pub fn select_array(&mut self, condition: ExprId, a: Array, b: Array, span: proc_macro2::Span) -> Eval<Array> {
        match (a, b) {
            (Array::View { base, indices, lens }, Array::View { base: base_b, indices: indices_b, .. })
                if base == base_b && indices == indices_b =>
            {
                Ok(Array::View { base, indices, lens })
            }
            (Array::Items(a), Array::Items(b)) if a.len() == b.len() => {
                let items = a.into_iter().zip(b).map(|(a, b)| self.select(condition, a, b, span));
                Ok(Array::Items(items.try_collect_vec()?))
            }
            (Array::Integers(a), Array::Integers(b)) => Ok(Array::Integers(Box::new(self.select_array(condition, *a, *b, span)?))),
            (Array::Records(a), Array::Records(b)) if a.fields().count() == b.fields().count() => {
                let mut others = b.fields();
                let chosen = a.map(|a| match others.next() {
                    Some(b) => self.select_array(condition, a.clone(), b.clone(), span),
                    None => unreachable!("they were counted"),
                });
                Ok(Array::Records(std::rc::Rc::new(chosen?)))
            }
            (a, b) => {
                let (Some(lens), Some(other)) = (self.lengths(&a), self.lengths(&b)) else {
                    return self.error(span, CHOICE);
                };
                if !self.lengths_agree(&lens, &other) {
                    return self.error(span, "the branches have arrays of different lengths");
                }
                if let (Array::Columns(position, parts), _) | (_, Array::Columns(position, parts)) = (&a, &b) {
                    let columns = (0..parts.len() as u64).map(|k| {
                        let (a, b) = (self.along(&a, *position, k, span)?, self.along(&b, *position, k, span)?);
                        match self.select(condition, a, b, span)? {
                            Value::Array(column) => Ok(column),
                            _ => unreachable!("one of two arrays is an array"),
                        }
                    });
                    return Ok(Array::Columns(*position, columns.try_collect_vec()?));
                }
                self.by_elements("chosen", lens, span, |r, ids| {
                    let (then, otherwise) = (r.number_at(Value::Array(a), ids, span)?, r.number_at(Value::Array(b), ids, span)?);
                    Ok(r.push(Expr::If { condition, then, otherwise }, span))
                })
            }
        }
    }
}
