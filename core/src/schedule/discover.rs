//! What a block needs: its scalars, the loops below it, and what is hoisted out of them.

use super::ground::{Ground, Way};
use super::*;
use chainrule_parser::list::{CollectVec, PushAll};
use std::cmp::Reverse;

/// The shortest loop that is worth vectorising.
const SHORTEST_VECTOR: i64 = 4;

impl<'a> Scheduler<'a> {
    pub(super) fn discover(&mut self, goals: &[Goal], ready: &[Inst], shared: &Set<Inst>) -> Local {
        let mut local = Local { goals: goals.to_vec(), options: self.options.clone(), ..Local::default() };
        for (i, goal) in goals.iter().enumerate() {
            let n = local.push(goal.value.clone(), Kind::Goal(i));
            if goal.provides.is_some() && !goal.open.is_empty() {
                local.arrays.insert(self.pattern(&goal.value), n);
            }
        }
        for inst in ready {
            if inst.live() {
                let n = local.scalar(self.x, inst.clone());
                local.nodes[n].hoisted = true;
            } else if !local.arrays.contains_key(&self.pattern(inst)) {
                self.store(&mut local, inst, OPEN, None);
            }
        }
        let mut next = 0;
        while next < local.nodes.len() {
            self.needs_of(&mut local, next, shared);
            next += 1;
        }
        local
    }

    pub(super) fn needs_of(&mut self, local: &mut Local, n: usize, shared: &Set<Inst>) {
        let x = self.x;
        let inst = local.nodes[n].inst.clone();
        let op = x.op(inst.id);
        let goal = match &local.nodes[n].kind {
            Kind::Scalar => {
                let mut arrays: Vec<usize> = Vec::new();
                for (k, arg) in op.args.iter().enumerate() {
                    if arg.axes.iter().any(|p| *p >= LAST_BOUND) {
                        arrays.push(k);
                        continue;
                    }
                    let t = arg_inst(&inst, arg, OPEN);
                    if !self.available(&t) {
                        let arm = match &op.op {
                            Op::Select => k as u8,
                            // What only the call needs is computed where it is made.
                            Op::Invoke(called) if called.conditional => u8::from(k > 0),
                            _ => 0,
                        };
                        let node = local.scalar(x, t);
                        local.nodes[n].needs.push(Need { node, aligned: false, arm });
                    }
                }
                if let Op::Invoke(called) = &op.op
                    && !arrays.is_empty()
                {
                    local.nodes[n].inner = true;
                    let bound = self.argument_placeholders(called);
                    let values: Vec<Inst> = arrays.iter().map(|k| calls::bound_inst(&inst, &op.args[*k], &bound)).collect_vec();
                    for value in values {
                        let first = value.vars.iter().copied().find(|v| !live(*v)).unwrap_or(OPEN);
                        // What only a conditional call needs is computed where it is made.
                        if !called.conditional && !self.leaf(value.id) {
                            self.hoist(local, n, vec![value], first, false, shared);
                        }
                    }
                }
                return;
            }
            Kind::Reduce => {
                let first = self.bound_placeholder(inst.id);
                let Op::Reduce(_, extent) = &op.op else { unreachable!("a reduction") };
                local.nodes[n].item = Some(Item { first, extent: extent.clone(), name: op.bound_name, block: false, accumulate: false });
                self.hoist(local, n, vec![arg_inst(&inst, &op.args[0], first)], first, false, shared);
                return;
            }
            Kind::Store(goal) => (**goal).clone(),
            Kind::Goal(i) => local.goals[*i].clone(),
        };
        let mut roots: Vec<Inst> = Vec::new();
        let mut adds = true;
        if let Dest::Element { indices, add, place, .. } = &goal.dest {
            // A local array starts at zero whenever that is of use.
            adds = *add || (matches!(place, Place::Buffer(_)) && matches!(local.nodes[n].kind, Kind::Store(_)));
            roots.push_all(indices.iter().filter_map(|i| if let GoalIndex::Value(inst) = i { Some(inst.clone()) } else { None }));
        }
        if goal.open.is_empty() {
            roots.push(goal.value.clone());
            for t in roots {
                if !self.available(&t) {
                    let node = local.scalar(x, t);
                    local.nodes[n].needs.push(Need { node, aligned: false, arm: 0 });
                }
            }
            return;
        }
        if let Some(product) = self.product_of_goal(&goal) {
            return self.needs_of_product(local, n, product);
        }
        let to_target = matches!(goal.dest, Dest::Element { place: Place::Target(_), .. });
        let accumulate = adds && self.wants(&goal.value, to_target);
        let op = x.op(goal.value.id);
        let own;
        if accumulate {
            let first = self.bound_placeholder(goal.value.id);
            let Op::Reduce(_, extent) = &op.op else { unreachable!("a reduction") };
            local.nodes[n].item = Some(Item { first, extent: extent.clone(), name: op.bound_name, block: false, accumulate: true });
            roots.push(arg_inst(&goal.value, &op.args[0], first));
            own = false;
        } else {
            let axis = &goal.open[0];
            let block = self.in_block.contains(&axis.var);
            local.nodes[n].item = Some(Item { first: axis.var, extent: axis.extent.clone(), name: axis.name, block, accumulate: false });
            roots.push(goal.value.clone());
            own = goal.provides.is_some();
        }
        let first = local.nodes[n].item.as_ref().map_or(OPEN, |i| i.first);
        if accumulate {
            // Sums directly inside are accumulated as well, and not stored.
            while let Some(root) = roots.pop() {
                let below = self.wants(&root, to_target).then(|| {
                    let bound = self.bound_placeholder(root.id);
                    arg_inst(&root, &x.op(root.id).args[0], bound)
                });
                match below {
                    Some(below) => roots.push(below),
                    None => {
                        roots.push(root);
                        break;
                    }
                }
            }
        }
        self.hoist(local, n, roots, first, own, shared);
    }

    /// Finds what an item needs that does not depend on its first loop, and what must be an array.
    pub(super) fn hoist(&mut self, local: &mut Local, n: usize, roots: Vec<Inst>, first: u32, own: bool, shared: &Set<Inst>) {
        let mut ground = Ground::enter(local, self.way(local, n, first));
        let last = roots.last().cloned();
        let mut queue: BinaryHeap<Inst> = roots.into_iter().collect();
        while let Some(t) = queue.pop() {
            while queue.peek() == Some(&t) {
                queue.pop();
            }
            let is_own = own && Some(&t) == last.as_ref();
            if !is_own && ground.passes(self, local, n, &t) {
                continue;
            }
            if self.available(&t) {
                continue;
            }
            let before = (local.nodes[n].needs.len(), local.nodes[n].met.len());
            let goes_on = self.step(local, n, &t, &ground, is_own, shared);
            if goes_on {
                if ground.way.apart && (ground.taken.contains(&t) || matches!(self.x.op(t.id).op, Op::Call(f) if f.vectorises())) {
                    ground.taken.extend(self.operands(&t).into_iter().filter(|o| o.has(first)));
                }
                queue.extend(self.operands(&t));
            }
            if !is_own {
                let pattern = goes_on.then(|| self.pattern(&t));
                ground.note(local, n, t, before, pattern);
            }
        }
        ground.leave(local);
    }

    /// How an item goes through what its loop computes.
    fn way(&self, local: &Local, n: usize, first: u32) -> Way {
        let item = local.nodes[n].item.as_ref();
        let rows = item.is_some_and(|i| !i.block && blocks::long(self.options, &i.extent));
        let vector = |i: &Item| i.extent.as_constant().is_some_and(|k| k >= SHORTEST_VECTOR);
        Way {
            first,
            rows,
            summed: !rows && matches!(local.nodes[n].kind, Kind::Reduce) && item.is_some_and(|i| i.block || vector(i)),
            apart: !rows && item.is_some_and(|i| !i.block && vector(i)),
            lanes: !rows && item.is_some_and(|i| !i.block && in_lanes(&i.extent)),
        }
    }

    /// What an item needs of one operation; whether it goes on to its operands.
    fn step(&mut self, local: &mut Local, n: usize, t: &Inst, ground: &Ground, is_own: bool, shared: &Set<Inst>) -> bool {
        let (x, way, first) = (self.x, &ground.way, ground.way.first);
        if t.live() {
            let node = local.scalar(x, t.clone());
            local.nodes[n].needs.push(Need { node, aligned: false, arm: 0 });
            return false;
        }
        let pattern = self.pattern(t);
        if is_own {
            local.nodes[n].met.push(pattern);
        } else {
            let mut array = local.arrays.get(&pattern).copied();
            let op = x.op(t.id);
            let single = |t: &Inst| t.vars.iter().all(|v| live(*v) || *v == first);
            let vectorises = matches!(op.op, Op::Call(f) if f.vectorises());
            let sum = matches!(op.op, Op::Reduce(..)) && ground.taken.contains(t);
            let exchanged = way.lanes && vectorises && self.are_few_for_each(t, first);
            let separate = exchanged || way.apart && single(t) && (sum || vectorises && op.height > 0);
            if array.is_none() && self.repeats_call(t, first) && self.storable(t) {
                array = Some(self.store(local, t, first, None));
            }
            if array.is_none() && (op.heavy || matches!(op.op, Op::Reduce(..))) && self.storable(t) {
                // What belongs to a row of the data is seen to inside the loop over them.
                let once = !t.has(first) || shared.contains(&pattern) || separate || way.summed && vectorises;
                let store = once || (!way.rows && (self.product(t, &[]).is_some() || self.wants(t, false)));
                if store {
                    array = Some(self.store(local, t, first, None));
                } else {
                    local.nodes[n].met.push(pattern);
                }
            }
            if let Some(node) = array {
                let aligned = node != n && !separate && !(way.summed && op.vector) && local.aligned(node, t, first, self);
                if node != n {
                    local.nodes[n].needs.push(Need { node, aligned, arm: 0 });
                    return false;
                }
            }
        }
        if way.rows && t.has(first) && matches!(x.op(t.id).op, Op::Reduce(..)) {
            self.need_fixed_factors(local, n, t, first);
        }
        true
    }

    /// Whether an operation has other axes than that of the loop `first` that are not open, with few elements along them.
    fn are_few_for_each(&self, t: &Inst, first: u32) -> bool {
        let others = t.vars.iter().zip(&self.x.op(t.id).extents).filter(|(v, _)| !live(**v) && **v != first);
        t.has(first) && others.clone().next().is_some() && are_few(others.map(|(_, extent)| extent))
    }

    /// The node that fills an array with a pattern.
    ///
    /// Its axes are in the order in which the use at `user` under the loop `first` goes through them.
    pub(super) fn store(&mut self, local: &mut Local, user: &Inst, first: u32, factor_of: Option<&contract::Product>) -> usize {
        let x = self.x;
        let pattern = self.pattern(user);
        let op = x.op(pattern.id);
        let mut value = pattern.clone();
        let mut dims: Vec<u8> = (0..value.vars.len()).filter(|at| value.vars[*at] >= BLOCK).map(|at| at as u8).collect_vec();
        let order = if first == OPEN { self.layout(user) } else { Vec::new() };
        if let Op::Part { .. } = op.op {
            // The call is made once, for all that it returns.
            let call = arg_inst(user, &op.args[0], OPEN);
            sort::by_key(&mut dims, |at| !call.has(user.vars[*at as usize]));
        } else if order.len() == dims.len() {
            // A factor of a product lies in memory as what it is computed from.
            sort::by_key(&mut dims, |at| order.iter().position(|v| *v == user.vars[*at as usize]).unwrap_or(usize::MAX));
        } else if let Some(product) = factor_of.cloned().or_else(|| self.product(user, &[])) {
            // The axes of the matrices come last.
            sort::by_key(&mut dims, |at| {
                let var = user.vars[*at as usize];
                (!self.in_block.contains(&var), !product.repeats(var))
            });
        } else {
            // A loop over many elements goes inside those over few.
            let many = |at: &u8| in_lanes(&op.extents[*at as usize]);
            let exchanged = are_few(dims.iter().filter(|at| !many(at)).map(|at| &op.extents[*at as usize]));
            sort::by_key(&mut dims, |at| {
                let var = user.vars[*at as usize];
                let inside = exchanged && many(at);
                let outermost = match self.bound.get(&var) {
                    _ if var == first || self.in_block.contains(&var) => (0, Reverse(0)),
                    None => (1, Reverse(0)),
                    Some(height) => (2, Reverse(*height)),
                };
                (inside, outermost)
            });
        }
        let mut open: Vec<OpenAxis> = Vec::new();
        let mut indices: Vec<GoalIndex> = Vec::new();
        for at in dims.iter().map(|at| *at as usize) {
            let var = self.fresh();
            if value.vars[at] == BLOCK {
                self.in_block.insert(var);
            }
            value.vars[at] = var;
            open.push(OpenAxis { var, extent: op.extents[at].clone(), name: op.axis_names[at] });
            indices.push(GoalIndex::Affine(self.in_array(var)));
        }
        let dest = Dest::Element { place: Place::Buffer(BufferId(u32::MAX)), indices, add: false, guarded: false };
        let goal = Goal { dest, open, value, provides: Some(dims) };
        let n = local.push(pattern.clone(), Kind::Store(Box::new(goal)));
        if local.passed.contains(&pattern) {
            local.known.clear();
            local.passed.clear();
            local.changes += 1;
        }
        local.arrays.insert(pattern, n);
        n
    }

    /// The open axes of an operation in the order of the indices of the array it is computed from, element by
    /// element, that has the most of them.
    fn layout(&self, inst: &Inst) -> Vec<u32> {
        let x = self.x;
        let mut best: Vec<u32> = Vec::new();
        let mut seen: Set<Inst> = Set::default();
        let mut queue = std::collections::VecDeque::from([inst.clone()]);
        while let Some(at) = queue.pop_front() {
            if seen.len() > 200 || !seen.insert(at.clone()) {
                continue;
            }
            let mut order: Vec<u32> = Vec::new();
            let mut note = |v: u32| {
                if !live(v) && inst.has(v) && !order.contains(&v) {
                    order.push(v);
                }
            };
            match (self.find_stored(&at), &x.op(at.id).op) {
                (Some(stored), _) => stored.dims.iter().for_each(|d| note(at.vars[*d as usize])),
                (None, Op::Load { indices, .. }) => {
                    for index in indices {
                        if let OpIndex::Affine(a) = index {
                            a.axes().for_each(|p| note(at.vars[p.0 as usize]));
                        }
                    }
                }
                (None, Op::Reduce(..)) => {}
                _ => {
                    for arg in &x.op(at.id).args {
                        queue.push_back(arg_inst(&at, arg, OPEN));
                    }
                }
            }
            if order.len() > best.len() {
                best = order;
            }
        }
        best
    }

    /// Arrays that items of different loops would compute twice.
    pub(super) fn computed_twice(&self, local: &Local) -> Set<Inst> {
        let mut place: Map<usize, usize> = Map::default();
        for (number, group) in local.plans.iter().flatten().enumerate() {
            place.extend(group.iter().map(|n| (*n, number)));
        }
        // A call computes what it takes in loops of its own.
        for n in (0..local.nodes.len()).filter(|n| local.nodes[*n].inner) {
            place.insert(n, local.nodes.len() + n);
        }
        let mut seen: Map<&Inst, usize> = Map::default();
        let mut twice: Set<Inst> = Set::default();
        let mut looked_at: Set<(usize, *const Inst)> = Set::default();
        for n in &local.order {
            let Some(&group) = place.get(n) else { continue };
            let node = &local.nodes[*n];
            let below = node.met_below.iter().filter(|below| looked_at.insert((group, below.as_ptr())));
            for pattern in node.met.iter().chain(below.flat_map(|below| below.iter())) {
                if *seen.entry(pattern).or_insert(group) != group {
                    twice.insert(pattern.clone());
                }
            }
        }
        twice
    }

    /// Of `twice` what some item reaches without passing through another one.
    pub(super) fn outermost(&mut self, local: &Local, twice: &Set<Inst>) -> Set<Inst> {
        let x = self.x;
        let mut out = Set::default();
        if twice.is_empty() {
            return out;
        }
        for node in &local.nodes {
            let below = node.met_below.iter().flat_map(|below| below.iter());
            if !node.met.iter().chain(below).any(|p| twice.contains(p)) {
                continue;
            }
            let value = match &node.kind {
                Kind::Store(goal) => &goal.value,
                Kind::Goal(i) => &local.goals[*i].value,
                _ => &node.inst,
            };
            let mut queue: BinaryHeap<(Inst, bool)> = BinaryHeap::new();
            match &node.item {
                Some(item) if item.accumulate || matches!(node.kind, Kind::Reduce) => {
                    queue.push((arg_inst(value, &x.op(value.id).args[0], item.first), true));
                }
                Some(_) => queue.push((value.clone(), true)),
                None => {
                    for operand in self.operands(value) {
                        queue.push((operand, true));
                    }
                }
            }
            // An array that is there already is no reason for itself.
            let own = matches!(node.kind, Kind::Store(_)).then(|| value.clone());
            let first = node.item.as_ref().map(|item| item.first);
            // What another call returned is handed on as it is.
            let handed_on = |t: &Inst| first.is_none() && matches!(x.op(t.id).op, Op::Part { .. });
            while let Some((t, mut direct)) = queue.pop() {
                while queue.peek().is_some_and(|other| other.0 == t) {
                    queue.pop();
                }
                if t.live() || self.available(&t) || first.is_some_and(|first| !t.has(first)) {
                    continue;
                }
                let pattern = self.pattern(&t);
                if twice.contains(&pattern) {
                    if direct && own.as_ref() != Some(&t) && !handed_on(&t) {
                        out.insert(pattern.clone());
                    }
                    direct = false;
                }
                if local.arrays.contains_key(&pattern) && t != *value {
                    continue;
                }
                for operand in self.operands(&t) {
                    queue.push((operand, direct));
                }
            }
        }
        out
    }
}
