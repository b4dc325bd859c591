//! The conditions under which contributions to adjoints count.
//!
//! What is deep inside `if`s counts under as many conditions, and most of them are those of its neighbours. So a guard is a
//! path from the root of a tree: to add a condition, to compare two guards and to find what they share does not take longer
//! the longer they are, and what is made of a path is made once for all that go on from there.

use crate::affine::AxisId;
use crate::graph::{Comparison, Graph, Node, NodeId};
use crate::number::Number;
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::{Map, Set};

/// Up to this many conditions are cut off by a select each, which keeps each lazy; more by one.
const NESTED_SELECTS: u32 = 4;

/// So many conditions are looked through for one that is there already. To state one twice changes nothing.
const LOOKED_THROUGH: usize = 64;

/// Conditions, and whether each must hold; equal ones have the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Guard(u32);

impl Guard {
    /// No condition.
    pub(super) const ALWAYS: Guard = Guard(0);
}

/// The last condition of a guard.
#[derive(Clone, Copy)]
struct Step {
    /// The guard without it.
    before: Guard,
    /// A guard further up, such that any is reached in about log n steps: Myers, *An applicative random-access stack*, 1983.
    jump: Guard,
    depth: u32,
    condition: NodeId,
    holds: bool,
}

/// All guards of a sweep.
pub(super) struct Guards {
    steps: Vec<Step>,
    index: Map<(Guard, NodeId, bool), Guard>,
    /// For a guard, and another one that goes on from it: the condition that what is added holds.
    all: Map<(Guard, Guard), NodeId>,
    splits: Map<(Guard, Vec<AxisId>), (Guard, Guard)>,
}

impl Guards {
    pub(super) fn new() -> Guards {
        let root = Step { before: Guard::ALWAYS, jump: Guard::ALWAYS, depth: 0, condition: NodeId(0), holds: true };
        Guards { steps: vec![root], index: Map::default(), all: Map::default(), splits: Map::default() }
    }

    fn step(&self, guard: Guard) -> Step {
        self.steps[guard.0 as usize]
    }

    /// The guard with one more condition.
    pub(super) fn under(&mut self, before: Guard, condition: NodeId, holds: bool) -> Guard {
        let next = Guard(self.steps.len() as u32);
        let guard = *self.index.entry((before, condition, holds)).or_insert(next);
        if guard == next {
            let last = self.step(before);
            let (near, far) = (self.step(last.jump).depth, self.step(self.step(last.jump).jump).depth);
            let jump = if last.depth - near == near - far { self.step(last.jump).jump } else { before };
            self.steps.push(Step { before, jump, depth: last.depth + 1, condition, holds });
        }
        guard
    }

    /// Whether a condition is among the last of a guard.
    pub(super) fn says(&self, guard: Guard, condition: NodeId, holds: bool) -> bool {
        self.up(Guard::ALWAYS, guard).take(LOOKED_THROUGH).any(|g| {
            let step = self.step(g);
            step.condition == condition && step.holds == holds
        })
    }

    /// Whether one of the last conditions says that a number, of which `nodes` are forms, is above 0.
    pub(super) fn say_positive(&self, graph: &Graph, guard: Guard, nodes: &[NodeId]) -> bool {
        let number = |n: NodeId| graph.as_constant(n).map(Number::to_f64);
        self.up(Guard::ALWAYS, guard).take(LOOKED_THROUGH).any(|g| {
            let step = self.step(g);
            match (graph.node(step.condition), step.holds) {
                (&Node::Compare(Comparison::Lt, a, b), true) => nodes.contains(&b) && number(a).is_some_and(|n| n >= 0.0),
                (&Node::Compare(Comparison::Le, a, b), true) => nodes.contains(&b) && number(a).is_some_and(|n| n > 0.0),
                (&Node::Compare(Comparison::Lt, a, b), false) => nodes.contains(&a) && number(b).is_some_and(|n| n > 0.0),
                (&Node::Compare(Comparison::Le, a, b), false) => nodes.contains(&a) && number(b).is_some_and(|n| n >= 0.0),
                _ => false,
            }
        })
    }

    /// A guard and those before it, down to `base`, which is left out.
    fn up(&self, base: Guard, guard: Guard) -> impl Iterator<Item = Guard> + '_ {
        let inside = move |g: &Guard| *g != base;
        std::iter::successors(Some(guard).filter(inside), move |g| Some(self.step(*g).before).filter(inside))
    }

    /// The conditions at the beginning of both.
    pub(super) fn common(&self, a: Guard, b: Guard) -> Guard {
        let (mut a, mut b) = if self.step(a).depth <= self.step(b).depth { (a, b) } else { (b, a) };
        while self.step(b).depth > self.step(a).depth {
            let Step { before, jump, .. } = self.step(b);
            b = if self.step(jump).depth >= self.step(a).depth { jump } else { before };
        }
        while a != b {
            let (x, y) = (self.step(a), self.step(b));
            (a, b) = if x.jump == y.jump { (x.before, y.before) } else { (x.jump, y.jump) };
        }
        a
    }

    /// The condition that a guard adds to `base`, if it adds one.
    pub(super) fn only(&self, base: Guard, guard: Guard) -> Option<(NodeId, bool)> {
        let step = self.step(guard);
        (guard != base && step.before == base).then_some((step.condition, step.holds))
    }

    /// The condition that all holds that a guard adds to `base`.
    fn all(&mut self, graph: &mut Graph, base: Guard, guard: Guard) -> NodeId {
        let mut open = Vec::new();
        let mut all = None;
        for g in self.up(base, guard) {
            all = self.all.get(&(base, g)).copied();
            if all.is_some() {
                break;
            }
            open.push(g);
        }
        for g in open.into_iter().rev() {
            let step = self.step(g);
            let c = if step.holds { step.condition } else { graph.not(step.condition) };
            let one = match all {
                Some(before) => graph.and(before, c),
                None => c,
            };
            self.all.insert((base, g), one);
            all = Some(one);
        }
        all.unwrap_or_else(|| graph.condition(true))
    }

    /// `value` where all conditions hold that a guard adds to `base`, 0 elsewhere.
    pub(super) fn cut(&mut self, graph: &mut Graph, base: Guard, guard: Guard, value: NodeId) -> NodeId {
        if self.step(guard).depth - self.step(base).depth <= NESTED_SELECTS {
            return self.up(base, guard).fold(value, |v, g| where_holds(graph, self.step(g).condition, self.step(g).holds, v));
        }
        // Long guards grow by one condition at a time, so their conjunctions share all but the last node.
        let all = self.all(graph, base, guard);
        let zero = graph.zero();
        graph.select(all, value, zero)
    }

    /// The conditions that depend on one of some axes, and the others.
    pub(super) fn split(&mut self, graph: &Graph, guard: Guard, axes: &[AxisId]) -> (Guard, Guard) {
        let mut open = Vec::new();
        let mut parts = (Guard::ALWAYS, Guard::ALWAYS);
        for g in self.up(Guard::ALWAYS, guard) {
            if let Some(known) = self.splits.get(&(g, axes.to_vec())) {
                parts = *known;
                break;
            }
            open.push(g);
        }
        for g in open.into_iter().rev() {
            let Step { condition, holds, .. } = self.step(g);
            let part = if axes.iter().any(|a| graph.free(condition).contains(a)) { &mut parts.0 } else { &mut parts.1 };
            *part = self.under(*part, condition, holds);
            self.splits.insert((g, axes.to_vec()), parts);
        }
        parts
    }

    /// The guard without conditions that are known to hold.
    pub(super) fn without(&mut self, graph: &mut Graph, guard: Guard, known: &[NodeId]) -> Guard {
        let path: Vec<Guard> = self.up(Guard::ALWAYS, guard).collect_vec();
        let mut rest = Guard::ALWAYS;
        for g in path.into_iter().rev() {
            let Step { condition, holds, .. } = self.step(g);
            let c = if holds { condition } else { graph.not(condition) };
            if !known.contains(&c) {
                rest = self.under(rest, condition, holds);
            }
        }
        rest
    }

    /// Whether one of some guards holds where `base` does, whatever their other conditions are: both sides of a condition
    /// are there, or the guard itself.
    pub(super) fn always(&self, base: Guard, guards: impl Iterator<Item = Guard>) -> bool {
        let mut sure: Set<Guard> = Set::default();
        for mut guard in guards {
            while sure.insert(guard) {
                if guard == base {
                    return true;
                }
                let Step { before, condition, holds, .. } = self.step(guard);
                if !self.index.get(&(before, condition, !holds)).is_some_and(|other| sure.contains(other)) {
                    break;
                }
                guard = before;
            }
        }
        false
    }

    /// The condition that one of some guards holds, where `base` does.
    pub(super) fn either(&mut self, graph: &mut Graph, base: Guard, guards: impl Iterator<Item = Guard>) -> NodeId {
        guards.fold(graph.condition(false), |any, guard| {
            let all = self.all(graph, base, guard);
            graph.or(any, all)
        })
    }
}

/// `value` where the condition holds, or does not, 0 elsewhere.
pub(super) fn where_holds(graph: &mut Graph, condition: NodeId, holds: bool, value: NodeId) -> NodeId {
    let zero = graph.zero();
    if holds { graph.select(condition, value, zero) } else { graph.select(condition, zero, value) }
}
