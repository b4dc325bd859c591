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
use crate::small::CollectSmall;
use crate::target::{Target, Write};
use chainrule_parser::list::CollectVec;

/// So many operations are looked at of each summand.
const MOST_SEARCHED: usize = 400;

/// Axes of loops, outermost first.
pub(super) type Order = SmallVec<[AxisId; 4]>;

/// For sums over one axis that are best added up in the loops of something else: all axes.
pub(super) type Orders = Map<NodeId, Order>;

/// A summand of what is written.
struct Part {
    /// If it is a sum: that, and the axis that it is over.
    sum: Option<(NodeId, AxisId)>,
    /// Whether it is one of products of matrices.
    product: bool,
    /// The axes of its loops, without the one that is summed over.
    open: Order,
    /// What it is computed from.
    roots: Vec<Ref>,
    /// What is worth sharing of that, once it is asked for.
    costly: Option<Vec<Inst>>,
}

/// Axes of one summand, and those that take their places in another one.
type Counterparts = SmallVec<[(AxisId, AxisId); 4]>;

/// Finds the sums among what is written to `targets` that share work, and the loops that they are to share.
pub(super) fn orders(x: &Expanded<'_>, targets: &[Target]) -> Orders {
    let mut parts: Vec<Part> = Vec::new();
    for target in targets.iter().filter(|t| !t.shape.is_empty() && !goals::is_opaque(x.graph, t)) {
        target.writes.iter().for_each(|write| parts.extend(parts_of(x, write)));
    }
    let mut orders = Orders::default();
    for p in 0..parts.len() {
        let Some((sum, axis)) = parts[p].sum.filter(|_| !parts[p].product) else { continue };
        let mut order = Order::new();
        order.push(axis);
        order.extend(parts[p].open.iter().copied());
        let partners = (0..parts.len()).filter(|q| *q != p && !parts[*q].product).collect_vec();
        let partners = partners.into_iter().filter_map(|q| Some((q, counterparts(x, &mut parts, p, q, axis)?))).collect_vec();
        // In the loops of the first one whose loops are settled; if there is none, these are.
        let loops = partners.iter().find_map(|(q, counterparts)| {
            let loops = match parts[*q].sum {
                Some((sum, _)) => orders.get(&sum)?,
                None => &parts[*q].open,
            };
            let own = |a: &AxisId| counterparts.iter().find(|c| c.1 == *a).map_or(*a, |c| c.0);
            Some(loops.iter().map(own).collect_vec())
        });
        if let Some(loops) = loops {
            sort::by_key(&mut order, |a| loops.iter().position(|l| l == a).unwrap_or(loops.len()));
        }
        if !partners.is_empty() {
            orders.insert(sum, order);
        }
    }
    orders
}

fn parts_of(x: &Expanded<'_>, write: &Write) -> Vec<Part> {
    if write.indices.iter().any(|i| matches!(i, Index::Value(_))) {
        return Vec::new();
    }
    let open = natural_order(write);
    let part = |n: NodeId| match goals::reduction(x, n) {
        Some(found) => {
            let product = is_product(x.graph, &found.factors(x.graph), found.axis);
            let roots = found.roots().into_iter().map(|n| x.get(n)).collect_vec();
            Part { sum: Some((found.sum, found.axis)), product, open: open.clone(), roots, costly: None }
        }
        None => Part { sum: None, product: false, open: open.clone(), roots: vec![x.get(n)], costly: None },
    };
    summands(x.graph, write.value).1.into_iter().map(|(_, n)| part(n)).collect_vec()
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

/// If a sum over an axis takes something over it that is worth computing once, and another summand the same in a loop: which of
/// the first one's axes are which of the other's.
fn counterparts(x: &Expanded<'_>, parts: &mut [Part], p: usize, q: usize, axis: AxisId) -> Option<Counterparts> {
    for k in [p, q] {
        if parts[k].costly.is_none() {
            parts[k].costly = Some(costly(x, &parts[k].roots));
        }
    }
    let (Some(own), Some(others)) = (&parts[p].costly, &parts[q].costly) else { return None };
    own.iter().filter(|a| a.has(axis.0)).find_map(|a| {
        others.iter().filter(|b| b.id == a.id).find_map(|b| {
            let pairs: Counterparts = a.vars.iter().zip(&b.vars).map(|(a, b)| (AxisId(*a), AxisId(*b))).collect_small();
            pairs.iter().any(|c| c.0 == axis && parts[q].open.contains(&c.1)).then_some(pairs)
        })
    })
}

/// What values are computed from that is more than a few additions and multiplications, at the axes of the graph.
fn costly(x: &Expanded<'_>, roots: &[Ref]) -> Vec<Inst> {
    const INNER: u32 = u32::MAX;
    let mut seen = Set::default();
    let mut stack = roots.iter().map(|r| Inst { id: r.id, vars: r.axes.iter().map(|a| a.0).collect_small() }).collect_vec();
    let mut out = Vec::new();
    while let Some(inst) = stack.pop() {
        if inst.vars.is_empty() || inst.has(INNER) || seen.len() > MOST_SEARCHED || !seen.insert(inst.clone()) {
            continue;
        }
        let op = x.op(inst.id);
        stack.extend(op.args.iter().map(|arg| arg_inst(&inst, arg, INNER)));
        if matches!(op.op, Op::Reduce(..) | Op::Call(_) | Op::Pow(_) | Op::Powi(_) | Op::Sqrt | Op::Div | Op::Invoke(_)) {
            out.push(inst);
        }
    }
    out
}
