//! How the engine's time grows with the size of a formula: parse, lower, differentiate and schedule.
//!
//! `cargo run -p chainrule-benches --bin sizes` (a debug build, as in a user's macros). Time is linear where ten
//! times the size takes about ten times as long.

use chainrule_core::differentiate::{Domain, gradient, gradient_targets};
use chainrule_core::graph::ArrayId;
use chainrule_core::lower::{Lowering, Options};
use chainrule_core::schedule;
use std::time::Instant;

/// Name, and the formula of a size.
type Shape = (&'static str, fn(usize) -> String);

fn joined(n: usize, by: &str, term: impl Fn(usize) -> String) -> String {
    (0..n).map(term).collect::<Vec<_>>().join(by)
}

const SHAPES: &[Shape] = &[
    ("nested sigmoids", |n| format!("{}x{}", "sigmoid(".repeat(n), ")".repeat(n))),
    ("nested parentheses", |n| format!("{}x{}", "(".repeat(n), ")".repeat(n))),
    ("minus signs", |n| format!("{}x", "-".repeat(n))),
    ("sum of products", |n| joined(n, " + ", |k| format!("x{k}*y{k}"))),
    ("sum of sigmoids", |n| joined(n, " + ", |k| format!("sigmoid(w*x{k} + b)"))),
    ("product", |n| joined(n, "*", |k| format!("x{k}"))),
    ("a = a*a + x", |n| format!("a0 = x*x + x; {} a{n}", joined(n, " ", |k| format!("a{} = a{k}*a{k} + x;", k + 1)))),
    ("nested if", |n| format!("{}x{}", joined(n, "", |k| format!("if(x < {k}, sin({k}*x), ")), ")".repeat(n))),
    ("if in if", |n| format!("{}x{}", joined(n, "", |k| format!("if(x > {k}, ")), joined(n, "", |k| format!(", {k}*y)")))),
    ("nested max", |n| format!("{}x{}", joined(n, "", |k| format!("max(sin({k}*x), ")), ")".repeat(n))),
    ("x^x^x", |n| joined(n, "^", |_| "x".to_owned())),
];

fn main() {
    println!(
        "{:<20} {:>8} {:>10} {:>10} {:>14} {:>10} {:>9}",
        "milliseconds", "size", "parse", "lower", "differentiate", "schedule", "nodes"
    );
    for (name, text) in SHAPES {
        for n in [100, 1_000, 10_000] {
            let text = text(n);
            let start = Instant::now();
            let mut last = 0.0;
            let mut step = || {
                let now = start.elapsed().as_secs_f64() * 1e3;
                let spent = now - last;
                last = now;
                spent
            };
            let ast = chainrule_parser::parse_expression(&text).expect("the formula parses");
            let parse = step();
            let mut lowering = Lowering::new(&ast, Options { implicit: true, ..Options::default() }).expect("nothing is declared twice");
            let root = lowering.expression(ast.output.expect("an expression")).expect("the formula lowers").node;
            let mut graph = lowering.graph;
            let lower = step();
            let wrt: Vec<ArrayId> = graph.arrays().map(|(id, _)| id).collect();
            let adjoints = gradient(&mut graph, root, &wrt, Domain::Kept);
            let differentiate = step();
            let targets = gradient_targets(&graph, adjoints, &wrt);
            let nodes = graph.len();
            let program = schedule::schedule(graph, &targets, &schedule::Options::default());
            let schedule = step();
            std::hint::black_box(program);
            println!("{name:<20} {n:>8} {parse:>10.1} {lower:>10.1} {differentiate:>14.1} {schedule:>10.1} {:>9}", nodes);
        }
    }
}
