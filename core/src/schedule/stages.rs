//! Defined arrays: computed before what reads them, each in a local array, recurrences in loops of their own.

use super::*;
use crate::differentiate::defined_below;
use crate::graph::ArrayId;
use crate::order::{self, Scan, Step, WriteId};
use crate::target::Write;

/// The defined arrays that some targets need, and the order in which they are computed.
pub(super) struct Stages {
    /// The graph, in which the writes of one loop share its axis.
    pub graph: Graph,
    arrays: Vec<ArrayId>,
    writes: FxHashMap<WriteId, Write>,
    steps: Vec<Step>,
}

/// [`Stages`] with the goals that each write sets.
pub(super) struct Expansion {
    arrays: Vec<(ArrayId, Vec<Affine>, String)>,
    goals: FxHashMap<WriteId, Vec<Goal>>,
    steps: Vec<Step>,
    names: FxHashMap<AxisId, String>,
}

impl Stages {
    pub fn new(graph: &Graph, targets: &[Target]) -> Stages {
        let roots: Vec<NodeId> = targets.iter().flat_map(|t| &t.writes).flat_map(Write::roots).collect();
        let arrays = defined_below(graph, &roots);
        let mut writes = FxHashMap::default();
        for &array in &arrays {
            for (write, w) in graph.writes(array).iter().enumerate() {
                writes.insert(WriteId { array, write }, w.clone());
            }
        }
        // Lowering has refused what has no order, and derivatives have the opposite one.
        let steps = order::plan(graph, &arrays).unwrap_or_else(|stuck| panic!("no order for `{}`", graph.array(stuck.array).name));
        let mut stages = Stages { graph: graph.clone(), arrays, writes, steps: Vec::new() };
        stages.steps = stages.align(steps);
        stages
    }

    pub fn writes(&self) -> impl Iterator<Item = &Write> {
        let ids = self.arrays.iter().flat_map(|a| (0..self.graph.writes(*a).len()).map(|write| WriteId { array: *a, write }));
        ids.map(|id| &self.writes[&id])
    }

    /// Gives the writes of each loop one axis for it.
    fn align(&mut self, steps: Vec<Step>) -> Vec<Step> {
        steps
            .into_iter()
            .map(|step| match step {
                Step::Write(id) => Step::Write(id),
                Step::Scan(mut scan) => {
                    let name = self.graph.axis(scan.lines[0].axis).name.clone();
                    let axis = self.graph.free_axis(scan.extent.clone(), name.as_deref());
                    for line in &mut scan.lines {
                        let by = Affine::axis(axis).add_scaled(1, &Affine::constant(line.shift));
                        let write = self.writes.get_mut(&line.write).expect("planned");
                        write.value = self.graph.substitute(write.value, line.axis, &by);
                        for index in &mut write.indices {
                            match index {
                                Index::Affine(a) => *a = a.substitute(line.axis, &by),
                                Index::Value(n) => *n = self.graph.substitute(*n, line.axis, &by),
                            }
                        }
                        for a in write.axes.iter_mut().filter(|a| **a == line.axis) {
                            *a = axis;
                        }
                        line.axis = axis;
                    }
                    scan.body = self.align(scan.body);
                    Step::Scan(scan)
                }
            })
            .collect()
    }

    pub fn expand(&self, x: &mut Expanded<'_>, options: &Options) -> Expansion {
        let mut goals = FxHashMap::default();
        let mut names = FxHashMap::default();
        let mut stack: Vec<(&Step, Vec<AxisId>)> = self.steps.iter().map(|s| (s, Vec::new())).collect();
        while let Some((step, bound)) = stack.pop() {
            match step {
                Step::Write(id) => {
                    let write = &self.writes[id];
                    let assigned = self.graph.array(id.array).recurrence.as_ref().is_some_and(|r| r.assigned);
                    // The array is a buffer, whose number is known only later.
                    let list = goals::write_goals(x, Place::Buffer(BufferId(id.array.0)), write, assigned, &bound, options);
                    goals.insert(*id, list);
                }
                Step::Scan(scan) => {
                    let axis = scan.lines[0].axis;
                    if let Some(name) = &self.graph.axis(axis).name {
                        names.insert(axis, name.clone());
                    }
                    let mut bound = bound;
                    bound.push(axis);
                    stack.extend(scan.body.iter().map(|s| (s, bound.clone())));
                }
            }
        }
        let arrays = self.arrays.iter().map(|id| {
            let array = self.graph.array(*id);
            (*id, array.shape.clone(), array.name.clone())
        });
        Expansion { arrays: arrays.collect(), goals, steps: self.steps.clone(), names }
    }
}

impl Scheduler<'_> {
    /// Computes the defined arrays.
    pub(super) fn stages(&mut self, stages: &Expansion, out: &mut Vec<Statement>) {
        for (id, shape, name) in &stages.arrays {
            let buffer = BufferId(self.program.buffers.len() as u32);
            let name = self.unique(name);
            self.program.buffers.push(Buffer { name, shape: shape.clone() });
            self.sources.insert(id.0, Source::Buffer(buffer));
            out.push(Statement::Zero(Place::Buffer(buffer)));
        }
        self.steps(stages, &stages.steps, &mut Vec::new(), out);
    }

    fn steps<'s>(&mut self, stages: &Expansion, steps: &'s [Step], open: &mut Vec<(&'s Scan, u32)>, out: &mut Vec<Statement>) {
        for step in steps {
            match step {
                Step::Write(id) => {
                    let Source::Buffer(buffer) = self.sources[&id.array.0] else { unreachable!("a defined array is a buffer") };
                    let goals = stages.goals[id].iter().map(|g| self.instantiate(g, buffer, open)).collect();
                    let body = self.block(goals);
                    match in_range(*id, open) {
                        Some(condition) => out.push(Statement::When { condition, body }),
                        None => out.extend(body),
                    }
                }
                Step::Scan(scan) => {
                    let name = self.loop_name(stages.names.get(&scan.lines[0].axis).map_or("t", String::as_str));
                    self.open_names.push(name.clone());
                    let id = self.program.loops.len() as u32;
                    self.program.loops.push(Loop { name, extent: scan.extent.clone(), descending: scan.descending });
                    open.push((scan, id));
                    let mut body = Vec::new();
                    self.steps(stages, &scan.body, open, &mut body);
                    open.pop();
                    self.open_names.pop();
                    out.push(Statement::Loop { id: LoopId(id), body, sum: None });
                }
            }
        }
    }

    /// A goal of a write inside some loops.
    fn instantiate(&mut self, goal: &Goal, buffer: BufferId, open: &[(&Scan, u32)]) -> Goal {
        let mut goal = goal.clone();
        if let Dest::Element { place, .. } = &mut goal.dest {
            *place = Place::Buffer(buffer);
        }
        self.freshen(&mut goal);
        for &(scan, id) in open {
            goal.replace(scan.lines[0].axis.0, id);
        }
        goal
    }
}

/// The condition under which a write takes place in the current turns, if there are others.
fn in_range(id: WriteId, open: &[(&Scan, u32)]) -> Option<Expr> {
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
