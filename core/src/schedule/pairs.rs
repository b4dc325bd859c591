//! Sums that are added up in the loops of something else.
//!
//! A force between two bodies belongs to the gradients by both, one of them a sum over the first bodies and one over the
//! second: two nests of loops, between which the forces of all pairs would have to be stored. As each gradient may receive
//! its terms in any loops, both take the same, where a force is computed once and no array over pairs is needed. So does a
//! sum whose terms are written one by one elsewhere.
//!
//! Products of matrices stay what they are.

use super::goals::{natural_order, summands};
use super::*;
use crate::target::{Target, Write};
use chainrule_parser::list::CollectVec;

/// So many operations are looked at of each summand.
const MOST_SEARCHED: usize = 400;

/// Axes of loops, outermost first.
pub(super) type Order = Vec<AxisId>;

/// For sums over one axis that are best added up in the loops of something else: all axes.
pub(super) type Orders = Map<Sum, Order>;

/// What is summed up.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sum {
    /// A sum among what is written.
    Node(NodeId),
    /// What is written at places that do not have all of its axes.
    Written(NodeId),
}

/// A summand of what is written.
pub(super) struct Part {
    /// What is written so, and the axis that it is summed over, if there is one.
    sum: Option<(Sum, AxisId)>,
    /// Whether it is one of products of matrices.
    product: bool,
    /// The axes of its loops, without the one that is summed over.
    open: Order,
    /// What it is computed from.
    roots: Vec<Ref>,
    /// What is worth sharing of that, once it is asked for.
    costly: Option<Costly>,
}

/// What values are computed from, at the axes of the graph.
struct Costly {
    /// What takes more than a few additions and multiplications.
    values: Vec<Inst>,
    /// In which order positions are.
    conditions: Vec<Inst>,
}

/// Axes of one summand, and those that take their places in another one.
type Counterparts = Vec<(AxisId, AxisId)>;

/// Finds the sums among what is written to `targets` that share work, and the loops that they are to share.
pub(super) fn orders(x: &Expanded<'_>, targets: &[Target]) -> Orders {
    let mut parts: Vec<Part> = Vec::new();
    for target in targets.iter().filter(|t| !t.shape.is_empty() && !goals::is_opaque(x.graph, t)) {
        target.writes.iter().for_each(|write| parts.extend(parts_of(x, write, false, &[])));
    }
    let mut orders = Orders::default();
    add_orders(x, &mut parts, &[], &mut orders);
    orders
}

/// The loops of sums that share work with others; axes in `bound` have theirs.
pub(super) fn add_orders(x: &Expanded<'_>, parts: &mut [Part], bound: &[AxisId], orders: &mut Orders) {
    for p in 0..parts.len() {
        let Some((sum, axis)) = parts[p].sum else { continue };
        let mut order = Order::new();
        order.push(axis);
        order.extend(parts[p].open.iter().copied());
        // In the loops of the first one whose loops are settled; if there is none, these are.
        let (settled, open): (Vec<usize>, Vec<usize>) =
            (0..parts.len()).filter(|q| *q != p).partition(|q| parts[*q].sum.is_none_or(|(sum, _)| orders.contains_key(&sum)));
        if let Some((q, counterparts)) = settled.into_iter().find_map(|q| Some((q, counterparts(x, parts, p, q, bound)?))) {
            let loops = parts[q].sum.map_or(&parts[q].open, |(sum, _)| &orders[&sum]);
            let own = |a: &AxisId| counterparts.iter().find(|c| c.1 == *a).map_or(*a, |c| c.0);
            let loops = loops.iter().map(own).collect_vec();
            sort::by_key(&mut order, |a| loops.iter().position(|l| l == a).unwrap_or(loops.len()));
        } else if !open.into_iter().any(|q| counterparts(x, parts, p, q, bound).is_some()) {
            continue;
        }
        orders.insert(sum, order);
    }
}

/// The summands of what is written, or the whole of it where that is `assigned`; axes in `bound` have loops.
pub(super) fn parts_of(x: &Expanded<'_>, write: &Write, assigned: bool, bound: &[AxisId]) -> Vec<Part> {
    if write.indices.iter().any(|i| matches!(i, Index::Value(_))) {
        return Vec::new();
    }
    let open: Order = natural_order(write).into_iter().filter(|a| !bound.contains(a)).collect_vec();
    let mut parts = Vec::new();
    // Of one axis that is no index the whole is a sum, too.
    let is_index = |a: &AxisId| write.indices.iter().any(|i| matches!(i, Index::Affine(i) if i.axes().any(|other| other == *a)));
    let over = open.iter().copied().filter(|a| !is_index(a)).collect_vec();
    let whole = if let [over] = over[..] { Some((Sum::Written(write.value), over)) } else { None };
    for (_, n) in summands(x.graph, write.value).1 {
        match goals::reduction(x, n).filter(|_| !assigned) {
            Some(found) => {
                let product = is_product(x.graph, &found.factors(x.graph), found.axis);
                let roots = found.roots().into_iter().map(|n| x.get(n)).collect_vec();
                parts.push(Part { sum: Some((Sum::Node(found.sum), found.axis)), product, open: open.clone(), roots, costly: None });
            }
            None => {
                let open = open.iter().copied().filter(|a| whole.is_none_or(|whole| whole.1 != *a)).collect_vec();
                parts.push(Part { sum: whole, product: false, open, roots: vec![x.get(n)], costly: None });
            }
        }
    }
    parts
}

/// Whether a sum over an axis is one of products of two matrices: of factors that share no other axis.
fn is_product(graph: &Graph, factors: &[NodeId], axis: AxisId) -> bool {
    let mut groups: Vec<Vec<AxisId>> = Vec::new();
    for factor in factors {
        let mut own: Vec<AxisId> = graph.free(*factor).iter().copied().filter(|a| *a != axis).collect_vec();
        groups.retain(|group| {
            let apart = group.iter().all(|a| !own.contains(a));
            if !apart {
                own.extend(group.iter().copied());
            }
            apart
        });
        groups.push(own);
    }
    groups.iter().filter(|group| !group.is_empty()).count() > 1
}

/// If a summand is a sum that takes something over its axis that is worth computing once, and another one the same in a loop:
/// which of the first one's axes are which of the other's.
pub(super) fn counterparts(x: &Expanded<'_>, parts: &mut [Part], p: usize, q: usize, bound: &[AxisId]) -> Option<Counterparts> {
    let (_, axis) = parts[p].sum.filter(|_| !parts[p].product && !parts[q].product)?;
    if parts[q].open.is_empty() {
        return None;
    }
    for k in [p, q] {
        if parts[k].costly.is_none() {
            parts[k].costly = Some(costly(x, &parts[k].roots));
        }
    }
    let (Some(own), Some(others)) = (&parts[p].costly, &parts[q].costly) else { return None };
    let open = &parts[q].open;
    let zipped = |a: &Inst, b: &Inst| -> Option<Counterparts> {
        let pairs: Counterparts = a.vars.iter().zip(&b.vars).map(|(a, b)| (AxisId(*a), AxisId(*b))).collect_vec();
        let same_turn = pairs.iter().all(|c| c.0 == c.1 || !bound.contains(&c.0) && !bound.contains(&c.1));
        (a.id == b.id && same_turn && pairs.iter().any(|c| c.0 == axis && open.contains(&c.1))).then_some(pairs)
    };
    // What is the same for two bodies and for the same two exchanged does not tell which is which, but conditions do.
    let shared = |pairs: &Counterparts| {
        let to = |v: &u32| pairs.iter().find(|c| c.0.0 == *v).map_or(*v, |c| c.1.0);
        let same = |a: &Inst, b: &Inst| a.id == b.id && a.vars.iter().all(|v| b.has(to(v)));
        own.values.iter().filter(|a| a.has(axis.0)).any(|a| others.values.iter().any(|b| same(a, b)))
    };
    let by_conditions = own.conditions.iter().flat_map(|a| others.conditions.iter().filter_map(|b| zipped(a, b))).find(shared);
    let values = own.values.iter().filter(|a| a.has(axis.0));
    by_conditions.or_else(|| values.flat_map(|a| others.values.iter().filter_map(|b| zipped(a, b))).next())
}

/// What values are computed from.
fn costly(x: &Expanded<'_>, roots: &[Ref]) -> Costly {
    const INNER: u32 = u32::MAX;
    let mut seen = Set::default();
    let mut stack = roots.iter().map(|r| Inst { id: r.id, vars: r.axes.iter().map(|a| a.0).collect_vec() }).collect_vec();
    let mut out = Costly { values: Vec::new(), conditions: Vec::new() };
    while let Some(inst) = stack.pop() {
        if inst.vars.is_empty() || inst.has(INNER) || seen.len() > MOST_SEARCHED || !seen.insert(inst.clone()) {
            continue;
        }
        let op = x.op(inst.id);
        stack.extend(op.args.iter().map(|arg| arg_inst(&inst, arg, INNER)));
        if matches!(op.op, Op::Reduce(..) | Op::Call(_) | Op::Pow(_) | Op::Powi(_) | Op::Sqrt | Op::Div | Op::Invoke(_)) {
            out.values.push(inst);
        } else if matches!(op.op, Op::Compare(Comparison::Lt | Comparison::Le)) && inst.vars.len() > 1 {
            out.conditions.push(inst);
        }
    }
    out
}
