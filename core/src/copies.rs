//! Arrays that are nothing but copies: what reads them reads the array that was copied instead.
//!
//! A function that passes a row on, or keeps what a step returned, copies arrays element by element. Neither sweep needs
//! the copies: each would be one more array for every step, with an adjoint of the same size.

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

/// Makes all that `roots` need read what was copied.
pub(crate) fn forward(graph: &mut Graph, roots: &mut [NodeId]) {
    let defined = defined_below(graph, roots);
    let copies: Map<ArrayId, Copy> = defined.iter().filter_map(|id| Some((*id, copy(graph, *id)?))).collect();
    if copies.is_empty() {
        return;
    }
    let mut all = roots.to_vec();
    all.push_all(defined.iter().flat_map(|array| graph.writes(*array)).flat_map(Write::roots));
    let mut made: Map<NodeId, NodeId> = Map::default();
    for id in reachable(graph, &all) {
        let node = graph.node(id).clone();
        let map = |id: NodeId| made.get(&id).copied().unwrap_or(id);
        let mut moved = false;
        graph.for_each_operand(id, |o| moved |= map(o) != o);
        let mut new = if moved { graph.rebuild(&node, &map, &Affine::clone) } else { id };
        // A copy of a copy, and so on: as often as there are any, lest two are copies of each other.
        for _ in 0..copies.len() {
            match read_through(graph, new, &copies) {
                Some(of) => new = of,
                None => break,
            }
        }
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
        for write in graph.writes_mut(array) {
            write.value = map(write.value);
            for index in &mut write.indices {
                if let Index::Value(n) = index {
                    *n = map(*n);
                }
            }
        }
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
    let mut own: Vec<AxisId> = Vec::new();
    for (index, extent) in indices.iter().zip(&graph.array(array).shape) {
        let Index::Affine(index) = index else { return None };
        let axis = index.as_axis().filter(|axis| !own.contains(axis) && graph.axis(*axis).extent == *extent)?;
        own.push(axis);
    }
    let places = from.iter().map(|index| if let Index::Affine(a) = index { Some(a.clone()) } else { None });
    let indices = places.collect::<Option<Vec<_>>>()?;
    axes.iter().all(|axis| own.contains(axis)).then_some(Copy { axes: own, of: *of, indices })
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
