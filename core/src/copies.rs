//! Arrays that are nothing but copies: what reads them reads the array that was copied instead.
//!
//! A function that passes a row on, or keeps what a step returned, copies arrays element by element. Neither sweep needs
//! the copies: each would be one more array for every step, with an adjoint of the same size. Nor do they need arrays of what
//! some elements of smaller ones differ by, `d[i, j, k] = x[i, k] - x[j, k]`.

use crate::affine::{Affine, AxisId, Term};
use crate::differentiate::{defined_below, reachable};
use crate::graph::{ArrayId, Graph, Index, Node, NodeId};
use crate::target::Write;
use chainrule_parser::list::PushAll;
use chainrule_parser::table::Map;

/// An array of which each element is one of another.
struct Copy {
    /// The axes of the copy.
    axes: Vec<AxisId>,
    of: ArrayId,
    /// Where the element is, over these axes.
    indices: Vec<Affine>,
}

/// Elements of smaller arrays are so few where they are put together again instead of kept.
const FEW: usize = 3;

/// An array of sums of elements of smaller ones: its axes, and what it holds.
struct Outer {
    axes: Vec<AxisId>,
    value: NodeId,
}

/// Makes all that `roots` need read what was copied.
pub(crate) fn forward(graph: &mut Graph, roots: &mut [NodeId]) {
    let defined = defined_below(graph, roots);
    let copies: Map<ArrayId, Copy> = defined.iter().filter_map(|id| Some((*id, copy(graph, *id)?))).collect();
    let outers: Map<ArrayId, Outer> = defined.iter().filter_map(|id| Some((*id, outer(graph, *id)?))).collect();
    if copies.is_empty() && outers.is_empty() {
        return;
    }
    replace(graph, roots, &defined, &mut |graph, _, mut new| {
        // A copy of a copy, and so on: as often as there are any, lest two are copies of each other.
        for _ in 0..copies.len() {
            match read_through(graph, new, &copies) {
                Some(of) => new = of,
                None => break,
            }
        }
        put_together(graph, new, &outers).unwrap_or(new)
    });
}

/// Puts other nodes in the places of some, in all that `roots` need and `defined` arrays hold: `instead` is given a node, and
/// what it is with other operands.
pub(crate) fn replace(
    graph: &mut Graph,
    roots: &mut [NodeId],
    defined: &[ArrayId],
    instead: &mut dyn FnMut(&mut Graph, NodeId, NodeId) -> NodeId,
) {
    let mut all = roots.to_vec();
    all.push_all(defined.iter().flat_map(|array| graph.writes(*array)).flat_map(Write::roots));
    let mut made: Map<NodeId, NodeId> = Map::default();
    for id in reachable(graph, &all) {
        let node = graph.node(id).clone();
        let map = |id: NodeId| made.get(&id).copied().unwrap_or(id);
        let mut moved = false;
        graph.for_each_operand(id, |o| moved |= map(o) != o);
        let new = if moved { graph.rebuild(&node, &map, &Affine::clone) } else { id };
        let new = instead(graph, id, new);
        if new == id {
            continue;
        }
        if let (Some(name), None) = (graph.labels.get(&id).cloned(), graph.labels.get(&new)) {
            graph.set_label(new, &name);
        }
        made.insert(id, new);
    }
    let map = |id: NodeId| made.get(&id).copied().unwrap_or(id);
    for array in defined {
        graph.writes_mut(*array).iter_mut().for_each(|write| write.map_roots(map));
    }
    roots.iter_mut().for_each(|root| *root = map(*root));
}

/// Of what a defined array is a copy.
fn copy(graph: &Graph, array: ArrayId) -> Option<Copy> {
    let [Write { indices, axes, value, guarded: false }] = graph.writes(array) else { return None };
    let Node::Element { array: of, indices: from, guarded: false } = graph.node(*value) else { return None };
    if *of == array || graph.array(*of).opaque {
        return None;
    }
    let own = plain_axes(graph, indices, array)?;
    let places = from.iter().map(|index| if let Index::Affine(a) = index { Some(a.clone()) } else { None });
    let indices = places.collect::<Option<Vec<_>>>()?;
    axes.iter().all(|axis| own.contains(axis)).then_some(Copy { axes: own, of: *of, indices })
}

/// What a defined array holds, if that is put together from smaller arrays.
fn outer(graph: &Graph, array: ArrayId) -> Option<Outer> {
    let [Write { indices, axes, value, guarded: false }] = graph.writes(array) else { return None };
    let own = plain_axes(graph, indices, array)?;
    let mut inner = *value;
    while let Node::Select(condition, value, zero) = *graph.node(inner) {
        let is_position = |n: NodeId| graph.as_affine(n).is_some();
        let positions = |c: &NodeId| matches!(*graph.node(*c), Node::Compare(_, a, b) if is_position(a) && is_position(b));
        if !graph.is(zero, 0) || !graph.conjuncts(condition).iter().all(positions) {
            return None;
        }
        inner = value;
    }
    let Node::Sum { terms, .. } = graph.node(inner) else { return None };
    let smaller = |id: NodeId| match graph.node(id) {
        Node::Element { array: of, indices, .. } => {
            let plain = indices.iter().all(|index| matches!(index, Index::Affine(_)));
            *of != array && plain && graph.free(id).len() < own.len()
        }
        _ => false,
    };
    let few = terms.len() <= FEW && terms.iter().all(|term| smaller(term.1));
    (few && axes.iter().all(|axis| own.contains(axis))).then_some(Outer { axes: own, value: *value })
}

/// What an element of an array is, if that holds what is put together from smaller ones.
fn put_together(graph: &mut Graph, id: NodeId, outers: &Map<ArrayId, Outer>) -> Option<NodeId> {
    let Node::Element { array, indices, guarded } = graph.node(id).clone() else { return None };
    let outer = outers.get(&array)?;
    let mut places = Vec::new();
    for index in indices {
        let Index::Affine(place) = index else { return None };
        if place.axes().any(|axis| outer.axes.contains(&axis)) {
            return None;
        }
        places.push(place);
    }
    let by = outer.axes.iter().zip(&places);
    Some(by.fold(outer.value, |value, (axis, place)| graph.substitute_at(value, *axis, place, guarded)))
}

/// The axes that the indices of a write are, if they reach each element of its array once.
fn plain_axes(graph: &Graph, indices: &[Index], array: ArrayId) -> Option<Vec<AxisId>> {
    let mut own: Vec<AxisId> = Vec::new();
    for (index, extent) in indices.iter().zip(&graph.array(array).shape) {
        let Index::Affine(index) = index else { return None };
        let axis = index.as_axis().filter(|axis| !own.contains(axis) && graph.axis(*axis).extent == *extent)?;
        own.push(axis);
    }
    Some(own)
}

/// What an element of a copy is an element of.
fn read_through(graph: &mut Graph, id: NodeId, copies: &Map<ArrayId, Copy>) -> Option<NodeId> {
    let Node::Element { array, indices, guarded: false } = graph.node(id).clone() else { return None };
    let copy = copies.get(&array)?;
    let place = |index: &Affine| -> Option<Index> {
        if let Some(axis) = index.as_axis() {
            let at = copy.axes.iter().position(|own| *own == axis)?;
            return Some(indices[at].clone());
        }
        // All at once, as the axes there may be those of the copy.
        let mut out = Affine::constant(index.constant);
        for &(term, factor) in &index.terms {
            match term {
                Term::Axis(axis) => {
                    let Index::Affine(by) = &indices[copy.axes.iter().position(|own| *own == axis)?] else { return None };
                    out = out.add_scaled(factor, by);
                }
                Term::Dim(dim) => out = out.add_scaled(factor, &Affine::dim(dim)),
            }
        }
        Some(Index::Affine(out))
    };
    let indices = copy.indices.iter().map(place).collect::<Option<Vec<_>>>()?;
    Some(graph.element(copy.of, indices, false))
}
