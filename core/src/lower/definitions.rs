//! Definitions of a model: in the order of their dependencies, those without a cycle once and for all,
//! recurrences as arrays that are computed.

use super::{Binding, Lowering, Result, Scope, Value, at_least_zero, below};
use crate::affine::{Affine, AxisId};
use crate::graph::{ArrayId, Index, Node, NodeId};
use crate::order;
use crate::target::Write;
use chainrule_parser::Error;
use chainrule_parser::ast::*;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Marks, Set};

impl Lowering<'_> {
    /// Lowers every definition that `roots` need, dependencies first.
    pub(super) fn prepare_definitions(&mut self, roots: &[ExprId]) -> Result<()> {
        let roots = self.uses(roots, Vec::new());
        self.prepare(&roots)
    }

    /// Lowers some definitions and what they need, dependencies first.
    pub(super) fn prepare(&mut self, roots: &[usize]) -> Result<()> {
        for group in self.groups(roots) {
            let ast = self.ast;
            let first = &ast.definitions[group[0]];
            let cycle = group.len() > 1 || self.used_by(first).contains(&group[0]);
            let heavy = self.heavy(first);
            let shifted = heavy && self.shifted.contains(&first.name);
            let array = cycle || base_case(first) || (shifted && of_loops(first));
            if let Some(function) = group.iter().map(|at| &ast.definitions[*at]).find(|d| matches!(d.kind, DefinitionKind::Function(_))) {
                if cycle {
                    return Err(Error::new(format!("`{}` calls itself", ast.name(function.name)), function.span));
                }
            } else if array {
                self.define_recurrence(&group)?;
            } else {
                self.define(group[0])?;
                if shifted || heavy && self.picked.contains(&first.name) {
                    self.store(first.name);
                }
            }
        }
        Ok(())
    }

    /// Makes an array that is computed once of what a name stands for.
    fn store(&mut self, name: Symbol) {
        let Some(Value { node, axes }) = self.defined.get(&name).cloned() else { return };
        // What is an array already is one.
        if axes.is_empty() || matches!(self.graph.node(node), Node::Element { .. }) {
            return;
        }
        let extents: Vec<Affine> = axes.iter().map(|a| self.graph.axis(*a).extent.clone()).collect_vec();
        let mut pairs = Vec::new();
        for (axis, extent) in axes.iter().zip(&extents) {
            let name = self.graph.axis(*axis).name.clone();
            pairs.push((*axis, self.fresh_axis(extent.clone(), name.as_deref())));
        }
        let value = self.rename(node, &pairs);
        let own: Vec<AxisId> = pairs.into_iter().map(|p| p.1).collect_vec();
        let indices = own.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec();
        let array = self.graph.define(self.ast.name(name), extents, true);
        self.graph.add_write(array, Write { value, indices, axes: own, guarded: false });
        self.defined.remove(&name);
        self.arrays.insert(name, array);
    }

    /// The definitions below `roots` in groups that depend on each other, dependencies first: Tarjan,
    /// *Depth-first search and linear graph algorithms* (1972). All equations of a name are in one group.
    fn groups(&self, roots: &[usize]) -> Vec<Vec<usize>> {
        struct Frame {
            at: usize,
            uses: Vec<usize>,
            next: usize,
        }
        let mut number: Map<usize, usize> = Map::default();
        let mut low: Map<usize, usize> = Map::default();
        let mut waiting: Vec<usize> = Vec::new();
        let mut out: Vec<Vec<usize>> = Vec::new();
        let mut done: Set<usize> = Set::default();
        let open = |at: usize| -> Frame {
            let definition = &self.ast.definitions[at];
            let mut uses = self.used_by(definition);
            // Whoever needs one equation of a name needs them all.
            uses.push_all(self.equations(definition.name, &definition.kind).into_iter().filter(|e| *e != at));
            Frame { at, uses, next: 0 }
        };
        for &root in roots {
            if number.contains_key(&root) {
                continue;
            }
            let mut stack = vec![open(root)];
            number.insert(root, number.len());
            low.insert(root, number[&root]);
            waiting.push(root);
            while let Some(frame) = stack.last_mut() {
                let at = frame.at;
                if let Some(&use_) = frame.uses.get(frame.next) {
                    frame.next += 1;
                    match number.get(&use_) {
                        None => {
                            let n = number.len();
                            number.insert(use_, n);
                            low.insert(use_, n);
                            waiting.push(use_);
                            stack.push(open(use_));
                        }
                        Some(n) if !done.contains(&use_) => {
                            let least = low[&at].min(*n);
                            low.insert(at, least);
                        }
                        Some(_) => {}
                    }
                    continue;
                }
                stack.pop();
                if let Some(above) = stack.last() {
                    let least = low[&above.at].min(low[&at]);
                    low.insert(above.at, least);
                }
                if low[&at] == number[&at] {
                    let from = waiting.iter().position(|w| *w == at).expect("it waits");
                    let mut group = waiting.split_off(from);
                    done.extend(group.iter().copied());
                    sort::ascending(&mut group);
                    out.push(group);
                }
            }
        }
        out
    }

    /// The names that are indexed in one place by a number and in another by anything else, `c[0]` and `c[i]`.
    pub(super) fn picked(&self) -> Set<Symbol> {
        let ast = self.ast;
        // For each name and position whether a number is there, and whether something else is.
        let mut places: Map<(Symbol, usize), (bool, bool)> = Map::default();
        for id in ast.ids() {
            let Expr::Index { base, indices } = ast.expr(id) else { continue };
            let Expr::Name(name) = ast.expr(*base) else { continue };
            for (position, index) in indices.iter().enumerate() {
                let (number, other) = places.entry((*name, position)).or_default();
                match ast.expr(*index) {
                    Expr::Number(_) => *number = true,
                    _ => *other = true,
                }
            }
        }
        places.into_iter().filter(|(_, (number, other))| *number && *other).map(|((name, _), _)| name).collect()
    }

    /// The names that are indexed by something computed, `c[2*i + p]`: each element is read from several places.
    pub(super) fn shifted(&self) -> Set<Symbol> {
        let ast = self.ast;
        let index = |e: &ExprId| {
            let dimension = |name: &Symbol| self.graph.dims.iter().any(|d| d == ast.name(*name));
            matches!(ast.expr(*e), Expr::Binary(BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul, ..))
                && below(ast, &[*e]).into_iter().any(|id| matches!(ast.expr(id), Expr::Name(name) if !dimension(name)))
        };
        ast.ids()
            .filter_map(|id| match ast.expr(id) {
                Expr::Index { base, indices } if indices.iter().any(index) => match ast.expr(*base) {
                    Expr::Name(name) => Some(*name),
                    _ => None,
                },
                _ => None,
            })
            .collect()
    }

    /// Whether a definition with indices takes work that is better done once for each element.
    fn heavy(&self, definition: &Definition) -> bool {
        let indexed = matches!(&definition.kind, DefinitionKind::Value(indices) if !indices.is_empty());
        indexed
            && below(self.ast, &[definition.body])
                .into_iter()
                .any(|id| matches!(self.ast.expr(id), Expr::Reduce { .. } | Expr::Call { .. }))
    }

    /// The numbers of all equations that define a name.
    fn equations(&self, name: Symbol, kind: &DefinitionKind) -> Vec<usize> {
        match kind {
            DefinitionKind::Function(_) => self.functions.get(&name).copied().into_iter().collect_vec(),
            DefinitionKind::Value(_) => self.definitions.get(&name).cloned().unwrap_or_default(),
        }
    }

    /// The definitions that the body of another one names, in order: not what its own indices or arguments are called.
    fn used_by(&self, definition: &Definition) -> Vec<usize> {
        let own = match &definition.kind {
            DefinitionKind::Function(parameters) => parameters.clone(),
            DefinitionKind::Value(indices) => indices.iter().filter_map(named_index).collect_vec(),
        };
        self.uses(&[definition.body], own)
    }

    /// The definitions that some expressions name, in order; `bound` are names that mean something else in them.
    fn uses(&self, roots: &[ExprId], mut bound: Vec<Symbol>) -> Vec<usize> {
        bound.retain(|name| self.definitions.contains_key(name));
        let mut out = Vec::new();
        let mut scopes = vec![bound];
        let mut stack: Vec<(ExprId, usize)> = roots.iter().map(|r| (*r, 0)).collect_vec();
        let mut seen = vec![Marks::default()];
        while let Some((id, scope)) = stack.pop() {
            if !seen[scope].insert(id.0 as usize) {
                continue;
            }
            match self.ast.expr(id) {
                Expr::Name(name) if !scopes[scope].contains(name) => out.extend(self.definitions.get(name).into_iter().flatten()),
                Expr::Call { function, .. } => out.extend(self.functions.get(function)),
                Expr::Reduce { binders, body, .. } => {
                    let hides = |name: &Symbol| self.definitions.contains_key(name) && !scopes[scope].contains(name);
                    let names = binders.iter().map(|b| b.name).filter(hides).collect_vec();
                    if !names.is_empty() {
                        let ranges = binders.iter().filter_map(|b| b.range);
                        stack.extend(ranges.flat_map(|(low, high)| [(low, scope), (high, scope)]));
                        stack.push((*body, scopes.len()));
                        seen.push(Marks::default());
                        scopes.push(scopes[scope].iter().copied().chain(names).collect_vec());
                        continue;
                    }
                }
                _ => {}
            }
            self.ast.expr(id).for_each_child(|child| stack.push((child, scope)));
        }
        sort::ascending(&mut out);
        out.dedup();
        out
    }

    /// Lowers a definition that does not depend on itself; it is substituted where it is used.
    pub(super) fn define(&mut self, at: usize) -> Result<()> {
        let ast = self.ast;
        let definition = &ast.definitions[at];
        if self.defined.contains_key(&definition.name) {
            return Ok(());
        }
        let DefinitionKind::Value(indices) = &definition.kind else { return Ok(()) };
        let mut bindings: Vec<(Symbol, Binding)> = Vec::new();
        let mut axes = Vec::new();
        for (at, index) in indices.iter().enumerate() {
            let axis = match index {
                DefinitionIndex::Axis(axis) => axis,
                DefinitionIndex::Pass(pass) => {
                    let (lo, extent) = self.passes(pass)?;
                    let id = self.own_axis(extent, at, Some(ast.name(pass.index)));
                    bindings.push((pass.index, Binding::Index(lo.add_scaled(1, &Affine::axis(id)))));
                    axes.push(id);
                    continue;
                }
                DefinitionIndex::At(..) => unreachable!("a base case makes it a recurrence"),
            };
            let name = index_name(ast, axis, &bindings)?;
            let extent = match axis.extent {
                Some(_) => self.extent(axis)?,
                None => self.infer_extent(name, axis.span, definition.body, &bindings)?,
            };
            let id = self.own_axis(extent, at, Some(ast.name(name)));
            bindings.push((name, Binding::Index(Affine::axis(id))));
            axes.push(id);
        }
        let value = self.lower(definition.body, &mut Scope::new(bindings, false, 0))?;
        axes.extend(value.axes);
        let value = Value { node: value.node, axes };
        let name = ast.name(definition.name);
        let value = self.scattered(name, &value).unwrap_or(value);
        self.graph.set_label(value.node, name);
        self.defined.insert(definition.name, value);
        Ok(())
    }

    /// The index of the first pass of a loop, and how many there are.
    fn passes(&self, pass: &Pass) -> Result<(Affine, Affine)> {
        let (lo, hi) = (self.whole_number(pass.range.0)?, self.whole_number(pass.range.1)?);
        let extent = at_least_zero(hi.add_scaled(-1, &lo));
        Ok((lo, extent))
    }

    /// A fresh axis for the passes of a loop, and the value of the loop's index on it.
    fn pass(&mut self, pass: &Pass) -> Result<(AxisId, Affine)> {
        let (lo, extent) = self.passes(pass)?;
        let id = self.fresh_axis(extent, Some(self.ast.name(pass.index)));
        Ok((id, lo.add_scaled(1, &Affine::axis(id))))
    }

    // ----- recurrences

    /// Lowers definitions that depend on each other, or on themselves, as arrays that are computed.
    fn define_recurrence(&mut self, group: &[usize]) -> Result<()> {
        let ast = self.ast;
        if self.arrays.contains_key(&ast.definitions[group[0]].name) {
            return Ok(());
        }
        let of = |at: usize| match &ast.definitions[at].kind {
            DefinitionKind::Value(indices) => (&ast.definitions[at], indices.as_slice()),
            DefinitionKind::Function(_) => unreachable!("only values are in a recurrence"),
        };
        for &at in group {
            let (definition, indices) = of(at);
            if indices.is_empty() {
                let name = ast.name(definition.name);
                return Err(Error::new(format!("`{name}` is defined by itself"), definition.span)
                    .with_hint(format!("a recurrence has an index for its steps: `{name}[t] = ... {name}[t-1] ...`")));
            }
            match self.shapes.get(&definition.name) {
                Some(shape) if shape.len() != indices.len() => {
                    let name = ast.name(definition.name);
                    let message = format!("`{name}` has {} indices here and {} elsewhere", indices.len(), shape.len());
                    return Err(Error::new(message, definition.span));
                }
                Some(_) => {}
                None => {
                    self.shapes.insert(definition.name, vec![None; indices.len()]);
                }
            }
        }
        self.find_shapes(group)?;
        let mut ids: Vec<ArrayId> = Vec::new();
        for &at in group {
            let name = ast.definitions[at].name;
            if let Some(shape) = self.shapes.remove(&name) {
                let shape = shape.into_iter().flatten().collect_vec();
                let id = self.graph.define(ast.name(name), shape, true);
                self.arrays.insert(name, id);
                ids.push(id);
            }
        }
        for &at in group {
            let write = self.equation(at, group)?;
            let name = ast.definitions[at].name;
            let array = self.arrays[&name];
            let alone = group.iter().filter(|other| ast.definitions[**other].name == name).count() == 1;
            match if alone { self.scattered_writes(&write) } else { None } {
                Some(terms) => {
                    self.graph.add_up(array);
                    terms.into_iter().for_each(|write| self.graph.add_write(array, write));
                }
                None => self.graph.add_write(array, write),
            }
        }
        // The rest of the pass that writes an element reads it there, rather than compute it again.
        for &at in group {
            let (definition, indices) = of(at);
            if indices.iter().all(|i| matches!(i, DefinitionIndex::Pass(_))) && self.is_long(definition.body) {
                self.written.insert(definition.body, at);
            }
        }
        order::plan(&self.graph, &ids).map_err(|stuck| {
            let name = self.graph.array(stuck.array).name.clone();
            // Not a base case, but an equation that reads another step.
            let equations = || group.iter().map(|at| &ast.definitions[*at]).filter(|d| ast.name(d.name) == name);
            let reads = |d: &&Definition| self.used_by(d).iter().any(|at| group.contains(at));
            let definition = equations().find(reads).or_else(|| equations().next()).expect("it was defined");
            Error::new(format!("`{name}` cannot be computed: {}", stuck.reason), definition.span).with_hint(
                "each step may read steps before it, `h[t-1, i]` or `sum(s in 0..t: h[s, i])`, or in every equation steps after it, `h[t+1, i]`",
            )
        })?;
        Ok(())
    }

    /// Finds the extents of a group of recurrences from all their equations together.
    fn find_shapes(&mut self, group: &[usize]) -> Result<()> {
        let ast = self.ast;
        let places: Vec<(usize, usize, &Axis)> = group
            .iter()
            .flat_map(|&at| {
                let DefinitionKind::Value(indices) = &ast.definitions[at].kind else { unreachable!("values only") };
                indices.iter().enumerate().filter_map(move |(position, index)| match index {
                    DefinitionIndex::Axis(axis) => Some((at, position, axis)),
                    DefinitionIndex::At(..) | DefinitionIndex::Pass(_) => None,
                })
            })
            .collect_vec();
        for &at in group {
            let definition = &ast.definitions[at];
            let DefinitionKind::Value(indices) = &definition.kind else { unreachable!("values only") };
            for (position, index) in indices.iter().enumerate() {
                let DefinitionIndex::Pass(pass) = index else { continue };
                let extent = match &pass.place {
                    Some((_, extent)) => self.extent(&Axis { index: None, extent: Some(extent.clone()), span: pass.span })?,
                    None => {
                        let (lo, hi) = (self.whole_number(pass.range.0)?, self.whole_number(pass.range.1)?);
                        at_least_zero(hi.add_scaled(-1, &lo))
                    }
                };
                self.shapes.get_mut(&definition.name).expect("entered")[position] = Some(extent);
            }
        }
        for &(at, position, axis) in &places {
            if axis.extent.is_some() {
                let extent = self.extent(axis)?;
                let shape = self.shapes.get_mut(&ast.definitions[at].name).expect("entered");
                match &shape[position] {
                    Some(other) if *other != extent => {
                        let other = other.clone();
                        self.unify(&other, &extent, axis.span, "this axis has different extents")?;
                    }
                    _ => shape[position] = Some(extent),
                }
            }
        }
        // The strongest evidence first; whatever it settles may be evidence for the rest.
        let mut strength = 0;
        while strength < 4 {
            let mut progress = false;
            for &(at, position, axis) in &places {
                let definition = &ast.definitions[at];
                if self.shapes[&definition.name][position].is_some() {
                    continue;
                }
                let name = index_name(ast, axis, &[])?;
                let (evidence, _) = self.evidence(name, definition.body, &[]);
                if let Some(bound) = evidence.of_strength(strength) {
                    let bound = bound.clone();
                    self.shapes.get_mut(&definition.name).expect("entered")[position] = Some(bound);
                    progress = true;
                }
            }
            strength = if progress { 0 } else { strength + 1 };
        }
        for &(at, position, axis) in &places {
            let definition = &ast.definitions[at];
            if self.shapes[&definition.name][position].is_none() {
                let name = index_name(ast, axis, &[])?;
                return Err(self.no_range(name, axis.span, definition.body, &[]));
            }
        }
        // An axis that only base cases fill is as long as they reach.
        for &at in group {
            let definition = &ast.definitions[at];
            let DefinitionKind::Value(indices) = &definition.kind else { unreachable!("values only") };
            for (position, index) in indices.iter().enumerate() {
                let DefinitionIndex::At(place, span) = index else { continue };
                let only_cases = !places.iter().any(|p| ast.definitions[p.0].name == definition.name && p.1 == position);
                let shape = &mut self.shapes.get_mut(&definition.name).expect("entered")[position];
                let least = i64::try_from(*place).ok().and_then(|n| n.checked_add(1));
                let least = least.ok_or_else(|| Error::new("this index is too large", *span))?;
                match shape.as_ref().map(Affine::as_constant) {
                    None => *shape = Some(Affine::constant(least)),
                    Some(Some(n)) if n < least && only_cases => *shape = Some(Affine::constant(least)),
                    Some(Some(n)) if n < least => {
                        let name = ast.name(definition.name);
                        return Err(Error::new(format!("this index is outside 0..{n}"), *span).with_hint(format!(
                            "`{name}` has as many steps as its equation reads elsewhere, or says itself: `{name}[t: {least}] = ...`"
                        )));
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// One equation of a recurrence: what it writes where.
    fn equation(&mut self, at: usize, group: &[usize]) -> Result<Write> {
        let ast = self.ast;
        let definition = &ast.definitions[at];
        let DefinitionKind::Value(indices) = &definition.kind else { unreachable!("values only") };
        let array = self.arrays[&definition.name];
        let shape = self.graph.array(array).shape.clone();
        let mut bindings: Vec<(Symbol, Binding)> = Vec::new();
        let mut axes: Vec<AxisId> = Vec::new();
        let mut places: Vec<Index> = Vec::new();
        for (position, (index, extent)) in indices.iter().zip(&shape).enumerate() {
            let place = match index {
                DefinitionIndex::At(n, _) => Affine::constant(*n as i64),
                DefinitionIndex::Pass(pass) => {
                    let (id, value) = self.pass(pass)?;
                    axes.push(id);
                    bindings.push((pass.index, Binding::Index(value)));
                    match &pass.place {
                        None => Affine::axis(id),
                        Some((place, _)) => self
                            .affine(*place, &Scope::new(bindings.clone(), false, 0))
                            .ok_or_else(|| Error::new("the place of an element is a whole number", ast.span(*place)))?,
                    }
                }
                DefinitionIndex::Axis(axis) => {
                    let name = index_name(ast, axis, &bindings)?;
                    let (low, high) = self.steps(at, position, group, extent)?;
                    let id = self.fresh_axis(high.add_scaled(-1, &Affine::constant(low)), Some(ast.name(name)));
                    axes.push(id);
                    let place = Affine::axis(id).add_scaled(1, &Affine::constant(low));
                    bindings.push((name, Binding::Index(place.clone())));
                    place
                }
            };
            places.push(Index::Affine(place));
        }
        let value = self.lower(definition.body, &mut Scope::new(bindings, false, 0))?;
        if !value.axes.is_empty() {
            let name = ast.name(definition.name);
            return Err(Error::new(format!("an element of `{name}` is a number, and this is an array"), ast.span(definition.body))
                .with_hint("name all its indices on the left"));
        }
        self.graph.set_label(value.node, ast.name(definition.name));
        Ok(Write { indices: places, axes, value: value.node, guarded: false })
    }

    /// Whether an expression, without the indices in it, has a sum or a call.
    fn is_long(&self, id: ExprId) -> bool {
        self.reachable(id, true).0.iter().any(|e| matches!(self.ast.expr(*e), Expr::Reduce { .. } | Expr::Call { .. }))
    }

    /// The element that holds an expression in the pass of the loops that writes it.
    pub(super) fn written_element(&mut self, id: ExprId, scope: &Scope) -> Option<NodeId> {
        let definition = &self.ast.definitions[*self.written.get(&id)?];
        let DefinitionKind::Value(indices) = &definition.kind else { unreachable!("values only") };
        let mut places = Vec::new();
        for index in indices {
            let DefinitionIndex::Pass(pass) = index else { unreachable!("of loops only") };
            let Some(Binding::Index(at)) = scope.get(pass.index) else { return None };
            places.push(Index::Affine(match &pass.place {
                Some((place, _)) => self.affine(*place, scope)?,
                None => at.add_scaled(-1, &self.whole_number(pass.range.0).ok()?),
            }));
        }
        Some(self.graph.element(self.arrays[&definition.name], places, false))
    }

    /// The steps that an equation defines at one of its indices: all but those that base cases define.
    fn steps(&self, at: usize, position: usize, group: &[usize], extent: &Affine) -> Result<(i64, Affine)> {
        let ast = self.ast;
        let indices = |at: usize| match &ast.definitions[at].kind {
            DefinitionKind::Value(indices) => indices.as_slice(),
            DefinitionKind::Function(_) => unreachable!("values only"),
        };
        let cases = |list: &[DefinitionIndex]| list.iter().filter(|i| matches!(i, DefinitionIndex::At(..))).count();
        let place = |index: &DefinitionIndex| match index {
            DefinitionIndex::At(n, _) => Some(*n),
            DefinitionIndex::Axis(_) | DefinitionIndex::Pass(_) => None,
        };
        let own = indices(at);
        let mut taken: Vec<(u64, Span)> = Vec::new();
        for &other in group {
            if other == at || ast.definitions[other].name != ast.definitions[at].name {
                continue;
            }
            let theirs = indices(other);
            let DefinitionIndex::At(n, span) = theirs[position] else { continue };
            let before = (cases(theirs), other < at) > (cases(own), false);
            let covers = theirs.iter().zip(own).enumerate().all(|(p, (t, o))| p == position || place(t).is_none() || place(t) == place(o));
            let apart = theirs.iter().zip(own).any(|(t, o)| place(t).is_some() && place(o).is_some() && place(t) != place(o));
            if !before || apart {
                continue;
            }
            if !covers {
                return Err(Error::new("this base case covers a part of another equation", span)
                    .with_hint("give it all the indices that the other one has, or write a condition: `if(i == 0, ..., ...)`"));
            }
            taken.push((n, span));
        }
        sort::by_key(&mut taken, |t| t.0);
        taken.dedup_by_key(|t| t.0);
        let low = taken.iter().enumerate().take_while(|(k, t)| *k as u64 == t.0).count();
        let last = extent.as_constant().map_or(0, |n| n.max(0) as u64);
        let high = taken[low..].iter().rev().enumerate().take_while(|(k, t)| t.0 + *k as u64 + 1 == last).count();
        if let Some((_, span)) = taken.get(low).filter(|_| low + high < taken.len()) {
            return Err(Error::new("base cases are the first steps or the last", *span)
                .with_hint("write the others as a condition in the equation of the step: `if(t == 3, ..., ...)`"));
        }
        Ok((low as i64, extent.add_scaled(-1, &Affine::constant(high as i64))))
    }
}

/// The name that an index of a definition has.
fn named_index(index: &DefinitionIndex) -> Option<Symbol> {
    match index {
        DefinitionIndex::Axis(axis) => axis.index,
        DefinitionIndex::Pass(pass) => Some(pass.index),
        DefinitionIndex::At(..) => None,
    }
}

fn base_case(definition: &Definition) -> bool {
    matches!(&definition.kind, DefinitionKind::Value(indices) if indices.iter().any(is_case))
}

/// Whether a loop defines the elements, pass by pass.
fn of_loops(definition: &Definition) -> bool {
    matches!(&definition.kind, DefinitionKind::Value(indices) if indices.iter().any(|i| matches!(i, DefinitionIndex::Pass(_))))
}

/// Whether an equation with this index defines only a part of its array.
pub(super) fn is_case(index: &DefinitionIndex) -> bool {
    matches!(index, DefinitionIndex::At(..) | DefinitionIndex::Pass(Pass { place: Some(_), .. }))
}

fn index_name(ast: &Ast, axis: &Axis, bindings: &[(Symbol, Binding)]) -> Result<Symbol> {
    let Some(name) = axis.index else {
        return Err(Error::new("a definition needs a name for each index", axis.span));
    };
    if bindings.iter().any(|(n, _)| *n == name) {
        return Err(Error::new(format!("index `{}` occurs twice", ast.name(name)), axis.span));
    }
    Ok(name)
}
