//! From graph nodes to operations: n-ary sums and products become chains in their final order, powers
//! are spelled out, and what is equal up to the names of its axes becomes one operation.

use super::Options;
use super::reach::gcd;
use crate::affine::{Affine, AxisId, Term};
use crate::functions::Function;
use crate::graph::{Comparison, Graph, Index, Invocation, Node, NodeId, ReduceOp, for_each_operand};
use crate::number::Number;
use crate::target::Write;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Places, Set, hash_of};

/// Stands for the bound axis of a reduction in an [`Arg`].
pub(super) const BOUND: u8 = u8::MAX;
/// Of the axes that a call binds, the first is [`BOUND`] and each other one less; no operation has so many axes of its own.
pub(super) const LAST_BOUND: u8 = 128;

/// Products of more factors than this are not searched for what is computed anyway.
const LONGEST_SEARCHED: usize = 16;

/// Higher powers than this are not spelled out as multiplications.
const MULTIPLIED: i64 = 16;

/// Higher powers than this are not put together with those of other factors.
const LARGEST_POWER: i64 = 1024;

/// An index; axes are positions in the operation's list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum OpIndex {
    Affine(Affine),
    /// The argument of this number.
    Value(u8),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Constant(u64),
    Load {
        array: u32,
        indices: OpIndices,
        guarded: bool,
    },
    Position(Affine),
    Neg,
    Add,
    Sub,
    Mul,
    Div,
    Sqrt,
    Powi(i32),
    Pow(u64),
    Call(Function),
    Compare(Comparison),
    And,
    Or,
    Not,
    Select,
    Reduce(ReduceOp, Affine),
    /// A call of a function. Its operands are the condition, if there is one, the call in whose image the seed is made, if
    /// there is one, the arguments, and for each seed its value and its indices that are data.
    Invoke(Box<Called>),
    /// A number in what a call returns; the call is the first operand.
    Part {
        part: u32,
        indices: OpIndices,
        guarded: bool,
    },
}

type OpIndices = Box<[OpIndex]>;

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Called {
    /// The function, by the number of the place that calls it.
    pub call: u32,
    /// Whether it is a product that is called.
    pub product: bool,
    /// Of a Jacobian-vector product: how many directions there are.
    pub lanes: Option<Affine>,
    /// The arguments by which that differentiates.
    pub active: Box<[u32]>,
    /// Whether the call is made only where a condition holds.
    pub conditional: bool,
    /// Whether the seed is made in the image of what the function returned.
    pub of: bool,
    /// The extents of the axes that are bound.
    pub bound: Vec<Affine>,
    /// Which of them each argument and then each seed binds; several may bind the same.
    pub lists: Vec<Vec<u8>>,
    /// What is added to the seed: the part, where, and whether that may be outside it. The axes are those of the operation
    /// and, from [`BOUND`] downwards, those that are bound.
    pub seeds: Vec<(u32, OpIndices, bool)>,
}

/// An operand: the operation, and where each of its axes is in the user's list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Arg {
    pub id: u32,
    pub axes: Vec<u8>,
}

/// What identifies an operation.
#[derive(Hash)]
struct Key {
    op: Op,
    args: Vec<Arg>,
    extents: Box<[Affine]>,
}

/// An operation, a function of its axes.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub op: Op,
    pub args: Vec<Arg>,
    /// Extents of its axes.
    pub extents: Box<[Affine]>,
    /// Nesting of reductions.
    pub height: u32,
    /// Worth storing rather than computing again.
    pub heavy: bool,
    /// Computed, element by element, by a function that vectorises.
    pub vector: bool,
    /// Defined for all finite inputs.
    pub total: bool,
    cost: u32,
    /// Names of its axes in the source, and of its bound axis.
    pub axis_names: Vec<Option<u32>>,
    pub bound_name: Option<u32>,
    pub label: Option<u32>,
    /// Whether nothing that is computed takes it so far.
    tentative: bool,
    /// Whether a product or a quotient takes it.
    factor: bool,
}

/// An operation at axes of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ref {
    pub id: u32,
    pub axes: Vec<AxisId>,
}

pub(super) struct Expanded<'a> {
    pub graph: &'a Graph,
    options: &'a Options,
    pub ops: Vec<Operation>,
    pub names: Vec<String>,
    /// The operations by what identifies them.
    index: Places,
    refs: Vec<Option<Ref>>,
    uses: Vec<u32>,
    divisions: Map<NodeId, u32>,
    /// How many products are divided by the square root of a node.
    roots: Map<NodeId, u32>,
    /// Products and sums of them that are only used times one number, up to the sign: they are computed with that factor, which
    /// then leaves the inner loops with the factors that have the fewest axes.
    scales: Map<NodeId, Number>,
    triangles: Map<u32, Triangle>,
    /// See [`powers_of_exponentials`].
    exponentials: Map<NodeId, i64>,
    /// Whether what is made is only needed to put it in order: see [`Expanded::in_sums`].
    tentative: bool,
}

/// A product of two factors where one position is below another, and 0 elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Triangle {
    /// The factor that has both positions, 0 where the product is: a triangular matrix.
    pub factor: Arg,
    /// The other factor, whatever it is there.
    pub other: Arg,
    /// The axes whose positions are compared: the first is less than the second plus `offset`.
    pub axes: [u8; 2],
    pub offset: Affine,
}

impl<'a> Expanded<'a> {
    pub fn new<'w>(graph: &'a Graph, writes: impl Iterator<Item = &'w Write>, options: &'a Options) -> Expanded<'a> {
        let mut needed = vec![false; graph.len()];
        let mut uses = vec![0u32; graph.len()];
        let mut need = |n: NodeId, needed: &mut Vec<bool>| {
            needed[n.0 as usize] = true;
            uses[n.0 as usize] += 1;
        };
        for write in writes {
            for n in write.roots() {
                need(n, &mut needed);
            }
        }
        let (mut divisions, mut roots): (Map<NodeId, u32>, Map<NodeId, u32>) = Default::default();
        for id in (0..graph.len()).rev() {
            if needed[id] {
                let node = graph.node(NodeId(id as u32));
                for_each_operand(node, &mut |n| need(n, &mut needed));
                if let Node::Product(factors) = node {
                    for (n, e) in factors.iter() {
                        // A root in the denominator.
                        if e.is_negative() && e.as_integer().is_none() && e.add(*e).as_integer().is_some() {
                            *roots.entry(*n).or_insert(0u32) += 1;
                        }
                        if e.is_negative() && e.as_integer().is_some() {
                            let count = divisions.entry(*n).or_default();
                            *count = count.saturating_add(e.as_integer().unwrap_or(0).unsigned_abs().min(16) as u32);
                        }
                    }
                }
            }
        }
        let mut out = Expanded {
            graph,
            options,
            ops: Vec::new(),
            names: Vec::new(),
            index: Places::default(),
            refs: vec![None; graph.len()],
            scales: scales(graph, &needed, &uses),
            exponentials: powers_of_exponentials(graph, &needed),
            uses,
            divisions,
            roots,
            triangles: Map::default(),
            tentative: false,
        };
        let in_sums = out.in_sums(&needed);
        for (id, needed) in needed.into_iter().enumerate() {
            if needed {
                let id = NodeId(id as u32);
                out.tentative = in_sums.contains(&id);
                let r = out.node(id);
                if let Some(label) = graph.label(id)
                    && out.ops[r.id as usize].label.is_none()
                {
                    out.names.push(label.to_owned());
                    out.ops[r.id as usize].label = Some(out.names.len() as u32 - 1);
                }
                out.refs[id.0 as usize] = Some(r);
            }
        }
        out.tentative = false;
        out
    }

    /// The products that are computed together with their coefficients in sums, and not by themselves.
    fn in_sums(&self, needed: &[bool]) -> Set<NodeId> {
        let mut out = Set::default();
        for id in (0..needed.len()).filter(|id| needed[*id]) {
            if let Node::Sum { terms, .. } = self.graph.node(NodeId(id as u32)) {
                let inside = |(c, n): &&(Number, NodeId)| {
                    !c.abs().is(1) && self.uses[n.0 as usize] == 1 && matches!(self.graph.node(*n), Node::Product(_))
                };
                out.extend(terms.iter().filter(inside).map(|t| t.1));
            }
        }
        out
    }

    /// The operation of a node.
    pub fn get(&self, id: NodeId) -> Ref {
        self.refs[id.0 as usize].clone().expect("operands come first")
    }

    pub fn op(&self, id: u32) -> &Operation {
        &self.ops[id as usize]
    }

    /// An operand, at the axes of the graph that its user is at; none of them is bound by the user.
    fn operand(&self, of: &Ref, k: usize) -> Ref {
        let arg = &self.op(of.id).args[k];
        Ref { id: arg.id, axes: arg.axes.iter().map(|p| of.axes[*p as usize]).collect_vec() }
    }

    fn name_of(&mut self, axis: AxisId) -> Option<u32> {
        let name = self.graph.axis(axis).name.as_deref()?.to_owned();
        self.names.push(name);
        Some(self.names.len() as u32 - 1)
    }

    /// What identifies an operation on operands, given in terms of the graph's axes, and its own axes.
    fn key(&self, op: Op, args: &[Ref], own: &[AxisId], bound: &[AxisId]) -> (Key, Vec<AxisId>) {
        let mut axes: Vec<AxisId> = own.to_vec();
        for a in args {
            for &axis in &a.axes {
                if !bound.contains(&axis) && !axes.contains(&axis) {
                    axes.push(axis);
                }
            }
        }
        let position = |axis: AxisId| match bound.iter().position(|b| *b == axis) {
            Some(k) => BOUND - k as u8,
            None => axes.iter().position(|a| *a == axis).expect("listed above") as u8,
        };
        let args: Vec<Arg> = args.iter().map(|a| Arg { id: a.id, axes: a.axes.iter().map(|x| position(*x)).collect_vec() }).collect_vec();
        let extents = axes.iter().map(|a| self.graph.axis(*a).extent.clone()).collect_vec().into_boxed_slice();
        (Key { op, args, extents }, axes)
    }

    fn find(&self, hash: u32, key: &Key) -> Option<u32> {
        let is_key = |id: usize| {
            let op = &self.ops[id];
            op.op == key.op && op.args == key.args && op.extents == key.extents
        };
        self.index.find(hash, &is_key).map(|id| id as u32)
    }

    /// A product or a quotient of two operands, if there is one already.
    fn find_binary(&self, op: Op, a: &Ref, b: &Ref) -> Option<Ref> {
        if !self.op(a.id).factor || !self.op(b.id).factor {
            return None;
        }
        let (key, axes) = self.key(op, &[a.clone(), b.clone()], &[], &[]);
        self.find(hash_of(&key), &key).filter(|id| !self.op(*id).tentative).map(|id| Ref { id, axes })
    }

    /// Whether 1 divided by a value is computed anyway.
    fn has_reciprocal(&self, of: &Ref) -> bool {
        if !self.op(of.id).factor {
            return false;
        }
        let (one, _) = self.key(Op::Constant(1f64.to_bits()), &[], &[], &[]);
        let one = self.find(hash_of(&one), &one).map(|id| Ref { id, axes: Vec::new() });
        one.is_some_and(|one| self.find_binary(Op::Div, &one, of).is_some())
    }

    /// Notes that an operation, and so what it takes, is computed.
    fn confirm(&mut self, id: u32) {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let op = &mut self.ops[id as usize];
            if std::mem::take(&mut op.tentative) {
                stack.push_all(op.args.iter().map(|a| a.id));
            }
        }
    }

    /// Whether a node has several users.
    pub fn is_shared(&self, id: NodeId) -> bool {
        self.uses[id.0 as usize] > 1
    }

    /// Interns an operation.
    pub(super) fn make(&mut self, op: Op, args: &[Ref], own: &[AxisId], bound: &[AxisId]) -> Ref {
        let (key, axes) = self.key(op, args, own, bound);
        let hash = hash_of(&key);
        if let Some(id) = self.find(hash, &key) {
            if !self.tentative {
                self.confirm(id);
            }
            return Ref { id, axes };
        }
        let id = self.ops.len() as u32;
        let (own_cost, own_heavy) = match &key.op {
            Op::Constant(_) | Op::Position(_) => (0, false),
            Op::Load { guarded, .. } => (1 + u32::from(*guarded), false),
            Op::Div | Op::Sqrt => (6, false),
            Op::Powi(_) => (8, false),
            Op::Pow(_) => (30, true),
            Op::Call(f) => match f {
                Function::Abs | Function::Sign | Function::Min | Function::Max | Function::Relu | Function::Defined => (1, false),
                Function::StopGradient => (0, false),
                Function::Floor | Function::Ceil | Function::Round => (2, false),
                _ => (30, true),
            },
            Op::Reduce(..) | Op::Invoke(_) => (100, true),
            _ => (1, false),
        };
        let mut cost: u32 = own_cost;
        let mut heavy = own_heavy;
        let mut vector = matches!(key.op, Op::Call(f) if f.vectorises());
        let mut height = 0;
        let mut total = match &key.op {
            Op::Load { guarded, .. } => !guarded,
            Op::Call(f) => f.is_total(),
            Op::Constant(bits) => f64::from_bits(*bits).is_finite(),
            Op::Reduce(op, _) => *op == ReduceOp::Sum,
            Op::Div | Op::Sqrt | Op::Powi(_) | Op::Pow(_) | Op::Part { .. } | Op::Invoke(_) => false,
            _ => true,
        };
        let multiplies = matches!(key.op, Op::Mul | Op::Div);
        for a in &key.args {
            let o = &mut self.ops[a.id as usize];
            o.factor |= multiplies;
            total &= o.total;
            cost = cost.saturating_add(o.cost);
            heavy |= o.heavy;
            vector |= o.vector && !matches!(key.op, Op::Reduce(..));
            height = height.max(o.height);
        }
        height += u32::from(matches!(key.op, Op::Reduce(..)));
        heavy |= cost > 24;
        let axis_names = axes.iter().map(|a| self.name_of(*a)).collect_vec();
        let bound_name = bound.first().and_then(|b| self.name_of(*b));
        let Key { op, args, extents } = key;
        self.index.push(hash);
        self.ops.push(Operation {
            op,
            args,
            extents,
            height,
            heavy,
            vector,
            total,
            cost,
            axis_names,
            bound_name,
            label: None,
            tentative: self.tentative,
            factor: false,
        });
        Ref { id, axes }
    }

    pub(super) fn unary(&mut self, op: Op, a: &Ref) -> Ref {
        self.make(op, std::slice::from_ref(a), &[], &[])
    }

    pub(super) fn binary(&mut self, op: Op, a: &Ref, b: &Ref) -> Ref {
        self.make(op, &[a.clone(), b.clone()], &[], &[])
    }

    pub fn add(&mut self, a: &Ref, b: &Ref) -> Ref {
        self.binary(Op::Add, a, b)
    }

    pub fn number(&mut self, x: f64) -> Ref {
        self.make(Op::Constant(x.to_bits()), &[], &[], &[])
    }

    pub fn reduce(&mut self, op: ReduceOp, axis: AxisId, body: &Ref) -> Ref {
        let extent = self.graph.axis(axis).extent.clone();
        self.make(Op::Reduce(op, extent), std::slice::from_ref(body), &[], &[axis])
    }

    /// The axes of an affine expression in an order that does not depend on their names.
    fn ordered(&self, a: &Affine) -> Vec<AxisId> {
        let coefficient = |axis: AxisId| a.terms.iter().find(|t| t.0 == Term::Axis(axis)).map_or(0, |t| t.1);
        let mut axes: Vec<AxisId> = a.axes().collect_vec();
        sort::by(&mut axes, |x, y| {
            let extent = |axis: AxisId| &self.graph.axis(axis).extent;
            coefficient(*y).cmp(&coefficient(*x)).then_with(|| extent(*y).cmp(extent(*x)))
        });
        axes
    }

    /// The axes that indices mention, the indices in terms of these, and the operands that are indices; these come
    /// behind so many others.
    fn indices(&self, indices: &[Index], others: u8) -> (Vec<AxisId>, OpIndices, Vec<Ref>) {
        let mut args: Vec<Ref> = Vec::new();
        let mut distinct: Vec<AxisId> = Vec::new();
        for index in indices {
            match index {
                Index::Affine(a) => {
                    for axis in self.ordered(a) {
                        if !distinct.contains(&axis) {
                            distinct.push(axis);
                        }
                    }
                }
                Index::Value(n) => args.push(self.get(*n)),
            }
        }
        let mut next = others;
        let indices = indices
            .iter()
            .map(|index| match index {
                Index::Affine(a) => OpIndex::Affine(positions(a, &distinct)),
                Index::Value(_) => {
                    next += 1;
                    OpIndex::Value(next - 1)
                }
            })
            .collect_vec()
            .into_boxed_slice();
        (distinct, indices, args)
    }

    fn node(&mut self, id: NodeId) -> Ref {
        let graph = self.graph;
        match graph.node(id) {
            Node::Constant(n) => self.number(n.to_f64()),
            Node::Element { array, indices, guarded } => {
                let (distinct, indices, args) = self.indices(indices, 0);
                self.make(Op::Load { array: array.0, indices, guarded: *guarded }, &args, &distinct, &[])
            }
            Node::Position(a) => {
                let own = self.ordered(a);
                self.make(Op::Position(positions(a, &own)), &[], &own, &[])
            }
            Node::Sum { constant, terms } => self.sum(*constant, terms),
            Node::Product(factors) => self.product(self.scale(id), factors),
            Node::Apply(f, args) => {
                if *f == Function::Exp
                    && let Some(quotient) = self.softmax(args[0])
                {
                    return quotient;
                }
                if let Some((root, k)) = self.root_of_exponential(id) {
                    return self.power(&root, k);
                }
                let args: Vec<Ref> = args.iter().map(|a| self.get(*a)).collect_vec();
                self.make(Op::Call(*f), &args, &[], &[])
            }
            Node::Compare(c, a, b) => {
                let (a, b) = (self.get(*a), self.get(*b));
                self.binary(Op::Compare(*c), &a, &b)
            }
            Node::And(a, b) => {
                let (a, b) = (self.get(*a), self.get(*b));
                self.binary(Op::And, &a, &b)
            }
            Node::Or(a, b) => {
                let (a, b) = (self.get(*a), self.get(*b));
                self.binary(Op::Or, &a, &b)
            }
            Node::Not(a) => {
                let a = self.get(*a);
                self.unary(Op::Not, &a)
            }
            Node::Select(c, a, b) => {
                let parts = [self.get(*c), self.get(*a), self.get(*b)];
                let zero = self.op(parts[2].id).op == Op::Constant(0f64.to_bits());
                if zero && self.positional(*c) && self.vanishes(&parts[1], &parts[0], 64) {
                    return parts[1].clone();
                }
                let choice = self.make(Op::Select, &parts, &[], &[]);
                if zero {
                    self.note_triangle(*c, &parts[1], &choice);
                }
                choice
            }
            Node::Invoke(call) => self.invoke(call),
            Node::Output { call, part, indices, guarded } => {
                let call = self.get(*call);
                let (own, indices, mut args) = self.indices(indices, 1);
                args.insert(0, call.clone());
                // A result that is a number has the name of that number.
                let whole = graph.part(*part).template.is_empty() && graph.part(*part).argument.is_none();
                let part = self.make(Op::Part { part: *part, indices, guarded: *guarded }, &args, &own, &[]);
                if whole
                    && let Some(label) = graph.label(id)
                    && self.ops[call.id as usize].label.is_none()
                {
                    self.names.push(label.to_owned());
                    self.ops[call.id as usize].label = Some(self.names.len() as u32 - 1);
                }
                part
            }
            Node::Reduce { op: ReduceOp::LogSumExp, axis, body } => {
                let body = self.get(*body);
                let shift = self.shift(*axis, &body);
                let e = self.exponential(&body, &shift);
                let sum = self.reduce(ReduceOp::Sum, *axis, &e);
                let ln = self.unary(Op::Call(Function::Ln), &sum);
                self.binary(Op::Add, &shift, &ln)
            }
            Node::Reduce { op: ReduceOp::Sum, axis, body } => {
                // Of nested sums, those over the data come outermost.
                let mut axes: Vec<AxisId> = vec![*axis];
                let mut inner = *body;
                let mut conditions: Vec<NodeId> = Vec::new();
                loop {
                    match graph.node(inner) {
                        Node::Reduce { op: ReduceOp::Sum, axis, body } => {
                            axes.push(*axis);
                            inner = *body;
                        }
                        // The condition of a triangle becomes the bounds of a loop, wherever that is.
                        Node::Select(..) if self.triangle(inner).is_some() => {
                            let (condition, sum) = self.triangle(inner).expect("just seen");
                            conditions.push(condition);
                            inner = sum;
                        }
                        _ => break,
                    }
                }
                let mut value = self.get(inner);
                for condition in conditions.iter().rev() {
                    value = self.where_holds(*condition, &value);
                }
                // Otherwise in the order in which the terms read them, so that the last runs along rows.
                let place = |a: &AxisId| value.axes.iter().position(|x| x == a);
                sort::by_key(&mut axes, |a| (!super::over_data(self.options, &graph.axis(*a).extent), place(a)));
                for axis in axes.iter().rev() {
                    value = self.reduce(ReduceOp::Sum, *axis, &value);
                }
                value
            }
            Node::Reduce { op, axis, body } => {
                let body = self.get(*body);
                self.reduce(*op, *axis, &body)
            }
        }
    }

    fn invoke(&mut self, call: &Invocation) -> Ref {
        let mut bound: Vec<AxisId> = Vec::new();
        for axis in call.bound() {
            if !bound.contains(&axis) {
                bound.push(axis);
            }
        }
        let at = |axis: &AxisId| bound.iter().position(|b| b == axis).expect("listed above") as u8;
        let mut lists: Vec<Vec<u8>> = call.arguments.iter().map(|a| a.axes.iter().map(at).collect_vec()).collect_vec();
        let mut args: Vec<Ref> = call.condition.iter().chain(&call.of).map(|c| self.get(*c)).collect_vec();
        args.extend(call.arguments.iter().map(|a| self.get(a.value)));
        // The axes that only indices of seeds mention come first.
        let mut own: Vec<AxisId> = Vec::new();
        let mut seeds = Vec::new();
        for seed in call.seeds.iter().flatten() {
            lists.push(seed.axes.iter().map(at).collect_vec());
            args.push(self.get(seed.value));
            for index in &seed.indices {
                match index {
                    Index::Affine(a) => own.extend(a.axes().filter(|a| !bound.contains(a))),
                    Index::Value(n) => args.push(self.get(*n)),
                }
            }
        }
        sort::ascending(&mut own);
        own.dedup();
        for seed in call.seeds.iter().flatten() {
            let place = |axis: AxisId| match bound.iter().position(|b| *b == axis) {
                Some(k) => u32::from(BOUND) - k as u32,
                None => own.iter().position(|a| *a == axis).expect("listed above") as u32,
            };
            let mut data = 0;
            let indices = seed.indices.iter().map(|index| match index {
                Index::Affine(a) => OpIndex::Affine(map_axes(a, place)),
                Index::Value(_) => {
                    data += 1;
                    OpIndex::Value(data - 1)
                }
            });
            seeds.push((seed.part, indices.collect_vec().into_boxed_slice(), seed.guarded));
        }
        let called = Box::new(Called {
            call: call.call,
            product: call.seeds.is_some(),
            lanes: call.lanes.clone(),
            active: call.active.clone(),
            conditional: call.condition.is_some(),
            of: call.of.is_some(),
            bound: bound.iter().map(|a| self.graph.axis(*a).extent.clone()).collect_vec(),
            lists,
            seeds,
        });
        self.make(Op::Invoke(called), &args, &own, &bound)
    }

    /// The condition and the sum, if this is a sum where a condition on positions holds and 0 elsewhere.
    pub fn triangle(&self, id: NodeId) -> Option<(NodeId, NodeId)> {
        let Node::Select(condition, sum, other) = *self.graph.node(id) else { return None };
        let zero = matches!(self.graph.node(other), Node::Constant(n) if n.is_zero());
        // An axis of the condition may have the name of the one that is summed over.
        let sums = matches!(self.graph.node(sum), Node::Reduce { op: ReduceOp::Sum, axis, .. }
            if !self.graph.free(condition).contains(axis));
        (zero && sums && self.positional(condition)).then_some((condition, sum))
    }

    /// Whether a condition depends on positions alone.
    fn positional(&self, condition: NodeId) -> bool {
        let position = |id: NodeId| matches!(self.graph.node(id), Node::Position(_) | Node::Constant(_));
        match *self.graph.node(condition) {
            Node::Compare(_, a, b) => position(a) && position(b),
            Node::And(a, b) => self.positional(a) && self.positional(b),
            _ => false,
        }
    }

    /// Whether a value is 0 wherever a condition does not hold, because a factor of it is and the other is defined.
    fn vanishes(&self, value: &Ref, condition: &Ref, depth: u32) -> bool {
        let op = self.op(value.id);
        let of = |k: usize| self.operand(value, k);
        let zero = |k: usize| self.op(op.args[k].id).op == Op::Constant(0f64.to_bits());
        match op.op {
            _ if depth == 0 => false,
            Op::Select => of(0) == *condition && zero(2),
            Op::Mul => (0..2).any(|k| self.op(op.args[1 - k].id).total && self.vanishes(&of(k), condition, depth / 2)),
            Op::Add | Op::Sub => self.vanishes(&of(0), condition, depth / 2) && self.vanishes(&of(1), condition, depth / 2),
            Op::Neg => self.vanishes(&of(0), condition, depth - 1),
            _ => false,
        }
    }

    /// A value where a condition holds, and 0 elsewhere.
    pub fn where_holds(&mut self, condition: NodeId, value: &Ref) -> Ref {
        let choice = self.chosen(condition, value);
        self.note_triangle(condition, value, &choice);
        choice
    }

    fn chosen(&mut self, condition: NodeId, value: &Ref) -> Ref {
        let (condition, zero) = (self.get(condition), self.number(0.0));
        self.make(Op::Select, &[condition, value.clone(), zero], &[], &[])
    }

    /// See [`Triangle`].
    pub fn triangle_of(&self, choice: u32) -> Option<&Triangle> {
        self.triangles.get(&choice)
    }

    /// Notes a choice of a value or 0 that is a [`Triangle`].
    fn note_triangle(&mut self, condition: NodeId, value: &Ref, choice: &Ref) {
        let Node::Compare(comparison @ (Comparison::Lt | Comparison::Le), a, b) = *self.graph.node(condition) else { return };
        let Some(mut offset) = self.graph.difference(b, a) else { return };
        let axis = |sign: i64| offset.terms.iter().find_map(|t| matches!(t, (Term::Axis(_), c) if *c == sign).then_some(t.0));
        let (Some(Term::Axis(first)), Some(Term::Axis(second))) = (axis(-1), axis(1)) else { return };
        offset.terms.retain(|t| t.0 != Term::Axis(first) && t.0 != Term::Axis(second));
        if offset.axes().next().is_some() || self.op(value.id).op != Op::Mul {
            return;
        }
        if comparison == Comparison::Le {
            offset = offset.add_scaled(1, &Affine::constant(1));
        }
        let factors = [0, 1].map(|k| self.operand(value, k));
        let has = |factor: &Ref| [first, second].map(|a| factor.axes.contains(&a));
        let matrix = match [has(&factors[0]), has(&factors[1])] {
            [[true, true], [a, b]] if a != b => 0,
            [[a, b], [true, true]] if a != b => 1,
            _ => return,
        };
        let factor = self.chosen(condition, &factors[matrix]);
        let place = |axis: AxisId| choice.axes.iter().position(|a| *a == axis).expect("one of the choice") as u8;
        let arg = |r: &Ref| Arg { id: r.id, axes: r.axes.iter().map(|a| place(*a)).collect() };
        let triangle = Triangle { factor: arg(&factor), other: arg(&factors[1 - matrix]), axes: [place(first), place(second)], offset };
        self.triangles.insert(choice.id, triangle);
    }

    pub fn sum(&mut self, constant: Number, terms: &[(Number, NodeId)]) -> Ref {
        if constant.is_zero()
            && let [(c, n)] = *terms
            && c.is(-1)
            && let Node::Sum { constant, terms } = self.graph.node(n)
            && (self.uses[n.0 as usize] == 1 || terms.len() + usize::from(!constant.is_zero()) == 2)
        {
            let terms: Vec<(Number, NodeId)> = terms.iter().map(|t| (t.0.neg(), t.1)).collect_vec();
            return self.sum(constant.neg(), &terms);
        }
        let mut order: Vec<(Number, NodeId)> = terms.to_vec();
        // An order that does not depend on the names of axes.
        sort::by_key(&mut order, |t| self.get(t.1).id);
        if let Some(at) = order.iter().position(|t| t.0.is_positive()) {
            let first = order.remove(at);
            order.insert(0, first);
        }
        let starts_negative = order.first().is_none_or(|t| !t.0.is_positive());
        let mut rest = constant;
        let mut acc: Option<Ref> = None;
        if starts_negative && (constant.is_positive() || order.is_empty()) {
            acc = Some(self.number(constant.to_f64()));
            rest = Number::ZERO;
        }
        for (c, n) in order {
            let Some(before) = acc else {
                acc = Some(if c.is(-1) {
                    let value = self.get(n);
                    self.unary(Op::Neg, &value)
                } else {
                    self.scaled(c, n)
                });
                continue;
            };
            let term = self.scaled(c.abs(), n);
            acc = Some(self.binary(if c.is_negative() { Op::Sub } else { Op::Add }, &before, &term));
        }
        let acc = acc.expect("at least the constant");
        if rest.is_zero() {
            return acc;
        }
        let value = self.number(rest.abs().to_f64());
        self.binary(if rest.is_negative() { Op::Sub } else { Op::Add }, &acc, &value)
    }

    /// The factor that the operation of a node has and the node has not.
    pub fn scale(&self, id: NodeId) -> Number {
        self.scales.get(&id).copied().unwrap_or(Number::ONE)
    }

    /// A number times a node.
    pub fn scaled(&mut self, c: Number, n: NodeId) -> Ref {
        if self.scales.contains_key(&n) {
            let value = self.get(n);
            return if c.is_negative() { self.unary(Op::Neg, &value) } else { value };
        }
        if c.is(1) {
            return self.get(n);
        }
        match self.graph.node(n) {
            Node::Product(factors) if self.uses[n.0 as usize] == 1 => self.product(c, factors),
            _ => self.product(c, &[(n, Number::ONE)]),
        }
    }

    /// `c * product of factors`, in an order that neither overflows nor underflows without need, and with
    /// factors of fewer axes first, so that their product leaves the inner loops.
    pub fn product(&mut self, c: Number, factors: &[(NodeId, Number)]) -> Ref {
        // Bases with integer exponents; `true` where the base is a shared reciprocal, to multiply by.
        let mut bases: Vec<(Ref, i64, bool)> = Vec::new();
        for &(n, e) in factors {
            if e.is(1)
                && let Some((root, k)) = self.root_of_exponential(n)
            {
                bases.push((root, k, false));
                continue;
            }
            let base = self.get(n);
            let twice = e.add(e).as_integer().filter(|k| k.abs() <= 33);
            match (e.as_integer(), twice) {
                (Some(k), _) => {
                    let shared = k < 0 && (self.divisions.get(&n).is_some_and(|count| *count > 1) || self.has_reciprocal(&base));
                    let alone = factors.len() == 1 || k.abs() > LARGEST_POWER;
                    if k.abs() > MULTIPLIED && alone {
                        let power = match i32::try_from(k) {
                            Ok(k) => self.unary(Op::Powi(k), &base),
                            Err(_) => self.unary(Op::Pow((k as f64).to_bits()), &base),
                        };
                        bases.push((power, 1, false));
                    } else if shared {
                        let one = self.number(1.0);
                        let reciprocal = self.binary(Op::Div, &one, &base);
                        bases.push((reciprocal, k, true));
                    } else {
                        bases.push((base, k, false));
                    }
                }
                (None, Some(k)) => {
                    let root = self.unary(Op::Sqrt, &base);
                    // Beside a power with the same divisor it is a power of the root, see [`Expanded::quotient`].
                    let beside = factors.iter().filter_map(|f| f.1.as_integer()).any(|e| gcd(e, k) > 1);
                    let shared = k < 0 && (self.roots.get(&n).is_some_and(|count| *count > 1) || self.has_reciprocal(&root));
                    let k = if k.abs() > 1 && !beside && !shared {
                        bases.push((base, k / 2, false));
                        k.signum()
                    } else {
                        k
                    };
                    if shared {
                        let one = self.number(1.0);
                        let reciprocal = self.binary(Op::Div, &one, &root);
                        bases.push((reciprocal, k, true));
                    } else {
                        bases.push((root, k, false));
                    }
                }
                (None, None) => {
                    let power = self.unary(Op::Pow(e.to_f64().to_bits()), &base);
                    bases.push((power, 1, false));
                }
            }
        }
        self.take_computed(&mut bases);
        if c.is_zero() || moderate(c.to_f64()) {
            self.take_powers(&mut bases);
        }
        if bases.iter().all(|b| b.0.axes.is_empty()) {
            sort::by_key(&mut bases, |b| b.0.id);
        } else {
            bases = self.by_axes(&bases);
        }
        let mut acc: Option<Ref> = (!c.is(1) && !c.is(-1)).then(|| self.number(c.to_f64()));
        let mut negative = c.is(-1);
        let mut start = 0;
        while start < bases.len() {
            let group = sorted(&bases[start].0.axes);
            let end = start + bases[start..].iter().take_while(|(r, ..)| sorted(&r.axes) == group).count();
            let several = start > 0 || end < bases.len();
            let members = &bases[start..end];
            start = end;
            if start > members.len() && members.iter().any(|b| b.1 > 0) {
                // A factor of its own, so that a sum of products of two arrays shows itself as one.
                let mut value = self.quotient(None, members);
                self.take_sign(&mut negative, several, &mut value);
                acc = Some(self.times(acc, &value));
                continue;
            }
            let mut value = self.quotient(acc, members);
            if members.iter().any(|b| b.1 > 0) {
                self.take_sign(&mut negative, several, &mut value);
            }
            acc = Some(value);
        }
        let acc = match acc {
            Some(acc) => acc,
            None => self.number(1.0),
        };
        if negative { self.unary(Op::Neg, &acc) } else { acc }
    }

    /// Bases over the same axes together, in an order that does not depend on the names of axes.
    fn by_axes(&self, bases: &[(Ref, i64, bool)]) -> Vec<(Ref, i64, bool)> {
        let sets: Vec<Vec<AxisId>> = bases.iter().map(|(r, ..)| sorted(&r.axes)).collect_vec();
        // First what is computed, so that a constant joins it and not an element of the innermost loop.
        let mut firsts: Map<&[AxisId], (bool, u32)> = Map::default();
        for (set, (r, ..)) in sets.iter().zip(bases) {
            let own = (matches!(self.ops[r.id as usize].op, Op::Load { .. }), r.id);
            let first = firsts.entry(set).or_insert(own);
            *first = own.min(*first);
        }
        let mut order: Vec<usize> = (0..bases.len()).collect_vec();
        sort::by_key(&mut order, |i| (sets[*i].len(), firsts[sets[*i].as_slice()], &sets[*i], bases[*i].0.id));
        order.into_iter().map(|i| bases[i].clone()).collect_vec()
    }

    /// The base and the exponent where an exponential is computed as a power.
    fn root_of_exponential(&mut self, id: NodeId) -> Option<(Ref, i64)> {
        let k = *self.exponentials.get(&id)?;
        let Node::Apply(_, args) = self.graph.node(id) else { return None };
        let (c, u) = self.graph.split_scale(args[0]);
        let exponent = self.scaled(c.mul(Number::ratio(1, k)), u);
        Some((self.unary(Op::Call(Function::Exp), &exponent), k))
    }

    /// Puts those factors together whose product or quotient is computed anyway.
    fn take_computed(&self, bases: &mut Vec<(Ref, i64, bool)>) {
        if bases.len() > LONGEST_SEARCHED || bases.iter().filter(|b| self.op(b.0.id).factor).count() < 2 {
            return;
        }
        // Where there are divisions a product of factors may overflow and the whole not, unless what is divided by overflows with it:
        // then the whole would be 0, and near 1 it is, `a*b/(1 + a*b)`.
        let divisors = bases.iter().filter(|b| b.1 < 0).map(|b| b.0.clone()).collect_vec();
        let computed = |(a, m, _): &(Ref, i64, bool), (b, n, inverse): &(Ref, i64, bool)| {
            if *m < 0 || *m > 1 && n.abs() > 1 || sorted(&a.axes) != sorted(&b.axes) {
                return None;
            }
            let both = self.find_binary(if *n > 0 || *inverse { Op::Mul } else { Op::Div }, a, b)?;
            let in_range = *n < 0 || divisors.is_empty() || divisors.iter().any(|d| self.is_term(&both, d));
            in_range.then_some(both)
        };
        let mut at = 0;
        while at < bases.len() {
            let mut others = (0..bases.len()).filter(|other| *other != at);
            let found = others.find_map(|other| Some((other, computed(&bases[at], &bases[other])?)));
            let Some((other, both)) = found else {
                at += 1;
                continue;
            };
            let k = bases[at].1.min(bases[other].1.abs());
            bases[other].1 -= k * bases[other].1.signum();
            bases[at].1 -= k;
            bases.retain(|b| b.1 != 0);
            bases.push((both, k, false));
            at = 0;
        }
    }

    /// Whether a value is a term of a sum, which is looked into a few terms deep.
    fn is_term(&self, value: &Ref, sum: &Ref) -> bool {
        let mut at = sum.clone();
        for _ in 0..4 {
            if !matches!(self.op(at.id).op, Op::Add | Op::Sub) {
                break;
            }
            if [0, 1].iter().any(|k| self.operand(&at, *k) == *value) {
                return true;
            }
            at = self.operand(&at, 0);
        }
        false
    }

    /// Of `(p - 1)*r^4` with p = r^3 makes `(p - 1)*p*r`. That is in range where the whole is: the sum is large where p is, and
    /// not small where p is.
    fn take_powers(&self, bases: &mut Vec<(Ref, i64, bool)>) {
        let [first, second] = &bases[..] else { return };
        let (sum, (base, n, inverse)) = if first.1 == 1 { (&first.0, second) } else { (&second.0, first) };
        let alone = first.1 == 1 || second.1 == 1;
        if !alone || n.abs() < 2 || *n < 0 && !inverse || sorted(&sum.axes) != sorted(&base.axes) {
            return;
        }
        let is_moderate = |r: &Ref| matches!(self.op(r.id).op, Op::Constant(x) if moderate(f64::from_bits(x)));
        if !matches!(self.op(sum.id).op, Op::Add | Op::Sub) {
            return;
        }
        let terms = [0, 1].map(|k| self.operand(sum, k));
        let Some(term) = terms.iter().position(is_moderate).map(|constant| &terms[1 - constant]) else { return };
        let is_power = |p: &Ref| {
            p == term
                || self.op(term.id).op == Op::Mul && {
                    let factors = [0, 1].map(|k| self.operand(term, k));
                    factors.iter().position(is_moderate).is_some_and(|constant| *p == factors[1 - constant])
                }
        };
        let n = n.abs();
        let found = (2..=n.min(MULTIPLIED)).rev().find_map(|m| Some((m, self.find_power(base, m).filter(is_power)?)));
        let Some((m, power)) = found else { return };
        let (sum, base, inverse) = (sum.clone(), base.clone(), *inverse);
        let rest = if inverse { -(n % m) } else { n % m };
        *bases = vec![(sum, 1, false), (power, n / m, false), (base, rest, inverse)];
        bases.retain(|b| b.1 != 0);
    }

    /// Gives a sign to one of several factors, if that is computed anyway.
    fn take_sign(&mut self, negative: &mut bool, several: bool, value: &mut Ref) {
        let computed = matches!(self.op(value.id).op, Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Select);
        if *negative && several && computed {
            *value = self.unary(Op::Neg, value);
            *negative = false;
        }
    }

    /// `acc` times powers of bases. What two of them have in common of their powers is a power of their product or quotient, as in
    /// Euclid's algorithm, and what is left of one is multiplied by in two halves: `(a*b)^2` and `a*b*a` are in range where `a^2`
    /// may not be.
    fn quotient(&mut self, acc: Option<Ref>, bases: &[(Ref, i64, bool)]) -> Ref {
        if bases.iter().all(|b| b.1.abs() == 1) {
            return self.in_turn(acc, bases);
        }
        let mut left = bases.to_vec();
        loop {
            let mut sizes: Vec<i64> = left.iter().map(|b| b.1.abs()).collect_vec();
            sort::ascending(&mut sizes);
            let k = if let [.., second, _] = sizes[..] { second } else { 0 };
            if k < 2 {
                break;
            }
            let at = left.iter().position(|b| b.1.abs() >= k).expect("the largest");
            let members = left.iter().filter(|b| b.1.abs() >= k).cloned().collect_vec();
            // A product of what is divided by is divided by.
            let below = members.iter().all(|b| b.1 < 0 && !b.2);
            let ones = members.iter().map(|(r, n, inverse)| (r.clone(), if below { 1 } else { n.signum() }, *inverse)).collect_vec();
            let root = (self.in_turn(None, &ones), if below { -k } else { k }, false);
            left.iter_mut().filter(|b| b.1.abs() >= k).for_each(|b| b.1 -= k * b.1.signum());
            left.insert(at, root);
            left.retain(|b| b.1 != 0);
        }
        let Some(at) = left.iter().position(|b| b.1.abs() > 1) else { return self.in_turn(acc, &left) };
        if left.len() == 1 {
            let (base, n, inverse) = left.remove(0);
            return self.times_power(acc, &base, n, inverse);
        }
        let n = left[at].1;
        let (base, n, inverse) = if n % 2 == 0 && n.abs() > 2 {
            left.remove(at)
        } else {
            let power = left[at].clone();
            left[at].1 = n.signum();
            (power.0, n - n.signum(), power.2)
        };
        let acc = self.in_turn(acc, &left);
        self.times_power(Some(acc), &base, n, inverse)
    }

    /// `acc` times the bases whose exponents are positive, divided by the others, in turn.
    fn in_turn(&mut self, mut acc: Option<Ref>, bases: &[(Ref, i64, bool)]) -> Ref {
        let mut above = bases.iter().filter(|b| b.1 > 0);
        let mut below = bases.iter().filter(|b| b.1 < 0);
        loop {
            let (up, down) = (above.next(), below.next());
            if let Some((base, ..)) = up {
                acc = Some(self.times(acc, base));
            }
            match down {
                Some((base, _, true)) => acc = Some(self.times(acc, base)),
                Some((base, _, false)) => {
                    let top = match acc {
                        Some(top) => top,
                        None => self.number(1.0),
                    };
                    acc = Some(self.binary(Op::Div, &top, base));
                }
                None if up.is_none() => return acc.expect("at least one base"),
                None => {}
            }
        }
    }

    /// `acc` times a power, in two halves: all in between is then between `acc` and the result.
    fn times_power(&mut self, acc: Option<Ref>, base: &Ref, n: i64, inverse: bool) -> Ref {
        let divides = n < 0 && !inverse;
        let n = n.abs();
        // Next to a number that is neither very large nor very small the power may be one that others take, too.
        let near = acc.as_ref().is_none_or(|acc| matches!(self.op(acc.id).op, Op::Constant(x) if moderate(f64::from_bits(x))));
        let step = |this: &mut Self, acc: &Ref, by: &Ref| this.binary(if divides { Op::Div } else { Op::Mul }, acc, by);
        let Some(acc) = acc.clone().filter(|_| !near || divides) else {
            if !divides {
                let power = self.power(base, n);
                return self.times(acc, &power);
            }
            let one = self.number(1.0);
            let reciprocal = self.binary(Op::Div, &one, base);
            return self.power(&reciprocal, n);
        };
        if n == 1 {
            return step(self, &acc, base);
        }
        let half = self.power(base, n / 2);
        let once = step(self, &acc, &half);
        let twice = step(self, &once, &half);
        if n % 2 == 1 { step(self, &twice, base) } else { twice }
    }

    fn times(&mut self, acc: Option<Ref>, factor: &Ref) -> Ref {
        match acc {
            Some(acc) => self.binary(Op::Mul, &acc, factor),
            None => factor.clone(),
        }
    }

    /// The same if it is there already.
    fn find_power(&self, base: &Ref, n: i64) -> Option<Ref> {
        if n == 1 {
            return Some(base.clone());
        }
        let half = self.find_power(base, n / 2)?;
        let square = self.find_binary(Op::Mul, &half, &half)?;
        if n % 2 == 1 { self.find_binary(Op::Mul, &square, base) } else { Some(square) }
    }

    /// A positive power, by multiplication unless it is high: x2 = x*x, x3 = x2*x, x4 = x2*x2.
    fn power(&mut self, base: &Ref, n: i64) -> Ref {
        if n == 1 {
            return base.clone();
        }
        if n > MULTIPLIED {
            return self.unary(Op::Powi(n as i32), base);
        }
        let half = self.power(base, n / 2);
        let square = self.binary(Op::Mul, &half, &half);
        if n % 2 == 1 { self.binary(Op::Mul, &square, base) } else { square }
    }
}

/// Whether a number is neither very large nor very small.
fn moderate(x: f64) -> bool {
    (1e-20..1e20).contains(&x.abs())
}

/// The exponentials of a multiple that stand beside a power, as in `a^2*exp(-2*s)`, and which powers they are computed as:
/// `(a*exp(-s))^2` is in range where `a^2` is not.
fn powers_of_exponentials(graph: &Graph, needed: &[bool]) -> Map<NodeId, i64> {
    let mut found = Map::default();
    for id in (0..needed.len()).filter(|id| needed[*id]) {
        let Node::Product(factors) = graph.node(NodeId(id as u32)) else { continue };
        for (n, _) in factors.iter().filter(|f| f.1.is(1)) {
            let Node::Apply(Function::Exp, args) = graph.node(*n) else { continue };
            let Some(c) = graph.split_scale(args[0]).0.as_integer().map(i64::abs) else { continue };
            let beside = factors.iter().filter(|f| graph.free(f.0) == graph.free(*n)).filter_map(|f| f.1.as_integer());
            let shares = |e: i64| match gcd(c, e) {
                1 if c <= 4 && (2..=LARGEST_POWER).contains(&e.abs()) => c,
                common if e.abs() <= LARGEST_POWER => common,
                _ => 1,
            };
            let k = beside.map(shares).max().unwrap_or(1);
            if k > 1 {
                found.entry(*n).or_insert(k);
            }
        }
    }
    found
}

/// See [`Expanded::scales`].
fn scales(graph: &Graph, needed: &[bool], uses: &[u32]) -> Map<NodeId, Number> {
    /// The factor of all uses so far, up to the sign, and how many of them take it as it is.
    struct Scale(Number, u32, u32);
    let mut found: Map<NodeId, Scale> = Map::default();
    let visit = |found: &mut Map<NodeId, Scale>, n: NodeId, c: Number, direct: bool| {
        let scale = found.entry(n).or_insert(Scale(c, 0, 0));
        if scale.0 == c {
            scale.1 += 1;
            scale.2 += u32::from(direct);
        }
    };
    for id in (0..needed.len()).rev().filter(|id| needed[*id]) {
        let id = NodeId(id as u32);
        match graph.node(id) {
            Node::Sum { terms, .. } => {
                for (c, n) in terms.iter().filter(|t| !t.0.abs().is(1)) {
                    visit(&mut found, *n, c.abs(), true);
                }
            }
            // A sum of what is computed with a factor has it, too.
            Node::Reduce { op: ReduceOp::Sum, body, .. } => {
                if let Some(Scale(c, all, _)) = found.get(&id)
                    && *all == uses[id.0 as usize]
                {
                    let c = *c;
                    visit(&mut found, *body, c, false);
                }
            }
            _ => {}
        }
    }
    let mut out: Map<NodeId, Number> = Map::default();
    for id in (0..needed.len()).filter(|id| needed[*id]) {
        let node = NodeId(id as u32);
        let Some(Scale(c, all, direct)) = found.get(&node) else { continue };
        let sinks = match graph.node(node) {
            // What is used once has the factor written into it anyway.
            Node::Product(_) => *direct > 0 && uses[id] > 1 && graph.label(node).is_none(),
            Node::Reduce { op: ReduceOp::Sum, body, .. } => out.get(body) == Some(c),
            _ => false,
        };
        if *all == uses[id] && sinks {
            out.insert(node, *c);
        }
    }
    out
}

fn sorted(axes: &[AxisId]) -> Vec<AxisId> {
    let mut axes: Vec<AxisId> = axes.to_vec();
    sort::ascending(&mut axes);
    axes
}

/// The affine expression with each axis replaced by its place in `axes`.
pub(super) fn positions(affine: &Affine, axes: &[AxisId]) -> Affine {
    map_axes(affine, |a| axes.iter().position(|x| *x == a).expect("listed") as u32)
}

/// The affine expression with each axis replaced.
pub(super) fn map_axes(affine: &Affine, map: impl Fn(AxisId) -> u32) -> Affine {
    let mut out = Affine::constant(affine.constant);
    for &(term, c) in &affine.terms {
        match term {
            Term::Axis(a) => out = out.add_scaled(c, &Affine::axis(AxisId(map(a)))),
            Term::Dim(d) => out = out.add_scaled(c, &Affine::dim(d)),
        }
    }
    out
}
