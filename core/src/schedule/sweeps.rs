//! Checkpoints: a recurrence in two sweeps that keep the states at the starts of segments only.
//!
//! Without checkpoints all states are kept for the backward sweep. With them, the steps are divided into segments, as
//! many as the square root of their number. The forward sweep keeps what one segment leaves to the next. The backward
//! sweep goes through the segments from the last to the first, computes the states of each once more, and then goes
//! back through its steps. All that is done for a step is done in these sweeps: what the step adds to the value, to
//! adjoints and to gradients. (Griewank & Walther, *Evaluating Derivatives*, 2nd ed., ch. 12, with one level.)
//!
//! Here it is decided, in the graph, what belongs to which sweep and to which turn of it; a sum over all steps
//! becomes an array that each turn adds to. `run.rs` makes the statements.

mod reads;
mod rewrite;
pub(super) mod run;

use super::*;
use crate::differentiate::reachable;
use crate::order::{self, Line, Scan, Step, WriteId};
use crate::target::Write;
use chainrule_parser::list::{CollectVec, PushAll};
use reads::{Lag, in_step};

/// Elements so near to the first or the last step are left where they are for what comes before or after.
const NEAR: i64 = 8;

/// What happens when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Before,
    Forward,
    Between,
    Backward,
    After,
}

impl Phase {
    const ALL: [Phase; 5] = [Phase::Before, Phase::Forward, Phase::Between, Phase::Backward, Phase::After];

    fn next(self) -> Phase {
        Phase::ALL[(self as usize + 1).min(4)]
    }

    fn is_sweep(self) -> bool {
        matches!(self, Phase::Forward | Phase::Backward)
    }
}

/// Why something has no checkpoints.
struct Trouble {
    reason: String,
    /// An array without which it may be possible.
    without: Option<ArrayId>,
    /// Two extents that have to be equal.
    equal: Option<Box<(Affine, Affine)>>,
}

impl Trouble {
    fn new(reason: String) -> Trouble {
        Trouble { reason, without: None, equal: None }
    }
}

type Result<T> = std::result::Result<T, Trouble>;

fn trouble<T>(reason: String) -> Result<T> {
    Err(Trouble::new(reason))
}

/// The elements of an array that are kept: in turn t of a segment that starts at s, element e is at e - s - low.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The axis of the steps.
    pub position: usize,
    /// The first element that turn 0 has to do with.
    pub low: i64,
    /// How many elements one segment leaves to the next.
    pub width: i64,
    /// Whether it is computed in the backward sweep.
    pub backward: bool,
}

/// The sweeps, and what is done before, between and after them.
pub(super) struct Sweeps {
    /// The graph, in which sums over steps are arrays.
    pub graph: Graph,
    /// What is left of the targets for afterwards.
    pub targets: Vec<Target>,
    /// The targets that the sweeps add to, by the arrays that stand for them.
    pub places: Map<ArrayId, u32>,
    pub arrays: Vec<ArrayId>,
    pub windows: Map<ArrayId, Window>,
    /// The number of turns.
    pub turns: Affine,
    /// Extents that must be equal for this.
    pub assumed: Vec<(Affine, Affine)>,
    pub before: Vec<Step>,
    pub forward: Scan,
    pub between: Vec<Step>,
    pub backward: Option<Scan>,
    /// The writes of the forward sweep that are made once more.
    pub again: Set<WriteId>,
    pub after: Vec<Step>,
}

/// The sweeps that compute some targets.
///
/// # Errors
/// What is in the way, to follow "it cannot be checkpointed:".
pub(super) fn plan(graph: &Graph, targets: &[Target], equal: &[(Affine, Affine)]) -> std::result::Result<Sweeps, String> {
    let arrays = stages::needed(graph, targets);
    let mut reason = None;
    for extent in extents(graph, &arrays) {
        let mut swept = positions(graph, &arrays, &extent);
        let mut assumed = Vec::new();
        while !swept.is_empty() {
            let equal = Equal::of(&[equal, &assumed].concat());
            let (graph, extent) = (&equal.graph(graph), equal.extent(&extent));
            match Plan::new(graph, &arrays, &extent, &swept, &equal).and_then(|plan| plan.finish(targets)) {
                Ok(sweeps) => return Ok(Sweeps { assumed, ..sweeps }),
                Err(trouble) => {
                    reason.get_or_insert(trouble.reason);
                    match (trouble.equal, trouble.without) {
                        (Some(pair), _) if !assumed.contains(&*pair) => assumed.push(*pair),
                        (_, Some(array)) => drop(swept.remove(&array)),
                        _ => break,
                    }
                }
            }
        }
    }
    Err(reason.unwrap_or_else(|| "there is no recurrence".to_owned()))
}

/// Dimensions that equal others.
#[derive(Clone)]
struct Equal(Vec<(Term, Affine)>);

impl Equal {
    fn of(pairs: &[(Affine, Affine)]) -> Equal {
        let mut out = Equal(Vec::new());
        for (a, b) in pairs {
            let rest = out.extent(a).add_scaled(-1, &out.extent(b));
            // The last dimension that stands alone follows from the others.
            let Some(&(term, c)) = rest.terms.iter().rev().find(|t| t.1.abs() == 1) else { continue };
            let by = rest.replace(term, &Affine::constant(0)).scaled(-c);
            out.0.iter_mut().for_each(|(_, other)| *other = other.replace(term, &by));
            out.0.push((term, by));
        }
        out
    }

    fn extent(&self, a: &Affine) -> Affine {
        self.0.iter().fold(a.clone(), |a, (term, by)| a.replace(*term, by))
    }

    /// A graph whose axes and arrays have the extents that are left.
    fn graph(&self, graph: &Graph) -> Graph {
        let mut graph = graph.clone();
        if !self.0.is_empty() {
            graph.axes.iter_mut().for_each(|axis| axis.extent = self.extent(&axis.extent));
            graph.arrays.iter_mut().flat_map(|a| &mut a.shape).for_each(|e| *e = self.extent(e));
        }
        graph
    }
}

/// The numbers of steps that there may be, first those of outermost recurrences.
fn extents(graph: &Graph, arrays: &[ArrayId]) -> Vec<Affine> {
    let mut out: Vec<Affine> = Vec::new();
    let mut note = |extent: &Affine| {
        if !out.iter().any(|e| e.add_scaled(-1, extent).as_constant().is_some()) {
            out.push(extent.clone());
        }
    };
    let steps = order::plan(graph, arrays).unwrap_or_default();
    let first = steps.iter().find_map(|s| if let Step::Scan(scan) = s { Some(scan.lines[0].write.array) } else { None });
    for array in first.iter().chain(arrays) {
        graph.array(*array).shape.iter().for_each(&mut note);
    }
    out
}

/// The axis of each array along which it is computed step by step.
fn positions(graph: &Graph, arrays: &[ArrayId], extent: &Affine) -> Map<ArrayId, usize> {
    let fits = |array: ArrayId, p: usize| {
        let writes = graph.writes(array);
        let same = graph.array(array).shape[p].add_scaled(-1, extent).as_constant().is_some();
        let plain = |w: &Write| {
            let Index::Affine(a) = &w.indices[p] else { return false };
            !w.guarded && (a.axes().next().is_none() || w.axes.iter().any(|x| in_step(&w.indices[p], *x).is_some()))
        };
        same && writes.iter().all(plain) && writes.iter().any(|w| matches!(&w.indices[p], Index::Affine(a) if a.axes().next().is_some()))
    };
    let position = |a: &ArrayId| Some((*a, (0..graph.array(*a).shape.len()).find(|p| fits(*a, *p))?));
    arrays.iter().filter_map(position).collect()
}

/// A write and when it is made.
struct Op {
    id: WriteId,
    /// The axis that a sweep goes through.
    time: Option<AxisId>,
    /// The phase, if it is not to be found.
    fixed: Option<Phase>,
    phase: Phase,
    /// By how much the turn is later than the value of the axis.
    shift: i64,
}

struct Plan {
    graph: Graph,
    equal: Equal,
    extent: Affine,
    swept: Map<ArrayId, usize>,
    /// Swept arrays that can only be computed upwards, and those that depend on what can only be computed downwards.
    ascending: Set<ArrayId>,
    descending: Set<ArrayId>,
    /// The first and the last element that a step writes.
    ends: Map<ArrayId, (i64, Affine)>,
    ops: Vec<Op>,
    /// The elements that stand for sums over all steps.
    totals: Map<NodeId, NodeId>,
    /// The arrays that hold single elements.
    captured: Map<(ArrayId, Affine), ArrayId>,
    places: Map<ArrayId, u32>,
}

impl Plan {
    fn new(graph: &Graph, arrays: &[ArrayId], extent: &Affine, swept: &Map<ArrayId, usize>, equal: &Equal) -> Result<Plan> {
        let mut plan = Plan {
            equal: equal.clone(),
            graph: graph.clone(),
            extent: extent.clone(),
            swept: swept.clone(),
            ascending: Set::default(),
            descending: Set::default(),
            ends: Map::default(),
            ops: Vec::new(),
            totals: Map::default(),
            captured: Map::default(),
            places: Map::default(),
        };
        plan.find_directions(arrays)?;
        for &array in arrays {
            for write in 0..graph.writes(array).len() {
                plan.rewrite_write(WriteId { array, write })?;
            }
        }
        Ok(plan)
    }

    fn name(&self, array: ArrayId) -> &str {
        &self.graph.array(array).name
    }

    fn write(&self, id: WriteId) -> &Write {
        &self.graph.writes(id.array)[id.write]
    }

    /// Number of values of an axis of the steps, beyond those of the sweeps' extent.
    fn excess(&self, op: &Op, axis: AxisId) -> Result<i64> {
        let length = &self.graph.axis(axis).extent;
        if let Some(excess) = length.add_scaled(-1, &self.extent).as_constant() {
            return Ok(excess);
        }
        // It can be as long as there are elements to read.
        let room =
            |(array, lag): (ArrayId, Lag)| self.graph.array(array).shape[self.swept[&array]].add_scaled(-1, &Affine::constant(lag.0));
        let rooms = self.lags(op).into_iter().map(room);
        let least = rooms.min_by_key(|r| r.add_scaled(-1, &self.extent).as_constant());
        let reason = "one sum goes over two numbers of steps".to_owned();
        Err(Trouble { equal: least.map(|r| Box::new((length.clone(), r))), ..Trouble::new(reason) })
    }

    fn finish(mut self, targets: &[Target]) -> Result<Sweeps> {
        let targets = targets.iter().enumerate().map(|(n, t)| self.rewrite_target(n as u32, t)).try_collect_vec()?;
        self.find_phases()?;
        self.find_shifts()?;
        let mut most = None;
        for op in &self.ops {
            if let Some(time) = op.time {
                most = most.max(Some(self.excess(op, time)? + op.shift));
            }
        }
        let turns = self.extent.add_scaled(1, &Affine::constant(most.unwrap_or(0)));
        let windows = self.windows(&turns);
        if windows.values().all(|w| w.width == 0) {
            return trouble("there is no recurrence".to_owned());
        }
        let graph = &self.graph;
        let ids = |phase: Phase| -> Vec<WriteId> { self.ops.iter().filter(|o| o.phase == phase).map(|o| o.id).collect_vec() };
        let stuck = |s: order::Stuck| Trouble::new(format!("`{}` has no order: {}", graph.array(s.array).name, s.reason));
        let steps = |phase| order::plan_writes(graph, &ids(phase)).map_err(stuck);
        let scan = |phase: Phase| -> Result<Scan> {
            let line = |op: &Op| {
                let axis = op.time.expect("a turn has an axis");
                Line { write: op.id, axis, shift: -op.shift, length: graph.axis(axis).extent.clone() }
            };
            let lines: Vec<Line> = self.ops.iter().filter(|o| o.phase == phase).map(line).collect_vec();
            let past = |reader: WriteId, indices: &[Index], writer: WriteId| self.lag(reader, indices, writer).is_some_and(|lag| lag != 0);
            let steps = order::turn(graph, &lines, &past).map_err(stuck)?;
            // Nothing in the turn waits for sums over all steps: they come last, and together.
            let sums = |step: &Step| matches!(step, Step::Write(id) if !self.swept.contains_key(&id.array));
            let (last, mut body): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(sums);
            body.extend(last);
            Ok(Scan { extent: turns.clone(), descending: phase == Phase::Backward, lines, body })
        };
        let (before, between, after) = (steps(Phase::Before)?, steps(Phase::Between)?, steps(Phase::After)?);
        let forward = scan(Phase::Forward)?;
        let some = self.ops.iter().any(|o| o.phase == Phase::Backward);
        let backward = if some { Some(scan(Phase::Backward)?) } else { None };
        let again = self.again();
        let mut arrays: Vec<ArrayId> = self.ops.iter().map(|o| o.id.array).collect_vec();
        sort::ascending(&mut arrays);
        arrays.dedup();
        let places = self.places;
        Ok(Sweeps {
            graph: self.graph,
            targets,
            places,
            arrays,
            windows,
            turns,
            assumed: Vec::new(),
            before,
            forward,
            between,
            backward,
            again,
            after,
        })
    }

    /// The writes of the forward sweep that the backward sweep needs once more.
    fn again(&self) -> Set<WriteId> {
        let mut needed: Set<ArrayId> = Set::default();
        let mut stack: Vec<&Op> = self.ops.iter().filter(|o| o.phase == Phase::Backward).collect_vec();
        while let Some(op) = stack.pop() {
            for (array, _) in self.lags(op) {
                let forward = |o: &&Op| o.id.array == array && o.phase == Phase::Forward;
                if self.ops.iter().any(|o| forward(&o)) && needed.insert(array) {
                    stack.push_all(self.ops.iter().filter(forward));
                }
            }
        }
        self.ops.iter().filter(|o| o.phase == Phase::Forward && needed.contains(&o.id.array)).map(|o| o.id).collect()
    }

    /// By how many turns an element is written before it is read, in the order of the sweep.
    fn lag(&self, reader: WriteId, indices: &[Index], writer: WriteId) -> Option<i64> {
        let op = |id: WriteId| self.ops.iter().find(|o| o.id == id).expect("planned");
        let (r, w) = (op(reader), op(writer));
        let position = *self.swept.get(&writer.array)?;
        let read = in_step(&indices[position], r.time?)?;
        let written = in_step(&self.write(writer).indices[position], w.time?)?;
        let turns = (r.shift - read) - (w.shift - written);
        Some(if r.phase == Phase::Backward { -turns } else { turns })
    }

    /// When the turns take place: each write late enough for what it reads.
    fn find_shifts(&mut self) -> Result<()> {
        for phase in [Phase::Forward, Phase::Backward] {
            let mut rounds = 0;
            loop {
                let mut raised = Vec::new();
                for (n, op) in self.ops.iter().enumerate().filter(|(_, o)| o.phase == phase) {
                    for (array, read) in self.lags(op) {
                        for (m, other) in self.ops.iter().enumerate().filter(|(_, o)| o.id.array == array && o.time.is_some()) {
                            let Lag(written) = self.written(other);
                            // The turn of the read element must not be after the one that reads it.
                            let (at, least) = if phase == Phase::Backward && other.phase == Phase::Backward {
                                (m, op.shift - read.0 + written)
                            } else {
                                (n, other.shift + read.0 - written)
                            };
                            if self.ops[at].shift < least {
                                raised.push((at, least));
                            }
                        }
                    }
                }
                if raised.is_empty() {
                    break;
                }
                rounds += 1;
                if rounds > 2 * self.ops.len() + 8 {
                    let name = self.name(self.ops[raised[0].0].id.array);
                    return trouble(format!("`{name}` reads both earlier and later steps"));
                }
                for (at, least) in raised {
                    self.ops[at].shift = self.ops[at].shift.max(least);
                }
            }
        }
        Ok(())
    }

    /// Which elements of the swept arrays a segment has to do with.
    fn windows(&self, turns: &Affine) -> Map<ArrayId, Window> {
        let mut ranges: Map<ArrayId, (i64, i64)> = Map::default();
        let mut note = |array: ArrayId, low: i64, high: i64| {
            let range = ranges.entry(array).or_insert((low, high));
            *range = (range.0.min(low), range.1.max(high));
        };
        for op in &self.ops {
            let write = self.write(op.id);
            if op.time.is_some() {
                for (array, read) in self.lags(op) {
                    note(array, read.0 - op.shift, read.0 - op.shift);
                }
                if self.swept.contains_key(&op.id.array) {
                    let at = self.written(op).0 - op.shift;
                    note(op.id.array, at, at);
                }
                continue;
            }
            // An element that stays behind at the first or the last step.
            let mut edge = |array: ArrayId, indices: &[Index]| {
                let Some(&p) = self.swept.get(&array) else { return };
                let Index::Affine(at) = &indices[p] else { return };
                let from = if op.phase == Phase::Between { turns.clone() } else { Affine::constant(0) };
                let at = at.add_scaled(-1, &from).as_constant().expect("near");
                note(array, at, at + 1);
            };
            edge(op.id.array, &write.indices);
            let roots = write.roots();
            for id in reachable(&self.graph, &roots) {
                if let Node::Element { array, indices, .. } = self.graph.node(id) {
                    edge(*array, indices);
                }
            }
        }
        let window = |(array, (low, high)): (ArrayId, (i64, i64))| {
            let backward = self.ops.iter().any(|o| o.id.array == array && o.phase == Phase::Backward);
            (array, Window { position: self.swept[&array], low, width: high - low, backward })
        };
        ranges.into_iter().map(window).collect()
    }
}
