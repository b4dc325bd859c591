//! What the command promises, through the command.

mod support;

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use support::{batch, file, refused, run, start};

fn ask(request: Value) -> Value {
    let mut answers = batch(request.to_string());
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

// ----- diff

#[test]
fn diff_prints_one_line() {
    assert_eq!(run(&["diff", "x^3", "--wrt", "x"]), "3*x^2\n");
    assert_eq!(run(&["diff", "x^3", "--wrt", "x", "--order", "2"]), "6*x\n");
    assert_eq!(run(&["diff", "-x^2", "--wrt", "x", "--order", "2"]), "-2\n");
    assert_eq!(run(&["diff", "x^3", "--wrt", "y"]), "0\n");
    assert_eq!(run(&["diff", "e*x", "--wrt", "e"]), "x\n");
    assert_eq!(run(&["diff", "\\frac{x^2}{2}", "--wrt", "x", "--format", "latex"]), "x\n");
    assert!(run(&["diff", "x^3", "--wrt", "x", "--latex"]).contains("x^{2}"));
}

#[test]
fn diff_as_rust_is_one_line_too() {
    let code = run(&["diff", "x*sin(y)^2", "--wrt", "y", "--rust"]);
    assert_eq!(code.lines().count(), 1);
    assert!(code.starts_with("pub fn derivative(x: f64, y: f64) -> f64 {"), "{code}");
}

/// What cannot be seen is named.
#[test]
fn letters_that_look_alike_are_told_apart() {
    let text = refused(&["eval", "2*\u{445} + 1", "--at", "x=1"]);
    assert!(text.contains("looks like `x`") && text.contains("U+0445"), "{text}");
    let text = refused(&["eval", &file("look_alike.cr", "param weight = 1\nloss = \u{ff57}eight^2\n")]);
    assert!(text.contains("looks like `weight`") && text.contains("U+FF57"), "{text}");
    let text = refused(&["eval", "x\u{200b} + 1", "--at", "x=1"]);
    assert!(text.contains("invisible character U+200B") && text.contains("remove it"), "{text}");
    let text = refused(&["eval", "\u{201c}x\u{201d}", "--at", "x=1"]);
    assert!(text.contains("U+201C"), "{text}");
    let text = refused(&["eval", "\\(x^2\\)", "--format", "latex", "--at", "x=1"]);
    assert!(text.contains("leave out the marks"), "{text}");
    let text = refused(&["eval", &file("two_brackets.cr", "param w[2, 2] = 1\nloss = w[0, 1][1]\n")]);
    assert!(text.contains("takes no other index") && text.contains("`w[i, j]`"), "{text}");
}

#[test]
fn a_mistake_has_a_caret_and_exit_code_2() {
    let text = refused(&["diff", "2*x + sigmod(y)", "--wrt", "x"]);
    assert!(text.contains("unknown function `sigmod`"), "{text}");
    assert!(text.contains("did you mean `sigmoid`?"), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|l| l.contains("2*x + sigmod(y)")).expect("the formula");
    let caret = lines[at + 1].find("^^^^^^").expect("a caret");
    assert_eq!(caret, lines[at].find("sigmod").expect("the place"));
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    let text = refused(&["diff", "[x, 2*x]", "--wrt", "x"]);
    assert!(text.contains("is an array, not a number") && text.contains("^^^^^^^^") && text.contains("take an element of it"), "{text}");
}

#[test]
fn files_of_another_kind_say_so() {
    let model = file("kind.cr", "param w = 1\nloss = w^2\n");
    let text = refused(&["diff", &model, "--wrt", "w"]);
    assert!(text.contains("is a file") && text.contains("chainrule generate"), "{text}");
    // What the command calls the expression is no name of the user's.
    let text = refused(&["predict", &model, "--output", "elsewhere"]);
    assert!(text.contains("unknown name `elsewhere`") && text.contains("known here: loss, w"), "{text}");
    let text = refused(&["predict", &model, "--output", "w["]);
    assert!(!text.contains("found `)`"), "{text}");
    for name in ["", "x y", "2", "x+y"] {
        assert!(refused(&["diff", "x^2", "--wrt", name]).contains("write the name of a variable"));
        assert!(refused(&["eval", "x^2", "--at", "x=1", "--wrt", name]).contains("write the name of a variable"));
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_request() {
    let mut answers = batch("\u{feff}{\"expr\": \"x^2\", \"at\": {\"x\": 3}}");
    assert_eq!(answers.remove(0)["value"], json!(9.0));
}

#[test]
fn every_command_has_an_example() {
    assert!(run(&["--version"]).starts_with("chainrule "));
    assert!(run(&["--help"]).contains("chainrule diff 'sigmoid"));
    for command in ["diff", "eval", "generate", "train", "predict"] {
        assert!(run(&[command, "--help"]).contains(&format!("chainrule {command} ")));
    }
    refused(&["differentiate"]);
    refused(&["diff", "x"]);
}

// ----- eval

#[test]
fn eval_prints_value_gradient_and_hessian() {
    let text = run(&["eval", "x^2*y", "--at", "x=3,y=0.5", "--order", "2"]);
    let rows: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["value", "4.5"]);
    assert_eq!(rows[1], ["gradient", "x", "3"]);
    assert_eq!(rows[4], ["hessian", "y", "6", "0"]);
    let json = run(&["eval", "x^2*y", "--at", "x=3", "--at", "y=1/2", "--wrt", "y", "--json"]);
    assert_eq!(json, "{\"value\":4.5,\"gradient\":{\"y\":9.0}}\n");
    let json = run(&["eval", "-x", "--at", "x=-1", "--order", "0", "--json"]);
    assert_eq!(json, "{\"value\":1.0}\n");
}

#[test]
fn the_documented_outputs_are_the_outputs() {
    let help = run(&["eval", "--help"]);
    let shown = run(&["eval", "x^2*y", "--at", "x=3,y=0.5", "--order", "2"]);
    assert!(shown.lines().all(|line| help.contains(line)), "{shown}");
}

#[test]
fn eval_refuses_what_it_cannot_evaluate() {
    let text = refused(&["eval", "x*y", "--at", "x=1"]);
    assert!(text.contains("the variable `y` has no value"), "{text}");
    refused(&["eval", "x*y", "--at", "x"]);
    refused(&["eval", "x*y", "--at", "x=one"]);
    refused(&["eval", "missing.cr"]);
    refused(&["eval"]);
}

// ----- eval --batch

#[test]
fn one_answer_a_line_in_order_whatever_comes_in() {
    let mut input = b"{\"id\":1,\"expr\":\"x^2\",\"at\":{\"x\":3}}\n\n  \n".to_vec();
    input.extend(b"{\"id\":2,\"expr\":\"\xff\"}\n");
    input.extend(b"{\"id\":3\n[]\n7\n");
    input.extend(b"{\"id\":4,\"at\":{}}\n");
    input.extend(b"{\"id\":5,\"expr\":\"x\",\"at\":{\"x\":\"a\"}}\n");
    input.extend(b"{\"id\":6,\"expr\":\"x\",\"at\":{\"x\":1e999}}\r\n");
    input.extend(b"{\"id\":\"last\",\"expr\":\"x\",\"at\":{\"x\":2}}");
    let answers = batch(input);
    assert_eq!(answers.len(), 9);
    assert_eq!(answers[0], json!({ "id": 1, "value": 9.0, "gradient": { "x": 6.0 } }));
    for answer in &answers[1..8] {
        let error = answer["error"].as_object().expect("an error");
        let keys: Vec<&String> = error.keys().collect();
        assert_eq!(keys, ["message", "offset", "line", "column", "hint"]);
        assert!(error["offset"].is_null());
    }
    assert_eq!(answers[5]["id"], 4);
    assert_eq!(answers[8], json!({ "id": "last", "value": 2.0, "gradient": { "x": 1.0 } }));
}

#[test]
fn answers_come_while_requests_go_on() {
    let mut child = start(&["eval", "--batch"]);
    let mut stdin = child.stdin.take().expect("piped");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    for n in 0..3 {
        writeln!(stdin, "{{\"id\":{n},\"expr\":\"1\"}}").expect("a request");
        let line = lines.next().expect("an answer").expect("UTF-8");
        assert!(line.starts_with(&format!("{{\"id\":{n},")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().expect("the command ends").success());
}

#[test]
fn orders() {
    let at = json!({ "x": 2, "y": 3 });
    let request = |order: u8| json!({ "expr": "x*y^2", "at": at, "order": order });
    assert_eq!(ask(request(0)), json!({ "id": null, "value": 18.0 }));
    let answer = ask(request(2));
    assert_eq!(answer["gradient"], json!({ "x": 9.0, "y": 12.0 }));
    assert_eq!(answer["hessian"], json!([[0.0, 6.0], [6.0, 4.0]]));
    let answer = ask(json!({ "expr": "x*y^2", "at": at, "order": 2, "wrt": ["y", "x"] }));
    assert_eq!(answer["hessian"], json!([[4.0, 6.0], [6.0, 0.0]]));
    assert!(ask(request(3))["error"].is_object());
}

#[test]
fn names() {
    let answer = ask(json!({ "expr": "x", "at": { "x": 1, "unused": 2 }, "wrt": ["q", "x"] }));
    assert_eq!(answer["gradient"], json!({ "q": 0.0, "x": 1.0 }));
    let answer = ask(json!({ "expr": "e*pi", "at": { "e": 2, "pi": 3 } }));
    assert_eq!(answer["value"], 6.0);
    assert_eq!(answer["gradient"], json!({ "e": 3.0, "pi": 2.0 }));
    let answer = ask(json!({ "expr": "y + x", "at": { "x": 1, "y": 1 } }));
    let order: Vec<&String> = answer["gradient"].as_object().unwrap().keys().collect();
    assert_eq!(order, ["y", "x"]);
    let latex = json!({
        "expr": "\\frac{\\alpha}{x_{1}}", "format": "latex", "at": { "alpha": 1, "x1": 2 }
    });
    assert_eq!(ask(latex)["gradient"], json!({ "alpha": 0.5, "x1": -0.25 }));
}

#[test]
fn numbers_that_are_not_finite_are_strings() {
    let answer = ask(json!({ "expr": "x", "at": { "x": "-inf" } }));
    assert_eq!(answer["value"], "-inf");
    let answer = ask(json!({ "expr": "log(x)", "at": { "x": -1 } }));
    assert_eq!(answer["value"], "NaN");
    assert_eq!(answer["gradient"]["x"], "NaN");
    let answer = ask(json!({ "expr": "sqrt(x)", "at": { "x": 0 } }));
    assert_eq!(answer["gradient"]["x"], "inf");
}

#[test]
fn numbers_of_a_model_that_are_not_finite_have_no_quotes_in_text() {
    let model = file("nowhere.cr", "param w[2] = -1\nloss = sum(i: log(w[i]))\n");
    assert_eq!(run(&["eval", &model]), "value  NaN\ngradient w  [NaN,NaN]\n");
    assert_eq!(run(&["eval", &model, "--json"]), "{\"value\":\"NaN\",\"gradient\":{\"w\":[\"NaN\",\"NaN\"]}}\n");
}

#[test]
fn a_name_that_has_two_values_is_refused() {
    let answer = batch(r#"{"id": 1, "expr": "x^2", "at": {"x": 1, "x": 2}}"#).remove(0);
    assert_eq!(answer["error"]["message"], "`at` cannot be read: `x` is there twice at line 1 column 16");
    let answer = batch(r#"{"expr": "x^2", "expr": "x", "at": {"x": 1}}"#).remove(0);
    assert_eq!(answer["error"]["message"], "the request cannot be read: `expr` is there twice at line 1 column 27");
}

#[test]
fn places_are_in_bytes_and_in_characters() {
    let answer = ask(json!({ "expr": "α + β*\n  q", "at": { "α": 1, "β": 2 } }));
    let error = &answer["error"];
    assert_eq!(error["offset"], 11);
    assert_eq!((&error["line"], &error["column"]), (&json!(2), &json!(3)));
    let answer = ask(json!({ "expr": "β*sigmod(2)" }));
    assert_eq!((&answer["error"]["offset"], &answer["error"]["column"]), (&json!(3), &json!(3)));
    assert_eq!(answer["error"]["hint"], "did you mean `sigmoid`?");
}

#[test]
fn hostile_requests_are_answered() {
    let nested = format!("{}x{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(ask(json!({ "expr": nested, "at": { "x": 1 } }))["value"], 1.0);
    let minus = format!("{}x", "-".repeat(100_000));
    assert_eq!(ask(json!({ "expr": minus, "at": { "x": 1 } }))["value"], 1.0);
    let open = "(".repeat(100_000);
    assert!(ask(json!({ "expr": open }))["error"]["message"].is_string());
    let long = "x*y + ".repeat(50_000) + "x";
    let answer = ask(json!({ "expr": long, "at": { "x": 1, "y": 2 } }));
    assert_eq!(answer["gradient"], json!({ "x": 100_001.0, "y": 50_000.0 }));
    let huge = "x".repeat(5 << 20);
    let message = ask(json!({ "expr": huge }))["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("max_bytes"), "{message}");
    let work = json!({ "expr": "sum(i in 0..1000000000000: sin(i*x))", "at": { "x": 1 } });
    let message = ask(work)["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("limit"), "{message}");
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = start(&["eval", "--batch"]);
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("piped");
    for _ in 0..1000 {
        if stdin.write_all(b"{\"expr\":\"1\"}\n").is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().expect("the command ends");
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

// ----- models

const LINE: &str = "\
param w[i: 2] = 1 + i, b = 0.5
input x[n, 2], t[n]
residual[n] = sum(i: w[i]*x[n, i]) + b - t[n]
loss = sum(n: residual[n]^2)
";
const DATA: &str = "first,second,target\n1,0,1\n0,1,1\n";

fn model_args<'a>(model: &'a str, data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["eval", model, "--data", data, "--input", "x=0..2", "--input", "t=target"];
    args.extend(["--json"].iter().chain(more));
    args
}

#[test]
fn a_model_with_data() {
    let (model, data) = (file("line.cr", LINE), file("line.csv", DATA));
    let answer = run(&model_args(&model, &data, &[]));
    assert_eq!(answer, "{\"value\":2.5,\"gradient\":{\"w\":[1.0,3.0],\"b\":4.0}}\n");
    let answer = run(&model_args(&model, &data, &["--output", "residual[1]"]));
    assert_eq!(answer, "{\"value\":1.5,\"gradient\":{\"w\":[0.0,1.0],\"b\":1.0}}\n");
    let answer = run(&model_args(&model, &data, &["--output", "b^2"]));
    assert_eq!(answer, "{\"value\":0.25,\"gradient\":{\"w\":[0.0,0.0],\"b\":1.0}}\n");
    let answer = run(&model_args(&model, &data, &["--output", "residual", "--order", "0"]));
    assert_eq!(answer, "{\"value\":[0.5,1.5]}\n");
    let columns = ["eval", &model, "--data", &data, "--input", "x=first,1", "--input", "t=2", "--json"];
    assert_eq!(run(&columns), run(&model_args(&model, &data, &[])));
}

#[test]
fn parameters_are_loaded() {
    let (model, data) = (file("load.cr", LINE), file("load.csv", DATA));
    let parameters = file("load.json", "{\"w\": [0, 0], \"b\": 1}");
    let answer = run(&model_args(&model, &data, &["--load", &parameters]));
    assert_eq!(answer, "{\"value\":0.0,\"gradient\":{\"w\":[0.0,0.0],\"b\":0.0}}\n");
    let wrong = file("wrong.json", "{\"w\": [0, 0, 0]}");
    let text = refused(&model_args(&model, &data, &["--load", &wrong]));
    assert!(text.contains("a list of 2") && text.contains("a list of 3"), "{text}");
}

#[test]
fn what_a_model_lacks_is_said() {
    let (model, data) = (file("lacks.cr", LINE), file("lacks.csv", DATA));
    let text = refused(&["eval", &model, "--data", &data, "--input", "x=0..2"]);
    assert!(text.contains("the input `t` has no value"), "{text}");
    let text = refused(&["eval", &model, "--data", &data, "--input", "x=0..1"]);
    assert!(text.contains("2 columns"), "{text}");
    let text = refused(&["eval", &model, "--data", &data, "--input", "x=0..9"]);
    assert!(text.contains("no column 8"), "{text}");
    let text = refused(&model_args(&model, &data, &["--output", "residul[1]"]));
    assert!(text.contains("did you mean `residual`?") && text.contains("^^^^^^^"), "{text}");
    let bad = file("bad.cr", "param w\nloss = w^2 +* 1\n");
    let text = refused(&["eval", &bad]);
    assert!(text.contains("bad.cr:2:"), "{text}");
}

// ----- generate

#[test]
fn generate_writes_the_family() {
    let model = file("generate.cr", LINE);
    let code = run(&["generate", &model, "--function", "cost"]);
    for name in
        ["cost", "cost_gradient", "cost_value_and_gradient", "cost_gradient_into", "cost_value_and_gradient_into", "cost_gradient_add"]
    {
        assert!(code.contains(&format!("pub fn {name}(")), "{name}");
    }
    assert!(!code.contains("unsafe"));
    let out = file("generate.rs", "");
    assert_eq!(run(&["generate", &model, "--function", "cost", "-o", &out]), "");
    assert_eq!(std::fs::read_to_string(out).expect("the file"), code);
    assert!(refused(&["generate", &model, "--function", "f", "--lang", "c"]).contains("not available"));
    refused(&["generate", "missing.cr", "--function", "f"]);
    refused(&["generate", &model, "--function", "2f"]);
}

#[test]
fn what_an_output_does_not_read_is_no_argument() {
    let text = "param w[2] = 0, b = 0\ninput x[n, 2], t[n], scale[m], unused\n\
        p[n] = sum(i: w[i]*x[n, i]) + b\nloss = mean(n: (p[n] - t[n])^2)\nlength = p[0]*len(scale)\n";
    let model = file("generate_output.cr", text);
    let signature = |output: &str| {
        let code = run(&["generate", &model, "--function", "f", "--output", output]);
        code.lines().find_map(|l| l.strip_prefix("pub fn f(").map(str::to_owned)).expect("a function")
    };
    assert_eq!(signature("loss"), "w: &[f64; 2], b: f64, x: &[[f64; 2]], t: &[f64]) -> f64 {");
    assert_eq!(signature("p"), "w: &[f64; 2], b: f64, x: &[[f64; 2]]) -> ::std::vec::Vec<f64> {");
    assert_eq!(signature("length"), "w: &[f64; 2], b: f64, x: &[[f64; 2]], scale: &[f64]) -> f64 {");
}

#[test]
fn how_much_is_computed_is_limited() {
    let long = "sum(i in 0..1000: x^i)";
    let text = refused(&["eval", long, "--at", "x=0.5", "--work-limit", "100"]);
    assert!(text.contains("the work limit is 100 loop turns") && text.contains("--work-limit"), "{text}");
    run(&["eval", long, "--at", "x=0.5", "--work-limit", "100000"]);
    let model = file("limited.cr", "param w = 0.5\nloss = sum(i in 0..1000: w^i)\n");
    for command in [&["eval"][..], &["train", "--epochs", "1"], &["predict", "--output", "loss"]] {
        assert!(refused(&[command, &[&model, "--work-limit", "10"]].concat()).contains("the work limit is 10 loop turns"));
        run(&[command, &[&model]].concat());
    }
}
