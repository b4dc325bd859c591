//! Random formulas: the engine agrees with dual numbers on the tree as written, reverse mode with
//! forward mode, printed derivatives read back to the same graph, and nothing panics.

#[path = "support/dual.rs"]
mod dual;

use chainrule_core::lower::{Lowering, Options};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::HashMap;

fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => select(vec!["x", "y", "z"]).prop_map(|s| s.to_owned()),
        1 => (1..9i32).prop_map(|n| n.to_string()),
        1 => (1..40i32).prop_map(|n| format!("{}", f64::from(n) / 10.0)),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        prop_oneof![
            4 => (inner.clone(), select(vec!["+", "-", "*", "/"]), inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            1 => inner.clone().prop_map(|a| format!("(-{a})")),
            2 => (inner.clone(), select(vec!["2", "3", "(-1)", "(-2)", "(1/2)", "(3/2)", "0.7"])).prop_map(|(a, n)| format!("({a})^{n}")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})^({b})")),
            4 => (
                select(vec!["exp", "ln", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "asinh", "abs", "sigmoid", "softplus", "relu"]),
                inner.clone()
            )
                .prop_map(|(f, a)| format!("{f}({a})")),
            1 => (select(vec!["max", "min"]), inner.clone(), inner.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(c, a, b)| format!("if({c} > 1, {a}, {b})")),
        ]
    })
}

/// How much rounding of the inputs alone moves a result: where the reference itself is ill-conditioned
/// nothing can be compared.
fn reference(ast: &chainrule_parser::ast::Ast, at: &HashMap<String, f64>, wrt: &str) -> Option<(dual::Dual, f64, f64)> {
    let center = dual::evaluate(ast, at, wrt)?;
    let (mut dv, mut dd) = (0.0f64, 0.0f64);
    for name in ["x", "y", "z"] {
        for sign in [-1.0, 1.0] {
            let mut moved = at.clone();
            if let Some(v) = moved.get_mut(name) {
                *v *= 1.0 + sign * 4e-15;
            }
            let d = dual::evaluate(ast, &moved, wrt)?;
            dv = dv.max((d.0 - center.0).abs());
            dd = dd.max((d.1 - center.1).abs());
        }
    }
    (center.0.is_finite() && center.1.is_finite() && dv.is_finite() && dd.is_finite()).then_some((center, dv, dd))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn value_and_gradient_agree_with_dual_numbers(text in formula(), x in 0.2..2.5f64, y in 0.2..2.5f64, z in -2.0..2.0f64) {
        let ast = chainrule_parser::parse_expression(&text).unwrap();
        let f = chainrule_run::parse(&text).unwrap();
        let kernel = f.compile(["x", "y", "z"], []).unwrap();
        let (value, gradient) = kernel.value_and_gradient(&[x, y, z], &[]).unwrap();
        let at: HashMap<String, f64> = [("x", x), ("y", y), ("z", z)].map(|(n, v)| (n.to_owned(), v)).into();
        for (name, g) in ["x", "y", "z"].iter().zip(&gradient) {
            let Some((expected, dv, dd)) = reference(&ast, &at, name) else { continue };
            // The tree's own evaluation may cancel where a rewritten form does not, so allow for its size.
            let value_slack = 1e3 * dv + 1e-11 * expected.0.abs().max(1.0);
            let slope_slack = 1e3 * dd + 1e-9 * expected.1.abs().max(1.0) + 1e3 * dv;
            prop_assert!((value - expected.0).abs() <= value_slack, "{text}: value {value:e}, expected {:e}", expected.0);
            prop_assert!((g - expected.1).abs() <= slope_slack, "{text} at {at:?}: d/d{name} = {g:e}, expected {:e}", expected.1);
        }
    }

    #[test]
    fn printed_derivatives_read_back(text in formula()) {
        let f = chainrule_run::parse(&text).unwrap();
        for name in ["x", "y"] {
            let d = f.derivative(name).unwrap();
            let printed = d.to_string();
            let again = chainrule_run::parse(&printed);
            prop_assert!(again.is_ok(), "{text}: {printed}: {}", again.unwrap_err());
            let (a, b) = (
                d.compile(["x", "y", "z"], []).unwrap().value(&[0.7, 1.3, 0.4], &[]).unwrap(),
                again.unwrap().compile(["x", "y", "z"], []).unwrap().value(&[0.7, 1.3, 0.4], &[]).unwrap(),
            );
            prop_assert!(a.to_bits() == b.to_bits() || (a - b).abs() <= 1e-9 * a.abs() || (a.is_nan() && b.is_nan()), "{text}: {printed}: {a:e} and {b:e}");
        }
    }

    #[test]
    fn forward_mode_agrees_with_reverse_mode(text in formula(), x in 0.2..2.5f64, y in 0.2..2.5f64) {
        use chainrule_core::differentiate::{Domain, element_of_writes, gradient, tangent};
        use chainrule_core::graph::ArrayId;
        let ast = chainrule_parser::parse_expression(&text).unwrap();
        let mut lowering = Lowering::new(&ast, Options { implicit: true, variables: Vec::new() }).unwrap();
        let root = lowering.expression(ast.output.unwrap()).unwrap().node;
        let mut graph = lowering.graph;
        let Some(id) = graph.arrays().find(|(_, a)| a.name == "x").map(|(id, _)| id) else { return Ok(()) };
        let reverse = gradient(&mut graph, root, &[id], Domain::Formula);
        let reverse = element_of_writes(&mut graph, &reverse.writes[0], &[]);
        let forward = tangent(&mut graph, root, &[id], &mut |g: &mut chainrule_core::Graph, array: ArrayId, _, _| (array == id).then(|| g.one()));
        let values = evaluate(&graph, &[reverse, forward], &[("x", x), ("y", y), ("z", 0.5)]);
        let (a, b) = (values[0], values[1]);
        prop_assume!(a.is_finite() && b.is_finite());
        prop_assert!((a - b).abs() <= 1e-7 * a.abs().max(1.0), "{text}: {a:e} and {b:e}");
    }
}

/// Runs the scheduled program for some nodes.
fn evaluate(graph: &chainrule_core::Graph, nodes: &[chainrule_core::NodeId], at: &[(&str, f64)]) -> Vec<f64> {
    use chainrule_core::target::{Target, TargetKind, Write};
    let targets: Vec<Target> = nodes
        .iter()
        .enumerate()
        .map(|(k, n)| Target {
            name: format!("y{k}"),
            kind: TargetKind::Other(k as u32),
            shape: Vec::new(),
            writes: vec![Write { indices: Vec::new(), axes: Vec::new(), value: *n, guarded: false }],
        })
        .collect();
    let program = chainrule_core::schedule::schedule(graph.clone(), &targets, &Default::default());
    let values: Vec<[f64; 1]> = program.inputs.iter().map(|i| [at.iter().find(|a| a.0 == i.name).map_or(0.0, |a| a.1)]).collect();
    let inputs: Vec<&[f64]> = values.iter().map(|v| &v[..]).collect();
    let mut outputs = vec![vec![0.0]; nodes.len()];
    chainrule_run::eval::run(&program, &inputs, &[], &mut outputs).unwrap();
    outputs.iter().map(|o| o[0]).collect()
}
