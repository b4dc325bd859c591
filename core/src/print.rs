//! Printing: a graph as formula text that parses to the same graph, as LaTeX, and as a listing.
//!
//! The printer keeps an explicit stack of pieces, so depth costs no stack. A node that is used more
//! than once and is more than a name or a short product is printed once, as a definition before the
//! formula: `s = sigmoid(w*x + b); x*s*(1 - s)`.

use crate::affine::{Affine, AxisId, Term};
use crate::functions::{Function, Latex};
use crate::graph::*;
use crate::number::Number;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use chainrule_parser::table::{Map, Set};
use std::fmt::Write as _;

/// Binding strength of what is printed, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Any,
    Or,
    And,
    Not,
    Sum,
    Product,
    Power,
    Atom,
}

enum Piece {
    Text(&'static str),
    Own(String),
    Node(NodeId, Strength),
    /// A node whose definition is being printed: not replaced by its name.
    Body(NodeId, Strength),
}

struct Printer<'a> {
    graph: &'a Graph,
    latex: bool,
    names: Map<NodeId, String>,
    axes: Map<AxisId, String>,
    /// The names that stand for something else.
    taken: Set<String>,
    out: String,
}

/// The node as one line of formula text; it parses to the same graph.
pub fn formula(graph: &Graph, root: NodeId) -> String {
    print(graph, root, false)
}

/// The nodes that are printed as definitions, then `root`: the order in which a reader meets them.
pub(crate) fn order_of_definitions(graph: &Graph, root: NodeId) -> Vec<NodeId> {
    let printer = Printer::new(graph, false);
    let mut order = printer.shared(root);
    order.push(root);
    order
}

/// The operands of a node in the order in which they are printed.
pub(crate) fn operands_in_order(graph: &Graph, id: NodeId) -> Vec<NodeId> {
    let mut out = Vec::new();
    match graph.node(id) {
        Node::Sum { terms, .. } => {
            let mut order = terms.to_vec();
            sort::by_key(&mut order, |t| t.0.is(1) && matches!(graph.node(t.1), Node::Sum { .. }));
            out.push_all(order.iter().map(|t| t.1));
        }
        Node::Product(factors) => {
            let mut order = factors.to_vec();
            sort::by_key(&mut order, |f| (!f.1.is_positive(), f.1.is(1) && matches!(graph.node(f.0), Node::Product(_))));
            out.push_all(order.iter().map(|f| f.0));
        }
        _ => graph.for_each_operand(id, |o| out.push(o)),
    }
    out
}

/// The node as LaTeX.
pub fn latex(graph: &Graph, root: NodeId) -> String {
    print(graph, root, true)
}

fn print(graph: &Graph, root: NodeId, latex: bool) -> String {
    let mut printer = Printer::new(graph, latex);
    printer.name_axes(root);
    let shared = printer.shared(root);
    let mut definitions = Vec::new();
    for id in shared {
        let body = printer.body(id);
        let name = printer.new_name(id);
        definitions.push(format!("{name} = {body}"));
        printer.taken.insert(name.clone());
        printer.names.insert(id, name);
    }
    let value = printer.body(root);
    if latex {
        if definitions.is_empty() {
            return value;
        }
        return format!("{value} \\quad\\text{{where}}\\quad {}", definitions.join(",\\; "));
    }
    definitions.push(value);
    definitions.join("; ")
}

impl<'a> Printer<'a> {
    fn new(graph: &'a Graph, latex: bool) -> Self {
        let mut taken: Set<String> = graph.arrays().map(|(_, a)| a.name.clone()).collect();
        taken.extend(graph.dims.iter().cloned());
        Printer { graph, latex, names: Map::default(), axes: Map::default(), taken, out: String::new() }
    }

    /// Nodes that get a name: used twice or more and worth it, without free axes.
    fn shared(&self, root: NodeId) -> Vec<NodeId> {
        let below = crate::differentiate::reachable(self.graph, &[root]);
        let uses = crate::differentiate::uses(self.graph, &[root], &below);
        below
            .into_iter()
            .filter(|id| *id != root && uses.get(id).is_some_and(|n| *n > 1) && self.graph.free(*id).is_empty())
            .filter(|id| match self.graph.node(*id) {
                Node::Constant(_) | Node::Element { .. } | Node::Position(_) => false,
                Node::Sum { constant, terms } => terms.len() + usize::from(!constant.is(0)) > 2 || terms.iter().any(|t| !self.is_leaf(t.1)),
                Node::Product(f) => f.len() > 2 || f.iter().any(|f| !self.is_leaf(f.0)),
                // Two comparisons are said again, as one is.
                Node::And(a, b) | Node::Or(a, b) => [*a, *b].iter().any(|n| matches!(self.graph.node(*n), Node::And(..) | Node::Or(..))),
                _ => !self.graph.facts(*id).condition,
            })
            .collect_vec()
    }

    fn is_leaf(&self, id: NodeId) -> bool {
        matches!(self.graph.node(id), Node::Constant(_) | Node::Element { .. } | Node::Position(_)) || self.names.contains_key(&id)
    }

    fn new_name(&self, id: NodeId) -> String {
        let stem = match self.graph.node(id) {
            _ if self.graph.label(id).is_some() => self.graph.label(id).unwrap_or_default().to_owned(),
            Node::Apply(Function::Sigmoid, _) => "s".to_owned(),
            Node::Apply(Function::Exp, _) => "u".to_owned(),
            Node::Apply(..) => "v".to_owned(),
            Node::And(..) | Node::Or(..) => "c".to_owned(),
            _ => "t".to_owned(),
        };
        let taken = |name: &str| self.taken.contains(name) || crate::lower::constant(name).is_some();
        if !taken(&stem) {
            return stem;
        }
        let first = self.names.len() + 1;
        (first..).map(|k| format!("{stem}{k}")).find(|name| !taken(name)).expect("names do not run out")
    }

    fn name_axes(&mut self, root: NodeId) {
        let add = |printer: &mut Self, axis: AxisId| {
            if printer.axes.contains_key(&axis) {
                return;
            }
            let hint = printer.graph.axis(axis).name.clone();
            let letters = ["i", "j", "k", "l", "m", "p", "q", "r"];
            let options = hint.into_iter().chain(letters.iter().map(|s| (*s).to_owned())).chain((1..).map(|n| format!("i{n}")));
            let name = options.into_iter().find(|n| !printer.taken.contains(n)).expect("names do not run out");
            printer.taken.insert(name.clone());
            printer.axes.insert(axis, name);
        };
        for id in crate::differentiate::reachable(self.graph, &[root]) {
            if let Node::Reduce { axis, .. } = self.graph.node(id) {
                add(self, *axis);
            }
        }
        for axis in self.graph.free(root).to_vec() {
            add(self, axis);
        }
    }

    fn body(&mut self, id: NodeId) -> String {
        self.out.clear();
        let mut stack = vec![Piece::Body(id, Strength::Any)];
        let mut pieces = Vec::new();
        while let Some(piece) = stack.pop() {
            match piece {
                Piece::Text(t) => self.out.push_str(t),
                Piece::Own(t) => self.out.push_str(&t),
                Piece::Node(id, outer) => match self.names.get(&id) {
                    Some(name) => self.out.push_str(name),
                    None => {
                        self.expand(id, outer, &mut pieces);
                        stack.push_all(pieces.drain(..).rev());
                    }
                },
                Piece::Body(id, outer) => {
                    self.expand(id, outer, &mut pieces);
                    stack.push_all(pieces.drain(..).rev());
                }
            }
        }
        std::mem::take(&mut self.out)
    }

    /// The pieces of one node, in parentheses where it binds weaker than its place asks.
    fn expand(&self, id: NodeId, outer: Strength, out: &mut Vec<Piece>) {
        let (open, close) = if self.latex { ("\\left( ", " \\right)") } else { ("(", ")") };
        let start = out.len();
        let strength = self.pieces(id, out);
        if strength < outer {
            out.insert(start, Piece::Text(open));
            out.push(Piece::Text(close));
        }
    }

    fn pieces(&self, id: NodeId, out: &mut Vec<Piece>) -> Strength {
        use Piece::{Node as Child, Own, Text};
        match self.graph.node(id) {
            Node::Constant(n) => self.constant(*n, out),
            Node::Element { array, indices, .. } => {
                let name = &self.graph.array(*array).name;
                out.push(Own(if self.latex { latex_name(name) } else { name.clone() }));
                if !indices.is_empty() {
                    out.push(Text(if self.latex { "_{" } else { "[" }));
                    for (at, index) in indices.iter().enumerate() {
                        if at > 0 {
                            out.push(Text(", "));
                        }
                        match index {
                            Index::Affine(a) => out.push(Own(self.affine(a))),
                            Index::Value(n) => out.push(Child(*n, Strength::Any)),
                        }
                    }
                    out.push(Text(if self.latex { "}" } else { "]" }));
                }
                Strength::Atom
            }
            Node::Position(a) => {
                out.push(Own(self.affine(a)));
                if a.terms.len() == 1 && a.constant == 0 && a.terms[0].1 == 1 { Strength::Atom } else { Strength::Sum }
            }
            Node::Sum { constant, terms } => self.sum(*constant, terms, out),
            Node::Product(factors) => self.product(Number::ONE, factors, out),
            Node::Apply(Function::Pow, args) => {
                out.push(Child(args[0], Strength::Atom));
                out.push(Text(if self.latex { "^{" } else { "^" }));
                out.push(Child(args[1], if self.latex { Strength::Any } else { Strength::Power }));
                if self.latex {
                    out.push(Text("}"));
                }
                Strength::Power
            }
            Node::Apply(f, args) => {
                let (open, close) = match (self.latex, f.latex()) {
                    (false, _) => (format!("{}(", f.name()), ")"),
                    (true, Latex::Call(name)) => (format!("{name}\\left( "), " \\right)"),
                    (true, Latex::Around(open, close)) => (format!("{open} "), close),
                };
                out.push(Own(open));
                for (at, a) in args.iter().enumerate() {
                    if at > 0 {
                        out.push(Text(", "));
                    }
                    out.push(Child(*a, Strength::Any));
                }
                out.push(Text(close));
                if self.latex && matches!(f, Function::Exp | Function::Exp2) { Strength::Power } else { Strength::Atom }
            }
            Node::Compare(op, a, b) => {
                out.push(Child(*a, Strength::Sum));
                out.push(Text(match (op, self.latex) {
                    (Comparison::Lt, _) => " < ",
                    (Comparison::Le, false) => " <= ",
                    (Comparison::Le, true) => " \\le ",
                    (Comparison::Eq, false) => " == ",
                    (Comparison::Eq, true) => " = ",
                    (Comparison::Ne, false) => " != ",
                    (Comparison::Ne, true) => " \\ne ",
                }));
                out.push(Child(*b, Strength::Sum));
                Strength::Not
            }
            Node::And(a, b) => {
                out.push(Child(*a, Strength::And));
                out.push(Text(if self.latex { " \\land " } else { " and " }));
                out.push(Child(*b, Strength::Not));
                Strength::And
            }
            Node::Or(a, b) => {
                out.push(Child(*a, Strength::Or));
                out.push(Text(if self.latex { " \\lor " } else { " or " }));
                out.push(Child(*b, Strength::And));
                Strength::Or
            }
            Node::Not(a) => {
                out.push(Text(if self.latex { "\\lnot " } else { "not " }));
                out.push(Child(*a, Strength::Atom));
                Strength::Not
            }
            Node::Select(c, a, b) => {
                if self.latex {
                    out.push(Text("\\begin{cases} "));
                    out.push(Child(*a, Strength::Any));
                    out.push(Text(" & \\text{if } "));
                    out.push(Child(*c, Strength::Any));
                    out.push(Text(" \\\\ "));
                    out.push(Child(*b, Strength::Any));
                    out.push(Text(" & \\text{otherwise} \\end{cases}"));
                } else {
                    out.push(Text("if("));
                    out.push(Child(*c, Strength::Any));
                    out.push(Text(", "));
                    out.push(Child(*a, Strength::Any));
                    out.push(Text(", "));
                    out.push(Child(*b, Strength::Any));
                    out.push(Text(")"));
                }
                Strength::Atom
            }
            // Only functions in Rust have calls, and they are not printed for a reader.
            Node::Invoke(call) => {
                out.push(Own(format!("{}(", self.graph.call(call.call).name)));
                for (at, a) in call.arguments.iter().enumerate() {
                    if at > 0 {
                        out.push(Text(", "));
                    }
                    out.push(Child(a.value, Strength::Any));
                }
                out.push(Text(")"));
                Strength::Atom
            }
            Node::Output { call, part, .. } => {
                out.push(Child(*call, Strength::Atom));
                out.push(Own(self.graph.part(*part).template.clone()));
                Strength::Atom
            }
            Node::Reduce { op, axis, body } => {
                let extent = &self.graph.axis(*axis).extent;
                let name = &self.axes[axis];
                if self.latex {
                    let symbol = match op {
                        ReduceOp::Sum => "\\sum",
                        ReduceOp::Product => "\\prod",
                        ReduceOp::Max => "\\max",
                        ReduceOp::Min => "\\min",
                        ReduceOp::LogSumExp => "\\operatorname{logsumexp}",
                        ReduceOp::ArgMax => "\\operatorname{argmax}",
                        ReduceOp::ArgMin => "\\operatorname{argmin}",
                    };
                    let last = self.affine(&extent.add_scaled(-1, &Affine::constant(1)));
                    let range = if matches!(op, ReduceOp::Sum | ReduceOp::Product) {
                        format!("_{{{name}=0}}^{{{last}}} ")
                    } else {
                        format!("_{{{name}}} ")
                    };
                    out.push(Own(format!("{symbol}{range}")));
                    out.push(Child(*body, Strength::Product));
                    Strength::Product
                } else {
                    let op = match op {
                        ReduceOp::Sum => "sum",
                        ReduceOp::Product => "prod",
                        ReduceOp::Max => "max",
                        ReduceOp::Min => "min",
                        ReduceOp::LogSumExp => "logsumexp",
                        ReduceOp::ArgMax => "argmax",
                        ReduceOp::ArgMin => "argmin",
                    };
                    out.push(Own(format!("{op}({name} in 0..{}: ", self.affine(extent))));
                    out.push(Child(*body, Strength::Any));
                    out.push(Text(")"));
                    Strength::Atom
                }
            }
        }
    }

    fn constant(&self, n: Number, out: &mut Vec<Piece>) -> Strength {
        let x = n.to_f64();
        let text = match n {
            _ if x.is_nan() => "0/0".to_owned(),
            _ if x == f64::INFINITY => "1/0".to_owned(),
            _ if x == f64::NEG_INFINITY => "-1/0".to_owned(),
            _ if x == core::f64::consts::PI => if self.latex { "\\pi" } else { "pi" }.to_owned(),
            _ if x == core::f64::consts::E => "e".to_owned(),
            Number::Rational(p, q) if self.latex && q != 1 => {
                format!("{}\\frac{{{}}}{{{q}}}", if p < 0 { "-" } else { "" }, p.unsigned_abs())
            }
            Number::Rational(..) => n.to_string(),
            Number::Float(x) if self.latex => latex_float(x),
            Number::Float(x) => format!("{x:?}"),
        };
        let strength = if text.starts_with('-') {
            Strength::Sum
        } else if text.contains('/') {
            Strength::Product
        } else {
            Strength::Atom
        };
        out.push(Piece::Own(text));
        strength
    }

    fn sum(&self, constant: Number, terms: &[(Number, NodeId)], out: &mut Vec<Piece>) -> Strength {
        use Piece::Text;
        // A nested sum is never first: `(x + y) + z` would be read as one sum of three.
        let mut order: Vec<_> = terms.to_vec();
        let nested = |n: NodeId| matches!(self.graph.node(n), Node::Sum { .. }) && !self.names.contains_key(&n);
        if order.len() > 1 {
            sort::by_key(&mut order, |t| t.0.is(1) && nested(t.1));
        }
        let constant_first = constant.is_positive() && order[0].0.is_negative();
        let mut first = true;
        if constant_first {
            self.constant(constant, out);
            first = false;
        }
        for (c, n) in order {
            let negative = c.is_negative();
            match (first, negative) {
                (true, true) => out.push(Text("-")),
                (true, false) => {}
                (false, true) => out.push(Text(" - ")),
                (false, false) => out.push(Text(" + ")),
            }
            self.scaled(c.abs(), n, first && negative, out);
            first = false;
        }
        if !constant.is(0) && !constant_first {
            out.push(Text(if constant.is_negative() { " - " } else { " + " }));
            self.constant(constant.abs(), out);
        }
        if terms.len() == 1 && constant.is(0) && !terms[0].0.is_negative() { Strength::Product } else { Strength::Sum }
    }

    /// `c*n` for a positive c.
    fn scaled(&self, c: Number, n: NodeId, _negated: bool, out: &mut Vec<Piece>) {
        use Piece::{Node as Child, Text};
        match self.graph.node(n) {
            Node::Product(factors) if !self.names.contains_key(&n) => {
                self.product(c, factors, out);
            }
            _ if c.is(1) => out.push(Child(n, Strength::Product)),
            _ => match c {
                Number::Rational(p, q) if q != 1 && !self.latex => {
                    if p != 1 {
                        out.push(Piece::Own(format!("{p}*")));
                    }
                    out.push(Child(n, Strength::Power));
                    out.push(Piece::Own(format!("/{q}")));
                }
                _ => {
                    self.constant(c, out);
                    out.push(Text(if self.latex { " \\cdot " } else { "*" }));
                    out.push(Child(n, Strength::Power));
                }
            },
        }
    }

    fn product(&self, c: Number, factors: &[(NodeId, Number)], out: &mut Vec<Piece>) -> Strength {
        use Piece::{Own, Text};
        let (mut above, below): (Vec<_>, Vec<_>) = factors.iter().copied().partition(|f| f.1.is_positive());
        let nested = |n: NodeId| matches!(self.graph.node(n), Node::Product(_)) && !self.names.contains_key(&n);
        sort::by_key(&mut above, |f| f.1.is(1) && nested(f.0));
        if let ([(n, e)], [], true) = (&above[..], &below[..], c.is(1)) {
            return self.power(*n, *e, out);
        }
        let (p, q) = match c {
            Number::Rational(p, q) => (Number::integer(p), q),
            Number::Float(_) => (c, 1),
        };
        if self.latex {
            let fraction = !below.is_empty() || q != 1;
            if fraction {
                out.push(Text("\\frac{"));
            }
            let mut any = !p.is(1) || above.is_empty();
            if any {
                self.constant(p, out);
            }
            for (n, e) in above {
                if any {
                    out.push(Text(" "));
                }
                any = true;
                self.factor(n, e, out);
            }
            if fraction {
                out.push(Text("}{"));
                let mut any = q != 1;
                if any {
                    out.push(Own(q.to_string()));
                }
                for (n, e) in below {
                    if any {
                        out.push(Text(" "));
                    }
                    any = true;
                    self.factor(n, e.neg(), out);
                }
                out.push(Text("}"));
            }
            return Strength::Product;
        }
        let mut any = !p.is(1) || above.is_empty();
        if any {
            self.constant(p, out);
        }
        for (n, e) in above {
            if any {
                out.push(Text("*"));
            }
            any = true;
            self.factor(n, e, out);
        }
        if q != 1 {
            out.push(Own(format!("/{q}")));
        }
        for (n, e) in below {
            out.push(Text("/"));
            self.factor(n, e.neg(), out);
        }
        Strength::Product
    }

    fn factor(&self, n: NodeId, e: Number, out: &mut Vec<Piece>) {
        if e.is(1) {
            out.push(Piece::Node(n, Strength::Power));
        } else {
            self.power(n, e, out);
        }
    }

    fn power(&self, n: NodeId, e: Number, out: &mut Vec<Piece>) -> Strength {
        use Piece::{Node as Child, Own, Text};
        if e == Number::ratio(1, 2) {
            out.push(Text(if self.latex { "\\sqrt{" } else { "sqrt(" }));
            out.push(Child(n, Strength::Any));
            out.push(Text(if self.latex { "}" } else { ")" }));
            return Strength::Atom;
        }
        out.push(Child(n, Strength::Atom));
        out.push(Text("^"));
        let plain = matches!(e, Number::Rational(p, 1) if p > 0) || matches!(e, Number::Float(x) if x > 0.0);
        let text = e.to_string();
        out.push(Own(if self.latex {
            format!("{{{text}}}")
        } else if plain {
            text
        } else {
            format!("({text})")
        }));
        Strength::Power
    }

    fn affine(&self, affine: &Affine) -> String {
        affine_with(self.graph, affine, &|axis| self.axes.get(&axis).cloned().unwrap_or_else(|| format!("i{}", axis.0)))
    }
}

/// An affine expression with the names of the source.
pub fn affine(graph: &Graph, affine: &Affine) -> String {
    affine_with(graph, affine, &|axis| graph.axis(axis).name.clone().unwrap_or_else(|| format!("i{}", axis.0)))
}

fn affine_with(graph: &Graph, affine: &Affine, name: &dyn Fn(AxisId) -> String) -> String {
    let mut out = String::new();
    // Positive terms first: `n - i`, not `-i + n`.
    let mut terms = affine.terms.to_vec();
    sort::by_key(&mut terms, |t| t.1 < 0);
    for (term, c) in terms {
        let text = match term {
            Term::Axis(a) => name(a),
            Term::Dim(d) => graph.dim(d).to_owned(),
        };
        let sign = match (out.is_empty(), c < 0) {
            (true, true) => "-",
            (true, false) => "",
            (false, true) => " - ",
            (false, false) => " + ",
        };
        out.push_str(sign);
        if c.abs() != 1 {
            let _ = write!(out, "{}*", c.abs());
        }
        out.push_str(&text);
    }
    if affine.constant != 0 || out.is_empty() {
        let sign = match (out.is_empty(), affine.constant < 0) {
            (true, _) => "",
            (false, true) => " - ",
            (false, false) => " + ",
        };
        let shown = if out.is_empty() { affine.constant } else { affine.constant.abs() };
        let _ = write!(out, "{sign}{shown}");
    }
    out
}

const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma",
    "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Phi", "Psi", "Omega",
];

/// A variable's name in LaTeX: `theta1` is `\theta_{1}`, `mean_radius` is `\mathrm{mean\_radius}`.
fn latex_name(name: &str) -> String {
    let stem_end = name.find(|c: char| c.is_ascii_digit() || c == '_').unwrap_or(name.len());
    let (stem, rest) = name.split_at(stem_end);
    let rest = rest.trim_start_matches('_');
    let base = if GREEK.contains(&stem) {
        format!("\\{stem}")
    } else if stem.chars().count() == 1 {
        stem.to_owned()
    } else {
        return format!("\\mathrm{{{}}}", name.replace('_', "\\_"));
    };
    if rest.is_empty() { base } else { format!("{base}_{{{}}}", rest.replace('_', "\\_")) }
}

fn latex_float(x: f64) -> String {
    let text = format!("{x:?}");
    match text.split_once('e') {
        Some((m, e)) => format!("{m} \\cdot 10^{{{e}}}"),
        None => text,
    }
}

/// The nodes below some roots, one a line, numbered from 0 in arena order: for tests and snapshots.
pub fn listing(graph: &Graph, roots: &[NodeId]) -> String {
    let below = crate::differentiate::reachable(graph, roots);
    let number: Map<NodeId, usize> = below.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut axes: Map<AxisId, usize> = Map::default();
    let mut out = String::new();
    let id = |n: &NodeId| format!("%{}", number[n]);
    for node_id in &below {
        let mut axis_number = |a: AxisId| {
            let next = axes.len();
            *axes.entry(a).or_insert(next)
        };
        let mut show = |a: &Affine| {
            let numbered: Vec<(AxisId, usize)> = a.axes().map(|x| (x, axis_number(x))).collect_vec();
            affine_with(graph, a, &|x| format!("a{}", numbered.iter().find(|n| n.0 == x).map_or(0, |n| n.1)))
        };
        let text = match graph.node(*node_id) {
            Node::Constant(n) => n.to_string(),
            Node::Element { array, indices, guarded } => {
                let list: Vec<String> = indices
                    .iter()
                    .map(|i| match i {
                        Index::Affine(a) => show(a),
                        Index::Value(n) => id(n),
                    })
                    .collect_vec();
                let brackets = if list.is_empty() { String::new() } else { format!("[{}]", list.join(", ")) };
                format!("{}{brackets}{}", graph.array(*array).name, if *guarded { " guarded" } else { "" })
            }
            Node::Position(a) => format!("position {}", show(a)),
            Node::Sum { constant, terms } => {
                let list: Vec<String> = terms.iter().map(|(c, n)| format!("{c}*{}", id(n))).collect_vec();
                format!("sum {constant} + {}", list.join(" + "))
            }
            Node::Product(factors) => {
                let list: Vec<String> = factors.iter().map(|(n, e)| format!("{}^{e}", id(n))).collect_vec();
                format!("product {}", list.join(" * "))
            }
            Node::Apply(f, args) => format!("{} {}", f.name(), args.iter().map(id).collect_vec().join(", ")),
            Node::Compare(op, a, b) => format!("{op:?} {}, {}", id(a), id(b)),
            Node::And(a, b) => format!("and {}, {}", id(a), id(b)),
            Node::Or(a, b) => format!("or {}, {}", id(a), id(b)),
            Node::Not(a) => format!("not {}", id(a)),
            Node::Select(c, a, b) => format!("select {}, {}, {}", id(c), id(a), id(b)),
            Node::Invoke(call) => {
                let arguments: Vec<String> = call.arguments.iter().map(|a| id(&a.value)).collect_vec();
                let seeds: Vec<String> = call.seeds.iter().flatten().map(|s| id(&s.value)).collect_vec();
                let condition = call.condition.map_or_else(String::new, |c| format!(" where {}", id(&c)));
                let seeds = if call.seeds.is_some() { format!(" by {}", seeds.join(", ")) } else { String::new() };
                format!("call {} {}{seeds}{condition}", graph.call(call.call).name, arguments.join(", "))
            }
            Node::Output { call, part, .. } => format!("output {}{}", id(call), graph.part(*part).template),
            Node::Reduce { op, axis, body } => {
                let extent = show(&graph.axis(*axis).extent.clone());
                format!("{op:?} a{} in 0..{extent}: {}", axis_number(*axis), id(body))
            }
        };
        let _ = writeln!(out, "{} = {text}", id(node_id));
    }
    let roots: Vec<String> = roots.iter().map(id).collect_vec();
    let _ = writeln!(out, "return {}", roots.join(", "));
    out
}
