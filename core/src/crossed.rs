//! Sums over one index that share their terms' work with sums over another one: arrays, which are added to in the same loops.
//!
//! `f[i] += g(i, j); f[j] -= g(i, j)` means a sum over j for each i, and one over i for each j. As formulas these have nothing in
//! common, and each would compute the forces between all pairs, as would each of their adjoints. So they become arrays whose
//! writes run over the same axes, where `g(i, j)` is one node. Which loops that gives is the business of the schedule.

use crate::affine::{Affine, AxisId, Term};
use crate::copies;
use crate::differentiate::{defined_below, reachable};
use crate::functions::Function;
use crate::graph::{Comparison, Graph, Index, Node, NodeId, ReduceOp};
use crate::order;
use crate::target::Write;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Set};

/// So many nodes are looked at in each sum, and so many sums.
const MOST_SEARCHED: usize = 400;
const MOST_SUMS: usize = 100;

/// An array of sums has at most this many axes whose length is known only at run time.
const MOST_DATA_AXES: usize = 2;

/// A sum, whatever its axes are called.
struct Sum {
    /// Its free axes, and the one that it is over.
    axes: Vec<AxisId>,
    over: AxisId,
    body: NodeId,
    /// The same, with names of the axes of their own.
    key: NodeId,
    /// Where it is used: the node, and its free axes in this order.
    uses: Vec<(NodeId, Vec<AxisId>)>,
    /// The family that it belongs to, and which of that one's axes its own are.
    member: Option<(usize, Vec<AxisId>)>,
}

/// Sums that share work in loops over the same axes.
struct Family {
    /// What is worth sharing.
    costly: Set<NodeId>,
    /// What is shared is of the same terms.
    conditions: Vec<NodeId>,
    /// The axes of the first sum, the last of them the one it is over.
    axes: Vec<AxisId>,
    /// Whether some are over an axis that is an index of others.
    crossed: bool,
}

/// Makes arrays of such sums in all that `roots` need.
pub(crate) fn sums(graph: &mut Graph, roots: &mut [NodeId]) {
    let defined = defined_below(graph, roots);
    let mut all = roots.to_vec();
    all.push_all(defined.iter().flat_map(|array| graph.writes(*array)).flat_map(Write::roots));
    let nodes = reachable(graph, &all);
    let candidates = nodes.iter().copied().filter(|n| is_candidate(graph, *n)).collect_vec();
    if !(2..=MOST_SUMS).contains(&candidates.len()) {
        return;
    }
    let before = graph.clone();
    let mut made: Vec<Sum> = Vec::new();
    let mut pool: Vec<AxisId> = Vec::new();
    for id in candidates {
        let Some(sum) = opened(graph, &mut pool, id) else { continue };
        match made.iter_mut().find_map(|other| Some((ordered(&sum, other)?, other))) {
            Some((uses, other)) => other.uses.push_all(uses.into_iter()),
            None => made.push(sum),
        }
    }
    let mut families: Vec<Family> = Vec::new();
    for sum in &mut made {
        let found = (0..families.len()).find_map(|f| Some((f, joined(graph, sum, &families[f])?)));
        sum.member = Some(match found {
            Some((f, (axes, crossed))) => {
                families[f].crossed |= crossed;
                (f, axes)
            }
            None => {
                let own = [&sum.axes[..], &[sum.over]].concat();
                let axes = own.iter().map(|a| another(graph, *a)).collect_vec();
                let body = renamed(graph, sum.body, &own.into_iter().zip(axes.iter().copied()).collect_vec());
                let (costly, conditions) = (costly(graph, body, axes[axes.len() - 1]), conditions(graph, body));
                families.push(Family { costly, conditions, axes: axes.clone(), crossed: false });
                (families.len() - 1, axes)
            }
        });
    }
    let elements = stored(graph, &made, &families);
    let mut read = roots.to_vec();
    if elements.is_empty() || !replaced(graph, &mut read, &elements) {
        *graph = before;
        return;
    }
    roots.copy_from_slice(&read);
}

/// Whether a node is a sum for several elements that takes more than arithmetic.
fn is_candidate(graph: &Graph, id: NodeId) -> bool {
    let Node::Reduce { op: ReduceOp::Sum, axis, body } = *graph.node(id) else { return false };
    let data = graph.free(id).iter().filter(|a| graph.axis(**a).extent.as_constant().is_none()).count();
    !graph.free(id).is_empty() && data <= MOST_DATA_AXES && graph.free(body).contains(&axis) && !costly(graph, body, axis).is_empty()
}

/// What is computed for each value of an axis and of others that is more than a few additions and multiplications.
fn costly(graph: &Graph, body: NodeId, axis: AxisId) -> Set<NodeId> {
    let mut seen: Set<NodeId> = Set::default();
    let mut stack = vec![body];
    let mut out: Set<NodeId> = Set::default();
    while let Some(id) = stack.pop() {
        if graph.free(id).len() < 2 || !graph.free(id).contains(&axis) || seen.len() > MOST_SEARCHED || !seen.insert(id) {
            continue;
        }
        let is_costly = match graph.node(id) {
            Node::Apply(function, _) => !matches!(function, Function::Floor | Function::Ceil | Function::Round),
            Node::Product(factors) => factors.iter().any(|f| f.1.as_integer().is_none_or(|n| n < 0)),
            Node::Reduce { .. } => true,
            _ => false,
        };
        if is_costly {
            out.insert(id);
        }
        graph.for_each_operand(id, |o| stack.push(o));
    }
    out
}

/// A sum with an axis of its own that it is over.
fn opened(graph: &mut Graph, pool: &mut Vec<AxisId>, id: NodeId) -> Option<Sum> {
    let Node::Reduce { axis, body, .. } = *graph.node(id) else { return None };
    let mut free = graph.free(id).to_vec();
    let ranks: Map<AxisId, (usize, i64)> = ranks(graph, body);
    sort::by_key(&mut free, |a| ranks.get(a).copied().unwrap_or_default());
    let extent = graph.axis(axis).extent.clone();
    // Below the other index a sum may end before the last of its values.
    let longer = |graph: &Graph, a: &AxisId| {
        let other = graph.axis(*a).extent.clone();
        other.add_scaled(-1, &extent).as_constant().is_some_and(|n| n > 0).then_some(other)
    };
    let (mut axis, mut body) = (axis, body);
    if let Some(longer) = free.iter().find_map(|a| longer(graph, a)) {
        let name = graph.axis(axis).name.clone();
        let wide = graph.free_axis(longer.clone(), name.as_deref());
        let first = Affine::constant(first(graph, body, axis).clamp(0, longer.add_scaled(-1, &extent).constant));
        let place = Affine::axis(wide).add_scaled(-1, &first);
        body = graph.substitute_at(body, axis, &place, true);
        let last = extent.add_scaled(-1, &place).add_scaled(-1, &Affine::constant(1));
        let (zero, known) = (graph.zero(), conditions(graph, body));
        for at_least_zero in [place, last] {
            if !known.iter().any(|c| follows(graph, &at_least_zero, *c)) {
                let position = graph.position(at_least_zero);
                let inside = graph.compare(Comparison::Le, zero, position);
                body = graph.select(inside, body, zero);
            }
        }
        axis = wide;
    }
    // In the same order for all, so that sums are the same node if they are the same.
    let mut key = body;
    let mut own: Vec<AxisId> = Vec::new();
    for from in free.iter().chain([&axis]) {
        let extent = graph.axis(*from).extent.clone();
        let used = own.iter().filter(|a| graph.axis(**a).extent == extent).count();
        let known = pool.iter().copied().filter(|a| graph.axis(*a).extent == extent).nth(used);
        let to = known.unwrap_or_else(|| {
            let to = another(graph, *from);
            pool.push(to);
            to
        });
        key = graph.substitute(key, *from, &Affine::axis(to));
        own.push(to);
    }
    let over = own.pop()?;
    Some(Sum { axes: own, over, body: key, key, uses: vec![(id, free)], member: None })
}

/// The uses of a sum with their axes in the order of another one's, if the two are the same.
fn ordered(sum: &Sum, other: &Sum) -> Option<Vec<(NodeId, Vec<AxisId>)>> {
    if sum.key != other.key || sum.axes.len() != other.axes.len() {
        return None;
    }
    // Axes that stand at the same index of what is read come in the order of their numbers, which each use has its own of.
    let places = other.axes.iter().map(|a| sum.axes.iter().position(|own| own == a)).collect::<Option<Vec<usize>>>()?;
    let in_order = |(id, free): &(NodeId, Vec<AxisId>)| (*id, places.iter().map(|at| free[*at]).collect_vec());
    Some(sum.uses.iter().map(in_order).collect_vec())
}

/// For each axis at which index it first stands in the elements that a node reads, and how close neighbours along it are.
fn ranks(graph: &Graph, node: NodeId) -> Map<AxisId, (usize, i64)> {
    let mut out: Map<AxisId, (usize, i64)> = Map::default();
    for id in reachable(graph, &[node]) {
        let Node::Element { indices, .. } = graph.node(id) else { continue };
        for (at, index) in indices.iter().enumerate() {
            let Index::Affine(index) = index else { continue };
            for &(term, factor) in &index.terms {
                if let Term::Axis(axis) = term {
                    let rank = out.entry(axis).or_insert((usize::MAX, 0));
                    *rank = (*rank).min((at, -factor.abs()));
                }
            }
        }
    }
    out
}

/// Whether a position is at least 0 where a condition holds.
fn follows(graph: &Graph, position: &Affine, condition: NodeId) -> bool {
    let Node::Compare(op @ (Comparison::Lt | Comparison::Le), low, high) = *graph.node(condition) else { return false };
    let (Some(low), Some(high)) = (graph.as_affine(low), graph.as_affine(high)) else { return false };
    let apart = high.add_scaled(-1, &low).add_scaled(-1, &Affine::constant(i64::from(op == Comparison::Lt)));
    let lowest = position.add_scaled(-1, &apart).lowest(|axis| Some(graph.axis(axis).extent.clone()));
    lowest.and_then(|lowest| lowest.as_constant()).is_some_and(|n| n >= 0)
}

/// Where the elements begin that a node reads along an axis.
fn first(graph: &Graph, node: NodeId, axis: AxisId) -> i64 {
    let along = |index: &Index| match index {
        Index::Affine(a) if a.terms.len() == 1 && a.terms[0] == (Term::Axis(axis), 1) => Some(a.constant),
        _ => None,
    };
    let elements = reachable(graph, &[node]).into_iter().filter_map(|id| match graph.node(id) {
        Node::Element { indices, .. } => indices.iter().filter_map(along).min(),
        _ => None,
    });
    elements.min().unwrap_or(0)
}

/// The conditions on several positions under which a sum has its terms.
fn conditions(graph: &Graph, mut body: NodeId) -> Vec<NodeId> {
    let mut out = Vec::new();
    while let Node::Select(condition, value, zero) = *graph.node(body)
        && graph.is(zero, 0)
    {
        out.extend(graph.conjuncts(condition).into_iter().filter(|c| graph.free(*c).len() > 1));
        body = value;
    }
    sort::ascending(&mut out);
    out.dedup();
    out
}

/// Which of a family's axes those of a sum are, the last of them the one it is over, if they share work then; and whether
/// that is an index of the family's first sum.
fn joined(graph: &mut Graph, sum: &Sum, family: &Family) -> Option<(Vec<AxisId>, bool)> {
    let (over, indices) = family.axes.split_last()?;
    let extent = |graph: &Graph, a: AxisId| graph.axis(a).extent.clone();
    // The axis that is summed over, what that is of the family, and the index that is its other side, if it is crossed.
    let mut ways: Vec<Vec<(AxisId, AxisId)>> = Vec::new();
    if extent(graph, sum.over) == extent(graph, *over) {
        ways.push(vec![(sum.over, *over)]);
    }
    for index in indices.iter().filter(|a| extent(graph, **a) == extent(graph, sum.over)) {
        for own in sum.axes.iter().filter(|a| extent(graph, **a) == extent(graph, *over)) {
            ways.push(vec![(sum.over, *index), (*own, *over)]);
        }
    }
    for way in ways {
        let crossed = way.len() > 1;
        let mut pairs = way;
        for own in &sum.axes {
            if pairs.iter().any(|p| p.0 == *own) {
                continue;
            }
            let other = indices.iter().find(|a| extent(graph, **a) == extent(graph, *own) && pairs.iter().all(|p| p.1 != **a));
            let to = other.copied().unwrap_or_else(|| another(graph, *own));
            pairs.push((*own, to));
        }
        let body = renamed(graph, sum.body, &pairs);
        let axis = |a: &AxisId| pairs.iter().find(|p| p.0 == *a).map_or(*a, |p| p.1);
        let shared = costly(graph, body, axis(&sum.over));
        let same = conditions(graph, body) == family.conditions;
        if same && shared.iter().any(|n| family.costly.contains(n)) {
            return Some((sum.axes.iter().chain([&sum.over]).map(axis).collect_vec(), crossed));
        }
    }
    None
}

/// A new axis like another one.
fn another(graph: &mut Graph, axis: AxisId) -> AxisId {
    let (extent, name) = (graph.axis(axis).extent.clone(), graph.axis(axis).name.clone());
    graph.free_axis(extent, name.as_deref())
}

/// A node with other axes in the places of some.
fn renamed(graph: &mut Graph, mut node: NodeId, pairs: &[(AxisId, AxisId)]) -> NodeId {
    let mut middle = Vec::new();
    for (from, to) in pairs.iter().filter(|(from, to)| from != to) {
        let fresh = another(graph, *from);
        node = graph.substitute(node, *from, &Affine::axis(fresh));
        middle.push((fresh, *to));
    }
    for (from, to) in middle {
        node = graph.substitute(node, from, &Affine::axis(to));
    }
    node
}

/// The elements of new arrays that hold sums.
fn stored(graph: &mut Graph, made: &[Sum], families: &[Family]) -> Map<NodeId, NodeId> {
    let mut out: Map<NodeId, NodeId> = Map::default();
    for sum in made {
        let Some((_, axes)) = sum.member.as_ref().filter(|m| families[m.0].crossed) else { continue };
        let shape = sum.axes.iter().map(|a| graph.axis(*a).extent.clone()).collect_vec();
        let name = sum.uses.iter().find_map(|(id, _)| graph.label(*id)).unwrap_or("sum").to_owned();
        let array = graph.define(&name, shape, false);
        let pairs = sum.axes.iter().chain([&sum.over]).copied().zip(axes.iter().copied()).collect_vec();
        let value = renamed(graph, sum.body, &pairs);
        let index = |a: &AxisId| Index::Affine(Affine::axis(*a));
        let indices = axes[..axes.len() - 1].iter().map(index).collect_vec();
        graph.add_write(array, Write { indices, axes: axes.clone(), value, guarded: false });
        for (id, free) in &sum.uses {
            out.insert(*id, graph.element(array, free.iter().map(index).collect_vec(), false));
        }
    }
    out
}

/// Reads elements instead of some sums in all that `roots` need, if all can still be computed.
fn replaced(graph: &mut Graph, roots: &mut [NodeId], elements: &Map<NodeId, NodeId>) -> bool {
    let mut all = roots.to_vec();
    all.push_all(elements.values().copied());
    let defined = defined_below(graph, &all);
    copies::replace(graph, roots, &defined, &mut |_, old, new| elements.get(&old).copied().unwrap_or(new));
    order::plan(graph, &defined_below(graph, roots)).is_ok()
}
