//! The graph: scalar expressions with free axes, hash-consed in one arena.
//!
//! A node is a *scalar* expression that may depend on axes: `w[i,j]` has the free axes {i, j},
//! `sum(j: w[i,j]*x[j])` has {i}, a plain scalar has none. Element-wise maps, broadcasting and outer
//! products therefore need no node kinds of their own, and a scalar formula is a graph without axes.
//!
//! Invariants: operands have smaller ids than the node that uses them; equal nodes are the same node;
//! a reduction binds a canonical axis, so two that differ only in the name of their index are one node.
//! The only way in is the constructors (in `build.rs`), which simplify as they go.

use crate::affine::{Affine, AxisId, DimId, Term};
use crate::functions::Function;
use crate::number::Number;
use crate::target::Write;
use chainrule_parser::ast;
use chainrule_parser::table::{Map, Places};

/// A node of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// A declared array or scalar of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArrayId(pub u32);

/// One index of an array element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Index {
    /// An affine expression of axes and dimensions.
    Affine(Affine),
    /// The value of a node, which must be an integer when it is evaluated: `p[label[n]]`.
    Value(NodeId),
}

/// Comparisons; the result is a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Lt,
    Le,
    Eq,
    Ne,
}

impl Comparison {
    /// The operator between the two sides.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Comparison::Lt => "<",
            Comparison::Le => "<=",
            Comparison::Eq => "==",
            Comparison::Ne => "!=",
        }
    }
}

/// Ways to reduce over an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReduceOp {
    /// 0 for an empty axis.
    Sum,
    /// 1 for an empty axis.
    Product,
    /// The largest value; -inf for an empty axis.
    Max,
    /// The smallest value; inf for an empty axis.
    Min,
    /// ln(sum(exp(body))), shifted by the largest value; -inf for an empty axis.
    LogSumExp,
    /// Position of the first largest value, as a number; NaN for an empty axis.
    ArgMax,
    /// Position of the first smallest value, as a number; NaN for an empty axis.
    ArgMin,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A constant.
    Constant(Number),
    /// An element of a declared array; no indices for a scalar. When `guarded`, it stands under a
    /// condition and an index outside the array reads as NaN instead of failing.
    Element {
        /// The array.
        array: ArrayId,
        /// One per axis of the array.
        indices: Box<[Index]>,
        /// Whether it stands under a condition.
        guarded: bool,
    },
    /// An affine expression of axes and dimensions, as a number.
    Position(Affine),
    /// `constant + sum of coefficient * node`, ordered by node, no coefficient zero, not a lone node.
    Sum {
        /// The constant.
        constant: Number,
        /// Coefficient and node.
        terms: Box<[(Number, NodeId)]>,
    },
    /// The product of `node ^ exponent`, ordered by node, no exponent zero, not a lone node to the 1.
    /// Exponents are constants: -1 is division, 1/2 the square root.
    Product(Box<[(NodeId, Number)]>),
    /// A function of the table.
    Apply(Function, Vec<NodeId>),
    /// A condition.
    Compare(Comparison, NodeId, NodeId),
    /// Both conditions hold.
    And(NodeId, NodeId),
    /// One of the conditions holds.
    Or(NodeId, NodeId),
    /// The condition does not hold.
    Not(NodeId),
    /// The second node where the condition holds, the third elsewhere.
    Select(NodeId, NodeId, NodeId),
    /// A reduction over an axis that runs from 0 to its extent.
    Reduce {
        /// How.
        op: ReduceOp,
        /// The bound axis.
        axis: AxisId,
        /// What is reduced.
        body: NodeId,
    },
    /// A call of a function that is not seen into, or of its vector-Jacobian or its Jacobian-vector product. It is no number;
    /// outputs read what it returns.
    Invoke(Box<Invocation>),
    /// A number in what a call returns.
    Output {
        /// The call.
        call: NodeId,
        /// Which part, by its number in the graph.
        part: u32,
        /// One per axis of the part.
        indices: Box<[Index]>,
        /// Whether it stands under a condition, where an index may be outside the part.
        guarded: bool,
    },
}

/// A call of a function that is not seen into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Invocation {
    /// Which, by its number in the graph.
    pub call: u32,
    /// What it is given.
    pub arguments: Box<[Argument]>,
    /// Of a vector-Jacobian product: what the result of the function is multiplied by. Of a Jacobian-vector product: how the
    /// arguments move; the first index is the direction.
    pub seeds: Option<Box<[Seed]>>,
    /// Of a vector-Jacobian product: the call of the function itself, if the seed is made in the image of its result.
    pub of: Option<NodeId>,
    /// Of a product: the arguments by which it differentiates.
    pub active: Box<[u32]>,
    /// Of a Jacobian-vector product: how many directions there are.
    pub lanes: Option<Affine>,
    /// The call is made only where this holds; elsewhere what it returns is 0.
    pub condition: Option<NodeId>,
}

/// An argument of a call: a number, or an array of the values that a node has over some axes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Argument {
    /// The axes, which the call binds; none for a number.
    pub axes: Box<[AxisId]>,
    /// The number.
    pub value: NodeId,
}

/// What is added to the seed of a product: `seed.part[indices] += value` for every value of `axes`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seed {
    /// Which part of the result.
    pub part: u32,
    /// One per axis of the part.
    pub indices: Box<[Index]>,
    /// The axes that are looped over, which the call binds.
    pub axes: Box<[AxisId]>,
    /// What is added.
    pub value: NodeId,
    /// Whether the indices may be outside; nothing is added there.
    pub guarded: bool,
}

impl Invocation {
    /// Calls `visit` for each operand.
    pub fn for_each_operand(&self, visit: &mut dyn FnMut(NodeId)) {
        self.condition.iter().chain(&self.of).for_each(|c| visit(*c));
        self.arguments.iter().for_each(|a| visit(a.value));
        for seed in self.seeds.iter().flatten() {
            indices_of(&seed.indices, visit);
            visit(seed.value);
        }
    }

    /// The axes that it binds.
    pub fn bound(&self) -> Vec<AxisId> {
        let mut axes = Vec::new();
        for argument in &self.arguments {
            axes.extend_from_slice(&argument.axes);
        }
        for seed in self.seeds.iter().flatten() {
            axes.extend_from_slice(&seed.axes);
        }
        axes
    }
}

/// A place in what a call returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultPart {
    /// Of a vector-Jacobian product: the argument whose adjoint it is. In the seed of a Jacobian-vector product: the argument
    /// that moves.
    pub argument: Option<u32>,
    /// What follows the result in Rust, each index as `[]`.
    pub template: String,
    /// The extent of each index.
    pub shape: Vec<Affine>,
    /// Whether it is passed on as it is, and perhaps no number.
    pub whole: bool,
}

/// Facts about a node that rewrites depend on; each is true only when it holds for every finite input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `>= 0` wherever it is defined.
    pub nonnegative: bool,
    /// `> 0` wherever it is defined (before rounding).
    pub positive: bool,
    /// Defined (not NaN) for every finite input.
    pub total: bool,
    /// Is a condition and not a number.
    pub condition: bool,
}

/// What a defined array holds: the sum of its writes, 0 where there are none.
///
/// A write may read the array itself and others that read it: that is a recurrence. In which order the
/// elements can be computed is found by [`order`](crate::order).
#[derive(Clone, Debug, Default)]
pub struct Recurrence {
    /// The accumulations, in order.
    pub writes: Vec<Write>,
    /// Whether at most one write reaches an element, so that what it writes can be read back as the element.
    pub assigned: bool,
}

/// A declared array: its name and the extent of each axis.
#[derive(Clone, Debug)]
pub struct Array {
    /// Its name.
    pub name: String,
    /// Extents (over constants and dimensions); empty for a scalar.
    pub shape: Vec<Affine>,
    /// Whether it is differentiated with respect to.
    pub parameter: bool,
    /// Whether its elements are no numbers: they are passed to calls, and gradients are added to its own as a whole.
    pub opaque: bool,
    /// How it is computed; `None` if it is given.
    pub recurrence: Option<Recurrence>,
}

/// An axis; two axes are the same when extent and level are.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Number of values, from 0.
    pub extent: Affine,
    /// Tells axes of equal extent apart: for axes that reductions bind the nesting height, above [`Axis::FREE`] for free ones.
    pub level: u32,
    /// A name from the source, for printing.
    pub name: Option<String>,
}

impl Axis {
    /// Levels from here on belong to axes that are not bound by a reduction.
    pub const FREE: u32 = 1 << 20;
    /// Levels from here to [`Axis::FREE`] belong to axes that calls bind.
    pub const CALLED: u32 = 1 << 19;
}

/// A sorted set of axes.
pub type AxisSet = Vec<AxisId>;

/// The arena. See the module's page.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) free: Vec<u32>,
    pub(crate) facts: Vec<Facts>,
    pub(crate) height: Vec<u32>,
    pub(crate) index: Places,
    pub(crate) axis_sets: Vec<AxisSet>,
    pub(crate) axis_set_index: Map<AxisSet, u32>,
    pub(crate) axes: Vec<Axis>,
    pub(crate) axis_index: Map<(Affine, u32), AxisId>,
    pub(crate) arrays: Vec<Array>,
    pub(crate) dims: Vec<String>,
    pub(crate) calls: Vec<ast::Call>,
    pub(crate) parts: Vec<ResultPart>,
    pub(crate) labels: Map<NodeId, String>,
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Graph {
        let mut graph = Graph::default();
        graph.axis_sets.push(AxisSet::new());
        graph.axis_set_index.insert(AxisSet::new(), 0);
        graph
    }

    /// The node `id`.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The free axes of a node, sorted.
    pub fn free(&self, id: NodeId) -> &[AxisId] {
        &self.axis_sets[self.free[id.0 as usize] as usize]
    }

    /// What is known about a node.
    pub fn facts(&self, id: NodeId) -> Facts {
        self.facts[id.0 as usize]
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The axis `id`.
    pub fn axis(&self, id: AxisId) -> &Axis {
        &self.axes[id.0 as usize]
    }

    /// The array `id`.
    pub fn array(&self, id: ArrayId) -> &Array {
        &self.arrays[id.0 as usize]
    }

    /// All arrays that are given, in order of declaration.
    pub fn arguments(&self) -> impl Iterator<Item = (ArrayId, &Array)> {
        self.arrays().filter(|(_, a)| a.recurrence.is_none())
    }

    /// All arrays, given or computed, in order of declaration.
    pub fn arrays(&self) -> impl Iterator<Item = (ArrayId, &Array)> {
        self.arrays.iter().enumerate().map(|(i, a)| (ArrayId(i as u32), a))
    }

    /// The name of a dimension.
    pub fn dim(&self, id: DimId) -> &str {
        &self.dims[id.0 as usize]
    }

    /// The name that the source gave to a node, if it gave one.
    pub fn label(&self, id: NodeId) -> Option<&str> {
        self.labels.get(&id).map(String::as_str)
    }

    /// The dimension called `name`, new or known.
    pub fn dimension(&mut self, name: &str) -> DimId {
        let at = self.dims.iter().position(|d| d == name).unwrap_or_else(|| {
            self.dims.push(name.to_owned());
            self.dims.len() - 1
        });
        DimId(at as u32)
    }

    /// The function that a call calls.
    pub fn call(&self, id: u32) -> &ast::Call {
        &self.calls[id as usize]
    }

    /// A place in what a call returns.
    pub fn part(&self, id: u32) -> &ResultPart {
        &self.parts[id as usize]
    }

    /// The place in what a call returns, new or known.
    pub fn intern_part(&mut self, part: ResultPart) -> u32 {
        let at = self.parts.iter().position(|p| *p == part).unwrap_or_else(|| {
            self.parts.push(part);
            self.parts.len() - 1
        });
        at as u32
    }

    /// Declares an array or scalar.
    pub fn declare(&mut self, name: &str, shape: Vec<Affine>, parameter: bool) -> ArrayId {
        self.arrays.push(Array { name: name.to_owned(), shape, parameter, opaque: false, recurrence: None });
        ArrayId(self.arrays.len() as u32 - 1)
    }

    /// Says that the elements of an array are no numbers.
    pub fn make_opaque(&mut self, array: ArrayId) {
        self.arrays[array.0 as usize].opaque = true;
    }

    /// Whether a node is an element that is no number.
    pub fn is_opaque(&self, node: NodeId) -> bool {
        matches!(self.node(node), Node::Element { array, .. } if self.array(*array).opaque)
    }

    /// Declares an array that is computed; its writes are added afterwards, because they may read it.
    pub fn define(&mut self, name: &str, shape: Vec<Affine>, assigned: bool) -> ArrayId {
        let id = self.declare(name, shape, false);
        self.arrays[id.0 as usize].recurrence = Some(Recurrence { writes: Vec::new(), assigned });
        id
    }

    /// Makes the elements of a defined array sums of what is written to them.
    pub fn add_up(&mut self, array: ArrayId) {
        if let Some(recurrence) = &mut self.arrays[array.0 as usize].recurrence {
            recurrence.assigned = false;
        }
    }

    /// Adds to what a defined array holds.
    pub fn add_write(&mut self, array: ArrayId, write: Write) {
        self.arrays[array.0 as usize].recurrence.get_or_insert_default().writes.push(write);
    }

    /// The writes of a defined array, to be changed.
    pub(crate) fn writes_mut(&mut self, array: ArrayId) -> &mut [Write] {
        self.arrays[array.0 as usize].recurrence.as_mut().map_or(&mut [], |r| &mut r.writes)
    }

    /// Whether what a defined array's writes hold can be read back as its elements.
    pub fn is_assigned(&self, array: ArrayId) -> bool {
        self.array(array).recurrence.as_ref().is_some_and(|r| r.assigned)
    }

    /// The writes of a defined array; none for one that is given.
    pub fn writes(&self, array: ArrayId) -> &[Write] {
        self.array(array).recurrence.as_ref().map_or(&[], |r| &r.writes)
    }

    /// The axis with this extent and level.
    pub fn intern_axis(&mut self, extent: Affine, level: u32, name: Option<&str>) -> AxisId {
        if let Some(&id) = self.axis_index.get(&(extent.clone(), level)) {
            return id;
        }
        let id = AxisId(self.axes.len() as u32);
        self.axis_index.insert((extent.clone(), level), id);
        self.axes.push(Axis { extent, level, name: name.map(str::to_owned) });
        id
    }

    /// A new axis that no reduction binds.
    pub fn free_axis(&mut self, extent: Affine, name: Option<&str>) -> AxisId {
        let level = Axis::FREE + self.axes.len() as u32;
        self.intern_axis(extent, level, name)
    }

    /// Calls `visit` for each operand of a node, indices included.
    pub fn for_each_operand(&self, id: NodeId, mut visit: impl FnMut(NodeId)) {
        for_each_operand(self.node(id), &mut visit);
    }
}

/// Calls `visit` for each operand of a node, indices included.
pub fn for_each_operand(node: &Node, visit: &mut dyn FnMut(NodeId)) {
    match node {
        Node::Constant(_) | Node::Position(_) => {}
        Node::Element { indices, .. } => indices_of(indices, visit),
        Node::Sum { terms, .. } => terms.iter().for_each(|t| visit(t.1)),
        Node::Product(factors) => factors.iter().for_each(|f| visit(f.0)),
        Node::Apply(_, args) => args.iter().for_each(|a| visit(*a)),
        Node::Compare(_, a, b) | Node::And(a, b) | Node::Or(a, b) => {
            visit(*a);
            visit(*b);
        }
        Node::Not(a) => visit(*a),
        Node::Select(c, a, b) => {
            visit(*c);
            visit(*a);
            visit(*b);
        }
        Node::Reduce { body, .. } => visit(*body),
        Node::Invoke(call) => call.for_each_operand(visit),
        Node::Output { call, indices, .. } => {
            visit(*call);
            indices_of(indices, visit);
        }
    }
}

/// Calls `visit` for the indices that are data.
fn indices_of(indices: &[Index], visit: &mut dyn FnMut(NodeId)) {
    for index in indices {
        if let Index::Value(n) = index {
            visit(*n);
        }
    }
}

/// The axes an affine index mentions.
pub(crate) fn affine_axes(affine: &Affine) -> impl Iterator<Item = AxisId> + '_ {
    affine.terms.iter().filter_map(|(t, _)| match t {
        Term::Axis(a) => Some(*a),
        Term::Dim(_) => None,
    })
}
