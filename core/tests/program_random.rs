//! Random graphs with axes: the scheduled program against evaluation node by node, and the emitted
//! Rust against the interpreter, bit for bit.

#[path = "support/emitted.rs"]
mod emitted;
#[path = "support/random.rs"]
mod random;

use chainrule_core::affine::{Affine, AxisId, DimId, Term};
use chainrule_core::emit::rust;
use chainrule_core::functions::Function;
use chainrule_core::graph::{ArrayId, Comparison, Graph, Index, Node, NodeId, ReduceOp};
use chainrule_core::number::Number;
use chainrule_core::program::Program;
use chainrule_core::schedule::{Options, schedule};
use chainrule_core::target::{Target, TargetKind, Write};
use chainrule_run::eval::{self, Machine, RunError};
use emitted::nested;
use random::Random;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The value of a node by the definition of each kind.
struct Naive<'a> {
    graph: &'a Graph,
    inputs: &'a [Vec<f64>],
    dims: &'a [usize],
    known: HashMap<(NodeId, Vec<(AxisId, i64)>), f64>,
}

impl Naive<'_> {
    fn affine(&self, a: &Affine, at: &[(AxisId, i64)]) -> i64 {
        a.terms.iter().fold(a.constant, |sum, (t, c)| {
            sum + c * match t {
                Term::Axis(x) => at.iter().find(|p| p.0 == *x).expect("bound").1,
                Term::Dim(DimId(d)) => self.dims[*d as usize] as i64,
            }
        })
    }

    fn get(&mut self, id: NodeId, at: &[(AxisId, i64)]) -> f64 {
        let own: Vec<(AxisId, i64)> = self.graph.free(id).iter().map(|a| *at.iter().find(|p| p.0 == *a).expect("bound")).collect();
        if let Some(&x) = self.known.get(&(id, own.clone())) {
            return x;
        }
        let graph = self.graph;
        let truth = |b: bool| f64::from(u8::from(b));
        let x = match graph.node(id) {
            Node::Constant(n) => n.to_f64(),
            Node::Position(a) => self.affine(a, &own) as f64,
            Node::Element { array, indices, guarded } => {
                let shape = graph.array(*array).shape.clone();
                let mut offset = 0;
                let mut inside = true;
                for (index, extent) in indices.iter().zip(&shape) {
                    let k = match index {
                        Index::Affine(a) => self.affine(a, &own) as f64,
                        Index::Value(n) => self.get(*n, &own),
                    };
                    let extent = self.affine(extent, &[]);
                    inside &= k >= 0.0 && k < extent as f64 && k.fract() == 0.0;
                    offset = offset * extent + k as i64;
                }
                assert!(inside || *guarded, "out of range");
                if inside { self.inputs[array.0 as usize][offset as usize] } else { f64::NAN }
            }
            Node::Sum { constant, terms } => terms.iter().fold(constant.to_f64(), |sum, (c, n)| sum + c.to_f64() * self.get(*n, &own)),
            Node::Product(factors) => factors.iter().fold(1.0, |p, (n, e)| {
                let (x, e) = (self.get(*n, &own), e.to_f64());
                if e < 0.0 { p / x.powf(-e) } else { p * x.powf(e) }
            }),
            Node::Apply(f, args) => {
                let args: Vec<f64> = args.iter().map(|a| self.get(*a, &own)).collect();
                f.evaluate(&args)
            }
            Node::Compare(op, a, b) => truth(op.holds(self.get(*a, &own), self.get(*b, &own))),
            Node::And(a, b) => truth(self.get(*a, &own) != 0.0 && self.get(*b, &own) != 0.0),
            Node::Or(a, b) => truth(self.get(*a, &own) != 0.0 || self.get(*b, &own) != 0.0),
            Node::Not(a) => truth(self.get(*a, &own) == 0.0),
            Node::Select(c, a, b) => {
                if self.get(*c, &own) != 0.0 {
                    self.get(*a, &own)
                } else {
                    self.get(*b, &own)
                }
            }
            Node::Invoke(_) | Node::Output { .. } => unreachable!("formulas have no calls"),
            Node::Reduce { op, axis, body } => {
                let n = self.affine(&graph.axis(*axis).extent.clone(), &[]);
                let mut values = Vec::new();
                for k in 0..n {
                    let mut inner: Vec<(AxisId, i64)> = own.iter().copied().filter(|p| p.0 != *axis).collect();
                    inner.push((*axis, k));
                    values.push(self.get(*body, &inner));
                }
                let best = |better: &dyn Fn(f64, f64) -> bool| {
                    let mut at = f64::NAN;
                    let mut best = 0.0;
                    for (k, v) in values.iter().enumerate() {
                        if at.is_nan() || better(*v, best) || (v.is_nan() && !best.is_nan()) {
                            (at, best) = (k as f64, *v);
                        }
                    }
                    at
                };
                match op {
                    ReduceOp::Sum => values.iter().sum(),
                    ReduceOp::Product => values.iter().product(),
                    ReduceOp::Max => values.iter().fold(f64::NEG_INFINITY, |a, b| if a.is_nan() || *b <= a { a } else { *b }),
                    ReduceOp::Min => values.iter().fold(f64::INFINITY, |a, b| if a.is_nan() || *b >= a { a } else { *b }),
                    ReduceOp::LogSumExp => {
                        let m = values.iter().fold(f64::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
                        if values.iter().any(|v| v.is_nan()) {
                            f64::NAN
                        } else if m.is_infinite() {
                            m
                        } else {
                            values.iter().map(|v| (v - m).exp()).sum::<f64>().ln() + m
                        }
                    }
                    ReduceOp::ArgMax => best(&|v, b| v > b),
                    ReduceOp::ArgMin => best(&|v, b| v < b),
                }
            }
        };
        self.known.insert((id, own), x);
        x
    }

    fn target(&mut self, target: &Target) -> Vec<f64> {
        let shape: Vec<i64> = target.shape.iter().map(|a| self.affine(a, &[])).collect();
        let mut out = vec![0.0; shape.iter().product::<i64>() as usize];
        for write in &target.writes {
            let extents: Vec<i64> = write.axes.iter().map(|a| self.affine(&self.graph.axis(*a).extent.clone(), &[])).collect();
            let total: i64 = extents.iter().product();
            for mut k in 0..total {
                let mut at = Vec::new();
                for (axis, n) in write.axes.iter().zip(&extents).rev() {
                    at.push((*axis, k % n));
                    k /= n;
                }
                let mut offset = 0;
                for (index, n) in write.indices.iter().zip(&shape) {
                    let i = match index {
                        Index::Affine(a) => self.affine(a, &at),
                        Index::Value(v) => self.get(*v, &at) as i64,
                    };
                    offset = offset * n + i;
                }
                out[offset as usize] += self.get(write.value, &at);
            }
        }
        out
    }
}

struct Case {
    graph: Graph,
    targets: Vec<Target>,
    inputs: Vec<Vec<f64>>,
    dims: Vec<usize>,
}

/// What is kept on one side of a line through its axes, and as often as not reduced.
fn triangle(g: &mut Graph, r: &mut Random, a: NodeId) -> NodeId {
    let free = g.free(a).to_vec();
    let (one, other) = (free[r.below(free.len())], free[r.below(free.len())]);
    let mut line = Affine::constant(r.below(4) as i64 - 1);
    if one != other {
        line = line.add_scaled(1, &Affine::axis(other));
    }
    let (here, line) = (g.position(Affine::axis(one)), g.position(line));
    let op = [Comparison::Lt, Comparison::Le, Comparison::Eq][r.below(5) % 3];
    let inside = if r.below(2) == 0 { g.compare(op, here, line) } else { g.compare(op, line, here) };
    let (neutral, reduce) = match r.below(5) {
        0 => (f64::NEG_INFINITY, ReduceOp::Max),
        1 => (f64::NEG_INFINITY, ReduceOp::LogSumExp),
        _ => (0.0, ReduceOp::Sum),
    };
    let neutral = g.float(neutral);
    let kept = g.select(inside, a, neutral);
    match reduce {
        ReduceOp::Sum if r.below(2) == 0 => kept,
        ReduceOp::Sum => g.reduce(reduce, one, kept),
        // Of nothing it is infinite.
        _ => {
            let all = g.reduce(reduce, one, kept);
            g.apply(Function::Tanh, &[all])
        }
    }
}

fn case(seed: u64) -> Case {
    let mut r = Random(seed);
    let mut g = Graph::new();
    let dim = g.dimension("N");
    let n = 2 + r.below(3);
    // Some sums are long enough for lanes.
    let long = if r.below(4) == 0 { 16 + r.below(4) } else { 4 };
    let extents = [Affine::constant(3), Affine::constant(long as i64), Affine::dim(dim)];
    let sizes = [3usize, long, n];
    let axes: Vec<Vec<AxisId>> =
        (0..3).map(|k| ["p", "q"].map(|x| g.free_axis(extents[k].clone(), Some(&format!("{x}{k}")))).to_vec()).collect();
    let mut pool: Vec<NodeId> = Vec::new();
    let mut inputs = Vec::new();
    let shapes: [&[usize]; 9] = [&[], &[], &[0], &[1], &[2], &[0, 1], &[1, 0], &[2, 0], &[2, 1]];
    for (number, shape) in shapes.iter().enumerate() {
        let array = g.declare(&format!("x{number}"), shape.iter().map(|k| extents[*k].clone()).collect(), true);
        inputs.push((0..shape.iter().map(|k| sizes[*k]).product()).map(|_| 2.0 * r.unit()).collect());
        #[allow(clippy::needless_range_loop)]
        for which in 0..2 {
            let indices = shape.iter().map(|k| Index::Affine(Affine::axis(axes[*k][which]))).collect();
            pool.push(g.element(array, indices, false));
        }
    }
    // Labels: integers below 3.
    let labels = g.declare("label", vec![extents[2].clone()], false);
    inputs.push((0..n).map(|_| r.below(3) as f64).collect());
    let label = g.element(labels, vec![Index::Affine(Affine::axis(axes[2][0]))], false);
    pool.push(g.element(ArrayId(5), vec![Index::Value(label), Index::Affine(Affine::axis(axes[1][0]))], false));
    let shifted = Affine::axis(axes[0][0]).add_scaled(-1, &Affine::axis(axes[1][0]));
    pool.push(g.element(ArrayId(2), vec![Index::Affine(shifted)], true));
    let position = g.position(Affine::axis(axes[0][0]));
    pool.push(position);
    pool.push(label);
    let functions = [Function::Tanh, Function::Sigmoid, Function::Abs, Function::Softplus, Function::Sin, Function::Relu];
    for _ in 0..4 + r.below(30) {
        let pick = |r: &mut Random| {
            // Rather the latest.
            let at = if r.below(3) > 0 { pool.len() - 1 - r.below(pool.len().min(6)) } else { r.below(pool.len()) };
            pool[at]
        };
        let (a, b) = (pick(&mut r), pick(&mut r));
        let node = match r.below(17) {
            0 => g.add(a, b),
            1 => g.sub(a, b),
            2 | 3 => g.mul(a, b),
            4 => {
                let d = g.apply(Function::Softplus, &[b]);
                g.div(a, d)
            }
            5 | 6 => g.apply(functions[r.below(functions.len())], &[a]),
            7 => {
                let c = g.compare(Comparison::Lt, a, b);
                let other = pick(&mut r);
                let t = g.apply(Function::Tanh, &[other]);
                g.select(c, t, a)
            }
            8 => g.scale(Number::ratio(r.below(7) as i64 - 3, 2), a),
            9 => g.apply(Function::Max, &[a, b]),
            10 => {
                let s = g.powi(a, 2);
                let s = g.offset(Number::ONE, s);
                g.power(s, Number::ratio(r.below(7) as i64 - 3, 2))
            }
            11..=13 if !g.free(a).is_empty() => triangle(&mut g, &mut r, a),
            _ => {
                let free: Vec<AxisId> = g.free(a).to_vec();
                if free.is_empty() {
                    g.mul(a, b)
                } else {
                    let axis = free[r.below(free.len())];
                    let op = match r.below(9) {
                        0 => ReduceOp::Max,
                        1 => ReduceOp::LogSumExp,
                        2 => ReduceOp::Min,
                        3 => ReduceOp::ArgMax,
                        _ => ReduceOp::Sum,
                    };
                    g.reduce(op, axis, a)
                }
            }
        };
        if g.free(node).len() <= 3 {
            pool.push(node);
        }
    }
    let mut targets = Vec::new();
    let mut last = pool[pool.len() - 1];
    for axis in g.free(last).to_vec() {
        last = g.reduce(ReduceOp::Sum, axis, last);
    }
    targets.push(Target {
        name: "value".into(),
        kind: TargetKind::Value,
        shape: vec![],
        writes: vec![Write { indices: vec![], axes: vec![], value: last, guarded: false }],
    });
    for number in 0..2 + r.below(4) {
        let v = pool[pool.len() - 1 - r.below(pool.len().min(12))];
        let free = g.free(v).to_vec();
        let write = |axes: &[AxisId], value: NodeId| Write {
            guarded: false,
            indices: axes.iter().map(|a| Index::Affine(Affine::axis(*a))).collect(),
            axes: axes.to_vec(),
            value,
        };
        let mut indexed = free.clone();
        let mut axes = free.clone();
        match r.below(4) {
            // The sum over some axes, written out or as a reduction.
            0 if !free.is_empty() => {
                indexed.remove(r.below(free.len()));
            }
            1 if !free.is_empty() => indexed.reverse(),
            _ => {}
        }
        axes.reverse();
        let shape: Vec<Affine> = indexed.iter().map(|a| g.axis(*a).extent.clone()).collect();
        let mut writes = vec![write(&indexed, v)];
        writes[0].axes = axes;
        if r.below(3) == 0 {
            writes.push(writes[0].clone());
        }
        if r.below(3) == 0 && !free.is_empty() && indexed.len() == free.len() {
            // A sum over an axis, accumulated.
            let axis = indexed[0];
            let t = g.apply(Function::Tanh, &[v]);
            let s = g.reduce(ReduceOp::Sum, axis, t);
            let s = g.scale(Number::ratio(1, 3), s);
            writes.push(Write { indices: writes[0].indices.clone(), axes: indexed.clone(), value: s, guarded: false });
        }
        targets.push(Target { name: format!("y{number}"), kind: TargetKind::Other(number as u32), shape, writes });
    }
    // A scatter.
    let kernel = pool[r.below(pool.len())];
    if g.free(kernel).iter().all(|a| [axes[0][0], axes[1][0]].contains(a)) {
        let index = Affine::axis(axes[0][0]).add_scaled(1, &Affine::axis(axes[1][0]));
        targets.push(Target {
            name: "scattered".into(),
            kind: TargetKind::Other(9),
            shape: vec![Affine::constant(2 + long as i64)],
            writes: vec![Write { guarded: false, indices: vec![Index::Affine(index)], axes: vec![axes[0][0], axes[1][0]], value: kernel }],
        });
    }
    if g.free(kernel).iter().all(|a| [axes[2][0], axes[0][0]].contains(a)) {
        targets.push(Target {
            name: "embedding".into(),
            kind: TargetKind::Other(10),
            shape: vec![Affine::constant(3), extents[0].clone()],
            writes: vec![Write {
                guarded: false,
                indices: vec![Index::Value(label), Index::Affine(Affine::axis(axes[0][0]))],
                axes: vec![axes[2][0], axes[0][0]],
                value: kernel,
            }],
        });
    }
    Case { graph: g, targets, inputs, dims: vec![n] }
}

fn run(program: &Program, case: &Case) -> Result<Vec<Vec<f64>>, RunError> {
    let inputs: Vec<&[f64]> = case.inputs.iter().map(Vec::as_slice).collect();
    let mut outputs = vec![Vec::new(); program.targets.len()];
    eval::run(program, &inputs, &case.dims, &mut outputs)?;
    Ok(outputs)
}

#[test]
fn programs_compute_what_the_graph_says() {
    let count = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(600);
    for seed in 0..count {
        let case = case(seed);
        let program = schedule(case.graph.clone(), &case.targets, &Options::default());
        let got = run(&program, &case).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{program}"));
        let mut naive = Naive { graph: &case.graph, inputs: &case.inputs, dims: &case.dims, known: HashMap::new() };
        for (target, got) in case.targets.iter().zip(&got) {
            let want = naive.target(target);
            for (k, (x, y)) in want.iter().zip(got).enumerate() {
                let close = x == y || (x.is_nan() && y.is_nan()) || (x - y).abs() <= 1e-9 * (1.0 + x.abs());
                assert!(close, "seed {seed}: {}[{k}] is {y}, not {x}\n{program}", target.name);
            }
        }
    }
}

fn flat(place: &str, depth: usize) -> String {
    emitted::for_each(place, depth, &|x| format!("bits.push({x}.to_bits());"))
}

#[test]
fn emitted_code_gives_the_same_bits() {
    let folder = std::env::temp_dir().join(format!("chainrule-emitted-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let rt = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rt/mod.rs");
    let mut source = format!(
        "#![deny(warnings)]\n#[allow(warnings)]\n#[path = {rt:?}]\nmod rt;\nfn main() {{\n    let mut bits: Vec<u64> = Vec::new();\n"
    );
    let mut functions = String::new();
    let mut want: Vec<u64> = Vec::new();
    for seed in 0..32 {
        let case = case(seed * 7 + 100_000);
        let program = schedule(case.graph.clone(), &case.targets, &Options::default());
        let outputs = run(&program, &case).expect("it runs");
        let reserved = ["x".to_owned()];
        let size = |a: &Affine| a.as_constant().map_or(case.dims[0], |n| n as usize);
        let options = rust::Options {
            scalar: "f64",
            rt: "crate::rt",
            input: &|name| name.to_owned(),
            gradient: &|name| {
                let target = program.targets.iter().find(|t| t.name == name).expect("a target");
                if target.shape.is_empty() { format!("*d{name}") } else { format!("d{name}") }
            },
            dim: &|name| name.to_owned(),
            accumulate: seed % 2 == 1,
            reserved: &reserved,
            pause: None,
            prefix: "",
        };
        let ty = |shape: &[Affine]| shape.iter().rev().fold("f64".to_owned(), |t, a| format!("[{t}; {}]", size(a)));
        let body = rust::body(&program, &options);
        let _ = write!(functions, "#[allow(unused_variables, clippy::all)]\nfn f{seed}(N: usize");
        let _ = writeln!(source, "    {{");
        let mut call = format!("f{seed}({}", case.dims[0]);
        for (input, data) in program.inputs.iter().zip(&case.inputs) {
            let shape: Vec<usize> = input.shape.iter().map(&size).collect();
            let reference = if shape.is_empty() { "" } else { "&" };
            let _ = write!(functions, ", {}: {reference}{}", input.name, ty(&input.shape));
            let _ = write!(call, ", {reference}{}", nested(&shape, &mut data.iter()));
        }
        for target in &program.targets[1..] {
            let _ = write!(functions, ", d{}: &mut {}", target.name, ty(&target.shape));
            let shape: Vec<usize> = target.shape.iter().map(&size).collect();
            let zeros = vec![if options.accumulate { 0.0 } else { 7.0 }; shape.iter().product()];
            let _ = writeln!(source, "        let mut d{} = {};", target.name, nested(&shape, &mut zeros.iter()));
            let _ = write!(call, ", &mut d{}", target.name);
        }
        let _ = writeln!(functions, ") -> f64 {{\n{body}}}");
        // The same must compile for single precision.
        let single = rust::body(&program, &rust::Options { scalar: "f32", ..options });
        let start = functions.rfind(&format!("fn f{seed}(")).expect("just written");
        let head = functions[start..].split_once(" -> f64").expect("a head").0.replace("f64", "f32").replacen("fn f", "fn g", 1);
        let _ = writeln!(functions, "#[allow(unused_variables, dead_code, clippy::all)]\n{head} -> f32 {{\n{single}}}");
        let _ = writeln!(source, "        let value = {call});\n        bits.push(value.to_bits());");
        for target in &program.targets[1..] {
            let _ = writeln!(source, "        {}", flat(&format!("d{}", target.name), target.shape.len()));
        }
        let _ = writeln!(source, "    }}");
        for (t, output) in outputs.iter().enumerate() {
            // Added to a zero, a negative zero is a positive one.
            let sum = |x: f64| if options.accumulate && t > 0 { x + 0.0 } else { x };
            want.extend(output.iter().map(|x| sum(*x).to_bits()));
        }
    }
    source.push_str("    for b in bits { println!(\"{b}\"); }\n}\n");
    let file = folder.join("emitted.rs");
    std::fs::write(
        &file,
        format!("{}{functions}", source.replace("#![deny(warnings)]", "#![deny(warnings)]\n#![allow(non_snake_case, unused_parens)]")),
    )
    .expect("written");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let binary = folder.join("emitted");
    let out = std::process::Command::new(rustc)
        .args(["--edition", "2024", "-O", "--cfg", "feature=\"std\"", "--check-cfg", "cfg(feature, values(any()))", "-o"])
        .arg(&binary)
        .arg(&file)
        .output()
        .expect("rustc runs");
    assert!(out.status.success(), "{}\nin {}", String::from_utf8_lossy(&out.stderr), file.display());
    let out = std::process::Command::new(&binary).output().expect("it runs");
    let got: Vec<u64> = String::from_utf8_lossy(&out.stdout).lines().map(|l| l.parse().expect("bits")).collect();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(got.len(), want.len());
    for (k, (x, y)) in got.iter().zip(&want).enumerate() {
        let (x, y) = (f64::from_bits(*x), f64::from_bits(*y));
        assert!(x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()), "number {k}: {x:?} emitted, {y:?} interpreted");
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn limits_and_wrong_indices_are_errors() {
    let mut g = Graph::new();
    let dim = g.dimension("N");
    let x = g.declare("x", vec![Affine::constant(3)], false);
    let k = g.declare("k", vec![], false);
    let kn = g.element(k, vec![], false);
    let xn = g.element(x, vec![Index::Value(kn)], false);
    let axis = g.free_axis(Affine::dim(dim), Some("n"));
    let p = g.position(Affine::axis(axis));
    let p = g.apply(Function::Sin, &[p]);
    let s = g.reduce(ReduceOp::Sum, axis, p);
    let v = g.add(xn, s);
    let target = Target {
        name: "value".into(),
        kind: TargetKind::Value,
        shape: vec![],
        writes: vec![Write { indices: vec![], axes: vec![], value: v, guarded: false }],
    };
    let mut machine = Machine::new(&schedule(g.clone(), &[target], &Options::default()));
    let mut out = [Vec::new()];
    assert!(machine.run(&[&[1.0, 2.0, 3.0], &[2.0]], &[4], &mut out).is_ok());
    let error = machine.run(&[&[1.0, 2.0, 3.0], &[3.0]], &[4], &mut out).expect_err("outside");
    assert_eq!(error.to_string(), "index 3 of `x` (axis 0) is not an integer from 0 to 2");
    let error = machine.run(&[&[1.0, 2.0, 3.0], &[0.0]], &[1_000_000_000_000], &mut out).expect_err("too much");
    assert_eq!(
        error.to_string(),
        "the work limit is 100000000000 loop turns, and this takes 1000000000000; raise it by `with_work_limit`, in the command by `--work-limit`"
    );
    assert!(machine.run(&[&[1.0, 2.0], &[0.0]], &[4], &mut out).is_err());
}

#[test]
fn long_chains_take_linear_time_and_no_stack() {
    let mut g = Graph::new();
    let x = g.declare("x", vec![], true);
    let mut a = g.element(x, vec![], false);
    let start = a;
    for k in 0..100_000 {
        a = if k % 3 == 0 { g.apply(Function::Sin, &[a]) } else { g.mul(a, start) };
        a = g.add(a, start);
    }
    let target = Target {
        name: "value".into(),
        kind: TargetKind::Value,
        shape: vec![],
        writes: vec![Write { indices: vec![], axes: vec![], value: a, guarded: false }],
    };
    let program = schedule(g.clone(), &[target], &Options::default());
    let mut out = [Vec::new()];
    eval::run(&program, &[&[0.5]], &[], &mut out).expect("it runs");
    assert!(out[0][0].is_finite() || out[0][0].is_infinite());
    assert!(program.cost().total() > 100_000);
}
