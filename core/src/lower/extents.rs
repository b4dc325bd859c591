//! Ranges of indices: what the arrays that an index indexes say about how far it runs.

use super::{Binding, Lowering, NESTING, Result, Scope, below};
use crate::affine::{Affine, AxisId, DimId, Term};
use chainrule_parser::Error;
use chainrule_parser::ast::*;
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use chainrule_parser::table::Set;

/// A bound, the place where it was found, and whether that stands under a condition.
type Bound = (Affine, Span, bool);

/// The bounds of one index.
#[derive(Default)]
pub(super) struct Evidence {
    /// From `x[i]`.
    plain: Vec<Bound>,
    /// From `x[i + 1]`.
    shifted: Vec<Bound>,
    /// From `h[t - 1]`, where `h` is one of the recurrences whose shapes are being found.
    steps: Vec<Bound>,
}

impl Evidence {
    /// The bound that is believed among those of some strength: 0 for arrays that are indexed outside
    /// conditions, 1 for shifted indices there, 2 for those under conditions, 3 for steps of recurrences.
    pub(super) fn of_strength(&self, strength: u32) -> Option<&Affine> {
        let sure = |b: &&Bound| !b.2;
        match strength {
            0 => {
                let less = |a, b: &'_ Affine| b.add_scaled(-1, a).as_constant().is_some_and(|d| d < 0);
                let plain = self.plain.iter().filter(sure).map(|b| &b.0).reduce(|a, b| if less(a, b) { b } else { a });
                plain.map(|b| self.within_shifts(b))
            }
            1 => smallest(self.shifted.iter().filter(sure)),
            2 => self.plain.first().or(self.shifted.first()).map(|b| &b.0),
            _ => smallest(self.steps.iter()),
        }
    }

    /// A bound from plain indices, or the one that is known to be less: of `x[i + 1] - x[i]` it is n - 1, since all that an
    /// index reads is there.
    fn within_shifts<'b>(&'b self, plain: &'b Affine) -> &'b Affine {
        let less = |bound: &&Bound| !bound.2 && bound.0.add_scaled(-1, plain).as_constant().is_some_and(|d| d < 0);
        smallest(self.shifted.iter().filter(less)).unwrap_or(plain)
    }
}

fn smallest<'b>(bounds: impl Iterator<Item = &'b Bound>) -> Option<&'b Affine> {
    bounds.map(|b| &b.0).reduce(|a, b| match b.add_scaled(-1, a).as_constant() {
        Some(d) if d < 0 => b,
        Some(_) => a,
        None => {
            if b.as_constant().is_some() && a.as_constant().is_none() {
                b
            } else {
                a
            }
        }
    })
}

impl Lowering<'_> {
    /// The extent of an index from the arrays it indexes: outside conditions first.
    pub(super) fn infer_extent(&mut self, name: Symbol, span: Span, body: ExprId, outer: &[(Symbol, Binding)]) -> Result<Affine> {
        let (evidence, bindings) = self.evidence(name, body, outer);
        let mut sure = evidence.plain.iter().filter(|b| !b.2);
        if let Some((first, place, _)) = sure.next() {
            for (other, at, _) in sure {
                let what = format!("index `{}` runs over axes of different extents", self.ast.name(name));
                self.unify(first, other, *at, &what).map_err(|e| {
                    let hint = format!("write its range, `{} in 0..n`, or mend what is indexed", self.ast.name(name));
                    e.with_related(*place, "first used here").with_hint(hint)
                })?;
            }
            return Ok(evidence.within_shifts(first).clone());
        }
        if let Some(bound) = (1..=2).find_map(|s| evidence.of_strength(s)) {
            return Ok(bound.clone());
        }
        Err(self.no_range(name, span, body, &bindings))
    }

    /// The error for an index that indexes nothing of known extent.
    pub(super) fn no_range(&self, name: Symbol, span: Span, body: ExprId, bindings: &[(Symbol, Binding)]) -> Error {
        if let Some(error) = self.unknown_array(name, body, bindings) {
            return error;
        }
        let text = self.ast.name(name);
        let inner = below(self.ast, &[body]).into_iter().find_map(|id| match self.ast.expr(id) {
            Expr::Reduce { function, binders, .. } if binders.iter().any(|b| b.name == name) => Some(self.ast.name(*function)),
            _ => None,
        });
        let hint = match inner {
            Some("softmax") => {
                format!("the `{text}` of `softmax({text}: ...)` is another one: write `softmax({text}: ...)[{text}]` for an element")
            }
            Some(function) => format!("the `{text}` of `{function}({text}: ...)` is another one; give one of them another name"),
            None => format!("it indexes no array here; write its range: `{text} in 0..n`, or `{text}: 3` on the left of a definition"),
        };
        Error::new(format!("the range of index `{text}` cannot be inferred"), span).with_hint(hint)
    }

    /// All bounds of an index, in the order of the text; and the bindings with the indices inside `body` added.
    pub(super) fn evidence(&mut self, name: Symbol, body: ExprId, outer: &[(Symbol, Binding)]) -> (Evidence, Vec<(Symbol, Binding)>) {
        let mut bindings = outer.to_vec();
        self.bind_inner_indices(name, body, &mut bindings);
        let mut out = Evidence::default();
        let mut seen: Set<(ExprId, bool)> = Set::default();
        let mut stack = vec![(body, false)];
        while let Some((id, conditional)) = stack.pop() {
            if !seen.insert((id, conditional)) {
                continue;
            }
            match self.ast.expr(id) {
                Expr::If { condition, then, otherwise } => {
                    // A condition that does not ask about the index keeps it nowhere.
                    let asks = below(self.ast, &[*condition]).iter().any(|id| *self.ast.expr(*id) == Expr::Name(name));
                    stack.push((*condition, conditional));
                    stack.push((*then, conditional || asks));
                    stack.push((*otherwise, conditional || asks));
                }
                Expr::Reduce { binders, body, .. } => {
                    for (lo, hi) in binders.iter().filter_map(|b| b.range) {
                        stack.push((lo, conditional));
                        stack.push((hi, conditional));
                    }
                    if binders.iter().all(|b| b.name != name) {
                        stack.push((*body, conditional));
                    }
                }
                Expr::Index { base, indices } => {
                    let shape = self.shape_of(*base, &bindings);
                    for (at, index) in indices.iter().enumerate() {
                        if let Some(Some(extent)) = shape.as_ref().and_then(|s| s.get(at)) {
                            if *self.ast.expr(*index) == Expr::Name(name) {
                                out.plain.push((extent.clone(), self.ast.span(*index), conditional));
                            } else if let Some(bound) = self.bound_from_shift(name, *index, extent, &bindings) {
                                let list = if self.in_progress(*base) { &mut out.steps } else { &mut out.shifted };
                                list.push((bound, self.ast.span(*index), conditional));
                            }
                        }
                        stack.push((*index, conditional));
                    }
                    if !matches!(self.ast.expr(*base), Expr::Name(_)) {
                        stack.push((*base, conditional));
                    }
                }
                other => other.for_each_child(|c| stack.push((c, conditional))),
            }
        }
        for list in [&mut out.plain, &mut out.shifted] {
            sort::by_key(list, |f| (f.2, f.1.start));
        }
        (out, bindings)
    }

    /// Whether this names a recurrence whose shape is being found.
    fn in_progress(&self, base: ExprId) -> bool {
        matches!(self.ast.expr(base), Expr::Name(name) if self.shapes.contains_key(name))
    }

    /// An index whose range is unknown because what it indexes is.
    fn unknown_array(&self, name: Symbol, body: ExprId, bindings: &[(Symbol, Binding)]) -> Option<Error> {
        below(self.ast, &[body]).into_iter().find_map(|id| {
            if let Expr::Index { base, indices } = self.ast.expr(id)
                && let Expr::Name(array) = *self.ast.expr(*base)
                && indices.iter().any(|i| *self.ast.expr(*i) == Expr::Name(name))
                && !self.arrays.contains_key(&array)
                && !self.definitions.contains_key(&array)
                && bindings.iter().all(|b| b.0 != array)
            {
                return Some(self.unknown_name(array, self.ast.span(*base), bindings));
            }
            None
        })
    }

    /// Adds the indices of the reductions inside `body`, with their ranges, so that shifts by them are known.
    pub(super) fn bind_inner_indices(&mut self, name: Symbol, body: ExprId, bindings: &mut Vec<(Symbol, Binding)>) {
        let ast = self.ast;
        for id in below(ast, &[body]) {
            let Expr::Reduce { binders, body, .. } = ast.expr(id) else { continue };
            for binder in binders {
                if binder.name == name || bindings.iter().any(|b| b.0 == binder.name) {
                    continue;
                }
                let current = Scope::new(bindings.clone(), false, 0);
                let (lo, extent) = match binder.range {
                    Some((lo, hi)) => match (self.affine(lo, &current), self.affine(hi, &current)) {
                        (Some(lo), Some(hi)) => {
                            let extent = self.largest(&hi.add_scaled(-1, &lo));
                            (lo, extent)
                        }
                        _ => continue,
                    },
                    None => match self.extent_of_plain_index(binder.name, *body, bindings) {
                        Some(extent) => (Affine::constant(0), extent),
                        None => continue,
                    },
                };
                let axis = self.fresh_axis(extent, Some(ast.name(binder.name)));
                bindings.push((binder.name, Binding::Index(lo.add_scaled(1, &Affine::axis(axis)))));
            }
        }
    }

    /// The extent of the first array that `name` indexes on its own.
    fn extent_of_plain_index(&self, name: Symbol, body: ExprId, bindings: &[(Symbol, Binding)]) -> Option<Affine> {
        below(self.ast, &[body]).into_iter().find_map(|id| {
            let Expr::Index { base, indices } = self.ast.expr(id) else { return None };
            let at = indices.iter().position(|i| *self.ast.expr(*i) == Expr::Name(name))?;
            self.shape_of(*base, bindings)?.get(at)?.clone()
        })
    }

    /// From `x[i + u]` with `x` of extent n and u known: i < n - max(u).
    fn bound_from_shift(&self, name: Symbol, index: ExprId, extent: &Affine, bindings: &[(Symbol, Binding)]) -> Option<Affine> {
        let mut scope = Scope::new(bindings.to_vec(), false, 0);
        let marker = AxisId(u32::MAX);
        scope.bindings.push((name, Binding::Index(Affine::axis(marker))));
        let affine = self.affine(index, &scope)?;
        let c = affine.terms.iter().find(|t| t.0 == Term::Axis(marker))?.1;
        if c < 1 {
            return None;
        }
        let rest = affine.substitute(marker, &Affine::constant(0));
        let room = extent.add_scaled(-1, &self.largest(&rest));
        // c*i < room
        match c {
            1 => Some(room),
            _ => room.as_constant().map(|n| Affine::constant((n + c - 1).div_euclid(c).max(0))),
        }
    }

    /// The largest value of an affine expression over its axes, in terms of dimensions.
    pub(super) fn largest(&self, affine: &Affine) -> Affine {
        let mut highest = affine.clone();
        // An axis's extent may mention axes further out.
        while let Some(&(Term::Axis(axis), c)) = highest.terms.iter().find(|t| matches!(t.0, Term::Axis(_))) {
            let last = match c > 0 {
                true => self.graph.axis(axis).extent.add_scaled(-1, &Affine::constant(1)),
                false => Affine::constant(0),
            };
            highest = highest.substitute(axis, &last);
        }
        highest
    }

    /// The shape of something that is indexed, where it can be told without lowering it.
    fn shape_of(&self, base: ExprId, bindings: &[(Symbol, Binding)]) -> Option<Vec<Option<Affine>>> {
        let of_axes = |axes: &[AxisId]| axes.iter().map(|a| Some(self.graph.axis(*a).extent.clone())).collect_vec();
        match self.ast.expr(base) {
            Expr::Name(name) => {
                if let Some((_, Binding::Value(v))) = bindings.iter().rev().find(|(n, _)| n == name) {
                    return Some(of_axes(&v.axes));
                }
                if let Some(shape) = self.shapes.get(name) {
                    return Some(shape.clone());
                }
                if let Some(id) = self.arrays.get(name) {
                    return Some(self.graph.array(*id).shape.iter().cloned().map(Some).collect_vec());
                }
                self.defined.get(name).map(|v| of_axes(&v.axes))
            }
            Expr::Unary(UnaryOp::Transpose, a) => {
                let mut shape = self.shape_of(*a, bindings)?;
                shape.reverse();
                Some(shape)
            }
            Expr::Array(items) => Some(vec![Some(Affine::constant(items.len() as i64))]),
            // `softmax(k: z[k])[c]`
            Expr::Reduce { function, binders, body } if self.ast.name(*function) == "softmax" => {
                let scope = Scope::new(bindings.to_vec(), false, 0);
                let extent = |binder: &Binder| match binder.range {
                    None => self.extent_of_plain_index(binder.name, *body, bindings),
                    Some((lo, hi)) => {
                        self.affine(hi, &scope).filter(|_| self.affine(lo, &scope).and_then(|lo| lo.as_constant()) == Some(0))
                    }
                };
                Some(binders.iter().map(extent).collect_vec())
            }
            _ => None,
        }
    }

    /// The value of an index expression, if it is affine in indices and dimensions.
    pub(super) fn affine(&self, id: ExprId, scope: &Scope) -> Option<Affine> {
        self.affine_at(id, scope, 0)
    }

    /// `len(x)`, or `len(x, 1)` for the second axis: the extent of an array.
    pub(super) fn length(&self, function: Symbol, arguments: &[ExprId], scope: &Scope) -> Option<Affine> {
        if self.ast.name(function) != "len" || self.functions.contains_key(&function) {
            return None;
        }
        let (array, axis) = match *arguments {
            [array] => (array, 0),
            [array, axis] => match *self.ast.expr(axis) {
                Expr::Number(n) if n.fract() == 0.0 && n >= 0.0 => (array, n as usize),
                _ => return None,
            },
            _ => return None,
        };
        self.shape_of(array, &scope.bindings)?.get(axis)?.clone()
    }

    fn affine_at(&self, id: ExprId, scope: &Scope, depth: u32) -> Option<Affine> {
        if depth > NESTING {
            return None;
        }
        let sub = |e: ExprId| self.affine_at(e, scope, depth + 1);
        match *self.ast.expr(id) {
            Expr::Number(x) if x.fract() == 0.0 && x.abs() < 9e15 => Some(Affine::constant(x as i64)),
            Expr::Name(name) => match scope.get(name) {
                Some(Binding::Index(a)) => Some(a.clone()),
                Some(Binding::Value(_)) => None,
                None if self.arrays.contains_key(&name) || self.definitions.contains_key(&name) => None,
                None => {
                    let text = self.ast.name(name);
                    let at = self.graph.dims.iter().position(|d| d == text)?;
                    Some(Affine::dim(DimId(at as u32)))
                }
            },
            Expr::Call { function, ref arguments } => self.length(function, arguments, scope),
            Expr::Unary(UnaryOp::Neg, a) => Some(sub(a)?.scaled(-1)),
            Expr::Binary(BinaryOp::Add, a, b) => Some(sub(a)?.add_scaled(1, &sub(b)?)),
            Expr::Binary(BinaryOp::Sub, a, b) => Some(sub(a)?.add_scaled(-1, &sub(b)?)),
            Expr::Binary(BinaryOp::Mul, a, b) => {
                let (a, b) = (sub(a)?, sub(b)?);
                match (a.as_constant(), b.as_constant()) {
                    (Some(c), _) => Some(b.scaled(c)),
                    (_, Some(c)) => Some(a.scaled(c)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
