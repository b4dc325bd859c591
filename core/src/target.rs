//! What a program is asked to compute: values and gradients as accumulations into arrays.

use crate::affine::{Affine, AxisId};
use crate::graph::{ArrayId, Index, NodeId};

/// Which result a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// The function's value.
    Value,
    /// The gradient with respect to an array, of one number or of each of several.
    Gradient(ArrayId),
    /// Something else with a name, in order (a Hessian row, an intermediate result).
    Other(u32),
}

/// One accumulation: `target[indices] += value` for every value of `axes`.
#[derive(Clone, Debug)]
pub struct Write {
    /// Where; one index per axis of the target. May mention only `axes`.
    pub indices: Vec<Index>,
    /// The axes that are looped over: the free axes of `value` and those of `indices`.
    pub axes: Vec<AxisId>,
    /// What is added.
    pub value: NodeId,
    /// Whether the indices may be outside the target; nothing is added there.
    pub guarded: bool,
}

impl Write {
    /// The nodes that the write reads: its value and the indices that are data.
    pub fn roots(&self) -> Vec<NodeId> {
        let mut roots = Vec::new();
        for index in &self.indices {
            if let Index::Value(n) = index {
                roots.push(*n);
            }
        }
        roots.push(self.value);
        roots
    }

    /// Puts another node into the place of each of them.
    pub(crate) fn map_roots(&mut self, to: impl Fn(NodeId) -> NodeId) {
        for index in &mut self.indices {
            if let Index::Value(n) = index {
                *n = to(*n);
            }
        }
        self.value = to(self.value);
    }
}

/// A result: an array (or a scalar) that starts at zero and receives `writes`.
///
/// A target whose only write has the distinct axes of its shape as indices is stored directly;
/// elements that no write reaches are 0.
#[derive(Clone, Debug)]
pub struct Target {
    /// For printing and for the emitter's choice of a place.
    pub name: String,
    /// Which result it is.
    pub kind: TargetKind,
    /// Extent of each axis.
    pub shape: Vec<Affine>,
    /// The accumulations, in order.
    pub writes: Vec<Write>,
}
