//! Calls of functions that are not seen into: their arguments, which may be arrays, and the seeds of their
//! products.

use super::expand::Called;
use super::*;
use crate::program::{Invocation, SeedOf};
use chainrule_parser::ast::Passed;
use chainrule_parser::list::CollectVec;

/// An operand of an operation, with variables for the axes that the operation binds.
pub(super) fn bound_inst(inst: &Inst, arg: &Arg, bound: &[u32]) -> Inst {
    let var = |p: &u8| match *p {
        p if p >= LAST_BOUND => bound[usize::from(BOUND - p)],
        p => inst.vars[usize::from(p)],
    };
    Inst { id: arg.id, vars: arg.axes.iter().map(var).collect_vec() }
}

/// What a call takes.
#[derive(PartialEq)]
pub(super) struct Taken {
    call: u32,
    values: Vec<Inst>,
    lists: Vec<Vec<u8>>,
}

impl Scheduler<'_> {
    /// Placeholders for the axes that a call binds.
    pub(super) fn argument_placeholders(&mut self, called: &Called) -> Vec<u32> {
        // Reductions have smaller heights.
        const HEIGHT: u32 = 1 << 20;
        let mut out = Vec::new();
        for extent in &called.bound {
            let key = (extent.clone(), HEIGHT + out.len() as u32);
            let known = self.placeholders.get(&key).copied();
            out.push(known.unwrap_or_else(|| {
                let p = self.fresh();
                self.bound.insert(p, key.1);
                self.placeholders.insert(key, p);
                p
            }));
        }
        out
    }

    /// Whether a call would be made again in each turn of a loop over what it returns.
    pub(super) fn repeats_call(&self, inst: &Inst, first: u32) -> bool {
        let op = self.x.op(inst.id);
        let Op::Part { .. } = op.op else { return false };
        let call = arg_inst(inst, &op.args[0], OPEN);
        inst.has(first) && !call.has(first) && !call.live()
    }

    /// Makes a call.
    pub(super) fn invoke(&mut self, local: &mut Local, n: usize, inst: Inst, called: &Called, out: &mut Vec<Statement>) {
        let op = self.x.op(inst.id);
        let mut operands = op.args.iter();
        let mut next = || operands.next().expect("as many as the call says");
        let mut condition = Vec::new();
        if called.conditional {
            condition.push(self.take(local, &arg_inst(&inst, next(), OPEN)));
            self.narrow(&mut condition, out);
        }
        let marks = self.marks();
        let mut body = Vec::new();
        if let Some(&region) = local.arms.get(&(n, 1)) {
            self.region(local, region, &mut body);
        }
        let before = if called.conditional { &mut body } else { &mut *out };
        let of = called.of.then(|| match self.take(local, &arg_inst(&inst, next(), OPEN)).expr {
            Expr::Var(var) => var,
            _ => unreachable!("a call is a variable"),
        });
        let bound: Vec<u32> = called.bound.iter().map(|_| self.fresh()).collect_vec();
        let count = self.program.calls[called.call as usize].arguments.len();
        let mut lists = called.lists.iter();
        let mut axes = || -> Vec<OpenAxis> {
            let list = lists.next().expect("as many as arguments and seeds");
            let axis = |k: &u8| OpenAxis { var: bound[usize::from(*k)], extent: called.bound[usize::from(*k)].clone(), name: None };
            list.iter().map(axis).collect_vec()
        };
        // A value and its adjoint take the same arguments.
        let marks_of_bound: Vec<u32> = (0..called.bound.len() as u32).map(|k| BLOCK - 1 - k).collect_vec();
        let first = usize::from(called.conditional) + usize::from(called.of);
        let values = op.args[first..][..count].iter().map(|arg| bound_inst(&inst, arg, &marks_of_bound)).collect_vec();
        let key = Taken { call: called.call, values, lists: called.lists[..count].to_vec() };
        let known = self.taken_before.iter().find(|(other, _)| *other == key).map(|(_, given)| given.clone());
        let mut goals = Vec::new();
        let mut given: Vec<Result<Sized, Given>> = Vec::new();
        for k in 0..count {
            if let Some(known) = &known {
                next();
                axes();
                given.push(Err(known[k].clone()));
                continue;
            }
            let value = bound_inst(&inst, next(), &bound);
            let open = axes();
            let part = matches!(self.program.calls[called.call as usize].arguments[given.len()], Passed::Part(_));
            if open.is_empty() && !part {
                given.push(Ok(self.take(local, &value)));
            } else if let Some(whole) = self.whole(&value, &open) {
                given.push(Err(whole));
            } else if part {
                given.push(Ok(self.take(local, &value)));
            } else {
                let name = self.unique("argument");
                let buffer = self.argument_buffer(name, open.iter().map(|o| o.extent.clone()).collect_vec());
                before.push(Statement::Zero(Place::Buffer(buffer)));
                let indices = open.iter().map(|o| GoalIndex::Affine(Affine::axis(AxisId(o.var)))).collect_vec();
                let dest = Dest::Element { place: Place::Buffer(buffer), indices, add: false, guarded: false };
                goals.push(Goal { dest, open, value, provides: None });
                given.push(Err(Given::Array { source: Source::Buffer(buffer), indices: Vec::new() }));
            }
        }
        let mut seed = None;
        let mut moves = Vec::new();
        let image = match (of, &called.lanes) {
            (Some(of), _) => {
                let name = self.unique("seed");
                let var = self.named_variable(name, false);
                before.push(Statement::Image { var, of });
                Some(var)
            }
            (None, Some(_)) => {
                let name = self.unique("along");
                Some(self.named_variable(name, false))
            }
            (None, None) => None,
        };
        if let Some(var) = image {
            seed = Some(SeedOf::Image(var));
            for (part, indices, guarded) in &called.seeds {
                let value = bound_inst(&inst, next(), &bound);
                let open = axes();
                let place = Place::Returned(var, *part);
                let at = |p: AxisId| match p.0 {
                    p if p >= u32::from(LAST_BOUND) => bound[(u32::from(BOUND) - p) as usize],
                    p => inst.vars[p as usize],
                };
                let indices = indices
                    .iter()
                    .map(|i| match i {
                        OpIndex::Affine(a) => GoalIndex::Affine(map_axes(a, at)),
                        OpIndex::Value(_) => GoalIndex::Value(bound_inst(&inst, next(), &bound)),
                    })
                    .collect_vec();
                let goal = Goal { dest: Dest::Element { place, indices, add: true, guarded: *guarded }, open, value, provides: None };
                if called.lanes.is_some() { &mut moves } else { &mut goals }.push(goal);
            }
        } else if called.product {
            let value = bound_inst(&inst, next(), &bound);
            given.push(Ok(self.take(local, &value)));
        }
        let mut numbers: Vec<Sized> = given.iter().filter_map(|g| g.as_ref().ok().cloned()).collect_vec();
        self.narrow(&mut numbers, before);
        if !goals.is_empty() {
            let filled = self.block(goals);
            before.extend(filled);
        }
        let mut numbers = numbers.into_iter();
        let mut given: Vec<Given> = given
            .into_iter()
            .map(|g| g.map_or_else(|whole| whole, |_| Given::Value(numbers.next().expect("one for each").expr)))
            .collect_vec();
        if let Some(Given::Value(value)) = given.get(count) {
            seed = Some(SeedOf::Value(value.clone()));
            given.truncate(count);
        }
        let active = called.product.then(|| called.active.to_vec());
        if let (Some(var), Some(_)) = (image, &called.lanes) {
            // The function itself knows of what type its tangents are.
            before.push(Statement::Invoke(Box::new(Invocation {
                var,
                call: called.call,
                active: active.clone(),
                lanes: called.lanes.clone(),
                condition: None,
                body: Vec::new(),
                arguments: given.clone(),
                seed: None,
            })));
            let filled = self.block(moves);
            before.extend(filled);
        }
        self.undo(marks);
        if known.is_none() && !called.conditional {
            self.taken_before.push((key, given.clone()));
        }
        let var = self.variable(inst.id);
        out.push(Statement::Invoke(Box::new(Invocation {
            var,
            call: called.call,
            active,
            lanes: called.lanes.clone(),
            condition: condition.pop().map(|c| c.expr),
            body,
            arguments: given,
            seed,
        })));
        self.bind(inst, var);
    }

    /// An array that lies in memory as the call takes it.
    fn whole(&mut self, value: &Inst, open: &[OpenAxis]) -> Option<Given> {
        let op = self.x.op(value.id);
        let (indices, of) = match &op.op {
            Op::Load { indices, guarded: false, .. } if op.args.is_empty() => (indices, None),
            Op::Part { indices, part, guarded: false } => {
                let Op::Invoke(called) = &self.x.op(op.args[0].id).op else { return None };
                // The numbers of a struct are no array.
                if self.program.calls[called.call as usize].is_between_numbers() {
                    return None;
                }
                (indices, Some((self.returned(value)?, *part)))
            }
            _ => return None,
        };
        let mut places: Vec<Affine> = Vec::new();
        for index in indices {
            match index {
                OpIndex::Affine(a) => places.push(map_axes(a, |p| value.vars[p.0 as usize])),
                OpIndex::Value(_) => return None,
            }
        }
        let first = places.len().checked_sub(open.len())?;
        let own = |a: &Affine| a.axes().any(|x| open.iter().any(|o| o.var == x.0));
        let plain = |(place, axis): (&Affine, &OpenAxis)| place.as_axis() == Some(AxisId(axis.var));
        if places[..first].iter().any(own) || !places[first..].iter().zip(open).all(plain) {
            return None;
        }
        let (source, mut at) = match (&op.op, of) {
            (_, Some((var, part))) => (Source::Returned(var, part), places.into_iter().map(At::Affine).collect_vec()),
            (Op::Load { array, .. }, None) => self.source(*array, places.into_iter().map(At::Affine).collect_vec()),
            _ => unreachable!("told apart above"),
        };
        let shape = self.program.source_shape(source).to_vec();
        let first = at.len().checked_sub(open.len())?;
        if shape[first..].iter().zip(open).any(|(extent, axis)| *extent != axis.extent) {
            return None;
        }
        if let Source::Buffer(_) = source
            && !(first == 0 && open.len() == 1)
            && shape[1..].iter().any(|e| e.as_constant().is_none())
        {
            // It may be one long row of numbers.
            return None;
        }
        at.truncate(first);
        Some(Given::Array { source, indices: at })
    }

    /// A local array that is passed on as a whole.
    fn argument_buffer(&mut self, name: String, shape: Vec<Affine>) -> BufferId {
        let known = shape.iter().all(|e| constant_extent(self.options, e));
        let buffer = self.buffer(name, shape);
        let place = &mut self.program.buffers[buffer.0 as usize];
        // Nested arrays, as the call takes them.
        let numbers = place.shape.iter().all(|e| e.as_constant().is_some());
        place.workspace &= !known || numbers;
        place.nested = known && !numbers;
        buffer
    }
}
