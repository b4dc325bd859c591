//! The graph of the sweeps: sums over all steps become arrays, and so do single steps that are read by other things.

use super::*;
use crate::graph::{Array, Axis};
use chainrule_parser::list::CollectVec;

impl Plan {
    /// Rewrites a write of a defined array, in place.
    pub(super) fn rewrite_write(&mut self, id: WriteId) -> Result<()> {
        let write = self.write(id).clone();
        let position = self.swept.get(&id.array).copied();
        let axis = position.and_then(|p| write.axes.iter().copied().find(|a| in_step(&write.indices[p], *a).is_some()));
        let new = match (position, axis) {
            (Some(_), Some(time)) => {
                self.op(id, Some(time), None);
                self.rewritten(&write, Some(time), false)?
            }
            (Some(p), None) => {
                let Index::Affine(at) = &write.indices[p] else { unreachable!("checked") };
                let at = self.equal.extent(at);
                let mut write = write;
                write.indices[p] = Index::Affine(at.clone());
                let (first, last) = self.ends[&id.array].clone();
                let near = at.add_scaled(-1, &last).as_constant().is_some_and(|d| d.abs() <= NEAR);
                if self.graph.is_assigned(id.array) && at.as_constant().is_some_and(|e| e < first) {
                    // The states before the first step.
                    self.op(id, None, Some(Phase::Before));
                    self.rewritten(&write, None, true)?
                } else if self.descending.contains(&id.array) && near {
                    // The adjoints of the last states.
                    self.op(id, None, Some(Phase::Between));
                    self.rewritten(&write, None, false)?
                } else if !self.graph.is_assigned(id.array) {
                    // It is added in the turn of that step.
                    let time = self.graph.free_axis(self.graph.array(id.array).shape[p].clone(), Some("t"));
                    write.value = self.only_at(time, &at, write.value);
                    write.indices[p] = Index::Affine(Affine::axis(time));
                    write.axes.push(time);
                    self.op(id, Some(time), None);
                    self.rewritten(&write, Some(time), false)?
                } else {
                    let reason = format!("a single step of `{}` has an equation of its own", self.name(id.array));
                    return Err(Trouble { without: Some(id.array), ..Trouble::new(reason) });
                }
            }
            (None, _) => {
                let time = self.time_of(&write)?;
                self.op(id, time, None);
                self.rewritten(&write, time, false)?
            }
        };
        self.graph.arrays[id.array.0 as usize].recurrence.as_mut().expect("defined").writes[id.write] = new;
        Ok(())
    }

    fn op(&mut self, id: WriteId, time: Option<AxisId>, fixed: Option<Phase>) {
        self.ops.push(Op { id, time, fixed, phase: Phase::Before, shift: 0 });
    }

    /// A new array and its write.
    fn define(
        &mut self,
        name: &str,
        shape: Vec<Affine>,
        assigned: bool,
        write: Write,
        time: Option<AxisId>,
        fixed: Option<Phase>,
    ) -> ArrayId {
        let array = self.graph.define(name, shape, assigned);
        self.graph.add_write(array, write);
        self.op(WriteId { array, write: 0 }, time, fixed);
        array
    }

    fn rewritten(&mut self, write: &Write, time: Option<AxisId>, direct: bool) -> Result<Write> {
        let mut out = write.clone();
        out.value = self.rewrite(write.value, time, direct)?;
        for index in &mut out.indices {
            if let Index::Value(n) = index {
                *n = self.rewrite(*n, time, direct)?;
            }
        }
        Ok(out)
    }

    /// A target, without what the sweeps add to it.
    pub(super) fn rewrite_target(&mut self, number: u32, target: &Target) -> Result<Target> {
        let mut out = Target { writes: Vec::new(), ..target.clone() };
        let mut array = None;
        for write in &target.writes {
            if target.shape.is_empty() {
                out.writes.push(self.rewritten(write, None, false)?);
                continue;
            }
            let mut parts: Vec<(Write, AxisId)> = Vec::new();
            if let Some(time) = self.time_of(write)? {
                parts.push((write.clone(), time));
            } else {
                let (parts_of, rest) = self.split(write);
                parts = parts_of;
                if let Some(rest) = rest {
                    out.writes.push(self.rewritten(&rest, None, false)?);
                }
            }
            for (part, time) in parts {
                let part = self.rewritten(&part, Some(time), false)?;
                let of = *array.get_or_insert_with(|| self.graph.define(&target.name, target.shape.clone(), false));
                self.places.insert(of, number);
                let write = self.graph.writes(of).len();
                self.graph.add_write(of, part);
                self.op(WriteId { array: of, write }, Some(time), None);
            }
        }
        Ok(out)
    }

    /// The sums over all steps that a write adds, as writes that add their terms, and the rest.
    fn split(&mut self, write: &Write) -> (Vec<(Write, AxisId)>, Option<Write>) {
        let (constant, terms) = match self.graph.node(write.value) {
            Node::Sum { constant, terms } => (*constant, terms.to_vec()),
            _ => (Number::ZERO, vec![(Number::ONE, write.value)]),
        };
        let mut parts = Vec::new();
        let mut rest = Vec::new();
        for (c, n) in terms {
            match *self.graph.node(n) {
                Node::Reduce { op: ReduceOp::Sum, axis, body } if (c.is(1) || c.is(-1)) && self.is_along(body, axis) => {
                    let time = self.fresh(axis);
                    let body = self.graph.substitute(body, axis, &Affine::axis(time));
                    let value = self.graph.scale(c, body);
                    let mut axes = write.axes.clone();
                    axes.push(time);
                    parts.push((Write { value, axes, ..write.clone() }, time));
                }
                _ => rest.push((c, n)),
            }
        }
        let rest = (!rest.is_empty() || !constant.is_zero()).then(|| Write { value: self.graph.sum(constant, &rest), ..write.clone() });
        (parts, rest)
    }

    fn fresh(&mut self, axis: AxisId) -> AxisId {
        let Axis { extent, name, .. } = self.graph.axis(axis).clone();
        self.graph.free_axis(extent, name.as_deref())
    }

    /// The axis along which a write reads swept arrays.
    fn time_of(&self, write: &Write) -> Result<Option<AxisId>> {
        let mut found: Option<AxisId> = None;
        for root in write.roots() {
            for axis in &write.axes {
                if self.is_along(root, *axis) && found.replace(*axis).is_some_and(|other| other != *axis) {
                    return trouble("two different steps meet in one sum".to_owned());
                }
            }
        }
        Ok(found)
    }

    /// Whether an expression reads a swept array at a step that an axis says.
    fn is_along(&self, root: NodeId, axis: AxisId) -> bool {
        self.graph.free(root).contains(&axis)
            && reachable(&self.graph, &[root]).into_iter().any(|id| match self.graph.node(id) {
                Node::Element { array, indices, .. } => {
                    self.swept.get(array).is_some_and(|p| matches!(&indices[*p], Index::Affine(a) if a.axes().any(|x| x == axis)))
                }
                _ => false,
            })
    }

    /// An expression with arrays in the place of sums over all steps and of single steps; `direct`: these stay.
    fn rewrite(&mut self, root: NodeId, time: Option<AxisId>, direct: bool) -> Result<NodeId> {
        let mut new: Map<NodeId, NodeId> = Map::default();
        let mut below = Vec::new();
        let mut seen: Set<NodeId> = Set::default();
        let mut stack = vec![root];
        while let Some(n) = stack.pop() {
            if !seen.insert(n) {
                continue;
            }
            match self.graph.node(n).clone() {
                Node::Reduce { op, axis, body } if self.is_along(body, axis) => {
                    let total = self.total(n, op, axis, body, time)?;
                    new.insert(n, total);
                    continue;
                }
                Node::Element { array, indices, guarded } if self.swept.contains_key(&array) => {
                    if let Some(other) = self.element(array, &indices, guarded, time, direct)? {
                        new.insert(n, other);
                        continue;
                    }
                }
                _ => {}
            }
            below.push(n);
            self.graph.for_each_operand(n, |o| stack.push(o));
        }
        below.sort_unstable();
        for n in below {
            let mut changed = false;
            self.graph.for_each_operand(n, |o| changed |= new.contains_key(&o));
            if changed {
                let node = self.graph.node(n).clone();
                let map = |id: NodeId| new.get(&id).copied().unwrap_or(id);
                let other = self.graph.rebuild(&node, &map, &|affine| affine.clone());
                if let Some(label) = self.graph.label(n).map(str::to_owned) {
                    self.graph.set_label(other, &label);
                }
                new.insert(n, other);
            }
        }
        Ok(new.get(&root).copied().unwrap_or(root))
    }

    /// The element of the array that holds a sum over all steps.
    fn total(&mut self, node: NodeId, op: ReduceOp, axis: AxisId, body: NodeId, time: Option<AxisId>) -> Result<NodeId> {
        if let Some(&known) = self.totals.get(&node) {
            return Ok(known);
        }
        if op != ReduceOp::Sum {
            return trouble("something other than a sum is taken over all steps".to_owned());
        }
        let free: Vec<AxisId> = self.graph.free(node).to_vec();
        if time.is_some_and(|t| free.contains(&t)) {
            return trouble("each step needs a sum over all steps".to_owned());
        }
        let name = self.graph.label(node).unwrap_or("sum").to_owned();
        let turn = self.fresh(axis);
        let mut value = self.graph.substitute(body, axis, &Affine::axis(turn));
        let own: Vec<AxisId> = free.iter().map(|a| self.fresh(*a)).collect_vec();
        for (from, to) in free.iter().zip(&own) {
            value = self.graph.substitute(value, *from, &Affine::axis(*to));
        }
        let value = self.rewrite(value, Some(turn), false)?;
        let shape = own.iter().map(|a| self.graph.axis(*a).extent.clone()).collect_vec();
        let index = |a: &AxisId| Index::Affine(Affine::axis(*a));
        let write = Write { indices: own.iter().map(index).collect_vec(), axes: [&own[..], &[turn]].concat(), value, guarded: false };
        let array = self.define(&name, shape, false, write, Some(turn), None);
        let element = self.graph.element(array, free.iter().map(index).collect_vec(), false);
        self.totals.insert(node, element);
        Ok(element)
    }

    /// What stands for an element of a swept array, if it is not itself.
    fn element(&mut self, array: ArrayId, indices: &[Index], guarded: bool, time: Option<AxisId>, direct: bool) -> Result<Option<NodeId>> {
        let position = self.swept[&array];
        let elsewhere = |this: &Self| {
            let reason = format!("`{}` is read at steps that are not at a fixed distance", this.name(array));
            Err(Trouble { without: Some(array), ..Trouble::new(reason) })
        };
        let Index::Affine(at) = &indices[position] else { return elsewhere(self) };
        let at = &self.equal.extent(at);
        if at.axes().next().is_none() && !guarded {
            let first = self.ends[&array].0;
            if direct && at.as_constant().is_some_and(|e| e < first) {
                return Ok(None);
            }
            let captured = self.capture(array, at)?;
            let mut others = indices.to_vec();
            others.remove(position);
            return Ok(Some(self.graph.element(captured, others, false)));
        }
        if time.and_then(|t| in_step(&indices[position], t)).is_none() {
            return elsewhere(self);
        }
        if !guarded {
            return Ok(None);
        }
        let inside = crate::differentiate::inside(&mut self.graph, array, indices);
        let (value, nan) = (self.graph.element(array, indices.to_vec(), false), self.graph.not_a_number());
        Ok(Some(self.graph.select(inside, value, nan)))
    }

    /// The array that holds one step of a swept array.
    fn capture(&mut self, array: ArrayId, at: &Affine) -> Result<ArrayId> {
        if let Some(&known) = self.captured.get(&(array, at.clone())) {
            return Ok(known);
        }
        let position = self.swept[&array];
        let Array { name, shape, .. } = self.graph.array(array).clone();
        let axes: Vec<AxisId> = shape.iter().map(|extent| self.graph.free_axis(extent.clone(), None)).collect_vec();
        let index = |a: &AxisId| Index::Affine(Affine::axis(*a));
        let (first, last) = self.ends[&array].clone();
        let number = at.as_constant();
        let from_end = at.add_scaled(-1, &last).as_constant();
        let phase = if self.descending.contains(&array) {
            number.filter(|e| *e <= first + NEAR).map(|_| Phase::After)
        } else if number.is_some_and(|e| e < first) {
            Some(Phase::Before)
        } else {
            from_end.filter(|d| (-NEAR..=0).contains(d)).map(|_| Phase::Between)
        };
        let mut indices: Vec<Index> = axes.iter().map(index).collect_vec();
        let mut own = axes.clone();
        let time = own.remove(position);
        let places: Vec<Index> = own.iter().map(index).collect_vec();
        let mut others = shape;
        others.remove(position);
        let captured = if phase.is_some() {
            indices[position] = Index::Affine(at.clone());
            let value = self.graph.element(array, indices, false);
            let write = Write { indices: places, axes: own, value, guarded: false };
            self.define(&name, others, true, write, None, phase)
        } else {
            // It is taken from the turn of that step.
            let value = self.graph.element(array, indices, false);
            let value = self.only_at(time, at, value);
            own.push(time);
            let write = Write { indices: places, axes: own, value, guarded: false };
            self.define(&name, others, false, write, Some(time), None)
        };
        self.captured.insert((array, at.clone()), captured);
        Ok(captured)
    }

    /// A value at one step and 0 at the others.
    fn only_at(&mut self, time: AxisId, at: &Affine, value: NodeId) -> NodeId {
        let (turn, step) = (self.graph.position(Affine::axis(time)), self.graph.position(at.clone()));
        let (here, zero) = (self.graph.compare(Comparison::Eq, turn, step), self.graph.zero());
        self.graph.select(here, value, zero)
    }
}
