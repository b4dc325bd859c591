//! What the targets ask for: one goal for each store or accumulation.

use super::pairs::{self, Order, Orders, Sum};
use super::reach::Reach;
use super::*;
use crate::target::{TargetKind, Write};
use chainrule_parser::list::{CollectVec, PushAll};

/// The goals that targets set, in terms of the graph's axes, and the targets that start at zero; those in `added` have
/// been added to before.
pub(super) fn goals(x: &mut Expanded<'_>, targets: &[Target], added: &[u32], options: &Options) -> (Vec<Goal>, Vec<u32>) {
    let mut goals = Vec::new();
    let mut zeros = Vec::new();
    let orders = pairs::orders(x, targets);
    for (number, target) in targets.iter().enumerate() {
        let number = number as u32;
        let place = Place::Target(number);
        if is_opaque(x.graph, target) {
            for write in &target.writes {
                let value = x.get(write.value);
                goals.push(goal(x, place, value, write, true, &[], None));
            }
            continue;
        }
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
            let value = Inst { id: total.id, vars: Vec::new() };
            goals.push(Goal {
                dest: Dest::Element { place, indices: Vec::new(), add: false, guarded: false },
                open: Vec::new(),
                value,
                provides: None,
            });
            continue;
        }
        let reaches: Vec<Option<Reach>> = target.writes.iter().map(|w| Reach::of(x.graph, w, &target.shape)).collect_vec();
        let misses = |a: usize, b: usize| reaches[a].as_ref().zip(reaches[b].as_ref()).is_some_and(|(a, b)| a.misses(b));
        let mut parts: Vec<(Ref, &Write, bool, Option<&Order>)> = Vec::new();
        let mut direct: Option<(Ref, &Write)> = None;
        for (at, write) in target.writes.iter().enumerate() {
            let full = covers(x.graph, &write.indices, &write.axes, &target.shape);
            let (sums, rest) = split(x, write, options, &orders);
            let alone = sums.is_empty() && reaches[at].is_some() && (0..reaches.len()).all(|other| other == at || misses(at, other));
            for (sum, node) in sums {
                parts.push((sum, write, true, orders.get(&Sum::Node(node))));
            }
            let Some(rest) = rest else { continue };
            match &mut direct {
                Some((total, first)) if full => {
                    let axes = |indices: &[Index]| -> Vec<AxisId> {
                        indices.iter().filter_map(|i| if let Index::Affine(a) = i { a.as_axis() } else { None }).collect_vec()
                    };
                    let (from, to) = (axes(&write.indices), axes(&first.indices));
                    let renamed = rest.axes.iter().map(|a| from.iter().position(|f| f == a).map_or(*a, |at| to[at])).collect_vec();
                    *total = x.add(total, &Ref { id: rest.id, axes: renamed });
                }
                None if full => direct = Some((rest, write)),
                _ => parts.push((rest, write, !alone, written_order(&orders, write, &[]))),
            }
        }
        // What has been added to stays.
        let before = added.contains(&number);
        let mut left_out = Vec::new();
        let stored = match direct {
            _ if before => false,
            Some(_) => parts.is_empty(),
            None => {
                let known: Option<Vec<Reach>> = reaches.into_iter().collect();
                let known = known.filter(|_| parts.iter().all(|part| !part.2));
                let covered = known.as_ref().is_some_and(|all| Reach::cover(all, &target.shape));
                let few = known.filter(|all| !covered && !all.is_empty()).and_then(|all| Reach::left_out(&all, &target.shape));
                let stored = covered || few.is_some();
                left_out = few.unwrap_or_default();
                stored
            }
        };
        for at in left_out {
            let zero = x.number(0.0);
            goals.push(Goal {
                dest: Dest::Element {
                    place,
                    indices: at.into_iter().map(|k| GoalIndex::Affine(Affine::constant(k))).collect_vec(),
                    add: false,
                    guarded: false,
                },
                open: Vec::new(),
                value: Inst { id: zero.id, vars: Vec::new() },
                provides: None,
            });
        }
        if !stored {
            zeros.push(number);
        }
        let direct = direct.map(|(value, write)| (value, write, !stored, None));
        for (value, write, add, order) in direct.into_iter().chain(parts) {
            goals.push(goal(x, place, value, write, add || before, &[], order));
        }
    }
    (goals, zeros)
}

/// Whether a target is the gradient by what is no number.
pub(super) fn is_opaque(graph: &Graph, target: &Target) -> bool {
    matches!(target.kind, TargetKind::Gradient(id) if graph.array(id).opaque)
}

/// The goals of one write of a defined array; axes in `bound` belong to loops that are open.
pub(super) fn write_goals(
    x: &mut Expanded<'_>,
    place: Place,
    write: &Write,
    assigned: bool,
    bound: &[AxisId],
    orders: &Orders,
    options: &Options,
) -> Vec<Goal> {
    let whole = written_order(orders, write, bound);
    if assigned {
        let value = x.get(write.value);
        return vec![goal(x, place, value, write, false, bound, whole)];
    }
    let (sums, rest) = split(x, write, options, orders);
    let sums = sums.into_iter().map(|(value, node)| (value, orders.get(&Sum::Node(node))));
    let parts = sums.chain(rest.map(|rest| (rest, whole))).collect_vec();
    parts.into_iter().map(|(value, order)| goal(x, place, value, write, true, bound, order)).collect_vec()
}

/// The order of the loops in which a write is made as a whole, if its sum has one: in all of its axes, as others may write the
/// same value.
fn written_order<'o>(orders: &'o Orders, write: &Write, bound: &[AxisId]) -> Option<&'o Order> {
    let order = orders.get(&Sum::Written(write.value))?;
    let own = write.axes.iter().filter(|a| !bound.contains(a));
    (own.clone().count() == order.len() && own.clone().all(|a| order.contains(a))).then_some(order)
}

/// Storing a value, or adding it, where a write says; the axes in this order or, without one, outermost those of the first
/// index.
fn goal(x: &mut Expanded<'_>, place: Place, value: Ref, write: &Write, add: bool, bound: &[AxisId], order: Option<&Order>) -> Goal {
    let indices: Vec<GoalIndex> = write
        .indices
        .iter()
        .map(|index| match index {
            Index::Affine(a) => GoalIndex::Affine(a.clone()),
            Index::Value(n) => {
                let r = x.get(*n);
                GoalIndex::Value(Inst { id: r.id, vars: r.axes.iter().map(|a| a.0).collect_vec() })
            }
        })
        .collect_vec();
    let mut order = order.cloned().unwrap_or_else(|| natural_order(write));
    order.retain(|a| !bound.contains(a));
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
        .collect_vec();
    let value = Inst { id: value.id, vars: value.axes.iter().map(|a| a.0).collect_vec() };
    Goal { dest: Dest::Element { place, indices, add, guarded: write.guarded }, open, value, provides: None }
}

/// The axes of a write, those of the first index outermost.
pub(super) fn natural_order(write: &Write) -> Order {
    let mut order = Order::new();
    for index in &write.indices {
        if let Index::Affine(a) = index {
            // The nearest neighbours in the innermost loop.
            let mut terms = a.terms.clone();
            sort::by_key(&mut terms, |t| std::cmp::Reverse(t.1.abs()));
            for (term, _) in terms {
                match term {
                    Term::Axis(axis) if !order.contains(&axis) => order.push(axis),
                    _ => {}
                }
            }
        }
    }
    let mut out: Order = write.axes.iter().copied().filter(|a| !order.contains(a)).collect_vec();
    out.extend_from_slice(&order);
    out
}

/// Whether the indices are distinct axes that cover the target once.
fn covers(graph: &Graph, indices: &[Index], axes: &[AxisId], shape: &[Affine]) -> bool {
    let mut seen: Vec<AxisId> = Vec::new();
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

/// The constant and the other summands of a value, each with its factor.
pub(super) fn summands(graph: &Graph, value: NodeId) -> (Number, Vec<(Number, NodeId)>) {
    match graph.node(value) {
        Node::Sum { constant, terms } => (*constant, terms.to_vec()),
        _ => (Number::ZERO, vec![(Number::ONE, value)]),
    }
}

/// Splits what is written into sums that are best accumulated term by term into a target, and the rest. Where the place has to
/// be computed, all is summed up first. A sum that has an order is not a sum any more, but its terms.
fn split(x: &mut Expanded<'_>, write: &Write, options: &Options, orders: &Orders) -> (Vec<(Ref, NodeId)>, Option<Ref>) {
    let (value, over) = (write.value, &write.axes);
    if write.indices.iter().any(|i| matches!(i, Index::Value(_))) {
        let whole = x.get(value);
        return (Vec::new(), Some(whole));
    }
    let (constant, terms) = summands(x.graph, value);
    let mut sums = Vec::new();
    let mut rest = Vec::new();
    for (c, n) in terms {
        let found = reduction(x, n);
        let sum = found.and_then(|found| {
            Some((scaled_reduction(x, c, &found, over, options, orders.contains_key(&Sum::Node(found.sum)))?, found.sum))
        });
        match sum {
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

/// A reduction, perhaps times something, where a condition on positions holds.
pub(super) struct Reduction {
    pub sum: NodeId,
    pub axis: AxisId,
    body: NodeId,
    /// What it is multiplied by.
    outer: Vec<(NodeId, Number)>,
    condition: Option<NodeId>,
}

impl Reduction {
    /// What its terms are computed from.
    pub fn roots(&self) -> Vec<NodeId> {
        self.outer.iter().map(|f| f.0).chain([self.body]).chain(self.condition).collect_vec()
    }

    /// The factors of its terms.
    pub fn factors(&self, graph: &Graph) -> Vec<NodeId> {
        let own = match graph.node(self.body) {
            Node::Product(inner) => inner.iter().map(|f| f.0).collect_vec(),
            _ => vec![self.body],
        };
        self.outer.iter().map(|f| f.0).chain(own).collect_vec()
    }
}

/// The sum that a node is, if it is one that nothing else takes.
pub(super) fn reduction(x: &Expanded<'_>, n: NodeId) -> Option<Reduction> {
    let graph = x.graph;
    let (condition, n) = match x.triangle(n) {
        Some((condition, sum)) => (Some(condition), sum),
        None => (None, n),
    };
    let (sum, outer): (NodeId, Vec<(NodeId, Number)>) = match graph.node(n) {
        Node::Reduce { op: ReduceOp::Sum, .. } => (n, Vec::new()),
        Node::Product(factors) => {
            let at = factors.iter().position(|(f, e)| e.is(1) && matches!(graph.node(*f), Node::Reduce { op: ReduceOp::Sum, .. }))?;
            let outer = factors.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| *f).collect_vec();
            (factors[at].0, outer)
        }
        _ => return None,
    };
    let Node::Reduce { axis, body, .. } = *graph.node(sum) else { return None };
    // What something else takes, too, is summed up for both.
    let own = !x.is_shared(n) && !x.is_shared(sum) && !outer.iter().any(|(f, _)| graph.free(*f).contains(&axis));
    own.then_some(Reduction { sum, axis, body, outer, condition })
}

/// A number times a reduction as one, if that is best accumulated into elements `over` some axes; or its terms, if it is to be
/// added up in the loops of something else.
fn scaled_reduction(x: &mut Expanded<'_>, c: Number, of: &Reduction, over: &[AxisId], options: &Options, in_terms: bool) -> Option<Ref> {
    let graph = x.graph;
    let Reduction { sum, axis, body, ref outer, condition } = *of;
    let whole = x.get(sum);
    // What is the same for several elements is summed up once, and then added to each of them.
    if !over.iter().all(|a| whole.axes.contains(a) || outer.iter().any(|(f, _)| graph.free(*f).contains(a))) {
        return None;
    }
    let open: Vec<bool> = whole.axes.iter().map(|_| true).collect_vec();
    if open.is_empty() || !in_terms && !best_accumulated(x, options, whole.id, &open, true) {
        return None;
    }
    if c.is(1) && outer.is_empty() && condition.is_none() && !in_terms {
        return Some(whole);
    }
    let mut terms = if !x.scale(sum).is(1) {
        // The factor is in it already.
        let value = x.get(body);
        if c.is_negative() { x.unary(Op::Neg, &value) } else { value }
    } else if in_terms && outer.is_empty() {
        // What takes the terms, too, takes the same.
        let value = x.get(body);
        if c.is(-1) { x.unary(Op::Neg, &value) } else { x.scaled(c, body) }
    } else {
        let mut factors = outer.clone();
        match graph.node(body) {
            Node::Product(inner) => factors.push_all(inner.iter().copied()),
            _ => factors.push((body, Number::ONE)),
        }
        x.product(c, &factors)
    };
    if let Some(condition) = condition {
        terms = x.where_holds(condition, &terms);
    }
    Some(if in_terms { terms } else { x.reduce(ReduceOp::Sum, axis, &terms) })
}
