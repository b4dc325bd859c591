//! Models of `examples/models` through emitted Rust: `tests/generated/models.rs` is what `chainrule generate` writes
//! for them, compiled here. Values and gradients must be those of the references in `tests/cases`, and those of the
//! interpreter bit for bit.
//!
//! After a change of the emitter run the tests with `CHAINRULE_UPDATE=1` and review the difference.

use super::generated_models as generated;
use chainrule_model::file::rust_file;
use chainrule_model::{Array, Model};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const GENERATED: &str = include_str!("../generated/models.rs");
const MODELS: [&str; 10] = ["attention", "bundle", "cnn", "gmm", "gru", "hand", "lstm", "lstm_text", "rnn", "wine"];

/// Outputs that are arrays, with the names of their modules.
const ARRAYS: [(&str, &str, &str); 1] = [("hand", "residual", "hand_residual")];

fn file(name: &str) -> String {
    std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file")
}

fn model(name: &str) -> Model {
    Model::parse(&file(&format!("examples/models/{name}.cr"))).expect("the model")
}

fn generate() -> String {
    let mut out = String::from("// Written by the tests in tests/suite/models.rs from examples/models; do not edit.\n");
    let numbers = MODELS.map(|name| (name, None, name));
    for (name, output, module) in numbers.into_iter().chain(ARRAYS.map(|(name, output, module)| (name, Some(output), module))) {
        let text = rust_file(&model(name), output, "f").expect("a function");
        let _ = write!(out, "\npub mod {module} {{\n");
        for line in text.lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
        out.push_str("}\n");
    }
    out
}

#[test]
fn the_generated_module_is_current() {
    let fresh = generate();
    if std::env::var_os("CHAINRULE_UPDATE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/models.rs"), &fresh).expect("the file can be written");
        return;
    }
    let different = fresh.lines().zip(GENERATED.lines()).position(|(a, b)| a != b);
    assert_eq!(different, None, "the emitter writes other code now; see the first lines of this file");
    assert_eq!(fresh.len(), GENERATED.len());
}

// ----- arrays

pub type Arrays = BTreeMap<String, Array>;

/// An array of a type that generated code takes.
pub trait Nested: Sized {
    /// Takes the next numbers.
    fn take(values: &mut std::slice::Iter<'_, f64>) -> Self;
    /// All numbers in order.
    fn flat(&self, out: &mut Vec<f64>);
}

impl Nested for f64 {
    fn take(values: &mut std::slice::Iter<'_, f64>) -> f64 {
        *values.next().expect("enough numbers")
    }
    fn flat(&self, out: &mut Vec<f64>) {
        out.push(*self);
    }
}

impl<T: Nested, const N: usize> Nested for [T; N] {
    fn take(values: &mut std::slice::Iter<'_, f64>) -> [T; N] {
        std::array::from_fn(|_| T::take(values))
    }
    fn flat(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|x| x.flat(out));
    }
}

impl<T: Nested> Nested for Vec<T> {
    fn take(values: &mut std::slice::Iter<'_, f64>) -> Vec<T> {
        let mut out = Vec::new();
        while !values.as_slice().is_empty() {
            out.push(T::take(values));
        }
        out
    }
    fn flat(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|x| x.flat(out));
    }
}

pub fn get<T: Nested>(arrays: &Arrays, name: &str) -> T {
    let mut values = arrays[name].values.iter();
    let out = T::take(&mut values);
    assert!(values.as_slice().is_empty(), "{name} is longer");
    out
}

/// What a model is run on: columns of a file, or the arrays of another, and what the model starts with.
pub struct Data {
    model: Model,
    pub arrays: Arrays,
}

impl Data {
    fn of(name: &str) -> Data {
        Data { model: model(name), arrays: Arrays::new() }
    }

    /// Some columns of a table, standardised if so wanted.
    fn columns(mut self, name: &str, file_name: &str, columns: std::ops::Range<usize>, shape: &[usize], standard: bool) -> Data {
        let text = file(&format!("examples/data/{file_name}"));
        let rows = text.lines().skip(1).map(|l| l.split(',').map(|x| x.parse::<f64>().expect("a number")).collect::<Vec<_>>());
        let mut rows: Vec<Vec<f64>> = rows.map(|r| r[columns.clone()].to_vec()).collect();
        let count = rows.len() as f64;
        for column in 0..if standard { columns.len() } else { 0 } {
            let mean = rows.iter().map(|r| r[column]).sum::<f64>() / count;
            let square = rows.iter().map(|r| (r[column] - mean).powi(2)).sum::<f64>() / count;
            rows.iter_mut().for_each(|r| r[column] = (r[column] - mean) / square.sqrt());
        }
        let whole: Vec<usize> = [rows.len()].into_iter().chain(shape.iter().copied()).collect();
        self.arrays.insert(name.to_owned(), Array { shape: whole, values: rows.concat() });
        self
    }

    fn first_rows(mut self, count: usize) -> Data {
        for array in self.arrays.values_mut() {
            array.values.truncate(count * array.values.len() / array.shape[0]);
            array.shape[0] = count;
        }
        self
    }

    fn json(mut self, file_name: &str) -> Data {
        fn level(value: &Value, depth: usize, out: &mut Array) {
            match value {
                Value::Array(items) => {
                    if out.shape.len() == depth {
                        out.shape.push(items.len());
                    }
                    items.iter().for_each(|x| level(x, depth + 1, out));
                }
                number => out.values.push(number.as_f64().expect("a number")),
            }
        }
        let all: Value = serde_json::from_str(&file(&format!("examples/data/{file_name}"))).expect("JSON");
        for (name, value) in all.as_object().expect("arrays by name") {
            let mut array = Array::default();
            level(value, 0, &mut array);
            self.arrays.insert(name.clone(), array);
        }
        self
    }

    fn at(mut self, name: &str, x: f64) -> Data {
        self.arrays.insert(name.to_owned(), Array::scalar(x));
        self
    }

    fn start(mut self) -> Data {
        let dims = self.model.dimensions_of(&self.arrays).expect("lengths");
        self.arrays.extend(self.model.initial_values(&dims).expect("they start").values);
        self
    }
}

pub fn attention() -> Data {
    Data::of("attention").columns("x", "tokens.csv", 0..4, &[4], false).columns("label", "tokens.csv", 4..5, &[], false).start()
}

pub fn bundle() -> Data {
    Data::of("bundle").json("bundle.json")
}

pub fn cnn() -> Data {
    let data = Data::of("cnn").columns("x", "digits.csv", 0..64, &[8, 8], false).columns("label", "digits.csv", 64..65, &[], false);
    data.first_rows(8).start()
}

pub fn gmm() -> Data {
    Data::of("gmm").json("mixture.json").columns("x", "mixture.csv", 0..2, &[2], false).at("gamma", 1.0).at("m", 0.0)
}

pub fn gru() -> Data {
    Data::of("gru").columns("x", "waves.csv", 0..3, &[3], false).at("y", 0.8).start()
}

pub fn hand() -> Data {
    Data::of("hand").json("hand.json")
}

/// `lstm` and `rnn`.
pub fn recurrent(name: &str) -> Data {
    Data::of(name).columns("x", "waves.csv", 0..3, &[3], false).columns("label", "waves.csv", 3..4, &[], false).start()
}

pub fn lstm_text() -> Data {
    Data::of("lstm_text").json("text.json")
}

pub fn wine() -> Data {
    Data::of("wine").columns("x", "wine.csv", 0..13, &[13], true).columns("label", "wine.csv", 13..14, &[], false).start()
}

/// What the functions of a family give.
pub struct Results {
    /// The value, and the numbers of the gradient in order.
    pub written: (f64, Vec<f64>),
    /// The same from the function that returns them.
    pub returned: (f64, Vec<f64>),
    /// The value alone.
    pub value: f64,
    /// The gradient after it was added to a gradient.
    pub twice: Vec<f64>,
}

/// A function that runs a generated family on some arrays, with every call that must not allocate through `around`.
/// `[&]` stands before what is passed by reference.
macro_rules! family {
    ($module:ident: $([$($p_ref:tt)?] $p:ident: $p_type:ty),+; $([$($i_ref:tt)?] $i:ident: $i_type:ty),+) => {
        #[allow(non_snake_case)]
        pub fn $module(arrays: &Arrays, around: &mut dyn FnMut(&str, &mut dyn FnMut())) -> Results {
            use generated::$module::*;
            struct Gradient { $($p: $p_type),+ }
            $(let $p: $p_type = get(arrays, stringify!($p));)+
            $(let $i: $i_type = get(arrays, stringify!($i));)+
            let mut gradient = Gradient { $($p: $p.clone()),+ };
            let flat = |gradient: &Gradient| {
                let mut all = Vec::new();
                $(gradient.$p.flat(&mut all);)+
                all
            };
            let mut value = 0.0;
            around("f", &mut || value = f($($($p_ref)? $p,)+ $($($i_ref)? $i),+));
            around("f_gradient_into", &mut || f_gradient_into($($($p_ref)? $p,)+ $($($i_ref)? $i,)+ $(&mut gradient.$p),+));
            let first = flat(&gradient);
            let mut again = 0.0;
            around("f_value_and_gradient_into", &mut || {
                again = f_value_and_gradient_into($($($p_ref)? $p,)+ $($($i_ref)? $i,)+ $(&mut gradient.$p),+);
            });
            let written = (again, flat(&gradient));
            assert_eq!(first, written.1);
            around("f_gradient_add", &mut || f_gradient_add($($($p_ref)? $p,)+ $($($i_ref)? $i,)+ $(&mut gradient.$p),+));
            let twice = flat(&gradient);
            let (value_too, ($($p),+)) = f_value_and_gradient($($($p_ref)? $p,)+ $($($i_ref)? $i),+);
            let returned = (value_too, flat(&Gradient { $($p),+ }));
            Results { written, returned, value, twice }
        }
    };
}

/// The families, by the names of their models.
pub mod families {
    use super::{Arrays, Nested as _, Results, generated, get};

    type Matrix<const M: usize, const N: usize> = [[f64; N]; M];

    family!(attention:
        [&] Wq: Matrix<4, 3>, [&] Wk: Matrix<4, 3>, [&] Wv: Matrix<4, 3>, [&] V: Matrix<4, 3>, [&] d: [f64; 4];
        [&] x: Vec<[f64; 4]>, [&] label: Vec<f64>);
    family!(bundle:
        [&] camera: Vec<[f64; 11]>, [&] point: Vec<[f64; 3]>, [&] weight: Vec<f64>;
        [&] of: Vec<[f64; 2]>, [&] seen: Vec<[f64; 2]>);
    family!(cnn:
        [&] K: [Matrix<3, 3>; 4], [&] kb: [f64; 4], [&] D: Matrix<10, 36>, [&] db: [f64; 10];
        [&] x: Vec<Matrix<8, 8>>, [&] label: Vec<f64>);
    family!(gmm:
        [&] alpha: Vec<f64>, [&] mean_of: Vec<[f64; 2]>, [&] icf: Vec<[f64; 3]>;
        [&] x: Vec<[f64; 2]>, [] gamma: f64, [] m: f64);
    family!(gru:
        [&] Wz: Matrix<5, 3>, [&] Wr: Matrix<5, 3>, [&] Wn: Matrix<5, 3>, [&] Uz: Matrix<5, 5>, [&] Ur: Matrix<5, 5>,
        [&] Un: Matrix<5, 5>, [&] bz: [f64; 5], [&] br: [f64; 5], [&] bn: [f64; 5], [&] v: [f64; 5], [] d: f64;
        [&] x: Matrix<6, 3>, [] y: f64);
    family!(hand:
        [&] rotation: [f64; 3], [&] translation: [f64; 3], [&] finger: Matrix<5, 4>;
        [&] relative: [Matrix<4, 4>; 22], [&] inverse: [Matrix<4, 4>; 22], [&] skin: Vec<[f64; 3]>,
        [&] weight: Vec<[f64; 22]>, [&] vertex: Vec<f64>, [&] measured: Vec<[f64; 3]>);
    family!(lstm:
        [&] Wi: Matrix<5, 8>, [&] Wf: Matrix<5, 8>, [&] Wo: Matrix<5, 8>, [&] Wg: Matrix<5, 8>, [&] bi: [f64; 5],
        [&] bf: [f64; 5], [&] bo: [f64; 5], [&] bg: [f64; 5], [&] V: Matrix<4, 5>, [&] d: [f64; 4];
        [&] x: Vec<[f64; 3]>, [&] label: Vec<f64>);
    family!(lstm_text:
        [&] W: Vec<Matrix<8, 14>>, [&] extra: Matrix<3, 14>;
        [&] x: Vec<[f64; 14]>, [&] h0: Vec<[f64; 14]>, [&] c0: Vec<[f64; 14]>);
    family!(rnn:
        [&] U: Matrix<5, 3>, [&] W: Matrix<5, 5>, [&] b: [f64; 5], [&] V: Matrix<4, 5>, [&] d: [f64; 4];
        [&] x: Vec<[f64; 3]>, [&] label: Vec<f64>);
    family!(wine: [&] W: [Matrix<16, 16>; 5], [&] b: Matrix<5, 16>; [&] x: Vec<[f64; 13]>, [&] label: Vec<f64>);
}

type Family = fn(&Arrays, &mut dyn FnMut(&str, &mut dyn FnMut())) -> Results;

/// The emitted results; the interpreter's must be the same to the bit, and those of the whole family.
#[track_caller]
fn results(data: &Data, family: Family) -> (f64, Vec<f64>) {
    let emitted = family(&data.arrays, &mut |_, call| {
        // Whatever the memory held before.
        chainrule::__rt::with_workspace(1 << 20, |workspace: &mut [f64]| workspace.fill(f64::NAN));
        call();
    });
    let outcome = data.model.compile(None, true).expect("it compiles").run(&data.arrays).expect("it runs");
    let (value, gradient) = emitted.written;
    assert_eq!(value.to_bits(), outcome.value.values[0].to_bits(), "{value} emitted, {} interpreted", outcome.value.values[0]);
    let interpreted: Vec<f64> = outcome.gradient.into_iter().flat_map(|g| g.1.values).collect();
    assert_eq!(gradient.len(), interpreted.len());
    for (at, (a, b)) in gradient.iter().zip(&interpreted).enumerate() {
        assert_eq!(a.to_bits(), b.to_bits(), "number {at}: {a} emitted, {b} interpreted");
    }
    let alone = data.model.compile(None, false).expect("it compiles").run(&data.arrays).expect("it runs");
    assert_eq!(emitted.value.to_bits(), alone.value.values[0].to_bits());
    super::close(emitted.value, value);
    assert_eq!(emitted.returned, (value, gradient.clone()));
    let doubled: Vec<f64> = gradient.iter().map(|g| 2.0 * g).collect();
    super::all_close(&emitted.twice, &doubled);
    (value, gradient)
}

// ----- references

fn case(file_name: &str, list: &str, id: &str) -> Value {
    let all: Value = serde_json::from_str(&file(&format!("tests/cases/{file_name}"))).expect("JSON");
    all[list].as_array().expect("a list").iter().find(|c| c["id"] == id).expect("the case").clone()
}

#[track_caller]
fn near(computed: &[f64], reference: &Value) {
    let reference: Vec<f64> = match reference {
        Value::Array(items) => items.iter().map(|x| x.as_f64().expect("a number")).collect(),
        one => vec![one.as_f64().expect("a number")],
    };
    assert_eq!(computed.len(), reference.len());
    let largest = reference.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    for (computed, reference) in computed.iter().zip(&reference) {
        assert!((computed - reference).abs() <= 1e-11 * largest, "{computed} is not {reference}");
    }
}

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[track_caller]
fn has_snapshot(id: &str, (value, gradient): (f64, Vec<f64>)) {
    let case = case("nets.json", "snapshots", id);
    near(&[value], &case["loss"]);
    near(&[norm(&gradient)], &case["grad_norm"]);
    near(&gradient[..10], &case["grad_first10"]);
    near(&gradient[gradient.len() - 10..], &case["grad_last10"]);
}

#[test]
fn recurrent_networks() {
    has_snapshot("rnn-bptt", results(&recurrent("rnn"), families::rnn));
    has_snapshot("lstm-bptt", results(&recurrent("lstm"), families::lstm));
    has_snapshot("gru-bptt", results(&gru(), families::gru));
}

#[test]
fn a_convolution() {
    has_snapshot("cnn-relu-max", results(&cnn(), families::cnn));
}

#[test]
fn causal_attention() {
    has_snapshot("causal-attention", results(&attention(), families::attention));
}

#[test]
fn a_mixture_of_gaussians() {
    let case = case("adbench.json", "cases", "adbench-gmm-gmm_d2_K5_1k");
    let (value, gradient) = results(&gmm(), families::gmm);
    // The loss is the negative of the reference.
    let gradient: Vec<f64> = gradient.iter().map(|g| -g).collect();
    near(&[-value], &case["value"]);
    near(&[norm(&gradient)], &case["jacobian_frobenius_norm"]);
    near(&gradient[..20], &case["jacobian_row0_first20"]);
    near(&gradient[10..], &case["jacobian_last_row_last20"]);
}

#[test]
fn bundle_adjustment_and_a_hand() {
    let case_ = case("adbench.json", "cases", "adbench-ba-ba_test");
    let (loss, _) = results(&bundle(), families::bundle);
    let residual = case_["value"].as_array().expect("three").iter().map(|r| r.as_f64().expect("a number"));
    // Ten observations that are all the same.
    assert!((loss - 5.0 * residual.map(|r| r * r).sum::<f64>()).abs() < 1e-10);
    let case = case("adbench.json", "cases", "adbench-hand-hand_test");
    let (loss, gradient) = results(&hand(), families::hand);
    let half = case["value_norm"].as_f64().expect("a number").powi(2) / 2.0;
    super::close(loss, half);
    near(&[norm(&gradient)], &case["gradient_of_half_sum_of_squares_norm"]);

    let arrays = hand().arrays;
    let found = get::<Vec<f64>>(&arrays, "vertex");
    let [rotation, translation] = ["rotation", "translation"].map(|name| get::<[f64; 3]>(&arrays, name));
    let bones = ["relative", "inverse"].map(|name| get::<[[[f64; 4]; 4]; 22]>(&arrays, name));
    let (values, (dr, dt, df)) = generated::hand_residual::f_value_and_jacobian(
        &rotation,
        &translation,
        &get(&arrays, "finger"),
        &bones[0],
        &bones[1],
        &get::<Vec<_>>(&arrays, "skin"),
        &get::<Vec<_>>(&arrays, "weight"),
        &found,
        &get::<Vec<_>>(&arrays, "measured"),
    );
    near(&values.as_flattened()[..6], &case["value_first6"]);
    let row = |n: usize, i: usize| [&dr[n][i][..], &dt[n][i], df[n][i].as_flattened()].concat();
    near(&row(0, 0)[..20], &case["jacobian_row0_first20"]);
    near(&row(values.len() - 1, 2)[6..], &case["jacobian_last_row_last20"]);
    let all: Vec<f64> = (0..values.len()).flat_map(|n| (0..3).flat_map(move |i| row(n, i))).collect();
    near(&[norm(&all)], &case["jacobian_frobenius_norm"]);
}

#[test]
fn layers_of_long_short_term_memory() {
    // The reference is for a thousand steps; here the engines agree on sixteen.
    results(&lstm_text(), families::lstm_text);
}

/// Trains the net of five layers with the emitted gradient, as `chainrule train` would.
#[test]
fn five_layers_follow_their_curve() {
    let data = wine();
    results(&data, families::wine);
    let case = case("nets.json", "curves", "wine-5-layers-width-16");
    let (mut w, mut b): ([[[f64; 16]; 16]; 5], [[f64; 16]; 5]) = (get(&data.arrays, "W"), get(&data.arrays, "b"));
    let (x, label): (Vec<[f64; 13]>, Vec<f64>) = (get(&data.arrays, "x"), get(&data.arrays, "label"));
    let wanted: Vec<f64> = case["loss_every_10"].as_array().expect("a list").iter().map(|x| x.as_f64().expect("a number")).collect();
    let epochs = case["epochs"].as_u64().expect("a number");
    for epoch in 0..=epochs {
        let (loss, (dw, db)) = generated::wine::f_value_and_gradient(&w, &b, &x, &label);
        if epoch % 10 == 0 {
            let wanted = wanted[epoch as usize / 10];
            assert!((loss - wanted).abs() <= 1e-9 * wanted, "epoch {epoch}: {loss} is not {wanted}");
        }
        let step = |x: &mut f64, g: &f64| *x -= 0.1 * g;
        w.as_flattened_mut().as_flattened_mut().iter_mut().zip(dw.as_flattened().as_flattened()).for_each(|(x, g)| step(x, g));
        b.as_flattened_mut().iter_mut().zip(db.as_flattened()).for_each(|(x, g)| step(x, g));
    }
}
