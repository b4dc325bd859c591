//! The schedule: which loops run in which order, what they share, and what is kept in arrays.
//!
//! A block is the body of some loops. What a block needs and no loop below it changes is a scalar of the
//! block; what depends on further axes is the business of an *item*: a loop that reduces, that fills a
//! local array, or that writes a target. Items over equal extents whose needs are met run in one loop,
//! whose body is a block again. Local arrays come from hoisting: work inside a loop that does not depend
//! on that loop is done before it. Values are keyed by operation and loop variables, so whatever two
//! fused items have in common is computed once.

mod expand;

use crate::affine::{Affine, AxisId, DimId, Term};
use crate::functions::Function;
use crate::graph::{Comparison, Graph, Index, Node, NodeId, ReduceOp};
use crate::number::Number;
use crate::program::{Arm, At, Binary, Buffer, BufferId, Expr, Input, Loop, LoopId, Output, Place, Program, Source, Statement, Var, VarId};
use crate::target::Target;
use expand::{Arg, BOUND, Expanded, Op, OpIndex, Ref, map_axes};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

/// How programs are made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Dimensions that are constants where the program is compiled, so that arrays over them may be local.
    pub constant_dims: Vec<DimId>,
}

/// The largest local array, in elements.
const LARGEST_BUFFER: i64 = 1 << 18;
/// Expressions deeper or wider than this get a variable.
const DEEPEST: u32 = 8;
const WIDEST: u32 = 88;
/// The shortest constant extent that is summed in lanes.
const SHORTEST_LANES: i64 = 16;
/// Branches nested deeper than this are evaluated on both sides.
const DEEPEST_BRANCH: u32 = 16;

/// Marks an axis of a pattern that stands for all its values.
const OPEN: u32 = u32::MAX;
/// Loop variables from here on belong to loops that are not open yet.
const PLACEHOLDER: u32 = 1 << 24;

/// Makes the program that computes `targets`.
pub fn schedule(graph: &Graph, targets: &[Target], options: &Options) -> Program {
    let mut expanded = Expanded::new(graph, targets, options);
    let mut program = Program {
        inputs: graph.arrays().map(|(_, a)| Input { name: a.name.clone(), shape: a.shape.clone(), parameter: a.parameter }).collect(),
        dims: graph.dims.clone(),
        targets: targets.iter().map(|t| Output { name: t.name.clone(), kind: t.kind, shape: t.shape.clone() }).collect(),
        ..Program::default()
    };
    let mut taken = FxHashMap::default();
    for name in program.inputs.iter().map(|i| &i.name).chain(&program.dims) {
        taken.insert(name.clone(), 1);
    }
    let (goals, zeros) = goals(&mut expanded, targets, options);
    program.body = zeros.into_iter().map(|t| Statement::Zero(Place::Target(t))).collect();
    let mut scheduler = Scheduler {
        x: &expanded,
        options,
        program,
        taken,
        loop_names: FxHashSet::default(),
        open_names: Vec::new(),
        values: FxHashMap::default(),
        values_log: Vec::new(),
        stored: FxHashMap::default(),
        stored_log: Vec::new(),
        placeholders: FxHashMap::default(),
        next_placeholder: PLACEHOLDER,
        wanted: FxHashMap::default(),
    };
    let mut goals: Vec<Goal> = goals;
    for goal in &mut goals {
        scheduler.freshen(goal);
    }
    let body = scheduler.block(goals);
    scheduler.program.body.extend(body);
    scheduler.program
}

/// An operation at loop variables.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Inst {
    id: u32,
    vars: SmallVec<[u32; 4]>,
}

fn live(var: u32) -> bool {
    var < PLACEHOLDER
}

impl Inst {
    fn live(&self) -> bool {
        self.vars.iter().all(|v| live(*v))
    }

    fn has(&self, var: u32) -> bool {
        self.vars.contains(&var)
    }

    fn pattern(&self) -> Inst {
        Inst { id: self.id, vars: self.vars.iter().map(|v| if live(*v) { *v } else { OPEN }).collect() }
    }

    fn replace(&mut self, from: u32, to: u32) {
        for v in &mut self.vars {
            if *v == from {
                *v = to;
            }
        }
    }
}

/// An axis of a goal whose loop is not open yet.
#[derive(Clone, Debug)]
struct OpenAxis {
    var: u32,
    extent: Affine,
    name: Option<u32>,
}

#[derive(Clone, Debug)]
enum GoalIndex {
    Affine(Affine),
    Value(Inst),
}

#[derive(Clone, Debug)]
enum Dest {
    /// `var = var op value`
    Accumulate(VarId, ReduceOp),
    /// The value and the position of the best so far; the loop whose position it is.
    Best {
        best: VarId,
        at: VarId,
        op: ReduceOp,
        loop_: u32,
    },
    Element {
        place: Place,
        indices: SmallVec<[GoalIndex; 2]>,
        add: bool,
    },
}

/// Something a block must do.
#[derive(Clone, Debug)]
struct Goal {
    dest: Dest,
    open: SmallVec<[OpenAxis; 2]>,
    value: Inst,
    /// The axes of the value, in the order of the buffer that the goal fills.
    provides: Option<SmallVec<[u8; 4]>>,
}

impl Goal {
    fn replace(&mut self, from: u32, to: u32) {
        self.value.replace(from, to);
        if let Dest::Element { indices, .. } = &mut self.dest {
            for index in indices {
                match index {
                    GoalIndex::Affine(a) => *a = map_axes(a, |x| if x.0 == from { to } else { x.0 }),
                    GoalIndex::Value(inst) => inst.replace(from, to),
                }
            }
        }
        self.open.retain(|o| o.var != from);
    }
}

/// The goals that targets set, in terms of the graph's axes, and the targets that start at zero.
fn goals(x: &mut Expanded<'_>, targets: &[Target], options: &Options) -> (Vec<Goal>, Vec<u32>) {
    let mut goals = Vec::new();
    let mut zeros = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        let number = number as u32;
        let place = Place::Target(number);
        if target.shape.is_empty() {
            let mut total: Option<Ref> = None;
            for write in &target.writes {
                let mut value = x.get(write.value);
                for axis in &write.axes {
                    value = x.reduce(ReduceOp::Sum, *axis, &value);
                }
                total = Some(match total {
                    Some(before) => x.add(&before, &value),
                    None => value,
                });
            }
            let total = match total {
                Some(total) => total,
                None => x.number(0.0),
            };
            let value = Inst { id: total.id, vars: SmallVec::new() };
            goals.push(Goal {
                dest: Dest::Element { place, indices: SmallVec::new(), add: false },
                open: SmallVec::new(),
                value,
                provides: None,
            });
            continue;
        }
        let mut parts: Vec<(Ref, &[Index], &[AxisId])> = Vec::new();
        let mut direct: Option<(Ref, &[Index], &[AxisId])> = None;
        for write in &target.writes {
            let full = covers(x.graph, &write.indices, &write.axes, &target.shape);
            let (sums, rest) = split(x, write.value, options);
            for sum in sums {
                parts.push((sum, &write.indices, &write.axes));
            }
            let Some(rest) = rest else { continue };
            match &mut direct {
                Some((total, indices, _)) if full => {
                    let axes = |indices: &[Index]| -> Vec<AxisId> {
                        indices.iter().filter_map(|i| if let Index::Affine(a) = i { a.as_axis() } else { None }).collect()
                    };
                    let (from, to) = (axes(&write.indices), axes(indices));
                    let renamed = rest.axes.iter().map(|a| from.iter().position(|f| f == a).map_or(*a, |at| to[at])).collect();
                    *total = x.add(total, &Ref { id: rest.id, axes: renamed });
                }
                None if full => direct = Some((rest, &write.indices, &write.axes)),
                _ => parts.push((rest, &write.indices, &write.axes)),
            }
        }
        let store = parts.is_empty() && direct.is_some();
        if !store {
            zeros.push(number);
        }
        for (value, indices, axes) in direct.into_iter().chain(parts) {
            let indices: SmallVec<[GoalIndex; 2]> = indices
                .iter()
                .map(|index| match index {
                    Index::Affine(a) => GoalIndex::Affine(a.clone()),
                    Index::Value(n) => {
                        let r = x.get(*n);
                        GoalIndex::Value(Inst { id: r.id, vars: r.axes.iter().map(|a| a.0).collect() })
                    }
                })
                .collect();
            // Outermost the axes of the first index.
            let mut order: SmallVec<[AxisId; 4]> = SmallVec::new();
            for index in &indices {
                if let GoalIndex::Affine(a) = index {
                    for axis in a.axes() {
                        if !order.contains(&axis) {
                            order.push(axis);
                        }
                    }
                }
            }
            let summed: SmallVec<[AxisId; 4]> = axes.iter().copied().filter(|a| !order.contains(a)).collect();
            order.insert_many(0, summed);
            let open = order
                .iter()
                .map(|a| {
                    let axis = x.graph.axis(*a);
                    let name = axis.name.clone().map(|n| {
                        x.names.push(n);
                        x.names.len() as u32 - 1
                    });
                    OpenAxis { var: a.0, extent: axis.extent.clone(), name }
                })
                .collect();
            let value = Inst { id: value.id, vars: value.axes.iter().map(|a| a.0).collect() };
            goals.push(Goal { dest: Dest::Element { place, indices, add: !store }, open, value, provides: None });
        }
    }
    (goals, zeros)
}

/// Whether the indices are distinct axes that cover the target once.
fn covers(graph: &Graph, indices: &[Index], axes: &[AxisId], shape: &[Affine]) -> bool {
    let mut seen: SmallVec<[AxisId; 4]> = SmallVec::new();
    for (index, extent) in indices.iter().zip(shape) {
        let Index::Affine(a) = index else { return false };
        let Some(axis) = a.as_axis() else { return false };
        if seen.contains(&axis) || graph.axis(axis).extent != *extent {
            return false;
        }
        seen.push(axis);
    }
    axes.iter().all(|a| seen.contains(a))
}

/// Splits a value into sums that are best accumulated term by term into a target, and the rest.
fn split(x: &mut Expanded<'_>, value: NodeId, options: &Options) -> (Vec<Ref>, Option<Ref>) {
    let graph = x.graph;
    let (constant, terms): (Number, Vec<(Number, NodeId)>) = match graph.node(value) {
        Node::Sum { constant, terms } => (*constant, terms.to_vec()),
        _ => (Number::ZERO, vec![(Number::ONE, value)]),
    };
    let mut sums = Vec::new();
    let mut rest = Vec::new();
    for (c, n) in terms {
        match scaled_reduction(x, c, n, options) {
            Some(sum) => sums.push(sum),
            None => rest.push((c, n)),
        }
    }
    if sums.is_empty() {
        let whole = x.get(value);
        return (sums, Some(whole));
    }
    let rest = (!rest.is_empty() || !constant.is_zero()).then(|| x.sum(constant, &rest));
    (sums, rest)
}

/// `c * n` as one reduction, if `n` is a reduction, perhaps times something, that is best accumulated.
fn scaled_reduction(x: &mut Expanded<'_>, c: Number, n: NodeId, options: &Options) -> Option<Ref> {
    let graph = x.graph;
    let (reduction, outer): (NodeId, Vec<(NodeId, Number)>) = match graph.node(n) {
        Node::Reduce { op: ReduceOp::Sum, .. } => (n, Vec::new()),
        Node::Product(factors) => {
            let at = factors.iter().position(|(f, e)| e.is(1) && matches!(graph.node(*f), Node::Reduce { op: ReduceOp::Sum, .. }))?;
            let outer = factors.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| *f).collect();
            (factors[at].0, outer)
        }
        _ => return None,
    };
    let Node::Reduce { axis, body, .. } = *graph.node(reduction) else { return None };
    if outer.iter().any(|(f, _)| graph.free(*f).contains(&axis)) {
        return None;
    }
    let whole = x.get(reduction);
    let open: SmallVec<[bool; 4]> = whole.axes.iter().map(|_| true).collect();
    if open.is_empty() || !best_accumulated(x, options, whole.id, &open, true) {
        return None;
    }
    if c.is(1) && outer.is_empty() {
        return Some(whole);
    }
    let mut factors = outer;
    match graph.node(body) {
        Node::Product(inner) => factors.extend(inner.iter().copied()),
        _ => factors.push((body, Number::ONE)),
    }
    let body = x.product(c, &factors);
    Some(x.reduce(ReduceOp::Sum, axis, &body))
}

fn constant_extent(options: &Options, extent: &Affine) -> bool {
    match (extent.constant, extent.terms.as_slice()) {
        (_, []) => true,
        (0, [(Term::Dim(d), 1)]) => options.constant_dims.contains(d),
        _ => false,
    }
}

/// Whether a sum with open axes is better computed with its own loop outside theirs, adding into an array:
/// where its loop is the one over the data, where the array it reads lies that way in memory, or (`root`:
/// into a target) where its terms hold work that would otherwise have to be stored.
fn best_accumulated(x: &Expanded<'_>, options: &Options, id: u32, open: &[bool], root: bool) -> bool {
    const SUMMED: u32 = 1;
    const OTHER: u32 = 0;
    const INNER: u32 = u32::MAX;
    let is_open = |v: u32| v >= 2 && v != INNER;
    let op = x.op(id);
    let Op::Reduce(ReduceOp::Sum, extent) = &op.op else { return false };
    if root && !constant_extent(options, extent) {
        return true;
    }
    let marks = Inst { id, vars: open.iter().enumerate().map(|(i, open)| if *open { 2 + i as u32 } else { OTHER }).collect() };
    let mut across = false;
    let mut along = false;
    let mut seen = FxHashSet::default();
    let mut stack = vec![arg_inst(&marks, &op.args[0], SUMMED)];
    while let Some(inst) = stack.pop() {
        if !inst.has(SUMMED) || seen.len() > 400 || !seen.insert(inst.clone()) {
            continue;
        }
        let op = x.op(inst.id);
        let opens = inst.vars.iter().any(|v| is_open(*v));
        match &op.op {
            Op::Load { indices, .. } => {
                if let Some((OpIndex::Affine(last), before)) = indices.split_last() {
                    let mentions = |a: &Affine, test: &dyn Fn(u32) -> bool| a.axes().any(|p| test(inst.vars[p.0 as usize]));
                    let earlier = |test: &dyn Fn(u32) -> bool| before.iter().any(|i| matches!(i, OpIndex::Affine(a) if mentions(a, test)));
                    let (summed, open) = (|v: u32| v == SUMMED, is_open);
                    // Where an inner sum runs along the rows, there is nothing to gain.
                    if mentions(last, &open) && !mentions(last, &|v| v == SUMMED || v == INNER) && earlier(&summed) {
                        across = true;
                    }
                    if mentions(last, &summed) && earlier(&open) {
                        along = true;
                    }
                }
            }
            Op::Reduce(..) if root && opens => return true,
            Op::Call(_) | Op::Pow(_) if root && opens && op.heavy => return true,
            _ => {}
        }
        for arg in &op.args {
            stack.push(arg_inst(&inst, arg, INNER));
        }
    }
    across && !along
}

fn arg_inst(inst: &Inst, arg: &Arg, bound: u32) -> Inst {
    Inst { id: arg.id, vars: arg.axes.iter().map(|p| if *p == BOUND { bound } else { inst.vars[*p as usize] }).collect() }
}

/// Something stored: `buffer[the axes in dims]` holds what matches the pattern.
struct Stored {
    pattern: Inst,
    buffer: BufferId,
    dims: SmallVec<[u8; 4]>,
}

struct Scheduler<'a> {
    x: &'a Expanded<'a>,
    options: &'a Options,
    program: Program,
    taken: FxHashMap<String, u32>,
    /// Names of loops, which loops beside each other share, and of those around.
    loop_names: FxHashSet<String>,
    open_names: Vec<String>,
    values: FxHashMap<Inst, VarId>,
    values_log: Vec<Inst>,
    stored: FxHashMap<u32, Vec<Stored>>,
    stored_log: Vec<u32>,
    placeholders: FxHashMap<(Affine, u32), u32>,
    next_placeholder: u32,
    wanted: FxHashMap<(u32, SmallVec<[bool; 4]>, bool), bool>,
}

/// A use of one node of a block by another.
#[derive(Clone, Copy)]
struct Need {
    node: usize,
    /// The user reads only the element that a common loop has just computed.
    aligned: bool,
    /// The arm of a select that uses it, or 0.
    arm: u8,
}

enum Kind {
    Scalar,
    Reduce,
    Store(Box<Goal>),
    Goal(usize),
}

/// The loop that an item starts with.
struct Item {
    first: u32,
    extent: Affine,
    name: Option<u32>,
    /// The goal's value is a sum whose loop comes first and whose terms are added to the place.
    accumulate: bool,
}

struct LocalNode {
    inst: Inst,
    kind: Kind,
    needs: Vec<Need>,
    item: Option<Item>,
    met: Vec<Inst>,
    region: usize,
    uses: u32,
    hoisted: bool,
}

#[derive(Default)]
struct Local {
    options: Options,
    nodes: Vec<LocalNode>,
    scalars: FxHashMap<Inst, usize>,
    arrays: FxHashMap<Inst, usize>,
    goals: Vec<Goal>,
    /// Node numbers, operands first.
    order: Vec<usize>,
    rank: Vec<usize>,
    /// For each region its owner and depth; the first is the block itself.
    regions: Vec<(usize, u32)>,
    arms: FxHashMap<(usize, u8), usize>,
    members: Vec<Vec<usize>>,
    plans: Vec<Vec<Vec<usize>>>,
    pending: Vec<Option<Sized>>,
    done: Vec<bool>,
}

/// An expression and what it takes to print.
#[derive(Clone)]
struct Sized {
    expr: Expr,
    depth: u32,
    width: u32,
    id: u32,
}

impl<'a> Scheduler<'a> {
    fn fresh(&mut self) -> u32 {
        self.next_placeholder += 1;
        self.next_placeholder
    }

    /// Gives the open axes of a goal placeholders of their own.
    fn freshen(&mut self, goal: &mut Goal) {
        let vars: Vec<u32> = goal.open.iter().map(|o| o.var).collect();
        let fresh: Vec<u32> = vars.iter().map(|_| self.fresh()).collect();
        let map = |v: u32| vars.iter().position(|x| *x == v).map_or(v, |at| fresh[at]);
        goal.value.vars.iter_mut().for_each(|v| *v = map(*v));
        if let Dest::Element { indices, .. } = &mut goal.dest {
            for index in indices {
                match index {
                    GoalIndex::Affine(a) => *a = map_axes(a, |x| map(x.0)),
                    GoalIndex::Value(inst) => inst.vars.iter_mut().for_each(|v| *v = map(*v)),
                }
            }
        }
        for (o, f) in goal.open.iter_mut().zip(fresh) {
            o.var = f;
        }
    }

    /// The placeholder for a bound axis; reductions inside a reduction have smaller heights.
    fn bound_placeholder(&mut self, id: u32) -> u32 {
        let op = self.x.op(id);
        let Op::Reduce(_, extent) = &op.op else { unreachable!("only reductions bind") };
        let key = (extent.clone(), op.height);
        if let Some(&p) = self.placeholders.get(&key) {
            return p;
        }
        let p = self.fresh();
        self.placeholders.insert(key, p);
        p
    }

    fn unique(&mut self, base: &str) -> String {
        let mut name: String = base.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            name.insert(0, 'v');
        }
        loop {
            let count = self.taken.entry(name.clone()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return name;
            }
            let separator = if name.ends_with(|c: char| c.is_numeric()) { "_" } else { "" };
            let candidate = format!("{name}{separator}{count}");
            if !self.taken.contains_key(&candidate) {
                self.taken.insert(candidate.clone(), 1);
                return candidate;
            }
        }
    }

    fn loop_name(&mut self, base: &str) -> String {
        let mut n = 1;
        loop {
            let name = if n == 1 { base.to_owned() } else { format!("{base}{n}") };
            let shared = self.loop_names.contains(&name) && !self.open_names.contains(&name);
            if shared {
                return name;
            }
            if !self.taken.contains_key(&name) {
                self.taken.insert(name.clone(), 1);
                self.loop_names.insert(name.clone());
                return name;
            }
            n += 1;
        }
    }

    fn base_name(&self, id: u32) -> &'a str {
        let x = self.x;
        let op = x.op(id);
        if let Some(label) = op.label {
            return &x.names[label as usize];
        }
        match &op.op {
            Op::Call(f) => f.name(),
            Op::Sqrt => "root",
            Op::Reduce(ReduceOp::Sum, _) => "sum",
            Op::Reduce(ReduceOp::Product, _) => "product",
            Op::Reduce(ReduceOp::Max, _) => "largest",
            Op::Reduce(ReduceOp::Min, _) => "smallest",
            Op::Reduce(..) => "place",
            Op::Compare(_) | Op::And | Op::Or | Op::Not => "c",
            Op::Div if matches!(x.op(op.args[0].id).op, Op::Constant(_)) => "r",
            _ => "t",
        }
    }

    fn variable(&mut self, id: u32) -> VarId {
        let name = self.unique(self.base_name(id));
        let condition = matches!(self.x.op(id).op, Op::Compare(_) | Op::And | Op::Or | Op::Not);
        self.named_variable(name, condition)
    }

    fn named_variable(&mut self, name: String, condition: bool) -> VarId {
        self.program.vars.push(Var { name, condition });
        VarId(self.program.vars.len() as u32 - 1)
    }

    fn leaf(&self, id: u32) -> bool {
        match &self.x.op(id).op {
            Op::Constant(_) | Op::Position(_) => true,
            Op::Load { guarded, .. } => !guarded && self.x.op(id).args.is_empty(),
            _ => false,
        }
    }

    fn find_stored(&self, inst: &Inst) -> Option<&Stored> {
        self.stored.get(&inst.id)?.iter().find(|s| s.pattern.vars.iter().zip(&inst.vars).all(|(p, v)| *p == OPEN || p == v))
    }

    fn available(&self, inst: &Inst) -> bool {
        self.leaf(inst.id) || self.values.contains_key(inst) || self.find_stored(inst).is_some()
    }

    /// Whether an array over the open axes of a pattern may be local.
    fn storable(&self, pattern: &Inst) -> bool {
        let op = self.x.op(pattern.id);
        if matches!(op.op, Op::Compare(_) | Op::And | Op::Or | Op::Not) {
            return false;
        }
        let mut size: i64 = 1;
        for (extent, v) in op.extents.iter().zip(&pattern.vars) {
            if !live(*v) {
                if !constant_extent(self.options, extent) {
                    return false;
                }
                size = size.saturating_mul(extent.as_constant().unwrap_or(1).max(1));
            }
        }
        size <= LARGEST_BUFFER
    }

    fn wants(&mut self, inst: &Inst, root: bool) -> bool {
        let op = self.x.op(inst.id);
        if !matches!(op.op, Op::Reduce(ReduceOp::Sum, _)) {
            return false;
        }
        let open: SmallVec<[bool; 4]> = inst.vars.iter().map(|v| !live(*v)).collect();
        if !open.contains(&true) {
            return false;
        }
        let key = (inst.id, open, root);
        if let Some(&known) = self.wanted.get(&key) {
            return known;
        }
        let result = best_accumulated(self.x, self.options, inst.id, &key.1, root);
        self.wanted.insert(key, result);
        result
    }

    // ----- what a block needs

    fn discover(&mut self, goals: &[Goal], shared: &FxHashSet<Inst>) -> Local {
        let mut local = Local { goals: goals.to_vec(), options: self.options.clone(), ..Local::default() };
        for (i, goal) in goals.iter().enumerate() {
            let n = local.push(goal.value.clone(), Kind::Goal(i));
            if goal.provides.is_some() && !goal.open.is_empty() {
                local.arrays.insert(goal.value.pattern(), n);
            }
        }
        let mut next = 0;
        while next < local.nodes.len() {
            self.needs_of(&mut local, next, shared);
            next += 1;
        }
        local
    }

    fn needs_of(&mut self, local: &mut Local, n: usize, shared: &FxHashSet<Inst>) {
        let x = self.x;
        let inst = local.nodes[n].inst.clone();
        let op = x.op(inst.id);
        let goal = match &local.nodes[n].kind {
            Kind::Scalar => {
                let select = matches!(op.op, Op::Select);
                for (k, arg) in op.args.iter().enumerate() {
                    let t = arg_inst(&inst, arg, OPEN);
                    if !self.available(&t) {
                        let node = local.scalar(x, t);
                        local.nodes[n].needs.push(Need { node, aligned: false, arm: if select { k as u8 } else { 0 } });
                    }
                }
                return;
            }
            Kind::Reduce => {
                let first = self.bound_placeholder(inst.id);
                let Op::Reduce(_, extent) = &op.op else { unreachable!("a reduction") };
                local.nodes[n].item = Some(Item { first, extent: extent.clone(), name: op.bound_name, accumulate: false });
                self.hoist(local, n, vec![arg_inst(&inst, &op.args[0], first)], first, false, shared);
                return;
            }
            Kind::Store(goal) => (**goal).clone(),
            Kind::Goal(i) => local.goals[*i].clone(),
        };
        let mut roots: Vec<Inst> = Vec::new();
        let mut adds = true;
        if let Dest::Element { indices, add, place } = &goal.dest {
            // A local array starts at zero whenever that is of use.
            adds = *add || (matches!(place, Place::Buffer(_)) && matches!(local.nodes[n].kind, Kind::Store(_)));
            roots.extend(indices.iter().filter_map(|i| if let GoalIndex::Value(inst) = i { Some(inst.clone()) } else { None }));
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
        let to_target = matches!(goal.dest, Dest::Element { place: Place::Target(_), .. });
        let accumulate = adds && self.wants(&goal.value, to_target);
        let op = x.op(goal.value.id);
        let own;
        if accumulate {
            let first = self.bound_placeholder(goal.value.id);
            let Op::Reduce(_, extent) = &op.op else { unreachable!("a reduction") };
            local.nodes[n].item = Some(Item { first, extent: extent.clone(), name: op.bound_name, accumulate: true });
            roots.push(arg_inst(&goal.value, &op.args[0], first));
            own = false;
        } else {
            let axis = &goal.open[0];
            local.nodes[n].item = Some(Item { first: axis.var, extent: axis.extent.clone(), name: axis.name, accumulate: false });
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
    fn hoist(&mut self, local: &mut Local, n: usize, roots: Vec<Inst>, first: u32, own: bool, shared: &FxHashSet<Inst>) {
        let x = self.x;
        let last = roots.last().cloned();
        let mut queue: BTreeSet<Inst> = roots.into_iter().collect();
        while let Some(t) = queue.pop_last() {
            if self.available(&t) {
                continue;
            }
            if t.live() {
                let node = local.scalar(x, t);
                local.nodes[n].needs.push(Need { node, aligned: false, arm: 0 });
                continue;
            }
            let pattern = t.pattern();
            let is_own = own && Some(&t) == last.as_ref();
            if !is_own {
                let mut array = local.arrays.get(&pattern).copied();
                let op = x.op(t.id);
                if array.is_none() && (op.heavy || matches!(op.op, Op::Reduce(..))) && self.storable(&pattern) {
                    let store = !t.has(first) || shared.contains(&pattern) || self.wants(&t, false);
                    if store {
                        array = Some(self.store(local, &pattern));
                    } else {
                        local.nodes[n].met.push(pattern);
                    }
                }
                if let Some(node) = array {
                    let aligned = node != n && local.aligned(node, &t, first, self);
                    if node != n {
                        local.nodes[n].needs.push(Need { node, aligned, arm: 0 });
                        continue;
                    }
                }
            } else {
                local.nodes[n].met.push(pattern);
            }
            let bound = if matches!(x.op(t.id).op, Op::Reduce(..)) { self.bound_placeholder(t.id) } else { OPEN };
            for arg in &x.op(t.id).args {
                queue.insert(arg_inst(&t, arg, bound));
            }
        }
    }

    /// The node that fills an array with a pattern.
    fn store(&mut self, local: &mut Local, pattern: &Inst) -> usize {
        let x = self.x;
        let op = x.op(pattern.id);
        let mut value = pattern.clone();
        let mut open: SmallVec<[OpenAxis; 2]> = SmallVec::new();
        let mut dims: SmallVec<[u8; 4]> = SmallVec::new();
        let mut indices: SmallVec<[GoalIndex; 2]> = SmallVec::new();
        for (at, v) in value.vars.iter_mut().enumerate() {
            if *v == OPEN {
                *v = self.fresh();
                open.push(OpenAxis { var: *v, extent: op.extents[at].clone(), name: op.axis_names[at] });
                dims.push(at as u8);
                indices.push(GoalIndex::Affine(Affine::axis(AxisId(*v))));
            }
        }
        let dest = Dest::Element { place: Place::Buffer(BufferId(u32::MAX)), indices, add: false };
        let goal = Goal { dest, open, value, provides: Some(dims) };
        let n = local.push(pattern.clone(), Kind::Store(Box::new(goal)));
        local.arrays.insert(pattern.clone(), n);
        n
    }

    /// Arrays that items of different loops would compute twice.
    fn computed_twice(&self, local: &Local) -> FxHashSet<Inst> {
        let mut place: FxHashMap<usize, usize> = FxHashMap::default();
        for (number, group) in local.plans.iter().flatten().enumerate() {
            place.extend(group.iter().map(|n| (*n, number)));
        }
        let mut seen: FxHashMap<&Inst, usize> = FxHashMap::default();
        let mut twice: FxHashSet<Inst> = FxHashSet::default();
        for n in &local.order {
            let Some(&group) = place.get(n) else { continue };
            for pattern in &local.nodes[*n].met {
                if *seen.entry(pattern).or_insert(group) != group {
                    twice.insert(pattern.clone());
                }
            }
        }
        twice
    }

    /// Of `twice` what some item reaches without passing through another one.
    fn outermost(&mut self, local: &Local, twice: &FxHashSet<Inst>) -> FxHashSet<Inst> {
        let x = self.x;
        let mut out = FxHashSet::default();
        for node in &local.nodes {
            if !node.met.iter().any(|p| twice.contains(p)) {
                continue;
            }
            let Some(item) = &node.item else { continue };
            let value = match &node.kind {
                Kind::Store(goal) => &goal.value,
                Kind::Goal(i) => &local.goals[*i].value,
                _ => &node.inst,
            };
            let mut queue: BTreeMap<Inst, bool> = BTreeMap::new();
            if item.accumulate || matches!(node.kind, Kind::Reduce) {
                queue.insert(arg_inst(value, &x.op(value.id).args[0], item.first), true);
            } else {
                queue.insert(value.clone(), true);
            }
            while let Some((t, mut direct)) = queue.pop_last() {
                if t.live() || self.available(&t) || !t.has(item.first) {
                    continue;
                }
                let pattern = t.pattern();
                if twice.contains(&pattern) {
                    if direct {
                        out.insert(pattern.clone());
                    }
                    direct = false;
                }
                if local.arrays.contains_key(&pattern) && t != *value {
                    continue;
                }
                let bound = if matches!(x.op(t.id).op, Op::Reduce(..)) { self.bound_placeholder(t.id) } else { OPEN };
                for arg in &x.op(t.id).args {
                    *queue.entry(arg_inst(&t, arg, bound)).or_insert(false) |= direct;
                }
            }
        }
        out
    }

    // ----- emission

    fn block(&mut self, goals: Vec<Goal>) -> Vec<Statement> {
        let marks = (self.values_log.len(), self.stored_log.len());
        let mut shared: FxHashSet<Inst> = FxHashSet::default();
        let mut local = self.discover(&goals, &shared);
        local.finish();
        for _ in 0..8 {
            let twice = self.computed_twice(&local);
            let new: Vec<Inst> = self.outermost(&local, &twice).into_iter().filter(|p| !shared.contains(p)).collect();
            if new.is_empty() {
                break;
            }
            shared.extend(new);
            local = self.discover(&goals, &shared);
            local.finish();
        }
        let mut out = Vec::new();
        self.region(&mut local, 0, &mut out);
        self.undo(marks);
        out
    }

    fn undo(&mut self, marks: (usize, usize)) {
        for inst in self.values_log.drain(marks.0..) {
            self.values.remove(&inst);
        }
        for id in self.stored_log.drain(marks.1..).rev() {
            self.stored.get_mut(&id).expect("logged").pop();
        }
    }

    fn bind(&mut self, inst: Inst, var: VarId) {
        self.values.insert(inst.clone(), var);
        self.values_log.push(inst);
    }

    fn region(&mut self, local: &mut Local, region: usize, out: &mut Vec<Statement>) {
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

    fn push_need(&self, local: &Local, n: usize, region: usize, wanted: &mut BTreeSet<usize>, stack: &mut Vec<usize>) {
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

    fn outside_needs(&self, local: &Local, inner: usize, region: usize, wanted: &mut BTreeSet<usize>, stack: &mut Vec<usize>) {
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
    fn group(&mut self, local: &mut Local, group: &[usize], out: &mut Vec<Statement>) {
        let x = self.x;
        let name = group.iter().find_map(|n| local.nodes[*n].item.as_ref().and_then(|i| i.name));
        let name = self.loop_name(name.map_or("i", |n| &x.names[n as usize]));
        self.open_names.push(name.clone());
        let extent = local.nodes[group[0]].item.as_ref().expect("items only").extent.clone();
        let id = self.program.loops.len() as u32;
        self.program.loops.push(Loop { name, extent });
        let mut goals: Vec<Goal> = Vec::new();
        let mut bind: Vec<(Inst, VarId)> = Vec::new();
        let mut arrays: Vec<(Inst, BufferId, SmallVec<[u8; 4]>)> = Vec::new();
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
                    let var = self.variable(inst.id);
                    let start = match reduce {
                        ReduceOp::Sum | ReduceOp::LogSumExp => 0.0,
                        ReduceOp::Product => 1.0,
                        ReduceOp::Max => f64::NEG_INFINITY,
                        ReduceOp::Min => f64::INFINITY,
                        ReduceOp::ArgMax | ReduceOp::ArgMin => f64::NAN,
                    };
                    out.push(Statement::Let { var, value: Expr::Constant(start), mutable: true });
                    let dest = if matches!(reduce, ReduceOp::ArgMax | ReduceOp::ArgMin) {
                        let name = self.unique("best");
                        let best = self.named_variable(name, false);
                        out.push(Statement::Let { var: best, value: Expr::Constant(0.0), mutable: true });
                        Dest::Best { best, at: var, op: reduce, loop_: id }
                    } else {
                        Dest::Accumulate(var, reduce)
                    };
                    bind.push((inst.clone(), var));
                    goals.push(Goal { dest, open: SmallVec::new(), value: arg_inst(&inst, &op.args[0], id), provides: None });
                    continue;
                }
                Kind::Store(goal) => {
                    let mut goal = (**goal).clone();
                    let name = self.unique(self.base_name(inst.id));
                    let buffer = BufferId(self.program.buffers.len() as u32);
                    self.program.buffers.push(Buffer { name, shape: goal.open.iter().map(|o| o.extent.clone()).collect() });
                    out.push(Statement::Zero(Place::Buffer(buffer)));
                    if let Dest::Element { place, .. } = &mut goal.dest {
                        *place = Place::Buffer(buffer);
                    }
                    goal
                }
                Kind::Goal(i) => local.goals[*i].clone(),
            };
            if let (Some(dims), Dest::Element { place: Place::Buffer(buffer), .. }) = (&goal.provides, &goal.dest) {
                arrays.push((goal.value.pattern(), *buffer, dims.clone()));
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
        let body = self.block(goals);
        self.open_names.pop();
        self.close(LoopId(id), body, out);
        for (inst, var) in bind {
            self.bind(inst, var);
        }
        for (pattern, buffer, dims) in arrays {
            self.stored_log.push(pattern.id);
            self.stored.entry(pattern.id).or_default().push(Stored { pattern, buffer, dims });
        }
    }

    /// Ends a loop. A long loop that does nothing but one sum becomes one in lanes.
    fn close(&mut self, id: LoopId, body: Vec<Statement>, out: &mut Vec<Statement>) {
        let long = self.program.loops[id.0 as usize].extent.as_constant().is_none_or(|n| n >= SHORTEST_LANES);
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

    fn finish_goal(&mut self, local: &mut Local, goal: &Goal, out: &mut Vec<Statement>) {
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
            Dest::Element { place, indices, add } => {
                let indices = indices
                    .iter()
                    .map(|i| match i {
                        GoalIndex::Affine(a) => At::Affine(a.clone()),
                        GoalIndex::Value(inst) => At::Value(self.take(local, inst).expr),
                    })
                    .collect();
                out.push(Statement::Store { place: *place, indices, value: value.expr, add: *add });
            }
        }
    }

    /// An operand whose node, if it has one, is done.
    fn take(&mut self, local: &mut Local, inst: &Inst) -> Sized {
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
            let indices = stored.dims.iter().map(|d| At::Affine(Affine::axis(AxisId(inst.vars[*d as usize])))).collect();
            let source = Source::Buffer(stored.buffer);
            return Sized { expr: Expr::Load { source, indices, guarded: false }, depth: 0, width: 8, id };
        }
        let op = self.x.op(id);
        let expr = match &op.op {
            Op::Constant(bits) => Expr::Constant(f64::from_bits(*bits)),
            Op::Position(a) => Expr::Position(map_axes(a, |p| inst.vars[p.0 as usize])),
            Op::Load { array, indices, guarded: false } if op.args.is_empty() => {
                let indices = indices
                    .iter()
                    .map(|i| match i {
                        OpIndex::Affine(a) => At::Affine(map_axes(a, |p| inst.vars[p.0 as usize])),
                        OpIndex::Value(_) => unreachable!("no arguments"),
                    })
                    .collect();
                Expr::Load { source: Source::Input(*array), indices, guarded: false }
            }
            other => unreachable!("{other:?} is scheduled before its users"),
        };
        let width = 4 + 4 * op.extents.len() as u32;
        Sized { expr, depth: 0, width, id }
    }

    /// Computes a scalar of the block.
    fn scalar(&mut self, local: &mut Local, n: usize, out: &mut Vec<Statement>) {
        local.done[n] = true;
        let x = self.x;
        let inst = local.nodes[n].inst.clone();
        let op = x.op(inst.id);
        if matches!(op.op, Op::Select) {
            return self.select(local, n, inst, out);
        }
        let mut parts: Vec<Sized> = op.args.iter().map(|arg| self.take(local, &arg_inst(&inst, arg, OPEN))).collect();
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
            Op::Call(f) => Expr::Call(*f, parts.collect()),
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
                    .collect();
                Expr::Load { source: Source::Input(*array), indices, guarded: *guarded }
            }
            Op::Constant(_) | Op::Position(_) | Op::Select | Op::Reduce(..) => unreachable!("not a plain scalar"),
        };
        self.keep(local, n, Sized { expr, depth, width, id: inst.id }, out);
    }

    /// Keeps an expression for its one user, or binds it.
    fn keep(&mut self, local: &mut Local, n: usize, value: Sized, out: &mut Vec<Statement>) {
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
    fn narrow(&mut self, parts: &mut [Sized], out: &mut Vec<Statement>) {
        loop {
            let depth = parts.iter().map(|p| p.depth).max().unwrap_or(0);
            let width: u32 = parts.iter().map(|p| p.width).sum();
            if depth < DEEPEST && width <= WIDEST {
                return;
            }
            let widest = parts.iter_mut().filter(|p| p.depth > 0).max_by_key(|p| (p.depth >= DEEPEST, p.width));
            let Some(part) = widest else { return };
            let var = self.variable(part.id);
            let value = std::mem::replace(&mut part.expr, Expr::Var(var));
            part.depth = 0;
            part.width = 4;
            out.push(Statement::Let { var, value, mutable: false });
        }
    }

    fn select(&mut self, local: &mut Local, n: usize, inst: Inst, out: &mut Vec<Statement>) {
        let op = self.x.op(inst.id);
        let mut condition = [self.take(local, &arg_inst(&inst, &op.args[0], OPEN))];
        let mut arms: Vec<(Vec<Statement>, Sized)> = Vec::new();
        for k in 1..=2u8 {
            let marks = (self.values_log.len(), self.stored_log.len());
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

impl Local {
    fn push(&mut self, inst: Inst, kind: Kind) -> usize {
        self.nodes.push(LocalNode { inst, kind, needs: Vec::new(), item: None, met: Vec::new(), region: 0, uses: 0, hoisted: false });
        self.nodes.len() - 1
    }

    fn scalar(&mut self, x: &Expanded<'_>, inst: Inst) -> usize {
        if let Some(&n) = self.scalars.get(&inst) {
            return n;
        }
        let kind = if matches!(x.op(inst.id).op, Op::Reduce(..)) { Kind::Reduce } else { Kind::Scalar };
        let n = self.push(inst.clone(), kind);
        self.scalars.insert(inst, n);
        n
    }

    /// Whether a use at `inst` under the loop `first` is of the element that the array's own outermost loop computes.
    fn aligned(&self, array: usize, inst: &Inst, first: u32, scheduler: &mut Scheduler<'_>) -> bool {
        let goal = match &self.nodes[array].kind {
            Kind::Store(goal) => {
                if scheduler.wants(&goal.value, false) {
                    return false;
                }
                goal
            }
            Kind::Goal(i) => &self.goals[*i],
            _ => return false,
        };
        let Some(axis) = goal.open.first() else { return false };
        goal.value.vars.iter().position(|v| *v == axis.var).is_some_and(|at| inst.vars[at] == first)
    }

    /// Orders the nodes, places each in the innermost arm that has all its uses, and groups the items.
    fn finish(&mut self) {
        let count = self.nodes.len();
        let mut order: Vec<usize> = (0..count).collect();
        let key = |n: usize| {
            let node = &self.nodes[n];
            match &node.kind {
                Kind::Goal(i) if self.goals[*i].provides.is_none() || self.goals[*i].open.is_empty() => (u32::MAX, n),
                _ => (node.inst.id, n),
            }
        };
        order.sort_by(|a, b| {
            let (ka, kb) = (key(*a), key(*b));
            ka.0.cmp(&kb.0)
                .then_with(|| if ka.0 == u32::MAX { ka.1.cmp(&kb.1) } else { self.nodes[*a].inst.vars.cmp(&self.nodes[*b].inst.vars) })
                .then(ka.1.cmp(&kb.1))
        });
        self.rank = vec![0; count];
        for (rank, n) in order.iter().enumerate() {
            self.rank[*n] = rank;
        }
        self.order = order;
        self.pending = vec![None; count];
        self.done = vec![false; count];

        // Regions, users first.
        self.regions = vec![(usize::MAX, 0)];
        let mut assigned: Vec<Option<usize>> = vec![None; count];
        for rank in (0..count).rev() {
            let n = self.order[rank];
            // What the block was asked for is done whatever else happens.
            let region = if matches!(self.nodes[n].kind, Kind::Goal(_)) { 0 } else { assigned[n].unwrap_or(0) };
            self.nodes[n].region = region;
            let is_item = self.nodes[n].item.is_some();
            let needs: SmallVec<[Need; 4]> = SmallVec::from_slice(&self.nodes[n].needs);
            for need in needs {
                let user = &mut self.nodes[need.node];
                user.uses += 1;
                user.hoisted |= is_item;
                let mut at = region;
                if need.arm > 0 && self.regions[region].1 < DEEPEST_BRANCH {
                    let depth = self.regions[region].1 + 1;
                    at = *self.arms.entry((n, need.arm)).or_insert_with(|| {
                        self.regions.push((n, depth));
                        self.regions.len() - 1
                    });
                }
                assigned[need.node] = Some(match assigned[need.node] {
                    None => at,
                    Some(other) => self.common(at, other),
                });
            }
        }
        self.members = vec![Vec::new(); self.regions.len()];
        for &n in &self.order {
            self.members[self.nodes[n].region].push(n);
        }
        self.plan();
    }

    fn parent(&self, region: usize) -> usize {
        self.nodes[self.regions[region].0].region
    }

    fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.regions[a].1 >= self.regions[b].1 {
                a = self.parent(a);
            } else {
                b = self.parent(b);
            }
        }
        a
    }

    /// Groups the items of each region into loops.
    fn plan(&mut self) {
        self.plans = vec![Vec::new(); self.regions.len()];
        if self.nodes.iter().all(|n| n.item.is_none()) {
            return;
        }
        let count = self.nodes.len();
        let mut left = vec![0usize; count];
        let mut aligned_left = vec![0usize; count];
        let mut users: Vec<SmallVec<[(usize, bool); 2]>> = vec![SmallVec::new(); count];
        for n in 0..count {
            for need in &self.nodes[n].needs {
                let region = self.nodes[need.node].region;
                if need.arm > 0 && self.arms.get(&(n, need.arm)) == Some(&region) {
                    continue;
                }
                let mut user = n;
                while self.nodes[user].region != region {
                    user = self.regions[self.nodes[user].region].0;
                }
                let aligned = need.aligned && user == n;
                users[need.node].push((user, aligned));
                if aligned {
                    aligned_left[user] += 1;
                } else {
                    left[user] += 1;
                }
            }
        }
        // Ready items, by rank.
        let mut ready: BTreeSet<usize> = BTreeSet::new();
        let mut resolved: Vec<usize> = Vec::new();
        let mut over = vec![false; count];
        for n in 0..count {
            if left[n] == 0 && aligned_left[n] == 0 {
                if self.nodes[n].item.is_some() {
                    ready.insert(self.rank[n]);
                } else {
                    resolved.push(n);
                }
            }
        }
        loop {
            while let Some(n) = resolved.pop() {
                over[n] = true;
                for &(user, aligned) in &users[n] {
                    if aligned {
                        aligned_left[user] -= 1;
                    } else {
                        left[user] -= 1;
                    }
                    if left[user] == 0 && aligned_left[user] == 0 && !over[user] {
                        if self.nodes[user].item.is_some() {
                            ready.insert(self.rank[user]);
                        } else {
                            resolved.push(user);
                        }
                    }
                }
            }
            let item = |rank: usize| self.nodes[self.order[rank]].item.as_ref().expect("items only");
            // Loops of constant length first, so that those over the data can share one.
            let Some(&seed) = ready.iter().min_by_key(|r| (!constant_extent(&self.options, &item(**r).extent), **r)) else { break };
            let extent = item(seed).extent.clone();
            let region = self.nodes[self.order[seed]].region;
            let fits = |n: usize| self.nodes[n].region == region && self.nodes[n].item.as_ref().is_some_and(|i| i.extent == extent);
            let mut group: BTreeSet<usize> = ready.iter().copied().filter(|r| fits(self.order[*r])).collect();
            let mut frontier: Vec<usize> = group.iter().copied().collect();
            while let Some(rank) = frontier.pop() {
                for &(user, aligned) in &users[self.order[rank]] {
                    if !aligned || left[user] > 0 || over[user] || !fits(user) || group.contains(&self.rank[user]) {
                        continue;
                    }
                    let met = self.nodes[user].needs.iter().all(|d| over[d.node] || !d.aligned || group.contains(&self.rank[d.node]));
                    if met {
                        group.insert(self.rank[user]);
                        frontier.push(self.rank[user]);
                    }
                }
            }
            let group: Vec<usize> = group.into_iter().map(|r| self.order[r]).collect();
            for &n in &group {
                ready.remove(&self.rank[n]);
                over[n] = true;
            }
            resolved.extend(group.iter().copied());
            self.plans[region].push(group);
        }
    }
}
