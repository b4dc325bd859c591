//! Long loops over data, a block at a time: what is computed for each row is kept for the rows of a block, so
//! that the work of the rows becomes products of matrices and loops that can be vectorised.
//!
//! Also the defined arrays that are computed inside such a loop, one slice (or a block of slices) at a time.

use super::stages::Expansion;
use super::*;
use chainrule_parser::list::{CollectVec, PushAll};

/// The number of rows of a block, unless the arrays over it would become too large.
const BLOCK_SIZE: i64 = 128;
pub(super) const LEAST_BLOCK: i64 = 8;
/// The most elements of an array over the rows of a block: it stays near, and a product with it has many rows.
const LARGEST_BLOCK: i64 = 1 << 18;
/// The most elements of a defined array over the rows of a block.
const LARGEST_SLICES: i64 = 1 << 18;
/// Loops over constant extents up to this run over all of it at once.
pub(super) const SHORTEST: i64 = BLOCK_SIZE;

/// Whether a loop is one over data.
pub(super) fn long(options: &Options, extent: &Affine) -> bool {
    extent.as_constant().map_or_else(|| over_data(options, extent), |n| n > SHORTEST)
}

/// Defined arrays that are computed in the loop over `extent`.
pub(super) struct Slices {
    pub stages: std::rc::Rc<Expansion>,
    pub extent: Affine,
    /// The arrays, and which of their axes the loop goes through.
    pub positions: Map<u32, usize>,
    /// Whether the loop is open, and its variable unless it is one over blocks.
    open: bool,
    row: u32,
    pub used: bool,
    /// Whether one is read where it is not known.
    pub misread: bool,
}

impl Slices {
    pub fn new(stages: std::rc::Rc<Expansion>, extent: Affine, positions: Map<u32, usize>) -> Slices {
        Slices { stages, extent, positions, open: false, row: 0, used: false, misread: false }
    }
}

impl Scheduler<'_> {
    /// Runs a group of items block by block, if there is something to gain.
    pub(super) fn blocks(&mut self, local: &mut Local, group: &[usize], out: &mut Vec<Statement>) -> bool {
        let x = self.x;
        let item = local.nodes[group[0]].item.as_ref().expect("items only");
        let (extent, name) = (item.extent.clone(), item.name);
        if self.block.is_some() || !long(self.options, &extent) || !self.open_names.is_empty() {
            return false;
        }
        // The place of the best is not accumulated from block to block.
        let place = |n: &usize| {
            let node = &local.nodes[*n];
            matches!(node.kind, Kind::Reduce) && matches!(x.op(node.inst.id).op, Op::Reduce(ReduceOp::ArgMax | ReduceOp::ArgMin, _))
        };
        if group.iter().any(place) {
            return false;
        }
        // The goals of the block, over a variable for its rows.
        let row = self.fresh();
        self.in_block.insert(row);
        self.block = Some(Block { id: u32::MAX, size: BLOCK_SIZE });
        let axis = OpenAxis { var: row, extent: extent.clone(), name };
        let mut goals: Vec<Goal> = Vec::new();
        for &n in group {
            let node = &local.nodes[n];
            let item = node.item.as_ref().expect("items only");
            let op = x.op(node.inst.id);
            let mut goal = match &node.kind {
                Kind::Scalar => unreachable!("not an item"),
                Kind::Reduce => {
                    let Op::Reduce(reduce, _) = op.op else { unreachable!("a reduction") };
                    let value = arg_inst(&node.inst, &op.args[0], row);
                    Goal { dest: Dest::Accumulate(VarId(u32::MAX), reduce), open: Vec::new(), value, provides: None }
                }
                Kind::Store(goal) => (**goal).clone(),
                Kind::Goal(i) => local.goals[*i].clone(),
            };
            if item.accumulate {
                let op = x.op(goal.value.id);
                goal.value = arg_inst(&goal.value, &op.args[0], row);
                if let Dest::Element { add, .. } = &mut goal.dest {
                    *add = true;
                }
            } else {
                goal.replace(item.first, row);
            }
            goal.provides = None;
            goal.open.insert(0, axis.clone());
            goals.push(goal);
        }
        let sliced = self.enters_slices(local, group, &extent);
        let in_place = |g: &Goal| match &g.dest {
            Dest::Element { indices, .. } => indices.iter().any(|i| matches!(i, GoalIndex::Affine(a) if a.axes().any(|x| x.0 == row))),
            _ => false,
        };
        // The rows are summed over unless the result has them.
        let summed = |g: &Goal| if in_place(g) { Vec::new() } else { vec![axis.clone()] };
        let roots = goals.iter().map(|g| (g.value.clone(), summed(g))).collect_vec();
        let worth = self.has_product(roots, sliced.then_some(row));
        let Some(width) = worth else {
            self.leave_block();
            if sliced {
                self.leave_slices();
            }
            return false;
        };
        // The arrays of a block stay small.
        let mut size = BLOCK_SIZE;
        let slices = self.slices.as_ref().filter(|_| sliced).map_or(1, |s| s.stages.slice_size());
        let large = |size: i64| width.saturating_mul(size) > LARGEST_BLOCK || slices.saturating_mul(size) > LARGEST_SLICES;
        while size > LEAST_BLOCK && large(size) {
            size /= 2;
        }
        let name = name.map_or("i", |n| &x.names[n as usize]);
        let name = self.loop_name(&format!("{name}0"));
        self.open_names.push(name.clone());
        let id = self.program.loops.len() as u32;
        self.program.loops.push(Loop { range: Range::Blocks(size), ..Loop::new(name, extent) });
        self.block = Some(Block { id, size });
        let mut bind: Vec<(Inst, VarId)> = Vec::new();
        let mut arrays: Vec<(Inst, BufferId, Vec<u8>)> = Vec::new();
        for (&n, goal) in group.iter().zip(&mut goals) {
            local.done[n] = true;
            let inst = local.nodes[n].inst.clone();
            match &local.nodes[n].kind {
                Kind::Reduce => {
                    let Op::Reduce(reduce, _) = x.op(inst.id).op else { unreachable!("a reduction") };
                    let var = self.accumulator(inst.id, reduce, out);
                    goal.dest = Dest::Accumulate(var, reduce);
                    bind.push((inst, var));
                }
                Kind::Store(whole) => {
                    // The array has all rows or none, not those of a block.
                    let block = self.block.take();
                    let whole = self.allocate((**whole).clone(), inst.id, out);
                    self.block = block;
                    let Dest::Element { place: Place::Buffer(buffer), .. } = whole.dest else { unreachable!("it fills a local array") };
                    if let Dest::Element { place, .. } = &mut goal.dest {
                        *place = Place::Buffer(buffer);
                    }
                    arrays.push((whole.value, buffer, whole.provides.expect("it fills an array")));
                }
                _ => {}
            }
        }
        let mut body = Vec::new();
        let marks = self.marks();
        if sliced {
            self.compute_slices(row, &mut body);
        }
        body.extend(self.block(goals));
        self.undo(marks);
        if sliced {
            self.leave_slices();
        }
        self.open_names.pop();
        self.leave_block();
        out.push(Statement::Loop { id: LoopId(id), body, sum: None });
        for (inst, var) in bind {
            self.bind(inst, var);
        }
        for (value, buffer, dims) in arrays {
            self.is_stored(self.pattern(&value), buffer, dims);
        }
        true
    }

    pub(super) fn leave_block(&mut self) {
        self.block = None;
        self.in_block.clear();
    }

    /// Whether some values contain products of matrices over the rows of the block; if so, the number of
    /// elements that the largest array has for each row.
    fn has_product(&mut self, mut roots: Vec<(Inst, Vec<OpenAxis>)>, slices: Option<u32>) -> Option<i64> {
        let x = self.x;
        let mut found = false;
        let mut width = 1i64;
        let mut queue: Vec<Inst> = Vec::new();
        if let (Some(row), Some(s)) = (slices, &self.slices) {
            let stages = s.stages.clone();
            for (goal, axis) in stages.sliced_goals() {
                let mut goal = goal.clone();
                self.freshen(&mut goal);
                // The axes of scans are those of the graph, and not the loops of the same numbers.
                goal.map(&|v| {
                    if v == axis.0 {
                        row
                    } else if live(v) {
                        PLACEHOLDER - 1
                    } else {
                        v
                    }
                });
                roots.push((goal.value, Vec::new()));
            }
        }
        for (value, summed) in &roots {
            let own = self.product(value, summed).is_some();
            found |= own && (!summed.is_empty() || value.vars.iter().any(|v| self.in_block.contains(v)));
            queue.extend(self.operands(value));
        }
        let mut seen: Set<Inst> = Set::default();
        while let Some(inst) = queue.pop() {
            if self.leaf(inst.id) || !seen.insert(inst.clone()) || seen.len() > 20_000 {
                continue;
            }
            let in_block = inst.vars.iter().any(|v| self.in_block.contains(v));
            if in_block && self.product(&inst, &[]).is_some() {
                found = true;
                let op = x.op(inst.id);
                let lengths = op.extents.iter().zip(&inst.vars).filter(|(_, v)| !live(**v) && !self.in_block.contains(v));
                width = width.max(lengths.fold(1i64, |n, (e, _)| n.saturating_mul(e.as_constant().unwrap_or(1))));
            }
            queue.extend(self.operands(&inst));
        }
        found.then_some(width)
    }

    // ----- slices

    /// Whether a loop is the one in which the sliced arrays are computed; from then on they are known.
    pub(super) fn enters_slices(&mut self, local: &Local, group: &[usize], extent: &Affine) -> bool {
        let Some(slices) = &self.slices else { return false };
        if slices.used || slices.open || *extent != slices.extent {
            return false;
        }
        let x = self.x;
        // Does anything in the loop read one?
        let mut stack: Vec<u32> = group
            .iter()
            .map(|n| match &local.nodes[*n].kind {
                Kind::Store(goal) => goal.value.id,
                Kind::Goal(i) => local.goals[*i].value.id,
                _ => local.nodes[*n].inst.id,
            })
            .collect_vec();
        let mut seen: Set<u32> = Set::default();
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            if matches!(&x.op(id).op, Op::Load { array, .. } if slices.positions.contains_key(array)) {
                self.slices.as_mut().expect("there are some").open = true;
                return true;
            }
            stack.push_all(x.op(id).args.iter().map(|a| a.id));
        }
        false
    }

    pub(super) fn leave_slices(&mut self) {
        if let Some(slices) = &mut self.slices {
            slices.open = false;
        }
    }

    /// Computes the slices at a loop variable, or for the rows of the block that `row` stands for.
    pub(super) fn compute_slices(&mut self, row: u32, out: &mut Vec<Statement>) {
        let slices = self.slices.as_mut().expect("there are some");
        slices.used = true;
        slices.row = row;
        let stages = slices.stages.clone();
        self.sliced_stages(&stages, row, out);
    }

    /// Where an element of an array of the graph is.
    pub(super) fn source(&mut self, array: u32, mut indices: Vec<At>) -> (Source, Vec<At>) {
        if let Some(slices) = &self.slices
            && let Some(&position) = slices.positions.get(&array)
        {
            let var = match &indices[position] {
                At::Affine(a) => a.as_axis().map(|v| v.0),
                At::Value(_) => None,
            };
            let known = |v: &u32| if self.block.is_some() { self.in_block.contains(v) } else { *v == slices.row };
            match var.filter(known) {
                Some(var) if slices.open && self.block.is_some() => indices[position] = At::Affine(self.in_array(var)),
                Some(_) if slices.open => {
                    indices.remove(position);
                }
                _ => {
                    // This program is given up; any place will do.
                    self.slices.as_mut().expect("there are some").misread = true;
                    return (Source::Input(0), Vec::new());
                }
            }
        }
        if let Some(frame) = &self.frame {
            frame.place(array, |position, place| {
                if let At::Affine(a) = &mut indices[position] {
                    *a = place(a);
                }
            });
        }
        (self.sources[&array], indices)
    }
}
