//! `chainrule train` and `chainrule predict`, through the command.

mod support;

use serde_json::Value;
use std::process::{Command, Output};
use support::{file, refused, root, run, run_with, shown_command, start};

/// Allowed relative difference of a loss from its reference.
const TOLERANCE: f64 = 1e-9;
/// Allowed difference of the first value and gradient, relative to the largest.
const SNAPSHOT: f64 = 1e-11;

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

/// Trains a model as its first lines say, and compares with the curve that NumPy and JAX computed.
///
/// Without optimisation only the first `quick` epochs: the engine is ten times slower then.
#[track_caller]
fn follows(model: &str, id: &str, quick: u64) {
    let text = std::fs::read_to_string(root().join("tests/cases/nets.json")).expect("the curves");
    let curves: Value = serde_json::from_str(&text).expect("JSON");
    let curve = curves["curves"].as_array().unwrap().iter().find(|c| c["id"] == id).expect("the curve");
    let all = curve["epochs"].as_u64().unwrap();
    let epochs = if cfg!(debug_assertions) { all.min(quick) } else { all };
    let shown = shown_command(model);
    let rate = shown.iter().position(|word| word == "--rate").map(|at| shown[at + 1].parse::<f64>().expect("a rate"));
    assert_eq!(rate, curve["lr"].as_f64(), "the model shows another rate");
    let epochs_text = epochs.to_string();
    let mut args: Vec<&str> = shown.iter().map(String::as_str).collect();
    let save = file(&format!("{id}.json"), "");
    args.extend(["--epochs", &epochs_text, "--every", "10", "--json", "--save", &save]);
    let lines = lines(&run(&args));
    assert_eq!(lines.len() as u64, epochs / 10 + 1);
    let mut worst = 0.0f64;
    for (k, line) in lines.iter().enumerate() {
        assert_eq!(line["epoch"], 10 * k);
        let (loss, wanted) = (line["loss"].as_f64().unwrap(), curve["loss_every_10"][k].as_f64().unwrap());
        worst = worst.max(((loss - wanted) / wanted).abs());
        let (accuracy, wanted) = (line["accuracy"].as_f64().unwrap(), curve["accuracy_every_10"][k].as_f64().unwrap());
        assert!((accuracy - wanted).abs() < 1e-12, "epoch {}: accuracy {accuracy} is not {wanted}", 10 * k);
    }
    if epochs == all {
        let saved: Value = serde_json::from_str(&std::fs::read_to_string(&save).expect("saved")).expect("JSON");
        for (names, key) in [(['w', 'W'], "final_weights_norm"), (['b', 'b'], "final_bias_norm")] {
            let parts = saved.as_object().expect("parameters").iter().filter(|p| p.0.starts_with(names));
            let norm = norm(&parts.flat_map(|p| flat(p.1)).collect::<Vec<_>>());
            let wanted = curve[key].as_f64().expect("a norm");
            worst = worst.max(((norm - wanted) / wanted).abs());
        }
    }
    println!("{id}: largest relative difference {worst:e} over {epochs} epochs");
    assert!(worst <= TOLERANCE, "relative difference {worst:e}");
    starts_as(curve, &shown);
}

/// Compares the first value and gradient.
#[track_caller]
fn starts_as(curve: &Value, shown: &[String]) {
    let mut words = shown.iter().skip(1);
    let mut args = vec!["eval", "--json"];
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rate" => drop(words.next()),
            _ => args.push(word),
        }
    }
    let answer: Value = serde_json::from_str(&run(&args)).expect("JSON");
    let gradient = answer["gradient"].as_object().expect("a gradient");
    let near = |what: &str, computed: f64, wanted: f64, scale: f64| {
        assert!((computed - wanted).abs() <= SNAPSHOT * scale, "{what}: {computed} is not {wanted}");
    };
    let number = |key: &str| curve[key].as_f64().expect("a number");
    let wanted = curve["loss_every_10"][0].as_f64().expect("a loss");
    near("loss", answer["value"].as_f64().expect("a number"), wanted, wanted);
    let all = norm(&gradient.values().flat_map(flat).collect::<Vec<_>>());
    near("norm of the gradient", all, number("grad_norm_at_0"), number("grad_norm_at_0"));
    let first = flat(gradient.values().next().expect("weights"));
    let wanted = flat(&curve["grad_W1_first10_at_0"]);
    let scale = wanted.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    first.iter().zip(&wanted).for_each(|(computed, wanted)| near("gradient", *computed, *wanted, scale));
}

fn flat(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        number => vec![number.as_f64().expect("a number")],
    }
}

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[test]
fn logistic_regression_on_breast_cancer() {
    follows("breast_cancer.cr", "logreg-breast-cancer", 200);
}

#[test]
fn softmax_regression_on_iris() {
    follows("iris.cr", "iris-softmax-regression", 200);
}

#[test]
fn five_layers_on_wine() {
    follows("wine.cr", "wine-5-layers-width-16", 50);
}

#[test]
fn digits_with_squared_errors() {
    follows("digits_mse.cr", "digits-64-32-10-mse", 10);
}

#[test]
fn digits_with_softmax() {
    follows("digits_softmax.cr", "digits-64-32-10-softmax", 10);
}

// ----- a line through points

/// y = 2x + 1 without noise; the loss is a mean, so that batches and all rows are to the same scale.
const LINE: &str = "\
param w = 0, b = 0
input x[n], y[n]
p[n] = w*x[n] + b
loss = mean(n: (p[n] - y[n])^2)
";
const POINTS: &str = "x,y\n0,1\n1,3\n2,5\n-1,-1\n-2,-3\n";

/// A model and data of this test.
fn line(test: &str) -> (String, String) {
    (file(&format!("{test}.cr"), LINE), file(&format!("{test}.csv"), POINTS))
}

fn train<'a>(model: &'a str, data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["train", model, "--data", data, "--input", "x=x", "--input", "y=1"];
    args.extend(more);
    args
}

fn losses(output: &str) -> Vec<f64> {
    lines(output).iter().map(|line| line["loss"].as_f64().expect("a loss")).collect()
}

#[test]
fn a_report_has_the_first_and_the_last_epoch() {
    let (model, data) = line("report");
    let out = run(&train(&model, &data, &["--epochs", "7", "--every", "3", "--json"]));
    let epochs: Vec<u64> = lines(&out).iter().map(|l| l["epoch"].as_u64().unwrap()).collect();
    assert_eq!(epochs, [0, 3, 6, 7]);
    let first = out.lines().next().expect("a line");
    assert_eq!(first, "{\"epoch\":0,\"loss\":9.0}", "no accuracy where the model defines none");
    let out = run(&train(&model, &data, &["--epochs", "0", "--every", "3", "--json"]));
    assert_eq!(out, "{\"epoch\":0,\"loss\":9.0}\n");
    let out = run(&train(&model, &data, &["--epochs", "7", "--json"]));
    assert_eq!(lines(&out).len(), 1, "the end alone");
}

#[test]
fn text_tells_the_loss_and_small_parameters() {
    let (model, data) = line("text");
    let out = run(&train(&model, &data, &["--rate", "0.25", "--epochs", "100", "--every", "100"]));
    let rows: Vec<Vec<&str>> = out.lines().map(|l| l.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["epoch", "0", "loss", "9"]);
    assert_eq!(rows[1][..2], ["epoch", "100"]);
    let value = |row: usize| rows[row][1].parse::<f64>().expect("a number");
    assert_eq!((rows[2][0], rows[3][0]), ("w", "b"));
    assert!((value(2) - 2.0).abs() < 1e-9 && (value(3) - 1.0).abs() < 1e-9, "{out}");
}

#[test]
fn one_step_of_descent_worked_out_by_hand() {
    let (model, data) = line("step");
    // dw = mean 2(p - y)x = -8, db = mean 2(p - y) = -2.
    let save = file("step.json", "");
    run(&train(&model, &data, &["--rate", "0.125", "--epochs", "1", "--save", &save]));
    assert_eq!(std::fs::read_to_string(&save).expect("saved"), "{\n\"w\":1.0,\n\"b\":0.25\n}\n");
    // In batches of 3: the second has two rows. First dw = -26/3, db = -6 at rate 0.375.
    run(&train(&model, &data, &["--rate", "0.375", "--epochs", "1", "--batch", "3", "--save", &save]));
    let saved: Value = serde_json::from_str(&std::fs::read_to_string(&save).expect("saved")).expect("JSON");
    let (w, b) = (0.375 * 26.0 / 3.0, 0.375 * 6.0);
    let (e1, e2) = (-w + b + 1.0, -2.0 * w + b + 3.0);
    let wanted = [w - 0.375 * (-e1 - 2.0 * e2), b - 0.375 * (e1 + e2)];
    for (name, wanted) in ["w", "b"].iter().zip(wanted) {
        assert!((saved[name].as_f64().unwrap() - wanted).abs() < 1e-12, "{saved}");
    }
}

#[test]
fn a_batch_of_all_rows_is_descent_on_all_rows() {
    let (model, data) = line("whole");
    let plain = run(&train(&model, &data, &["--epochs", "5", "--every", "1", "--json"]));
    for batch in ["5", "6", "1000000"] {
        assert_eq!(run(&train(&model, &data, &["--epochs", "5", "--every", "1", "--json", "--batch", batch])), plain);
    }
}

#[test]
fn optimizers_find_the_line() {
    let (model, data) = line("optimizers");
    for more in [
        &["--optimizer", "descent", "--rate", "0.2"][..],
        &["--optimizer", "momentum", "--rate", "0.05", "--momentum", "0.8"],
        &["--optimizer", "adam", "--rate", "0.1", "--beta1", "0.8", "--beta2", "0.99", "--epsilon", "1e-9"],
        &["--batch", "2", "--rate", "0.1"],
        &["--batch", "2", "--shuffle", "7", "--rate", "0.1"],
    ] {
        let mut args = train(&model, &data, &["--epochs", "500", "--json"]);
        args.extend(more);
        let losses = losses(&run(&args));
        assert!(losses[0] < 1e-6, "{more:?}: {losses:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_training() {
    let (model, data) = line("shuffle");
    let with = |seed: &str| run(&train(&model, &data, &["--epochs", "5", "--every", "1", "--json", "--batch", "2", "--shuffle", seed]));
    assert_eq!(with("1"), with("1"));
    assert_ne!(with("1"), with("2"));
}

#[test]
fn training_goes_on_from_what_was_saved() {
    let (model, data) = line("resume");
    let save = file("resume.json", "");
    let whole = losses(&run(&train(&model, &data, &["--epochs", "20", "--every", "10", "--json"])));
    run(&train(&model, &data, &["--epochs", "10", "--save", &save]));
    let rest = losses(&run(&train(&model, &data, &["--epochs", "10", "--every", "10", "--load", &save, "--json"])));
    // To the bit: the file reads back to the same numbers.
    assert_eq!(rest, whole[1..]);
    // And it is what `eval` loads.
    let value = run(&["eval", &model, "--data", &data, "--input", "x=0", "--input", "y=1", "--load", &save, "--order", "0", "--json"]);
    let value: Value = serde_json::from_str(&value).expect("JSON");
    assert_eq!(value["value"].as_f64(), Some(rest[0]));
}

#[test]
fn a_parameter_without_an_initial_value_is_loaded() {
    let model = file("loaded.cr", "param w, b = 1\ninput x[n], y[n]\nloss = mean(n: (w*x[n] + b - y[n])^2)\n");
    let data = file("loaded.csv", POINTS);
    let text = refused(&train(&model, &data, &[]));
    assert!(text.contains("the parameter `w` has no value") && text.contains("--load"), "{text}");
    let parameters = file("loaded.json", "{\"w\": 2}");
    assert_eq!(losses(&run(&train(&model, &data, &["--load", &parameters, "--epochs", "0", "--json"]))), [0.0]);
}

#[test]
fn a_model_without_data_is_minimised() {
    let model = file("bowl.cr", "param x[2] = 1\ntop = sum(i: (i + 1)*x[i]^2)\n");
    let out = run(&["train", &model, "--output", "top", "--rate", "0.25", "--epochs", "2", "--every", "1", "--json"]);
    assert_eq!(losses(&out), [3.0, 0.25, 0.0625]);
}

#[test]
fn columns_fill_the_trailing_axes_row_by_row() {
    let model = file("axes.cr", "param w = 0\ninput x[n, 2, 3]\nloss = sum(n: sum(i: sum(j: (10*i + j)*x[n, i, j]))) + w\n");
    let data = file("axes.csv", "t,a,b,c,d,e,f\n9,1,0,0,0,0,0\n9,0,0,0,1,0,0\n9,0,0,0,0,0,1\n");
    for columns in ["1..7", "a..=f", "a,b,c..f,6"] {
        let out = run(&["train", &model, "--data", &data, "--input", &format!("x={columns}"), "--epochs", "0", "--json"]);
        assert_eq!(losses(&out), [22.0], "{columns}");
    }
    let model = file("axes_named.cr", "param w = 0\ninput x[n, t, 2]\nloss = sum(n: sum(t: t*x[n, t, 1])) + w\n");
    let out = run(&["train", &model, "--data", &data, "--input", "x=1..7", "--epochs", "0", "--json"]);
    assert_eq!(losses(&out), [1.0 + 2.0 - 0.0]);
}

// ----- standardise

#[test]
fn standardised_columns_and_a_constant_one() {
    let model = file("standard.cr", "param w = 0\ninput x[n, 2]\nloss = sum(n: x[n, 0]*(n + 1) + 100*x[n, 1]) + w\n");
    let data = file("standard.csv", "1,0.1\n3,0.1\n");
    let args = |more: &[&str]| {
        let mut args = vec!["train", &model, "--data", &data, "--input", "x=0..2", "--epochs", "0", "--json", "--standardise", "x"];
        args.extend(more);
        losses(&run(&args))
    };
    assert_eq!(args(&[]), [1.0], "-1*1 + 1*2, and 0 for the constant column");
    let other = file("standard_from.csv", "0,0.1\n4,0.1\n");
    assert_eq!(args(&["--standardise-from", &other]), [0.5]);
}

#[test]
fn predict_standardises_by_the_training_data() {
    let model = file("species.cr", LINE);
    let data = file("species.csv", POINTS);
    let save = file("species.json", "");
    run(&train(&model, &data, &["--standardise", "x", "--rate", "0.25", "--epochs", "200", "--save", &save]));
    let new = file("species_new.csv", "x\n10\n");
    let mut args = vec!["predict", &model, "--data", &new, "--input", "x=x", "--load", &save, "--output", "p", "--standardise", "x"];
    let text = refused(&args);
    assert!(text.contains("--standardise-from"), "{text}");
    args.extend(["--standardise-from", &data]);
    let p: f64 = run(&args).trim().parse().expect("a number");
    assert!((p - 21.0).abs() < 1e-9, "{p}");
}

// ----- predict

#[test]
fn predict_prints_a_line_a_row() {
    let model = file(
        "predict.cr",
        "param w[k: 2] = 1 + k\ninput x[n], y[n]\np[n, k] = w[k]*x[n]\ns[n] = p[n, 1] - p[n, 0]\nloss = mean(n: (s[n] - y[n])^2)\n",
    );
    let data = file("predict.csv", "1\n-2.5\n");
    let predict = |output: &str, more: &[&str]| {
        let mut args = vec!["predict", &model, "--data", &data, "--input", "x=0", "--output", output];
        args.extend(more);
        run(&args)
    };
    assert_eq!(predict("p", &[]), "1,2\n-2.5,-5\n", "y is not read and needs no value");
    assert_eq!(predict("p", &["--json"]), "[1.0,2.0]\n[-2.5,-5.0]\n");
    assert_eq!(predict("s", &[]), "1\n-2.5\n");
    assert_eq!(predict("s", &["--json"]), "1.0\n-2.5\n");
    assert_eq!(predict("p[1, 0]", &[]), "-2.5\n");
    assert_eq!(predict("sum(n: s[n])", &[]), "-1.5\n");
    let parameters = file("predict.json", "{\"w\": [0, 10]}");
    assert_eq!(predict("p", &["--load", &parameters]), "0,10\n-0,-25\n");
    let text = refused(&["predict", &model, "--data", &data, "--input", "x=0", "--output", "loss"]);
    assert!(text.contains("the input `y` has no value"), "{text}");
    let text = refused(&["predict", &model, "--data", &data, "--input", "x=0", "--output", "q"]);
    assert!(text.contains("unknown name `q`"), "{text}");
    refused(&["predict", &model, "--data", &data, "--input", "x=0"]);
}

// ----- what is refused

/// Standard error of a training that is refused, and all that it has to mention.
#[track_caller]
fn mentions(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn data_that_are_refused() {
    let (model, _) = line("bad_data");
    let with = |name: &str, text: &str| refused(&train(&model, &file(name, text), &[]));
    mentions(&refused(&train(&model, "missing.csv", &[])), &["cannot read `missing.csv`"]);
    mentions(&with("bad_empty.csv", ""), &["bad_empty.csv` is empty", "one row a line"]);
    mentions(&with("bad_blank.csv", "\n  \n"), &["is empty"]);
    mentions(&with("bad_header.csv", "x,y\n"), &["no rows, only names"]);
    mentions(&with("bad_ragged.csv", "x,y\n1,2\n\n3\n"), &["bad_ragged.csv`, line 4: 1 cell, but line 1 has 2"]);
    mentions(&with("bad_cell.csv", "x,y\n1,2\n3,four\n"), &["bad_cell.csv`, line 3, column 1 (`y`): `four` is not a finite number"]);
    let first = with("bad_first.csv", "1.5,2O\n3,4\n");
    mentions(&first, &["bad_first.csv`, line 1, column 1: `2O` is not a number, but other cells are", "the names of the columns"]);
    for (text, cell) in [("1,2O\n3,4\n", "column 1: `2O`"), ("1O\n2\n3\n", "column 0: `1O`"), ("1,NA\n3,4\n", "column 1: `NA`")] {
        mentions(&with("bad_first.csv", text), &[cell, "is not a number", "if this is a row, mend the cell"]);
    }
    // A class among the data, in the row that would be lost as well.
    mentions(&with("bad_class.csv", "1,2,setosa\n3,4,setosa\n"), &["line 1, column 2: `setosa` is not a number"]);
    mentions(&with("bad_hole.csv", "x,y\n1,2\n,3\n"), &["line 3, column 0 (`x`): the cell is empty", "fill the cell in"]);
    mentions(&with("bad_nan.csv", "x,y\n1,2\n3,NaN\n"), &["`NaN` is not a finite number"]);
    mentions(&with("bad_huge.csv", "x,y\n1,2\n3,1e999\n"), &["`1e999` is not a finite number"]);
    let long = refused(&train(&model, &file("bad_long.csv", &format!("x,y\n1,{}\n", "x".repeat(100_000))), &[]));
    mentions(&long, &["line 2, column 1 (`y`)", "xxx...` is not a finite number"]);
    assert!(long.len() < 1000, "the whole cell is shown");
    mentions(&with("bad_quote.csv", "x,y\n\"1,2\n3,4\n"), &["bad_quote.csv`, line 2: a double quote is not closed"]);
    mentions(&with("bad_semicolon.csv", "x;y\n1;2\n"), &["no column `x`", "cells are separated by commas"]);
    mentions(&with("bad_first.csv", "1,\n2,3\n").replace('\n', " "), &["no column `x`", "does not name its columns"]);
    let bytes = file("bad_bytes.csv", "");
    std::fs::write(&bytes, b"x,y\n1,\xff\n").expect("a file");
    mentions(&refused(&train(&model, &bytes, &[])), &["bad_bytes.csv` is not UTF-8 after byte 6", "save the file as UTF-8"]);
    std::fs::write(&bytes, b"\xff\xfex\0,\0").expect("a file");
    mentions(&refused(&train(&model, &bytes, &[])), &["not UTF-8 after byte 0", "UTF-16"]);
    // A column that nobody asks for may hold anything.
    let data = file("good_words.csv", "x,y,word\r\n1,2,one\r\n3,4,\"two, or so\"\r\n");
    run(&train(&model, &data, &["--epochs", "1"]));
}

#[test]
fn columns_that_are_refused() {
    let model = file("columns.cr", "param w = 0\ninput image[n, 2, 2], label[n]\nloss = w + sum(n: label[n]) + sum(n: image[n, 0, 0])\n");
    let data = file("columns.csv", "one,two,three,four,class\n1,2,3,4,0\n5,6,7,8,1\n");
    let with = |inputs: &[&str]| {
        let mut args = vec!["train", &model, "--data", &data];
        inputs.iter().for_each(|input| args.extend(["--input", input]));
        refused(&args)
    };
    mentions(&with(&["image=0..4", "label=5"]), &["no column 5 in", "it has 5 columns", "0 to 4"]);
    mentions(&with(&["image=0..4", "label=clas"]), &["no column `clas`", "did you mean `class`?"]);
    mentions(&with(&["image=0..4"]), &["the input `label` has no value", "--input label=COLUMNS"]);
    mentions(&with(&["image=0..4", "label=4", "label=3"]), &["`label` is given twice by `--input`"]);
    mentions(&with(&["image=0..3", "label=4"]), &["`image` is declared as image[n, 2, 2] and takes 4 columns, but 3 are given"]);
    mentions(&with(&["image=0..4", "label=0..2"]), &["label[n] and takes 1 column, but 2 are given"]);
    mentions(&with(&["imaeg=0..4", "label=4"]), &["no input `imaeg`", "did you mean `image`?"]);
    mentions(&with(&["w=4"]), &["`w` is a parameter", "--load"]);
    mentions(&with(&["image"]), &["gives no input its columns"]);
    mentions(&with(&["image=4..0"]), &["`4..0` is empty"]);
    let with = |more: &[&str]| {
        let mut args = vec!["train", &model, "--data", &data, "--input", "image=0..4", "--input", "label=4"];
        args.extend(more);
        refused(&args)
    };
    mentions(&with(&["--at", "label=1"]), &["`label` is declared as a list of n but its value is a number"]);
    mentions(&with(&["--standardise", "lable"]), &["no input `lable`", "did you mean `label`?"]);
    let parameters = file("columns.json", "{\"label\": [1, 2]}");
    mentions(&with(&["--load", &parameters]), &["`label` is given by `--input` and by `--load`"]);
}

#[test]
fn parameters_that_are_refused() {
    let model = file("parameters.cr", "param w[2, 2] = 0, b = 0\nloss = sum(i: sum(j: w[i, j])) + b\n");
    let with = |name: &str, text: &str| refused(&["train", &model, "--load", &file(name, text)]);
    mentions(&refused(&["train", &model, "--load", "missing.json"]), &["cannot read `missing.json`"]);
    mentions(&with("p_syntax.json", "{\"w\": [1,\n2"), &["p_syntax.json` is not JSON", "line 2"]);
    mentions(&with("p_twice.json", "{\"b\": 1,\n\"b\": 2}"), &["p_twice.json`: `b` is there twice at line 2"]);
    mentions(&with("p_list.json", "[1]"), &["is not a JSON object", "nested lists"]);
    mentions(&with("p_unknown.json", "{\"v\": 1}"), &["p_unknown.json`: the model declares no `v`", "declared are: w, b"]);
    mentions(
        &with("p_shape.json", "{\"w\": [1, 2]}"),
        &["p_shape.json`: `w` is declared as an array of 2 x 2 but its value is a list of 2"],
    );
    mentions(&with("p_ragged.json", "{\"w\": [[1, 2], [3]]}"), &["`w[1]` has another shape than `w[0]`"]);
    mentions(&with("p_word.json", "{\"w\": [[1, 2], [3, \"four\"]]}"), &["`w[1][1]` is \"four\" where a number"]);
    mentions(&with("p_null.json", "{\"b\": null}"), &["`b` is null"]);
}

#[test]
fn options_that_are_refused() {
    let (model, data) = line("bad_options");
    let with = |more: &[&str]| refused(&train(&model, &data, more));
    for rate in ["0", "-1", "NaN", "inf", "fast"] {
        mentions(&with(&["--rate", rate]), &["--rate", "a number above 0"]);
    }
    for batch in ["0", "-3", "1.5"] {
        mentions(&with(&[&format!("--batch={batch}")]), &["--batch", "1 or more"]);
    }
    mentions(&with(&["--every", "0"]), &["--every", "a whole number, 1 or more"]);
    for epochs in ["-1", "1.5", "many"] {
        mentions(&with(&["--epochs", epochs]), &["--epochs", "a whole number, 0 or more"]);
    }
    mentions(&with(&["--shuffle", "1"]), &["--batch"]);
    mentions(&with(&["--batch", "2", "--shuffle", "-1"]), &["--shuffle", "a whole number, 0 or more"]);
    mentions(&with(&["--momentum", "0.5"]), &["`--momentum` belongs to `--optimizer momentum`"]);
    mentions(&with(&["--optimizer", "adam", "--beta1", "1"]), &["--beta1", "below 1"]);
    mentions(&with(&["--optimizer", "momentum", "--beta2", "0.9"]), &["belongs to `--optimizer adam`"]);
    mentions(&with(&["--optimizer", "adm"]), &["adam"]);
    mentions(&with(&["--standardise-from", &data]), &["--standardise"]);
    mentions(&with(&["--output", "los"]), &["unknown name `los`", "did you mean `loss`?", "^^^"]);
    mentions(&with(&["--output", "p"]), &["only a single number has a gradient"]);
    mentions(&with(&["--save", "no/such/folder/p.json"]), &["there is no folder `no/such/folder`"]);
    mentions(&with(&["--plot", "examples"]), &["it is a folder"]);
    mentions(&with(&["--plot", "curve.png"]), &["draws an SVG picture", "--plot curve.svg"]);
    mentions(&refused(&["train", "missing.cr"]), &["cannot read `missing.cr`"]);
    let without = file("no_parameters.cr", "input x[n]\nloss = sum(n: x[n])\n");
    mentions(&refused(&["train", &without, "--data", &data, "--input", "x=0"]), &["no parameters to train"]);
    let without = file("no_loss.cr", "param w = 1\ncost = w^2\n");
    mentions(&refused(&["train", &without]), &["defines no `loss`", "--output"]);
    let wrong = file("bad_line.cr", "param w = 1\nloss = w^2 + sigmod(w)\n");
    mentions(&refused(&["train", &wrong]), &["bad_line.cr:2:", "did you mean `sigmoid`?"]);
    let wrong = file("bad_start.cr", "param w = 1\nparam v[i: 3] = i*w\nloss = w^2\n");
    mentions(&refused(&["train", &wrong]), &["bad_start.cr:2:19", "an initial value reads `w`", "its indices"]);
    let array = file("array_accuracy.cr", &format!("{LINE}accuracy[n] = p[n]\n"));
    mentions(&refused(&train(&array, &data, &[])), &["`accuracy` is not a single number"]);
}

#[test]
fn rows_that_cannot_be_divided() {
    let data = file("divide.csv", "1\n2\n3\n");
    let with = |name: &str, text: &str| refused(&["train", &file(name, text), "--data", &data, "--input", "x=0", "--batch", "2"]);
    let fixed = "param w = 1\ninput x[3]\nloss = w*sum(i: x[i])\n";
    mentions(&with("divide_fixed.cr", fixed), &["cannot divide the rows", "x[n, ...]"]);
    let shared = "param w[n] = 1\ninput x[n]\nloss = sum(n: w[n]*x[n])\n";
    mentions(&with("divide_shared.cr", shared), &["`w` has the dimension `n` of `x` too"]);
    let class = "param w = 1\ninput x[n]\nloss = w*sum(n: if(x[n] > 2, x[n], 0)) + w^2\n";
    run(&["train", &file("divide.cr", class), "--data", &data, "--input", "x=0", "--batch", "2", "--epochs", "1"]);
}

#[test]
fn an_index_outside_is_an_error_of_the_run() {
    let model = file("label.cr", "param w[k: 2] = 0\ninput label[n]\nloss = mean(n: w[label[n]]^2)\n");
    let data = file("label.csv", "0\n1\n2\n");
    let text = refused(&["train", &model, "--data", &data, "--input", "label=0"]);
    mentions(&text, &["index 2", "0 to 1"]);
}

// ----- losses that are no numbers

fn train_output(args: &[&str]) -> (Output, String) {
    let output = run_with(args, b"");
    let text = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    (output, text)
}

#[test]
fn a_loss_that_is_no_number_at_the_start() {
    let model = file("log.cr", "param w = -1\nloss = log(w)\n");
    let save = root().join("target").join("never_written.json");
    let text = refused(&["train", &model, "--json"]);
    mentions(&text, &["the loss is NaN at the start", "check the initial values"]);
    assert!(!save.exists());
}

#[test]
fn a_loss_that_becomes_no_number_keeps_the_last_good_parameters() {
    let (model, data) = line("diverge");
    let save = file("diverge.json", "");
    let (output, text) = train_output(&train(&model, &data, &["--rate", "1e100", "--every", "1", "--json", "--save", &save]));
    assert_eq!(output.status.code(), Some(2));
    mentions(&text, &["the loss is inf at epoch 2", "after 1 epoch", "a smaller `--rate` may help"]);
    assert_eq!(losses(&String::from_utf8(output.stdout).expect("UTF-8")).len(), 2);
    let parameters: Value = serde_json::from_str(&std::fs::read_to_string(&save).expect("saved")).expect("JSON");
    assert_eq!(parameters["w"], 8e100);
    // In batches.
    let (output, text) = train_output(&train(&model, &data, &["--rate", "1e100", "--batch", "3", "--save", &save]));
    assert_eq!(output.status.code(), Some(2));
    mentions(&text, &["the batch of rows 0 to 2 is inf at epoch 2", "after 0 epochs"]);
    let parameters: Value = serde_json::from_str(&std::fs::read_to_string(&save).expect("saved")).expect("JSON");
    assert_eq!(parameters["w"], 0.0);
    // A parameter that a step makes infinite, before the loss knows.
    let steep = file("steep.cr", "param w = 0\nloss = sqrt(w)\n");
    let (output, text) = train_output(&["train", &steep]);
    assert_eq!(output.status.code(), Some(2));
    mentions(&text, &["the parameter `w` is no longer finite", "at epoch 1"]);
}

// ----- files and signals

#[test]
fn a_plot_is_drawn() {
    let (model, data) = line("plot");
    let plot = file("plot.svg", "");
    run(&train(&model, &data, &["--epochs", "30", "--plot", &plot]));
    let svg = std::fs::read_to_string(&plot).expect("the plot");
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("<polyline") && svg.contains("loss") && svg.contains("epoch") && !svg.contains("accuracy"));
    let with = file("plot_accuracy.cr", &format!("{LINE}accuracy = mean(n: if(abs(p[n] - y[n]) < 0.5, 1, 0))\n"));
    run(&train(&with, &data, &["--epochs", "30", "--batch", "2", "--plot", &plot]));
    assert!(std::fs::read_to_string(&plot).expect("the plot").contains("accuracy"));
}

/// Starts a training without an end, interrupts it after its first epochs, and waits.
#[cfg(unix)]
fn interrupt(args: &[&str], signal: &str) -> (Output, Vec<String>) {
    use std::io::{BufRead, BufReader};
    let mut child = start(args);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut seen: Vec<String> = lines.by_ref().take(3).map(|line| line.expect("UTF-8")).collect();
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("`kill` runs");
    assert!(sent.success());
    seen.extend(lines.map(|line| line.expect("UTF-8")));
    (child.wait_with_output().expect("the command ends"), seen)
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_the_last_finished_epoch() {
    let kinds = [(&[][..], "-INT"), (&["--batch", "2"], "-TERM"), (&["--batch", "2", "--shuffle", "3", "--optimizer", "adam"], "-HUP")];
    for (batch, signal) in kinds {
        let (model, data) = line(&format!("interrupt{}", batch.len()));
        let save = file(&format!("interrupt{}.json", batch.len()), "");
        let mut args = train(&model, &data, &["--rate", "0.001", "--epochs", "1000000000", "--every", "1", "--json", "--save", &save]);
        args.extend(batch);
        let (output, lines) = interrupt(&args, signal);
        assert_eq!(output.status.code(), Some(130));
        let last: Value = serde_json::from_str(lines.last().expect("lines")).expect("the last line is whole");
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        mentions(&text, &["interrupted", &format!("after {} epoch", last["epoch"])]);
        // What is saved is what the last line tells of.
        let again = losses(&run(&train(&model, &data, &["--load", &save, "--epochs", "0", "--json"])));
        assert_eq!(Some(again[0]), last["loss"].as_f64());
    }
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let (model, data) = line("pipe");
    let mut child = start(&train(&model, &data, &["--epochs", "1000000000", "--every", "1", "--json"]));
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_reader_that_leaves_takes_no_parameters_with_it() {
    let (model, data) = line("pipe_save");
    let save = file("pipe_save.json", "");
    let mut child = start(&train(&model, &data, &["--epochs", "1000000000", "--every", "1", "--save", &save]));
    drop(child.stdout.take());
    assert!(child.wait_with_output().expect("the command ends").status.success());
    run(&train(&model, &data, &["--load", &save, "--epochs", "0", "--json"]));
}

#[cfg(unix)]
#[test]
fn what_was_saved_before_stays_where_nothing_can_be_written() {
    let (model, data) = line("unwritable");
    let save = file("unwritable.json", "{\"w\": 2}");
    let limited = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_chainrule")])
        .args(train(&model, &data, &["--epochs", "1", "--save", &save]))
        .output();
    let output = limited.expect("a shell");
    assert_eq!(output.status.code(), Some(2));
    mentions(&String::from_utf8_lossy(&output.stderr), &["cannot write", "unwritable.json"]);
    assert_eq!(std::fs::read_to_string(&save).expect("the file"), "{\"w\": 2}");
    // Refused before anything is computed.
    mentions(&refused(&train(&model, &data, &["--save", "/proc/p.json"])), &["cannot write `/proc/p.json`"]);
    // A link stays one, and nothing is left beside the file.
    let save = file("linked_to.json", "");
    let link = save.replace("linked_to", "link");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(&save, &link).expect("a link");
    run(&train(&model, &data, &["--epochs", "1", "--save", &link]));
    assert!(std::fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert!(std::fs::read_to_string(&save).expect("saved").starts_with("{\n"));
    assert!(!std::path::Path::new(&format!("{save}.part")).exists());
    // Nor needs it a longer name than the file has.
    let save = file(&format!("{}.json", "p".repeat(250)), "");
    run(&train(&model, &data, &["--epochs", "1", "--save", &save]));
    assert!(std::fs::read_to_string(&save).expect("saved").starts_with("{\n"));
}
