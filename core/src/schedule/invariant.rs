//! What every turn of a recurrence would compute alike: it is computed before the loop.
//!
//! Loops that are no recurrences see to this themselves, since all that is to be done in them is known when they are
//! opened; the turns of a recurrence are blocks of their own. Only what a compiler does not move is looked for: calls of
//! functions, and sums.

use super::stages::{Around, Expansion, in_range};
use super::*;
use crate::order::{Scan, Step, WriteId};
use chainrule_parser::list::CollectVec;
use chainrule_parser::list::PushAll;

impl Scheduler<'_> {
    /// Computes what does not depend on the turn of a loop, nor on what its turns write.
    pub(super) fn before_scan(&mut self, stages: &Expansion, scan: &Scan, around: &Around<'_>, out: &mut Vec<Statement>) {
        let mut writes: Vec<WriteId> = Vec::new();
        let mut moving = Moving::default();
        moving.note(scan, &mut writes);
        // Rows of the data have loops that look after what does not depend on them.
        moving.axes.extend(stages.row_axis());
        // Axes of the graph become the loops that are open around, or axes whose loops are not.
        let mut vars: Map<u32, u32> = around.scans.iter().map(|(scan, id)| (scan.lines[0].axis.0, *id)).collect();
        // Where loops around are at a turn in which a write is not made, what it computes may not be there.
        writes.retain(|w| in_range(*w, &around.scans).is_none());
        let mut found: Vec<Inst> = Vec::new();
        for goal in writes.iter().flat_map(|w| stages.goals_of(*w)) {
            for axis in &goal.open {
                vars.entry(axis.var).or_insert_with(|| self.fresh());
            }
            let mut stack = vec![goal.value.clone()];
            while let Some(inst) = stack.pop() {
                if moving.moves(self, &inst) {
                    if moving.entered.insert(inst.clone()) {
                        stack.extend(self.operands(&inst));
                    }
                    continue;
                }
                let op = self.x.op(inst.id);
                if !(op.heavy || matches!(op.op, Op::Reduce(..))) {
                    stack.extend(self.operands(&inst));
                    continue;
                }
                let vars = inst.vars.iter().map(|v| vars.get(v).copied().unwrap_or(*v)).collect_vec();
                let inst = Inst { id: inst.id, vars };
                if (inst.live() || self.storable(&inst)) && !self.available(&inst) && !found.contains(&inst) {
                    found.push(inst);
                }
            }
        }
        if !found.is_empty() {
            found.sort_unstable();
            let statements = self.open_block_with(Vec::new(), &found);
            out.extend(statements);
        }
    }
}

/// What is not the same in all turns of a loop.
#[derive(Default)]
struct Moving {
    /// The axis of the loop and those of the loops inside.
    axes: Set<u32>,
    /// The arrays that they write.
    arrays: Set<u32>,
    known: Map<Inst, bool>,
    entered: Set<Inst>,
}

impl Moving {
    fn note(&mut self, scan: &Scan, writes: &mut Vec<WriteId>) {
        self.axes.extend(scan.lines.iter().map(|line| line.axis.0));
        for step in &scan.body {
            match step {
                Step::Write(id) => {
                    self.arrays.insert(id.array.0);
                    writes.push(*id);
                }
                Step::Scan(inner) => self.note(inner, writes),
            }
        }
    }

    fn moves(&mut self, scheduler: &mut Scheduler<'_>, inst: &Inst) -> bool {
        // Operands first, so that nothing nests as deep as the formula.
        let mut stack = vec![(inst.clone(), false)];
        while let Some((inst, done)) = stack.pop() {
            if self.known.contains_key(&inst) {
                continue;
            }
            let own = inst.vars.iter().any(|v| self.axes.contains(v))
                || match &scheduler.x.op(inst.id).op {
                    Op::Load { array, .. } => self.arrays.contains(array),
                    Op::Invoke(_) => true,
                    _ => false,
                };
            if own {
                self.known.insert(inst, true);
                continue;
            }
            let operands = scheduler.operands(&inst);
            if done {
                let any = operands.iter().any(|o| self.known[o]);
                self.known.insert(inst, any);
            } else {
                stack.push((inst, true));
                stack.push_all(operands.into_iter().map(|o| (o, false)));
            }
        }
        self.known[inst]
    }
}
