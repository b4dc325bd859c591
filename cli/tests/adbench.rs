//! The problems of the ADBench suite: its files become the inputs of the models in `examples/models`, and values and
//! Jacobians must be those of `tests/cases/adbench.json`.

mod support;

use chainrule_model::{Array, Model};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use support::{file, root, run};

/// Allowed difference, relative to the largest entry of what is compared.
const TOLERANCE: f64 = 1e-11;

type Arrays = BTreeMap<String, Array>;

// ----- reading ADBench's files

fn path(name: &str) -> PathBuf {
    root().join("tests/cases").join(name)
}

/// The numbers of a file, in order, handed out as arrays.
struct Numbers(std::vec::IntoIter<f64>);

impl Numbers {
    fn read(name: &str) -> Numbers {
        let text = std::fs::read_to_string(path(name)).expect("the file");
        let all: Vec<f64> = text.split_whitespace().map(|x| x.parse().expect("a number")).collect();
        Numbers(all.into_iter())
    }

    fn one(&mut self) -> f64 {
        self.0.next().expect("a number")
    }

    fn count(&mut self) -> usize {
        self.one() as usize
    }

    fn take(&mut self, shape: &[usize]) -> Array {
        let values = (0..shape.iter().product()).map(|_| self.one()).collect();
        Array { shape: shape.to_vec(), values }
    }
}

fn arrays<const N: usize>(list: [(&str, Array); N]) -> Arrays {
    list.into_iter().map(|(name, array)| (name.to_owned(), array)).collect()
}

/// `d k n`, then the parameters, the points and the prior.
fn mixture(name: &str) -> Arrays {
    let mut from = Numbers::read(name);
    let (d, k, n) = (from.count(), from.count(), from.count());
    arrays([
        ("alpha", from.take(&[k])),
        ("mean_of", from.take(&[k, d])),
        ("icf", from.take(&[k, d * (d + 1) / 2])),
        ("x", from.take(&[n, d])),
        ("gamma", from.take(&[])),
        ("m", from.take(&[])),
    ])
}

/// `n m p`, then one of each, which stands for all; camera and point of an observation go round.
fn bundle(name: &str) -> Arrays {
    let mut from = Numbers::read(name);
    let (cameras, points, observations) = (from.count(), from.count(), from.count());
    let mut repeated = |length: usize, rows: usize, shape: &[usize]| {
        let row = from.take(&[length]).values;
        Array { shape: shape.to_vec(), values: row.repeat(rows) }
    };
    let camera = repeated(11, cameras, &[cameras, 11]);
    let point = repeated(3, points, &[points, 3]);
    let weight = repeated(1, observations, &[observations]);
    let seen = repeated(2, observations, &[observations, 2]);
    let of = (0..observations).flat_map(|p| [(p % cameras) as f64, (p % points) as f64]).collect();
    let of = Array { shape: vec![observations, 2], values: of };
    arrays([("camera", camera), ("point", point), ("weight", weight), ("seen", seen), ("of", of)])
}

/// `layers steps width`, then the parameters, the state at the start (hidden and cell of each layer) and the text.
fn text(name: &str) -> Arrays {
    let mut from = Numbers::read(name);
    let (layers, steps, width) = (from.count(), from.count(), from.count());
    let (weights, extra) = (from.take(&[layers, 8, width]), from.take(&[3, width]));
    let mut state = [Array { shape: vec![layers, width], values: Vec::new() }, Array { shape: vec![layers, width], values: Vec::new() }];
    for _ in 0..layers {
        for part in &mut state {
            part.values.extend(from.take(&[width]).values);
        }
    }
    let [h0, c0] = state;
    arrays([("W", weights), ("extra", extra), ("h0", h0), ("c0", c0), ("x", from.take(&[steps, width]))])
}

/// The model of the hand (a line for each bone and each vertex, words between colons), then the measured points
/// and 26 numbers.
fn hand(name: &str) -> Arrays {
    let lines = |name: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(path(name)).expect("the file");
        text.lines().map(|l| l.split(':').map(str::to_owned).collect()).collect()
    };
    let numbers = |words: &[String]| -> Vec<f64> { words.iter().map(|w| w.parse().expect("a number")).collect() };
    let (mut relative, mut inverse, mut skin, mut weight) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let bones = lines("adbench/hand_model/bones.txt");
    for (at, bone) in bones.iter().enumerate() {
        // The model says which bone each is fixed to.
        let parent: i64 = bone[1].parse().expect("a number");
        let expected = match at {
            0 => -1,
            _ if at % 4 == 1 => 0,
            _ => at as i64 - 1,
        };
        assert_eq!(parent, expected, "{}", bone[0]);
        relative.extend(numbers(&bone[2..18]));
        inverse.extend(numbers(&bone[18..34]));
    }
    let vertices = lines("adbench/hand_model/vertices.txt");
    for vertex in &vertices {
        skin.extend(numbers(&vertex[..3]));
        let mut row = vec![0.0; bones.len()];
        for pair in numbers(&vertex[9..]).chunks(2) {
            row[pair[0] as usize] = pair[1];
        }
        weight.extend(row);
    }
    let mut from = Numbers::read(name);
    let (points, _) = (from.count(), from.count());
    let (mut vertex, mut measured) = (Vec::new(), Vec::new());
    for _ in 0..points {
        vertex.push(from.one());
        measured.extend(from.take(&[3]).values);
    }
    arrays([
        ("rotation", from.take(&[3])),
        ("translation", from.take(&[3])),
        ("finger", from.take(&[5, 4])),
        ("relative", Array { shape: vec![bones.len(), 4, 4], values: relative }),
        ("inverse", Array { shape: vec![bones.len(), 4, 4], values: inverse }),
        ("skin", Array { shape: vec![vertices.len(), 3], values: skin }),
        ("weight", Array { shape: vec![vertices.len(), bones.len()], values: weight }),
        ("vertex", Array { shape: vec![points], values: vertex }),
        ("measured", Array { shape: vec![points, 3], values: measured }),
    ])
}

// ----- running the command on them

fn json(array: &Array) -> Value {
    fn level(shape: &[usize], values: &[f64]) -> Value {
        match shape {
            [] => Value::from(values[0]),
            [n, rest @ ..] => (0..*n).map(|k| level(rest, &values[k * values.len() / n..(k + 1) * values.len() / n])).collect(),
        }
    }
    level(&array.shape, &array.values)
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().expect("a number")],
    }
}

/// A value and its gradient with respect to all parameters in order of declaration, through `chainrule eval`.
fn evaluate(model: &str, arrays: &Arrays, case: &str, output: &str) -> (f64, Vec<f64>) {
    let object: serde_json::Map<String, Value> = arrays.iter().map(|(name, array)| (name.clone(), json(array))).collect();
    let load = file(&format!("{case}.json"), &Value::from(object).to_string());
    let model = format!("examples/models/{model}");
    let answer: Value = serde_json::from_str(&run(&["eval", &model, "--json", "--load", &load, "--output", output])).expect("JSON");
    let gradient = answer["gradient"].as_object().expect("a gradient");
    (answer["value"].as_f64().expect("a number"), gradient.values().flat_map(numbers).collect())
}

fn case(id: &str) -> Value {
    let text = std::fs::read_to_string(path("adbench.json")).expect("the cases");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    all["cases"].as_array().expect("a list").iter().find(|c| c["id"] == id).expect("the case").clone()
}

fn file_of(case: &Value) -> String {
    case["file"].as_str().expect("a name").to_owned()
}

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// The largest relative difference so far.
struct Worst(f64);

impl Worst {
    #[track_caller]
    fn near(&mut self, what: &str, computed: &[f64], reference: &Value, scale: f64) {
        let reference = numbers(reference);
        assert_eq!(computed.len(), reference.len(), "{what}");
        let largest = reference.iter().fold(scale, |m, x| m.max(x.abs()));
        for (at, (computed, reference)) in computed.iter().zip(&reference).enumerate() {
            let difference = (computed - reference).abs() / largest;
            assert!(difference <= TOLERANCE, "{what} {at}: {computed} is not {reference}");
            self.0 = self.0.max(difference);
        }
    }

    fn say(self, id: &str) {
        println!("{id}: largest relative difference {:e}", self.0);
    }
}

/// What a problem with one output is compared in.
#[track_caller]
fn has_one_output(id: &str, model: &str, arrays: &Arrays, output: &str) {
    let case = case(id);
    let mut worst = Worst(0.0);
    let (value, gradient) = evaluate(model, arrays, id, output);
    worst.near("value", &[value], &case["value"], 0.0);
    assert_eq!(gradient.len() as u64, case["n_params"], "{id}");
    worst.near("norm", &[norm(&gradient)], &case["jacobian_frobenius_norm"], 0.0);
    let some = gradient.len().min(20);
    worst.near("first", &gradient[..some], &case["jacobian_row0_first20"], 0.0);
    worst.near("last", &gradient[gradient.len() - some..], &case["jacobian_last_row_last20"], 0.0);
    worst.say(id);
}

#[test]
fn mixtures_of_gaussians() {
    for id in ["adbench-gmm-gmm_test", "adbench-gmm-gmm_d2_K5_1k", "adbench-gmm-gmm_d10_K5_1k"] {
        has_one_output(id, "gmm.cr", &mixture(&file_of(&case(id))), "likelihood");
    }
}

#[test]
fn a_text_through_two_layers_of_long_short_term_memory() {
    let id = "adbench-lstm-lstm_l2_c1024";
    // The reference is of the loss itself.
    has_one_output(id, "lstm_text.cr", &text(&file_of(&case(id))), "loss");
}

#[test]
fn bundle_adjustment() {
    for id in ["adbench-ba-ba_test", "adbench-ba-ba1_n49_m7776_p31843"] {
        let case = case(id);
        let arrays = bundle(&file_of(&case));
        let rows = |name: &str| arrays[name].shape[0];
        let (cameras, points, observations) = (rows("camera"), rows("point"), rows("weight"));
        let mut worst = Worst(0.0);
        // The gradient of one observation: with respect to its camera, its point and its weight; elsewhere it is 0.
        let own = |gradient: &[f64], at: usize| -> Vec<f64> {
            let places = [(11 * (at % cameras), 11), (11 * cameras + 3 * (at % points), 3), (11 * cameras + 3 * points + at, 1)];
            let own: Vec<f64> = places.iter().flat_map(|(from, n)| gradient[*from..from + n].to_vec()).collect();
            assert_eq!(norm(&own), norm(gradient));
            own
        };
        let (mut values, mut jacobian) = (Vec::new(), Vec::new());
        for row in 0..3 {
            let at = observations - 1 - row;
            let (value, gradient) = evaluate("bundle.cr", &arrays, id, &format!("residual[{at}, {row}]"));
            assert_eq!(gradient.len(), 11 * cameras + 3 * points + observations);
            values.push(value);
            jacobian.push(own(&gradient, at));
        }
        // A residual is what is left of numbers near 500.
        worst.near("value", &values, &case["value"], 100.0);
        worst.near("first", &jacobian[0], &case["jacobian_row0_first20"], 0.0);
        worst.near("last", &jacobian[2], &case["jacobian_last_row_last20"], 0.0);
        worst.near("norm", &[norm(&jacobian.concat())], &case["jacobian_frobenius_norm"], 0.0);
        // All observations together: the loss, and how often each camera and each point is seen.
        let (loss, gradient) = evaluate("bundle.cr", &arrays, id, "loss");
        let square = values.iter().map(|r| r * r).sum::<f64>() / 2.0;
        worst.near("loss", &[loss / observations as f64], &Value::from(square), 0.0);
        let one: Vec<f64> = (0..15).map(|k| (0..3).map(|row| values[row] * jacobian[row][k]).sum()).collect();
        worst.near("norm of the gradient", &[norm(&one)], &case["gradient_of_half_sum_of_squares_norm"], 0.0);
        for at in [0, observations - 1] {
            let often = |n: usize| (0..observations).filter(|p| p % n == at % n).count() as f64;
            let (seen, met) = (often(cameras), often(points));
            let camera = one[..11].iter().map(|g| g * seen);
            let point = one[11..14].iter().map(|g| g * met);
            let expected: Vec<f64> = camera.chain(point).chain([one[14]]).collect();
            let places = [(11 * (at % cameras), 11), (11 * cameras + 3 * (at % points), 3), (11 * cameras + 3 * points + at, 1)];
            let got: Vec<f64> = places.iter().flat_map(|(from, n)| gradient[*from..from + n].to_vec()).collect();
            worst.near("gradient", &got, &Value::from(expected), 0.0);
        }
        worst.say(id);
    }
}

/// The Jacobian has hundreds of rows: one program gives them all, for it takes the row as an input.
fn jacobian(model: &str, arrays: &Arrays, rows: usize) -> Vec<(f64, Vec<f64>)> {
    let text = std::fs::read_to_string(root().join("examples/models").join(model)).expect("the model");
    let text = format!("{text}\ninput row, column\nchosen = residual[row, column]\n");
    let mut compiled = Model::parse(&text).expect("the model").compile(Some("chosen"), true).expect("it compiles");
    let mut arrays = arrays.clone();
    let mut out = Vec::new();
    for row in 0..rows {
        for column in 0..3 {
            arrays.insert("row".to_owned(), Array::scalar(row as f64));
            arrays.insert("column".to_owned(), Array::scalar(column as f64));
            let outcome = compiled.run(&arrays).expect("it runs");
            out.push((outcome.value.values[0], outcome.gradient.into_iter().flat_map(|g| g.1.values).collect()));
        }
    }
    out
}

#[test]
fn tracking_of_a_hand() {
    for id in ["adbench-hand-hand_test", "adbench-hand-hand1_t26_c100"] {
        let case = case(id);
        let arrays = hand(&file_of(&case));
        let points = arrays["vertex"].values.len();
        assert_eq!(3 * points as u64, case["n_outputs"]);
        let mut worst = Worst(0.0);
        let (value, first) = evaluate("hand.cr", &arrays, id, "residual[0, 0]");
        worst.near("first", &first[..20], &case["jacobian_row0_first20"], 0.0);
        let (_, last) = evaluate("hand.cr", &arrays, id, &format!("residual[{}, 2]", points - 1));
        worst.near("last", &last[6..], &case["jacobian_last_row_last20"], 0.0);
        // Without optimisation only as many rows as there are values to compare them with.
        let rows = if cfg!(debug_assertions) { points.min(2) } else { points };
        let all = jacobian("hand.cr", &arrays, rows);
        worst.near("a row as an input", &all[0].1, &Value::from(first), 0.0);
        worst.near("its value", &[all[0].0], &Value::from(value), 0.0);
        let values: Vec<f64> = all.iter().map(|row| row.0).collect();
        worst.near("values", &values[..6], &case["value_first6"], 0.0);
        if rows == points {
            worst.near("norm of the values", &[norm(&values)], &case["value_norm"], 0.0);
            let entries: Vec<f64> = all.iter().flat_map(|row| row.1.clone()).collect();
            worst.near("norm of the Jacobian", &[norm(&entries)], &case["jacobian_frobenius_norm"], 0.0);
        }
        let (_, gradient) = evaluate("hand.cr", &arrays, id, "loss");
        worst.near("norm of the gradient", &[norm(&gradient)], &case["gradient_of_half_sum_of_squares_norm"], 0.0);
        worst.say(id);
    }
}
