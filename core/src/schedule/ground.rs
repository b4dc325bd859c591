//! What the items of one loop have in common, which is gone through once.
//!
//! A loop over data has a sum for each parameter, and all of them take the residual: to look below it for each would be
//! quadratic. What an item finds does not depend on the item but only on its loop. So what one has found is noted, and where
//! the next one comes to an operation that is known, it takes over what was found there and below.

use super::*;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::table::Marks;

/// How an item goes through what its loop computes.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Way {
    /// Its loop.
    pub first: u32,
    /// It runs over the rows of the data.
    pub rows: bool,
    /// It is a sum in order, which cannot be vectorised: what can is computed in a loop before it.
    pub summed: bool,
    /// Neither can a loop around a sum: what a function takes is summed up in a loop before it, and what uses it comes in a
    /// loop after it.
    pub apart: bool,
    /// A function of few elements for each of many turns fills no vectors: the loop over the many goes inside.
    pub lanes: bool,
}

/// What was found at an operation.
struct Step {
    inst: Inst,
    needs: Vec<Need>,
    met: Vec<Inst>,
    /// Whether operands are gone to.
    goes_on: bool,
    /// What was found here and below, once a second item has come here.
    below: Option<Rc<Below>>,
    /// The item that has it, plus one.
    user: usize,
}

/// What was found at a step and below.
struct Below {
    /// The steps with something in them.
    steps: Vec<usize>,
    /// Those of them with needs.
    needing: Vec<usize>,
    met: Rc<[Inst]>,
}

/// What has been gone through in one way.
#[derive(Default)]
pub(super) struct Ground {
    pub way: Way,
    /// What is computed apart for something else that the item needs.
    pub taken: Set<Inst>,
    places: Map<Inst, usize>,
    steps: Vec<Step>,
    changes: usize,
}

impl Ground {
    /// What is known of a way, until [`Ground::leave`].
    pub fn enter(local: &mut Local, way: Way) -> Ground {
        let known = local.known.get_mut(&way).map(std::mem::take).unwrap_or_default();
        Ground { way, taken: Set::default(), changes: local.changes, ..known }
    }

    /// Where an array was made of what had been gone through, what was noted before no longer holds.
    pub fn leave(self, local: &mut Local) {
        if self.changes == local.changes {
            local.known.insert(self.way.clone(), self);
        }
    }

    /// Gives an item what is known of an operation and what is below, if it is known.
    pub fn passes(&mut self, scheduler: &mut Scheduler<'_>, local: &mut Local, n: usize, t: &Inst) -> bool {
        let entry = match self.places.get(t) {
            Some(&entry) if self.changes == local.changes => entry,
            _ => return false,
        };
        let node = &mut local.nodes[n];
        let below = self.below(scheduler, entry);
        for &at in &below.needing {
            let step = &mut self.steps[at];
            if step.user != n + 1 {
                step.user = n + 1;
                node.needs.extend_from_slice(&step.needs);
            }
        }
        if !below.met.is_empty() {
            node.met_below.push(below.met.clone());
        }
        true
    }

    fn below(&mut self, scheduler: &mut Scheduler<'_>, entry: usize) -> Rc<Below> {
        if let Some(known) = &self.steps[entry].below {
            return known.clone();
        }
        let (mut found, mut listed) = (Vec::new(), Marks::default());
        let (mut passed, mut seen, mut stack) = (Vec::new(), Marks::default(), vec![entry]);
        while let Some(at) = stack.pop() {
            if !seen.insert(at) {
                continue;
            }
            let step = &self.steps[at];
            if let Some(known) = &step.below {
                found.push_all(known.steps.iter().copied().filter(|at| listed.insert(*at)));
                continue;
            }
            passed.push(at);
            if (!step.needs.is_empty() || !step.met.is_empty()) && listed.insert(at) {
                found.push(at);
            }
            if step.goes_on {
                stack.push_all(scheduler.operands(&step.inst).iter().filter_map(|operand| self.places.get(operand).copied()));
            }
        }
        let met: Vec<Inst> = found.iter().flat_map(|at| &self.steps[*at].met).cloned().collect_vec();
        let needing = found.iter().copied().filter(|at| !self.steps[*at].needs.is_empty()).collect_vec();
        let below = Rc::new(Below { steps: found, needing, met: met.into() });
        self.steps[entry].below = Some(below.clone());
        // What is below nothing is nothing, too.
        if below.steps.is_empty() {
            passed.iter().for_each(|at| self.steps[*at].below = Some(below.clone()));
        }
        below
    }

    /// Notes what an item has found at an operation, since it needed and had met `before`, and its pattern if the item went on.
    pub fn note(&mut self, local: &mut Local, n: usize, inst: Inst, before: (usize, usize), passed: Option<Inst>) {
        // What is computed apart depends on where the item came from.
        if self.way.apart {
            return;
        }
        let goes_on = passed.is_some();
        local.passed.extend(passed);
        let node = &local.nodes[n];
        let (needs, met) = (node.needs[before.0..].to_vec(), node.met[before.1..].to_vec());
        self.places.insert(inst.clone(), self.steps.len());
        self.steps.push(Step { inst, needs, met, goes_on, below: None, user: n + 1 });
    }
}
