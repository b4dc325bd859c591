//! Every expression of the corpus through emitted Rust: `tests/generated/expressions.rs` is what the
//! engine writes for it, compiled here, and must give the interpreter's results bit for bit.
//!
//! After a change of the emitter run the tests with `CHAINRULE_UPDATE=1` and review the difference.

use chainrule_core::emit::rust;
use chainrule_run::{Kernel, ParseOptions};
use serde_json::Value;
use std::fmt::Write as _;

#[rustfmt::skip]
#[path = "../generated/expressions.rs"]
mod generated;

const CORPUS: &str = include_str!("../cases/expressions.jsonl");
const GENERATED: &str = include_str!("../generated/expressions.rs");

struct Case {
    id: String,
    order: usize,
    kernel: Kernel,
    variables: Vec<String>,
    points: Vec<Vec<f64>>,
}

fn cases() -> Vec<Case> {
    CORPUS
        .lines()
        .map(|line| {
            let case: Value = serde_json::from_str(line).expect("the corpus is JSON");
            let text = |key: &str| case[key].as_str().expect("a text").to_owned();
            let variables: Vec<String> =
                case["vars"].as_array().expect("a list").iter().map(|v| v.as_str().expect("a name").to_owned()).collect();
            let options = ParseOptions { variables: variables.clone(), ..ParseOptions::default() };
            let formula = chainrule_run::parse_with(&text("expr_chainrule"), &options).expect("the corpus parses");
            let kernel = formula.compile(&variables, []).expect("every variable is listed");
            let number = |v: &Value| v.as_f64().expect("a number");
            let points = case["points"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|p| variables.iter().map(|v| number(&p["at"][v])).collect())
                .collect();
            Case { id: text("id"), order: if variables.len() <= 4 { 2 } else { 1 }, kernel, variables, points }
        })
        .collect()
}

fn generate(cases: &[Case]) -> String {
    let mut out = String::from("// Written by the tests in tests/suite/emitted.rs from tests/cases/expressions.jsonl; do not edit.\n\n");
    out.push_str("#![allow(warnings, clippy::all)]\n");
    for (at, case) in cases.iter().enumerate() {
        let program = case.kernel.program(case.order);
        let options = rust::Options {
            scalar: "f64",
            rt: "::chainrule::__rt",
            input: &|name| format!("x[{}]", case.variables.iter().position(|v| v == name).expect("a variable of the case")),
            gradient: &|name| format!("out[{}]", &name[1..]),
            dim: &|name| name.to_owned(),
            accumulate: false,
            reserved: &["x".to_owned(), "out".to_owned()],
            pause: None,
            prefix: "",
        };
        let body = rust::body(&program, &options);
        let _ = write!(out, "\n// {}\nfn e{at}(x: &[f64], out: &mut [f64]) {{\n", case.id);
        for line in body.lines() {
            let _ = writeln!(out, "    {line}");
        }
        out.push_str("}\n");
    }
    out.push_str("\npub const ALL: &[fn(&[f64], &mut [f64])] = &[\n");
    for at in 0..cases.len() {
        let _ = writeln!(out, "    e{at},");
    }
    out.push_str("];\n");
    out
}

#[test]
fn the_generated_module_is_current() {
    let fresh = generate(&cases());
    if std::env::var_os("CHAINRULE_UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/expressions.rs");
        std::fs::write(path, &fresh).expect("the file can be written");
        return;
    }
    let different = fresh.lines().zip(GENERATED.lines()).position(|(a, b)| a != b);
    assert_eq!(different, None, "the emitter writes other code now; see the first lines of this file");
    assert_eq!(fresh.len(), GENERATED.len());
}

#[test]
fn emitted_code_and_interpreter_agree_bit_for_bit() {
    let cases = cases();
    assert_eq!(cases.len(), generated::ALL.len());
    let mut compared = 0;
    for (case, emitted) in cases.iter().zip(generated::ALL) {
        for point in &case.points {
            let mut expected = Vec::new();
            if case.order == 2 {
                let (value, gradient, hessian) = case.kernel.value_gradient_hessian(point, &[]).expect("lengths fit");
                expected.push(value);
                expected.extend(gradient);
                for (i, row) in hessian.iter().enumerate() {
                    expected.extend(&row[i..]);
                }
            } else {
                let (value, gradient) = case.kernel.value_and_gradient(point, &[]).expect("lengths fit");
                expected.push(value);
                expected.extend(gradient);
            }
            let mut out = vec![0.0; expected.len()];
            emitted(point, &mut out);
            for (k, (a, b)) in out.iter().zip(&expected).enumerate() {
                assert!(
                    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
                    "{} at {point:?}: result {k} is {a:e} and {b:e}",
                    case.id
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 9_000, "only {compared} results compared");
}
