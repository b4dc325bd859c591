//! Random recurrences: gradients, tangents and second derivatives against dual numbers that run through
//! the equations element by element, and emitted Rust against the interpreter, bit for bit. Below them,
//! what is said of recurrences that cannot be computed.

#[path = "support/emitted.rs"]
mod emitted;
#[path = "support/random.rs"]
mod random;

use chainrule_core::differentiate::{self, Domain};
use chainrule_core::graph::{ArrayId, Index, NodeId};
use chainrule_core::lower::{self, Lowering};
use chainrule_core::pipeline::{self, Output};
use chainrule_core::schedule;
use chainrule_core::target::{Target, TargetKind, Write};
use chainrule_model::file::{FileOptions, rust_file_with};
use chainrule_model::{Array, Extent, Model};
use chainrule_run::eval;
use emitted::nested;
use random::Random;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::{Add, Mul};

// ----- numbers

trait Real: Copy + Add<Output = Self> + Mul<Output = Self> {
    fn of(x: f64) -> Self;
    fn tanh(self) -> Self;
    fn sigmoid(self) -> Self;
}

impl Real for f64 {
    fn of(x: f64) -> f64 {
        x
    }
    fn tanh(self) -> f64 {
        f64::tanh(self)
    }
    fn sigmoid(self) -> f64 {
        1.0 / (1.0 + (-self).exp())
    }
}

/// A value and its derivative in one direction; of duals, two directions.
#[derive(Clone, Copy)]
struct Dual<T>(T, T);

impl<T: Real> Add for Dual<T> {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Dual(self.0 + o.0, self.1 + o.1)
    }
}

impl<T: Real> Mul for Dual<T> {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Dual(self.0 * o.0, self.0 * o.1 + self.1 * o.0)
    }
}

impl<T: Real> Real for Dual<T> {
    fn of(x: f64) -> Self {
        Dual(T::of(x), T::of(0.0))
    }
    fn tanh(self) -> Self {
        let t = self.0.tanh();
        Dual(t, (T::of(1.0) + T::of(-1.0) * t * t) * self.1)
    }
    fn sigmoid(self) -> Self {
        let s = self.0.sigmoid();
        Dual(s, s * (T::of(1.0) + T::of(-1.0) * s) * self.1)
    }
}

// ----- recurrences

/// A summand of an equation. The number is that of the array that is read; parameters are named after the
/// array that is defined and the place of the term.
#[derive(Clone, Copy, Debug)]
enum Term {
    /// The same matrix in every step.
    Shared(usize),
    /// A matrix for each step.
    PerStep(usize),
    /// A weight for each element.
    Diagonal(usize),
    /// Lets a part of the step before through.
    Gate(usize),
    /// The step before the step before.
    Older(usize),
    /// Another array in the same step, one that needs nothing of this one there.
    Same(usize),
    /// The step before along the second axis.
    Neighbour(usize),
    /// Data of the step.
    Input,
    /// What an array of its own made of the step before, there.
    Held(usize),
    /// What an array of its own made, in the step before, of this step of another array, as a peephole does.
    Ahead(usize),
}

#[derive(Clone, Copy, Debug)]
enum Read {
    /// The last step to be computed.
    Last(usize),
    /// A step in the middle.
    Step(usize, usize),
    /// All of them.
    Squares(usize),
}

#[derive(Clone, Debug)]
struct Spec {
    steps: usize,
    /// Length of the second step axis.
    layers: Option<usize>,
    /// Length of an axis that the steps share.
    batch: Option<usize>,
    width: usize,
    /// Whether the lengths of steps and batch are known at run time only.
    named: bool,
    backward: bool,
    equations: Vec<Vec<Term>>,
    reads: Vec<Read>,
}

const NAMES: [&str; 3] = ["p", "q", "r"];

fn spec(r: &mut Random, small: bool) -> Spec {
    let arrays = 1 + r.below(3);
    let layers = r.one_in(3).then(|| 2 + r.below(3));
    let backward = layers.is_none() && r.one_in(3);
    let named = layers.is_none() && r.one_in(2);
    let steps = if small || layers.is_some() || !r.one_in(4) { 3 + r.below(4) } else { 63 + r.below(70) };
    let batch = r.one_in(2).then(|| if small || steps > 9 || r.one_in(2) { 2 + r.below(3) } else { [63, 64, 65, 130][r.below(4)] });
    // A first step is a number, so two of them need more equations than a condition at the last.
    let older = !backward && layers.is_none() && r.one_in(3);
    let mut equations: Vec<Vec<Term>> = Vec::new();
    for at in 0..arrays {
        let mut terms = Vec::new();
        // Each array depends on the one after it in the step before, so that all are one component.
        let next = (at + 1) % arrays;
        for n in 0..1 + r.below(3) {
            let from = if n == 0 { next } else { r.below(arrays) };
            terms.push(match r.below(8) {
                0 | 1 => Term::Shared(from),
                2 => Term::PerStep(from),
                3 => Term::Diagonal(from),
                4 => Term::Gate(from),
                5 if n > 0 && older => Term::Older(from),
                5 | 6 if n > 0 && at > 0 && layers.is_none() && r.one_in(2) => Term::Ahead(r.below(at)),
                5 | 6 if n > 0 && at > 0 => Term::Same(r.below(at)),
                7 if n > 0 && r.one_in(2) => Term::Input,
                7 if layers.is_none() => Term::Held(from),
                _ => Term::Shared(from),
            });
        }
        if layers.is_some() {
            terms.push(Term::Neighbour(r.below(arrays)));
        }
        equations.push(terms);
    }
    if older && !equations.iter().flatten().any(|t| matches!(t, Term::Older(_))) {
        equations[0].push(Term::Older(0));
    }
    let mut reads = vec![Read::Last(r.below(arrays))];
    for _ in 0..r.below(3) {
        let array = r.below(arrays);
        reads.push(if r.one_in(2) { Read::Step(array, r.below(steps)) } else { Read::Squares(array) });
    }
    // From a dozen on, sums over the width of all rows are products of matrices.
    let width = if small || steps > 9 || !r.one_in(4) { 1 + r.below(4) } else { 12 + r.below(6) };
    Spec { steps, layers, batch, width, named, backward, equations, reads }
}

impl Spec {
    fn older(&self) -> bool {
        self.equations.iter().flatten().any(|t| matches!(t, Term::Older(_)))
    }

    /// Declarations of parameters and inputs, with their lengths.
    fn declared(&self) -> Vec<(String, bool, Vec<Extent>)> {
        let n = |n: usize| Extent::Number(n);
        let named = |length: usize, name: &str| if self.named { Extent::Dimension(name.to_owned()) } else { Extent::Number(length) };
        let mut out = Vec::new();
        for (at, terms) in self.equations.iter().enumerate() {
            out.push((format!("base{}", NAMES[at]), true, vec![n(self.width)]));
            for (k, term) in terms.iter().enumerate() {
                let name = format!("{}{k}", NAMES[at].to_uppercase());
                match term {
                    Term::Shared(_) | Term::Neighbour(_) | Term::Held(_) | Term::Ahead(_) => {
                        out.push((name, true, vec![n(self.width), n(self.width)]))
                    }
                    Term::PerStep(_) => out.push((name, true, vec![named(self.steps, "T"), n(self.width), n(self.width)])),
                    Term::Diagonal(_) | Term::Gate(_) | Term::Older(_) | Term::Same(_) => out.push((name, true, vec![n(self.width)])),
                    Term::Input => {}
                }
            }
        }
        // Data that every step and row has, so that their numbers are known.
        let mut shape = vec![named(self.steps, "T")];
        shape.extend(self.batch.map(|b| named(b, "B")));
        shape.push(n(self.width));
        out.push(("x".to_owned(), false, shape));
        out
    }

    fn text(&self) -> String {
        let mut out = String::new();
        for (name, parameter, shape) in self.declared() {
            let shape: Vec<String> = shape
                .iter()
                .map(|e| match e {
                    Extent::Number(n) => n.to_string(),
                    Extent::Dimension(d) => d.clone(),
                })
                .collect();
            let _ = writeln!(out, "{} {name}[{}]", if parameter { "param" } else { "input" }, shape.join(", "));
        }
        let of = |array: usize, step: &str, layer: &str, last: &str| {
            let layer = if self.layers.is_some() { format!(", {layer}") } else { String::new() };
            let batch = if self.batch.is_some() { ", n" } else { "" };
            format!("{}[{step}{layer}{batch}, {last}]", NAMES[array])
        };
        let length = |n: usize, name: &str| if self.named { name.to_owned() } else { n.to_string() };
        let (steps, rows) = (length(self.steps, "T"), length(self.batch.unwrap_or(0), "B"));
        let x = if self.batch.is_some() { "x[t, n, i]" } else { "x[t, i]" };
        let (before, twice) = if self.backward { ("t+1", "t+2") } else { ("t-1", "t-2") };
        for (at, terms) in self.equations.iter().enumerate() {
            let name = NAMES[at].to_uppercase();
            let parts: Vec<String> = terms
                .iter()
                .enumerate()
                .map(|(k, term)| match *term {
                    Term::Shared(a) => format!("sum(j: {name}{k}[i, j]*{})", of(a, before, "l", "j")),
                    Term::PerStep(a) => format!("sum(j: {name}{k}[t, i, j]*{})", of(a, before, "l", "j")),
                    Term::Diagonal(a) => format!("{name}{k}[i]*{}", of(a, before, "l", "i")),
                    Term::Gate(a) => format!("sigmoid({name}{k}[i] + {0})*{0}", of(a, before, "l", "i")),
                    Term::Older(a) => format!("{name}{k}[i]*{}", of(a, twice, "l", "i")),
                    Term::Same(a) => format!("{name}{k}[i]*{}", of(a, "t", "l", "i")),
                    Term::Neighbour(a) => format!("sum(j: {name}{k}[i, j]*{})", of(a, "t", "l-1", "j")),
                    Term::Input => x.to_owned(),
                    Term::Held(_) | Term::Ahead(_) => {
                        let n = if self.batch.is_some() { ", n" } else { "" };
                        format!("held_{name}{k}[{before}{n}, i]")
                    }
                })
                .collect();
            for (k, term) in terms.iter().enumerate() {
                if let Term::Ahead(a) = *term {
                    let (there, after) = if self.backward { ("t > 0".to_owned(), "t-1") } else { (format!("t < {steps} - 1"), "t+1") };
                    let n = if self.batch.is_some() { format!(", n: {rows}") } else { String::new() };
                    let read = of(a, after, "l", "j");
                    let read = format!("if({there}, sum(j: {name}{k}[i, j]*{read}), 0)");
                    let _ = writeln!(out, "held_{name}{k}[t: {steps}{n}, i: {}] = tanh({read} + {x})", self.width);
                }
                if let Term::Held(a) = *term {
                    // One step needs it less often than it could be; that may be stated.
                    let t = if self.backward || self.named { steps.clone() } else { (self.steps - 1).to_string() };
                    let n = if self.batch.is_some() { format!(", n: {rows}") } else { String::new() };
                    let read = of(a, "t", "l", "j");
                    let _ = writeln!(out, "held_{name}{k}[t: {t}{n}, i: {}] = tanh(sum(j: {name}{k}[i, j]*{read}) + {x})", self.width);
                }
            }
            let step = format!("tanh({})", parts.join(" + "));
            let base = format!("base{}[i] + {x}", NAMES[at]);
            // Where the lengths are not to be inferred they are stated.
            let axes = |t: &str, l: &str| {
                let n = if self.batch.is_some() { format!("n: {rows}") } else { String::new() };
                let all = [t.to_owned(), if self.layers.is_some() { l.to_owned() } else { String::new() }, n, format!("i: {}", self.width)];
                let all: Vec<String> = all.into_iter().filter(|a| !a.is_empty()).collect();
                format!("{}[{}]", NAMES[at], all.join(", "))
            };
            let l = format!("l: {}", self.layers.unwrap_or(0));
            let t = format!("t: {steps}");
            if self.backward && self.named {
                let _ = writeln!(out, "{} = if(t < T - 1, {step}, {base})", axes(&t, &l));
                continue;
            }
            let first = if self.backward { self.steps - 1 } else { 0 };
            let at_step = |step: usize| base.replace("[t,", &format!("[{step},"));
            let _ = writeln!(out, "{} = {}", axes(&first.to_string(), &l), at_step(first));
            if self.older() {
                let _ = writeln!(out, "{} = {}", axes("1", &l), at_step(1));
            }
            if self.layers.is_some() {
                let _ = writeln!(out, "{} = {base}", axes(&t, "0"));
            }
            let _ = writeln!(out, "{} = {step}", axes(&t, &l));
        }
        let reads: Vec<String> = self
            .reads
            .iter()
            .map(|read| {
                let last = if self.backward { "0".to_owned() } else { format!("{steps} - 1") };
                let deep = (self.layers.unwrap_or(1) - 1).to_string();
                let over = |element: String, t: bool| {
                    let n = if self.batch.is_some() { format!("sum(n in 0..{rows}: {element})") } else { element };
                    let l = if t && self.layers.is_some() { format!("sum(l in 0..{}: {n})", self.layers.unwrap_or(0)) } else { n };
                    if t { format!("sum(t in 0..{steps}: {l})") } else { l }
                };
                match *read {
                    Read::Last(a) => over(format!("sum(i: {})", of(a, &last, &deep, "i")), false),
                    Read::Step(a, step) => over(of(a, &step.to_string(), &deep, "0"), false),
                    Read::Squares(a) => format!("0.5*{}", over(format!("sum(i: {}^2)", of(a, "t", "l", "i")), true)),
                }
            })
            .collect();
        let _ = writeln!(out, "loss = {}", reads.join(" + "));
        out
    }

    /// The loss, element by element.
    fn evaluate<R: Real>(&self, values: &BTreeMap<String, Vec<R>>) -> R {
        let (layers, rows, width) = (self.layers.unwrap_or(1), self.batch.unwrap_or(1), self.width);
        let place = |t: usize, l: usize, n: usize, i: usize| ((t * layers + l) * rows + n) * width + i;
        let mut state = vec![vec![R::of(0.0); self.steps * layers * rows * width]; self.equations.len()];
        let bases = if self.older() { 2 } else { 1 };
        for turn in 0..self.steps {
            let t = if self.backward { self.steps - 1 - turn } else { turn };
            let before = |k: usize| if self.backward { t + k } else { t - k };
            for l in 0..layers {
                for (at, terms) in self.equations.iter().enumerate() {
                    for n in 0..rows {
                        for i in 0..width {
                            let data = |t: usize| values["x"][(t * rows + n) * width + i];
                            let x = data(t);
                            let value = if turn < bases || (self.layers.is_some() && l == 0) {
                                values[&format!("base{}", NAMES[at])][i] + x
                            } else {
                                let mut sum = R::of(0.0);
                                for (k, term) in terms.iter().enumerate() {
                                    let p = |at_: usize| values[&format!("{}{k}", NAMES[at].to_uppercase())][at_];
                                    let matrix = |from: usize, a: usize, t: usize, l: usize| {
                                        (0..width).fold(R::of(0.0), |s, j| s + p(from + i * width + j) * state[a][place(t, l, n, j)])
                                    };
                                    let part = match *term {
                                        Term::Shared(a) => matrix(0, a, before(1), l),
                                        Term::PerStep(a) => matrix(t * width * width, a, before(1), l),
                                        Term::Diagonal(a) => p(i) * state[a][place(before(1), l, n, i)],
                                        Term::Gate(a) => {
                                            let y = state[a][place(before(1), l, n, i)];
                                            (p(i) + y).sigmoid() * y
                                        }
                                        Term::Older(a) => p(i) * state[a][place(before(2), l, n, i)],
                                        Term::Same(a) => p(i) * state[a][place(t, l, n, i)],
                                        Term::Neighbour(a) => matrix(0, a, t, l - 1),
                                        Term::Input => x,
                                        Term::Held(a) => (matrix(0, a, before(1), l) + data(before(1))).tanh(),
                                        Term::Ahead(a) => (matrix(0, a, t, l) + data(before(1))).tanh(),
                                    };
                                    sum = sum + part;
                                }
                                sum.tanh()
                            };
                            state[at][place(t, l, n, i)] = value;
                        }
                    }
                }
            }
        }
        let mut out = R::of(0.0);
        let last = if self.backward { 0 } else { self.steps - 1 };
        for read in &self.reads {
            for n in 0..rows {
                match *read {
                    Read::Last(a) => (0..width).for_each(|i| out = out + state[a][place(last, layers - 1, n, i)]),
                    Read::Step(a, t) => out = out + state[a][place(t, layers - 1, n, 0)],
                    Read::Squares(a) => {
                        for t in 0..self.steps {
                            for l in 0..layers {
                                for i in 0..width {
                                    let y = state[a][place(t, l, n, i)];
                                    out = out + R::of(0.5) * y * y;
                                }
                            }
                        }
                    }
                }
            }
        }
        out
    }

    fn values(&self, r: &mut Random) -> BTreeMap<String, Array> {
        let declared = self.declared().into_iter();
        declared
            .map(|(name, _, shape)| {
                let length = |e: &Extent| match e {
                    Extent::Number(n) => *n,
                    Extent::Dimension(d) if d == "T" => self.steps,
                    Extent::Dimension(_) => self.batch.expect("it has rows"),
                };
                let shape: Vec<usize> = shape.iter().map(length).collect();
                let values = (0..shape.iter().product()).map(|_| r.unit()).collect();
                (name, Array { shape, values })
            })
            .collect()
    }
}

/// A direction for each array, given by a number; inputs stay where they are.
fn direction(declared: &[(String, bool, Vec<Extent>)], name: &str, k: usize, which: u64) -> f64 {
    let (at, declaration) = declared.iter().enumerate().find(|(_, d)| d.0 == name).expect("declared");
    if declaration.1 { Random(which * 1_000_003 + at as u64 * 10_007 + k as u64).unit() } else { 0.0 }
}

#[track_caller]
fn near(what: &str, got: f64, want: f64, scale: f64) {
    assert!((got - want).abs() <= 1e-10 * scale.max(1.0), "{what} is {got:e}, not {want:e}");
}

#[test]
fn gradients_agree_with_dual_numbers() {
    let count = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(40);
    for seed in 0..count {
        let mut r = Random(seed);
        let spec = spec(&mut r, false);
        let text = spec.text();
        let values = spec.values(&mut r);
        let declared = spec.declared();
        let model = Model::parse(&text).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let mut compiled = model.compile(None, true).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let outcome = compiled.run(&values).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        for which in 0..2 {
            let dual = |(name, array): (&String, &Array)| {
                let moved = array.values.iter().enumerate().map(|(k, x)| Dual(*x, direction(&declared, name, k, which)));
                (name.clone(), moved.collect())
            };
            let Dual(value, derivative) = spec.evaluate::<Dual<f64>>(&values.iter().map(dual).collect());
            let along = |(name, g): &(String, Array)| -> Vec<f64> {
                g.values.iter().enumerate().map(|(k, g)| g * direction(&declared, name, k, which)).collect()
            };
            let parts: Vec<f64> = outcome.gradient.iter().flat_map(along).collect();
            let scale: f64 = parts.iter().map(|p| p.abs()).sum();
            near(&format!("seed {seed}: the value of\n{text}"), outcome.value.values[0], value, value.abs());
            near(&format!("seed {seed}: the derivative of\n{text}"), parts.iter().sum(), derivative, scale);
        }
    }
}

#[test]
fn checkpointed_gradients_agree_with_dual_numbers() {
    let count = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(60);
    let mut done = 0;
    for seed in 0..count {
        let mut r = Random(seed + 5_000_000);
        let spec = spec(&mut r, false);
        let text = spec.text();
        let values = spec.values(&mut r);
        let declared = spec.declared();
        let model = Model::parse(&text).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let mut compiled = match model.compile_checkpointed(None) {
            Ok(compiled) => compiled,
            Err(error) => {
                // Only what goes down has none, and what reads ahead may have none.
                let ahead = spec.equations.iter().flatten().any(|t| matches!(t, Term::Ahead(_)));
                let reason = if ahead { "cannot be checkpointed" } else { "goes from its last step to its first" };
                assert!(error.message().contains(reason), "seed {seed}: {error}\n{text}");
                continue;
            }
        };
        done += 1;
        let outcome = compiled.run(&values).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let dual = |(name, array): (&String, &Array)| {
            let moved = array.values.iter().enumerate().map(|(k, x)| Dual(*x, direction(&declared, name, k, 0)));
            (name.clone(), moved.collect())
        };
        let Dual(value, derivative) = spec.evaluate::<Dual<f64>>(&values.iter().map(dual).collect());
        let along = |(name, g): &(String, Array)| -> Vec<f64> {
            g.values.iter().enumerate().map(|(k, g)| g * direction(&declared, name, k, 0)).collect()
        };
        let parts: Vec<f64> = outcome.gradient.iter().flat_map(along).collect();
        let scale: f64 = parts.iter().map(|p| p.abs()).sum();
        near(&format!("seed {seed}: the value of\n{text}"), outcome.value.values[0], value, value.abs());
        near(&format!("seed {seed}: the derivative of\n{text}"), parts.iter().sum(), derivative, scale);
    }
    assert!(2 * done > count, "only {done} of {count} can be checkpointed");
}

/// Runs the scheduled program for some nodes.
fn evaluate(graph: &chainrule_core::Graph, nodes: &[NodeId], values: &BTreeMap<String, Array>, dims: &BTreeMap<String, usize>) -> Vec<f64> {
    let target = |(k, n): (usize, &NodeId)| Target {
        name: format!("y{k}"),
        kind: TargetKind::Other(k as u32),
        shape: Vec::new(),
        writes: vec![Write { indices: Vec::new(), axes: Vec::new(), value: *n, guarded: false }],
    };
    let targets: Vec<Target> = nodes.iter().enumerate().map(target).collect();
    let program = schedule::schedule(graph.clone(), &targets, &Default::default());
    let inputs: Vec<&[f64]> = program.inputs.iter().map(|i| &values[&i.name].values[..]).collect();
    let lengths: Vec<usize> = program.dims.iter().map(|d| dims[d]).collect();
    let mut outputs = vec![Vec::new(); nodes.len()];
    eval::run(&program, &inputs, &lengths, &mut outputs).expect("it runs");
    outputs.iter().map(|o| o[0]).collect()
}

/// Forward mode in a direction, and second derivatives both as a gradient of a gradient and as a tangent of one.
#[test]
fn tangents_and_second_derivatives_agree_with_dual_numbers() {
    let count = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(16);
    for seed in 0..count {
        let mut r = Random(seed + 1_000_000);
        let spec = spec(&mut r, true);
        let text = spec.text();
        let mut values = spec.values(&mut r);
        let declared = spec.declared();
        let ast = chainrule_parser::parse_model(&text).expect("it parses");
        let mut lowering = Lowering::new(&ast, lower::Options::default()).expect("declarations");
        let output = pipeline::lower_output(&mut lowering, &ast, Output::Name("loss")).expect("it lowers").node;
        let mut graph = std::mem::take(&mut lowering.graph);
        let dims = BTreeMap::from([("T".to_owned(), spec.steps), ("B".to_owned(), spec.batch.unwrap_or(0))]);

        // A direction as more inputs.
        let wrt: Vec<ArrayId> = graph.arguments().filter(|(_, a)| a.parameter).map(|(id, _)| id).collect();
        let mut directions: BTreeMap<ArrayId, ArrayId> = BTreeMap::new();
        for &id in &wrt {
            let array = graph.array(id).clone();
            let name = format!("d{}", array.name);
            let of = &values[&array.name];
            let moved = (0..of.values.len()).map(|k| direction(&declared, &array.name, k, 7)).collect();
            let direction = Array { shape: of.shape.clone(), values: moved };
            values.insert(name.clone(), direction);
            directions.insert(id, graph.declare(&name, array.shape, false));
        }
        let mut seeds = |graph: &mut chainrule_core::Graph, array: ArrayId, indices: &[Index], guarded: bool| {
            directions.get(&array).map(|d| graph.element(*d, indices.to_vec(), guarded))
        };
        let forward = differentiate::tangent(&mut graph, output, &wrt, &mut seeds);

        // One element of each gradient.
        let mut nodes = vec![output, forward];
        let mut elements = Vec::new();
        for &id in &wrt {
            let array = graph.array(id).clone();
            let shape = &values[&array.name].shape;
            let at: Vec<i64> = shape.iter().map(|n| r.below(*n) as i64).collect();
            let flat = shape.iter().zip(&at).fold(0, |flat, (n, k)| flat * n + *k as usize);
            let gradient = differentiate::derivative(&mut graph, output, id, &at);
            let again = differentiate::gradient(&mut graph, gradient, &wrt, Domain::Kept);
            let other = r.below(wrt.len());
            let name = graph.array(wrt[other]).name.clone();
            let shape = &values[&name].shape;
            let to: Vec<i64> = shape.iter().map(|n| r.below(*n) as i64).collect();
            let to_flat = shape.iter().zip(&to).fold(0, |flat, (n, k)| flat * n + *k as usize);
            let reverse = differentiate::element_of_writes(&mut graph, &again.writes[other], &to);
            let along = differentiate::tangent(&mut graph, gradient, &wrt, &mut seeds);
            nodes.extend([gradient, reverse, along]);
            elements.push(((array.name, flat), (name, to_flat)));
        }
        let got = evaluate(&graph, &nodes, &values, &dims);

        type Second = Dual<Dual<f64>>;
        let run = |first: &dyn Fn(&str, usize) -> f64, second: &dyn Fn(&str, usize) -> f64| -> Second {
            let of = |(name, array): (&String, &Array)| {
                let number = |(k, x): (usize, &f64)| Dual(Dual(*x, first(name, k)), Dual(second(name, k), 0.0));
                (name.clone(), array.values.iter().enumerate().map(number).collect())
            };
            spec.evaluate(&values.iter().filter(|v| declared.iter().any(|d| d.0 == *v.0)).map(of).collect())
        };
        let random = |name: &str, k: usize| direction(&declared, name, k, 7);
        let what = |k: usize| format!("seed {seed}: number {k} of\n{text}");
        let Dual(Dual(value, tangent), _) = run(&random, &|_, _| 0.0);
        near(&what(0), got[0], value, value.abs());
        near(&what(1), got[1], tangent, tangent.abs());
        for (k, (one, other)) in elements.iter().enumerate() {
            let unit = |place: &(String, usize)| {
                let place = place.clone();
                move |name: &str, k: usize| f64::from(u8::from(name == place.0 && k == place.1))
            };
            let Dual(Dual(_, first), Dual(_, second)) = run(&unit(one), &unit(other));
            let Dual(_, Dual(_, along)) = run(&unit(one), &random);
            near(&what(2 + 3 * k), got[2 + 3 * k], first, first.abs());
            near(&what(3 + 3 * k), got[3 + 3 * k], second, second.abs());
            near(&what(4 + 3 * k), got[4 + 3 * k], along, along.abs());
        }
    }
}

// ----- emitted code

fn flat(place: &str, depth: usize) -> String {
    emitted::for_each(place, depth, &|x| format!("println!(\"{{}}\", {x}.to_bits());"))
}

#[test]
fn emitted_code_gives_the_same_bits() {
    let folder = std::env::temp_dir().join(format!("chainrule-recurrences-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let rustc = |args: &[&str]| {
        let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
        let mut command = std::process::Command::new(rustc);
        command.args(["--edition", "2024", "-C", "opt-level=1", "--cfg", "feature=\"std\"", "--check-cfg", "cfg(feature, values(any()))"]);
        let out = command.args(args).current_dir(&folder).output().expect("rustc runs");
        assert!(out.status.success(), "{}\nin {}", String::from_utf8_lossy(&out.stderr), folder.display());
    };
    // Generated files name one crate, and need of it what stands here.
    let rt = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rt/mod.rs");
    std::fs::write(folder.join("chainrule.rs"), format!("#[path = {rt:?}]\npub mod __rt;\npub use __rt::Workspace;\n")).expect("written");
    rustc(&["--crate-type", "rlib", "--cap-lints", "allow", "chainrule.rs"]);

    let mut source = String::from("#![deny(warnings)]\n");
    let mut main = String::from("fn main() {\n");
    let mut want: Vec<u64> = Vec::new();
    for seed in 0..12 {
        // Some of them keep only some of their states.
        let checkpoint = seed >= 8;
        let mut r = Random(seed + 2_000_000);
        let spec = spec(&mut r, false);
        let text = spec.text();
        let values = spec.values(&mut r);
        let model = Model::parse(&text).expect("it parses");
        let compiled = if checkpoint { model.compile_checkpointed(None) } else { model.compile(None, true) };
        let Ok(mut compiled) = compiled else {
            assert!(checkpoint, "seed {seed} does not compile");
            continue;
        };
        let outcome = compiled.run(&values).expect("it runs");
        let file = rust_file_with(&model, None, "f", FileOptions { checkpoint }).expect("a file");
        let _ = writeln!(source, "mod f{seed} {{\n{file}}}");
        let array = |name: &str| nested(&values[name].shape, &mut values[name].values.iter());
        let arguments: Vec<String> = model.parameters().iter().chain(model.inputs()).map(|a| format!("&{}", array(&a.name))).collect();
        let places: Vec<String> = (0..outcome.gradient.len()).map(|k| format!("g{k}")).collect();
        let pattern = if places.len() == 1 { places[0].clone() } else { format!("({})", places.join(", ")) };
        let _ = writeln!(main, "    let (value, {pattern}) = f{seed}::f_value_and_gradient({});", arguments.join(", "));
        let _ = writeln!(main, "    println!(\"{{}}\", value.to_bits());");
        want.push(outcome.value.values[0].to_bits());
        for (place, (_, gradient)) in places.iter().zip(&outcome.gradient) {
            let _ = writeln!(main, "    {}", flat(place, gradient.shape.len()));
            want.extend(gradient.values.iter().map(|x| x.to_bits()));
        }
    }
    std::fs::write(folder.join("main.rs"), format!("{source}{main}}}\n")).expect("written");
    rustc(&["--extern", "chainrule=libchainrule.rlib", "-o", "emitted", "main.rs"]);
    let out = std::process::Command::new(folder.join("emitted")).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let got: Vec<u64> = String::from_utf8_lossy(&out.stdout).lines().map(|l| l.parse().expect("bits")).collect();
    assert_eq!(got.len(), want.len());
    for (k, (x, y)) in got.iter().zip(&want).enumerate() {
        assert!(x == y, "number {k}: {:?} emitted, {:?} interpreted", f64::from_bits(*x), f64::from_bits(*y));
    }
    let _ = std::fs::remove_dir_all(&folder);
}

// ----- mistakes

/// Message, line, column and hint of what is said of a model.
fn refused(text: &str) -> (String, (usize, usize), String) {
    let error = Model::parse(text).and_then(|m| m.compile(None, true)).expect_err("a mistake");
    (error.message().to_owned(), error.position().expect("a place"), error.hint().unwrap_or_default().to_owned())
}

#[track_caller]
fn says(text: &str, message: &str, place: (usize, usize), hint: &str) {
    let (said, at, help) = refused(text);
    assert_eq!((said.as_str(), at), (message, place));
    assert!(help.contains(hint), "{help}");
}

#[test]
fn earlier_and_later_steps() {
    let hint = "each step may read steps before it, `h[t-1, i]`";
    says(
        "param w = 1\ninput x[9]\nq[t: 9] = if(t > 0, p[t-1], 1)*x[t]\np[t: 9] = if(t < 8, q[t+2], 1)*x[t] + q[t]\nloss = p[8]",
        "`q` cannot be computed: it reads both earlier and later steps",
        (3, 1),
        hint,
    );
    says(
        "param w = 1\np[t: 9] = if(t > 0, w*p[t-1], 1) + if(t < 8, p[t+1], 0)\nloss = p[8]",
        "`p` cannot be computed: it reads both earlier and later steps",
        (2, 1),
        hint,
    );
}

/// The output gate sees the new state: its step is one turn later than those of the other gates.
#[test]
fn a_peephole_reads_the_next_step_of_another_array() {
    let shifted = "param w = 0.5\nparam v = 0.3\ninput x[n]\nc[0] = 1\ns[0] = 0.1\n\
        f[t] = sigmoid(x[t] + v*s[t] + w*c[t])\no[t] = sigmoid(x[t] + v*s[t] + w*c[t+1])\n\
        c[t] = f[t-1]*c[t-1] + 0.1\ns[t] = o[t-1]*tanh(c[t])\nloss = s[n]^2 + s[2]";
    let model = Model::parse(shifted).expect("a model");
    let x = [0.3, -1.0, 0.7, 2.0, -0.4];
    let values = BTreeMap::from([("x".to_owned(), Array { shape: vec![5], values: x.to_vec() })]);
    let run = |w: f64, v: f64| -> f64 {
        let (mut c, mut s, mut second) = (1.0, 0.1, 0.0);
        let gate = |z: f64| 1.0 / (1.0 + (-z).exp());
        for (t, x) in x.iter().enumerate() {
            let f = gate(x + v * s + w * c);
            c = f * c + 0.1;
            s = gate(x + v * s + w * c) * f64::tanh(c);
            second = if t == 1 { s } else { second };
        }
        s * s + second
    };
    let numbers = [("w", 0.5), ("v", 0.3)].map(|(name, x)| (name.to_owned(), Array::scalar(x)));
    let outcome = model.compile(None, true).expect("it compiles").run(&values.into_iter().chain(numbers).collect()).expect("it runs");
    near("the loss", outcome.value.values[0], run(0.5, 0.3), 1.0);
    let h = 1e-5;
    let slopes = [run(0.5 + h, 0.3) - run(0.5 - h, 0.3), run(0.5, 0.3 + h) - run(0.5, 0.3 - h)];
    for ((name, got), slope) in outcome.gradient.iter().zip(slopes) {
        assert!((got.values[0] - slope / (2.0 * h)).abs() < 1e-9, "d/d{name} is {}, not {}", got.values[0], slope / (2.0 * h));
    }
}

#[test]
fn steps_at_no_fixed_distance() {
    let hint = "each step may read steps before it";
    // The place is that of the equation which reads them, and not of the base case.
    says(
        "param w = 1\ninput k[9]\np[0] = w\np[t: 9] = p[k[t]]*w\nloss = p[8]",
        "`p` cannot be computed: it reads `p` at a step that is not at a fixed distance, nor always before it or always after it",
        (4, 1),
        hint,
    );
    says(
        "param w = 1\np[0] = w\np[t: 9] = if(t < 4, p[2*t], w)\nloss = p[8]",
        "`p` cannot be computed: it reads `p` at a step that is not at a fixed distance, nor always before it or always after it",
        (3, 1),
        hint,
    );
}

#[test]
fn the_same_step() {
    says(
        "param w = 1\ninput x[9]\np[t] = q[t]*x[t]\nq[t] = p[t]*w\nloss = p[8]",
        "`p` cannot be computed: its elements need each other in the same step",
        (3, 1),
        "each step may read steps before it",
    );
    // Also where other reads are of steps before, and where a step is read by way of another array.
    says(
        "param w = 1\np[0] = w\nq[t: 6] = p[t+1]\np[t: 7] = w*q[t-1] + p[t-1]\nloss = p[6]",
        "`p` cannot be computed: its elements need each other in the same step",
        (4, 1),
        "each step may read steps before it",
    );
    says(
        "param w = 1\np = w*p\nloss = p",
        "`p` is defined by itself",
        (2, 1),
        "a recurrence has an index for its steps: `p[t] = ... p[t-1] ...`",
    );
}

#[test]
fn base_cases() {
    // None.
    says(
        "param w = 1\ninput x[9]\np[t] = w*p[t-1] + x[t]\nloss = p[8]",
        "this index reaches -1, outside 0..9",
        (3, 12),
        "give the step that needs no other an equation of its own, `p[0] = ...`",
    );
    // Outside.
    says(
        "param w = 1\ninput x[9]\np[9] = w\np[t] = w*p[t-1] + x[t]\nloss = p[8]",
        "this index is outside 0..9",
        (3, 3),
        "says itself: `p[t: 10] = ...`",
    );
    // In the middle.
    says(
        "param w = 1\ninput x[9]\np[4] = w\np[t: 9] = w*p[t-1] + x[t]\nloss = p[8]",
        "base cases are the first steps or the last",
        (3, 3),
        "as a condition in the equation of the step",
    );
    // Two for the same step.
    says("param w = 1\ninput x[9]\np[0] = w\np[0] = 2\np[t: 9] = w*p[t-1] + x[t]\nloss = p[8]", "`p` is defined twice", (4, 1), "");
    // For a part of a step.
    says(
        "param w = 1\ninput x[9]\np[0, 1] = w\np[t: 9, i: 2] = w*p[t-1, i] + x[t]\nloss = p[8, 0]",
        "this base case covers a part of another equation",
        (3, 3),
        "give it all the indices that the other one has",
    );
    // Of another rank.
    says(
        "param w = 1\ninput x[9]\np[0] = w\np[t: 9, i: 2] = p[t-1, i]*x[t]\nloss = p[8]",
        "`p` has 2 indices here and 1 elsewhere",
        (4, 1),
        "",
    );
}

/// Where two base cases meet, the first counts: both say what a corner is.
#[test]
fn base_cases_of_two_axes_may_meet() {
    let model = Model::parse(
        "param w = 3\np[0, i: 4] = w*(i + 1)\np[t: 4, 0] = 10*w\np[t: 4, i: 4] = p[t-1, i] + p[t, i-1]\nloss = p[0, 0] + 100*p[1, 0] + 10000*p[1, 1]",
    );
    let mut compiled = model.and_then(|m| m.compile(None, true)).expect("it compiles");
    let outcome = compiled.run(&BTreeMap::from([("w".to_owned(), Array::scalar(1.0))])).expect("it runs");
    assert_eq!(outcome.value.values[0], 1.0 + 100.0 * 10.0 + 10_000.0 * 12.0);
    assert_eq!(outcome.gradient[0].1.values[0], outcome.value.values[0]);
}

#[test]
fn extents_that_are_not_known() {
    says(
        "param z[3]\np[k] = softmax(k: z[k])\nloss = p[0]",
        "the range of index `k` cannot be inferred",
        (2, 3),
        "write `softmax(k: ...)[k]` for an element",
    );
    says(
        "param w = 1\np[0] = w\np[t] = w*p[t-1]\nloss = p[8]",
        "the range of index `t` cannot be inferred",
        (3, 3),
        "`t: 3` on the left of a definition",
    );
    says(
        "param w = 1\ninput x[9]\np[0] = w\np[t] = p[t-1]*x[t]\nloss = p[9]",
        "this index reaches 9, outside 0..9",
        (5, 10),
        "indices start at 0",
    );
}
