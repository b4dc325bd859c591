//! Common factors are taken out of sums before a graph is scheduled: `a*r + b*r` becomes `(a + b)*r`.
//!
//! The chain rule multiplies what comes from above into every partial derivative, so sums of adjoints are full of
//! common factors; taking them out saves their multiplications, and what is left is often a sum that is there
//! already. The factor of the most terms goes first. (Breuer, Generation of optimal code for expressions via
//! factorization, CACM 12, 1969.)
//!
//! Next to an error function its derivative's exponential is named: `exp(-a^2)` becomes `gaussian(a)`, with which the
//! error function of `a` shares its work.
//!
//! Formulas are printed without this: there, all is as the user and the chain rule wrote it.

use crate::differentiate::{defined_below, reachable, uses};
use crate::functions::Function;
use crate::graph::{Graph, Node, NodeId, ReduceOp};
use crate::number::Number;
use crate::target::{Target, Write};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::Map;

/// Sums of more terms than this are left as they are, and longer products are one factor, so that time stays linear.
const MOST: usize = 64;

/// The graph and the targets, with common factors taken out of all sums that they need, and Gaussians named.
pub fn factored(mut graph: Graph, targets: &[Target]) -> (Graph, Vec<Target>) {
    let mut targets = targets.to_vec();
    let mut roots = targets.iter().flat_map(|t| &t.writes).flat_map(Write::roots).collect_vec();
    let arrays = defined_below(&graph, &roots);
    for array in &arrays {
        roots.push_all(graph.writes(*array).iter().flat_map(Write::roots));
    }
    let nodes = reachable(&graph, &roots);
    let uses = uses(&graph, &roots, &nodes);
    let gaussians = gaussians(&mut graph, &nodes);
    let mut pass = Pass { graph: &mut graph, uses, gaussians, changed: Changed(Map::default()) };
    for id in nodes {
        pass.node(id);
    }
    let changed = pass.changed;
    let rename = |write: &mut Write| write.map_roots(|n| changed.now(n));
    targets.iter_mut().flat_map(|t| &mut t.writes).for_each(rename);
    for array in arrays {
        graph.writes_mut(array).iter_mut().for_each(rename);
    }
    (graph, targets)
}

/// The a of each `exp(-a^2)` for which the error function of `a`, or its complement, is among `nodes`.
fn gaussians(graph: &mut Graph, nodes: &[NodeId]) -> Map<NodeId, NodeId> {
    let mut found = Map::default();
    for id in nodes {
        if let Node::Apply(Function::Erf | Function::Erfc, args) = graph.node(*id) {
            let a = args[0];
            found.insert(graph.gaussian(Number::ONE, a), a);
        }
    }
    found
}

struct Pass<'a> {
    graph: &'a mut Graph,
    uses: Map<NodeId, u32>,
    gaussians: Map<NodeId, NodeId>,
    changed: Changed,
}

/// The nodes that have become others.
struct Changed(Map<NodeId, NodeId>);

impl Changed {
    /// What a node is now.
    fn now(&self, id: NodeId) -> NodeId {
        self.0.get(&id).copied().unwrap_or(id)
    }
}

/// A factor and its exponent.
type Factor = (NodeId, Number);

/// A coefficient times factors.
struct Term {
    coefficient: Number,
    factors: Vec<Factor>,
    /// Their product, if it is there.
    product: Option<NodeId>,
}

impl Pass<'_> {
    fn node(&mut self, id: NodeId) {
        let made = match self.graph.node(id) {
            Node::Sum { constant, terms } if (2..=MOST).contains(&terms.len()) => {
                let (constant, terms) = (*constant, terms.clone());
                self.sum(constant, &terms)
            }
            Node::Apply(Function::Exp, _) => {
                let a = self.gaussians.get(&id).copied();
                a.map(|a| self.graph.apply(Function::Gaussian, &[self.changed.now(a)]))
            }
            _ => None,
        };
        let made = made.or_else(|| {
            let mut same = true;
            let changed = &self.changed;
            self.graph.for_each_operand(id, |o| same &= changed.now(o) == o);
            if same {
                return None;
            }
            match &self.graph.node(id).clone() {
                // Not opened, though it may be a product now: it is computed by itself.
                Node::Product(factors) => Some(self.graph.intern_product(factors.iter().map(|(n, e)| (changed.now(*n), *e)).collect_vec())),
                node => Some(self.graph.rebuild(node, &|n| changed.now(n), &Clone::clone)),
            }
        });
        if let Some(made) = made
            && made != id
        {
            if let Some(label) = self.graph.label(id).map(str::to_owned) {
                self.graph.set_label(made, &label);
            }
            self.changed.0.insert(id, made);
        }
    }

    /// A sum with its common factors taken out, if there are any.
    fn sum(&mut self, constant: Number, terms: &[(Number, NodeId)]) -> Option<NodeId> {
        let split = terms
            .iter()
            .map(|(c, n)| Term { coefficient: *c, factors: self.factors(*n), product: Some(self.changed.now(*n)) })
            .collect_vec();
        let (terms, found) = self.factored(split);
        found.then(|| self.graph.sum(constant, &terms))
    }

    /// The factors of a term. What is used elsewhere, too, is one factor: it is computed anyway.
    fn factors(&self, id: NodeId) -> Vec<Factor> {
        let mut out = Vec::new();
        let mut stack = vec![(id, Number::ONE)];
        while let Some((n, e)) = stack.pop() {
            if out.len() + stack.len() > MOST {
                return vec![(self.changed.now(id), Number::ONE)];
            }
            match self.graph.node(n) {
                Node::Product(inner) if e.is(1) && self.uses.get(&n) == Some(&1) => stack.push_all(inner.iter().rev().copied()),
                _ => {
                    let factor = (self.changed.now(n), e);
                    match place(factor, &out) {
                        Some(at) => out[at].1 = out[at].1.add(e),
                        None => out.push(factor),
                    }
                }
            }
        }
        out
    }

    /// The terms after common factors were taken out, and whether there were any.
    fn factored(&mut self, mut rest: Vec<Term>) -> (Vec<(Number, NodeId)>, bool) {
        let mut out = Vec::new();
        let mut found = false;
        while let Some(group) = self.best_group(&rest) {
            found = true;
            let mut inner = Vec::new();
            for at in group.terms.iter().rev() {
                let mut term = rest.remove(*at);
                term.product = None;
                for factor in &group.common {
                    divide(&mut term.factors, *factor);
                }
                inner.push(term);
            }
            inner.reverse();
            let (inner, _) = self.factored(inner);
            let sum = self.graph.sum(Number::ZERO, &inner);
            let (c, sum) = self.graph.split_scale(sum);
            let factors = group.common.iter().copied().chain([(sum, Number::ONE)]).collect_vec();
            out.push((c, self.graph.product(&factors)));
        }
        for term in rest {
            let product = term.product.unwrap_or_else(|| self.graph.product(&term.factors));
            out.push((term.coefficient, product));
        }
        (out, found)
    }

    /// The terms with a factor in common that are best put together, with all that they have in common.
    fn best_group(&self, terms: &[Term]) -> Option<Group> {
        let mut holders: Map<(NodeId, bool), Vec<usize>> = Map::default();
        for (at, term) in terms.iter().enumerate().filter(|(_, t)| !self.accumulates(t)) {
            for (n, e) in &term.factors {
                holders.entry((*n, e.is_negative())).or_default().push(at);
            }
        }
        let mut order = holders.into_iter().filter(|(_, at)| at.len() > 1).collect_vec();
        sort::by_key(&mut order, |(key, at)| (std::cmp::Reverse(at.len()), self.graph.free(key.0).len(), *key));
        order.into_iter().find_map(|(_, at)| self.group(terms, at))
    }

    /// What some terms have in common, if it is worth taking out.
    fn group(&self, terms: &[Term], at: Vec<usize>) -> Option<Group> {
        let (first, others) = at.split_first().expect("two terms or more");
        let mut common = terms[*first].factors.clone();
        for other in others {
            common = common.iter().filter_map(|f| shared(*f, &terms[*other].factors)).collect_vec();
        }
        if common.is_empty() {
            return None;
        }
        let mut saved = (at.len() - 1) * common.len();
        let mut axes: Option<Vec<_>> = None;
        for at in &at {
            let mut left = terms[*at].factors.clone();
            common.iter().for_each(|f| divide(&mut left, *f));
            if left.is_empty() {
                // A 1 has to be added, and what the others share with it may be there.
                saved = saved.saturating_sub(2);
            }
            let mut own = left.iter().flat_map(|(n, _)| self.graph.free(*n)).copied().collect_vec();
            own.sort_unstable();
            own.dedup();
            // What differs in its axes may leave different loops, or be products of different arrays.
            if *axes.get_or_insert_with(|| own.clone()) != own {
                return None;
            }
        }
        (saved > 0).then_some(Group { terms: at, common })
    }

    /// Whether a term is a sum that may be added up term by term where the result is stored.
    fn accumulates(&self, term: &Term) -> bool {
        term.factors.iter().any(|(n, e)| {
            e.is(1) && matches!(self.graph.node(*n), Node::Reduce { op: ReduceOp::Sum, .. }) && !self.graph.free(*n).is_empty()
        })
    }
}

struct Group {
    /// In ascending order.
    terms: Vec<usize>,
    common: Vec<Factor>,
}

/// Where a list has a factor or another power of it, above or below as that is.
fn place((n, e): Factor, list: &[Factor]) -> Option<usize> {
    list.iter().position(|(m, f)| *m == n && f.is_negative() == e.is_negative())
}

/// What of a factor is in a list, too: the lower of two powers.
fn shared((n, e): Factor, list: &[Factor]) -> Option<Factor> {
    let (_, f) = list[place((n, e), list)?];
    if e == f {
        return Some((n, e));
    }
    let (k, l) = (e.as_integer()?, f.as_integer()?);
    Some((n, if k.abs() < l.abs() { e } else { f }))
}

/// Takes a factor out of a list that has it.
fn divide(list: &mut Vec<Factor>, factor: Factor) {
    let at = place(factor, list).expect("a common factor");
    list[at].1 = list[at].1.add(factor.1.neg());
    if list[at].1.is(0) {
        list.remove(at);
    }
}
