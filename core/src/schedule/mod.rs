//! The schedule: which loops run in which order, what they share, and what is kept in arrays.
//!
//! A block is the body of some loops. What a block needs and no loop below it changes is a scalar of the
//! block; what depends on further axes is the business of an *item*: a loop that reduces, that fills a
//! local array, or that writes a target. Items over equal extents whose needs are met run in one loop,
//! whose body is a block again. Local arrays come from hoisting: work inside a loop that does not depend
//! on that loop is done before it. Values are keyed by operation and loop variables, so whatever two
//! fused items have in common is computed once.

mod aliases;
mod blocks;
mod calls;
mod collected;
mod contract;
mod discover;
mod expand;
mod factor;
mod goals;
mod ground;
mod in_place;
mod invariant;
mod local;
mod narrow;
mod neighbours;
mod neutral;
mod pairs;
mod pause;
mod reach;
mod running;
mod softmax;
mod stages;
mod storage;
mod sweeps;
mod together;
mod vectors;
mod write;
mod zeros;

use crate::affine::{Affine, AxisId, DimId, Term};
use crate::functions::Function;
use crate::graph::{ArrayId, Comparison, Graph, Index, Node, NodeId, ReduceOp};
use crate::number::Number;
use crate::program::{
    Arm, At, Binary, Buffer, BufferId, Expr, Given, Input, Loop, LoopId, Output, Place, Program, Range, Source, Statement, Var, VarId,
};
use crate::target::Target;
use blocks::Slices;
use chainrule_parser::Error;
use chainrule_parser::list::CollectVec;
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Set};
use expand::{Arg, BOUND, Expanded, LAST_BOUND, Op, OpIndex, Ref, map_axes};
use std::collections::{BTreeSet, BinaryHeap};
use std::rc::Rc;

/// How programs are made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Dimensions that are constants where the program is compiled, so that arrays over them may be local.
    pub constant_dims: Vec<DimId>,
    /// The number of steps in a segment of [`checkpointed`] recurrences, if it is not the square root. Only a number of
    /// steps that is a constant is divided so.
    pub segment: Option<u32>,
    /// Extents that are checked to be equal before the program runs.
    pub equal: Vec<(Affine, Affine)>,
    /// The first so many targets are results that are there before any of the inputs in `late`.
    pub results: u32,
    /// Names of inputs that are there only once all results are: their seeds.
    pub late: Vec<String>,
    /// Dimensions of parameters, where data have others: loops over these are not taken for loops over data.
    pub(crate) inner_dims: Vec<DimId>,
}

impl Options {
    /// With what `graph` says of its dimensions.
    fn of(&self, graph: &Graph) -> Options {
        let dims = |parameter: bool| -> Set<DimId> {
            let arrays = graph.arguments().filter(|(_, array)| array.parameter == parameter);
            let terms = arrays.flat_map(|(_, array)| array.shape.iter().flat_map(|e| &e.terms));
            terms.filter_map(|t| if let Term::Dim(d) = t.0 { Some(d) } else { None }).collect()
        };
        let (inner, given) = (dims(true), dims(false));
        let data = given.iter().any(|d| !inner.contains(d) && !self.constant_dims.contains(d));
        let mut inner_dims = self.constant_dims.clone();
        if data {
            inner_dims.extend((0..graph.dims.len() as u32).map(DimId).filter(|d| inner.contains(d)));
        }
        Options { inner_dims, ..self.clone() }
    }
}

/// The largest local array on the stack, and the largest in the workspace, in elements.
const LARGEST_BUFFER: i64 = 1 << 15;
const LARGEST_STORED: i64 = 1 << 22;
/// The most elements of all arrays on the stack together.
const LARGEST_STACK: i64 = 1 << 15;
/// An array that is kept has at most this many axes whose length is known only at run time, or one more if none of them is
/// over data.
const MOST_DATA_AXES: u32 = 2;
/// Expressions deeper or wider than this get a variable.
const DEEPEST: u32 = 8;
const WIDEST: u32 = 88;
/// The shortest constant extent that is summed in lanes.
const SHORTEST_LANES: i64 = 16;
/// The fewest elements that are not [`are_few`].
const FEW: i64 = 8;
/// Branches nested deeper than this are evaluated on both sides.
const DEEPEST_BRANCH: u32 = 16;

/// Marks an axis of a pattern that stands for all its values.
const OPEN: u32 = u32::MAX;
/// Marks one that stands for those of the current block.
const BLOCK: u32 = u32::MAX - 1;
/// Loop variables from here on belong to loops that are not open yet.
const PLACEHOLDER: u32 = 1 << 24;

/// Makes sure that there is an order in which the elements of defined arrays can be computed.
///
/// # Errors
/// If there is none for an array that the targets need.
pub fn check_order(graph: &Graph, targets: &[Target]) -> Result<(), Error> {
    crate::order::plan(graph, &stages::needed(graph, targets)).map(|_| ()).map_err(|stuck| {
        let error = Error::general(format!("`{}` cannot be computed: {}", graph.array(stuck.array).name, stuck.reason));
        error.with_hint("let each step read elements at a fixed distance, `h[t-1, i]`")
    })
}

/// Makes the program that computes `targets`.
pub fn schedule(graph: Graph, targets: &[Target], options: &Options) -> Program {
    let (graph, targets) = &factor::factored(graph, targets);
    let options = &options.of(graph);
    // What is computed for each row of the data is best computed in the loop over them.
    let arrays = stages::needed(graph, targets);
    let attempt = |slice: Option<&Affine>| attempt(graph, targets, &arrays, options, slice);
    let sliced = stages::candidates(graph, &arrays).iter().find_map(|extent| attempt(Some(extent)));
    sliced.or_else(|| attempt(None)).expect("without slices there is always a program")
}

/// The same with a [`Statement::Pause`] between the results and what needs their seeds; none if they are computed together.
pub fn with_pause(graph: Graph, targets: &[Target], options: &Options) -> Option<Program> {
    let (graph, targets) = &factor::factored(graph, targets);
    attempt(graph, targets, &stages::needed(graph, targets), &options.of(graph), None)
}

/// Makes the program that computes `targets` in two sweeps over the steps of a recurrence, keeping the states at the
/// start of each segment of as many steps as the square root of their number, rounded up. Arrays over n steps become
/// arrays of at most 2*sqrt(n) + 2 + w elements, w being how far the recurrence looks back.
///
/// Returned are also the lengths of sums over the steps that must be equal and are not known to be.
///
/// # Errors
/// If there is no recurrence whose steps are read one after the other; the reason follows "it cannot be checkpointed:".
pub fn checkpointed(graph: Graph, targets: &[Target], options: &Options) -> Result<(Program, Vec<(Affine, Affine)>), String> {
    let (graph, targets) = &factor::factored(graph, targets);
    let options = &options.of(graph);
    let sweeps = sweeps::plan(graph, targets, &options.equal)?;
    let (stages, parts) = stages::Stages::swept(&sweeps);
    let rest = Rest { targets: &sweeps.targets, added: sweeps.places.values().copied().collect_vec() };
    let program = make(&stages, targets, &rest, options, Some((&sweeps, parts))).expect("without slices there is always a program");
    Ok((program, sweeps.assumed))
}

/// A program in which defined arrays are computed along `slice`, if they are read that way.
fn attempt(graph: &Graph, targets: &[Target], arrays: &[ArrayId], options: &Options, slice: Option<&Affine>) -> Option<Program> {
    let stages = stages::Stages::new(graph, arrays, slice)?;
    make(&stages, targets, &Rest { targets, added: Vec::new() }, options, None)
}

/// What is left of targets once defined arrays are there, and which of them have been added to before.
struct Rest<'a> {
    targets: &'a [Target],
    added: Vec<u32>,
}

fn make(
    stages: &stages::Stages,
    targets: &[Target],
    rest: &Rest<'_>,
    options: &Options,
    sweeps: Option<(&sweeps::Sweeps, [usize; 5])>,
) -> Option<Program> {
    let graph = &stages.graph;
    let mut expanded = Expanded::new(graph, rest.targets.iter().flat_map(|t| &t.writes).chain(stages.writes()), options);
    let mut program = Program {
        inputs: graph
            .arguments()
            .map(|(_, a)| Input { name: a.name.clone(), shape: a.shape.clone(), parameter: a.parameter })
            .collect_vec(),
        dims: graph.dims.clone(),
        constant_dims: options.constant_dims.clone(),
        targets: targets
            .iter()
            .map(|t| Output { name: t.name.clone(), kind: t.kind, shape: t.shape.clone(), opaque: goals::is_opaque(graph, t) })
            .collect_vec(),
        calls: graph.calls.clone(),
        parts: graph.parts.clone(),
        ..Program::default()
    };
    let mut taken = Map::default();
    for name in program.inputs.iter().map(|i| &i.name).chain(&program.dims) {
        taken.insert(name.clone(), 1);
    }
    let (goals, zeros) = goals::goals(&mut expanded, rest.targets, &rest.added, options);
    let stages = stages.expand(&mut expanded, options);
    program.body = zeros.into_iter().map(|t| Statement::Zero(Place::Target(t))).collect_vec();
    let mut scheduler = Scheduler {
        x: &expanded,
        options,
        program,
        sources: Map::default(),
        taken,
        loop_names: Set::default(),
        open_names: Vec::new(),
        values: Map::default(),
        values_log: Vec::new(),
        stored: Map::default(),
        stored_log: Vec::new(),
        taken_before: Vec::new(),
        placeholders: Map::default(),
        bound: Map::default(),
        next_placeholder: PLACEHOLDER,
        wanted: Map::default(),
        block: None,
        in_block: Set::default(),
        slices: None,
        frame: None,
        added: Map::default(),
    };
    for (number, (id, _)) in graph.arguments().enumerate() {
        scheduler.sources.insert(id.0, Source::Input(number as u32));
    }
    let mut body = Vec::new();
    match sweeps {
        Some((sweeps, parts)) => {
            scheduler.added = sweeps.places.iter().map(|(array, target)| (array.0, *target)).collect();
            scheduler.sweeps(sweeps, &stages, stages.parts(parts), &mut body);
        }
        None => scheduler.stages(&stages, &mut body),
    }
    scheduler.slices = stages.slices();
    let mut goals: Vec<Goal> = goals;
    for goal in &mut goals {
        scheduler.freshen(goal);
    }
    if options.results > 0 {
        let is_result = |g: &Goal| matches!(g.dest, Dest::Element { place: Place::Target(n), .. } if n < options.results);
        let (results, rest) = goals.into_iter().partition(is_result);
        body.extend(scheduler.open_block(results));
        goals = rest;
    }
    body.extend(scheduler.block(goals));
    if scheduler.slices.as_ref().is_some_and(|s| s.misread || !s.used) {
        return None;
    }
    scheduler.program.body.extend(body);
    in_place::overwrite(&mut scheduler);
    aliases::join(&mut scheduler.program);
    narrow::narrow(&mut scheduler.program);
    storage::leave_out_unread(&mut scheduler.program);
    running::run(&mut scheduler);
    neighbours::carry(&mut scheduler);
    storage::share(&mut scheduler.program);
    relieve_stack(&mut scheduler.program.buffers);
    zeros::spare(&mut scheduler.program);
    collected::collect(&mut scheduler);
    storage::hoist(&mut scheduler.program);
    storage::leave_unset(&mut scheduler.program);
    vectors::compute(&mut scheduler);
    storage::guard_first_elements(&mut scheduler.program);
    neutral::begin(&mut scheduler.program);
    if options.results > 0 {
        let inputs = scheduler.program.inputs.iter().zip(0..);
        let late: Vec<u32> = inputs.filter(|(input, _)| options.late.contains(&input.name)).map(|(_, n)| n).collect_vec();
        pause::pause(&mut scheduler.program, &late, options.results)?;
    }
    Some(scheduler.program)
}

/// Moves the largest arrays to the workspace until the others fit the stack of a thread without care.
fn relieve_stack(buffers: &mut [Buffer]) {
    let mut order: Vec<usize> = (0..buffers.len()).filter(|b| !buffers[*b].workspace && !buffers[*b].nested).collect_vec();
    sort::by_key(&mut order, |b| std::cmp::Reverse(buffers[*b].size()));
    let mut total = order.iter().fold(0i64, |n, b| n.saturating_add(buffers[*b].size()));
    for b in order {
        if total <= LARGEST_STACK {
            return;
        }
        total -= buffers[b].size();
        buffers[b].workspace = true;
    }
}

/// An operation at loop variables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Inst {
    id: u32,
    vars: Vec<u32>,
}

/// Most look-ups of all are by these, and the derived hash goes through the slice.
impl std::hash::Hash for Inst {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u32(self.id);
        for var in &self.vars {
            state.write_u32(*var);
        }
    }
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
    Best { best: VarId, at: VarId, op: ReduceOp, loop_: u32 },
    Element {
        place: Place,
        indices: Vec<GoalIndex>,
        add: bool,
        /// Nothing is done where an index is outside.
        guarded: bool,
    },
}

/// Something a block must do.
#[derive(Clone, Debug)]
struct Goal {
    dest: Dest,
    open: Vec<OpenAxis>,
    value: Inst,
    /// The axes of the value, in the order of the buffer that the goal fills.
    provides: Option<Vec<u8>>,
}

impl Goal {
    /// Renames variables, all at once.
    fn map(&mut self, to: &dyn Fn(u32) -> u32) {
        let rename = |inst: &mut Inst| inst.vars.iter_mut().for_each(|v| *v = to(*v));
        rename(&mut self.value);
        if let Dest::Element { indices, .. } = &mut self.dest {
            for index in indices {
                match index {
                    GoalIndex::Affine(a) => *a = map_axes(a, |x| to(x.0)),
                    GoalIndex::Value(inst) => rename(inst),
                }
            }
        }
    }

    fn replace(&mut self, from: u32, to: u32) {
        self.map(&|v| if v == from { to } else { v });
        self.open.retain(|o| o.var != from);
    }
}

fn constant_extent(options: &Options, extent: &Affine) -> bool {
    crate::program::constant_extent(&options.constant_dims, extent)
}

/// Whether a loop over this extent is one over data, rather than over what a constant or a parameter says the length of.
fn over_data(options: &Options, extent: &Affine) -> bool {
    extent.terms.iter().any(|t| !matches!(t.0, Term::Dim(d) if options.inner_dims.contains(&d)))
}

/// Whether a loop that is short enough to run over all its elements at once fills vectors of any length.
fn in_lanes(extent: &Affine) -> bool {
    extent.as_constant().is_some_and(|n| (SHORTEST_LANES..=blocks::SHORTEST).contains(&n))
}

/// Whether there are so few elements along some axes together that a loop over them is best one around a longer loop.
fn are_few<'a>(extents: impl Iterator<Item = &'a Affine>) -> bool {
    let mut count = 1i64;
    for extent in extents {
        count = extent.as_constant().map_or(i64::MAX, |n| count.saturating_mul(n));
    }
    count < FEW
}

/// Whether a sum with open axes is better computed with its own loop outside theirs, adding into an array:
/// where its loop is the one over the data and its terms hold work that should be done once for each row, where
/// the array it reads lies that way in memory, or (`root`: into a target) where its terms hold work that would
/// otherwise have to be stored.
fn best_accumulated(x: &Expanded<'_>, options: &Options, id: u32, open: &[bool], root: bool) -> bool {
    const SUMMED: u32 = 1;
    const OTHER: u32 = 0;
    const INNER: u32 = u32::MAX;
    let is_open = |v: u32| v >= 2 && v != INNER;
    let op = x.op(id);
    let Op::Reduce(ReduceOp::Sum, extent) = &op.op else { return false };
    let data = over_data(options, extent);
    if root && data {
        return true;
    }
    let marks = Inst { id, vars: open.iter().enumerate().map(|(i, open)| if *open { 2 + i as u32 } else { OTHER }).collect_vec() };
    // Of few elements each is summed up on its own, in lanes.
    let few = in_lanes(extent) && are_few(op.extents.iter().zip(open).filter(|(_, open)| **open).map(|(extent, _)| extent));
    let stored = root && !few;
    let mut across = false;
    let mut along = false;
    let mut seen = Set::default();
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
            // A call is made once, for all that reads it.
            Op::Invoke(_) if !opens => return true,
            Op::Reduce(..) if stored && opens || data => return true,
            Op::Call(_) | Op::Pow(_) if (stored && opens || data) && op.heavy => return true,
            _ => {}
        }
        for arg in &op.args {
            stack.push(arg_inst(&inst, arg, INNER));
        }
    }
    across && !along
}

fn arg_inst(inst: &Inst, arg: &Arg, bound: u32) -> Inst {
    Inst { id: arg.id, vars: arg.axes.iter().map(|p| if *p >= LAST_BOUND { bound } else { inst.vars[*p as usize] }).collect_vec() }
}

/// Something stored: `buffer[the axes in dims]` holds what matches the pattern.
struct Stored {
    pattern: Inst,
    buffer: BufferId,
    dims: Vec<u8>,
}

struct Scheduler<'a> {
    x: &'a Expanded<'a>,
    options: &'a Options,
    program: Program,
    /// Where each array of the graph is.
    sources: Map<u32, Source>,
    taken: Map<String, u32>,
    /// Names of loops, which loops beside each other share, and of those around.
    loop_names: Set<String>,
    open_names: Vec<String>,
    values: Map<Inst, VarId>,
    values_log: Vec<Inst>,
    stored: Map<u32, Vec<Stored>>,
    stored_log: Vec<u32>,
    /// What calls were given, for those that are given the same.
    taken_before: Vec<(calls::Taken, Vec<Given>)>,
    placeholders: Map<(Affine, u32), u32>,
    /// The placeholders of bound axes, and how deep the reductions inside theirs are nested.
    bound: Map<u32, u32>,
    next_placeholder: u32,
    wanted: Map<(u32, Vec<bool>, bool), bool>,
    /// The block that a loop over the data is at.
    block: Option<Block>,
    /// Loop variables that take the values of the block.
    in_block: Set<u32>,
    /// Defined arrays that are computed inside the loop over the data, one slice at a time.
    slices: Option<Slices>,
    /// Where the elements of swept arrays are.
    frame: Option<sweeps::run::Frame>,
    /// Arrays that are targets.
    added: Map<u32, u32>,
}

/// A part of the values of a long loop, over which arrays are kept.
#[derive(Clone, Copy)]
struct Block {
    /// The loop over the blocks.
    id: u32,
    /// The number of values.
    size: i64,
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
    /// Whether it runs over the current block only.
    block: bool,
    /// The goal's value is a sum whose loop comes first and whose terms are added to the place.
    accumulate: bool,
}

struct LocalNode {
    inst: Inst,
    kind: Kind,
    needs: Vec<Need>,
    item: Option<Item>,
    /// Patterns that are computed in its loops, and those that items of its loop have in common.
    met: Vec<Inst>,
    met_below: Vec<Rc<[Inst]>>,
    region: usize,
    uses: u32,
    /// Whether it runs loops of its own, which see only what has a variable.
    inner: bool,
    hoisted: bool,
    /// A product of matrices, done at once.
    product: Option<Box<contract::Product>>,
}

#[derive(Default)]
struct Local {
    options: Options,
    nodes: Vec<LocalNode>,
    scalars: Map<Inst, usize>,
    arrays: Map<Inst, usize>,
    /// What items have gone through, by how they did.
    known: Map<ground::Way, ground::Ground>,
    /// Patterns of what they went through because there was no array of it, and how often there was one afterwards.
    passed: Set<Inst>,
    changes: usize,
    goals: Vec<Goal>,
    /// Node numbers, operands first.
    order: Vec<usize>,
    rank: Vec<usize>,
    /// For each region its owner and depth; the first is the block itself.
    regions: Vec<(usize, u32)>,
    arms: Map<(usize, u8), usize>,
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
        let vars: Vec<u32> = goal.open.iter().map(|o| o.var).collect_vec();
        let fresh: Vec<u32> = vars.iter().map(|_| self.fresh()).collect_vec();
        goal.map(&|v| vars.iter().position(|x| *x == v).map_or(v, |at| fresh[at]));
        for (o, f) in goal.open.iter_mut().zip(fresh) {
            // Smaller numbers may be axes of the graph, which are counted apart.
            if o.var >= PLACEHOLDER && self.in_block.contains(&o.var) {
                self.in_block.insert(f);
            }
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
        self.bound.insert(p, key.1);
        self.placeholders.insert(key, p);
        p
    }

    /// The operands of an operation, the bound axis of a reduction at its placeholder.
    fn operands(&mut self, inst: &Inst) -> Vec<Inst> {
        let x = self.x;
        let op = x.op(inst.id);
        let bound: Vec<u32> = match &op.op {
            Op::Reduce(..) => vec![self.bound_placeholder(inst.id)],
            Op::Invoke(called) => self.argument_placeholders(called),
            _ => Vec::new(),
        };
        op.args.iter().map(|arg| calls::bound_inst(inst, arg, &bound)).collect_vec()
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
            Op::Invoke(called) if called.lanes.is_some() => "tangent",
            Op::Invoke(called) if called.product => "adjoint",
            Op::Invoke(called) => &x.graph.call(called.call).name,
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
        let in_block = |v: &u32| self.in_block.contains(v);
        let fits = |p: &u32, v: &u32| p == v || *p == OPEN || (*p == BLOCK && in_block(v));
        self.stored.get(&inst.id)?.iter().find(|s| s.pattern.vars.iter().zip(&inst.vars).all(|(p, v)| fits(p, v)))
    }

    fn available(&self, inst: &Inst) -> bool {
        self.leaf(inst.id) || self.values.contains_key(inst) || self.find_stored(inst).is_some() || self.returned(inst).is_some()
    }

    /// The variable that holds what a call returned, of which an operation reads one number.
    fn returned(&self, inst: &Inst) -> Option<VarId> {
        let op = self.x.op(inst.id);
        match &op.op {
            Op::Part { guarded: false, .. } if op.args.len() == 1 => self.values.get(&arg_inst(inst, &op.args[0], OPEN)).copied(),
            _ => None,
        }
    }

    /// An operation at what is fixed here, whatever the other axes are.
    fn pattern(&self, inst: &Inst) -> Inst {
        let mark = |v: &u32| match *v {
            v if live(v) => v,
            v if self.in_block.contains(&v) => BLOCK,
            _ => OPEN,
        };
        Inst { id: inst.id, vars: inst.vars.iter().map(mark).collect_vec() }
    }

    /// Whether an array over the open axes of an operation may be local.
    fn storable(&self, inst: &Inst) -> bool {
        let op = self.x.op(inst.id);
        if matches!(op.op, Op::Compare(_) | Op::And | Op::Or | Op::Not | Op::Invoke(_)) {
            return false;
        }
        if let Op::Part { part, .. } = op.op
            && self.x.graph.part(part).whole
        {
            return false;
        }
        let mut size: i64 = 1;
        let (mut axes, mut data) = (0, false);
        for (extent, v) in op.extents.iter().zip(&inst.vars) {
            if self.in_block.contains(v) {
                // A block is as small as its arrays need it to be.
                size = size.saturating_mul(blocks::LEAST_BLOCK);
            } else if !live(*v) {
                axes += u32::from(!constant_extent(self.options, extent));
                data |= over_data(self.options, extent);
                size = size.saturating_mul(extent.as_constant().unwrap_or(1).max(1));
            }
        }
        size <= LARGEST_STORED && axes <= MOST_DATA_AXES + u32::from(!data)
    }

    fn wants(&mut self, inst: &Inst, root: bool) -> bool {
        let op = self.x.op(inst.id);
        if !matches!(op.op, Op::Reduce(ReduceOp::Sum, _)) {
            return false;
        }
        let open: Vec<bool> = inst.vars.iter().map(|v| !live(*v)).collect_vec();
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
}
