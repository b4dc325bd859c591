//! Writes of defined arrays that are made in one block, because they have something in common that is worth computing once.
//!
//! Each write is a block of its own, with its own loops, as the next one may read what it writes. `a[n, 0]` and `a[n, 1]`
//! that are both made of the same sums over n do not: in one block they are made in one loop, and the sums once.

use super::*;
use crate::order::{Step, WriteId};
use crate::target::Write;
use chainrule_parser::list::CollectVec;

/// The numbers of the blocks of writes that are not alone in theirs.
pub(super) type Blocks = Map<WriteId, u32>;

/// What a step has to do with arrays.
struct Uses {
    reads: Set<ArrayId>,
    writes: Set<ArrayId>,
    /// What it computes that is worth sharing, if it is a write.
    shared: Option<Set<NodeId>>,
}

impl Uses {
    fn of(graph: &Graph, writes: &Map<WriteId, Write>, step: &Step) -> Uses {
        let mut out = Uses { reads: Set::default(), writes: Set::default(), shared: None };
        let mut stack = vec![step];
        while let Some(step) = stack.pop() {
            match step {
                Step::Write(id) => {
                    out.writes.insert(id.array);
                    out.reads.extend(stages::reads(graph, &writes[id]).into_iter().map(|read| read.0));
                }
                Step::Scan(scan) => stack.extend(&scan.body),
            }
        }
        if let Step::Write(id) = step {
            let below = crate::differentiate::reachable(graph, &writes[id].roots());
            out.shared = Some(below.into_iter().filter(|n| is_costly(graph, *n)).collect());
        }
        out
    }

    /// Whether it matters which of two steps comes first.
    fn meets(&self, other: &Uses) -> bool {
        let reads = |a: &Uses, b: &Uses| a.reads.iter().any(|array| b.writes.contains(array));
        reads(self, other) || reads(other, self)
    }

    fn shares(&self, other: &Uses) -> bool {
        let (Some(a), Some(b)) = (&self.shared, &other.shared) else { return false };
        a.iter().any(|n| b.contains(n))
    }
}

/// Whether a value is worth sharing: one for each turn of a loop, and no mere arithmetic.
fn is_costly(graph: &Graph, id: NodeId) -> bool {
    matches!(graph.node(id), Node::Reduce { .. } | Node::Apply(..)) && !graph.free(id).is_empty()
}

/// The steps with those side by side that are to be in one block; notes the numbers of the blocks.
pub(super) fn gathered(graph: &Graph, writes: &Map<WriteId, Write>, steps: Vec<Step>, blocks: &mut Blocks) -> Vec<Step> {
    let uses = steps.iter().map(|step| Uses::of(graph, writes, step)).collect_vec();
    let mut order: Vec<usize> = Vec::new();
    let mut number = blocks.len() as u32;
    for first in 0..steps.len() {
        if order.contains(&first) {
            continue;
        }
        let mut block = vec![first];
        for next in first + 1..steps.len() {
            let passed = (first + 1..next).filter(|k| !order.contains(k) && !block.contains(k));
            let free = passed.chain(block.iter().copied()).all(|k| !uses[k].meets(&uses[next]));
            if free && !order.contains(&next) && block.iter().any(|k| uses[*k].shares(&uses[next])) {
                block.push(next);
            }
        }
        if block.len() > 1 {
            for k in &block {
                if let Step::Write(id) = &steps[*k] {
                    blocks.insert(*id, number);
                }
            }
            number += 1;
        }
        order.append(&mut block);
    }
    let mut steps = steps.into_iter().map(Some).collect_vec();
    let steps = order.into_iter().map(|k| match steps[k].take().expect("each once") {
        Step::Scan(mut scan) => {
            scan.body = gathered(graph, writes, std::mem::take(&mut scan.body), blocks);
            Step::Scan(scan)
        }
        step => step,
    });
    steps.collect_vec()
}
