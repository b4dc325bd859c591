//! Sums over triangles: what is left out is never computed, and the values and gradients are those of the same sums
//! written out term by term.

#[path = "support/random.rs"]
mod random;

use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_core::program::Program;
use chainrule_model::{Array, Model};
use random::Random;
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn program(text: &str, gradient: bool) -> Program {
    let ast = chainrule_parser::parse_model(text).expect("a model");
    pipeline::build(&ast, Output::Name("loss"), Wanted { value: true, gradient }).expect("it is built").program
}

/// Operations, without additions, which storing at once does not need.
fn operations(text: &str, gradient: bool) -> u64 {
    let cost = program(text, gradient).cost();
    cost.muls + cost.divs + cost.calls
}

/// A model with all of a square, and with what is below its diagonal.
fn both(model: &str) -> [String; 2] {
    ["0..64", "0..i"].map(|range| model.replace("RANGE", range))
}

#[test]
fn a_triangle_costs_half() {
    for model in [
        "param L[64, 64]\ninput x[64]\nloss = sum(i in 0..64: sum(j in RANGE: L[i, j]*x[j])^2)",
        // Here the adjoint of x runs through the same triangle the other way.
        "param x[64]\ninput L[64, 64]\nloss = sum(i in 0..64: sum(j in RANGE: L[i, j]*x[j])^2)",
        "param x[64]\nloss = sum(i in 0..64: sum(j in RANGE: tanh(x[i] - x[j])))",
        "param x[64]\nloss = sum(i in 0..64: sum(j in RANGE: if(i < 40, exp(x[i]*x[j]), 0)))",
    ] {
        let [square, triangle] = both(model);
        for gradient in [false, true] {
            let (all, half) = (operations(&square, gradient), operations(&triangle, gradient));
            assert!(
                half * 100 < all * 60,
                "{triangle}\ngradient: {gradient}: {half} of {all} operations\n{}",
                program(&triangle, gradient)
            );
        }
    }
}

#[test]
fn no_condition_is_left_in_a_triangle() {
    let text = "param L[64, 64], x[64]\nloss = sum(i in 0..64: sum(j in 0..i+1: L[i, j]*x[j])^2)";
    let program = program(text, false).to_string();
    assert!(program.contains("in 0..i + 1: "), "{program}");
    assert!(!program.contains("if"), "{program}");
}

#[test]
fn a_mixture_of_gaussians_is_quadratic_in_its_dimensions() {
    // 1 and 2 parts of one sum, one dimension twice as large: not 8 times the work.
    let model = |d: usize| {
        format!(
            "param icf[3, {}], mu[3, {d}]\ninput x[5, {d}]
            y[n, k: 3, i: {d}] = icf[k, i]*(x[n, i] - mu[k, i]) + sum(j in 0..i: icf[k, {d} + j*(2*{d} - j - 3)/2 + i - 1]*(x[n, j] - mu[k, j]))
            loss = sum(n: logsumexp(k: -sum(i: y[n, k, i]^2)))",
            d * (d + 1) / 2
        )
    };
    let (small, large) = (operations(&model(16), true), operations(&model(32), true));
    assert!(large < 5 * small, "{large} operations, after {small}");
}

#[test]
fn attention_that_looks_back_has_half_the_exponentials() {
    let text = "param Q[32, 4], K[32, 4]\ninput v[32, 6]
        score[t, s] = sum(c: Q[t, c]*K[s, c])
        h[t: 32, c] = sum(s in RANGE: softmax(u in RANGE: score[t, u])[s]*v[s, c])
        loss = sum(t, c: h[t, c]^2)";
    let cost = |range: &str| program(&text.replace("RANGE", range), true).cost();
    let (all, half) = (cost("0..32"), cost("0..t+1"));
    assert!(half.calls * 10 < all.calls * 6, "{half:?} and {all:?}\n{}", program(&text.replace("RANGE", "0..t+1"), true));
}

/// Runs two models on the same numbers and compares values and gradients.
#[track_caller]
fn same(a: &str, b: &str, shapes: &[(&str, &[usize])], seed: u64) {
    let mut r = Random(seed);
    let mut draw = |shape: &[usize]| Array { values: (0..shape.iter().product()).map(|_| r.unit()).collect(), shape: shape.to_vec() };
    let values: BTreeMap<String, Array> = shapes.iter().map(|(name, shape)| ((*name).to_owned(), draw(shape))).collect();
    let run = |text: &str| {
        let model = Model::parse(text).unwrap_or_else(|e| panic!("{text}\n{e}"));
        model.compile(None, true).unwrap_or_else(|e| panic!("{text}\n{e}")).run(&values).unwrap_or_else(|e| panic!("{text}\n{e}"))
    };
    let (got, want) = (run(a), run(b));
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-11 * (1.0 + b.abs());
    assert!(close(got.value.values[0], want.value.values[0]), "{a}\n{:?} and {:?}", got.value, want.value);
    for ((name, x), (_, y)) in got.gradient.iter().zip(&want.gradient) {
        for (k, (x, y)) in x.values.iter().zip(&y.values).enumerate() {
            assert!(close(*x, *y), "{a}\nd{name}[{k}] is {x}, not {y}");
        }
    }
}

/// `first + a + b` in text.
fn plus(first: &str, terms: impl Iterator<Item = String>) -> String {
    std::iter::once(first.to_owned()).chain(terms).collect::<Vec<_>>().join(" + ")
}

/// An element in text, with those before it by their names.
type Row<'a> = &'a dyn Fn(usize) -> String;

/// Recurrences over all earlier, or all later, elements, and the same element by element.
#[test]
fn elements_that_need_all_before_them() {
    let n = 6;
    let (head, loss) = (format!("param a[{n}, {n}], b[{n}]\n"), "\nloss = sum(i: x[i]*sin(1 + x[i]))");
    let all = |names: &str| (0..n).map(|i| format!("{names}{i}*sin(1 + {names}{i})")).collect::<Vec<_>>().join(" + ");
    let shapes: &[(&str, &[usize])] = &[("a", &[6, 6]), ("b", &[6])];
    // Forward and backward substitution, and a nonlinear one over a window that ends two before.
    let backward = |i: usize| {
        let sum = plus(&format!("b[{i}]"), (i + 1..n).map(|j| format!("a[{i}, {j}]*x{j}")));
        format!("({sum})/(a[{i}, {i}] + 5)")
    };
    let rows: [(&str, &str, Row<'_>); 4] = [
        ("forward", "(b[i] + sum(j in 0..i: a[i, j]*x[j]))/(a[i, i] + 5)", &|i| {
            let sum = plus(&format!("b[{i}]"), (0..i).map(|j| format!("a[{i}, {j}]*x{j}")));
            format!("({sum})/(a[{i}, {i}] + 5)")
        }),
        ("backward", "(b[i] + sum(j in 0..6: if(j > i, a[i, j]*x[j], 0)))/(a[i, i] + 5)", &backward),
        ("backward", "(b[i] + sum(j in i+1..6: a[i, j]*x[j]))/(a[i, i] + 5)", &backward),
        ("window", "tanh(b[i] + if(i > 1, sum(j in 0..i-1: a[j, i]*x[j]^2), 0))", &|i| {
            let sum = plus(&format!("b[{i}]"), (0..i.saturating_sub(1)).map(|j| format!("a[{j}, {i}]*x{j}^2")));
            format!("tanh({sum})")
        }),
    ];
    for (name, body, row) in rows {
        let folded = format!("{head}x[i: {n}] = {body}{loss}");
        let order: Vec<usize> = if name == "backward" { (0..n).rev().collect() } else { (0..n).collect() };
        let lines: Vec<String> = order.iter().map(|i| format!("x{i} = {}", row(*i))).collect();
        let out = format!("{head}{}\nloss = {}", lines.join("\n"), all("x"));
        (0..5).for_each(|seed| same(&folded, &out, shapes, seed));
    }
}

#[test]
fn a_factorisation() {
    let head = "param m[5, 5]\n";
    let folded = format!(
        "{head}l[i: 5, j: 5] = if(j < i, (m[i, j] - sum(k in 0..j: l[i, k]*l[j, k]))/l[j, j], \
         if(j == i, sqrt(m[i, i] + 9 - sum(k in 0..j: l[i, k]*l[j, k])), 0))\nloss = sum(i: log(l[i, i])) + l[4, 1]*l[3, 2]"
    );
    // The same in arrays that need each other, read with their indices in either order.
    let parts = format!(
        "{head}d[i: 5, j: 5] = if(j == i, sqrt(m[i, i] + 9 - sum(k in 0..5: if(k < j, l[i, k]*l[j, k], 0))), 0)
        o[i: 5, j: 5] = if(j < i, (m[i, j] - sum(k in 0..5: if(k < j, l[i, k]*l[j, k], 0)))/l[j, j], 0)
        l[i: 5, j: 5] = if(j < i + 1, if(j == i, d[i, j], o[i, j]), 0)
        loss = sum(i: log(l[i, i])) + l[4, 1]*l[3, 2]"
    );
    let mut out = head.to_owned();
    for i in 0..5 {
        for j in 0..=i {
            let sum = plus(&format!("m[{i}, {j}]"), (0..j).map(|k| format!("-1*l{i}{k}*l{j}{k}")));
            let _ = match i == j {
                true => writeln!(out, "l{i}{i} = sqrt({sum} + 9)"),
                false => writeln!(out, "l{i}{j} = ({sum})/l{j}{j}"),
            };
        }
    }
    out.push_str("loss = log(l00) + log(l11) + log(l22) + log(l33) + log(l44) + l41*l32");
    for folded in [folded, parts] {
        (0..5).for_each(|seed| same(&folded, &out, &[("m", &[5, 5])], seed));
    }
}

#[test]
fn a_condition_on_another_axis_than_that_of_the_sum_below_it() {
    let folded = "param x[3]
        m[0, r: 2] = 0
        m[i: 4, r] = m[i-1, r] + sum(j in 0..3: if(j >= 3 - i, sum(k in 0..3: if(k >= j, tanh(x[j]), 0)), 0))
        loss = m[3, 1]*x[2]";
    let out = "param x[3]\nloss = (3*tanh(x[0]) + 4*tanh(x[1]) + 3*tanh(x[2]))*x[2]";
    (0..5).for_each(|seed| same(folded, out, &[("x", &[3])], seed));
}

/// A triangular matrix times many vectors; `packed` has the elements of a lower one row by row.
const TIMES: [(&str, &str); 6] = [
    ("0..i", "L[i, j]"),
    ("0..i+3", "L[i, j]"),
    ("i..24", "L[i, j]"),
    ("i+2..24", "L[i, j]"),
    ("0..i+1", "packed[i*(i+1)/2 + j]"),
    ("0..i", "-2*packed[i*(i+1)/2 + j]"),
];

fn times((range, element): (&str, &str)) -> String {
    format!(
        "param L[20, 24], packed[210], w[24]\ninput x[n, 24], on[20]
        y[n, i: 20] = sum(j in {range}: {element}*tanh(x[n, j]*w[j]))
        loss = sum(n: sum(i: if(on[i] > 0, y[n, i]*sin(1 + y[n, i]), 0)))"
    )
}

#[test]
fn a_triangle_times_a_matrix_is_one_product() {
    const ROWS: usize = 150;
    for (seed, case) in TIMES.iter().enumerate() {
        let text = times(*case);
        let limited = |gradient: bool| {
            let program = program(&text, gradient).to_string();
            ["product(j < i", "product(j >= i", "product(i < j", "product(i >= j"].iter().any(|limit| program.contains(limit))
        };
        assert!(limited(false) && limited(true), "{}", program(&text, true));

        // All rows at once, and one by one, where it is no product.
        let mut model = Model::parse(&text).expect("a model").compile(None, true).expect("it is built");
        let mut r = Random(seed as u64);
        let mut draw = |shape: &[usize]| Array { values: (0..shape.iter().product()).map(|_| r.unit()).collect(), shape: shape.to_vec() };
        let shapes: [(&str, &[usize]); 5] = [("L", &[20, 24]), ("packed", &[210]), ("w", &[24]), ("x", &[ROWS, 24]), ("on", &[20])];
        let mut values: BTreeMap<String, Array> = shapes.iter().map(|(name, shape)| ((*name).to_owned(), draw(shape))).collect();
        let all = model.run(&values).expect("it runs");
        let rows = values["x"].values.clone();
        let mut value = 0.0;
        let mut gradient: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in rows.chunks(24) {
            values.insert("x".to_owned(), Array { values: row.to_vec(), shape: vec![1, 24] });
            let one = model.run(&values).expect("it runs");
            value += one.value.values[0];
            for (name, part) in &one.gradient {
                let sum = gradient.entry(name.clone()).or_insert_with(|| vec![0.0; part.values.len()]);
                sum.iter_mut().zip(&part.values).for_each(|(sum, x)| *sum += x);
            }
        }
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-11 * (1.0 + b.abs());
        assert!(close(all.value.values[0], value), "{text}\n{} is not {value}", all.value.values[0]);
        for (name, got) in &all.gradient {
            for (k, (x, y)) in got.values.iter().zip(&gradient[name]).enumerate() {
                assert!(close(*x, *y), "{text}\nd{name}[{k}] is {x}, not {y}");
            }
        }
    }
}

#[test]
fn what_a_triangle_leaves_out_may_be_anything() {
    for bad in [f64::NAN, f64::INFINITY] {
        // Column 15 is read by rows 16 and up, which are off.
        let model = Model::parse(&times(TIMES[0]).replace("tanh(x[n, j]*w[j])", "x[n, j]")).expect("a model");
        let mut model = model.compile(None, true).expect("it is built");
        let ones = |shape: &[usize]| Array { values: vec![1.0; shape.iter().product()], shape: shape.to_vec() };
        let mut x = ones(&[300, 24]);
        x.values.iter_mut().skip(15).step_by(24).for_each(|x| *x = bad);
        let mut on = ones(&[20]);
        on.values[16..].fill(-1.0);
        let parameters = [("L", ones(&[20, 24])), ("packed", ones(&[210])), ("w", ones(&[24]))];
        let values = parameters.into_iter().chain([("x", x), ("on", on)]).map(|(name, array)| (name.to_owned(), array)).collect();
        let got = model.run(&values).expect("it runs");
        let want: f64 = (0..16).map(|i| 300.0 * f64::from(i) * f64::from(1 + i).sin()).sum();
        assert!((got.value.values[0] - want).abs() < 1e-9, "{} is not {want}", got.value.values[0]);
        let (_, gradient) = got.gradient.iter().find(|(name, _)| name == "L").expect("there is one");
        assert!(gradient.values.chunks(24).take(16).flatten().all(|x| x.is_finite()), "{gradient:?}");
    }
}

/// A random sum over a triangle, and the same with every term of its own.
struct Case {
    n: usize,
    m: usize,
    /// What is summed, with `I` and `J` for the indices.
    body: &'static str,
    function: &'static str,
    /// The bounds of j, as multiples of i plus a number.
    from: (i64, i64),
    to: (i64, i64),
}

impl Case {
    fn new(r: &mut Random) -> Case {
        let bodies =
            ["L[I, J]*x[J]", "L[I, J]*x[J]*y[I]", "tanh(x[J] + y[I])", "sqrt(1 + (x[J] - y[I])^2)*L[I, J]", "x[J]*sum(k: L[I, k]*x[k])"];
        let functions = ["sum", "sum", "sum", "max", "logsumexp", "mean", "prod"];
        let (n, m) = (2 + r.below(6), 2 + r.below(20));
        let (from, to) = match r.below(6) {
            0 => ((0, 0), (1, 0)),
            1 => ((0, 0), (1, 1)),
            2 => ((1, 0), (0, m as i64)),
            3 => ((1, 1), (1, 3)),
            4 => ((1, 1), (0, m as i64)),
            _ => ((0, 1), (1, 2)),
        };
        Case { n, m, body: bodies[r.below(bodies.len())], function: functions[r.below(functions.len())], from, to }
    }

    /// The columns of a row; `None` if a row is empty where that has no value, or leaves the array.
    fn rows(&self) -> Option<Vec<std::ops::Range<i64>>> {
        let rows: Vec<_> = (0..self.n as i64).map(|i| self.from.0 * i + self.from.1..self.to.0 * i + self.to.1).collect();
        let empty = rows.iter().any(|r| r.is_empty());
        let outside = rows.iter().any(|r| r.end > self.m as i64);
        (!outside && (!empty || self.function == "sum")).then_some(rows)
    }

    fn head(&self) -> String {
        format!("param L[{}, {m}], x[{m}], y[{}]\n", self.n, self.n, m = self.m)
    }

    fn folded(&self) -> String {
        let at = |(c, k): (i64, i64)| if c == 1 { format!("i + {k}") } else { k.to_string() };
        let body = self.body.replace('I', "i").replace('J', "j");
        let (from, to) = (at(self.from), at(self.to));
        format!("{}a[i: {}] = {}(j in {from}..{to}: {body})\nloss = sum(i: a[i]*sin(1 + a[i]))", self.head(), self.n, self.function)
    }

    fn written_out(&self, rows: &[std::ops::Range<i64>]) -> String {
        let mut text = self.head();
        for (i, row) in rows.iter().enumerate() {
            let terms: Vec<String> =
                row.clone().map(|j| format!("({})", self.body.replace('I', &i.to_string()).replace('J', &j.to_string()))).collect();
            let all = match (self.function, terms.len()) {
                (_, 0) => "0".to_owned(),
                ("sum", _) => terms.join(" + "),
                ("prod", _) => terms.join("*"),
                ("mean", n) => format!("({})/{n}", terms.join(" + ")),
                ("max", _) => terms.into_iter().reduce(|a, b| format!("max({a}, {b})")).expect("not empty"),
                _ => format!("log({})", terms.iter().map(|t| format!("exp({t})")).collect::<Vec<_>>().join(" + ")),
            };
            let _ = writeln!(text, "a{i} = {all}");
        }
        let all: Vec<String> = (0..rows.len()).map(|i| format!("a{i}*sin(1 + a{i})")).collect();
        let _ = write!(text, "loss = {}", all.join(" + "));
        text
    }
}

#[test]
fn random_triangles_are_their_terms() {
    let mut done = 0;
    for seed in 0..400 {
        let mut r = Random(seed);
        let case = Case::new(&mut r);
        let Some(rows) = case.rows() else { continue };
        let mut values = BTreeMap::new();
        let mut draw = |shape: Vec<usize>| Array { values: (0..shape.iter().product()).map(|_| r.unit()).collect(), shape };
        values.insert("L".to_owned(), draw(vec![case.n, case.m]));
        values.insert("x".to_owned(), draw(vec![case.m]));
        values.insert("y".to_owned(), draw(vec![case.n]));
        let run = |text: &str| {
            let model = Model::parse(text).unwrap_or_else(|e| panic!("{text}\n{e}"));
            model.compile(None, true).unwrap_or_else(|e| panic!("{text}\n{e}")).run(&values).unwrap_or_else(|e| panic!("{text}\n{e}"))
        };
        let (folded, out) = (case.folded(), case.written_out(&rows));
        let (got, want) = (run(&folded), run(&out));
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-11 * (1.0 + b.abs());
        assert!(close(got.value.values[0], want.value.values[0]), "{folded}\n{:?} and {:?}", got.value, want.value);
        for ((name, a), (_, b)) in got.gradient.iter().zip(&want.gradient) {
            for (k, (a, b)) in a.values.iter().zip(&b.values).enumerate() {
                assert!(close(*a, *b), "{folded}\nd{name}[{k}] is {a}, not {b}");
            }
        }
        done += 1;
    }
    assert!(done > 150, "{done}");
}
