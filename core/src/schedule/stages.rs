//! Defined arrays: computed before what reads them, each in a local array, recurrences in loops of their own.
//!
//! Arrays that are only ever read along one axis, the rows of the data, can be computed one row (or a block
//! of rows) at a time instead; these are *sliced*.

use super::*;
use crate::differentiate::{defined_below, reachable};
use crate::order::{self, Scan, Step, WriteId};
use crate::target::Write;
use chainrule_parser::list::{CollectVec, PushAll};
use std::rc::Rc;
use together::Gathering;

/// The defined arrays that some targets need, and the order in which they are computed.
pub(super) struct Stages {
    /// The graph, in which the writes of one loop share its axis.
    pub graph: Graph,
    arrays: Vec<ArrayId>,
    writes: Map<WriteId, Write>,
    whole: Vec<Step>,
    sliced: Vec<Step>,
    slice: Option<Slice>,
    together: Set<WriteId>,
}

/// What sliced arrays are sliced along.
#[derive(Clone)]
struct Slice {
    extent: Affine,
    /// The axis of their writes.
    axis: AxisId,
    /// Which axis of each array.
    positions: Map<ArrayId, usize>,
}

/// [`Stages`] with the goals that each write sets.
pub(super) struct Expansion {
    arrays: Vec<(ArrayId, Vec<Affine>, String)>,
    goals: Map<WriteId, Vec<Goal>>,
    whole: Vec<Step>,
    sliced: Vec<Step>,
    slice: Option<Slice>,
    names: Map<AxisId, String>,
    /// Writes of arrays that are not read before all writes are made.
    together: Set<WriteId>,
    blocks: together::Blocks,
}

/// The defined arrays that some targets need.
pub(super) fn needed(graph: &Graph, targets: &[Target]) -> Vec<ArrayId> {
    let roots: Vec<NodeId> = targets.iter().flat_map(|t| &t.writes).flat_map(Write::roots).collect_vec();
    defined_below(graph, &roots)
}

/// The extents that defined arrays may be sliced along: of loops that are long.
pub(super) fn candidates(graph: &Graph, arrays: &[ArrayId]) -> Vec<Affine> {
    let mut out: Vec<Affine> = Vec::new();
    for &array in arrays {
        for extent in &graph.array(array).shape {
            if extent.as_constant().is_none_or(|n| n > blocks::SHORTEST) && !out.contains(extent) {
                out.push(extent.clone());
            }
        }
    }
    out
}

/// The elements of defined arrays that a write reads.
pub(super) fn reads(graph: &Graph, write: &Write) -> Vec<(ArrayId, Vec<Index>)> {
    let roots = write.roots();
    let element = |id: NodeId| match graph.node(id) {
        Node::Element { array, indices, .. } if graph.array(*array).recurrence.is_some() => Some((*array, indices.to_vec())),
        _ => None,
    };
    reachable(graph, &roots).into_iter().filter_map(element).collect_vec()
}

/// The axis that an index is.
fn plain(index: &Index) -> Option<AxisId> {
    match index {
        Index::Affine(a) => a.as_axis(),
        Index::Value(_) => None,
    }
}

impl Stages {
    /// `None` if the arrays cannot be sliced along an axis of this extent.
    pub fn new(graph: &Graph, arrays: &[ArrayId], slice: Option<&Affine>) -> Option<Stages> {
        let mut writes = Map::default();
        for &array in arrays {
            for (write, w) in graph.writes(array).iter().enumerate() {
                writes.insert(WriteId { array, write }, w.clone());
            }
        }
        let positions = match slice {
            Some(extent) => positions(graph, arrays, extent)?,
            None => Map::default(),
        };
        // Lowering has refused what has no order, and derivatives have the opposite one.
        let plan = |list: &[ArrayId]| {
            order::plan(graph, list).unwrap_or_else(|stuck| panic!("no order for `{}`: {}", graph.array(stuck.array).name, stuck.reason))
        };
        let (sliced, whole): (Vec<ArrayId>, Vec<ArrayId>) = arrays.iter().partition(|a| positions.contains_key(a));
        let (sliced, whole) = (plan(&sliced), plan(&whole));
        let mut stages = Stages {
            graph: graph.clone(),
            arrays: arrays.to_vec(),
            writes,
            whole: Vec::new(),
            sliced: Vec::new(),
            slice: None,
            together: Set::default(),
        };
        if let Some(extent) = slice {
            let axis = stages.share_rows(extent, &positions);
            stages.slice = Some(Slice { extent: extent.clone(), axis, positions });
        }
        (stages.whole, stages.sliced) = (stages.align(whole), stages.align(sliced));
        Some(stages)
    }

    /// The stages of two sweeps: the steps before, of the forward sweep, between, of the backward sweep, and after, and
    /// how many these are.
    pub fn swept(sweeps: &super::sweeps::Sweeps) -> (Stages, [usize; 5]) {
        let graph = sweeps.graph.clone();
        let mut writes = Map::default();
        for &array in &sweeps.arrays {
            for (write, w) in graph.writes(array).iter().enumerate() {
                writes.insert(WriteId { array, write }, w.clone());
            }
        }
        let mut stages = Stages {
            graph,
            arrays: sweeps.arrays.clone(),
            writes,
            whole: Vec::new(),
            sliced: Vec::new(),
            slice: None,
            together: Set::default(),
        };
        let lines = [Some(&sweeps.forward), sweeps.backward.as_ref()].into_iter().flatten().flat_map(|scan| &scan.lines);
        stages.together = lines.map(|l| l.write).filter(|w| !sweeps.windows.contains_key(&w.array)).collect();
        let scan = |scan: &Scan| vec![Step::Scan(scan.clone())];
        let backward = sweeps.backward.as_ref().map_or_else(Vec::new, scan);
        let parts = [sweeps.before.clone(), scan(&sweeps.forward), sweeps.between.clone(), backward, sweeps.after.clone()];
        let parts = parts.map(|steps| stages.align(steps));
        let counts = parts.each_ref().map(Vec::len);
        stages.whole = parts.into_iter().flatten().collect_vec();
        (stages, counts)
    }

    pub fn writes(&self) -> impl Iterator<Item = &Write> {
        let ids = self.arrays.iter().flat_map(|a| (0..self.graph.writes(*a).len()).map(|write| WriteId { array: *a, write }));
        ids.map(|id| &self.writes[&id])
    }

    /// Replaces an axis of a write.
    fn substitute(&mut self, id: WriteId, from: AxisId, to: AxisId, shift: i64) {
        let by = Affine::axis(to).add_scaled(1, &Affine::constant(shift));
        let write = self.writes.get_mut(&id).expect("planned");
        write.value = self.graph.substitute(write.value, from, &by);
        for index in &mut write.indices {
            match index {
                Index::Affine(a) => *a = a.substitute(from, &by),
                Index::Value(n) => *n = self.graph.substitute(*n, from, &by),
            }
        }
        write.axes.iter_mut().filter(|a| **a == from).for_each(|a| *a = to);
    }

    /// Gives the writes of all sliced arrays one axis for the rows.
    fn share_rows(&mut self, extent: &Affine, positions: &Map<ArrayId, usize>) -> AxisId {
        let mut shared = None;
        for array in self.arrays.clone() {
            let Some(&position) = positions.get(&array) else { continue };
            for write in 0..self.graph.writes(array).len() {
                let id = WriteId { array, write };
                let from = plain(&self.writes[&id].indices[position]).expect("checked");
                let name = self.graph.axis(from).name.clone();
                let to = *shared.get_or_insert_with(|| self.graph.free_axis(extent.clone(), name.as_deref()));
                self.substitute(id, from, to, 0);
            }
        }
        shared.expect("there is a sliced array")
    }

    /// Gives the writes of each loop one axis for it.
    fn align(&mut self, steps: Vec<Step>) -> Vec<Step> {
        let mut out = Vec::new();
        for mut step in steps {
            if let Step::Scan(scan) = &mut step {
                let name = self.graph.axis(scan.lines[0].axis).name.clone();
                let axis = self.graph.free_axis(scan.extent.clone(), name.as_deref());
                for line in &mut scan.lines {
                    self.substitute(line.write, line.axis, axis, line.shift);
                    line.axis = axis;
                }
                scan.body = self.align(std::mem::take(&mut scan.body));
            }
            out.push(step);
        }
        out
    }

    pub fn expand(&self, x: &mut Expanded<'_>, options: &Options) -> Rc<Expansion> {
        let mut goals = Map::default();
        let mut names = Map::default();
        let rows: Vec<AxisId> = self.slice.iter().map(|s| s.axis).collect_vec();
        let mut gathering = Gathering { x, writes: &self.writes, blocks: Map::default(), orders: Map::default() };
        let (mut whole, mut sliced) = (self.whole.clone(), self.sliced.clone());
        // What sweeps do in a turn is in an order already.
        if self.together.is_empty() {
            (whole, sliced) = (gathering.gathered(whole, &[]), gathering.gathered(sliced, &rows));
        }
        let Gathering { blocks, orders, .. } = gathering;
        let mut stack: Vec<(&Step, Vec<AxisId>)> = whole.iter().map(|s| (s, Vec::new())).collect_vec();
        stack.push_all(sliced.iter().map(|s| (s, rows.clone())));
        while let Some((step, bound)) = stack.pop() {
            match step {
                Step::Write(id) => {
                    let write = &self.writes[id];
                    let assigned = self.graph.is_assigned(id.array);
                    // The array is a buffer, whose number is known only later.
                    let list = goals::write_goals(x, Place::Buffer(BufferId(u32::MAX)), write, assigned, &bound, &orders, options);
                    goals.insert(*id, list);
                }
                Step::Scan(scan) => {
                    let axis = scan.lines[0].axis;
                    if let Some(name) = &self.graph.axis(axis).name {
                        names.insert(axis, name.clone());
                    }
                    let mut bound = bound;
                    bound.push(axis);
                    stack.push_all(scan.body.iter().map(|s| (s, bound.clone())));
                }
            }
        }
        let arrays = self.arrays.iter().map(|id| {
            let array = self.graph.array(*id);
            (*id, array.shape.clone(), array.name.clone())
        });
        let (slice, together) = (self.slice.clone(), self.together.clone());
        Rc::new(Expansion { arrays: arrays.collect_vec(), goals, whole, sliced, slice, names, together, blocks })
    }
}

/// Which axis of each array is the one for the rows: written one row by one, and read at the row that is written.
fn positions(graph: &Graph, arrays: &[ArrayId], extent: &Affine) -> Option<Map<ArrayId, usize>> {
    let mut out: Map<ArrayId, usize> = Map::default();
    let is_row = |index: &Index| plain(index).is_some_and(|a| graph.axis(a).extent == *extent);
    for &array in arrays {
        let shape = &graph.array(array).shape;
        let writes = graph.writes(array);
        let fits = |p: &usize| shape[*p] == *extent && !writes.is_empty() && writes.iter().all(|w| is_row(&w.indices[*p]) && !w.guarded);
        if let Some(position) = (0..shape.len()).find(fits) {
            out.insert(array, position);
        }
    }
    for &array in arrays {
        for write in graph.writes(array) {
            for (other, indices) in reads(graph, write) {
                let Some(&position) = out.get(&other) else { continue };
                // What is computed for all rows at once reads no single row.
                let own = out.get(&array)?;
                if plain(&indices[position]) != plain(&write.indices[*own]) {
                    return None;
                }
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

impl Expansion {
    /// The steps in parts of so many.
    pub fn parts(&self, counts: [usize; 5]) -> [&[Step]; 5] {
        let mut rest = &self.whole[..];
        counts.map(|n| {
            let (part, after) = rest.split_at(n);
            rest = after;
            part
        })
    }

    /// Whether two writes that follow each other are made in one block.
    fn are_together(&self, a: WriteId, b: WriteId) -> bool {
        let same_block = self.blocks.get(&a).is_some_and(|block| self.blocks.get(&b) == Some(block));
        same_block || self.together.contains(&a) && self.together.contains(&b)
    }

    /// The name of the variable of a loop.
    pub fn scan_name(&self, scan: &Scan) -> &str {
        self.names.get(&scan.lines[0].axis).map_or("t", String::as_str)
    }

    /// The arrays to be computed in the loop over the data.
    pub fn slices(self: &Rc<Self>) -> Option<Slices> {
        let slice = self.slice.as_ref()?;
        let positions = slice.positions.iter().map(|(a, p)| (a.0, *p)).collect();
        Some(Slices::new(self.clone(), slice.extent.clone(), positions))
    }

    /// The number of elements that the largest sliced array has for each row, as far as that is known.
    pub fn slice_size(&self) -> i64 {
        let sizes = self.arrays.iter().filter_map(|(id, shape, _)| {
            let position = *self.slice.as_ref()?.positions.get(id)?;
            let others = shape.iter().enumerate().filter(|(p, _)| *p != position);
            Some(others.fold(1i64, |n, (_, e)| n.saturating_mul(e.as_constant().unwrap_or(1).max(1))))
        });
        sizes.max().unwrap_or(1)
    }

    /// The goals that a write sets.
    pub fn goals_of(&self, id: WriteId) -> &[Goal] {
        &self.goals[&id]
    }

    /// The axis of the rows that arrays are sliced along.
    pub fn row_axis(&self) -> Option<u32> {
        self.slice.as_ref().map(|s| s.axis.0)
    }

    /// The goals of the sliced arrays, and the axis of the rows in them.
    pub fn sliced_goals(&self) -> impl Iterator<Item = (&Goal, AxisId)> {
        let slice = self.slice.iter();
        slice.flat_map(|s| {
            let of = self.goals.iter().filter(|(id, _)| s.positions.contains_key(&id.array));
            of.flat_map(|(_, goals)| goals).map(|g| (g, s.axis))
        })
    }
}

/// The loops that are open around a write: scans, and the variable for the rows.
pub(super) struct Around<'s> {
    pub scans: Vec<(&'s Scan, u32)>,
    pub row: Option<u32>,
}

impl Scheduler<'_> {
    /// Computes the defined arrays that are not sliced.
    pub(super) fn stages(&mut self, stages: &Expansion, out: &mut Vec<Statement>) {
        for (id, shape, name) in &stages.arrays {
            if stages.slice.as_ref().is_none_or(|s| !s.positions.contains_key(id)) {
                self.array_of(*id, name, shape.clone(), out);
            }
        }
        self.steps(stages, &stages.whole, &mut Around { scans: Vec::new(), row: None }, out);
    }

    /// Computes the slices at `row`, a loop or the rows of the current block.
    pub(super) fn sliced_stages(&mut self, stages: &Expansion, row: u32, out: &mut Vec<Statement>) {
        let slice = stages.slice.as_ref().expect("there are slices");
        for (id, shape, name) in &stages.arrays {
            let Some(&position) = slice.positions.get(id) else { continue };
            let mut shape = shape.clone();
            match self.block {
                Some(block) => shape[position] = Affine::constant(block.size),
                None => {
                    shape.remove(position);
                }
            }
            self.array_of(*id, name, shape, out);
        }
        self.steps(stages, &stages.sliced, &mut Around { scans: Vec::new(), row: Some(row) }, out);
    }

    pub(super) fn array_of(&mut self, id: ArrayId, name: &str, shape: Vec<Affine>, out: &mut Vec<Statement>) -> BufferId {
        let name = self.unique(name);
        let buffer = self.buffer(name, shape);
        self.sources.insert(id.0, Source::Buffer(buffer));
        let workspace = self.program.buffers[buffer.0 as usize].workspace;
        if !(workspace && covered(self.x.graph, id)) {
            out.push(Statement::Zero(Place::Buffer(buffer)));
        }
        buffer
    }

    pub(super) fn steps<'s>(&mut self, stages: &Expansion, steps: &'s [Step], around: &mut Around<'s>, out: &mut Vec<Statement>) {
        let mut steps = steps.iter().peekable();
        while let Some(step) = steps.next() {
            match step {
                Step::Write(id) => {
                    let condition = in_range(*id, &around.scans);
                    let mut ids = vec![*id];
                    // Of what nothing else in the turn reads, several writes may share their loops.
                    while let Some(Step::Write(next)) = steps.peek()
                        && stages.are_together(*id, *next)
                        && in_range(*next, &around.scans) == condition
                    {
                        ids.push(*next);
                        steps.next();
                    }
                    let goals = |id: &WriteId| stages.goals[id].iter().map(|g| (*id, g)).collect_vec();
                    let goals = ids.iter().flat_map(goals).map(|(id, g)| self.instantiate(stages, id, g, around)).collect_vec();
                    match condition {
                        Some(condition) => {
                            let body = self.block(goals);
                            out.push(Statement::When { condition, body });
                        }
                        None => out.extend(self.open_block(goals)),
                    }
                }
                Step::Scan(scan) => {
                    self.before_scan(stages, scan, around, out);
                    let name = self.loop_name(stages.scan_name(scan));
                    self.open_names.push(name.clone());
                    let id = self.program.loops.len() as u32;
                    self.program.loops.push(Loop { descending: scan.descending, ..Loop::new(name, scan.extent.clone()) });
                    around.scans.push((scan, id));
                    let mut body = Vec::new();
                    let marks = self.marks();
                    self.steps(stages, &scan.body, around, &mut body);
                    self.undo(marks);
                    around.scans.pop();
                    self.open_names.pop();
                    out.push(Statement::Loop { id: LoopId(id), body, sum: None });
                }
            }
        }
    }

    /// A goal of a write inside some loops.
    fn instantiate(&mut self, stages: &Expansion, id: WriteId, goal: &Goal, around: &Around<'_>) -> Goal {
        let to = match self.added.get(&id.array.0) {
            Some(target) => Place::Target(*target),
            None => match self.sources[&id.array.0] {
                Source::Buffer(buffer) => Place::Buffer(buffer),
                _ => unreachable!("a defined array is a buffer"),
            },
        };
        let mut goal = goal.clone();
        if let Dest::Element { place, .. } = &mut goal.dest {
            *place = to;
        }
        self.freshen(&mut goal);
        // Axes of the graph become loops, whose numbers are others.
        let mut vars: Vec<(u32, u32)> = around.scans.iter().map(|(scan, id)| (scan.lines[0].axis.0, *id)).collect_vec();
        let slice = stages.slice.as_ref().zip(around.row).map(|(slice, row)| {
            let mut var = row;
            if self.block.is_some() {
                var = self.fresh();
                self.in_block.insert(var);
                goal.open.insert(0, OpenAxis { var, extent: slice.extent.clone(), name: None });
            }
            vars.push((slice.axis.0, var));
            (slice.positions[&id.array], var)
        });
        goal.map(&|v| vars.iter().find(|p| p.0 == v).map_or(v, |p| p.1));
        if let (Some(frame), Dest::Element { indices, .. }) = (&self.frame, &mut goal.dest) {
            frame.place(id.array.0, |position, place| {
                if let GoalIndex::Affine(a) = &mut indices[position] {
                    *a = place(a);
                }
            });
        }
        if let Some((position, var)) = slice {
            let Dest::Element { indices, .. } = &mut goal.dest else { unreachable!("a defined array has elements") };
            match self.block {
                Some(_) => indices[position] = GoalIndex::Affine(self.in_array(var)),
                None => {
                    indices.remove(position);
                }
            }
        }
        goal
    }
}

/// Whether every element of an array is written, once, before it is read, so that it need not start at zero.
pub(super) fn covered(graph: &Graph, id: ArrayId) -> bool {
    let array = graph.array(id);
    if !graph.is_assigned(id) {
        return false;
    }
    // Along one axis at most the writes follow each other; along the others each runs over all.
    let interval = |w: &Write, p: usize| -> Option<(i64, Affine)> {
        let Index::Affine(a) = &w.indices[p] else { return None };
        let mut axes = a.axes();
        match (axes.next(), axes.next()) {
            (None, _) => a.as_constant().map(|c| (c, Affine::constant(c + 1))),
            (Some(axis), None) => {
                let from = a.substitute(axis, &Affine::constant(0)).as_constant()?;
                Some((from, graph.axis(axis).extent.add_scaled(1, &Affine::constant(from))))
            }
            _ => None,
        }
    };
    let whole = |w: &Write, p: usize| interval(w, p) == Some((0, array.shape[p].clone()));
    (0..array.shape.len()).any(|along| {
        let others = |w: &Write| !w.guarded && (0..array.shape.len()).all(|p| p == along || whole(w, p));
        let mut parts: Vec<(i64, Affine)> = Vec::new();
        for w in graph.writes(id) {
            match interval(w, along).filter(|_| others(w)) {
                Some(part) => parts.push(part),
                None => return false,
            }
        }
        sort::ascending(&mut parts);
        let mut end = Affine::constant(0);
        for (from, to) in parts {
            if end != Affine::constant(from) {
                return false;
            }
            end = to;
        }
        end == array.shape[along]
    })
}

/// The condition under which a write takes place in the current turns, if there are others.
pub(super) fn in_range(id: WriteId, open: &[(&Scan, u32)]) -> Option<Expr> {
    let mut all: Option<Expr> = None;
    for &(scan, turn) in open {
        let line = scan.lines.iter().find(|l| l.write == id).expect("every write of a scan has a line");
        let end = line.length.add_scaled(1, &Affine::constant(-line.shift));
        let position = |a: Affine| Box::new(Expr::Position(a));
        let turn = || position(Affine::axis(AxisId(turn)));
        let low = (line.shift < 0).then(|| Expr::Compare(Comparison::Le, Box::new(Expr::Constant(-line.shift as f64)), turn()));
        let high = (end != scan.extent).then(|| Expr::Compare(Comparison::Lt, turn(), position(end)));
        for condition in low.into_iter().chain(high) {
            all = Some(match all {
                Some(before) => Expr::And(Box::new(before), Box::new(condition)),
                None => condition,
            });
        }
    }
    all
}
