//! Forward mode: the tangents of nodes, as nodes.
//!
//! The same table as in reverse mode, read the other way. One sweep follows one direction, or all along some axes, the
//! lanes: then a tangent has these axes besides those of its node.

use super::*;
use chainrule_parser::ast::Call;

/// The tangent of an element of an array, if it moves.
pub type Seeds<'a> = dyn FnMut(&mut Graph, ArrayId, &[Index], bool) -> Option<NodeId> + 'a;

/// The tangent of `output` in a direction: see [`tangents`].
pub fn tangent(graph: &mut Graph, output: NodeId, wrt: &[ArrayId], seeds: &mut Seeds<'_>) -> NodeId {
    tangents(graph, &[output], wrt, &[], seeds)[0]
}

/// The tangents of nodes in the direction `seeds`, or in all directions along the `lanes`: axes that are free in the seeds
/// and mean nothing else in the graph.
///
/// `seeds` gives the tangent of each element of an array of `wrt`; it is called with the array and the indices of each
/// element that occurs, and whether these may be outside the array.
pub fn tangents(graph: &mut Graph, outputs: &[NodeId], wrt: &[ArrayId], lanes: &[AxisId], seeds: &mut Seeds<'_>) -> Vec<NodeId> {
    let zero = graph.zero();
    let mut tangents: Map<NodeId, NodeId> = Map::default();
    let defined = defined_below(graph, outputs);
    let places: Map<ArrayId, usize> = wrt.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let active = active_nodes(graph, outputs, &places, &defined);
    let along: Vec<Index> = lanes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect_vec();
    let mut along_calls: Map<NodeId, NodeId> = Map::default();
    let mut tangent_of: Map<ArrayId, ArrayId> = Map::default();
    for &array in &defined {
        if graph.writes(array).iter().any(|w| active.contains_key(&w.value)) {
            let Array { name, shape, .. } = graph.array(array).clone();
            let shape = [&shape[..], &extents(graph, lanes)].concat();
            tangent_of.insert(array, graph.define(&format!("{name}_tangent"), shape, false));
        }
    }
    let held = held(graph, outputs, &defined);
    let read = |n: NodeId| held.get(&n).copied().unwrap_or(n);
    let mut order: Vec<NodeId> = active.keys().copied().collect_vec();
    order.sort_unstable();
    for id in order {
        let of = |n: &NodeId| tangents.get(n).copied();
        let steep = is_steep(graph, id);
        let value = match graph.node(id).clone() {
            Node::Constant(_) | Node::Position(_) | Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => None,
            Node::Element { array, indices, guarded } => match tangent_of.get(&array) {
                Some(tangent) => Some(graph.element(*tangent, [&indices[..], &along].concat(), guarded)),
                None => seeds(graph, array, &indices, guarded),
            },
            Node::Sum { terms, .. } => {
                let moved: Vec<_> = terms.iter().filter_map(|(c, n)| Some((*c, of(n)?))).collect_vec();
                (!moved.is_empty()).then(|| graph.sum(Number::ZERO, &moved))
            }
            Node::Product(factors) => {
                let operands: Vec<NodeId> = factors.iter().map(|f| f.0).collect_vec();
                let factors: Vec<_> = factors.iter().map(|f| (read(f.0), f.1)).collect_vec();
                let others = if factors.len() > 4 { Some(exclusive_products(graph, &factors)) } else { None };
                let mut parts = Vec::new();
                for (at, (n, e)) in factors.iter().enumerate() {
                    let Some(t) = of(&operands[at]) else { continue };
                    let rest = match &others {
                        Some(others) => vec![(others[at], Number::ONE)],
                        None => factors.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| *f).collect_vec(),
                    };
                    let mut partial = partial_of_factor(*n, *e, rest, held.get(&id).copied());
                    partial.retain(|p| !p.1.is(0));
                    let p = if steep {
                        let partial = graph.product(&partial);
                        times(graph, t, partial, true)
                    } else {
                        partial.push((t, Number::ONE));
                        graph.product(&partial)
                    };
                    parts.push((*e, p));
                }
                (!parts.is_empty()).then(|| graph.sum(Number::ZERO, &parts))
            }
            Node::Apply(function, operands) => {
                let args: Vec<NodeId> = operands.iter().map(|a| read(*a)).collect_vec();
                let mut parts = Vec::new();
                for (at, operand) in operands.iter().enumerate() {
                    if let Some(t) = of(operand) {
                        let mut partial = function.partial(graph, &args, read(id), at);
                        if let Some(inside) = domain_condition(graph, function, &args, read(id)) {
                            let nan = graph.not_a_number();
                            partial = graph.select(inside, partial, nan);
                        }
                        if let Some(level) = level(graph, function, &args, at) {
                            partial = graph.select(level, zero, partial);
                        }
                        parts.push(times(graph, t, partial, steep));
                    }
                }
                (!parts.is_empty()).then(|| graph.add_all(&parts))
            }
            Node::Select(c, a, b) => match (of(&a), of(&b)) {
                (None, None) => None,
                // Outside its domain a value is NaN, and so is its tangent.
                (Some(x), None) if graph.as_constant(b).is_some_and(|k| k.to_f64().is_nan()) => Some(graph.select(c, x, b)),
                (x, y) => Some(graph.select(c, x.unwrap_or(zero), y.unwrap_or(zero))),
            },
            Node::Reduce { op, axis, body } => of(&body).and_then(|t| {
                let partial = reduce_partial(graph, op, axis, body, read(id))?;
                let value = times(graph, t, partial, steep);
                Some(graph.reduce(ReduceOp::Sum, axis, value))
            }),
            Node::Invoke(_) => None,
            Node::Output { .. } => along_call(graph, id, &active, &tangents, lanes, &mut along_calls),
        };
        if let Some(value) = value
            && value != zero
        {
            tangents.insert(id, value);
        }
    }
    for (array, tangent) in defined.iter().filter_map(|a| Some((a, *tangent_of.get(a)?))) {
        for w in graph.writes(*array).to_vec() {
            if let Some(&value) = tangents.get(&w.value) {
                let (indices, axes) = ([&w.indices[..], &along].concat(), [&w.axes[..], lanes].concat());
                graph.add_write(tangent, Write { value, indices, axes, guarded: w.guarded });
            }
        }
    }
    outputs.iter().map(|output| tangents.get(output).copied().unwrap_or(zero)).collect_vec()
}

/// A tangent times a partial. What does not move is not moved by a partial that is infinite or NaN, either, which may be if it is
/// `steep`.
fn times(graph: &mut Graph, tangent: NodeId, partial: NodeId, steep: bool) -> NodeId {
    if let Node::Select(c, a, b) = *graph.node(tangent) {
        for (moved, still, holds) in [(a, b, true), (b, a, false)] {
            if graph.is(still, 0) {
                let value = graph.mul(moved, partial);
                return guards::where_holds(graph, c, holds, value);
            }
        }
    }
    if let Node::Select(c, a, b) = *graph.node(partial)
        && (graph.is(a, 0) || graph.is(b, 0))
    {
        let (value, holds) = if graph.is(b, 0) { (a, true) } else { (b, false) };
        let value = times(graph, tangent, value, steep);
        return guards::where_holds(graph, c, holds, value);
    }
    let value = graph.mul(tangent, partial);
    if !steep || graph.as_constant(tangent).is_some() {
        return value;
    }
    let zero = graph.zero();
    let still = graph.compare(Comparison::Eq, tangent, zero);
    graph.select(still, zero, value)
}

/// The tangent of an output of a call.
///
/// Of a number it is what the gradient makes of the tangents of the arguments. Of anything else it is read of one more call,
/// that of the Jacobian-vector product, with the tangents of all arguments along all lanes: so is one that is passed on as it
/// is.
fn along_call(
    graph: &mut Graph,
    output: NodeId,
    active: &Map<NodeId, ()>,
    tangents: &Map<NodeId, NodeId>,
    lanes: &[AxisId],
    along_calls: &mut Map<NodeId, NodeId>,
) -> Option<NodeId> {
    let Node::Output { call, part, indices, guarded } = graph.node(output).clone() else { unreachable!("an output") };
    let Node::Invoke(invocation) = graph.node(call).clone() else { unreachable!("outputs are those of calls") };
    let moves = moving_arguments(&invocation, active);
    let moves: Vec<u32> = moves.into_iter().filter(|k| tangents.contains_key(&invocation.arguments[*k as usize].value)).collect_vec();
    let number = graph.part(part).template.is_empty() && !graph.part(part).whole;
    if number && moves.iter().all(|k| !is_whole(graph, invocation.arguments[*k as usize].value)) {
        let seed = Seed { part, indices, axes: Box::new([]), value: graph.one(), guarded };
        let row = product_of(graph, call, vec![seed], &moves);
        let mut parts = Vec::new();
        for k in moves {
            let argument = &invocation.arguments[k as usize];
            let value = adjoint_of(graph, row, argument, k);
            let value = times(graph, tangents[&argument.value], value, true);
            let value = argument.axes.iter().rev().fold(value, |v, a| graph.reduce(ReduceOp::Sum, *a, v));
            parts.push(invocation.condition.map_or(value, |c| guards::where_holds(graph, c, true, value)));
        }
        return (!parts.is_empty()).then(|| graph.add_all(&parts));
    }
    if moves.is_empty() {
        return None;
    }
    let (lane, count) = all_lanes(graph, lanes);
    let first = Index::Affine(lane);
    let product = match along_calls.get(&call) {
        Some(known) => *known,
        None => {
            let mut seeds = Vec::new();
            for &k in &moves {
                let argument = &invocation.arguments[k as usize];
                let own = argument.axes.iter().map(|a| Index::Affine(Affine::axis(*a)));
                let shape = [std::slice::from_ref(&count), &extents(graph, &argument.axes)].concat();
                let whole = is_whole(graph, argument.value);
                let part = graph.intern_part(ResultPart { argument: Some(k), template: "[]".repeat(shape.len()), shape, whole });
                seeds.push(Seed {
                    part,
                    indices: std::iter::once(first.clone()).chain(own).collect(),
                    axes: [lanes, &argument.axes].concat().into(),
                    value: tangents[&argument.value],
                    guarded: false,
                });
            }
            let invocation = Invocation { seeds: Some(seeds.into()), active: moves.into(), lanes: Some(count.clone()), ..*invocation };
            let product = graph.invoke(invocation);
            along_calls.insert(call, product);
            product
        }
    };
    let ResultPart { template, shape, whole, .. } = graph.part(part).clone();
    let (template, shape) = (format!("[]{template}"), [&[count], &shape[..]].concat());
    let part = graph.intern_part(ResultPart { argument: None, template, shape, whole });
    Some(graph.output(product, part, [&[first], &indices[..]].concat(), guarded))
}

/// All lanes as one: which of them it is, and how many there are.
fn all_lanes(graph: &Graph, lanes: &[AxisId]) -> (Affine, Affine) {
    lanes.iter().fold((Affine::constant(0), Affine::constant(1)), |(at, count), lane| {
        let extent = &graph.axis(*lane).extent;
        match extent.as_constant() {
            Some(n) => (at.scaled(n).add_scaled(1, &Affine::axis(*lane)), count.scaled(n)),
            // Only the one lane of a Jacobian-vector product has an extent that is not known.
            None => (Affine::axis(*lane), extent.clone()),
        }
    })
}

/// The call that forward mode does not go through, if there is one below some nodes: one that is given a parameter that is no
/// number.
pub fn not_forward<'a>(graph: &'a Graph, outputs: &[NodeId], wrt: &[ArrayId]) -> Option<&'a Call> {
    let places: Map<ArrayId, usize> = wrt.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let active = active_nodes(graph, outputs, &places, &defined_below(graph, outputs));
    let mut order: Vec<NodeId> = active.keys().copied().collect_vec();
    order.sort_unstable();
    order.into_iter().find_map(|id| match graph.node(id) {
        Node::Invoke(invocation) => {
            let opaque = invocation.arguments.iter().any(|a| active.contains_key(&a.value) && graph.is_opaque(a.value));
            opaque.then(|| graph.call(invocation.call))
        }
        _ => None,
    })
}
