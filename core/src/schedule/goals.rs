//! What the targets ask for: one goal for each store or accumulation.

use super::reach::Reach;
use super::*;
use crate::small::CollectSmall;
use crate::target::{TargetKind, Write};
use chainrule_parser::list::{CollectVec, PushAll};

/// The goals that targets set, in terms of the graph's axes, and the targets that start at zero; those in `added` have
/// been added to before.
pub(super) fn goals(x: &mut Expanded<'_>, targets: &[Target], added: &[u32], options: &Options) -> (Vec<Goal>, Vec<u32>) {
    let mut goals = Vec::new();
    let mut zeros = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        let number = number as u32;
        let place = Place::Target(number);
        if is_opaque(x.graph, target) {
            for write in &target.writes {
                let value = x.get(write.value);
                goals.push(goal(x, place, value, write, true, &[]));
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
            let value = Inst { id: total.id, vars: SmallVec::new() };
            goals.push(Goal {
                dest: Dest::Element { place, indices: SmallVec::new(), add: false, guarded: false },
                open: SmallVec::new(),
                value,
                provides: None,
            });
            continue;
        }
        let reaches: Vec<Option<Reach>> = target.writes.iter().map(|w| Reach::of(x.graph, w, &target.shape)).collect_vec();
        let misses = |a: usize, b: usize| reaches[a].as_ref().zip(reaches[b].as_ref()).is_some_and(|(a, b)| a.misses(b));
        let mut parts: Vec<(Ref, &Write, bool)> = Vec::new();
        let mut direct: Option<(Ref, &Write)> = None;
        for (at, write) in target.writes.iter().enumerate() {
            let full = covers(x.graph, &write.indices, &write.axes, &target.shape);
            let (sums, rest) = split(x, write, options);
            let alone = sums.is_empty() && reaches[at].is_some() && (0..reaches.len()).all(|other| other == at || misses(at, other));
            for sum in sums {
                parts.push((sum, write, true));
            }
            let Some(rest) = rest else { continue };
            match &mut direct {
                Some((total, first)) if full => {
                    let axes = |indices: &[Index]| -> Vec<AxisId> {
                        indices.iter().filter_map(|i| if let Index::Affine(a) = i { a.as_axis() } else { None }).collect_vec()
                    };
                    let (from, to) = (axes(&write.indices), axes(&first.indices));
                    let renamed = rest.axes.iter().map(|a| from.iter().position(|f| f == a).map_or(*a, |at| to[at])).collect_small();
                    *total = x.add(total, &Ref { id: rest.id, axes: renamed });
                }
                None if full => direct = Some((rest, write)),
                _ => parts.push((rest, write, !alone)),
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
                    indices: at.into_iter().map(|k| GoalIndex::Affine(Affine::constant(k))).collect_small(),
                    add: false,
                    guarded: false,
                },
                open: SmallVec::new(),
                value: Inst { id: zero.id, vars: SmallVec::new() },
                provides: None,
            });
        }
        if !stored {
            zeros.push(number);
        }
        let direct = direct.map(|(value, write)| (value, write, !stored));
        for (value, write, add) in direct.into_iter().chain(parts) {
            goals.push(goal(x, place, value, write, add || before, &[]));
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
    options: &Options,
) -> Vec<Goal> {
    if assigned {
        let value = x.get(write.value);
        return vec![goal(x, place, value, write, false, bound)];
    }
    let (sums, rest) = split(x, write, options);
    sums.into_iter().chain(rest).map(|value| goal(x, place, value, write, true, bound)).collect_vec()
}

/// Storing a value, or adding it, where a write says; outermost the axes of the first index.
fn goal(x: &mut Expanded<'_>, place: Place, value: Ref, write: &Write, add: bool, bound: &[AxisId]) -> Goal {
    let indices: SmallVec<[GoalIndex; 2]> = write
        .indices
        .iter()
        .map(|index| match index {
            Index::Affine(a) => GoalIndex::Affine(a.clone()),
            Index::Value(n) => {
                let r = x.get(*n);
                GoalIndex::Value(Inst { id: r.id, vars: r.axes.iter().map(|a| a.0).collect_small() })
            }
        })
        .collect_small();
    let mut order: SmallVec<[AxisId; 4]> = SmallVec::new();
    for index in &indices {
        if let GoalIndex::Affine(a) = index {
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
    let summed: SmallVec<[AxisId; 4]> = write.axes.iter().copied().filter(|a| !order.contains(a)).collect_small();
    order.insert_many(0, summed);
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
        .collect_small();
    let value = Inst { id: value.id, vars: value.axes.iter().map(|a| a.0).collect_small() };
    Goal { dest: Dest::Element { place, indices, add, guarded: write.guarded }, open, value, provides: None }
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

/// Splits what is written into sums that are best accumulated term by term into a target, and the rest. Where the place has to
/// be computed, all is summed up first.
fn split(x: &mut Expanded<'_>, write: &Write, options: &Options) -> (Vec<Ref>, Option<Ref>) {
    let graph = x.graph;
    let (value, over) = (write.value, &write.axes);
    if write.indices.iter().any(|i| matches!(i, Index::Value(_))) {
        let whole = x.get(value);
        return (Vec::new(), Some(whole));
    }
    let (constant, terms): (Number, Vec<(Number, NodeId)>) = match graph.node(value) {
        Node::Sum { constant, terms } => (*constant, terms.to_vec()),
        _ => (Number::ZERO, vec![(Number::ONE, value)]),
    };
    let mut sums = Vec::new();
    let mut rest = Vec::new();
    for (c, n) in terms {
        match scaled_reduction(x, c, n, over, options) {
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

/// `c * n` as one reduction, if `n` is a reduction, perhaps times something, that is best accumulated into elements `over`
/// some axes.
fn scaled_reduction(x: &mut Expanded<'_>, c: Number, n: NodeId, over: &[AxisId], options: &Options) -> Option<Ref> {
    let graph = x.graph;
    let (condition, n) = match x.triangle(n) {
        Some((condition, sum)) => (Some(condition), sum),
        None => (None, n),
    };
    let (reduction, outer): (NodeId, Vec<(NodeId, Number)>) = match graph.node(n) {
        Node::Reduce { op: ReduceOp::Sum, .. } => (n, Vec::new()),
        Node::Product(factors) => {
            let at = factors.iter().position(|(f, e)| e.is(1) && matches!(graph.node(*f), Node::Reduce { op: ReduceOp::Sum, .. }))?;
            let outer = factors.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| *f).collect_vec();
            (factors[at].0, outer)
        }
        _ => return None,
    };
    let Node::Reduce { axis, body, .. } = *graph.node(reduction) else { return None };
    // What something else takes, too, is summed up for both.
    if x.is_shared(n) || x.is_shared(reduction) {
        return None;
    }
    if outer.iter().any(|(f, _)| graph.free(*f).contains(&axis)) {
        return None;
    }
    let whole = x.get(reduction);
    // What is the same for several elements is summed up once, and then added to each of them.
    if !over.iter().all(|a| whole.axes.contains(a) || outer.iter().any(|(f, _)| graph.free(*f).contains(a))) {
        return None;
    }
    let open: SmallVec<[bool; 4]> = whole.axes.iter().map(|_| true).collect_small();
    if open.is_empty() || !best_accumulated(x, options, whole.id, &open, true) {
        return None;
    }
    if c.is(1) && outer.is_empty() && condition.is_none() {
        return Some(whole);
    }
    let mut body = if x.scale(reduction).is(1) {
        let mut factors = outer;
        match graph.node(body) {
            Node::Product(inner) => factors.push_all(inner.iter().copied()),
            _ => factors.push((body, Number::ONE)),
        }
        x.product(c, &factors)
    } else {
        // The factor is in it already.
        let value = x.get(body);
        if c.is_negative() { x.unary(Op::Neg, &value) } else { value }
    };
    if let Some(condition) = condition {
        body = x.where_holds(condition, &body);
    }
    Some(x.reduce(ReduceOp::Sum, axis, &body))
}
