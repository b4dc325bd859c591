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
    /// Its summands, if it is a write.
    parts: Vec<pairs::Part>,
}

/// Puts writes together, in steps that are in loops over some axes.
pub(super) struct Gathering<'x, 'g> {
    pub x: &'x Expanded<'g>,
    pub writes: &'x Map<WriteId, Write>,
    pub blocks: Blocks,
    /// The loops of what is summed up in those of something else.
    pub orders: pairs::Orders,
}

impl Uses {
    fn of(gathering: &Gathering<'_, '_>, step: &Step, bound: &[AxisId]) -> Uses {
        let (x, writes) = (gathering.x, gathering.writes);
        let mut out = Uses { reads: Set::default(), writes: Set::default(), shared: None, parts: Vec::new() };
        let mut stack = vec![step];
        while let Some(step) = stack.pop() {
            match step {
                Step::Write(id) => {
                    out.writes.insert(id.array);
                    out.reads.extend(stages::reads(x.graph, &writes[id]).into_iter().map(|read| read.0));
                }
                Step::Scan(scan) => stack.extend(&scan.body),
            }
        }
        if let Step::Write(id) = step {
            let below = crate::differentiate::reachable(x.graph, &writes[id].roots());
            out.shared = Some(below.into_iter().filter(|n| is_costly(x.graph, *n)).collect());
            out.parts = pairs::parts_of(x, &writes[id], x.graph.is_assigned(id.array), bound);
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

impl Gathering<'_, '_> {
    /// The steps with those side by side that are to be in one block; notes the numbers of the blocks.
    pub fn gathered(&mut self, steps: Vec<Step>, bound: &[AxisId]) -> Vec<Step> {
        let mut uses = steps.iter().map(|step| Uses::of(self, step, bound)).collect_vec();
        let mut order: Vec<usize> = Vec::new();
        let mut number = self.blocks.len() as u32;
        for first in 0..steps.len() {
            if order.contains(&first) {
                continue;
            }
            let mut block = vec![first];
            for next in first + 1..steps.len() {
                let passed = (first + 1..next).filter(|k| !order.contains(k) && !block.contains(k));
                let free = passed.chain(block.iter().copied()).all(|k| !uses[k].meets(&uses[next]));
                if free && !order.contains(&next) && block.iter().any(|k| self.share(&mut uses, *k, next, bound)) {
                    block.push(next);
                }
            }
            let mut parts = block.iter().flat_map(|k| std::mem::take(&mut uses[*k].parts)).collect_vec();
            pairs::add_orders(self.x, &mut parts, bound, &mut self.orders);
            if block.len() > 1 {
                for k in &block {
                    if let Step::Write(id) = &steps[*k] {
                        self.blocks.insert(*id, number);
                    }
                }
                number += 1;
            }
            order.append(&mut block);
        }
        let mut steps = steps.into_iter().map(Some).collect_vec();
        let steps = order.into_iter().map(|k| match steps[k].take().expect("each once") {
            Step::Scan(mut scan) => {
                let bound = [bound, &[scan.lines[0].axis]].concat();
                scan.body = self.gathered(std::mem::take(&mut scan.body), &bound);
                Step::Scan(scan)
            }
            step => step,
        });
        steps.collect_vec()
    }

    /// Whether two writes have something in common that is worth computing once.
    fn share(&self, uses: &mut [Uses], a: usize, b: usize, bound: &[AxisId]) -> bool {
        if uses[a].shares(&uses[b]) {
            return true;
        }
        let (own, others) = (std::mem::take(&mut uses[a].parts), std::mem::take(&mut uses[b].parts));
        let (mut both, count) = (own, others.len());
        both.extend(others);
        let first = both.len() - count;
        let found = (0..first).any(|p| {
            (first..both.len()).any(|q| {
                let mut side = |p: usize, q: usize| pairs::counterparts(self.x, &mut both, p, q, bound).is_some();
                side(p, q) || side(q, p)
            })
        });
        uses[b].parts = both.split_off(first);
        uses[a].parts = both;
        found
    }
}
