//! The reference values of `tests/cases`, through `chainrule eval --batch`.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use support::batch;

fn cases(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(file);
    let text = std::fs::read_to_string(path).expect("the file of cases");
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

fn answers(requests: &[Value]) -> Vec<Value> {
    let lines = batch(requests.iter().map(|r| format!("{r}\n")).collect::<String>());
    assert_eq!(lines.len(), requests.len());
    lines
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Number(n) => n.as_f64().expect("an f64"),
        Value::String(s) => s.parse().expect("NaN, inf or -inf"),
        other => panic!("{other} is not a number"),
    }
}

/// Whether a number is within the tolerance that the README of the cases states.
fn close(got: f64, reference: f64, scale: f64, tolerance: f64, slack: f64) -> bool {
    got == reference || (got - reference).abs() <= (tolerance * scale).max(slack)
}

/// The largest error that the plain evaluation excuses.
const WORST: f64 = 1e-3;

/// What is wrong with the answer at one point.
fn mistakes(case: &Value, point: &Value, answer: &Value, hard: bool) -> Vec<String> {
    if let Some(error) = answer.get("error") {
        return vec![error.to_string()];
    }
    let tolerance = |error: &Value| match error.as_f64() {
        Some(error) if hard => (32.0 * error.min(WORST)).max(1e-12),
        Some(error) => (32.0 * error).max(1e-12),
        None if hard => 32.0 * WORST,
        None => 1e-12,
    };
    let value = number(&point["value"]);
    let slack = 1e-12 * value.abs().max(1.0);
    let mut out = Vec::new();
    let got = number(&answer["value"]);
    if !close(got, value, value.abs(), tolerance(&point["f64_value_err"]), slack) {
        out.push(format!("value {got:e}, reference {value:e}"));
    }
    let names: Vec<&str> = case["vars"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let t = tolerance(&point["f64_grad_err"]);
    let gradient: Vec<f64> = names.iter().map(|n| number(&point["grad"][n])).collect();
    let scale = gradient.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    for (name, reference) in names.iter().zip(gradient) {
        let got = number(&answer["gradient"][name]);
        if !close(got, reference, scale, t, slack) {
            out.push(format!("d/d{name} {got:e}, reference {reference:e}"));
        }
    }
    if let Some(rows) = point["hessian"].as_array() {
        let flat = |rows: &Value| -> Vec<f64> { rows.as_array().unwrap().iter().flat_map(|r| r.as_array().unwrap()).map(number).collect() };
        let reference = flat(&Value::from(rows.clone()));
        let scale = reference.iter().fold(0.0f64, |m, x| m.max(x.abs()));
        for (at, (got, reference)) in flat(&answer["hessian"]).into_iter().zip(reference).enumerate() {
            if !close(got, reference, scale, t, slack) {
                let (row, column) = (at / names.len(), at % names.len());
                out.push(format!("hessian[{row}][{column}] {got:e}, reference {reference:e}"));
            }
        }
    }
    out
}

/// The cases of a file that are not answered well, and what is wrong.
fn failures(file: &str, hard: bool) -> (usize, BTreeMap<String, Vec<String>>) {
    let cases = cases(file);
    let mut points = Vec::new();
    let mut requests = Vec::new();
    for case in &cases {
        for point in case["points"].as_array().unwrap() {
            let order = if point["hessian"].is_null() { 1 } else { 2 };
            requests.push(json!({
                "id": requests.len(),
                "expr": case["expr_chainrule"],
                "at": point["at"],
                "wrt": case["vars"],
                "order": order,
            }));
            points.push((case, point));
        }
    }
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((case, point), answer) in points.into_iter().zip(answers(&requests)) {
        let mistakes = mistakes(case, point, &answer, hard);
        if !mistakes.is_empty() {
            let text = format!("{} {}", case["id"], case["expr_chainrule"]);
            out.entry(text).or_default().extend(mistakes);
        }
    }
    (cases.len(), out)
}

#[test]
fn expressions() {
    let (count, failures) = failures("expressions.jsonl", false);
    assert_eq!(count, 543);
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn hard_points_are_a_score() {
    let (count, failures) = failures("hard_points.jsonl", true);
    assert_eq!(count, 33);
    assert!(count - failures.len() >= 30, "{} of {count}: {failures:#?}", count - failures.len());
}

/// Where a part is out of range and the whole is not.
#[test]
fn parts_that_overflow() {
    let (count, failures) = failures("overflow.jsonl", false);
    assert_eq!(count, 45);
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn kinks_and_branch_points() {
    let cases = cases("edges.jsonl");
    let kinks: Vec<&Value> = cases.iter().filter(|c| c.get("grad_allowed").is_some()).collect();
    let requests: Vec<Value> = kinks.iter().map(|c| json!({ "expr": c["expr_chainrule"], "at": c["at"], "wrt": c["vars"] })).collect();
    assert!(!kinks.is_empty());
    for (case, answer) in kinks.iter().zip(answers(&requests)) {
        let value = number(&answer["value"]);
        assert!((value - number(&case["value"])).abs() <= 1e-12, "{case}: {answer}");
        for (name, interval) in case["grad_allowed"].as_object().unwrap() {
            let got = number(&answer["gradient"][name]);
            let (low, high) = (number(&interval[0]), number(&interval[1]));
            assert!(low - 1e-12 <= got && got <= high + 1e-12, "{case}: {answer}");
        }
    }
}

/// At the edge of a domain values are those of IEEE arithmetic, and where the value is NaN no
/// derivative by a variable that it depends on is finite.
#[test]
fn domain_edges() {
    let cases = cases("edges.jsonl");
    let edges: Vec<&Value> = cases.iter().filter(|c| c["kind"] == "domain edge").collect();
    let requests: Vec<Value> = edges.iter().map(|c| json!({ "expr": c["expr_chainrule"], "at": c["at"], "wrt": c["vars"] })).collect();
    assert!(!edges.is_empty());
    let mut wrong = Vec::new();
    for (case, answer) in edges.iter().zip(answers(&requests)) {
        let (value, reference) = (number(&answer["value"]), number(&case["jax_value"]));
        let same = value == reference || (value.is_nan() && reference.is_nan());
        let gradient = answer["gradient"].as_object().unwrap();
        let finite = gradient.values().map(number).any(f64::is_finite);
        if !same || (value.is_nan() && finite) {
            wrong.push(format!("{} {}: {answer}", case["id"], case["expr_chainrule"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Functions whose derivative comparisons choose are NaN where what they take is, and so is their derivative.
#[test]
fn outside_a_domain_no_piece_counts() {
    let pieces = [
        "max(ln(x), y)",
        "max(y, ln(x))",
        "min(ln(x), y)",
        "min(y, ln(x))",
        "relu(ln(x))*y",
        "y*sign(ln(x))",
        "y + floor(sqrt(x))",
        "ceil(asin(x - 2)) + y",
        "round(x^0.5)*y",
        "max(y, 2, ln(x))",
        "relu(max(ln(x), y))",
    ];
    let ask = |x: f64| pieces.map(|expr| json!({ "expr": expr, "at": { "x": x, "y": 3 }, "wrt": ["x"] }));
    for (expr, answer) in pieces.iter().zip(answers(&ask(-1.0))) {
        let (value, slope) = (number(&answer["value"]), number(&answer["gradient"]["x"]));
        assert!(value.is_nan() && slope.is_nan(), "{expr}: {answer}");
    }
    // ln 1.5 < 3 and floor(sqrt(1.5)) = 1.
    let slopes = [0.0, 0.0, 1.0 / 1.5, 1.0 / 1.5, 3.0 / 1.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    for ((expr, answer), slope) in pieces.iter().zip(answers(&ask(1.5))).zip(slopes) {
        assert_eq!(number(&answer["gradient"]["x"]), slope, "{expr}: {answer}");
    }
    // A branch that is not taken contributes nothing, however steep it is.
    let steep = answers(&[json!({ "expr": "max(sqrt(x), y) + relu(sqrt(x) - y)", "at": { "x": 0, "y": 3 }, "wrt": ["x", "y"] })]);
    assert_eq!(steep[0]["gradient"], json!({ "x": 0.0, "y": 1.0 }));
}
