//! Loops as a whole: what one pass did to a variable, for all passes.

use super::state::{Eval, Loop, Reader, Reported};
use super::value::{Array, Fold, Value};
use super::variables::Pending;
use chainrule_parser::ast::{Axis, BinaryOp, Binder, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Symbol};
use chainrule_parser::table::Set;

/// Said where an array of such a length would be made.
pub(super) const DIFFERS: &str = "the length of this array is not the same in every pass of the loop: go through its elements where they are, or make an array \
     of the largest length and fill a part of it, instead";

impl Reader {
    /// The least (or largest, if `upper`) value of a bound while the loops around it run; `None` if that
    /// cannot be told. A bound that depends on no loop stays what it is.
    pub fn widen(&mut self, id: ExprId, upper: bool) -> Option<ExprId> {
        let span = proc_macro2::Span::call_site();
        match *self.ast.expr(id) {
            Expr::Name(symbol) => {
                let Some(at) = self.loops.iter().position(|l| l.symbol == symbol) else {
                    return Some(id);
                };
                let (lo, hi) = (self.loops[at].lo, self.loops[at].hi);
                if !upper {
                    return Some(lo);
                }
                if let Expr::Number(n) = *self.ast.expr(hi) {
                    return Some(self.number(n - 1.0, span));
                }
                let one = self.number(1.0, span);
                Some(self.binary(BinaryOp::Sub, hi, one, span))
            }
            Expr::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), a, b) => {
                let x = self.widen(a, upper)?;
                let y = self.widen(b, if op == BinaryOp::Add { upper } else { !upper })?;
                Some(if (x, y) == (a, b) { id } else { self.binary(op, x, y, span) })
            }
            Expr::Binary(BinaryOp::Mul, a, b) => {
                let positive = |r: &Self, id| matches!(r.ast.expr(id), Expr::Number(n) if *n >= 0.0);
                if !positive(self, a) && !positive(self, b) {
                    return (self.widen(a, upper)? == a && self.widen(b, upper)? == b).then_some(id);
                }
                let (x, y) = (self.widen(a, upper)?, self.widen(b, upper)?);
                Some(if (x, y) == (a, b) { id } else { self.binary(BinaryOp::Mul, x, y, span) })
            }
            Expr::Number(_) => Some(id),
            // The smaller of two numbers is at most the one that is known.
            Expr::Call { function, ref arguments } => {
                let wanted = if upper { "min" } else { "max" };
                let arguments = arguments.clone();
                if self.ast.name(function) != wanted {
                    return None;
                }
                arguments.into_iter().find_map(|a| self.widen(a, upper))
            }
            _ => None,
        }
    }

    /// Runs the body of a loop once, for an index in `lo..hi`, and says what the loop as a whole did.
    pub fn with_loop(
        &mut self,
        hint: &str,
        lo: ExprId,
        hi: ExprId,
        descending: bool,
        span: proc_macro2::Span,
        run: impl FnOnce(&mut Self, ExprId) -> Eval<()>,
    ) -> Eval<Binder> {
        let symbol = self.fresh(hint);
        self.with_loop_of(symbol, lo, hi, descending, span, run)
    }

    /// As [`Reader::with_loop`], with an index of this name.
    pub fn with_loop_of(
        &mut self,
        symbol: Symbol,
        lo: ExprId,
        hi: ExprId,
        descending: bool,
        span: proc_macro2::Span,
        run: impl FnOnce(&mut Self, ExprId) -> Eval<()>,
    ) -> Eval<Binder> {
        let index = self.push(Expr::Name(symbol), span);
        let at = self.span(span);
        let id = self.next_loop;
        self.next_loop += 1;
        let depth = self.loops.len() + 1;
        let nth = self.loops.last_mut().map_or(0, |outer| {
            outer.inner += 1;
            outer.inner
        });
        self.loops.push(Loop { id, symbol, index, lo, hi, guard: None, span: at, depth, nth, inner: 0, descending, touched: Vec::new() });
        let result = run(self, index);
        let frame = self.loops.pop().expect("pushed above");
        let binder = Binder { name: symbol, span: at, range: Some((lo, hi)) };
        let mut ok = true;
        for &variable in &frame.touched {
            ok &= self.leave(&frame, &binder, variable, span).is_ok();
        }
        result?;
        if ok { Ok(binder) } else { Err(Reported) }
    }

    /// `sum(i in lo..hi: body)` and the like.
    pub fn reduce(&mut self, fold: Fold, binder: Binder, body: ExprId, span: proc_macro2::Span) -> ExprId {
        let function = self.ast.intern(fold.reduction());
        self.push(Expr::Reduce { function, binders: vec![binder], body }, span)
    }

    fn leave(&mut self, frame: &Loop, binder: &Binder, variable: usize, span: proc_macro2::Span) -> Eval<()> {
        if self.variables[variable].depth > self.loops.len() {
            return Ok(());
        }
        if let Some(outer) = self.loops.last_mut()
            && self.variables[variable].depth < outer.depth
            && !outer.touched.contains(&variable)
        {
            outer.touched.push(variable);
        }
        let level = self.loops.len() - self.variables[variable].depth;
        if self.variables[variable].pending.len() <= level {
            return Ok(());
        }
        let pending = self.variables[variable].pending.pop().expect("checked above");
        if self.read_between(frame, variable, &pending) {
            return self.carried(variable, span);
        }
        match pending {
            Pending::Nothing => Ok(()),
            Pending::Fold { fold, terms } => {
                let body = self.gather(fold, None, &terms, span);
                let term = self.reduce(fold, binder.clone(), body, span);
                self.add_reduced(variable, fold, term, span)
            }
            Pending::Element { indices, ids, set, terms } if indices.contains(&frame.symbol) => {
                self.close(frame, variable, Pending::Element { indices, ids, set, terms }, span)
            }
            Pending::Element { set: Some(_), .. } => self.carried(variable, span),
            Pending::Element { indices, ids, terms, .. } => {
                let body = self.gather(Fold::Sum, None, &terms, span);
                let term = self.reduce(Fold::Sum, binder.clone(), body, span);
                self.hand_over(variable, Pending::Element { indices, ids, set: None, terms: vec![term] }, span)
            }
        }
    }

    /// Whether a pass of the loop reads what passes before it did to a variable.
    fn read_between(&self, frame: &Loop, variable: usize, pending: &Pending) -> bool {
        let own = match pending {
            Pending::Nothing => return false,
            // Other elements were told apart where they were read.
            Pending::Element { indices, .. } if indices.contains(&frame.symbol) && self.variables[variable].progress.is_some() => {
                return false;
            }
            Pending::Element { indices, ids, .. } if indices.contains(&frame.symbol) => Some(ids),
            Pending::Element { .. } | Pending::Fold { .. } => None,
        };
        self.reads.get(&variable).is_some_and(|reads| {
            reads.iter().filter(|r| r.loop_id == frame.id).any(|r| match (&r.indices, own) {
                (Some(read), Some(ids)) => !self.same_indices(read, ids),
                _ => true,
            })
        })
    }

    fn add_reduced(&mut self, variable: usize, fold: Fold, term: ExprId, span: proc_macro2::Span) -> Eval<()> {
        let v = &mut self.variables[variable];
        match v.pending.last_mut() {
            Some(Pending::Fold { fold: f, terms }) if *f == fold => terms.push(term),
            Some(p @ Pending::Nothing) => *p = Pending::Fold { fold, terms: vec![term] },
            Some(_) => return self.carried(variable, span),
            None => {
                let Some(value) = v.value.clone() else {
                    let name = v.name.clone();
                    return self.error(span, format_args!("`{name}` has no value before the loop"));
                };
                let start = self.float(value, span)?;
                let mut sum = self.gather(fold, Some(start), &[term], span);
                let name = self.variables[variable].name.clone();
                if self.loops.is_empty() {
                    // A definition is lowered once, however many loops read it.
                    if let Array::View { base, .. } = self.new_definition(&name, &[], Vec::new(), sum, span) {
                        sum = base;
                    }
                } else {
                    self.label(&name, &Value::Float(sum));
                }
                self.variables[variable].value = Some(Value::Float(sum));
            }
        }
        Ok(())
    }

    /// Ends a loop over an index of the elements that it writes.
    fn close(&mut self, frame: &Loop, variable: usize, pending: Pending, span: proc_macro2::Span) -> Eval<()> {
        let Pending::Element { indices, ids, set, terms } = &pending else { unreachable!("checked by the caller") };
        if self.leave_progress(variable, frame) {
            return self.hand_over(variable, pending, span);
        }
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let axis = indices.iter().position(|i| *i == frame.symbol).unwrap_or(0);
        let len = self.axis_length(&old, axis, span)?;
        if self.is_number(frame.lo, 0.0) && self.as_extent(frame.hi) == Some(len) {
            return self.hand_over(variable, pending, span);
        }
        let own = self.variables[variable].depth;
        if indices.len() == self.loops.len() + 1 - own && self.loops[own..].iter().all(|l| indices.contains(&l.symbol)) {
            // Read again as an array that is computed element by element: the loop over its own range, the
            // elements outside it apart.
            return self.carried(variable, span);
        }
        // Elements outside the range keep their value.
        let above = self.binary(BinaryOp::Ge, frame.index, frame.lo, span);
        let below = self.binary(BinaryOp::Lt, frame.index, frame.hi, span);
        let condition = self.binary(BinaryOp::And, above, below, span);
        let (then, otherwise) = match set {
            None => (self.gather(Fold::Sum, None, terms, span), self.number(0.0, span)),
            Some(_) => {
                let then = self.pending_element(variable, &pending, span)?;
                let old = self.index(old, ids, span)?;
                (then, self.float(old, span)?)
            }
        };
        let value = self.push(Expr::If { condition, then, otherwise }, span);
        let (indices, ids) = (indices.clone(), ids.clone());
        let pending = match set {
            None => Pending::Element { indices, ids, set: None, terms: vec![value] },
            Some(_) => Pending::Element { indices, ids, set: Some(value), terms: Vec::new() },
        };
        self.hand_over(variable, pending, span)
    }

    /// Gives what an inner loop did to elements to the loop around it, or defines the array.
    fn hand_over(&mut self, variable: usize, pending: Pending, span: proc_macro2::Span) -> Eval<()> {
        let Pending::Element { indices, set, terms, .. } = &pending else { unreachable!("only elements") };
        let own = self.variables[variable].depth;
        if self.loops.len() == own {
            let body = self.pending_element(variable, &pending, span)?;
            let indices = indices.clone();
            return self.define(variable, &indices, body, span);
        }
        let open = self.loops[own..].iter().all(|l| indices.contains(&l.symbol));
        match self.variables[variable].pending.last_mut() {
            Some(p @ Pending::Nothing) if set.is_none() || open => {
                *p = pending;
                Ok(())
            }
            Some(Pending::Element { indices: i, terms: t, .. }) if i == indices && set.is_none() => {
                t.extend(terms);
                Ok(())
            }
            // What was set before is in what is set now: see `write_in_row`.
            Some(Pending::Element { indices: i, .. }) if i == indices && open => {
                *self.variables[variable].pending.last_mut().expect("it was found") = pending;
                Ok(())
            }
            _ => self.carried(variable, span),
        }
    }

    fn axis_length(&mut self, value: &Value, axis: usize, span: proc_macro2::Span) -> Eval<Extent> {
        let mut value = value.clone();
        for _ in 0..axis {
            let zero = self.number(0.0, span);
            value = self.index(value, &[zero], span)?;
        }
        match value {
            Value::Array(array) => Ok(self.length(&array)),
            _ => self.error(span, "only arrays and slices can be indexed"),
        }
    }

    /// The array that a loop has filled becomes an indexed definition.
    fn define(&mut self, variable: usize, indices: &[Symbol], body: ExprId, span: proc_macro2::Span) -> Eval<()> {
        if self.variables[variable].progress.is_some() {
            return self.define_progress(variable, body, span);
        }
        let hint = self.variables[variable].name.clone();
        let old = self.variables[variable].value.clone().unwrap_or(Value::Unit);
        let mut lens = Vec::new();
        for axis in 0..indices.len() {
            lens.push(self.axis_length(&old, axis, span)?);
        }
        let array = self.new_definition(&hint, indices, lens, body, span);
        self.variables[variable].value = Some(Value::Array(array));
        Ok(())
    }

    /// A number that is given a name in a loop that carries values: if it takes a function to compute it, it becomes an
    /// element of a definition. Where later passes depend on it that is an array of the recurrence, which the backward
    /// sweep reads; elsewhere it is the same as the number itself.
    pub fn kept(&mut self, hint: &str, id: ExprId, span: proc_macro2::Span) -> ExprId {
        if self.carrying == 0 || !self.takes_a_function(id) || self.in_table() {
            return id;
        }
        match self.new_definition(hint, &[], Vec::new(), id, span) {
            Array::View { base, indices, .. } if !indices.is_empty() => self.push(Expr::Index { base, indices }, span),
            _ => id,
        }
    }

    /// Whether a loop around fills a table from its own elements, `a[i][j] = f(a[i - 1][j], a[i][j - 1])`, whose indices do not begin
    /// at 0: those of an array of its own would not be the table's, and then there is no order in which both are computed.
    fn in_table(&self) -> bool {
        let shifted = self.loops.iter().filter(|l| !self.is_number(l.lo, 0.0)).count();
        let turns =
            |v: &super::variables::Variable| v.progress.as_ref().map_or(0, |p| p.places.iter().filter(|p| p.turn().is_some()).count());
        shifted > 0 && self.variables.iter().any(|v| turns(v) > 1)
    }

    /// Whether there is a function in an expression outside of what it reads.
    fn takes_a_function(&self, id: ExprId) -> bool {
        const CHEAP: &[&str] = &["abs", "min", "max", "sign", "floor", "ceil", "round", "sqrt", "relu", "stop_gradient"];
        let (mut stack, mut seen) = (vec![id], Set::default());
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.ast.expr(id) {
                Expr::Call { function, arguments } if CHEAP.contains(&self.ast.name(*function)) => stack.extend(arguments),
                Expr::Call { .. } => return true,
                Expr::Unary(_, a) => stack.push(*a),
                Expr::Binary(_, a, b) => stack.extend([*a, *b]),
                Expr::If { then, otherwise, .. } => stack.extend([*then, *otherwise]),
                _ => {}
            }
        }
        false
    }

    /// Whether a length is not the same in every pass of the loops around.
    pub fn differs_by_pass(&self, len: &Extent) -> bool {
        let Extent::Expr(id) = *len else { return false };
        self.linear(id).is_none_or(|(sum, _)| sum.keys().any(|s| self.loops.iter().any(|l| l.symbol == *s)))
    }

    /// `hint[open loops, indices] = body`
    pub fn new_definition(&mut self, hint: &str, indices: &[Symbol], lens: Vec<Extent>, body: ExprId, span: proc_macro2::Span) -> Array {
        let name = self.fresh(hint);
        if lens.iter().any(|len| self.differs_by_pass(len)) {
            self.errors.push(syn::Error::new(span, DIFFERS));
        }
        let at = self.span(span);
        let (mut axes, outer) = self.enclosing(self.loops.len(), span);
        let body = self.on_path(body, span);
        for (index, len) in indices.iter().zip(&lens) {
            axes.push(DefinitionIndex::Axis(Axis { index: Some(*index), extent: Some(len.clone()), span: at }));
        }
        self.ast.definitions.push(Definition { name, span: at, kind: DefinitionKind::Value(axes), body });
        let base = self.push(Expr::Name(name), span);
        Array::View { base, indices: outer, lens }
    }
}
