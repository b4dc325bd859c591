//! Tidying a formula for the reader: nested sums and products that are used once are opened, and the
//! nodes are made anew in the order in which they are printed, so that reading the printed text back
//! gives the same graph.

use crate::differentiate::{reachable, uses};
use crate::graph::{Graph, Node, NodeId};
use crate::number::Number;
use crate::print;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::table::{Map, Set};

/// Rounds after which the order is taken as it is; two are enough for almost every formula.
const ROUNDS: usize = 4;

/// A graph of its own for `root`, tidied. Arrays, axes and dimensions keep their ids.
pub fn tidy(graph: &Graph, root: NodeId) -> (Graph, NodeId) {
    let (mut graph, mut root) = rebuilt(graph, root);
    let mut before = print::formula(&graph, root);
    for _ in 1..ROUNDS {
        (graph, root) = rebuilt(&graph, root);
        let after = print::formula(&graph, root);
        if after == before {
            break;
        }
        before = after;
    }
    (graph, root)
}

fn rebuilt(old: &Graph, root: NodeId) -> (Graph, NodeId) {
    let mut new = Graph::new();
    new.axes = old.axes.clone();
    new.axis_index = old.axis_index.clone();
    new.arrays = old.arrays.clone();
    new.dims = old.dims.clone();
    let below = reachable(old, &[root]);
    let uses = uses(old, &[root], &below);
    let once = |n: NodeId| uses.get(&n) == Some(&1);
    // They are no nodes of the new graph: a long chain would be one list after the other, each with the one before.
    let mut opened: Set<NodeId> = Set::default();
    for id in below {
        match old.node(id) {
            Node::Product(factors) => {
                opened.extend(factors.iter().filter(|f| f.1.is(1) && once(f.0) && matches!(old.node(f.0), Node::Product(_))).map(|f| f.0));
            }
            Node::Sum { terms, .. } => {
                let short = |n| matches!(old.node(n), Node::Sum { terms: inner, .. } if terms.len() > 1 || inner.len() == 1);
                opened.extend(terms.iter().filter(|t| t.0.abs().is(1) && once(t.1) && short(t.1)).map(|t| t.1));
            }
            _ => {}
        }
    }
    let mut made: Map<NodeId, NodeId> = Map::default();
    for start in print::order_of_definitions(old, root) {
        let mut stack = vec![(start, false)];
        while let Some((id, ready)) = stack.pop() {
            if made.contains_key(&id) {
                continue;
            }
            if !ready {
                stack.push((id, true));
                let operands = print::operands_in_order(old, id);
                stack.push_all(operands.into_iter().rev().map(|o| (o, false)));
                continue;
            }
            let node = match old.node(id) {
                _ if opened.contains(&id) => continue,
                Node::Product(factors) => {
                    let mut list = Vec::new();
                    let mut stack: Vec<(NodeId, Number)> = factors.iter().rev().copied().collect_vec();
                    while let Some((n, e)) = stack.pop() {
                        match old.node(n) {
                            Node::Product(inner) if opened.contains(&n) => stack.push_all(inner.iter().rev().copied()),
                            _ => match new.node(made[&n]) {
                                Node::Product(inner) if e.is(1) && once(n) => list.push_all(inner.iter().copied()),
                                _ => list.push((made[&n], e)),
                            },
                        }
                    }
                    new.product(&list)
                }
                Node::Sum { constant, terms } => {
                    let mut total = *constant;
                    let mut list = Vec::new();
                    let mut stack: Vec<(Number, NodeId)> = terms.iter().rev().copied().collect_vec();
                    while let Some((c, n)) = stack.pop() {
                        match old.node(n) {
                            Node::Sum { constant: k, terms: inner } if opened.contains(&n) => {
                                total = total.add(c.mul(*k));
                                stack.push_all(inner.iter().rev().map(|&(d, m)| (c.mul(d), m)));
                            }
                            _ => match new.node(made[&n]) {
                                Node::Sum { constant: k, terms: inner }
                                    if c.abs().is(1) && once(n) && (terms.len() > 1 || inner.len() == 1) =>
                                {
                                    total = total.add(c.mul(*k));
                                    list.push_all(inner.iter().map(|&(d, m)| (c.mul(d), m)));
                                }
                                _ => list.push((c, made[&n])),
                            },
                        }
                    }
                    new.sum(total, &list)
                }
                node => new.rebuild(node, &|n| made[&n], &Clone::clone),
            };
            if let Some(name) = old.label(id) {
                new.set_label(node, name);
            }
            made.insert(id, node);
        }
    }
    (new, made[&root])
}
