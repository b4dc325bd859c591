//! The models in `examples/models`: each does what its first lines show, and has the value and the gradient of its reference.

mod support;

use serde_json::{Map, Value};
use support::{file, root, run, shown_command};

/// Allowed difference, relative to the reference.
const TOLERANCE: f64 = 1e-11;

fn cases(name: &str) -> Value {
    let text = std::fs::read_to_string(root().join("tests/cases").join(name)).expect("the file of cases");
    serde_json::from_str(&text).expect("JSON")
}

fn flat(value: &Value, out: &mut Vec<f64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| flat(item, out)),
        number => out.push(number.as_f64().expect("a number")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    let mut out = Vec::new();
    flat(value, &mut out);
    out
}

/// The value, and the gradient of all parameters in order of declaration.
fn evaluate(model: &str, more: &[&str]) -> (f64, Vec<f64>) {
    let model = format!("examples/models/{model}");
    let mut args = vec!["eval", &model, "--json"];
    args.extend(more);
    let answer: Value = serde_json::from_str(&run(&args)).expect("JSON");
    let gradient: &Map<String, Value> = answer["gradient"].as_object().expect("a gradient");
    (answer["value"].as_f64().expect("a number"), gradient.values().flat_map(numbers).collect())
}

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[track_caller]
fn near(what: &str, computed: f64, reference: &Value) {
    let reference = reference.as_f64().expect("a number");
    assert!((computed - reference).abs() <= TOLERANCE * reference.abs(), "{what}: {computed} is not {reference}");
}

/// Compares with a reference entry by entry, relative to the largest one.
#[track_caller]
fn all_near(what: &str, computed: &[f64], reference: &Value) {
    let reference = numbers(reference);
    assert_eq!(computed.len(), reference.len(), "{what}");
    let largest = reference.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    for (at, (computed, reference)) in computed.iter().zip(&reference).enumerate() {
        assert!((computed - reference).abs() <= TOLERANCE * largest, "{what} {at}: {computed} is not {reference}");
    }
}

/// Compares with one of the values with gradients in `nets.json`.
#[track_caller]
fn has_gradient(id: &str, model: &str, more: &[&str]) {
    let all = cases("nets.json");
    let case = all["snapshots"].as_array().unwrap().iter().find(|c| c["id"] == id).expect("the case");
    let (value, gradient) = evaluate(model, more);
    near("value", value, &case["loss"]);
    near("norm of the gradient", norm(&gradient), &case["grad_norm"]);
    all_near("first", &gradient[..10], &case["grad_first10"]);
    all_near("last", &gradient[gradient.len() - 10..], &case["grad_last10"]);
}

#[test]
fn every_model_does_what_its_first_lines_show() {
    let folder = root().join("examples/models");
    let mut models: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    models.sort();
    assert!(models.len() > 10);
    for model in models {
        let mut args = shown_command(&model);
        if args[0] == "train" {
            // One turn shows that the command works; the largest models take long without optimisation.
            let epochs = if cfg!(debug_assertions) { "0" } else { "1" };
            args.extend(["--epochs".to_owned(), epochs.to_owned()]);
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        assert!(!run(&args).is_empty(), "{model}");
    }
}

const WAVES: [&str; 6] = ["--data", "examples/data/waves.csv", "--input", "x=x0..=x2", "--input", "label=class"];

#[test]
fn recurrent_networks() {
    has_gradient("rnn-bptt", "rnn.cr", &WAVES);
    has_gradient("lstm-bptt", "lstm.cr", &WAVES);
    has_gradient("gru-bptt", "gru.cr", &["--data", "examples/data/waves.csv", "--input", "x=x0..=x2", "--at", "y=0.8"]);
}

#[test]
fn causal_attention() {
    has_gradient(
        "causal-attention",
        "attention.cr",
        &["--data", "examples/data/tokens.csv", "--input", "x=0..4", "--input", "label=class"],
    );
}

#[test]
fn convolutions() {
    let text = std::fs::read_to_string(root().join("examples/data/digits.csv")).expect("the data");
    let first: Vec<&str> = text.lines().take(9).collect();
    let data = file("eight_digits.csv", &first.join("\n"));
    let args = ["--data", &data, "--input", "x=0..64", "--input", "label=target"];
    has_gradient("cnn-relu-max", "cnn.cr", &args);
    has_gradient("cnn-tanh-avg", "cnn_average.cr", &args);
}
