//! Tidying a formula for the reader: nested sums and products that are used once are opened, and the
//! nodes are made anew in the order in which they are printed, so that reading the printed text back
//! gives the same graph.

use crate::differentiate::{reachable, uses};
use crate::graph::{Graph, Node, NodeId};
use crate::print;
use chainrule_parser::list::PushAll;
use chainrule_parser::table::Map;

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
    let uses = uses(old, &[root], &reachable(old, &[root]));
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
                Node::Product(factors) => {
                    let mut list = Vec::new();
                    for &(n, e) in factors {
                        match new.node(made[&n]) {
                            Node::Product(inner) if e.is(1) && uses.get(&n) == Some(&1) => list.push_all(inner.iter().copied()),
                            _ => list.push((made[&n], e)),
                        }
                    }
                    new.product(&list)
                }
                Node::Sum { constant, terms } => {
                    let mut total = *constant;
                    let mut list = Vec::new();
                    for &(c, n) in terms {
                        match new.node(made[&n]) {
                            Node::Sum { constant: k, terms: inner }
                                if c.abs().is(1) && uses.get(&n) == Some(&1) && (terms.len() > 1 || inner.len() == 1) =>
                            {
                                total = total.add(c.mul(*k));
                                list.push_all(inner.iter().map(|&(d, m)| (c.mul(d), m)));
                            }
                            _ => list.push((c, made[&n])),
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
