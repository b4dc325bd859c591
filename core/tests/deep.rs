//! Formulas that are as deep as they are long: the engine's time and what it prints grow with their size, and no faster.

use chainrule_core::differentiate::{Domain, gradient, gradient_targets};
use chainrule_core::graph::ArrayId;
use chainrule_core::lower::{Lowering, Options};
use chainrule_core::schedule;
use chainrule_run::{Formula, parse};
use std::time::{Duration, Instant};

/// `x` inside as many of something as asked for.
fn nested(n: usize, open: impl Fn(usize) -> String, close: impl Fn(usize) -> String) -> String {
    let (open, close): (Vec<String>, Vec<String>) = ((0..n).map(open).collect(), (0..n).rev().map(close).collect());
    format!("{}x{}", open.concat(), close.concat())
}

fn choices(n: usize) -> String {
    nested(n, |k| format!("if(x < {}, sin({}*x), ", k + 1, k + 1), |_| ")".to_owned())
}

fn choices_of_others(n: usize) -> String {
    nested(n, |k| format!("if(x > {k}, "), |k| format!(", sqrt({k}*y))"))
}

fn maxima(n: usize) -> String {
    nested(n, |k| format!("max(sin({}*x), ", k + 1), |_| ")".to_owned())
}

fn powers(n: usize) -> String {
    nested(n, |_| "x^(".to_owned(), |_| ")".to_owned())
}

fn sigmoids(n: usize) -> String {
    nested(n, |_| "sigmoid(".to_owned(), |_| ")".to_owned())
}

/// What the sum of sums adds to is chosen under conditions on an axis.
fn choices_in_sums(n: usize) -> String {
    let text = nested(n, |k| format!("if(a[i] > {k}, x*{k} + y, "), |_| ")".to_owned());
    format!("sum(i in 0..3: {})", text.replace("y,", "a[i],"))
}

type Shape = (&'static str, fn(usize) -> String);

const SHAPES: [Shape; 6] = [
    ("choices", choices),
    ("choices of others", choices_of_others),
    ("maxima", maxima),
    ("powers", powers),
    ("sigmoids", sigmoids),
    ("choices in sums", choices_in_sums),
];

/// The shortest time of a few that all stages take.
fn time(text: &str) -> Duration {
    let declared = if text.contains("a[i]") { "param x\nparam a[3]\n" } else { "" };
    let once = || {
        let start = Instant::now();
        if declared.is_empty() {
            let ast = chainrule_parser::parse_expression(text).unwrap();
            all(&ast, true);
        } else {
            let ast = chainrule_parser::parse_model(&format!("{declared}loss = {text}")).unwrap();
            all(&ast, false);
        }
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

fn all(ast: &chainrule_parser::ast::Ast, implicit: bool) {
    let mut lowering = Lowering::new(ast, Options { implicit, ..Options::default() }).unwrap();
    let root = match ast.output {
        Some(id) => lowering.expression(id).unwrap().node,
        None => lowering.named("loss").unwrap().node,
    };
    let mut graph = lowering.graph;
    let wrt: Vec<ArrayId> = graph.arrays().map(|(id, _)| id).collect();
    let adjoints = gradient(&mut graph, root, &wrt, Domain::Kept);
    // A loop for each of the sums, and in each of them all that is below: that is what the program computes.
    if !implicit {
        std::hint::black_box(adjoints);
        return;
    }
    let targets = gradient_targets(&graph, adjoints, &wrt);
    std::hint::black_box(schedule::schedule(graph, &targets, &schedule::Options::default()));
}

#[test]
fn time_grows_with_the_size() {
    for (name, shape) in SHAPES {
        let (small, large) = (time(&shape(500)), time(&shape(4000)));
        // Eight times the size; if something were quadratic it would be up to 64 times.
        assert!(large < 24 * small, "{name}: {small:?} and {large:?}");
    }
}

/// Each parameter's sum takes the residual, in which all of them are.
#[test]
fn what_the_sums_of_a_loop_share_is_looked_at_once() {
    let time = |n: usize| {
        let parameters: String = (0..n).map(|k| format!("param p{k}\n")).collect();
        let terms: Vec<String> = (0..n).map(|k| format!("p{k}*sin({k}.5*x[i])")).collect();
        let text = format!("{parameters}input x[m]\ninput t[m]\nloss = sum(i: ({} - t[i])^2)", terms.join(" + "));
        let ast = chainrule_parser::parse_model(&text).unwrap();
        let once = || {
            let start = Instant::now();
            let mut lowering = Lowering::new(&ast, Options::default()).unwrap();
            let root = lowering.named("loss").unwrap().node;
            let mut graph = lowering.graph;
            let wrt: Vec<ArrayId> = graph.arrays().filter(|(_, array)| array.parameter).map(|(id, _)| id).collect();
            let adjoints = gradient(&mut graph, root, &wrt, Domain::Kept);
            let targets = gradient_targets(&graph, adjoints, &wrt);
            std::hint::black_box(schedule::schedule(graph, &targets, &schedule::Options::default()));
            start.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap()
    };
    let (small, large) = (time(100), time(1600));
    // Sixteen times the size; if it were looked at for each sum it would be 256 times.
    assert!(large < 96 * small, "{small:?} and {large:?}");
}

/// Definitions that read the one before at their own index, and elements of short arrays between them.
#[test]
fn a_chain_of_definitions_is_lowered_once() {
    let nodes = |n: usize| {
        let step =
            |k: usize| format!("a{k}[n, k] = exp(w[{k}, k]*t{k}[n])\nt{}[n] = a{k}[n, 0] + a{k}[n, 1]*a{k}[n, 2] - t{k}[n]\n", k + 1);
        let steps: String = (0..n).map(step).collect();
        let text = format!("param w[{n}, 3]\ninput x[m]\nt0[n: m] = x[n]\n{steps}loss = sum(n: t{n}[n])");
        let ast = chainrule_parser::parse_model(&text).unwrap();
        let mut lowering = Lowering::new(&ast, Options::default()).unwrap();
        lowering.named("loss").unwrap();
        lowering.graph.len()
    };
    let (small, large) = (nodes(20), nodes(80));
    assert!(large < 5 * small, "{small} and {large} nodes");
}

#[test]
fn printed_derivatives_grow_with_the_size() {
    for (name, shape) in SHAPES.into_iter().filter(|s| !s.0.contains("sums")) {
        let printed = |n| parse(&shape(n)).unwrap().derivative("x").unwrap().to_string().len();
        let (small, large) = (printed(250), printed(1000));
        assert!(large < 6 * small, "{name}: {small} and {large} bytes");
    }
}

fn at(formula: &Formula, x: f64) -> f64 {
    formula.compile(["x"], []).unwrap().value(&[x], &[]).unwrap()
}

/// Only the branch that is taken counts, however deep it is: the derivative of sin(k x) is k cos(k x).
#[test]
fn a_derivative_deep_inside_choices_is_that_of_its_branch() {
    let formula = parse(&choices(1000)).unwrap().derivative("x").unwrap();
    let read_back = parse(&formula.to_string()).unwrap();
    for k in [1, 2, 5, 6, 70, 999, 1000] {
        let (k, x) = (f64::from(k), f64::from(k) - 0.25);
        let expected = k * (k * x).cos();
        for derivative in [&formula, &read_back] {
            let found = at(derivative, x);
            assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "at {x}: {found} instead of {expected}");
        }
    }
    assert_eq!(at(&formula, 1000.5).to_bits(), 1.0f64.to_bits());
}

/// What is largest of sin(k x) moves the maximum.
#[test]
fn a_derivative_deep_inside_maxima_is_that_of_the_largest() {
    let n = 300;
    let formula = parse(&maxima(n)).unwrap().derivative("x").unwrap();
    for x in [0.3, 0.7, 1.1] {
        let largest = (1..=n).max_by(|a, b| (*a as f64 * x).sin().total_cmp(&(*b as f64 * x).sin())).unwrap() as f64;
        let expected = if (largest * x).sin() > x { largest * (largest * x).cos() } else { 1.0 };
        let found = at(&formula, x);
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "at {x}: {found} instead of {expected}");
    }
}

/// A condition may have a name in front of a formula, as derivatives give it one.
#[test]
fn conditions_have_names() {
    let named = parse("c = x > 1 and x < 3; d = c and x != 2; if(d, x^2, if(not c, x, 7))").unwrap();
    let plain = parse("if(x > 1 and x < 3 and x != 2, x^2, if(not (x > 1 and x < 3), x, 7))").unwrap();
    assert_eq!(named.to_listing(), plain.to_listing());
    for (formula, message) in [
        ("c = x > 1; c + x", "a condition stands where a number is expected"),
        ("c = x > 1; if(c < x, 1, 2)", "a condition stands where a number is expected"),
        ("c = x + 1; if(c, 1, 2)", "expected a condition"),
        ("c = x > 1; c", "a condition stands where a number is expected"),
    ] {
        let error = parse(formula).unwrap_err();
        assert!(error.to_string().contains(message), "{formula}: {error}");
    }
}

/// The limits are those of the parser: a formula without calls is lowered as it is written.
#[test]
fn as_many_signs_as_may_nest() {
    let x = parse(&format!("{}x", "-".repeat(1_000_000))).expect("as deep as the limit");
    assert_eq!(x.compile(["x"], []).unwrap().value_and_gradient(&[1.5], &[]).unwrap(), (1.5, vec![1.0]));
    assert!(parse(&format!("{}x", "-".repeat(1_000_002))).unwrap_err().message().contains("max_nesting"));
}
