//! Writing the statements of a block: its loops in the planned order, its scalars where they are needed.

use super::*;
use chainrule_parser::list::CollectVec;

/// Ends a loop. A long loop that does nothing but one sum becomes one in lanes.
pub(super) fn close_loop(program: &Program, id: LoopId, body: Vec<Statement>, out: &mut Vec<Statement>) {
    let long = program.loops[id.0 as usize].extent.as_constant().is_none_or(|n| n >= SHORTEST_LANES);
    let mut sum = None;
    if let (true, Some(Statement::Let { var, mutable: true, .. }), Some((Statement::Assign { var: set, value }, before))) =
        (long, out.last(), body.split_last())
        && set == var
        && before.iter().all(|s| matches!(s, Statement::Let { mutable: false, .. }))
        && matches!(value, Expr::Binary(Binary::Add, old, _) if **old == Expr::Var(*var))
    {
        sum = Some(*var);
        out.pop();
    }
    out.push(Statement::Loop { id, body, sum });
}

impl<'a> Scheduler<'a> {
    pub(super) fn block(&mut self, goals: Vec<Goal>) -> Vec<Statement> {
        let marks = self.marks();
        let out = self.open_block(goals);
        self.undo(marks);
        out
    }

    /// What is known of values so far, to return to with `undo`.
    pub(super) fn marks(&self) -> [usize; 3] {
        [self.values_log.len(), self.stored_log.len(), self.taken_before.len()]
    }

    /// A block whose values can be used by the statements that follow it.
    pub(super) fn open_block(&mut self, goals: Vec<Goal>) -> Vec<Statement> {
        self.open_block_with(goals, &[])
    }

    /// A block that has some other values ready as well.
    pub(super) fn open_block_with(&mut self, goals: Vec<Goal>, ready: &[Inst]) -> Vec<Statement> {
        let mut shared: Set<Inst> = Set::default();
        let mut local = self.discover(&goals, ready, &shared);
        local.finish();
        for _ in 0..8 {
            let twice = self.computed_twice(&local);
            let new: Vec<Inst> = self.outermost(&local, &twice).into_iter().filter(|p| !shared.contains(p)).collect_vec();
            if new.is_empty() {
                break;
            }
            shared.extend(new);
            local = self.discover(&goals, ready, &shared);
            local.finish();
        }
        let mut out = Vec::new();
        self.region(&mut local, 0, &mut out);
        out
    }

    pub(super) fn undo(&mut self, [values, stored, taken]: [usize; 3]) {
        self.taken_before.truncate(taken);
        for inst in self.values_log.drain(values..) {
            self.values.remove(&inst);
        }
        for id in self.stored_log.drain(stored..).rev() {
            self.stored.get_mut(&id).expect("logged").pop();
        }
    }

    pub(super) fn bind(&mut self, inst: Inst, var: VarId) {
        self.values.insert(inst.clone(), var);
        self.values_log.push(inst);
    }

    pub(super) fn region(&mut self, local: &mut Local, region: usize, out: &mut Vec<Statement>) {
        let plan = std::mem::take(&mut local.plans[region]);
        for group in plan {
            // The scalars that the loop needs.
            let mut wanted: BTreeSet<usize> = BTreeSet::new();
            let mut stack: Vec<usize> = group.clone();
            while let Some(n) = stack.pop() {
                for need in &local.nodes[n].needs {
                    self.push_need(local, need.node, region, &mut wanted, &mut stack);
                }
            }
            for rank in wanted {
                let n = local.order[rank];
                self.scalar(local, n, out);
            }
            self.group(local, &group, out);
        }
        let members = std::mem::take(&mut local.members[region]);
        for n in members {
            if !local.done[n] {
                match local.nodes[n].kind {
                    Kind::Scalar => self.scalar(local, n, out),
                    Kind::Goal(i) => {
                        local.done[n] = true;
                        let goal = local.goals[i].clone();
                        self.finish_goal(local, &goal, out);
                    }
                    _ => unreachable!("every loop is in the plan"),
                }
            }
        }
    }

    pub(super) fn push_need(&self, local: &Local, n: usize, region: usize, wanted: &mut BTreeSet<usize>, stack: &mut Vec<usize>) {
        let node = &local.nodes[n];
        let waiting = node.region == region && !local.done[n] && matches!(node.kind, Kind::Scalar);
        if !waiting || !wanted.insert(local.rank[n]) {
            return;
        }
        stack.push(n);
        // What the arms of a select need from outside.
        for arm in 1..=2 {
            if let Some(&inner) = local.arms.get(&(n, arm)) {
                self.outside_needs(local, inner, region, wanted, stack);
            }
        }
    }

    pub(super) fn outside_needs(&self, local: &Local, inner: usize, region: usize, wanted: &mut BTreeSet<usize>, stack: &mut Vec<usize>) {
        let mut regions = vec![inner];
        while let Some(r) = regions.pop() {
            for &m in &local.members[r] {
                for need in &local.nodes[m].needs {
                    if local.nodes[need.node].region == region {
                        self.push_need(local, need.node, region, wanted, stack);
                    }
                }
                for arm in 1..=2 {
                    if let Some(&deeper) = local.arms.get(&(m, arm)) {
                        regions.push(deeper);
                    }
                }
            }
        }
    }

    /// Opens one loop for a group of items.
    pub(super) fn group(&mut self, local: &mut Local, group: &[usize], out: &mut Vec<Statement>) {
        if let [n] = *group
            && local.nodes[n].product.is_some()
        {
            return self.contract(local, n, out);
        }
        if self.blocks(local, group, out) {
            return;
        }
        let x = self.x;
        let name = group.iter().find_map(|n| local.nodes[*n].item.as_ref().and_then(|i| i.name));
        let name = self.loop_name(name.map_or("i", |n| &x.names[n as usize]));
        self.open_names.push(name.clone());
        let item = local.nodes[group[0]].item.as_ref().expect("items only");
        let (extent, block) = (item.extent.clone(), item.block);
        let id = self.open_loop(name, extent.clone(), block);
        let sliced = self.enters_slices(local, group, &extent);
        let mut goals: Vec<Goal> = Vec::new();
        let mut bind: Vec<(Inst, VarId)> = Vec::new();
        let mut arrays: Vec<(Inst, BufferId, Vec<u8>)> = Vec::new();
        for &n in group {
            local.done[n] = true;
            let inst = local.nodes[n].inst.clone();
            let item = local.nodes[n].item.as_ref().expect("items only");
            let (first, accumulate) = (item.first, item.accumulate);
            let op = x.op(inst.id);
            let mut goal = match &local.nodes[n].kind {
                Kind::Scalar => unreachable!("not an item"),
                Kind::Reduce => {
                    let Op::Reduce(reduce, _) = op.op else { unreachable!("a reduction") };
                    let var = self.accumulator(inst.id, reduce, out);
                    let dest = if matches!(reduce, ReduceOp::ArgMax | ReduceOp::ArgMin) {
                        let name = self.unique("best");
                        let best = self.named_variable(name, false);
                        out.push(Statement::Let { var: best, value: Expr::Constant(0.0), mutable: true });
                        Dest::Best { best, at: var, op: reduce, loop_: id }
                    } else {
                        Dest::Accumulate(var, reduce)
                    };
                    bind.push((inst.clone(), var));
                    goals.push(Goal { dest, open: Vec::new(), value: arg_inst(&inst, &op.args[0], id), provides: None });
                    continue;
                }
                Kind::Store(goal) => {
                    let goal = (**goal).clone();
                    self.allocate(goal, inst.id, out)
                }
                Kind::Goal(i) => local.goals[*i].clone(),
            };
            if let (Some(dims), Dest::Element { place: Place::Buffer(buffer), .. }) = (&goal.provides, &goal.dest) {
                arrays.push((self.pattern(&goal.value), *buffer, dims.clone()));
            }
            if accumulate {
                let op = x.op(goal.value.id);
                goal.value = arg_inst(&goal.value, &op.args[0], id);
                goal.provides = None;
                if let Dest::Element { add, .. } = &mut goal.dest {
                    *add = true;
                }
            } else {
                goal.replace(first, id);
            }
            goals.push(goal);
        }
        let mut body = Vec::new();
        let marks = self.marks();
        if sliced {
            self.compute_slices(id, &mut body);
        }
        body.extend(self.block(goals));
        self.undo(marks);
        if sliced {
            self.leave_slices();
        }
        self.open_names.pop();
        self.close(LoopId(id), body, out);
        for (inst, var) in bind {
            self.bind(inst, var);
        }
        for (pattern, buffer, dims) in arrays {
            self.is_stored(pattern, buffer, dims);
        }
    }

    /// A variable for a reduction.
    pub(super) fn accumulator(&mut self, id: u32, reduce: ReduceOp, out: &mut Vec<Statement>) -> VarId {
        let var = self.variable(id);
        let start = match reduce {
            ReduceOp::Sum | ReduceOp::LogSumExp => 0.0,
            ReduceOp::Product => 1.0,
            ReduceOp::Max => f64::NEG_INFINITY,
            ReduceOp::Min => f64::INFINITY,
            ReduceOp::ArgMax | ReduceOp::ArgMin => f64::NAN,
        };
        out.push(Statement::Let { var, value: Expr::Constant(start), mutable: true });
        var
    }

    /// A loop, over the current block or all values.
    pub(super) fn open_loop(&mut self, name: String, extent: Affine, block: bool) -> u32 {
        let id = self.program.loops.len() as u32;
        let range = match self.block {
            Some(b) if block => {
                self.in_block.insert(id);
                Range::Within(LoopId(b.id))
            }
            _ => Range::Whole,
        };
        self.program.loops.push(Loop { range, ..Loop::new(name, extent) });
        id
    }

    /// Makes the local array that a goal fills.
    pub(super) fn allocate(&mut self, mut goal: Goal, id: u32, out: &mut Vec<Statement>) -> Goal {
        let name = self.unique(self.base_name(id));
        let size = |o: &OpenAxis| match self.block {
            Some(b) if self.in_block.contains(&o.var) => Affine::constant(b.size),
            _ => o.extent.clone(),
        };
        let shape = goal.open.iter().map(size).collect_vec();
        let buffer = self.buffer(name, shape);
        self.program.buffers[buffer.0 as usize].named = self.x.op(id).label.is_some();
        out.push(Statement::Zero(Place::Buffer(buffer)));
        if let Dest::Element { place, .. } = &mut goal.dest {
            *place = Place::Buffer(buffer);
        }
        goal
    }

    /// A local array; on the stack if it is small and its size is known.
    pub(super) fn buffer(&mut self, name: String, shape: Vec<Affine>) -> BufferId {
        // Where an extent is a number only for the compiler, a list of so many is small and a matrix may be anything.
        let numbers = shape.iter().all(|e| e.as_constant().is_some());
        let fixed = numbers || (shape.len() == 1 && constant_extent(self.options, &shape[0]));
        let mut buffer = Buffer { name, named: true, shape, workspace: false, nested: false, reused: false, neutral: false, unset: false };
        buffer.workspace = !fixed || buffer.size() > LARGEST_BUFFER;
        self.program.buffers.push(buffer);
        BufferId(self.program.buffers.len() as u32 - 1)
    }

    /// The index of a loop variable in a local array: from the start of the block if it runs over one.
    pub(super) fn in_array(&self, var: u32) -> Affine {
        let index = Affine::axis(AxisId(var));
        match self.block {
            Some(b) if self.in_block.contains(&var) => index.add_scaled(-1, &Affine::axis(AxisId(b.id))),
            _ => index,
        }
    }

    pub(super) fn is_stored(&mut self, pattern: Inst, buffer: BufferId, dims: Vec<u8>) {
        self.stored_log.push(pattern.id);
        self.stored.entry(pattern.id).or_default().push(Stored { pattern, buffer, dims });
    }

    pub(super) fn close(&mut self, id: LoopId, body: Vec<Statement>, out: &mut Vec<Statement>) {
        close_loop(&self.program, id, body, out);
    }

    pub(super) fn finish_goal(&mut self, local: &mut Local, goal: &Goal, out: &mut Vec<Statement>) {
        let value = self.take(local, &goal.value);
        match &goal.dest {
            Dest::Accumulate(var, op) => {
                let (a, b) = (Box::new(Expr::Var(*var)), value.expr);
                let value = match op {
                    ReduceOp::Product => Expr::Binary(Binary::Mul, a, Box::new(b)),
                    ReduceOp::Max => Expr::Call(Function::Max, vec![*a, b]),
                    ReduceOp::Min => Expr::Call(Function::Min, vec![*a, b]),
                    _ => Expr::Binary(Binary::Add, a, Box::new(b)),
                };
                out.push(Statement::Assign { var: *var, value });
            }
            Dest::Best { best, at, op, loop_ } => {
                let value = match value.expr {
                    Expr::Var(v) => v,
                    expr => {
                        let var = self.variable(goal.value.id);
                        out.push(Statement::Let { var, value: expr, mutable: false });
                        var
                    }
                };
                let var = |v: VarId| Box::new(Expr::Var(v));
                let not_worse = match op {
                    ReduceOp::ArgMax => Expr::Compare(Comparison::Le, var(value), var(*best)),
                    _ => Expr::Compare(Comparison::Le, var(*best), var(value)),
                };
                // The first element, and then what is better or NaN, until there has been a NaN.
                let better =
                    Expr::And(Box::new(Expr::Compare(Comparison::Eq, var(*best), var(*best))), Box::new(Expr::Not(Box::new(not_worse))));
                let none = Expr::Compare(Comparison::Ne, var(*at), var(*at));
                let condition = Expr::Or(Box::new(none), Box::new(better));
                let body = vec![
                    Statement::Assign { var: *best, value: Expr::Var(value) },
                    Statement::Assign { var: *at, value: Expr::Position(Affine::axis(AxisId(*loop_))) },
                ];
                out.push(Statement::When { condition, body });
            }
            Dest::Element { place, indices, add, guarded } => {
                let indices = indices
                    .iter()
                    .map(|i| match i {
                        GoalIndex::Affine(a) => At::Affine(a.clone()),
                        GoalIndex::Value(inst) => At::Value(self.take(local, inst).expr),
                    })
                    .collect_vec();
                out.push(Statement::Store { place: *place, indices, value: value.expr, add: *add, guarded: *guarded });
            }
        }
    }

    /// An operand whose node, if it has one, is done.
    pub(super) fn take(&mut self, local: &mut Local, inst: &Inst) -> Sized {
        let id = inst.id;
        if let Some(&n) = local.scalars.get(inst)
            && let Some(pending) = local.pending[n].take()
        {
            return pending;
        }
        if let Some(&var) = self.values.get(inst) {
            let width = self.program.vars[var.0 as usize].name.len() as u32;
            return Sized { expr: Expr::Var(var), depth: 0, width, id };
        }
        if let Some(stored) = self.find_stored(inst) {
            // An array over the rows of the block starts at its first row, one over all rows does not.
            let index = |d: &u8| match (stored.pattern.vars[*d as usize], inst.vars[*d as usize]) {
                (OPEN, var) => Affine::axis(AxisId(var)),
                (_, var) => self.in_array(var),
            };
            let indices = stored.dims.iter().map(|d| At::Affine(index(d))).collect_vec();
            let source = Source::Buffer(stored.buffer);
            return Sized { expr: Expr::Load { source, indices, guarded: false }, depth: 0, width: 8, id };
        }
        let op = self.x.op(id);
        let of_call = self.returned(inst);
        let without_arguments = |indices: &[OpIndex]| -> Vec<At> {
            let at = |i: &OpIndex| match i {
                OpIndex::Affine(a) => At::Affine(map_axes(a, |p| inst.vars[p.0 as usize])),
                OpIndex::Value(_) => unreachable!("no arguments"),
            };
            indices.iter().map(at).collect_vec()
        };
        let expr = match &op.op {
            Op::Part { part, indices, .. } if of_call.is_some() => Expr::Load {
                source: Source::Returned(of_call.expect("checked"), *part),
                indices: without_arguments(indices),
                guarded: false,
            },
            Op::Constant(bits) => Expr::Constant(f64::from_bits(*bits)),
            Op::Position(a) => Expr::Position(map_axes(a, |p| inst.vars[p.0 as usize])),
            Op::Load { array, indices, guarded: false } if op.args.is_empty() => {
                let (source, indices) = self.source(*array, without_arguments(indices));
                Expr::Load { source, indices, guarded: false }
            }
            other => unreachable!("{other:?} is scheduled before its users"),
        };
        let width = 4 + 4 * op.extents.len() as u32;
        Sized { expr, depth: 0, width, id }
    }

    /// Computes a scalar of the block.
    pub(super) fn scalar(&mut self, local: &mut Local, n: usize, out: &mut Vec<Statement>) {
        local.done[n] = true;
        let x = self.x;
        let inst = local.nodes[n].inst.clone();
        let op = x.op(inst.id);
        match &op.op {
            Op::Select => return self.select(local, n, inst, out),
            Op::Invoke(called) => return self.invoke(local, n, inst, called, out),
            // It is read where it is used.
            Op::Part { guarded: false, .. } if op.args.len() == 1 => return,
            _ => {}
        }
        let mut parts: Vec<Sized> = op.args.iter().map(|arg| self.take(local, &arg_inst(&inst, arg, OPEN))).collect_vec();
        // The index of an element that may not be there is used twice.
        if let Op::Load { guarded: true, .. } | Op::Part { guarded: true, .. } = op.op {
            parts.iter_mut().filter(|p| p.depth > 0).for_each(|p| self.bind_part(p, out));
        }
        self.narrow(&mut parts, out);
        let depth = 1 + parts.iter().map(|p| p.depth).max().unwrap_or(0);
        let width = 4 + parts.iter().map(|p| p.width + 2).sum::<u32>() + if matches!(op.op, Op::Call(_)) { 12 } else { 0 };
        let mut parts = parts.into_iter().map(|p| p.expr);
        let mut next = || Box::new(parts.next().expect("as many as arguments"));
        let expr = match &op.op {
            Op::Neg => Expr::Neg(next()),
            Op::Add => Expr::Binary(Binary::Add, next(), next()),
            Op::Sub => Expr::Binary(Binary::Sub, next(), next()),
            Op::Mul => Expr::Binary(Binary::Mul, next(), next()),
            Op::Div => Expr::Binary(Binary::Div, next(), next()),
            Op::Sqrt => Expr::Sqrt(next()),
            Op::Powi(k) => Expr::Powi(next(), *k),
            Op::Pow(bits) => Expr::Pow(next(), f64::from_bits(*bits)),
            Op::Call(f) => Expr::Call(*f, parts.collect_vec()),
            Op::Compare(c) => Expr::Compare(*c, next(), next()),
            Op::And => Expr::And(next(), next()),
            Op::Or => Expr::Or(next(), next()),
            Op::Not => Expr::Not(next()),
            Op::Load { array, indices, guarded } => {
                let indices = indices
                    .iter()
                    .map(|i| match i {
                        OpIndex::Affine(a) => At::Affine(map_axes(a, |p| inst.vars[p.0 as usize])),
                        OpIndex::Value(_) => At::Value(*next()),
                    })
                    .collect_vec();
                let (source, indices) = self.source(*array, indices);
                Expr::Load { source, indices, guarded: *guarded }
            }
            Op::Part { part, indices, guarded } => {
                let Expr::Var(call) = *next() else { unreachable!("a call is a variable") };
                let indices = indices
                    .iter()
                    .map(|i| match i {
                        OpIndex::Affine(a) => At::Affine(map_axes(a, |p| inst.vars[p.0 as usize])),
                        OpIndex::Value(_) => At::Value(*next()),
                    })
                    .collect_vec();
                Expr::Load { source: Source::Returned(call, *part), indices, guarded: *guarded }
            }
            Op::Constant(_) | Op::Position(_) | Op::Select | Op::Reduce(..) | Op::Invoke(_) => unreachable!("not a plain scalar"),
        };
        self.keep(local, n, Sized { expr, depth, width, id: inst.id }, out);
    }

    /// Keeps an expression for its one user, or binds it.
    pub(super) fn keep(&mut self, local: &mut Local, n: usize, value: Sized, out: &mut Vec<Statement>) {
        let node = &local.nodes[n];
        let inst = node.inst.clone();
        let labelled = self.x.op(inst.id).label.is_some();
        if node.uses <= 1 && !node.hoisted && !(labelled && value.width > 16) {
            local.pending[n] = Some(value);
        } else {
            let var = self.variable(inst.id);
            out.push(Statement::Let { var, value: value.expr, mutable: false });
            self.bind(inst, var);
        }
    }

    /// Binds the widest operands until the rest fits a line.
    pub(super) fn narrow(&mut self, parts: &mut [Sized], out: &mut Vec<Statement>) {
        loop {
            let depth = parts.iter().map(|p| p.depth).max().unwrap_or(0);
            let width: u32 = parts.iter().map(|p| p.width).sum();
            if depth < DEEPEST && width <= WIDEST {
                return;
            }
            let widest = parts.iter_mut().filter(|p| p.depth > 0).max_by_key(|p| (p.depth >= DEEPEST, p.width));
            let Some(part) = widest else { return };
            self.bind_part(part, out);
        }
    }

    fn bind_part(&mut self, part: &mut Sized, out: &mut Vec<Statement>) {
        let var = self.variable(part.id);
        let value = std::mem::replace(&mut part.expr, Expr::Var(var));
        part.depth = 0;
        part.width = 4;
        out.push(Statement::Let { var, value, mutable: false });
    }

    pub(super) fn select(&mut self, local: &mut Local, n: usize, inst: Inst, out: &mut Vec<Statement>) {
        let op = self.x.op(inst.id);
        let mut condition = [self.take(local, &arg_inst(&inst, &op.args[0], OPEN))];
        let mut arms: Vec<(Vec<Statement>, Sized)> = Vec::new();
        for k in 1..=2u8 {
            let marks = self.marks();
            let mut body = Vec::new();
            if let Some(&region) = local.arms.get(&(n, k)) {
                self.region(local, region, &mut body);
            }
            let value = self.take(local, &arg_inst(&inst, &op.args[k as usize], OPEN));
            self.undo(marks);
            arms.push((body, value));
        }
        let (otherwise, then) = (arms.pop().expect("two"), arms.pop().expect("two"));
        let depth = condition[0].depth.max(then.1.depth).max(otherwise.1.depth) + 2;
        let width = condition[0].width + then.1.width + otherwise.1.width + 14;
        if then.0.is_empty() && otherwise.0.is_empty() && depth < DEEPEST && width <= WIDEST + 10 {
            let [condition] = condition;
            let expr = Expr::Select(Box::new([condition.expr, then.1.expr, otherwise.1.expr]));
            self.keep(local, n, Sized { expr, depth, width, id: inst.id }, out);
            return;
        }
        self.narrow(&mut condition, out);
        let [condition] = condition;
        let var = self.variable(inst.id);
        let arm = |(mut body, value): (Vec<Statement>, Sized)| {
            let mut value = value.expr;
            if let Some(Statement::Let { var, value: last, mutable: false }) = body.last()
                && value == Expr::Var(*var)
            {
                value = last.clone();
                body.pop();
            }
            Box::new(Arm { body, value })
        };
        out.push(Statement::Branch { var, condition: condition.expr, then: arm(then), otherwise: arm(otherwise) });
        self.bind(inst, var);
    }
}
