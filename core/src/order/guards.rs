//! What the conditions around a read say about how far away it is: `sum(j in 0..i: w[j]*x[j])` reads earlier elements.

use crate::affine::Affine;
use crate::graph::{Comparison, Graph, Node, NodeId};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Set;

/// What is known of an integer: its bounds, and a value that it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Range {
    /// It is at least this.
    pub lo: Option<i64>,
    /// It is at most this.
    pub hi: Option<i64>,
    not: Option<i64>,
}

impl Range {
    pub fn exactly(n: i64) -> Range {
        Range { lo: Some(n), hi: Some(n), not: None }
    }

    /// That of the integer plus `by`.
    pub fn moved(self, by: i64) -> Range {
        let moved = |n: Option<i64>| n.and_then(|n| n.checked_add(by));
        Range { lo: moved(self.lo), hi: moved(self.hi), not: moved(self.not) }
    }

    /// Whether it is not 0.
    pub fn is_over(self) -> bool {
        self.hi.is_some_and(|hi| hi < 0) || self.lo.is_some_and(|lo| lo > 0)
    }

    fn at_most(&mut self, n: i64) {
        self.hi = Some(self.hi.map_or(n, |hi| hi.min(n)));
    }

    fn at_least(&mut self, n: i64) {
        self.lo = Some(self.lo.map_or(n, |lo| lo.max(n)));
    }

    /// Without the value at an end that it does not have.
    fn closed(mut self) -> Range {
        if self.not.is_some() && self.not == self.hi {
            self.hi = self.hi.map(|n| n - 1);
        }
        if self.not.is_some() && self.not == self.lo {
            self.lo = self.lo.map(|n| n + 1);
        }
        self.not = None;
        self
    }

    fn or(self, other: Range) -> Range {
        let both = |a: Option<i64>, b: Option<i64>, pick: fn(i64, i64) -> i64| Some(pick(a?, b?));
        Range { lo: both(self.lo, other.lo, i64::min), hi: both(self.hi, other.hi, i64::max), not: None }
    }
}

/// The range of `difference` wherever `read` is reached from `roots`.
pub(super) fn range_at(graph: &Graph, roots: &[NodeId], read: NodeId, difference: &Affine) -> Range {
    // Axes and dimensions are at least 0.
    let mut always = Range::default();
    if difference.terms.iter().all(|(_, c)| *c >= 0) {
        always.at_least(difference.constant);
    }
    if difference.terms.iter().all(|(_, c)| *c <= 0) {
        always.at_most(difference.constant);
    }
    let mut found: Option<Range> = None;
    let mut seen = Set::default();
    // The difference, and what it is as well where positions are equal: `k - j` is `k - i` where `i == j`.
    let mut forms: Vec<Vec<Affine>> = vec![vec![difference.clone()]];
    let mut stack: Vec<(NodeId, Range, usize)> = roots.iter().map(|r| (*r, always, 0)).collect_vec();
    while let Some((id, range, form)) = stack.pop() {
        // Operands have smaller ids.
        if id < read || !seen.insert((id, range, form)) {
            continue;
        }
        if id == read {
            let range = range.closed();
            found = Some(found.map_or(range, |other| other.or(range)));
            continue;
        }
        if let Node::Select(condition, then, otherwise) = *graph.node(id) {
            stack.push((condition, range, form));
            for (branch, holds) in [(then, true), (otherwise, false)] {
                let mut same = forms[form].clone();
                equate(graph, condition, holds, difference, &mut same);
                let mut narrowed = range;
                for difference in &same {
                    narrow(graph, condition, holds, difference, &mut narrowed);
                }
                let form = forms.iter().position(|f| *f == same).unwrap_or_else(|| {
                    forms.push(same);
                    forms.len() - 1
                });
                stack.push((branch, narrowed, form));
            }
            continue;
        }
        graph.for_each_operand(id, &mut |o| stack.push((o, range, form)));
    }
    found.unwrap_or(always)
}

/// Adds the forms that a difference has where positions are equal.
fn equate(graph: &Graph, condition: NodeId, holds: bool, difference: &Affine, same: &mut Vec<Affine>) {
    match (graph.node(condition), holds) {
        (Node::Not(a), _) => equate(graph, *a, !holds, difference, same),
        (Node::And(a, b), true) | (Node::Or(a, b), false) => {
            equate(graph, *a, holds, difference, same);
            equate(graph, *b, holds, difference, same);
        }
        (&Node::Compare(Comparison::Eq, a, b), true) | (&Node::Compare(Comparison::Ne, a, b), false) => {
            let (Some(a), Some(b)) = (graph.as_affine(a), graph.as_affine(b)) else { return };
            let apart = a.add_scaled(-1, &b);
            // Those in which a term goes away.
            let shorter = |form: &Affine| form.terms.len() <= difference.terms.len();
            let forms = [1, -1].map(|sign| difference.add_scaled(sign, &apart)).into_iter().filter(shorter);
            for form in forms {
                if !same.contains(&form) {
                    same.push(form);
                }
            }
        }
        _ => {}
    }
}

fn narrow(graph: &Graph, condition: NodeId, holds: bool, difference: &Affine, range: &mut Range) {
    match (graph.node(condition), holds) {
        (Node::Not(a), _) => narrow(graph, *a, !holds, difference, range),
        (Node::And(a, b), true) | (Node::Or(a, b), false) => {
            narrow(graph, *a, holds, difference, range);
            narrow(graph, *b, holds, difference, range);
        }
        (&Node::Compare(op, a, b), _) => {
            let (Some(a), Some(b)) = (graph.as_affine(a), graph.as_affine(b)) else { return };
            let compared = a.add_scaled(-1, &b);
            // compared = ±difference + k
            if let Some(k) = compared.add_scaled(-1, difference).as_constant() {
                match (op, holds) {
                    (Comparison::Lt, true) => range.at_most(-1 - k),
                    (Comparison::Lt, false) => range.at_least(-k),
                    (Comparison::Le, true) => range.at_most(-k),
                    (Comparison::Le, false) => range.at_least(1 - k),
                    (Comparison::Eq, true) | (Comparison::Ne, false) => (range.at_most(-k), range.at_least(-k)).0,
                    (Comparison::Eq, false) | (Comparison::Ne, true) => range.not = Some(-k),
                }
            } else if let Some(k) = compared.add_scaled(1, difference).as_constant() {
                match (op, holds) {
                    (Comparison::Lt, true) => range.at_least(k + 1),
                    (Comparison::Lt, false) => range.at_most(k),
                    (Comparison::Le, true) => range.at_least(k),
                    (Comparison::Le, false) => range.at_most(k - 1),
                    (Comparison::Eq, true) | (Comparison::Ne, false) => (range.at_most(k), range.at_least(k)).0,
                    (Comparison::Eq, false) | (Comparison::Ne, true) => range.not = Some(k),
                }
            }
        }
        _ => {}
    }
}
