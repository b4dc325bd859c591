//! Variables: what they hold, what open loops have done to them so far, and reading and writing them.

use super::fields::UNKNOWN;
use super::progress::{Place, Progress};
use super::split::Split;
use super::state::{Eval, Reader, Reported, Write};
use super::value::{Array, Fold, Value};
use chainrule_parser::ast::{BinaryOp, Expr, ExprId, Extent, Symbol, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use syn::ext::IdentExt;

/// What one open loop has done to a variable that was declared outside it.
#[derive(Clone)]
pub(super) enum Pending {
    Nothing,
    Fold {
        fold: Fold,
        terms: Vec<ExprId>,
    },
    /// `v[indices]` was set, and then `terms` were added.
    Element {
        indices: Vec<Symbol>,
        ids: Vec<ExprId>,
        set: Option<ExprId>,
        terms: Vec<ExprId>,
    },
}

/// See [`Reader::written`].
pub(super) enum Written {
    Nothing,
    /// One element, by each pass of the loops around that are so many.
    Element(Pending, usize),
    More,
}

#[derive(Clone)]
pub(super) struct Variable {
    pub name: String,
    pub mutable: bool,
    /// Number of loops that were open at the declaration.
    pub depth: usize,
    pub value: Option<Value>,
    /// The use of the variable was reported as an error before.
    pub poisoned: bool,
    /// One entry for each open loop inside `depth`; missing ones are `Nothing`.
    pub pending: Vec<Pending>,
    /// An array whose elements a loop computes one after the other.
    pub progress: Option<Progress>,
    /// The variable that says how long a list is so far, in a loop that makes it longer.
    pub grows: Option<usize>,
    /// The variable that it is a version of, in a loop that writes that in several places.
    pub version_of: Option<usize>,
    /// What stands for it, in a loop that writes parts of it.
    pub split: Option<Split>,
    /// Variables for its fields, if it holds tuples or structs.
    pub record: Option<std::rc::Rc<super::records::Record<usize>>>,
}

/// A read of a variable in a loop that it was declared outside of.
#[derive(Clone)]
pub(super) struct Read {
    pub loop_id: u32,
    /// The element, or `None` for all of it.
    pub indices: Option<Vec<ExprId>>,
}

/// What a branch changed: the state that each variable has at its end.
pub(super) type Changes = Map<usize, VariableState>;

/// A variable as a branch left it.
pub(super) struct VariableState(pub Variable);

impl Variable {
    /// One of which nothing is known yet but what it holds; `depth` loops are open around it.
    pub fn new(name: String, mutable: bool, depth: usize, value: Option<Value>) -> Variable {
        Variable {
            name,
            mutable,
            depth,
            value,
            poisoned: false,
            pending: Vec::new(),
            progress: None,
            grows: None,
            version_of: None,
            split: None,
            record: None,
        }
    }
}

impl Reader {
    pub fn bind(&mut self, name: &str, mutable: bool, value: Option<Value>) -> usize {
        let id = self.variables.len();
        self.variables.push(Variable::new(name.to_owned(), mutable, self.loops.len(), value));
        self.scopes.last_mut().expect("there is a scope").insert(name.to_owned(), id);
        if self.items {
            self.references.insert(id);
        }
        self.owned.remove(&id);
        id
    }

    /// Makes a variable known by another name as well: a reference to it.
    pub fn bind_reference(&mut self, name: &str, variable: usize) {
        let scope = self.scopes.last_mut().expect("there is a scope");
        scope.insert(name.to_owned(), variable);
        // No variable has this name.
        scope.insert(format!("&mut {name}"), variable);
    }

    /// Whether an expression is a name that is known by [`Reader::bind_reference`].
    pub fn is_reference(&self, e: &syn::Expr) -> bool {
        let syn::Expr::Path(path) = e else { return false };
        let Some(name) = path.path.get_ident().map(|name| name.unraw().to_string()) else { return false };
        let scope = self.scopes.iter().rev().find(|scope| scope.contains_key(&name));
        scope.is_some_and(|scope| scope.get(&name) == scope.get(&format!("&mut {name}")))
    }

    /// Whether a variable holds a struct or a tuple, or what may be one, as one value.
    pub fn holds_struct(&self, variable: usize) -> bool {
        let v = &self.variables[variable];
        v.record.is_none()
            && match &v.value {
                Some(Value::Struct(..) | Value::Tuple(_)) => true,
                Some(Value::Part(part)) => self.rank_as_numbers(part).is_none() && !part.is_outside(),
                _ => false,
            }
    }

    /// A variable whose definition is an error: its uses are not reported again.
    pub fn bind_poisoned(&mut self, name: &str) {
        let id = self.bind(name, true, None);
        self.variables[id].poisoned = true;
    }

    pub fn lookup(&self, name: &str) -> Option<usize> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name).copied())
    }

    /// Names an intermediate value after the variable that holds it.
    pub fn label(&mut self, name: &str, value: &Value) {
        if let Value::Float(id) = value
            && !matches!(self.ast.expr(*id), Expr::Name(_) | Expr::Number(_))
        {
            let symbol = self.ast.intern(name);
            self.ast.labels.push((*id, symbol));
        }
    }

    pub fn touch(&mut self, variable: usize) {
        self.changed.insert(variable);
        if let Some(frame) = self.journal.last_mut()
            && !frame.contains_key(&variable)
        {
            frame.insert(variable, self.variables[variable].clone());
        }
        let depth = self.variables[variable].depth;
        if depth < self.loops.len() {
            let top = self.loops.len() - 1;
            if !self.loops[top].touched.contains(&variable) {
                self.loops[top].touched.push(variable);
            }
            let levels = self.loops.len() - depth;
            self.variables[variable].pending.resize(levels, Pending::Nothing);
        }
    }

    pub fn record_read(&mut self, variable: usize, indices: Option<Vec<ExprId>>) {
        self.record_read_inside(variable, self.variables[variable].depth, indices);
    }

    /// Of what a pass of the loop at `level` has written: the loops inside must not write it.
    pub fn record_read_inside(&mut self, variable: usize, level: usize, indices: Option<Vec<ExprId>>) {
        if self.variables[variable].mutable {
            let reads = self.reads.entry(variable).or_default();
            for frame in self.loops.iter().skip(level) {
                reads.push(Read { loop_id: frame.id, indices: indices.clone() });
            }
        }
    }

    /// The loop around which `variable` is declared has to carry it; tried again in [`Reader::each`].
    pub fn carried<T>(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<T> {
        let variable = self.variables[variable].version_of.unwrap_or(variable);
        let depth = self.variables[variable].depth;
        // A loop that was just left may still be read again.
        if depth <= self.loops.len() {
            self.requests.push((depth, variable));
        }
        self.not_followed(variable, span)
    }

    /// As [`Reader::carried`], where no loop inside can be read pass by pass instead.
    pub fn perhaps_carried<T>(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<T> {
        let variable = self.variables[variable].version_of.unwrap_or(variable);
        self.perhaps.push((self.variables[variable].depth, variable));
        self.not_followed(variable, span)
    }

    fn not_followed<T>(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<T> {
        let name = self.variables[variable].name.clone();
        self.error(
            span,
            format_args!(
                "what `{name}` carries from one pass of the loop to the next cannot be followed: \
                 keep numbers and arrays of known length in it, or declare it with `let` inside the loop instead"
            ),
        )
    }

    pub fn read(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<Value> {
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        if let Some(record) = v.record.clone() {
            return self.read_record(&record, &[], span);
        }
        if let Some(split) = v.split.clone() {
            return self.read_split(variable, &split, &[], span);
        }
        if v.pending.iter().any(|p| !matches!(p, Pending::Nothing)) {
            return self.carried(variable, span);
        }
        if v.value.is_none() && variable < self.arguments {
            let name = v.name.clone();
            return self.error(
                span,
                format_args!("`{name}` is a text or the like, from which nothing can be computed here: pass a number instead"),
            );
        }
        let Some(value) = v.value.clone() else {
            let name = v.name.clone();
            return self.error(span, format_args!("`{name}` cannot be used in arithmetic: it is no number yet"));
        };
        if let Value::Array(_) = value {
            self.whole.insert(variable);
            if self.variables[variable].progress.is_some() {
                return self.carried(variable, span);
            }
        }
        if let Value::Slot(..) = value {
            return self.held(value, span);
        }
        self.record_read(variable, None);
        Ok(value)
    }

    /// `v[indices]`, which may have been written in this pass of the loop.
    pub fn read_element(&mut self, variable: usize, indices: &[ExprId], span: proc_macro2::Span) -> Eval<Value> {
        if let Some(Value::Slot(_)) = self.variables[variable].value {
            let behind = self.behind(variable, indices.to_vec());
            return self.read_element(behind.variable, &behind.ids, span);
        }
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        if let Some(record) = v.record.clone() {
            return self.read_record(&record, indices, span);
        }
        if let Some(split) = v.split.clone() {
            return self.read_split(variable, &split, indices, span);
        }
        if !self.are_numbers(indices) {
            self.whole.insert(variable);
        }
        if v.progress.is_some() {
            return self.read_progress(variable, indices, span);
        }
        let v = &self.variables[variable];
        match self.written(v) {
            Written::Nothing => {}
            Written::Element(p, level) if matches!(&p, Pending::Element { ids, .. } if self.same_indices(ids, indices)) => {
                self.record_read_inside(variable, level, Some(indices.to_vec()));
                return Ok(Value::Float(self.pending_element(variable, &p, span)?));
            }
            _ => return self.carried(variable, span),
        }
        let Some(value) = v.value.clone() else {
            return self.read(variable, span);
        };
        self.record_read(variable, Some(indices.to_vec()));
        self.index(value, indices, span)
    }

    pub fn index(&mut self, mut value: Value, indices: &[ExprId], span: proc_macro2::Span) -> Eval<Value> {
        for &index in indices {
            value = match value {
                Value::Array(array) => self.element(&array, index, span)?,
                Value::Never => Value::Never,
                Value::Part(part) => self.part_value(part.at(index))?,
                Value::Outside(name, at) => {
                    let part = self.outside_part(&name, at).at(index);
                    self.part_value(part)?
                }
                other => {
                    let foreign = other.is_no_number() || self.is_surely_float(&other);
                    return self.unless_foreign(foreign, |r| r.error(span, "only arrays and slices can be indexed"));
                }
            };
        }
        Ok(value)
    }

    pub fn same_indices(&self, a: &[ExprId], b: &[ExprId]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || self.ast.expr(*a) == self.ast.expr(*b))
    }

    /// Whether every open loop around a write is one of its indices.
    pub fn fills_open_loops(&self, v: &Variable, pending: &Pending) -> bool {
        let Pending::Element { indices, .. } = pending else {
            return false;
        };
        self.loops[v.depth..].iter().all(|l| indices.contains(&l.symbol))
    }

    /// What the passes that are open have written to the elements of an array.
    pub fn written(&self, v: &Variable) -> Written {
        let mut written = v.pending.iter().enumerate().filter(|(_, p)| !matches!(p, Pending::Nothing));
        match (written.next(), written.next()) {
            (None, _) => Written::Nothing,
            // What a loop that is no index has added in the passes before this one would be missing.
            (Some((level, p @ Pending::Element { indices, .. })), None)
                if self.loops[v.depth..=v.depth + level].iter().all(|l| indices.contains(&l.symbol)) =>
            {
                Written::Element(p.clone(), v.depth + level + 1)
            }
            _ => Written::More,
        }
    }

    /// The value of the element that `pending` writes.
    pub fn pending_element(&mut self, variable: usize, pending: &Pending, span: proc_macro2::Span) -> Eval<ExprId> {
        let Pending::Element { ids, set, terms, .. } = pending else { unreachable!("only elements have a value") };
        let start = match set {
            Some(set) => *set,
            None => {
                let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
                let old = self.index(old, ids, span)?;
                self.float(old, span)?
            }
        };
        Ok(self.gather(Fold::Sum, Some(start), terms, span))
    }

    pub fn is_number(&self, id: ExprId, value: f64) -> bool {
        matches!(self.ast.expr(id), Expr::Number(n) if *n == value)
    }

    /// Whether this is written as NaN.
    pub fn is_nan(&self, id: ExprId) -> bool {
        match self.ast.expr(id) {
            Expr::Number(n) => n.is_nan(),
            Expr::Binary(BinaryOp::Div, a, b) => self.is_number(*a, 0.0) && self.is_number(*b, 0.0),
            _ => false,
        }
    }

    /// `start` and all `terms`.
    pub fn gather(&mut self, fold: Fold, start: Option<ExprId>, terms: &[ExprId], span: proc_macro2::Span) -> ExprId {
        let start = start.filter(|&s| terms.is_empty() || !self.is_number(s, fold.identity()));
        // The extreme of NaN and a number is the number, and `fold(f64::NAN, f64::max)` begins so: NaN is what there is of no items.
        if let (Fold::Max | Fold::Min, Some(nan)) = (fold, start.filter(|&s| self.is_nan(s)))
            && !terms.is_empty()
        {
            let then = self.gather(fold, None, terms, span);
            let none = self.number(fold.identity(), span);
            let condition = self.binary(BinaryOp::Eq, then, none, span);
            return self.push(Expr::If { condition, then: nan, otherwise: then }, span);
        }
        let all: Vec<ExprId> = start.into_iter().chain(terms.iter().copied()).collect_vec();
        let Some((&first, rest)) = all.split_first() else {
            return self.number(fold.identity(), span);
        };
        rest.iter().fold(first, |a, &b| match fold {
            Fold::Sum => match *self.ast.expr(b) {
                Expr::Unary(UnaryOp::Neg, b) => self.binary(BinaryOp::Sub, a, b, span),
                _ => self.binary(BinaryOp::Add, a, b, span),
            },
            Fold::Product => self.binary(BinaryOp::Mul, a, b, span),
            Fold::Max => self.call("max", vec![a, b], span),
            Fold::Min => self.call("min", vec![a, b], span),
        })
    }

    pub fn check_mutable(&mut self, variable: usize, span: proc_macro2::Span) -> Eval<()> {
        let v = &self.variables[variable];
        if v.poisoned {
            return Err(Reported);
        }
        if !v.mutable && v.value.is_some() {
            // The compiler has the better message for the original function.
            let name = v.name.clone();
            return self.rust_error(span, format_args!("`{name}` is assigned but was not declared with `let mut`"));
        }
        Ok(())
    }

    /// Whether a variable was declared outside the innermost loop.
    pub fn is_outside_loop(&self, variable: usize) -> bool {
        self.variables[variable].depth < self.loops.len()
    }

    pub fn in_loop(&self) -> bool {
        !self.loops.is_empty()
    }

    /// `v = value`, not in a loop that `v` was declared outside of.
    pub fn assign(&mut self, variable: usize, value: Value, span: proc_macro2::Span) -> Eval<()> {
        if let Some(record) = self.variables[variable].record.clone() {
            return self.write_record(&record, &[], value, span);
        }
        if self.is_outside_loop(variable) {
            return self.carried(variable, span);
        }
        let name = self.variables[variable].name.clone();
        let old = self.variables[variable].value.clone();
        let value = match (&old, value) {
            // It is a struct of the same type.
            (Some(old), Value::Part(part)) if part.is_result() => match old {
                Value::Part(old) => old.struct_type().map_or(Value::Part(part.clone()), |ty| Value::Part(part.of_type(ty))),
                Value::Struct(ty, _) if **ty != *UNKNOWN => Value::Part(part.of_type(ty)),
                // An array, of which the loop keeps the elements: the call is then made once for all that takes it.
                Value::Array(_) if self.carrying > 0 => {
                    let lens = self.lengths_of(old).filter(|lens| lens.iter().all(|len| matches!(len, Extent::Number(_))));
                    match lens {
                        Some(lens) => {
                            let kept = self.by_elements(&name, lens, span, |r, ids| r.number_at(Value::Part(part), ids, span))?;
                            Value::Array(kept)
                        }
                        None => Value::Part(part),
                    }
                }
                _ => Value::Part(part),
            },
            (_, value) => value,
        };
        self.touch(variable);
        self.label(&name, &value);
        self.variables[variable].value = Some(value);
        Ok(())
    }

    /// `v += term` and the like.
    pub fn accumulate(&mut self, variable: usize, fold: Fold, term: ExprId, span: proc_macro2::Span) -> Eval<()> {
        if !self.is_outside_loop(variable) {
            let value = self.read(variable, span)?;
            let value = self.float(value, span)?;
            let sum = self.gather(fold, Some(value), &[term], span);
            return self.assign(variable, Value::Float(sum), span);
        }
        self.check_reads(variable, None, span)?;
        self.touch(variable);
        let mixed = self.variables[variable].pending.iter().any(|p| match p {
            Pending::Nothing => false,
            Pending::Fold { fold: f, .. } => *f != fold,
            Pending::Element { .. } => true,
        });
        if mixed {
            return self.carried(variable, span);
        }
        match self.variables[variable].pending.last_mut() {
            Some(Pending::Fold { terms, .. }) => terms.push(term),
            Some(p) => *p = Pending::Fold { fold, terms: vec![term] },
            None => unreachable!("touch made a level for each loop"),
        }
        Ok(())
    }

    fn check_reads(&mut self, variable: usize, ids: Option<&[ExprId]>, span: proc_macro2::Span) -> Eval<()> {
        let depth = self.variables[variable].depth;
        let bad = self.reads.get(&variable).is_some_and(|reads| {
            reads.iter().filter(|r| self.loops[depth..].iter().any(|l| l.id == r.loop_id)).any(|r| match (&r.indices, ids) {
                (Some(a), Some(b)) => !self.same_indices(a, b),
                _ => true,
            })
        });
        if bad { self.carried(variable, span) } else { Ok(()) }
    }

    /// `v[ids] = value` or `v[ids] += value`.
    pub fn write_element(&mut self, variable: usize, ids: Vec<ExprId>, value: ExprId, add: bool, span: proc_macro2::Span) -> Eval<()> {
        self.write(variable, ids, value, (add, false), span)
    }

    /// `v[ids] = value`, where the value has in it what the element was.
    pub fn replace_element(&mut self, variable: usize, ids: Vec<ExprId>, value: ExprId, span: proc_macro2::Span) -> Eval<()> {
        self.write(variable, ids, value, (false, true), span)
    }

    fn write(
        &mut self,
        variable: usize,
        ids: Vec<ExprId>,
        value: ExprId,
        (add, replaces): (bool, bool),
        span: proc_macro2::Span,
    ) -> Eval<()> {
        let ids = self.in_turns(variable, ids, span);
        if let Some(split) = self.variables[variable].split.clone() {
            return self.write_split(variable, &split, &ids, (value, add), span);
        }
        self.settle(variable, ids.len(), span)?;
        if self.are_numbers(&ids) {
            return self.write_numbered(variable, &ids, value, add, span);
        }
        let value = match add {
            true => value,
            false => {
                let name = self.variables[variable].name.clone();
                self.kept(&name, value, span)
            }
        };
        self.whole.insert(variable);
        let places = self.places(variable, &ids);
        self.writes.push(Write {
            variable,
            diagonal: places.as_ref().is_some_and(|p| self.is_diagonal(p)),
            places: places.clone(),
            ids: ids.clone(),
            ranges: self.ranges(),
            adds: add,
        });
        let depth = self.variables[variable].depth;
        if depth == self.loops.len() {
            return self.update_element(variable, &ids, Value::Float(value), add, span);
        }
        let Some(places) = places.filter(|p| self.variables[variable].progress.is_some() || !self.is_diagonal(p)) else {
            return match self.rest_of_row(variable, &ids) {
                Some(rest) => self.write_in_row(variable, (ids, &rest), value, add, span),
                None => self.carried(variable, span),
            };
        };
        let indices: Vec<Symbol> = places.iter().filter_map(|p| Some(self.loops[p.turn()?.0].symbol)).collect_vec();
        match &self.variables[variable].progress {
            Some(progress) if progress.places == places => {}
            None if places.iter().all(Place::is_index) => self.check_reads(variable, Some(&ids), span)?,
            _ => return self.carried(variable, span),
        }
        self.touch(variable);
        let levels = self.variables[variable].pending.clone();
        let (top, outer) = levels.split_last().expect("the index is an open loop");
        let conflict = levels.iter().any(|p| match p {
            Pending::Nothing => false,
            Pending::Fold { .. } => true,
            Pending::Element { indices: i, .. } => *i != indices,
        });
        if conflict || (!add && !replaces && outer.iter().any(|p| !matches!(p, Pending::Nothing))) {
            return self.carried(variable, span);
        }
        let new = match (top, add) {
            (Pending::Element { set, terms, .. }, true) => {
                let mut terms = terms.clone();
                terms.push(value);
                Pending::Element { indices, ids, set: *set, terms }
            }
            (_, true) => Pending::Element { indices, ids, set: None, terms: vec![value] },
            (_, false) => Pending::Element { indices, ids, set: Some(value), terms: Vec::new() },
        };
        *self.variables[variable].pending.last_mut().expect("as above") = new;
        Ok(())
    }

    /// Whether an array has too many elements to keep one expression for each.
    pub fn is_long(&self, variable: usize) -> bool {
        let lens = self.variables[variable].value.as_ref().and_then(|v| self.lengths_of(v));
        lens.is_some_and(|l| l.iter().any(|l| !matches!(l, Extent::Number(n) if *n <= 16)))
    }

    /// Whether all these are numbers.
    pub fn are_numbers(&self, ids: &[ExprId]) -> bool {
        ids.iter().all(|&i| matches!(self.ast.expr(i), Expr::Number(_)))
    }

    /// `v[0] = value`
    fn write_numbered(&mut self, variable: usize, ids: &[ExprId], value: ExprId, add: bool, span: proc_macro2::Span) -> Eval<()> {
        if self.is_outside_loop(variable) {
            let ranges = self.ranges();
            self.writes.push(Write { variable, places: None, diagonal: false, ids: ids.to_vec(), ranges, adds: add });
            return self.carried(variable, span);
        }
        if self.is_long(variable) {
            return self.update_element(variable, ids, Value::Float(value), add, span);
        }
        let value = if add {
            let old = self.read_element(variable, ids, span)?;
            let old = self.float(old, span)?;
            self.gather(Fold::Sum, Some(old), &[value], span)
        } else {
            value
        };
        let name = self.variables[variable].name.clone();
        let Some(Value::Array(mut array)) = self.variables[variable].value.clone() else {
            return self.error(span, format_args!("`{name}` is not an array"));
        };
        self.replace(&mut array, ids, value, span)?;
        self.touch(variable);
        self.variables[variable].value = Some(Value::Array(array));
        Ok(())
    }

    pub fn replace(&mut self, array: &mut Array, ids: &[ExprId], value: ExprId, span: proc_macro2::Span) -> Eval<()> {
        let (&index, rest) = ids.split_first().expect("an element has an index");
        let Expr::Number(at) = *self.ast.expr(index) else { unreachable!("checked by the caller") };
        if let Array::Items(_) = array {
        } else {
            let Extent::Number(n @ ..=1024) = self.length(array) else {
                return self.error(
                    span,
                    "setting one element of a long array is not supported yet: fill it in `for i in 0..N` with \
                     `if i == 0 { ... } else { ... }` instead",
                );
            };
            let mut items = Vec::new();
            for i in 0..n {
                let i = self.number(i as f64, span);
                items.push(self.element(array, i, span)?);
            }
            *array = Array::Items(items);
        }
        let Array::Items(items) = array else { unreachable!("made above") };
        let len = items.len();
        let Some(item) = items.get_mut(at as usize) else {
            return self.error(span, format_args!("index {at} is out of bounds: the array has {len} elements"));
        };
        match (item, rest) {
            (item, []) => *item = Value::Float(value),
            (Value::Array(inner), rest) => return self.replace(inner, rest, value, span),
            _ => return self.error(span, "only arrays and slices can be indexed"),
        }
        Ok(())
    }
}
